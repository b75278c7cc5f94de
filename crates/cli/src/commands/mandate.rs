//! `vigie mandate`: why the project may hold what it holds.

use clap::{Args, Subcommand};
use serde::Serialize;
use vigie_app::Project;
use vigie_app::mandates::{MandateInput, MandateRow};
use vigie_app::model::ExitCode;

use super::Context;
use super::case::needed;
use crate::failure::Failure;
use crate::output::{Cell, DIM, Page, Report, STRONG, Table, Ui, record_of};

/// Mandates: purpose, legal basis and last day of what is collected
#[derive(Debug, Subcommand)]
pub(crate) enum Mandate {
    Add(Add),
    List(List),
}

impl Mandate {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        match self {
            Self::Add(command) => command.run(context),
            Self::List(command) => command.run(context),
        }
    }
}

/// Enter a mandate
///
/// A campaign looks at single accounts, and an agency reads anything, under a mandate only. It is
/// an entry of the journal: `vigie case undo` takes it back. Mandates may stand in vigie.toml too.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie mandate add season-2027          # asks for purpose, basis and last day
  vigie mandate add season-2027 --purpose \"protect the campaign\" \\
      --basis \"decision of 15 January\" --end 2027-05-31")]
pub(crate) struct Add {
    /// Its name in --mandate
    #[arg(value_name = "NAME")]
    id: String,

    /// What the data is for; asks when not given
    #[arg(long, value_name = "TEXT")]
    purpose: Option<String>,

    /// The legal basis; asks when not given
    #[arg(long, value_name = "TEXT")]
    basis: Option<String>,

    /// The last day on which it holds; asks when not given
    #[arg(long, value_name = "DAY")]
    end: Option<String>,
}

impl Add {
    fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project_or_new()?;
        let added = self.enter(&project, &context.ui)?;
        if context.is_new() {
            context.tell_new();
        }
        context.ui.show(&Added(added))?;
        Ok(ExitCode::Done)
    }

    fn enter(self, project: &Project, ui: &Ui) -> Result<MandateRow, Failure> {
        let input = MandateInput {
            id: self.id,
            purpose: needed(self.purpose, "mandate-ask-purpose", "--purpose", ui)?,
            basis: needed(self.basis, "mandate-ask-basis", "--basis", ui)?,
            end: needed(self.end, "mandate-ask-end", "--end", ui)?,
        };
        Ok(project.add_mandate(&input)?)
    }
}

/// Asks whether to enter a mandate now; no answer means later.
pub(super) fn offer(project: &Project, ui: &Ui) -> Result<(), Failure> {
    if let Some(id) = crate::prompt::ask(&ui.plain("mandate-offer"))? {
        let add = Add { id, purpose: None, basis: None, end: None };
        ui.show(&Added(add.enter(project, ui)?))?;
    }
    Ok(())
}

#[derive(Serialize)]
#[serde(transparent)]
struct Added(MandateRow);

impl Report for Added {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        let row = &self.0;
        let until = row.until.map(|until| ui.time(until)).unwrap_or_default();
        page.line(ui.say(
            "mandate-added",
            &[
                ("id", row.id.as_str().into()),
                ("entry", row.entry.clone().unwrap_or_default().into()),
                ("until", until.into()),
            ],
        ));
        page.hint(&[&format!("vigie ingest FILE --mandate {}", row.id), "vigie mandate list"]);
        page
    }
}

/// List mandates: what for, on what basis, until when
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie mandate list
  vigie mandate list --format ndjson")]
pub(crate) struct List {}

impl List {
    fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        context.ui.show(&Listed { mandates: context.project()?.mandates()? })?;
        Ok(ExitCode::Done)
    }
}

#[derive(Serialize)]
struct Listed {
    mandates: Vec<MandateRow>,
}

impl Report for Listed {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        let mut table = Table::new().wrapping();
        for row in &self.mandates {
            let until = match row.until {
                None => ui.plain("mandate-no-end"),
                Some(until) => {
                    let id = if row.holds { "mandate-until" } else { "mandate-ended" };
                    ui.say(id, &[("until", ui.time(until).into())])
                }
            };
            let place = row.entry.clone().unwrap_or_else(|| ui.plain("mandate-in-file"));
            table.row([
                Cell::styled(row.id.clone(), STRONG),
                until.into(),
                Cell::styled(place, DIM),
                format!("{} · {}", row.purpose, row.basis).into(),
            ]);
        }
        page.table(&table);
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        self.mandates.iter().map(|mandate| record_of("mandate", mandate)).collect()
    }
}
