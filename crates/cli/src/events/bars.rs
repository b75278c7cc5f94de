//! Progress bars on standard error.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use vigie_app::gate::harmless;
use vigie_app::model::{Event, EventSink};

use super::Warnings;

/// One bar a task, by the task's name.
pub(super) struct Bars {
    all: MultiProgress,
    open: Mutex<HashMap<String, ProgressBar>>,
    warnings: Warnings,
}

impl Bars {
    pub(super) fn new(all: MultiProgress, warnings: Warnings) -> Self {
        Self { all, open: Mutex::new(HashMap::new()), warnings }
    }

    fn start(&self, task: &str, total: Option<u64>, unit: &str) {
        let bar = match total {
            Some(total) => ProgressBar::new(total),
            None => ProgressBar::new_spinner(),
        };
        let bar = bar
            .with_style(style(total.is_some(), unit))
            .with_message(harmless(task))
            .with_prefix(unit.to_owned());
        let bar = self.all.add(bar);
        if total.is_none() {
            bar.enable_steady_tick(Duration::from_millis(120));
        }
        // A task that starts again replaces its bar.
        if let Some(earlier) = self.open().insert(task.to_owned(), bar) {
            earlier.finish_and_clear();
        }
    }

    fn open(&self) -> std::sync::MutexGuard<'_, HashMap<String, ProgressBar>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl EventSink for Bars {
    fn emit(&self, event: Event) {
        match event {
            Event::Started { task, total, unit } => self.start(&task, total, unit),
            Event::Advanced { task, done } => {
                if let Some(bar) = self.open().get(&task) {
                    bar.set_position(done);
                }
            }
            Event::Finished { task } => {
                if let Some(bar) = self.open().remove(&task) {
                    bar.finish_and_clear();
                }
            }
            Event::Log { .. } => self.warnings.emit(event),
            // The command prints its result when it ends.
            Event::Result { .. } => {}
        }
    }
}

fn style(has_total: bool, unit: &str) -> ProgressStyle {
    match ProgressStyle::with_template(template(has_total, unit)) {
        Ok(style) => style.progress_chars("━╸─"),
        // The templates are constant and tested; were one wrong, indicatif's own would do.
        Err(_) => ProgressStyle::default_bar(),
    }
}

fn template(has_total: bool, unit: &str) -> &'static str {
    match (has_total, unit) {
        (true, "bytes") => "{msg:30!} {bar:24} {decimal_bytes:>10} / {decimal_total_bytes}",
        (true, _) => "{msg:30!} {bar:24} {human_pos:>10} / {human_len} {prefix}",
        (false, "bytes") => "{msg:30!} {spinner} {decimal_bytes}",
        (false, _) => "{msg:30!} {spinner} {human_pos} {prefix}",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_is_one_that_indicatif_reads() {
        for (has_total, unit) in
            [(true, "bytes"), (true, "rows"), (false, "bytes"), (false, "rows")]
        {
            let template = template(has_total, unit);
            assert!(ProgressStyle::with_template(template).is_ok(), "{template}");
        }
    }
}
