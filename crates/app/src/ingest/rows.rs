//! Rows on their way to the lake: one builder for each table, filled record by record.

use std::sync::Arc;

use arrow_array::builder::{
    FixedSizeBinaryBuilder, Int64Builder, StringBuilder, TimestampMicrosecondBuilder,
};
use arrow_array::{Array, ArrayRef, Int64Array, RecordBatch, StringArray};
use vigie_model::schema::{
    LOGIN_RECORDS, PUBLICATION_RECORDS, REJECTED, REQUEST_RECORDS, SHARE_RECORDS, Table,
};
use vigie_model::time::{Precision, Timestamp};
use vigie_model::{Key, PersonKeys, SegmentId, SignalId};
use vigie_sources::{ClaimedTime, Login, Publication, Reason, Request, Share, TimeNote};

use super::addresses::address_keys;

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
struct ObservedColumns {
    ids: FixedSizeBinaryBuilder,
    claimed_at: TimestampMicrosecondBuilder,
    precision: StringBuilder,
    observed_at: TimestampMicrosecondBuilder,
    time_note: StringBuilder,
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
            precision: StringBuilder::new(),
            observed_at: TimestampMicrosecondBuilder::new(),
            time_note: StringBuilder::new(),
            segments: FixedSizeBinaryBuilder::new(16),
            offsets: Int64Builder::new(),
            lengths: Int64Builder::new(),
            rows: 0,
            rows_with_segment: 0,
        }
    }

    fn push(&mut self, observed: &Observed) {
        push_id(&mut self.ids, &observed.id.0);
        let claimed = observed.claimed;
        let at = claimed.and_then(|claimed| claimed.at);
        self.claimed_at.append_option(at.map(|at| at.0));
        self.precision.append_option(at.and(claimed).map(|claimed| claimed.precision.word()));
        self.observed_at.append_option(observed.observed_at.map(|at| at.0));
        let note = match claimed {
            None => Some(TimeNote::Missing),
            Some(claimed) => claimed.note,
        };
        self.time_note.append_option(note.map(TimeNote::word));
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
            Arc::new(self.precision.finish()),
            Arc::new(self.observed_at.finish().with_timezone("UTC")),
            {
                let mut times = TimestampMicrosecondBuilder::with_capacity(rows);
                times.append_value_n(constant.ingested_at.0, rows);
                Arc::new(times.finish().with_timezone("UTC"))
            },
            Arc::new(self.time_note.finish()),
            Arc::new(self.segments.finish()),
            Arc::new(self.offsets.finish()),
            Arc::new(self.lengths.finish()),
        ]
    }
}

fn repeated(text: &str, rows: usize) -> ArrayRef {
    let mut column = StringBuilder::with_capacity(rows, rows * text.len());
    for _ in 0..rows {
        column.append_value(text);
    }
    Arc::new(column.finish())
}

/// Appending 16 bytes to a 16-byte column cannot fail; a null keeps the rows aligned if it did.
pub(crate) fn push_id(column: &mut FixedSizeBinaryBuilder, id: &[u8; 16]) {
    if column.append_value(id).is_err() {
        column.append_null();
    }
}

/// The pseudonyms of a publication.
pub(super) struct PublicationKeys {
    pub(super) publication: Option<Key>,
    pub(super) author: Option<Key>,
    pub(super) repost_of: Option<Key>,
    pub(super) reply_to: Option<Key>,
}

/// Builds the rows of one table of observations.
pub(super) struct TableRows {
    pub(super) table: &'static Table,
    observed: ObservedColumns,
    texts: Vec<StringBuilder>,
    integers: Vec<Int64Builder>,
    /// For each own column of the table, in order: is it text, and at which place.
    layout: &'static [Slot],
    text_bytes: usize,
}

/// Where an own column of a table is built.
#[derive(Clone, Copy)]
enum Slot {
    Text(usize),
    Integer(usize),
    /// The pseudonyms of the addresses in this text column.
    Addresses(usize),
}
use Slot::{Integer as I, Text as T};

const PUBLICATION_LAYOUT: &[Slot] = &[
    T(0),
    I(0),
    T(1),
    T(2),
    I(1),
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
    I(2),
    T(13),
    I(3),
    T(14),
    T(15),
];
const SHARE_LAYOUT: &[Slot] = &[I(0), T(0), T(1), T(2)];
const REQUEST_LAYOUT: &[Slot] =
    &[T(0), Slot::Addresses(1), T(1), T(2), T(3), T(4), T(5), T(6), I(0), I(1), T(7), T(8)];
const LOGIN_LAYOUT: &[Slot] = &[T(0), T(1), T(2), T(3), I(0), T(4), I(1), T(5), T(6), T(7)];
const REJECTED_LAYOUT: &[Slot] = &[T(0), I(0), I(1), T(1), T(2)];

impl TableRows {
    fn new(table: &'static Table, layout: &'static [Slot]) -> Self {
        let texts = layout.iter().filter(|slot| matches!(slot, Slot::Text(_))).count();
        let integers = layout.iter().filter(|slot| matches!(slot, Slot::Integer(_))).count();
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

    fn push_texts(&mut self, values: &[Option<&str>]) {
        for (column, value) in self.texts.iter_mut().zip(values) {
            self.text_bytes += value.map_or(0, str::len);
            column.append_option(*value);
        }
    }

    fn push_integers(&mut self, values: &[Option<i64>]) {
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
        self.push_integers(&keys.map(|key| key.map(|key| key.0)));
    }

    pub(super) fn push_share(&mut self, observed: &Observed, row: &Share<'_>, account: Key) {
        self.observed.push(observed);
        self.push_texts(&[Some(row.account_id), Some(row.object_id), row.content_id]);
        self.push_integers(&[Some(account.0)]);
    }

    /// The pseudonyms of the source addresses are made for all rows together, in
    /// [`TableRows::finish`].
    pub(super) fn push_request(&mut self, observed: &Observed, row: &Request<'_>) {
        self.observed.push(observed);
        self.push_texts(&[
            row.vhost,
            Some(row.source_address),
            row.remote_user,
            row.method,
            row.path,
            row.query,
            row.protocol,
            row.referer,
            row.agent,
        ]);
        self.push_integers(&[row.status, row.bytes]);
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
    ) -> Result<RecordBatch, arrow_schema::ArrowError> {
        let mut columns = self.observed.finish(constant);
        let texts: Vec<Arc<StringArray>> = self.texts.iter_mut().map(finish_text).collect();
        let integers: Vec<ArrayRef> =
            self.integers.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef).collect();
        columns.extend(self.layout.iter().map(|slot| match *slot {
            Slot::Text(at) => Arc::clone(&texts[at]) as ArrayRef,
            Slot::Integer(at) => Arc::clone(&integers[at]),
            Slot::Addresses(at) => Arc::new(address_keys(keys, &texts[at])),
        }));
        self.text_bytes = 0;
        RecordBatch::try_new(self.table.schema(), columns)
    }
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

/// Builds `act_rows`, which derive from publications and shares.
pub(super) struct ActRows {
    ids: FixedSizeBinaryBuilder,
    accounts: Int64Builder,
    objects: Int64Builder,
    layers: StringBuilder,
    at: TimestampMicrosecondBuilder,
    precision: StringBuilder,
    kernels: StringBuilder,
    /// The observation row (in its batch) that each act derives from.
    origins: Vec<u32>,
}

impl ActRows {
    pub(super) fn new() -> Self {
        Self {
            ids: FixedSizeBinaryBuilder::new(16),
            accounts: Int64Builder::new(),
            objects: Int64Builder::new(),
            layers: StringBuilder::new(),
            at: TimestampMicrosecondBuilder::new(),
            precision: StringBuilder::new(),
            kernels: StringBuilder::new(),
            origins: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, origin: usize, observed: &Observed, act: &Act) {
        push_id(&mut self.ids, &observed.id.0);
        self.accounts.append_value(act.account.0);
        self.objects.append_value(act.object.0);
        self.layers.append_value(act.layer);
        let at = observed.usable_time();
        self.at.append_option(at.map(|at| at.0));
        let precision = observed.claimed.map(|claimed| claimed.precision);
        self.precision.append_option(at.and(precision).map(Precision::word));
        self.kernels.append_value(act.kernel);
        self.origins.push(u32::try_from(origin).unwrap_or(u32::MAX));
    }

    /// The acts so far and the origin row of each.
    pub(super) fn finish(
        &mut self,
        commit_seq: i64,
    ) -> Result<(RecordBatch, Vec<u32>), arrow_schema::ArrowError> {
        let origins = std::mem::take(&mut self.origins);
        let ids = self.ids.finish();
        let rows = ids.len();
        let batch = RecordBatch::try_new(
            vigie_model::schema::ACT_ROWS.schema(),
            vec![
                Arc::new(ids),
                Arc::new(Int64Array::from_value(commit_seq, rows)),
                Arc::new(self.accounts.finish()),
                Arc::new(self.objects.finish()),
                Arc::new(self.layers.finish()),
                Arc::new(self.at.finish().with_timezone("UTC")),
                Arc::new(self.precision.finish()),
                Arc::new(self.kernels.finish()),
            ],
        )?;
        Ok((batch, origins))
    }
}

/// One derived act.
#[derive(Clone, Copy, Debug)]
pub(super) struct Act {
    pub(super) account: Key,
    pub(super) object: Key,
    pub(super) layer: &'static str,
    pub(super) kernel: &'static str,
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
            TableRows::rejected(),
        ] {
            assert_eq!(rows.finish(&constant, &keys).unwrap().num_rows(), 0, "{}", rows.table.name);
        }
        assert_eq!(ActRows::new().finish(1).unwrap().0.num_rows(), 0);
    }
}
