//! Syslog over TCP: the messages are the same however the bytes arrive, and none is more than a line.
#![no_main]

use vigie_sources::syslog_framing::{Framing, LONGEST};

/// What the bytes `#ooo` of one escaped control byte take.
const ESCAPED: usize = 4;

fn cut(stream: &[u8], step: usize) -> Vec<u8> {
    let (mut framing, mut lines) = (Framing::default(), Vec::new());
    for part in stream.chunks(step) {
        framing.feed(part, &mut lines);
    }
    framing.finish(&mut lines);
    lines
}

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let Some((step, stream)) = input.split_first() else { return };
    let whole = cut(stream, stream.len().max(1));
    assert_eq!(whole, cut(stream, usize::from(*step) + 1));
    assert!(whole.is_empty() || whole.ends_with(b"\n"));
    for line in whole.split(|byte| *byte == b'\n') {
        assert!(line.len() <= ESCAPED * LONGEST);
        assert!(line.iter().all(|byte| !byte.is_ascii_control() || *byte == b'\t'));
    }
});
