//! Writes the golden lake of the current format: every table, segments, a forgotten person, a
//! compaction. Everything in it is invented.
//!
//! `cargo run -p vigie-lake --example make_golden -- crates/lake/tests/golden/v1`
//!
//! A golden lake is made once for each format version and then never changed: tests read it to
//! show that lakes written by earlier versions are still read.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a tool for developers")]

#[path = "../tests/support/mod.rs"]
#[expect(dead_code, reason = "a part of what the tests share is enough here")]
mod support;

use std::path::PathBuf;

use support::stream::{Stream, ingest, lines};
use support::{Field, Row, at, batch};
use vigie_lake::{CommitKind, Forget, Keep, Lake};
use vigie_model::Key;
use vigie_model::schema::{
    ColumnType, FINDINGS, LOGIN_RECORDS, PUBLICATION_RECORDS, REJECTED, SHARE_RECORDS, Table,
};

fn main() {
    let Some(root) = std::env::args().nth(1).map(PathBuf::from) else {
        println!("name the folder to write to");
        return;
    };
    std::fs::remove_dir_all(&root).unwrap_or_default();
    let lake = Lake::open(&root).unwrap();
    // The second stream overlaps the first, so that there are echoes; person 3 is forgotten.
    ingest(&lake, &Stream::of(lines(0..12)), at(0)).unwrap();
    ingest(&lake, &Stream::of(lines(8..20)), at(60)).unwrap();
    lake.forget(&Forget::Person(vec![Key(3)]), at(120)).unwrap();
    let mut writer = lake.begin_as(CommitKind::Detect, at(180)).unwrap();
    for table in [PUBLICATION_RECORDS, SHARE_RECORDS, LOGIN_RECORDS, REJECTED, FINDINGS] {
        let rows = [row(table, 1), row(table, 2)];
        writer.append(table, batch(table, writer.seq(), &rows)).unwrap();
    }
    writer.put_segment("a post about the town hall\n".as_bytes(), Keep::UntilDetect).unwrap();
    writer.commit().unwrap();
    lake.compact(at(240)).unwrap();
    for left in ["lock", "staging"] {
        std::fs::remove_file(root.join(left)).unwrap_or_default();
        std::fs::remove_dir_all(root.join(left)).unwrap_or_default();
    }
    println!("{} commits, {} bytes", lake.snapshot().unwrap().seq, size(&root));
}

/// A row with something in every column; the second has no time.
fn row(table: &'static Table, number: u8) -> Row {
    let value = |name: &str, kind| match kind {
        ColumnType::Text => Some(Field::Text(format!("{name} {number}"))),
        ColumnType::Integer | ColumnType::Key => Some(Field::Integer(i64::from(number) * 7)),
        ColumnType::Id => Some(Field::Id([number; 16])),
        ColumnType::Revision => Some(Field::Id([number; 16])),
        ColumnType::Ids => Some(Field::Ids(vec![[number; 16]; usize::from(number)])),
        ColumnType::Time if name == table.time_column && number == 2 => None,
        ColumnType::Time => Some(Field::Time(at(i64::from(number)))),
        ColumnType::Real | ColumnType::Flag => None,
    };
    table.columns().filter_map(|c| Some((c.name, value(c.name, c.kind)?))).collect()
}

fn size(root: &std::path::Path) -> u64 {
    let files = support::files_below(root);
    files.iter().map(|name| std::fs::metadata(root.join(name)).unwrap().len()).sum()
}
