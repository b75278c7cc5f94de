//! Does an account belong to the others?

use super::GroupOptions;
use super::index::{Index, real};
use super::occasion::{Meeting, Work};
use super::tail::{ln_poisson, ln_poisson_binomial};

/// Of the others, a member must have met at least this share, rounded up: who belongs to another
/// group with which this one shares some members has met these only.
const MOST_OF_THE_OTHERS: (usize, usize) = (7, 10);

/// Others whose objects are compared: the least active ones say most.
const COMPARED: usize = 12;

/// In sets up to this size an account is also tested by whom it meets one at a time.
pub(super) const SMALL: usize = 7;

/// A set, its occasions, and on which objects it acts.
pub(super) struct Others<'a> {
    index: &'a Index,
    set: &'a [u32],
    meetings: &'a [Meeting],
    options: GroupOptions,
    /// Acts that are not the set's.
    free: f64,
    /// How many times as active an account counts.
    busier: f64,
    /// Objects on which the set acts, ascending; filled when first asked for.
    interests: Option<Interests>,
    /// By member: free places within the window around its acts; filled when first asked for.
    places: Option<Vec<f64>>,
}

struct Interests {
    objects: Vec<u32>,
    /// Acts on them that are not close to others.
    acts: f64,
}

/// Whom of a set an account met.
struct Met {
    /// Distinct (member's place in the set, object).
    touches: Vec<(usize, u32)>,
}

impl<'a> Others<'a> {
    pub(super) fn new(
        index: &'a Index,
        set: &'a [u32],
        meetings: &'a [Meeting],
        options: GroupOptions,
    ) -> Self {
        let own: f64 = set.iter().map(|one| index.activity(*one)).sum();
        let free = (index.total() - own).max(1.0);
        Self { index, set, meetings, options, free, busier: 1.0, interests: None, places: None }
    }

    /// Accounts count as this many times as active as over all acts.
    pub(super) fn busier(self, busier: f64) -> Self {
        Self { busier, ..self }
    }

    /// The logarithm of the chance that an account which was there on these occasions (positions in
    /// the meetings, ascending) is so often with the set. `None` when it has not met most of the
    /// others, or is likelier than `ln_most`.
    ///
    /// Two ways of being with a set are tried, and paid for: on its occasions; and, in a small
    /// set, with its members one at a time, where whoever is closest to the account does not count.
    pub(super) fn test(
        &mut self,
        account: u32,
        there: &[usize],
        ln_most: f64,
        work: &mut Work,
    ) -> Option<f64> {
        let met = (self.set.len() <= SMALL).then(|| self.met(account, work));
        let met_most = met.as_ref().map_or_else(|| self.was_with(there), Met::members);
        let (share, of) = MOST_OF_THE_OTHERS;
        if met_most * of < self.set.len() * share {
            return None;
        }
        let activity = self.index.activity(account);
        let plain = (activity * self.busier / self.free).min(1.0);
        let first = self.ln_p(plain, there, met.as_ref(), work);
        if first > ln_most {
            return None;
        }
        let rate = self.rate_on_shared_objects(account, activity, work).min(1.0);
        let ln_p = if rate > plain { self.ln_p(rate, there, met.as_ref(), work) } else { first };
        (ln_p <= ln_most).then_some(ln_p)
    }

    fn ln_p(&mut self, rate: f64, there: &[usize], met: Option<&Met>, work: &mut Work) -> f64 {
        let on_occasions = if there.len() < 2 {
            0.0
        } else {
            work.spend(self.meetings.len().saturating_mul(there.len()) / 8);
            let chances = self.meetings.iter().map(|one| chance(rate, one.places));
            ln_poisson_binomial(count(there.len()), chances)
        };
        let Some(met) = met else { return on_occasions };
        let set_aside = self.ln_without_closest(rate, met, work);
        (on_occasions.min(set_aside) + f64::ln(2.0)).min(0.0)
    }

    /// The chance of meeting the set so often, with any one member left out: the largest of all.
    /// Somebody who acts together with one member only is no member of the set.
    fn ln_without_closest(&mut self, rate: f64, met: &Met, work: &mut Work) -> f64 {
        let (index, set, options) = (self.index, self.set, self.options);
        let places = self.places.get_or_insert_with(|| places(index, set, options, work));
        let all: f64 = places.iter().sum();
        (0..set.len())
            .map(|aside| {
                let objects = met.objects_without(aside);
                if objects < 2 {
                    return 0.0;
                }
                ln_poisson(count(objects), rate * (all - places[aside]))
            })
            .fold(f64::NEG_INFINITY, f64::max)
    }

    /// How many of the set were at these occasions.
    fn was_with(&self, there: &[usize]) -> usize {
        let mut met: Vec<u32> = there
            .iter()
            .flat_map(|&at| &self.meetings[at].acts)
            .map(|&at| self.index.acts[at as usize].account)
            .collect();
        met.sort_unstable();
        met.dedup();
        met.len()
    }

    fn met(&self, account: u32, work: &mut Work) -> Met {
        let index = self.index;
        let mut touches = Vec::new();
        let own = index.of(account);
        work.spend(own.len().saturating_mul(self.set.len()));
        for &at in own {
            let act = &index.acts[at as usize];
            for (place, other) in self.set.iter().enumerate() {
                let near = |theirs: &u32| {
                    index.acts[*theirs as usize].at.abs_diff(act.at) <= self.options.window_us
                };
                if !index.is_crowded(at, self.options.crowd_cap)
                    && index.of_on(*other, act.object).iter().any(near)
                {
                    touches.push((place, act.object));
                }
            }
        }
        touches.sort_unstable();
        touches.dedup();
        Met { touches }
    }

    /// How often the account takes a place on the objects of the set when the set is not there:
    /// its acts away from theirs, with one more, over all such acts. The one more weighs as much as
    /// its plain rate says, so that nobody who is seldom there gets a high rate.
    fn rate_on_shared_objects(&mut self, account: u32, activity: f64, work: &mut Work) -> f64 {
        let (index, set, window_us) = (self.index, self.set, self.options.window_us);
        let interests = self.interests.get_or_insert_with(|| interests(index, set, work));
        let mut away = 0;
        let mut last = None;
        let own = index.of(account);
        work.spend(own.len());
        for &at in own {
            let act = &index.acts[at as usize];
            if last == Some(act.object) || interests.objects.binary_search(&act.object).is_err() {
                continue;
            }
            let near = set.iter().any(|other| {
                let theirs = index.of_on(*other, act.object);
                theirs.iter().any(|at| index.acts[*at as usize].at.abs_diff(act.at) <= window_us)
            });
            if !near {
                away += 1;
                last = Some(act.object);
            }
        }
        let weight = self.free / activity.max(1.0);
        (real(away) + 1.0) / (interests.acts + weight)
    }
}

impl Met {
    fn members(&self) -> usize {
        self.touches.chunk_by(|left, right| left.0 == right.0).count()
    }

    /// On how many objects it met any other member than that one.
    fn objects_without(&self, aside: usize) -> usize {
        let mut objects: Vec<u32> =
            self.touches.iter().filter(|(place, _)| *place != aside).map(|(_, o)| *o).collect();
        objects.sort_unstable();
        objects.dedup();
        objects.len()
    }
}

fn count(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}

/// The chance that at least one of the places of an occasion is an account's.
fn chance(rate: f64, places: u32) -> f64 {
    -(f64::from(places) * (-rate).ln_1p()).exp_m1()
}

fn interests(index: &Index, set: &[u32], work: &mut Work) -> Interests {
    let mut quiet: Vec<u32> = set.to_vec();
    quiet.sort_unstable_by_key(|one| (index.of(*one).len(), *one));
    quiet.truncate(COMPARED);
    let mut objects: Vec<u32> = quiet
        .iter()
        .flat_map(|one| index.of(*one))
        .map(|at| index.acts[*at as usize].object)
        .collect();
    work.spend(objects.len());
    objects.sort_unstable();
    objects.dedup();
    let acts = objects
        .iter()
        .map(|object| {
            let (acts, close) = index.popularity(*object);
            acts * (1.0 - close)
        })
        .sum();
    Interests { objects, acts }
}

/// By member: places within the window around its acts that are not the set's own. Acts in a crowd
/// are left out, as on occasions.
fn places(index: &Index, set: &[u32], options: GroupOptions, work: &mut Work) -> Vec<f64> {
    let of = |member: &u32| -> f64 {
        let mut places = 0;
        for &at in index.of(*member) {
            if index.is_crowded(at, options.crowd_cap) {
                continue;
            }
            let near = index.near(at, options.window_us);
            work.spend(near.len());
            places +=
                near.filter(|at| set.binary_search(&index.acts[*at].account).is_err()).count();
        }
        real(places)
    };
    set.iter().map(of).collect()
}
