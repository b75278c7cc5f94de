//! A season of looking through the page of groups: what noise raises, and that a group is seen in it.

use vigie_detect::{Catalogue, Outcome, RunContext};

use crate::support::{Act, Dice, acts, detect, limits};

const DAY: i64 = 86_400;
const LAYERS: [&str; 2] = ["link", "hashtag"];

/// A day on which nobody agrees with anybody: uneven accounts that are there in some weeks only, and
/// objects that come in bursts.
fn noise(rows: &mut Vec<Act>, dice: &mut Dice, day: i64) {
    for _ in 0..90 {
        let account = dice.below(60) * dice.below(60) / 60;
        let (object, layer) = (dice.below(6), dice.roll() % 2 == 0);
        let at = day * DAY + object * 9_000 + dice.below(1_500);
        if (account + day / 7) % 3 > 0 {
            push(rows, account, day * 6 + object, LAYERS[usize::from(layer)], at);
        }
    }
}

fn push(rows: &mut Vec<Act>, account: i64, object: i64, layer: &'static str, at: i64) {
    rows.push(Act { id: rows.len() as u64, account, object, layer, at, precision: "s" });
}

fn look(rows: &[Act]) -> Outcome {
    let page = Catalogue::embedded().unwrap().get("acting-in-a-group").unwrap().clone();
    let (_folder, limits) = limits(256 << 20, 1);
    detect(&page, &[], &[("acts", acts(rows, 4_096))], &limits, &RunContext::default()).unwrap()
}

#[test]
fn a_season_of_noise_raises_no_more_groups_than_the_page_promises() {
    let mut raised = 0;
    for seed in 0..6 {
        let (mut rows, mut dice) = (Vec::new(), Dice(seed));
        let mut any = false;
        for day in 0..24 {
            noise(&mut rows, &mut dice, day);
            if day % 4 == 3 {
                any |= !look(&rows).findings.is_empty();
            }
        }
        raised += usize::from(any);
    }
    // Five seasons in a hundred are promised.
    assert!(raised <= 1, "{raised} of 6");
}

#[test]
fn a_group_is_told_in_the_noise_and_goes_on_being_told() {
    let (mut rows, mut dice) = (Vec::new(), Dice(70));
    (0..4).for_each(|day| noise(&mut rows, &mut dice, day));
    for round in 0..7 {
        for member in 0..4 {
            push(&mut rows, 900 + member, 9_000 + round, "link", round * DAY / 2 + member * 9);
        }
    }
    for day in 4..24 {
        noise(&mut rows, &mut dice, day);
        if day % 7 == 4 {
            let told = look(&rows).findings;
            assert_eq!(told.len(), 1, "day {day}: {told:?}");
        }
    }
}
