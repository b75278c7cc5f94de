//! Seeing a rumour's text again: with a reason and a second person, or after a delay; on record
//! before anything is shown.

use serde::Serialize;
use vigie_cases::{Body, Rumour, RumourReveal, State, Target};
use vigie_model::time::Timestamp;

use super::RumourError;
use super::store::Held;
use crate::screens::rows::stamp;
use crate::{AppError, Project, gate};

/// The words of a rumour. Made only after the reveal is in the journal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct RumourText {
    /// Its code.
    pub code: String,
    /// What the analyst calls it.
    pub topic: String,
    /// Words and names.
    pub terms: Vec<String>,
    /// Texts that repeat it.
    pub examples: Vec<String>,
    /// Hashtags and addresses in the lake that repeat it.
    pub tags: Vec<String>,
}

/// What a wish to see a rumour's text came to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum RumourAnswer {
    /// It is shown, and that is on record.
    Shown(RumourText),
    /// It will be shown to whoever asks again after this time.
    Wait {
        /// The rumour.
        code: String,
        /// When.
        #[serde(serialize_with = "stamp::utc")]
        wait_until: Timestamp,
    },
}

/// A reveal that the next brief has to tell.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct RevealToTell {
    /// The rumour.
    pub code: String,
    /// When it was shown.
    #[serde(serialize_with = "stamp::utc")]
    pub at: Timestamp,
    /// To whom.
    pub author: String,
    /// Why, through the gate.
    pub reason: String,
    /// Who else agreed, through the gate.
    pub second: Option<String>,
}

impl Project {
    /// Shows the text of a rumour, or says from when it will be shown: with a second person at
    /// once; alone, `rumours.reveal_after` after having asked for the first time.
    ///
    /// # Errors
    /// Without a reason, for an unknown rumour, when the second person is the first, or when it
    /// cannot be recorded.
    pub fn rumour_reveal(
        &self,
        code: &str,
        reason: &str,
        second: Option<&str>,
    ) -> Result<RumourAnswer, AppError> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(AppError::ReasonMissing);
        }
        let code = code.trim().parse().map_err(|_| RumourError::Unknown)?;
        let state = self.state()?;
        let rumour = state.rumours.get(&code).ok_or(RumourError::Unknown)?;
        let held = self.sealed_store().read()?.into_iter().find(|held| held.code == code);
        let held = held.ok_or_else(|| RumourError::NotHeld { code: code.to_string() })?;
        let second = self.second(second)?;
        if second.is_none()
            && let Some(wait_until) = self.must_wait(rumour, reason)?
        {
            return Ok(RumourAnswer::Wait { code: code.to_string(), wait_until });
        }
        let body = Body::RumourRevealed { reason: reason.to_owned(), second };
        self.write_entry(None, Target::Rumour(code), None, body)?;
        let tags = self.spreads()?.get(&code).map(|spread| spread.tags.clone()).unwrap_or_default();
        Ok(RumourAnswer::Shown(shown(&held, tags.iter())))
    }

    /// Reveals since the last brief was told: each is a line of the next one.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn reveals_to_tell(&self) -> Result<Vec<RevealToTell>, AppError> {
        let state = self.state()?;
        let told = last_brief(&state);
        let mut reveals = Vec::new();
        for rumour in state.rumours.values() {
            for reveal in &rumour.reveals {
                let place = state.log.iter().position(|it| it.entry.id() == reveal.mark.entry);
                if place > told {
                    reveals.push(RevealToTell {
                        code: rumour.code.to_string(),
                        at: reveal.mark.at,
                        author: reveal.mark.author.to_string(),
                        reason: gate::harmless(&reveal.reason),
                        second: reveal.second.as_deref().map(gate::harmless),
                    });
                }
            }
        }
        reveals.sort_by_key(|reveal| reveal.at);
        Ok(reveals)
    }

    fn second(&self, name: Option<&str>) -> Result<Option<String>, AppError> {
        let Some(name) = name.map(str::trim).filter(|name| !name.is_empty()) else {
            return Ok(None);
        };
        let author = self.author()?;
        let is_same = |own: &str| own.to_lowercase() == name.to_lowercase();
        if is_same(&author.name) || is_same(author.id.as_str()) {
            return Err(RumourError::SamePerson.into());
        }
        Ok(Some(name.to_owned()))
    }

    /// Until when somebody alone waits; `None` when they waited long enough. Asking for the first
    /// time is an entry, so that everybody can see it and object.
    fn must_wait(&self, rumour: &Rumour, reason: &str) -> Result<Option<Timestamp>, AppError> {
        let (now, after) = (self.system.now(), self.config.rumours.reveal_after);
        let author = self.author()?.id;
        let asked = open_wish(rumour, |wish| wish.mark.author == author);
        let asked_at = match asked {
            Some(wish) => wish.mark.at,
            None => {
                let body = Body::RevealAsked { reason: reason.to_owned() };
                self.write_entry(None, Target::Rumour(rumour.code), None, body)?.at
            }
        };
        let until = Timestamp(asked_at.0.saturating_add(after));
        Ok((now < until).then_some(until))
    }
}

/// The oldest wish since the last showing to the same person.
fn open_wish(rumour: &Rumour, is_own: impl Fn(&RumourReveal) -> bool) -> Option<&RumourReveal> {
    let shown = rumour.reveals.iter().rfind(|reveal| is_own(reveal));
    let after = shown.map_or(0, |reveal| reveal.mark.entry.seq);
    rumour.asked.iter().find(|wish| is_own(wish) && wish.mark.entry.seq > after)
}

/// Where the last told brief stands in the log.
fn last_brief(state: &State) -> Option<usize> {
    state.log.iter().rposition(|it| matches!(it.entry.body, Body::BriefTold { .. }))
}

fn shown<'a>(held: &Held, tags: impl Iterator<Item = &'a String>) -> RumourText {
    let all = |texts: &[String]| texts.iter().map(|text| gate::unsealed(text)).collect();
    RumourText {
        code: held.code.to_string(),
        topic: gate::unsealed(&held.topic),
        terms: all(&held.terms),
        examples: all(&held.examples),
        tags: tags.map(|tag| gate::unsealed(tag)).collect(),
    }
}
