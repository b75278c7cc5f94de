//! A sentence about attacks, answered part by part from the lake: measured, weak, not in the logs, or
//! nothing that any log can answer.
//!
//! `vigie-read` says what the sentence claims; this says what was observed, always as four counts,
//! with the command that shows them. It never says "true" or "false" of the whole: a sentence may
//! hold by bursts and not by attacks.

mod change;
mod measure;
mod scope;
mod share;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use vigie_model::time::Timestamp;
use vigie_read::claim::{ClaimPart, Every, Part as Claimed, claim_parts};
use vigie_read::{Amount, Day};

use self::scope::{Scope, Time, Told};
use super::take::{Days, Part, Taken, day_shown};
use crate::words::Words;
use crate::{AppError, Project, gate};

/// The longest sentence that is read, in bytes.
const LONGEST: usize = 4 << 10;

/// How far a part could be checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Checked {
    /// The logs answer it.
    Measured,
    /// They say something, on too little.
    Weak,
    /// What was read does not hold it.
    NotInLogs,
    /// No log can answer it.
    NotCheckable,
}

impl Checked {
    /// The message that says it.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Measured => "check-measured",
            Self::Weak => "check-weak",
            Self::NotInLogs => "check-not-in-logs",
            Self::NotCheckable => "check-not-checkable",
        }
    }
}

/// One part of a sentence with what the logs say of it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct CheckedPart {
    /// The words that claim it.
    pub words: String,
    /// What they claim.
    #[serde(flatten)]
    pub claim: Claimed,
    /// How far it could be checked.
    pub checked: Checked,
    /// What was observed.
    pub answer: String,
    /// The figures behind it; null where there are none.
    pub figures: Option<Figures>,
    /// The command that shows it; null where none does.
    pub show: Option<String>,
}

/// The four counts over the periods that a sentence speaks of.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Figures {
    /// Periods that were looked at.
    pub periods: usize,
    /// The middle one of each count: lines, sources, bursts, attacks.
    pub median: [u64; 4],
    /// The most of each.
    pub most: [u64; 4],
    /// In how many periods each count lies in the claimed range.
    pub holds: [usize; 4],
}

/// A sentence, checked.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct CheckReport {
    /// The sentence as it may be shown.
    pub sentence: String,
    /// Its parts in order.
    pub parts: Vec<CheckedPart>,
    /// What the whole may and may not be used for.
    pub caveats: Vec<String>,
}

/// When a sentence was said: it decides what "yesterday" means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SaidOn {
    /// Now.
    Today,
    /// On this day, as an article says.
    Day(Day),
    /// Nobody knows.
    Unknown,
}

struct Ground<'a> {
    taken: &'a Taken,
    words: &'a Words,
    claims: &'a [ClaimPart],
    told: Told<'a>,
    /// The first day that is looked at, where one was asked for.
    since: Option<i64>,
    zone: jiff::tz::TimeZone,
    /// Days with any line.
    days: Vec<i64>,
    /// Days of which hardly anything was read: they are no measure of "a day".
    thin: BTreeSet<i64>,
}

impl Project {
    /// Checks a sentence against the logs. `since` narrows them to days from that moment on.
    ///
    /// # Errors
    /// When the lake or a database of origins cannot be read.
    pub fn check_sentence(
        &self,
        sentence: &str,
        since: Option<Timestamp>,
        said: SaidOn,
    ) -> Result<CheckReport, AppError> {
        let sentence = cut(sentence);
        let claims = claim_parts(sentence);
        let taken = self.taken()?;
        let words = Words::new(self.config.language);
        let days = Days::new(self.zone());
        let since = since.map(|at| days.of(at));
        let today = match said {
            SaidOn::Today => i32::try_from(days.of(self.system.now())).ok().map(Day),
            SaidOn::Day(day) => Some(day),
            SaidOn::Unknown => None,
        };
        let first = since.unwrap_or(i64::MIN);
        let read: BTreeMap<i64, u64> =
            taken.days_read.range(first..).map(|(&day, &n)| (day, n)).collect();
        let mut of_attacks = BTreeMap::new();
        for part in &taken.parts {
            *of_attacks.entry(part.day).or_default() += part.lines;
        }
        let thin = thin_days(&read, &of_attacks);
        let machines = scope::machines(sentence, &taken.targets);
        let told = Told { today, machines: &machines };
        let days = read.into_keys().collect();
        let zone = self.zone();
        let ground =
            Ground { taken: &taken, words: &words, claims: &claims, told, since, zone, days, thin };
        let checked: Vec<CheckedPart> =
            (0..claims.len()).filter_map(|at| ground.part(at, sentence)).collect();
        let caveats = if checked.is_empty() {
            vec![words.plain("check-nothing")]
        } else {
            ["check-caveat-counts", "check-caveat-hop"].map(|id| words.plain(id)).to_vec()
        };
        Ok(CheckReport { sentence: gate::harmless(sentence), parts: checked, caveats })
    }
}

/// Days that hold less than a tenth of the usual lines: where a log begins or ends, or a server's log
/// is missing. Usual is the day on which the middle line falls, lines of attacks apart, so that neither
/// a flood nor many empty days move it.
fn thin_days(read: &BTreeMap<i64, u64>, of_attacks: &BTreeMap<i64, u64>) -> BTreeSet<i64> {
    let ordinary = |(day, lines): (&i64, &u64)| {
        lines.saturating_sub(of_attacks.get(day).copied().unwrap_or(0))
    };
    let mut counts: Vec<u64> = read.iter().map(ordinary).collect();
    counts.sort_unstable();
    let all: u64 = counts.iter().sum();
    let mut passed = 0;
    let usual = counts.into_iter().find(|lines| {
        passed += lines;
        passed * 2 >= all
    });
    let least = usual.unwrap_or(0) / 10;
    read.iter().filter(|(_, lines)| **lines < least).map(|(day, _)| *day).collect()
}

fn cut(sentence: &str) -> &str {
    let sentence = sentence.trim();
    let mut end = sentence.len().min(LONGEST);
    while !sentence.is_char_boundary(end) {
        end -= 1;
    }
    &sentence[..end]
}

/// The time that a count is said for, in seconds: the first one behind it and before the next count,
/// else the last one before it.
fn period_s(claims: &[ClaimPart], at: usize) -> Option<u64> {
    let time = |claim: &ClaimPart| match &claim.part {
        Claimed::Every { every } => Some(every.seconds()),
        Claimed::Within { amount, every } => length(*amount, *every),
        _ => None,
    };
    let behind = claims.get(at + 1..).unwrap_or_default().iter();
    let mut behind = behind.take_while(|claim| !matches!(claim.part, Claimed::Count { .. }));
    let mut before = claims.get(..at).unwrap_or_default().iter().rev();
    behind.find_map(time).or_else(|| before.find_map(time))
}

fn length(amount: Amount, every: Every) -> Option<u64> {
    let most = if amount.high.is_finite() { amount.high } else { amount.low };
    let whole = most.round().clamp(0.0, 1_000_000.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    let whole = whole as u64;
    whole.checked_mul(every.seconds()).filter(|seconds| *seconds > 0)
}

/// An answer before it is put together with the words that asked.
struct Answer {
    checked: Checked,
    answer: String,
    figures: Option<Figures>,
    /// By what the command that shows it counts.
    show: Option<&'static str>,
}

impl Answer {
    const fn plain(checked: Checked, answer: String) -> Self {
        Self { checked, answer, figures: None, show: None }
    }

    const fn shown_by(mut self, by: &'static str) -> Self {
        self.show = Some(by);
        self
    }
}

impl Ground<'_> {
    fn part(&self, at: usize, sentence: &str) -> Option<CheckedPart> {
        let claim = self.claims.get(at)?;
        let scope = Scope::of(self.claims, at, &self.told);
        let answer = self.answer(at, claim, &scope)?;
        Some(CheckedPart {
            words: gate::harmless(claim.span.of(sentence)),
            claim: claim.part.clone(),
            checked: answer.checked,
            answer: answer.answer,
            figures: answer.figures,
            show: answer.show.map(|by| self.command(by, scope.time)),
        })
    }

    fn answer(&self, at: usize, claim: &ClaimPart, scope: &Scope) -> Option<Answer> {
        match &claim.part {
            Claimed::Author => return Some(self.never("check-author")),
            Claimed::Reputation => return Some(self.never("check-reputation")),
            // A time is no claim by itself: it says what the count beside it is for.
            Claimed::Every { .. } | Claimed::Within { .. } => return None,
            Claimed::During { .. } if self.is_carried() => return None,
            Claimed::Abroad => return Some(self.abroad()),
            _ => {}
        }
        if let Some(answer) = self.out_of_reach(scope.time) {
            return Some(answer);
        }
        let mut answer = match &claim.part {
            Claimed::Count { amount, unit } => {
                self.count(*amount, *unit, period_s(self.claims, at), scope)
            }
            Claimed::Share { amount, of } => self.share(at, *amount, *of, scope),
            Claimed::Origin { country, .. } => self.origin(country, scope),
            Claimed::On { target } => self.target(*target, scope),
            Claimed::Change { amount } => self.change(at, *amount, scope),
            _ => self.in_period(scope),
        };
        if answer.checked == Checked::Measured || answer.checked == Checked::Weak {
            self.narrow(&mut answer, claim, scope);
        }
        Some(answer)
    }

    /// Whether a named time belongs to something that is counted.
    fn is_carried(&self) -> bool {
        self.claims.iter().any(|claim| {
            matches!(
                claim.part,
                Claimed::Count { .. }
                    | Claimed::Share { .. }
                    | Claimed::Change { .. }
                    | Claimed::Origin { .. }
                    | Claimed::On { .. }
            )
        })
    }

    /// Says what an answer was narrowed to, and makes it weak where the logs hold only a part of it.
    fn narrow(&self, answer: &mut Answer, claim: &ClaimPart, scope: &Scope) {
        let mut add = |text: String| {
            answer.answer.push(' ');
            answer.answer.push_str(&text);
        };
        if scope.narrows() && !matches!(claim.part, Claimed::On { .. }) {
            let names = self.names_of(scope);
            if !names.is_empty() {
                add(self.words.say("check-at", &[("targets", names.join(", ").into())]));
            }
        }
        let Time::Days { in_part, .. } = scope.time else { return };
        if in_part {
            add(self.words.plain("check-whole-days"));
            answer.checked = Checked::Weak;
        }
        if let Some((first, last)) = self.gap(scope.time) {
            let span = [("from", day_shown(first).into()), ("to", day_shown(last).into())];
            add(self.words.say("check-partly", &span));
            answer.checked = Checked::Weak;
        }
    }

    /// The days that were read, where a named time reaches beyond them.
    fn gap(&self, time: Time) -> Option<(i64, i64)> {
        let (first, last) = (*self.days.first()?, *self.days.last()?);
        let (from, to) = time.ends();
        let today = self.told.today.map_or(i64::MAX, |day| i64::from(day.0));
        // Today's lines may not be here yet.
        let needed = to.min(today.saturating_sub(1));
        let is_short = (from != i64::MIN && first > from) || (needed != i64::MAX && last < needed);
        (time != Time::Any && is_short).then_some((first, last))
    }

    /// The answer for days that the logs do not hold, or that nobody can find.
    fn out_of_reach(&self, time: Time) -> Option<Answer> {
        if self.days.is_empty() {
            return None;
        }
        let said = match time {
            Time::Any => return None,
            Time::Unknown => self.words.plain("check-when-unknown"),
            Time::Days { .. } if !self.days_in(time).is_empty() => return None,
            Time::Days { .. } => {
                let day = |day: Option<&i64>| day.map_or_else(String::new, |day| day_shown(*day));
                self.words.say(
                    "check-outside",
                    &[
                        ("asked", time.shown().into()),
                        ("from", day(self.days.first()).into()),
                        ("to", day(self.days.last()).into()),
                    ],
                )
            }
        };
        Some(Answer::plain(Checked::NotInLogs, said))
    }

    fn days_in(&self, time: Time) -> Vec<i64> {
        let (from, to) = time.ends();
        self.days.iter().filter(|day| (from..=to).contains(*day)).copied().collect()
    }

    /// Parts of attacks that a scope holds.
    fn parts_in(&self, scope: &Scope) -> Vec<Part> {
        let (from, to) = scope.time.ends();
        let from = self.since.map_or(from, |since| since.max(from));
        let is_in =
            |part: &&Part| (from..=to).contains(&part.day) && scope.holds_part(self.taken, part);
        self.taken.parts.iter().filter(is_in).copied().collect()
    }

    /// The command that shows an answer, for the days that were looked at.
    fn command(&self, by: &str, time: Time) -> String {
        let (from, to) = time.ends();
        let from = self.since.map_or(from, |since| since.max(from));
        let since = (from != i64::MIN).then(|| format!(" --since {}", day_shown(from)));
        let until = (to != i64::MAX).then(|| format!(" --until {}", day_shown(to)));
        let (since, until) = (since.unwrap_or_default(), until.unwrap_or_default());
        format!("vigie attacks --by {by}{since}{until}")
    }

    fn never(&self, id: &str) -> Answer {
        Answer::plain(Checked::NotCheckable, self.words.plain(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thin(read: &[u64], of_attacks: &[u64]) -> Vec<i64> {
        let by_day =
            |counts: &[u64]| (0..).zip(counts.iter().copied()).collect::<BTreeMap<i64, u64>>();
        thin_days(&by_day(read), &by_day(of_attacks)).into_iter().collect()
    }

    #[test]
    fn a_day_of_which_hardly_anything_was_read_is_no_measure_of_a_day() {
        assert_eq!(thin(&[150, 1000, 1100, 900, 3], &[]), [4]);
        assert_eq!(thin(&[2, 1, 3, 2, 1000, 1100, 1, 2], &[]), [0, 1, 2, 3, 6, 7]);
    }

    #[test]
    fn a_flood_makes_no_other_day_thin_and_a_log_of_attacks_alone_has_none() {
        assert_eq!(thin(&[1000, 90_000, 900], &[0, 89_000, 0]), [] as [i64; 0]);
        assert_eq!(thin(&[10, 500, 1], &[10, 500, 1]), [] as [i64; 0]);
        assert_eq!(thin(&[], &[]), [] as [i64; 0]);
    }
}
