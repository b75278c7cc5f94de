//! A saved page: one HTML file is one publication, also as `SingleFile` writes it.
//!
//! Only the markup is taken away; which part of the page is the article is for whoever reads the
//! press. `SingleFile` notes the address and when it saved the page: that is when it was seen.

use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::TimeZone;
use vigie_kernels::url;
use vigie_model::time::Timestamp;

use crate::charset::decoded;
use crate::encoding::{self, Decoding};
use crate::feed::TEXT_LIMIT;
use crate::html_text;
use crate::lines::keep_start;
use crate::post::{Objects, Post};
use crate::record::{Raw, Reason, RecordSink};
use crate::{
    Description, MAX_RECORD, Parser, ReadOptions, Reading, Score, Source, SourceError, Span, stamp,
};

/// The source.
pub(crate) struct HtmlPage;

const VERSION: u32 = 2;

impl Source for HtmlPage {
    fn id(&self) -> &'static str {
        "html-page"
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn description(&self) -> Description {
        Description {
            en: "a saved web page (HTML, SingleFile): its title and text",
            fr: "une page Web enregistrée (HTML, SingleFile) : son titre et son texte",
            example: "<!doctype html><html lang=\"fr\"><head><title>Le port</title></head><body><p>Salut</p></body></html>",
            personal: "everything",
        }
    }

    fn dropped(&self) -> &'static [&'static str] {
        &["text beyond 64 KiB", "pictures inside the page", "links beyond 64"]
    }

    fn table(&self) -> &'static str {
        "publication_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        let head = encoding::head_text(head);
        let start = String::from_utf8_lossy(&head[..head.len().min(2048)]).to_ascii_lowercase();
        let start = start.trim_start();
        let is_page = start.starts_with("<!doctype html") || start.starts_with("<html");
        let later = start.starts_with("<!--") || start.starts_with("<?xml");
        Score(match (is_page, later && start.contains("<html")) {
            (true, _) => 90,
            (false, true) => 80,
            _ => 0,
        })
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        let (host, zone) = (options.host.clone(), options.zone.clone());
        Ok(Box::new(Decoding::new(Box::new(move |offset| {
            Box::new(PageParser { host, zone, offset, length: 0, held: Vec::new() })
        }))))
    }

    fn restricted_spans(&self, _: &Reading, record: &[u8]) -> Vec<Span> {
        Span::over(record)
    }
}

struct PageParser {
    host: String,
    zone: TimeZone,
    offset: u64,
    length: u64,
    held: Vec<u8>,
}

impl Parser for PageParser {
    fn feed(&mut self, bytes: &[u8], _: &mut dyn RecordSink) {
        let was_whole = self.length <= MAX_RECORD as u64;
        self.length += bytes.len() as u64;
        if self.length <= MAX_RECORD as u64 {
            self.held.extend_from_slice(bytes);
        } else if was_whole {
            keep_start(&mut self.held, bytes);
        }
    }

    fn finish(&mut self, sink: &mut dyn RecordSink) {
        if self.length == 0 {
            return;
        }
        let (offset, length) = (self.offset, self.length);
        let raw = Raw { offset, line: 1, length, bytes: &self.held };
        if self.held.trim_ascii().is_empty() {
            return sink.skipped(raw);
        }
        sink.reading(&Reading {
            source: HtmlPage.id().to_owned(),
            version: VERSION,
            options: String::new(),
            host: self.host.clone(),
        });
        if length > MAX_RECORD as u64 {
            return sink.reject(raw, Reason::TooLong, "a page longer than a record may be");
        }
        if memchr::memchr(0, &self.held).is_some() {
            return sink.reject(raw, Reason::Binary, "a NUL byte");
        }
        match post(&decoded(&self.held, ""), &self.zone) {
            Some(post) => post.give(raw, sink),
            None => sink.reject(raw, Reason::Format, "no markup and no text of a page"),
        }
    }
}

fn post(html: &str, zone: &TimeZone) -> Option<Post<'static>> {
    let page = html_text::page(html, TEXT_LIMIT);
    let is_markup = html.contains('<') && html.contains('>');
    if !is_markup || page.text.is_empty() && page.title.is_none() {
        return None;
    }
    let (saved_from, saved_at) = single_file(html);
    let address = saved_from.or_else(|| page.canonical.clone());
    let mut links = Objects::default();
    page.links.iter().for_each(|link| links.push(link));
    Some(Post {
        claimed: Some(stamp::claimed(page.published.as_deref(), zone)),
        observed_at: saved_at,
        platform: Some("web".into()),
        native_id: address.clone().map(Into::into),
        kind: Some("article".into()),
        author_id: address.as_deref().and_then(url::registrable_domain).map(Into::into),
        title: page.title.map(Into::into),
        text: Some(page.text.into()),
        url: page.canonical.or(address).map(Into::into),
        language: page.language.map(Into::into),
        links: links.text(),
        ..Post::default()
    })
}

/// The address and the time in the note of `SingleFile`.
fn single_file(html: &str) -> (Option<String>, Option<Timestamp>) {
    let Some(at) = html.find("Page saved with SingleFile") else { return (None, None) };
    let note = html[at..].split("-->").next().unwrap_or_default();
    let field = |name: &str| note.lines().find_map(|line| line.trim().strip_prefix(name));
    let saved = field("saved date:").and_then(|text| {
        // `Thu Apr 01 2027 10:00:00 GMT+0200 (Central European Summer Time)`
        let text = text.split('(').next().unwrap_or_default().trim();
        let time = BrokenDownTime::parse("%a %b %d %Y %H:%M:%S GMT%z", text).ok()?;
        let at = time.offset()?.to_timestamp(time.to_datetime().ok()?).ok()?;
        Some(Timestamp(at.as_microsecond())).filter(|at| at.is_plausible())
    });
    (field("url:").map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()), saved)
}
