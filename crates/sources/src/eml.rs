//! One message in a file of its own, as mail programs save it and people report it.

use crate::encoding::Decoding;
use crate::mail;
use crate::mail::cutter::{self, Messages};
use crate::{Description, Parser, ReadOptions, Reading, Score, Source, SourceError, Span};

/// The source.
pub(crate) struct Eml;

impl Source for Eml {
    fn id(&self) -> &'static str {
        "eml"
    }

    fn version(&self) -> u32 {
        1
    }

    fn description(&self) -> Description {
        Description {
            en: "a saved message (.eml): headers, links, attachments by SHA-256, no text; own server by authserv_id=NAME",
            fr: "un message enregistré (.eml) : en-têtes, liens, pièces jointes par SHA-256, pas de texte ; serveur propre par authserv_id=NOM",
            example: "From: Ada <ada@essai.example>\nTo: leo@essai.example\nDate: Thu, 01 Apr 2027 10:00:00 +0200\nSubject: Salut\n\nhttps://essai.example/\n",
            personal: "mail addresses, names, subjects, links, addresses of servers, names of attachments",
        }
    }

    fn table(&self) -> &'static str {
        "mail_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        let (telling, is_header) = mail::telling_headers(&head[..mail::header_length(head)]);
        Score(match (telling, is_header) {
            (3.., true) => 95,
            (2, true) => 80,
            (4.., false) => 60,
            _ => 0,
        })
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        let (server, host) = (mail::server_of(options), options.host.clone());
        Ok(Box::new(Decoding::new(Box::new(move |offset| {
            Box::new(Messages::new(&Self, false, server, &host, offset))
        }))))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        cutter::spans(reading, record)
    }
}
