//! What a page finds depends on its rows, and not on their order or on how the work is split.

use vigie_detect::{Catalogue, Outcome, RunContext};

use crate::support::{
    Act, Asked, Dice, Login, Post, acts, asked, detect, limits, login_lines, logins, posts,
};

/// Accounts that share objects by chance, groups that share them on purpose, a crowd, rows that
/// stand twice, and times that are too coarse.
fn some_acts() -> Vec<Act> {
    let mut dice = Dice(7);
    let mut rows = Vec::new();
    let layers = ["link", "domain", "hashtag"];
    let mut add = |id: u64, account, object, layer: usize, at, precision| {
        rows.push(Act { id, account, object, layer: layers[layer], at, precision });
    };
    let mut number = 0;
    for _ in 0..3_000 {
        number += 1;
        let precision = if dice.below(20) == 0 { "min" } else { "s" };
        let object = dice.below(40) * dice.below(40);
        add(number, dice.below(300), object, 0, dice.below(200_000), precision);
    }
    for meeting in 0..60 {
        let (object, start) = (10_000 + dice.below(40), meeting * 4_000);
        for account in 0..3 + meeting % 5 {
            number += 1;
            let at = start + dice.below(90);
            add(number, 1_000 + account, object, 0, at, "s");
            // The same post has a domain and now and then a hashtag.
            add(number, 1_000 + account, object / 3, 1, at, "s");
            if dice.below(3) == 0 {
                add(number, 1_000 + account, object % 7, 2, at, "s");
            }
        }
    }
    for account in 0..700_i64 {
        add(100_000 + account.cast_unsigned(), 5_000 + account, 99, 2, 50_000 + account / 20, "s");
    }
    // Groups of their own, so that there are several.
    for set in 0..4 {
        for meeting in 0..9 {
            for account in 0..4 + set {
                let at = 90_000 + (set * 9 + meeting) * 1_000 + dice.below(40);
                let id = 200_000 + (set * 100 + meeting * 10 + account).cast_unsigned();
                add(id, 6_000 + set * 10 + account, 20_000 + set * 9 + meeting, 0, at, "s");
            }
        }
    }
    let again: Vec<Act> = rows.iter().step_by(11).cloned().collect();
    rows.extend(again);
    rows
}

/// Bursts, shared lists, staff who mistype, lines of one connection, and ties in time.
fn some_logins() -> Vec<Login> {
    let mut dice = Dice(11);
    let mut rows = Vec::new();
    let mut add = |at: i64, source: i64, user: i64, outcome, session: i64| {
        let id = rows.len() as u64;
        let machine = if source % 3 == 0 { "mail1" } else { "web1" };
        let session = session.to_string();
        rows.push(Login { id, at, source, user, outcome, machine, session });
    };
    for source in 0..60 {
        let (start, names) = (dice.below(400_000), 1 + dice.below(30));
        for attempt in 0..10 + dice.below(60) {
            let at = start + attempt * dice.below(120);
            let (user, session) = (dice.below(names.cast_unsigned()), dice.below(1_000));
            add(at, source, user, "invalid_user", session);
            add(at, source, user, "failed", session);
            if dice.below(4) == 0 {
                add(at + 1, source, user, "disconnected", session);
            }
        }
        if source % 4 == 0 {
            add(start + 5_000, source, dice.below(names.cast_unsigned()), "accepted", 2_000);
        }
    }
    for group in 0..5 {
        for source in 0..8 {
            let start = group * 70_000 + source * 3_000;
            for name in 0..12 {
                if dice.below(10) > 0 {
                    let user = 1_000 * (group + 1) + name;
                    add(start + name * 100, 500 + group * 10 + source, user, "failed", name);
                }
            }
        }
    }
    for day in 0..6 {
        for staff in 0..20 {
            add(day * 86_400 + staff * 60, 900 + staff, 70 + staff, "failed", staff);
            add(day * 86_400 + staff * 60 + 20, 900 + staff, 70 + staff, "accepted", staff);
        }
    }
    rows
}

/// One text in many copies, another in other words, short ones, reposts, and much that is unlike.
fn some_posts() -> Vec<Post> {
    const WORDS: [&str; 16] = [
        "bridge", "lake", "mayor", "sells", "to", "a", "friend", "of", "his", "on", "sunday",
        "the", "council", "ferry", "never", "knew",
    ];
    let mut dice = Dice(13);
    let mut rows = Vec::new();
    for story in 0..30 {
        let draw = |dice: &mut Dice| WORDS[usize::try_from(dice.below(16)).unwrap()];
        let text: Vec<&str> = (0..14).map(|_| draw(&mut dice)).collect();
        for copy in 0..(story % 9) {
            let mut text: Vec<&str> = text.clone();
            if dice.below(2) == 0 {
                let at = usize::try_from(dice.below(14)).unwrap();
                text[at] = draw(&mut dice);
            }
            rows.push(Post {
                id: rows.len() as u64,
                at: story * 50_000 + copy * dice.below(4_000),
                author: story * 20 + dice.below(12),
                kind: if dice.below(9) == 0 { "repost" } else { "post" },
                text: text.join(" "),
            });
        }
    }
    rows
}

/// Visitors, and scans by a few sources each day, some of which the server answers normally.
fn some_requests() -> Vec<Asked> {
    let mut dice = Dice(17);
    let mut rows = Vec::new();
    let mut add = |at: i64, source: i64, path: String, query: String, status, agent| {
        let id = rows.len() as u64;
        rows.push(Asked { id, at, source, path, query, status, agent });
    };
    for _ in 0..400 {
        let page = format!("/page/{}", dice.below(30));
        add(dice.below(500_000), 1_300 + dice.below(80), page, String::new(), 200, "Mozilla/5.0");
    }
    for day in 0..5 {
        for step in 0..60 {
            let source = 2_000 + 10 * day + dice.below(4);
            let query = format!("file=../../../../etc/passwd&step={step}");
            let status = if step % 20 == 0 { 200 } else { 404 };
            let at = day * 86_400 + step * (1 + dice.below(3));
            add(at, source, format!("/d{}.php", step % 7), query, status, "probe/1.0");
        }
    }
    rows
}

fn told(outcome: &Outcome) -> Vec<String> {
    let notes = outcome.notes.iter().map(|note| format!("{note:?}"));
    outcome.findings.iter().map(|finding| format!("{finding:?}")).chain(notes).collect()
}

#[test]
fn findings_and_revisions_depend_on_neither_partitions_nor_row_order() {
    let (mut acts_rows, mut logins_rows) = (some_acts(), some_logins());
    let (mut posts_rows, mut asked_rows) = (some_posts(), some_requests());
    for page in Catalogue::embedded().unwrap().pages() {
        let mut first: Option<Vec<String>> = None;
        for round in 0..4_u64 {
            for partitions in [1, 2, 4] {
                let rows = [
                    ("acts", acts(&acts_rows, 257)),
                    ("logins", logins(&logins_rows, 131)),
                    ("texts", posts(&posts_rows, 31)),
                    ("request_lines", asked(&asked_rows, 37)),
                    ("login_lines", login_lines(&logins_rows, 131)),
                ];
                let (_folder, limits) = limits(256 << 20, partitions);
                let few: &[(&str, &str)] = match page.id.as_str() {
                    "first-seen" => &[("min_accounts", "2")],
                    _ => &[],
                };
                let outcome = detect(page, few, &rows, &limits, &RunContext::default()).unwrap();
                let told = told(&outcome);
                // In a flat week nothing bursts: of that page only the notes are compared here.
                let is_quiet = page.id == "burst-of-attention";
                let found = outcome.findings.len();
                assert!(found > 2 || is_quiet, "{}: {found}", page.id);
                let first = first.get_or_insert_with(|| told.clone());
                assert!(*first == told, "{} with {partitions}, round {round}", page.id);
            }
            Dice(round).shuffle(&mut acts_rows);
            Dice(round + 100).shuffle(&mut logins_rows);
            Dice(round + 200).shuffle(&mut posts_rows);
            Dice(round + 300).shuffle(&mut asked_rows);
        }
    }
}

#[test]
fn findings_are_sorted_by_id_and_distinct() {
    let rows = [
        ("acts", acts(&some_acts(), 500)),
        ("logins", logins(&some_logins(), 500)),
        ("texts", posts(&some_posts(), 100)),
        ("request_lines", asked(&some_requests(), 100)),
        ("login_lines", login_lines(&some_logins(), 500)),
    ];
    let (_folder, limits) = limits(256 << 20, 2);
    for page in Catalogue::embedded().unwrap().pages() {
        let outcome = detect(page, &[], &rows, &limits, &RunContext::default()).unwrap();
        assert!(outcome.findings.is_sorted_by(|left, right| left.id < right.id), "{}", page.id);
    }
}
