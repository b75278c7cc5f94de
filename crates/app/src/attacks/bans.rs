//! What fail2ban says it banned, beside what is counted here: another program's judgement, by the rules
//! of its own jails, taken as a signal and not as a finding.

use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use hashbrown::{HashMap, HashSet};
use serde::Serialize;
use vigie_kernels::attacks::group::Attack;
use vigie_model::time::Timestamp;

use super::take::Taken;
use crate::AppError;
use crate::words::Words;

/// The last ban of each source: its pseudonym, and when.
pub(super) type Banned = HashMap<u64, Timestamp>;

/// Sources that fail2ban banned, held against the attacks that are counted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Bans {
    /// Addresses that were banned.
    pub banned: u64,
    /// Those of them that are in an attack counted here.
    pub in_attacks: u64,
    /// Addresses of attacks counted here.
    pub attacking: u64,
    /// The same for people.
    pub sentence: String,
}

/// `ban` and `ban restored` of the reader; `unban` and `found` are none.
const BANS: &str = "SELECT source, max(at) AS at FROM logins WHERE service = 'fail2ban' \
                    AND method IN ('ban', 'ban restored') AND source IS NOT NULL GROUP BY source";

pub(super) fn read(session: &vigie_engine::Session) -> Result<Banned, AppError> {
    let changed = || AppError::Bug("bans have other columns than asked for");
    let mut banned = Banned::new();
    for batch in &session.query(BANS, &[])?.batches {
        let sources = batch.column(0).as_primitive_opt::<Int64Type>().ok_or_else(changed)?;
        let times = batch.column(1).as_primitive_opt::<TimestampMicrosecondType>();
        let times = times.ok_or_else(changed)?;
        let pairs = sources.values().iter().zip(times.values());
        banned.extend(pairs.map(|(source, at)| (source.cast_unsigned(), Timestamp(*at))));
    }
    Ok(banned)
}

impl Taken {
    /// Bans since a moment against the attacks of a window; `None` when no ban was read.
    pub(super) fn bans<'a>(
        &self,
        since: Timestamp,
        attacks: impl Iterator<Item = &'a Attack>,
        words: &Words,
    ) -> Option<Bans> {
        if self.banned.is_empty() {
            return None;
        }
        let banned: HashSet<u64> =
            self.banned.iter().filter(|(_, at)| **at >= since).map(|(source, _)| *source).collect();
        let attacking: HashSet<u64> =
            attacks.flat_map(|attack| attack.sources.iter().copied()).collect();
        let in_attacks = banned.intersection(&attacking).count();
        let args = [
            ("banned", banned.len().into()),
            ("in", in_attacks.into()),
            ("attacking", attacking.len().into()),
            ("not", (attacking.len() - in_attacks).into()),
        ];
        Some(Bans {
            banned: banned.len() as u64,
            in_attacks: in_attacks as u64,
            attacking: attacking.len() as u64,
            sentence: words.say("attacks-bans", &args),
        })
    }
}
