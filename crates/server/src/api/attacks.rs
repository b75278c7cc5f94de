//! What is hit, from where, and whether the service stands.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use vigie_app::attacks::{AttacksRequest, By};

use super::ask;
use crate::house::House;
use crate::problem::Problem;

/// What to count.
#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    by: Option<By>,
    #[serde(default)]
    since: Option<String>,
}

/// Counts by day, target, country or network; attacks; where from; service health.
#[utoipa::path(get, path = "/api/attacks", tag = "attacks",
    params(
        ("by" = Option<String>, Query, description = "day (unless said otherwise), target, country or network"),
        ("since" = Option<String>, Query, description = "from the day of this moment on: yesterday, 7d, 2027-04-01"),
    ),
    responses((status = 200, description = "what is hit", body = ref("#/components/schemas/Attacks"))))]
pub(crate) async fn attacks(
    State(house): State<Arc<House>>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    ask(&house, move |project| {
        let since = asked.since.as_deref().filter(|text| !text.is_empty());
        let since = since.map(|text| project.moment(text)).transpose()?;
        project.attacks(&AttacksRequest { by: asked.by.unwrap_or_default(), since, until: None })
    })
    .await
}
