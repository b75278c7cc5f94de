//! The journal of systemd, read by `journalctl -o json` as a child process. Its arguments are a list;
//! no shell sees them.

use std::io::{self, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::thread::JoinHandle;

use serde::Deserialize;

use crate::AppError;

/// Blocks that wait to be stored; the child waits when there are more.
const WAITING: usize = 256;

/// Bytes in a block.
const BLOCK: usize = 64 << 10;

/// A line longer than this is given on in parts.
const LONGEST: usize = 16 << 20;

/// What the child said last when it ended, in bytes at most.
const LAST_WORDS: u64 = 2 << 10;

/// What of the journal to read.
#[derive(Clone, Debug, Default)]
pub struct JournalRequest {
    /// Units; all where none is named.
    pub units: Vec<String>,
}

/// The running child.
pub(super) struct Journal {
    child: Child,
    blocks: Receiver<Vec<u8>>,
    reader: Option<JoinHandle<()>>,
    held: Vec<u8>,
    has_ended: bool,
}

/// Whole lines, and the cursor of the last of them.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) bytes: Vec<u8>,
    pub(super) cursor: Option<String>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(rename = "__CURSOR")]
    cursor: String,
}

impl Journal {
    /// Starts the child after an entry, or at the first.
    ///
    /// # Errors
    /// When it cannot be started.
    pub(super) fn start(
        request: &JournalRequest,
        after: Option<&str>,
        follows: bool,
    ) -> Result<Self, AppError> {
        let failed = |source| AppError::Journal { source };
        let mut command = Command::new("journalctl");
        command.args(arguments(request, after, follows));
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let lost = || failed(io::Error::other("its output cannot be read"));
        let mut output = child.stdout.take().ok_or_else(lost)?;
        let (send, blocks) = sync_channel(WAITING);
        let reader = std::thread::Builder::new()
            .name("vigie-journal".to_owned())
            .spawn(move || {
                let mut block = vec![0; BLOCK];
                while let Ok(count) = output.read(&mut block) {
                    if count == 0 || send.send(block[..count].to_vec()).is_err() {
                        return;
                    }
                }
            })
            .map_err(failed)?;
        Ok(Self { child, blocks, reader: Some(reader), held: Vec::new(), has_ended: false })
    }

    /// Whole lines that have arrived, about `most` bytes of them. `waits` waits for the child's end
    /// rather than coming back without.
    pub(super) fn take(&mut self, most: usize, waits: bool) -> Lines {
        while self.held.len() < most {
            let next = if waits {
                self.blocks.recv().map_err(|_| TryRecvError::Disconnected)
            } else {
                self.blocks.try_recv()
            };
            match next {
                Ok(block) => self.held.extend_from_slice(&block),
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => {
                    self.has_ended = true;
                    break;
                }
            }
        }
        let whole = memchr_end(&self.held);
        let end = match whole {
            Some(at) => at + 1,
            // What the journal wrote to its end without a newline is cut off: it comes again.
            None if self.held.len() > LONGEST => self.held.len(),
            None => return Lines::default(),
        };
        let rest = self.held.split_off(end);
        let bytes = std::mem::replace(&mut self.held, rest);
        let cursor = bytes
            .split(|byte| *byte == b'\n')
            .rev()
            .find_map(|line| serde_json::from_slice::<Entry>(line).ok())
            .map(|entry| entry.cursor);
        Lines { bytes, cursor }
    }

    /// Whether something may have arrived.
    pub(super) fn has_waiting(&mut self) -> bool {
        match self.blocks.try_recv() {
            Ok(block) => {
                self.held.extend_from_slice(&block);
                true
            }
            Err(TryRecvError::Empty) => memchr_end(&self.held).is_some(),
            Err(TryRecvError::Disconnected) => true,
        }
    }

    /// Whether the child has ended and everything was taken.
    pub(super) const fn has_ended(&self) -> bool {
        self.has_ended
    }

    /// Why it ended, if not in good order.
    pub(super) fn complaint(&mut self) -> Option<String> {
        let status = self.child.wait().ok()?;
        if status.success() {
            return None;
        }
        let mut words = Vec::new();
        if let Some(errors) = self.child.stderr.take() {
            words = last_words(errors).unwrap_or_default();
        }
        let words = String::from_utf8_lossy(&words);
        Some(crate::gate::harmless(&format!("{status}: {}", words.trim())))
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
        // Whoever reads waits for room no longer.
        let (_, nobody) = sync_channel(1);
        drop(std::mem::replace(&mut self.blocks, nobody));
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
    }
}

fn memchr_end(bytes: &[u8]) -> Option<usize> {
    bytes.iter().rposition(|byte| *byte == b'\n')
}

#[expect(clippy::disallowed_methods, reason = "bounded by take")]
fn last_words(errors: impl Read) -> io::Result<Vec<u8>> {
    let mut words = Vec::new();
    errors.take(LAST_WORDS).read_to_end(&mut words)?;
    Ok(words)
}

fn arguments(request: &JournalRequest, after: Option<&str>, follows: bool) -> Vec<String> {
    let mut arguments: Vec<String> =
        ["--output=json", "--no-pager", "--quiet"].map(str::to_owned).into();
    if follows {
        // Without the second a journal that is followed begins at its last ten lines.
        arguments.extend(["--follow", "--no-tail"].map(str::to_owned));
    }
    arguments.extend(request.units.iter().map(|unit| format!("--unit={unit}")));
    arguments.extend(after.map(|cursor| format!("--after-cursor={cursor}")));
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_journal_is_asked_for_by_a_list_of_arguments() {
        let request = JournalRequest { units: vec!["ssh; rm -rf /".to_owned()] };
        assert_eq!(
            arguments(&request, Some("s=1;i=2"), true).join("\n"),
            "--output=json\n--no-pager\n--quiet\n--follow\n--no-tail\n--unit=ssh; rm -rf /\n\
             --after-cursor=s=1;i=2"
        );
        assert_eq!(arguments(&JournalRequest::default(), None, false).len(), 3);
    }
}
