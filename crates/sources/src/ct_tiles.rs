//! Data tiles of static certificate-transparency logs (c2sp.org/static-ct-api), from disk: a run of
//! `TileLeaf` structures around the entries of RFC 6962, section 3.4.
//!
//! A tile has no marks between its entries, so behind one that cannot be read nothing can: the rest is
//! set aside as one stretch. The host label of the stream is taken as the name of the log. Dropped:
//! subject, end of validity, chain, every extension but the names.

mod der;

use crate::mail::sha256;
use crate::names::clean;
use crate::owned::{NameRow, Owned};
use crate::record::{Raw, Reason, RecordSink};
use crate::{
    Description, KEPT_OF_TOO_LONG, Parser, ReadOptions, Reading, Score, Source, SourceError, Span,
    stamp,
};
use vigie_model::time::{Precision, Timestamp};

/// The source.
pub(crate) struct CtTiles;

const VERSION: u32 = 1;

/// A certificate longer than this is none.
const LONGEST: usize = 1 << 20;

/// Names that are kept of one certificate.
const MOST: usize = 200;

impl Source for CtTiles {
    fn id(&self) -> &'static str {
        "ct-tiles"
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn description(&self) -> Description {
        Description {
            en: "data tiles of static certificate-transparency logs",
            fr: "tuiles de données des journaux statiques de transparence des certificats",
            example: EXAMPLE,
            personal: "nothing: such logs are public",
        }
    }

    fn table(&self) -> &'static str {
        "name_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        let (mut rest, mut good) = (head, 0);
        loop {
            match entry(rest) {
                Step::Entry(leaf) => {
                    rest = &rest[leaf.length..];
                    good += 1;
                }
                Step::More => break Score(if good > 0 { 96 } else { 0 }),
                Step::Broken => break Score(if good > 3 { 60 } else { 0 }),
            }
        }
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(Box::new(Tiles {
            host: options.host.clone(),
            reading_told: false,
            held: Vec::new(),
            offset: 0,
            line: 1,
            lost: None,
        }))
    }

    fn restricted_spans(&self, _: &Reading, _: &[u8]) -> Vec<Span> {
        Vec::new()
    }
}

/// One entry: an invented certificate for `a.example`.
const EXAMPLE: &str = "\u{0}\u{0}\u{2}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}C0A0?\u{2}\u{1}\u{1}0\u{0}0\u{0}0\u{1e}\u{17}\u{d}270401080000Z\u{17}\u{d}270630080000Z0\u{14}1\u{12}0\u{10}\u{6}\u{3}U\u{4}\u{3}\u{c}\u{9}a.example0\u{0}\u{0}\u{0}\u{0}\u{0}";

enum Step<'a> {
    Entry(Leaf<'a>),
    /// The entry is not all there.
    More,
    /// No entry.
    Broken,
}

struct Leaf<'a> {
    length: usize,
    at: Timestamp,
    is_precertificate: bool,
    /// A certificate, or the part of a precertificate that is signed.
    der: &'a [u8],
    index: Option<i64>,
}

/// Takes bytes from the front.
struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let taken = self.bytes.get(self.at..self.at.checked_add(count)?)?;
        self.at += count;
        Some(taken)
    }

    fn number(&mut self, width: usize) -> Option<usize> {
        let bytes = self.take(width)?;
        Some(bytes.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)))
    }
}

fn entry(bytes: &[u8]) -> Step<'_> {
    let mut cursor = Cursor { bytes, at: 0 };
    match leaf(&mut cursor) {
        Ok(Some(leaf)) => Step::Entry(leaf),
        Ok(None) => Step::More,
        Err(()) => Step::Broken,
    }
}

/// `Ok(None)` when bytes are missing, an error when what is there cannot begin an entry. Every check
/// looks at what came so far only, so that blocks of any size come to the same end.
fn leaf<'a>(cursor: &mut Cursor<'a>) -> Result<Option<Leaf<'a>>, ()> {
    let Some(millis) = cursor.number(8) else { return Ok(None) };
    let at = i64::try_from(millis).ok().and_then(|millis| millis.checked_mul(1000)).map(Timestamp);
    let at = at.filter(|at| at.is_plausible()).ok_or(())?;
    let Some(kind) = cursor.number(2) else { return Ok(None) };
    let is_precertificate = match kind {
        0 => false,
        1 => true,
        _ => return Err(()),
    };
    if is_precertificate && cursor.take(32).is_none() {
        return Ok(None);
    }
    let Some(der) = certificate(cursor)? else { return Ok(None) };
    let Some(extensions) = cursor.number(2) else { return Ok(None) };
    let Some(extensions) = cursor.take(extensions) else { return Ok(None) };
    if is_precertificate && certificate(cursor)?.is_none() {
        return Ok(None);
    }
    let Some(chain) = cursor.number(2) else { return Ok(None) };
    if chain % 32 != 0 {
        return Err(());
    }
    if cursor.take(chain).is_none() {
        return Ok(None);
    }
    let index = index_of(extensions);
    Ok(Some(Leaf { length: cursor.at, at, is_precertificate, der, index }))
}

fn certificate<'a>(cursor: &mut Cursor<'a>) -> Result<Option<&'a [u8]>, ()> {
    let Some(length) = cursor.number(3) else { return Ok(None) };
    if length == 0 || length > LONGEST {
        return Err(());
    }
    Ok(cursor.take(length))
}

/// The `leaf_index` extension: type 0 with 40 bits.
fn index_of(extensions: &[u8]) -> Option<i64> {
    let mut cursor = Cursor { bytes: extensions, at: 0 };
    loop {
        let kind = cursor.number(1)?;
        let length = cursor.number(2)?;
        if kind == 0 && length == 5 {
            return cursor.number(5).and_then(|index| i64::try_from(index).ok());
        }
        cursor.take(length)?;
    }
}

struct Tiles {
    host: String,
    reading_told: bool,
    held: Vec<u8>,
    offset: u64,
    line: u64,
    /// How many bytes came behind an entry that cannot be read; their beginning is in `held`.
    lost: Option<u64>,
}

impl Tiles {
    fn tell(&mut self, sink: &mut dyn RecordSink) {
        if !std::mem::replace(&mut self.reading_told, true) {
            sink.reading(&Reading {
                source: CtTiles.id().to_owned(),
                version: VERSION,
                options: String::new(),
                host: self.host.clone(),
            });
        }
    }

    fn read(&mut self, sink: &mut dyn RecordSink) {
        let held = std::mem::take(&mut self.held);
        let mut from = 0;
        loop {
            match entry(&held[from..]) {
                Step::More => break,
                Step::Broken => {
                    self.lost = Some(0);
                    break;
                }
                Step::Entry(leaf) => {
                    self.tell(sink);
                    let bytes = &held[from..from + leaf.length];
                    let raw = Raw {
                        offset: self.offset,
                        line: self.line,
                        length: leaf.length as u64,
                        bytes,
                    };
                    match row(&leaf, &self.host) {
                        Ok(row) => Owned::Name(Box::new(row)).give(raw, sink),
                        Err(what) => sink.reject(raw, Reason::Format, what),
                    }
                    self.offset += leaf.length as u64;
                    self.line += memchr::memchr_iter(b'\n', bytes).count() as u64;
                    from += leaf.length;
                }
            }
        }
        let rest = &held[from..];
        if self.lost.is_some() {
            self.lose(rest);
        } else {
            self.held = rest.to_vec();
        }
    }

    fn lose(&mut self, bytes: &[u8]) {
        if let Some(lost) = &mut self.lost {
            *lost += bytes.len() as u64;
            crate::lines::keep_start(&mut self.held, bytes);
        }
    }
}

impl Parser for Tiles {
    fn feed(&mut self, bytes: &[u8], sink: &mut dyn RecordSink) {
        for block in bytes.chunks(LONGEST) {
            if self.lost.is_some() {
                self.lose(block);
            } else {
                self.held.extend_from_slice(block);
                self.read(sink);
            }
        }
    }

    fn finish(&mut self, sink: &mut dyn RecordSink) {
        let held = std::mem::take(&mut self.held);
        let (length, reason, what) = match self.lost {
            Some(length) => (length, Reason::Format, "no entry of a tile"),
            None => (held.len() as u64, Reason::Truncated, "an entry is not complete"),
        };
        if length == 0 {
            return;
        }
        self.tell(sink);
        let bytes = &held[..held.len().min(KEPT_OF_TOO_LONG)];
        sink.reject(Raw { offset: self.offset, line: self.line, length, bytes }, reason, what);
    }
}

fn row(leaf: &Leaf<'_>, log: &str) -> Result<NameRow, &'static str> {
    let broken = "no certificate that can be read";
    let found = if leaf.is_precertificate {
        der::signed_part(leaf.der).ok_or(broken)?
    } else {
        der::certificate(leaf.der).ok_or(broken)?
    };
    let mut names: Vec<String> = Vec::new();
    for name in found.names.iter().filter_map(|name| clean(name)) {
        if names.len() < MOST && !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        return Err("no domain name in the certificate");
    }
    let begins = found.not_before.map(|at| (at, Precision::Second));
    Ok(NameRow {
        kind: "certificate",
        claimed: Some(stamp::of_log(begins, None)),
        observed_at: Some(leaf.at),
        names,
        issuer: found.issuer,
        fingerprint: (!leaf.is_precertificate).then(|| sha256::hex(leaf.der)),
        log: (!log.is_empty()).then(|| log.to_owned()),
        log_index: leaf.index,
        entry: Some(
            if leaf.is_precertificate { "precertificate" } else { "certificate" }.to_owned(),
        ),
        detail: None,
    })
}
