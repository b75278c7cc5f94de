//! Surnames that are countries as well: behind "François Hollande", "Hollande" is he.

use std::collections::BTreeSet;

use super::fold::fold;
use super::{ActorKind, Mention, MentionForm};
use crate::Language;
use crate::lexicon::{Lexicon, class};
use crate::words::Word;

/// The words that stand behind a first name somewhere in a text.
pub(super) struct Namesakes(BTreeSet<String>);

impl Namesakes {
    pub(super) fn of(read: &[Vec<Word>]) -> Self {
        // First names of both languages are in either lexicon.
        let lexicon = Lexicon::shipped(Language::En);
        let named = |pair: &&[Word]| {
            let given = lexicon.entry(&pair[0].lower).is(class::NAME_F | class::NAME_M);
            let beside = pair[0].span.end + 1 == pair[1].span.start;
            given && beside && pair[0].capital && pair[1].capital
        };
        let pairs = read.iter().flat_map(|words| words.windows(2)).filter(named);
        Self(pairs.map(|pair| fold(&pair[1].lower)).collect())
    }

    /// Whether a mention of a country means somebody of that name.
    pub(super) fn mean(&self, text: &str, one: &Mention) -> bool {
        one.kind == ActorKind::Country
            && one.form == MentionForm::Name
            && self.0.contains(&fold(one.span.of(text)))
    }
}
