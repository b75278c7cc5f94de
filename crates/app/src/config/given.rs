//! One value as somebody wrote it, and the kinds of value that keys ask for.

use std::path::PathBuf;

use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use toml::de::DeValue;
use vigie_model::config::Bytes;
use vigie_model::time::Timestamp;

use super::mapping::{HINT as MAPPING_HINT, parse_mapping};
use super::nearest;

/// A value, no longer tied to the text that it came from.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Given {
    Text(String),
    /// A whole number; out of range ones are kept as `Odd`.
    Integer(i64),
    /// A TOML date or time, as written.
    Moment(String),
    /// A list of texts.
    Texts(Vec<String>),
    /// Anything else, as TOML.
    Odd(String),
}

/// Why a value does not fit: completes "… is not".
pub(super) struct Wrong {
    pub(super) expected: String,
    pub(super) hint: String,
}

pub(super) fn wrong<T>(expected: &str, hint: impl Into<String>) -> Result<T, Wrong> {
    Err(Wrong { expected: expected.to_owned(), hint: hint.into() })
}

impl Given {
    pub(super) fn from_toml(value: &DeValue<'_>) -> Self {
        match value {
            DeValue::String(text) => Self::Text(text.to_string()),
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
                .map_or_else(|_| Self::Odd(number.to_string()), Self::Integer),
            DeValue::Float(number) => Self::Odd(number.to_string()),
            DeValue::Boolean(flag) => Self::Odd(flag.to_string()),
            DeValue::Datetime(moment) => Self::Moment(moment.to_string()),
            DeValue::Array(items) => items
                .iter()
                .map(|item| item.get_ref().as_str().map(ToOwned::to_owned))
                .collect::<Option<Vec<_>>>()
                .map_or_else(|| Self::Odd("[…]".to_owned()), Self::Texts),
            DeValue::Table(_) => Self::Odd("{…}".to_owned()),
        }
    }

    /// A value from the command line: TOML where it is TOML, text where it is not.
    pub(super) fn from_argument(text: &str) -> Self {
        match DeValue::parse(text) {
            Ok(value) => Self::from_toml(value.get_ref()),
            Err(_) => Self::Text(text.to_owned()),
        }
    }

    /// The value as TOML.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Text(text) => quoted(text),
            Self::Integer(number) => number.to_string(),
            Self::Moment(text) | Self::Odd(text) => text.clone(),
            Self::Texts(items) => {
                let items: Vec<_> = items.iter().map(|item| quoted(item)).collect();
                format!("[{}]", items.join(", "))
            }
        }
    }

    /// Text that is not empty.
    pub(super) fn text(&self) -> Result<String, Wrong> {
        match self {
            Self::Text(text) if !text.trim().is_empty() => Ok(text.clone()),
            Self::Text(_) => wrong("a text with something in it", "write it in double quotes"),
            _ => wrong("a text", "put it in double quotes"),
        }
    }

    /// A path as written.
    pub(super) fn path(&self) -> Result<PathBuf, Wrong> {
        match self {
            Self::Text(text) if !text.is_empty() && !text.contains('\0') => Ok(text.into()),
            _ => wrong("a path", "write it in double quotes, relative to the project folder"),
        }
    }

    /// One of a few words.
    pub(super) fn one_of<T>(
        &self,
        words: &[&str],
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<T, Wrong> {
        let text = if let Self::Text(text) = self { text.as_str() } else { "" };
        if let Some(value) = read(text) {
            return Ok(value);
        }
        let listed: Vec<_> = words.iter().map(|word| quoted(word)).collect();
        let listed = listed.join(", ");
        let hint = nearest(text, words.iter().copied()).map_or_else(
            || format!("write one of {listed}"),
            |word| format!("did you mean {}?", quoted(word)),
        );
        wrong(&format!("one of {listed}"), hint)
    }

    /// An IANA zone of the bundled database: a machine's own copy must not change a result.
    pub(super) fn zone(&self) -> Result<TimeZone, Wrong> {
        const EXPECTED: &str = "an IANA time zone";
        let Self::Text(text) = self else {
            return wrong(EXPECTED, "write its name in double quotes: \"Europe/Paris\"");
        };
        let zones = TimeZoneDatabase::bundled();
        if let Ok(zone) = zones.get(text) {
            return Ok(zone);
        }
        let names: Vec<String> = zones.available().map(|name| name.to_string()).collect();
        let hint = nearest(text, names.iter().map(String::as_str)).map_or_else(
            || "write a name such as \"Europe/Paris\" or \"UTC\"".to_owned(),
            |name| format!("did you mean {}?", quoted(name)),
        );
        wrong(EXPECTED, hint)
    }

    /// A size in bytes of at least `least`.
    pub(super) fn size(&self, least: Bytes) -> Result<Bytes, Wrong> {
        const HINT: &str = "write a number with a unit: \"512MB\", \"1GB\", \"2GiB\"";
        let size = match self {
            Self::Text(text) => Bytes::parse(text),
            Self::Integer(number) => u64::try_from(*number).ok().map(Bytes),
            _ => None,
        };
        match size {
            Some(size) if size >= least => Ok(size),
            Some(_) => wrong(
                &format!("a size of at least {} MB", least.0 / 1_000_000),
                "less would send even small questions to disk",
            ),
            None => wrong("a size", HINT),
        }
    }

    /// A length of time in microseconds: `30min`, `24h`, `2d`.
    pub(super) fn span(&self) -> Result<i64, Wrong> {
        let text = if let Self::Text(text) = self { text.trim() } else { "" };
        let digits = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
        let seconds = match &text[digits..] {
            "min" => Some(60),
            "h" => Some(3_600),
            "d" => Some(86_400),
            _ => None,
        };
        let count: Option<i64> = text[..digits].parse().ok().filter(|count| *count <= 100_000);
        match seconds.zip(count) {
            Some((seconds, count)) => Ok(count * seconds * 1_000_000),
            None => {
                wrong("a length of time", "write a number with a unit: \"30min\", \"24h\", \"2d\"")
            }
        }
    }

    /// Yes or no.
    pub(super) fn flag(&self) -> Result<bool, Wrong> {
        match self {
            Self::Odd(text) if text == "true" => Ok(true),
            Self::Odd(text) if text == "false" => Ok(false),
            _ => wrong("true or false", "write it without quotes"),
        }
    }

    /// A whole number between two ends, both included.
    pub(super) fn count(&self, least: usize, most: usize) -> Result<usize, Wrong> {
        let number =
            if let Self::Integer(number) = self { usize::try_from(*number).ok() } else { None };
        match number {
            Some(number) if (least..=most).contains(&number) => Ok(number),
            _ => wrong(
                &format!("a whole number from {least} to {most}"),
                "write the number without quotes",
            ),
        }
    }

    /// A calendar day.
    pub(super) fn day(&self) -> Result<Date, Wrong> {
        if let Self::Text(text) | Self::Moment(text) = self
            && let Ok(day) = text.parse()
        {
            return Ok(day);
        }
        wrong("a day", "write it as year-month-day: 2027-05-30")
    }

    /// The moment at which something ends: a time with its zone, or the end of a day in `zone`.
    pub(super) fn end(&self, zone: &TimeZone) -> Result<Timestamp, Wrong> {
        let Ok(day) = self.day() else {
            if let Self::Text(text) | Self::Moment(text) = self
                && let Some(at) = Timestamp::parse(text)
            {
                return Ok(at);
            }
            return wrong(
                "a day or a time with its zone",
                "write it as 2027-05-30 or 2027-05-30T20:00:00Z; a day counts to its end",
            );
        };
        let midnight = day.tomorrow().and_then(|next| next.to_zoned(zone.clone()));
        match midnight {
            Ok(midnight) => Ok(Timestamp(midnight.timestamp().as_microsecond())),
            Err(_) => wrong("a day that the calendar holds", "write it as 2027-05-30"),
        }
    }

    /// A list of texts of which each passes `fits`.
    pub(super) fn texts(
        &self,
        each: &str,
        fits: impl Fn(&str) -> bool,
    ) -> Result<Vec<String>, Wrong> {
        match self {
            Self::Texts(items) if items.iter().all(|item| fits(item)) => Ok(items.clone()),
            _ => wrong(
                &format!("a list of {each}"),
                "write the texts in double quotes between square brackets: [\"…\", \"…\"]",
            ),
        }
    }

    /// A column mapping, as written.
    pub(super) fn mapping(&self) -> Result<String, Wrong> {
        let Self::Text(text) = self else {
            return wrong("a column mapping", MAPPING_HINT);
        };
        match parse_mapping(text) {
            Ok(_) => Ok(text.clone()),
            Err(error) => wrong(&format!("a column mapping: {error}"), MAPPING_HINT),
        }
    }
}

/// Text as a TOML basic string.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
