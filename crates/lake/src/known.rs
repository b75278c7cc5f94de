//! Which incoming rows are in the lake already.
//!
//! Ids live in the Parquet files; nothing else is kept on disk for this. Equal records claim
//! equal times, so only row groups whose times overlap those of the incoming rows are read, and
//! only their id column. Row groups that this commit has written itself cannot be read yet; their
//! ids are in a work file without a name.

mod asked;
mod fresh;
mod work_file;

use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::{
    Array, BooleanArray, FixedSizeBinaryArray, RecordBatch, TimestampMicrosecondArray,
};
use hashbrown::HashMap;
use vigie_model::schema::{Layer, Table};

use crate::error::{LakeError, Result};
use crate::id_set::{IdCache, IdSet};
use crate::parquet_read::GroupReader;
use crate::state::State;
use crate::transaction::Transaction;
pub use asked::TimeTrust;
use asked::{Asked, Window, join};
use fresh::{Chunk, Fresh};
use work_file::WorkFile;

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
struct TableIds {
    /// Rows that wait in the buffers of this commit.
    timed: Fresh,
    untimed: Fresh,
    /// Row groups that this commit wrote, then those of committed files.
    runs: Vec<Run>,
    /// Committed files whose row groups are not looked up yet.
    unopened: Vec<(Option<Window>, PathBuf)>,
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
        held.timed.mark(&asked, &mut known);
        held.untimed.mark(&asked, &mut known);
        self.open_overlapping(table, &asked)?;
        let Some(held) = self.tables.get(table.name) else { return Ok(known.into()) };
        for run in held
            .runs
            .iter()
            .filter(|run| asked.meets(run.window.as_ref(), run.source.is_of_this_commit()))
        {
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
        fresh.add(table, batch)
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
            let chunk = Chunk::of(table, timed, batch)?;
            window = join(window, chunk.window.clone());
            bytes.extend_from_slice(&chunk.ids.value_data()[..16 * chunk.ids.len()]);
        }
        let at = self.work.append(&self.root, &bytes)?;
        self.add_run(table, window, Source::Work { at, ids: bytes.len() / 16 });
        let held = self.held(table);
        let fresh = if timed { &mut held.timed } else { &mut held.untimed };
        fresh.clear();
        buffered.iter().try_for_each(|batch| fresh.add(table, batch))
    }
}

impl Source {
    fn is_of_this_commit(&self) -> bool {
        matches!(self, Self::Work { .. })
    }

    fn load(&self, work: &mut WorkFile) -> Result<IdSet> {
        match self {
            Self::Group(reader, group) => Ok(IdSet::new(&reader.ids(*group)?)),
            Self::Work { at, ids } => work.read(*at, *ids).map(|ids| IdSet::new(&ids)),
        }
    }
}
