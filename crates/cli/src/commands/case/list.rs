//! `vigie case list` and `proposals`: what there is, and what awaits a judgement.

use clap::Args;
use serde::Serialize;
use vigie_app::model::ExitCode;
use vigie_app::proposals::ProposalRow;
use vigie_app::screens::rows::{FindingRow, IncidentRow};
use vigie_app::triage::Triaged;

use super::super::Context;
use super::{counted, show};
use crate::failure::Failure;
use crate::output::{Cell, DIM, Page, Report, STRONG, Table, Ui, record_of, styled};

/// List incidents and the findings that await a judgement
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie case list
  vigie case list --all                  # closed incidents and dismissed findings too
  vigie case list --format ndjson")]
pub(crate) struct List {
    /// Closed incidents and dismissed findings too
    #[arg(long)]
    all: bool,

    /// Show at most so many findings of each kind; 0 shows all
    #[arg(long, value_name = "NUMBER", default_value_t = 10)]
    limit: usize,
}

impl List {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let mut incidents = project.incidents()?;
        let closed = incidents.iter().filter(|row| !row.core.open).count();
        let mut findings = project.triaged()?;
        let dismissed = findings.dismissed.len();
        if !self.all {
            incidents.retain(|row| row.core.open);
            findings.dismissed.clear();
        }
        context.ui.show(&Listed { incidents, findings, closed, dismissed, limit: self.limit })?;
        Ok(ExitCode::Done)
    }
}

#[derive(Serialize)]
struct Listed {
    incidents: Vec<IncidentRow>,
    findings: Triaged,
    closed: usize,
    dismissed: usize,
    #[serde(skip)]
    limit: usize,
}

impl Report for Listed {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        counted(&mut page, &ui.plain("case-incidents"), self.incidents.len(), ui);
        page.table(&incident_table(&self.incidents, ui));
        let triaged = &self.findings;
        for (heading, rows) in [
            ("case-to-judge", &triaged.open),
            ("case-watched", &triaged.watched),
            ("case-dismissed", &triaged.dismissed),
        ] {
            if !rows.is_empty() {
                counted(&mut page, &ui.plain(heading), rows.len(), ui);
                findings(rows, self.limit, &mut page, ui);
            }
        }
        let mut also = Vec::new();
        if self.closed > 0 && self.incidents.iter().all(|row| row.core.open) {
            also.push(ui.say("case-closed-count", &[("count", self.closed.into())]));
        }
        if self.dismissed > 0 && triaged.dismissed.is_empty() {
            also.push(ui.say("case-dismissed-count", &[("count", self.dismissed.into())]));
        }
        if triaged.withheld > 0 {
            also.push(ui.say("case-withheld", &[("count", triaged.withheld.into())]));
        }
        if !also.is_empty() {
            page.blank();
            for line in also {
                page.paragraph(0, &line);
            }
        }
        match triaged.open.first() {
            Some(first) => page.hint(&[
                "vigie case proposals",
                &format!("vigie explain {}", first.short),
                &format!("vigie case open {}", first.short),
            ]),
            None if self.incidents.is_empty() => page.next("vigie detect"),
            None => {}
        }
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        let mut records = Vec::new();
        for row in &self.incidents {
            records.push(record_of("incident", row)?);
        }
        let triaged = &self.findings;
        let lists = [&triaged.open, &triaged.watched, &triaged.dismissed, &triaged.attached];
        for row in lists.into_iter().flatten() {
            records.push(record_of("finding", row)?);
        }
        Ok(records)
    }
}

/// One line an incident.
fn incident_table(rows: &[IncidentRow], ui: &Ui) -> Table {
    let mut table = Table::new().indent(2).wrapping();
    for row in rows {
        let core = &row.core;
        let when = if core.open {
            ui.when(core.when)
        } else {
            Cell::styled(ui.plain("case-word-closed"), DIM)
        };
        let sure = core.how_sure.map_or_else(
            || Cell::styled(ui.plain("case-not-assessed"), DIM),
            |sure| ui.plain(sure.message()).into(),
        );
        let count = ui.say("case-count-findings", &[("count", row.findings.into())]);
        table.row([
            when,
            Cell::styled(core.alias.clone(), STRONG),
            sure,
            Cell::styled(count, DIM),
            core.title.clone().into(),
        ]);
    }
    table
}

/// Two lines a finding: how soon, which, when; then what was seen.
pub(super) fn findings(rows: &[FindingRow], limit: usize, page: &mut Page, ui: &Ui) {
    let shown = if limit == 0 { rows.len() } else { limit.min(rows.len()) };
    for row in &rows[..shown] {
        show::finding(row, page, ui);
    }
    if shown < rows.len() {
        let left = ui.say("findings-more", &[("count", (rows.len() - shown).into())]);
        page.styled(DIM, &format!("  {left}"));
    }
}

/// Findings that one might look at together, each link with its reason
///
/// The machine proposes and opens nothing: what is dismissed is not proposed again.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie case proposals
  vigie case proposals --limit 0 --format json")]
pub(crate) struct Proposals {
    /// Show at most so many; 0 shows all
    #[arg(long, value_name = "NUMBER", default_value_t = 10)]
    limit: usize,
}

impl Proposals {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let proposals = context.project()?.proposals()?;
        context.ui.show(&Proposed { proposals, limit: self.limit })?;
        Ok(ExitCode::Done)
    }
}

#[derive(Serialize)]
struct Proposed {
    proposals: Vec<ProposalRow>,
    #[serde(skip)]
    limit: usize,
}

/// Links and findings of one proposal that are shown to people.
const SHOWN: usize = 8;

impl Report for Proposed {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        if self.proposals.is_empty() {
            page.line(ui.plain("proposal-none"));
            page.next("vigie case list");
            return page;
        }
        let limit = if self.limit == 0 { self.proposals.len() } else { self.limit };
        for (number, proposal) in self.proposals.iter().take(limit).enumerate() {
            page.blank();
            let lead = format!("{}  ", number + 1);
            page.hanging(0, &lead, STRONG, &proposal.sentence);
            for link in proposal.links.iter().take(SHOWN) {
                page.hanging(3, "– ", DIM, &link.sentence);
            }
            if proposal.link_count > SHOWN {
                let left = (proposal.link_count - SHOWN).into();
                page.styled(
                    DIM,
                    &format!("   {}", ui.say("proposal-more-links", &[("count", left)])),
                );
            }
            page.line(format!("   {}", styled(DIM, &command(proposal))));
        }
        if self.proposals.len() > limit {
            let left = (self.proposals.len() - limit).into();
            page.blank();
            page.styled(DIM, &ui.say("findings-more", &[("count", left)]));
        }
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        self.proposals.iter().map(|proposal| record_of("proposal", proposal)).collect()
    }
}

/// The command that does what is proposed.
fn command(proposal: &ProposalRow) -> String {
    let mut findings: Vec<&str> = proposal.short.iter().take(SHOWN).map(String::as_str).collect();
    if proposal.short.len() > SHOWN {
        findings.push("…");
    }
    match &proposal.incident_alias {
        Some(alias) => format!("vigie case attach {alias} {}", findings.join(" ")),
        None => format!("vigie case open {}", findings.join(" ")),
    }
}
