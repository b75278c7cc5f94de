//! Poll figures in running text. A figure is booked only where a poll is spoken of, somebody is
//! named for it, and nothing beside it says that it is something else; what is not booked is handed
//! back with the reason.

use serde::Serialize;

use super::about::{About, about};
use super::figures::{Movement, Percentage, movements, percentages};
use super::lexicon::{Hit, Sign, hits};
use super::link::{Linked, clause, clause_end};
use super::names::{Name, common, fullest, names};
use super::sentence::{Sentence, sentences};
use super::{At, Caution, Figure, Question, Round};
use crate::day::Day;
use crate::words::{Span, Word, words};

mod change;
mod guard;
mod persons;

/// What is known beside the text.
#[derive(Clone, Debug, Default)]
pub struct Background {
    /// The day of publication: it gives the year to dates without one.
    pub published: Option<Day>,
    /// Full names of those who stand, where known: a surname is read as theirs.
    pub candidates: Vec<String>,
}

/// Why a percentage was not booked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unread {
    /// No poll is spoken of.
    NoPoll,
    /// It is said of something else: turnout, growth, attacks.
    SomethingElse,
    /// The count of an election.
    Result,
    /// Nobody is named for it.
    Nobody,
    /// People who named nobody.
    Undecided,
    /// A part of those asked: women, the young.
    Part,
    /// A range.
    Range,
    /// More than 100 %.
    Impossible,
    /// A second figure for the same person and question in one poll.
    Contradicts,
    /// The other side of an opinion: those who do not like somebody.
    Unfavourable,
    /// The same figure again.
    Repeats,
}

/// A percentage that was not booked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct Left {
    /// Where it stands.
    pub span: Span,
    /// Why.
    pub why: Unread,
}

/// What a text says about polls.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct FromText {
    /// The figures in the order of the text.
    pub figures: Vec<Figure>,
    /// Percentages that are none.
    pub left: Vec<Left>,
}

/// One sentence, taken apart.
pub(super) struct Read {
    sentence: Sentence,
    pub(super) words: Vec<Word>,
    pub(super) hits: Vec<Hit>,
    about: About,
    pub(super) names: Vec<Name>,
    pub(super) figures: Vec<Percentage>,
    movements: Vec<Movement>,
    hypothesis: Option<String>,
}

/// A poll as it is being spoken of.
#[derive(Default)]
struct Spoken {
    about: About,
    question: Option<Question>,
    round: Option<Round>,
    paragraph: usize,
    figures: usize,
    race: bool,
    subject: Option<String>,
}

/// Reads the poll figures of a text.
#[must_use]
pub fn from_text(text: &str, background: &Background) -> FromText {
    let mut all: Vec<(Sentence, Vec<Word>)> =
        sentences(text).into_iter().map(|one| (one, placed(text, one.span))).collect();
    let mut ordinary = hashbrown::HashSet::new();
    for (_, words) in &all {
        ordinary.extend(common(words));
    }
    let reads: Vec<Read> = all
        .drain(..)
        .map(|(sentence, words)| take_apart(text, sentence, words, &ordinary, background))
        .collect();
    let long =
        reads.iter().flat_map(|read| &read.names).filter(|name| name.text.contains([' ', '-']));
    let seen: std::collections::BTreeSet<String> =
        long.map(|name| name.text.clone()).take(MOST_NAMES).collect();
    let seen: Vec<String> = seen.into_iter().collect();
    let full = |name: &str| fullest(name, &background.candidates, &seen);
    let mut state = State {
        text,
        holders: persons::holders(&reads, full),
        named: Vec::new(),
        background,
        seen: &seen,
        polls: Vec::new(),
        open: false,
        out: FromText::default(),
        of: Vec::new(),
    };
    for read in &reads {
        state.sentence(read);
    }
    state.finish()
}

/// More full names than this in one text are not compared with surnames.
const MOST_NAMES: usize = 2_000;

/// The words of a sentence with their places in the whole text.
fn placed(text: &str, span: Span) -> Vec<Word> {
    let mut read = words(span.of(text));
    for at in 0..read.len() {
        // "France's" is France: the possessive keeps no name from being known.
        let possessive = read.get(at + 1).is_some_and(|next| next.lower == "s");
        // The point of "M. Corvel" and of an initial ends no clause.
        let abbreviated = at.checked_sub(1).is_some_and(|before| {
            let before = &read[before];
            // Its place has been moved into the whole text already.
            let gap = text.get(before.span.end..).unwrap_or_default();
            before.capital && before.lower.chars().count() <= 3 && gap.starts_with(". ")
        });
        let word = &mut read[at];
        word.after_stop &= !abbreviated;
        if possessive && word.lower.ends_with('\'') {
            word.lower.pop();
        }
        word.span.start += span.start;
        word.span.end += span.start;
    }
    read
}

fn take_apart(
    text: &str,
    sentence: Sentence,
    words: Vec<Word>,
    ordinary: &hashbrown::HashSet<String>,
    background: &Background,
) -> Read {
    let hits = hits(&words);
    let figures = percentages(text, &words);
    let polled = hits.iter().any(|hit| hit.sign == Sign::Poll);
    let institute =
        words.iter().enumerate().any(|(at, _)| super::lexicon::institute_at(&words, at).is_some());
    let (about, mut masked) = if polled || institute || !figures.is_empty() || persons::asks(&words)
    {
        about(text, &words, &hits, background.published)
    } else {
        (About::default(), vec![false; words.len()])
    };
    let hypothesis = persons::hypothesis(text, &words, &mut masked);
    let names = names(text, &words, ordinary, &masked);
    let movements = if figures.is_empty() { Vec::new() } else { movements(text, &words, &hits) };
    Read { sentence, words, hits, about, names, figures, movements, hypothesis }
}

struct State<'a> {
    text: &'a str,
    /// Who holds an office, as the text says somewhere.
    holders: persons::Holders,
    /// Those whom the last sentence with names names.
    named: Vec<String>,
    background: &'a Background,
    seen: &'a [String],
    polls: Vec<Spoken>,
    open: bool,
    out: FromText,
    /// For each figure the poll it belongs to.
    of: Vec<usize>,
}

impl State<'_> {
    fn sentence(&mut self, read: &Read) {
        self.read_one(read);
        if !read.names.is_empty() {
            self.named = self.names_of(read);
        }
    }

    fn names_of(&self, read: &Read) -> Vec<String> {
        let mut names: Vec<String> = read.names.iter().map(|one| self.full(&one.text)).collect();
        names.dedup();
        names
    }

    fn read_one(&mut self, read: &Read) {
        let asked = |sign: &Sign| read.hits.iter().any(|hit| hit.sign == *sign);
        let polled = [Sign::Poll, Sign::ThePoll, Sign::OtherPoll].iter().any(asked)
            || read.about.institute.is_some();
        let opinion =
            !read.figures.is_empty() && [Sign::Favourable, Sign::Certainty].iter().any(asked);
        let paragraph = read.sentence.paragraph;
        let near =
            self.open && self.polls.last().is_some_and(|poll| paragraph <= poll.paragraph + 1);
        let speaks = polled || opinion;
        if !speaks && !near {
            self.open = false;
            self.leave_all(read, Unread::NoPoll);
            return;
        }
        if !speaks {
            if read.figures.is_empty() {
                // "The institute interviewed 1,002 people between 3 and 5 May": of the poll before.
                if let Some(poll) = self.polls.last_mut().filter(|_| persons::asks(&read.words)) {
                    poll.about.complete(read.about.clone());
                    poll.paragraph = paragraph;
                }
                return;
            }
            // What only follows a poll needs a name of its own beside its figures.
            let continues = !read.names.is_empty() || self.same_paragraph(paragraph);
            if !continues {
                self.leave_all(read, Unread::NoPoll);
                return;
            }
        } else if self.is_new(read) {
            self.polls.push(Spoken::default());
        }
        self.open = true;
        let figures = self.book(read, polled);
        if let Some(poll) = self.polls.last_mut() {
            poll.about.complete(read.about.clone());
            poll.race |= asked(&Sign::Race);
            poll.figures += figures;
            if speaks || figures > 0 {
                poll.paragraph = paragraph;
            }
        }
    }

    fn same_paragraph(&self, paragraph: usize) -> bool {
        self.polls.last().is_some_and(|poll| poll.paragraph == paragraph)
    }

    /// Whether a sentence that speaks of a poll speaks of another one than before.
    fn is_new(&self, read: &Read) -> bool {
        let Some(poll) = self.polls.last().filter(|_| self.open) else { return true };
        let sign = |sign: Sign| read.hits.iter().any(|hit| hit.sign == sign);
        let other = match (&poll.about.institute, &read.about.institute) {
            (Some(before), Some(now)) => before != now,
            _ => false,
        };
        let introduced = poll.figures > 0
            && read.hits.iter().any(|hit| {
                let before = &read.words[hit.at.saturating_sub(3)..hit.at];
                let article = before
                    .iter()
                    .any(|word| matches!(word.lower.as_str(), "a" | "an" | "un" | "une"));
                // "a 24 percent poll rating" is rare; "one of the polls" is not an article.
                hit.sign == Sign::Poll && article && read.words[hit.at].lower != "intentions"
            });
        other || sign(Sign::OtherPoll) || (introduced && !sign(Sign::ThePoll))
    }

    fn leave(&mut self, read: &Read, figure: &Percentage, why: Unread) {
        self.out.left.push(Left { span: figure.span(&read.words), why });
    }

    fn leave_all(&mut self, read: &Read, why: Unread) {
        for figure in &read.figures {
            let why = if guard::something_else(read, figure) { Unread::SomethingElse } else { why };
            self.leave(read, figure, why);
        }
    }

    /// Books the figures of a sentence; how many.
    fn book(&mut self, read: &Read, polled: bool) -> usize {
        let mut kept = Vec::new();
        let mut earlier: Vec<(usize, f64)> = Vec::new();
        let mut risen: Option<f64> = None;
        for (at, figure) in read.figures.iter().enumerate() {
            if let Some(next) = read.figures.get(at + 1)
                && guard::moves_on(read, figure, next)
            {
                risen = Some(figure.value);
                continue;
            }
            if guard::is_previous(read, figure) && !kept.is_empty() {
                earlier.push((kept.len() - 1, figure.value));
                continue;
            }
            match guard::refused(read, figure, polled) {
                Some(why) => self.leave(read, figure, why),
                None => kept.push(Percentage { from: figure.from.or(risen.take()), ..*figure }),
            }
        }
        let asked: Vec<(Question, Option<Round>)> =
            kept.iter().map(|figure| self.asked(read, figure)).collect();
        let duel = !asked.is_empty() && asked.iter().all(|(asked, _)| *asked == Question::Duel);
        let linked = Linked {
            words: &read.words,
            names: &read.names,
            figures: &kept,
            hits: &read.hits,
            duel,
        }
        .all();
        let mut two = if duel { self.face_to_face(read, &kept) } else { None };
        let mut booked = 0;
        for (at, figure) in kept.iter().enumerate() {
            let two = two.as_mut().and_then(|two| two.get_mut(at)).map(std::mem::take);
            let named = two.or_else(|| linked[at].map(|name| self.full(&read.names[name].text)));
            let named = named.or_else(|| self.pronoun(read, figure));
            let popular = asked[at].0 == Question::Popularity && read.names.is_empty();
            let office =
                || popular.then(|| persons::in_office(self.text, read, &self.holders)).flatten();
            let Some(candidate) = named.or_else(office) else {
                self.leave(read, figure, Unread::Nobody);
                continue;
            };
            let level = linked[at].map(|name| guard::level_with(read, figure, name));
            let level: Vec<String> =
                level.into_iter().flatten().map(|name| self.full(&read.names[name].text)).collect();
            let place = At::Text { sentence: read.sentence.span, figure: figure.span(&read.words) };
            let mut record = Figure::new(place, asked[at].0, candidate.clone(), figure.value);
            record.round = asked[at].1;
            record.hypothesis.clone_from(&read.hypothesis);
            let from = earlier.iter().find(|(of, _)| *of == at).map(|(_, value)| *value);
            let own = linked[at].map(|name| read.names[name].at);
            change::moved(&mut record, read, figure, from.or(figure.from), &kept, own);
            if let Some(poll) = self.polls.last_mut() {
                poll.question = Some(record.question);
                poll.round = record.round;
                poll.subject = Some(candidate);
            }
            for other in level {
                let tied = Figure {
                    candidate: other,
                    change: None,
                    previous: None,
                    derived: None,
                    ..record.clone()
                };
                booked += usize::from(self.add(tied, read, figure));
            }
            booked += usize::from(self.add(record, read, figure));
        }
        booked
    }

    /// Adds a figure unless this poll has one for the same person and question already.
    fn add(&mut self, mut record: Figure, read: &Read, figure: &Percentage) -> bool {
        let poll = self.polls.len().saturating_sub(1);
        record.poll = format!("text-{}", poll + 1);
        let institute = read.about.institute.as_ref().or(self.polls[poll].about.institute.as_ref());
        let same = |other: &Figure, of: usize| {
            let kind = other.candidate == record.candidate
                && other.question == record.question
                && other.round == record.round
                && other.hypothesis == record.hypothesis;
            let before = self.polls[of].about.institute.as_ref();
            let repeated = other.value.to_bits() == record.value.to_bits()
                && (institute.is_none() || before.is_none() || institute == before);
            kind && (of == poll || repeated)
        };
        // What a text repeats, it repeats soon.
        let recent = self.out.figures.iter().zip(&self.of).rev().take(200);
        let before = recent.into_iter().find(|(other, of)| same(other, **of));
        if let Some((other, _)) = before {
            let repeats = other.value.to_bits() == record.value.to_bits();
            self.leave(read, figure, if repeats { Unread::Repeats } else { Unread::Contradicts });
            return false;
        }
        self.out.figures.push(record);
        self.of.push(poll);
        true
    }

    fn face_to_face(&self, read: &Read, kept: &[Percentage]) -> Option<[String; 2]> {
        let subject = self.polls.last().and_then(|poll| poll.subject.as_ref());
        let subject = subject.or_else(|| self.named.first())?;
        persons::face_to_face(read, kept, subject, &self.names_of(read), &self.named)
    }

    fn full(&self, name: &str) -> String {
        fullest(name, &self.background.candidates, self.seen)
    }

    /// "He has 24 percent": whoever the last figure was about.
    fn pronoun(&self, read: &Read, figure: &Percentage) -> Option<String> {
        const PRONOUNS: &[&str] =
            &["he", "she", "him", "her", "il", "elle", "lui", "his", "ses", "son", "sa"];
        let said = read.words[..]
            .iter()
            .take(figure.end() + 12)
            .any(|word| PRONOUNS.contains(&word.lower.as_str()));
        let subject = self.polls.last()?.subject.clone();
        subject.filter(|_| said && read.names.is_empty())
    }

    /// What was asked, for one figure: by the nearest words, those of its clause first; then as
    /// before in the same poll.
    fn asked(&self, read: &Read, figure: &Percentage) -> (Question, Option<Round>) {
        let kind = |sign: Sign| match sign {
            Sign::Intention => Some(Question::Intention),
            Sign::Duel => Some(Question::Duel),
            Sign::Favourable => Some(Question::Favourable),
            Sign::Popularity => Some(Question::Popularity),
            Sign::Certainty => Some(Question::Certainty),
            _ => None,
        };
        let round = |sign: Sign| match sign {
            Sign::First => Some(Round::First),
            Sign::Second => Some(Round::Second),
            _ => None,
        };
        let before = self.polls.last();
        let said = guard::nearest(read, figure, |hit| kind(hit.sign));
        let question =
            said.or_else(|| before.and_then(|poll| poll.question)).unwrap_or(Question::Unstated);
        let said_round = guard::nearest(read, figure, |hit| round(hit.sign));
        let inherited = before.filter(|poll| said.is_none() || poll.question == Some(question));
        let round = said_round.or_else(|| inherited.and_then(|poll| poll.round));
        match (question, round) {
            (Question::Intention | Question::Duel, Some(Round::Second)) => {
                (Question::Duel, Some(Round::Second))
            }
            (Question::Duel, _) if said_round.is_none() => (Question::Duel, Some(Round::Second)),
            (Question::Intention | Question::Duel, round) => (Question::Intention, round),
            (other, _) => (other, None),
        }
    }

    /// Writes what is known of each poll into its figures.
    fn finish(mut self) -> FromText {
        for (figure, of) in self.out.figures.iter_mut().zip(&self.of) {
            let Some(poll) = self.polls.get(*of) else { continue };
            let about = &poll.about;
            figure.institute.clone_from(&about.institute);
            figure.sponsor.clone_from(&about.sponsor);
            figure.publisher.clone_from(&about.publisher);
            figure.field_start = about.field.map(|(start, _)| start);
            figure.field_end = about.field.map(|(_, end)| end);
            // The voters of one candidate are a part of those who were asked: how many is not said.
            figure.sample = about.sample.filter(|_| figure.question != Question::Certainty);
            figure.stated_margin = about.margin;
            figure.population.clone_from(&about.population);
            figure.rolling = about.rolling;
            for (caution, holds) in [
                (
                    Caution::RaceFromOpinion,
                    poll.race
                        && !figure.question.is_vote()
                        && figure.question != Question::Unstated,
                ),
                (Caution::QuestionUnstated, figure.question == Question::Unstated),
                (Caution::InstituteUnstated, figure.institute.is_none()),
                (Caution::SampleUnstated, figure.sample.is_none()),
                (Caution::Rolling, figure.rolling),
            ] {
                if holds {
                    figure.caution(caution);
                }
            }
        }
        self.out
    }
}

/// The clause of a figure: from its first word to the first word behind it.
pub(super) fn clause_of(read: &Read, figure: &Percentage) -> (usize, usize) {
    (clause(&read.words, figure.at), clause_end(&read.words, figure.end() - 1))
}
