//! The API: one file a screen. A handler reads its input, asks `app` where blocking is allowed, and
//! sends what it returned.

mod attacks;
mod briefs;
mod findings;
mod inbox;
mod incidents;
mod measures;
mod morning;
mod network;
mod polls;
mod rumours;
mod search;
mod session;
mod statements;
mod story;
mod upkeep;

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vigie_app::screens::rows::AsOf;
use vigie_app::trouble::Trouble;
use vigie_app::{AppError, Project, gate};

use crate::events;
use crate::house::{House, blocking};
use crate::problem::Problem;

/// Every route that the `OpenAPI` document names.
pub(crate) fn routes() -> OpenApiRouter<Arc<House>> {
    OpenApiRouter::new()
        .routes(routes!(session::session))
        .routes(routes!(morning::morning))
        .routes(routes!(findings::triage))
        .routes(routes!(findings::finding))
        .routes(routes!(findings::dismiss))
        .routes(routes!(findings::watch))
        .routes(routes!(findings::note))
        .routes(routes!(findings::restore))
        .routes(routes!(findings::undo))
        .routes(routes!(incidents::incidents, incidents::open))
        .routes(routes!(incidents::incident))
        .routes(routes!(incidents::change))
        .routes(routes!(measures::measures))
        .routes(routes!(measures::set, measures::remove))
        .routes(routes!(measures::set_red_line, measures::remove_red_line))
        .routes(routes!(measures::start))
        .routes(routes!(measures::import))
        .routes(routes!(measures::export_csv))
        .routes(routes!(measures::export_xlsx))
        .routes(routes!(attacks::attacks))
        .routes(routes!(network::network))
        .routes(routes!(network::graph_file))
        .routes(routes!(story::story))
        .routes(routes!(story::stories))
        .routes(routes!(statements::statements))
        .routes(routes!(statements::correct))
        .routes(routes!(polls::polls))
        .routes(routes!(rumours::rumours, rumours::add))
        .routes(routes!(rumours::reveal))
        .routes(routes!(briefs::draft, briefs::keep))
        .routes(routes!(briefs::freeze))
        .routes(routes!(briefs::briefs))
        .routes(routes!(briefs::recall))
        .routes(routes!(search::search))
        .routes(routes!(search::reveal_publication))
        .routes(routes!(inbox::inbox, inbox::upload))
        .routes(routes!(inbox::read))
        .routes(routes!(inbox::tips, inbox::tip))
        .routes(routes!(upkeep::verify))
        .routes(routes!(upkeep::detect))
        .routes(routes!(events::events))
}

/// The data of each screen under the screen's own address.
pub(crate) fn twins() -> Router<Arc<House>> {
    Router::new()
        .route("/session.json", get(session::session))
        .route("/morning.json", get(morning::morning))
        .route("/triage.json", get(findings::triage))
        .route("/findings/{id}", get(findings::finding_page))
        .route("/incidents.json", get(incidents::incidents))
        .route("/incidents/{id}", get(incidents::incident_page))
        .route("/measures.json", get(measures::measures))
        .route("/attacks.json", get(attacks::attacks))
        .route("/network.json", get(network::network))
        .route("/story.json", get(story::story))
        .route("/stories.json", get(story::stories))
        .route("/polls.json", get(polls::polls))
        .route("/rumours.json", get(rumours::rumours))
        .route("/brief.json", get(briefs::draft))
        .route("/told.json", get(briefs::briefs))
        .route("/inbox.json", get(inbox::inbox))
        .route("/search.json", get(search::search))
        .route("/verify.json", get(upkeep::verify))
}

/// Asks the project and sends the answer as JSON. Both the question and the writing of the answer
/// happen where blocking is allowed.
pub(crate) async fn ask<T: Serialize>(
    house: &Arc<House>,
    question: impl FnOnce(&Project) -> Result<T, AppError> + Send + 'static,
) -> Result<Response, Problem> {
    let answer = blocking(house, move |house| {
        let problem = |error| Problem::of(&error, &house.words);
        let as_of = house.project.as_of().map_err(problem)?;
        let answer = question(&house.project).map_err(problem)?;
        Ok((as_of, written(house, &answer)?))
    });
    let (as_of, body) = answer.await?;
    Ok((stands_on(as_of), json(StatusCode::OK, body)).into_response())
}

/// The header that says which commit an answer stands on: `41`, or `41 newer` while a newer one is
/// being read.
fn stands_on(as_of: AsOf) -> [(HeaderName, HeaderValue); 1] {
    let AsOf { commit, newer } = as_of;
    let text = if newer { format!("{commit} newer") } else { commit.to_string() };
    let value = HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("0"));
    [(HeaderName::from_static("x-vigie-as-of"), value)]
}

/// Makes a change. One that did not know of the newest state is refused with it as `current`:
/// null where the thing is gone.
pub(crate) async fn change<T: Serialize, C: Serialize>(
    house: &Arc<House>,
    change: impl FnOnce(&Project) -> Result<T, AppError> + Send + 'static,
    current: impl FnOnce(&Project) -> Result<C, AppError> + Send + 'static,
) -> Result<Response, Problem> {
    let body = blocking(house, move |house| match change(&house.project) {
        Ok(changed) => written(house, &changed),
        Err(error) if error.trouble() == Trouble::Outdated => {
            let mut now = current(&house.project)
                .ok()
                .and_then(|now| serde_json::to_value(now).ok())
                .unwrap_or_default();
            gate::seal_json(&mut now);
            Err(Problem::of(&error, &house.words).with_current(now))
        }
        Err(error) => Err(Problem::of(&error, &house.words)),
    })
    .await?;
    Ok(json(StatusCode::OK, body))
}

/// A value as the bytes of JSON. What repeats a sealed rumour, in whatever words it came here,
/// comes out as its code.
pub(crate) fn written(house: &House, answer: &impl Serialize) -> Result<Vec<u8>, Problem> {
    if !gate::is_sealing() {
        return written_plain(house, answer);
    }
    let problem = |error: serde_json::Error| Problem::of(&error.into(), &house.words);
    let mut value = serde_json::to_value(answer).map_err(problem)?;
    gate::seal_json(&mut value);
    serde_json::to_vec(&value).map_err(problem)
}

/// As [`written`], for the one answer that may show what is sealed.
pub(crate) fn written_plain(house: &House, answer: &impl Serialize) -> Result<Vec<u8>, Problem> {
    serde_json::to_vec(answer).map_err(|error| Problem::of(&error.into(), &house.words))
}

/// Bytes of JSON as an answer.
pub(crate) fn json(status: StatusCode, body: Vec<u8>) -> Response {
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    (status, kind, body).into_response()
}
