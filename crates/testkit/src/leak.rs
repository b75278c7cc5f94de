//! Whether an output holds words in a row of a text that must not leave, however they are written:
//! in capitals, without accents, as a slug, a hashtag, an address, JSON or HTML.

/// How many words in a row may not leave.
const RUN: usize = 4;

/// Texts that must not leave.
pub struct Leaks {
    runs: Vec<(String, String)>,
}

impl Leaks {
    /// Every run of four words of each text; all of a text that has fewer.
    #[must_use]
    pub fn of(texts: &[&str]) -> Self {
        let mut runs = Vec::new();
        for text in texts {
            let words: Vec<String> = text
                .split(|letter: char| !letter.is_alphanumeric())
                .map(letters)
                .filter(|word| !word.is_empty())
                .collect();
            let length = RUN.min(words.len()).max(1);
            runs.extend(words.windows(length).map(|run| (run.concat(), run.join(" "))));
        }
        Self { runs }
    }

    /// The first run that stands in the output, and what stands around it.
    #[must_use]
    pub fn find(&self, output: &str) -> Option<String> {
        let together = letters(output);
        let (at, run) =
            self.runs.iter().find_map(|(run, shown)| Some((together.find(run)?, shown)))?;
        let around: String = together[..at].chars().rev().take(60).collect();
        let around: String = around.chars().rev().collect();
        Some(format!("{run:?} after …{around}"))
    }
}

/// The letters and digits of a text and nothing else, small and without accents, with the escapes
/// of addresses, JSON and HTML undone.
#[must_use]
pub fn letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some((letter, length)) = escape(rest) {
            letter.to_lowercase().for_each(|letter| push(&mut out, letter));
            rest = &rest[length..];
        } else {
            first.to_lowercase().for_each(|letter| push(&mut out, letter));
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

/// The letter that an escape at the beginning stands for, and how long the escape is.
fn escape(text: &str) -> Option<(char, usize)> {
    let bytes = text.as_bytes();
    match *bytes.first()? {
        b'%' => percent(text),
        b'\\' if bytes.get(1) == Some(&b'u') => {
            let code = u32::from_str_radix(text.get(2..6)?, 16).ok()?;
            Some((char::from_u32(code)?, 6))
        }
        b'\\' if matches!(bytes.get(1), Some(b'n' | b'r' | b't')) => Some((' ', 2)),
        b'&' if bytes.get(1) == Some(&b'#') => {
            let end = text.find(';').filter(|end| *end < 12)?;
            let code = match text[2..end].strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => text[2..end].parse().ok()?,
            };
            Some((char::from_u32(code)?, end + 1))
        }
        _ => None,
    }
}

/// One letter written as `%C3%A9`.
fn percent(text: &str) -> Option<(char, usize)> {
    let byte = |at: usize| {
        let part = text.get(at..at + 3)?.strip_prefix('%')?;
        u8::from_str_radix(part, 16).ok()
    };
    let first = byte(0)?;
    let count = match first {
        0..=0x7f => 1,
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => return Some((' ', 3)),
    };
    let bytes: Option<Vec<u8>> = (0..count).map(|at| byte(at * 3)).collect();
    let text = String::from_utf8(bytes?).ok()?;
    Some((text.chars().next()?, count * 3))
}

fn push(out: &mut String, letter: char) {
    let plain = match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'è'..='ë' | 'ē' | 'ě' | 'ę' => "e",
        'ì'..='ï' => "i",
        'ò'..='ö' | 'ø' => "o",
        'ù'..='ü' => "u",
        'ý' | 'ÿ' => "y",
        'ç' => "c",
        'ñ' => "n",
        'œ' => "oe",
        'æ' => "ae",
        _ if letter.is_alphanumeric() => return out.push(letter),
        _ => return,
    };
    out.push_str(plain);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_words_in_a_row_are_found_however_they_are_written() {
        let leaks = Leaks::of(&["Il cache une deuxième famille à Tervik", "Brandel, zwei"]);
        for output in [
            "on dit qu’il CACHE UNE DEUXIÈME FAMILLE",
            "#CacheUneDeuxiemeFamille",
            "/a/cache-une-deuxi%C3%A8me-famille.html",
            r#"{"t":"cache une\ndeuxi\u00e8me famille"}"#,
            "cache une deuxi&#232;me famille",
            "cache une deuxie\u{301}me fa\u{200b}mille",
            "brandel_zwei",
        ] {
            assert!(leaks.find(output).is_some(), "{output}");
        }
        for output in ["cache une deuxième", "une autre famille à Tervik", "%zz &#; \\u", "‹RUM-1›"]
        {
            assert_eq!(leaks.find(output), None, "{output}");
        }
    }
}
