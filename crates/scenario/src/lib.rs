//! An invented election season with its truth: the demo's data, and the tests' and benchmarks'.
//!
//! A presidential election in two rounds in a republic that does not exist, in 2027. People,
//! parties and outlets are invented; domains are reserved ones and addresses come from the
//! documentation ranges. One seed decides every byte. The crate makes bytes and knows what it
//! planted in them; it must not know files, parsers, the lake or detectors, and does no IO: whoever
//! calls [`Season::write`] says where the bytes go. Start with [`Season`]; what was planted is in
//! [`Truth`].

mod acts;
mod calendar;
mod logins;
mod plan;
mod posts;
pub mod rng;
mod stream;
mod truth;
mod web;
mod words;

use std::ops::Range;

use vigie_model::{ErrorKind, Explained, Timestamp};

pub use acts::{Act, acts, co_sharing_csv};
pub use calendar::{END, FIRST_ROUND, MORNING, SECOND_ROUND, START, ZONE};
pub use posts::POSTS_MAPPING;
pub use truth::{Decoy, Match, Planted, Raised, Score, Subject, Truth};
pub use words::{RUMOUR_EXAMPLES, RUMOUR_TERMS, RUMOUR_TOPIC};

use calendar::{HOURS, Rhythm, Style, hour_of, hour_start};
use logins::Logins;
use plan::Plan;
use posts::Posts;
use stream::{Flow, pour};
use web::Web;

/// How much a season holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Size {
    /// Posts.
    pub posts: u64,
    /// Lines of web access logs, over both servers.
    pub web_lines: u64,
    /// Lines of login logs, over both machines.
    pub login_lines: u64,
}

impl Size {
    /// What the demo makes when nothing else is asked for: it runs in seconds.
    pub const DEMO: Self = Self { posts: 20_000, web_lines: 100_000, login_lines: 20_000 };
    /// What the workbench shows.
    pub const FULL: Self = Self { posts: 200_000, web_lines: 900_000, login_lines: 100_000 };
    /// Less would leave no room for what is planted.
    pub const LEAST: Self = Self { posts: 2_000, web_lines: 2_000, login_lines: 6_000 };

    /// This size so many times over.
    #[must_use]
    pub const fn times(self, factor: u64) -> Self {
        Self {
            posts: self.posts.saturating_mul(factor),
            web_lines: self.web_lines.saturating_mul(factor),
            login_lines: self.login_lines.saturating_mul(factor),
        }
    }
}

/// The size asked for leaves no room for what is planted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooSmall {
    /// What was asked for.
    pub asked: Size,
}

impl std::fmt::Display for TooSmall {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Size { posts, web_lines, login_lines } = self.asked;
        write!(
            out,
            "a season of {posts} posts, {web_lines} web and {login_lines} login lines is too small"
        )
    }
}

impl std::error::Error for TooSmall {}

impl Explained for TooSmall {
    fn kind(&self) -> ErrorKind {
        ErrorKind::User
    }

    fn hint(&self) -> Option<String> {
        let Size { posts, web_lines, login_lines } = Size::LEAST;
        Some(format!(
            "ask for at least {posts} posts, {web_lines} web and {login_lines} login lines"
        ))
    }
}

/// One invented season.
#[derive(Debug)]
pub struct Season {
    seed: u64,
    size: Size,
    plan: Plan,
    /// It ends with this hour.
    hours: usize,
}

/// What a file of a season holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Newline-delimited JSON, to be read with [`POSTS_MAPPING`].
    Posts,
    /// An access log in combined format.
    Web,
    /// An `auth.log`.
    Logins,
}

/// One file of a season.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SeasonFile {
    /// Where it belongs, relative to a folder: `www1/access.log.1`.
    pub path: String,
    /// What it holds.
    pub kind: Kind,
    /// The machine or export that it came from.
    pub host: &'static str,
    hours: Range<usize>,
}

const POSTS_HOST: &str = "export";
const WEB_HOSTS: [&str; 2] = ["www1", "www2"];
const LOGIN_HOSTS: [&str; 2] = ["gate", "files"];
/// Access logs are rotated every two weeks.
const WEB_FILES: usize = 5;

impl Season {
    /// Plans a season. Nothing is written yet.
    ///
    /// # Errors
    /// When the size is below [`Size::LEAST`] in any part.
    pub fn new(seed: u64, size: Size) -> Result<Self, TooSmall> {
        Self::large_enough(size)?;
        Ok(Self { seed, size, plan: Plan::new(seed, size), hours: HOURS })
    }

    /// Plans a season as far as it went by `until` (cut to the hour), with a rumour about a private
    /// life going round. `size` is how much was written by then.
    ///
    /// # Errors
    /// As [`Season::new`].
    pub fn as_of(seed: u64, size: Size, until: Timestamp) -> Result<Self, TooSmall> {
        Self::large_enough(size)?;
        let hours = hour_of(until.0);
        let plan = Plan::new(seed, size).with_rumour(seed, size.posts);
        let plan = plan.before(Timestamp(hour_start(hours)));
        Ok(Self { seed, size, plan, hours })
    }

    fn large_enough(size: Size) -> Result<(), TooSmall> {
        let least = Size::LEAST;
        if size.posts < least.posts
            || size.web_lines < least.web_lines
            || size.login_lines < least.login_lines
        {
            return Err(TooSmall { asked: size });
        }
        Ok(())
    }

    /// What was planted.
    #[must_use]
    pub fn truth(&self) -> &Truth {
        &self.plan.truth
    }

    /// The files, in the order in which they would have been closed; rotated ones oldest first.
    #[must_use]
    pub fn files(&self) -> Vec<SeasonFile> {
        let all = self.hours;
        let whole = 0..all;
        let mut files = vec![SeasonFile {
            path: "posts.ndjson".to_owned(),
            kind: Kind::Posts,
            host: POSTS_HOST,
            hours: whole.clone(),
        }];
        for host in WEB_HOSTS {
            for part in 0..WEB_FILES {
                let hours = all * part / WEB_FILES..all * (part + 1) / WEB_FILES;
                let path = rotated(host, "access.log", WEB_FILES - 1 - part);
                files.push(SeasonFile { path, kind: Kind::Web, host, hours });
            }
        }
        let [gate, other] = LOGIN_HOSTS;
        for part in 0..2 {
            let hours = all * part / 2..all * (part + 1) / 2;
            let path = rotated(gate, "auth.log", 1 - part);
            files.push(SeasonFile { path, kind: Kind::Logins, host: gate, hours });
        }
        let path = rotated(other, "auth.log", 0);
        files.push(SeasonFile { path, kind: Kind::Logins, host: other, hours: whole });
        files
    }

    /// The files as they stood at `until` (cut to the hour): those that had begun, as far as they
    /// went. Their bytes are the beginning of what [`Season::files`] gives.
    #[must_use]
    pub fn files_at(&self, until: Timestamp) -> Vec<SeasonFile> {
        let end = hour_of(until.0);
        let mut files = self.files();
        files.retain(|file| file.hours.start < end);
        for file in &mut files {
            file.hours.end = file.hours.end.min(end);
        }
        files
    }

    /// Writes one file's bytes to `sink`, in pieces of some 64 KiB, in time order. Memory does not
    /// grow with the size of the season.
    ///
    /// # Errors
    /// What `sink` returns; nothing is written after it.
    pub fn write<X>(
        &self,
        file: &SeasonFile,
        mut sink: impl FnMut(&[u8]) -> Result<(), X>,
    ) -> Result<(), X> {
        let second = usize::from(file.host != WEB_HOSTS[0] && file.host != LOGIN_HOSTS[0]);
        let hours = file.hours.clone();
        match file.kind {
            Kind::Posts => {
                let flow = Flow {
                    seed: self.seed,
                    stream: 1,
                    rhythm: &Rhythm::people().until(self.hours),
                    ordinary: self.size.posts - self.plan.lines().posts,
                    planted: &self.plan.posts,
                };
                pour(&mut Posts::new(self.size.posts), &flow, hours, &mut sink)
            }
            Kind::Web => {
                let ordinary = self.size.web_lines - self.plan.lines().web_lines;
                let flow = Flow {
                    seed: self.seed,
                    stream: [2, 3][second],
                    rhythm: &Rhythm::people().until(self.hours),
                    ordinary: two_thirds(ordinary)[second],
                    planted: if second == 0 { &self.plan.web } else { &[] },
                };
                pour(&mut Web::new(self.size.web_lines), &flow, hours, &mut sink)
            }
            Kind::Logins => {
                let ordinary = self.size.login_lines - self.plan.lines().login_lines;
                let flow = Flow {
                    seed: self.seed,
                    stream: [4, 5][second],
                    rhythm: &Rhythm::machines().until(self.hours),
                    ordinary: two_thirds(ordinary)[second],
                    planted: &self.plan.logins[second],
                };
                let style = [Style::Rfc3339, Style::Classic][second];
                let mut feed = Logins::new(file.host, style, self.size.login_lines);
                pour(&mut feed, &flow, hours, &mut sink)
            }
        }
    }
}

/// The busier machine takes two lines of three.
fn two_thirds(lines: u64) -> [u64; 2] {
    let first = lines - lines / 3;
    [first, lines - first]
}

fn rotated(host: &str, name: &str, age: usize) -> String {
    match age {
        0 => format!("{host}/{name}"),
        age => format!("{host}/{name}.{age}"),
    }
}
