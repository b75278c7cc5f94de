//! French verb groups: clitics, auxiliaries, "ne … pas", the pronoun behind the verb.

use crate::lexicon::{Form, Verb, class, listed};

use super::group::{Before, Group};
use super::reader::Reader;

impl Reader<'_> {
    pub(super) fn before_french(&self, at: usize, floor: usize) -> Before {
        const CLITICS: &[&str] = &[
            "me", "m'", "te", "t'", "se", "s'", "le", "la", "l'", "les", "lui", "leur", "y", "en",
            "nous", "vous",
        ];
        let mut before = Before { start: at, ..Before::default() };
        while before.start > floor {
            let here = before.start - 1;
            let word = self.lower(here);
            if self.token(here).quote != 0 {
                break;
            }
            if before.aux.is_none()
                && let Some(start) = self.inserted_before(before.start, floor)
            {
                before.start = start;
                continue;
            }
            if word.starts_with('-') && word.len() > 1 {
                if word != "-t" {
                    before.inverted = Some(here);
                }
            } else if self.is(here, class::BE | class::HAVE) {
                before.conditional |= self.is(here, class::COND);
                before.modal |= self.lower(here) == "être";
                before.aux.get_or_insert(here);
            } else if self.is(here, class::NEG) {
                before.negated |=
                    !matches!(word, "ne" | "n'") || before.start == at || before.aux.is_some();
            } else if CLITICS.contains(&word) {
                before.clitics.push(here);
            } else if word == "dû" {
                before.modal = true;
            } else if !(self.is_adverb(here) && before.start > floor && !self.is(here, class::DET))
            {
                break;
            }
            before.start = here;
        }
        // Adverbs at the very beginning belong to the sentence, not to the verb.
        while before.start < at && self.is_adverb(before.start) && self.lower(before.start) != "-t"
        {
            before.start += 1;
        }
        before
    }

    /// "a de son côté assuré", "a, lui, dénoncé": where words begin that stand between an auxiliary
    /// and its participle.
    fn inserted_before(&self, end: usize, floor: usize) -> Option<usize> {
        const INSERTED: &[&[&str]] = &[
            &["de", "son", "côté"],
            &["de", "leur", "côté"],
            &["pour", "sa", "part"],
            &["pour", "leur", "part"],
            &["quant", "à", "lui"],
            &["quant", "à", "elle"],
            &["quant", "à", "eux"],
            &["quant", "à", "elles"],
            &["par", "ailleurs"],
            &["en", "revanche"],
            &["à", "son", "tour"],
            &["à", "leur", "tour"],
            &["à", "nouveau"],
            &["de", "nouveau"],
            &["dans", "la", "foulée"],
            &["en", "outre"],
            &["d'", "ailleurs"],
            &["en", "effet"],
            &["au", "passage"],
            &["sans", "détour"],
            &["sans", "ambages"],
            &["à", "plusieurs", "reprises"],
            &["pour", "autant"],
            &["en", "personne"],
            &["lui", "aussi"],
            &["elle", "aussi"],
            &["eux", "aussi"],
            &["tous", "deux"],
            &["toutes", "deux"],
            &["tous", "les", "deux"],
            &["lui-même"],
            &["elle-même"],
        ];
        let aux = |start: usize| start > floor && self.is(start - 1, class::HAVE | class::BE);
        let fixed = INSERTED.iter().find_map(|words| {
            let start = end.checked_sub(words.len()).filter(|start| *start >= floor)?;
            (words.iter().enumerate().all(|(step, word)| self.lower(start + step) == *word)
                && aux(start))
            .then_some(start)
        });
        let commas = || {
            let close = end.checked_sub(1).filter(|at| *at > floor && self.lower(*at) == ",")?;
            let open = (floor.max(close.saturating_sub(6))..close)
                .rfind(|at| self.lower(*at) == ",")
                .filter(|open| aux(*open))?;
            Some(open)
        };
        fixed.or_else(commas)
    }

    /// "s'est voulu rassurant", "le militant": an adjective or somebody, no gerund.
    fn is_described(&self, head: usize, left: Option<usize>) -> bool {
        // "s'est voulu rassurant": an adjective.
        let adjective = left.is_some_and(|left| {
            matches!(
                self.lower(left),
                "voulu" | "voulue" | "veut" | "montre" | "montré" | "montrée" | "est" | "reste"
            )
        });
        // "le militant", "un fabricant": somebody, not a gerund.
        let whole = left.is_some_and(|left| self.lower(left) == "tout")
            && left.is_some_and(|left| self.lower(left + 1) == "en");
        let somebody = left.is_some_and(|left| self.is(left, class::DET | class::POSS)) && !whole
            || self.is(head, class::PERSON | class::PEOPLE | class::BODY)
                && left.is_none_or(|left| self.lower(left) != "en");
        adjective || somebody
    }

    /// A form of a verb by which nothing is said: "s'est voulu rassurant", "déplore deux morts".
    fn says_nothing(&self, group: &Group, verb: &Verb, before: &Before) -> bool {
        let reflexive = before.clitics.iter().any(|here| matches!(self.lower(*here), "s'" | "se"));
        let counted = self.lower(group.end).starts_with(|letter: char| letter.is_ascii_digit())
            || matches!(
                self.lower(group.end),
                "un" | "deux" | "trois" | "quatre" | "cinq" | "plusieurs"
            ) && self.is(group.end + 1, class::PEOPLE)
            || matches!(
                self.lower(group.end + 1),
                "mort" | "morts" | "blessé" | "blessés" | "victime" | "victimes"
            );
        // "Les deux élus se sont opposés": to whom, or nothing is refused.
        let opposed = reflexive
            && verb.lemma == "opposer"
            && !(group.end..group.end + 4).any(|at| matches!(self.lower(at), "à" | "au" | "aux"));
        // "Ancien juge d'instruction, X …".
        let former = self.is(group.head, class::PERSON)
            && matches!(
                self.lower(group.head.wrapping_sub(1)),
                "ancien" | "ancienne" | "premier" | "première" | "ex" | "vice" | "futur" | "future"
            );
        reflexive && verb.lemma == "vouloir"
            || verb.lemma == "déplorer" && counted
            || opposed
            || former
    }

    pub(super) fn french_group(
        &self,
        mut group: Group,
        verb: &Verb,
        before: &Before,
        floor: usize,
    ) -> Option<Group> {
        if self.says_nothing(&group, verb, before) {
            return None;
        }
        let left = group.start.checked_sub(1).filter(|left| *left >= floor);
        let is_left = |classes| left.is_some_and(|left| self.is(left, classes));
        // "ne … pas" and "ni … ni": also behind the verb.
        group.negated |= (group.head + 1..group.head + 3).any(|at| {
            matches!(self.lower(at), "pas" | "jamais" | "ni")
                && (before.start..group.head).any(|at| matches!(self.lower(at), "ne" | "n'"))
        }) || left.is_some_and(|left| self.lower(left) == "ni");
        self.trailing_pronoun(&mut group);
        match group.form {
            Form::Present | Form::Past | Form::Conditional => {
                if before.aux.is_some() {
                    return None;
                }
                let articles = before
                    .clitics
                    .first()
                    .is_some_and(|here| matches!(self.lower(*here), "le" | "la" | "l'" | "les"));
                // "que l'alerte était": a noun behind its article.
                let noun = verb.noun && left.is_some_and(|left| self.is(left, class::SUB));
                let subject =
                    is_left(class::PRON | class::REL | class::NEG) && !noun || before.negated;
                if articles
                    && before.clitics.len() == 1
                    && !subject
                    && (verb.noun
                        || !self.finite_behind_name(left) && !self.goes_on(left, group.head))
                {
                    return None;
                }
                let nounlike = is_left(class::DET | class::POSS | class::PREP);
                (!nounlike || is_left(class::PRON | class::ADV)).then_some(group)
            }
            Form::Participle => {
                let reflexive =
                    before.clitics.iter().any(|here| matches!(self.lower(*here), "s'" | "se"));
                // "seul élu à avoir voté contre": no clause of its own.
                let hangs = left.is_some_and(|left| matches!(self.lower(left), "à" | "pour"))
                    && before.aux.is_some_and(|aux| self.lower(aux) == "avoir");
                if hangs {
                    return None;
                }
                match before.aux {
                    Some(aux) if self.is(aux, class::HAVE) && self.lower(aux) != "été" => {
                        group.loose |= self.is_perfect_infinitive(&group, floor);
                        Some(group)
                    }
                    Some(_) if reflexive => Some(group),
                    Some(_) => {
                        group.passive = true;
                        Some(group)
                    }
                    None => self.bare_participle(group, left, floor),
                }
            }
            Form::Gerund => {
                if self.is_described(group.head, left) {
                    return None;
                }
                group.loose = true;
                (left.is_none_or(|left| self.lower(left) != "de")).then_some(group)
            }
            Form::Base => self.infinitive(group, before, floor),
        }
    }

    /// "vient d'annoncer", "avant d'exiger", "n'hésite pas à fustiger": an infinitive that tells what was
    /// done, with the words that say so.
    fn infinitive(&self, mut group: Group, before: &Before, floor: usize) -> Option<Group> {
        // "a dû admettre": it was done.
        let had_to = before.modal
            && (before.start..group.head).any(|at| self.lower(at) == "dû")
            && before
                .aux
                .is_some_and(|aux| self.is(aux, class::HAVE) && !self.is(aux, class::COND))
            && matches!(
                self.lexicon.verb(group.verb).act,
                Some(crate::lexicon::Act::Confirm | crate::lexicon::Act::Apologise)
            );
        if had_to {
            group.unreal = false;
            return Some(group);
        }
        if before.aux.is_some() || before.modal {
            return None;
        }
        let left = group.start.checked_sub(1).filter(|left| *left > floor)?;
        // "de nier" alone hangs on a noun.
        let linked = matches!(self.lower(left), "de" | "d'" | "à" | "par");
        let mut verb = left - usize::from(linked);
        let opens = verb == floor || !self.is_word(verb.wrapping_sub(1));
        let narrates = matches!(self.lower(verb), "et") && matches!(self.lower(left), "de" | "d'");
        if narrates && opens || linked && self.lower(verb) == "avant" {
            group.start = verb;
            group.loose = true;
            return Some(group);
        }
        // "Et X de conclure".
        if linked && self.narrates_of(left, floor) {
            group.start = left;
            return Some(group);
        }
        // "va jusqu'à accuser".
        if linked && self.lower(verb) == "jusqu'" && verb > floor {
            verb -= 1;
        } else {
            while verb > floor && (self.is(verb, class::NEG) || self.is_adverb(verb)) {
                verb -= 1;
            }
        }
        let word = self.lower(verb);
        let far = matches!(word, "va" | "vont" | "allé" | "allée" | "allés" | "allait" | "ira")
            && self.lower(verb + 1) == "jusqu'";
        if matches!(self.lower(left), "pour") {
            return self.on_stage(group, left, floor);
        }
        if !(far || listed("done", word) && linked != listed("direct", word)) {
            return None;
        }
        let hesitates = listed("hesitate", word);
        let outer = self.before_french(verb, floor);
        let negated =
            outer.negated || (verb..left).any(|at| matches!(self.lower(at), "pas" | "jamais"));
        group.negated = negated != hesitates;
        if hesitates && !negated {
            return None;
        }
        group.unreal = outer.modal;
        group.hearsay |= outer.conditional;
        group.start = outer.start;
        group.inverted = group.inverted.or(outer.inverted);
        Some(group)
    }

    /// "continue de nier", "a tenu à rassurer": the verb before the infinitive tells nothing itself.
    pub(super) fn only_leads(&self, at: usize, limit: usize) -> bool {
        if self.english() || !listed("done", self.lower(at)) {
            return false;
        }
        let link = (at + 1..limit.min(at + 4))
            .find(|at| !self.is(*at, class::NEG) && !self.is_adverb(*at));
        let Some(link) = link else { return false };
        let first = link + usize::from(matches!(self.lower(link), "de" | "d'" | "à" | "par"));
        (first..limit.min(first + 3)).any(|at| {
            self.entry(at).verbs.iter().any(|(_, form)| *form == Form::Base)
                && (first..at).all(|at| self.is(at, class::OBJ) || self.is_adverb(at))
        }) && first > link
    }

    /// "… et l'accuse d'avoir", but not "et la demande de".
    fn goes_on(&self, left: Option<usize>, head: usize) -> bool {
        left.is_some_and(|left| matches!(self.lower(left), "et" | "puis" | "mais"))
            && !listed("nounlike", self.lower(head))
    }

    fn finite_behind_name(&self, left: Option<usize>) -> bool {
        left.is_some_and(|left| self.is_name(left))
    }

    /// "affirme-t-elle": the pronoun belongs to the group and is its subject.
    fn trailing_pronoun(&self, group: &mut Group) {
        let mut at = group.head + 1;
        if self.lower(at) == "-t" {
            at += 1;
        }
        let word = self.lower(at);
        if word.starts_with('-') && word.len() > 2 && group.inverted.is_none() {
            group.inverted = Some(at);
            group.end = group.end.max(at + 1);
        }
    }

    /// "a contesté … et promis": shares the auxiliary; "Accusé par …": passive.
    fn bare_participle(
        &self,
        mut group: Group,
        left: Option<usize>,
        floor: usize,
    ) -> Option<Group> {
        let next = self.lower(group.end);
        let clause_start = left.is_none_or(|left| !self.is_word(left));
        let of = matches!(next, "de" | "d'") && self.lexicon.verb(group.verb).lemma == "accuser";
        if next == "par" || of {
            group.passive = true;
            group.loose = clause_start;
            return Some(group);
        }
        let joined =
            left.is_some_and(|left| matches!(self.lower(left), "et" | "mais" | "puis" | "ou"));
        let shared = joined
            && (floor..group.start)
                .rev()
                .take(60)
                .any(|at| self.is(at, class::HAVE) && self.token(at).quote == 0);
        group.loose = true;
        shared.then_some(group)
    }
}
