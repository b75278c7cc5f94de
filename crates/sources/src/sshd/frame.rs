//! The frame of a system log line: stamp, machine, program, process.
//!
//! Read: RFC 3164 with and without priority, with a year or a fraction; RFC 5424; ISO stamps as
//! rsyslog and `journalctl -o short-iso` write them; seconds since 1970 (`-o short-unix`). Lines
//! without a machine and tags in brackets (metalog) occur and are read too.

use crate::text::split_at;

/// The month names of syslog.
pub(crate) const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// A stamp of the right shape; whether it is a time is for the kernels.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Stamp<'a> {
    /// `Mar 10 08:15:30`, and the digits behind a point.
    Syslog { month: &'a str, day: &'a str, clock: &'a str, fraction: Option<&'a str> },
    /// The same with a year; the clock may have a fraction.
    Dated { year: &'a str, month: &'a str, day: &'a str, clock: &'a str },
    /// ISO 8601.
    Iso(&'a str),
    /// Seconds since 1970.
    Unix(&'a str),
    /// None.
    Missing,
}

/// A line taken apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Frame<'a> {
    pub(crate) stamp: Stamp<'a>,
    pub(crate) machine: Option<&'a str>,
    pub(crate) pid: Option<&'a str>,
    /// The program's name, as tagged; empty without a tag.
    pub(crate) program: &'a str,
    pub(crate) is_sshd: bool,
    pub(crate) message: &'a str,
}

/// Lines that journals put between others.
pub(crate) fn is_separator(line: &str) -> bool {
    line.starts_with("-- ") && line.ends_with(" --") || line == "-- No entries --"
}

/// Takes a line apart; `None` when it is no line of a system log.
pub(crate) fn read(line: &str) -> Option<Frame<'_>> {
    let line = line.trim_start();
    let (line, is_5424) = without_priority(line);
    if let Some(rest) = line.strip_prefix("- ").filter(|_| is_5424) {
        // The sender knew no time (RFC 5424, section 6.2.3).
        return structured(Stamp::Missing, rest);
    }
    let Some((stamp, rest)) = stamp(line) else { return unstamped(line) };
    if is_5424 {
        return structured(stamp, rest);
    }
    let rest = rest.trim_start_matches(' ');
    let (first, after) = word(rest);
    if let Some(tag) = Tag::read(first) {
        return Some(tag.frame(stamp, None, after));
    }
    let (second, after) = word(after);
    let frame = match Tag::read(second) {
        Some(tag) => tag.frame(stamp, Some(first), after),
        None => Frame {
            stamp,
            machine: Some(first),
            pid: None,
            program: "",
            is_sshd: false,
            message: "",
        },
    };
    Some(frame)
}

/// A line whose time was kept elsewhere: `www1 sshd[812]: …`. Only the daemon's own tag, with its
/// process, is taken for a frame.
fn unstamped<'a>(line: &'a str) -> Option<Frame<'a>> {
    let (first, after) = word(line);
    let (second, after_second) = word(after);
    let tagged = |word: &'a str, machine, message| {
        let frame = Tag::read(word)?.frame(Stamp::Missing, machine, message);
        Some(frame).filter(|frame| frame.is_sshd && frame.pid.is_some() && word.ends_with(':'))
    };
    tagged(first, None, after).or_else(|| tagged(second, Some(first), after_second))
}

fn word(text: &str) -> (&str, &str) {
    match split_at(text, " ") {
        Some((word, rest)) => (word, rest.trim_start_matches(' ')),
        None => (text, ""),
    }
}

/// `<38>` and `<38>1 ` in front; the latter means RFC 5424.
fn without_priority(line: &str) -> (&str, bool) {
    let inner = line.strip_prefix('<').and_then(|rest| rest.split_once('>'));
    match inner {
        Some((priority, rest))
            if (1..=3).contains(&priority.len())
                && priority.bytes().all(|b| b.is_ascii_digit()) =>
        {
            rest.strip_prefix("1 ").map_or((rest, false), |rest| (rest, true))
        }
        _ => (line, false),
    }
}

/// RFC 5424, section 6: host, program, process, message id, structured data, message.
fn structured<'a>(stamp: Stamp<'a>, rest: &'a str) -> Option<Frame<'a>> {
    let nil = |word: &'a str| Some(word).filter(|word| *word != "-");
    let (host, rest) = word(rest.trim_start_matches(' '));
    let (program, rest) = word(rest);
    let (pid, rest) = word(rest);
    let (_, rest) = word(rest);
    let message = if let Some(after) = rest.strip_prefix("- ") {
        after
    } else {
        // Elements stand side by side; a bracket inside a value is escaped.
        let mut end = 0;
        while rest[end..].starts_with('[') {
            end += closing_bracket(&rest[end..])? + 1;
        }
        rest[end..].trim_start_matches(' ')
    };
    let message = message.trim_start_matches('\u{feff}');
    Some(Frame {
        stamp,
        machine: nil(host),
        pid: nil(pid),
        program,
        is_sshd: is_sshd(program),
        message,
    })
}

fn closing_bracket(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    text.bytes().position(|byte| {
        let closes = byte == b']' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        closes
    })
}

fn is_sshd(program: &str) -> bool {
    let name = program.rsplit_once('/').map_or(program, |(_, name)| name);
    // OpenSSH 9.8 split the per-connection work off, version 10 the part before authentication.
    matches!(name, "sshd" | "sshd-session" | "sshd-auth") || name == "sshd(pam_unix)"
}

/// `program[pid]:`, `program:`, `[program]`.
struct Tag<'a> {
    program: &'a str,
    pid: Option<&'a str>,
}

impl<'a> Tag<'a> {
    fn read(word: &'a str) -> Option<Self> {
        let bare = word.strip_suffix(':').unwrap_or(word);
        if let Some(program) = bare.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            return (!program.is_empty()).then_some(Self { program, pid: None });
        }
        match bare.strip_suffix(']').and_then(|rest| rest.split_once('[')) {
            Some((program, pid)) if !program.is_empty() => Some(Self { program, pid: Some(pid) }),
            _ if bare.len() < word.len() && !bare.is_empty() => {
                Some(Self { program: bare, pid: None })
            }
            _ => None,
        }
    }

    fn frame(self, stamp: Stamp<'a>, machine: Option<&'a str>, message: &'a str) -> Frame<'a> {
        Frame {
            stamp,
            machine,
            pid: self.pid,
            program: self.program,
            is_sshd: is_sshd(self.program),
            message,
        }
    }
}

/// The stamp at the beginning of a line, and what follows it.
pub(crate) fn stamp(line: &str) -> Option<(Stamp<'_>, &str)> {
    if let Some(inside) = line.strip_prefix('[') {
        let (stamp, rest) = inside.split_once(']')?;
        return unix(stamp).map(|stamp| (stamp, rest));
    }
    let (first, rest) = split_at(line, " ")?;
    if MONTHS.contains(&first) {
        return syslog(line);
    }
    if DAYS.contains(&first) {
        // `journalctl -o short-full` and `date` put the day of the week in front.
        return stamp_after_day(rest);
    }
    if let Some(stamp) = unix(first) {
        return Some((stamp, rest));
    }
    iso(line)
}

fn stamp_after_day(rest: &str) -> Option<(Stamp<'_>, &str)> {
    let (first, _) = rest.split_once(' ')?;
    if MONTHS.contains(&first) {
        return syslog(rest);
    }
    iso(rest).map(|read| with_zone(rest, read))
}

fn unix(word: &str) -> Option<Stamp<'_>> {
    let (whole, fraction) = word.split_once('.').unwrap_or((word, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_unix = (9..=11).contains(&whole.len()) && digits(whole) && digits(fraction);
    is_unix.then_some(Stamp::Unix(word))
}

/// `Mar 10 08:15:30.123`, `Mar  5 2027 08:15:30`, `Mar 10 08:15:30 2027`.
fn syslog(line: &str) -> Option<(Stamp<'_>, &str)> {
    let (month, rest) = word(line);
    let (day, rest) = word(rest);
    let is_day = (1..=2).contains(&day.len()) && day.bytes().all(|byte| byte.is_ascii_digit());
    if !is_day {
        return None;
    }
    let (first, after_first) = word(rest);
    let (second, after_second) = word(after_first);
    if is_year(first) {
        let clock = clock(second)?.whole;
        return Some((Stamp::Dated { year: first, month, day, clock }, after_second));
    }
    let Clock { whole, fraction } = clock(first)?;
    if is_year(second) {
        return Some((Stamp::Dated { year: second, month, day, clock: whole }, after_second));
    }
    let clock = whole.get(..8)?;
    Some((Stamp::Syslog { month, day, clock, fraction }, after_first))
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// A wall time, with the digits behind its point.
struct Clock<'a> {
    whole: &'a str,
    fraction: Option<&'a str>,
}

/// `08:15:30` or `08:15:30.123`, maybe with a colon after it.
fn clock(word: &str) -> Option<Clock<'_>> {
    let whole = word.strip_suffix(':').unwrap_or(word);
    let bytes = whole.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let sign = |at: usize, sign: u8| bytes.get(at) == Some(&sign);
    let is_clock = [0, 1, 3, 4, 6, 7].into_iter().all(digit) && sign(2, b':') && sign(5, b':');
    if !is_clock {
        return None;
    }
    let fraction = match whole.get(8..)? {
        "" => None,
        rest => {
            let digits = rest.strip_prefix('.')?;
            let is_whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            is_whole.then_some(())?;
            Some(digits)
        }
    };
    Some(Clock { whole, fraction })
}

/// `2027-03-10T08:15:30.123+01:00`, or with a space between date and clock.
fn iso(line: &str) -> Option<(Stamp<'_>, &str)> {
    let bytes = line.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let is_date = [0, 1, 2, 3, 5, 6, 8, 9].into_iter().all(digit)
        && bytes.get(4) == Some(&b'-')
        && bytes.get(7) == Some(&b'-')
        && matches!(bytes.get(10), Some(b'T' | b't' | b' ' | b'_'));
    if !is_date || !digit(11) {
        return None;
    }
    let rest = line.get(11..)?;
    let end = rest.find(' ').unwrap_or(rest.len()) + 11;
    let (text, rest) = line.split_at_checked(end)?;
    Some((Stamp::Iso(text), rest))
}

/// The zone that `short-full` names in a word of its own. Only UTC says which zone it is; other
/// abbreviations are shared by several, and the configured zone is the better guess.
fn with_zone<'a>(line: &'a str, (stamp, rest): (Stamp<'a>, &'a str)) -> (Stamp<'a>, &'a str) {
    let (zone, after) = word(rest.trim_start_matches(' '));
    let is_zone = (2..=5).contains(&zone.len()) && zone.bytes().all(|b| b.is_ascii_uppercase());
    match stamp {
        Stamp::Iso(text) if zone == "UTC" => {
            let end = crate::text::place(line, text) + text.len() + " UTC".len();
            (line.get(..end).map_or(stamp, Stamp::Iso), after)
        }
        _ if is_zone => (stamp, after),
        _ => (stamp, rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> String {
        match read(line) {
            None => "-".to_owned(),
            Some(Frame { stamp, machine, pid, is_sshd, message, .. }) => {
                let stamp = match stamp {
                    Stamp::Syslog { month, day, clock, fraction } => {
                        format!("{month} {day} {clock} {}", fraction.unwrap_or("-"))
                    }
                    Stamp::Dated { year, month, day, clock } => {
                        format!("{year} {month} {day} {clock}")
                    }
                    Stamp::Iso(text) | Stamp::Unix(text) => text.to_owned(),
                    Stamp::Missing => "missing".to_owned(),
                };
                let ours = if is_sshd { "sshd" } else { "other" };
                let (machine, pid) = (machine.unwrap_or("-"), pid.unwrap_or("-"));
                format!("{stamp} | {machine} | {ours} {pid} | {message}")
            }
        }
    }

    #[test]
    fn every_usual_frame_is_read() {
        for (line, expected) in [
            ("Mar 10 08:15:30 www1 sshd[12]: hello", "Mar 10 08:15:30 - | www1 | sshd 12 | hello"),
            (
                "Mar  5 08:15:30.25 www1 /usr/sbin/sshd[12]: hello",
                "Mar 5 08:15:30 25 | www1 | sshd 12 | hello",
            ),
            ("Mar  5 08:15:30 [sshd] hello", "Mar 5 08:15:30 - | - | sshd - | hello"),
            ("Mar  5 08:15:30 sshd[12]: hello", "Mar 5 08:15:30 - | - | sshd 12 | hello"),
            (
                "Mar 10 2027 08:15:30 www1 sshd[12]: hello",
                "2027 Mar 10 08:15:30 | www1 | sshd 12 | hello",
            ),
            (
                "Mar 10 08:15:30 2027 www1 sshd[12]: hello",
                "2027 Mar 10 08:15:30 | www1 | sshd 12 | hello",
            ),
            ("<38>Mar 10 08:15:30 www1 sshd: hello", "Mar 10 08:15:30 - | www1 | sshd - | hello"),
            (
                "<38>1 2027-03-10T08:15:30.1Z www1 sshd 12 - - hello",
                "2027-03-10T08:15:30.1Z | www1 | sshd 12 | hello",
            ),
            (
                "<38>1 2027-03-10T08:15:30Z - sshd - ID [a b=\"]\\]\"][c] hello",
                "2027-03-10T08:15:30Z | - | sshd - | \\]\"][c] hello",
            ),
            (
                "<38>1 2027-03-10T08:15:30Z - sshd - ID [a b=\"\\]\"][c] hello",
                "2027-03-10T08:15:30Z | - | sshd - | hello",
            ),
            (
                "2027-03-10T08:15:30.123456+01:00 www1 sshd-session[12]: hello",
                "2027-03-10T08:15:30.123456+01:00 | www1 | sshd 12 | hello",
            ),
            (
                "2027-03-10 08:15:30 www1 sshd-auth[12]: hello",
                "2027-03-10 08:15:30 | www1 | sshd 12 | hello",
            ),
            (
                "Wed 2027-03-10 08:15:30 UTC www1 sshd[12]: hello",
                "2027-03-10 08:15:30 UTC | www1 | sshd 12 | hello",
            ),
            (
                "Wed 2027-03-10 08:15:30 CET www1 sshd[12]: hello",
                "2027-03-10 08:15:30 | www1 | sshd 12 | hello",
            ),
            ("1804752930.5 www1 sshd[12]: hello", "1804752930.5 | www1 | sshd 12 | hello"),
            ("[1804752930.5] www1 sshd[12]: hello", "1804752930.5 | www1 | sshd 12 | hello"),
            ("www1 sshd[12]: hello", "missing | www1 | sshd 12 | hello"),
        ] {
            assert_eq!(shown(line), expected, "{line}");
        }
    }

    #[test]
    fn lines_of_others_keep_their_frame_and_anything_else_has_none() {
        for (line, expected) in [
            ("Mar 10 08:15:30 www1 CRON[12]: hello", "Mar 10 08:15:30 - | www1 | other 12 | hello"),
            (
                "Mar 10 08:15:30 www1 notsshd[12]: hello",
                "Mar 10 08:15:30 - | www1 | other 12 | hello",
            ),
            (
                "Mar 10 08:15:30 www1 last message repeated 2 times",
                "Mar 10 08:15:30 - | www1 | other - | ",
            ),
            ("192.0.2.7 - - [10/Mar/2027:08:15:30 +0100] \"GET / HTTP/1.1\" 200 5", "-"),
            ("www1 CRON[12]: hello", "-"),
            ("hello sshd[12] there", "-"),
            ("Mar 10 8:15:30 www1 sshd[12]: hello", "-"),
            ("Mar", "-"),
            ("", "-"),
        ] {
            assert_eq!(shown(line), expected, "{line}");
        }
    }
}
