//! Memory, partitions, streams.

use std::sync::Arc;

use crate::support::{limits_of, shown};
use arrow_array::{Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use vigie_engine::{EngineError, Limits, Relation, Session};
use vigie_model::{ErrorKind, Explained};

/// `rows` rows in batches of 8192: a text of 40 letters that never repeats, a key with
/// `keys` values, a number.
fn relation(rows: i64, keys: i64) -> Relation {
    let schema = Arc::new(Schema::new(vec![
        Field::new("word", DataType::Utf8, false),
        Field::new("key", DataType::Int64, false),
        Field::new("number", DataType::Int64, false),
    ]));
    let batches = (0..rows)
        .step_by(8192)
        .map(|start| {
            let range = start..rows.min(start + 8192);
            let words: StringArray = range.clone().map(|n| Some(format!("{n:040}"))).collect();
            let keys: Int64Array = range.clone().map(|n| Some(n * 7919 % keys)).collect();
            let numbers: Int64Array = range.map(Some).collect();
            RecordBatch::try_new(
                Arc::clone(&schema),
                vec![Arc::new(words), Arc::new(keys), Arc::new(numbers)],
            )
            .unwrap()
        })
        .collect();
    Relation { schema, batches }
}

fn session(limits: &Limits, rows: i64, keys: i64) -> Session {
    let session = Session::empty(limits).unwrap();
    session.register("rows", relation(rows, keys)).unwrap();
    session
}

const GROUPS: &str = "SELECT count(*) AS groups, sum(n) AS n, max(last) AS last FROM (
    SELECT word, count(*) AS n, max(number) AS last FROM rows GROUP BY word)";

#[test]
fn a_wide_aggregation_spills_and_gives_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let roomy = session(&limits_of(512 << 20, 2), 300_000, 1);
    let whole = shown(&roomy.query(GROUPS, &[]).unwrap());
    let limits = Limits { spill: folder.path().join("spill"), ..limits_of(48 << 20, 2) };
    let tight = session(&limits, 300_000, 1);
    assert_eq!(shown(&tight.query(GROUPS, &[]).unwrap()), whole);
    assert!(tight.memory_peak() <= 48 << 20, "{}", tight.memory_peak());
    assert!(roomy.memory_peak() > 48 << 20, "{}: nothing had to spill", roomy.memory_peak());
    drop(tight);
    assert_eq!(std::fs::read_dir(folder.path().join("spill")).unwrap().count(), 0);
}

#[test]
fn a_large_sort_spills_and_gives_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let limits = Limits { spill: folder.path().to_owned(), ..limits_of(40 << 20, 2) };
    let session = session(&limits, 300_000, 1);
    let mut last = String::new();
    let mut rows = 0;
    for batch in session.stream("SELECT word FROM rows ORDER BY word DESC", &[]).unwrap() {
        let batch = batch.unwrap();
        let words = batch.column(0).as_any().downcast_ref::<StringArray>().unwrap();
        for word in words.iter().flatten() {
            assert!(last.is_empty() || word < last.as_str());
            word.clone_into(&mut last);
            rows += 1;
        }
    }
    assert_eq!(rows, 300_000);
    assert!(session.memory_peak() <= 40 << 20);
}

#[test]
fn what_cannot_spill_ends_in_a_clear_error() {
    let session = session(&limits_of(24 << 20, 2), 150_000, 1);
    let error = session.query("SELECT concat(word, word, word) FROM rows", &[]).unwrap_err();
    assert!(matches!(error, EngineError::MemoryExhausted { limit: 25_165_824, .. }), "{error}");
    assert_eq!(error.kind(), ErrorKind::User);
    assert!(error.hint().unwrap().contains("`[engine] memory` in vigie.toml"));
    let join = "SELECT count(*) FROM rows a JOIN rows b ON a.word = b.word";
    let error = session.query(join, &[]).unwrap_err();
    assert!(matches!(error, EngineError::MemoryExhausted { .. }), "{error}");
}

#[test]
fn operators_and_queries_share_one_pool() {
    let session = Session::empty(&limits_of(8_000_000, 2)).unwrap();
    let held = session.reserve("pairs");
    held.grow(7_900_000).unwrap();
    let error = session.register("rows", relation(10_000, 1)).unwrap_err();
    assert!(matches!(error, EngineError::MemoryExhausted { .. }), "{error}");
    assert!(error.to_string().contains("pairs"), "{error}");
    drop(held);
    session.register("rows", relation(10_000, 1)).unwrap();
    let before = session.memory_reserved();
    assert!(before > 400_000, "{before}");
    session.register("rows", relation(10, 1)).unwrap();
    assert!(session.memory_reserved() < before / 10);
    session.query("SELECT * FROM rows", &[]).unwrap();
    assert!(session.memory_reserved() < before / 10, "an answer is the caller's own");
}

#[test]
fn a_spill_folder_that_cannot_be_made_fails_only_what_must_spill() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let limits = Limits { spill: file.join("spill"), ..limits_of(48 << 20, 2) };
    let session = session(&limits, 300_000, 1);
    session.query("SELECT count(*) FROM rows", &[]).unwrap();
    let error = session.query(GROUPS, &[]).unwrap_err();
    assert!(matches!(error, EngineError::MemoryExhausted { .. }), "{error}");
}

#[test]
fn answers_do_not_depend_on_partitions() {
    let queries = [
        "SELECT key, count(*) AS n, sum(number) AS total, avg(number) AS mean, min(word) AS first
         FROM rows GROUP BY key ORDER BY key",
        "SELECT number, row_number() OVER (PARTITION BY key ORDER BY number DESC) AS place
         FROM rows ORDER BY place, number LIMIT 500",
        "SELECT a.key, count(DISTINCT b.number) AS n FROM rows a JOIN rows b
         ON a.key = b.key AND a.number < b.number AND b.number < a.number + 3000
         WHERE a.number < 5000 GROUP BY a.key ORDER BY a.key",
        "SELECT count(*) AS n, median(number) AS middle, approx_distinct(word) AS about FROM rows",
    ];
    for sql in queries {
        let answers = [1, 2, 4].map(|partitions| {
            let session = session(&limits_of(256 << 20, partitions), 40_000, 97);
            shown(&session.query(sql, &[]).unwrap())
        });
        assert_eq!(answers[0], answers[1], "{sql}");
        assert_eq!(answers[0], answers[2], "{sql}");
    }
}

#[test]
fn a_stream_can_be_left_early_and_gives_its_memory_back() {
    let session = session(&limits_of(256 << 20, 2), 200_000, 97);
    let held = session.memory_reserved();
    let mut stream = session.stream("SELECT word FROM rows", &[]).unwrap();
    assert_eq!(stream.schema().field(0).name(), "word");
    assert!(stream.next().unwrap().unwrap().num_rows() > 0);
    drop(stream);
    assert!(session.memory_reserved() <= held);
    assert_eq!(session.query("SELECT 1 AS one", &[]).unwrap().rows(), 1);
}

#[test]
fn text_columns_are_plain_whatever_made_them() {
    let session = session(&limits_of(64 << 20, 2), 10, 3);
    let sql = "SELECT substr(word, 38) AS part, arrow_cast(word, 'Utf8View') AS seen,
               arrow_cast(word, 'Dictionary(Int32, Utf8)') AS shared, concat(word, 'x') AS longer
               FROM rows";
    let answer = session.query(sql, &[]).unwrap();
    for field in answer.schema.fields() {
        assert_eq!(field.data_type(), &DataType::Utf8, "{}", field.name());
    }
    assert_eq!(answer.batches[0].schema(), answer.schema);
}

#[test]
fn sessions_work_from_several_threads() {
    let session = session(&limits_of(64 << 20, 2), 1_000, 10);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let answer = session.query("SELECT count(*) AS n FROM rows", &[]).unwrap();
                let count = answer.batches[0].column(0);
                let count = count.as_any().downcast_ref::<Int64Array>().unwrap();
                assert_eq!(count.value(0), 1_000);
            });
        }
    });
}
