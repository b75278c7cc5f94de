//! The brief: written, frozen, told, recalled.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vigie_app::Project;
use vigie_app::brief::{DraftInput, FreezeRequest, Frozen};
use vigie_app::words::Language;

use super::{ask, change};
use crate::house::House;
use crate::input::Input;
use crate::problem::Problem;

/// The draft: sentences, and the evidence beside them.
#[utoipa::path(get, path = "/api/brief/draft", tag = "brief",
    responses((status = 200, description = "the draft", body = ref("#/components/schemas/Draft"))))]
pub(crate) async fn draft(State(house): State<Arc<House>>) -> Result<Response, Problem> {
    ask(&house, Project::brief_draft).await
}

/// Keeps the draft in the place of the one that is there.
#[utoipa::path(put, path = "/api/brief/draft", tag = "brief",
    request_body(content = ref("#/components/schemas/DraftInput"), content_type = "application/json"),
    responses((status = 200, description = "the draft, with marks", body = ref("#/components/schemas/Draft")),
        (status = 409, description = "it was changed elsewhere meanwhile; `current` is the draft now",
            content_type = "application/problem+json", body = ref("#/components/schemas/Problem"))))]
pub(crate) async fn keep(
    State(house): State<Arc<House>>,
    Input(body): Input<DraftInput>,
) -> Result<Response, Problem> {
    change(&house, move |project| project.keep_brief_draft(body), Project::brief_draft).await
}

/// In which language.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct Freeze {
    /// `en` or `fr`; the draft's, or the project's, without it.
    language: Option<String>,
    /// When it is to be told: `09:00`.
    told_for: Option<String>,
}

/// A frozen brief and where its files are served.
#[derive(Serialize)]
struct Told {
    #[serde(flatten)]
    frozen: Frozen,
}

impl From<Frozen> for Told {
    fn from(mut frozen: Frozen) -> Self {
        let served = |ending: &str| format!("/briefs/{}.{ending}", frozen.id);
        (frozen.html, frozen.md, frozen.json) = (served("html"), served("md"), served("json"));
        Self { frozen }
    }
}

/// Freezes the draft and the state of the journal into a brief, and tells it.
#[utoipa::path(post, path = "/api/brief/freeze", tag = "brief", request_body = Freeze,
    responses((status = 200, description = "the brief and its files", body = ref("#/components/schemas/Frozen"))))]
pub(crate) async fn freeze(
    State(house): State<Arc<House>>,
    Input(body): Input<Freeze>,
) -> Result<Response, Problem> {
    ask(&house, move |project| {
        let language = body.language.as_deref().and_then(Language::from_code);
        let request =
            FreezeRequest { language, told_for: body.told_for, ..FreezeRequest::default() };
        Ok(Told::from(project.freeze_brief(&request)?))
    })
    .await
}

/// Briefs that were told, newest first.
#[utoipa::path(get, path = "/api/briefs", tag = "brief",
    responses((status = 200, description = "briefs", body = ref("#/components/schemas/Briefs"))))]
pub(crate) async fn briefs(State(house): State<Arc<House>>) -> Result<Response, Problem> {
    ask(&house, Project::brief_rows).await
}

/// Why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Recall {
    /// The next brief tells it.
    reason: String,
}

/// Takes a told brief back, with a reason.
#[utoipa::path(post, path = "/api/briefs/{id}/recall", tag = "brief",
    params(("id" = String, Path, description = "B-2027-04-01-1")), request_body = Recall,
    responses((status = 200, description = "briefs, newest first", body = ref("#/components/schemas/Briefs"))))]
pub(crate) async fn recall(
    State(house): State<Arc<House>>,
    Path(id): Path<String>,
    Input(body): Input<Recall>,
) -> Result<Response, Problem> {
    ask(&house, move |project| {
        project.recall_brief(&id, &body.reason)?;
        project.brief_rows()
    })
    .await
}
