//! This morning: what changed, where were we blind, what is overdue?

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::ask;
use crate::house::House;
use crate::problem::Problem;

/// Since when.
#[derive(Deserialize, Default)]
pub(crate) struct Since {
    /// A date, a time, `yesterday`, `2h`; yesterday without it.
    since: Option<String>,
}

/// What changed since a moment, where we could not see, what is overdue.
#[utoipa::path(get, path = "/api/morning", tag = "morning",
    params(("since" = Option<String>, Query, description = "a date, a time, `yesterday`, `2h`; yesterday without it")),
    responses((status = 200, description = "the morning", body = ref("#/components/schemas/Morning"))))]
pub(crate) async fn morning(
    State(house): State<Arc<House>>,
    Query(query): Query<Since>,
) -> Result<Response, Problem> {
    ask(&house, move |project| {
        let since = query.since.filter(|since| !since.trim().is_empty());
        let since = since.map(|since| project.moment(&since)).transpose()?;
        project.morning(since)
    })
    .await
}
