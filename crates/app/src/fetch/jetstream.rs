//! Bluesky's Jetstream: events over a websocket, gone on with from the time of the last one.
//!
//! Source: the documentation of Jetstream. The `cursor` is a `time_us`; going back a few seconds closes
//! the gap between what was sent and what was kept, and ids make what comes twice vanish.

use std::time::Duration;

use serde::Deserialize;
use url::Url;
use vigie_model::time::Timestamp;
use vigie_outbox::Socket;

use super::{Ended, FetchOutcome, Visit};

/// How far the cursor goes back, in microseconds.
const OVERLAP: i64 = 5_000_000;

/// The longest event, in bytes; a post and everything in its record is a few kilobytes.
const LONGEST: usize = 1 << 20;

/// A relay's clock that runs ahead of ours by more than this is not gone on from, in microseconds: the
/// events in between would be lost.
const AHEAD: i64 = 60_000_000;

pub(super) fn read(visit: &mut Visit<'_>, listen: Duration) -> Result<(), Ended> {
    let url = address(visit);
    let opened = visit.client.socket(visit.name, &url, listen, LONGEST);
    let mut socket = opened.map_err(|error| visit.refused(&error))?;
    visit.state.wait_until = None;
    visit.report.outcome = FetchOutcome::Unchanged;
    loop {
        let mut batch = Batch { bytes: Vec::new(), last: visit.state.cursor };
        let ended = batch.fill(&mut socket, visit.target.max_bytes.0, visit.now());
        if !batch.bytes.is_empty() {
            let input = visit.fetched(&visit.url, batch.bytes);
            visit.keep(vec![input], "jetstream")?;
        }
        visit.state.cursor = batch.last;
        visit.save()?;
        match ended {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            // What came before it is kept by now.
            Err(error) => return Err(visit.refused(&error)),
        }
    }
}

fn address(visit: &Visit<'_>) -> Url {
    let mut url = visit.url.clone();
    {
        let mut query = url.query_pairs_mut();
        for collection in &visit.target.collections {
            query.append_pair("wantedCollections", collection);
        }
        if let Some(cursor) = visit.state.cursor {
            query.append_pair("cursor", &cursor.saturating_sub(OVERLAP).to_string());
        }
    }
    url
}

/// Events, one a line, and the time of the last.
struct Batch {
    bytes: Vec<u8>,
    last: Option<i64>,
}

impl Batch {
    /// Takes events until there are `most` bytes of them; `false` when no more come.
    fn fill(
        &mut self,
        socket: &mut Socket,
        most: u64,
        now: Timestamp,
    ) -> Result<bool, vigie_outbox::OutboxError> {
        while (self.bytes.len() as u64) < most {
            let Some(event) = socket.message()? else { return Ok(false) };
            self.bytes.extend_from_slice(event.as_bytes());
            self.bytes.push(b'\n');
            let seen = serde_json::from_str::<Seen>(&event).ok().map(|seen| seen.time_us);
            let seen = seen.filter(|at| *at > 0 && *at <= now.0.saturating_add(AHEAD + LATE));
            self.last = self.last.max(seen);
        }
        Ok(true)
    }
}

/// A batch may take this long, in microseconds.
const LATE: i64 = 3_600_000_000;

#[derive(Deserialize)]
struct Seen {
    time_us: i64,
}
