//! Who may talk to us, and what every answer carries.
//!
//! A page of another site can make a browser send requests here. Three walls: the Host must be
//! ours (a name that was rebound to this machine is not), an Origin must be ours, and a change
//! needs the token that stands in our page, which no other site can read.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::house::House;
use crate::problem::{Problem, Trouble};

/// The header that carries the token.
pub(crate) const TOKEN_HEADER: &str = "x-vigie-token";

/// What our pages may do: load from here, and nothing else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";

/// A brief is one file with its styles inside and without any script.
pub(crate) const BRIEF_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; \
     img-src data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
     sandbox";

/// Headers of every answer, unless its handler set another value.
const HEADERS: [(&str, &str); 9] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
    ),
    ("cache-control", "no-store"),
];

/// Refuses strangers and dresses every answer.
pub(crate) async fn guard(
    State(house): State<Arc<House>>,
    request: Request,
    next: Next,
) -> Response {
    let refusal = refusal(&house, request.method(), request.uri().authority(), request.headers());
    let mut response = match refusal {
        Some(problem) => problem.into_response(),
        None => next.run(request).await,
    };
    for (name, value) in HEADERS {
        let name = HeaderName::from_static(name);
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

fn refusal(
    house: &House,
    method: &Method,
    authority: Option<&axum::http::uri::Authority>,
    headers: &HeaderMap,
) -> Option<Problem> {
    let is_ours = |host: &str| house.hosts.iter().any(|ours| ours.eq_ignore_ascii_case(host));
    let mut hosts = headers.get_all(header::HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok());
    let is_host_ours = host.is_some_and(is_ours)
        && hosts.next().is_none()
        // An absolute address in the request line wins over Host, so it has to be ours as well.
        && authority.is_none_or(|authority| is_ours(authority.as_str()));
    if !is_host_ours {
        return Some(house.problem(Trouble::Forbidden, "host"));
    }
    for origin in headers.get_all(header::ORIGIN) {
        let origin = origin.to_str().ok().and_then(|origin| origin.strip_prefix("http://"));
        if !origin.is_some_and(is_ours) {
            return Some(house.problem(Trouble::Forbidden, "origin"));
        }
    }
    if !(method == Method::GET || method == Method::HEAD) {
        let token = headers.get(TOKEN_HEADER).map(HeaderValue::as_bytes);
        if !token.is_some_and(|token| house.token.matches(token)) {
            return Some(house.problem(Trouble::Forbidden, "token"));
        }
    }
    None
}
