//! Lists of accounts that belong together in the open, as rows for detectors.
//!
//! They stand in `vigie.toml` and in files that it names; accounts become pseudonyms here and go no
//! further than the session: the lake holds none of it.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use jiff::tz::TimeZone;
use vigie_engine::Relation;

use crate::config::Affiliation;
use crate::ingest::account_key;
use crate::project::read_bounded;
use crate::{AppError, Project};

/// The view that the rows stand in for.
pub(crate) const VIEW: &str = "affiliations";

impl Project {
    /// One row for each account of each list. A list's day is its midnight in UTC:
    /// it is only ever told, never compared.
    ///
    /// # Errors
    /// When a file that a list names is not there or cannot be read.
    pub(crate) fn affiliated(&self) -> Result<Relation, AppError> {
        let view = vigie_engine::view(VIEW).ok_or(AppError::Bug("no view for affiliations"))?;
        let (mut keys, mut lists, mut sources, mut times) = (vec![], vec![], vec![], vec![]);
        for list in &self.config.affiliations {
            let day = list.date.and_then(|day| day.to_zoned(TimeZone::UTC).ok());
            let at = day.map_or(0, |midnight| midnight.timestamp().as_microsecond());
            for (platform, id) in self.accounts_of(list)? {
                keys.push(account_key(&self.keys, Some(&platform), &id).0);
                lists.push(list.name.clone());
                sources.push(list.source.clone());
                times.push(at);
            }
        }
        let precisions = vec!["s"; keys.len()];
        let columns: Vec<ArrayRef> = vec![
            Arc::new(Int64Array::from(keys)),
            Arc::new(StringArray::from(lists)),
            Arc::new(StringArray::from(sources)),
            Arc::new(TimestampMicrosecondArray::from(times).with_timezone("UTC")),
            Arc::new(StringArray::from(precisions)),
        ];
        let schema = view.schema();
        let batch = RecordBatch::try_new(Arc::clone(&schema), columns)?;
        Ok(Relation { schema, batches: vec![batch] })
    }

    /// Platform and id of each account, those of the file after those of the list.
    fn accounts_of(&self, list: &Affiliation) -> Result<Vec<(String, String)>, AppError> {
        let mut accounts: Vec<(String, String)> =
            list.accounts.iter().filter_map(|entry| account(entry)).collect();
        if let Some(file) = &list.file {
            let path = self.root.join(file);
            let text = read_bounded(&path)?.ok_or_else(|| AppError::Read {
                path: path.clone(),
                source: std::io::ErrorKind::NotFound.into(),
            })?;
            accounts.extend(text.lines().filter_map(account));
        }
        Ok(accounts)
    }
}

/// `platform:account id`; what follows a `#` that stands by itself is a remark.
fn account(line: &str) -> Option<(String, String)> {
    let line = line.trim();
    let entry = if line.starts_with('#') { "" } else { line.split(" #").next().unwrap_or("") };
    let (platform, id) = entry.trim().split_once(':')?;
    let both = !platform.is_empty() && !id.is_empty();
    both.then(|| (platform.to_owned(), id.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_a_list_names_platform_and_account() {
        let read = |line| account(line).map(|(platform, id)| format!("{platform} {id}"));
        assert_eq!(
            read(" telegram:gazette_desk # night").as_deref(),
            Some("telegram gazette_desk")
        );
        assert_eq!(read("x:#vote").as_deref(), Some("x #vote"));
        for none in ["", "# all of them", "gazette_desk", ":desk", "telegram:"] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}
