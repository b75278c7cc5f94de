//! Near-copies: how much of a text's running letters another text holds.
//!
//! Texts are compared by the sets of their runs of five characters, as Broder, *On the resemblance
//! and containment of documents*, 1997, section 2: resemblance is the Jaccard measure of the two
//! sets, containment the share of one set that is in the other. The sets are kept whole, so that
//! the measures are exact.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::KernelInfo;
use crate::text::links_in;

/// The kernel behind [`is_near_copy`].
pub const NEAR_COPY: KernelInfo = KernelInfo {
    name: "near-copy",
    version: 1,
    doc: "Whether half of a text's runs of five letters stand in another text.",
};

/// The share from which one text is a near-copy of another.
pub const NEAR: f64 = 0.5;
/// How many characters make a run.
const RUN: usize = 5;
/// A text with fewer different runs is too short to say that it was copied.
const LEAST: usize = 20;

/// The text as it is compared: links and mentions left out, compatibility form (NFKC) without
/// accents, lower case, words of letters and digits with one space between.
#[must_use]
pub fn comparable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in without_links(text) {
        for word in piece.split_whitespace().filter(|word| !is_mention(word)) {
            push_word(&mut out, word);
        }
    }
    out
}

/// The pieces of a text between its links.
fn without_links(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for link in links_in(text) {
        let Some(at) = text[from..].find(link) else { continue };
        pieces.push(&text[from..from + at]);
        from += at + link.len();
    }
    pieces.push(&text[from..]);
    pieces
}

fn is_mention(word: &str) -> bool {
    let name = word.trim_start_matches(['(', '"', '“', '«', '.', '\'']);
    name.strip_prefix(['@', '＠']).is_some_and(|name| name.starts_with(char::is_alphanumeric))
}

fn push_word(out: &mut String, word: &str) {
    let mut is_new = true;
    for letter in word.chars() {
        if letter.is_ascii_alphanumeric() {
            begin(out, &mut is_new);
            out.push(letter.to_ascii_lowercase());
        } else if letter.is_ascii() {
            is_new = true;
        } else {
            for part in std::iter::once(letter).nfkd().flat_map(char::to_lowercase) {
                if part.is_alphanumeric() {
                    begin(out, &mut is_new);
                    out.push(part);
                } else if !is_combining_mark(part) && !is_unseen(part) {
                    is_new = true;
                }
            }
        }
    }
}

/// A word begins: one space, except in front.
fn begin(out: &mut String, is_new: &mut bool) {
    if std::mem::take(is_new) && !out.is_empty() {
        out.push(' ');
    }
}

/// Characters that a reader does not see; they part no words.
const fn is_unseen(letter: char) -> bool {
    matches!(letter,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{E0000}'..='\u{E0FFF}')
}

/// The different runs of five characters of a text, sorted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Runs(Vec<u128>);

impl Runs {
    /// Of a text as [`comparable`] gives it.
    #[must_use]
    pub fn of(comparable: &str) -> Self {
        let letters: Vec<char> = comparable.chars().collect();
        // A character has 21 bits: five fit into one number, and equal numbers are equal runs.
        let mut runs: Vec<u128> = letters
            .windows(RUN)
            .map(|run| run.iter().fold(0, |all, &letter| all << 21 | u128::from(u32::from(letter))))
            .collect();
        runs.sort_unstable();
        runs.dedup();
        Self(runs)
    }

    /// How many different ones there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// There is none: the text is shorter than five characters.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many are in both.
    #[must_use]
    pub fn shared(&self, other: &Self) -> usize {
        let (mut one, mut two, mut shared) = (0, 0, 0);
        while let (Some(left), Some(right)) = (self.0.get(one), other.0.get(two)) {
            match left.cmp(right) {
                std::cmp::Ordering::Less => one += 1,
                std::cmp::Ordering::Greater => two += 1,
                std::cmp::Ordering::Equal => {
                    shared += 1;
                    one += 1;
                    two += 1;
                }
            }
        }
        shared
    }

    /// The share of the runs of either that are in both, 0 to 1.
    #[must_use]
    pub fn resemblance(&self, other: &Self) -> f64 {
        let shared = self.shared(other);
        share(shared, self.len() + other.len() - shared)
    }

    /// The share of this text's runs that are in the other, 0 to 1.
    #[must_use]
    pub fn containment_in(&self, other: &Self) -> f64 {
        share(self.shared(other), self.len())
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Whether `text` repeats `example`: half of the example is in the text, or half of the text is
/// out of the example. Texts of fewer than twenty different runs say nothing.
#[must_use]
pub fn is_near_copy(example: &Runs, text: &Runs) -> bool {
    if example.len() < LEAST || text.len() < LEAST {
        return false;
    }
    // The Jaccard measure is never above the smaller containment, so these two decide.
    example.containment_in(text) >= NEAR || text.containment_in(example) >= NEAR
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn runs(text: &str) -> Runs {
        Runs::of(&comparable(text))
    }

    fn near(example: &str, text: &str) -> bool {
        is_near_copy(&runs(example), &runs(text))
    }

    const EXAMPLE: &str = "The candidate was seen leaving the lake clinic with two bodyguards";

    #[test]
    fn texts_are_compared_without_links_mentions_case_and_accents() {
        let text = "RT @Zora: “Été” à l’Hôtel\u{200B}de https://gazette.example/a?b=c ＃Vote ﬁn!";
        assert_eq!(comparable(text), "rt ete a l hotelde vote fin");
        assert_eq!(comparable("(@mira) mail@example.org"), "mail example org");
        assert_eq!(comparable("… !? \u{200B}"), "");
    }

    #[test]
    fn copies_with_changed_words_and_frames_are_found() {
        assert!(near(EXAMPLE, EXAMPLE));
        assert!(near(
            EXAMPLE,
            "BREAKING!! the candidate was SEEN leaving lake-clinic w/ bodyguards"
        ));
        let long =
            format!("What nobody prints: {EXAMPLE}. {}", "And much more to say. ".repeat(40));
        assert!(near(EXAMPLE, &long));
        assert!(near(EXAMPLE, "seen leaving the lake clinic"), "a piece of it");
        assert!(near(EXAMPLE, "The candidate was se\u{200B}en leav\u{200D}ing the lake clinic"));
    }

    #[test]
    fn other_texts_and_a_few_letters_are_not() {
        assert!(!near(EXAMPLE, "The candidate opened a new lake museum with two ministers today"));
        assert!(!near(EXAMPLE, "the lake"));
        assert!(!near("short", "short"));
    }

    /// The measures by the book, over sets of texts.
    fn by_the_book(one: &str, two: &str) -> (f64, f64) {
        let set = |text: &str| -> std::collections::BTreeSet<String> {
            let letters: Vec<char> = text.chars().collect();
            letters.windows(RUN).map(|run| run.iter().collect()).collect()
        };
        let (one, two) = (set(one), set(two));
        let shared = one.intersection(&two).count();
        let union = one.union(&two).count();
        let share = |part: usize, whole: usize| {
            if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
        };
        (share(shared, union), share(shared, one.len()))
    }

    proptest! {
        #[test]
        fn the_measures_are_those_of_the_sets(one in "[a-cé ]{0,40}", two in "[a-cé ]{0,40}") {
            let (left, right) = (Runs::of(&one), Runs::of(&two));
            let (resemblance, containment) = by_the_book(&one, &two);
            prop_assert!((left.resemblance(&right) - resemblance).abs() < 1e-12);
            prop_assert!((left.containment_in(&right) - containment).abs() < 1e-12);
            prop_assert!((left.resemblance(&right) - right.resemblance(&left)).abs() < 1e-12);
            prop_assert!(resemblance <= containment + 1e-12);
        }

        #[test]
        fn any_text_around_a_copy_changes_nothing(before in "[a-z ]{0,80}", after in "\\PC{0,80}") {
            let text = format!("{before} {EXAMPLE} {after}");
            prop_assert!(near(EXAMPLE, &text));
        }

        #[test]
        fn comparing_twice_is_comparing_once(text in "\\PC{0,60}") {
            let once = comparable(&text);
            prop_assert_eq!(comparable(&once), once);
        }
    }
}
