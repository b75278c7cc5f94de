//! The front matter: what a page declares about itself.

use vigie_model::time::CellUnit;
use vigie_model::{Precision, When};

use super::fields::{At, Block, Fields, Scalar};
use super::scan::{Fence, Place};
use super::words::{check_id, is_name};
use super::{Bounds, Clock, Maturity, Parameter, Sentence, SubjectColumn, ValueColumn};
use crate::error::{PageError, suggestion};

/// The kinds of thing that a subject may name, as [`vigie_model::finding::SubjectField`] has them.
pub(crate) const KINDS: &[&str] = &["account", "address", "login", "object", "text"];

const KEYS: &[&str] = &[
    "id",
    "family",
    "maturity",
    "clock",
    "precision",
    "reads",
    "subject",
    "kinds",
    "disarm",
    "attack",
    "anchor",
    "when",
    "window",
    "params",
    "values",
    "sentence",
];

/// Everything that the front matter says.
pub(crate) struct Front {
    pub(crate) id: String,
    pub(crate) family: String,
    pub(crate) maturity: Maturity,
    pub(crate) clock: Clock,
    pub(crate) precision: Precision,
    pub(crate) reads: At<Vec<String>>,
    pub(crate) subject: At<Vec<SubjectColumn>>,
    pub(crate) disarm: Vec<String>,
    pub(crate) attack: Vec<String>,
    pub(crate) anchor: CellUnit,
    pub(crate) when: When,
    pub(crate) window: Option<At<String>>,
    pub(crate) params: Vec<At<Parameter>>,
    pub(crate) values: Vec<At<ValueColumn>>,
    pub(crate) sentence: At<Sentence>,
}

/// Reads the block under the title.
pub(crate) fn read(place: Place<'_>, fence: &Fence) -> Result<Front, PageError> {
    let block = Block::parse(place, &fence.text, fence.line)?;
    let fields = block.fields();
    fields.only(KEYS)?;
    let id = fields.required("id", "\"same-object-together\"")?;
    check_id(place, id.line, &id.value)?;
    let params = tables(fields, "params", parameter)?;
    Ok(Front {
        id: id.value,
        family: fields.required("family", "\"coordination\"")?.value,
        maturity: word(
            fields,
            "maturity",
            &[("preview", Maturity::Preview), ("stable", Maturity::Stable)],
        )?,
        clock: word(
            fields,
            "clock",
            &[("claimed", Clock::Claimed), ("observed", Clock::Observed)],
        )?,
        precision: precision(fields)?,
        reads: named(fields, "reads", "[\"acts\"]")?,
        subject: subject(fields)?,
        disarm: fields.texts("disarm")?.value,
        attack: fields.texts("attack")?.value,
        anchor: word(
            fields,
            "anchor",
            &[
                ("day", CellUnit::Day),
                ("week", CellUnit::Week),
                ("season", CellUnit::Season),
                ("ever", CellUnit::Ever),
            ],
        )?,
        when: word(
            fields,
            "when",
            &[("note", When::Note), ("today", When::Today), ("now", When::Now)],
        )?,
        window: fields.text("window")?,
        values: tables(fields, "values", value)?,
        sentence: sentence(fields)?,
        params,
    })
}

/// A key whose value is one of a few words.
fn word<T: Copy>(
    fields: Fields<'_>,
    key: &str,
    words: &[(&'static str, T)],
) -> Result<T, PageError> {
    let known = || words.iter().map(|(word, _)| *word);
    let example = format!("{:?}", words.first().map_or("", |(word, _)| word));
    let found = fields.required(key, &example)?;
    words.iter().find(|(word, _)| *word == found.value).map(|(_, value)| *value).ok_or_else(|| {
        let message = format!("{:?} is no {key}", found.value);
        fields.place().error(found.line, message, suggestion(&found.value, known()))
    })
}

fn precision(fields: Fields<'_>) -> Result<Precision, PageError> {
    let found = fields.required("precision", "\"s\"")?;
    Precision::from_word(&found.value).ok_or_else(|| {
        let message = format!("{:?} is no precision", found.value);
        fields.place().error(found.line, message, "known: us, ms, s, min, h, day")
    })
}

/// A list of at least one name, none twice.
fn named(fields: Fields<'_>, key: &str, example: &str) -> Result<At<Vec<String>>, PageError> {
    let list = fields.texts(key)?;
    if list.value.is_empty() {
        return Err(fields.missing(key, example));
    }
    for (index, name) in list.value.iter().enumerate() {
        if !is_name(name) || list.value[..index].contains(name) {
            let message = format!("{key} holds {name:?}, which is no name or stands twice");
            return Err(fields.place().error(
                list.line,
                message,
                format!("write {key} = {example}"),
            ));
        }
    }
    Ok(list)
}

fn subject(fields: Fields<'_>) -> Result<At<Vec<SubjectColumn>>, PageError> {
    let names = named(fields, "subject", "[\"account_a\", \"account_b\"]")?;
    let kinds = fields.table("kinds")?;
    if let Some(kinds) = kinds {
        kinds.only(&names.value.iter().map(String::as_str).collect::<Vec<_>>())?;
    }
    let mut columns = Vec::new();
    for name in names.value {
        let kind = match kinds.map(|kinds| kinds.text(&name)).transpose()?.flatten() {
            Some(kind) if KINDS.contains(&kind.value.as_str()) => kind.value,
            Some(kind) => {
                let message = format!("{:?} is no kind of subject", kind.value);
                let hint = suggestion(&kind.value, KINDS.iter().copied());
                return Err(fields.place().error(kind.line, message, hint));
            }
            None => "text".to_owned(),
        };
        columns.push(SubjectColumn { name, kind });
    }
    Ok(At { value: columns, line: names.line })
}

/// The entries of a table of tables, in the order of the page.
fn tables<T>(
    fields: Fields<'_>,
    key: &str,
    read: fn(Fields<'_>, &At<String>) -> Result<T, PageError>,
) -> Result<Vec<At<T>>, PageError> {
    let Some(outer) = fields.table(key)? else { return Ok(Vec::new()) };
    let mut entries = Vec::new();
    for name in outer.names() {
        if !is_name(&name.value) {
            let message = format!("{:?} is no name", name.value);
            let hint = "use lower-case letters, digits and _";
            return Err(fields.place().error(name.line, message, hint));
        }
        let Some(inner) = outer.table(&name.value)? else { continue };
        entries.push(At { value: read(inner, &name)?, line: name.line });
    }
    Ok(entries)
}

fn parameter(fields: Fields<'_>, name: &At<String>) -> Result<Parameter, PageError> {
    fields.only(&["default", "min", "max", "choices", "unit", "doc"])?;
    let doc = fields.required("doc", "\"what it changes\"")?.value;
    let Some(default) = fields.scalar("default")? else {
        return Err(fields.missing("default", "60"));
    };
    let bounds = match default.value {
        Scalar::Text(default) => choice(fields, default)?,
        number => range(fields, &number)?,
    };
    let unit = match bounds {
        Bounds::Choice { .. } => fields.text("unit")?.map(|unit| unit.value).unwrap_or_default(),
        _ => fields.required("unit", "\"s\"")?.value,
    };
    Ok(Parameter { name: name.value.clone(), bounds, unit, doc })
}

fn choice(fields: Fields<'_>, default: String) -> Result<Bounds, PageError> {
    let choices = fields.texts("choices")?;
    if !choices.value.contains(&default) {
        let message = "choices is missing or does not hold the default";
        let hint = format!("add choices = [{default:?}, …]");
        return Err(fields.place().error(choices.line, message, hint));
    }
    Ok(Bounds::Choice { default, choices: choices.value })
}

fn range(fields: Fields<'_>, default: &Scalar) -> Result<Bounds, PageError> {
    let mut ends = Vec::new();
    for key in ["min", "max"] {
        let Some(end) = fields.scalar(key)? else {
            return Err(fields.missing(key, "1"));
        };
        ends.push(end);
    }
    let bounds = match (default, ends.as_slice()) {
        (
            Scalar::Integer(default),
            [At { value: Scalar::Integer(min), .. }, At { value: Scalar::Integer(max), .. }],
        ) => Bounds::Integer { default: *default, min: *min, max: *max },
        (default, [min, max]) => {
            let numbers = (real(default), real(&min.value), real(&max.value));
            let (Some(default), Some(min), Some(max)) = numbers else {
                let message = "min and max must be numbers like the default";
                return Err(fields.place().error(fields.line, message, "write min = 1, max = 10"));
            };
            Bounds::Real { default, min, max }
        }
        _ => return Err(fields.missing("min", "1")),
    };
    let ordered = match bounds {
        Bounds::Integer { default, min, max } => min <= default && default <= max,
        Bounds::Real { default, min, max } => min <= default && default <= max,
        Bounds::Choice { .. } => true,
    };
    if ordered {
        return Ok(bounds);
    }
    let hint = "min <= default <= max";
    Err(fields.place().error(fields.line, "the default lies outside its bounds", hint))
}

#[expect(clippy::cast_precision_loss, reason = "bounds of real parameters are small numbers")]
fn real(scalar: &Scalar) -> Option<f64> {
    match scalar {
        Scalar::Integer(number) => Some(*number as f64),
        Scalar::Real(number) => Some(*number),
        Scalar::Text(_) => None,
    }
}

fn value(fields: Fields<'_>, name: &At<String>) -> Result<ValueColumn, PageError> {
    fields.only(&["unit", "doc", "decimals"])?;
    let decimals = match fields.scalar("decimals")? {
        None => 3,
        Some(At { value: Scalar::Integer(digits @ 0..=6), .. }) => {
            i32::try_from(digits).unwrap_or(3)
        }
        Some(found) => {
            let message = "decimals is not a number from 0 to 6";
            return Err(fields.place().error(found.line, message, "write decimals = 1"));
        }
    };
    Ok(ValueColumn {
        name: name.value.clone(),
        unit: fields.text("unit")?.map(|unit| unit.value).unwrap_or_default(),
        doc: fields.required("doc", "\"what it counts\"")?.value,
        decimals,
    })
}

fn sentence(fields: Fields<'_>) -> Result<At<Sentence>, PageError> {
    let example = "{ en = \"{account_a} and {account_b} …\", fr = \"…\" }";
    let Some(inner) = fields.table("sentence")? else {
        return Err(fields.missing("sentence", example));
    };
    inner.only(&["en", "fr"])?;
    let en = inner.required("en", "\"{account_a} and {account_b} …\"")?.value;
    let fr = inner.text("fr")?.map(|text| text.value).filter(|text| !text.is_empty());
    Ok(At { value: Sentence { en, fr }, line: inner.line })
}
