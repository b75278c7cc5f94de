//! What kinds of failure there are, what each means to the person at the keyboard, and the exit
//! codes that scripts may rely on.

/// The documented exit codes of `vigie`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum ExitCode {
    /// Everything asked for was done.
    Done = 0,
    /// It could not be done; the message says why and the hint what to do.
    CouldNot = 1,
    /// The command line was wrong.
    Usage = 2,
    /// Some input was not read to its end. Rejected rows alone are not incomplete.
    Incomplete = 3,
    /// Findings at or above `--fail-on`.
    Findings = 10,
    /// Our bug.
    Bug = 70,
}

/// Who has to act on an error.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ErrorKind {
    /// The person: a file, an argument, a permission, a full disk.
    User,
    /// The person, in `vigie.toml`.
    Config,
    /// The command line itself.
    Usage,
    /// Some input could not be read to its end; what was read is kept.
    Incomplete,
    /// The reader of our output went away. Not a failure.
    BrokenPipe,
    /// Us.
    Bug,
}

impl ErrorKind {
    /// The exit code that belongs to the kind.
    #[must_use]
    pub const fn exit_code(self) -> ExitCode {
        match self {
            Self::User | Self::Config => ExitCode::CouldNot,
            Self::Usage => ExitCode::Usage,
            Self::Incomplete => ExitCode::Incomplete,
            Self::BrokenPipe => ExitCode::Done,
            Self::Bug => ExitCode::Bug,
        }
    }
}

/// Implemented by every crate's error enum, so that the outermost crate can choose an exit code
/// and print a hint without knowing the enum.
pub trait Explained: std::error::Error {
    /// Who has to act.
    fn kind(&self) -> ErrorKind;

    /// What the person can do next; every user error has one.
    fn hint(&self) -> Option<String>;
}
