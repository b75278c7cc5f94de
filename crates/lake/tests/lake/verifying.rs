//! One flipped byte anywhere is found.

use std::path::Path;

use vigie_lake::{Fault, Forget, Lake, LakeOptions, Problem};
use vigie_model::Key;

use crate::support::stream::{Stream, ingest, lines};
use crate::support::{at, files_below, rewrite_record, tiny};

/// A lake with every kind of file: rows, segments, blanked segments, tombstones, whole states.
fn full() -> (tempfile::TempDir, Lake) {
    let folder = tempfile::tempdir().unwrap();
    let options = LakeOptions { many_small_files: 1000, ..tiny() };
    let lake = Lake::open_with(&folder.path().join("lake"), options).unwrap();
    for commit in 0..3 {
        ingest(&lake, &Stream::of(lines(commit * 8..commit * 8 + 10)), at(commit)).unwrap();
    }
    lake.forget(&Forget::Person(vec![Key(3)]), at(5)).unwrap();
    (folder, lake)
}

fn problems(root: &Path) -> Vec<Problem> {
    let mut problems = Vec::new();
    Lake::verify_at(root, &mut |problem| problems.push(problem)).unwrap();
    problems
}

#[test]
fn a_sound_lake_has_no_problem() {
    let (_folder, lake) = full();
    let verified = lake.verify(&mut |problem| panic!("{problem:?}")).unwrap();
    assert_eq!((verified.commits, verified.tombstones), (4, 1));
    assert!(verified.files >= 6 && verified.segments >= 3 && verified.bytes > 1000);
    assert!(verified.head.is_some());
}

#[test]
fn one_flipped_byte_is_found_in_every_file() {
    let (_folder, lake) = full();
    let mut kinds = std::collections::BTreeSet::new();
    for name in files_below(lake.root()) {
        let path = lake.root().join(&name);
        let sound = std::fs::read(&path).unwrap();
        // Every byte of small files, every seventh of larger ones.
        let step = if sound.len() < 600 { 1 } else { 7 };
        for at in (0..sound.len()).step_by(step) {
            let mut changed = sound.clone();
            changed[at] ^= 1 << (at % 8);
            std::fs::write(&path, changed).unwrap();
            let found = problems(lake.root());
            let named = found.iter().any(|p| p.path == name && p.fault != Fault::Unlisted);
            assert!(named, "{name} byte {at}: {found:?}");
        }
        std::fs::write(&path, &sound).unwrap();
        kinds.insert(name.split('/').next().unwrap().to_owned());
    }
    assert_eq!(problems(lake.root()), []);
    let kinds: Vec<String> = kinds.into_iter().collect();
    insta::assert_snapshot!(
        kinds.join(" "),
        @"act_rows commits echo_rows format.json lock request_records segments tombstones"
    );
}

#[test]
fn missing_and_foreign_files_are_told_apart() {
    let (_folder, lake) = full();
    let snapshot = lake.snapshot().unwrap();
    let gone = snapshot.files("act_rows")[0].path.clone();
    std::fs::remove_file(lake.root().join(&gone)).unwrap();
    std::fs::write(lake.root().join("act_rows/notes.txt"), "mine").unwrap();
    std::fs::write(lake.root().join("thesis.odt"), "mine").unwrap();
    std::fs::write(lake.root().join("act_rows/00000099-0000.parquet"), "left").unwrap();
    let found: Vec<(Fault, String)> =
        problems(lake.root()).into_iter().map(|problem| (problem.fault, problem.path)).collect();
    let expected = [
        (Fault::Missing, gone),
        (Fault::Unlisted, "act_rows/00000099-0000.parquet".to_owned()),
        (Fault::Unlisted, "act_rows/notes.txt".to_owned()),
        (Fault::Unlisted, "thesis.odt".to_owned()),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_commit_cut_out_or_rewritten_breaks_the_chain() {
    let (_folder, lake) = full();
    let path = lake.root().join("commits/00000002.json");
    let sound = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(problems(lake.root()).iter().any(|problem| problem.fault == Fault::Missing));
    // Rewritten with a matching digest of its own: the next record still names the old one.
    std::fs::write(&path, sound).unwrap();
    rewrite_record(&lake, 2, "\"name\":\"access.log\"", "\"name\":\"another.log\"");
    let found = problems(lake.root());
    assert!(found.iter().any(|p| p.path == "commits/00000003.json"), "{found:?}");
}
