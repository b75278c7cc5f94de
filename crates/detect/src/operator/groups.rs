//! `groups`: sets of accounts that act together, each member and each set tested against chance.

use std::collections::BTreeMap;
use std::mem::size_of;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use arrow_array::{
    ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use vigie_engine::{EngineError, Relation, Reservation};
use vigie_kernels::groups::{Affiliation, GROUPS, Group, GroupOptions, Groups, GroupsError, find};
use vigie_kernels::pairs::{
    Acts, Budget, Joint, OverBudget, Pair, PairOptions, PairsError, WINDOWED_PAIRS, windowed,
};
use vigie_model::schema::ColumnType;
use vigie_model::{Key, SignalId};

use super::evidence::{EvidenceColumns, ID_BYTES, signal, tie};
use super::{Call, Input, Operator, OperatorParam, OperatorSpec, OutputColumn};
use crate::error::RunError;
use crate::note::Note;

/// Acts that say who did what in which layer.
const USABLE: &str = "layer IS NOT NULL AND account IS NOT NULL AND object IS NOT NULL";

/// Members that are named in the row; the count is of all.
const NAMED: usize = 50;

const SPEC: OperatorSpec = OperatorSpec {
    name: "groups",
    version: 2,
    kernels: &[WINDOWED_PAIRS, GROUPS],
    doc: "Groups of three or more accounts that act on the same objects within a window of each \
          other, more often than chance. Groups may overlap. Layers are searched each by itself; a \
          group that is found in several is one row, with the numbers of the layer where chance is \
          least likely. Accounts that a list of affiliations explains are taken out, and a note \
          says so.",
    inputs: &[
        Input { name: "acts", columns: &["signal_id", "account", "object", "layer", "at"] },
        Input { name: "affiliations", columns: &["account", "list", "source", "at"] },
    ],
    params: &[
        OperatorParam {
            name: "window_s",
            default: None,
            doc: "two acts this far apart or closer are together, in s",
        },
        OperatorParam {
            name: "min_members",
            default: Some(3),
            doc: "least number of members, 3 or more",
        },
        OperatorParam {
            name: "max_false",
            default: Some(5),
            doc: "false groups among those returned, and false members in one, at most, in per cent",
        },
        OperatorParam {
            name: "max_crowd",
            default: Some(200),
            doc: "a moment with more acts on one object than this says nothing about anybody",
        },
    ],
    output: &[
        column("account_a", ColumnType::Key, "of the two members who met first, the lower"),
        column("account_b", ColumnType::Key, "of the two members who met first, the higher"),
        column("members", ColumnType::Integer, "how many accounts belong to the group"),
        column("accounts", ColumnType::Text, "their pseudonyms, the first 50"),
        column("layers", ColumnType::Text, "layers in which it is found, the surest first"),
        column("objects", ColumnType::Integer, "objects on which two or more members met"),
        column("expected", ColumnType::Real, "on how many they would by chance, at most"),
        column("q", ColumnType::Real, "share of false groups among those as sure, at most"),
        column(
            "season_false",
            ColumnType::Real,
            "groups as sure as this one that chance shows in a season, in all layers, at most",
        ),
        column("span_s", ColumnType::Real, "median time from first to last act of a meeting, in s"),
        column("first_at", ColumnType::Time, "time of the first act of the evidence"),
        column("last_at", ColumnType::Time, "time of the last act of the evidence"),
        column("evidence", ColumnType::Ids, "for each meeting one act of each member"),
        column("evidence_count", ColumnType::Integer, "how many acts that are"),
        column("evidence_digest", ColumnType::Id, "digest of all of them"),
    ],
};

const fn column(name: &'static str, kind: ColumnType, doc: &'static str) -> OutputColumn {
    OutputColumn { name, kind, doc }
}

/// See the spec.
#[derive(Debug)]
pub(super) struct AccountGroups;

impl Operator for AccountGroups {
    fn spec(&self) -> &'static OperatorSpec {
        &SPEC
    }

    fn run(&self, call: &mut Call<'_>) -> Result<Relation, RunError> {
        let options = options(call)?;
        let lists = Lists::read(call)?;
        let reservation = call.reserve();
        let mut rows: Vec<Row> = Vec::new();
        let layers = gather(call, &reservation)?;
        let families = u32::try_from(layers.len()).unwrap_or(u32::MAX);
        let options = GroupOptions { families, ..options };
        for (layer, acts) in layers {
            let found = acts.search(call, &layer, &lists, options, &reservation)?;
            lists.say(call, &layer, &found);
            if found.not_grown > 0 {
                call.note(Note::GroupsCut { layer: layer.clone(), pairs: found.not_grown });
            }
            rows.extend(found.groups.into_iter().map(|group| acts.row(&layer, group)));
            reservation.shrink(acts.bytes());
        }
        relation(fold(rows))
    }
}

fn options(call: &Call<'_>) -> Result<GroupOptions, RunError> {
    let count = |number: i64| u32::try_from(number.max(0)).unwrap_or(u32::MAX);
    let window_us = call.integer("window_s")?.max(0).unsigned_abs().saturating_mul(1_000_000);
    let share = f64::from(count(call.integer("max_false")?)) / 100.0;
    Ok(GroupOptions {
        min_members: count(call.integer("min_members")?),
        alpha: share,
        member_alpha: share,
        crowd_cap: count(call.integer("max_crowd")?),
        ..GroupOptions::new(window_us)
    })
}

/// Accounts that belong together in the open.
struct Lists {
    /// Name, source and day of each list.
    names: Vec<(String, String, i64)>,
    affiliations: Vec<Affiliation>,
}

impl Lists {
    fn read(call: &Call<'_>) -> Result<Self, RunError> {
        let mut lists: BTreeMap<(String, String, i64), Vec<i64>> = BTreeMap::new();
        let rest = "WHERE account IS NOT NULL AND list IS NOT NULL";
        for batch in call.stream("affiliations", "account, list, source, at", rest, &[])? {
            let batch = batch.map_err(|error| call.failed(error))?;
            let accounts = batch.column(0).as_primitive::<Int64Type>().values();
            let (names, sources) =
                (batch.column(1).as_string::<i32>(), batch.column(2).as_string::<i32>());
            let times = batch.column(3).as_primitive::<TimestampMicrosecondType>().values();
            for (row, account) in accounts.iter().enumerate() {
                let list = (names.value(row).to_owned(), sources.value(row).to_owned(), times[row]);
                lists.entry(list).or_default().push(*account);
            }
        }
        let (names, accounts): (Vec<_>, Vec<_>) = lists.into_iter().unzip();
        let numbered = (0..).zip(accounts);
        let affiliations =
            numbered.map(|(list, accounts)| Affiliation { list, accounts }).collect();
        Ok(Self { names, affiliations })
    }

    /// Says what each list explains in a layer.
    fn say(&self, call: &mut Call<'_>, layer: &str, found: &Groups) {
        for explained in &found.explained {
            let Some((list, source, at)) = self.names.get(explained.list as usize) else {
                continue;
            };
            call.note(Note::Affiliated {
                layer: layer.to_owned(),
                list: list.clone(),
                source: source.clone(),
                day: vigie_model::Timestamp(*at).to_jiff().strftime("%Y-%m-%d").to_string(),
                accounts: explained.accounts,
                groups: explained.groups,
                parts: explained.parts,
            });
        }
    }
}

/// The acts of one layer as columns.
#[derive(Default)]
struct Layer {
    ids: Vec<SignalId>,
    account: Vec<i64>,
    object: Vec<i64>,
    at: Vec<i64>,
}

const ACT_BYTES: usize = ID_BYTES + 3 * size_of::<i64>();

/// Reads all layers, in the order of their names.
fn gather(call: &Call<'_>, reservation: &Reservation) -> Result<BTreeMap<String, Layer>, RunError> {
    let mut layers: BTreeMap<String, Layer> = BTreeMap::new();
    let rest = format!("WHERE {USABLE}");
    for batch in call.stream("acts", "signal_id, account, object, at, layer", &rest, &[])? {
        let batch = batch.map_err(|error| call.failed(error))?;
        let ids = batch.column(0).as_fixed_size_binary();
        let accounts = batch.column(1).as_primitive::<Int64Type>().values();
        let objects = batch.column(2).as_primitive::<Int64Type>().values();
        let times = batch.column(3).as_primitive::<TimestampMicrosecondType>().values();
        let names = batch.column(4).as_string::<i32>();
        let mut start = 0;
        while start < batch.num_rows() {
            let name = names.value(start);
            let end = (start..batch.num_rows()).take_while(|row| names.value(*row) == name).count()
                + start;
            if !layers.contains_key(name) {
                layers.insert(name.to_owned(), Layer::default());
            }
            let Some(layer) = layers.get_mut(name) else { break };
            layer.make_room(end - start, reservation).map_err(|error| call.failed(error))?;
            layer.ids.extend((start..end).map(|row| signal(ids.value(row))));
            layer.account.extend_from_slice(&accounts[start..end]);
            layer.object.extend_from_slice(&objects[start..end]);
            layer.at.extend_from_slice(&times[start..end]);
            start = end;
        }
    }
    Ok(layers)
}

impl Layer {
    fn make_room(&mut self, more: usize, reservation: &Reservation) -> Result<(), EngineError> {
        let free = self.at.capacity() - self.at.len();
        if free < more {
            let extra = more.max(self.at.len() / 2).max(64);
            reservation.grow((extra - free).saturating_mul(ACT_BYTES))?;
            self.ids.reserve_exact(extra);
            self.account.reserve_exact(extra);
            self.object.reserve_exact(extra);
            self.at.reserve_exact(extra);
        }
        Ok(())
    }

    fn bytes(&self) -> usize {
        self.at.capacity().saturating_mul(ACT_BYTES)
    }

    fn search(
        &self,
        call: &mut Call<'_>,
        layer: &str,
        lists: &Lists,
        options: GroupOptions,
        reservation: &Reservation,
    ) -> Result<Groups, RunError> {
        let mut budget = Pool(reservation);
        let ties = self.ids.len().saturating_mul(size_of::<i64>());
        reservation.grow(ties).map_err(|error| call.failed(error))?;
        let ties_of: Vec<i64> = self.ids.iter().map(tie).collect();
        let acts = Acts { account: &self.account, object: &self.object, at: &self.at };
        // Of a pair one joint is enough here: groups collect their own evidence.
        let asked = PairOptions {
            evidence_cap: 1,
            crowd_cap: options.crowd_cap,
            ..PairOptions::new(options.window_us, 2)
        };
        let pairs = windowed(acts, &ties_of, asked, &mut budget)
            .map_err(|error| pairs_failed(call, error))?;
        if !pairs.crowds.is_empty() {
            call.note(Note::HotObjects {
                layer: layer.to_owned(),
                objects: pairs.crowds.len() as u64,
                acts: pairs.crowds.iter().map(|crowd| u64::from(crowd.left_out)).sum(),
                cap: u64::from(pairs.crowd_cap),
            });
        }
        let found = find(acts, &ties_of, &pairs, &lists.affiliations, options, &mut budget)
            .map_err(|error| groups_failed(call, error))?;
        let result = pairs.pairs.capacity().saturating_mul(size_of::<Pair>())
            + pairs.joints.capacity().saturating_mul(size_of::<Joint>());
        reservation.shrink(ties.saturating_add(result));
        Ok(found)
    }

    fn row(&self, layer: &str, group: Group) -> Row {
        let mut signals: Vec<SignalId> = Vec::new();
        for row in group.occasions.iter().flat_map(|occasion| &occasion.rows) {
            signals.extend(self.ids.get(*row as usize));
        }
        let first_at = group.occasions.iter().map(|one| one.first_at).min().unwrap_or(0);
        let last_at = group.occasions.iter().map(|one| one.last_at).max().unwrap_or(0);
        let layers = vec![layer.to_owned()];
        Row { layers, group, signals, first_at, last_at, subject: None }
    }
}

/// One group, in one layer or folded from several.
struct Row {
    layers: Vec<String>,
    group: Group,
    /// The evidence, of all layers.
    signals: Vec<SignalId>,
    /// Time of the first and of the last act of it.
    first_at: i64,
    last_at: i64,
    subject: Option<(i64, i64)>,
}

impl Row {
    fn holds(&self, account: i64) -> bool {
        self.group.members.binary_search_by_key(&account, |member| member.account).is_ok()
    }

    /// Whether the smaller of two sets shares two thirds or more with the larger.
    fn is_like(&self, other: &Self) -> bool {
        let shared = self.group.members.iter().filter(|one| other.holds(one.account)).count();
        shared * 3 >= self.group.members.len().min(other.group.members.len()) * 2
    }

    /// The pairs that met, by when: the first names the group and goes on naming it while members
    /// join.
    fn pairs_by_time(&self) -> impl Iterator<Item = (i64, i64)> + '_ {
        self.group.occasions.iter().flat_map(|occasion| {
            let accounts = &occasion.accounts;
            (1..accounts.len()).flat_map(move |later| {
                (0..later).map(move |earlier| {
                    let (one, other) = (accounts[earlier], accounts[later]);
                    (one.min(other), one.max(other))
                })
            })
        })
    }
}

/// One row for one set of accounts, whatever the layer. The surest row stays and takes in the names
/// and the evidence of the others; each row then takes its two first names.
fn fold(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by(|left, right| {
        let accounts = |row: &Row| row.group.members.iter().map(|m| m.account).collect::<Vec<_>>();
        let key = |row: &Row| (row.group.ln_false, row.layers.join(","));
        let ((one, layer), (other, its)) = (key(left), key(right));
        one.total_cmp(&other)
            .then_with(|| layer.cmp(&its))
            .then_with(|| accounts(left).cmp(&accounts(right)))
    });
    let mut folded: Vec<Row> = Vec::new();
    for row in rows {
        let like = folded.iter_mut().find(|kept| {
            !row.layers.iter().all(|one| kept.layers[0] == *one) && kept.is_like(&row)
        });
        let Some(kept) = like else {
            folded.push(row);
            continue;
        };
        for layer in row.layers {
            if !kept.layers.contains(&layer) {
                kept.layers.push(layer);
            }
        }
        kept.signals.extend(row.signals);
        kept.first_at = kept.first_at.min(row.first_at);
        kept.last_at = kept.last_at.max(row.last_at);
    }
    let mut taken: Vec<(i64, i64)> = Vec::new();
    for row in &mut folded {
        let free = row.pairs_by_time().find(|pair| !taken.contains(pair));
        taken.extend(free);
        row.subject = free;
    }
    folded.sort_by_key(|row| row.subject);
    folded
}

fn relation(rows: Vec<Row>) -> Result<Relation, RunError> {
    let (mut first, mut second) = (Vec::new(), Vec::new());
    let (mut counts, mut accounts, mut layers) = (Vec::new(), Vec::new(), Vec::new());
    let (mut objects, mut expected, mut spans) = (Vec::new(), Vec::new(), Vec::new());
    let (mut q, mut season_false) = (Vec::new(), Vec::new());
    let (mut from, mut until) = (Vec::new(), Vec::new());
    let mut evidence = EvidenceColumns::new();
    for row in rows {
        // Every pair of a group taken as a name by surer ones: the same accounts, many times over.
        let Some((account_a, account_b)) = row.subject else { continue };
        let Row { layers: names, group, mut signals, first_at, last_at, .. } = row;
        first.push(account_a);
        second.push(account_b);
        counts.push(i64::try_from(group.members.len()).unwrap_or(i64::MAX));
        accounts.push(named(&group));
        layers.push(names.join(", "));
        objects.push(i64::try_from(group.occasions.len()).unwrap_or(i64::MAX));
        expected.push(group.expected);
        q.push(group.q);
        season_false.push(group.season_false);
        spans.push(median_span_s(&group));
        from.push(first_at);
        until.push(last_at);
        evidence.push(&mut signals, 0)?;
    }
    let integers = |numbers: Vec<i64>| -> ArrayRef { Arc::new(Int64Array::from(numbers)) };
    let reals = |numbers: Vec<f64>| -> ArrayRef { Arc::new(Float64Array::from(numbers)) };
    let times = |times: Vec<i64>| -> ArrayRef {
        Arc::new(TimestampMicrosecondArray::from(times).with_timezone("UTC"))
    };
    let (lists, evidence_counts, digests) = evidence.finish();
    let columns: Vec<ArrayRef> = vec![
        integers(first),
        integers(second),
        integers(counts),
        Arc::new(StringArray::from(accounts)),
        Arc::new(StringArray::from(layers)),
        integers(objects),
        reals(expected),
        reals(q),
        reals(season_false),
        reals(spans),
        times(from),
        times(until),
        lists,
        integers(evidence_counts),
        digests,
    ];
    let schema = SPEC.schema();
    let batch = RecordBatch::try_new(Arc::clone(&schema), columns)
        .map_err(|error| RunError::bug(error.to_string()))?;
    Ok(Relation { schema, batches: vec![batch] })
}

/// Pseudonyms as they are shown everywhere; a long list is cut, and the count says it.
fn named(group: &Group) -> String {
    let shown = group.members.iter().take(NAMED).map(|member| Key(member.account).shown('A'));
    let mut text = shown.collect::<Vec<_>>().join(" ");
    if group.members.len() > NAMED {
        text.push_str(" …");
    }
    text
}

/// Half of the meetings took no longer, from their first to their last act.
fn median_span_s(group: &Group) -> f64 {
    let mut spans: Vec<u64> =
        group.occasions.iter().map(|one| one.last_at.abs_diff(one.first_at)).collect();
    spans.sort_unstable();
    let middle = spans.get(spans.len().saturating_sub(1) / 2).copied().unwrap_or(0);
    std::time::Duration::from_micros(middle).as_secs_f64()
}

/// The engine's pool as the kernel's budget.
struct Pool<'a>(&'a Reservation);

impl Budget for Pool<'_> {
    fn grow(&mut self, bytes: usize) -> Result<(), OverBudget> {
        self.0.grow(bytes).map_err(|error| OverBudget { bytes, source: Box::new(error) })
    }

    fn shrink(&mut self, bytes: usize) {
        self.0.shrink(bytes);
    }
}

fn pairs_failed(call: &Call<'_>, error: PairsError) -> RunError {
    match error {
        PairsError::OverBudget(refused) => refused_by_pool(call, refused),
        other => RunError::bug(other.to_string()),
    }
}

fn groups_failed(call: &Call<'_>, error: GroupsError) -> RunError {
    match error {
        GroupsError::OverBudget(refused) => refused_by_pool(call, refused),
        other => RunError::bug(other.to_string()),
    }
}

/// An engine error that travelled through a kernel comes back whole.
fn refused_by_pool(call: &Call<'_>, refused: OverBudget) -> RunError {
    let OverBudget { source, bytes } = refused;
    match source.downcast::<EngineError>() {
        Ok(own) => call.failed(*own),
        Err(other) => RunError::bug(format!("{bytes} bytes were refused: {other}")),
    }
}
