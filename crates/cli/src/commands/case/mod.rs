//! `vigie case`: what people judge, and the exchange of it.

mod change;
mod exchange;
mod judge;
mod list;
mod show;

use clap::{Args, Subcommand};
pub(super) use exchange::write_new;
use vigie_app::Project;
use vigie_app::model::{ExitCode, Revision};

use super::Context;
use crate::failure::Failure;
use crate::output::{DIM, Page, STRONG, Ui, styled};
use crate::prompt;

/// Incidents and findings: judge them, and exchange what was judged
#[derive(Debug, Subcommand)]
pub(crate) enum Case {
    List(list::List),
    Show(show::Show),
    Proposals(list::Proposals),
    Open(change::Open),
    Attach(change::Attach),
    Detach(change::Detach),
    Assess(change::Assess),
    Title(change::Title),
    Note(judge::Note),
    Close(change::Close),
    Reopen(change::Reopen),
    Watch(judge::Watch),
    Dismiss(judge::Dismiss),
    Restore(judge::Restore),
    Undo(judge::Undo),
    Journal(show::Journal),
    Pack(exchange::Pack),
    Merge(exchange::Merge),
    Examples(exchange::Examples),
    Export(exchange::Export),
}

impl Case {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        match self {
            Self::List(command) => command.run(context),
            Self::Show(command) => command.run(context),
            Self::Proposals(command) => command.run(context),
            Self::Open(command) => command.run(context),
            Self::Attach(command) => command.run(context),
            Self::Detach(command) => command.run(context),
            Self::Assess(command) => command.run(context),
            Self::Title(command) => command.run(context),
            Self::Note(command) => command.run(context),
            Self::Close(command) => command.run(context),
            Self::Reopen(command) => command.run(context),
            Self::Watch(command) => command.run(context),
            Self::Dismiss(command) => command.run(context),
            Self::Restore(command) => command.run(context),
            Self::Undo(command) => command.run(context),
            Self::Journal(command) => command.run(context),
            Self::Pack(command) => command.run(context),
            Self::Merge(command) => command.run(context),
            Self::Examples(command) => command.run(context),
            Self::Export(command) => command.run(context),
        }
    }
}

/// The state that was looked at.
#[derive(Args, Debug)]
struct Seen {
    /// The revision that was looked at [default: the newest]
    #[arg(long, value_name = "@REVISION")]
    seen: Option<String>,
}

impl Seen {
    /// A full revision of the finding, by its full text or its beginning.
    fn of(&self, finding: &str, project: &Project) -> Result<Option<Revision>, Failure> {
        let Some(text) = self.seen.as_deref().map(str::trim) else { return Ok(None) };
        let wanted = format!("@{}", text.trim_start_matches('@'));
        let history = project.history(finding)?;
        let mut fitting = history
            .revisions
            .iter()
            .map(|row| row.revision)
            .filter(|revision| revision.to_string().starts_with(&wanted));
        match (fitting.next(), fitting.next()) {
            (Some(revision), None) => Ok(Some(revision)),
            _ => Err(Failure::usage(
                format!("{wanted} names no one revision of {finding}"),
                "`vigie case show F-…` lists the revisions",
            )
            .in_french(
                "wrong-revision",
                &[("revision", wanted.into()), ("finding", finding.to_owned().into())],
            )),
        }
    }
}

/// Words that are needed: as given, asked for, or from standard input.
pub(super) fn needed(
    given: Option<String>,
    question: &str,
    option: &str,
    ui: &Ui,
) -> Result<String, Failure> {
    prompt::words(given, &ui.plain(question))?.ok_or_else(|| {
        Failure::usage(
            "the words are missing",
            format!("give them with {option}, or on standard input"),
        )
        .in_french("wrong-no-words", &[("option", option.to_owned().into())])
    })
}

/// The person's words under a mark, line by line.
fn quote(page: &mut Page, indent: usize, text: &str) {
    for line in text.lines() {
        page.paragraph(indent, line);
    }
}

/// A heading with a count behind it.
fn counted(page: &mut Page, heading: &str, count: usize, ui: &Ui) {
    page.blank();
    let number = ui.words.number(count as u64);
    page.line(format!("{}  {}", styled(STRONG, heading), styled(DIM, &number)));
}
