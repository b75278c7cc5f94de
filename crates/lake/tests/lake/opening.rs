//! Opening a lake, and refusing what is none.

use vigie_lake::{Lake, LakeError};
use vigie_model::Explained;

use crate::support::stream::{Stream, ingest, lines};
use crate::support::{at, rewrite_record};

#[test]
fn an_absent_folder_becomes_an_empty_lake() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("deep/lake");
    let lake = Lake::open(&root).unwrap();
    let snapshot = lake.snapshot().unwrap();
    assert_eq!((snapshot.seq, snapshot.tables().count()), (0, 0));
    assert!(lake.commits().unwrap().is_empty());
    Lake::open(&root).unwrap();
}

#[test]
fn a_newer_format_is_refused_with_a_hint() {
    let folder = tempfile::tempdir().unwrap();
    Lake::open(folder.path()).unwrap();
    std::fs::write(folder.path().join("format.json"), "{\"format\":2,\"more\":[]}\n").unwrap();
    let error = Lake::open(folder.path()).err().unwrap();
    assert!(matches!(error, LakeError::NewerFormat { found: 2, known: 1, .. }));
    assert!(error.hint().unwrap().contains("newer"));
}

#[test]
fn a_folder_with_other_files_and_a_file_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("thesis.odt");
    std::fs::write(&file, "mine").unwrap();
    for path in [folder.path(), file.as_path()] {
        assert!(matches!(Lake::open(path).err(), Some(LakeError::NotALake { .. })), "{path:?}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_second_writer_is_told_that_the_lake_is_busy() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open(&folder.path().join("lake")).unwrap();
    let other = Lake::open(lake.root()).unwrap();
    let writer = lake.begin(at(0)).unwrap();
    let error = other.begin(at(0)).err().unwrap();
    assert!(matches!(error, LakeError::Busy { .. }));
    assert!(error.hint().unwrap().contains("wait"));
    other.snapshot().unwrap();
    drop(writer);
    other.begin(at(0)).unwrap();
}

#[test]
fn a_lake_that_cannot_be_written_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open(&folder.path().join("lake")).unwrap();
    ingest(&lake, &Stream::of(lines(0..9)), at(0)).unwrap();
    let mut permissions = std::fs::metadata(lake.root()).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(lake.root(), permissions.clone()).unwrap();
    std::fs::remove_file(lake.root().join("probe")).unwrap_or_default();
    if std::fs::write(lake.root().join("probe"), "").is_ok() {
        eprintln!("skipped: this user may write to read-only folders");
        return;
    }
    let again = Lake::open(lake.root()).unwrap();
    assert_eq!(again.snapshot().unwrap().rows("request_records"), 9);
    let error = again.begin(at(1)).err().unwrap();
    assert!(matches!(error, LakeError::NotPermitted { .. } | LakeError::ReadOnly { .. }));
    #[expect(clippy::permissions_set_readonly_false, reason = "the test's own folder")]
    permissions.set_readonly(false);
    std::fs::set_permissions(lake.root(), permissions).unwrap();
}

#[test]
fn a_record_that_points_out_of_the_lake_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open(&folder.path().join("lake")).unwrap();
    ingest(&lake, &Stream::of(lines(0..9)), at(0)).unwrap();
    rewrite_record(&lake, 1, "request_records/00000001-", "../secret/00000001-");
    let error = Lake::open(lake.root()).err().unwrap();
    assert!(error.to_string().contains("names the file \"../secret/"), "{error}");
}
