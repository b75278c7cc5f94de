//! The `OpenAPI` document: paths from the handlers, shapes of answers from `shapes.txt`.

use std::sync::Arc;

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;

use crate::house::House;
use crate::{api, shapes};

/// The API without its guard.
pub(crate) fn routes() -> OpenApiRouter<Arc<House>> {
    api::routes()
}

/// The document as it stands in `docs/openapi.json` and under `/openapi.json`.
#[must_use]
pub fn document() -> String {
    let document = routes().into_openapi();
    let mut document = serde_json::to_value(&document).unwrap_or_default();
    document["info"] = json!({
        "title": "Vigie",
        "version": "1",
        "description": "The workbench's API. Loopback only; a change needs the header \
                        X-Vigie-Token with the token of this start, which stands in the page.",
        "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
    });
    document["components"]["securitySchemes"] = json!({
        "token": { "type": "apiKey", "in": "header", "name": "X-Vigie-Token" },
    });
    if let Some(held) = document["components"]["schemas"].as_object_mut() {
        held.extend(shapes::schemas());
    } else {
        document["components"]["schemas"] = Value::Object(shapes::schemas());
    }
    demand_tokens(&mut document);
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// Every change needs the token and may be refused.
fn demand_tokens(document: &mut Value) {
    let Some(paths) = document["paths"].as_object_mut() else { return };
    for path in paths.values_mut() {
        let Some(operations) = path.as_object_mut() else { continue };
        for (method, operation) in operations {
            if method != "get" {
                operation["security"] = json!([{ "token": [] }]);
            }
            operation["responses"]["default"] = json!({
                "description": "It could not be done.",
                "content": { "application/problem+json": {
                    "schema": { "$ref": "#/components/schemas/Problem" }
                } },
            });
        }
    }
}

/// `GET /openapi.json`
pub(crate) async fn openapi() -> Response {
    let kind = HeaderValue::from_static("application/json");
    ([(header::CONTENT_TYPE, kind)], document()).into_response()
}
