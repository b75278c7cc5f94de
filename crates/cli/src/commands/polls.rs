//! `vigie polls`

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use vigie_app::model::ExitCode;
use vigie_app::polls::rows::{FileRow, LevelRow, LineRow, PollsReport, TableRow};
use vigie_app::polls::{
    Day, Pace, PollsRequest, QUESTIONS, Question, Round, USUAL_LIMIT, file, question,
};

use super::Context;
use crate::arguments::Format;
use crate::failure::Failure;
use crate::output::{Cell, DIM, Page, Report, STRONG, Table, Ui, record_of};

/// What polls say of each candidate, by what was asked, with the level and its interval
///
/// Reads open tables of polls (the CSV of nsppolls and `MieuxVoter`; the JSON, unified CSV and
/// popularity CSV of pollsposition) and the poll figures of articles, several files together.
/// Favourable opinion, voting intention and duels never share a table, and no table is an order of
/// votes. Nothing is stored.
///
/// A poll that two files hold counts once: the same institute asked the same question on days that
/// overlap (waves of a rolling poll: that end together), no two different commissioners are named, and
/// either days and people are the same, or whoever stands in both has the same shares.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie polls
  vigie polls presidentielle2027.csv
  vigie polls table.csv article.html --about Harlow
  vigie polls table.csv --question intention --round first --houses
  vigie polls table.csv --trend Harlow --since 2027-01-01
  vigie polls table.csv --about Harlow --event 2027-03-12
  vigie polls table.csv --asides
  vigie polls *.csv --format csv > records.csv")]
pub(crate) struct Polls {
    /// Tables of polls, saved pages or texts
    ///
    /// Without any, those of the project's folder of polls (`press.polls`).
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Only this question (intention, duel, favourable, popularity, certainty, unstated)
    #[arg(long, value_name = "QUESTION", value_parser = asked)]
    question: Option<Question>,

    /// Only this round (first, second)
    #[arg(long, value_name = "ROUND", value_parser = round)]
    round: Option<Round>,

    /// Only candidates whose name holds this
    #[arg(long, value_name = "NAME")]
    about: Option<String>,

    /// Only elections whose name holds this
    #[arg(long, value_name = "WORDS")]
    election: Option<String>,

    /// Only hypotheses about who stands whose name holds this
    #[arg(long, value_name = "WORDS")]
    hypothesis: Option<String>,

    /// Only polls that ended on this day or later
    #[arg(long, value_name = "DAY", value_parser = day)]
    since: Option<Day>,

    /// Only polls that ended on this day or earlier
    #[arg(long, value_name = "DAY", value_parser = day)]
    until: Option<Day>,

    /// The levels through time of whose name holds this, each with its interval
    #[arg(long, value_name = "NAME", conflicts_with = "about")]
    trend: Option<String>,

    /// A level each day, week or month [default: by the length of the season]
    #[arg(long, value_name = "STEP", value_parser = pace, requires = "trend")]
    by: Option<Pace>,

    /// What these polls can show of a change on a day; never what caused it
    #[arg(long, value_name = "DAY", value_parser = day, requires = "about")]
    event: Option<Day>,

    /// How far each institute reads above or below the others
    #[arg(long)]
    houses: bool,

    /// List the lines that were set aside
    #[arg(long)]
    asides: bool,

    /// The most tables of a question and candidates of a table; 0 for all
    #[arg(long, value_name = "N", default_value_t = USUAL_LIMIT)]
    limit: usize,
}

fn asked(text: &str) -> Result<Question, String> {
    let known = QUESTIONS.map(|(name, _)| name).join(", ");
    question(text).ok_or_else(|| format!("write one of {known}"))
}

fn round(text: &str) -> Result<Round, String> {
    match text {
        "first" | "1" => Ok(Round::First),
        "second" | "2" => Ok(Round::Second),
        _ => Err("write first or second".to_owned()),
    }
}

fn day(text: &str) -> Result<Day, String> {
    let read = Day::read_iso(text).filter(|_| text.trim().len() == 10);
    read.ok_or_else(|| "write a day of the calendar as 2027-03-12".to_owned())
}

fn pace(text: &str) -> Result<Pace, String> {
    Pace::from_word(text).ok_or_else(|| format!("write one of {}", Pace::WORDS.join(", ")))
}

impl Polls {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let files = if self.files.is_empty() {
            project.polls_held()?
        } else {
            self.files.iter().map(|path| file(path)).collect::<Result<_, _>>()?
        };
        let report = project.polls(&PollsRequest {
            files,
            question: self.question,
            round: self.round,
            levels: self.trend.is_some(),
            about: self.trend.or(self.about),
            election: self.election,
            hypothesis: self.hypothesis,
            since: self.since,
            until: self.until,
            records: context.ui.format != Format::Text,
            pace: self.by,
            event: self.event,
            limit: self.limit,
        })?;
        context.ui.show(&Shown { report, houses: self.houses, asides: self.asides })?;
        Ok(ExitCode::Done)
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct Shown {
    report: PollsReport,
    #[serde(skip)]
    houses: bool,
    #[serde(skip)]
    asides: bool,
}

impl Report for Shown {
    fn page(&self, ui: &Ui) -> Page {
        let report = &self.report;
        let mut page = Page::new(ui);
        let counts = [("figures", report.figures.into()), ("files", report.files.len().into())];
        page.styled(STRONG, &ui.say("poll-heading", &counts));
        if report.not_asked_for > 0 {
            page.line(ui.say("poll-filtered", &[("count", report.not_asked_for.into())]));
        }
        report.files.iter().for_each(|row| self.file(row, &mut page, ui));
        if report.tables.is_empty() {
            page.blank();
            page.line(ui.plain("poll-none"));
        }
        // Duels of one round and election share a heading: each line says against whom.
        for tables in report.tables.chunk_by(|a, b| a.heading == b.heading) {
            self.tables(tables, &mut page, ui);
        }
        if report.tables_left > 0 {
            page.blank();
            page.line(ui.say("poll-tables-left", &[("count", report.tables_left.into())]));
        }
        page.blank();
        report.caveats.iter().for_each(|caveat| page.hanging(0, "", DIM, caveat));
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        let report = &self.report;
        let files = report.files.iter().map(|row| record_of("file", row));
        let tables = report.tables.iter().map(|row| record_of("table", row));
        let polls = report.records.iter().map(|row| record_of("poll", row));
        files.chain(tables).chain(polls).collect()
    }

    fn csv(&self) -> Option<Vec<u8>> {
        Some(self.report.to_csv())
    }
}

/// So many lines that were set aside are listed.
const MOST_ASIDES: usize = 200;

impl Shown {
    fn file(&self, row: &FileRow, page: &mut Page, ui: &Ui) {
        page.line(format!("  {}", row.sentence));
        row.notes.iter().for_each(|note| page.hanging(4, "", DIM, note));
        if self.asides {
            for one in row.aside_lines.iter().take(MOST_ASIDES) {
                let why = ui.plain(&format!("poll-why-{}", word(one.why)));
                let args = [("line", one.line.to_string().into()), ("why", why.into())];
                page.line(format!("      {}", ui.say("poll-aside-line", &args)));
            }
            let more = row.aside_lines.len().saturating_sub(MOST_ASIDES);
            if more > 0 {
                page.line(format!(
                    "      {}",
                    ui.say("poll-aside-more", &[("count", more.into())])
                ));
            }
        }
    }

    /// Tables of one heading: one, or the duels of a round.
    fn tables(&self, tables: &[TableRow], page: &mut Page, ui: &Ui) {
        let Some(first) = tables.first() else { return };
        page.heading(&first.heading);
        let lines = || tables.iter().flat_map(|table| &table.lines);
        let duels = lines().any(|line| line.against.is_some());
        let hypotheses = lines().any(|line| line.last_hypotheses > 1);
        let optional = |is_there: bool, id: &'static str| is_there.then_some(id);
        let columns: Vec<&str> = [
            Some("poll-column-candidate"),
            optional(duels, "poll-column-against"),
            Some("poll-column-polls"),
            Some("poll-column-institutes"),
            Some("poll-column-first"),
            Some("poll-column-last"),
            Some("poll-column-value"),
            optional(hypotheses, "poll-column-hypotheses"),
            Some("poll-column-level"),
            Some("poll-column-interval"),
        ]
        .into_iter()
        .flatten()
        .collect();
        let is_number = |id: &str| {
            ["polls", "institutes", "value", "hypotheses", "level"]
                .iter()
                .any(|name| id.ends_with(&format!("-{name}")))
        };
        let right = columns.iter().enumerate().filter(|(_, id)| is_number(id)).map(|(at, _)| at);
        let mut table = Table::new().right(right).indent(2);
        table.row(columns.iter().map(|id| Cell::styled(ui.plain(id), DIM)));
        for line in lines() {
            table.row(cells(line, duels, hypotheses, ui));
        }
        page.table(&table);
        let left: usize = tables.iter().map(|table| table.lines_left).sum();
        if left > 0 {
            page.line(format!("  {}", ui.say("poll-lines-left", &[("count", left.into())])));
        }
        if self.houses && lines().any(|line| !line.houses.is_empty()) {
            page.blank();
            page.line(format!("  {}", ui.plain("poll-houses")));
            lines().for_each(|line| houses(line, page, ui));
        }
        for line in lines() {
            levels(line, page, ui);
        }
        if let Some(event) = lines().find_map(|line| line.event.as_ref()) {
            page.blank();
            let args = [("day", event.day.to_string().into())];
            page.line(format!("  {}", ui.say("poll-event", &args)));
        }
        for line in lines() {
            if let Some(event) = &line.event {
                page.line(format!("  {}", named(line, ui)));
                page.hanging(4, "", DIM, &event.sentence);
            }
        }
    }
}

fn cells(line: &LineRow, duels: bool, hypotheses: bool, ui: &Ui) -> Vec<Cell> {
    let day = |day: Option<Day>| day.map_or_else(|| "–".to_owned(), |day| day.to_string());
    let mut cells: Vec<Cell> = vec![line.candidate.clone().into()];
    if duels {
        cells.push(line.against.clone().unwrap_or_default().into());
    }
    let counts: [Cell; 5] = [
        ui.words.number(line.polls as u64).into(),
        ui.words.number(line.institutes as u64).into(),
        day(line.first).into(),
        day(line.last).into(),
        tenth(line.last_value, ui).into(),
    ];
    cells.extend(counts);
    if hypotheses {
        cells.push(line.last_hypotheses.to_string().into());
    }
    match &line.level {
        Some(level) => {
            cells.push(Cell::styled(tenth(level.mean, ui), STRONG));
            cells.push(interval(level, ui).into());
        }
        None => cells.push("–".into()),
    }
    cells
}

fn tenth(value: f64, ui: &Ui) -> String {
    ui.words.decimal(&format!("{value:.1}"))
}

fn interval(level: &LevelRow, ui: &Ui) -> String {
    format!("{} – {}", tenth(level.low, ui), tenth(level.high, ui))
}

fn named(line: &LineRow, ui: &Ui) -> String {
    match &line.against {
        Some(against) => {
            format!("{}, {} {against}", line.candidate, ui.plain("poll-column-against"))
        }
        None => line.candidate.clone(),
    }
}

fn houses(line: &LineRow, page: &mut Page, ui: &Ui) {
    let all: Vec<String> = line
        .houses
        .iter()
        .map(|house| {
            let institute = if house.institute.is_empty() { "–" } else { &house.institute };
            ui.say(
                "poll-house",
                &[
                    ("institute", institute.into()),
                    ("offset", ui.words.decimal(&signed(house.offset)).into()),
                    ("within", tenth(house.within, ui).into()),
                    ("polls", house.polls.into()),
                ],
            )
        })
        .collect();
    if !all.is_empty() {
        page.line(format!("  {}", named(line, ui)));
        page.hanging(4, "", DIM, &all.join(" · "));
    }
}

fn levels(line: &LineRow, page: &mut Page, ui: &Ui) {
    if line.levels.is_empty() {
        return;
    }
    let name = ("candidate", line.candidate.as_str().into());
    let heading = match &line.against {
        Some(against) => {
            ui.say("poll-levels-against", &[name, ("against", against.as_str().into())])
        }
        None => ui.say("poll-levels", &[name]),
    };
    page.blank();
    page.line(format!("  {heading}"));
    let mut table = Table::new().right([1]).indent(2);
    let columns = ["poll-column-day", "poll-column-level", "poll-column-interval"];
    table.row(columns.map(|id| Cell::styled(ui.plain(id), DIM)));
    for level in &line.levels {
        table.row([
            level.day.to_string().into(),
            tenth(level.mean, ui).into(),
            interval(level, ui).into(),
        ]);
    }
    page.table(&table);
}

/// A word of ours as it stands in JSON.
fn word(value: impl Serialize) -> String {
    let value = serde_json::to_value(value).ok();
    value.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
}

/// To a tenth, with its sign; a difference that rounds to nothing has none.
fn signed(points: f64) -> String {
    let tenths = (points * 10.0).round();
    if tenths == 0.0 { "0.0".to_owned() } else { format!("{:+.1}", tenths / 10.0) }
}
