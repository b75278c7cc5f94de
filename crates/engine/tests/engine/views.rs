//! What the views show of the rows below them, in a lake and in memory.

use crate::support::{Row, V, at, batch, limits, shown};
use vigie_engine::{Access, Session, views};
use vigie_lake::Lake;
use vigie_model::Timestamp;
use vigie_model::schema::{
    ACT_ROWS, FINDINGS, LOGIN_RECORDS, PUBLICATION_RECORDS, REJECTED, REQUEST_RECORDS, Table,
};

type Commits = Vec<Vec<(&'static Table, Vec<Row>)>>;

/// Rows that are claimed before, at and after 60 s, never, and in the year 9999, in two commits.
fn acts() -> Commits {
    let act = |id: u8, seconds: i64| -> Row {
        vec![
            ("signal_id", V::Id(id)),
            ("account", V::I(i64::from(id))),
            ("object", V::I(7)),
            ("layer", V::T("link")),
            ("at", V::At(at(seconds))),
            ("precision", V::T("s")),
        ]
    };
    let mut never = act(4, 0);
    never.retain(|(name, _)| *name != "at");
    let mut absurd = act(5, 0);
    absurd.retain(|(name, _)| *name != "at");
    absurd.push(("at", V::At(Timestamp(253_370_764_800_000_000))));
    vec![
        vec![(ACT_ROWS, vec![act(1, 0), act(2, 60), never])],
        vec![(ACT_ROWS, vec![act(3, 120), absurd])],
    ]
}

/// The same rows behind every kind of store must look the same.
fn both(
    commits: &Commits,
    read_commit: u64,
    until: Option<Timestamp>,
    access: Access,
    sql: &str,
) -> String {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open(folder.path()).unwrap();
    let mut rows = Vec::new();
    for (index, tables) in commits.iter().enumerate() {
        let mut writer = lake.begin(at(0)).unwrap();
        let seq = i64::try_from(index + 1).unwrap();
        for (table, values) in tables {
            writer.append(table, batch(table, seq, values)).unwrap();
            rows.push((*table, vec![batch(table, seq, values)]));
        }
        writer.commit().unwrap();
    }
    let snapshot = lake.snapshot_at(read_commit).unwrap();
    let over_files = Session::over(&snapshot, until, access, &limits()).unwrap();
    let over_rows = {
        let mut tables: Vec<(&'static Table, Vec<_>)> = Vec::new();
        for (table, batches) in rows {
            match tables.iter_mut().find(|(known, _)| known.name == table.name) {
                Some((_, held)) => held.extend(batches),
                None => tables.push((table, batches)),
            }
        }
        Session::over_rows(tables, read_commit, until, access, &limits()).unwrap()
    };
    let answer = shown(&over_files.query(sql, &[]).unwrap());
    assert_eq!(answer, shown(&over_rows.query(sql, &[]).unwrap()));
    answer
}

#[test]
fn acts_have_a_usable_time() {
    let sql = "SELECT account, object, layer, at, precision FROM acts ORDER BY account";
    insta::assert_snapshot!(both(&acts(), 2, None, Access::Detectors, sql), @"
    +---------+--------+-------+----------------------+-----------+
    | account | object | layer | at                   | precision |
    +---------+--------+-------+----------------------+-----------+
    | 1       | 7      | link  | 2027-04-01T00:00:00Z | s         |
    | 2       | 7      | link  | 2027-04-01T00:01:00Z | s         |
    | 3       | 7      | link  | 2027-04-01T00:02:00Z | s         |
    +---------+--------+-------+----------------------+-----------+
    ");
}

#[test]
fn an_older_commit_shows_its_rows_only() {
    let sql = "SELECT account FROM acts ORDER BY account";
    insta::assert_snapshot!(both(&acts(), 1, None, Access::Open, sql), @"
    +---------+
    | account |
    +---------+
    | 1       |
    | 2       |
    +---------+
    ");
}

#[test]
fn a_horizon_excludes_what_is_claimed_at_it_or_later() {
    let sql = "SELECT account FROM acts ORDER BY account";
    insta::assert_snapshot!(both(&acts(), 2, Some(at(60)), Access::Open, sql), @"
    +---------+
    | account |
    +---------+
    | 1       |
    +---------+
    ");
    insta::assert_snapshot!(both(&acts(), 2, Some(at(61)), Access::Open, sql), @"
    +---------+
    | account |
    +---------+
    | 1       |
    | 2       |
    +---------+
    ");
    insta::assert_snapshot!(both(&acts(), 2, Some(at(-1)), Access::Open, sql), @"
    ++
    ++
    ");
}

#[test]
fn counts_come_from_the_rows_that_count() {
    let sql = "SELECT count(*) AS n, min(at) AS first, max(at) AS last FROM acts";
    insta::assert_snapshot!(both(&acts(), 2, Some(at(100)), Access::Open, sql), @"
    +---+----------------------+----------------------+
    | n | first                | last                 |
    +---+----------------------+----------------------+
    | 2 | 2027-04-01T00:00:00Z | 2027-04-01T00:01:00Z |
    +---+----------------------+----------------------+
    ");
    insta::assert_snapshot!(both(&acts(), 2, None, Access::Open, sql), @"
    +---+----------------------+----------------------+
    | n | first                | last                 |
    +---+----------------------+----------------------+
    | 3 | 2027-04-01T00:00:00Z | 2027-04-01T00:02:00Z |
    +---+----------------------+----------------------+
    ");
}

#[test]
fn logins_are_shown_without_addresses_and_names() {
    let rows = vec![vec![(
        LOGIN_RECORDS,
        vec![
            vec![
                ("signal_id", V::Id(1)),
                ("claimed_at", V::At(at(0))),
                ("claimed_precision", V::T("s")),
                ("host", V::T("mail")),
                ("service", V::T("sshd")),
                ("machine", V::T("mx1")),
                ("outcome", V::T("failed")),
                ("method", V::T("password")),
                ("source_key", V::I(11)),
                ("source_address", V::T("192.0.2.7")),
                ("user_key", V::I(22)),
                ("user_shape", V::T("8 letters")),
                ("session", V::T("4711")),
            ],
            vec![("signal_id", V::Id(2)), ("time_note", V::T("missing"))],
        ],
    )]];
    let sql = "SELECT * FROM logins WHERE user = 22";
    insta::assert_snapshot!(both(&rows, 1, None, Access::Detectors, sql), @"
    +----------------------------------+----------------------+-----------+------+---------+---------+---------+----------+--------+------+------------+---------+
    | signal_id                        | at                   | precision | host | service | machine | outcome | method   | source | user | user_shape | session |
    +----------------------------------+----------------------+-----------+------+---------+---------+---------+----------+--------+------+------------+---------+
    | 01010101010101010101010101010101 | 2027-04-01T00:00:00Z | s         | mail | sshd    | mx1     | failed  | password | 11     | 22   | 8 letters  | 4711    |
    +----------------------------------+----------------------+-----------+------+---------+---------+---------+----------+--------+------+------------+---------+
    ");
}

#[test]
fn requests_are_shown_without_addresses_and_queries() {
    let rows = vec![vec![(
        REQUEST_RECORDS,
        vec![
            vec![
                ("signal_id", V::Id(1)),
                ("claimed_at", V::At(at(0))),
                ("claimed_precision", V::T("s")),
                ("host", V::T("www1")),
                ("source_key", V::I(11)),
                ("source_address", V::T("192.0.2.7")),
                ("method", V::T("GET")),
                ("path", V::T("/programme")),
                ("query", V::T("mail=someone%40example.org")),
                ("protocol", V::T("HTTP/1.1")),
                ("status", V::I(200)),
                ("bytes", V::I(5120)),
                ("agent", V::T("lynx")),
            ],
            vec![("signal_id", V::Id(2)), ("time_note", V::T("unreadable"))],
        ],
    )]];
    let sql = "SELECT * FROM requests";
    insta::assert_snapshot!(both(&rows, 1, None, Access::Detectors, sql), @r###"
    +----------------------------------+----------------------+-----------+------+-------+--------+--------+------------+----------+--------+-------+-------+-------------+
    | signal_id                        | at                   | precision | host | vhost | source | method | path       | protocol | status | bytes | agent | duration_us |
    +----------------------------------+----------------------+-----------+------+-------+--------+--------+------------+----------+--------+-------+-------+-------------+
    | 01010101010101010101010101010101 | 2027-04-01T00:00:00Z | s         | www1 |       | 11     | GET    | /programme | HTTP/1.1 | 200    | 5120  | lynx  |             |
    +----------------------------------+----------------------+-----------+------+-------+--------+--------+------------+----------+--------+-------+-------+-------------+
    "###);
}

fn publications() -> Commits {
    let record = |id: u8, publication: Option<i64>, label: &'static str| -> Row {
        let mut row = vec![
            ("signal_id", V::Id(id)),
            ("platform", V::T("telegram")),
            ("label", V::T(label)),
            ("claimed_at", V::At(at(0))),
            ("ingested_at", V::At(at(900))),
            ("text", V::T("nobody reads this")),
        ];
        row.extend(publication.map(|key| ("publication_key", V::I(key))));
        row
    };
    let seen = |mut row: Row, seconds: i64| -> Row {
        row.push(("observed_at", V::At(at(seconds))));
        row
    };
    let absurd = |mut row: Row| -> Row {
        row.retain(|(name, _)| *name != "claimed_at");
        row.push(("claimed_at", V::At(Timestamp(253_370_764_800_000_000))));
        row.push(("time_note", V::T("absurd")));
        row
    };
    vec![
        vec![(
            PUBLICATION_RECORDS,
            vec![
                seen(record(1, Some(1), "observed last"), 500),
                seen(record(2, Some(1), "observed first"), 100),
                record(3, Some(2), "older commit"),
                record(4, None, "alone"),
                record(5, None, "alone too"),
                absurd(record(6, Some(3), "no usable time")),
            ],
        )],
        vec![(PUBLICATION_RECORDS, vec![record(7, Some(2), "newer commit")])],
    ]
}

#[test]
fn a_publication_is_its_latest_state() {
    let sql =
        "SELECT publication, label, at FROM publications ORDER BY publication NULLS LAST, label";
    insta::assert_snapshot!(both(&publications(), 2, None, Access::Detectors, sql), @r###"
    +-------------+----------------+----------------------+
    | publication | label          | at                   |
    +-------------+----------------+----------------------+
    | 1           | observed last  | 2027-04-01T00:00:00Z |
    | 2           | newer commit   | 2027-04-01T00:00:00Z |
    | 3           | no usable time |                      |
    |             | alone          | 2027-04-01T00:00:00Z |
    |             | alone too      | 2027-04-01T00:00:00Z |
    +-------------+----------------+----------------------+
    "###);
}

#[test]
fn an_older_commit_shows_the_state_of_then() {
    let sql = "SELECT publication, label FROM publications WHERE publication = 2";
    insta::assert_snapshot!(both(&publications(), 1, None, Access::Detectors, sql), @r###"
    +-------------+--------------+
    | publication | label        |
    +-------------+--------------+
    | 2           | older commit |
    +-------------+--------------+
    "###);
}

#[test]
fn a_horizon_excludes_publications_without_a_usable_time() {
    let sql = "SELECT count(*) AS n FROM publications WHERE at IS NULL";
    insta::assert_snapshot!(both(&publications(), 2, Some(at(9)), Access::Detectors, sql), @"
    +---+
    | n |
    +---+
    | 0 |
    +---+
    ");
}

#[test]
fn findings_and_rejects_are_there_whatever_the_horizon() {
    let rows = vec![vec![
        (
            FINDINGS,
            vec![vec![
                ("row_id", V::Id(1)),
                ("finding_id", V::Id(2)),
                ("detector", V::T("login-guessing")),
                ("first_at", V::At(at(0))),
                ("evidence", V::Id(3)),
                ("evidence_count", V::I(1)),
            ]],
        ),
        (
            REJECTED,
            vec![vec![
                ("signal_id", V::Id(4)),
                ("file", V::T("posts.csv")),
                ("line", V::I(12)),
                ("reason", V::T("csv")),
            ]],
        ),
    ]];
    let until = Some(at(-86_400));
    let sql = "SELECT detector, finding_name(finding_id) AS name, evidence FROM findings";
    insta::assert_snapshot!(both(&rows, 1, until, Access::Open, sql), @"
    +----------------+------------------------------------+------------------------------------+
    | detector       | name                               | evidence                           |
    +----------------+------------------------------------+------------------------------------+
    | login-guessing | F-02020202020202020202020202020202 | [03030303030303030303030303030303] |
    +----------------+------------------------------------+------------------------------------+
    ");
    let sql = "SELECT file, line, reason FROM rejected";
    insta::assert_snapshot!(both(&rows, 1, until, Access::Open, sql), @"
    +-----------+------+--------+
    | file      | line | reason |
    +-----------+------+--------+
    | posts.csv | 12   | csv    |
    +-----------+------+--------+
    ");
}

#[test]
fn views_have_the_columns_that_their_headers_say() {
    let session = Session::empty(&limits()).unwrap();
    for view in views() {
        let sql = format!("SELECT * FROM {}", view.name);
        let answer = session.stream_for_operator(&sql, &[]).unwrap();
        let real: Vec<_> = answer
            .schema()
            .fields()
            .iter()
            .map(|field| (field.name().clone(), field.data_type().clone()))
            .collect();
        let said: Vec<_> = view
            .columns
            .iter()
            .map(|column| (column.name.to_owned(), column.kind.arrow()))
            .collect();
        assert_eq!(real, said, "{}", view.name);
    }
}
