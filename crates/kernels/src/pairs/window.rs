//! Slides the window over each object and reports which acts meet.

use super::PairsError;
use super::acts::Act;

/// Takes what [`slide`] finds.
pub(crate) trait Visitor {
    /// Two acts by different accounts on one object within the window. `earlier` is the last act
    /// of its account before `later`. Between them the same two accounts have not met.
    fn meet(&mut self, earlier: &Act, later: &Act);

    /// The object is done.
    fn object_done(&mut self) -> Result<(), PairsError>;
}

/// The distance of two times, the later one first. Never overflows.
pub(crate) fn gap(later: i64, earlier: i64) -> u64 {
    later.wrapping_sub(earlier).cast_unsigned()
}

/// Reports, for each object and each two accounts that touch on it, at least the closest of their
/// acts, and never more than one meeting for each act and other account.
///
/// `acts` is sorted as [`super::partition::sort`] does, without repeats at one moment. `live` holds
/// the last act of each account, by time. A new act looks back until it finds its own account's
/// last act: accounts behind that have met the earlier act already, and closer. Own acts leave
/// `live` when they are found, which costs no more than the look back did.
pub(crate) fn slide(
    acts: &[Act],
    window_us: u64,
    visitor: &mut impl Visitor,
) -> Result<(), PairsError> {
    slide_reaching(acts, window_us, usize::MAX, visitor)
}

/// The same, where an act meets at most the `reach` acts that came last before it: then what it
/// reports is less by the meetings across more of a crowd than that, the widest apart first.
pub(crate) fn slide_reaching(
    acts: &[Act],
    window_us: u64,
    reach: usize,
    visitor: &mut impl Visitor,
) -> Result<(), PairsError> {
    let mut live: Vec<Act> = Vec::new();
    for object in acts.chunk_by(|left, right| left.object == right.object) {
        live.clear();
        for act in object {
            let mut own = None;
            let mut met = live.len();
            let end = met.saturating_sub(reach);
            while let Some(earlier) = met.checked_sub(1).map(|at| &live[at]) {
                if met == end || gap(act.at, earlier.at) > window_us {
                    break;
                }
                met -= 1;
                if earlier.account == act.account {
                    own = Some(met);
                    break;
                }
                visitor.meet(earlier, act);
            }
            match own {
                Some(own) => {
                    live.remove(own);
                }
                // Everything before `met` has left the window for good.
                None if met > 64 && met > live.len() / 2 => {
                    live.drain(..met);
                }
                None => {}
            }
            live.push(*act);
        }
        visitor.object_done()?;
    }
    Ok(())
}
