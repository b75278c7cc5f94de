//! Showing a finding: its evidence with the source lines, its values, what it does not prove, and
//! the command that repeats it.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::{Serialize, Serializer};
use vigie_detect::Page;
use vigie_lake::{Found, Name, Place, Snapshot};
use vigie_model::config::Audience;
use vigie_model::finding::{Finding, SubjectField, Value, When};
use vigie_model::time::Timestamp;
use vigie_model::{FindingId, Key, Revision, SegmentId, SignalId};
use vigie_sources::Reading;

use crate::gate::{self, Context};
use crate::screens::rows::stamp;
use crate::words::Language;
use crate::{AppError, Project};

/// What to explain, to whom.
#[derive(Clone, Debug, Default)]
pub struct ExplainRequest {
    /// The beginning of the finding's id.
    pub id: String,
    /// Show restricted spans, for this reason, on record.
    pub reveal: Option<String>,
    /// How many lines of evidence to show at most.
    pub lines: usize,
}

/// One signal of the evidence.
#[derive(Clone, Debug, Serialize)]
pub struct EvidenceLine {
    /// The signal.
    pub signal: SignalId,
    /// When it claims to have happened.
    #[serde(serialize_with = "stamp::utc_or_null")]
    pub at: Option<Timestamp>,
    /// The machine or export that it came from.
    pub host: String,
    /// The source that read it.
    pub source: String,
    /// The source line through the gate; `None` when the bytes are not held.
    pub line: Option<String>,
}

/// One declared value, with what it means.
#[derive(Clone, Debug, Serialize)]
pub struct ShownValue {
    /// Its name on the page.
    pub name: String,
    /// The number or word.
    pub value: serde_json::Value,
    /// Its unit.
    pub unit: String,
    /// What it means.
    pub doc: String,
}

/// A finding in full.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    /// The full id.
    pub id: FindingId,
    /// The id as shown.
    pub short: String,
    /// The revision that is shown.
    pub revision: Revision,
    /// The page.
    pub detector: String,
    /// The page's title in the language.
    pub title: String,
    /// How far the page has come: preview, stable.
    pub maturity: String,
    /// How soon to look.
    pub when: When,
    /// What was seen.
    pub sentence: String,
    /// What it is about, as the audience may see it.
    #[serde(serialize_with = "named")]
    pub subject: Vec<(String, String)>,
    /// The UTC cell of the first evidence.
    pub anchor: String,
    /// Time of the first evidence.
    #[serde(serialize_with = "stamp::utc")]
    pub first_at: Timestamp,
    /// Time of the last evidence.
    #[serde(serialize_with = "stamp::utc")]
    pub last_at: Timestamp,
    /// Its window is still open.
    pub provisional: bool,
    /// Declared values with units.
    pub values: Vec<ShownValue>,
    /// Parameters in force, with units.
    pub parameters: Vec<ShownValue>,
    /// The evidence that is shown.
    pub evidence: Vec<EvidenceLine>,
    /// How many signals there are in all.
    pub evidence_count: u64,
    /// Digest of all of them.
    pub evidence_digest: String,
    /// What the page says that it does not prove.
    pub does_not_prove: String,
    /// The command that repeats it.
    pub repeat: String,
    /// Restricted spans are shown, and that is on record.
    pub revealed: bool,
}

/// Writes fields of a subject as objects with `name` and `value`.
fn named<S: Serializer>(fields: &[(String, String)], to: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Named<'a> {
        name: &'a str,
        value: &'a str,
    }
    to.collect_seq(fields.iter().map(|(name, value)| Named { name, value }))
}

impl Project {
    /// Shows a finding.
    ///
    /// # Errors
    /// When no finding, or more than one, begins with the id; when a reveal has no reason or
    /// cannot be recorded.
    pub fn explain(&self, request: &ExplainRequest) -> Result<Explanation, AppError> {
        let finding = self.finding(&request.id)?;
        let catalogue = self.catalogue()?;
        let page = catalogue.get(&finding.detector);
        if page.is_some_and(|page| self.is_refused(page)) {
            return Err(self.account_level_refused());
        }
        let audience = match &request.reveal {
            None => Audience::Screen,
            Some(reason) => {
                self.record_reveal(vigie_cases::Target::Finding(finding.id), reason)?;
                Audience::Revealed
            }
        };
        let french = page.and_then(|page| page.french.as_ref());
        let french = french.filter(|_| self.config.language == Language::French);
        let (title, limits) = match (french, page) {
            (Some(french), _) => (french.title.clone(), french.limits.clone()),
            (None, Some(page)) => (page.title.clone(), page.limits.clone()),
            (None, None) => (finding.detector.clone(), String::new()),
        };
        let sight = self.sight()?;
        let found = Self::found(&sight, &finding)?;
        // The finding is held, so that what it names is among what all of them name.
        let names = self.names()?;
        let subject = if audience == Audience::Revealed {
            // What the lists never ask for: names of logins, and of accounts in private.
            let mut names = HashMap::clone(&*names);
            names.extend(found.names);
            self.subject_known(&finding, &names, audience)
        } else {
            self.subject_known(&finding, &names, audience)
        };
        Ok(Explanation {
            id: finding.id,
            short: finding.id.short(),
            revision: finding.revision,
            detector: finding.detector.clone(),
            title,
            maturity: page
                .map_or_else(String::new, |page| crate::detectors::maturity(page).to_owned()),
            when: finding.when,
            sentence: self.sentence(&finding, &subject),
            anchor: finding.anchor.clone(),
            first_at: finding.first_at,
            last_at: finding.last_at,
            provisional: finding.provisional,
            values: shown_values(&finding.values, page),
            parameters: shown_parameters(&finding, page),
            evidence: self.evidence(&finding, &found.places, audience, request.lines)?,
            evidence_count: finding.evidence_count,
            evidence_digest: vigie_model::hash::to_hex(&finding.evidence_digest),
            does_not_prove: limits,
            repeat: repeat(&finding, page),
            subject: subject.into_iter().collect(),
            revealed: audience == Audience::Revealed,
        })
    }

    /// The newest revision of the finding whose id begins so.
    pub(crate) fn finding(&self, prefix: &str) -> Result<Finding, AppError> {
        let prefix = prefix.trim();
        let wanted =
            if prefix.starts_with("F-") { prefix.to_owned() } else { format!("F-{prefix}") };
        let held = self.held()?;
        let begins = |finding: &&Finding| finding.id.to_string().starts_with(&wanted);
        let found: Vec<&Finding> = held.newest().map(|row| &row.finding).filter(begins).collect();
        match found.as_slice() {
            [finding] => Ok(Finding::clone(finding)),
            [] => Err(AppError::UnknownFinding { id: gate::harmless(prefix) }),
            several => {
                Err(AppError::AmbiguousFinding { id: gate::harmless(prefix), count: several.len() })
            }
        }
    }

    /// Where the evidence of a finding stands in the lake, in the order of time, and the names
    /// behind its pseudonyms.
    pub(crate) fn found(snapshot: &Snapshot, finding: &Finding) -> Result<Found, AppError> {
        let ids: HashSet<SignalId> = finding.evidence.iter().copied().collect();
        let mut found = snapshot.find(&ids, finding.first_at, finding.last_at)?;
        found.places.sort_by_key(|place| (place.claimed_at, place.signal));
        Ok(found)
    }

    /// What stands behind the subjects of findings: the one rule of lists and of findings in full. A
    /// line that any held finding cites names its address for all of them, so that nobody reads an
    /// address in one place and its pseudonym in another.
    pub(crate) fn names_with(
        &self,
        snapshot: &Snapshot,
        findings: &[&Finding],
    ) -> Result<HashMap<Key, Name>, AppError> {
        let mut names = HashMap::clone(&*self.names()?);
        names.extend(self.names_of(snapshot, findings)?);
        Ok(names)
    }

    /// What stands behind the subjects of findings, read from the rows of their evidence.
    pub(crate) fn names_of(
        &self,
        snapshot: &Snapshot,
        findings: &[&Finding],
    ) -> Result<HashMap<Key, Name>, AppError> {
        let shows =
            |kind: &str| kind == "address" || kind == "account" && self.names_public_accounts();
        let mut named: Vec<&Finding> = findings
            .iter()
            .copied()
            .filter(|finding| finding.subject.iter().any(|field| shows(&field.kind)))
            .collect();
        named.sort_by_key(|finding| (finding.first_at, finding.last_at, finding.id));
        let mut names = HashMap::new();
        // Findings of one stretch of time are looked up together: each look opens files.
        let mut rest = named.as_slice();
        while let Some(first) = rest.first() {
            let mut last = first.last_at;
            let mut count = 0;
            while let Some(next) = rest.get(count).filter(|next| next.first_at <= last) {
                last = last.max(next.last_at);
                count += 1;
            }
            let (group, later) = rest.split_at(count.max(1));
            rest = later;
            let ids: HashSet<SignalId> =
                group.iter().flat_map(|finding| finding.evidence.iter().copied()).collect();
            let wanted: HashSet<i64> = group
                .iter()
                .flat_map(|finding| &finding.subject)
                .filter_map(|field| field.value.parse().ok())
                .collect();
            let found = snapshot.find(&ids, first.first_at, last)?.names.into_iter();
            names.extend(found.filter(|(key, _)| wanted.contains(&key.0)));
        }
        Ok(names)
    }

    fn evidence(
        &self,
        finding: &Finding,
        places: &[Place],
        audience: Audience,
        lines: usize,
    ) -> Result<Vec<EvidenceLine>, AppError> {
        let mut readings: HashMap<&str, Option<Reading>> = HashMap::new();
        let mut segments: HashMap<SegmentId, Option<Vec<u8>>> = HashMap::new();
        let mut shown = Vec::new();
        for place in places.iter().take(lines) {
            if !readings.contains_key(place.reading.as_str()) {
                readings.insert(&place.reading, self.reading(&place.reading)?);
            }
            let reading = readings.get(place.reading.as_str()).and_then(Option::as_ref);
            let line = match (place.segment, reading) {
                (Some(id), Some(reading)) => {
                    if !segments.contains_key(&id) {
                        segments.clear();
                        segments.insert(id, self.lake.segment(id)?);
                    }
                    let content = segments.get(&id).and_then(Option::as_deref);
                    content
                        .and_then(|content| place.slice(content))
                        .map(|record| render(record, reading, Context { audience, cited: true }))
                }
                _ => None,
            };
            shown.push(EvidenceLine {
                signal: place.signal,
                at: place.claimed_at,
                host: gate::harmless(&place.host),
                source: reading.map_or_else(String::new, |reading| reading.source.clone()),
                line,
            });
        }
        // Signals whose rows are gone (forgotten) stay named.
        let present: HashSet<SignalId> = places.iter().map(|place| place.signal).collect();
        let gone = finding.evidence.iter().filter(|signal| !present.contains(signal));
        let room = lines.saturating_sub(shown.len());
        shown.extend(gone.take(room).map(|&signal| EvidenceLine {
            signal,
            at: None,
            host: String::new(),
            source: String::new(),
            line: None,
        }));
        Ok(shown)
    }

    /// How a row was read, by the short digest that it carries.
    fn reading(&self, digest: &str) -> Result<Option<Reading>, AppError> {
        let Some(reading) = self.lake.reading(digest)? else { return Ok(None) };
        Ok(Some(serde_json::from_value(reading)?))
    }

    /// The sentence in the project's language, with the subject as the audience may see it.
    pub(crate) fn sentence(&self, finding: &Finding, subject: &BTreeMap<String, String>) -> String {
        let template = match self.config.language {
            Language::French => &finding.sentence_fr,
            Language::English => &finding.sentence_en,
        };
        let zone = self.zone();
        let filled = vigie_detect::sentence::fill(template, &|name| match name {
            "first_at" => Some(finding.first_at.shown_in(&zone)),
            "last_at" => Some(finding.last_at.shown_in(&zone)),
            _ => subject.get(name).cloned().or_else(|| worded(finding, name)),
        });
        gate::harmless(&filled)
    }

    pub(crate) fn language(&self) -> vigie_detect::sentence::Language {
        match self.config.language {
            Language::French => vigie_detect::sentence::Language::French,
            Language::English => vigie_detect::sentence::Language::English,
        }
    }

    /// The subject in pseudonyms: what can be shown without looking anything up.
    pub(crate) fn subject_shown(&self, finding: &Finding) -> BTreeMap<String, String> {
        finding.subject.iter().map(|field| (field.name.clone(), pseudonym(field))).collect()
    }

    /// The subject with what this audience may know: addresses that a finding cites are open;
    /// accounts are open when on the watch list or revealed.
    pub(crate) fn subject_known(
        &self,
        finding: &Finding,
        names: &HashMap<Key, Name>,
        audience: Audience,
    ) -> BTreeMap<String, String> {
        let mut shown = self.subject_shown(finding);
        for field in &finding.subject {
            let Ok(key) = field.value.parse::<i64>() else { continue };
            let Some(name) = names.get(&Key(key)) else { continue };
            let open = match field.kind.as_str() {
                "address" => true,
                "account" => {
                    audience == Audience::Revealed
                        || self.names_public_accounts()
                            && self.config.watch_list.is_public(&name.space, &name.text)
                }
                _ => audience == Audience::Revealed,
            };
            if open {
                shown.insert(field.name.clone(), gate::harmless(&name.text));
            }
        }
        shown
    }
}

fn render(record: &[u8], reading: &Reading, context: Context) -> String {
    let source = vigie_sources::ALL.iter().find(|source| source.id() == reading.source);
    let spans = match source {
        Some(source) => {
            let spans = source.restricted_spans(reading, record);
            // What people publish is another matter than what servers log about them.
            let is_log = source.table() == vigie_model::schema::REQUEST_RECORDS.name;
            if is_log { gate::with_mail(spans, record) } else { spans }
        }
        // A source that this build does not know: everything is masked.
        None => vec![vigie_sources::Span {
            range: 0..record.len(),
            matter: vigie_sources::Matter::Text,
        }],
    };
    gate::record(record, &spans, context)
}

/// A value that is a word: numbers were filled in when the finding was made.
fn worded(finding: &Finding, name: &str) -> Option<String> {
    let value = finding.values.iter().find(|value| value.name == name)?;
    value.value.as_str().map(str::to_owned)
}

/// How a subject field is shown to somebody who may not know more.
fn pseudonym(field: &SubjectField) -> String {
    let letter = match field.kind.as_str() {
        "account" => 'A',
        "address" => 'N',
        "login" => 'L',
        "object" => 'O',
        _ => return gate::harmless(&field.value),
    };
    match field.value.parse::<i64>() {
        Ok(key) => Key(key).shown(letter),
        Err(_) => gate::harmless(&field.value),
    }
}

fn shown_values(values: &[Value], page: Option<&Page>) -> Vec<ShownValue> {
    values
        .iter()
        .map(|value| ShownValue {
            name: value.name.clone(),
            value: shown_value(&value.value),
            unit: value.unit.clone(),
            doc: page
                .and_then(|page| page.values.iter().find(|column| column.name == value.name))
                .map_or_else(String::new, |column| column.doc.clone()),
        })
        .collect()
}

/// Words among the values come from outside.
fn shown_value(value: &serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::String(word) => gate::harmless(word).into(),
        other => other.clone(),
    }
}

fn shown_parameters(finding: &Finding, page: Option<&Page>) -> Vec<ShownValue> {
    let bound: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&finding.parameters).unwrap_or_default();
    bound
        .into_iter()
        .map(|(name, value)| {
            let declared =
                page.and_then(|page| page.params.iter().find(|param| param.name == name));
            ShownValue {
                unit: declared.map_or_else(String::new, |param| param.unit.clone()),
                doc: declared.map_or_else(String::new, |param| param.doc.clone()),
                name,
                value,
            }
        })
        .collect()
}

/// The command that gives the same finding at the same revision.
pub(crate) fn repeat(finding: &Finding, page: Option<&Page>) -> String {
    use std::fmt::Write;
    let mut command = format!("vigie detect {} --commit {}", finding.detector, finding.read_commit);
    if let Some(until) = finding.horizon {
        // Writing to a String cannot fail.
        let _ = write!(command, " --until {until}");
    }
    let defaults = page.and_then(|page| page.bind(&[]).ok()).map(|bound| bound.canonical_json());
    let defaults: serde_json::Map<String, serde_json::Value> =
        defaults.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    for parameter in shown_parameters(finding, page) {
        if defaults.get(&parameter.name) != Some(&parameter.value) {
            let value = match &parameter.value {
                serde_json::Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let _ = write!(command, " --set {}={value}", parameter.name);
        }
    }
    let _ = write!(command, " --only {}", finding.id.short());
    command
}
