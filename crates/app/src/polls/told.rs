//! What is said in words of files, and beside the figures.

use vigie_read::polls::Question;

use super::rows::{FileRow, PollsReport};
use crate::measures::cell;
use crate::words::Words;

/// Says of a file what it is, and what was set aside, mended or odd in it.
pub(super) fn file(row: &mut FileRow, words: &Words) {
    let name = ("file", row.name.as_str().into());
    let figures = ("figures", row.figures.into());
    let Some(layout) = row.layout else {
        let args = [name, figures, ("others", row.other_percentages.into())];
        row.sentence = words.say("poll-file-article", &args);
        return;
    };
    let layout = words.plain(&format!("poll-layout-{}", cell(layout)));
    let args = [name, ("layout", layout.into()), ("polls", row.polls.into()), figures];
    row.sentence = words.say("poll-file", &args);
    let counted = |count: usize, what: &str| {
        let what = words.plain(what);
        words.say("poll-counted", &[("count", count.into()), ("what", what.into())])
    };
    let aside: Vec<String> = row
        .aside
        .iter()
        .map(|(why, count)| counted(*count, &format!("poll-why-{}", cell(why))))
        .collect();
    let mended: Vec<String> = row
        .mended
        .iter()
        .map(|(repair, count)| counted(*count, &format!("poll-repair-{}", cell(repair))))
        .collect();
    let odd = row.odd_dates.clone();
    let all = [("poll-aside", aside), ("poll-mended", mended), ("poll-odd-dates", odd)];
    let said = all.into_iter().filter(|(_, what)| !what.is_empty());
    row.notes =
        said.map(|(id, what)| words.say(id, &[("what", what.join(" · ").into())])).collect();
}

/// What to keep in mind, and what these polls cannot show.
pub(super) fn caveats(report: &PollsReport, words: &Words) -> Vec<String> {
    let lines = || report.tables.iter().flat_map(|table| &table.lines);
    let mut caveats = Vec::new();
    let mut questions: Vec<Question> = report.tables.iter().map(|table| table.question).collect();
    questions.dedup();
    if questions.len() > 1 {
        caveats.push(words.plain("poll-caveat-questions"));
    }
    let apart = lines().map(|line| line.hypotheses_apart).fold(0.0, f64::max);
    if apart > 0.0 {
        let points = words.decimal(&format!("{apart:.1}"));
        caveats.push(words.say("poll-caveat-hypotheses", &[("points", points.into())]));
    }
    for file in &report.files {
        if let Some(label) = &file.election_from_name {
            let args = [("file", file.name.as_str().into()), ("label", label.as_str().into())];
            caveats.push(words.say("poll-caveat-election", &args));
        }
    }
    if lines().any(|line| line.level.is_some()) {
        caveats.push(words.plain("poll-caveat-level"));
    }
    if lines().any(|line| line.no_level.is_some()) {
        caveats.push(words.plain("poll-caveat-no-level"));
    }
    if lines().any(|line| line.event.is_some() || !line.levels.is_empty()) {
        caveats.push(words.plain("poll-caveat-event"));
    }
    caveats
}
