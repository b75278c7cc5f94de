//! "Did you mean …?"

/// The candidate that a person most likely meant by `word`, if any comes near enough.
///
/// Nearness is the normalised Damerau–Levenshtein distance without regard to case; a word that
/// is a whole part of a candidate (`paris` of `Europe/Paris`) is near as well.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let likeness = likeness(&word, &candidate.to_lowercase());
        if likeness >= NEAR_ENOUGH && best.is_none_or(|(most, _)| likeness > most) {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Below this, two words only share letters by chance: at 0.55 `timzone` and `time_zone` still
/// find `timezone`, and `colour` finds none of our keys.
const NEAR_ENOUGH: f64 = 0.55;

/// A whole part is a better guess than any misspelling, short of the word itself.
const WHOLE_PART: f64 = 0.95;

fn likeness(word: &str, candidate: &str) -> f64 {
    // Long words from outside would make the distance quadratic for nothing.
    if word.len() > 64 || candidate.len() > 64 {
        return 0.0;
    }
    let whole = strsim::normalized_damerau_levenshtein(word, candidate);
    if word.len() > 2 && candidate.split(['/', '.', '_', '-']).any(|part| part == word) {
        return whole.max(WHOLE_PART);
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn misspellings_and_parts_are_found_and_strangers_are_not() {
        let keys = ["timezone", "language", "project", "Europe/Paris"];
        let found = ["timzone", "time_zone", "Langauge", "paris", "colour", ""]
            .map(|word| nearest(word, keys));
        let expected = [
            Some("timezone"),
            Some("timezone"),
            Some("language"),
            Some("Europe/Paris"),
            None,
            None,
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_huge_word_costs_nothing() {
        assert_eq!(nearest(&"x".repeat(1 << 20), ["timezone"]), None);
    }
}
