//! The page inside a record of a web archive.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::{MultiGzDecoder, ZlibDecoder};
use jiff::tz::TimeZone;
use memchr::{memchr, memmem};
use vigie_kernels::url;

use super::frames::header;
use crate::charset::decoded;
use crate::feed::TEXT_LIMIT;
use crate::html_text;
use crate::post::{Objects, Post, in_utc};
use crate::stamp;

/// What a record is.
pub(super) enum Found {
    Post(Box<Post<'static>>),
    Dropped(&'static str),
    Unfit(&'static str),
}

/// What an archive holds besides pages.
pub(super) const NO_PAGE: &str = "pictures, scripts and other files that are no pages";

fn is_html(kind: &str) -> bool {
    kind.starts_with("text/html") || kind.starts_with("application/xhtml")
}

/// Whether a record of which only the beginning is known can be a page, by what its headers say.
pub(super) fn may_be_page(start: &[u8]) -> bool {
    let Some(end) = memmem::find(start, b"\r\n\r\n") else { return true };
    let (head, body) = (&start[..end], &start[end + 4..]);
    let own_type = header(head, "Content-Type").unwrap_or_default().to_ascii_lowercase();
    let kind = if own_type.starts_with("application/http") {
        let Some(end) = memmem::find(body, b"\r\n\r\n") else { return true };
        header(&body[..end], "Content-Type").unwrap_or_default().to_ascii_lowercase()
    } else {
        own_type
    };
    is_html(&kind) || kind.starts_with("text/plain")
}

/// Reads a record whose header has `head` bytes.
pub(super) fn read(record: &[u8], head: usize, zone: &TimeZone) -> Found {
    let (head, body) = record.split_at(head.min(record.len()));
    let Some(address) = header(head, "WARC-Target-URI") else {
        return Found::Unfit("a record without WARC-Target-URI");
    };
    // Some writers put the address between angle brackets.
    let address = address.trim_matches(['<', '>']).to_owned();
    if !address.starts_with("http") {
        return Found::Dropped("answers of other protocols");
    }
    let seen = in_utc(header(head, "WARC-Date").as_deref()).at.filter(|at| at.is_plausible());
    let own_type = header(head, "Content-Type").unwrap_or_default().to_ascii_lowercase();
    let (kind, body) = if own_type.starts_with("application/http") {
        match answer(body) {
            Ok(answer) => answer,
            Err(found) => return found,
        }
    } else {
        (own_type, Cow::Borrowed(body))
    };
    let is_html = is_html(&kind);
    if !is_html && !kind.starts_with("text/plain") {
        return Found::Dropped(NO_PAGE);
    }
    let text = decoded(&body, &kind);
    let page = if is_html {
        html_text::page(&text, TEXT_LIMIT)
    } else {
        let mut end = text.len().min(TEXT_LIMIT);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        html_text::Page { text: text[..end].to_owned(), ..html_text::Page::default() }
    };
    let mut links = Objects::default();
    page.links.iter().for_each(|link| links.push(link));
    Found::Post(Box::new(Post {
        claimed: Some(stamp::claimed(page.published.as_deref(), zone)),
        observed_at: seen,
        platform: Some("web".into()),
        kind: Some("article".into()),
        author_id: url::registrable_domain(&address).map(Into::into),
        title: page.title.map(Into::into),
        text: Some(page.text.into()),
        language: page.language.map(Into::into),
        links: links.text(),
        // What the page calls itself; the address that was fetched names the publication.
        url: Some(page.canonical.unwrap_or_else(|| address.clone()).into()),
        native_id: Some(address.into()),
        ..Post::default()
    }))
}

/// The type and the body of an HTTP answer, its transfer undone.
fn answer(http: &[u8]) -> Result<(String, Cow<'_, [u8]>), Found> {
    let Some(end) = memmem::find(http, b"\r\n\r\n") else {
        return Err(Found::Unfit("an answer without end of header"));
    };
    let (head, body) = (&http[..end + 2], &http[end + 4..]);
    let status = head.split(|byte| *byte == b' ').nth(1).unwrap_or_default();
    if !head.starts_with(b"HTTP/") {
        return Err(Found::Unfit("no answer of HTTP"));
    }
    if !status.starts_with(b"200") {
        return Err(Found::Dropped("answers other than 200"));
    }
    let kind = header(head, "Content-Type").unwrap_or_default().to_ascii_lowercase();
    let coding = header(head, "Content-Encoding").unwrap_or_default().to_ascii_lowercase();
    let is_text = kind.starts_with("text/") || kind.starts_with("application/xhtml");
    let transfer = header(head, "Transfer-Encoding").unwrap_or_default().to_ascii_lowercase();
    let body = match transfer.contains("chunked").then(|| unchunked(body)).flatten() {
        Some(body) => Cow::Owned(body),
        None => Cow::Borrowed(body),
    };
    if !is_text || matches!(coding.as_str(), "" | "identity") || looks_like_text(&body) {
        return Ok((kind, body));
    }
    match unpacked(&coding, &body) {
        Some(body) => Ok((kind, Cow::Owned(body))),
        None => Err(Found::Unfit("a page compressed in a way that is not read here")),
    }
}

/// No page is longer when it is unpacked, in bytes: as much as a record may be.
const MOST_UNPACKED: u64 = 8 << 20;

/// A body as it was before it was compressed for the way (RFC 9110, section 8.4.1); what of a broken
/// one can be read; `None` for other codings, and for one without any bytes.
#[expect(clippy::disallowed_methods, reason = "the body of one record, bounded by `take`")]
fn unpacked(coding: &str, body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    // A stream that breaks off gives what stands before.
    let _whole = match coding {
        "gzip" | "x-gzip" => MultiGzDecoder::new(body).take(MOST_UNPACKED).read_to_end(&mut out),
        "deflate" => ZlibDecoder::new(body).take(MOST_UNPACKED).read_to_end(&mut out),
        _ => return None,
    };
    (!out.is_empty()).then_some(out)
}

/// Some writers undo the compression and leave the header as it was.
fn looks_like_text(body: &[u8]) -> bool {
    let start = &body[..body.len().min(512)];
    let start = String::from_utf8_lossy(start);
    start.trim_start().starts_with('<') || !start.contains(['\0', char::REPLACEMENT_CHARACTER])
}

/// Takes chunks apart (RFC 9112, section 7.1); `None` when there are none: some writers undo them and
/// leave the header as it was.
fn unchunked(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = memchr(b'\n', rest)?;
        let size = std::str::from_utf8(&rest[..end]).ok()?.trim();
        let size = size.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(out);
        }
        // A body that was cut short ends in the middle of a chunk.
        let Some(chunk) = rest.get(..size) else {
            out.extend_from_slice(rest);
            return Some(out);
        };
        out.extend_from_slice(chunk);
        rest = &rest[size..];
        rest = rest.strip_prefix(b"\r\n").unwrap_or(rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_film_is_no_page_that_was_too_long() {
        let start = |kind: &str| {
            format!(
                "WARC/1.1\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\nx"
            )
        };
        assert!(!may_be_page(start("video/mp4").as_bytes()));
        assert!(may_be_page(start("text/html; charset=utf-8").as_bytes()));
        assert!(may_be_page(b"WARC/1.1\r\nContent-Type: app"));
    }

    #[test]
    fn a_page_that_travelled_compressed_is_unpacked_within_bounds() {
        use std::io::Write;
        let gzip = |text: &[u8]| {
            let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            packer.write_all(text).unwrap();
            packer.finish().unwrap()
        };
        let http = |coding: &str, body: &[u8]| {
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {coding}\r\n\r\n"
            );
            [head.as_bytes(), body].concat()
        };
        let read = |http: &[u8]| answer(http).ok().map(|(_, body)| body.into_owned());
        let page = b"<html><p>One word.";
        assert_eq!(read(&http("gzip", &gzip(page))).as_deref(), Some(&page[..]));
        assert_eq!(read(&http("gzip", page)).as_deref(), Some(&page[..]), "undone already");
        assert_eq!(read(&http("br", &[0x8b, 0, 0x80, 1])), None);
        assert_eq!(read(&http("gzip", &[0x1f, 0x8b, 0xff, 0])), None);
        let bomb = gzip(&vec![b'x'; 9 << 20]);
        assert_eq!(read(&http("gzip", &bomb)).map(|body| body.len()), Some(8 << 20));
    }

    #[test]
    fn chunks_are_taken_apart_and_plain_bodies_left() {
        assert_eq!(
            unchunked(b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n").as_deref(),
            Some(&b"abcde"[..])
        );
        assert_eq!(unchunked(b"9\r\nabc").as_deref(), Some(&b"abc"[..]));
        assert_eq!(unchunked(b"<html>\n"), None);
    }
}
