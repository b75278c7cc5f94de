//! Reading a stream that is not at its end: part by part, with the ids that reading it at once gives.

use vigie_lake::{Digest, OccurrenceCounter, Writer};
use vigie_model::mandate::Mandate;
use vigie_model::time::Timestamp;
use vigie_sources::{Parser, ReadOptions, Reading, Source};

use super::carried::{Carried, Counting};
use super::stream::{House, StreamSink};
use super::{Ended, How, StreamReport, recognise, rows_for};
use crate::{AppError, Project};

/// Distinct records that are counted in memory for one stream; the rest is counted in a work file.
/// Thousands of streams may be open at once.
const COUNTED: usize = 32 << 10;

/// Bytes given to a parser at a time.
const BLOCK: usize = 256 << 10;

/// A stream that is open.
pub(crate) struct Live {
    source: &'static dyn Source,
    parser: Box<dyn Parser>,
    /// Absent once a part could not be stored: the stream then has to be opened anew.
    carried: Option<Carried>,
    opened_at: Timestamp,
}

/// The next bytes of a stream.
pub(crate) struct Part<'a> {
    /// The name of the stream.
    pub(crate) name: &'a str,
    /// The bytes.
    pub(crate) bytes: &'a [u8],
    /// Nothing comes after them.
    pub(crate) is_last: bool,
    /// What the stream is collected for.
    pub(crate) mandate: &'a Mandate,
}

impl Live {
    /// The source that reads it.
    pub(crate) fn source(&self) -> &'static str {
        self.source.id()
    }

    /// When it was opened: years that stamps leave out are guessed from there.
    pub(crate) const fn opened_at(&self) -> Timestamp {
        self.opened_at
    }

    /// Goes over bytes that were stored before.
    ///
    /// # Errors
    /// When a work file cannot be written.
    pub(crate) fn pass_over(&mut self, bytes: &[u8]) -> Result<(), AppError> {
        let carried = self.carried.as_mut().ok_or(LOST)?;
        let mut counting = Counting::new(carried);
        for block in bytes.chunks(BLOCK) {
            self.parser.feed(block, &mut counting);
        }
        counting.finish()
    }
}

const LOST: AppError = AppError::Bug("a stream goes on after a part of it was lost");

impl Project {
    /// Opens a stream that begins with these bytes; they are not taken yet.
    ///
    /// # Errors
    /// When no source fits, or the mapping is wrong.
    pub(crate) fn live(&self, head: &[u8], name: &str, how: &How) -> Result<Live, AppError> {
        let source = recognise(head, name, how)?;
        let options = ReadOptions {
            mapping: how.mapping.clone(),
            host: how.host.clone(),
            zone: self.config.zone_of(&how.host).clone(),
            reference: self.system.now(),
            proxies: self.config.attacks.proxies(),
        };
        let parser = source.parser(&options)?;
        let reading = Reading {
            source: source.id().to_owned(),
            version: source.version(),
            options: String::new(),
            host: options.host,
        };
        let counter = OccurrenceCounter::with_limit(self.lake.root(), COUNTED);
        let carried = Some(Carried::new(reading, counter));
        Ok(Live { source, parser, carried, opened_at: options.reference })
    }

    /// Stores the next part of a stream.
    ///
    /// # Errors
    /// When the lake cannot be written; the stream then has to be opened anew.
    pub(crate) fn store_part(
        &self,
        writer: &mut Writer,
        live: &mut Live,
        part: &Part<'_>,
    ) -> Result<StreamReport, AppError> {
        let house = House {
            keys: &self.keys,
            file: part.name,
            ingested_at: self.system.now(),
            fetched_at: None,
            keep: self.keep_of(live.source),
            work: self.lake.root(),
        };
        let carried = live.carried.take().ok_or(LOST)?;
        let mut sink = StreamSink::going_on(writer, house, rows_for(live.source)?, carried);
        for block in part.bytes.chunks(BLOCK) {
            live.parser.feed(block, &mut sink);
            sink.check()?;
        }
        if part.is_last {
            live.parser.finish(&mut sink);
        }
        sink.finish()?;
        let tally = sink.tally.clone();
        let carried = sink.into_carried();
        let length = part.bytes.len() as u64;
        let ended = Ended {
            file: part.name,
            reading: &carried.reading,
            raw_bytes: length,
            raw_digest: Digest::of(part.bytes),
            bytes: length,
            incomplete: None,
            mandate: part.mandate,
        };
        let report = ended.note(writer, tally)?;
        live.carried = Some(carried);
        Ok(report)
    }
}
