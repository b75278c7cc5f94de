//! `vigie detect`

use clap::Args;
use vigie_app::detect::{BrokenPage, DetectReport, DetectRequest, RunReport, State};
use vigie_app::model::ExitCode;
use vigie_app::model::finding::When;

use super::{Context, findings};
use crate::arguments::pair;
use crate::failure::Failure;
use crate::output::{BAD, DIM, GOOD, Page, Report, STRONG, Ui, record_of, styled};

/// Run detectors and keep what they find
///
/// A run depends on nothing but the commit it reads, the horizon and the parameters: the same
/// command gives the same findings on any machine. A run that looks back (--commit, --until,
/// --only) reports and keeps nothing. A page of one's own that is not whole is named and left out; the
/// others run, and the exit code is 3.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie detect
  vigie detect login-guessing --set gap_min=30
  vigie detect same-object-together --commit 4 --until 2027-04-01 --only F-3f9a1c2b44
  vigie detect --fail-on now --format ndjson")]
pub(crate) struct Detect {
    /// Detectors by name [default: all]
    #[arg(value_name = "NAME")]
    names: Vec<String>,

    /// Read the lake as of this commit
    #[arg(long, value_name = "NUMBER")]
    commit: Option<u64>,

    /// See only what was claimed before this
    ///
    /// A date (2027-04-01, its beginning), a time (2027-04-01T10:00:00Z), yesterday, or 2h for two
    /// hours ago.
    #[arg(long, value_name = "WHEN")]
    until: Option<String>,

    /// Set a parameter; `vigie detector show NAME` lists them
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    set: Vec<(String, String)>,

    /// Report only the finding whose id begins so
    #[arg(long, value_name = "F-…")]
    only: Option<String>,

    /// End with exit code 10 when a finding is at least this urgent (now, today, note)
    #[arg(long, value_name = "WHEN", value_parser = when)]
    fail_on: Option<When>,

    /// Show at most so many findings a detector; 0 shows all
    #[arg(long, value_name = "NUMBER", default_value_t = 20)]
    limit: usize,
}

fn when(text: &str) -> Result<When, String> {
    When::from_word(text).ok_or_else(|| "write one of now, today, note".to_owned())
}

impl Detect {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let request = DetectRequest {
            names: self.names,
            commit: self.commit,
            until: self.until.map(|text| project.moment(&text)).transpose()?,
            set: self.set,
            only: self.only,
        };
        let report = project.detect(&request)?;
        let is_partial = !report.broken.is_empty();
        let is_reached = match (self.fail_on, report.most_urgent()) {
            (Some(least), Some(most)) => most >= least,
            _ => false,
        };
        context.ui.show(&Detected { report, limit: self.limit })?;
        Ok(match (is_reached, is_partial) {
            (true, _) => ExitCode::Findings,
            (false, true) => ExitCode::Incomplete,
            (false, false) => ExitCode::Done,
        })
    }
}

/// The report with how much of it is shown to people.
#[derive(serde::Serialize)]
#[serde(transparent)]
struct Detected {
    report: DetectReport,
    #[serde(skip)]
    limit: usize,
}

impl Report for Detected {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        if self.report.read_commit == 0 {
            // No detector can find anything: say why instead of naming each.
            page.line(ui.plain("lake-empty"));
            page.next("vigie ingest FILE");
            return page;
        }
        for run in &self.report.runs {
            page.blank();
            heading(run, &mut page, ui);
            findings::list(&run.findings, true, self.limit, &mut page, ui);
            for note in &run.notes {
                page.hanging(2, "· ", DIM, note);
            }
        }
        if !self.report.broken.is_empty() {
            page.blank();
        }
        for BrokenPage { file, line, message, hint } in &self.report.broken {
            let args = [
                ("file", file.as_str().into()),
                ("line", line.to_string().into()),
                ("message", message.as_str().into()),
                ("hint", hint.as_str().into()),
            ];
            page.hanging(0, "! ", BAD, &ui.say("detect-broken", &args));
        }
        page.blank();
        page.line(self.closing(ui));
        if let Some(retained) = &self.report.retained {
            page.line(super::forget::retained(retained, ui));
        }
        let first =
            self.report.runs.iter().flat_map(|run| &run.findings).max_by_key(|one| one.when);
        if let Some(finding) = first {
            page.next(&format!("vigie explain {}", finding.short));
        }
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        let mut records = Vec::new();
        for run in &self.report.runs {
            for finding in &run.findings {
                records.push(record_of("finding", finding)?);
            }
            for note in &run.notes {
                let note = serde_json::json!({ "detector": run.detector, "note": note });
                records.push(record_of("note", &note)?);
            }
        }
        for broken in &self.report.broken {
            records.push(record_of("broken_page", broken)?);
        }
        let DetectReport { read_commit, commit, .. } = &self.report;
        let run = serde_json::json!({ "read_commit": read_commit, "commit": commit });
        records.push(record_of("run", &run)?);
        Ok(records)
    }
}

impl Detected {
    fn closing(&self, ui: &Ui) -> String {
        let DetectReport { read_commit, commit, .. } = &self.report;
        let zone = ui.zone.iana_name().unwrap_or("UTC");
        let args = [("read", read_commit.to_string().into()), ("zone", zone.into())];
        let read = ui.say("detect-read", &args);
        match commit {
            Some(commit) => {
                let kept = ui.say("detect-kept", &[("commit", commit.to_string().into())]);
                format!("{read} {kept}")
            }
            None => read,
        }
    }
}

fn heading(run: &RunReport, page: &mut Page, ui: &Ui) {
    let count = |state| run.findings.iter().filter(|finding| finding.state == state).count();
    let name = styled(STRONG, &run.detector);
    if !run.ran {
        page.line(format!("{name}  {}", styled(STRONG, &ui.plain("detect-not-run"))));
        return;
    }
    if run.findings.is_empty() {
        page.line(format!("{name}  {}", styled(GOOD, &ui.plain("detect-nothing"))));
        return;
    }
    let counts = ui.say(
        "detect-counts",
        &[
            ("count", run.findings.len().into()),
            ("new", count(State::New).into()),
            ("revised", count(State::Revised).into()),
        ],
    );
    page.line(format!("{name}  {counts}"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::testing::{at, piped, shown};
    use vigie_app::detect::FindingView;
    use vigie_app::model::{FindingId, Revision};
    use vigie_app::words::Language;

    fn finding(state: State, when: When) -> FindingView {
        let id = FindingId([0x3f; 16]);
        FindingView {
            id,
            short: id.short(),
            revision: Revision([1; 8]),
            detector: "login-guessing".into(),
            when,
            first_at: at("2027-04-01T01:12:09Z"),
            last_at: at("2027-04-01T01:21:44Z"),
            sentence:
                "203.0.113.9 tried 14 login names on bastion 212 times in 9 minutes, and one \
                       attempt was accepted: ask the person"
                    .into(),
            state,
            provisional: state == State::New,
        }
    }

    fn report(findings: Vec<FindingView>) -> DetectReport {
        DetectReport {
            read_commit: 4,
            commit: (!findings.is_empty()).then_some(5),
            runs: vec![
                RunReport {
                    detector: "same-object-together".into(),
                    findings: Vec::new(),
                    notes: vec!["not evaluable: 12 rows of acts have times coarser than s".into()],
                    ran: true,
                },
                RunReport {
                    detector: "login-guessing".into(),
                    findings,
                    notes: Vec::new(),
                    ran: true,
                },
            ],
            broken: vec![BrokenPage {
                file: "detectors/mine.md".into(),
                line: 12,
                message: "no cases".into(),
                hint: "add one that finds something".into(),
            }],
            retained: None,
        }
    }

    #[test]
    fn findings_come_with_when_and_what_is_next() {
        let findings = vec![
            finding(State::New, When::Now),
            finding(State::Revised, When::Today),
            finding(State::Unchanged, When::Note),
        ];
        let detected = Detected { report: report(findings), limit: 2 };
        insta::assert_snapshot!(shown(&detected, Language::English), @"
        same-object-together  nothing found
          · not evaluable: 12 rows of acts have times coarser than s

        login-guessing  3 findings: 1 new, 1 revised
          now          F-3f3f3f3f3f @0101010101010101  2027-04-01 03:12:09 – 03:21:44 · new · provisional
                       203.0.113.9 tried 14 login names on bastion 212 times in 9
                       minutes, and one attempt was accepted: ask the person
          today        F-3f3f3f3f3f @0101010101010101  2027-04-01 03:12:09 – 03:21:44 · revised
                       203.0.113.9 tried 14 login names on bastion 212 times in 9
                       minutes, and one attempt was accepted: ask the person
          … and 1 more; --limit 0 shows all

        ! Not run: detectors/mine.md:12: no cases. What to write: add one that finds
          something

        Read commit 4. Times: Europe/Paris. Kept as commit 5.

        Next: vigie explain F-3f3f3f3f3f
        ");
        insta::assert_snapshot!(shown(&detected, Language::French), @"
        same-object-together  aucun constat
          · not evaluable: 12 rows of acts have times coarser than s

        login-guessing  3 constats : 1 nouveau, 1 révisé
          maintenant   F-3f3f3f3f3f @0101010101010101  2027-04-01 03:12:09 – 03:21:44 · nouveau · provisoire
                       203.0.113.9 tried 14 login names on bastion 212 times in 9
                       minutes, and one attempt was accepted: ask the person
          aujourd’hui  F-3f3f3f3f3f @0101010101010101  2027-04-01 03:12:09 – 03:21:44 · révisé
                       203.0.113.9 tried 14 login names on bastion 212 times in 9
                       minutes, and one attempt was accepted: ask the person
          … et un autre ; --limit 0 montre tout

        ! Pas exécutée : detectors/mine.md:12: no cases. À écrire : add one that finds
          something

        Commit lu : 4. Heures : Europe/Paris. Gardé sous le commit 5.

        Ensuite : vigie explain F-3f3f3f3f3f
        ");
        insta::assert_snapshot!(piped(&detected), @"
        same-object-together  nothing found
          · not evaluable: 12 rows of acts have times coarser than s

        login-guessing  3 findings: 1 new, 1 revised
          now          F-3f3f3f3f3f @0101010101010101  2027-04-01 03:12:09 – 03:21:44 · new · provisional
                       203.0.113.9 tried 14 login names on bastion 212 times in 9 minutes, and one attempt was accepted: ask the person
          today        F-3f3f3f3f3f @0101010101010101  2027-04-01 03:12:09 – 03:21:44 · revised
                       203.0.113.9 tried 14 login names on bastion 212 times in 9 minutes, and one attempt was accepted: ask the person
          … and 1 more; --limit 0 shows all

        ! Not run: detectors/mine.md:12: no cases. What to write: add one that finds something

        Read commit 4. Times: Europe/Paris. Kept as commit 5.
        ");
    }

    #[test]
    fn nothing_found_is_said() {
        insta::assert_snapshot!(shown(&Detected { report: report(Vec::new()), limit: 20 }, Language::English), @"
        same-object-together  nothing found
          · not evaluable: 12 rows of acts have times coarser than s

        login-guessing  nothing found

        ! Not run: detectors/mine.md:12: no cases. What to write: add one that finds
          something

        Read commit 4. Times: Europe/Paris.
        ");
    }

    #[test]
    fn an_empty_lake_is_said_once() {
        let report = DetectReport { read_commit: 0, ..report(Vec::new()) };
        let text = shown(&Detected { report, limit: 20 }, Language::English);
        assert_eq!(text, "The lake is empty.\n\nNext: vigie ingest FILE\n");
    }

    #[test]
    fn ndjson_holds_every_finding_whatever_the_limit() {
        let detected =
            Detected { report: report(vec![finding(State::New, When::Now); 3]), limit: 1 };
        let records = detected.records().unwrap();
        let kinds: Vec<_> =
            records.iter().map(|record| record["record"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["note", "finding", "finding", "finding", "broken_page", "run"]);
    }
}
