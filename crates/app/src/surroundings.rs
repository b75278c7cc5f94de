//! What stands in a folder before a project is opened: opening makes a lake and a key file, and a
//! question about configuration should not.

use std::path::Path;

use crate::AppError;
use crate::config::{Config, FILE_NAME, Overrides};
use crate::project::read_bounded;

/// Where the key file lies unless `vigie.toml` says otherwise.
const DEFAULT_KEY_FILE: &str = "keys/vigie.key";

/// A folder as a project would find it.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// The configuration in force: of `vigie.toml` where there is one, else the defaults.
    pub config: Config,
    /// There is a `vigie.toml`.
    pub has_file: bool,
    /// There is a lake where the configuration says.
    pub has_lake: bool,
}

impl Surroundings {
    /// Looks into `root`.
    ///
    /// # Errors
    /// When `vigie.toml` or an override is wrong, or the folder cannot be read.
    pub fn of(root: &Path, overrides: &Overrides) -> Result<Self, AppError> {
        let (found, sealed) = Self::look(root, overrides)?;
        sealed?;
        Ok(found)
    }

    /// As [`Surroundings::of`], to check what is kept: see [`crate::Project::open_to_check`].
    ///
    /// # Errors
    /// As there, but for a sealed file that does not open.
    pub fn of_to_check(root: &Path, overrides: &Overrides) -> Result<Self, AppError> {
        match Self::look(root, overrides)? {
            (found, Ok(()) | Err(AppError::Rumour(_))) => Ok(found),
            (_, Err(error)) => Err(error),
        }
    }

    /// What stands there, and whether the gate knows what is sealed in it.
    fn look(root: &Path, overrides: &Overrides) -> Result<(Self, Result<(), AppError>), AppError> {
        // Errors and origins name the file as the person would: without "./".
        let path = if root == Path::new(".") { FILE_NAME.into() } else { root.join(FILE_NAME) };
        let text = read_bounded(&path)?;
        let config = match &text {
            Some(text) => Config::load_with(Some(&path), text, overrides),
            None => Config::load_with(None, "", overrides),
        };
        // Errors are shown too: the gate learns what is sealed before the first of them.
        let sealed = match &config {
            Ok(config) => crate::rumours::seal_gate(root, &config.keys.path),
            Err(_) => crate::rumours::seal_gate(root, Path::new(DEFAULT_KEY_FILE)),
        };
        let config = config?;
        let lake = root.join(&config.lake.path);
        let has_lake = lake.try_exists().map_err(|source| AppError::Read { path: lake, source })?;
        Ok((Self { config, has_file: text.is_some(), has_lake }, sealed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looking_makes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let found = Surroundings::of(dir.path(), &[]).unwrap();
        assert_eq!((found.has_file, found.has_lake), (false, false));
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
        std::fs::write(dir.path().join(FILE_NAME), "[lake]\npath = \"here\"").unwrap();
        std::fs::create_dir(dir.path().join("here")).unwrap();
        let found = Surroundings::of(dir.path(), &[]).unwrap();
        assert_eq!((found.has_file, found.has_lake), (true, true));
    }
}
