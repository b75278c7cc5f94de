//! Packs: what one laptop wrote, on its way to another.
//!
//! A pack is text: one line that says what it is and where it starts and ends, then one entry a
//! line as it is hashed, with what cannot be seen written out. Reading checks every chain from its start to its end, so that a line that
//! was lost, added or changed on the way is found before anything is merged.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

use serde::{Deserialize, Serialize};
use vigie_model::hidden::is_hidden;

use crate::entry::{Entry, Heads};
use crate::error::Break;
use crate::error::CasesError;
use crate::ids::AuthorId;
use crate::rules;
use crate::verify::{broken, follows};

/// The version of packs that is written, and the newest that is read.
pub const PACK_VERSION: u32 = 1;
/// The largest pack that is read, in bytes.
pub const MAX_PACK: usize = 256 << 20;

#[derive(Serialize, Deserialize)]
struct Header {
    vigie: String,
    version: u32,
    from: Heads,
    to: Heads,
    entries: usize,
}

/// What says the version, whatever else a newer header holds.
#[derive(Deserialize)]
struct Version {
    vigie: String,
    version: u32,
}

/// Checked chains of entries.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pack {
    from: Heads,
    to: Heads,
    entries: Vec<Entry>,
}

/// What a merge did.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Merged {
    /// Entries that are new here.
    pub added: usize,
    /// Entries that were here already.
    pub known: usize,
    /// How many are new, by author.
    pub authors: BTreeMap<AuthorId, usize>,
}

impl Pack {
    /// The entries after `from`. An author who is further in `from` than here gives none.
    pub(crate) fn of(entries: &[Entry], from: &Heads) -> Result<Self, CasesError> {
        let mut to = from.clone();
        let mut held = Vec::new();
        for entry in entries {
            if entry.seq > from.seq(&entry.author) {
                to.advance(entry);
                held.push(entry.clone());
            }
        }
        held.sort_by(|one, other| (&one.author, one.seq).cmp(&(&other.author, other.seq)));
        let pack = Self { from: from.clone(), to, entries: held };
        pack.check()?;
        Ok(pack)
    }

    /// Where the reader must already be.
    #[must_use]
    pub fn from(&self) -> &Heads {
        &self.from
    }

    /// Where the reader is afterwards.
    #[must_use]
    pub fn to(&self) -> &Heads {
        &self.to
    }

    /// The entries, by author and number.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The pack as a file.
    ///
    /// # Errors
    /// Never for a pack that was made here; a bug otherwise.
    pub fn to_text(&self) -> Result<String, CasesError> {
        let header = Header {
            vigie: "pack".to_owned(),
            version: PACK_VERSION,
            from: self.from.clone(),
            to: self.to.clone(),
            entries: self.entries.len(),
        };
        let mut text = serde_json::to_string(&header)
            .map_err(|_| CasesError::Bug("a pack's first line has no JSON"))?;
        text.push('\n');
        for entry in &self.entries {
            text.push_str(&visible(&entry.canonical()?));
            text.push('\n');
        }
        Ok(text)
    }

    /// Reads and checks a pack.
    ///
    /// # Errors
    /// [`CasesError::PackVersion`] for a newer one, [`CasesError::Pack`] with the line that cannot
    /// be read, [`CasesError::BrokenPack`] with the entry at which a chain does not hold.
    pub fn read(bytes: &[u8]) -> Result<Self, CasesError> {
        Self::read_checked(bytes).map_err(CasesError::of_pack)
    }

    fn read_checked(bytes: &[u8]) -> Result<Self, CasesError> {
        let wrong = |line: usize, why: &'static str| CasesError::Pack { line, why };
        if bytes.len() > MAX_PACK {
            return Err(wrong(1, "it is larger than 256 MiB"));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| wrong(1, "it is not text"))?;
        let mut lines = text.lines().enumerate().map(|(at, line)| (at + 1, line));
        let (_, first) = lines.next().ok_or_else(|| wrong(1, "it is empty"))?;
        let header = read_header(first)?;
        let mut entries = Vec::new();
        for (number, line) in lines {
            let entry: Entry =
                serde_json::from_str(line).map_err(|_| wrong(number, "it is no entry"))?;
            let canonical = entry.canonical()?;
            if canonical != line && visible(&canonical) != line {
                return Err(broken(&entry, Break::Rewritten));
            }
            entries.push(entry);
        }
        if entries.len() < header.entries {
            return Err(wrong(entries.len() + 2, "the pack ends too early"));
        }
        let pack = Self { from: header.from, to: header.to, entries };
        pack.check()?;
        Ok(pack)
    }

    fn check(&self) -> Result<(), CasesError> {
        let mut heads = self.from.clone();
        for entry in &self.entries {
            let head = heads.0.get(&entry.author).copied();
            follows(entry, head).map_err(|why| broken(entry, why))?;
            rules::check_said(entry)?;
            heads.advance(entry);
        }
        // What the first line promises is what the last entry of each author must be.
        for (author, promised) in &self.to.0 {
            if heads.0.get(author) != Some(promised) {
                let entry = crate::EntryId { author: author.clone(), seq: promised.seq };
                let missing = heads.seq(author) < promised.seq;
                let why = if missing { Break::Missing } else { Break::Tampered };
                return Err(CasesError::Broken { entry, why });
            }
        }
        if heads != self.to {
            return Err(CasesError::Pack {
                line: 1,
                why: "it holds authors that it does not name",
            });
        }
        Ok(())
    }
}

/// JSON with every hidden character as an escape: a pack is a file that people look into. The bytes
/// that are hashed stay those of [`Entry::canonical`].
fn visible(json: &str) -> Cow<'_, str> {
    if !json.contains(is_hidden) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 64);
    for letter in json.chars() {
        if is_hidden(letter) {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(letter);
        }
    }
    Cow::Owned(out)
}

fn read_header(line: &str) -> Result<Header, CasesError> {
    let wrong = |why| CasesError::Pack { line: 1, why };
    let version: Version = serde_json::from_str(line).map_err(|_| wrong("it is no pack"))?;
    if version.vigie != "pack" {
        return Err(wrong("it is no pack"));
    }
    if version.version > PACK_VERSION {
        let (found, known) = (version.version, PACK_VERSION);
        return Err(CasesError::PackVersion { found, known });
    }
    serde_json::from_str(line).map_err(|_| wrong("its first line cannot be read"))
}
