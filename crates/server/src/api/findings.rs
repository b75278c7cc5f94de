//! One finding, and what people decide about it.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::Response;

use serde::Deserialize;
use utoipa::ToSchema;
use vigie_app::model::Revision;
use vigie_app::screens::rows::{FindingRow, VerdictWord};
use vigie_app::screens::triage::ROWS;
use vigie_app::triage::Judged;

use super::ask;
use crate::house::House;
use crate::input::Input;
use crate::pages;
use crate::problem::Problem;

/// How many lines of evidence a screen shows.
const LINES: usize = 200;

/// A finding in full: what was seen, its evidence, what it does not prove, what was decided.
#[utoipa::path(get, path = "/api/findings/{id}", tag = "findings",
    params(("id" = String, Path, description = "the finding, or the beginning of its id")),
    responses((status = 200, description = "the finding", body = ref("#/components/schemas/Finding"))))]
pub(crate) async fn finding(
    State(house): State<Arc<House>>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    ask(&house, move |project| project.finding_screen(&id, LINES)).await
}

/// A finding is set aside.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dismiss {
    /// The revision on the screen.
    #[schema(value_type = Option<String>)]
    seen: Option<Revision>,
    /// Why; kept as an example for the detector.
    reason: String,
}

/// A finding is watched.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Watch {
    /// The revision on the screen.
    #[schema(value_type = Option<String>)]
    seen: Option<Revision>,
    /// A date, a time or `2h`; without it, until somebody decides.
    until: Option<String>,
}

/// Words about a finding.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Note {
    /// The revision on the screen.
    #[schema(value_type = Option<String>)]
    seen: Option<Revision>,
    /// The words.
    text: String,
}

/// What was decided is taken back.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct Restore {
    /// Kept as a note.
    reason: Option<String>,
}

/// What a decision gave.
#[derive(serde::Serialize)]
struct Decided {
    entry: String,
    verdict: VerdictWord,
    finding: FindingRow,
}

impl From<Judged> for Decided {
    fn from(judged: Judged) -> Self {
        Self { entry: judged.entry, verdict: judged.finding.verdict, finding: judged.finding }
    }
}

/// Sets a finding aside, with a reason. No rerun brings it back.
#[utoipa::path(post, path = "/api/findings/{id}/dismiss", tag = "findings",
    params(("id" = String, Path, description = "the finding")), request_body = Dismiss,
    responses((status = 200, description = "the entry and the finding", body = ref("#/components/schemas/Decided"))))]
pub(crate) async fn dismiss(
    State(house): State<Arc<House>>,
    Path(id): Path<String>,
    Input(body): Input<Dismiss>,
) -> Result<Response, Problem> {
    ask(&house, move |project| Ok(Decided::from(project.dismiss(&id, body.seen, &body.reason)?)))
        .await
}

/// Keeps an eye on a finding.
#[utoipa::path(post, path = "/api/findings/{id}/watch", tag = "findings",
    params(("id" = String, Path, description = "the finding")), request_body = Watch,
    responses((status = 200, description = "the entry and the finding", body = ref("#/components/schemas/Decided"))))]
pub(crate) async fn watch(
    State(house): State<Arc<House>>,
    Path(id): Path<String>,
    Input(body): Input<Watch>,
) -> Result<Response, Problem> {
    ask(&house, move |project| {
        let until = body.until.filter(|until| !until.trim().is_empty());
        let until = until.map(|until| project.moment_ahead(&until)).transpose()?;
        Ok(Decided::from(project.watch(&id, body.seen, until)?))
    })
    .await
}

/// Writes a note on a finding.
#[utoipa::path(post, path = "/api/findings/{id}/note", tag = "findings",
    params(("id" = String, Path, description = "the finding")), request_body = Note,
    responses((status = 200, description = "the entry and the finding", body = ref("#/components/schemas/Decided"))))]
pub(crate) async fn note(
    State(house): State<Arc<House>>,
    Path(id): Path<String>,
    Input(body): Input<Note>,
) -> Result<Response, Problem> {
    ask(&house, move |project| Ok(Decided::from(project.note_finding(&id, body.seen, &body.text)?)))
        .await
}

/// Takes back what was decided about a finding.
#[utoipa::path(post, path = "/api/findings/{id}/restore", tag = "findings",
    params(("id" = String, Path, description = "the finding")), request_body = Restore,
    responses((status = 200, description = "the entry and the finding", body = ref("#/components/schemas/Decided"))))]
pub(crate) async fn restore(
    State(house): State<Arc<House>>,
    Path(id): Path<String>,
    Input(body): Input<Restore>,
) -> Result<Response, Problem> {
    ask(&house, move |project| Ok(Decided::from(project.restore(&id, body.reason.as_deref())?)))
        .await
}

/// What needs a person's judgement now, and which findings seem to belong together.
#[utoipa::path(get, path = "/api/triage", tag = "findings",
    params(("limit" = Option<usize>, Query, description = "rows of each list at most; 200 without it")),
    responses((status = 200, description = "findings by verdict", body = ref("#/components/schemas/Triage"))))]
pub(crate) async fn triage(
    State(house): State<Arc<House>>,
    Query(query): Query<Limit>,
) -> Result<Response, Problem> {
    ask(&house, move |project| project.triage_screen(query.limit.unwrap_or(ROWS))).await
}

/// How many rows.
#[derive(Deserialize, Default)]
pub(crate) struct Limit {
    limit: Option<usize>,
}

/// An entry to undo.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Undo {
    /// `mira-3f2a#12`
    entry: String,
}

/// Takes one journal entry back, of any author; undoing an undo restores.
#[utoipa::path(post, path = "/api/undo", tag = "findings", request_body = Undo,
    responses((status = 200, description = "the entry that undid it", body = ref("#/components/schemas/Written"))))]
pub(crate) async fn undo(
    State(house): State<Arc<House>>,
    Input(body): Input<Undo>,
) -> Result<Response, Problem> {
    ask(&house, move |project| {
        Ok(serde_json::json!({ "entry": project.undo(&body.entry)?.to_string() }))
    })
    .await
}

/// `/findings/F-….json` gives the data, `/findings/F-…` the page.
pub(crate) async fn finding_page(
    State(house): State<Arc<House>>,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    match name.strip_suffix(".json") {
        Some(id) => finding(State(house), Path(id.to_owned())).await,
        None => Ok(pages::page(&house)),
    }
}
