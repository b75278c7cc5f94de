//! The view for operators: what it shows them, and that nobody else can name it.

use arrow_array::RecordBatch;
use vigie_engine::{Access, EngineError, Relation, Session};
use vigie_model::Explained;
use vigie_model::schema::PUBLICATION_RECORDS;

use crate::support::{Row, V, at, batch, limits, shown};

fn session(access: Access) -> Session {
    let record = |id: u8, key: i64, title: &'static str, text: &'static str| -> Row {
        vec![
            ("signal_id", V::Id(id)),
            ("publication_key", V::I(key)),
            ("claimed_at", V::At(at(0))),
            ("observed_at", V::At(at(i64::from(id)))),
            ("title", V::T(title)),
            ("text", V::T(text)),
        ]
    };
    let rows = [
        record(1, 1, "", "what stood there first"),
        record(2, 1, "", "what stands there now"),
        record(3, 2, "Headline", "and a text"),
        record(4, 3, "Headline", "Headline and more"),
        record(5, 4, "Only a headline", ""),
        record(6, 5, "", ""),
        vec![("signal_id", V::Id(7)), ("claimed_at", V::At(at(0)))],
    ];
    let rows = vec![(PUBLICATION_RECORDS, vec![batch(PUBLICATION_RECORDS, 1, &rows)])];
    Session::over_rows(rows, 1, None, access, &limits()).unwrap()
}

fn for_operator(session: &Session, sql: &str) -> String {
    let stream = session.stream_for_operator(sql, &[]).unwrap();
    let schema = std::sync::Arc::clone(stream.schema());
    let batches: Vec<RecordBatch> = stream.map(Result::unwrap).collect();
    shown(&Relation { schema, batches })
}

#[test]
fn an_operator_reads_title_and_text_of_the_latest_state() {
    for access in [Access::Detectors, Access::Open] {
        let sql = "SELECT publication, text FROM texts ORDER BY publication";
        insta::allow_duplicates! {
            insta::assert_snapshot!(for_operator(&session(access), sql), @"
            +-------------+-----------------------+
            | publication | text                  |
            +-------------+-----------------------+
            | 1           | what stands there now |
            | 2           | Headline              |
            |             | and a text            |
            | 3           | Headline and more     |
            | 4           | Only a headline       |
            +-------------+-----------------------+
            ");
        }
    }
}

#[test]
fn nobody_else_can_name_it() {
    for access in [Access::Detectors, Access::Open] {
        let session = session(access);
        for sql in [
            "SELECT * FROM texts",
            "SELECT count(*) FROM texts",
            "SELECT 1 FROM \"texts\"",
            "SELECT 1 FROM acts, LATERAL (SELECT * FROM texts) t",
            "SELECT 1 WHERE EXISTS (SELECT 1 FROM texts WHERE text LIKE 'a%')",
            "WITH texts AS (SELECT * FROM texts) SELECT * FROM texts",
            "DESCRIBE texts",
            "SHOW COLUMNS FROM texts",
        ] {
            let Err(error) = session.query(sql, &[]) else {
                // Not listed, so a list of its columns is empty.
                assert!(sql.starts_with("SHOW"), "{sql} was answered");
                assert_eq!(session.query(sql, &[]).unwrap().rows(), 0);
                continue;
            };
            if access == Access::Detectors && sql.starts_with("SHOW") {
                continue;
            }
            assert!(matches!(error, EngineError::ForOperators { view: "texts" }), "{sql}: {error}");
            assert!(error.hint().is_some_and(|hint| hint.contains("operator")), "{sql}");
        }
        for sql in ["SELECT 1 FROM main.texts", "SELECT 1 FROM observed.publication_records"] {
            assert!(session.query(sql, &[]).is_err(), "{sql}");
            assert!(session.stream_for_operator(sql, &[]).is_err(), "{sql}");
        }
    }
}

#[test]
fn rows_that_stand_in_for_it_are_for_operators_too() {
    let session = session(Access::Open);
    let one = session.query("SELECT 'invented' AS text", &[]).unwrap();
    session.register("texts", one).unwrap();
    let error = session.query("SELECT * FROM texts", &[]).unwrap_err();
    assert!(matches!(error, EngineError::ForOperators { view: "texts" }), "{error}");
    let listed = session.query("SHOW TABLES", &[]).unwrap();
    assert!(!shown(&listed).contains("texts"));
    assert!(for_operator(&session, "SELECT * FROM texts").contains("invented"));
}
