//! The pair operator and the compat modes against naive references, and what must not matter.
#![expect(
    unreachable_pub,
    clippy::unwrap_used,
    reason = "helpers of a test stop at the first surprise"
)]

#[path = "support/naive.rs"]
mod naive;
#[path = "support/naive_compat.rs"]
mod naive_compat;

use naive::Act;
use proptest::prelude::*;
use vigie_kernels::pairs::compat::{CoortweetOptions, Rows, Trace, coortweet, toolkit};
use vigie_kernels::pairs::{
    Acts, Budget, Joint, OverBudget, PairFinder, PairOptions, Pairs, Unlimited, memory_estimate,
    windowed,
};

struct Columns {
    account: Vec<i64>,
    object: Vec<i64>,
    at: Vec<i64>,
    tie: Vec<i64>,
}

impl Columns {
    fn of(acts: &[Act]) -> Self {
        Self {
            account: acts.iter().map(|act| act.account).collect(),
            object: acts.iter().map(|act| act.object).collect(),
            at: acts.iter().map(|act| act.at).collect(),
            tie: acts.iter().map(|act| act.tie).collect(),
        }
    }

    fn acts(&self) -> Acts<'_> {
        Acts { account: &self.account, object: &self.object, at: &self.at }
    }
}

fn run(acts: &[Act], options: PairOptions) -> Pairs {
    let columns = Columns::of(acts);
    windowed(columns.acts(), &columns.tie, options, &mut Unlimited).unwrap()
}

/// The result by values: rows are replaced by tie-break numbers.
fn by_values(found: &Pairs, acts: &[Act]) -> Vec<naive::Pair> {
    let tie = |row: u32| acts[row as usize].tie;
    found
        .pairs
        .iter()
        .map(|pair| {
            let evidence = found.evidence(pair);
            assert_eq!(evidence.len(), pair.objects as usize);
            for joint in evidence {
                let (a, b) = (acts[joint.row_a as usize], acts[joint.row_b as usize]);
                assert_eq!((a.account, b.account), (pair.account_a, pair.account_b));
                assert_eq!(a.object, b.object);
            }
            naive::Pair {
                accounts: (pair.account_a, pair.account_b),
                first_at: pair.first_at,
                last_at: pair.last_at,
                delay_median_s: pair.delay_median_s,
                evidence: evidence
                    .iter()
                    .map(|joint| (joint.at, joint.delay_us, tie(joint.row_a), tie(joint.row_b)))
                    .collect(),
            }
        })
        .collect()
}

fn acts(most: usize) -> impl Strategy<Value = Vec<Act>> {
    let act = (-3_i64..4, 0_i64..8, 0_i64..60, -5_i64..5)
        .prop_map(|(account, object, at, tie)| Act { account, object, at, tie });
    proptest::collection::vec(act, 0..most)
}

/// Acts whose tie-break numbers are all different, and the same acts in another order.
fn shuffled(most: usize) -> impl Strategy<Value = (Vec<Act>, Vec<Act>)> {
    acts(most)
        .prop_map(|mut acts| {
            for (act, tie) in acts.iter_mut().zip(0..) {
                act.tie = tie;
            }
            acts
        })
        .prop_flat_map(|acts| (Just(acts.clone()), Just(acts).prop_shuffle()))
}

fn compat_rows() -> impl Strategy<Value = Vec<naive_compat::Row>> {
    // Objects and contents overlap, contents repeat, times collide.
    proptest::collection::vec((0_i64..4, 2_i64..30, 0_i64..5, 0_i64..40), 0..40)
}

fn transposed(rows: &[naive_compat::Row]) -> [Vec<i64>; 4] {
    [
        rows.iter().map(|row| row.0).collect(),
        rows.iter().map(|row| row.1).collect(),
        rows.iter().map(|row| row.2).collect(),
        rows.iter().map(|row| row.3).collect(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn equals_the_naive_reference(acts in acts(90), window in 0_u64..12, least in 0_u32..4) {
        let found = run(&acts, PairOptions::new(window, least));
        let naive = naive::windowed(&acts, i64::try_from(window).unwrap(), least as usize);
        prop_assert_eq!(by_values(&found, &acts), naive);
        prop_assert!(found.crowds.is_empty());
    }

    #[test]
    fn row_order_does_not_matter((acts, other) in shuffled(90), least in 1_u32..4) {
        let options = PairOptions::new(8, least);
        prop_assert_eq!(
            by_values(&run(&acts, options), &acts),
            by_values(&run(&other, options), &other)
        );
    }

    #[test]
    fn row_order_does_not_matter_when_crowds_are_thinned(
        (acts, other) in shuffled(90),
        crowd_cap in 2_u32..5,
        touch_cap in 1_u64..200,
    ) {
        let options = PairOptions { crowd_cap, touch_cap, ..PairOptions::new(10, 1) };
        let (one, two) = (run(&acts, options), run(&other, options));
        prop_assert_eq!(&one.crowds, &two.crowds);
        prop_assert_eq!(one.crowd_cap, two.crowd_cap);
        prop_assert_eq!(by_values(&one, &acts), by_values(&two, &other));
    }

    #[test]
    fn thinning_invents_nothing_and_says_what_it_left_out(
        acts in acts(90),
        crowd_cap in 2_u32..6,
    ) {
        let options = PairOptions::new(10, 1);
        let whole = run(&acts, options);
        let thinned = run(&acts, PairOptions { crowd_cap, ..options });
        for pair in &thinned.pairs {
            let same = |other: &&_| {
                let other: &vigie_kernels::pairs::Pair = other;
                (other.account_a, other.account_b) == (pair.account_a, pair.account_b)
            };
            prop_assert!(whole.pairs.iter().find(same).unwrap().objects >= pair.objects);
        }
        if thinned.pairs != whole.pairs {
            prop_assert!(thinned.crowds.iter().any(|crowd| crowd.left_out > 0));
        }
        for crowd in &thinned.crowds {
            prop_assert!(crowd.left_out > 0 && crowd.left_out <= crowd.acts);
            prop_assert!(crowd.accounts > crowd_cap);
        }
    }

    #[test]
    fn capped_evidence_is_the_earliest(acts in acts(120), evidence_cap in 1_u32..4) {
        let options = PairOptions::new(12, 1);
        let whole = run(&acts, options);
        let capped = run(&acts, PairOptions { evidence_cap, ..options });
        prop_assert_eq!(whole.pairs.len(), capped.pairs.len());
        for (pair, short) in whole.pairs.iter().zip(&capped.pairs) {
            prop_assert_eq!((pair.first_at, pair.last_at), (short.first_at, short.last_at));
            let times = |joints: &[Joint]| joints.iter().map(|joint| joint.at).collect::<Vec<_>>();
            let mut earliest = times(whole.evidence(pair));
            earliest.truncate(evidence_cap as usize);
            prop_assert_eq!(earliest, times(capped.evidence(short)));
        }
    }

    #[test]
    fn batches_do_not_matter(acts in acts(60), size in 1_usize..20) {
        let options = PairOptions::new(8, 2);
        let columns = Columns::of(&acts);
        let mut finder = PairFinder::new(options);
        for batch in acts.chunks(size) {
            finder.push(Columns::of(batch).acts(), &mut Unlimited).unwrap();
        }
        let found = finder.finish(|row| columns.tie[row as usize], &mut Unlimited).unwrap();
        prop_assert_eq!(found, run(&acts, options));
    }

    #[test]
    fn coortweet_equals_its_steps(rows in compat_rows(), window in 0_i64..12, least in 0_u32..4) {
        let [object, content, account, time] = transposed(&rows);
        let columns = Rows { object: &object, content: &content, account: &account, time: &time };
        let options =
            CoortweetOptions { window: window.unsigned_abs(), min_participation: least };
        let mut found: Vec<naive_compat::Found> = coortweet(columns, options, &mut Unlimited)
            .unwrap()
            .into_iter()
            .map(|p| (p.object, p.content, p.content_y, p.time_delta.cast_signed(), p.account, p.account_y))
            .collect();
        found.sort_unstable();
        prop_assert_eq!(found, naive_compat::coortweet(&rows, window, least as usize));
    }

    #[test]
    fn toolkit_equals_its_query(
        rows in compat_rows(),
        window in 0_i64..12,
        least in 1_u32..3,
        several: bool,
    ) {
        let [object, content, account, time] = transposed(&rows);
        let columns = Rows { object: &object, content: &content, account: &account, time: &time };
        let trace = if several { Trace::SeveralAMessage } else { Trace::OneAMessage };
        let found: Vec<(i64, i64, usize)> =
            toolkit(columns, trace, window.unsigned_abs(), least, &mut Unlimited)
                .unwrap()
                .into_iter()
                .map(|edge| (edge.from, edge.to, edge.weight as usize))
                .collect();
        prop_assert_eq!(found, naive_compat::toolkit(&rows, several, window, least as usize));
    }

    #[test]
    fn coortweet_weights_do_not_depend_on_row_order(
        (rows, other) in compat_rows().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
    ) {
        let unordered = |rows: &[naive_compat::Row]| {
            let [object, content, account, time] = transposed(rows);
            let columns = Rows { object: &object, content: &content, account: &account, time: &time };
            let options = CoortweetOptions { window: 8, min_participation: 2 };
            let pairs = coortweet(columns, options, &mut Unlimited).unwrap();
            vigie_kernels::pairs::compat::edges(&pairs)
        };
        prop_assert_eq!(unordered(&rows), unordered(&other));
    }
}

/// Grants `left` bytes, and knows how much is held and was held at most.
struct Purse {
    left: usize,
    held: usize,
    most: usize,
}

impl Purse {
    fn of(left: usize) -> Self {
        Self { left, held: 0, most: 0 }
    }
}

impl Budget for Purse {
    fn grow(&mut self, bytes: usize) -> Result<(), OverBudget> {
        if bytes > self.left {
            return Err(OverBudget { bytes, source: "the purse is empty".into() });
        }
        self.left -= bytes;
        self.held += bytes;
        self.most = self.most.max(self.held);
        Ok(())
    }

    fn shrink(&mut self, bytes: usize) {
        self.left += bytes;
        self.held -= bytes;
    }
}

/// A spread of numbers that is the same everywhere.
fn mixed(number: u64) -> u64 {
    let mixed = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

fn crowded(count: u64, act: impl Fn(u64) -> (u64, u64, u64)) -> Columns {
    let acts: Vec<Act> = (0..count)
        .map(|number| {
            let (account, object, at) = act(number);
            let [account, object, at, tie] = [account, object, at, number].map(u64::cast_signed);
            Act { account, object, at, tie }
        })
        .collect();
    Columns::of(&acts)
}

fn bounded(columns: &Columns, options: PairOptions) -> (Pairs, Purse) {
    let mut purse = Purse::of(160 << 20);
    let found = windowed(columns.acts(), &columns.tie, options, &mut purse).unwrap();
    (found, purse)
}

const MINUTE: u64 = 60_000_000;

#[test]
fn a_hundred_thousand_shares_of_one_link_stay_in_bounds() {
    // All within an hour, some 1,700 a minute; then all at one moment.
    for spread in [60 * MINUTE, 1] {
        let columns = crowded(100_000, |number| (mixed(number), 7, mixed(number * 3) % spread));
        let (found, _) =
            bounded(&columns, PairOptions { crowd_cap: 20, ..PairOptions::new(MINUTE, 1) });
        assert_eq!(found.crowds.len(), 1);
        let crowd = found.crowds[0];
        assert_eq!((crowd.object, crowd.acts), (7, 100_000));
        assert!(crowd.left_out > 95_000 && crowd.accounts > 1500, "{crowd:?}");
        // At most 20 accounts in a minute, so each act meets at most 19.
        assert!(found.pairs.len() <= (crowd.acts - crowd.left_out) as usize * 19);
        assert!(!found.pairs.is_empty());
    }
}

#[test]
fn one_link_alone_makes_no_pair_of_two_objects() {
    let columns = crowded(100_000, |number| (mixed(number), 7, 0));
    let (found, _) = bounded(&columns, PairOptions::new(MINUTE, 2));
    assert_eq!(found, Pairs { crowd_cap: 200, ..Pairs::default() });
}

#[test]
fn a_group_that_always_acts_in_crowds_is_thinned_and_not_broken_up() {
    // 300 accounts share each of 20 links at once; at most 100 are looked at.
    let columns =
        crowded(6000, |number| (mixed(number % 300), number / 300, number / 300 * 10 * MINUTE));
    let (found, _) =
        bounded(&columns, PairOptions { crowd_cap: 100, ..PairOptions::new(MINUTE, 5) });
    assert_eq!(found.pairs.len(), 100 * 99 / 2);
    assert!(found.pairs.iter().all(|pair| pair.objects == 20));
    assert_eq!(found.crowds.len(), 20);
    assert!(
        found
            .crowds
            .iter()
            .all(|crowd| (crowd.acts, crowd.left_out, crowd.accounts) == (300, 200, 300))
    );
}

#[test]
fn the_touch_cap_lowers_the_crowd_cap_for_all_objects_alike() {
    // 400 links, 40 accounts each, all at one moment: 312,000 touches.
    let columns = crowded(16_000, |number| (mixed(number % 40), number / 40, 0));
    let options = PairOptions { touch_cap: 50_000, ..PairOptions::new(MINUTE, 2) };
    let (found, _) = bounded(&columns, options);
    assert_eq!(found.crowd_cap, 10);
    assert_eq!(found.pairs.len(), 10 * 9 / 2);
    assert!(
        found
            .crowds
            .iter()
            .all(|crowd| (crowd.acts, crowd.left_out, crowd.accounts) == (40, 30, 40))
    );
}

#[test]
fn an_account_that_repeats_itself_counts_once_an_object() {
    // Alice and bob take turns on one link for hours: one joint object, cheaply found.
    let columns = crowded(200_000, |number| (number % 2, 7, number * 1000));
    let (found, purse) = bounded(&columns, PairOptions::new(MINUTE, 1));
    assert_eq!((found.pairs.len(), found.pairs[0].objects, found.pairs[0].acts()), (1, 1, 2));
    assert!(purse.most < 32 << 20, "{}", purse.most);
}

#[test]
fn many_touches_are_counted_in_parts() {
    // 50 links; each of 10,000 accounts shares a tenth of them, each link at one moment: 25 million
    // touches, more than one part. What two accounts have in common is what their bits share.
    let shares = |account: u64, object: u64| mixed(account << 8 | object).is_multiple_of(10);
    let links = |account| (0..50).filter(move |object| shares(account, *object));
    let all: Vec<(u64, u64)> = (0..10_000)
        .flat_map(|account| links(account).map(move |object| (account, object)))
        .collect();
    let columns = crowded(all.len() as u64, |row| {
        let (account, object) = all[usize::try_from(row).unwrap()];
        (account, object, object)
    });
    let options = PairOptions { crowd_cap: 2000, ..PairOptions::new(0, 4) };
    let (found, _) = bounded(&columns, options);
    let bits: Vec<u64> =
        (0..10_000).map(|account| links(account).fold(0, |bits, link| bits | 1 << link)).collect();
    let mut expected = Vec::new();
    for (a, bits_a) in (0..).zip(&bits) {
        let shared = (0..).zip(&bits).map(|(b, bits_b)| (a, b, (bits_a & bits_b).count_ones()));
        expected.extend(shared.filter(|(a, b, objects)| a < b && *objects >= 4));
    }
    let ours = found.pairs.iter().map(|pair| (pair.account_a, pair.account_b, pair.objects));
    assert!(expected.len() > 10_000);
    assert!(ours.eq(expected));
}

#[test]
fn too_small_a_budget_ends_in_its_own_error() {
    let columns = crowded(10_000, |number| (mixed(number) % 100, mixed(number) % 7, number));
    let mut refused = 0;
    for left in (0..2_000_000).step_by(50_000) {
        match windowed(
            columns.acts(),
            &columns.tie,
            PairOptions::new(MINUTE, 2),
            &mut Purse::of(left),
        ) {
            Ok(_) => break,
            Err(error) => {
                refused += 1;
                let source = std::error::Error::source(&error).unwrap();
                assert_eq!(source.to_string(), "the purse is empty");
            }
        }
    }
    assert!(refused > 5, "{refused}");
}

#[test]
fn at_the_end_only_the_result_is_charged_and_the_estimate_is_near() {
    let count = 400_000;
    let columns = crowded(count, |number| {
        (
            mixed(number) % (count / 8),
            mixed(number * 7) % (count / 4),
            mixed(number * 13) % (600 * MINUTE),
        )
    });
    let mut purse = Purse::of(usize::MAX);
    let found =
        windowed(columns.acts(), &columns.tie, PairOptions::new(MINUTE, 2), &mut purse).unwrap();
    let held = found.pairs.capacity() * size_of::<vigie_kernels::pairs::Pair>()
        + found.joints.capacity() * size_of::<Joint>()
        + found.crowds.capacity() * size_of::<vigie_kernels::pairs::Crowd>();
    assert_eq!(purse.held, held);
    let estimate = memory_estimate(columns.at.len());
    assert!(purse.most < estimate && purse.most > estimate / 3, "{} {estimate}", purse.most);
}

#[test]
fn the_ends_of_time_do_not_overflow() {
    let acts: Vec<Act> = [i64::MIN, i64::MIN + 1, -1, 0, i64::MAX - 1, i64::MAX]
        .into_iter()
        .zip(0..)
        .map(|(at, number)| Act { account: number, object: 1, at, tie: number })
        .collect();
    assert_eq!(run(&acts, PairOptions::new(1, 1)).pairs.len(), 3);
    assert_eq!(run(&acts, PairOptions::new(u64::MAX, 1)).pairs.len(), 15);
}

#[test]
fn columns_of_different_length_are_refused() {
    let acts = Acts { account: &[1, 2], object: &[1, 1], at: &[1] };
    assert!(windowed(acts, &[1], PairOptions::new(1, 1), &mut Unlimited).is_err());
    let acts = Acts { account: &[1], object: &[1], at: &[1] };
    assert!(windowed(acts, &[], PairOptions::new(1, 1), &mut Unlimited).is_err());
}

#[test]
fn nothing_in_gives_nothing_out() {
    assert_eq!(run(&[], PairOptions::new(1, 0)), Pairs { crowd_cap: 200, ..Pairs::default() });
}
