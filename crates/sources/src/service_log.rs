//! Logins, refusals and failures of many services in one stream, as system logs and journals mix
//! them: mail servers, web mail, web servers' error logs, PAM, `su`, `sudo`, and sshd among them.
//!
//! The envelope says when, where and which program; the reader of that service says what became of
//! whom. Where no program is named, the shape of the message decides.

mod dovecot;
mod envelope;
mod exim;
mod fail2ban;
mod pam;
mod postfix;
mod sentence;
mod web_error;
mod webmail;

use std::borrow::Cow;

use crate::encoding::{self, Decoding};
use crate::line_parser::{LineParser, ReadLine, plain_reading};
use crate::lines::{End, sample};
use crate::record::{Login, Raw, Reason, Record, RecordSink};
use crate::sshd::message::{self as sshd_message, Said};
use crate::stamps::Stamps;
use crate::text::{ascii_shadow, lossy};
use crate::{Description, Matter, Parser, ReadOptions, Reading, Score, Source, SourceError, Span};
use envelope::Envelope;

/// The source.
pub(crate) struct ServiceLog;

const VERSION: u32 = 3;

impl Source for ServiceLog {
    fn id(&self) -> &'static str {
        "service-log"
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn description(&self) -> Description {
        Description {
            en: "logins and refusals in system logs and journals (also JSON): Postfix, Dovecot, Exim, Roundcube, Nextcloud, error logs of Apache and nginx, PAM, su, sudo, sshd, bans of fail2ban, and other programs' sentences about refused logins",
            fr: "connexions et refus dans les journaux système (aussi en JSON) : Postfix, Dovecot, Exim, Roundcube, Nextcloud, journaux d’erreurs d’Apache et nginx, PAM, su, sudo, sshd, bannissements de fail2ban, et les phrases d’autres programmes sur des connexions refusées",
            example: "Apr  1 10:00:00 mx1 postfix/smtpd[812]: warning: unknown[192.0.2.7]: SASL LOGIN authentication failed: x",
            personal: "source addresses, login names, mail addresses, free texts of clients",
        }
    }

    fn table(&self) -> &'static str {
        "login_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        let (mut ours, mut others_only, mut all) = (0, false, 0);
        let head = encoding::head_text(head);
        for line in sample(&head) {
            all += 1;
            let text = lossy(line);
            let Some(envelope) = envelope::read(&text) else { continue };
            if let Some((service, _)) = said(&envelope, &text) {
                ours += 1;
                others_only |= service != "sshd" || text.starts_with('{');
            } else if is_known(&envelope.program) {
                ours += 1;
            }
        }
        // A log of sshd alone has a source of its own.
        let best = if others_only { 94 } else { 50 };
        Score(u8::try_from(best * ours / all.max(1)).unwrap_or(0))
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        let logins = Logins { stamps: Stamps::new(options) };
        let reading = plain_reading(self, options);
        Ok(Box::new(Decoding::new(Box::new(move |offset| {
            Box::new(LineParser::new(offset, reading, logins))
        }))))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        encoding::spans(&reading.options, record, |_, record| {
            let shadow;
            let text = if let Ok(text) = std::str::from_utf8(record) {
                text
            } else {
                shadow = ascii_shadow(record);
                &shadow
            };
            let text = text.trim_end_matches(['\n', '\r']);
            spans(text).unwrap_or_else(|| Span::over(record))
        })
    }
}

/// Programs whose lines belong here even when a line says nothing of a peer.
fn is_known(program: &str) -> bool {
    let family = program.split(['/', '(', '-', '.']).next().unwrap_or_default();
    matches!(
        family,
        "postfix"
            | "dovecot"
            | "exim"
            | "exim4"
            | "fail2ban"
            | "roundcube"
            | "nextcloud"
            | "apache"
            | "nginx"
            | "su"
            | "sudo"
    )
}

/// What a line says, and of which service.
fn said<'a>(envelope: &'a Envelope<'a>, line: &'a str) -> Option<(&'static str, Said<'a>)> {
    let text: &str = &envelope.message;
    let program: &str = &envelope.program;
    if program.starts_with("fail2ban") {
        return fail2ban::read(text).map(|said| ("fail2ban", said));
    }
    let name = program.rsplit_once('/').map_or(program, |(_, name)| name);
    if program.starts_with("postfix") {
        return postfix::read(text).map(|said| ("postfix", said));
    }
    if program.starts_with("httpd/") || program.starts_with("apache2/") {
        return web_error::apache(text).map(|said| ("apache", said));
    }
    match name {
        "sshd" | "sshd-session" | "sshd-auth" | "sshd(pam_unix)" => {
            return sshd_message::read(text).map(|said| ("sshd", said));
        }
        "exim" | "exim4" => return exim::read(text).map(|said| ("exim", said)),
        "roundcube" => return webmail::roundcube(text).map(|said| ("roundcube", said)),
        "nextcloud" => {
            return webmail::nextcloud(text, envelope.peer.as_deref())
                .map(|said| ("nextcloud", said));
        }
        "apache-error" | "httpd" | "apache2" => {
            return web_error::apache(text).map(|said| ("apache", said));
        }
        "nginx-error" => return web_error::nginx(text).map(|said| ("nginx", said)),
        _ => {}
    }
    if let Some(said) = pam::failure(text) {
        return Some((service_of(name), said));
    }
    if matches!(name, "su" | "sudo" | "login") {
        return pam::change_of_user(name, text).map(|said| (service_of(name), said));
    }
    // `imap-login: Info: …`: the tag is a process of Dovecot.
    // Its workers (`auth(ada,192.0.2.7): …`) wrap name and address into the tag.
    dovecot::read(text)
        .or_else(|| envelope.tagged(line).and_then(dovecot::read))
        .map(|said| ("dovecot", said))
        .or_else(
            || if name.is_empty() { exim::read(text).map(|said| ("exim", said)) } else { None },
        )
        .or_else(|| pam::unknown(text).map(|said| (service_of(name), said)))
        .or_else(|| sentence::read(text).map(|said| ("application", said)))
}

fn service_of(program: &str) -> &'static str {
    const NAMES: [&str; 12] = [
        "dovecot",
        "dovecot-auth",
        "vsftpd",
        "proftpd",
        "pure-ftpd",
        "su",
        "sudo",
        "login",
        "cron",
        "saslauthd",
        "gdm",
        "cockpit",
    ];
    let name = program.split('(').next().unwrap_or_default();
    NAMES.into_iter().find(|known| *known == name).unwrap_or("pam")
}

/// What a line holds beside words: the message is the client's wherever it is not plain words.
fn spans(line: &str) -> Option<Vec<Span>> {
    let envelope = envelope::read(line)?;
    let (_, said) = said(&envelope, line)?;
    let Cow::Borrowed(message) = envelope.message else {
        // A value of JSON: its escapes move every position.
        return Some(Span::over(line.as_bytes()));
    };
    let start = crate::text::place(line, message);
    let place = |part: Option<&str>, matter| {
        let part = part.filter(|part| !part.is_empty())?;
        let at = crate::text::place(line, part);
        (at >= start && at + part.len() <= line.len())
            .then(|| Span { range: at..at + part.len(), matter })
    };
    let mut spans: Vec<Span> =
        [place(said.source, Matter::Address), place(said.user, Matter::Login)]
            .into_iter()
            .flatten()
            .collect();
    let mut at = start;
    for word in message.split(' ') {
        let bare = word.trim_end_matches([',', ':', ';', '.']);
        if !bare.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-') {
            spans.push(Span { range: at..at + word.len(), matter: Matter::Text });
        }
        at += word.len() + 1;
    }
    Some(apart(spans))
}

/// Sorted and disjoint: where two meet, an address or a name stays whole and a text is cut.
fn apart(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by_key(|span| (span.matter == Matter::Text, span.range.start));
    let mut kept: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        let mut from = span.range.start;
        let mut inside: Vec<_> = kept
            .iter()
            .filter(|other| other.range.start < span.range.end && other.range.end > from)
            .map(|other| other.range.clone())
            .collect();
        inside.sort_by_key(|range| range.start);
        for range in inside {
            if from < range.start {
                kept.push(Span { range: from..range.start, matter: span.matter });
            }
            from = from.max(range.end);
        }
        if from < span.range.end {
            kept.push(Span { range: from..span.range.end, matter: span.matter });
        }
    }
    kept.sort_by_key(|span| span.range.start);
    kept
}

/// Turns lines into login records.
struct Logins {
    stamps: Stamps,
}

impl ReadLine for Logins {
    fn line(&mut self, raw: Raw<'_>, end: End, sink: &mut dyn RecordSink) {
        let text = lossy(raw.bytes);
        if crate::lines::are_joined(raw.bytes, |line| envelope::read(&lossy(line)).is_some()) {
            return sink.reject(raw, Reason::Format, crate::lines::JOINED);
        }
        let Some(envelope) = envelope::read(&text) else {
            let is_aside = crate::sshd::frame::is_separator(&text)
                || envelope::is_entry_without_text(&text)
                || exim::is_header(&text);
            if is_aside {
                return sink.skipped(raw);
            }
            let reason = if end == End::Stream { Reason::Truncated } else { Reason::Format };
            return sink.reject(raw, reason, "no stamp of a service log");
        };
        let Some((service, said)) = said(&envelope, &text) else { return sink.skipped(raw) };
        let login = Login {
            claimed: Some(envelope.when.claimed(&mut self.stamps)),
            service,
            machine: envelope.machine.as_deref(),
            outcome: said.outcome,
            method: said.method,
            source_address: said.source,
            user: said.user.filter(|user| !user.is_empty()),
            user_known: said.user_known,
            session: envelope.pid.as_deref(),
        };
        sink.record(raw, Record::Login(&login));
    }
}

#[cfg(test)]
fn shown(said: Option<Said<'_>>) -> String {
    said.map_or_else(
        || "-".to_owned(),
        |said| {
            let known = if said.user_known { "known" } else { "-" };
            format!(
                "{} {} {} {} {known}",
                said.outcome.word(),
                said.method.unwrap_or("-"),
                said.source.unwrap_or("-"),
                said.user.unwrap_or("-")
            )
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mixed_log_is_read_by_service() {
        let service = |line: &str| {
            let envelope = envelope::read(line).unwrap();
            let service = said(&envelope, line).map(|(service, _)| service);
            service.unwrap_or("-")
        };
        for (line, expected) in [
            (
                "Mar 10 08:15:30 mx postfix/smtpd[12]: lost connection after AUTH from x[192.0.2.7]",
                "postfix",
            ),
            (
                "Mar 10 08:15:30 mx dovecot: imap-login: Login: user=<a>, rip=192.0.2.7, lip=192.0.2.1",
                "dovecot",
            ),
            (
                "Mar 10 08:15:30 imap-login: Info: Login: user=<a>, rip=192.0.2.7, lip=192.0.2.1",
                "dovecot",
            ),
            ("2027-03-10 08:15:30 H=x [192.0.2.7] rejected", "exim"),
            (
                "Mar 10 08:15:30 mx sshd[5]: Failed password for a from 192.0.2.7 port 5 ssh2",
                "sshd",
            ),
            (
                "Mar 10 08:15:30 mx vsftpd: pam_unix(vsftpd:auth): authentication failure; logname= uid=0 euid=0 tty=f ruser=a rhost=192.0.2.7",
                "vsftpd",
            ),
            (
                "Mar 10 08:15:30 fw php-fpm[5]: /index.php: authentication error for user 'a' from: 192.0.2.7",
                "application",
            ),
            ("Mar 10 08:15:30 mx CRON[5]: (root) CMD (x)", "-"),
            (
                "2027-03-10 08:15:30,123 fail2ban.actions        [812]: NOTICE  [sshd] Ban 192.0.2.7",
                "fail2ban",
            ),
            ("Mar 10 08:15:30 mx fail2ban.actions[812]: NOTICE [sshd] Ban 192.0.2.7", "fail2ban"),
            (
                "2027-03-10 08:15:30,123 fail2ban.server         [812]: INFO    Starting Fail2ban",
                "-",
            ),
        ] {
            assert_eq!(service(line), expected, "{line}");
        }
    }

    #[test]
    fn masks_leave_plain_words_only() {
        let line = "Mar 10 08:15:30 mx postfix/smtpd[1]: NOQUEUE: reject: RCPT from h.example[192.0.2.7]: 554 <a@b.example>: Relay access denied; from=<c@d.example>";
        let spans = spans(line).unwrap();
        let mut left = String::new();
        let mut at = 0;
        for span in spans {
            assert!(span.range.start >= at);
            left.push_str(&line[at..span.range.start]);
            left.push('_');
            at = span.range.end;
        }
        left.push_str(&line[at..]);
        assert_eq!(
            left,
            "Mar 10 08:15:30 mx postfix/smtpd[1]: NOQUEUE: reject: RCPT from ___ _ _ Relay access denied; _"
        );
    }
}
