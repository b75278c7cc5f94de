//! Near-copies of the first text, with what differs. A text is compared whoever wrote it and shown
//! only where it is public matter. What is near is what the detector `near-copies` calls near.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_kernels::copies::{
    COPY_PERMILLE, Distinct, GramSets, Kind, NearPair, TextFacts, kind_of, near_of,
};
use vigie_kernels::spread::{Piece, differences};
use vigie_model::SignalId;
use vigie_model::time::Timestamp;

use super::gather::Member;
use super::{Viewer, Who};
use crate::gate;
use crate::screens::rows::stamp;

/// Near-copies that are listed.
const LISTED: usize = 20;

/// One near-copy of the first text.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct CopyRow {
    /// The signal.
    pub signal: SignalId,
    /// Who.
    pub who: Who,
    /// When.
    #[serde(serialize_with = "stamp::utc_or_null")]
    pub at: Option<Timestamp>,
    /// The same letters but for links, mentions, case and spaces.
    pub equal: bool,
    /// The share of runs of five letters that both texts have, 0 to 1.
    pub similarity: f64,
    /// What differs from the first text; empty where either may not be shown.
    pub differences: Vec<Difference>,
}

/// A run of words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Difference {
    /// `same`, `gone` or `added`.
    pub kind: &'static str,
    /// The words, through the gate.
    pub text: String,
}

/// What comparing gave.
#[derive(Default)]
pub(super) struct Compared {
    pub(super) rows: Vec<CopyRow>,
    pub(super) count: u64,
}

/// The texts of members, as the detector `near-copies` compares them.
pub(super) struct Texts {
    /// By member: the number of its text.
    numbers: Vec<Option<u32>>,
    distinct: Distinct,
    sets: GramSets,
}

impl Texts {
    /// Of members, in order.
    pub(super) fn of(members: &[&Member]) -> Self {
        let mut distinct = Distinct::default();
        let texts = members.iter().filter_map(|member| member.text.as_deref());
        let mut numbers = distinct.add(texts).into_iter();
        let numbers = members
            .iter()
            .map(|member| member.text.as_ref().and_then(|_| numbers.next()))
            .map(|number| number.filter(|number| !distinct.text(*number).is_empty()))
            .collect();
        Self { numbers, sets: GramSets::of(&distinct), distinct }
    }

    /// The text of a member.
    pub(super) fn of_member(&self, member: usize) -> Option<u32> {
        self.numbers.get(member).copied().flatten()
    }

    /// The texts that are near one, and the text itself, with their similarity.
    pub(super) fn near(&self, text: u32) -> BTreeMap<u32, f64> {
        let pairs = near_of(&self.sets, text, COPY_PERMILLE);
        let other = |pair: &NearPair| if pair.one == text { pair.two } else { pair.one };
        let mut near: BTreeMap<u32, f64> =
            pairs.iter().map(|pair| (other(pair), pair.similarity())).collect();
        near.insert(text, 1.0);
        near
    }

    /// Whether copies of a text say nothing: it is short, or mostly a footer.
    fn says_nothing(&self, members: &[&Member], text: u32, near: &BTreeMap<u32, f64>) -> bool {
        let mut author = vec![i64::MAX; self.distinct.len()];
        let mut written = "";
        for (member, number) in members.iter().zip(&self.numbers) {
            let Some(number) = *number else { continue };
            if let Some(author) = author.get_mut(number as usize) {
                *author = (*author).min(member.account.map_or(0, |key| key.0));
            }
            if number == text && written.is_empty() {
                written = member.text.as_deref().unwrap_or_default();
            }
        }
        let count = u32::try_from(self.distinct.len()).unwrap_or(u32::MAX);
        let unit: Vec<u32> = (0..count)
            .map(|number| if near.contains_key(&number) { count } else { number })
            .collect();
        let spelled = |number: usize| self.distinct.text(u32::try_from(number).unwrap_or(u32::MAX));
        let facts = TextFacts::of(spelled, &unit, &author);
        let facts = facts.get(text as usize).copied().unwrap_or_default();
        let kind = kind_of(written, self.distinct.text(text), facts);
        matches!(kind, Kind::Short | Kind::Boilerplate)
    }

    /// Compares members, in order, with the first that has a text. Nothing of a sealed rumour is
    /// listed; its near-copies are counted.
    pub(super) fn compare(
        &self,
        members: &[&Member],
        viewer: &Viewer,
        is_sealed: bool,
    ) -> Compared {
        let mut compared = Compared::default();
        let mut texts = members
            .iter()
            .zip(&self.numbers)
            .filter_map(|(one, number)| Some((*one, (*number)?, one.text.as_deref()?)));
        let Some((first, first_number, first_text)) = texts.next() else { return compared };
        let near = self.near(first_number);
        if self.says_nothing(members, first_number, &near) {
            return compared;
        }
        for (member, number, text) in texts {
            let Some(similarity) = near.get(&number) else { continue };
            compared.count += 1;
            if is_sealed || compared.rows.len() == LISTED {
                continue;
            }
            let is_open =
                |one: &Member| !one.deleted && (one.outlet.is_some() || one.public_name.is_some());
            let differences = if is_open(first) && is_open(member) && first_text != text {
                shown(first_text, text)
            } else {
                Vec::new()
            };
            compared.rows.push(CopyRow {
                signal: member.signal,
                who: viewer.who(member),
                at: member.at,
                equal: number == first_number,
                similarity: (similarity * 1_000.0).round() / 1_000.0,
                differences,
            });
        }
        compared
    }
}

fn shown(first: &str, second: &str) -> Vec<Difference> {
    let piece = |piece: Piece| match piece {
        Piece::Same(text) => Difference { kind: "same", text: gate::harmless(&text) },
        Piece::Gone(text) => Difference { kind: "gone", text: gate::harmless(&text) },
        Piece::Added(text) => Difference { kind: "added", text: gate::harmless(&text) },
    };
    differences(first, second).0.into_iter().map(piece).collect()
}
