//! `vigie demo`

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use vigie_app::System;
use vigie_app::demo::{self, DecoyView, DemoReport, MorningView, PlantedView, Size, about};
use vigie_app::gate::harmless;
use vigie_app::model::ExitCode;
use vigie_app::screens::rows::MeasureWord;
use vigie_server::{Door, Options, Stop};

use super::{Context, ingest, serve};
use crate::failure::Failure;
use crate::output::{BAD, Cell, DIM, GOOD, Page, Report, STRONG, TODAY, Ui, record_of, styled};

/// Try everything on an invented election season
///
/// Ten days before a first round: writes a season of invented people and outlets up to that
/// morning, reads it, runs every detector, lets a small team judge and freeze a brief, and serves
/// the screens meanwhile. What was found is compared with what was planted. Decoys are innocent and look like something: for each,
/// the measured reason is shown why it was left alone.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie demo
  vigie demo --keep season          # then: vigie today -C season --since 2027-01-01
  vigie demo --size small --seed 7")]
pub(crate) struct Demo {
    /// Print what was found and end
    #[arg(long)]
    no_serve: bool,

    /// Which season; equal seeds give equal seasons
    #[arg(long, value_name = "NUMBER", default_value_t = 2027)]
    seed: u64,

    /// How much: full (half a minute), small (seconds), or a number of posts
    #[arg(long, value_name = "SIZE", default_value = "full", value_parser = size)]
    size: Size,

    /// The port of the workbench on 127.0.0.1; another one when it is taken
    #[arg(long, value_name = "NUMBER", default_value_t = serve::PORT)]
    port: u16,

    /// Keep the season in this folder as a project to look into
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
}

fn size(text: &str) -> Result<Size, String> {
    match text {
        "small" => Ok(Size::DEMO),
        "full" => Ok(Size::FULL),
        _ => match text.parse::<u64>() {
            Ok(posts) if posts < Size::LEAST.posts => {
                Err(format!("at least {} posts, or nothing planted would fit", Size::LEAST.posts))
            }
            // In the proportions of the small one.
            Ok(posts) => Ok(Size {
                posts,
                web_lines: posts.saturating_mul(5),
                login_lines: posts.max(Size::LEAST.login_lines),
            }),
            Err(_) => Err("write small, full, or a number of posts".to_owned()),
        },
    }
}

impl Demo {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        match &self.keep {
            Some(folder) => self.show(folder, true, context)?,
            None => {
                let folder = Scratch::new(&context.dir)?;
                self.show(folder.path(), false, context)?;
            }
        }
        Ok(ExitCode::Done)
    }

    fn show(&self, folder: &Path, is_kept: bool, context: &Context) -> Result<(), Failure> {
        let kept_in = is_kept.then(|| harmless(&folder.display().to_string()));
        if self.no_serve {
            let demo = self.open(folder, context.system.clone(), context)?;
            return Self::play(&demo, kept_in, context, &|| true);
        }
        // The address first: the screens fill while the season is read.
        let door = Door::open(self.port).or_else(|_| Door::open(0))?;
        context.ui.show(&serve::Opened { url: door.url() })?;
        let bus = serve::bus(context);
        let system = System { events: Arc::clone(&bus) as _, ..context.system.clone() };
        let demo = self.open(folder, system, context)?;
        let stop = Stop::default();
        std::thread::scope(|scope| {
            let playing = scope.spawn(|| {
                let played = Self::play(&demo, kept_in, context, &|| !stop.is_stopped());
                if played.is_err() {
                    stop.stop();
                }
                played
            });
            let options = Options { demo: true, ..Options::default() };
            let served = door.serve(demo.project(), bus, options, &stop);
            stop.stop();
            let played = playing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            played.and(served.map_err(Failure::from))
        })
    }

    fn open(
        &self,
        folder: &Path,
        system: System,
        context: &Context,
    ) -> Result<demo::Demo, Failure> {
        Ok(demo::Demo::open(folder, self.seed, self.size, &context.overrides, &system)?)
    }

    fn play(
        demo: &demo::Demo,
        kept_in: Option<String>,
        context: &Context,
        goes_on: &dyn Fn() -> bool,
    ) -> Result<(), Failure> {
        match demo.play(goes_on)? {
            Some(report) => context.ui.show(&Shown { report, kept_in }),
            None => Ok(()),
        }
    }
}

/// The report and where its season stays.
#[derive(serde::Serialize)]
struct Shown {
    #[serde(flatten)]
    report: DemoReport,
    kept_in: Option<String>,
}

impl Report for Shown {
    fn page(&self, ui: &Ui) -> Page {
        let report = &self.report;
        let [posts, web, logins] = report.lines;
        let mut page = Page::new(ui);
        page.line(styled(
            STRONG,
            &ui.say("demo-season", &[("seed", report.seed.to_string().into())]),
        ));
        page.line(ui.say(
            "demo-lines",
            &[("posts", posts.into()), ("web", web.into()), ("logins", logins.into())],
        ));
        let troubled: Vec<_> =
            report.ingest.iter().filter(|stream| stream.incomplete.is_some()).collect();
        for stream in troubled {
            ingest::notes(stream, &mut page, ui);
        }
        let found = report.planted.iter().filter(|planted| !planted.findings.is_empty()).count();
        page.heading(&ui.say(
            "demo-planted",
            &[("found", found.into()), ("count", report.planted.len().into())],
        ));
        for one in &report.planted {
            planted(one, &mut page, ui);
        }
        let alone = report.decoys.iter().filter(|decoy| decoy.findings.is_empty()).count();
        page.heading(
            &ui.say(
                "demo-decoys",
                &[("alone", alone.into()), ("count", report.decoys.len().into())],
            ),
        );
        for one in &report.decoys {
            decoy(one, &mut page, ui);
        }
        page.blank();
        page.line(ui.say(
            "demo-findings",
            &[("count", report.findings.into()), ("others", report.others.len().into())],
        ));
        if let Some(morning) = &report.morning {
            team(morning, &mut page, ui);
        }
        self.closing(&mut page);
        if let Some(morning) = &report.morning {
            page.blank();
            let folder = harmless(&morning.inbox);
            page.line(styled(STRONG, &ui.say("demo-yours", &[("folder", folder.into())])));
        }
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        let mut records = Vec::new();
        for one in &self.report.planted {
            records.push(record_of("planted", one)?);
        }
        for one in &self.report.decoys {
            records.push(record_of("decoy", one)?);
        }
        Ok(records)
    }
}

impl Shown {
    fn closing(&self, page: &mut Page) {
        match (&self.kept_in, &self.report.next) {
            (Some(folder), Some(id)) => page.hint(&[
                &format!("vigie explain {id} -C {folder}"),
                &format!("vigie verify -C {folder}"),
            ]),
            (Some(folder), None) => page.next(&format!("vigie verify -C {folder}")),
            (None, _) => page.hint(&["vigie demo --keep season", "vigie init --help"]),
        }
    }
}

/// What the small team sees this morning.
fn team(morning: &MorningView, page: &mut Page, ui: &Ui) {
    let list = |page: &mut Page, text: &str| page.hanging(2, "· ", DIM, text);
    page.heading(&ui.say("demo-morning", &[("days", morning.days_before.into())]));
    for blind in &morning.blind {
        list(page, blind);
    }
    let done = morning.measures.iter().filter(|row| row.state == MeasureWord::InPlace).count();
    let overdue: Vec<_> = morning.measures.iter().filter(|row| row.overdue).collect();
    list(
        page,
        &ui.say("demo-measures", &[("done", done.into()), ("overdue", overdue.len().into())]),
    );
    for measure in overdue {
        let args = [
            ("measure", measure.measure.as_str().into()),
            ("owner", measure.owner.as_str().into()),
            ("due", measure.due.clone().unwrap_or_default().into()),
        ];
        page.hanging(4, "! ", TODAY, &ui.say("demo-overdue", &args));
    }
    for incident in &morning.incidents {
        let sure = incident.core.how_sure.map(|sure| ui.plain(sure.message()));
        let args = [
            ("alias", incident.core.alias.as_str().into()),
            ("title", incident.core.title.as_str().into()),
            ("findings", incident.findings.into()),
            ("sure", sure.unwrap_or_default().into()),
        ];
        list(page, &ui.say("demo-incident", &args));
    }
    for finding in &morning.dismissed {
        let reason = finding.reason.clone().unwrap_or_default();
        let args = [("id", finding.short.as_str().into()), ("reason", reason.into())];
        list(page, &ui.say("demo-dismissed", &args));
    }
    for rumour in &morning.rumours {
        let args = [
            ("code", rumour.code.as_str().into()),
            ("posts", rumour.matched.into()),
            ("accounts", rumour.accounts.into()),
        ];
        list(page, &ui.say("demo-rumour", &args));
    }
    let brief = harmless(&morning.brief);
    let size = ui.words.bytes(morning.brief_bytes);
    list(page, &ui.say("demo-brief", &[("file", brief.into()), ("size", size.into())]));
    let proof = &morning.proof;
    let changed = [("file", proof.changed.as_str().into()), ("at", proof.at.into())];
    list(page, &ui.say("demo-changed", &changed));
    match (&proof.named, &proof.said) {
        (Some(named), Some(said)) => {
            let args = [("file", named.as_str().into()), ("what", said.as_str().into())];
            page.hanging(4, "→ ", GOOD, &ui.say("demo-verified", &args));
        }
        _ => page.hanging(4, "→ ", BAD, &ui.plain("demo-not-verified")),
    }
}

/// The width of the verdicts in front of names.
const VERDICT: usize = 13;

fn planted(one: &PlantedView, page: &mut Page, ui: &Ui) {
    let verdict = match one.findings.is_empty() {
        true => Cell::styled(ui.plain("demo-missed"), BAD),
        false => Cell::styled(ui.plain("demo-found"), GOOD),
    };
    let named =
        ui.say("demo-named", &[("named", one.named.into()), ("count", one.subjects.into())]);
    let facts = format!("{} · {named}", one.detector);
    page.line(format!(
        "  {}{}  {}",
        verdict.padded(VERDICT),
        styled(STRONG, one.id),
        styled(DIM, &facts)
    ));
    page.paragraph(2 + VERDICT, &about(one.id, one.why, &ui.words));
    ids(&one.findings, page, ui);
}

fn decoy(one: &DecoyView, page: &mut Page, ui: &Ui) {
    let verdict = match one.findings.is_empty() {
        true => Cell::styled(ui.plain("demo-alone"), GOOD),
        false => Cell::styled(ui.plain("demo-raised"), TODAY),
    };
    page.line(format!("  {}{}", verdict.padded(VERDICT), styled(STRONG, one.id)));
    page.paragraph(2 + VERDICT, &about(one.id, one.what, &ui.words));
    if let Some(measured) = &one.measured {
        page.hanging(2 + VERDICT, "→ ", DIM, &measured.told(&ui.words));
    }
    ids(&one.findings, page, ui);
    if let Some(must) = one.must {
        page.hanging(2 + VERDICT, "→ ", DIM, &ui.say("demo-settled-by", &[("must", must.into())]));
    }
}

/// Findings by id, at most this many.
const IDS: usize = 4;

fn ids(findings: &[String], page: &mut Page, ui: &Ui) {
    if findings.is_empty() {
        return;
    }
    let mut shown: Vec<_> = findings.iter().take(IDS).cloned().collect();
    if findings.len() > IDS {
        shown.push(ui.say("demo-more", &[("count", (findings.len() - IDS).into())]));
    }
    page.hanging(2 + VERDICT, "", DIM, &shown.join(" · "));
}

/// A folder that goes away with the demo. It lies in the folder that the person chose, because
/// the season may be larger than what a machine holds for temporary files.
struct Scratch(PathBuf);

impl Scratch {
    fn new(parent: &Path) -> Result<Self, Failure> {
        let path = parent.join(format!("vigie-demo-{}", std::process::id()));
        match std::fs::create_dir(&path) {
            Ok(()) => Ok(Self(path)),
            Err(error) => Err(Failure::unwritable(&path, &error)),
        }
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed stays under a name that says what it is.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests;
