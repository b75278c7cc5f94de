//! Lines by source and class: the first step from lines to bursts, in memory bounded by sources.

use hashbrown::HashMap;
use vigie_model::time::Timestamp;

use super::class::{CLASSES, Class};

/// An address as a number; IPv4 as it is mapped into IPv6 (RFC 4291, section 2.5.5.2).
#[must_use]
pub fn address_key(text: &[u8]) -> Option<u128> {
    if let Some(four) = four(text) {
        return Some(0xffff_0000_0000 | u128::from(four));
    }
    let address: std::net::Ipv6Addr = std::str::from_utf8(text).ok()?.parse().ok()?;
    Some(u128::from(address))
}

fn four(text: &[u8]) -> Option<u32> {
    let (mut all, mut part, mut digits, mut points) = (0_u32, 0_u32, 0, 0);
    for byte in text {
        match byte {
            b'0'..=b'9' if digits < 3 => {
                part = part * 10 + u32::from(byte - b'0');
                digits += 1;
            }
            b'.' if digits > 0 && part < 256 && points < 3 => {
                all = all << 8 | part;
                (part, digits, points) = (0, 0, points + 1);
            }
            _ => return None,
        }
    }
    (points == 3 && digits > 0 && part < 256).then_some(all << 8 | part)
}

/// What one source sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SourceTally {
    /// All its lines.
    pub lines: u64,
    /// Those that show each class, in the order of [`CLASSES`].
    pub of_class: [u32; CLASSES.len()],
    /// The earliest and latest line.
    pub first_at: Timestamp,
    /// See `first_at`.
    pub last_at: Timestamp,
}

/// Counts by source. Lines are kept for a while and merged in the order of their sources: looking each
/// source up at random in memory costs more than judging its line.
#[derive(Debug, Default)]
pub struct Tally {
    /// By source.
    sources: Vec<(u128, Lines)>,
    pending: Vec<(u128, Timestamp)>,
    /// Only of sources that showed something.
    of_class: HashMap<u128, [u32; CLASSES.len()]>,
}

#[derive(Clone, Copy, Debug)]
struct Lines {
    count: u64,
    first_at: Timestamp,
    last_at: Timestamp,
}

impl Tally {
    /// Counts a line.
    pub fn add(&mut self, source: u128, at: Timestamp, classes: impl Iterator<Item = Class>) {
        self.pending.push((source, at));
        // A merge reads all sources: it waits for lines in proportion.
        if self.pending.len() >= LEAST_PENDING.max(self.sources.len() / 2) {
            self.merge();
        }
        for class in classes {
            let counts = self.of_class.entry(source).or_default();
            counts[class as usize] = counts[class as usize].saturating_add(1);
        }
    }

    fn merge(&mut self) {
        self.pending.sort_unstable();
        let known = std::mem::take(&mut self.sources);
        let mut known = known.into_iter().peekable();
        let mut merged = Vec::with_capacity(known.len() + self.pending.len() / 4);
        for run in self.pending.chunk_by(|one, next| one.0 == next.0) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
            while let Some(earlier) = known.next_if(|known| known.0 < first.0) {
                merged.push(earlier);
            }
            let count = run.len() as u64;
            let mut lines = Lines { count, first_at: first.1, last_at: last.1 };
            if let Some((_, earlier)) = known.next_if(|known| known.0 == first.0) {
                lines.count += earlier.count;
                lines.first_at = lines.first_at.min(earlier.first_at);
                lines.last_at = lines.last_at.max(earlier.last_at);
            }
            merged.push((first.0, lines));
        }
        merged.extend(known);
        self.sources = merged;
        self.pending.clear();
    }

    /// The sources with their counts, by address.
    #[must_use]
    pub fn sorted(&mut self) -> Vec<(u128, SourceTally)> {
        self.merge();
        let tally = |(key, lines): &(u128, Lines)| SourceTally {
            lines: lines.count,
            of_class: self.of_class.get(key).copied().unwrap_or_default(),
            first_at: lines.first_at,
            last_at: lines.last_at,
        };
        self.sources.iter().map(|source| (source.0, tally(source))).collect()
    }
}

/// Lines that are kept before they are merged.
const LEAST_PENDING: usize = 1 << 17;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_both_kinds_are_numbers() {
        assert_eq!(address_key(b"192.0.2.7"), Some(0xffff_c000_0207));
        assert_eq!(address_key(b"::ffff:192.0.2.7"), Some(0xffff_c000_0207));
        assert_eq!(address_key(b"2001:db8::1"), Some(0x2001_0db8 << 96 | 1));
        for text in ["", "192.0.2", "192.0.2.256", "192.0.2.7.1", "192..2.7", "host"] {
            assert_eq!(address_key(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn lines_are_counted_by_source_and_class() {
        let mut tally = Tally::default();
        for (source, at, class) in
            [(2, 5, Some(Class::RemoteFile)), (1, 7, None), (2, 3, Some(Class::RemoteFile))]
        {
            tally.add(source, Timestamp(at), class.into_iter());
        }
        let sorted = tally.sorted();
        assert_eq!(sorted[1].1.lines, 2);
        assert_eq!(sorted[1].1.of_class[Class::RemoteFile as usize], 2);
        assert_eq!((sorted[1].1.first_at, sorted[1].1.last_at), (Timestamp(3), Timestamp(5)));
    }
}
