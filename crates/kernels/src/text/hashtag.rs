//! The spelling by which two accounts are said to have used the same hashtag.

use unicode_normalization::UnicodeNormalization;

use crate::KernelInfo;

/// Name and version of [`hashtag`], as stored beside what it made.
pub const HASHTAG: &str = "hashtag@1";

/// The kernel behind [`HASHTAG`].
pub const HASHTAG_KERNEL: KernelInfo = KernelInfo {
    name: "hashtag",
    version: 1,
    doc: "One spelling for a hashtag: NFKC, lower case, no number sign.",
};

/// Longest hashtag that is told apart, in characters; platforms stop far earlier.
const LONGEST: usize = 256;

/// Unicode compatibility form (NFKC), lower case, without number signs in front, without white
/// space, control and invisible formatting characters, cut after 256 characters. Accents stay.
#[must_use]
pub fn hashtag(tag: impl AsRef<str>) -> String {
    let tag = tag.as_ref();
    if tag.is_ascii() {
        // Unicode forms do not touch ASCII.
        let visible = tag.chars().filter(char::is_ascii_graphic);
        let named = visible.skip_while(|letter| *letter == '#');
        return named.take(LONGEST).map(|letter| letter.to_ascii_lowercase()).collect();
    }
    any_hashtag(tag)
}

fn any_hashtag(tag: &str) -> String {
    let visible = |letter: &char| !letter.is_whitespace() && !is_invisible(*letter);
    // Lower-casing and leaving out can bring letters together that compose: hence once more.
    tag.nfkc()
        .flat_map(char::to_lowercase)
        .filter(visible)
        .nfkc()
        .skip_while(|letter| *letter == '#')
        .take(LONGEST)
        .collect()
}

/// Characters that a reader cannot see: controls, joiners, direction marks, variation selectors,
/// the soft hyphen and the byte order mark. Hashtags that differ only in them look the same.
fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{AD}'
                | '\u{34F}'
                | '\u{61C}'
                | '\u{180E}'
                | '\u{200B}'..='\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{FE00}'..='\u{FE0F}'
                | '\u{FEFF}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_hashtag_are_one() {
        for tag in [
            "#Vote2027",
            "vote2027",
            "##VOTE2027",
            "＃Ｖｏｔｅ２０２７",
            " #vo\u{200B}te2027\u{FE0F} ",
        ] {
            assert_eq!(hashtag(tag), "vote2027", "{tag}");
        }
        assert_eq!(hashtag("#ÉTÉ"), hashtag("#e\u{301}te\u{301}"));
        assert_ne!(hashtag("#été"), hashtag("#ete"));
        assert_eq!(hashtag("#"), "");
    }

    #[test]
    fn length_is_bounded() {
        assert_eq!(hashtag("\u{FDFA}".repeat(1000)).chars().count(), LONGEST);
    }

    proptest! {
        #[test]
        fn ascii_needs_no_tables(tag in "[#\\x00-\\x7f]{0,300}") {
            prop_assert_eq!(hashtag(&tag), any_hashtag(&tag));
        }

        #[test]
        fn is_idempotent(tag in "\\PC{0,300}") {
            let once = hashtag(&tag);
            prop_assert_eq!(hashtag(&once), once);
        }
    }
}
