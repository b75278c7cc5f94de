//! Letting go of a part of old rows: the row and its id stay, some of its texts are shortened, its
//! pseudonyms are replaced, and what was shortened is overwritten in every kept copy of its bytes.
//!
//! What goes is decided by whoever knows what rows hold ([`Thinner`]); this keeps the order of steps,
//! the bounds on memory and the tombstone.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, ArrayRef, Int64Array, RecordBatch};
use serde::{Deserialize, Serialize};
use vigie_model::schema::{Layer, Table};
use vigie_model::time::Timestamp;
use vigie_model::{Key, SegmentId, SignalId};

use super::rows::Removed;
use super::{blank, refuse_unknown, tombstone};
use crate::compact::{Output, check_unchanged};
use crate::disk;
use crate::error::{LakeError, Result};
use crate::id_set::id_at;
use crate::lake::Lake;
use crate::layout;
use crate::parquet_read::{GroupReader, up_to_date};
use crate::record::{CommitKind, CommitRecord, FileEntry};
use crate::segments;
use crate::state::State;
use crate::tables::ECHO_ROWS;
use crate::transaction::{Cleanup, Transaction};

/// Rows changed in one pass.
const PASS_ROWS: usize = 1 << 20;
/// Rows read at a time.
const BATCH: usize = 4 << 10;

/// Decides what goes of which rows.
pub trait Thinner {
    /// Whether a row is old enough. `at` is when it claims to have happened, or when it came in.
    fn picks(&self, signal: SignalId, at: Timestamp) -> bool;

    /// What stays of the text of a column. A row of which all texts stay as they are is not touched.
    fn text<'a>(&self, column: &str, text: &'a str) -> Cow<'a, str>;

    /// The pseudonym that takes the place of one.
    fn key(&self, key: Key) -> Key;

    /// The stretches of a record's bytes that go, given how it was read.
    fn stretches(&self, reading: &serde_json::Value, record: &[u8]) -> Vec<Range<usize>>;
}

/// Up to when rows are thinned.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Horizon {
    /// Rows before this, unless something holds them.
    pub most: Timestamp,
    /// Rows before this whatever holds them; never after `most`.
    pub all: Timestamp,
}

/// What to thin.
#[derive(Clone, Copy)]
pub struct Thinning<'a> {
    /// The table of observations.
    pub table: &'static Table,
    /// Its text columns of which a part goes.
    pub texts: &'a [&'a str],
    /// Its pseudonyms that are replaced.
    pub keys: &'a [&'a str],
    /// Up to when.
    pub horizon: Horizon,
    /// Who decides.
    pub thinner: &'a dyn Thinner,
}

impl std::fmt::Debug for Thinning<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Thinning").field("table", &self.table.name).finish_non_exhaustive()
    }
}

/// What was thinned.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct Thinned {
    /// Rows.
    pub rows: u64,
    /// Segments in which bytes were overwritten.
    pub segments: u64,
    /// The commits that did it, each with a tombstone.
    pub commits: Vec<u64>,
}

/// Rows of one pass and where their bytes are.
#[derive(Default)]
struct Touched {
    rows: u64,
    /// Id, and the number of its reading.
    ids: Vec<(u128, u32)>,
    readings: Vec<String>,
    /// Offset, length, and the number of the reading.
    places: BTreeMap<SegmentId, Vec<(u64, u64, u32)>>,
}

impl Lake {
    /// The earliest time of rows that a thinning up to `horizon` has to look at; `None` when all of
    /// them were looked at before. Cheap: no row is read.
    ///
    /// # Errors
    /// When the lake cannot be read.
    pub fn thin_from(&self, table: &Table, horizon: &Horizon) -> Result<Option<Timestamp>> {
        let state = self.shared.state()?;
        let last = last(self.root(), &state, table)?;
        let due = state.files_of(table.name).filter_map(|file| due(file, horizon, last));
        Ok(due.min())
    }

    /// How many rows a thinning would change now.
    ///
    /// # Errors
    /// When the lake cannot be read.
    pub fn count_thin(&self, what: &Thinning<'_>) -> Result<u64> {
        let state = self.shared.state()?;
        let last = last(self.root(), &state, what.table)?;
        let mut count = 0;
        for file in state.files_of(what.table.name) {
            if due(file, &what.horizon, last).is_none() {
                continue;
            }
            let path = layout::at(self.root(), &file.path);
            let reader = GroupReader::open(&path, what.table)?;
            for batch in reader.read(&deciding(what), None, BATCH)? {
                let batch = batch.map_err(|error| LakeError::reading(&path, error))?;
                count += picked(what, &batch).into_iter().filter(|picked| *picked).count() as u64;
            }
        }
        Ok(count)
    }

    /// Thins rows and their bytes. Nothing of what went is on disk when this returns.
    ///
    /// # Errors
    /// As [`Lake::forget`].
    pub fn thin(&self, what: &Thinning<'_>, now: Timestamp) -> Result<Thinned> {
        if what.table.layer != Layer::Observed {
            return Err(LakeError::internal(format!("{} holds no records", what.table.name)));
        }
        let mut transaction = Transaction::begin(&self.shared, now)?;
        refuse_unknown(&transaction)?;
        let last = last(transaction.root(), &transaction.state, what.table)?;
        let files = transaction.state.files_of(what.table.name);
        let mut waiting: Vec<FileEntry> =
            files.filter(|file| due(file, &what.horizon, last).is_some()).cloned().collect();
        waiting.reverse();
        let mut done = Thinned::default();
        while !waiting.is_empty() {
            pass(&mut transaction, what, &mut waiting, &mut done)?;
        }
        transaction.take_unclean().map_or(Ok(done), Err)
    }
}

fn pass(
    transaction: &mut Transaction,
    what: &Thinning<'_>,
    waiting: &mut Vec<FileEntry>,
    done: &mut Thinned,
) -> Result<()> {
    let mut record = CommitRecord::new(CommitKind::Forget, transaction.now);
    let mut touched = Touched::default();
    while touched.ids.len() < PASS_ROWS
        && let Some(file) = waiting.pop()
    {
        rewrite(transaction, what, &file, &mut touched, &mut record)?;
    }
    if record.is_empty() {
        return Ok(());
    }
    find_echoes(transaction, &mut touched)?;
    let removed = Removed::of_ranges(ranges(transaction, what, &touched)?);
    let mut cleanup = Cleanup { spare_nobody: true, segment_files: Vec::new() };
    let segments = blank::segments(transaction, &removed, &mut record, &mut cleanup)?;
    let told = tombstone::Told {
        what: format!("part of rows of {} before {}", what.table.name, what.horizon.most),
        rows: BTreeMap::new(),
        thinned: BTreeMap::from([(what.table.name.to_owned(), touched.rows)]),
        // Only the last pass has looked at everything.
        horizon: waiting.is_empty().then_some(what.horizon),
        segments,
    };
    tombstone::write(transaction, told, &mut record)?;
    done.rows += touched.rows;
    done.segments += record.segments_added.len() as u64;
    done.commits.push(transaction.seq());
    transaction.publish(record, &cleanup)
}

/// Up to when the table was thinned, and by which commit.
fn last(root: &std::path::Path, state: &State, table: &Table) -> Result<Option<(u64, Horizon)>> {
    for entry in state.tombstones.iter().rev() {
        let path = layout::at(root, &entry.path);
        let text = disk::read_bounded(&path, disk::MAX_WHOLE_FILE)?;
        // What is damaged or gone is `verify`'s matter; here it only means to look at more.
        let told: Option<super::Tombstone> =
            text.and_then(|text| serde_json::from_slice(&text).ok());
        if let Some(told) = told
            && told.thinned.contains_key(table.name)
            && let Some(horizon) = told.horizon
        {
            return Ok(Some((told.seq, horizon)));
        }
    }
    Ok(None)
}

/// From when on rows of a file have to be looked at.
fn due(file: &FileEntry, to: &Horizon, last: Option<(u64, Horizon)>) -> Option<Timestamp> {
    let last = last.filter(|(seq, _)| file.max_commit <= *seq).map(|(_, horizon)| horizon);
    let (Some(min), Some(max), true) = (file.min_time, file.max_time, file.timed) else {
        // Rows without a time age from when they came in, which the record does not say.
        return Some(to.most);
    };
    let meets = |from: Timestamp, until: Timestamp| from < until && min < until && max >= from;
    let (most, all) = last.map_or((Timestamp(i64::MIN), Timestamp(i64::MIN)), |h| (h.most, h.all));
    let first = |from: Timestamp| min.max(from);
    if meets(most, to.most) {
        return Some(first(most));
    }
    // What something held until now is judged by its age alone.
    meets(all, to.all).then_some(to.most)
}

fn deciding<'a>(what: &Thinning<'a>) -> Vec<&'a str> {
    let mut columns = vec!["signal_id", "claimed_at", "ingested_at", "reading"];
    columns.extend(["segment", "segment_offset", "length"]);
    columns.extend(what.texts);
    columns
}

/// For each row, whether anything of it goes.
fn picked(what: &Thinning<'_>, batch: &RecordBatch) -> Vec<bool> {
    let column = |name: &str| batch.column_by_name(name);
    let ids = column("signal_id").and_then(|ids| ids.as_fixed_size_binary_opt());
    let Some(ids) = ids else { return vec![false; batch.num_rows()] };
    let times = ["claimed_at", "ingested_at"].map(|name| {
        column(name).and_then(|times| times.as_primitive_opt::<TimestampMicrosecondType>())
    });
    let time = |row: usize| {
        let held = times.iter().flatten().filter(|times| times.is_valid(row));
        held.map(|times| Timestamp(times.value(row))).find(|at| at.is_plausible())
    };
    let texts: Vec<_> = what
        .texts
        .iter()
        .filter_map(|name| Some((*name, column(name)?.as_string_opt::<i32>()?)))
        .collect();
    let changes = |row: usize| {
        texts.iter().any(|(name, texts)| {
            texts.is_valid(row) && what.thinner.text(name, texts.value(row)) != texts.value(row)
        })
    };
    (0..batch.num_rows())
        .map(|row| {
            let signal = SignalId(id_at(ids, row).to_be_bytes());
            time(row).is_some_and(|at| what.thinner.picks(signal, at)) && changes(row)
        })
        .collect()
}

fn rewrite(
    transaction: &mut Transaction,
    what: &Thinning<'_>,
    file: &FileEntry,
    touched: &mut Touched,
    record: &mut CommitRecord,
) -> Result<()> {
    let table = what.table;
    let path = layout::at(transaction.root(), &file.path);
    let reader = GroupReader::open(&path, table)?;
    let before = touched.rows;
    for batch in reader.read(&deciding(what), None, BATCH)? {
        let batch = batch.map_err(|error| LakeError::reading(&path, error))?;
        touched.note(&batch, &picked(what, &batch));
    }
    if touched.rows == before {
        return Ok(());
    }
    check_unchanged(transaction, file)?;
    let all: Vec<&str> = table.columns().map(|column| column.name).collect();
    let mut output = Output::new(table, file.timed, u64::MAX);
    for batch in reader.read(&all, None, BATCH)? {
        let batch = batch.map_err(|error| LakeError::reading(&path, error))?;
        let batch = up_to_date(&batch, table)?;
        let picked = picked(what, &batch);
        output.write(transaction, &thinned(what, &batch, &picked)?)?;
    }
    record.added.extend(output.finish()?);
    record.removed.push(file.path.clone());
    Ok(())
}

/// The batch with what goes of the picked rows gone.
fn thinned(what: &Thinning<'_>, batch: &RecordBatch, picked: &[bool]) -> Result<RecordBatch> {
    let schema = batch.schema();
    let columns = schema.fields().iter().zip(batch.columns()).map(|(field, column)| {
        let name = field.name().as_str();
        if what.texts.contains(&name)
            && let Some(texts) = column.as_string_opt::<i32>()
        {
            let mut out = StringBuilder::new();
            for (text, picked) in texts.iter().zip(picked) {
                match text {
                    Some(text) if *picked => out.append_value(what.thinner.text(name, text)),
                    other => out.append_option(other),
                }
            }
            return Arc::new(out.finish()) as ArrayRef;
        }
        if what.keys.contains(&name)
            && let Some(keys) = column.as_primitive_opt::<Int64Type>()
        {
            let keys = keys.iter().zip(picked).map(|(key, picked)| match key {
                Some(key) if *picked => Some(what.thinner.key(Key(key)).0),
                other => other,
            });
            return Arc::new(keys.collect::<Int64Array>()) as ArrayRef;
        }
        Arc::clone(column)
    });
    Ok(RecordBatch::try_new(Arc::clone(&schema), columns.collect())?)
}

impl Touched {
    fn note(&mut self, batch: &RecordBatch, picked: &[bool]) {
        let binary = |name: &str| batch.column_by_name(name)?.as_fixed_size_binary_opt();
        let numbers = |name: &str| batch.column_by_name(name)?.as_primitive_opt::<Int64Type>();
        let readings = batch.column_by_name("reading").and_then(|r| r.as_string_opt::<i32>());
        let (Some(ids), Some(readings)) = (binary("signal_id"), readings) else { return };
        let place = |row: usize| {
            let segments = binary("segment").filter(|segments| segments.is_valid(row))?;
            let number = |name| u64::try_from(numbers(name)?.value(row)).ok();
            let segment = SegmentId(id_at(segments, row).to_be_bytes());
            Some((segment, number("segment_offset")?, number("length")?))
        };
        for row in picked.iter().enumerate().filter(|(_, picked)| **picked).map(|(row, _)| row) {
            let reading = self.reading(readings.value(row));
            self.rows += 1;
            self.ids.push((id_at(ids, row), reading));
            if let Some((segment, offset, length)) = place(row) {
                self.places.entry(segment).or_default().push((offset, length, reading));
            }
        }
    }

    /// The number of a reading: there are few.
    fn reading(&mut self, short: &str) -> u32 {
        let at = self.readings.iter().position(|held| held == short).unwrap_or_else(|| {
            self.readings.push(short.to_owned());
            self.readings.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }
}

/// Adds the further places where the bytes of touched records are held.
fn find_echoes(transaction: &Transaction, touched: &mut Touched) -> Result<()> {
    touched.ids.sort_unstable();
    for file in transaction.state.files_of(ECHO_ROWS.name) {
        let path = layout::at(transaction.root(), &file.path);
        let columns = ["signal_id", "segment", "segment_offset", "length"];
        for batch in GroupReader::open(&path, ECHO_ROWS)?.read(&columns, None, BATCH)? {
            let batch = batch.map_err(|error| LakeError::reading(&path, error))?;
            let binary = |name: &str| batch.column_by_name(name)?.as_fixed_size_binary_opt();
            let numbers = |name: &str| batch.column_by_name(name)?.as_primitive_opt::<Int64Type>();
            let (Some(ids), Some(segments)) = (binary("signal_id"), binary("segment")) else {
                continue;
            };
            for row in 0..batch.num_rows() {
                let id = id_at(ids, row);
                let Ok(at) = touched.ids.binary_search_by_key(&id, |(id, _)| *id) else {
                    continue;
                };
                let number = |name| u64::try_from(numbers(name)?.value(row)).ok();
                if let (Some(offset), Some(length)) = (number("segment_offset"), number("length")) {
                    let segment = SegmentId(id_at(segments, row).to_be_bytes());
                    let place = (offset, length, touched.ids[at].1);
                    touched.places.entry(segment).or_default().push(place);
                }
            }
        }
    }
    Ok(())
}

/// The stretches of each kept segment that go.
fn ranges(
    transaction: &Transaction,
    what: &Thinning<'_>,
    touched: &Touched,
) -> Result<BTreeMap<SegmentId, Vec<(u64, u64)>>> {
    let readings: Vec<&serde_json::Value> = touched
        .readings
        .iter()
        .map(|short| transaction.state.readings.get(short).unwrap_or(&serde_json::Value::Null))
        .collect();
    let mut found = BTreeMap::new();
    for (segment, places) in &touched.places {
        let Some(held) = transaction.state.segments.get(segment) else { continue };
        let Some(content) = segments::load(transaction.root(), held)? else { continue };
        let mut gone = Vec::new();
        for &(offset, length, reading) in places {
            let from = usize::try_from(offset).unwrap_or(usize::MAX);
            let length = usize::try_from(length).unwrap_or(usize::MAX);
            let record = content.get(from..from.saturating_add(length));
            let reading = usize::try_from(reading).ok().and_then(|at| readings.get(at));
            let (Some(record), Some(reading)) = (record, reading) else { continue };
            let stretches = what.thinner.stretches(reading, record).into_iter();
            gone.extend(stretches.map(|stretch| {
                (offset.saturating_add(stretch.start as u64), stretch.len() as u64)
            }));
        }
        if !gone.is_empty() {
            found.insert(*segment, gone);
        }
    }
    Ok(found)
}
