//! A sentence about attacks, answered part by part from the lake: measured, weak, not in the logs, or
//! nothing that any log can answer.
//!
//! `vigie-read` says what the sentence claims; this says what was observed, always as four counts,
//! with the command that shows them. It never says "true" or "false" of the whole: a sentence may
//! hold by bursts and not by attacks.

mod measure;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use vigie_kernels::attacks::group::Family;
use vigie_model::time::Timestamp;
use vigie_read::Amount;
use vigie_read::claim::{ClaimPart, Every, Part as Claimed, Target, claim_parts};

use super::take::{Days, Part, Taken};
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

/// What the parts of a sentence say together.
struct Asked {
    targets: Vec<Target>,
    share: Option<Amount>,
    origins: Vec<String>,
}

struct Ground<'a> {
    project: &'a Project,
    taken: &'a Taken,
    words: &'a Words,
    asked: Asked,
    /// Parts of attacks at what the sentence speaks of, since the moment.
    parts: Vec<Part>,
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
    ) -> Result<CheckReport, AppError> {
        let sentence = cut(sentence);
        let claims = claim_parts(sentence);
        let taken = self.taken()?;
        let words = Words::new(self.config.language);
        let asked = Asked::of(&claims);
        let days = Days::new(self.zone());
        let since = since.map_or(i64::MIN, |at| days.of(at));
        let parts = taken.parts.iter().filter(|part| part.day >= since);
        let parts = parts.filter(|part| asked.is_at(&taken, part)).copied().collect();
        let read: BTreeMap<i64, u64> =
            taken.days_read.range(since..).map(|(&day, &n)| (day, n)).collect();
        let mut of_attacks = BTreeMap::new();
        for part in &taken.parts {
            *of_attacks.entry(part.day).or_default() += part.lines;
        }
        let thin = thin_days(&read, &of_attacks);
        let days = read.into_keys().collect();
        let ground =
            Ground { project: self, taken: &taken, words: &words, asked, parts, days, thin };
        let mut checked = Vec::new();
        for (at, claim) in claims.iter().enumerate() {
            let period = period_s(&claims, at);
            if let Some(part) = ground.part(claim, period, sentence)? {
                checked.push(part);
            }
        }
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

impl Asked {
    fn of(claims: &[ClaimPart]) -> Self {
        let mut asked = Self { targets: vec![], share: None, origins: vec![] };
        for claim in claims {
            match &claim.part {
                Claimed::On { target } => asked.targets.push(*target),
                Claimed::Share { amount } => asked.share = asked.share.or(Some(*amount)),
                Claimed::Origin { country, .. } => asked.origins.push(country.clone()),
                _ => {}
            }
        }
        asked
    }

    /// Whether a part of an attack is at what the sentence speaks of.
    fn is_at(&self, taken: &Taken, part: &Part) -> bool {
        let Some(burst) = taken.report.bursts.get(part.burst as usize) else { return false };
        self.targets.is_empty()
            || self.targets.iter().any(|target| families(*target).contains(&burst.family))
    }
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

const fn families(target: Target) -> &'static [Family] {
    match target {
        Target::Web => &[Family::Web],
        // Logins of mail services are logins; which service stands in the name of the target only.
        Target::Mail => &[Family::Mail, Family::Login],
        Target::Logins => &[Family::Login],
        Target::Servers => &[Family::Web, Family::Mail, Family::Login],
    }
}

/// An answer before it is put together with the words that asked.
struct Answer {
    checked: Checked,
    answer: String,
    figures: Option<Figures>,
    show: Option<&'static str>,
}

impl Answer {
    const fn plain(checked: Checked, answer: String) -> Self {
        Self { checked, answer, figures: None, show: None }
    }

    const fn shown_by(mut self, command: &'static str) -> Self {
        self.show = Some(command);
        self
    }
}

impl Ground<'_> {
    fn part(
        &self,
        claim: &ClaimPart,
        period: Option<u64>,
        sentence: &str,
    ) -> Result<Option<CheckedPart>, AppError> {
        let answer = match &claim.part {
            Claimed::Count { amount, unit } => self.count(*amount, *unit, period)?,
            Claimed::Share { amount } => self.share(*amount),
            Claimed::Origin { country, .. } => self.origin(country),
            Claimed::Abroad => self.abroad(),
            Claimed::On { target } => self.target(*target),
            Claimed::Author => self.never("check-author"),
            Claimed::Reputation => self.never("check-reputation"),
            // A time is no claim by itself: it says what the count beside it is for.
            Claimed::Every { .. } | Claimed::Within { .. } => return Ok(None),
        };
        Ok(Some(CheckedPart {
            words: gate::harmless(claim.span.of(sentence)),
            claim: claim.part.clone(),
            checked: answer.checked,
            answer: answer.answer,
            figures: answer.figures,
            show: answer.show.map(str::to_owned),
        }))
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
