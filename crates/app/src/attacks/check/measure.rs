//! What the logs say of each part.

use std::collections::BTreeMap;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use vigie_kernels::attacks::group::Family;
use vigie_read::Amount;
use vigie_read::claim::{Target, Unit};

use super::{Answer, Checked, Figures, Ground, families};
use crate::AppError;
use crate::attacks::count::Counts;
use crate::attacks::rows::country_name;
use crate::attacks::take::{Part, day_shown};

/// Fewer days than this are no measure of "a day".
const LEAST_DAYS: usize = 3;
/// From this share of unknown addresses on, a share by country is weak.
const UNKNOWN: f64 = 0.2;
const DAY_S: u64 = 86_400;

impl Ground<'_> {
    pub(super) fn count(
        &self,
        amount: Amount,
        unit: Unit,
        period: Option<u64>,
    ) -> Result<Answer, AppError> {
        let elsewhere = match unit {
            Unit::Mails => Some("check-no-mails"),
            Unit::Accounts | Unit::Publications => Some("check-no-posts"),
            _ if self.days.is_empty() => Some("check-no-lines"),
            _ => None,
        };
        if let Some(id) = elsewhere {
            return Ok(Answer::plain(Checked::NotInLogs, self.words.plain(id)));
        }
        match period {
            Some(seconds) if seconds < DAY_S => self.busiest(amount, unit, seconds),
            Some(seconds) => Ok(self.by_days(amount, unit, seconds / DAY_S)),
            None => Ok(self.by_days(amount, unit, 0)),
        }
    }

    /// Counts over runs of so many days; 0 for all days as one.
    fn by_days(&self, amount: Amount, unit: Unit, length: u64) -> Answer {
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let length = if length == 0 { self.days.len() } else { length };
        // A run of days and the whole hold what they hold; a single thin day would be a wrong measure.
        let is_kept = |day: &&i64| length != 1 || !self.thin.contains(day);
        let days: Vec<i64> = self.days.iter().filter(is_kept).copied().collect();
        let runs: Vec<&[i64]> = days.chunks(length.max(1)).collect();
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
        if length == 1 && !self.thin.is_empty() {
            said.push(' ');
            said.push_str(&self.words.say("check-thin", &[("days", self.thin.len().into())]));
        }
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

    pub(super) fn share(&self, amount: Amount) -> Answer {
        if self.asked.origins.is_empty() {
            return Answer::plain(Checked::Weak, self.words.plain("check-share-of-what"));
        }
        let mut answer = self.from(&self.asked.origins, Some(amount));
        answer.show = answer.show.or(Some("vigie attacks --by country"));
        answer
    }

    pub(super) fn origin(&self, country: &String) -> Answer {
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

    pub(super) fn abroad(&self) -> Answer {
        let id = if self.taken.databases.is_empty() { "check-no-database" } else { "check-abroad" };
        let checked =
            if self.taken.databases.is_empty() { Checked::NotInLogs } else { Checked::Weak };
        Answer::plain(checked, self.words.plain(id)).shown_by("vigie attacks --by country")
    }

    pub(super) fn target(&self, target: Target) -> Answer {
        let read: u64 =
            families(target).iter().filter_map(|family| self.taken.read.get(family)).sum();
        if read == 0 {
            return Answer::plain(Checked::NotInLogs, self.words.plain("check-no-target"));
        }
        let mut names: BTreeMap<String, u64> = BTreeMap::new();
        let is_here = |part: &&Part| {
            let burst = self.taken.report.bursts.get(part.burst as usize);
            burst.is_some_and(|burst| families(target).contains(&burst.family))
        };
        let parts: Vec<Part> = self.parts.iter().filter(is_here).copied().collect();
        for row in self.taken.by_target(&parts, |_| false) {
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
