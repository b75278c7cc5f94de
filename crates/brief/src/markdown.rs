//! The brief as Markdown.

use crate::caps::Caps;
use crate::model::BriefModel;
use crate::view::{Line, Link, List, Sheet, Soon, Sure};
use crate::visible::visible;
use crate::words::Say;

/// Makes a text inert in `CommonMark` and in GitHub's dialect: it comes out as the text that it is,
/// on one line, and never as markup, HTML, a link or the beginning of a list.
///
/// White space becomes single spaces. `@` is put in a code span, because nothing else keeps
/// `a@b.example` from becoming a link.
#[must_use]
pub fn escape(text: &str) -> String {
    let text = on_one_line(text);
    let mut out = String::with_capacity(text.len() + 16);
    let mut before: Option<char> = None;
    let mut letters = text.chars().peekable();
    // Only digits so far: `1.` or `1)` at the beginning of a line is a list.
    let mut only_digits = true;
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        match letter {
            '@' => {
                if before != Some('@') {
                    out.push('`');
                }
                out.push('@');
                if next != Some('@') {
                    out.push('`');
                }
            }
            _ if is_markup(letter)
                || (matches!(letter, '-' | '+' | '=') && before.is_none())
                || (letter == ':' && begins_address(before, next))
                || (letter == '.' && (only_digits || matches!(before, Some('w' | 'W'))))
                || (letter == ')' && only_digits) =>
            {
                out.push('\\');
                out.push(letter);
            }
            _ => out.push(letter),
        }
        only_digits &= letter.is_ascii_digit();
        before = Some(letter);
    }
    out
}

/// Single spaces instead of line ends, tabs and runs of spaces. Narrow and no-break spaces belong
/// to French and stay.
fn on_one_line(text: &str) -> String {
    let is_space =
        |letter: char| letter.is_whitespace() && !matches!(letter, '\u{a0}' | '\u{202f}');
    let words: Vec<&str> = text.split(is_space).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// `https:/`, `mailto:a`: a colon inside a word of letters. `07:52` stays as it is.
fn begins_address(before: Option<char>, next: Option<char>) -> bool {
    next == Some('/')
        || (before.is_some_and(char::is_alphabetic) && next.is_some_and(|next| next != ' '))
}

/// Characters that begin or end markup wherever they stand.
const fn is_markup(letter: char) -> bool {
    matches!(
        letter,
        '\\' | '`'
            | '*'
            | '_'
            | '['
            | ']'
            | '<'
            | '>'
            | '#'
            | '|'
            | '~'
            | '&'
            | '!'
            | '$'
            | '{'
            | '}'
            | '^'
    )
}

/// A command or id as code. Backticks and line ends cannot leave it.
fn code(text: &str) -> String {
    let text = on_one_line(text).replace('`', "'");
    if text.is_empty() { String::new() } else { format!("`{text}`") }
}

/// Builds the file line by line.
struct Writer<'a> {
    out: String,
    words: Say<'a>,
}

pub(crate) fn render(model: &BriefModel, words: Say<'_>) -> String {
    let sheet = Sheet::new(model, words, Caps::USUAL);
    let mut writer = Writer { out: String::new(), words };
    writer.head(&sheet);
    writer.known(&sheet);
    writer.incidents(&sheet);
    writer.unjudged(&sheet);
    writer.blind(&sheet);
    writer.measures(&sheet);
    writer.rumours(&sheet);
    writer.rest(&sheet);
    writer.evidence(&sheet);
    writer.foot(&sheet);
    visible(writer.out)
}

impl Writer<'_> {
    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    /// A phrase of ours; it may hold names, so it is escaped all the same.
    fn t(&self, id: &str) -> String {
        escape(&self.words.plain(id))
    }

    fn section(&mut self, id: &str) {
        let title = self.t(id);
        self.line(&format!("\n## {title}\n"));
    }

    fn more<T>(&mut self, list: &List<T>) {
        if let Some(more) = &list.more {
            self.line(&format!("\n{}", escape(more)));
        }
    }

    fn head(&mut self, sheet: &Sheet) {
        self.line(&format!("# {}\n", escape(&sheet.title)));
        let label = self.t("brief-label");
        self.line(&format!("{label} {}  ", code(&sheet.id)));
        for line in sheet.told_for.iter().chain([&sheet.covers]) {
            self.line(&format!("{}  ", escape(line)));
        }
        self.line(&escape(&sheet.prepared));
        let glance = sheet.glance.iter().map(|one| format!("{} {}", one.number, escape(&one.text)));
        let glance: Vec<String> = glance.collect();
        if !glance.is_empty() {
            self.line(&format!("\n{}", glance.join(" · ")));
        }
    }

    fn known(&mut self, sheet: &Sheet) {
        self.section("brief-known");
        if sheet.known.is_empty() {
            let nothing = self.t("brief-known-nothing");
            self.line(&nothing);
        }
        for (index, known) in sheet.known.shown.iter().enumerate() {
            let mark = if known.unsupported { self.t("brief-unsupported") } else { String::new() };
            let parts =
                [tag(known.soon.as_ref()), sure(known.sure.as_ref()), links(&known.links), mark];
            let about = about(&parts);
            self.line(&format!("{}. {}{about}", index + 1, escape(&known.text)));
            if let Some(repeat) = &known.repeat {
                self.line(&format!("   {}", code(repeat)));
            }
        }
        self.more(&sheet.known);
        if let Some(count) = &sheet.unsupported {
            self.line(&format!("\n**{}**", escape(count)));
        }
    }

    fn incidents(&mut self, sheet: &Sheet) {
        if sheet.incidents.is_empty() {
            return;
        }
        self.section("brief-incidents");
        for case in &sheet.incidents.shown {
            self.line(&format!("### {} {}\n", code(&case.alias), escape(&case.title)));
            let closed = if case.closed { self.t("brief-closed") } else { String::new() };
            let span = case.span.as_deref().map(escape).unwrap_or_default();
            let parts = [tag(Some(&case.soon)), sure(case.sure.as_ref()), span, closed];
            let parts: Vec<&str> =
                parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect();
            self.line(&parts.join(" · "));
            for text in case.assessment.iter().chain(&case.signed) {
                self.line(&format!("\n{}", escape(text)));
            }
            self.line("");
            self.lines(&case.findings);
            if let Some(gone) = &case.not_held {
                self.line(&format!("\n{}", escape(gone)));
            }
            for limit in &case.limits {
                let label = self.t("brief-does-not-prove");
                self.line(&format!("\n> {label} {}", escape(limit)));
            }
            self.line(&format!("\n{}\n", code(&case.repeat)));
        }
        self.more(&sheet.incidents);
    }

    fn lines(&mut self, lines: &List<Line>) {
        for line in &lines.shown {
            let provisional =
                if line.provisional { self.t("state-provisional") } else { String::new() };
            let parts = [
                tag(Some(&line.soon)),
                escape(&line.span),
                escape(&line.signals),
                provisional,
                code(&line.link.full),
            ];
            self.line(&format!("- {}{}", escape(&line.sentence), about(&parts)));
        }
        self.more(lines);
    }

    fn unjudged(&mut self, sheet: &Sheet) {
        if !sheet.unjudged.is_empty() {
            self.section("brief-unjudged");
            self.lines(&sheet.unjudged);
        }
    }

    fn blind(&mut self, sheet: &Sheet) {
        self.section("brief-blind");
        if sheet.blind.is_empty() {
            let nothing = self.t("brief-blind-nothing");
            self.line(&nothing);
        }
        for spot in &sheet.blind.shown {
            let [source, gap, why] = [&spot.source, &spot.gap, &spot.why].map(|text| escape(text));
            self.line(&format!("- **{source}** · {gap} · {why}"));
        }
        self.more(&sheet.blind);
    }

    fn measures(&mut self, sheet: &Sheet) {
        if !sheet.measures.is_empty() {
            self.section("brief-measures");
            self.table(&[
                "brief-measure",
                "brief-asset",
                "brief-owner",
                "brief-due",
                "brief-state",
            ]);
            for measure in &sheet.measures.shown {
                let state = match &measure.progress {
                    Some(progress) => format!("{} · {progress}", measure.state),
                    None => measure.state.clone(),
                };
                let cells =
                    [&measure.measure, &measure.asset, &measure.owner, &measure.due, &state];
                self.row(&cells.map(|cell| escape(cell)));
            }
            self.more(&sheet.measures);
        }
        if !sheet.red_lines.is_empty() {
            self.section("brief-red-lines");
            for line in &sheet.red_lines.shown {
                let when_if = self.t("brief-if");
                let then = escape(&line.then);
                let crossed = if line.crossed { self.t("brief-crossed") } else { String::new() };
                let crossed = tag_of(&crossed);
                self.line(&format!("- {when_if} {}, {then}{crossed}", escape(&line.condition)));
            }
            self.more(&sheet.red_lines);
        }
    }

    fn rumours(&mut self, sheet: &Sheet) {
        if sheet.rumours.is_empty() {
            return;
        }
        self.section("brief-rumours");
        self.table(&[
            "brief-rumour",
            "brief-category",
            "brief-spread-title",
            "brief-last",
            "brief-trend-title",
            "brief-decision",
        ]);
        for rumour in &sheet.rumours.shown {
            let cells = [
                &rumour.code,
                &rumour.category,
                &rumour.spread,
                &rumour.last,
                &rumour.trend_words,
                &rumour.decision,
            ];
            self.row(&cells.map(|cell| escape(cell)));
        }
        self.more(&sheet.rumours);
        let advice = self.t("brief-rumour-advice");
        self.line(&format!("\n{advice}"));
    }

    fn rest(&mut self, sheet: &Sheet) {
        if !sheet.not_raised.is_empty() {
            self.section("brief-not-raised");
            for item in &sheet.not_raised.shown {
                self.line(&format!("- **{}** · {}", escape(&item.what), escape(&item.reason)));
            }
            self.more(&sheet.not_raised);
        }
        for (id, list) in [("brief-recalled", &sheet.recalled), ("brief-reveals", &sheet.reveals)] {
            if list.is_empty() {
                continue;
            }
            self.section(id);
            for noted in &list.shown {
                self.line(&format!("- {} · {}", code(&noted.what), escape(&noted.told)));
            }
            self.more(list);
        }
    }

    fn evidence(&mut self, sheet: &Sheet) {
        if sheet.evidence.is_empty() {
            return;
        }
        self.section("brief-evidence");
        for one in &sheet.evidence.shown {
            let about = about(&[escape(&one.span), escape(&one.signals)]);
            let (id, title) = (code(&format!("{}{}", one.id, one.revision)), escape(&one.title));
            self.line(&format!("- {id} {title}{about}  \n  {}", code(&one.repeat)));
        }
        self.more(&sheet.evidence);
    }

    fn foot(&mut self, sheet: &Sheet) {
        self.line("\n---\n");
        self.line(&format!("{}\n", escape(&sheet.observed_by)));
        let scale: Vec<String> = sheet
            .scale
            .iter()
            .map(|one| format!("{} {}", escape(&one.word), escape(&one.numbers)))
            .collect();
        let label = self.t("brief-scale");
        self.line(&format!("{label} {}\n", scale.join(" · ")));
        let (head, check) = (self.t("brief-head"), self.t("brief-check"));
        self.line(&format!("{head} {}  ", code(&sheet.head)));
        self.line(&format!("{check} {}", code(&sheet.verify)));
    }

    fn table(&mut self, ids: &[&str]) {
        let titles: Vec<String> = ids.iter().map(|id| self.t(id)).collect();
        self.row(&titles);
        self.line(&format!("|{}", " --- |".repeat(ids.len())));
    }

    fn row(&mut self, cells: &[String]) {
        let line = format!("| {} |", cells.join(" | "));
        self.line(&line);
    }
}

fn tag(soon: Option<&Soon>) -> String {
    soon.map(|soon| format!("**{}**", escape(&soon.word))).unwrap_or_default()
}

/// A word of ours in bold behind a sentence.
fn tag_of(word: &str) -> String {
    if word.is_empty() { String::new() } else { format!(" **{word}**") }
}

fn sure(sure: Option<&Sure>) -> String {
    sure.map(|sure| escape(&format!("{} ({})", sure.word, sure.numbers))).unwrap_or_default()
}

fn links(links: &[Link]) -> String {
    let links: Vec<String> = links.iter().map(|link| code(&link.full)).collect();
    links.join(" ")
}

/// What stands behind a sentence: the parts that there are, apart.
fn about(parts: &[String]) -> String {
    let parts: Vec<&str> =
        parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect();
    if parts.is_empty() { String::new() } else { format!(" — {}", parts.join(" · ")) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    use super::*;

    /// What a reader of Markdown sees of a paragraph; `None` when it is anything but text.
    fn read(markdown: &str) -> Option<String> {
        let mut shown = String::new();
        for event in Parser::new_ext(markdown, Options::all()) {
            match event {
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                Event::Text(text) => shown.push_str(&text),
                Event::Code(text) if text.bytes().all(|byte| byte == b'@') => {
                    shown.push_str(&text);
                }
                _ => return None,
            }
        }
        Some(shown)
    }

    /// Smart punctuation is a typesetter's choice and no markup; it is undone to compare.
    fn plain(text: &str) -> String {
        text.replace(['\u{2018}', '\u{2019}'], "'")
            .replace(['\u{201c}', '\u{201d}'], "\"")
            .replace('\u{2013}', "--")
            .replace('\u{2014}', "---")
            .replace('\u{2026}', "...")
    }

    proptest! {
        #[test]
        fn any_text_reads_back_as_itself(text in "\\PC{0,60}") {
            prop_assume!(!on_one_line(&text).is_empty());
            let shown = read(&escape(&text));
            prop_assert_eq!(shown.map(|shown| plain(&shown)), Some(plain(&on_one_line(&text))));
        }

        #[test]
        fn punctuation_is_only_punctuation(text in "[-+=:.)(\\[\\]<>!#*_`~@|{}$^&;/ a1w\\\\\n\t]{1,40}") {
            prop_assume!(!on_one_line(&text).is_empty());
            let shown = read(&escape(&text));
            prop_assert_eq!(shown.map(|shown| plain(&shown)), Some(plain(&on_one_line(&text))));
        }
    }

    #[test]
    fn bare_addresses_are_not_links_in_githubs_dialect() {
        assert_eq!(
            escape("https://a.example www.b.example c@d.example mailto:x"),
            "https\\://a.example www\\.b.example c`@`d.example mailto\\:x"
        );
    }

    #[test]
    fn code_cannot_be_left() {
        assert_eq!(code("a`b\n`` <script>"), "`a'b '' <script>`");
    }
}
