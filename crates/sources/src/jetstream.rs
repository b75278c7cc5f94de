//! Bluesky: what Jetstream sends, and posts as the AT protocol's own calls give them.
//!
//! `createdAt` is the client's claim, `time_us` and `indexedAt` are when the relay or the app view
//! saw it: both are kept. A deletion has no record; it comes out as a publication of the kind
//! `deletion`, so that the state observed last says that it is gone.

use crate::json::tape::Value;
use crate::json_posts::{self, Around, Format, Found};
use crate::post::{DELETION, EDITED, Objects, Post, Text, in_utc};
use crate::{Description, Parser, ReadOptions, Reading, Score, Source, SourceError, Span, stamp};

/// The source.
pub(crate) struct Jetstream;

const FORMAT: Format = Format {
    source: "jetstream",
    version: 1,
    places: &[&["posts"], &["feed"]],
    around: &[],
    read,
    open: &[
        "time_us",
        "kind",
        "commit.operation",
        "commit.collection",
        "commit.record.createdAt",
        "commit.record.$type",
        "commit.record.langs",
        "record.createdAt",
        "indexedAt",
    ],
};

const POST: &str = "app.bsky.feed.post";
const REPOST: &str = "app.bsky.feed.repost";

impl Source for Jetstream {
    fn id(&self) -> &'static str {
        FORMAT.source
    }

    fn version(&self) -> u32 {
        FORMAT.version
    }

    fn description(&self) -> Description {
        Description {
            en: "Bluesky: events of Jetstream, and posts as the AT protocol gives them",
            fr: "Bluesky : événements de Jetstream et publications telles que le protocole AT les donne",
            example: r#"{"did":"did:plc:abc","time_us":1806566400000000,"kind":"commit","commit":{"operation":"create","collection":"app.bsky.feed.post","rkey":"3k","record":{"text":"Salut","createdAt":"2027-04-01T08:00:00Z"}}}"#,
            personal: "account ids and handles, texts, links, hashtags, images, and every field that is not known to be open",
        }
    }

    fn dropped(&self) -> &'static [&'static str] {
        &[
            "identity and account events",
            "likes, follows, blocks and lists",
            "counts of likes and replies",
            "mentions",
            "alternative texts of images",
            "thread roots",
        ]
    }

    fn table(&self) -> &'static str {
        "publication_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        json_posts::probe(head, FORMAT.places, 97, |object| {
            let is_event = object.get("did").is_some() && object.get("time_us").is_some();
            is_event || view(object).is_some()
        })
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(json_posts::parser(&FORMAT, options))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        json_posts::spans(&FORMAT, reading, record)
    }
}

fn read<'a>(object: Value<'a>, around: &Around<'a>) -> Found<'a> {
    if let Some(post) = view(object) {
        return of_view(object, post);
    }
    let (Some(did), Some(seen)) = (object.text_of("did"), object.text_of("time_us")) else {
        return Found::Unfit("no did and time_us, and no post of the AT protocol");
    };
    let Some(commit) = object.get("commit") else {
        return Found::Dropped("identity and account events");
    };
    let collection = commit.text_of("collection").unwrap_or_default();
    let operation = commit.text_of("operation").unwrap_or_default();
    let Some(rkey) = commit.text_of("rkey") else { return Found::Unfit("a commit without rkey") };
    let kind = match &*collection {
        POST => "post",
        REPOST => "repost",
        _ => return Found::Dropped("likes, follows, blocks and lists"),
    };
    let mut post = Post {
        observed_at: stamp::observed(Some(&seen), around.zone),
        platform: Some("bluesky".into()),
        native_id: Some(["at://", &*did, "/", &*collection, "/", &*rkey].concat().into()),
        author_id: Some(did),
        kind: Some(kind.into()),
        ..Post::default()
    };
    match (&*operation, commit.get("record").filter(|record| record.is_object())) {
        ("delete", _) => {
            post.kind = Some(DELETION.into());
            post.label = Some("deleted".into());
        }
        ("create" | "update", Some(record)) => {
            take_record(&mut post, record);
            if operation == "update" {
                post.label = Some(EDITED.into());
            }
        }
        _ => return Found::Unfit("a commit that neither creates, updates nor deletes"),
    }
    Found::post(post)
}

/// The post inside a view of the app: bare, or an element of a feed.
fn view(object: Value<'_>) -> Option<Value<'_>> {
    let post = object.get("post").unwrap_or(object);
    let uri = post.get("uri")?.raw();
    (uri.starts_with("\"at://") && post.get("record")?.is_object()).then_some(post)
}

fn of_view<'a>(object: Value<'a>, view: Value<'a>) -> Found<'a> {
    // A reposted post stands in a feed with the reason; the repost has no id of its own there.
    let reposter = object.get("reason").filter(|reason| reason.get("by").is_some());
    if let Some(reason) = reposter {
        return Found::post(Post {
            claimed: Some(in_utc(reason.text_of("indexedAt").as_deref())),
            platform: Some("bluesky".into()),
            native_id: reason.text_of("uri"),
            kind: Some("repost".into()),
            author_id: reason.text_at(["by", "did"]),
            author_name: reason.text_at(["by", "handle"]),
            repost_of: view.text_of("uri"),
            ..Post::default()
        });
    }
    let Some(record) = view.get("record") else { return Found::Unfit("a view without record") };
    let mut post = Post {
        observed_at: in_utc(view.text_of("indexedAt").as_deref()).at.filter(|at| at.is_plausible()),
        platform: Some("bluesky".into()),
        native_id: view.text_of("uri"),
        kind: Some("post".into()),
        author_id: view.text_at(["author", "did"]),
        author_name: view.text_at(["author", "handle"]),
        ..Post::default()
    };
    take_record(&mut post, record);
    Found::post(post)
}

/// What the author wrote.
fn take_record<'a>(post: &mut Post<'a>, record: Value<'a>) {
    post.claimed = Some(in_utc(record.text_of("createdAt").as_deref()));
    post.text = record.text_of("text");
    post.language = record.get("langs").and_then(|langs| langs.items().next()?.text());
    if let Some(subject) = record.get("subject") {
        post.repost_of = subject.text_of("uri");
    }
    if let Some(reply) = record.get("reply") {
        post.reply_to = reply.text_at(["parent", "uri"]);
        post.kind = Some("reply".into());
    }
    let (mut links, mut tags) = (Objects::default(), Objects::default());
    let features = record.get("facets").into_iter().flat_map(Value::items);
    for feature in features.filter_map(|facet| facet.get("features")).flat_map(Value::items) {
        links.add(feature.text_of("uri"));
        tags.add(feature.text_of("tag"));
    }
    for tag in record.get("tags").into_iter().flat_map(Value::items) {
        tags.add(tag.text());
    }
    if let Some(embed) = record.get("embed") {
        links.add(embed.text_at(["external", "uri"]));
        let media = embed.get("media").unwrap_or(embed);
        if let Some(uri) = quoted(embed) {
            // A quote answers or mocks as often as it spreads: it shares the post as a link does,
            // and is no repost.
            links.push(&uri);
            post.kind = Some("quote".into());
        }
        post.images = images(media);
    }
    post.links = links.text();
    post.hashtags = tags.text();
}

/// The post that an embed quotes; with media beside it the reference stands one level down.
fn quoted(embed: Value<'_>) -> Text<'_> {
    let record = embed.get("record")?;
    let uri = record.text_of("uri").or_else(|| record.text_at(["record", "uri"]))?;
    uri.contains(POST).then_some(uri)
}

fn images(media: Value<'_>) -> Text<'_> {
    let mut images = Objects::default();
    for image in media.get("images").into_iter().flat_map(Value::items) {
        let blob = image.get("image");
        images.add(blob.and_then(|blob| blob.text_at(["ref", "$link"])));
    }
    images.add(media.text_at(["video", "ref", "$link"]));
    images.text()
}
