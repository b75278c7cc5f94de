//! What things may be called.

use super::scan::Place;
use crate::error::PageError;

/// Words that name somebody to blame instead of what is seen. A detector sees a pattern; who is
/// behind it is a judgement that people make, date and sign.
const CULPRIT_WORDS: &[&str] = &[
    "actor",
    "actors",
    "agent",
    "agents",
    "astroturf",
    "attacker",
    "attackers",
    "bot",
    "botnet",
    "bots",
    "criminal",
    "criminals",
    "culprit",
    "cyborg",
    "enemy",
    "extremist",
    "extremists",
    "fake",
    "fakes",
    "farm",
    "foreign",
    "fraud",
    "guilty",
    "hacker",
    "hackers",
    "hostile",
    "impostor",
    "intruder",
    "intruders",
    "liar",
    "liars",
    "malicious",
    "operative",
    "operatives",
    "propagandist",
    "propagandists",
    "puppet",
    "puppets",
    "sockpuppet",
    "sockpuppets",
    "spammer",
    "spammers",
    "spies",
    "spy",
    "suspect",
    "suspects",
    "terrorist",
    "terrorists",
    "thief",
    "troll",
    "trolls",
    "american",
    "chinese",
    "iranian",
    "israeli",
    "russian",
    "turkish",
    "ukrainian",
];

/// Lower-case letters, digits and `_`, beginning with a letter: what columns, parameters and
/// steps are called.
pub(crate) fn is_name(text: &str) -> bool {
    is_made_of(text, b'_')
}

fn is_made_of(text: &str, joint: u8) -> bool {
    text.len() <= 64
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == joint)
}

/// Refuses ids that are no ids and ids that name a culprit.
pub(crate) fn check_id(place: Place<'_>, line: usize, id: &str) -> Result<(), PageError> {
    if !is_made_of(id, b'-') {
        let hint = "use lower-case letters, digits and -, at most 64";
        return Err(place.error(line, format!("{id:?} is no id"), hint));
    }
    let Some(word) = id.split('-').find(|word| CULPRIT_WORDS.contains(word)) else {
        return Ok(());
    };
    let message = format!("the id names a culprit: {word:?}");
    Err(place.error(line, message, "name the pattern that is seen: same-object-together"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_name_patterns_and_never_culprits() {
        let place = Place { file: "p.md" };
        assert!(check_id(place, 1, "same-object-together").is_ok());
        assert!(check_id(place, 1, "both-together").is_ok());
        for id in ["bot-swarm", "russian-trolls", "Same", "", "a b", "é"] {
            assert!(check_id(place, 1, id).is_err(), "{id}");
        }
    }
}
