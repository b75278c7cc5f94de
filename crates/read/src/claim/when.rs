//! The days that a sentence speaks of: "yesterday", "la semaine dernière", "on 9 November".
//!
//! What is said is kept as it was said; which days it means is settled by whoever knows the day on
//! which it was said.

use serde::Serialize;

use crate::day::{Day, month};
use crate::number::{begins, number_at};
use crate::words::Word;

use super::lexicon;

/// Which side of the days is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Edge {
    /// These days themselves.
    In,
    /// These days and all later ones.
    Since,
    /// These days and all earlier ones.
    Until,
    /// Earlier days only.
    Before,
    /// Later days only.
    After,
    /// Later days, compared with these: "more than last week".
    Than,
}

/// Days as they were named. Weeks begin on Monday.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// From so many days after the day of speaking to so many; before it they are negative.
    Days(i32, i32),
    /// The newest such day of the week (0 is Monday); with `true` the day of speaking is none.
    Weekday(u32, bool),
    /// The Saturday and Sunday that passed last, or are passing.
    Weekend,
    /// So many weeks after the current one.
    Week(i32),
    /// So many months after the current one.
    Month(i32),
    /// So many years after the current one.
    Year(i32),
    /// From one date to another.
    Dates(Date, Date),
}

/// A date as it was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Date {
    /// The year, where it was said.
    pub year: Option<i32>,
    /// 1 to 12; none for a whole year.
    pub month: Option<u32>,
    /// 1 to 31; none for a whole month.
    pub day: Option<u32>,
}

/// The days that a sentence speaks of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Period {
    /// The days.
    pub when: When,
    /// Which side of them.
    pub edge: Edge,
    /// Whether parts of days were said, such as hours or a morning.
    pub parts_of_days: bool,
}

impl Period {
    /// Whether the day of speaking decides which days are meant.
    #[must_use]
    pub const fn is_relative(&self) -> bool {
        !matches!(self.when, When::Dates(Date { year: Some(_), .. }, Date { year: Some(_), .. }))
    }

    /// The first and the last day; none where there is no end. `None` for days that no calendar has.
    #[must_use]
    pub fn days(&self, today: Day) -> Option<(Option<Day>, Option<Day>)> {
        let (from, to) = self.when.days(today)?;
        Some(match self.edge {
            Edge::In => (Some(from), Some(to)),
            Edge::Since => (Some(from), None),
            Edge::Until => (None, Some(to)),
            Edge::Before => (None, Some(from.plus(-1))),
            Edge::After | Edge::Than => (Some(to.plus(1)), None),
        })
    }
}

/// 0 is Monday.
fn weekday_of(day: Day) -> i32 {
    (day.0 + 3).rem_euclid(7)
}

impl When {
    fn days(self, today: Day) -> Option<(Day, Day)> {
        let (year, this_month, _) = today.civil();
        match self {
            Self::Days(from, to) => Some((today.plus(from), today.plus(to))),
            Self::Weekday(day, strict) => {
                let back = (weekday_of(today) - day.cast_signed()).rem_euclid(7);
                let back = if back == 0 && strict { 7 } else { back };
                Some((today.plus(-back), today.plus(-back)))
            }
            Self::Weekend => {
                let saturday = today.plus(-(weekday_of(today) - 5).rem_euclid(7));
                Some((saturday, saturday.plus(1)))
            }
            Self::Week(weeks) => {
                let monday = today.plus(weeks.checked_mul(7)? - weekday_of(today));
                Some((monday, monday.plus(6)))
            }
            Self::Month(months) => {
                let months = (year * 12 + this_month.cast_signed() - 1).checked_add(months)?;
                let month = months.rem_euclid(12).unsigned_abs() + 1;
                of_month(months.div_euclid(12), month)
            }
            Self::Year(years) => of_year(year.checked_add(years)?),
            Self::Dates(from, to) => {
                let last = to.days(to.year.or(from.year), today)?;
                // "From 28 December to 3 January": the year of the second decides.
                let year = from.year.or(Some(last.0.civil().0));
                let first = from.days(year, today).filter(|first| first.0 <= last.0);
                let before = || from.days(year.map(|year| year - 1), today);
                let first = first.or_else(|| before().filter(|_| from.year.is_none()))?;
                Some((first.0, last.1))
            }
        }
    }
}

impl Date {
    /// Without a year, the newest such date that is not ahead.
    fn days(self, year: Option<i32>, today: Day) -> Option<(Day, Day)> {
        let in_year = |year: i32| match (self.month, self.day) {
            (Some(month), Some(day)) => Day::new(year, month, day).map(|day| (day, day)),
            (Some(month), None) => of_month(year, month),
            (None, _) => of_year(year),
        };
        match self.year.or(year) {
            Some(year) => in_year(year),
            None => {
                let (this, ..) = today.civil();
                let passed = |found: &(Day, Day)| found.0 <= today;
                in_year(this).filter(passed).or_else(|| in_year(this - 1))
            }
        }
    }
}

fn of_month(year: i32, month: u32) -> Option<(Day, Day)> {
    let next = if month == 12 { Day::new(year + 1, 1, 1) } else { Day::new(year, month + 1, 1) };
    Some((Day::new(year, month, 1)?, next?.plus(-1)))
}

fn of_year(year: i32) -> Option<(Day, Day)> {
    Some((Day::new(year, 1, 1)?, Day::new(year, 12, 31)?))
}

/// Most words that may lead up to the days: "au cours de la".
const LEAD: usize = 4;

/// The period that begins at `words[at]`, and how many words it takes.
pub(super) fn period(words: &[Word], at: usize) -> Option<(Period, usize)> {
    let rest = words.get(at..)?;
    let edge = lexicon::EDGES.iter().find(|(phrase, _)| begins(rest, phrase));
    let (edge, mut skip) = edge.map_or((Edge::In, 0), |(phrase, edge)| (*edge, phrase.len()));
    let mut is_open = false;
    for _ in 0..LEAD {
        if let Some((when, parts_of_days, taken)) = named(words, at + skip, edge, is_open) {
            return Some((Period { when, edge: edge_of(edge, when), parts_of_days }, skip + taken));
        }
        let word = rest.get(skip)?;
        is_open |= matches!(word.lower.as_str(), "between" | "entre" | "from" | "du");
        lexicon::LEADS.contains(&word.lower.as_str()).then_some(())?;
        skip += 1;
    }
    None
}

/// "Depuis trois jours", "since the last 24 hours" end on the day of speaking anyway.
const fn edge_of(edge: Edge, when: When) -> Edge {
    match when {
        When::Days(_, 0) if matches!(edge, Edge::Since) => Edge::In,
        _ => edge,
    }
}

type Named = Option<(When, bool, usize)>;

fn named(words: &[Word], at: usize, edge: Edge, is_open: bool) -> Named {
    let rest = words.get(at..)?;
    lexicon::FIXED
        .iter()
        .find(|(phrase, ..)| begins(rest, phrase))
        .map(|(phrase, when, parts)| (*when, *parts, phrase.len()))
        .or_else(|| ago(words, at))
        .or_else(|| newest(words, at, edge))
        .or_else(|| dates(words, at, is_open).map(|(when, taken)| (when, false, taken)))
        .or_else(|| weekday(words, at))
        .or_else(|| alone(words, at).map(|(when, taken)| (when, false, taken)))
}

fn word(words: &[Word], at: usize) -> &str {
    words.get(at).map_or("", |word| &word.lower)
}

/// A whole number of units of time: "24 hours", "trois jours". In seconds, with what it takes.
fn length(words: &[Word], at: usize, between: &[&str]) -> Option<(i64, super::Every, usize)> {
    let (amount, mut taken) = number_at(words, at)?;
    let is_whole = !amount.is_share && (0.5..10_000.0).contains(&amount.low);
    (is_whole && amount.low.to_bits() == amount.high.to_bits()).then_some(())?;
    if !between.is_empty() {
        between.contains(&word(words, at + taken)).then_some(())?;
        taken += 1;
    }
    let every = lexicon::every(word(words, at + taken))?;
    #[expect(clippy::cast_possible_truncation, reason = "below ten thousand")]
    Some((amount.low.round() as i64, every, taken + 1))
}

/// So many units as days, and whether they are parts of days.
fn as_days(count: i64, every: super::Every) -> Option<(i32, bool)> {
    let seconds = count.checked_mul(every.seconds().cast_signed())?;
    let days = seconds.div_euclid(86_400) + i64::from(seconds.rem_euclid(86_400) > 0);
    let parts = every.seconds() < 86_400;
    Some((i32::try_from(days.clamp(1, 40_000)).ok()?, parts))
}

/// "The last 24 hours", "ces 7 derniers jours", "the past week", "depuis trois jours".
fn newest(words: &[Word], at: usize, edge: Edge) -> Named {
    const NEWEST: &[&str] =
        &["last", "past", "previous", "dernières", "derniers", "dernière", "dernier"];
    let back = |count: i64, every, taken: usize| {
        let (days, parts) = as_days(count, every)?;
        Some((When::Days(-days, 0), parts, taken))
    };
    if NEWEST.contains(&word(words, at)) {
        if let Some((count, every, taken)) = length(words, at + 1, &[]) {
            return back(count, every, taken + 1);
        }
        // "The last week" is a length of time, "last week" a week of the calendar.
        let before = at.checked_sub(1).map_or("", |before| word(words, before));
        let is_length =
            word(words, at) == "past" || matches!(before, "the" | "this" | "la" | "le" | "cette");
        let every = lexicon::every(word(words, at + 1)).filter(|_| is_length)?;
        return back(1, every, 2);
    }
    if let Some((count, every, taken)) =
        length(words, at, &["dernières", "derniers", "last", "past"])
    {
        return back(count, every, taken);
    }
    let (count, every, taken) = length(words, at, &[]).filter(|_| edge == Edge::Since)?;
    back(count, every, taken)
}

/// "Two days ago", "il y a deux jours". Weeks and months ago are those of the calendar.
fn ago(words: &[Word], at: usize) -> Named {
    let french = begins(words.get(at..)?, &["il", "y", "a"]);
    let start = at + if french { 3 } else { 0 };
    let (count, every, taken) = match length(words, start, &[]) {
        Some(found) => found,
        None if matches!(word(words, start), "a" | "an" | "un" | "une") => {
            (1, lexicon::every(word(words, start + 1))?, 2)
        }
        None => return None,
    };
    let end = start + taken;
    let english = usize::from(!french && word(words, end) == "ago");
    (french || english == 1).then_some(())?;
    let count = i32::try_from(count).ok()?;
    let (when, parts) = match every {
        super::Every::Week => (When::Week(-count), false),
        super::Every::Month => (When::Month(-count), false),
        super::Every::Day => (When::Days(-count, -count), false),
        super::Every::Minute | super::Every::Hour => {
            (When::Days(-as_days(count.into(), every)?.0, 0), true)
        }
    };
    Some((when, parts, end + english - at))
}

/// "Last Tuesday", "mardi dernier", "on Tuesday". "Every Tuesday" and "le mardi" are no such day.
fn weekday(words: &[Word], at: usize) -> Named {
    const AGAIN: &[&str] = &["every", "each", "chaque", "tous", "les", "le", "next", "not"];
    let last = usize::from(word(words, at) == "last");
    let day = lexicon::weekday(word(words, at + last))?;
    let behind = word(words, at + last + 1);
    if matches!(behind, "dernier" | "passé") {
        return Some((When::Weekday(day, true), false, last + 2));
    }
    let before = at.checked_sub(1).map_or("", |before| word(words, before));
    let is_one = last == 1 || !AGAIN.contains(&before);
    (is_one && behind != "prochain").then_some((When::Weekday(day, last == 1), false, last + 1))
}

/// One date or two: "12 novembre 2026", "November 9", "du 9 au 12 novembre", "2026-11-09".
fn dates(words: &[Word], at: usize, is_open: bool) -> Option<(When, usize)> {
    const TO: &[&str] = &["to", "au", "until", "through", "jusqu'"];
    let joined = |place: usize| {
        let next = words.get(place)?;
        let dashed = next.joined_by('-') || next.joined_by('–');
        let is_word = TO.contains(&next.lower.as_str())
            || (is_open && matches!(next.lower.as_str(), "and" | "et" | "à"));
        let skip = usize::from(is_word) + usize::from(is_word && word(words, place + 1) == "le");
        (dashed || is_word).then_some(place + skip)
    };
    if let Some((first, taken)) = date(words, at) {
        let second = joined(at + taken).and_then(|next| Some((next, date(words, next)?)));
        if let Some((next, (second, more))) = second {
            return Some((When::Dates(first, second), next + more - at));
        }
        // "November 9 to 12".
        let day = joined(at + taken).and_then(|next| Some((next, day_of_month(words, next)?)));
        let is_free = |next: usize| first.day.is_some() && super::free(words, next);
        if let Some((next, (day, more))) = day.filter(|(next, (_, more))| is_free(next + more)) {
            return Some((When::Dates(first, Date { day: Some(day), ..first }), next + more - at));
        }
        return Some((When::Dates(first, first), taken));
    }
    // "9 to 12 November", "du 9 au 12 novembre 2026".
    let (day, taken) = day_of_month(words, at)?;
    let next = joined(at + taken)?;
    let (last, more) = date(words, next)?;
    let first = Date { day: Some(day), ..last };
    last.day.map(|_| (When::Dates(first, last), next + more - at))
}

/// "9", "1er", "9th".
fn day_of_month(words: &[Word], at: usize) -> Option<(u32, usize)> {
    let day: u32 = word(words, at).parse().ok().filter(|day| (1..=31).contains(day))?;
    let touches = words.get(at + 1).is_some_and(|next| next.gap == ['\0', '\0']);
    let suffix = touches && matches!(word(words, at + 1), "er" | "st" | "nd" | "rd" | "th");
    Some((day, 1 + usize::from(suffix)))
}

fn year(text: &str) -> Option<i32> {
    text.parse().ok().filter(|year| text.len() == 4 && (1990..2100).contains(year))
}

fn date(words: &[Word], at: usize) -> Option<(Date, usize)> {
    if let Some(found) = in_digits(words, at) {
        return Some(found);
    }
    // "Tuesday 9 November", "mardi 9 novembre".
    let named = usize::from(lexicon::weekday(word(words, at)).is_some());
    let named = named + usize::from(named == 1 && matches!(word(words, at + 1), "the" | "le"));
    let start = at + named;
    let behind = |place: usize| year(word(words, place));
    if let Some((day, taken)) = day_of_month(words, start) {
        let of = usize::from(matches!(word(words, start + taken), "of" | "de"));
        let end = start + taken + of;
        let month = month(word(words, end))?;
        let year = behind(end + 1);
        let taken = end + 1 + usize::from(year.is_some()) - at;
        return Some((Date { year, month: Some(month), day: Some(day) }, taken));
    }
    let month = month_name(words, start)?;
    let the = usize::from(word(words, start + 1) == "the");
    if let Some((day, taken)) = day_of_month(words, start + 1 + the)
        && !words.get(start + 1).is_some_and(|word| word.after_stop && word.gap[0] != '.')
    {
        let end = start + 1 + the + taken;
        let year = behind(end);
        let date = Date { year, month: Some(month), day: Some(day) };
        return Some((date, end + usize::from(year.is_some()) - at));
    }
    let year = behind(start + 1)?;
    (named == 0).then_some((Date { year: Some(year), month: Some(month), day: None }, 2))
}

/// "May" and "march" are words too: English writes months with a capital.
fn month_name(words: &[Word], at: usize) -> Option<u32> {
    let word = words.get(at)?;
    let is_name = word.capital || !matches!(word.lower.as_str(), "may" | "march" | "mar" | "sep");
    month(&word.lower).filter(|_| is_name)
}

/// "2026-11-09", "09/11/2026". Day before month, as both languages of the press here
/// write it; what can only be the other order is read so.
fn in_digits(words: &[Word], at: usize) -> Option<(Date, usize)> {
    let number = |place: usize| word(words, place).parse::<u32>().ok();
    let joined = |sign: char| {
        [1, 2].iter().all(|more| words.get(at + more).is_some_and(|word| word.joined_by(sign)))
    };
    if joined('-') && year(word(words, at)).is_some() {
        let year = year(word(words, at));
        return Some((Date { year, month: Some(number(at + 1)?), day: Some(number(at + 2)?) }, 3));
    }
    if joined('/') || joined('-') {
        let year = Some(year(word(words, at + 2))?);
        let (first, second) = (number(at)?, number(at + 1)?);
        let (day, month) = if second > 12 { (second, first) } else { (first, second) };
        return Some((Date { year, month: Some(month), day: Some(day) }, 3));
    }
    None
}

/// "In November", "en novembre", "in 2026": what needs the word before it.
fn alone(words: &[Word], at: usize) -> Option<(When, usize)> {
    let before = at.checked_sub(1).map_or("", |before| word(words, before));
    lexicon::BEFORE_MONTH.contains(&before).then_some(())?;
    let whole = |year, month| Date { year, month, day: None };
    if let Some(month) = month_name(words, at) {
        let date = whole(None, Some(month));
        return Some((When::Dates(date, date), 1));
    }
    let date = whole(Some(year(word(words, at))?), None);
    // "In 2026 attacks" and "de 2026 attaques" are a number of attacks.
    super::free(words, at + 1).then_some((When::Dates(date, date), 1))
}
