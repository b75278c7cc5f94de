//! The journal of a project: opening it, who writes in it, the state that it adds up to, undoing,
//! and the exchange of packs between two laptops.
//!
//! Nothing is made before somebody writes: a question about a project without a journal is
//! answered from an empty state.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use vigie_cases::{
    AuthorId, Body, CasesError, Digest, Draft, Entry, EntryId, Head, Heads, Journal, Oddity, Pack,
    State, Store, Target,
};
use vigie_model::event::Event;
use vigie_model::{Revision, Timestamp};

use crate::desk::Memo;
use crate::incidents::numbered_target;
use crate::project::read_bounded;
use crate::screens::rows::stamp;
use crate::{AppError, Project, Refusal, gate, system};

/// Who writes in the journal from this folder.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Author {
    /// Made once; names the chain.
    pub id: AuthorId,
    /// As people call them.
    pub name: String,
}

/// What the journal keeps at hand.
#[derive(Default)]
pub(crate) struct CaseDesk {
    journal: Mutex<Option<Arc<Journal>>>,
    pub(crate) facts: Memo<u64, Vec<vigie_cases::FindingFacts>>,
}

/// What taking in a pack changed.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct MergeReport {
    /// Entries that were new here.
    pub added: u64,
    /// Entries that were held already.
    pub known: u64,
    /// Those who wrote the new ones.
    pub authors: Vec<String>,
    /// The journal's head now.
    pub head: String,
    /// What is strange about the entries, in words.
    pub oddities: Vec<String>,
    /// Incidents that both wrote about without having seen the other's words: the later entry
    /// counts, and somebody should read both.
    pub both_wrote: Vec<String>,
}

/// What a pack holds.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct PackReport {
    /// Entries in it.
    pub entries: u64,
    /// Its authors.
    pub authors: Vec<String>,
    /// Entries whose writers' own words repeat a sealed rumour. Chains cannot be changed, so that
    /// whoever reads the pack reads them.
    pub repeating: u64,
    /// The journal's head when it was made.
    pub head: String,
    /// When it was made.
    #[serde(serialize_with = "stamp::utc")]
    pub at: Timestamp,
}

/// The largest pack that is read, in bytes.
const MAX_PACK: u64 = 256 << 20;

/// Incidents with entries in the pack that are new here, and entries here that its maker had not
/// seen.
fn both_wrote(state: &State, pack: &Pack) -> BTreeSet<Target> {
    let is_new = |entry: &&Entry| state.entry(&entry.id()).is_none();
    let theirs: BTreeSet<&Target> =
        pack.entries().iter().filter(is_new).map(|entry| &entry.target).collect();
    let ours = state.log.iter().map(|logged| &logged.entry);
    let unseen = ours.filter(|entry| entry.seq > pack.to().seq(&entry.author));
    unseen
        .map(|entry| &entry.target)
        .filter(|target| matches!(target, Target::Incident(_)) && theirs.contains(target))
        .cloned()
        .collect()
}

impl Project {
    /// The folder of the journal.
    #[must_use]
    pub fn cases_folder(&self) -> PathBuf {
        self.root.join("cases")
    }

    fn journal_path(&self) -> PathBuf {
        self.cases_folder().join("journal.db")
    }

    /// Who writes here: made at the first use, from `project.person`, or else the name under
    /// which the machine knows its user.
    ///
    /// # Errors
    /// When `cases/author.json` cannot be read or made.
    pub fn author(&self) -> Result<Author, AppError> {
        let path = self.cases_folder().join("author.json");
        let chosen = self.config.project.person.clone();
        if let Some(text) = read_bounded(&path)? {
            let mut author: Author = serde_json::from_str(&text)
                .map_err(|source| Refusal::AuthorFile { path: path.clone(), source })?;
            // Whoever changes their name keeps their chain.
            author.name = chosen.unwrap_or(author.name);
            return Ok(author);
        }
        let name = chosen.or_else(system::user_name).unwrap_or_else(|| "analyst".to_owned());
        let author = Author { id: AuthorId::make(&name, system::random()), name };
        keep_author(&path, &author)?;
        // Another process may have been faster; what lies there now counts.
        let text = read_bounded(&path)?.ok_or(AppError::Bug("the author's file went away"))?;
        Ok(serde_json::from_str(&text).map_err(|source| Refusal::AuthorFile { path, source })?)
    }

    /// Who would write here, without making anything.
    #[must_use]
    pub fn author_shown(&self) -> Option<Author> {
        let path = self.cases_folder().join("author.json");
        path.try_exists().unwrap_or(false).then(|| self.author().ok()).flatten()
    }

    /// The journal, opened once, and made when there is none.
    ///
    /// # Errors
    /// When it cannot be opened: another version, another file, a full disk.
    pub fn journal(&self) -> Result<Arc<Journal>, AppError> {
        let mut held = self.cases.journal.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(journal) = held.as_ref() {
            return Ok(Arc::clone(journal));
        }
        let journal = self.open_journal()?;
        *held = Some(Arc::clone(&journal));
        drop(held);
        self.adopt_reveals(&journal)?;
        Ok(journal)
    }

    fn open_journal(&self) -> Result<Arc<Journal>, AppError> {
        Ok(Arc::new(Journal::open(&self.journal_path(), &self.author()?.id)?))
    }

    /// The journal as it is, for checking it: nothing is written.
    pub(crate) fn journal_unadopted(&self) -> Result<Arc<Journal>, AppError> {
        let held = self.cases.journal.lock().unwrap_or_else(PoisonError::into_inner);
        held.as_ref().map_or_else(|| self.open_journal(), |journal| Ok(Arc::clone(journal)))
    }

    /// Whether anybody ever wrote in the journal.
    pub(crate) fn has_journal(&self) -> Result<bool, AppError> {
        let path = self.journal_path();
        path.try_exists().map_err(|source| AppError::Read { path, source })
    }

    /// What the entries add up to.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn state(&self) -> Result<Arc<State>, AppError> {
        self.refresh_sealing()?;
        if !self.has_journal()? {
            return Ok(Arc::default());
        }
        Ok(self.journal()?.state()?)
    }

    /// The digest of all that was ever written, as printed on briefs in its short form.
    ///
    /// # Errors
    /// As [`Project::state`].
    pub fn journal_head(&self) -> Result<Digest, AppError> {
        Ok(self.state()?.digest())
    }

    /// Writes one entry; it is on disk when this returns.
    ///
    /// # Errors
    /// [`CasesError::Conflict`] when somebody wrote about the target since `expected` was read.
    pub(crate) fn write_entry(
        &self,
        expected: Option<Head>,
        target: Target,
        seen: Option<Revision>,
        body: Body,
    ) -> Result<Entry, AppError> {
        let draft = Draft { at: self.system.now(), target, seen, body };
        let entry = self.journal()?.append(expected, self.without_sealed(draft)?)?;
        self.tell_entry(&entry);
        Ok(entry)
    }

    /// Writes entries together, all of them or none: a spreadsheet of a thousand rows waits once for
    /// the disk, and no half of it is ever in the journal.
    ///
    /// # Errors
    /// As [`Project::write_entry`]; then nothing is written.
    pub(crate) fn write_entries(
        &self,
        drafts: Vec<(Option<Head>, Draft)>,
    ) -> Result<Vec<Entry>, AppError> {
        if drafts.is_empty() {
            return Ok(Vec::new());
        }
        let sealed = |(head, draft)| Ok::<_, AppError>((head, self.without_sealed(draft)?));
        let drafts = drafts.into_iter().map(sealed).collect::<Result<_, _>>()?;
        let entries = self.journal()?.append_all(drafts)?;
        for entry in &entries {
            self.tell_entry(entry);
        }
        Ok(entries)
    }

    /// The entry with the code of a sealed rumour in place of words that repeat it. A chain cannot be
    /// changed later, and packs of it go to laptops that know the code and not the words.
    fn without_sealed(&self, draft: Draft) -> Result<Draft, AppError> {
        self.refresh_sealing()?;
        if !gate::is_sealing() {
            return Ok(draft);
        }
        let bug = |_| AppError::Bug("an entry could not be written as JSON");
        let mut body = serde_json::to_value(&draft.body).map_err(bug)?;
        gate::seal_json(&mut body);
        Ok(Draft { body: serde_json::from_value(body).map_err(bug)?, ..draft })
    }

    fn tell_entry(&self, entry: &Entry) {
        let body = serde_json::json!({
            "entry": entry.id().to_string(),
            "target": entry.target.to_string(),
            "what": entry.body.kind(),
        });
        self.system.events.emit(Event::Result { kind: "entry", body });
    }

    /// Takes an entry back. What has left the house or was seen by somebody stays.
    ///
    /// # Errors
    /// When there is no such entry, it was undone already, or it cannot be undone.
    pub fn undo(&self, entry: &str) -> Result<EntryId, AppError> {
        let id: EntryId = entry.trim().parse().map_err(CasesError::from)?;
        let state = self.state()?;
        let Some(logged) = state.entry(&id) else {
            return Err(CasesError::UnknownEntry { entry: id }.into());
        };
        if logged.undone {
            return Err(Refusal::AlreadyUndone { entry: id.to_string() }.into());
        }
        let target = logged.entry.target.clone();
        Ok(self.write_entry(None, target, None, Body::Undone { entry: id })?.id())
    }

    /// What this person wrote last that still holds and can be taken back.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn last_undoable(&self) -> Result<EntryId, AppError> {
        let (author, state) = (self.author()?, self.state()?);
        let mine = state.log.iter().rev().find(|logged| {
            logged.entry.author == author.id
                && !logged.undone
                && logged.entry.body.can_be_undone()
                && !matches!(logged.entry.body, Body::Undone { .. })
        });
        Ok(mine.map(|logged| logged.entry.id()).ok_or(Refusal::NothingToUndo)?)
    }

    /// Writes all entries after `from` into a new file.
    ///
    /// # Errors
    /// When the file exists or cannot be written.
    pub fn pack(&self, to: &Path, from: &Heads) -> Result<PackReport, AppError> {
        let (pack, report) = self.pack_bytes(from)?;
        let write = |source| AppError::Write { path: to.to_owned(), source };
        let mut file =
            std::fs::OpenOptions::new().write(true).create_new(true).open(to).map_err(write)?;
        file.write_all(&pack).and_then(|()| file.sync_all()).map_err(write)?;
        Ok(report)
    }

    /// How far the laptop has read that made a pack: what it lacks comes after.
    ///
    /// # Errors
    /// When the file is no sound pack.
    pub fn heads_of_pack(&self, path: &Path) -> Result<Heads, AppError> {
        Ok(Pack::read(&bounded_bytes(path, MAX_PACK)?)?.to().clone())
    }

    /// All entries after `from` as the bytes of a pack.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn pack_bytes(&self, from: &Heads) -> Result<(Vec<u8>, PackReport), AppError> {
        let journal = self.journal()?;
        let pack = journal.pack(from)?;
        let mut authors: Vec<String> =
            pack.entries().iter().map(|entry| entry.author.to_string()).collect();
        authors.sort();
        authors.dedup();
        let report = PackReport {
            entries: pack.entries().len() as u64,
            authors,
            repeating: pack
                .entries()
                .iter()
                .filter(|entry| matches!(gate::sealed(entry.body.words()), Cow::Owned(_)))
                .count() as u64,
            head: journal.head()?.digest().short(),
            at: self.system.now(),
        };
        Ok((pack.to_text()?.into_bytes(), report))
    }

    /// Takes in what another laptop wrote. All of it is checked before any of it is kept.
    ///
    /// # Errors
    /// When the file is no pack, a chain in it is broken, or an author wrote two different
    /// entries under one number. Nothing is changed then.
    pub fn merge(&self, from: &Path) -> Result<MergeReport, AppError> {
        let pack = Pack::read(&bounded_bytes(from, MAX_PACK)?)?;
        let both_wrote = both_wrote(&*self.state()?, &pack);
        let merged = self.journal()?.merge(pack)?;
        let state = self.state()?;
        let shown = |target: &Target| numbered_target(target, &state);
        let both_wrote = both_wrote.iter().map(shown).collect();
        self.system.events.emit(Event::Result {
            kind: "merge",
            body: serde_json::json!({ "added": merged.added }),
        });
        Ok(MergeReport {
            added: merged.added as u64,
            known: merged.known as u64,
            authors: merged.authors.keys().map(ToString::to_string).collect(),
            head: state.digest().short(),
            oddities: self.oddities(&state),
            both_wrote,
        })
    }

    /// What is strange about the journal, in words.
    #[must_use]
    pub fn oddities(&self, state: &State) -> Vec<String> {
        let words = crate::words::Words::new(self.config.language);
        let zone = self.zone();
        let say = |oddity: &Oddity| match oddity {
            Oddity::ClockSetBack { entry, at, after } => words.say(
                "case-clock-back",
                &[
                    ("entry", entry.to_string().into()),
                    ("at", at.shown_in(&zone).into()),
                    ("after", after.shown_in(&zone).into()),
                ],
            ),
            Oddity::GivenTwice { entry, target } => words.say(
                "case-given-twice",
                &[
                    ("entry", entry.to_string().into()),
                    ("target", numbered_target(target, state).into()),
                ],
            ),
            Oddity::NoEffect { entry } => {
                words.say("case-no-effect", &[("entry", entry.to_string().into())])
            }
        };
        state.oddities.iter().map(say).collect()
    }

    /// Reveals that were recorded before there was a journal become entries of it, once. The file
    /// stays as it is.
    fn adopt_reveals(&self, journal: &Journal) -> Result<(), AppError> {
        let record = match crate::reveal::all(&self.reveal_record()) {
            Ok(record) => record,
            // A broken record is for `verify` to tell; it keeps nobody from writing.
            Err(AppError::RevealRecord { line }) => {
                tracing::warn!(line, "the old record of reveals is broken and was not adopted");
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        if record.is_empty() {
            return Ok(());
        }
        // Equal reveals are counted: two on one day are two.
        let mut held: BTreeMap<(Timestamp, String, String), u64> = BTreeMap::new();
        for one in &journal.state()?.reveals {
            let key = (one.mark.at, one.what.clone(), one.reason.clone());
            *held.entry(key).or_default() += 1;
        }
        for reveal in record {
            let what = format!("evidence of {}", reveal.target);
            let known = held.entry((reveal.at, what.clone(), reveal.reason.clone())).or_default();
            if *known > 0 {
                *known -= 1;
                continue;
            }
            let target = reveal.target.parse().unwrap_or(Target::House);
            let body = Body::Revealed { what, reason: reveal.reason };
            journal.append(None, Draft::new(reveal.at, target, body))?;
        }
        Ok(())
    }

    /// Puts on record that restricted matter is shown, before it is shown.
    ///
    /// # Errors
    /// Without a reason, or when it cannot be recorded.
    pub(crate) fn record_reveal(&self, target: Target, reason: &str) -> Result<(), AppError> {
        if reason.trim().is_empty() {
            return Err(AppError::ReasonMissing);
        }
        let what = format!("evidence of {target}");
        let body = Body::Revealed { what, reason: reason.trim().to_owned() };
        self.write_entry(None, target, None, body).map(drop)
    }
}

/// The words of a person, harmless and with their lines kept.
#[must_use]
pub(crate) fn words_shown(text: &str) -> String {
    text.lines().map(gate::harmless).collect::<Vec<_>>().join("\n")
}

/// Writes the author's file whole, or leaves the one that is there.
fn keep_author(path: &Path, author: &Author) -> Result<(), AppError> {
    let write = |source| AppError::Write { path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(write)?;
    }
    let mut text = serde_json::to_string_pretty(author)?;
    text.push('\n');
    let part = path.with_extension(format!("{}.part", author.id));
    let mut file = std::fs::File::create(&part).map_err(write)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(write)?;
    // A link never replaces what is there, unlike a rename.
    let linked = std::fs::hard_link(&part, path);
    let linked = match linked {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(_) => std::fs::rename(&part, path),
        Ok(()) => Ok(()),
    };
    let _gone_already = std::fs::remove_file(&part);
    linked.map_err(write)
}

/// A file of text, up to a limit.
#[expect(clippy::disallowed_methods, reason = "bounded by take")]
pub(crate) fn bounded_bytes(path: &Path, limit: u64) -> Result<Vec<u8>, AppError> {
    use std::io::Read;
    let read = |source| AppError::Read { path: path.to_owned(), source };
    let file = std::fs::File::open(path).map_err(read)?;
    if file.metadata().map_err(read)?.is_dir() {
        return Err(AppError::Folder { path: path.to_owned() });
    }
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes).map_err(read)?;
    if bytes.len() as u64 > limit {
        return Err(Refusal::TooLarge { path: path.to_owned(), limit }.into());
    }
    Ok(bytes)
}
