//! A detector page: documentation, bounded parameters, steps, limits and tests in one file.
//!
//! [`Page::parse`] reads the English page and refuses what is not whole; [`Page::with_french`]
//! adds the French one. Pages know views and operators by name; they know nothing of sessions.

mod case;
mod check;
mod csv;
mod fields;
mod french;
mod front;
mod scan;
mod sql;
mod step;
mod words;

use std::collections::BTreeSet;

use vigie_kernels::KernelInfo;
use vigie_model::hash::{FieldHasher, to_hex};
use vigie_model::time::CellUnit;
use vigie_model::{Precision, When};

pub use case::{Case, CaseTable};
pub(crate) use case::{EXPECTED_EXTRA, ParsedCell, parse_cell};
pub(crate) use check::{CONTRACT, CONTRACT_MORE};
pub use csv::CsvTable;
pub use french::FrenchPage;
pub(crate) use scan::{MAX_PAGE, Place};

use crate::error::PageError;
use crate::operator::Operator;

/// A detector.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Page {
    /// The file, as the caller named it.
    pub file: String,
    /// What it is called everywhere.
    pub id: String,
    /// What people read; the id where the page gives no title.
    pub title: String,
    /// The folder of pages that it belongs to.
    pub family: String,
    /// How far it has been tried.
    pub maturity: Maturity,
    /// Whose time it goes by.
    pub clock: Clock,
    /// The coarsest time that it can use.
    pub precision: Precision,
    /// The views that its steps may read.
    pub reads: Vec<String>,
    /// What a finding is about.
    pub subject: Vec<SubjectColumn>,
    /// DISARM techniques that it may be a trace of.
    pub disarm: Vec<String>,
    /// MITRE ATT&CK techniques that it may be a trace of.
    pub attack: Vec<String>,
    /// The cell that, with the subject, makes a finding's id.
    pub anchor: CellUnit,
    /// How soon to look, where the last step has no column `urgency`.
    pub when: When,
    /// The parameter that says for how long after its last evidence a finding may still grow.
    pub window: Option<String>,
    /// Parameters in the order of the page.
    pub params: Vec<Parameter>,
    /// Values of a finding in the order of the page.
    pub values: Vec<ValueColumn>,
    /// Templates of the sentence.
    pub sentence: Sentence,
    /// "What it sees", in Markdown.
    pub sees: String,
    /// "What it does not prove", in Markdown.
    pub limits: String,
    /// Steps in order; the last is called `findings`.
    pub steps: Vec<Step>,
    /// Literate cases.
    pub cases: Vec<Case>,
    /// The French page, where there is one.
    pub french: Option<FrenchPage>,
}

/// How far a detector has been tried.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Maturity {
    /// On trial: expect changes.
    Preview,
    /// Tried on real data of several kinds.
    Stable,
}

/// Whose time a detector goes by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clock {
    /// The time that the record gives itself (column `at`).
    Claimed,
    /// The time when somebody saw it (column `observed_at`).
    Observed,
}

impl Clock {
    /// The column of a view that holds this time.
    #[must_use]
    pub const fn column(self) -> &'static str {
        match self {
            Self::Claimed => "at",
            Self::Observed => "observed_at",
        }
    }
}

/// One field of the subject.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SubjectColumn {
    /// The column of the last step.
    pub name: String,
    /// `account`, `address`, `login` or `object` for pseudonyms, `text` for words.
    pub kind: String,
}

/// A bounded, documented parameter.
#[derive(Clone, PartialEq, Debug)]
pub struct Parameter {
    /// The name in steps (`$name`) and after `--set`.
    pub name: String,
    /// What it may be.
    pub bounds: Bounds,
    /// Its unit; empty only for choices.
    pub unit: String,
    /// What it changes.
    pub doc: String,
}

/// What a parameter may be. Bounds are inclusive.
#[derive(Clone, PartialEq, Debug)]
#[expect(missing_docs, reason = "the fields say themselves what they are")]
pub enum Bounds {
    /// A whole number.
    Integer { default: i64, min: i64, max: i64 },
    /// A number.
    Real { default: f64, min: f64, max: f64 },
    /// One of a few words.
    Choice { default: String, choices: Vec<String> },
}

/// A declared value of a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ValueColumn {
    /// The column of the last step.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// What it is.
    pub doc: String,
    /// Fractions are rounded to so many digits, so that the order of a sum never makes a revision.
    pub decimals: i32,
}

/// The sentence of a finding, with `{placeholders}` (see [`crate::sentence`]).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sentence {
    /// In English.
    pub en: String,
    /// In French. It stands beside the English one, in the English page, because both are made
    /// from the same columns; embedded pages must have it.
    pub fr: Option<String>,
}

impl Sentence {
    /// The French template, or the English one where there is none.
    #[must_use]
    pub fn french(&self) -> &str {
        self.fr.as_deref().unwrap_or(&self.en)
    }
}

/// One step.
#[derive(Clone, Debug)]
pub struct Step {
    /// The name of the relation that it gives.
    pub name: String,
    /// The line of its heading.
    pub line: usize,
    /// Prose under the heading.
    pub doc: String,
    /// What it does.
    pub work: Work,
}

/// What a step does.
#[derive(Clone, Debug)]
pub enum Work {
    /// Asks the engine.
    Sql {
        /// One SELECT.
        text: String,
        /// The line of its first line.
        line: usize,
        /// The parameters that it binds, sorted.
        placeholders: Vec<String>,
        /// Every word of it, unless it selects `*`.
        columns: Option<BTreeSet<String>>,
    },
    /// Calls an operator.
    Operator {
        /// Which.
        operator: &'static dyn Operator,
        /// With what.
        arguments: Arguments,
    },
}

/// The arguments of an operator, complete and sorted by name.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Arguments {
    /// Its numbers.
    pub integers: Vec<(&'static str, Argument)>,
    /// The relations that it reads.
    pub inputs: Vec<(&'static str, String)>,
}

impl Arguments {
    /// `gap_h=$gap_h min_names=5 tries=tries`: the same words for the same call, for digests.
    fn canonical(&self) -> String {
        let integers = self.integers.iter().map(|(name, argument)| match argument {
            Argument::Parameter(param, 1) => format!("{name}=${param}"),
            Argument::Parameter(param, times) => format!("{name}=${param}*{times}"),
            Argument::Fixed(number) => format!("{name}={number}"),
        });
        let inputs = self.inputs.iter().map(|(name, relation)| format!("{name}={relation}"));
        integers.chain(inputs).collect::<Vec<_>>().join(" ")
    }
}

/// A number for an operator.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Argument {
    /// The value of a parameter of the page, times a number: `gap_min = gap_h * 60`.
    Parameter(String, i64),
    /// A number that the page fixes.
    Fixed(i64),
}

impl Page {
    /// Reads an English page. `file` is what errors call it.
    ///
    /// # Errors
    /// The first thing that is not whole, with its line.
    pub fn parse(text: &str, file: &str) -> Result<Self, PageError> {
        check::parse(Place { file }, text)
    }

    /// Adds the French page.
    ///
    /// # Errors
    /// When it is not the French side of this page.
    pub fn with_french(mut self, text: &str, file: &str) -> Result<Self, PageError> {
        self.french = Some(french::parse(Place { file }, text, &self.id)?);
        Ok(self)
    }

    /// What findings are made from, as a word: the digest of everything in the page that can
    /// change an answer, and the versions of the views and operators that it uses. Prose,
    /// documentation of parameters, sentences and cases take no part, so that a better wording
    /// revises nothing.
    #[must_use]
    pub fn versions(&self) -> String {
        let digest: [u8; 8] = self.digest();
        let mut parts = vec![format!("page@{}", to_hex(&digest))];
        for view in &self.reads {
            let version = vigie_engine::view(view).map_or(0, |view| view.version);
            parts.push(format!("{view}@{version}"));
        }
        for step in &self.steps {
            if let Work::Operator { operator, .. } = &step.work {
                let spec = operator.spec();
                parts.push(format!("{}@{}", spec.name, spec.version));
                parts.extend(spec.kernels.iter().map(KernelInfo::id));
            }
        }
        let mut seen = BTreeSet::new();
        parts.retain(|part| seen.insert(part.clone()));
        parts.join(" ")
    }

    fn digest<const N: usize>(&self) -> [u8; N] {
        let mut hasher = FieldHasher::new("vigie detector page v1");
        let mut add = |parts: &[&str]| parts.iter().for_each(|part| hasher.add(part));
        add(&["page", &self.id, self.clock.column(), self.precision.word()]);
        let anchor = match self.anchor {
            CellUnit::Day => "day",
            CellUnit::Week => "week",
            CellUnit::Season => "season",
            CellUnit::Ever => "ever",
        };
        add(&["anchor", anchor, "when", self.when.word()]);
        add(&["reads", &self.reads.join(" ")]);
        for column in &self.subject {
            add(&["subject", &column.name, &column.kind]);
        }
        for value in &self.values {
            add(&["value", &value.name, &value.unit, &value.decimals.to_string()]);
        }
        for step in &self.steps {
            match &step.work {
                Work::Sql { text, .. } => add(&["sql", &step.name, text]),
                Work::Operator { operator, arguments } => {
                    add(&["operator", &step.name, operator.spec().name, &arguments.canonical()]);
                }
            }
        }
        hasher.finish()
    }
}
