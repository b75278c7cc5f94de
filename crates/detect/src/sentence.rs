//! The sentence of a finding: a template of the page, filled with our own numbers only.
//!
//! `{objects}` is a number in the language's way of writing it; `{objects|object|objects}` puts
//! the right word behind it. What comes from outside never enters a stored sentence: subjects,
//! times and textual values stay in it as placeholders, and whoever shows the sentence fills them
//! with [`fill`] from the finding, through the gate, for the audience in front of it (pseudonyms
//! as `A-…`, times in the configured zone).

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
        /// The placeholder as written, with its braces.
        written: &'t str,
    },
}

/// Cuts a template into pieces.
///
/// # Errors
/// A message, when braces do not match or a placeholder is not `{name}` or `{name|one|many}`.
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
        let fields: Vec<&str> = hole[1..end].split('|').collect();
        let count = match fields[..] {
            [_] => None,
            [_, one, many] => Some((one, many)),
            _ => return Err(format!("{} is no placeholder", &hole[..=end])),
        };
        let name = fields.first().copied().unwrap_or_default();
        let named = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if name.is_empty() || !named {
            return Err(format!("{} is no placeholder", &hole[..=end]));
        }
        parts.push(Part::Hole { name, count, written: &hole[..=end] });
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
            Part::Hole { name, count, written } => match number(name) {
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
            Part::Hole { name, written, .. } => match text(name) {
                Some(text) => out.push_str(&text),
                None => out.push_str(written),
            },
        }
    }
    out
}

/// English counts one; French counts everything below two as one.
fn is_one(value: &serde_json::Value, language: Language) -> bool {
    match (language, value.as_f64()) {
        (Language::English, Some(number)) => value.as_i64() == Some(1) && number > 0.0,
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
            "word" => Some("outside".into()),
            _ => None,
        };
        with_numbers(template, language, &number).replace(['\u{a0}', '\u{202f}'], "_")
    }

    #[test]
    fn numbers_are_written_as_the_language_writes_them() {
        let template =
            "{account_a}: {one|link|links}, {many|link|links}, {share|time|times}, {word}";
        assert_eq!(
            filled(template, Language::English),
            "{account_a}: 1_link, 12,345_links, 0.5_times, {word}"
        );
        assert_eq!(
            filled(template, Language::French),
            "{account_a}: 1_link, 12_345_links, 0,5_time, {word}"
        );
    }

    #[test]
    fn the_rest_is_filled_for_an_audience_and_only_once() {
        let text = |name: &str| (name == "account_a").then(|| "{account_b}".to_owned());
        assert_eq!(fill("{account_a} and {account_b}", &text), "{account_b} and {account_b}");
    }

    #[test]
    fn broken_templates_are_refused() {
        for template in ["{", "}", "{}", "{a b}", "{a|b}", "a } b", "{a{b}"] {
            assert!(parse(template).is_err(), "{template}");
        }
        assert!(parse("").unwrap().is_empty());
    }
}
