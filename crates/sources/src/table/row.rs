//! One row on its way from texts to a publication.

use std::borrow::Cow;

use super::Plan;
use super::columns::{COLUMNS, Column};
use crate::dates::{self, Dated, Evidence, Order};
use crate::ids::is_rounded;
use crate::record::{DateBasis, Notice, Publication, Raw, Reason, Record, RecordSink};

/// The texts of one row, by column.
#[derive(Debug)]
pub(super) struct Row<'a> {
    texts: [Option<Cow<'a, str>>; COLUMNS],
}

impl<'a> Row<'a> {
    /// With the constants of the mapping filled in.
    pub(super) fn new(plan: &'a Plan) -> Self {
        let mut row = Self { texts: [const { None }; COLUMNS] };
        for (column, text) in plan.mapping.constants() {
            row.set(column, Cow::Borrowed(text));
        }
        row
    }

    /// An empty text is an absent one.
    pub(super) fn set(&mut self, column: Column, text: Cow<'a, str>) {
        if !text.is_empty() {
            self.texts[column as usize] = Some(text);
        }
    }

    fn get(&self, column: Column) -> Option<&str> {
        self.texts[column as usize].as_deref()
    }

    fn rounded(&self) -> Option<Column> {
        Column::ids().find(|column| self.get(*column).is_some_and(is_rounded))
    }

    /// Hands the row over, or sets it aside when an id lost its last digits or its date is open.
    pub(super) fn give(
        &self,
        plan: &Plan,
        told: &mut Told,
        raw: Raw<'_>,
        sink: &mut dyn RecordSink,
    ) {
        if plan.is_ahead {
            return self.look(plan, raw, sink);
        }
        if let Some(column) = self.rounded() {
            let detail = format!("{} is a rounded floating-point number", column.name());
            sink.reject(raw, Reason::RoundedId, &detail);
            return;
        }
        let at = |column| dates::read(self.get(column), &plan.zone, plan.order);
        let Dated::At(claimed, basis) = at(Column::PublishedAt) else {
            return sink.reject(raw, Reason::AmbiguousDate, OPEN);
        };
        if let (Some(basis), false) = (basis, told.0) {
            told.0 = true;
            sink.notice(&dates_notice(plan, Column::PublishedAt, basis));
        }
        let observed_at = match at(Column::ObservedAt) {
            Dated::At(observed, _) => observed.at.filter(|at| at.is_plausible()),
            Dated::Ambiguous => None,
        };
        let publication = Publication {
            claimed: Some(claimed),
            observed_at,
            platform: self.get(Column::Platform),
            native_id: self.get(Column::NativeId),
            kind: self.get(Column::Kind),
            author_id: self.get(Column::AuthorId),
            author_name: self.get(Column::AuthorName),
            title: self.get(Column::Title),
            text: self.get(Column::Text),
            url: self.get(Column::Url),
            language: self.get(Column::Language),
            links: self.get(Column::Link),
            hashtags: self.get(Column::Hashtag),
            domains: self.get(Column::Domain),
            images: self.get(Column::Image),
            repost_of: self.get(Column::RepostOf),
            reply_to: self.get(Column::ReplyTo),
            label: self.get(Column::Label),
        };
        sink.record(raw, Record::Publication(&publication));
    }

    /// Tells what the dates of this row say about the order of day and month.
    fn look(&self, plan: &Plan, raw: Raw<'_>, sink: &mut dyn RecordSink) {
        for column in [Column::PublishedAt, Column::ObservedAt] {
            let Some(text) = self.get(column).filter(|text| !text.trim().is_empty()) else {
                continue;
            };
            let line = raw.line;
            match dates::evidence(text) {
                Evidence::Plain => sink.record(raw, Record::Publication(&Publication::default())),
                Evidence::Open => sink.reject(raw, Reason::AmbiguousDate, OPEN),
                Evidence::Tells(Order::DayFirst) => {
                    sink.notice(&dates_notice(plan, column, DateBasis::DayFirst { line }));
                }
                Evidence::Tells(Order::MonthFirst) => {
                    sink.notice(&dates_notice(plan, column, DateBasis::MonthFirst { line }));
                }
            }
        }
    }
}

/// Whether it was told how the dates of a table are read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Told(bool);

/// Why a row with an open date is set aside.
const OPEN: &str = "the day and the month of its date cannot be told apart";

fn dates_notice(plan: &Plan, column: Column, basis: DateBasis) -> Notice {
    let field = plan.mapping.fields().find(|(other, _)| *other == column);
    let field = field.map_or_else(String::new, |(_, field)| field.to_owned());
    Notice::Dates { column: column.name().to_owned(), field, basis }
}
