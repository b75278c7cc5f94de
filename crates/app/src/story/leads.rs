//! Which public accounts of a story tend to come first, over all objects that we hold: a sign test
//! for each pair, with the false discovery rate controlled. Private accounts take no part.

use std::collections::BTreeMap;

use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use serde::Serialize;
use vigie_kernels::spread::{Appearance, LeadOptions, leads, width_us};
use vigie_model::Precision;

use super::gather::Member;
use super::{Viewer, Who};
use crate::{AppError, Project};

/// Accounts that are compared at most.
const MOST: usize = 50;
/// Above this rate of false discoveries no direction is said.
const LEVEL: f64 = 0.05;

/// One public account tends to come before another.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct LeadRow {
    /// Who came first more often.
    pub leader: Who,
    /// Who came after.
    pub follower: Who,
    /// Objects on which the leader surely came first.
    pub leads: u32,
    /// Objects on which the follower surely came first.
    pub lags: u32,
    /// Objects whose stamps do not tell.
    pub ties: u32,
    /// Median of how much later the follower came, in seconds.
    pub median_s: i64,
    /// Chance of so uneven a split.
    pub p: f64,
    /// Rate of false discoveries over the pairs that were compared.
    pub q: f64,
}

impl Project {
    pub(super) fn leads(
        &self,
        members: &[Member],
        viewer: &Viewer,
    ) -> Result<Vec<LeadRow>, AppError> {
        let mut open: BTreeMap<i64, &Member> = BTreeMap::new();
        for member in members {
            let is_open = member.outlet.is_some() || member.public_name.is_some();
            if let Some(account) = member.account.filter(|_| is_open && open.len() < MOST) {
                open.entry(account.0).or_insert(member);
            }
        }
        if open.len() < 2 {
            return Ok(Vec::new());
        }
        let objects = self.first_acts(open.keys().copied())?;
        let found = leads(&objects, LeadOptions::default());
        let who = |account: i64| open.get(&account).map(|member| viewer.who(member));
        let row = |pair: vigie_kernels::spread::Lead| {
            Some(LeadRow {
                leader: who(pair.leader)?,
                follower: who(pair.follower)?,
                leads: pair.leads,
                lags: pair.lags,
                ties: pair.ties,
                median_s: pair.median_us / 1_000_000,
                p: pair.p,
                q: pair.q,
            })
        };
        Ok(found.pairs.into_iter().filter(|pair| pair.q <= LEVEL).filter_map(row).collect())
    }

    /// The first act of each of these accounts on each object that two of them have.
    fn first_acts(
        &self,
        accounts: impl Iterator<Item = i64>,
    ) -> Result<Vec<Vec<Appearance>>, AppError> {
        // Numbers of our own: nothing from outside is in the text of the query.
        let list: Vec<String> = accounts.map(|account| account.to_string()).collect();
        let query = format!(
            "SELECT object, account, at, precision FROM acts \
             WHERE layer IN ('link', 'hashtag', 'image', 'share') AND account IN ({})",
            list.join(", ")
        );
        let session = self.open_session()?;
        let mut firsts: BTreeMap<(i64, i64), Appearance> = BTreeMap::new();
        for batch in &session.query(&query, &[])?.batches {
            let wrong = || AppError::Bug("the view of acts changed a type");
            let whole = |column: usize| {
                batch.column(column).as_primitive_opt::<Int64Type>().ok_or_else(wrong)
            };
            let (objects, accounts) = (whole(0)?, whole(1)?);
            let times =
                batch.column(2).as_primitive_opt::<TimestampMicrosecondType>().ok_or_else(wrong)?;
            let words = batch.column(3).as_string_opt::<i32>();
            for row in (0..batch.num_rows()).filter(|row| times.is_valid(*row)) {
                let word = words.filter(|words| words.is_valid(row)).map(|words| words.value(row));
                let precision = word.and_then(Precision::from_word).unwrap_or(Precision::Day);
                let act = Appearance {
                    who: accounts.value(row),
                    at: times.value(row),
                    width_us: width_us(precision),
                    tie: 0,
                };
                let place = (objects.value(row), act.who);
                let held = firsts.entry(place).or_insert(act);
                if (act.at, act.width_us) < (held.at, held.width_us) {
                    *held = act;
                }
            }
        }
        let mut objects: BTreeMap<i64, Vec<Appearance>> = BTreeMap::new();
        for ((object, _), act) in firsts {
            objects.entry(object).or_default().push(act);
        }
        Ok(objects.into_values().filter(|acts| acts.len() > 1).collect())
    }
}
