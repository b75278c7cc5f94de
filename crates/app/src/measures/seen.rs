//! What the audit logs of hosted services say about second factors, as evidence that a person may
//! take over for a measure. Nothing here changes the register.

use serde::Serialize;
use vigie_model::time::Timestamp;

use crate::{AppError, Project};

/// Second factors as the logs show them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SecondFactorSeen {
    /// Accounts of which every accepted sign-in that says anything of it used one.
    pub done: u64,
    /// Accounts with such a sign-in. Who did not sign in is not among them.
    pub of: u64,
    /// The last of these sign-ins.
    pub until: Timestamp,
}

/// The words of a method that sources end with, by what they say. One sign-in without is enough: it
/// is the way in.
const QUERY: &str = "\
    WITH said AS (
        SELECT \"user\" AS account, at,
            CASE WHEN method LIKE '%no second factor' THEN 0
                 WHEN method LIKE '%second factor used' THEN 1
                 WHEN method LIKE '%second factor used before' THEN 1 END AS used
        FROM logins WHERE outcome = 'accepted' AND \"user\" IS NOT NULL
    ), accounts AS (
        SELECT account, min(used) AS used, max(at) AS until
        FROM said WHERE used IS NOT NULL GROUP BY account
    )
    SELECT sum(used) AS done, count(*) AS of_all, max(until) AS until FROM accounts";

impl Project {
    /// Second factors as the logs show them; `None` when they say nothing of them.
    ///
    /// # Errors
    /// When the lake cannot be read.
    pub fn second_factors_seen(&self) -> Result<Option<SecondFactorSeen>, AppError> {
        if self.snapshot(None)?.rows("login_records") == 0 {
            return Ok(None);
        }
        let table = self.sql(QUERY, None, 1)?;
        let cells = table.rows.first().map(Vec::as_slice).unwrap_or_default();
        let [Some(done), Some(of), Some(until)] = cells else { return Ok(None) };
        let number = |text: &str| text.parse().ok();
        let seen = number(done).zip(number(of)).zip(Timestamp::parse(until));
        Ok(seen.map(|((done, of), until)| SecondFactorSeen { done, of, until }))
    }
}
