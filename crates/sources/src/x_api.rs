//! X API version 2: pages (`data`, `includes`), lines of pages, and posts one a line with their
//! author inside, as `twarc` flattens them. Lines of version 1.1 are read too.
//!
//! The text of a repost is cut: it is left out, and the original, which stands among the `includes`
//! of its page, is a record of its own. A quote shares the post that it quotes as a link; it is no
//! repost. Handles stand in `includes.users`, apart from the posts, and are read where a post holds
//! its author.

use std::borrow::Cow;

use crate::json::tape::Value;
use crate::json_posts::{self, Around, Format, Found};
use crate::post::{EDITED, Objects, Post, Text, in_utc};
use crate::zeeschuimer::x;
use crate::{Description, Parser, ReadOptions, Reading, Score, Source, SourceError, Span};

/// The source.
pub(crate) struct XApi;

const FORMAT: Format = Format {
    source: "x-api",
    version: 1,
    places: &[&["data"], &["includes", "tweets"]],
    around: &[],
    read,
    open: &[
        "created_at",
        "lang",
        "source",
        "public_metrics",
        "possibly_sensitive",
        "reply_settings",
    ],
};

impl Source for XApi {
    fn id(&self) -> &'static str {
        FORMAT.source
    }

    fn version(&self) -> u32 {
        FORMAT.version
    }

    fn description(&self) -> Description {
        Description {
            en: "X posts: pages or lines of its API, version 2, and lines of version 1.1",
            fr: "messages X : pages ou lignes de son API, version 2, et lignes de la version 1.1",
            example: r#"{"data":[{"id":"1900000000000000001","text":"Salut","author_id":"77","created_at":"2027-04-01T08:00:00.000Z"}]}"#,
            personal: "authors, texts, links, hashtags, media, and every field that is not known to be open",
        }
    }

    fn dropped(&self) -> &'static [&'static str] {
        &[
            "includes: users, media, places and polls",
            "counts",
            "mentions",
            "context annotations",
            "the cut text of reposts",
            "conversation ids",
        ]
    }

    fn table(&self) -> &'static str {
        "publication_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        json_posts::probe(head, FORMAT.places, 93, |object| {
            is_post(object) || is_of_version_1(object)
        })
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(json_posts::parser(&FORMAT, options))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        json_posts::spans(&FORMAT, reading, record)
    }
}

fn is_post(object: Value<'_>) -> bool {
    let has = |key| object.get(key).is_some();
    let of_the_api = [
        "author_id",
        "edit_history_tweet_ids",
        "conversation_id",
        "public_metrics",
        "referenced_tweets",
    ];
    has("id") && has("text") && of_the_api.into_iter().any(has)
}

/// A post as version 1.1 of the API gave it; archives of it are still about.
fn is_of_version_1(object: Value<'_>) -> bool {
    object.get("id_str").is_some() && object.at(["user", "screen_name"]).is_some()
}

fn read<'a>(object: Value<'a>, _: &Around<'a>) -> Found<'a> {
    if is_of_version_1(object) {
        let post = x::post(object);
        return post.map_or(Found::Unfit("a post without id"), Found::post);
    }
    if !is_post(object) {
        return Found::Unfit("no post: id, text and a field of the API are expected");
    }
    let author = object.get("author");
    let mut post = Post {
        claimed: Some(in_utc(object.text_of("created_at").as_deref())),
        platform: Some("x".into()),
        native_id: object.text_of("id"),
        kind: Some("post".into()),
        author_id: object.text_of("author_id"),
        author_name: author.and_then(|author| author.text_of("username")),
        text: object.text_at(["note_tweet", "text"]).or_else(|| object.text_of("text")),
        language: object.text_of("lang").filter(|language| language != "und"),
        ..Post::default()
    };
    for reference in object.get("referenced_tweets").into_iter().flat_map(Value::items) {
        let id = reference.text_of("id");
        match reference.text_of("type").as_deref() {
            Some("retweeted") => {
                post.kind = Some("repost".into());
                post.repost_of = id;
            }
            Some("replied_to") => {
                post.kind = Some("reply".into());
                post.reply_to = id;
            }
            Some("quoted") if post.reply_to.is_none() => post.kind = Some("quote".into()),
            _ => {}
        }
    }
    if post.repost_of.is_some() {
        post.text = None;
    }
    let versions = object.get("edit_history_tweet_ids").map_or(0, |list| list.items().count());
    if versions > 1 {
        post.label = Some(EDITED.into());
    }
    let entities = object.at(["note_tweet", "entities"]).or_else(|| object.get("entities"));
    if let Some(entities) = entities {
        (post.links, post.hashtags) = (links(entities), hashtags(entities));
    }
    let mut images = Objects::default();
    for key in object.at(["attachments", "media_keys"]).into_iter().flat_map(Value::items) {
        images.add(key.text());
    }
    post.images = images.text();
    Found::post(post)
}

/// Addresses as far as they are known: behind redirects, expanded, or as shortened.
fn links(entities: Value<'_>) -> Text<'_> {
    let mut links = Objects::default();
    for url in entities.get("urls").into_iter().flat_map(Value::items) {
        let known = ["unwound_url", "expanded_url", "url"].iter().find_map(|key| url.text_of(key));
        // A post's own pictures are no links.
        let is_media = |link: &Cow<'_, str>| {
            url.get("media_key").is_some() || link.contains("/photo/") || link.contains("/video/")
        };
        links.add(known.filter(|link| !is_media(link)));
    }
    links.text()
}

fn hashtags(entities: Value<'_>) -> Text<'_> {
    let mut tags = Objects::default();
    for tag in entities.get("hashtags").into_iter().flat_map(Value::items) {
        tags.add(tag.text_of("tag"));
    }
    tags.text()
}
