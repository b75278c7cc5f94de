//! Lines that OpenSSH's server writes about logins, in the frames of syslog daemons and journals.
//!
//! Message texts follow the log calls in the OpenSSH source (auth.c, auth-pam.c, packet.c, sshd.c,
//! canohost.c) of versions 3 to 10 and those of `pam_unix`.

pub(crate) mod attempt;
pub(crate) mod frame;
pub(crate) mod message;

use std::borrow::Cow;

use crate::encoding::{self, Decoding};
use crate::line_parser::{LineParser, ReadLine, plain_reading};
use crate::lines::{End, sample};
use crate::record::{Login, Raw, Reason, Record, RecordSink};
use crate::stamps::Stamps;
use crate::text::{ascii_shadow, lossy, place};
use crate::{Description, Matter, Parser, ReadOptions, Reading, Score, Source, SourceError, Span};
use frame::Frame;
use message::Said;

/// The source.
pub(crate) struct Sshd;

const VERSION: u32 = 2;

impl Source for Sshd {
    fn id(&self) -> &'static str {
        "sshd"
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn description(&self) -> Description {
        Description {
            en: "login lines of OpenSSH in auth.log, secure or the journal's short formats",
            fr: "lignes de connexion d'OpenSSH dans auth.log, secure ou les formats courts du journal",
            example: "Apr  1 10:00:00 www1 sshd[812]: Failed password for invalid user admin from 192.0.2.7 port 40022 ssh2",
            personal: "source addresses, login names (unknown ones are what people typed), free texts of clients",
        }
    }

    fn table(&self) -> &'static str {
        "login_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        let (mut framed, mut ours, mut all) = (0, 0, 0);
        let head = encoding::head_text(head);
        for line in sample(&head) {
            all += 1;
            match frame::read(&lossy(line)) {
                Some(frame) if frame.is_sshd => {
                    framed += 1;
                    ours += 1;
                }
                Some(_) => framed += 1,
                None => {}
            }
        }
        // A log of all logins is mostly other programs; a log without sshd is not this source.
        let best = if ours > 0 { 60 + 35 * ours / all.max(1) } else { 10 };
        Score(u8::try_from(best * framed / all.max(1)).unwrap_or(0))
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        let logins = Logins { stamps: Stamps::new(options) };
        let reading = plain_reading(self, options);
        Ok(Box::new(Decoding::new(Box::new(move |offset| {
            Box::new(LineParser::new(offset, reading, logins))
        }))))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        encoding::spans(&reading.options, record, |_, record| {
            let shadow;
            let text = if let Ok(text) = std::str::from_utf8(record) {
                text
            } else {
                shadow = ascii_shadow(record);
                &shadow
            };
            spans(text).unwrap_or_else(|| Span::over(record))
        })
    }
}

/// What a line holds beside the fixed words of the daemon.
fn spans(line: &str) -> Option<Vec<Span>> {
    let line = line.trim_end_matches(['\n', '\r']);
    let frame = frame::read(line).filter(|frame| frame.is_sshd)?;
    let said = message::read(frame.message)?;
    let span = |part: Option<&str>, matter| {
        let part = part.filter(|part| !part.is_empty())?;
        let start = place(line, part);
        Some(Span { range: start..start + part.len(), matter })
    };
    let free = said.free.into_iter().map(|free| span(free, Matter::Text));
    let mut spans: Vec<Span> = free
        .chain([span(said.source, Matter::Address), span(said.user, Matter::Login)])
        .flatten()
        .collect();
    spans.sort_by_key(|span| (span.range.start, span.range.end));
    // A forged address inside a name is part of the name.
    let mut end = 0;
    spans.retain(|span| {
        let is_apart = span.range.start >= end;
        end = end.max(span.range.end);
        is_apart
    });
    Some(spans)
}

/// Turns lines into login records.
struct Logins {
    stamps: Stamps,
}

impl ReadLine for Logins {
    fn line(&mut self, raw: Raw<'_>, end: End, sink: &mut dyn RecordSink) {
        let text: Cow<'_, str> = lossy(raw.bytes);
        if crate::lines::are_joined(raw.bytes, |line| frame::read(&lossy(line)).is_some()) {
            return sink.reject(raw, Reason::Format, crate::lines::JOINED);
        }
        let Some(frame) = frame::read(&text) else {
            if frame::is_separator(&text) {
                return sink.skipped(raw);
            }
            let reason = if end == End::Stream { Reason::Truncated } else { Reason::Format };
            return sink.reject(raw, reason, "no stamp of a system log");
        };
        let said = if frame.is_sshd { message::read(frame.message) } else { None };
        match said {
            Some(said) => self.login(raw, &frame, &said, sink),
            None => sink.skipped(raw),
        }
    }
}

impl Logins {
    fn login(
        &mut self,
        raw: Raw<'_>,
        frame: &Frame<'_>,
        said: &Said<'_>,
        sink: &mut dyn RecordSink,
    ) {
        let login = Login {
            claimed: Some(self.stamps.claimed(frame.stamp)),
            service: "sshd",
            machine: frame.machine,
            outcome: said.outcome,
            method: said.method,
            source_address: said.source,
            user: said.user.filter(|user| !user.is_empty()),
            user_known: said.user_known,
            session: frame.pid,
        };
        sink.record(raw, Record::Login(&login));
    }
}
