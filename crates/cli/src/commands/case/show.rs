//! `vigie case show` and `journal`: one incident or finding in full, and everything written.

use clap::Args;
use serde::Serialize;
use vigie_app::detect::State;
use vigie_app::incidents::verdict_message;
use vigie_app::model::ExitCode;
use vigie_app::screens::rows::{
    ChangedValue, FindingRow, Incident, JournalRow, RevisedRow, VerdictWord,
};
use vigie_app::triage::History;

use super::super::Context;
use super::{counted, quote};
use crate::failure::Failure;
use crate::output::{Cell, DIM, Page, Report, STRONG, Table, Ui, record_of, styled};

/// Show an incident, or what people decided about a finding
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie case show 7
  vigie case show I-0007 --format json
  vigie case show F-3f9a                 # verdict, notes, and what each revision changed")]
pub(crate) struct Show {
    /// An incident (I-0007, 7) or the beginning of a finding's id
    #[arg(value_name = "I-…|F-…")]
    what: String,
}

impl Show {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        if is_finding(&self.what) {
            context.ui.show(&Told(project.history(&self.what)?))?;
        } else {
            context.ui.show(&One(project.incident(&self.what)?))?;
        }
        Ok(ExitCode::Done)
    }
}

/// Whether somebody means a finding; everything else is an incident.
pub(super) fn is_finding(text: &str) -> bool {
    text.trim().get(..2).is_some_and(|start| start.eq_ignore_ascii_case("F-"))
}

/// How wide the label in front of a finding is.
const LABEL: usize = 13;

/// Two or three lines a finding.
pub(super) fn finding(row: &FindingRow, page: &mut Page, ui: &Ui) {
    let when = ui.when(row.when).padded(LABEL);
    let mut facts = vec![row.detector.clone(), ui.span(row.first_at, row.last_at)];
    facts.push(match row.state {
        State::New => ui.plain("state-new"),
        State::Revised => ui.plain("state-revised"),
        State::Unchanged => String::new(),
    });
    if row.verdict != VerdictWord::Open {
        facts.push(match &row.incident_alias {
            Some(alias) => alias.clone(),
            None => ui.plain(verdict_message(row.verdict)),
        });
    }
    if row.provisional {
        facts.push(ui.plain("state-provisional"));
    }
    facts.retain(|fact| !fact.is_empty());
    let facts = styled(DIM, &facts.join(" · "));
    let revision = styled(DIM, &row.revision.to_string());
    page.line(format!("  {when}{} {revision}  {facts}", styled(STRONG, &row.short)));
    page.paragraph(2 + LABEL, &row.sentence);
    if let Some(reason) = &row.reason {
        page.paragraph(2 + LABEL, &ui.say("case-reason", &[("reason", reason.as_str().into())]));
    }
    if let Some(until) = row.until {
        page.paragraph(2 + LABEL, &ui.say("case-until", &[("until", ui.time(until).into())]));
    }
}

/// What differs, one value a line.
fn changes(changed: &[ChangedValue], indent: usize, page: &mut Page) {
    let mut table = Table::new().indent(indent).wrapping();
    for value in changed {
        table.row([
            Cell::from(value.name.clone()),
            format!("{} → {}", plain(&value.before), plain(&value.after)).into(),
            Cell::styled(value.doc.clone(), DIM),
        ]);
    }
    page.table(&table);
}

fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => "–".to_owned(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn revised(rows: &[RevisedRow], page: &mut Page, ui: &Ui) {
    for row in rows {
        page.line(ui.say(
            "case-revised",
            &[
                ("finding", row.short.as_str().into()),
                ("seen", row.seen.to_string().into()),
                ("now", row.now.to_string().into()),
            ],
        ));
        if row.changed.is_empty() {
            page.paragraph(2, &ui.plain("case-revised-evidence"));
        }
        changes(&row.changed, 2, page);
    }
}

/// Entries, one a line.
fn entries(rows: &[JournalRow], with_target: bool, page: &mut Page, ui: &Ui) {
    let mut table = Table::new().indent(2).wrapping();
    for row in rows {
        let text = if row.undone {
            ui.say("case-undone-text", &[("text", row.text.as_str().into())])
        } else {
            row.text.clone()
        };
        let style = if row.undone { DIM } else { anstyle::Style::new() };
        // Many entries name their target themselves.
        let is_named = !with_target || row.target == "house" || text.contains(&row.target);
        let text = if is_named { text } else { format!("{}  {text}", row.target) };
        table.row([
            Cell::styled(row.entry.clone(), DIM),
            ui.time(row.at).into(),
            Cell::styled(text.replace('\n', " ⏎ "), style),
        ]);
    }
    page.table(&table);
}

#[derive(Serialize)]
#[serde(transparent)]
pub(super) struct One(pub(super) Incident);

impl Report for One {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        let Incident { core, assessment, findings, not_held, journal, revised: changed } = &self.0;
        page.line(format!("{}  {}", styled(STRONG, &core.alias), styled(STRONG, &core.title)));
        let mut facts = vec![ui.when(core.when).text()];
        facts.push(ui.plain(if core.open { "case-word-open" } else { "case-word-closed" }));
        if let (Some(first), Some(last)) = (core.first_at, core.last_at) {
            facts.push(ui.span(first, last));
        }
        facts.push(styled(DIM, &core.id));
        page.line(facts.join(" · "));
        page.blank();
        match assessment {
            None => page.line(styled(DIM, &ui.plain("case-no-assessment"))),
            Some(one) => {
                let (low, high) = one.how_sure.band();
                let args = [
                    ("sure", ui.plain(one.how_sure.message()).into()),
                    ("low", u64::from(low).into()),
                    ("high", u64::from(high).into()),
                ];
                let by = format!("{} · {}", one.author, ui.time(one.at));
                page.line(format!("{}  {}", ui.say("case-assessment", &args), styled(DIM, &by)));
                quote(&mut page, 2, &one.text);
            }
        }
        counted(&mut page, &ui.plain("case-findings"), findings.len(), ui);
        for row in findings {
            finding(row, &mut page, ui);
        }
        if *not_held > 0 {
            let said = ui.say("case-not-held", &[("count", (*not_held).into())]);
            page.hanging(2, "! ", STRONG, &said);
        }
        if !changed.is_empty() {
            counted(&mut page, &ui.plain("case-changed-since"), changed.len(), ui);
            revised(changed, &mut page, ui);
        }
        counted(&mut page, &ui.plain("case-journal"), journal.len(), ui);
        entries(journal, false, &mut page, ui);
        if core.open {
            page.hint(&[
                &format!("vigie case assess {} --sure likely", core.alias),
                &format!("vigie case note {}", core.alias),
            ]);
        }
        page
    }
}

#[derive(Serialize)]
#[serde(transparent)]
pub(super) struct Told(pub(super) History);

impl Report for Told {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        let History { finding: row, notes, revisions } = &self.0;
        finding(row, &mut page, ui);
        if !notes.is_empty() {
            counted(&mut page, &ui.plain("case-notes"), notes.len(), ui);
            for note in notes {
                let by = format!("{} · {} · {}", note.author, ui.time(note.at), note.entry);
                page.line(format!("  {}", styled(DIM, &by)));
                quote(&mut page, 4, &note.text);
            }
        }
        counted(&mut page, &ui.plain("case-revisions"), revisions.len(), ui);
        for revision in revisions {
            let seen = if revision.seen { ui.plain("case-seen") } else { String::new() };
            let line =
                format!("  {}  {}  {seen}", revision.revision, ui.time(revision.computed_at));
            page.line(line);
            changes(&revision.changed, 4, &mut page);
        }
        page.next(&format!("vigie explain {}", row.short));
        page
    }
}

/// Everything that was written, newest last
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie case journal
  vigie case journal --limit 0 --format ndjson")]
pub(crate) struct Journal {
    /// Show at most so many entries, the newest; 0 shows all
    #[arg(long, value_name = "NUMBER", default_value_t = 50)]
    limit: usize,
}

impl Journal {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let mut rows = project.journal_rows()?;
        let all = rows.len();
        if self.limit > 0 && all > self.limit {
            rows.drain(..all - self.limit);
        }
        let head = project.journal_head()?;
        context.ui.show(&Written { entries: rows, all, head: head.short() })?;
        Ok(ExitCode::Done)
    }
}

#[derive(Serialize)]
struct Written {
    entries: Vec<JournalRow>,
    all: usize,
    head: String,
}

impl Report for Written {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        if self.all == 0 {
            page.line(ui.plain("case-journal-empty"));
            return page;
        }
        if self.entries.len() < self.all {
            let left = (self.all - self.entries.len()).into();
            page.styled(DIM, &ui.say("case-journal-earlier", &[("count", left)]));
        }
        entries(&self.entries, true, &mut page, ui);
        page.blank();
        page.line(ui.say(
            "case-journal-head",
            &[("count", self.all.into()), ("head", self.head.as_str().into())],
        ));
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        self.entries.iter().map(|entry| record_of("entry", entry)).collect()
    }
}
