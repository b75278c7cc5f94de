//! Changes of incidents: open, attach, detach, assess, title, close, reopen.

use clap::Args;
use vigie_app::incidents::{Change, Picked};
use vigie_app::model::ExitCode;
use vigie_app::model::confidence::Confidence;
use vigie_app::model::finding::When;

use super::super::Context;
use super::{needed, show};
use crate::failure::Failure;

/// Open an incident on findings
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie case open F-3f9a F-77c0          # asks for the title
  vigie case open F-3f9a --title \"Guessing at the mail server\" --when now")]
pub(crate) struct Open {
    /// The beginnings of their ids
    #[arg(value_name = "F-…")]
    findings: Vec<String>,

    /// What it is called; asks when not given, - reads standard input
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,

    /// How soon to look (now, today, note)
    #[arg(long, value_name = "WHEN", value_parser = when, default_value = "today")]
    when: When,
}

fn when(text: &str) -> Result<When, String> {
    When::from_word(text).ok_or_else(|| "write one of now, today, note".to_owned())
}

impl Open {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let title = needed(self.title, "case-ask-title", "--title", &context.ui)?;
        let picked: Vec<Picked> =
            self.findings.into_iter().map(|id| Picked { id, revision: None }).collect();
        context.ui.show(&show::One(project.open_incident(&title, self.when, &picked)?))?;
        Ok(ExitCode::Done)
    }
}

/// What every change of an incident takes.
#[derive(Args, Debug)]
struct Which {
    /// The incident (I-0007, 7)
    #[arg(value_name = "INCIDENT")]
    incident: String,

    /// Refuse when somebody wrote about it since; the head stands in --format json
    #[arg(long, value_name = "HEAD")]
    expected_head: Option<String>,
}

impl Which {
    fn change(self, change: Change, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let changed =
            project.change_incident(&self.incident, self.expected_head.as_deref(), change)?;
        context.ui.show(&show::One(changed))?;
        Ok(ExitCode::Done)
    }
}

/// Attach findings to an incident
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie case attach 7 F-3f9a
  vigie case attach I-0007 F-3f9a F-77c0")]
pub(crate) struct Attach {
    /// The incident (I-0007, 7)
    #[arg(value_name = "INCIDENT")]
    incident: String,

    /// The beginnings of their ids
    #[arg(value_name = "F-…", required = true)]
    findings: Vec<String>,
}

impl Attach {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        // All are looked up before the first is written.
        for id in &self.findings {
            project.finding_row(id)?;
        }
        let mut changed = project.incident(&self.incident)?;
        for id in self.findings {
            let change = Change::Attach(Picked { id, revision: None });
            changed = project.change_incident(&self.incident, None, change)?;
        }
        context.ui.show(&show::One(changed))?;
        Ok(ExitCode::Done)
    }
}

/// Take a finding out of an incident, with the reason
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie case detach 7 F-3f9a             # asks for the reason
  vigie case detach 7 F-3f9a --reason \"another machine\"")]
pub(crate) struct Detach {
    #[command(flatten)]
    which: Which,

    /// The beginning of its id
    #[arg(value_name = "F-…")]
    finding: String,

    /// Why; asks when not given, - reads standard input
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

impl Detach {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let reason = needed(self.reason, "case-ask-reason", "--reason", &context.ui)?;
        self.which.change(Change::Detach { id: self.finding, reason }, context)
    }
}

/// Say what you make of an incident, and how sure you are
///
/// The words for how sure are those of every screen and brief: remote-chance, highly-unlikely,
/// unlikely, realistic-possibility, likely, highly-likely, almost-certain.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie case assess 7 --sure likely      # asks for the words
  vigie case assess 7 --sure highly-likely --when now < assessment.txt")]
pub(crate) struct Assess {
    #[command(flatten)]
    which: Which,

    /// How sure
    #[arg(long, value_name = "WORD", value_parser = sure)]
    sure: Confidence,

    /// How soon to look, if that changes (now, today, note)
    #[arg(long, value_name = "WHEN", value_parser = when)]
    when: Option<When>,

    /// What you make of it; asks when not given, - reads standard input
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
}

/// The word of a confidence, with hyphens.
fn word(sure: Confidence) -> &'static str {
    sure.message().trim_start_matches("confidence-")
}

fn sure(text: &str) -> Result<Confidence, String> {
    let wanted = text.trim().to_lowercase().replace([' ', '_'], "-");
    Confidence::ALL.into_iter().find(|sure| word(*sure) == wanted).ok_or_else(|| {
        let words: Vec<&str> = Confidence::ALL.into_iter().map(word).collect();
        format!("write one of {}", words.join(", "))
    })
}

impl Assess {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let text = needed(self.text, "case-ask-assessment", "--text", &context.ui)?;
        let change = Change::Assess { how_sure: self.sure, text, when: self.when };
        self.which.change(change, context)
    }
}

/// Give an incident another title
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie case title 7                     # asks for it
  vigie case title 7 --title \"Two waves of guessing\"")]
pub(crate) struct Title {
    #[command(flatten)]
    which: Which,

    /// What it is called; asks when not given, - reads standard input
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
}

impl Title {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let title = needed(self.title, "case-ask-title", "--title", &context.ui)?;
        self.which.change(Change::Title(title), context)
    }
}

/// Close an incident, with the reason
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie case close 7                     # asks for the reason
  vigie case close 7 --reason \"the password was changed\"")]
pub(crate) struct Close {
    #[command(flatten)]
    which: Which,

    /// Why; asks when not given, - reads standard input
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

impl Close {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let reason = needed(self.reason, "case-ask-reason", "--reason", &context.ui)?;
        self.which.change(Change::Close(reason), context)
    }
}

/// Open a closed incident again, with the reason
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie case reopen 7 --reason \"it went on\"")]
pub(crate) struct Reopen {
    #[command(flatten)]
    which: Which,

    /// Why; asks when not given, - reads standard input
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

impl Reopen {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let reason = needed(self.reason, "case-ask-reason", "--reason", &context.ui)?;
        self.which.change(Change::Reopen(reason), context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_scale_is_read_back() {
        for one in Confidence::ALL {
            assert_eq!(sure(word(one)), Ok(one));
        }
        assert_eq!(sure("Highly likely"), Ok(Confidence::HighlyLikely));
        assert!(sure("sure").is_err());
    }
}
