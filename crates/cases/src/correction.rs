//! What a person corrects in the statements of an article: places in it and words of their own. The
//! article itself is known by its digest alone.

use serde::{Deserialize, Serialize};

/// The longest name that a person may give, in bytes.
const MAX_NAME: usize = 500;
/// The most targets, or stretches of content, of one statement.
const MAX_PARTS: usize = 50;

/// A stretch of an article in bytes: the first, and behind the last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Stretch(pub u64, pub u64);

/// Somebody by the article's words, or by the person's own.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum NamedBy {
    /// The words there.
    At(Stretch),
    /// The words at the first place, where there are any, for whom the article names in full at the second.
    Fully(Option<Stretch>, Stretch),
    /// As the person calls them.
    Words(String),
}

/// A statement as a person reads it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatementReading {
    /// The act, by its name: `deny`.
    pub act: String,
    /// The words that say so.
    pub cue: Stretch,
    /// Who speaks; null where nobody is named.
    pub speaker: Option<NamedBy>,
    /// Whom it is about.
    pub targets: Vec<NamedBy>,
    /// What is said.
    pub content: Vec<Stretch>,
}

/// Whether a correction may be written.
pub(crate) fn check(
    on: Option<&Stretch>,
    reading: Option<&StatementReading>,
) -> Result<(), (&'static str, &'static str)> {
    let whole = |stretch: &Stretch| stretch.0 < stretch.1;
    if on.is_some_and(|on| !whole(on)) {
        return Err(("on", "is no stretch of a text"));
    }
    let Some(reading) = reading else {
        return if on.is_some() { Ok(()) } else { Err(("on", "must name a statement")) };
    };
    if !crate::ids::is_slug(&reading.act.replace('_', "-"), 40) {
        return Err(("act", "is no name of an act"));
    }
    if !whole(&reading.cue) || !reading.content.iter().all(whole) {
        return Err(("reading", "has a stretch that is none"));
    }
    if reading.targets.len() > MAX_PARTS || reading.content.len() > MAX_PARTS {
        return Err(("reading", "has more than 50 targets or stretches"));
    }
    let named = |named: &NamedBy| match named {
        NamedBy::At(stretch) => whole(stretch),
        NamedBy::Fully(at, name) => at.as_ref().is_none_or(whole) && whole(name),
        NamedBy::Words(words) => !words.trim().is_empty() && words.len() <= MAX_NAME,
    };
    if !reading.speaker.iter().chain(&reading.targets).all(named) {
        return Err(("reading", "names somebody by no words, or by more than 500 bytes"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Body, Digest, Draft, Target};

    fn body(reading: Option<StatementReading>) -> Body {
        Body::StatementCorrected { headline: false, on: Some(Stretch(9, 13)), reading }
    }

    #[test]
    fn a_correction_stands_on_an_article_as_places_and_own_words() {
        let article = Target::Article(Digest::of_entry("an article"));
        assert_eq!(article.to_string().parse::<Target>().ok(), Some(article.clone()));
        let reading = StatementReading {
            act: "decline_comment".to_owned(),
            cue: Stretch(9, 13),
            speaker: Some(NamedBy::At(Stretch(0, 8))),
            targets: vec![NamedBy::Words("the fund".to_owned())],
            content: vec![Stretch(14, 30)],
        };
        let draft = |body| Draft::new(vigie_model::Timestamp::default(), article.clone(), body);
        let said = body(Some(reading.clone()));
        assert!(draft(said.clone()).check().is_ok());
        assert_eq!(
            serde_json::to_string(&said).unwrap(),
            r#"{"kind":"statement_corrected","headline":false,"on":[9,13],"reading":{"act":"decline_comment","cue":[9,13],"speaker":{"at":[0,8]},"targets":[{"words":"the fund"}],"content":[[14,30]]}}"#
        );
        let back: Body = serde_json::from_str(&serde_json::to_string(&said).unwrap()).unwrap();
        assert_eq!(back, said);
        assert!(draft(body(None)).check().is_ok());
        let nothing = Body::StatementCorrected { headline: false, on: None, reading: None };
        assert!(draft(nothing).check().is_err());
        let empty =
            StatementReading { speaker: Some(NamedBy::Words(" ".to_owned())), ..reading.clone() };
        assert!(draft(body(Some(empty))).check().is_err());
        let backward = StatementReading { cue: Stretch(5, 5), ..reading };
        assert!(draft(body(Some(backward))).check().is_err());
        assert!(
            Draft::new(vigie_model::Timestamp::default(), Target::House, body(None))
                .check()
                .is_err()
        );
    }
}
