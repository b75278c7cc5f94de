//! Small lists that rules ask for by name, from `data/lists.txt`.

use std::sync::LazyLock;

use hashbrown::{HashMap, HashSet};

const FILE: &str = include_str!("../../data/lists.txt");

#[derive(Default)]
struct Lists {
    named: HashMap<&'static str, HashSet<&'static str>>,
    /// By word, the groups that it is in.
    alike: HashMap<&'static str, Vec<usize>>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let mut lists = Lists::default();
    let lines = FILE.lines().filter(|line| !line.starts_with('#'));
    for (group, (name, words)) in lines.filter_map(|line| line.split_once(':')).enumerate() {
        for word in words.split_whitespace() {
            if name == "alike" {
                lists.alike.entry(word).or_default().push(group);
            } else {
                lists.named.entry(name).or_default().insert(word);
            }
        }
    }
    lists
});

/// Whether a word stands in the list of that name.
pub(crate) fn listed(name: &str, word: &str) -> bool {
    LISTS.named.get(name).is_some_and(|words| words.contains(word))
}

/// Two nouns for one thing: "site" and "website".
pub(crate) fn alike(one: &str, two: &str) -> bool {
    let groups = |word| LISTS.alike.get(word);
    one == two
        || groups(one)
            .zip(groups(two))
            .is_some_and(|(one, two)| one.iter().any(|group| two.contains(group)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_groups_are_read() {
        assert!(
            listed("rival", "adversaire") && !listed("rival", "site") && !listed("nothing", "site")
        );
        assert!(alike("site", "website") && alike("élu", "maire") && !alike("maire", "députée"));
    }
}
