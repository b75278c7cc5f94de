//! Rows about messages from the consoles of mail services: message traces of Exchange Online,
//! `EmailEvents` of Microsoft Defender, Proofpoint's message events and search results.
//!
//! These exports name their columns in a few ways each; a row is ours when it has a time, a sender,
//! a recipient and what became of the message or its id. Dropped: threat scores, policies, sizes of
//! attachments, further columns of each product. A row of Exchange's extended trace names every recipient
//! with what became of the message there. One row stays one signal: its outcome is `delivered` as soon
//! as the message reached anybody, which is what a house has to know of it, and a note says where it did
//! not reach all. Proofpoint's lists of delivered and blocked messages
//! are read alike: the list is not part of a message.

use serde_json::{Map, Value};

use crate::entra::words;
use crate::field_rows::{self, Format};
use crate::fields::{Fields, utc, value_text};
use crate::owned::{MailRow, Owned};
use crate::request_lines::{Unfit, bare_address};
use crate::stamps::Stamps;
use crate::{Description, Matter, Parser, ReadOptions, Reading, Score, Source, SourceError, Span};

/// The source.
pub(crate) struct MessageTrace;

const VERSION: u32 = 2;

impl Source for MessageTrace {
    fn id(&self) -> &'static str {
        "message-trace"
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn description(&self) -> Description {
        Description {
            en: "message traces of Exchange Online, Microsoft Defender and Proofpoint (CSV or JSON)",
            fr: "suivis de messages d’Exchange Online, de Microsoft Defender et de Proofpoint (CSV ou JSON)",
            example: "Received,SenderAddress,RecipientAddress,Subject,Status,FromIP,Size,MessageId\n2027-04-01T08:00:00Z,ada@essai.example,leo@essai.example,Salut,Delivered,192.0.2.7,5120,<m1@essai.example>",
            personal: "mail addresses, names, subjects, addresses of servers, and every field that is not read",
        }
    }

    fn table(&self) -> &'static str {
        "mail_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        field_rows::probe(&Traces, head, 95)
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(field_rows::parser(&Traces, options))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        field_rows::spans(&Traces, reading, record)
    }
}

struct Traces;

const TIMES: [&str; 6] =
    ["Received", "origin_timestamp_utc", "Timestamp", "messageTime", "Date (UTC)", "Date"];
const SENDERS: [&str; 6] = [
    "SenderFromAddress",
    "headerFrom",
    "SenderAddress",
    "sender_address",
    "sender",
    "Sender address",
];
const RECIPIENTS: [&str; 7] = [
    "RecipientEmailAddress",
    "RecipientAddress",
    "recipient_status",
    "recipient",
    "Recipient address",
    "Recipients",
    "toAddresses",
];
const OUTCOMES: [&str; 6] = [
    "Status",
    "DeliveryAction",
    "Final Action",
    "Final Disposition",
    "Delivery status",
    "event_id",
];
const IDS: [&str; 6] =
    ["MessageId", "InternetMessageId", "message_id", "messageID", "Message ID", "NetworkMessageId"];

impl Format for Traces {
    fn id(&self) -> &'static str {
        MessageTrace.id()
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn lists(&self) -> &'static [&'static str] {
        &["value", "Results", "messagesDelivered", "messagesBlocked"]
    }

    fn shown(&self) -> &'static [(&'static str, Option<Matter>)] {
        &[
            ("Received", None),
            ("origin_timestamp_utc", None),
            ("Timestamp", None),
            ("messageTime", None),
            ("Date", None),
            ("Status", None),
            ("DeliveryAction", None),
            ("DeliveryLocation", None),
            ("Final Action", None),
            ("EmailDirection", None),
            ("directionality", None),
            ("Size", None),
            ("total_bytes", None),
            ("FromIP", Some(Matter::Address)),
            ("SenderIPv4", Some(Matter::Address)),
            ("senderIP", Some(Matter::Address)),
        ]
    }

    fn read(&self, fields: &Fields<'_>, _: &Stamps) -> Result<Owned, Unfit> {
        let own = |names: &[&str]| fields.owned(names).unwrap_or_default();
        let outcome = fields.text(&OUTCOMES).map(|text| words(&text)).unwrap_or_default();
        let mut row = MailRow {
            kind: "trace",
            outcome,
            direction: words(&own(&["EmailDirection", "directionality", "Direction"])),
            message_id: own(&IDS).trim_matches(['<', '>']).to_owned(),
            from: address(&own(&SENDERS)),
            from_name: own(&["SenderDisplayName", "Sender name"]),
            from_domain: own(&["SenderFromDomain"]),
            return_path: address(&own(&["SenderMailFromAddress", "SenderAddress", "sender"])),
            envelope_domain: own(&["SenderMailFromDomain"]),
            reply_to: address(&own(&["replyToAddress", "ReplyTo"])),
            recipients: recipients(&own(&RECIPIENTS)),
            subject: own(&["Subject", "message_subject", "subject"]),
            count: Some(1),
            bytes: fields.number(&["Size", "total_bytes", "messageSize"]),
            ..MailRow::default()
        };
        let source = own(&[
            "FromIP",
            "original_client_ip",
            "SenderIPv4",
            "SenderIPv6",
            "senderIP",
            "Sender IP",
        ]);
        bare_address(&source).clone_into(&mut row.source);
        if row.source.parse::<std::net::IpAddr>().is_err() {
            row.source.clear();
        }
        if row.outcome.is_empty() {
            take_outcomes(&own(&RECIPIENTS), &mut row);
        }
        take_results(fields, &mut row);
        take_parts(fields, &mut row);
        let time = fields.text(&TIMES);
        let is_told = !row.outcome.is_empty() || !row.message_id.is_empty();
        let has_persons = row.from.contains('@') && !row.recipients.is_empty();
        let (Some(time), true, true) = (time, is_told, has_persons) else {
            return Err(Unfit::Format("no time, sender, recipient and status of a message"));
        };
        row.claimed = Some(utc(Some(&time)));
        Ok(Owned::Mail(Box::new(row)))
    }
}

/// An address, maybe with a name before it.
fn address(text: &str) -> String {
    let inside = text.rsplit_once('<').map_or(text, |(_, inside)| inside);
    inside.trim_matches(['>', '"', '[', ']', ' ']).split_whitespace().collect()
}

/// `a@b##Receive, Deliver;c@d##…` of Exchange, lists of Proofpoint, one address of the others.
fn recipients(text: &str) -> Vec<String> {
    let parts = text.split([';', ',', ' ', '\n']);
    let addresses = parts.map(|part| address(part.split("##").next().unwrap_or_default()));
    addresses.filter(|address| address.contains('@')).take(64).collect()
}

/// What became of a message at its recipients: `a@b##Receive, Deliver;c@d##Receive, Fail`. The last
/// event of each counts.
fn take_outcomes(recipients: &str, row: &mut MailRow) {
    let events = recipients.split(';').filter_map(|one| one.split_once("##"));
    let last = events.map(|(_, events)| events.rsplit([',', ' ']).next().unwrap_or_default());
    let outcomes: Vec<String> = last
        .map(|event| match words(event).as_str() {
            "deliver" | "send" => "delivered".to_owned(),
            "fail" => "failed".to_owned(),
            "defer" => "deferred".to_owned(),
            other => other.to_owned(),
        })
        .filter(|outcome| !outcome.is_empty())
        .take(64)
        .collect();
    let Some(first) = outcomes.first() else { return };
    let reached = outcomes.iter().find(|outcome| *outcome == "delivered");
    reached.unwrap_or(first).clone_into(&mut row.outcome);
    if outcomes.iter().any(|other| other != first) {
        row.notes.push(if reached.is_some() {
            "delivered to some recipients, not to all"
        } else {
            "not the same outcome for all recipients"
        });
    }
}

/// `{"SPF":"pass","DKIM":"none","DMARC":"fail"}` of Defender, whose servers are one's own.
fn take_results(fields: &Fields<'_>, row: &mut MailRow) {
    let Some(text) = fields.text(&["AuthenticationDetails"]) else { return };
    let Ok(found) = serde_json::from_str::<Map<String, Value>>(&text) else { return };
    let result =
        |name: &str| found.get(name).and_then(Value::as_str).map(words).unwrap_or_default();
    (row.spf, row.dkim, row.dmarc) = (result("SPF"), result("DKIM"), result("DMARC"));
    "defender".clone_into(&mut row.reporter);
}

/// The attachments that Proofpoint names with their digests.
fn take_parts(fields: &Fields<'_>, row: &mut MailRow) {
    let parts = fields.value("messageParts").and_then(Value::as_array);
    for part in parts.map_or(&[][..], Vec::as_slice).iter().take(64) {
        let text = |key: &str| part.get(key).and_then(value_text).unwrap_or_default().into_owned();
        let (name, digest) = (text("filename"), text("sha256"));
        let is_digest = digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
        if text("disposition") == "attached" && is_digest {
            row.attachment_names.push(name.replace(char::is_control, " "));
            row.attachment_hashes.push(digest.to_lowercase());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(status: &str) -> String {
        let mut row = MailRow { recipients: recipients(status), ..MailRow::default() };
        take_outcomes(status, &mut row);
        format!("{} | {} | {}", row.outcome, row.recipients.join(" "), row.notes.join(", "))
    }

    #[test]
    fn a_message_that_reached_anybody_was_delivered() {
        assert_eq!(
            shown("a@essai.example##Receive, Fail;b@essai.example##Receive, Deliver"),
            "delivered | a@essai.example b@essai.example | delivered to some recipients, not to all"
        );
        assert_eq!(shown("a@essai.example##Receive, Fail"), "failed | a@essai.example | ");
        assert_eq!(
            shown("a@essai.example##Receive, Fail;b@essai.example##Receive, Defer"),
            "failed | a@essai.example b@essai.example | not the same outcome for all recipients"
        );
        assert_eq!(
            shown("a@essai.example;b@essai.example"),
            " | a@essai.example b@essai.example | "
        );
    }
}
