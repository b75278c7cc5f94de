//! Starting sets, and the register as a spreadsheet.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use vigie_app::config::Role;
use vigie_app::gate::harmless;
use vigie_app::measures::{ImportReport, Started, StartingSet};
use vigie_app::model::ExitCode;

use super::super::Context;
use super::super::case::write_new;
use crate::failure::Failure;
use crate::output::{BAD, Cell, DIM, Page, Report, Table, Ui};

/// Where to begin: measures and red lines for your role
///
/// Without --take they are shown with their reasons. Taken measures are planned, with the days
/// that the set gives and nobody seeing to them yet.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie measure start                    # shows what is offered
  vigie measure start --take all
  vigie measure start --take second-factor --take dmarc")]
pub(crate) struct Start {
    /// Of this role [default: the project's]
    #[arg(long, value_name = "ROLE", value_parser = role)]
    role: Option<Role>,

    /// Take this one into the register; all takes the whole set
    #[arg(long, value_name = "ID")]
    take: Vec<String>,
}

fn role(text: &str) -> Result<Role, String> {
    Role::from_word(text).ok_or_else(|| format!("write one of {}", Role::WORDS.join(", ")))
}

impl Start {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let set = project.starting_set(self.role)?;
        if self.take.is_empty() {
            context.ui.show(&Offered(set))?;
            return Ok(ExitCode::Done);
        }
        let all = self.take.iter().any(|name| name == "all");
        let only = if all { Vec::new() } else { self.take };
        context.ui.show(&Taken(project.take_starting_set(&set, &only)?))?;
        Ok(ExitCode::Done)
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct Offered(StartingSet);

impl Report for Offered {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        let StartingSet { role, date, after, measures, red_lines } = &self.0;
        let args = [("role", role.word().into()), ("date", date.as_str().into())];
        page.paragraph(0, &ui.say("measure-set-of", &args));
        for source in after {
            page.hanging(2, "– ", DIM, source);
        }
        page.blank();
        for one in measures {
            super::offer(one, &mut page, ui);
        }
        page.heading(&ui.plain("measure-red-lines"));
        for line in red_lines {
            page.line(format!("  {}", line.id));
            let args = [
                ("if", line.if_.as_str().into()),
                ("who", line.who.as_str().into()),
                ("calls", line.calls.as_str().into()),
                ("minutes", u64::from(line.within_minutes).into()),
            ];
            page.paragraph(4, &ui.say("measure-red-line", &args));
        }
        page.next("vigie measure start --take all");
        page
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct Taken(Started);

impl Report for Taken {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        let Started { measures, red_lines, known } = &self.0;
        page.line(ui.say(
            "measure-taken",
            &[("measures", measures.len().into()), ("lines", red_lines.len().into())],
        ));
        if *known > 0 {
            page.line(ui.say("measure-taken-known", &[("count", (*known).into())]));
        }
        page.table(&super::measure_table(measures, ui));
        page.hint(&["vigie measure set M-… --owner WHO", "vigie measure list"]);
        page
    }
}

/// Read measures or red lines from a spreadsheet (CSV, XLSX)
///
/// The first row names the columns, in English or French: asset, measure, owner, due, state, done,
/// of, evidence. A row with the id of a measure, or with its asset and measure, changes it;
/// nothing is removed. Bad rows are set aside, with their number and the reason.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie measure export template.xlsx && vigie measure import template.xlsx
  vigie measure import mesures.csv")]
pub(crate) struct Import {
    /// The spreadsheet
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Import {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let report = context.project()?.import_measures_file(&self.file)?;
        context.ui.show(&Imported(report))?;
        Ok(ExitCode::Done)
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct Imported(ImportReport);

impl Report for Imported {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        let ImportReport { added, changed, unchanged, rejected } = &self.0;
        let args = [
            ("added", (*added).into()),
            ("changed", (*changed).into()),
            ("unchanged", (*unchanged).into()),
        ];
        page.line(ui.say("measure-imported", &args));
        if !rejected.is_empty() {
            page.line(ui.say("measure-set-aside", &[("count", rejected.len().into())]));
            let mut table = Table::new().indent(2).wrapping();
            for row in rejected {
                let number = ui.say("measure-row", &[("row", row.row.to_string().into())]);
                table.row([Cell::styled(number, BAD), row.reason.clone().into()]);
            }
            page.table(&table);
        }
        page.next("vigie measure list");
        page
    }
}

/// Write the register into a spreadsheet: XLSX, or CSV by the name of the file
///
/// XLSX holds measures and red lines on two sheets, CSV one of them. Cells that begin like a
/// formula are text.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie measure export measures.xlsx
  vigie measure export measures.csv
  vigie measure export red-lines.csv --red-lines")]
pub(crate) struct Export {
    /// The new file
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Red lines instead of measures, in CSV
    #[arg(long)]
    red_lines: bool,
}

#[derive(Serialize)]
struct Exported {
    file: String,
    bytes: usize,
}

impl Report for Exported {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        page.line(ui.say("measure-exported", &[("file", self.file.as_str().into())]));
        page
    }
}

impl Export {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let ending = self.file.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        let bytes = match ending.as_deref() {
            Some("xlsx") => project.measures_xlsx()?,
            Some("csv") if self.red_lines => project.red_lines_csv()?,
            Some("csv") => project.measures_csv()?,
            _ => {
                return Err(Failure::usage(
                    "the file's name says no format",
                    "end it in .xlsx or .csv",
                )
                .in_french("wrong-ending", &[]));
            }
        };
        write_new(&self.file, &bytes)?;
        let file = harmless(&self.file.display().to_string());
        context.ui.show(&Exported { file, bytes: bytes.len() })?;
        Ok(ExitCode::Done)
    }
}
