//! This morning: what changed since a moment, where we could not see, what is overdue.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::finding::When;
use vigie_model::time::Timestamp;

use super::briefs::BriefRow;
use super::rows::{AsOf, FindingRow, IncidentRow, MeasureRow, RedLineRow, stamp};
use crate::blind::BlindSpot;
use crate::detect::State;
use crate::hours::{HOUR, Kind};
use crate::retention::VisitorsDue;
use crate::rumours::RumourRow;
use crate::{AppError, Project};

/// How many findings are sent at most: the numbers beside them are of all.
const ROWS: usize = 200;
/// How many of each detector are among them in any case, so that a loud one hides no other.
const OF_EACH: usize = 3;
/// The most hours of activity that are sent: five weeks.
const MAX_HOURS: i64 = 5 * 7 * 24;

/// The first screen.
#[derive(Debug, Serialize)]
pub struct Morning {
    /// The moment.
    #[serde(serialize_with = "stamp::utc")]
    pub since: Timestamp,
    /// Now.
    #[serde(serialize_with = "stamp::utc")]
    pub now: Timestamp,
    /// What this stands on.
    pub as_of: AsOf,
    /// The commit of it.
    pub commit: u64,
    /// What changed since.
    pub changed: Changed,
    /// Where we could not see.
    pub blind: Vec<BlindSpot>,
    /// Measures whose day is over.
    pub overdue: Vec<MeasureRow>,
    /// Lines of visitors that are held longer than vigie.toml says.
    pub visitors_due: Option<VisitorsDue>,
    /// What was agreed beforehand.
    pub red_lines: Vec<RedLineRow>,
    /// Numbers.
    pub counts: Counts,
    /// Signals by the hour.
    pub activity: Activity,
    /// Rumours by code.
    pub rumours: Vec<RumourRow>,
}

/// What changed since a moment.
#[derive(Debug, Serialize)]
pub struct Changed {
    /// Findings that are new or were revised since, most urgent first; without those that were
    /// dismissed, or judged as they stand. At most two
    /// hundred, the first of each detector among them.
    pub findings: Vec<FindingRow>,
    /// How many there are in all.
    pub findings_count: usize,
    /// Incidents that somebody wrote about since.
    pub incidents: Vec<IncidentRow>,
    /// Briefs told or recalled since.
    pub briefs: Vec<BriefRow>,
}

/// Numbers about the whole.
#[derive(Debug, Default, Serialize)]
pub struct Counts {
    /// Signals that are held, by table.
    pub signals: BTreeMap<&'static str, u64>,
    /// Rows set aside.
    pub rejected: u64,
    /// Findings that are new since the moment.
    pub findings_new: usize,
    /// Findings that were revised since.
    pub findings_revised: usize,
    /// Findings that wait for a decision, to be looked at now.
    pub now: usize,
    /// … before the day ends.
    pub today: usize,
    /// … good to know.
    pub note: usize,
}

/// Signals by the hour.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Activity {
    /// How long each step is.
    pub unit: &'static str,
    /// The first moment of the first hour.
    #[serde(serialize_with = "stamp::utc")]
    pub from: Timestamp,
    /// Publications.
    pub publications: Vec<u64>,
    /// Web requests.
    pub requests: Vec<u64>,
    /// Logins.
    pub logins: Vec<u64>,
}

impl Project {
    /// What changed since `since` (the beginning of yesterday, when not given).
    ///
    /// # Errors
    /// When the lake or the journal cannot be read.
    pub fn morning(&self, since: Option<Timestamp>) -> Result<Morning, AppError> {
        let now = self.system.now();
        let since = match since {
            Some(since) => since,
            None => self.moment("yesterday")?,
        };
        let as_of = self.as_of()?;
        let signals = BTreeMap::clone(&*self.rows_held()?);
        let mut counts = Counts {
            rejected: signals.get("rejected").copied().unwrap_or(0),
            signals,
            ..Counts::default()
        };
        let mut findings = Vec::new();
        let rows = self.rows_of(&self.desktop()?)?;
        for row in &rows.0 {
            use super::rows::VerdictWord::{Dismissed, Open};
            if row.verdict == Open {
                match row.when {
                    When::Now => counts.now += 1,
                    When::Today => counts.today += 1,
                    When::Note => counts.note += 1,
                }
            }
            if row.computed_at < since || row.verdict == Dismissed {
                continue;
            }
            match row.state {
                State::New => counts.findings_new += 1,
                State::Revised => counts.findings_revised += 1,
                // Somebody has judged it as it stands.
                State::Unchanged => continue,
            }
            findings.push(row);
        }
        let findings_count = findings.len();
        let findings = first_of_each(findings);
        let mut incidents = self.incidents()?;
        incidents.retain(|incident| incident.core.changed_at >= since);
        let mut briefs = self.brief_rows()?;
        briefs.retain(|brief| brief.changed_at() >= since);
        let register = self.measures()?;
        Ok(Morning {
            since,
            now,
            as_of,
            commit: as_of.commit,
            changed: Changed { findings, findings_count, incidents, briefs },
            blind: self.blind_spots_since(since)?,
            overdue: register.measures.into_iter().filter(|measure| measure.overdue).collect(),
            visitors_due: self.visitors_due()?,
            red_lines: register.red_lines,
            counts,
            activity: self.activity(since, now)?,
            rumours: self.rumours()?,
        })
    }

    /// Signals by the hour from `since` to `now`, at most the last five weeks.
    pub(crate) fn activity(&self, since: Timestamp, now: Timestamp) -> Result<Activity, AppError> {
        let hour_of = |at: Timestamp| at.0.div_euclid(HOUR);
        let last = hour_of(now);
        let first = hour_of(since).clamp(last - MAX_HOURS + 1, last);
        let hours = self.hours()?;
        let count = |wanted: Kind| {
            let mut sums = vec![0; usize::try_from(last - first + 1).unwrap_or(0)];
            let streams = hours.iter().filter(|((kind, _), _)| *kind == wanted);
            for (_, stream) in streams {
                for (hour, signals) in stream.hours.range(first * HOUR..=last * HOUR) {
                    let place = usize::try_from(hour / HOUR - first).unwrap_or(usize::MAX);
                    if let Some(sum) = sums.get_mut(place) {
                        *sum += signals;
                    }
                }
            }
            sums
        };
        Ok(Activity {
            unit: "hour",
            from: Timestamp(first * HOUR),
            publications: count(Kind::Publications),
            requests: count(Kind::Requests),
            logins: count(Kind::Logins),
        })
    }
}

/// At most [`ROWS`] of the rows, in their order, the first [`OF_EACH`] of every detector among them.
fn first_of_each(rows: Vec<&FindingRow>) -> Vec<FindingRow> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let is_early: Vec<bool> = rows
        .iter()
        .map(|row| {
            let count = seen.entry(&row.detector).or_default();
            *count += 1;
            *count <= OF_EACH
        })
        .collect();
    let mut room = ROWS.saturating_sub(is_early.iter().filter(|early| **early).count());
    let kept = rows.into_iter().zip(is_early).filter(|(_, early)| {
        let fits = *early || room > 0;
        room -= usize::from(fits && !early);
        fits
    });
    kept.map(|(row, _)| row.clone()).collect()
}
