//! Bounds the work on objects that a crowd shares.

use super::acts::Act;
use super::budget::{filled, release, reserve};
use super::window::gap;
use super::{Budget, Crowd, PairOptions, PairsError};

/// What is left to do after thinning.
pub(super) struct Thinned {
    pub(super) crowds: Vec<Crowd>,
    pub(super) crowd_cap: u32,
    /// At most this many meetings are left.
    pub(super) touches: u64,
}

/// Below this the crowd cap is not halved any further.
const LEAST_CAP: u32 = 2;

/// Leaves accounts out until no window of any object holds more than the cap, and all windows
/// together make no more meetings than the other cap.
pub(super) fn thin(
    acts: &mut Vec<Act>,
    accounts: usize,
    options: PairOptions,
    budget: &mut dyn Budget,
) -> Result<Thinned, PairsError> {
    let mut measure =
        Measure { window_us: options.window_us, present: filled(0, accounts, budget)? };
    let mut crowd_cap = options.crowd_cap;
    let mut crowds = Vec::new();
    loop {
        let touches = thin_once(acts, crowd_cap, &mut measure, &mut crowds, budget)?;
        if touches <= options.touch_cap || crowd_cap <= LEAST_CAP {
            release(measure.present, budget);
            merge(&mut crowds, acts);
            return Ok(Thinned { crowds, crowd_cap, touches });
        }
        crowd_cap = (largest_crowd(acts, &mut measure).min(crowd_cap) / 2).max(LEAST_CAP);
    }
}

/// Splits an object's acts where nothing happens for longer than the window: no pair crosses that.
fn runs(acts: &[Act], window_us: u64) -> impl Iterator<Item = &[Act]> {
    acts.chunk_by(move |left, right| {
        left.object == right.object && gap(right.at, left.at) <= window_us
    })
}

fn largest_crowd(acts: &[Act], measure: &mut Measure) -> u32 {
    runs(acts, measure.window_us).map(|run| measure.all(run).accounts).max().unwrap_or(0)
}

fn thin_once(
    acts: &mut Vec<Act>,
    cap: u32,
    measure: &mut Measure,
    crowds: &mut Vec<Crowd>,
    budget: &mut dyn Budget,
) -> Result<u64, PairsError> {
    let (mut start, mut kept, mut touches) = (0, 0, 0_u64);
    while start < acts.len() {
        let Some(run) = runs(&acts[start..], measure.window_us).next() else { break };
        let range = start..start + run.len();
        start = range.end;
        let crowd = measure.all(run);
        if crowd.accounts <= cap {
            touches = touches.saturating_add(crowd.touches);
            acts.copy_within(range.clone(), kept);
            kept += range.len();
            continue;
        }
        let (lot, left) = measure.highest_lot(run, cap);
        touches = touches.saturating_add(left.touches);
        let (object, first) = (run[0].object, kept);
        for at in range.clone() {
            if lot_of(&acts[at]) < lot {
                acts[kept] = acts[at];
                kept += 1;
            }
        }
        reserve(crowds, 1, budget)?;
        let left_out = count(range.len() - (kept - first));
        crowds.push(Crowd { object, acts: 0, left_out, accounts: crowd.accounts });
    }
    acts.truncate(kept);
    Ok(touches)
}

/// An account's lot, a fixed function of its pseudonym (the finalizer of `SplitMix64`: Steele, Lea
/// and Flood, *Fast Splittable Pseudorandom Number Generators*, 2014), below 2^32.
fn lot_of(act: &Act) -> u64 {
    let mut lot = act.key.cast_unsigned().wrapping_add(0x9E37_79B9_7F4A_7C15);
    lot = (lot ^ (lot >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    lot = (lot ^ (lot >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (lot ^ (lot >> 31)) >> 32
}

/// What a run of acts comes to.
#[derive(Clone, Copy, Default)]
struct Size {
    /// Most accounts inside one window.
    accounts: u32,
    /// At least as many meetings as the run makes.
    touches: u64,
}

struct Measure {
    window_us: u64,
    /// By account: its acts inside the window. All zero between calls.
    present: Vec<u32>,
}

impl Measure {
    fn all(&mut self, run: &[Act]) -> Size {
        if run.len() < 2 { Size::default() } else { self.those(run, |_| true) }
    }

    /// Measures the acts that are wanted, with two ends that walk over the run.
    fn those(&mut self, run: &[Act], wanted: impl Fn(&Act) -> bool) -> Size {
        let mut size = Size::default();
        let mut inside = 0_u32;
        let mut tail = run.iter().filter(|act| wanted(act)).peekable();
        for act in run.iter().filter(|act| wanted(act)) {
            while let Some(old) = tail.next_if(|old| gap(act.at, old.at) > self.window_us) {
                let present = &mut self.present[old.account as usize];
                *present -= 1;
                inside -= u32::from(*present == 0);
            }
            let present = &mut self.present[act.account as usize];
            inside += u32::from(*present == 0);
            *present += 1;
            size.accounts = size.accounts.max(inside);
            size.touches += u64::from(inside - 1);
        }
        for act in tail {
            self.present[act.account as usize] = 0;
        }
        size
    }

    /// The bound below which lots stay: the highest with which every window fits the cap. Fewer
    /// lots never make a larger crowd, so it is found by halving.
    fn highest_lot(&mut self, run: &[Act], cap: u32) -> (u64, Size) {
        let (mut fits, mut too_many) = (0, 1 << 32);
        let mut left = Size::default();
        while too_many - fits > 1 {
            let middle = u64::midpoint(fits, too_many);
            let size = self.those(run, |act| lot_of(act) < middle);
            if size.accounts <= cap {
                (fits, left) = (middle, size);
            } else {
                too_many = middle;
            }
        }
        (fits, left)
    }
}

/// One entry an object: runs and rounds are added up, and acts that stayed are counted.
fn merge(crowds: &mut Vec<Crowd>, acts: &[Act]) {
    crowds.sort_unstable_by_key(|crowd| crowd.object);
    crowds.dedup_by(|next, kept| {
        let same = next.object == kept.object;
        if same {
            kept.left_out = kept.left_out.saturating_add(next.left_out);
            kept.accounts = kept.accounts.max(next.accounts);
        }
        same
    });
    for crowd in &mut *crowds {
        crowd.acts = crowd.left_out;
    }
    if crowds.is_empty() {
        return;
    }
    for object in acts.chunk_by(|left, right| left.object == right.object) {
        if let Ok(at) = crowds.binary_search_by_key(&object[0].object, |crowd| crowd.object) {
            crowds[at].acts = crowds[at].acts.saturating_add(count(object.len()));
        }
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
