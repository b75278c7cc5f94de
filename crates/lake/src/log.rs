//! Commit records as files: how they are written, checked and read back.
//!
//! A file is `{"digest":"…","record":{…}}`: the digest is of the record's own bytes and is what
//! the next record names as its predecessor, so that a changed record is found by itself and by
//! its successor.

use std::path::Path;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::disk;
use crate::error::{LakeError, Result};
use crate::layout::{self, COMMITS};
use crate::record::{CommitRecord, Digest};

#[derive(Deserialize)]
struct Envelope<'a> {
    digest: Digest,
    #[serde(borrow)]
    record: &'a RawValue,
}

/// The file's text and the digest that the next record names.
pub(crate) fn encode(record: &CommitRecord) -> Result<(String, Digest)> {
    let record = serde_json::to_string(record)
        .map_err(|error| LakeError::internal(format!("a commit record: {error}")))?;
    let digest = Digest::of(record.as_bytes());
    Ok((envelope(&record, digest), digest))
}

fn envelope(record: &str, digest: Digest) -> String {
    format!("{{\"digest\":\"{digest}\",\"record\":{record}}}\n")
}

/// Reads the text back; any change of a byte is an error.
fn decode(text: &[u8], path: &Path) -> Result<(CommitRecord, Digest)> {
    let unreadable = |error: serde_json::Error| LakeError::damaged(path, error.to_string());
    let parsed: Envelope<'_> = serde_json::from_slice(text).map_err(unreadable)?;
    let raw = parsed.record.get();
    if Digest::of(raw.as_bytes()) != parsed.digest
        || envelope(raw, parsed.digest).as_bytes() != text
    {
        return Err(LakeError::damaged(path, "its digest does not match"));
    }
    Ok((serde_json::from_str(raw).map_err(unreadable)?, parsed.digest))
}

/// Reads one record; `None` when there is no such file.
pub(crate) fn read(root: &Path, seq: u64) -> Result<Option<(CommitRecord, Digest)>> {
    let path = layout::commit_path(root, seq);
    let Some(text) = disk::read_bounded(&path, disk::MAX_WHOLE_FILE)? else { return Ok(None) };
    let (record, digest) = decode(&text, &path)?;
    if record.seq != seq {
        return Err(LakeError::damaged(&path, format!("it says that it is commit {}", record.seq)));
    }
    Ok(Some((record, digest)))
}

/// Reads a record that must be there.
pub(crate) fn must_read(root: &Path, seq: u64) -> Result<(CommitRecord, Digest)> {
    read(root, seq)?
        .ok_or_else(|| LakeError::damaged(&layout::commit_path(root, seq), "it is missing"))
}

/// The newest commit on disk; 0 when there is none.
pub(crate) fn newest(root: &Path) -> Result<u64> {
    let names = disk::list(&root.join(COMMITS))?;
    Ok(names.iter().filter_map(|name| layout::commit_seq(name)).max().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::CommitKind;
    use vigie_model::time::Timestamp;

    #[test]
    fn any_flipped_bit_of_a_record_is_found() {
        let mut record = CommitRecord::new(CommitKind::Ingest, Timestamp(7));
        record.seq = 1;
        record.removed.push("request_records/00000001-0001.parquet".to_owned());
        let (text, digest) = encode(&record).unwrap();
        let path = Path::new("commits/00000001.json");
        assert_eq!(decode(text.as_bytes(), path).unwrap(), (record, digest));
        for at in 0..text.len() {
            for bit in 0..8 {
                let mut changed = text.clone().into_bytes();
                changed[at] ^= 1 << bit;
                assert!(decode(&changed, path).is_err(), "byte {at} bit {bit}");
            }
        }
        assert!(decode(&text.as_bytes()[..text.len() - 1], path).is_err());
    }

    #[test]
    fn fields_of_later_versions_are_skipped() {
        let text = r#"{"seq":1,"previous":null,"written_at":7,"kind":"dream","colour":"blue"}"#;
        let text = envelope(text, Digest::of(text.as_bytes()));
        let (record, _) = decode(text.as_bytes(), Path::new("x")).unwrap();
        assert_eq!(record.kind, CommitKind::Other);
    }
}
