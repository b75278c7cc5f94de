//! `vigie fetch`: reading the targets that `vigie.toml` names under `[network.NAME]`.
//!
//! What comes back goes the way of every file: through the same ingest, into the segment store, under
//! the address that it came from. A note beside the project says where to go on; it is written after
//! the commit, so that a run that is killed in between reads the same once more, and ids make doubles
//! vanish. Nothing that fetched text points at is followed.

mod certificates;
mod feed;
mod jetstream;
mod state;

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use url::Url;
use vigie_model::Explained;
use vigie_model::time::Timestamp;
use vigie_outbox::{Client, OutboxError, Outside, Target};

use crate::config::{NetworkKind, NetworkTarget, nearest};
use crate::ingest::{IngestRequest, Input};
use crate::words::Words;
use crate::{AppError, Project, gate};
use state::State;

/// How long a stream is listened to unless somebody says otherwise.
pub const LISTEN: Duration = Duration::from_mins(1);

/// What to fetch.
#[derive(Clone, Debug)]
pub struct FetchRequest {
    /// Names of targets; none for every one that is due.
    pub names: Vec<String>,
    /// How long a stream is listened to.
    pub listen: Duration,
}

/// What a fetch did.
#[derive(Clone, Debug, Serialize)]
pub struct FetchReport {
    /// One entry a target that was looked at, by name.
    pub targets: Vec<TargetReport>,
}

impl FetchReport {
    /// Whether something of a target was not read.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        self.targets.iter().any(|target| target.refused.is_some())
    }
}

/// What became of one target.
#[derive(Clone, Debug, Serialize)]
pub struct TargetReport {
    /// Its name.
    pub name: String,
    /// What stands there.
    pub kind: NetworkKind,
    /// Its address, through the gate.
    pub url: String,
    /// What was done.
    pub outcome: FetchOutcome,
    /// Bytes that came, unpacked.
    pub bytes: u64,
    /// Signals added.
    pub new: u64,
    /// Signals that were held already.
    pub known: u64,
    /// Records that were set aside.
    pub rejected: u64,
    /// The last commit that holds something of it.
    pub commit: Option<u64>,
    /// How many entries of a log are still to be read.
    pub behind: Option<u64>,
    /// What was refused or broke, if something did. What came before it is kept.
    pub refused: Option<Refused>,
}

/// What a fetch did with a target.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum FetchOutcome {
    /// It was read.
    Read,
    /// It says that nothing changed.
    Unchanged,
    /// It was not asked.
    NotDue {
        /// When it is.
        at: Timestamp,
    },
    /// Nothing of it was taken.
    Nothing,
}

/// Why something was not taken, in the language of the project and through the gate.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Refused {
    /// Why.
    pub why: String,
    /// What can be done.
    pub hint: Option<String>,
}

impl Refused {
    /// What an error of the outbox says in a language.
    pub(crate) fn of(error: &OutboxError, words: &Words) -> Self {
        let (why, hint) = match words.outbox(error) {
            Some(told) => (told.message, told.hint),
            None => (error.to_string(), error.hint()),
        };
        Self { why: gate::harmless(&why), hint: hint.map(|hint| gate::harmless(&hint)) }
    }
}

impl Project {
    /// Reads network targets into the lake. Each target has its own commits; what one refuses does not
    /// touch the others.
    ///
    /// # Errors
    /// When a name is unknown, or the lake or a note cannot be written.
    pub fn fetch(&self, request: &FetchRequest) -> Result<FetchReport, AppError> {
        let named = &self.config.network;
        if let Some(name) = request.names.iter().find(|name| !named.contains_key(*name)) {
            let nearest = nearest(name, named.keys().map(String::as_str)).map(ToOwned::to_owned);
            return Err(AppError::UnknownTarget { name: name.clone(), nearest });
        }
        let targets = named.iter().filter_map(|(name, target)| outbox_target(name, target));
        let client = Client::new(targets.collect(), Outside::new(Arc::clone(&self.system.clock)));
        let mut report = FetchReport { targets: Vec::new() };
        for (name, target) in named {
            let asked = request.names.contains(name);
            let Some(url) = target.url.clone().filter(|_| asked || request.names.is_empty()) else {
                continue;
            };
            let state = State::load(self, name, &url)?;
            let mut visit = Visit::new(self, &client, name, target, url, state);
            match visit.due(asked) {
                Some(at) => visit.report.outcome = FetchOutcome::NotDue { at },
                None => visit.read(request.listen)?,
            }
            report.targets.push(visit.report);
        }
        Ok(report)
    }
}

fn outbox_target(name: &str, target: &NetworkTarget) -> Option<Target> {
    Some(Target {
        name: name.to_owned(),
        url: target.url.clone()?,
        allow_private: target.allow_private,
        max_bytes: target.max_bytes.0,
        timeout: target.timeout,
        per_minute: target.per_minute,
        proxy: target.proxy.clone(),
    })
}

/// Why the reading of a target ended early.
enum Ended {
    /// The target's own matter: told, and the next one is read.
    Refused(Refused),
    /// Ours: nothing more can be read.
    Failed(AppError),
}

impl From<AppError> for Ended {
    fn from(error: AppError) -> Self {
        Self::Failed(error)
    }
}

/// The reading of one target.
struct Visit<'a> {
    project: &'a Project,
    client: &'a Client,
    name: &'a str,
    target: &'a NetworkTarget,
    url: Url,
    state: State,
    report: TargetReport,
}

impl<'a> Visit<'a> {
    fn new(
        project: &'a Project,
        client: &'a Client,
        name: &'a str,
        target: &'a NetworkTarget,
        url: Url,
        state: State,
    ) -> Self {
        let report = TargetReport {
            name: name.to_owned(),
            kind: target.kind,
            url: gate::harmless(url.as_str()),
            outcome: FetchOutcome::Nothing,
            bytes: 0,
            new: 0,
            known: 0,
            rejected: 0,
            commit: None,
            behind: None,
            refused: None,
        };
        Self { project, client, name, target, url, state, report }
    }

    fn now(&self) -> Timestamp {
        self.project.system.now()
    }

    /// When the target may be asked, if that is not now. Who names it asks before its time, and not
    /// before the time that its server asked for.
    fn due(&self, asked: bool) -> Option<Timestamp> {
        let now = self.now();
        let next = self.state.fetched_at.zip(self.target.every).filter(|_| !asked);
        let next = next.map(|(at, every)| Timestamp(at.0.saturating_add(every)));
        [self.state.wait_until, next].into_iter().flatten().filter(|at| *at > now).max()
    }

    fn read(&mut self, listen: Duration) -> Result<(), AppError> {
        let ended = match self.target.kind {
            NetworkKind::Feed => feed::read(self),
            NetworkKind::Jetstream => jetstream::read(self, listen),
            NetworkKind::StaticCt => certificates::read(self),
        };
        match ended {
            Ok(()) => Ok(()),
            Err(Ended::Refused(refused)) => {
                self.report.refused = Some(refused);
                Ok(())
            }
            Err(Ended::Failed(error)) => Err(error),
        }
    }

    /// Reads bytes into the lake, as what `source` reads, and commits.
    fn keep(&mut self, inputs: Vec<Input>, source: &str) -> Result<(), AppError> {
        let report = self.project.ingest(&IngestRequest {
            inputs,
            source: Some(source.to_owned()),
            host: Some(self.name.to_owned()),
            mandate: self.target.mandate.clone(),
            ..IngestRequest::default()
        })?;
        for stream in &report.streams {
            self.report.bytes += stream.bytes;
            self.report.new += stream.new;
            self.report.known += stream.known;
            self.report.rejected += stream.rejected;
        }
        self.report.commit = report.commit.or(self.report.commit);
        self.report.outcome = FetchOutcome::Read;
        Ok(())
    }

    /// Bytes that came from an address now.
    fn fetched(&self, address: &Url, bytes: Vec<u8>) -> Input {
        Input::Fetched { address: address.to_string(), at: self.now(), bytes: bytes.into() }
    }

    /// Notes where to go on. What is to be gone on from must be committed by then.
    fn save(&mut self) -> Result<(), AppError> {
        self.state.fetched_at = Some(self.now());
        self.state.save(self.project, self.name)
    }

    /// What an error of the outbox means for the target; a wait that the server asks for is noted.
    fn refused(&mut self, error: &OutboxError) -> Ended {
        let wait = match error {
            OutboxError::Status { retry_after: Some(seconds), .. } => *seconds,
            OutboxError::Status { status: 429 | 503, .. } => WAIT,
            _ => 0,
        };
        if wait > 0 {
            let wait = i64::try_from(wait.min(LONGEST_WAIT)).unwrap_or(0) * 1_000_000;
            self.state.wait_until = Some(Timestamp(self.now().0.saturating_add(wait)));
            if let Err(error) = self.state.save(self.project, self.name) {
                return Ended::Failed(error);
            }
        }
        Ended::Refused(Refused::of(error, &Words::new(self.project.config.language)))
    }

    /// A refusal of our own, by the ids of its message and its hint.
    fn refuse(&self, why: &str, hint: &str) -> Ended {
        let words = Words::new(self.project.config.language);
        Ended::Refused(Refused { why: words.plain(why), hint: Some(words.plain(hint)) })
    }
}

/// How long a server is left alone that says "too much" without saying how long, in seconds.
const WAIT: u64 = 300;
/// The longest wait that a server can ask for: a day, in seconds.
const LONGEST_WAIT: u64 = 86_400;

#[cfg(test)]
mod tests;
