//! YouTube comments and videos as the Data Tools write them (CSV), and downloaders that use the same
//! names.
//!
//! `publishedAt` comes in two styles: `2027-04-01T08:00:00Z` and `2027-04-01 08:00:00`, both UTC.

use crate::post::{Post, in_utc};
use crate::sheet::{self, Format, Line, has_all, header_of};
use crate::{Description, Parser, ReadOptions, Reading, Score, Source, SourceError, Span};

/// The source.
pub(crate) struct Youtube;

const FORMAT: Format = Format {
    source: "youtube",
    version: 1,
    required: &["publishedAt"],
    optional: &[
        "id",
        "videoId",
        "replyTo",
        "isReplyTo",
        "parentId",
        "authorName",
        "authorDisplayName",
        "authorChannelId",
        "channelId",
        "channelTitle",
        "videoTitle",
        "videoDescription",
        "text",
        "textOriginal",
        "textDisplay",
        "defaultLanguage",
    ],
    read,
    open: &[
        "publishedAt",
        "likeCount",
        "replyCount",
        "viewCount",
        "dislikeCount",
        "commentCount",
        "isReply",
        "durationSec",
        "videoCategoryLabel",
    ],
};

impl Source for Youtube {
    fn id(&self) -> &'static str {
        FORMAT.source
    }

    fn version(&self) -> u32 {
        FORMAT.version
    }

    fn description(&self) -> Description {
        Description {
            en: "YouTube comments and videos as the Data Tools write them (CSV)",
            fr: "commentaires et vidéos YouTube tels que les Data Tools les écrivent (CSV)",
            example: "id,isReplyTo,authorName,text,publishedAt\nUgx7,,@ada,Salut,2027-04-01 08:00:00",
            personal: "channels, texts, ids",
        }
    }

    fn dropped(&self) -> &'static [&'static str] {
        &["counts and ratings", "lengths and categories of videos", "pictures of channels"]
    }

    fn table(&self) -> &'static str {
        "publication_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        let header = header_of(head);
        let any = |names: &[&str]| names.iter().any(|name| has_all(&header, &[name]));
        let of_comment = any(&["text", "textOriginal", "textDisplay"])
            && any(&["authorName", "authorDisplayName"])
            && has_all(&header, &["id"]);
        let of_video = has_all(&header, &["videoId", "videoTitle", "channelId"]);
        Score(if has_all(&header, FORMAT.required) && (of_comment || of_video) { 94 } else { 0 })
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(sheet::parser(&FORMAT, options))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        sheet::spans(&FORMAT, reading, record)
    }
}

fn read<'a>(line: &Line<'a>) -> Result<Post<'a>, &'static str> {
    let claimed = Some(in_utc(line.get("publishedAt").as_deref()));
    let title = line.get("videoTitle");
    let text = line.first_of(&["text", "textOriginal", "textDisplay"]);
    if let (Some(title), None) = (&title, &text) {
        let Some(id) = line.get("videoId") else { return Err("a video without videoId") };
        return Ok(Post {
            claimed,
            platform: Some("youtube".into()),
            url: Some(["https://www.youtube.com/watch?v=", &*id].concat().into()),
            native_id: Some(id),
            kind: Some("video".into()),
            author_id: line.get("channelId"),
            author_name: line.get("channelTitle"),
            title: Some(title.clone()),
            text: line.get("videoDescription"),
            language: line.get("defaultLanguage"),
            ..Post::default()
        });
    }
    let Some(id) = line.get("id") else { return Err("a comment without id") };
    let parent = line.first_of(&["isReplyTo", "replyTo", "parentId"]);
    let parent = parent.filter(|parent| !matches!(&**parent, "0" | "1" | "False" | "True"));
    Ok(Post {
        claimed,
        platform: Some("youtube".into()),
        native_id: Some(id),
        kind: Some("comment".into()),
        author_id: line.first_of(&["authorChannelId", "authorName", "authorDisplayName"]),
        author_name: line.first_of(&["authorName", "authorDisplayName"]),
        text,
        reply_to: parent.or_else(|| line.get("videoId")),
        ..Post::default()
    })
}
