//! `first_seen`: for each object when it was first seen here, as far as clocks tell, and what
//! those who came later say about where they have it from.

use std::mem::size_of;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use arrow_array::{
    Array, ArrayRef, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use hashbrown::{HashMap, HashSet};
use vigie_engine::{Relation, Reservation};
use vigie_kernels::spread::{Appearance, SPREAD, ranked, width_us};
use vigie_model::schema::ColumnType;
use vigie_model::{Precision, SignalId};

use super::evidence::{EvidenceColumns, signal, tie};
use super::{Call, Input, Operator, OperatorParam, OperatorSpec, OutputColumn};
use crate::error::RunError;

/// Signals of one object that are listed; the rest stand in the count.
const LISTED: usize = 1_000;

const DAY_US: i64 = 86_400_000_000;

const SPEC: OperatorSpec = OperatorSpec {
    name: "first_seen",
    version: 1,
    kernels: &[SPREAD],
    doc: "One row for each object that enough accounts acted on: when it was first seen here, which \
          other accounts may have been as early (a stamp to the minute is anything in that minute), \
          and how many later acts name a publication that they have it from (repost, forward, \
          reply). `target` is the publication that an act refers to, `held` whether we hold it. \
          What names nothing is only later, which proves no direction.",
    inputs: &[Input {
        name: "seen",
        columns: &[
            "signal_id",
            "account",
            "object",
            "layer",
            "at",
            "precision",
            "publication",
            "target",
            "held",
        ],
    }],
    params: &[OperatorParam {
        name: "min_accounts",
        default: Some(5),
        doc: "accounts that must have acted on an object",
    }],
    output: &[
        column("object", ColumnType::Key, "the object"),
        column("layer", ColumnType::Text, "what kind of object it is"),
        column("accounts", ColumnType::Integer, "different accounts"),
        column("acts", ColumnType::Integer, "acts"),
        column("first_at", ColumnType::Time, "the earliest moment that the first stamp may mean"),
        column("first_until", ColumnType::Time, "the latest moment that it may mean"),
        column("last_at", ColumnType::Time, "the last act"),
        column("maybe_first", ColumnType::Integer, "accounts that nothing surely precedes"),
        column("first_day", ColumnType::Integer, "accounts in the first 24 hours"),
        column("named", ColumnType::Integer, "acts that name an act before them on this object"),
        column("outside", ColumnType::Integer, "acts that refer to a publication we do not hold"),
        column("unnamed", ColumnType::Integer, "surely later acts that name nothing"),
        column("evidence", ColumnType::Ids, "the first acts"),
        column("evidence_count", ColumnType::Integer, "how many acts there are"),
        column("evidence_digest", ColumnType::Id, "digest of the first 1,000"),
    ],
};

const fn column(name: &'static str, kind: ColumnType, doc: &'static str) -> OutputColumn {
    OutputColumn { name, kind, doc }
}

/// See the spec.
#[derive(Debug)]
pub(super) struct FirstSeen;

impl Operator for FirstSeen {
    fn spec(&self) -> &'static OperatorSpec {
        &SPEC
    }

    fn run(&self, call: &mut Call<'_>) -> Result<Relation, RunError> {
        let least = usize::try_from(call.integer("min_accounts")?.max(1)).unwrap_or(usize::MAX);
        let reservation = call.reserve();
        let mut log = read(call, &reservation)?;
        log.acts.sort_unstable();
        log.acts.dedup();
        let mut rows = Rows::default();
        for acts in log.acts.chunk_by(|a, b| (a.layer, a.object) == (b.layer, b.object)) {
            let accounts: HashSet<i64> = acts.iter().map(|act| act.account).collect();
            if accounts.len() >= least {
                rows.push(&log.layers, acts, accounts.len())?;
            }
        }
        rows.relation()
    }
}

/// One act, sorted by layer, object, time and id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Act {
    layer: u32,
    object: i64,
    at: i64,
    id: SignalId,
    account: i64,
    width_us: i64,
    /// The publication that the act is, and the one that it refers to.
    publication: Option<i64>,
    target: Option<i64>,
    held: bool,
}

#[derive(Default)]
struct Log {
    acts: Vec<Act>,
    layers: Vec<String>,
}

fn read(call: &Call<'_>, reservation: &Reservation) -> Result<Log, RunError> {
    let columns = "signal_id, account, object, layer, at, precision, publication, target, held";
    let rest = "WHERE layer IS NOT NULL AND account IS NOT NULL AND object IS NOT NULL";
    let mut log = Log::default();
    let mut numbers: HashMap<String, u32> = HashMap::new();
    for batch in call.stream("seen", columns, rest, &[])? {
        let batch = batch.map_err(|error| call.failed(error))?;
        let bytes = batch.num_rows().saturating_mul(2 * size_of::<Act>());
        reservation.grow(bytes).map_err(|error| call.failed(error))?;
        log.push(&batch, &mut numbers, call.precision())?;
    }
    Ok(log)
}

impl Log {
    fn push(
        &mut self,
        batch: &RecordBatch,
        numbers: &mut HashMap<String, u32>,
        coarsest: Precision,
    ) -> Result<(), RunError> {
        let ids = batch.column(0).as_fixed_size_binary();
        let [accounts, objects] =
            [1, 2].map(|column| batch.column(column).as_primitive::<Int64Type>().values());
        let layers = batch.column(3).as_string::<i32>();
        let times = batch.column(4).as_primitive::<TimestampMicrosecondType>().values();
        let precisions = batch.column(5).as_string::<i32>();
        let [publications, targets] =
            [6, 7].map(|column| batch.column(column).as_primitive::<Int64Type>());
        let held = batch.column(8).as_boolean();
        let key = |keys: &arrow_array::PrimitiveArray<Int64Type>, row: usize| {
            keys.is_valid(row).then(|| keys.value(row))
        };
        for row in 0..batch.num_rows() {
            let name = layers.value(row);
            let layer = match numbers.get(name) {
                Some(number) => *number,
                None => {
                    let number = u32::try_from(self.layers.len())
                        .map_err(|_| RunError::bug("more than 4 billion layers"))?;
                    numbers.insert(name.to_owned(), number);
                    self.layers.push(name.to_owned());
                    number
                }
            };
            // A precision that nobody wrote is taken as the coarsest that the page lets in.
            let precision = precisions.is_valid(row).then(|| precisions.value(row));
            let precision = precision.and_then(Precision::from_word).unwrap_or(coarsest);
            self.acts.push(Act {
                layer,
                object: objects[row],
                at: times[row],
                id: signal(ids.value(row)),
                account: accounts[row],
                width_us: width_us(precision),
                publication: key(publications, row),
                target: key(targets, row),
                held: held.is_valid(row) && held.value(row),
            });
        }
        Ok(())
    }
}

/// The result.
#[derive(Default)]
struct Rows {
    layers: Vec<String>,
    /// All columns of whole numbers and times, in the order of the spec without the layer.
    numbers: [Vec<i64>; 11],
    evidence: Option<EvidenceColumns>,
}

impl Rows {
    fn push(&mut self, layers: &[String], acts: &[Act], accounts: usize) -> Result<(), RunError> {
        let appearances: Vec<Appearance> = acts
            .iter()
            .map(|act| Appearance {
                who: act.account,
                at: act.at,
                width_us: act.width_us,
                tie: tie(&act.id),
            })
            .collect();
        let order = ranked(&appearances);
        let Some(first) = acts.first() else { return Ok(()) };
        let firsts: Vec<&Act> = order
            .iter()
            .take_while(|place| place.rank == 1)
            .filter_map(|place| acts.get(place.index))
            .collect();
        let until = firsts.iter().map(|act| act.at.saturating_add(act.width_us)).min();
        let until = until.unwrap_or(first.at).saturating_sub(1).max(first.at);
        let maybe_first: HashSet<i64> = firsts.iter().map(|act| act.account).collect();
        let day_end = first.at.saturating_add(DAY_US);
        let first_day: HashSet<i64> =
            acts.iter().filter(|act| act.at < day_end).map(|act| act.account).collect();
        let sources = Sources::of(acts);
        let last = acts.last().map_or(first.at, |act| act.at);
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let numbers = [
            first.object,
            count(accounts),
            count(acts.len()),
            first.at,
            until,
            last,
            count(maybe_first.len()),
            count(first_day.len()),
            count(sources.named),
            count(sources.outside),
            count(order.iter().filter(|place| place.rank > 1).count())
                .saturating_sub(count(sources.later_with_target)),
        ];
        self.numbers.iter_mut().zip(numbers).for_each(|(column, number)| column.push(number));
        self.layers.push(layers.get(first.layer as usize).cloned().unwrap_or_default());
        let mut signals: Vec<SignalId> = order
            .iter()
            .take(LISTED)
            .filter_map(|place| acts.get(place.index).map(|act| act.id))
            .collect();
        let left_out = acts.len().saturating_sub(signals.len()) as u64;
        self.evidence.get_or_insert_with(EvidenceColumns::new).push(&mut signals, left_out)
    }

    fn relation(mut self) -> Result<Relation, RunError> {
        let evidence = self.evidence.take().unwrap_or_else(EvidenceColumns::new);
        let (evidence, counts, digests) = evidence.finish();
        let whole = |column: Vec<i64>| -> ArrayRef { Arc::new(Int64Array::from(column)) };
        let times = |column: Vec<i64>| -> ArrayRef {
            Arc::new(TimestampMicrosecondArray::from(column).with_timezone("UTC"))
        };
        let [object, accounts, acts, first, until, last, maybe, day, named, outside, unnamed] =
            self.numbers;
        let columns: Vec<ArrayRef> = vec![
            whole(object),
            Arc::new(StringArray::from(self.layers)),
            whole(accounts),
            whole(acts),
            times(first),
            times(until),
            times(last),
            whole(maybe),
            whole(day),
            whole(named),
            whole(outside),
            whole(unnamed),
            evidence,
            whole(counts),
            digests,
        ];
        let batch = RecordBatch::try_new(SPEC.schema(), columns)
            .map_err(|error| RunError::bug(error.to_string()))?;
        Ok(Relation { schema: SPEC.schema(), batches: vec![batch] })
    }
}

/// What acts on one object say about where they have it from.
#[derive(Default)]
struct Sources {
    named: usize,
    outside: usize,
    /// Acts with a target that something surely precedes.
    later_with_target: usize,
}

impl Sources {
    /// `acts` come by time. An edge leads to a publication that surely was not later.
    fn of(acts: &[Act]) -> Self {
        let mut born: HashMap<i64, i64> = HashMap::new();
        for act in acts {
            if let Some(publication) = act.publication {
                born.entry(publication).or_insert(act.at);
            }
        }
        let first_end = acts.iter().map(|act| act.at.saturating_add(act.width_us)).min();
        let mut sources = Self::default();
        for act in acts {
            let Some(target) = act.target else { continue };
            let is_later = first_end.is_some_and(|end| end <= act.at);
            sources.later_with_target += usize::from(is_later);
            let until = act.at.saturating_add(act.width_us);
            if born.get(&target).is_some_and(|at| *at < until) {
                sources.named += 1;
            } else if !act.held {
                sources.outside += 1;
            }
        }
        sources
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act(id: u8, second: i64, target: Option<i64>, held: bool) -> Act {
        Act {
            layer: 0,
            object: 1,
            at: second * 1_000_000,
            id: SignalId([id; 16]),
            account: i64::from(id),
            width_us: 1_000_000,
            publication: Some(i64::from(id)),
            target,
            held,
        }
    }

    #[test]
    fn explicit_edges_lead_to_earlier_acts_and_outside_ones_to_what_is_not_held() {
        let acts = [
            act(1, 0, None, false),
            act(2, 60, Some(1), true),
            act(3, 120, Some(99), false),
            act(4, 180, None, false),
            // Its target is held and is about something else: neither named here nor outside.
            act(5, 240, Some(50), true),
        ];
        let sources = Sources::of(&acts);
        assert_eq!((sources.named, sources.outside, sources.later_with_target), (1, 1, 3));
        // A clock that says that the repost came first earns no edge.
        let reversed = [act(2, 0, Some(1), true), act(1, 60, None, false)];
        assert_eq!(Sources::of(&reversed).named, 0);
    }
}
