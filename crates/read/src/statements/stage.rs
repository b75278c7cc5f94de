//! What was done on a stage that somebody took: "used his speech to attack X".

use crate::lexicon::{Act, StatementKind, listed};

use super::group::Group;
use super::reader::Reader;

/// So many words may stand between the verb that takes the stage and what was done on it.
const STAGE: usize = 10;

impl Reader<'_> {
    /// "used his speech to attack X", "a profité du débat pour attaquer X": what somebody went on
    /// stage for was done there.
    pub(super) fn on_stage(&self, mut group: Group, link: usize, floor: usize) -> Option<Group> {
        let verb = self.lexicon.verb(group.verb);
        let tells =
            verb.kind == StatementKind::Speech && verb.act.is_some_and(|act| act != Act::State);
        let near = link.saturating_sub(STAGE).max(floor);
        let stage = (near..link)
            .rev()
            .take_while(|at| self.is_word(*at) && self.token(*at).quote == 0)
            .find(|at| listed("stage", self.lower(*at)))
            .filter(|_| tells)?;
        // "the right to criticise": a noun that asks for an infinitive.
        if listed("capacity", self.lower(link.wrapping_sub(1))) {
            return None;
        }
        let before = if self.english() {
            self.before_english(stage, floor)
        } else {
            self.before_french(stage, floor)
        };
        group.start = before.start;
        group.negated |= before.negated;
        group.unreal = before.modal;
        group.hearsay |= before.conditional;
        Some(group)
    }
}
