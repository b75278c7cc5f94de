//! One incident: what happened, in what order, how sure are we? Everything about it stands in lanes
//! on one axis of time.

use serde::Serialize;
use vigie_cases::{Body, Target, Told};
use vigie_model::time::Timestamp;

use super::rows::{
    AssessmentRow, FindingRow, Incident, IncidentCore, JournalRow, RevisedRow, stamp,
};
use crate::triage::Desktop;
use crate::words::Words;
use crate::{AppError, Project};

/// The screen of one incident.
#[derive(Debug, Serialize)]
pub struct IncidentScreen {
    /// As in a list.
    #[serde(flatten)]
    pub core: IncidentCore,
    /// The assessment that holds.
    pub assessment: Option<AssessmentRow>,
    /// Its findings, first evidence first.
    pub findings: Vec<FindingRow>,
    /// What happened, by kind; always all five, in this order.
    pub lanes: Vec<Lane>,
    /// Everything that was written about it and its findings.
    pub journal: Vec<JournalRow>,
    /// Findings that changed since they were attached.
    pub revised: Vec<RevisedRow>,
}

/// One lane.
#[derive(Debug, Serialize)]
pub struct Lane {
    /// Which one.
    pub lane: LaneWord,
    /// What happened, in the order of time.
    pub items: Vec<LaneItem>,
}

/// The lanes, from top to bottom.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LaneWord {
    /// What accounts did.
    Acts,
    /// What machines did to ours.
    Attacks,
    /// What people said.
    Statements,
    /// What we make of it.
    Judgement,
    /// What was done about it.
    Response,
}

/// One thing on the axis.
#[derive(Debug, Serialize)]
pub struct LaneItem {
    /// Names it on the screen.
    pub id: String,
    /// When it began.
    #[serde(serialize_with = "stamp::utc")]
    pub at: Timestamp,
    /// When it ended, for what takes time.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "stamp::utc_or_null")]
    pub until: Option<Timestamp>,
    /// Both times are known; else its window is still open.
    pub exact: bool,
    /// What it is.
    pub label: String,
    /// The finding, entry or brief.
    pub r#ref: String,
}

/// The family of pages about what accounts do; all others watch machines.
const ACTS: &str = "coordination";

impl Project {
    /// One incident, by its number or its id.
    ///
    /// # Errors
    /// When there is none.
    pub fn incident_screen(&self, id: &str) -> Result<IncidentScreen, AppError> {
        let incident = self.incident(id)?;
        self.on_one_axis(incident)
    }

    /// Lays an incident out in lanes.
    ///
    /// # Errors
    /// When the lake or the journal cannot be read.
    pub fn on_one_axis(&self, incident: Incident) -> Result<IncidentScreen, AppError> {
        let desk = self.desktop()?;
        let lanes = self.lanes(&incident, &desk);
        let Incident { core, assessment, findings, journal, revised, .. } = incident;
        Ok(IncidentScreen { core, assessment, findings, lanes, journal, revised })
    }

    fn lanes(&self, incident: &Incident, desk: &Desktop) -> Vec<Lane> {
        use LaneWord::{Acts, Attacks, Judgement, Response, Statements};
        let words = Words::new(self.config.language);
        let mut items: Vec<(LaneWord, LaneItem)> = Vec::new();
        for finding in &incident.findings {
            let page = desk.catalogue.get(&finding.detector);
            let is_act = page.is_some_and(|page| page.family == ACTS);
            let item = LaneItem {
                id: finding.short.clone(),
                at: finding.first_at,
                until: (finding.last_at > finding.first_at).then_some(finding.last_at),
                exact: !finding.provisional,
                label: finding.title.clone(),
                r#ref: finding.id.to_string(),
            };
            items.push((if is_act { Acts } else { Attacks }, item));
        }
        let Some(held) = desk.state.incident(&incident.core.id) else { return Vec::new() };
        for logged in desk.state.about(&Target::Incident(held.id)).filter(|logged| !logged.undone) {
            let lane = match &logged.entry.body {
                Body::Opened { .. } | Body::Assessed { .. } | Body::Noted { .. } => Judgement,
                Body::Closed { .. } | Body::Reopened { .. } => Response,
                _ => continue,
            };
            let row = crate::incidents::numbered_row(logged, &words, &desk.state);
            items.push((lane, moment(row.entry.clone(), row.at, row.text, row.entry)));
        }
        for told in desk
            .state
            .briefs
            .values()
            .flat_map(Told::all)
            .filter(|told| told.incidents.contains(&held.id))
        {
            let id = told.id.to_string();
            let label = words.say("lane-told", &[("brief", id.as_str().into())]);
            items.push((Response, moment(id.clone(), told.mark.at, label, id)));
        }
        for tip in &desk.state.tips {
            let is_about = match &tip.about {
                Some(Target::Incident(id)) => *id == held.id,
                Some(Target::Finding(id)) => held.findings.contains_key(id),
                _ => false,
            };
            if is_about {
                let label = words.plain("lane-tip");
                let signal = tip.signal.to_string();
                items.push((Statements, moment(tip.tip.to_string(), tip.mark.at, label, signal)));
            }
        }
        [Acts, Attacks, Statements, Judgement, Response]
            .into_iter()
            .map(|lane| {
                let (mut own, rest) = std::mem::take(&mut items)
                    .into_iter()
                    .partition::<Vec<_>, _>(|(l, _)| *l == lane);
                items = rest;
                own.sort_by(|(_, a), (_, b)| (a.at, &a.id).cmp(&(b.at, &b.id)));
                Lane { lane, items: own.into_iter().map(|(_, item)| item).collect() }
            })
            .collect()
    }
}

/// Something that happened at one moment.
fn moment(id: String, at: Timestamp, label: String, of: String) -> LaneItem {
    LaneItem { id, at, until: None, exact: true, label, r#ref: of }
}
