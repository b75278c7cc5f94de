//! How many signals each stream gave in each hour: what activity and blind spots are read from.

use std::collections::BTreeMap;

use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use vigie_engine::Session;
use vigie_model::time::Timestamp;

use crate::{AppError, Project, gate};

/// Microseconds in an hour.
pub(crate) const HOUR: i64 = 3_600_000_000;

/// The first moment of the hour of `at`, in microseconds, before 1970 too. `date_trunc` looks up the
/// zone of each row, which took longer than everything else about a row.
pub(crate) const HOUR_OF: &str = "at::BIGINT - (at::BIGINT % 3600000000 + 3600000000) % 3600000000";

/// What a stream is made of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Kind {
    Publications,
    Requests,
    Logins,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Publications, Self::Requests, Self::Logins];

    /// Publications come by platform, log lines by the machine that wrote them.
    fn query(self) -> String {
        let (name, view) = match self {
            Self::Publications => ("platform", "publications"),
            Self::Requests => ("host", "requests"),
            Self::Logins => ("host", "logins"),
        };
        format!(
            "SELECT {name} AS name, {HOUR_OF} AS hour, count(*) AS signals, max(at) AS last \
             FROM {view} WHERE at IS NOT NULL GROUP BY 1, 2"
        )
    }
}

/// One stream: a platform, or a machine's log.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct StreamHours {
    /// Signals by the first moment of their hour.
    pub(crate) hours: BTreeMap<i64, u64>,
    /// The time of the last signal.
    pub(crate) last: Option<Timestamp>,
}

/// All streams by kind and name. Names have passed the gate.
pub(crate) type Hours = BTreeMap<(Kind, String), StreamHours>;

impl Project {
    /// Counts the hours of every stream; [`Project::hours`] keeps them at hand.
    pub(crate) fn count_hours(&self) -> Result<Hours, AppError> {
        let session = self.open_session()?;
        let mut hours = Hours::new();
        for kind in Kind::ALL {
            count(&session, kind, &mut hours)?;
        }
        Ok(hours)
    }
}

fn count(session: &Session, kind: Kind, hours: &mut Hours) -> Result<(), AppError> {
    let changed = || AppError::Bug("a count by hours has other columns than asked for");
    for batch in &session.query(&kind.query(), &[])?.batches {
        let names = arrow_cast::cast(
            batch.column_by_name("name").ok_or_else(changed)?,
            &arrow_schema::DataType::Utf8,
        )?;
        let names = names.as_string_opt::<i32>().ok_or_else(changed)?;
        let number = |name: &str| batch.column_by_name(name)?.as_primitive_opt::<Int64Type>();
        let (starts, counts) =
            (number("hour").ok_or_else(changed)?, number("signals").ok_or_else(changed)?);
        let lasts = batch
            .column_by_name("last")
            .and_then(|column| column.as_primitive_opt::<TimestampMicrosecondType>())
            .ok_or_else(changed)?;
        for row in 0..batch.num_rows() {
            let name =
                if names.is_valid(row) { gate::harmless(names.value(row)) } else { String::new() };
            let stream = hours.entry((kind, name)).or_default();
            let signals = u64::try_from(counts.value(row)).unwrap_or(0);
            *stream.hours.entry(starts.value(row)).or_default() += signals;
            stream.last = stream.last.max(Some(Timestamp(lasts.value(row))));
        }
    }
    Ok(())
}
