//! `vigie brief`, `vigie brief list` and `vigie brief recall`

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Serialize;
use vigie_app::brief::{FreezeRequest, Frozen};
use vigie_app::model::ExitCode;
use vigie_app::screens::briefs::BriefRow;
use vigie_app::words::Language;

use super::Context;
use crate::failure::Failure;
use crate::output::{BAD, Cell, GOOD, Page, Report, STRONG, Table, Ui, record_of, styled};

/// Freeze what is known into one page that can be handed over and checked
///
/// Writes briefs/B-….html (one file that needs nothing else and prints on one or two pages), .md and
/// .json, and puts on record that it was told. Nothing of it changes afterwards: a brief that was
/// wrong is recalled, with a reason, and the next one says so.
#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_long_help = "\
Examples:
  vigie brief
  vigie brief --for 09:00 --language fr
  vigie brief --out /media/stick/note.html
  vigie brief list
  vigie brief recall B-2027-04-13-1 --reason \"one figure counted a file twice\""
)]
pub(crate) struct Brief {
    #[command(subcommand)]
    action: Option<Action>,

    #[command(flatten)]
    freeze: Freeze,
}

/// What else can be done with briefs.
#[derive(Debug, Subcommand)]
enum Action {
    List(List),
    Recall(Recall),
}

#[derive(Args, Debug)]
struct Freeze {
    /// When it is to be told: 09:00, or a time
    #[arg(long = "for", value_name = "WHEN")]
    told_for: Option<String>,

    /// Its language (en, fr) [default: the project's]
    #[arg(long, value_name = "LANGUAGE", value_parser = crate::arguments::language)]
    language: Option<Language>,

    /// What it is called [default: the draft's title, or the day]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,

    /// From when it covers [default: since the last brief]
    #[arg(long, value_name = "WHEN")]
    since: Option<String>,

    /// Copy it here too; .md and .json name the other forms
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// List the briefs that were told, newest first
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie brief list
  vigie brief list --format ndjson")]
pub(crate) struct List {}

/// Take a told brief back, with a reason
///
/// The files stay as they were told. The list, the journal and the next brief say that it no longer
/// stands.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie brief recall B-2027-04-13-1 --reason \"one figure counted a file twice\"")]
pub(crate) struct Recall {
    /// The brief
    #[arg(value_name = "B-…")]
    id: String,

    /// Why; the next brief says it
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

impl Brief {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        match self.action {
            Some(Action::List(list)) => list.run(context),
            Some(Action::Recall(recall)) => recall.run(context),
            None => self.freeze.run(context),
        }
    }
}

impl Freeze {
    fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let since = match &self.since {
            Some(text) => Some(project.moment(text)?),
            None => None,
        };
        let request = FreezeRequest {
            told_for: self.told_for,
            language: self.language,
            title: self.title,
            since,
            not_raised: Vec::new(),
        };
        if let Some(out) = &self.out {
            // Before anything is told: a name that is taken must not cost a brief.
            project.copy_is_possible(out)?;
        }
        let frozen = project.freeze_brief(&request)?;
        if let Some(out) = &self.out {
            project.copy_brief(&frozen, out)?;
        }
        context.ui.show(&Told { frozen, dir: context.dir_option() })?;
        Ok(ExitCode::Done)
    }
}

impl List {
    fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let briefs = context.project()?.brief_rows()?;
        context.ui.show(&Listed { briefs })?;
        Ok(ExitCode::Done)
    }
}

impl Recall {
    fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let id = project.recall_brief(&self.id, &self.reason)?;
        context.ui.show(&Recalled { id: id.to_string(), reason: self.reason })?;
        Ok(ExitCode::Done)
    }
}

/// A brief that was just told.
#[derive(Serialize)]
struct Told {
    #[serde(flatten)]
    frozen: Frozen,
    #[serde(skip)]
    dir: String,
}

impl Report for Told {
    fn page(&self, ui: &Ui) -> Page {
        let Frozen { id, html, bytes, incidents, findings, warnings, head, .. } = &self.frozen;
        let mut page = Page::new(ui);
        let told = ui.say("brief-told", &[("id", id.as_str().into())]);
        let incidents = ui.say("brief-told-incidents", &[("count", (*incidents).into())]);
        let findings = ui.say("brief-told-findings", &[("count", (*findings).into())]);
        page.line(format!("{} · {incidents} · {findings}", styled(GOOD, &told)));
        page.line(format!("{} · {}", styled(STRONG, html), ui.words.bytes(*bytes)));
        page.line(ui.say("brief-told-head", &[("head", head.as_str().into())]));
        for warning in warnings {
            page.hanging(0, "! ", BAD, warning);
        }
        page.next(&format!("vigie{} verify --head {head}", self.dir));
        page
    }
}

/// All told briefs.
#[derive(Serialize)]
struct Listed {
    briefs: Vec<BriefRow>,
}

impl Report for Listed {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        if self.briefs.is_empty() {
            page.line(ui.plain("brief-none"));
            page.next("vigie brief");
            return page;
        }
        let mut table = Table::new().wrapping();
        for brief in &self.briefs {
            let state = match &brief.recalled {
                None => Cell::from(String::new()),
                Some(recalled) => {
                    let at = ui.time(recalled.at);
                    let args = [("at", at.into()), ("reason", recalled.reason.as_str().into())];
                    Cell::styled(ui.say("brief-recalled-on", &args), BAD)
                }
            };
            table.row([
                Cell::styled(brief.id.clone(), STRONG),
                ui.time(brief.at).into(),
                brief.author.clone().into(),
                state,
            ]);
        }
        page.table(&table);
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        self.briefs.iter().map(|brief| record_of("brief", brief)).collect()
    }
}

/// A brief that was just recalled.
#[derive(Serialize)]
struct Recalled {
    id: String,
    reason: String,
}

impl Report for Recalled {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        page.line(ui.say("brief-was-recalled", &[("id", self.id.as_str().into())]));
        page.paragraph(0, &ui.plain("brief-recall-advice"));
        page.next("vigie brief");
        page
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::testing::{at, shown};

    fn row(recalled: Option<&str>) -> BriefRow {
        BriefRow {
            id: "B-2027-04-13-1".to_owned(),
            at: at("2027-04-13T06:41:00Z"),
            author: "mira-3f2a".to_owned(),
            recalled: recalled.map(|reason| vigie_app::screens::briefs::Recalled {
                at: at("2027-04-13T09:00:00Z"),
                reason: reason.to_owned(),
            }),
            digest: "9c".repeat(32),
            files: std::collections::BTreeMap::new(),
        }
    }

    #[test]
    fn a_told_brief_says_where_it_lies_and_how_to_check_it() {
        let frozen = Frozen {
            id: "B-2027-04-13-1".to_owned(),
            at: at("2027-04-13T06:41:00Z"),
            html: "briefs/B-2027-04-13-1.html".to_owned(),
            md: "briefs/B-2027-04-13-1.md".to_owned(),
            json: "briefs/B-2027-04-13-1.json".to_owned(),
            digest: "9c".repeat(32),
            head: "9c41d07be25a8813".to_owned(),
            bytes: 41_200,
            incidents: 1,
            findings: 12,
            warnings: vec!["1 sentence has a figure and nothing that it rests on.".to_owned()],
        };
        let told = Told { frozen, dir: String::new() };
        insta::assert_snapshot!(shown(&told, Language::English), @"
        Told B-2027-04-13-1 · 1 incident · 12 findings
        briefs/B-2027-04-13-1.html · 41.2 kB
        At its foot: 9c41d07be25a8813
        ! 1 sentence has a figure and nothing that it rests on.

        Next: vigie verify --head 9c41d07be25a8813
        ");
        insta::assert_snapshot!(shown(&told, Language::French), @"
        B-2027-04-13-1 est dite · 1 incident · 12 constats
        briefs/B-2027-04-13-1.html · 41,2 ko
        À son pied : 9c41d07be25a8813
        ! 1 sentence has a figure and nothing that it rests on.

        Ensuite : vigie verify --head 9c41d07be25a8813
        ");
    }

    #[test]
    fn recalled_briefs_say_so_in_the_list() {
        let briefs = vec![row(None), row(Some("late"))];
        insta::assert_snapshot!(shown(&Listed { briefs }, Language::English), @"
        B-2027-04-13-1  2027-04-13 08:41:00  mira-3f2a
        B-2027-04-13-1  2027-04-13 08:41:00  mira-3f2a  recalled on 2027-04-13 11:00:00:
                                                        late
        ");
        insta::assert_snapshot!(shown(&Listed { briefs: Vec::new() }, Language::French), @"
        Aucune note n’a encore été dite.

        Ensuite : vigie brief
        ");
    }
}
