//! pollsposition, popularity of presidents since 1978: approval and disapproval of one person in
//! office, by institutes that do not ask the same question.

use std::collections::BTreeSet;

use super::csv::{Heading, rows};
use super::{Import, Layout, Why, people, row, share, some};
use crate::day::Day;
use crate::polls::{Figure, Question};

pub(super) fn read(bytes: &[u8]) -> Import {
    let mut import = Import::new(Layout::Popularity);
    let mut rows = rows(bytes);
    let Some(heading) = rows.next().map(Heading::new) else { return import };
    let mut seen = BTreeSet::new();
    for record in rows {
        let line = record.line;
        if record.fields.len() != heading.len() {
            import.aside(line, Why::Broken);
            continue;
        }
        let field = |column| heading.get(&record, column).trim();
        // The column of dates has no name.
        let Some(day) = record.fields.first().and_then(|date| Day::read_iso(date)) else {
            import.aside(line, Why::NoDate);
            continue;
        };
        let Some(president) = some(field("president")) else {
            import.aside(line, Why::NoCandidate);
            continue;
        };
        let Some(value) = share(field("approve_pr")) else {
            import.aside(line, Why::NoFigure);
            continue;
        };
        if !seen.insert((day, president.clone(), field("sondage").to_owned(), value.to_bits())) {
            import.aside(line, Why::Repeats);
            continue;
        }
        let institute = import.institute(field("sondage"));
        let mut figure = Figure::new(row(line), Question::Popularity, president.clone(), value);
        figure.poll = format!("{day}-{president}-{}", field("sondage"));
        figure.institute = institute;
        figure.field_end = Some(day);
        figure.sample = people(field("samplesize"));
        import.figures.push(figure);
    }
    import.finish(2.0)
}
