//! GEXF 1.3 (gexf.net/1.3), which Gephi and Gephi Lite read: one undirected graph.
//!
//! The order of elements is that of the format's schema: `meta` before `graph`; in it the
//! attributes of nodes and of edges before `nodes` before `edges`. A value that is not known is
//! left out, which readers show as empty.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::ExchangeError;

/// A graph to write.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Graph {
    /// What the graph is, and what it is not: readers show it beside the file's name.
    pub description: String,
    /// Words to find it by.
    pub keywords: String,
    /// The day on which it was written: `2027-04-13`.
    pub day: String,
    /// What is known of nodes.
    pub node_attributes: Vec<Attribute>,
    /// What is known of edges.
    pub edge_attributes: Vec<Attribute>,
    /// The nodes.
    pub nodes: Vec<Node>,
    /// The edges.
    pub edges: Vec<Edge>,
}

/// One thing that may be known of each node or edge.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attribute {
    /// What it is called.
    pub title: String,
    /// What its values are.
    pub kind: Kind,
}

/// What values are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Whole numbers.
    Integer,
    /// Numbers.
    Real,
    /// Text.
    Text,
}

/// One value.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// A whole number.
    Integer(i64),
    /// A number; one that is no number is left out.
    Real(f64),
    /// A text.
    Text(String),
    /// Not known.
    Unknown,
}

/// One node.
#[derive(Clone, PartialEq, Debug)]
pub struct Node {
    /// Its id in this file.
    pub id: String,
    /// What is shown.
    pub label: String,
    /// One value for each attribute of nodes.
    pub values: Vec<Value>,
}

/// One edge.
#[derive(Clone, PartialEq, Debug)]
pub struct Edge {
    /// One end, by its place among the nodes.
    pub source: usize,
    /// The other end.
    pub target: usize,
    /// Its weight; what is no positive number counts as 1.
    pub weight: f64,
    /// One value for each attribute of edges.
    pub values: Vec<Value>,
}

impl Attribute {
    /// An attribute of that name and kind.
    #[must_use]
    pub fn new(title: &str, kind: Kind) -> Self {
        Self { title: title.to_owned(), kind }
    }
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Integer => "long",
            Self::Real => "double",
            Self::Text => "string",
        }
    }
}

/// The file.
///
/// # Errors
/// When an edge leads nowhere, or values and attributes do not go together.
pub fn write(graph: &Graph) -> Result<String, ExchangeError> {
    check(graph)?;
    let mut out = Writer::new_with_indent(Vec::new(), b' ', 1);
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    open(&mut out, "gexf", &[("xmlns", "http://gexf.net/1.3"), ("version", "1.3")])?;
    meta(&mut out, graph)?;
    open(&mut out, "graph", &[("defaultedgetype", "undirected"), ("mode", "static")])?;
    attributes(&mut out, "node", &graph.node_attributes)?;
    attributes(&mut out, "edge", &graph.edge_attributes)?;
    open(&mut out, "nodes", &[("count", &graph.nodes.len().to_string())])?;
    for node in &graph.nodes {
        open(&mut out, "node", &[("id", &node.id), ("label", &node.label)])?;
        values(&mut out, &node.values)?;
        close(&mut out, "node")?;
    }
    close(&mut out, "nodes")?;
    open(&mut out, "edges", &[("count", &graph.edges.len().to_string())])?;
    for (number, edge) in graph.edges.iter().enumerate() {
        write_edge(&mut out, graph, number, edge)?;
    }
    close(&mut out, "edges")?;
    close(&mut out, "graph")?;
    close(&mut out, "gexf")?;
    let mut file = String::from_utf8_lossy(&out.into_inner()).into_owned();
    file.push('\n');
    Ok(file)
}

type Out = Writer<Vec<u8>>;

fn check(graph: &Graph) -> Result<(), ExchangeError> {
    let whole = |what, at, found: usize, declared: usize| {
        if found == declared {
            return Ok(());
        }
        Err(ExchangeError::Values { what, at, found, declared })
    };
    for (at, node) in graph.nodes.iter().enumerate() {
        whole("node", at, node.values.len(), graph.node_attributes.len())?;
    }
    for (at, edge) in graph.edges.iter().enumerate() {
        whole("edge", at, edge.values.len(), graph.edge_attributes.len())?;
        if edge.source.max(edge.target) >= graph.nodes.len() {
            return Err(ExchangeError::LooseEdge { edge: at });
        }
    }
    Ok(())
}

fn meta(out: &mut Out, graph: &Graph) -> Result<(), ExchangeError> {
    open(out, "meta", &[("lastmodifieddate", &graph.day)])?;
    for (name, text) in
        [("creator", "Vigie"), ("keywords", &graph.keywords), ("description", &graph.description)]
    {
        out.write_event(Event::Start(BytesStart::new(name)))?;
        out.write_event(Event::Text(BytesText::new(&allowed(text))))?;
        out.write_event(Event::End(BytesEnd::new(name)))?;
    }
    close(out, "meta")
}

fn attributes(out: &mut Out, class: &str, list: &[Attribute]) -> Result<(), ExchangeError> {
    if list.is_empty() {
        return Ok(());
    }
    open(out, "attributes", &[("class", class)])?;
    for (id, attribute) in list.iter().enumerate() {
        let id = id.to_string();
        let fields =
            [("id", id.as_str()), ("title", &attribute.title), ("type", attribute.kind.word())];
        empty(out, "attribute", &fields)?;
    }
    close(out, "attributes")
}

fn write_edge(
    out: &mut Out,
    graph: &Graph,
    number: usize,
    edge: &Edge,
) -> Result<(), ExchangeError> {
    let id = |place: usize| graph.nodes.get(place).map_or("", |node| node.id.as_str());
    let weight = if edge.weight.is_finite() && edge.weight > 0.0 { edge.weight } else { 1.0 };
    let fields = [
        ("id", number.to_string()),
        ("source", id(edge.source).to_owned()),
        ("target", id(edge.target).to_owned()),
        ("weight", weight.to_string()),
    ];
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    open(out, "edge", &fields)?;
    values(out, &edge.values)?;
    close(out, "edge")
}

fn values(out: &mut Out, values: &[Value]) -> Result<(), ExchangeError> {
    let known = |value: &Value| match value {
        Value::Integer(number) => Some(number.to_string()),
        Value::Real(number) => number.is_finite().then(|| number.to_string()),
        Value::Text(text) => Some(text.clone()),
        Value::Unknown => None,
    };
    if values.iter().all(|value| known(value).is_none()) {
        return Ok(());
    }
    open(out, "attvalues", &[])?;
    for (id, value) in values.iter().enumerate() {
        if let Some(value) = known(value) {
            empty(out, "attvalue", &[("for", &id.to_string()), ("value", &value)])?;
        }
    }
    close(out, "attvalues")
}

fn element<'a>(name: &'a str, fields: &[(&str, &str)]) -> BytesStart<'a> {
    let mut element = BytesStart::new(name);
    for (field, value) in fields {
        // The writer escapes what would end the attribute.
        element.push_attribute((*field, allowed(value).as_ref()));
    }
    element
}

fn open(out: &mut Out, name: &str, fields: &[(&str, &str)]) -> Result<(), ExchangeError> {
    Ok(out.write_event(Event::Start(element(name, fields)))?)
}

fn empty(out: &mut Out, name: &str, fields: &[(&str, &str)]) -> Result<(), ExchangeError> {
    Ok(out.write_event(Event::Empty(element(name, fields)))?)
}

fn close(out: &mut Out, name: &str) -> Result<(), ExchangeError> {
    Ok(out.write_event(Event::End(BytesEnd::new(name)))?)
}

/// What XML 1.0 cannot hold becomes a question mark.
fn allowed(text: &str) -> Cow<'_, str> {
    let is_bad = |letter: char| letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}');
    if text.contains(is_bad) { text.replace(is_bad, "?").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quick_xml::Reader;

    fn graph() -> Graph {
        let node = |id: &str, label: &str| Node {
            id: id.to_owned(),
            label: label.to_owned(),
            values: vec![Value::Integer(2)],
        };
        Graph {
            description: "who acts together; not a list of culprits".to_owned(),
            keywords: "vigie".to_owned(),
            day: "2027-04-13".to_owned(),
            node_attributes: vec![Attribute::new("edges", Kind::Integer)],
            edge_attributes: vec![
                Attribute::new("p_1", Kind::Real),
                Attribute::new("strength", Kind::Text),
            ],
            nodes: vec![node("n0", "a"), node("n1", "\"/><x a='&\u{1}\u{ffff}'>")],
            edges: vec![Edge {
                source: 0,
                target: 1,
                weight: f64::NAN,
                values: vec![Value::Real(1e-12), Value::Unknown],
            }],
        }
    }

    #[test]
    fn a_graph_is_whole_and_no_text_breaks_out_of_it() {
        insta::assert_snapshot!(write(&graph()).unwrap(), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <gexf xmlns="http://gexf.net/1.3" version="1.3">
         <meta lastmodifieddate="2027-04-13">
          <creator>Vigie</creator>
          <keywords>vigie</keywords>
          <description>who acts together; not a list of culprits</description>
         </meta>
         <graph defaultedgetype="undirected" mode="static">
          <attributes class="node">
           <attribute id="0" title="edges" type="long"/>
          </attributes>
          <attributes class="edge">
           <attribute id="0" title="p_1" type="double"/>
           <attribute id="1" title="strength" type="string"/>
          </attributes>
          <nodes count="2">
           <node id="n0" label="a">
            <attvalues>
             <attvalue for="0" value="2"/>
            </attvalues>
           </node>
           <node id="n1" label="&quot;/&gt;&lt;x a=&apos;&amp;??&apos;&gt;">
            <attvalues>
             <attvalue for="0" value="2"/>
            </attvalues>
           </node>
          </nodes>
          <edges count="1">
           <edge id="0" source="n0" target="n1" weight="1">
            <attvalues>
             <attvalue for="0" value="0.000000000001"/>
            </attvalues>
           </edge>
          </edges>
         </graph>
        </gexf>
        "#);
    }

    /// What may stand in an element, in what order and how often at most (0: any number), after
    /// the schema of GEXF 1.3; and the attributes that it must have.
    const SCHEMA: &[(&str, &[(&str, usize)], &[&str])] = &[
        ("", &[("gexf", 1)], &[]),
        ("gexf", &[("meta", 1), ("graph", 1)], &["version"]),
        ("meta", &[("creator", 1), ("keywords", 1), ("description", 1)], &["lastmodifieddate"]),
        ("graph", &[("attributes", 0), ("nodes", 1), ("edges", 1)], &["defaultedgetype", "mode"]),
        ("attributes", &[("attribute", 0)], &["class"]),
        ("attribute", &[], &["id", "title", "type"]),
        ("nodes", &[("node", 0)], &[]),
        ("node", &[("attvalues", 1)], &["id", "label"]),
        ("edges", &[("edge", 0)], &[]),
        ("edge", &[("attvalues", 1)], &["id", "source", "target", "weight"]),
        ("attvalues", &[("attvalue", 0)], &[]),
        ("attvalue", &[], &["for", "value"]),
    ];

    /// Reads a file back and checks each element; gives how many elements there are.
    fn check_schema(file: &str) -> usize {
        let mut reader = Reader::from_str(file);
        let mut stack: Vec<(String, Vec<String>)> = vec![(String::new(), Vec::new())];
        let mut count = 0;
        loop {
            let event = reader.read_event().unwrap();
            let (is_empty, start) = match &event {
                Event::Start(start) => (false, start),
                Event::Empty(start) => (true, start),
                Event::End(_) => {
                    stack.pop();
                    continue;
                }
                Event::Eof => break,
                _ => continue,
            };
            count += 1;
            let name: String = start.name().as_ref().to_owned();
            let (parent, before) = stack.last_mut().unwrap();
            let (_, children, _) = SCHEMA.iter().find(|row| row.0 == parent).unwrap();
            let place = |name: &str| children.iter().position(|child| child.0 == name).unwrap();
            assert!(before.iter().all(|other| place(other) <= place(&name)), "{name} too late");
            before.push(name.clone());
            let most = children[place(&name)].1;
            let found = before.iter().filter(|other| **other == name).count();
            assert!(most == 0 || found <= most, "{found} times {name}");
            if let Some((_, _, needed)) = SCHEMA.iter().find(|row| row.0 == name) {
                for field in *needed {
                    assert!(start.try_get_attribute(field).unwrap().is_some(), "{name} {field}");
                }
            }
            if !is_empty {
                stack.push((name, Vec::new()));
            }
        }
        assert_eq!(stack.len(), 1, "every element is closed");
        count
    }

    #[test]
    fn elements_stand_in_the_order_of_the_schema() {
        assert_eq!(check_schema(&write(&graph()).unwrap()), 22);
        assert_eq!(check_schema(&write(&Graph::default()).unwrap()), 8);
    }

    #[test]
    fn a_graph_that_does_not_hold_together_is_refused() {
        let mut loose = graph();
        loose.edges[0].target = 2;
        assert!(matches!(write(&loose), Err(ExchangeError::LooseEdge { edge: 0 })));
        let mut short = graph();
        short.nodes[1].values.clear();
        assert!(matches!(write(&short), Err(ExchangeError::Values { what: "node", at: 1, .. })));
    }
}
