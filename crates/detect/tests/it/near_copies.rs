//! Near-copies over the engine: order and partitions, memory, odd texts.

use std::sync::Arc;

use vigie_detect::{Catalogue, Outcome, Page, RunContext, RunError};
use vigie_engine::{EngineError, Memo};
use vigie_kernels::copies::Compared;
use vigie_model::{ErrorKind, Explained};

use crate::support::{Dice, Post, detect, limits, posts, remembering};

const TEXT: &str = "The bridge over the lake will be sold to a friend of the mayor on Sunday";

fn page() -> Page {
    Catalogue::embedded().unwrap().get("near-copies").unwrap().clone()
}

fn post(id: u64, author: i64, at: i64, text: String) -> Post {
    Post { id, at, author, kind: "post", text }
}

fn run(rows: &[Post], batch: usize, memory: u64, partitions: usize) -> Result<Outcome, RunError> {
    let (_folder, limits) = limits(memory, partitions);
    detect(&page(), &[], &[("texts", posts(rows, batch))], &limits, &RunContext::default())
}

#[test]
fn groups_depend_on_neither_order_nor_partitions() {
    const WORDS: [&str; 16] = [
        "bridge",
        "lake",
        "mayor",
        "sells",
        "council",
        "friend",
        "ferry",
        "sunday",
        "harbour",
        "never",
        "knew",
        "contract",
        "water",
        "boats",
        "summer",
        "newspaper",
    ];
    let story = |number: i64| {
        let mut dice = Dice(number.cast_unsigned());
        let words: Vec<&str> =
            (0..14).map(|_| WORDS[usize::try_from(dice.below(16)).unwrap()]).collect();
        words.join(" ")
    };
    let mut dice = Dice(5);
    let mut rows: Vec<Post> = (0..400_u64)
        .map(|id| {
            let text = story(dice.below(12));
            let text = if id % 3 == 0 { format!("{text} they say {id}") } else { text };
            post(id, dice.below(30), dice.below(40_000), text)
        })
        .collect();
    let mut first: Option<Outcome> = None;
    for (round, partitions) in [(0, 1), (1, 2), (2, 4), (3, 2)] {
        let outcome = run(&rows, 37, 256 << 20, partitions).unwrap();
        assert!(outcome.findings.len() > 3, "{}", outcome.findings.len());
        assert_eq!(first.get_or_insert_with(|| outcome.clone()), &outcome, "round {round}");
        Dice(round).shuffle(&mut rows);
    }
}

/// A finding that a person dismissed must not come back under another name.
#[test]
fn a_finding_keeps_its_id_whenever_its_copies_were_published_or_read() {
    const HOUR: i64 = 3_600;
    let copies: Vec<Post> =
        (0..5).map(|id| post(id, id.cast_signed(), 0, TEXT.to_owned())).collect();
    let id = |rows: &[Post]| {
        let outcome = run(rows, 3, 256 << 20, 1).unwrap();
        let [finding] = outcome.findings.as_slice() else { panic!("{:?}", outcome.findings) };
        (finding.id, finding.anchor.clone())
    };
    let named = id(&copies);
    let mut turned = copies.clone();
    turned.reverse();
    assert_eq!(id(&turned), named);
    let near = format!("{TEXT}, they say");
    for at in [-HOUR, -24 * HOUR, -400 * 24 * HOUR, HOUR, 40 * HOUR, 400 * 24 * HOUR] {
        for text in [TEXT, near.as_str()] {
            for number in [9, 0xFFFF] {
                let mut more = turned.clone();
                more.push(post(number, 99, at, text.to_owned()));
                assert_eq!(id(&more), named, "{at} {text}");
            }
        }
    }
}

/// A run after a run: more posts, some of the old ones gone, read in another order.
#[test]
fn what_an_earlier_run_compared_changes_no_finding() {
    let mut dice = Dice(9);
    let words = ["bridge", "lake", "mayor", "sells", "council", "friend", "ferry", "sunday"];
    let mut rows: Vec<Post> = (0..300_u64)
        .map(|id| {
            let mut story = Dice(dice.roll() % 9);
            let told = (0..14).map(|_| words[usize::try_from(story.below(8)).unwrap()]);
            let mut text: Vec<String> = told.map(str::to_owned).collect();
            text.push(format!("they say {}", id % 40));
            post(id, dice.below(30), dice.below(40_000), text.join(" "))
        })
        .collect();
    let memo: Arc<Memo> = Arc::default();
    for round in 0..4 {
        dice.shuffle(&mut rows);
        let some = &rows[..120 + 60 * round];
        let (_folder, limits) = limits(256 << 20, 2);
        let (given, context) = ([("texts", posts(some, 50))], RunContext::default());
        let fresh = detect(&page(), &[], &given, &limits, &context).unwrap();
        let after =
            remembering(&page(), &[], &given, &limits, &context, Arc::clone(&memo)).unwrap();
        assert!(fresh.findings.len() > 2, "{}", fresh.findings.len());
        assert_eq!(fresh, after, "round {round}");
    }
    assert!(memo.newest::<Compared>("near_copies").is_some(), "nothing was kept");
}

#[test]
fn ten_thousand_equal_texts_and_odd_ones_are_judged() {
    let mut rows: Vec<Post> =
        (0..10_000).map(|id| post(id, id.cast_signed() % 700, 0, TEXT.to_owned())).collect();
    let odd = [
        String::new(),
        "a".to_owned(),
        "\0\0\0".to_owned(),
        "\u{200B}\u{200D}".to_owned(),
        "😀😀😀😀😀😀😀😀".to_owned(),
        "лодка и мост ".repeat(80_000),
        "аaбbвcгd mixed смешанный".to_owned(),
    ];
    for (id, text) in (20_000..).zip(odd) {
        rows.push(post(id, 1, 5, text));
    }
    let outcome = run(&rows, 4_096, 256 << 20, 2).unwrap();
    let [finding] = outcome.findings.as_slice() else { panic!("{:?}", outcome.findings) };
    assert_eq!(finding.evidence_count, 10_000);
    let said = format!("{finding:?} {:?}", outcome.notes);
    assert!(!said.contains("bridge"), "a text left the operator");
}

#[test]
fn too_little_memory_is_said() {
    let rows: Vec<Post> = (0..4_000)
        .map(|id| {
            post(
                id,
                id.cast_signed(),
                0,
                format!("{TEXT} {}", "word ".repeat(usize::try_from(id % 90).unwrap())),
            )
        })
        .collect();
    let error = run(&rows, 500, 4_000_000, 1).unwrap_err();
    assert!(
        matches!(&error, RunError::Engine { source: EngineError::MemoryExhausted { .. }, .. }),
        "{error}"
    );
    assert_eq!(error.kind(), ErrorKind::User);
    run(&rows, 500, 256_000_000, 1).unwrap();
}
