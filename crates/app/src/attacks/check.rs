//! A sentence about attacks, answered part by part from the lake: measured, weak, not in the logs, or
//! nothing that any log can answer.
//!
//! `vigie-read` says what the sentence claims; this says what was observed, always as four counts,
//! with the command that shows them. It never says "true" or "false" of the whole: a sentence may
//! hold by bursts and not by attacks.

use std::collections::BTreeMap;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use serde::Serialize;
use vigie_kernels::attacks::group::Family;
use vigie_model::time::Timestamp;
use vigie_read::Amount;
use vigie_read::claim::{ClaimPart, Every, Part as Claimed, Target, Unit, claim_parts};

use super::count::Counts;
use super::rows::country_name;
use super::take::{Days, Part, Taken, day_shown};
use crate::words::Words;
use crate::{AppError, Project, gate};

/// The longest sentence that is read, in bytes.
const LONGEST: usize = 4 << 10;
/// Fewer days than this are no measure of "a day".
const LEAST_DAYS: usize = 3;
/// From this share of unknown addresses on, a share by country is weak.
const UNKNOWN: f64 = 0.2;

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
    every: Option<Every>,
    within_s: Option<u64>,
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
        let days = taken.days_read.range(since..).map(|(day, _)| *day).collect();
        let ground = Ground { project: self, taken: &taken, words: &words, asked, parts, days };
        let mut checked = Vec::new();
        for claim in &claims {
            if let Some(part) = ground.part(claim, sentence)? {
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
        let mut asked =
            Self { targets: vec![], every: None, within_s: None, share: None, origins: vec![] };
        for claim in claims {
            match &claim.part {
                Claimed::On { target } => asked.targets.push(*target),
                Claimed::Every { every } => asked.every = asked.every.or(Some(*every)),
                Claimed::Within { amount, every } => {
                    asked.within_s = asked.within_s.or_else(|| length(*amount, *every));
                }
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

    /// The time that counts are said for, in seconds: an hour is shorter than the days that
    /// attacks are counted by.
    fn period_s(&self) -> Option<u64> {
        self.within_s.or(self.every.map(Every::seconds))
    }
}

const DAY_S: u64 = 86_400;

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
    fn part(&self, claim: &ClaimPart, sentence: &str) -> Result<Option<CheckedPart>, AppError> {
        let answer = match &claim.part {
            Claimed::Count { amount, unit } => self.count(*amount, *unit)?,
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

    fn count(&self, amount: Amount, unit: Unit) -> Result<Answer, AppError> {
        let elsewhere = match unit {
            Unit::Mails => Some("check-no-mails"),
            Unit::Accounts | Unit::Publications => Some("check-no-posts"),
            _ if self.days.is_empty() => Some("check-no-lines"),
            _ => None,
        };
        if let Some(id) = elsewhere {
            return Ok(Answer::plain(Checked::NotInLogs, self.words.plain(id)));
        }
        match self.asked.period_s() {
            Some(seconds) if seconds < DAY_S => self.busiest(amount, unit, seconds),
            Some(seconds) => Ok(self.by_days(amount, unit, seconds / DAY_S)),
            None => Ok(self.by_days(amount, unit, 0)),
        }
    }

    /// Counts over runs of so many days; 0 for all days as one.
    fn by_days(&self, amount: Amount, unit: Unit, length: u64) -> Answer {
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let length = if length == 0 { self.days.len() } else { length };
        let runs: Vec<&[i64]> = self.days.chunks(length.max(1)).collect();
        let whole: Vec<&&[i64]> = runs.iter().filter(|run| run.len() == length).collect();
        let periods: Vec<Counts> = if whole.is_empty() {
            runs.iter().map(|run| self.in_days(run, unit)).collect()
        } else {
            whole.iter().map(|run| self.in_days(run, unit)).collect()
        };
        let figures = figures(&periods, amount);
        let is_whole = !whole.is_empty();
        let is_enough = is_whole && (periods.len() >= LEAST_DAYS || length != 1);
        let checked = if is_enough { Checked::Measured } else { Checked::Weak };
        let answer = self.counted(amount, unit, length, &figures, is_whole);
        Answer { figures: Some(figures), ..Answer::plain(checked, answer) }
            .shown_by("vigie attacks --by day")
    }

    fn in_days(&self, days: &[i64], unit: Unit) -> Counts {
        let (first, last) = (days.first().copied(), days.last().copied());
        let is_in = |day: i64| first.is_some_and(|first| day >= first) && last >= Some(day);
        let is_counted = |part: &&Part| {
            let family = self.taken.report.bursts.get(part.burst as usize).map(|b| b.family);
            is_in(part.day) && (unit != Unit::Logins || family == Some(Family::Login))
        };
        let parts: Vec<Part> = self.parts.iter().filter(is_counted).copied().collect();
        let counted = self.taken.counted(&parts, |_| (), |_, ()| false);
        let mut counts = counted.get(&()).copied().unwrap_or_default();
        if unit == Unit::Lines {
            // "Visits" are all lines and not those of attacks only.
            let all = self.taken.days_read.iter().filter(|(day, _)| is_in(**day));
            counts.lines = all.map(|(_, lines)| lines).sum();
        }
        counts
    }

    fn counted(
        &self,
        amount: Amount,
        unit: Unit,
        length: usize,
        figures: &Figures,
        is_whole: bool,
    ) -> String {
        let number = |number: u64| self.words.number(number);
        let (from, to) = (self.days.first(), self.days.last());
        let mut said = self.words.say(
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
        );
        let names = ["check-lines", "check-sources", "check-bursts", "check-attacks"];
        let asked: &[usize] = match unit {
            Unit::Attacks => &[0, 1, 2, 3],
            Unit::Sources => &[1],
            _ => &[0],
        };
        let holds: Vec<String> = asked
            .iter()
            .map(|at| {
                let args = [
                    ("what", self.words.plain(names[*at]).into()),
                    ("holds", figures.holds[*at].into()),
                    ("periods", figures.periods.into()),
                ];
                self.words.say("check-holds-in", &args)
            })
            .collect();
        let range = [("range", self.range(amount).into()), ("holds", holds.join(", ").into())];
        said.push(' ');
        said.push_str(&self.words.say("check-holds", &range));
        if !is_whole {
            said.push(' ');
            said.push_str(&self.words.plain("check-too-short"));
        }
        said
    }

    /// What a number is read as: `200–999`.
    fn range(&self, amount: Amount) -> String {
        let shown = |number: f64| {
            let plain = if amount.is_share {
                format!("{:.0}", number * 100.0)
            } else {
                format!("{number:.0}")
            };
            self.words.decimal(&plain)
        };
        let unit = if amount.is_share { "\u{202f}%" } else { "" };
        match (shown(amount.low), amount.high.is_finite()) {
            (low, false) => format!("≥ {low}{unit}"),
            (low, true) if shown(amount.high) == low => format!("{low}{unit}"),
            (low, true) => format!("{low}–{}{unit}", shown(amount.high)),
        }
    }

    /// Counts within less than a day: of lines only, because attacks are counted by day.
    fn busiest(&self, amount: Amount, unit: Unit, seconds: u64) -> Result<Answer, AppError> {
        if !matches!(unit, Unit::Lines | Unit::Attempts | Unit::Attacks | Unit::Logins) {
            let said = self.words.plain("check-by-day-only");
            return Ok(Answer::plain(Checked::Weak, said).shown_by("vigie attacks --by day"));
        }
        let view = if unit == Unit::Logins { "logins" } else { "requests" };
        // The number is ours: a whole number of seconds.
        let query = format!(
            "SELECT max(lines) AS most, count(*) FILTER (WHERE lines >= $least) AS bins FROM (\
             SELECT date_bin(INTERVAL '{seconds} seconds', at) AS bin, count(*) AS lines \
             FROM {view} GROUP BY 1)"
        );
        #[expect(clippy::cast_possible_truncation, reason = "a float is cut at the ends of i64")]
        let least = amount.low.ceil() as i64;
        let params = [("least".to_owned(), vigie_engine::Param::Integer(least))];
        let relation = self.project.open_session()?.query(&query, &params)?;
        let number = |at: usize| {
            let batch = relation.batches.iter().find(|batch| batch.num_rows() > 0)?;
            let column = batch.column(at).as_primitive_opt::<Int64Type>()?;
            Some(column.value(0).unsigned_abs())
        };
        let (most, bins) = (number(0).unwrap_or(0), number(1).unwrap_or(0));
        let said = self.words.say(
            "check-busiest",
            &[
                ("minutes", (seconds / 60).max(1).into()),
                ("most", self.words.number(most).into()),
                ("range", self.range(amount).into()),
                ("bins", bins.into()),
            ],
        );
        let is_lines = unit != Unit::Attacks;
        let checked = if is_lines && most > 0 { Checked::Measured } else { Checked::Weak };
        Ok(Answer::plain(checked, said).shown_by("vigie attacks --by day"))
    }

    /// Shares of the four counts from some countries, 0 to 1, and that of what is unknown.
    fn shares(&self, countries: &[String]) -> Option<([f64; 4], f64)> {
        if self.taken.databases.is_empty() || self.parts.is_empty() {
            return None;
        }
        let origin = self.taken.origin(&self.parts, self.words, |_| false);
        let mut shares = [0.0; 4];
        for row in &origin.countries {
            if row.key.as_ref().is_some_and(|key| countries.contains(key)) {
                for (sum, share) in shares.iter_mut().zip(row.shares) {
                    *sum += share;
                }
            }
        }
        let unknown = origin.countries.iter().find(|row| row.key.is_none());
        Some((shares, unknown.map_or(0.0, |row| row.shares[1])))
    }

    fn share(&self, amount: Amount) -> Answer {
        if self.asked.origins.is_empty() {
            return Answer::plain(Checked::Weak, self.words.plain("check-share-of-what"));
        }
        let mut answer = self.from(&self.asked.origins, Some(amount));
        answer.show = answer.show.or(Some("vigie attacks --by country"));
        answer
    }

    fn origin(&self, country: &String) -> Answer {
        // With a share beside it, the share is answered for all countries together.
        self.from(std::slice::from_ref(country), None)
    }

    fn from(&self, countries: &[String], amount: Option<Amount>) -> Answer {
        if self.taken.databases.is_empty() {
            return Answer::plain(Checked::NotInLogs, self.words.plain("check-no-database"));
        }
        let Some((shares, unknown)) = self.shares(countries) else {
            return Answer::plain(Checked::NotInLogs, self.words.plain("check-no-attack-lines"));
        };
        let percent = |share: f64| self.words.decimal(&format!("{:.0}", share * 100.0));
        let names: Vec<String> =
            countries.iter().map(|code| country_name(code, self.words)).collect();
        let mut said = self.words.say(
            "check-from",
            &[
                ("countries", names.join(", ").into()),
                ("lines", percent(shares[0]).into()),
                ("sources", percent(shares[1]).into()),
                ("bursts", percent(shares[2]).into()),
                ("attacks", percent(shares[3]).into()),
                ("databases", self.taken.databases_shown(self.words).into()),
                ("unknown", percent(unknown).into()),
            ],
        );
        if let Some(amount) = amount {
            let names = ["check-lines", "check-sources", "check-bursts", "check-attacks"];
            let by = names.iter().zip(shares).filter(|(_, share)| amount.holds(*share));
            let by: Vec<String> = by.map(|(name, _)| self.words.plain(name)).collect();
            let args = [("range", self.range(amount).into()), ("by", by.join(", ").into())];
            let id = if by.is_empty() { "check-share-none" } else { "check-share-by" };
            said.push(' ');
            said.push_str(&self.words.say(id, &args));
        }
        let checked = if unknown < UNKNOWN { Checked::Measured } else { Checked::Weak };
        Answer::plain(checked, said).shown_by("vigie attacks --by country")
    }

    fn abroad(&self) -> Answer {
        let id = if self.taken.databases.is_empty() { "check-no-database" } else { "check-abroad" };
        let checked =
            if self.taken.databases.is_empty() { Checked::NotInLogs } else { Checked::Weak };
        Answer::plain(checked, self.words.plain(id)).shown_by("vigie attacks --by country")
    }

    fn target(&self, target: Target) -> Answer {
        let read: u64 =
            families(target).iter().filter_map(|family| self.taken.read.get(family)).sum();
        if read == 0 {
            return Answer::plain(Checked::NotInLogs, self.words.plain("check-no-target"));
        }
        let mut names: BTreeMap<String, u64> = BTreeMap::new();
        for row in self.taken.by_target(&self.parts, |_| false) {
            names.insert(row.shown, row.counts.lines);
        }
        let mut names: Vec<(String, u64)> = names.into_iter().collect();
        names.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let hit: Vec<String> = names.into_iter().take(3).map(|(name, _)| name).collect();
        let said = self.words.say(
            if hit.is_empty() { "check-target-quiet" } else { "check-target" },
            &[("read", self.words.number(read).into()), ("targets", hit.join(", ").into())],
        );
        Answer::plain(Checked::Measured, said).shown_by("vigie attacks --by target")
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of lines against a range said in words")]
fn figures(periods: &[Counts], amount: Amount) -> Figures {
    let mut figures =
        Figures { periods: periods.len(), median: [0; 4], most: [0; 4], holds: [0; 4] };
    for at in 0..4 {
        let mut counts: Vec<u64> = periods.iter().map(|counts| counts.four()[at]).collect();
        counts.sort_unstable();
        figures.median[at] = counts.get(counts.len() / 2).copied().unwrap_or(0);
        figures.most[at] = counts.last().copied().unwrap_or(0);
        figures.holds[at] = counts.iter().filter(|count| amount.holds(**count as f64)).count();
    }
    figures
}
