//! How one story spread.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::ask;
use crate::house::House;
use crate::problem::Problem;

/// Which story.
#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    about: String,
}

/// How many are offered: somebody who looks for another one names it.
const OFFERED: usize = 8;

/// Findings whose story can be looked at, for somebody who has no name of one at hand.
#[utoipa::path(get, path = "/api/stories", tag = "network",
    responses((status = 200, description = "the most urgent that nobody set aside", body = ref("#/components/schemas/Stories"))))]
pub(crate) async fn stories(State(house): State<Arc<House>>) -> Result<Response, Problem> {
    ask(&house, |project| project.stories(OFFERED)).await
}

/// Spread, first appearances, who names whom, near-copies and coverage of one story.
#[utoipa::path(get, path = "/api/story", tag = "network",
    params(("about" = String, Query, description = "a link, a #hashtag, a domain, O-…, F-…, RUM-7, or words that publications hold")),
    responses((status = 200, description = "how it spread", body = ref("#/components/schemas/Story"))))]
pub(crate) async fn story(
    State(house): State<Arc<House>>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    ask(&house, move |project| project.story(&asked.about)).await
}
