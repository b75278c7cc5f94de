//! Tables as 4CAT writes them, whatever platform they come from.
//!
//! `timestamp` is the wall time of the server that ran 4CAT, in a zone that the table does not name:
//! `unix_timestamp` is the time. Where a table lacks it, the configured zone is assumed, and said so.
//! Lists are joined with commas.

use std::borrow::Cow;

use crate::ids::is_rounded;
use crate::post::{Post, in_utc};
use crate::sheet::{self, Format, Line, has_all, header_of};
use crate::{Description, Parser, ReadOptions, Reading, Score, Source, SourceError, Span, stamp};

/// The source.
pub(crate) struct Fourcat;

const FORMAT: Format = Format {
    source: "fourcat",
    version: 1,
    required: &["id", "thread_id", "author", "body", "timestamp"],
    optional: &[
        "unix_timestamp",
        "subject",
        "author_id",
        "author_username",
        "language_guess",
        "language",
        "is_retweet",
        "retweeted_user",
        "is_quote_tweet",
        "quote_tweet_id",
        "is_reply",
        "replied_author",
        "hashtags",
        "urls",
        "link",
        "tiktok_url",
        "url",
        "post_url",
        "chat",
        "link_url",
        "link_primary",
        "author_forwarded_from_id",
        "author_forwarded_from_name",
        "is_ad",
        "image_url",
        "images",
        "media_url",
        "attachment_data",
        "collected_at",
    ],
    read,
    open: &[
        "timestamp",
        "unix_timestamp",
        "language_guess",
        "is_retweet",
        "is_quote_tweet",
        "is_reply",
        "verified",
        "likes",
        "comments",
        "shares",
        "plays",
        "views",
        "retweet_count",
        "reply_count",
        "like_count",
        "quote_count",
        "is_ad",
        "is_sensitive",
    ],
};

impl Source for Fourcat {
    fn id(&self) -> &'static str {
        FORMAT.source
    }

    fn version(&self) -> u32 {
        FORMAT.version
    }

    fn description(&self) -> Description {
        Description {
            en: "tables of 4CAT (CSV: id, thread_id, author, body, timestamp …)",
            fr: "tables de 4CAT (CSV : id, thread_id, author, body, timestamp…)",
            example: "id,thread_id,author,body,timestamp,unix_timestamp,hashtags\n771001,771001,ada_essai,Salut,2027-04-01 10:00:00,1806566400,port",
            personal: "authors, texts, links, hashtags, ids, and every column that is not known to be open",
        }
    }

    fn dropped(&self) -> &'static [&'static str] {
        &[
            "counts",
            "author profiles",
            "mentions",
            "music and effects",
            "thread ids",
            "names of forwarded authors without id",
        ]
    }

    fn table(&self) -> &'static str {
        "publication_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        Score(if has_all(&header_of(head), FORMAT.required) { 95 } else { 0 })
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(sheet::parser(&FORMAT, options))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        sheet::spans(&FORMAT, reading, record)
    }
}

/// The platform, by columns and addresses that only it has; 4CAT does not name it.
fn platform(line: &Line<'_>) -> Option<&'static str> {
    let address = line.first_of(&["link", "tiktok_url", "url", "post_url"]).unwrap_or_default();
    let by_address = [
        ("tiktok.com/", "tiktok"),
        ("x.com/", "x"),
        ("twitter.com/", "x"),
        ("instagram.com/", "instagram"),
        ("t.me/", "telegram"),
        ("youtube.com/", "youtube"),
        ("reddit.com/", "reddit"),
        ("bsky.app/", "bluesky"),
    ];
    let host_in = |host: &&str| {
        let rest = address.split_once("://").map_or(&*address, |(_, rest)| rest);
        rest.strip_prefix("www.").unwrap_or(rest).starts_with(*host)
    };
    let found = by_address.iter().find(|(host, _)| host_in(host)).map(|(_, name)| *name);
    found.or_else(|| line.get("chat").map(|_| "telegram"))
}

fn read<'a>(line: &Line<'a>) -> Result<Post<'a>, &'static str> {
    let Some(id) = line.get("id") else { return Err("no id") };
    let claimed = match line.get("unix_timestamp") {
        Some(at) => in_utc(Some(&at)),
        None => stamp::claimed(line.get("timestamp").as_deref(), line.zone()),
    };
    let platform = platform(line);
    let author = line.get("author");
    let thread = line.get("thread_id").filter(|thread| *thread != id);
    let forwarded = line.first_of(&["author_forwarded_from_id", "author_forwarded_from_name"]);
    let is_repost = line.is_true("is_retweet");
    let mut post = Post {
        claimed: Some(claimed),
        observed_at: stamp::observed(line.get("collected_at").as_deref(), line.zone()),
        platform: platform.map(Cow::Borrowed),
        kind: Some("post".into()),
        author_id: line.get("author_id").or_else(|| author.clone()),
        author_name: line.get("author_username").or(author),
        title: line.get("subject"),
        text: line.get("body"),
        url: line.first_of(&["link", "tiktok_url", "post_url", "url"]),
        language: line
            .first_of(&["language_guess", "language"])
            .filter(|language| language != "und"),
        links: line.first_of(&["urls", "link_url", "link_primary"]),
        hashtags: line.get("hashtags"),
        images: line.first_of(&["image_url", "images", "media_url"]),
        label: (line.is_true("is_ad")).then_some("advertisement".into()),
        ..Post::default()
    };
    if platform == Some("tiktok") {
        post.kind = Some("video".into());
    }
    if platform == Some("telegram") {
        // The number of a message is its own inside its chat only.
        post.kind = Some("message".into());
        post.native_id = line.get("chat").map(|chat| in_chat(&chat, &id));
        post.label = forwarded.map(|_| "forwarded".into());
    } else if is_repost {
        // The table names the account that was reposted, not the post.
        post.kind = Some("repost".into());
    } else if line.is_true("is_reply") {
        post.kind = Some("reply".into());
        post.reply_to = thread;
    } else if line.is_true("is_quote_tweet") {
        post.kind = Some("quote".into());
    }
    post.native_id = post.native_id.or(Some(id));
    Ok(post)
}

fn in_chat<'a>(chat: &str, id: &str) -> Cow<'a, str> {
    let is_whole = id.starts_with(chat) || is_rounded(id);
    Cow::Owned(if is_whole { id.to_owned() } else { [chat, "_", id].concat() })
}
