//! Visitors are people: what nothing flagged is kept a short time only.
//!
//! A few days after a request its source address loses its last part and its query its values, in the
//! rows and in every kept copy of the line; names of query fields stay. What is in an attack or cited
//! by a finding is kept longer, and not for ever. Pseudonyms of such lines are replaced by ones under
//! a key that is thrown away: visits can still be counted, and not be led back to an address.

use std::borrow::Cow;
use std::collections::HashSet;
use std::net::IpAddr;
use std::ops::Range;

use chacha20poly1305::XNonce;
use chacha20poly1305::aead::Generate;
use serde::Serialize;
use vigie_detect::RunError;
use vigie_detect::attacks::{Lines, Source};
use vigie_engine::Access;
use vigie_kernels::attacks::group::{Params, What};
use vigie_lake::{Horizon, Snapshot, Thinner, Thinning};
use vigie_model::event::Event;
use vigie_model::schema::REQUEST_RECORDS;
use vigie_model::time::Timestamp;
use vigie_model::{Key, SignalId};
use vigie_sources::{Matter, Reading, Span};

use crate::rumours::RumourError;
use crate::screens::rows::stamp;
use crate::{AppError, Project};

const DAY: i64 = 86_400_000_000;

/// Lines that something flagged are thinned after this, in microseconds: twelve months.
const FLAGGED: i64 = 365 * DAY;

/// What the rule did, or would do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Retained {
    /// Lines before this, unless flagged.
    pub before: Timestamp,
    /// Flagged lines before this.
    pub flagged_before: Timestamp,
    /// Lines that were thinned, or would be.
    pub lines: u64,
    /// Segments in which bytes were blanked.
    pub segments_blanked: u64,
    /// The commits that did it, each with a tombstone.
    pub commits: Vec<u64>,
    /// Nothing was changed.
    pub is_dry: bool,
}

/// Lines that the rule would thin.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct VisitorsDue {
    /// The time of the oldest of them.
    #[serde(serialize_with = "stamp::utc")]
    pub oldest: Timestamp,
    /// For how many days vigie.toml lets lines of visitors be kept whole.
    pub days: i64,
}

impl Project {
    /// Whether lines of visitors are held a day longer than vigie.toml says, or more: who shortens
    /// them each day is not reminded each hour. No row is read for it, and rows without a time, of
    /// which only a row says when they came in, remind of nothing.
    ///
    /// # Errors
    /// When the lake cannot be read.
    pub fn visitors_due(&self) -> Result<Option<VisitorsDue>, AppError> {
        let kept = self.config.retention.visitors.max(0);
        let before = Timestamp(self.system.now().0.saturating_sub(kept.saturating_add(DAY)));
        let all = Timestamp(self.system.now().0.saturating_sub(FLAGGED)).min(before);
        let oldest = self.lake.thin_from(REQUEST_RECORDS, &Horizon { most: before, all })?;
        let oldest = oldest.filter(|oldest| *oldest < before);
        Ok(oldest.map(|oldest| VisitorsDue { oldest, days: kept / DAY }))
    }

    /// Thins web lines that are older than `older_than` (microseconds; by default as vigie.toml says).
    ///
    /// # Errors
    /// When the lake cannot be read or written.
    pub fn retain(&self, older_than: Option<i64>, is_dry: bool) -> Result<Retained, AppError> {
        let now = self.system.now();
        let age = older_than.unwrap_or(self.config.retention.visitors).max(0);
        let before = Timestamp(now.0.saturating_sub(age));
        let flagged_before = Timestamp(now.0.saturating_sub(FLAGGED)).min(before);
        let mut done = Retained {
            before,
            flagged_before,
            lines: 0,
            segments_blanked: 0,
            commits: Vec::new(),
            is_dry,
        };
        let horizon = Horizon { most: before, all: flagged_before };
        if self.lake.thin_from(REQUEST_RECORDS, &horizon)?.is_none() {
            return Ok(done);
        }
        let snapshot = self.lake.snapshot()?;
        let visitors =
            Visitors { horizon, flagged: self.flagged(&snapshot)?, thrown_away: thrown_away()? };
        let what = Thinning {
            table: REQUEST_RECORDS,
            texts: &[ADDRESS, QUERY, REFERER],
            keys: &["source_key"],
            horizon,
            thinner: &visitors,
        };
        if is_dry {
            done.lines = self.lake.count_thin(&what)?;
            return Ok(done);
        }
        let thinned = self.lake.thin(&what, now)?;
        done.lines = thinned.rows;
        done.segments_blanked = thinned.segments;
        done.commits = thinned.commits;
        self.tell_commit("forget", done.commits.last().copied());
        Ok(done)
    }

    /// Applies the rule after detectors ran, where vigie.toml says so.
    pub(crate) fn retain_after_run(&self) -> Result<Option<Retained>, AppError> {
        if !self.config.retention.runs {
            return Ok(None);
        }
        let done = self.retain(None, false)?;
        let body = serde_json::to_value(&done)?;
        self.system.events.emit(Event::Result { kind: "retention", body });
        Ok((done.lines > 0).then_some(done))
    }

    /// Signals that a finding cites, and requests of which the line or its burst shows something.
    fn flagged(&self, snapshot: &Snapshot) -> Result<HashSet<SignalId>, AppError> {
        let findings = self.held_findings()?;
        let mut flagged: HashSet<SignalId> =
            findings.iter().flat_map(|finding| finding.evidence.iter().copied()).collect();
        let session = self.session(snapshot, None, Access::Detectors)?;
        let memory = session.reserve("retention");
        let failed = |source| RunError::Engine {
            page: "retention".to_owned(),
            step: "lines".to_owned(),
            source,
        };
        let lines = Lines::read(&Source {
            open: &|view, columns, rest, params| {
                let sql = format!("SELECT {columns} FROM {view} {rest}");
                session.stream_for_operator(&sql, params).map_err(failed)
            },
            failed: &failed,
            memory: &memory,
            // All of them: a file that is looked at again holds lines of long ago.
            since: None,
        })?;
        let zone = self.zone();
        let day_of = |at: Timestamp| {
            let offset = i64::from(zone.to_offset(at.to_jiff()).seconds()) * 1_000_000;
            at.0.saturating_add(offset).div_euclid(DAY)
        };
        let report = lines.group(Params::default(), &day_of);
        let shown = lines.events.iter().zip(&lines.signals).zip(&report.burst_of);
        flagged.extend(
            shown
                .filter(|((event, _), burst)| burst.is_some() || event.what != What::Visit)
                .map(|((_, signal), _)| *signal),
        );
        Ok(flagged)
    }
}

const ADDRESS: &str = "source_address";
const QUERY: &str = "query";
const REFERER: &str = "referer";

/// A key that nobody keeps.
fn thrown_away() -> Result<[u8; 32], AppError> {
    let drawn = XNonce::try_generate().map_err(|_| AppError::from(RumourError::NoRandom))?;
    Ok(blake3::derive_key("vigie pseudonyms of visitors, thrown away, v1", &drawn))
}

/// What goes of lines of visitors.
struct Visitors {
    horizon: Horizon,
    flagged: HashSet<SignalId>,
    thrown_away: [u8; 32],
}

impl Thinner for Visitors {
    fn picks(&self, signal: SignalId, at: Timestamp) -> bool {
        at < self.horizon.all || (at < self.horizon.most && !self.flagged.contains(&signal))
    }

    fn text<'a>(&self, column: &str, text: &'a str) -> Cow<'a, str> {
        match column {
            ADDRESS => shortened(text),
            QUERY => names(text),
            REFERER => match text.split_once('?') {
                Some((page, query)) => Cow::Owned(format!("{page}?{}", names(query))),
                None => Cow::Borrowed(text.split('#').next().unwrap_or_default()),
            },
            _ => Cow::Borrowed(text),
        }
    }

    fn key(&self, key: Key) -> Key {
        let digest = blake3::keyed_hash(&self.thrown_away, &key.0.to_le_bytes());
        let mut first = [0; 8];
        first.copy_from_slice(&digest.as_bytes()[..8]);
        Key(i64::from_le_bytes(first))
    }

    fn stretches(&self, reading: &serde_json::Value, record: &[u8]) -> Vec<Range<usize>> {
        let reading: Option<Reading> = serde_json::from_value(reading.clone()).ok();
        let source = reading.as_ref().and_then(|reading| {
            vigie_sources::ALL.iter().find(|source| source.id() == reading.source)
        });
        // Better all of a line than what nobody can tell apart.
        let (Some(reading), Some(source)) = (reading.as_ref(), source) else {
            return std::iter::once(0..record.len()).collect();
        };
        let spans = crate::gate::with_mail(source.restricted_spans(reading, record), record);
        spans.into_iter().flat_map(|span| gone(&span, record)).collect()
    }
}

/// An address without its last part: IPv4 /24, IPv6 /48. What is no address goes whole.
fn shortened(text: &str) -> Cow<'_, str> {
    let short = match text.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V4(address)) => {
            let [a, b, c, _] = address.octets();
            IpAddr::from([a, b, c, 0]).to_string()
        }
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, ..] = address.segments();
            IpAddr::from([a, b, c, 0, 0, 0, 0, 0]).to_string()
        }
        Err(_) => String::new(),
    };
    if short == text { Cow::Borrowed(text) } else { Cow::Owned(short) }
}

/// A query with the names of its fields and nothing else.
fn names(query: &str) -> Cow<'_, str> {
    let gone = values(query.as_bytes());
    if gone.is_empty() {
        return Cow::Borrowed(query);
    }
    let mut left = String::with_capacity(query.len());
    let mut at = 0;
    for stretch in gone {
        left.push_str(query.get(at..stretch.start).unwrap_or_default());
        at = stretch.end;
    }
    left.push_str(query.get(at..).unwrap_or_default());
    Cow::Owned(left)
}

/// The values in a query, as stretches. A part without `=` may be a value as well as a name.
fn values(query: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for part in query.split(|byte| matches!(byte, b'&' | b';')) {
        let value = part.iter().position(|byte| *byte == b'=').map_or(0, |at| at + 1);
        if value < part.len() {
            found.push(start + value..start + part.len());
        }
        start += part.len() + 1;
    }
    found
}

/// What goes of a stretch of a line that is matter of a person.
fn gone(span: &Span, record: &[u8]) -> Vec<Range<usize>> {
    let Some(text) = record.get(span.range.clone()) else { return Vec::new() };
    let start = span.range.start;
    let within = |stretch: Range<usize>| start + stretch.start..start + stretch.end;
    let whole = || vec![span.range.clone()];
    match span.matter {
        Matter::Address => match last_part(text) {
            Some(at) if at < text.len() => vec![within(at..text.len())],
            Some(_) => Vec::new(),
            None => whole(),
        },
        // Whom a server let in is of no visitor.
        Matter::Login => Vec::new(),
        _ if start > 0 && record[start - 1] == b'?' => {
            values(text).into_iter().map(within).collect()
        }
        _ if text.starts_with(b"http://") || text.starts_with(b"https://") => {
            match text.iter().position(|byte| matches!(byte, b'?' | b'#')) {
                Some(at) if text[at] == b'?' => {
                    let values = values(&text[at + 1..]).into_iter();
                    values.map(|v| within(at + 1 + v.start..at + 1 + v.end)).collect()
                }
                Some(at) => vec![within(at..text.len())],
                None => Vec::new(),
            }
        }
        _ => whole(),
    }
}

/// Where the part of an address begins that goes; `None` for what is none.
fn last_part(text: &[u8]) -> Option<usize> {
    let inner = text.strip_prefix(b"[").unwrap_or(text);
    let skipped = text.len() - inner.len();
    let is_plain = |byte: &u8| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.' | b']');
    if inner.is_empty() || !inner.iter().all(is_plain) {
        return None;
    }
    if inner.contains(&b'.') {
        let is_v4 = inner.iter().all(|byte| !byte.is_ascii_alphabetic() || inner.contains(&b':'));
        let dot = inner.iter().rposition(|byte| *byte == b'.').filter(|_| is_v4)?;
        return Some(skipped + dot + 1);
    }
    // Three groups, or fewer where the address leaves groups out.
    let mut colons = 0;
    for (at, byte) in inner.iter().enumerate() {
        if *byte != b':' {
            continue;
        }
        colons += 1;
        if colons == 3 || inner.get(at + 1) == Some(&b':') {
            return Some(skipped + at + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visitors() -> Visitors {
        let horizon = Horizon { most: Timestamp(100), all: Timestamp(10) };
        let flagged = HashSet::from([SignalId([7; 16])]);
        Visitors { horizon, flagged, thrown_away: [1; 32] }
    }

    #[test]
    fn addresses_lose_their_last_part_and_queries_their_values() {
        let visitors = visitors();
        let cut = |column, text| visitors.text(column, text).into_owned();
        for (text, left) in [
            ("192.0.2.77", "192.0.2.0"),
            ("::ffff:192.0.2.77", "192.0.2.0"),
            ("2001:db8:1:2:3::4", "2001:db8:1::"),
            ("2001:db8::7", "2001:db8::"),
            ("dsl-77.provider.example", ""),
        ] {
            assert_eq!(cut(ADDRESS, text), left, "{text}");
            assert_eq!(cut(ADDRESS, left), left, "once is enough");
        }
        for (text, left) in [
            ("q=my+illness&page=2", "q=&page="),
            ("q=a=b;x", "q=;"),
            ("name@mail.example", ""),
            ("a=&b=", "a=&b="),
            ("é=ü&ß", "é=&"),
        ] {
            assert_eq!(cut(QUERY, text), left, "{text}");
            assert_eq!(cut(QUERY, left), left);
        }
        assert_eq!(cut(REFERER, "https://find.example/?q=doctor#x"), "https://find.example/?q=");
        assert_eq!(cut(REFERER, "https://find.example/a#doctor"), "https://find.example/a");
    }

    #[test]
    fn what_is_flagged_stays_longer_and_not_for_ever() {
        let visitors = visitors();
        let (flagged, other) = (SignalId([7; 16]), SignalId([8; 16]));
        let picked = [flagged, other]
            .map(|signal| [9, 50, 100].map(|at| visitors.picks(signal, Timestamp(at))));
        assert_eq!(picked, [[true, false, false], [true, true, false]]);
    }

    #[test]
    fn the_same_stretches_go_from_the_bytes_of_a_line() {
        let reading = Reading {
            source: "web-access".to_owned(),
            version: 1,
            options: String::new(),
            host: String::new(),
        };
        let reading = serde_json::to_value(reading).unwrap();
        let left = |line: &str| {
            let mut bytes = line.as_bytes().to_vec();
            for stretch in visitors().stretches(&reading, line.as_bytes()) {
                bytes[stretch].fill(b'_');
            }
            String::from_utf8(bytes).unwrap()
        };
        assert_eq!(
            left(
                "192.0.2.77 - - [01/May/2027:10:00:00 +0000] \"GET /a?q=ill&p=2 HTTP/1.1\" 200 5 \"https://f.example/?q=ill\" \"Mozilla/5.0\""
            ),
            "192.0.2.__ - - [01/May/2027:10:00:00 +0000] \"GET /a?q=___&p=_ HTTP/1.1\" 200 5 \"https://f.example/?q=___\" \"Mozilla/5.0\""
        );
        assert_eq!(
            left("2001:db8:1:2::7 - - [01/May/2027:10:00:00 +0000] \"GET / HTTP/1.1\" 200 5"),
            "2001:db8:1:____ - - [01/May/2027:10:00:00 +0000] \"GET / HTTP/1.1\" 200 5"
        );
        assert_eq!(left("no line at all"), "______________");
    }

    #[test]
    fn pseudonyms_of_one_run_belong_together_and_of_two_do_not() {
        let one = visitors();
        let other = Visitors { thrown_away: [2; 32], ..visitors() };
        assert_eq!(one.key(Key(5)), one.key(Key(5)));
        assert_ne!(one.key(Key(5)), one.key(Key(6)));
        assert_ne!(one.key(Key(5)), other.key(Key(5)));
        assert_ne!(thrown_away().unwrap(), thrown_away().unwrap());
    }
}
