//! The graph file: one edge for each pair of accounts, its strongest finding, times to the hour.
//!
//! Ids of findings stay out: they are the same in every file, and two files could be joined by
//! them.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_exchange::gexf::{self, Attribute, Edge, Kind, Node, Value};
use vigie_model::time::Timestamp;

use super::{EdgeRow, OneTimeNames};
use crate::AppError;
use crate::words::Words;

const HOUR_US: i64 = 3_600_000_000;

/// What a graph file holds.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Graph {
    /// Accounts of pairs and of groups.
    pub nodes: usize,
    /// Pairs of them.
    pub edges: usize,
    /// Groups of them.
    pub groups: usize,
    /// The file.
    #[serde(skip)]
    pub gexf: String,
}

/// A pair with what people decided about it.
pub(super) struct Joined {
    pub(super) accounts: (i64, i64),
    pub(super) verdict: String,
    pub(super) row: EdgeRow,
}

/// Draws the pairs and the members of groups. Where several findings join two accounts, the one with
/// most objects is drawn. Groups are numbered by the names of their members in this file, since any
/// other number would join two files.
pub(super) fn draw(
    pairs: &[Joined],
    groups: &[Vec<i64>],
    names: &OneTimeNames,
    words: &Words,
    day: &str,
) -> Result<Graph, AppError> {
    let mut strongest: BTreeMap<(String, String), (&Joined, i64)> = BTreeMap::new();
    for pair in pairs {
        let (a, b) = (names.name(pair.accounts.0), names.name(pair.accounts.1));
        let ends = if a <= b { (a, b) } else { (b, a) };
        let held = strongest.entry(ends).or_insert((pair, 0));
        held.1 += 1;
        if rank(pair) > rank(held.0) {
            held.0 = pair;
        }
    }
    let mut nodes: BTreeMap<&str, Drawn> = BTreeMap::new();
    for (a, b) in strongest.keys() {
        for end in [a, b] {
            nodes.entry(end.as_str()).or_default().edges += 1;
        }
    }
    let groups = named(groups, names);
    for (number, group) in (1..).zip(&groups) {
        for name in group {
            nodes.entry(name.as_str()).or_default().groups.push(number);
        }
    }
    nodes.values_mut().enumerate().for_each(|(place, node)| node.place = place);
    let place = |name: &str| nodes.get(name).map_or(usize::MAX, |node| node.place);
    let edges = strongest.iter().map(|((a, b), (pair, findings))| Edge {
        source: place(a),
        target: place(b),
        weight: weight(&pair.row),
        values: values(pair, *findings, words),
    });
    let graph = gexf::Graph {
        description: words.plain("network-gexf-legend"),
        keywords: words.plain("network-gexf-keywords"),
        day: day.to_owned(),
        node_attributes: vec![
            Attribute::new("edges", Kind::Integer),
            Attribute::new("groups", Kind::Text),
        ],
        edge_attributes: attributes(),
        nodes: nodes.iter().map(|(name, node)| node.shown(name)).collect(),
        edges: edges.collect(),
    };
    let gexf = gexf::write(&graph).map_err(|_| AppError::Bug("a graph does not hold together"))?;
    Ok(Graph { nodes: graph.nodes.len(), edges: graph.edges.len(), groups: groups.len(), gexf })
}

/// An account in the file.
#[derive(Default)]
struct Drawn {
    place: usize,
    edges: i64,
    /// Numbers of the groups that it belongs to, in this file.
    groups: Vec<usize>,
}

impl Drawn {
    fn shown(&self, name: &str) -> Node {
        let groups: Vec<String> = self.groups.iter().map(usize::to_string).collect();
        let groups = if groups.is_empty() { Value::Unknown } else { Value::Text(groups.join(" ")) };
        Node {
            id: name.to_owned(),
            label: name.to_owned(),
            values: vec![Value::Integer(self.edges), groups],
        }
    }
}

/// Groups by the names of this file, in the order of these.
fn named(groups: &[Vec<i64>], names: &OneTimeNames) -> Vec<Vec<String>> {
    let named = |group: &Vec<i64>| {
        let mut group: Vec<String> = group.iter().map(|account| names.name(*account)).collect();
        group.sort_unstable();
        group.dedup();
        group
    };
    let mut all: Vec<Vec<String>> = groups.iter().map(named).collect();
    all.sort_unstable();
    all
}

/// Findings with chances before those that only count, then by objects.
fn rank(pair: &Joined) -> (bool, Option<i64>) {
    (pair.row.p_1.is_some(), pair.row.objects)
}

#[expect(clippy::cast_precision_loss, reason = "counts of objects")]
fn weight(row: &EdgeRow) -> f64 {
    row.objects.map_or(1.0, |objects| objects.max(1) as f64)
}

fn attributes() -> Vec<Attribute> {
    [
        ("objects", Kind::Integer),
        ("window_s", Kind::Integer),
        ("layers", Kind::Text),
        ("expected_1", Kind::Real),
        ("p_1", Kind::Real),
        ("q_1", Kind::Real),
        ("season_q", Kind::Real),
        ("expected_2", Kind::Real),
        ("p_2", Kind::Real),
        ("q_2", Kind::Real),
        ("strength", Kind::Text),
        ("page", Kind::Text),
        ("findings", Kind::Integer),
        ("verdict", Kind::Text),
        ("first_hour", Kind::Text),
        ("last_hour", Kind::Text),
    ]
    .map(|(title, kind)| Attribute::new(title, kind))
    .into()
}

/// In the order of [`attributes`].
fn values(pair: &Joined, findings: i64, words: &Words) -> Vec<Value> {
    let row = &pair.row;
    let whole = |number: Option<i64>| number.map_or(Value::Unknown, Value::Integer);
    let real = |number: Option<f64>| number.map_or(Value::Unknown, Value::Real);
    let text = |text: &Option<String>| text.clone().map_or(Value::Unknown, Value::Text);
    vec![
        whole(row.objects),
        whole(row.window_s),
        text(&row.layers),
        real(row.expected_1),
        real(row.p_1),
        real(row.q_1),
        real(row.season_q),
        real(row.expected_2),
        real(row.p_2),
        real(row.q_2),
        text(&row.strength.map(|strength| words.plain(strength.message()))),
        Value::Text(row.detector.clone()),
        Value::Integer(findings),
        Value::Text(pair.verdict.clone()),
        Value::Text(hour(row.first_at)),
        Value::Text(hour(row.last_at)),
    ]
}

/// A time to the hour: finer ones would lead to single posts.
fn hour(at: Timestamp) -> String {
    Timestamp(at.0 - at.0.rem_euclid(HOUR_US)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screens::rows::VerdictWord;
    use crate::words::Language;
    use vigie_model::{FindingId, PersonKeys};

    fn joined(a: i64, b: i64, objects: i64, p_1: Option<f64>) -> Joined {
        let row = EdgeRow {
            id: FindingId([7; 16]),
            short: "F-0707070707".into(),
            detector: "acting-together".into(),
            a: "A-1".into(),
            b: "A-2".into(),
            objects: Some(objects),
            window_s: Some(60),
            layers: Some("link".into()),
            expected_1: Some(0.02),
            p_1,
            q_1: None,
            season_q: None,
            expected_2: Some(0.5),
            p_2: Some(f64::NAN),
            q_2: None,
            strength: Some(crate::network::Strength::Strong),
            first_at: Timestamp::parse("2027-04-01T10:59:59Z").unwrap(),
            last_at: Timestamp::parse("2027-04-02T00:00:01Z").unwrap(),
            verdict: VerdictWord::Open,
        };
        Joined { accounts: (a, b), verdict: "open".into(), row }
    }

    fn drawn(secret: u8, language: Language) -> Graph {
        let names = OneTimeNames(PersonKeys::from_secret(&[secret; 32]));
        let pairs =
            [joined(1, 2, 9, None), joined(2, 1, 5, Some(1e-9)), joined(2, 3, 4, Some(0.001))];
        let groups = [vec![3, 4, 5], vec![1, 3, 6]];
        draw(&pairs, &groups, &names, &Words::new(language), "2027-04-13").unwrap()
    }

    #[test]
    fn one_edge_a_pair_with_coarse_times_and_both_nulls_and_no_finding_id() {
        let graph = drawn(1, Language::English);
        assert_eq!((graph.nodes, graph.edges, graph.groups), (6, 2, 2));
        let file = &graph.gexf;
        assert!(
            file.contains("value=\"2027-04-01T10:00:00Z\"") && !file.contains("10:59"),
            "{file}"
        );
        assert!(!file.contains("F-0707") && !file.contains("A-1"), "{file}");
        assert!(file.contains("weight=\"5\"") && !file.contains("weight=\"9\""), "{file}");
        assert!(file.contains("not a list of culprits"), "{file}");
        assert!(drawn(1, Language::French).gexf.contains("n’est pas une liste de coupables"));
        // Account 3 is in both groups, accounts 4, 5 and 6 in nothing else.
        assert_eq!(file.matches("<attvalue for=\"1\" value=\"1 2\"/>").count(), 1, "{file}");
        assert_eq!(file.matches("<attvalue for=\"0\" value=\"0\"/>").count(), 3, "{file}");
        for title in ["groups", "expected_1", "p_1", "q_1", "expected_2", "p_2", "q_2", "strength"]
        {
            assert!(file.contains(&format!("title=\"{title}\"")), "{title}");
        }
    }

    #[test]
    fn two_files_share_no_name() {
        let ids = |graph: Graph| -> Vec<String> {
            let names = graph.gexf.split("<node id=\"").skip(1);
            names.filter_map(|rest| rest.split('"').next().map(str::to_owned)).collect()
        };
        let (one, other) = (ids(drawn(1, Language::English)), ids(drawn(2, Language::English)));
        assert_eq!(one.len(), 6);
        assert!(one.iter().all(|name| !other.contains(name)), "{one:?} {other:?}");
    }
}
