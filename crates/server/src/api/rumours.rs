//! Rumours: code and spread for everybody, the text on record only.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;
use vigie_app::rumours::{NewRumour, RumourAnswer, RumourCategory, RumourError};

use super::{ask, json, written_plain};
use crate::house::{House, blocking};
use crate::input::Input;
use crate::problem::Problem;

/// Every rumour with its spread; never its text.
#[utoipa::path(get, path = "/api/rumours", tag = "rumours",
    responses((status = 200, description = "rumours by code", body = ref("#/components/schemas/Rumours"))))]
pub(crate) async fn rumours(State(house): State<Arc<House>>) -> Result<Response, Problem> {
    ask(&house, vigie_app::Project::rumours).await
}

/// A rumour to register. Its words go into the sealed file and nowhere else.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddRumour {
    /// What to call it.
    topic: String,
    /// Words and names that give it away.
    #[serde(default)]
    terms: Vec<String>,
    /// Texts that repeat it.
    #[serde(default)]
    examples: Vec<String>,
    /// `private_life`, health, sexuality, family, money, conduct or other.
    category: String,
    /// Sealed or open; as its category has it without this.
    sealed: Option<bool>,
}

/// Registers a rumour.
#[utoipa::path(post, path = "/api/rumours", tag = "rumours", request_body = AddRumour,
    responses((status = 200, description = "the rumour by its code", body = ref("#/components/schemas/RumourRow"))))]
pub(crate) async fn add(
    State(house): State<Arc<House>>,
    Input(body): Input<AddRumour>,
) -> Result<Response, Problem> {
    ask(&house, move |project| {
        let category = RumourCategory::from_word(&body.category);
        let category = category.ok_or(RumourError::UnknownCategory)?;
        let AddRumour { topic, terms, examples, sealed, .. } = body;
        project.rumour_add(&NewRumour { topic, terms, examples, category, sealed })
    })
    .await
}

/// Why the text is to be shown.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RevealRumour {
    /// Why; on record, and told in the next brief.
    reason: String,
    /// Who else agreed; alone, one has to wait.
    second: Option<String>,
}

/// Shows the text of a rumour on record: with a second person at once, alone after a delay.
#[utoipa::path(post, path = "/api/rumours/{code}/reveal", tag = "rumours",
    params(("code" = String, Path, description = "RUM-7")), request_body = RevealRumour,
    responses((status = 200, description = "its text", body = ref("#/components/schemas/RumourText")),
        (status = 202, description = "from when it will be shown", body = ref("#/components/schemas/RumourWait"))))]
pub(crate) async fn reveal(
    State(house): State<Arc<House>>,
    Path(code): Path<String>,
    Input(body): Input<RevealRumour>,
) -> Result<Response, Problem> {
    let second = body.second.filter(|second| !second.trim().is_empty());
    let (status, body) = blocking(&house, move |house| {
        let answer = house.project.rumour_reveal(&code, &body.reason, second.as_deref());
        let answer = answer.map_err(|error| Problem::of(&error, &house.words))?;
        let status = match &answer {
            RumourAnswer::Shown(_) => StatusCode::OK,
            RumourAnswer::Wait { .. } => StatusCode::ACCEPTED,
        };
        // The one answer that shows what is sealed: it is on record by now.
        Ok((status, written_plain(house, &answer)?))
    })
    .await?;
    Ok(json(status, body))
}
