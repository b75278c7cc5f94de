//! Reading an article: who accuses, denies, warns, promises what, and which polls it cites.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;
use vigie_app::press::{PressRequest, Pressed, act};

use super::ask;
use crate::house::House;
use crate::input::{Input, MAX_ARTICLE};
use crate::problem::Problem;

/// An article to read, and what to show of it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Read {
    /// The text or the page, at most 5 MB.
    text: String,
    /// The name of the file, if it is one.
    #[serde(default)]
    name: String,
    /// Only statements whose speaker, target or sentence holds these words.
    about: Option<String>,
    /// Only these acts: accuse, deny, warn …; all without any.
    #[serde(default)]
    acts: Vec<String>,
    /// Whether statements with a count or a share are checked against our own logs.
    #[serde(default)]
    check: bool,
}

/// Reads an article: statements with their words, accusations with replies, headlines that say more
/// than the words under them, polls, actors. Nothing of it is kept.
#[utoipa::path(post, path = "/api/statements", tag = "statements", request_body = Read,
    responses((status = 200, description = "what it says", body = ref("#/components/schemas/Statements"))))]
pub(crate) async fn statements(
    State(house): State<Arc<House>>,
    Input(body): Input<Read, MAX_ARTICLE>,
) -> Result<Response, Problem> {
    ask(&house, move |project| {
        let acts = body.acts.iter().map(|text| act(text)).collect::<Result<_, _>>()?;
        let articles = vec![Pressed { name: body.name, bytes: body.text.into_bytes() }];
        project.press(&PressRequest { articles, about: body.about, acts, check: body.check })
    })
    .await
}
