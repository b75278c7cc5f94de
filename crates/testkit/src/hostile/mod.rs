//! Texts that have hurt somebody's screen, file or log, and a look at outputs for their marks.

mod list;

use std::sync::LazyLock;

/// What a hostile text aims at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Class {
    /// Markup that runs or loads.
    Script,
    /// Attributes that run.
    Handler,
    /// Addresses that are not what they seem.
    Url,
    /// Escape sequences, seven and eight bit.
    Terminal,
    /// Single control characters.
    Control,
    /// Line ends that make a second record.
    LogLine,
    /// Bidirectional overrides, isolates and marks.
    Bidi,
    /// Characters that are not shown.
    InvisibleText,
    /// Characters that break comparison or layout.
    Unicode,
    /// Marks that pile up on one letter.
    Combining,
    /// Cells that spreadsheets compute.
    Sheet,
    /// Shells, SQL, command lines.
    Injection,
    /// Paths that lead out of a folder.
    Path,
    /// Format strings.
    Format,
    /// Entities and Markdown.
    Entity,
    /// Instructions to a machine that reads.
    Prompt,
    /// JSON escapes that are no text; see [`Hostile::json`].
    JsonEscape,
    /// Very long words, lines and nestings.
    Long,
}

/// One hostile text.
#[derive(Clone, Debug)]
pub struct Hostile {
    /// What it aims at.
    pub class: Class,
    /// The text.
    pub text: String,
}

impl Hostile {
    /// The text as a JSON string with its quotes. Broken escapes are written as they stand.
    #[must_use]
    pub fn json(&self) -> String {
        match self.class {
            Class::JsonEscape => format!("\"{}\"", self.text),
            _ => serde_json::Value::from(self.text.as_str()).to_string(),
        }
    }
}

/// How many hostile texts there are.
pub const HOSTILE_TEXTS: usize = 200;

/// The hostile texts. The long ones, of a megabyte each, come last.
#[must_use]
pub fn hostile_texts() -> &'static [Hostile] {
    static TEXTS: LazyLock<Vec<Hostile>> = LazyLock::new(|| {
        let short = list::SHORT.iter();
        let short = short.map(|(class, text)| Hostile { class: *class, text: (*text).to_owned() });
        short.chain(long()).collect()
    });
    &TEXTS
}

const MEGABYTE: usize = 1 << 20;

fn long() -> impl Iterator<Item = Hostile> {
    let text = |class, text| Hostile { class, text };
    [
        text(Class::Long, "w".repeat(MEGABYTE)),
        text(Class::Long, "É".repeat(MEGABYTE / 2)),
        text(Class::Long, format!("https://gazette.example/{}", "a/".repeat(MEGABYTE / 2))),
        text(Class::Long, "[".repeat(10_000)),
        text(Class::Long, "{\"a\":".repeat(10_000)),
        text(Class::Long, "<b>".repeat(20_000)),
        text(Class::Combining, format!("e{}", "\u{301}".repeat(10_000))),
        text(Class::Bidi, "\u{202E}\u{202D}".repeat(5_000)),
        text(Class::Terminal, "\u{1B}[".repeat(10_000)),
    ]
    .into_iter()
}

/// Bytes that are no text at all, for inputs that are read as bytes.
#[must_use]
pub const fn hostile_bytes() -> &'static [&'static [u8]] {
    &[
        b"\xFF\xFE\x00\x00",
        b"\xEF\xBB\xBFbyte order mark",
        b"\xFF\xFEu\x00t\x00f\x001\x006\x00",
        b"\xFE\xFF\x00u\x00t\x00f",
        b"\x80\x81\x82 continuation bytes first",
        b"caf\xE9 in Latin-1",
        b"\xC0\x80 overlong nul",
        b"\xC1\x81 overlong letter",
        b"\xE0\x80\xAF overlong slash",
        b"\xED\xA0\x80 surrogate",
        b"\xF4\x90\x80\x80 beyond the last",
        b"\xF0\x9F\x98 cut",
        b"\x9B31mred in eight bits",
        b"\x9D0;title\x9C",
        b"\x90q\x9C",
        b"\x00\x00\x00\x00",
    ]
}

/// What in an output could change how its neighbours are shown, or is not shown at all, with its
/// place in bytes. Line ends and tabs are no harm; an empty list means that the output is
/// harmless on a terminal.
#[must_use]
pub fn terminal_harm(output: &[u8]) -> Vec<(usize, String)> {
    let mut harm = Vec::new();
    let mut at = 0;
    for chunk in output.utf8_chunks() {
        for (offset, letter) in chunk.valid().char_indices() {
            if is_harmful(letter) {
                harm.push((at + offset, format!("U+{:04X}", u32::from(letter))));
            }
        }
        at += chunk.valid().len();
        for byte in chunk.invalid() {
            harm.push((at, format!("byte {byte:02X}")));
            at += 1;
        }
    }
    harm
}

/// Written from the Unicode categories Cc and Cf and the fillers, apart from the product's own
/// list, so that each checks the other.
const fn is_harmful(letter: char) -> bool {
    matches!(letter,
        '\0'..='\u{8}' | '\u{B}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{AD}' | '\u{34F}'
        | '\u{600}'..='\u{605}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{180E}'
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0001}' | '\u{E0020}'..='\u{E007F}'
        | '\u{E0100}'..='\u{E01EF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn there_are_two_hundred_different_texts() {
        let mut texts: Vec<&str> = hostile_texts().iter().map(|it| it.text.as_str()).collect();
        assert_eq!(texts.len(), HOSTILE_TEXTS);
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), HOSTILE_TEXTS);
        let mut classes: BTreeMap<Class, usize> = BTreeMap::new();
        for hostile in hostile_texts() {
            *classes.entry(hostile.class).or_default() += 1;
        }
        assert_eq!(classes.len(), 18);
    }

    #[test]
    fn what_aims_at_terminals_is_seen_as_harm() {
        for hostile in hostile_texts() {
            let aims = [Class::Terminal, Class::Control, Class::InvisibleText];
            if aims.contains(&hostile.class) && !hostile.text.starts_with('\u{A0}') {
                assert!(!terminal_harm(hostile.text.as_bytes()).is_empty(), "{:?}", hostile.text);
            }
        }
        assert_eq!(terminal_harm("Été\n\tplain — ‹person› … ✓".as_bytes()), []);
        assert_eq!(
            terminal_harm(b"a\x1B[0m\xFF"),
            [(1, "U+001B".to_owned()), (5, "byte FF".to_owned())]
        );
    }

    #[test]
    fn all_but_broken_escapes_survive_a_way_through_json() {
        for hostile in hostile_texts() {
            let read: Result<String, _> = serde_json::from_str(&hostile.json());
            if hostile.class == Class::JsonEscape {
                assert!(read.is_err() || read.is_ok_and(|text| text.contains('\0')));
            } else {
                assert_eq!(read.unwrap(), hostile.text);
            }
        }
    }

    #[test]
    fn hostile_bytes_are_no_text_or_begin_with_a_mark() {
        for bytes in hostile_bytes() {
            let text = std::str::from_utf8(bytes);
            assert!(text.is_err() || !terminal_harm(bytes).is_empty(), "{bytes:?}");
        }
    }
}
