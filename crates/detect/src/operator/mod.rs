//! Operators: steps that SQL cannot say or would blow up on, as functions from relations to a
//! relation inside a memory reservation.
//!
//! A new operator is one file with one line in [`OPERATORS`]. Its `version` is raised whenever it
//! may give a different answer to the same question, because revisions of findings are made from
//! it. An operator must not depend on the order of its input, on the clock or on anything but
//! input and arguments.

mod acting_together;
pub(crate) mod attacks;
mod bursts;
mod call;
pub(crate) mod evidence;
mod first_seen;
mod groups;
mod login_lists;
mod login_tries;
mod near_copies;
mod request_classes;
mod windowed_pairs;

use vigie_engine::Relation;
use vigie_kernels::KernelInfo;
use vigie_model::schema::ColumnType;

pub use call::Call;

use crate::error::RunError;

/// All operators, in the order of the manual.
pub const OPERATORS: &[&dyn Operator] = &[
    &windowed_pairs::WindowedPairs,
    &acting_together::ActingTogether,
    &groups::AccountGroups,
    &login_tries::LoginTries,
    &login_lists::LoginLists,
    &bursts::Bursts,
    &first_seen::FirstSeen,
    &near_copies::NearCopies,
    &request_classes::RequestClasses,
    &attacks::Attacks,
];

/// The operator of that name.
#[must_use]
pub fn operator(name: &str) -> Option<&'static dyn Operator> {
    OPERATORS.iter().copied().find(|operator| operator.spec().name == name)
}

/// A step written in Rust.
pub trait Operator: Sync + std::fmt::Debug {
    /// What it is called, takes and gives.
    fn spec(&self) -> &'static OperatorSpec;

    /// Answers one call.
    ///
    /// # Errors
    /// When an input cannot be read or the memory that it needs is not there.
    fn run(&self, call: &mut Call<'_>) -> Result<Relation, RunError>;
}

/// What an operator is called, takes and gives.
#[derive(Debug)]
pub struct OperatorSpec {
    /// The name in pages.
    pub name: &'static str,
    /// Raised with every change that may change an answer.
    pub version: u32,
    /// The kernels that it calls.
    pub kernels: &'static [KernelInfo],
    /// What it does.
    pub doc: &'static str,
    /// The relations that it reads. Without an argument of that name, the view or earlier step of
    /// that name.
    pub inputs: &'static [Input],
    /// Its numbers. All are integers: a page declares a finer unit rather than a fraction.
    pub params: &'static [OperatorParam],
    /// The columns that it gives.
    pub output: &'static [OutputColumn],
}

/// A relation that an operator reads.
#[derive(Debug)]
pub struct Input {
    /// The name in calls.
    pub name: &'static str,
    /// The columns that must be there.
    pub columns: &'static [&'static str],
}

/// A number that an operator takes.
#[derive(Debug)]
pub struct OperatorParam {
    /// The name in calls.
    pub name: &'static str,
    /// What stands for an argument that is not given; `None` when it must be.
    pub default: Option<i64>,
    /// What it changes, with its unit.
    pub doc: &'static str,
}

/// A column that an operator gives.
#[derive(Debug)]
pub struct OutputColumn {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: ColumnType,
    /// What it holds, with its unit.
    pub doc: &'static str,
}

impl OperatorSpec {
    /// The Arrow schema of the output; no column of an operator is ever null.
    #[must_use]
    pub fn schema(&self) -> arrow_schema::SchemaRef {
        let field = |column: &OutputColumn| {
            arrow_schema::Field::new(column.name, column.kind.arrow(), false)
        };
        std::sync::Arc::new(arrow_schema::Schema::new(
            self.output.iter().map(field).collect::<Vec<_>>(),
        ))
    }
}
