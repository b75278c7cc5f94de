//! What an administrator gives as a format: the text itself, or the directive around it as it stands in
//! the configuration; and times in a pattern of their own.

use jiff::fmt::strtime;
use vigie_model::time::{Precision, Timestamp};

use crate::record::ClaimedTime;
use crate::stamp;
use crate::stamps::Stamps;

/// The format within `log_format NAME '…' '…';`, `LogFormat "…" NAME`, or within quotes.
pub(super) fn bare(given: &str) -> String {
    let given = given.trim().trim_end_matches(';');
    let unquoted = given.trim_matches('\'');
    if unquoted.starts_with("log_format") {
        // nginx puts texts in quotes of either kind together.
        return quoted(unquoted).concat();
    }
    if unquoted.to_ascii_lowercase().starts_with("logformat") {
        return quoted(unquoted).into_iter().next().unwrap_or_default();
    }
    unquoted.to_owned()
}

/// The texts in quotes, without what escapes a quote in them.
fn quoted(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Option<(char, String)> = None;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match &mut open {
            None if matches!(letter, '\'' | '"') => open = Some((letter, String::new())),
            None => {}
            Some((_, inside))
                if letter == '\\' && letters.peek().is_some_and(|next| "'\"".contains(*next)) =>
            {
                inside.extend(letters.next());
            }
            Some((quote, _)) if *quote == letter => found.extend(open.take().map(|(_, text)| text)),
            Some((_, inside)) => inside.push(letter),
        }
    }
    // The last quote may have gone with those around the whole.
    found.extend(open.map(|(_, text)| text));
    found
}

/// The pattern in `{PATTERN}t`; words that stand for numbers are none.
pub(super) fn pattern(name: &str) -> Option<&str> {
    let inside = name.strip_prefix('{')?.strip_suffix("}t")?;
    let inside =
        inside.strip_prefix("begin:").or_else(|| inside.strip_prefix("end:")).unwrap_or(inside);
    inside.contains('%').then_some(inside)
}

/// Whether a name is one of Apache's times: seconds or parts of them since 1970, or a pattern.
pub(super) fn is_time(name: &str) -> bool {
    let Some(inside) = name.strip_prefix('{').and_then(|name| name.strip_suffix("}t")) else {
        return false;
    };
    let unit = inside.rsplit(':').next().unwrap_or_default();
    matches!(unit, "sec" | "msec" | "usec") || pattern(name).is_some()
}

/// A time in a pattern; without a zone in it the host's counts.
pub(super) fn time(pattern: &str, text: &str, stamps: &Stamps) -> ClaimedTime {
    let read = || {
        let parts = strtime::parse(pattern, text).ok()?;
        let zone = stamps.zone();
        let at = match parts.to_timestamp() {
            Ok(at) => at,
            Err(_) => parts.to_datetime().ok()?.to_zoned(zone.clone()).ok()?.timestamp(),
        };
        Some((Timestamp(at.as_microsecond()), Precision::Second))
    };
    stamp::of_log(read(), None)
}
