//! Reading an article: who accuses, denies, warns, promises what, and which polls it cites.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;
use vigie_app::press::corrections::{CorrectionInput, On, ReadingInput};
use vigie_app::press::{PressRequest, Pressed, act};

use super::{ask, change};
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
        let (about, check) = (body.about, body.check);
        project.press(&PressRequest { articles, about, acts, check, model: None })
    })
    .await
}

/// A correction of what was read in an article.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Correct {
    /// The article once more, as it was read; it is not kept.
    text: String,
    /// The name of the file, if it is one.
    #[serde(default)]
    name: String,
    /// The statement that is meant; null adds one.
    on: Option<Which>,
    /// What it is; null: no statement.
    reading: Option<CorrectReading>,
}

/// A statement, by the bytes of the words that say so (`headline` and `cue_at` of its row).
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Which {
    /// Whether they stand in the headline.
    headline: bool,
    /// The first byte.
    start: u64,
    /// Behind the last byte.
    end: u64,
}

/// A statement in words. What is null stays as it was read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CorrectReading {
    /// The act: accuse, deny, warn …
    act: Option<String>,
    /// The words that say so, as in the article.
    cue: Option<String>,
    /// Who speaks; empty for nobody.
    speaker: Option<String>,
    /// Whom it is about.
    targets: Option<Vec<String>>,
    /// What is said, as in the article.
    content: Option<String>,
}

/// Corrects a statement of an article, adds one or says that it is none: an entry of the journal, which
/// holds places in the article and the person's own words. Answers with the article as it reads now.
#[utoipa::path(post, path = "/api/statements/corrections", tag = "statements", request_body = Correct,
    responses((status = 200, description = "what it says now", body = ref("#/components/schemas/Statements"))))]
pub(crate) async fn correct(
    State(house): State<Arc<House>>,
    Input(body): Input<Correct, MAX_ARTICLE>,
) -> Result<Response, Problem> {
    let on = body.on.map(|on| On { headline: on.headline, cue: (on.start, on.end) });
    let reading = body.reading.map(|reading| {
        let CorrectReading { act, cue, speaker, targets, content } = reading;
        ReadingInput { act, cue, speaker, targets, content }
    });
    let article = Pressed { name: body.name, bytes: body.text.into_bytes() };
    let input = CorrectionInput { article, on, reading };
    change(&house, move |project| project.correct_statement(&input), |_| Ok(())).await
}
