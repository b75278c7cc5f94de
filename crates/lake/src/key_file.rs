//! The file with the secret behind all pseudonyms. It lies outside the lake, so that a copy of
//! the lake alone names nobody.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use vigie_model::PersonKeys;

use crate::Lake;
use crate::disk;
use crate::error::{LakeError, Result};

const SECRET: usize = 32;

/// The key file of an installation.
#[derive(Debug)]
pub struct KeyFile;

impl KeyFile {
    /// Reads the keys, or makes a new random secret when there is no such file and the lake is
    /// empty: 32 bytes, readable by its owner only, whole or absent at any moment.
    ///
    /// # Errors
    /// When the file would lie inside the lake, is missing beside a lake that holds something, has
    /// another size, or cannot be read or made.
    pub fn of_lake(path: &Path, lake_root: &Path, lake: &Lake) -> Result<PersonKeys> {
        // A lake that cannot be read is told of by whoever reads it.
        let holds = lake.snapshot().is_ok_and(|snapshot| snapshot.read_commit > 0);
        if holds && !path.try_exists().unwrap_or(true) {
            return Err(LakeError::KeyMissing { path: path.to_owned() });
        }
        Self::open_or_create(path, lake_root)
    }

    /// What a lake keeps to know its key file again. It says nothing of the secret.
    ///
    /// # Errors
    /// As [`KeyFile::derive`].
    pub fn mark(path: &Path) -> Result<String> {
        let derived = Self::derive(path, "vigie key mark v1")?;
        Ok(derived[..8].iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// As [`KeyFile::of_lake`] for an empty lake.
    ///
    /// # Errors
    /// As there.
    pub fn open_or_create(path: &Path, lake_root: &Path) -> Result<PersonKeys> {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        disk::create_dir(&folder)?;
        refuse_inside(path, &folder, lake_root)?;
        if let Some(keys) = read(path)? {
            return Ok(keys);
        }
        create(path, &folder)?;
        // Somebody else may have been faster; what lies there now counts.
        read(path)?.ok_or_else(|| LakeError::io("read", path, io::ErrorKind::NotFound.into()))
    }

    /// A key for another purpose from the same secret. `context` names the purpose with its
    /// version; keys of two purposes say nothing of one another.
    ///
    /// # Errors
    /// When there is no key file, it has another size or cannot be read.
    pub fn derive(path: &Path, context: &'static str) -> Result<[u8; 32]> {
        let secret = read_secret(path)?
            .ok_or_else(|| LakeError::io("read", path, io::ErrorKind::NotFound.into()))?;
        Ok(blake3::derive_key(context, &secret))
    }
}

fn refuse_inside(path: &Path, folder: &Path, lake_root: &Path) -> Result<()> {
    let Ok(root) = lake_root.canonicalize() else { return Ok(()) };
    let real = path.canonicalize().or_else(|_| folder.canonicalize());
    let real = real.map_err(|error| LakeError::io("read", folder, error))?;
    if real.starts_with(&root) {
        return Err(LakeError::KeyInsideLake { path: path.to_owned() });
    }
    Ok(())
}

fn read(path: &Path) -> Result<Option<PersonKeys>> {
    Ok(read_secret(path)?.map(|secret| PersonKeys::from_secret(&secret)))
}

fn read_secret(path: &Path) -> Result<Option<[u8; SECRET]>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(LakeError::io("read", path, error)),
    };
    // A device or a huge file is never read further than one byte too many.
    let (mut bytes, mut found) = ([0; SECRET + 1], 0);
    let mut file = file.take(bytes.len() as u64);
    while found < bytes.len() {
        match file.read(&mut bytes[found..]) {
            Ok(0) => break,
            Ok(read) => found += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(LakeError::io("read", path, error)),
        }
    }
    if found != SECRET {
        let (path, found) = (path.to_owned(), found as u64);
        return Err(LakeError::KeySize { path, found, wanted: SECRET as u64 });
    }
    let mut secret = [0; SECRET];
    secret.copy_from_slice(&bytes[..SECRET]);
    Ok(Some(secret))
}

fn create(path: &Path, folder: &Path) -> Result<()> {
    let failed = |error| LakeError::io("create", path, error);
    let mut secret = [0; SECRET];
    getrandom::fill(&mut secret)
        .map_err(|error| LakeError::internal(format!("no random bytes: {error}")))?;
    // The file is readable by its owner only from its first moment.
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(&secret).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    match file.persist_noclobber(path) {
        Ok(_) => disk::sync_dir(folder),
        Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(refused) => Err(failed(refused.error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vigie_model::Explained;
    use vigie_model::key::KeyKind;

    fn shown(keys: &PersonKeys) -> String {
        keys.key(KeyKind::Account, b"alice").shown('A')
    }

    #[test]
    fn the_secret_is_made_once_and_is_private() {
        let folder = tempfile::tempdir().unwrap();
        let (lake, path) = (folder.path().join("lake"), folder.path().join("keys/person.key"));
        std::fs::create_dir(&lake).unwrap();
        let first = KeyFile::open_or_create(&path, &lake).unwrap();
        let again = KeyFile::open_or_create(&path, &lake).unwrap();
        assert_eq!(shown(&first), shown(&again));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        let other = KeyFile::open_or_create(&folder.path().join("other.key"), &lake).unwrap();
        assert_ne!(shown(&first), shown(&other));
    }

    #[test]
    fn keys_for_other_purposes_follow_from_the_secret_and_do_not_meet() {
        let folder = tempfile::tempdir().unwrap();
        let (lake, path) = (folder.path().join("lake"), folder.path().join("person.key"));
        assert!(KeyFile::derive(&path, "vigie test one").is_err());
        KeyFile::open_or_create(&path, &lake).unwrap();
        let one = KeyFile::derive(&path, "vigie test one").unwrap();
        assert_eq!(one, KeyFile::derive(&path, "vigie test one").unwrap());
        assert_ne!(one, KeyFile::derive(&path, "vigie test two").unwrap());
        assert_ne!(one.to_vec(), std::fs::read(&path).unwrap());
    }

    #[test]
    fn a_key_inside_the_lake_is_refused_also_through_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let lake = folder.path().join("lake");
        std::fs::create_dir(&lake).unwrap();
        let direct = lake.join("person.key");
        assert!(matches!(
            KeyFile::open_or_create(&direct, &lake).err(),
            Some(LakeError::KeyInsideLake { .. })
        ));
        #[cfg(unix)]
        {
            let link = folder.path().join("link");
            std::os::unix::fs::symlink(&lake, &link).unwrap();
            let error = KeyFile::open_or_create(&link.join("person.key"), &lake).err().unwrap();
            assert!(error.hint().unwrap().contains("elsewhere"));
        }
        assert!(std::fs::read_dir(&lake).unwrap().next().is_none());
    }

    #[test]
    fn a_file_of_another_size_is_not_a_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("person.key");
        for (size, found) in [(0, 0), (31, 31), (33, 33), (5000, 33)] {
            std::fs::write(&path, vec![7; size]).unwrap();
            let error = KeyFile::open_or_create(&path, folder.path().join("lake").as_path());
            assert!(matches!(error.err(), Some(LakeError::KeySize { found: f, .. }) if f == found));
        }
    }
}
