//! `vigie explain`

use clap::Args;
use vigie_app::explain::{EvidenceLine, ExplainRequest, Explanation, ShownValue};
use vigie_app::model::ExitCode;

use super::Context;
use crate::failure::Failure;
use crate::output::{Cell, DIM, Page, Report, STRONG, Table, Ui, styled};
use crate::prompt;

/// Show a finding: its evidence, what it does not prove, and how to repeat it
///
/// Names, texts and addresses of private persons are masked in the source lines. --reveal shows
/// them; it asks why, and the reason is recorded before anything is shown.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie explain F-3f9a1c2b44
  vigie explain F-3f9a --lines 50
  vigie explain F-3f9a --reveal              # asks for the reason
  vigie explain F-3f9a --format json")]
pub(crate) struct Explain {
    /// The finding, or the beginning of its id
    #[arg(value_name = "F-…")]
    id: String,

    /// Show what is masked; asks for the reason when none is given
    #[arg(long, value_name = "REASON", num_args = 0..=1, default_missing_value = "")]
    reveal: Option<String>,

    /// Show at most so many source lines
    #[arg(long, value_name = "NUMBER", default_value_t = 10)]
    lines: usize,
}

impl Explain {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let reveal = match self.reveal {
            Some(reason) if reason.trim().is_empty() && prompt::is_possible() => {
                // No answer leaves the reason empty, and `app` refuses that.
                Some(prompt::ask(&context.ui.plain("explain-why"))?.unwrap_or_default())
            }
            given => given,
        };
        let request = ExplainRequest { id: self.id, reveal, lines: self.lines };
        context.ui.show(&project.explain(&request)?)?;
        Ok(ExitCode::Done)
    }
}

impl Report for Explanation {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        let id = styled(STRONG, &self.id.to_string());
        page.line(format!("{id} {}", styled(DIM, &self.revision.to_string())));
        let mut facts = vec![ui.when(self.when).text(), self.detector.clone()];
        facts.extend(ui.maturity(&self.maturity));
        page.line(facts.join(" · "));
        if self.title != self.detector {
            page.line(&self.title);
        }
        page.blank();
        page.paragraph(0, &self.sentence);
        if self.provisional {
            page.paragraph(0, &ui.plain("explain-provisional"));
        }
        page.blank();
        page.table(&subject(self, ui));
        section("explain-values", &self.values, spaced, &mut page, ui);
        // Parameters keep the names that --set takes.
        section("explain-parameters", &self.parameters, str::to_owned, &mut page, ui);
        evidence(self, &mut page, ui);
        if !self.does_not_prove.is_empty() {
            page.heading(&ui.plain("explain-does-not-prove"));
            page.prose(2, &self.does_not_prove);
        }
        page.heading(&ui.plain("explain-repeat"));
        page.line(format!("  {}", self.repeat));
        if self.revealed {
            page.blank();
            page.line(ui.plain("explain-revealed"));
        }
        page
    }
}

fn subject(explanation: &Explanation, ui: &Ui) -> Table {
    let mut table = Table::new().indent(2);
    let zone = ui.zone.iana_name().unwrap_or("UTC");
    let when = ui.span(explanation.first_at, explanation.last_at);
    table.row([ui.plain("explain-when").into(), format!("{when} ({zone})").into()]);
    for (name, shown) in &explanation.subject {
        table.row([spaced(name).into(), shown.clone().into()]);
    }
    table
}

/// Names of columns as words.
fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

fn section(
    heading: &str,
    values: &[ShownValue],
    name: fn(&str) -> String,
    page: &mut Page,
    ui: &Ui,
) {
    if values.is_empty() {
        return;
    }
    page.heading(&ui.plain(heading));
    let numbers = values.iter().all(|value| value.value.is_number()).then_some(1);
    let mut table = Table::new().right(numbers).indent(2).wrapping();
    for value in values {
        table.row([
            name(&value.name).into(),
            shown(&value.value, ui).into(),
            value.unit.clone().into(),
            Cell::styled(value.doc.clone(), DIM),
        ]);
    }
    page.table(&table);
}

/// A value as people write it: numbers grouped, words without quotes.
fn shown(value: &serde_json::Value, ui: &Ui) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Number(number) => number
            .as_u64()
            .map_or_else(|| ui.words.decimal(&number.to_string()), |n| ui.words.number(n)),
        serde_json::Value::Null => "–".to_owned(),
        other => other.to_string(),
    }
}

fn evidence(explanation: &Explanation, page: &mut Page, ui: &Ui) {
    let Explanation { evidence, evidence_count, .. } = explanation;
    page.heading(&ui.say(
        "explain-evidence",
        &[("shown", evidence.len().into()), ("count", (*evidence_count).into())],
    ));
    for one in evidence {
        signal(one, page, ui);
    }
    if (evidence.len() as u64) < *evidence_count && page.hints() {
        page.styled(DIM, &format!("  {}", ui.plain("explain-more")));
    }
}

/// One signal: when and where it was seen, then the line itself.
fn signal(one: &EvidenceLine, page: &mut Page, ui: &Ui) {
    let mut facts = Vec::new();
    if let Some(at) = one.at {
        facts.push(ui.time(at));
    }
    facts.push(one.signal.short());
    facts.extend([&one.source, &one.host].into_iter().filter(|text| !text.is_empty()).cloned());
    page.line(format!("  {}", styled(DIM, &facts.join(" · "))));
    match &one.line {
        // A source line is shown as it is, however long: it is the proof.
        Some(line) => page.line(format!("    {line}")),
        None => page.line(format!("    {}", ui.plain("explain-not-held"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::testing::{at, piped, shown};
    use vigie_app::model::finding::When;
    use vigie_app::model::{FindingId, Revision, SignalId};
    use vigie_app::words::Language;

    fn value(name: &str, value: serde_json::Value, unit: &str, doc: &str) -> ShownValue {
        ShownValue { name: name.into(), value, unit: unit.into(), doc: doc.into() }
    }

    fn line(number: u8, text: Option<&str>) -> EvidenceLine {
        EvidenceLine {
            signal: SignalId([number; 16]),
            at: text.map(|_| at("2027-04-01T10:00:00Z")),
            host: "bastion".into(),
            source: "sshd".into(),
            line: text.map(ToOwned::to_owned),
        }
    }

    fn explanation() -> Explanation {
        Explanation {
            id: FindingId([0x3f; 16]),
            short: FindingId([0x3f; 16]).short(),
            revision: Revision([1; 8]),
            detector: "login-guessing".into(),
            title: "Somebody tries login names".into(),
            maturity: "preview".into(),
            when: When::Now,
            sentence: "203.0.113.9 tried 14 login names on bastion 1,212 times in 9 minutes".into(),
            subject: vec![("source".into(), "203.0.113.9".into())],
            anchor: "day:2027-04-01".into(),
            first_at: at("2027-04-01T10:00:00Z"),
            last_at: at("2027-04-01T10:09:00Z"),
            provisional: true,
            values: vec![
                value("tries", 1_212.into(), "tries", "refused attempts"),
                value("share", serde_json::json!(0.25), "", "of all attempts that hour"),
                value("outcome", "login after failures".into(), "", ""),
            ],
            parameters: vec![value("window_s", 600.into(), "s", "the longest pause in one burst")],
            evidence: vec![
                line(1, Some("Apr  1 10:00:00 bastion sshd[7]: Failed password for ‹login› from 203.0.113.9")),
                line(2, None),
            ],
            evidence_count: 1_212,
            evidence_digest: "00".repeat(16),
            does_not_prove: "A forgotten script with an old password looks\nthe same.\n\n- Ask the person.\n- Look at the\n  next hour.".into(),
            repeat: "vigie detect login-guessing --commit 4 --only F-3f3f3f3f3f".into(),
            revealed: false,
        }
    }

    #[test]
    fn a_finding_is_explained_with_its_limits_and_its_command() {
        insta::assert_snapshot!(shown(&explanation(), Language::English), @"
        F-3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f @0101010101010101
        now · login-guessing · preview
        Somebody tries login names

        203.0.113.9 tried 14 login names on bastion 1,212 times in 9 minutes
        Provisional: the window that it rests on is still open.

          when    2027-04-01 12:00:00 – 12:09:00 (Europe/Paris)
          source  203.0.113.9

        What was measured
          tries    1,212                 tries  refused attempts
          share    0.25                         of all attempts that hour
          outcome  login after failures

        With these parameters
          window_s  600  s  the longest pause in one burst

        Evidence: 1,212 signals, 2 shown
          2027-04-01 12:00:00 · S-0101010101 · sshd · bastion
            Apr  1 10:00:00 bastion sshd[7]: Failed password for ‹login› from 203.0.113.9
          S-0202020202 · sshd · bastion
            source not held
          --lines shows more

        What it does not prove
          A forgotten script with an old password looks the same.
          - Ask the person.
          - Look at the next hour.

        Repeat it
          vigie detect login-guessing --commit 4 --only F-3f3f3f3f3f
        ");
        insta::assert_snapshot!(shown(&explanation(), Language::French), @"
        F-3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f @0101010101010101
        maintenant · login-guessing · à l’essai
        Somebody tries login names

        203.0.113.9 tried 14 login names on bastion 1,212 times in 9 minutes
        Provisoire : la fenêtre sur laquelle il repose est encore ouverte.

          quand   2027-04-01 12:00:00 – 12:09:00 (Europe/Paris)
          source  203.0.113.9

        Ce qui a été mesuré
          tries    1 212                 tries  refused attempts
          share    0,25                         of all attempts that hour
          outcome  login after failures

        Avec ces paramètres
          window_s  600  s  the longest pause in one burst

        Preuves : 1 212 signaux, dont 2 montrés
          2027-04-01 12:00:00 · S-0101010101 · sshd · bastion
            Apr  1 10:00:00 bastion sshd[7]: Failed password for ‹login› from 203.0.113.9
          S-0202020202 · sshd · bastion
            source non conservée
          --lines en montre davantage

        Ce que cela ne prouve pas
          A forgotten script with an old password looks the same.
          - Ask the person.
          - Look at the next hour.

        Pour le refaire
          vigie detect login-guessing --commit 4 --only F-3f3f3f3f3f
        ");
    }

    #[test]
    fn in_a_pipe_nothing_is_wrapped_and_a_reveal_is_said() {
        let explanation = Explanation { revealed: true, ..explanation() };
        insta::assert_snapshot!(piped(&explanation), @"
        F-3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f @0101010101010101
        now · login-guessing · preview
        Somebody tries login names

        203.0.113.9 tried 14 login names on bastion 1,212 times in 9 minutes
        Provisional: the window that it rests on is still open.

          when    2027-04-01 12:00:00 – 12:09:00 (Europe/Paris)
          source  203.0.113.9

        What was measured
          tries    1,212                 tries  refused attempts
          share    0.25                         of all attempts that hour
          outcome  login after failures

        With these parameters
          window_s  600  s  the longest pause in one burst

        Evidence: 1,212 signals, 2 shown
          2027-04-01 12:00:00 · S-0101010101 · sshd · bastion
            Apr  1 10:00:00 bastion sshd[7]: Failed password for ‹login› from 203.0.113.9
          S-0202020202 · sshd · bastion
            source not held

        What it does not prove
          A forgotten script with an old password looks the same.
          - Ask the person.
          - Look at the next hour.

        Repeat it
          vigie detect login-guessing --commit 4 --only F-3f3f3f3f3f

        What was masked is shown, and that is on record.
        ");
    }
}
