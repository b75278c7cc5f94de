//! Attributions as they stand in one unit: cue, source, content, object. Nobody is resolved yet.

use crate::lexicon::{Act, Form, StatementKind, Verb, class, frame, listed};
use crate::text::Unit;

use super::group::Group;
use super::reader::{Range, Reader};

/// How a statement is marked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CueForm {
    /// A finite verb.
    Verb,
    /// A participle or gerund: "accused of", ", adding that".
    Participle,
    /// A noun: "his claim that".
    Noun,
    /// An adjective: "is worried that".
    Adjective,
    /// Several words: "took aim at", "according to".
    Phrasal,
    /// A quotation that goes on without any.
    None,
}

/// One attribution in tokens.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent marks that rules ask for one by one"
)]
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Raw {
    pub(super) unit: usize,
    pub(super) cue: Range,
    pub(super) head: usize,
    pub(super) form: CueForm,
    pub(super) verb: Option<u16>,
    pub(super) act: Option<Act>,
    pub(super) kind: StatementKind,
    pub(super) frames: u8,
    pub(super) rule: &'static str,
    pub(super) source: Option<Range>,
    /// The source is the subject of an earlier verb.
    pub(super) shared: bool,
    pub(super) inverted: bool,
    pub(super) passive: bool,
    pub(super) negated: bool,
    pub(super) hearsay: bool,
    pub(super) unreal: bool,
    pub(super) object: Option<Range>,
    pub(super) contents: Vec<Range>,
    /// Stands within the content of this one.
    pub(super) inside: Option<usize>,
    /// Whether that one's cue stands before: "X said that Y …".
    pub(super) inside_left: Option<bool>,
}

impl Raw {
    /// As a verb group alone tells it.
    fn of(group: &Group, verb: &Verb) -> Self {
        Self {
            unit: 0,
            cue: (group.start, group.end),
            head: group.head,
            form: match group.form {
                _ if !verb.rest.is_empty() => CueForm::Phrasal,
                Form::Gerund | Form::Participle if group.loose => CueForm::Participle,
                _ => CueForm::Verb,
            },
            verb: Some(group.verb),
            act: verb.act,
            kind: verb.kind,
            frames: verb.frames,
            rule: if verb.rest.is_empty() { "verb" } else { "phrase" },
            source: None,
            shared: false,
            inverted: false,
            passive: group.passive,
            negated: group.negated,
            hearsay: group.hearsay,
            unreal: group.unreal,
            object: None,
            contents: Vec::new(),
            inside: None,
            inside_left: None,
        }
    }
}

impl Reader<'_> {
    /// The attributions of a unit, by their cue.
    pub(super) fn raws(&self, place: usize, before: &[Raw]) -> Vec<Raw> {
        let unit = self.text.units[place];
        let mut raws: Vec<Raw> = Vec::new();
        let mut at = unit.start;
        while at < unit.end {
            if self.token(at).quote != 0 || !self.is_word(at) {
                at += 1;
                continue;
            }
            let found = self
                .according(at, unit)
                .or_else(|| self.impersonal(at, unit))
                .or_else(|| self.alleged_deed(at, unit))
                .or_else(|| self.title_alleges(at, unit))
                .or_else(|| self.view(at, unit))
                .or_else(|| {
                    self.levelled(at, unit)
                        .filter(|raw| raws.last().is_none_or(|last| last.cue.1 <= raw.cue.0))
                })
                .or_else(|| self.verbal(at, unit, &raws))
                .or_else(|| self.adjectival(at, unit))
                .or_else(|| self.nominal_cue(at, unit));
            match found {
                Some(mut raw) => {
                    raw.unit = place;
                    at = raw.cue.1.max(at + 1);
                    raws.push(raw);
                }
                None => at += 1,
            }
        }
        self.fill(unit, &mut raws, before);
        let said = raws.len();
        self.unsaid(unit, &mut raws);
        raws[said..].iter_mut().for_each(|raw| raw.unit = place);
        raws
    }

    fn verbal(&self, at: usize, unit: Unit, raws: &[Raw]) -> Option<Raw> {
        let group = self.group(at, unit.start, unit.end)?;
        // What stands before the last cue's end is taken.
        if raws.last().is_some_and(|last| group.start < last.cue.1) {
            return None;
        }
        let verb = self.lexicon.verb(group.verb);
        if self.only_leads(at, unit.end) {
            return None;
        }
        if self.only_tries(&group) {
            return None;
        }
        // "is worried by": a state of whom it is said, not a deed of what stands behind "by".
        let felt = verb.act == Some(Act::ExpressConcern) && self.entry(at).adjective.is_some();
        if group.passive && felt {
            return None;
        }
        let mut raw = Raw::of(&group, verb);
        if self.english() {
            let light = self.light(&group, unit, &mut raw);
            let empty = verb.rest.is_empty()
                && verb.kind == StatementKind::Deed
                && (listed("light", &verb.lemma) || listed("carrier", &verb.lemma));
            if !light && empty {
                return None;
            }
        }
        self.find_source(&group, unit, raws, &mut raw);
        if self.names_in_passing(&raw) || self.is_no_saying(&raw) {
            return None;
        }
        // "The Comet can reveal": it does.
        let reveals = matches!(raw.act, Some(Act::Reveal | Act::Confirm));
        if self.english() && reveals && self.lower(raw.head.wrapping_sub(1)) == "can" {
            raw.unreal = false;
        }
        // "would not be drawn".
        if self.english() && verb.lemma == "draw" && verb.rest.is_empty() {
            if !(raw.passive && self.refuses(&raw)) {
                return None;
            }
            raw.passive = false;
            raw.source = raw.source.or(raw.object.take());
        }
        raw.object =
            raw.object.or_else(|| self.object_inside(&raw)).or_else(|| self.owner_inside(&raw));
        if self.accuses_anyone(&raw) {
            return None;
        }
        self.behind_one(unit, &mut raw);
        self.said_to_have_done(&mut raw);
        self.keeps_silent(unit, &mut raw);
        // "nor did she accuse": without the first words the cue would say the contrary.
        if group.negated
            && raw.source == Some((group.start.saturating_sub(1), group.start))
            && group.start >= unit.start + 3
            && matches!(self.lower(group.start - 3), "nor" | "neither")
        {
            raw.cue.0 = group.start - 3;
        }
        (raw.source.is_some() || raw.shared || raw.passive || group.loose).then_some(raw)
    }

    fn find_source(&self, group: &Group, unit: Unit, raws: &[Raw], raw: &mut Raw) {
        if let Some(pronoun) = group.inverted {
            raw.source = Some((pronoun, pronoun + 1));
            raw.inverted = true;
            raw.rule = "inverted-pronoun";
            return;
        }
        if let Some(subject) = self.relative_subject(group.start, unit.start) {
            raw.source = Some(subject);
            return;
        }
        if group.passive {
            let blames = matches!(raw.act, Some(Act::Accuse | Act::Criticise | Act::Allege));
            raw.rule = if group.loose { "passive-participle" } else { "passive" };
            self.passive_agent(group, unit, raw);
            let bare = group.start == group.head && self.opens_inserted(group.start);
            if !(group.loose || bare && blames) {
                raw.object = self.phrase_left(group.start, unit.start);
            } else if let Some(before) = self.inserted_behind(group.start, unit).filter(|_| blames)
            {
                // "the party, often accused of X, …".
                raw.object = Some(before);
            } else if let Some(comma) =
                (raw.cue.1..unit.end.min(raw.cue.1 + 14)).find(|at| self.lower(*at) == ",")
            {
                // "Accused by X of Y, the mayor …".
                raw.object = self.source_right(comma + 1, unit.end);
            }
            return;
        }
        if self.is_inverted(group, unit) {
            let from = self.behind_inserted(group.end, unit.end);
            raw.source = self.source_right(from, unit.end);
            raw.inverted = raw.source.is_some();
            if raw.inverted {
                raw.rule = "inversion";
                return;
            }
        }
        let noun_before = group.start > unit.start && self.is_nominal(group.start - 1);
        if !group.loose || noun_before && self.english() {
            raw.source = self.phrase_left(group.start, unit.start);
        }
        raw.source = raw.source.map(|source| self.whole_subject(source, unit));
        // "issued a statement denying …": it is not the statement that speaks.
        let paper = |(_, end): Range| self.is(end - 1, class::VENUE) && !self.is_name(end - 1);
        if group.loose && group.form == Form::Gerund && raw.source.is_some_and(paper) {
            raw.source = None;
        }
        if self.lower(group.start.wrapping_sub(1)) == "whom" {
            raw.source = Some((group.start - 1, group.start));
        }
        // "Rumours spread in France claimed".
        let spread = self.english()
            && raw.source.is_some_and(|source| {
                !super::resolve::is_actorlike(self, source) && source.0 <= unit.start + 4
            });
        if (raw.source.is_none() || spread) && listed("rumours", self.lower(unit.start)) {
            raw.source = Some((unit.start, unit.start + 1));
        }
        if raw.source.is_none() {
            // "… and promised", ", adding that": the subject of the verb before.
            let told =
                |raw: &&Raw| raw.source.is_some() && raw.kind != StatementKind::Deed || raw.shared;
            // "insisted that she stood by it and suggested that": two clauses of one subject.
            let twin = (self.english() && self.lower(group.end) == "that" && !group.loose)
                .then(|| raws.iter().rev().filter(told).find(|raw| self.lower(raw.cue.1) == "that"))
                .flatten();
            let before = twin.or_else(|| raws.iter().rev().find(told));
            let joined = group.start > unit.start
                && (self.is(group.start - 1, class::COORD)
                    || !self.is_word(group.start - 1)
                    || group.loose);
            if joined || group.loose {
                raw.source =
                    before.and_then(|raw| if raw.passive { raw.object } else { raw.source });
                raw.shared = true;
                raw.rule = "shared-subject";
                if raw.source.is_none() {
                    raw.source = self.main_subject(group, unit);
                }
                if raw.source.is_none() && !group.loose {
                    raw.shared = false;
                }
            }
        }
    }

    /// "…", said X: nothing before the verb could be its subject, and a phrase follows.
    fn is_inverted(&self, group: &Group, unit: Unit) -> bool {
        let verb = self.lexicon.verb(group.verb);
        let plain = !self.english() || group.start == group.head || self.is_adverb(group.start);
        let told = verb.lemma == "tell";
        let quote_before = |at: usize| at > unit.start && self.token(at - 1).quote != 0;
        let comma = group.start > unit.start && self.lower(group.start - 1) == ",";
        let behind_quote = (quote_before(group.start) || comma && quote_before(group.start - 1))
            && verb.kind == StatementKind::Speech;
        if verb.frames & frame::QUOTE == 0 && !behind_quote
            || group.form == Form::Gerund
            || group.loose
            || !plain
            || told
        {
            return false;
        }
        let Some(left) = group.start.checked_sub(1).filter(|left| *left >= unit.start) else {
            // "“Wow!” said X." begins a unit of its own.
            let quoted = unit.start > 0
                && self.token(unit.start - 1).quote != 0
                && !self.token(unit.start).new_line;
            return quoted && self.begins_phrase(group.end);
        };
        let closed = self.token(left).quote != 0
            && self.quote_at(left).is_some_and(|quote| quote.end == left + 1);
        let closed = closed && !self.closes_title(left, unit);
        let parted = matches!(self.lower(left), "," | "—" | "–" | "!" | "?")
            || matches!(self.lower(left), "comme" | "as")
            // "ce que dément la mairie".
            || !self.english() && matches!(self.lower(left), "que" | "qu'") && self.is(left, class::REL);
        let pronoun =
            self.english() && self.is(group.end, class::PRON) && !self.is(group.end, class::DET);
        let follows = self.begins_phrase(self.behind_inserted(group.end, unit.end))
            && (closed || !pronoun)
            || closed
                && self.is_nominal(group.end)
                && !self.is_adverb(group.end)
                && !self.is(group.end, class::TIME);
        let infinitive = matches!(self.lower(group.end), "d'" | "de")
            && !self.english()
            && self.is_infinitive(group.end + 1);
        // "X, par la voix de Y, supplie les deux camps de céder": the phrase is asked, it does not ask.
        let asked = !self.english()
            && !closed
            && self.phrase_right(group.end, unit.end, false).is_some_and(|(_, end)| {
                matches!(self.lower(end), "de" | "d'" | "à") && self.is_infinitive(end + 1)
            });
        (closed || parted)
            && follows
            && !asked
            && !infinitive
            && !(parted && self.appositive_subject(left, unit))
    }

    /// "écrit sur les réseaux sociaux la présidente", "a déclaré mardi à Paris le ministre": where
    /// the source begins.
    fn behind_inserted(&self, start: usize, limit: usize) -> usize {
        let mut at = start;
        if !self.english() {
            if let Some(behind) = self.past_set_in(start, limit) {
                return behind;
            }
            let skipped = super::target_french::skip_inserted(self, start, limit);
            // Only a fixed phrase is passed over here: words of time may end the sentence.
            if skipped > start && self.begins_phrase(skipped) && self.lower(start) != "le" {
                at = skipped;
            }
        }
        // "lâche, amère, la conservatrice".
        let close = (at + 2..at + 5).find(|here| self.lower(*here) == ",");
        if !self.english()
            && self.lower(at) == ","
            && let Some(close) = close
            && !self.is(at + 1, class::DET | class::POSS | class::REL | class::COORD)
            && !self.is_name(at + 1)
            && self.begins_phrase(close + 1)
        {
            return close + 1;
        }
        for _ in 0..4 {
            let of = matches!(self.lower(at), "de" | "d'" | "du" | "des" | "of");
            if self.is(at, class::TIME) || self.is_adverb(at) && !self.is(at, class::DET) {
                at += 1;
            } else if self.is(at, class::PREP) && !of && self.token(at).quote == 0 {
                let Some((_, end)) = self.phrase_right(at + 1, limit, false) else { break };
                at = end;
            } else {
                break;
            }
        }
        if at < limit && self.begins_phrase(at) { at } else { start }
    }

    /// Whether the comma at `at` closes words inserted behind a subject.
    fn appositive_subject(&self, at: usize, unit: Unit) -> bool {
        self.lower(at) == "," && self.token(at).quote == 0 && {
            let subject = self.phrase_left(at + 1, unit.start);
            subject.is_some_and(|(start, end)| {
                let free = start == unit.start
                    || !self.is_word(start - 1)
                    || self.is(start - 1, class::COORD | class::ADV | class::SUB);
                self.text.words(start, end).contains(',')
                    && free
                    && self.begins_phrase(start)
                    && (self.inserts_participle(start, end)
                        || !(start..end).any(|at| {
                            self.is_verbish(at)
                                && !(start..at).any(|before| self.is(before, class::REL))
                                && !self.opens_inserted(at)
                        }))
            })
        }
    }

    /// "the party, often accused of …,": what is inserted begins with a participle.
    fn inserts_participle(&self, start: usize, end: usize) -> bool {
        (start..end)
            .find(|at| self.lower(*at) == ",")
            .is_some_and(|comma| self.led_by_participle(comma + 1))
    }

    /// Right behind a comma, or an adverb behind one.
    fn opens_inserted(&self, at: usize) -> bool {
        let before = at.wrapping_sub(1);
        self.lower(before) == ","
            || self.is_adverb(before) && self.lower(before.wrapping_sub(1)) == ","
    }

    /// A source behind its verb, with what is said of it behind a comma.
    fn source_right(&self, start: usize, limit: usize) -> Option<Range> {
        let (first, mut end) = self.phrase_right(start, limit, true)?;
        // "ont demandé les pompiers aux habitants": whom they ask is not who asks.
        let asked = (first + 1..end).find(|at| {
            !self.english()
                && matches!(self.lower(*at), "au" | "aux" | "à")
                && self.is(at + 1, class::PERSON | class::PEOPLE)
        });
        end = asked.unwrap_or(end);
        while self.is(end, class::COORD) && matches!(self.lower(end), "and" | "et" | "&") {
            let Some((_, next)) = self.phrase_right(end + 1, limit, false) else { break };
            if self.is_verbish(next) || self.group(next, end + 1, limit).is_some() {
                break;
            }
            end = next;
        }
        if self.lower(end) == "," && end + 1 < limit {
            let next = end + 1;
            let described = self.is(next, class::DET | class::POSS | class::PERSON | class::BODY)
                && !self.is(next, class::PRON)
                || self.is(next, class::REL)
                || self.is_name(next);
            if described {
                end = self.described_until(next, limit).unwrap_or(end);
            }
        }
        Some((first, end))
    }

    /// Where the words about a source end: a comma before another verb, a point, a quotation.
    fn described_until(&self, start: usize, limit: usize) -> Option<usize> {
        let mut at = start;
        let relative = self.is(start, class::REL);
        while at < limit {
            let token = self.token(at);
            if token.quote != 0
                || matches!(token.lower.as_str(), "." | ";" | ":" | "!" | "?" | "—" | "(")
            {
                break;
            }
            if token.lower == "," {
                if self.is(at + 1, class::REL) {
                    at += 1;
                    continue;
                }
                break;
            }
            if !relative && self.is_verbish(at) && !self.is(at.wrapping_sub(1), class::REL) {
                let inner = (start..at).any(|at| self.is(at, class::REL));
                if !inner {
                    return None;
                }
            }
            at += 1;
        }
        (at > start).then_some(at)
    }
}
