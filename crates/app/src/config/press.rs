//! The `[press]` section.

use std::path::PathBuf;

use url::Url;

use super::key::{Absent, Key, Unset};
use super::network;

/// How the press is read.
#[derive(Clone, Debug, Default)]
pub struct Press {
    /// Tables of polls and articles that cite polls, relative to the project.
    pub polls: PathBuf,
    /// A tagger's model, relative to the project; `None`: the rules alone.
    pub model: Option<PathBuf>,
    /// Where a language model answers; `None`: there is no second reader.
    pub reader_url: Option<Url>,
    /// Which model reads there.
    pub reader_model: Option<String>,
    /// Whether it may stand on another machine.
    pub reader_elsewhere: bool,
}

/// `press.polls`
pub(super) const POLLS: Key = Key {
    name: "press.polls",
    kind: "a path",
    absent: Absent::Default("\"polls\""),
    example: "\"polls\"",
    doc: "A folder of poll tables, and of articles that cite polls: the screen Statements and polls reads it.",
    set: |config, _, given| given.path().map(|path| config.press.polls = path),
};

/// `press.model`
pub(super) const MODEL: Key = Key {
    name: "press.model",
    kind: "a path",
    absent: Absent::Unset(Unset { en: "the rules alone", fr: "les règles seules" }),
    example: "\"tagger.model\"",
    doc: "A tagger that you trained (vigie read train): it corrects what the rules read.",
    set: |config, _, given| given.path().map(|path| config.press.model = Some(path)),
};

/// `press.reader_url`
pub(super) const READER_URL: Key = Key {
    name: "press.reader_url",
    kind: "an address",
    absent: Absent::Unset(Unset { en: "no second reader", fr: "aucun second lecteur" }),
    example: "\"http://127.0.0.1:8080/v1\"",
    doc: "Where a language model of your own answers chat completions: vigie statements --second-reader.",
    set: |config, _, given| network::address(given).map(|url| config.press.reader_url = Some(url)),
};

/// `press.reader_model`
pub(super) const READER_MODEL: Key = Key {
    name: "press.reader_model",
    kind: "a text",
    absent: Absent::Unset(Unset { en: "no second reader", fr: "aucun second lecteur" }),
    example: "\"small-model\"",
    doc: "Which model is asked there.",
    set: |config, _, given| given.text().map(|text| config.press.reader_model = Some(text)),
};

/// `press.reader_elsewhere`
pub(super) const READER_ELSEWHERE: Key = Key {
    name: "press.reader_elsewhere",
    kind: "true or false",
    absent: Absent::Default("false"),
    example: "false",
    doc: "Whether the second reader may stand on another machine: articles then leave this one.",
    set: |config, _, given| given.flag().map(|flag| config.press.reader_elsewhere = flag),
};
