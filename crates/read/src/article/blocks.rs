//! A page as a row of text blocks, each with what stands around it.
//!
//! One pass over html5ever's tokens with a stack of open elements and no tree: time and memory are
//! linear, nothing recurses, and a page that never closes a tag is read like any other.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::context::{Around, around};

/// The element that a block is the text of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Element {
    Paragraph,
    Item,
    /// A heading of that level.
    Heading(u8),
    Other,
}

/// A stretch of text without a break.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Block {
    pub(super) text: String,
    pub(super) element: Element,
    pub(super) around: Around,
    /// How much of the text is the text of links, in bytes.
    pub(super) linked: usize,
    /// Where the first links of it lead.
    pub(super) links: Vec<String>,
}

/// Everything of a page that is used.
#[derive(Default)]
pub(super) struct Page {
    pub(super) blocks: Vec<Block>,
    /// Names (or properties) and contents of `meta`.
    pub(super) meta: Vec<(String, String)>,
    pub(super) canonical: Option<String>,
    pub(super) title: String,
    pub(super) json_ld: Vec<String>,
    /// `datetime` of `time`, in order.
    pub(super) times: Vec<String>,
    pub(super) language: Option<String>,
    /// The deepest nesting seen.
    pub(super) deepest: usize,
    /// How many elements began.
    pub(super) elements: usize,
}

/// Elements open at once; deeper ones are read as part of these.
const MOST_OPEN: usize = 512;
const MOST_BLOCKS: usize = 100_000;
const MOST_META: usize = 500;
const MOST_LINKS: usize = 4;

/// Reads a page.
pub(super) fn page(html: &str) -> Page {
    let sink = Sink { state: RefCell::new(State::default()) };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    // Scripts are never run: the sink answers no token with a script, so one call reads all.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let mut state = tokenizer.sink.state.into_inner();
    state.flush();
    state.page
}

struct Sink {
    state: RefCell<State>,
}

/// What the text at hand belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Raw {
    #[default]
    No,
    JsonLd,
    Title,
    Skip,
}

struct Open {
    name: String,
    around: Around,
    /// Whether it is a link, or in one.
    in_link: bool,
}

#[derive(Default)]
struct State {
    page: Page,
    open: Vec<Open>,
    raw: Raw,
    raw_text: String,
    text: String,
    linked: usize,
    links: Vec<String>,
    element: Option<Element>,
    around: Option<Around>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.state.borrow_mut();
        match token {
            Token::CharacterTokens(text) => state.characters(&text),
            Token::TagToken(tag) => match tag.kind {
                TagKind::StartTag => return state.start(&tag),
                TagKind::EndTag => state.end(&tag.name),
            },
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub",
    "sup", "time", "tt", "u", "var", "wbr", "img", "nobr",
];

fn attribute<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    tag.attrs.iter().find(|one| &*one.name.local == name).map(|one| &*one.value)
}

impl State {
    fn characters(&mut self, text: &str) {
        if self.raw != Raw::No {
            if self.raw_text.len() + text.len() <= 1 << 20 {
                self.raw_text.push_str(text);
            }
            return;
        }
        let around = self.open.last().map_or(Around::default(), |open| open.around);
        if around.hidden {
            return;
        }
        if !text.trim().is_empty() {
            // A mark holds for a block when all of its text has it.
            self.around = Some(self.around.map_or(around, |before| before.both(around)));
            if self.element.is_none() {
                self.element = Some(self.element_now());
            }
            if self.open.last().is_some_and(|open| open.in_link) {
                self.linked += text.trim().len();
            }
        }
        self.text.push_str(text);
    }

    fn element_now(&self) -> Element {
        self.open
            .iter()
            .rev()
            .find_map(|open| match open.name.as_str() {
                "p" => Some(Element::Paragraph),
                "li" | "dd" | "dt" => Some(Element::Item),
                "h1" => Some(Element::Heading(1)),
                "h2" => Some(Element::Heading(2)),
                "h3" | "h4" | "h5" | "h6" => Some(Element::Heading(3)),
                "div" | "td" | "section" | "article" | "main" | "body" => Some(Element::Other),
                _ => None,
            })
            .unwrap_or(Element::Other)
    }

    fn start(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name = &*tag.name;
        self.page.elements += 1;
        let inline = INLINE.contains(&name);
        if name == "br" {
            // In a heading a break is a space.
            let heading = self
                .open
                .iter()
                .rev()
                .take(4)
                .any(|open| matches!(open.name.as_str(), "h1" | "h2" | "h3" | "h4"));
            if heading {
                self.text.push(' ');
            } else {
                self.flush();
            }
            return TokenSinkResult::Continue;
        }
        if !inline {
            self.flush();
            self.imply(name);
        }
        self.note(tag);
        if name == "a" {
            // A link in a link ends the first.
            if let Some(at) = self.open.iter().rev().take(16).position(|open| open.name == "a") {
                self.open.truncate(self.open.len() - at - 1);
            }
            if let Some(link) = attribute(tag, "href").filter(|link| link.len() < 2_000)
                && self.links.len() < MOST_LINKS
            {
                self.links.push(link.trim().to_owned());
            }
        }
        if VOID.contains(&name) || (tag.self_closing && !inline) {
            return TokenSinkResult::Continue;
        }
        let raw = match name {
            "script" if attribute(tag, "type").is_some_and(|kind| kind.contains("ld+json")) => {
                Raw::JsonLd
            }
            "script" | "style" | "textarea" | "xmp" | "iframe" | "noembed" | "noframes" => {
                Raw::Skip
            }
            "title" if self.page.title.is_empty() => Raw::Title,
            "title" => Raw::Skip,
            _ => Raw::No,
        };
        self.push(name, tag);
        if raw == Raw::No {
            return TokenSinkResult::Continue;
        }
        self.raw = raw;
        self.raw_text.clear();
        TokenSinkResult::RawData(match name {
            "script" => RawKind::ScriptData,
            "title" | "textarea" => RawKind::Rcdata,
            _ => RawKind::Rawtext,
        })
    }

    fn push(&mut self, name: &str, tag: &Tag) {
        if self.open.len() >= MOST_OPEN {
            return;
        }
        let before = self.open.last().map_or(Around::default(), |open| open.around);
        let in_link = name == "a" || self.open.last().is_some_and(|open| open.in_link);
        let marked = around(name, |wanted| attribute(tag, wanted));
        self.open.push(Open { name: name.to_owned(), around: before.or(marked), in_link });
        self.page.deepest = self.page.deepest.max(self.open.len());
    }

    /// Ends what a beginning element ends without saying so.
    fn imply(&mut self, name: &str) {
        let last = |state: &Self, wanted: &[&str]| {
            state.open.iter().rev().take(8).position(|open| wanted.contains(&open.name.as_str()))
        };
        match name {
            "li" => {
                // Up to the list that it stands in.
                let list = last(self, &["ul", "ol"]).unwrap_or(8);
                if let Some(item) = last(self, &["li"]).filter(|item| *item < list) {
                    self.open.truncate(self.open.len() - item - 1);
                }
            }
            "tr" | "td" | "th" => {
                let table = last(self, &["table"]).unwrap_or(8);
                let ended: &[&str] = if name == "tr" { &["tr"] } else { &["td", "th"] };
                if let Some(cell) = last(self, ended).filter(|cell| *cell < table) {
                    self.open.truncate(self.open.len() - cell - 1);
                }
            }
            _ => {
                if let Some(at) = last(self, &["p"]).filter(|at| {
                    self.open
                        .iter()
                        .rev()
                        .take(*at)
                        .all(|open| INLINE.contains(&open.name.as_str()))
                }) {
                    self.open.truncate(self.open.len() - at - 1);
                }
            }
        }
    }

    fn end(&mut self, name: &str) {
        if self.raw != Raw::No {
            self.end_raw();
        }
        if !INLINE.contains(&name) {
            self.flush();
        }
        // An end without its beginning ends nothing; one for an inline element does not reach
        // through a block.
        let inline = INLINE.contains(&name);
        let reach = if inline { 16 } else { MOST_OPEN };
        let found = self.open.iter().rev().take(reach).position(|open| open.name == name);
        let blocked = |at: usize| {
            inline
                && self.open.iter().rev().take(at).any(|open| !INLINE.contains(&open.name.as_str()))
        };
        if let Some(at) = found.filter(|at| !blocked(*at)) {
            self.open.truncate(self.open.len() - at - 1);
        }
    }

    fn end_raw(&mut self) {
        let text = std::mem::take(&mut self.raw_text);
        match std::mem::take(&mut self.raw) {
            Raw::JsonLd if self.page.json_ld.len() < 32 => self.page.json_ld.push(text),
            Raw::Title => self.page.title = one_line(&text),
            _ => {}
        }
    }

    /// Keeps what `meta`, `link`, `time` and `html` say.
    fn note(&mut self, tag: &Tag) {
        match &*tag.name {
            "meta" if self.page.meta.len() < MOST_META => {
                let name =
                    ["property", "name", "itemprop"].iter().find_map(|name| attribute(tag, name));
                if let (Some(name), Some(content)) = (name, attribute(tag, "content")) {
                    let content = content.get(..content.len().min(2_000)).unwrap_or_default();
                    self.page.meta.push((name.to_lowercase(), content.trim().to_owned()));
                }
            }
            "link" => {
                let canonical =
                    attribute(tag, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"));
                if let (true, Some(link)) = (canonical, attribute(tag, "href")) {
                    self.page.canonical.get_or_insert_with(|| link.trim().to_owned());
                }
            }
            "time" => {
                if let Some(time) = attribute(tag, "datetime")
                    && self.page.times.len() < 64
                {
                    self.page.times.push(time.to_owned());
                }
            }
            "html" => {
                if let Some(language) = attribute(tag, "lang") {
                    self.page.language.get_or_insert_with(|| language.to_owned());
                }
            }
            _ => {}
        }
    }

    fn flush(&mut self) {
        let text = one_line(&self.text);
        self.text.clear();
        let linked = std::mem::take(&mut self.linked);
        let links = std::mem::take(&mut self.links);
        let around = self.around.take().unwrap_or_default();
        let element = self.element.take().unwrap_or(Element::Other);
        if !text.is_empty() && self.page.blocks.len() < MOST_BLOCKS {
            self.page.blocks.push(Block { text, element, around, linked, links });
        }
    }
}

/// White space as single spaces; French keeps its narrow and hard ones.
pub(super) fn one_line(text: &str) -> String {
    let plain = |letter: char| letter.is_whitespace() && !matches!(letter, '\u{a0}' | '\u{202f}');
    let parts: Vec<&str> = text.split(plain).filter(|part| !part.is_empty()).collect();
    parts.join(" ").trim().to_owned()
}
