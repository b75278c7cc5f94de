//! A rumour about a private life: some posts that repeat it in a handful of wordings, more of them
//! each day. Nothing in it is true or about anybody: the candidate is invented too.

use crate::calendar::{SECOND, local};
use crate::posts::{NO_TAG, Post, population};
use crate::rng::{Rng, count, index};
use crate::stream::Line;
use crate::words::RUMOUR_WORDINGS;

/// How many posts repeat it on each day, from the first day of the season that it is heard.
const EACH_DAY: [u64; 8] = [1, 2, 2, 5, 7, 12, 19, 8];
const FIRST_DAY: i64 = 31;

/// Accounts that repeat it, out of those who take part in nothing else that is planted.
const TELLERS: usize = 30;

pub(super) fn plant(rng: &mut Rng, posts: u64) -> Vec<Line<Post>> {
    let people = population(posts);
    // Planted groups are drawn from the fifth of the people on; these are before them.
    let tellers = rng.distinct(TELLERS, u64::from(people / 5));
    let mut lines = Vec::new();
    for (day, posts) in (FIRST_DAY..).zip(EACH_DAY) {
        for _ in 0..posts {
            // The last day is a morning that has only begun.
            let hours = if day == FIRST_DAY + 7 { (0, 8) } else { (7, 23) };
            let (hour, minute) = (rng.between(hours.0, hours.1), rng.between(0, 60));
            let at = local(day, hour, minute) + rng.between(0, 60) * SECOND;
            let teller = tellers[index(rng.below(count(tellers.len())))];
            let wording = rng.below(u64::from(RUMOUR_WORDINGS));
            let event = Post {
                account: u32::try_from(teller).unwrap_or(0),
                link: None,
                tags: [NO_TAG; 2],
                text: u32::MAX - u32::try_from(wording).unwrap_or(0),
            };
            lines.push(Line { at, event });
        }
    }
    lines.sort_by_key(|line| line.at);
    lines
}
