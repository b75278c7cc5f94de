//! What vigie.toml says of the house, as rows for the operator that reads lines.
//!
//! Names become pseudonyms here as well; the lake holds none of it.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use vigie_engine::Relation;
use vigie_model::key::KeyKind;

use crate::{AppError, Project};

/// The view that the rows stand in for.
pub(crate) const VIEW: &str = "house";

impl Project {
    /// One row for each word, name and network.
    pub(crate) fn house(&self) -> Result<Relation, AppError> {
        let view = vigie_engine::view(VIEW).ok_or(AppError::Bug("no view for the house"))?;
        let known = &self.config.attacks;
        let lists = [
            ("name", &known.names),
            ("domain", &known.domains),
            ("staff", &known.staff),
            ("own_scanner", &known.own_scanners),
            ("monitor", &known.monitors),
            ("crawler", &known.crawlers),
        ];
        let (mut kinds, mut words, mut users) = (vec![], vec![], vec![]);
        for (kind, list) in lists {
            for word in list {
                // A login name is kept as it was typed; both usual spellings are known.
                for spelling in [word.trim().to_owned(), word.trim().to_lowercase()] {
                    let key = self.keys.key(KeyKind::Login, spelling.as_bytes());
                    kinds.push(kind);
                    words.push(spelling);
                    users.push(key.0);
                }
            }
        }
        let rows = kinds.len();
        let columns: Vec<ArrayRef> = vec![
            Arc::new(StringArray::from(kinds)),
            Arc::new(StringArray::from(words)),
            Arc::new(Int64Array::from(users)),
            Arc::new(TimestampMicrosecondArray::from(vec![0; rows]).with_timezone("UTC")),
            Arc::new(StringArray::from(vec!["s"; rows])),
        ];
        let schema = view.schema();
        let batch = RecordBatch::try_new(Arc::clone(&schema), columns)?;
        Ok(Relation { schema, batches: vec![batch] })
    }
}
