//! The files of a brief: written once, never replaced.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use vigie_brief::BriefModel;
use vigie_cases::{BriefId, Digest};
use vigie_lake::failpoint::hit;

use super::FAILPOINTS;
use super::words::Told;
use crate::{AppError, Project};

/// How the files of a brief end, in the order in which they are written: the model comes last,
/// and with it the brief is whole.
pub(super) const ENDINGS: [&str; 3] = ["html", "md", "json"];

/// The largest file of a brief that is read, in bytes.
pub(super) const MAX_FILE: u64 = 64 << 20;

/// What was written.
pub(super) struct Written {
    /// Of the JSON, which holds the digests of the others.
    pub(super) digest: Digest,
    /// How large the page is.
    pub(super) page_bytes: u64,
}

impl Project {
    /// The folder of told briefs.
    #[must_use]
    pub fn briefs_folder(&self) -> PathBuf {
        self.root.join("briefs")
    }

    pub(super) fn brief_path(&self, id: &BriefId, ending: &str) -> PathBuf {
        self.briefs_folder().join(format!("{id}.{ending}"))
    }

    pub(super) fn has_brief_file(&self, id: &BriefId) -> Result<bool, AppError> {
        for ending in ENDINGS {
            let path = self.brief_path(id, ending);
            if path.try_exists().map_err(|source| AppError::Read { path, source })? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Renders and writes all three files; `None` when one of them exists, and then nothing is
    /// left behind.
    pub(super) fn write_brief(
        &self,
        id: &BriefId,
        model: &BriefModel,
    ) -> Result<Option<Written>, AppError> {
        let words = Told::new(self.config.language, self.zone());
        let html = vigie_brief::to_html(model, &words)?;
        let markdown = vigie_brief::to_markdown(model, &words);
        let digests = [("html", &html), ("md", &markdown)]
            .map(|(ending, text)| (ending.to_owned(), Digest::of(text.as_bytes()).to_string()));
        let model = BriefModel { files: BTreeMap::from(digests), ..model.clone() };
        let json = vigie_brief::to_json(&model)?;
        let folder = self.briefs_folder();
        std::fs::create_dir_all(&folder)
            .map_err(|source| AppError::Write { path: folder.clone(), source })?;
        for (place, (ending, text)) in
            ENDINGS.into_iter().zip([&html, &markdown, &json]).enumerate()
        {
            let path = self.brief_path(id, ending);
            if !write_new(&path, text.as_bytes())? {
                for ending in &ENDINGS[..place] {
                    let _gone_already = std::fs::remove_file(self.brief_path(id, ending));
                }
                return Ok(None);
            }
            hit(FAILPOINTS[1 + place]);
        }
        sync_folder(&folder)?;
        let digest = Digest::of(json.as_bytes());
        Ok(Some(Written { digest, page_bytes: html.len() as u64 }))
    }

    /// Takes away the files of a brief that was not told. What cannot be removed is named by
    /// `verify`.
    pub(super) fn remove_brief(&self, id: &BriefId) {
        for ending in ENDINGS {
            let _named_by_verify = std::fs::remove_file(self.brief_path(id, ending));
        }
    }
}

/// Writes a file whole under a name that nobody has; `false` when somebody does.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> Result<bool, AppError> {
    let write = |source| AppError::Write { path: path.to_owned(), source };
    let mut file = match std::fs::OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(false),
        Err(error) => return Err(write(error)),
    };
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if let Err(error) = written {
        // Half a file under that name would look like a changed brief.
        let _named_by_verify = std::fs::remove_file(path);
        return Err(write(error));
    }
    Ok(true)
}

/// Makes the names last, where the system can.
fn sync_folder(folder: &Path) -> Result<(), AppError> {
    let read = |source| AppError::Write { path: folder.to_owned(), source };
    if cfg!(unix) {
        std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(read)?;
    }
    Ok(())
}
