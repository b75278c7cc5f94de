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
    fn one_line_is_an_answer_and_a_blank_one_is_none() {
        let read = |bytes: &[u8]| first_line(&mut &*bytes).unwrap();
        assert_eq!(read(b" because \nmore\n").as_deref(), Some("because"));
        assert_eq!(read(b"  \n"), None);
        assert_eq!(read(b""), None);
        assert_eq!(read(&vec![b'x'; 1 << 20]).map(|line| line.len()), Some(LONGEST));
    }
}
