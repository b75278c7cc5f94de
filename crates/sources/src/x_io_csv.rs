//! X's archive of information operations: one post a row, 31 columns.
//!
//! Lists are as Python prints them, counts are floats, `absent` stands for what is not known, and
//! times are to the minute, in UTC. Ids of small accounts are hashed by the archive: they are ids
//! all the same.

use crate::post::{Post, Text, in_utc};
use crate::sheet::{self, Format, Line, has_all, header_of};
use crate::{Description, Parser, ReadOptions, Reading, Score, Source, SourceError, Span};

/// The source.
pub(crate) struct XIoCsv;

const FORMAT: Format = Format {
    source: "x-io-csv",
    version: 1,
    required: &["tweetid", "userid", "tweet_text", "tweet_time"],
    optional: &[
        "user_screen_name",
        "tweet_language",
        "in_reply_to_tweetid",
        "quoted_tweet_tweetid",
        "is_retweet",
        "retweet_tweetid",
        "hashtags",
        "urls",
        "tweet_client_name",
    ],
    read,
    open: &[
        "account_language",
        "tweet_language",
        "tweet_time",
        "tweet_client_name",
        "is_retweet",
        "quote_count",
        "reply_count",
        "like_count",
        "retweet_count",
    ],
};

impl Source for XIoCsv {
    fn id(&self) -> &'static str {
        FORMAT.source
    }

    fn version(&self) -> u32 {
        FORMAT.version
    }

    fn description(&self) -> Description {
        Description {
            en: "X archives of information operations (CSV: tweetid, userid, tweet_text …)",
            fr: "archives d’opérations d’influence de X (CSV : tweetid, userid, tweet_text…)",
            example: "tweetid,userid,tweet_text,tweet_time,is_retweet,hashtags,urls\n8980001,u77hash,Salut,2027-02-04 15:13,False,\"['port']\",[]",
            personal: "accounts and their profiles, texts, links, hashtags, ids",
        }
    }

    fn dropped(&self) -> &'static [&'static str] {
        &[
            "account profiles and their dates",
            "counts",
            "places",
            "mentions",
            "polls",
            "the cut text of reposts",
            "the program that posted",
        ]
    }

    fn table(&self) -> &'static str {
        "publication_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        Score(if has_all(&header_of(head), FORMAT.required) { 97 } else { 0 })
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(sheet::parser(&FORMAT, options))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        sheet::spans(&FORMAT, reading, record)
    }
}

/// What the archive writes where it knows nothing.
fn known(text: Text<'_>) -> Text<'_> {
    text.filter(|text| !matches!(&**text, "absent" | "nan" | "NaN" | "None" | "null"))
}

/// An empty list is none.
fn list(text: Text<'_>) -> Text<'_> {
    known(text).filter(|text| !text.trim_matches(['[', ']', ' ']).is_empty())
}

fn read<'a>(line: &Line<'a>) -> Result<Post<'a>, &'static str> {
    let Some(native_id) = known(line.get("tweetid")) else { return Err("no tweetid") };
    let mut post = Post {
        claimed: Some(in_utc(known(line.get("tweet_time")).as_deref())),
        platform: Some("x".into()),
        native_id: Some(native_id),
        kind: Some("post".into()),
        author_id: known(line.get("userid")),
        author_name: known(line.get("user_screen_name")),
        text: line.get("tweet_text"),
        language: known(line.get("tweet_language")).filter(|language| language != "und"),
        links: list(line.get("urls")),
        hashtags: list(line.get("hashtags")),
        ..Post::default()
    };
    if line.is_true("is_retweet") {
        post.kind = Some("repost".into());
        post.repost_of = known(line.get("retweet_tweetid"));
        // It is cut; the original is a post of its own.
        post.text = None;
    } else if let Some(to) = known(line.get("in_reply_to_tweetid")) {
        post.kind = Some("reply".into());
        post.reply_to = Some(to);
    } else if known(line.get("quoted_tweet_tweetid")).is_some() {
        post.kind = Some("quote".into());
    }
    Ok(post)
}
