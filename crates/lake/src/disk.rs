//! The few things that are asked of the file system, each with an error that says what was tried.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::error::{LakeError, Result};
use crate::record::Digest;

/// No single file that is read whole may be larger; commit records with a full state are the
/// largest such files.
pub(crate) const MAX_WHOLE_FILE: u64 = 1 << 30;

/// Creates a folder and those above it.
pub(crate) fn create_dir(path: &Path) -> Result<()> {
    fs::create_dir_all(path).map_err(|error| LakeError::io("create", path, error))
}

/// Makes the names in a folder survive a power cut.
pub(crate) fn sync_dir(path: &Path) -> Result<()> {
    File::open(path)
        .and_then(|dir| dir.sync_all())
        .map_err(|error| LakeError::io("write", path, error))
}

/// Makes the content of a file survive a power cut.
pub(crate) fn sync_file(path: &Path) -> Result<()> {
    File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(|error| LakeError::io("write", path, error))
}

/// Reads a file whole, up to `limit` bytes; a longer one is an error. `None` when it is absent.
pub(crate) fn read_bounded(path: &Path, limit: u64) -> Result<Option<Vec<u8>>> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(LakeError::io("read", path, error)),
    };
    let length = file.metadata().map_err(|error| LakeError::io("read", path, error))?.len();
    if length > limit {
        return Err(LakeError::damaged(path, format!("it is longer than {limit} bytes")));
    }
    let mut bytes = vec![0; usize::try_from(length).unwrap_or(0)];
    file.read_exact(&mut bytes).map_err(|error| LakeError::io("read", path, error))?;
    Ok(Some(bytes))
}

/// The digest and size of a file, read in blocks. `None` when it is absent.
pub(crate) fn digest_file(path: &Path) -> Result<Option<(Digest, u64)>> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(LakeError::io("read", path, error)),
    };
    let (mut hasher, mut total) = (blake3::Hasher::new(), 0);
    let mut block = vec![0; 1 << 18];
    loop {
        match file.read(&mut block) {
            Ok(0) => return Ok(Some((Digest(*hasher.finalize().as_bytes()), total))),
            Ok(read) => {
                hasher.update(&block[..read]);
                total += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(LakeError::io("read", path, error)),
        }
    }
}

/// Writes a file that is to take the place of `path`, durably; gives its name beside it.
pub(crate) fn write_beside(path: &Path, bytes: &[u8]) -> Result<PathBuf> {
    let beside = path.with_extension("json.tmp");
    let written = HashingFile::create(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync()
    });
    match written {
        Ok(()) => Ok(beside),
        Err(error) => {
            // The first error is the one to tell.
            let _also_refused = delete(&beside);
            Err(LakeError::io("write", path, error))
        }
    }
}

/// Puts a file that was written beside it in the place of `path`: all at once or not at all.
pub(crate) fn put_in_place(beside: &Path, path: &Path) -> Result<()> {
    fs::rename(beside, path).map_err(|error| {
        let _also_refused = delete(beside);
        LakeError::io("write", path, error)
    })
}

/// Writes a file that nobody sees yet, without making it durable.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<()> {
    #[cfg(test)]
    faults::spend(bytes.len()).map_err(|error| LakeError::io("write", path, error))?;
    File::create(path)
        .and_then(|mut file| file.write_all(bytes))
        .map_err(|error| LakeError::io("write", path, error))
}

/// Deletes a file; one that is gone already is as good.
pub(crate) fn delete(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(LakeError::io("delete", path, error))
        }
        _ => Ok(()),
    }
}

/// The names in a folder, sorted; none when it is absent.
pub(crate) fn list(path: &Path) -> Result<Vec<String>> {
    let entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(LakeError::io("read", path, error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| LakeError::io("read", path, error))?;
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    names.sort_unstable();
    Ok(names)
}

/// A file being written whose digest and size are known without reading it again.
pub(crate) struct HashingFile {
    file: File,
    hasher: blake3::Hasher,
    bytes: u64,
}

impl HashingFile {
    /// Opens for writing; what was there under that name is leftover of a crash and goes.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().write(true).create(true).truncate(true).open(path)?;
        Ok(Self { file, hasher: blake3::Hasher::new(), bytes: 0 })
    }

    pub(crate) fn digest(&self) -> Digest {
        Digest(*self.hasher.finalize().as_bytes())
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(crate) fn sync(&self) -> io::Result<()> {
        self.file.sync_all()
    }
}

impl Write for HashingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        #[cfg(test)]
        faults::spend(bytes.len())?;
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A disk that fills up, for tests.
#[cfg(test)]
pub(crate) mod faults {
    use std::cell::Cell;
    use std::io;

    thread_local! {
        static LEFT: Cell<Option<usize>> = const { Cell::new(None) };
    }

    /// From now on this thread can write so many bytes more; `None` lifts the limit.
    pub(crate) fn limit(bytes: Option<usize>) {
        LEFT.set(bytes);
    }

    /// How many bytes are left of the limit.
    pub(crate) fn left() -> usize {
        LEFT.get().unwrap_or(usize::MAX)
    }

    pub(super) fn spend(bytes: usize) -> io::Result<()> {
        let Some(left) = LEFT.get() else { return Ok(()) };
        LEFT.set(Some(left.saturating_sub(bytes)));
        if bytes > left { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }
}
