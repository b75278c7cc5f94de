//! `vigie verify`

use clap::Args;
use vigie_app::model::ExitCode;
use vigie_app::verify::{PrintedHead, VerifyReport, closed_lake};

use super::Context;
use crate::failure::Failure;
use crate::output::{BAD, Cell, GOOD, Page, Report, STRONG, Table, Ui, styled};

/// Check that nothing that was kept has changed
///
/// Reads every byte of the lake, of the journal and of the sealed rumours and compares it with what
/// commits and chains say. Ends with exit code 1 when something differs.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie verify
  vigie verify --head 9c03f1d2aa71b5e8   # as printed at the foot of a brief
  vigie verify --format json")]
pub(crate) struct Verify {
    /// Compare the journal with the head at the foot of a brief
    #[arg(long, value_name = "HEAD")]
    head: Option<String>,
}

impl Verify {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let report = match context.project_to_check() {
            Ok(project) => project.verify_against(self.head.as_deref())?,
            // A lake that is too damaged to be opened is the one that most needs to be looked at.
            Err(failure) => closed_lake(&context.dir, context.config())?.ok_or(failure)?,
        };
        context.ui.show(&report)?;
        Ok(if report.problems.is_empty() { ExitCode::Done } else { ExitCode::CouldNot })
    }
}

impl Report for VerifyReport {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        let read = ui.say(
            "verify-read",
            &[
                ("files", self.files.into()),
                ("segments", self.segments.into()),
                ("bytes", ui.words.bytes(self.bytes).into()),
            ],
        );
        if self.problems.is_empty() {
            page.line(format!("{} {read}", styled(GOOD, &ui.plain("verify-good"))));
        } else {
            let count = ui.say("verify-bad", &[("count", self.problems.len().into())]);
            page.line(format!("{} {read}", styled(BAD, &count)));
            let mut table = Table::new().indent(2).wrapping();
            for problem in &self.problems {
                table.row([
                    Cell::styled(problem.file.clone(), BAD),
                    ui.worded("what", &problem.what).into(),
                ]);
            }
            page.table(&table);
        }
        let counted = [
            ("verify-unlisted", self.notes.len() as u64),
            ("verify-tombstones", self.tombstones),
            ("verify-reveals", self.reveals),
        ];
        for (id, count) in counted.into_iter().filter(|(_, count)| *count > 0) {
            page.line(ui.say(id, &[("count", count.into())]));
        }
        if let Some(head) = &self.head {
            page.line(ui.say(
                "verify-head",
                &[("commit", self.commit.to_string().into()), ("head", head.as_str().into())],
            ));
        }
        if let Some(journal) = &self.journal {
            let args = [
                ("entries", journal.entries.into()),
                ("authors", journal.authors.into()),
                ("head", journal.head.as_str().into()),
            ];
            page.line(ui.say("verify-journal", &args));
            for oddity in &journal.oddities {
                page.hanging(2, "! ", STRONG, oddity);
            }
        }
        if let Some(PrintedHead { head, after: Some(entry) }) = &self.printed {
            let args = [("head", head.as_str().into()), ("entry", entry.as_str().into())];
            page.line(ui.say("verify-printed", &args));
        }
        if self.briefs > 0 {
            page.line(ui.say("verify-briefs", &[("count", self.briefs.into())]));
        }
        if let Some(sealed) = &self.rumours {
            page.line(ui.say("verify-sealed", &[("count", sealed.rumours.into())]));
            for code in &sealed.unrecorded {
                let said = ui.say("verify-sealed-unrecorded", &[("code", code.as_str().into())]);
                page.hanging(2, "! ", STRONG, &said);
            }
        }
        for file in &self.untold {
            let said = [
                ("file", file.file.as_str().into()),
                ("what", ui.worded("what", &file.what).into()),
            ];
            page.hanging(2, "! ", STRONG, &ui.say("verify-untold", &said));
        }
        if !self.problems.is_empty() {
            page.blank();
            let only_head = self.problems.len() == 1
                && self.printed.as_ref().is_some_and(|printed| printed.after.is_none());
            let advice = if only_head { "verify-advice-head" } else { "verify-advice" };
            page.paragraph(0, &ui.plain(advice));
        }
        page
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::testing::shown;
    use vigie_app::verify::{JournalChecked, ProblemView};
    use vigie_app::words::Language;

    fn report(problems: Vec<ProblemView>) -> VerifyReport {
        VerifyReport {
            commit: 5,
            head: Some("9c".repeat(16)),
            files: 12,
            segments: 3,
            bytes: 4_200_000,
            tombstones: u64::from(!problems.is_empty()),
            reveals: 2,
            journal: Some(JournalChecked {
                entries: 17,
                authors: 2,
                head: "9c03f1d2aa71b5e8".into(),
                reveals: 2,
                oddities: Vec::new(),
            }),
            printed: None,
            rumours: None,
            briefs: 0,
            untold: Vec::new(),
            notes: problems.clone(),
            problems,
        }
    }

    #[test]
    fn an_intact_lake_is_said_in_one_line() {
        insta::assert_snapshot!(shown(&report(Vec::new()), Language::English), @"
        All as it was written: 12 table files, 3 segments, 4.2 MB read.
        2 reveals on record.
        Commit 5, head 9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c
        17 journal entries by 2 authors, head 9c03f1d2aa71b5e8
        ");
        insta::assert_snapshot!(shown(&report(Vec::new()), Language::French), @"
        Tout est comme écrit : 12 fichiers de table, 3 segments, 4,2 Mo lus.
        2 dévoilements consignés.
        Commit 5, tête 9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c
        17 inscriptions au journal par 2 auteurs, tête 9c03f1d2aa71b5e8
        ");
    }

    #[test]
    fn every_changed_file_is_named() {
        let problem =
            ProblemView { file: "segments/9c.zst".into(), what: "its bytes differ".into() };
        insta::assert_snapshot!(shown(&report(vec![problem.clone(), problem]), Language::English), @"
        2 problems: 12 table files, 3 segments, 4.2 MB read.
          segments/9c.zst  its bytes differ
          segments/9c.zst  its bytes differ
        2 files that no commit lists (left by an interrupted writer, or not ours).
        1 recorded forgetting accepted.
        2 reveals on record.
        Commit 5, head 9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c
        17 journal entries by 2 authors, head 9c03f1d2aa71b5e8

        Keep the files as they are, look at who could write them, and take the lake from
        a backup.
        ");
    }
}
