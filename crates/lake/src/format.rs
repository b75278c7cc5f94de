//! The file that says which format a lake has.

use std::path::Path;

use serde::Deserialize;

use crate::disk;
use crate::error::{LakeError, Result};
use crate::lake::FORMAT;
use crate::layout::{self, FORMAT_FILE};

#[derive(Deserialize)]
struct Format {
    format: u64,
}

/// The exact text of the file.
pub(crate) fn text() -> String {
    format!("{{\"format\":{FORMAT},\"lake\":\"vigie\"}}\n")
}

/// Checks the format of the lake at `root`, or makes an empty lake there.
pub(crate) fn open_or_create(root: &Path) -> Result<()> {
    let path = root.join(FORMAT_FILE);
    match disk::read_bounded(&path, 1 << 16) {
        Ok(Some(bytes)) => return check(root, &path, &bytes),
        Ok(None) => {}
        Err(LakeError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotADirectory => {
            return Err(LakeError::NotALake { path: root.to_owned(), found: "a file".to_owned() });
        }
        Err(error) => return Err(error),
    }
    refuse_foreign(root)?;
    disk::create_dir(&root.join(layout::COMMITS))?;
    let beside = disk::write_beside(&path, text().as_bytes())?;
    disk::put_in_place(&beside, &path)?;
    disk::sync_dir(root)
}

fn check(root: &Path, path: &Path, bytes: &[u8]) -> Result<()> {
    let format: Format = serde_json::from_slice(bytes)
        .map_err(|error| LakeError::damaged(path, error.to_string()))?;
    if format.format > FORMAT {
        let (path, found) = (root.to_owned(), format.format);
        return Err(LakeError::NewerFormat { path, found, known: FORMAT });
    }
    Ok(())
}

/// A folder with somebody's files in it is not made into a lake.
fn refuse_foreign(root: &Path) -> Result<()> {
    if root.is_file() {
        return Err(LakeError::NotALake { path: root.to_owned(), found: "a file".to_owned() });
    }
    let ours = [layout::COMMITS, "format.json.tmp"];
    let foreign = disk::list(root)?.into_iter().find(|name| !ours.contains(&name.as_str()));
    foreign.map_or(Ok(()), |found| Err(LakeError::NotALake { path: root.to_owned(), found }))
}
