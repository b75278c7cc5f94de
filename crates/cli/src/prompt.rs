//! Asking the person at the keyboard, so that sensitive words stay out of the shell's history.

use std::io::{self, IsTerminal, Read, Write};

/// Longer answers are cut: nobody types this much at a prompt.
const LONGEST: usize = 4 << 10;

/// Whether somebody can be asked.
pub(crate) fn is_possible() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks on standard error and reads one line; `None` when nothing was answered.
///
/// # Errors
/// When the terminal cannot be read or written.
pub(crate) fn ask(question: &str) -> io::Result<Option<String>> {
    let mut error = io::stderr().lock();
    write!(error, "{question} ")?;
    error.flush()?;
    first_line(&mut io::stdin().lock())
}

/// Words of the person: as given, asked for on a terminal, or all of standard input where nobody
/// can be asked or `-` was given. `None` when there are none.
///
/// # Errors
/// When the terminal or standard input cannot be read.
pub(crate) fn words(given: Option<String>, question: &str) -> io::Result<Option<String>> {
    let text = match given {
        Some(text) if text != "-" => text,
        None if is_possible() => return ask(question),
        _ => all(&mut io::stdin().lock())?,
    };
    let text = text.trim();
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// Longer words than this are cut; the journal takes no more.
const MOST: u64 = 64 << 10;

fn all(from: &mut impl Read) -> io::Result<String> {
    Ok(String::from_utf8_lossy(&bounded(from, MOST)?).into_owned())
}

#[expect(clippy::disallowed_methods, reason = "bounded by take")]
fn bounded(from: &mut impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Everything that is pasted or piped in, to its end; a person at a terminal is told so.
///
/// # Errors
/// When the terminal or standard input cannot be read.
pub(crate) fn pasted(hint: &str, most: usize) -> io::Result<Vec<u8>> {
    if is_possible() {
        let mut error = io::stderr().lock();
        writeln!(error, "{hint}")?;
        error.flush()?;
    }
    bounded(&mut io::stdin().lock(), most as u64)
}

/// A terminal gives one line for each read.
fn first_line(from: &mut impl Read) -> io::Result<Option<String>> {
    let mut answer = vec![0; LONGEST];
    let count = from.read(&mut answer)?;
    answer.truncate(count);
    let text = String::from_utf8_lossy(&answer);
    let line = text.lines().next().unwrap_or_default().trim();
    Ok((!line.is_empty()).then(|| line.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_taken_as_given_and_blank_ones_are_none() {
        assert_eq!(words(Some(" a\nb ".into()), "?").unwrap().as_deref(), Some("a\nb"));
        assert_eq!(words(Some("  ".into()), "?").unwrap(), None);
        assert_eq!(all(&mut &b"one\ntwo\n"[..]).unwrap(), "one\ntwo\n");
        assert_eq!(all(&mut &*vec![b'x'; 1 << 20]).unwrap().len() as u64, MOST);
    }

    #[test]
    fn one_line_is_an_answer_and_a_blank_one_is_none() {
        let read = |bytes: &[u8]| first_line(&mut &*bytes).unwrap();
        assert_eq!(read(b" because \nmore\n").as_deref(), Some("because"));
        assert_eq!(read(b"  \n"), None);
        assert_eq!(read(b""), None);
        assert_eq!(read(&vec![b'x'; 1 << 20]).map(|line| line.len()), Some(LONGEST));
    }
}
