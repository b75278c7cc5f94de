//! Folding: from entries in any order to one state.
//!
//! The order of folding is (time, author, number), except that an author's own entries always
//! follow one another: an entry whose clock was set back counts at the time of the one before it.

use std::collections::{BTreeMap, BTreeSet};

use vigie_model::{FindingId, Revision, Timestamp};

use super::parts::{
    Assessment, AttachedFinding, Ended, Incident, Judgement, Mandate, Mark, Note, Oddity, Reveal,
    Tip, Told, Verdict,
};
use super::undo::undone;
use super::{Logged, State};
use crate::body::Body;
use crate::entry::{Entry, Head, Target};
use crate::ids::{Alias, BriefId, EntryId, IncidentId};

/// Folds the entries. Their order of arrival makes no difference, and neither do copies of one
/// entry; of two entries with one name (a fork, which no journal takes) the smaller hash counts.
#[must_use]
pub fn fold<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> State {
    let mut state = State::default();
    let ordered = in_order(entries, &mut state.oddities);
    let plain: Vec<&Entry> = ordered.iter().map(|(_, entry)| *entry).collect();
    let undone = undone(&plain);
    for (place, ((placed_at, entry), undone)) in ordered.iter().zip(&undone).enumerate() {
        let hash = entry.hash();
        state.heads.advance_to(entry, hash);
        state.by_target.entry(entry.target.clone()).or_default().push(place);
        state.by_id.insert(entry.id(), place);
        let (entry, placed_at, undone) = ((*entry).clone(), *placed_at, *undone);
        state.log.push(Logged { entry, placed_at, hash, undone });
    }
    let live: Vec<&Entry> = plain
        .iter()
        .zip(&undone)
        .filter(|(_, undone)| !**undone)
        .map(|(entry, _)| *entry)
        .collect();
    let mut folding = Folding { state, stances: BTreeMap::new() };
    // What opens a thing comes first, so that another laptop's slow clock loses no attachment.
    for first in [true, false] {
        for (turn, entry) in live.iter().enumerate() {
            if opens(&entry.body) == first {
                folding.take(turn, entry);
            }
        }
    }
    folding.finish()
}

fn opens(body: &Body) -> bool {
    matches!(body, Body::Opened { .. } | Body::RumourAdded { .. } | Body::BriefTold { .. })
}

/// The order of folding, with the time at which each entry counts.
pub(crate) fn in_order<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
    oddities: &mut Vec<Oddity>,
) -> Vec<(Timestamp, &'a Entry)> {
    let mut unique: BTreeMap<EntryId, &Entry> = BTreeMap::new();
    for entry in entries {
        let held = unique.entry(entry.id()).or_insert(entry);
        if *held != entry && entry.hash() < held.hash() {
            *held = entry;
        }
    }
    let mut ordered: Vec<(Timestamp, &Entry)> = Vec::with_capacity(unique.len());
    for entry in unique.into_values() {
        // Ids sort by author, then number: the one before is the author's last, or another's.
        let before = ordered.last().filter(|(_, last)| last.author == entry.author);
        let after = before.map_or(entry.at, |(at, _)| *at);
        if entry.at < after {
            oddities.push(Oddity::ClockSetBack { entry: entry.id(), at: entry.at, after });
        }
        ordered.push((entry.at.max(after), entry));
    }
    ordered.sort_by(|(one_at, one), (other_at, other)| {
        (one_at, &one.author, one.seq).cmp(&(other_at, &other.author, other.seq))
    });
    ordered
}

/// The standing words on one finding while folding.
#[derive(Default)]
struct Stance {
    /// Watched or dismissed, by turn.
    said: Vec<(usize, EntryId, Mark, Verdict, Option<Revision>)>,
    /// Incidents that hold it, with the turn and the revision.
    held: BTreeMap<IncidentId, (usize, Mark, Revision)>,
    notes: Vec<Note>,
}

pub(super) struct Folding {
    pub(super) state: State,
    stances: BTreeMap<FindingId, Stance>,
}

impl Folding {
    fn take(&mut self, turn: usize, entry: &Entry) {
        let took = match &entry.target {
            _ if matches!(entry.body, Body::Undone { .. }) => true,
            Target::House => self.on_house(entry),
            Target::Finding(id) => self.on_finding(turn, *id, entry),
            Target::Incident(id) => self.on_incident(turn, *id, entry),
            Target::Brief(id) => self.on_brief(id, entry),
            Target::Measure(_) => self.on_measure(entry),
            Target::RedLine(_) => self.on_red_line(entry),
            Target::Rumour(_) => self.on_rumour(entry),
            Target::Mandate(name) => self.on_mandate(name, entry),
            // Whoever reads the article again asks the log for what was said about it.
            Target::Article(_) => {
                matches!(entry.body, Body::StatementCorrected { .. } | Body::Noted { .. })
            }
        };
        if let Body::Revealed { what, reason } = &entry.body {
            let (what, reason) = (what.clone(), reason.clone());
            let target = entry.target.clone();
            self.state.reveals.push(Reveal { mark: mark(entry), target, what, reason });
        } else if !took {
            self.state.oddities.push(Oddity::NoEffect { entry: entry.id() });
        }
    }

    pub(super) fn twice(&mut self, entry: &Entry) -> bool {
        let target = entry.target.clone();
        self.state.oddities.push(Oddity::GivenTwice { entry: entry.id(), target });
        true
    }

    fn on_house(&mut self, entry: &Entry) -> bool {
        match &entry.body {
            Body::TipTaken { tip, signal, about } => {
                let (tip, signal, about) = (*tip, *signal, about.clone());
                self.state.tips.push(Tip { mark: mark(entry), tip, signal, about });
                true
            }
            // A note on the house stands in the log.
            Body::Noted { .. } => true,
            _ => false,
        }
    }

    fn on_finding(&mut self, turn: usize, id: FindingId, entry: &Entry) -> bool {
        let verdict = match &entry.body {
            Body::Watched { until } => Verdict::Watched { until: *until },
            Body::Dismissed { reason } => {
                Verdict::Dismissed { reason: reason.clone(), seen: entry.seen }
            }
            Body::Noted { text } => {
                self.stances.entry(id).or_default().notes.push(note(entry, text));
                return true;
            }
            _ => return false,
        };
        let said = (turn, entry.id(), mark(entry), verdict, entry.seen);
        self.stances.entry(id).or_default().said.push(said);
        true
    }

    fn on_incident(&mut self, turn: usize, id: IncidentId, entry: &Entry) -> bool {
        if let Body::Opened { title, when, findings } = &entry.body {
            if self.state.incidents.contains_key(&id) {
                return self.twice(entry);
            }
            let mut incident = opened(id, title, *when, entry);
            for finding in findings {
                let revision = finding.revision;
                let attached = AttachedFinding { id: finding.id, revision, mark: mark(entry) };
                incident.findings.insert(finding.id, attached);
                let held = (turn, mark(entry), revision);
                self.stances.entry(finding.id).or_default().held.insert(id, held);
            }
            self.state.incidents.insert(id, incident);
            return true;
        }
        let Some(incident) = self.state.incidents.get_mut(&id) else { return false };
        match &entry.body {
            Body::Attached { finding } => {
                let revision = finding.revision;
                let attached = AttachedFinding { id: finding.id, revision, mark: mark(entry) };
                incident.findings.insert(finding.id, attached);
                let held = (turn, mark(entry), revision);
                self.stances.entry(finding.id).or_default().held.insert(id, held);
                true
            }
            Body::Detached { finding, .. } => {
                if let Some(stance) = self.stances.get_mut(finding) {
                    stance.held.remove(&id);
                }
                incident.findings.remove(finding).is_some()
            }
            body => judge(incident, body, entry),
        }
    }

    fn on_brief(&mut self, id: &BriefId, entry: &Entry) -> bool {
        match &entry.body {
            Body::BriefTold { digest, findings, incidents, head } => {
                let told = Told {
                    id: id.clone(),
                    digest: *digest,
                    findings: findings.clone(),
                    incidents: incidents.clone(),
                    head: *head,
                    mark: mark(entry),
                    recalled: None,
                    also: Vec::new(),
                };
                match self.state.briefs.get_mut(id) {
                    None => {
                        self.state.briefs.insert(id.clone(), told);
                    }
                    // One laptop counts its own; two that have not met count alike.
                    Some(first) if first.all().all(|one| one.mark.author != told.mark.author) => {
                        first.also.push(told);
                    }
                    Some(_) => return self.twice(entry),
                }
                true
            }
            Body::BriefRecalled { reason } => {
                let Some(first) = self.state.briefs.get_mut(id) else { return false };
                // Of two of one name, everybody recalls their own.
                let own = first.also.iter().position(|one| one.mark.author == entry.author);
                let is_own = first.mark.author == entry.author;
                let told = match own.filter(|_| !is_own) {
                    Some(at) => &mut first.also[at],
                    None => first,
                };
                told.recalled.get_or_insert_with(|| ended(entry, reason));
                true
            }
            Body::Noted { .. } => self.state.briefs.contains_key(id),
            _ => false,
        }
    }

    fn on_mandate(&mut self, name: &str, entry: &Entry) -> bool {
        match &entry.body {
            Body::MandateSet { purpose, basis, end } => {
                let (purpose, basis, end) = (purpose.clone(), basis.clone(), end.clone());
                let terms = Mandate { purpose, basis, end, mark: mark(entry) };
                self.state.mandates.insert(name.to_owned(), terms);
                true
            }
            Body::Noted { .. } => true,
            _ => false,
        }
    }

    fn finish(mut self) -> State {
        for (finding, stance) in std::mem::take(&mut self.stances) {
            let head = self.state.head_of(&Target::Finding(finding));
            self.state.judgements.insert(finding, judgement(finding, stance, head));
        }
        self.heads_and_times();
        let opening: BTreeSet<(EntryPlace, IncidentId)> = self
            .state
            .incidents
            .values()
            .map(|incident| (self.state.by_id.get(&incident.opened.entry).copied(), incident.id))
            .collect();
        self.state.number(opening.into_iter().map(|(_, id)| id).collect::<Vec<_>>());
        self.state
    }

    fn heads_and_times(&mut self) {
        let mut heads: BTreeMap<Target, (Head, Timestamp)> = BTreeMap::new();
        for (target, places) in &self.state.by_target {
            let entries = || places.iter().filter_map(|place| self.state.log.get(*place));
            let head = self.state.head_of(target);
            let last = entries().map(|logged| logged.placed_at).max().unwrap_or_default();
            heads.insert(target.clone(), (head, last));
        }
        let found = |target: Target| heads.get(&target).copied().unwrap_or_else(no_head);
        for (id, incident) in &mut self.state.incidents {
            (incident.head, incident.changed_at) = found(Target::Incident(*id));
        }
        for (id, measure) in &mut self.state.measures {
            measure.head = found(Target::Measure(id.clone())).0;
        }
        for (id, line) in &mut self.state.red_lines {
            line.head = found(Target::RedLine(id.clone())).0;
        }
    }
}

type EntryPlace = Option<usize>;

pub(super) fn no_head() -> (Head, Timestamp) {
    (Head::untouched(), Timestamp::default())
}

pub(super) fn mark(entry: &Entry) -> Mark {
    Mark { entry: entry.id(), at: entry.at, author: entry.author.clone() }
}

pub(super) fn note(entry: &Entry, text: &str) -> Note {
    Note { mark: mark(entry), text: text.to_owned() }
}

fn ended(entry: &Entry, reason: &str) -> Ended {
    Ended { mark: mark(entry), reason: reason.to_owned() }
}

fn opened(id: IncidentId, title: &str, when: vigie_model::When, entry: &Entry) -> Incident {
    Incident {
        id,
        alias: Alias(0),
        title: title.to_owned(),
        when,
        open: true,
        opened: mark(entry),
        closed: None,
        findings: BTreeMap::new(),
        assessments: Vec::new(),
        notes: Vec::new(),
        changed_at: entry.at,
        head: no_head().0,
    }
}

/// Entries about an incident that touch nothing else.
fn judge(incident: &mut Incident, body: &Body, entry: &Entry) -> bool {
    match body {
        Body::Titled { title } => title.clone_into(&mut incident.title),
        Body::Assessed { how_sure, text, when } => {
            let (how_sure, text) = (*how_sure, text.clone());
            incident.assessments.push(Assessment { mark: mark(entry), how_sure, text });
            incident.when = when.unwrap_or(incident.when);
        }
        Body::Closed { reason } => {
            incident.open = false;
            incident.closed = Some(ended(entry, reason));
        }
        Body::Reopened { .. } => {
            incident.open = true;
            incident.closed = None;
        }
        Body::Noted { text } => incident.notes.push(note(entry, text)),
        _ => return false,
    }
    true
}

/// The last word counts, be it a verdict or an attachment.
fn judgement(finding: FindingId, stance: Stance, head: Head) -> Judgement {
    let said = stance.said.last();
    let held = stance.held.iter().max_by_key(|(_, (turn, _, _))| *turn);
    let held_later = match (said, held) {
        (Some((said, ..)), Some((_, (held, _, _)))) => held > said,
        (_, held) => held.is_some(),
    };
    let notes = stance.notes;
    match (said, held) {
        (_, Some((incident, (_, mark, revision)))) if held_later => Judgement {
            finding,
            verdict: Verdict::Attached { incident: *incident },
            seen: Some(*revision),
            mark: Some(mark.clone()),
            standing: stance.held.values().map(|(_, mark, _)| mark.entry.clone()).collect(),
            notes,
            head,
        },
        (Some((_, _, mark, verdict, seen)), _) => Judgement {
            finding,
            verdict: verdict.clone(),
            seen: *seen,
            mark: Some(mark.clone()),
            standing: stance
                .said
                .iter()
                .filter(|(.., other, _)| {
                    std::mem::discriminant(other) == std::mem::discriminant(verdict)
                })
                .map(|(_, entry, ..)| entry.clone())
                .collect(),
            notes,
            head,
        },
        _ => Judgement {
            finding,
            verdict: Verdict::Open,
            seen: None,
            mark: None,
            standing: Vec::new(),
            notes,
            head,
        },
    }
}
