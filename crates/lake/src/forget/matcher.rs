//! Which rows are to be forgotten.

use std::collections::BTreeSet;
use std::ops::Range;

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use vigie_model::schema::{Column, ColumnType, Layer, Table};

use super::{Comparison, Forget, Rule, RuleValue};
use crate::error::{LakeError, Result};
use crate::record::FileEntry;
use crate::tables;

/// What picks rows.
pub(super) enum Matcher {
    Commits(BTreeSet<u64>),
    Keys(BTreeSet<i64>),
    Days(Option<&'static Table>, Range<i64>),
    Rule(&'static Table, Rule),
}

impl Matcher {
    pub(super) fn new(what: &Forget) -> Result<Self> {
        Ok(match what {
            Forget::Mandate(id) => {
                return Err(LakeError::internal(format!("mandate {id} has to be looked up first")));
            }
            Forget::Person(keys) => Self::Keys(keys.iter().map(|key| key.0).collect()),
            Forget::Days { table, from, until } => {
                let table = table.as_deref().map(observed).transpose()?;
                Self::Days(table, from.0..until.0)
            }
            Forget::Rule(rule) => {
                let table = observed(&rule.table)?;
                check_rule(table, rule)?;
                Self::Rule(table, rule.clone())
            }
        })
    }

    /// The columns that decide, of those that the table has.
    pub(super) fn columns(&self, table: &'static Table) -> Vec<&'static str> {
        let named = |name: &str| table.columns().find(|column| column.name == name);
        let columns: Vec<&'static Column> = match self {
            Self::Commits(_) => named("commit_seq").into_iter().collect(),
            Self::Keys(_) => keys_of(table).collect(),
            Self::Days(..) => named(table.time_column).into_iter().collect(),
            Self::Rule(_, rule) => named(&rule.column).into_iter().collect(),
        };
        columns.into_iter().map(|column| column.name).collect()
    }

    /// Whether rows of a derived table can match by themselves; rules and days pick observations
    /// only, and what hangs on them follows.
    pub(super) fn picks_derived(&self) -> bool {
        matches!(self, Self::Commits(_) | Self::Keys(_))
    }

    /// Whether a file may hold a matching row, as far as the commit record tells.
    pub(super) fn may_match(&self, table: &'static Table, file: &FileEntry) -> bool {
        match self {
            Self::Commits(commits) => {
                commits.range(file.min_commit..=file.max_commit).next().is_some()
            }
            Self::Keys(_) => keys_of(table).next().is_some(),
            Self::Days(only, days) => {
                let meets = |file: &FileEntry| {
                    let times = file.min_time.zip(file.max_time);
                    times.is_some_and(|(min, max)| min.0 < days.end && days.start <= max.0)
                };
                only.is_none_or(|only| only.name == table.name) && meets(file)
            }
            Self::Rule(only, _) => only.name == table.name,
        }
    }

    /// For each row, whether it matches.
    pub(super) fn pick(&self, table: &'static Table, batch: &RecordBatch) -> Vec<bool> {
        let rows = batch.num_rows();
        let integers = |name: &str| integers(batch, name);
        match self {
            Self::Commits(commits) => integers("commit_seq")
                .map(|seq| seq.and_then(|seq| u64::try_from(seq).ok()))
                .map(|seq| seq.is_some_and(|seq| commits.contains(&seq)))
                .collect(),
            Self::Keys(keys) => {
                let mut picked = vec![false; rows];
                for column in keys_of(table) {
                    for (picked, key) in picked.iter_mut().zip(integers(column.name)) {
                        *picked |= key.is_some_and(|key| keys.contains(&key));
                    }
                }
                picked
            }
            Self::Days(_, days) => integers(table.time_column)
                .map(|at| at.is_some_and(|at| days.contains(&at)))
                .collect(),
            Self::Rule(_, rule) => match &rule.value {
                RuleValue::Integer(value) => compare(rule, *value, integers(&rule.column)),
                RuleValue::Time(value) => compare(rule, value.0, integers(&rule.column)),
                RuleValue::Text(value) => {
                    let texts = batch.column_by_name(&rule.column);
                    match texts.and_then(|texts| texts.as_string_opt::<i32>()) {
                        Some(texts) => compare(rule, value.as_str(), texts.iter()),
                        None => vec![false; rows],
                    }
                }
            },
        }
    }
}

fn compare<T: PartialOrd + Copy>(
    rule: &Rule,
    with: T,
    values: impl Iterator<Item = Option<T>>,
) -> Vec<bool> {
    let holds = |value: T| match rule.comparison {
        Comparison::Equal => value == with,
        Comparison::NotEqual => value != with,
        Comparison::Less => value < with,
        Comparison::Greater => value > with,
    };
    values.map(|value| value.is_some_and(holds)).collect()
}

/// The values of an integer, key or time column; nothing but nulls when there is no such column.
pub(super) fn integers<'a>(
    batch: &'a RecordBatch,
    name: &str,
) -> Box<dyn Iterator<Item = Option<i64>> + 'a> {
    let column = batch.column_by_name(name);
    if let Some(values) = column.and_then(|column| column.as_primitive_opt::<Int64Type>()) {
        return Box::new(values.iter());
    }
    let times = column.and_then(|column| column.as_primitive_opt::<TimestampMicrosecondType>());
    match times {
        Some(values) => Box::new(values.iter()),
        None => Box::new(std::iter::repeat_n(None, batch.num_rows())),
    }
}

fn keys_of(table: &'static Table) -> impl Iterator<Item = &'static Column> {
    table.columns().filter(|column| column.kind == ColumnType::Key)
}

fn observed(name: &str) -> Result<&'static Table> {
    let names = || {
        let tables = tables::all().filter(|table| table.layer == Layer::Observed);
        tables.map(|table| table.name).collect::<Vec<_>>().join(", ")
    };
    tables::named(name).filter(|table| table.layer == Layer::Observed).ok_or_else(|| {
        LakeError::BadRule {
            what: format!("{name:?} is no table of observations; these are: {}", names()),
        }
    })
}

fn check_rule(table: &'static Table, rule: &Rule) -> Result<()> {
    let Some(column) = table.columns().find(|column| column.name == rule.column) else {
        let what = format!("{} has no column {:?}", table.name, rule.column);
        return Err(LakeError::BadRule { what });
    };
    let fits = match rule.value {
        RuleValue::Integer(_) => matches!(column.kind, ColumnType::Integer | ColumnType::Key),
        RuleValue::Text(_) => column.kind == ColumnType::Text,
        RuleValue::Time(_) => column.kind == ColumnType::Time,
    };
    if fits {
        return Ok(());
    }
    let what = format!("{} cannot be compared with {:?}", column.name, rule.value);
    Err(LakeError::BadRule { what })
}
