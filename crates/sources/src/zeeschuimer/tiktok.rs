//! A video of TikTok as its own pages carry it.

use crate::json::tape::Value;
use crate::post::{Objects, Post, in_utc};

pub(super) fn post(data: Value<'_>) -> Option<Post<'_>> {
    let native_id = data.text_of("id")?;
    let created = data.text_of("createTime")?;
    // The author is an object, or a bare handle in older collections.
    let author = data.get("author");
    let handle = author.and_then(|author| author.text_of("uniqueId").or_else(|| author.text()));
    let url = handle
        .as_deref()
        .map(|handle| ["https://www.tiktok.com/@", handle, "/video/", &*native_id].concat().into());
    let mut tags = Objects::default();
    for extra in data.get("textExtra").into_iter().flat_map(Value::items) {
        tags.add(extra.text_of("hashtagName"));
    }
    for challenge in data.get("challenges").into_iter().flat_map(Value::items) {
        tags.add(challenge.text_of("title"));
    }
    let is_paid = data.is_true("isAd");
    Some(Post {
        claimed: Some(in_utc(Some(&created))),
        platform: Some("tiktok".into()),
        native_id: Some(native_id),
        kind: Some("video".into()),
        author_id: author
            .and_then(|author| author.text_of("id"))
            .or_else(|| data.text_of("authorId")),
        author_name: handle,
        text: data.text_of("desc"),
        url,
        language: data.text_of("textLanguage").filter(|language| language != "un"),
        hashtags: tags.text(),
        label: is_paid.then_some("advertisement".into()),
        ..Post::default()
    })
}
