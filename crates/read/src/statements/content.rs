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
            for inner in 0..outer {
                let head = raws[inner].head;
                if contents.iter().any(|(start, end)| *start <= head && head < *end) {
                    raws[inner].inside.get_or_insert(outer);
                    raws[inner].inside_left.get_or_insert(false);
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
        if !raw.contents.is_empty() {
            return true;
        }
        let strong = raw.act.is_some_and(|act| {
            !matches!(
                act,
                crate::lexicon::Act::State
                    | crate::lexicon::Act::Announce
                    | crate::lexicon::Act::Claim
            )
        });
        let whole = raw.verb.is_some_and(|verb| !self.lexicon.verb(verb).rest.is_empty());
        (strong || whole)
            && raw.kind == StatementKind::Speech
            && matches!(raw.form, CueForm::Verb | CueForm::Phrasal | CueForm::Participle)
    }

    fn content_of(
        &self,
        unit: Unit,
        raw: &mut Raw,
        next: &[Raw],
        earlier: &[Range],
        before: &[Raw],
    ) {
        if raw.rule == "according-to" || raw.rule == "selon" || raw.rule == "pour" {
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
                self.object_at(at, unit, raw);
                self.take_right(at, unit, raw, next);
                return;
            }
        }
        let behind = self.skip_place(at, unit.end);
        if raw.frames & frame::ADDRESSEE != 0 {
            if let Some(object) =
                self.phrase_right(at, unit.end, false).filter(|_| !self.opens_clause(at, raw))
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
        }
        if self.opens_content(behind, raw) || self.lower(behind) == ":" {
            self.object_at(at, unit, raw);
            self.take_right(behind, unit, raw, next);
            if self.lower(raw.cue.0.wrapping_sub(1)) != "," {
                return;
            }
        } else if !self.ends_at(behind, unit)
            && self.lower(behind) != ","
            && raw.frames & (frame::OBJECT | frame::CLAUSE) != 0
            && (self.begins_object(behind)
                || raw.frames & frame::OBJECT != 0
                    && self.is_word(behind)
                    && !self.is(behind, class::PREP | class::SUB | class::COORD)
                    && !self.is_adverb(behind))
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
            raw.object = self.phrase_right(at, unit.end, false);
        }
    }

    fn ends_at(&self, at: usize, unit: Unit) -> bool {
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
                    | "if"
                    | "there"
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

    /// Skips "in a statement", "on Tuesday", "mardi", "to reporters" behind a cue, if a content follows.
    fn skip_place(&self, start: usize, limit: usize) -> usize {
        let mut at = start;
        while at < limit && at < start + 14 {
            if self.is(at, class::TIME) || self.is_adverb(at) && !self.is(at, class::DET) {
                at += 1;
                continue;
            }
            if !self.is(at, class::PREP) || self.token(at).quote != 0 || self.is(at, class::SUB) {
                break;
            }
            let reach = (at + 1..limit.min(at + 8)).take_while(|here| {
                self.token(*here).quote == 0
                    && self.is_word(*here)
                    && !matches!(self.lower(*here), "that" | "que" | "qu'" | "de" | "to")
                    && !(*here > at + 1
                        && self.is(*here, class::PRON)
                        && !self.is(*here, class::DET))
            });
            let end = reach.last().map_or(at + 1, |last| last + 1);
            let placed =
                (at + 1..end).rev().find(|here| self.is(*here, class::TIME | class::VENUE));
            let closed = matches!(self.lower(end), "that" | "," | ":" | "." | "que" | "qu'")
                || self.opens_quote(end)
                || end >= limit;
            match placed {
                Some(last) => at = last + 1,
                None if closed
                    && end > at + 1
                    && matches!(
                        self.lower(at),
                        "in" | "at"
                            | "on"
                            | "during"
                            | "devant"
                            | "lors"
                            | "sur"
                            | "dans"
                            | "through"
                            | "via"
                    ) =>
                {
                    at = end
                }
                None if closed
                    && end > at + 1
                    && self.lower(at) == "to"
                    && self.is(at + 1, class::DET | class::PEOPLE) =>
                {
                    at = end
                }
                None => break,
            }
        }
        at
    }

    /// A content that begins at `start`, up to the end of its clause.
    fn take_right(&self, start: usize, unit: Unit, raw: &mut Raw, next: &[Raw]) {
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
    fn clause_end(&self, start: usize, unit: Unit, raw: &Raw, next: &[Raw]) -> usize {
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
            if comma && at > start && self.breaks_clause(at + 1, raw) {
                break;
            }
            if bearer && (comma || self.is_verbish(at) && self.lower(start) != "that") {
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
    fn breaks_clause(&self, at: usize, raw: &Raw) -> bool {
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
        against || as_if
    }

    /// The words before the source, or the quotation before it.
    fn take_left(&self, unit: Unit, raw: &mut Raw, earlier: &[Range], before: &[Raw]) {
        let quoted = raw
            .source
            .map_or(raw.cue.0, |source| source.0.min(raw.cue.0))
            .checked_sub(1)
            .is_some_and(|left| {
                self.token(left).quote != 0
                    || self.lower(left) == ","
                        && left > unit.start
                        && self.token(left - 1).quote != 0
            });
        if raw.frames & frame::QUOTE == 0 && !(quoted && raw.kind == StatementKind::Speech) {
            return;
        }
        let first = match raw.source.filter(|_| !raw.inverted) {
            Some(source) => source.0.min(raw.cue.0),
            None => raw.cue.0,
        };
        let mut end = first;
        if end > unit.start && matches!(self.lower(end - 1), "comme" | "as") {
            end -= 1;
        }
        if end == unit.start {
            self.take_quote_before(unit, raw, before);
            return;
        }
        let left = end - 1;
        let closes = self.quote_at(left).filter(|quote| quote.end == left + 1);
        let parted = matches!(self.lower(left), "," | "—" | "–" | "-");
        if closes.is_none() && !parted {
            return;
        }
        if parted {
            end = left;
        }
        let closes = closes.or_else(|| {
            end.checked_sub(1).and_then(|last| self.quote_at(last)).filter(|quote| quote.end == end)
        });
        let mut start = unit.start;
        for (from, to) in earlier {
            if *from < end && *to <= raw.cue.0 {
                start = start.max(*to);
            }
        }
        if let Some(quote) = closes.filter(|quote| quote.open >= start) {
            // Words before the quotation belong to it unless they are a clause that ended.
            let lead = (start..quote.open).any(|at| matches!(self.lower(at), ":" | ";"));
            if lead {
                start = quote.open;
            }
        }
        while start < end
            && (matches!(self.lower(start), "," | "." | ";") && self.token(start).quote == 0
                || self.is(start, class::COORD) && start < end)
        {
            start += 1;
        }
        // "Asked about it, X said" and "In August, X said that": no content of theirs.
        let word = self.lower(start);
        let participle =
            ["é", "ée", "és", "ées", "ed", "ing"].iter().any(|end| word.ends_with(end))
                || matches!(word, "joint" | "jointe" | "met");
        let clause = closes.is_some()
            || !participle && (start..end).any(|at| self.is_verbish(at) || self.is(at, class::AUX));
        if start < end && clause {
            raw.contents.push((start, end));
        }
    }

    /// "“Wow!” X said.": the quotation is the unit before.
    fn take_quote_before(&self, unit: Unit, raw: &mut Raw, before: &[Raw]) {
        if unit.opens || unit.start == 0 {
            return;
        }
        let Some(quote) = self.quote_at(unit.start - 1).filter(|quote| quote.end == unit.start)
        else {
            return;
        };
        let taken = before.iter().rev().take(8).any(|raw| {
            raw.contents.iter().any(|(start, end)| *start <= quote.open && quote.open < *end)
        });
        if !taken {
            raw.contents.push((quote.open, quote.end));
        }
    }

    /// A quotation right behind, with or without a comma.
    fn quoted_right(&self, at: usize, unit: Unit, raw: &mut Raw) {
        let at = if matches!(self.lower(at), "," | ":") { at + 1 } else { at };
        if at < unit.end && self.opens_quote(at) {
            if let Some(quote) = self.quote_at(at) {
                raw.contents.push((quote.open, quote.end.min(unit.end)));
            }
        }
    }

    /// "A, he said, B": what follows the comma goes on with the content.
    fn rest_right(&self, at: usize, unit: Unit, raw: &mut Raw, next: &[Raw]) {
        if self.lower(at) != ","
            || raw.contents.len() > 1
            || at + 1 >= unit.end
            || self.opens_quote(at + 1)
        {
            return;
        }
        if next.first().is_some_and(|next| next.cue.0 <= at + 3)
            || self.breaks_clause(at + 1, raw)
            || self.is(at + 1, class::COORD)
        {
            return;
        }
        let gerund = self.lower(at + 1).ends_with("ing") && self.english();
        if !gerund && !self.is(at + 1, class::REL) {
            let end = self.clause_end(at + 1, unit, raw, next);
            if end > at + 1 {
                raw.contents.push((at + 1, end));
            }
        }
    }

    /// "according to X": what stands before it, or behind its comma.
    fn content_around(&self, unit: Unit, raw: &mut Raw, earlier: &[Range]) {
        let source_end = raw.source.map_or(raw.cue.1, |source| source.1);
        let mut start = unit.start;
        for (from, to) in earlier {
            if *to <= raw.cue.0 && *from < raw.cue.0 {
                start = start.max(*to);
            }
        }
        while start < raw.cue.0
            && (self.is(start, class::COORD)
                || !self.is_word(start) && self.token(start).quote == 0)
        {
            start += 1;
        }
        let mut end = raw.cue.0;
        while end > start && self.lower(end - 1) == "," && self.token(end - 1).quote == 0 {
            end -= 1;
        }
        if end > start + 1 {
            raw.contents.push((start, end));
            if self.lower(source_end) != "," || self.ends_at(source_end + 1, unit) {
                return;
            }
        }
        let behind = if self.lower(source_end) == "," { source_end + 1 } else { source_end };
        if behind < unit.end && !self.ends_at(behind, unit) && raw.contents.is_empty() {
            let mut last = unit.end;
            while last > behind && self.ends_at(last - 1, unit) {
                last -= 1;
            }
            raw.contents.push((behind, last));
        }
    }

    /// "was accused of Y", "is expected to Y": subject and what follows.
    fn content_of_passive(&self, unit: Unit, raw: &mut Raw, next: &[Raw]) {
        let agent = raw.source.filter(|source| {
            !raw.shared
                && matches!(self.lower(raw.cue.1.wrapping_sub(1)), "by" | "par")
                && source.0 == raw.cue.1
        });
        let behind = agent.map_or(raw.cue.1, |source| source.1.max(raw.cue.1));
        if let Some(subject) = raw.object.filter(|subject| subject.1 <= raw.cue.0) {
            raw.contents.push(subject);
        }
        if behind >= unit.end || self.ends_at(behind, unit) {
            return;
        }
        if matches!(self.lower(behind), "to" | "that" | "of" | "as" | "de" | "d'" | "que" | "qu'")
            || self.opens_quote(behind)
        {
            let mut start = behind;
            if matches!(self.lower(start), "of" | "as") {
                if start == raw.cue.1 {
                    raw.cue.1 = start + 1;
                }
                start += 1;
            }
            self.take_right(start, unit, raw, next);
        }
    }
}
