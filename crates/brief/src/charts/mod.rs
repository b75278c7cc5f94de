//! Where the marks of a chart stand. Templates draw them; nothing here is markup.
//!
//! Everything is whole tenths of a pixel, so that the same brief is the same bytes on every
//! machine.

mod axis;
mod bars;
mod lanes;
mod spark;

use std::fmt;

pub(crate) use axis::{Axis, Tick};
pub(crate) use bars::Bars;
pub(crate) use lanes::{Lanes, Shape};
pub(crate) use spark::Spark;

/// Tenths of a pixel.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(crate) struct Px(pub(crate) i64);

impl Px {
    pub(crate) const fn whole(pixels: i64) -> Self {
        Self(pixels * 10)
    }
}

impl fmt::Display for Px {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, tenth) = (self.0 / 10, (self.0 % 10).abs());
        // A tenth below zero has no whole part that could carry its sign.
        let sign = if self.0 < 0 && whole == 0 { "-" } else { "" };
        if tenth == 0 { write!(out, "{whole}") } else { write!(out, "{sign}{whole}.{tenth}") }
    }
}

/// `part` of `whole`, on a length; 0 for a whole of 0.
pub(crate) fn share(part: u64, whole: u64, length: Px) -> Px {
    if whole == 0 {
        return Px(0);
    }
    let length = u128::try_from(length.0).unwrap_or(0);
    let exact = u128::from(part.min(whole)) * length / u128::from(whole);
    Px(i64::try_from(exact).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenths_are_written_shortly() {
        let shown = [0, 5, 10, 123, -5, -15].map(|tenths| Px(tenths).to_string());
        assert_eq!(shown, ["0", "0.5", "1", "12.3", "-0.5", "-1.5"]);
    }

    #[test]
    fn shares_of_huge_numbers_do_not_overflow() {
        assert_eq!(share(u64::MAX, u64::MAX, Px::whole(700)), Px::whole(700));
        assert_eq!(share(3, 0, Px::whole(700)), Px(0));
    }
}
