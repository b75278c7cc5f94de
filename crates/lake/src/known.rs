//! Which incoming rows are in the lake already.
//!
//! Ids live in the Parquet files; nothing else is kept on disk for this. Equal records claim
//! equal times, so only row groups whose times overlap those of the incoming rows are read, and
//! only their id column. Row groups that this commit has written itself cannot be read yet; their
//! ids are in a work file without a name.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::TimestampMicrosecondType;
use arrow_array::{
    Array, BooleanArray, FixedSizeBinaryArray, RecordBatch, TimestampMicrosecondArray,
};
use hashbrown::HashMap;
use vigie_model::schema::{Layer, Table};
use vigie_model::time::Timestamp;

use crate::error::{LakeError, Result};
use crate::id_set::{IdCache, IdSet, LiveIds, id_at};
use crate::lake;
use crate::parquet_file::column;
use crate::parquet_read::GroupReader;
use crate::state::State;
use crate::transaction::Transaction;

/// How far the claimed times of a batch can be relied on to find the same record again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TimeTrust {
    /// The bytes alone decide the time.
    Exact,
    /// The zone was assumed: another reading may differ by up to 26 hours.
    ZoneAssumed,
    /// The year was assumed (and mostly the zone too): another reading may differ by whole
    /// years. Three years either way are looked at.
    YearAssumed,
}

type Window = RangeInclusive<i64>;

const HOUR: i64 = 3_600_000_000;
const YEAR: i64 = 8766 * HOUR;
/// Between the first and the last zone on Earth.
const ZONES: i64 = 26 * HOUR;

/// What is known to one commit.
pub(crate) struct Known {
    root: PathBuf,
    state: Arc<State>,
    tables: HashMap<&'static str, TableIds>,
    cache: IdCache,
    work: WorkFile,
    next_number: usize,
}

/// The ids of one table, by where they are.
#[derive(Default)]
struct TableIds {
    /// Rows that wait in the buffers of this commit.
    timed: Fresh,
    untimed: Fresh,
    /// Row groups that this commit wrote, then those of committed files.
    runs: Vec<Run>,
    /// Committed files whose row groups are not looked up yet.
    unopened: Vec<(Option<Window>, PathBuf)>,
}

#[derive(Default)]
struct Fresh {
    ids: LiveIds,
    window: Option<Window>,
}

/// A set of ids that can be loaded. `window` is `None` when its rows have no time.
struct Run {
    number: usize,
    window: Option<Window>,
    source: Source,
}

enum Source {
    Group(Arc<GroupReader>, usize),
    Work { at: u64, ids: usize },
}

impl Known {
    pub(crate) fn over(transaction: &Transaction) -> Self {
        Self {
            root: transaction.root().to_owned(),
            state: Arc::clone(&transaction.state),
            tables: HashMap::new(),
            cache: IdCache::new(transaction.shared.options.known_memory),
            work: WorkFile::default(),
            next_number: 0,
        }
    }

    /// Which of these rows are known.
    pub(crate) fn check(
        &mut self,
        table: &'static Table,
        ids: &FixedSizeBinaryArray,
        times: &TimestampMicrosecondArray,
        trust: TimeTrust,
    ) -> Result<BooleanArray> {
        if table.layer == Layer::Derived {
            return Err(LakeError::internal(format!("rows of {} have no id", table.name)));
        }
        if ids.len() != times.len() || ids.value_length() != 16 {
            return Err(LakeError::internal("ids and times do not belong together"));
        }
        let asked = Asked::new(ids, times, trust);
        let mut known = vec![false; ids.len()];
        let held = self.held(table);
        held.timed.mark(&asked, true, &mut known);
        held.untimed.mark(&asked, false, &mut known);
        self.open_overlapping(table, &asked)?;
        let Some(held) = self.tables.get(table.name) else { return Ok(known.into()) };
        for run in held.runs.iter().filter(|run| asked.may_meet(run)) {
            let set = match self.cache.get(run.number) {
                Some(set) => set,
                None => self.cache.put(run.number, run.source.load(&mut self.work)?),
            };
            asked.mark(run.window.as_ref(), &mut known, |id| set.contains(id));
        }
        Ok(known.into())
    }

    fn held(&mut self, table: &'static Table) -> &mut TableIds {
        self.tables.entry(table.name).or_insert_with(|| {
            let files = self.state.files_of(table.name);
            let unopened = files.map(|file| {
                let window = file.min_time.zip(file.max_time).map(|(min, max)| min.0..=max.0);
                (window.filter(|_| file.timed), crate::layout::at(&self.root, &file.path))
            });
            TableIds { unopened: unopened.collect(), ..TableIds::default() }
        })
    }

    /// Looks up the row groups of committed files that the rows may meet.
    fn open_overlapping(&mut self, table: &'static Table, asked: &Asked<'_>) -> Result<()> {
        let held = self.held(table);
        let mut waiting = std::mem::take(&mut held.unopened);
        let (meet, rest) = waiting.drain(..).partition(|(window, _)| asked.meets(window, false));
        held.unopened = rest;
        let meet: Vec<(Option<Window>, PathBuf)> = meet;
        for (window, path) in meet {
            let reader = Arc::new(GroupReader::open(&path, table)?);
            for group in 0..reader.groups() {
                let window = window.clone().map(|file| reader.window(group).unwrap_or(file));
                let source = Source::Group(Arc::clone(&reader), group);
                self.add_run(table, window, source);
            }
        }
        Ok(())
    }

    fn add_run(&mut self, table: &'static Table, window: Option<Window>, source: Source) {
        let number = self.next_number;
        self.next_number += 1;
        self.held(table).runs.push(Run { number, window, source });
    }

    /// Takes note of rows that were appended.
    pub(crate) fn appended(
        &mut self,
        table: &'static Table,
        timed: bool,
        batch: &RecordBatch,
    ) -> Result<()> {
        if table.layer == Layer::Derived {
            return Ok(());
        }
        let held = self.held(table);
        let fresh = if timed { &mut held.timed } else { &mut held.untimed };
        fresh.add(table, timed, batch)
    }

    /// Takes note that rows left the buffer for a file; `buffered` are those that stay.
    pub(crate) fn written(
        &mut self,
        table: &'static Table,
        timed: bool,
        written: &[RecordBatch],
        buffered: &[RecordBatch],
    ) -> Result<()> {
        if table.layer == Layer::Derived {
            return Ok(());
        }
        let mut gone = Fresh::default();
        let mut bytes = Vec::new();
        let id_column = column(table, table.id_column)?;
        for batch in written {
            gone.widen(table, timed, batch)?;
            let ids = batch.column(id_column).as_fixed_size_binary();
            for row in 0..ids.len() {
                bytes.extend_from_slice(ids.value(row));
            }
        }
        let at = self.work.append(&self.root, &bytes)?;
        self.add_run(table, gone.window, Source::Work { at, ids: bytes.len() / 16 });
        let mut fresh = Fresh::default();
        for batch in buffered {
            fresh.add(table, timed, batch)?;
        }
        let held = self.held(table);
        *(if timed { &mut held.timed } else { &mut held.untimed }) = fresh;
        Ok(())
    }
}

impl Fresh {
    fn add(&mut self, table: &'static Table, timed: bool, batch: &RecordBatch) -> Result<()> {
        self.widen(table, timed, batch)?;
        let ids = batch.column(column(table, table.id_column)?).as_fixed_size_binary();
        self.ids.extend((0..ids.len()).map(|row| id_at(ids, row)));
        Ok(())
    }

    fn widen(&mut self, table: &'static Table, timed: bool, batch: &RecordBatch) -> Result<()> {
        if !timed {
            return Ok(());
        }
        let times = batch.column(column(table, table.time_column)?);
        for &at in times.as_primitive::<TimestampMicrosecondType>().values() {
            self.window = Some(match self.window.take() {
                None => at..=at,
                Some(window) => at.min(*window.start())..=at.max(*window.end()),
            });
        }
        Ok(())
    }

    fn mark(&self, asked: &Asked<'_>, timed: bool, known: &mut [bool]) {
        if !self.ids.is_empty() && (!timed || asked.meets(&self.window, true)) {
            asked.mark(self.window.as_ref(), known, |id| self.ids.contains(&id));
        }
    }
}

/// The rows that are asked about.
struct Asked<'a> {
    ids: &'a FixedSizeBinaryArray,
    times: Vec<Option<i64>>,
    trust: TimeTrust,
    window: Option<Window>,
    any_untimed: bool,
}

impl<'a> Asked<'a> {
    fn new(
        ids: &'a FixedSizeBinaryArray,
        times: &TimestampMicrosecondArray,
        trust: TimeTrust,
    ) -> Self {
        let plausible = |at: &i64| Timestamp(*at).is_plausible();
        let times: Vec<Option<i64>> = times.iter().map(|at| at.filter(plausible)).collect();
        let (min, max) = (times.iter().flatten().min(), times.iter().flatten().max());
        let window = min.zip(max).map(|(min, max)| *min..=*max);
        let any_untimed = times.iter().any(Option::is_none);
        Self { ids, times, trust, window, any_untimed }
    }

    fn may_meet(&self, run: &Run) -> bool {
        self.meets(&run.window, matches!(run.source, Source::Work { .. }))
    }

    /// Whether rows of that window (`None`: rows without time) may be among those asked about.
    /// Rows of one commit were read with the same zone.
    fn meets(&self, theirs: &Option<Window>, same_commit: bool) -> bool {
        let Some(theirs) = theirs else { return self.any_untimed };
        let Some(ours) = &self.window else { return false };
        let near = |shift: i64, slack: i64| {
            let (from, to) = (ours.start() + shift - slack, ours.end() + shift + slack);
            from <= *theirs.end() && *theirs.start() <= to
        };
        match self.trust {
            TimeTrust::Exact => near(0, 0),
            TimeTrust::ZoneAssumed => near(0, if same_commit { 0 } else { ZONES }),
            TimeTrust::YearAssumed => (-3..=3).any(|years: i64| {
                // Leap days and whole-year arithmetic: two days more.
                let slack = if years == 0 && same_commit { 0 } else { ZONES + 48 * HOUR };
                near(years * YEAR, slack)
            }),
        }
    }

    fn mark(&self, theirs: Option<&Window>, known: &mut [bool], held: impl Fn(u128) -> bool) {
        for (row, (known, at)) in known.iter_mut().zip(&self.times).enumerate() {
            let may = match (theirs, at) {
                (None, None) => true,
                (Some(theirs), Some(at)) => self.trust != TimeTrust::Exact || theirs.contains(at),
                _ => false,
            };
            if may && !*known {
                *known = held(id_at(self.ids, row));
            }
        }
    }
}

impl Source {
    fn load(&self, work: &mut WorkFile) -> Result<IdSet> {
        match self {
            Self::Group(reader, group) => Ok(IdSet::new(&reader.ids(*group)?)),
            Self::Work { at, ids } => work.read(*at, *ids).map(|ids| IdSet::new(&ids)),
        }
    }
}

/// Ids of row groups that are written but not committed.
#[derive(Default)]
struct WorkFile {
    file: Option<File>,
    folder: PathBuf,
    end: u64,
}

impl WorkFile {
    fn append(&mut self, root: &std::path::Path, bytes: &[u8]) -> Result<u64> {
        if self.file.is_none() {
            self.folder = lake::staging(root)?;
            let file = tempfile::tempfile_in(&self.folder);
            self.file = Some(file.map_err(|e| LakeError::io("create", &self.folder, e))?);
        }
        let at = self.end;
        if let Some(file) = &mut self.file {
            file.seek(SeekFrom::Start(at))
                .and_then(|_| file.write_all(bytes))
                .map_err(|error| LakeError::io("write a work file in", &self.folder, error))?;
        }
        self.end += bytes.len() as u64;
        Ok(at)
    }

    fn read(&mut self, at: u64, ids: usize) -> Result<Vec<u128>> {
        let mut bytes = vec![0; ids * 16];
        if let Some(file) = &mut self.file {
            file.seek(SeekFrom::Start(at))
                .and_then(|_| file.read_exact(&mut bytes))
                .map_err(|error| LakeError::io("read a work file in", &self.folder, error))?;
        }
        let id = |bytes: &[u8]| {
            let mut id = [0; 16];
            id.copy_from_slice(bytes);
            u128::from_be_bytes(id)
        };
        Ok(bytes.chunks_exact(16).map(id).collect())
    }
}
