//! Figures of several files as races: what may stand in one table, and one reading a poll.
//!
//! A race is one question, one election and one round, and in a duel the same two. Within a race a
//! poll often asks several hypotheses about who stands. A trend over hypotheses as they come would
//! mix them, and one hypothesis alone is rarely asked for a whole season: so each poll gives one
//! reading of a person, the mean of its hypotheses in which that person stands, and how far these lie
//! apart is kept beside it. A poll that two files hold is counted once (`once.rs` says when).
//!
//! Must not know: file names, words.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::once::{Figures, PollKey, once};
use super::series::{
    Certainty, Duel, Favourable, Intention, Kind, Other, Popularity, Reading, Series,
};
use super::step::{Moved, moved};
use super::trend::{Parameters, Trend, TrendError, trend};
use super::{Figure, Question, Round, Subject};
use crate::actors::fold;
use crate::day::Day;

/// What may stand in one table.
#[derive(Clone, PartialEq, Debug)]
pub struct Race {
    /// What was asked.
    pub question: Question,
    /// For which round.
    pub round: Option<Round>,
    /// Which election.
    pub election: Option<String>,
    /// In a duel, the two by name; otherwise empty.
    pub between: Vec<String>,
    /// Those it is about, the most polled first.
    pub lines: Vec<Line>,
    /// The polls that it rests on, each once, by the last day of asking.
    pub asked: Vec<Asked>,
}

/// One poll of a race.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Asked {
    /// Who asked.
    pub institute: Option<String>,
    /// Who paid or published.
    pub sponsor: Option<String>,
    /// First day of asking.
    pub start: Option<Day>,
    /// Last day of asking.
    pub end: Option<Day>,
    /// How many people were asked.
    pub sample: Option<u32>,
    /// How many of them named somebody.
    pub expressed: Option<u32>,
    /// A wave of a rolling poll.
    pub rolling: bool,
}

/// One candidate of a race.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    /// Whom it is about.
    pub candidate: String,
    /// One reading a poll, by the last day of asking.
    pub readings: Vec<OfPoll>,
}

/// What one poll says of one candidate.
#[derive(Clone, PartialEq, Debug)]
pub struct OfPoll {
    /// Which poll: its place in [`Race::asked`].
    pub asked: usize,
    /// The mean of its hypotheses.
    pub reading: Reading,
    /// How many hypotheses that is.
    pub hypotheses: usize,
    /// The lowest of them.
    pub lowest: f64,
    /// The highest.
    pub highest: f64,
}

impl Line {
    /// How far the hypotheses of one poll lie apart at most, in points.
    #[must_use]
    pub fn apart(&self) -> f64 {
        self.readings.iter().map(|one| one.highest - one.lowest).fold(0.0, f64::max)
    }

    /// The level through time.
    ///
    /// # Errors
    /// As [`trend()`].
    pub fn trend(&self, question: Question, how: &Parameters) -> Result<Trend, TrendError> {
        match question {
            Question::Intention => trend(&self.series::<Intention>(), &self.candidate, how),
            Question::Duel => trend(&self.series::<Duel>(), &self.candidate, how),
            Question::Favourable => trend(&self.series::<Favourable>(), &self.candidate, how),
            Question::Popularity => trend(&self.series::<Popularity>(), &self.candidate, how),
            Question::Certainty => trend(&self.series::<Certainty>(), &self.candidate, how),
            Question::Unstated => trend(&self.series::<Other>(), &self.candidate, how),
        }
    }

    /// What these polls show of a change on a date.
    ///
    /// # Errors
    /// As [`moved()`].
    pub fn moved(
        &self,
        question: Question,
        on: Day,
        how: &Parameters,
    ) -> Result<Moved, TrendError> {
        match question {
            Question::Intention => moved(&self.series::<Intention>(), &self.candidate, on, how),
            Question::Duel => moved(&self.series::<Duel>(), &self.candidate, on, how),
            Question::Favourable => moved(&self.series::<Favourable>(), &self.candidate, on, how),
            Question::Popularity => moved(&self.series::<Popularity>(), &self.candidate, on, how),
            Question::Certainty => moved(&self.series::<Certainty>(), &self.candidate, on, how),
            Question::Unstated => moved(&self.series::<Other>(), &self.candidate, on, how),
        }
    }

    fn series<K: Kind>(&self) -> Series<K> {
        Series::read(self.readings.iter().map(|one| one.reading.clone()).collect())
    }
}

/// How a name is known again in another spelling: "Éric Zemmour" is "Eric Zemmour".
#[must_use]
pub fn same_name(name: &str) -> String {
    fold(name).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

type RaceKey = (Question, Option<Round>, Option<String>, Vec<String>);
/// The polls of each file.
type Found<'a> = BTreeMap<usize, BTreeMap<PollKey, Figures<'a>>>;

/// The races in figures of several sources. Each source numbers its own polls.
#[must_use]
pub fn races(sources: &[Vec<Figure>]) -> Vec<Race> {
    let spelt = spellings(sources);
    let name = |figure: &Figure| {
        let usual = spelt.get(&same_name(&figure.candidate));
        usual.map_or_else(|| figure.candidate.clone(), |name| (*name).to_owned())
    };
    let mut found: BTreeMap<RaceKey, Found<'_>> = BTreeMap::new();
    for (source, figures) in sources.iter().enumerate() {
        let between = duels(figures, &name);
        // Blank votes are nobody.
        for figure in figures.iter().filter(|figure| figure.subject != Subject::Blank) {
            let pair = between.get(&duel_key(figure)).cloned().unwrap_or_default();
            let key = (figure.question, figure.round, figure.election.clone(), pair);
            let files = found.entry(key).or_default();
            let polls = files.entry(source).or_default();
            let poll = polls.entry(PollKey::of(source, figure)).or_default();
            poll.entry(name(figure)).or_default().push(figure);
        }
    }
    let mut races: Vec<Race> = found.into_iter().map(|(key, files)| race(key, files)).collect();
    races.sort_by(|a, b| {
        (a.question, a.round)
            .cmp(&(b.question, b.round))
            .then(b.asked.len().cmp(&a.asked.len()))
            .then_with(|| b.last().cmp(&a.last()))
            .then_with(|| (&a.election, &a.between).cmp(&(&b.election, &b.between)))
    });
    races
}

impl Race {
    fn last(&self) -> Option<Day> {
        self.lines.iter().filter_map(|line| line.readings.last()?.reading.end).max()
    }
}

fn race(key: RaceKey, files: Found<'_>) -> Race {
    let (question, round, election, between) = key;
    let polls = once(files.into_values());
    let mut readings: BTreeMap<String, Vec<OfPoll>> = BTreeMap::new();
    let mut asked = Vec::new();
    for (place, (_, figures)) in polls.iter().enumerate() {
        for (candidate, all) in figures {
            let reading = of_poll(place, candidate, all);
            readings.entry(candidate.clone()).or_default().extend(reading);
        }
        asked.extend(figures.values().flatten().next().map(|first| asked_by(first)));
    }
    let line = |(candidate, readings)| Line { candidate, readings };
    let mut lines: Vec<Line> = readings.into_iter().map(line).collect();
    lines.sort_by(|a, b| {
        let last = |line: &Line| line.readings.last().and_then(|one| one.reading.end);
        b.readings
            .len()
            .cmp(&a.readings.len())
            .then_with(|| last(b).cmp(&last(a)))
            .then_with(|| same_name(&a.candidate).cmp(&same_name(&b.candidate)))
    });
    Race { question, round, election, between, lines, asked }
}

fn asked_by(figure: &Figure) -> Asked {
    Asked {
        institute: figure.institute.clone(),
        sponsor: figure.sponsor.clone().or_else(|| figure.publisher.clone()),
        start: figure.field_start,
        end: figure.field_end,
        sample: figure.sample,
        expressed: figure.expressed,
        rolling: figure.rolling,
    }
}

fn of_poll(asked: usize, candidate: &str, figures: &[&Figure]) -> Option<OfPoll> {
    let first = figures.first()?;
    let values = || figures.iter().map(|figure| figure.value);
    let mean = values().sum::<f64>() / figures.len() as f64;
    let reading = Reading {
        poll: first.poll.clone(),
        institute: first.institute.clone().unwrap_or_default(),
        candidate: candidate.to_owned(),
        start: first.field_start.or(first.field_end),
        end: first.field_end,
        day: first.middle(),
        value: mean,
        // The same people answer all hypotheses of a poll: no more than the fewest of them.
        answered: figures.iter().filter_map(|one| one.expressed.or(one.sample)).min(),
        rolling: figures.iter().any(|figure| figure.rolling),
        election: first.election.clone(),
        round: first.round,
        hypothesis: None,
    };
    Some(OfPoll {
        asked,
        reading,
        hypotheses: figures.len(),
        lowest: values().fold(f64::INFINITY, f64::min),
        highest: values().fold(f64::NEG_INFINITY, f64::max),
    })
}

/// Each name in its most frequent spelling.
fn spellings(sources: &[Vec<Figure>]) -> BTreeMap<String, &str> {
    let mut counted: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    let mut folded: BTreeMap<&str, String> = BTreeMap::new();
    for figure in sources.iter().flatten() {
        let name = figure.candidate.as_str();
        let same = folded.entry(name).or_insert_with(|| same_name(name));
        *counted.entry(same.clone()).or_default().entry(name).or_default() += 1;
    }
    let usual = |spellings: BTreeMap<&'_ str, usize>| {
        let best = spellings.values().copied().max();
        spellings
            .iter()
            .find(|(_, count)| Some(**count) == best)
            .map(|(name, _)| (*name).to_owned())
    };
    counted
        .into_iter()
        .filter_map(|(same, spellings)| {
            let usual = usual(spellings)?;
            folded.get_key_value(usual.as_str()).map(|(name, _)| (same, *name))
        })
        .collect()
}

type DuelKey<'a> = (&'a str, Option<&'a str>);

fn duel_key(figure: &Figure) -> DuelKey<'_> {
    match figure.question {
        Question::Duel => (&figure.poll, figure.hypothesis.as_deref()),
        // No poll has an empty name and is a duel.
        _ => ("", None),
    }
}

/// Who stands against whom in each duel.
fn duels<'a>(
    figures: &'a [Figure],
    name: &impl Fn(&Figure) -> String,
) -> BTreeMap<DuelKey<'a>, Vec<String>> {
    let mut found: BTreeMap<DuelKey<'_>, BTreeSet<String>> = BTreeMap::new();
    for figure in figures {
        if figure.question == Question::Duel && figure.subject != Subject::Blank {
            found.entry(duel_key(figure)).or_default().insert(name(figure));
        }
    }
    found.into_iter().map(|(key, names)| (key, names.into_iter().collect())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::polls::At;

    fn figure(poll: &str, candidate: &str, value: f64, hypothesis: Option<&str>) -> Figure {
        let mut one =
            Figure::new(At::Row { line: 2 }, Question::Intention, candidate.to_owned(), value);
        one.poll = poll.to_owned();
        one.institute = Some("Alpha".to_owned());
        one.round = Some(Round::First);
        one.field_end = Day::new(2027, 3, 5);
        one.sample = Some(1_000);
        one.hypothesis = hypothesis.map(str::to_owned);
        one
    }

    fn told(races: &[Race]) -> String {
        let line = |line: &Line| {
            let all: Vec<String> = line
                .readings
                .iter()
                .map(|one| format!("{} of {}", one.reading.value, one.hypotheses))
                .collect();
            format!("{}: {} (apart {})", line.candidate, all.join(", "), line.apart())
        };
        let race = |race: &Race| {
            let lines: Vec<String> = race.lines.iter().map(line).collect();
            format!("{:?} {} | {}", race.question, race.between.join("–"), lines.join("; "))
        };
        races.iter().map(race).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn hypotheses_of_one_poll_are_one_reading_and_a_second_file_adds_none() {
        let first = vec![
            figure("a", "Élise Corvel", 20.0, Some("with Hameau")),
            figure("a", "Élise Corvel", 24.0, Some("without Hameau")),
            figure("a", "Yann Hameau", 10.0, Some("with Hameau")),
        ];
        let second = vec![figure("z", "Elise Corvel", 30.0, None)];
        assert_eq!(
            told(&races(&[first, second])),
            "Intention  | Élise Corvel: 22 of 2 (apart 4); Yann Hameau: 10 of 1 (apart 0)"
        );
    }

    #[test]
    fn duels_are_told_apart_by_who_stands_and_opinions_are_another_race() {
        let mut all = vec![
            figure("a", "Corvel", 54.0, Some("one")),
            figure("a", "Hameau", 46.0, Some("one")),
            figure("a", "Corvel", 60.0, Some("two")),
            figure("a", "Brisac", 40.0, Some("two")),
        ];
        all.iter_mut().for_each(|one| one.question = Question::Duel);
        let mut liked = figure("a", "Corvel", 41.0, None);
        liked.question = Question::Favourable;
        all.push(liked);
        assert_eq!(
            told(&races(&[all])),
            "Duel Brisac–Corvel | Brisac: 40 of 1 (apart 0); Corvel: 60 of 1 (apart 0)\n\
             Duel Corvel–Hameau | Corvel: 54 of 1 (apart 0); Hameau: 46 of 1 (apart 0)\n\
             Favourable  | Corvel: 41 of 1 (apart 0)"
        );
    }
}
