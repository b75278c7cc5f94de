//! What comes out.

use hashbrown::HashMap;
use vigie_model::time::Timestamp;

use super::super::class::CLASSES;
use super::days::DayCount;
use super::event::{Apart, Family};

/// Lines of one source at one target of one family without a pause.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "keys as in `Event`")]
pub struct Burst {
    pub source: u64,
    pub network: u64,
    pub house: u64,
    pub target: u64,
    pub family: Family,
    /// The first and the last line.
    pub first_at: Timestamp,
    /// See `first_at`.
    pub last_at: Timestamp,
    /// All its lines.
    pub lines: u64,
    /// Those that show something: a class, a refused login or mail, a peer that was cut off.
    pub telling: u64,
    /// The row of its first telling line, or of its first line.
    pub row: u64,
    /// The attack that it belongs to.
    pub attack: u32,
}

/// Why two bursts are one attack.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Reason {
    /// The same source.
    SameSource,
    /// The same network (/24 or /48).
    SameNetwork,
    /// The same tool at the same time.
    SameTool,
    /// Much the same user names (Singh et al., NSDI 2024).
    UserNames,
    /// Much the same paths in the same order.
    PathOrder,
    /// Much the same payloads.
    Payloads,
    /// One user name, tried from many sources within the hour.
    OneName,
    /// Many sources that each try names which do not exist, within the hour.
    Wave,
}

impl Reason {
    /// The word in the lake and in locale ids.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::SameSource => "same-source",
            Self::SameNetwork => "same-network",
            Self::SameTool => "same-tool",
            Self::UserNames => "user-names",
            Self::PathOrder => "path-order",
            Self::Payloads => "payloads",
            Self::OneName => "one-name",
            Self::Wave => "wave",
        }
    }
}

/// A join of two bursts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Join {
    /// A burst, by its place in [`AttackReport::bursts`].
    pub burst: u32,
    /// The earlier burst that it was joined to.
    pub earlier: u32,
    /// Why.
    pub reason: Reason,
    /// For lists, their Jaccard index in thousandths; for waves, their sources; otherwise 0.
    pub figure: u32,
    /// The attack that both belong to.
    pub attack: u32,
}

/// What a group is; one line cannot show it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Label {
    /// Many tries on few names (ATT&CK T1110.001).
    BruteForce,
    /// A few tries on each of many names (T1110.003).
    Spraying,
    /// About one try on each of many names that mostly exist, from many sources (T1110.004).
    Stuffing,
    /// One of the last two: passwords are not in logs.
    SprayOrStuffing,
    /// Many paths looked at for weaknesses.
    Scan,
    /// Many requests for few paths.
    Flood,
    /// Mail that the server should pass on to others.
    RelayTrial,
    /// Mail that was turned away again and again.
    RefusedMail,
}

impl Label {
    /// The word in the lake and in locale ids.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::BruteForce => "brute-force",
            Self::Spraying => "spraying",
            Self::Stuffing => "stuffing",
            Self::SprayOrStuffing => "spray-or-stuffing",
            Self::Scan => "scan",
            Self::Flood => "flood",
            Self::RelayTrial => "forwarding-trial",
            Self::RefusedMail => "refused-mail",
        }
    }
}

/// Whether it is meant for this house.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Aim {
    /// Paths that visitors do not ask for, or user names, hold words of the house.
    Targeted,
    /// What is tried everywhere: tools that name themselves, known weaknesses, usual files, common
    /// names. Counted apart.
    Background,
    /// Neither is shown.
    Open,
}

impl Aim {
    /// The word in the lake and in locale ids.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Targeted => "targeted",
            Self::Background => "background",
            Self::Open => "open",
        }
    }
}

/// How far it went, as far as logs tell. Never "success".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Outcome {
    /// Refused, or nothing that acts was sent.
    Probe,
    /// Something that acts was sent.
    Attempt,
    /// The server answered normally: check.
    AnsweredNormally,
    /// A login was accepted after failures: ask the person.
    LoginAfterFailures,
}

impl Outcome {
    /// The word in the lake and in locale ids.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Probe => "probe",
            Self::Attempt => "attempt",
            Self::AnsweredNormally => "answered_normally",
            Self::LoginAfterFailures => "login_after_failures",
        }
    }
}

/// Bursts that belong together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attack {
    /// The same for the same first line, whatever follows: hash of the house and of the source,
    /// family and time of the first line.
    pub id: u64,
    /// What is attacked as one.
    pub house: u64,
    /// Its bursts, as places in [`AttackReport::bursts`], in order of time.
    pub bursts: Vec<u32>,
    /// The first and the last line.
    pub first_at: Timestamp,
    /// See `first_at`.
    pub last_at: Timestamp,
    /// All its lines.
    pub lines: u64,
    /// Those that show something.
    pub telling: u64,
    /// Its sources and networks (0 left out), sorted.
    pub sources: Vec<u64>,
    /// See `sources`.
    pub networks: Vec<u64>,
    /// What it is at, sorted.
    pub targets: Vec<u64>,
    /// Lines of each class, in the order of [`CLASSES`].
    pub classes: [u32; CLASSES.len()],
    /// Refused logins.
    pub failures: u64,
    /// Distinct user names tried.
    pub names: u64,
    /// Refused logins whose name exists, where the service says so.
    pub known: u64,
    /// Mails that were to be passed on, and mails turned away for other reasons.
    pub relays: u64,
    /// See `relays`.
    pub refused: u64,
    /// Accepted logins after failures.
    pub accepted: u64,
    /// Rows of those, at most [`Attack::MOST_ROWS`].
    pub accepted_rows: Vec<u64>,
    /// The most lines in one minute of the clock.
    pub peak_per_minute: u64,
    /// The tool that most lines name; 0 for none.
    pub tool: u64,
    /// What it is; may be nothing or several.
    pub labels: Vec<Label>,
    /// Whom it is meant for.
    pub aim: Aim,
    /// Lines that name the house where visitors would not.
    pub naming: u64,
    /// How far it went.
    pub outcome: Outcome,
    /// Telling lines as evidence: first of each class or kind, then in order of time, at most
    /// [`Attack::MOST_ROWS`].
    pub rows: Vec<u64>,
}

impl Attack {
    /// Rows that are kept as evidence.
    pub const MOST_ROWS: usize = 20;
}

/// Lines of no attack.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Left {
    /// Requests that show nothing and logins without failures.
    pub visitors: u64,
    /// Failed logins that are no more than slips, with what stands around them.
    pub slips: u64,
    /// Lines of sources that are [`Apart`].
    pub apart: u64,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct AttackReport {
    /// By attack, then by time.
    pub bursts: Vec<Burst>,
    /// By the time of their first line.
    pub attacks: Vec<Attack>,
    /// By attack; one fewer than the bursts of each.
    pub joins: Vec<Join>,
    /// By day, then by target.
    pub days: Vec<DayCount>,
    /// What is in no attack.
    pub left: Left,
    /// Lines of sources apart.
    pub apart: HashMap<u64, (Apart, u64)>,
    /// For each event, as given, its burst.
    pub burst_of: Vec<Option<u32>>,
}
