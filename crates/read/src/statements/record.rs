//! What a statement is: who does what by saying what to whom, with the words it was read from.

use serde::Serialize;

use crate::lexicon::{Act, StatementKind};
use crate::text::Context;
use crate::words::Span;

use super::raw::CueForm;

/// How a speaker or target was named.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// By name.
    Named,
    /// By a role or a description.
    Descriptor,
    /// By a pronoun.
    Pronoun,
    /// By the seat of a government.
    Metonym,
    /// Not at all.
    Unattributed,
}

/// How the name was found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ResolvedBy {
    /// The words name it.
    Direct,
    /// A name beside a role.
    Appositive,
    /// A pronoun's antecedent.
    Pronoun,
    /// The last actor whom the description fits.
    Descriptor,
    /// The speaker of the quotation before.
    QuoteContinuation,
}

/// Somebody who speaks or is spoken of.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Actor {
    /// The fullest name that the article gives, or the words of the description.
    pub name: String,
    /// The words here; `None` where the cue has none of its own.
    pub span: Option<Span>,
    /// How it was named here.
    pub kind: ActorKind,
    /// How the name was found.
    pub resolved_by: ResolvedBy,
    /// What the article calls them: "spokesman".
    pub role: Option<String>,
    /// ISO 3166-1 code where a country was named.
    pub country: Option<String>,
}

/// Whether the words are the speaker's own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Quoted {
    /// All in quotation marks.
    Direct,
    /// None.
    Indirect,
    /// Some.
    Mixed,
    /// No content.
    None,
}

/// How firmly it is said.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Modality {
    /// As a fact.
    Asserted,
    /// By the French conditional of hearsay: "aurait".
    HearsayConditional,
    /// As what somebody would or may say.
    Unreal,
}

/// One statement. Spans lie in the text, or in the headline where `context` says so.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Statement {
    /// Who speaks; `None`: nobody is named.
    pub speaker: Option<Actor>,
    /// The words that name the speaker, also where they stand by an earlier cue of the sentence.
    pub speaker_span: Option<Span>,
    /// What is done by it.
    pub act: Act,
    /// The verb or noun and what raised the act: `said+deny`.
    pub act_basis: String,
    /// Speech, belief, want or deed: only speech belongs in the ledger.
    pub kind: StatementKind,
    /// The words that say so.
    pub cue: Span,
    /// In which form.
    pub cue_form: CueForm,
    /// Who is accused, warned, asked, supported …
    pub targets: Vec<Actor>,
    /// What is said, in one or more stretches.
    pub content: Vec<Span>,
    /// Whether the words are the speaker's own.
    pub quoted: Quoted,
    /// Whether it is said that it was *not* said: then nothing is booked.
    pub negated: bool,
    /// How firmly.
    pub modality: Modality,
    /// The sentence it stands in.
    pub sentence: Span,
    /// Where in the article.
    pub context: Context,
    /// The earlier statement that it only repeats, by its place in the list.
    pub duplicate_of: Option<usize>,
    /// The statement in whose content it stands: "the presidency said that X asked".
    pub reported_by: Option<usize>,
    /// Stands inside another's words and is no act of its own to book.
    pub aside: bool,
    /// The rule that found it.
    pub rule: &'static str,
    /// 0 to 1, set by hand for each rule: it orders readings by how much they rest on. Not calibrated,
    /// so no share of correct readings follows from it.
    pub certainty: f32,
}

impl Statement {
    /// Whether it belongs in the ledger: said, not denied to have been said, and not there already.
    #[must_use]
    pub fn is_booked(&self) -> bool {
        (self.kind == StatementKind::Speech || self.act == Act::ExpressConcern)
            && !self.negated
            && self.modality != Modality::Unreal
            && self.duplicate_of.is_none()
            && !self.aside
            && self.cue_form != CueForm::Noun
            && (self.cue_form != CueForm::Adjective || self.act == Act::ExpressConcern)
    }
}
