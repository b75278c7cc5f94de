//! The polls that the project holds: what they say by what was asked, and what they cannot show.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use vigie_app::polls::HeldAsked;

use super::ask;
use crate::house::House;
use crate::problem::Problem;

/// What to show.
#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    about: Option<String>,
    #[serde(default)]
    event: Option<String>,
    #[serde(default)]
    all: bool,
}

/// Polls of the project's folder, by question, round and election: levels with their intervals and
/// how they moved, the polls themselves, and what they cannot show.
#[utoipa::path(get, path = "/api/polls", tag = "statements",
    params(
        ("about" = Option<String>, Query, description = "only candidates whose name holds this"),
        ("event" = Option<String>, Query, description = "a day, as 2027-03-12: what these polls can show of it; with about"),
        ("all" = Option<bool>, Query, description = "all tables and candidates, not the most polled alone"),
    ),
    responses((status = 200, description = "what they say", body = ref("#/components/schemas/Polls"))))]
pub(crate) async fn polls(
    State(house): State<Arc<House>>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let Asked { about, event, all } = asked;
    ask(&house, move |project| project.polls_screen(&HeldAsked { about, event, all })).await
}
