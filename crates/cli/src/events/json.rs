//! One JSON object a line on standard error, for programs that watch.

use std::io::Write;

use vigie_app::model::{Event, EventSink};

pub(super) struct JsonLines;

impl EventSink for JsonLines {
    fn emit(&self, event: Event) {
        let Ok(line) = serde_json::to_string(&event) else { return };
        // If standard error is gone there is nobody left to tell.
        let _ = writeln!(std::io::stderr().lock(), "{line}");
    }
}
