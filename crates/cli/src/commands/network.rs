//! `vigie network`

mod found;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;
use vigie_app::compat::{self, CompatReport, CompatRequest, Rules};
use vigie_app::gate::harmless;
use vigie_app::model::{Event, ExitCode, Level};

pub(super) use found::small;

use super::Context;
use crate::failure::Failure;
use crate::output::{Page, Report, Ui, record_of};

/// Who acts together, and could it be innocent?
///
/// Without FILE: the groups and pairs that detectors found, with what chance gives under both null
/// models side by side. --gexf writes them as a graph for Gephi and Gephi Lite, with names that
/// are drawn for that file alone and times to the hour.
///
/// With FILE and --compat: exactly the pairs, edges and weights of CooRTweet or of the Coordination
/// Network Toolkit (without its self-loops), as CSV with their headings and the file's own ids.
/// Nothing is stored. `edge_symmetry_score` is counted as CooRTweet does it: by older and newer
/// content, whichever account they are of.
/// These rules flag pairs in data without any coordination too.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie network
  vigie network --gexf network.gexf
  vigie network --format json
  vigie network shares.csv --compat coortweet --window 60 --min 2
  vigie network shares.csv --compat coortweet --edges --out edges.csv
  vigie network shares.csv --compat cnt --window 60 --min 1
  vigie network posts.csv --compat cnt --map link=url,native_id=id,author_id=user,published_at=time")]
pub(crate) struct Network {
    /// A table with `object_id`, `account_id`, `content_id`, `timestamp_share`, or any with --map
    #[arg(value_name = "FILE", requires = "compat")]
    file: Option<PathBuf>,

    /// Whose rules
    #[arg(long, value_enum, value_name = "TOOL", ignore_case = true, requires = "file")]
    compat: Option<Tool>,

    /// Write what was found as a graph (GEXF 1.3) into a new file
    #[arg(long, value_name = "FILE.gexf", conflicts_with = "file")]
    gexf: Option<PathBuf>,

    /// Show at most so many pairs; 0 shows all that are listed
    #[arg(long, value_name = "NUMBER", default_value_t = 50, conflicts_with = "file")]
    limit: usize,

    /// Acts on one object at most so many seconds apart belong together
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    window: u64,

    /// CooRTweet: `min_participation`; the toolkit: the least weight of an edge
    #[arg(long = "min", value_name = "NUMBER", default_value_t = 2)]
    least: u32,

    /// Give edges and weights rather than pairs (the toolkit knows edges only)
    #[arg(long)]
    edges: bool,

    /// Which column comes from which field, as for ingest
    ///
    /// The first mapped of `repost_of`, `reply_to`, link, hashtag, domain, image gives the objects;
    /// `native_id`, `author_id` and `published_at` are needed too.
    #[arg(long, value_name = "COLUMN=FIELD,…")]
    map: Option<String>,

    /// Write the CSV here instead of printing it
    #[arg(long, value_name = "FILE.csv", requires = "file")]
    out: Option<PathBuf>,
}

/// A tool whose rules are known to the letter.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Tool {
    /// `CooRTweet` 2.1.3.
    Coortweet,
    /// The Coordination Network Toolkit 1.5.2.
    Cnt,
}

impl Network {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let (Some(file), Some(tool)) = (self.file, self.compat) else {
            return found::run(context, self.gexf.as_deref(), self.limit);
        };
        let config = context.config();
        let rules = match tool {
            Tool::Coortweet => Rules::Coortweet,
            Tool::Cnt => Rules::Toolkit,
        };
        let report = compat::network(&CompatRequest {
            file,
            map: self.map,
            rules,
            window_s: self.window,
            least: self.least,
            edges: self.edges,
            zone: config.timezone.clone(),
            now: context.system.now(),
            memory: config.engine.pool(),
        })?;
        for note in notes(&report, &context.ui) {
            context.system.events.emit(Event::Log { level: Level::Warn, text: note });
        }
        let is_incomplete = report.incomplete.is_some();
        if let Some(path) = &self.out {
            compat::write(&report, path)?;
        }
        context.ui.show(&Shown { report, out: self.out })?;
        Ok(if is_incomplete { ExitCode::Incomplete } else { ExitCode::Done })
    }
}

/// What a reader of the lines should know and the lines do not say.
fn notes(report: &CompatReport, ui: &Ui) -> Vec<String> {
    let counted = [("network-left-out", report.left_out), ("network-rejected", report.rejected)];
    let mut notes: Vec<String> = counted
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(id, count)| ui.say(id, &[("count", count.into())]))
        .collect();
    if let Some(why) = &report.incomplete {
        notes.push(ui.say("network-incomplete", &[("why", why.as_str().into())]));
    }
    notes
}

struct Shown {
    report: CompatReport,
    out: Option<PathBuf>,
}

impl Serialize for Shown {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.report.serialize(to)
    }
}

impl Report for Shown {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        match &self.out {
            Some(path) => page.line(ui.say(
                "network-written",
                &[
                    ("lines", self.report.lines.into()),
                    ("shares", self.report.shares.into()),
                    ("file", harmless(&path.display().to_string()).into()),
                ],
            )),
            None => self.report.csv.lines().for_each(|line| page.line(line)),
        }
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        Ok(vec![record_of("network", &self.report)?])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::testing::{piped, shown, ui};
    use vigie_app::words::Language;

    fn report() -> CompatReport {
        CompatReport {
            csv: "from,to,weight\nann,bob,3\n".to_owned(),
            lines: 1,
            shares: 6,
            left_out: 2,
            rejected: 1,
            incomplete: None,
        }
    }

    #[test]
    fn lines_are_printed_as_they_are_or_counted_when_written() {
        let printed = Shown { report: report(), out: None };
        assert_eq!(piped(&printed), "from,to,weight\nann,bob,3\n");
        let written = Shown { report: report(), out: Some(PathBuf::from("edges.csv")) };
        insta::assert_snapshot!(shown(&written, Language::English), @"1 line from 6 shares in edges.csv");
        insta::assert_snapshot!(shown(&written, Language::French), @"1 ligne tirée de 6 partages, dans edges.csv");
    }

    #[test]
    fn what_took_no_part_is_told() {
        assert_eq!(
            notes(&report(), &ui(Language::English)),
            [
                "2 rows took no part: no object, account, content or usable time",
                "1 row could not be read"
            ]
        );
    }
}
