//! Named places at which a test can kill the process, to show that nothing is lost or doubled.
//!
//! In builds with debug assertions the process aborts at the armed name; unit tests of this crate
//! panic instead. In a release build a failpoint is nothing at all.

/// Every name, in the order in which a writer passes them.
pub const FAILPOINTS: &[&str] = &[
    "lake.begin",
    "lake.rows_written",
    "lake.part_closed",
    "lake.segment_written",
    "lake.before_commit",
    "lake.before_commit_rename",
    "lake.after_commit",
    "lake.before_clean",
];

#[cfg(debug_assertions)]
static ARMED: std::sync::OnceLock<String> = std::sync::OnceLock::new();

/// Arms one name for the life of the process. The first call counts. A release build ignores it.
pub fn arm(name: &str) {
    #[cfg(debug_assertions)]
    let _first_wins = ARMED.set(name.to_owned());
    #[cfg(not(debug_assertions))]
    let _ = name;
}

/// Dies here when `name` is armed: for `failpoint!`, and for the writers above the lake.
#[cfg(all(debug_assertions, not(test)))]
#[expect(clippy::disallowed_methods, reason = "a kill is what a failpoint is for")]
pub fn hit(name: &str) {
    if ARMED.get().is_some_and(|armed| armed == name) {
        std::process::abort();
    }
}

#[cfg(test)]
thread_local! {
    static ARMED_HERE: std::cell::Cell<Option<&'static str>> = const { std::cell::Cell::new(None) };
}

/// Arms one name for this thread.
#[cfg(test)]
pub(crate) fn arm_here(name: Option<&'static str>) {
    ARMED_HERE.set(name);
}

#[cfg(test)]
pub(crate) fn hit(name: &str) {
    assert!(FAILPOINTS.contains(&name), "{name} is not listed");
    assert!(ARMED_HERE.get() != Some(name), "killed at {name}");
}

/// Nothing, in a release build.
#[cfg(not(any(test, debug_assertions)))]
pub const fn hit(_: &str) {}

/// Names a place where a test may kill the process.
macro_rules! failpoint {
    ($name:literal) => {
        $crate::failpoint::hit($name)
    };
}
pub(crate) use failpoint;
