//! From events to visits: what each source sent to each house until it went quiet, and which of its
//! lines belong to an attack.

use hashbrown::HashMap;
use vigie_model::time::Timestamp;

use super::super::class::Class;
use super::event::{Apart, Event, Family, Params, What, marks};
use super::report::Left;

/// Sorted events and what they come to.
pub(super) struct Visits<'a> {
    pub(super) events: &'a [Event],
    /// Places of events, sorted by source, house, time and everything else.
    pub(super) order: Vec<u32>,
    pub(super) visits: Vec<Visit>,
    pub(super) common: Common,
    pub(super) left: Left,
    pub(super) apart: HashMap<u64, (Apart, u64)>,
}

/// One source at one house without a pause of the join gap.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    /// Places in `order`.
    pub(super) range: std::ops::Range<usize>,
    pub(super) source: u64,
    pub(super) house: u64,
    pub(super) network: u64,
    pub(super) verdict: Verdict,
    /// Families of the lines that belong to an attack.
    pub(super) families: u8,
    pub(super) tool: u64,
    pub(super) counts: Counts,
    /// The first and last line that belongs to an attack.
    pub(super) first_at: Timestamp,
    pub(super) last_at: Timestamp,
}

/// What a visit is, by its own lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Verdict {
    pub(super) web: Web,
    pub(super) login: Login,
    pub(super) mail: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Web {
    /// Nothing is shown.
    Clean,
    /// Some lines show something, and those alone belong to an attack: others may sit behind the
    /// same address.
    Flagged,
    /// The whole visit is a tool at work.
    Scanner,
    /// The whole visit is too much of the same.
    Flood,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Login {
    /// No failure.
    Clean,
    /// As few failures as people make.
    Slip,
    /// Slips that many sources made together.
    Wave,
    /// More.
    Guessing,
}

#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Counts {
    pub(super) requests: u32,
    pub(super) shown: u32,
    /// Different paths and payloads among those.
    pub(super) shown_kinds: u32,
    pub(super) tools: u32,
    pub(super) missing: u32,
    pub(super) missing_paths: u32,
    pub(super) paths: u32,
    pub(super) peak: u32,
    pub(super) failures: u32,
    pub(super) invalid: u32,
    pub(super) names: u32,
    pub(super) accepted: u32,
    /// Peers cut off with a name, and without.
    pub(super) cut_off: u32,
    pub(super) closed: u32,
    /// Missing programs among the missing paths.
    pub(super) missing_programs: u32,
    pub(super) relays: u32,
    /// The most mails refused within the gap of logins.
    pub(super) refused: u32,
    /// Plain pages asked for in a way that is no request to the server.
    pub(super) no_requests: u32,
}

/// What visitors who show nothing hold as well: no evidence of anything.
#[derive(Default)]
pub(super) struct Common {
    /// Paths that were answered, and tools, with the last source that had them and whether another did.
    held: HashMap<u64, (u64, bool)>,
    /// Paths that were missing.
    missed: HashMap<u64, (u64, bool)>,
}

impl Common {
    fn note(map: &mut HashMap<u64, (u64, bool)>, key: u64, source: u64) {
        if key != 0 {
            let entry = map.entry(key).or_insert((source, false));
            entry.1 |= entry.0 != source;
        }
    }

    /// Whether two visitors who show nothing hold it.
    pub(super) fn is_common(&self, key: u64) -> bool {
        self.held.get(&key).is_some_and(|(_, more)| *more)
    }

    fn is_missed_by_others(&self, key: u64, source: u64) -> bool {
        self.missed.get(&key).is_some_and(|(first, more)| *more || *first != source)
            || self.is_common(key)
    }
}

impl<'a> Visits<'a> {
    pub(super) fn of(events: &'a [Event], params: &Params) -> Self {
        // Places are 32 bits: four thousand million lines at once are beyond any memory.
        let count = u32::try_from(events.len()).unwrap_or(u32::MAX);
        let mut order: Vec<u32> = (0..count).collect();
        order.sort_unstable_by(|one, other| events[*one as usize].cmp(&events[*other as usize]));
        let mut all = Self {
            events,
            order,
            visits: Vec::new(),
            common: Common::default(),
            left: Left::default(),
            apart: HashMap::new(),
        };
        all.cut(params);
        all.judge(params);
        all
    }

    pub(super) fn event(&self, place: usize) -> &'a Event {
        &self.events[self.order[place] as usize]
    }

    /// The events of a visit, in order of time.
    pub(super) fn events_of(&self, visit: &Visit) -> impl Iterator<Item = &'a Event> {
        let events = self.events;
        self.order[visit.range.clone()].iter().map(move |place| &events[*place as usize])
    }

    fn cut(&mut self, params: &Params) {
        let mut start = 0;
        for at in 1..=self.order.len() {
            let ends = at == self.order.len() || {
                let (last, next) = (self.event(at - 1), self.event(at));
                (last.source, last.house) != (next.source, next.house)
                    || next.at.0.saturating_sub(last.at.0) >= params.join_gap_us
            };
            if ends {
                self.add(start..at, params);
                start = at;
            }
        }
    }

    fn add(&mut self, range: std::ops::Range<usize>, params: &Params) {
        let first = self.event(range.start);
        if let Some(apart) = params.apart.get(&first.source) {
            let lines = range.len() as u64;
            self.left.apart += lines;
            self.apart.entry(first.source).or_insert((*apart, 0)).1 += lines;
            return;
        }
        let counts = self.count(range.clone(), params);
        self.visits.push(Visit {
            source: first.source,
            house: first.house,
            network: first.network,
            verdict: Verdict {
                web: if counts.shown > 0 { Web::Flagged } else { Web::Clean },
                login: login(&counts, first.network != 0, params),
                mail: counts.relays >= LEAST_RELAYS || counts.refused >= params.least_failures,
            },
            families: 0,
            tool: 0,
            counts,
            first_at: first.at,
            last_at: first.at,
            range,
        });
    }

    fn count(&self, range: std::ops::Range<usize>, params: &Params) -> Counts {
        let mut counts = Counts::default();
        let (mut paths, mut missing, mut names) = (Vec::new(), Vec::new(), Vec::new());
        let (mut kinds, mut programs) = (Vec::new(), Vec::new());
        let (mut refused, mut unsure) = (Vec::new(), Vec::new());
        let mut window = range.start;
        for place in range {
            let event = self.event(place);
            match event.what {
                What::Visit | What::Shown(..) => {
                    counts.requests += 1;
                    counts.no_requests += u32::from(event.marks & marks::NO_REQUEST != 0);
                    paths.push(event.token);
                    if event.marks & marks::MISSING != 0 {
                        counts.missing += 1;
                        missing.push(event.token);
                        if event.marks & marks::PROGRAM != 0 {
                            programs.push(event.token);
                        }
                    }
                    if let What::Shown(class, _) = event.what {
                        counts.shown += 1;
                        counts.tools += u32::from(class == Class::ScannerTool);
                        kinds.push(event.token ^ event.skeleton.rotate_left(1));
                    }
                }
                What::Failed | What::InvalidUser => {
                    if event.marks & marks::ANSWERED == 0 {
                        counts.failures += 1;
                    } else {
                        unsure.push(event.at.0);
                    }
                    counts.invalid += u32::from(event.what == What::InvalidUser);
                    names.push(event.token);
                }
                What::RelayRefused => counts.relays += 1,
                What::MailRefused => refused.push(event.at.0),
                What::Closed if event.token != 0 => counts.cut_off += 1,
                What::Closed => counts.closed += 1,
                What::Accepted => counts.accepted += 1,
                What::Garbled => {
                    counts.requests += 1;
                    counts.shown += 1;
                }
            }
            while event.at.0.saturating_sub(self.event(window).at.0) >= 60_000_000 {
                window += 1;
            }
            counts.peak = counts.peak.max(u32::try_from(place - window + 1).unwrap_or(u32::MAX));
        }
        counts.refused = densest(&refused, params.login_gap_us);
        // Forms that came back: people behind one address sign in over hours, guessers in minutes.
        counts.failures += densest(&unsure, params.web_gap_us);
        counts.paths = distinct(paths);
        counts.missing_paths = distinct(missing);
        counts.names = distinct(names);
        counts.shown_kinds = distinct(kinds);
        counts.missing_programs = distinct(programs);
        counts
    }

    /// What only the others' visits can tell.
    fn judge(&mut self, params: &Params) {
        let mut common = Common::default();
        for visit in self.visits.iter().filter(|visit| visit.verdict.web == Web::Clean) {
            for event in self.events_of(visit).filter(|event| event.what == What::Visit) {
                let is_missing = event.marks & marks::MISSING != 0;
                let map = if is_missing { &mut common.missed } else { &mut common.held };
                Common::note(map, event.token, event.source);
                Common::note(&mut common.held, event.tool, event.source);
            }
        }
        self.common = common;
        for at in 0..self.visits.len() {
            let visit = &self.visits[at];
            let web = self.web(visit, params);
            let tool = self.tool(visit);
            let visit = &mut self.visits[at];
            visit.verdict.web = web;
            visit.tool = tool;
        }
    }

    fn web(&self, visit: &Visit, params: &Params) -> Web {
        let counts = &visit.counts;
        if is_flood(counts, params) {
            return Web::Flood;
        }
        if counts.no_requests >= NO_REQUESTS && counts.no_requests >= counts.requests / 10 * 9 {
            return Web::Scanner;
        }
        if counts.shown > 0 {
            let is_tool = counts.tools >= 2 && counts.tools >= counts.requests / 50;
            let is_many = counts.shown_kinds >= 3 && counts.shown >= counts.requests / 50;
            let looks_around = counts.missing_paths >= 20 && counts.missing >= counts.requests / 10;
            let is_all = counts.shown == counts.requests;
            let is_scanner = is_tool || is_many || looks_around || is_all;
            return if is_scanner { Web::Scanner } else { Web::Flagged };
        }
        let is_search =
            counts.missing_paths >= MISSING_PATHS || counts.missing_programs >= MISSING_PROGRAMS;
        if !is_search || counts.missing < counts.requests / 5 * 3 {
            return Web::Clean;
        }
        // A crawler with old links misses what others miss too.
        let alone = |mark: u8| {
            let own = self.events_of(visit).filter(|event| {
                event.marks & mark == mark
                    && !self.common.is_missed_by_others(event.token, visit.source)
            });
            distinct(own.map(|event| event.token).collect())
        };
        let is_search = alone(marks::MISSING) >= MISSING_PATHS
            || alone(marks::MISSING | marks::PROGRAM) >= MISSING_PROGRAMS;
        if is_search { Web::Scanner } else { Web::Clean }
    }

    /// The tool that at least half of the requests name.
    fn tool(&self, visit: &Visit) -> u64 {
        let mut tools: Vec<u64> = self
            .events_of(visit)
            .filter(|event| event.what.family() == Family::Web)
            .map(|event| event.tool)
            .filter(|tool| *tool != 0)
            .collect();
        tools.sort_unstable();
        let most = tools.chunk_by(|one, other| one == other).max_by_key(|run| run.len());
        most.filter(|run| run.len() * 2 >= visit.counts.requests as usize)
            .and_then(|run| run.first().copied())
            .unwrap_or(0)
    }
}

/// One mail to pass on may be a program that was set up wrongly.
const LEAST_RELAYS: u32 = 2;
/// Missing paths, all different and asked by nobody else, that are a search although no rule said so.
const MISSING_PATHS: u32 = 20;
/// The same for programs, which no link leads to.
const MISSING_PROGRAMS: u32 = 4;

/// Plain pages asked for in no request's way that are a tool: a browser that the server does not
/// understand is given up after a few.
const NO_REQUESTS: u32 = 10;

/// `is_public`: health checks of the house's own network open and close connections all day.
fn login(counts: &Counts, is_public: bool, params: &Params) -> Login {
    let names = counts.names as usize;
    let tries = counts.failures.max(counts.cut_off);
    let knocks = tries + if is_public { counts.closed } else { 0 };
    // Who is let in more often than refused has a name here: HTTP authentication asks each time.
    let is_at_home = counts.accepted >= tries && counts.accepted > 0;
    if (knocks >= params.least_failures || names >= params.least_names) && !is_at_home {
        Login::Guessing
    } else if tries > 0 {
        Login::Slip
    } else {
        Login::Clean
    }
}

pub(super) fn is_flood(counts: &Counts, params: &Params) -> bool {
    counts.peak >= params.flood_per_minute
        && counts.requests >= params.flood_per_minute
        && counts.paths <= counts.requests / 20
}

/// The most moments within a stretch of time; they come sorted.
fn densest(moments: &[i64], stretch_us: i64) -> u32 {
    let mut first = 0;
    let mut most = 0;
    for (last, at) in moments.iter().enumerate() {
        while at.saturating_sub(moments[first]) >= stretch_us {
            first += 1;
        }
        most = most.max(last - first + 1);
    }
    u32::try_from(most).unwrap_or(u32::MAX)
}

fn distinct(mut keys: Vec<u64>) -> u32 {
    keys.sort_unstable();
    keys.dedup();
    u32::try_from(keys.len()).unwrap_or(u32::MAX)
}

impl Verdict {
    /// Whether a line of such a visit belongs to an attack; `failed` says whether a login failed before.
    pub(super) fn takes(self, what: What, failed: bool) -> bool {
        // The logins of a scanner are its own as well.
        if matches!(self.web, Web::Scanner | Web::Flood) {
            return true;
        }
        match what {
            What::Visit => false,
            What::Shown(..) => true,
            What::Garbled => true,
            What::RelayRefused | What::MailRefused => self.mail,
            What::Failed | What::InvalidUser | What::Closed => {
                matches!(self.login, Login::Wave | Login::Guessing)
            }
            What::Accepted => failed && matches!(self.login, Login::Wave | Login::Guessing),
        }
    }
}
