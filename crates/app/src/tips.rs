//! What somebody told us: a tip is a signal with a human source. Its words are kept like any other
//! record (restricted, forgettable, under a mandate); the journal holds the signal's id alone.

use serde::Serialize;
use vigie_cases::{Body, IncidentId, Target, TipId};
use vigie_model::SignalId;
use vigie_model::time::Timestamp;

use crate::cases::words_shown;
use crate::incidents::numbered_target;
use crate::ingest::{IngestRequest, Input};
use crate::screens::rows::stamp;
use crate::{AppError, Project, Refusal, gate, system};

/// The longest tip, in bytes.
pub const MAX_TIP: usize = 64 << 10;

/// A tip as it was told.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct TipInput {
    /// What was said.
    pub text: String,
    /// Who told us, as far as they may be named; may be empty.
    #[serde(default)]
    pub from: String,
    /// When it happened or was told; without it, now.
    #[serde(default, skip)]
    pub at: Option<Timestamp>,
    /// A finding or an incident.
    #[serde(default)]
    pub about: Option<String>,
    /// The mandate that it is kept under.
    #[serde(default)]
    pub mandate: Option<String>,
}

/// A tip that was taken.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct TipTaken {
    /// Its name.
    pub tip: String,
    /// Where its words are.
    pub signal: SignalId,
    /// The journal entry.
    pub entry: String,
    /// The commit that holds the words.
    pub commit: Option<u64>,
}

/// A tip in a list: who told what stays behind its signal.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct TipRow {
    /// Its name.
    pub tip: String,
    /// Where its words are.
    pub signal: SignalId,
    /// When it was taken.
    #[serde(serialize_with = "stamp::utc")]
    pub at: Timestamp,
    /// Who took it.
    pub author: String,
    /// What it is about.
    pub about: Option<String>,
}

/// One line of the kept record.
#[derive(Serialize)]
struct Line<'a> {
    tip: String,
    from: &'a str,
    at: String,
    text: &'a str,
}

impl Project {
    /// Takes a tip: its words into the lake, its id into the journal.
    ///
    /// # Errors
    /// Without words, when `about` names nothing, or when it cannot be kept.
    pub fn take_tip(&self, input: &TipInput) -> Result<TipTaken, AppError> {
        let text = input.text.trim();
        if text.is_empty() {
            return Err(Refusal::NoWords.into());
        }
        if text.len() > MAX_TIP {
            return Err(Refusal::TooLarge { path: "the tip".into(), limit: MAX_TIP as u64 }.into());
        }
        let about = input.about.as_deref().map(|about| self.tip_subject(about)).transpose()?;
        let now = self.system.now();
        let tip = TipId::make(now, system::random());
        let line = Line {
            tip: tip.to_string(),
            from: input.from.trim(),
            at: input.at.unwrap_or(now).to_string(),
            text,
        };
        let mut bytes = serde_json::to_vec(&line)?;
        bytes.push(b'\n');
        let (report, signal) = self.ingest_noting(&IngestRequest {
            inputs: vec![Input::Bytes { name: "tip".to_owned(), bytes: bytes.into() }],
            source: Some("tip".to_owned()),
            host: Some("tips".to_owned()),
            mandate: input.mandate.clone(),
            ..IngestRequest::default()
        })?;
        let signal = signal.ok_or(AppError::Bug("a tip made no signal"))?;
        let entry =
            self.write_entry(None, Target::House, None, Body::TipTaken { tip, signal, about })?;
        Ok(TipTaken {
            tip: tip.to_string(),
            signal,
            entry: entry.id().to_string(),
            commit: report.commit,
        })
    }

    fn tip_subject(&self, about: &str) -> Result<Target, AppError> {
        let about = about.trim();
        if about.to_uppercase().starts_with("F-") {
            return Ok(Target::Finding(self.finding(about)?.id));
        }
        let desk = self.desktop()?;
        match self.held_incident(about, &desk) {
            Ok(held) => {
                let id: IncidentId = held.id;
                Ok(Target::Incident(id))
            }
            Err(_) => Err(Refusal::NoSubject { text: gate::harmless(about) }.into()),
        }
    }

    /// All tips, newest first.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn tips(&self) -> Result<Vec<TipRow>, AppError> {
        let state = self.state()?;
        let row = |tip: &vigie_cases::Tip| TipRow {
            tip: tip.tip.to_string(),
            signal: tip.signal,
            at: tip.mark.at,
            author: tip.mark.author.to_string(),
            about: tip.about.as_ref().map(|about| match about {
                Target::Incident(_) => numbered_target(about, &state),
                other => other.to_string(),
            }),
        };
        Ok(state.tips.iter().rev().map(row).collect())
    }

    /// The words of a tip, shown for a reason that goes on record.
    ///
    /// # Errors
    /// Without a reason, when there is no such tip, or its words were forgotten.
    pub fn reveal_tip(&self, tip: &str, reason: &str) -> Result<String, AppError> {
        let state = self.state()?;
        let wanted = tip.trim().to_uppercase();
        let unknown = || Refusal::NoSubject { text: gate::harmless(tip) };
        let held = state
            .tips
            .iter()
            .find(|held| held.tip.to_string() == wanted || held.signal.to_string() == tip.trim());
        let held = held.ok_or_else(unknown)?;
        if reason.trim().is_empty() {
            return Err(AppError::ReasonMissing);
        }
        let body = Body::Revealed {
            what: format!("words of {}", held.tip),
            reason: reason.trim().to_owned(),
        };
        self.write_entry(None, Target::House, None, body)?;
        let snapshot = self.lake.snapshot()?;
        let ids = std::iter::once(held.signal).collect();
        let whole = (Timestamp(i64::MIN), Timestamp(i64::MAX));
        let found = snapshot.find(&ids, whole.0, whole.1)?;
        let place = found.places.first().ok_or_else(unknown)?;
        let content = place.segment.map(|id| self.lake.segment(id)).transpose()?.flatten();
        let bytes = content.as_deref().and_then(|content| place.slice(content));
        let line: Told =
            bytes.and_then(|bytes| serde_json::from_slice(bytes).ok()).ok_or_else(unknown)?;
        Ok(words_shown(&line.text))
    }
}

#[derive(serde::Deserialize)]
struct Told {
    text: String,
}
