//! The one door to DataFusion.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use datafusion::common::utils::memory::RecordBatchMemoryCounter;
use datafusion::common::{DataFusionError, TableReference};
use datafusion::datasource::{MemTable, ViewTable, provider_as_source};
use datafusion::execution::config::SessionConfig;
use datafusion::execution::session_state::{SessionState, SessionStateBuilder};
use datafusion::logical_expr::{LogicalPlan, TableSource};
use datafusion::physical_plan::execute_stream;
use vigie_lake::Snapshot;
use vigie_model::Timestamp;
use vigie_model::schema::Table;

use crate::error::EngineError;
use crate::information::{self, Shown};
use crate::memo::Memo;
use crate::memory::{Limits, Memory, Reservation};
use crate::raw::{Raw, Store};
use crate::relation::{Param, Relation, RelationStream};
use crate::views::{Readers, View, view, views};
use crate::workers::Workers;
use crate::{functions, statement};

/// Views whose rows are visits.
const OF_VISITORS: [&str; 1] = ["requests"];

/// Views whose rows hold pseudonyms of persons.
const OF_PERSONS: [&str; 5] = ["logins", "mails", "acts", "publications", "affiliations"];

/// Who asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// People: every view, and `information_schema`.
    Open,
    /// A detector run: the views that detectors may read and nothing else, so that what it finds
    /// depends on commit, horizon and parameters alone and never on earlier findings.
    Detectors,
}

/// Answers queries over the views of one snapshot and over relations registered by the caller.
///
/// Everything is synchronous; calls block until the answer is there. A session may be used from
/// several threads at once. In a program that has an async runtime of its own, call it from a
/// thread where blocking is allowed.
///
/// Answers do not depend on [`Limits::partitions`], with three exceptions that SQL itself makes:
/// the order of rows without `ORDER BY` (and so `LIMIT` without it), the order inside `array_agg`,
/// `string_agg`, `first_value` and `last_value` without `ORDER BY`, and the last bits of sums and
/// deviations of floats, which are added in the order of arrival. Detectors sort, and count in
/// integers (whose average is exact in any order as long as the sum stays below 2^53).
pub struct Session {
    state: SessionState,
    raw: Raw,
    access: Access,
    registered: Mutex<BTreeMap<String, Registered>>,
    planned: Mutex<BTreeMap<&'static str, Arc<dyn TableSource>>>,
    memo: Arc<Memo>,
    memory: Memory,
    workers: Arc<Workers>,
}

/// A relation that the caller gave, with the memory that it takes.
struct Registered {
    source: Arc<dyn TableSource>,
    schema: SchemaRef,
    _memory: Reservation,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Session").field("access", &self.access).finish_non_exhaustive()
    }
}

impl Session {
    /// A session over a snapshot: rows of commits up to its `read_commit` that claim a time before
    /// `until`. Opening reads no file.
    ///
    /// # Errors
    /// When worker threads cannot be started.
    pub fn over(
        snapshot: &Snapshot,
        until: Option<Timestamp>,
        access: Access,
        limits: &Limits,
    ) -> Result<Self, EngineError> {
        let store = Store::Lake(snapshot.clone());
        Self::with(Raw { store, read_commit: snapshot.read_commit, until }, access, limits)
    }

    /// A session without a lake: the views are there and empty.
    ///
    /// # Errors
    /// When worker threads cannot be started.
    pub fn empty(limits: &Limits) -> Result<Self, EngineError> {
        Self::with(Raw::nothing(), Access::Open, limits)
    }

    /// A session over rows of the lake's tables that lie in memory: for tests and tools that have
    /// rows and no lake.
    ///
    /// # Errors
    /// When worker threads cannot be started.
    pub fn over_rows(
        rows: Vec<(&'static Table, Vec<RecordBatch>)>,
        read_commit: u64,
        until: Option<Timestamp>,
        access: Access,
        limits: &Limits,
    ) -> Result<Self, EngineError> {
        let tables = rows.into_iter().map(|(table, batches)| (table.name, batches)).collect();
        Self::with(Raw { store: Store::Memory(tables), read_commit, until }, access, limits)
    }

    fn with(raw: Raw, access: Access, limits: &Limits) -> Result<Self, EngineError> {
        let memory = Memory::new(limits.memory);
        let builder = SessionStateBuilder::new()
            .with_session_id("vigie".to_owned())
            .with_config(config(limits))
            .with_runtime_env(memory.environment(limits)?);
        Ok(Self {
            state: functions::register(builder).build(),
            raw,
            access,
            registered: Mutex::default(),
            planned: Mutex::default(),
            memo: Arc::default(),
            memory,
            workers: Workers::shared(limits.useful_partitions())?,
        })
    }

    /// Makes rows readable under a name, in place of any view or relation of that name. Their
    /// memory counts against the limit until they are replaced or the session ends.
    ///
    /// # Errors
    /// When the name is no plain lower-case word, the batches do not have the relation's schema,
    /// or memory does not suffice.
    pub fn register(&self, name: &str, relation: Relation) -> Result<(), EngineError> {
        if !is_plain_name(name) {
            return Err(EngineError::Name { name: name.to_owned() });
        }
        let memory = self.reserve(name);
        let mut counter = RecordBatchMemoryCounter::new();
        for batch in &relation.batches {
            memory.grow(counter.count_batch(batch))?;
        }
        let schema = Arc::clone(&relation.schema);
        let table = MemTable::try_new(relation.schema, vec![relation.batches])
            .map_err(|error| self.explain(error))?;
        let source = provider_as_source(Arc::new(table));
        lock(&self.registered)
            .insert(name.to_owned(), Registered { source, schema, _memory: memory });
        Ok(())
    }

    /// Takes a registered relation away and gives its memory back. A view of that name is readable
    /// again.
    pub fn unregister(&self, name: &str) {
        lock(&self.registered).remove(name);
    }

    /// Answers one query. `params` are the values of `$name` in it.
    ///
    /// # Errors
    /// When the text is not one query, names something that is not there, fails on the data, or
    /// the answer does not fit into memory.
    pub fn query(&self, sql: &str, params: &[(String, Param)]) -> Result<Relation, EngineError> {
        let memory = self.reserve("answer");
        let mut stream = self.stream(sql, params)?;
        let schema = Arc::clone(stream.schema());
        let batches = self.workers.wait(async {
            let mut counter = RecordBatchMemoryCounter::new();
            let mut batches = Vec::new();
            while let Some(batch) = stream.advance().await {
                let batch = batch?;
                memory.grow(counter.count_batch(&batch))?;
                batches.push(batch);
            }
            Ok(batches)
        })?;
        Ok(Relation { schema, batches })
    }

    /// Answers one query batch by batch, for answers that need not fit into memory.
    ///
    /// # Errors
    /// As [`Self::query`]; what goes wrong later comes out of the stream.
    pub fn stream(
        &self,
        sql: &str,
        params: &[(String, Param)],
    ) -> Result<RelationStream, EngineError> {
        self.open(self.plan(Asker::Caller, sql, params)?)
    }

    /// As [`Self::stream`], for a query that a person wrote: visitors of web sites are not joined with
    /// persons, so a query names either requests or what persons did, never both.
    ///
    /// # Errors
    /// As [`Self::stream`], and [`EngineError::VisitorsAndPersons`].
    pub fn stream_for_person(&self, sql: &str) -> Result<RelationStream, EngineError> {
        let named = Mutex::new(BTreeSet::new());
        let lookup = |name: &TableReference| {
            lock(&named).insert(name.table().to_owned());
            self.find(Asker::Caller, name)
        };
        let plan = statement::plan(&self.state, &lookup, sql, &[], self.memory.limit)?;
        let named = lock(&named);
        let first =
            |views: &[&'static str]| views.iter().find(|view| named.contains(**view)).copied();
        if let (Some(visitors), Some(persons)) = (first(&OF_VISITORS), first(&OF_PERSONS)) {
            return Err(EngineError::VisitorsAndPersons { visitors, persons });
        }
        drop(named);
        self.open(plan)
    }

    /// As [`Self::stream`], for the SQL that stands in an operator's own code: it may also read the
    /// views for operators. Nothing restricted that these hold may leave the operator.
    ///
    /// # Errors
    /// As [`Self::stream`].
    pub fn stream_for_operator(
        &self,
        sql: &str,
        params: &[(String, Param)],
    ) -> Result<RelationStream, EngineError> {
        self.open(self.plan(Asker::Operator, sql, params)?)
    }

    fn open(&self, plan: LogicalPlan) -> Result<RelationStream, EngineError> {
        self.workers.wait(async {
            let physical = self.state.create_physical_plan(&plan).await;
            let batches = physical.and_then(|plan| execute_stream(plan, self.state.task_ctx()));
            let batches = batches.map_err(|error| self.explain(error))?;
            Ok(RelationStream::new(batches, Arc::clone(&self.workers), self.memory.limit))
        })
    }

    /// A part of the same memory that queries use, for work outside SQL.
    #[must_use]
    pub fn reserve(&self, consumer: &str) -> Reservation {
        self.memory.reserve(consumer)
    }

    /// What operators over this session worked out alike.
    #[must_use]
    pub fn memo(&self) -> &Memo {
        &self.memo
    }

    /// The same session with a memo that others have, too: what operators over an earlier one worked
    /// out is there to start from.
    #[must_use]
    pub fn remember(self, memo: Arc<Memo>) -> Self {
        Self { memo, ..self }
    }

    /// The most memory that was reserved at any one time so far, in bytes.
    #[must_use]
    pub fn memory_peak(&self) -> u64 {
        self.memory.peak()
    }

    /// What is reserved now, in bytes.
    #[must_use]
    pub fn memory_reserved(&self) -> u64 {
        self.memory.reserved()
    }

    fn plan(
        &self,
        asker: Asker,
        sql: &str,
        params: &[(String, Param)],
    ) -> Result<LogicalPlan, EngineError> {
        let lookup = |name: &TableReference| self.find(asker, name);
        statement::plan(&self.state, &lookup, sql, params, self.memory.limit)
    }

    /// What a name in a caller's query stands for. There is no other way to a table.
    fn find(
        &self,
        asker: Asker,
        name: &TableReference,
    ) -> Result<Arc<dyn TableSource>, DataFusionError> {
        let table = name.table();
        match (name.catalog(), name.schema()) {
            (None, None) => {
                // Also where other rows stand in for the view, so that a test of a page shows it.
                let for_operators = |view: &View| view.readers == Readers::Operators;
                if asker == Asker::Caller
                    && let Some(view) = view(table).filter(|view| for_operators(view))
                {
                    return Err(own(EngineError::ForOperators { view: view.name }));
                }
                if let Some(registered) = lock(&self.registered).get(table) {
                    return Ok(Arc::clone(&registered.source));
                }
                let shows = |view: &View| self.shows(view) || for_operators(view);
                if let Some(view) = view(table).filter(|view| shows(view)) {
                    return self.view(view);
                }
            }
            (None, Some(information::NAME)) if self.access == Access::Open => {
                let registered = lock(&self.registered);
                return information::source(table, &self.shown(&registered));
            }
            _ => {}
        }
        let names = self.names().join(", ");
        Err(DataFusionError::Plan(format!("there is no table {name}; there are {names}")))
    }

    fn shows(&self, view: &View) -> bool {
        match view.readers {
            Readers::Detectors => true,
            Readers::People => self.access == Access::Open,
            Readers::Operators => false,
        }
    }

    fn shown<'a>(&self, registered: &'a BTreeMap<String, Registered>) -> Vec<Shown<'a>> {
        let replaced = |view: &&View| !registered.contains_key(view.name);
        let views = views().iter().filter(|view| self.shows(view)).filter(replaced);
        let readable =
            |name: &str| view(name).is_none_or(|view| view.readers != Readers::Operators);
        views
            .map(Shown::View)
            .chain(
                registered
                    .iter()
                    .filter(|(name, _)| readable(name))
                    .map(|(name, relation)| Shown::Registered(name, Arc::clone(&relation.schema))),
            )
            .collect()
    }

    fn names(&self) -> Vec<String> {
        let registered = lock(&self.registered);
        let mut names: Vec<String> = registered.keys().cloned().collect();
        let views = views().iter().filter(|view| self.shows(view));
        names.extend(views.map(|view| view.name.to_owned()));
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Plans a view when it is first named.
    fn view(&self, view: &'static View) -> Result<Arc<dyn TableSource>, DataFusionError> {
        if let Some(source) = lock(&self.planned).get(view.name) {
            return Ok(Arc::clone(source));
        }
        let lookup = |name: &TableReference| {
            self.raw.source(view.readers, name.schema().unwrap_or_default(), name.table())
        };
        let plan = statement::plan(&self.state, &lookup, view.sql, &[], self.memory.limit)
            .map_err(|error| own(EngineError::Bug(format!("view {}: {error}", view.name))))?;
        let source = provider_as_source(Arc::new(ViewTable::new(plan, None)));
        lock(&self.planned).insert(view.name, Arc::clone(&source));
        Ok(source)
    }

    fn explain(&self, error: DataFusionError) -> EngineError {
        EngineError::from_datafusion(error, self.memory.limit)
    }
}

/// Whose words a query is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asker {
    /// A person's or a page's.
    Caller,
    /// An operator's own.
    Operator,
}

/// Sends an error of ours through DataFusion.
fn own(error: EngineError) -> DataFusionError {
    DataFusionError::External(Box::new(error))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing under these locks is left half done by a panic.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn is_plain_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
}

fn config(limits: &Limits) -> SessionConfig {
    let partitions = limits.useful_partitions();
    let share = usize::try_from(limits.memory).unwrap_or(usize::MAX) / partitions;
    // The merge of a sort that spills holds a few batches of each run, so batches are smaller in
    // a small pool, and what a sort sets aside for it from the start is a part of the pool: the
    // default of 10 MB is more than some have, and every sort of a query sets it aside.
    let mut config = SessionConfig::new()
        .with_batch_size((share / (16 << 10)).clamp(512, 8192))
        .with_target_partitions(partitions)
        .with_create_default_catalog_and_schema(false)
        .with_information_schema(false)
        .with_collect_statistics(false);
    let options = config.options_mut();
    // The lake writes no bloom filters; without this the reader looks for them.
    options.execution.parquet.bloom_filter_on_read = false;
    options.execution.sort_spill_reservation_bytes = (share / 16).min(10 << 20);
    config
}
