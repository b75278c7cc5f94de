//! From visits to bursts, and the strong links between visits.

use std::cmp::Ordering;

use super::event::{Event, Family, Params, What};
use super::lists::Tokens;
use super::report::{Burst, Reason};
use super::visits::{Login, Visit, Visits};

/// The end of a sweep's run: nothing.
pub(super) const NONE: u32 = u32::MAX;

/// Bursts and what joins them.
pub(super) struct Joined {
    /// In order of visits, then of time.
    pub(super) bursts: Vec<Burst>,
    /// Of each visit, its bursts.
    pub(super) of_visit: Vec<std::ops::Range<u32>>,
    /// For each place in the sorted order, its burst.
    pub(super) burst_at: Vec<u32>,
    /// Joins of visits: later, earlier, why, figure.
    pub(super) links: Vec<(u32, u32, Reason, u32)>,
    /// Of each visit, the first visit of its attack.
    pub(super) roots: Vec<u32>,
}

/// How many earlier lists with an equal band key a list is compared with.
const LOOK_BACK: usize = 4;

pub(super) fn joined(visits: &mut Visits<'_>, params: &Params) -> Joined {
    let mut union = Union::new(visits.visits.len());
    let waves = waves(visits, params);
    for wave in &waves {
        for visit in &wave.visits {
            let verdict = &mut visits.visits[*visit as usize].verdict;
            if verdict.login == Login::Slip {
                verdict.login = Login::Wave;
            }
        }
    }
    let (bursts, of_visit, burst_at) = bursts(visits, params);
    let mut links = Linker { visits: &visits.visits, union: &mut union, links: Vec::new() };
    links.by_network(params);
    links.by_tool(visits, params);
    links.by_lists(visits, params);
    for wave in &waves {
        for pair in wave.visits.windows(2) {
            links.link(pair[0], pair[1], wave.reason, wave.sources);
        }
    }
    let links = links.links;
    let roots = (0..).take(visits.visits.len()).map(|visit| union.root(visit)).collect();
    Joined { bursts, of_visit, burst_at, links, roots }
}

/// Visits that are one wave, in order of time.
struct Wave {
    visits: Vec<u32>,
    sources: u32,
    reason: Reason,
}

/// Many sources on one name, or each on names that do not exist.
fn waves(visits: &Visits<'_>, params: &Params) -> Vec<Wave> {
    let mut on_one_name = Vec::new();
    let mut on_none = Vec::new();
    for (number, visit) in (0_u32..).zip(&visits.visits) {
        let counts = &visit.counts;
        if visit.verdict.login == Login::Clean {
            continue;
        }
        let Some(first) = visits.events_of(visit).find(|event| event.what.is_failure()) else {
            continue;
        };
        if counts.names == 1 && first.token != 0 {
            on_one_name.push(((visit.house, first.token), first.at.0, visit.source, number));
        }
        if visit.verdict.login == Login::Slip && counts.invalid > 0 {
            on_none.push(((visit.house, 0), first.at.0, visit.source, number));
        }
    }
    let mut all = runs(on_one_name, params.login_gap_us, params, Reason::OneName);
    // Names that do not exist are tried everywhere all day: only a dense run is a wave.
    all.extend(runs(on_none, params.web_gap_us, params, Reason::Wave));
    all.extend(neighbours(visits, params));
    all
}

/// Sources of one network that share the guessing, so that each stays below what is more than a slip.
const LEAST_NEIGHBOURS: usize = 3;

/// Neighbours whose slips come within the hour of each other: together more tries and more names than a
/// slip, and none of the network at home here.
fn neighbours(visits: &Visits<'_>, params: &Params) -> Vec<Wave> {
    let mut accepted: hashbrown::HashMap<(u64, u64), u32> = hashbrown::HashMap::new();
    let mut slips: Vec<WaveRow> = Vec::new();
    for (number, visit) in (0_u32..).zip(&visits.visits).filter(|(_, visit)| visit.network != 0) {
        let key = (visit.house, visit.network);
        *accepted.entry(key).or_default() += visit.counts.accepted;
        if visit.verdict.login == Login::Slip && visit.counts.failures > 0 {
            let event = visits.event(visit.range.start);
            slips.push((key, event.at.0, visit.source, number));
        }
    }
    slips.sort_unstable();
    let is_near = |one: &WaveRow, next: &WaveRow| {
        one.0 == next.0 && next.1.saturating_sub(one.1) < params.login_gap_us
    };
    let mut found = Vec::new();
    for run in slips.chunk_by(is_near).filter(|run| run.len() >= LEAST_NEIGHBOURS) {
        let mut sources: Vec<u64> = run.iter().map(|row| row.2).collect();
        let failed = run
            .iter()
            .flat_map(|row| visits.events_of(&visits.visits[row.3 as usize]))
            .filter(|event| event.what.is_failure());
        let mut names: Vec<u64> = failed.map(|event| event.token).collect();
        let tries = u32::try_from(names.len()).unwrap_or(u32::MAX);
        for keys in [&mut sources, &mut names] {
            keys.sort_unstable();
            keys.dedup();
        }
        let at_home = run.first().and_then(|row| accepted.get(&row.0)).copied().unwrap_or(0);
        if sources.len() >= LEAST_NEIGHBOURS
            && names.len() >= params.least_names
            && tries >= params.least_failures
            && at_home < tries
        {
            let sources = u32::try_from(sources.len()).unwrap_or(u32::MAX);
            let visits = run.iter().map(|row| row.3).collect();
            found.push(Wave { visits, sources, reason: Reason::SameNetwork });
        }
    }
    found
}

type WaveRow = ((u64, u64), i64, u64, u32);

fn runs(mut rows: Vec<WaveRow>, gap: i64, params: &Params, reason: Reason) -> Vec<Wave> {
    rows.sort_unstable();
    let is_near =
        |one: &WaveRow, next: &WaveRow| one.0 == next.0 && next.1.saturating_sub(one.1) < gap;
    let mut found = Vec::new();
    for run in rows.chunk_by(is_near).filter(|run| run.len() >= params.wave_sources.max(2)) {
        let mut sources: Vec<u64> = run.iter().map(|row| row.2).collect();
        sources.sort_unstable();
        sources.dedup();
        if sources.len() >= params.wave_sources {
            let visits = run.iter().map(|row| row.3).collect();
            let sources = u32::try_from(sources.len()).unwrap_or(u32::MAX);
            found.push(Wave { visits, sources, reason });
        }
    }
    found
}

type Bursts = (Vec<Burst>, Vec<std::ops::Range<u32>>, Vec<u32>);

/// Cuts the lines of each visit that belong to an attack.
fn bursts(all: &mut Visits<'_>, params: &Params) -> Bursts {
    let mut bursts: Vec<Burst> = Vec::new();
    let mut of_visit = Vec::with_capacity(all.visits.len());
    let mut burst_at = vec![NONE; all.order.len()];
    let mut rows: Vec<(u64, Family, usize)> = Vec::new();
    for number in 0..all.visits.len() {
        let start = bursts.len();
        rows.clear();
        let visit = &all.visits[number];
        let mut failed = false;
        for place in visit.range.clone() {
            let event = all.event(place);
            failed |= event.what.is_failure();
            if visit.verdict.takes(event.what, failed) {
                rows.push((event.target, event.what.family(), place));
            } else if is_slip(visit, event) {
                all.left.slips += 1;
            } else {
                all.left.visitors += 1;
            }
        }
        rows.sort_unstable();
        for (target, family, place) in &rows {
            let event = all.event(*place);
            let gap = params.gap_us(*family);
            let burst = match bursts[start..].last_mut() {
                Some(last)
                    if last.target == *target
                        && last.family == *family
                        && event.at.0.saturating_sub(last.last_at.0) < gap =>
                {
                    last
                }
                _ => {
                    bursts.push(opened(event, *family));
                    let Some(last) = bursts.last_mut() else { continue };
                    last
                }
            };
            burst.last_at = event.at;
            burst.lines += 1;
            if is_telling(event.what) {
                if burst.telling == 0 {
                    burst.row = event.row;
                }
                burst.telling += 1;
            }
            burst_at[*place] = u32::try_from(bursts.len() - 1).unwrap_or(NONE);
        }
        note(&mut all.visits[number], &bursts[start..]);
        let end = |length: usize| u32::try_from(length).unwrap_or(NONE);
        of_visit.push(end(start)..end(bursts.len()));
    }
    (bursts, of_visit, burst_at)
}

fn is_slip(visit: &Visit, event: &Event) -> bool {
    visit.verdict.login == Login::Slip && event.what.family() == Family::Login
}

pub(super) const fn is_telling(what: What) -> bool {
    !matches!(what, What::Visit | What::Accepted)
}

const fn opened(event: &Event, family: Family) -> Burst {
    Burst {
        source: event.source,
        network: event.network,
        house: event.house,
        target: event.target,
        family,
        first_at: event.at,
        last_at: event.at,
        lines: 0,
        telling: 0,
        row: event.row,
        attack: NONE,
    }
}

fn note(visit: &mut Visit, bursts: &[Burst]) {
    visit.families = bursts.iter().fold(0, |bits, burst| bits | burst.family.bit());
    if let Some(first) = bursts.iter().map(|burst| burst.first_at).min() {
        visit.first_at = first;
    }
    if let Some(last) = bursts.iter().map(|burst| burst.last_at).max() {
        visit.last_at = last;
    }
}

struct Linker<'a> {
    visits: &'a [Visit],
    union: &'a mut Union,
    links: Vec<(u32, u32, Reason, u32)>,
}

impl Linker<'_> {
    /// Joins two visits, unless they are one attack already.
    fn link(&mut self, one: u32, other: u32, reason: Reason, figure: u32) {
        if self.union.join(one, other) {
            let at = |visit: u32| (self.visits[visit as usize].first_at, visit);
            let (later, earlier) = if at(one) > at(other) { (one, other) } else { (other, one) };
            self.links.push((later, earlier, reason, figure));
        }
    }

    /// Visits that hold a key, by key, house and family, in order of time.
    fn rows(&self, key: impl Fn(&Visit) -> u64) -> Vec<Row> {
        let mut rows = Vec::new();
        for (number, visit) in (0_u32..).zip(self.visits) {
            let key = key(visit);
            for family in [Family::Web, Family::Login, Family::Mail] {
                if key != 0 && visit.families & family.bit() != 0 {
                    let key = (key, visit.house, family);
                    rows.push(Row { key, first: visit.first_at.0, visit: number });
                }
            }
        }
        rows.sort_unstable();
        rows
    }

    fn by_network(&mut self, params: &Params) {
        let rows = self.rows(|visit| visit.network);
        for run in rows.chunk_by(|one, next| one.key == next.key) {
            // Per tool the visit that ends last: neighbours that name different tools are two.
            let mut open: Vec<(u64, u32, i64)> = Vec::new();
            for row in run {
                let visit = &self.visits[row.visit as usize];
                let last = visit.last_at.0;
                let near = open.iter().rev().find(|(tool, _, end)| {
                    let agrees = *tool == visit.tool || *tool == 0 || visit.tool == 0;
                    agrees && row.first.saturating_sub(*end) < params.join_gap_us
                });
                if let Some((_, earlier, _)) = near.copied() {
                    self.link(earlier, row.visit, Reason::SameNetwork, 0);
                }
                match open.iter_mut().find(|(tool, ..)| *tool == visit.tool) {
                    Some(entry) if entry.2 <= last => *entry = (visit.tool, row.visit, last),
                    Some(_) => {}
                    None => open.push((visit.tool, row.visit, last)),
                }
            }
        }
    }

    /// A tool that anybody can have says little by itself; at the same time it does.
    fn by_tool(&mut self, visits: &Visits<'_>, params: &Params) {
        let common = &visits.common;
        let rows = self.rows(|visit| if common.is_common(visit.tool) { 0 } else { visit.tool });
        for run in rows.chunk_by(|one, next| one.key == next.key) {
            let mut last: Option<(u32, i64)> = None;
            for row in run {
                let ends = self.visits[row.visit as usize].last_at.0;
                if let Some((earlier, end)) = last
                    && row.first.saturating_sub(end) < params.web_gap_us
                {
                    self.link(earlier, row.visit, Reason::SameTool, 0);
                }
                if last.is_none_or(|(_, end)| end <= ends) {
                    last = Some((row.visit, ends));
                }
            }
        }
    }

    fn by_lists(&mut self, all: &Visits<'_>, params: &Params) {
        for reason in [Reason::UserNames, Reason::PathOrder, Reason::Payloads] {
            let mut lists: Vec<(u32, Tokens)> = Vec::new();
            for (number, visit) in (0_u32..).zip(self.visits) {
                if visit.families == 0 {
                    continue;
                }
                let tokens = list(all, visit, reason);
                let least = if reason == Reason::Payloads { 1 } else { params.least_list };
                if tokens.len() >= least.max(1) {
                    lists.push((number, tokens));
                }
            }
            lists.sort_by_key(|(visit, _)| (self.visits[*visit as usize].first_at, *visit));
            self.compare(&lists, reason, params);
        }
    }

    fn compare(&mut self, lists: &[(u32, Tokens)], reason: Reason, params: &Params) {
        let mut rows: Vec<(u64, u32)> = Vec::with_capacity(lists.len());
        for band in 0..Tokens::BANDS {
            rows.clear();
            rows.extend((0_u32..).zip(lists).map(|(at, (_, tokens))| (tokens.band(band), at)));
            rows.sort_unstable();
            for run in rows.chunk_by(|one, next| one.0 == next.0) {
                for (place, (_, later)) in run.iter().enumerate() {
                    for (_, earlier) in &run[place.saturating_sub(LOOK_BACK)..place] {
                        self.pair(lists, *earlier, *later, reason, params);
                    }
                }
            }
        }
    }

    fn pair(
        &mut self,
        lists: &[(u32, Tokens)],
        earlier: u32,
        later: u32,
        reason: Reason,
        params: &Params,
    ) {
        let (one, tokens) = &lists[earlier as usize];
        let (other, others) = &lists[later as usize];
        let (first, second) = (&self.visits[*one as usize], &self.visits[*other as usize]);
        let gap = second.first_at.0.saturating_sub(first.last_at.0);
        // What a named tool sends is the tool's: it says no more than its name, nor less.
        let are_tools = reason != Reason::UserNames && first.tool != 0 && second.tool != 0;
        if first.house != second.house
            || gap >= params.join_gap_us
            || are_tools
            || self.union.root(*one) == self.union.root(*other)
        {
            return;
        }
        let alike = tokens.alike(others);
        if alike >= params.alike_permille {
            self.link(*one, *other, reason, alike);
        }
    }
}

/// What a visit tried, of one kind. Paths and payloads that visitors send as well are left out.
fn list(all: &Visits<'_>, visit: &Visit, reason: Reason) -> Tokens {
    let common = &all.common;
    let is_own = |key: &u64| *key != 0 && !common.is_common(*key);
    let events = all.events_of(visit);
    match reason {
        Reason::UserNames => Tokens::of(
            events
                .filter(|event| event.what.is_failure())
                .map(|event| event.token)
                .filter(|k| *k != 0),
        ),
        Reason::PathOrder => Tokens::of_order(
            events
                .filter(|event| event.what.family() == Family::Web)
                .filter(|event| visit.verdict.takes(event.what, false))
                .map(|event| event.token)
                .filter(is_own),
        ),
        _ => Tokens::of(
            events
                .filter(|event| matches!(event.what, What::Shown(..)))
                .map(|event| event.skeleton)
                .filter(is_own),
        ),
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    key: (u64, u64, Family),
    first: i64,
    visit: u32,
}

/// Sets that grow together (Tarjan and van Leeuwen, 1984: halving of paths); the smallest number stands
/// for a set.
struct Union(Vec<u32>);

impl Union {
    fn new(count: usize) -> Self {
        Self((0..).take(count).collect())
    }

    fn root(&mut self, mut at: u32) -> u32 {
        while self.0[at as usize] != at {
            let next = self.0[self.0[at as usize] as usize];
            self.0[at as usize] = next;
            at = next;
        }
        at
    }

    /// Whether they were apart.
    fn join(&mut self, one: u32, other: u32) -> bool {
        let (one, other) = (self.root(one), self.root(other));
        match one.cmp(&other) {
            Ordering::Equal => false,
            Ordering::Less => {
                self.0[other as usize] = one;
                true
            }
            Ordering::Greater => {
                self.0[one as usize] = other;
                true
            }
        }
    }
}
