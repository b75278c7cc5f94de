//! What a person sees of our own mistakes: where, and nothing else.
//!
//! The message of a panic may quote what was being read (a slice error prints the text it cut), so
//! it is never shown: outside text leaves by the rendering gate only.

use std::panic::{self, Location};

/// Replaces the default hook, which prints the message and a backtrace.
pub(crate) fn install() {
    panic::set_hook(Box::new(|info| {
        anstream::eprintln!("{}", message(info.location()));
    }));
}

fn message(at: Option<&Location<'_>>) -> String {
    let place = at.map_or_else(String::new, |at| {
        format!(" at {}:{}", at.file().rsplit('/').next().unwrap_or_default(), at.line())
    });
    format!(
        "error: vigie {} made a mistake{place}\n\
         hint: this is our bug: please report this line and the command; nothing that was \
         committed is lost",
        env!("CARGO_PKG_VERSION")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_said_by_its_place_and_no_path_of_the_builder() {
        let text = message(Some(Location::caller()));
        let version = env!("CARGO_PKG_VERSION");
        assert!(text.starts_with(&format!("error: vigie {version} made a mistake at panics.rs:")));
        assert_eq!(text.lines().count(), 2);
    }
}
