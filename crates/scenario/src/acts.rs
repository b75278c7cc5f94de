//! Plain acts for benchmarks: who shared what when, with the tails of real co-sharing tables.

use crate::calendar::{END, START, decimal};
use crate::rng::{HeavyTail, Rng, count, mix};

/// One account sharing one object once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Act {
    /// A number for the account, spread over all 64 bits as pseudonyms are.
    pub account: i64,
    /// A number for the object, spread likewise.
    pub object: i64,
    /// When, in microseconds since 1970, whole seconds.
    pub at: i64,
}

/// One account in this many acts, one object in this many.
const ACTS_PER_ACCOUNT: u64 = 4;
const ACTS_PER_OBJECT: u64 = 6;

/// `acts` acts in time order over the season. Objects live for hours, not for the whole time, so
/// the number of near coincidences grows with the number of acts, not with its square.
pub fn acts(acts: u64, seed: u64) -> impl Iterator<Item = Act> {
    let mut rng = Rng::of(seed, &[count("acts".len()), acts]);
    let accounts = acts / ACTS_PER_ACCOUNT + 10;
    let objects = acts / ACTS_PER_OBJECT + 10;
    let account = HeavyTail::new(accounts, accounts / 2000);
    let age = HeavyTail::new(objects / 200 + 1, objects / 10_000);
    let seconds = END.0.saturating_sub(START.0) / 1_000_000;
    (0..acts).map(move |number| {
        let share = i128::from(seconds) * i128::from(number) / i128::from(acts);
        let at = START.0 + i64::try_from(share).unwrap_or(0) * 1_000_000;
        let latest = objects + number / ACTS_PER_OBJECT;
        let object = latest.saturating_sub(age.draw(&mut rng));
        // One object in sixteen is shared more than the others, and one in 256 by everybody.
        let step = match rng.below(20) {
            0..12 => 1,
            12..17 => 16,
            _ => 256,
        };
        let object = object - object % step;
        Act {
            account: mix(account.draw(&mut rng)).cast_signed(),
            object: mix(object ^ 0x6F62_6A65_6374).cast_signed(),
            at,
        }
    })
}

/// The same acts as a co-sharing table: `object_id,account_id,content_id,timestamp_share`, times
/// in whole seconds since 1970.
///
/// # Errors
/// What `sink` returns.
pub fn co_sharing_csv<X>(
    number: u64,
    seed: u64,
    sink: &mut impl FnMut(&[u8]) -> Result<(), X>,
) -> Result<(), X> {
    let mut out = b"object_id,account_id,content_id,timestamp_share\n".to_vec();
    for (place, act) in (1_u64..).zip(acts(number, seed)) {
        let seconds = (act.at / 1_000_000).unsigned_abs();
        for (part, end) in [
            (act.object.cast_unsigned(), b','),
            (act.account.cast_unsigned(), b','),
            (place, b','),
            (seconds, b'\n'),
        ] {
            decimal(part, &mut out);
            out.push(end);
        }
        if out.len() >= 64 << 10 {
            sink(&out)?;
            out.clear();
        }
    }
    sink(&out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn acts_come_in_time_order_with_heavy_tails() {
        let all: Vec<Act> = acts(50_000, 1).collect();
        assert_eq!(all.len(), 50_000);
        assert!(all.is_sorted_by_key(|act| act.at));
        assert!(all.iter().all(|act| (START.0..END.0).contains(&act.at)));
        let mut by_account: BTreeMap<i64, u32> = BTreeMap::new();
        let mut by_object: BTreeMap<i64, u32> = BTreeMap::new();
        for act in &all {
            *by_account.entry(act.account).or_default() += 1;
            *by_object.entry(act.object).or_default() += 1;
        }
        let busiest = by_account.values().max().unwrap();
        let hottest = by_object.values().max().unwrap();
        insta::assert_snapshot!(
            format!(
                "{} accounts, busiest {busiest}; {} objects, hottest {hottest}",
                by_account.len(),
                by_object.len()
            ),
            @"10759 accounts, busiest 325; 8152 objects, hottest 283"
        );
    }

    #[test]
    fn the_table_holds_the_same_acts() {
        let mut out = Vec::new();
        co_sharing_csv::<()>(1000, 2, &mut |piece| {
            out.extend_from_slice(piece);
            Ok(())
        })
        .unwrap();
        let text = String::from_utf8(out).unwrap();
        let rows: Vec<Vec<&str>> =
            text.lines().skip(1).map(|line| line.split(',').collect()).collect();
        assert_eq!(rows.len(), 1000);
        for (row, act) in rows.iter().zip(acts(1000, 2)) {
            assert_eq!(row[0], act.object.cast_unsigned().to_string());
            assert_eq!(row[3].parse::<i64>().unwrap() * 1_000_000, act.at);
        }
    }
}
