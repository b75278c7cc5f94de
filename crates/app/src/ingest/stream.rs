//! From records to the lake: gives each record its identity and place, builds rows, asks the lake
//! what it holds already, and hands over what is new.

use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, BooleanArray, RecordBatch, TimestampMicrosecondArray};
use vigie_kernels::text::name_shape;
use vigie_lake::{ClosedSegment, Echo, Keep, OccurrenceCounter, SegmentCutter, TimeTrust, Writer};
use vigie_model::key::KeyKind;
use vigie_model::schema::ACT_ROWS;
use vigie_model::time::Timestamp;
use vigie_model::{PersonKeys, SignalId};
use vigie_sources::{ClaimedTime, Notice, Raw, Reading, Reason, Record, RecordSink, TimeNote};

use super::act_rows::{Act, ActRows};
use super::acts;
use super::addresses::address_key;
use super::ahead::Ahead;
use super::carried::{Carried, claimed_of, usable};
use super::pseudonyms::Named;
use super::rows::{Constant, LoginKeys, Observed, PublicationKeys, RejectRow, TableRows};
use super::tally::{AbsentField, DatesRead, DroppedCount, Tally};
use crate::AppError;

/// Rows are handed over at the first segment boundary after this many rows or bytes of text.
const FLUSH_ROWS: usize = 8 << 10;
const FLUSH_BYTES: usize = 24 << 20;

/// What a stream needs to know about the house.
pub(super) struct House<'a> {
    pub(super) keys: &'a PersonKeys,
    pub(super) file: &'a str,
    pub(super) ingested_at: Timestamp,
    /// When it was fetched: what the source does not say was observed then.
    pub(super) fetched_at: Option<Timestamp>,
    pub(super) keep: Keep,
    /// A folder for work files.
    pub(super) work: &'a Path,
}

/// A segment that is complete but not yet handed over, with the rows that stand before its end.
struct Waiting {
    segment: ClosedSegment,
    rows_before_end: usize,
    rejects_before_end: usize,
}

/// Takes the records of one stream.
pub(super) struct StreamSink<'a> {
    writer: &'a mut Writer,
    house: House<'a>,
    carried: Carried,
    constant: Constant,
    cutter: SegmentCutter,
    rows: TableRows,
    rejected: TableRows,
    acts: ActRows,
    named: Named,
    waiting: Vec<Waiting>,
    ahead: Ahead,
    /// How far the claimed times of the rows that wait can be relied on.
    trust: TimeTrust,
    pub(super) tally: Tally,
    failure: Option<AppError>,
}

impl<'a> StreamSink<'a> {
    pub(super) fn new(
        writer: &'a mut Writer,
        house: House<'a>,
        rows: TableRows,
        reading: Reading,
    ) -> Self {
        let counter = OccurrenceCounter::new(house.work);
        Self::going_on(writer, house, rows, Carried::new(reading, counter))
    }

    /// For the next part of a stream of which parts were read.
    pub(super) fn going_on(
        writer: &'a mut Writer,
        house: House<'a>,
        rows: TableRows,
        carried: Carried,
    ) -> Self {
        writer.begin_stream();
        let constant = Constant {
            commit_seq: i64::try_from(writer.seq()).unwrap_or(i64::MAX),
            reading: reading_digest(&carried.reading),
            host: carried.reading.host.clone(),
            ingested_at: house.ingested_at,
        };
        Self {
            writer,
            house,
            carried,
            constant,
            cutter: SegmentCutter::new(),
            rows,
            rejected: TableRows::rejected(),
            acts: ActRows::new(),
            named: Named::default(),
            waiting: Vec::new(),
            ahead: Ahead::default(),
            trust: TimeTrust::Exact,
            tally: Tally::default(),
            failure: None,
        }
    }

    /// How the stream is read.
    pub(super) const fn reading(&self) -> &Reading {
        &self.carried.reading
    }

    /// What the next part of the stream needs.
    pub(super) fn into_carried(self) -> Carried {
        self.carried
    }

    /// The first failure, if one happened: the caller stops feeding.
    pub(super) fn check(&mut self) -> Result<(), AppError> {
        self.failure.take().map_or(Ok(()), Err)
    }

    /// Closes the last segment and hands over what is left.
    pub(super) fn finish(&mut self) -> Result<(), AppError> {
        if let Some(closed) = self.cutter.close() {
            self.close(closed);
        }
        self.flush()?;
        self.check()
    }

    fn observe(
        &mut self,
        raw: &Raw<'_>,
        claimed: Option<ClaimedTime>,
        observed_at: Option<Timestamp>,
    ) -> Option<Observed> {
        if self.failure.is_some() {
            return None;
        }
        let hash = self.ahead.take(raw).unwrap_or_else(|| self.carried.scope.record(raw.bytes));
        let at = usable(claimed);
        if at.is_none() {
            self.tally.untimed += 1;
        }
        match claimed.and_then(|claimed| claimed.note) {
            Some(TimeNote::YearAssumed) => self.trust = TimeTrust::YearAssumed,
            Some(TimeNote::ZoneAssumed) if self.trust == TimeTrust::Exact => {
                self.trust = TimeTrust::ZoneAssumed;
            }
            _ => {}
        }
        let id = match self.carried.id(hash, at) {
            Ok(id) => id,
            Err(error) => {
                self.failure = Some(error.into());
                return None;
            }
        };
        let (head, _) = hash.split_at(8);
        let cut_hash = head.try_into().map_or(0, u64::from_le_bytes);
        let placement = self.cutter.push_line(cut_hash, raw.bytes);
        if let Some(closed) = placement.closed {
            self.close(closed);
        }
        Some(Observed {
            id,
            claimed,
            observed_at: observed_at.or(self.house.fetched_at),
            segment_offset: placement.offset.try_into().unwrap_or(i64::MAX),
            length: raw.bytes.len().try_into().unwrap_or(i64::MAX),
        })
    }

    fn close(&mut self, segment: ClosedSegment) {
        self.rows.close_segment(segment.id());
        self.rejected.close_segment(segment.id());
        self.waiting.push(Waiting {
            segment,
            rows_before_end: self.rows.rows(),
            rejects_before_end: self.rejected.rows(),
        });
        let rows = self.rows.rows() + self.rejected.rows();
        if (rows >= FLUSH_ROWS || self.rows.text_bytes() >= FLUSH_BYTES)
            && let Err(error) = self.flush()
        {
            self.failure = Some(error);
        }
    }

    fn flush(&mut self) -> Result<(), AppError> {
        let keys = self.house.keys;
        let named = self.named.keys(keys);
        let rows = self.rows.finish(&self.constant, keys, &named)?;
        let rejected = self.rejected.finish(&self.constant, keys, &named)?;
        let (acts, origins) = self.acts.finish(self.constant.commit_seq, &named)?;
        let rows_known = self.known(&rows, self.rows.table)?;
        let rejected_known = self.known(&rejected, self.rejected.table)?;
        self.keep_segments((&rows, &rows_known), (&rejected, &rejected_known))?;

        let new = new_rows(&rows_known);
        self.tally.new += new;
        self.tally.known += rows.num_rows() as u64 - new;
        self.tally.rejects.new += new_rows(&rejected_known);
        let acts_known: BooleanArray =
            origins.iter().map(|&row| Some(rows_known.value(row as usize))).collect();
        self.append(self.rows.table, rows, &rows_known)?;
        self.append(self.rejected.table, rejected, &rejected_known)?;
        self.append(ACT_ROWS, acts, &acts_known)
    }

    fn known(
        &mut self,
        batch: &RecordBatch,
        table: &'static vigie_model::schema::Table,
    ) -> Result<BooleanArray, AppError> {
        if batch.num_rows() == 0 {
            return Ok(BooleanArray::from(Vec::<bool>::new()));
        }
        let ids = batch.column(0).as_fixed_size_binary();
        let times = batch
            .column_by_name(table.time_column)
            .and_then(|column| column.as_any().downcast_ref::<TimestampMicrosecondArray>())
            .ok_or(AppError::Bug("an observation table lacks its time column"))?;
        Ok(self.writer.known_with(table, ids, times, self.trust)?)
    }

    fn append(
        &mut self,
        table: &'static vigie_model::schema::Table,
        batch: RecordBatch,
        known: &BooleanArray,
    ) -> Result<(), AppError> {
        let batch = match new_rows(known) {
            0 => return Ok(()),
            new if new == batch.num_rows() as u64 => batch,
            _ => arrow_select::filter::filter_record_batch(
                &batch,
                &known.iter().map(|known| known.map(|known| !known)).collect(),
            )?,
        };
        Ok(self.writer.append(table, batch)?)
    }

    /// Keeps the waiting segments that hold at least one new row. The known rows in them leave an
    /// echo there: forgetting must find every copy of their bytes.
    fn keep_segments(
        &mut self,
        (rows, rows_known): (&RecordBatch, &BooleanArray),
        (rejected, rejected_known): (&RecordBatch, &BooleanArray),
    ) -> Result<(), AppError> {
        let (mut row, mut reject) = (0, 0);
        for waiting in std::mem::take(&mut self.waiting) {
            let (row_span, reject_span) =
                (row..waiting.rows_before_end, reject..waiting.rejects_before_end);
            (row, reject) = (row_span.end, reject_span.end);
            let has_new = row_span.clone().any(|at| !rows_known.value(at))
                || reject_span.clone().any(|at| !rejected_known.value(at));
            if !has_new {
                continue;
            }
            self.writer.put_closed(&waiting.segment, self.house.keep)?;
            let known = row_span.filter(|&at| rows_known.value(at)).map(|at| echo(rows, at));
            let known = known.chain(
                reject_span.filter(|&at| rejected_known.value(at)).map(|at| echo(rejected, at)),
            );
            let echoes: Option<Vec<Echo>> = known.collect();
            let echoes = echoes.ok_or(AppError::Bug("an observation table changed its columns"))?;
            self.writer.note_echoes(waiting.segment.id(), &echoes)?;
            self.cutter.recycle(waiting.segment);
        }
        Ok(())
    }

    fn login_keys(
        &self,
        login: &vigie_sources::Login<'_>,
    ) -> (Option<vigie_model::Key>, Option<vigie_model::Key>, Option<String>) {
        let keys = self.house.keys;
        let source = login.source_address.map(|address| address_key(keys, address));
        let user = login.user.map(|name| keys.key(KeyKind::Login, name.as_bytes()));
        let shape = login.user.filter(|_| !login.user_known).map(name_shape);
        (source, user, shape)
    }
}

/// The short name under which rows refer to their reading.
pub(crate) fn reading_digest(reading: &Reading) -> String {
    let digest: [u8; 6] = vigie_model::hash::FieldHasher::new("vigie reading v1")
        .field(&reading.source)
        .field(reading.version.to_le_bytes())
        .field(&reading.options)
        .field(&reading.host)
        .finish();
    vigie_model::hash::to_hex(&digest)
}

/// Where the bytes of a known row stand once more.
fn echo(batch: &RecordBatch, row: usize) -> Option<Echo> {
    let number = |name: &str| -> Option<usize> {
        let column = batch.column_by_name(name)?.as_primitive_opt::<Int64Type>()?;
        usize::try_from(column.value(row)).ok()
    };
    let times =
        batch.column_by_name("claimed_at")?.as_primitive_opt::<TimestampMicrosecondType>()?;
    let id = batch.column_by_name("signal_id")?.as_fixed_size_binary_opt()?.value(row);
    Some(Echo {
        signal: SignalId(id.try_into().ok()?),
        at: times.is_valid(row).then(|| Timestamp(times.value(row))),
        offset: number("segment_offset")?,
        length: number("length")?,
    })
}

fn new_rows(known: &BooleanArray) -> u64 {
    (known.len() - known.true_count()) as u64
}

impl RecordSink for StreamSink<'_> {
    fn ahead(&mut self, next: &[Raw<'_>]) {
        self.ahead.hash(&self.carried.scope, next);
    }

    fn reading(&mut self, reading: &Reading) {
        self.ahead.clear();
        self.carried.read_as(reading);
        self.constant.reading = reading_digest(reading);
        self.constant.host.clone_from(&reading.host);
    }

    fn record(&mut self, raw: Raw<'_>, record: Record<'_>) {
        let observed_at = match record {
            Record::Publication(row) => row.observed_at,
            Record::Mail(row) => row.observed_at,
            Record::Name(row) => row.observed_at,
            Record::Share(_) | Record::Request(_) | Record::Login(_) => None,
        };
        let observed = self.observe(&raw, claimed_of(&record), observed_at);
        let Some(observed) = observed else { return };
        self.tally.first.get_or_insert(observed.id);
        let origin = self.rows.rows();
        let named = &mut self.named;
        match record {
            Record::Publication(row) => {
                let author = row.author_id.or(row.author_name);
                let author = author.map(|id| named.account(row.platform, id));
                // Who tells us something acts on nothing.
                if let Some(account) = author.filter(|_| self.carried.reading.source != "tip") {
                    acts::of_publication(row, |(layer, kernel, name)| {
                        let object = named.object(layer, name);
                        let act = Act { account, object, layer, kernel };
                        self.acts.push(origin, &observed, &act);
                    });
                }
                let mut publication = |id| named.publication(row.platform, id);
                let keys = PublicationKeys {
                    publication: row.native_id.map(&mut publication),
                    author,
                    repost_of: row.repost_of.map(&mut publication),
                    reply_to: row.reply_to.map(&mut publication),
                };
                self.rows.push_publication(&observed, row, &keys);
            }
            Record::Share(row) => {
                let account = named.account(None, row.account_id);
                let (layer, kernel, name) = acts::of_share(row);
                let object = named.object(layer, name);
                self.acts.push(origin, &observed, &Act { account, object, layer, kernel });
                self.rows.push_share(&observed, row, account);
            }
            Record::Request(row) => {
                self.rows.push_request(&observed, row);
            }
            Record::Login(row) => {
                let (source, user, shape) = self.login_keys(row);
                let keys = LoginKeys { source, user, shape: shape.as_deref() };
                self.rows.push_login(&observed, row, keys);
            }
            Record::Mail(row) => self.rows.push_mail(&observed, row, self.house.keys),
            Record::Name(row) => self.rows.push_name(&observed, row),
        }
    }

    fn reject(&mut self, raw: Raw<'_>, reason: Reason, detail: &str) {
        let Some(observed) = self.observe(&raw, None, None) else { return };
        // A reject has no time by nature; it is not an untimed signal.
        self.tally.untimed -= 1;
        self.tally.rejects.count(reason, detail, raw.line);
        if reason == Reason::Truncated {
            self.tally.cut_off = Some(raw.line);
        }
        self.rejected.push_reject(
            &observed,
            &RejectRow {
                file: self.house.file,
                line: raw.line.try_into().unwrap_or(i64::MAX),
                file_offset: raw.offset.try_into().unwrap_or(i64::MAX),
                reason,
                detail,
            },
        );
    }

    fn skipped(&mut self, _: Raw<'_>) {
        self.tally.skipped += 1;
    }

    fn notice(&mut self, notice: &Notice) {
        match notice {
            Notice::FieldAbsent { column, field, nearest, rows_rejected } => {
                self.tally.absent.push(AbsentField {
                    column: column.clone(),
                    field: crate::gate::harmless(field),
                    nearest: nearest.iter().map(|name| crate::gate::harmless(name)).collect(),
                    rows_rejected: *rows_rejected,
                });
            }
            Notice::Dates { column, field, basis } => self.tally.dates.push(DatesRead {
                column: column.clone(),
                field: crate::gate::harmless(field),
                basis: basis.word(),
                line: basis.line(),
            }),
            Notice::CutOff { line } => {
                self.tally.cut_off.get_or_insert(*line);
            }
            Notice::Dropped { what, count } => {
                self.tally.dropped.push(DroppedCount { what, count: *count });
            }
            _ => {}
        }
    }
}
