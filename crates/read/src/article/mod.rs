//! Articles: what a page of a newspaper says, without the page.
//!
//! Two readings of one page are joined. [`legible`] (a Rust port of Mozilla's Readability) says where
//! the article is; one pass over html5ever's tokens says what each block of text is: headline, lead,
//! body, bullet, caption, quotation, or boilerplate inside the article ("Read more: …", "Scroll down
//! for video"). What stands outside the article is counted, not kept.
//!
//! # Why this library
//!
//! Four were measured on the twelve invented pages of `tests/pages` (four-word shingles of lead, body,
//! bullets and quotations; mean precision / recall / F1 over pages; November 2026, release build):
//!
//! | library | P | R | F1 | pages a second | packages | licences |
//! |---|---|---|---|---|---|---|
//! | legible 0.5.1 | 0.88 | 0.97 | 0.92 | 6,500 | 84, of which 60 were here already | permissive |
//! | `dom_smoothie` 0.19 | 0.88 | 0.98 | 0.93 | 5,600 | 59 | MPL-2.0 in `selectors`, `cssparser` |
//! | `dom_smoothie`, own mode | 0.81 | 0.98 | 0.87 | 5,800 | 59 | as above |
//! | `rs-trafilatura` 0.2.2 | 0.82 | 0.97 | 0.87 | 900 | 116 | permissive; a model inside |
//!
//! (`readability` 0.3 and its kin need an html5ever of 2019.) On the public 181 pages of the article
//! extraction benchmark `rs-trafilatura` leads by far; on short and old pages it lost here. legible is
//! as good as the best, needs no exception to the licences of this house, and brings the html5ever
//! that the second reading uses. What it lets through — newsletter boxes, related links, "read more"
//! lines — the second reading takes out: both together read the twelve pages and two that were
//! written afterwards paragraph by paragraph as they were written (`tests/article.rs`). Posts of
//! social networks set into a page are left out.

mod blocks;
mod context;
mod kinds;
mod meta;
mod phrases;
mod plain;

use serde::Serialize;

pub use meta::{Basis, Dated, Original};
pub use plain::from_plain;

use crate::Language;
use crate::words::Span;

/// Longer pages are cut here: 5 MB.
pub const MOST_BYTES: usize = 5_000_000;

/// What a paragraph is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ParagraphKind {
    /// The headline.
    Headline,
    /// The summary under it.
    Lead,
    /// The text, with its headings.
    Body,
    /// One of a list.
    Bullet,
    /// The words under a picture.
    Caption,
    /// A quotation set apart: it repeats, or quotes at length.
    QuoteBlock,
    /// Inside the article and not of it: "Read more", newsletters, related links.
    Boilerplate,
}

/// One paragraph.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Paragraph {
    /// What it is.
    pub kind: ParagraphKind,
    /// Its words.
    pub text: String,
    /// Where it stands in [`Article::text`].
    pub span: Span,
    /// Its language, where it is long enough to tell and one of those that are read.
    pub language: Option<Language>,
}

/// Something that was cut or guessed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reservation {
    /// Longer than 5 MB: the rest was not read.
    Cut,
    /// Nested or filled beyond what the first reading takes: only the second was used.
    OneReading,
    /// No article was found: every block that could be one is given.
    NoArticle,
    /// Two dates of the page disagree.
    DatesDisagree,
    /// Paragraphs in two languages.
    TwoLanguages,
}

/// An article.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Article {
    /// The headline.
    pub headline: Option<String>,
    /// All paragraphs in order, the headline first.
    pub paragraphs: Vec<Paragraph>,
    /// The paragraphs joined by line ends; spans point into it.
    pub text: String,
    /// The language of most of it; `None` where it is not one that is read.
    pub language: Option<Language>,
    /// When it was published, and how that is known; `None` is "unknown".
    pub date: Option<Dated>,
    /// The outlet, as the page names itself.
    pub outlet: Option<String>,
    /// The address that the page gives for itself, or else where it was found.
    pub canonical: Option<String>,
    /// Where it was published first, when the page says that it repeats another.
    pub original: Option<Original>,
    /// Blocks outside the article that were left out.
    pub left_out: usize,
    /// What to say beside it.
    pub reservations: Vec<Reservation>,
}

impl Article {
    /// Under which address it counts: a re-post counts as its original, so that it is not counted
    /// twice. `None` where no address is known.
    #[must_use]
    pub fn counts_as(&self) -> Option<&str> {
        self.original.as_ref().map(|original| original.link.as_str()).or(self.canonical.as_deref())
    }

    /// The paragraphs that say something, without boilerplate.
    pub fn said(&self) -> impl Iterator<Item = &Paragraph> {
        self.paragraphs.iter().filter(|one| one.kind != ParagraphKind::Boilerplate)
    }

    fn reserve(&mut self, reservation: Reservation) {
        if let Err(at) = self.reservations.binary_search(&reservation) {
            self.reservations.insert(at, reservation);
        }
    }

    /// Adds the paragraphs with their places and languages.
    fn fill(&mut self, paragraphs: Vec<(ParagraphKind, String)>) {
        let (mut english, mut french, mut other) = (0, 0, 0);
        for (kind, text) in paragraphs {
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            let start = self.text.len();
            self.text.push_str(&text);
            let span = Span { start, end: self.text.len() };
            let written = language(&text);
            match written {
                _ if kind == ParagraphKind::Boilerplate => {}
                Written::Read(Language::En) => english += text.len(),
                Written::Read(Language::Fr) => french += text.len(),
                Written::Other => other += text.len(),
                Written::Unknown => {}
            }
            self.paragraphs.push(Paragraph { kind, text, span, language: written.read() });
        }
        let first = self.paragraphs.iter().find(|one| one.kind == ParagraphKind::Headline);
        self.headline = first.map(|one| one.text.clone());
        self.language = if english + french + other == 0 {
            // Nothing but short paragraphs: all of it together.
            language(&self.text).read()
        } else if english.max(french) < other {
            None
        } else if french > english {
            Some(Language::Fr)
        } else {
            Some(Language::En)
        };
        if english.min(french) * 5 > english.max(french) {
            self.reserve(Reservation::TwoLanguages);
        }
    }
}

/// Shorter texts have no language that could be told.
const LEAST_FOR_LANGUAGE: usize = 40;

/// What a text is written in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Written {
    /// Too short to tell.
    Unknown,
    /// In one that is read.
    Read(Language),
    /// In another.
    Other,
}

impl Written {
    const fn read(self) -> Option<Language> {
        match self {
            Self::Read(language) => Some(language),
            _ => None,
        }
    }
}

fn language(text: &str) -> Written {
    if text.len() < LEAST_FOR_LANGUAGE {
        return Written::Unknown;
    }
    let mut cut = text.len().min(20_000);
    while !text.is_char_boundary(cut) {
        cut -= 1;
    }
    match whichlang::detect_language(&text[..cut]) {
        whichlang::Lang::Eng => Written::Read(Language::En),
        whichlang::Lang::Fra => Written::Read(Language::Fr),
        _ => Written::Other,
    }
}

/// Reads a page. `address` is where it was found, if known: it dates the page and tells a re-post
/// from an original.
#[must_use]
pub fn from_html(html: &str, address: Option<&str>) -> Article {
    let mut article = Article::default();
    let mut cut = html.len().min(MOST_BYTES);
    while !html.is_char_boundary(cut) {
        cut -= 1;
    }
    if cut < html.len() {
        article.reserve(Reservation::Cut);
    }
    let html = &html[..cut];
    let page = blocks::page(html);
    let main = kinds::main_text(html, &page);
    if main.is_none() {
        article.reserve(Reservation::OneReading);
    }
    let told = meta::read(&page, address);
    let sorted = kinds::sort(&page, main.as_ref(), &told);
    article.left_out = sorted.left_out;
    if sorted.unsure {
        article.reserve(Reservation::NoArticle);
    }
    article.fill(sorted.paragraphs);
    article.date = told.date.or(sorted.date);
    if article.date.is_some_and(|date| date.other.is_some()) {
        article.reserve(Reservation::DatesDisagree);
    }
    article.outlet = told.outlet;
    article.canonical = told.canonical;
    article.original = told.original.or(sorted.original);
    article
}

/// Reads the bytes of a page: UTF-8, what is not is replaced.
#[must_use]
pub fn from_bytes(bytes: &[u8], address: Option<&str>) -> Article {
    let head = &bytes[..bytes.len().min(MOST_BYTES + 4)];
    from_html(&String::from_utf8_lossy(head), address)
}
