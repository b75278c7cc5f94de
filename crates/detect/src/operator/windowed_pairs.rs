//! `windowed_pairs`: accounts that act on the same objects within a window of each other.

use std::mem::size_of;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use arrow_array::{
    ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use vigie_engine::{EngineError, Param, Relation, Reservation};
use vigie_kernels::pairs::{
    Acts, Budget, Joint, OverBudget, Pair, PairFinder, PairOptions, Pairs, PairsError,
    WINDOWED_PAIRS, memory_estimate,
};
use vigie_model::SignalId;
use vigie_model::schema::ColumnType;

use super::evidence::{EvidenceColumns, ID_BYTES, signal, tie};
use super::{Call, Input, Operator, OperatorParam, OperatorSpec, OutputColumn};
use crate::error::RunError;
use crate::note::Note;

/// Acts that say who did what in which layer.
pub(super) const USABLE: &str = "layer IS NOT NULL AND account IS NOT NULL AND object IS NOT NULL";

/// Rows of one batch of the result.
const BATCH: usize = 8_192;

const SPEC: OperatorSpec = OperatorSpec {
    name: "windowed_pairs",
    version: 1,
    kernels: &[WINDOWED_PAIRS],
    doc: "Pairs of accounts that act on the same objects within a window of each other. Layers are \
          compared each by itself, because one post makes an act in several (a link and its \
          domain); a pair is one row, whose counts come from the layer with the most joint objects \
          and whose evidence comes from all layers that reach the threshold. On an object that \
          more accounts share within one window than max_crowd, a fixed choice of accounts takes \
          part and a note says how much was left out.",
    inputs: &[Input { name: "acts", columns: &["signal_id", "account", "object", "layer", "at"] }],
    params: &[
        OperatorParam {
            name: "window_s",
            default: None,
            doc: "two acts this far apart or closer are together, in s",
        },
        OperatorParam {
            name: "min_objects",
            default: Some(2),
            doc: "least number of distinct objects of one layer on which a pair acts together",
        },
        OperatorParam {
            name: "max_crowd",
            default: Some(200),
            doc: "accounts that are compared on one object within one window at most",
        },
    ],
    output: &[
        column("account_a", ColumnType::Key, "the account with the lower pseudonym"),
        column("account_b", ColumnType::Key, "the account with the higher pseudonym"),
        column("layers", ColumnType::Text, "layers that reach the threshold, most objects first"),
        column("objects", ColumnType::Integer, "distinct joint objects in the first of the layers"),
        column("delay_median_s", ColumnType::Real, "median delay over these objects, in s"),
        column("first_at", ColumnType::Time, "time of the first act of the evidence"),
        column("last_at", ColumnType::Time, "time of the last act of the evidence"),
        column("evidence", ColumnType::Ids, "for each joint object the two closest acts"),
        column("evidence_count", ColumnType::Integer, "how many acts that are"),
        column("evidence_digest", ColumnType::Id, "digest of those of the first 1,000 objects"),
    ],
};

const fn column(name: &'static str, kind: ColumnType, doc: &'static str) -> OutputColumn {
    OutputColumn { name, kind, doc }
}

/// See the spec.
#[derive(Debug)]
pub(super) struct WindowedPairs;

impl Operator for WindowedPairs {
    fn spec(&self) -> &'static OperatorSpec {
        &SPEC
    }

    fn run(&self, call: &mut Call<'_>) -> Result<Relation, RunError> {
        let options = options(call)?;
        let reservation = call.reserve();
        let mut found = Found::default();
        for layers in passes(layers(call)?, &reservation) {
            for gathered in gather(call, &layers, options, &reservation)? {
                found.compare(call, gathered, &reservation)?;
            }
        }
        found.relation()
    }
}

fn options(call: &Call<'_>) -> Result<PairOptions, RunError> {
    let count = |number: i64| u32::try_from(number.max(0)).unwrap_or(u32::MAX);
    let window_us = call.integer("window_s")?.max(0).unsigned_abs().saturating_mul(1_000_000);
    let crowd_cap = count(call.integer("max_crowd")?);
    let options = PairOptions::new(window_us, count(call.integer("min_objects")?));
    Ok(PairOptions { crowd_cap, ..options })
}

/// The layers in the order of their names, with their numbers of acts.
pub(super) fn layers(call: &Call<'_>) -> Result<Vec<(String, usize)>, RunError> {
    let mut layers = Vec::new();
    let rest = format!("WHERE {USABLE} GROUP BY layer");
    for batch in call.stream("acts", "layer, count(*) AS acts", &rest, &[])? {
        let batch = batch.map_err(|error| call.failed(error))?;
        let names = batch.column(0).as_string::<i32>();
        let counts = batch.column(1).as_primitive::<Int64Type>();
        for (name, count) in names.iter().zip(counts.values()) {
            let count = usize::try_from(*count).unwrap_or(0);
            layers.push((name.unwrap_or_default().to_owned(), count));
        }
    }
    layers.sort_unstable();
    Ok(layers)
}

/// Which layers are read together: all of them, because reading costs more than comparing, or
/// where memory is short one after the other.
fn passes(layers: Vec<(String, usize)>, reservation: &Reservation) -> Vec<Vec<(String, usize)>> {
    let bytes = layers
        .iter()
        .map(|(_, acts)| memory_estimate(*acts).saturating_add(acts.saturating_mul(ID_BYTES)))
        .fold(0, usize::saturating_add);
    if reservation.grow(bytes).is_err() {
        return layers.into_iter().map(|layer| vec![layer]).collect();
    }
    reservation.shrink(bytes);
    vec![layers]
}

/// The acts of one layer.
struct Gathered {
    layer: String,
    finder: PairFinder,
    /// By row of the finder.
    ids: Vec<SignalId>,
    account: Vec<i64>,
    object: Vec<i64>,
    at: Vec<i64>,
}

impl Gathered {
    fn new(layer: &str, options: PairOptions) -> Self {
        Self {
            layer: layer.to_owned(),
            finder: PairFinder::new(options),
            ids: Vec::new(),
            account: Vec::new(),
            object: Vec::new(),
            at: Vec::new(),
        }
    }
}

/// Reads the acts of these layers in one pass. Memory: 16 bytes an act for its id, and what the
/// kernel takes.
fn gather(
    call: &Call<'_>,
    layers: &[(String, usize)],
    options: PairOptions,
    reservation: &Reservation,
) -> Result<Vec<Gathered>, RunError> {
    let fail = |error| call.failed(error);
    let mut budget = Pool(reservation);
    let mut gathered = Vec::new();
    for (layer, acts) in layers {
        let mut one = Gathered::new(layer, options);
        reservation.grow(acts.saturating_mul(ID_BYTES)).map_err(fail)?;
        one.ids.reserve_exact(*acts);
        one.finder.expect(*acts, &mut budget).map_err(|error| failed(call, error))?;
        gathered.push(one);
    }
    let (mut rest, mut params) = (format!("WHERE {USABLE}"), Vec::new());
    if let [(layer, _)] = layers {
        rest.push_str(" AND layer = $layer");
        params.push(("layer".to_owned(), Param::Text(layer.clone())));
    }
    for batch in call.stream("acts", "signal_id, account, object, at, layer", &rest, &params)? {
        let batch = batch.map_err(fail)?;
        deal(&batch, &mut gathered)?;
        for one in &mut gathered {
            let acts = Acts { account: &one.account, object: &one.object, at: &one.at };
            one.finder.push(acts, &mut budget).map_err(|error| failed(call, error))?;
            one.account.clear();
            one.object.clear();
            one.at.clear();
        }
    }
    Ok(gathered)
}

/// Gives each layer its rows of a batch.
fn deal(batch: &RecordBatch, gathered: &mut [Gathered]) -> Result<(), RunError> {
    let ids = batch.column(0).as_fixed_size_binary();
    let accounts = batch.column(1).as_primitive::<Int64Type>().values();
    let objects = batch.column(2).as_primitive::<Int64Type>().values();
    let times = batch.column(3).as_primitive::<TimestampMicrosecondType>().values();
    let layers = batch.column(4).as_string::<i32>();
    let mut last = 0;
    for row in 0..batch.num_rows() {
        let layer = layers.value(row);
        if gathered.get(last).is_none_or(|one| one.layer != layer) {
            last = gathered
                .binary_search_by(|one| one.layer.as_str().cmp(layer))
                .map_err(|_| RunError::bug("a layer came up between two reads"))?;
        }
        let one = &mut gathered[last];
        one.ids.push(signal(ids.value(row)));
        one.account.push(accounts[row]);
        one.object.push(objects[row]);
        one.at.push(times[row]);
    }
    Ok(())
}

/// What all layers gave: pairs with their evidence in one list of ids.
#[derive(Default)]
struct Found {
    layers: Vec<String>,
    pairs: Vec<LayerPair>,
    signals: Vec<SignalId>,
}

/// A pair in one layer.
struct LayerPair {
    accounts: (i64, i64),
    layer: usize,
    objects: u32,
    delay_median_s: f64,
    first_at: i64,
    last_at: i64,
    /// Where its evidence begins, and how many signals it is: two for each joint object, of at
    /// most as many objects as the kernel keeps.
    first_signal: usize,
    signals: usize,
}

impl Found {
    /// Compares one layer. Ids of acts that are no evidence are dropped with it.
    fn compare(
        &mut self,
        call: &mut Call<'_>,
        gathered: Gathered,
        reservation: &Reservation,
    ) -> Result<(), RunError> {
        let Gathered { layer, finder, ids, .. } = gathered;
        let order = |row: u32| ids.get(row as usize).map_or(0, tie);
        let mut kernel = Pool(reservation);
        let pairs = finder.finish(order, &mut kernel).map_err(|error| failed(call, error))?;
        self.take(&layer, &pairs, &ids, reservation).map_err(|error| call.failed(error))?;
        let result = pairs.pairs.capacity().saturating_mul(size_of::<Pair>())
            + pairs.joints.capacity().saturating_mul(size_of::<Joint>());
        reservation.shrink(ids.capacity().saturating_mul(ID_BYTES).saturating_add(result));
        if !pairs.crowds.is_empty() {
            call.note(Note::HotObjects {
                layer,
                objects: pairs.crowds.len() as u64,
                acts: pairs.crowds.iter().map(|crowd| u64::from(crowd.left_out)).sum(),
                cap: u64::from(pairs.crowd_cap),
            });
        }
        Ok(())
    }

    fn take(
        &mut self,
        layer: &str,
        found: &Pairs,
        ids: &[SignalId],
        reservation: &Reservation,
    ) -> Result<(), EngineError> {
        let pairs = found.pairs.len().saturating_mul(size_of::<LayerPair>());
        let signals = found.joints.len().saturating_mul(2 * ID_BYTES);
        reservation.grow(pairs.saturating_add(signals))?;
        self.pairs.reserve_exact(found.pairs.len());
        self.signals.reserve_exact(found.joints.len().saturating_mul(2));
        let number = self.layers.len();
        self.layers.push(layer.to_owned());
        for pair in &found.pairs {
            let first_signal = self.signals.len();
            for joint in found.evidence(pair) {
                let rows = [joint.row_a, joint.row_b];
                self.signals.extend(rows.iter().filter_map(|row| ids.get(*row as usize)));
            }
            self.pairs.push(LayerPair {
                accounts: (pair.account_a, pair.account_b),
                layer: number,
                objects: pair.objects,
                delay_median_s: pair.delay_median_s,
                first_at: pair.first_at,
                last_at: pair.last_at,
                first_signal,
                signals: self.signals.len() - first_signal,
            });
        }
        Ok(())
    }

    fn signals_of(&self, pair: &LayerPair) -> &[SignalId] {
        let end = pair.first_signal.saturating_add(pair.signals);
        self.signals.get(pair.first_signal..end).unwrap_or(&[])
    }

    /// One row for each two accounts, in batches.
    fn relation(mut self) -> Result<Relation, RunError> {
        // The strongest layer of a pair first; layers are numbered in the order of their names.
        self.pairs.sort_unstable_by_key(|pair| {
            (pair.accounts, std::cmp::Reverse(pair.objects), pair.layer)
        });
        let schema = SPEC.schema();
        let mut batches = Vec::new();
        let mut rows = Rows::new();
        for group in self.pairs.chunk_by(|left, right| left.accounts == right.accounts) {
            rows.push(&self, group)?;
            if rows.account_a.len() == BATCH {
                batches.push(std::mem::replace(&mut rows, Rows::new()).batch()?);
            }
        }
        batches.push(rows.batch()?);
        Ok(Relation { schema, batches })
    }
}

/// Columns of the result.
struct Rows {
    account_a: Vec<i64>,
    account_b: Vec<i64>,
    layers: Vec<String>,
    objects: Vec<i64>,
    delay_median_s: Vec<f64>,
    first_at: Vec<i64>,
    last_at: Vec<i64>,
    evidence: EvidenceColumns,
}

impl Rows {
    fn new() -> Self {
        Self {
            account_a: Vec::new(),
            account_b: Vec::new(),
            layers: Vec::new(),
            objects: Vec::new(),
            delay_median_s: Vec::new(),
            first_at: Vec::new(),
            last_at: Vec::new(),
            evidence: EvidenceColumns::new(),
        }
    }

    /// `group` is one pair in all its layers, the strongest first.
    fn push(&mut self, found: &Found, group: &[LayerPair]) -> Result<(), RunError> {
        let Some(strongest) = group.first() else { return Ok(()) };
        let names: Vec<&str> = group
            .iter()
            .filter_map(|pair| found.layers.get(pair.layer).map(String::as_str))
            .collect();
        self.account_a.push(strongest.accounts.0);
        self.account_b.push(strongest.accounts.1);
        self.layers.push(names.join(", "));
        self.objects.push(i64::from(strongest.objects));
        self.delay_median_s.push(strongest.delay_median_s);
        self.first_at.extend(group.iter().map(|pair| pair.first_at).min());
        self.last_at.extend(group.iter().map(|pair| pair.last_at).max());
        let mut signals: Vec<SignalId> =
            group.iter().flat_map(|pair| found.signals_of(pair)).copied().collect();
        let acts: u64 = group.iter().map(|pair| 2 * u64::from(pair.objects)).sum();
        let not_kept = acts.saturating_sub(signals.len() as u64);
        self.evidence.push(&mut signals, not_kept)
    }

    fn batch(self) -> Result<RecordBatch, RunError> {
        let integers = |numbers: Vec<i64>| -> ArrayRef { Arc::new(Int64Array::from(numbers)) };
        let times = |times: Vec<i64>| -> ArrayRef {
            Arc::new(TimestampMicrosecondArray::from(times).with_timezone("UTC"))
        };
        let (evidence, counts, digests) = self.evidence.finish();
        let columns: Vec<ArrayRef> = vec![
            integers(self.account_a),
            integers(self.account_b),
            Arc::new(StringArray::from(self.layers)),
            integers(self.objects),
            Arc::new(Float64Array::from(self.delay_median_s)),
            times(self.first_at),
            times(self.last_at),
            evidence,
            integers(counts),
            digests,
        ];
        RecordBatch::try_new(SPEC.schema(), columns)
            .map_err(|error| RunError::bug(error.to_string()))
    }
}

/// The engine's pool as the kernel's budget.
pub(super) struct Pool<'a>(pub(super) &'a Reservation);

impl Budget for Pool<'_> {
    fn grow(&mut self, bytes: usize) -> Result<(), OverBudget> {
        self.0.grow(bytes).map_err(|error| OverBudget { bytes, source: Box::new(error) })
    }

    fn shrink(&mut self, bytes: usize) {
        self.0.shrink(bytes);
    }
}

/// A kernel's error; an engine error that travelled through it comes back whole.
pub(super) fn failed(call: &Call<'_>, error: PairsError) -> RunError {
    match error {
        PairsError::OverBudget(OverBudget { source, bytes }) => {
            match source.downcast::<EngineError>() {
                Ok(own) => call.failed(*own),
                Err(other) => RunError::bug(format!("{bytes} bytes were refused: {other}")),
            }
        }
        other => RunError::bug(other.to_string()),
    }
}
