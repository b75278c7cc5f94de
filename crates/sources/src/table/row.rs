//! One row on its way from texts to a publication.

use std::borrow::Cow;

use super::Plan;
use super::columns::{COLUMNS, Column};
use crate::ids::is_rounded;
use crate::record::{Publication, Raw, Reason, Record, RecordSink};
use crate::stamp;

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

    /// Hands the row over, or sets it aside when an id lost its last digits.
    pub(super) fn give(&self, plan: &Plan, raw: Raw<'_>, sink: &mut dyn RecordSink) {
        if let Some(column) = self.rounded() {
            let detail = format!("{} is a rounded floating-point number", column.name());
            sink.reject(raw, Reason::RoundedId, &detail);
            return;
        }
        let publication = Publication {
            claimed: Some(stamp::claimed(self.get(Column::PublishedAt), &plan.zone)),
            observed_at: stamp::observed(self.get(Column::ObservedAt), &plan.zone),
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
}
