//! What the sources of posts in JSON share: lines, lists and documents of objects, one post each.
//!
//! A source gives the places of its records, a function from an object to a post, and the paths
//! that may be shown to anybody; everything else of a record is masked.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use crate::encoding::{self, Decoding};
use crate::json::form::{Form, HEAD, form};
use crate::json::items::{Frame, Items};
use crate::json::places::{Place, Places};
use crate::json::spans::masked;
use crate::json::tape::{Tape, Value};
use crate::json::{Broken, Picker};
use crate::lines::{End, Lines};
use crate::post::Post;
use crate::record::{Notice, Raw, Reason, RecordSink};
use crate::text::lossy;
use crate::{Matter, Parser, ReadOptions, Reading, Score, Span};

/// How the posts of one source are found and read.
#[derive(Debug)]
pub(crate) struct Format {
    pub(crate) source: &'static str,
    pub(crate) version: u32,
    /// Where records stand in documents; lines and plain lists of records need none.
    pub(crate) places: &'static [Place],
    /// Keys between records whose texts the reader wants to know.
    pub(crate) around: &'static [&'static str],
    pub(crate) read: for<'a> fn(Value<'a>, &'a Around<'a>) -> Found<'a>,
    /// Paths of fields that may be shown.
    pub(crate) open: &'static [&'static str],
}

/// What a record does not say itself.
#[derive(Debug)]
pub(crate) struct Around<'a> {
    pub(crate) zone: &'a TimeZone,
    texts: &'a [(&'static str, String)],
}

impl<'a> Around<'a> {
    /// The last text that stood under this key before the record.
    pub(crate) fn text(&self, key: &str) -> Option<&'a str> {
        let found = self.texts.iter().find(|(other, _)| *other == key);
        found.map(|(_, text)| text.as_str()).filter(|text| !text.is_empty() && *text != "null")
    }
}

/// What an object is.
#[derive(Debug)]
pub(crate) enum Found<'a> {
    /// A publication.
    Post(Box<Post<'a>>),
    /// A publication that holds others, which are lost: what they are, and how many.
    With(Box<Post<'a>>, &'static str, u64),
    /// Something of the format that is no publication, by its name in the plural.
    Dropped(&'static str),
    /// Not of the format.
    Unfit(&'static str),
}

impl<'a> Found<'a> {
    pub(crate) fn post(post: Post<'a>) -> Self {
        Self::Post(Box::new(post))
    }
}

/// A parser for one stream.
pub(crate) fn parser(format: &'static Format, options: &ReadOptions) -> Box<dyn Parser> {
    let (host, zone) = (options.host.clone(), options.zone.clone());
    Box::new(Decoding::new(Box::new(move |offset| {
        let objects = Objects {
            format,
            host,
            zone,
            tape: Tape::default(),
            is_told: false,
            dropped: BTreeMap::new(),
        };
        Box::new(PostParser { objects, offset, state: State::Head(Vec::new()) })
    })))
}

struct PostParser {
    objects: Objects,
    offset: u64,
    state: State,
}

enum State {
    Head(Vec<u8>),
    Lines(Lines),
    List(Items),
    Documents(Box<Places>),
}

impl PostParser {
    /// Leaves the head once it says what the stream is; how many bytes were taken.
    fn open(&mut self, bytes: &[u8], at_end: bool, sink: &mut dyn RecordSink) -> usize {
        let State::Head(held) = &mut self.state else { return 0 };
        let before = held.len();
        let used = bytes.len().min(HEAD.saturating_sub(before));
        held.extend_from_slice(&bytes[..used]);
        // Looking again costs the head again: only when a byte that can decide has come.
        let decides = at_end
            || held.len() >= HEAD
            || memchr::memchr3(b'[', b'}', b'{', &held[before..]).is_some()
            || held[..before].trim_ascii_start().is_empty();
        let places = self.objects.format.places;
        let form = decides.then(|| form(held, at_end, places)).flatten();
        let Some(form) = form else { return used };
        let held = std::mem::take(held);
        let offset = self.offset;
        self.state = match form {
            Form::Lines => State::Lines(Lines::new(offset, 1)),
            Form::Objects => State::List(Items::new(&[], offset, 1)),
            Form::Documents => {
                let around = self.objects.format.around;
                State::Documents(Box::new(Places::new(places, around).starting_at(offset)))
            }
        };
        self.feed(&held, sink);
        used
    }
}

impl Parser for PostParser {
    fn feed(&mut self, bytes: &[u8], sink: &mut dyn RecordSink) {
        let mut rest = bytes;
        while let (State::Head(_), false) = (&self.state, rest.is_empty()) {
            let used = self.open(rest, false, sink);
            rest = &rest[used..];
        }
        let objects = &mut self.objects;
        match &mut self.state {
            State::Lines(lines) => {
                lines.feed(rest, sink, |sink, raw, end| objects.line(raw, end, sink));
            }
            State::List(items) => {
                items.feed(rest, &mut |raw, frame| objects.frame(raw, frame, &[], sink));
            }
            State::Documents(places) => places.feed(rest, &mut |raw, frame, around| {
                objects.frame(raw, frame, around, sink);
            }),
            State::Head(_) => {}
        }
    }

    fn finish(&mut self, sink: &mut dyn RecordSink) {
        self.open(&[], true, sink);
        let objects = &mut self.objects;
        match &mut self.state {
            State::Lines(lines) => lines.finish(|raw, end| objects.line(raw, end, sink)),
            State::List(items) => {
                items.finish(&mut |raw, frame| objects.frame(raw, frame, &[], sink));
                tell_cut_off(items.cut_off_at(), sink);
            }
            State::Documents(places) => {
                places.finish(&mut |raw, frame, around| objects.frame(raw, frame, around, sink));
                tell_cut_off(places.cut_off_at(), sink);
            }
            State::Head(_) => {}
        }
        tell_dropped(&objects.dropped, sink);
    }
}

/// Names what was set aside because it is no publication, and how often.
pub(crate) fn tell_dropped(dropped: &BTreeMap<&'static str, u64>, sink: &mut dyn RecordSink) {
    for (what, count) in dropped {
        sink.notice(&Notice::Dropped { what, count: *count });
    }
}

/// Tells that a list is open at the end: what stood behind the last record is lost.
pub(crate) fn tell_cut_off(at: Option<u64>, sink: &mut dyn RecordSink) {
    if let Some(line) = at {
        sink.notice(&Notice::CutOff { line });
    }
}

struct Objects {
    format: &'static Format,
    host: String,
    zone: TimeZone,
    tape: Tape,
    is_told: bool,
    dropped: BTreeMap<&'static str, u64>,
}

impl Objects {
    fn tell_reading(&mut self, sink: &mut dyn RecordSink) {
        if !self.is_told {
            self.is_told = true;
            sink.reading(&Reading {
                source: self.format.source.to_owned(),
                version: self.format.version,
                options: String::new(),
                host: self.host.clone(),
            });
        }
    }

    fn line(&mut self, raw: Raw<'_>, end: End, sink: &mut dyn RecordSink) {
        match end {
            End::TooLong => {
                self.tell_reading(sink);
                sink.reject(raw, Reason::TooLong, "a line longer than a record may be");
            }
            End::Newline | End::Stream if raw.bytes.trim_ascii().is_empty() => sink.skipped(raw),
            End::Newline | End::Stream => self.object(raw, end == End::Newline, &[], sink),
        }
    }

    fn frame(
        &mut self,
        raw: Raw<'_>,
        frame: Frame,
        around: &[(&'static str, String)],
        sink: &mut dyn RecordSink,
    ) {
        let (reason, detail) = match frame {
            Frame::Object => return self.object(raw, true, around, sink),
            Frame::Between => return sink.skipped(raw),
            Frame::Broken => (Reason::Json, "no record of this format"),
            Frame::TooLong => (Reason::TooLong, "an object longer than a record may be"),
            Frame::Truncated => (Reason::Truncated, "the document is open at the end"),
        };
        self.tell_reading(sink);
        sink.reject(raw, reason, detail);
    }

    fn object(
        &mut self,
        raw: Raw<'_>,
        is_terminated: bool,
        around: &[(&'static str, String)],
        sink: &mut dyn RecordSink,
    ) {
        self.tell_reading(sink);
        if memchr::memchr(0, raw.bytes).is_some() {
            return sink.reject(raw, Reason::Binary, "a NUL byte");
        }
        let text = lossy(raw.bytes);
        let object = match self.tape.read(&text) {
            Ok(object) if object.is_object() => object,
            Ok(_) => return sink.reject(raw, Reason::Json, "no object"),
            Err(Broken::TooDeep) => {
                return sink.reject(raw, Reason::Json, "objects or lists nest too deep");
            }
            Err(Broken::Unfinished) if !is_terminated => {
                return sink.reject(raw, Reason::Truncated, "the object is open at the end");
            }
            Err(Broken::Unfinished) => {
                return sink.reject(raw, Reason::Json, "the line ends inside the object");
            }
            Err(Broken::At(byte)) => {
                let detail = format!("no JSON object; noticed at byte {byte} of the record");
                return sink.reject(raw, Reason::Json, &detail);
            }
        };
        let around = Around { zone: &self.zone, texts: around };
        match (self.format.read)(object, &around) {
            Found::Post(post) => post.give(raw, sink),
            Found::With(post, what, count) => {
                *self.dropped.entry(what).or_default() += count;
                post.give(raw, sink);
            }
            Found::Dropped(what) => {
                *self.dropped.entry(what).or_default() += 1;
                sink.skipped(raw);
            }
            Found::Unfit(detail) => sink.reject(raw, Reason::Format, detail),
        }
    }
}

/// Masks everything but the open fields.
pub(crate) fn spans(format: &Format, reading: &Reading, record: &[u8]) -> Vec<Span> {
    encoding::spans(&reading.options, record, |_, record| {
        let text = lossy(record);
        // Positions in repaired text are not positions in the record.
        if matches!(text, std::borrow::Cow::Owned(_)) {
            return Span::over(record);
        }
        let mut picker = Picker::default();
        for (slot, path) in format.open.iter().enumerate() {
            picker.add(path, slot);
        }
        let Some(found) = masked(&picker, &text, &|_| true) else { return Span::over(record) };
        found.into_iter().map(|(range, _)| Span { range, matter: Matter::Text }).collect()
    })
}

/// How many of the objects at the head of a stream `fits` calls its own, as a score of at most
/// `best`; the objects of lines, of lists, and of the places of documents.
pub(crate) fn probe(
    head: &[u8],
    places: &'static [Place],
    best: u8,
    fits: impl Fn(Value<'_>) -> bool,
) -> Score {
    const LOOKED_AT: usize = 24;
    let head = encoding::head_text(head);
    let (mut good, mut all) = (0_usize, 0_usize);
    let mut tape = Tape::default();
    let mut look = |bytes: &[u8]| {
        if all == LOOKED_AT || bytes.trim_ascii().is_empty() {
            return;
        }
        all += 1;
        let text = lossy(bytes);
        good +=
            usize::from(tape.read(&text).is_ok_and(|object| object.is_object() && fits(object)));
    };
    let Some(form) = form(&head, true, places) else { return Score(0) };
    match form {
        Form::Lines => {
            crate::lines::sample(&head).for_each(&mut look);
        }
        Form::Objects => {
            let mut each = |raw: Raw<'_>, frame: Frame| {
                if matches!(frame, Frame::Object | Frame::Broken) {
                    look(raw.bytes);
                }
            };
            Items::new(&[], 0, 1).feed(&head, &mut each);
        }
        Form::Documents => {
            let mut each = |raw: Raw<'_>, frame: Frame, _: &[(&'static str, String)]| {
                if matches!(frame, Frame::Object | Frame::Broken) {
                    look(raw.bytes);
                }
            };
            Places::new(places, &[]).feed(&head, &mut each);
        }
    }
    Score(u8::try_from(usize::from(best) * good / all.max(1)).unwrap_or(0))
}
