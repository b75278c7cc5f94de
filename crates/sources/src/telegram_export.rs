//! What Telegram Desktop writes when it exports a chat or an account: `result.json`.
//!
//! A text is a string, or a list that mixes strings and objects. Older exports have only a local
//! time without zone. Media that were left out have a sentence where a path should be. The source
//! of a forward is a name without id: it is no proof of where a message came from. The label says that
//! it was forwarded, and the name is not kept.

use std::borrow::Cow;

use crate::ids::is_rounded;
use crate::json::tape::Value;
use crate::json_posts::{self, Around, Format, Found};
use crate::post::{EDITED, Objects, Post, Text};
use crate::{Description, Parser, ReadOptions, Reading, Score, Source, SourceError, Span, stamp};

/// The source.
pub(crate) struct TelegramExport;

const FORMAT: Format = Format {
    source: "telegram-export",
    version: 1,
    places: &[&["messages"], &["chats", "list", "messages"], &["left_chats", "list", "messages"]],
    around: &["id", "type"],
    read,
    open: &[
        "type",
        "date",
        "date_unixtime",
        "edited",
        "edited_unixtime",
        "media_type",
        "mime_type",
    ],
};

impl Source for TelegramExport {
    fn id(&self) -> &'static str {
        FORMAT.source
    }

    fn version(&self) -> u32 {
        FORMAT.version
    }

    fn description(&self) -> Description {
        Description {
            en: "Telegram Desktop exports of a chat or an account (result.json)",
            fr: "exports de Telegram Desktop, d’une discussion ou d’un compte (result.json)",
            example: r#"{"name":"Canal","type":"public_channel","id":1,"messages":[{"id":7,"type":"message","date":"2027-04-01T10:00:00","date_unixtime":"1806566400","from":"Canal","from_id":"channel1","text":["voir ",{"type":"link","text":"https://gazette.example/a"}]}]}"#,
            personal: "chats, authors, texts, links, files, forwards, and every field that is not known to be open",
        }
    }

    fn dropped(&self) -> &'static [&'static str] {
        &[
            "service messages",
            "reactions and polls",
            "the names of chats",
            "the name that a forward gives as its source",
            "the time of an edit",
            "sizes and durations of media",
            "media that the export left out",
            "the bot that a message went through",
            "contacts, sessions and personal information of an account",
        ]
    }

    fn table(&self) -> &'static str {
        "publication_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        json_posts::probe(head, FORMAT.places, 96, |object| {
            let is_kind = matches!(object.text_of("type").as_deref(), Some("message" | "service"));
            is_kind && object.get("id").is_some() && object.get("date").is_some()
        })
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(json_posts::parser(&FORMAT, options))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        json_posts::spans(&FORMAT, reading, record)
    }
}

fn read<'a>(object: Value<'a>, around: &'a Around<'a>) -> Found<'a> {
    match object.text_of("type").as_deref() {
        Some("message") => {}
        Some("service") => return Found::Dropped("service messages"),
        _ => return Found::Unfit("neither a message nor a service message"),
    }
    let Some(id) = object.text_of("id") else { return Found::Unfit("a message without id") };
    let when = object.text_of("date_unixtime").or_else(|| object.text_of("date"));
    let mut post = Post {
        claimed: Some(stamp::claimed(when.as_deref(), around.zone)),
        platform: Some("telegram".into()),
        native_id: Some(in_chat(around, &id)),
        kind: Some("message".into()),
        author_id: object.text_of("from_id"),
        author_name: object.text_of("from").or_else(|| object.text_of("author")),
        ..Post::default()
    };
    if let Some(to) = object.text_of("reply_to_message_id") {
        let peer = object.text_of("reply_to_peer_id");
        let other = peer.map(|peer| {
            let digits = peer.trim_start_matches(|letter: char| !letter.is_ascii_digit());
            Cow::Owned([digits, "_", &*to].concat())
        });
        post.reply_to = Some(other.unwrap_or_else(|| in_chat(around, &to)));
        post.kind = Some("reply".into());
    }
    // `forwarded_from` is there and null when the account was deleted.
    let forwarded = object.get("forwarded_from").is_some();
    let is_edited = object.get("edited").is_some() || object.get("edited_unixtime").is_some();
    post.label = match (forwarded, is_edited) {
        (true, true) => Some("forwarded, edited".into()),
        (true, false) => Some("forwarded".into()),
        (false, true) => Some(EDITED.into()),
        (false, false) => None,
    };
    let (mut links, mut tags) = (Objects::default(), Objects::default());
    post.text = text_of(object, &mut links, &mut tags);
    (post.links, post.hashtags) = (links.text(), tags.text());
    post.images = media(object);
    Found::post(post)
}

/// A message's number is its own inside its chat only.
fn in_chat<'a>(around: &Around<'a>, id: &str) -> Cow<'a, str> {
    match around.text("id") {
        // A number that lost its digits stays alone, so that it is noticed.
        Some(chat) if !is_rounded(id) => Cow::Owned([chat, "_", id].concat()),
        _ => Cow::Owned(id.to_owned()),
    }
}

/// The text whole, and what its entities name.
fn text_of<'a>(object: Value<'a>, links: &mut Objects, tags: &mut Objects) -> Text<'a> {
    let text = object.get("text")?;
    // Newer exports repeat the parts under `text_entities`, plain ones too.
    let parts = if text.is_list() { text } else { object.get("text_entities").unwrap_or(text) };
    for part in parts.items() {
        match part.text_of("type").as_deref() {
            Some("link") => links.add(part.text_of("text")),
            Some("text_link") => links.add(part.text_of("href")),
            Some("hashtag") => tags.add(part.text_of("text")),
            _ => {}
        }
    }
    if text.is_text() {
        return text.text();
    }
    let mut whole = String::new();
    for part in text.items() {
        whole.push_str(&part.text().or_else(|| part.text_of("text")).unwrap_or_default());
    }
    Some(whole.into())
}

/// Paths of media that were exported; `(File not included. …)` is none.
fn media(object: Value<'_>) -> Text<'_> {
    let path = object.text_of("photo").or_else(|| object.text_of("file"))?;
    (!path.starts_with('(')).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_of_a_plain_list_is_told_from_a_telegram_one() {
        assert_eq!(
            TelegramExport.probe(br#"{"messages":[{"id":1,"date":"2027-04-01","text":"x"}]}"#),
            Score(0)
        );
        assert_eq!(TelegramExport.probe(FORMAT.source.as_bytes()), Score(0));
    }
}
