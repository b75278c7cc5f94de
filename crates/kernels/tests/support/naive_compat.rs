//! The two tools' rules, followed step by step as their sources have them.

use std::collections::{BTreeMap, BTreeSet};

/// Object, content, account, time.
pub type Row = (i64, i64, i64, i64);
/// Object, older content, newer content, time between them, older account, newer account.
pub type Found = (i64, i64, i64, i64, i64, i64);

/// `detect_groups`: group by account, pair each row with each later row of its object, filter.
pub fn coortweet(rows: &[Row], window: i64, min_participation: usize) -> Vec<Found> {
    let mut accounts: Vec<i64> = Vec::new();
    for row in rows {
        if !accounts.contains(&row.2) {
            accounts.push(row.2);
        }
    }
    let mut x: Vec<Row> = Vec::new();
    for account in accounts {
        let group: Vec<Row> = rows.iter().filter(|row| row.2 == account).copied().collect();
        if group.len() >= min_participation {
            x.extend(group);
        }
    }
    let mut result: Vec<Found> = Vec::new();
    for (id, first) in x.iter().enumerate() {
        for second in &x[id + 1..] {
            let delta = first.3 - second.3;
            if first.0 == second.0 && delta.abs() <= window {
                result.push((first.0, first.1, second.1, delta, first.2, second.2));
            }
        }
    }
    result.retain(|r| r.0 != r.1 && r.0 != r.2 && r.1 != r.2 && r.4 != r.5);
    let contents: BTreeSet<i64> = result.iter().flat_map(|r| [r.1, r.2]).collect();
    let mut participation: BTreeMap<i64, usize> = BTreeMap::new();
    for row in x.iter().filter(|row| contents.contains(&row.1)) {
        *participation.entry(row.2).or_default() += 1;
    }
    let kept: BTreeSet<i64> = x
        .iter()
        .filter(|row| contents.contains(&row.1) && participation[&row.2] >= min_participation)
        .map(|row| row.1)
        .collect();
    result.retain(|r| kept.contains(&r.1) || kept.contains(&r.2));
    for r in &mut result {
        if r.3 > 0 {
            *r = (r.0, r.2, r.1, r.3, r.5, r.4);
        }
        r.3 = r.3.abs();
    }
    result.sort_unstable();
    result
}

/// The toolkit's query: `count(distinct e_1.message_id)` over the join, without loops.
pub fn toolkit(rows: &[Row], several: bool, window: i64, least: usize) -> Vec<(i64, i64, usize)> {
    let mut stored: Vec<Row> = Vec::new();
    for row in rows {
        let known = |old: &Row| old.1 == row.1 && (!several || old.0 == row.0);
        if !stored.iter().any(known) {
            stored.push(*row);
        }
    }
    let mut messages: BTreeMap<(i64, i64), BTreeSet<i64>> = BTreeMap::new();
    for one in &stored {
        for two in &stored {
            if one.0 == two.0 && one.2 != two.2 && (one.3 - two.3).abs() <= window {
                messages.entry((one.2, two.2)).or_default().insert(one.1);
            }
        }
    }
    messages.retain(|_, messages| messages.len() >= least);
    messages.into_iter().map(|((from, to), messages)| (from, to, messages.len())).collect()
}
