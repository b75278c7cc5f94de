//! `vigie inbox`: the folder where people drop files.

use clap::{Args, Subcommand};
use serde::Serialize;
use vigie_app::inbox::{InboxItem, InboxStatus, ReadHow};
use vigie_app::model::ExitCode;

use super::Context;
use crate::failure::Failure;
use crate::output::{
    BAD, Cell, DIM, GOOD, Page, Report, STRONG, TODAY, Table, Ui, record_of, styled,
};

/// Files that people dropped into inbox/
#[derive(Debug, Subcommand)]
pub(crate) enum Inbox {
    List(List),
    Read(Read),
    Sweep(Sweep),
}

impl Inbox {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        match self {
            Self::List(command) => command.run(context),
            Self::Read(command) => command.run(context),
            Self::Sweep(command) => command.run(context),
        }
    }
}

/// List what lies in inbox/ and what each file looks like
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie inbox list
  vigie inbox list --format json         # with columns and guesses for each table")]
pub(crate) struct List {}

impl List {
    fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        context.ui.show(&Listed { files: context.project()?.inbox()? })?;
        Ok(ExitCode::Done)
    }
}

/// Read one file of the inbox
///
/// Read to its end it moves to inbox/read/, else to inbox/kept/ with a note. Nothing is deleted.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie inbox read access.log --host www1
  vigie inbox read posts.csv --map \"text=message,author_id=user_id,published_at=date,platform='telegram'\"
  vigie inbox read posts.csv --guess     # with the guessed columns, as the list shows them")]
pub(crate) struct Read {
    /// Its name
    #[arg(value_name = "FILE")]
    file: String,

    /// Which column comes from which field, for tables
    #[arg(long, value_name = "COLUMN=FIELD,…", conflicts_with_all = ["stored_map", "guess"])]
    map: Option<String>,

    /// Use the guessed columns
    #[arg(long, conflicts_with = "stored_map")]
    guess: bool,

    /// Use a mapping stored in vigie.toml
    #[arg(long = "as", value_name = "NAME")]
    stored_map: Option<String>,

    /// Do not recognise the format: read with this source
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,

    /// Of spreadsheets read this sheet alone [default: all, with the same columns]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,

    /// The machine or export that it comes from
    #[arg(long, value_name = "LABEL")]
    host: Option<String>,

    /// The mandate that it belongs to [default: local]
    #[arg(long, value_name = "ID")]
    mandate: Option<String>,
}

impl Read {
    fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let mut how = ReadHow {
            stored_map: self.stored_map,
            map: self.map,
            host: self.host,
            mandate: self.mandate,
            source: self.source,
            sheet: self.sheet,
            ..ReadHow::default()
        };
        if self.guess {
            let item = project.inbox_item(&self.file)?;
            let guessed = item
                .columns
                .into_iter()
                .filter_map(|column| Some((column.guess?.to_owned(), column.name)));
            how.mapping = guessed.collect();
        }
        done(project.inbox_read(&self.file, &how)?, context)
    }
}

fn done(item: InboxItem, context: &Context) -> Result<ExitCode, Failure> {
    let code = if item.status == InboxStatus::Kept { ExitCode::Incomplete } else { ExitCode::Done };
    context.ui.show(&Listed { files: vec![item] })?;
    Ok(code)
}

/// Read everything that can be read without being asked, and set aside what cannot
///
/// Tables wait until somebody says which column is what (vigie inbox read). A file that changed in
/// the last ten seconds may still be growing and waits for the next sweep.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie inbox sweep
  vigie inbox sweep --host www1 --mandate season-2027")]
pub(crate) struct Sweep {
    /// The machine or export that the files come from
    #[arg(long, value_name = "LABEL")]
    host: Option<String>,

    /// The mandate that they belong to [default: local]
    #[arg(long, value_name = "ID")]
    mandate: Option<String>,
}

impl Sweep {
    fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let how = ReadHow { host: self.host, mandate: self.mandate, ..ReadHow::default() };
        let files = context.project()?.inbox_sweep(&how)?;
        let is_incomplete = files.iter().any(|file| file.status == InboxStatus::Kept);
        context.ui.show(&Listed { files })?;
        Ok(if is_incomplete { ExitCode::Incomplete } else { ExitCode::Done })
    }
}

#[derive(Serialize)]
struct Listed {
    files: Vec<InboxItem>,
}

fn status(item: &InboxItem, ui: &Ui) -> Cell {
    match item.status {
        InboxStatus::Arriving => Cell::styled(ui.plain("inbox-arriving"), DIM),
        InboxStatus::Ready => ui.plain("inbox-ready").into(),
        InboxStatus::NeedsMapping => Cell::styled(ui.plain("inbox-needs-mapping"), TODAY),
        InboxStatus::Unknown => Cell::styled(ui.plain("inbox-unknown"), BAD),
        InboxStatus::Read => Cell::styled(ui.plain("inbox-read"), GOOD),
        InboxStatus::Kept => Cell::styled(ui.plain("inbox-kept"), BAD),
    }
}

impl Report for Listed {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        if self.files.is_empty() {
            page.line(ui.plain("inbox-empty"));
            return page;
        }
        for item in &self.files {
            page.blank();
            let size = ui.words.bytes(item.bytes);
            let source = item.looks_like.clone().unwrap_or_default();
            let facts = [source, size].join(" · ");
            let facts = styled(DIM, facts.trim_start_matches(" · "));
            page.line(format!(
                "{}  {}  {facts}",
                styled(STRONG, &item.name),
                status(item, ui).text()
            ));
            if let Some(note) = &item.note {
                page.paragraph(2, note);
            }
            if let Some(report) = &item.report {
                page.table(&super::ingest::table(&report.streams, ui));
                for stream in &report.streams {
                    super::ingest::notes(stream, &mut page, ui);
                }
                super::ingest::sheets(&report.sheets, &mut page, ui);
            }
            page.table(&columns(item));
        }
        if let Some(table) = self.files.iter().find(|item| item.status == InboxStatus::NeedsMapping)
        {
            page.next(&format!("vigie inbox read {:?} --guess", table.name));
        } else if self.files.iter().any(|item| item.status == InboxStatus::Ready) {
            page.next("vigie inbox sweep");
        } else if self.files.iter().any(|item| item.report.is_some()) {
            page.next("vigie detect");
        }
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        self.files.iter().map(|file| record_of("file", file)).collect()
    }
}

/// One line a column: its name, the guess, a sample.
fn columns(item: &InboxItem) -> Table {
    let mut table = Table::new().indent(2).wrapping();
    for column in &item.columns {
        table.row([
            Cell::from(column.name.clone()),
            column
                .guess
                .map_or_else(|| Cell::styled("?", DIM), |guess| Cell::styled(guess, STRONG)),
            Cell::styled(column.samples.first().cloned().unwrap_or_default(), DIM),
        ]);
    }
    table
}
