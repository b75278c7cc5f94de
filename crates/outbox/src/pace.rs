//! How often a target may be asked.

use std::collections::{BTreeMap, VecDeque};

use vigie_model::time::Timestamp;

use crate::OutboxError;

const MINUTE: i64 = 60_000_000;

/// The requests of the last minute, by target.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    asked: BTreeMap<String, VecDeque<Timestamp>>,
}

impl Pace {
    /// Notes a request at `now`, if one more may go out.
    ///
    /// # Errors
    /// When the minute is full. Nothing waits here: the caller does something else meanwhile.
    pub(crate) fn ask(
        &mut self,
        target: &str,
        per_minute: u32,
        now: Timestamp,
    ) -> Result<(), OutboxError> {
        let asked = self.asked.entry(target.to_owned()).or_default();
        while asked.front().is_some_and(|at| at.0.saturating_add(MINUTE) <= now.0) {
            asked.pop_front();
        }
        if asked.len() >= per_minute as usize {
            let first = asked.front().copied().unwrap_or(now);
            let until = Timestamp(first.0.saturating_add(MINUTE));
            return Err(OutboxError::TooOften { per_minute, until });
        }
        asked.push_back(now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_holds_so_many_requests_and_targets_do_not_share_it() {
        let at = |seconds: i64| Timestamp::from_seconds(1_806_566_400 + seconds);
        let mut pace = Pace::default();
        assert!(pace.ask("a", 2, at(0)).is_ok());
        assert!(pace.ask("a", 2, at(10)).is_ok());
        let Err(OutboxError::TooOften { until, .. }) = pace.ask("a", 2, at(59)) else {
            panic!("the minute was full");
        };
        assert_eq!(until, at(60));
        assert!(pace.ask("b", 2, at(59)).is_ok());
        assert!(pace.ask("a", 2, at(60)).is_ok());
        assert!(pace.ask("a", 2, at(69)).is_err());
    }
}
