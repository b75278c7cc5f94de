//! One publication on its way from a parser to the sink, whatever its format.

use std::borrow::Cow;

use jiff::tz::TimeZone;
use vigie_model::time::Timestamp;

use crate::ids::is_rounded;
use crate::record::{ClaimedTime, Publication, Raw, Reason, Record, RecordSink, TimeNote};
use crate::stamp;

/// A text that may be absent.
pub(crate) type Text<'a> = Option<Cow<'a, str>>;

/// The kind of a record that says that a publication is gone.
pub(crate) const DELETION: &str = "deletion";

/// The label of a state that is not the first.
pub(crate) const EDITED: &str = "edited";

/// What a publication says; fields as in [`Publication`].
#[derive(Debug, Default)]
pub(crate) struct Post<'a> {
    pub(crate) claimed: Option<ClaimedTime>,
    pub(crate) observed_at: Option<Timestamp>,
    pub(crate) platform: Text<'a>,
    pub(crate) native_id: Text<'a>,
    pub(crate) kind: Text<'a>,
    pub(crate) author_id: Text<'a>,
    pub(crate) author_name: Text<'a>,
    pub(crate) title: Text<'a>,
    pub(crate) text: Text<'a>,
    pub(crate) url: Text<'a>,
    pub(crate) language: Text<'a>,
    pub(crate) links: Text<'a>,
    pub(crate) hashtags: Text<'a>,
    pub(crate) domains: Text<'a>,
    pub(crate) images: Text<'a>,
    pub(crate) repost_of: Text<'a>,
    pub(crate) reply_to: Text<'a>,
    pub(crate) label: Text<'a>,
}

impl Post<'_> {
    /// Hands it over, or sets it aside when an id lost its last digits to floating point.
    pub(crate) fn give(&self, raw: Raw<'_>, sink: &mut dyn RecordSink) {
        let ids = [
            ("the id of the publication", &self.native_id),
            ("the id of the author", &self.author_id),
            ("the id of the original", &self.repost_of),
            ("the id replied to", &self.reply_to),
        ];
        for (name, id) in ids {
            if id.as_deref().is_some_and(is_rounded) {
                let detail = format!("{name} is a rounded floating-point number");
                return sink.reject(raw, Reason::RoundedId, &detail);
            }
        }
        let publication = Publication {
            claimed: Some(self.claimed.unwrap_or_else(missing)),
            observed_at: self.observed_at,
            platform: present(&self.platform),
            native_id: present(&self.native_id),
            kind: present(&self.kind),
            author_id: present(&self.author_id),
            author_name: present(&self.author_name),
            title: present(&self.title),
            text: present(&self.text),
            url: present(&self.url),
            language: present(&self.language),
            links: present(&self.links),
            hashtags: present(&self.hashtags),
            domains: present(&self.domains),
            images: present(&self.images),
            repost_of: present(&self.repost_of),
            reply_to: present(&self.reply_to),
            label: present(&self.label),
        };
        sink.record(raw, Record::Publication(&publication));
    }
}

fn present<'a>(text: &'a Text<'_>) -> Option<&'a str> {
    text.as_deref().filter(|text| !text.is_empty())
}

fn missing() -> ClaimedTime {
    stamp::claimed(None, &TimeZone::UTC)
}

/// A time that the format gives in UTC without saying so in the value.
pub(crate) fn in_utc(text: Option<&str>) -> ClaimedTime {
    let claimed = stamp::claimed(text, &TimeZone::UTC);
    let note = claimed.note.filter(|note| *note != TimeNote::ZoneAssumed);
    ClaimedTime { note, ..claimed }
}

/// Several objects of one layer, in the form in which the lake keeps them: a JSON list.
#[derive(Debug, Default)]
pub(crate) struct Objects {
    list: String,
}

impl Objects {
    /// Adds one; an empty one is none.
    pub(crate) fn push(&mut self, object: &str) {
        if object.is_empty() {
            return;
        }
        self.list.push(if self.list.is_empty() { '[' } else { ',' });
        self.list.push('"');
        for letter in object.chars() {
            match letter {
                '"' | '\\' => self.list.extend(['\\', letter]),
                '\n' => self.list.push_str("\\n"),
                '\0'..='\u{1f}' => self.list.push(' '),
                letter => self.list.push(letter),
            }
        }
        self.list.push('"');
    }

    /// Adds one that may be absent.
    pub(crate) fn add(&mut self, object: Text<'_>) {
        if let Some(object) = object {
            self.push(&object);
        }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The list, if there is anything in it.
    pub(crate) fn text<'a>(mut self) -> Text<'a> {
        if self.list.is_empty() {
            return None;
        }
        self.list.push(']');
        Some(Cow::Owned(self.list))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_objects_are_a_list_that_reads_back() {
        let mut objects = Objects::default();
        for object in ["https://a.example/?q=\"x\",y", "", "b\\", "c\n\u{1}d"] {
            objects.push(object);
        }
        let text = objects.text().unwrap();
        let read: Vec<_> = vigie_kernels::text::split_objects(&text).collect();
        assert_eq!(read, ["https://a.example/?q=\"x\",y", "b\\", "c\n d"]);
        assert_eq!(Objects::default().text(), None);
    }
}
