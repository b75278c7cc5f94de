//! Who acts together, as a graph file: GEXF 1.3 (gexf.net/1.3), which Gephi and Gephi Lite read.
//!
//! Nodes are pseudonyms of accounts, edges are findings about two accounts. No name, no text and
//! no link of anybody is in it.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;
use vigie_model::Key;
use vigie_model::finding::Finding;

use crate::incidents::verdict_message;
use crate::words::Words;
use crate::{AppError, Project};

/// What a graph file holds.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Graph {
    /// Accounts.
    pub nodes: usize,
    /// Findings that join two of them.
    pub edges: usize,
    /// The file.
    #[serde(skip)]
    pub gexf: String,
}

/// One finding that joins two accounts.
struct Edge {
    a: String,
    b: String,
    weight: f64,
    finding: String,
    detector: String,
    verdict: String,
    first: String,
    last: String,
}

impl Project {
    /// The graph of accounts that act together, from the newest revision of each finding.
    ///
    /// # Errors
    /// When account-level analysis is not allowed here, or the lake cannot be read.
    pub fn acting_together(&self) -> Result<Graph, AppError> {
        if !self.account_level().allowed {
            return Err(self.account_level_refused());
        }
        let desk = self.desktop()?;
        let words = Words::new(self.config.language);
        let mut edges = Vec::new();
        for row in desk.held.newest() {
            let Some((a, b)) = two_accounts(&row.finding) else { continue };
            let finding = &row.finding;
            let verdict = desk.state.verdict(&finding.id, desk.now);
            edges.push(Edge {
                a,
                b,
                weight: weight(finding),
                finding: finding.id.to_string(),
                detector: finding.detector.clone(),
                verdict: words.plain(verdict_message(crate::triage::word_of(&verdict))),
                first: finding.first_at.to_string(),
                last: finding.last_at.to_string(),
            });
        }
        edges.sort_by(|x, y| (&x.a, &x.b, &x.finding).cmp(&(&y.a, &y.b, &y.finding)));
        let mut nodes: BTreeMap<&str, usize> = BTreeMap::new();
        for edge in &edges {
            for node in [&edge.a, &edge.b] {
                *nodes.entry(node).or_default() += 1;
            }
        }
        let day = self.today_date();
        let gexf = write(&nodes, &edges, &day);
        Ok(Graph { nodes: nodes.len(), edges: edges.len(), gexf })
    }
}

/// The pseudonyms of a finding that is about exactly two accounts.
fn two_accounts(finding: &Finding) -> Option<(String, String)> {
    let mut accounts = finding.subject.iter().filter(|field| field.kind == "account");
    let (a, b) = (accounts.next()?, accounts.next()?);
    if accounts.next().is_some() {
        return None;
    }
    let shown = |text: &str| text.parse().ok().map(|key| Key(key).shown('A'));
    Some((shown(&a.value)?, shown(&b.value)?))
}

/// The first declared number: pages put what counts first.
fn weight(finding: &Finding) -> f64 {
    let numbers = finding.values.iter().filter_map(|value| value.value.as_f64());
    numbers.into_iter().find(|number| number.is_finite() && *number > 0.0).unwrap_or(1.0)
}

fn write(nodes: &BTreeMap<&str, usize>, edges: &[Edge], day: &str) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n\
         <meta lastmodifieddate=\"{day}\"><creator>Vigie</creator>\
         <description>accounts that act together; pseudonyms</description></meta>\n\
         <graph defaultedgetype=\"undirected\" mode=\"static\">\n\
         <attributes class=\"node\"><attribute id=\"0\" title=\"findings\" type=\"integer\"/></attributes>\n\
         <attributes class=\"edge\">"
    );
    for (id, title) in ["finding", "detector", "verdict", "first_at", "last_at"].iter().enumerate()
    {
        let _ = write!(out, "<attribute id=\"{id}\" title=\"{title}\" type=\"string\"/>");
    }
    out.push_str("</attributes>\n<nodes>\n");
    // Writing to a String cannot fail.
    for (node, findings) in nodes {
        let _ = writeln!(
            out,
            "<node id=\"{node}\" label=\"{node}\"><attvalues>\
             <attvalue for=\"0\" value=\"{findings}\"/></attvalues></node>",
            node = escaped(node)
        );
    }
    out.push_str("</nodes>\n<edges>\n");
    for (at, edge) in edges.iter().enumerate() {
        let _ = write!(
            out,
            "<edge id=\"{at}\" source=\"{}\" target=\"{}\" weight=\"{}\"><attvalues>",
            escaped(&edge.a),
            escaped(&edge.b),
            edge.weight
        );
        let values = [&edge.finding, &edge.detector, &edge.verdict, &edge.first, &edge.last];
        for (id, value) in values.into_iter().enumerate() {
            let _ = write!(out, "<attvalue for=\"{id}\" value=\"{}\"/>", escaped(value));
        }
        out.push_str("</attvalues></edge>\n");
    }
    out.push_str("</edges>\n</graph>\n</gexf>\n");
    out
}

/// Text inside an attribute of XML 1.0: what XML cannot hold becomes a question mark.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => out.push('?'),
            _ if letter.is_control() => out.push('?'),
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_graph_is_whole_and_no_text_breaks_out_of_it() {
        let edge = Edge {
            a: "A-1".into(),
            b: "A-2\"/><x>".into(),
            weight: 5.0,
            finding: "F-1".into(),
            detector: "d&\u{1}".into(),
            verdict: "open".into(),
            first: "2027-04-01T10:00:00Z".into(),
            last: "2027-04-01T11:00:00Z".into(),
        };
        let nodes = [("A-1", 1), ("A-2\"/><x>", 1)].into();
        insta::assert_snapshot!(write(&nodes, &[edge], "2027-04-13"), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <gexf xmlns="http://gexf.net/1.3" version="1.3">
        <meta lastmodifieddate="2027-04-13"><creator>Vigie</creator><description>accounts that act together; pseudonyms</description></meta>
        <graph defaultedgetype="undirected" mode="static">
        <attributes class="node"><attribute id="0" title="findings" type="integer"/></attributes>
        <attributes class="edge"><attribute id="0" title="finding" type="string"/><attribute id="1" title="detector" type="string"/><attribute id="2" title="verdict" type="string"/><attribute id="3" title="first_at" type="string"/><attribute id="4" title="last_at" type="string"/></attributes>
        <nodes>
        <node id="A-1" label="A-1"><attvalues><attvalue for="0" value="1"/></attvalues></node>
        <node id="A-2&quot;/&gt;&lt;x&gt;" label="A-2&quot;/&gt;&lt;x&gt;"><attvalues><attvalue for="0" value="1"/></attvalues></node>
        </nodes>
        <edges>
        <edge id="0" source="A-1" target="A-2&quot;/&gt;&lt;x&gt;" weight="5"><attvalues><attvalue for="0" value="F-1"/><attvalue for="1" value="d&amp;?"/><attvalue for="2" value="open"/><attvalue for="3" value="2027-04-01T10:00:00Z"/><attvalue for="4" value="2027-04-01T11:00:00Z"/></attvalues></edge>
        </edges>
        </graph>
        </gexf>
        "#);
    }
}
