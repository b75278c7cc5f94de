//! Sitemaps, those for news among them: addresses that a site says it has, and when it says that they
//! changed.
//!
//! `lastmod` is the site's claim about the last change; it stands in for the time of publication only
//! where a news sitemap gives none, and the label says so.

use jiff::tz::TimeZone;
use vigie_kernels::url;

use crate::post::{Objects, Post};
use crate::xml::Element;
use crate::xml::posts::{self, Format, first};
use crate::{
    Description, Parser, ReadOptions, Reading, Score, Source, SourceError, Span, encoding, stamp,
};

/// The source.
pub(crate) struct Sitemap;

const FORMAT: Format = Format {
    source: "sitemap",
    version: 1,
    names: &["url", "sitemap"],
    read,
    dropped: "addresses of further sitemaps",
};

impl Source for Sitemap {
    fn id(&self) -> &'static str {
        FORMAT.source
    }

    fn version(&self) -> u32 {
        FORMAT.version
    }

    fn description(&self) -> Description {
        Description {
            en: "sitemaps of sites, and news sitemaps with titles",
            fr: "plans de sites (sitemaps), dont ceux d’actualité avec titres",
            example: "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>https://gazette.example/port</loc><lastmod>2027-04-01</lastmod></url></urlset>",
            personal: "addresses, titles",
        }
    }

    fn dropped(&self) -> &'static [&'static str] {
        &[
            "addresses of further sitemaps",
            "priorities and frequencies",
            "videos",
            "versions in other languages",
            "stock tickers and access of news",
        ]
    }

    fn table(&self) -> &'static str {
        "publication_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        let head = encoding::head_text(head);
        let root = crate::xml::cut::root(&head);
        let local = root.rsplit(':').next().unwrap_or_default();
        Score(if ["urlset", "sitemapindex"].contains(&local) { 96 } else { 0 })
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(posts::parser(FORMAT, options))
    }

    fn restricted_spans(&self, _: &Reading, record: &[u8]) -> Vec<Span> {
        Span::over(record)
    }
}

fn read(elements: &[Element<'_>], zone: &TimeZone) -> Result<Option<Post<'static>>, &'static str> {
    let Some(address) = first(elements, &["loc"]) else { return Err("no loc") };
    // An index of sitemaps has the same fields: what it names is told by its ending.
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let path = path.to_ascii_lowercase();
    if [".xml", ".xml.gz"].iter().any(|ending| path.ends_with(ending)) {
        return Ok(None);
    }
    let published = first(elements, &["news:news/news:publication_date"]);
    let changed = first(elements, &["lastmod"]);
    let mut images = Objects::default();
    for image in elements.iter().filter(|element| element.path == "image:image/image:loc") {
        images.push(image.text.trim());
    }
    let only_changed = published.is_none() && changed.is_some();
    Ok(Some(Post {
        claimed: Some(stamp::claimed(published.as_deref().or(changed.as_deref()), zone)),
        platform: Some("web".into()),
        kind: Some("article".into()),
        author_id: url::registrable_domain(&address).map(Into::into),
        author_name: first(elements, &["news:news/news:publication/news:name"]).map(Into::into),
        title: first(elements, &["news:news/news:title"]).map(Into::into),
        language: first(elements, &["news:news/news:publication/news:language"]).map(Into::into),
        native_id: Some(address.clone().into()),
        url: Some(address.into()),
        images: images.text(),
        label: only_changed.then_some("time of last change".into()),
        ..Post::default()
    }))
}
