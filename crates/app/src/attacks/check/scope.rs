//! Of what and when a part of a sentence speaks: the words beside it settle it, never those beside
//! another number.

use std::collections::{BTreeMap, BTreeSet};

use vigie_kernels::attacks::group::Family;
use vigie_read::Day;
use vigie_read::claim::{ClaimPart, Part as Claimed, Period, Target};

use crate::attacks::take::{Part, Taken, day_shown};

/// Services that bring mail or let people read it: what a "mail server" runs.
const MAIL_SERVICES: &[&str] = &[
    "postfix",
    "dovecot",
    "dovecot-auth",
    "exim",
    "roundcube",
    "saslauthd",
    "mail",
    "smtp",
    "imap",
    "pop3",
];

/// Words before the name of a machine.
const BEFORE_MACHINE: &[&str] = &[
    "on", "at", "against", "target", "targets", "targeted", "hit", "machine", "host", "server",
    "sur", "contre", "visant", "visent", "vise", "serveur", "à",
];

/// What a part speaks of.
pub(super) struct Scope {
    pub(super) targets: Vec<Target>,
    /// Keys of targets on machines that the sentence names; empty when it names none.
    pub(super) machines: BTreeSet<u64>,
    pub(super) time: Time,
}

/// When.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Time {
    /// No days are named.
    Any,
    /// From a day to a day, as numbers of [`crate::attacks::take::Days`].
    Days { from: Option<i64>, to: Option<i64>, in_part: bool },
    /// Days are named that nobody can find: "yesterday" in an article without a date.
    Unknown,
}

impl Time {
    fn of(period: &Period, today: Option<Day>) -> Self {
        let fixed = (!period.is_relative()).then_some(Day(0));
        let Some((from, to)) = today.or(fixed).and_then(|day| period.days(day)) else {
            return Self::Unknown;
        };
        let number = |day: Day| i64::from(day.0);
        let in_part = period.parts_of_days;
        Self::Days { from: from.map(number), to: to.map(number), in_part }
    }

    pub(super) const fn ends(self) -> (i64, i64) {
        match self {
            Self::Days { from, to, .. } => (
                match from {
                    Some(from) => from,
                    None => i64::MIN,
                },
                match to {
                    Some(to) => to,
                    None => i64::MAX,
                },
            ),
            _ => (i64::MIN, i64::MAX),
        }
    }

    /// `2026-11-09`, `2026-11-09 – 2026-11-15`, `2026-11-09 – …`.
    pub(super) fn shown(self) -> String {
        let Self::Days { from, to, .. } = self else { return String::new() };
        let day = |day: Option<i64>| day.map_or_else(|| "…".to_owned(), day_shown);
        if from == to { day(from) } else { format!("{} – {}", day(from), day(to)) }
    }
}

impl Scope {
    /// Of the part at a place in a sentence.
    pub(super) fn of(claims: &[ClaimPart], at: usize, told: &Told<'_>) -> Self {
        let is_count = |part: &Claimed| {
            matches!(part, Claimed::Count { .. } | Claimed::Share { .. } | Claimed::Change { .. })
        };
        let is_time = |part: &Claimed| matches!(part, Claimed::During { .. });
        let is_target = |part: &Claimed| matches!(part, Claimed::On { .. });
        let period = beside(claims, at, is_time, is_count).first().and_then(|at| {
            let Claimed::During { period } = &claims.get(*at)?.part else { return None };
            Some(*period)
        });
        // "150 web attacks and 24 failed logins": a thing behind an earlier number is that one's.
        let is_counted =
            matches!(claims.get(at).map(|claim| &claim.part), Some(Claimed::Count { .. }));
        let is_of_another = |place: usize| {
            let before = claims.get(..place).unwrap_or_default();
            is_counted && place < at && before.iter().any(|claim| is_count(&claim.part))
        };
        let targets: Vec<Target> = beside(claims, at, is_target, is_count)
            .into_iter()
            .filter(|place| !is_of_another(*place))
            .filter_map(|place| match claims.get(place)?.part {
                Claimed::On { target } => Some(target),
                _ => None,
            })
            .collect();
        // A machine without the kind of service that is spoken of is not what is meant.
        let is_meant =
            |name: &str| targets.is_empty() || targets.iter().any(|one| fits(*one, name));
        let machines = told.machines.iter().filter(|(_, name)| is_meant(name)).map(|(key, _)| *key);
        Self {
            machines: machines.collect(),
            targets,
            time: period.map_or(Time::Any, |period| Time::of(&period, told.today)),
        }
    }

    /// Whether lines at a target are spoken of.
    pub(super) fn holds(&self, taken: &Taken, family: Family, target: u64) -> bool {
        (self.machines.is_empty() || self.machines.contains(&target))
            && (self.targets.is_empty()
                || self.targets.iter().any(|one| is_at(*one, taken, family, target)))
    }

    pub(super) fn holds_part(&self, taken: &Taken, part: &Part) -> bool {
        let burst = taken.report.bursts.get(part.burst as usize);
        burst.is_some_and(|burst| self.holds(taken, burst.family, burst.target))
    }

    /// The same of the whole house: what a share by target is a share of.
    pub(super) fn everywhere(&self) -> Self {
        Self { targets: Vec::new(), machines: BTreeSet::new(), time: self.time }
    }

    pub(super) fn narrows(&self) -> bool {
        !self.machines.is_empty() || self.targets.iter().any(|one| *one != Target::Servers)
    }
}

/// What is known of a sentence beside its parts.
pub(super) struct Told<'a> {
    pub(super) today: Option<Day>,
    /// Keys and names of targets on machines that the sentence names.
    pub(super) machines: &'a BTreeMap<u64, String>,
}

/// The parts of one kind that belong to the part at a place. Where the sentence names one before its
/// first number ("Yesterday, 300 attacks …"), they stand before their numbers; else behind them.
pub(super) fn beside(
    claims: &[ClaimPart],
    at: usize,
    wanted: impl Fn(&Claimed) -> bool,
    ends: impl Fn(&Claimed) -> bool,
) -> Vec<usize> {
    if claims.get(at).is_some_and(|claim| wanted(&claim.part)) {
        return vec![at];
    }
    let is_wanted = |at: &usize| claims.get(*at).is_some_and(|claim| wanted(&claim.part));
    let is_end = |at: &usize| claims.get(*at).is_some_and(|claim| ends(&claim.part));
    let behind = || -> Vec<usize> {
        (at + 1..claims.len()).take_while(|at| !is_end(at)).filter(is_wanted).collect()
    };
    let before = || -> Vec<usize> {
        let near: Vec<usize> =
            (0..at).rev().take_while(|at| !is_end(at)).filter(is_wanted).collect();
        if near.is_empty() { (0..at).rev().filter(is_wanted).collect() } else { near }
    };
    let first = (0..claims.len()).find(is_wanted);
    let leads = first < (0..claims.len()).find(is_end);
    let (one, other) = if leads { (before(), behind()) } else { (behind(), before()) };
    let mut found = if one.is_empty() { other } else { one };
    if found.is_empty() {
        // "Half of the attacks, and there are hundreds a day, come from Ukraine".
        found = (0..claims.len()).filter(is_wanted).collect();
    }
    found
}

pub(super) fn is_at(wanted: Target, taken: &Taken, family: Family, target: u64) -> bool {
    match wanted {
        Target::Web => family == Family::Web,
        Target::Logins => family == Family::Login,
        Target::Servers => true,
        // Logins of all services are one family; which service stands in the name of the target.
        Target::Mail => {
            let name = taken.targets.get(&target).map_or("", String::as_str);
            family == Family::Mail || (family == Family::Login && is_mail_service(name))
        }
    }
}

fn is_mail_service(name: &str) -> bool {
    let service = name.rsplit(' ').next().unwrap_or_default().to_lowercase();
    MAIL_SERVICES.contains(&service.as_str())
}

/// Whether the name of a target, a site or `machine service`, may be such a thing.
fn fits(wanted: Target, name: &str) -> bool {
    match wanted {
        Target::Web => !name.contains(' '),
        Target::Logins => name.contains(' '),
        Target::Mail => is_mail_service(name),
        Target::Servers => true,
    }
}

/// The targets of machines and sites that a sentence names: "failed logins on the bastion".
pub(super) fn machines(sentence: &str, targets: &BTreeMap<u64, String>) -> BTreeMap<u64, String> {
    let lower = sentence.to_lowercase();
    let is_sign = |sign: char| !(sign.is_alphanumeric() || matches!(sign, '.' | '-' | '_'));
    let words: Vec<&str> =
        lower.split(is_sign).map(|word| word.trim_matches('.')).filter(|w| !w.is_empty()).collect();
    let is_named = |name: &str| {
        let machine = name.split(' ').next().unwrap_or_default().to_lowercase();
        let generic = ["web", "mail", "server", "site", "serveur", "?", ""];
        !generic.contains(&machine.as_str())
            && words.iter().enumerate().any(|(at, word)| {
                let before = at.saturating_sub(2)..at;
                *word == machine
                    && (machine.contains(['.', '_'])
                        || words[before].iter().any(|word| BEFORE_MACHINE.contains(word)))
            })
    };
    let named = targets.iter().filter(|(_, name)| is_named(name));
    named.map(|(key, name)| (*key, name.clone())).collect()
}
