//! The columns of a publication, and the mapping that fills them.

use serde::{Deserialize, Serialize};
use vigie_model::schema::{Access, PUBLICATION_RECORDS};

use crate::csv::fields_of;
use crate::csv::start::{Start, start};
use crate::dates::Order;
use crate::lines::sample;
use crate::text::nearest;
use crate::{Matter, Score, SourceError};

/// A column that a mapping can fill.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Column {
    Text,
    Title,
    AuthorId,
    AuthorName,
    PublishedAt,
    ObservedAt,
    Platform,
    NativeId,
    Kind,
    Url,
    Language,
    Link,
    Hashtag,
    Domain,
    Image,
    RepostOf,
    ReplyTo,
    Label,
}

/// How many there are.
pub(super) const COLUMNS: usize = 18;

/// Every mapped field has a slot of its own.
const _: () = assert!(COLUMNS <= crate::json::MAX_SLOTS);

const ALL: [Column; COLUMNS] = [
    Column::Text,
    Column::Title,
    Column::AuthorId,
    Column::AuthorName,
    Column::PublishedAt,
    Column::ObservedAt,
    Column::Platform,
    Column::NativeId,
    Column::Kind,
    Column::Url,
    Column::Language,
    Column::Link,
    Column::Hashtag,
    Column::Domain,
    Column::Image,
    Column::RepostOf,
    Column::ReplyTo,
    Column::Label,
];

impl Column {
    /// Its name in a mapping and its name in the lake.
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Text => ("text", "text"),
            Self::Title => ("title", "title"),
            Self::AuthorId => ("author_id", "author_id"),
            Self::AuthorName => ("author_name", "author_name"),
            Self::PublishedAt => ("published_at", "claimed_at"),
            Self::ObservedAt => ("observed_at", "observed_at"),
            Self::Platform => ("platform", "platform"),
            Self::NativeId => ("native_id", "native_id"),
            Self::Kind => ("kind", "kind"),
            Self::Url => ("url", "url"),
            Self::Language => ("language", "language"),
            Self::Link => ("link", "links"),
            Self::Hashtag => ("hashtag", "hashtags"),
            Self::Domain => ("domain", "domains"),
            Self::Image => ("image", "images"),
            Self::RepostOf => ("repost_of", "repost_of"),
            Self::ReplyTo => ("reply_to", "reply_to"),
            Self::Label => ("label", "label"),
        }
    }

    pub(super) const fn name(self) -> &'static str {
        self.names().0
    }

    /// Whether its values may be shown to anybody. A column that the lake does not know is not.
    pub(super) fn is_open(self) -> bool {
        PUBLICATION_RECORDS
            .columns()
            .any(|column| column.name == self.names().1 && column.access == Access::Open)
    }

    /// What a restricted value of it is.
    pub(super) const fn matter(self) -> Matter {
        match self {
            Self::AuthorId | Self::AuthorName => Matter::Person,
            Self::NativeId | Self::RepostOf | Self::ReplyTo => Matter::Id,
            _ => Matter::Text,
        }
    }

    /// Those that hold ids, which floating point ruins.
    pub(super) fn ids() -> impl Iterator<Item = Self> {
        [Self::AuthorId, Self::NativeId, Self::RepostOf, Self::ReplyTo].into_iter()
    }

    fn named(name: &str) -> Result<Self, SourceError> {
        ALL.into_iter().find(|column| column.name() == name).ok_or_else(|| {
            let known = ALL.iter().map(|column| column.name()).chain([DATE_ORDER]);
            let known = nearest(name, known);
            SourceError::UnknownColumn {
                name: name.to_owned(),
                known: known.into_iter().map(str::to_owned).collect(),
            }
        })
    }
}

/// Says which of day and month comes first in the dates of the table; fills no column.
const DATE_ORDER: &str = "date_order";

/// What fills a column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Value {
    /// A field of the record.
    Field(String),
    /// The same text for every record.
    Constant(String),
}

impl Value {
    fn read(text: &str) -> Self {
        let quoted = ['\'', '"'].into_iter().find_map(|quote| {
            let inside = text.strip_prefix(quote)?.strip_suffix(quote)?;
            Some(Self::Constant(inside.to_owned()))
        });
        quoted.unwrap_or_else(|| Self::Field(text.to_owned()))
    }

    fn text(&self) -> String {
        match self {
            Self::Field(field) => field.clone(),
            Self::Constant(text) => format!("'{text}'"),
        }
    }
}

/// Which field fills which column, in the order of the columns.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Mapping {
    entries: Vec<(Column, Value)>,
    /// Which of day and month comes first, where a person said it.
    pub(super) order: Option<Order>,
}

impl Mapping {
    /// Reads `column=field` pairs.
    pub(super) fn read(pairs: &[(String, String)]) -> Result<Self, SourceError> {
        if pairs.is_empty() {
            return Err(SourceError::NeedsMapping { source_id: "table" });
        }
        let mut entries: Vec<(Column, Value)> = Vec::with_capacity(pairs.len());
        let mut order = None;
        for (name, field) in pairs {
            if name.trim() == DATE_ORDER {
                order = Some(date_order(field.trim())?);
                continue;
            }
            let column = Column::named(name.trim())?;
            if entries.iter().any(|(other, _)| *other == column) {
                return Err(SourceError::Repeated { column: column.name().to_owned() });
            }
            let value = Value::read(field.trim());
            if value == Value::Field(String::new()) {
                return Err(SourceError::NoField { column: column.name().to_owned() });
            }
            entries.push((column, value));
        }
        if entries.is_empty() {
            return Err(SourceError::NeedsMapping { source_id: "table" });
        }
        entries.sort_by_key(|(column, _)| *column);
        Ok(Self { entries, order })
    }

    /// Columns that a field fills.
    pub(super) fn fields(&self) -> impl Iterator<Item = (Column, &str)> {
        self.entries.iter().filter_map(|(column, value)| match value {
            Value::Field(field) => Some((*column, field.as_str())),
            Value::Constant(_) => None,
        })
    }

    /// Columns that hold the same in every record.
    pub(super) fn constants(&self) -> impl Iterator<Item = (Column, &str)> {
        self.entries.iter().filter_map(|(column, value)| match value {
            Value::Constant(text) => Some((*column, text.as_str())),
            Value::Field(_) => None,
        })
    }

    fn pairs(&self) -> Vec<(String, String)> {
        let pair = |(column, value): &(Column, Value)| (column.name().to_owned(), value.text());
        let order = self.order.map(|order| (DATE_ORDER.to_owned(), format!("'{}'", order.word())));
        self.entries.iter().map(pair).chain(order).collect()
    }
}

/// `day-first` or `month-first`, in quotes or without.
fn date_order(text: &str) -> Result<Order, SourceError> {
    let bare = text.trim_matches(['\'', '"']);
    Order::named(bare).ok_or_else(|| SourceError::DateOrder { value: bare.to_owned() })
}

/// What decides the meaning of a record's bytes; its text is part of a signal's identity.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Shape {
    /// The separator of a table; absent for JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) separator: Option<char>,
    /// The header of a table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) header: Option<Vec<String>>,
    map: Vec<(String, String)>,
}

impl Shape {
    pub(super) fn table(mapping: &Mapping, separator: u8, header: Vec<String>) -> Self {
        Self { separator: Some(separator.into()), header: Some(header), map: mapping.pairs() }
    }

    pub(super) fn json(mapping: &Mapping) -> Self {
        Self { separator: None, header: None, map: mapping.pairs() }
    }

    /// Its canonical text.
    pub(super) fn text(&self) -> String {
        // Strings and numbers always have a JSON form.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The text read back.
    pub(super) fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    pub(super) fn mapping(&self) -> Option<Mapping> {
        Mapping::read(&self.map).ok()
    }
}

/// How well the head of a stream fits. Without a mapping nothing tells posts from other rows, so
/// the score stays below that of the formats that can tell.
pub(super) fn probe(head: &[u8]) -> Score {
    if memchr::memchr(0, head).is_some() {
        return Score(0);
    }
    let mut lines = sample(head);
    let Some(first) = lines.next() else { return Score(0) };
    if first.trim_ascii_start().starts_with(b"{") {
        // An object over several lines, or one that is longer than the head.
        if serde_json::from_slice::<Object>(first).is_err_and(|error| error.is_eof()) {
            return Score(35);
        }
        let is_object = |line: &[u8]| serde_json::from_slice::<Object>(line).is_ok();
        let (mut good, mut all) = (usize::from(is_object(first)), 1);
        for line in lines.take(15) {
            good += usize::from(is_object(line));
            all += 1;
        }
        return share(60, good, all);
    }
    if matches!(first.trim_ascii(), [b'[', rest @ ..] if matches!(rest.trim_ascii_start(), [] | [b'{', ..]))
    {
        return Score(40);
    }
    let Some(Start { separator, above }) = start(head, true) else { return Score(0) };
    let mut lines = sample(&head[above..]);
    let width = lines.next().map_or(0, |first| fields_of(first, separator).len());
    if width < 2 {
        return Score(5);
    }
    let (mut good, mut all) = (1, 1);
    let mut row = Vec::new();
    for line in lines {
        // A field in quotes may go on over lines.
        row.extend_from_slice(line);
        if memchr::memchr_iter(b'"', &row).count() % 2 == 1 {
            row.push(b'\n');
            continue;
        }
        good += usize::from(fields_of(&row, separator).len() == width);
        all += 1;
        row.clear();
    }
    // Cut inside a field, which says nothing where whole rows were seen.
    all += usize::from(all == 1 && !row.is_empty());
    share(40, good, all)
}

fn share(best: usize, good: usize, all: usize) -> Score {
    Score(u8::try_from(best * good / all.max(1)).unwrap_or(0))
}

/// Any JSON object.
#[derive(Deserialize)]
struct Object {}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Mapping, SourceError> {
        let pairs: Vec<_> = pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        Mapping::read(&pairs)
    }

    #[test]
    fn columns_are_those_of_the_lake() {
        for column in ALL {
            let (_, lake) = column.names();
            assert!(PUBLICATION_RECORDS.columns().any(|known| known.name == lake), "{lake}");
        }
        assert!(Column::Platform.is_open() && !Column::Link.is_open());
    }

    #[test]
    fn wrong_mappings_are_refused_with_the_nearest_column() {
        let shown = |pairs: &[(&str, &str)]| read(pairs).unwrap_err().to_string();
        assert_eq!(shown(&[("txt", "m")]), "the mapping names the unknown column \"txt\"");
        let Err(SourceError::UnknownColumn { known, .. }) = read(&[("txt", "m")]) else { panic!() };
        assert_eq!(known[0], "text");
        assert_eq!(known.len(), COLUMNS + 1);
        assert_eq!(shown(&[]), "table needs a column mapping");
        assert_eq!(shown(&[("text", "a"), ("text", "b")]), "the mapping gives text twice");
        assert_eq!(shown(&[("text", "")]), "the mapping names no field for text");
    }

    #[test]
    fn the_order_of_day_and_month_is_part_of_a_mapping() {
        let told = read(&[("published_at", "d"), ("date_order", "'month-first'")]).unwrap();
        let bare = read(&[("date_order", "month-first"), ("published_at", "d")]).unwrap();
        let text = r#"{"map":[["published_at","d"],["date_order","'month-first'"]]}"#;
        assert_eq!(Shape::json(&told).text(), text);
        assert_eq!(Shape::read(text).unwrap().mapping(), Some(bare));
        let error = read(&[("published_at", "d"), ("date_order", "'us'")]).unwrap_err();
        assert_eq!(error.to_string(), "\"us\" is no order of day and month");
    }

    #[test]
    fn the_order_of_a_mapping_does_not_matter() {
        let one = read(&[("text", "m"), ("platform", "'x'")]).unwrap();
        let other = read(&[("platform", "\"x\""), ("text", " m ")]).unwrap();
        assert_eq!(Shape::json(&one).text(), Shape::json(&other).text());
        assert_eq!(Shape::json(&one).text(), r#"{"map":[["text","m"],["platform","'x'"]]}"#);
        assert_eq!(Shape::read(&Shape::json(&one).text()).unwrap().mapping(), Some(one));
    }
}
