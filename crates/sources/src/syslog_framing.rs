//! Messages in a stream of syslog over TCP: RFC 6587, section 3.4.
//!
//! A message that begins with a digit says its length first (octet counting, 3.4.1); any other ends
//! with a newline or NUL (non-transparent framing, 3.4.2). A sender may change between them.

/// A message longer than this is cut.
pub const LONGEST: usize = 1 << 20;

/// Digits that a length may have.
const DIGITS: usize = 7;

/// Cuts a stream into messages, each on a line of its own.
#[derive(Debug, Default)]
pub struct Framing {
    held: Vec<u8>,
    /// Of a message that was cut: bytes to pass over.
    skip: Skip,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Skip {
    #[default]
    Nothing,
    /// So many bytes.
    Bytes(usize),
    /// To the end of the line.
    Line,
}

impl Framing {
    /// Takes bytes and writes whole messages to `lines`.
    pub fn feed(&mut self, mut bytes: &[u8], lines: &mut Vec<u8>) {
        while !bytes.is_empty() {
            match self.skip {
                Skip::Bytes(count) => {
                    let passed = count.min(bytes.len());
                    bytes = &bytes[passed..];
                    self.skip =
                        if passed < count { Skip::Bytes(count - passed) } else { Skip::Nothing };
                }
                Skip::Line => match bytes.iter().position(|byte| ends_line(*byte)) {
                    Some(at) => {
                        bytes = &bytes[at + 1..];
                        self.skip = Skip::Nothing;
                    }
                    None => return,
                },
                Skip::Nothing => {
                    let room = (LONGEST + DIGITS + 1).saturating_sub(self.held.len()).max(1);
                    let (now, later) = bytes.split_at(room.min(bytes.len()));
                    self.held.extend_from_slice(now);
                    bytes = later;
                    self.cut(lines);
                }
            }
        }
    }

    /// The stream ended: what was not ended by a newline is a message all the same.
    pub fn finish(mut self, lines: &mut Vec<u8>) {
        if self.skip == Skip::Nothing && !self.held.is_empty() {
            push_line(&std::mem::take(&mut self.held), lines);
        }
    }

    fn cut(&mut self, lines: &mut Vec<u8>) {
        let mut at = 0;
        loop {
            let rest = &self.held[at..];
            let taken = match frame(rest) {
                Frame::Whole { message, length } => {
                    push_line(&rest[message.0..message.1], lines);
                    length
                }
                Frame::TooLong { header, length } => {
                    // What is not here yet of it is passed over as it comes.
                    let end = header.saturating_add(length);
                    push_line(&rest[header..(header + LONGEST).min(rest.len())], lines);
                    self.skip = Skip::Bytes(end.saturating_sub(rest.len()));
                    end.min(rest.len())
                }
                Frame::Open if rest.len() > LONGEST => {
                    push_line(&rest[..LONGEST], lines);
                    self.skip = Skip::Line;
                    rest.len()
                }
                Frame::Open => break,
            };
            at += taken;
            if self.skip == Skip::Bytes(0) {
                self.skip = Skip::Nothing;
            }
        }
        self.held.drain(..at);
    }
}

enum Frame {
    /// A message from and to, and how many bytes it takes with its frame.
    Whole { message: (usize, usize), length: usize },
    /// A counted message that is longer than any may be, all that may be kept of it being here.
    TooLong { header: usize, length: usize },
    /// Not here yet.
    Open,
}

fn frame(bytes: &[u8]) -> Frame {
    if let Some((header, length)) = counted(bytes) {
        let end = header.saturating_add(length);
        return match (length > LONGEST, bytes.len()) {
            (true, here) if here >= header + LONGEST => Frame::TooLong { header, length },
            (false, here) if here >= end => Frame::Whole { message: (header, end), length: end },
            _ => Frame::Open,
        };
    }
    match bytes.iter().position(|byte| ends_line(*byte)) {
        Some(at) => Frame::Whole { message: (0, at), length: at + 1 },
        None => Frame::Open,
    }
}

/// `123 ` in front: where the message begins and how long it is. A message itself begins with `<`.
fn counted(bytes: &[u8]) -> Option<(usize, usize)> {
    let digits = bytes.iter().take(DIGITS + 1).take_while(|byte| byte.is_ascii_digit()).count();
    if digits == 0 || digits > DIGITS || bytes[0] == b'0' || bytes.get(digits) != Some(&b' ') {
        return None;
    }
    let length = std::str::from_utf8(&bytes[..digits]).ok()?.parse().ok()?;
    // `7 days ago …` is a line of text.
    let is_message = bytes.get(digits + 1).is_none_or(|byte| *byte == b'<');
    is_message.then_some((digits + 1, length))
}

const fn ends_line(byte: u8) -> bool {
    matches!(byte, b'\n' | 0)
}

/// One line a message: what would break it is written as rsyslog does, `#012`. A sender cannot make
/// two lines of one message.
pub fn push_line(message: &[u8], lines: &mut Vec<u8>) {
    let message = message.trim_ascii_end();
    let message = message.strip_suffix(b"\0").unwrap_or(message);
    if message.is_empty() {
        return;
    }
    for byte in &message[..message.len().min(LONGEST)] {
        if byte.is_ascii_control() && *byte != b'\t' {
            lines.extend_from_slice(format!("#{byte:03o}").as_bytes());
        } else {
            lines.push(*byte);
        }
    }
    lines.push(b'\n');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(stream: &[u8], step: usize) -> String {
        let mut framing = Framing::default();
        let mut lines = Vec::new();
        for part in stream.chunks(step) {
            framing.feed(part, &mut lines);
        }
        framing.finish(&mut lines);
        String::from_utf8_lossy(&lines).into_owned()
    }

    #[test]
    fn both_framings_are_read_however_the_bytes_arrive() {
        let stream = b"<34>one\n11 <34>two\nmore<34>three\r\n8 <34>fourtail";
        let expected = "<34>one\n<34>two#012mor\ne<34>three\n<34>four\ntail\n";
        for step in [1, 2, 3, 7, 1_000] {
            assert_eq!(cut(stream, step), expected, "in steps of {step}");
        }
    }

    proptest! {
        #[test]
        fn messages_are_the_same_however_the_bytes_arrive(
            stream in proptest::collection::vec(
                prop_oneof![Just(b'<'), Just(b' '), Just(b'\n'), Just(0), b'0'..=b'3', any::<u8>()],
                0..120,
            ),
            step in 1_usize..9,
        ) {
            let whole = cut(&stream, stream.len().max(1));
            prop_assert!(whole.is_empty() || whole.ends_with('\n'));
            prop_assert_eq!(whole, cut(&stream, step));
        }
    }

    #[test]
    fn a_count_that_is_none_is_text_and_a_nul_ends_a_message() {
        assert_eq!(
            cut(b"7 days ago\n0 x\n12345678 y\na\0b\n", 4),
            "7 days ago\n0 x\n12345678 y\na\nb\n"
        );
        assert_eq!(cut(b"\n\n  \n", 2), "");
    }

    #[test]
    fn a_message_that_is_too_long_is_cut_and_the_next_one_stands() {
        let long = vec![b'x'; LONGEST + 5_000];
        let lined = [b"<1>".as_slice(), &long, b"\n<2>next\n"].concat();
        let count = format!("{} <1>", long.len() + 3);
        let counted = [count.as_bytes(), &long, b"7 <2>next"].concat();
        for stream in [lined, counted] {
            for step in [4_096, LONGEST * 3] {
                let lines = cut(&stream, step);
                let lines: Vec<&str> = lines.lines().collect();
                assert_eq!(lines.len(), 2);
                assert_eq!((lines[0].len(), lines[1]), (LONGEST, "<2>next"));
            }
        }
    }
}
