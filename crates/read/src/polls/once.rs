//! Which polls of several files are one poll.
//!
//! Two files print the same poll in their own ways: one gives the people who were asked, the other
//! those who named somebody; one gives the days from first to last, the other the last alone. Polls of
//! two files, of one question, round and election, are one when
//!
//! 1. both say who asked and when, and the same institute asked;
//! 2. they do not name two different commissioners;
//! 3. they ended on the same day or, unless one is a wave of a rolling poll, their days overlap;
//! 4. they say the same of days and people, or somebody stands in both, and whoever does has the same
//!    shares: those of one poll are among those of the other, which may ask more hypotheses.
//!
//! A poll is one with at most one poll of another file, the likest first. Polls of one file are never
//! put together: a file numbers its own.
//!
//! Must not know: file names, words.

use std::collections::{BTreeMap, BTreeSet};

use super::Figure;
use super::races::same_name;
use crate::day::Day;

/// Shares nearer than this, in points, are the same one: what is printed differs by a tenth at least.
const SAME: f64 = 0.05;
/// Days between the ends of two polls that overlap; nobody is in the field for longer.
const LONGEST: i32 = 62;
/// The most polls of one institute that a poll is compared with: a file from a stranger is bounded.
const MOST_COMPARED: usize = 256;

/// What makes two figures of one file answers of the same people.
#[derive(PartialEq, Eq, PartialOrd, Ord, Clone, Debug)]
pub(super) struct PollKey {
    end: Option<Day>,
    start: Option<Day>,
    institute: String,
    sample: Option<u32>,
    /// Where institute or date is not said: the poll within its file.
    own: String,
}

impl PollKey {
    pub(super) fn of(source: usize, figure: &Figure) -> Self {
        let known = figure.institute.is_some() && figure.field_end.is_some();
        Self {
            end: figure.field_end,
            start: figure.field_start.or(figure.field_end),
            institute: same_name(figure.institute.as_deref().unwrap_or_default()),
            sample: figure.sample.or(figure.expressed),
            own: if known { String::new() } else { format!("{source} {}", figure.poll) },
        }
    }
}

/// A poll of one race with its figures, by whom they are about.
pub(super) type Figures<'a> = BTreeMap<String, Vec<&'a Figure>>;

/// The polls of one race, each once: of polls that are one, the first file's, with the candidates
/// that only a later one has.
pub(super) fn once<'a>(
    files: impl Iterator<Item = BTreeMap<PollKey, Figures<'a>>>,
) -> Vec<(PollKey, Figures<'a>)> {
    let mut kept: Vec<(PollKey, Figures<'a>)> = Vec::new();
    let mut ended: BTreeMap<(String, Day), Vec<usize>> = BTreeMap::new();
    for file in files {
        let found = matched(&kept, &ended, &file);
        for (key, figures) in file {
            if let Some(at) = found.get(&key) {
                for (candidate, all) in figures {
                    kept[*at].1.entry(candidate).or_insert(all);
                }
            } else {
                if let (Some(end), true) = (key.end, key.own.is_empty()) {
                    ended.entry((key.institute.clone(), end)).or_default().push(kept.len());
                }
                kept.push((key, figures));
            }
        }
    }
    kept.sort_by(|a, b| a.0.cmp(&b.0));
    kept
}

/// How alike two polls are that are one: less is likelier.
#[derive(PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
enum Alike {
    Printed,
    Ended,
    Overlaps,
}

/// For each poll of a file that is known already, which of `kept` it is.
fn matched(
    kept: &[(PollKey, Figures<'_>)],
    ended: &BTreeMap<(String, Day), Vec<usize>>,
    file: &BTreeMap<PollKey, Figures<'_>>,
) -> BTreeMap<PollKey, usize> {
    let mut pairs = Vec::new();
    for (key, figures) in file.iter().filter(|(key, _)| key.own.is_empty()) {
        let (Some(start), Some(end)) = (key.start, key.end) else { continue };
        let near =
            (key.institute.clone(), start.min(end))..=(key.institute.clone(), end.plus(LONGEST));
        let places = ended.range(near).flat_map(|(_, places)| places);
        for at in places.take(MOST_COMPARED) {
            if let Some(alike) = alike(&kept[*at], (key, figures)) {
                pairs.push((alike, *at, key));
            }
        }
    }
    pairs.sort();
    let (mut found, mut taken) = (BTreeMap::new(), BTreeSet::new());
    for (_, at, key) in pairs {
        if !taken.contains(&at) && !found.contains_key(key) {
            taken.insert(at);
            found.insert(key.clone(), at);
        }
    }
    found
}

/// By rules 2 to 4; the institute is the same already.
fn alike(one: &(PollKey, Figures<'_>), other: (&PollKey, &Figures<'_>)) -> Option<Alike> {
    let (a, b) = (&one.0, other.0);
    if commissioners_differ(&one.1, other.1) {
        return None;
    }
    if a == b {
        return Some(Alike::Printed);
    }
    let alike = if a.end == b.end {
        Alike::Ended
    } else if a.start <= b.end && b.start <= a.end && !rolls(&one.1) && !rolls(other.1) {
        Alike::Overlaps
    } else {
        return None;
    };
    same_shares(&one.1, other.1).then_some(alike)
}

fn rolls(figures: &Figures<'_>) -> bool {
    figures.values().flatten().any(|figure| figure.rolling)
}

/// "Écho" is one of "Radio L, Écho"; where one file is silent, nothing differs.
fn commissioners_differ(a: &Figures<'_>, b: &Figures<'_>) -> bool {
    let named = |figures: &Figures<'_>| {
        let sponsor = figures.values().flatten().find_map(|figure| figure.sponsor.as_deref());
        sponsor.map(same_name).filter(|name| !name.is_empty())
    };
    let (Some(a_text), Some(b_text)) = (named(a), named(b)) else { return false };
    let parts = |figures: &Figures<'_>| -> BTreeSet<String> {
        let all = figures.values().flatten().filter_map(|figure| figure.sponsor.as_deref());
        let split = all.flat_map(|text| text.split([',', ';', '/', '&', '+']));
        split.map(same_name).filter(|name| !name.is_empty()).collect()
    };
    let shared = !parts(a).is_disjoint(&parts(b));
    !shared && !a_text.contains(&b_text) && !b_text.contains(&a_text)
}

fn same_shares(a: &Figures<'_>, b: &Figures<'_>) -> bool {
    let among = |few: &[&Figure], many: &[&Figure]| {
        few.iter().all(|one| many.iter().any(|other| (one.value - other.value).abs() < SAME))
    };
    let mut in_both = 0;
    for (candidate, of_a) in a {
        let Some(of_b) = b.get(candidate) else { continue };
        in_both += 1;
        if !among(of_a, of_b) && !among(of_b, of_a) {
            return false;
        }
    }
    in_both > 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::polls::{At, Question, Race, Round, races};

    /// "Corvel 24, Hameau 10" of an invented poll that ended on a day of March.
    fn poll(shares: &[(&str, f64)], start: u32, end: u32) -> Vec<Figure> {
        let mut all = Vec::new();
        for (candidate, value) in shares {
            let at = At::Row { line: 2 };
            let mut one = Figure::new(at, Question::Intention, (*candidate).to_owned(), *value);
            one.poll = format!("{start}-{end}");
            one.institute = Some("Alpha".to_owned());
            one.round = Some(Round::First);
            one.field_start = Day::new(2027, 3, start);
            one.field_end = Day::new(2027, 3, end);
            one.sample = Some(1_000);
            all.push(one);
        }
        all
    }

    fn with(mut figures: Vec<Figure>, change: impl Fn(&mut Figure)) -> Vec<Figure> {
        figures.iter_mut().for_each(change);
        figures
    }

    fn counted(files: &[Vec<Figure>]) -> usize {
        races(files).iter().map(|race: &Race| race.asked.len()).sum()
    }

    const TWO: &[(&str, f64)] = &[("Corvel", 24.5), ("Hameau", 10.0)];

    #[test]
    fn a_poll_that_two_files_print_differently_is_one() {
        let first = || poll(TWO, 3, 5);
        let told = [
            ("as it is", first()),
            ("another institute", with(first(), |one| one.institute = Some("Beta".to_owned()))),
            ("spelt otherwise", with(first(), |one| one.institute = Some("ALPHA ".to_owned()))),
            ("last day alone", with(first(), |one| one.field_start = None)),
            ("no people", with(first(), |one| one.sample = None)),
            (
                "people who named somebody",
                with(first(), |one| {
                    (one.sample, one.expressed) = (None, Some(870));
                }),
            ),
            ("other days that overlap", poll(TWO, 4, 6)),
            ("later days", poll(TWO, 6, 8)),
            (
                "other shares, other people",
                with(poll(&[("Corvel", 25.0)], 3, 5), |one| {
                    one.sample = Some(900);
                }),
            ),
            ("one of its figures", with(poll(&[("Corvel", 24.5)], 5, 5), |one| one.sample = None)),
            ("somebody else", with(poll(&[("Brisac", 24.5)], 5, 5), |one| one.sample = None)),
            ("another round", with(first(), |one| one.round = Some(Round::Second))),
            ("another question", with(first(), |one| one.question = Question::Favourable)),
            ("no day", with(first(), |one| (one.field_start, one.field_end) = (None, None))),
            ("waves that overlap", with(poll(TWO, 4, 6), |one| one.rolling = true)),
            ("a wave that ended with it", with(poll(TWO, 4, 5), |one| one.rolling = true)),
        ];
        let lines: Vec<String> = told
            .into_iter()
            .map(|(name, second)| format!("{name}: {}", counted(&[first(), second])))
            .collect();
        insta::assert_snapshot!(lines.join("\n"), @r###"
        as it is: 1
        another institute: 2
        spelt otherwise: 1
        last day alone: 1
        no people: 1
        people who named somebody: 1
        other days that overlap: 1
        later days: 2
        other shares, other people: 2
        one of its figures: 1
        somebody else: 2
        another round: 2
        another question: 2
        no day: 2
        waves that overlap: 2
        a wave that ended with it: 1
        "###);
    }

    #[test]
    fn two_commissioners_ask_two_polls_and_one_of_several_is_no_other() {
        let by = |name: &str| with(poll(TWO, 3, 5), |one| one.sponsor = Some(name.to_owned()));
        let count = |name| counted(&[by("La Gazette, Radio L"), by(name)]);
        assert_eq!([count("Radio L"), count("RADIO L / La Gazette"), count("Écho")], [1, 1, 2]);
        assert_eq!(counted(&[by("Écho"), poll(TWO, 3, 5)]), 1);
    }

    #[test]
    fn polls_of_one_file_stay_apart_and_each_finds_its_own_in_another() {
        let mut weeks = poll(TWO, 1, 3);
        weeks.extend(poll(TWO, 2, 4));
        weeks.extend(poll(TWO, 3, 5));
        assert_eq!(counted(std::slice::from_ref(&weeks)), 3);
        let silent = with(weeks.clone(), |one| (one.sample, one.field_start) = (None, None));
        assert_eq!(counted(&[weeks.clone(), silent.clone()]), 3);
        assert_eq!(counted(&[silent, weeks]), 3);
    }
}
