//! Who names whom, what leads outside, and where credit was lost.
//!
//! An edge is *explicit* when the later publication itself says where it has the story from: it
//! reposts, replies to or links to the earlier one, or its words name a source. Everything else
//! that came later is *inferred*: the same thing, later. An explicit edge has a direction only
//! when the clocks do not contradict it.

use std::collections::BTreeMap;

use hashbrown::HashSet;
use serde::Serialize;
use vigie_kernels::url;
use vigie_model::Key;
use vigie_model::schema::PUBLICATION_RECORDS;
use vigie_model::time::Timestamp;

use super::copies::Texts;
use super::gather::{Member, host};
use super::{ClassRow, Viewer, Who, count};
use crate::screens::rows::stamp;
use crate::words::Words;
use crate::{AppError, Project};

/// Edges that are listed; all are counted.
const LISTED: usize = 200;
/// Credited texts that later ones are compared with.
const CREDITED: usize = 20;
/// Above this share of references that lead outside, nothing is said about who was first.
const POOR: f64 = 0.5;

/// How one publication names another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EdgeKind {
    /// It reposts or forwards it.
    Repost,
    /// It replies to it.
    Reply,
    /// It links to its address.
    Link,
}

/// One explicit edge.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct EdgeRow {
    /// How.
    pub kind: EdgeKind,
    /// Who was taken up.
    pub from: Who,
    /// When.
    #[serde(serialize_with = "stamp::utc_or_null")]
    pub from_at: Option<Timestamp>,
    /// Who took it up.
    pub to: Who,
    /// When.
    #[serde(serialize_with = "stamp::utc_or_null")]
    pub to_at: Option<Timestamp>,
    /// The clocks do not contradict the direction.
    pub direction: bool,
}

/// Explicit and inferred edges, apart.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Edges {
    /// Explicit ones by kind.
    pub explicit: BTreeMap<String, u64>,
    /// Publications whose words name a source without a link to it.
    pub named_source: u64,
    /// Publications that surely came after the first and name nothing.
    pub inferred: u64,
    /// Explicit edges whose clocks say the opposite.
    pub contradicted: u64,
    /// The first explicit edges.
    pub listed: Vec<EdgeRow>,
}

/// What a story refers to.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Coverage {
    /// Reposts, replies and links.
    pub references: u64,
    /// Those that lead to nothing that we hold.
    pub outside: u64,
    /// The same as a share; `None` without references.
    pub share: Option<f64>,
}

/// Repeated without the credit that an earlier publication carried.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Lost {
    /// Publications that carry credit.
    pub credited: u64,
    /// Later near-copies of them that carry none.
    pub lost: u64,
    /// When that was first seen.
    #[serde(serialize_with = "stamp::utc_or_null")]
    pub first_at: Option<Timestamp>,
    /// By whom, by class of outlet; accounts are one count.
    pub by: Vec<ClassRow>,
}

impl Coverage {
    /// So much leads outside that being first means nothing.
    pub(super) fn is_poor(&self) -> bool {
        self.share.is_some_and(|share| share > POOR)
    }
}

/// The edges between members, which come in order.
pub(super) fn edges(members: &[&Member], viewer: &Viewer) -> Edges {
    let mut by_key: BTreeMap<i64, &Member> = BTreeMap::new();
    let mut by_address: BTreeMap<&str, &Member> = BTreeMap::new();
    for member in members.iter().copied() {
        if let Some(key) = member.publication {
            by_key.entry(key.0).or_insert(member);
        }
        if let Some(address) = &member.address {
            by_address.entry(address).or_insert(member);
        }
    }
    let of = |key: Option<Key>| key.and_then(|key| by_key.get(&key.0).copied());
    let first_end = members.iter().map(|member| member.appearance().until()).min();
    let mut edges = Edges::default();
    for member in members.iter().copied() {
        let links = member.links.iter().map(|link| by_address.get(link.as_str()).copied());
        let named =
            [(EdgeKind::Repost, of(member.repost_of)), (EdgeKind::Reply, of(member.reply_to))]
                .into_iter()
                .chain(links.map(|target| (EdgeKind::Link, target)));
        for (kind, target) in named {
            let Some(target) = target.filter(|target| target.signal != member.signal) else {
                continue;
            };
            let direction = !member.appearance().is_before(&target.appearance());
            *edges.explicit.entry(word(kind).to_owned()).or_default() += 1;
            edges.contradicted += u64::from(!direction);
            if edges.listed.len() < LISTED {
                edges.listed.push(EdgeRow {
                    kind,
                    from: viewer.who(target),
                    from_at: target.at,
                    to: viewer.who(member),
                    to_at: member.at,
                    direction,
                });
            }
        }
        edges.named_source += u64::from(member.names_source && member.links.is_empty());
        let is_later = first_end.is_some_and(|end| end <= member.appearance().at);
        edges.inferred += u64::from(is_later && !member.carries_credit());
    }
    edges
}

const fn word(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Repost => "repost",
        EdgeKind::Reply => "reply",
        EdgeKind::Link => "link",
    }
}

impl Project {
    /// How much of what members refer to we hold.
    pub(super) fn coverage(&self, members: &[Member]) -> Result<Coverage, AppError> {
        let keys: Vec<i64> = members
            .iter()
            .flat_map(|member| [member.repost_of, member.reply_to])
            .flatten()
            .map(|key| key.0)
            .collect();
        let links: Vec<&str> =
            members.iter().flat_map(|member| &member.links).map(String::as_str).collect();
        let references = (keys.len() + links.len()) as u64;
        if references == 0 {
            return Ok(Coverage::default());
        }
        let wanted_keys: HashSet<i64> = keys.iter().copied().collect();
        let wanted_links: HashSet<&str> = links.iter().copied().collect();
        let hosts: HashSet<&str> = links.iter().filter_map(|link| host(link)).collect();
        let (mut held_keys, mut held_links) = (HashSet::new(), HashSet::new());
        let columns: &[&str] =
            if links.is_empty() { &["publication_key"] } else { &["publication_key", "url"] };
        self.sight()?.read_restricted(PUBLICATION_RECORDS, columns, |row| {
            let key = row.key("publication_key").map(|key| key.0);
            held_keys.extend(key.filter(|key| wanted_keys.contains(key)));
            // An address that surely stands on another host needs no parser.
            let may_be =
                |address: &&str| url::plain_host(address).is_none_or(|host| hosts.contains(host));
            if let Some(address) = row.text("url").filter(may_be) {
                let canonical = url::canonical(address);
                held_links.extend(canonical.filter(|link| wanted_links.contains(link.as_str())));
            }
        })?;
        let outside = keys.iter().filter(|key| !held_keys.contains(*key)).count()
            + links.iter().filter(|link| !held_links.contains(**link)).count();
        Ok(covered(references, outside as u64))
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts")]
fn covered(references: u64, outside: u64) -> Coverage {
    let share = (references > 0).then(|| outside as f64 / references as f64);
    Coverage { references, outside, share }
}

/// Later near-copies without credit of texts that carried it. Members come in order.
pub(super) fn lost(members: &[&Member], texts: &Texts, words: &Words) -> Lost {
    let mut lost = Lost::default();
    let mut credited: Vec<(&Member, BTreeMap<u32, f64>)> = Vec::new();
    for (place, member) in members.iter().copied().enumerate() {
        let text = texts.of_member(place);
        if member.carries_credit() {
            lost.credited += 1;
            if let Some(text) = text.filter(|_| credited.len() < CREDITED) {
                credited.push((member, texts.near(text)));
            }
            continue;
        }
        let Some(text) = text else { continue };
        let repeats = |(earlier, near): &(&Member, BTreeMap<u32, f64>)| {
            earlier.appearance().is_before(&member.appearance()) && near.contains_key(&text)
        };
        if credited.iter().any(repeats) {
            lost.lost += 1;
            lost.first_at = lost.first_at.or(member.at);
            let outlet = member.outlet.as_ref();
            let class = outlet.map(|outlet| (outlet.class, outlet.jurisdiction.as_str()));
            let name = outlet.map(|outlet| outlet.name.as_str());
            count(&mut lost.by, class, name, member.at, words);
        }
    }
    lost
}

/// Words before the name of a source, in lower case.
const CUES: &[&str] = &[
    "according to ",
    "source:",
    "source :",
    "via @",
    "h/t ",
    "first reported by ",
    "selon ",
    "d’après ",
    "d'après ",
    "a révélé ",
    "laut ",
    "quelle:",
    "nach angaben ",
    "según ",
    "fuente:",
    "secondo ",
    "fonte:",
    "по данным ",
    "как сообщает ",
    "сообщает ",
    "источник:",
];
/// Credits of agencies, as they stand in brackets.
const WIRES: &[&str] =
    &["(afp)", "(ap)", "(reuters)", "(dpa)", "(ansa)", "(efe)", "(тасс)", "(tass)"];

/// Whether a text says in words where it has something from. A cue is looked for and not a name:
/// most sources are in no list.
pub(super) fn names_a_source(text: &str) -> bool {
    let end = text.char_indices().nth(4_000).map_or(text.len(), |(end, _)| end);
    let text = text[..end].to_lowercase();
    WIRES.iter().any(|wire| text.contains(wire))
        || CUES.iter().any(|cue| {
            text.match_indices(cue).any(|(at, _)| {
                let before = text[..at].chars().next_back();
                let after = text[at + cue.len()..].chars().find(|letter| !letter.is_whitespace());
                before.is_none_or(|letter| !letter.is_alphanumeric())
                    && after.is_some_and(char::is_alphanumeric)
            })
        })
}
