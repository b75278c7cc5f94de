//! What the entries add up to: incidents, judgements, measures, red lines, rumours and briefs.
//!
//! A state is made by [`fold()`] and never changed otherwise. It knows ids and analysts' words; what
//! a finding says, and whether a day is past, is for the caller to know.

mod fold;
mod parts;
mod registers;
mod undo;

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{FindingId, Revision, Timestamp};

pub use fold::fold;
pub(crate) use fold::in_order;
pub use parts::{
    Assessment, AttachedFinding, Ended, Freshness, Incident, Judgement, Mandate, Mark, Measure,
    Note, Oddity, RedLine, Reveal, Rumour, RumourReveal, Tip, Told, Verdict,
};

use crate::digest::Digest;
use crate::entry::{Entry, Head, Heads, Target};
use crate::ids::{Alias, BriefId, EntryId, IncidentId, MeasureId, RedLineId, RumourCode};

/// An entry as the state sees it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Logged {
    /// The entry.
    #[serde(flatten)]
    pub entry: Entry,
    /// Its place among all entries: the author's clock, but never before the author's last entry.
    pub placed_at: Timestamp,
    /// Its hash.
    pub hash: Digest,
    /// It was undone and has no effect now.
    pub undone: bool,
}

/// What is judged, set and told, as of the last entry.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct State {
    /// All incidents.
    pub incidents: BTreeMap<IncidentId, Incident>,
    /// The findings that somebody judged, noted or attached.
    pub judgements: BTreeMap<FindingId, Judgement>,
    /// The register of protection measures.
    pub measures: BTreeMap<MeasureId, Measure>,
    /// The register of red lines.
    pub red_lines: BTreeMap<RedLineId, RedLine>,
    /// Registered rumours, by code.
    pub rumours: BTreeMap<RumourCode, Rumour>,
    /// What was told.
    pub briefs: BTreeMap<BriefId, Told>,
    /// What was shown in spite of being restricted.
    pub reveals: Vec<Reveal>,
    /// What somebody told us.
    pub tips: Vec<Tip>,
    /// Terms of mandates.
    pub mandates: BTreeMap<String, Mandate>,
    /// What is strange about the entries, in their order.
    pub oddities: Vec<Oddity>,
    /// All entries in the order of folding.
    pub log: Vec<Logged>,
    /// The last entry of each author.
    pub heads: Heads,
    /// For each target the places of its entries in `log`.
    #[serde(skip)]
    by_target: BTreeMap<Target, Vec<usize>>,
    #[serde(skip)]
    by_id: BTreeMap<EntryId, usize>,
}

impl State {
    /// The entry of that name.
    #[must_use]
    pub fn entry(&self, id: &EntryId) -> Option<&Logged> {
        self.by_id.get(id).and_then(|at| self.log.get(*at))
    }

    /// The entries about one thing, in the order of folding, undone ones too.
    pub fn about(&self, target: &Target) -> impl Iterator<Item = &Logged> {
        self.by_target.get(target).into_iter().flatten().filter_map(|at| self.log.get(*at))
    }

    /// What a writer about `target` has seen when they have seen this state.
    #[must_use]
    pub fn head_of(&self, target: &Target) -> Head {
        let mut heads = Heads::none();
        for logged in self.about(target) {
            heads.advance_to(&logged.entry, logged.hash);
        }
        Head(heads.digest())
    }

    /// One digest for all that was ever written. Printed on briefs in its short form.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.heads.digest()
    }

    /// How a finding stands at `now`: nobody's word on it means open.
    #[must_use]
    pub fn verdict(&self, finding: &FindingId, now: Timestamp) -> Verdict {
        self.judgements.get(finding).map_or(Verdict::Open, |judged| judged.verdict_at(now))
    }

    /// Whether what the machine says now is what somebody had on the screen when they judged it.
    #[must_use]
    pub fn freshness(&self, finding: &FindingId, revision: Revision) -> Freshness {
        match self.judgements.get(finding).and_then(|judged| judged.seen) {
            None => Freshness::New,
            Some(seen) if seen == revision => Freshness::Unchanged,
            Some(seen) => Freshness::Revised { seen },
        }
    }

    /// The incident by its full id, or by its number as screens show it.
    #[must_use]
    pub fn incident(&self, text: &str) -> Option<&Incident> {
        if let Ok(id) = text.parse::<IncidentId>() {
            return self.incidents.get(&id);
        }
        let alias: Alias = text.parse().ok()?;
        self.incidents.values().find(|incident| incident.alias == alias)
    }

    /// The code for the next rumour: one more than any that was ever given.
    #[must_use]
    pub fn next_rumour(&self) -> RumourCode {
        let given = self.by_target.keys().filter_map(|target| match target {
            Target::Rumour(code) => Some(code.0),
            _ => None,
        });
        RumourCode(given.max().unwrap_or(0).saturating_add(1))
    }

    /// The id for the next brief of a day.
    ///
    /// # Errors
    /// When `day` is no date such as `2027-04-13`.
    pub fn next_brief(&self, day: &str) -> Result<BriefId, crate::ids::NotAnId> {
        let told = self.briefs.keys().filter(|id| id.day() == day).map(BriefId::number).max();
        BriefId::new(day, told.unwrap_or(0).saturating_add(1))
    }

    /// Numbers the incidents in the order in which this journal came to know them, so that a
    /// number once shown stays: a merged pack may hold older incidents.
    pub fn number(&mut self, arrived: impl IntoIterator<Item = IncidentId>) {
        for (next, id) in (1..).zip(arrived) {
            if let Some(incident) = self.incidents.get_mut(&id) {
                incident.alias = Alias(next);
            }
        }
    }
}
