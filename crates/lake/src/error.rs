//! What can go wrong in the lake and what the person can do about it.

use std::io;
use std::path::{Path, PathBuf};

use vigie_model::{ErrorKind, Explained};

/// The result of everything in this crate.
pub type Result<T> = std::result::Result<T, LakeError>;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LakeError {
    /// Another process holds the writer lock.
    #[error("another process is writing to the lake {}", path.display())]
    Busy {
        /// The lake.
        path: PathBuf,
    },
    /// The lake was written by a newer version.
    #[error("the lake {} has format {found}; this version reads up to {known}", path.display())]
    NewerFormat {
        /// The lake.
        path: PathBuf,
        /// The format it says it has.
        found: u64,
        /// The newest format that we know.
        known: u64,
    },
    /// A table or a column of one was added by a newer version.
    #[error("the lake holds rows of {table} as a newer version writes them")]
    NewerTable {
        /// The table.
        table: String,
    },
    /// The folder holds something else.
    #[error("{} is not a lake: it holds {found:?}", path.display())]
    NotALake {
        /// The folder.
        path: PathBuf,
        /// What was found there.
        found: String,
    },
    /// The disk is full (or a quota is used up).
    #[error("no space left while writing {}", path.display())]
    DiskFull {
        /// The file.
        path: PathBuf,
    },
    /// The folder or its disk cannot be written.
    #[error("{} cannot be written: the disk or folder is read-only", path.display())]
    ReadOnly {
        /// The file or folder.
        path: PathBuf,
    },
    /// The file system refuses.
    #[error("no permission to {action} {}", path.display())]
    NotPermitted {
        /// What was tried.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
    },
    /// Any other failure of the file system.
    #[error("could not {action} {}: {source}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file of the lake is not as it was written.
    #[error("{} is damaged: {what}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// There is no such commit.
    #[error("there is no commit {wanted}; the newest is {newest}")]
    NoSuchCommit {
        /// Asked for.
        wanted: u64,
        /// The newest.
        newest: u64,
    },
    /// One commit names two mandates.
    #[error("one commit cannot serve the two mandates {first:?} and {second:?}")]
    MixedMandates {
        /// Named first.
        first: String,
        /// Named later.
        second: String,
    },
    /// Nothing was ever ingested under the mandate.
    #[error("nothing was ingested under the mandate {id:?}")]
    NoSuchMandate {
        /// Asked for.
        id: String,
        /// Those that exist.
        known: Vec<String>,
    },
    /// A rule names a table or column that does not exist or cannot be compared that way.
    #[error("the rule cannot be used: {what}")]
    BadRule {
        /// Why.
        what: String,
    },
    /// The key file lies inside the lake.
    #[error("the key file {} lies inside the lake", path.display())]
    KeyInsideLake {
        /// The file.
        path: PathBuf,
    },
    /// The lake holds something, and its key file is not there.
    #[error("the key file {} is missing", path.display())]
    KeyMissing {
        /// The file.
        path: PathBuf,
    },
    /// The key file is not the one that the lake was written with.
    #[error("the key file {} is not the one that this lake was written with", path.display())]
    KeyOther {
        /// The file.
        path: PathBuf,
    },
    /// The key file does not hold a key.
    #[error("the key file {} holds {found} bytes instead of {wanted}", path.display())]
    KeySize {
        /// The file.
        path: PathBuf,
        /// How many bytes it holds (counted up to one more than wanted).
        found: u64,
        /// How many a key has.
        wanted: u64,
    },
    /// A caller broke a rule of this crate.
    #[error("{what}")]
    Internal {
        /// Which.
        what: String,
    },
}

impl LakeError {
    /// Turns what the system said into the error that helps most.
    pub(crate) fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { path },
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { path },
            io::ErrorKind::PermissionDenied => Self::NotPermitted { action, path },
            _ => Self::Io { action, path, source },
        }
    }

    pub(crate) fn internal(what: impl Into<String>) -> Self {
        Self::Internal { what: what.into() }
    }

    pub(crate) fn damaged(path: &Path, what: impl Into<String>) -> Self {
        Self::Damaged { path: path.to_owned(), what: what.into() }
    }

    /// The Parquet writer wraps failures of the file; dig the cause out.
    pub(crate) fn writing(path: &Path, error: parquet::errors::ParquetError) -> Self {
        match error {
            parquet::errors::ParquetError::External(cause) => match cause.downcast::<io::Error>() {
                Ok(cause) => Self::io("write", path, *cause),
                Err(cause) => Self::internal(format!("writing {}: {cause}", path.display())),
            },
            other => Self::internal(format!("writing {}: {other}", path.display())),
        }
    }

    /// What the Parquet reader cannot read was not written by us in this form.
    pub(crate) fn reading(path: &Path, error: impl std::fmt::Display) -> Self {
        Self::damaged(path, error.to_string())
    }
}

impl From<arrow_schema::ArrowError> for LakeError {
    fn from(error: arrow_schema::ArrowError) -> Self {
        Self::internal(error.to_string())
    }
}

impl Explained for LakeError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Internal { .. } | Self::MixedMandates { .. } => ErrorKind::Bug,
            _ => ErrorKind::User,
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Busy { .. } => {
                "wait until the other command ends; reading commands work meanwhile".to_owned()
            }
            Self::NewerFormat { .. } | Self::NewerTable { .. } => {
                "use the version of vigie that wrote it, or a newer one".to_owned()
            }
            Self::NotALake { .. } => {
                "name an empty or new folder, or the folder of an existing lake".to_owned()
            }
            Self::DiskFull { .. } => {
                "free some space and run the same command again: nothing was half added".to_owned()
            }
            Self::ReadOnly { .. } => {
                "choose a folder that can be written; reading commands still work".to_owned()
            }
            Self::NotPermitted { path, .. } => {
                format!("give your user the right to use {}", path.display())
            }
            Self::Io { .. } => "check the disk, then run the same command again".to_owned(),
            Self::Damaged { .. } => {
                "run `vigie verify` to see everything that changed, then restore from a copy"
                    .to_owned()
            }
            Self::NoSuchCommit { newest, .. } => format!("give a commit from 0 to {newest}"),
            Self::NoSuchMandate { known, .. } if known.is_empty() => {
                "the lake holds no ingest yet".to_owned()
            }
            Self::NoSuchMandate { known, .. } => format!("known mandates: {}", known.join(", ")),
            Self::BadRule { .. } => {
                "name a table, one of its columns and a value of the column's type".to_owned()
            }
            Self::KeyInsideLake { .. } => {
                "keep the key file elsewhere, so that a copy of the lake alone names nobody"
                    .to_owned()
            }
            Self::KeySize { .. } | Self::KeyMissing { .. } | Self::KeyOther { .. } => {
                "restore the key file from its copy; with a new key no pseudonym would match the \
                 lake any more"
                    .to_owned()
            }
            Self::Internal { .. } | Self::MixedMandates { .. } => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_user_error_has_a_hint() {
        let path = Path::new("lake/x");
        let kinds = [
            io::ErrorKind::StorageFull,
            io::ErrorKind::ReadOnlyFilesystem,
            io::ErrorKind::PermissionDenied,
            io::ErrorKind::Other,
        ];
        let shown: Vec<String> = kinds
            .map(|kind| LakeError::io("write", path, io::Error::from(kind)))
            .iter()
            .map(|error| format!("{error} -> {}", error.hint().unwrap_or_default()))
            .collect();
        insta::assert_snapshot!(shown.join("\n"), @r"
        no space left while writing lake/x -> free some space and run the same command again: nothing was half added
        lake/x cannot be written: the disk or folder is read-only -> choose a folder that can be written; reading commands still work
        no permission to write lake/x -> give your user the right to use lake/x
        could not write lake/x: other error -> check the disk, then run the same command again
        ");
    }
}
