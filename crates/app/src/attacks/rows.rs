//! Rows of tables: attacks, countries, networks.

use std::collections::BTreeMap;

use hashbrown::HashSet;
use serde::Serialize;
use vigie_detect::attacks::{class_of, labels_of, shown_id};
use vigie_kernels::attacks::group::{Aim, Apart, Attack, Outcome};
use vigie_model::FindingId;
use vigie_model::time::Timestamp;
use vigie_read::Places;

use super::count::Counts;
use super::health::share;
use super::take::{Part, Taken};
use super::{CountRow, LISTED, Origin, Rest};
use crate::screens::rows::stamp;
use crate::words::{Language, Words};
use crate::{AppError, Project, gate};

/// One attack.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct AttackRow {
    /// Its name, by its first line.
    pub id: String,
    /// The finding about it, once `vigie detect` has run.
    pub finding: Option<FindingId>,
    /// Its first line.
    #[serde(serialize_with = "stamp::utc")]
    pub first_at: Timestamp,
    /// Its last line.
    #[serde(serialize_with = "stamp::utc")]
    pub last_at: Timestamp,
    /// scan, flood, brute-force …; as words of the kernel.
    pub labels: Vec<&'static str>,
    /// The same for people, with the class that most lines show.
    pub shown: String,
    /// What it is at, as many as can be shown.
    pub targets: Vec<String>,
    /// How many targets there are.
    pub targets_count: u64,
    /// All its lines.
    pub lines: u64,
    /// Those that show something.
    pub telling: u64,
    /// Addresses.
    pub sources: u64,
    /// Those of them that fail2ban says it banned.
    pub banned: u64,
    /// Networks of them.
    pub networks: u64,
    /// Bursts.
    pub bursts: u64,
    /// Most lines in one minute.
    pub peak_per_minute: u64,
    /// targeted, background or open.
    pub aim: &'static str,
    /// The same for people.
    pub aim_shown: String,
    /// `probe`, `attempt`, `answered_normally` or `login_after_failures`.
    pub outcome: &'static str,
    /// What to do about the outcome, for people.
    pub outcome_shown: String,
    /// What the tool calls itself.
    pub tool: Option<String>,
    /// Why bursts are one attack, with how many joins.
    pub joined_by: Vec<(&'static str, u64)>,
    /// The same for people; empty for a single burst.
    pub joined_shown: String,
    /// Countries where its addresses are registered, most addresses first, at most three.
    pub countries: Vec<String>,
}

/// A country's share of each of the four counts.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct CountryRow {
    /// ISO 3166-1 alpha-2, or the word of a kind; null for unknown.
    pub key: Option<String>,
    /// For people.
    pub shown: String,
    /// The counts.
    #[serde(flatten)]
    pub counts: Counts,
    /// Shares of lines, sources, bursts and attacks, 0 to 1.
    pub shares: [f64; 4],
}

/// Targets that are named of one attack.
const TARGETS: usize = 3;

impl Taken {
    pub(super) fn country(&self, source: u64) -> Option<String> {
        self.places.get(&source)?.country.clone()
    }

    pub(super) fn network(&self, source: u64) -> Option<String> {
        self.places.get(&source)?.network.clone()
    }

    pub(super) fn rest(&self) -> Rest {
        let apart = |why: Apart| self.apart.get(&why).copied().unwrap_or(0);
        Rest {
            visitors: self.report.left.visitors,
            slips: self.report.left.slips,
            own_scanners: apart(Apart::OwnScanner),
            monitors: apart(Apart::Monitor),
            crawlers: apart(Apart::Crawler),
        }
    }

    pub(super) fn by_target(
        &self,
        parts: &[Part],
        starts: impl Fn(&Part) -> bool,
    ) -> Vec<CountRow> {
        let target = |part: &Part| {
            self.report.bursts.get(part.burst as usize).map_or(0, |burst| burst.target)
        };
        let counted = self.counted(parts, target, |part, _| starts(part));
        let mut rows: Vec<CountRow> = counted
            .into_iter()
            .map(|(target, counts)| {
                let shown = self.target(target);
                CountRow { key: Some(shown.clone()), shown, counts }
            })
            .collect();
        rows.sort_by(|a, b| b.counts.lines.cmp(&a.counts.lines).then(a.key.cmp(&b.key)));
        rows
    }

    fn target(&self, key: u64) -> String {
        self.targets.get(&key).map_or_else(|| "?".to_owned(), |name| gate::harmless(name))
    }

    pub(super) fn origin(
        &self,
        parts: &[Part],
        words: &Words,
        starts: impl Fn(u32) -> bool + Copy,
    ) -> Origin {
        if self.databases.is_empty() {
            return Origin {
                databases: Vec::new(),
                sentence: words.plain("attacks-origin-none"),
                countries: Vec::new(),
                kinds: Vec::new(),
            };
        }
        let by_country = self.by_place(parts, starts, |source| self.country(source));
        let countries = shares(by_country, |code| country_name(code, words), words);
        let kind =
            |source: u64| self.places.get(&source)?.kind.map(|kind| kind.message().to_owned());
        let kinds = self.by_place(parts, starts, kind);
        let says_kinds = kinds.keys().any(Option::is_some);
        let kinds =
            if says_kinds { shares(kinds, |id| words.plain(id), words) } else { Vec::new() };
        Origin {
            sentence: self.origin_sentence(&countries, words),
            databases: self.databases.clone(),
            countries,
            kinds,
        }
    }

    fn origin_sentence(&self, countries: &[CountryRow], words: &Words) -> String {
        let unknown = countries.iter().find(|row| row.key.is_none());
        let unknown = unknown.map_or(0.0, |row| row.shares[1]);
        words.say(
            "attacks-origin",
            &[
                ("databases", self.databases_shown(words).into()),
                ("unknown", words.decimal(&format!("{:.0}", unknown * 100.0)).into()),
            ],
        )
    }

    pub(super) fn databases_shown(&self, words: &Words) -> String {
        let shown = self.databases.iter().map(|database| match &database.date {
            Some(date) => words.say(
                "attacks-database",
                &[("name", database.name.as_str().into()), ("date", date.as_str().into())],
            ),
            None => {
                words.say("attacks-database-undated", &[("name", database.name.as_str().into())])
            }
        });
        shown.collect::<Vec<_>>().join(", ")
    }
}

/// The name of a country.
pub(super) fn country_name(code: &str, words: &Words) -> String {
    let place = Places::shipped().by_code(code);
    place.map_or_else(
        || gate::harmless(code),
        |place| match words.language() {
            Language::English => place.en.clone(),
            Language::French => place.fr.clone(),
        },
    )
}

pub(super) fn place_rows(
    rows: BTreeMap<Option<String>, Counts>,
    shown: impl Fn(&str) -> String,
    words: &Words,
) -> Vec<CountRow> {
    let name = |key: &Option<String>| match key {
        Some(key) => shown(key),
        None => words.plain("attacks-unknown"),
    };
    let mut rows: Vec<CountRow> =
        rows.into_iter().map(|(key, counts)| CountRow { shown: name(&key), key, counts }).collect();
    rows.sort_by(|a, b| b.counts.lines.cmp(&a.counts.lines).then(a.key.cmp(&b.key)));
    rows
}

fn shares(
    rows: BTreeMap<Option<String>, Counts>,
    shown: impl Fn(&str) -> String,
    words: &Words,
) -> Vec<CountryRow> {
    let mut whole = [0_u64; 4];
    for counts in rows.values() {
        for (sum, count) in whole.iter_mut().zip(counts.four()) {
            *sum += count;
        }
    }
    let of = |counts: &Counts| {
        let four = counts.four();
        std::array::from_fn(|at| share(four[at], whole[at]))
    };
    let rows = place_rows(rows, shown, words).into_iter();
    rows.map(|CountRow { key, shown, counts }| CountryRow {
        shares: of(&counts),
        key,
        shown,
        counts,
    })
    .collect()
}

impl Project {
    /// Attacks with a part in the window, the most pressing first, and how many are not listed.
    pub(super) fn attack_rows(
        &self,
        taken: &Taken,
        parts: &[Part],
        words: &Words,
    ) -> Result<(Vec<AttackRow>, usize), AppError> {
        let bursts = &taken.report.bursts;
        let of = |part: &Part| bursts.get(part.burst as usize).map(|burst| burst.attack);
        let active: HashSet<u32> = parts.iter().filter_map(of).collect();
        let mut attacks: Vec<(usize, &Attack)> = taken
            .report
            .attacks
            .iter()
            .enumerate()
            .filter(|(at, _)| u32::try_from(*at).is_ok_and(|at| active.contains(&at)))
            .collect();
        let pressing = |attack: &Attack| {
            (attack.outcome, attack.aim == Aim::Targeted, attack.telling, attack.last_at)
        };
        attacks.sort_by(|(_, a), (_, b)| pressing(b).cmp(&pressing(a)).then(a.id.cmp(&b.id)));
        let left_out = attacks.len().saturating_sub(LISTED);
        attacks.truncate(LISTED);
        let mut joins: BTreeMap<u32, BTreeMap<&'static str, u64>> = BTreeMap::new();
        for join in &taken.report.joins {
            *joins.entry(join.attack).or_default().entry(join.reason.word()).or_default() += 1;
        }
        let findings = self.attack_findings()?;
        let rows = attacks.into_iter().map(|(at, attack)| {
            let joined = u32::try_from(at).ok().and_then(|at| joins.remove(&at));
            let mut row = attack_row(taken, attack, words);
            row.joined_by = joined.unwrap_or_default().into_iter().collect();
            row.joined_shown = joined_shown(&row.joined_by, words);
            row.finding = findings.get(&row.id).copied();
            row
        });
        Ok((rows.collect(), left_out))
    }

    fn attack_findings(&self) -> Result<BTreeMap<String, FindingId>, AppError> {
        let held = self.held()?;
        let about = held.newest().filter(|row| row.finding.detector == "joined-attack");
        let pairs = about.filter_map(|row| {
            let field = row.finding.subject.iter().find(|field| field.name == "attack")?;
            Some((field.value.clone(), row.finding.id))
        });
        Ok(pairs.collect())
    }
}

fn attack_row(taken: &Taken, attack: &Attack, words: &Words) -> AttackRow {
    let mut countries: BTreeMap<String, u64> = BTreeMap::new();
    for source in &attack.sources {
        if let Some(country) = taken.country(*source) {
            *countries.entry(country).or_default() += 1;
        }
    }
    let mut countries: Vec<(String, u64)> = countries.into_iter().collect();
    countries.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let countries = countries.into_iter().take(3).map(|(code, _)| country_name(&code, words));
    AttackRow {
        id: shown_id(attack.id),
        finding: None,
        first_at: attack.first_at,
        last_at: attack.last_at,
        labels: attack.labels.iter().map(|label| label.word()).collect(),
        shown: attack_shown(attack, words),
        targets: attack.targets.iter().take(TARGETS).map(|key| taken.target(*key)).collect(),
        targets_count: attack.targets.len() as u64,
        lines: attack.lines,
        telling: attack.telling,
        sources: attack.sources.len() as u64,
        banned: attack.sources.iter().filter(|source| taken.banned.contains_key(*source)).count()
            as u64,
        networks: attack.networks.len() as u64,
        bursts: attack.bursts.len() as u64,
        peak_per_minute: attack.peak_per_minute,
        aim: attack.aim.word(),
        aim_shown: words.plain(aim_message(attack.aim)),
        outcome: attack.outcome.word(),
        outcome_shown: words.plain(outcome_message(attack.outcome)),
        tool: taken.tools.get(&attack.tool).map(|tool| gate::harmless(tool)),
        joined_by: Vec::new(),
        joined_shown: String::new(),
        countries: countries.collect(),
    }
}

fn joined_shown(reasons: &[(&'static str, u64)], words: &Words) -> String {
    let reason = |(word, count): &(&str, u64)| {
        format!("{} ({})", words.plain(&format!("attacks-reason-{word}")), words.number(*count))
    };
    reasons.iter().map(reason).collect::<Vec<_>>().join(", ")
}

const fn aim_message(aim: Aim) -> &'static str {
    match aim {
        Aim::Targeted => "attacks-aim-targeted",
        Aim::Background => "attacks-aim-background",
        Aim::Open => "attacks-aim-open",
    }
}

const fn outcome_message(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Probe => "attacks-outcome-probe",
        Outcome::Attempt => "attacks-outcome-attempt",
        Outcome::AnsweredNormally => "attacks-outcome-answered",
        Outcome::LoginAfterFailures => "attacks-outcome-login",
    }
}

/// `scan: SQL injection`, in the reader's words.
fn attack_shown(attack: &Attack, words: &Words) -> String {
    let labels: Vec<String> = labels_of(attack)
        .split(", ")
        .map(|label| words.plain(&format!("attacks-label-{label}")))
        .collect();
    let labels = labels.join(", ");
    match class_of(attack) {
        "none" => labels,
        class => format!("{labels} ({})", words.plain(&format!("attacks-class-{class}"))),
    }
}
