//! The log, for operators and developers: `tracing` to standard error.
//!
//! Rules: fields are structured, never pasted into the message; `error` means that an operator
//! must act, `warn` that something was set aside or degraded, `info` is a milestone, `debug` is
//! what a developer needs. Nothing from outside is logged unless it passed the gate; as a last net
//! the writer makes control bytes harmless line by line.

use std::io::{self, Write};
use std::sync::Arc;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::FormatTime;
use vigie_app::gate::harmless;
use vigie_app::model::Clock;

use crate::events::Console;
use crate::failure::Failure;

/// What is logged when `--log` is not given: our own warnings. The engine's libraries warn about
/// what they then return as errors, which are printed.
const DEFAULT_FILTER: &str = "vigie=warn";

/// Starts the log. `json` writes one object a line.
///
/// # Errors
/// When the filter cannot be read.
pub(crate) fn start(
    filter: Option<&str>,
    json: bool,
    clock: &Arc<dyn Clock>,
    console: &Console,
) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(filter.unwrap_or(DEFAULT_FILTER)).map_err(|error| {
        Failure::usage(
            format!("--log: {error}"),
            "write a level (warn, info, debug) or parts such as vigie_lake=debug,vigie=info",
        )
    })?;
    let console = console.clone();
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_timer(LogTime(Arc::clone(clock)))
        .with_ansi(false)
        .with_writer(move || LogWriter(console.clone()));
    // A second start in one process (tests) keeps the first.
    let _ = if json { builder.json().try_init() } else { builder.try_init() };
    Ok(())
}

struct LogTime(Arc<dyn Clock>);

impl FormatTime for LogTime {
    fn format_time(&self, out: &mut Writer<'_>) -> std::fmt::Result {
        write!(out, "{}", self.0.now())
    }
}

/// Writes whole lines above the progress bars.
struct LogWriter(Console);

impl Write for LogWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // The subscriber hands over one formatted event at a time.
        for line in String::from_utf8_lossy(bytes).lines() {
            self.0.line(&harmless(line));
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
