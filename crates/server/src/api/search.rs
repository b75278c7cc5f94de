//! Searching for words, and reading what was found.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;

use super::ask;
use crate::house::House;
use crate::input::Input;
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

/// Why a text is to be shown.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RevealPublication {
    /// Why; on record.
    reason: String,
}

/// Shows the text of a publication that a search found, on record; sealed matter stays its code.
#[utoipa::path(post, path = "/api/publications/{signal}/reveal", tag = "search",
    params(("signal" = String, Path, description = "S-…")), request_body = RevealPublication,
    responses((status = 200, description = "the publication, and the entry that records it", body = ref("#/components/schemas/PublicationRevealed"))))]
pub(crate) async fn reveal_publication(
    State(house): State<Arc<House>>,
    Path(signal): Path<String>,
    Input(body): Input<RevealPublication>,
) -> Result<Response, Problem> {
    ask(&house, move |project| project.reveal_publication(&signal, &body.reason)).await
}
