//! Hours in a row that were not as usual: an outage that is over must not hide behind a quiet hour.

use vigie_model::time::Timestamp;

use super::{HourRow, Standing, percent, standing};
use crate::hours::HOUR;
use crate::words::Words;

/// Stretches that are told; how many more there are is said.
const TOLD: usize = 8;

/// Hours in a row of one kind.
struct Stretch {
    kind: Kind,
    first: HourRow,
    last: HourRow,
    requests: u64,
    errors: u64,
    /// The ends of the bands of its hours, summed as the requests are; 0 without a band.
    low: u64,
    high: u64,
}

impl Stretch {
    fn of(kind: Kind, first: HourRow) -> Self {
        Self { kind, first, last: first, requests: 0, errors: 0, low: 0, high: 0 }
    }

    fn take(&mut self, row: HourRow) {
        self.last = row;
        self.requests += row.requests;
        self.errors += row.errors;
        self.low += row.low.unwrap_or(0);
        self.high += row.high.unwrap_or(0);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Errors,
    Slow,
    Above,
    Below,
    /// Below, with nothing at all.
    None,
}

fn kind(row: &HourRow) -> Option<Kind> {
    Some(match standing(*row) {
        Standing::Errors => Kind::Errors,
        Standing::Slow => Kind::Slow,
        Standing::Above => Kind::Above,
        Standing::Below if row.requests == 0 => Kind::None,
        Standing::Below => Kind::Below,
        Standing::Stands | Standing::Unknown | Standing::NoLog => return None,
    })
}

/// The stretches among `hours`, the newest first, a sentence each.
pub(super) fn stretches(
    hours: &[HourRow],
    words: &Words,
    shown: &dyn Fn(Timestamp) -> String,
) -> Vec<String> {
    let mut all: Vec<Stretch> = Vec::new();
    let mut before = None;
    for row in hours {
        let now = kind(row);
        if let Some(kind) = now {
            if before != now {
                all.push(Stretch::of(kind, *row));
            }
            if let Some(open) = all.last_mut() {
                open.take(*row);
            }
        }
        before = now;
    }
    let mut told: Vec<String> =
        all.iter().rev().take(TOLD).map(|one| sentence(one, words, shown)).collect();
    if all.len() > TOLD {
        told.push(words.say("attacks-unusual-more", &[("count", (all.len() - TOLD).into())]));
    }
    told
}

fn sentence(one: &Stretch, words: &Words, shown: &dyn Fn(Timestamp) -> String) -> String {
    let message = match one.kind {
        Kind::Errors => "attacks-unusual-errors",
        Kind::Slow => "attacks-unusual-slow",
        Kind::Above => "attacks-unusual-above",
        Kind::Below => "attacks-unusual-below",
        Kind::None => "attacks-unusual-none",
    };
    let args = [
        ("from", shown(one.first.at).into()),
        ("until", shown(Timestamp(one.last.at.0 + HOUR)).into()),
        ("requests", one.requests.into()),
        ("errors", percent(one.errors, one.requests, words).into()),
        ("low", one.low.into()),
        ("high", one.high.into()),
    ];
    words.say(message, &args)
}
