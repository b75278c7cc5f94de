//! Following logs as they are written: files through rotation and cutting, the journal of systemd, and
//! syslog on a loopback socket.
//!
//! Lines go the way of every ingest, in small commits. Each stream goes on with the parser and the
//! counts of its parts before, so that a signal has the id that reading the stream at once gives it:
//! live equals batch. The state file is written after the commit; lines that are read twice because of
//! a crash in between are the same signals.

mod followed;
mod follower;
mod journal;
mod notes;
mod place;
mod report;
mod state;
mod syslog;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use vigie_lake::{LakeError, Writer};
use vigie_model::event::Event;
use vigie_model::mandate::Mandate;
use vigie_model::time::Timestamp;

pub use journal::JournalRequest;
pub use notes::{Note, What};
pub use report::WatchReport;

use crate::detect::DetectRequest;
use crate::ingest::{How, IngestRequest, Live, Part};
use crate::{AppError, Project};
use follower::Follower;
use journal::Journal;
use report::Tally;
use state::{FileState, Folder, State};
use syslog::Sockets;

/// When a watch ends by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Until {
    /// Never: somebody ends it.
    #[default]
    Stopped,
    /// Once everything that stands there is read.
    Read,
    /// Once nothing came for so long.
    Idle(Duration),
}

/// What to follow and how.
#[derive(Clone, Debug)]
pub struct WatchRequest {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// The journal of systemd.
    pub journal: Option<JournalRequest>,
    /// Where to listen for syslog: an address of this machine with a port.
    pub syslog: Option<String>,
    /// Source, mapping, host label and mandate, as for an ingest.
    pub reading: IngestRequest,
    /// How often to look and commit.
    pub every: Duration,
    /// Bytes after which a commit is made at once.
    pub commit_bytes: u64,
    /// When to end.
    pub until: Until,
    /// Run detectors so often, and at the end.
    pub detect: Option<Duration>,
}

impl Default for WatchRequest {
    fn default() -> Self {
        Self {
            paths: Vec::new(),
            journal: None,
            syslog: None,
            reading: IngestRequest::default(),
            every: Duration::from_secs(10),
            commit_bytes: 32 << 20,
            until: Until::Stopped,
            detect: None,
        }
    }
}

/// What ends a watch from outside.
#[derive(Debug)]
pub struct Halt(Receiver<()>);

/// Ends a watch.
#[derive(Clone, Debug)]
pub struct Stopper(SyncSender<()>);

impl Stopper {
    /// Ends it soon, in good order.
    pub fn stop(&self) {
        // Once is enough.
        let _ = self.0.try_send(());
    }
}

impl Halt {
    /// A pair.
    #[must_use]
    pub fn new() -> (Stopper, Self) {
        let (send, receive) = sync_channel(1);
        (Stopper(send), Self(receive))
    }

    /// Waits so long, or until the end is asked for.
    fn has_come_within(&self, wait: Duration) -> bool {
        // Nobody left who could end it is as good as asked.
        !matches!(self.0.recv_timeout(wait), Err(RecvTimeoutError::Timeout))
    }
}

/// A watch that goes on.
struct Watch<'a> {
    project: &'a Project,
    request: &'a WatchRequest,
    how: How,
    mandate: Mandate,
    folder: Folder,
    follower: Follower,
    /// How far files were read that another command line follows.
    others: Vec<FileState>,
    sockets: Option<Sockets>,
    journal: Option<Journal>,
    journal_live: Option<Live>,
    cursor: Option<String>,
    tally: Tally,
    pass: u64,
    detected_at: Timestamp,
    /// Something was read since detectors ran.
    is_fresh: bool,
}

/// What one pass did.
#[derive(Clone, Copy, Debug, Default)]
struct Passed {
    bytes: u64,
    /// There is more to read than one commit takes.
    has_more: bool,
    /// Somebody else writes the lake.
    is_busy: bool,
}

impl Project {
    /// Follows logs until the end that was asked for.
    ///
    /// # Errors
    /// When a file that was named is not there, the socket or the journal cannot be opened, somebody
    /// watches here already, or the lake cannot be written. What was committed stands.
    pub fn follow(&self, request: &WatchRequest, halt: &Halt) -> Result<WatchReport, AppError> {
        let mut watch = Watch::begin(self, request)?;
        let task = || "watch".to_owned();
        let events = &self.system.events;
        events.emit(Event::Started { task: task(), total: None, unit: "bytes" });
        let ended = watch.run(halt);
        events.emit(Event::Finished { task: task() });
        ended?;
        watch.end()
    }
}

impl<'a> Watch<'a> {
    fn begin(project: &'a Project, request: &'a WatchRequest) -> Result<Self, AppError> {
        let mandate = project.mandate(request.reading.mandate.as_deref())?;
        let how = project.how(&request.reading)?;
        let folder = Folder::take(&project.root)?;
        let state = folder.load()?;
        let mut roots = request.paths.clone();
        let spool = folder.spool();
        let avoided = [folder.path(), project.lake.root()];
        let follower = Follower::new(roots.clone(), &avoided, Vec::new());
        follower.check_roots()?;
        let sockets = match &request.syslog {
            Some(address) => {
                roots.push(spool.clone());
                Some(Sockets::open(address, &spool)?)
            }
            None => None,
        };
        // Files of another command line are not waited for; they are read there again, to no effect.
        let is_ours = |state: &FileState| roots.iter().any(|root| is_below(&state.path, root));
        let (states, others) = state.files.into_iter().partition(is_ours);
        let follower = Follower::new(roots, &avoided, states);
        let follows = request.until != Until::Read;
        let journal = match &request.journal {
            Some(journal) => Some(Journal::start(journal, state.cursor.as_deref(), follows)?),
            None => None,
        };
        if let Some(sockets) = &sockets {
            let body = serde_json::json!({ "syslog": sockets.address().to_string() });
            project.system.events.emit(Event::Result { kind: "watch", body });
        }
        Ok(Self {
            project,
            request,
            how,
            mandate,
            folder,
            follower,
            others,
            sockets,
            journal,
            journal_live: None,
            cursor: state.cursor,
            tally: Tally::default(),
            pass: 0,
            detected_at: project.system.now(),
            is_fresh: false,
        })
    }

    fn run(&mut self, halt: &Halt) -> Result<(), AppError> {
        let mut idle = Duration::ZERO;
        loop {
            self.follower.look();
            let passed = self.pass()?;
            let is_once = self.request.until == Until::Read;
            if passed.is_busy && is_once {
                return Err(LakeError::Busy { path: self.project.lake.root().to_owned() }.into());
            }
            if passed.bytes > 0 {
                idle = Duration::ZERO;
            }
            if passed.has_more {
                // A backlog leaves no time to wait, but the end is heard.
                if halt.has_come_within(Duration::ZERO) {
                    return Ok(());
                }
                continue;
            }
            self.detect_now_and_then()?;
            if is_once && self.journal.as_ref().is_none_or(Journal::has_ended) {
                return Ok(());
            }
            if !is_once && halt.has_come_within(self.request.every) {
                return Ok(());
            }
            idle += self.request.every;
            if let Until::Idle(most) = self.request.until
                && idle > most
            {
                return Ok(());
            }
        }
    }

    /// Ends in good order: what has arrived is read, and the spool does not keep it.
    fn end(mut self) -> Result<WatchReport, AppError> {
        if let Some(sockets) = &mut self.sockets {
            sockets.close();
        }
        if self.request.until != Until::Read {
            self.follower.look();
            while self.pass()?.has_more {}
        }
        self.empty_spool()?;
        if let Some(journal) = &mut self.journal
            && journal.has_ended()
        {
            self.tally.journal = journal.complaint();
        }
        self.tally.dropped = self.sockets.as_ref().map_or(0, Sockets::dropped);
        if self.request.detect.is_some() {
            self.detect()?;
        }
        self.follower.note_half_lines();
        // How long a rotated file was quiet counts on from here.
        self.save()?;
        Ok(self.tally.report(&self.mandate, &self.follower))
    }

    /// Reads what has come, up to the size of a commit, and commits it.
    fn pass(&mut self) -> Result<Passed, AppError> {
        self.pass += 1;
        let mut writer = None;
        let mut passed = Passed::default();
        let result = self.read_all(&mut writer, &mut passed);
        let busy = |error: &AppError| matches!(error, AppError::Lake(LakeError::Busy { .. }));
        match result {
            Err(error) if busy(&error) => return Ok(Passed { is_busy: true, ..passed }),
            other => other?,
        }
        let Some(writer) = writer else { return Ok(passed) };
        let committed = writer.commit()?;
        if committed.changed {
            self.tally.committed(committed.seq);
            self.project.tell_commit("watch", Some(committed.seq));
        }
        self.is_fresh |= passed.bytes > 0;
        self.save()?;
        self.follower.trim();
        self.empty_spool()?;
        let done = self.tally.bytes;
        self.project.system.events.emit(Event::Advanced { task: "watch".to_owned(), done });
        Ok(passed)
    }

    fn save(&self) -> Result<(), AppError> {
        let files = self.follower.states().into_iter().chain(self.others.iter().cloned());
        self.folder.save(&State::new(files.collect(), self.cursor.clone()))
    }

    fn read_all(
        &mut self,
        writer: &mut Option<Writer>,
        passed: &mut Passed,
    ) -> Result<(), AppError> {
        self.read_journal(writer, passed)?;
        let mut waiting = self.follower.waiting();
        // One chunk of each file, and again, so that a long one does not keep the others waiting.
        while !waiting.is_empty() {
            let mut again = Vec::new();
            for id in waiting {
                if passed.bytes >= self.request.commit_bytes {
                    passed.has_more = true;
                    return Ok(());
                }
                if self.read_file(id, writer, passed)? {
                    again.push(id);
                }
            }
            waiting = again;
        }
        Ok(())
    }

    /// Stores the next bytes of a file. Says whether there may be more.
    fn read_file(
        &mut self,
        id: place::FileId,
        writer: &mut Option<Writer>,
        passed: &mut Passed,
    ) -> Result<bool, AppError> {
        let Some(file) = self.follower.files.get_mut(&id) else { return Ok(false) };
        let name = file.name();
        let next = match file.next() {
            Ok(Some(next)) => next,
            Ok(None) => return Ok(false),
            Err(error) => {
                // It may have been renamed since the look; the next one finds it.
                if error.kind() != std::io::ErrorKind::NotFound {
                    self.follower.notes.note(What::Unreadable, &name);
                }
                return Ok(false);
            }
        };
        let is_spool = self.sockets.is_some() && file.state.path == self.folder.spool();
        // One sender after the other: the first lines do not say what the others will be.
        let how = if is_spool { self.how.or_source("service-log") } else { self.how.clone() };
        let live = match file.live(self.project, &how)? {
            Ok(live) => live,
            Err(what) => {
                self.follower.notes.note(what, &name);
                return Ok(false);
            }
        };
        let part =
            Part { name: &name, bytes: &next.bytes, is_last: next.is_last, mandate: &self.mandate };
        let report = self.project.store_part(begun(self.project, writer)?, live, &part)?;
        file.advance(&next);
        file.touched = self.pass;
        if file.looks_different() {
            self.follower.notes.note(What::Doubtful, &name);
        }
        passed.bytes = passed.bytes.saturating_add(next.bytes.len() as u64);
        self.tally.add(report);
        Ok(self.follower.files.get(&id).is_some_and(followed::Followed::has_more))
    }

    fn read_journal(
        &mut self,
        writer: &mut Option<Writer>,
        passed: &mut Passed,
    ) -> Result<(), AppError> {
        let Some(journal) = self.journal.as_mut().filter(|journal| !journal.has_ended()) else {
            return Ok(());
        };
        // The lake first: lines that were taken must find room.
        if self.journal_live.is_none() {
            let how = self.how.or_source("service-log");
            self.journal_live = Some(self.project.live(b"{}\n", JOURNAL, &how)?);
        }
        let most = usize::try_from(self.request.commit_bytes).unwrap_or(usize::MAX);
        if !journal.has_waiting() && self.request.until != Until::Read {
            return Ok(());
        }
        let writer = begun(self.project, writer)?;
        let lines = journal.take(most, self.request.until == Until::Read);
        let Some(live) = self.journal_live.as_mut().filter(|_| !lines.bytes.is_empty()) else {
            return Ok(());
        };
        let part =
            Part { name: JOURNAL, bytes: &lines.bytes, is_last: false, mandate: &self.mandate };
        let report = self.project.store_part(writer, live, &part)?;
        passed.bytes = passed.bytes.saturating_add(lines.bytes.len() as u64);
        passed.has_more |= !journal.has_ended() && lines.bytes.len() >= most;
        self.cursor = lines.cursor.or(self.cursor.take());
        self.tally.add(report);
        Ok(())
    }

    /// Lets go of messages that are in a commit.
    fn empty_spool(&mut self) -> Result<(), AppError> {
        let (Some(sockets), spool) = (&self.sockets, self.folder.spool()) else { return Ok(()) };
        let Some(file) = self.follower.files.values_mut().find(|file| file.state.path == spool)
        else {
            return Ok(());
        };
        let failed = |source| AppError::Write { path: spool.clone(), source };
        if file.state.offset > 0 && sockets.empty_spool(file.state.offset).map_err(failed)? {
            file.emptied();
            self.save()?;
        }
        Ok(())
    }

    fn detect_now_and_then(&mut self) -> Result<(), AppError> {
        let Some(every) = self.request.detect else { return Ok(()) };
        let since = self.project.system.now().0.saturating_sub(self.detected_at.0);
        let every = i64::try_from(every.as_micros()).unwrap_or(i64::MAX);
        if self.is_fresh && since >= every && self.request.until != Until::Read {
            return self.detect();
        }
        Ok(())
    }

    fn detect(&mut self) -> Result<(), AppError> {
        self.detected_at = self.project.system.now();
        match self.project.detect(&DetectRequest::default()) {
            Ok(report) => {
                self.is_fresh = false;
                self.tally.detected(&report);
                Ok(())
            }
            // Whoever writes now is done at the next round.
            Err(AppError::Lake(LakeError::Busy { .. })) => {
                tracing::warn!("detectors could not run: the lake is being written");
                Ok(())
            }
            Err(error) => Err(error),
        }
    }
}

/// What the journal is called in reports.
const JOURNAL: &str = "journal";

/// The writer of the pass, begun with the first bytes that are to be stored.
fn begun<'w>(
    project: &Project,
    writer: &'w mut Option<Writer>,
) -> Result<&'w mut Writer, AppError> {
    let begun = match writer.take() {
        Some(begun) => begun,
        None => {
            let mut writer = project.lake.begin(project.system.now())?;
            project.note_key(&mut writer)?;
            writer
        }
    };
    Ok(writer.insert(begun))
}

/// Whether a file that was followed belongs to a place that is followed: rotation leaves it beside.
fn is_below(path: &std::path::Path, root: &std::path::Path) -> bool {
    path.starts_with(root) || path.parent() == root.parent()
}
