//! The register of measures and red lines.

use std::sync::Arc;

use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::ToSchema;
use vigie_app::measures::{MeasureInput, RedLineInput};
use vigie_app::screens::rows::{MeasureWord, RedLineWord};
use vigie_app::{AppError, Project};

use super::{ask, change, json, written};
use crate::house::{House, blocking};
use crate::input::{Input, MAX_SHEET, read};
use crate::problem::Problem;

/// Measures, red lines, and what the role offers that was not taken yet.
#[utoipa::path(get, path = "/api/measures", tag = "measures",
    responses((status = 200, description = "the register", body = ref("#/components/schemas/Measures"))))]
pub(crate) async fn measures(State(house): State<Arc<House>>) -> Result<Response, Problem> {
    ask(&house, Project::measures).await
}

/// A protection measure.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SetMeasure {
    /// The head on the screen.
    expected_head: Option<String>,
    /// What is protected.
    asset: String,
    /// How.
    measure: String,
    /// Who sees to it.
    #[serde(default)]
    owner: String,
    /// By when: `2027-04-13`.
    due: Option<String>,
    /// planned, `in_place` or `not_applicable`.
    #[schema(value_type = String)]
    state: MeasureWord,
    /// How many of `of` are done.
    done: Option<u64>,
    /// How many there are.
    of: Option<u64>,
    /// How anyone can check it.
    #[serde(default)]
    evidence: String,
}

/// Sets a measure; makes it when there is none of that id. `new` makes an id from its words.
#[utoipa::path(put, path = "/api/measures/{id}", tag = "measures",
    params(("id" = String, Path, description = "M-…, or `new`")), request_body = SetMeasure,
    responses((status = 200, description = "the measure", body = ref("#/components/schemas/MeasureRow")),
        (status = 409, description = "somebody wrote about it meanwhile; `current` is the row now, null when it was taken out",
            content_type = "application/problem+json", body = ref("#/components/schemas/Problem"))))]
pub(crate) async fn set(
    State(house): State<Arc<House>>,
    Path(id): Path<String>,
    Input(body): Input<SetMeasure>,
) -> Result<Response, Problem> {
    let SetMeasure { expected_head, asset, measure, owner, due, state, done, of, evidence } = body;
    let input = MeasureInput { asset, measure, owner, due, state, done, of, evidence };
    let held = id.clone();
    change(
        &house,
        move |project| project.set_measure(named(&id), expected_head.as_deref(), input),
        move |project| project.measure(&held),
    )
    .await
}

/// `new` is no id.
fn named(id: &str) -> Option<&str> {
    (id != "new").then_some(id)
}

/// Something is taken out of the register.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Remove {
    /// The head on the screen.
    expected_head: Option<String>,
    /// Why.
    reason: String,
}

/// Takes a measure out of the register, with the reason.
#[utoipa::path(delete, path = "/api/measures/{id}", tag = "measures",
    params(("id" = String, Path, description = "M-…")), request_body = Remove,
    responses((status = 200, description = "the measure as it stood", body = ref("#/components/schemas/MeasureRow")),
        (status = 409, description = "somebody wrote about it meanwhile; `current` is the row now, null when it was taken out",
            content_type = "application/problem+json", body = ref("#/components/schemas/Problem"))))]
pub(crate) async fn remove(
    State(house): State<Arc<House>>,
    Path(id): Path<String>,
    Input(body): Input<Remove>,
) -> Result<Response, Problem> {
    let held = id.clone();
    change(
        &house,
        move |project| project.remove_measure(&id, body.expected_head.as_deref(), &body.reason),
        move |project| project.measure(&held),
    )
    .await
}

/// A red line: if X, then A calls B within N minutes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SetRedLine {
    /// The head on the screen.
    expected_head: Option<String>,
    /// What would have to happen.
    r#if: String,
    /// Who acts.
    who: String,
    /// Whom they call.
    calls: String,
    /// How fast.
    within_minutes: u32,
    /// set or crossed.
    #[schema(value_type = String)]
    state: RedLineWord,
}

/// Sets a red line; makes it when there is none of that id. `new` makes an id from its words.
#[utoipa::path(put, path = "/api/red-lines/{id}", tag = "measures",
    params(("id" = String, Path, description = "R-…, or `new`")), request_body = SetRedLine,
    responses((status = 200, description = "the red line", body = ref("#/components/schemas/RedLineRow")),
        (status = 409, description = "somebody wrote about it meanwhile; `current` is the row now, null when it was taken out",
            content_type = "application/problem+json", body = ref("#/components/schemas/Problem"))))]
pub(crate) async fn set_red_line(
    State(house): State<Arc<House>>,
    Path(id): Path<String>,
    Input(body): Input<SetRedLine>,
) -> Result<Response, Problem> {
    let SetRedLine { expected_head, r#if: if_, who, calls, within_minutes, state } = body;
    let input = RedLineInput { if_, who, calls, within_minutes, state };
    let held = id.clone();
    change(
        &house,
        move |project| project.set_red_line(named(&id), expected_head.as_deref(), input),
        move |project| project.red_line(&held),
    )
    .await
}

/// Takes a red line out of the register, with the reason.
#[utoipa::path(delete, path = "/api/red-lines/{id}", tag = "measures",
    params(("id" = String, Path, description = "R-…")), request_body = Remove,
    responses((status = 200, description = "the red line as it stood", body = ref("#/components/schemas/RedLineRow")),
        (status = 409, description = "somebody wrote about it meanwhile; `current` is the row now, null when it was taken out",
            content_type = "application/problem+json", body = ref("#/components/schemas/Problem"))))]
pub(crate) async fn remove_red_line(
    State(house): State<Arc<House>>,
    Path(id): Path<String>,
    Input(body): Input<Remove>,
) -> Result<Response, Problem> {
    let held = id.clone();
    change(
        &house,
        move |project| project.remove_red_line(&id, body.expected_head.as_deref(), &body.reason),
        move |project| project.red_line(&held),
    )
    .await
}

/// Offers to take.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct Take {
    /// By id; all that are offered, when empty.
    #[serde(default)]
    only: Vec<String>,
}

/// Takes what the role offers into the register.
#[utoipa::path(post, path = "/api/measures/start", tag = "measures", request_body = Take,
    responses((status = 200, description = "what was taken", body = ref("#/components/schemas/MeasuresTaken"))))]
pub(crate) async fn start(
    State(house): State<Arc<House>>,
    Input(body): Input<Take>,
) -> Result<Response, Problem> {
    ask(&house, move |project| {
        let set = project.starting_set(None)?;
        project.take_starting_set(&set, &body.only)
    })
    .await
}

/// The measures as CSV.
#[utoipa::path(get, path = "/api/measures/export.csv", tag = "measures",
    responses((status = 200, description = "the file", content_type = "text/csv", body = String)))]
pub(crate) async fn export_csv(State(house): State<Arc<House>>) -> Result<Response, Problem> {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"measures.csv\""),
    ];
    file(&house, headers, Project::measures_csv).await
}

/// The register as a spreadsheet: one sheet of measures, one of red lines.
#[utoipa::path(get, path = "/api/measures/export.xlsx", tag = "measures",
    responses((status = 200, description = "the file", content_type = "application/octet-stream", body = String)))]
pub(crate) async fn export_xlsx(State(house): State<Arc<House>>) -> Result<Response, Problem> {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"measures.xlsx\""),
    ];
    file(&house, headers, Project::measures_xlsx).await
}

async fn file(
    house: &Arc<House>,
    headers: [(HeaderName, &'static str); 2],
    make: impl FnOnce(&Project) -> Result<Vec<u8>, AppError> + Send + 'static,
) -> Result<Response, Problem> {
    let bytes = blocking(house, move |house| {
        make(&house.project).map_err(|error| Problem::of(&error, &house.words))
    })
    .await?;
    Ok((StatusCode::OK, headers, bytes).into_response())
}

/// What a file that is sent is called.
#[derive(Deserialize)]
pub(crate) struct Named {
    name: String,
}

/// Reads a spreadsheet into the register: the body is the file.
#[utoipa::path(post, path = "/api/measures/import", tag = "measures",
    params(("name" = String, Query, description = "its name: measures.csv, measures.xlsx")),
    request_body(content = String, content_type = "application/octet-stream"),
    responses((status = 200, description = "what was read", body = ref("#/components/schemas/Imported"))))]
pub(crate) async fn import(
    State(house): State<Arc<House>>,
    Query(query): Query<Named>,
    request: Request,
) -> Result<Response, Problem> {
    let bytes = read(request.into_body(), MAX_SHEET, &house).await?;
    let body = blocking(&house, move |house| {
        let report = house.project.import_measures(&query.name, &bytes);
        written(house, &report.map_err(|error| Problem::of(&error, &house.words))?)
    })
    .await?;
    Ok(json(StatusCode::OK, body))
}
