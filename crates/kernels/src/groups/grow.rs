//! Grows a set from two accounts, and asks of each member whether it belongs to the others.

use super::GroupOptions;
use super::index::{Index, real};
use super::member::{Others, SMALL};
use super::occasion::{Meeting, Work, meetings};
use super::tail::{ln_fisher, ln_poisson};

/// Sets this large take in all who pass at once.
const GROWN: usize = 8;
/// Links of a chain that are looked at; more would only make the group surer.
const CHAIN: usize = 10;
/// Rounds in which members go and others come.
const ROUNDS: usize = 3;
/// How much likelier than a member somebody may be who is tried while the set is still small:
/// everyone is tested again in the end.
const LN_TRY: f64 = 2.3;

/// A set that has been looked at.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    /// Ranks, ascending.
    pub(super) members: Vec<u32>,
    /// By member, in the same order: the logarithm of its chance to be so often with the others.
    pub(super) ln_p: Vec<f64>,
    pub(super) meetings: Vec<Meeting>,
    /// See [`super::Group::ln_false`].
    pub(super) ln_false: f64,
}

impl Seen {
    pub(super) fn holds(&self, members: &[u32]) -> bool {
        members.iter().all(|one| self.members.binary_search(one).is_ok())
    }

    /// On how many occasions a member was there.
    pub(super) fn occasions_of(&self, index: &Index, member: u32) -> usize {
        let own = |at: &u32| index.acts[*at as usize].account == member;
        self.meetings.iter().filter(|meeting| meeting.acts.iter().any(own)).count()
    }
}

/// Grows a group from two accounts that met. `None` when nobody else belongs to them.
pub(super) fn grow(
    index: &Index,
    pair: (u32, u32),
    options: GroupOptions,
    work: &mut Work,
) -> Option<Seen> {
    let mut set = vec![pair.0.min(pair.1), pair.0.max(pair.1)];
    let mut turned_away: Vec<u32> = Vec::new();
    let mut seen: Option<Seen> = None;
    for _ in 0..ROUNDS {
        while take_in(index, &mut set, &turned_away, options, work) {}
        if seen.as_ref().is_some_and(|seen| seen.members == set) {
            break;
        }
        let kept = keep_members(index, set.clone(), options, work)?;
        turned_away.extend(set.iter().filter(|one| !kept.holds(&[**one])));
        set.clone_from(&kept.members);
        seen = Some(kept);
    }
    seen
}

/// How unlikely an account must be for one of the layer's accounts to be a member.
fn ln_single(index: &Index, options: GroupOptions) -> f64 {
    options.member_alpha.ln() - real(index.accounts.len()).ln()
}

/// Takes in the least likely by chance, or when the set is large all who pass. False when there is
/// nobody.
fn take_in(
    index: &Index,
    set: &mut Vec<u32>,
    turned_away: &[u32],
    options: GroupOptions,
    work: &mut Work,
) -> bool {
    if !work.is_left() {
        return false;
    }
    let meetings = meetings(index, set, options.window_us, options.crowd_cap, work);
    let candidate = |one: &u32| set.binary_search(one).is_err() && !turned_away.contains(one);
    let mut there: Vec<(u32, usize)> = Vec::new();
    for (number, meeting) in meetings.iter().enumerate() {
        let reach = index.acts[meeting.reach.clone()].iter().map(|act| act.account);
        there.extend(reach.filter(candidate).map(|one| (one, number)));
    }
    if set.len() <= SMALL {
        // Whoever meets members one at a time; the number says that it is no occasion.
        let met = met_twice(index, set, options, work);
        there.extend(met.into_iter().filter(candidate).map(|one| (one, usize::MAX)));
    }
    there.sort_unstable();
    there.dedup();
    work.spend(there.len());
    let ln_most = ln_single(index, options) + real(set.len() + 1).ln() + LN_TRY;
    let mut others = Others::new(index, set, &meetings, options);
    let mut passed: Vec<(f64, u32)> = Vec::new();
    let mut numbers: Vec<usize> = Vec::new();
    for own in there.chunk_by(|left, right| left.0 == right.0) {
        numbers.clear();
        numbers.extend(own.iter().map(|(_, number)| *number).filter(|at| *at < usize::MAX));
        let Some(&(account, _)) = own.first() else { continue };
        if let Some(ln_p) = others.test(account, &numbers, ln_most, work) {
            passed.push((ln_p, account));
        }
    }
    passed.sort_unstable_by(|left, right| left.0.total_cmp(&right.0).then(left.1.cmp(&right.1)));
    if set.len() < GROWN {
        passed.truncate(1);
    }
    set.extend(passed.iter().map(|(_, account)| *account));
    set.sort_unstable();
    !passed.is_empty()
}

/// Accounts that meet members of a small set on two or more objects.
fn met_twice(index: &Index, set: &[u32], options: GroupOptions, work: &mut Work) -> Vec<u32> {
    let mut met: Vec<(u32, u32)> = Vec::new();
    for &at in set.iter().flat_map(|member| index.of(*member)) {
        if index.is_crowded(at, options.crowd_cap) {
            continue;
        }
        let near = index.near(at, options.window_us);
        work.spend(near.len());
        met.extend(index.acts[near].iter().map(|act| (act.account, act.object)));
    }
    met.sort_unstable();
    met.dedup();
    met.chunk_by(|left, right| left.0 == right.0)
        .filter(|own| own.len() >= 2)
        .filter_map(|own| own.first().map(|(account, _)| *account))
        .collect()
}

/// Drops, one after the other, whoever does not belong to the rest. `None` when fewer than three
/// stand.
pub(super) fn keep_members(
    index: &Index,
    mut set: Vec<u32>,
    options: GroupOptions,
    work: &mut Work,
) -> Option<Seen> {
    loop {
        if set.len() < options.min_members as usize || !work.is_left() {
            return None;
        }
        let mut tests: Vec<Option<f64>> = Vec::new();
        for at in 0..set.len() {
            let mut rest = set.clone();
            let one = rest.remove(at);
            tests.push(test(index, one, &rest, 0.0, options, work));
        }
        if let Some(at) = weakest(&tests, ln_single(index, options)) {
            set.remove(at);
            continue;
        }
        let meetings = meetings(index, &set, options.window_us, options.crowd_cap, work);
        let ln_p = tests.into_iter().flatten().collect();
        let ln_false = ln_false(index, &set, options, 1.0, work);
        return Some(Seen { members: set, ln_p, meetings, ln_false });
    }
}

/// Whether an account belongs to the rest.
fn test(
    index: &Index,
    account: u32,
    rest: &[u32],
    ln_most: f64,
    options: GroupOptions,
    work: &mut Work,
) -> Option<f64> {
    let meetings = meetings(index, rest, options.window_us, options.crowd_cap, work);
    let there: Vec<usize> = meetings
        .iter()
        .enumerate()
        .filter(|(_, one)| index.acts[one.reach.clone()].iter().any(|act| act.account == account))
        .map(|(number, _)| number)
        .collect();
    Others::new(index, rest, &meetings, options).test(account, &there, ln_most, work)
}

/// The member to drop next: one that fails altogether, else the likeliest one when Benjamini and
/// Hochberg would not keep all. The first of equals.
fn weakest(tests: &[Option<f64>], ln_single: f64) -> Option<usize> {
    let mut worst: Option<(f64, usize)> = None;
    for (at, test) in tests.iter().enumerate() {
        let ln_p = test.unwrap_or(f64::INFINITY);
        if worst.is_none_or(|(most, _)| ln_p > most) {
            worst = Some((ln_p, at));
        }
    }
    let (most, at) = worst?;
    (most > ln_single + real(tests.len()).ln()).then_some(at)
}

/// How many groups as unlikely as this one chance shows; see the module of the kernel. Everybody
/// counts as this many times as active as over all acts: see `season`.
pub(super) fn ln_false(
    index: &Index,
    set: &[u32],
    options: GroupOptions,
    busier: f64,
    work: &mut Work,
) -> f64 {
    let mut best = f64::INFINITY;
    let Some((ln_p, pair)) = first_link(index, set, options, busier, work) else { return best };
    let accounts = real(index.accounts.len());
    let mut ln_chains = (accounts * (accounts - 1.0) / 2.0).ln();
    let mut chain = vec![pair.0.min(pair.1), pair.0.max(pair.1)];
    let (mut ln_product, mut tests) = (ln_p, 1);
    while chain.len() < set.len().min(CHAIN) {
        let mut next: Option<(f64, u32)> = None;
        let meetings = meetings(index, &chain, options.window_us, options.crowd_cap, work);
        let mut others = Others::new(index, &chain, &meetings, options).busier(busier);
        for &one in set.iter().filter(|one| chain.binary_search(one).is_err()) {
            let there: Vec<usize> = (0..meetings.len())
                .filter(|at| {
                    let reach = meetings[*at].reach.clone();
                    index.acts[reach].iter().any(|act| act.account == one)
                })
                .collect();
            let ln_p = others.test(one, &there, 0.0, work).unwrap_or(0.0);
            if next.is_none_or(|(least, _)| ln_p < least) {
                next = Some((ln_p, one));
            }
        }
        let Some((ln_p, one)) = next else { break };
        chain.push(one);
        chain.sort_unstable();
        ln_chains += accounts.ln();
        ln_product += ln_p;
        tests += 1;
        // A chain of m members is one of the lengths that could have been chosen.
        let ln_share = -f64::from(tests - 1) * f64::ln(2.0);
        best = best.min(ln_chains + ln_fisher(ln_product, tests) - ln_share);
    }
    best
}

/// The two members who meet least likely by chance.
fn first_link(
    index: &Index,
    set: &[u32],
    options: GroupOptions,
    busier: f64,
    work: &mut Work,
) -> Option<(f64, (u32, u32))> {
    let mut met: Vec<(u32, u32)> = Vec::new();
    for meeting in meetings(index, set, options.window_us, options.crowd_cap, work) {
        let accounts: Vec<u32> =
            meeting.acts.iter().map(|at| index.acts[*at as usize].account).collect();
        for (at, one) in accounts.iter().enumerate() {
            met.extend(accounts[at + 1..].iter().map(|other| (*one.min(other), *one.max(other))));
        }
    }
    met.sort_unstable();
    work.spend(met.len());
    met.chunk_by(|left, right| left == right)
        .filter_map(|same| same.first().map(|pair| (same.len(), *pair)))
        .map(|(times, pair)| (ln_pair(index, pair, times, busier), pair))
        .min_by(|left, right| left.0.total_cmp(&right.0).then(left.1.cmp(&right.1)))
}

/// The logarithm of the chance that two accounts meet on that many objects, those objects held
/// dearer that both visit at other times too. Both count as this many times as active.
pub(super) fn ln_pair(index: &Index, pair: (u32, u32), objects: usize, busier: f64) -> f64 {
    let (one, other) = (index.activity(pair.0), index.activity(pair.1));
    let expected = index.expected_meetings(one, other) * busier * busier;
    let least = u32::try_from(objects).unwrap_or(u32::MAX);
    let plain = ln_poisson(least, expected);
    let common = index.common_objects(pair.0, pair.1);
    let apart = real(common.saturating_sub(objects));
    let lift = (apart + 1.0) / (index.expected_common(one, other) + 1.0);
    if lift > 1.0 { ln_poisson(least, expected * lift) } else { plain }
}
