//! The date at the start of a message, in the spellings of phones: `[01/04/2027 10:05:33] `,
//! `01/04/2027, 10:05 - `, `4/1/27, 10:05 AM - `, `01.04.27, 10:05 - `, `2027-04-01 à 10:05 - `.

use jiff::tz::TimeZone;

use crate::record::ClaimedTime;
use crate::stamp;

/// Which of day and month comes first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
}

/// The date of a message and what stands behind it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Head<'a> {
    parts: [u16; 3],
    separator: u8,
    clock: (u8, u8, Option<u8>),
    /// Whether half a day is to be added, where the clock has twelve hours.
    half: Option<Half>,
    pub(super) rest: &'a str,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Half {
    is_afternoon: bool,
    is_capital: bool,
}

/// Marks of direction that phones put in front of lines.
const MARKS: [char; 6] = ['\u{200e}', '\u{200f}', '\u{202a}', '\u{202c}', '\u{feff}', '\u{2068}'];

fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

/// Digits at the start, at most `most` of them, and what follows.
fn number(text: &str, most: usize) -> Option<(u16, usize, &str)> {
    let length = text.bytes().take(most + 1).take_while(u8::is_ascii_digit).count();
    if length == 0 || length > most {
        return None;
    }
    Some((text[..length].parse().ok()?, length, &text[length..]))
}

/// The head of a line that begins a message.
pub(super) fn head(line: &str) -> Option<Head<'_>> {
    let text = line.trim_start_matches(MARKS);
    let (is_bracketed, text) = match text.strip_prefix('[') {
        Some(inside) => (true, inside),
        None => (false, text),
    };
    let (first, first_length, text) = number(text, 4)?;
    let separator = *text.as_bytes().first().filter(|sign| matches!(sign, b'/' | b'.' | b'-'))?;
    let (second, _, text) = number(&text[1..], 2)?;
    let (third, third_length, text) = number(text.strip_prefix(char::from(separator))?, 4)?;
    let year_first = first_length == 4;
    if year_first && third_length > 2 || !year_first && (first_length > 2 || third_length == 3) {
        return None;
    }
    let text = text.strip_prefix('.').unwrap_or(text);
    let text = text.trim_start_matches(|letter: char| letter == ',' || is_space(letter));
    let text = ["à ", "at ", "um ", "a las ", "às ", "alle ", "om "]
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .unwrap_or(text);
    let (hour, _, text) = number(text, 2)?;
    let (minute, _, text) = number(text.strip_prefix([':', '.', 'h'])?, 2)?;
    let (second_of_minute, text) = match text.strip_prefix([':', '.']).and_then(|t| number(t, 2)) {
        Some((value, _, rest)) => (Some(value), rest),
        None => (None, text),
    };
    let (half, text) = half(text);
    let rest = if is_bracketed {
        text.strip_prefix(']')?.trim_start_matches(is_space)
    } else {
        text.trim_start_matches(is_space).strip_prefix('-')?.strip_prefix(is_space)?
    };
    let byte = |value: u16| u8::try_from(value).ok();
    let clock = (byte(hour)?, byte(minute)?, second_of_minute.and_then(byte));
    Some(Head { parts: [first, second, third], separator, clock, half, rest })
}

/// `AM`, `pm`, `p. m.` behind a clock of twelve hours.
fn half(text: &str) -> (Option<Half>, &str) {
    let word = text.trim_start_matches(is_space);
    let mut letters = word.chars().filter(|letter| *letter != '.' && !is_space(*letter));
    let (Some(first), Some(second)) = (letters.next(), letters.next()) else { return (None, text) };
    if !matches!(first, 'a' | 'A' | 'p' | 'P') || !matches!(second, 'm' | 'M') {
        return (None, text);
    }
    let end = word.find(second).map_or(0, |at| at + 1);
    let rest = &word[end..];
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    let half = Half { is_afternoon: matches!(first, 'p' | 'P'), is_capital: first.is_uppercase() };
    (Some(half), rest)
}

impl Head<'_> {
    /// The order of day and month, where this date tells.
    pub(super) const fn order(&self) -> Option<Order> {
        let [first, second, _] = self.parts;
        if first > 31 {
            return None;
        }
        match (first > 12, second > 12, self.separator) {
            (true, false, _) => Some(Order::DayFirst),
            (false, true, _) => Some(Order::MonthFirst),
            // Points and strokes are of countries that put the day first.
            (false, false, b'.' | b'-') => Some(Order::DayFirst),
            _ => None,
        }
    }

    pub(super) fn is_american(&self) -> bool {
        self.separator == b'/' && self.half.is_some_and(|half| half.is_capital)
    }

    /// The time, as a wall time of the configured zone.
    pub(super) fn claimed(&self, order: Order, zone: &TimeZone) -> ClaimedTime {
        let [first, second, third] = self.parts;
        let (year, month, day) = match order {
            _ if first > 31 => (first, second, third),
            Order::DayFirst => (third, second, first),
            Order::MonthFirst => (third, first, second),
        };
        let year = if year < 100 { 2000 + year } else { year };
        let (hour, minute, seconds) = self.clock;
        let hour = match self.half {
            Some(half) => hour % 12 + if half.is_afternoon { 12 } else { 0 },
            None => hour,
        };
        let mut text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}");
        if let Some(seconds) = seconds {
            text.push_str(&format!(":{seconds:02}"));
        }
        stamp::claimed(Some(&text), zone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str, order: Order) -> String {
        let Some(head) = head(line) else { return "none".to_owned() };
        let claimed = head.claimed(order, &TimeZone::UTC);
        let at = claimed.at.map_or_else(|| "-".to_owned(), |at| at.to_string());
        format!("{at} {} {:?} {}", claimed.precision.word(), head.order(), head.rest)
    }

    #[test]
    fn the_spellings_of_phones_are_read() {
        use Order::{DayFirst, MonthFirst};
        for (line, order, expected) in [
            ("[01/04/2027 10:05:33] Ada: x", DayFirst, "2027-04-01T10:05:33Z s None Ada: x"),
            (
                "\u{200e}[01/04/2027, 10:05:33] Ada: x",
                DayFirst,
                "2027-04-01T10:05:33Z s None Ada: x",
            ),
            (
                "13/04/2027, 10:05 - Ada: x",
                DayFirst,
                "2027-04-13T10:05:00Z min Some(DayFirst) Ada: x",
            ),
            (
                "4/13/27, 10:05\u{202f}PM - Ada: x",
                MonthFirst,
                "2027-04-13T22:05:00Z min Some(MonthFirst) Ada: x",
            ),
            ("4/1/27, 12:05 AM - Ada: x", MonthFirst, "2027-04-01T00:05:00Z min None Ada: x"),
            (
                "01.04.27, 10:05 - Ada: x",
                DayFirst,
                "2027-04-01T10:05:00Z min Some(DayFirst) Ada: x",
            ),
            ("01/04/2027 à 10:05 - Ada: x", DayFirst, "2027-04-01T10:05:00Z min None Ada: x"),
            ("2027-04-01 10.05 - Ada: x", DayFirst, "2027-04-01T10:05:00Z min None Ada: x"),
            ("1/4/2027 10:05 p. m. - Ada: x", DayFirst, "2027-04-01T22:05:00Z min None Ada: x"),
            ("45/45/2027, 10:05 - Ada: x", DayFirst, "- day None Ada: x"),
        ] {
            assert_eq!(shown(line, order), expected, "{line}");
        }
    }

    #[test]
    fn lines_that_begin_otherwise_are_none() {
        for line in [
            "",
            "10:05 - Ada: x",
            "01/04/2027 10:05 Ada",
            "[01/04/2027 10:05 Ada: x",
            "192.0.2.7 - - [",
            "1/2/3/4",
            "01/04-2027, 10:05 - x",
        ] {
            assert_eq!(shown(line, Order::DayFirst), "none", "{line}");
        }
    }
}
