//! Rows on their way to the lake: one builder for each table, filled record by record.

use std::sync::Arc;

use arrow_array::builder::{
    FixedSizeBinaryBuilder, Int64Builder, StringBuilder, TimestampMicrosecondBuilder,
};
use arrow_array::{Array, ArrayRef, Int64Array, RecordBatch, StringArray};
use vigie_model::schema::{
    LOGIN_RECORDS, PUBLICATION_RECORDS, REJECTED, REQUEST_RECORDS, SHARE_RECORDS, Table,
};
use vigie_model::time::Timestamp;
use vigie_model::{Key, PersonKeys, SegmentId, SignalId};
use vigie_sources::{ClaimedTime, Login, Publication, Reason, Request, Share, TimeNote};

use super::addresses::address_keys;
use super::pseudonyms::Keys;
use crate::gate;

/// Identity, times and place of one observation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Observed {
    pub(super) id: SignalId,
    pub(super) claimed: Option<ClaimedTime>,
    pub(super) observed_at: Option<Timestamp>,
    pub(super) segment_offset: i64,
    pub(super) length: i64,
}

impl Observed {
    /// The claimed time, where it can be used.
    pub(super) fn usable_time(&self) -> Option<Timestamp> {
        self.claimed.and_then(|claimed| claimed.at).filter(|at| at.is_plausible())
    }
}

/// What is the same for every row of one stream.
#[derive(Clone, Debug)]
pub(super) struct Constant {
    pub(super) commit_seq: i64,
    pub(super) reading: String,
    pub(super) host: String,
    pub(super) ingested_at: Timestamp,
}

/// The columns that every observation has.
pub(super) struct ObservedColumns {
    ids: FixedSizeBinaryBuilder,
    claimed_at: TimestampMicrosecondBuilder,
    precision: Vec<Option<&'static str>>,
    observed_at: TimestampMicrosecondBuilder,
    time_note: Vec<Option<&'static str>>,
    segments: FixedSizeBinaryBuilder,
    offsets: Int64Builder,
    lengths: Int64Builder,
    rows: usize,
    rows_with_segment: usize,
}

impl ObservedColumns {
    fn new() -> Self {
        Self {
            ids: FixedSizeBinaryBuilder::new(16),
            claimed_at: TimestampMicrosecondBuilder::new(),
            precision: Vec::new(),
            observed_at: TimestampMicrosecondBuilder::new(),
            time_note: Vec::new(),
            segments: FixedSizeBinaryBuilder::new(16),
            offsets: Int64Builder::new(),
            lengths: Int64Builder::new(),
            rows: 0,
            rows_with_segment: 0,
        }
    }

    pub(super) fn push(&mut self, observed: &Observed) {
        push_id(&mut self.ids, &observed.id.0);
        let claimed = observed.claimed;
        let at = claimed.and_then(|claimed| claimed.at);
        self.claimed_at.append_option(at.map(|at| at.0));
        self.precision.push(at.and(claimed).map(|claimed| claimed.precision.word()));
        self.observed_at.append_option(observed.observed_at.map(|at| at.0));
        let note = match claimed {
            None => Some(TimeNote::Missing),
            Some(claimed) => claimed.note,
        };
        self.time_note.push(note.map(TimeNote::word));
        self.offsets.append_value(observed.segment_offset);
        self.lengths.append_value(observed.length);
        self.rows += 1;
    }

    /// All rows pushed since the last call lie in `segment`.
    fn close_segment(&mut self, segment: SegmentId) {
        for _ in self.rows_with_segment..self.rows {
            push_id(&mut self.segments, &segment.0);
        }
        self.rows_with_segment = self.rows;
    }

    fn finish(&mut self, constant: &Constant) -> Vec<ArrayRef> {
        let rows = self.rows;
        (self.rows, self.rows_with_segment) = (0, 0);
        vec![
            Arc::new(self.ids.finish()),
            Arc::new(Int64Array::from_value(constant.commit_seq, rows)),
            repeated(&constant.reading, rows),
            repeated(&constant.host, rows),
            Arc::new(self.claimed_at.finish().with_timezone("UTC")),
            words(&mut self.precision),
            Arc::new(self.observed_at.finish().with_timezone("UTC")),
            {
                let mut times = TimestampMicrosecondBuilder::with_capacity(rows);
                times.append_value_n(constant.ingested_at.0, rows);
                Arc::new(times.finish().with_timezone("UTC"))
            },
            words(&mut self.time_note),
            Arc::new(self.segments.finish()),
            Arc::new(self.offsets.finish()),
            Arc::new(self.lengths.finish()),
        ]
    }
}

fn repeated(text: &str, rows: usize) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(std::iter::repeat_n(text, rows)))
}

/// A column of few different words; the rows are taken.
pub(super) fn words(rows: &mut Vec<Option<&'static str>>) -> ArrayRef {
    let rows = std::mem::take(rows);
    let first = rows.first().copied().flatten();
    // Mostly they are all the same.
    match first.filter(|_| rows.iter().all(|word| *word == first)) {
        Some(word) => repeated(word, rows.len()),
        None if rows.iter().all(Option::is_none) => Arc::new(StringArray::new_null(rows.len())),
        None => Arc::new(StringArray::from(rows)),
    }
}

/// Appending 16 bytes to a 16-byte column cannot fail; a null keeps the rows aligned if it did.
pub(crate) fn push_id(column: &mut FixedSizeBinaryBuilder, id: &[u8; 16]) {
    if column.append_value(id).is_err() {
        column.append_null();
    }
}

/// The pseudonyms of a publication, by their numbers.
pub(super) struct PublicationKeys {
    pub(super) publication: Option<usize>,
    pub(super) author: Option<usize>,
    pub(super) repost_of: Option<usize>,
    pub(super) reply_to: Option<usize>,
}

/// Builds the rows of one table of observations.
pub(super) struct TableRows {
    pub(super) table: &'static Table,
    pub(super) observed: ObservedColumns,
    texts: Vec<StringBuilder>,
    integers: Vec<Int64Builder>,
    /// For each own column of the table, in order: is it text, and at which place.
    layout: &'static [Slot],
    text_bytes: usize,
}

/// Where an own column of a table is built.
#[derive(Clone, Copy)]
pub(super) enum Slot {
    Text(usize),
    Integer(usize),
    /// The pseudonyms of the addresses in this text column.
    Addresses(usize),
    /// The pseudonyms of accounts or objects, whose numbers are in this integer column.
    Accounts(usize),
    Objects(usize),
}
use Slot::{Integer as I, Text as T};

const PUBLICATION_LAYOUT: &[Slot] = &[
    T(0),
    Slot::Objects(0),
    T(1),
    T(2),
    Slot::Accounts(1),
    T(3),
    T(4),
    T(5),
    T(6),
    T(7),
    T(8),
    T(9),
    T(10),
    T(11),
    T(12),
    Slot::Objects(2),
    T(13),
    Slot::Objects(3),
    T(14),
    T(15),
];
const SHARE_LAYOUT: &[Slot] = &[Slot::Accounts(0), T(0), T(1), T(2)];
const REQUEST_LAYOUT: &[Slot] =
    &[T(0), Slot::Addresses(1), T(1), T(2), T(3), T(4), T(5), T(6), I(0), I(1), T(7), T(8), I(2)];
const LOGIN_LAYOUT: &[Slot] = &[T(0), T(1), T(2), T(3), I(0), T(4), I(1), T(5), T(6), T(7)];
const REJECTED_LAYOUT: &[Slot] = &[T(0), I(0), I(1), T(1), T(2)];

impl TableRows {
    pub(super) fn new(table: &'static Table, layout: &'static [Slot]) -> Self {
        let texts = layout.iter().filter(|slot| matches!(slot, Slot::Text(_))).count();
        let integers =
            |slot: &&Slot| matches!(slot, Slot::Integer(_) | Slot::Accounts(_) | Slot::Objects(_));
        let integers = layout.iter().filter(integers).count();
        Self {
            table,
            observed: ObservedColumns::new(),
            texts: (0..texts).map(|_| StringBuilder::new()).collect(),
            integers: (0..integers).map(|_| Int64Builder::new()).collect(),
            layout,
            text_bytes: 0,
        }
    }

    pub(super) fn publications() -> Self {
        Self::new(PUBLICATION_RECORDS, PUBLICATION_LAYOUT)
    }

    pub(super) fn shares() -> Self {
        Self::new(SHARE_RECORDS, SHARE_LAYOUT)
    }

    pub(super) fn requests() -> Self {
        Self::new(REQUEST_RECORDS, REQUEST_LAYOUT)
    }

    pub(super) fn logins() -> Self {
        Self::new(LOGIN_RECORDS, LOGIN_LAYOUT)
    }

    pub(super) fn rejected() -> Self {
        Self::new(REJECTED, REJECTED_LAYOUT)
    }

    pub(super) fn rows(&self) -> usize {
        self.observed.rows
    }

    /// Roughly how many bytes of text are waiting.
    pub(super) fn text_bytes(&self) -> usize {
        self.text_bytes
    }

    pub(super) fn close_segment(&mut self, segment: SegmentId) {
        self.observed.close_segment(segment);
    }

    pub(super) fn push_texts(&mut self, values: &[Option<&str>]) {
        for (column, value) in self.texts.iter_mut().zip(values) {
            self.text_bytes += value.map_or(0, str::len);
            column.append_option(*value);
        }
    }

    pub(super) fn push_integers(&mut self, values: &[Option<i64>]) {
        for (column, value) in self.integers.iter_mut().zip(values) {
            column.append_option(*value);
        }
    }

    pub(super) fn push_publication(
        &mut self,
        observed: &Observed,
        row: &Publication<'_>,
        keys: &PublicationKeys,
    ) {
        self.observed.push(observed);
        self.push_texts(&[
            row.platform,
            row.native_id,
            row.kind,
            row.author_id,
            row.author_name,
            row.title,
            row.text,
            row.url,
            row.language,
            row.links,
            row.hashtags,
            row.domains,
            row.images,
            row.repost_of,
            row.reply_to,
            row.label,
        ]);
        let keys = [keys.publication, keys.author, keys.repost_of, keys.reply_to];
        self.push_integers(&keys.map(|key| key.map(number)));
    }

    pub(super) fn push_share(&mut self, observed: &Observed, row: &Share<'_>, account: usize) {
        self.observed.push(observed);
        self.push_texts(&[Some(row.account_id), Some(row.object_id), row.content_id]);
        self.push_integers(&[Some(number(account))]);
    }

    /// The pseudonyms of the source addresses are made for all rows together, in
    /// [`TableRows::finish`].
    pub(super) fn push_request(&mut self, observed: &Observed, row: &Request<'_>) {
        self.observed.push(observed);
        // Whose page it is stands in some paths: `/unsubscribe/name@host`.
        let [path, referer, agent] =
            [row.path, row.referer, row.agent].map(|text| text.map(gate::without_mail));
        self.push_texts(&[
            row.vhost,
            Some(row.source_address),
            row.remote_user,
            row.method,
            path.as_deref(),
            row.query,
            row.protocol,
            referer.as_deref(),
            agent.as_deref(),
        ]);
        self.push_integers(&[row.status, row.bytes, row.duration_us]);
    }

    pub(super) fn push_login(&mut self, observed: &Observed, row: &Login<'_>, keys: LoginKeys<'_>) {
        self.observed.push(observed);
        self.push_texts(&[
            Some(row.service),
            row.machine,
            Some(row.outcome.word()),
            row.method,
            row.source_address,
            keys.shape,
            if row.user_known { row.user } else { None },
            row.session,
        ]);
        self.push_integers(&[keys.source.map(|key| key.0), keys.user.map(|key| key.0)]);
    }

    pub(super) fn push_reject(&mut self, observed: &Observed, row: &RejectRow<'_>) {
        self.observed.push(observed);
        self.push_texts(&[Some(row.file), Some(row.reason.word()), Some(row.detail)]);
        self.push_integers(&[Some(row.line), Some(row.file_offset)]);
    }

    /// The rows so far, as one batch in the table's schema.
    pub(super) fn finish(
        &mut self,
        constant: &Constant,
        keys: &PersonKeys,
        named: &Keys,
    ) -> Result<RecordBatch, arrow_schema::ArrowError> {
        let mut columns = self.observed.finish(constant);
        let texts: Vec<Arc<StringArray>> = self.texts.iter_mut().map(finish_text).collect();
        let integers: Vec<Int64Array> =
            self.integers.iter_mut().map(Int64Builder::finish).collect();
        columns.extend(self.layout.iter().map(|slot| match *slot {
            Slot::Text(at) => Arc::clone(&texts[at]) as ArrayRef,
            Slot::Integer(at) => Arc::new(integers[at].clone()),
            Slot::Accounts(at) => Arc::new(by_number(&integers[at], &named.accounts)),
            Slot::Objects(at) => Arc::new(by_number(&integers[at], &named.objects)),
            Slot::Addresses(at) => Arc::new(address_keys(keys, &texts[at])),
        }));
        self.text_bytes = 0;
        RecordBatch::try_new(self.table.schema(), columns)
    }
}

fn number(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The keys of those numbers. Under a null stands any number.
fn by_number(numbers: &Int64Array, keys: &[i64]) -> Int64Array {
    let key = |number: i64| usize::try_from(number).ok().and_then(|at| keys.get(at).copied());
    numbers.unary(|number| key(number).unwrap_or(0))
}

/// Finishes a column; the next one gets about as much room at once, so that it need not grow.
fn finish_text(column: &mut StringBuilder) -> Arc<StringArray> {
    let finished = column.finish();
    let (rows, bytes) = (finished.len(), finished.value_data().len());
    *column = StringBuilder::with_capacity(rows + rows / 8, bytes + bytes / 8);
    Arc::new(finished)
}

/// The pseudonyms of one login row.
#[derive(Clone, Copy)]
pub(super) struct LoginKeys<'a> {
    pub(super) source: Option<Key>,
    pub(super) user: Option<Key>,
    pub(super) shape: Option<&'a str>,
}

/// What stands in the `rejected` table besides the observed columns.
#[derive(Clone, Copy)]
pub(super) struct RejectRow<'a> {
    pub(super) file: &'a str,
    pub(super) line: i64,
    pub(super) file_offset: i64,
    pub(super) reason: Reason,
    pub(super) detail: &'a str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_builds_an_empty_batch_in_its_schema() {
        let constant = Constant {
            commit_seq: 1,
            reading: String::new(),
            host: String::new(),
            ingested_at: Timestamp(0),
        };
        let keys = PersonKeys::from_secret(&[1; 32]);
        for mut rows in [
            TableRows::publications(),
            TableRows::shares(),
            TableRows::requests(),
            TableRows::logins(),
            TableRows::mails(),
            TableRows::names(),
            TableRows::rejected(),
        ] {
            let batch = rows.finish(&constant, &keys, &Keys::default()).unwrap();
            assert_eq!(batch.num_rows(), 0, "{}", rows.table.name);
        }
    }
}
