//! `vigie attacks`

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;
use vigie_app::attacks::hand_over::{self, HandOver, HandOverRequest};
use vigie_app::attacks::{
    AttackRow, Attacks as Found, AttacksRequest, By, CountRow, CountryRow, Counts, Health, Standing,
};
use vigie_app::gate::harmless;
use vigie_app::model::ExitCode;

use super::Context;
use crate::failure::Failure;
use crate::output::{Cell, DIM, GOOD, Page, Report, STRONG, TODAY, Table, Ui, record_of, styled};
use crate::prompt;

/// What is hit, from where, and whether the service stands
///
/// Lines of web, mail and login logs, joined to bursts and attacks by a stated rule. Four counts stand
/// side by side, because "hundreds a day" can be true of bursts and be three attacks. Where an address
/// is registered is the last hop, never the author.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie attacks
  vigie attacks --by country --since 7d
  vigie attacks --by target --format json
  vigie attacks --hand-over nftables --out block.nft   # asks for the reason
  vigie attacks --hand-over plain --out block.txt --attack K-1a2b3c4d --expires 48 --reason \"agreed with the host\"")]
pub(crate) struct Attacks {
    /// Count by this
    #[arg(long, value_enum, default_value_t = ByWord::Day, value_name = "WHAT")]
    by: ByWord,

    /// Count from the day of this moment on: yesterday, 7d, a date
    #[arg(long, value_name = "WHEN")]
    since: Option<String>,

    /// Count to the end of the day of this moment
    #[arg(long, value_name = "WHEN", conflicts_with = "hand_over")]
    until: Option<String>,

    /// Show at most so many attacks; 0 for all of them, and for all rows of counts
    #[arg(long, value_name = "NUMBER", default_value_t = 10)]
    limit: usize,

    /// Write the addresses as a list for another tool; nothing is applied
    #[arg(long, value_enum, value_name = "FORMAT", requires = "out")]
    hand_over: Option<FormatWord>,

    /// The file of --hand-over; it must not exist
    #[arg(long, value_name = "FILE", requires = "hand_over")]
    out: Option<PathBuf>,

    /// Why addresses are handed over; it goes on record. Asked for when not given
    #[arg(long, value_name = "REASON", requires = "hand_over")]
    reason: Option<String>,

    /// Hand over this attack only (may be repeated)
    #[arg(long, value_name = "K-…", requires = "hand_over")]
    attack: Vec<String>,

    /// After so many hours the addresses are to go
    #[arg(long, value_name = "HOURS", default_value_t = hand_over::HOURS, requires = "hand_over",
        value_parser = clap::value_parser!(u32).range(1..=i64::from(hand_over::MOST_HOURS)))]
    expires: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum ByWord {
    Day,
    Target,
    Country,
    Network,
}

impl ByWord {
    const fn by(self) -> By {
        match self {
            Self::Day => By::Day,
            Self::Target => By::Target,
            Self::Country => By::Country,
            Self::Network => By::Network,
        }
    }
}

const fn by_message(by: By) -> &'static str {
    match by {
        By::Day => "attacks-by-day",
        By::Target => "attacks-by-target",
        By::Country => "attacks-by-country",
        By::Network => "attacks-by-network",
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum FormatWord {
    /// One address a line.
    Plain,
    /// Two sets with time-outs.
    Nftables,
    /// Decisions to import.
    Crowdsec,
    /// Commands for its client.
    Fail2ban,
}

impl FormatWord {
    const fn format(self) -> hand_over::Format {
        match self {
            Self::Plain => hand_over::Format::Plain,
            Self::Nftables => hand_over::Format::Nftables,
            Self::Crowdsec => hand_over::Format::Crowdsec,
            Self::Fail2ban => hand_over::Format::Fail2ban,
        }
    }
}

impl Attacks {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let since = self.since.as_deref().map(|text| project.moment(text)).transpose()?;
        let (Some(format), Some(out)) = (self.hand_over, self.out) else {
            let until = self.until.as_deref().map(|text| project.moment(text)).transpose()?;
            let found = project.attacks(&AttacksRequest { by: self.by.by(), since, until })?;
            let is_part = since.is_some() || until.is_some();
            context.ui.show(&Shown { found, limit: self.limit, is_part })?;
            return Ok(ExitCode::Done);
        };
        let reason = match self.reason {
            None if prompt::is_possible() => prompt::ask(&context.ui.plain("attacks-why"))?,
            given => given,
        };
        let request = HandOverRequest {
            format: format.format(),
            out,
            reason: reason.unwrap_or_default(),
            attacks: self.attack,
            since,
            hours: self.expires,
        };
        context.ui.show(&Handed(project.hand_over(&request)?))?;
        Ok(ExitCode::Done)
    }
}

struct Shown {
    found: Found,
    limit: usize,
    /// Days were left out on request.
    is_part: bool,
}

impl Serialize for Shown {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.found.serialize(to)
    }
}

impl Report for Shown {
    fn page(&self, ui: &Ui) -> Page {
        let found = &self.found;
        let mut page = Page::new(ui);
        let (Some(from), Some(to)) = (&found.from, &found.to) else {
            match &found.newest {
                Some(day) => {
                    let args = [("day", day.as_str().into())];
                    page.styled(STRONG, &ui.say("attacks-heading-older", &args));
                }
                None => {
                    page.styled(STRONG, &ui.plain("attacks-heading-none"));
                    page.hint(&["vigie ingest FILE…"]);
                }
            }
            return page;
        };
        let args = [
            ("attacks", found.total.attacks.into()),
            ("from", from.as_str().into()),
            ("to", to.as_str().into()),
        ];
        page.styled(STRONG, &ui.say("attacks-heading", &args));
        health(&found.health, &mut page, ui);
        counts(found, self.limit == 0, &mut page, ui);
        attacks(found, self.limit, &mut page, ui);
        origin(found, &mut page, ui);
        if let Some(bans) = &found.bans {
            page.heading(&ui.plain("attacks-bans-heading"));
            page.paragraph(2, &bans.sentence);
        }
        rest(found, self.is_part, &mut page, ui);
        page.heading(&ui.plain("attacks-rule"));
        found.rule.iter().for_each(|rule| page.hanging(2, "- ", DIM, rule));
        page.heading(&ui.plain("attacks-caveats"));
        found.caveats.iter().for_each(|caveat| page.hanging(2, "! ", TODAY, caveat));
        page.hint(&["vigie attacks --by country", "vigie check", "vigie detect"]);
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        let rows = self.found.rows.iter().map(|row| record_of("count", row));
        let attacks = self.found.attacks.iter().map(|row| record_of("attack", row));
        let countries = self.found.origin.countries.iter().map(|row| record_of("country", row));
        let health = std::iter::once(record_of("health", &self.found.health));
        rows.chain(attacks).chain(countries).chain(health).collect()
    }
}

fn health(health: &Health, page: &mut Page, ui: &Ui) {
    page.heading(&ui.plain("attacks-service"));
    let (mark, style) = match health.standing {
        Standing::Stands => ("= ", GOOD),
        Standing::Unknown | Standing::NoLog => ("? ", DIM),
        Standing::Errors | Standing::Slow | Standing::Above | Standing::Below => ("! ", TODAY),
    };
    page.hanging(2, mark, style, &health.sentence);
    if health.standing != Standing::Slow && !health.latency.is_empty() {
        page.hanging(2, "  ", DIM, &health.latency);
    }
    health.unusual.iter().for_each(|stretch| page.hanging(2, "! ", TODAY, stretch));
}

fn counts(found: &Found, all: bool, page: &mut Page, ui: &Ui) {
    let by = ui.plain(by_message(found.by));
    page.heading(&ui.say("attacks-counted", &[("by", by.into())]));
    let mut table = Table::new().right(1..8).indent(2);
    let ids = [
        "attacks-column-lines",
        "attacks-column-sources",
        "attacks-column-bursts",
        "attacks-column-attacks",
        "attacks-column-started",
        "attacks-column-targeted",
        "attacks-column-background",
    ];
    let mut head = vec![Cell::styled("", DIM)];
    head.extend(ids.map(|id| Cell::styled(ui.plain(id), DIM)));
    table.row(head);
    let most = if all { usize::MAX } else { ROWS };
    let mut rows: Vec<&CountRow> = found.rows.iter().collect();
    let mut quiet = 0;
    if found.by == By::Day && rows.len() > most {
        // A quiet day is worth a row, unless it takes one from a day that was not.
        rows.retain(|row| row.counts.lines > 0);
        quiet = found.rows.len() - rows.len();
    }
    // The latest days, or the largest of the others.
    let left_out = rows.len().saturating_sub(most);
    let skipped = if found.by == By::Day { left_out } else { 0 };
    for CountRow { shown, counts, .. } in rows.into_iter().skip(skipped).take(most) {
        table.row(count_cells(shown, counts, ui));
    }
    if found.rows.len() > 1 {
        let all = ui.plain("attacks-total");
        table.row(count_cells(&all, &found.total, ui));
    }
    page.table(&table);
    if quiet > 0 {
        page.line(format!("  {}", ui.say("attacks-quiet-days", &[("count", quiet.into())])));
    }
    if left_out > 0 {
        page.line(format!("  {}", ui.say("attacks-more-rows", &[("count", left_out.into())])));
    }
    if found.by == By::Network && found.rows.iter().all(|row| row.key.is_none()) {
        page.paragraph(2, &ui.plain("attacks-no-networks"));
    }
}

/// Rows of counts that are shown; all of them stand in JSON.
const ROWS: usize = 31;

fn count_cells(name: &str, counts: &Counts, ui: &Ui) -> Vec<Cell> {
    let Counts { lines, sources, bursts, attacks, started, targeted, background } = *counts;
    let numbers = [lines, sources, bursts, attacks, started, targeted, background];
    let mut cells = vec![Cell::from(name)];
    cells.extend(numbers.map(|number| Cell::from(ui.words.number(number))));
    cells
}

fn attacks(found: &Found, limit: usize, page: &mut Page, ui: &Ui) {
    if found.attacks.is_empty() {
        return;
    }
    page.heading(&ui.plain("attacks-list"));
    let limit = if limit == 0 { usize::MAX } else { limit };
    for row in found.attacks.iter().take(limit) {
        attack(row, page, ui);
    }
    let more = found.left_out + found.attacks.len().saturating_sub(limit);
    if more > 0 {
        page.line(format!("  {}", ui.say("attacks-more", &[("count", more.into())])));
    }
}

fn attack(row: &AttackRow, page: &mut Page, ui: &Ui) {
    let head = [row.shown.as_str(), &row.outcome_shown, &row.aim_shown].join(" · ");
    page.hanging(2, &format!("{}  ", row.id), STRONG, &head);
    let mut targets = row.targets.join(", ");
    let more = row.targets_count.saturating_sub(row.targets.len() as u64);
    if more > 0 {
        targets.push(' ');
        targets.push_str(&ui.say("attacks-row-more-targets", &[("count", more.into())]));
    }
    let counted = [
        ("lines", row.lines.into()),
        ("sources", row.sources.into()),
        ("bursts", row.bursts.into()),
    ];
    let mut facts = vec![
        ui.span(row.first_at, row.last_at),
        ui.say("attacks-row", &counted),
        ui.say("attacks-row-at", &[("targets", targets.into())]),
    ];
    if let Some(tool) = &row.tool {
        facts.push(ui.say("attacks-row-tool", &[("tool", tool.as_str().into())]));
    }
    if !row.joined_shown.is_empty() {
        let reasons = row.joined_shown.as_str().into();
        facts.push(ui.say("attacks-row-joined", &[("reasons", reasons)]));
    }
    if !row.countries.is_empty() {
        let countries = row.countries.join(", ");
        facts.push(ui.say("attacks-row-from", &[("countries", countries.into())]));
    }
    page.paragraph(14, &facts.join(" · "));
    if let Some(finding) = row.finding {
        page.line(format!(
            "              {}",
            styled(DIM, &format!("vigie explain {}", finding.short()))
        ));
    }
}

fn origin(found: &Found, page: &mut Page, ui: &Ui) {
    page.heading(&ui.plain("attacks-origin-heading"));
    page.paragraph(2, &found.origin.sentence);
    shares(&found.origin.countries, page, ui);
    if !found.origin.kinds.is_empty() {
        page.line(format!("  {}", styled(DIM, &ui.plain("attacks-kinds"))));
        shares(&found.origin.kinds, page, ui);
    }
}

/// Rows of shares that are shown; all of them stand in JSON.
const SHARES: usize = 12;

fn shares(rows: &[CountryRow], page: &mut Page, ui: &Ui) {
    if rows.is_empty() {
        return;
    }
    let mut table = Table::new().right(1..5).indent(2);
    let ids = [
        "attacks-column-lines",
        "attacks-column-sources",
        "attacks-column-bursts",
        "attacks-column-attacks",
    ];
    let mut head = vec![Cell::styled("", DIM)];
    head.extend(ids.map(|id| Cell::styled(ui.plain(id), DIM)));
    table.row(head);
    for row in rows.iter().take(SHARES) {
        let mut cells = vec![Cell::from(row.shown.clone())];
        let percent = |share: f64| {
            Cell::from(format!("{}\u{202f}%", ui.words.decimal(&format!("{:.0}", share * 100.0))))
        };
        cells.extend(row.shares.map(percent));
        table.row(cells);
    }
    page.table(&table);
}

fn rest(found: &Found, is_part: bool, page: &mut Page, ui: &Ui) {
    let rest = &found.rest;
    let rows = [
        ("attacks-rest-visitors", rest.visitors),
        ("attacks-rest-slips", rest.slips),
        ("attacks-rest-own-scanners", rest.own_scanners),
        ("attacks-rest-monitors", rest.monitors),
        ("attacks-rest-crawlers", rest.crawlers),
    ];
    if !is_part && rows.iter().all(|(_, lines)| *lines == 0) {
        return;
    }
    page.heading(&ui.plain("attacks-rest"));
    let mut table = Table::new().right([0]).indent(2);
    for (id, lines) in rows.into_iter().filter(|(_, lines)| *lines > 0) {
        table.row([Cell::from(ui.words.number(lines)), Cell::from(ui.plain(id))]);
    }
    page.table(&table);
    if is_part {
        page.hanging(2, "", DIM, &ui.plain("attacks-rest-all"));
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct Handed(HandOver);

impl Report for Handed {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        let handed = &self.0;
        let args = [
            ("addresses", handed.addresses.into()),
            ("attacks", handed.attacks.into()),
            ("file", harmless(&handed.file.display().to_string()).into()),
            ("until", ui.time(handed.until).into()),
        ];
        page.styled(STRONG, &ui.say("hand-over-done", &args));
        handed.warnings.iter().for_each(|warning| page.hanging(2, "! ", TODAY, warning));
        if !handed.load.is_empty() {
            page.line(ui.plain("hand-over-not-applied"));
            page.line(format!("  {}", harmless(&handed.load)));
        }
        page
    }
}
