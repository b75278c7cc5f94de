//! Forgetting on purpose: by mandate, person, day or rule.

mod copies;

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_engine::Access;
use vigie_lake::{Comparison, Forget, Rule, RuleValue};
use vigie_model::Key;
use vigie_model::key::KeyKind;
use vigie_model::schema::{ColumnType, Table};
use vigie_model::time::Timestamp;

use crate::ingest::{account_key, address_key};
use crate::{AppError, Project};

/// What to forget, as people say it.
#[derive(Clone, Debug)]
pub enum ForgetRequest {
    /// Everything that was ingested under this mandate.
    Mandate(String),
    /// A person: a pseudonym as shown (`A-…`, `N-…`, `L-…`), `platform/account id`, an account id
    /// without platform, a source address or a login name.
    Person(String),
    /// What claims this day of the configured zone, in one table or in all.
    Day {
        /// `2027-04-01`.
        day: String,
        /// A table of observations.
        table: Option<String>,
    },
    /// A comparison on one column of one table: `request_records.claimed_at < 2027-03-01`.
    Rule(String),
}

/// What was forgotten.
#[derive(Clone, Debug, Serialize)]
pub struct ForgetReport {
    /// Rows removed, by table.
    pub rows: BTreeMap<String, u64>,
    /// Segments in which bytes were blanked.
    pub segments_blanked: u64,
    /// Segments removed whole.
    pub segments_removed: u64,
    /// The commits that did it, each with a tombstone.
    pub commits: Vec<u64>,
    /// Copies of files in the inbox that were removed, through the gate.
    pub copies_removed: Vec<String>,
    /// Copies in the inbox that may hold it still.
    pub copies_left: u64,
}

impl Project {
    /// Removes rows, what derives from them and their bytes. Ids stand; a tombstone says what is
    /// gone and `verify` accepts exactly that.
    ///
    /// # Errors
    /// When the request names nothing that can be forgotten, or the lake cannot be written.
    pub fn forget(&self, request: &ForgetRequest) -> Result<ForgetReport, AppError> {
        let what = match request {
            ForgetRequest::Mandate(id) => Forget::Mandate(id.clone()),
            ForgetRequest::Person(text) => Forget::Person(self.keys_of(text)?),
            ForgetRequest::Day { day, table } => self.day(day, table.clone())?,
            ForgetRequest::Rule(text) => Forget::Rule(self.rule(text)?),
        };
        let forgotten = self.lake.forget(&what, self.system.now())?;
        let copies = self.forget_copies(request)?;
        Ok(ForgetReport {
            rows: forgotten.rows,
            segments_blanked: forgotten.segments_blanked,
            segments_removed: forgotten.segments_removed,
            commits: forgotten.commits,
            copies_removed: copies.removed,
            copies_left: copies.left,
        })
    }

    /// Every pseudonym that a text may stand behind.
    fn keys_of(&self, text: &str) -> Result<Vec<Key>, AppError> {
        let text = text.trim();
        let nothing = || AppError::Forget { text: crate::gate::harmless(text) };
        if text.is_empty() {
            return Err(nothing());
        }
        if let Some(digits) = ["A-", "N-", "L-"].iter().find_map(|prefix| text.strip_prefix(prefix))
            && digits.len() == 16
        {
            let bits = u64::from_str_radix(digits, 16).map_err(|_| nothing())?;
            return Ok(vec![Key(bits.cast_signed())]);
        }
        let mut keys = vec![
            account_key(&self.keys, None, text),
            address_key(&self.keys, text),
            self.keys.key(KeyKind::Login, text.as_bytes()),
        ];
        if let Some((platform, account)) = text.split_once('/') {
            keys.push(account_key(&self.keys, Some(platform), account));
        }
        for platform in self.platforms()? {
            keys.push(account_key(&self.keys, Some(&platform), text));
        }
        Ok(keys)
    }

    fn platforms(&self) -> Result<Vec<String>, AppError> {
        let snapshot = self.snapshot(None)?;
        let session = self.session(&snapshot, None, Access::Open)?;
        let query = "SELECT DISTINCT platform FROM publications WHERE platform IS NOT NULL";
        let relation = session.query(query, &[])?;
        Ok(crate::sql::texts(&relation, "platform").flatten().map(str::to_owned).collect())
    }

    fn day(&self, day: &str, table: Option<String>) -> Result<Forget, AppError> {
        let nothing = || AppError::Forget { text: crate::gate::harmless(day) };
        let date: jiff::civil::Date = day.trim().parse().map_err(|_| nothing())?;
        let start = |date: jiff::civil::Date| -> Option<Timestamp> {
            let start = date.to_zoned(self.zone()).ok()?;
            Some(Timestamp(start.timestamp().as_microsecond()))
        };
        let next = date.tomorrow().map_err(|_| nothing())?;
        let (from, until) = start(date).zip(start(next)).ok_or_else(nothing)?;
        Ok(Forget::Days { table, from, until })
    }

    /// Reads `table.column < value`. The value is of the column's type; times are written as
    /// everywhere ([`Project::moment`]).
    fn rule(&self, text: &str) -> Result<Rule, AppError> {
        let nothing = || AppError::Forget { text: crate::gate::harmless(text) };
        let signs = [
            ("!=", Comparison::NotEqual),
            ("=", Comparison::Equal),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
        ];
        let (left, comparison, value) = signs
            .iter()
            .find_map(|(sign, comparison)| {
                let (left, right) = text.split_once(sign)?;
                Some((left.trim(), *comparison, right.trim().trim_matches('\'')))
            })
            .ok_or_else(nothing)?;
        let (table, column) = left.split_once('.').ok_or_else(nothing)?;
        let kind = Table::named(table)
            .and_then(|table| table.columns().find(|known| known.name == column))
            .map(|column| column.kind)
            .ok_or_else(nothing)?;
        let value = match kind {
            ColumnType::Text => RuleValue::Text(value.to_owned()),
            ColumnType::Integer | ColumnType::Key => {
                RuleValue::Integer(value.parse().map_err(|_| nothing())?)
            }
            ColumnType::Time => RuleValue::Time(self.moment(value)?),
            _ => return Err(nothing()),
        };
        Ok(Rule { table: table.to_owned(), column: column.to_owned(), comparison, value })
    }
}
