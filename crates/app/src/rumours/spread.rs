//! How far a rumour has spread: publications that repeat it, counted. No text leaves this module.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use vigie_cases::RumourCode;
use vigie_kernels::text::{hashtags_in, links_in};
use vigie_lake::{RestrictedRow, Snapshot};
use vigie_model::schema::Table;
use vigie_model::time::Timestamp;
use vigie_model::{Key, SignalId};

use crate::gate::Sealing;
use crate::{AppError, Project};

const TABLE: &str = "publication_records";
const COLUMNS: &[&str] =
    &["publication_key", "author_key", "platform", "title", "text", "url", "links", "hashtags"];

/// Publications that repeat one rumour.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spread {
    /// One signal for each publication, in order.
    pub(crate) signals: BTreeMap<Repeated, (SignalId, Option<Timestamp>)>,
    /// Who repeats it.
    pub(crate) accounts: BTreeSet<Key>,
    /// Hashtags and addresses that repeat it, as their writers gave them. Sealed matter.
    pub(crate) tags: BTreeSet<String>,
}

/// What counts once: a publication, or a record of none.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Repeated {
    /// By its pseudonym.
    Publication(i64),
    /// Without a native id each record counts.
    Record(SignalId),
}

/// The platform of tips, as their source writes it.
const TIP: &str = "tip";

/// The most hashtags and addresses that are kept for one rumour.
const MAX_TAGS: usize = 1_000;

impl Spread {
    /// When it was last repeated.
    pub(super) fn last_at(&self) -> Option<Timestamp> {
        self.signals.values().filter_map(|(_, at)| *at).max()
    }

    /// Publications on each of the `days` days up to that of `now`, oldest first.
    pub(super) fn trend(&self, project: &Project, now: Timestamp, days: usize) -> Vec<u64> {
        let zone = project.zone();
        let day = |at: Timestamp| at.to_jiff().to_zoned(zone.clone()).date();
        let mut counts: BTreeMap<Date, u64> = BTreeMap::new();
        for at in self.signals.values().filter_map(|(_, at)| *at) {
            *counts.entry(day(at)).or_default() += 1;
        }
        let mut trend = Vec::with_capacity(days);
        let mut date = day(now);
        for _ in 0..days {
            trend.push(counts.get(&date).copied().unwrap_or(0));
            let Ok(before) = date.yesterday() else { break };
            date = before;
        }
        trend.reverse();
        trend
    }
}

/// Reads every publication and matches it.
pub(super) fn spreads(
    snapshot: &Snapshot,
    sealing: &Sealing,
) -> Result<BTreeMap<RumourCode, Spread>, AppError> {
    let mut spreads: BTreeMap<RumourCode, Spread> = BTreeMap::new();
    if sealing.is_empty() {
        return Ok(spreads);
    }
    let table = Table::named(TABLE).ok_or(AppError::Bug("there is no table of publications"))?;
    let mut whole = String::new();
    snapshot.read_restricted(table, COLUMNS, |row| take(row, sealing, &mut whole, &mut spreads))?;
    Ok(spreads)
}

fn take(
    row: &RestrictedRow<'_>,
    sealing: &Sealing,
    whole: &mut String,
    spreads: &mut BTreeMap<RumourCode, Spread>,
) {
    // Who tells us of a rumour does not spread it: a tip is no publication.
    if row.text("platform") == Some(TIP) {
        return;
    }
    whole.clear();
    for column in ["title", "text", "url", "links", "hashtags"] {
        if let Some(text) = row.text(column) {
            whole.push_str(text);
            whole.push('\n');
        }
    }
    for code in sealing.repeats(whole).into_keys() {
        let spread = spreads.entry(code).or_default();
        let publication = row.key("publication_key").map(|key| Repeated::Publication(key.0));
        let repeated = publication.unwrap_or(Repeated::Record(row.signal));
        spread.signals.entry(repeated).or_insert((row.signal, row.claimed_at));
        spread.accounts.extend(row.key("author_key"));
        for tag in hashtags_in(whole).chain(links_in(whole)) {
            let is_new = spread.tags.len() < MAX_TAGS && !spread.tags.contains(tag);
            if is_new && sealing.touches(tag, code) {
                spread.tags.insert(tag.to_owned());
            }
        }
    }
}
