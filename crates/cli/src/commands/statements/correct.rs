//! `vigie statements correct` and `vigie statements export-corrections`

use std::path::PathBuf;

use clap::{ArgGroup, Args};
use serde::Serialize;
use vigie_app::Refusal;
use vigie_app::model::ExitCode;
use vigie_app::press::corrections::{CorrectionInput, On, ReadingInput};
use vigie_app::press::export::ExportReport;
use vigie_app::press::rows::PressReport;
use vigie_app::press::{PressRequest, Pressed};

use super::{Shown, corrections};
use crate::commands::Context;
use crate::failure::Failure;
use crate::output::{DIM, Page, Report, Ui};

/// Say what a statement of an article really is, that it is none, or add one that was missed
///
/// The correction stands in the journal, by places in the article and your own words; the article
/// itself is not kept. It holds whenever the same article is read again. What is not named stays as
/// it was read; words of the cue and of what is said must stand in the article as given.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("what")
    .args(["not_a_statement", "act", "speaker", "targets", "cue", "content"])
    .required(true)
    .multiple(true))]
// What clap makes of the group is a line of two hundred letters.
#[command(override_usage = "vigie statements correct [OPTIONS] <FILE> <NUMBER|--add>")]
#[command(after_long_help = "\
Examples:
  vigie statements correct article.html 3 --act deny
  vigie statements correct article.html 3 --speaker \"Mira Oskeld\" --target \"La Gazette\"
  vigie statements correct article.html 3 --not-a-statement
  vigie statements correct article.html --add --act reveal --cue \"let slip\" --content \"the fund is empty\"
  vigie case undo                                  # takes the last one back")]
pub(super) struct Correct {
    /// The saved page or text
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Its number in the article, as `vigie statements` shows it
    #[arg(value_name = "NUMBER", required_unless_present = "add", conflicts_with = "add")]
    number: Option<usize>,

    /// Add a statement that was not seen
    #[arg(long, requires = "cue", requires = "act")]
    add: bool,

    /// It is no statement
    #[arg(long, conflicts_with_all = ["add", "act", "speaker", "targets", "cue", "content"])]
    not_a_statement: bool,

    /// What is done by saying it (accuse, deny, warn …)
    #[arg(long, value_name = "ACT")]
    act: Option<String>,

    /// Who speaks; empty for nobody
    #[arg(long, value_name = "NAME")]
    speaker: Option<String>,

    /// Whom it is about; can be given several times, once empty for nobody
    #[arg(long = "target", value_name = "NAME")]
    targets: Vec<String>,

    /// The words that say so, as in the article
    #[arg(long, value_name = "WORDS")]
    cue: Option<String>,

    /// What is said, as in the article
    #[arg(long, value_name = "WORDS")]
    content: Option<String>,
}

impl Correct {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let article = Pressed::file(&self.file)?;
        let on = match self.number {
            Some(number) => {
                let articles = vec![article.clone()];
                let read = project.press(&PressRequest { articles, ..PressRequest::default() })?;
                let row = read.statements.iter().find(|row| row.number == number);
                let row = row.ok_or(vigie_app::AppError::from(Refusal::NoSuchStatement))?;
                Some(On { headline: row.headline, cue: row.cue_at })
            }
            None => None,
        };
        let reading = (!self.not_a_statement).then_some(ReadingInput {
            act: self.act,
            cue: self.cue,
            speaker: self.speaker,
            targets: (!self.targets.is_empty()).then_some(self.targets),
            content: self.content,
        });
        let report = project.correct_statement(&CorrectionInput { article, on, reading })?;
        context.ui.show(&Corrected(Shown { report, second: Vec::new(), written: None }))?;
        Ok(ExitCode::Done)
    }
}

/// The article as it reads now.
#[derive(Serialize)]
struct Corrected(Shown);

impl Report for Corrected {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        let report: &PressReport = &self.0.report;
        for article in &report.articles {
            for row in &report.statements {
                super::statement(row, &mut page, ui);
            }
            corrections(article, &mut page, ui);
        }
        page.hanging(0, "", DIM, &ui.plain("press-corrected"));
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        self.0.records()
    }
}

/// Write corrected articles as annotated files, for `vigie read train` and as tests
///
/// The journal holds no article: give those again that you corrected. Each becomes one file with all
/// its statements, yours among them. An article that repeats a sealed rumour is not written.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie statements export-corrections labelled articles/*.html
  vigie read train labelled --out tagger.model")]
pub(super) struct Export {
    /// The folder for the files; made when there is none
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// The articles
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

impl Export {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let articles =
            self.files.iter().map(|path| Pressed::file(path)).collect::<Result<_, _>>()?;
        context.ui.show(&Exported(project.export_corrections(&self.folder, articles)?))?;
        Ok(ExitCode::Done)
    }
}

#[derive(Serialize)]
struct Exported(ExportReport);

impl Report for Exported {
    fn page(&self, ui: &Ui) -> Page {
        let report = &self.0;
        let mut page = Page::new(ui);
        let counts =
            [("files", report.files.len().into()), ("corrections", report.corrections.into())];
        page.line(ui.say("press-exported", &counts));
        report.files.iter().for_each(|file| page.line(format!("  {file}")));
        for (message, count) in [
            ("press-export-uncorrected", report.uncorrected),
            ("press-export-sealed", report.sealed),
            ("press-export-elsewhere", report.elsewhere),
        ] {
            if count > 0 {
                page.line(ui.say(message, &[("count", count.into())]));
            }
        }
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        Ok(vec![crate::output::record_of("export", &self.0)?])
    }
}
