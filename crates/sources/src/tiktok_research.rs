//! TikTok's research API: pages of videos and of comments, lists or lines of either.
//!
//! Comments have no author there. Times are seconds in UTC. `video_label` carries what the platform
//! itself says of a video, election labels among it.

use std::borrow::Cow;

use crate::json::tape::Value;
use crate::json_posts::{self, Around, Format, Found};
use crate::post::{Objects, Post, Text, in_utc};
use crate::{Description, Parser, ReadOptions, Reading, Score, Source, SourceError, Span};

/// The source.
pub(crate) struct TiktokResearch;

const FORMAT: Format = Format {
    source: "tiktok-research",
    version: 1,
    places: &[&["data", "videos"], &["data", "comments"]],
    around: &[],
    read,
    open: &[
        "create_time",
        "region_code",
        "video_duration",
        "is_stem_verified",
        "share_count",
        "view_count",
        "like_count",
        "comment_count",
    ],
};

impl Source for TiktokResearch {
    fn id(&self) -> &'static str {
        FORMAT.source
    }

    fn version(&self) -> u32 {
        FORMAT.version
    }

    fn description(&self) -> Description {
        Description {
            en: "TikTok research API: pages, lists or lines of videos and comments",
            fr: "API de recherche de TikTok : pages, listes ou lignes de vidéos et de commentaires",
            example: r#"{"data":{"videos":[{"id":7299000000000000001,"video_description":"Salut","create_time":1806566400,"username":"ada","region_code":"FR"}]}}"#,
            personal: "user names, texts, hashtags, and every field that is not known to be open",
        }
    }

    fn dropped(&self) -> &'static [&'static str] {
        &[
            "counts",
            "the region",
            "music, effects, stickers and playlists",
            "the spoken text, where there is a description",
            "mentions",
        ]
    }

    fn table(&self) -> &'static str {
        "publication_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        json_posts::probe(head, FORMAT.places, 96, |object| {
            let of_video =
                object.get("video_description").is_some() || object.get("region_code").is_some();
            let of_comment =
                object.get("video_id").is_some() && object.get("parent_comment_id").is_some();
            object.get("create_time").is_some() && (of_video || of_comment)
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
    let (Some(id), Some(created)) = (object.text_of("id"), object.text_of("create_time")) else {
        return Found::Unfit("no id and create_time");
    };
    let mut post = Post {
        claimed: Some(in_utc(Some(&created))),
        platform: Some("tiktok".into()),
        author_id: object.text_of("username"),
        author_name: object.text_of("username"),
        ..Post::default()
    };
    if let Some(video) = object.text_of("video_id") {
        post.kind = Some("comment".into());
        post.text = object.text_of("text");
        // An answer to the video itself names the video as its parent.
        post.reply_to = object.text_of("parent_comment_id").or(Some(video));
    } else {
        post.kind = Some("video".into());
        post.text = object.text_of("video_description").or_else(|| object.text_of("voice_to_text"));
        post.url = post
            .author_name
            .as_deref()
            .map(|name| ["https://www.tiktok.com/@", name, "/video/", &*id].concat().into());
        let mut tags = Objects::default();
        for tag in object.get("hashtag_names").into_iter().flat_map(Value::items) {
            tags.add(tag.text());
        }
        post.hashtags = tags.text();
        post.label = label(object);
    }
    post.native_id = Some(id);
    Found::post(post)
}

fn label(object: Value<'_>) -> Text<'_> {
    let label = object.get("video_label")?;
    let content = label.text_of("content").or_else(|| label.text());
    content.filter(|text| !text.is_empty()).map(|text| Cow::Owned(text.into_owned()))
}
