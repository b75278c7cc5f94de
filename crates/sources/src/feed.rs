//! RSS (0.9x to 2.0 and 1.0) and Atom feeds: what an outlet says it published.
//!
//! The times are the outlet's claim and may lie before or after those on the page. The account is the
//! outlet, named by the registrable domain of the article's address; a byline is a name only. A
//! `guid` need not be an address.

use jiff::fmt::rfc2822::DateTimeParser;
use jiff::tz::TimeZone;
use vigie_kernels::url;
use vigie_model::time::{Precision, Timestamp};

use crate::post::{EDITED, Objects, Post};
use crate::record::ClaimedTime;
use crate::xml::Element;
use crate::xml::posts::{self, Format, first};
use crate::{
    Description, Parser, ReadOptions, Reading, Score, Source, SourceError, Span, encoding,
    html_text, stamp,
};

/// The source.
pub(crate) struct Feed;

const FORMAT: Format = Format {
    source: "feed",
    version: 1,
    names: &["item", "entry"],
    read,
    dropped: "items without content",
};

/// Bytes of an article's text that are kept as text; the record keeps all.
pub(crate) const TEXT_LIMIT: usize = 64 << 10;

impl Source for Feed {
    fn id(&self) -> &'static str {
        FORMAT.source
    }

    fn version(&self) -> u32 {
        FORMAT.version
    }

    fn description(&self) -> Description {
        Description {
            en: "RSS and Atom feeds of outlets and blogs",
            fr: "flux RSS et Atom de médias et de blogs",
            example: "<rss version=\"2.0\"><channel><title>Gazette d'essai</title><item><title>Le port</title><link>https://gazette.example/port</link><pubDate>Thu, 01 Apr 2027 10:00:00 +0200</pubDate></item></channel></rss>",
            personal: "titles, texts, bylines, addresses, links",
        }
    }

    fn dropped(&self) -> &'static [&'static str] {
        &[
            "what a feed says of itself",
            "items without content",
            "text beyond 64 KiB",
            "comments' addresses",
            "enclosures that are no pictures",
        ]
    }

    fn table(&self) -> &'static str {
        "publication_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        let head = encoding::head_text(head);
        let root = crate::xml::cut::root(&head);
        let is_feed = ["rss", "feed", "rdf:RDF"].contains(&root.as_str());
        Score(if is_feed { 96 } else { 0 })
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(posts::parser(FORMAT, options))
    }

    fn restricted_spans(&self, _: &Reading, record: &[u8]) -> Vec<Span> {
        Span::over(record)
    }
}

/// RFC 822 as RSS has it, else ISO 8601. A wrong day of the week does not matter.
fn claimed(text: Option<&str>, zone: &TimeZone) -> ClaimedTime {
    const RFC: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);
    match text.and_then(|text| RFC.parse_timestamp(text.trim()).ok()) {
        Some(at) => stamp::marked(Timestamp(at.as_microsecond()), Precision::Second, None),
        None => stamp::claimed(text, zone),
    }
}

/// The address of the article: of several links the one that leads to the page.
fn address(elements: &[Element<'_>]) -> Option<String> {
    let links = || elements.iter().filter(|element| element.path == "link");
    let to_page = |element: &&Element<'_>| {
        element.attribute("rel").is_none_or(|relation| relation == "alternate")
    };
    let guid = || {
        let guid = elements.iter().find(|element| element.path == "guid")?;
        let is_link = guid.attribute("isPermaLink").is_none_or(|word| word != "false");
        Some(guid.text.trim().to_owned()).filter(|text| is_link && text.contains("://"))
    };
    links()
        .filter(to_page)
        .find_map(|element| {
            let text = element.text.trim();
            element.attribute("href").or_else(|| (!text.is_empty()).then(|| text.to_owned()))
        })
        .or_else(guid)
}

fn read(elements: &[Element<'_>], zone: &TimeZone) -> Result<Option<Post<'static>>, &'static str> {
    let url = address(elements);
    let title = first(elements, &["title", "media:title"]);
    let body =
        first(elements, &["content:encoded", "content", "description", "summary", "encoded"]);
    if url.is_none() && title.is_none() && body.is_none() {
        return if elements.is_empty() {
            Ok(None)
        } else {
            Err("neither an address, a title nor a text")
        };
    }
    let page = body.map(|body| html_text::page(&body, TEXT_LIMIT)).unwrap_or_default();
    let published = first(elements, &["pubDate", "published", "dc:date", "issued", "date"]);
    let updated = first(elements, &["updated", "modified"]);
    let is_changed = published.is_some() && updated.is_some() && updated != published;
    let (mut links, mut images, mut tags) = Default::default();
    let add = |list: &mut Objects, element: &Element<'_>, name: &str| {
        if let Some(value) = element.attribute(name) {
            list.push(&value);
        }
    };
    page.links.iter().for_each(|link| Objects::push(&mut links, link));
    for element in elements {
        let kind = element.attribute("type").unwrap_or_default();
        match element.path.as_str() {
            "enclosure" if kind.starts_with("image/") => add(&mut images, element, "url"),
            "media:content" | "media:thumbnail" => add(&mut images, element, "url"),
            "category" => {
                add(&mut tags, element, "term");
                Objects::push(&mut tags, element.text.trim());
            }
            _ => {}
        }
    }
    let title = title.map(|title| html_text::text(&title).into());
    Ok(Some(Post {
        claimed: Some(claimed(published.as_deref().or(updated.as_deref()), zone)),
        platform: Some("web".into()),
        native_id: first(elements, &["guid", "id"]).or_else(|| url.clone()).map(Into::into),
        kind: Some("article".into()),
        author_id: url.as_deref().and_then(url::registrable_domain).map(Into::into),
        author_name: first(elements, &["dc:creator", "author/name", "author", "creator"])
            .map(Into::into),
        title,
        text: Some(page.text.into()),
        url: url.map(Into::into),
        links: links.text(),
        hashtags: tags.text(),
        images: images.text(),
        label: is_changed.then_some(EDITED.into()),
        ..Post::default()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_both_families_are_read_and_a_wrong_weekday_is_forgiven() {
        let at = |text| claimed(Some(text), &TimeZone::UTC).at.map(|at| at.to_string());
        assert_eq!(at("Thu, 01 Apr 2027 10:00:00 +0200").as_deref(), Some("2027-04-01T08:00:00Z"));
        assert_eq!(at("Mon, 01 Apr 2027 10:00:00 GMT").as_deref(), Some("2027-04-01T10:00:00Z"));
        assert_eq!(at("2027-04-01T10:00:00+02:00").as_deref(), Some("2027-04-01T08:00:00Z"));
        assert_eq!(at("jeudi 1 avril"), None);
    }
}
