//! Who acts together: the table, its picture, and the graph file.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::ask;
use crate::house::{House, blocking};
use crate::problem::Problem;

/// Groups and pairs with what chance gives under both null models, and the picture of them.
#[utoipa::path(get, path = "/api/network", tag = "network",
    responses((status = 200, description = "who acts together", body = ref("#/components/schemas/Network"))))]
pub(crate) async fn network(State(house): State<Arc<House>>) -> Result<Response, Problem> {
    ask(&house, vigie_app::Project::network).await
}

/// The graph as GEXF 1.3, with names of accounts that no other file has.
#[utoipa::path(get, path = "/api/network.gexf", tag = "network",
    responses((status = 200, description = "GEXF 1.3", content_type = "application/gexf+xml", body = String)))]
pub(crate) async fn graph_file(State(house): State<Arc<House>>) -> Result<Response, Problem> {
    let graph = blocking(&house, move |house| {
        let graph = house.project.acting_together();
        graph.map_err(|error| Problem::of(&error, &house.words))
    })
    .await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/gexf+xml")),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"vigie-network.gexf\""),
        ),
    ];
    Ok((StatusCode::OK, headers, graph.gexf).into_response())
}
