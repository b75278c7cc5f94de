//! `vigie read train`

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Serialize;
use vigie_app::gate::harmless;
use vigie_app::model::ExitCode;
use vigie_app::press::tagger::{ComparedRow, TrainReport, TrainRequest, Training, train_tagger};

use super::Context;
use crate::failure::Failure;
use crate::output::{Cell, Page, Report, TODAY, Table, Ui, record_of};

/// Train the reading of news articles on articles that you labelled
#[derive(Subcommand, Debug)]
pub(crate) enum Read {
    Train(Train),
}

impl Read {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        match self {
            Self::Train(train) => train.run(context),
        }
    }
}

/// Train a tagger on labelled articles: it corrects the words that the rules read
///
/// Learns from annotated articles (.txt, as `vigie statements export-corrections` writes them) and from
/// JSON lines with spans or with one tag a word (.jsonl). Tells how well it does on documents that it
/// did not learn from, against the rules alone. The same files and seed give the same model. Nothing
/// leaves this machine.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie read train labelled --out tagger.model
  vigie read train labelled --compartment train --held held.jsonl --out tagger.model
  vigie statements article.html --model tagger.model

An annotated article:
  headline: Minister denies it
  outlet: The Gazette
  date: 2027-03-02

  \u{201c}Nothing was taken,\u{201d} said Ana Roe.
  ---
  deny | Ana Roe | - | said

A line of JSON, spans in characters:
  {\"text\": \"Ana Roe denied it.\", \"attributions\": [
    {\"source\": [[0, 7]], \"cue\": [[8, 14]], \"content\": [[15, 17]]}]}

A line of JSON, one tag a word:
  {\"id\": \"a\", \"tokens\": [\"Ana\", \"denied\", \"it\"], \"labels\": [\"B-source\", \"B-cue\", \"B-content\"]}")]
pub(crate) struct Train {
    /// A folder with labelled files, or one file
    #[arg(value_name = "DIR")]
    from: PathBuf,

    /// The new file for the model
    #[arg(long, value_name = "FILE", default_value = "tagger.model")]
    out: PathBuf,

    /// Score the model on this labelled file, too; it is not learnt from, even if it lies in DIR
    #[arg(long, value_name = "FILE")]
    held: Option<PathBuf>,

    /// Of lines of JSON, take only those with this compartment
    #[arg(long, value_name = "NAME")]
    compartment: Option<String>,

    /// How many rounds of learning
    #[arg(long, value_name = "N", default_value_t = Training::default().rounds,
        value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: u32,

    /// Parts for cross-validation; 0 leaves it out
    #[arg(long, value_name = "N", default_value_t = 5,
        value_parser = clap::value_parser!(u8).range(0..=20))]
    parts: u8,

    /// Of the order of learning
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

impl Train {
    fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let how = Training { rounds: self.rounds, parts: usize::from(self.parts), seed: self.seed };
        let request = TrainRequest {
            from: self.from,
            out: self.out.clone(),
            held: self.held,
            compartment: self.compartment,
            how,
        };
        let report = train_tagger(&request, context.system.events.as_ref())?;
        let file = harmless(&self.out.display().to_string());
        context.ui.show(&Shown { report, file })?;
        Ok(ExitCode::Done)
    }
}

#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    report: TrainReport,
    #[serde(skip)]
    file: String,
}

impl Report for Shown {
    fn page(&self, ui: &Ui) -> Page {
        let (report, about) = (&self.report, &self.report.about);
        let mut page = Page::new(ui);
        let read = [
            ("documents", about.documents.into()),
            ("words", about.words.into()),
            ("files", report.files.into()),
        ];
        page.line(ui.say("train-done", &read));
        for (message, rows) in
            [("train-validated", &report.validated), ("train-held", &report.held)]
        {
            if !rows.is_empty() {
                page.heading(&ui.plain(message));
                page.table(&table(rows, ui));
            }
        }
        let worse = |row: &ComparedRow| row.tagger_f1 <= row.rules_f1;
        if !report.validated.is_empty() && report.validated.iter().all(worse) {
            page.hanging(2, "! ", TODAY, &ui.plain("train-worse"));
        }
        page.blank();
        let size = ui.words.decimal(&format!("{:.1}", report.bytes as f64 / 1e6));
        let made = [
            ("file", self.file.as_str().into()),
            ("features", about.features.into()),
            ("size", size.into()),
        ];
        page.line(ui.say("train-model", &made));
        page.line(ui.say("train-use", &[("file", self.file.as_str().into())]));
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        Ok(vec![record_of("trained", &self.report)?])
    }
}

fn table(rows: &[ComparedRow], ui: &Ui) -> Table {
    let mut table = Table::new().right([1, 2, 3]).indent(2);
    let heading = ["train-kind", "train-expected", "train-rules", "train-tagger"];
    table.row(heading.map(|id| Cell::from(ui.plain(id))));
    let share = |value: f64| ui.words.decimal(&format!("{value:.3}"));
    for row in rows {
        table.row([
            Cell::from(ui.plain(&format!("train-kind-{}", row.kind.name()))),
            row.expected.to_string().into(),
            share(row.rules_f1).into(),
            share(row.tagger_f1).into(),
        ]);
    }
    table
}
