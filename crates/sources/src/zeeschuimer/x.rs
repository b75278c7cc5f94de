//! A post of X as its own pages carry it: the GraphQL shape and the older one.

use jiff::civil::DateTime;
use jiff::fmt::strtime::BrokenDownTime;
use vigie_model::time::{Precision, Timestamp};

use crate::json::tape::Value;
use crate::post::{Objects, Post, Text, in_utc};
use crate::stamp;

pub(crate) fn post<'a>(data: Value<'a>) -> Option<Post<'a>> {
    // Posts with limited visibility are wrapped once more.
    let data = data.get("tweet").filter(|inner| inner.is_object()).unwrap_or(data);
    let legacy = data.get("legacy").filter(|legacy| legacy.is_object()).unwrap_or(data);
    let native_id = data.text_of("rest_id").or_else(|| legacy.text_of("id_str"))?;
    let user = data.at(["core", "user_results", "result"]).or_else(|| data.get("user"));
    let profile = user.and_then(|user| user.get("legacy").or(Some(user)));
    let handle = |user: Value<'a>| user.text_at(["core", "screen_name"]);
    let note = data.at(["note_tweet", "note_tweet_results", "result"]);
    // Streams of the older API cut long texts and put the whole one beside.
    let whole = legacy.get("extended_tweet").filter(|whole| whole.is_object());
    let text = note.and_then(|note| note.text_of("text"));
    let text = text.or_else(|| whole?.text_of("full_text"));
    let is_cut = text.is_none() && legacy.is_true("truncated");
    let mut post = Post {
        claimed: Some(created_at(legacy)),
        platform: Some("x".into()),
        native_id: Some(native_id),
        kind: Some("post".into()),
        author_id: legacy
            .text_of("user_id_str")
            .or_else(|| user?.text_of("rest_id").or_else(|| user?.text_of("id_str"))),
        author_name: profile
            .and_then(|profile| profile.text_of("screen_name"))
            .or_else(|| handle(user?)),
        text: text.or_else(|| legacy.text_of("full_text")).or_else(|| legacy.text_of("text")),
        language: legacy.text_of("lang").filter(|language| language != "und"),
        ..Post::default()
    };
    let reposted = legacy
        .at(["retweeted_status_result", "result"])
        .map(|original| original.get("tweet").unwrap_or(original))
        .or_else(|| legacy.get("retweeted_status"));
    if let Some(original) = reposted {
        post.repost_of = original.text_of("rest_id").or_else(|| original.text_of("id_str"));
        post.kind = Some("repost".into());
        // The text of a repost is cut.
        post.text = None;
    } else if let Some(to) = legacy.text_of("in_reply_to_status_id_str") {
        post.reply_to = Some(to);
        post.kind = Some("reply".into());
    } else if legacy.is_true("is_quote_status") {
        post.kind = Some("quote".into());
    }
    if is_cut {
        post.label = Some("text cut".into());
    }
    let entities = note.and_then(|note| note.get("entity_set"));
    let entities = entities.or_else(|| whole?.get("entities")).or_else(|| legacy.get("entities"));
    if let Some(entities) = entities {
        (post.links, post.hashtags) = objects(entities, legacy);
    }
    let media =
        legacy.at(["extended_entities", "media"]).or_else(|| legacy.at(["entities", "media"]));
    let mut images = Objects::default();
    for item in media.into_iter().flat_map(Value::items) {
        images.add(item.text_of("media_url_https"));
    }
    post.images = images.text();
    Some(post)
}

fn objects<'a>(entities: Value<'a>, legacy: Value<'a>) -> (Text<'a>, Text<'a>) {
    let (mut links, mut tags) = (Objects::default(), Objects::default());
    for url in entities.get("urls").into_iter().flat_map(Value::items) {
        links.add(url.text_of("expanded_url").or_else(|| url.text_of("url")));
    }
    // The address of a quoted post is cut from the text, and mostly from its entities.
    links.add(legacy.text_at(["quoted_status_permalink", "expanded"]));
    for tag in entities.get("hashtags").into_iter().flat_map(Value::items) {
        tags.add(tag.text_of("text"));
    }
    (links.text(), tags.text())
}

/// `Thu Apr 01 08:00:00 +0000 2027`.
fn created_at(legacy: Value<'_>) -> crate::record::ClaimedTime {
    let text = legacy.text_of("created_at");
    let read = |text: &str| -> Option<Timestamp> {
        let parsed = BrokenDownTime::parse("%a %b %d %H:%M:%S %z %Y", text).ok()?;
        let offset = parsed.offset()?;
        let time: DateTime = parsed.to_datetime().ok()?;
        let at = offset.to_timestamp(time).ok()?;
        Some(Timestamp(at.as_microsecond()))
    };
    match text.as_deref().and_then(read) {
        Some(at) => stamp::marked(at, Precision::Second, None),
        None => in_utc(text.as_deref()),
    }
}
