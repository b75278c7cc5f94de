//! What is known: the draft's sentences with what they rest on, or, without a draft, what the open
//! incidents and the most urgent findings say.

use std::collections::BTreeMap;

use vigie_brief::model::{FindingRef, Reference, Statement};
use vigie_cases::{Incident, MeasureId};
use vigie_model::Revision;
use vigie_model::finding::When;

use super::draft::{self, BlockInput, BlockKind, Kept};
use crate::Project;
use crate::cases::words_shown;
use crate::desk::HeldRow;
use crate::triage::Desktop;

/// Without a draft, so many statements stand for the rest.
const MOST: usize = 6;

/// Statements and the kept revisions that they rest on.
#[derive(Default)]
pub(super) struct Known<'d> {
    pub(super) statements: Vec<Statement>,
    pub(super) findings: BTreeMap<FindingRef, &'d HeldRow>,
}

impl Project {
    pub(super) fn known<'d>(
        &self,
        kept: &Kept,
        desk: &'d Desktop,
        open: &[&'d Incident],
    ) -> Known<'d> {
        let mut known = Known::default();
        if kept.blocks.is_empty() {
            self.known_from_state(desk, open, &mut known);
        } else {
            self.known_from_draft(&kept.blocks, desk, &mut known);
        }
        known
    }

    /// Each open incident in its own words, then findings that cannot wait.
    fn known_from_state<'d>(
        &self,
        desk: &'d Desktop,
        open: &[&'d Incident],
        known: &mut Known<'d>,
    ) {
        for incident in open.iter().take(MOST) {
            let reference = self.incident_reference(incident);
            let mut refs = vec![reference];
            for attached in incident.findings.values() {
                let (id, revision) = (attached.id, attached.revision);
                if let Some(row) = self.held_at(id, Some(revision), desk) {
                    known.findings.insert(FindingRef { id, revision }, row);
                    refs.push(Reference::Finding(FindingRef { id, revision }));
                }
            }
            let statement = self.statement(&incident.title, refs, false, desk);
            known.statements.push(statement);
        }
        let urgent = desk.held.newest().filter(|row| {
            row.finding.when == When::Now
                && !self.is_withheld(&row.finding, desk)
                && desk.state.verdict(&row.finding.id, desk.now) == vigie_cases::Verdict::Open
        });
        let room = MOST.saturating_sub(known.statements.len());
        let urgent: Vec<&HeldRow> = urgent.take(room).collect();
        for row in urgent {
            let finding = self.reference_to(row);
            known.findings.insert(finding, row);
            let text = self.sentence(&row.finding, &self.subject_shown(&row.finding));
            let refs = vec![Reference::Finding(finding)];
            known.statements.push(self.statement(&text, refs, false, desk));
        }
    }

    fn known_from_draft<'d>(
        &self,
        blocks: &[BlockInput],
        desk: &'d Desktop,
        known: &mut Known<'d>,
    ) {
        let mut place = 0;
        while let Some(block) = blocks.get(place) {
            let below = blocks[place + 1..]
                .iter()
                .take_while(|block| block.kind != BlockKind::Text)
                .count();
            if block.kind == BlockKind::Text {
                let evidence = &blocks[place + 1..place + 1 + below];
                let evidence: Vec<Reference> = evidence
                    .iter()
                    .filter_map(|block| self.resolve(block.reference.as_deref()?, desk, known))
                    .collect();
                let text = block.text.as_deref().unwrap_or_default();
                for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
                    known_line(self, line, &evidence, desk, known);
                }
                place += 1 + below;
            } else {
                // Evidence that no text stands above speaks for itself.
                self.known_by_itself(block, desk, known);
                place += 1;
            }
        }
    }

    fn known_by_itself<'d>(&self, block: &BlockInput, desk: &'d Desktop, known: &mut Known<'d>) {
        let Some(text) = block.reference.as_deref() else { return };
        let Some(reference) = self.resolve(text, desk, known) else { return };
        let said = match &reference {
            Reference::Finding(finding) => known
                .findings
                .get(finding)
                .map(|row| self.sentence(&row.finding, &self.subject_shown(&row.finding))),
            Reference::Incident { id, .. } => {
                desk.state.incident(id).map(|incident| incident.title.clone())
            }
            Reference::Measure { id } => id
                .parse::<MeasureId>()
                .ok()
                .and_then(|id| desk.state.measures.get(&id))
                .map(|measure| format!("{} · {}", measure.measure, measure.asset)),
        };
        if let Some(said) = said {
            known.statements.push(self.statement(&said, vec![reference], false, desk));
        }
    }

    /// A statement: how soon and how sure come from what it rests on.
    fn statement(
        &self,
        text: &str,
        mut refs: Vec<Reference>,
        unsupported: bool,
        desk: &Desktop,
    ) -> Statement {
        refs.dedup();
        let incidents = refs.iter().filter_map(|one| match one {
            Reference::Incident { id, .. } => desk.state.incident(id),
            _ => None,
        });
        let incidents: Vec<&Incident> = incidents.collect();
        let findings = refs.iter().filter_map(|one| match one {
            Reference::Finding(finding) => self.held_at(finding.id, Some(finding.revision), desk),
            _ => None,
        });
        let when = match incidents.iter().map(|incident| incident.when).max() {
            Some(when) => Some(when),
            None => findings.map(|row| row.finding.when).max(),
        };
        let how_sure =
            incidents.iter().find_map(|incident| incident.assessment()).map(|one| one.how_sure);
        let repeat = refs.first().map(|first| match first {
            Reference::Finding(finding) => format!("vigie explain {}", finding.id.short()),
            // Numbers differ between laptops that exchange what was judged.
            Reference::Incident { id, .. } => format!("vigie case show {id}"),
            Reference::Measure { .. } => "vigie measure list".to_owned(),
        });
        Statement { text: words_shown(text), when, how_sure, refs, repeat, unsupported }
    }

    /// What an id names, if it names something that is held here.
    fn resolve<'d>(
        &self,
        text: &str,
        desk: &'d Desktop,
        known: &mut Known<'d>,
    ) -> Option<Reference> {
        let text = draft::trimmed(text);
        if text.starts_with("F-") {
            let (id, revision) = match text.split_once('@') {
                Some((id, revision)) => (id, format!("@{revision}").parse::<Revision>().ok()),
                None => (text, None),
            };
            let mut newest =
                desk.held.newest().filter(|row| row.finding.id.to_string().starts_with(id)).take(2);
            let (row, None) = (newest.next()?, newest.next()) else { return None };
            let row = match revision {
                Some(revision) => self.held_at(row.finding.id, Some(revision), desk)?,
                None => row,
            };
            if self.is_withheld(&row.finding, desk) {
                return None;
            }
            let finding = self.reference_to(row);
            known.findings.insert(finding, row);
            return Some(Reference::Finding(finding));
        }
        if let Some(incident) = desk.state.incident(text) {
            return Some(self.incident_reference(incident));
        }
        let measure = text.parse::<MeasureId>().ok()?;
        desk.state.measures.get(&measure).map(|held| Reference::Measure { id: held.id.to_string() })
    }

    /// The kept revision of a finding that may be told.
    pub(super) fn held_at<'d>(
        &self,
        id: vigie_model::FindingId,
        revision: Option<Revision>,
        desk: &'d Desktop,
    ) -> Option<&'d HeldRow> {
        let mut rows = desk.held.revisions(id).rev();
        let row = rows.find(|row| revision.is_none_or(|wanted| row.finding.revision == wanted))?;
        (!self.is_withheld(&row.finding, desk)).then_some(row)
    }

    pub(super) fn reference_to(&self, row: &HeldRow) -> FindingRef {
        FindingRef { id: row.finding.id, revision: row.finding.revision }
    }

    fn incident_reference(&self, incident: &Incident) -> Reference {
        Reference::Incident { id: incident.id.to_string(), alias: incident.alias.to_string() }
    }
}

/// One line of a text block with the evidence below the block and the ids in the line.
fn known_line<'d>(
    project: &Project,
    line: &str,
    evidence: &[Reference],
    desk: &'d Desktop,
    known: &mut Known<'d>,
) {
    let mut refs = evidence.to_vec();
    let mut named = 0;
    for word in line.split_whitespace().filter(|word| draft::names_evidence(word)) {
        if let Some(reference) = project.resolve(word, desk, known) {
            named += 1;
            if !refs.contains(&reference) {
                refs.push(reference);
            }
        }
    }
    // Ids that name nothing held here support nothing.
    let bare: String = if named == 0 {
        line.split_whitespace()
            .filter(|word| !draft::names_evidence(word))
            .collect::<Vec<_>>()
            .join(" ")
    } else {
        line.to_owned()
    };
    let unsupported = draft::is_unsupported(&bare, !evidence.is_empty());
    known.statements.push(project.statement(line, refs, unsupported, desk));
}
