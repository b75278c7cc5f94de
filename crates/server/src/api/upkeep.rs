//! Checking what is kept, and running the detectors.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::{ask, json, written};
use crate::house::House;
use crate::jobs;
use crate::problem::Problem;

/// Reads every byte that is kept and compares it with what was written.
#[utoipa::path(get, path = "/api/verify", tag = "upkeep",
    responses((status = 200, description = "what was checked, and what differs", body = ref("#/components/schemas/Verify"))))]
pub(crate) async fn verify(State(house): State<Arc<House>>) -> Result<Response, Problem> {
    ask(&house, vigie_app::Project::verify_screen).await
}

/// Starts every detector over the newest commit; progress and the end come as events.
#[utoipa::path(post, path = "/api/detect", tag = "upkeep",
    responses((status = 202, description = "started, or under way already", body = ref("#/components/schemas/Started"))))]
pub(crate) async fn detect(State(house): State<Arc<House>>) -> Result<Response, Problem> {
    let started = jobs::detect(&house);
    Ok(json(StatusCode::ACCEPTED, written(&house, &started)?))
}
