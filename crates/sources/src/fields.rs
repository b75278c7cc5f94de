//! One record with named fields, whether it came as a JSON object or as a row of a table: services
//! export the same log in both.

use std::borrow::Cow;

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde_json::{Map, Value};
use vigie_model::time::{Precision, Timestamp};

use crate::record::{ClaimedTime, TimeNote};
use crate::stamp;

/// The fields of one record.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fields<'a> {
    /// Of an object; names with points lead into objects inside.
    Object(&'a Map<String, Value>),
    /// Of a row: its cells under the header's names as [`plain_name`] writes them.
    Row(&'a [String], &'a [Cow<'a, str>]),
}

impl<'a> Fields<'a> {
    /// The first of these fields that holds anything, as text without white space around.
    pub(crate) fn text(&self, names: &[&str]) -> Option<Cow<'a, str>> {
        names.iter().find_map(|name| self.one(name))
    }

    /// The same, owned.
    pub(crate) fn owned(&self, names: &[&str]) -> Option<String> {
        self.text(names).map(Cow::into_owned)
    }

    /// The first of these fields that holds a whole number.
    pub(crate) fn number(&self, names: &[&str]) -> Option<i64> {
        names.iter().find_map(|name| self.one(name)?.parse().ok())
    }

    /// A value inside an object. A row has none.
    pub(crate) fn value(&self, path: &str) -> Option<&'a Value> {
        match self {
            Self::Object(object) => at_path(object, path),
            Self::Row(..) => None,
        }
    }

    fn one(&self, name: &str) -> Option<Cow<'a, str>> {
        match self {
            Self::Object(object) => value_text(at_path(object, name)?),
            Self::Row(header, cells) => {
                let wanted = plain_name(name);
                let mut named = header.iter().zip(*cells).filter(|(name, _)| **name == wanted);
                named.find_map(|(_, cell)| trimmed(cell))
            }
        }
    }
}

fn trimmed<'a>(cell: &Cow<'a, str>) -> Option<Cow<'a, str>> {
    let text = match cell {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    };
    (!text.is_empty()).then_some(text)
}

fn at_path<'a>(object: &'a Map<String, Value>, path: &str) -> Option<&'a Value> {
    if let Some(found) = object.get(path) {
        return Some(found);
    }
    let (first, rest) = path.split_once('.')?;
    at_path(object.get(first)?.as_object()?, rest)
}

/// A value as text; nothing, white space and `null` are absent, lists and objects are their JSON.
pub(crate) fn value_text(value: &Value) -> Option<Cow<'_, str>> {
    let text = match value {
        Value::Null => return None,
        Value::String(text) => Cow::Borrowed(text.trim()),
        other => Cow::Owned(other.to_string()),
    };
    (!text.is_empty()).then_some(text)
}

/// A field name without what exports change about it: case, spaces, signs.
pub(crate) fn plain_name(name: &str) -> String {
    name.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A time of a service that documents its times as UTC: ISO 8601, a number since 1970 down to
/// nanoseconds, or `4/1/2027, 8:00:00 AM` as American exports write it.
pub(crate) fn utc(text: Option<&str>) -> ClaimedTime {
    let mut claimed = zoned(text, &TimeZone::UTC);
    if claimed.note == Some(TimeNote::ZoneAssumed) {
        claimed.note = None;
    }
    claimed
}

/// The same where nothing says the zone.
pub(crate) fn zoned(text: Option<&str>, zone: &TimeZone) -> ClaimedTime {
    let Some(text) = text.map(str::trim) else { return stamp::claimed(None, zone) };
    let is_nanos = text.len() == 19 && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_nanos {
        return stamp::claimed(text.get(..16), zone);
    }
    match american(text, zone) {
        Some(at) => stamp::of_log(Some((at, Precision::Second)), Some(TimeNote::ZoneAssumed)),
        None => stamp::claimed(Some(text), zone),
    }
}

/// `4/1/2027 8:00:00 AM`: only with the half of the day, which tells it from day-first dates.
fn american(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let text = text.replace(['\u{202f}', '\u{a0}', ','], " ");
    let mut words = text.split_ascii_whitespace();
    let (date, clock, half) = (words.next()?, words.next()?, words.next()?);
    let is_afternoon = match half {
        "AM" | "am" => false,
        "PM" | "pm" => true,
        _ => return None,
    };
    let mut date = date.splitn(3, '/').map(str::parse::<i16>);
    let (month, day, year) = (date.next()?.ok()?, date.next()?.ok()?, date.next()?.ok()?);
    let mut clock = clock.splitn(3, ':').map(str::parse::<i8>);
    let (hour, minute) = (clock.next()?.ok()?, clock.next()?.ok()?);
    let second = clock.next().unwrap_or(Ok(0)).ok()?;
    if !(1..=12).contains(&hour) {
        return None;
    }
    let hour = hour % 12 + if is_afternoon { 12 } else { 0 };
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    let at =
        date.to_datetime(Time::new(hour, minute, second, 0).ok()?).to_zoned(zone.clone()).ok()?;
    Some(Timestamp(at.timestamp().as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let claimed = utc(Some(text));
        let at = claimed.at.map_or_else(|| "-".to_owned(), |at| at.to_string());
        format!("{at} {} {}", claimed.precision.word(), claimed.note.map_or("-", TimeNote::word))
    }

    #[test]
    fn times_of_services_are_utc() {
        assert_eq!(shown("2027-04-01T08:00:00"), "2027-04-01T08:00:00Z s -");
        assert_eq!(shown("2027-04-01T08:00:00.0000000Z"), "2027-04-01T08:00:00Z us -");
        assert_eq!(shown("1806566400123456789"), "2027-04-01T08:00:00.123456Z us -");
        assert_eq!(shown("4/1/2027, 8:00:00\u{202f}AM"), "2027-04-01T08:00:00Z s -");
        assert_eq!(shown("4/1/2027 12:30:00 PM"), "2027-04-01T12:30:00Z s -");
        // Day first or month first: nobody can tell.
        assert_eq!(shown("4/1/2027 08:00:00"), "- day unreadable");
        assert_eq!(shown("13/1/2027 08:00:00 AM"), "- day unreadable");
        assert_eq!(shown("4/1/2027 8:61:00 AM"), "- day unreadable");
    }

    #[test]
    fn names_are_found_in_objects_and_rows_alike() {
        let object: Map<String, Value> =
            serde_json::from_str(r#"{"a":{"b":" x ","n":7},"a.c":"y","e":"","z":null}"#).unwrap();
        let fields = Fields::Object(&object);
        assert_eq!(fields.text(&["e", "z", "a.b"]).as_deref(), Some("x"));
        assert_eq!(fields.text(&["a.c"]).as_deref(), Some("y"));
        assert_eq!(fields.number(&["a.b", "a.n"]), Some(7));
        assert_eq!(fields.text(&["e"]), None);
        let header = ["IP address", "Date (UTC)"].map(plain_name);
        let cells = [Cow::Borrowed(" 192.0.2.7 "), Cow::Borrowed("")];
        let fields = Fields::Row(&header, &cells);
        assert_eq!(fields.text(&["Date (UTC)", "ipAddress"]).as_deref(), Some("192.0.2.7"));
    }
}
