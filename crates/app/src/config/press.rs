//! The `[press]` section.

use std::path::PathBuf;

use super::key::{Absent, Key, Unset};

/// How the press is read.
#[derive(Clone, Debug, Default)]
pub struct Press {
    /// A tagger's model, relative to the project; `None`: the rules alone.
    pub model: Option<PathBuf>,
}

/// `press.model`
pub(super) const MODEL: Key = Key {
    name: "press.model",
    kind: "a path",
    absent: Absent::Unset(Unset { en: "the rules alone", fr: "les règles seules" }),
    example: "\"tagger.model\"",
    doc: "A tagger that you trained (vigie read train): it corrects what the rules read.",
    set: |config, _, given| given.path().map(|path| config.press.model = Some(path)),
};
