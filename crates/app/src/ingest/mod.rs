//! Reading what people bring: recognise the format, parse, give identities, commit.

mod act_rows;
mod acts;
mod addresses;
mod ahead;
mod carried;
mod folder;
mod input;
mod live;
mod mail_rows;
mod members;
mod parquet_rows;
pub mod picture;
mod pseudonyms;
mod recognise;
mod rows;
mod stream;
mod tally;
mod unknown;

use std::time::Duration;

use serde::Serialize;
use vigie_lake::{Digest, Keep, StreamNote, Writer};
use vigie_model::SignalId;
use vigie_model::event::{Event, EventSink};
use vigie_model::mandate::Mandate;
use vigie_sources::{ReadOptions, Reading, Source};

pub(crate) use acts::account_key;
pub(crate) use addresses::address_key;
pub use input::Input;
pub(crate) use live::{Live, Part};
pub use members::SheetsRead;
pub(crate) use members::head_of;
pub(crate) use rows::push_id;
pub use tally::{AbsentField, DatesRead, DroppedCount, RejectCount};
pub use unknown::Looks;
pub(crate) use unknown::{POLLS, looks};

pub(crate) use recognise::best_source;
use recognise::recognise;

use crate::config::parse_mapping;
use crate::{AppError, Project};
use input::Opened;
use rows::TableRows;
use stream::{House, StreamSink};
use tally::Tally;

/// What to read and how.
#[derive(Clone, Debug, Default)]
pub struct IngestRequest {
    /// The inputs, in order.
    pub inputs: Vec<Input>,
    /// Force a source by id instead of recognising it.
    pub source: Option<String>,
    /// A column mapping, as typed: `text=message,author_id=user_id,platform='telegram'`.
    pub map: Option<String>,
    /// A mapping stored in `vigie.toml` under this name.
    pub stored_map: Option<String>,
    /// The label of the machine or export that the streams come from.
    pub host: Option<String>,
    /// The mandate that the ingest belongs to.
    pub mandate: Option<String>,
    /// Of spreadsheets this sheet alone.
    pub sheet: Option<String>,
}

/// How the inputs of one request are read.
#[derive(Clone, Default)]
pub(crate) struct How {
    source: Option<String>,
    mapping: Vec<(String, String)>,
    host: String,
}

impl How {
    /// The same, by this source where none is named.
    pub(crate) fn or_source(&self, source: &str) -> Self {
        let named = self.source.clone().unwrap_or_else(|| source.to_owned());
        Self { source: Some(named), ..self.clone() }
    }
}

/// What became of one input.
#[derive(Clone, Debug, Serialize)]
pub struct StreamReport {
    /// The file name, through the gate.
    pub file: String,
    /// The source that read it.
    pub source: String,
    /// Bytes on disk that were read.
    pub bytes: u64,
    /// Signals added.
    pub new: u64,
    /// Signals that were held already.
    pub known: u64,
    /// Headers, blank lines, lines of other programs.
    pub skipped: u64,
    /// Signals whose time is missing or cannot be used.
    pub untimed: u64,
    /// Rows set aside.
    pub rejected: u64,
    /// Rows set aside, by reason.
    pub rejects: Vec<RejectCount>,
    /// Why it was not read to its end, if it was not.
    pub incomplete: Option<String>,
    /// Fields that the mapping names and the stream does not have.
    pub absent: Vec<AbsentField>,
    /// Records that were read and are no signal, by kind; they are among `skipped`.
    pub dropped: Vec<DroppedCount>,
    /// How dates were read, where that is no matter of course.
    pub dates: Vec<DatesRead>,
}

impl StreamReport {
    /// Adds the next part of the same stream.
    pub(crate) fn go_on(&mut self, part: Self) {
        let sums = [
            (&mut self.bytes, part.bytes),
            (&mut self.new, part.new),
            (&mut self.known, part.known),
            (&mut self.skipped, part.skipped),
            (&mut self.untimed, part.untimed),
            (&mut self.rejected, part.rejected),
        ];
        for (sum, more) in sums {
            *sum = sum.saturating_add(more);
        }
        for more in part.rejects {
            match self.rejects.iter_mut().find(|held| held.reason == more.reason) {
                Some(held) => held.go_on(more),
                None => self.rejects.push(more),
            }
        }
    }
}

/// What an ingest did.
#[derive(Clone, Debug, Serialize)]
pub struct IngestReport {
    /// The commit that holds it; `None` when nothing was new.
    pub commit: Option<u64>,
    /// The mandate that it belongs to.
    pub mandate: String,
    /// One entry an input.
    pub streams: Vec<StreamReport>,
    /// Spreadsheets of several sheets.
    pub sheets: Vec<SheetsRead>,
}

impl IngestReport {
    /// Whether everything that could be read was held already. The commit then only notes that it
    /// was read once more.
    #[must_use]
    pub fn adds_nothing(&self) -> bool {
        let sum = |count: fn(&StreamReport) -> u64| self.streams.iter().map(count).sum::<u64>();
        sum(|stream| stream.new) == 0 && (sum(|stream| stream.known) > 0 || self.commit.is_none())
    }

    /// Whether some input was not read to its end.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        self.streams.iter().any(|stream| stream.incomplete.is_some())
    }
}

impl Project {
    /// Reads inputs into the lake, in one commit.
    ///
    /// # Errors
    /// When an input cannot be opened or recognised, the mapping is wrong, or the lake cannot be
    /// written. Nothing is committed then. Input that breaks in the middle is not an error: what
    /// was read is kept and the report says so.
    pub fn ingest(&self, request: &IngestRequest) -> Result<IngestReport, AppError> {
        self.ingest_noting(request).map(|(report, _)| report)
    }

    /// As [`Project::ingest`], with the first signal that was read.
    pub(crate) fn ingest_noting(
        &self,
        request: &IngestRequest,
    ) -> Result<(IngestReport, Option<SignalId>), AppError> {
        let mandate = self.mandate(request.mandate.as_deref())?;
        let how = self.how(request)?;
        let mut writer = self.lake.begin(self.system.now())?;
        self.note_key(&mut writer)?;
        let mut streams = Vec::with_capacity(request.inputs.len());
        let (mut first, mut sheets) = (None, Vec::new());
        let avoided = self.own_folders();
        let inputs = request.inputs.iter().filter(|one| !picture::is_words(one, &request.inputs));
        for input in inputs {
            let pictured = picture::of(input, &how, self.system.now())?;
            let (input, how) = pictured.as_ref().map_or((input, &how), |(line, how)| (line, how));
            let members = members::of(input, request.sheet.as_deref(), &how.mapping, &avoided)?;
            sheets.extend(members.sheets());
            let mut unread = members::Unread::of(&members);
            for stream in &members.streams {
                let whole = members.book.as_ref().unwrap_or(stream);
                match self.ingest_one(&mut writer, (stream, whole), how, &mandate) {
                    Ok((mut report, signal)) => {
                        first = first.or(signal);
                        members.tell_media(&mut report);
                        streams.push(report);
                    }
                    Err(error) => streams.push(unread.set_aside(error, stream, self)?),
                }
            }
        }
        let committed = writer.commit()?;
        let commit = committed.changed.then_some(committed.seq);
        self.tell_commit("ingest", commit);
        Ok((IngestReport { commit, mandate: mandate.id.clone(), streams, sheets }, first))
    }

    /// How to read: the stored reading that was named, with what was typed on top.
    pub(crate) fn how(&self, request: &IngestRequest) -> Result<How, AppError> {
        let mut how = How::default();
        if let Some(name) = &request.stored_map {
            let stored = self.config.maps.get(name).ok_or_else(|| AppError::UnknownMap {
                name: name.clone(),
                known: self.config.maps.keys().cloned().collect(),
            })?;
            how.source.clone_from(&stored.source);
            if let Some(text) = &stored.map {
                how.mapping = parse_mapping(text)?;
            }
            how.host = stored.host.clone().unwrap_or_default();
        }
        if let Some(text) = &request.map {
            how.mapping = parse_mapping(text)?;
        }
        if let Some(source) = &request.source {
            how.source = Some(source.clone());
        }
        if let Some(host) = &request.host {
            how.host.clone_from(host);
        }
        Ok(how)
    }

    fn ingest_one(
        &self,
        writer: &mut Writer,
        (input, whole): (&Input, &Input),
        how: &How,
        mandate: &Mandate,
    ) -> Result<(StreamReport, Option<SignalId>), AppError> {
        let file = input.name();
        let mut opened = Opened::open(input)?;
        let offering = |error| self.offering(error, whole, opened.head());
        let source = recognise(opened.head(), &file, how).map_err(offering)?;
        let options = ReadOptions {
            mapping: how.mapping.clone(),
            host: how.host.clone(),
            zone: self.config.zone_of(&how.host).clone(),
            reference: self.system.now(),
            proxies: self.config.attacks.proxies(),
        };
        let parser = source.parser(&options).map_err(AppError::from);
        let mut parser = parser.map_err(|error| self.offering(error, whole, opened.head()))?;
        let house = House {
            keys: &self.keys,
            file: &file,
            ingested_at: self.system.now(),
            fetched_at: input.fetched_at(),
            keep: self.keep_of(source),
            work: self.lake.root(),
        };
        let reading = Reading {
            source: source.id().to_owned(),
            version: source.version(),
            options: String::new(),
            host: options.host.clone(),
        };
        let mut sink = StreamSink::new(writer, house, rows_for(source)?, reading);
        let shown = crate::gate::harmless(&file);
        let mut progress = Progress::start(&*self.system.events, &shown, opened.total);
        let mut buffer = vec![0; 256 << 10];
        let mut incomplete = None;
        loop {
            match opened.next(&mut buffer) {
                Ok(0) => break,
                Ok(count) => parser.feed(&buffer[..count], &mut sink),
                Err(error) => {
                    incomplete = Some(crate::gate::harmless(&error.to_string()));
                    break;
                }
            }
            sink.check()?;
            progress.advance(opened.raw_read());
        }
        parser.finish(&mut sink);
        sink.finish()?;
        progress.finish();
        let (tally, reading) = (sink.tally.clone(), sink.reading().clone());
        let first = tally.first;
        let incomplete = incomplete.or_else(|| tally.cut_off.map(|line| self.cut_off(line)));
        let ended = Ended {
            file: &file,
            reading: &reading,
            raw_bytes: opened.raw_read(),
            raw_digest: Digest(opened.raw_digest()),
            bytes: opened.bytes_out(),
            incomplete,
            mandate,
        };
        Ok((ended.note(writer, tally)?, first))
    }

    /// What is told of a stream that ends inside a record or a list, on this line.
    fn cut_off(&self, line: u64) -> String {
        let words = crate::words::Words::new(self.config.language);
        words.say("ingest-cut-off", &[("line", line.to_string().into())])
    }

    /// Publications are always kept with their bytes; logs until a detect run has read them,
    /// unless `keep = "all"`.
    fn keep_of(&self, source: &dyn Source) -> Keep {
        let is_log = matches!(source.table(), "request_records" | "login_records" | "name_records");
        if is_log && !self.keeps_all() { Keep::UntilDetect } else { Keep::Always }
    }
}

/// A stream, or a part of one, that was read.
struct Ended<'a> {
    file: &'a str,
    reading: &'a Reading,
    raw_bytes: u64,
    raw_digest: Digest,
    bytes: u64,
    incomplete: Option<String>,
    mandate: &'a Mandate,
}

impl Ended<'_> {
    /// Writes it into the commit.
    fn note(self, writer: &mut Writer, tally: Tally) -> Result<StreamReport, AppError> {
        let digest = stream::reading_digest(self.reading);
        writer.note_reading(&digest, serde_json::to_value(self.reading)?);
        writer.note_stream(StreamNote {
            name: self.file.to_owned(),
            host: self.reading.host.clone(),
            reading: digest,
            raw_bytes: self.raw_bytes,
            raw_digest: self.raw_digest,
            bytes: self.bytes,
            read: tally.new + tally.known,
            added: tally.new,
            known: tally.known,
            rejected: tally.rejects.total(),
            complete: self.incomplete.is_none(),
            mandate: self.mandate.clone(),
        })?;
        Ok(StreamReport {
            file: crate::gate::harmless(self.file),
            source: self.reading.source.clone(),
            bytes: self.raw_bytes,
            new: tally.new,
            known: tally.known,
            skipped: tally.skipped,
            untimed: tally.untimed,
            rejected: tally.rejects.total(),
            rejects: tally.rejects.by_reason,
            incomplete: self.incomplete,
            absent: tally.absent,
            dropped: tally.dropped,
            dates: tally.dates,
        })
    }
}

fn rows_for(source: &dyn Source) -> Result<TableRows, AppError> {
    Ok(match source.table() {
        "publication_records" => TableRows::publications(),
        "share_records" => TableRows::shares(),
        "request_records" => TableRows::requests(),
        "login_records" => TableRows::logins(),
        "mail_records" => TableRows::mails(),
        "name_records" => TableRows::names(),
        _ => return Err(AppError::Bug("a source names a table that ingest cannot build")),
    })
}

/// Hands every record of an input to `sink` without storing anything; says why the input was not
/// read to its end, if it was not.
///
/// # Errors
/// When the input cannot be opened or recognised, or the mapping is wrong.
pub(crate) fn read_records(
    input: &Input,
    map: Option<&str>,
    zone: &jiff::tz::TimeZone,
    now: vigie_model::time::Timestamp,
    sink: &mut dyn vigie_sources::RecordSink,
) -> Result<Option<String>, AppError> {
    let mapping = map.map(parse_mapping).transpose()?.unwrap_or_default();
    let how = How { mapping: mapping.clone(), ..How::default() };
    let options = ReadOptions { mapping, ..ReadOptions::new(zone.clone(), now) };
    let mut incomplete = None;
    let mut buffer = vec![0; 256 << 10];
    for input in input::streams(input, None)?.inputs {
        let mut opened = Opened::open(&input)?;
        let source = recognise(opened.head(), &input.name(), &how)?;
        let mut parser = source.parser(&options)?;
        loop {
            match opened.next(&mut buffer) {
                Ok(0) => break,
                Ok(count) => parser.feed(&buffer[..count], sink),
                Err(error) => {
                    incomplete = Some(crate::gate::harmless(&error.to_string()));
                    break;
                }
            }
        }
        parser.finish(sink);
    }
    Ok(incomplete)
}

/// Whether bytes are compressed or an archive, or a file of columns: none is read line by line.
pub(crate) fn is_packed(head: &[u8]) -> bool {
    input::is_compressed(head)
        || vigie_sources::container::is_container(head)
        || head.starts_with(b"PAR1")
}

/// Tells the event bus how far a stream is, not more often than every few megabytes.
struct Progress<'a> {
    events: &'a dyn EventSink,
    task: String,
    told: u64,
}

impl<'a> Progress<'a> {
    const STEP: u64 = 4 << 20;

    fn start(events: &'a dyn EventSink, task: &str, total: Option<u64>) -> Self {
        events.emit(Event::Started { task: task.to_owned(), total, unit: "bytes" });
        Self { events, task: task.to_owned(), told: 0 }
    }

    fn advance(&mut self, done: u64) {
        if done >= self.told + Self::STEP {
            self.told = done;
            self.events.emit(Event::Advanced { task: self.task.clone(), done });
        }
    }

    fn finish(self) {
        self.events.emit(Event::Finished { task: self.task });
    }
}

/// Held segments younger than this stay even when no finding cites them.
pub const HELD_AT_LEAST: Duration = Duration::from_hours(7 * 24);
