//! How much of a brief its pages show. The JSON holds everything.

/// The page with all its charts stays below this many bytes.
pub(crate) const MAX_BYTES: usize = 300_000;

/// How many of each and how long; what is left out is counted where it is left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Caps {
    /// Rows of each list.
    pub(crate) rows: usize,
    /// Rows of the register of measures: a starting set alone has more than a page.
    pub(crate) measures: usize,
    /// Findings under one incident.
    pub(crate) per_incident: usize,
    /// Findings in the evidence at the end.
    pub(crate) evidence: usize,
    /// Characters of one text.
    pub(crate) letters: usize,
}

impl Caps {
    /// What a page usually holds.
    pub(crate) const USUAL: Self =
        Self { rows: 30, measures: 6, per_incident: 3, evidence: 60, letters: 1_200 };

    /// The next smaller page; `None` when there is none.
    pub(crate) fn smaller(self) -> Option<Self> {
        let half = |number: usize, least: usize| (number / 2).max(least);
        let next = Self {
            rows: half(self.rows, 3),
            measures: half(self.measures, 3),
            per_incident: half(self.per_incident, 1),
            evidence: half(self.evidence, 3),
            letters: half(self.letters, 80),
        };
        (next != self).then_some(next)
    }

    /// The text, cut with `…` where it is too long.
    pub(crate) fn cut(self, text: &str) -> String {
        match text.char_indices().nth(self.letters) {
            None => text.to_owned(),
            Some((end, _)) => format!("{}…", &text[..end]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn caps_shrink_to_an_end() {
        let mut caps = Caps::USUAL;
        let mut steps = 0;
        while let Some(next) = caps.smaller() {
            caps = next;
            steps += 1;
        }
        assert_eq!((caps.rows, caps.per_incident, caps.evidence, caps.letters), (3, 1, 3, 80));
        assert!(steps < 10);
    }

    #[test]
    fn texts_are_cut_between_characters() {
        let caps = Caps { letters: 3, ..Caps::USUAL };
        assert_eq!([caps.cut("éàü"), caps.cut("éàüö")], ["éàü", "éàü…"]);
    }
}
