//! What stands in front of the names of an access log line, and which words can be hosts.

use memchr::memrchr;

use super::line::word_at;
use crate::sshd::frame;
use crate::text::place;

/// Where the names begin: behind the frame of a system log, or of a container's log, that a server or
/// a collector put in front. A user name may hold such words as well, but never stands first.
pub(super) fn frame_end(names: &[u8]) -> usize {
    if let Some(end) = compose_end(names) {
        return end;
    }
    let may_be_framed = matches!(
        names,
        [b'<', ..]
            | [b'A'..=b'Z', b'a'..=b'z', b'a'..=b'z', b' ', ..]
            | [b'0'..=b'9', _, _, _, b'-', ..]
    );
    if !may_be_framed {
        return 0;
    }
    let Ok(text) = std::str::from_utf8(names) else { return 0 };
    message_of(text).map_or(0, |message| place(text, message))
}

/// `web-1  | `: Docker's compose puts the container in front, filled up to a column.
fn compose_end(names: &[u8]) -> Option<usize> {
    let word = word_at(names, 0);
    let gap = names.get(word.end..)?.iter().take_while(|byte| **byte == b' ').count();
    let bar = word.end + gap;
    (word.end > 0 && gap > 0 && names[bar..].starts_with(b"| ")).then_some(bar + 2)
}

fn message_of(text: &str) -> Option<&str> {
    // `2027-04-01T08:00:00.1Z stdout F …`, as container runtimes write.
    let container = frame::stamp(text).and_then(|(_, rest)| {
        let rest = rest.trim_start().strip_prefix("std")?;
        let rest = rest.strip_prefix("out ").or_else(|| rest.strip_prefix("err "))?;
        rest.strip_prefix("F ").or_else(|| rest.strip_prefix("P "))
    });
    container
        .or_else(|| frame::read(text).map(|frame| frame.message))
        .filter(|message| !message.is_empty())
}

/// Bytes of addresses and host names, with their ports and brackets, and of `unix:` sockets.
const HOST: [bool; 256] = {
    let mut table = [false; 256];
    let (mut at, signs) = (0, b".:-_%[]/");
    while at < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "below 256")]
        let byte = at as u8;
        table[at] = byte.is_ascii_alphanumeric();
        at += 1;
    }
    at = 0;
    while at < signs.len() {
        table[signs[at] as usize] = true;
        at += 1;
    }
    table
};

pub(super) fn is_host(word: &[u8]) -> bool {
    !word.is_empty() && word.iter().all(|byte| HOST[usize::from(*byte)])
}

/// Whether the line begins with a virtual host: the next word is an address, or a port follows.
pub(super) fn is_vhost(first: &[u8], second: &[u8]) -> bool {
    let is_address = |word: &[u8]| {
        std::str::from_utf8(word).is_ok_and(|word| word.parse::<std::net::IpAddr>().is_ok())
    };
    let has_port = || {
        let port = memrchr(b':', first).and_then(|colon| first.get(colon + 1..));
        port.is_some_and(|port| !port.is_empty() && port.iter().all(u8::is_ascii_digit))
    };
    is_address(second) || (has_port() && !is_address(first) && is_host(second) && second != b"-")
}
