//! What Telegram Desktop writes when it exports a chat as HTML: `messages.html`, `messages2.html`.
//!
//! The pages say less than `result.json`: no number of the chat, no numbers of authors, no edits. So a
//! message is named by the name of its chat and its own number, and its author by name; the same chat
//! exported as JSON has other names for both. A message that follows another of the same author has
//! no name of its own: it is that of the one before. The source of a forward is a name, which is no
//! proof of where a message came from: the label says that it was forwarded, and the name is not kept.

mod cut;
mod message;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use crate::encoding::{self, Decoding};
use crate::json_posts::tell_dropped;
use crate::record::{Raw, Reason, RecordSink};
use crate::text::lossy;
use crate::{
    Description, Matter, Parser, ReadOptions, Reading, Score, Source, SourceError, Span, html_text,
};
use cut::{Cutter, Piece};
use message::Found;

/// The source.
pub(crate) struct TelegramHtml;

const VERSION: u32 = 1;

impl Source for TelegramHtml {
    fn id(&self) -> &'static str {
        "telegram-html"
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn description(&self) -> Description {
        Description {
            en: "Telegram Desktop exports of a chat as HTML (messages.html); the JSON export says more",
            fr: "exports de Telegram Desktop d’une discussion en HTML (messages.html) ; l’export JSON en dit plus",
            example: "<div class=\"message default clearfix\" id=\"message7\"><div class=\"body\"><div class=\"pull_right date details\" title=\"01.04.2027 10:00:00 UTC+02:00\">10:00</div><div class=\"from_name\">Canal</div><div class=\"text\">Salut</div></div></div>",
            personal: "chats, authors, texts, links, files, forwards: everything but the dates",
        }
    }

    fn dropped(&self) -> &'static [&'static str] {
        &[
            message::SERVICE,
            "reactions and polls",
            "the name that a forward gives as its source",
            "the numbers of the chat and of authors: the pages do not have them",
            "sizes and durations of media",
            "media that the export left out",
            "the bot that a message went through",
        ]
    }

    fn table(&self) -> &'static str {
        "publication_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        let head = encoding::head_text(head);
        let is_page = memchr::memmem::find(&head, cut::MARK).is_some()
            && memchr::memmem::find(&head, b" date details\" title=\"").is_some();
        Score(if is_page { 97 } else { 0 })
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        let (host, zone) = (options.host.clone(), options.zone.clone());
        Ok(Box::new(Decoding::new(Box::new(move |offset| {
            let messages = Messages {
                host,
                zone,
                is_told: false,
                chat: None,
                author: None,
                dropped: BTreeMap::new(),
            };
            Box::new(Page { cutter: Cutter::new(offset), messages })
        }))))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        encoding::spans(&reading.options, record, |_, record| {
            let Ok(text) = std::str::from_utf8(record) else { return Span::over(record) };
            let Some(date) = message::date_of(text) else { return Span::over(record) };
            let start = crate::text::place(text, date);
            let ranges = [0..start, start + date.len()..text.len()];
            let ranges = ranges.into_iter().filter(|range| !range.is_empty());
            ranges.map(|range| Span { range, matter: Matter::Text }).collect()
        })
    }
}

struct Page {
    cutter: Cutter,
    messages: Messages,
}

impl Parser for Page {
    fn feed(&mut self, bytes: &[u8], sink: &mut dyn RecordSink) {
        let messages = &mut self.messages;
        self.cutter.feed(bytes, &mut |raw, piece| messages.take(raw, piece, sink));
    }

    fn finish(&mut self, sink: &mut dyn RecordSink) {
        let messages = &mut self.messages;
        self.cutter.finish(&mut |raw, piece| messages.take(raw, piece, sink));
        tell_dropped(&messages.dropped, sink);
    }
}

struct Messages {
    host: String,
    zone: TimeZone,
    is_told: bool,
    /// The name of the chat, from the opening of the page; `None` before it came by.
    chat: Option<String>,
    /// Who wrote the message before.
    author: Option<String>,
    dropped: BTreeMap<&'static str, u64>,
}

impl Messages {
    fn tell_reading(&mut self, sink: &mut dyn RecordSink) {
        if !self.is_told {
            self.is_told = true;
            sink.reading(&Reading {
                source: TelegramHtml.id().to_owned(),
                version: VERSION,
                options: String::new(),
                host: self.host.clone(),
            });
        }
    }

    fn take(&mut self, raw: Raw<'_>, piece: Piece, sink: &mut dyn RecordSink) {
        if piece == Piece::Between {
            if self.chat.is_none() {
                self.chat = Some(chat_of(&lossy(raw.bytes)));
            }
            // What of it is held is the opening alone, and none of it is a record.
            return sink.skipped(Raw { bytes: &[], ..raw });
        }
        self.chat.get_or_insert_default();
        self.tell_reading(sink);
        match piece {
            Piece::TooLong => {
                let detail = "a message longer than a record may be";
                return sink.reject(raw, Reason::TooLong, detail);
            }
            Piece::Truncated => {
                return sink.reject(raw, Reason::Truncated, "a message is open at the end");
            }
            Piece::Message | Piece::Between => {}
        }
        if memchr::memchr(0, raw.bytes).is_some() {
            return sink.reject(raw, Reason::Binary, "a NUL byte");
        }
        let text = lossy(raw.bytes);
        match message::read(&text, self.chat.as_deref().unwrap_or_default(), &self.zone) {
            Found::Message { mut post, is_joined } => {
                if is_joined {
                    post.author_name = self.author.clone().map(Into::into);
                } else {
                    self.author = post.author_name.as_deref().map(str::to_owned);
                }
                post.give(raw, sink);
            }
            Found::Service => {
                self.author = None;
                *self.dropped.entry(message::SERVICE).or_default() += 1;
                sink.skipped(raw);
            }
            Found::Day => {
                self.author = None;
                sink.skipped(raw);
            }
            Found::Unfit(detail) => sink.reject(raw, Reason::Format, detail),
        }
    }
}

/// The name of the chat, in the opening of its page.
fn chat_of(opening: &str) -> String {
    let after = opening.find("\"page_header").map_or("", |at| &opening[at..]);
    let name =
        message::element(after, "div", "text").map(|element| html_text::text(element.inside));
    name.map(|name| name.trim().to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_about_telegram_is_no_export() {
        for page in [
            "<html><body><div class=\"message\">x</div></body></html>",
            "<html><div class=\"message default\" id=\"m\"><p>x</div></html>",
            "",
        ] {
            assert_eq!(TelegramHtml.probe(page.as_bytes()), Score(0), "{page}");
        }
    }

    #[test]
    fn the_chat_is_named_by_its_header() {
        let opening = "<title>Exported Data</title><div class=\"page_header\">\n<div class=\"content\">\n<div class=\"text bold\">\nCanal &amp; amis\n</div>";
        assert_eq!(chat_of(opening), "Canal & amis");
        assert_eq!(chat_of("<div class=\"text bold\">x</div>"), "");
    }
}
