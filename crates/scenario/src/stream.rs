//! Pouring a stream of lines out in time order with a small, flat memory.
//!
//! Each hour of the season draws from its own stream of chance, so that a rotated file can be
//! written alone and gives the same bytes as within the whole. Hours that hold much are cut into
//! slots; a slot is drawn, merged with what was planted there, sorted and written.

use std::ops::Range;

use crate::calendar::{HOUR, Rhythm, hour_start, part, slots};
use crate::rng::Rng;

/// One line to be written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<E> {
    /// When, in microseconds.
    pub(crate) at: i64,
    /// What.
    pub(crate) event: E,
}

/// A stretch of time to be filled.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot {
    /// Its first moment.
    pub(crate) from: i64,
    /// The first moment after it.
    pub(crate) until: i64,
    /// How many lines to draw.
    pub(crate) lines: u64,
}

/// Draws ordinary lines and writes all lines of one stream.
pub(crate) trait Feed {
    type Event: Copy;

    /// Draws exactly `slot.lines` lines with times inside the slot, in any order.
    fn ordinary(&mut self, rng: &mut Rng, slot: Slot, out: &mut Vec<Line<Self::Event>>);

    /// Writes one line with its terminator.
    fn write(&mut self, line: &Line<Self::Event>, out: &mut Vec<u8>);
}

/// What to pour.
pub(crate) struct Flow<'a, E> {
    pub(crate) seed: u64,
    /// Keeps the chance of one stream apart from that of others.
    pub(crate) stream: u64,
    pub(crate) rhythm: &'a Rhythm,
    /// Ordinary lines of the whole season.
    pub(crate) ordinary: u64,
    /// Planted lines of the whole season, sorted by time.
    pub(crate) planted: &'a [Line<E>],
}

/// Output is handed over in pieces of about this size.
const PIECE: usize = 64 << 10;

/// Writes the lines of the given hours.
///
/// # Errors
/// What `sink` returns; nothing is written after it.
pub(crate) fn pour<F: Feed, X>(
    feed: &mut F,
    flow: &Flow<'_, F::Event>,
    hours: Range<usize>,
    sink: &mut impl FnMut(&[u8]) -> Result<(), X>,
) -> Result<(), X> {
    let mut lines = Vec::new();
    let mut out = Vec::with_capacity(2 * PIECE);
    for hour in hours {
        let before = |hour| flow.rhythm.lines_before(flow.ordinary, hour);
        let total = before(hour + 1) - before(hour);
        let mut rng = Rng::of(flow.seed, &[flow.stream, crate::rng::count(hour)]);
        for slot in slots_of(hour, total) {
            lines.clear();
            feed.ordinary(&mut rng, slot, &mut lines);
            lines.extend_from_slice(planted_in(flow.planted, slot));
            // Stable: lines of one session that share a second keep their order.
            lines.sort_by_key(|line| line.at);
            for line in &lines {
                feed.write(line, &mut out);
                if out.len() >= PIECE {
                    sink(&out)?;
                    out.clear();
                }
            }
        }
    }
    if out.is_empty() { Ok(()) } else { sink(&out) }
}

fn slots_of(hour: usize, lines: u64) -> impl Iterator<Item = Slot> {
    let start = hour_start(hour);
    let slots = slots(lines);
    let edge = move |slot: u64| {
        let share = i128::from(HOUR) * i128::from(slot) / i128::from(slots);
        start + i64::try_from(share).unwrap_or(HOUR)
    };
    (0..slots).map(move |slot| Slot {
        from: edge(slot),
        until: edge(slot + 1),
        lines: part(lines, slot, slots),
    })
}

fn planted_in<E>(planted: &[Line<E>], slot: Slot) -> &[Line<E>] {
    let from = planted.partition_point(|line| line.at < slot.from);
    let until = planted.partition_point(|line| line.at < slot.until);
    &planted[from..until]
}
