//! One JSON object a line on standard error, for programs that watch.

use std::io::Write;

use vigie_app::gate;
use vigie_app::model::{Event, EventSink};

pub(super) struct JsonLines;

impl EventSink for JsonLines {
    fn emit(&self, event: Event) {
        let Ok(mut value) = serde_json::to_value(&event) else { return };
        gate::seal_json(&mut value);
        let line = value.to_string();
        // If standard error is gone there is nobody left to tell.
        let _ = writeln!(std::io::stderr().lock(), "{line}");
    }
}
