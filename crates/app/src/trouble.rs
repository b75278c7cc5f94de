//! What kind of trouble an error is, for those who answer others: a server maps it to a status.

use vigie_cases::CasesError;
use vigie_lake::LakeError;
use vigie_model::{ErrorKind, Explained};

use crate::{AppError, Refusal};

/// What kind of trouble.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// What was asked for is not there.
    Unknown,
    /// Somebody else changed it meanwhile.
    Outdated,
    /// Another writer is at work.
    Busy,
    /// The disk is full.
    Full,
    /// What was sent is too large.
    TooLarge,
    /// It may not be done here.
    NotAllowed,
    /// It cannot be done as asked.
    Refused,
    /// Our mistake.
    Bug,
}

impl AppError {
    /// What kind of trouble it is.
    #[must_use]
    pub fn trouble(&self) -> Trouble {
        match self {
            Self::UnknownFinding { .. }
            | Self::UnknownDetector { .. }
            | Self::UnknownSource { .. }
            | Self::UnknownMap { .. }
            | Self::UnknownMandate { .. }
            | Self::Refused(
                Refusal::UnknownIncident { .. }
                | Refusal::UnknownMeasure { .. }
                | Refusal::UnknownInbox { .. }
                | Refusal::UnknownSignal { .. }
                | Refusal::UnknownBrief { .. },
            )
            | Self::Cases(CasesError::UnknownEntry { .. }) => Trouble::Unknown,
            Self::Cases(CasesError::Conflict { .. }) | Self::Refused(Refusal::DraftChanged) => {
                Trouble::Outdated
            }
            Self::Lake(LakeError::Busy { .. }) => Trouble::Busy,
            Self::Lake(LakeError::DiskFull { .. }) => Trouble::Full,
            Self::Refused(Refusal::TooLarge { .. }) => Trouble::TooLarge,
            Self::Refused(Refusal::AccountLevel) => Trouble::NotAllowed,
            _ if self.kind() == ErrorKind::Bug => Trouble::Bug,
            _ => Trouble::Refused,
        }
    }
}
