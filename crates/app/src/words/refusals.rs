//! What case work and the journal refuse, in French. English stands in the enums.

use vigie_cases::CasesError;
use vigie_read::tagger::{LEAST_DOCUMENTS, LEAST_SPANS, TaggerError};

use super::{Arg, Told, Words};
use crate::Refusal;

impl Words {
    /// A refusal in this language.
    pub(super) fn refusal(&self, refusal: &Refusal) -> Option<Told> {
        let path = |path: &std::path::Path| Arg::from(path.display().to_string());
        match refusal {
            Refusal::AuthorFile { path: file, .. } => {
                self.told("wrong-author-file", &[("path", path(file))])
            }
            Refusal::AlreadyUndone { entry } => {
                self.told("wrong-undone", &[("entry", entry.into())])
            }
            Refusal::NothingToUndo => self.told("wrong-nothing-to-undo", &[]),
            Refusal::UnknownAttack { id } => self.told("wrong-attack", &[("id", id.into())]),
            Refusal::NothingToHandOver => self.told("wrong-hand-over", &[]),
            Refusal::UnknownIncident { id } => self.told("wrong-incident", &[("id", id.into())]),
            Refusal::UnknownRevision { revision } => {
                self.told("wrong-no-revision", &[("revision", revision.into())])
            }
            Refusal::UnknownAct { .. }
            | Refusal::NotInArticle { .. }
            | Refusal::NoSuchStatement
            | Refusal::NotAnArticle { .. }
            | Refusal::NoCue
            | Refusal::NoSecondReader
            | Refusal::SecondReaderElsewhere { .. }
            | Refusal::NoPollTable { .. }
            | Refusal::BrokenPollTable { .. }
            | Refusal::NoPollsOf { .. }
            | Refusal::NoPollsHeld { .. }
            | Refusal::EventOfNobody
            | Refusal::WatchList { .. } => self.press_refusal(refusal),
            Refusal::IsAttached { incident } => {
                self.told("wrong-attached", &[("incident", incident.into())])
            }
            Refusal::NothingDecided { id } => self.told("wrong-undecided", &[("id", id.into())]),
            Refusal::IsClosed { incident } => {
                self.told("wrong-closed", &[("incident", incident.into())])
            }
            Refusal::IsOpen { incident } => {
                self.told("wrong-open", &[("incident", incident.into())])
            }
            Refusal::AccountLevel
            | Refusal::MandateNeeded { .. }
            | Refusal::BadMandate { .. }
            | Refusal::MandateExists { .. }
            | Refusal::MandateOver { .. } => self.mandate_refusal(refusal),
            Refusal::UnknownMeasure { id } => self.told("wrong-measure", &[("id", id.into())]),
            Refusal::NoId { text } => self.told("wrong-no-id", &[("text", text.into())]),
            Refusal::NoDay { text } => self.told("wrong-no-day", &[("text", text.into())]),
            Refusal::NoRole => self.told("wrong-no-role", &[]),
            Refusal::NotATable { name, .. } => {
                self.told("wrong-no-table", &[("name", name.into())])
            }
            Refusal::NoColumn { name, column } => {
                let args = [("name", name.into()), ("column", (*column).into())];
                self.told("wrong-no-column", &args)
            }
            Refusal::TooLarge { path: file, limit } => {
                let args = [("path", path(file)), ("limit", (limit >> 20).into())];
                self.told("wrong-too-large", &args)
            }
            Refusal::UnknownInbox { id } => self.told("wrong-inbox", &[("id", id.into())]),
            Refusal::UnknownSignal { id } => self.told("wrong-signal", &[("id", id.into())]),
            Refusal::BadName { name } => self.told("wrong-name", &[("name", name.into())]),
            Refusal::NoWords => self.told("wrong-empty-tip", &[]),
            Refusal::NoSubject { text } => self.told("wrong-subject", &[("text", text.into())]),
            Refusal::UnknownBrief { id } => self.told("wrong-brief", &[("id", id.into())]),
            Refusal::BriefRecalled { id } => {
                self.told("wrong-brief-recalled", &[("id", id.into())])
            }
            Refusal::DraftChanged => self.told("wrong-draft-changed", &[]),
            Refusal::DraftTooLong { blocks, bytes } => {
                let args =
                    [("blocks", (*blocks).into()), ("bytes", self.bytes(*bytes as u64).into())];
                self.told("wrong-draft-long", &args)
            }
            Refusal::FileExists { path: file } => {
                self.told("wrong-file-exists", &[("path", path(file))])
            }
            Refusal::UnknownHead { head } => self.told("wrong-head", &[("head", head.into())]),
        }
    }

    /// What a mandate is missing or refuses, in this language.
    fn mandate_refusal(&self, refusal: &Refusal) -> Option<Told> {
        match refusal {
            Refusal::AccountLevel => self.told("wrong-account-level", &[]),
            Refusal::MandateNeeded { known } if known.is_empty() => {
                self.told("wrong-mandate-needed", &[])
            }
            Refusal::MandateNeeded { known } => {
                self.told("wrong-mandate-known", &[("known", known.join(", ").into())])
            }
            Refusal::BadMandate { name } => {
                self.told("wrong-mandate-name", &[("name", name.into())])
            }
            Refusal::MandateExists { id } => {
                self.told("wrong-mandate-exists", &[("id", id.into())])
            }
            Refusal::MandateOver { end } => self.told("wrong-mandate-over", &[("end", end.into())]),
            _ => None,
        }
    }

    /// What reading the press refuses, in this language.
    fn press_refusal(&self, refusal: &Refusal) -> Option<Told> {
        match refusal {
            Refusal::UnknownAct { text, known } => {
                self.told("wrong-act", &[("text", text.into()), ("known", known.into())])
            }
            Refusal::NotInArticle { words } => {
                self.told("wrong-not-in-article", &[("words", words.into())])
            }
            Refusal::NoPollTable { name } => {
                self.told("wrong-poll-table", &[("name", name.into())])
            }
            Refusal::BrokenPollTable { name, line } => {
                let args = [("name", name.into()), ("line", (*line).into())];
                self.told("wrong-poll-json", &args)
            }
            Refusal::NoPollsOf { name, known } => {
                self.told("wrong-no-polls-of", &[("name", name.into()), ("known", known.into())])
            }
            Refusal::NoPollsHeld { folder } => {
                self.told("wrong-no-polls-held", &[("folder", folder.into())])
            }
            Refusal::EventOfNobody => self.told("wrong-event-of-nobody", &[]),
            Refusal::NoSuchStatement => self.told("wrong-no-statement", &[]),
            Refusal::NotAnArticle { name } => {
                self.told("wrong-no-article", &[("name", name.into())])
            }
            Refusal::NoCue => self.told("wrong-no-cue", &[]),
            Refusal::NoSecondReader => self.told("wrong-no-second-reader", &[]),
            Refusal::SecondReaderElsewhere { host } => {
                self.told("wrong-second-reader-elsewhere", &[("host", host.into())])
            }
            Refusal::WatchList { detail } => {
                self.told("wrong-watch-list", &[("detail", detail.into())])
            }
            _ => None,
        }
    }

    /// What is wrong with labelled files or a model, in this language.
    pub(super) fn tagger_error(&self, error: &TaggerError) -> Option<Told> {
        match error {
            TaggerError::Labels { file, line, .. } => {
                self.told("wrong-labels", &[("file", file.into()), ("line", (*line).into())])
            }
            TaggerError::TooLittle { documents, spans } => self.told(
                "wrong-too-little",
                &[
                    ("documents", (*documents).into()),
                    ("spans", (*spans).into()),
                    ("least", LEAST_DOCUMENTS.into()),
                    ("leastspans", LEAST_SPANS.into()),
                ],
            ),
            TaggerError::TooMuch { most } => {
                self.told("wrong-too-much", &[("most", (*most).into())])
            }
            TaggerError::Model(_) => self.told("wrong-model", &[]),
        }
    }

    /// What the journal refuses, in this language; `None` for what only its own words tell.
    pub(super) fn cases_error(&self, error: &CasesError) -> Option<Told> {
        let entry = |entry: &vigie_cases::EntryId| Arg::from(entry.to_string());
        match error {
            CasesError::Conflict { target, .. } => {
                self.told("wrong-conflict", &[("target", target.to_string().into())])
            }
            CasesError::Draft { field, .. } => {
                self.told("wrong-draft", &[("field", (*field).into())])
            }
            CasesError::UnknownEntry { entry: id } => {
                self.told("wrong-entry", &[("entry", entry(id))])
            }
            CasesError::NotUndoable { entry: id, .. } => {
                self.told("wrong-not-undoable", &[("entry", entry(id))])
            }
            CasesError::NotAnId(_) => self.told("wrong-not-an-id", &[]),
            CasesError::Newer { .. } => self.told("wrong-journal-newer", &[]),
            CasesError::NotAJournal { .. } => self.told("wrong-no-journal", &[]),
            CasesError::Broken { entry: id, .. } => {
                self.told("wrong-broken-chain", &[("entry", entry(id))])
            }
            CasesError::BrokenPack { entry: id, .. } => {
                self.told("wrong-broken-pack", &[("entry", entry(id))])
            }
            CasesError::Fork { entry: id, .. } => self.told("wrong-fork", &[("entry", entry(id))]),
            CasesError::Pack { line: 1, .. } => self.told("wrong-no-pack", &[]),
            CasesError::Pack { line, .. } => {
                self.told("wrong-pack", &[("line", line.to_string().into())])
            }
            CasesError::PackVersion { .. } => self.told("wrong-pack-newer", &[]),
            CasesError::Busy => self.told("wrong-journal-busy", &[]),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AppError;
    use crate::words::Language;

    #[test]
    fn every_refusal_is_said_in_french_with_a_hint() {
        let text = || "x".to_owned();
        let french = Words::new(Language::French);
        let all = [
            Refusal::AlreadyUndone { entry: text() },
            Refusal::NothingToUndo,
            Refusal::UnknownAttack { id: "x".into() },
            Refusal::NothingToHandOver,
            Refusal::UnknownIncident { id: text() },
            Refusal::UnknownRevision { revision: text() },
            Refusal::UnknownAct { text: text(), known: text() },
            Refusal::NotInArticle { words: text() },
            Refusal::NoSuchStatement,
            Refusal::NotAnArticle { name: text() },
            Refusal::NoCue,
            Refusal::NoSecondReader,
            Refusal::SecondReaderElsewhere { host: text() },
            Refusal::WatchList { detail: text() },
            Refusal::NoPollTable { name: text() },
            Refusal::BrokenPollTable { name: text(), line: 3 },
            Refusal::NoPollsOf { name: text(), known: text() },
            Refusal::NoPollsHeld { folder: text() },
            Refusal::EventOfNobody,
            Refusal::IsAttached { incident: text() },
            Refusal::NothingDecided { id: text() },
            Refusal::IsClosed { incident: text() },
            Refusal::IsOpen { incident: text() },
            Refusal::AccountLevel,
            Refusal::MandateNeeded { known: Vec::new() },
            Refusal::MandateNeeded { known: vec![text()] },
            Refusal::BadMandate { name: text() },
            Refusal::MandateExists { id: text() },
            Refusal::MandateOver { end: text() },
            Refusal::UnknownMeasure { id: text() },
            Refusal::NoId { text: text() },
            Refusal::NoDay { text: text() },
            Refusal::NoRole,
            Refusal::NotATable { name: text(), why: "" },
            Refusal::NoColumn { name: text(), column: "measure" },
            Refusal::TooLarge { path: text().into(), limit: 1 << 20 },
            Refusal::UnknownInbox { id: text() },
            Refusal::UnknownSignal { id: text() },
            Refusal::BadName { name: text() },
            Refusal::NoWords,
            Refusal::NoSubject { text: text() },
            Refusal::UnknownHead { head: text() },
        ];
        for refusal in all {
            let english = refusal.to_string();
            let told = french.error(&AppError::from(refusal));
            let told = told.unwrap_or_else(|| panic!("{english} is not said in French"));
            assert!(told.hint.is_some(), "{} has no hint", told.message);
            assert_ne!(told.message, english);
        }
    }
}
