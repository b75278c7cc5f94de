//! Proposals for triage: findings that have something in common within a time.
//!
//! The machine proposes that a person looks at findings together and says why, link by link; it
//! opens nothing. What somebody dismissed is not proposed again, whatever its revision.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use vigie_model::{FindingId, Timestamp};

use crate::ids::IncidentId;
use crate::state::{State, Verdict};

/// What a finding has that another one may have too. Values are ids or pseudonyms.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FindingFacts {
    /// Which one.
    pub id: FindingId,
    /// Its first evidence.
    pub first_at: Timestamp,
    /// Its last evidence.
    pub last_at: Timestamp,
    /// Accounts that act in it.
    pub accounts: BTreeSet<String>,
    /// What they share: links, hashtags, texts.
    pub objects: BTreeSet<String>,
    /// Where packets came from.
    pub sources: BTreeSet<String>,
    /// What is hit or talked about.
    pub targets: BTreeSet<String>,
}

/// Why two findings are linked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shared {
    /// The same accounts act.
    SharedAccount,
    /// The same things are shared.
    SharedObject,
    /// The same sources.
    SharedSource,
    /// The same targets.
    SharedTarget,
}

impl Shared {
    /// All of them, in the order of listing.
    pub const ALL: [Self; 4] =
        [Self::SharedAccount, Self::SharedObject, Self::SharedSource, Self::SharedTarget];

    fn values(self, facts: &FindingFacts) -> &BTreeSet<String> {
        match self {
            Self::SharedAccount => &facts.accounts,
            Self::SharedObject => &facts.objects,
            Self::SharedSource => &facts.sources,
            Self::SharedTarget => &facts.targets,
        }
    }
}

/// One reason to look at two findings together.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct Link {
    /// The earlier one.
    pub a: FindingId,
    /// The later one.
    pub b: FindingId,
    /// What they have in common.
    pub reason: Shared,
    /// How many values of that kind they share.
    pub value_count: usize,
}

/// Findings to look at together.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Proposal {
    /// Those that nobody attached yet, earliest first.
    pub findings: Vec<FindingId>,
    /// The open incident that linked findings belong to, when there is one: attach rather than open.
    pub incident: Option<IncidentId>,
    /// Why, in the order of time.
    pub links: Vec<Link>,
}

/// Groups findings that share a value and lie at most `window` microseconds apart, directly or
/// through others. A group is proposed when at least one of its findings awaits a judgement at
/// `now`. The order of `facts` makes no difference.
#[must_use]
pub fn propose(
    facts: &[FindingFacts],
    state: &State,
    now: Timestamp,
    window: i64,
) -> Vec<Proposal> {
    let members = members(facts, state, now);
    let mut groups = Groups::new(members.len());
    let mut pairs: BTreeSet<(usize, usize, Shared)> = BTreeSet::new();
    for reason in Shared::ALL {
        for (one, other) in neighbours(&members, reason, window) {
            groups.join(one, other);
            pairs.insert((one, other, reason));
        }
    }
    let mut links: BTreeMap<usize, Vec<Link>> = BTreeMap::new();
    for (one, other, reason) in pairs {
        let (a, b) = (members[one].facts, members[other].facts);
        let value_count = reason.values(a).intersection(reason.values(b)).count();
        let link = Link { a: a.id, b: b.id, reason, value_count };
        links.entry(groups.root(one)).or_default().push(link);
    }
    let mut of: BTreeMap<usize, Vec<&Member<'_>>> = BTreeMap::new();
    for (at, member) in members.iter().enumerate() {
        of.entry(groups.root(at)).or_default().push(member);
    }
    // Roots are the earliest of their group: the order of the map is the order of time.
    let mut proposals = Vec::new();
    for (root, links) in links {
        if let Some(of) = of.get(&root) {
            proposals.extend(proposal(of, links));
        }
    }
    proposals
}

struct Member<'a> {
    facts: &'a FindingFacts,
    awaits: bool,
    incident: Option<IncidentId>,
}

/// What takes part, earliest first: all but what was dismissed or belongs to a closed incident.
fn members<'a>(facts: &'a [FindingFacts], state: &State, now: Timestamp) -> Vec<Member<'a>> {
    let mut members = Vec::with_capacity(facts.len());
    let mut ordered: Vec<&FindingFacts> = facts.iter().collect();
    ordered.sort_by_key(|facts| (facts.first_at, facts.id));
    ordered.dedup_by_key(|facts| facts.id);
    for facts in ordered {
        match state.verdict(&facts.id, now) {
            Verdict::Open => members.push(Member { facts, awaits: true, incident: None }),
            Verdict::Watched { .. } => {
                members.push(Member { facts, awaits: false, incident: None });
            }
            Verdict::Dismissed { .. } => {}
            Verdict::Attached { incident } => {
                if state.incidents.get(&incident).is_some_and(|held| held.open) {
                    members.push(Member { facts, awaits: false, incident: Some(incident) });
                }
            }
        }
    }
    members
}

/// For each value the findings that hold it, each linked to the one before it in time that lasts
/// longest: enough to connect all that lie within the window.
fn neighbours(members: &[Member<'_>], reason: Shared, window: i64) -> Vec<(usize, usize)> {
    let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, member) in members.iter().enumerate() {
        for value in reason.values(member.facts) {
            holders.entry(value).or_default().push(at);
        }
    }
    let mut pairs = Vec::new();
    for held in holders.into_values() {
        let mut longest: Option<usize> = None;
        for at in held {
            let facts = members[at].facts;
            if let Some(before) = longest {
                let gap = facts.first_at.0.saturating_sub(members[before].facts.last_at.0);
                if gap <= window {
                    pairs.push((before, at));
                }
            }
            if longest.is_none_or(|before| members[before].facts.last_at <= facts.last_at) {
                longest = Some(at);
            }
        }
    }
    pairs
}

fn proposal(of: &[&Member<'_>], links: Vec<Link>) -> Option<Proposal> {
    if !of.iter().any(|member| member.awaits) {
        return None;
    }
    let free = of.iter().filter(|member| member.incident.is_none());
    Some(Proposal {
        findings: free.map(|member| member.facts.id).collect(),
        incident: of.iter().find_map(|member| member.incident),
        links,
    })
}

/// Disjoint sets with path halving (Tarjan, van Leeuwen, *Worst-case analysis of set union
/// algorithms*, 1984). The smaller index is the root, so that roots follow the order of time.
struct Groups(Vec<usize>);

impl Groups {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other)] = one.min(other);
    }
}
