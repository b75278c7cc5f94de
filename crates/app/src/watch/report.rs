//! What a watch did, summed up.

use serde::Serialize;
use vigie_model::mandate::Mandate;

use super::follower::Follower;
use super::notes::Note;
use crate::detect::{DetectReport, State};
use crate::ingest::StreamReport;

/// Files that are listed one by one.
const LISTED: usize = 20;

/// What a watch did.
#[derive(Clone, Debug, Serialize)]
pub struct WatchReport {
    /// The newest commit that it made.
    pub commit: Option<u64>,
    /// How many it made.
    pub commits: u64,
    /// The mandate that the lines belong to.
    pub mandate: String,
    /// Files that are followed.
    pub followed: u64,
    /// Streams with lines, those with most new ones first; the last row may sum up further ones.
    pub streams: Vec<StreamReport>,
    /// Streams with lines that are not listed.
    pub left_out: u64,
    /// New signals of all streams.
    pub new: u64,
    /// Files that were replaced by another one.
    pub rotated: u64,
    /// What to know of single files.
    pub notes: Vec<Note>,
    /// Why the journal ended, if it did so by itself.
    pub journal: Option<String>,
    /// Messages of the socket that found no room.
    pub dropped: u64,
    /// Findings that detectors made new or revised, if they ran.
    pub findings: Option<u64>,
}

/// Sums while the watch goes on.
#[derive(Debug, Default)]
pub(super) struct Tally {
    commit: Option<u64>,
    commits: u64,
    streams: Vec<StreamReport>,
    pub(super) bytes: u64,
    pub(super) journal: Option<String>,
    pub(super) dropped: u64,
    findings: Option<u64>,
}

impl Tally {
    pub(super) fn committed(&mut self, seq: u64) {
        self.commit = Some(seq);
        self.commits += 1;
    }

    /// Adds a part to what was read of its stream.
    pub(super) fn add(&mut self, part: StreamReport) {
        self.bytes = self.bytes.saturating_add(part.bytes);
        let same =
            |held: &&mut StreamReport| (&held.file, &held.source) == (&part.file, &part.source);
        match self.streams.iter_mut().find(same) {
            Some(held) => held.go_on(part),
            None => self.streams.push(part),
        }
    }

    pub(super) fn detected(&mut self, report: &DetectReport) {
        let findings = report.runs.iter().flat_map(|run| &run.findings);
        let changed = findings.filter(|finding| finding.state != State::Unchanged).count() as u64;
        self.findings = Some(self.findings.unwrap_or(0).saturating_add(changed));
    }

    pub(super) fn report(mut self, mandate: &Mandate, follower: &Follower) -> WatchReport {
        let new = self.streams.iter().map(|stream| stream.new).sum();
        self.streams.sort_by(|a, b| (b.new, &a.file).cmp(&(a.new, &b.file)));
        let left_out = self.streams.len().saturating_sub(LISTED) as u64;
        self.streams.truncate(LISTED);
        WatchReport {
            commit: self.commit,
            commits: self.commits,
            mandate: mandate.id.clone(),
            followed: follower.files.len() as u64,
            streams: self.streams,
            left_out,
            new,
            rotated: follower.rotated,
            notes: follower.notes.told(),
            journal: self.journal,
            dropped: self.dropped,
            findings: self.findings,
        }
    }
}

impl WatchReport {
    /// Whether something that was to be read was not.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        let unread = |note: &Note| note.what == super::What::Unreadable;
        self.journal.is_some() || self.dropped > 0 || self.notes.iter().any(unread)
    }
}
