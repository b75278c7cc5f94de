//! Rows of mails and of names on their way to the lake.

use vigie_model::key::KeyKind;
use vigie_model::schema::{MAIL_RECORDS, NAME_RECORDS};
use vigie_model::{Key, PersonKeys};
use vigie_sources::{Mail, Name};

use super::addresses::address_key;
use super::rows::Slot::{Integer as I, Text as T};
use super::rows::{Observed, Slot, TableRows};

const MAIL_LAYOUT: &[Slot] = &[
    T(0),
    T(1),
    T(2),
    T(3),
    I(0),
    T(4),
    I(1),
    T(5),
    I(2),
    T(6),
    T(7),
    T(8),
    T(9),
    T(10),
    T(11),
    T(12),
    I(3),
    T(13),
    T(14),
    T(15),
    T(16),
    T(17),
    I(4),
    I(5),
    T(18),
    T(19),
    T(20),
    T(21),
    T(22),
];
const NAME_LAYOUT: &[Slot] = &[T(0), T(1), T(2), T(3), T(4), T(5), I(0), T(6), T(7)];

impl TableRows {
    pub(super) fn mails() -> Self {
        Self::new(MAIL_RECORDS, MAIL_LAYOUT)
    }

    pub(super) fn names() -> Self {
        Self::new(NAME_RECORDS, NAME_LAYOUT)
    }

    pub(super) fn push_mail(&mut self, observed: &Observed, row: &Mail<'_>, keys: &PersonKeys) {
        self.observed.push(observed);
        self.push_texts(&[
            Some(row.kind),
            row.outcome,
            row.direction,
            row.reporter,
            row.message_id,
            row.source_address,
            row.from_address,
            row.from_name,
            row.from_domain,
            row.return_path,
            row.envelope_domain,
            row.reply_to,
            row.reply_domain,
            row.recipients,
            row.subject_line,
            row.spf,
            row.dkim,
            row.dmarc,
            row.links,
            row.link_domains,
            row.attachment_names,
            row.attachment_hashes,
            row.note,
        ]);
        let message =
            row.message_id.map(|id| keys.key_in(KeyKind::Object, "message", id.as_bytes()));
        let source = row.source_address.map(|address| address_key(keys, address));
        let from = row.from_address.map(|address| mailbox_key(keys, address));
        let first = row.recipients.and_then(|all| all.split(' ').next());
        let recipient = first.map(|address| mailbox_key(keys, address));
        let keys = [message, source, from, recipient].map(|key| key.map(|key| key.0));
        let [message, source, from, recipient] = keys;
        self.push_integers(&[message, source, from, recipient, row.count, row.bytes]);
    }

    pub(super) fn push_name(&mut self, observed: &Observed, row: &Name<'_>) {
        self.observed.push(observed);
        self.push_texts(&[
            Some(row.kind),
            Some(row.name),
            row.names,
            row.issuer,
            row.fingerprint,
            row.log,
            row.entry,
            row.detail,
        ]);
        self.push_integers(&[row.log_index]);
    }
}

/// The pseudonym of a mail address: the one that a login under this address has, in lower case.
fn mailbox_key(keys: &PersonKeys, address: &str) -> Key {
    keys.key(KeyKind::Login, address.to_lowercase().as_bytes())
}
