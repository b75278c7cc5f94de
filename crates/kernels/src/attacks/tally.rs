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

/// Counts by source.
#[derive(Debug, Default)]
pub struct Tally {
    sources: HashMap<u128, SourceTally>,
}

impl Tally {
    /// Counts a line.
    pub fn add(&mut self, source: u128, at: Timestamp, classes: impl Iterator<Item = Class>) {
        let tally = self.sources.entry(source).or_insert(SourceTally {
            lines: 0,
            of_class: [0; CLASSES.len()],
            first_at: at,
            last_at: at,
        });
        tally.lines = tally.lines.saturating_add(1);
        tally.first_at = tally.first_at.min(at);
        tally.last_at = tally.last_at.max(at);
        for class in classes {
            let count = &mut tally.of_class[class as usize];
            *count = count.saturating_add(1);
        }
    }

    /// The sources with their counts, by address.
    #[must_use]
    pub fn sorted(&self) -> Vec<(u128, SourceTally)> {
        let mut all: Vec<_> = self.sources.iter().map(|(key, tally)| (*key, *tally)).collect();
        all.sort_unstable_by_key(|(key, _)| *key);
        all
    }
}

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
