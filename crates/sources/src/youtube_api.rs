//! YouTube's data API: comment threads, comments and videos, in pages, lists or lines.

use crate::json::tape::Value;
use crate::json_posts::{self, Around, Format, Found};
use crate::post::{EDITED, Objects, Post, Text, in_utc};
use crate::{Description, Parser, ReadOptions, Reading, Score, Source, SourceError, Span};

/// The source.
pub(crate) struct YoutubeApi;

/// A thread is one record, and its first comment the publication in it.
const REPLIES: &str = "replies inside a thread: ask for them as comments";

const FORMAT: Format = Format {
    source: "youtube-api",
    version: 2,
    places: &[&["items"]],
    around: &[],
    read,
    open: &["kind", "snippet.publishedAt", "snippet.topLevelComment.snippet.publishedAt"],
};

impl Source for YoutubeApi {
    fn id(&self) -> &'static str {
        FORMAT.source
    }

    fn version(&self) -> u32 {
        FORMAT.version
    }

    fn description(&self) -> Description {
        Description {
            en: "YouTube data API: pages, lists or lines of comments and videos",
            fr: "API de YouTube : pages, listes ou lignes de commentaires et de vidéos",
            example: r#"{"items":[{"kind":"youtube#comment","id":"Ugx7","snippet":{"textOriginal":"Salut","authorDisplayName":"@ada","authorChannelId":{"value":"UC5"},"videoId":"v9","publishedAt":"2027-04-01T08:00:00Z"}}]}"#,
            personal: "channels, texts, videos, and every field that is not known to be open",
        }
    }

    fn dropped(&self) -> &'static [&'static str] {
        &[
            REPLIES,
            "counts and ratings",
            "pictures of channels",
            "items that are neither comment nor video",
        ]
    }

    fn table(&self) -> &'static str {
        "publication_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        json_posts::probe(head, FORMAT.places, 97, |object| {
            object.text_of("kind").is_some_and(|kind| kind.starts_with("youtube#"))
                && object.get("snippet").is_some_and(Value::is_object)
        })
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(json_posts::parser(&FORMAT, options))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        json_posts::spans(&FORMAT, reading, record)
    }
}

fn read<'a>(object: Value<'a>, _: &Around<'a>) -> Found<'a> {
    let kind = object.text_of("kind").unwrap_or_default();
    let comment = match &*kind {
        "youtube#commentThread" => object.at(["snippet", "topLevelComment"]),
        "youtube#comment" => Some(object),
        "youtube#video" | "youtube#searchResult" | "youtube#playlistItem" => return video(object),
        _ if kind.starts_with("youtube#") => {
            return Found::Dropped("items that are neither comment nor video");
        }
        _ => return Found::Unfit("no kind of YouTube"),
    };
    let Some((comment, snippet)) =
        comment.and_then(|comment| Some((comment, comment.get("snippet")?)))
    else {
        return Found::Unfit("a comment without snippet");
    };
    let claimed = in_utc(snippet.text_of("publishedAt").as_deref());
    let updated = in_utc(snippet.text_of("updatedAt").as_deref()).at;
    let is_edited = updated.is_some() && updated != claimed.at;
    let replies = object.at(["replies", "comments"]).map_or(0, |list| list.items().count() as u64);
    let post = Post {
        claimed: Some(claimed),
        platform: Some("youtube".into()),
        native_id: comment.text_of("id"),
        kind: Some("comment".into()),
        author_id: snippet.text_at(["authorChannelId", "value"]),
        author_name: snippet.text_of("authorDisplayName"),
        text: snippet.text_of("textOriginal").or_else(|| snippet.text_of("textDisplay")),
        reply_to: snippet.text_of("parentId").or_else(|| snippet.text_of("videoId")),
        label: is_edited.then_some(EDITED.into()),
        ..Post::default()
    };
    if replies > 0 { Found::With(Box::new(post), REPLIES, replies) } else { Found::post(post) }
}

fn video<'a>(object: Value<'a>) -> Found<'a> {
    let Some(snippet) = object.get("snippet") else {
        return Found::Unfit("a video without snippet");
    };
    let id: Text<'a> = object.text_at(["id", "videoId"]);
    let id =
        id.or_else(|| snippet.text_at(["resourceId", "videoId"])).or_else(|| object.text_of("id"));
    let mut tags = Objects::default();
    for tag in snippet.get("tags").into_iter().flat_map(Value::items) {
        tags.add(tag.text());
    }
    Found::post(Post {
        claimed: Some(in_utc(snippet.text_of("publishedAt").as_deref())),
        platform: Some("youtube".into()),
        url: id.as_deref().map(|id| ["https://www.youtube.com/watch?v=", id].concat().into()),
        native_id: id,
        kind: Some("video".into()),
        author_id: snippet.text_of("channelId"),
        author_name: snippet.text_of("channelTitle"),
        title: snippet.text_of("title"),
        text: snippet.text_of("description"),
        language: snippet
            .text_of("defaultAudioLanguage")
            .or_else(|| snippet.text_of("defaultLanguage")),
        hashtags: tags.text(),
        ..Post::default()
    })
}
