//! What was put into a season on purpose, and how well findings match it.
//!
//! Truth names subjects by their raw ids. The lake knows pseudonyms only, so whoever scores brings
//! the function that maps the one to the other.

use std::collections::BTreeSet;

use vigie_model::{Finding, Key, Timestamp};

/// Somebody or something that planted lines are about, by raw id.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Subject {
    /// An account on a platform.
    Account {
        /// The platform, as the posts write it.
        platform: &'static str,
        /// The account id, as the posts write it.
        id: String,
    },
    /// A source address, as the logs write it.
    Address(String),
    /// A login name, as the logs write it.
    Login(String),
}

impl Subject {
    /// Accounts and addresses do something; login names have something done to them.
    #[must_use]
    pub const fn acts(&self) -> bool {
        !matches!(self, Self::Login(_))
    }
}

/// Something that a detector should find, or that is known to be beyond it.
#[derive(Clone, Debug)]
pub struct Planted {
    /// Its name in reports.
    pub id: &'static str,
    /// The detector that it was made for.
    pub detector: &'static str,
    /// Who takes part.
    pub subjects: Vec<Subject>,
    /// Its first line.
    pub from: Timestamp,
    /// Its last line.
    pub until: Timestamp,
    /// How many times they acted together: shared objects, or tries at a login.
    pub joint_acts: u64,
    /// The longest time between the first and the last act of one occasion, in seconds.
    pub spread: i64,
    /// What it is and what makes it easy or hard to find.
    pub why: &'static str,
}

/// Something innocent that looks like something else.
#[derive(Clone, Debug)]
pub struct Decoy {
    /// Its name in reports.
    pub id: &'static str,
    /// What it is.
    pub what: &'static str,
    /// The detector that could take it for something else: its measure is the one to report.
    /// `None` when no detector of today reads such lines.
    pub resembles: Option<&'static str>,
    /// Who takes part.
    pub members: Vec<Subject>,
    /// Its first line.
    pub from: Timestamp,
    /// Its last line.
    pub until: Timestamp,
    /// When it is raised: the id of the must that will tell it apart.
    pub must: Option<&'static str>,
}

/// Everything that was put into a season on purpose.
#[derive(Clone, Debug, Default)]
pub struct Truth {
    /// What should be found.
    pub planted: Vec<Planted>,
    /// What should not.
    pub decoys: Vec<Decoy>,
}

/// A finding as scoring sees it.
#[derive(Clone, Debug)]
pub struct Raised {
    /// Pseudonyms of accounts and addresses in its subject; of login names only when it has
    /// neither.
    pub keys: Vec<Key>,
    /// Time of its first evidence.
    pub first_at: Timestamp,
    /// Time of its last evidence.
    pub last_at: Timestamp,
}

impl Raised {
    /// Reads a finding's subject.
    #[must_use]
    pub fn of(finding: &Finding) -> Self {
        let of_kind = |kinds: &[&str]| -> Vec<Key> {
            let fields =
                finding.subject.iter().filter(|field| kinds.contains(&field.kind.as_str()));
            fields.filter_map(|field| field.value.parse().ok().map(Key)).collect()
        };
        let acting = of_kind(&["account", "address"]);
        let keys = if acting.is_empty() { of_kind(&["login"]) } else { acting };
        Self { keys, first_at: finding.first_at, last_at: finding.last_at }
    }
}

/// How well findings match the truth. Findings are named by their place in the list given.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Score {
    /// For each planted thing, in the order of [`Truth::planted`].
    pub planted: Vec<Match>,
    /// For each decoy, in the order of [`Truth::decoys`].
    pub decoys: Vec<Match>,
    /// Findings that belong to neither.
    pub other: Vec<usize>,
}

/// The findings that belong to one planted thing or decoy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Match {
    /// Its id.
    pub id: &'static str,
    /// The findings.
    pub findings: Vec<usize>,
    /// How many of its acting subjects the findings name.
    pub named: usize,
    /// How many acting subjects it has.
    pub subjects: usize,
}

impl Truth {
    /// Sorts findings by what they belong to. A finding belongs to a planted thing or a decoy when
    /// every key that it names does and when it has evidence inside the window.
    #[must_use]
    pub fn score(&self, raised: &[Raised], key_of: &dyn Fn(&Subject) -> Key) -> Score {
        let planted: Vec<Claim> = self
            .planted
            .iter()
            .map(|it| Claim::new(it.id, &it.subjects, (it.from, it.until), key_of))
            .collect();
        let decoys: Vec<Claim> = self
            .decoys
            .iter()
            .map(|it| Claim::new(it.id, &it.members, (it.from, it.until), key_of))
            .collect();
        let claimed = |place: &usize| {
            planted.iter().chain(&decoys).any(|claim| claim.covers(&raised[*place]))
        };
        Score {
            other: (0..raised.len()).filter(|place| !claimed(place)).collect(),
            planted: planted.iter().map(|claim| claim.take(raised)).collect(),
            decoys: decoys.iter().map(|claim| claim.take(raised)).collect(),
        }
    }
}

impl Score {
    /// How many planted things at least one finding belongs to.
    #[must_use]
    pub fn found(&self) -> usize {
        self.planted.iter().filter(|found| !found.findings.is_empty()).count()
    }
}

/// What a planted thing or a decoy answers for.
struct Claim {
    id: &'static str,
    acting: BTreeSet<Key>,
    all: BTreeSet<Key>,
    window: (Timestamp, Timestamp),
}

impl Claim {
    fn new(
        id: &'static str,
        subjects: &[Subject],
        window: (Timestamp, Timestamp),
        key_of: &dyn Fn(&Subject) -> Key,
    ) -> Self {
        let acting = subjects.iter().filter(|subject| subject.acts()).map(key_of).collect();
        Self { id, acting, all: subjects.iter().map(key_of).collect(), window }
    }

    fn covers(&self, raised: &Raised) -> bool {
        let (from, until) = self.window;
        !raised.keys.is_empty()
            && raised.first_at <= until
            && raised.last_at >= from
            && raised.keys.iter().all(|key| self.all.contains(key))
    }

    fn take(&self, raised: &[Raised]) -> Match {
        let findings: Vec<usize> =
            (0..raised.len()).filter(|place| self.covers(&raised[*place])).collect();
        let keys = findings.iter().flat_map(|place| &raised[*place].keys);
        let named: BTreeSet<&Key> = keys.filter(|key| self.acting.contains(key)).collect();
        Match { id: self.id, named: named.len(), subjects: self.acting.len(), findings }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(number: u8) -> Subject {
        Subject::Address(format!("192.0.2.{number}"))
    }

    /// The last number of an address; a login is 100 and its length.
    fn key_of(subject: &Subject) -> Key {
        match subject {
            Subject::Address(text) => Key(text.rsplit('.').next().unwrap().parse().unwrap()),
            Subject::Login(name) => Key(100 + i64::try_from(name.len()).unwrap()),
            Subject::Account { .. } => Key(0),
        }
    }

    fn truth() -> Truth {
        let (from, until) = (Timestamp(100), Timestamp(200));
        Truth {
            planted: vec![Planted {
                id: "guess",
                detector: "login-guessing",
                subjects: vec![address(1), address(2), address(3), Subject::Login("root".into())],
                from,
                until,
                joint_acts: 3,
                spread: 0,
                why: "",
            }],
            decoys: vec![Decoy {
                id: "phone",
                what: "",
                resembles: Some("login-guessing"),
                members: vec![address(9)],
                from,
                until,
                must: None,
            }],
        }
    }

    fn raised(keys: &[i64], first_at: i64, last_at: i64) -> Raised {
        Raised {
            keys: keys.iter().map(|key| Key(*key)).collect(),
            first_at: Timestamp(first_at),
            last_at: Timestamp(last_at),
        }
    }

    #[test]
    fn findings_go_to_what_their_subjects_belong_to() {
        let findings = [
            raised(&[1, 2], 100, 150),
            raised(&[2], 190, 250),
            raised(&[9], 150, 150),
            raised(&[1, 7], 150, 150),
            raised(&[104], 150, 150),
            raised(&[], 150, 150),
        ];
        let score = truth().score(&findings, &key_of);
        assert_eq!(
            score.planted,
            [Match { id: "guess", findings: vec![0, 1, 4], named: 2, subjects: 3 }]
        );
        assert_eq!(score.decoys, [Match { id: "phone", findings: vec![2], named: 1, subjects: 1 }]);
        assert_eq!(score.other, [3, 5]);
        assert_eq!(score.found(), 1);
    }

    #[test]
    fn a_finding_outside_the_window_is_no_match() {
        let score = truth().score(&[raised(&[1], 201, 300), raised(&[1], 0, 99)], &key_of);
        assert_eq!(score.found(), 0);
        assert_eq!(score.other, [0, 1]);
    }
}
