//! A post of Instagram as its own pages carry it: the shape of its API, and the older GraphQL one.

use crate::json::tape::Value;
use crate::post::{Objects, Post, in_utc};

pub(super) fn post(data: Value<'_>) -> Option<Post<'_>> {
    let code = data.text_of("code").or_else(|| data.text_of("shortcode"))?;
    let at = data.text_of("taken_at").or_else(|| data.text_of("taken_at_timestamp"));
    let owner = data.get("user").or_else(|| data.get("owner"));
    let caption = data.text_at(["caption", "text"]);
    let caption = caption.or_else(|| {
        let edges = data.at(["edge_media_to_caption", "edges"])?;
        edges.items().next()?.text_at(["node", "text"])
    });
    let is_video =
        data.text_of("media_type").is_some_and(|kind| kind == "2") || data.is_true("is_video");
    let mut images = Objects::default();
    images.add(data.text_of("pk").or_else(|| data.text_of("id")));
    let paid = data.is_true("is_paid_partnership");
    Some(Post {
        claimed: Some(in_utc(at.as_deref())),
        platform: Some("instagram".into()),
        kind: Some(if is_video { "video".into() } else { "post".into() }),
        author_id: owner.and_then(|owner| owner.text_of("pk").or_else(|| owner.text_of("id"))),
        author_name: owner.and_then(|owner| owner.text_of("username")),
        text: caption,
        url: Some(["https://www.instagram.com/p/", &*code, "/"].concat().into()),
        native_id: Some(code),
        images: images.text(),
        label: paid.then_some("paid partnership".into()),
        ..Post::default()
    })
}
