//! Lists of domain names: one a line, `rank,name`, hosts files, filter lists, and tables with a
//! header, defanged or not.
//!
//! In a table, a date named like a creation is the claimed time, one named like a first sighting the
//! observed time. Every other column is kept as the detail of the name.

use serde::{Deserialize, Serialize};

use crate::csv::{fields_of, sniff};
use crate::encoding;
use crate::fields::plain_name;
use crate::lines::sample;
use crate::name_lines::{self, Line, ReadLines};
use crate::names::{as_written, clean, list_date};
use crate::owned::NameRow;
use crate::text::lossy;
use crate::{Description, Matter, Parser, ReadOptions, Reading, Score, Source, SourceError, Span};

/// The source.
pub(crate) struct DomainList;

impl Source for DomainList {
    fn id(&self) -> &'static str {
        "domain-list"
    }

    fn version(&self) -> u32 {
        2
    }

    fn description(&self) -> Description {
        Description {
            en: "lists of domain names: plain, ranked, hosts files, tables, defanged or not",
            fr: "listes de noms de domaine : simples, classées, fichiers hosts, tables, neutralisées ou non",
            example: "domain name,created on\nfaux-essai[.]example,31/01/2027",
            personal: "columns beside the name and its dates",
        }
    }

    fn table(&self) -> &'static str {
        "name_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        let head = encoding::head_text(head);
        let mut list = List::default();
        let (mut good, mut all) = (0, 0);
        for line in sample(&head) {
            let text = lossy(line);
            match list.line(&text) {
                Line::Aside => continue,
                // Web addresses in full are shared links, not a list of names.
                Line::Name(_) if !text.to_lowercase().contains("http") => good += 1,
                _ => {}
            }
            all += 1;
        }
        // Many tables have a domain somewhere: most rows of one with such a header, nearly all
        // lines of a plain list.
        let (best, share) = if list.shape.is_some() { (88, 5) } else { (84, 8) };
        let is_list = all > 0 && good * 10 >= all * share;
        Score(if is_list { u8::try_from(best * good / all).unwrap_or(0) } else { 0 })
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(name_lines::parser(self, options, List::default()))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        encoding::spans(&reading.options, record, |options, text| {
            let Ok(shape) = serde_json::from_str::<Shape>(options) else { return Vec::new() };
            table_spans(&shape, text)
        })
    }
}

fn table_spans(shape: &Shape, record: &[u8]) -> Vec<Span> {
    let record = record.strip_suffix(b"\n").unwrap_or(record);
    let record = record.strip_suffix(b"\r").unwrap_or(record);
    let separator = u8::try_from(shape.separator).unwrap_or(b',');
    let fields = fields_of(record, separator);
    let open = [Some(shape.name), shape.created, shape.seen];
    let closed = fields
        .iter()
        .enumerate()
        .filter(|(at, field)| !open.contains(&Some(*at)) && field.start < field.end);
    closed.map(|(_, field)| Span { range: field.start..field.end, matter: Matter::Text }).collect()
}

/// Which column of a table is what.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Shape {
    separator: char,
    name: usize,
    created: Option<usize>,
    seen: Option<usize>,
    width: usize,
}

#[derive(Default)]
struct List {
    began: bool,
    shape: Option<Shape>,
}

const NAMES: [&str; 9] = [
    "domain",
    "domainname",
    "domains",
    "host",
    "hostname",
    "fqdn",
    "name",
    "domaine",
    "nomdedomaine",
];
const CREATED: [&str; 8] = [
    "createdon",
    "createdate",
    "created",
    "creationdate",
    "registered",
    "registrationdate",
    "datedecreation",
    "creation",
];
const SEEN: [&str; 5] = ["firstseen", "seen", "firstseenon", "datefound", "vule"];

impl ReadLines for List {
    fn line(&mut self, text: &str) -> Line {
        let text = text.trim();
        if text.starts_with(['#', ';', '!']) {
            return Line::Aside;
        }
        if !std::mem::replace(&mut self.began, true) {
            self.shape = header(text);
            if self.shape.is_some() || NAMES.contains(&plain_name(text).as_str()) {
                return Line::Aside;
            }
        }
        match &self.shape {
            Some(shape) => table_row(shape, text),
            None => plain_row(text),
        }
    }

    fn options(&self) -> String {
        // Numbers and a letter always have a JSON form.
        self.shape
            .as_ref()
            .map_or_else(String::new, |shape| serde_json::to_string(shape).unwrap_or_default())
    }
}

fn cells(text: &str, separator: u8) -> Vec<String> {
    let fields = fields_of(text.as_bytes(), separator);
    let cell = |field: &crate::csv::Field| lossy(&field.content(text.as_bytes())).trim().to_owned();
    fields.iter().map(cell).collect()
}

fn header(text: &str) -> Option<Shape> {
    let separator = sniff(text.as_bytes());
    let names: Vec<String> = cells(text, separator).iter().map(|name| plain_name(name)).collect();
    let place = |wanted: &[&str]| names.iter().position(|name| wanted.contains(&name.as_str()));
    if names.len() < 2 {
        return None;
    }
    Some(Shape {
        separator: separator.into(),
        name: place(&NAMES)?,
        created: place(&CREATED),
        seen: place(&SEEN),
        width: names.len(),
    })
}

fn table_row(shape: &Shape, text: &str) -> Line {
    let cells = cells(text, u8::try_from(shape.separator).unwrap_or(b','));
    if cells.len() != shape.width {
        return Line::Unfit("another number of fields than the header has");
    }
    let Some(name) = cells.get(shape.name).and_then(|name| clean(name)) else {
        return Line::Unfit("no domain name in its column");
    };
    let at = |place: Option<usize>| {
        let cell = cells.get(place?)?;
        (!cell.is_empty()).then_some(cell.as_str())
    };
    let open = [Some(shape.name), shape.created, shape.seen];
    let rest = cells
        .iter()
        .enumerate()
        .filter(|(at, cell)| !open.contains(&Some(*at)) && !cell.is_empty());
    let mut rest: Vec<&str> = rest.map(|(_, cell)| cell.as_str()).collect();
    let written = cells.get(shape.name).and_then(|cell| letters_of(cell, &name));
    rest.splice(0..0, written.as_deref());
    let seen = at(shape.seen).and_then(|text| list_date(Some(text)).at);
    Line::Name(NameRow {
        kind: "list",
        claimed: Some(list_date(at(shape.created))),
        observed_at: seen.filter(|at| at.is_plausible()),
        detail: (!rest.is_empty()).then(|| rest.join(" | ")),
        names: vec![name],
        ..NameRow::default()
    })
}

/// The spelling of a name that travels otherwise: people read that one.
fn letters_of(text: &str, name: &str) -> Option<String> {
    as_written(text).filter(|written| written != name)
}

/// `name`, `rank,name`, `0.0.0.0 name name`, `||name^`.
fn plain_row(text: &str) -> Line {
    let text = text.split(" #").next().unwrap_or(text).trim();
    let row = |names: Vec<String>, detail: Option<String>| {
        Line::Name(NameRow {
            kind: "list",
            claimed: Some(list_date(None)),
            names,
            detail,
            ..NameRow::default()
        })
    };
    let filter = text.strip_prefix("||").and_then(|rest| rest.split(['^', '$', '/']).next());
    let plain = filter.unwrap_or(text);
    if let Some(name) = clean(plain) {
        let written = letters_of(plain, &name);
        return row(vec![name], written);
    }
    let mut words = text.split_ascii_whitespace();
    if words.next().is_some_and(|word| word.parse::<std::net::IpAddr>().is_ok()) {
        let names: Vec<String> = words.filter_map(clean).take(64).collect();
        if !names.is_empty() {
            return row(names, None);
        }
        // `127.0.0.1 localhost` stands in every hosts file.
        return Line::Aside;
    }
    let ranked = text
        .split_once([',', ';', '\t'])
        .filter(|(rank, _)| !rank.is_empty() && rank.bytes().all(|byte| byte.is_ascii_digit()));
    match ranked.and_then(|(_, name)| Some((name, clean(name)?))) {
        Some((text, name)) => {
            let written = letters_of(text, &name);
            row(vec![name], written)
        }
        None => Line::Unfit("no domain name"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let mut list = List::default();
        let lines = text.lines().map(|line| match list.line(line) {
            Line::Name(row) => row.names.join(" ") + row.detail.as_deref().unwrap_or_default(),
            Line::Aside => "-".to_owned(),
            Line::Unfit(_) => "?".to_owned(),
        });
        lines.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn every_usual_list_is_read() {
        assert_eq!(
            shown("# x\nEssai.Example.\nfaux[.]example\nnothing"),
            "-, essai.example, faux.example, ?"
        );
        assert_eq!(shown("1,essai.example\n2,faux.example"), "essai.example, faux.example");
        assert_eq!(
            shown("127.0.0.1 localhost\n0.0.0.0 a.example b.example # x"),
            "-, a.example b.example"
        );
        assert_eq!(shown("||faux.example^$third-party\n! x"), "faux.example, -");
        assert_eq!(
            shown("domain;create date;type\nfaux[.]example;02/01/2027;copie\nx;y"),
            "-, faux.examplecopie, ?"
        );
        assert_eq!(shown("domain\nessai.example"), "-, essai.example");
        assert_eq!(
            shown("école.example\n2,xn--cole-9oa.example\nÉCOLE[.]example"),
            "xn--cole-9oa.exampleécole.example, xn--cole-9oa.example, xn--cole-9oa.exampleécole.example"
        );
    }

    #[test]
    fn a_table_of_posts_or_links_is_no_list_of_names() {
        for text in [
            "id,name,text\n1,Ada,essai.example\n",
            "https://essai.example/a\nhttps://essai.example/b\n",
            "author,domain,text\na,essai.example,x\nb,,y\nc,,z\n",
        ] {
            assert_eq!(DomainList.probe(text.as_bytes()), Score(0), "{text}");
        }
        assert!(
            DomainList
                .probe("\u{feff}domain name,created on\na[.]example,31/01/2027\n".as_bytes())
                .0
                > 80
        );
    }
}
