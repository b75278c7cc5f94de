//! Which file it is, whatever it is called now: rotation renames files, and a new one may take the
//! place of an old one, its name or its number.

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use serde::{Deserialize, Serialize};
use vigie_model::hash::to_hex;

/// The number of a file on its device.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub(super) struct FileId {
    device: u64,
    number: u64,
}

/// A file as a look at its folder shows it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Seen {
    /// Which it is.
    pub(super) id: FileId,
    /// Its length in bytes.
    pub(super) length: u64,
    /// When it was written last, in nanoseconds; 0 where the file system does not say.
    pub(super) written: i128,
}

impl Seen {
    /// Of metadata.
    #[cfg(unix)]
    pub(super) fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        let written = i128::from(metadata.mtime()) * 1_000_000_000;
        Self {
            id: FileId { device: metadata.dev(), number: metadata.ino() },
            length: metadata.len(),
            written: written + i128::from(metadata.mtime_nsec()),
        }
    }

    /// Of metadata. Where files have no number, the moment of their making stands for it.
    #[cfg(not(unix))]
    pub(super) fn of(metadata: &Metadata) -> Self {
        let since = |time: io::Result<std::time::SystemTime>| {
            let time = time.ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
            time.map_or(0, |time| time.as_nanos())
        };
        let number = u64::try_from(since(metadata.created())).unwrap_or(u64::MAX);
        Self {
            id: FileId { device: 0, number },
            length: metadata.len(),
            written: i128::try_from(since(metadata.modified())).unwrap_or(i128::MAX),
        }
    }

    /// Looks at a path; `None` where there is no regular file.
    ///
    /// # Errors
    /// When it may not be looked at.
    pub(super) fn at(path: &Path) -> io::Result<Option<Self>> {
        match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_file() => Ok(Some(Self::of(&metadata))),
            Ok(_) => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// How many of the first bytes tell a file from one that took its place.
const HEAD: u64 = 1 << 10;

/// The first bytes of a file, as a digest.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Head {
    length: u64,
    digest: String,
}

impl Head {
    /// Of a file of this length.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn of(file: &File, length: u64) -> io::Result<Self> {
        let bytes = read_at(file, 0, HEAD.min(length))?;
        let digest = blake3::hash(&bytes);
        Ok(Self { length: bytes.len() as u64, digest: to_hex(&digest.as_bytes()[..16]) })
    }

    /// Whether the file still begins so.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn is_of(&self, file: &File) -> io::Result<bool> {
        Ok(self.length == 0 || Self::of(file, self.length)? == *self)
    }

    /// Whether more bytes would tell more.
    pub(super) const fn may_grow(&self) -> bool {
        self.length < HEAD
    }
}

/// At most `count` bytes from `offset` on.
///
/// # Errors
/// When the file cannot be read.
#[expect(clippy::disallowed_methods, reason = "bounded by take")]
pub(super) fn read_at(mut file: &File, offset: u64, count: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(offset))?;
    file.take(count).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_from_one_that_took_its_place_by_its_first_bytes() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.log");
        std::fs::write(&path, "one\n").unwrap();
        let head = Head::of(&File::open(&path).unwrap(), 4).unwrap();
        std::fs::write(&path, "one\ntwo\n").unwrap();
        assert!(head.is_of(&File::open(&path).unwrap()).unwrap(), "it grew");
        std::fs::write(&path, "two\ntwo\n").unwrap();
        assert!(!head.is_of(&File::open(&path).unwrap()).unwrap(), "it is another one");
        std::fs::write(&path, "on").unwrap();
        assert!(!head.is_of(&File::open(&path).unwrap()).unwrap(), "it was cut");
        assert_eq!(Seen::at(dir.path()).unwrap(), None, "a folder is no file");
        assert_eq!(Seen::at(&dir.path().join("gone")).unwrap(), None);
    }
}
