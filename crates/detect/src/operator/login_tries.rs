//! `login_tries`: what a login log says about who tried what, line by line, in bursts.
//!
//! Plain SQL can say this with four window functions, and then sorts the whole log four times and
//! fails at a million lines under a pool of 1 GB. Here it is one sort of 56 bytes a line.

use std::mem::size_of;
use std::sync::Arc;

use arrow_array::builder::FixedSizeBinaryBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use hashbrown::HashMap;
use vigie_engine::{Relation, Reservation};
use vigie_model::SignalId;
use vigie_model::schema::ColumnType;

use super::evidence::{ID_BYTES, signal};
use super::{Call, Input, Operator, OperatorParam, OperatorSpec, OutputColumn};
use crate::error::RunError;

/// Rows of one batch of the result.
const BATCH: usize = 8_192;

/// About how many bytes a row of the result takes.
const OUTPUT_ROW: usize = 96;

const SPEC: OperatorSpec = OperatorSpec {
    name: "login_tries",
    version: 1,
    kernels: &[],
    doc: "The lines of refused attempts to log in, each with its burst: what one address tries \
          without a pause longer than gap_min. One connection may leave several lines (`invalid \
          user`, one or more `failed`, what PAM says of the same tries, `closed`); they count as \
          one try for each `failed` of the service itself, or where it writes no such line, for \
          each of the most telling ones that are left. Tries \
          under a name that was accepted from the same address before are left out. Added are the \
          lines of logins that were accepted from the address during a burst or within gap_min \
          after it, under a name that had been tried in it before.",
    inputs: &[Input {
        name: "logins",
        columns: &[
            "signal_id",
            "at",
            "source",
            "user",
            "user_shape",
            "machine",
            "session",
            "outcome",
            "method",
        ],
    }],
    params: &[OperatorParam {
        name: "gap_min",
        default: Some(60),
        doc: "a burst ends when nothing is tried for longer than this, in min",
    }],
    output: &[
        column("signal_id", ColumnType::Id, "the line"),
        column("at", ColumnType::Time, "when"),
        column("source", ColumnType::Key, "the address"),
        column("user", ColumnType::Key, "the login name"),
        column(
            "unknown",
            ColumnType::Flag,
            "whether the service says that the name does not exist",
        ),
        column("machine", ColumnType::Text, "the machine; empty where the line names none"),
        column("tries", ColumnType::Integer, "1 for a line that counts as a try, else 0"),
        column("login", ColumnType::Integer, "1 for a login after failures, else 0"),
        column("burst", ColumnType::Integer, "number of the burst of this address, from 1"),
        column("began", ColumnType::Time, "when the burst began"),
        column("hour", ColumnType::Integer, "whole hours since then"),
    ],
};

const fn column(name: &'static str, kind: ColumnType, doc: &'static str) -> OutputColumn {
    OutputColumn { name, kind, doc }
}

/// See the spec.
#[derive(Debug)]
pub(super) struct LoginTries;

impl Operator for LoginTries {
    fn spec(&self) -> &'static OperatorSpec {
        &SPEC
    }

    fn run(&self, call: &mut Call<'_>) -> Result<Relation, RunError> {
        let gap_us = call.integer("gap_min")?.saturating_mul(60_000_000);
        let reservation = call.reserve();
        let mut log = Log::read(call, &reservation)?;
        log.lines.sort_unstable();
        let output = log.lines.len().saturating_mul(OUTPUT_ROW);
        reservation.grow(output).map_err(|error| call.failed(error))?;
        let mut rows = Rows::new(&log.machines);
        let mut source = Source::default();
        for lines in log.lines.chunk_by(|left, right| left.source == right.source) {
            source.read(lines, gap_us, &mut rows)?;
        }
        rows.relation()
    }
}

/// One line: 56 bytes. Sorted by address, then time, then id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    source: i64,
    at: i64,
    id: SignalId,
    user: i64,
    /// Digest of machine and session.
    connection: [u8; 8],
    machine: u32,
    said: Said,
    unknown: bool,
}

/// What a line says, the most telling first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Said {
    Failed,
    /// PAM speaks of the same tries as the service, in lines of its own.
    FailedInPam,
    Accepted,
    InvalidUser,
    Disconnected,
}

impl Said {
    fn from_words(outcome: &str, method: Option<&str>) -> Option<Self> {
        Some(match outcome {
            "failed" if method == Some("pam") => Self::FailedInPam,
            "failed" => Self::Failed,
            "accepted" => Self::Accepted,
            "invalid_user" => Self::InvalidUser,
            "disconnected" => Self::Disconnected,
            _ => return None,
        })
    }
}

/// The log in memory.
#[derive(Default)]
struct Log {
    lines: Vec<Line>,
    machines: Vec<String>,
}

impl Log {
    fn read(call: &Call<'_>, reservation: &Reservation) -> Result<Self, RunError> {
        let columns =
            "signal_id, at, source, \"user\", user_shape, machine, session, outcome, method";
        let rest = "WHERE source IS NOT NULL AND \"user\" IS NOT NULL AND outcome IN \
                    ('failed', 'accepted', 'invalid_user', 'disconnected')";
        let mut log = Self::default();
        let mut numbers: HashMap<String, u32> = HashMap::new();
        for batch in call.stream("logins", columns, rest, &[])? {
            let batch = batch.map_err(|error| call.failed(error))?;
            let free = log.lines.capacity() - log.lines.len();
            if free < batch.num_rows() {
                let more = (log.lines.len() / 2).max(batch.num_rows());
                let bytes = more.saturating_sub(free).saturating_mul(size_of::<Line>());
                reservation.grow(bytes).map_err(|error| call.failed(error))?;
                log.lines.reserve_exact(more);
            }
            log.push(&batch, &mut numbers)?;
        }
        Ok(log)
    }

    fn push(
        &mut self,
        batch: &RecordBatch,
        numbers: &mut HashMap<String, u32>,
    ) -> Result<(), RunError> {
        let ids = batch.column(0).as_fixed_size_binary();
        let times = batch.column(1).as_primitive::<TimestampMicrosecondType>().values();
        let sources = batch.column(2).as_primitive::<Int64Type>().values();
        let users = batch.column(3).as_primitive::<Int64Type>().values();
        let shapes = batch.column(4);
        let [machines, sessions, outcomes, methods] =
            [5, 6, 7, 8].map(|column| batch.column(column).as_string::<i32>());
        let mut connection = Vec::new();
        for row in 0..batch.num_rows() {
            let method = methods.is_valid(row).then(|| methods.value(row));
            let Some(said) = Said::from_words(outcomes.value(row), method) else { continue };
            let machine = if machines.is_null(row) { "" } else { machines.value(row) };
            let session = if sessions.is_null(row) { "" } else { sessions.value(row) };
            connection.clear();
            connection.extend_from_slice(machine.as_bytes());
            connection.push(0);
            connection.extend_from_slice(session.as_bytes());
            let mut digest = [0; 8];
            digest.copy_from_slice(&blake3::hash(&connection).as_bytes()[..8]);
            let machine = self.machine(machine, numbers)?;
            self.lines.push(Line {
                source: sources[row],
                at: times[row],
                id: signal(ids.value(row)),
                user: users[row],
                connection: digest,
                machine,
                said,
                unknown: shapes.is_valid(row),
            });
        }
        Ok(())
    }

    /// The number of a machine. There are as many as the log names: few, or somebody plays with
    /// the host field of syslog, and then each name is a line at least.
    fn machine(&mut self, name: &str, numbers: &mut HashMap<String, u32>) -> Result<u32, RunError> {
        if let Some(number) = numbers.get(name) {
            return Ok(*number);
        }
        let number = u32::try_from(self.machines.len())
            .map_err(|_| RunError::bug("more than 4 billion machines"))?;
        numbers.insert(name.to_owned(), number);
        self.machines.push(name.to_owned());
        Ok(number)
    }
}

/// What has to be known about one address before its lines can be judged.
#[derive(Default)]
struct Source {
    /// The most telling line of each connection.
    telling: HashMap<[u8; 8], Said>,
    /// When each name was first accepted.
    let_in: HashMap<i64, i64>,
    /// When each name was first tried in each burst.
    tried: HashMap<(i64, i64), i64>,
    bursts: Vec<Burst>,
}

#[derive(Clone, Copy)]
struct Burst {
    began: i64,
    ended: i64,
}

impl Source {
    /// Judges the lines of one address, sorted by time.
    fn read(&mut self, lines: &[Line], gap_us: i64, rows: &mut Rows<'_>) -> Result<(), RunError> {
        self.learn(lines);
        let refused = |line: &&Line| {
            let first = self.let_in.get(&line.user);
            line.said != Said::Accepted && first.is_none_or(|first| line.at <= *first)
        };
        for line in lines.iter().filter(refused) {
            match self.bursts.last_mut() {
                Some(burst) if line.at.saturating_sub(burst.ended) <= gap_us => {
                    burst.ended = line.at;
                }
                _ => self.bursts.push(Burst { began: line.at, ended: line.at }),
            }
            let number = i64::try_from(self.bursts.len()).unwrap_or(i64::MAX);
            let began = self.bursts.last().map_or(line.at, |burst| burst.began);
            let counts = self.telling.get(&line.connection) == Some(&line.said);
            self.tried.entry((number, line.user)).or_insert(line.at);
            rows.push(line, (i64::from(counts), 0), number, began)?;
        }
        for line in lines.iter().filter(|line| line.said == Said::Accepted) {
            // Bursts lie further apart than the gap, so at most one can be the one before.
            let after = self.bursts.partition_point(|burst| burst.began <= line.at);
            let Some(burst) = after.checked_sub(1).and_then(|at| self.bursts.get(at)) else {
                continue;
            };
            let number = i64::try_from(after).unwrap_or(i64::MAX);
            let tried = self.tried.get(&(number, line.user)).is_some_and(|at| *at <= line.at);
            if tried && line.at.saturating_sub(burst.ended) <= gap_us {
                rows.push(line, (0, 1), number, burst.began)?;
            }
        }
        Ok(())
    }

    fn learn(&mut self, lines: &[Line]) {
        self.telling.clear();
        self.let_in.clear();
        self.tried.clear();
        self.bursts.clear();
        for line in lines {
            let telling = self.telling.entry(line.connection).or_insert(line.said);
            *telling = line.said.min(*telling);
            if line.said == Said::Accepted {
                // Lines come by time, so the first one stays.
                self.let_in.entry(line.user).or_insert(line.at);
            }
        }
    }
}

/// The result, batch by batch.
struct Rows<'a> {
    machines: &'a [String],
    batches: Vec<RecordBatch>,
    ids: Vec<SignalId>,
    integers: [Vec<i64>; 8],
    unknown: Vec<bool>,
    machine: Vec<u32>,
}

impl<'a> Rows<'a> {
    fn new(machines: &'a [String]) -> Self {
        Self {
            machines,
            batches: Vec::new(),
            ids: Vec::new(),
            integers: Default::default(),
            unknown: Vec::new(),
            machine: Vec::new(),
        }
    }

    fn push(
        &mut self,
        line: &Line,
        (tries, login): (i64, i64),
        burst: i64,
        began: i64,
    ) -> Result<(), RunError> {
        const HOUR_US: i64 = 3_600_000_000;
        let hour = line.at.saturating_sub(began) / HOUR_US;
        let row = [line.at, line.source, line.user, tries, login, burst, began, hour];
        self.integers.iter_mut().zip(row).for_each(|(column, value)| column.push(value));
        self.ids.push(line.id);
        self.unknown.push(line.unknown);
        self.machine.push(line.machine);
        if self.ids.len() == BATCH { self.close() } else { Ok(()) }
    }

    fn close(&mut self) -> Result<(), RunError> {
        let bug = |error: arrow_schema::ArrowError| RunError::bug(error.to_string());
        let size = i32::try_from(ID_BYTES).unwrap_or(i32::MAX);
        let mut ids = FixedSizeBinaryBuilder::with_capacity(self.ids.len(), size);
        for id in self.ids.drain(..) {
            ids.append_value(id.0).map_err(bug)?;
        }
        let machines = self
            .machine
            .drain(..)
            .map(|number| self.machines.get(number as usize).map_or("", String::as_str));
        let machines: ArrayRef = Arc::new(StringArray::from_iter_values(machines));
        let unknown: ArrayRef = Arc::new(BooleanArray::from(std::mem::take(&mut self.unknown)));
        let [at, source, user, tries, login, burst, began, hour] =
            self.integers.each_mut().map(std::mem::take);
        let integers = |column: Vec<i64>| -> ArrayRef { Arc::new(Int64Array::from(column)) };
        let times = |column: Vec<i64>| -> ArrayRef {
            Arc::new(TimestampMicrosecondArray::from(column).with_timezone("UTC"))
        };
        let columns = vec![
            Arc::new(ids.finish()) as ArrayRef,
            times(at),
            integers(source),
            integers(user),
            unknown,
            machines,
            integers(tries),
            integers(login),
            integers(burst),
            times(began),
            integers(hour),
        ];
        self.batches.push(RecordBatch::try_new(SPEC.schema(), columns).map_err(bug)?);
        Ok(())
    }

    fn relation(mut self) -> Result<Relation, RunError> {
        self.close()?;
        Ok(Relation { schema: SPEC.schema(), batches: self.batches })
    }
}
