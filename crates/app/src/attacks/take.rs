//! Reading: lines to attacks, and where their sources are registered. What stays is keys, counts and
//! places; addresses are looked up here and let go.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

use hashbrown::{HashMap, HashSet};
use jiff::tz::TimeZone;
use vigie_detect::RunError;
use vigie_detect::attacks::{Lines, Source};
use vigie_engine::Access;
use vigie_kernels::attacks::group::{Apart, AttackReport, Family, Params};
use vigie_lake::Snapshot;
use vigie_model::schema::{LOGIN_RECORDS, REQUEST_RECORDS, Table};
use vigie_model::time::Timestamp;

use super::bans::{self, Banned};
use super::health::{self, Counted};
use super::latency::{self, Slow};
use crate::origin::{Database, Origins, Place};
use crate::{AppError, Project};

/// The tables that hold addresses of lines.
const TABLES: [&Table; 2] = [REQUEST_RECORDS, LOGIN_RECORDS];

/// Lines of one burst on one day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) day: i64,
    pub(super) burst: u32,
    pub(super) lines: u64,
}

/// What was read of one commit. No address is in it.
#[derive(Debug)]
pub(crate) struct Taken {
    pub(super) commit: u64,
    pub(super) report: AttackReport,
    pub(super) params: Params,
    pub(super) parts: Vec<Part>,
    /// By burst, the number of its source.
    pub(super) source_of: Vec<u32>,
    /// How many sources there are.
    pub(super) sources: usize,
    pub(super) targets: BTreeMap<u64, String>,
    pub(super) tools: BTreeMap<u64, String>,
    pub(super) places: HashMap<u64, Place>,
    pub(super) databases: Vec<Database>,
    /// Sources that fail2ban says it banned.
    pub(super) banned: Banned,
    /// Lines of all kinds by day.
    pub(super) days_read: BTreeMap<i64, u64>,
    /// All lines and those of attacks by day, family and target.
    pub(super) lines_by_day: HashMap<(i64, Family, u64), [u64; 2]>,
    /// The same by minute since 1970.
    pub(super) lines_by_minute: HashMap<(i64, Family, u64), [u64; 2]>,
    /// Lines of sources that are apart, by why.
    pub(super) apart: BTreeMap<Apart, u64>,
    /// Requests and server errors by hour.
    pub(super) hours: Counted,
    /// How slow the hours were whose log says it.
    pub(super) slow: Slow,
}

impl Project {
    /// Attacks of the commit that is looked at, read once.
    pub(crate) fn taken(&self) -> Result<Arc<Taken>, AppError> {
        let snapshot = self.sight()?;
        self.desk.attacks(snapshot.read_commit, || self.take(&snapshot))
    }

    fn take(&self, snapshot: &Snapshot) -> Result<Taken, AppError> {
        let session = self.session(snapshot, None, Access::Detectors)?;
        let memory = session.reserve("attacks");
        let failed = |source| RunError::Engine {
            page: "attacks".to_owned(),
            step: "lines".to_owned(),
            source,
        };
        let lines = Lines::read(&Source {
            open: &|view, columns, rest, params| {
                let sql = format!("SELECT {columns} FROM {view} {rest}");
                session.stream_for_operator(&sql, params).map_err(failed)
            },
            failed: &failed,
            memory: &memory,
            since: None,
        })?;
        let days = Days::new(self.zone());
        let params = Params::default();
        let report = lines.group(params.clone(), &|at| days.of(at));
        let origins = Origins::of(&self.root, &self.config)?;
        let mut numbers: HashMap<u64, u32> = HashMap::new();
        let source_of = report.bursts.iter().map(|burst| {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            *numbers.entry(burst.source).or_insert(next)
        });
        let source_of = source_of.collect();
        let sources: HashSet<u64> = numbers.into_keys().collect();
        let mut days_read = BTreeMap::new();
        let (mut lines_by_day, mut lines_by_minute) = (HashMap::new(), HashMap::new());
        for (event, burst) in lines.events.iter().zip(&report.burst_of) {
            let (family, day) = (event.what.family(), days.of(event.at));
            *days_read.entry(day).or_default() += 1;
            let minute = event.at.0.div_euclid(MINUTE_US);
            for counts in [
                lines_by_day.entry((day, family, event.target)).or_insert([0, 0]),
                lines_by_minute.entry((minute, family, event.target)).or_insert([0, 0]),
            ] {
                counts[0] += 1;
                counts[1] += u64::from(burst.is_some());
            }
        }
        let open = self.open_session()?;
        let mut apart = BTreeMap::new();
        for (why, count) in report.apart.values() {
            *apart.entry(*why).or_default() += count;
        }
        Ok(Taken {
            commit: snapshot.read_commit,
            parts: parts(&lines, &report, &days),
            source_of,
            sources: sources.len(),
            places: places(snapshot, &sources, &origins)?,
            databases: origins.names(),
            banned: bans::read(&session)?,
            report,
            params,
            targets: lines.targets,
            tools: lines.tools,
            days_read,
            lines_by_day,
            lines_by_minute,
            apart,
            hours: health::counted(&open)?,
            slow: latency::slow_hours(&open)?,
        })
    }
}

/// Days of a zone as numbers: days since 1970-01-01 there.
pub(super) struct Days(TimeZone);

impl Days {
    pub(super) const fn new(zone: TimeZone) -> Self {
        Self(zone)
    }

    pub(super) fn of(&self, at: Timestamp) -> i64 {
        let offset = self.0.to_offset(at.to_jiff()).seconds();
        at.0.saturating_add(i64::from(offset) * 1_000_000).div_euclid(DAY_US)
    }
}

const MINUTE_US: i64 = 60_000_000;
const DAY_US: i64 = 86_400_000_000;

/// A day of [`Days`] as it is written: `2027-04-01`.
pub(super) fn day_shown(day: i64) -> String {
    let text = Timestamp(day.saturating_mul(DAY_US)).to_string();
    text.get(..10).unwrap_or(&text).to_owned()
}

fn parts(lines: &Lines, report: &AttackReport, days: &Days) -> Vec<Part> {
    let mut counts: BTreeMap<(i64, u32), u64> = BTreeMap::new();
    for (event, burst) in lines.events.iter().zip(&report.burst_of) {
        if let Some(burst) = burst {
            *counts.entry((days.of(event.at), *burst)).or_default() += 1;
        }
    }
    counts.into_iter().map(|((day, burst), lines)| Part { day, burst, lines }).collect()
}

/// Where sources are registered. An address that cannot be read, or is forgotten, has no place.
fn places(
    snapshot: &Snapshot,
    sources: &HashSet<u64>,
    origins: &Origins,
) -> Result<HashMap<u64, Place>, AppError> {
    let mut places = HashMap::new();
    if origins.is_empty() {
        return Ok(places);
    }
    for table in TABLES {
        snapshot.read_restricted(table, &["source_key", "source_address"], |row| {
            let Some(key) = row.key("source_key").map(|key| key.0.cast_unsigned()) else { return };
            if !sources.contains(&key) || places.contains_key(&key) {
                return;
            }
            let address = row.text("source_address").and_then(|text| text.parse::<IpAddr>().ok());
            if let Some(address) = address {
                places.insert(key, origins.place(address));
            }
        })?;
    }
    Ok(places)
}

/// The addresses of some sources: for files that somebody asked for with a reason.
pub(super) fn addresses(
    snapshot: &Snapshot,
    sources: &HashSet<u64>,
) -> Result<BTreeMap<u64, IpAddr>, AppError> {
    let mut found = BTreeMap::new();
    for table in TABLES {
        snapshot.read_restricted(table, &["source_key", "source_address"], |row| {
            let Some(key) = row.key("source_key").map(|key| key.0.cast_unsigned()) else { return };
            let address = row.text("source_address").and_then(|text| text.parse::<IpAddr>().ok());
            if let Some(address) = address.filter(|_| sources.contains(&key)) {
                found.insert(key, address.to_canonical());
            }
        })?;
    }
    Ok(found)
}
