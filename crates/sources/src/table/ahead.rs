//! Reading ahead until it is known which of day and month comes first.
//!
//! `04/03/2027` says it of no row, `13/03/2027` of its whole column. So a table with such dates is
//! held back up to the first row that tells, is then read from its beginning, and what the reading
//! rests on is told. A table whose first date does not depend on the order is not held back at all.

use std::sync::Arc;

use super::columns::Column;
use super::{Plan, TableParser};
use crate::dates::Order;
use crate::record::{DateBasis, Notice, Raw, Reason, Record, RecordSink};
use crate::{MAX_RECORD, Parser, Reading};

/// How much is held back at most; tables without a telling row up to there stay undecided.
const MOST: usize = MAX_RECORD;

/// A parser that decides first.
pub(super) struct Ahead {
    plan: Plan,
    offset: u64,
    state: State,
}

enum State {
    Looking { held: Vec<u8>, parser: Box<TableParser>, seen: Seen },
    Reading(Box<TableParser>),
}

impl Ahead {
    pub(super) fn new(plan: Plan, offset: u64) -> Self {
        let dated = |(column, _)| matches!(column, Column::PublishedAt | Column::ObservedAt);
        let is_open = plan.order.is_none() && plan.mapping.fields().any(dated);
        let state = if is_open {
            let looking = Plan { is_ahead: true, ..plan.clone() };
            let parser = Box::new(TableParser::new(Arc::new(looking), offset));
            State::Looking { held: Vec::new(), parser, seen: Seen::default() }
        } else {
            State::Reading(Box::new(TableParser::new(Arc::new(plan.clone()), offset)))
        };
        Self { plan, offset, state }
    }

    /// Reads what was held back, in the order that was found.
    fn settle(&mut self, sink: &mut dyn RecordSink) {
        let State::Looking { held, seen, .. } = &mut self.state else { return };
        let (held, order) = (std::mem::take(held), seen.order.take());
        if let Some((_, notice)) = &order {
            sink.notice(notice);
        }
        let plan = Plan { order: order.map(|(order, _)| order), ..self.plan.clone() };
        let mut parser = Box::new(TableParser::new(Arc::new(plan), self.offset));
        parser.feed(&held, sink);
        self.state = State::Reading(parser);
    }
}

impl Parser for Ahead {
    fn feed(&mut self, bytes: &[u8], sink: &mut dyn RecordSink) {
        let mut rest = bytes;
        if let State::Looking { held, parser, seen } = &mut self.state {
            // Exactly so much is looked at, however the stream comes in pieces.
            let (now, later) = rest.split_at(rest.len().min(MOST - held.len()));
            held.extend_from_slice(now);
            parser.feed(now, seen);
            rest = later;
            if seen.is_done || held.len() == MOST {
                self.settle(sink);
            }
        }
        if let State::Reading(parser) = &mut self.state {
            parser.feed(rest, sink);
        }
    }

    fn finish(&mut self, sink: &mut dyn RecordSink) {
        if let State::Looking { parser, seen, .. } = &mut self.state {
            parser.finish(seen);
            self.settle(sink);
        }
        if let State::Reading(parser) = &mut self.state {
            parser.finish(sink);
        }
    }
}

/// What the rows ahead tell: a row with the notice of it, an open date as a reject, a date to which
/// the order does not matter as a record.
#[derive(Default)]
struct Seen {
    order: Option<(Order, Notice)>,
    has_open: bool,
    is_done: bool,
}

impl RecordSink for Seen {
    fn reading(&mut self, _: &Reading) {}

    fn record(&mut self, _: Raw<'_>, _: Record<'_>) {
        // An open date that came before still waits for a row that tells.
        self.is_done |= !self.has_open;
    }

    fn reject(&mut self, _: Raw<'_>, reason: Reason, _: &str) {
        self.has_open |= reason == Reason::AmbiguousDate;
    }

    fn skipped(&mut self, _: Raw<'_>) {}

    fn notice(&mut self, notice: &Notice) {
        if self.is_done {
            return;
        }
        let order = match notice {
            Notice::Dates { basis: DateBasis::DayFirst { .. }, .. } => Order::DayFirst,
            Notice::Dates { basis: DateBasis::MonthFirst { .. }, .. } => Order::MonthFirst,
            _ => return,
        };
        self.order = Some((order, notice.clone()));
        self.is_done = true;
    }
}
