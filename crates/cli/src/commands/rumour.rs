//! `vigie rumour`

use std::io::{self, Read};

use clap::{Args, Subcommand};
use serde::Serialize;
use vigie_app::model::ExitCode;
use vigie_app::rumours::{
    NewRumour, RumourAnswer, RumourCategory, RumourError, RumourRow, RumourText, TREND_DAYS,
};
use vigie_app::{AppError, Project};

use super::Context;
use crate::failure::Failure;
use crate::output::{BAD, Cell, DIM, Page, Report, STRONG, Table, Ui};
use crate::prompt;

/// Rumours that must not be repeated: only a code is shown
#[derive(Debug, Subcommand)]
pub(crate) enum Rumour {
    Add(Add),
    List(List),
    Reveal(Reveal),
}

/// Register a rumour; asks for its words
///
/// From then on whatever repeats it comes out as its code: texts, quotes, hashtags, addresses and
/// names of files, on screens, in briefs and exports, in logs and errors. Its words are kept
/// encrypted under the project's key file. They are never arguments, which stay in the shell's
/// history: without a terminal they are read from standard input, a line each.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie rumour add                          # asks for everything
  vigie rumour add --category health
  vigie rumour add --category other < words # lines: topic: …, term: …, example: …")]
pub(crate) struct Add {
    /// What it is about: `private_life`, health, sexuality, family, money, conduct or other
    ///
    /// The first four are sealed unless --open is given.
    #[arg(long, value_name = "CATEGORY")]
    category: Option<String>,

    /// Seal it whatever its category
    #[arg(long, conflicts_with = "open")]
    seal: bool,

    /// Do not seal it: count who repeats it, and show its words like any other
    #[arg(long)]
    open: bool,
}

/// Show rumours by code: how far each has spread, never its words
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie rumour list
  vigie rumour list --format json")]
pub(crate) struct List {}

/// See the words of a rumour; on record, with a reason
///
/// With a second person at once. Who works alone asks, waits as long as `rumours.reveal_after` in
/// vigie.toml says, and asks again. The next brief tells it.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie rumour reveal RUM-7                 # asks for the reason
  vigie rumour reveal RUM-7 --reason \"the family asks\" --second \"Jonas Weber\"")]
pub(crate) struct Reveal {
    /// The rumour's code
    #[arg(value_name = "CODE")]
    code: String,

    /// Why it must be seen
    #[arg(long, value_name = "WHY")]
    reason: Option<String>,

    /// Who else agreed
    #[arg(long, value_name = "NAME")]
    second: Option<String>,
}

impl Rumour {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        match self {
            Self::Add(add) => add.run(context),
            Self::List(List {}) => {
                context.ui.show(&Listed(context.project()?.rumours()?))?;
                Ok(ExitCode::Done)
            }
            Self::Reveal(reveal) => reveal.run(context, &context.project()?),
        }
    }
}

impl Add {
    fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let ui = &context.ui;
        let sealed = if self.seal { Some(true) } else { self.open.then_some(false) };
        let (topic, terms, examples, category) = if prompt::is_possible() {
            let category = match self.category {
                Some(word) => word,
                None => prompt::ask(&ui.say(
                    "rumour-ask-category",
                    &[("known", RumourCategory::ALL.map(RumourCategory::word).join(", ").into())],
                ))?
                .unwrap_or_else(|| RumourCategory::PrivateLife.word().to_owned()),
            };
            let topic = prompt::ask(&ui.plain("rumour-ask-topic"))?.unwrap_or_default();
            let terms = ask_all(&ui.plain("rumour-ask-term"))?;
            (topic, terms, ask_all(&ui.plain("rumour-ask-example"))?, category)
        } else {
            let Words { topic, terms, examples } = read_words(&mut io::stdin().lock())?;
            let category = self.category.unwrap_or_else(|| "private_life".to_owned());
            (topic, terms, examples, category)
        };
        let category = RumourCategory::from_word(category.trim())
            .ok_or(AppError::from(RumourError::UnknownCategory))?;
        let new = NewRumour { topic, terms, examples, category, sealed };
        ui.show(&Added(project.rumour_add(&new)?))?;
        Ok(ExitCode::Done)
    }
}

impl Reveal {
    fn run(self, context: &Context, project: &Project) -> Result<ExitCode, Failure> {
        let ui = &context.ui;
        let reason = match self.reason {
            Some(reason) => reason,
            None if prompt::is_possible() => {
                prompt::ask(&ui.plain("rumour-ask-reason"))?.unwrap_or_default()
            }
            None => String::new(),
        };
        let answer = project.rumour_reveal(&self.code, &reason, self.second.as_deref())?;
        let waits = matches!(answer, RumourAnswer::Wait { .. });
        // The one page that shows what is sealed: it is on record by now.
        ui.show_revealed(&Answered(answer))?;
        Ok(if waits { ExitCode::CouldNot } else { ExitCode::Done })
    }
}

fn ask_all(question: &str) -> io::Result<Vec<String>> {
    let mut answers = Vec::new();
    while let Some(answer) = prompt::ask(question)? {
        answers.push(answer);
    }
    Ok(answers)
}

/// What a script says of a rumour.
#[derive(Default)]
struct Words {
    topic: String,
    terms: Vec<String>,
    examples: Vec<String>,
}

/// More is no rumour but a book.
const LONGEST_INPUT: u64 = 1 << 20;

/// Lines `topic: …`, `term: …` and `example: …`. What a line holds is not said in errors.
#[expect(clippy::disallowed_methods, reason = "bounded by take")]
fn read_words(from: &mut impl Read) -> Result<Words, Failure> {
    let mut bytes = Vec::new();
    from.take(LONGEST_INPUT).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let mut words = Words::default();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let value =
            |name: &str| line.trim().strip_prefix(name).map(|value| value.trim().to_owned());
        if let Some(topic) = value("topic:") {
            words.topic = topic;
        } else if let Some(term) = value("term:") {
            words.terms.push(term);
        } else if let Some(example) = value("example:") {
            words.examples.push(example);
        } else {
            let message = format!("line {} does not say what it is", at + 1);
            return Err(Failure::usage(message, "begin each line with topic:, term: or example:")
                .in_french("wrong-rumour-line", &[("line", (at + 1).into())]));
        }
    }
    if words.terms.is_empty() && words.examples.is_empty() {
        return Err(Failure::usage(
            "nothing was said of the rumour",
            "vigie rumour add asks on a terminal; in a script, write topic:, term: and example: \
             to standard input, a line each",
        )
        .in_french("wrong-rumour-text", &[]));
    }
    Ok(words)
}

#[derive(Serialize)]
#[serde(transparent)]
struct Added(RumourRow);

impl Report for Added {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        let id = if self.0.sealed { "rumour-added" } else { "rumour-added-open" };
        page.line(ui.say(id, &[("code", self.0.code.as_str().into())]));
        page.blank();
        page.table(&table(std::slice::from_ref(&self.0), ui));
        page.next("vigie rumour list");
        page
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct Listed(Vec<RumourRow>);

impl Report for Listed {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        if self.0.is_empty() {
            page.line(ui.plain("rumour-none"));
            page.next("vigie rumour add");
            return page;
        }
        page.table(&table(&self.0, ui));
        for row in self.0.iter().filter(|row| !row.held) {
            let line = ui.say("rumour-not-held", &[("code", row.code.as_str().into())]);
            page.hanging(0, "! ", BAD, &line);
        }
        page.blank();
        page.paragraph(0, &ui.plain("rumour-advice"));
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        self.0.iter().map(serde_json::to_value).collect()
    }
}

fn table(rows: &[RumourRow], ui: &Ui) -> Table {
    let mut table = Table::new().right([3, 4, 5]);
    let trend = ui.say("rumour-trend", &[("days", TREND_DAYS.into())]);
    let heading = |id: &str| Cell::styled(ui.plain(id), DIM);
    table.row([
        heading("rumour-code"),
        heading("rumour-category"),
        heading("rumour-kind"),
        heading("rumour-matched"),
        heading("rumour-accounts"),
        heading("rumour-tags"),
        Cell::styled(trend, DIM),
        heading("rumour-last"),
    ]);
    for row in rows {
        let kind = if row.sealed { "rumour-sealed" } else { "rumour-open" };
        table.row([
            Cell::styled(row.code.clone(), STRONG),
            ui.plain(about(row.category)).into(),
            ui.plain(kind).into(),
            ui.words.number(row.matched).into(),
            ui.words.number(row.accounts).into(),
            ui.words.number(row.tags).into(),
            bars(&row.trend).into(),
            row.last_at.map_or_else(String::new, |at| ui.time(at)).into(),
        ]);
    }
    table
}

const fn about(category: RumourCategory) -> &'static str {
    match category {
        RumourCategory::PrivateLife => "rumour-about-private-life",
        RumourCategory::Health => "rumour-about-health",
        RumourCategory::Sexuality => "rumour-about-sexuality",
        RumourCategory::Family => "rumour-about-family",
        RumourCategory::Money => "rumour-about-money",
        RumourCategory::Conduct => "rumour-about-conduct",
        RumourCategory::Other => "rumour-about-other",
    }
}

/// A day a character: a dot for none, bars of eight heights against the highest.
fn bars(trend: &[u64]) -> String {
    const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let most = trend.iter().copied().max().unwrap_or(0);
    let bar = |count: &u64| match count {
        0 => '·',
        count => {
            let height = count.saturating_mul(8).div_ceil(most.max(1)).clamp(1, 8);
            usize::try_from(height - 1).ok().and_then(|at| HEIGHTS.get(at)).copied().unwrap_or('█')
        }
    };
    trend.iter().map(bar).collect()
}

#[derive(Serialize)]
#[serde(transparent)]
struct Answered(RumourAnswer);

impl Report for Answered {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        match &self.0 {
            RumourAnswer::Wait { code, wait_until } => {
                let args = [("code", code.as_str().into()), ("until", ui.time(*wait_until).into())];
                page.paragraph(0, &ui.say("rumour-wait", &args));
            }
            RumourAnswer::Shown(text) => words_of(text, &mut page, ui),
        }
        page
    }
}

fn words_of(text: &RumourText, page: &mut Page, ui: &Ui) {
    page.paragraph(0, &ui.say("rumour-shown", &[("code", text.code.as_str().into())]));
    let topic = std::slice::from_ref(&text.topic);
    let parts = [
        ("rumour-topic", topic),
        ("rumour-terms", &text.terms),
        ("rumour-examples", &text.examples),
        ("rumour-found", &text.tags),
    ];
    for (id, lines) in parts {
        if lines.iter().all(String::is_empty) {
            continue;
        }
        page.heading(&ui.plain(id));
        for line in lines {
            page.paragraph(2, line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::testing::{at, shown};
    use vigie_app::words::Language;

    fn row() -> RumourRow {
        RumourRow {
            code: "RUM-7".to_owned(),
            category: RumourCategory::Health,
            sealed: true,
            since: at("2027-04-10T08:00:00Z"),
            matched: 1_204,
            accounts: 311,
            tags: 2,
            trend: vec![0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 40, 400, 700, 63],
            last_at: Some(at("2027-04-13T06:12:00Z")),
            held: true,
        }
    }

    #[test]
    fn a_rumour_is_shown_by_code_and_spread() {
        insta::assert_snapshot!(shown(&Listed(vec![row()]), Language::English), @"
        Code   About   Kept    Publications  Accounts  Tags, links  Last 14 days    Last seen
        RUM-7  health  sealed         1,204       311            2  ·········▁▁▅█▁  2027-04-13 08:12:00

        Would an answer spread it? The default is not to answer in public.
        ");
        let elsewhere = RumourRow { held: false, ..row() };
        assert!(
            shown(&Listed(vec![elsewhere]), Language::French).contains("! RUM-7 a été enregistrée")
        );
        assert!(shown(&Listed(Vec::new()), Language::English).contains("vigie rumour add"));
    }

    #[test]
    fn lines_of_a_script_are_read_and_a_wrong_one_is_not_quoted() {
        let read = |text: &str| read_words(&mut text.as_bytes());
        let words = read("topic: The lake\n\n term:  Lac Noir \nexample: seen: there\n").unwrap();
        assert_eq!(words.topic, "The lake");
        assert_eq!(
            (words.terms, words.examples),
            (vec!["Lac Noir".into()], vec!["seen: there".into()])
        );
        for wrong in ["topic: x\nLac Noir\n", "topic: Lac Noir", ""] {
            let said = format!("{:?}", read(wrong).err().unwrap());
            assert!(!said.contains("Lac Noir"), "{said}");
        }
    }
}
