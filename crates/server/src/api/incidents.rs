//! Incidents: opening, changing, reading on one axis of time.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;
use vigie_app::incidents::{Change, Picked};
use vigie_app::model::Revision;
use vigie_app::model::confidence::Confidence;
use vigie_app::model::finding::When;

use super::ask;
use crate::house::House;
use crate::input::Input;
use crate::pages;
use crate::problem::{Problem, Trouble};

/// All incidents: open ones first.
#[utoipa::path(get, path = "/api/incidents", tag = "incidents",
    responses((status = 200, description = "incidents", body = ref("#/components/schemas/Incidents"))))]
pub(crate) async fn incidents(State(house): State<Arc<House>>) -> Result<Response, Problem> {
    ask(&house, vigie_app::Project::incidents).await
}

/// One incident in full.
#[utoipa::path(get, path = "/api/incidents/{id}", tag = "incidents",
    params(("id" = String, Path, description = "its number (I-0007) or its id")),
    responses((status = 200, description = "the incident", body = ref("#/components/schemas/Incident"))))]
pub(crate) async fn incident(
    State(house): State<Arc<House>>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    ask(&house, move |project| project.incident_screen(&id)).await
}

/// A finding as it stood on the screen.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FindingPick {
    /// The finding.
    id: String,
    /// The revision on the screen; the newest without it.
    #[schema(value_type = Option<String>)]
    revision: Option<Revision>,
}

impl From<FindingPick> for Picked {
    fn from(pick: FindingPick) -> Self {
        Self { id: pick.id, revision: pick.revision }
    }
}

/// A new incident.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpenIncident {
    /// In a few words.
    title: String,
    /// How soon to look: now, today, note.
    #[schema(value_type = String)]
    when: When,
    /// What belongs to it from the start.
    #[serde(default)]
    findings: Vec<FindingPick>,
}

/// Opens an incident.
#[utoipa::path(post, path = "/api/incidents", tag = "incidents", request_body = OpenIncident,
    responses((status = 200, description = "the incident", body = ref("#/components/schemas/Incident"))))]
pub(crate) async fn open(
    State(house): State<Arc<House>>,
    Input(body): Input<OpenIncident>,
) -> Result<Response, Problem> {
    ask(&house, move |project| {
        let findings: Vec<Picked> = body.findings.into_iter().map(Picked::from).collect();
        project.on_one_axis(project.open_incident(&body.title, body.when, &findings)?)
    })
    .await
}

/// A change of an incident. Which fields count depends on the change.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeIncident {
    /// The head on the screen; an older one is answered with 409 and the newest state.
    expected_head: Option<String>,
    /// attach
    finding: Option<FindingPick>,
    /// detach: the finding
    id: Option<String>,
    /// detach, close, reopen
    reason: Option<String>,
    /// assess
    #[schema(value_type = Option<String>)]
    how_sure: Option<Confidence>,
    /// assess, note
    text: Option<String>,
    /// assess: how soon to look, if that changes
    #[schema(value_type = Option<String>)]
    when: Option<When>,
    /// title
    title: Option<String>,
}

impl ChangeIncident {
    /// `None` when there is no such change, or a field that it needs is missing.
    fn read(self, change: &str) -> Option<Change> {
        Some(match change {
            "attach" => Change::Attach(self.finding?.into()),
            "detach" => Change::Detach { id: self.id?, reason: self.reason? },
            "assess" => {
                Change::Assess { how_sure: self.how_sure?, text: self.text?, when: self.when }
            }
            "note" => Change::Note(self.text?),
            "title" => Change::Title(self.title?),
            "close" => Change::Close(self.reason?),
            "reopen" => Change::Reopen(self.reason?),
            _ => return None,
        })
    }
}

/// Changes an incident: attach, detach, assess, note, title, close or reopen.
#[utoipa::path(post, path = "/api/incidents/{id}/{change}", tag = "incidents",
    params(("id" = String, Path, description = "its number or its id"),
        ("change" = String, Path, description = "attach, detach, assess, note, title, close or reopen")),
    request_body = ChangeIncident,
    responses((status = 200, description = "the incident", body = ref("#/components/schemas/Incident")),
        (status = 409, description = "somebody wrote about it meanwhile; `current` is the incident now",
            content_type = "application/problem+json", body = ref("#/components/schemas/Problem"))))]
pub(crate) async fn change(
    State(house): State<Arc<House>>,
    Path((id, change)): Path<(String, String)>,
    Input(mut body): Input<ChangeIncident>,
) -> Result<Response, Problem> {
    let expected = body.expected_head.take();
    let Some(wanted) = body.read(&change) else {
        return Err(house.problem(Trouble::Unreadable, "change"));
    };
    let named = id.clone();
    super::change(
        &house,
        move |project| {
            let incident = project.change_incident(&id, expected.as_deref(), wanted)?;
            project.on_one_axis(incident)
        },
        move |project| project.incident_screen(&named),
    )
    .await
}

/// `/incidents/I-….json` gives the data, `/incidents/I-…` the page.
pub(crate) async fn incident_page(
    State(house): State<Arc<House>>,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    match name.strip_suffix(".json") {
        Some(id) => incident(State(house), Path(id.to_owned())).await,
        None => Ok(pages::page(&house)),
    }
}
