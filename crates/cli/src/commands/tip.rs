//! `vigie tip`: what somebody told us.

use clap::{Args, Subcommand};
use serde::Serialize;
use vigie_app::model::ExitCode;
use vigie_app::tips::{TipInput, TipRow, TipTaken};

use super::Context;
use super::case::needed;
use crate::failure::Failure;
use crate::output::{Cell, DIM, Page, Report, STRONG, Table, Ui, record_of};

/// What somebody told us: a tip is a signal with a human source
#[derive(Debug, Subcommand)]
pub(crate) enum Tip {
    Take(Take),
    List(List),
    Show(Show),
}

impl Tip {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        match self {
            Self::Take(command) => command.run(context),
            Self::List(command) => command.run(context),
            Self::Show(command) => command.run(context),
        }
    }
}

/// Take a tip
///
/// Its words and who told them are restricted: they are kept in the lake and can be forgotten
/// there. The journal says that a tip was taken, and where its words are.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie tip take                         # asks for the words and who told them
  vigie tip take --about 7 < tip.txt
  vigie tip take --at 2027-04-12T18:00:00Z --from \"a neighbour\" < tip.txt")]
pub(crate) struct Take {
    /// The words; asks when not given, - reads standard input
    #[arg(long, value_name = "TEXT", hide = true)]
    text: Option<String>,

    /// Who told it, as far as they may be named
    #[arg(long, value_name = "WHO")]
    from: Option<String>,

    /// When it happened or was told [default: now]
    #[arg(long, value_name = "WHEN")]
    at: Option<String>,

    /// A finding (F-…) or an incident (I-0007, 7)
    #[arg(long, value_name = "WHAT")]
    about: Option<String>,

    /// The mandate that it is kept under [default: local]
    #[arg(long, value_name = "ID")]
    mandate: Option<String>,
}

impl Take {
    fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project_or_new()?;
        let at = self.at.as_deref().map(|text| project.moment(text)).transpose()?;
        let is_asked = self.text.is_none() && crate::prompt::is_possible();
        let text = needed(self.text, "tip-ask-text", "--text", &context.ui)?;
        let from = match self.from {
            None if is_asked => crate::prompt::ask(&context.ui.plain("tip-ask-from"))?,
            from => from,
        };
        let input = TipInput {
            text,
            from: from.unwrap_or_default(),
            at,
            about: self.about,
            mandate: self.mandate,
        };
        let taken = project.take_tip(&input)?;
        if context.is_new() {
            context.tell_new();
        }
        context.ui.show(&Taken(taken))?;
        Ok(ExitCode::Done)
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct Taken(TipTaken);

impl Report for Taken {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        page.line(ui.say(
            "tip-taken",
            &[
                ("tip", self.0.tip.as_str().into()),
                ("signal", self.0.signal.short().into()),
                ("entry", self.0.entry.as_str().into()),
            ],
        ));
        page.next("vigie tip list");
        page
    }
}

/// List tips: when, who took them, what they are about
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie tip list
  vigie tip list --format ndjson")]
pub(crate) struct List {}

impl List {
    fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        context.ui.show(&Listed { tips: context.project()?.tips()? })?;
        Ok(ExitCode::Done)
    }
}

#[derive(Serialize)]
struct Listed {
    tips: Vec<TipRow>,
}

impl Report for Listed {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        if self.tips.is_empty() {
            page.line(ui.plain("tip-none"));
            page.next("vigie tip take");
            return page;
        }
        let mut table = Table::new();
        for tip in &self.tips {
            table.row([
                Cell::styled(tip.tip.clone(), STRONG),
                ui.time(tip.at).into(),
                Cell::styled(tip.author.clone(), DIM),
                tip.about.clone().unwrap_or_default().into(),
            ]);
        }
        page.table(&table);
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        self.tips.iter().map(|tip| record_of("tip", tip)).collect()
    }
}

/// Show the words of a tip, for a reason that goes on record
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie tip show T-01WHEH6580E0W3GE1R70W3GE1R    # asks for the reason")]
pub(crate) struct Show {
    /// The tip
    #[arg(value_name = "T-…")]
    tip: String,

    /// Why; asks when not given, - reads standard input
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

#[derive(Serialize)]
struct Shown {
    tip: String,
    text: String,
}

impl Report for Shown {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        for line in self.text.lines() {
            page.paragraph(0, line);
        }
        page
    }
}

impl Show {
    fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let reason = needed(self.reason, "case-ask-reason", "--reason", &context.ui)?;
        let text = project.reveal_tip(&self.tip, &reason)?;
        context.ui.show(&Shown { tip: self.tip, text })?;
        Ok(ExitCode::Done)
    }
}
