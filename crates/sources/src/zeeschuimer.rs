//! What the browser extension Zeeschuimer collects: an envelope a line with the raw object of the
//! platform. Read in full for X (both of its shapes), TikTok and Instagram.
//!
//! The envelope says when the item was collected, which is when we know that it stood so; the object
//! says when it claims to have been posted. An item of another platform is passed over and counted.

mod instagram;
mod tiktok;
pub(crate) mod x;

use crate::json::tape::Value;
use crate::json_posts::{self, Around, Format, Found};
use crate::post::Post;
use crate::{Description, Parser, ReadOptions, Reading, Score, Source, SourceError, Span, stamp};

/// The source.
pub(crate) struct Zeeschuimer;

const FORMAT: Format = Format {
    source: "zeeschuimer",
    version: 1,
    places: &[],
    around: &[],
    read,
    open: &[
        "__import_meta.timestamp_collected",
        "timestamp_collected",
        "last_updated",
        "source_platform",
        "data.createTime",
        "data.taken_at",
    ],
};

impl Source for Zeeschuimer {
    fn id(&self) -> &'static str {
        FORMAT.source
    }

    fn version(&self) -> u32 {
        FORMAT.version
    }

    fn description(&self) -> Description {
        Description {
            en: "Zeeschuimer collections (also as 4CAT keeps them): X, TikTok and Instagram as the browser saw them",
            fr: "collectes Zeeschuimer (aussi celles que garde 4CAT) : X, TikTok et Instagram tels que le navigateur les a vus",
            example: r#"{"nav_index":"1:2:0","item_id":"99","timestamp_collected":1806566400000,"source_platform":"tiktok.com","data":{"id":"7299","desc":"Salut","createTime":1806560000,"author":{"id":"5","uniqueId":"ada"}}}"#,
            personal: "who collected what where, authors, texts, links, hashtags, media, and every field that is not known to be open",
        }
    }

    fn dropped(&self) -> &'static [&'static str] {
        &[
            "items of platforms other than X, TikTok and Instagram",
            "counts",
            "author profiles",
            "mentions",
            "sounds and effects",
            "the page that was being read",
        ]
    }

    fn table(&self) -> &'static str {
        "publication_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        json_posts::probe(head, FORMAT.places, 99, |object| {
            opened(object).is_some_and(|(envelope, _)| {
                envelope.get("source_platform").is_some()
                    && envelope.get("timestamp_collected").is_some()
            })
        })
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(json_posts::parser(&FORMAT, options))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        json_posts::spans(&FORMAT, reading, record)
    }
}

/// The envelope and the object of the platform. 4CAT keeps them the other way round: the envelope
/// lies in the object, as `__import_meta`.
fn opened(object: Value<'_>) -> Option<(Value<'_>, Value<'_>)> {
    if let Some(envelope) = object.get("__import_meta").filter(|meta| meta.is_object()) {
        return Some((envelope, object));
    }
    Some((object, object.get("data").filter(|data| data.is_object())?))
}

fn read<'a>(object: Value<'a>, around: &Around<'a>) -> Found<'a> {
    let Some((envelope, data)) = opened(object) else {
        return Found::Unfit("no envelope of Zeeschuimer around a data object");
    };
    let platform = envelope.text_of("source_platform").unwrap_or_default();
    let platform = platform.strip_prefix("www.").unwrap_or(&platform);
    let read: Option<Post<'a>> = match platform {
        "x.com" | "twitter.com" => x::post(data),
        "tiktok.com" => tiktok::post(data),
        "instagram.com" => instagram::post(data),
        "" => return Found::Unfit("an envelope without its platform"),
        _ => return Found::Dropped("items of platforms other than X, TikTok and Instagram"),
    };
    let Some(mut post) = read else {
        return Found::Unfit("an item that is no publication of its platform");
    };
    // An item that was seen again holds the later state.
    let seen = envelope.text_of("last_updated").filter(|seen| seen.len() >= 10);
    let seen = seen.or_else(|| envelope.text_of("timestamp_collected"));
    post.observed_at = stamp::observed(seen.as_deref(), around.zone);
    Found::post(post)
}
