//! Searching publications, findings and incidents for words, and reading what was found.
//!
//! Texts of publications are restricted: the search reads them, and shows only what may be seen.
//! A publication of an account on the watch list is shown through the gate; of any other it is
//! said that it matches, when and where. Whoever has to read it gives a reason, and the journal
//! keeps it.

use std::ops::ControlFlow;
use std::sync::Arc;

use serde::Serialize;
use vigie_cases::{Body, Target};
use vigie_lake::RestrictedRow;
use vigie_model::schema::PUBLICATION_RECORDS;
use vigie_model::time::Timestamp;
use vigie_model::{Key, SignalId};

use super::rows::{AsOf, FindingRow, IncidentRow, stamp};
use crate::{AppError, Project, Refusal, gate};

/// The most publications that are shown.
const SHOWN: usize = 50;
/// How many publications one search looks at, newest first: older ones are searched when asked.
const LOOKED_AT: usize = 1 << 17;
/// The longest question, in bytes.
const MAX_QUESTION: usize = 200;
/// What is read of a publication to search it.
const COLUMNS: [&str; 5] = ["platform", "author_id", "author_key", "title", "text"];
/// Stands between two texts, so that no words are found across them.
const BETWEEN: char = '\0';

/// What was found.
#[derive(Debug, Serialize)]
pub struct SearchScreen {
    /// What this stands on.
    pub as_of: AsOf,
    /// Publications, newest first.
    pub publications: Vec<PublicationHit>,
    /// Findings, most urgent first.
    pub findings: Vec<FindingRow>,
    /// Incidents, open ones first.
    pub incidents: Vec<IncidentRow>,
    /// How many publications were looked at.
    pub looked_at: usize,
    /// Every publication was looked at, and all hits are shown.
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
    /// A mask stands in place of the text: reading it takes a reason.
    pub masked: bool,
    /// The account's pseudonym, where accounts may be looked at.
    pub author: Option<String>,
}

/// A publication as it was revealed.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct PublicationRevealed {
    /// The signal.
    pub signal: SignalId,
    /// The entry that records it.
    pub entry: String,
    /// When it was published, as claimed.
    #[serde(serialize_with = "stamp::utc_or_null")]
    pub at: Option<Timestamp>,
    /// Where.
    pub platform: String,
    /// Its title and text.
    pub text: String,
    /// Its address, as the source gave it.
    pub url: Option<String>,
    /// The account as the source names it, where accounts may be looked at.
    pub author: Option<String>,
}

/// What stands in place of a text that may not be seen.
const MASK: &str = "‹text›";

impl Project {
    /// Searches for words. An empty question finds nothing. `all` looks at every publication,
    /// which takes its time; else at the newest ones, which are kept at hand.
    ///
    /// # Errors
    /// When the lake or the journal cannot be read.
    pub fn search(&self, question: &str, all: bool) -> Result<SearchScreen, AppError> {
        let mut question = question.trim().to_lowercase().replace(BETWEEN, "");
        while question.len() > MAX_QUESTION {
            question.pop();
        }
        let mut screen = SearchScreen {
            as_of: self.as_of()?,
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
        let rows = self.rows_of(&self.desktop()?)?;
        let hits = rows.0.iter().filter(|row| {
            has(&row.sentence) || has(&row.title) || has(&row.id.to_string()) || has(&row.detector)
        });
        screen.findings = hits.cloned().collect();
        screen.incidents = self.incidents()?;
        screen
            .incidents
            .retain(|row| has(&row.core.title) || has(&row.core.alias) || has(&row.core.id));
        let mut texts = self.texts()?;
        if all && !texts.complete && texts.find(&question).len() <= SHOWN {
            texts = Arc::new(Texts::read(self, usize::MAX)?);
        }
        let hits = texts.find(&question);
        screen.looked_at = texts.rows.len();
        screen.complete = texts.complete && hits.len() <= SHOWN;
        let shows_accounts = self.account_level().allowed;
        screen.publications =
            hits.into_iter().take(SHOWN).map(|row| row.shown(shows_accounts)).collect();
        Ok(screen)
    }

    /// Shows a publication that somebody found, for a reason, which the journal keeps. What
    /// repeats a sealed rumour stays its code.
    ///
    /// # Errors
    /// Without a reason, when there is no such publication, or when it cannot be recorded.
    pub fn reveal_publication(
        &self,
        signal: &str,
        reason: &str,
    ) -> Result<PublicationRevealed, AppError> {
        let unknown = || Refusal::UnknownSignal { id: gate::harmless(signal) };
        let wanted: SignalId = signal.trim().parse().map_err(|_| unknown())?;
        if reason.trim().is_empty() {
            return Err(AppError::ReasonMissing);
        }
        let shows_accounts = self.account_level().allowed;
        let columns = ["platform", "author_id", "author_name", "title", "text", "url"];
        let mut found = None;
        self.sight()?.read_restricted_newest(PUBLICATION_RECORDS, &columns, |row| {
            if row.signal != wanted {
                return ControlFlow::Continue(());
            }
            let account = row.text("author_name").or(row.text("author_id"));
            found = Some(PublicationRevealed {
                signal: wanted,
                entry: String::new(),
                at: row.claimed_at,
                platform: gate::harmless(row.text("platform").unwrap_or_default()),
                text: gate::harmless(&words_of(row)),
                url: row.text("url").map(gate::harmless),
                author: account.filter(|_| shows_accounts).map(gate::harmless),
            });
            ControlFlow::Break(())
        })?;
        let mut found = found.ok_or_else(unknown)?;
        // On record before it is shown.
        let what = format!("text of {wanted}");
        let body = Body::Revealed { what, reason: reason.trim().to_owned() };
        found.entry = self.write_entry(None, Target::House, None, body)?.id().to_string();
        Ok(found)
    }
}

/// Title and text of a publication.
fn words_of(row: &RestrictedRow<'_>) -> String {
    let texts = [row.text("title"), row.text("text")];
    texts.into_iter().flatten().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Publications in lower case, newest first, one after the other: a search is one look at memory.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    folded: String,
    rows: Vec<TextRow>,
    /// These are all there are.
    complete: bool,
}

/// One publication among the texts.
#[derive(Debug)]
struct TextRow {
    /// Where its words end.
    end: usize,
    signal: SignalId,
    at: Option<Timestamp>,
    platform: String,
    author: Option<Key>,
    /// Its words, where everybody may see them.
    public: Option<String>,
}

impl TextRow {
    fn shown(&self, shows_accounts: bool) -> PublicationHit {
        PublicationHit {
            signal: self.signal,
            at: self.at,
            platform: gate::harmless(&self.platform),
            text: self.public.as_deref().map_or_else(|| MASK.to_owned(), gate::harmless),
            masked: self.public.is_none(),
            author: self.author.filter(|_| shows_accounts).map(|key| key.shown('A')),
        }
    }
}

impl Texts {
    /// The newest publications, for keeping at hand.
    pub(crate) fn newest(project: &Project) -> Result<Self, AppError> {
        Self::read(project, LOOKED_AT)
    }

    /// The newest `most` publications.
    fn read(project: &Project, most: usize) -> Result<Self, AppError> {
        let names_accounts = project.names_public_accounts();
        let mut rows: Vec<(String, TextRow)> = Vec::new();
        let mut complete = true;
        project.sight()?.read_restricted_newest(PUBLICATION_RECORDS, &COLUMNS, |row| {
            if rows.len() >= most {
                complete = false;
                return ControlFlow::Break(());
            }
            let platform = row.text("platform").unwrap_or_default();
            let is_public = names_accounts
                && row
                    .text("author_id")
                    .is_some_and(|account| project.config.watch_list.is_public(platform, account));
            let words = words_of(row);
            rows.push((
                words.to_lowercase().replace(BETWEEN, " "),
                TextRow {
                    end: 0,
                    signal: row.signal,
                    at: row.claimed_at,
                    platform: platform.to_owned(),
                    author: row.key("author_key"),
                    public: is_public.then_some(words),
                },
            ));
            ControlFlow::Continue(())
        })?;
        rows.sort_by(|(_, a), (_, b)| (b.at, a.signal).cmp(&(a.at, b.signal)));
        let mut texts = Self { complete, ..Self::default() };
        texts.folded.reserve(rows.iter().map(|(words, _)| words.len() + 1).sum());
        texts.rows.reserve(rows.len());
        for (words, row) in rows {
            texts.folded.push_str(&words);
            texts.folded.push(BETWEEN);
            texts.rows.push(TextRow { end: texts.folded.len(), ..row });
        }
        Ok(texts)
    }

    /// The newest publications that hold the words, which are in lower case; one more than is
    /// shown, where there are more.
    fn find(&self, question: &str) -> Vec<&TextRow> {
        let (mut found, mut from) = (Vec::new(), 0);
        while found.len() <= SHOWN {
            let Some(at) = self.folded.get(from..).and_then(|rest| rest.find(question)) else {
                break;
            };
            let place = self.rows.partition_point(|row| row.end <= from + at);
            let Some(row) = self.rows.get(place) else { break };
            found.push(row);
            from = row.end;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(words: &[&str]) -> Texts {
        let mut texts = Texts { complete: true, ..Texts::default() };
        for (number, words) in words.iter().enumerate() {
            texts.folded.push_str(&words.to_lowercase());
            texts.folded.push(BETWEEN);
            texts.rows.push(TextRow {
                end: texts.folded.len(),
                signal: SignalId([u8::try_from(number).unwrap(); 16]),
                at: None,
                platform: String::new(),
                author: None,
                public: None,
            });
        }
        texts
    }

    fn found(texts: &Texts, question: &str) -> Vec<u8> {
        texts.find(question).into_iter().map(|row| row.signal.0[0]).collect()
    }

    #[test]
    fn words_are_found_whatever_their_case_and_script() {
        let texts = texts(&["The BUREAU is closed", "ÉLECTION annulée", "a ΣΊΣΥΦΟΣ b", "bur", ""]);
        assert_eq!(found(&texts, "bureau"), [0]);
        assert_eq!(found(&texts, "élection"), [1]);
        assert_eq!(found(&texts, "σίσυφο"), [2]);
        assert_eq!(found(&texts, "bur"), [0, 3]);
    }

    #[test]
    fn a_text_counts_once_and_no_words_are_found_across_two() {
        let texts = texts(&["vote vote vote", "to be", "or not"]);
        assert_eq!(found(&texts, "vote"), [0]);
        assert_eq!(found(&texts, "be or"), [] as [u8; 0]);
        let many = vec!["x"; SHOWN + 20];
        assert_eq!(tests::texts(&many).find("x").len(), SHOWN + 1, "more are not counted");
    }

    #[test]
    fn what_may_not_be_seen_is_masked_and_says_so() {
        let texts = texts(&["a private word"]);
        let hit = texts.rows[0].shown(true);
        assert_eq!((hit.text.as_str(), hit.masked), (MASK, true));
    }

    const POSTS: &str = "id,who,text,at\n\
        1,zora,The BUREAU is closed,2027-04-11T08:00:00Z\n\
        2,mona,a market day,2027-04-11T09:00:00Z\n";

    fn project(folder: &std::path::Path) -> Project {
        let at = Timestamp::parse("2027-04-12T09:00:00Z").unwrap();
        let person = [("project.person".to_owned(), "Mira".to_owned())];
        Project::open(folder, &person, &crate::System::still(at)).unwrap()
    }

    fn ingest(project: &Project, name: &str, posts: &str) {
        let path = project.root().join(name);
        std::fs::write(&path, posts).unwrap();
        let map = "native_id=id,author_id=who,text=text,published_at=at,platform='forum'";
        let request = crate::ingest::IngestRequest {
            inputs: vec![crate::ingest::Input::File(path)],
            map: Some(map.to_owned()),
            ..crate::ingest::IngestRequest::default()
        };
        project.ingest(&request).unwrap();
    }

    #[test]
    fn a_text_that_was_found_is_read_for_a_reason_that_the_journal_keeps() {
        let folder = tempfile::tempdir().unwrap();
        let project = project(folder.path());
        ingest(&project, "posts.csv", POSTS);
        let found = project.search("bureau", false).unwrap();
        let [hit] = found.publications.as_slice() else { panic!("{found:?}") };
        assert_eq!((hit.text.as_str(), hit.masked, found.complete), (MASK, true, true));
        let signal = hit.signal.to_string();
        let refused = project.reveal_publication(&signal, "  ");
        assert!(matches!(refused, Err(AppError::ReasonMissing)));
        assert!(project.state().unwrap().reveals.is_empty());
        let read = project.reveal_publication(&signal, "A reader asked.").unwrap();
        assert_eq!(read.text, "The BUREAU is closed");
        let state = project.state().unwrap();
        let [reveal] = state.reveals.as_slice() else { panic!("{:?}", state.reveals) };
        assert_eq!(reveal.reason, "A reader asked.");
        assert_eq!(reveal.what, format!("text of {signal}"));
        let unknown = SignalId([0; 16]).to_string();
        assert!(project.reveal_publication(&unknown, "why").is_err());
        assert_eq!(project.state().unwrap().reveals.len(), 1, "what was not shown is not recorded");
    }

    #[test]
    fn who_looks_at_what_is_at_hand_sees_the_commit_before_until_the_newer_one_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let project = project(folder.path());
        let hand = project.at_hand();
        assert_eq!(project.make_ready().unwrap(), Some(0));
        ingest(&project, "posts.csv", POSTS);
        let count = |project: &Project| project.search("bureau", false).unwrap().publications.len();
        let as_of = hand.as_of().unwrap();
        assert_eq!((as_of.commit, as_of.newer, count(&hand), count(&project)), (0, true, 0, 1));
        assert_eq!(hand.morning(None).unwrap().counts.signals["publication_records"], 0);
        let commit = project.make_ready().unwrap().unwrap();
        let as_of = hand.as_of().unwrap();
        assert_eq!((as_of.commit, as_of.newer, count(&hand)), (commit, false, 1));
        assert_eq!(hand.morning(None).unwrap().counts.signals["publication_records"], 2);
        assert_eq!(project.make_ready().unwrap(), None, "nothing is read twice");
    }
}
