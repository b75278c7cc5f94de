//! Verdicts on findings: watch, dismiss, restore, note; and undoing.

use clap::Args;
use serde::Serialize;
use vigie_app::incidents::Change;
use vigie_app::model::ExitCode;
use vigie_app::triage::Judged;

use super::super::Context;
use super::{Seen, needed, show};
use crate::failure::Failure;
use crate::output::{Page, Report, Ui};

#[derive(Serialize)]
#[serde(transparent)]
struct Done(Judged);

impl Report for Done {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        show::finding(&self.0.finding, &mut page, ui);
        page.blank();
        page.line(ui.say("case-entry", &[("entry", self.0.entry.as_str().into())]));
        page
    }
}

/// Keep an eye on a finding
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie case watch F-3f9a
  vigie case watch F-3f9a --until 3d     # a date, a time, tomorrow, 2h or 3d")]
pub(crate) struct Watch {
    /// The beginning of its id
    #[arg(value_name = "F-…")]
    finding: String,

    /// Until then; without it, until somebody decides
    #[arg(long, value_name = "WHEN")]
    until: Option<String>,

    #[command(flatten)]
    seen: Seen,
}

impl Watch {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let until = self.until.as_deref().map(|text| project.moment_ahead(text)).transpose()?;
        let seen = self.seen.of(&self.finding, &project)?;
        context.ui.show(&Done(project.watch(&self.finding, seen, until)?))?;
        Ok(ExitCode::Done)
    }
}

/// Set a finding aside, with the reason
///
/// No rerun brings it back; when it changes, it says so. The reason is kept as an example for the
/// detector (vigie case examples).
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie case dismiss F-3f9a              # asks for the reason
  vigie case dismiss F-3f9a --reason \"our own monitoring\"")]
pub(crate) struct Dismiss {
    /// The beginning of its id
    #[arg(value_name = "F-…")]
    finding: String,

    /// Why; asks when not given, - reads standard input
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,

    #[command(flatten)]
    seen: Seen,
}

impl Dismiss {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let seen = self.seen.of(&self.finding, &project)?;
        let reason = needed(self.reason, "case-ask-reason", "--reason", &context.ui)?;
        context.ui.show(&Done(project.dismiss(&self.finding, seen, &reason)?))?;
        Ok(ExitCode::Done)
    }
}

/// Take back what was decided about a finding
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie case restore F-3f9a
  vigie case restore F-3f9a --reason \"it came from outside after all\"")]
pub(crate) struct Restore {
    /// The beginning of its id
    #[arg(value_name = "F-…")]
    finding: String,

    /// Why, kept as a note
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

impl Restore {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        context.ui.show(&Done(project.restore(&self.finding, self.reason.as_deref())?))?;
        Ok(ExitCode::Done)
    }
}

/// Write a note on a finding or an incident
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie case note F-3f9a                 # asks for the words
  vigie case note 7 --text \"called the host at nine\"
  vigie case note 7 < note.txt")]
pub(crate) struct Note {
    /// A finding (F-…) or an incident (I-0007, 7)
    #[arg(value_name = "F-…|INCIDENT")]
    what: String,

    /// The words; asks when not given, - reads standard input
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
}

impl Note {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let text = needed(self.text, "case-ask-note", "--text", &context.ui)?;
        if show::is_finding(&self.what) {
            project.note_finding(&self.what, None, &text)?;
            context.ui.show(&show::Told(project.history(&self.what)?))?;
        } else {
            let changed = project.change_incident(&self.what, None, Change::Note(text))?;
            context.ui.show(&show::One(changed))?;
        }
        Ok(ExitCode::Done)
    }
}

/// Take an entry of the journal back
///
/// Nothing is deleted: the undoing is an entry of its own, and can be undone. What has left the
/// house or was shown to somebody stays.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie case undo                        # your last entry
  vigie case undo mira-3f2a#12")]
pub(crate) struct Undo {
    /// As the journal shows it [default: your last one]
    #[arg(value_name = "ENTRY")]
    entry: Option<String>,
}

#[derive(Serialize)]
struct Undone {
    undone: String,
    entry: String,
}

impl Report for Undone {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        page.line(ui.say(
            "case-undone",
            &[("undone", self.undone.as_str().into()), ("entry", self.entry.as_str().into())],
        ));
        page.next("vigie case journal");
        page
    }
}

impl Undo {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let undone = match self.entry {
            Some(entry) => entry,
            None => project.last_undoable()?.to_string(),
        };
        let entry = project.undo(&undone)?.to_string();
        context.ui.show(&Undone { undone, entry })?;
        Ok(ExitCode::Done)
    }
}
