//! JSON Feed, versions 1.0 and 1.1: what an outlet says it published.

use vigie_kernels::url;

use crate::feed::TEXT_LIMIT;
use crate::html_text;
use crate::json::tape::Value;
use crate::json_posts::{self, Around, Format, Found};
use crate::post::{EDITED, Objects, Post};
use crate::{Description, Parser, ReadOptions, Reading, Score, Source, SourceError, Span, stamp};

/// The source.
pub(crate) struct JsonFeed;

const FORMAT: Format = Format {
    source: "json-feed",
    version: 1,
    places: &[&["items"]],
    around: &["language"],
    read,
    open: &["date_published", "date_modified", "language"],
};

impl Source for JsonFeed {
    fn id(&self) -> &'static str {
        FORMAT.source
    }

    fn version(&self) -> u32 {
        FORMAT.version
    }

    fn description(&self) -> Description {
        Description {
            en: "JSON Feed of outlets and blogs",
            fr: "flux JSON Feed de médias et de blogs",
            example: r#"{"version":"https://jsonfeed.org/version/1.1","title":"Gazette d'essai","items":[{"id":"7","url":"https://gazette.example/port","title":"Le port","content_text":"Salut","date_published":"2027-04-01T10:00:00+02:00"}]}"#,
            personal: "titles, texts, bylines, addresses, links, and every field that is not known to be open",
        }
    }

    fn dropped(&self) -> &'static [&'static str] {
        &["what a feed says of itself", "text beyond 64 KiB", "attachments that are no pictures"]
    }

    fn table(&self) -> &'static str {
        "publication_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        let start = &head[..head.len().min(4 << 10)];
        if memchr::memmem::find(start, b"jsonfeed.org/version/").is_none() {
            return Score(0);
        }
        json_posts::probe(head, FORMAT.places, 97, |object| object.get("id").is_some())
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(json_posts::parser(&FORMAT, options))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        json_posts::spans(&FORMAT, reading, record)
    }
}

fn read<'a>(object: Value<'a>, around: &'a Around<'a>) -> Found<'a> {
    let Some(id) = object.text_of("id") else { return Found::Unfit("an item without id") };
    let address = object.text_of("url").or_else(|| object.text_of("external_url"));
    let html = object.text_of("content_html");
    let page = html.map(|html| html_text::page(&html, TEXT_LIMIT)).unwrap_or_default();
    let text = object.text_of("content_text").or_else(|| object.text_of("summary"));
    let published = object.text_of("date_published");
    let modified = object.text_of("date_modified");
    let is_changed = published.is_some() && modified.is_some() && modified != published;
    let (mut links, mut images, mut tags) =
        (Objects::default(), Objects::default(), Objects::default());
    page.links.iter().for_each(|link| links.push(link));
    images.add(object.text_of("image"));
    for tag in object.get("tags").into_iter().flat_map(Value::items) {
        tags.add(tag.text());
    }
    let byline = object.get("authors").and_then(|list| list.items().next()?.text_of("name"));
    Found::post(Post {
        claimed: Some(stamp::claimed(published.as_deref().or(modified.as_deref()), around.zone)),
        platform: Some("web".into()),
        native_id: Some(id),
        kind: Some("article".into()),
        author_id: address.as_deref().and_then(url::registrable_domain).map(Into::into),
        author_name: byline.or_else(|| object.text_at(["author", "name"])),
        title: object.text_of("title"),
        text: if page.text.is_empty() { text } else { Some(page.text.into()) },
        url: address,
        language: object.text_of("language").or_else(|| around.text("language").map(Into::into)),
        links: links.text(),
        hashtags: tags.text(),
        images: images.text(),
        label: is_changed.then_some(EDITED.into()),
        ..Post::default()
    })
}
