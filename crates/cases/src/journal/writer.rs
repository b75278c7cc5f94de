//! The one thread of a process that writes to its journal.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use rusqlite::{Connection, TransactionBehavior};

use super::rows;
use crate::entry::{Draft, Entry, Head};
use crate::error::CasesError;
use crate::ids::AuthorId;
use crate::pack::{Merged, Pack};
use crate::rules;
use crate::state::in_order;

type Answer<T> = Sender<Result<T, CasesError>>;

enum Job {
    Append(Vec<(Option<Head>, Draft)>, Answer<Vec<Entry>>),
    Merge(Pack, Answer<Merged>),
}

/// A handle to the thread. Dropping it waits until the last job is done.
pub(super) struct Writer {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

const GONE: CasesError = CasesError::Bug("the journal's writer ended");

impl Writer {
    pub(super) fn start(connection: Connection, author: AuthorId) -> Result<Self, CasesError> {
        let (jobs, todo) = channel();
        let thread = std::thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || work(connection, &author, &todo))
            .map_err(|_| CasesError::Bug("no thread for the journal"))?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    pub(super) fn append(
        &self,
        drafts: Vec<(Option<Head>, Draft)>,
    ) -> Result<Vec<Entry>, CasesError> {
        self.ask(|answer| Job::Append(drafts, answer))
    }

    pub(super) fn merge(&self, pack: Pack) -> Result<Merged, CasesError> {
        self.ask(|answer| Job::Merge(pack, answer))
    }

    fn ask<T>(&self, job: impl FnOnce(Answer<T>) -> Job) -> Result<T, CasesError> {
        let (answer, answered) = channel();
        let jobs = self.jobs.as_ref().ok_or(GONE)?;
        jobs.send(job(answer)).map_err(|_| GONE)?;
        answered.recv().map_err(|_| GONE)?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            // A panic there was answered as a bug to whoever waited.
            let _ = thread.join();
        }
    }
}

fn work(mut connection: Connection, author: &AuthorId, todo: &Receiver<Job>) {
    // Whoever asked may be gone; what was written stays written.
    for job in todo {
        match job {
            Job::Append(drafts, answer) => {
                let _ = answer.send(append(&mut connection, author, drafts));
            }
            Job::Merge(pack, answer) => {
                let _ = answer.send(merge(&mut connection, &pack));
            }
        }
    }
}

/// Each entry takes its place after the one before it, which the same transaction wrote.
fn append(
    connection: &mut Connection,
    author: &AuthorId,
    drafts: Vec<(Option<Head>, Draft)>,
) -> Result<Vec<Entry>, CasesError> {
    let write = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(CasesError::database("write"))?;
    let mut entries = Vec::with_capacity(drafts.len());
    for (expected, draft) in drafts {
        let entry = rules::place(&*write, author, expected, draft)?;
        rows::insert(&write, &entry)?;
        entries.push(entry);
    }
    write.commit().map_err(CasesError::database("write"))?;
    Ok(entries)
}

fn merge(connection: &mut Connection, pack: &Pack) -> Result<Merged, CasesError> {
    let write = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(CasesError::database("write"))?;
    let mut chains: BTreeMap<&AuthorId, Vec<&Entry>> = BTreeMap::new();
    for entry in pack.entries() {
        chains.entry(&entry.author).or_default().push(entry);
    }
    let mut merged = Merged::default();
    let mut new = Vec::new();
    for (author, chain) in chains {
        let fresh = rules::fresh(&*write, author, &chain)?;
        merged.known += chain.len() - fresh.len();
        if !fresh.is_empty() {
            merged.authors.insert(author.clone(), fresh.len());
        }
        new.extend(fresh);
    }
    merged.added = new.len();
    let mut oddities = Vec::new();
    for (_, entry) in in_order(new, &mut oddities) {
        rows::insert(&write, entry)?;
    }
    write.commit().map_err(CasesError::database("write"))?;
    Ok(merged)
}
