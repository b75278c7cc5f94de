//! Objects of an NDJSON file, a JSON array, or a list wrapped in an object.

use std::sync::Arc;

use super::Plan;
use super::columns::{Column, Shape};
use super::row::{Row, Told};
use crate::json::items::{Frame, Items};
use crate::json::{Broken, Picker, keys};
use crate::json_posts::tell_cut_off;
use crate::lines::{End, Lines};
use crate::record::{Notice, Raw, Reason, RecordSink};
use crate::text::{harmless_name, lossy, nearest};

/// Keys of the first object that are remembered, to name the nearest when a field is absent.
const REMEMBERED_KEYS: usize = 64;

/// Reads objects by the mapping.
pub(super) struct JsonRows {
    cutter: Cutter,
    objects: Objects,
}

enum Cutter {
    Lines(Lines),
    Items(Items),
}

impl JsonRows {
    pub(super) fn lines(plan: Arc<Plan>, offset: u64, line: u64) -> Self {
        Self { cutter: Cutter::Lines(Lines::new(offset, line)), objects: Objects::new(plan) }
    }

    pub(super) fn array(plan: Arc<Plan>, offset: u64, line: u64) -> Self {
        Self { cutter: Cutter::Items(Items::new(&[], offset, line)), objects: Objects::new(plan) }
    }

    /// Objects over several lines, or wrapped in others under one of these keys.
    pub(super) fn items(
        plan: Arc<Plan>,
        lists: &'static [&'static str],
        offset: u64,
        line: u64,
    ) -> Self {
        Self { cutter: Cutter::Items(Items::new(lists, offset, line)), objects: Objects::new(plan) }
    }

    pub(super) fn feed(&mut self, bytes: &[u8], sink: &mut dyn RecordSink) {
        let objects = &mut self.objects;
        objects.tell_reading(sink);
        match &mut self.cutter {
            Cutter::Lines(lines) => {
                lines.feed(bytes, sink, |sink, raw, end| objects.line(raw, end, sink));
            }
            Cutter::Items(items) => {
                items.feed(bytes, &mut |raw, frame| objects.frame(raw, frame, sink));
            }
        }
    }

    pub(super) fn finish(&mut self, sink: &mut dyn RecordSink) {
        let objects = &mut self.objects;
        match &mut self.cutter {
            Cutter::Lines(lines) => lines.finish(|raw, end| objects.line(raw, end, sink)),
            Cutter::Items(items) => {
                items.finish(&mut |raw, frame| objects.frame(raw, frame, sink));
                tell_cut_off(items.cut_off_at(), sink);
            }
        }
        objects.tell_absent(sink);
    }
}

struct Objects {
    plan: Arc<Plan>,
    picker: Picker,
    columns: Vec<Column>,
    reading_told: bool,
    /// Which mapped fields some object had.
    seen: Vec<bool>,
    any_row: bool,
    first_keys: Option<Vec<String>>,
    told: Told,
}

impl Objects {
    fn new(plan: Arc<Plan>) -> Self {
        let mut picker = Picker::default();
        let mut columns = Vec::new();
        for (column, field) in plan.mapping.fields() {
            picker.add(field, columns.len());
            columns.push(column);
        }
        let seen = vec![false; columns.len()];
        Self {
            plan,
            picker,
            columns,
            reading_told: false,
            seen,
            any_row: false,
            first_keys: None,
            told: Told::default(),
        }
    }

    fn tell_reading(&mut self, sink: &mut dyn RecordSink) {
        if !self.reading_told {
            sink.reading(&self.plan.reading(&Shape::json(&self.plan.mapping)));
            self.reading_told = true;
        }
    }

    fn line(&mut self, raw: Raw<'_>, end: End, sink: &mut dyn RecordSink) {
        match end {
            End::TooLong => {
                sink.reject(raw, Reason::TooLong, "a line longer than a record may be");
            }
            End::Newline | End::Stream if raw.bytes.trim_ascii().is_empty() => sink.skipped(raw),
            End::Newline | End::Stream => self.object(raw, end == End::Newline, sink),
        }
    }

    fn frame(&mut self, raw: Raw<'_>, frame: Frame, sink: &mut dyn RecordSink) {
        match frame {
            Frame::Object => self.object(raw, true, sink),
            Frame::Between => sink.skipped(raw),
            Frame::Broken => sink.reject(raw, Reason::Json, "no object that ends"),
            Frame::TooLong => {
                sink.reject(raw, Reason::TooLong, "an object longer than a record may be");
            }
            Frame::Truncated => sink.reject(raw, Reason::Truncated, "an object is open at the end"),
        }
    }

    fn object(&mut self, raw: Raw<'_>, is_terminated: bool, sink: &mut dyn RecordSink) {
        if memchr::memchr(0, raw.bytes).is_some() {
            return sink.reject(raw, Reason::Binary, "a NUL byte");
        }
        let text = lossy(raw.bytes);
        let picked = match self.picker.pick(&text) {
            Ok(picked) => picked,
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
        if self.first_keys.is_none() {
            self.first_keys = Some(keys(&text, REMEMBERED_KEYS));
        }
        let mut row = Row::new(&self.plan);
        let mut has_any = false;
        for (slot, column) in self.columns.iter().enumerate() {
            if picked.has(slot) {
                has_any = true;
                self.seen[slot] = true;
                if let Some(text) = picked.text(slot) {
                    row.set(*column, text);
                }
            }
        }
        if !has_any {
            return sink.reject(raw, Reason::MissingField, "none of the mapped fields");
        }
        self.any_row = true;
        row.give(&self.plan, &mut self.told, raw, sink);
    }

    /// A mapped field that no object had is most often misspelt.
    fn tell_absent(&self, sink: &mut dyn RecordSink) {
        let Some(keys) = &self.first_keys else { return };
        for ((column, field), seen) in self.plan.mapping.fields().zip(&self.seen) {
            if !seen {
                let near = nearest(field, keys.iter().map(String::as_str));
                sink.notice(&Notice::FieldAbsent {
                    column: column.name().to_owned(),
                    field: field.to_owned(),
                    nearest: near.into_iter().take(5).map(harmless_name).collect(),
                    rows_rejected: !self.any_row,
                });
            }
        }
    }
}
