//! The text tables of Debian's tor-geoipdb: `16777216,16777471,AU` and `2001:db8::,2001:db8::ff,FR`.

use std::net::{IpAddr, Ipv6Addr};

use super::fields;

/// Ranges of addresses as numbers (IPv4 as mapped into IPv6), sorted, with their country.
#[derive(Debug, Default)]
pub(super) struct Ranges(Vec<(u128, u128, [u8; 2])>);

/// Where IPv4 begins among IPv6 (RFC 4291, section 2.5.5.2).
const FOUR: u128 = 0xffff_0000_0000;

impl Ranges {
    /// Adds the lines of a table; what is no range is left out.
    pub(super) fn add(&mut self, text: &str) {
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split(',').map(|field| field.trim().trim_matches('"'));
            let (Some(first), Some(last), Some(code)) =
                (fields.next(), fields.next(), fields.next())
            else {
                continue;
            };
            let (Some(first), Some(last)) = (number(first), number(last)) else { continue };
            if let Some([a, b]) = fields::country(code).as_deref().map(str::as_bytes)
                && first <= last
            {
                self.0.push((first, last, [*a, *b]));
            }
        }
    }

    pub(super) fn close(&mut self) {
        self.0.sort_unstable();
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn country(&self, address: IpAddr) -> Option<String> {
        let number = match address {
            IpAddr::V4(four) => FOUR | u128::from(four.to_bits()),
            IpAddr::V6(six) => six.to_bits(),
        };
        let after = self.0.partition_point(|(first, _, _)| *first <= number);
        let (_, last, code) = self.0.get(after.checked_sub(1)?)?;
        (number <= *last).then(|| code.iter().map(|byte| char::from(*byte)).collect())
    }
}

/// An address: IPv4 as one number or with points, or IPv6.
fn number(text: &str) -> Option<u128> {
    if let Ok(four) = text.parse::<u32>() {
        return Some(FOUR | u128::from(four));
    }
    match text.parse::<IpAddr>().ok()? {
        IpAddr::V4(four) => Some(FOUR | u128::from(four.to_bits())),
        IpAddr::V6(six) => Some(Ipv6Addr::to_bits(six)),
    }
}

/// The day that the comments of a table give: the first `2027-03-01`, `1 Mar 2027` or `March 1 2027`.
pub(super) fn date(text: &str) -> Option<String> {
    let mut comments = text.lines().take_while(|line| line.starts_with('#')).take(64);
    comments.find_map(day_in)
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

fn day_in(line: &str) -> Option<String> {
    let words: Vec<&str> =
        line.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty()).collect();
    if let Some(date) = words.iter().find_map(|word| word.parse::<jiff::civil::Date>().ok()) {
        return Some(date.to_string());
    }
    let month = |word: &str| {
        let word = word.to_ascii_lowercase();
        MONTHS.iter().position(|name| word.len() >= 3 && word.starts_with(name))
    };
    words.windows(3).find_map(|three| {
        let (day, name) = match (month(three[0]), month(three[1])) {
            (Some(month), None) => (three[1], month),
            (None, Some(month)) => (three[0], month),
            _ => return None,
        };
        let (day, year) = (day.parse::<i8>().ok()?, three[2].parse::<i16>().ok()?);
        let month = i8::try_from(name + 1).ok()?;
        jiff::civil::Date::new(year, month, day).ok().map(|date| date.to_string())
    })
}
