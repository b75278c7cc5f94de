//! What nothing here reads: said what it looks like, with the mapping that may fit, and kept in
//! the inbox, so that nobody has to look for it again. Must not know the lake.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use vigie_sources::SourceError;

use super::Input;
use crate::inbox::{folder, guessed_map, looks_like_log};
use crate::words::Words;
use crate::{AppError, Project, gate, polls};

/// What a table of polls looks like: it is no table of posts, and needs no mapping.
pub(crate) const POLLS: &str = "looks-polls";

/// The largest file that is copied into the inbox, in bytes.
const MOST_KEPT: u64 = 256 << 20;

/// What a stream looks like, as the id of a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Looks(pub(crate) &'static str);

impl std::fmt::Display for Looks {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&Words::new(crate::words::Language::English).plain(self.0))
    }
}

/// How files begin that people mistake for something to read.
const MAGIC: [(&[u8], &str); 17] = [
    (b"%PDF-", "looks-pdf"),
    (b"\x89PNG", "looks-picture"),
    (b"\xff\xd8\xff", "looks-picture"),
    (b"GIF8", "looks-picture"),
    (b"ID3", "looks-sound"),
    (b"OggS", "looks-sound"),
    (b"\x1aE\xdf\xa3", "looks-film"),
    (b"\x7fELF", "looks-program"),
    (b"MZ", "looks-program"),
    (b"SQLite format 3", "looks-database"),
    (b"7z\xbc\xaf", "looks-archive"),
    (b"Rar!", "looks-archive"),
    // What lies in an archive itself: one level is opened.
    (b"PK\x03\x04", "looks-inner-archive"),
    (b"BZh", "looks-bzip2"),
    (b"\xfd7zXZ", "looks-xz"),
    (b"{\\rtf", "looks-document"),
    (b"\xd4\xc3\xb2\xa1", "looks-packets"),
];

/// What a stream is packed with, where nothing here unpacks it.
pub(super) fn packed(head: &[u8]) -> Option<Looks> {
    let (_, id) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic))?;
    Some(Looks(id)).filter(crate::error::is_packed_otherwise)
}

/// What the first bytes of a stream look like.
pub(crate) fn looks(head: &[u8]) -> Looks {
    if let Some((_, id)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Looks(id);
    }
    if head.get(4..8) == Some(b"ftyp".as_slice()) {
        return Looks("looks-film");
    }
    if head.get(257..262) == Some(b"ustar".as_slice()) {
        return Looks("looks-archive");
    }
    let is_wide = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    if !is_wide && head.contains(&0) {
        return Looks("looks-binary");
    }
    // Before the columns are looked at: a table of polls has some that fit posts, too.
    if polls::layout(head).is_some() {
        return Looks(POLLS);
    }
    if guessed_map(head).is_some() {
        return Looks("looks-table");
    }
    if looks_like_log(head) {
        return Looks("looks-log");
    }
    let first = head.trim_ascii_start();
    match first.first() {
        Some(b'{' | b'[') => Looks("looks-json"),
        Some(b'<') => Looks("looks-xml"),
        _ => Looks("looks-text"),
    }
}

impl Project {
    /// Turns "nothing reads this" into what the person can do about it; other errors stay.
    pub(super) fn offering(&self, error: AppError, input: &Input, head: &[u8]) -> AppError {
        let file = match error {
            AppError::Unrecognised { file, .. } => file,
            AppError::Source(SourceError::NeedsMapping { .. }) => gate::harmless(&input.name()),
            other => return other,
        };
        let looks = looks(head);
        let is_polls = looks.0 == POLLS;
        let map = guessed_map(head).filter(|_| !is_polls);
        if is_polls && matches!(input, Input::File(_)) {
            // It is read where it lies: a copy would only be one more.
            return AppError::Unrecognised { file, looks: Some(looks), map, kept: None };
        }
        // A disk that refuses a copy is no reason to say less.
        let kept = self.keep_unknown(input, looks, map.is_some()).ok().flatten();
        AppError::Unrecognised { file, looks: Some(looks), map, kept }
    }

    /// Copies what nothing reads into the inbox: tables where they wait for a mapping, the rest to
    /// `kept/` with a note. Gives its place below the project's folder.
    fn keep_unknown(
        &self,
        input: &Input,
        looks: Looks,
        is_table: bool,
    ) -> io::Result<Option<String>> {
        let inbox = self.inbox_folder();
        let (mut from, length): (Box<dyn Read>, u64) = match input {
            Input::Stdin => return Ok(None),
            Input::Bytes { bytes, .. } | Input::Fetched { bytes, .. } => {
                (Box::new(io::Cursor::new(std::sync::Arc::clone(bytes))), bytes.len() as u64)
            }
            Input::File(path) | Input::Picture { path, .. } => {
                if lies_in(path, &inbox) {
                    return Ok(None);
                }
                (Box::new(File::open(path)?), std::fs::metadata(path)?.len())
            }
        };
        if length == 0 || length > MOST_KEPT {
            return Ok(None);
        }
        let name = input.name();
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default().trim_start_matches('.');
        let folder = if is_table { inbox } else { inbox.join("kept") };
        let note = (!is_table).then(|| {
            let words = Words::new(self.config.language);
            let what = words.plain(looks.0);
            let why = words.say("inbox-looks", &[("looks", what.into())]);
            let at = self.system.now().shown_in(&self.zone());
            words.say("inbox-note", &[("at", at.into()), ("why", why.into())])
        });
        let kept = folder::copy(&mut from, name, &folder, note.as_deref())?;
        let shown = if is_table { format!("inbox/{kept}") } else { format!("inbox/kept/{kept}") };
        Ok(Some(gate::harmless(&shown)))
    }
}

/// Whether a file stands in a folder or below it.
fn lies_in(path: &Path, folder: &Path) -> bool {
    match (path.canonicalize(), folder.canonicalize()) {
        (Ok(path), Ok(folder)) => path.starts_with(folder),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_say_what_a_file_looks_like() {
        for (head, id) in [
            (b"%PDF-1.7 \0\x01".as_slice(), "looks-pdf"),
            (b"\0\0\0\x20ftypisom", "looks-film"),
            (b"ab\0cd", "looks-binary"),
            (b"PK\x03\x04\x14\0\0\0", "looks-inner-archive"),
            (b"BZh91AY&SY\x01\x02", "looks-bzip2"),
            (b"\xfd7zXZ\0\0\x04", "looks-xz"),
            (b"date;message\n2027-04-01;a b c\n", "looks-table"),
            (b"jour,nom,adresse\n2027-04-01,ada,192.0.2.7\n", "looks-log"),
            (b"id,candidat,intentions,fin_enquete,nom_institut\n", "looks-polls"),
            (b"{\"sondages\": {}}", "looks-polls"),
            (b"<note>x</note>", "looks-xml"),
            (b"  [1, 2]", "looks-json"),
            (b"once upon a time", "looks-text"),
        ] {
            assert_eq!(looks(head).0, id);
        }
        assert_eq!(Looks("looks-pdf").to_string(), "a PDF document");
    }
}
