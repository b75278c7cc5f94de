//! What is said: which words are the content of a cue, and whom it is said to or of.

use crate::lexicon::{StatementKind, class, frame};
use crate::text::Unit;

use super::raw::{CueForm, Raw};
use super::reader::{Range, Reader};

impl Reader<'_> {
    /// Gives each cue of a unit its content, and marks those that stand inside another's.
    pub(super) fn fill(&self, unit: Unit, raws: &mut Vec<Raw>, before: &[Raw]) {
        for place in 0..raws.len() {
            let next: Vec<Raw> = raws[place + 1..].iter().take(8).cloned().collect();
            // What an earlier cue took from its own left is spent; what stands behind one may still be
            // told by another: "X asked Y …, her office said".
            let earlier: Vec<Range> = raws[place.saturating_sub(32)..place]
                .iter()
                .filter(|raw| {
                    raw.contents.first().is_some_and(|content| content.0 < raw.cue.0)
                        && !raw.passive
                })
                .map(|raw| {
                    (
                        raw.cue.0,
                        raw.contents
                            .iter()
                            .map(|content| content.1)
                            .chain(raw.source.map(|source| source.1))
                            .fold(raw.cue.1, usize::max),
                    )
                })
                .collect();
            let mut raw = raws[place].clone();
            self.content_of(unit, &mut raw, &next, &earlier, before);
            // "Told of the ruling, she shrugged": that is no content.
            if self.leads_only(&raw) {
                raw.contents.clear();
            }
            let head = raw.head;
            raw.inside = raws[..place].iter().position(|outer| {
                outer.contents.iter().any(|(start, end)| *start <= head && head < *end)
            });
            raw.inside_left = raw.inside.map(|_| true);
            raws[place] = raw;
        }
        // A content on the left may hold earlier cues: "X asked Y …, the office said".
        for outer in 0..raws.len() {
            let contents = raws[outer].contents.clone();
            for inner in &mut raws[..outer] {
                let head = inner.head;
                if contents.iter().any(|(start, end)| *start <= head && head < *end) {
                    inner.inside.get_or_insert(outer);
                    inner.inside_left.get_or_insert(false);
                }
            }
        }
        let kept: Vec<bool> = raws.iter().map(|raw| self.stands(raw)).collect();
        self.drop_unfit(raws, &kept);
    }

    fn drop_unfit(&self, raws: &mut Vec<Raw>, kept: &[bool]) {
        let mut places = Vec::with_capacity(kept.len());
        let mut count = 0;
        for keep in kept {
            places.push(keep.then_some(count));
            count += usize::from(*keep);
        }
        let mut at = 0;
        raws.retain(|_| {
            at += 1;
            kept[at - 1]
        });
        for raw in raws.iter_mut() {
            raw.inside = raw.inside.and_then(|outer| places.get(outer).copied().flatten());
        }
    }

    /// Without a content only a strong act stands: "the ministry denied."
    fn stands(&self, raw: &Raw) -> bool {
        // "a lawyer who has read the contract": said is what stands in quotation marks.
        let reads = self.english()
            && raw.verb.is_some_and(|verb| self.lexicon.verb(verb).lemma == "read")
            && !raw.contents.iter().any(|(start, _)| self.opens_quote(*start));
        if reads {
            return false;
        }
        if !raw.contents.is_empty() {
            return true;
        }
        if self.refuses(raw) {
            return true;
        }
        // ", defending,": of nobody and about nothing.
        if self.english() && raw.form == CueForm::Participle && raw.source.is_none() && !raw.passive
        {
            return false;
        }
        let strong = raw.act.is_some_and(|act| {
            !matches!(
                act,
                crate::lexicon::Act::State
                    | crate::lexicon::Act::Announce
                    | crate::lexicon::Act::Claim
            )
        });
        if self.only_replies(raw) || self.only_rages(raw) {
            return false;
        }
        let whole = raw.verb.is_some_and(|verb| !self.lexicon.verb(verb).rest.is_empty());
        let silent = raw.act == Some(crate::lexicon::Act::State) && self.english();
        (strong || whole && !silent)
            && raw.kind == StatementKind::Speech
            && matches!(raw.form, CueForm::Verb | CueForm::Phrasal | CueForm::Participle)
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one list of cases, in the order in which they are tried"
    )]
    fn content_of(
        &self,
        unit: Unit,
        raw: &mut Raw,
        next: &[Raw],
        earlier: &[Range],
        before: &[Raw],
    ) {
        // What these say stands where they were found.
        if matches!(raw.rule, "impersonal" | "alleged" | "title") {
            return;
        }
        if matches!(raw.rule, "according-to" | "selon" | "pour" | "view") {
            self.content_around(unit, raw, earlier);
            return;
        }
        if raw.passive {
            self.content_of_passive(unit, raw, next);
            return;
        }
        let mut at = raw.cue.1;
        if raw.inverted && raw.rule == "inversion" {
            at = raw.source.map_or(at, |source| source.1.max(at));
        }
        if raw.form == CueForm::Noun || raw.form == CueForm::Adjective {
            self.take_right(raw.cue.1, unit, raw, next);
            return;
        }
        if raw.inverted {
            self.take_left(unit, raw, earlier, before);
            let behind = self.skip_place(at, unit.end);
            if raw.contents.is_empty() {
                self.quoted_right(behind, unit, raw);
                if raw.contents.is_empty() && matches!(self.lower(behind), "that" | "que" | "qu'") {
                    self.take_right(behind, unit, raw, next);
                }
                self.around_incise(unit, raw, behind);
            } else if self.lower(behind) == ","
                || self.lower(behind) == ":"
                || self.opens_quote(behind)
            {
                self.quoted_right(behind, unit, raw);
            }
            return;
        }
        let verb = raw.verb.map(|place| self.lexicon.verb(place));
        // "calls for", "speaks of": the preposition opens the content.
        if let Some(verb) = verb {
            let word = self.lower(at);
            let french = !self.english();
            let opens = verb.prepositions.iter().any(|want| {
                want == word
                    || french
                        && matches!(
                            (want.as_str(), word),
                            ("de", "d'" | "du" | "des") | ("à", "au" | "aux")
                        )
            });
            if opens && !(word == "to" && verb.frames & frame::INFINITIVE != 0) {
                if self.english() {
                    raw.cue.1 = at + 1;
                }
                at += 1;
                // "warned of leaks": nobody is addressed.
                if !(self.english() && raw.act == Some(crate::lexicon::Act::Warn)) {
                    self.object_at(at, unit, raw);
                }
                self.take_right(at, unit, raw, next);
                return;
            }
        }
        // "suggested, without evidence, that …".
        let past = if self.english() || self.lower(at) == "," {
            self.past_inserted(at, unit.end)
        } else {
            // "affirmé lundi, documents à l'appui, que".
            let skipped = super::target_french::skip_inserted(self, at, unit.end);
            if self.lower(skipped) == "," { self.past_inserted(skipped, unit.end) } else { skipped }
        };
        let inserted = past > at
            && (matches!(self.lower(past), "that" | "que" | "qu'")
                || self.opens_with_clitics(past, raw));
        let behind = self.skip_place(if inserted { past } else { at }, unit.end);
        if self.tells_by_gerund(behind) {
            return;
        }
        if self.told_of(at, unit, raw) {
            self.take_right(at, unit, raw, next);
            return;
        }
        // "the article called “…” was": a title, not a statement.
        let title = self
            .quote_at(behind)
            .filter(|quote| quote.open == behind && self.is(quote.end, class::AUX));
        if title.is_some() && verb.is_some_and(|verb| verb.lemma == "call") {
            return;
        }
        let addressee = self
            .phrase_right(at, unit.end, false)
            .filter(|_| !self.opens_clause(at, raw))
            .map(|(start, end)| (start, self.before_matter(start, end, verb)));
        if raw.frames & frame::ADDRESSEE != 0
            && let Some(object) = addressee
        {
            raw.object = Some(object);
            let after = self.skip_place(object.1, unit.end);
            let tell = verb.is_some_and(|verb| {
                matches!(
                    verb.lemma.as_str(),
                    "tell" | "inform" | "notify" | "remind" | "assure" | "reassure"
                )
            });
            if self.opens_content(after, raw)
                || self.lower(after) == ":"
                || tell && !self.ends_at(after, unit) && self.lower(after) != ","
            {
                let start = if self.lower(after) == "to" && !tell { object.0 } else { after };
                self.take_right(start, unit, raw, next);
            } else if self.lower(after) == "," && self.opens_quote(after + 1) {
                self.quoted_right(after, unit, raw);
            } else if self.lower(after) == "of"
                || self.lower(after) == "against"
                || self.lower(after) == "about"
            {
                self.take_right(after + 1, unit, raw, next);
            }
            if raw.contents.is_empty() {
                self.take_left(unit, raw, earlier, before);
            }
            if raw.contents.is_empty() && raw.frames & frame::OBJECT != 0 {
                self.take_right(object.0, unit, raw, next);
            }
            return;
        }
        // "“…”, X said in a report that leaves …": "that" goes with the report.
        let relative = self.english()
            && behind > at + 1
            && self.lower(behind) == "that"
            && self.is_verbish(behind + 1)
            && raw.source.is_some_and(|source| self.lower(source.0.wrapping_sub(1)) == ",");
        if !relative && self.opens_content(behind, raw) || self.lower(behind) == ":" {
            self.object_at(at, unit, raw);
            self.take_right(behind, unit, raw, next);
            // ", adding that …": what stands before belongs to another cue.
            let trails = raw.form == CueForm::Participle && self.english();
            if trails || self.lower(raw.cue.0.wrapping_sub(1)) != "," {
                return;
            }
        } else if !self.ends_at(behind, unit)
            && self.lower(behind) != ","
            && raw.frames & (frame::OBJECT | frame::CLAUSE) != 0
            && (self.begins_object(behind)
                || raw.frames & frame::OBJECT != 0
                    && self.is_word(behind)
                    && !self.is(behind, class::PREP | class::SUB | class::COORD)
                    && !self.is_adverb(behind)
                || self.opens_bare_clause(behind, unit, raw))
        {
            self.object_at(at, unit, raw);
            self.take_right(behind, unit, raw, next);
            return;
        }
        if raw.contents.is_empty()
            || self.token(raw.source.map_or(0, |source| source.0).saturating_sub(1)).quote != 0
        {
            self.take_left(unit, raw, earlier, before);
            if !raw.contents.is_empty() && (self.lower(behind) == "," || self.opens_quote(behind)) {
                self.quoted_right(behind, unit, raw);
                self.rest_right(behind, unit, raw, next);
            }
        }
    }

    fn begins_object(&self, at: usize) -> bool {
        self.begins_phrase(at)
            || self.is(at, class::OBJ)
            || self.token(at).lower.starts_with(|letter: char| letter.is_ascii_digit())
    }

    /// The phrase behind a verb, if it takes an object.
    fn object_at(&self, at: usize, unit: Unit, raw: &mut Raw) {
        if raw.object.is_none() && !matches!(self.lower(at), "that" | "que" | "qu'") {
            raw.object = self.phrase_right(at, unit.end, false).or_else(|| {
                self.quoted_phrase(at).filter(|_| raw.act != Some(crate::lexicon::Act::Apologise))
            });
        }
    }

    pub(super) fn ends_at(&self, at: usize, unit: Unit) -> bool {
        at >= unit.end
            || (crate::text::is_stop(self.token(at)) || self.lower(at) == ";")
                && self.token(at).quote == 0
    }

    /// What opens a clause, an infinitive or a quotation.
    fn opens_content(&self, at: usize, raw: &Raw) -> bool {
        let word = self.lower(at);
        if self.opens_quote(at) {
            return raw.frames != 0;
        }
        if self.opens_with_clitics(at, raw) {
            return true;
        }
        if raw.frames & frame::CLAUSE != 0
            && matches!(
                word,
                "that"
                    | "que"
                    | "qu'"
                    | "how"
                    | "why"
                    | "whether"
                    | "what"
                    | "who"
                    | "which"
                    | "where"
                    | "when"
                    | "if"
                    | "there"
                    | "qui"
                    | "quel"
                    | "quelle"
                    | "quels"
                    | "quelles"
                    | "où"
                    | "quand"
                    | "combien"
                    | "comment"
                    | "pourquoi"
                    | "si"
                    | "s'"
                    | "ce"
            )
        {
            return true;
        }
        let infinitive = raw.frames & (frame::INFINITIVE | frame::ADDRESSEE) != 0;
        infinitive
            && (matches!(word, "to" | "de" | "d'" | "à")
                || !self.english() && self.is_infinitive(at))
    }

    /// A clause without "that" right behind a verb that could take an addressee.
    fn opens_clause(&self, at: usize, raw: &Raw) -> bool {
        matches!(
            self.lower(at),
            "that" | "que" | "qu'" | "to" | "de" | "d'" | "à" | "if" | "whether"
        ) && raw.frames != 0
    }

    /// A content that begins at `start`, up to the end of its clause.
    pub(super) fn take_right(&self, start: usize, unit: Unit, raw: &mut Raw, next: &[Raw]) {
        let mut start = start;
        if matches!(self.lower(start), ":" | ",") {
            start += 1;
            if raw.cue.1 + 1 == start && self.lower(start - 1) == ":" {
                raw.cue.1 = start;
            }
        }
        if start >= unit.end {
            return;
        }
        let end = self.clause_end(start, unit, raw, next);
        if end > start {
            raw.contents.push((start, end));
        }
    }

    /// Where the clause that begins at `start` ends.
    pub(super) fn clause_end(&self, start: usize, unit: Unit, raw: &Raw, next: &[Raw]) -> usize {
        // Behind a quotation that is the whole content, nothing more belongs to it.
        if let Some(quote) = self.quote_at(start).filter(|quote| quote.open == start) {
            let end = quote.end.min(unit.end);
            let ends = end >= 2 && matches!(self.lower(end - 2), "." | "," | "!" | "?");
            let stops = end >= unit.end
                || self.ends_at(end, unit)
                || ends
                || matches!(self.lower(end), "," | ";" | ")");
            if stops {
                return end;
            }
        }
        let bearer = matches!(raw.form, CueForm::Noun);
        let mut at = start;
        while at < unit.end {
            let token = self.token(at);
            if token.quote != 0 {
                at += 1;
                continue;
            }
            if self.ends_at(at, unit) {
                break;
            }
            let comma = token.lower == ",";
            if comma && self.resumes(start, at, next) {
                return at;
            }
            for next in next.iter().take(8) {
                let first = next
                    .source
                    .filter(|_| !next.shared && !next.inverted)
                    .map_or(next.cue.0, |source| source.0.min(next.cue.0));
                let parted = comma
                    || self.is(at, class::COORD)
                    || matches!(token.lower.as_str(), "tandis" | "while" | "alors" | "–" | "—");
                let reaches = (at + 1..=at + 3).contains(&first)
                    && (at + 1..first).all(|here| {
                        self.is(here, class::COORD | class::SUB | class::ADV)
                            || self.lower(here) == ","
                    });
                if parted
                    && reaches
                    && at > start
                    && (comma || next.source.is_some())
                    && next.kind == StatementKind::Speech
                    && (next.form != CueForm::Noun)
                {
                    return at;
                }
            }
            // "X, who asked not to be named, conceded": the relative clause ends here.
            let relative = comma && self.closes_relative(at, raw);
            if comma && at > start && (relative || self.breaks_clause(at + 1, raw)) {
                break;
            }
            if bearer && (comma || self.is_verbish(at) && self.lower(start) != "that") {
                break;
            }
            if at > start && self.tells_before(start, at, unit) {
                break;
            }
            let thing = raw.frames & frame::CLAUSE == 0 && !bearer && at > start;
            if thing
                && (comma
                    || self.is(at, class::SUB)
                        && !matches!(token.lower.as_str(), "for" | "that" | "so" | "as" | "since"))
            {
                break;
            }
            at += 1;
        }
        at
    }

    /// What begins another clause behind a comma.
    pub(super) fn breaks_clause(&self, at: usize, raw: &Raw) -> bool {
        let word = self.lower(at);
        let against = matches!(
            word,
            "but"
                | "while"
                | "although"
                | "though"
                | "whereas"
                | "mais"
                | "tandis"
                | "alors"
                | "according"
                | "selon"
        );
        let as_if = matches!(word, "as" | "even") && raw.kind != StatementKind::Belief;
        // "nor did he": not "neither the day, nor the place".
        let nor =
            word == "nor" && self.is(at + 1, class::AUX) || word == "ni" && self.is_verbish(at + 1);
        // "…, ce que dément la mairie".
        let which = word == "ce" && matches!(self.lower(at + 1), "que" | "qu'" | "qui" | "dont");
        // "…, which she denies", "…, something he disputes".
        let denied = self.english()
            && matches!(word, "which" | "something")
            && self.is(at + 1, class::PRON)
            && !self.is(at + 1, class::REL)
            && (at + 2..at + 5).any(|at| !self.entry(at).verbs.is_empty());
        against || as_if || nor || which || denied
    }
}
