//! What Vigie says, in English and French: Fluent messages from `locales/`, embedded.
//!
//! Values from outside must have passed the gate before they become arguments. Direction marks
//! around arguments (Fluent's isolating) are off: terminals print them, and the gate shows its
//! own. Detector pages and sources carry their own sentences; everything else is here.

mod errors;
mod network;
mod refusals;

use std::borrow::Cow;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

pub use errors::Told;

/// An argument of a message: text or a number.
pub use fluent_bundle::FluentValue as Arg;

/// Both versions of each file, by name. A new file is one name here and two files there.
macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        &[$(File {
            name: $name,
            en: include_str!(concat!("../../../locales/en/", $name, ".ftl")),
            fr: include_str!(concat!("../../../locales/fr/", $name, ".ftl")),
        }),+]
    };
}

struct File {
    name: &'static str,
    en: &'static str,
    fr: &'static str,
}

const FILES: &[File] = files![
    "attacks", "brief", "case", "check", "common", "config", "demo", "detect", "detector",
    "doctor", "errors", "explain", "fetch", "forget", "inbox", "ingest", "init", "mandate",
    "measure", "network", "poll", "press", "rumour", "scenario", "screens", "serve", "sources",
    "sql", "story", "today", "verify", "watch",
];

/// A language that Vigie speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize)]
pub enum Language {
    /// English.
    #[default]
    #[serde(rename = "en")]
    English,
    /// French.
    #[serde(rename = "fr")]
    French,
}

impl Language {
    /// The codes, in the order of [`Language`].
    pub const CODES: &'static [&'static str] = &["en", "fr"];

    /// The language of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::English, Self::French].into_iter().find(|language| language.code() == code)
    }

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
        }
    }

    fn identifier(self) -> LanguageIdentifier {
        self.code().parse().unwrap_or_default()
    }
}

/// The messages of one language, with English behind it.
pub struct Words {
    language: Language,
    /// The language first; English follows when it is another one.
    bundles: Vec<Bundle>,
}

type Bundle = FluentBundle<FluentResource>;

impl Words {
    /// The messages of `language`.
    #[must_use]
    pub fn new(language: Language) -> Self {
        let mut bundles = vec![bundle(language)];
        if language != Language::English {
            bundles.push(bundle(Language::English));
        }
        Self { language, bundles }
    }

    /// The language asked for.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The message `id` with its arguments. An id that the language lacks is said in English; one
    /// that nobody knows comes back as itself.
    #[must_use]
    pub fn say(&self, id: &str, args: &[(&str, FluentValue<'_>)]) -> String {
        let args: FluentArgs<'_> = args
            .iter()
            .map(|(name, value)| (Cow::from((*name).to_owned()), value.clone()))
            .collect();
        for bundle in &self.bundles {
            let pattern = bundle.get_message(id).and_then(|message| message.value());
            if let Some(pattern) = pattern {
                let mut errors = Vec::new();
                let said = bundle.format_pattern(pattern, Some(&args), &mut errors);
                debug_assert!(errors.is_empty(), "{id}: {errors:?}");
                return said.into_owned();
            }
        }
        id.to_owned()
    }

    /// The message `id` of the language itself, if it has one.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<String> {
        let bundle = self.bundles.first()?;
        let pattern = bundle.get_message(id)?.value()?;
        Some(bundle.format_pattern(pattern, None, &mut Vec::new()).into_owned())
    }

    /// A message without arguments.
    #[must_use]
    pub fn plain(&self, id: &str) -> String {
        self.say(id, &[])
    }

    /// A whole number with its thousands apart: `18,204` or `18 204`.
    #[must_use]
    pub fn number(&self, number: u64) -> String {
        grouped(&number.to_string(), self.language)
    }

    /// A plain decimal as the language writes it: `1,204.5` or `1 204,5`.
    #[must_use]
    pub fn decimal(&self, plain: &str) -> String {
        grouped(plain, self.language)
    }

    /// A number of bytes in decimal units: `1.4 MB` or `1,4 Mo`.
    #[must_use]
    pub fn bytes(&self, bytes: u64) -> String {
        const UNITS: [(u64, &str, &str); 3] =
            [(1_000_000_000, "GB", "Go"), (1_000_000, "MB", "Mo"), (1_000, "kB", "ko")];
        let [unit, space] = match self.language {
            Language::English => ["B", " "],
            Language::French => ["o", NARROW_SPACE],
        };
        for (size, english, french) in UNITS {
            if bytes >= size {
                let tenths = bytes / (size / 10);
                let name = if self.language == Language::French { french } else { english };
                let shown = format!("{}.{}", tenths / 10, tenths % 10);
                return format!("{}{space}{name}", grouped(&shown, self.language));
            }
        }
        format!("{bytes}{space}{unit}")
    }
}

/// Between the thousands of a French number, and before its high punctuation.
const NARROW_SPACE: &str = "\u{202f}";

fn bundle(language: Language) -> Bundle {
    let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match language {
        Language::English => |value, _| format_number(value, Language::English),
        Language::French => |value, _| format_number(value, Language::French),
    }));
    for file in FILES {
        let text = match language {
            Language::English => file.en,
            Language::French => file.fr,
        };
        // A message that cannot be read is left out and comes back as its id; a test sees to it
        // that there is none.
        let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(part, _)| part);
        let added = bundle.add_resource(resource);
        debug_assert!(added.is_ok(), "{} repeats a message: {added:?}", file.name);
    }
    bundle
}

fn format_number(value: &FluentValue<'_>, language: Language) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(grouped(&number.as_string(), language)),
        _ => None,
    }
}

/// Groups the whole digits of a plain decimal in threes and puts the language's decimal mark.
fn grouped(plain: &str, language: Language) -> String {
    let (separator, mark) = match language {
        Language::English => (",", "."),
        Language::French => (NARROW_SPACE, ","),
    };
    if !plain.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.')) {
        // Exponents and what is not finite stay as they are.
        return plain.to_owned();
    }
    let (sign, digits) = plain.split_at(usize::from(plain.starts_with(['-', '+'])));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut out = sign.to_owned();
    for (index, digit) in whole.char_indices() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            out.push_str(separator);
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push_str(mark);
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests;
