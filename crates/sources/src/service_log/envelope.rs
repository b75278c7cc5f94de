//! What stands around a message: stamp, machine, program, process, in all the ways that services are
//! logged.
//!
//! Beside the frames of system logs: journals as JSON (`journalctl -o json`), TAI64N labels, the
//! bracketed stamps of Roundcube and Apache, the stamp of nginx, and the bare stamp of Exim and Dovecot.

use std::borrow::Cow;

use serde_json::Value;

use crate::record::ClaimedTime;
use crate::sshd::frame::{self, Frame, Stamp};
use crate::stamp;
use crate::stamps::Stamps;
use crate::text::{place, split_at};

/// When a line says it was written, before it is read as a time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum When<'a> {
    /// As system logs write it.
    Frame(Stamp<'a>),
    /// ISO 8601, or near it.
    Civil(Cow<'a, str>),
    /// `22-Jan-2027 22:28:21 +0200`.
    MonthName(&'a str),
    /// `October 14, 2027 09:06:02`, or ISO.
    LongMonth(String),
    /// TAI64N.
    Label(&'a str),
    /// Microseconds since 1970, from a journal.
    Micros(i64),
}

impl When<'_> {
    pub(super) fn claimed(&self, stamps: &mut Stamps) -> ClaimedTime {
        match self {
            Self::Frame(stamp) => stamps.claimed(*stamp),
            Self::Civil(text) => stamps.civil(text),
            Self::MonthName(text) => stamps.by_month_name(text),
            Self::LongMonth(text) => {
                let iso = stamps.civil(text);
                if iso.at.is_some() { iso } else { stamps.by_long_month(text) }
            }
            Self::Label(text) => Stamps::of_label(text),
            Self::Micros(micros) => stamp::claimed(Some(&micros.to_string()), stamps.zone()),
        }
    }
}

/// A line taken apart. Texts of JSON lines are its values, so they are no slices of the line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Envelope<'a> {
    pub(super) when: When<'a>,
    pub(super) machine: Option<Cow<'a, str>>,
    /// As tagged, or by the shape of the stamp; empty when nothing says it.
    pub(super) program: Cow<'a, str>,
    pub(super) pid: Option<Cow<'a, str>>,
    pub(super) message: Cow<'a, str>,
    /// Where the line has a field of its own for the peer's address.
    pub(super) peer: Option<String>,
}

impl<'a> Envelope<'a> {
    fn bare(when: When<'a>, program: &'static str, message: &'a str) -> Self {
        Self {
            when,
            machine: None,
            program: Cow::Borrowed(program),
            pid: None,
            message: Cow::Borrowed(message),
            peer: None,
        }
    }

    /// The message with the tag before it, where both are neighbours in one line.
    pub(super) fn tagged(&self, line: &'a str) -> Option<&'a str> {
        let Cow::Borrowed(program) = self.program else { return None };
        let start = place(line, program);
        line.get(start..).filter(|_| start > 0 && !program.is_empty())
    }
}

/// Takes a line apart; `None` when it has no envelope that is known.
pub(super) fn read(line: &str) -> Option<Envelope<'_>> {
    let line = line.trim_end();
    match line.as_bytes().first()? {
        b'{' => json(line),
        b'@' => label(line),
        b'[' => bracketed(line).or_else(|| framed(line)),
        b'0'..=b'9' => nginx(line).or_else(|| fail2ban(line)).or_else(|| framed(line)),
        b't' => pairs(line).or_else(|| framed(line)),
        _ => framed(line),
    }
}

/// `time="2027-03-10T08:15:30Z" level=error msg="…"`, as many programs in Go write.
fn pairs(line: &str) -> Option<Envelope<'_>> {
    let (stamp, rest) = line.strip_prefix("time=\"")?.split_once("\" level=")?;
    Some(Envelope::bare(When::Civil(Cow::Borrowed(stamp)), "", rest))
}

/// A line of a JSON journal, or of Nextcloud's own log.
fn json(line: &str) -> Option<Envelope<'_>> {
    let value: Value = serde_json::from_str(line).ok()?;
    let text = |key: &str| match value.get(key)? {
        Value::String(text) => Some(text.clone()),
        // Journals give a message that is no UTF-8 as an array of its bytes.
        Value::Array(bytes) => {
            let bytes = bytes.iter().map(|byte| u8::try_from(byte.as_u64()?).ok());
            Some(String::from_utf8_lossy(&bytes.collect::<Option<Vec<u8>>>()?).into_owned())
        }
        _ => None,
    };
    if let (Some(address), Some(message), true) =
        (text("remoteAddr"), text("message"), value.get("reqId").is_some())
    {
        return Some(Envelope {
            when: When::LongMonth(text("time").unwrap_or_default()),
            machine: None,
            program: Cow::Borrowed("nextcloud"),
            pid: text("reqId").map(Cow::Owned),
            message: Cow::Owned(message),
            peer: Some(address).filter(|address| !address.is_empty()),
        });
    }
    let message = text("MESSAGE")?;
    let micros = text("_SOURCE_REALTIME_TIMESTAMP").or_else(|| text("__REALTIME_TIMESTAMP"))?;
    let program = text("SYSLOG_IDENTIFIER").or_else(|| text("_COMM")).unwrap_or_default();
    Some(Envelope {
        when: When::Micros(micros.parse().ok()?),
        machine: text("_HOSTNAME").map(Cow::Owned),
        program: Cow::Owned(program),
        pid: text("_PID").or_else(|| text("SYSLOG_PID")).map(Cow::Owned),
        message: Cow::Owned(message),
        peer: None,
    })
}

/// Whether a line is an entry of a JSON journal, or of Nextcloud's log, that has no text: a message that
/// was too long, or an exception as an object.
pub(super) fn is_entry_without_text(line: &str) -> bool {
    if !line.starts_with('{') {
        return false;
    }
    let value: Option<Value> = serde_json::from_str(line).ok();
    value.is_some_and(|value| {
        let has = |key: &str| value.get(key).is_some();
        has("__REALTIME_TIMESTAMP") || (has("reqId") && has("remoteAddr"))
    })
}

/// `@400000004c91b044077a9e94 imap-login: …`.
fn label(line: &str) -> Option<Envelope<'_>> {
    let (word, rest) = split_at(line, " ")?;
    let label = word.get(1..)?;
    let is_label = label.len() == 24 && label.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_label.then(|| Envelope::bare(When::Label(label), "", rest))
}

/// `[22-Jan-2027 22:28:21 +0200]: …` and `[Thu Jul 11 01:21:41.123456 2027] [core:error] …`.
fn bracketed(line: &str) -> Option<Envelope<'_>> {
    let (inside, rest) = line.strip_prefix('[')?.split_once(']')?;
    if let Some(message) = rest.strip_prefix(": ") {
        let is_dated = inside.as_bytes().get(2) == Some(&b'-') && inside.len() >= 20;
        return is_dated.then(|| Envelope::bare(When::MonthName(inside), "roundcube", message));
    }
    let words: Vec<&str> = inside.split(' ').filter(|word| !word.is_empty()).collect();
    let [_, month, day, clock, year] = words.as_slice() else { return None };
    let at = frame::MONTHS.iter().position(|name| name == month)?;
    let text = format!("{year}-{:02}-{day:0>2} {clock}", at + 1);
    Some(Envelope::bare(When::Civil(Cow::Owned(text)), "apache-error", rest.trim_start()))
}

/// `2027/04/09 11:53:36 [error] 2865#0: *66647 …`.
fn nginx(line: &str) -> Option<Envelope<'_>> {
    let (date, rest) = split_at(line, " ")?;
    let (clock, rest) = split_at(rest, " ")?;
    let is_date = date.len() == 10 && date.as_bytes()[4] == b'/' && date.as_bytes()[7] == b'/';
    if !is_date || !rest.starts_with('[') {
        return None;
    }
    let text = format!("{} {clock}", date.replace('/', "-"));
    Some(Envelope::bare(When::Civil(Cow::Owned(text)), "nginx-error", rest))
}

/// `2027-05-01 10:00:00,123 fail2ban.actions        [812]: NOTICE  [sshd] Ban 192.0.2.7`.
fn fail2ban(line: &str) -> Option<Envelope<'_>> {
    let (stamp, rest) = line.split_at_checked(23)?;
    let rest = rest.strip_prefix(' ').filter(|rest| rest.starts_with("fail2ban."))?;
    let (program, rest) = split_at(rest, " ")?;
    let (pid, message) = rest.trim_start().strip_prefix('[')?.split_once("]: ")?;
    let is_number = !pid.is_empty() && pid.bytes().all(|byte| byte.is_ascii_digit());
    let is_stamp = stamp.as_bytes()[4] == b'-' && stamp.as_bytes()[19] == b',';
    (is_number && is_stamp).then(|| Envelope {
        pid: Some(Cow::Borrowed(pid)),
        program: Cow::Borrowed(program),
        ..Envelope::bare(When::Civil(Cow::Owned(stamp.replace(',', "."))), "", message)
    })
}

/// The frames of system logs, and lines that begin with a bare stamp.
fn framed(line: &str) -> Option<Envelope<'_>> {
    if let Some(Frame { stamp, machine, pid, program, message, .. }) =
        frame::read(line).filter(|frame| !frame.program.is_empty())
    {
        // `2027-06-10 18:33:32 [10099] H=…` and `… H=x [192.0.2.7] …`: Exim has processes and
        // addresses in brackets, and no tags.
        let is_tag = program
            .starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '/')
            && !program.contains("::")
            && machine.is_none_or(|machine| !machine.contains('='));
        if is_tag {
            let envelope = Envelope {
                when: When::Frame(stamp),
                machine: machine.map(Cow::Borrowed),
                program: Cow::Borrowed(program),
                pid: pid.map(Cow::Borrowed),
                message: Cow::Borrowed(message),
                peer: None,
            };
            return Some(inner(envelope));
        }
    }
    if let Some((stamp, rest)) = frame::stamp(line) {
        let rest = rest.trim_start();
        let numbered = rest.strip_prefix('[').and_then(|rest| rest.split_once("] "));
        let (pid, message) = match numbered {
            Some((pid, rest)) if pid.bytes().all(|byte| byte.is_ascii_digit()) => (Some(pid), rest),
            _ => (None, rest),
        };
        let envelope = Envelope::bare(When::Frame(stamp), "", message);
        return Some(Envelope { pid: pid.map(Cow::Borrowed), ..envelope });
    }
    unstamped(line)
}

/// `www1 exim[812]: 2027-07-17 23:20:49 …`: the journal keeps the time elsewhere.
fn unstamped(line: &str) -> Option<Envelope<'_>> {
    let (machine, rest) = split_at(line, " ")?;
    let (tag, message) = split_at(rest, " ")?;
    let (program, pid) = tag.strip_suffix("]:")?.split_once('[')?;
    let is_number = !pid.is_empty() && pid.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && !program.is_empty()).then(|| {
        inner(Envelope {
            when: When::Frame(Stamp::Missing),
            machine: Some(Cow::Borrowed(machine)),
            program: Cow::Borrowed(program),
            pid: Some(Cow::Borrowed(pid)),
            message: Cow::Borrowed(message),
            peer: None,
        })
    })
}

/// A service that stamps its lines itself and hands them to a system log has two stamps: its own
/// counts where the frame has none, and goes in any case.
fn inner(envelope: Envelope<'_>) -> Envelope<'_> {
    let Cow::Borrowed(message) = envelope.message else { return envelope };
    if let Some(nginx) = nginx(message) {
        return Envelope { machine: envelope.machine, pid: envelope.pid, ..nginx };
    }
    let stamped = frame::stamp(message).filter(|(stamp, _)| matches!(stamp, Stamp::Iso(_)));
    let Some((stamp, rest)) = stamped else { return envelope };
    let when = match envelope.when {
        When::Frame(Stamp::Missing) => When::Frame(stamp),
        when => when,
    };
    Envelope { when, message: Cow::Borrowed(rest.trim_start()), ..envelope }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> String {
        read(line).map_or_else(
            || "-".to_owned(),
            |found| {
                let machine = found.machine.as_deref().unwrap_or("-");
                let pid = found.pid.as_deref().unwrap_or("-");
                format!("{machine} | {} | {pid} | {}", found.program, found.message)
            },
        )
    }

    #[test]
    fn every_envelope_is_opened() {
        for (line, expected) in [
            ("Mar 10 08:15:30 mx postfix/smtpd[12]: hello", "mx | postfix/smtpd | 12 | hello"),
            ("@400000004c91b044077a9e94 imap-login: hello", "- |  | - | imap-login: hello"),
            ("[22-Jan-2027 22:28:21 +0200]: hello", "- | roundcube | - | hello"),
            ("[Thu Jul 11 01:21:41 2027] [error] hello", "- | apache-error | - | [error] hello"),
            ("2027/04/09 11:53:36 [error] 1#0: hello", "- | nginx-error | - | [error] 1#0: hello"),
            ("2027-06-10 18:33:32 [10099] H=x hello", "- |  | 10099 | H=x hello"),
            ("2027-06-10 18:33:32 H=x hello", "- |  | - | H=x hello"),
            ("mx exim[5]: 2027-07-17 23:20:49 hello", "mx | exim | 5 | hello"),
            (
                r#"{"__REALTIME_TIMESTAMP":"1804752930000000","_HOSTNAME":"mx","SYSLOG_IDENTIFIER":"sshd","_PID":"7","MESSAGE":"hello"}"#,
                "mx | sshd | 7 | hello",
            ),
            (r#"{"__REALTIME_TIMESTAMP":"1804752930000000","MESSAGE":[104,105]}"#, "- |  | - | hi"),
            (
                r#"{"reqId":"a","time":"2027-03-10T08:15:30Z","remoteAddr":"192.0.2.7","message":"hello"}"#,
                "- | nextcloud | a | hello",
            ),
            (r#"time="2027-03-10T08:15:30Z" level=error msg="hello""#, {
                r#"- |  | - | error msg="hello""#
            }),
            (r#"{"a":1}"#, "-"),
            ("hello there", "-"),
            ("", "-"),
        ] {
            assert_eq!(shown(line), expected, "{line}");
        }
    }
}
