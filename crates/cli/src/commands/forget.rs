//! `vigie forget`

use clap::{ArgGroup, Args};
use vigie_app::Project;
use vigie_app::forget::{ForgetReport, ForgetRequest};
use vigie_app::model::ExitCode;
use vigie_app::retention::Retained;

use super::{Context, today};
use crate::failure::Failure;
use crate::output::{Page, Report, Ui};
use crate::prompt;

/// Remove data for good: of a mandate, a person, a day, or by a rule
///
/// Rows, what was derived from them, and their bytes in kept segments are gone when this ends.
/// Ids stay, and a tombstone says how much went, so that `vigie verify` still tells what was
/// changed from what was forgotten. Nothing keeps the same file from being read again: remove it
/// at its source as well.
#[derive(Args, Debug)]
#[command(
    group(ArgGroup::new("what").required(true).args(["mandate", "person", "day", "rule"])),
    after_long_help = "\
Examples:
  vigie forget --person                       # asks who, and keeps it out of the shell's history
  vigie forget --mandate season-2027
  vigie forget --day 2027-04-01 --table login_records
  vigie forget --rule \"request_records.claimed_at < 2027-03-01\" --yes
  vigie forget --rule visitors --dry-run      # how many lines would be shortened
  vigie forget --rule visitors --older-than 3d --yes"
)]
pub(crate) struct Forget {
    /// Everything that was read under this mandate
    #[arg(long, value_name = "ID")]
    mandate: Option<String>,

    /// A person; asks who when nothing is given
    ///
    /// A pseudonym as shown (A-…, N-…, L-…), platform/account, an account id, a source address or
    /// a login name.
    #[arg(long, value_name = "WHO", num_args = 0..=1, default_missing_value = "")]
    person: Option<String>,

    /// What claims this day, in the time zone of vigie.toml
    #[arg(long, value_name = "DAY")]
    day: Option<String>,

    /// Only in this table, with --day
    ///
    /// `publication_records`, `share_records`, `request_records`, `login_records` or rejected.
    #[arg(long, value_name = "TABLE", requires = "day")]
    table: Option<String>,

    /// What a comparison picks out, or `visitors`
    ///
    /// A comparison is TABLE.COLUMN, one of = != < >, and a value. `visitors` shortens old web lines
    /// that nothing flagged, instead of removing them: addresses lose their last part (/24, /48),
    /// queries their values; lines in an attack or cited by a finding follow after twelve months.
    #[arg(long, value_name = "RULE")]
    rule: Option<String>,

    /// With --rule visitors: how old lines are that are shortened [default: as vigie.toml says, 7d]
    #[arg(long, value_name = "AGE", requires = "rule")]
    older_than: Option<String>,

    /// With --rule visitors: count, and change nothing
    #[arg(long, requires = "rule")]
    dry_run: bool,

    /// Do not ask whether it is meant
    #[arg(long)]
    yes: bool,
}

impl Forget {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let ui = &context.ui;
        let project = context.project()?;
        if self.rule.as_deref() == Some(VISITORS) {
            return self.visitors(&project, ui);
        }
        if self.dry_run || self.older_than.is_some() {
            return Err(Failure::usage(
                "--older-than and --dry-run belong to --rule visitors",
                "write vigie forget --rule visitors --dry-run",
            )
            .in_french("wrong-visitors-only", &[]));
        }
        let is_confirmed = self.yes;
        let request = self.request(ui)?;
        if !is_confirmed && !confirm(ui)? {
            return Err(Failure::refused("nothing was forgotten").in_french("wrong-refused", &[]));
        }
        ui.show(&project.forget(&request)?)?;
        Ok(ExitCode::Done)
    }

    /// Shortens old lines of visitors.
    fn visitors(self, project: &Project, ui: &Ui) -> Result<ExitCode, Failure> {
        let older = self.older_than.as_deref().map(|text| project.age(text)).transpose()?;
        if !self.dry_run && !self.yes && !confirm(ui)? {
            return Err(Failure::refused("nothing was forgotten").in_french("wrong-refused", &[]));
        }
        ui.show(&project.retain(older, self.dry_run)?)?;
        Ok(ExitCode::Done)
    }

    fn request(self, ui: &Ui) -> Result<ForgetRequest, Failure> {
        Ok(match (self.mandate, self.person, self.day, self.rule) {
            (Some(id), ..) => ForgetRequest::Mandate(id),
            (_, Some(who), ..) => ForgetRequest::Person(named(who, ui)?),
            (_, _, Some(day), _) => ForgetRequest::Day { day, table: self.table },
            (_, _, _, rule) => ForgetRequest::Rule(rule.unwrap_or_default()),
        })
    }
}

/// The rule that has a name.
const VISITORS: &str = "visitors";

/// Who, from the argument or the person at the keyboard.
fn named(who: String, ui: &Ui) -> Result<String, Failure> {
    if !who.trim().is_empty() {
        return Ok(who);
    }
    let answer = if prompt::is_possible() { prompt::ask(&ui.plain("forget-who"))? } else { None };
    answer.ok_or_else(|| {
        Failure::usage(
            "nobody was named",
            "vigie forget --person asks on a terminal; in a script, give --person WHO",
        )
        .in_french("wrong-nobody", &[])
    })
}

fn confirm(ui: &Ui) -> Result<bool, Failure> {
    if !prompt::is_possible() {
        return Err(Failure::usage(
            "forgetting cannot be undone, and nobody can be asked whether it is meant",
            "add --yes where nobody can be asked",
        )
        .in_french("wrong-unconfirmed", &[]));
    }
    let answer = prompt::ask(&ui.plain("forget-sure"))?;
    Ok(answer.is_some_and(|answer| answer.to_lowercase() == ui.plain("forget-yes")))
}

impl Report for Retained {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        page.line(retained(self, ui));
        if self.lines == 0 {
            return page;
        }
        if self.is_dry {
            page.next("vigie forget --rule visitors");
            return page;
        }
        page.line(ui.say("forget-visitors-segments", &[("count", self.segments_blanked.into())]));
        let commits: Vec<_> = self.commits.iter().map(ToString::to_string).collect();
        page.line(ui.say("forget-commits", &[("commits", commits.join(", ").into())]));
        page.blank();
        page.paragraph(0, &ui.plain("forget-source"));
        page.next("vigie verify");
        page
    }
}

/// One sentence of what the rule did.
pub(super) fn retained(done: &Retained, ui: &Ui) -> String {
    let id = match (done.lines, done.is_dry) {
        (0, _) => "forget-visitors-none",
        (_, true) => "forget-visitors-would",
        (_, false) => "forget-visitors-done",
    };
    let day = |at: vigie_app::model::time::Timestamp| at.shown_in(&ui.zone);
    ui.say(
        id,
        &[
            ("count", done.lines.into()),
            ("lines", ui.words.number(done.lines).into()),
            ("before", day(done.before).into()),
            ("flagged", day(done.flagged_before).into()),
        ],
    )
}

impl Report for ForgetReport {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        if self.commits.is_empty() {
            page.line(ui.plain("forget-none"));
            copies(self, &mut page, ui);
            return page;
        }
        page.line(ui.plain("forget-done"));
        let mut derived = 0_u64;
        for (table, rows) in self.rows.iter().filter(|(_, rows)| **rows > 0) {
            match today::table_id(table) {
                Some(id) => page.line(format!("  {}", ui.say(id, &[("count", (*rows).into())]))),
                None => derived = derived.saturating_add(*rows),
            }
        }
        if derived > 0 {
            page.line(format!("  {}", ui.say("count-derived", &[("count", derived.into())])));
        }
        page.line(ui.say(
            "forget-segments",
            &[("blanked", self.segments_blanked.into()), ("removed", self.segments_removed.into())],
        ));
        let commits: Vec<_> = self.commits.iter().map(ToString::to_string).collect();
        page.line(ui.say("forget-commits", &[("commits", commits.join(", ").into())]));
        copies(self, &mut page, ui);
        page.blank();
        page.paragraph(0, &ui.plain("forget-source"));
        page.next("vigie verify");
        page
    }
}

/// What became of the copies in the inbox.
fn copies(report: &ForgetReport, page: &mut Page, ui: &Ui) {
    if !report.copies_removed.is_empty() {
        let args = [("files", report.copies_removed.join(", ").into())];
        page.paragraph(0, &ui.say("forget-copies-removed", &args));
    }
    if report.copies_left > 0 {
        let args = [("count", report.copies_left.into())];
        page.paragraph(0, &ui.say("forget-copies-left", &args));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::testing::shown;
    use vigie_app::words::Language;

    #[test]
    fn what_went_is_counted_and_the_source_is_remembered() {
        let report = ForgetReport {
            rows: [("login_records", 1_204), ("act_rows", 7), ("request_records", 3)]
                .map(|(table, rows)| (table.to_owned(), rows))
                .into(),
            segments_blanked: 2,
            segments_removed: 1,
            commits: vec![6],
            copies_removed: vec!["inbox/read/auth.log".to_owned()],
            copies_left: 2,
        };
        insta::assert_snapshot!(shown(&report, Language::English), @"
        Forgotten:
          1,204 login lines
          3 requests
          7 derived rows
        2 segments blanked in part, 1 removed.
        Recorded as commit 6.
        Copies removed: inbox/read/auth.log
        2 copies in inbox/read and inbox/kept may hold it still: look at them.

        Whoever still holds the source can bring it back: remove it there as well, and
        from backups.

        Next: vigie verify
        ");
        insta::assert_snapshot!(shown(&report, Language::French), @"
        Oublié :
          1 204 lignes de connexion
          3 requêtes
          7 lignes dérivées
        2 segments effacés en partie, 1 supprimé.
        Consigné sous le commit 6.
        Copies supprimées : inbox/read/auth.log
        2 copies dans inbox/read et inbox/kept peuvent encore le contenir : les
        regarder.

        Qui détient encore la source peut tout ramener : la supprimer là aussi, et des
        sauvegardes.

        Ensuite : vigie verify
        ");
    }

    #[test]
    fn nothing_to_forget_is_said() {
        let report = ForgetReport {
            rows: std::collections::BTreeMap::new(),
            segments_blanked: 0,
            segments_removed: 0,
            commits: Vec::new(),
            copies_removed: Vec::new(),
            copies_left: 0,
        };
        insta::assert_snapshot!(shown(&report, Language::English), @"Nothing in the lake matches: nothing was forgotten.");
    }
}
