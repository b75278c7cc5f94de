//! The watch list as it stands in `vigie.toml` and in profiles.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::day::Day;

/// Who is watched for. Persons are on it with a public role.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WatchList {
    /// Persons.
    pub persons: Vec<Person>,
    /// Organisations and outlets.
    pub organisations: Vec<Organisation>,
}

/// A person in public life.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// A short id, unique on the list.
    pub id: String,
    /// First names, then the surname: "Marine Le Guen".
    pub name: String,
    /// The surname, where it is more than the last word: "Le Guen".
    #[serde(default)]
    pub surname: Option<String>,
    /// Other names that mean this person wherever they stand, such as a distinctive surname.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Public roles.
    #[serde(default)]
    pub roles: Vec<Role>,
}

/// A role and when it was held.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Its names in both languages: "foreign minister", "ministre des affaires étrangères".
    pub titles: Vec<String>,
    /// First day.
    #[serde(default)]
    pub from: Option<Day>,
    /// Last day.
    #[serde(default)]
    pub until: Option<Day>,
    /// The country whose role it is, as a code: a role said of another country is another person's.
    #[serde(default)]
    pub country: Option<String>,
}

impl Role {
    /// Whether it was held on a day; without a day only a role without dates is.
    pub(super) fn held(&self, on: Option<Day>) -> bool {
        match on {
            Some(on) => {
                self.from.is_none_or(|from| from <= on)
                    && self.until.is_none_or(|until| on <= until)
            }
            None => self.from.is_none() && self.until.is_none(),
        }
    }
}

/// What an organisation is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationKind {
    /// A newspaper, broadcaster, agency or site.
    Outlet,
    /// A party or a campaign.
    Party,
    /// A ministry, agency or court.
    Authority,
    /// Anything else.
    #[default]
    Other,
}

/// An organisation.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// A short id, unique on the list.
    pub id: String,
    /// Its usual name.
    pub name: String,
    /// Other names. One in capitals ("RT") is found only in capitals.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What it is.
    #[serde(default)]
    pub kind: OrganisationKind,
    /// Its country, as a code.
    #[serde(default)]
    pub country: Option<String>,
}

/// Something that a list should not have.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "problem", content = "at")]
pub enum Problem {
    /// Two entries with one id.
    SameId(String),
    /// A name without a letter.
    NoName(String),
    /// A role that ends before it begins.
    RoleEndsBeforeItBegins(String),
    /// A person without a public role: private persons are not watched.
    NoRole(String),
    /// One name or alias of two entries: neither is found by it.
    SharedName(String),
}

impl WatchList {
    /// What should be mended. A list with problems still works: what is unclear is not found.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut ids = BTreeSet::new();
        let mut names = BTreeSet::new();
        let persons = self.persons.iter().map(|one| (&one.id, &one.name, &one.aliases));
        let others = self.organisations.iter().map(|one| (&one.id, &one.name, &one.aliases));
        for (id, name, aliases) in persons.chain(others) {
            if !ids.insert(id) {
                problems.push(Problem::SameId(id.clone()));
            }
            if !name.chars().any(char::is_alphabetic) {
                problems.push(Problem::NoName(id.clone()));
            }
            for one in std::iter::once(name).chain(aliases) {
                if !names.insert(super::fold::fold(one)) {
                    problems.push(Problem::SharedName(one.clone()));
                }
            }
        }
        for person in &self.persons {
            if person.roles.is_empty() {
                problems.push(Problem::NoRole(person.id.clone()));
            }
            let turned =
                |role: &Role| role.from.zip(role.until).is_some_and(|(from, until)| until < from);
            if person.roles.iter().any(turned) {
                problems.push(Problem::RoleEndsBeforeItBegins(person.id.clone()));
            }
        }
        problems
    }
}
