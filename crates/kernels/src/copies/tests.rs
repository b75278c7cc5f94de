//! What near pairs promise: all of them, each verified, in any order of coming, within bounds.
#![expect(clippy::cast_possible_truncation, reason = "small numbers")]

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::pairs::Unlimited;

/// The next number of a fixed sequence.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        (sets::mix(self.0) % bound as u64) as usize
    }
}

fn distinct(texts: &[String]) -> Distinct {
    let mut distinct = Distinct::default();
    distinct.add(texts.iter().map(String::as_str));
    distinct
}

/// Pairs by the texts themselves, so that numbers do not matter.
fn named(texts: &Distinct, pairs: &[NearPair]) -> BTreeSet<(String, String, u32, u32)> {
    let text = |number: u32| String::from_utf8(texts.text(number).to_vec()).unwrap();
    pairs
        .iter()
        .map(|pair| {
            let (one, two) = (text(pair.one), text(pair.two));
            let (one, two) = if one < two { (one, two) } else { (two, one) };
            (one, two, pair.shared, pair.either)
        })
        .collect()
}

/// All pairs by comparing all, over sets of strings.
fn by_the_book(texts: &Distinct, permille: u32) -> BTreeSet<(String, String, u32, u32)> {
    let sets: Vec<(String, BTreeSet<String>)> = texts
        .iter()
        .map(|text| {
            let text = String::from_utf8(text.to_vec()).unwrap();
            let letters: Vec<char> = text.chars().collect();
            let runs = letters.windows(GRAM.min(letters.len().max(1)));
            let set = runs.map(|run| run.iter().collect()).collect();
            (text, set)
        })
        .collect();
    let mut found = BTreeSet::new();
    for (one, left) in &sets {
        for (two, right) in sets.iter().filter(|(two, _)| one < two) {
            let shared = left.intersection(right).count();
            let either = left.union(right).count();
            if either > 0 && shared * 1_000 >= permille as usize * either {
                found.insert((one.clone(), two.clone(), shared as u32, either as u32));
            }
        }
    }
    found
}

/// Texts of invented words, some with a few letters changed.
fn some_texts(seed: u64, count: usize) -> Vec<String> {
    const WORDS: &[&str] = &[
        "candidate",
        "lake",
        "bridge",
        "мост",
        "озеро",
        "кандидат",
        "élection",
        "pont",
        "vote",
        "on",
        "the",
        "sunday",
        "never",
        "seen",
        "clinic",
        "дом",
        "и",
        "в",
        "la",
        "le",
        "maire",
        "says",
    ];
    let mut dice = Dice(seed);
    let mut texts: Vec<String> = Vec::new();
    for _ in 0..count {
        if texts.is_empty() || dice.below(2) == 0 {
            let words: Vec<&str> =
                (0..3 + dice.below(20)).map(|_| WORDS[dice.below(WORDS.len())]).collect();
            texts.push(words.join(" "));
        } else {
            let mut letters: Vec<char> = texts[dice.below(texts.len())].chars().collect();
            for _ in 0..dice.below(4) {
                let at = dice.below(letters.len());
                letters[at] = char::from(b'a' + dice.below(26) as u8);
            }
            texts.push(letters.into_iter().collect());
        }
    }
    texts
}

#[test]
fn every_near_pair_is_found_and_no_other() {
    for (seed, permille) in [(1, 300), (2, 500), (3, 700), (4, 1_000), (5, 500), (6, 900)] {
        let texts = distinct(&some_texts(seed, 200));
        let options = CopyOptions { permille, ..CopyOptions::default() };
        let found = near_pairs(&texts, options, &mut Unlimited).unwrap();
        assert_eq!((found.method, found.left), (Method::Certain, Left::default()));
        let expected = by_the_book(&texts, permille);
        assert!(!expected.is_empty() || permille == 1_000);
        assert_eq!(named(&texts, &found.pairs), expected, "{seed}");
        assert!(found.pairs.is_sorted_by(|one, two| one < two));
    }
}

#[test]
fn pairs_by_hashes_are_verified_and_few_are_missing() {
    let (mut found_count, mut expected_count) = (0, 0);
    for seed in 10..16 {
        let texts = distinct(&some_texts(seed, 250));
        let options = CopyOptions { certain_bytes: 0, ..CopyOptions::default() };
        let found = near_pairs(&texts, options, &mut Unlimited).unwrap();
        assert_eq!(found.method, Method::Hashes);
        let (found, expected) = (named(&texts, &found.pairs), by_the_book(&texts, 500));
        assert!(found.is_subset(&expected));
        found_count += found.len();
        expected_count += expected.len();
    }
    assert!(found_count as f64 >= 0.97 * expected_count as f64, "{found_count}/{expected_count}");
}

#[test]
fn an_index_says_what_all_texts_at_once_say() {
    let default = CopyOptions::default();
    for (seed, options) in [
        (21, default),
        (22, default),
        (23, CopyOptions { certain_bytes: 3_000, ..default }),
        (24, CopyOptions { crowd: 9, ..default }),
        (25, CopyOptions { crowd: 30, ..default }),
    ] {
        let mut texts = some_texts(seed, 150);
        let whole = distinct(&texts);
        let batch = near_pairs(&whole, options, &mut Unlimited).unwrap();
        let expected = named(&whole, &batch.pairs);
        let mut dice = Dice(seed);
        for _ in 0..3 {
            for last in (1..texts.len()).rev() {
                texts.swap(last, dice.below(last + 1));
            }
            let mut index = CopyIndex::new(options);
            let mut rest = &texts[..];
            while !rest.is_empty() {
                let (some, more) = rest.split_at((1 + dice.below(120)).min(rest.len()));
                index.add(some.iter().map(String::as_str));
                if dice.below(3) > 0 {
                    index.compare(&mut Unlimited).unwrap();
                }
                index = CopyIndex::from_bytes(&index.to_bytes()).unwrap();
                rest = more;
            }
            let found = index.compare(&mut Unlimited).unwrap().clone();
            assert_eq!((found.method, found.left), (batch.method, batch.left), "{seed}");
            assert_eq!(named(index.texts(), &found.pairs), expected, "{seed}");
            assert!(found.pairs.is_sorted_by(|one, two| one < two));
        }
    }
}

/// Some texts go, others come, all are numbered anew: the result is that of comparing everything.
#[test]
fn what_was_compared_before_changes_nothing() {
    let default = CopyOptions::default();
    for (seed, options) in [
        (31, default),
        (32, CopyOptions { permille: 300, ..default }),
        (33, CopyOptions { certain_bytes: 3_000, ..default }),
        (34, CopyOptions { crowd: 9, ..default }),
        (35, CopyOptions { certain_visits: 2_000, ..default }),
    ] {
        let mut texts = some_texts(seed, 200);
        let mut dice = Dice(seed);
        let mut last = Compared::of(&Distinct::default(), options, Arc::default());
        for _ in 0..5 {
            for last in (1..texts.len()).rev() {
                texts.swap(last, dice.below(last + 1));
            }
            let now = distinct(&texts[..60 + dice.below(140)]);
            let batch = near_pairs(&now, options, &mut Unlimited).unwrap();
            assert!(!batch.pairs.is_empty());
            let found = last.near_pairs(&now, options, &mut Unlimited).unwrap();
            assert_eq!(found, batch, "{seed}");
            last = Compared::of(&now, options, Arc::new(found));
        }
        let other = CopyOptions { permille: 700, ..options };
        let all = distinct(&texts);
        let batch = near_pairs(&all, other, &mut Unlimited).unwrap();
        assert_eq!(last.near_pairs(&all, other, &mut Unlimited).unwrap(), batch);
    }
}

/// Where nothing is new, nothing is compared: what is said is what was said before, even if wrong.
#[test]
fn only_what_is_new_is_compared() {
    let old = ["the candidate was seen at the lake", "the candidate was seen at the lake!"];
    let mut texts = Distinct::default();
    texts.add(old);
    let options = CopyOptions::default();
    assert_eq!(near_pairs(&texts, options, &mut Unlimited).unwrap().pairs.len(), 1);
    let nothing = Compared::of(&texts, options, Arc::default());
    assert_eq!(nothing.near_pairs(&texts, options, &mut Unlimited).unwrap().pairs, []);
    texts.add(["so the candidate was seen at the lake"]);
    let found = nothing.near_pairs(&texts, options, &mut Unlimited).unwrap();
    let numbers: Vec<(u32, u32)> = found.pairs.iter().map(|pair| (pair.one, pair.two)).collect();
    assert_eq!(numbers, [(0, 2), (1, 2)]);
}

#[test]
fn damaged_bytes_are_no_index() {
    let mut index = CopyIndex::new(CopyOptions::default());
    index.add(["the candidate was seen at the lake", "the candidate was seen at the lake!"]);
    index.compare(&mut Unlimited).unwrap();
    let bytes = index.to_bytes();
    CopyIndex::from_bytes(&bytes).unwrap();
    assert_eq!(CopyIndex::from_bytes(b"").unwrap_err(), IndexError::Version);
    for end in 16..bytes.len() {
        assert_eq!(CopyIndex::from_bytes(&bytes[..end]).unwrap_err(), IndexError::Damaged);
    }
    for at in 16..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        assert_eq!(CopyIndex::from_bytes(&changed).unwrap_err(), IndexError::Damaged);
    }
}

#[test]
fn ten_thousand_equal_texts_are_one_text() {
    let mut texts = Distinct::default();
    let numbers = texts.add(std::iter::repeat_n("Everybody to the bridge on Sunday!", 10_000));
    assert_eq!((texts.len(), numbers.len()), (1, 10_000));
    let found = near_pairs(&texts, CopyOptions::default(), &mut Unlimited).unwrap();
    assert_eq!(found, NearPairs::default());
    let groups = groups(&found.pairs, &[10_000], |text| texts.digest(text));
    assert_eq!((groups.len(), groups[0].members.len()), (1, 1));
}

/// One text that everybody changes a little: the pairs would be millions.
#[test]
fn a_crowd_is_compared_with_its_first_texts_and_it_is_said() {
    let text =
        "the bridge over the lake must stay open for everybody who lives here and works there";
    let texts: Vec<String> = (0..6_000).map(|at| format!("{text} {:x}", at * 7_919)).collect();
    let texts = distinct(&texts);
    let found = near_pairs(&texts, CopyOptions::default(), &mut Unlimited).unwrap();
    assert!(found.left.crowd_grams > 50, "{:?}", found.left);
    assert_eq!(found.left.crowd_texts, 6_000);
    assert!(found.pairs.len() < 100_000, "{}", found.pairs.len());
    let groups = groups(&found.pairs, &vec![1; texts.len()], |text| texts.digest(text));
    assert!(groups[0].members.len() > 5_900, "{} groups", groups.len());
}

#[test]
fn odd_texts_are_survived_and_compared() {
    let megabyte = "лодка и мост ".repeat(45_000);
    let other = format!("{megabyte}и ещё");
    let odd = [
        "",
        "a",
        "é",
        "\0",
        "\0\0\0\0\0\0",
        "\u{200B}\u{200D}",
        "😀",
        "😀😀😀😀😀😀",
        "😀😀😀😀😀😀😀😃",
        "аaбbвcгd смешанный mixed текст text",
        "ａｂｃｄｅｆｇ",
        "a\u{301}\u{301}\u{301}",
        "    ",
        "\n",
        "👨\u{200D}👩\u{200D}👧",
        megabyte.as_str(),
        other.as_str(),
        "中文也可以比较这些文字",
    ];
    for certain_bytes in [0, usize::MAX] {
        let mut texts = Distinct::default();
        let numbers = texts.add(odd);
        let options = CopyOptions { certain_bytes, ..CopyOptions::default() };
        let found = near_pairs(&texts, options, &mut Unlimited).unwrap();
        let long = (numbers[15], numbers[16]);
        assert!(found.pairs.iter().any(|pair| (pair.one, pair.two) == long));
        let empty = numbers[0];
        assert!(found.pairs.iter().all(|pair| pair.one != empty && pair.two != empty));
    }
}

#[test]
fn what_is_near_one_text_is_what_all_pairs_say_of_it() {
    let texts = distinct(&some_texts(41, 120));
    let all = near_pairs(&texts, CopyOptions::default(), &mut Unlimited).unwrap().pairs;
    let sets = GramSets::of(&texts);
    for text in 0..texts.len() as u32 {
        let of_text = all.iter().filter(|pair| pair.one == text || pair.two == text);
        assert_eq!(near_of(&sets, text, COPY_PERMILLE), of_text.copied().collect::<Vec<_>>());
    }
}

proptest! {
    #[test]
    fn any_texts_are_joined_as_the_book_says(
        texts in proptest::collection::vec("[ab ]{0,12}|\\PC{0,12}", 0..40),
        permille in 1..1_001_u32,
    ) {
        let texts = distinct(&texts);
        let options = CopyOptions { permille, ..CopyOptions::default() };
        let found = near_pairs(&texts, options, &mut Unlimited).unwrap();
        prop_assert_eq!(named(&texts, &found.pairs), by_the_book(&texts, permille));
    }
}
