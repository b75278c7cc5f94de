//! Runs a page: a pure function of (commit, horizon, parameters).
//!
//! The caller makes the session (which holds commit and horizon). Steps see only rows that the
//! page can use: each view that it reads is narrowed to rows with a time as fine as the page
//! needs, and what that leaves out is counted and said.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use vigie_engine::{EngineError, Readers, Relation, Session, view};
use vigie_model::{Finding, Precision, Timestamp};

use crate::bind::Bound;
use crate::error::{PageError, RunError};
use crate::findings;
use crate::note::Note;
use crate::operator::Call;
use crate::page::{Page, Step, Work};

/// What a run is told besides its data.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct RunContext {
    /// The commit that the session reads.
    pub read_commit: u64,
    /// The horizon of the session.
    pub horizon: Option<Timestamp>,
    /// The present, for the word "provisional" only: no id, value or revision depends on it.
    pub now_for_provisional: Option<Timestamp>,
}

/// What a run gives.
#[derive(Clone, PartialEq, Debug)]
pub struct Outcome {
    /// Findings, sorted by id; no two have the same.
    pub findings: Vec<Finding>,
    /// What was not judged.
    pub notes: Vec<Note>,
}

/// Runs all steps of a page. Each step's relation stands in the session under the step's name
/// while the run lasts.
///
/// # Errors
/// When a step cannot be answered, or the last one does not keep the findings contract.
pub fn run(
    session: &Session,
    page: &Page,
    bound: &Bound,
    context: &RunContext,
) -> Result<Outcome, RunError> {
    let scope = Scope::of(page);
    let mut notes = scope.left_out(session, page)?;
    let mut last: Option<(&str, Relation)> = None;
    let mut standing = Standing { session, names: Vec::new() };
    for step in &page.steps {
        if let Some((name, relation)) = last.take() {
            session.register(name, relation).map_err(|error| engine_error(page, name, error))?;
            standing.names.push(name);
        }
        let relation = answer(session, page, bound, &scope, step, &mut notes)?;
        last = Some((&step.name, relation));
    }
    let Some((_, relation)) = last else {
        return Err(RunError::bug("a page without steps"));
    };
    let findings = findings::assemble(page, bound, context, &relation)?;
    Ok(Outcome { findings, notes })
}

/// Steps that stand in the session; they leave it, and give their memory back, with the run.
struct Standing<'a> {
    session: &'a Session,
    names: Vec<&'a str>,
}

impl Drop for Standing<'_> {
    fn drop(&mut self) {
        for name in &self.names {
            self.session.unregister(name);
        }
    }
}

fn answer(
    session: &Session,
    page: &Page,
    bound: &Bound,
    scope: &Scope,
    step: &Step,
    notes: &mut Vec<Note>,
) -> Result<Relation, RunError> {
    match &step.work {
        Work::Sql { text, line, placeholders, .. } => session
            .query(&scope.narrowed(text), &bound.for_engine(placeholders))
            .map_err(|source| sql_error(page, step, *line, source)),
        Work::Operator { operator, arguments } => {
            let mut integers = BTreeMap::new();
            for (name, argument) in &arguments.integers {
                let number = bound.integer(argument);
                let number = number.ok_or_else(|| RunError::bug(format!("{name} is not bound")))?;
                integers.insert(*name, number);
            }
            let inputs = arguments.inputs.iter().cloned().collect();
            let mut call = Call::new(session, page, &step.name, scope, integers, inputs, notes);
            operator.run(&mut call)
        }
    }
}

/// An error in the text of a step, with its line in the page where the engine knows it, else the
/// step's first.
fn sql_error(page: &Page, step: &Step, first_line: usize, source: EngineError) -> RunError {
    match source {
        EngineError::Query { message, position } => {
            // Narrowing puts one line in front of the step.
            let line = position.and_then(|at| usize::try_from(at.line).ok()).unwrap_or(2);
            RunError::Page(PageError {
                file: page.file.clone(),
                line: first_line + line.saturating_sub(2),
                message,
                hint: format!("it is in the step {:?}", step.name),
            })
        }
        source => engine_error(page, &step.name, source),
    }
}

pub(crate) fn engine_error(page: &Page, step: &str, source: EngineError) -> RunError {
    RunError::Engine { page: page.id.clone(), step: step.to_owned(), source }
}

/// The views of a page, narrowed to the rows that it can use.
#[derive(Debug)]
pub(crate) struct Scope {
    /// `WITH acts AS (SELECT * FROM acts WHERE …), …`: inside, the name means the view; after it,
    /// its usable rows. Views that only operators read are not among them.
    with: String,
    /// The same with all views.
    with_all: String,
    usable: String,
    clock: &'static str,
}

impl Scope {
    fn of(page: &Page) -> Self {
        let words: Vec<String> = [
            Precision::Microsecond,
            Precision::Millisecond,
            Precision::Second,
            Precision::Minute,
            Precision::Hour,
            Precision::Day,
        ]
        .into_iter()
        .filter(|precision| *precision <= page.precision)
        .map(|precision| format!("'{}'", precision.word()))
        .collect();
        let clock = page.clock.column();
        let usable = match clock {
            // When somebody saw it is always known to the microsecond.
            "observed_at" => "true".to_owned(),
            _ => format!("coalesce(precision, '') IN ({})", words.join(", ")),
        };
        let (mut with, mut with_all) = ("WITH ".to_owned(), "WITH ".to_owned());
        for name in &page.reads {
            let narrowed = format!(
                "{name} AS (SELECT * FROM {name} WHERE {clock} IS NOT NULL AND {usable}), "
            );
            with_all.push_str(&narrowed);
            if view(name).is_none_or(|view| view.readers != Readers::Operators) {
                with.push_str(&narrowed);
            }
        }
        Self { with, with_all, usable, clock }
    }

    /// The query of a step, over narrowed views.
    pub(crate) fn narrowed(&self, sql: &str) -> String {
        // The line breaks keep comments in, and the step's own lines countable.
        format!("{}step AS (\n{sql}\n) SELECT * FROM step", self.with)
    }

    /// An operator's own query, over narrowed views.
    pub(crate) fn for_operator(&self, sql: &str) -> String {
        format!("{}step AS (\n{sql}\n) SELECT * FROM step", self.with_all)
    }

    /// Counts what narrowing leaves out.
    fn left_out(&self, session: &Session, page: &Page) -> Result<Vec<Note>, RunError> {
        let (clock, usable) = (self.clock, &self.usable);
        let mut notes = Vec::new();
        for view in &page.reads {
            let sql = format!(
                "SELECT count(*) FILTER (WHERE {clock} IS NULL), \
                 count(*) FILTER (WHERE {clock} IS NOT NULL AND NOT ({usable})) FROM {view}"
            );
            let fail = |source| engine_error(page, view, source);
            let (mut untimed, mut coarse) = (0, 0);
            for counted in session.stream_for_operator(&sql, &[]).map_err(fail)? {
                let counted = counted.map_err(fail)?;
                untimed += count(&counted, 0);
                coarse += count(&counted, 1);
            }
            if untimed > 0 {
                notes.push(Note::Untimed { view: view.clone(), rows: untimed });
            }
            if coarse > 0 {
                let needed = page.precision;
                notes.push(Note::TooCoarse { view: view.clone(), rows: coarse, needed });
            }
        }
        Ok(notes)
    }
}

/// The sum of a column of counts.
fn count(batch: &RecordBatch, column: usize) -> u64 {
    let numbers = batch.column(column).as_primitive_opt::<Int64Type>();
    numbers.into_iter().flatten().flatten().map(i64::unsigned_abs).sum()
}

/// A unit of time of a parameter, in microseconds.
pub(crate) fn unit_micros(unit: &str) -> Option<i64> {
    Some(match unit {
        "s" => 1_000_000,
        "min" => 60_000_000,
        "h" => 3_600_000_000,
        "day" | "days" => 86_400_000_000,
        _ => return None,
    })
}
