//! Which incoming rows are in the lake already.
//!
//! Ids live in the Parquet files; nothing else is kept on disk for this. Equal records claim
//! equal times, so only row groups whose times overlap those of the incoming rows are read, and
//! only their id column. Row groups that this commit has written itself cannot be read yet; their
//! ids are in a work file without a name. Ids of one stream differ, so rows are not compared with
//! those of their own stream.
//!
//! Rows in no order of time meet every row group. Then the ids of all of them go into a ledger,
//! which is asked instead: to look at each row group for each batch would take a time that grows
//! with the square of the rows.

mod asked;
mod fresh;
mod work_file;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{
    Array, BooleanArray, FixedSizeBinaryArray, RecordBatch, TimestampMicrosecondArray,
};
use hashbrown::HashMap;
use vigie_model::schema::{Layer, Table};

use crate::error::{LakeError, Result};
use crate::id_set::{IdCache, IdSet};
use crate::ledger::{Ledger, Print};
use crate::parquet_read::GroupReader;
use crate::state::State;
use crate::transaction::Transaction;
pub use asked::TimeTrust;
use asked::{Asked, Window, join};
use fresh::{Chunk, Fresh};
use work_file::WorkFile;

/// From so many row groups on that a batch may meet, a ledger is asked.
const MANY_RUNS: usize = 16;
/// Ids in a ledger's memory; 32 bytes each.
const LEDGER_IDS: usize = 2 << 20;

/// A stream of this commit; `None` when nobody said where it begins.
type Stream = Option<u32>;

/// What is known to one commit.
pub(crate) struct Known {
    root: PathBuf,
    state: Arc<State>,
    tables: HashMap<&'static str, TableIds>,
    cache: IdCache,
    work: WorkFile,
    next_number: usize,
    stream: Stream,
}

/// The ids of one table, by where they are.
struct TableIds {
    /// Rows that wait in the buffers of this commit.
    timed: Fresh,
    untimed: Fresh,
    /// Row groups that this commit wrote, then those of committed files.
    runs: Vec<Run>,
    /// Committed files whose row groups are not looked up yet.
    unopened: Vec<(Option<Window>, PathBuf)>,
    ledger: Option<Ledger>,
}

/// A set of ids that can be loaded. `window` is `None` when its rows have no time.
struct Run {
    number: usize,
    window: Option<Window>,
    source: Source,
    stream: Stream,
    in_ledger: bool,
}

impl Run {
    fn meets(&self, asked: &Asked<'_>, stream: Stream) -> bool {
        let is_own = stream.is_some() && self.stream == stream;
        !is_own && asked.meets(self.window.as_ref(), self.source.is_of_this_commit())
    }
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
            stream: None,
        }
    }

    /// What is asked about and appended from here on is of one stream.
    pub(crate) fn begin_stream(&mut self) {
        self.stream = Some(self.stream.map_or(0, |stream| stream + 1));
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
        let stream = self.stream;
        let held = self.held(table);
        held.timed.mark(&asked, stream, &mut known);
        held.untimed.mark(&asked, stream, &mut known);
        self.open_overlapping(table, &asked)?;
        let Some(held) = self.tables.get_mut(table.name) else { return Ok(known.into()) };
        if held.runs.iter().filter(|run| run.meets(&asked, stream)).count() > MANY_RUNS {
            held.enter(&asked, stream, &self.root, &mut self.work)?;
            held.look_up(&asked, &mut known)?;
        }
        // What is in the ledger was looked up there.
        for run in held.runs.iter().filter(|run| !run.in_ledger && run.meets(&asked, stream)) {
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
            TableIds {
                timed: Fresh::new(true),
                untimed: Fresh::new(false),
                runs: Vec::new(),
                unopened: unopened.collect(),
                ledger: None,
            }
        })
    }

    /// Looks up the row groups of committed files that the rows may meet.
    fn open_overlapping(&mut self, table: &'static Table, asked: &Asked<'_>) -> Result<()> {
        let held = self.held(table);
        let mut waiting = std::mem::take(&mut held.unopened);
        let (meet, rest) =
            waiting.drain(..).partition(|(window, _)| asked.meets(window.as_ref(), false));
        held.unopened = rest;
        let meet: Vec<(Option<Window>, PathBuf)> = meet;
        for (window, path) in meet {
            let reader = Arc::new(GroupReader::open(&path, table)?);
            for group in 0..reader.groups() {
                let window = window.clone().map(|file| reader.window(group).unwrap_or(file));
                let source = Source::Group(Arc::clone(&reader), group);
                self.add_run(table, window, source, None);
            }
        }
        Ok(())
    }

    fn add_run(
        &mut self,
        table: &'static Table,
        window: Option<Window>,
        source: Source,
        stream: Stream,
    ) {
        let number = self.next_number;
        self.next_number += 1;
        let run = Run { number, window, source, stream, in_ledger: false };
        self.held(table).runs.push(run);
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
        let stream = self.stream;
        let held = self.held(table);
        let fresh = if timed { &mut held.timed } else { &mut held.untimed };
        fresh.add(table, batch, stream)
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
        let mut window: Option<Window> = None;
        let mut bytes = Vec::new();
        for batch in written {
            let chunk = Chunk::of(table, timed, batch, None)?;
            window = join(window, chunk.window.clone());
            bytes.extend_from_slice(&chunk.ids.value_data()[..16 * chunk.ids.len()]);
        }
        let at = self.work.append(&self.root, &bytes)?;
        let held = self.held(table);
        let fresh = if timed { &mut held.timed } else { &mut held.untimed };
        let stream = fresh.stream();
        fresh.clear();
        buffered.iter().try_for_each(|batch| fresh.add(table, batch, stream))?;
        self.add_run(table, window, Source::Work { at, ids: bytes.len() / 16 }, stream);
        Ok(())
    }
}

impl TableIds {
    /// Puts the ids of all row groups that the rows may meet into the ledger.
    fn enter(
        &mut self,
        asked: &Asked<'_>,
        stream: Stream,
        root: &Path,
        work: &mut WorkFile,
    ) -> Result<()> {
        let ledger = match &mut self.ledger {
            Some(ledger) => ledger,
            none => none.insert(Ledger::new(&crate::lake::staging(root)?, LEDGER_IDS)),
        };
        for run in &mut self.runs {
            if !run.in_ledger && run.meets(asked, stream) {
                for id in run.source.ids(work)? {
                    ledger.put(Print::of(id.to_be_bytes()), 1)?;
                }
                run.in_ledger = true;
            }
        }
        Ok(())
    }

    /// An id is that of equal bytes, whatever time they claim.
    fn look_up(&mut self, asked: &Asked<'_>, known: &mut [bool]) -> Result<()> {
        let Some(ledger) = &mut self.ledger else { return Ok(()) };
        for (known, id) in known.iter_mut().zip(asked.ids()) {
            *known = *known || ledger.holds(Print::of(id.to_be_bytes()))?;
        }
        Ok(())
    }
}

impl Source {
    fn is_of_this_commit(&self) -> bool {
        matches!(self, Self::Work { .. })
    }

    fn load(&self, work: &mut WorkFile) -> Result<IdSet> {
        self.ids(work).map(|ids| IdSet::new(&ids))
    }

    fn ids(&self, work: &mut WorkFile) -> Result<Vec<u128>> {
        match self {
            Self::Group(reader, group) => reader.ids(*group),
            Self::Work { at, ids } => work.read(*at, *ids),
        }
    }
}
