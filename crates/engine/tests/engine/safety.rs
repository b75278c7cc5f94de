//! What a query can reach, and what it cannot.

use crate::support::{V, at, batch, limits, shown};
use vigie_engine::{Access, EngineError, FUNCTIONS, Param, Session};
use vigie_model::schema::{ALL_TABLES, Access as Visible, LOGIN_RECORDS};
use vigie_model::{ErrorKind, Explained};

fn session(access: Access) -> Session {
    let rows = vec![
        vec![
            ("signal_id", V::Id(1)),
            ("claimed_at", V::At(at(0))),
            ("host", V::T("mail")),
            ("user_name", V::T("alice")),
            ("source_address", V::T("192.0.2.7")),
        ],
        vec![
            ("signal_id", V::Id(2)),
            ("claimed_at", V::At(at(1))),
            ("host", V::T("it's \"odd\"; DROP TABLE logins --")),
        ],
    ];
    let rows = vec![(LOGIN_RECORDS, vec![batch(LOGIN_RECORDS, 1, &rows)])];
    Session::over_rows(rows, 1, None, access, &limits()).unwrap()
}

fn refused(session: &Session, sql: &str) -> EngineError {
    let Err(error) = session.query(sql, &[]) else { panic!("{sql} was answered") };
    assert_eq!(error.kind(), ErrorKind::User, "{sql}: {error}");
    assert!(error.hint().is_some(), "{sql}: {error}");
    error
}

#[test]
fn restricted_columns_cannot_be_named() {
    let session = session(Access::Open);
    for table in ALL_TABLES {
        for column in table.columns().filter(|column| column.access == Visible::Restricted) {
            for view in ["acts", "logins", "requests", "publications", "findings", "rejected"] {
                let sql = format!("SELECT \"{}\" FROM {view}", column.name);
                let error = refused(&session, &sql);
                assert!(matches!(error, EngineError::Query { .. }), "{sql}: {error}");
            }
        }
    }
}

#[test]
fn tables_below_the_views_cannot_be_named() {
    let session = session(Access::Open);
    for table in ALL_TABLES.iter().filter(|table| !["findings", "rejected"].contains(&table.name)) {
        for schema in ["", "timed.", "observed.", "kept.", "public.", "vigie.timed.", "main."] {
            refused(&session, &format!("SELECT 1 FROM {schema}{}", table.name));
        }
    }
    for name in ["timed.login_records", "kept.findings", "kept.rejected", "vigie.main.logins"] {
        refused(&session, &format!("SELECT 1 FROM {name}"));
        refused(&session, &format!("WITH logins AS (SELECT * FROM {name}) SELECT 1 FROM logins"));
    }
}

#[test]
fn nothing_but_one_query_is_answered() {
    let session = session(Access::Open);
    let statements = [
        "",
        ";",
        "-- nothing",
        "SELECT 1; SELECT 2",
        "INSERT INTO logins SELECT * FROM logins",
        "DELETE FROM logins",
        "UPDATE logins SET host = 'x'",
        "DROP VIEW logins",
        "CREATE TABLE t AS SELECT 1",
        "CREATE VIEW t AS SELECT 1",
        "CREATE EXTERNAL TABLE t STORED AS CSV LOCATION '/etc/passwd'",
        "CREATE MACRO f(a) AS a + 1",
        "COPY logins TO 'out.parquet'",
        "COPY (SELECT 1) TO 'out.csv' STORED AS CSV",
        "SET datafusion.execution.batch_size = 1",
        "RESET datafusion.execution.batch_size",
        "SHOW ALL",
        "SHOW datafusion.execution.batch_size",
        "SHOW FUNCTIONS",
        "EXPLAIN SELECT 1",
        "EXPLAIN ANALYZE SELECT 1",
        "PREPARE p AS SELECT 1",
        "EXECUTE p",
        "BEGIN",
        "ATTACH 'x.db' AS x",
        "INSTALL httpfs",
        "LOAD httpfs",
    ];
    for sql in statements {
        let error = refused(&session, sql);
        assert!(matches!(error, EngineError::NotAQuery { .. }), "{sql:?}: {error}");
    }
    for sql in ["SELECT * INTO t FROM logins", "WITH a AS (INSERT INTO logins SELECT 1) SELECT 1"] {
        refused(&session, sql);
    }
}

#[test]
fn files_cannot_be_read() {
    let session = session(Access::Open);
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let queries = [
        format!("SELECT * FROM '{manifest}'"),
        format!("SELECT * FROM \"{manifest}\""),
        format!("SELECT * FROM read_csv('{manifest}')"),
        format!("SELECT * FROM parquet_metadata('{manifest}')"),
        format!("FROM '{manifest}'"),
        "SELECT input_file_name() FROM logins".to_owned(),
        "SELECT * FROM generate_series(1, 3)".to_owned(),
        "SELECT * FROM information_schema.df_settings".to_owned(),
    ];
    for sql in queries {
        refused(&session, &sql);
    }
}

#[test]
fn clock_and_chance_are_not_there() {
    let session = session(Access::Open);
    for call in ["now()", "current_date", "current_timestamp", "current_time", "random()", "uuid()"]
    {
        refused(&session, &format!("SELECT {call}"));
    }
    refused(&session, "SELECT approx_median(\"user\") FROM logins");
}

#[test]
fn a_value_is_never_read_as_sql() {
    let session = session(Access::Open);
    let hostile = "it's \"odd\"; DROP TABLE logins --";
    let params = [("host".to_owned(), Param::Text(hostile.to_owned()))];
    let answer = session.query("SELECT host FROM logins WHERE host = $host", &params).unwrap();
    assert_eq!(answer.rows(), 1);
    let echoed = session.query("SELECT $host AS echoed", &params).unwrap();
    assert!(shown(&echoed).contains(hostile));
    for attempt in ["' OR 1 = 1 --", "x' UNION SELECT user_name FROM login_records --", "$other"] {
        let params = [("host".to_owned(), Param::Text(attempt.to_owned()))];
        let answer = session.query("SELECT host FROM logins WHERE host = $host", &params).unwrap();
        assert_eq!(answer.rows(), 0, "{attempt}");
    }
}

#[test]
fn parameters_keep_their_types() {
    let session = Session::empty(&limits()).unwrap();
    let params = [
        ("window_s".to_owned(), Param::Integer(60)),
        ("share".to_owned(), Param::Real(0.5)),
        ("name".to_owned(), Param::Text("a".to_owned())),
        ("on".to_owned(), Param::Flag(true)),
        ("from".to_owned(), Param::Time(at(0))),
    ];
    let sql = "SELECT $window_s * 2 AS twice, $share * $window_s AS part, upper($name) AS upper,
               NOT $on AS off, $from::BIGINT + $window_s * 1000000 AS until,
               CASE WHEN 3 * $share > 1 THEN 'more' ELSE 'less' END AS word, $from AS begins
               LIMIT $window_s";
    insta::assert_snapshot!(shown(&session.query(sql, &params).unwrap()), @"
    +-------+------+-------+-------+------------------+------+----------------------+
    | twice | part | upper | off   | until            | word | begins               |
    +-------+------+-------+-------+------------------+------+----------------------+
    | 120   | 30.0 | A     | false | 1806537660000000 | more | 2027-04-01T00:00:00Z |
    +-------+------+-------+-------+------------------+------+----------------------+
    ");
}

#[test]
fn a_parameter_without_value_is_named() {
    let session = Session::empty(&limits()).unwrap();
    let given = [("window".to_owned(), Param::Integer(60))];
    for params in [&[][..], &given[..]] {
        let error = session.query("SELECT $windows", params).unwrap_err();
        assert!(matches!(&error, EngineError::NoValue { name } if name == "windows"), "{error}");
    }
}

#[test]
fn errors_say_where() {
    let session = Session::empty(&limits()).unwrap();
    let errors = [
        "SELECT signal_id\nFROM acts WHERE WHERE",
        "SELECT acount FROM acts",
        "SELECT account\nFROM atcs",
        "SELECT accont_of(account) FROM acts",
        "SELECT account FROM acts GROUP BY layer",
        "SELECT CAST('\u{1b}[31mx' AS BIGINT)",
        "SELECT 'open",
    ]
    .map(|sql| refused(&session, sql).to_string());
    insta::assert_snapshot!(errors.join("\n"), @r###"
    line 2, character 17: No field named where. Valid fields are acts.signal_id, acts.account, acts.object, acts.layer, acts.at, acts.precision
    line 1, character 8: No field named acount. Did you mean 'acts.account'? Valid fields are acts.signal_id, acts.account, acts.object, acts.layer, acts.at, acts.precision
    line 2, character 6: there is no table atcs; there are acts, affiliations, findings, logins, mails, names, publications, rejected, requests
    line 1, character 8: Invalid function 'accont_of'. Did you mean 'acos'?
    line 1, character 8: Column in SELECT must be in GROUP BY or an aggregate function: While expanding wildcard, column "acts.account" must appear in the GROUP BY clause or must be part of an aggregate function, currently only "acts.layer" appears in the SELECT clause satisfies this requirement
    Cast error: Cannot cast string '\u{1b}[31mx' to value of Int64 type
    line 1, character 8: Unterminated string literal
    "###);
}

#[test]
fn detectors_see_their_views_and_registered_relations_only() {
    let session = session(Access::Detectors);
    session.query("SELECT * FROM logins, acts, requests, publications", &[]).unwrap();
    for name in ["findings", "rejected", "information_schema.tables"] {
        refused(&session, &format!("SELECT * FROM {name}"));
    }
    let relation = session.query("SELECT 1 AS one", &[]).unwrap();
    session.register("findings", relation).unwrap();
    insta::assert_snapshot!(shown(&session.query("SELECT * FROM findings", &[]).unwrap()), @"
    +-----+
    | one |
    +-----+
    | 1   |
    +-----+
    ");
}

#[test]
fn the_views_describe_themselves() {
    let session = session(Access::Open);
    let one = session.query("SELECT 1 AS one", &[]).unwrap();
    session.register("acts", one).unwrap();
    let tables = session.query("SELECT table_name, table_type FROM information_schema.tables", &[]);
    insta::assert_snapshot!(shown(&tables.unwrap()), @r###"
    +--------------+------------+
    | table_name   | table_type |
    +--------------+------------+
    | affiliations | view       |
    | findings     | view       |
    | logins       | view       |
    | mails        | view       |
    | names        | view       |
    | publications | view       |
    | rejected     | view       |
    | requests     | view       |
    | acts         | relation   |
    +--------------+------------+
    "###);
    assert_eq!(session.query("SHOW TABLES", &[]).unwrap().rows(), 9);
    let sql = "SELECT column_name, data_type, doc FROM information_schema.columns
               WHERE table_name IN ('acts', 'rejected') AND column_name IN ('one', 'line')";
    insta::assert_snapshot!(shown(&session.query(sql, &[]).unwrap()), @"
    +-------------+-----------+-----------------------------------------------+
    | column_name | data_type | doc                                           |
    +-------------+-----------+-----------------------------------------------+
    | line        | integer   | the line or record number in the file, from 1 |
    | one         | Int64     |                                               |
    +-------------+-----------+-----------------------------------------------+
    ");
    insta::assert_snapshot!(shown(&session.query("DESCRIBE rejected", &[]).unwrap()), @r#"
    +-------------+----------------------+-------------+
    | column_name | data_type            | is_nullable |
    +-------------+----------------------+-------------+
    | signal_id   | FixedSizeBinary(16)  | NO          |
    | commit_seq  | Int64                | NO          |
    | host        | Utf8                 | NO          |
    | ingested_at | Timestamp(µs, "UTC") | NO          |
    | file        | Utf8                 | NO          |
    | line        | Int64                | NO          |
    | file_offset | Int64                | NO          |
    | length      | Int64                | NO          |
    | reason      | Utf8                 | NO          |
    | detail      | Utf8                 | YES         |
    +-------------+----------------------+-------------+
    "#);
    assert_eq!(session.query("SHOW COLUMNS FROM rejected", &[]).unwrap().rows(), 10);
}

#[test]
fn examples_of_functions_give_what_they_say() {
    let session = Session::empty(&limits()).unwrap();
    for function in FUNCTIONS {
        let sql =
            format!("SELECT {} AS gives, {} IS NULL AS absent", function.example, function.example);
        let answer = session.query(&sql, &[]).unwrap_or_else(|error| panic!("{sql}: {error}"));
        let text = shown(&answer);
        let cell = text.lines().nth(3).unwrap().split('|').nth(1).unwrap().trim();
        assert_eq!(cell, function.gives, "{}", function.example);
        assert!(!function.doc.is_empty());
    }
}

#[test]
fn functions_take_columns_and_give_null_for_null() {
    let session = Session::empty(&limits()).unwrap();
    let sql = "SELECT hashtag(tag) AS tag, pseudonym(key, 'A') AS shown FROM (
                 VALUES ('#One', 1), (NULL, 2), ('TWO', NULL)) AS rows(tag, key)";
    insta::assert_snapshot!(shown(&session.query(sql, &[]).unwrap()), @"
    +-----+--------------------+
    | tag | shown              |
    +-----+--------------------+
    | one | A-0000000000000001 |
    |     | A-0000000000000002 |
    | two |                    |
    +-----+--------------------+
    ");
}

#[test]
fn names_of_relations_are_plain_words() {
    let session = Session::empty(&limits()).unwrap();
    let one = session.query("SELECT 1 AS one", &[]).unwrap();
    for name in ["", "Pairs", "a b", "a.b", "1a", "a\"", "é"] {
        let error = session.register(name, one.clone()).unwrap_err();
        assert!(matches!(error, EngineError::Name { .. }), "{name}");
    }
    session.register("pairs_2", one).unwrap();
}
