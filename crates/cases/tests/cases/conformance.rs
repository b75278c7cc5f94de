//! What every store must do, run against each of them.

use crate::support::{
    at, author, dismissed, draft, finding, incident, noted, opened, revision, rumour, undone,
};
use vigie_cases::{
    Body, CasesError, Digest, Draft, EntryId, Head, Heads, IncidentId, Journal, MemoryStore, Store,
    Target, Verdict, fold,
};
use vigie_model::Explained;

/// Runs a rule on an empty store of each kind.
fn on_each(rule: impl Fn(&dyn Store)) {
    rule(&MemoryStore::new(author("mira-3f2a")));
    let folder = tempfile::tempdir().unwrap();
    rule(&Journal::open(&folder.path().join("cases/journal.db"), &author("mira-3f2a")).unwrap());
}

#[test]
fn entries_are_numbered_and_chained() {
    on_each(|store| {
        let first = store.append(None, draft(0, opened(1, &[1]))).unwrap();
        let second = store.append(None, draft(1, noted(1, "called the host"))).unwrap();
        assert_eq!((first.seq, first.previous), (1, Digest::NONE));
        assert_eq!((second.seq, second.previous), (2, first.hash()));
        assert_eq!(store.read(&Heads::none()).unwrap(), [first.clone(), second.clone()]);
        assert_eq!(store.read(&Heads::of([&first])).unwrap(), std::slice::from_ref(&second));
        assert_eq!(store.head().unwrap(), Heads::of([&first, &second]));
    });
}

#[test]
fn a_writer_who_saw_an_old_state_of_the_thing_is_refused() {
    on_each(|store| {
        let target = Target::Incident(incident(1));
        let head = |store: &dyn Store| fold(&store.read(&Heads::none()).unwrap()).head_of(&target);
        store.append(Some(Head::untouched()), draft(0, opened(1, &[]))).unwrap();
        let seen = head(store);
        // Somebody writes about something else: no conflict.
        store.append(None, draft(1, opened(2, &[]))).unwrap();
        store.append(Some(seen), draft(2, noted(1, "one browser"))).unwrap();
        let error = store.append(Some(seen), draft(3, noted(1, "the other"))).unwrap_err();
        assert!(matches!(error, CasesError::Conflict { actual, .. } if actual == head(store)));
        assert!(error.hint().unwrap().contains("nothing was lost"));
        assert_eq!(store.read(&Heads::none()).unwrap().len(), 3);
        store.append(Some(head(store)), draft(3, noted(1, "the other, again"))).unwrap();
    });
}

#[test]
fn many_entries_are_written_together_or_not_at_all() {
    on_each(|store| {
        let first = store.append(None, draft(0, opened(1, &[]))).unwrap();
        let drafts = |wrong: bool| {
            let last = if wrong { noted(1, " ") } else { noted(1, "and the second") };
            vec![
                (Some(Head::untouched()), draft(1, rumour(1))),
                (None, draft(2, noted(1, "the first"))),
                (None, draft(3, last)),
            ]
        };
        let refused = store.append_all(drafts(true)).unwrap_err();
        assert_eq!(refused.to_string(), "noted: text must not be empty");
        assert_eq!(store.read(&Heads::none()).unwrap(), [first.clone()], "not one of them");
        let written = store.append_all(drafts(false)).unwrap();
        assert_eq!(written.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [2, 3, 4]);
        let before: Vec<Digest> = written.iter().map(|entry| entry.previous).collect();
        assert_eq!(before, [first.hash(), written[0].hash(), written[1].hash()]);
        // A code that the same call gave is given.
        let twice = vec![(Some(Head::untouched()), draft(4, rumour(2))); 2];
        assert!(matches!(store.append_all(twice), Err(CasesError::Conflict { .. })));
        assert_eq!(store.append_all(Vec::new()).unwrap(), []);
        assert_eq!(store.read(&Heads::none()).unwrap().len(), 4);
    });
}

#[test]
fn a_code_is_given_once() {
    on_each(|store| {
        store.append(Some(Head::untouched()), draft(0, rumour(1))).unwrap();
        let again = store.append(Some(Head::untouched()), draft(1, rumour(1)));
        assert!(matches!(again, Err(CasesError::Conflict { .. })));
    });
}

#[test]
fn an_undo_is_about_what_it_undoes() {
    on_each(|store| {
        let entry = store.append(None, draft(0, dismissed(4))).unwrap();
        let seen = fold(&store.read(&Heads::none()).unwrap()).head_of(&entry.target);
        let undo = store.append(Some(seen), draft(1, undone(&entry))).unwrap();
        assert_eq!(undo.target, Target::Finding(finding(4)));
        let redo = store.append(None, draft(2, undone(&undo))).unwrap();
        let state = fold(&store.read(&Heads::none()).unwrap());
        let reason = "a fan club".to_owned();
        let held = Verdict::Dismissed { reason, seen: Some(revision(1)) };
        assert_eq!(state.verdict(&finding(4), at(3)), held);
        store.append(None, draft(3, undone(&redo))).unwrap();
        let state = fold(&store.read(&Heads::none()).unwrap());
        assert_eq!(state.verdict(&finding(4), at(3)), Verdict::Open);
    });
}

#[test]
fn what_was_shown_or_told_is_not_undone() {
    on_each(|store| {
        store.append(None, draft(0, rumour(1))).unwrap();
        let target = Target::Rumour(vigie_cases::RumourCode(1));
        let body = Body::RumourRevealed { reason: "to warn the family".to_owned(), second: None };
        let shown = store.append(None, Draft::new(at(1), target, body)).unwrap();
        let error = store.append(None, draft(2, undone(&shown))).unwrap_err();
        assert_eq!(error.to_string(), "mira-3f2a#2 (rumour_revealed) cannot be undone");
        let nobody = EntryId { author: author("nobody-0000"), seq: 9 };
        let body = Body::Undone { entry: nobody };
        let error = store.append(None, Draft::new(at(3), Target::House, body)).unwrap_err();
        assert_eq!(error.to_string(), "there is no entry nobody-0000#9");
        assert_eq!(store.read(&Heads::none()).unwrap().len(), 2);
    });
}

#[test]
fn drafts_that_say_nothing_or_too_much_are_refused() {
    on_each(|store| {
        let refused = |target: Target, body: Body| {
            store.append(None, Draft::new(at(0), target, body)).unwrap_err().to_string()
        };
        let on_finding = Target::Finding(finding(1));
        let empty = Body::Dismissed { reason: " ".to_owned() };
        assert_eq!(refused(on_finding.clone(), empty), "dismissed: reason must not be empty");
        let long = Body::Noted { text: "x".repeat(70_000) };
        assert_eq!(refused(on_finding.clone(), long), "noted: text is longer than 64 KiB");
        let title = Body::Titled { title: "On a finding".to_owned() };
        let wrong = "titled: target is of a kind that this entry cannot be about";
        assert_eq!(refused(on_finding, title), wrong);
        assert_eq!(store.head().unwrap(), Heads::none());
    });
}

#[test]
fn a_clock_set_back_is_taken_and_said() {
    on_each(|store| {
        store.append(None, draft(10, opened(1, &[]))).unwrap();
        store.append(None, draft(-600, noted(1, "the clock stands at yesterday"))).unwrap();
        let state = fold(&store.read(&Heads::none()).unwrap());
        assert_eq!(state.incidents[&incident(1)].notes.len(), 1);
        assert_eq!(state.incidents[&incident(1)].changed_at, at(10));
        insta::allow_duplicates! {
            insta::assert_snapshot!(
                serde_json::to_string(&state.oddities).unwrap(),
                @r#"[{"oddity":"clock_set_back","entry":"mira-3f2a#2","at":1807560000000000,"after":1807596600000000}]"#
            );
        }
    });
}

#[test]
fn many_threads_append_without_loss() {
    on_each(|store| {
        std::thread::scope(|scope| {
            for thread in 0..4_u8 {
                scope.spawn(move || {
                    for turn in 0..10 {
                        let id = IncidentId::make(at(turn), [thread; 10]);
                        let (_, body) = opened(0, &[]);
                        let draft = Draft::new(at(turn), Target::Incident(id), body);
                        store.append(Some(Head::untouched()), draft).unwrap();
                    }
                });
            }
        });
        let entries = store.read(&Heads::none()).unwrap();
        assert_eq!(entries.len(), 40);
        for (one, next) in entries.iter().zip(&entries[1..]) {
            assert_eq!(next.previous, one.hash());
        }
        assert_eq!(fold(&entries).incidents.len(), 40);
    });
}
