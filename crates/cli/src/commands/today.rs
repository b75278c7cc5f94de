//! `vigie today`

use clap::Args;
use vigie_app::model::ExitCode;
use vigie_app::today::TodayReport;

use super::{Context, findings};
use crate::failure::Failure;
use crate::output::{DIM, Page, Report, STRONG, TODAY, Ui, record_of, styled};

/// What was found lately, most urgent first
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie today
  vigie today --since 2h
  vigie today --since 2027-03-01 --format json")]
pub(crate) struct Today {
    /// Since when
    ///
    /// yesterday (its beginning), 2h, 3d, a date (2027-04-01) or a time (2027-04-01T10:00:00Z).
    #[arg(long, value_name = "WHEN", default_value = "yesterday")]
    since: String,

    /// Show at most so many findings; 0 shows all
    #[arg(long, value_name = "NUMBER", default_value_t = 50)]
    limit: usize,
}

impl Today {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let since = project.moment(&self.since)?;
        let report = project.today(Some(since))?;
        context.ui.show(&Lately { report, limit: self.limit })?;
        Ok(ExitCode::Done)
    }
}

/// The report with how much of it is shown to people.
#[derive(serde::Serialize)]
#[serde(transparent)]
struct Lately {
    report: TodayReport,
    #[serde(skip)]
    limit: usize,
}

impl Report for Lately {
    fn page(&self, ui: &Ui) -> Page {
        let TodayReport { since, commit, findings, signals, .. } = &self.report;
        let mut page = Page::new(ui);
        let since = ui.say(
            "today-since",
            &[
                ("since", ui.time(*since).into()),
                ("zone", ui.zone.iana_name().unwrap_or("UTC").into()),
            ],
        );
        let count = ui.say("today-count", &[("count", findings.len().into())]);
        page.line(format!("{}  {count}", styled(STRONG, &since)));
        findings::list(findings, false, self.limit, &mut page, ui);
        if self.report.dismissed > 0 {
            let args = [("count", self.report.dismissed.into())];
            page.hanging(0, "", DIM, &ui.say("today-dismissed", &args));
        }
        page.blank();
        let held: Vec<String> = signals
            .iter()
            .filter(|(_, count)| **count > 0)
            .filter_map(|(table, count)| {
                Some(ui.say(table_id(table)?, &[("count", (*count).into())]))
            })
            // A count and its word stay on one line.
            .map(|count| count.replace(' ', "\u{a0}"))
            .collect();
        if held.is_empty() {
            page.line(ui.plain("lake-empty"));
            page.next("vigie ingest FILE");
        } else {
            let text = ui.say(
                "today-held",
                &[("commit", commit.to_string().into()), ("signals", held.join(" · ").into())],
            );
            page.hanging(0, "", DIM, &text);
        }
        if let Some(due) = &self.report.visitors_due {
            let args = [("oldest", ui.time(due.oldest).into()), ("days", due.days.into())];
            page.hanging(0, "! ", TODAY, &ui.say("today-visitors-due", &args));
        }
        let due =
            self.report.visitors_due.map(|_| "vigie forget --rule visitors --dry-run".to_owned());
        let first = findings.first().map(|finding| format!("vigie explain {}", finding.short));
        let next: Vec<String> = first.into_iter().chain(due).collect();
        if !next.is_empty() {
            page.hint(&next.iter().map(String::as_str).collect::<Vec<_>>());
        }
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        self.report.findings.iter().map(|finding| record_of("finding", finding)).collect()
    }
}

/// How rows of a table are counted in words; derived rows and findings are not signals.
pub(super) fn table_id(table: &str) -> Option<&'static str> {
    Some(match table {
        "publication_records" => "count-publications",
        "share_records" => "count-shares",
        "request_records" => "count-requests",
        "login_records" => "count-logins",
        "mail_records" => "count-mails",
        "name_records" => "count-names",
        "rejected" => "count-rejected",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::testing::{at, shown};
    use vigie_app::detect::{FindingView, State};
    use vigie_app::model::finding::When;
    use vigie_app::model::{FindingId, Revision};
    use vigie_app::words::Language;

    fn report(findings: Vec<FindingView>, rows: u64) -> TodayReport {
        let tables = ["publication_records", "login_records", "act_rows", "rejected", "findings"];
        TodayReport {
            since: at("2027-03-30T22:00:00Z"),
            now: at("2027-04-01T06:00:00Z"),
            commit: 5,
            findings,
            dismissed: 0,
            signals: tables.into_iter().map(|table| (table, rows)).collect(),
            rejected: rows,
            visitors_due: None,
        }
    }

    #[test]
    fn the_morning_begins_with_what_was_found() {
        let id = FindingId([0x3f; 16]);
        let finding = FindingView {
            id,
            short: id.short(),
            revision: Revision([1; 8]),
            detector: "same-object-together".into(),
            when: When::Today,
            first_at: at("2027-03-31T10:00:00Z"),
            last_at: at("2027-04-01T10:00:00Z"),
            sentence: "A-00000000000000aa and A-00000000000000bb shared 5 links".into(),
            state: State::Revised,
            provisional: false,
        };
        let lately = Lately { report: report(vec![finding], 12_345), limit: 50 };
        insta::assert_snapshot!(shown(&lately, Language::English), @"
        Since 2027-03-31 00:00:00 (Europe/Paris)  1 finding
          today        F-3f3f3f3f3f @0101010101010101  same-object-together · 2027-03-31 12:00:00 – 2027-04-01 12:00:00 · revised
                       A-00000000000000aa and A-00000000000000bb shared 5 links

        In the lake at commit 5: 12,345 login lines · 12,345 publications ·
        12,345 set aside

        Next: vigie explain F-3f3f3f3f3f
        ");
        insta::assert_snapshot!(shown(&lately, Language::French), @"
        Depuis le 2027-03-31 00:00:00 (Europe/Paris)  1 constat
          aujourd’hui  F-3f3f3f3f3f @0101010101010101  same-object-together · 2027-03-31 12:00:00 – 2027-04-01 12:00:00 · révisé
                       A-00000000000000aa and A-00000000000000bb shared 5 links

        Dans le lac au commit 5 : 12 345 lignes de connexion · 12 345 publications ·
        12 345 écartées

        Ensuite : vigie explain F-3f3f3f3f3f
        ");
    }

    #[test]
    fn an_empty_lake_says_what_to_do() {
        let lately = Lately { report: report(Vec::new(), 0), limit: 50 };
        insta::assert_snapshot!(shown(&lately, Language::English), @"
        Since 2027-03-31 00:00:00 (Europe/Paris)  nothing found

        The lake is empty.

        Next: vigie ingest FILE
        ");
    }
}
