//! The phrase before a verb: its subject, with what is inserted behind it.

use crate::lexicon::class;
use crate::text::Unit;

use super::raw::Raw;
use super::reader::{Range, Reader};

/// So many words at most stand between two dashes behind a subject.
const INSERTED: usize = 24;

impl Reader<'_> {
    /// The noun phrase that ends before `end` and begins at or after `floor`: the subject of a verb there.
    #[expect(
        clippy::too_many_lines,
        reason = "one list of cases, in the order in which they are tried"
    )]
    pub(super) fn phrase_left(&self, end: usize, floor: usize) -> Option<Range> {
        let end = self.before_time(end, floor);
        let mut at = end;
        let mut joined = None;
        let mut appositive = 0;
        while at > floor {
            let here = at - 1;
            let token = self.token(here);
            if token.quote != 0 {
                let Some(quote) = self.quote_at(here) else { break };
                if quote.end - quote.open > 6
                    || quote.open <= floor
                    || at == end && self.lower(quote.end.saturating_sub(2)) == ","
                {
                    break;
                }
                at = quote.open;
                continue;
            }
            match token.lower.as_str() {
                ")" => {
                    let open = (floor..here).rev().take(12).find(|place| self.lower(*place) == "(");
                    let Some(open) = open else { break };
                    at = open;
                    continue;
                }
                "," if joined.is_some_and(|joint| self.lists(here, joint)) => {
                    at = here;
                    continue;
                }
                // "X, 66, who …".
                "," if self.lower(at + 1) == ","
                    && self.lower(at).bytes().all(|letter| letter.is_ascii_digit()) =>
                {
                    at = here;
                    continue;
                }
                // "X, 66 ans, conseillère, accuse".
                "," if self.lower(at + 1) == "ans"
                    && self.lower(at + 2) == ","
                    && self.lower(at).bytes().all(|letter| letter.is_ascii_digit()) =>
                {
                    at = here;
                    continue;
                }
                "," => {
                    let Some(comma) = self
                        .appositive(here, floor)
                        .filter(|_| at == end || appositive > 0)
                        .or_else(|| self.names_before(here, appositive))
                    else {
                        break;
                    };
                    appositive += 1;
                    if appositive > 3 {
                        break;
                    }
                    at = comma;
                    continue;
                }
                // "X – who lost the last vote – accused": what stands between dashes.
                "–" | "—" if at == end => {
                    let open = self.dash_before(here, floor);
                    let Some(open) = open else { break };
                    at = open;
                    continue;
                }
                "%" | "$" | "€" | "/" | "&" | "-" | "'" => {
                    at = here;
                    continue;
                }
                _ if !token.word => break,
                _ => {}
            }
            if self.is(here, class::REL) && at == end {
                return Some((here, end));
            }
            if self.is(here, class::PRON)
                && !self.is(here, class::DET)
                && !(self.is(here, class::OBJ) && at != end)
            {
                if at == end {
                    return Some((here, end));
                }
                break;
            }
            if self.is_verbish(here) {
                if at < end && joined.is_none() && self.describes(here, floor, end + 1) {
                    at = here;
                    continue;
                }
                if let Some(relative) = self.relative_before(here, floor) {
                    at = relative;
                    joined = None;
                    continue;
                }
                if self.reduced(here, floor) {
                    at = here;
                    continue;
                }
                if let Some(joint) = joined {
                    at = joint;
                }
                break;
            }
            let clause =
                matches!(self.lower(here), "after" | "before" | "as" | "since" | "until" | "comme");
            if self.is(here, class::SUB) && (clause || !self.is(here, class::PREP)) {
                break;
            }
            // "a charge the government called": the phrase begins with its article.
            if at < end
                && self.english()
                && matches!(self.lower(at), "the" | "a" | "an" | "his" | "her" | "their" | "its")
                && joined.is_none()
                && !self.is(here, class::DET | class::PREP | class::COORD | class::ADV | class::AUX)
                && self.is_nominal(here)
            {
                break;
            }
            if self.is(here, class::COORD) {
                if matches!(self.lower(here), "but" | "mais" | "or" | "car" | "yet") || at == end {
                    break;
                }
                joined.get_or_insert(at);
            }
            at = here;
        }
        self.trim((at, end))
    }

    /// The dash that opens what the dash at `closing` closes.
    fn dash_before(&self, closing: usize, floor: usize) -> Option<usize> {
        (floor + 1..closing)
            .rev()
            .take(INSERTED)
            .take_while(|at| self.is_word(*at) || matches!(self.lower(*at), "," | "–" | "—"))
            .find(|at| matches!(self.lower(*at), "–" | "—") && self.is_nominal(at - 1))
    }

    /// "X, Y and Z": only names stand between a comma and the "and" before `joint`.
    fn lists(&self, comma: usize, joint: usize) -> bool {
        let and = joint - 1;
        comma > 0
            && comma + 1 < and
            && and - comma <= 5
            && self.is_name(comma - 1)
            && (comma + 1..and).all(|at| self.is_name(at) || self.is(at, class::DET))
            && self.is_name(and - 1)
            && !matches!(self.lower(comma + 1), "," | "ans")
    }

    /// "X, this week" and "X on Tuesday": where the words of time begin, if the phrase ends with some.
    fn before_time(&self, end: usize, floor: usize) -> usize {
        let mut at = end;
        // "X at the time scoffed".
        if at >= floor + 4
            && matches!(
                (self.lower(at - 3), self.lower(at - 2), self.lower(at - 1)),
                ("at", "the", "time") | ("for", "his" | "her" | "its" | "their", "part")
            )
        {
            return at - 3;
        }
        while at > floor + 1 && self.is(at - 1, class::TIME) && self.token(at - 1).quote == 0 {
            at -= 1;
        }
        if at == end {
            return end;
        }
        while at > floor + 1
            && self.is(at - 1, class::DET | class::PREP | class::ADV)
            && self.token(at - 1).quote == 0
        {
            at -= 1;
        }
        if at <= floor + 1 && !self.is_nominal(floor) { end } else { at }
    }

    /// For the comma before a verb: where the comma that opens the inserted words stands.
    fn appositive(&self, closing: usize, floor: usize) -> Option<usize> {
        let mut at = closing;
        let mut verbs = 0;
        while at > floor {
            at -= 1;
            if self.token(at).quote != 0 {
                return None;
            }
            match self.lower(at) {
                "," => {
                    // "X, a lawyer who has read it, told": the verb belongs to "who".
                    let within = || {
                        let verb = (at + 1..closing).find(|here| self.is_verbish(*here));
                        let who = (at + 1..closing).find(|here| self.is(*here, class::REL));
                        who.is_some_and(|who| {
                            verb.is_some_and(|verb| who < verb && verb - who <= 2)
                        })
                    };
                    // "X, à laquelle la ville a retiré …, accuse".
                    let prepositional = !self.english()
                        && self.is(at + 1, class::PREP)
                        && self.is(at + 2, class::REL);
                    let relative = self.is(at + 1, class::REL)
                        || prepositional
                        || self.is(at + 1, class::SUB)
                        || verbs == 1 && within();
                    let named =
                        at > floor && self.is_nominal(at - 1) && !self.is(at - 1, class::TIME)
                            || at > floor + 2 && self.lower(at - 1) == "ans";
                    if !named || (verbs > 0 && !relative && !self.led_by_participle(at + 1)) {
                        return None;
                    }
                    return Some(at);
                }
                ";" | ":" | "." | "(" | "—" => return None,
                _ => {
                    verbs += usize::from(
                        self.is_verbish(at)
                            && (self.lower(at.wrapping_sub(1)) != "," || self.is(at, class::AUX)),
                    );
                }
            }
        }
        None
    }

    /// "often accused of being close to X": a participle opens the inserted words.
    pub(super) fn led_by_participle(&self, at: usize) -> bool {
        let led = self.is_adverb(at) || self.lower(at) == "first";
        let first = if led { at + 1 } else { at };
        let known = self
            .entry(first)
            .verbs
            .iter()
            .any(|(_, form)| *form == crate::lexicon::Form::Participle);
        let word = self.lower(first);
        let ends: &[&str] =
            if self.english() { &["ed"] } else { &["é", "ée", "és", "ées", "u", "ue", "us"] };
        let strong = self.english()
            && matches!(
                word,
                "spread"
                    | "made"
                    | "sent"
                    | "written"
                    | "taken"
                    | "given"
                    | "known"
                    | "seen"
                    | "held"
                    | "built"
                    | "drawn"
                    | "shown"
                    | "told"
                    | "found"
                    | "brought"
                    | "run"
            );
        (known || strong || word.len() > 4 && ends.iter().any(|end| word.ends_with(end)))
            && !self.is(first, class::AUX)
    }

    /// Whether the verb at `at` belongs to "who …" or "that …"; gives where that word stands.
    fn relative_before(&self, at: usize, floor: usize) -> Option<usize> {
        let mut here = at;
        while here > floor && at - here < 4 {
            here -= 1;
            if (self.is(here, class::REL) || (self.english() && self.lower(here) == "that"))
                && here > floor
                && (self.is_nominal(here - 1) || self.lower(here - 1) == ",")
            {
                return Some(if self.lower(here - 1) == "," { here - 1 } else { here });
            }
            if !(self.is(here, class::AUX | class::ADV | class::NEG | class::PRON | class::OBJ)
                || self.is_nominal(here))
            {
                return None;
            }
        }
        None
    }

    /// "X, whose country will vote in May, has also voiced fears": whether the comma at `at` ends the
    /// relative clause that `raw` belongs to, since a verb of its own follows.
    pub(super) fn closes_relative(&self, at: usize, raw: &Raw) -> bool {
        let subject = raw.source.or(raw.object.filter(|_| raw.passive));
        let relative = subject.is_some_and(|(start, _)| {
            self.is(start, class::REL) || self.is(start.wrapping_sub(1), class::REL)
        });
        // "…, has also", "…, on Monday told".
        let verb = (at + 1..at + 6)
            .take_while(|here| self.is_word(*here))
            .find(|here| !(self.is_adverb(*here) || self.is(*here, class::TIME | class::PREP)));
        self.english() && relative && verb.is_some_and(|verb| self.is_verbish(verb))
    }

    /// "warned X against meddling after a minister had …": what came before is no part of the warning.
    pub(super) fn tells_before(&self, start: usize, at: usize, unit: Unit) -> bool {
        self.english()
            && matches!(self.lower(at), "after" | "before" | "when" | "while")
            && self.is(start.wrapping_sub(1), class::PREP)
            && self.lower(start - 1) != "to"
            && (at + 2..unit.end.min(at + 10))
                .take_while(|here| self.is_word(*here))
                .any(|here| self.is_verbish(here))
    }

    /// Takes off what is no part of a subject: "But", "on Tuesday", "In August,".
    fn trim(&self, (mut start, mut end): Range) -> Option<Range> {
        let leading = |at: usize| {
            self.is(at, class::COORD)
                || (self.is(at, class::SUB) && !self.is(at, class::DET | class::PRON))
                || !self.is_word(at)
                    && self.token(at).quote == 0
                    && !matches!(self.lower(at), "$" | "(")
                || (self.is(at, class::ADV)
                    && !self.is(at, class::DET)
                    && !self.is(at, class::PERSON))
        };
        // "Two years ago the party".
        if self.english()
            && let Some(ago) = (start..end.min(start + 5)).find(|at| self.lower(*at) == "ago")
        {
            start = ago + 1;
        }
        while start < end && leading(start) {
            start += 1;
        }
        if start < end && self.is(start, class::PREP) && !self.is(start, class::DET) {
            // "In August, the senator": the phrase begins behind the comma, or there is none.
            let comma = (start..end).find(|at| self.lower(at.to_owned()) == ",");
            // "On Monday Ferrotec, a steelmaker,": the comma closes nothing.
            let timed = self
                .behind_time(start, end)
                .filter(|at| comma.is_some_and(|comma| *at < comma) && self.begins_phrase(*at));
            match comma.filter(|_| timed.is_none()) {
                Some(comma) if comma + 1 < end => start = comma + 1,
                _ => start = self.behind_time(start, end)?,
            }
        }
        while start < end && leading(start) {
            start += 1;
        }
        // "Mr. Doe on Tuesday".
        let cut = (start + 1..end).rev().take(4).find(|at| self.is(*at, class::TIME));
        if let Some(time) = cut {
            let mut from = time;
            while from > start + 1
                && self.is(from - 1, class::TIME | class::PREP | class::DET | class::ADV)
                && !self.is_name(from - 1)
            {
                from -= 1;
            }
            if (time..end).all(|at| self.is(at, class::TIME | class::ADV) || !self.is_name(at))
                && end - time <= 2
            {
                end = from;
            }
        }
        while end > start
            && self.lower(end - 1) == ","
            && self.text.words(start, end).matches(',').count() < 2
        {
            end -= 1;
        }
        let holds_word =
            (start..end).any(|at| self.is_nominal(at) || self.is(at, class::DET | class::POSS));
        (start < end && holds_word).then_some((start, end))
    }

    /// "On Monday the senator": where the subject begins behind words of time.
    fn behind_time(&self, start: usize, end: usize) -> Option<usize> {
        let last = (start..end.min(start + 5)).rev().find(|at| self.is(*at, class::TIME))?;
        (last + 1 < end).then_some(last + 1)
    }
}
