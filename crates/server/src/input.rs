//! Bodies of requests: JSON of a bounded size, read into typed values.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::header;
use serde::de::DeserializeOwned;
use vigie_app::gate::harmless;

use crate::house::House;
use crate::problem::{Problem, Trouble};

/// The largest JSON body, in bytes.
pub(crate) const MAX_JSON: usize = 1 << 20;

/// The largest spreadsheet, in bytes.
pub(crate) const MAX_SHEET: usize = 16 << 20;

/// The largest JSON body that holds an article: escapes may double it.
pub(crate) const MAX_ARTICLE: usize = 2 * vigie_app::press::MOST_BYTES;

/// A JSON body of at most `LIMIT` bytes.
pub(crate) struct Input<T, const LIMIT: usize = MAX_JSON>(pub(crate) T);

impl<T: DeserializeOwned, const LIMIT: usize> FromRequest<Arc<House>> for Input<T, LIMIT> {
    type Rejection = Problem;

    async fn from_request(request: Request, house: &Arc<House>) -> Result<Self, Problem> {
        // A form of another site cannot send this type without asking first.
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let kind = kind.and_then(|kind| kind.split(';').next()).map(str::trim);
        if !kind.is_some_and(|kind| kind.eq_ignore_ascii_case("application/json")) {
            return Err(house.problem(Trouble::NotJson, "not-json"));
        }
        let bytes = read(request.into_body(), LIMIT, house).await?;
        serde_json::from_slice(&bytes).map(Self).map_err(|error| {
            let what = harmless(&error.to_string());
            let args = [("what", what.into())];
            Problem::said(Trouble::Unreadable, &house.words, "unreadable", &args)
        })
    }
}

/// The whole body, if it is not larger than `limit`.
pub(crate) async fn read(body: Body, limit: usize, house: &House) -> Result<Bytes, Problem> {
    axum::body::to_bytes(body, limit).await.map_err(|_| {
        let args = [("limit", house.words.bytes(limit as u64).into())];
        Problem::said(Trouble::TooLarge, &house.words, "too-large", &args)
    })
}
