//! Edges and their chances: against brute force, under shuffles, and on bad input. The same with
//! real numbers of runs is `benches/chance.rs`.
#![expect(
    clippy::unwrap_used,
    unreachable_pub,
    dead_code,
    reason = "a test may stop at the first surprise; the bench uses the rest of the support files"
)]

#[path = "support/chance_noise.rs"]
mod noise;

use std::collections::{BTreeMap, BTreeSet};

use noise::{Columns, Dice};
use vigie_kernels::chance::tail::{poisson_binomial_tail, poisson_point, poisson_tail};
use vigie_kernels::chance::{
    ChanceFinder, Edge, Edges, Options, Strength, WINDOWS_US, by_times, edges, expected,
};
use vigie_kernels::pairs::{Acts, Budget, OverBudget, Unlimited};

const DAY: i64 = 86_400;

fn find(columns: &Columns, options: &Options<'_>) -> Edges {
    edges(columns.acts(), &columns.tie, options, &mut Unlimited).unwrap()
}

/// Everything that met, however likely.
fn all() -> Options<'static> {
    Options { min_objects: 1, p_report: 1.0, ..Options::default() }
}

/// What an edge says, and the acts that show it by their own numbers.
fn told(found: &Edges, tie: impl Fn(u32) -> i64) -> Vec<String> {
    let line = |edge: &Edge| {
        let acts = found.evidence(edge).iter();
        let acts: Vec<_> =
            acts.map(|joint| (joint.at, tie(joint.row_a), tie(joint.row_b))).collect();
        let Edge { account_a, account_b, window_us, objects, common, pooled, .. } = edge;
        let Edge { expected_1, p_1, q_1, season_q, expected_2, p_2, q_2, strength, .. } = edge;
        format!(
            "{account_a} {account_b} {window_us} {objects} {common} {pooled} {expected_1:e} {p_1:e} {q_1:e} \
             {season_q:e} {expected_2:e} {p_2:e} {q_2:e} {strength:?} {acts:?}"
        )
    };
    found.edges.iter().map(line).collect()
}

/// Joint objects of each pair in each window, every act against every act.
fn brute(columns: &Columns, window_us: u64) -> BTreeMap<(i64, i64), u32> {
    let mut joint: BTreeMap<(i64, i64), BTreeSet<i64>> = BTreeMap::new();
    for one in 0..columns.at.len() {
        for other in 0..columns.at.len() {
            let (a, b) = (columns.account[one], columns.account[other]);
            if a < b
                && columns.object[one] == columns.object[other]
                && columns.at[one].abs_diff(columns.at[other]) <= window_us
            {
                joint.entry((a, b)).or_default().insert(columns.object[one]);
            }
        }
    }
    joint.into_iter().map(|(pair, objects)| (pair, u32::try_from(objects.len()).unwrap())).collect()
}

#[test]
fn all_windows_in_one_pass_count_what_each_counts_alone() {
    for seed in 0..4 {
        let columns = noise::days(seed, 3, 30, 150);
        let found = find(&columns, &all());
        for window_us in WINDOWS_US {
            let edges = found.edges.iter().filter(|edge| edge.window_us == window_us);
            let counted: BTreeMap<(i64, i64), u32> =
                edges.map(|edge| ((edge.account_a, edge.account_b), edge.objects)).collect();
            assert_eq!(counted, brute(&columns, window_us), "{window_us}");
        }
    }
}

/// Account labels permuted among the acts of each day.
fn shuffle_within_days(columns: &mut Columns, dice: &mut Dice) {
    let mut days: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (row, at) in columns.at.iter().enumerate() {
        days.entry(at.div_euclid(DAY * 1_000_000)).or_default().push(row);
    }
    for rows in days.values() {
        let mut labels: Vec<i64> = rows.iter().map(|row| columns.account[*row]).collect();
        dice.shuffle(&mut labels);
        for (row, label) in rows.iter().zip(labels) {
            columns.account[*row] = label;
        }
    }
}

#[test]
fn null_1_expects_what_shuffling_gives() {
    // Few accounts on few objects that come in bursts: many meetings on one object, and midnight.
    let mut columns = noise::days(9, 2, 12, 240);
    for number in 0..60 {
        let side = if number % 2 == 0 { -15 - number } else { 15 + number };
        columns.add(number % 6, 900 + number / 2, DAY + side);
    }
    let pairs: Vec<(i64, i64)> = vec![(0, 1), (0, 5), (2, 3), (4, 9), (7, 11)];
    for (window, window_us) in WINDOWS_US.into_iter().enumerate() {
        let means = expected(columns.acts(), &pairs, &all(), window, &mut Unlimited).unwrap();
        let (mut sums, mut dice, runs) = (vec![0.0; pairs.len()], Dice(1), 150);
        for _ in 0..runs {
            shuffle_within_days(&mut columns, &mut dice);
            let met = brute(&columns, window_us);
            for (sum, pair) in sums.iter_mut().zip(&pairs) {
                *sum += f64::from(met.get(pair).copied().unwrap_or(0)) / f64::from(runs);
            }
        }
        for ((pair, mean), shuffled) in pairs.iter().zip(&means).zip(&sums) {
            // Objects that return count on each day, hence somewhat above; noise of the shuffles.
            let error = 4.0 * (mean / f64::from(runs)).sqrt();
            assert!(
                shuffled - error <= *mean && *mean <= shuffled * 1.15 + error,
                "{window_us} {pair:?}: expected {mean}, shuffled {shuffled}"
            );
        }
    }
}

#[test]
fn under_shuffled_labels_plain_p_values_are_not_too_small_and_randomised_ones_uniform() {
    let mut columns = noise::days(3, 12, 80, 150);
    let options = Options { windows_us: &[60_000_000], ..all() };
    let pairs: Vec<(i64, i64)> =
        (0..80).flat_map(|one| (one + 1..80).map(move |other| (one, other))).collect();
    let levels = [0.1, 0.05, 0.01, 1e-3];
    let (mut plain, mut random, mut tests, mut dice) = ([0.0; 4], [0.0; 4], 0.0, Dice(5));
    for _ in 0..30 {
        dice.shuffle(&mut columns.account);
        let met = brute(&columns, 60_000_000);
        let means = expected(columns.acts(), &pairs, &options, 0, &mut Unlimited).unwrap();
        for (pair, mean) in pairs.iter().zip(means) {
            let objects = met.get(pair).copied().unwrap_or(0);
            let above = poisson_tail(objects + 1, mean);
            let p = above + dice.unit() * poisson_point(objects, mean);
            tests += 1.0;
            for at in 0..4 {
                plain[at] += f64::from(u8::from(poisson_tail(objects, mean) <= levels[at]));
                random[at] += f64::from(u8::from(p <= levels[at]));
            }
        }
    }
    for (at, level) in levels.into_iter().enumerate() {
        let error = 3.0 * (level / tests).sqrt();
        assert!(plain[at] / tests <= level + error, "{level}: {}", plain[at] / tests);
        assert!(
            (random[at] / tests - level).abs() <= error + 0.05 * level,
            "{level}: {}",
            random[at] / tests
        );
    }
}

/// Null 2 keeps who shared what. Dealt-out labels are such a world, and so are permuted times, as
/// long as each object has others on it (two acts alone are the same acts however permuted).
#[test]
fn null_2_keeps_its_word_where_labels_are_dealt_out_and_where_times_are_permuted() {
    let options = Options { windows_us: &[60_000_000], ..all() };
    let pairs: Vec<(i64, i64)> =
        (0..80).flat_map(|one| (one + 1..80).map(move |other| (one, other))).collect();
    let levels = [0.1, 0.05, 0.01, 1e-3];
    for is_dealt_out in [true, false] {
        let (mut columns, mut dice) = (noise::days(3, 12, 80, 150), Dice(5));
        let (mut plain, mut random, mut tests) = ([0.0; 4], [0.0; 4], 0.0);
        for _ in 0..10 {
            if is_dealt_out {
                dice.shuffle(&mut columns.account);
            } else {
                columns.shuffle_times(&mut dice);
            }
            let met = brute(&columns, 60_000_000);
            let said = by_times(columns.acts(), &pairs, &[], &options, 0, &mut Unlimited).unwrap();
            for (pair, said) in pairs.iter().zip(said) {
                if said.chances.len() < 2 || (!is_dealt_out && said.pooled > 0) {
                    continue;
                }
                let objects = met.get(pair).copied().unwrap_or(0);
                let p = poisson_binomial_tail(objects, &said.chances);
                let above = poisson_binomial_tail(objects + 1, &said.chances);
                let between = above + dice.unit() * (p - above);
                tests += 1.0;
                for at in 0..4 {
                    plain[at] += f64::from(u8::from(p <= levels[at]));
                    random[at] += f64::from(u8::from(between <= levels[at]));
                }
            }
        }
        assert!(tests > 2_000.0, "{tests}");
        for (at, level) in levels.into_iter().enumerate() {
            let error = 3.0 * (level / tests).sqrt();
            let (plain, random) = (plain[at] / tests, random[at] / tests);
            assert!(plain <= level + error, "{is_dealt_out} {level}: {plain}");
            // Not so careful either that it would never say anything.
            assert!(random <= level * 1.05 + error, "{is_dealt_out} {level}: {random}");
            assert!(random >= level * 0.5 - error, "{is_dealt_out} {level}: {random}");
        }
    }
}

#[test]
fn shuffled_labels_raise_an_edge_in_one_run_of_twenty_at_most() {
    let mut columns = noise::days(11, 10, 60, 120);
    let (mut raised, mut dice) = (0, Dice(13));
    for _ in 0..60 {
        dice.shuffle(&mut columns.account);
        let found = find(&columns, &Options { windows_us: &[60_000_000], ..Options::default() });
        raised += u32::from(found.edges.iter().any(|edge| edge.q_1 <= 0.05));
    }
    // More than 8 of 60 at one in twenty has a chance below one in a hundred.
    assert!(raised <= 8, "{raised} of 60");
}

#[test]
fn a_season_of_noise_raises_no_more_than_is_promised() {
    let raised = (0..12).filter(|seed| noise::season(*seed, 40, 30, 40).0).count();
    // More than 3 of 12 at one in twenty has a chance below one in a hundred.
    assert!(raised <= 3, "{raised} of 12");
}

/// Noise, and a group of five that shares twelve links of its own within seconds.
fn with_group() -> Columns {
    let mut columns = noise::days(21, 12, 200, 250);
    for object in 0..12 {
        for member in 0..5 {
            columns.add(1_000 + member, 5_000 + object, object * DAY + 40_000 + 7 * member);
        }
    }
    // Objects of that size on which people are in no hurry.
    for object in 0..150 {
        for share in 0..5 {
            let account = (object * 7 + share * 31) % 200;
            columns.add(account, 7_000 + object, object % 12 * DAY + 15_000 * share + 100 * object);
        }
    }
    columns
}

#[test]
fn a_group_that_makes_all_shares_of_its_links_does_not_excuse_itself() {
    let found = find(&with_group(), &Options { families: 4, ..Options::default() });
    let strong: BTreeSet<(i64, i64)> = found
        .edges
        .iter()
        .filter(|edge| edge.strength == Strength::Strong)
        .map(|edge| (edge.account_a, edge.account_b))
        .collect();
    let group: BTreeSet<(i64, i64)> = (1_000..1_005_i64)
        .flat_map(|one| (one + 1..1_005).map(move |other| (one, other)))
        .collect();
    assert_eq!(strong, group);
}

#[test]
fn a_pair_that_is_in_time_with_everybody_is_not_strong() {
    // Twelve links that 40 accounts share within a minute; two of them share nothing else.
    let mut columns = noise::days(22, 12, 200, 250);
    for object in 0..12 {
        for share in 0..40 {
            let account = if share < 2 { 1_000 + share } else { (object * 38 + share) % 200 };
            let second = (17 * share + 13 * object) % 50;
            columns.add(account, 5_000 + object, object * DAY + 40_000 + second);
        }
    }
    let found = find(&columns, &Options::default());
    let edge = found.edges.iter().find(|edge| (edge.account_a, edge.account_b) == (1_000, 1_001));
    assert!(
        edge.is_none_or(|edge| edge.strength != Strength::Strong && edge.p_2 > 0.05),
        "{edge:?}"
    );
}

#[test]
fn the_order_of_rows_and_the_size_of_batches_change_nothing() {
    let columns = with_group();
    let options = Options { families: 8, ..Options::default() };
    let whole = told(&find(&columns, &options), |row| columns.tie[row as usize]);
    assert!(whole.len() > 10);
    let mut order: Vec<usize> = (0..columns.at.len()).collect();
    Dice(4).shuffle(&mut order);
    let pick = |values: &[i64]| order.iter().map(|row| values[*row]).collect::<Vec<_>>();
    let (account, object, at) = (pick(&columns.account), pick(&columns.object), pick(&columns.at));
    let tie = pick(&columns.tie);
    let mut finder = ChanceFinder::new();
    for start in (0..at.len()).step_by(97) {
        let end = (start + 97).min(at.len());
        let batch = Acts {
            account: &account[start..end],
            object: &object[start..end],
            at: &at[start..end],
        };
        finder.push(batch, &mut Unlimited).unwrap();
    }
    let found = finder.finish(0, &options, |row| tie[row as usize], &mut Unlimited).unwrap();
    assert_eq!(told(&found, |row| tie[row as usize]), whole);
}

/// Counts what is held.
#[derive(Default)]
struct Held(usize);

impl Budget for Held {
    fn grow(&mut self, bytes: usize) -> Result<(), OverBudget> {
        self.0 += bytes;
        Ok(())
    }

    fn shrink(&mut self, bytes: usize) {
        self.0 = self.0.checked_sub(bytes).unwrap();
    }
}

#[test]
fn what_is_asked_for_and_not_in_the_result_is_given_back() {
    let columns = with_group();
    let mut held = Held::default();
    let found = edges(columns.acts(), &columns.tie, &Options::default(), &mut held).unwrap();
    let result = found.edges.capacity() * size_of::<Edge>()
        + found.joints.capacity() * size_of::<vigie_kernels::pairs::Joint>();
    assert_eq!(held.0, result);
}

/// What two accounts do together, of which one has a clock that is twenty minutes off.
#[test]
fn a_clock_that_is_minutes_off_shows_in_the_widest_window_alone() {
    let mut columns = noise::days(9, 10, 60, 80);
    for round in 0..10 {
        columns.add(900, 9_000 + round, round * DAY + 40_000);
        columns.add(901, 9_000 + round, round * DAY + 40_000 + 1_200);
    }
    let found = find(&columns, &all());
    let theirs: Vec<(u64, u32)> = found
        .edges
        .iter()
        .filter(|edge| (edge.account_a, edge.account_b) == (900, 901))
        .map(|edge| (edge.window_us / 1_000_000, edge.objects))
        .collect();
    assert_eq!(theirs, [(3_600, 10)]);
}

#[test]
fn bad_input_is_bounded_and_raises_nothing() {
    let silent = |name: &str, columns: &Columns| {
        let found = find(columns, &Options::default());
        let raised = found.edges.iter().filter(|edge| edge.q_1 <= 0.05).count();
        assert_eq!(raised, 0, "{name}");
        found
    };
    silent("nothing", &Columns::default());
    let mut dice = Dice(6);
    let mut at_once = Columns::default();
    let mut mostly_one = Columns::default();
    let mut far = Columns::default();
    for _ in 0..3_000 {
        at_once.add(dice.below(100), dice.below(60), 5_000);
        let account = if dice.below(10) > 0 { 0 } else { dice.below(100) };
        mostly_one.add(account, dice.below(200), dice.below(10 * DAY));
        far.add(dice.below(50), dice.below(50), dice.below(DAY));
    }
    for (row, at) in far.at.iter_mut().enumerate().take(400) {
        *at = if row % 2 == 0 { i64::MIN + 1 } else { i64::MAX };
    }
    silent("all at one moment", &at_once);
    silent("one account with nine acts of ten", &mostly_one);
    silent("absurd times", &far);
    let one_link = noise::one_link(100_000, 3_600);
    silent("one object", &one_link);
    // Two links, so that each two accounts that stay close have enough objects to be counted.
    let mut two_links = noise::one_link(2_000, 60);
    let again = two_links.clone();
    for row in 0..again.at.len() {
        two_links.add(again.account[row], 2, again.at[row] / 1_000_000 + DAY);
    }
    let found = silent("a crowd on two links", &two_links);
    assert!(
        found.cut.objects == 2 && found.cut.acts > 3_000 && found.cut.reach <= 200,
        "{:?}",
        found.cut
    );
}
