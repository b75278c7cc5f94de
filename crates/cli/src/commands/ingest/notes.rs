//! What is told of a file beyond its counts: rows set aside, how dates were read, sheets, what is missing.

use anstyle::Style;
use vigie_app::ingest::{
    AbsentField, DatesRead, DroppedCount, RejectCount, SheetsRead, StreamReport,
};

use crate::output::{BAD, DIM, Page, STRONG, Ui};

/// What a person should know about one file beyond its counts.
pub(in crate::commands) fn notes(stream: &StreamReport, page: &mut Page, ui: &Ui) {
    let is_plain = stream.incomplete.is_none() && stream.rejected == 0 && stream.untimed == 0;
    let tells_more = [stream.absent.len(), stream.dropped.len(), stream.dates.len()];
    if is_plain && tells_more == [0; 3] {
        return;
    }
    page.blank();
    page.styled(STRONG, &stream.file);
    if let Some(why) = &stream.incomplete {
        let text = ui.say("ingest-incomplete", &[("why", why.as_str().into())]);
        page.hanging(2, "! ", BAD, &text);
    }
    for one in &stream.absent {
        page.hanging(2, "! ", BAD, &absent(one, ui));
    }
    if stream.rejected > 0 {
        page.line(format!(
            "  {}",
            ui.say("ingest-set-aside", &[("count", stream.rejected.into())])
        ));
        for one in &stream.rejects {
            reject(one, page, ui);
        }
    }
    if stream.untimed > 0 {
        page.line(format!("  {}", ui.say("ingest-untimed", &[("count", stream.untimed.into())])));
    }
    for one in &stream.dates {
        page.hanging(2, "", Style::new(), &dates(one, ui));
    }
    for one in &stream.dropped {
        page.hanging(2, "", Style::new(), &dropped(one, ui));
    }
}

/// Which sheets of a spreadsheet were read, and how one of them is chosen.
pub(in crate::commands) fn sheets(books: &[SheetsRead], page: &mut Page, ui: &Ui) {
    for SheetsRead { file, read, left_out } in books {
        let names = left_out.join(", ");
        let args =
            [("file", file.as_str().into()), ("count", (*read).into()), ("names", names.into())];
        page.blank();
        let id = if left_out.is_empty() { "ingest-sheets-all" } else { "ingest-sheets-left" };
        page.hanging(0, "", Style::new(), &ui.say(id, &args));
    }
}

/// How the dates of a column were read, and what that rests on.
fn dates(one: &DatesRead, ui: &Ui) -> String {
    let id = match one.basis {
        "day first" => "ingest-dates-day",
        "month first" => "ingest-dates-month",
        "points" => "ingest-dates-points",
        _ => "ingest-dates-counted",
    };
    let line = one.line.unwrap_or_default().to_string();
    ui.say(id, &[("field", one.field.as_str().into()), ("line", line.into())])
}

/// Records that are no signal: how many, and what they are.
fn dropped(one: &DroppedCount, ui: &Ui) -> String {
    // A source names them in English; where the language has no words for them, that is said.
    let what = ui.worded("dropped", one.what);
    let count = ui.words.number(one.count);
    ui.say("ingest-dropped", &[("count", count.into()), ("what", what.into())])
}

/// A field that the mapping names and the file does not have, and those that it has.
fn absent(one: &AbsentField, ui: &Ui) -> String {
    let args = [("column", one.column.as_str().into()), ("field", one.field.as_str().into())];
    let id = if one.rows_rejected { "ingest-absent-needed" } else { "ingest-absent" };
    let mut text = ui.say(id, &args);
    if !one.nearest.is_empty() {
        let mut fields: Vec<&str> = one.nearest.iter().take(FIELDS).map(String::as_str).collect();
        if one.nearest.len() > FIELDS {
            fields.push("…");
        }
        text.push(' ');
        text.push_str(&ui.say("ingest-absent-has", &[("fields", fields.join(", ").into())]));
    }
    text
}

/// Fields of a file that are named beside one that is not there.
const FIELDS: usize = 6;

/// One reason: how often, why, and where it came up first.
fn reject(reject: &RejectCount, page: &mut Page, ui: &Ui) {
    let mut why = ui.plain(reason_id(reject.reason));
    if !reject.detail.is_empty() {
        why = format!("{why} ({})", ui.worded("detail", &reject.detail));
    }
    let mark = format!("{} × ", ui.words.number(reject.count));
    page.hanging(4, &mark, Style::new(), &why);
    let mut lines: Vec<_> = reject.lines.iter().map(ToString::to_string).collect();
    if reject.count > lines.len() as u64 {
        lines.push("…".to_owned());
    }
    let args = [("count", reject.lines.len().into()), ("lines", lines.join(", ").into())];
    page.hanging(4 + mark.chars().count(), "", DIM, &ui.say("ingest-lines", &args));
    if reject.reason == "ambiguous date" {
        page.hanging(4 + mark.chars().count(), "", Style::new(), &ui.plain("ingest-ambiguous"));
    }
}

/// The message for a reason that a parser gives.
fn reason_id(reason: &str) -> &'static str {
    match reason {
        "format" => "reject-format",
        "too long" => "reject-too-long",
        "binary" => "reject-binary",
        "json" => "reject-json",
        "csv" => "reject-csv",
        "missing field" => "reject-missing-field",
        "rounded id" => "reject-rounded-id",
        "truncated" => "reject-truncated",
        "ambiguous date" => "reject-ambiguous-date",
        _ => "reject-other",
    }
}
