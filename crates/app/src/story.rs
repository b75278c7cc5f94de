//! How one story spread: first seen here, in what order as far as clocks tell, who names whom,
//! what was copied, which outlets carried it, and how much of what it refers to we do not hold.
//! The read model of `vigie story` and of the screen *Rumour*.
//!
//! Accounts of private persons are counted; a pseudonym is shown only where account-level
//! analysis is allowed, and they never stand beside outlets in a path. Texts are shown only where
//! they are public matter, and pass the gate, which seals rumours.

mod ask;
mod carriers;
mod copies;
mod gather;
mod judge;
mod leads;

use std::collections::BTreeSet;

use serde::Serialize;
use vigie_cases::RumourCode;
use vigie_kernels::spread::{Appearance, ranked, width_us};
use vigie_model::SignalId;
use vigie_model::time::Timestamp;

use crate::outlets::{OutletClass, Outlets};
use crate::roles::AccountLevel;
use crate::screens::rows::stamp;
use crate::words::Words;
use crate::{AppError, Project, gate};

pub use copies::{CopyRow, Difference};
pub use judge::{Coverage, EdgeKind, EdgeRow, Edges, Lost};
pub use leads::LeadRow;

use gather::Member;

/// First appearances that are listed.
const FIRSTS: usize = 20;
/// The most steps of a curve.
const STEPS: i64 = 60;

/// How one story spread.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Story {
    /// What was asked for, as it may be shown.
    pub about: About,
    /// Whether accounts are shown as pseudonyms, and if not, why.
    pub account_level: AccountLevel,
    /// Publications that carry it, of those that we hold.
    pub publications: u64,
    /// Of these, publications without a usable time: they take no part in any order.
    pub untimed: u64,
    /// Publications that were left out because there are too many.
    pub left_out: u64,
    /// Different accounts.
    pub accounts: u64,
    /// Where, with counts; most first.
    pub platforms: Vec<(String, u64)>,
    /// When it was first seen here, in words; never an origin.
    pub first_seen: Option<String>,
    /// The first appearances by rank.
    pub first: Vec<FirstRow>,
    /// Publications over time.
    pub curve: Curve,
    /// Who names whom.
    pub edges: Edges,
    /// Near-copies of the first text that may be compared, with what differs.
    pub copies: Vec<CopyRow>,
    /// How many publications are near-copies of it, whether or not they may be shown.
    pub near_copies: u64,
    /// Outlets by class, in the order of their first appearance; accounts as one count.
    pub path: Vec<ClassRow>,
    /// Where publications link to, by class of outlet.
    pub linked: Vec<ClassRow>,
    /// Which public accounts and outlets of this story tend to come first on other objects.
    pub leads: Vec<LeadRow>,
    /// What it refers to that we do not hold.
    pub coverage: Coverage,
    /// Repeated later without the credit that an earlier publication carried.
    pub lost: Lost,
    /// What to know before telling anybody.
    pub caveats: Vec<String>,
}

/// What a story is about.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct About {
    /// `object`, `finding`, `rumour` or `text`.
    pub kind: &'static str,
    /// As it may be shown: a pseudonym, an id, a code, or words through the gate.
    pub shown: String,
}

/// One appearance.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct FirstRow {
    /// The signal.
    pub signal: SignalId,
    /// 1 for what nothing surely precedes; else one more than the number that surely does.
    pub rank: usize,
    /// Appearances that may as well have been before or after it.
    pub ties: usize,
    /// Its stamp.
    #[serde(serialize_with = "stamp::utc")]
    pub at: Timestamp,
    /// How fine the stamp is: us, ms, s, min, h or day.
    pub precision: &'static str,
    /// The last moment that the stamp may mean.
    #[serde(serialize_with = "stamp::utc")]
    pub until: Timestamp,
    /// Who, as it may be shown.
    pub who: Who,
    /// Where.
    pub platform: String,
    /// It was deleted later; what is told of it is an earlier state.
    pub deleted: bool,
}

/// Who published something, as the audience may know it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Who {
    /// An outlet with its class on that day.
    Outlet {
        /// Its name.
        name: String,
        /// Who owns and steers it.
        class: OutletClass,
        /// Country code.
        jurisdiction: String,
    },
    /// An account on the watch list.
    Public {
        /// Its name on the platform.
        name: String,
    },
    /// A private account, by pseudonym.
    Account {
        /// The pseudonym.
        pseudonym: String,
    },
    /// A private account of which no more is shown here.
    Withheld,
}

/// Publications over time.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Curve {
    /// When the first step begins.
    #[serde(serialize_with = "stamp::utc_or_null")]
    pub start: Option<Timestamp>,
    /// How long a step is, in seconds.
    pub step_s: i64,
    /// Publications in each step.
    pub counts: Vec<u64>,
}

/// Outlets of one class and jurisdiction, or all accounts.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ClassRow {
    /// The class; `None` for accounts, of which only the number is given.
    pub class: Option<OutletClass>,
    /// Country code; empty for accounts and where it is not said.
    pub jurisdiction: String,
    /// The class in words; of the accounts that carry a story, how many they are.
    pub shown: String,
    /// Publications, or links: an account may have several.
    pub publications: u64,
    /// Names of outlets, first seen first.
    pub outlets: Vec<String>,
    /// When the first of them was seen.
    #[serde(serialize_with = "stamp::utc_or_null")]
    pub first_at: Option<Timestamp>,
}

impl Project {
    /// How a story spread. `about` is an object as shown (`O-…`), a link, a hashtag, a domain, a
    /// finding (`F-…`), a rumour (`RUM-7`), or words that publications hold or nearly copy. The last
    /// few that were asked for are kept at hand.
    ///
    /// # Errors
    /// When there is no such finding or rumour, the finding may not be shown, or the lake cannot be
    /// read.
    pub fn story(&self, about: &str) -> Result<Story, AppError> {
        let about = about.trim();
        Ok(Story::clone(&*self.story_at_hand(about, || self.read_story(about))?))
    }

    fn read_story(&self, about: &str) -> Result<Story, AppError> {
        let asked = self.asked(about)?;
        let outlets = Outlets::of(&self.config)?;
        let gathered = self.gather(&asked, &outlets)?;
        let account_level = self.account_level();
        let viewer = Viewer { shows_accounts: account_level.allowed };
        let words = Words::new(self.config.language);
        let timed: Vec<&Member> =
            gathered.members.iter().filter(|member| member.at.is_some()).collect();
        let appearances: Vec<Appearance> = timed.iter().map(|one| one.appearance()).collect();
        let order = ranked(&appearances);
        let first: Vec<FirstRow> = order
            .iter()
            .take(FIRSTS)
            .filter_map(|place| Some((place, *timed.get(place.index)?)))
            .map(|(place, one)| viewer.first_row(place.rank, place.ties, one))
            .collect();
        let in_order: Vec<&Member> =
            order.iter().filter_map(|place| timed.get(place.index).copied()).collect();
        let edges = judge::edges(&in_order, &viewer);
        let coverage = self.coverage(&gathered.members)?;
        let texts = copies::Texts::of(&in_order);
        let sealed_by = self.sealed_by(&gathered.members)?;
        let is_sealed = asked.is_sealed || sealed_by.is_some();
        let compared = texts.compare(&in_order, &viewer, is_sealed);
        let deleted = gathered.members.iter().filter(|member| member.deleted).count();
        Ok(Story {
            publications: gathered.members.len() as u64,
            untimed: (gathered.members.len() - timed.len()) as u64,
            left_out: gathered.left_out,
            accounts: gather::accounts(&gathered.members),
            platforms: gather::platforms(&gathered.members),
            first_seen: first.first().map(|first| self.first_words(first, &order, &words)),
            curve: curve(&in_order),
            path: path(&in_order, &words),
            linked: linked(&in_order, &words),
            leads: self.leads(&gathered.members, &viewer)?,
            lost: judge::lost(&in_order, &texts, &words),
            caveats: caveats(&coverage, gathered.left_out, deleted, &words),
            copies: compared.rows,
            near_copies: compared.count,
            about: sealed_by
                .map_or(asked.about, |code| About { kind: "rumour", shown: code.to_string() }),
            account_level,
            first,
            edges,
            coverage,
        })
    }

    /// The sealed rumour that half or more of these publications repeat: the address or the hashtag
    /// that they share may spell it out, so that the story stands under its code.
    fn sealed_by(&self, members: &[Member]) -> Result<Option<RumourCode>, AppError> {
        let state = self.state()?;
        if members.is_empty() || !gate::is_sealing() {
            return Ok(None);
        }
        let spreads = self.spreads()?;
        let found = spreads.iter().find(|(code, spread)| {
            let is_sealed = state.rumours.get(code).is_some_and(|rumour| rumour.sealed);
            let repeating: BTreeSet<SignalId> =
                spread.signals.values().map(|(signal, _)| *signal).collect();
            let count = members.iter().filter(|one| repeating.contains(&one.signal)).count();
            is_sealed && 2 * count >= members.len()
        });
        Ok(found.map(|(code, _)| *code))
    }

    /// "First seen here on …", with the doubt of its clock and its ties.
    fn first_words(
        &self,
        first: &FirstRow,
        order: &[vigie_kernels::spread::Ranked],
        words: &Words,
    ) -> String {
        let zone = self.zone();
        let tied = order.iter().take_while(|place| place.rank == 1).count();
        let (from, until) = (first.at.shown_in(&zone), first.until.shown_in(&zone));
        let span = if from == until { "moment" } else { "other" };
        words.say(
            "story-first-seen",
            &[
                ("span", span.into()),
                ("from", from.into()),
                ("until", until.into()),
                ("precision", first.precision.into()),
                ("tied", tied.into()),
            ],
        )
    }
}

/// Who looks.
struct Viewer {
    shows_accounts: bool,
}

impl Viewer {
    /// Who a member is, to this viewer.
    fn who(&self, member: &Member) -> Who {
        if let Some(outlet) = &member.outlet {
            return Who::Outlet {
                name: outlet.name.clone(),
                class: outlet.class,
                jurisdiction: outlet.jurisdiction.clone(),
            };
        }
        match (&member.public_name, member.account) {
            (Some(name), _) => Who::Public { name: name.clone() },
            (None, Some(account)) if self.shows_accounts => {
                Who::Account { pseudonym: account.shown('A') }
            }
            _ => Who::Withheld,
        }
    }

    fn first_row(&self, rank: usize, ties: usize, member: &Member) -> FirstRow {
        let at = member.at.unwrap_or(Timestamp(0));
        let last = width_us(member.precision).saturating_sub(1);
        FirstRow {
            signal: member.signal,
            rank,
            ties,
            at,
            precision: member.precision.word(),
            until: Timestamp(at.0.saturating_add(last)),
            who: self.who(member),
            platform: member.platform.clone(),
            deleted: member.deleted,
        }
    }
}

/// Steps of a curve, in seconds.
const STEP_LENGTHS: [i64; 9] = [60, 300, 900, 3_600, 10_800, 43_200, 86_400, 604_800, 2_592_000];

fn curve(members: &[&Member]) -> Curve {
    let times = || members.iter().filter_map(|member| member.at).map(|at| at.0);
    let (Some(first), Some(last)) = (times().min(), times().max()) else {
        return Curve::default();
    };
    let span_s = last.saturating_sub(first) / 1_000_000;
    let step_s = STEP_LENGTHS.into_iter().find(|step| span_s / step < STEPS);
    // Stamps that lie decades apart still make sixty steps.
    let step_s = step_s.unwrap_or_else(|| (span_s / STEPS).saturating_add(1));
    let step_us = step_s.saturating_mul(1_000_000);
    let start = first.saturating_sub(first.rem_euclid(step_us));
    let place = |at: i64| usize::try_from(at.saturating_sub(start) / step_us).unwrap_or(0);
    let mut counts = vec![0; place(last) + 1];
    for at in times() {
        if let Some(count) = counts.get_mut(place(at)) {
            *count += 1;
        }
    }
    Curve { start: Some(Timestamp(start)), step_s, counts }
}

/// Publishers by class. Accounts are one row without names, that says how many they are.
fn path(members: &[&Member], words: &Words) -> Vec<ClassRow> {
    let mut rows = Vec::new();
    let mut accounts = BTreeSet::new();
    for member in members {
        let outlet = member.outlet.as_ref();
        let class = outlet.map(|outlet| (outlet.class, outlet.jurisdiction.as_str()));
        let name = outlet.map(|outlet| outlet.name.as_str());
        accounts.extend(member.account.filter(|_| outlet.is_none()).map(|key| key.0));
        count(&mut rows, class, name, member.at, words);
    }
    if let Some(row) = rows.iter_mut().find(|row: &&mut ClassRow| row.class.is_none()) {
        row.shown = words.say("story-by-accounts", &[("accounts", accounts.len().into())]);
    }
    rows
}

/// Linked pages by class of outlet; other links are one row.
fn linked(members: &[&Member], words: &Words) -> Vec<ClassRow> {
    let mut rows = Vec::new();
    for member in members {
        for outlet in &member.linked {
            let class = Some((outlet.class, outlet.jurisdiction.as_str()));
            count(&mut rows, class, Some(&outlet.name), member.at, words);
        }
    }
    rows
}

fn count(
    rows: &mut Vec<ClassRow>,
    class: Option<(OutletClass, &str)>,
    name: Option<&str>,
    at: Option<Timestamp>,
    words: &Words,
) {
    let jurisdiction = class.map_or("", |class| class.1);
    let class = class.map(|class| class.0);
    let is_same = |row: &ClassRow| row.class == class && row.jurisdiction == jurisdiction;
    let place = rows.iter().position(is_same).unwrap_or_else(|| {
        rows.push(ClassRow {
            class,
            jurisdiction: jurisdiction.to_owned(),
            shown: words.plain(class.map_or("outlet-accounts", OutletClass::message)),
            publications: 0,
            outlets: Vec::new(),
            first_at: at,
        });
        rows.len() - 1
    });
    let Some(row) = rows.get_mut(place) else { return };
    row.publications += 1;
    if let Some(name) = name.filter(|name| !row.outlets.iter().any(|known| known == name)) {
        row.outlets.push(name.to_owned());
    }
}

fn caveats(coverage: &Coverage, left_out: u64, deleted: usize, words: &Words) -> Vec<String> {
    let mut caveats = vec![words.plain("story-never-origin"), words.plain("story-translation")];
    if coverage.is_poor() {
        caveats.insert(0, words.plain("story-poor-coverage"));
    }
    if deleted > 0 {
        caveats.push(words.say("story-deleted", &[("count", deleted.into())]));
    }
    if left_out > 0 {
        caveats.push(words.say("story-left-out", &[("count", left_out.into())]));
    }
    caveats
}

#[cfg(test)]
mod tests;
