//! Proposals say why, in a stable order, and leave alone what somebody dismissed.

use std::collections::BTreeSet;

use crate::support::{at, author, dismissed, draft, finding, opened};
use proptest::prelude::*;
use vigie_cases::{FindingFacts, Heads, MemoryStore, Proposal, State, Store, fold, propose};

const HOUR: i64 = 3_600_000_000;

fn facts(number: u8, minutes: (i64, i64), accounts: &[&str], targets: &[&str]) -> FindingFacts {
    let set = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
    FindingFacts {
        id: finding(number),
        first_at: at(minutes.0),
        last_at: at(minutes.1),
        accounts: set(accounts),
        objects: BTreeSet::new(),
        sources: BTreeSet::new(),
        targets: set(targets),
    }
}

fn shown(proposals: &[Proposal]) -> String {
    let mut out = String::new();
    for proposal in proposals {
        let ids: Vec<String> = proposal.findings.iter().map(|id| id.0[0].to_string()).collect();
        out.push_str(&ids.join(" "));
        if proposal.incident.is_some() {
            out.push_str(" + incident");
        }
        for link in &proposal.links {
            let reason = serde_json::to_string(&link.reason).unwrap();
            out.push_str(&format!(
                "; {}-{} {reason} {}",
                link.a.0[0], link.b.0[0], link.value_count
            ));
        }
        out.push('\n');
    }
    out
}

fn season() -> Vec<FindingFacts> {
    vec![
        facts(1, (0, 10), &["A-1", "A-2", "A-3"], &["www"]),
        facts(2, (30, 40), &["A-2", "A-3"], &[]),
        facts(3, (50, 60), &[], &["www"]),
        facts(4, (300, 310), &["A-1"], &["mail"]),
        facts(5, (301, 302), &[], &["mail"]),
        facts(6, (10, 20), &["A-9"], &[]),
    ]
}

#[test]
fn findings_are_joined_by_what_they_share_within_the_window() {
    let proposals = propose(&season(), &State::default(), at(999), HOUR);
    insta::assert_snapshot!(shown(&proposals), @r#"
    1 2 3; 1-2 "shared_account" 2; 1-3 "shared_target" 1
    4 5; 4-5 "shared_target" 1
    "#);
}

#[test]
fn a_long_finding_reaches_what_begins_while_it_lasts() {
    let long = [
        facts(1, (0, 600), &["A-1"], &[]),
        facts(2, (10, 20), &["A-1"], &[]),
        facts(3, (500, 510), &["A-1"], &[]),
    ];
    let proposals = propose(&long, &State::default(), at(999), HOUR);
    insta::assert_snapshot!(shown(&proposals), @r#"1 2 3; 1-2 "shared_account" 1; 1-3 "shared_account" 1"#);
}

#[test]
fn what_was_dismissed_is_not_proposed_and_what_is_attached_draws_to_its_incident() {
    let store = MemoryStore::new(author("mira-3f2a"));
    store.append(None, draft(0, dismissed(2))).unwrap();
    store.append(None, draft(1, dismissed(4))).unwrap();
    store.append(None, draft(2, opened(1, &[1]))).unwrap();
    let state = fold(&store.read(&Heads::none()).unwrap());
    let proposals = propose(&season(), &state, at(999), HOUR);
    insta::assert_snapshot!(shown(&proposals), @r#"3 + incident; 1-3 "shared_target" 1"#);
}

#[test]
fn nothing_is_proposed_when_everything_was_judged() {
    let store = MemoryStore::new(author("mira-3f2a"));
    store.append(None, draft(2, opened(1, &[1, 2, 3, 4, 5]))).unwrap();
    let state = fold(&store.read(&Heads::none()).unwrap());
    assert_eq!(propose(&season(), &state, at(999), HOUR), []);
}

proptest! {
    #[test]
    fn the_order_of_facts_makes_no_difference(
        seeds in prop::collection::vec((0..400_i64, 0..90_i64, 0..6_u8, 0..6_u8), 0..14),
        turn in 0..14_usize,
    ) {
        let mut all: Vec<FindingFacts> = seeds
            .iter()
            .zip(1_u8..)
            .map(|((from, long, one, other), number)| {
                let names = [format!("A-{one}"), format!("A-{other}")];
                facts(number, (*from, from + long), &[&names[0], &names[1]], &[])
            })
            .collect();
        let straight = propose(&all, &State::default(), at(0), HOUR);
        all.reverse();
        let middle = turn.min(all.len());
        all.rotate_left(middle);
        prop_assert_eq!(&straight, &propose(&all, &State::default(), at(0), HOUR));
        // No finding is in two proposals, and each proposal has a reason for each of its findings.
        let mut seen = BTreeSet::new();
        for proposal in straight {
            for id in &proposal.findings {
                prop_assert!(seen.insert(*id));
                prop_assert!(proposal.links.iter().any(|link| link.a == *id || link.b == *id));
            }
        }
    }
}
