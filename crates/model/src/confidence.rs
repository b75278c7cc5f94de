//! How sure: one list of words with its numbers, used on every screen and in every brief.
//!
//! The bands follow the probability yardstick of the UK Professional Head of Intelligence
//! Assessment (2019), the closest thing to a common European scale.

/// A word of estimative probability.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// 0 to 5 %.
    RemoteChance,
    /// 10 to 20 %.
    HighlyUnlikely,
    /// 25 to 35 %.
    Unlikely,
    /// 40 to 50 %.
    RealisticPossibility,
    /// 55 to 75 %.
    Likely,
    /// 80 to 90 %.
    HighlyLikely,
    /// 95 to 100 %.
    AlmostCertain,
}

impl Confidence {
    /// All words, from least to most sure.
    pub const ALL: [Self; 7] = [
        Self::RemoteChance,
        Self::HighlyUnlikely,
        Self::Unlikely,
        Self::RealisticPossibility,
        Self::Likely,
        Self::HighlyLikely,
        Self::AlmostCertain,
    ];

    /// The band in per cent, both ends included.
    #[must_use]
    pub const fn band(self) -> (u8, u8) {
        match self {
            Self::RemoteChance => (0, 5),
            Self::HighlyUnlikely => (10, 20),
            Self::Unlikely => (25, 35),
            Self::RealisticPossibility => (40, 50),
            Self::Likely => (55, 75),
            Self::HighlyLikely => (80, 90),
            Self::AlmostCertain => (95, 100),
        }
    }

    /// The name of the word's entry in `locales/`.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::RemoteChance => "confidence-remote-chance",
            Self::HighlyUnlikely => "confidence-highly-unlikely",
            Self::Unlikely => "confidence-unlikely",
            Self::RealisticPossibility => "confidence-realistic-possibility",
            Self::Likely => "confidence-likely",
            Self::HighlyLikely => "confidence-highly-likely",
            Self::AlmostCertain => "confidence-almost-certain",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Confidence;

    #[test]
    fn bands_ascend_and_never_overlap() {
        for pair in Confidence::ALL.windows(2) {
            assert!(pair[0].band().1 < pair[1].band().0);
        }
    }
}
