//! What a client is told when something cannot be done: problem JSON (RFC 9457) with a hint.
//!
//! The message of an error that a person can mend goes out, through the gate; what is our bug goes
//! to the log and comes out as one fixed sentence.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use vigie_app::AppError;
use vigie_app::gate::harmless;
use vigie_app::model::Explained;
use vigie_app::trouble::Trouble as Kind;
use vigie_app::words::{Arg, Language, Words};

/// One problem.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Problem {
    /// A name that programs can match: `urn:vigie:problem:unknown`.
    #[serde(rename = "type")]
    kind: String,
    /// What kind of problem, in words.
    title: String,
    /// What happened.
    detail: String,
    /// What to do next.
    hint: Option<String>,
    #[serde(serialize_with = "number")]
    status: StatusCode,
    /// The state that a change did not know of.
    #[serde(skip_serializing_if = "Option::is_none")]
    current: Option<serde_json::Value>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn number<S: serde::Serializer>(status: &StatusCode, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_u16(status.as_u16())
}

/// The kinds of problems, each with its status and its title in `locales/`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Trouble {
    /// The request cannot be read.
    Unreadable,
    /// What it asks for cannot be done as asked.
    Refused,
    /// The host, origin or token is not ours.
    Forbidden,
    /// There is no such thing.
    Unknown,
    /// Somebody else changed it meanwhile.
    Outdated,
    /// The body is too large.
    TooLarge,
    /// The body is not JSON.
    NotJson,
    /// There is such a page, but not for this method.
    Method,
    /// Another job is at work.
    Busy,
    /// The disk is full.
    Full,
    /// Our mistake.
    Bug,
}

impl Trouble {
    const fn status(self) -> StatusCode {
        match self {
            Self::Unreadable | Self::Refused => StatusCode::BAD_REQUEST,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Unknown => StatusCode::NOT_FOUND,
            Self::Outdated => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Full => StatusCode::INSUFFICIENT_STORAGE,
            Self::Bug => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Refused => "refused",
            Self::Forbidden => "forbidden",
            Self::Unknown => "unknown",
            Self::Outdated => "outdated",
            Self::TooLarge => "too-large",
            Self::NotJson => "not-json",
            Self::Method => "method",
            Self::Busy => "busy",
            Self::Full => "full",
            Self::Bug => "bug",
        }
    }
}

impl Problem {
    /// A problem with its own words: the messages `problem-WHICH` and, where there is one,
    /// `problem-WHICH-hint`.
    pub(crate) fn said(
        trouble: Trouble,
        words: &Words,
        which: &str,
        args: &[(&str, Arg<'_>)],
    ) -> Self {
        let detail = words.say(&format!("problem-{which}"), args);
        let hint = words.find(&format!("problem-{which}-hint"));
        Self::new(trouble, words, detail, hint)
    }

    fn new(trouble: Trouble, words: &Words, detail: String, hint: Option<String>) -> Self {
        let word = trouble.word();
        Self {
            kind: format!("urn:vigie:problem:{word}"),
            title: words.plain(&format!("problem-title-{word}")),
            detail: harmless(&detail),
            hint: hint.as_deref().map(harmless),
            status: trouble.status(),
            current: None,
        }
    }

    /// What became of a use case.
    pub(crate) fn of(error: &AppError, words: &Words) -> Self {
        let trouble = trouble(error);
        if trouble == Trouble::Bug {
            let inside = harmless(&chain(error));
            tracing::error!(error = inside, "a request could not be answered");
            return Self::said(trouble, words, "bug", &[]);
        }
        let french = Words::new(Language::French);
        let told = (words.language() == Language::French).then(|| french.error(error)).flatten();
        match told {
            Some(told) => Self::new(trouble, words, told.message, told.hint.or(error.hint())),
            None => Self::new(trouble, words, error.to_string(), error.hint()),
        }
    }

    /// What happened, in words.
    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }

    /// With the state that the client did not know of.
    pub(crate) fn with_current(mut self, current: serde_json::Value) -> Self {
        self.current = Some(current);
        self
    }
}

/// The error and what caused it, for the log.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

fn trouble(error: &AppError) -> Trouble {
    match error.trouble() {
        Kind::Unknown => Trouble::Unknown,
        Kind::Outdated => Trouble::Outdated,
        Kind::Busy => Trouble::Busy,
        Kind::Full => Trouble::Full,
        Kind::TooLarge => Trouble::TooLarge,
        Kind::NotAllowed => Trouble::Forbidden,
        Kind::Refused => Trouble::Refused,
        Kind::Bug => Trouble::Bug,
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let json = HeaderValue::from_static("application/problem+json");
        (self.status, [(header::CONTENT_TYPE, json)], body).into_response()
    }
}
