//! A small curve of counts a day.

use std::fmt::Write;

use super::{Px, share};

const WIDTH: Px = Px::whole(92);
const TALL: Px = Px::whole(18);
const MARGIN: i64 = 30;

/// More days than these are added up in pairs, fours …
const MAX_POINTS: usize = 60;

/// The curve.
#[derive(Debug)]
pub(crate) struct Spark {
    /// Corners of the curve.
    pub(crate) line: String,
    /// Corners of the area under it.
    pub(crate) area: String,
    /// Where it stands now.
    pub(crate) last_x: Px,
    pub(crate) last_y: Px,
    pub(crate) highest: u64,
}

impl Spark {
    /// The curve; `None` for fewer than two days.
    pub(crate) fn new(counts: &[u64]) -> Option<Self> {
        let together = counts.len().div_ceil(MAX_POINTS).max(1);
        // From the end, so that the newest point is always whole.
        let mut points: Vec<u64> = counts
            .rchunks(together)
            .map(|part| part.iter().fold(0_u64, |sum, count| sum.saturating_add(*count)))
            .collect();
        points.reverse();
        let last = points.len().checked_sub(1).filter(|last| *last > 0)?;
        let highest = points.iter().copied().max()?;
        let place = |index: usize, count: u64| {
            let x = MARGIN + share(index as u64, last as u64, WIDTH).0;
            (Px(x), Px(MARGIN + TALL.0 - share(count, highest, TALL).0))
        };
        let mut line = String::new();
        for (index, count) in points.iter().enumerate() {
            let (x, y) = place(index, *count);
            // Writing to a String cannot fail.
            let _ = write!(line, "{}{x},{y}", if index == 0 { "" } else { " " });
        }
        let (last_x, last_y) = place(last, points[last]);
        let base = Px(MARGIN + TALL.0);
        let area = format!("{},{base} {line} {last_x},{base}", Px(MARGIN));
        Some(Self { line, area, last_x, last_y, highest })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_rises_and_ends_at_its_dot() {
        let spark = Spark::new(&[0, 5, 10]).unwrap();
        assert_eq!(spark.line, "3,21 49,12 95,3");
        assert_eq!((spark.last_x, spark.last_y, spark.highest), (Px(950), Px(30), 10));
        assert!(Spark::new(&[4]).is_none());
        assert!(Spark::new(&[0, 0]).is_some());
    }

    #[test]
    fn long_trends_are_added_up() {
        let spark = Spark::new(&[1; 600]).unwrap();
        assert_eq!(spark.line.split(' ').count(), 60);
        assert_eq!(spark.highest, 10);
    }
}
