//! Findings that a person might look at together, each link with its reason. The machine proposes;
//! it opens nothing.
//!
//! What findings have in common is read from their subjects and from the rows of their evidence:
//! accounts, shared objects, source addresses, and the machines that are hit. Values are
//! pseudonyms throughout.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef, FixedSizeBinaryArray, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use serde::Serialize;
use vigie_cases::{FindingFacts, Link, Proposal, Shared, propose};
use vigie_engine::{Access, Relation, Session};
use vigie_model::finding::Finding;
use vigie_model::time::Timestamp;
use vigie_model::{FindingId, SignalId};

use crate::desk::Held;
use crate::screens::rows::stamp;
use crate::triage::Desktop;
use crate::words::Words;
use crate::{AppError, Project};

/// Findings whose evidence lies further apart are not linked, in microseconds: six hours.
pub const WINDOW: i64 = 6 * 3_600_000_000;
/// A machine that more findings than this have in common is what everybody knocks at: it links
/// nothing.
const COMMON: usize = 10;
/// The newest findings that are looked at.
const MOST: usize = 3_000;
/// How many links of a proposal are told one by one: a hundred findings of one group have
/// thousands, and nobody reads those.
pub const MOST_LINKS: usize = 100;
/// How many findings stand for a folded proposal.
pub const STRONGEST: usize = 3;

/// Why two findings are linked.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct LinkRow {
    /// The earlier one.
    pub a: FindingId,
    /// The later one.
    pub b: FindingId,
    /// What they share.
    pub reason: Shared,
    /// How many values of that kind.
    pub count: usize,
    /// The same in words.
    pub sentence: String,
}

/// A proposal in one line: what it is about without its findings one by one.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Fold {
    /// How many findings wait in it.
    pub findings: usize,
    /// How many accounts act in them.
    pub accounts: usize,
    /// How many things they share.
    pub objects: usize,
    /// How many addresses they come from.
    pub sources: usize,
    /// Time of the first evidence of any.
    #[serde(serialize_with = "stamp::utc")]
    pub first_at: Timestamp,
    /// Time of the last evidence of any.
    #[serde(serialize_with = "stamp::utc")]
    pub last_at: Timestamp,
    /// The strongest: most urgent first, then by evidence, then newest; at most [`STRONGEST`].
    pub strongest: Vec<FindingId>,
}

/// Findings to look at together.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ProposalRow {
    /// The same in one line.
    pub fold: Fold,
    /// Those that belong to no incident yet.
    pub findings: Vec<FindingId>,
    /// As shown.
    pub short: Vec<String>,
    /// The open incident that linked findings belong to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incident_alias: Option<String>,
    /// Why, link by link: those that share the most, at most [`MOST_LINKS`], in the order of time.
    pub links: Vec<LinkRow>,
    /// How many links there are in all.
    pub link_count: usize,
    /// The whole in words.
    pub sentence: String,
}

impl Project {
    /// What a person might look at together.
    ///
    /// # Errors
    /// When the lake or the journal cannot be read.
    pub fn proposals(&self) -> Result<Vec<ProposalRow>, AppError> {
        let desk = self.desktop()?;
        Ok(Vec::clone(&*self.proposals_at_hand(&desk, || self.make_proposals(&desk))?))
    }

    fn make_proposals(&self, desk: &Desktop) -> Result<Vec<ProposalRow>, AppError> {
        let facts = self.facts()?;
        let words = Words::new(self.config.language);
        let proposals = self.proposed(desk)?;
        let rows = proposals.iter().filter(|proposal| !proposal.findings.is_empty());
        let of: BTreeMap<FindingId, &FindingFacts> =
            facts.iter().map(|facts| (facts.id, facts)).collect();
        Ok(rows
            .map(|proposal| {
                let kinds = proposal.links.iter().map(|link| link.reason).collect();
                let links: Vec<LinkRow> = strongest_links(&proposal.links)
                    .into_iter()
                    .map(|link| LinkRow {
                        a: link.a,
                        b: link.b,
                        reason: link.reason,
                        count: link.value_count,
                        sentence: words.say(
                            link_message(link.reason),
                            &[
                                ("a", link.a.short().into()),
                                ("b", link.b.short().into()),
                                ("count", link.value_count.into()),
                            ],
                        ),
                    })
                    .collect();
                let held = proposal.incident.and_then(|id| desk.state.incidents.get(&id));
                let alias = held.map(|held| held.alias.to_string());
                ProposalRow {
                    fold: fold(&proposal.findings, &of, &desk.held),
                    short: proposal.findings.iter().map(FindingId::short).collect(),
                    sentence: sentence(&proposal.findings, &kinds, alias.as_deref(), &words),
                    findings: proposal.findings.clone(),
                    incident: proposal.incident.map(|id| id.to_string()),
                    incident_alias: alias,
                    link_count: proposal.links.len(),
                    links,
                }
            })
            .collect())
    }

    /// What belongs together, before it is put into words.
    pub(crate) fn proposed(&self, desk: &Desktop) -> Result<Arc<Vec<Proposal>>, AppError> {
        let facts = self.facts()?;
        self.proposed_at_hand(desk, || propose(&facts, &desk.state, desk.now, WINDOW))
    }

    /// What each finding has that another one may have too, read once a commit.
    pub(crate) fn facts(&self) -> Result<Arc<Vec<FindingFacts>>, AppError> {
        self.cases.facts.get(self.sight()?.read_commit, || {
            let desk = self.desktop()?;
            let mut findings: Vec<&Finding> = desk
                .held
                .newest()
                .map(|row| &row.finding)
                .filter(|finding| !self.is_withheld(finding, &desk))
                .collect();
            findings.sort_by_key(|finding| (Reverse(finding.last_at), finding.id));
            findings.truncate(MOST);
            let mut facts: Vec<FindingFacts> =
                findings.iter().map(|finding| of_subject(finding)).collect();
            self.add_evidence(&findings, &mut facts)?;
            without_common_targets(&mut facts);
            Ok(facts)
        })
    }

    fn add_evidence(
        &self,
        findings: &[&Finding],
        facts: &mut [FindingFacts],
    ) -> Result<(), AppError> {
        let mut holders: BTreeMap<SignalId, Vec<usize>> = BTreeMap::new();
        for (at, finding) in findings.iter().enumerate() {
            for signal in &finding.evidence {
                holders.entry(*signal).or_default().push(at);
            }
        }
        if holders.is_empty() {
            return Ok(());
        }
        let session = self.session(&self.sight()?, None, Access::Detectors)?;
        session.register("picked", picked(holders.keys())?)?;
        // One column of keys and one of names a view: what was shared or where it came from, and
        // what was hit.
        for (sql, take) in VIEWS {
            let found = rows_of(&session, sql)?;
            for (signal, key, name) in found {
                for &at in holders.get(&signal).map_or(&[][..], Vec::as_slice) {
                    take(&mut facts[at], key, name.as_deref());
                }
            }
        }
        Ok(())
    }
}

/// The links that share the most, in the order in which they came: that of time.
fn strongest_links(links: &[Link]) -> Vec<&Link> {
    let mut places: Vec<usize> = (0..links.len()).collect();
    places.sort_by_key(|place| (Reverse(links.get(*place).map(|link| link.value_count)), *place));
    places.truncate(MOST_LINKS);
    places.sort_unstable();
    places.into_iter().filter_map(|place| links.get(place)).collect()
}

/// What findings are about, taken together.
fn fold(findings: &[FindingId], of: &BTreeMap<FindingId, &FindingFacts>, held: &Held) -> Fold {
    let facts = || findings.iter().filter_map(|id| of.get(id));
    let distinct = |values: fn(&FindingFacts) -> &BTreeSet<String>| {
        facts().flat_map(|facts| values(facts)).collect::<BTreeSet<_>>().len()
    };
    let mut strongest: Vec<&Finding> = findings
        .iter()
        .filter_map(|id| held.revisions(*id).next_back().map(|row| &row.finding))
        .collect();
    strongest.sort_by_key(|one| {
        (Reverse(one.when), Reverse(one.evidence_count), Reverse(one.last_at), one.id)
    });
    Fold {
        findings: findings.len(),
        accounts: distinct(|facts| &facts.accounts),
        objects: distinct(|facts| &facts.objects),
        sources: distinct(|facts| &facts.sources),
        first_at: facts().map(|facts| facts.first_at).min().unwrap_or(Timestamp(0)),
        last_at: facts().map(|facts| facts.last_at).max().unwrap_or(Timestamp(0)),
        strongest: strongest.into_iter().take(STRONGEST).map(|one| one.id).collect(),
    }
}

type Take = fn(&mut FindingFacts, Option<i64>, Option<&str>);

const VIEWS: [(&str, Take); 3] = [
    (
        "SELECT acts.signal_id, acts.object AS key, NULL AS name FROM acts \
         JOIN picked ON picked.signal_id = acts.signal_id",
        |facts, key, _| facts.objects.extend(key.map(|key| key.to_string())),
    ),
    (
        "SELECT logins.signal_id, logins.source AS key, logins.host AS name FROM logins \
         JOIN picked ON picked.signal_id = logins.signal_id",
        |facts, key, name| {
            facts.sources.extend(key.map(|key| key.to_string()));
            facts.targets.extend(name.map(|name| format!("login {name}")));
        },
    ),
    (
        "SELECT requests.signal_id, requests.source AS key, requests.host AS name FROM requests \
         JOIN picked ON picked.signal_id = requests.signal_id",
        |facts, key, name| {
            facts.sources.extend(key.map(|key| key.to_string()));
            facts.targets.extend(name.map(|name| format!("web {name}")));
        },
    ),
];

/// Accounts and addresses that the finding names itself.
fn of_subject(finding: &Finding) -> FindingFacts {
    let of = |kind: &str| -> BTreeSet<String> {
        let fields = finding.subject.iter().filter(|field| field.kind == kind);
        fields.map(|field| field.value.clone()).collect()
    };
    FindingFacts {
        id: finding.id,
        first_at: finding.first_at,
        last_at: finding.last_at,
        accounts: of("account"),
        objects: of("object"),
        sources: of("address"),
        targets: BTreeSet::new(),
    }
}

fn without_common_targets(facts: &mut [FindingFacts]) {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for target in facts.iter().flat_map(|facts| &facts.targets) {
        *count.entry(target.clone()).or_default() += 1;
    }
    for facts in facts {
        facts.targets.retain(|target| count.get(target).is_none_or(|count| *count <= COMMON));
    }
}

/// Signals as a relation of one column, to join with.
pub(crate) fn picked<'s>(
    signals: impl Iterator<Item = &'s SignalId>,
) -> Result<Relation, AppError> {
    let ids = FixedSizeBinaryArray::try_from_iter(signals.map(|signal| signal.0))?;
    let field = Field::new("signal_id", DataType::FixedSizeBinary(16), false);
    let schema = Arc::new(Schema::new(vec![field]));
    let column: ArrayRef = Arc::new(ids);
    let batch = RecordBatch::try_new(Arc::clone(&schema), vec![column])?;
    Ok(Relation { schema, batches: vec![batch] })
}

/// A signal, the key beside it, the name beside it.
type Beside = (SignalId, Option<i64>, Option<String>);

fn rows_of(session: &Session, sql: &str) -> Result<Vec<Beside>, AppError> {
    let mut rows = Vec::new();
    for batch in &session.query(sql, &[])?.batches {
        let ids = batch.column(0).as_fixed_size_binary_opt();
        let keys = batch.column(1).as_primitive_opt::<Int64Type>();
        let names = batch.column(2).as_string_opt::<i32>();
        let Some(ids) = ids else {
            return Err(AppError::Bug("a view changed the type of its signals"));
        };
        for row in 0..batch.num_rows() {
            let Ok(id) = ids.value(row).try_into() else { continue };
            let key = keys.filter(|keys| keys.is_valid(row)).map(|keys| keys.value(row));
            let name = names.filter(|names| names.is_valid(row)).map(|names| names.value(row));
            rows.push((SignalId(id), key, name.filter(|name| !name.is_empty()).map(str::to_owned)));
        }
    }
    Ok(rows)
}

const fn link_message(reason: Shared) -> &'static str {
    match reason {
        Shared::SharedAccount => "proposal-link-account",
        Shared::SharedObject => "proposal-link-object",
        Shared::SharedSource => "proposal-link-source",
        Shared::SharedTarget => "proposal-link-target",
    }
}

/// How many findings, and everything that any two of them share.
fn sentence(
    findings: &[FindingId],
    kinds: &BTreeSet<Shared>,
    incident: Option<&str>,
    words: &Words,
) -> String {
    let shared: Vec<String> = kinds
        .iter()
        .map(|kind| {
            words.plain(match kind {
                Shared::SharedAccount => "proposal-shared-accounts",
                Shared::SharedObject => "proposal-shared-objects",
                Shared::SharedSource => "proposal-shared-sources",
                Shared::SharedTarget => "proposal-shared-targets",
            })
        })
        .collect();
    let args = [
        ("count", findings.len().into()),
        ("shared", shared.join(", ").into()),
        ("incident", incident.unwrap_or_default().to_owned().into()),
    ];
    words.say(if incident.is_some() { "proposal-attach" } else { "proposal-open" }, &args)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::HeldRow;
    use vigie_model::Revision;
    use vigie_model::finding::When;

    fn finding(number: u8, when: When, evidence_count: u64) -> Finding {
        Finding {
            id: FindingId([number; 16]),
            revision: Revision([number; 8]),
            detector: "a-page".to_owned(),
            versions: String::new(),
            parameters: "{}".to_owned(),
            read_commit: 1,
            horizon: None,
            anchor: String::new(),
            subject: Vec::new(),
            when,
            first_at: Timestamp(i64::from(number)),
            last_at: Timestamp(i64::from(number) + 10),
            values: Vec::new(),
            evidence: Vec::new(),
            evidence_count,
            evidence_digest: [0; 16],
            sentence_en: String::new(),
            sentence_fr: String::new(),
            provisional: false,
        }
    }

    #[test]
    fn of_thousands_of_links_the_strongest_are_told_in_the_order_of_time() {
        let id = |number| FindingId([number; 16]);
        let link =
            |value_count| Link { a: id(1), b: id(2), reason: Shared::SharedAccount, value_count };
        let links: Vec<Link> = (0..1_000).map(|number| link(number % 300)).collect();
        let told: Vec<usize> =
            strongest_links(&links).into_iter().map(|link| link.value_count).collect();
        assert_eq!(told.len(), MOST_LINKS);
        assert_eq!((told.first(), told.last()), (Some(&266), Some(&299)));
        assert!(told[..34].is_sorted() && told.iter().all(|count| *count >= 266));
    }

    #[test]
    fn a_proposal_of_many_findings_is_told_in_one_line_with_the_strongest_first() {
        let findings: Vec<Finding> = [
            finding(1, When::Note, 900),
            finding(2, When::Today, 5),
            finding(3, When::Today, 50),
            finding(4, When::Now, 2),
        ]
        .into();
        let facts: Vec<FindingFacts> = findings
            .iter()
            .map(|finding| FindingFacts {
                accounts: [format!("a{}", finding.id.0[0] % 2), "b".to_owned()].into(),
                objects: ["o".to_owned()].into(),
                ..of_subject(finding)
            })
            .collect();
        let of = facts.iter().map(|facts| (facts.id, facts)).collect();
        let ids: Vec<FindingId> = findings.iter().map(|finding| finding.id).collect();
        let row = |finding| HeldRow { finding, computed_at: Timestamp(0) };
        let folded = fold(&ids, &of, &Held::new(findings.into_iter().map(row).collect()));
        assert_eq!((folded.findings, folded.accounts, folded.objects), (4, 3, 1));
        assert_eq!((folded.first_at, folded.last_at), (Timestamp(1), Timestamp(14)));
        let strongest: Vec<u8> = folded.strongest.iter().map(|id| id.0[0]).collect();
        assert_eq!(strongest, [4, 3, 2]);
    }
}
