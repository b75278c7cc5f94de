//! The spellings of one decoded field that rules look at.
//!
//! *bytes*: as decoded. *text*: in lower case, runs of white space as one sign, comments as a space.
//! *glued*: text without what shells and languages ignore inside a word, so that `c'a't`, `c\at`,
//! `'sys'.'tem'`, `un/**/ion` and `cat$IFS/etc` read as they act.

use memchr::{memchr, memchr2, memchr3, memmem};

/// The spellings of one field.
#[derive(Clone, Debug, Default)]
pub(super) struct Views {
    pub(super) bytes: Vec<u8>,
    pub(super) text: Vec<u8>,
    /// Empty when it would equal `text`.
    pub(super) glued: Vec<u8>,
}

impl Views {
    /// Fills `text` and `glued` from `bytes`.
    pub(super) fn fold(&mut self) {
        self.text.clear();
        self.glued.clear();
        let has_comment = memmem::find(&self.bytes, b"/*").is_some();
        text(&self.bytes, has_comment.then_some(b' '), &mut self.text);
        let is_plain = !has_comment
            && memchr3(b'\'', b'"', b'\\', &self.text).is_none()
            && memchr2(b'$', b'^', &self.text).is_none()
            && memchr(b'\n', &self.text).is_none();
        if is_plain {
            return;
        }
        if has_comment {
            let mut whole = Vec::with_capacity(self.bytes.len());
            text(&self.bytes, Some(0), &mut whole);
            glue(&whole, &mut self.glued);
        } else {
            glue(&self.text, &mut self.glued);
        }
        if self.glued == self.text {
            self.glued.clear();
        }
    }
}

const fn is_white(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

/// Lower case, white space folded, NUL dropped. Comments become `comment` (nothing when it is 0)
/// where that is given; the inside of `/*!50000 … */` is code to `MySQL` and stays.
fn text(bytes: &[u8], comment: Option<u8>, out: &mut Vec<u8>) {
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match *byte {
            0 => at += 1,
            byte if is_white(byte) => {
                let run = bytes[at..].iter().take_while(|byte| is_white(**byte)).count();
                let has_line_end =
                    bytes[at..at + run].iter().any(|byte| matches!(byte, b'\n' | b'\r'));
                out.push(if has_line_end { b'\n' } else { b' ' });
                at += run;
            }
            b'/' if comment.is_some() && bytes.get(at + 1) == Some(&b'*') => {
                match memmem::find(&bytes[at + 2..], b"*/") {
                    Some(length) => {
                        let inside = &bytes[at + 2..at + 2 + length];
                        if let [b'!', code @ ..] = inside {
                            let digits = code.iter().take_while(|byte| byte.is_ascii_digit());
                            let code = &code[digits.count()..];
                            out.push(b' ');
                            out.extend(code.iter().map(u8::to_ascii_lowercase));
                            out.push(b' ');
                        } else if let Some(sign @ 1..) = comment {
                            out.push(sign);
                        }
                        at += length + 4;
                    }
                    None => {
                        out.extend_from_slice(b"/*");
                        at += 2;
                    }
                }
            }
            byte => {
                out.push(byte.to_ascii_lowercase());
                at += 1;
            }
        }
    }
}

/// Drops quotes, backslashes, carets, empty expansions and the joints between quoted pieces.
fn glue(text: &[u8], out: &mut Vec<u8>) {
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        let rest = &text[at..];
        match *byte {
            b'\'' | b'"' => at += joint(rest).unwrap_or(1),
            b'\\' | b'^' => at += 1,
            b'#' | b'/' | b'-' => match line_comment(rest) {
                Some(used) => {
                    out.push(b' ');
                    at += used;
                }
                None => {
                    out.push(*byte);
                    at += 1;
                }
            },
            b'$' => match expansion(rest) {
                Some((used, stands_for)) => {
                    out.extend(stands_for);
                    at += used;
                }
                None => {
                    out.push(b'$');
                    at += 1;
                }
            },
            byte => {
                out.push(byte);
                at += 1;
            }
        }
    }
}

/// `# …`, `// …` or `-- …` up to the end of its line, where one follows.
fn line_comment(rest: &[u8]) -> Option<usize> {
    const LONGEST: usize = 200;
    let is_comment = rest.starts_with(b"#") || rest.starts_with(b"//") || rest.starts_with(b"--");
    let end = rest.iter().take(LONGEST).position(|byte| *byte == b'\n')?;
    is_comment.then_some(end + 1)
}

/// `'.'`, `" + "`, `'||'`: two quoted pieces that become one word.
fn joint(rest: &[u8]) -> Option<usize> {
    let mut at = 1;
    let skip_white = |at: &mut usize| {
        while rest.get(*at).is_some_and(|byte| is_white(*byte)) {
            *at += 1;
        }
    };
    skip_white(&mut at);
    match rest.get(at)? {
        b'.' | b'+' => at += 1,
        b'|' if rest.get(at + 1) == Some(&b'|') => at += 2,
        _ => return None,
    }
    skip_white(&mut at);
    matches!(rest.get(at)?, b'\'' | b'"').then_some(at + 1)
}

/// A shell expansion that is empty or white space (POSIX shell, section 2.5 and 2.6): its length and
/// what stands for it. Substitutions `$(…)` and `${…}` with an operator are not touched.
fn expansion(rest: &[u8]) -> Option<(usize, Option<u8>)> {
    let (name, braces) = match rest {
        [_, b'{', inside @ ..] => (inside, 1),
        [_, inside @ ..] => (inside, 0),
        [] => return None,
    };
    let special =
        name.first().is_some_and(|byte| matches!(byte, b'@' | b'*' | b'?' | b'!' | b'#' | b'-'));
    let length = if special {
        1
    } else {
        name.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count()
    };
    if length == 0 || (braces == 1 && name.get(length) != Some(&b'}')) {
        return None;
    }
    let used = 1 + braces * 2 + length;
    Some((used, name.starts_with(b"ifs").then_some(b' ')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(bytes: &str) -> (String, String) {
        let mut views = Views { bytes: bytes.as_bytes().to_vec(), ..Views::default() };
        views.fold();
        let text = |bytes: Vec<u8>| bytes.escape_ascii().to_string();
        (text(views.text), text(views.glued))
    }

    #[test]
    fn text_has_one_case_one_space_and_no_comments() {
        assert_eq!(shown("A  \t B").0, "a b");
        assert_eq!(shown("a \r\n b\0c").0, r"a\nbc");
        assert_eq!(shown("UNION/*x*/SELECT").0, "union select");
        assert_eq!(shown("/*!50000UNION*/ a /* b").0, " union  a /* b");
    }

    #[test]
    fn words_are_glued_as_shells_and_languages_read_them() {
        for (bytes, glued) in [
            ("c'a't c\\at c^at", "cat cat cat"),
            ("'sys'.\"tem\"", "system"),
            ("un/**/ion", "union"),
            ("exec#x\n(y)", "exec (y)"),
            ("cat$IFS/etc${ifs}a$@b${x}c", "cat /etc abc"),
            ("$(id) ${x:-y}", ""),
            ("a b", ""),
        ] {
            assert_eq!(shown(bytes).1, glued, "{bytes}");
        }
    }
}
