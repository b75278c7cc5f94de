//! From pairs to groups: where to begin, what is the same, and what stands in the end.

use super::affiliation::{self, Affiliation};
use super::grow::{self, Seen, ln_pair};
use super::index::Index;
use super::occasion::Work;
use super::{Group, GroupOptions, Groups, Member, Occasion, season};
use crate::discoveries::q_values_ln;
use crate::pairs::Pairs;

/// A pair likelier than this by chance is no place to begin.
const LN_BEGIN: f64 = -6.9; // about 1 in 1,000

pub(super) fn choose(
    index: &Index,
    pairs: &Pairs,
    affiliations: &[Affiliation],
    options: GroupOptions,
) -> Groups {
    let mut work = Work(options.work_cap);
    let (found, not_grown) = grown(index, pairs, options, &mut work);
    let tested = found.len() as u64;
    let (found, explained) = affiliation::take_out(index, found, affiliations, options, &mut work);
    let standing = standing(found, options);
    let season = season::season_false(index, &standing, options);
    let groups = standing.iter().zip(season);
    let groups = groups.map(|((seen, q), season)| group(index, seen, *q, season)).collect();
    Groups { groups, explained, not_grown, tested }
}

/// Grows from each pair that is not inside a group already, the least likely pair first.
fn grown(index: &Index, pairs: &Pairs, options: GroupOptions, work: &mut Work) -> (Vec<Seen>, u64) {
    let mut begins: Vec<(f64, (u32, u32))> = Vec::new();
    for pair in pairs.pairs.iter().filter(|pair| pair.objects >= 2) {
        let ranks = index.ranks_of(&[pair.account_a, pair.account_b]);
        if let [one, other] = ranks[..] {
            let ln_p = ln_pair(index, (one, other), pair.objects as usize, 1.0);
            if ln_p <= LN_BEGIN {
                begins.push((ln_p, (one, other)));
            }
        }
    }
    begins.sort_unstable_by(|left, right| left.0.total_cmp(&right.0).then(left.1.cmp(&right.1)));
    let mut found: Vec<Seen> = Vec::new();
    // By account: the groups it is in.
    let mut inside: Vec<Vec<u32>> = vec![Vec::new(); index.accounts.len()];
    for (at, (_, pair)) in begins.iter().enumerate() {
        if !work.is_left() {
            return (found, (begins.len() - at) as u64);
        }
        let both = |group: &u32| inside[pair.1 as usize].contains(group);
        if inside[pair.0 as usize].iter().any(both) {
            continue;
        }
        let Some(seen) = grow::grow(index, *pair, options, work) else { continue };
        if let Some(one) = keep(index, &mut found, seen, options, work) {
            let number = u32::try_from(one).unwrap_or(u32::MAX);
            for member in &found[one].members {
                if !inside[*member as usize].contains(&number) {
                    inside[*member as usize].push(number);
                }
            }
        }
    }
    found.retain(|seen| !seen.members.is_empty());
    (found, 0)
}

/// Adds a group, or what it and another one are together. Returns the number of what changed.
fn keep(
    index: &Index,
    found: &mut Vec<Seen>,
    seen: Seen,
    options: GroupOptions,
    work: &mut Work,
) -> Option<usize> {
    for (at, other) in found.iter_mut().enumerate() {
        if other.holds(&seen.members) {
            return None;
        }
        let shared =
            seen.members.iter().filter(|one| other.members.binary_search(one).is_ok()).count();
        if shared < 2 || shared * 2 < seen.members.len().min(other.members.len()) {
            continue;
        }
        // Are they one? Only if each member of both belongs to all the others.
        let mut union: Vec<u32> = [&seen.members[..], &other.members].concat();
        union.sort_unstable();
        union.dedup();
        let together = grow::keep_members(index, union.clone(), options, work);
        if let Some(together) = together.filter(|together| together.members == union) {
            *other = together;
            return Some(at);
        }
    }
    found.push(seen);
    Some(found.len() - 1)
}

/// Those that stand at this look, each with its q.
fn standing(mut found: Vec<Seen>, options: GroupOptions) -> Vec<(Seen, f64)> {
    found.sort_by(|left, right| {
        left.ln_false.total_cmp(&right.ln_false).then_with(|| left.members.cmp(&right.members))
    });
    let ln_false: Vec<f64> = found.iter().map(|seen| seen.ln_false).collect();
    // The hypotheses are counted in `ln_false` already.
    let q = q_values_ln(&ln_false);
    found.into_iter().zip(q).filter(|(_, q)| *q <= options.alpha).collect()
}

fn group(index: &Index, seen: &Seen, q: f64, season_false: f64) -> Group {
    let meets =
        |one: u32, other: u32| index.expected_meetings(index.activity(one), index.activity(other));
    let members = seen.members.iter().zip(&seen.ln_p).map(|(&one, &ln_p)| Member {
        account: index.accounts[one as usize],
        occasions: u32::try_from(seen.occasions_of(index, one)).unwrap_or(u32::MAX),
        expected: seen.members.iter().filter(|other| **other != one).map(|o| meets(one, *o)).sum(),
        ln_p,
    });
    let members: Vec<Member> = members.collect();
    let expected = members.iter().map(|member| member.expected).sum::<f64>() / 2.0;
    let mut occasions: Vec<Occasion> = seen
        .meetings
        .iter()
        .map(|meeting| {
            let acts = || meeting.acts.iter().map(|at| &index.acts[*at as usize]);
            Occasion {
                object: index.objects[meeting.object as usize],
                first_at: acts().map(|act| act.at).min().unwrap_or(0),
                last_at: acts().map(|act| act.at).max().unwrap_or(0),
                rows: acts().map(|act| act.row).collect(),
                accounts: acts().map(|act| index.accounts[act.account as usize]).collect(),
            }
        })
        .collect();
    occasions.sort_by_key(|one| (one.first_at, one.object));
    Group { members, occasions, expected, ln_false: seen.ln_false, q, season_false }
}
