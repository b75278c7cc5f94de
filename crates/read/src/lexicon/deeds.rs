//! Which words of a content tell of a deed, from `data/deeds.txt`.

use std::sync::LazyLock;

const FILE: &str = include_str!("../../data/deeds.txt");

#[derive(Default)]
struct Deeds {
    families: Vec<Vec<&'static str>>,
    empty: Vec<&'static str>,
    points: Vec<&'static str>,
    denial: Vec<&'static str>,
}

static DEEDS: LazyLock<Deeds> = LazyLock::new(|| {
    let mut deeds = Deeds::default();
    let lines = FILE.lines().filter(|line| !line.starts_with('#'));
    for (name, words) in lines.filter_map(|line| line.split_once(':')) {
        let words = words.split_whitespace();
        match name {
            "family" => deeds.families.push(words.collect()),
            "empty" => deeds.empty.extend(words),
            "points" => deeds.points.extend(words),
            _ => deeds.denial.extend(words),
        }
    }
    deeds
});

/// The first of the words for the same kind of deed: "meddl*" for "interference".
pub(crate) fn deed_family(word: &str) -> Option<&'static str> {
    let holds = |known: &&str| match known.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => word == *known,
    };
    DEEDS.families.iter().find(|family| family.iter().any(holds))?.first().copied()
}

/// A word for saying, for turning down, for everybody: it tells of no deed.
pub(crate) fn tells_nothing(word: &str) -> bool {
    DEEDS.empty.iter().any(|stem| word.starts_with(stem))
}

/// "these claims": a word for what was said before.
pub(crate) fn points_back(word: &str) -> bool {
    DEEDS.points.iter().any(|stem| word.starts_with(stem))
}

/// "the denial".
pub(crate) fn is_denial(word: &str) -> bool {
    DEEDS.denial.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deeds_are_known_by_family_and_empty_words_by_their_first_letters() {
        assert_eq!(deed_family("interference"), Some("meddl*"));
        assert_eq!((deed_family("lied"), deed_family("liege")), (Some("lie"), None));
        assert!(tells_nothing("accusations") && !tells_nothing("derail"));
        assert!(points_back("allegations") && is_denial("démenti") && !is_denial("deny"));
    }
}
