//! `login_lists`: sources that try the same list of login names.
//!
//! Grouping by the list instead of the address is what finds guessing that is spread over many
//! sources, each of them quiet (Singh, Lerner, Tao and others measured it on four years of logs,
//! NSDI 2024; research/attacks.md, section 1).
//!
//! A *list* is what one source tries in one burst (see `login_tries`). Lists are taken in the order
//! in which they begin. A list joins the group whose *first* list it resembles most
//! (Jaccard index over names, at least `min_shared` per cent), as long as the group has not been
//! quiet for longer than `gap_h`; otherwise it begins a group of its own. Every member is thus
//! like the first one: groups never chain from one list to quite another. The first source and
//! the day name the group, and go on naming it as more lists join.
//!
//! Candidates come from an index over the rarest names of each group's first list (the prefix
//! filter of all-pairs similarity search: Bayardo, Ma and Srikant, WWW 2007), which misses none,
//! and every candidate is compared in full.

use std::mem::size_of;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use arrow_array::{ArrayRef, Int64Array, RecordBatch, TimestampMicrosecondArray};
use hashbrown::HashMap;
use vigie_engine::Relation;
use vigie_model::schema::ColumnType;

use super::{Call, Input, Operator, OperatorParam, OperatorSpec, OutputColumn};
use crate::error::RunError;
use crate::note::Note;

/// A name on more first lists of open groups than this proposes no candidates: a stranger decides
/// which names are common, and the work must stay bounded.
const HOT_NAME: usize = 4_096;

const SPEC: OperatorSpec = OperatorSpec {
    name: "login_lists",
    version: 1,
    kernels: &[],
    doc: "Sources that try the same list of login names, in groups named by the source seen first. \
          One row for each list of a group; groups of a single source are left out.",
    inputs: &[Input { name: "tries", columns: &["source", "user", "at", "burst", "login"] }],
    params: &[
        OperatorParam {
            name: "gap_h",
            default: Some(24),
            doc: "a group ends when nothing is tried for longer than this, in h",
        },
        OperatorParam {
            name: "min_names",
            default: Some(5),
            doc: "lists with fewer distinct names are not compared",
        },
        OperatorParam {
            name: "min_shared",
            default: Some(50),
            doc: "names on both lists, of the names on either, in per cent",
        },
    ],
    output: &[
        column("first_source", ColumnType::Key, "the source whose list began first"),
        column("group_at", ColumnType::Time, "when that list began"),
        column("source", ColumnType::Key, "a source of the group"),
        column("burst", ColumnType::Integer, "the burst that is its list"),
        column("began", ColumnType::Time, "when its list began"),
        column("ended", ColumnType::Time, "when its list ended"),
        column("names", ColumnType::Integer, "distinct names on its list"),
        column("shared", ColumnType::Integer, "how like the first list it is, in per cent"),
    ],
};

const fn column(name: &'static str, kind: ColumnType, doc: &'static str) -> OutputColumn {
    OutputColumn { name, kind, doc }
}

/// See the spec.
#[derive(Debug)]
pub(super) struct LoginLists;

impl Operator for LoginLists {
    fn spec(&self) -> &'static OperatorSpec {
        &SPEC
    }

    fn run(&self, call: &mut Call<'_>) -> Result<Relation, RunError> {
        let options = Options {
            gap_us: call.integer("gap_h")?.saturating_mul(3_600_000_000),
            min_names: usize::try_from(call.integer("min_names")?).unwrap_or(0).max(1),
            min_shared: call.integer("min_shared")?.clamp(1, 100).unsigned_abs(),
        };
        let reservation = call.reserve();
        let mut tries = tries(call, &reservation)?;
        // Lists hold each name once, so they and the index over them are never more than that.
        let index = tries.len().saturating_mul(size_of::<i64>() + 3 * size_of::<u32>());
        reservation.grow(index).map_err(|error| call.failed(error))?;
        let lists = lists(&mut tries, options);
        drop(tries);
        let groups = Groups::of(&lists, options);
        if groups.hot_names > 0 {
            call.note(Note::HotNames { names: groups.hot_names });
        }
        relation(&lists, &groups)
    }
}

#[derive(Clone, Copy)]
struct Options {
    gap_us: i64,
    min_names: usize,
    min_shared: u64,
}

/// One try: 32 bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Try {
    source: i64,
    burst: i64,
    at: i64,
    user: i64,
}

fn tries(call: &Call<'_>, reservation: &vigie_engine::Reservation) -> Result<Vec<Try>, RunError> {
    let rest = "WHERE login = 0";
    let mut tries = Vec::new();
    for batch in call.stream("tries", "source, \"user\", at, burst", rest, &[])? {
        let batch = batch.map_err(|error| call.failed(error))?;
        if tries.capacity() - tries.len() < batch.num_rows() {
            let more = tries.len().max(batch.num_rows());
            let bytes = more.saturating_mul(size_of::<Try>());
            reservation.grow(bytes).map_err(|error| call.failed(error))?;
            tries.reserve_exact(more);
        }
        let sources = batch.column(0).as_primitive::<Int64Type>().values();
        let users = batch.column(1).as_primitive::<Int64Type>().values();
        let times = batch.column(2).as_primitive::<TimestampMicrosecondType>().values();
        let bursts = batch.column(3).as_primitive::<Int64Type>().values();
        for (((&source, &user), &at), &burst) in sources.iter().zip(users).zip(times).zip(bursts) {
            tries.push(Try { source, burst, at, user });
        }
    }
    Ok(tries)
}

/// What one source tries in one burst.
struct List {
    source: i64,
    burst: i64,
    began: i64,
    ended: i64,
    /// Distinct names by their rank, the rarest first.
    names: Vec<u32>,
}

/// All lists that are long enough, in the order in which they begin.
fn lists(tries: &mut [Try], options: Options) -> Vec<List> {
    tries.sort_unstable();
    let within = |left: &Try, right: &Try| (left.source, left.burst) == (right.source, right.burst);
    let mut raw: Vec<(Try, i64, Vec<i64>)> = Vec::new();
    let mut on_lists: HashMap<i64, u32> = HashMap::new();
    for list in tries.chunk_by(within) {
        let mut names: Vec<i64> = list.iter().map(|one| one.user).collect();
        names.sort_unstable();
        names.dedup();
        let (Some(first), Some(last)) = (list.first(), list.last()) else { continue };
        if names.len() >= options.min_names {
            for name in &names {
                *on_lists.entry(*name).or_default() += 1;
            }
            raw.push((*first, last.at, names));
        }
    }
    let ranks = ranks(&on_lists);
    let mut lists: Vec<List> = raw
        .into_iter()
        .map(|(first, ended, names)| {
            let mut names: Vec<u32> =
                names.iter().filter_map(|name| ranks.get(name).copied()).collect();
            names.sort_unstable();
            List { source: first.source, burst: first.burst, began: first.at, ended, names }
        })
        .collect();
    lists.sort_unstable_by_key(|list| (list.began, list.source));
    lists
}

/// Names by how few lists they are on; the pseudonym decides between equals.
fn ranks(on_lists: &HashMap<i64, u32>) -> HashMap<i64, u32> {
    let mut order: Vec<(u32, i64)> = Vec::with_capacity(on_lists.len());
    order.extend(on_lists.iter().map(|(name, lists)| (*lists, *name)));
    order.sort_unstable();
    (0..).zip(order).map(|(rank, (_, name))| (name, rank)).collect()
}

/// Lists that resemble the first of them.
struct Group {
    first: usize,
    last_at: i64,
    /// Lists with how like the first they are, in per cent.
    members: Vec<(usize, u64)>,
}

struct Groups {
    groups: Vec<Group>,
    hot_names: u64,
}

impl Groups {
    fn of(lists: &[List], options: Options) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        let mut index: HashMap<u32, Vec<usize>> = HashMap::new();
        let mut hot: Vec<u32> = Vec::new();
        // By group: the last list that it was compared with, so that none is compared twice.
        let mut compared: Vec<usize> = Vec::new();
        for (number, list) in lists.iter().enumerate() {
            let prefix = prefix(&list.names, options.min_shared);
            let mut best: Option<(u64, usize)> = None;
            for name in prefix {
                let Some(candidates) = index.get_mut(name) else { continue };
                candidates.retain(|&group| {
                    list.began.saturating_sub(groups[group].last_at) <= options.gap_us
                });
                if candidates.len() > HOT_NAME {
                    hot.push(*name);
                    continue;
                }
                for &group in &*candidates {
                    if std::mem::replace(&mut compared[group], number) == number {
                        continue;
                    }
                    let shared = shared(&lists[groups[group].first].names, &list.names);
                    let better = best.is_none_or(|(most, first)| {
                        shared > most || (shared == most && group < first)
                    });
                    if shared >= options.min_shared && better {
                        best = Some((shared, group));
                    }
                }
            }
            if let Some((shared, group)) = best {
                groups[group].members.push((number, shared));
                groups[group].last_at = groups[group].last_at.max(list.ended);
            } else {
                for name in prefix {
                    index.entry(*name).or_default().push(groups.len());
                }
                compared.push(usize::MAX);
                let members = vec![(number, 100)];
                groups.push(Group { first: number, last_at: list.ended, members });
            }
        }
        hot.sort_unstable();
        hot.dedup();
        Self { groups, hot_names: hot.len() as u64 }
    }
}

/// Two lists that share at least `min_shared` per cent have a name in common among these.
fn prefix(names: &[u32], min_shared: u64) -> &[u32] {
    let length = names.len() as u64;
    let must_share = (length * min_shared).div_ceil(100);
    let prefix = usize::try_from(length - must_share + 1).unwrap_or(names.len());
    names.get(..prefix).unwrap_or(names)
}

/// Names on both lists, of the names on either, in whole per cent (never rounded up).
fn shared(left: &[u32], right: &[u32]) -> u64 {
    let (mut both, mut rest) = (0_u64, right);
    for name in left {
        while let Some((first, after)) = rest.split_first()
            && first < name
        {
            rest = after;
        }
        both += u64::from(rest.first() == Some(name));
    }
    let either = left.len() as u64 + right.len() as u64 - both;
    both * 100 / either.max(1)
}

fn relation(lists: &[List], groups: &Groups) -> Result<Relation, RunError> {
    let mut columns: [Vec<i64>; 8] = Default::default();
    for group in &groups.groups {
        let first = &lists[group.first];
        let alone = group.members.iter().all(|(member, _)| lists[*member].source == first.source);
        if alone {
            continue;
        }
        for (member, shared) in &group.members {
            let list = &lists[*member];
            let names = i64::try_from(list.names.len()).unwrap_or(i64::MAX);
            let shared = i64::try_from(*shared).unwrap_or(i64::MAX);
            let row = [
                first.source,
                first.began,
                list.source,
                list.burst,
                list.began,
                list.ended,
                names,
                shared,
            ];
            columns.iter_mut().zip(row).for_each(|(column, value)| column.push(value));
        }
    }
    let schema = SPEC.schema();
    let arrays = SPEC.output.iter().zip(columns).map(|(column, values)| -> ArrayRef {
        match column.kind {
            ColumnType::Time => {
                Arc::new(TimestampMicrosecondArray::from(values).with_timezone("UTC"))
            }
            _ => Arc::new(Int64Array::from(values)),
        }
    });
    let batch = RecordBatch::try_new(Arc::clone(&schema), arrays.collect())
        .map_err(|error| RunError::bug(error.to_string()))?;
    Ok(Relation { schema, batches: vec![batch] })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OPTIONS: Options = Options { gap_us: 1_000, min_names: 2, min_shared: 50 };

    fn list(source: i64, began: i64, names: &[i64]) -> Vec<Try> {
        names.iter().map(|&user| Try { source, burst: began, at: began, user }).collect()
    }

    fn grouped(tries: &mut [Try], options: Options) -> Vec<Vec<i64>> {
        let lists = lists(tries, options);
        let sources = |group: &Group| group.members.iter().map(|m| lists[m.0].source).collect();
        Groups::of(&lists, options).groups.iter().map(sources).collect()
    }

    #[test]
    fn lists_join_the_first_that_they_resemble_and_never_chain() {
        let mut tries = [
            list(1, 0, &[1, 2, 3, 4]),
            list(2, 10, &[3, 4, 5, 6, 1, 2]),
            // Like the second, but not like the first.
            list(3, 20, &[3, 4, 5, 6]),
            list(4, 30, &[1, 2, 3, 4]),
            // Too late for either group.
            list(5, 5_000, &[1, 2, 3, 4]),
        ]
        .concat();
        assert_eq!(grouped(&mut tries, OPTIONS), [vec![1, 2, 4], vec![3], vec![5]]);
    }

    proptest! {
        /// The index proposes every first list that a full comparison would have found.
        #[test]
        fn the_index_misses_no_group(
            names in prop::collection::vec(prop::collection::btree_set(0_i64..24, 2..12), 1..60),
            min_shared in 10_u64..=100,
        ) {
            let mut tries: Vec<Try> = (0..).zip(&names).flat_map(|(source, names)| {
                names.iter().map(move |&user| Try { source, burst: 1, at: source, user })
            }).collect();
            let options = Options { min_shared, ..OPTIONS };
            let lists = lists(&mut tries, options);
            let mut firsts: Vec<usize> = Vec::new();
            let mut expected: Vec<Vec<usize>> = Vec::new();
            for (number, one) in lists.iter().enumerate() {
                let best = firsts.iter().enumerate()
                    .map(|(group, &first)| (shared(&lists[first].names, &one.names), group))
                    .filter(|(shared, _)| *shared >= min_shared)
                    .max_by_key(|&(shared, group)| (shared, std::cmp::Reverse(group)));
                if let Some((_, group)) = best {
                    expected[group].push(number);
                } else {
                    firsts.push(number);
                    expected.push(vec![number]);
                }
            }
            let groups = Groups::of(&lists, options).groups;
            let got: Vec<Vec<usize>> =
                groups.iter().map(|g| g.members.iter().map(|m| m.0).collect()).collect();
            prop_assert_eq!(got, expected);
        }
    }
}
