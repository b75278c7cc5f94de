//! Searching for words.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::ask;
use crate::house::House;
use crate::problem::Problem;

/// What for.
#[derive(Deserialize)]
pub(crate) struct Question {
    #[serde(default)]
    q: String,
    /// `1` to look at every publication.
    all: Option<String>,
}

/// Publications, findings and incidents that hold the words. Texts of accounts that are not on the
/// watch list are masked.
#[utoipa::path(get, path = "/api/search", tag = "search",
    params(("q" = String, Query, description = "the words"),
        ("all" = Option<String>, Query, description = "`1` to look at every publication, not only the newest")),
    responses((status = 200, description = "what was found", body = ref("#/components/schemas/Search"))))]
pub(crate) async fn search(
    State(house): State<Arc<House>>,
    Query(query): Query<Question>,
) -> Result<Response, Problem> {
    let all = query.all.as_deref().is_some_and(|all| all == "1" || all == "true");
    ask(&house, move |project| project.search(&query.q, all)).await
}
