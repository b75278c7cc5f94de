//! Verb groups: which token is a verb of attribution, in which voice, negated or not.

use crate::lexicon::{Form, Verb, class, frame};

use super::reader::Reader;

/// A verb with the small words around it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent marks that rules ask for one by one"
)]
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Group {
    /// The first token.
    pub(super) start: usize,
    /// Behind the last token.
    pub(super) end: usize,
    /// The verb itself.
    pub(super) head: usize,
    /// Which verb.
    pub(super) verb: u16,
    /// In which form.
    pub(super) form: Form,
    /// Whether the subject is whom it is said of.
    pub(super) passive: bool,
    /// "did not say".
    pub(super) negated: bool,
    /// "aurait dit".
    pub(super) hearsay: bool,
    /// "wants to say", "will say": said to be so, not done.
    pub(super) unreal: bool,
    /// A participle or gerund that takes its subject from elsewhere.
    pub(super) loose: bool,
    /// "a-t-il": the pronoun behind the verb.
    pub(super) inverted: Option<usize>,
}

/// The words to the left of a verb that belong to it.
#[derive(Default)]
pub(super) struct Before {
    pub(super) start: usize,
    /// The nearest auxiliary.
    pub(super) aux: Option<usize>,
    pub(super) modal: bool,
    pub(super) negated: bool,
    pub(super) conditional: bool,
    pub(super) inverted: Option<usize>,
    pub(super) clitics: Vec<usize>,
}

impl Reader<'_> {
    /// The verb group whose verb stands at `at`, within the unit that begins at `floor`.
    pub(super) fn group(&self, at: usize, floor: usize, limit: usize) -> Option<Group> {
        let entry = self.entry(at);
        if entry.verbs.is_empty() {
            return None;
        }
        let before = if self.english() {
            self.before_english(at, floor)
        } else {
            self.before_french(at, floor)
        };
        entry.verbs.iter().find_map(|(place, form)| {
            let verb = self.lexicon.verb(*place);
            let end = self.rest(at, limit, verb)?;
            if !verb.clitics.iter().all(|want| self.has_clitic(want, at, &before)) {
                return None;
            }
            let group = Group {
                start: before.start,
                end,
                head: at,
                verb: *place,
                form: *form,
                passive: false,
                negated: before.negated,
                hearsay: before.conditional || *form == Form::Conditional,
                unreal: before.modal,
                loose: false,
                inverted: before.inverted,
            };
            if self.english() {
                self.english_group(group, verb, &before, (floor, limit))
            } else {
                self.french_group(group, verb, &before, floor)
            }
        })
    }

    /// Where the words that a phrase asks for end.
    fn rest(&self, at: usize, limit: usize, verb: &Verb) -> Option<usize> {
        let mut next =
            if verb.rest.is_empty() { at + 1 } else { self.past_inserted(at + 1, limit) };
        for (place, want) in verb.rest.iter().enumerate() {
            let gap = if place == 0 { 3 } else { 2 };
            // "leapt to his friend's defence": whose stands inside the phrase.
            let owned = self.english()
                && if place > 0 {
                    (next..=next + 4).any(|here| here < limit && self.is(here, class::POSS))
                } else {
                    // "threw her full weight behind".
                    self.is(next, class::POSS) && self.lower(next) != "'s"
                };
            let gap = if owned { 5 } else { gap };
            // "took the minister to task": an object stands inside a phrase of several words.
            if place == 0
                && self.english()
                && (verb.rest.len() > 1 || matches!(want.as_str(), "responsible" | "accountable"))
                && self.lower(next) != *want
                && self.begins_phrase(next)
                && let Some((_, end)) = self.phrase_right(next, limit, false)
                && self.lower(end) == *want
                && end < limit
            {
                next = end + 1;
                continue;
            }
            let found = (next..=next + gap).take_while(|here| *here < limit).find(|here| {
                let word = self.lower(*here);
                word == want
                    || !self.english() && contracts(want, word)
                    || (want.ends_with('é')
                        && word.starts_with(want.as_str())
                        && word.len() <= want.len() + 2)
            })?;
            let skipped = (next..found).all(|here| {
                if owned && self.is_word(here) && !self.is(here, class::AUX | class::COORD) {
                    return self.is(found - 1, class::POSS) || place == 0 && found - next <= 3;
                }
                // "refused three times to say".
                if place == 0 && (self.lower(here) == "times" || self.lower(here + 1) == "times") {
                    return true;
                }
                if self.english() && self.is_adverb(here) && !self.is(here, class::PREP) {
                    return true;
                }
                let adverb =
                    place == 0 && (self.is_adverb(here) || self.is(here, class::TIME | class::NEG));
                adverb || self.lower(here).starts_with('-') || self.token(here).quote != 0
            });
            if !skipped {
                return None;
            }
            next = found + 1;
        }
        Some(next)
    }

    fn has_clitic(&self, want: &str, at: usize, before: &Before) -> bool {
        let word = |here: &usize| self.lower(*here).trim_end_matches('\'').to_owned();
        match want {
            "se" => before
                .clitics
                .iter()
                .any(|here| matches!(word(here).as_str(), "s" | "se" | "m" | "me" | "nous")),
            "ne" | "pas" => before.negated,
            _ => {
                before.clitics.iter().any(|here| word(here) == want)
                    || self.lower(at.wrapping_sub(1)) == want
            }
        }
    }

    pub(super) fn before_english(&self, at: usize, floor: usize) -> Before {
        let mut before = Before { start: at, ..Before::default() };
        while before.start > floor {
            let here = before.start - 1;
            if self.token(here).quote != 0 {
                break;
            }
            let short = self.lower(here) == "'s"
                && here > floor
                && self.is(here - 1, class::PRON | class::REL);
            if self.is(here, class::AUX) || short {
                before.aux.get_or_insert(here);
                before.modal |= self.is(here, class::MODAL);
                before.negated |= self.is(here, class::NEG);
            } else if self.is(here, class::NEG) {
                before.negated = true;
            } else if let Some(aux) = self.over_time(here, floor) {
                before.start = aux;
                continue;
            } else if self.lower(here) == "first" && here > floor && self.is(here - 1, class::REL) {
                // "who first raised the alarm".
            } else if !self.is_adverb(here) || self.is(here, class::DET | class::PREP) {
                break;
            }
            before.start = here;
        }
        before
    }

    /// "was last night accused", "has this week denied": behind the auxiliary before words of time.
    fn over_time(&self, here: usize, floor: usize) -> Option<usize> {
        let mut at = here;
        if !self.is(at, class::TIME) || self.is(at, class::AUX) {
            return None;
        }
        while at > floor
            && here - at < 4
            && (self.is(at - 1, class::TIME) && !self.is(at - 1, class::AUX)
                || matches!(self.lower(at - 1), "this" | "the" | "on" | "in"))
        {
            at -= 1;
        }
        (at > floor && self.is(at - 1, class::AUX)).then_some(at)
    }

    fn english_group(
        &self,
        mut group: Group,
        verb: &Verb,
        before: &Before,
        (floor, limit): (usize, usize),
    ) -> Option<Group> {
        let left = group.start.checked_sub(1).filter(|left| *left >= floor);
        let next = group.end;
        let is_left = |classes| left.is_some_and(|left| self.is(left, classes));
        let nounlike = is_left(class::DET | class::POSS) && !is_left(class::PRON);
        if self.ends_name(group.head, group.start) {
            return None;
        }
        let aux = before.aux;
        let aux_is = |classes| {
            aux.is_some_and(|aux| {
                self.is(aux, classes) || (classes & class::BE != 0 && self.lower(aux) == "'s")
            })
        };
        match group.form {
            Form::Base => {
                if aux_is(class::MODAL | class::DO) {
                    return Some(group);
                }
                if left.is_some_and(|left| self.is_turned(left, floor)) {
                    group.negated = true;
                    return Some(group);
                }
                if left.is_some_and(|left| self.lower(left) == "to") {
                    return self.catenative(group, floor);
                }
                let plural = left
                    .is_some_and(|left| self.is_plural(left) || self.several_before(left, floor));
                let pronoun = is_left(class::PRON | class::REL);
                (plural
                    && aux.is_none()
                    && (!verb.noun || pronoun || self.takes(next))
                    && self.takes_any(next, verb))
                .then_some(group)
            }
            Form::Present => {
                if nounlike || aux.is_some() || is_left(class::PREP) || left.is_none() {
                    return None;
                }
                let left = left?;
                // "percentage points to": this verb takes no infinitive.
                let aimless = self.lower(next) == "to" && verb.frames & frame::INFINITIVE == 0;
                let noun = self
                    .entry(group.head)
                    .verbs
                    .iter()
                    .any(|(place, _)| self.lexicon.verb(*place).noun);
                if noun
                    && !(self.is_name(left) || self.is(left, class::PRON | class::REL))
                    && (!self.takes(next) || aimless)
                {
                    return None;
                }
                Some(group)
            }
            Form::Past | Form::Participle => {
                self.english_past(group, verb, aux, left, (floor, limit))
            }
            Form::Gerund => {
                if nounlike
                    || is_left(class::PREP) && left.is_some_and(|left| self.lower(left) == "to")
                {
                    return None;
                }
                // "at betting tycoon's villa": no verb.
                let modifies = is_left(class::PREP)
                    && self.is(next, class::PERSON | class::BODY)
                    && !self.is(next, class::DET);
                if modifies && aux.is_none() {
                    return None;
                }
                group.loose = !aux_is(class::BE);
                group.negated |= group.loose && self.refrains(group.start, floor);
                Some(group)
            }
            Form::Conditional => None,
        }
    }

    /// "nor did she accuse anyone": the subject stands behind its auxiliary.
    fn is_turned(&self, left: usize, floor: usize) -> bool {
        left >= floor + 2
            && self.is(left, class::PRON)
            && self.is(left - 1, class::MODAL | class::DO)
            && matches!(self.lower(left - 2), "nor" | "neither")
    }

    /// "the Council of Northern States accused": a name with its verb behind it.
    fn ends_name(&self, head: usize, start: usize) -> bool {
        self.token(head).capital
            && head == start
            && start > 0
            && self.is_name(start - 1)
            && self.is_verbish(head + 1)
    }

    /// "several accounts on a platform", "two builders, X and Y,": several, whatever stands last.
    fn several_before(&self, left: usize, floor: usize) -> bool {
        let comma = self.lower(left) == ",";
        if !comma && !self.is_name(left) {
            return false;
        }
        let Some((start, end)) = self.phrase_left(left + 1, floor) else { return false };
        let stop = (start..end)
            .find(|at| {
                self.lower(*at) == "," || self.is(*at, class::PREP | class::REL) && *at > start
            })
            .unwrap_or(start);
        stop > start && self.is_plural(stop - 1)
    }

    /// Several are meant by what stands before a verb in its base form: "they say".
    fn is_plural(&self, left: usize) -> bool {
        let word = self.lower(left);
        matches!(
            word,
            "i" | "you"
                | "we"
                | "they"
                | "who"
                | "people"
                | "and"
                | "many"
                | "some"
                | "most"
                | "others"
                | "both"
                | "men"
                | "women"
                | "police"
                | "media"
                | "children"
        ) || word == "whom" && self.lower(left.wrapping_sub(1)) == "of"
            || self.is(left, class::PEOPLE)
            || (word.ends_with('s')
                && word.len() > 3
                && !self.is(
                    left,
                    class::AUX | class::PREP | class::DET | class::POSS | class::PRON | class::ADV,
                ))
    }

    /// "said", "was accused of": a past, or a participle with what goes with it.
    fn english_past(
        &self,
        mut group: Group,
        verb: &Verb,
        aux: Option<usize>,
        left: Option<usize>,
        (floor, limit): (usize, usize),
    ) -> Option<Group> {
        let next = group.end;
        let is_left = |classes| left.is_some_and(|left| self.is(left, classes));
        // "a source close to her said": no possessive.
        let hers = left.is_some_and(|left| {
            left > 0
                && (self.lower(left) == "her" && self.is(left - 1, class::PREP)
                    // "Number Nine later said".
                    || self.token(left).capital && self.is_name(left - 1))
        });
        let nounlike = is_left(class::DET | class::POSS) && !is_left(class::PRON) && !hers;
        let aux_is = |classes| {
            aux.is_some_and(|aux| {
                self.is(aux, classes) || (classes & class::BE != 0 && self.lower(aux) == "'s")
            })
        };
        let by = self.lower(next) == "by";
        // "e-mails attributed to X".
        if matches!(verb.lemma.as_str(), "attribute" | "ascribe")
            && self.lower(next) == "to"
            && aux.is_none()
        {
            return None;
        }
        if aux_is(class::BE) {
            group.passive = true;
            return Some(group);
        }
        if aux_is(class::HAVE) {
            return Some(group);
        }
        if aux.is_some() || nounlike {
            return None;
        }
        let clause_start =
            left.is_none_or(|left| !self.is_word(left) && self.token(left).quote == 0);
        let asked =
            matches!(self.lower(next), "about" | "if" | "whether" | "why" | "what" | "how" | "for")
                && clause_start
                && verb.lemma == "ask";
        let accused = self.lower(next) == "of" && verb.lemma == "accuse"
            || self.lower(next) == "as"
                && verb.lemma != "say"
                && verb.rest.is_empty()
                && verb.frames & frame::OBJECT != 0
                && !(self.opens_quote(next + 1)
                    && self
                        .quote_at(next + 1)
                        .is_some_and(|quote| self.is(quote.end, class::DET | class::POSS)));
        if self.describes(group.head, floor, limit) && !(asked || accused) {
            return None;
        }
        if by || asked || accused && self.relative_subject(group.start, floor).is_none() {
            group.passive = true;
            group.loose = clause_start;
            return Some(group);
        }
        let only_participle =
            group.form == Form::Participle && !self.has_form(group.head, Form::Past);
        let after_preposition = is_left(class::PREP) && !is_left(class::SUB | class::ADV);
        (!only_participle && !after_preposition).then_some(group)
    }

    /// "stopped short of naming", "without accusing": it was not done.
    fn refrains(&self, start: usize, floor: usize) -> bool {
        let word = |back: usize| {
            start.checked_sub(back).filter(|at| *at >= floor).map_or("", |at| self.lower(at))
        };
        matches!(word(1), "without" | "avoid" | "avoided" | "avoids" | "avoiding")
            || matches!(
                (word(2), word(1)),
                ("short" | "instead", "of")
                    | ("rather", "than")
                    | ("refrained" | "refrain" | "refrains" | "abstained", "from")
            )
    }

    fn has_form(&self, at: usize, form: Form) -> bool {
        self.entry(at).verbs.iter().any(|(_, other)| *other == form)
    }

    /// Whether what stands at `at` is what a verb takes rather than a noun.
    fn takes(&self, at: usize) -> bool {
        self.opens_quote(at)
            || self.is(at, class::DET | class::POSS | class::OBJ)
            || self.is(at, class::PRON)
            || matches!(
                self.lower(at),
                "that" | "to" | "how" | "why" | "whether" | "what" | ":" | "there"
            )
            || self.is_name(at)
    }

    fn takes_any(&self, at: usize, verb: &Verb) -> bool {
        self.takes(at)
            || self.is_word(at) && !self.is(at, class::PREP | class::COORD | class::AUX)
            || verb.prepositions.iter().any(|word| word == self.lower(at))
            || matches!(self.lower(at), "." | ",")
    }

    /// "continued to say", "wants to tell": one group with the verb before "to".
    fn catenative(&self, mut group: Group, floor: usize) -> Option<Group> {
        let to = group.start.checked_sub(1)?;
        let first = to.checked_sub(1).filter(|first| *first >= floor)?;
        let entry = self.entry(first);
        let wanting = entry.verbs.iter().any(|(place, _)| {
            self.lexicon.verb(*place).kind == crate::lexicon::StatementKind::Want
        });
        if !(wanting || entry.is(class::CATE) || self.eager(first))
            || self.is(first.wrapping_sub(1), class::DET | class::POSS)
        {
            return self.on_stage(group, to, floor);
        }
        let before = self.before_english(first, floor);
        group.start = before.start;
        group.negated |= before.negated;
        let fends = self.lower(group.head) == "fend" && self.is(first, class::CATE);
        let goes_on = self.eager(first)
            || self.attempts(first, group.verb)
            || self.is(first, class::CATE) && (!wanting || fends);
        group.unreal = !goes_on || before.modal;
        group.loose = self.lower(first).ends_with("ing") && before.aux.is_none();
        Some(group)
    }
}

/// "s'en prendre à": "au gouvernement"; "se défendre de": "d'avoir".
fn contracts(want: &str, word: &str) -> bool {
    match want {
        "à" => matches!(word, "au" | "aux"),
        "de" => matches!(word, "d'" | "du" | "des"),
        _ => false,
    }
}
