//! French words for not saying: "n'a pas souhaité réagir", "s'est gardée de commenter", "n'a rien voulu dire".

use crate::lexicon::{Act, StatementKind, class, frame, listed};
use crate::text::Unit;

use super::raw::{CueForm, Raw};
use super::reader::Reader;

impl Reader<'_> {
    /// Turns a wish or a refusal into silence where what is not wished is to speak.
    pub(super) fn keeps_silent(&self, unit: Unit, raw: &mut Raw) {
        if self.english() || raw.passive {
            return;
        }
        let Some(verb) = raw.verb.map(|verb| self.lexicon.verb(verb)) else { return };
        let wishes = raw.negated
            && matches!(
                verb.lemma.as_str(),
                "souhaiter" | "vouloir" | "désirer" | "tenir" | "accepter"
            );
        let refuses = !raw.negated
            && matches!(
                verb.lemma.as_str(),
                "refuser" | "garder" | "abstenir" | "éviter" | "décliner"
            );
        if !(wishes || refuses) {
            return;
        }
        let Some(end) = self.speech_behind(raw.cue.1, unit.end) else { return };
        raw.cue.1 = end;
        raw.act = Some(Act::DeclineComment);
        raw.verb = None;
        raw.negated = false;
        raw.kind = StatementKind::Speech;
        raw.form = CueForm::Phrasal;
        raw.frames = frame::CLAUSE | frame::OBJECT | frame::INFINITIVE;
        raw.rule = "silence";
    }

    /// Behind "de", small words and adverbs: where the infinitive for speaking ends, if there is one.
    fn speech_behind(&self, start: usize, limit: usize) -> Option<usize> {
        let small = |at: usize| {
            matches!(self.lower(at), "de" | "d'" | "à" | "rien" | "pas" | "plus")
                || self.is(at, class::OBJ)
                || self.is_adverb(at)
        };
        // "refuse pour l'heure de confirmer", "refuse à ce stade de".
        let aside = match (self.lower(start), self.lower(start + 1), self.lower(start + 2)) {
            ("pour", "l'", "heure" | "instant")
            | ("pour", "le", "moment")
            | ("à", "ce", "stade") => 3,
            _ => 0,
        };
        let start = start + aside;
        let at = (start..limit.min(start + 6)).find(|at| !small(*at))?;
        listed("speaking", self.lower(at)).then_some(at + 1)
    }
}
