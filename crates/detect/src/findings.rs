//! From the rows of a page's last step to findings: the contract, checked.
//!
//! The step called `findings` gives, in any order of columns and rows:
//!
//! - each declared subject column: a 64-bit pseudonym where the page gives it a kind, else text;
//! - `first_at`, `last_at`: times;
//! - `evidence`: a list of signal ids. Alone it is the whole set, in any order, with repeats
//!   allowed; beside `evidence_count` and `evidence_digest` it is the first ids of a larger set,
//!   which an operator has counted and digested;
//! - each declared value; fractions are rounded as declared;
//! - optionally `urgency`: `now`, `today` or `note` in place of the page's `when`.
//!
//! Anything else in a row is refused, as is a finding without evidence. Two rows about one
//! subject in one anchor cell are refused too: which of them would be *the* finding must not be
//! chosen here, so the step has to group by them.

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_cast::cast;
use arrow_schema::DataType;
use serde_json::Value as Json;
use vigie_engine::Relation;
use vigie_model::finding::{EVIDENCE_CAP, SubjectField};
use vigie_model::id::evidence_digest;
use vigie_model::schema::ColumnType;
use vigie_model::{Cell, Finding, Revision, SignalId, Timestamp, Value, When};

use crate::bind::{Bound, ParamValue};
use crate::error::{PageError, RunError};
use crate::page::{CONTRACT, CONTRACT_MORE, Page, SubjectColumn, ValueColumn};
use crate::run::{RunContext, unit_micros};
use crate::sentence::{Language, with_numbers};

/// Makes findings from rows, sorted by id.
pub(crate) fn assemble(
    page: &Page,
    bound: &Bound,
    context: &RunContext,
    relation: &Relation,
) -> Result<Vec<Finding>, RunError> {
    let maker = Maker::new(page, bound, context);
    maker.check_columns(relation)?;
    let mut findings = Vec::with_capacity(relation.rows());
    for batch in &relation.batches {
        let columns = Columns::of(&maker, batch)?;
        for row in 0..batch.num_rows() {
            findings.push(maker.finding(&columns, row)?);
        }
    }
    findings.sort_by_key(|finding| finding.id);
    if let Some(pair) = findings.windows(2).find(|pair| pair[0].id == pair[1].id) {
        let message = format!("two rows about one subject in {}", pair[0].anchor);
        return Err(maker.broken(message, "group the step by subject and anchor"));
    }
    Ok(findings)
}

struct Maker<'a> {
    page: &'a Page,
    bound: &'a Bound,
    context: &'a RunContext,
    versions: String,
    parameters: String,
    /// Findings whose last evidence is not before this time may still grow.
    closed_before: Option<Timestamp>,
}

/// The columns of one batch, cast to the types of the contract.
struct Columns {
    subject: Vec<ArrayRef>,
    values: Vec<ArrayRef>,
    first_at: ArrayRef,
    last_at: ArrayRef,
    evidence: ArrayRef,
    counted: Option<(ArrayRef, ArrayRef)>,
    urgency: Option<ArrayRef>,
}

/// The signals of one finding.
struct Evidence {
    first: Vec<SignalId>,
    count: u64,
    digest: [u8; 16],
}

impl<'a> Maker<'a> {
    fn new(page: &'a Page, bound: &'a Bound, context: &'a RunContext) -> Self {
        let edge = match (context.horizon, context.now_for_provisional) {
            (Some(horizon), Some(now)) => Some(horizon.min(now)),
            (one, other) => one.or(other),
        };
        let closed_before = edge
            .zip(window(page, bound))
            .map(|(edge, window)| Timestamp(edge.0.saturating_sub(window)));
        Self {
            page,
            bound,
            context,
            versions: page.versions(),
            parameters: bound.canonical_json(),
            closed_before,
        }
    }

    /// An error on the last step of the page.
    fn broken(&self, message: impl Into<String>, hint: impl Into<String>) -> RunError {
        RunError::Page(PageError {
            file: self.page.file.clone(),
            line: self.page.steps.last().map_or(1, |step| step.line),
            message: message.into(),
            hint: hint.into(),
        })
    }

    fn check_columns(&self, relation: &Relation) -> Result<(), RunError> {
        let subject = self.page.subject.iter().map(|column| column.name.as_str());
        let values = self.page.values.iter().map(|value| value.name.as_str());
        let wanted: Vec<&str> = subject.chain(values).chain(CONTRACT.iter().copied()).collect();
        let fields = relation.schema.fields();
        if let Some(name) = wanted.iter().find(|name| fields.find(name).is_none()) {
            let message = format!("the step \"findings\" gives no column {name:?}");
            return Err(self.broken(message, "select it, or take it out of the front matter"));
        }
        let known = |name: &str| wanted.contains(&name) || CONTRACT_MORE.contains(&name);
        if let Some(field) = fields.iter().find(|field| !known(field.name())) {
            let message = format!("the step \"findings\" gives a column {:?}", field.name());
            return Err(self.broken(message, "declare it under [values], or do not select it"));
        }
        Ok(())
    }

    fn finding(&self, columns: &Columns, row: usize) -> Result<Finding, RunError> {
        let page = self.page;
        let subject = self.subject(columns, row)?;
        let first_at = self.time(&columns.first_at, "first_at", row)?;
        let last_at = self.time(&columns.last_at, "last_at", row)?;
        let values: Vec<Value> = page
            .values
            .iter()
            .zip(&columns.values)
            .map(|(declared, array)| self.value(declared, array, row))
            .collect::<Result<_, _>>()?;
        let evidence = self.evidence(columns, row)?;
        let when = self.when(columns, row)?;
        let anchor = Cell::containing(page.anchor, first_at);
        let id = Finding::make_id(&page.id, &subject, anchor);
        let said = said(&values, when);
        let [sentence_en, sentence_fr] = [
            (Language::English, page.sentence.en.as_str()),
            (Language::French, page.sentence.french()),
        ]
        .map(|(language, template)| {
            with_numbers(template, language, &|name| self.number(&values, name))
        });
        Ok(Finding {
            id,
            revision: Revision::of(&self.versions, &self.parameters, &said, &evidence.digest),
            detector: page.id.clone(),
            versions: self.versions.clone(),
            parameters: self.parameters.clone(),
            read_commit: self.context.read_commit,
            horizon: self.context.horizon,
            anchor: anchor.to_string(),
            subject,
            when,
            first_at,
            last_at,
            values,
            evidence: evidence.first,
            evidence_count: evidence.count,
            evidence_digest: evidence.digest,
            sentence_en,
            sentence_fr,
            provisional: self.closed_before.is_some_and(|closed| last_at >= closed),
        })
    }

    fn subject(&self, columns: &Columns, row: usize) -> Result<Vec<SubjectField>, RunError> {
        let field = |(column, array): (&SubjectColumn, &ArrayRef)| {
            if array.is_null(row) {
                let message = format!("a finding without {}", column.name);
                return Err(self.broken(message, "leave such rows out of the step"));
            }
            let value = match column.kind.as_str() {
                "text" => array.as_string::<i32>().value(row).to_owned(),
                _ => array.as_primitive::<Int64Type>().value(row).to_string(),
            };
            Ok(SubjectField { name: column.name.clone(), kind: column.kind.clone(), value })
        };
        self.page.subject.iter().zip(&columns.subject).map(field).collect()
    }

    fn time(&self, array: &ArrayRef, name: &str, row: usize) -> Result<Timestamp, RunError> {
        if array.is_null(row) {
            return Err(self.broken(format!("a finding without {name}"), "leave such rows out"));
        }
        Ok(Timestamp(array.as_primitive::<TimestampMicrosecondType>().value(row)))
    }

    fn value(
        &self,
        declared: &ValueColumn,
        array: &ArrayRef,
        row: usize,
    ) -> Result<Value, RunError> {
        let value = if array.is_null(row) {
            Json::Null
        } else {
            match array.data_type() {
                DataType::Int64 => array.as_primitive::<Int64Type>().value(row).into(),
                DataType::Float64 => {
                    rounded(array.as_primitive::<Float64Type>().value(row), declared.decimals)
                }
                DataType::Boolean => array.as_boolean().value(row).into(),
                DataType::Utf8 => array.as_string::<i32>().value(row).into(),
                _ => return Err(self.wrong_type(&declared.name, array.data_type())),
            }
        };
        Ok(Value { name: declared.name.clone(), value, unit: declared.unit.clone() })
    }

    fn wrong_type(&self, name: &str, found: &DataType) -> RunError {
        let hint = "pseudonyms and counts are 64-bit integers, words text, shares 64-bit reals";
        self.broken(format!("the column {name:?} is of type {found}"), hint)
    }

    fn when(&self, columns: &Columns, row: usize) -> Result<When, RunError> {
        let Some(urgency) = &columns.urgency else { return Ok(self.page.when) };
        if urgency.is_null(row) {
            return Ok(self.page.when);
        }
        let word = urgency.as_string::<i32>().value(row);
        When::from_word(word).ok_or_else(|| {
            self.broken(format!("{word:?} is no urgency"), "give now, today, note or null")
        })
    }

    fn evidence(&self, columns: &Columns, row: usize) -> Result<Evidence, RunError> {
        let mut ids = ids(&columns.evidence, row)
            .ok_or_else(|| self.wrong_type("evidence", columns.evidence.data_type()))?;
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            return Err(self.broken("a finding without evidence", "say it only if you can show it"));
        }
        let Some((count, digest)) = &columns.counted else {
            let count = ids.len() as u64;
            let digest = evidence_digest(&mut ids);
            ids.truncate(EVIDENCE_CAP);
            return Ok(Evidence { first: ids, count, digest });
        };
        let digest = binary(digest, row).and_then(|bytes| bytes.try_into().ok());
        let Some(digest) = digest.filter(|_| count.is_valid(row)) else {
            return Err(self.broken("evidence_count or evidence_digest is missing", "give both"));
        };
        ids.truncate(EVIDENCE_CAP);
        let count = count.as_primitive::<Int64Type>().value(row).unsigned_abs();
        Ok(Evidence { first: ids, count, digest })
    }

    /// What `{name}` is in a sentence, when it is a number of ours.
    fn number(&self, values: &[Value], name: &str) -> Option<Json> {
        if let Some(value) = values.iter().find(|value| value.name == name) {
            return value.value.is_number().then(|| value.value.clone());
        }
        match self.bound.get(name)? {
            ParamValue::Integer(number) => Some((*number).into()),
            ParamValue::Real(number) => Some((*number).into()),
            ParamValue::Choice(_) => None,
        }
    }
}

impl Columns {
    fn of(maker: &Maker<'_>, batch: &RecordBatch) -> Result<Self, RunError> {
        let plain = |name: &str| {
            batch
                .column_by_name(name)
                .cloned()
                .ok_or_else(|| RunError::bug(format!("no column {name}")))
        };
        let typed = |name: &str, kind: &DataType| {
            let array = plain(name)?;
            let found = array.data_type().clone();
            // A cast between numbers and words would succeed and hide a slip in the page.
            let alike = found.is_numeric() == kind.is_numeric()
                && matches!(found, DataType::Timestamp(..))
                    == matches!(kind, DataType::Timestamp(..));
            alike
                .then(|| cast(&array, kind).ok())
                .flatten()
                .ok_or_else(|| maker.wrong_type(name, &found))
        };
        let subject = |column: &SubjectColumn| match column.kind.as_str() {
            "text" => typed(&column.name, &DataType::Utf8),
            _ => typed(&column.name, &DataType::Int64),
        };
        let value = |column: &ValueColumn| {
            let array = plain(&column.name)?;
            match natural(array.data_type()) {
                Some(kind) => typed(&column.name, &kind),
                None => Err(maker.wrong_type(&column.name, array.data_type())),
            }
        };
        let time = ColumnType::Time.arrow();
        let has = |name: &str| batch.schema_ref().fields().find(name).is_some();
        let counted = match (has("evidence_count"), has("evidence_digest")) {
            (true, true) => {
                Some((typed("evidence_count", &DataType::Int64)?, plain("evidence_digest")?))
            }
            (false, false) => None,
            _ => return Err(maker.broken("evidence is counted or digested, not both", "give both")),
        };
        Ok(Self {
            subject: maker.page.subject.iter().map(subject).collect::<Result<_, _>>()?,
            values: maker.page.values.iter().map(value).collect::<Result<_, _>>()?,
            first_at: typed("first_at", &time)?,
            last_at: typed("last_at", &time)?,
            evidence: plain("evidence")?,
            counted,
            urgency: has("urgency").then(|| typed("urgency", &DataType::Utf8)).transpose()?,
        })
    }
}

/// The type that a value of this type is stored as.
fn natural(kind: &DataType) -> Option<DataType> {
    match kind {
        kind if kind.is_integer() => Some(DataType::Int64),
        kind if kind.is_numeric() => Some(DataType::Float64),
        DataType::Boolean => Some(DataType::Boolean),
        DataType::Utf8 => Some(DataType::Utf8),
        _ => None,
    }
}

/// The ids in one cell of a list column.
fn ids(column: &ArrayRef, row: usize) -> Option<Vec<SignalId>> {
    let items = match column.data_type() {
        DataType::List(_) => column.as_list::<i32>().value(row),
        DataType::LargeList(_) => column.as_list::<i64>().value(row),
        _ => return None,
    };
    if column.is_null(row) {
        return Some(Vec::new());
    }
    (0..items.len())
        .filter(|&index| items.is_valid(index))
        .map(|index| binary(&items, index)?.try_into().ok().map(SignalId))
        .collect()
}

fn binary(column: &ArrayRef, row: usize) -> Option<&[u8]> {
    if column.is_null(row) {
        return None;
    }
    match column.data_type() {
        DataType::FixedSizeBinary(_) => Some(column.as_fixed_size_binary().value(row)),
        DataType::Binary => Some(column.as_binary::<i32>().value(row)),
        _ => None,
    }
}

/// Canonical JSON of what is said: values by name, and how soon to look.
fn said(values: &[Value], when: When) -> String {
    let mut pairs: Vec<(&str, Json)> =
        values.iter().map(|value| (value.name.as_str(), value.value.clone())).collect();
    pairs.push(("urgency", when.word().into()));
    // Sorted before it becomes a map, because the order of a JSON map is a feature of the build.
    pairs.sort_by_key(|(name, _)| *name);
    let map = pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Json::Object(map).to_string()
}

fn rounded(number: f64, decimals: i32) -> Json {
    let scale = 10_f64.powi(decimals);
    let rounded = (number * scale).round() / scale;
    // Minus zero is zero; what is no number is said as "unknown".
    serde_json::Number::from_f64(rounded + 0.0).map_or(Json::Null, Json::Number)
}

/// For how long after its last evidence a finding may still grow, in microseconds.
fn window(page: &Page, bound: &Bound) -> Option<i64> {
    let name = page.window.as_deref()?;
    let unit = page.params.iter().find(|param| param.name == name).map(|param| &param.unit)?;
    match bound.get(name)? {
        ParamValue::Integer(number) => Some(number.saturating_mul(unit_micros(unit)?)),
        _ => None,
    }
}
