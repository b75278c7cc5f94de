//! The SQLite journal: its file, its versions, several processes, tampering.

use std::path::{Path, PathBuf};

use crate::support::{at, author, draft, finding, incident, noted, opened};
use rusqlite::Connection;
use vigie_cases::{Alias, Body, CasesError, Draft, Heads, Journal, Store, Target};
use vigie_model::Explained;

fn fresh() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cases/journal.db");
    (folder, path)
}

fn with_three_entries() -> (tempfile::TempDir, PathBuf) {
    let (folder, path) = fresh();
    let journal = Journal::open(&path, &author("mira-3f2a")).unwrap();
    journal.append(None, draft(0, opened(1, &[1]))).unwrap();
    journal.append(None, draft(1, noted(1, "first"))).unwrap();
    journal.append(None, draft(2, noted(1, "second"))).unwrap();
    (folder, path)
}

/// Changes the file as somebody else's program would.
fn meddle(path: &Path, sql: &str) {
    Connection::open(path).unwrap().execute_batch(sql).unwrap();
}

fn problems(path: &Path) -> String {
    let journal = Journal::open(path, &author("mira-3f2a")).unwrap();
    let report = journal.verify().unwrap();
    assert_eq!(report.is_sound(), report.problems.is_empty());
    let said = report.problems.iter().map(|at| format!("{}: {}", at.entry, at.why.word()));
    said.collect::<Vec<_>>().join("\n")
}

#[test]
fn entries_are_golden() {
    let (_folder, path) = with_three_entries();
    let journal = Journal::open(&path, &author("mira-3f2a")).unwrap();
    let first = journal.read(&Heads::none()).unwrap().remove(0);
    insta::assert_snapshot!(first.canonical().unwrap(), @r#"{"at":1807596000000000,"author":"mira-3f2a","body":{"findings":[{"id":"F-01010101010101010101010101010101","revision":"@0101010101010101"}],"kind":"opened","title":"Forged letter","when":"today"},"previous":"0000000000000000000000000000000000000000000000000000000000000000","seen":null,"seq":1,"target":"I-01MKEHW4R0040G2081040G2081"}"#);
    insta::assert_snapshot!(first.hash(), @"6e7db5f19d3977f722f980ecf785dbdd244b1efd1208bfbef7f1cf8864aa65c6");
    insta::assert_snapshot!(journal.head().unwrap().digest().short(), @"1f21de5fbdad84ac");
}

#[test]
fn a_journal_of_a_newer_version_is_refused_and_left_alone() {
    let (_folder, path) = with_three_entries();
    meddle(&path, "PRAGMA user_version = 2");
    let error = Journal::open(&path, &author("mira-3f2a")).err().unwrap();
    assert!(matches!(error, CasesError::Newer { found: 2, known: 1, .. }));
    assert!(error.hint().unwrap().contains("newer version of vigie"));
    meddle(&path, "PRAGMA user_version = 1");
    assert_eq!(problems(&path), "");
}

#[test]
fn another_file_is_no_journal() {
    let (folder, path) = fresh();
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, "this is a letter, not a database, whatever its name says: ".repeat(99))
        .unwrap();
    let error = Journal::open(&path, &author("mira-3f2a")).err().unwrap();
    assert!(matches!(error, CasesError::NotAJournal { .. }), "{error:?}");
    let other = folder.path().join("other.db");
    meddle(&other, "CREATE TABLE contacts (name TEXT)");
    let error = Journal::open(&other, &author("mira-3f2a")).err().unwrap();
    assert!(matches!(error, CasesError::NotAJournal { .. }));
}

#[test]
fn two_openings_of_one_journal_see_one_another() {
    let (_folder, path) = fresh();
    let one = Journal::open(&path, &author("mira-3f2a")).unwrap();
    let other = Journal::open(&path, &author("jonas-11aa")).unwrap();
    one.append(None, draft(0, opened(1, &[]))).unwrap();
    assert_eq!(other.state().unwrap().incidents.len(), 1);
    let seen = other.state().unwrap().incidents[&incident(1)].head;
    one.append(Some(seen), draft(1, noted(1, "first"))).unwrap();
    let late = other.append(Some(seen), draft(2, noted(1, "second")));
    assert!(matches!(late, Err(CasesError::Conflict { .. })));
    other.append(None, draft(3, noted(1, "second"))).unwrap();
    assert_eq!(one.state().unwrap().incidents[&incident(1)].notes.len(), 2);
    assert_eq!(one.head().unwrap(), other.head().unwrap());
}

#[test]
fn a_changed_word_is_found_with_its_entry() {
    let (_folder, path) = with_three_entries();
    meddle(&path, "UPDATE entries SET bytes = replace(bytes, 'first', 'never') WHERE seq = 2");
    assert_eq!(problems(&path), "mira-3f2a#2: its content does not match its hash");
    let journal = Journal::open(&path, &author("mira-3f2a")).unwrap();
    let error = journal.state().unwrap_err();
    assert!(error.to_string().contains("broken at mira-3f2a#2"), "{error}");
    assert!(error.hint().unwrap().contains("backup"));
}

#[test]
fn a_removed_entry_and_one_put_elsewhere_are_found() {
    let (_folder, path) = with_three_entries();
    meddle(&path, "DELETE FROM entries WHERE seq = 2");
    assert_eq!(problems(&path), "mira-3f2a#3: entries before it are missing");
    let (_folder, path) = with_three_entries();
    meddle(&path, "UPDATE entries SET seq = 7 WHERE seq = 3");
    assert_eq!(problems(&path), "mira-3f2a#7: it stands in the place of another entry");
}

#[test]
fn an_entry_with_a_new_hash_breaks_the_link_to_the_next() {
    let (folder, path) = with_three_entries();
    // Somebody who knows the format writes a second entry that is right by itself.
    let other = folder.path().join("other.db");
    let forged = Journal::open(&other, &author("mira-3f2a")).unwrap();
    forged.append(None, draft(0, opened(1, &[1]))).unwrap();
    forged.append(None, draft(1, noted(1, "forged"))).unwrap();
    drop(forged);
    let sql = format!(
        "ATTACH '{}' AS other; DELETE FROM entries WHERE seq = 2; \
         INSERT INTO entries SELECT * FROM other.entries WHERE seq = 2;",
        other.display()
    );
    meddle(&path, &sql);
    assert_eq!(problems(&path), "mira-3f2a#3: it does not follow from the entry before it");
}

#[test]
fn a_printed_head_is_found_again_with_its_entry() {
    let (_folder, path) = with_three_entries();
    let journal = Journal::open(&path, &author("mira-3f2a")).unwrap();
    let printed = journal.head().unwrap().digest().short();
    journal.append(None, draft(9, noted(1, "later"))).unwrap();
    let found = journal.find_head(&printed).unwrap().unwrap();
    assert_eq!(found.to_string(), "mira-3f2a#3");
    assert_eq!(journal.find_head("0123456789abcdef").unwrap(), None);
}

#[test]
fn a_number_once_shown_stays_when_older_incidents_arrive() {
    let (_folder, path) = fresh();
    let mine = Journal::open(&path, &author("mira-3f2a")).unwrap();
    mine.append(None, draft(60, opened(1, &[]))).unwrap();
    let (_other_folder, other) = fresh();
    let theirs = Journal::open(&other, &author("jonas-11aa")).unwrap();
    theirs.append(None, draft(0, opened(2, &[]))).unwrap();
    mine.merge(theirs.pack(&Heads::none()).unwrap()).unwrap();
    let state = mine.state().unwrap();
    assert_eq!(state.incidents[&incident(1)].alias, Alias(1));
    assert_eq!(state.incident("I-0002").map(|held| held.id), Some(incident(2)));
    assert_eq!(state.incident(&incident(2).to_string()).map(|held| held.alias), Some(Alias(2)));
}

#[test]
fn outside_bytes_in_ids_do_no_harm() {
    let (_folder, path) = with_three_entries();
    let sql = "INSERT INTO entries (author, seq, target, hash, bytes) \
               VALUES ('../x', -1, 'F-', 'zz', '{\"author\":\"' || char(27) || '[2J\"}')";
    meddle(&path, sql);
    assert_eq!(problems(&path), "../x#-1: its content does not match its hash");
    let journal = Journal::open(&path, &author("mira-3f2a")).unwrap();
    assert!(journal.state().is_err());
    let reason = Body::Dismissed { reason: "x".to_owned() };
    // What is wrong in another chain does not keep anybody from writing.
    journal.append(None, Draft::new(at(5), Target::Finding(finding(1)), reason)).unwrap();
}
