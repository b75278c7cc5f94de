//! `vigie check`

use clap::Args;
use serde::Serialize;
use vigie_app::attacks::check::{CheckReport, Checked, SaidOn};
use vigie_app::model::ExitCode;

use super::Context;
use crate::failure::Failure;
use crate::output::{DIM, GOOD, Page, Report, STRONG, TODAY, Ui, record_of, styled};
use crate::prompt;

/// What the logs say of a sentence about attacks, part by part
///
/// Each part is measured, weak, not in the logs, or nothing that any log can answer (who did it, what
/// somebody is known for). Without SENTENCE it asks: sensitive words do not belong in the shell's
/// history.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie check                                # asks; words are read from standard input
  vigie check \"hundreds of attacks a day, half of them from Ukraine\"
  vigie check \"more than 300 login attempts yesterday\"
  vigie check --since 7d --format json < sentence.txt")]
pub(crate) struct Check {
    /// The sentence, in English or French
    #[arg(value_name = "SENTENCE")]
    sentence: Option<String>,

    /// Look at logs from the day of this moment on: yesterday, 7d, a date
    #[arg(long, value_name = "WHEN")]
    since: Option<String>,
}

impl Check {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let since = self.since.as_deref().map(|text| project.moment(text)).transpose()?;
        let sentence = prompt::words(self.sentence, &context.ui.plain("check-ask"))?;
        let report = project.check_sentence(&sentence.unwrap_or_default(), since, SaidOn::Today)?;
        context.ui.show(&Shown(report))?;
        Ok(ExitCode::Done)
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct Shown(CheckReport);

impl Report for Shown {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        if !self.0.sentence.is_empty() {
            page.paragraph(0, &self.0.sentence);
        }
        for part in &self.0.parts {
            page.blank();
            let style = match part.checked {
                Checked::Measured => GOOD,
                Checked::Weak => TODAY,
                Checked::NotInLogs | Checked::NotCheckable => DIM,
            };
            let verdict = styled(style, &ui.plain(part.checked.message()));
            let words = styled(STRONG, &part.words);
            let args = [("words", words.into()), ("checked", verdict.into())];
            page.line(ui.say("check-part", &args));
            page.paragraph(2, &part.answer);
            if let Some(show) = &part.show {
                page.line(format!("  {} {show}", styled(DIM, &ui.plain("check-show"))));
            }
        }
        page.blank();
        self.0.caveats.iter().for_each(|caveat| page.hanging(0, "! ", TODAY, caveat));
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        self.0.parts.iter().map(|part| record_of("part", part)).collect()
    }
}
