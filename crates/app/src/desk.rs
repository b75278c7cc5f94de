//! What a project keeps at hand between two questions: findings, the catalogue and a query session,
//! each with the commit or the files that it was read from.
//!
//! Nothing here is state of its own: every part can be thrown away and is read again when what it
//! came from has changed. A long-running server asks the same things hundreds of times between
//! two commits; the command line asks once.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use vigie_cases::{Digest, Proposal};
use vigie_detect::Catalogue;
use vigie_engine::{Access, Session};
use vigie_lake::{CommitRecord, Name, Snapshot};
use vigie_model::event::Event;
use vigie_model::finding::Finding;
use vigie_model::time::Timestamp;
use vigie_model::{FindingId, Key};

use crate::attacks::Taken;
use crate::hours::Hours;
use crate::polls::PollsShown;
use crate::polls::rows::HeldPolls;
use crate::proposals::ProposalRow;
use crate::screens::rows::{AsOf, FindingRow};
use crate::screens::search::Texts;
use crate::story::Story;
use crate::triage::Desktop;
use crate::words::Language;
use crate::{AppError, Project};

/// Values at hand, each with what it was made from; the ones that were asked for last are kept.
pub(crate) struct Memo<K, V>(Mutex<Vec<(K, Arc<Slot<V>>)>>);

/// A value that is being made, or was.
type Slot<V> = Mutex<Option<Arc<V>>>;

/// How many values a memo keeps: readers look at one commit while the next is made ready, and
/// whoever writes looks at the newest.
const KEPT: usize = 4;

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: PartialEq, V> Memo<K, V> {
    /// The value for `key`, made when it is not held. Whoever asks for the same meanwhile waits,
    /// so that it is made once; whoever asks for another does not.
    pub(crate) fn get(
        &self,
        key: K,
        make: impl FnOnce() -> Result<V, AppError>,
    ) -> Result<Arc<V>, AppError> {
        let slot = self.slot(key);
        // Nothing is left half done by a panic: the value is stored whole.
        let mut held = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = held.as_ref() {
            return Ok(Arc::clone(value));
        }
        let value = Arc::new(make()?);
        *held = Some(Arc::clone(&value));
        Ok(value)
    }

    /// The place of a key, which becomes the last one asked for.
    fn slot(&self, key: K) -> Arc<Slot<V>> {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = match slots.iter().position(|(known, _)| *known == key) {
            Some(at) => slots.remove(at).1,
            None => Arc::default(),
        };
        if slots.len() >= KEPT {
            slots.remove(0);
        }
        slots.push((key, Arc::clone(&slot)));
        slot
    }
}

/// Which commit a handle of a project looks at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Looks {
    /// The newest, whatever it costs to read.
    #[default]
    Newest,
    /// The last one that was made ready.
    Ready,
    /// This one.
    At(u64),
}

/// Everything at hand, and which commit is looked at.
#[derive(Default)]
pub(crate) struct Desk {
    memos: Arc<Memos>,
    looks: Looks,
}

#[derive(Default)]
struct Memos {
    held: Memo<u64, Held>,
    session: Memo<u64, Session>,
    catalogue: Memo<Vec<ListedFile>, Catalogue>,
    commits: Memo<u64, Vec<CommitRecord>>,
    hours: Memo<u64, Hours>,
    rows: Memo<u64, BTreeMap<&'static str, u64>>,
    names: Memo<u64, HashMap<Key, Name>>,
    texts: Memo<u64, Texts>,
    findings: Memo<(Standing, Language), Rows>,
    proposals: Memo<Standing, Vec<Proposal>>,
    proposal_rows: Memo<(Standing, Language), Vec<ProposalRow>>,
    attacks: Memo<u64, Taken>,
    stories: Memo<(String, Standing, Language), Story>,
    polls: Memo<(PollsShown, Vec<ListedFile>, Language), HeldPolls>,
    /// The commit that was made ready last.
    ready: Mutex<Option<u64>>,
    /// What the last detector run worked out that the next one may start from.
    operators: Arc<vigie_engine::Memo>,
}

impl Desk {
    /// What operators keep from one detector run to the next, in memory only.
    pub(crate) fn operators(&self) -> Arc<vigie_engine::Memo> {
        Arc::clone(&self.memos.operators)
    }

    /// Attacks of a commit, read once.
    pub(crate) fn attacks(
        &self,
        commit: u64,
        read: impl FnOnce() -> Result<Taken, AppError>,
    ) -> Result<Arc<Taken>, AppError> {
        self.memos.attacks.get(commit, read)
    }
}

/// Everything that lists of findings depend on: the commit, the journal, the pages, whether accounts
/// may be shown, and the minute (what is watched until a moment comes back then).
type Standing = (u64, Digest, usize, bool, i64);

/// Rows of findings, and how many findings are withheld.
pub(crate) type Rows = (Vec<FindingRow>, u64);

/// One kept revision of a finding.
#[derive(Clone, Debug)]
pub(crate) struct HeldRow {
    /// The finding at that revision.
    pub(crate) finding: Finding,
    /// When it was computed.
    pub(crate) computed_at: Timestamp,
}

/// Every kept revision, in the order in which they were kept.
#[derive(Debug, Default)]
pub(crate) struct Held {
    /// The revisions.
    pub(crate) rows: Vec<HeldRow>,
    /// For each finding the places of its revisions, oldest first.
    pub(crate) of: BTreeMap<FindingId, Vec<usize>>,
}

impl Held {
    pub(crate) fn new(rows: Vec<HeldRow>) -> Self {
        let mut of: BTreeMap<FindingId, Vec<usize>> = BTreeMap::new();
        for (place, row) in rows.iter().enumerate() {
            of.entry(row.finding.id).or_default().push(place);
        }
        Self { rows, of }
    }

    /// The newest revision of each finding, by id.
    pub(crate) fn newest(&self) -> impl Iterator<Item = &HeldRow> {
        self.of.values().filter_map(|places| self.rows.get(*places.last()?))
    }

    /// All revisions of a finding, oldest first.
    pub(crate) fn revisions(&self, id: FindingId) -> impl DoubleEndedIterator<Item = &HeldRow> {
        let places = self.of.get(&id).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|place| self.rows.get(*place))
    }
}

/// One file of the project's own pages or polls, as a folder listing shows it.
type ListedFile = (PathBuf, u64, Option<SystemTime>);

impl Project {
    /// A handle that never waits for a commit to be read: it answers from the commit that was
    /// [made ready](Project::make_ready) last, and says so. Until one was, it looks at the newest.
    #[must_use]
    pub fn at_hand(&self) -> Self {
        self.looking(Looks::Ready)
    }

    fn looking(&self, looks: Looks) -> Self {
        let mut other = self.in_language(self.config.language);
        other.desk = Arc::new(Desk { memos: Arc::clone(&self.desk.memos), looks });
        other
    }

    /// Reads everything that screens show of the newest commit, then lets the handles
    /// [at hand](Project::at_hand) look at it. `None` when they do already.
    ///
    /// # Errors
    /// When the lake or the journal cannot be read; the handles go on looking where they did.
    pub fn make_ready(&self) -> Result<Option<u64>, AppError> {
        let newest = self.lake.snapshot()?.read_commit;
        if self.ready() == Some(newest) {
            return Ok(None);
        }
        let ahead = self.looking(Looks::At(newest));
        let desk = ahead.desktop()?;
        ahead.hours()?;
        ahead.commits()?;
        ahead.rows_held()?;
        ahead.facts()?;
        ahead.spreads()?;
        ahead.texts()?;
        ahead.rows_of(&desk)?;
        ahead.proposed(&desk)?;
        *self.desk.memos.ready.lock().unwrap_or_else(PoisonError::into_inner) = Some(newest);
        Ok(Some(newest))
    }

    /// Reads what one screen alone shows and what takes long, of the commit that the handles
    /// [at hand](Project::at_hand) look at: attacks, which come from every line of every log. For
    /// quiet moments; nothing waits for it, and it is read once a commit.
    ///
    /// # Errors
    /// When the lake cannot be read; the screen then reads it when it is asked for.
    pub fn make_ready_in_quiet(&self) -> Result<(), AppError> {
        match self.ready() {
            Some(commit) => self.looking(Looks::At(commit)).taken().map(drop),
            None => Ok(()),
        }
    }

    /// The commit that was made ready last.
    fn ready(&self) -> Option<u64> {
        *self.desk.memos.ready.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a commit was made that is not ready yet.
    ///
    /// # Errors
    /// When the lake cannot be read.
    pub fn is_behind(&self) -> Result<bool, AppError> {
        Ok(self.ready() != Some(self.lake.snapshot()?.read_commit))
    }

    /// The lake as this handle looks at it.
    pub(crate) fn sight(&self) -> Result<Snapshot, AppError> {
        let commit = match self.desk.looks {
            Looks::Newest => None,
            Looks::Ready => self.ready(),
            Looks::At(commit) => Some(commit),
        };
        self.snapshot(commit)
    }

    /// The commit that this handle looks at.
    ///
    /// # Errors
    /// When the lake cannot be read.
    pub fn as_of(&self) -> Result<AsOf, AppError> {
        let commit = self.sight()?.read_commit;
        Ok(AsOf { commit, newer: self.lake.snapshot()?.read_commit > commit })
    }

    /// Every kept revision, read once a commit.
    pub(crate) fn held(&self) -> Result<Arc<Held>, AppError> {
        let snapshot = self.sight()?;
        self.desk.memos.held.get(snapshot.read_commit, || Ok(Held::new(self.read_held(&snapshot)?)))
    }

    /// A session for people over the commit that is looked at, opened once.
    pub(crate) fn open_session(&self) -> Result<Arc<Session>, AppError> {
        let snapshot = self.sight()?;
        let open = || self.session(&snapshot, None, Access::Open);
        self.desk.memos.session.get(snapshot.read_commit, open)
    }

    /// How many rows each table held when the commit was first looked at.
    pub(crate) fn rows_held(&self) -> Result<Arc<BTreeMap<&'static str, u64>>, AppError> {
        let snapshot = self.sight()?;
        self.desk.memos.rows.get(snapshot.read_commit, || Ok(snapshot.rows_by_table()))
    }

    /// The hours of every stream, counted once a commit.
    pub(crate) fn hours(&self) -> Result<Arc<Hours>, AppError> {
        self.desk.memos.hours.get(self.sight()?.read_commit, || self.count_hours())
    }

    /// What stands behind the subjects of findings, looked up once a commit. Restricted matter:
    /// it goes no further than [`Project::subject_known`].
    pub(crate) fn names(&self) -> Result<Arc<HashMap<Key, Name>>, AppError> {
        let snapshot = self.sight()?;
        self.desk.memos.names.get(snapshot.read_commit, || {
            let held = self.held()?;
            let findings: Vec<&Finding> = held.newest().map(|row| &row.finding).collect();
            self.names_of(&snapshot, &findings)
        })
    }

    /// Rows of findings, made once for a standing and a language.
    pub(crate) fn rows_at_hand(
        &self,
        desk: &Desktop,
        make: impl FnOnce() -> Rows,
    ) -> Result<Arc<Rows>, AppError> {
        let key = (self.standing(desk)?, self.config.language);
        self.desk.memos.findings.get(key, || Ok(make()))
    }

    /// What belongs together, worked out once for a standing.
    pub(crate) fn proposed_at_hand(
        &self,
        desk: &Desktop,
        make: impl FnOnce() -> Vec<Proposal>,
    ) -> Result<Arc<Vec<Proposal>>, AppError> {
        self.desk.memos.proposals.get(self.standing(desk)?, || Ok(make()))
    }

    /// The same in words.
    pub(crate) fn proposals_at_hand(
        &self,
        desk: &Desktop,
        make: impl FnOnce() -> Result<Vec<ProposalRow>, AppError>,
    ) -> Result<Arc<Vec<ProposalRow>>, AppError> {
        let key = (self.standing(desk)?, self.config.language);
        self.desk.memos.proposal_rows.get(key, make)
    }

    /// How a story spread, read once for a standing whatever the minute: nothing in it is watched.
    pub(crate) fn story_at_hand(
        &self,
        about: &str,
        read: impl FnOnce() -> Result<Story, AppError>,
    ) -> Result<Arc<Story>, AppError> {
        let (commit, journal, pages, shows_accounts, _) = self.standing(&self.desktop()?)?;
        let standing = (commit, journal, pages, shows_accounts, 0);
        self.desk.memos.stories.get((about.to_owned(), standing, self.config.language), read)
    }

    /// Polls of the project's folder, read once for what stands in it.
    pub(crate) fn polls_at_hand(
        &self,
        asked: PollsShown,
        read: impl FnOnce(&PollsShown) -> Result<HeldPolls, AppError>,
    ) -> Result<Arc<HeldPolls>, AppError> {
        let key = (asked.clone(), listed(&self.polls_folder()), self.config.language);
        self.desk.memos.polls.get(key, || read(&asked))
    }

    fn standing(&self, desk: &Desktop) -> Result<Standing, AppError> {
        let commit = self.sight()?.read_commit;
        let pages = Arc::as_ptr(&desk.catalogue).addr();
        let minute = desk.now.0.div_euclid(60_000_000);
        Ok((commit, desk.state.digest(), pages, desk.shows_accounts, minute))
    }

    /// The newest publications, for searching. Restricted matter.
    pub(crate) fn texts(&self) -> Result<Arc<Texts>, AppError> {
        self.desk.memos.texts.get(self.sight()?.read_commit, || Texts::newest(self))
    }

    /// Says that a commit was made, so that whoever looks on asks again.
    pub(crate) fn tell_commit(&self, kind: &str, commit: Option<u64>) {
        if let Some(commit) = commit {
            let body = serde_json::json!({ "kind": kind, "commit": commit });
            self.system.events.emit(Event::Result { kind: "commit", body });
        }
    }

    /// All commit records, oldest first, read once a commit.
    pub(crate) fn commits(&self) -> Result<Arc<Vec<CommitRecord>>, AppError> {
        let commit = self.sight()?.read_commit;
        self.desk.memos.commits.get(commit, || {
            let mut commits = self.lake.commits()?;
            commits.retain(|record| record.seq <= commit);
            Ok(commits)
        })
    }

    /// All detector pages: embedded ones, replaced and joined by those in the project's folder.
    ///
    /// # Errors
    /// When the folder of pages cannot be read. A page that is not whole is named by the catalogue.
    pub fn catalogue(&self) -> Result<Arc<Catalogue>, AppError> {
        let folder = self.root.join(&self.config.detectors.folder);
        self.desk
            .memos
            .catalogue
            .get(listed(&folder), || crate::detectors::whole_pages(&self.root, &self.config))
    }
}

/// What stands in a folder and below it. A folder that cannot be read is left to whoever reads its
/// files: it gives the error.
fn listed(folder: &Path) -> Vec<ListedFile> {
    let mut files = Vec::new();
    list(folder, 0, &mut files);
    files.sort();
    files
}

fn list(folder: &Path, depth: usize, files: &mut Vec<ListedFile>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let Ok(about) = entry.metadata() else { continue };
        if about.is_dir() {
            if depth < 4 {
                list(&entry.path(), depth + 1, files);
            }
        } else {
            files.push((entry.path(), about.len(), about.modified().ok()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_made_once_a_key() {
        let memo = Memo::default();
        let made = |key: u64, value: u64| *memo.get(key, || Ok(value)).unwrap();
        assert_eq!((made(1, 10), made(1, 11), made(2, 12), made(1, 13)), (10, 10, 12, 10));
        assert!(memo.get(3, || Err(AppError::ReasonMissing)).is_err());
        assert_eq!(made(3, 14), 14, "an error is not kept");
        (4..8).for_each(|key| assert_eq!(made(key, key), key));
        assert_eq!(made(1, 15), 15, "what nobody asked for lately is let go");
    }

    #[test]
    fn who_asks_for_one_key_does_not_wait_for_another() {
        let memo: Memo<u64, u64> = Memo::default();
        assert_eq!(*memo.get(1, || Ok(10)).unwrap(), 10);
        let outer = memo.get(2, || Ok(*memo.get(1, || Ok(11))? + 1));
        assert_eq!(*outer.unwrap(), 11, "the older value is at hand while the newer is made");
    }
}
