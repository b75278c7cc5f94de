//! `bursts`: objects that get more attention than their own history, hour and weekday let expect.

use std::collections::BTreeMap;
use std::mem::size_of;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use arrow_array::{
    ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use hashbrown::{HashMap, HashSet};
use vigie_engine::{Relation, Reservation};
use vigie_kernels::bursts::{
    BURSTS, BYTES, Burst, BurstOptions, LENGTHS_US, ObjectScan, Series, scan_layer,
};
use vigie_kernels::discoveries::q_values;
use vigie_model::SignalId;
use vigie_model::schema::ColumnType;

use super::evidence::{EvidenceColumns, signal};
use super::{Call, Input, Operator, OperatorParam, OperatorSpec, OutputColumn};
use crate::error::RunError;

/// Signals of one burst that are listed; the rest stand in the count.
const LISTED: usize = 1_000;

const SPEC: OperatorSpec = OperatorSpec {
    name: "bursts",
    version: 1,
    kernels: &[BURSTS],
    doc: "Windows of 5 minutes to 3 days in which an object gets more acts than its history before \
          the window, the hours of its layer's week and its own let expect. Acts of one account on \
          one object within repeat_min of each other count once. Looking at many windows is paid \
          for inside p, looking at many objects (of all layers) inside q.",
    inputs: &[Input { name: "acts", columns: &["signal_id", "account", "object", "layer", "at"] }],
    params: &[
        OperatorParam { name: "min_acts", default: Some(5), doc: "acts that a burst has at least" },
        OperatorParam {
            name: "repeat_min",
            default: Some(60),
            doc: "acts of one account on one object this close together count once, in min",
        },
    ],
    output: &[
        column("object", ColumnType::Key, "the object"),
        column("layer", ColumnType::Text, "what kind of object it is"),
        column("first_at", ColumnType::Time, "the first act of the burst"),
        column("last_at", ColumnType::Time, "the last act of the burst"),
        column("window_min", ColumnType::Integer, "the window that stands out most, in min"),
        column("acts", ColumnType::Integer, "acts in it"),
        column("accounts", ColumnType::Integer, "different accounts in it"),
        column("expected", ColumnType::Real, "acts that history, hour and weekday let expect"),
        column("excess", ColumnType::Real, "acts above that"),
        column("peak_at", ColumnType::Time, "when the densest part begins"),
        column("peak_acts", ColumnType::Integer, "acts in the densest part"),
        column("peak_min", ColumnType::Integer, "how long that part is, in min"),
        column("p", ColumnType::Real, "chance for this object, all windows looked at included"),
        column("q", ColumnType::Real, "rate of false discoveries over all objects at this p"),
        column("evidence", ColumnType::Ids, "the acts of the burst"),
        column("evidence_count", ColumnType::Integer, "how many there are"),
        column("evidence_digest", ColumnType::Id, "digest of the first 1,000 of them"),
    ],
};

const fn column(name: &'static str, kind: ColumnType, doc: &'static str) -> OutputColumn {
    OutputColumn { name, kind, doc }
}

/// See the spec.
#[derive(Debug)]
pub(super) struct Bursts;

impl Operator for Bursts {
    fn spec(&self) -> &'static OperatorSpec {
        &SPEC
    }

    fn run(&self, call: &mut Call<'_>) -> Result<Relation, RunError> {
        let repeat_us = call.integer("repeat_min")?.max(0).saturating_mul(60_000_000);
        let min_events = u32::try_from(call.integer("min_acts")?.max(2)).unwrap_or(u32::MAX);
        let reservation = call.reserve();
        let mut layers = read(call, &reservation)?;
        let end = layers.values().flatten().map(|act| act.at).max();
        let end = end.map_or(0, |last| last.saturating_add(1));
        let mut found = Found::default();
        for (layer, acts) in &mut layers {
            let more = acts.len().saturating_mul(size_of::<Act>() + 8);
            reservation.grow(more).map_err(|error| call.failed(error))?;
            acts.sort_unstable();
            let kept = without_repeats(acts, repeat_us);
            let largest = kept.chunk_by(|a, b| a.object == b.object).map(<[Act]>::len).max();
            let kernel = largest.unwrap_or(0).saturating_mul(BYTES);
            reservation.grow(kernel).map_err(|error| call.failed(error))?;
            found.scan(layer, &kept, end, BurstOptions { min_events })?;
            reservation.shrink(more.saturating_add(kernel));
        }
        found.relation()
    }
}

/// One act, sorted by object, then time, then id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Act {
    object: i64,
    at: i64,
    id: SignalId,
    account: i64,
}

/// The acts by layer.
fn read(
    call: &Call<'_>,
    reservation: &Reservation,
) -> Result<BTreeMap<String, Vec<Act>>, RunError> {
    let mut layers: BTreeMap<String, Vec<Act>> = BTreeMap::new();
    let rest = "WHERE layer IS NOT NULL AND account IS NOT NULL AND object IS NOT NULL";
    for batch in call.stream("acts", "signal_id, account, object, at, layer", rest, &[])? {
        let batch = batch.map_err(|error| call.failed(error))?;
        let ids = batch.column(0).as_fixed_size_binary();
        let accounts = batch.column(1).as_primitive::<Int64Type>().values();
        let objects = batch.column(2).as_primitive::<Int64Type>().values();
        let times = batch.column(3).as_primitive::<TimestampMicrosecondType>().values();
        let names = batch.column(4).as_string::<i32>();
        // Vectors double as they grow, so twice the rows is what they may take.
        let bytes = batch.num_rows().saturating_mul(2 * size_of::<Act>());
        reservation.grow(bytes).map_err(|error| call.failed(error))?;
        for row in 0..batch.num_rows() {
            let act = Act {
                object: objects[row],
                at: times[row],
                id: signal(ids.value(row)),
                account: accounts[row],
            };
            match layers.get_mut(names.value(row)) {
                Some(acts) => acts.push(act),
                None => drop(layers.insert(names.value(row).to_owned(), vec![act])),
            }
        }
    }
    Ok(layers)
}

/// The acts without those that one account repeats on one object, measured from the last that
/// was kept. A single account that posts a link all day does not make a burst.
fn without_repeats(acts: &[Act], repeat_us: i64) -> Vec<Act> {
    let mut kept: Vec<Act> = Vec::with_capacity(acts.len());
    let mut last: HashMap<i64, i64> = HashMap::new();
    let mut ids: Option<(i64, SignalId)> = None;
    for object in acts.chunk_by(|left, right| left.object == right.object) {
        last.clear();
        for act in object {
            // One record may reach the view twice; it is one act.
            if ids.replace((act.object, act.id)) == Some((act.object, act.id)) {
                continue;
            }
            let is_repeat =
                last.get(&act.account).is_some_and(|at| act.at.saturating_sub(*at) < repeat_us);
            if !is_repeat {
                last.insert(act.account, act.at);
                kept.push(*act);
            }
        }
    }
    kept
}

/// All bursts of all layers.
#[derive(Default)]
struct Found {
    rows: Vec<Row>,
    /// Objects with at least two acts: the family.
    tested: usize,
}

struct Row {
    layer: String,
    object: i64,
    burst: Burst,
    accounts: usize,
    signals: Vec<SignalId>,
}

impl Found {
    fn scan(
        &mut self,
        layer: &str,
        acts: &[Act],
        end: i64,
        options: BurstOptions,
    ) -> Result<(), RunError> {
        let times: Vec<i64> = acts.iter().map(|act| act.at).collect();
        let mut series = Vec::new();
        let mut starts = Vec::new();
        let mut start = 0;
        for object in acts.chunk_by(|left, right| left.object == right.object) {
            let at = times.get(start..start + object.len());
            let at = at.ok_or_else(|| RunError::bug("an object without its times"))?;
            series.push(Series { object: object.first().map_or(0, |act| act.object), at });
            starts.push(start);
            start += object.len();
        }
        self.tested += series.iter().filter(|series| series.at.len() > 1).count();
        for (ObjectScan { object, bursts, .. }, start) in
            scan_layer(&series, end, options).into_iter().zip(starts)
        {
            for burst in bursts {
                let range = start + burst.events.start..start + burst.events.end;
                let of_burst = acts.get(range).unwrap_or_default();
                let accounts: HashSet<i64> = of_burst.iter().map(|act| act.account).collect();
                self.rows.push(Row {
                    layer: layer.to_owned(),
                    object,
                    accounts: accounts.len(),
                    signals: of_burst.iter().take(LISTED).map(|act| act.id).collect(),
                    burst,
                });
            }
        }
        Ok(())
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of acts")]
    fn relation(mut self) -> Result<Relation, RunError> {
        self.rows.sort_by_key(|row| (row.object, row.burst.start, row.burst.length_us));
        let p: Vec<f64> = self.rows.iter().map(|row| row.burst.p).collect();
        let objects: HashSet<i64> = self.rows.iter().map(|row| row.object).collect();
        // A second burst of one object is a test of its own.
        let tests = self.tested + self.rows.len() - objects.len();
        let q = q_values(&p, tests as f64);
        let minutes = |micros: i64| micros / (LENGTHS_US[0] / 5);
        let rows = &self.rows;
        let whole = |of: &dyn Fn(&Row) -> i64| -> ArrayRef {
            Arc::new(Int64Array::from_iter_values(rows.iter().map(of)))
        };
        let times = |of: &dyn Fn(&Row) -> i64| -> ArrayRef {
            let times: Vec<i64> = rows.iter().map(of).collect();
            Arc::new(TimestampMicrosecondArray::from(times).with_timezone("UTC"))
        };
        let real = |of: &dyn Fn(&Row) -> f64| -> ArrayRef {
            Arc::new(Float64Array::from_iter_values(rows.iter().map(of)))
        };
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let mut evidence = EvidenceColumns::new();
        for row in rows {
            let mut signals = row.signals.clone();
            let left_out = row.burst.events.len().saturating_sub(signals.len());
            evidence.push(&mut signals, left_out as u64)?;
        }
        let (evidence, counts, digests) = evidence.finish();
        let layers = StringArray::from_iter_values(rows.iter().map(|row| row.layer.as_str()));
        let columns: Vec<ArrayRef> = vec![
            whole(&|row| row.object),
            Arc::new(layers),
            times(&|row| row.burst.start),
            times(&|row| row.burst.end),
            whole(&|row| minutes(row.burst.length_us)),
            whole(&|row| count(row.burst.events.len())),
            whole(&|row| count(row.accounts)),
            real(&|row| row.burst.expected),
            real(&|row| row.burst.events.len() as f64 - row.burst.expected),
            times(&|row| row.burst.peak),
            whole(&|row| i64::from(row.burst.peak_events)),
            whole(&|row| minutes(row.burst.peak_us)),
            real(&|row| row.burst.p),
            Arc::new(Float64Array::from(q)),
            evidence,
            Arc::new(Int64Array::from(counts)),
            digests,
        ];
        let batch = RecordBatch::try_new(SPEC.schema(), columns)
            .map_err(|error| RunError::bug(error.to_string()))?;
        Ok(Relation { schema: SPEC.schema(), batches: vec![batch] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act(object: i64, account: i64, minute: i64, id: u8) -> Act {
        Act { object, at: minute * 60_000_000, id: SignalId([id; 16]), account }
    }

    #[test]
    fn one_account_that_repeats_itself_counts_once_an_hour() {
        let acts = [
            act(1, 7, 0, 1),
            act(1, 7, 30, 2),
            act(1, 8, 31, 3),
            act(1, 7, 59, 4),
            act(1, 7, 60, 5),
            act(1, 7, 60, 5),
            act(2, 7, 61, 6),
        ];
        let kept = without_repeats(&acts, 60 * 60_000_000);
        let ids: Vec<u8> = kept.iter().map(|act| act.id.0[0]).collect();
        assert_eq!(ids, [1, 3, 5, 6]);
        assert_eq!(without_repeats(&acts, 0).len(), 6, "a row that stands twice is one act");
    }
}
