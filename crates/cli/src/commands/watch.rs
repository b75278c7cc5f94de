//! `vigie watch`

use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgGroup, Args};
use vigie_app::ingest::IngestRequest;
use vigie_app::model::ExitCode;
use vigie_app::watch::{Halt, JournalRequest, Note, Until, WatchReport, WatchRequest, What};

use super::Context;
use super::ingest::{notes, table};
use crate::failure::Failure;
use crate::output::{BAD, Page, Report, Ui};

/// Follow logs as they are written, through rotation
///
/// Files and folders, the journal of systemd, and syslog on a socket of this machine. Lines go into
/// the lake in small commits, under the ids that `vigie ingest` gives them; a line that is not whole
/// yet waits. After a crash the same command goes on where it was, and reading a line twice adds
/// nothing. Ends with Ctrl-C.
#[derive(Args, Debug)]
#[command(
    group(ArgGroup::new("what").required(true).multiple(true).args(["paths", "journald", "syslog"])),
    after_long_help = "\
Examples:
  vigie watch /var/log/nginx/access.log /var/log/auth.log
  vigie watch /var/log --detect 15
  vigie watch --journald --unit ssh --unit postfix
  vigie watch --syslog 127.0.0.1:5514
  vigie watch /var/log/nginx --once               # from cron: what is new, and done"
)]
pub(crate) struct Watch {
    /// Files, and folders with the files below them; compressed ones are for `vigie ingest`
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// The journal of systemd, by journalctl
    #[arg(long)]
    journald: bool,

    /// Only this unit of the journal; may be given several times
    #[arg(long, value_name = "UNIT", requires = "journald")]
    unit: Vec<String>,

    /// Listen for syslog (UDP and TCP) on an address of this machine
    #[arg(long, value_name = "ADDRESS:PORT")]
    syslog: Option<String>,

    /// How often to look and commit, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    every: u64,

    /// Commit at once after so many megabytes
    #[arg(long, value_name = "MB", default_value_t = 32, hide_short_help = true, value_parser = clap::value_parser!(u64).range(1..=1_024))]
    commit_mb: u64,

    /// Run the detectors every so many minutes, and at the end
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u64).range(1..=10_080))]
    detect: Option<u64>,

    /// Read what stands there, and end
    #[arg(long, conflicts_with_all = ["until_idle", "syslog"])]
    once: bool,

    /// End once nothing came for so long
    #[arg(long, value_name = "SECONDS")]
    until_idle: Option<u64>,

    /// Do not recognise the format: read with this source
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,

    /// The machine that the logs come from
    #[arg(long, value_name = "LABEL")]
    host: Option<String>,

    /// The mandate that the data belongs to [default: local]
    #[arg(long, value_name = "ID")]
    mandate: Option<String>,
}

impl Watch {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project_or_new()?;
        if context.is_new() {
            context.tell_new();
        }
        let request = self.request();
        let (stopper, halt) = Halt::new();
        // Where no signal can be waited for, one ends the process as it stands; nothing is lost.
        if let Err(error) = vigie_server::on_interrupt(move || stopper.stop()) {
            tracing::warn!(%error, "signals are not waited for");
        }
        let report = project.follow(&request, &halt)?;
        context.ui.show(&report)?;
        Ok(if report.is_incomplete() { ExitCode::Incomplete } else { ExitCode::Done })
    }

    fn request(self) -> WatchRequest {
        let until = match (self.once, self.until_idle) {
            (true, _) => Until::Read,
            (false, Some(seconds)) => Until::Idle(Duration::from_secs(seconds)),
            (false, None) => Until::Stopped,
        };
        WatchRequest {
            paths: self.paths,
            journal: self.journald.then_some(JournalRequest { units: self.unit }),
            syslog: self.syslog,
            reading: IngestRequest {
                source: self.source,
                host: self.host,
                mandate: self.mandate,
                ..IngestRequest::default()
            },
            every: Duration::from_secs(self.every),
            commit_bytes: self.commit_mb << 20,
            until,
            detect: self.detect.map(|minutes| Duration::from_secs(minutes.saturating_mul(60))),
        }
    }
}

impl Report for WatchReport {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        if !self.streams.is_empty() {
            page.table(&table(&self.streams, ui));
            for stream in &self.streams {
                notes(stream, &mut page, ui);
            }
            if self.left_out > 0 {
                page.line(ui.say("watch-left-out", &[("count", self.left_out.into())]));
            }
            page.blank();
        }
        match self.commit {
            Some(commit) if self.new > 0 => page.line(ui.say(
                "watch-sum",
                &[
                    ("count", self.new.into()),
                    ("lines", ui.words.number(self.new).into()),
                    ("commits", self.commits.into()),
                    ("commit", commit.to_string().into()),
                    ("mandate", self.mandate.as_str().into()),
                ],
            )),
            _ => page.line(ui.plain("watch-nothing")),
        }
        page.line(ui.say(
            "watch-followed",
            &[("count", self.followed.into()), ("rotated", self.rotated.into())],
        ));
        if let Some(findings) = self.findings {
            page.line(ui.say("watch-findings", &[("count", findings.into())]));
        }
        for note in &self.notes {
            page.hanging(0, "! ", BAD, &told(note, ui));
        }
        if let Some(why) = &self.journal {
            let text = ui.say("watch-journal-ended", &[("why", why.as_str().into())]);
            page.hanging(0, "! ", BAD, &text);
        }
        if self.dropped > 0 {
            let text = ui.say("watch-dropped", &[("count", self.dropped.into())]);
            page.hanging(0, "! ", BAD, &text);
        }
        if self.new > 0 && self.findings.is_none() {
            page.next("vigie detect");
        }
        page
    }
}

fn told(note: &Note, ui: &Ui) -> String {
    let id = match note.what {
        What::Cut => "watch-note-cut",
        What::Gone => "watch-note-gone",
        What::Compressed => "watch-note-compressed",
        What::Half => "watch-note-half",
        What::Unrecognised => "watch-note-unrecognised",
        What::Unreadable => "watch-note-unreadable",
        What::Doubtful => "watch-note-doubtful",
    };
    let mut files = note.files.join(", ");
    if note.more > 0 {
        let args = [("files", files.as_str().into()), ("count", note.more.into())];
        files = ui.say("watch-note-more", &args);
    }
    ui.say(id, &[("files", files.into())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::testing::{piped, shown};
    use vigie_app::words::Language;

    fn report() -> WatchReport {
        WatchReport {
            commit: Some(7),
            commits: 3,
            mandate: "local".to_owned(),
            followed: 2,
            streams: Vec::new(),
            left_out: 0,
            new: 1_204,
            rotated: 1,
            notes: vec![Note { what: What::Cut, files: vec!["a.log".to_owned()], more: 2 }],
            journal: None,
            dropped: 1,
            findings: Some(2),
        }
    }

    #[test]
    fn what_was_followed_is_summed_up_and_what_was_lost_is_said() {
        let english = piped(&report());
        for said in [
            "1,204 new lines in 3 commits, the last one 7, under the mandate local.",
            "2 files followed, 1 replaced by rotation.",
            "Detectors ran: 2 new or revised findings.",
            "a.log and 2 more",
            "1 message from the socket found no room and is lost.",
        ] {
            assert!(english.contains(said), "{english}");
        }
        let french = shown(&report(), Language::French);
        assert!(french.contains("nouvelles lignes en 3 commits, le dernier 7"), "{french}");
        assert!(report().is_incomplete());
    }
}
