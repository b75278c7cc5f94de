//! What class of outlet a domain belongs to, on a day: dated rows of `profiles/outlets/`, with the
//! user's own (`[[outlet]]` in `vigie.toml`) before them.
//!
//! A class is about who owns and steers an outlet, never about what it says or who reads it.
//! Accounts of persons have no class: they are counted and never listed beside outlets.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use vigie_model::time::Timestamp;

use crate::config::Config;
use crate::{AppError, gate};

/// The rows that Vigie brings.
const BROUGHT: &str = include_str!("../../../profiles/outlets/world.toml");

/// Who owns and steers an outlet.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum OutletClass {
    /// Owned or steered by a state or its government, editing included.
    StateControlled,
    /// Paid by a state, independent in its editing by law or charter.
    StateFunded,
    /// Paid by fees or public money under a public-service law.
    PublicService,
    /// Owned by persons, companies, foundations or members.
    Private,
    /// Organ of a political party.
    Party,
    /// Not decided.
    #[default]
    Unknown,
}

impl OutletClass {
    /// The words, in the order of [`OutletClass`].
    pub const WORDS: &'static [&'static str] =
        &["state-controlled", "state-funded", "public-service", "private", "party", "unknown"];

    const ALL: [Self; 6] = [
        Self::StateControlled,
        Self::StateFunded,
        Self::PublicService,
        Self::Private,
        Self::Party,
        Self::Unknown,
    ];

    /// The class of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.word() == word)
    }

    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::StateControlled => "state-controlled",
            Self::StateFunded => "state-funded",
            Self::PublicService => "public-service",
            Self::Private => "private",
            Self::Party => "party",
            Self::Unknown => "unknown",
        }
    }

    /// The message that says it in words.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::StateControlled => "outlet-state-controlled",
            Self::StateFunded => "outlet-state-funded",
            Self::PublicService => "outlet-public-service",
            Self::Private => "outlet-private",
            Self::Party => "outlet-party",
            Self::Unknown => "outlet-unknown",
        }
    }
}

/// One row: the class of one outlet for some time.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Outlet {
    /// Its domain; what lies under it belongs to it.
    pub domain: String,
    /// What it is called; `None` for its domain.
    pub name: Option<String>,
    /// Who owns and steers it.
    pub class: OutletClass,
    /// Country code; empty when not said.
    pub jurisdiction: String,
    /// The first day on which this holds.
    pub from: Option<Date>,
    /// The last day on which this holds.
    pub until: Option<Date>,
    /// Where anybody can check it.
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    date: toml::value::Datetime,
    outlet: Vec<RowInFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RowInFile {
    domain: String,
    name: String,
    class: OutletClass,
    jurisdiction: String,
    from: Option<toml::value::Datetime>,
    until: Option<toml::value::Datetime>,
    source: String,
}

/// All rows, the user's own first.
#[derive(Clone, Debug, Default)]
pub struct Outlets {
    own: usize,
    rows: Vec<Outlet>,
    date: String,
}

impl Outlets {
    /// The rows that hold in a project.
    ///
    /// # Errors
    /// Never for the rows that Vigie brings, which a test reads.
    pub fn of(config: &Config) -> Result<Self, AppError> {
        let broken = AppError::Bug("the classes of outlets that come with Vigie cannot be read");
        let Ok(file) = toml::from_str::<File>(BROUGHT) else { return Err(broken) };
        let mut rows = config.outlets.clone();
        for row in &mut rows {
            row.domain = row.domain.trim().trim_start_matches("www.").to_ascii_lowercase();
        }
        let own = rows.len();
        rows.extend(file.outlet.into_iter().map(|row| Outlet {
            domain: row.domain,
            name: Some(row.name),
            class: row.class,
            jurisdiction: row.jurisdiction,
            from: row.from.and_then(day),
            until: row.until.and_then(day),
            source: row.source,
        }));
        Ok(Self { own, rows, date: file.date.to_string() })
    }

    /// When the rows that Vigie brings were last looked at: `2026-11-01`.
    #[must_use]
    pub fn date(&self) -> &str {
        &self.date
    }

    /// The row that holds for a host on the day of a moment: the user's own first, then the most
    /// specific domain. Without a moment, rows that still hold.
    #[must_use]
    pub fn find(&self, host: &str, at: Option<Timestamp>) -> Option<&Outlet> {
        let host = host.trim().trim_end_matches('.').to_ascii_lowercase();
        let day = at.map(|at| at.to_jiff().to_zoned(TimeZone::UTC).date());
        let holds = |row: &&Outlet| match day {
            Some(day) => {
                row.from.is_none_or(|from| from <= day) && row.until.is_none_or(|last| day <= last)
            }
            None => row.until.is_none(),
        };
        let (own, brought) = self.rows.split_at(self.own);
        let mut name = host.as_str();
        loop {
            for rows in [own, brought] {
                if let Some(row) = rows.iter().filter(|row| row.domain == name).find(holds) {
                    return Some(row);
                }
            }
            name = name.split_once('.')?.1;
        }
    }
}

impl Outlet {
    /// What it is called, through the gate: own rows are written by people.
    #[must_use]
    pub fn shown(&self) -> String {
        gate::harmless(self.name.as_deref().unwrap_or(&self.domain))
    }
}

fn day(at: toml::value::Datetime) -> Option<Date> {
    let date = at.date?;
    Date::new(
        i16::try_from(date.year).ok()?,
        i8::try_from(date.month).ok()?,
        i8::try_from(date.day).ok()?,
    )
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outlets(text: &str) -> Outlets {
        Outlets::of(&Config::load(None, text).unwrap()).unwrap()
    }

    fn at(text: &str) -> Option<Timestamp> {
        Timestamp::parse(text)
    }

    #[test]
    fn every_row_that_is_brought_is_whole_and_dated_rows_do_not_overlap() {
        let outlets = outlets("");
        assert!(outlets.rows.len() >= 60);
        for (place, row) in outlets.rows.iter().enumerate() {
            assert!(row.source.len() > 8 && row.jurisdiction.len() == 2, "{row:?}");
            assert!(row.domain == row.domain.to_ascii_lowercase() && row.domain.contains('.'));
            for other in outlets.rows[place + 1..].iter().filter(|o| o.domain == row.domain) {
                assert!(row.until < other.from, "{row:?} {other:?}");
            }
        }
        let classes: std::collections::BTreeSet<_> =
            outlets.rows.iter().map(|row| row.class).collect();
        assert_eq!(classes.len(), 6);
    }

    #[test]
    fn a_class_holds_from_one_day_to_another_and_under_the_domain() {
        let outlets = outlets("");
        let class = |host, day| outlets.find(host, at(day)).map(|row| row.class);
        assert_eq!(class("www.tvp.pl", "2020-05-01T00:00:00Z"), Some(OutletClass::StateControlled));
        assert_eq!(class("tvp.pl", "2025-05-01T00:00:00Z"), Some(OutletClass::PublicService));
        assert_eq!(class("tvp.pl", "2010-05-01T00:00:00Z"), None, "nothing is said of before");
        assert_eq!(class("nottvp.pl", "2025-05-01T00:00:00Z"), None);
    }

    #[test]
    fn own_rows_come_first() {
        let outlets = outlets(
            "[[outlet]]\ndomain = \"www.Gazette.example\"\nclass = \"private\"\nsource = \"imprint\"\n\
             [[outlet]]\ndomain = \"rt.com\"\nclass = \"unknown\"\nsource = \"our own reading\"\n",
        );
        let row = outlets.find("news.gazette.example", None).unwrap();
        assert_eq!((row.class, row.shown().as_str()), (OutletClass::Private, "gazette.example"));
        assert_eq!(outlets.find("rt.com", None).unwrap().class, OutletClass::Unknown);
    }

    #[test]
    fn a_row_without_a_source_is_refused() {
        let text = "[[outlet]]\ndomain = \"a.example\"\nclass = \"private\"\n";
        let error = Config::load(None, text).unwrap_err().to_string();
        assert!(error.contains("source"), "{error}");
    }
}
