//! Cuts a stream into messages: all of it one, or a mailbox with a `From ` line before each.
//!
//! Mailboxes do not always quote lines of a text that begin with `From `. Such a line begins a message
//! only behind a blank line and with a date at its end (RFC 4155, appendix A).

use crate::encoding;
use crate::mail;
use crate::owned::{MailRow, Owned};
use crate::record::{Raw, Reason, RecordSink};
use crate::{Parser, Reading, Source, Span};

/// The longest line that may begin a message.
const LONGEST: usize = 512;

/// Reads the messages of a stream.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of the place in the stream")]
pub(crate) struct Messages {
    reading: Reading,
    reading_told: bool,
    is_mailbox: bool,
    server: Option<String>,
    offset: u64,
    line_number: u64,
    /// The beginning of the present message and its whole length.
    message: Vec<u8>,
    length: u64,
    newlines: u64,
    /// The present line, while it may begin a message.
    line: Vec<u8>,
    is_long_line: bool,
    after_blank: bool,
}

impl Messages {
    pub(crate) fn new(
        source: &dyn Source,
        is_mailbox: bool,
        server: Option<String>,
        host: &str,
        offset: u64,
    ) -> Self {
        let options =
            server.as_ref().map_or_else(String::new, |name| format!("authserv_id={name}"));
        Self {
            reading: Reading {
                source: source.id().to_owned(),
                version: source.version(),
                options,
                host: host.to_owned(),
            },
            reading_told: false,
            is_mailbox,
            server,
            offset,
            line_number: 1,
            message: Vec::new(),
            length: 0,
            newlines: 0,
            line: Vec::new(),
            is_long_line: false,
            after_blank: true,
        }
    }

    fn piece(&mut self, piece: &[u8], sink: &mut dyn RecordSink) {
        let is_complete = piece.last() == Some(&b'\n');
        if !self.is_long_line && self.line.len() + piece.len() <= LONGEST {
            self.line.extend_from_slice(piece);
            if is_complete {
                self.end_line(sink);
            }
            return;
        }
        self.is_long_line = !is_complete;
        self.after_blank = false;
        let line = std::mem::take(&mut self.line);
        self.keep(&line);
        self.keep(piece);
    }

    fn end_line(&mut self, sink: &mut dyn RecordSink) {
        if self.is_mailbox && self.after_blank && self.length > 0 && is_from_line(&self.line) {
            self.give(sink);
        }
        self.after_blank = self.line.trim_ascii().is_empty();
        let line = std::mem::take(&mut self.line);
        self.keep(&line);
        self.line = line;
        self.line.clear();
    }

    fn keep(&mut self, part: &[u8]) {
        let room = mail::READ.saturating_sub(self.message.len());
        self.message.extend_from_slice(&part[..part.len().min(room)]);
        self.length += part.len() as u64;
        self.newlines += memchr::memchr_iter(b'\n', part).count() as u64;
    }

    fn give(&mut self, sink: &mut dyn RecordSink) {
        let mut message = std::mem::take(&mut self.message);
        let length = std::mem::take(&mut self.length);
        let raw = |bytes| Raw { offset: self.offset, line: self.line_number, length, bytes };
        if length == 0 {
            return;
        }
        if message.trim_ascii().is_empty() {
            sink.skipped(raw(&message));
        } else {
            if !self.reading_told {
                sink.reading(&self.reading);
            }
            match self.read(&message, length) {
                Ok((row, header)) => {
                    Owned::Mail(Box::new(row)).give(raw(&message[..header]), sink);
                }
                Err(what) => sink.reject(raw(mail::start_of(&message)), Reason::Format, what),
            }
            self.reading_told = true;
        }
        self.offset += length;
        self.line_number += std::mem::take(&mut self.newlines);
        message.clear();
        self.message = message;
    }

    /// The row and how long the record is: the header with the line before it.
    fn read(&self, message: &[u8], length: u64) -> Result<(MailRow, usize), &'static str> {
        let first = memchr::memchr(b'\n', message).map_or(message.len(), |end| end + 1);
        let before = if message.starts_with(b"From ") { first } else { 0 };
        let blank = message[before..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let start = before + blank;
        let row = mail::read(&message[start..], length - start as u64, self.server.as_deref())?;
        Ok((row, start + mail::header_length(&message[start..])))
    }
}

impl Parser for Messages {
    fn feed(&mut self, bytes: &[u8], sink: &mut dyn RecordSink) {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.piece(piece, sink);
        }
    }

    fn finish(&mut self, sink: &mut dyn RecordSink) {
        if !self.line.is_empty() {
            self.end_line(sink);
        }
        self.give(sink);
    }
}

/// `From ada@essai.example Thu Apr  1 10:00:00 2027`, maybe with a zone behind.
pub(crate) fn is_from_line(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let Ok(text) = std::str::from_utf8(rest) else { return false };
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let is_clock = |word: &&str| {
        let parts: Vec<_> = word.split(':').collect();
        (2..=3).contains(&parts.len())
            && parts.iter().all(|part| {
                (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
            })
    };
    let is_year = |word: &&str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let tail = words.get(words.len().saturating_sub(5)..).unwrap_or_default();
    words.len() >= 5 && tail.iter().any(is_clock) && tail.iter().any(is_year)
}

/// The stretches of one record that may not be shown: beside the header, the line before it.
pub(crate) fn spans(reading: &Reading, record: &[u8]) -> Vec<Span> {
    encoding::spans(&reading.options, record, |_, text| mail::spans(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_begins_no_message() {
        for line in [
            "From ada@essai.example Thu Apr  1 10:00:00 2027\n",
            "From - Thu Apr 01 10:00:00 2027\r\n",
            "From MAILER-DAEMON Thu Apr  1 10:00:00 2027 +0200\n",
        ] {
            assert!(is_from_line(line.as_bytes()), "{line}");
        }
        for line in [
            "From here on it is clear.\n",
            "From 10:00 to 2027\n",
            ">From a Thu Apr 1 10:00:00 2027\n",
        ] {
            assert!(!is_from_line(line.as_bytes()), "{line}");
        }
    }
}
