//! `acting_together`: accounts that act on the same objects at nearly the same time, with what two
//! null models would give.

use std::mem::size_of;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use arrow_array::{
    ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use vigie_engine::{Param, Relation, Reservation};
use vigie_kernels::chance::{CHANCE, ChanceFinder, Edge, Edges, Options, WINDOWS_US};
use vigie_kernels::pairs::{Acts, Joint};
use vigie_model::SignalId;
use vigie_model::schema::ColumnType;

use super::evidence::{EvidenceColumns, ID_BYTES, signal, tie};
use super::windowed_pairs::{Pool, USABLE, failed, layers};
use super::{Call, Input, Operator, OperatorParam, OperatorSpec, OutputColumn};
use crate::error::RunError;
use crate::note::Note;

/// Rows of one batch of the result.
const BATCH: usize = 8_192;

const SPEC: OperatorSpec = OperatorSpec {
    name: "acting_together",
    version: 1,
    kernels: &[CHANCE],
    doc: "Pairs of accounts that act on the same objects within 10, 60, 300 and 3,600 seconds of \
          each other, each layer and window a family of its own, with what chance would give: \
          null 1 permutes who did what within each day, null 2 permutes the times within each \
          object. One row for each pair, layer and window that null 1 leaves less than one in a \
          thousand, or that is significant. Season-wide values share the bar over all layers, \
          windows and looks.",
    inputs: &[Input { name: "acts", columns: &["signal_id", "account", "object", "layer", "at"] }],
    params: &[
        OperatorParam {
            name: "min_objects",
            default: Some(2),
            doc: "pairs with fewer distinct joint objects are not tested",
        },
        OperatorParam {
            name: "false_per_1000",
            default: Some(50),
            doc: "seasons of noise, of a thousand, that may raise anything at all",
        },
        OperatorParam {
            name: "reach",
            default: Some(200),
            doc: "acts before it on its object that an act is compared with at most",
        },
    ],
    output: &[
        column("account_a", ColumnType::Key, "the account with the lower pseudonym"),
        column("account_b", ColumnType::Key, "the account with the higher pseudonym"),
        column("layer", ColumnType::Text, "the layer"),
        column("window_s", ColumnType::Integer, "the window, in s"),
        column("objects", ColumnType::Integer, "distinct objects on which the two act together"),
        column("common", ColumnType::Integer, "distinct objects on which both act at all"),
        column("pooled", ColumnType::Integer, "common objects with fewer than two other acts"),
        column("expected_1", ColumnType::Real, "objects that null 1 gives, on average"),
        column("p_1", ColumnType::Real, "chance of as many under null 1, at most"),
        column("q_1", ColumnType::Real, "p_1 corrected over all pairs of the family"),
        column("season_q", ColumnType::Real, "p_1 corrected over families and the season too"),
        column("expected_2", ColumnType::Real, "objects that null 2 gives, on average"),
        column("p_2", ColumnType::Real, "chance of as many under null 2, at most"),
        column("q_2", ColumnType::Real, "p_2 corrected over pairs that share enough objects"),
        column("strength", ColumnType::Text, "strong; chance not excluded by times; weak; chance"),
        column("rank", ColumnType::Integer, "3 for strong, down to 0 for chance"),
        column("nulls", ColumnType::Text, "p and q under both nulls, as text"),
        column("delay_median_s", ColumnType::Real, "median delay over the objects, in s"),
        column("first_at", ColumnType::Time, "time of the first joint act"),
        column("last_at", ColumnType::Time, "time of the last joint act"),
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
pub(super) struct ActingTogether;

impl Operator for ActingTogether {
    fn spec(&self) -> &'static OperatorSpec {
        &SPEC
    }

    fn run(&self, call: &mut Call<'_>) -> Result<Relation, RunError> {
        let layers = layers(call)?;
        let count = |number: i64| u32::try_from(number.max(1)).unwrap_or(u32::MAX);
        let false_per_1000 = call.integer("false_per_1000")?.clamp(1, 500);
        let options = Options {
            min_objects: count(call.integer("min_objects")?),
            alpha: f64::from(count(false_per_1000)) / 1000.0,
            families: u32::try_from(layers.len() * WINDOWS_US.len()).unwrap_or(u32::MAX),
            reach: count(call.integer("reach")?).min(u32::from(u16::MAX)),
            ..Options::default()
        };
        let reservation = call.reserve();
        let mut rows = Rows::new();
        let mut batches = Vec::new();
        for (number, (layer, acts)) in layers.iter().enumerate() {
            let number = u16::try_from(number).unwrap_or(u16::MAX);
            let (finder, ids) = gather(call, layer, *acts, &reservation)?;
            let order = |row: u32| ids.get(row as usize).map_or(0, tie);
            let mut pool = Pool(&reservation);
            let found = finder
                .finish(number, &options, order, &mut pool)
                .map_err(|error| failed(call, error))?;
            note_cuts(call, layer, &found);
            let kept: usize = found.edges.iter().map(|edge| found.evidence(edge).len()).sum();
            let result = found.edges.len().saturating_mul(size_of::<Edge>() + 64);
            let result = result.saturating_add(kept.saturating_mul(2 * ID_BYTES));
            reservation.grow(result).map_err(|error| call.failed(error))?;
            for edge in &found.edges {
                rows.push(layer, edge, found.evidence(edge), &ids)?;
                if rows.account_a.len() == BATCH {
                    batches.push(std::mem::replace(&mut rows, Rows::new()).batch()?);
                }
            }
            let done = found.edges.capacity().saturating_mul(size_of::<Edge>())
                + found.joints.capacity().saturating_mul(size_of::<Joint>())
                + ids.capacity().saturating_mul(ID_BYTES);
            reservation.shrink(done);
        }
        batches.push(rows.batch()?);
        Ok(Relation { schema: SPEC.schema(), batches })
    }
}

fn note_cuts(call: &mut Call<'_>, layer: &str, found: &Edges) {
    let cut = found.cut;
    if cut.acts > 0 {
        let layer = layer.to_owned();
        let (objects, acts, reach) = (cut.objects, cut.acts, cut.reach);
        call.note(Note::CutCrowds { layer, objects, acts, reach });
    }
}

/// Reads the acts of one layer. Memory: 16 bytes an act for its id, and what the kernel takes.
fn gather(
    call: &Call<'_>,
    layer: &str,
    acts: usize,
    reservation: &Reservation,
) -> Result<(ChanceFinder, Vec<SignalId>), RunError> {
    let fail = |error| call.failed(error);
    let mut pool = Pool(reservation);
    let (mut finder, mut ids) = (ChanceFinder::new(), Vec::new());
    reservation.grow(acts.saturating_mul(ID_BYTES)).map_err(fail)?;
    ids.reserve_exact(acts);
    finder.expect(acts, &mut pool).map_err(|error| failed(call, error))?;
    let rest = format!("WHERE {USABLE} AND layer = $layer");
    let params = [("layer".to_owned(), Param::Text(layer.to_owned()))];
    for batch in call.stream("acts", "signal_id, account, object, at", &rest, &params)? {
        let batch = batch.map_err(fail)?;
        let batch_ids = batch.column(0).as_fixed_size_binary();
        ids.extend((0..batch.num_rows()).map(|row| signal(batch_ids.value(row))));
        let acts = Acts {
            account: batch.column(1).as_primitive::<Int64Type>().values(),
            object: batch.column(2).as_primitive::<Int64Type>().values(),
            at: batch.column(3).as_primitive::<TimestampMicrosecondType>().values(),
        };
        finder.push(acts, &mut pool).map_err(|error| failed(call, error))?;
    }
    Ok((finder, ids))
}

/// Columns of the result.
struct Rows {
    account_a: Vec<i64>,
    account_b: Vec<i64>,
    layer: Vec<String>,
    /// Window, objects, common, pooled and rank.
    counts: [Vec<i64>; 5],
    /// Both nulls: expected, p and q, and the season's q after the first.
    reals: [Vec<f64>; 7],
    strength: Vec<&'static str>,
    nulls: Vec<String>,
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
            layer: Vec::new(),
            counts: Default::default(),
            reals: Default::default(),
            strength: Vec::new(),
            nulls: Vec::new(),
            delay_median_s: Vec::new(),
            first_at: Vec::new(),
            last_at: Vec::new(),
            evidence: EvidenceColumns::new(),
        }
    }

    fn push(
        &mut self,
        layer: &str,
        edge: &Edge,
        joints: &[Joint],
        ids: &[SignalId],
    ) -> Result<(), RunError> {
        self.account_a.push(edge.account_a);
        self.account_b.push(edge.account_b);
        self.layer.push(layer.to_owned());
        let window_s = i64::try_from(edge.window_us / 1_000_000).unwrap_or(i64::MAX);
        let (objects, common) = (i64::from(edge.objects), i64::from(edge.common));
        let rank = edge.strength as i64;
        let counts = [window_s, objects, common, i64::from(edge.pooled), rank];
        for (column, count) in self.counts.iter_mut().zip(counts) {
            column.push(count);
        }
        let reals = [
            edge.expected_1,
            edge.p_1,
            edge.q_1,
            edge.season_q,
            edge.expected_2,
            edge.p_2,
            edge.q_2,
        ];
        for (column, real) in self.reals.iter_mut().zip(reals) {
            column.push(real);
        }
        self.strength.push(edge.strength.word());
        self.nulls.push(nulls(edge));
        self.delay_median_s.push(edge.delay_median_s);
        self.first_at.push(edge.first_at);
        self.last_at.push(edge.last_at);
        let mut signals: Vec<SignalId> = joints
            .iter()
            .flat_map(|joint| [joint.row_a, joint.row_b])
            .filter_map(|row| ids.get(row as usize).copied())
            .collect();
        let all = 2 * u64::from(edge.objects);
        let not_kept = all.saturating_sub(signals.len() as u64);
        self.evidence.push(&mut signals, not_kept)
    }

    fn batch(self) -> Result<RecordBatch, RunError> {
        let integers = |numbers: Vec<i64>| -> ArrayRef { Arc::new(Int64Array::from(numbers)) };
        let reals = |numbers: Vec<f64>| -> ArrayRef { Arc::new(Float64Array::from(numbers)) };
        let times = |times: Vec<i64>| -> ArrayRef {
            Arc::new(TimestampMicrosecondArray::from(times).with_timezone("UTC"))
        };
        let (evidence, evidence_counts, digests) = self.evidence.finish();
        let [window_s, objects, common, pooled, rank] = self.counts.map(integers);
        let mut columns: Vec<ArrayRef> = vec![
            integers(self.account_a),
            integers(self.account_b),
            Arc::new(StringArray::from(self.layer)),
            window_s,
            objects,
            common,
            pooled,
        ];
        columns.extend(self.reals.map(reals));
        columns.push(Arc::new(StringArray::from(self.strength)));
        columns.push(rank);
        columns.push(Arc::new(StringArray::from(self.nulls)));
        columns.push(reals(self.delay_median_s));
        columns.extend([times(self.first_at), times(self.last_at)]);
        columns.push(evidence);
        columns.push(integers(evidence_counts));
        columns.push(digests);
        RecordBatch::try_new(SPEC.schema(), columns)
            .map_err(|error| RunError::bug(error.to_string()))
    }
}

/// Numbers this small are told by their order of magnitude; no word for them needs translating.
fn nulls(edge: &Edge) -> String {
    let Edge { p_1, q_1, season_q, p_2, q_2, .. } = edge;
    format!(
        "1: p {}, q {}, season {}; 2: p {}, q {}",
        small(*p_1),
        small(*q_1),
        small(*season_q),
        small(*p_2),
        small(*q_2)
    )
}

fn small(number: f64) -> String {
    if number < 1e-12 {
        "< 1e-12".to_owned()
    } else if number < 0.001 {
        format!("{number:.0e}")
    } else {
        format!("{number:.3}")
    }
}
