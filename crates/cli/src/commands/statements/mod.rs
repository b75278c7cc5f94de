//! `vigie statements`

mod correct;

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Serialize;
use vigie_app::gate::harmless;
use vigie_app::model::ExitCode;
use vigie_app::press::rows::{ArticleRow, PressReport, ReadBy, StatementRow};
use vigie_app::press::second::SecondRow;
use vigie_app::press::{MOST_BYTES, PressRequest, Pressed, act};

use super::Context;
use super::case::write_new;
use crate::failure::Failure;
use crate::output::{Cell, DIM, Page, Report, STRONG, TODAY, Table, Ui, record_of};
use crate::prompt;

/// Who accuses, denies, warns, threatens, promises or confirms what about whom, in news articles
///
/// Reads saved pages (HTML) and texts, or what is pasted when no FILE is given. Prints the ledger
/// with the words each statement was read from, accusations with their replies, headlines that say
/// more than the words under them, poll figures by what was asked, and who is named. No article is
/// stored. Rules read English and French; they miss and misread some: the words stand beside.
#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_long_help = "\
Examples:
  vigie statements                                 # paste, then end with Ctrl-D
  vigie statements article.html
  vigie statements *.html --act deny --act accuse
  vigie statements *.txt --about Kremlin --csv ledger.csv
  vigie statements article.txt --check             # numbers against our own logs
  vigie statements article.txt --format json
  vigie statements article.txt --model tagger.model   # see vigie read train
  vigie statements correct article.txt 3 --act deny
  vigie statements export-corrections labelled article.txt

The watch list stands in actors.toml beside vigie.toml:
  [[persons]]
  id = \"oskeld\"
  name = \"Mira Oskeld\"
  roles = [{ titles = [\"candidate\", \"candidate à la présidence\"], from = \"2027-01-10\" }]
  [[organisations]]
  id = \"gazette\"
  name = \"La Gazette\"
  kind = \"outlet\""
)]
pub(crate) struct Statements {
    #[command(subcommand)]
    what: Option<What>,

    /// Saved pages or texts; without any, standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Only statements whose speaker, target or sentence holds these words
    #[arg(long, value_name = "WORDS")]
    about: Option<String>,

    /// Only this act (accuse, deny, warn …); can be given several times
    #[arg(long = "act", value_name = "ACT")]
    acts: Vec<String>,

    /// Check statements with a count or a share against our own logs, as `vigie check` does
    #[arg(long)]
    check: bool,

    /// Write the statements as a table into a new file, too
    #[arg(long, value_name = "FILE.csv")]
    csv: Option<PathBuf>,

    /// A tagger's model that you trained; it corrects what the rules read
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,

    /// Have the language model that vigie.toml names point at statements, too (`press.reader_url`)
    ///
    /// Off without this. Each of its words must stand in the article; its rows stand apart and
    /// replace nothing.
    #[arg(long)]
    second_reader: bool,
}

/// What else can be done with statements.
#[derive(Subcommand, Debug)]
enum What {
    Correct(correct::Correct),
    ExportCorrections(correct::Export),
}

impl Statements {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        match self.what {
            Some(What::Correct(correct)) => return correct.run(context),
            Some(What::ExportCorrections(export)) => return export.run(context),
            None => {}
        }
        let project = context.project()?;
        let acts = self.acts.iter().map(|text| act(text)).collect::<Result<_, _>>()?;
        let mut articles = Vec::new();
        for path in &self.files {
            articles.push(Pressed::file(path)?);
        }
        if self.files.is_empty() {
            let bytes = prompt::pasted(&context.ui.plain("press-ask"), MOST_BYTES)?;
            articles.push(Pressed { name: String::new(), bytes });
        }
        let request = PressRequest {
            articles,
            about: self.about,
            acts,
            check: self.check,
            model: self.model,
        };
        let report = project.press(&request)?;
        let second = self.second_reader.then(|| project.second_reading(&request.articles));
        let second = second.transpose()?.unwrap_or_default();
        if let Some(path) = &self.csv {
            write_new(path, &report.to_csv())?;
        }
        let written = self.csv.map(|path| harmless(&path.display().to_string()));
        context.ui.show(&Shown { report, second, written })?;
        Ok(ExitCode::Done)
    }
}

#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    report: PressReport,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    second: Vec<SecondRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<String>,
}

impl Report for Shown {
    fn page(&self, ui: &Ui) -> Page {
        let report = &self.report;
        let mut page = Page::new(ui);
        let counts = [
            ("statements", report.statements.len().into()),
            ("articles", report.articles.len().into()),
            ("outlets", report.outlets.into()),
        ];
        page.styled(STRONG, &ui.say("press-heading", &counts));
        if report.not_asked_for > 0 {
            page.line(ui.say("press-not-asked-for", &[("count", report.not_asked_for.into())]));
        }
        for (place, article) in report.articles.iter().enumerate() {
            self.article(place, article, &mut page, ui);
        }
        self.accusations(&mut page, ui);
        self.not_said(&mut page, ui);
        if !report.drifts.is_empty() {
            page.heading(&ui.plain("press-drifts"));
            report.drifts.iter().for_each(|row| page.hanging(2, "! ", TODAY, &row.sentence));
        }
        second(&self.second, report, &mut page, ui);
        self.polls(&mut page, ui);
        self.actors(&mut page, ui);
        page.blank();
        report.caveats.iter().for_each(|caveat| page.hanging(0, "", DIM, caveat));
        if let Some(file) = &self.written {
            page.line(ui.say("press-written", &[("file", file.as_str().into())]));
        }
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        let statements = self.report.statements.iter().map(|row| record_of("statement", row));
        let not_said = self.report.not_said.iter().map(|row| record_of("not_said", row));
        let polls = self.report.polls.iter().map(|row| record_of("poll", row));
        let second = self.second.iter().map(|row| record_of("second_reading", row));
        statements.chain(not_said).chain(polls).chain(second).collect()
    }
}

/// What the second reader points at, apart from what the rules read.
fn second(rows: &[SecondRow], report: &PressReport, page: &mut Page, ui: &Ui) {
    for row in rows {
        let article = report.articles.get(row.article);
        let title = article.map_or("–", |one| one.headline.as_deref().unwrap_or(&one.name));
        if let Some(refused) = &row.refused {
            let args = [("article", title.into()), ("why", refused.why.as_str().into())];
            page.hanging(0, "! ", TODAY, &ui.say("press-second-refused", &args));
            continue;
        }
        let count = row.pointed.len().into();
        let args =
            [("model", row.model.as_str().into()), ("count", count), ("article", title.into())];
        page.heading(&ui.say("press-second", &args));
        for one in &row.pointed {
            let named =
                [one.speaker.as_deref(), one.about.as_deref()].map(|name| name.unwrap_or("–"));
            page.hanging(2, "? ", DIM, &format!("{} → {}: {}", named[0], named[1], one.quote));
        }
        if row.dropped > 0 {
            page.line(ui.say("press-second-dropped", &[("count", row.dropped.into())]));
        }
    }
    if !rows.is_empty() {
        page.hanging(0, "", DIM, &ui.plain("press-caveat-second"));
    }
}

impl Shown {
    fn article(&self, place: usize, article: &ArticleRow, page: &mut Page, ui: &Ui) {
        let title = article.headline.as_deref().unwrap_or(&article.name);
        page.heading(if title.is_empty() { "–" } else { title });
        let unknown = || ui.plain("press-date-unknown");
        let facts = [
            article.outlet.clone(),
            Some(article.date.clone().unwrap_or_else(unknown)),
            article
                .original
                .as_ref()
                .map(|link| ui.say("press-original", &[("link", link.as_str().into())])),
        ];
        page.line(format!("  {}", facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")));
        if let Some(first) = article.repeats {
            page.line(ui.say("press-repeats", &[("article", (first + 1).into())]));
        }
        if article.repeats_rumour > 0 {
            page.hanging(2, "! ", TODAY, &ui.plain("press-repeats-rumour"));
        }
        for row in self.report.statements.iter().filter(|row| row.article == place) {
            statement(row, page, ui);
        }
        corrections(article, page, ui);
    }

    fn accusations(&self, page: &mut Page, ui: &Ui) {
        let report = &self.report;
        if report.accusations.is_empty() {
            return;
        }
        page.heading(&ui.plain("press-accusations"));
        for row in &report.accusations {
            let Some(accusation) = report.statements.get(row.accusation) else { continue };
            // A number is the article's; where there are several, its words tell which.
            page.line(format!("  {:>3}  {}", accusation.number, who_does(accusation, ui)));
            page.hanging(7, "", DIM, &row.sentence);
        }
    }

    fn not_said(&self, page: &mut Page, ui: &Ui) {
        let report = &self.report;
        if report.not_said.is_empty() {
            return;
        }
        page.heading(&ui.plain("press-not-said"));
        for row in &report.not_said {
            let speaker = row.speaker.clone().unwrap_or_else(|| ui.plain("press-nobody"));
            page.line(format!("  {speaker} · {}", row.cue));
            if !row.content.is_empty() {
                page.hanging(7, "", DIM, &row.content);
            }
        }
        page.hanging(2, "", DIM, &ui.plain("press-not-said-nothing"));
    }

    fn polls(&self, page: &mut Page, ui: &Ui) {
        let report = &self.report;
        if report.polls.is_empty() {
            return;
        }
        page.heading(&ui.plain("press-polls"));
        let mut table = Table::new().right([2, 3]).indent(2);
        for row in &report.polls {
            let change = row.change.map(|change| ui.words.decimal(&format!("{change:+}")));
            table.row([
                Cell::from(row.question_word.clone()),
                row.candidate.clone().into(),
                format!("{} %", ui.words.decimal(&row.value.to_string())).into(),
                change.unwrap_or_default().into(),
                row.institute.clone().unwrap_or_default().into(),
                row.field.clone().unwrap_or_default().into(),
                row.sample.map(|sample| format!("n = {sample}")).unwrap_or_default().into(),
            ]);
        }
        page.table(&table);
        let cautions: BTreeSet<&String> =
            report.polls.iter().flat_map(|row| &row.caution_words).collect();
        for words in cautions {
            page.hanging(2, "! ", DIM, words);
        }
    }

    fn actors(&self, page: &mut Page, ui: &Ui) {
        let report = &self.report;
        if report.actors.is_empty() && report.unlisted_names == 0 {
            return;
        }
        page.heading(&ui.plain("press-actors"));
        let named: Vec<String> =
            report.actors.iter().map(|row| format!("{} {}", row.id, row.mentions)).collect();
        page.paragraph(2, &named.join(" · "));
        page.hanging(
            2,
            "",
            DIM,
            &ui.say("press-unlisted", &[("count", report.unlisted_names.into())]),
        );
    }
}

/// "X accuses Y", as columns of words.
fn who_does(row: &StatementRow, ui: &Ui) -> String {
    let nobody = || ui.plain("press-nobody");
    let speaker = row.speaker.clone().unwrap_or_else(nobody);
    let targets = if row.targets.is_empty() {
        String::new()
    } else {
        format!(" → {}", row.targets.join(", "))
    };
    format!("{speaker} · {}{targets}", row.act_word)
}

/// What people corrected in an article.
fn corrections(article: &ArticleRow, page: &mut Page, ui: &Ui) {
    if article.corrections.is_empty() {
        return;
    }
    page.line(format!("  {}", ui.plain("press-corrections")));
    for row in &article.corrections {
        let arguments = [
            ("done", ui.plain(row.done.message()).into()),
            ("cue", row.cue.as_str().into()),
            ("by", row.by.as_str().into()),
            ("entry", row.entry.as_str().into()),
        ];
        page.hanging(7, "", DIM, &ui.say("press-correction", &arguments));
    }
}

fn statement(row: &StatementRow, page: &mut Page, ui: &Ui) {
    let by = match row.read_by {
        ReadBy::Rules => String::new(),
        ReadBy::Tagger => format!(" [{}]", ui.plain("press-by-tagger")),
        ReadBy::Person => format!(" [{}]", ui.plain("press-by-person")),
    };
    page.line(format!("  {:>3}  {}{by}", row.number, who_does(row, ui)));
    let words = if row.content.is_empty() { &row.sentence } else { &row.content };
    page.hanging(7, "", DIM, words);
    for part in row.checked.iter().flat_map(|report| &report.parts) {
        let verdict = ui.plain(part.checked.message());
        page.hanging(
            7,
            "? ",
            TODAY,
            &ui.say(
                "press-checked",
                &[
                    ("words", part.words.as_str().into()),
                    ("verdict", verdict.into()),
                    ("answer", part.answer.as_str().into()),
                ],
            ),
        );
    }
}
