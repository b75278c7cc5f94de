//! Mastodon and its kin: statuses as the API gives them, in lists, lines or search results.
//!
//! `id` is local to the server that was asked, `uri` is the same everywhere: the latter names the
//! publication. A boost wraps the original; the original stands in the same record and is not read
//! as a second publication.

use std::borrow::Cow;

use crate::html_text;
use crate::json::tape::Value;
use crate::json_posts::{self, Around, Format, Found};
use crate::post::{EDITED, Objects, Post, Text, in_utc};
use crate::{Description, Parser, ReadOptions, Reading, Score, Source, SourceError, Span};

/// The source.
pub(crate) struct Mastodon;

const FORMAT: Format = Format {
    source: "mastodon",
    version: 1,
    places: &[&["statuses"]],
    around: &[],
    read,
    open: &["created_at", "edited_at", "visibility", "language", "sensitive"],
};

impl Source for Mastodon {
    fn id(&self) -> &'static str {
        FORMAT.source
    }

    fn version(&self) -> u32 {
        FORMAT.version
    }

    fn description(&self) -> Description {
        Description {
            en: "Mastodon statuses: lists, lines or search results of the API",
            fr: "messages Mastodon : listes, lignes ou résultats de recherche de l’API",
            example: r#"{"id":"7","uri":"https://social.example/users/ada/statuses/7","created_at":"2027-04-01T08:00:00.000Z","content":"<p>Salut</p>","account":{"id":"4","acct":"ada"}}"#,
            personal: "accounts, texts, addresses, links, hashtags, images, and every field that is not known to be open",
        }
    }

    fn dropped(&self) -> &'static [&'static str] {
        &[
            "counts",
            "account profiles",
            "mentions",
            "polls",
            "the text of a boosted status",
            "content warnings beside a text",
        ]
    }

    fn table(&self) -> &'static str {
        "publication_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        json_posts::probe(head, FORMAT.places, 95, is_status)
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(json_posts::parser(&FORMAT, options))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        json_posts::spans(&FORMAT, reading, record)
    }
}

fn is_status(object: Value<'_>) -> bool {
    ["id", "uri", "created_at", "content"].iter().all(|key| object.get(key).is_some())
        && object.at(["account", "acct"]).is_some()
}

/// The name of an account with its server: a bare one is of the server that the address names.
fn global_name(account: Value<'_>) -> Text<'_> {
    let name = account.text_of("acct")?;
    if name.contains('@') {
        return Some(name);
    }
    let url = account.text_of("url").unwrap_or_default();
    let host = url.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default();
    Some(if host.is_empty() { name } else { Cow::Owned([&*name, "@", host].concat()) })
}

fn read<'a>(object: Value<'a>, _: &Around<'a>) -> Found<'a> {
    if !is_status(object) {
        return Found::Unfit("no status: id, uri, created_at, content and account are expected");
    }
    let account = object.get("account");
    let boosted = object.get("reblog").filter(|boosted| boosted.is_object());
    let mut post = Post {
        claimed: Some(in_utc(object.text_of("created_at").as_deref())),
        platform: Some("mastodon".into()),
        native_id: object.text_of("uri"),
        kind: Some("post".into()),
        author_id: account.and_then(global_name),
        author_name: account.and_then(|account| account.text_of("display_name")),
        url: object.text_of("url"),
        language: object.text_of("language"),
        ..Post::default()
    };
    if let Some(boosted) = boosted {
        post.kind = Some("repost".into());
        post.repost_of = boosted.text_of("uri");
        return Found::post(post);
    }
    let body = object.text_of("content").unwrap_or_default();
    let page = html_text::page(&body, usize::MAX);
    post.text = Some(page.text.into());
    // A local id: only the server that was asked knows it.
    if let Some(id) = object.text_of("in_reply_to_id") {
        post.kind = Some("reply".into());
        post.reply_to = Some(id);
    }
    post.title = object.text_of("spoiler_text");
    post.label = object.text_of("edited_at").map(|_| EDITED.into());
    let mut links = Objects::default();
    links.add(object.text_at(["card", "url"]));
    // Links to hashtags and mentions stand in the body too, as addresses of the server.
    let own =
        |link: &String| link.contains("/tags/") || link.contains("/@") || link.contains("/users/");
    let card = object.text_at(["card", "url"]).unwrap_or_default();
    page.links
        .iter()
        .filter(|link| !own(link) && **link != *card)
        .for_each(|link| links.push(link));
    let (mut tags, mut images) = (Objects::default(), Objects::default());
    for tag in object.get("tags").into_iter().flat_map(Value::items) {
        tags.add(tag.text_of("name"));
    }
    for media in object.get("media_attachments").into_iter().flat_map(Value::items) {
        images.add(media.text_of("url"));
    }
    (post.links, post.hashtags, post.images) = (links.text(), tags.text(), images.text());
    Found::post(post)
}
