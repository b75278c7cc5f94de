//! The rule pages of the house.

use super::page::{Page, PageError};

macro_rules! page {
    ($id:literal) => {
        (
            $id,
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/web/", $id, ".md")),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/web/", $id, ".fr.md")),
        )
    };
}

/// Every page with its text, in English (which holds the rules) and its prose in French: a new one
/// is two files in `rules/web/` and a line here.
pub const PAGES: &[(&str, &str, &str)] = &[
    page!("code-injection"),
    page!("command-injection"),
    page!("cross-site-scripting"),
    page!("header-injection"),
    page!("invalid-protocol"),
    page!("known-exploit"),
    page!("open-redirect"),
    page!("path-traversal"),
    page!("remote-file"),
    page!("scanner-tool"),
    page!("sensitive-file"),
    page!("sql-injection"),
    page!("template-injection"),
];

/// Reads them.
pub(super) fn pages() -> Result<Vec<Page>, PageError> {
    PAGES.iter().map(|(id, text, _)| Page::read(id, text)).collect()
}
