//! The sealed file: what rumours are known by, encrypted under a key of the key file.
//!
//! XChaCha20-Poly1305 (Arciszewski, *`XChaCha`: eXtended-nonce `ChaCha` and `AEAD_XChaCha20_Poly1305`*,
//! IETF draft, 2020): its nonce of 24 bytes may be drawn anew for every write. The file is
//! replaced whole; a lock beside it keeps two processes from losing each other's rumour.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chacha20poly1305::aead::{Aead, Generate, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rustix::fs::{FlockOperation, flock};
use serde::{Deserialize, Serialize};
use vigie_cases::{RumourCategory, RumourCode};
use vigie_lake::KeyFile;

use super::RumourError;
use crate::AppError;
use crate::cases::bounded_bytes;
use crate::gate::Known;

/// What the file begins with; it is authenticated with the rest.
const MAGIC: &[u8] = b"vigie rumours 1\n";
/// As the magic of any version begins.
const FAMILY: &[u8] = b"vigie rumours ";
const NONCE: usize = 24;
/// The largest file that is read, in bytes.
const MAX_FILE: u64 = 64 << 20;
/// What the key is derived for.
const PURPOSE: &str = "vigie sealed rumours v1";

/// One rumour with its texts. It goes no further than this crate.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Held {
    pub(super) code: RumourCode,
    pub(super) sealed: bool,
    pub(super) category: RumourCategory,
    pub(super) topic: String,
    pub(super) terms: Vec<String>,
    pub(super) examples: Vec<String>,
}

impl Held {
    pub(super) fn known(&self) -> Known {
        let Self { topic, terms, examples, .. } = self.clone();
        Known { topic, terms, examples }
    }
}

/// Where the texts lie and the key that opens them.
pub(super) struct Store {
    path: PathBuf,
    key_file: PathBuf,
}

/// How a file looks from outside, to see that it was replaced.
pub(crate) type Stamp = Option<(u64, Option<SystemTime>)>;

impl Store {
    pub(super) fn new(cases: &Path, key_file: PathBuf) -> Self {
        Self { path: cases.join("rumours.sealed"), key_file }
    }

    /// Whether the file is the one that was read before.
    pub(super) fn stamp(&self) -> Result<Stamp, AppError> {
        match std::fs::metadata(&self.path) {
            Ok(about) => Ok(Some((about.len(), about.modified().ok()))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(AppError::Read { path: self.path.clone(), source }),
        }
    }

    /// Everything that is held; nothing without a file.
    pub(super) fn read(&self) -> Result<Vec<Held>, AppError> {
        if self.stamp()?.is_none() {
            return Ok(Vec::new());
        }
        let bytes = bounded_bytes(&self.path, MAX_FILE)?;
        let closed = || AppError::from(RumourError::Closed { path: self.path.clone() });
        let Some(rest) = bytes.strip_prefix(MAGIC) else {
            return Err(if bytes.starts_with(FAMILY) {
                RumourError::Newer { path: self.path.clone() }.into()
            } else {
                closed()
            });
        };
        let (nonce, sealed) = rest.split_at_checked(NONCE).ok_or_else(closed)?;
        let nonce = XNonce::try_from(nonce).map_err(|_| closed())?;
        let payload = Payload { msg: sealed, aad: MAGIC };
        let plain = self.cipher()?.decrypt(&nonce, payload).map_err(|_| closed())?;
        serde_json::from_slice(&plain).map_err(|_| closed())
    }

    /// Changes what is held, with nobody else changing it meanwhile.
    pub(super) fn change<T>(
        &self,
        change: impl FnOnce(&mut Vec<Held>) -> Result<T, AppError>,
    ) -> Result<T, AppError> {
        let write = |path: &Path| {
            let path = path.to_owned();
            move |source| AppError::Write { path, source }
        };
        if let Some(folder) = self.path.parent() {
            std::fs::create_dir_all(folder).map_err(write(folder))?;
        }
        let lock_path = self.path.with_extension("lock");
        let lock = File::create(&lock_path).map_err(write(&lock_path))?;
        flock(&lock, FlockOperation::LockExclusive)
            .map_err(|error| write(&lock_path)(error.into()))?;
        let mut held = self.read()?;
        let answer = change(&mut held)?;
        self.replace(&held)?;
        Ok(answer)
    }

    fn replace(&self, held: &[Held]) -> Result<(), AppError> {
        let plain = serde_json::to_vec(held)?;
        let nonce = XNonce::try_generate().map_err(|_| RumourError::NoRandom)?;
        let payload = Payload { msg: plain.as_slice(), aad: MAGIC };
        let sealed = self
            .cipher()?
            .encrypt(&nonce, payload)
            .map_err(|_| AppError::Bug("a rumour cannot be sealed"))?;
        let bytes = [MAGIC, nonce.as_slice(), &sealed].concat();
        let part = self.path.with_extension("part");
        let write = |source| AppError::Write { path: self.path.clone(), source };
        let mut file = File::create(&part).map_err(write)?;
        file.write_all(&bytes).and_then(|()| file.sync_all()).map_err(write)?;
        std::fs::rename(&part, &self.path).map_err(write)?;
        let folder = self.path.parent().unwrap_or(Path::new("."));
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(write)
    }

    fn cipher(&self) -> Result<XChaCha20Poly1305, AppError> {
        let key = KeyFile::derive(&self.key_file, PURPOSE)?;
        Ok(XChaCha20Poly1305::new(&key.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(code: u32, term: &str) -> Held {
        Held {
            code: RumourCode(code),
            sealed: true,
            category: RumourCategory::Health,
            topic: "the lake".to_owned(),
            terms: vec![term.to_owned()],
            examples: Vec::new(),
        }
    }

    fn store(folder: &Path) -> Store {
        let key = folder.join("keys/vigie.key");
        KeyFile::open_or_create(&key, &folder.join("lake")).unwrap();
        Store::new(&folder.join("cases"), key)
    }

    #[test]
    fn what_is_sealed_opens_with_its_key_and_with_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path());
        assert!(store.read().unwrap().is_empty());
        store.change(|all| Ok(all.push(held(1, "Lac Noir")))).unwrap();
        let first = std::fs::read(&store.path).unwrap();
        store.change(|all| Ok(all.push(held(2, "Fonds Azur")))).unwrap();
        let terms: Vec<_> = store.read().unwrap().into_iter().flat_map(|it| it.terms).collect();
        assert_eq!(terms, ["Lac Noir", "Fonds Azur"]);
        let second = std::fs::read(&store.path).unwrap();
        assert_ne!(first[MAGIC.len()..][..NONCE], second[MAGIC.len()..][..NONCE], "a new nonce");
        for text in ["Lac", "Noir", "lake", "terms", "health"] {
            let found = second.windows(text.len()).any(|part| part == text.as_bytes());
            assert!(!found, "{text} stands in the file");
        }
        let key = folder.path().join("keys/vigie.key");
        std::fs::write(&key, [9; 32]).unwrap();
        let error = store.read().err().unwrap();
        assert!(matches!(error, AppError::Rumour(RumourError::Closed { .. })), "{error:?}");
    }

    #[test]
    fn one_changed_byte_or_a_newer_file_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path());
        store.change(|all| Ok(all.push(held(1, "Lac Noir")))).unwrap();
        let whole = std::fs::read(&store.path).unwrap();
        for at in [0, MAGIC.len(), MAGIC.len() + NONCE, whole.len() - 1] {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            std::fs::write(&store.path, &changed).unwrap();
            assert!(store.read().is_err(), "byte {at}");
        }
        std::fs::write(&store.path, &whole[..30]).unwrap();
        assert!(matches!(store.read(), Err(AppError::Rumour(RumourError::Closed { .. }))));
        std::fs::write(&store.path, b"vigie rumours 2\nxxxx").unwrap();
        assert!(matches!(store.read(), Err(AppError::Rumour(RumourError::Newer { .. }))));
    }
}
