//! Domain names as people, lists and certificates write them.

use vigie_kernels::url;
use vigie_model::time::Precision;

use crate::fields::utc;
use crate::record::ClaimedTime;
use crate::stamp;

/// A domain name in lower case: defanged signs restored (`essai[.]example`, `hxxp://`), without
/// scheme, path, port, wildcard and final point, letters beyond ASCII in the form in which they
/// travel (`xn--…`), so that both spellings are one name. `None` when it is none, or an address.
pub(crate) fn clean(text: &str) -> Option<String> {
    let name = as_written(text)?;
    // What cannot travel keeps its letters.
    let travels = if name.is_ascii() { None } else { url::ascii_name(&name) };
    Some(travels.unwrap_or(name))
}

/// The same with the letters that somebody wrote.
pub(crate) fn as_written(text: &str) -> Option<String> {
    let mut name = text.trim().to_lowercase();
    for (defanged, whole) in
        [("[.]", "."), ("(.)", "."), ("[dot]", "."), ("{.}", "."), ("[:]", ":")]
    {
        if name.contains(defanged) {
            name = name.replace(defanged, whole);
        }
    }
    let rest = name.split_once("://").map_or(name.as_str(), |(_, rest)| rest);
    let rest = rest.split(['/', '?', '#', ':']).next()?;
    let rest = rest.strip_prefix("*.").unwrap_or(rest);
    let rest = rest.strip_suffix('.').unwrap_or(rest);
    is_name(rest).then(|| rest.to_owned())
}

/// RFC 1035, section 2.3.4, with letters of any script and the underscores of service names.
fn is_name(name: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63 * 4
            && label.chars().count() <= 63
            && label.chars().all(|sign| sign.is_alphanumeric() || matches!(sign, '-' | '_'))
    };
    let last = name.rsplit('.').next().unwrap_or_default();
    name.contains('.')
        && name.chars().count() <= 253
        && name.split('.').all(is_label)
        && last.chars().all(|sign| sign.is_alphabetic() || last.starts_with("xn--"))
}

/// A date of a list: ISO, a number since 1970, or `31/01/2027`, read day first as the publishers of
/// such lists in France write it, unless the day would be a month that does not exist.
pub(crate) fn list_date(text: Option<&str>) -> ClaimedTime {
    let Some(text) = text else { return utc(None) };
    let mut parts = text.trim().splitn(3, '/').map(str::parse::<u16>);
    let (Some(Ok(first)), Some(Ok(second)), Some(Ok(year))) =
        (parts.next(), parts.next(), parts.next())
    else {
        return utc(Some(text));
    };
    let (day, month) = if second > 12 { (second, first) } else { (first, second) };
    let claimed = utc(Some(&format!("{year:04}-{month:02}-{day:02}T00:00:00Z")));
    match claimed.at {
        Some(at) => stamp::of_log(Some((at, Precision::Day)), None),
        None => claimed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_restored_from_every_usual_spelling() {
        for (text, name) in [
            ("Essai.Example.", "essai.example"),
            ("essai[.]example", "essai.example"),
            ("hxxps[:]//faux-essai(.)example/x?y", "faux-essai.example"),
            ("*.essai.example", "essai.example"),
            ("élection.example", "xn--lection-9xa.example"),
            ("xn--lection-9xa.xn--p1ai", "xn--lection-9xa.xn--p1ai"),
            ("_dmarc.essai.example:443", "_dmarc.essai.example"),
        ] {
            assert_eq!(clean(text).as_deref(), Some(name), "{text}");
        }
        for text in [
            "",
            "essai",
            "192.0.2.7",
            "a..example",
            "a b.example",
            "2001:db8::7",
            "x.\u{202e}example",
            "1.5",
        ] {
            assert_eq!(clean(text), None, "{text}");
        }
    }

    #[test]
    fn dates_of_lists_are_read_day_first() {
        let shown = |text| {
            let claimed = list_date(Some(text));
            claimed.at.map_or_else(|| "-".to_owned(), |at| at.to_string())
        };
        assert_eq!(shown("02/01/2027"), "2027-01-02T00:00:00Z");
        assert_eq!(shown("01/31/2027"), "2027-01-31T00:00:00Z");
        assert_eq!(shown("2027-01-31"), "2027-01-31T00:00:00Z");
        assert_eq!(shown("32/13/2027"), "-");
    }
}
