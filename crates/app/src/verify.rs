//! Checking that nothing that was kept has changed.

use serde::Serialize;
use vigie_lake::Fault;

use crate::{AppError, Project, gate};

/// One thing that is not as it was written.
#[derive(Clone, Debug, Serialize)]
pub struct ProblemView {
    /// The file, relative to the lake.
    pub file: String,
    /// What is wrong.
    pub what: String,
}

/// What a verification saw.
#[derive(Clone, Debug, Serialize)]
pub struct VerifyReport {
    /// The newest commit; commits are numbered without gaps.
    pub commit: u64,
    /// Digest of the newest commit record: written down elsewhere, it shows that no commit was cut
    /// off or replaced. `None` in an empty lake.
    pub head: Option<String>,
    /// Parquet files read.
    pub files: u64,
    /// Segments read.
    pub segments: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Tombstones of forgotten matter that were accepted.
    pub tombstones: u64,
    /// Recorded reveals.
    pub reveals: u64,
    /// Everything that is not as it was written.
    pub problems: Vec<ProblemView>,
    /// Files that no commit lists.
    pub notes: Vec<ProblemView>,
}

impl Project {
    /// Reads every byte of the lake and of the record of reveals and compares it with what the
    /// commits say.
    ///
    /// # Errors
    /// When the lake cannot be read at all. Changed bytes are problems in the report.
    pub fn verify(&self) -> Result<VerifyReport, AppError> {
        let (mut problems, mut notes) = (Vec::new(), Vec::new());
        let verified = self.lake.verify(&mut |problem| {
            let view = ProblemView {
                file: gate::harmless(&problem.path),
                what: gate::harmless(&problem.detail),
            };
            if problem.fault == Fault::Unlisted {
                notes.push(view);
            } else {
                problems.push(view);
            }
        })?;
        let path = self.reveal_record();
        let reveals = match crate::reveal::count(&path) {
            Ok(count) => count,
            Err(error @ AppError::RevealRecord { .. }) => {
                problems.push(ProblemView {
                    file: "reveals.ndjson".to_owned(),
                    what: error.to_string(),
                });
                0
            }
            Err(error) => return Err(error),
        };
        Ok(VerifyReport {
            commit: verified.commits,
            head: verified.head.map(|digest| digest.to_string()),
            files: verified.files,
            segments: verified.segments,
            bytes: verified.bytes,
            tombstones: verified.tombstones,
            reveals,
            problems,
            notes,
        })
    }
}
