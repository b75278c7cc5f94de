//! Whether everything that was kept is as it was written.

use serde::Serialize;

use crate::verify::VerifyReport;
use crate::words::Words;
use crate::{AppError, Project};

/// What a check saw.
#[derive(Debug, Serialize)]
pub struct VerifyScreen {
    /// Nothing differs from what was written.
    pub sound: bool,
    /// Everything that was looked at.
    pub checked: VerifyReport,
    /// What differs.
    pub problems: Vec<Difference>,
}

/// One thing that is not as it was written.
#[derive(Debug, Serialize)]
pub struct Difference {
    /// What is wrong.
    pub what: String,
    /// The file.
    pub r#where: String,
    /// What to do.
    pub hint: String,
}

impl Project {
    /// Reads every byte that is kept and says what differs, with what to do.
    ///
    /// # Errors
    /// As [`Project::verify`].
    pub fn verify_screen(&self) -> Result<VerifyScreen, AppError> {
        let mut checked = self.verify()?;
        let hint = Words::new(self.config.language).plain("verify-restore");
        let problems: Vec<Difference> = std::mem::take(&mut checked.problems)
            .into_iter()
            .map(|problem| Difference {
                what: problem.what,
                r#where: problem.file,
                hint: hint.clone(),
            })
            .collect();
        Ok(VerifyScreen { sound: problems.is_empty(), checked, problems })
    }
}
