//! A process that is killed loses no entry that it acknowledged, and leaves a sound journal.

#![expect(clippy::disallowed_methods, reason = "the lines it reads are its own child's")]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::support::{at, author};
use vigie_cases::{Body, Draft, Heads, Journal, Store, Target};

/// Cargo puts examples beside the folder of the test.
fn tool() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let found = test.parent().unwrap().parent().unwrap().join("examples/append");
    assert!(found.is_file(), "{} is built with the tests", found.display());
    found
}

fn start(path: &Path, name: &str) -> (Child, BufReader<ChildStdout>) {
    let mut child =
        Command::new(tool()).arg(path).arg(name).stdout(Stdio::piped()).spawn().unwrap();
    let said = BufReader::new(child.stdout.take().unwrap());
    (child, said)
}

/// Reads `count` acknowledgements, kills, and gives the last one that was said.
fn kill_after(mut child: Child, mut said: BufReader<ChildStdout>, count: u64) -> u64 {
    let mut last = 0;
    let mut line = String::new();
    for _ in 0..count {
        line.clear();
        said.read_line(&mut line).unwrap();
        last = line.trim().parse().unwrap();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    // What it still managed to say was acknowledged too; a torn last line was not.
    line.clear();
    while said.read_line(&mut line).unwrap() > 0 {
        if line.ends_with('\n') {
            last = line.trim().parse().unwrap();
        }
        line.clear();
    }
    last
}

#[test]
fn a_kill_at_any_moment_loses_no_acknowledged_entry() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let mut before = 0;
    for count in [1, 2, 3, 5, 8, 13, 21, 34] {
        let (child, said) = start(&path, "mira-3f2a");
        let acknowledged = kill_after(child, said, count);
        assert!(acknowledged >= before + count);
        let journal = Journal::open(&path, &author("mira-3f2a")).unwrap();
        let head = journal.head().unwrap().seq(&author("mira-3f2a"));
        assert!(head >= acknowledged, "{head} is on disk, {acknowledged} was acknowledged");
        assert!(head <= acknowledged + 1, "one entry at a time is under way");
        let report = journal.verify().unwrap();
        assert!(report.is_sound(), "{report:?}");
        before = head;
    }
}

#[test]
fn two_processes_that_are_killed_leave_two_whole_chains() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cases/journal.db");
    // Both start on an empty folder: one of them makes the journal.
    let (one, other) = (start(&path, "mira-3f2a"), start(&path, "jonas-11aa"));
    let acknowledged = [
        (author("mira-3f2a"), kill_after(one.0, one.1, 12)),
        (author("jonas-11aa"), kill_after(other.0, other.1, 12)),
    ];
    let journal = Journal::open(&path, &author("mira-3f2a")).unwrap();
    let heads = journal.head().unwrap();
    for (author, acknowledged) in acknowledged {
        assert!(heads.seq(&author) >= acknowledged);
    }
    assert!(journal.verify().unwrap().is_sound());
}

#[test]
fn a_log_cut_anywhere_opens_to_a_whole_beginning() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let (child, said) = start(&path, "mira-3f2a");
    let acknowledged = kill_after(child, said, 9);
    let database = std::fs::read(&path).unwrap();
    let log = std::fs::read(folder.path().join("journal.db-wal")).unwrap();
    let mut last = 0;
    for part in 0..=16 {
        let cut = folder.path().join(format!("cut-{part}"));
        std::fs::create_dir(&cut).unwrap();
        let path = cut.join("journal.db");
        std::fs::write(&path, &database).unwrap();
        std::fs::write(cut.join("journal.db-wal"), &log[..log.len() * part / 16]).unwrap();
        let journal = Journal::open(&path, &author("mira-3f2a")).unwrap();
        let held = journal.head().unwrap().seq(&author("mira-3f2a"));
        assert!(held >= last, "a longer log holds no less");
        assert!(journal.verify().unwrap().is_sound());
        last = held;
        // And it goes on from there.
        let body = Body::Noted { text: "afterwards".to_owned() };
        let next = journal.append(None, Draft::new(at(0), Target::House, body)).unwrap();
        assert_eq!(next.seq, held + 1);
        assert_eq!(journal.read(&Heads::none()).unwrap().len() as u64, next.seq);
    }
    assert!(last >= acknowledged);
}
