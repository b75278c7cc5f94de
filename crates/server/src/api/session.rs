//! Who is looking at what.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::ask;
use crate::house::House;
use crate::problem::Problem;

/// The project, its language and zone, and who writes in its journal from here.
#[utoipa::path(get, path = "/api/session", tag = "session",
    responses((status = 200, description = "the session", body = ref("#/components/schemas/Session"))))]
pub(crate) async fn session(State(house): State<Arc<House>>) -> Result<Response, Problem> {
    let is_demo = house.demo;
    ask(&house, move |project| project.session_screen(is_demo)).await
}
