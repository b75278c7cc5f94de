//! Telegram messages as Telethon and 4CAT dump them: one object a message, by the raw API's names.
//!
//! A forward carries the id and the time of the original, which Telegram Desktop leaves out. Peers
//! are objects (`{"_": "PeerChannel", "channel_id": 5}`) or bare numbers. A forward is a repost of
//! the original when the channel and the number of the post are given.

use std::borrow::Cow;

use crate::ids::is_rounded;
use crate::json::tape::Value;
use crate::json_posts::{self, Around, Format, Found};
use crate::post::{EDITED, Objects, Post, Text, in_utc};
use crate::{Description, Parser, ReadOptions, Reading, Score, Source, SourceError, Span};

/// The source.
pub(crate) struct Telethon;

const FORMAT: Format = Format {
    source: "telethon",
    version: 1,
    places: &[&["messages"]],
    around: &[],
    read,
    open: &["_", "date", "edit_date", "views", "forwards", "post", "silent"],
};

impl Source for Telethon {
    fn id(&self) -> &'static str {
        FORMAT.source
    }

    fn version(&self) -> u32 {
        FORMAT.version
    }

    fn description(&self) -> Description {
        Description {
            en: "Telegram messages as Telethon or 4CAT dump them, with the ids of forwards",
            fr: "messages Telegram tels que Telethon ou 4CAT les enregistrent, avec l’origine des transferts",
            example: r#"{"_":"Message","id":7,"peer_id":{"_":"PeerChannel","channel_id":5},"date":1806566400,"message":"Salut","fwd_from":{"from_id":{"channel_id":9},"channel_post":3,"date":1806560000}}"#,
            personal: "chats, authors, texts, links, forwards, media, and every field that is not known to be open",
        }
    }

    fn dropped(&self) -> &'static [&'static str] {
        &[
            "service messages",
            "views, forwards and reactions",
            "the time of the original of a forward",
            "the names of hidden originals",
            "polls, places and contacts",
            "reply markup",
        ]
    }

    fn table(&self) -> &'static str {
        "publication_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        json_posts::probe(head, FORMAT.places, 94, |object| {
            let has_peer = ["peer_id", "to_id", "_chat", "_sender"]
                .iter()
                .any(|key| object.get(key).is_some());
            has_peer && object.get("id").is_some() && object.get("date").is_some()
        })
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(json_posts::parser(&FORMAT, options))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        json_posts::spans(&FORMAT, reading, record)
    }
}

/// The number of a peer, whichever way it is written, and what kind it is; `bare` is the kind of one
/// that does not say.
fn peer<'a>(value: Value<'a>, bare: &'static str) -> Option<(&'static str, Cow<'a, str>)> {
    for (key, word) in [("channel_id", "channel"), ("user_id", "user"), ("chat_id", "chat")] {
        if let Some(id) = value.text_of(key) {
            return Some((word, id));
        }
    }
    let word = match value.text_of("_").as_deref() {
        Some("User") => "user",
        Some("Channel") => "channel",
        Some("Chat") => "chat",
        _ => bare,
    };
    let id = value.text().or_else(|| value.text_of("id"))?;
    // A "marked" id: channels are -100… in it.
    match id.strip_prefix("-100") {
        Some(channel) if channel.len() >= 9 => Some(("channel", Cow::Owned(channel.to_owned()))),
        _ => Some((word, id)),
    }
}

/// A message's number is its own inside its chat only. A number that lost its digits stays alone, so
/// that it is noticed.
fn numbered<'a>((_, peer): (&str, Cow<'a, str>), id: &str) -> Cow<'a, str> {
    Cow::Owned(if is_rounded(id) { id.to_owned() } else { [&*peer, "_", id].concat() })
}

fn read<'a>(object: Value<'a>, _: &Around<'a>) -> Found<'a> {
    if object.get("_").is_some_and(|kind| kind.raw() == "\"MessageService\"")
        || object.get("action").is_some_and(Value::is_object)
    {
        return Found::Dropped("service messages");
    }
    let Some(id) = object.text_of("id") else { return Found::Unfit("a message without id") };
    let chat = ["peer_id", "to_id", "_chat", "chat_id"]
        .iter()
        .find_map(|key| peer(object.get(key)?, "channel"));
    let Some(chat) = chat else { return Found::Unfit("a message without its chat") };
    let sender =
        ["from_id", "_sender", "sender_id"].iter().find_map(|key| peer(object.get(key)?, "user"));
    // A post of a channel has no sender but the channel.
    let sender = sender.filter(|(_, id)| *id != chat.1);
    let (word, author) = sender.unwrap_or_else(|| chat.clone());
    let mut post = Post {
        claimed: Some(in_utc(object.text_of("date").as_deref())),
        platform: Some("telegram".into()),
        kind: Some("message".into()),
        author_id: Some(Cow::Owned([word, &*author].concat())),
        author_name: object.text_of("post_author").or_else(|| name(object)),
        text: object.text_of("message").or_else(|| object.text_of("text")),
        ..Post::default()
    };
    if let Some(reply) = object.get("reply_to").filter(|reply| reply.is_object()) {
        let other = reply
            .get("reply_to_peer_id")
            .and_then(|id| peer(id, "channel"))
            .unwrap_or_else(|| chat.clone());
        post.reply_to = reply.text_of("reply_to_msg_id").map(|id| numbered(other, &id));
    } else {
        post.reply_to = object.text_of("reply_to_msg_id").map(|id| numbered(chat.clone(), &id));
    }
    if post.reply_to.is_some() {
        post.kind = Some("reply".into());
    }
    if let Some(forward) = object.get("fwd_from").filter(|forward| forward.is_object()) {
        let original = forward
            .get("from_id")
            .filter(|id| id.raw() != "null")
            .and_then(|id| peer(id, "channel"));
        let number = forward.text_of("channel_post");
        post.repost_of = original.zip(number).map(|(peer, number)| numbered(peer, &number));
        post.kind = Some(if post.repost_of.is_some() { "repost".into() } else { "message".into() });
        post.label = Some("forwarded".into());
    } else if object.text_of("edit_date").is_some() && !object.is_true("edit_hide") {
        post.label = Some(EDITED.into());
    }
    post.native_id = Some(numbered(chat, &id));
    let mut links = Objects::default();
    for entity in object.get("entities").into_iter().flat_map(Value::items) {
        links.add(entity.text_of("url"));
    }
    links.add(object.text_at(["media", "webpage", "url"]));
    // A list of links stands for all of them: those of the text belong to it.
    if let Some(text) = post.text.as_deref().filter(|_| !links.is_empty()) {
        vigie_kernels::text::links_in(text).for_each(|link| links.push(link));
    }
    post.links = links.text();
    post.images = image(object);
    Found::post(post)
}

fn name(object: Value<'_>) -> Text<'_> {
    let sender = object.get("_sender").or_else(|| object.get("_chat"))?;
    sender.text_of("username").or_else(|| sender.text_of("title"))
}

fn image(object: Value<'_>) -> Text<'_> {
    let media = object.get("media")?;
    media.text_at(["photo", "id"]).or_else(|| media.text_at(["document", "id"]))
}
