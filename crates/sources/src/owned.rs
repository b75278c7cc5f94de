//! Records with texts of their own, for readers whose texts are no slices of the input.

use vigie_model::time::Timestamp;

use crate::record::{ClaimedTime, Login, Mail, Name, Outcome, Raw, Record, RecordSink};
use crate::request_lines::Parsed;

/// One record of any kind.
#[derive(Debug)]
pub(crate) enum Owned {
    Request(Box<Parsed>),
    Login(Box<LoginRow>),
    Mail(Box<MailRow>),
    Name(Box<NameRow>),
}

impl Owned {
    /// Hands it over.
    pub(crate) fn give(&self, raw: Raw<'_>, sink: &mut dyn RecordSink) {
        match self {
            Self::Request(row) => sink.record(raw, Record::Request(&row.row())),
            Self::Login(row) => sink.record(raw, Record::Login(&row.row())),
            Self::Mail(row) => row.give(raw, sink),
            Self::Name(row) => row.give(raw, sink),
        }
    }
}

/// One login.
#[derive(Debug)]
pub(crate) struct LoginRow {
    pub(crate) claimed: ClaimedTime,
    pub(crate) service: &'static str,
    pub(crate) machine: Option<String>,
    pub(crate) outcome: Outcome,
    pub(crate) method: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) user: Option<String>,
    pub(crate) user_known: bool,
    pub(crate) session: Option<String>,
}

impl LoginRow {
    fn row(&self) -> Login<'_> {
        Login {
            claimed: Some(self.claimed),
            service: self.service,
            machine: self.machine.as_deref(),
            outcome: self.outcome,
            method: self.method.as_deref(),
            source_address: self.source.as_deref(),
            user: self.user.as_deref(),
            user_known: self.user_known,
            session: self.session.as_deref(),
        }
    }
}

/// One message, or one row about messages. Empty texts are absent.
#[derive(Clone, Debug, Default)]
pub(crate) struct MailRow {
    pub(crate) claimed: Option<ClaimedTime>,
    pub(crate) observed_at: Option<Timestamp>,
    pub(crate) kind: &'static str,
    pub(crate) outcome: String,
    pub(crate) direction: String,
    pub(crate) reporter: String,
    pub(crate) message_id: String,
    pub(crate) source: String,
    pub(crate) from: String,
    pub(crate) from_name: String,
    /// Taken from the address when empty.
    pub(crate) from_domain: String,
    pub(crate) return_path: String,
    /// Taken from the address when empty.
    pub(crate) envelope_domain: String,
    pub(crate) reply_to: String,
    pub(crate) recipients: Vec<String>,
    pub(crate) subject: String,
    pub(crate) spf: String,
    pub(crate) dkim: String,
    pub(crate) dmarc: String,
    pub(crate) count: Option<i64>,
    pub(crate) bytes: Option<i64>,
    pub(crate) links: Vec<String>,
    pub(crate) link_domains: Vec<String>,
    pub(crate) attachment_names: Vec<String>,
    pub(crate) attachment_hashes: Vec<String>,
    pub(crate) notes: Vec<&'static str>,
}

impl MailRow {
    fn give(&self, raw: Raw<'_>, sink: &mut dyn RecordSink) {
        fn given(text: &str) -> Option<&str> {
            Some(text).filter(|text| !text.is_empty())
        }
        let domain = |named: &str, address: &str| {
            if named.is_empty() { domain_of(address) } else { named.to_lowercase() }
        };
        let from_domain = domain(&self.from_domain, &self.from);
        let envelope_domain = domain(&self.envelope_domain, &self.return_path);
        let reply_domain = domain_of(&self.reply_to);
        let [recipients, links, link_domains, hashes] =
            [&self.recipients, &self.links, &self.link_domains, &self.attachment_hashes]
                .map(|list| list.join(" "));
        let names = self.attachment_names.join("\n");
        let note = self.notes.join(", ");
        let row = Mail {
            claimed: self.claimed,
            observed_at: self.observed_at,
            kind: self.kind,
            outcome: given(&self.outcome),
            direction: given(&self.direction),
            reporter: given(&self.reporter),
            message_id: given(&self.message_id),
            source_address: given(&self.source),
            from_address: given(&self.from),
            from_name: given(&self.from_name),
            from_domain: given(&from_domain),
            return_path: given(&self.return_path),
            envelope_domain: given(&envelope_domain),
            reply_to: given(&self.reply_to),
            reply_domain: given(&reply_domain),
            recipients: given(&recipients),
            subject_line: given(&self.subject),
            spf: given(&self.spf),
            dkim: given(&self.dkim),
            dmarc: given(&self.dmarc),
            count: self.count,
            bytes: self.bytes,
            links: given(&links),
            link_domains: given(&link_domains),
            attachment_names: given(&names),
            attachment_hashes: given(&hashes),
            note: given(&note),
        };
        sink.record(raw, Record::Mail(&row));
    }
}

/// The domain of a mail address, in lower case; empty when it has none.
pub(crate) fn domain_of(address: &str) -> String {
    let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
    domain.trim_end_matches(['>', '.']).to_lowercase()
}

/// One name, or the names of one certificate.
#[derive(Clone, Debug, Default)]
pub(crate) struct NameRow {
    pub(crate) claimed: Option<ClaimedTime>,
    pub(crate) observed_at: Option<Timestamp>,
    pub(crate) kind: &'static str,
    pub(crate) names: Vec<String>,
    pub(crate) issuer: Option<String>,
    pub(crate) fingerprint: Option<String>,
    pub(crate) log: Option<String>,
    pub(crate) log_index: Option<i64>,
    pub(crate) entry: Option<String>,
    pub(crate) detail: Option<String>,
}

impl NameRow {
    fn give(&self, raw: Raw<'_>, sink: &mut dyn RecordSink) {
        let names = self.names.join(" ");
        let row = Name {
            claimed: self.claimed,
            observed_at: self.observed_at,
            kind: self.kind,
            name: self.names.first().map_or("", String::as_str),
            names: (self.names.len() > 1).then_some(&names),
            issuer: self.issuer.as_deref(),
            fingerprint: self.fingerprint.as_deref(),
            log: self.log.as_deref(),
            log_index: self.log_index,
            entry: self.entry.as_deref(),
            detail: self.detail.as_deref(),
        };
        sink.record(raw, Record::Name(&row));
    }
}

/// What a hosted service says about the second factor of a login, as the end of its method.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SecondFactor {
    /// One was given and accepted.
    Used,
    /// One was used at an earlier sign-in, which this one rests on.
    UsedBefore,
    /// One was asked for; the record does not say that it was given.
    Asked,
    /// One was asked for and refused.
    Refused,
    /// The service says that one factor was enough.
    NotAsked,
    /// The record says nothing of it.
    Unknown,
}

impl SecondFactor {
    /// The method of a login: how the first factor was given, and what became of the second.
    pub(crate) fn method(self, first: Option<&str>) -> Option<String> {
        let second = match self {
            Self::Used => "second factor used",
            Self::UsedBefore => "second factor used before",
            Self::Asked => "second factor asked",
            Self::Refused => "second factor refused",
            Self::NotAsked => "no second factor",
            Self::Unknown => return first.map(str::to_owned),
        };
        Some(first.map_or_else(|| second.to_owned(), |first| format!("{first}, {second}")))
    }
}
