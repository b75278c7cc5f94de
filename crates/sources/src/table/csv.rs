//! Rows of a table with a header.

use std::sync::Arc;

use super::Plan;
use super::columns::{Column, Shape};
use super::row::{Row, Told};
use crate::Reading;
use crate::csv::header::{Cells, Rows, Wanted};
use crate::record::{Raw, RecordSink};

/// Reads rows by the mapping.
pub(super) struct Publications {
    plan: Arc<Plan>,
    columns: Vec<Column>,
    told: Told,
}

impl Publications {
    pub(super) fn new(plan: Arc<Plan>) -> Self {
        let columns = plan.mapping.fields().map(|(column, _)| column).collect();
        Self { plan, columns, told: Told::default() }
    }
}

impl Rows for Publications {
    fn wanted(&self) -> Vec<Wanted> {
        let wanted = |(column, field): (Column, &str)| Wanted {
            column: column.name(),
            field: field.to_owned(),
            is_required: true,
        };
        self.plan.mapping.fields().map(wanted).collect()
    }

    fn reading(&self, separator: u8, header: Vec<String>) -> Reading {
        self.plan.reading(&Shape::table(&self.plan.mapping, separator, header))
    }

    fn row(&mut self, raw: Raw<'_>, cells: &Cells<'_>, sink: &mut dyn RecordSink) {
        let mut row = Row::new(&self.plan);
        for (wanted, column) in self.columns.iter().enumerate() {
            if let Some(text) = cells.get(wanted) {
                row.set(*column, text);
            }
        }
        row.give(&self.plan, &mut self.told, raw, sink);
    }
}
