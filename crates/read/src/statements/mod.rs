//! Statements in an article: who accuses, denies, warns, threatens, promises or says what, by rules
//! over words (`data/`), with the words each was read from.
//!
//! Knows nothing of outlets, of whether it is true, or of any other article; [`ledger`] does that.

mod act;
mod act_english;
mod act_french;
mod agent;
mod aim;
mod blame;
mod bodies;
mod clause;
mod clause_french;
mod clause_thing;
mod content;
mod content_left;
mod cues;
mod descriptor;
mod descriptor_french;
mod english;
mod group;
mod group_french;
mod impersonal;
mod incise_french;
mod join;
pub mod ledger;
mod levelled;
mod mention;
mod naming;
mod portrait_french;
mod pronoun;
mod raw;
mod reader;
mod record;
mod resolve;
mod settle;
mod silence_french;
mod skips;
mod speaker;
mod stage;
mod subject;
mod target;
mod target_french;
mod target_object;
mod unknowing;
mod unsaid;
mod verbs;
mod whom;

use crate::Language;
pub use crate::text::Context;

pub use crate::lexicon::{Act, StatementKind};
pub use raw::CueForm;
pub use record::{Actor, ActorKind, Modality, Quoted, ResolvedBy, Statement};

use reader::Reader;

/// Reads the statements of an article, its headline last, so that what it repeats is known by then.
/// Spans lie in `text`; those of statements whose context is the headline lie in `headline`.
#[must_use]
pub fn read_statements(text: &str, headline: &str, language: Language) -> Vec<Statement> {
    let reader = Reader::new(text, language);
    let mut cast = mention::Cast::of(&reader);
    let mut who = speaker::Who::default();
    let mut out = resolve::statements(&reader, &mut cast, &mut who);
    if !headline.trim().is_empty() {
        let reader = Reader::new(headline, language);
        cast.read_more(&reader);
        let first = out.len();
        for mut statement in resolve::statements(&reader, &mut cast, &mut who) {
            statement.context = Context::Headline;
            statement.reported_by = statement.reported_by.map(|outer| outer + first);
            out.push(statement);
        }
    }
    resolve::fold(text, headline, &mut out);
    out
}
