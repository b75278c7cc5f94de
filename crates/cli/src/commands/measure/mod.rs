//! `vigie measure`: protection measures and red lines, and who sees to them.

mod exchange;
mod red_line;

use clap::{Args, Subcommand};
use serde::Serialize;
use vigie_app::measures::{MeasureInput, Offer, Register, SecondFactorSeen};
use vigie_app::model::ExitCode;
use vigie_app::screens::rows::{MeasureRow, MeasureWord, RedLineRow, RedLineWord};

use super::Context;
use super::case::needed;
use crate::failure::Failure;
use crate::output::{BAD, Cell, DIM, GOOD, Page, Report, STRONG, Table, Ui, record_of, styled};

/// What protects us, and what is overdue
#[derive(Debug, Subcommand)]
pub(crate) enum Measure {
    List(List),
    Set(Set),
    Remove(Remove),
    #[command(name = "red-line")]
    RedLine(red_line::RedLine),
    #[command(name = "remove-red-line")]
    RemoveRedLine(red_line::RemoveRedLine),
    Start(exchange::Start),
    Import(exchange::Import),
    Export(exchange::Export),
}

impl Measure {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        match self {
            Self::List(command) => command.run(context),
            Self::Set(command) => command.run(context),
            Self::Remove(command) => command.run(context),
            Self::RedLine(command) => command.run(context),
            Self::RemoveRedLine(command) => command.run(context),
            Self::Start(command) => command.run(context),
            Self::Import(command) => command.run(context),
            Self::Export(command) => command.run(context),
        }
    }
}

/// List measures and red lines: overdue ones first
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie measure list
  vigie measure list --overdue
  vigie measure list --format json")]
pub(crate) struct List {
    /// Only what is overdue
    #[arg(long)]
    overdue: bool,
}

impl List {
    fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let mut register = project.measures()?;
        let second_factor = project.second_factors_seen()?;
        if self.overdue {
            register.measures.retain(|row| row.overdue);
            register.red_lines.clear();
            register.starting_set.clear();
            register.starting_red_lines.clear();
        }
        context.ui.show(&Listed { register, second_factor, overdue: self.overdue })?;
        Ok(ExitCode::Done)
    }
}

#[derive(Serialize)]
struct Listed {
    #[serde(flatten)]
    register: Register,
    /// What logs say of second factors: for a person to take over.
    second_factor: Option<SecondFactorSeen>,
    #[serde(skip)]
    overdue: bool,
}

impl Report for Listed {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        let Register { measures, red_lines, starting_set, starting_red_lines } = &self.register;
        if measures.is_empty() {
            page.line(ui.plain(if self.overdue { "measure-none-overdue" } else { "measure-none" }));
        } else {
            let overdue = measures.iter().filter(|row| row.overdue).count();
            let in_place = measures.iter().filter(|row| row.state == MeasureWord::InPlace).count();
            let args = [
                ("count", measures.len().into()),
                ("place", in_place.into()),
                ("overdue", overdue.into()),
            ];
            page.line(ui.say("measure-count", &args));
            page.table(&measure_table(measures, ui));
        }
        if let Some(seen) = &self.second_factor {
            let args = [
                ("done", ui.words.number(seen.done).into()),
                ("of", ui.words.number(seen.of).into()),
                ("until", ui.time(seen.until).into()),
            ];
            page.blank();
            page.paragraph(0, &ui.say("measure-second-factor", &args));
        }
        if !red_lines.is_empty() {
            page.heading(&ui.plain("measure-red-lines"));
            for row in red_lines {
                red_line(row, &mut page, ui);
            }
        }
        let offered = starting_set.len() + starting_red_lines.len();
        if offered > 0 {
            page.blank();
            page.paragraph(0, &ui.say("measure-offered", &[("count", offered.into())]));
            page.next("vigie measure start");
        }
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        let mut records = Vec::new();
        for row in &self.register.measures {
            records.push(record_of("measure", row)?);
        }
        for row in &self.register.red_lines {
            records.push(record_of("red_line", row)?);
        }
        Ok(records)
    }
}

fn state(row: &MeasureRow, ui: &Ui) -> Cell {
    match row.state {
        _ if row.overdue => Cell::styled(ui.plain("measure-overdue"), BAD),
        MeasureWord::Planned => ui.plain("measure-planned").into(),
        MeasureWord::InPlace => Cell::styled(ui.plain("measure-in-place"), GOOD),
        MeasureWord::NotApplicable => Cell::styled(ui.plain("measure-not-applicable"), DIM),
    }
}

/// `31 / 34`, or nothing.
fn share(row: &MeasureRow) -> String {
    match (row.done, row.of) {
        (Some(done), Some(of)) => format!("{done}/{of}"),
        (Some(done), None) => done.to_string(),
        (None, Some(of)) => format!("?/{of}"),
        (None, None) => String::new(),
    }
}

fn one_line(text: &str) -> String {
    text.replace('\n', " ")
}

fn measure_table(rows: &[MeasureRow], ui: &Ui) -> Table {
    let mut table = Table::new().indent(2).wrapping();
    for row in rows {
        let owner = if row.owner.is_empty() {
            Cell::styled(ui.plain("measure-nobody"), DIM)
        } else {
            one_line(&row.owner).into()
        };
        table.row([
            state(row, ui),
            row.due.clone().unwrap_or_default().into(),
            Cell::styled(row.id.clone(), STRONG),
            share(row).into(),
            owner,
            format!("{}: {}", one_line(&row.asset), one_line(&row.measure)).into(),
        ]);
    }
    table
}

fn red_line(row: &RedLineRow, page: &mut Page, ui: &Ui) {
    let state = match row.state {
        RedLineWord::Set => String::new(),
        RedLineWord::Crossed => format!("  {}", styled(BAD, &ui.plain("measure-crossed"))),
    };
    page.line(format!("  {}{state}", styled(STRONG, &row.id)));
    let args = [
        ("if", one_line(&row.if_).into()),
        ("who", one_line(&row.who).into()),
        ("calls", one_line(&row.calls).into()),
        ("minutes", u64::from(row.within_minutes).into()),
    ];
    page.paragraph(4, &ui.say("measure-red-line", &args));
}

/// Set a measure, or change one
///
/// What is not given stays as it is; a new measure needs an asset and its words.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie measure set --asset \"staff accounts\" --measure \"second factor\" --owner Yann --due 2027-04-02
  vigie measure set M-second-factor --done 31 --of 34
  vigie measure set second-factor --state in_place --evidence \"list of accounts, 2027-04-12\"")]
pub(crate) struct Set {
    /// The measure to change [default: a new one]
    #[arg(value_name = "M-…")]
    id: Option<String>,

    /// What is protected
    #[arg(long, value_name = "TEXT")]
    asset: Option<String>,

    /// How
    #[arg(long, value_name = "TEXT")]
    measure: Option<String>,

    /// Who sees to it
    #[arg(long, value_name = "WHO")]
    owner: Option<String>,

    /// By when; none takes the day away
    #[arg(long, value_name = "DAY")]
    due: Option<String>,

    /// How far it is (planned, `in_place`, `not_applicable`)
    #[arg(long, value_name = "STATE", value_parser = word)]
    state: Option<MeasureWord>,

    /// How many are done …
    #[arg(long, value_name = "NUMBER")]
    done: Option<u64>,

    /// … of how many
    #[arg(long, value_name = "NUMBER")]
    of: Option<u64>,

    /// How anyone can check it
    #[arg(long, value_name = "TEXT")]
    evidence: Option<String>,

    /// Refuse when somebody wrote about it since; the head stands in --format json
    #[arg(long, value_name = "HEAD")]
    expected_head: Option<String>,
}

fn word(text: &str) -> Result<MeasureWord, String> {
    MeasureWord::from_word(text)
        .ok_or_else(|| format!("write one of {}", MeasureWord::WORDS.join(", ")))
}

impl Set {
    fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let held = self.id.as_deref().and_then(|id| project.measure(id).ok());
        let due = match self.due.as_deref() {
            None => held.as_ref().and_then(|held| held.due.clone()),
            Some("none" | "") => None,
            Some(day) => Some(day.to_owned()),
        };
        let ui = &context.ui;
        let text = |given: Option<String>, held: Option<&String>, question, option| match held {
            Some(held) if given.is_none() => Ok(held.clone()),
            _ => needed(given, question, option, ui),
        };
        let held = held.as_ref();
        let asset = text(self.asset, held.map(|held| &held.asset), "measure-ask-asset", "--asset")?;
        let measure =
            text(self.measure, held.map(|held| &held.measure), "measure-ask-measure", "--measure")?;
        let or_held = |given: Option<String>, held: Option<&String>| {
            given.or_else(|| held.cloned()).unwrap_or_default()
        };
        let input = MeasureInput {
            asset,
            measure,
            owner: or_held(self.owner, held.map(|held| &held.owner)),
            due,
            state: self.state.or(held.map(|held| held.state)).unwrap_or(MeasureWord::Planned),
            done: self.done.or(held.and_then(|held| held.done)),
            of: self.of.or(held.and_then(|held| held.of)),
            evidence: or_held(self.evidence, held.map(|held| &held.evidence)),
        };
        let row = project.set_measure(self.id.as_deref(), self.expected_head.as_deref(), input)?;
        context.ui.show(&One(row))?;
        Ok(ExitCode::Done)
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct One(MeasureRow);

impl Report for One {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        page.table(&measure_table(std::slice::from_ref(&self.0), ui));
        if !self.0.evidence.is_empty() {
            let args = [("evidence", one_line(&self.0.evidence).into())];
            page.paragraph(4, &ui.say("measure-evidence", &args));
        }
        page
    }
}

/// Take a measure out of the register, with the reason
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie measure remove M-decoy-documents # asks for the reason
  vigie measure remove decoy-documents --reason \"not for a team of five\"")]
pub(crate) struct Remove {
    /// Its id, with or without M-
    #[arg(value_name = "M-…")]
    id: String,

    /// Why; asks when not given, - reads standard input
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

#[derive(Serialize)]
struct Removed {
    removed: String,
}

impl Report for Removed {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        page.line(ui.say("measure-removed", &[("id", self.removed.as_str().into())]));
        page.next("vigie case undo");
        page
    }
}

impl Remove {
    fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        project.measure(&self.id)?;
        let reason = needed(self.reason, "case-ask-reason", "--reason", &context.ui)?;
        let row = project.remove_measure(&self.id, None, &reason)?;
        context.ui.show(&Removed { removed: row.id })?;
        Ok(ExitCode::Done)
    }
}

/// An offered measure with why it is worth its while.
fn offer(offer: &Offer, page: &mut Page, ui: &Ui) {
    let days = ui.say("measure-days", &[("days", u64::from(offer.within_days).into())]);
    page.line(format!("  {}  {}", styled(STRONG, &offer.id), styled(DIM, &days)));
    page.paragraph(4, &format!("{}: {}", offer.asset, offer.measure));
    page.hanging(4, "", DIM, &offer.why);
}
