//! Two laptops exchange what they wrote.

use crate::support::{author, dismissed, draft, incident, noted, opened};
use vigie_cases::{CasesError, Heads, Journal, Pack, Store};
use vigie_model::Explained;

struct Laptop {
    journal: Journal,
    _folder: tempfile::TempDir,
}

fn laptop(name: &str) -> Laptop {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open(&folder.path().join("journal.db"), &author(name)).unwrap();
    Laptop { journal, _folder: folder }
}

fn text(journal: &Journal, from: &Heads) -> String {
    journal.pack(from).unwrap().to_text().unwrap()
}

fn merge(journal: &Journal, text: &str) -> Result<String, CasesError> {
    let merged = journal.merge(Pack::read(text.as_bytes())?)?;
    Ok(format!("{} new, {} known", merged.added, merged.known))
}

/// Mira with an incident and a note.
fn mira() -> Laptop {
    let mira = laptop("mira-3f2a");
    mira.journal.append(None, draft(0, opened(1, &[1]))).unwrap();
    mira.journal.append(None, draft(2, noted(1, "mira's"))).unwrap();
    mira
}

#[test]
fn two_laptops_come_to_one_state_whoever_sends_first() {
    let (mira, jonas) = (mira(), laptop("jonas-11aa"));
    jonas.journal.append(None, draft(1, dismissed(2))).unwrap();
    let mine = text(&mira.journal, &Heads::none());
    assert_eq!(merge(&jonas.journal, &mine).unwrap(), "2 new, 0 known");
    jonas.journal.append(None, draft(3, noted(1, "jonas's"))).unwrap();
    let back = text(&jonas.journal, &mira.journal.head().unwrap());
    assert_eq!(back.lines().count(), 3, "only what Mira lacks");
    assert_eq!(merge(&mira.journal, &back).unwrap(), "2 new, 0 known");
    assert_eq!(merge(&mira.journal, &back).unwrap(), "0 new, 2 known");
    let (one, other) = (mira.journal.state().unwrap(), jonas.journal.state().unwrap());
    assert_eq!(one, other);
    assert_eq!(one.digest(), other.digest());
    assert_eq!(one.incidents[&incident(1)].notes.len(), 2);
    assert!(mira.journal.verify().unwrap().is_sound());
}

#[test]
fn a_damaged_pack_is_refused_whole_with_the_entry() {
    let text = text(&mira().journal, &Heads::none());
    let lines: Vec<&str> = text.lines().collect();
    let cases = [
        (
            text.replace("mira's", "yours"),
            "the pack is broken at mira-3f2a#2: its content does not match its hash",
        ),
        ([lines[0], lines[2]].join("\n"), "line 3 of the pack: the pack ends too early"),
        (
            [lines[0], lines[2], lines[1]].join("\n"),
            "the pack is broken at mira-3f2a#2: entries before it are missing",
        ),
        (
            [lines[0], lines[1], lines[1], lines[2]].join("\n"),
            "the pack is broken at mira-3f2a#1: entries before it are missing",
        ),
        (
            [lines[0], lines[1], &lines[2].replace(':', ": ")].join("\n"),
            "the pack is broken at mira-3f2a#2: it was not written by this program",
        ),
        ([lines[0], lines[1], "{\"author\":"].join("\n"), "line 3 of the pack: it is no entry"),
        (lines[1..].join("\n"), "line 1 of the pack: it is no pack"),
        (String::new(), "line 1 of the pack: it is empty"),
        (
            text.replace("\"version\":1", "\"version\":9,\"new\":[]"),
            "the pack is of version 9; this program knows up to 1",
        ),
    ];
    let jonas = laptop("jonas-11aa");
    for (pack, said) in cases {
        let error = merge(&jonas.journal, &pack).unwrap_err();
        assert_eq!(error.to_string(), said);
        assert!(error.hint().is_some());
        assert_eq!(jonas.journal.head().unwrap(), Heads::none(), "{said}");
    }
}

#[test]
fn one_author_on_two_laptops_is_a_fork() {
    let (one, other) = (mira(), laptop("mira-3f2a"));
    other.journal.append(None, draft(0, opened(1, &[1]))).unwrap();
    other.journal.append(None, draft(2, noted(1, "another"))).unwrap();
    other.journal.append(None, draft(3, noted(1, "and more"))).unwrap();
    let whole = text(&other.journal, &Heads::none());
    let error = merge(&one.journal, &whole).unwrap_err();
    assert!(error.to_string().starts_with("mira-3f2a#2 exists in two versions"), "{error}");
    assert!(error.hint().unwrap().contains("author.json"));
    // A pack that starts after the fork does not hide it.
    let entries = other.journal.read(&Heads::none()).unwrap();
    let tail = text(&other.journal, &Heads::of(&entries[..2]));
    let error = merge(&one.journal, &tail).unwrap_err();
    assert!(error.to_string().starts_with("mira-3f2a#2 exists in two versions"), "{error}");
    assert_eq!(one.journal.head().unwrap().seq(&author("mira-3f2a")), 2);
}

#[test]
fn a_pack_that_starts_too_late_says_so() {
    let (mira, jonas) = (mira(), laptop("jonas-11aa"));
    let entries = mira.journal.read(&Heads::none()).unwrap();
    let tail = text(&mira.journal, &Heads::of(&entries[..1]));
    let error = merge(&jonas.journal, &tail).unwrap_err();
    let said = "the pack is broken at mira-3f2a#2: entries before it are missing";
    assert_eq!(error.to_string(), said);
}

#[test]
fn a_pack_with_an_entry_that_no_writer_accepts_is_refused() {
    let text = text(&mira().journal, &Heads::none());
    let empty = text.replace("mira's", " ");
    // Its chain is made to hold again, so that only the rule is left to refuse it.
    let line = empty.lines().nth(2).unwrap();
    let entry: vigie_cases::Entry = serde_json::from_str(line).unwrap();
    let old = mira().journal.head().unwrap().0[&author("mira-3f2a")].hash;
    let forged = empty.replace(&old.to_string(), &entry.hash().to_string());
    let error = merge(&laptop("jonas-11aa").journal, &forged).unwrap_err();
    assert!(error.to_string().contains("mira-3f2a#2: it says something that may not be said"));
}

#[test]
fn a_pack_shows_what_is_hidden_and_the_words_arrive_as_they_were_written() {
    let (mira, jonas) = (mira(), laptop("jonas-11aa"));
    let words = "a\u{202e}b\u{9b}31m\u{200b}c\u{e0041}\n\u{7f}é \"q\" \\u202e";
    mira.journal.append(None, draft(3, noted(1, words))).unwrap();
    let pack = text(&mira.journal, &Heads::none());
    assert_eq!(pack.find(|letter| letter != '\n' && vigie_model::hidden::is_hidden(letter)), None);
    assert!(pack.contains(r"a\u202eb\u009b31m\u200bc\udb40\udc41"), "{pack}");
    assert_eq!(merge(&jonas.journal, &pack).unwrap(), "3 new, 0 known");
    let read = jonas.journal.read(&Heads::none()).unwrap();
    assert_eq!(read.last().unwrap().body.words(), words);
    assert_eq!(jonas.journal.head().unwrap(), mira.journal.head().unwrap());
    // Other escapes than ours are another writing of the entry.
    let rewritten = pack.replace("mira's", "mira\\u0027s");
    assert!(matches!(
        merge(&laptop("x-0000").journal, &rewritten),
        Err(CasesError::BrokenPack { .. })
    ));
}
