//! Mandates: why a project may hold what it holds. Some stand in `vigie.toml`; others were entered
//! by command and stand in the journal, with who entered them when. Where both know a name, the
//! file holds.

use jiff::civil::Date;
use serde::Serialize;
use vigie_cases::{Body, Draft, Head, Target};
use vigie_model::mandate::Mandate;
use vigie_model::time::Timestamp;

use crate::cases::words_shown;
use crate::screens::rows::stamp;
use crate::{AppError, Project, Refusal, gate};

/// A mandate to enter.
#[derive(Clone, Debug, Default)]
pub struct MandateInput {
    /// Its name in `--mandate`: small letters, digits and hyphens.
    pub id: String,
    /// What the data is for.
    pub purpose: String,
    /// The legal basis.
    pub basis: String,
    /// The last day: `2027-05-31`.
    pub end: String,
}

/// Where a mandate is written down.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WrittenIn {
    /// In `vigie.toml`.
    File,
    /// In the journal.
    Journal,
}

/// A mandate in a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct MandateRow {
    /// Its name in `--mandate`.
    pub id: String,
    /// What the data is for.
    pub purpose: String,
    /// The legal basis.
    pub basis: String,
    /// Until when it holds; without, it does not end.
    #[serde(serialize_with = "stamp::utc_or_null")]
    pub until: Option<Timestamp>,
    /// It has not ended.
    pub holds: bool,
    /// Where it is written down.
    pub written_in: WrittenIn,
    /// Who entered it, in the journal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// The entry, in the journal: taking it back takes the mandate back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
}

impl Project {
    /// Every mandate, by name; the local one of `vigie.toml` is among them.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn mandates(&self) -> Result<Vec<MandateRow>, AppError> {
        let now = self.system.now();
        let row = |mandate: &Mandate, written_in| MandateRow {
            id: gate::harmless(&mandate.id),
            purpose: words_shown(&mandate.purpose),
            basis: words_shown(&mandate.basis),
            until: mandate.end,
            holds: mandate.end.is_none_or(|end| end > now),
            written_in,
            author: None,
            entry: None,
        };
        let mut rows: Vec<MandateRow> =
            self.config.mandates.iter().map(|mandate| row(mandate, WrittenIn::File)).collect();
        let state = self.state()?;
        for (mandate, held) in self.entered(&state) {
            if self.config.mandate(&mandate.id).is_none() {
                rows.push(MandateRow {
                    author: Some(held.mark.author.to_string()),
                    entry: Some(held.mark.entry.to_string()),
                    ..row(&mandate, WrittenIn::Journal)
                });
            }
        }
        rows.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(rows)
    }

    /// Enters a mandate in the journal. It holds from then on, to the end of its last day.
    ///
    /// # Errors
    /// When one of that name is there already, the name or the day is none, the day is past, or
    /// purpose or basis is empty.
    pub fn add_mandate(&self, input: &MandateInput) -> Result<MandateRow, AppError> {
        let id = input.id.trim().to_lowercase();
        let named: Result<Target, _> = format!("mandate:{id}").parse();
        let bad_name = || Refusal::BadMandate { name: gate::harmless(&input.id) };
        let target = named.map_err(|_| bad_name())?;
        let state = self.state()?;
        if self.config.mandate(&id).is_some() || state.mandates.contains_key(&id) {
            return Err(Refusal::MandateExists { id }.into());
        }
        let day: Result<Date, _> = input.end.trim().parse();
        let no_day = |_| Refusal::NoDay { text: gate::harmless(&input.end) };
        let day = day.map_err(no_day)?.to_string();
        if day < self.today_date() {
            return Err(Refusal::MandateOver { end: day }.into());
        }
        let body = Body::MandateSet {
            purpose: input.purpose.trim().to_owned(),
            basis: input.basis.trim().to_owned(),
            end: Some(day),
        };
        // Whoever took it back may enter it again, so that the head need not be untouched.
        let head: Head = state.head_of(&target);
        let draft = Draft::new(self.system.now(), target, body);
        self.write_entries(vec![(Some(head), draft)])?;
        let row = self.mandates()?.into_iter().find(|row| row.id == id);
        row.ok_or(AppError::Bug("a mandate that was just entered is not there"))
    }

    /// The mandate of an ingest: the named one, or the local default.
    pub(crate) fn mandate(&self, id: Option<&str>) -> Result<Mandate, AppError> {
        // The local one is what holds without any: an agency needs one with an end.
        let named = id.filter(|id| !(self.needs_mandate() && *id == Mandate::local().id));
        let Some(id) = named else {
            return if self.needs_mandate() {
                Err(Refusal::MandateNeeded { known: self.mandates_that_hold()? }.into())
            } else {
                Ok(Mandate::local())
            };
        };
        let held = match self.config.mandate(id) {
            Some(mandate) => Some(mandate.clone()),
            None => {
                let state = self.state()?;
                self.entered(&state).map(|(mandate, _)| mandate).find(|mandate| mandate.id == id)
            }
        };
        let mandate = held.ok_or_else(|| AppError::UnknownMandate { id: id.to_owned() })?;
        match mandate.end {
            Some(end) if end <= self.system.now() => {
                Err(AppError::MandateEnded { id: mandate.id, end: end.shown_in(&self.zone()) })
            }
            _ => Ok(mandate),
        }
    }

    /// Mandates with a last day that has not passed, by name; the local default is none.
    pub(crate) fn mandates_that_hold(&self) -> Result<Vec<String>, AppError> {
        let rows = self.mandates()?.into_iter();
        Ok(rows.filter(|row| row.holds && row.until.is_some()).map(|row| row.id).collect())
    }

    /// Whether a mandate with all its parts, a last day among them, holds now.
    pub(crate) fn has_mandate(&self) -> bool {
        self.mandates().is_ok_and(|rows| {
            rows.iter().any(|row| {
                row.holds
                    && row.until.is_some()
                    && !row.purpose.trim().is_empty()
                    && !row.basis.trim().is_empty()
            })
        })
    }

    /// What stands in the journal, with its last day to the end in the project's zone.
    fn entered<'s>(
        &self,
        state: &'s vigie_cases::State,
    ) -> impl Iterator<Item = (Mandate, &'s vigie_cases::Mandate)> {
        let zone = self.zone();
        state.mandates.iter().map(move |(id, held)| {
            let day: Option<Date> = held.end.as_deref().and_then(|day| day.parse().ok());
            let midnight = day
                .and_then(|day| day.tomorrow().ok())
                .and_then(|next| next.to_zoned(zone.clone()).ok());
            let end = midnight.map(|midnight| Timestamp(midnight.timestamp().as_microsecond()));
            let (purpose, basis) = (held.purpose.clone(), held.basis.clone());
            (Mandate { id: id.clone(), purpose, basis, end }, held)
        })
    }
}
