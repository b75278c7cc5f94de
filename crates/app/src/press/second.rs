//! The second reader: a language model that points at statements, where `vigie.toml` names one. Off
//! without that; on this machine unless the owner says otherwise, since articles leave with the question.
//! Its rows stand apart from what the rules read, and never in their place.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use url::{Host, Url};
use vigie_outbox::second_reader::{Cache, SecondReader};
use vigie_outbox::{Client, Outside, Target};

use super::Pressed;
use super::read::taken_of;
use crate::fetch::Refused;
use crate::gate::harmless;
use crate::project::read_bounded;
use crate::words::Words;
use crate::{AppError, Project, Refusal};

/// The name of the target, in what the outbox says of it.
const TARGET: &str = "press.reader_url";
/// Answers are kept here, below the project, by the digest of what decides them.
const FOLDER: &str = "second-reader";
/// A model on a laptop reads slowly.
const LONGEST: Duration = Duration::from_mins(5);
const MOST_ANSWER: u64 = 4_000_000;
const PER_MINUTE: u32 = 60;

/// What the second reader points at, by article.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SecondRow {
    /// The article, by its place.
    pub article: usize,
    /// Which model it was.
    pub model: String,
    /// Always `second reader`.
    pub read_by: &'static str,
    /// What it points at; all of it stands in the article, letter by letter.
    pub pointed: Vec<SecondPointed>,
    /// Rows that were dropped since their words do not stand in the article.
    pub dropped: usize,
    /// Nothing was sent: the answer was held.
    pub was_held: bool,
    /// Why there is no answer.
    pub refused: Option<Refused>,
}

/// One statement that the second reader points at.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SecondPointed {
    /// Who speaks.
    pub speaker: Option<String>,
    /// The words.
    pub quote: String,
    /// Of whom or what.
    pub about: Option<String>,
}

impl Project {
    /// Has the second reader read articles.
    ///
    /// # Errors
    /// When `vigie.toml` names none, or one on another machine without saying that it may be there. An
    /// answer that does not come is told in its row.
    pub fn second_reading(&self, articles: &[Pressed]) -> Result<Vec<SecondRow>, AppError> {
        let press = &self.config.press;
        let (Some(url), Some(model)) = (&press.reader_url, &press.reader_model) else {
            return Err(Refusal::NoSecondReader.into());
        };
        let is_here = is_this_machine(url);
        if !is_here && !press.reader_elsewhere {
            let host = harmless(url.host_str().unwrap_or_default());
            return Err(Refusal::SecondReaderElsewhere { host }.into());
        }
        let target = Target {
            name: TARGET.to_owned(),
            url: url.clone(),
            allow_private: is_here,
            max_bytes: MOST_ANSWER,
            timeout: LONGEST,
            per_minute: PER_MINUTE,
            proxy: None,
        };
        let client = Client::new(vec![target], Outside::new(Arc::clone(&self.system.clock)));
        let reader = SecondReader { client: &client, target: TARGET, url, model };
        let mut held = Held { folder: self.root.join(FOLDER) };
        let words = Words::new(self.config.language);
        let read = taken_of(articles).into_iter().enumerate().map(|(article, text)| {
            let mut row = SecondRow {
                article,
                model: harmless(model),
                read_by: vigie_outbox::second_reader::READER,
                pointed: Vec::new(),
                dropped: 0,
                was_held: false,
                refused: None,
            };
            match reader.read(&text, &mut held) {
                Ok(reading) => {
                    (row.dropped, row.was_held) = (reading.dropped, reading.was_held);
                    row.pointed = reading.rows.into_iter().map(shown).collect();
                }
                Err(error) => row.refused = Some(Refused::of(&error, &words)),
            }
            row
        });
        Ok(read.collect())
    }
}

fn shown(one: vigie_outbox::second_reader::Pointed) -> SecondPointed {
    let text = |text: Option<String>| text.as_deref().map(harmless);
    SecondPointed {
        speaker: text(one.speaker),
        quote: harmless(&one.quote),
        about: text(one.about),
    }
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// Answers on disk. They hold words of articles: the folder can be deleted at any time.
struct Held {
    folder: PathBuf,
}

impl Cache for Held {
    fn get(&self, key: &str) -> Option<String> {
        read_bounded(&self.folder.join(format!("{key}.json"))).ok().flatten()
    }

    fn put(&mut self, key: &str, answer: &str) {
        // An answer that cannot be kept is asked for again.
        let kept = std::fs::create_dir_all(&self.folder)
            .and_then(|()| std::fs::write(self.folder.join(format!("{key}.json")), answer));
        if let Err(error) = kept {
            tracing::warn!(%error, "an answer of the second reader is not kept");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_here() {
        let here = |text: &str| is_this_machine(&Url::parse(text).unwrap());
        assert!(here("http://127.0.0.1:8080/v1") && here("http://[::1]/v1"));
        assert!(here("http://localhost:11434/v1"));
        assert!(!here("https://models.example/v1") && !here("http://192.0.2.7/v1"));
        assert!(!here("http://localhost.example/v1"));
    }
}
