//! The web files that the binary holds.

use std::sync::OnceLock;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// `(path, bytes)` of every file under `web/dist`; empty when the web was not built.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/web.rs"));

/// One file with its tag.
pub(crate) struct Asset {
    pub(crate) path: &'static str,
    pub(crate) bytes: &'static [u8],
    tag: String,
}

fn assets() -> &'static [Asset] {
    static ASSETS: OnceLock<Vec<Asset>> = OnceLock::new();
    ASSETS.get_or_init(|| {
        let asset = |(path, bytes): &(&'static str, &'static [u8])| {
            let hash = blake3::hash(bytes).to_hex();
            Asset { path, bytes, tag: format!("\"{}\"", &hash[..24]) }
        };
        FILES.iter().map(asset).collect()
    })
}

/// The file of a path without its leading slash.
pub(crate) fn find(path: &str) -> Option<&'static Asset> {
    assets().iter().find(|asset| asset.path == path)
}

/// The page that every screen starts from; `None` when the web was not built.
pub(crate) fn index() -> Option<&'static str> {
    find("index.html").and_then(|asset| std::str::from_utf8(asset.bytes).ok())
}

impl Asset {
    /// The file, or "not modified" for a client that holds it.
    pub(crate) fn respond(&self, headers: &HeaderMap) -> Response {
        let cache = if is_hashed(self.path) {
            "public, max-age=31536000, immutable"
        } else {
            // To be asked for again each time, by its tag.
            "no-cache"
        };
        let held = headers.get(header::IF_NONE_MATCH).and_then(|tag| tag.to_str().ok());
        let is_held = held.is_some_and(|held| held.split(',').any(|tag| tag.trim() == self.tag));
        let tag = HeaderValue::from_str(&self.tag).unwrap_or(HeaderValue::from_static("\"\""));
        let about = [(header::CACHE_CONTROL, HeaderValue::from_static(cache)), (header::ETAG, tag)];
        if is_held {
            return (StatusCode::NOT_MODIFIED, about).into_response();
        }
        let kind = [(header::CONTENT_TYPE, HeaderValue::from_static(kind(self.path)))];
        (about, kind, self.bytes).into_response()
    }
}

/// Vite puts a hash of its content into the name of each file under `assets/`: such a name never
/// stands for other bytes.
fn is_hashed(path: &str) -> bool {
    let Some(name) = path.strip_prefix("assets/") else { return false };
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem.rsplit_once('-').is_some_and(|(_, hash)| hash.len() >= 8)
}

fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, end)| end) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("txt" | "ftl") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_for_good() {
        assert!(is_hashed("assets/index-DiwrgTda.js"));
        assert!(!is_hashed("assets/index.js"));
        assert!(!is_hashed("index-DiwrgTda.html"));
        assert!(!is_hashed("assets/a-b.css"));
    }

    #[test]
    fn files_are_told_apart_by_their_tag() {
        let asset = Asset { path: "a.svg", bytes: b"<svg/>", tag: "\"t\"".to_owned() };
        let whole = asset.respond(&HeaderMap::new());
        assert_eq!(whole.status(), StatusCode::OK);
        assert_eq!(whole.headers()[header::CONTENT_TYPE], "image/svg+xml");
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static("\"x\", \"t\""));
        assert_eq!(asset.respond(&headers).status(), StatusCode::NOT_MODIFIED);
    }
}
