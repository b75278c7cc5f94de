//! pollsposition, unified first rounds since 1965: one row a poll, one column a family of parties.
//!
//! Rows called `result` and `seats` are no polls. The columns are families, not candidates: a family
//! with two candidates is their sum, and one left empty was not asked about.

use std::collections::BTreeMap;

use super::csv::{Heading, rows};
use super::{Import, Layout, Why, people, row, share};
use crate::day::Day;
use crate::polls::{Figure, Question, Round, Subject};

/// Columns that are shares of votes, and the family each stands for.
const FAMILIES: &[(&str, &str)] = &[
    ("nbfarleft", "far left"),
    ("nbleft", "left"),
    ("nbgreen", "green"),
    ("nbcenterleft", "centre left"),
    ("nbcenter", "centre"),
    ("nbcenterright", "centre right"),
    ("nbright", "right"),
    ("nbsouverainistes", "sovereigntists"),
    ("nbcpnt", "hunting and fishing"),
    ("nbfarright", "far right"),
    ("nbother", "other"),
];

pub(super) fn read(bytes: &[u8]) -> Import {
    let mut import = Import::new(Layout::Unified);
    let mut rows = rows(bytes);
    let Some(heading) = rows.next().map(Heading::new) else { return import };
    // Two polls of one institute may end on one day; two equal rows are one poll written twice.
    let mut seen: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    for record in rows {
        let line = record.line;
        let field = |column| heading.get(&record, column).trim();
        if record.fields.len() != heading.len() {
            import.aside(line, Why::Broken);
            continue;
        }
        if let Some(why) = match field("sondage").to_lowercase().as_str() {
            "result" => Some(Why::Result),
            "seats" => Some(Why::Seats),
            _ => None,
        } {
            import.aside(line, why);
            continue;
        }
        let Some(day) = Day::read_iso(field("date")) else {
            import.aside(line, Why::NoDate);
            continue;
        };
        let key = format!("{}-{}-{day}-{}", field("type"), field("dateelection"), field("sondage"));
        let twins = seen.entry(key.clone()).or_default();
        let rest = record.fields[1..].to_vec();
        if twins.contains(&rest) {
            import.aside(line, Why::Repeats);
            continue;
        }
        twins.push(rest);
        let number = twins.len();
        let institute = import.institute(field("sondage"));
        let before = import.figures.len();
        for (column, family) in FAMILIES {
            let Some(value) = share(field(column)) else {
                if !field(column).is_empty() {
                    import.aside(line, Why::NoFigure);
                }
                continue;
            };
            let mut figure =
                Figure::new(row(line), Question::Intention, (*family).to_owned(), value);
            figure.poll = if number > 1 { format!("{key}-{number}") } else { key.clone() };
            figure.subject = Subject::Bloc;
            figure.round = Some(Round::First);
            figure.institute.clone_from(&institute);
            figure.sample = people(field("samplesize"));
            figure.field_end = Some(day);
            figure.election = Some(format!("{} {}", field("type"), field("dateelection")));
            import.figures.push(figure);
        }
        if import.figures.len() == before {
            import.aside(line, Why::NoFigure);
        }
    }
    // Families that were not asked about are missing from the sum: only a gross gap is marked.
    import.finish(8.0)
}
