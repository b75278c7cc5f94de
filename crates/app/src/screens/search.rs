//! Searching publications, findings and incidents for words.
//!
//! Texts of publications are restricted: the search reads them, and shows only what may be seen.
//! A publication of an account on the watch list is shown through the gate; of any other it is
//! said that it matches, when and where.

use std::ops::ControlFlow;

use serde::Serialize;
use vigie_model::SignalId;
use vigie_model::time::Timestamp;

use super::rows::{FindingRow, IncidentRow, stamp};
use crate::{AppError, Project, gate};

/// The most publications that are shown.
const SHOWN: usize = 50;
/// How many publications one search looks at, newest first: older ones are searched when asked.
const LOOKED_AT: u64 = 100_000;
/// The longest question, in bytes.
const MAX_QUESTION: usize = 200;

/// What was found.
#[derive(Debug, Serialize)]
pub struct SearchScreen {
    /// Publications, newest first.
    pub publications: Vec<PublicationHit>,
    /// Findings, most urgent first.
    pub findings: Vec<FindingRow>,
    /// Incidents, open ones first.
    pub incidents: Vec<IncidentRow>,
    /// How many publications were looked at.
    pub looked_at: u64,
    /// Every publication was looked at, or there are more hits than are shown.
    pub complete: bool,
}

/// One publication.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct PublicationHit {
    /// The signal.
    pub signal: SignalId,
    /// When it was published, as claimed.
    #[serde(serialize_with = "stamp::utc_or_null")]
    pub at: Option<Timestamp>,
    /// Where.
    pub platform: String,
    /// Its text, or a mask.
    pub text: String,
    /// The account's pseudonym, where accounts may be looked at.
    pub author: Option<String>,
}

/// What stands in place of a text that may not be seen.
const MASK: &str = "‹text›";

impl Project {
    /// Searches for words. An empty question finds nothing. `all` looks at every publication,
    /// which takes its time; else at the newest ones.
    ///
    /// # Errors
    /// When the lake or the journal cannot be read.
    pub fn search(&self, question: &str, all: bool) -> Result<SearchScreen, AppError> {
        let mut question = question.trim().to_lowercase();
        while question.len() > MAX_QUESTION {
            question.pop();
        }
        let mut screen = SearchScreen {
            publications: Vec::new(),
            findings: Vec::new(),
            incidents: Vec::new(),
            looked_at: 0,
            complete: true,
        };
        if question.is_empty() {
            return Ok(screen);
        }
        let has = |text: &str| text.to_lowercase().contains(&question);
        screen.findings = self.finding_rows()?;
        screen.findings.retain(|row| {
            has(&row.sentence) || has(&row.title) || has(&row.id.to_string()) || has(&row.detector)
        });
        screen.incidents = self.incidents()?;
        screen
            .incidents
            .retain(|row| has(&row.core.title) || has(&row.core.alias) || has(&row.core.id));
        self.search_publications(&question, all, &mut screen)?;
        Ok(screen)
    }

    fn search_publications(
        &self,
        question: &str,
        all: bool,
        screen: &mut SearchScreen,
    ) -> Result<(), AppError> {
        let columns = ["platform", "author_id", "author_key", "title", "text"];
        let shows_accounts = self.account_level().allowed;
        let snapshot = self.lake.snapshot()?;
        let table = vigie_model::schema::PUBLICATION_RECORDS;
        snapshot.read_restricted_newest(table, &columns, |row| {
            if !all && screen.looked_at >= LOOKED_AT {
                screen.complete = false;
                return ControlFlow::Break(());
            }
            screen.looked_at += 1;
            let texts = [row.text("title"), row.text("text")];
            if !texts.iter().flatten().any(|text| contains(text, question)) {
                return ControlFlow::Continue(());
            }
            let platform = row.text("platform").unwrap_or_default();
            let is_public = self.names_public_accounts()
                && row
                    .text("author_id")
                    .is_some_and(|account| self.config.watch_list.is_public(platform, account));
            let text = texts.iter().flatten().copied().collect::<Vec<_>>().join(" · ");
            screen.publications.push(PublicationHit {
                signal: row.signal,
                at: row.claimed_at,
                platform: gate::harmless(platform),
                text: if is_public { gate::harmless(&text) } else { MASK.to_owned() },
                author: row.key("author_key").filter(|_| shows_accounts).map(|key| key.shown('A')),
            });
            if screen.publications.len() < SHOWN {
                ControlFlow::Continue(())
            } else {
                screen.complete = false;
                ControlFlow::Break(())
            }
        })?;
        screen.publications.sort_by(|a, b| (b.at, a.signal).cmp(&(a.at, b.signal)));
        Ok(())
    }
}

/// Whether a text holds the words, whatever their case. `question` is in lower case.
fn contains(text: &str, question: &str) -> bool {
    if text.is_ascii() && question.is_ascii() {
        let (text, question) = (text.as_bytes(), question.as_bytes());
        return text.windows(question.len()).any(|part| part.eq_ignore_ascii_case(question));
    }
    text.to_lowercase().contains(question)
}

#[cfg(test)]
mod tests {
    use super::contains;

    #[test]
    fn words_are_found_whatever_their_case_and_script() {
        assert!(contains("The BUREAU is closed", "bureau"));
        assert!(contains("ÉLECTION annulée", "élection"));
        assert!(contains("a ΣΊΣΥΦΟΣ b", "σίσυφο"));
        assert!(!contains("bur", "bureau"));
    }
}
