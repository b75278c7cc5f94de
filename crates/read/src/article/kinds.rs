//! What each block of a page is, given where the article lies.

use hashbrown::HashSet;

use super::ParagraphKind;
use super::blocks::{Block, Element, Page, page};
use super::meta::{Dated, Original, Told, in_text, original_in};
use super::phrases::{bare, is_caption, leads_away};

/// Deeper pages are not handed to the library: it walks trees by calling itself.
const MOST_DEPTH: usize = 200;
/// Nor are pages with more elements.
const MOST_ELEMENTS: usize = 30_000;

/// The blocks of the article as the library sees it; `None` where it was not asked or found none.
pub(super) struct Main(HashSet<String>);

/// Asks the library.
pub(super) fn main_text(html: &str, whole: &Page) -> Option<Main> {
    if whole.deepest > MOST_DEPTH || whole.elements > MOST_ELEMENTS || whole.blocks.is_empty() {
        return None;
    }
    let article = legible::parse(html, None, None).ok()?;
    let main: HashSet<String> =
        page(&article.content).blocks.iter().map(|block| bare(&block.text)).collect();
    (!main.is_empty()).then_some(Main(main))
}

/// The paragraphs of an article.
pub(super) struct Sorted {
    pub(super) paragraphs: Vec<(ParagraphKind, String)>,
    pub(super) left_out: usize,
    /// A date in the lines around the headline.
    pub(super) date: Option<Dated>,
    pub(super) original: Option<Original>,
    /// No article was found.
    pub(super) unsure: bool,
}

/// Sorts the blocks of a page.
pub(super) fn sort(page: &Page, main: Option<&Main>, told: &Told) -> Sorted {
    let blocks = &page.blocks;
    let headline = headline(blocks, told);
    let ours: Vec<bool> = membership(blocks, main);
    let first = headline.map_or(0, |at| at + 1);
    let text: Vec<usize> =
        (first..blocks.len()).filter(|at| ours[*at] && is_text(&blocks[*at])).collect();
    let mut sorted = Sorted {
        paragraphs: Vec::new(),
        left_out: 0,
        date: None,
        original: None,
        unsure: text.is_empty(),
    };
    let title = headline.map(|at| blocks[at].text.clone()).or_else(|| told.headline.clone());
    sorted.paragraphs.extend(title.clone().map(|title| (ParagraphKind::Headline, title)));
    // Without a body everything readable behind the headline is given.
    let last = text.last().copied().unwrap_or(blocks.len().saturating_sub(1));
    let last = trailing(blocks, last);
    for (at, block) in blocks.iter().enumerate() {
        if Some(at) == headline {
            continue;
        }
        let beside = at < first || at > last;
        let near = at + 4 >= first && at < first + 6 && !block.around.comments;
        if near && (block.text.len() < 90 || block.around.byline) {
            sorted.date = sorted.date.or_else(|| in_text(&block.text));
        }
        let repeats = title.as_ref().is_some_and(|title| bare(title) == bare(&block.text));
        if beside || repeats {
            sorted.left_out += 1;
            continue;
        }
        match kind(block, ours[at], at, &text) {
            Some(kind) => sorted.paragraphs.push((kind, block.text.clone())),
            None => sorted.left_out += 1,
        }
        if leads_away(&block.text) {
            sorted.original =
                sorted.original.or_else(|| original_in(&block.text, &block.links, told));
        }
    }
    sorted
}

/// Which blocks the library keeps. A mark that nearly all of them have is no mark of something
/// beside the article: the class of a whole page may be "archive".
fn membership(blocks: &[Block], main: Option<&Main>) -> Vec<bool> {
    let inside = |block: &Block| main.is_none_or(|main| main.0.contains(&bare(&block.text)));
    let kept: Vec<&Block> =
        blocks.iter().filter(|block| inside(block) && block.text.len() > 60).collect();
    let beside = kept.iter().filter(|block| block.around.is_beside()).count();
    let trusted = beside * 2 <= kept.len();
    blocks.iter().map(|block| inside(block) && !(trusted && block.around.is_beside())).collect()
}

/// Whether a block is running text: a sentence, and not mostly links.
fn is_text(block: &Block) -> bool {
    let words = block.text.split_whitespace().count();
    let ended = block.text.ends_with(['.', '!', '?', '…', '”', '"', '»', '’', '\'', ':', ')']);
    // In an item of a list a fragment is text; elsewhere it takes a sentence or many words.
    let enough =
        words >= 8 || (words >= 3 && ended) || block.element == Element::Item && words >= 4;
    enough && block.linked * 2 <= block.text.len()
}

/// The article ends with its last text, and the lines directly behind that lead away from it.
fn trailing(blocks: &[Block], last: usize) -> usize {
    let mut end = last;
    while let Some(next) = blocks.get(end + 1) {
        let ours = !next.around.is_beside() || next.around.promotion;
        if !(ours && leads_away(&next.text) && next.text.len() > 8) {
            break;
        }
        end += 1;
    }
    end
}

fn kind(block: &Block, ours: bool, at: usize, text: &[usize]) -> Option<ParagraphKind> {
    let around = block.around;
    if around.comments || around.consent {
        return None;
    }
    if around.caption || (is_caption(&block.text) && block.element != Element::Item) {
        return Some(ParagraphKind::Caption);
    }
    if leads_away(&block.text) || (around.is_beside() && !ours) {
        return Some(ParagraphKind::Boilerplate);
    }
    // Between the headline and the text the library often drops the lead and the bullets.
    let before = text.first().is_none_or(|first| at < *first);
    if around.lead && is_text(block) {
        return Some(ParagraphKind::Lead);
    }
    let opens = text.first().is_none_or(|first| at <= *first);
    let summary = opens && matches!(block.element, Element::Heading(2 | 3)) && is_text(block);
    if summary && !around.is_beside() {
        return Some(ParagraphKind::Lead);
    }
    if around.quote {
        return Some(ParagraphKind::QuoteBlock);
    }
    if block.linked * 10 > block.text.len() * 8 && block.text.len() < 160 {
        return Some(ParagraphKind::Boilerplate);
    }
    match block.element {
        Element::Item => Some(ParagraphKind::Bullet),
        Element::Heading(_) if !before => Some(ParagraphKind::Body),
        // Outside a paragraph a few words without an end are a label.
        _ if is_text(block) => Some(ParagraphKind::Body),
        Element::Paragraph if ours => Some(ParagraphKind::Body),
        _ if ours && block.text.len() >= 25 => Some(ParagraphKind::Body),
        _ => Some(ParagraphKind::Boilerplate),
    }
}

/// The block that is the headline: the one that the page's own data name, or else the first
/// heading of the first level.
fn headline(blocks: &[Block], told: &Told) -> Option<usize> {
    let heading =
        |block: &Block| matches!(block.element, Element::Heading(_)) && block.text.len() > 3;
    let names: Vec<String> = told.titles.iter().map(|title| bare(title)).collect();
    // "Headline | Outlet": the title holds the headline and little else. Longest first.
    let named = |block: &Block| {
        let own = bare(&block.text);
        let meets = names.iter().any(|name| {
            *name == own || (own.len() >= 12 && name.contains(&own) && own.len() * 3 >= name.len())
        });
        meets.then_some(own.len())
    };
    let in_heading = blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| heading(block) && !block.around.comments)
        .filter_map(|(at, block)| Some((at, named(block)?)))
        .max_by_key(|(at, length)| (*length, usize::MAX - at))
        .map(|(at, _)| at);
    let first_heading = || {
        blocks.iter().position(|block| {
            block.element == Element::Heading(1)
                && !block.around.is_beside()
                && block.text.len() > 3
        })
    };
    // Old pages have no headings: a line that begins as the page's title does.
    let line = || {
        blocks.iter().position(|block| {
            let own = bare(&block.text);
            let begins = |name: &String| {
                name.len() >= 12 && own.starts_with(name.as_str()) && own.len() <= name.len() * 2
            };
            named(block).is_some() || names.iter().any(begins)
        })
    };
    in_heading.or_else(first_heading).or_else(line)
}
