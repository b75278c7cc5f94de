//! Ids of row groups that are written but not committed, in a file without a name.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::error::{LakeError, Result};
use crate::lake;

/// Appended to, and read back in stretches.
#[derive(Default)]
pub(super) struct WorkFile {
    file: Option<File>,
    folder: PathBuf,
    end: u64,
}

impl WorkFile {
    pub(super) fn append(&mut self, root: &Path, bytes: &[u8]) -> Result<u64> {
        if self.file.is_none() {
            self.folder = lake::staging(root)?;
            let file = tempfile::tempfile_in(&self.folder);
            self.file = Some(file.map_err(|e| LakeError::io("create", &self.folder, e))?);
        }
        let at = self.end;
        if let Some(file) = &mut self.file {
            file.seek(SeekFrom::Start(at))
                .and_then(|_| file.write_all(bytes))
                .map_err(|error| LakeError::io("write a work file in", &self.folder, error))?;
        }
        self.end += bytes.len() as u64;
        Ok(at)
    }

    pub(super) fn read(&mut self, at: u64, ids: usize) -> Result<Vec<u128>> {
        let mut bytes = vec![0; ids * 16];
        if let Some(file) = &mut self.file {
            file.seek(SeekFrom::Start(at))
                .and_then(|_| file.read_exact(&mut bytes))
                .map_err(|error| LakeError::io("read a work file in", &self.folder, error))?;
        }
        let id = |bytes: &[u8]| {
            let mut id = [0; 16];
            id.copy_from_slice(bytes);
            u128::from_be_bytes(id)
        };
        Ok(bytes.chunks_exact(16).map(id).collect())
    }
}
