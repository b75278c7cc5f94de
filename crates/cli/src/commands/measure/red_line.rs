//! Red lines: if X, then A calls B within N minutes.

use clap::Args;
use serde::Serialize;
use vigie_app::measures::RedLineInput;
use vigie_app::model::ExitCode;
use vigie_app::screens::rows::{RedLineRow, RedLineWord};

use super::super::Context;
use super::super::case::needed;
use super::Removed;
use crate::failure::Failure;
use crate::output::{Page, Report, Ui};

/// Set a red line, or change one: if X, then A calls B within N minutes
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie measure red-line --if \"the site does not answer\" --who Yann --calls \"the host\" --within 10
  vigie measure red-line R-website-down --state crossed")]
pub(crate) struct RedLine {
    /// The red line to change [default: a new one]
    #[arg(value_name = "R-…")]
    id: Option<String>,

    /// What has to happen
    #[arg(long = "if", value_name = "TEXT")]
    if_: Option<String>,

    /// Who acts
    #[arg(long, value_name = "WHO")]
    who: Option<String>,

    /// Whom they call
    #[arg(long, value_name = "WHOM")]
    calls: Option<String>,

    /// How fast, in minutes
    #[arg(long, value_name = "MINUTES")]
    within: Option<u32>,

    /// How it stands (set, crossed)
    #[arg(long, value_name = "STATE", value_parser = word)]
    state: Option<RedLineWord>,
}

fn word(text: &str) -> Result<RedLineWord, String> {
    RedLineWord::from_word(text)
        .ok_or_else(|| format!("write one of {}", RedLineWord::WORDS.join(", ")))
}

/// What a new red line needs that nobody gave.
const WITHIN: u32 = 15;

impl RedLine {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let held = self.id.as_deref().and_then(|id| project.red_line(id).ok());
        let held = held.as_ref();
        let ui = &context.ui;
        let text = |given: Option<String>, held: Option<&String>, question, option| match held {
            Some(held) if given.is_none() => Ok(held.clone()),
            _ => needed(given, question, option, ui),
        };
        let input = RedLineInput {
            if_: text(self.if_, held.map(|held| &held.if_), "measure-ask-if", "--if")?,
            who: text(self.who, held.map(|held| &held.who), "measure-ask-who", "--who")?,
            calls: text(self.calls, held.map(|held| &held.calls), "measure-ask-calls", "--calls")?,
            within_minutes: self.within.or(held.map(|held| held.within_minutes)).unwrap_or(WITHIN),
            state: self.state.or(held.map(|held| held.state)).unwrap_or(RedLineWord::Set),
        };
        let row = project.set_red_line(self.id.as_deref(), None, input)?;
        context.ui.show(&One(row))?;
        Ok(ExitCode::Done)
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct One(RedLineRow);

impl Report for One {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        super::red_line(&self.0, &mut page, ui);
        page
    }
}

/// Take a red line out of the register, with the reason
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie measure remove-red-line R-website-down --reason \"the host watches it now\"")]
pub(crate) struct RemoveRedLine {
    /// Its id, with or without R-
    #[arg(value_name = "R-…")]
    id: String,

    /// Why; asks when not given, - reads standard input
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

impl RemoveRedLine {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        project.red_line(&self.id)?;
        let reason = needed(self.reason, "case-ask-reason", "--reason", &context.ui)?;
        let row = project.remove_red_line(&self.id, None, &reason)?;
        context.ui.show(&Removed { removed: row.id })?;
        Ok(ExitCode::Done)
    }
}
