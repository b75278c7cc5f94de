//! What may be kept of a login name that nobody knows: people type passwords there.

use crate::KernelInfo;

/// The kernel.
pub const NAME_SHAPE: KernelInfo = KernelInfo {
    name: "name-shape",
    version: 1,
    doc: "A length bucket and the kinds of characters of a name, none of its characters.",
};

/// Upper ends of the length buckets, in characters.
const BUCKETS: [(usize, &str); 6] =
    [(0, "empty"), (4, "1-4"), (8, "5-8"), (12, "9-12"), (20, "13-20"), (40, "21-40")];

/// The shape of a name: a length bucket (`empty`, `1-4`, `5-8`, `9-12`, `13-20`, `21-40`, `41+`
/// characters) and which kinds of characters occur, always in the order `lower`, `upper`,
/// `digit`, `mark` (other visible ASCII), `space`, `beyond` (not ASCII), `control`:
/// `5-8 lower+digit`. Neither positions nor counts are given, so it says next to nothing about
/// what was typed.
#[must_use]
pub fn name_shape(name: &str) -> String {
    type Kind = (&'static str, fn(char) -> bool);
    const KINDS: [Kind; 7] = [
        ("lower", |letter| letter.is_ascii_lowercase()),
        ("upper", |letter| letter.is_ascii_uppercase()),
        ("digit", |letter| letter.is_ascii_digit()),
        ("mark", |letter| letter.is_ascii_punctuation()),
        ("space", |letter| letter == ' '),
        ("beyond", |letter| !letter.is_ascii()),
        ("control", |letter| letter.is_ascii_control()),
    ];
    let mut seen = [false; KINDS.len()];
    let mut length = 0;
    for letter in name.chars() {
        length += 1;
        for (seen, (_, is_kind)) in seen.iter_mut().zip(KINDS) {
            *seen |= is_kind(letter);
        }
    }
    let bucket = BUCKETS.iter().find(|(end, _)| length <= *end).map_or("41+", |(_, name)| name);
    let kinds: Vec<&str> =
        KINDS.iter().zip(seen).filter(|(_, seen)| *seen).map(|((kind, _), _)| *kind).collect();
    if kinds.is_empty() { bucket.to_owned() } else { format!("{bucket} {}", kinds.join("+")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shape_is_a_bucket_and_kinds() {
        for (name, shape) in [
            ("", "empty"),
            ("root", "1-4 lower"),
            ("hunter27", "5-8 lower+digit"),
            ("Correct-Horse", "13-20 lower+upper+mark"),
            ("zoé martin", "9-12 lower+space+beyond"),
            ("\u{1b}[2J", "1-4 upper+digit+mark+control"),
        ] {
            assert_eq!(name_shape(name), shape, "{name:?}");
        }
        assert_eq!(name_shape(&"x".repeat(100_000)), "41+ lower");
    }

    proptest! {
        #[test]
        fn no_order_of_the_characters_changes_it(name in "\\PC{0,50}") {
            let mut letters: Vec<char> = name.chars().collect();
            letters.sort_unstable();
            let sorted: String = letters.into_iter().collect();
            prop_assert_eq!(name_shape(&name), name_shape(&sorted));
        }
    }
}
