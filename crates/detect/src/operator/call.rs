//! One call of an operator: its inputs, numbers, memory and notes.

use std::collections::BTreeMap;

use vigie_engine::{Memo, Param, RelationStream, Reservation, Session};
use vigie_model::Precision;

use crate::error::RunError;
use crate::note::Note;
use crate::page::Page;
use crate::run::{Scope, engine_error};

/// What an operator is given.
#[derive(Debug)]
pub struct Call<'a> {
    session: &'a Session,
    page: &'a Page,
    step: &'a str,
    scope: &'a Scope,
    integers: BTreeMap<&'static str, i64>,
    inputs: BTreeMap<&'static str, String>,
    notes: &'a mut Vec<Note>,
}

impl<'a> Call<'a> {
    pub(crate) fn new(
        session: &'a Session,
        page: &'a Page,
        step: &'a str,
        scope: &'a Scope,
        integers: BTreeMap<&'static str, i64>,
        inputs: BTreeMap<&'static str, String>,
        notes: &'a mut Vec<Note>,
    ) -> Self {
        Self { session, page, step, scope, integers, inputs, notes }
    }

    /// A number that the operator declared.
    ///
    /// # Errors
    /// Never for declared names.
    pub fn integer(&self, name: &str) -> Result<i64, RunError> {
        let number = self.integers.get(name).copied();
        number.ok_or_else(|| RunError::bug(format!("{name} is not an argument")))
    }

    /// The rows of an input, in batches, in no order. `columns` and `rest` (`WHERE …`) are the
    /// operator's own SQL; values go into `params`.
    ///
    /// # Errors
    /// When the input has no such columns or cannot be read.
    pub fn stream(
        &self,
        input: &str,
        columns: &str,
        rest: &str,
        params: &[(String, Param)],
    ) -> Result<RelationStream, RunError> {
        let relation = self.inputs.get(input);
        let relation = relation.ok_or_else(|| RunError::bug(format!("{input} is not an input")))?;
        let sql = format!("SELECT {columns} FROM {relation} {rest}");
        self.session
            .stream_for_operator(&self.scope.for_operator(&sql), params)
            .map_err(|error| self.failed(error))
    }

    /// Memory in the pool that the engine uses too. Ask before allocating.
    #[must_use]
    pub fn reserve(&self) -> Reservation {
        self.session.reserve(&format!("{} in {}", self.step, self.page.id))
    }

    /// What other pages over the same session, or an earlier one, worked out alike.
    #[must_use]
    pub fn memo(&self) -> &Memo {
        self.session.memo()
    }

    /// Says what was not judged.
    pub fn note(&mut self, note: Note) {
        self.notes.push(note);
    }

    /// An engine error, with the step's name.
    #[must_use]
    pub fn failed(&self, error: vigie_engine::EngineError) -> RunError {
        engine_error(self.page, self.step, error)
    }

    /// The coarsest time that reaches the operator.
    #[must_use]
    pub fn precision(&self) -> Precision {
        self.page.precision
    }
}
