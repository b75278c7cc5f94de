//! Mailboxes in one file: messages with a `From ` line before each (RFC 4155).

use crate::encoding::Decoding;
use crate::mail;
use crate::mail::cutter::{self, Messages, is_from_line};
use crate::{Description, Parser, ReadOptions, Reading, Score, Source, SourceError, Span};

/// The source.
pub(crate) struct Mbox;

impl Source for Mbox {
    fn id(&self) -> &'static str {
        "mbox"
    }

    fn version(&self) -> u32 {
        1
    }

    fn description(&self) -> Description {
        Description {
            en: "mailboxes (mbox): headers, links, attachments by SHA-256, no text; own server by authserv_id=NAME",
            fr: "boîtes aux lettres (mbox) : en-têtes, liens, pièces jointes par SHA-256, pas de texte ; serveur propre par authserv_id=NOM",
            example: "From ada@essai.example Thu Apr  1 10:00:00 2027\nFrom: Ada <ada@essai.example>\nDate: Thu, 01 Apr 2027 10:00:00 +0200\nSubject: Salut\n\nhttps://essai.example/\n",
            personal: "mail addresses, names, subjects, links, addresses of servers, names of attachments",
        }
    }

    fn table(&self) -> &'static str {
        "mail_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        let Some(end) = memchr::memchr(b'\n', head) else { return Score(0) };
        if !is_from_line(&head[..end]) {
            return Score(0);
        }
        let head = &head[end + 1..];
        let (telling, _) = mail::telling_headers(&head[..mail::header_length(head)]);
        Score(if telling > 1 { 97 } else { 0 })
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        let (server, host) = (mail::server_of(options), options.host.clone());
        Ok(Box::new(Decoding::new(Box::new(move |offset| {
            Box::new(Messages::new(&Self, true, server, &host, offset))
        }))))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        cutter::spans(reading, record)
    }
}
