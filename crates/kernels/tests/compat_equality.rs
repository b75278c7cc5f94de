//! The compat modes against the tools' own output, and the tools' quirks on rows made by hand.
#![expect(
    unreachable_pub,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "helpers of a test read known files and stop at the first surprise"
)]

#[path = "support/data.rs"]
mod data;

use std::path::{Path, PathBuf};

use data::{Coded, Shares};
use vigie_kernels::pairs::Unlimited;
use vigie_kernels::pairs::compat::{
    Codes, ContentPair, CoortweetOptions, Rows, Trace, coortweet, edges, toolkit,
};

fn rows(shares: &Shares) -> Rows<'_> {
    Rows {
        object: &shares.object,
        content: &shares.content,
        account: &shares.account,
        time: &shares.time,
    }
}

/// The expected files whose name begins with `prefix`, with what stands between it and `.csv`.
fn expected(prefix: &str) -> Option<Vec<(String, PathBuf)>> {
    let Some(folder) = data::folder() else {
        eprintln!("skipped: no ../shared/data");
        return None;
    };
    let mut found: Vec<(String, PathBuf)> = std::fs::read_dir(folder.join("expected"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter_map(|path| {
            let name = path.file_name()?.to_str()?.strip_prefix(prefix)?.strip_suffix(".csv")?;
            Some((name.to_owned(), path.clone()))
        })
        .collect();
    found.sort();
    assert!(!found.is_empty(), "no expected file begins with {prefix}");
    Some(found)
}

/// `german_url_id` is the layer `url_id` of the German set; the Russian set has one layer.
fn load(set: &str) -> (Shares, Coded) {
    let folder = data::folder().unwrap().join("coordination");
    match set.strip_prefix("german_") {
        Some(layer) => data::shares(
            &folder.join("german_elections.csv"),
            [layer, "post_id", "account_id", "timestamp"],
        ),
        None => data::shares(
            &folder.join(format!("{set}_coord_tweets.csv")),
            ["object_id", "content_id", "account_id", "timestamp_share"],
        ),
    }
}

fn number(text: &str, prefix: &str) -> u32 {
    text.strip_prefix(prefix).unwrap().parse().unwrap()
}

/// `german_url_id_tw60_mp2` → the rows, 60 and 2.
fn setting(name: &str) -> (Shares, Coded, CoortweetOptions) {
    let (rest, least) = name.rsplit_once('_').unwrap();
    let (set, window) = rest.rsplit_once('_').unwrap();
    let (window, min_participation) = (number(window, "tw").into(), number(least, "mp"));
    let (shares, codes) = load(set);
    (shares, codes, CoortweetOptions { window, min_participation })
}

fn read_pairs(path: &Path, codes: &Coded) -> Vec<ContentPair> {
    let names =
        ["object_id", "content_id", "content_id_y", "time_delta", "account_id", "account_id_y"];
    let mut pairs: Vec<ContentPair> = data::columns(&data::text(path), names)
        .iter()
        .map(|row| ContentPair {
            object: codes.code(&row[0]),
            content: codes.code(&row[1]),
            content_y: codes.code(&row[2]),
            time_delta: row[3].parse().unwrap(),
            account: codes.code(&row[4]),
            account_y: codes.code(&row[5]),
        })
        .collect();
    pairs.sort_unstable();
    pairs
}

#[test]
fn coortweet_pairs_are_equal_to_its_own() {
    for (name, path) in expected("coortweet_").unwrap_or_default() {
        let Some(name) = name.strip_suffix("_pairs") else { continue };
        let (shares, codes, options) = setting(name);
        let mut ours = coortweet(rows(&shares), options, &mut Unlimited).unwrap();
        ours.sort_unstable();
        let theirs = read_pairs(&path, &codes);
        assert!(theirs.len() > 20, "{name}");
        assert_eq!(ours.len(), theirs.len(), "{name}");
        assert!(ours == theirs, "{name}: {:?}", first_difference(&ours, &theirs));
    }
}

fn first_difference<T: PartialEq + Copy>(ours: &[T], theirs: &[T]) -> Option<(T, T)> {
    ours.iter().copied().zip(theirs.iter().copied()).find(|(one, other)| one != other)
}

#[test]
fn coortweet_edges_are_equal_to_its_own() {
    for (name, path) in expected("coortweet_").unwrap_or_default() {
        let Some(name) = name.strip_suffix("_edges") else { continue };
        let (shares, codes, options) = setting(name);
        let pairs = coortweet(rows(&shares), options, &mut Unlimited).unwrap();
        let mut theirs: Vec<(i64, i64, u64, f64, usize)> = data::columns(
            &data::text(&path),
            ["from", "to", "weight", "avg_time_delta", "object_ids"],
        )
        .iter()
        .map(|row| {
            // The graph is undirected: its file names the ends in no fixed order.
            let ends = [&row[0], &row[1]].map(|text| codes.code(text));
            let (from, to) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
            let objects = row[4].split(',').count();
            (from, to, row[2].parse().unwrap(), row[3].parse().unwrap(), objects)
        })
        .collect();
        theirs.sort_unstable_by_key(|edge| (edge.0, edge.1));
        let ours = edges(&pairs);
        assert_eq!(ours.len(), theirs.len(), "{name}");
        for (edge, (from, to, weight, delta, objects)) in ours.iter().zip(theirs) {
            assert_eq!((edge.from, edge.to, edge.weight), (from, to, weight), "{name}");
            assert_eq!(edge.objects as usize, objects, "{name}");
            // The file has 15 digits.
            assert!((edge.avg_time_delta - delta).abs() < 1e-9, "{name}");
        }
    }
}

#[test]
fn toolkit_edges_are_equal_to_its_own() {
    for (name, path) in expected("cnt_co_").unwrap_or_default() {
        let (rest, least) = name.rsplit_once('_').unwrap();
        let (rest, window) = rest.rsplit_once('_').unwrap();
        let (trace, set) = rest.split_once('_').unwrap();
        let (trace, (shares, codes)) = match (trace, set) {
            ("retweet", set) => (Trace::OneAMessage, load(set)),
            ("link", set) => (Trace::SeveralAMessage, load(&format!("{set}_id"))),
            other => panic!("no such network: {other:?}"),
        };
        let (window, least) = (number(window, "tw").into(), number(least, "mw"));
        let ours = toolkit(rows(&shares), trace, window, least, &mut Unlimited).unwrap();
        let mut theirs: Vec<(i64, i64, u32)> =
            data::columns(&data::text(&path), ["user_1", "user_2", "weight"])
                .iter()
                .filter(|row| row[0] != row[1])
                .map(|row| {
                    let (from, to) = (codes.code(&row[0]), codes.code(&row[1]));
                    (from, to, row[2].parse().unwrap())
                })
                .collect();
        theirs.sort_unstable();
        let ours: Vec<_> = ours.iter().map(|edge| (edge.from, edge.to, edge.weight)).collect();
        assert!(theirs.len() > 1000, "{name}");
        assert_eq!(ours.len(), theirs.len(), "{name}");
        assert!(ours == theirs, "{name}: {:?}", first_difference(&ours, &theirs));
    }
}

/// Rows written as `object content account time`, coded in order of appearance.
struct Table {
    codes: Codes,
    columns: [Vec<i64>; 4],
}

impl Table {
    fn new(text: &str) -> Self {
        let mut table = Self { codes: Codes::default(), columns: Default::default() };
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let fields: Vec<&str> = line.split_whitespace().collect();
            for (column, field) in table.columns.iter_mut().zip(&fields[..3]) {
                column.push(table.codes.code(field));
            }
            table.columns[3].push(fields[3].parse().unwrap());
        }
        table
    }

    fn rows(&self) -> Rows<'_> {
        let [object, content, account, time] = &self.columns;
        Rows { object, content, account, time }
    }

    fn name(&self, code: i64) -> &str {
        self.codes.text(code).unwrap()
    }

    /// `object: content@account content_y@account_y delta`, sorted.
    fn coortweet(&self, window: u64, min_participation: u32) -> String {
        let options = CoortweetOptions { window, min_participation };
        let pairs = coortweet(self.rows(), options, &mut Unlimited).unwrap();
        let mut lines: Vec<String> = pairs
            .iter()
            .map(|pair| {
                let [object, content, account, content_y, account_y] =
                    [pair.object, pair.content, pair.account, pair.content_y, pair.account_y]
                        .map(|code| self.name(code));
                let delta = pair.time_delta;
                format!("{object}: {content}@{account} {content_y}@{account_y} {delta}")
            })
            .collect();
        lines.sort();
        lines.join("\n")
    }

    /// `from>to weight`, sorted.
    fn toolkit(&self, trace: Trace, window: u64, least: u32) -> String {
        let edges = toolkit(self.rows(), trace, window, least, &mut Unlimited).unwrap();
        let mut lines: Vec<String> = edges
            .iter()
            .map(|edge| format!("{}>{} {}", self.name(edge.from), self.name(edge.to), edge.weight))
            .collect();
        lines.sort();
        lines.join("\n")
    }
}

#[test]
fn coortweet_window_is_inclusive_and_the_older_content_comes_first() {
    let table = Table::new(
        "u1 p1 bob   20
         u1 p2 alice 10
         u1 p3 carol 31",
    );
    insta::assert_snapshot!(table.coortweet(10, 1), @"u1: p2@alice p1@bob 10");
    insta::assert_snapshot!(table.coortweet(9, 1), @"");
}

#[test]
fn coortweet_asks_one_side_only_for_participation() {
    // Alice acts jointly twice, bob and carol once each, but each has two rows.
    let table = Table::new(
        "u1 p1 alice 0
         u1 p2 bob   1
         u2 p3 alice 100
         u2 p4 carol 101
         u3 p5 bob   500
         u4 p6 carol 600",
    );
    insta::assert_snapshot!(table.coortweet(10, 2), @r"
    u1: p1@alice p2@bob 1
    u2: p3@alice p4@carol 1
    ");
    insta::assert_snapshot!(table.coortweet(10, 3), @"");
}

#[test]
fn coortweet_leaves_out_accounts_with_too_few_rows_at_first() {
    // Bob has one row, so alice has no partner, whatever she has.
    let table = Table::new(
        "u1 p1 alice 0
         u1 p2 bob   1
         u2 p3 alice 100",
    );
    insta::assert_snapshot!(table.coortweet(10, 2), @"");
}

#[test]
fn coortweet_weight_counts_repeats_on_one_object() {
    let table = Table::new(
        "u1 p1 alice 0
         u1 p2 bob   1
         u1 p3 alice 2",
    );
    let pairs = coortweet(
        table.rows(),
        CoortweetOptions { window: 10, min_participation: 1 },
        &mut Unlimited,
    )
    .unwrap();
    let edges = edges(&pairs);
    assert_eq!((edges.len(), edges[0].weight, edges[0].objects), (1, 2, 1));
    assert!((edges[0].avg_time_delta - 1.0).abs() < 1e-12);
}

#[test]
fn coortweet_drops_loops_of_three_kinds() {
    // p1 shares itself; p2 stands under two accounts; carol meets herself.
    let table = Table::new(
        "p1 p1 alice 0
         p1 p2 bob   1
         p1 p2 carol 2
         p1 p3 carol 3",
    );
    insta::assert_snapshot!(table.coortweet(10, 1), @"p1: p2@bob p3@carol 2");
}

#[test]
fn coortweet_orients_equal_times_by_the_first_row_of_the_account() {
    // Bob's row on u1 stands first, but alice has an earlier row elsewhere.
    let table = Table::new(
        "u0 p0 alice 900
         u1 p1 bob   5
         u1 p2 alice 5",
    );
    insta::assert_snapshot!(table.coortweet(10, 1), @"u1: p2@alice p1@bob 0");
}

#[test]
fn toolkit_counts_distinct_messages_in_each_direction() {
    // Two messages of alice meet one of bob.
    let table = Table::new(
        "u1 m1 alice 0
         u1 m2 alice 30
         u1 m3 bob   60
         u1 m4 carol 121",
    );
    insta::assert_snapshot!(table.toolkit(Trace::OneAMessage, 60, 1), @r"
    alice>bob 2
    bob>alice 1
    ");
    insta::assert_snapshot!(table.toolkit(Trace::OneAMessage, 60, 2), @"alice>bob 2");
    insta::assert_snapshot!(table.toolkit(Trace::OneAMessage, 61, 1), @r"
    alice>bob 2
    bob>alice 1
    bob>carol 1
    carol>bob 1
    ");
}

#[test]
fn toolkit_keeps_the_first_row_of_a_message() {
    let table = Table::new(
        "u1 m1 alice 0
         u2 m1 alice 0
         u1 m2 bob   1
         u2 m2 bob   1",
    );
    // One repost a message: u2 is ignored. Several links a message: still one message each way.
    for trace in [Trace::OneAMessage, Trace::SeveralAMessage] {
        insta::allow_duplicates! {
            insta::assert_snapshot!(table.toolkit(trace, 60, 1), @r"
            alice>bob 1
            bob>alice 1
            ");
        }
    }
    let only_second = Table::new(
        "u1 m1 alice 0
         u2 m1 alice 0
         u2 m2 bob   1",
    );
    insta::assert_snapshot!(only_second.toolkit(Trace::OneAMessage, 60, 1), @"");
    insta::assert_snapshot!(only_second.toolkit(Trace::SeveralAMessage, 60, 1), @r"
    alice>bob 1
    bob>alice 1
    ");
}
