//! Incidents: what people hold to belong together, and what they make of it.
//!
//! A change of an incident may name the head that was on the screen; when somebody else wrote
//! about the incident in the meantime it is refused and nothing is written.

use vigie_cases::{
    Body, CasesError, Entry, FindingRef, Head, Incident as Held, IncidentId, Logged, State, Target,
};
use vigie_model::confidence::Confidence;
use vigie_model::finding::When;
use vigie_model::{FindingId, Revision};

use crate::cases::words_shown;
use crate::screens::rows::{
    AssessmentRow, FindingRow, Incident, IncidentCore, IncidentRow, JournalRow, VerdictWord,
};
use crate::triage::Desktop;
use crate::words::Words;
use crate::{AppError, Project, Refusal, gate, system};

/// A finding to attach, and the revision that was on the screen; without one, the newest.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct Picked {
    /// The beginning of its id.
    pub id: String,
    /// As it stood on the screen.
    #[serde(default)]
    pub revision: Option<Revision>,
}

/// A change of an incident.
#[derive(Clone, Debug)]
pub enum Change {
    /// Another title.
    Title(String),
    /// One more finding.
    Attach(Picked),
    /// A finding less, with the reason.
    Detach {
        /// The beginning of its id.
        id: String,
        /// Why.
        reason: String,
    },
    /// A dated judgement.
    Assess {
        /// How sure.
        how_sure: Confidence,
        /// In the person's words.
        text: String,
        /// How soon to look, if that changes.
        when: Option<When>,
    },
    /// A note.
    Note(String),
    /// It is over, with the reason.
    Close(String),
    /// It is not over, with the reason.
    Reopen(String),
}

impl Project {
    /// All incidents: open ones first, most urgent first, then changed last.
    ///
    /// # Errors
    /// When the lake or the journal cannot be read.
    pub fn incidents(&self) -> Result<Vec<IncidentRow>, AppError> {
        let desk = self.desktop()?;
        let mut rows: Vec<IncidentRow> = desk
            .state
            .incidents
            .values()
            .map(|held| IncidentRow { core: core(held, &desk), findings: held.findings.len() })
            .collect();
        rows.sort_by(|a, b| {
            let key = |row: &IncidentRow| (row.core.open, row.core.when, row.core.changed_at);
            key(b).cmp(&key(a)).then_with(|| a.core.id.cmp(&b.core.id))
        });
        Ok(rows)
    }

    /// One incident, by its number (`I-0007`, `7`) or its full id.
    ///
    /// # Errors
    /// When there is none.
    pub fn incident(&self, id: &str) -> Result<Incident, AppError> {
        let desk = self.desktop()?;
        let held = self.held_incident(id, &desk)?;
        Ok(self.incident_view(held, &desk))
    }

    /// The id of the incident that people name by its number, or by the beginning of its id.
    pub(crate) fn held_incident<'d>(
        &self,
        text: &str,
        desk: &'d Desktop,
    ) -> Result<&'d Held, AppError> {
        let text = text.trim().to_uppercase();
        let by_number = desk.state.incident(&text);
        let unknown = || Refusal::UnknownIncident { id: gate::harmless(&text) };
        Ok(by_number.ok_or_else(unknown)?)
    }

    fn incident_view(&self, held: &Held, desk: &Desktop) -> Incident {
        let mut findings: Vec<FindingRow> = held
            .findings
            .keys()
            .filter_map(|id| self.row_by_id(*id, desk).ok().flatten())
            .collect();
        findings.sort_by_key(|row| (row.first_at, row.id));
        let revised = held
            .findings
            .values()
            .filter_map(|attached| self.revised(attached.id, attached.revision, desk))
            .collect();
        let assessment = held.assessment().map(|assessment| AssessmentRow {
            how_sure: assessment.how_sure,
            text: words_shown(&assessment.text),
            at: assessment.mark.at,
            author: assessment.mark.author.to_string(),
        });
        let words = Words::new(self.config.language);
        let mut log: Vec<&Logged> = desk.state.about(&Target::Incident(held.id)).collect();
        for id in held.findings.keys() {
            log.extend(desk.state.about(&Target::Finding(*id)));
        }
        log.sort_by(|a, b| {
            let key =
                |one: &'_ Logged| (one.placed_at, one.entry.author.to_string(), one.entry.seq);
            key(a).cmp(&key(b))
        });
        Incident {
            core: core(held, desk),
            assessment,
            findings,
            not_held: held
                .findings
                .keys()
                .filter(|id| desk.held.revisions(**id).next_back().is_none())
                .count(),
            journal: log.into_iter().map(|one| numbered_row(one, &words, &desk.state)).collect(),
            revised,
        }
    }

    /// Opens an incident on findings, as they stood on the screen.
    ///
    /// # Errors
    /// Without a title, when a finding is unknown, or the entry cannot be written.
    pub fn open_incident(
        &self,
        title: &str,
        when: When,
        findings: &[Picked],
    ) -> Result<Incident, AppError> {
        let findings: Result<Vec<FindingRef>, AppError> =
            findings.iter().map(|picked| self.picked(picked)).collect();
        let findings = findings?;
        let id = IncidentId::make(self.system.now(), system::random());
        let title = title.trim().to_owned();
        let body = Body::Opened { title, when, findings };
        self.write_entry(None, Target::Incident(id), None, body)?;
        self.incident(&id.to_string())
    }

    /// Changes an incident. `expected_head` is the head that was on the screen; without one, the
    /// change is made on whatever stands.
    ///
    /// # Errors
    /// [`CasesError::Conflict`] when the head is old; when the incident or finding is unknown.
    pub fn change_incident(
        &self,
        id: &str,
        expected_head: Option<&str>,
        change: Change,
    ) -> Result<Incident, AppError> {
        self.change_incident_entry(id, expected_head, change).map(|(incident, _)| incident)
    }

    /// As [`Project::change_incident`], with the entry that was written.
    ///
    /// # Errors
    /// As there.
    pub fn change_incident_entry(
        &self,
        id: &str,
        expected_head: Option<&str>,
        change: Change,
    ) -> Result<(Incident, Entry), AppError> {
        let desk = self.desktop()?;
        let held = self.held_incident(id, &desk)?;
        let expected: Option<Head> = match expected_head.map(str::trim) {
            Some(head) if !head.is_empty() => Some(head.parse().map_err(CasesError::from)?),
            _ => None,
        };
        let (body, seen) = self.body_of(held, change)?;
        let entry = self.write_entry(expected, Target::Incident(held.id), seen, body)?;
        Ok((self.incident(&held.id.to_string())?, entry))
    }

    fn body_of(&self, held: &Held, change: Change) -> Result<(Body, Option<Revision>), AppError> {
        let text = |text: String| text.trim().to_owned();
        Ok(match change {
            Change::Title(title) => (Body::Titled { title: text(title) }, None),
            Change::Attach(picked) => {
                let finding = self.picked(&picked)?;
                (Body::Attached { finding }, Some(finding.revision))
            }
            Change::Detach { id, reason } => {
                let finding = attached(held, &id)?;
                (Body::Detached { finding, reason: text(reason) }, None)
            }
            Change::Assess { how_sure, text: words, when } => {
                (Body::Assessed { how_sure, text: text(words), when }, None)
            }
            Change::Note(words) => (Body::Noted { text: text(words) }, None),
            Change::Close(reason) if held.open => (Body::Closed { reason: text(reason) }, None),
            Change::Close(_) => {
                return Err(Refusal::IsClosed { incident: held.alias.to_string() }.into());
            }
            Change::Reopen(reason) if !held.open => (Body::Reopened { reason: text(reason) }, None),
            Change::Reopen(_) => {
                return Err(Refusal::IsOpen { incident: held.alias.to_string() }.into());
            }
        })
    }

    /// The finding and the revision that was on the screen.
    fn picked(&self, picked: &Picked) -> Result<FindingRef, AppError> {
        let finding = self.finding(&picked.id)?;
        if self.is_withheld(&finding, &self.desktop()?) {
            return Err(self.account_level_refused());
        }
        let Some(revision) = picked.revision else {
            return Ok(FindingRef { id: finding.id, revision: finding.revision });
        };
        let held = self.held()?;
        if held.revisions(finding.id).all(|row| row.finding.revision != revision) {
            return Err(Refusal::UnknownRevision { revision: revision.to_string() }.into());
        }
        Ok(FindingRef { id: finding.id, revision })
    }

    /// Every entry, newest last, in words.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn journal_rows(&self) -> Result<Vec<JournalRow>, AppError> {
        let (state, words) = (self.state()?, Words::new(self.config.language));
        Ok(state.log.iter().map(|one| numbered_row(one, &words, &state)).collect())
    }
}

/// A finding of the incident by the beginning of its id: it need not be held any more.
fn attached(held: &Held, id: &str) -> Result<FindingId, AppError> {
    let wanted = id.trim();
    let wanted = if wanted.starts_with("F-") { wanted.to_owned() } else { format!("F-{wanted}") };
    let mut fitting = held.findings.keys().filter(|known| known.to_string().starts_with(&wanted));
    match (fitting.next(), fitting.count()) {
        (Some(found), 0) => Ok(*found),
        (None, _) => Err(AppError::UnknownFinding { id: gate::harmless(id) }),
        (Some(_), more) => {
            Err(AppError::AmbiguousFinding { id: gate::harmless(id), count: more + 1 })
        }
    }
}

fn core(held: &Held, desk: &Desktop) -> IncidentCore {
    let newest = |id: &FindingId| desk.held.revisions(*id).next_back().map(|row| &row.finding);
    let findings = || held.findings.keys().filter_map(newest);
    IncidentCore {
        id: held.id.to_string(),
        alias: held.alias.to_string(),
        title: gate::harmless(&held.title),
        when: held.when,
        how_sure: held.assessment().map(|assessment| assessment.how_sure),
        open: held.open,
        first_at: findings().map(|finding| finding.first_at).min(),
        last_at: findings().map(|finding| finding.last_at).max(),
        changed_at: held.changed_at,
        head: held.head.to_string(),
    }
}

/// One entry in words, with incidents under their numbers.
pub(crate) fn numbered_row(logged: &Logged, words: &Words, state: &State) -> JournalRow {
    row_about(logged, numbered_target(&logged.entry.target, state), words)
}

fn row_about(logged: &Logged, target: String, words: &Words) -> JournalRow {
    let entry = &logged.entry;
    JournalRow {
        entry: entry.id().to_string(),
        at: entry.at,
        author: entry.author.to_string(),
        kind: entry.body.kind().to_owned(),
        text: told(entry, &target, words),
        target,
        undone: logged.undone,
    }
}

fn target_shown(target: &Target) -> String {
    match target {
        Target::Finding(id) => id.short(),
        other => other.to_string(),
    }
}

/// What an entry is about, as people call it: an incident by its number, a finding by its short id.
pub(crate) fn numbered_target(target: &Target, state: &State) -> String {
    let held = match target {
        Target::Incident(id) => state.incidents.get(id),
        _ => None,
    };
    held.map_or_else(|| target_shown(target), |held| held.alias.to_string())
}

/// What an entry says: what was done to what, then the person's own words.
fn told(entry: &Entry, target: &str, words: &Words) -> String {
    let did = match &entry.body {
        Body::Opened { findings, .. } => {
            words.say("case-did-opened", &[("count", findings.len().into())])
        }
        Body::Titled { .. } => words.plain("case-did-titled"),
        Body::Attached { finding } => {
            words.say("case-did-attached", &[("finding", finding.id.short().into())])
        }
        Body::Detached { finding, .. } => {
            words.say("case-did-detached", &[("finding", finding.short().into())])
        }
        Body::Assessed { how_sure, .. } => {
            let sure = words.plain(how_sure.message());
            words.say("case-did-assessed", &[("sure", sure.into())])
        }
        Body::Closed { .. } => words.plain("case-did-closed"),
        Body::Reopened { .. } => words.plain("case-did-reopened"),
        Body::Noted { .. } if matches!(entry.target, Target::Incident(_)) => {
            words.plain("case-did-note")
        }
        Body::Noted { .. } => words.say("case-did-noted", &[("target", target.into())]),
        Body::Watched { .. } => words.say("case-did-watched", &[("target", target.into())]),
        Body::Dismissed { .. } => words.say("case-did-dismissed", &[("target", target.into())]),
        Body::Undone { entry } => {
            words.say("case-did-undone", &[("entry", entry.to_string().into())])
        }
        Body::MeasureSet { .. } => words.say("case-did-measure", &[("target", target.into())]),
        Body::MeasureRemoved { .. } | Body::RedLineRemoved { .. } => {
            words.say("case-did-removed", &[("target", target.into())])
        }
        Body::RedLineSet { .. } => words.say("case-did-red-line", &[("target", target.into())]),
        Body::RumourAdded { .. } => words.say("case-did-rumour", &[("target", target.into())]),
        Body::RumourRevealed { .. } | Body::Revealed { .. } => {
            words.say("case-did-revealed", &[("target", target.into())])
        }
        Body::RevealAsked { .. } => words.say("case-did-asked", &[("target", target.into())]),
        Body::RumourAnswered { .. } => words.say("case-did-answered", &[("target", target.into())]),
        Body::BriefTold { .. } => words.say("case-did-told", &[("target", target.into())]),
        Body::BriefRecalled { .. } => words.say("case-did-recalled", &[("target", target.into())]),
        Body::TipTaken { signal, .. } => {
            words.say("case-did-tip", &[("signal", signal.short().into())])
        }
        Body::StatementCorrected { .. } => words.plain("case-did-correction"),
        Body::MandateSet { .. } => words.say("case-did-mandate", &[("target", target.into())]),
    };
    let own = words_shown(entry.body.words());
    if own.is_empty() { did } else { format!("{did}: {own}") }
}

/// The word for people of a verdict.
#[must_use]
pub const fn verdict_message(word: VerdictWord) -> &'static str {
    match word {
        VerdictWord::Open => "verdict-open",
        VerdictWord::Watched => "verdict-watched",
        VerdictWord::Dismissed => "verdict-dismissed",
        VerdictWord::Attached => "verdict-attached",
    }
}
