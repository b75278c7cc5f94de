//! What a brief needs from those who know languages and time zones.

use vigie_model::time::Timestamp;

/// An argument of a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Arg {
    /// A piece of text.
    Text(String),
    /// A whole number, to be written and declined as the language does.
    Number(u64),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Arg {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

/// A moment as a clock on the wall of the brief's zone shows it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wall {
    /// The year.
    pub year: i16,
    /// The month from 1.
    pub month: i8,
    /// The day of the month from 1.
    pub day: i8,
    /// The day of the week from 1, Monday.
    pub weekday: i8,
    /// The hour.
    pub hour: i8,
    /// The minute.
    pub minute: i8,
}

/// The messages of `locales/{en,fr}/brief.ftl` and `common.ftl` in the brief's language.
pub trait Words {
    /// The message `id` with its arguments.
    fn say(&self, id: &str, args: &[(&str, Arg)]) -> String;

    /// The moment in the brief's zone.
    fn wall(&self, at: Timestamp) -> Wall;
}

/// The messages of the days of the week, from Monday.
const WEEKDAYS: [&str; 7] = [
    "brief-weekday-1",
    "brief-weekday-2",
    "brief-weekday-3",
    "brief-weekday-4",
    "brief-weekday-5",
    "brief-weekday-6",
    "brief-weekday-7",
];

/// The messages of the months, in full.
pub const MONTHS: [&str; 12] = [
    "brief-month-1",
    "brief-month-2",
    "brief-month-3",
    "brief-month-4",
    "brief-month-5",
    "brief-month-6",
    "brief-month-7",
    "brief-month-8",
    "brief-month-9",
    "brief-month-10",
    "brief-month-11",
    "brief-month-12",
];

/// The messages of the months, in short.
const SHORT_MONTHS: [&str; 12] = [
    "brief-mon-1",
    "brief-mon-2",
    "brief-mon-3",
    "brief-mon-4",
    "brief-mon-5",
    "brief-mon-6",
    "brief-mon-7",
    "brief-mon-8",
    "brief-mon-9",
    "brief-mon-10",
    "brief-mon-11",
    "brief-mon-12",
];

/// The entry of a list that counts from 1; the first for what is no day or month.
fn counted(list: &[&'static str], number: i8) -> &'static str {
    let place = usize::try_from(number).unwrap_or(1).saturating_sub(1);
    list.get(place).or(list.first()).copied().unwrap_or_default()
}

/// Words with the phrases that all renderers share.
#[derive(Clone, Copy)]
pub(crate) struct Say<'a>(pub(crate) &'a dyn Words);

impl Say<'_> {
    pub(crate) fn say(&self, id: &str, args: &[(&str, Arg)]) -> String {
        self.0.say(id, args)
    }

    pub(crate) fn plain(&self, id: &str) -> String {
        self.0.say(id, &[])
    }

    pub(crate) fn count(&self, id: &str, count: usize) -> String {
        self.0.say(id, &[("count", count.into())])
    }

    /// `13 April 2027`.
    fn date(&self, year: i16, month: i8, day: i8) -> String {
        let month = self.plain(counted(&MONTHS, month));
        self.day_of("brief-date", day, month, year)
    }

    /// Years are not grouped and the first of a month may be written otherwise, hence texts.
    fn day_of(&self, id: &str, day: i8, month: String, year: i16) -> String {
        let day = if day == 1 { self.plain("brief-first-day") } else { day.to_string() };
        let args =
            [("day", day.into()), ("month", month.into()), ("year", year.to_string().into())];
        self.say(id, &args)
    }

    fn clock(&self, wall: Wall) -> String {
        let args = [
            ("hour", format!("{:02}", wall.hour).into()),
            ("minute", format!("{:02}", wall.minute).into()),
        ];
        self.say("brief-clock", &args)
    }

    /// `Tuesday 13 April 2027, 08:40`.
    pub(crate) fn full(&self, at: Timestamp) -> String {
        let wall = self.0.wall(at);
        let args = [
            ("weekday", self.plain(counted(&WEEKDAYS, wall.weekday)).into()),
            ("date", self.date(wall.year, wall.month, wall.day).into()),
            ("time", self.clock(wall).into()),
        ];
        self.say("brief-moment-full", &args)
    }

    /// `13 Apr 08:40`.
    pub(crate) fn short(&self, at: Timestamp) -> String {
        let wall = self.0.wall(at);
        let args = [("day", self.day(at).into()), ("time", self.clock(wall).into())];
        self.say("brief-moment", &args)
    }

    /// `13 Apr`.
    pub(crate) fn day(&self, at: Timestamp) -> String {
        let wall = self.0.wall(at);
        let month = self.plain(counted(&SHORT_MONTHS, wall.month));
        self.day_of("brief-day", wall.day, month, wall.year)
    }

    /// `08:40`.
    pub(crate) fn hour(&self, at: Timestamp) -> String {
        self.clock(self.0.wall(at))
    }

    /// `12 Apr 18:00 – 08:40`: the day is said once where it is one day.
    pub(crate) fn span(&self, from: Timestamp, to: Timestamp) -> String {
        if self.short(from) == self.short(to) {
            return self.short(from);
        }
        let (first, last) = (self.0.wall(from), self.0.wall(to));
        let same_day = (first.year, first.month, first.day) == (last.year, last.month, last.day);
        let to = if same_day { self.hour(to) } else { self.short(to) };
        self.say("brief-span", &[("from", self.short(from).into()), ("to", to.into())])
    }

    /// A day written `2027-04-10`, in words; anything else stays as it is.
    pub(crate) fn due(&self, text: &str) -> String {
        let mut parts = text.splitn(3, '-');
        let (year, month, day) = (parts.next(), parts.next(), parts.next());
        let read = |part: Option<&str>| part.and_then(|part| part.parse::<i16>().ok());
        match (read(year), read(month), read(day)) {
            (Some(year), Some(month @ 1..=12), Some(day @ 1..=31)) => {
                let month = self.plain(counted(&SHORT_MONTHS, i8::try_from(month).unwrap_or(1)));
                self.day_of("brief-day", i8::try_from(day).unwrap_or(1), month, year)
            }
            _ => text.to_owned(),
        }
    }
}
