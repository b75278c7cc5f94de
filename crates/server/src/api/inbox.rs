//! The inbox: files that people drop, and what somebody told us.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, Query, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use futures::StreamExt;
use serde::Deserialize;
use tokio::sync::mpsc;
use utoipa::ToSchema;
use vigie_app::inbox::ReadHow;
use vigie_app::model::Timestamp;
use vigie_app::tips::TipInput;

use super::{ask, json, written};
use crate::house::{House, blocking};
use crate::input::Input;
use crate::keeper::settle;
use crate::problem::{Problem, Trouble};

/// Pieces of an upload that wait for the disk.
const WAITING: usize = 8;

/// What lies in the inbox.
#[utoipa::path(get, path = "/api/inbox", tag = "inbox",
    responses((status = 200, description = "files", body = ref("#/components/schemas/Inbox"))))]
pub(crate) async fn inbox(State(house): State<Arc<House>>) -> Result<Response, Problem> {
    ask(&house, vigie_app::Project::inbox).await
}

/// What a file that is sent is called.
#[derive(Deserialize)]
pub(crate) struct Named {
    name: String,
}

/// Takes a file, at most 2 GiB: the body is the file. What is recognised is read at once.
#[utoipa::path(post, path = "/api/inbox", tag = "inbox",
    params(("name" = String, Query, description = "its name")),
    request_body(content = String, content_type = "application/octet-stream"),
    responses((status = 200, description = "what became of it", body = ref("#/components/schemas/InboxItem"))))]
pub(crate) async fn upload(
    State(house): State<Arc<House>>,
    Query(query): Query<Named>,
    request: Request,
) -> Result<Response, Problem> {
    let (pieces, mut written_down) = mpsc::channel::<Option<Bytes>>(WAITING);
    let inner = Arc::clone(&house);
    let keeping = tokio::spawn(async move {
        blocking(&inner, move |house| {
            let problem = |error| Problem::of(&error, &house.words);
            let mut upload = house.project.inbox_upload(&query.name).map_err(problem)?;
            loop {
                match written_down.blocking_recv() {
                    Some(Some(piece)) => upload.write(&piece).map_err(problem)?,
                    // The end, as sent by the client.
                    Some(None) => break,
                    // The connection broke: nothing stays.
                    None => return Err(house.problem(Trouble::Unreadable, "cut-short")),
                }
            }
            // A watcher of the folder must not read it at the same time.
            let item = house.writing(|| house.maker.inbox_take(upload, &ReadHow::default()));
            written(house, &item.map_err(problem)?)
        })
        .await
    });
    let mut body = request.into_body().into_data_stream();
    let mut is_whole = true;
    while let Some(piece) = body.next().await {
        let Ok(piece) = piece else {
            is_whole = false;
            break;
        };
        if pieces.send(Some(piece)).await.is_err() {
            // Keeping it failed; why comes out below.
            break;
        }
    }
    if is_whole {
        let _ended_already = pieces.send(None).await;
    }
    drop(pieces);
    match keeping.await {
        Ok(body) => {
            let body = body?;
            settle(&house).await;
            Ok(json(StatusCode::OK, body))
        }
        Err(_) => Err(house.problem(Trouble::Bug, "bug")),
    }
}

/// Reads a file of the inbox, as a stored mapping or one that is given says.
#[utoipa::path(post, path = "/api/inbox/{id}/read", tag = "inbox",
    params(("id" = String, Path, description = "its id")),
    request_body(content = ref("#/components/schemas/ReadHow"), content_type = "application/json"),
    responses((status = 200, description = "what became of it", body = ref("#/components/schemas/InboxItem"))))]
pub(crate) async fn read(
    State(house): State<Arc<House>>,
    Path(id): Path<String>,
    Input(how): Input<ReadHow>,
) -> Result<Response, Problem> {
    let body = blocking(&house, move |house| {
        let item = house.writing(|| house.maker.inbox_read(&id, &how));
        written(house, &item.map_err(|error| Problem::of(&error, &house.words))?)
    })
    .await?;
    settle(&house).await;
    Ok(json(StatusCode::OK, body))
}

/// What somebody told us.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tip {
    /// What was said.
    text: String,
    /// Who told us, as far as they may be named.
    #[serde(default)]
    from: String,
    /// When it happened or was told; now without it.
    at: Option<String>,
    /// A finding or an incident.
    about: Option<String>,
    /// The mandate that it is kept under.
    mandate: Option<String>,
}

/// Takes a tip: its words into the lake, its id into the journal.
#[utoipa::path(post, path = "/api/tips", tag = "inbox", request_body = Tip,
    responses((status = 200, description = "the signal", body = ref("#/components/schemas/TipTaken"))))]
pub(crate) async fn tip(
    State(house): State<Arc<House>>,
    Input(body): Input<Tip>,
) -> Result<Response, Problem> {
    let body = blocking(&house, move |house| {
        let problem = |error| Problem::of(&error, &house.words);
        let at = body.at.filter(|at| !at.trim().is_empty());
        let at: Option<Timestamp> =
            at.map(|at| house.project.moment(&at)).transpose().map_err(problem)?;
        let about = body.about.filter(|about| !about.trim().is_empty());
        let input = TipInput { text: body.text, from: body.from, at, about, mandate: body.mandate };
        let taken = house.writing(|| house.maker.take_tip(&input));
        written(house, &taken.map_err(problem)?)
    })
    .await?;
    settle(&house).await;
    Ok(json(StatusCode::OK, body))
}

/// What people told us, newest first; their words stay behind the signal.
#[utoipa::path(get, path = "/api/tips", tag = "inbox",
    responses((status = 200, description = "tips", body = ref("#/components/schemas/Tips"))))]
pub(crate) async fn tips(State(house): State<Arc<House>>) -> Result<Response, Problem> {
    ask(&house, vigie_app::Project::tips).await
}
