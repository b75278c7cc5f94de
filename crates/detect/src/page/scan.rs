//! Cuts a page into its title, its sections and their fenced blocks, with line numbers.
//!
//! The grammar of a page is a small, fixed part of Markdown: one `#` title, `##` sections, fences
//! of three or more backticks. A line scanner for it is shorter than the walk over a general
//! Markdown tree and knows the line of everything it reports. It knows nothing of what sections
//! mean.

use crate::error::PageError;

/// No page is longer than this, in bytes.
pub(crate) const MAX_PAGE: usize = 1 << 20;

/// Makes errors that name the page.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) file: &'a str,
}

impl Place<'_> {
    pub(crate) fn error(
        self,
        line: usize,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> PageError {
        PageError { file: self.file.to_owned(), line, message: message.into(), hint: hint.into() }
    }
}

/// A page in pieces.
#[derive(Debug)]
pub(crate) struct Document {
    /// The text of the `#` line.
    pub(crate) title: String,
    pub(crate) title_line: usize,
    /// What stands between the title and the first section.
    pub(crate) head: Section,
    pub(crate) sections: Vec<Section>,
}

/// What stands under one `##` line.
#[derive(Debug, Default)]
pub(crate) struct Section {
    pub(crate) heading: String,
    pub(crate) line: usize,
    /// Text outside fences, without blank lines at either end.
    pub(crate) prose: String,
    pub(crate) fences: Vec<Fence>,
}

/// A fenced block.
#[derive(Clone, Debug)]
pub(crate) struct Fence {
    /// What follows the backticks: `csv acts`.
    pub(crate) info: String,
    /// The line of the opening backticks; the text begins on the next.
    pub(crate) line: usize,
    pub(crate) text: String,
}

impl Section {
    fn new(heading: &str, line: usize) -> Self {
        Self { heading: heading.to_owned(), line, ..Self::default() }
    }

    fn close(mut self) -> Self {
        self.prose = self.prose.trim_matches('\n').trim_end().to_owned();
        self
    }
}

/// How many line breaks there are.
pub(crate) fn newlines(bytes: &[u8]) -> usize {
    bytes.split(|&byte| byte == b'\n').count().saturating_sub(1)
}

struct Open {
    ticks: usize,
    fence: Fence,
}

/// Cuts `text` into pieces.
pub(crate) fn scan(place: Place<'_>, text: &str) -> Result<Document, PageError> {
    if text.len() > MAX_PAGE {
        return Err(place.error(1, "the page is larger than 1 MiB", "is this a detector page?"));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut title: Option<(String, usize)> = None;
    let mut head = Section::default();
    let mut sections: Vec<Section> = Vec::new();
    let mut open: Option<Open> = None;
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        if let Some(block) = &mut open {
            if closes(line, block.ticks) {
                let fence = open.take().map(|block| block.fence);
                sections.last_mut().unwrap_or(&mut head).fences.extend(fence);
            } else {
                block.fence.text.push_str(line);
                block.fence.text.push('\n');
            }
            continue;
        }
        if let Some((ticks, info)) = opens(line) {
            let fence = Fence { info: info.to_owned(), line: number, text: String::new() };
            open = Some(Open { ticks, fence });
        } else if let Some(heading) = line.strip_prefix("## ") {
            sections.push(Section::new(heading.trim(), number));
        } else if let Some(heading) = line.strip_prefix("# ") {
            if title.is_some() {
                return Err(place.error(number, "a second title", "sections begin with \"## \""));
            }
            title = Some((heading.trim().to_owned(), number));
        } else {
            let prose = &mut sections.last_mut().unwrap_or(&mut head).prose;
            prose.push_str(line);
            prose.push('\n');
        }
    }
    if let Some(block) = open {
        let hint = format!("end it with a line of {} backticks", block.ticks);
        return Err(place.error(block.fence.line, "a block that never ends", hint));
    }
    let Some((title, title_line)) = title else {
        return Err(place.error(1, "no title", "begin the page with \"# its-id\""));
    };
    let sections = sections.into_iter().map(Section::close).collect();
    Ok(Document { title, title_line, head: head.close(), sections })
}

/// The number of backticks and the rest of a line that opens a block.
fn opens(line: &str) -> Option<(usize, &str)> {
    let ticks = line.bytes().take_while(|&byte| byte == b'`').count();
    let info = line.get(ticks..)?.trim();
    (ticks >= 3 && !info.contains('`')).then_some((ticks, info))
}

fn closes(line: &str, ticks: usize) -> bool {
    let line = line.trim_end();
    line.len() >= ticks && line.bytes().all(|byte| byte == b'`')
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place<'static> = Place { file: "p.md" };

    #[test]
    fn lines_of_sections_and_fences_are_counted_from_one() {
        let text = "# t\n\nintro\n## One\r\nprose\r\n```csv acts\na,b\n## not a heading\n```\nmore\n## Two\n";
        let page = scan(PLACE, text).unwrap();
        assert_eq!((page.title.as_str(), page.title_line), ("t", 1));
        assert_eq!(page.head.prose, "intro");
        let one = &page.sections[0];
        assert_eq!((one.heading.as_str(), one.line, one.prose.as_str()), ("One", 4, "prose\nmore"));
        assert_eq!((one.fences[0].info.as_str(), one.fences[0].line), ("csv acts", 6));
        assert_eq!(one.fences[0].text, "a,b\n## not a heading\n");
        assert_eq!(page.sections[1].line, 11);
    }

    #[test]
    fn a_longer_fence_may_hold_a_shorter_one() {
        let page = scan(PLACE, "# t\n````md\n```\n```\n````\n").unwrap();
        assert_eq!(page.head.fences[0].text, "```\n```\n");
    }

    #[test]
    fn an_open_fence_is_named_by_its_line() {
        let error = scan(PLACE, "# t\n\n```sql\nSELECT\n").unwrap_err();
        insta::assert_snapshot!(error, @"p.md:3: a block that never ends");
        assert_eq!(error.hint, "end it with a line of 3 backticks");
        insta::assert_snapshot!(scan(PLACE, "text\n").unwrap_err(), @"p.md:1: no title");
    }
}
