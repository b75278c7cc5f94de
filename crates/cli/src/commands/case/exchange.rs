//! `vigie case pack`, `merge`, `examples` and `export`: what leaves and what comes in.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use vigie_app::cases::{MergeReport, PackReport};
use vigie_app::examples::Example;
use vigie_app::journal::Heads;
use vigie_app::model::ExitCode;
use vigie_app::network::Graph;

use super::super::Context;
use crate::failure::Failure;
use crate::output::{Page, Report, STRONG, Ui, record_of};

/// Write what was judged into a file for another laptop
///
/// A pack holds entries of the journal: ids, digests and analysts' own words. It is checked line
/// by line when it is merged.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie case pack for-yann.pack
  vigie case pack answer.pack --beyond from-yann.pack   # only what that laptop lacks")]
pub(crate) struct Pack {
    /// The new file
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Leave out what the laptop had that made this pack
    #[arg(long, value_name = "PACK")]
    beyond: Option<PathBuf>,
}

impl Pack {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let from = match &self.beyond {
            Some(pack) => project.heads_of_pack(pack)?,
            None => Heads::none(),
        };
        let report = project.pack(&self.file, &from)?;
        context.ui.show(&Packed { file: shown(&self.file), report })?;
        Ok(ExitCode::Done)
    }
}

fn shown(path: &std::path::Path) -> String {
    vigie_app::gate::harmless(&path.display().to_string())
}

#[derive(Serialize)]
struct Packed {
    file: String,
    #[serde(flatten)]
    report: PackReport,
}

impl Report for Packed {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        let PackReport { entries, authors, repeating, head, .. } = &self.report;
        page.line(ui.say(
            "case-packed",
            &[
                ("count", (*entries).into()),
                ("authors", authors.join(", ").into()),
                ("file", self.file.as_str().into()),
            ],
        ));
        page.line(ui.say("case-head", &[("head", head.as_str().into())]));
        if *repeating > 0 {
            let said = ui.say("case-pack-repeats", &[("count", (*repeating).into())]);
            page.hanging(0, "! ", STRONG, &said);
        }
        page.next(&ui.plain("case-merge-there"));
        page
    }
}

/// Take in what another laptop judged
///
/// Every line is checked first: a broken chain, or two different entries under one number, and
/// nothing is changed.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie case merge from-yann.pack")]
pub(crate) struct Merge {
    /// The pack
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Merge {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        context.ui.show(&Merged(context.project()?.merge(&self.file)?))?;
        Ok(ExitCode::Done)
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct Merged(MergeReport);

impl Report for Merged {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        let MergeReport { added, known, authors, head, oddities, both_wrote } = &self.0;
        page.line(ui.say(
            "case-merged",
            &[
                ("count", (*added).into()),
                ("authors", authors.join(", ").into()),
                ("known", (*known).into()),
            ],
        ));
        page.line(ui.say("case-head", &[("head", head.as_str().into())]));
        for incident in both_wrote {
            let said = ui.say("case-both-wrote", &[("incident", incident.as_str().into())]);
            page.hanging(0, "! ", STRONG, &said);
        }
        for oddity in oddities {
            page.hanging(0, "! ", STRONG, oddity);
        }
        page.next("vigie case list");
        page
    }
}

/// Dismissed findings as cases for the page of their detector
///
/// Prints Markdown: the rows of the evidence with letters in place of pseudonyms, and the reason.
/// Somebody completes it and adds it to the page.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie case examples
  vigie case examples login-guessing > cases.md")]
pub(crate) struct Examples {
    /// Of this detector only
    #[arg(value_name = "DETECTOR")]
    detector: Option<String>,
}

impl Examples {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let examples = context.project()?.examples(self.detector.as_deref())?;
        context.ui.show(&Cases { examples })?;
        Ok(ExitCode::Done)
    }
}

#[derive(Serialize)]
struct Cases {
    examples: Vec<Example>,
}

impl Report for Cases {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        if self.examples.is_empty() {
            page.line(ui.plain("case-no-examples"));
        }
        for example in &self.examples {
            page.blank();
            page.line(format!("<!-- {} -->", example.detector));
            for line in example.markdown.lines() {
                page.line(line);
            }
        }
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        self.examples.iter().map(|example| record_of("example", example)).collect()
    }
}

/// Write the network of accounts that act together into a graph file
///
/// GEXF 1.3, which Gephi and Gephi Lite read. Nodes are pseudonyms.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie case export --gexf network.gexf")]
pub(crate) struct Export {
    /// The new file
    #[arg(long, value_name = "FILE")]
    gexf: PathBuf,
}

impl Export {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let graph = context.project()?.acting_together()?;
        write_new(&self.gexf, graph.gexf.as_bytes())?;
        context.ui.show(&Drawn { file: shown(&self.gexf), graph })?;
        Ok(ExitCode::Done)
    }
}

/// Writes a file that must not exist yet.
pub(in crate::commands) fn write_new(path: &std::path::Path, bytes: &[u8]) -> Result<(), Failure> {
    let open = std::fs::OpenOptions::new().write(true).create_new(true).open(path);
    let written = open.and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
    written.map_err(|error| Failure::unwritten(path, &error))
}

#[derive(Serialize)]
struct Drawn {
    file: String,
    #[serde(flatten)]
    graph: Graph,
}

impl Report for Drawn {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        page.line(ui.say(
            "case-drawn",
            &[
                ("nodes", self.graph.nodes.into()),
                ("edges", self.graph.edges.into()),
                ("file", self.file.as_str().into()),
            ],
        ));
        page
    }
}
