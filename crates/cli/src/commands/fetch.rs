//! `vigie fetch`

use std::time::Duration;

use clap::Args;
use vigie_app::fetch::{FetchOutcome, FetchReport, FetchRequest, LISTEN, TargetReport};
use vigie_app::model::ExitCode;

use super::Context;
use crate::failure::Failure;
use crate::output::{BAD, Cell, DIM, GOOD, Page, Report, STRONG, Table, Ui, record_of};

/// Read the network targets that vigie.toml names, and nothing else
///
/// Feeds, Bluesky's Jetstream and static certificate-transparency logs, each under [network.NAME].
/// What comes is kept as evidence under its address. Nothing that it points at is followed.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie fetch                  # every target that is due
  vigie fetch gazette          # this one, due or not
  vigie fetch bluesky --for 10min")]
pub(crate) struct Fetch {
    /// Targets, by the name in vigie.toml
    #[arg(value_name = "NAME")]
    names: Vec<String>,

    /// How long a stream is listened to [default: 60s]
    #[arg(long = "for", value_name = "TIME", value_parser = span)]
    listen: Option<Duration>,
}

impl Fetch {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let listen = self.listen.unwrap_or(LISTEN);
        let report = project.fetch(&FetchRequest { names: self.names, listen })?;
        context.ui.show(&report)?;
        Ok(if report.is_incomplete() { ExitCode::Incomplete } else { ExitCode::Done })
    }
}

/// A length of time: `60s`, `10min`, `2h`.
fn span(text: &str) -> Result<Duration, String> {
    let digits = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (count, unit) = text.split_at(digits);
    let seconds = match unit {
        "s" => Some(1),
        "min" => Some(60),
        "h" => Some(3_600),
        _ => None,
    };
    let count: Option<u64> = count.parse().ok().filter(|count| (1..=100_000).contains(count));
    let span = seconds.zip(count).map(|(seconds, count)| Duration::from_secs(seconds * count));
    span.ok_or_else(|| "write a number with a unit: 60s, 10min, 2h".to_owned())
}

impl Report for FetchReport {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        if self.targets.is_empty() {
            page.line(ui.plain("fetch-no-target"));
            return page;
        }
        let mut table = Table::new().right([3, 4, 5, 6]);
        let headings = [
            "fetch-target",
            "fetch-kind",
            "fetch-outcome",
            "ingest-new",
            "ingest-known",
            "ingest-rejected",
            "ingest-size",
        ];
        table.row(headings.map(|id| Cell::styled(ui.plain(id), DIM)));
        for target in &self.targets {
            table.row(row(target, ui));
        }
        page.table(&table);
        for target in &self.targets {
            notes(target, &mut page, ui);
        }
        if self.targets.iter().any(|target| target.new > 0) {
            page.next("vigie detect");
        }
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        self.targets.iter().map(|target| record_of("target", target)).collect()
    }
}

fn row(target: &TargetReport, ui: &Ui) -> [Cell; 7] {
    let outcome = match target.outcome {
        FetchOutcome::Read => Cell::styled(ui.plain("fetch-read"), GOOD),
        FetchOutcome::Unchanged => ui.plain("fetch-unchanged").into(),
        FetchOutcome::NotDue { .. } => Cell::styled(ui.plain("fetch-not-due"), DIM),
        FetchOutcome::Nothing => Cell::styled(ui.plain("fetch-nothing"), BAD),
    };
    let number = |count: u64| Cell::from(ui.words.number(count));
    [
        target.name.as_str().into(),
        target.kind.word().into(),
        outcome,
        Cell::styled(ui.words.number(target.new), STRONG),
        number(target.known),
        number(target.rejected),
        ui.words.bytes(target.bytes).into(),
    ]
}

/// What a person should know about one target beyond its counts.
fn notes(target: &TargetReport, page: &mut Page, ui: &Ui) {
    let behind = target.behind.filter(|behind| *behind > 0);
    let waits = matches!(target.outcome, FetchOutcome::NotDue { .. });
    if target.refused.is_none() && behind.is_none() && !waits {
        return;
    }
    page.blank();
    page.styled(STRONG, &format!("{} · {}", target.name, target.url));
    if let Some(refused) = &target.refused {
        page.hanging(2, "! ", BAD, &refused.why);
        if let Some(hint) = &refused.hint {
            page.hanging(4, "", DIM, hint);
        }
    }
    if let FetchOutcome::NotDue { at } = target.outcome {
        page.line(format!("  {}", ui.say("fetch-due-at", &[("at", ui.time(at).into())])));
    }
    if let Some(behind) = behind {
        let args = [("count", ui.words.number(behind).into())];
        page.line(format!("  {}", ui.say("fetch-behind", &args)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::testing::shown;
    use vigie_app::config::NetworkKind;
    use vigie_app::fetch::Refused;
    use vigie_app::model::Timestamp;
    use vigie_app::words::Language;

    fn target(name: &str, outcome: FetchOutcome) -> TargetReport {
        TargetReport {
            name: name.to_owned(),
            kind: NetworkKind::Feed,
            url: format!("https://{name}.example/feed.xml"),
            outcome,
            bytes: 18_200,
            new: 12,
            known: 3,
            rejected: 0,
            commit: Some(4),
            behind: None,
            refused: None,
        }
    }

    /// What is said, whatever the widths of columns.
    fn plain(report: &FetchReport, language: Language) -> String {
        let shown = shown(report, language);
        let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        shown.lines().map(words).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn each_target_says_what_was_read_and_what_was_refused() {
        let at = Timestamp::parse("2027-04-01T10:00:00Z").unwrap();
        let mut refused = target("herald", FetchOutcome::Nothing);
        refused.refused = Some(Refused { why: "why".to_owned(), hint: Some("hint".to_owned()) });
        let mut log = target("log", FetchOutcome::Read);
        (log.kind, log.behind) = (NetworkKind::StaticCt, Some(1_200));
        let report = FetchReport {
            targets: vec![
                target("gazette", FetchOutcome::Read),
                refused,
                log,
                target("echo", FetchOutcome::NotDue { at }),
            ],
        };
        assert!(report.is_incomplete());
        insta::assert_snapshot!(plain(&report, Language::English), @"
        target kind outcome new known set aside size
        gazette feed read 12 3 0 18.2 kB
        herald feed nothing taken 12 3 0 18.2 kB
        log static-ct read 12 3 0 18.2 kB
        echo feed not due 12 3 0 18.2 kB

        herald · https://herald.example/feed.xml
        ! why
        hint

        log · https://log.example/feed.xml
        1,200 entries are still to be read: the next fetch goes on

        echo · https://echo.example/feed.xml
        to be asked again from 2027-04-01 12:00:00 on

        Next: vigie detect
        ");
        insta::assert_snapshot!(plain(&report, Language::French), @"
        cible genre résultat nouveaux connus écartés taille
        gazette feed lue 12 3 0 18,2 ko
        herald feed rien n’est pris 12 3 0 18,2 ko
        log static-ct lue 12 3 0 18,2 ko
        echo feed pas encore 12 3 0 18,2 ko

        herald · https://herald.example/feed.xml
        ! why
        hint

        log · https://log.example/feed.xml
        1 200 entrées restent à lire : la prochaine collecte continue

        echo · https://echo.example/feed.xml
        à redemander à partir de 2027-04-01 12:00:00

        Ensuite : vigie detect
        ");
    }

    #[test]
    fn times_need_a_unit() {
        assert_eq!(span("90s"), Ok(Duration::from_secs(90)));
        assert_eq!(span("10min"), Ok(Duration::from_mins(10)));
        for wrong in ["", "60", "s", "0s", "1d", "999999999999999999999s"] {
            assert!(span(wrong).is_err(), "{wrong}");
        }
    }
}
