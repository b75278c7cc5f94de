//! Groups in planted acts: how many are found, how many are invented, and that nothing else matters.
#![expect(
    unreachable_pub,
    dead_code,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::unwrap_used,
    reason = "a test may stop at the first surprise; the support files serve benches too"
)]

#[path = "support/measure.rs"]
mod measure;
#[path = "support/planted.rs"]
mod planted;

use measure::{WINDOW_US, acts, find, pairs, pairs_of, score, told};
use planted::{Dice, Planted, Season, season, shuffled};
use vigie_kernels::groups::{self, Affiliation, GroupOptions, Groups};
use vigie_kernels::pairs::{Budget, OverBudget, PairOptions, Unlimited, windowed};

/// A fifth of a season of the bench.
fn small(seed: u64, joint_actions: usize) -> Planted {
    season(Season {
        accounts: 3_000,
        objects: 2_500,
        acts: 10_000,
        communities: 10,
        groups: 10,
        ..Season::new(seed, joint_actions)
    })
}

#[test]
fn planted_pairs_are_found_and_hardly_any_are_invented() {
    for (joint_actions, least_recall) in [(5, 0.75), (12, 0.97)] {
        let mut scores: Vec<(f64, f64)> = (1..=5)
            .map(|seed| {
                let made = small(seed, joint_actions);
                let score = score(&made.pairs, &told(find(&made)));
                (score.recall, score.precision)
            })
            .collect();
        scores.sort_by(|left, right| left.0.total_cmp(&right.0));
        assert!(scores[2].0 >= least_recall, "{joint_actions}: {scores:?}");
        scores.sort_by(|left, right| left.1.total_cmp(&right.1));
        assert!(scores[2].1 >= 0.97, "{joint_actions}: {scores:?}");
    }
}

#[test]
fn labels_dealt_out_anew_show_no_groups() {
    let made = small(7, 8);
    assert!(!find(&made).groups.is_empty());
    let with_any = (0..20).filter(|run| !find(&shuffled(&made, *run)).groups.is_empty()).count();
    // At most one run in twenty is promised.
    assert!(with_any <= 1, "{with_any} of 20");
}

/// A day of noise: uneven accounts, of which each acts in some weeks only, and eight objects of the
/// day, each in a burst.
fn noise_day(made: &mut Planted, dice: &mut Dice, day: i64) {
    let mut below = |many: usize| i64::try_from(dice.below(many)).unwrap();
    for _ in 0..60 {
        let account = below(60) * below(60) / 60;
        let object = below(8);
        if (account + day / 7) % 3 > 0 {
            made.account.push(account);
            made.object.push(day * 8 + object);
            made.at.push((day * 86_400 + object * 9_000 + below(2_000)) * 1_000_000);
        }
    }
}

#[test]
fn a_season_of_noise_raises_no_more_groups_than_is_promised() {
    let (mut raised, mut looks) = (0, 0);
    for seed in 0..12 {
        let (mut made, mut dice) = (Planted::default(), Dice(seed));
        let mut any = false;
        for day in 0..28 {
            noise_day(&mut made, &mut dice, day);
            let found = find(&made);
            looks += 1;
            any |= found.groups.iter().any(|group| group.season_false <= 0.05);
            for group in &found.groups {
                assert!(group.season_false >= group.ln_false.exp(), "never surer than one look");
            }
        }
        raised += usize::from(any);
    }
    // One season in twenty is promised.
    assert!(raised <= 1 && looks == 12 * 28, "{raised} of 12");
}

#[test]
fn a_group_is_found_in_a_season_of_noise_and_what_others_do_later_makes_it_no_surer() {
    let (mut made, mut dice) = (Planted::default(), Dice(77));
    (0..5).for_each(|day| noise_day(&mut made, &mut dice, day));
    for round in 0..6 {
        for member in 0..4 {
            made.account.push(900 + member);
            made.object.push(9_000 + round);
            made.at.push((round / 2 * 86_400 + round * 3_000 + member * 9) * 1_000_000);
        }
    }
    let sure = |made: &Planted| {
        let found = find(made);
        let group = found.groups.iter().find(|group| group.members[0].account == 900).unwrap();
        (group.members.len(), group.ln_false, group.season_false)
    };
    let early = sure(&made);
    (5..60).for_each(|day| noise_day(&mut made, &mut dice, day));
    let late = sure(&made);
    assert_eq!((early.0, late.0), (4, 4));
    assert!(early.2 <= 1e-3 && late.2 <= 1e-3, "{early:?} {late:?}");
    // At one look, ten times as many acts of others make it seem surer; over the season they do not.
    assert!(late.1 < early.1 && late.2 >= early.2, "{early:?} {late:?}");
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let made = small(3, 5);
    let mut order: Vec<usize> = (0..made.at.len()).collect();
    let mut dice = Dice(11);
    for at in (1..order.len()).rev() {
        order.swap(at, dice.below(at + 1));
    }
    let pick = |column: &[i64]| order.iter().map(|row| column[*row]).collect::<Vec<_>>();
    let tie: Vec<i64> = (0..).take(made.at.len()).collect();
    let turned = Planted {
        account: pick(&made.account),
        object: pick(&made.object),
        at: pick(&made.at),
        ..Planted::default()
    };
    let turned_tie = pick(&tie);
    let shown = |made: &Planted, tie: &[i64]| {
        let options = PairOptions::new(WINDOW_US, 2);
        let pairs = windowed(acts(made), tie, options, &mut Unlimited).unwrap();
        let options = GroupOptions::new(WINDOW_US);
        let found = groups::find(acts(made), tie, &pairs, &[], options, &mut Unlimited).unwrap();
        let rows = found.groups.iter().map(|group| {
            let rows = group.occasions.iter().flat_map(|one| &one.rows);
            let ties: Vec<i64> = rows.map(|row| tie[*row as usize]).collect();
            format!("{:?} {ties:?} {:?} {:?}", group.members, group.ln_false, group.q)
        });
        rows.collect::<Vec<_>>()
    };
    let first = shown(&made, &tie);
    assert!(!first.is_empty());
    assert_eq!(first, shown(&turned, &turned_tie));
}

/// `rounds` meetings of these accounts on objects of their own, an hour apart, over a background of
/// accounts that meet nobody.
fn meetings(sets: &[&[i64]], rounds: i64) -> Planted {
    let mut made = Planted::default();
    let mut push = |account: i64, object: i64, at_s: i64| {
        made.account.push(account);
        made.object.push(object);
        made.at.push(at_s * 1_000_000);
    };
    for number in 0..400 {
        push(1_000 + number % 100, number % 50, 10_000_000 + number * 7_919);
    }
    for (set, members) in (1..).zip(sets) {
        for round in 0..rounds {
            for (late, member) in (0..).zip(*members) {
                push(*member, 1_000 * set + round, set * 1_000_000 + round * 3_600 + late * 5);
            }
        }
    }
    made
}

fn members(found: &Groups) -> Vec<Vec<i64>> {
    let mut sets: Vec<Vec<i64>> = found
        .groups
        .iter()
        .map(|group| group.members.iter().map(|member| member.account).collect())
        .collect();
    sets.sort();
    sets
}

#[test]
fn groups_that_share_members_stay_two() {
    let (one, other) = ([1, 2, 3, 4, 5], [4, 5, 6, 7, 8]);
    let found = find(&meetings(&[&one, &other], 6));
    assert_eq!(members(&found), [one, other]);
    assert_eq!(pairs_of(&found).len(), 19);
    let chained = find(&meetings(&[&[1, 2, 3], &[3, 4, 5], &[5, 6, 7]], 6));
    assert_eq!(members(&chained), [[1, 2, 3], [3, 4, 5], [5, 6, 7]]);
}

#[test]
fn a_member_whose_clock_is_wrong_is_left_out_and_the_rest_stand() {
    let mut made = meetings(&[&[1, 2, 3, 4, 5]], 6);
    for (account, at) in made.account.iter().zip(&mut made.at) {
        if *account == 5 {
            *at += 1_200 * 1_000_000;
        }
    }
    assert_eq!(members(&find(&made)), [[1, 2, 3, 4]]);
}

fn find_knowing(made: &Planted, lists: &[&[i64]]) -> Groups {
    let tie: Vec<i64> = (0..).take(made.at.len()).collect();
    let numbered = (0..).zip(lists);
    let lists: Vec<Affiliation> = numbered
        .map(|(list, accounts)| Affiliation { list, accounts: accounts.to_vec() })
        .collect();
    let options = GroupOptions::new(WINDOW_US);
    groups::find(acts(made), &tie, &pairs(made), &lists, options, &mut Unlimited).unwrap()
}

#[test]
fn what_a_list_explains_is_taken_out_and_the_rest_is_tested_alone() {
    let made = meetings(&[&[1, 2, 3, 4, 5]], 6);
    let whole = find_knowing(&made, &[&[1, 2, 3, 4, 5, 99]]);
    assert_eq!(members(&whole), Vec::<Vec<i64>>::new());
    let told = whole.explained[0];
    assert_eq!((told.groups, told.parts, told.accounts), (1, 0, 5));
    let half = find_knowing(&made, &[&[50, 60], &[1, 2]]);
    assert_eq!(members(&half), [[3, 4, 5]]);
    let told = half.explained[0];
    assert_eq!((told.list, told.groups, told.parts, told.accounts), (1, 0, 1, 2));
    // One account of a list is explained by nothing.
    assert_eq!(members(&find_knowing(&made, &[&[1]])), [[1, 2, 3, 4, 5]]);
}

#[test]
fn a_shared_interest_is_no_group() {
    // Four accounts act on the same forty objects at any hour, and meet on four by accident; in
    // the second world they share nothing but those four.
    let mut world = meetings(&[], 0);
    for number in 0..20_000 {
        world.account.push(10_000 + number % 1_000);
        world.object.push(10_000 + number % 1_999);
        world.at.push((100_000_000 + number * 601) * 1_000_000);
    }
    for object in 0..4 {
        for account in 1..=4 {
            world.account.push(account);
            world.object.push(500 + object);
            world.at.push((50_000_000 + object * 90_000 + account * 9) * 1_000_000);
        }
    }
    assert_eq!(members(&find(&world)), [[1, 2, 3, 4]]);
    for object in 4..60 {
        for account in 1..=4 {
            world.account.push(account);
            world.object.push(500 + object);
            world.at.push((60_000_000 + object * 90_000 + account * 9_000) * 1_000_000);
        }
    }
    assert_eq!(members(&find(&world)), Vec::<Vec<i64>>::new());
}

#[test]
fn odd_worlds_end_and_say_little() {
    let none = Planted::default();
    assert!(find(&none).groups.is_empty());
    let world = |account: fn(&mut Dice, i64) -> i64,
                 object: fn(&mut Dice, i64) -> i64,
                 at: fn(&mut Dice, i64) -> i64| {
        let mut dice = Dice(5);
        let mut made = Planted::default();
        for row in 0..10_000 {
            made.account.push(account(&mut dice, row));
            made.object.push(object(&mut dice, row));
            made.at.push(at(&mut dice, row));
        }
        made
    };
    let account = |dice: &mut Dice, _| (dice.bits() % 500).cast_signed();
    let object = |dice: &mut Dice, _| (dice.bits() % 3_000).cast_signed();
    let second = |_: &mut Dice, row: i64| row * 1_000_000;
    let all_at_once = world(account, object, |_, _| 0);
    assert_eq!(members(&find(&all_at_once)), Vec::<Vec<i64>>::new());
    let one_object = world(account, |_, _| 1, second);
    assert_eq!(members(&find(&one_object)), Vec::<Vec<i64>>::new());
    let busy = |dice: &mut Dice, row: i64| {
        if row % 10 == 0 { (dice.bits() % 500).cast_signed() } else { 1 }
    };
    assert_eq!(members(&find(&world(busy, object, second))), Vec::<Vec<i64>>::new());
    let ends = |_: &mut Dice, row: i64| if row % 2 == 0 { i64::MIN } else { i64::MAX };
    assert_eq!(members(&find(&world(account, object, ends))), Vec::<Vec<i64>>::new());
}

#[test]
fn a_refused_budget_is_an_error_and_all_is_given_back_otherwise() {
    struct Purse(usize);
    impl Budget for Purse {
        fn grow(&mut self, bytes: usize) -> Result<(), OverBudget> {
            self.0 =
                self.0.checked_sub(bytes).ok_or(OverBudget { bytes, source: "empty".into() })?;
            Ok(())
        }
        fn shrink(&mut self, bytes: usize) {
            self.0 += bytes;
        }
    }
    let made = small(1, 5);
    let tie: Vec<i64> = (0..).take(made.at.len()).collect();
    let pairs = pairs(&made);
    let run = |purse: &mut Purse| {
        groups::find(acts(&made), &tie, &pairs, &[], GroupOptions::new(WINDOW_US), purse)
    };
    let mut purse = Purse(10_000_000);
    assert!(run(&mut purse).is_ok());
    assert_eq!(purse.0, 10_000_000);
    assert!(run(&mut Purse(100_000)).is_err());
}
