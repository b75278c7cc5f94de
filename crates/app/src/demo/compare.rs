//! What was found, held against what was planted; and how near each decoy came.

use std::collections::BTreeMap;

use vigie_detect::RunContext;
use vigie_detect::page::Bounds;
use vigie_engine::{Access, Param};
use vigie_model::key::KeyKind;
use vigie_model::{Finding, FindingId, Key, PersonKeys};
use vigie_scenario::{Raised, Score, Subject, Truth};

use super::team::AFFILIATIONS;
use super::{DecoyView, Measured, PlantedView, Shortfall};
use crate::ingest::{account_key, address_key};
use crate::{AppError, Project};

/// Findings held against the truth.
pub(super) struct Comparison<'a> {
    project: &'a Project,
    pub(super) findings: Vec<Finding>,
    pub(super) score: Score,
}

impl<'a> Comparison<'a> {
    pub(super) fn new(project: &'a Project, truth: &Truth) -> Result<Self, AppError> {
        let mut newest: BTreeMap<FindingId, Finding> = BTreeMap::new();
        for finding in project.held_findings()? {
            newest.insert(finding.id, finding);
        }
        let findings: Vec<Finding> = newest.into_values().collect();
        let score = score(truth, &findings, &project.keys);
        Ok(Self { project, findings, score })
    }

    pub(super) fn shown(&self, at: usize) -> String {
        self.findings[at].id.short()
    }

    pub(super) fn planted(&self, truth: &Truth) -> Vec<PlantedView> {
        truth
            .planted
            .iter()
            .zip(&self.score.planted)
            .map(|(planted, found)| PlantedView {
                id: planted.id,
                why: planted.why,
                detector: planted.detector,
                findings: found.findings.iter().map(|&at| self.shown(at)).collect(),
                named: found.named,
                subjects: found.subjects,
            })
            .collect()
    }

    pub(super) fn decoys(&self, truth: &Truth) -> Result<Vec<DecoyView>, AppError> {
        let mut lowered: BTreeMap<&str, Lowered> = BTreeMap::new();
        let mut views = Vec::new();
        for (at, decoy) in truth.decoys.iter().enumerate() {
            let raised = &self.score.decoys[at].findings;
            let listed = listed(decoy.id, decoy.members.len());
            let measured = match decoy.resembles {
                _ if !raised.is_empty() => None,
                _ if listed.is_some() => listed,
                None => Some(Measured::NotRead { lines: self.lines_of(&decoy.members)? }),
                Some(detector) => {
                    if !lowered.contains_key(detector) {
                        lowered.insert(detector, Lowered::run(self.project, detector, truth)?);
                    }
                    lowered.get(detector).map(|run| run.measure(at))
                }
            };
            views.push(DecoyView {
                id: decoy.id,
                what: decoy.what,
                findings: raised.iter().map(|&at| self.shown(at)).collect(),
                must: decoy.must.filter(|_| !raised.is_empty()),
                measured,
            });
        }
        Ok(views)
    }

    /// How many requests and logins came from these addresses.
    fn lines_of(&self, members: &[Subject]) -> Result<u64, AppError> {
        let session = self.project.open_session()?;
        let mut lines = 0;
        for member in members {
            let key = ("source".to_owned(), Param::Integer(key_of(&self.project.keys, member).0));
            for view in ["requests", "logins"] {
                let query = format!("SELECT signal_id FROM {view} WHERE source = $source");
                lines += session.query(&query, std::slice::from_ref(&key))?.rows() as u64;
            }
        }
        Ok(lines)
    }
}

/// The list that explains a decoy, where the project was given one.
fn listed(decoy: &str, accounts: usize) -> Option<Measured> {
    let (_, list, source) = AFFILIATIONS.iter().find(|(id, ..)| *id == decoy)?;
    Some(Measured::Listed { list: (*list).to_owned(), source: (*source).to_owned(), accounts })
}

/// A run with every threshold as low as its page allows: what it shows about a decoy is the
/// measure of how far the decoy stays below the line.
struct Lowered {
    detector: String,
    /// Threshold parameters: the value they are compared with, what the page asks for, the lowest.
    thresholds: Vec<(String, f64, i64)>,
    findings: Vec<Finding>,
    score: Score,
}

/// A parameter of this form is the least that a value of the rest of its name must reach.
const THRESHOLD: &str = "min_";

impl Lowered {
    fn run(project: &Project, detector: &str, truth: &Truth) -> Result<Self, AppError> {
        let catalogue = project.catalogue()?;
        let page = catalogue.get(detector).ok_or(AppError::Bug("the truth names no detector"))?;
        let thresholds: Vec<(String, f64, i64)> = page
            .params
            .iter()
            .filter_map(|param| match (&param.bounds, param.name.strip_prefix(THRESHOLD)) {
                (Bounds::Integer { default, min, .. }, Some(value)) => {
                    Some((value.to_owned(), as_real(*default), *min))
                }
                _ => None,
            })
            .collect();
        let set: Vec<(String, String)> = thresholds
            .iter()
            .map(|(value, _, min)| (format!("{THRESHOLD}{value}"), min.to_string()))
            .collect();
        let set: Vec<(&str, &str)> =
            set.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let snapshot = project.snapshot(None)?;
        let session = project.session(&snapshot, None, Access::Detectors)?;
        let context = RunContext { read_commit: snapshot.read_commit, ..RunContext::default() };
        let findings = vigie_detect::run(&session, page, &page.bind(&set)?, &context)?.findings;
        let score = score(truth, &findings, &project.keys);
        Ok(Self { detector: detector.to_owned(), thresholds, findings, score })
    }

    fn measure(&self, decoy: usize) -> Measured {
        let about: Vec<&Finding> =
            self.score.decoys[decoy].findings.iter().map(|&at| &self.findings[at]).collect();
        if about.is_empty() {
            let lowered =
                self.thresholds.iter().map(|(value, _, min)| format!("{THRESHOLD}{value}={min}"));
            return Measured::Nothing {
                detector: self.detector.clone(),
                lowered: lowered.collect(),
            };
        }
        let most = |name: &str| {
            let values = about.iter().flat_map(|finding| &finding.values);
            let values = values.filter(|value| value.name == name);
            values.filter_map(|value| value.value.as_f64()).reduce(f64::max)
        };
        let values = self.thresholds.iter().filter_map(|(name, wanted, _)| {
            let measured = most(name)?;
            Some(Shortfall { name: name.clone(), measured, wanted: *wanted })
        });
        Measured::Below { detector: self.detector.clone(), values: values.collect() }
    }
}

/// Thresholds are small whole numbers: nothing is lost.
#[expect(clippy::cast_precision_loss, reason = "thresholds are far below 2^53")]
fn as_real(number: i64) -> f64 {
    number as f64
}

fn score(truth: &Truth, findings: &[Finding], keys: &PersonKeys) -> Score {
    let raised: Vec<Raised> = findings
        .iter()
        .map(|finding| {
            let mut raised = Raised::of(finding);
            raised.keys.extend(group_members(finding));
            raised
        })
        .collect();
    truth.score(&raised, &|subject| key_of(keys, subject))
}

/// A group is named by two of its members; all of them stand among its values, as pseudonyms.
fn group_members(finding: &Finding) -> impl Iterator<Item = Key> + '_ {
    let accounts = finding.values.iter().filter(|value| value.name == "accounts");
    let shown = accounts.filter_map(|value| value.value.as_str()).flat_map(str::split_whitespace);
    shown.filter_map(|key| {
        let digits = key.strip_prefix("A-")?;
        u64::from_str_radix(digits, 16).ok().map(|bits| Key(bits.cast_signed()))
    })
}

fn key_of(keys: &PersonKeys, subject: &Subject) -> Key {
    match subject {
        Subject::Account { platform, id } => account_key(keys, Some(platform), id),
        Subject::Address(address) => address_key(keys, address),
        Subject::Login(name) => keys.key(KeyKind::Login, name.as_bytes()),
    }
}
