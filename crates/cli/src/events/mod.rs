//! Printers of the event bus: bars on a terminal, JSON lines for programs, or warnings alone.

mod bars;
mod json;

use std::io::Write;
use std::sync::Arc;

use indicatif::MultiProgress;
use vigie_app::gate::harmless;
use vigie_app::model::{Event, EventSink, Level};
use vigie_app::words::Words;

use crate::arguments::Progress;

/// Standard error, shared by bars, warnings and the log, so that lines never tear a bar.
#[derive(Clone)]
pub(crate) struct Console(Option<MultiProgress>);

impl Console {
    pub(crate) fn new(progress: Progress) -> Self {
        Self((progress == Progress::Bar).then(MultiProgress::new))
    }

    /// Prints one line above the bars. If standard error is gone there is nobody left to tell.
    pub(crate) fn line(&self, line: &str) {
        let print = || {
            let _ = writeln!(anstream::stderr().lock(), "{line}");
        };
        match &self.0 {
            Some(bars) => bars.suspend(print),
            None => print(),
        }
    }
}

/// The printer for what was asked. `progress` is no longer `Auto`.
pub(crate) fn printer(
    progress: Progress,
    console: &Console,
    words: impl FnOnce() -> Words,
) -> Arc<dyn EventSink> {
    match (progress, &console.0) {
        (Progress::Json, _) => Arc::new(json::JsonLines),
        (_, Some(bars)) => Arc::new(bars::Bars::new(bars.clone(), Warnings::new(console, words()))),
        _ => Arc::new(Warnings::new(console, words())),
    }
}

/// Prints warnings and errors, and nothing else.
struct Warnings {
    console: Console,
    words: Words,
}

impl Warnings {
    fn new(console: &Console, words: Words) -> Self {
        Self { console: console.clone(), words }
    }
}

impl EventSink for Warnings {
    fn emit(&self, event: Event) {
        if let Event::Log { level, text } = event {
            let label = match level {
                Level::Error => self.words.plain("error-label"),
                Level::Warn => self.words.plain("warning-label"),
                Level::Info | Level::Debug => return,
            };
            self.console.line(&format!("{label} {}", harmless(&text)));
        }
    }
}
