//! Near-copies of the first text, with what differs. A text is compared whoever wrote it and shown
//! only where it is public matter.

use serde::Serialize;
use vigie_kernels::spread::{Piece, differences};
use vigie_kernels::text::near_copy::{Runs, comparable, is_near_copy};
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
    /// The same words but for links, mentions, case and signs.
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

/// Compares members, in order, with the first that has a text. Nothing of a sealed rumour is
/// listed; its near-copies are counted.
pub(super) fn compare(members: &[&Member], viewer: &Viewer, is_sealed: bool) -> Compared {
    let mut compared = Compared::default();
    let mut texts = members.iter().filter_map(|one| Some((*one, one.text.as_deref()?)));
    let Some((first, first_text)) = texts.next() else { return compared };
    let first_words = comparable(first_text);
    let first_runs = Runs::of(&first_words);
    for (member, text) in texts {
        let words = comparable(text);
        let runs = Runs::of(&words);
        let equal = !words.is_empty() && words == first_words;
        if !equal && !is_near_copy(&first_runs, &runs) {
            continue;
        }
        compared.count += 1;
        if is_sealed || compared.rows.len() == LISTED {
            continue;
        }
        let is_open = |one: &Member| one.outlet.is_some() || one.public_name.is_some();
        let differences = if is_open(first) && is_open(member) && first_text != text {
            shown(first_text, text)
        } else {
            Vec::new()
        };
        compared.rows.push(CopyRow {
            signal: member.signal,
            who: viewer.who(member),
            at: member.at,
            equal,
            similarity: (first_runs.resemblance(&runs) * 1_000.0).round() / 1_000.0,
            differences,
        });
    }
    compared
}

fn shown(first: &str, second: &str) -> Vec<Difference> {
    let piece = |piece: Piece| match piece {
        Piece::Same(text) => Difference { kind: "same", text: gate::harmless(&text) },
        Piece::Gone(text) => Difference { kind: "gone", text: gate::harmless(&text) },
        Piece::Added(text) => Difference { kind: "added", text: gate::harmless(&text) },
    };
    differences(first, second).0.into_iter().map(piece).collect()
}
