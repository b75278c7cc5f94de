//! French descriptions of somebody who was named before: "la députée", "le trentenaire", "l'intéressé".

use crate::lexicon::{class, listed};

use super::mention::{Cast, Gender};
use super::naming::{gender_of_article, head_of};
use super::reader::{Range, Reader};
use super::record::{Actor, ActorKind, ResolvedBy};
use super::resolve::actor;
use super::speaker::{Entity, Sort, Who};
use super::whom::Noun;

impl Who {
    /// Whom a French statement aims at is who "il" and "lui" mean next, after who speaks.
    pub(super) fn touch(&mut self, reader: &Reader, name: &str) {
        if reader.english() {
            return;
        }
        if let Some(at) = self.recent.iter().position(|entity| entity.name == name) {
            let entity = self.recent.remove(at);
            self.recent.push(entity);
        }
    }

    /// "Le ministre ne décolère pas. Il …": whom the subject of a sentence without a statement means.
    pub(super) fn subject_passes(&mut self, reader: &Reader, cast: &Cast, (start, end): Range) {
        if reader.english() || self.spoke.is_some() {
            return;
        }
        let mut first = start;
        while first < end
            && (reader.is_adverb(first) || reader.is(first, class::COORD | class::TIME))
            || reader.lower(first) == ","
        {
            first += 1;
        }
        let definite = matches!(reader.lower(first), "le" | "la" | "l'");
        let Some(range) = reader.phrase_right(first, end, false).filter(|_| definite) else {
            return;
        };
        let head = head_of(reader, range);
        if !reader.is(head, class::PERSON) || !cast.within(range).is_empty() {
            return;
        }
        let noun = Noun {
            range,
            stop: range.1,
            head,
            span: reader.text.span(range.0, range.1),
            role: reader.lower(head).to_owned(),
        };
        if let Some(found) = self.described(reader, &noun, None) {
            self.touch(reader, &found.name);
            // "Le ministre" alone means the same person from here on.
            if let Some(entity) = self.recent.last_mut().filter(|last| last.name == found.name)
                && !entity.nouns.contains(&noun.role)
            {
                entity.nouns.push(noun.role);
            }
        } else if reader.is_verbish(range.1)
            || reader.lower(range.1) == "," && reader.is(range.1 + 1, class::REL)
        {
            // "Le président du conseil a fait lire un message. Il …": nobody known, but "il" means him.
            self.as_it_stands(reader, cast, &noun);
        }
    }

    /// "L'intéressé": whoever was spoken of before, rather than whoever spoke.
    pub(super) fn blamed(&self, reader: &Reader, noun: &Noun) -> Option<&Entity> {
        let named = (noun.range.0..noun.stop).any(|at| listed("blamed", reader.lower(at)));
        if reader.english() || !named {
            return None;
        }
        let gender = gender_of_article(reader, noun.range.0, noun.head);
        let fits = |entity: &&Entity| {
            entity.sort == Sort::Person
                && (gender.is_none() || entity.gender.is_none() || entity.gender == gender)
        };
        let others = self.recent.iter().rev().filter(fits);
        let other = others.clone().take(4).find(|entity| Some(&entity.name) != self.last.as_ref());
        other.or_else(|| others.clone().next())
    }

    /// The French press seldom writes "la députée" of somebody new: the last person whom it fits.
    pub(super) fn described_last(&self, reader: &Reader, noun: &Noun) -> Option<&Entity> {
        let (start, head) = (noun.range.0, noun.head);
        if reader.english()
            || !matches!(reader.lower(start), "le" | "la" | "l'" | "cet" | "cette" | "ce")
            || !reader.is(head, class::PERSON)
            || noun.role.ends_with('s')
        {
            return None;
        }
        let former = (start..head)
            .any(|at| matches!(reader.lower(at), "ancien" | "ancienne" | "ex"))
            || noun.role.starts_with("ex-");
        let complement = (head + 1..noun.stop).find(|at| {
            matches!(reader.lower(*at), "de" | "d'" | "du" | "des" | "à" | "au" | "aux")
        });
        let side = complement.is_none_or(|at| {
            (at + 1..noun.stop).any(|at| {
                matches!(
                    reader.lower(at),
                    "droite" | "gauche" | "centre" | "opposition" | "majorité" | "ans" | "sondages"
                )
            })
        });
        if !former && (listed("office", &noun.role) || !side) || noun.stop - head > 5 {
            return None;
        }
        let gender = gender_of_article(reader, start, head);
        let noun_gender = match (reader.is(head, class::MAN), reader.is(head, class::WOMAN)) {
            (true, false) => Some(Gender::Man),
            (false, true) => Some(Gender::Woman),
            _ => gender,
        };
        self.recent.iter().rev().take(8).find(|entity| {
            entity.sort == Sort::Person
                && (noun_gender.is_none()
                    || entity.gender.is_none()
                    || entity.gender == noun_gender)
                && !entity.name.starts_with(char::is_lowercase)
                // "La candidate" is no spokeswoman.
                && !(listed("generic", &noun.role)
                    && entity.nouns.iter().any(|known| listed("mouthpiece", known)))
        })
    }

    /// "Il": a body that did not just speak gives way to a person.
    pub(super) fn person_before_body(&self, fits: &impl Fn(&&Entity) -> bool) -> Option<&Entity> {
        let first = self
            .recent
            .iter()
            .rev()
            .take(5)
            .find(|entity| fits(entity) && entity.gender.is_some())?;
        let speaks = [self.last.as_ref(), self.spoke.as_ref()].contains(&Some(&first.name));
        if first.sort == Sort::Person || speaks {
            return Some(first);
        }
        let person = |entity: &&Entity| {
            fits(entity) && entity.sort == Sort::Person && entity.gender.is_some()
        };
        self.recent.iter().rev().take(5).find(person).or(Some(first))
    }
}

/// "Ludovic H., candidat du parti, qui": what stands right before the relative only describes.
pub(super) fn named_before(
    reader: &Reader,
    cast: &Cast,
    (start, _): Range,
    floor: usize,
) -> Option<Range> {
    let comma = start.checked_sub(1).filter(|at| *at > floor && reader.lower(*at) == ",")?;
    // "X, a candidate for the party, who": in English what is added begins with an article.
    let added = !reader.english() || matches!(reader.lower(start), "a" | "an");
    if !added || reader.is_name(start) {
        return None;
    }
    let outer = reader.phrase_left(comma, floor).or_else(|| {
        let first = (floor..comma).rev().take_while(|at| reader.is_name(*at)).last()?;
        Some((first, comma))
    })?;
    let person = cast.within(outer).iter().any(|index| cast.members[*index].person);
    let body = reader.lower(start) == "de" || reader.lower(start) == "du";
    (person || body && super::resolve::is_actorlike(reader, outer)).then_some(outer)
}

/// "une publication partagée 48 000 fois", "des documents consultés par X": where what was done to it
/// begins.
pub(super) fn participle_behind(reader: &Reader, head: usize, stop: usize) -> Option<usize> {
    if reader.english() {
        // "a post shared 40,000 times".
        return (head.saturating_sub(4)..stop).find(|at| {
            matches!(reader.lower(*at), "shared" | "viewed" | "watched" | "liked" | "forwarded")
                && listed("viral", reader.lower(at.wrapping_sub(1)))
        });
    }
    (head + 1..stop.saturating_sub(1)).find(|at| {
        let word = reader.lower(*at);
        let ends = ["ée", "ées", "és", "é"].iter().any(|end| word.ends_with(end));
        let participle = (word.len() > 5 && ends
            || matches!(word, "vu" | "vue" | "vus" | "vues" | "lu" | "lue" | "lus" | "lues"))
            && !reader.is(*at, class::PERSON | class::PEOPLE | class::BODY)
            && !reader.token(*at).capital
            && reader.token(*at).quote == 0;
        let next = reader.lower(at + 1);
        participle
            && (matches!(
                next,
                "par" | "dans" | "sur" | "en" | "au" | "à" | "hier" | "depuis" | "avant"
            ) || next.starts_with(|letter: char| letter.is_ascii_digit())
                || reader.is(at + 1, class::TIME))
    })
}

/// "La ministre a reconnu … Laure B. a assuré": a description whose name comes with the next sentence.
pub(super) fn named_next(reader: &Reader, cast: &Cast, noun: &Noun) -> Option<Actor> {
    let start = noun.range.0;
    if reader.english()
        || !reader.is(noun.head, class::PERSON)
        || !matches!(reader.lower(start), "le" | "la" | "l'")
        || noun.role.ends_with('s')
    {
        return None;
    }
    let gender = gender_of_article(reader, start, noun.head)?;
    let units = &reader.text.units;
    let unit = units.get(units.partition_point(|unit| unit.start <= start))?;
    if unit.opens {
        return None;
    }
    let member = cast.members.iter().find(|member| {
        member.person
            && member.name.contains(' ')
            && member.gender == Some(gender)
            && member.roles.is_empty()
            && member.at.first().is_some_and(|at| (unit.start..unit.start + 2).contains(at))
    })?;
    let by = ResolvedBy::Descriptor;
    Some(actor(member.name.clone(), Some(noun.span), ActorKind::Descriptor, by))
}

impl Reader<'_> {
    /// "une vidéo vue deux millions de fois", "un rapport publié hier": a participle behind its noun.
    pub(super) fn reduced(&self, at: usize, floor: usize) -> bool {
        use crate::lexicon::Form;
        let forms = &self.entry(at).verbs;
        !self.english()
            && at > floor + 1
            && !forms.is_empty()
            && forms.iter().all(|(_, form)| *form == Form::Participle)
            && self.is_nominal(at - 1)
            && !self.is(at - 1, class::PRON | class::TIME | class::AUX)
            && self.entry(at - 1).verbs.is_empty()
            && self.is(at - 2, class::DET | class::POSS)
    }

    /// "Karim B., candidat du Centre, qui préside …, dénonce": the comma between a name and what it is,
    /// behind which more was inserted.
    pub(super) fn names_before(&self, comma: usize, inserted: usize) -> Option<usize> {
        let named = comma.checked_sub(1).is_some_and(|at| self.is_name(at));
        let described = self.is(comma + 1, class::PERSON)
            || self.is(comma + 1, class::DET) && self.is(comma + 2, class::PERSON);
        (!self.english() && inserted > 0 && named && described).then_some(comma)
    }
}
