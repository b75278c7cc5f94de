//! Where members of a set meet.

use std::ops::Range;

use super::index::{Act, Index};

/// One object on which at least two of a set met.
#[derive(Clone, Debug)]
pub(super) struct Meeting {
    pub(super) object: u32,
    /// Positions of the acts that fit into one window with all of `acts`, on the same object.
    pub(super) reach: Range<usize>,
    /// Positions of one act for each member that was there, by time.
    pub(super) acts: Vec<u32>,
    /// How many acts within reach are not the set's own: places that chance could give to anybody.
    pub(super) places: u32,
}

/// Counts looks at acts, so that a stranger cannot make the work endless.
#[derive(Debug)]
pub(super) struct Work(pub(super) u64);

impl Work {
    pub(super) fn spend(&mut self, looks: usize) {
        self.0 = self.0.saturating_sub(looks as u64);
    }

    pub(super) const fn is_left(&self) -> bool {
        self.0 > 0
    }
}

/// The occasions of a set (members ascending), by object.
pub(super) fn meetings(
    index: &Index,
    set: &[u32],
    window_us: u64,
    crowd_cap: u32,
    work: &mut Work,
) -> Vec<Meeting> {
    let mut positions = acts_of(index, set, work);
    positions.sort_unstable();
    let mut found = Vec::new();
    let object = |at: &u32| index.acts[*at as usize].object;
    for same in positions.chunk_by(|left, right| object(left) == object(right)) {
        let Some(acts) = fullest(index, same, window_us) else { continue };
        let meeting = reach(index, set, acts, window_us, work);
        if meeting.places <= crowd_cap {
            found.push(meeting);
        }
    }
    found
}

/// The set's acts on objects that could matter. Of the busiest account only acts on objects where
/// another one acts too are looked at.
fn acts_of(index: &Index, set: &[u32], work: &mut Work) -> Vec<u32> {
    let busiest = set.iter().copied().max_by_key(|one| (index.of(*one).len(), *one));
    let mut positions: Vec<u32> = Vec::new();
    for one in set.iter().filter(|one| Some(**one) != busiest) {
        positions.extend(index.of(*one));
    }
    work.spend(positions.len());
    let Some(busiest) = busiest else { return positions };
    let mut objects: Vec<u32> =
        positions.iter().map(|at| index.acts[*at as usize].object).collect();
    objects.sort_unstable();
    objects.dedup();
    for object in objects {
        let own = index.of_on(busiest, object);
        work.spend(own.len() + 1);
        positions.extend(own);
    }
    positions
}

/// The window with the most members, the earliest of equals: one act each. `None` when no two
/// members meet.
fn fullest(index: &Index, positions: &[u32], window_us: u64) -> Option<Vec<u32>> {
    let act = |at: u32| -> &Act { &index.acts[at as usize] };
    let mut best: Vec<u32> = Vec::new();
    let mut inside: Vec<u32> = Vec::new();
    for (first, &start) in positions.iter().enumerate() {
        inside.clear();
        for &at in &positions[first..] {
            if act(at).at.abs_diff(act(start).at) > window_us {
                break;
            }
            if inside.iter().all(|seen| act(*seen).account != act(at).account) {
                inside.push(at);
            }
        }
        if inside.len() > best.len() {
            best.clone_from(&inside);
        }
    }
    (best.len() >= 2).then_some(best)
}

/// What lies within reach of a meeting.
fn reach(index: &Index, set: &[u32], acts: Vec<u32>, window_us: u64, work: &mut Work) -> Meeting {
    let at = |position: Option<&u32>| position.map_or(0, |at| index.acts[*at as usize].at);
    let window = i64::try_from(window_us).unwrap_or(i64::MAX);
    let from = at(acts.last()).saturating_sub(window);
    let until = at(acts.first()).saturating_add(window);
    let object = acts.first().map_or(0, |at| index.acts[*at as usize].object);
    let range = index.range(object as usize);
    let on = &index.acts[range.clone()];
    let start = range.start + on.partition_point(|act| act.at < from);
    let end = range.start + on.partition_point(|act| act.at <= until);
    work.spend(end - start);
    let free = index.acts[start..end].iter().filter(|act| set.binary_search(&act.account).is_err());
    let places = u32::try_from(free.count()).unwrap_or(u32::MAX);
    Meeting { object, reach: start..end, acts, places }
}
