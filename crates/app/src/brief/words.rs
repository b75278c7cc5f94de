//! The words and the clock that a brief is written with.

use jiff::tz::TimeZone;
use vigie_brief::{Arg, Wall, Words as BriefWords};
use vigie_model::time::Timestamp;

use crate::words::{Arg as Said, Language, Words};

/// Messages of a language and times of a zone.
pub(super) struct Told {
    words: Words,
    zone: TimeZone,
}

impl Told {
    pub(super) fn new(language: Language, zone: TimeZone) -> Self {
        Self { words: Words::new(language), zone }
    }
}

impl BriefWords for Told {
    fn say(&self, id: &str, args: &[(&str, Arg)]) -> String {
        let args: Vec<(&str, Said<'_>)> = args
            .iter()
            .map(|(name, value)| {
                let value = match value {
                    Arg::Text(text) => Said::from(text.as_str()),
                    Arg::Number(number) => Said::from(*number),
                };
                (*name, value)
            })
            .collect();
        self.words.say(id, &args)
    }

    fn wall(&self, at: Timestamp) -> Wall {
        let at = at.to_jiff().to_zoned(self.zone.clone());
        Wall {
            year: at.year(),
            month: at.month(),
            day: at.day(),
            weekday: at.weekday().to_monday_one_offset(),
            hour: at.hour(),
            minute: at.minute(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_probability_stands_in_both_languages() {
        for language in [Language::English, Language::French] {
            let words = Words::new(language);
            for word in vigie_model::confidence::Confidence::ALL {
                assert!(words.find(word.message()).is_some(), "{}", word.message());
            }
        }
    }
}
