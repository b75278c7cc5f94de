//! Accounts that act together, and what chance would give.
//!
//! # The rule (`chance@1`)
//!
//! As in [`crate::pairs`]: two accounts are joint on an object when acts of theirs are at most a
//! window apart, an account counts once per object, and the weight is the number of distinct
//! objects. Here all windows are counted in one pass, and each pair with enough objects is compared
//! with two nulls:
//!
//! 1. *Labels*: who did what is permuted over the acts of each day (`family`, `clump`). The number
//!    of joint objects is then at most Poisson in its tail, with a mean in closed form.
//! 2. *Times*: the times of each object are permuted over its acts (`times`). The number is then a
//!    sum of independent events, whose tail is computed exactly.
//!
//! The first asks: would accounts as busy as these meet so often on objects as popular as these?
//! The second: given that both shared these objects, is it odd that they did so at the same moments?
//! An edge is *strong* only if neither explains it. False discoveries are controlled within each
//! family (layer and window) and over the season (`fdr`).
//!
//! Null 2 is tried where null 1 leaves less than [`Options::p_report`], or where null 1 is
//! significant at all, so that no strong edge is missed; the rest counts with `p_2 = 1`, which can
//! only raise `q_2`.
//!
//! Nothing depends on the order of the rows. A repeat (same account, object and moment) is one act.
//!
//! # Crowds
//!
//! An act is compared with at most [`Options::reach`] acts before it on its object: in a crowd the
//! closest in time. So narrow windows lose nothing until that many accounts act inside them. What
//! was cut is returned in [`Edges::cut`]. Expectations still count the whole crowd, hence err on
//! the safe side.

mod clump;
mod edge;
mod family;
pub mod fdr;
mod measure;
mod meet;
pub mod tail;
mod times;

pub use edge::{Edge, Strength};
use hashbrown::HashSet;
pub use measure::{ByTimes, by_times, expected};

use crate::KernelInfo;
use crate::discoveries::q_values;
use crate::pairs::acts::{Act, rank};
use crate::pairs::budget::{release, reserve};
use crate::pairs::count::{Counted, ranks};
use crate::pairs::window::gap;
use crate::pairs::{Acts, Budget, Joint, PairOptions, PairsError, evidence, partition, prune};
use family::Family;
use fdr::{all_pairs, season_p};
use meet::{Met, Reach};
use tail::{poisson_binomial_tail, poisson_tail};
use times::Times;

/// The kernel.
pub const CHANCE: KernelInfo = KernelInfo {
    name: "chance",
    version: 1,
    doc: "Pairs of accounts that act together, with what two null models would give.",
};

/// The usual windows: 10, 60, 300 and 3,600 seconds.
pub const WINDOWS_US: [u64; MAX_WINDOWS] = [10_000_000, 60_000_000, 300_000_000, 3_600_000_000];

/// Windows that are counted in one pass, at most.
pub const MAX_WINDOWS: usize = 4;

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Options<'a> {
    /// Windows in microseconds, rising, each at most a day; [`MAX_WINDOWS`] at most.
    pub windows_us: &'a [u64],
    /// Pairs with fewer joint objects are not tested; at least 1.
    pub min_objects: u32,
    /// The share of false discoveries in a family, and of seasons of noise with any finding.
    pub alpha: f64,
    /// Families (layers times windows) that share [`Edge::season_q`].
    pub families: u32,
    /// Pairs with a higher `p_1` are left out unless significant.
    pub p_report: f64,
    /// Acts before it that an act is compared with; see the module.
    pub reach: u32,
    /// Most comparisons in all; beyond it the reach is halved until they fit.
    pub touch_cap: u64,
    /// Most joint objects of one edge for which evidence is kept: the earliest.
    pub evidence_cap: u32,
}

impl Default for Options<'static> {
    fn default() -> Self {
        Self {
            windows_us: &WINDOWS_US,
            min_objects: 2,
            alpha: 0.05,
            families: 1,
            p_report: 1e-3,
            reach: 200,
            touch_cap: 200_000_000,
            evidence_cap: 1000,
        }
    }
}

/// What was found in one layer.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Edges {
    /// Ordered by window, then accounts.
    pub edges: Vec<Edge>,
    /// The evidence of all edges; see [`Edges::evidence`].
    pub joints: Vec<Joint>,
    /// Distinct acts.
    pub acts: usize,
    /// Accounts.
    pub accounts: usize,
    /// What was not compared.
    pub cut: Cut,
}

/// Acts of a crowd that were not compared with all that they met.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Cut {
    /// Objects.
    pub objects: u64,
    /// Acts on them.
    pub acts: u64,
    /// Acts before it that each was compared with.
    pub reach: u64,
}

impl Edges {
    /// The acts that show an edge, by time: one joint for each of its objects, or the earliest
    /// `evidence_cap` of them.
    #[must_use]
    pub fn evidence(&self, edge: &Edge) -> &[Joint] {
        let first = edge.first_joint;
        self.joints.get(first..first + edge.joints as usize).unwrap_or(&[])
    }
}

/// Takes the acts of one layer in, and compares them at the end.
#[derive(Debug, Default)]
pub struct ChanceFinder {
    acts: Vec<Act>,
}

impl ChanceFinder {
    /// An empty finder.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes room for this many more acts at once, when the caller knows.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn expect(&mut self, acts: usize, budget: &mut dyn Budget) -> Result<(), PairsError> {
        Ok(reserve(&mut self.acts, acts, budget)?)
    }

    /// Takes a batch in.
    ///
    /// # Errors
    /// When the columns differ in length, there are too many acts, or the budget is used up.
    pub fn push(&mut self, batch: Acts<'_>, budget: &mut dyn Budget) -> Result<(), PairsError> {
        crate::pairs::acts::append(&mut self.acts, batch, budget)
    }

    /// Finds the edges. `tie(row)` is a number that belongs to the act itself, so that choices
    /// between otherwise equal acts do not depend on row order; `layer` is copied into the edges.
    ///
    /// When it returns, the budget is charged with the result and nothing else. After an error the
    /// charge is not given back: drop the reservation.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn finish(
        self,
        layer: u16,
        options: &Options<'_>,
        tie: impl Fn(u32) -> i64,
        budget: &mut dyn Budget,
    ) -> Result<Edges, PairsError> {
        let mut acts = self.acts;
        partition::sort(&mut acts, &tie);
        prune::repeats(&mut acts);
        let usable = options.windows_us.len().min(MAX_WINDOWS);
        let options = &Options { windows_us: &options.windows_us[..usable], ..*options };
        let Some(&widest) = options.windows_us.last() else { return Ok(Edges::default()) };
        let mut family = Family::of(&acts, options.windows_us, budget)?;
        let mut touching = touching(&acts, widest, options.min_objects, budget)?;
        let accounts = rank(&mut touching, budget)?;
        let pruned = PairOptions::new(widest, options.min_objects.max(1));
        prune::drop_hopeless(&mut touching, accounts.len(), pruned, budget)?;
        let reach = meet::reach(&touching, widest, options.reach, options.touch_cap);
        let least = options.min_objects.max(1);
        let met = meet::count(&touching, options.windows_us, least, reach, budget)?;
        let mut run = Run { layer, options, acts: &acts, family: &mut family, accounts: &accounts };
        let mut tested = run.labels(&met, budget)?;
        release(met, budget);
        run.times(&mut tested, budget)?;
        let mut found = run.evidence(&tested, &touching, reach, &tie, budget)?;
        found.acts = acts.len();
        found.accounts = family.accounts();
        release(tested, budget);
        family.release(budget);
        release(accounts, budget);
        release(touching, budget);
        release(acts, budget);
        Ok(found)
    }
}

/// Edges over acts that are in memory already.
///
/// # Errors
/// When the columns differ in length, hold too many acts, or the budget is used up.
pub fn edges(
    acts: Acts<'_>,
    tie: &[i64],
    options: &Options<'_>,
    budget: &mut dyn Budget,
) -> Result<Edges, PairsError> {
    if tie.len() != acts.at.len() {
        return Err(PairsError::UnequalColumns);
    }
    let mut finder = ChanceFinder::new();
    finder.expect(acts.at.len(), budget)?;
    finder.push(acts, budget)?;
    finder.finish(0, options, |row| tie.get(row as usize).copied().unwrap_or(0), budget)
}

/// About how many bytes a run over this many acts asks its budget for: 32 for each act, twice for
/// those that meet others, and what each account did on each day.
#[must_use]
pub const fn memory_estimate(acts: usize) -> usize {
    acts.saturating_mul(32 + 24 + 8).saturating_add(1 << 16)
}

/// The distance of two times, the later one second, is within the window.
#[inline]
pub(crate) fn near(earlier: i64, later: i64, window_us: u64) -> bool {
    gap(later, earlier) <= window_us
}

/// A copy of the acts that touch another account's, of accounts that do so on enough objects.
fn touching(
    acts: &[Act],
    widest: u64,
    least: u32,
    budget: &mut dyn Budget,
) -> Result<Vec<Act>, PairsError> {
    let same = |left: &Act, right: &Act| left.object == right.object;
    let mut marks = Vec::new();
    let mut each = |take: &mut dyn FnMut(&Act)| {
        for object in acts.chunk_by(same).filter(|object| object.len() > 1) {
            prune::mark_touching(object, widest, &mut marks);
            object.iter().zip(&marks).filter(|(_, mark)| **mark).for_each(|(act, _)| take(act));
        }
    };
    let mut count = 0;
    each(&mut |_| count += 1);
    let mut touching = Vec::new();
    reserve(&mut touching, count, budget)?;
    each(&mut |act| touching.push(*act));
    prune::drop_most(&mut touching, PairOptions::new(widest, least.max(1)), budget)?;
    Ok(touching)
}

/// One pair in one window, tested.
#[derive(Clone, Copy, Debug)]
struct Tested {
    key: u64,
    window: usize,
    edge: Edge,
}

struct Run<'a> {
    layer: u16,
    options: &'a Options<'a>,
    acts: &'a [Act],
    family: &'a mut Family,
    /// By rank.
    accounts: &'a [i64],
}

impl Run<'_> {
    /// Null 1 for all pairs that met often enough; keeps those that are reported.
    fn labels(&mut self, met: &[Met], budget: &mut dyn Budget) -> Result<Vec<Tested>, PairsError> {
        let least = self.options.min_objects.max(1);
        let (mut kept, mut tested) = (Vec::new(), Vec::new());
        let places: Vec<usize> =
            self.accounts.iter().map(|account| self.family.place(*account)).collect();
        let all = all_pairs(self.family.accounts());
        for window in 0..self.options.windows_us.len() {
            tested.clear();
            for pair in met.iter().filter(|pair| pair.objects[window] >= least) {
                let (a, b) = ranks(pair.key);
                let expected = self.family.expected(self.acts, places[a], places[b], window);
                reserve(&mut tested, 1, budget)?;
                tested.push(self.first(pair, window, expected));
            }
            let p: Vec<f64> = tested.iter().map(|one: &Tested| one.edge.p_1).collect();
            let season: Vec<f64> = tested.iter().map(|one| self.season_p(&one.edge)).collect();
            let (q, season) = (q_values(&p, all), q_values(&season, all));
            for ((one, q), season) in tested.iter_mut().zip(q).zip(season) {
                one.edge.q_1 = q;
                one.edge.season_q = season.max(q);
            }
            let reported = |one: &&Tested| {
                one.edge.p_1 <= self.options.p_report || one.edge.q_1 <= self.options.alpha
            };
            reserve(&mut kept, tested.iter().filter(reported).count(), budget)?;
            kept.extend(tested.iter().filter(reported));
        }
        release(tested, budget);
        Ok(kept)
    }

    fn season_p(&self, edge: &Edge) -> f64 {
        let least = self.options.min_objects.max(1);
        season_p(edge.p_1, edge.objects, least, self.options.families)
    }

    fn first(&self, pair: &Met, window: usize, expected_1: f64) -> Tested {
        let (a, b) = ranks(pair.key);
        let objects = pair.objects[window];
        let edge = Edge {
            account_a: self.accounts[a],
            account_b: self.accounts[b],
            layer: self.layer,
            window_us: self.options.windows_us[window],
            objects,
            common: 0,
            pooled: 0,
            expected_1,
            p_1: poisson_tail(objects, expected_1),
            q_1: 1.0,
            season_q: 1.0,
            expected_2: 0.0,
            p_2: 1.0,
            q_2: 1.0,
            strength: Strength::Chance,
            first_at: 0,
            last_at: 0,
            delay_median_s: 0.0,
            first_joint: 0,
            joints: 0,
        };
        Tested { key: pair.key, window, edge }
    }

    /// Null 2 for these pairs, and the grades.
    fn times(&mut self, tested: &mut [Tested], budget: &mut dyn Budget) -> Result<(), PairsError> {
        let asked: HashSet<i64> =
            tested.iter().flat_map(|one| [one.edge.account_a, one.edge.account_b]).collect();
        let least = self.options.min_objects.max(1);
        let windows = self.options.windows_us;
        let ties = ties(tested, self.options.alpha);
        let mut times = Times::of(self.acts, windows, &asked, &ties, least, budget)?;
        for one in &mut *tested {
            let edge = &mut one.edge;
            let shared = times.shared(edge.account_a, edge.account_b, one.window);
            edge.common = u32::try_from(shared.chances.len()).unwrap_or(u32::MAX);
            edge.pooled = shared.pooled;
            edge.expected_2 = shared.chances.iter().sum();
            edge.p_2 = poisson_binomial_tail(edge.objects, &shared.chances);
        }
        let family = times.family.min(all_pairs(self.family.accounts()));
        times.release(budget);
        for window in tested.chunk_by_mut(|left, right| left.window == right.window) {
            let p: Vec<f64> = window.iter().map(|one| one.edge.p_2).collect();
            for (one, q) in window.iter_mut().zip(q_values(&p, family)) {
                one.edge.q_2 = q;
                one.edge.strength = grade(&one.edge, self.options.alpha);
            }
        }
        Ok(())
    }

    /// The acts that show each edge.
    fn evidence(
        &self,
        tested: &[Tested],
        touching: &[Act],
        reach: Reach,
        tie: &impl Fn(u32) -> i64,
        budget: &mut dyn Budget,
    ) -> Result<Edges, PairsError> {
        let cut = Cut { objects: reach.objects, acts: reach.cut, reach: reach.acts as u64 };
        let mut found = Edges { cut, ..Edges::default() };
        reserve(&mut found.edges, tested.len(), budget)?;
        for window in tested.chunk_by(|left, right| left.window == right.window) {
            let options = PairOptions {
                evidence_cap: self.options.evidence_cap.max(1),
                ..PairOptions::new(window[0].edge.window_us, self.options.min_objects)
            };
            let counted: Vec<Counted> = window
                .iter()
                .map(|one| Counted { key: one.key, objects: one.edge.objects })
                .collect();
            let (pairs, joints) = evidence::collect(
                touching,
                self.accounts,
                options,
                reach.acts,
                &counted,
                tie,
                budget,
            )?;
            let first_joint = found.joints.len();
            reserve(&mut found.joints, joints.len(), budget)?;
            found.joints.extend(&joints);
            release(joints, budget);
            found.edges.extend(window.iter().zip(&pairs).map(|(one, pair)| Edge {
                first_at: pair.first_at,
                last_at: pair.last_at,
                delay_median_s: pair.delay_median_s,
                first_joint: first_joint + pair.first_joint(),
                joints: pair.joints(),
                ..one.edge
            }));
            release(pairs, budget);
        }
        Ok(found)
    }
}

/// The pairs that null 1 does not explain in some window, the strongest first.
fn ties(tested: &[Tested], alpha: f64) -> Vec<(i64, i64)> {
    let tied = tested.iter().filter(|one| one.edge.q_1 <= alpha);
    let mut ties: Vec<&Edge> = tied.map(|one| &one.edge).collect();
    ties.sort_unstable_by(|one, other| {
        let accounts = |edge: &Edge| (edge.account_a, edge.account_b, edge.window_us);
        one.p_1.total_cmp(&other.p_1).then_with(|| accounts(one).cmp(&accounts(other)))
    });
    let mut seen = HashSet::new();
    ties.iter()
        .map(|edge| (edge.account_a, edge.account_b))
        .filter(|tie| seen.insert(*tie))
        .collect()
}

fn grade(edge: &Edge, alpha: f64) -> Strength {
    if edge.q_1 > alpha {
        Strength::Chance
    } else if edge.season_q > alpha {
        Strength::Weak
    } else if edge.q_2 > alpha {
        Strength::TimesExplain
    } else {
        Strength::Strong
    }
}
