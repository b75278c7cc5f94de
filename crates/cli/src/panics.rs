//! What a person sees of our own mistakes: where, and nothing else.
//!
//! The message of a panic may quote what was being read (a slice error prints the text it cut), so
//! it is never shown: outside text leaves by the rendering gate only.

use std::panic::{self, PanicHookInfo};

/// Replaces the default hook, which prints the message and a backtrace.
pub(crate) fn install() {
    panic::set_hook(Box::new(|info| {
        anstream::eprintln!("{}", message(info));
    }));
}

fn message(info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map_or_else(String::new, |at| {
        format!(" at {}:{}", at.file().rsplit('/').next().unwrap_or_default(), at.line())
    });
    format!(
        "error: vigie {} made a mistake{place}\n\
         hint: this is our bug: please report this line and the command; nothing that was \
         committed is lost",
        env!("CARGO_PKG_VERSION")
    )
}
