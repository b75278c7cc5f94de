//! What detectors found of accounts that act together, as a table or as a graph file.

use std::path::Path;

use serde::Serialize;
use vigie_app::gate::harmless;
use vigie_app::model::ExitCode;
use vigie_app::network::{EdgeRow, Graph, GroupRow, Network};

use super::super::Context;
use super::super::case::write_new;
use crate::failure::Failure;
use crate::output::{Cell, DIM, Page, Report, STRONG, TODAY, Table, Ui, record_of};

/// So much of a pseudonym tells accounts of one table apart; JSON has all of it.
const SHOWN: usize = 10;

pub(super) fn run(
    context: &Context,
    gexf: Option<&Path>,
    limit: usize,
) -> Result<ExitCode, Failure> {
    let project = context.project()?;
    if let Some(path) = gexf {
        let graph = project.acting_together()?;
        write_new(path, graph.gexf.as_bytes())?;
        let file = harmless(&path.display().to_string());
        context.ui.show(&Drawn { file, graph })?;
        return Ok(ExitCode::Done);
    }
    context.ui.show(&Found { network: project.network()?, limit })?;
    Ok(ExitCode::Done)
}

#[derive(Serialize)]
struct Drawn {
    file: String,
    #[serde(flatten)]
    graph: Graph,
}

impl Report for Drawn {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        page.line(ui.say(
            "network-drawn",
            &[
                ("nodes", self.graph.nodes.into()),
                ("edges", self.graph.edges.into()),
                ("groups", self.graph.groups.into()),
                ("file", self.file.as_str().into()),
            ],
        ));
        page
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct Found {
    network: Network,
    #[serde(skip)]
    limit: usize,
}

impl Report for Found {
    fn page(&self, ui: &Ui) -> Page {
        let Network { commit, warning, question, innocent, nulls, groups, edges, .. } =
            &self.network;
        let mut page = Page::new(ui);
        let heading = ui.say(
            "network-heading",
            &[
                ("edges", (edges.len() + self.network.left_out).into()),
                ("groups", groups.len().into()),
                ("commit", commit.to_string().into()),
            ],
        );
        page.styled(STRONG, &heading);
        page.hanging(0, "! ", TODAY, warning);
        if edges.is_empty() && groups.is_empty() {
            page.next("vigie detect");
            return page;
        }
        list_groups(groups, &mut page, ui);
        self.list_edges(&mut page, ui);
        page.heading(question);
        for reason in innocent {
            page.hanging(2, "- ", DIM, reason);
        }
        for null in nulls {
            page.hanging(2, "", DIM, null);
        }
        if let Some(edge) = edges.first() {
            page.next(&format!("vigie explain {}", edge.short));
        }
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        let groups = self.network.groups.iter().map(|row| record_of("group", row));
        groups.chain(self.network.edges.iter().map(|row| record_of("pair", row))).collect()
    }
}

fn list_groups(groups: &[GroupRow], page: &mut Page, ui: &Ui) {
    if groups.is_empty() {
        return;
    }
    page.heading(&ui.plain("network-groups"));
    for group in groups {
        let verdict = ui.plain(vigie_app::incidents::verdict_message(group.verdict));
        let span = ui.span(group.first_at, group.last_at);
        page.line(format!("  {} · {span} · {verdict}", group.short));
        page.paragraph(4, &group.sentence);
    }
}

impl Found {
    fn list_edges(&self, page: &mut Page, ui: &Ui) {
        let Network { edges, left_out, .. } = &self.network;
        if edges.is_empty() {
            return;
        }
        page.heading(&ui.plain("network-pairs"));
        let mut table = Table::new().right([2, 3]).indent(2);
        let heading = [
            "network-finding",
            "network-accounts",
            "network-objects",
            "network-window",
            "network-by-null-1",
            "network-by-null-2",
            "network-strength",
            "network-verdict",
        ];
        table.row(heading.map(|id| Cell::styled(ui.plain(id), DIM)));
        let most = if self.limit == 0 { edges.len() } else { self.limit };
        for edge in edges.iter().take(most) {
            table.row(cells(edge, ui));
        }
        page.table(&table);
        let more = left_out + edges.len().saturating_sub(most);
        if more > 0 {
            page.line(ui.say("network-more", &[("count", more.into())]));
        }
    }
}

fn cells(edge: &EdgeRow, ui: &Ui) -> [Cell; 8] {
    let short = |name: &str| name.chars().take(SHOWN).collect::<String>();
    let whole = |number: Option<i64>, unit: &str| {
        number.map_or_else(|| "–".to_owned(), |number| format!("{number}{unit}"))
    };
    let null = |expected: Option<f64>, p: Option<f64>, q: Option<f64>| {
        let numbers = [expected, p, q].map(|number| {
            number.map_or_else(|| "–".to_owned(), |number| ui.words.decimal(&small(number)))
        });
        numbers.join("  ")
    };
    [
        edge.short.clone().into(),
        format!("{} {}", short(&edge.a), short(&edge.b)).into(),
        whole(edge.objects, "").into(),
        whole(edge.window_s, " s").into(),
        null(edge.expected_1, edge.p_1, edge.q_1).into(),
        null(edge.expected_2, edge.p_2, edge.q_2).into(),
        edge.strength.map_or_else(|| "–".to_owned(), |found| ui.plain(found.message())).into(),
        ui.plain(vigie_app::incidents::verdict_message(edge.verdict)).into(),
    ]
}

/// A chance or an expectation: three digits that count, powers of ten where it is tiny.
pub(in crate::commands) fn small(number: f64) -> String {
    if number == 0.0 {
        "0".to_owned()
    } else if number.abs() < 0.001 {
        format!("{number:.0e}")
    } else if number.abs() < 10.0 {
        format!("{number:.3}").trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        format!("{number:.0}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::testing::{at, shown};
    use vigie_app::model::FindingId;
    use vigie_app::network::{Picture, Strength};
    use vigie_app::screens::rows::VerdictWord;
    use vigie_app::words::Language;

    fn network(edges: usize) -> Network {
        let id = FindingId([0x3f; 16]);
        let edge = EdgeRow {
            id,
            short: id.short(),
            detector: "acting-together".into(),
            a: "A-00000000000000aa".into(),
            b: "A-00000000000000bb".into(),
            objects: Some(7),
            window_s: Some(60),
            layers: Some("link".into()),
            expected_1: Some(0.02),
            p_1: Some(3e-13),
            q_1: Some(1e-6),
            season_q: None,
            expected_2: Some(1.25),
            p_2: Some(0.0),
            q_2: None,
            strength: Some(Strength::Strong),
            first_at: at("2027-03-31T10:00:00Z"),
            last_at: at("2027-04-01T10:00:00Z"),
            verdict: VerdictWord::Open,
        };
        Network {
            commit: 5,
            warning: "Unproven.".into(),
            question: "Could it be innocent?".into(),
            innocent: vec!["Do they belong together?".into()],
            nulls: ["Null 1.".into(), "Null 2.".into()],
            accounts: 2 * edges,
            groups: Vec::new(),
            edges: vec![edge; edges],
            left_out: 0,
            picture: Picture::default(),
        }
    }

    #[test]
    fn both_nulls_stand_side_by_side_under_the_warning() {
        let found = Found { network: network(2), limit: 1 };
        insta::assert_snapshot!(shown(&found, Language::English), @"
        2 pairs, at commit 5
        ! Unproven.

        Pairs
          finding       accounts               objects  window  null 1: expected, p, q  null 2: expected, p, q  strength  decided
          F-3f3f3f3f3f  A-00000000 A-00000000        7    60 s  0.02  3e-13  1e-6       1.25  0  –              strong    open
        1 more pair is not listed; a graph file holds it.

        Could it be innocent?
          - Do they belong together?
          Null 1.
          Null 2.

        Next: vigie explain F-3f3f3f3f3f
        ");
        let empty = Found { network: network(0), limit: 50 };
        insta::assert_snapshot!(shown(&empty, Language::French), @r###"
        Aucune paire de comptes n’agit ensemble, au commit 5
        ! Unproven.

        Ensuite : vigie detect
        "###);
    }

    #[test]
    fn small_numbers_keep_what_counts() {
        let all = [0.0, 3.26e-13, 0.000_99, 0.002_5, 1.0, 12.4].map(small);
        assert_eq!(all, ["0", "3e-13", "1e-3", "0.003", "1", "12"]);
    }
}
