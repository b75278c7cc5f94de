//! Sudden death: at a named failpoint, or at a moment drawn by chance.

use std::ffi::OsStr;
use std::time::Duration;

use anyhow::Result;
use vigie_scenario::rng::Rng;

use crate::sealed::{FAILPOINT_VARIABLE, Ran, Sealed};

/// Runs the binary with a failpoint armed. A binary built with failpoints dies there like in a
/// power cut; one that never comes past it ends as usual.
///
/// # Errors
/// When it cannot be started.
pub fn run_to_failpoint<S: AsRef<OsStr>>(
    place: &Sealed,
    arguments: &[S],
    failpoint: &str,
) -> Result<Ran> {
    let mut command = place.command(arguments);
    command.env(FAILPOINT_VARIABLE, failpoint);
    place.start_command(command)?.end()
}

/// Starts the binary and ends it with SIGKILL after `moment`. It may have ended by itself before.
///
/// # Errors
/// When it cannot be started or killed.
pub fn run_until<S: AsRef<OsStr>>(
    place: &Sealed,
    arguments: &[S],
    moment: Duration,
) -> Result<Ran> {
    let running = place.start(arguments)?;
    #[expect(clippy::disallowed_methods, reason = "the one test that is about time passing")]
    std::thread::sleep(moment);
    running.kill()
}

/// Moments at which to kill, spread over the length of a whole run and a little beyond. The seed
/// stands in the failure message of whoever uses it, so that a bad moment can be tried again.
pub struct Moments {
    rng: Rng,
    whole: Duration,
}

impl Moments {
    /// `whole` is how long an undisturbed run takes.
    #[must_use]
    pub fn new(seed: u64, whole: Duration) -> Self {
        Self { rng: Rng::of(seed, &[0x6B69_6C6C]), whole }
    }
}

impl Iterator for Moments {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        let share = u32::try_from(self.rng.below(1_100)).ok()?;
        Some(self.whole * share / 1_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_repeat_for_a_seed_and_cover_the_run() {
        let whole = Duration::from_millis(500);
        let drawn: Vec<Duration> = Moments::new(1, whole).take(200).collect();
        assert_eq!(drawn, Moments::new(1, whole).take(200).collect::<Vec<_>>());
        assert!(drawn.iter().any(|moment| *moment < whole / 10));
        assert!(drawn.iter().any(|moment| *moment > whole));
    }

    #[test]
    fn a_failpoint_reaches_the_binary() {
        let place = Sealed::new("/bin/sh").unwrap();
        let command = format!("test \"${FAILPOINT_VARIABLE}\" = commit.rename && kill -KILL $$");
        let ran = run_to_failpoint(&place, &["-c", &command], "commit.rename").unwrap();
        assert_eq!(ran.code(), None);
        let ran = run_to_failpoint(&place, &["-c", &command], "elsewhere").unwrap();
        assert_eq!(ran.code(), Some(1));
    }

    #[test]
    fn a_run_that_is_over_cannot_be_killed_any_more() {
        let place = Sealed::new("/bin/sh").unwrap();
        let ran = run_until(&place, &["-c", "while :; do :; done"], Duration::ZERO).unwrap();
        assert_eq!(ran.code(), None);
    }
}
