//! What is known about two accounts in one layer and one window.

/// Two accounts that act together on some objects, with what chance would give.
///
/// One edge belongs to one *family*: one layer and one window, over all closed days that were
/// given. All numbers are about distinct objects.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Edge {
    /// The lower pseudonym.
    pub account_a: i64,
    /// The higher pseudonym.
    pub account_b: i64,
    /// The layer's number, as the caller gave it.
    pub layer: u16,
    /// Acts at most this many microseconds apart are together.
    pub window_us: u64,
    /// Distinct objects on which the two act together.
    pub objects: u32,
    /// Distinct objects on which both act at all, at whatever distance; 0 when null 2 was not tried.
    pub common: u32,
    /// Of the common objects, those with fewer than two other acts: for them null 2 knows only what
    /// is usual for objects of their size.
    pub pooled: u32,
    /// Objects expected when account labels are permuted over the acts of each day (null 1).
    pub expected_1: f64,
    /// Chance of at least as many objects under null 1, at most.
    pub p_1: f64,
    /// `p_1` after Benjamini and Hochberg over all pairs of accounts of the family.
    pub q_1: f64,
    /// The same over the whole season, however often it is looked at, and over all families.
    pub season_q: f64,
    /// Objects expected when times are permuted within each object (null 2); `common` at most.
    pub expected_2: f64,
    /// Chance of at least as many objects under null 2; 1 when it was not tried. It holds where labels
    /// are dealt out anew, and where times are permuted on objects that have two other acts or more.
    /// On the `pooled` ones, permuting times leaves the same acts where they were, and objects of one
    /// size differ in haste; there it is evidence against the usual timing (`benches/chance.rs`).
    pub p_2: f64,
    /// `p_2` after Benjamini and Hochberg over all pairs that share enough objects.
    pub q_2: f64,
    /// The grade.
    pub strength: Strength,
    /// Time of the first joint act, in microseconds.
    pub first_at: i64,
    /// Time of the last joint act, in microseconds.
    pub last_at: i64,
    /// Median time between the two acts on one object, in seconds.
    pub delay_median_s: f64,
    /// Where its evidence begins in the list of joints, and how many they are.
    pub(crate) first_joint: usize,
    /// How many joints are kept.
    pub(crate) joints: u32,
}

/// How much of an edge chance leaves.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Strength {
    /// Null 1 explains it: two accounts as busy as these meet so often.
    Chance,
    /// Null 1 does not explain it within this run, but over a season of looking it might.
    Weak,
    /// Null 1 does not explain it over the whole season; null 2 may: whoever shares these objects
    /// shares them at such times.
    TimesExplain,
    /// Neither null explains it.
    Strong,
}

impl Strength {
    /// The word that stands in relations and pages.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Chance => "chance",
            Self::Weak => "weak",
            Self::TimesExplain => "chance not excluded by times",
            Self::Strong => "strong",
        }
    }
}
