//! Static certificate-transparency logs: the checkpoint says how long the log is, tiles hold 256
//! entries each.
//!
//! Source: c2sp.org/static-ct-api and c2sp.org/tlog-tiles. Signatures and hashes of the log are not
//! checked here: the checkpoint is kept with its signatures, so that whoever doubts can check.

use url::Url;
use vigie_outbox::{Ask, OutboxError};

use super::{Ended, FetchOutcome, Visit};
use crate::ingest::Input;

/// Entries of a full tile.
const TILE: u64 = 256;
/// The longest checkpoint, in bytes.
const LONGEST_CHECKPOINT: u64 = 16 << 10;

pub(super) fn read(visit: &mut Visit<'_>) -> Result<(), Ended> {
    let ask = Ask { most: Some(LONGEST_CHECKPOINT), ..Ask::default() };
    let answer = visit.client.get(visit.name, &below(&visit.url, "checkpoint"), &ask);
    let answer = answer.map_err(|error| visit.refused(&error))?;
    visit.state.wait_until = None;
    let text = String::from_utf8(answer.bytes).unwrap_or_default();
    let Some(size) = size_of(&text) else {
        return Err(visit.refuse("fetch-no-checkpoint", "fetch-no-checkpoint-hint"));
    };
    let next = visit.state.next.unwrap_or_else(|| size.saturating_sub(visit.target.back));
    // A log only ever grows: one that does not is another log, or hides something.
    if size < next {
        visit.report.behind = None;
        return Err(visit.refuse("fetch-shrunk-log", "fetch-shrunk-log-hint"));
    }
    visit.state.checkpoint = Some(text);
    visit.state.next = Some(next);
    if size == next {
        visit.report.outcome = FetchOutcome::Unchanged;
        visit.report.behind = Some(0);
        return Ok(visit.save()?);
    }
    let ended = tiles(visit, size);
    visit.report.behind = visit.state.next.map(|next| size - next);
    ended
}

/// Reads tiles up to `size`, in batches of at most `max_bytes`. A full minute of requests ends it
/// quietly: the next fetch goes on.
fn tiles(visit: &mut Visit<'_>, size: u64) -> Result<(), Ended> {
    loop {
        let from = visit.state.next.unwrap_or(size);
        if from >= size {
            return Ok(());
        }
        let mut batch = Batch { inputs: Vec::new(), bytes: 0, next: from };
        let ended = batch.fill(visit, size);
        if !batch.inputs.is_empty() {
            visit.keep(batch.inputs, "ct-tiles")?;
        }
        visit.state.next = Some(batch.next);
        visit.save()?;
        match ended {
            Ok(()) => {}
            Err(OutboxError::TooOften { .. }) => return Ok(()),
            Err(error) => return Err(visit.refused(&error)),
        }
    }
}

struct Batch {
    inputs: Vec<Input>,
    bytes: u64,
    next: u64,
}

impl Batch {
    fn fill(&mut self, visit: &Visit<'_>, size: u64) -> Result<(), OutboxError> {
        while self.next < size && self.bytes < visit.target.max_bytes.0 {
            let (path, end) = tile(self.next, size);
            let url = below(&visit.url, &path);
            let answer = visit.client.get(visit.name, &url, &Ask::default())?;
            self.bytes += answer.bytes.len() as u64;
            self.inputs.push(visit.fetched(&answer.url, answer.bytes));
            self.next = end;
        }
        Ok(())
    }
}

/// The path of the tile that holds an entry in a log of `size` entries, and the entry after its last.
/// The entries before it in the same tile come again and are known.
fn tile(entry: u64, size: u64) -> (String, u64) {
    let number = entry / TILE;
    let end = (number + 1).saturating_mul(TILE).min(size);
    let mut path = format!("{:03}", number % 1000);
    let mut rest = number / 1000;
    while rest > 0 {
        path = format!("x{:03}/{path}", rest % 1000);
        rest /= 1000;
    }
    let width = end - number * TILE;
    let part = if width < TILE { format!(".p/{width}") } else { String::new() };
    (format!("tile/data/{path}{part}"), end)
}

/// The number of entries that a checkpoint tells: its second line, behind the name of the log.
fn size_of(checkpoint: &str) -> Option<u64> {
    let mut lines = checkpoint.lines();
    let origin = lines.next()?;
    let size = lines.next()?;
    let root = lines.next()?;
    let is_number = size == "0" || !size.starts_with(['0', '+']);
    if origin.is_empty() || root.is_empty() || !is_number {
        return None;
    }
    // No log comes near; and every sum below it stays one.
    size.parse().ok().filter(|size| *size <= 1 << 48)
}

/// An address below the prefix of a log, that may end with `/` or not.
fn below(prefix: &Url, path: &str) -> Url {
    let mut url = prefix.clone();
    url.set_path(&format!("{}/{path}", prefix.path().trim_end_matches('/')));
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_are_named_as_the_rules_of_logs_say() {
        let named = |entry, size| {
            let (path, end) = tile(entry, size);
            format!("{path} to {end}")
        };
        assert_eq!(named(0, 1000), "tile/data/000 to 256");
        assert_eq!(named(300, 1000), "tile/data/001 to 512");
        assert_eq!(named(800, 1000), "tile/data/003.p/232 to 1000");
        assert_eq!(named(256_000, 256_001), "tile/data/x001/000.p/1 to 256001");
        assert_eq!(named(1_234_067 * 256, u64::MAX), "tile/data/x001/x234/067 to 315921408");
    }

    #[test]
    fn a_checkpoint_says_how_long_the_log_is_or_is_none() {
        assert_eq!(size_of("log.example/2027h1\n1000\nroot=\n\n— log.example sig\n"), Some(1000));
        for wrong in [
            "",
            "log.example\n",
            "log.example\nmany\nroot",
            "log.example\n-1\nroot",
            "log.example\n1000\n",
            "<html>\n1000",
            "a\n99999999999999999\nb",
        ] {
            assert_eq!(size_of(wrong), None, "{wrong}");
        }
    }
}
