//! Who acts together, and could it be innocent? The read model of `vigie network`, of the screen
//! *Network* and of graph files.
//!
//! Rows are the newest revisions of findings about two accounts or about a group, with what chance
//! gives under both null models side by side. Accounts are pseudonyms. A graph file gives each
//! account a name that is drawn anew for every file, so that two files cannot be joined by it.

use chacha20poly1305::XNonce;
use chacha20poly1305::aead::Generate;
use serde::Serialize;
use vigie_model::finding::Finding;
use vigie_model::key::KeyKind;
use vigie_model::time::Timestamp;
use vigie_model::{FindingId, Key, PersonKeys};

use crate::desk::HeldRow;
use crate::incidents::verdict_message;
use crate::rumours::RumourError;
use crate::screens::rows::{VerdictWord, stamp};
use crate::triage::{Desktop, word_of};
use crate::words::Words;
use crate::{AppError, Project, gate};

mod graph;
mod layout;

pub use graph::Graph;
pub use layout::{Line, Picture, Point};

/// The page about groups.
const GROUPS: &str = "acting-in-a-group";
/// The most edges of a table; all of them stand in a graph file.
const SHOWN: usize = 500;

/// What would make a row innocent.
const INNOCENT: [&str; 5] = [
    "network-innocent-1",
    "network-innocent-2",
    "network-innocent-3",
    "network-innocent-4",
    "network-innocent-5",
];

/// Who acts together.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Network {
    /// The newest commit.
    pub commit: u64,
    /// What no reader may miss: how good this is on real campaigns is unproven.
    pub warning: String,
    /// The question to ask of each row.
    pub question: String,
    /// What would make a row innocent, to be looked at first.
    pub innocent: Vec<String>,
    /// What the two null models hold fixed, in a sentence each.
    pub nulls: [String; 2],
    /// Accounts with an edge.
    pub accounts: usize,
    /// Groups, the newest first.
    pub groups: Vec<GroupRow>,
    /// Pairs, the most surprising first.
    pub edges: Vec<EdgeRow>,
    /// Pairs that are not listed here.
    pub left_out: usize,
    /// The pairs drawn.
    pub picture: Picture,
}

/// One group.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct GroupRow {
    /// The finding.
    pub id: FindingId,
    /// As shown.
    pub short: String,
    /// What was seen.
    pub sentence: String,
    /// How many accounts, where the page says it.
    pub members: Option<i64>,
    /// Objects on which the group acts together.
    pub objects: Option<i64>,
    /// What chance lets expect of them.
    pub expected: Option<f64>,
    /// Rate of false discoveries at which the group is one.
    pub q: Option<f64>,
    /// The window, in seconds.
    pub window_s: Option<i64>,
    /// The layers, where the page says them.
    pub layers: Option<String>,
    /// Time of the first evidence.
    #[serde(serialize_with = "stamp::utc")]
    pub first_at: Timestamp,
    /// Time of the last evidence.
    #[serde(serialize_with = "stamp::utc")]
    pub last_at: Timestamp,
    /// What people decided.
    pub verdict: VerdictWord,
}

/// How much both null models leave to chance.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Neither explains it.
    Strong,
    /// One of them may explain it.
    OneNull,
}

impl Strength {
    /// The message that says it.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Strong => "network-strong",
            Self::OneNull => "network-one-null",
        }
    }
}

/// Two accounts. What a page does not say is null: a page that only counts has no chances.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct EdgeRow {
    /// The finding.
    pub id: FindingId,
    /// As shown.
    pub short: String,
    /// The page.
    pub detector: String,
    /// One account, as a pseudonym.
    pub a: String,
    /// The other.
    pub b: String,
    /// Distinct objects on which both acted within the window.
    pub objects: Option<i64>,
    /// The window, in seconds.
    pub window_s: Option<i64>,
    /// The layers, where the page says them.
    pub layers: Option<String>,
    /// Null 1 (accounts permuted over acts): objects expected by chance.
    pub expected_1: Option<f64>,
    /// Null 1: chance of at least as many.
    pub p_1: Option<f64>,
    /// Null 1: rate of false discoveries.
    pub q_1: Option<f64>,
    /// Null 1: the same over a whole season of looking.
    pub season_q: Option<f64>,
    /// Null 2 (times permuted within each object): objects expected by chance.
    pub expected_2: Option<f64>,
    /// Null 2: chance of at least as many.
    pub p_2: Option<f64>,
    /// Null 2: rate of false discoveries.
    pub q_2: Option<f64>,
    /// What both together leave to chance; null where a page only counts.
    pub strength: Option<Strength>,
    /// Time of the first evidence.
    #[serde(serialize_with = "stamp::utc")]
    pub first_at: Timestamp,
    /// Time of the last evidence.
    #[serde(serialize_with = "stamp::utc")]
    pub last_at: Timestamp,
    /// What people decided.
    pub verdict: VerdictWord,
}

impl Project {
    /// Who acts together, from the newest revision of each finding.
    ///
    /// # Errors
    /// When account-level analysis is not allowed here, or the lake cannot be read.
    pub fn network(&self) -> Result<Network, AppError> {
        let desk = self.network_desk()?;
        let mut edges: Vec<EdgeRow> = pairs(&desk).map(|pair| pair.shown()).collect();
        let mut accounts: Vec<&str> =
            edges.iter().flat_map(|edge| [edge.a.as_str(), edge.b.as_str()]).collect();
        accounts.sort_unstable();
        accounts.dedup();
        let accounts = accounts.len();
        edges.sort_by(|a, b| {
            let surprise =
                |edge: &EdgeRow| edge.q_1.map_or(f64::INFINITY, |q| q.max(edge.q_2.unwrap_or(1.0)));
            surprise(a)
                .total_cmp(&surprise(b))
                .then(b.objects.cmp(&a.objects))
                .then((a.id, &a.a).cmp(&(b.id, &b.a)))
        });
        let picture = layout::picture(&edges);
        let left_out = edges.len().saturating_sub(SHOWN);
        edges.truncate(SHOWN);
        let words = Words::new(self.config.language);
        Ok(Network {
            commit: self.lake.snapshot()?.seq,
            warning: words.plain("network-unproven"),
            question: words.plain("network-question"),
            innocent: INNOCENT.iter().map(|id| words.plain(id)).collect(),
            nulls: ["network-null-1", "network-null-2"].map(|id| words.plain(id)),
            accounts,
            groups: self.groups(&desk),
            edges,
            left_out,
            picture,
        })
    }

    /// The graph of accounts that act together as a file, with names that no other file has.
    ///
    /// # Errors
    /// As [`Project::network`], and without randomness for the names.
    pub fn acting_together(&self) -> Result<Graph, AppError> {
        let desk = self.network_desk()?;
        let words = Words::new(self.config.language);
        let edges: Vec<graph::Joined> = pairs(&desk)
            .map(|pair| graph::Joined {
                verdict: words.plain(verdict_message(pair.verdict)),
                accounts: pair.accounts,
                row: pair.shown(),
            })
            .collect();
        let groups: Vec<Vec<i64>> = desk
            .held
            .newest()
            .filter(|row| row.finding.detector == GROUPS)
            .map(|row| members(&row.finding))
            .collect();
        graph::draw(&edges, &groups, &one_time_names()?, &words, &self.today_date())
    }

    fn network_desk(&self) -> Result<Desktop, AppError> {
        if !self.account_level().allowed {
            return Err(self.account_level_refused());
        }
        self.desktop()
    }

    fn groups(&self, desk: &Desktop) -> Vec<GroupRow> {
        let mut rows: Vec<GroupRow> = desk
            .held
            .newest()
            .filter(|row| row.finding.detector == GROUPS)
            .map(|HeldRow { finding, .. }| GroupRow {
                id: finding.id,
                short: finding.id.short(),
                sentence: self.sentence(finding, &self.subject_shown(finding)),
                members: integer(finding, &["members", "accounts"]),
                objects: integer(finding, &["objects"]),
                expected: real(finding, &["expected", "expected_1"]),
                q: real(finding, &["q", "q_1"]),
                window_s: integer(finding, &["window_s"]),
                layers: text(finding, &["layers", "layer"]),
                first_at: finding.first_at,
                last_at: finding.last_at,
                verdict: word_of(&desk.state.verdict(&finding.id, desk.now)),
            })
            .collect();
        rows.sort_by(|a, b| (b.last_at, a.id).cmp(&(a.last_at, b.id)));
        rows
    }
}

/// A finding about two accounts.
struct Pair<'d> {
    finding: &'d Finding,
    accounts: (i64, i64),
    verdict: VerdictWord,
}

/// Findings about exactly two accounts, by id. A group is one too where its page names it by two
/// of its members; it is not an edge.
fn pairs(desk: &Desktop) -> impl Iterator<Item = Pair<'_>> {
    let rows = desk.held.newest().filter(|row| row.finding.detector != GROUPS);
    rows.filter_map(move |HeldRow { finding, .. }| {
        let mut accounts = finding.subject.iter().filter(|field| field.kind == "account");
        let (a, b) = (accounts.next()?, accounts.next()?);
        let verdict = word_of(&desk.state.verdict(&finding.id, desk.now));
        let accounts = match accounts.next() {
            None => (a.value.parse().ok()?, b.value.parse().ok()?),
            Some(_) => return None,
        };
        Some(Pair { finding, accounts, verdict })
    })
}

impl Pair<'_> {
    fn shown(&self) -> EdgeRow {
        let finding = self.finding;
        EdgeRow {
            id: finding.id,
            short: finding.id.short(),
            detector: gate::harmless(&finding.detector),
            a: Key(self.accounts.0).shown('A'),
            b: Key(self.accounts.1).shown('A'),
            objects: integer(finding, &["objects"]),
            window_s: integer(finding, &["window_s"]).or_else(|| parameter(finding, "window_s")),
            layers: text(finding, &["layers", "layer"]),
            expected_1: real(finding, &["expected_1"]),
            p_1: chance(finding, "p_1"),
            q_1: chance(finding, "q_1"),
            season_q: chance(finding, "season_1"),
            expected_2: real(finding, &["expected_2"]),
            p_2: chance(finding, "p_2"),
            q_2: chance(finding, "q_2"),
            strength: strength(finding),
            first_at: finding.first_at,
            last_at: finding.last_at,
            verdict: self.verdict,
        }
    }
}

/// The accounts of a group: those that its page lists, and those that name it.
fn members(finding: &Finding) -> Vec<i64> {
    let listed = value(finding, &["accounts"]).and_then(|value| value.as_str()).unwrap_or("");
    let pseudonym = |word: &str| {
        let digits = word.strip_prefix("A-").filter(|digits| digits.len() == 16)?;
        u64::from_str_radix(digits, 16).ok().map(u64::cast_signed)
    };
    let named = finding.subject.iter().filter(|field| field.kind == "account");
    let named = named.filter_map(|field| field.value.parse().ok());
    let mut accounts: Vec<i64> =
        listed.split_whitespace().filter_map(pseudonym).chain(named).collect();
    accounts.sort_unstable();
    accounts.dedup();
    accounts
}

/// The first of these values that the finding has.
fn value<'f>(finding: &'f Finding, names: &[&str]) -> Option<&'f serde_json::Value> {
    let named = |name: &&str| finding.values.iter().find(|value| value.name == **name);
    names.iter().find_map(named).map(|value| &value.value)
}

fn integer(finding: &Finding, names: &[&str]) -> Option<i64> {
    value(finding, names)?.as_i64()
}

fn real(finding: &Finding, names: &[&str]) -> Option<f64> {
    value(finding, names)?.as_f64().filter(|number| number.is_finite())
}

fn text(finding: &Finding, names: &[&str]) -> Option<String> {
    value(finding, names)?.as_str().map(gate::harmless)
}

/// `p_1`, `q_1`, `season_1`, `p_2`, `q_2`: a value of that name, or what the page says of both
/// nulls in one text (`1: p 3e-9, q < 1e-12; 2: p 0.01, q 0.03`). What is below a bound is given
/// as the bound.
fn chance(finding: &Finding, name: &str) -> Option<f64> {
    if let Some(number) = real(finding, &[name]) {
        return Some(number);
    }
    let (letter, null) = name.rsplit_once('_')?;
    let said = value(finding, &["nulls"])?.as_str()?;
    let part =
        said.split(';').find_map(|part| part.trim().strip_prefix(null)?.strip_prefix(':'))?;
    let field = part.split(',').find_map(|field| field.trim().strip_prefix(letter))?;
    field
        .trim()
        .trim_start_matches('<')
        .trim()
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
}

fn strength(finding: &Finding) -> Option<Strength> {
    match integer(finding, &["nulls_passed"])? {
        2 => Some(Strength::Strong),
        _ => Some(Strength::OneNull),
    }
}

fn parameter(finding: &Finding, name: &str) -> Option<i64> {
    let bound: serde_json::Value = serde_json::from_str(&finding.parameters).ok()?;
    bound.get(name)?.as_i64()
}

/// Names for one file: a pseudonym of a pseudonym, under a key that nobody keeps.
struct OneTimeNames(PersonKeys);

impl OneTimeNames {
    fn name(&self, account: i64) -> String {
        self.0.key_in(KeyKind::Account, "graph file", &account.to_le_bytes()).shown('N')
    }
}

fn one_time_names() -> Result<OneTimeNames, AppError> {
    let mut secret = [0; 32];
    for part in secret.chunks_mut(16) {
        let drawn = XNonce::try_generate().map_err(|_| AppError::from(RumourError::NoRandom))?;
        part.copy_from_slice(&drawn.as_slice()[..part.len()]);
    }
    Ok(OneTimeNames(PersonKeys::from_secret(&secret)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use vigie_model::Revision;
    use vigie_model::finding::{Value, When};
    use vigie_model::time::{Cell, CellUnit};

    fn finding(values: &[(&str, serde_json::Value)]) -> Finding {
        let at = Timestamp(0);
        let value = |(name, value): &(&str, serde_json::Value)| Value {
            name: (*name).to_owned(),
            value: value.clone(),
            unit: String::new(),
        };
        Finding {
            id: FindingId([1; 16]),
            revision: Revision([1; 8]),
            detector: "acting-together".into(),
            versions: String::new(),
            parameters: r#"{"window_s": 60}"#.into(),
            read_commit: 1,
            horizon: None,
            anchor: Cell::containing(CellUnit::Week, at).to_string(),
            subject: Vec::new(),
            when: When::Note,
            first_at: at,
            last_at: at,
            values: values.iter().map(value).collect(),
            evidence: Vec::new(),
            evidence_count: 0,
            evidence_digest: [0; 16],
            sentence_en: String::new(),
            sentence_fr: String::new(),
            provisional: false,
        }
    }

    #[test]
    fn the_accounts_of_a_group_are_read_from_what_its_page_lists() {
        let listed = format!("{} {} …", Key(-5).shown('A'), Key(7).shown('A'));
        assert_eq!(members(&finding(&[("accounts", listed.into())])), [-5, 7]);
        assert_eq!(members(&finding(&[("accounts", 3.into())])), Vec::<i64>::new());
    }

    #[test]
    fn chances_are_read_by_name_or_out_of_one_text() {
        let said = "1: p < 1e-12, q 3e-5, season 0.01; 2: p 0.25, q 1";
        let found = finding(&[("nulls", said.into()), ("nulls_passed", 1.into())]);
        let names = ["p_1", "q_1", "season_1", "p_2", "q_2"];
        let all = names.map(|name| chance(&found, name));
        assert_eq!(all, [Some(1e-12), Some(3e-5), Some(0.01), Some(0.25), Some(1.0)]);
        assert_eq!(strength(&found), Some(Strength::OneNull));
        assert_eq!(chance(&finding(&[("p_1", 0.5.into())]), "p_1"), Some(0.5));
        assert_eq!(chance(&finding(&[("nulls", "odd".into())]), "p_1"), None);
        assert_eq!(parameter(&finding(&[]), "window_s"), Some(60));
    }
}
