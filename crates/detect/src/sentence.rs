//! The sentence of a finding: a template of the page, filled with our own numbers only.
//!
//! `{objects}` is a number in the language's way of writing it; `{objects|object|objects}` puts
//! the right word behind it; `{outcome:probe=turned away|attempt=tried}` says a code of ours in
//! words. What comes from outside never enters a stored sentence: subjects,
//! times and textual values stay in it as placeholders, and whoever shows the sentence fills them
//! with [`fill`] from the finding, through the gate, for the audience in front of it (pseudonyms
//! as `A-…`, times in the configured zone).

use std::borrow::Cow;
use std::fmt::Write as _;

/// A language of sentences.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Language {
    /// English.
    English,
    /// French.
    French,
}

/// A piece of a template.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part<'t> {
    /// Words that stand for themselves.
    Words(&'t str),
    /// A placeholder.
    Hole {
        /// The column or parameter.
        name: &'t str,
        /// The words behind one and behind many.
        count: Option<(&'t str, &'t str)>,
        /// What stands for each code that the value may be, `code=words` parted by bars.
        codes: Option<&'t str>,
        /// The placeholder as written, with its braces.
        written: &'t str,
    },
}

/// Cuts a template into pieces.
///
/// # Errors
/// A message, when braces do not match or a placeholder is not `{name}`, `{name|one|many}` or
/// `{name:code=words|…}`.
pub fn parse(template: &str) -> Result<Vec<Part<'_>>, String> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some(start) = rest.find(['{', '}']) {
        let hole = &rest[start..];
        let end = hole.find('}').filter(|_| hole.starts_with('{'));
        let Some(end) = end else {
            return Err("a brace without its partner".to_owned());
        };
        if start > 0 {
            parts.push(Part::Words(&rest[..start]));
        }
        let refused = || format!("{} is no placeholder", &hole[..=end]);
        let inside = &hole[1..end];
        let (name, count, codes) = match inside.split_once(':') {
            Some((name, codes)) => (name, None, Some(codes)),
            None => match inside.split('|').collect::<Vec<_>>()[..] {
                [name] => (name, None, None),
                [name, one, many] => (name, Some((one, many)), None),
                _ => return Err(refused()),
            },
        };
        let named = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let coded = codes.is_none_or(|codes| codes.split('|').all(|code| code.contains('=')));
        if name.is_empty() || !named || !coded {
            return Err(refused());
        }
        parts.push(Part::Hole { name, count, codes, written: &hole[..=end] });
        rest = &hole[end + 1..];
    }
    if !rest.is_empty() {
        parts.push(Part::Words(rest));
    }
    Ok(parts)
}

/// Fills the numbers; every other placeholder stays as written.
#[must_use]
pub(crate) fn with_numbers(
    template: &str,
    language: Language,
    number: &dyn Fn(&str) -> Option<serde_json::Value>,
) -> String {
    let Ok(parts) = parse(template) else { return template.to_owned() };
    let mut out = String::with_capacity(template.len());
    for part in parts {
        match part {
            Part::Words(words) => out.push_str(words),
            Part::Hole { name, count, written, .. } => match number(name) {
                Some(value) if value.is_number() => {
                    out.push_str(&shown(&value, language));
                    if let Some((one, many)) = count {
                        // A number never stands alone at the beginning of a line.
                        out.push('\u{a0}');
                        out.push_str(if is_one(&value, language) { one } else { many });
                    }
                }
                _ => out.push_str(written),
            },
        }
    }
    out
}

/// Fills a stored sentence. `text` gives what this audience may see of a subject field, a time or
/// a value; a placeholder that it does not know stays as written.
#[must_use]
pub fn fill(sentence: &str, text: &dyn Fn(&str) -> Option<String>) -> String {
    let Ok(parts) = parse(sentence) else { return sentence.to_owned() };
    let mut out = String::with_capacity(sentence.len());
    for part in parts {
        match part {
            Part::Words(words) => out.push_str(words),
            Part::Hole { name, written, codes, .. } => match text(name) {
                Some(text) => out.push_str(&in_words(&text, codes)),
                None => out.push_str(written),
            },
        }
    }
    out
}

/// Each code of a list in the words that stand for it; what has none stays as it is.
fn in_words<'v>(value: &'v str, codes: Option<&'v str>) -> Cow<'v, str> {
    let Some(codes) = codes else { return Cow::Borrowed(value) };
    let known: Vec<(&str, &str)> =
        codes.split('|').filter_map(|code| code.split_once('=')).collect();
    let words = |code: &'v str| {
        known.iter().find(|(known, _)| *known == code).map_or(code, |(_, words)| *words)
    };
    Cow::Owned(value.split(", ").map(words).collect::<Vec<_>>().join(", "))
}

/// English counts one; French counts everything below two as one.
fn is_one(value: &serde_json::Value, language: Language) -> bool {
    match (language, value.as_f64()) {
        (Language::English, Some(number)) => (number - 1.0).abs() < f64::EPSILON,
        (Language::French, Some(number)) => number.abs() < 2.0,
        (_, None) => false,
    }
}

/// `12,345.5` in English, `12 345,5` (narrow no-break space) in French.
fn shown(value: &serde_json::Value, language: Language) -> String {
    let (group, point) = match language {
        Language::English => (',', '.'),
        Language::French => ('\u{202f}', ','),
    };
    let text = value.to_string();
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |text| ("−", text));
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut out = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        let left = whole.len() - index;
        if index > 0 && left % 3 == 0 && whole.len() > 4 {
            out.push(group);
        }
        out.push(digit);
    }
    if !fraction.is_empty() && fraction != "0" {
        let _ = write!(out, "{point}{fraction}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str, language: Language) -> String {
        let number = |name: &str| match name {
            "one" => Some(1.into()),
            "many" => Some(12_345.into()),
            "share" => Some(0.5.into()),
            "whole" => Some(1.0.into()),
            "word" => Some("outside".into()),
            _ => None,
        };
        with_numbers(template, language, &number).replace(['\u{a0}', '\u{202f}'], "_")
    }

    #[test]
    fn numbers_are_written_as_the_language_writes_them() {
        let template = "{account_a}: {one|link|links}, {many|link|links}, {share|time|times}, {whole|s|ss}, {word}";
        assert_eq!(
            filled(template, Language::English),
            "{account_a}: 1_link, 12,345_links, 0.5_times, 1_s, {word}"
        );
        assert_eq!(
            filled(template, Language::French),
            "{account_a}: 1_link, 12_345_links, 0,5_time, 1_s, {word}"
        );
    }

    #[test]
    fn the_rest_is_filled_for_an_audience_and_only_once() {
        let text = |name: &str| (name == "account_a").then(|| "{account_b}".to_owned());
        assert_eq!(fill("{account_a} and {account_b}", &text), "{account_b} and {account_b}");
    }

    #[test]
    fn codes_of_ours_are_said_in_words() {
        let text = |name: &str| (name == "what").then(|| "scan, sql-injection".to_owned());
        assert_eq!(
            fill("An attack ({what:scan=a scan|flood=a flood}).", &text),
            "An attack (a scan, sql-injection)."
        );
        assert_eq!(fill("{other:a=b}", &text), "{other:a=b}", "not known here");
    }

    #[test]
    fn broken_templates_are_refused() {
        for template in ["{", "}", "{}", "{a b}", "{a|b}", "{a:b}", "{:a=b}", "a } b", "{a{b}"] {
            assert!(parse(template).is_err(), "{template}");
        }
        assert!(parse("").unwrap().is_empty());
    }
}
