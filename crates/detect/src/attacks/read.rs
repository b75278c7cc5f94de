//! Rows of the two views of lines, as events.

use std::mem::size_of;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use hashbrown::HashMap;
use vigie_engine::Param;
use vigie_kernels::attacks::group::{
    Challenges, Event, What, hash_key, marks, network_key, path_key, request_marks, skeleton_key,
    tool_key, what_of_login, what_of_request,
};
use vigie_kernels::attacks::{Classifier, RequestLine, Shown, address_key};
use vigie_model::{SignalId, Timestamp};

use super::{Lines, Source};
use crate::error::RunError;
use crate::operator::evidence::signal;

/// The columns that [`Request`] reads, in this order.
pub const REQUEST_COLUMNS: &str = "signal_id, at, host, vhost, source, address, method, path, \
     query, status, referer, agent";

const LOGIN_COLUMNS: &str = "signal_id, at, host, machine, service, source, address, outcome, \
     method, \"user\", user_name, session";

/// All logs are one house: what is attacked together may be joined.
const HOUSE: u64 = 1;

/// A web log that names neither a virtual host nor a machine.
const UNNAMED: &str = "web";

/// What the kernel holds of a line beside the event, in bytes: its place in the order, the burst that it
/// is in, and its share of the visits.
const BESIDE: usize = 32;

/// The longest name of a target or tool that is kept, in bytes.
const LONGEST_NAME: usize = 80;

/// One row of `request_lines`.
#[derive(Debug)]
pub struct Request<'a> {
    /// The observation.
    pub signal: SignalId,
    /// When.
    pub at: Timestamp,
    /// The pseudonym of the source.
    pub source: i64,
    /// The address as logged.
    pub address: &'a str,
    /// The virtual host, or the machine where the log names none.
    pub target: &'a str,
    /// What is judged.
    pub line: RequestLine<'a>,
    path: &'a str,
}

impl Request<'_> {
    /// The path as text.
    #[must_use]
    pub const fn path(&self) -> &str {
        self.path
    }
}

/// Hands over each row of `request_lines`.
///
/// # Errors
/// When the view cannot be read, or as `each`.
pub fn requests(
    from: &Source<'_>,
    mut each: impl FnMut(&Request<'_>) -> Result<(), RunError>,
) -> Result<(), RunError> {
    let (rest, params) = since(from.since);
    for batch in (from.open)("request_lines", REQUEST_COLUMNS, rest, &params)? {
        let batch = batch.map_err(from.failed)?;
        let ids = batch.column(0).as_fixed_size_binary();
        let times = times(&batch, 1);
        let text: Vec<&StringArray> =
            [2, 3, 5, 6, 7, 8, 10, 11].iter().map(|at| batch.column(*at).as_string()).collect();
        let (sources, status) = (integers(&batch, 4), integers(&batch, 9));
        for row in 0..batch.num_rows() {
            let text = |at: usize| word(text[at], row);
            let target = [text(1), text(0), UNNAMED].into_iter().find(|name| !name.is_empty());
            let status = if status.is_valid(row) { status.value(row) } else { 0 };
            each(&Request {
                signal: signal(ids.value(row)),
                at: Timestamp(times.value(row)),
                source: sources.value(row),
                address: text(2),
                target: target.unwrap_or(UNNAMED),
                path: text(4),
                line: RequestLine {
                    method: text(3).as_bytes(),
                    path: text(4).as_bytes(),
                    query: text(5).as_bytes(),
                    referer: text(6).as_bytes(),
                    agent: text(7).as_bytes(),
                    status: u16::try_from(status).unwrap_or(0),
                },
            })?;
        }
    }
    Ok(())
}

pub(super) fn all(from: &Source<'_>, lines: &mut Lines) -> Result<(), RunError> {
    let mut keys = Keys::default();
    let mut classifier =
        Classifier::new().map_err(|error| RunError::bug(format!("rules: {error}")))?;
    let mut shown = Vec::new();
    let mut challenges = Challenges::default();
    requests(from, |request| {
        classifier.judge(&request.line, &mut shown);
        let event = of_request(request, &shown, lines, &mut keys);
        if event.what == What::Failed && request.line.status == 401 {
            let path = keys.path(request.line.path);
            challenges.note(lines.events.len(), event.source, path);
        }
        push(from, lines, event, request.signal)
    })?;
    challenges.settle(&mut lines.events);
    logins(from, lines, &mut keys)
}

fn push(
    from: &Source<'_>,
    lines: &mut Lines,
    event: Event,
    signal: SignalId,
) -> Result<(), RunError> {
    if lines.events.len() == lines.events.capacity() {
        // A quarter more, not twice as many: a day of a busy site is gigabytes.
        let more = (lines.events.len() / 4).max(4_096);
        let bytes = size_of::<Event>() + size_of::<SignalId>() + BESIDE;
        from.memory.grow(more.saturating_mul(bytes)).map_err(from.failed)?;
        lines.events.reserve_exact(more);
        lines.signals.reserve_exact(more);
    }
    lines.events.push(event);
    lines.signals.push(signal);
    Ok(())
}

fn of_request(request: &Request<'_>, shown: &[Shown], lines: &mut Lines, keys: &mut Keys) -> Event {
    let line = &request.line;
    let (source, network) = keys.source(request.source, request.address, lines);
    // Views hold no names of HTTP authentication; `Challenges` finds who was let in.
    let what = what_of_request(shown, line.method, line.path, line.status, false);
    let is_login = !matches!(what, What::Visit | What::Shown(..));
    let payload = if line.query.is_empty() { line.path } else { line.query };
    let is_payload = shown.first().is_some_and(|shown| shown.class.is_payload());
    let mut set = request_marks(line.method, line.path, line.query, line.status);
    if lines.house.names(request.path) {
        set |= marks::NAMES_HOUSE;
    }
    Event {
        source,
        house: HOUSE,
        at: request.at,
        target: keys.target(request.target, lines),
        what,
        token: if is_login { 0 } else { keys.path(line.path) },
        skeleton: if is_payload { skeleton_key(payload) } else { 0 },
        tool: keys.tool(line.agent, lines),
        network,
        marks: set,
        row: row_of(request.signal),
    }
}

/// A number that stands for a signal, whatever the order of rows.
fn row_of(signal: SignalId) -> u64 {
    let mut low = [0; 8];
    low.copy_from_slice(&signal.0[..8]);
    u64::from_le_bytes(low)
}

fn logins(from: &Source<'_>, lines: &mut Lines, keys: &mut Keys) -> Result<(), RunError> {
    let (rest, params) = since(from.since);
    let mut sessions = Sessions::default();
    for batch in (from.open)("login_lines", LOGIN_COLUMNS, rest, &params)? {
        let batch = batch.map_err(from.failed)?;
        let ids = batch.column(0).as_fixed_size_binary();
        let times = times(&batch, 1);
        let text: Vec<&StringArray> =
            [2, 3, 4, 6, 7, 8, 10, 11].iter().map(|at| batch.column(*at).as_string()).collect();
        let (sources, users) = (integers(&batch, 5), integers(&batch, 9));
        for row in 0..batch.num_rows() {
            let text = |at: usize| word(text[at], row);
            let method = Some(text(5)).filter(|method| !method.is_empty());
            let Some(what) = what_of_login(text(4), method) else { continue };
            // A line without a source tells nothing about who knocks.
            if sources.is_null(row) {
                continue;
            }
            let (source, network) = keys.source(sources.value(row), text(3), lines);
            let machine = if text(1).is_empty() { text(0) } else { text(1) };
            let user = if users.is_valid(row) { users.value(row) } else { 0 };
            let name = Some(text(6)).filter(|name| !name.is_empty());
            let mut set = if name.is_some() { marks::USER_KNOWN } else { 0 };
            if user != 0 && lines.house.names_user(user, name) {
                set |= marks::NAMES_HOUSE;
            }
            let signal = signal(ids.value(row));
            let event = Event {
                source,
                house: HOUSE,
                at: Timestamp(times.value(row)),
                target: keys.service(machine, text(2), lines),
                what,
                token: user.cast_unsigned(),
                skeleton: 0,
                tool: 0,
                network,
                marks: set,
                row: row_of(signal),
            };
            sessions.note(lines.events.len(), &event, text(7));
            push(from, lines, event, signal)?;
        }
    }
    sessions.count_tries_once(&mut lines.events);
    Ok(())
}

/// Lines of connections. A service may say of one try both that the name does not exist and that the
/// password was refused: that is one try, of a name that does not exist.
#[derive(Default)]
struct Sessions {
    /// By connection and name: whether either was said.
    said: HashMap<u64, u8>,
    lines: Vec<(usize, u64)>,
}

const SAID_INVALID: u8 = 1;
const SAID_FAILED: u8 = 2;

impl Sessions {
    fn note(&mut self, place: usize, event: &Event, session: &str) {
        let bit = match event.what {
            What::InvalidUser => SAID_INVALID,
            What::Failed => SAID_FAILED,
            _ => return,
        };
        if session.is_empty() {
            return;
        }
        let mut bytes = [event.source, event.target, event.token].map(u64::to_le_bytes).concat();
        bytes.extend_from_slice(session.as_bytes());
        let key = hash_key("session", &bytes);
        *self.said.entry(key).or_default() |= bit;
        self.lines.push((place, key));
    }

    fn count_tries_once(&self, events: &mut [Event]) {
        for (place, key) in &self.lines {
            let is_both =
                self.said.get(key).is_some_and(|bits| *bits == SAID_INVALID | SAID_FAILED);
            let Some(event) = events.get_mut(*place).filter(|_| is_both) else { continue };
            event.what = match event.what {
                What::InvalidUser => What::Closed,
                _ => What::InvalidUser,
            };
        }
    }
}

fn since(since: Option<Timestamp>) -> (&'static str, Vec<(String, Param)>) {
    match since {
        Some(at) => ("WHERE at >= $since", vec![("since".to_owned(), Param::Time(at))]),
        None => ("", Vec::new()),
    }
}

fn times(batch: &RecordBatch, column: usize) -> &TimestampMicrosecondArray {
    batch.column(column).as_primitive::<TimestampMicrosecondType>()
}

fn integers(batch: &RecordBatch, column: usize) -> &Int64Array {
    batch.column(column).as_primitive::<Int64Type>()
}

fn word(column: &StringArray, row: usize) -> &str {
    if column.is_valid(row) { column.value(row) } else { "" }
}

/// Keys that were made already. Paths and agents repeat; what is new is made and, within bounds, kept.
#[derive(Default)]
struct Keys {
    sources: HashMap<i64, u64>,
    targets: HashMap<String, u64>,
    paths: HashMap<Vec<u8>, u64>,
    tools: HashMap<Vec<u8>, u64>,
}

/// Texts of one kind whose keys are kept.
const MOST_KEPT: usize = 1 << 16;

impl Keys {
    /// The key of a source and of its network.
    fn source(&mut self, source: i64, address: &str, lines: &mut Lines) -> (u64, u64) {
        let key = source.cast_unsigned();
        if let Some(network) = self.sources.get(&source) {
            return (key, *network);
        }
        let number = address_key(address.as_bytes());
        if let Some(number) = number {
            lines.house.meet(key, number);
        }
        let network = number.map_or(0, network_key);
        // An address may have been forgotten on one line and stand on another.
        if number.is_some() && self.sources.len() < 64 * MOST_KEPT {
            self.sources.insert(source, network);
        }
        (key, network)
    }

    fn target(&mut self, name: &str, lines: &mut Lines) -> u64 {
        if let Some(key) = self.targets.get(name) {
            return *key;
        }
        let key = hash_key("target", name.as_bytes());
        if self.targets.len() < MOST_KEPT {
            self.targets.insert(name.to_owned(), key);
            lines.targets.insert(key, cut(name));
        }
        key
    }

    fn service(&mut self, machine: &str, service: &str, lines: &mut Lines) -> u64 {
        let name =
            if machine.is_empty() { service.to_owned() } else { format!("{machine} {service}") };
        self.target(&name, lines)
    }

    fn path(&mut self, path: &[u8]) -> u64 {
        kept(&mut self.paths, path, path_key)
    }

    fn tool(&mut self, agent: &[u8], lines: &mut Lines) -> u64 {
        if let Some(key) = self.tools.get(agent) {
            return *key;
        }
        let key = kept(&mut self.tools, agent, tool_key);
        if key != 0 && lines.tools.len() < MOST_KEPT {
            let name = tool_name(agent);
            let held = lines.tools.entry(key).or_insert_with(|| name.clone());
            if name < *held {
                *held = name;
            }
        }
        key
    }
}

fn kept(map: &mut HashMap<Vec<u8>, u64>, text: &[u8], make: fn(&[u8]) -> u64) -> u64 {
    if let Some(key) = map.get(text) {
        return *key;
    }
    let key = make(text);
    if map.len() < MOST_KEPT && text.len() <= 256 {
        map.insert(text.to_vec(), key);
    }
    key
}

/// The agent as far as it is worth showing.
fn tool_name(agent: &[u8]) -> String {
    let text = String::from_utf8_lossy(agent);
    let text = text.trim();
    let mut inner = text.split_once("(compatible;").map_or(text, |(_, rest)| rest.trim_start());
    if inner.starts_with("MSIE") || inner.starts_with("Konqueror") {
        // Tools append themselves to an old browser's name.
        inner = inner.rsplit(';').next().unwrap_or(inner).trim_start();
    }
    let end = inner.find(['/', ' ', ';', '(', ')', ',', '#']).unwrap_or(inner.len());
    cut(if end < 2 { text } else { &inner[..end] })
}

fn cut(name: &str) -> String {
    let mut end = name.len().min(LONGEST_NAME);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name[..end].to_owned()
}
