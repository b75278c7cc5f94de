//! From joined bursts to attacks with labels, aim and outcome, and the counts by day.

use vigie_model::time::Timestamp;

use super::super::class::{CLASSES, Class, Stage};
use super::days::{self, DayLines};
use super::event::{Event, Params, What, marks};
use super::join::{Joined, NONE, is_telling};
use super::keys::mix;
use super::report::{Aim, Attack, AttackReport, Burst, Join, Label, Outcome};
use super::visits::{Visits, Web};

/// A line of an attack.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Member {
    attack: u32,
    at: Timestamp,
    place: u32,
    burst: u32,
}

pub(super) fn assemble(
    visits: Visits<'_>,
    joined: Joined,
    params: &Params,
    day_of: &dyn Fn(Timestamp) -> i64,
) -> AttackReport {
    let (order_of, count) = numbered(&visits, &joined);
    let attack_of = |visit: usize| order_of[joined.roots[visit] as usize];
    let (bursts, new_place) = sorted_bursts(&joined, &attack_of);
    let mut members: Vec<Member> = Vec::new();
    let mut burst_of = vec![None; visits.events.len()];
    for (place, burst) in (0_u32..).zip(&joined.burst_at).filter(|(_, burst)| **burst != NONE) {
        let burst = new_place[*burst as usize];
        let number = visits.order[place as usize];
        burst_of[number as usize] = Some(burst);
        let attack = bursts[burst as usize].attack;
        members.push(Member { attack, at: visits.events[number as usize].at, place, burst });
    }
    members.sort_unstable();
    let mut attacks: Vec<Attack> = Vec::with_capacity(count);
    for lines in members.chunk_by(|one, next| one.attack == next.attack) {
        attacks.push(Draft::of(&visits, lines));
    }
    for (number, burst) in (0_u32..).zip(&bursts) {
        if let Some(attack) = attacks.get_mut(burst.attack as usize) {
            attack.bursts.push(number);
            attack.sources.push(burst.source);
            attack.targets.push(burst.target);
            attack.networks.extend((burst.network != 0).then_some(burst.network));
        }
    }
    let mut shapes = vec![Shape::default(); attacks.len()];
    for (number, visit) in visits.visits.iter().enumerate().filter(|(_, v)| v.families != 0) {
        let Some(shape) = shapes.get_mut(attack_of(number) as usize) else { continue };
        shape.scans |= visit.verdict.web == Web::Scanner && visit.counts.paths >= 20;
        shape.floods |= visit.verdict.web == Web::Flood;
    }
    for (attack, shape) in attacks.iter_mut().zip(shapes) {
        for keys in [&mut attack.sources, &mut attack.targets, &mut attack.networks] {
            keys.sort_unstable();
            keys.dedup();
        }
        attack.labels = labels(attack, shape, params);
    }
    let joins = joins(&joined, &bursts, &new_place);
    let days = days::counted(&day_lines(&members, day_of), &bursts, &attacks);
    AttackReport { bursts, attacks, joins, days, left: visits.left, apart: visits.apart, burst_of }
}

/// Attacks by the time of their first line: for the root of each, its number.
fn numbered(visits: &Visits<'_>, joined: &Joined) -> (Vec<u32>, usize) {
    let mut first: Vec<Option<(Timestamp, u32)>> = vec![None; visits.visits.len()];
    for (number, visit) in (0_u32..).zip(&visits.visits).filter(|(_, v)| v.families != 0) {
        let best = &mut first[joined.roots[number as usize] as usize];
        let own = (visit.first_at, number);
        *best = Some(best.map_or(own, |known| known.min(own)));
    }
    let mut order: Vec<(Timestamp, u32, u32)> = (0_u32..)
        .zip(&first)
        .filter_map(|(root, first)| first.map(|(at, visit)| (at, visit, root)))
        .collect();
    order.sort_unstable();
    let mut order_of = vec![NONE; visits.visits.len()];
    for (number, (.., root)) in (0_u32..).zip(&order) {
        order_of[*root as usize] = number;
    }
    (order_of, order.len())
}

/// Bursts by attack and time, and where each one went.
fn sorted_bursts(joined: &Joined, attack_of: &dyn Fn(usize) -> u32) -> (Vec<Burst>, Vec<u32>) {
    let mut bursts = joined.bursts.clone();
    for (visit, range) in joined.of_visit.iter().enumerate() {
        for burst in &mut bursts[range.start as usize..range.end as usize] {
            burst.attack = attack_of(visit);
        }
    }
    let key =
        |burst: &Burst| (burst.attack, burst.first_at, burst.source, burst.target, burst.family);
    let mut order: Vec<u32> = (0_u32..).take(bursts.len()).collect();
    order.sort_by_key(|place| key(&bursts[*place as usize]));
    let mut new_place = vec![NONE; bursts.len()];
    for (new, old) in (0_u32..).zip(&order) {
        new_place[*old as usize] = new;
    }
    (order.iter().map(|old| bursts[*old as usize]).collect(), new_place)
}

/// One join fewer than bursts: those of a visit among themselves, then the visits.
fn joins(joined: &Joined, bursts: &[Burst], new_place: &[u32]) -> Vec<Join> {
    use super::report::Reason;
    let mut joins = Vec::new();
    let mut add = |one: u32, other: u32, reason: Reason, figure: u32| {
        let (burst, earlier) = (one.max(other), one.min(other));
        let attack = bursts[burst as usize].attack;
        joins.push(Join { burst, earlier, reason, figure, attack });
    };
    let mut first_of = vec![NONE; joined.of_visit.len()];
    for (visit, range) in joined.of_visit.iter().enumerate() {
        let mut own: Vec<u32> = range.clone().map(|old| new_place[old as usize]).collect();
        own.sort_unstable();
        first_of[visit] = own.first().copied().unwrap_or(NONE);
        for pair in own.windows(2) {
            add(pair[1], pair[0], Reason::SameSource, 0);
        }
    }
    for (later, earlier, reason, figure) in &joined.links {
        add(first_of[*later as usize], first_of[*earlier as usize], *reason, *figure);
    }
    joins.sort_unstable_by_key(|join| (join.attack, join.burst, join.earlier));
    joins
}

fn day_lines(members: &[Member], day_of: &dyn Fn(Timestamp) -> i64) -> Vec<DayLines> {
    const QUARTER_US: i64 = 900_000_000;
    let mut last: Option<(i64, i64)> = None;
    let mut rows: Vec<(u32, i64)> = Vec::with_capacity(members.len());
    for member in members {
        let quarter = member.at.0.div_euclid(QUARTER_US);
        let day = match last {
            Some((known, day)) if known == quarter => day,
            _ => day_of(member.at),
        };
        last = Some((quarter, day));
        rows.push((member.burst, day));
    }
    rows.sort_unstable();
    let run = |run: &[(u32, i64)]| {
        run.first().map(|(burst, day)| DayLines {
            day: *day,
            burst: *burst,
            lines: run.len() as u64,
        })
    };
    rows.chunk_by(|one, next| one == next).filter_map(run).collect()
}

#[derive(Clone, Copy, Default)]
struct Shape {
    scans: bool,
    floods: bool,
}

/// What is gathered from the lines of one attack.
struct Draft<'a> {
    attack: Attack,
    names: Vec<u64>,
    tools: Vec<u64>,
    minute: (i64, u64),
    visits: &'a Visits<'a>,
    seen: u64,
    later_rows: Vec<u64>,
    background: bool,
}

impl<'a> Draft<'a> {
    fn of(visits: &'a Visits<'a>, lines: &[Member]) -> Attack {
        let event = |member: &Member| visits.event(member.place as usize);
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
            return blank(Timestamp(0), Timestamp(0), 0, 0);
        };
        let opening = event(first);
        let id = opening.source
            ^ mix(opening.house ^ mix(first.at.0.unsigned_abs() ^ opening.what.family() as u64));
        let mut draft = Draft {
            attack: blank(first.at, last.at, opening.house, mix(id)),
            names: Vec::new(),
            tools: Vec::new(),
            minute: (i64::MIN, 0),
            visits,
            seen: 0,
            later_rows: Vec::new(),
            background: true,
        };
        for member in lines {
            draft.add(event(member));
        }
        draft.finish()
    }

    fn add(&mut self, event: &Event) {
        let attack = &mut self.attack;
        attack.lines += 1;
        let minute = event.at.0.div_euclid(60_000_000);
        self.minute =
            if self.minute.0 == minute { (minute, self.minute.1 + 1) } else { (minute, 1) };
        attack.peak_per_minute = attack.peak_per_minute.max(self.minute.1);
        self.tools.extend((event.tool != 0).then_some(event.tool));
        if event.marks & marks::NAMES_HOUSE != 0
            && event.what != What::Accepted
            && !self.visits.common.is_common(event.token)
        {
            attack.naming += 1;
        }
        let bit = match event.what {
            What::Shown(class, stage) => {
                attack.classes[class as usize] = attack.classes[class as usize].saturating_add(1);
                self.background &= is_everywhere(class);
                attack.outcome = attack.outcome.max(match stage {
                    Stage::Probe => Outcome::Probe,
                    Stage::Attempt => Outcome::Attempt,
                    Stage::AnsweredNormally => Outcome::AnsweredNormally,
                });
                class as usize
            }
            What::Failed | What::InvalidUser => {
                attack.failures += 1;
                self.names.extend((event.token != 0).then_some(event.token));
                attack.known += u64::from(event.marks & marks::USER_KNOWN != 0);
                attack.outcome = attack.outcome.max(Outcome::Attempt);
                CLASSES.len()
            }
            What::Accepted if attack.failures == 0 => return,
            What::Accepted => {
                attack.accepted += 1;
                attack.outcome = Outcome::LoginAfterFailures;
                if attack.accepted_rows.len() < Attack::MOST_ROWS {
                    attack.accepted_rows.push(event.row);
                }
                return;
            }
            What::RelayRefused => {
                attack.relays += 1;
                CLASSES.len() + 1
            }
            What::MailRefused => {
                attack.refused += 1;
                CLASSES.len() + 2
            }
            What::Garbled => {
                let count = &mut attack.classes[Class::InvalidProtocol as usize];
                *count = count.saturating_add(1);
                Class::InvalidProtocol as usize
            }
            What::Closed => CLASSES.len() + 3,
            What::Visit => return,
        };
        attack.telling += u64::from(is_telling(event.what));
        if self.seen >> bit & 1 == 0 {
            self.seen |= 1 << bit;
            attack.rows.push(event.row);
        } else if self.later_rows.len() < Attack::MOST_ROWS {
            self.later_rows.push(event.row);
        }
    }

    fn finish(mut self) -> Attack {
        let mut attack = self.attack;
        self.names.sort_unstable();
        self.names.dedup();
        attack.names = self.names.len() as u64;
        self.tools.sort_unstable();
        let most = self.tools.chunk_by(|one, next| one == next).max_by_key(|run| run.len());
        attack.tool = most.and_then(|run| run.first().copied()).unwrap_or(0);
        attack.rows.extend(self.later_rows);
        attack.rows.truncate(Attack::MOST_ROWS);
        attack.aim = match (attack.naming, self.background && attack.known + attack.accepted == 0) {
            (1.., _) => Aim::Targeted,
            (0, true) => Aim::Background,
            (0, false) => Aim::Open,
        };
        attack
    }
}

/// What is tried on every address of the net.
const fn is_everywhere(class: Class) -> bool {
    matches!(
        class,
        Class::ScannerTool | Class::KnownExploit | Class::SensitiveFile | Class::InvalidProtocol
    )
}

const fn blank(first_at: Timestamp, last_at: Timestamp, house: u64, id: u64) -> Attack {
    Attack {
        id,
        house,
        bursts: Vec::new(),
        first_at,
        last_at,
        lines: 0,
        telling: 0,
        sources: Vec::new(),
        networks: Vec::new(),
        targets: Vec::new(),
        classes: [0; CLASSES.len()],
        failures: 0,
        names: 0,
        known: 0,
        relays: 0,
        refused: 0,
        accepted: 0,
        accepted_rows: Vec::new(),
        peak_per_minute: 0,
        tool: 0,
        labels: Vec::new(),
        aim: Aim::Open,
        naming: 0,
        outcome: Outcome::Probe,
        rows: Vec::new(),
    }
}

/// Many names from here on.
const MANY_NAMES: u64 = 10;
/// Many sources from here on.
const MANY_SOURCES: u64 = 10;

fn labels(attack: &Attack, shape: Shape, params: &Params) -> Vec<Label> {
    let mut labels = Vec::new();
    let (tries, names, sources) = (attack.failures, attack.names, attack.sources.len() as u64);
    if tries >= u64::from(params.least_failures) {
        // Tries on each name, in tenths.
        let each = tries * 10 / names.max(1);
        if names < MANY_NAMES || each > 100 {
            labels.push(Label::BruteForce);
        } else if each > 15 {
            labels.push(Label::Spraying);
        } else if attack.known * 2 >= tries && sources >= MANY_SOURCES && sources * 2 >= names {
            labels.push(Label::Stuffing);
        } else {
            // One try on each name: one password for all, or a list of names with passwords.
            labels.push(Label::SprayOrStuffing);
        }
    }
    if shape.scans {
        labels.push(Label::Scan);
    }
    if shape.floods {
        labels.push(Label::Flood);
    }
    if attack.relays > 0 {
        labels.push(Label::RelayTrial);
    }
    if attack.refused > 0 {
        labels.push(Label::RefusedMail);
    }
    labels
}
