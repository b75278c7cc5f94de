//! Folding gives one state, whatever the order in which entries arrive.

use crate::support::{
    at, author, dismissed, draft, finding, incident, noted, opened, revision, rumour,
};
use proptest::prelude::*;
use vigie_cases::{
    Body, Digest, Draft, Entry, EntryId, FindingRef, Freshness, Head, MemoryStore, Oddity, Store,
    Target, Verdict, fold,
};
use vigie_model::confidence::Confidence;

/// One step of an invented journal: who, on which clock, what.
fn step() -> impl Strategy<Value = (usize, i64, u8, u8, u8)> {
    (0..3_usize, -50..50_i64, 0..9_u8, 0..4_u8, 0..12_u8)
}

fn said(kind: u8, number: u8, other: u8) -> (Target, Body) {
    let on_incident = Target::Incident(incident(number));
    let held = FindingRef { id: finding(other % 4), revision: revision(other) };
    match kind {
        0 => opened(number, &[other % 4]),
        1 => noted(number, "a note"),
        2 => dismissed(number),
        3 => (on_incident, Body::Attached { finding: held }),
        4 => {
            let reason = "by mistake".to_owned();
            (on_incident, Body::Detached { finding: held.id, reason })
        }
        5 => (Target::Finding(finding(number)), Body::Watched { until: Some(at(other.into())) }),
        6 => (on_incident, Body::Closed { reason: "done".to_owned() }),
        7 => rumour(u32::from(number) + 1),
        _ => {
            let name = ["anna-0001", "boris-0002", "clara-0003"][usize::from(number) % 3];
            let entry = EntryId { author: author(name), seq: u64::from(other) + 1 };
            (Target::House, Body::Undone { entry })
        }
    }
}

/// Three authors write; undos of entries that do not exist are made to the same target, so that
/// some point at later entries and even at one another, as a forged pack may do.
fn entries(steps: &[(usize, i64, u8, u8, u8)]) -> Vec<Entry> {
    let names = ["anna-0001", "boris-0002", "clara-0003"];
    let mut chains = [(0_u64, Digest::NONE); 3];
    let mut out: Vec<Entry> = Vec::new();
    for (who, minutes, kind, number, other) in steps {
        let (target, body) = said(*kind, *number, *other);
        let Draft { at, target, seen, body } = draft(*minutes, (target, body));
        let (seq, previous) = chains[*who];
        let author = author(names[*who]);
        let entry = Entry { author, seq: seq + 1, at, target, seen, body, previous };
        chains[*who] = (entry.seq, entry.hash());
        out.push(entry);
    }
    out
}

proptest! {
    #[test]
    fn any_order_of_arrival_gives_one_state(
        steps in prop::collection::vec(step(), 0..40),
        keys in prop::collection::vec(any::<u32>(), 40),
    ) {
        let entries = entries(&steps);
        let mut shuffled: Vec<(u32, &Entry)> =
            keys.iter().copied().chain(std::iter::repeat(0)).zip(&entries).collect();
        shuffled.sort_by_key(|(key, _)| *key);
        let twice = shuffled.iter().map(|(_, entry)| *entry).chain(&entries);
        prop_assert_eq!(fold(&entries), fold(twice));
    }

    #[test]
    fn an_authors_entries_keep_their_order_whatever_the_clock(
        steps in prop::collection::vec(step(), 0..40),
    ) {
        let state = fold(&entries(&steps));
        for name in ["anna-0001", "boris-0002", "clara-0003"] {
            let seqs: Vec<u64> = state
                .log
                .iter()
                .filter(|logged| logged.entry.author.as_str() == name)
                .map(|logged| logged.entry.seq)
                .collect();
            prop_assert!(seqs.is_sorted());
        }
        prop_assert!(state.log.is_sorted_by_key(|logged| logged.placed_at));
    }

    #[test]
    fn one_undo_takes_back_exactly_what_an_entry_did(
        steps in prop::collection::vec((0..1_usize, 0..50_i64, 0..8_u8, 0..4_u8, 0..12_u8), 1..20),
    ) {
        let store = MemoryStore::new(author("anna-0001"));
        for entry in entries(&steps) {
            let (at, target) = (entry.at, entry.target);
            store.append(None, Draft { at, target, seen: entry.seen, body: entry.body }).unwrap();
        }
        let all = store.read(&vigie_cases::Heads::none()).unwrap();
        let last = all.last().unwrap();
        let body = Body::Undone { entry: last.id() };
        store.append(None, Draft::new(at(99), Target::House, body)).unwrap();
        let without = fold(&all[..all.len() - 1]);
        let undone = fold(&store.read(&vigie_cases::Heads::none()).unwrap());
        prop_assert_eq!(
            without.judgements.values().map(|held| &held.verdict).collect::<Vec<_>>(),
            undone
                .judgements
                .values()
                .filter(|held| without.judgements.contains_key(&held.finding))
                .map(|held| &held.verdict)
                .collect::<Vec<_>>()
        );
        prop_assert_eq!(
            without.incidents.values().map(|held| (held.id, held.open, &held.notes)).collect::<Vec<_>>(),
            undone.incidents.values().map(|held| (held.id, held.open, &held.notes)).collect::<Vec<_>>()
        );
        prop_assert_eq!(without.rumours, undone.rumours);
    }
}

#[test]
fn a_rerun_never_resurrects_what_was_dismissed_but_shows_the_change() {
    let store = MemoryStore::new(author("mira-3f2a"));
    store.append(None, draft(0, dismissed(1))).unwrap();
    let state = fold(&store.read(&vigie_cases::Heads::none()).unwrap());
    assert_eq!(state.verdict(&finding(1), at(9)).word(), "dismissed");
    assert_eq!(state.freshness(&finding(1), revision(1)), Freshness::Unchanged);
    assert_eq!(state.freshness(&finding(1), revision(2)), Freshness::Revised { seen: revision(1) });
    assert_eq!(state.freshness(&finding(2), revision(2)), Freshness::New);
}

#[test]
fn watching_ends_by_itself() {
    let store = MemoryStore::new(author("mira-3f2a"));
    let body = Body::Watched { until: Some(at(60)) };
    let on = Draft::on_finding(at(0), finding(1), revision(1), body);
    store.append(Some(Head::untouched()), on).unwrap();
    let state = fold(&store.read(&vigie_cases::Heads::none()).unwrap());
    assert_eq!(state.verdict(&finding(1), at(59)).word(), "watched");
    assert_eq!(state.verdict(&finding(1), at(60)), Verdict::Open);
}

#[test]
fn the_last_word_on_a_finding_counts() {
    let store = MemoryStore::new(author("mira-3f2a"));
    let word = || {
        let state = fold(&store.read(&vigie_cases::Heads::none()).unwrap());
        state.verdict(&finding(1), at(99)).word()
    };
    store.append(None, draft(0, dismissed(1))).unwrap();
    store.append(None, draft(1, opened(1, &[1]))).unwrap();
    assert_eq!(word(), "attached");
    let reason = "another matter".to_owned();
    let body = Body::Detached { finding: finding(1), reason };
    let target = Target::Incident(incident(1));
    store.append(None, Draft::new(at(2), target.clone(), body)).unwrap();
    assert_eq!(word(), "dismissed");
    let held = FindingRef { id: finding(1), revision: revision(2) };
    store.append(None, Draft::new(at(3), target, Body::Attached { finding: held })).unwrap();
    assert_eq!(word(), "attached");
}

#[test]
fn an_assessment_supersedes_and_the_older_one_stays() {
    let store = MemoryStore::new(author("mira-3f2a"));
    store.append(None, draft(0, opened(1, &[]))).unwrap();
    for (minutes, how_sure) in [(1, Confidence::Likely), (2, Confidence::Unlikely)] {
        let body = Body::Assessed { how_sure, text: "one group".to_owned(), when: None };
        store.append(None, Draft::new(at(minutes), Target::Incident(incident(1)), body)).unwrap();
    }
    let state = fold(&store.read(&vigie_cases::Heads::none()).unwrap());
    let held = &state.incidents[&incident(1)];
    assert_eq!(held.assessment().map(|last| last.how_sure), Some(Confidence::Unlikely));
    assert_eq!(held.assessments.len(), 2);
}

#[test]
fn a_slow_clock_elsewhere_loses_no_attachment() {
    let open = entries(&[(0, 30, 0, 1, 0)]);
    let attach = entries(&[(1, 0, 3, 1, 2)]);
    let state = fold(open.iter().chain(&attach));
    assert_eq!(state.incidents[&incident(1)].findings.len(), 2);
    assert_eq!(state.oddities, []);
}

#[test]
fn entries_that_undo_one_another_in_a_ring_have_no_effect() {
    let on = |name: &str, entry: &str| Entry {
        author: author(name),
        seq: 1,
        at: at(0),
        target: Target::House,
        seen: None,
        body: Body::Undone { entry: entry.parse().unwrap() },
        previous: Digest::NONE,
    };
    let ring = [on("anna-0001", "boris-0002#1"), on("boris-0002", "anna-0001#1")];
    let state = fold(&ring);
    assert!(state.log.iter().all(|logged| logged.undone));
}

#[test]
fn a_code_given_twice_and_words_on_nothing_are_said() {
    let twice = entries(&[(0, 0, 7, 1, 0), (1, 1, 7, 1, 0), (2, 2, 1, 3, 0)]);
    let state = fold(&twice);
    assert_eq!(state.rumours.len(), 1);
    assert_eq!(state.next_rumour().to_string(), "RUM-3");
    let said: Vec<&str> = state
        .oddities
        .iter()
        .map(|oddity| match oddity {
            Oddity::ClockSetBack { .. } => "clock",
            Oddity::GivenTwice { .. } => "twice",
            Oddity::NoEffect { .. } => "nothing",
        })
        .collect();
    assert_eq!(said, ["twice", "nothing"]);
}
