//! What the logs say of a count.

use std::collections::BTreeMap;

use vigie_kernels::attacks::group::Family;
use vigie_read::Amount;
use vigie_read::claim::Unit;

use super::scope::{Scope, Time};
use super::{Answer, Checked, Figures, Ground};
use crate::attacks::count::Counts;
use crate::attacks::take::{Part, day_shown};

/// Fewer days than this are no measure of "a day".
const LEAST_DAYS: usize = 3;
const DAY_S: u64 = 86_400;

pub(super) const NAMES: [&str; 4] =
    ["check-lines", "check-sources", "check-bursts", "check-attacks"];

/// Which of the four counts a unit asks for.
pub(super) const fn asked(unit: Unit) -> &'static [usize] {
    match unit {
        Unit::Attacks => &[0, 1, 2, 3],
        Unit::Sources => &[1],
        Unit::Bursts => &[2],
        _ => &[0],
    }
}

/// Whether lines count whatever they show, and not those of attacks only.
const fn is_of_all_lines(unit: Unit) -> bool {
    matches!(unit, Unit::Lines | Unit::Requests)
}

impl Ground<'_> {
    pub(super) fn count(
        &self,
        amount: Amount,
        unit: Unit,
        period: Option<u64>,
        scope: &Scope,
    ) -> Answer {
        let elsewhere = match unit {
            Unit::Mails => Some("check-no-mails"),
            Unit::Accounts | Unit::Publications => Some("check-no-posts"),
            _ if self.days.is_empty() => Some("check-no-lines"),
            _ => None,
        };
        if let Some(id) = elsewhere {
            return Answer::plain(Checked::NotInLogs, self.words.plain(id));
        }
        match period {
            Some(seconds) if seconds < DAY_S => self.busiest(amount, unit, seconds, scope),
            Some(seconds) => self.by_days(amount, unit, seconds / DAY_S, scope),
            None if scope.time == Time::Any => self.by_days(amount, unit, 0, scope),
            None => self.at_once(amount, unit, scope),
        }
    }

    /// Counts over the named days together.
    fn at_once(&self, amount: Amount, unit: Unit, scope: &Scope) -> Answer {
        let days = self.days_in(scope.time);
        let figures = figures(&[self.in_days(&days, unit, scope)], Some(amount));
        let mut said = self.in_those_days(&days, &figures);
        let holds: Vec<String> = asked(unit)
            .iter()
            .filter(|at| figures.holds[**at] > 0)
            .map(|at| self.words.plain(NAMES[*at]))
            .collect();
        said.push(' ');
        let range = ("range", self.range(amount).into());
        said.push_str(&match (holds.is_empty(), asked(unit).len()) {
            (false, _) => {
                self.words.say("check-share-by", &[range, ("by", holds.join(", ").into())])
            }
            (true, 1) => self.words.say("check-holds-not", &[range]),
            (true, _) => self.words.say("check-share-none", &[range]),
        });
        self.add_all_lines(&mut said, unit);
        Answer { figures: Some(figures), ..Answer::plain(Checked::Measured, said) }.shown_by("day")
    }

    /// The four counts in the named days, where no number is claimed.
    pub(super) fn in_period(&self, scope: &Scope) -> Answer {
        let days = self.days_in(scope.time);
        if days.is_empty() {
            return Answer::plain(Checked::NotInLogs, self.words.plain("check-no-lines"));
        }
        let figures = figures(&[self.in_days(&days, Unit::Attacks, scope)], None);
        let said = self.in_those_days(&days, &figures);
        Answer { figures: Some(figures), ..Answer::plain(Checked::Measured, said) }.shown_by("day")
    }

    fn in_those_days(&self, days: &[i64], figures: &Figures) -> String {
        let day = |day: Option<&i64>| day.map_or_else(String::new, |day| day_shown(*day));
        let number = |at: usize| self.words.number(figures.most[at]);
        self.words.say(
            if days.len() == 1 { "check-on-day" } else { "check-on-days" },
            &[
                ("days", days.len().into()),
                ("from", day(days.first()).into()),
                ("to", day(days.last()).into()),
                ("lines", number(0).into()),
                ("sources", number(1).into()),
                ("bursts", number(2).into()),
                ("attacks", number(3).into()),
            ],
        )
    }

    fn add_all_lines(&self, said: &mut String, unit: Unit) {
        if is_of_all_lines(unit) {
            said.push(' ');
            said.push_str(&self.words.plain("check-all-lines"));
        }
    }

    /// Counts over runs of so many days; 0 for all days as one.
    fn by_days(&self, amount: Amount, unit: Unit, length: u64, scope: &Scope) -> Answer {
        let all = self.days_in(scope.time);
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let length = if length == 0 { all.len() } else { length };
        // A run of days and the whole hold what they hold; a single thin day would be a wrong measure.
        let is_kept = |day: &&i64| length != 1 || all.len() == 1 || !self.thin.contains(day);
        let days: Vec<i64> = all.iter().filter(is_kept).copied().collect();
        let runs: Vec<&[i64]> = days.chunks(length.max(1)).collect();
        let whole: Vec<&&[i64]> = runs.iter().filter(|run| run.len() == length).collect();
        let is_whole = !whole.is_empty();
        let periods: Vec<Counts> = if is_whole {
            whole.iter().map(|run| self.in_days(run, unit, scope)).collect()
        } else {
            runs.iter().map(|run| self.in_days(run, unit, scope)).collect()
        };
        let figures = figures(&periods, Some(amount));
        let is_enough =
            is_whole && (periods.len() >= LEAST_DAYS || length != 1 || scope.time != Time::Any);
        let checked = if is_enough { Checked::Measured } else { Checked::Weak };
        let mut said = self.runs_shown(&all, length, &figures);
        let thin = all.len() - days.len();
        if thin > 0 {
            said.push(' ');
            said.push_str(&self.words.say("check-thin", &[("days", thin.into())]));
        }
        said.push(' ');
        said.push_str(&self.holds_shown(amount, unit, &figures));
        self.add_all_lines(&mut said, unit);
        if !is_whole {
            said.push(' ');
            said.push_str(&self.words.plain("check-too-short"));
        }
        Answer { figures: Some(figures), ..Answer::plain(checked, said) }.shown_by("day")
    }

    pub(super) fn in_days(&self, days: &[i64], unit: Unit, scope: &Scope) -> Counts {
        let (first, last) = (days.first().copied(), days.last().copied());
        let is_in = |day: i64| first.is_some_and(|first| day >= first) && last >= Some(day);
        let is_counted = |part: &&Part| {
            let family = self.taken.report.bursts.get(part.burst as usize).map(|b| b.family);
            is_in(part.day)
                && (unit != Unit::Logins || family == Some(Family::Login))
                && scope.holds_part(self.taken, part)
        };
        let parts: Vec<Part> = self.taken.parts.iter().filter(is_counted).copied().collect();
        let counted = self.taken.counted(&parts, |_| (), |_, ()| false);
        let mut counts = counted.get(&()).copied().unwrap_or_default();
        if is_of_all_lines(unit) {
            let all = self.taken.lines_by_day.iter().filter(|((day, family, target), _)| {
                is_in(*day)
                    && (unit != Unit::Requests || *family == Family::Web)
                    && scope.holds(self.taken, *family, *target)
            });
            counts.lines = all.map(|(_, lines)| lines[0]).sum();
        }
        counts
    }

    fn runs_shown(&self, days: &[i64], length: usize, figures: &Figures) -> String {
        let number = |number: u64| self.words.number(number);
        let (from, to) = (days.first(), days.last());
        self.words.say(
            if length == 1 { "check-per-day" } else { "check-per-days" },
            &[
                ("days", length.into()),
                ("periods", figures.periods.into()),
                ("from", from.map_or_else(String::new, |day| day_shown(*day)).into()),
                ("to", to.map_or_else(String::new, |day| day_shown(*day)).into()),
                ("lines", number(figures.median[0]).into()),
                ("sources", number(figures.median[1]).into()),
                ("bursts", number(figures.median[2]).into()),
                ("attacks", number(figures.median[3]).into()),
                ("lines_most", number(figures.most[0]).into()),
                ("sources_most", number(figures.most[1]).into()),
                ("bursts_most", number(figures.most[2]).into()),
                ("attacks_most", number(figures.most[3]).into()),
            ],
        )
    }

    fn holds_shown(&self, amount: Amount, unit: Unit, figures: &Figures) -> String {
        let holds: Vec<String> = asked(unit)
            .iter()
            .map(|at| {
                let args = [
                    ("what", self.words.plain(NAMES[*at]).into()),
                    ("holds", figures.holds[*at].into()),
                    ("periods", figures.periods.into()),
                ];
                self.words.say("check-holds-in", &args)
            })
            .collect();
        let range = [("range", self.range(amount).into()), ("holds", holds.join(", ").into())];
        self.words.say("check-holds", &range)
    }

    /// What a number is read as: `200–999`, `> 28`.
    pub(super) fn range(&self, amount: Amount) -> String {
        let shown = |number: f64| {
            let number = if amount.is_share { number * 100.0 } else { number };
            let is_whole = (number - number.round()).abs() < 0.005;
            let plain = if is_whole { format!("{number:.0}") } else { format!("{number:.1}") };
            self.words.decimal(&plain)
        };
        let unit = if amount.is_share { "\u{202f}%" } else { "" };
        let ceiling = if amount.is_share { 1.0 } else { f64::INFINITY };
        let (low, high) = (shown(amount.low), shown(amount.high));
        if amount.low <= 0.0 && amount.high > 0.0 && amount.high < ceiling {
            let sign = if amount.below { "<" } else { "≤" };
            return format!("{sign} {high}{unit}");
        }
        if amount.high >= ceiling && (amount.above || !amount.is_share) {
            let sign = if amount.above { ">" } else { "≥" };
            return format!("{sign} {low}{unit}");
        }
        if low == high { format!("{low}{unit}") } else { format!("{low}–{high}{unit}") }
    }

    /// Counts within less than a day: of lines only, because attacks are counted by day.
    fn busiest(&self, amount: Amount, unit: Unit, seconds: u64, scope: &Scope) -> Answer {
        if matches!(unit, Unit::Sources | Unit::Bursts) {
            let said = self.words.plain("check-by-day-only");
            return Answer::plain(Checked::Weak, said).shown_by("day");
        }
        let length = i64::try_from(seconds / 60).unwrap_or(1).max(1);
        let column = usize::from(!is_of_all_lines(unit));
        let days = self.days_in(scope.time);
        let is_day = self.zone_days(&days);
        let mut bins: BTreeMap<i64, u64> = BTreeMap::new();
        for ((minute, family, target), lines) in &self.taken.lines_by_minute {
            let is_counted = match unit {
                Unit::Requests => *family == Family::Web,
                Unit::Logins => *family == Family::Login,
                _ => true,
            };
            if is_counted && is_day(*minute) && scope.holds(self.taken, *family, *target) {
                *bins.entry(minute.div_euclid(length)).or_default() += lines[column];
            }
        }
        let most = bins.values().max().copied().unwrap_or(0);
        #[expect(clippy::cast_precision_loss, reason = "lines against a number said in words")]
        let reached = |lines: u64| {
            if amount.above { lines as f64 > amount.low } else { lines as f64 >= amount.low }
        };
        let count = bins.values().filter(|lines| reached(**lines)).count();
        let args = [
            ("minutes", length.into()),
            ("most", self.words.number(most).into()),
            ("range", self.range(amount).into()),
            ("bins", count.into()),
        ];
        #[expect(clippy::cast_precision_loss, reason = "lines against a number said in words")]
        let id = match (amount.low > 0.0, column, amount.holds(most as f64)) {
            (true, 0, _) => "check-busiest",
            (true, ..) => "check-busiest-attacks",
            (false, _, true) => "check-busiest-under",
            (false, _, false) => "check-busiest-over",
        };
        let is_exact = is_of_all_lines(unit) || matches!(unit, Unit::Logins | Unit::AttackLines);
        let checked = if is_exact && most > 0 { Checked::Measured } else { Checked::Weak };
        Answer::plain(checked, self.words.say(id, &args)).shown_by("day")
    }

    /// Whether a minute since 1970 lies in days of the project's zone.
    fn zone_days(&self, days: &[i64]) -> impl Fn(i64) -> bool + use<> {
        let zone = crate::attacks::take::Days::new(self.zone.clone());
        let (first, last) = (days.first().copied(), days.last().copied());
        move |minute| {
            let at = vigie_model::time::Timestamp(minute.saturating_mul(60_000_000));
            let day = zone.of(at);
            first.is_some_and(|first| day >= first) && last >= Some(day)
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of lines against a range said in words")]
pub(super) fn figures(periods: &[Counts], amount: Option<Amount>) -> Figures {
    let mut figures =
        Figures { periods: periods.len(), median: [0; 4], most: [0; 4], holds: [0; 4] };
    let holds = |count: &&u64| amount.is_some_and(|amount| amount.holds(**count as f64));
    for at in 0..4 {
        let mut counts: Vec<u64> = periods.iter().map(|counts| counts.four()[at]).collect();
        counts.sort_unstable();
        figures.median[at] = counts.get(counts.len() / 2).copied().unwrap_or(0);
        figures.most[at] = counts.last().copied().unwrap_or(0);
        figures.holds[at] = counts.iter().filter(holds).count();
    }
    figures
}
