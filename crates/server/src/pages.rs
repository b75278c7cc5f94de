//! Everything that is not the API: web files, the page of each screen, briefs.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use crate::assets;
use crate::guard::BRIEF_POLICY;
use crate::house::{House, blocking};
use crate::problem::{Problem, Trouble};

/// A web file, the page of a screen, or nothing of that name.
pub(crate) async fn other(
    State(house): State<Arc<House>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let path = uri.path().trim_start_matches('/');
    let is_api = path == "api" || path.starts_with("api/");
    if is_api || !(method == Method::GET || method == Method::HEAD) {
        return Err(house.problem(Trouble::Unknown, "unknown-path"));
    }
    if path != "index.html"
        && let Some(asset) = assets::find(path)
    {
        return Ok(asset.respond(&headers));
    }
    let name = path.rsplit('/').next().unwrap_or_default();
    if name.contains('.') && path != "index.html" {
        return Err(house.problem(Trouble::Unknown, "unknown-path"));
    }
    Ok(page(&house))
}

/// The path exists, the method does not.
pub(crate) async fn wrong_method(State(house): State<Arc<House>>) -> Problem {
    house.problem(Trouble::Method, "method")
}

/// The page that every screen starts from, with the token of this start.
pub(crate) fn page(house: &House) -> Response {
    let language = house.words.language().code();
    let text = match assets::index() {
        Some(index) => {
            index.replace("%VIGIE_TOKEN%", house.token.shown()).replace("%VIGIE_LANG%", language)
        }
        None => built_in(house),
    };
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

/// The addresses that give the data of each screen.
const TWINS: [&str; 7] = [
    "morning.json",
    "triage.json",
    "incidents.json",
    "measures.json",
    "brief.json",
    "rumours.json",
    "openapi.json",
];

/// What stands here while the web was not built: no styles and no script, the data alone.
fn built_in(house: &House) -> String {
    let say = |id: &str| house.words.plain(id);
    let links: String =
        TWINS.iter().map(|twin| format!("<li><a href=\"/{twin}\">/{twin}</a></li>\n")).collect();
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"vigie-token\" content=\"{}\">\n<title>Vigie</title>\n</head>\n<body>\n\
         <main>\n<h1>Vigie</h1>\n<p>{}</p>\n<p><code>scripts/web.sh</code></p>\n<p>{}</p>\n\
         <ul>\n{links}</ul>\n</main>\n</body>\n</html>\n",
        house.words.language().code(),
        house.token.shown(),
        say("serve-no-web"),
        say("serve-twins"),
    )
}

/// A frozen brief.
pub(crate) async fn brief(
    State(house): State<Arc<House>>,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    let kind = match name.rsplit_once('.') {
        Some((_, "html")) => "text/html; charset=utf-8",
        Some((_, "md")) => "text/markdown; charset=utf-8",
        Some((_, "json")) => "application/json",
        _ => return Err(house.problem(Trouble::Unknown, "unknown-path")),
    };
    let bytes = blocking(&house, move |house| {
        let read = house.project.brief_file(&name);
        let found = read.map_err(|error| Problem::of(&error, &house.words))?;
        found.ok_or_else(|| house.problem(Trouble::Unknown, "unknown-path"))
    })
    .await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(BRIEF_POLICY)),
    ];
    Ok((StatusCode::OK, headers, bytes).into_response())
}
