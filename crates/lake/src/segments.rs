//! The segment store: runs of stream bytes, compressed, named by what they hold.

use std::path::Path;

use vigie_model::SegmentId;
use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe::CParameter;

use crate::disk;
use crate::error::{LakeError, Result};
use crate::layout;
use crate::record::{Digest, Keep, SegmentEntry};

/// No segment is longer; records end at 8 MiB, a segment holds at least one record whole.
pub const MAX_SEGMENT: usize = 64 << 20;

/// How hard to compress, measured on access logs, in CPU time and share of the raw bytes: level 1
/// as it comes takes 2.15 ns a byte for 11.8 %. A small table that stays in the first cache, no
/// match below seven bytes and a window that stays in the second cache change that to the figures
/// below. Faster levels save little more; writing bytes as they are is no cheaper for the system.
struct Effort {
    level: i32,
    table_bits: u32,
    shortest_match: u32,
    window_bits: u32,
}

/// For what stays: 1.85 ns, 11.9 %.
const FOR_GOOD: Effort = Effort { level: 1, table_bits: 13, shortest_match: 7, window_bits: 21 };
/// For what is held a few days: 1.4 ns, 15.9 %.
const FOR_DAYS: Effort = Effort { level: -3, table_bits: 13, shortest_match: 7, window_bits: 18 };

/// Compresses segments; keeps its tables between calls.
pub(crate) struct SegmentPacker {
    compressor: Compressor<'static>,
    packed: Vec<u8>,
}

impl SegmentPacker {
    pub(crate) fn new(keep: Keep) -> Result<Self> {
        let effort = match keep {
            Keep::Always => FOR_GOOD,
            Keep::UntilDetect => FOR_DAYS,
        };
        let failed = |error| zstd_failed(&error);
        let mut compressor = Compressor::new(effort.level).map_err(failed)?;
        for parameter in [
            CParameter::HashLog(effort.table_bits),
            CParameter::MinMatch(effort.shortest_match),
            CParameter::WindowLog(effort.window_bits),
        ] {
            compressor.set_parameter(parameter).map_err(failed)?;
        }
        Ok(Self { compressor, packed: Vec::new() })
    }

    /// Writes `content` compressed to `path`; gives digest and size of the file.
    pub(crate) fn write(&mut self, content: &[u8], path: &Path) -> Result<(Digest, u64)> {
        if content.len() > MAX_SEGMENT {
            let length = content.len();
            return Err(LakeError::internal(format!("a segment of {length} bytes is too long")));
        }
        self.packed.clear();
        self.packed.reserve(zstd::zstd_safe::compress_bound(content.len()));
        self.compressor
            .compress_to_buffer(content, &mut self.packed)
            .map_err(|error| zstd_failed(&error))?;
        disk::write_new(path, &self.packed)?;
        Ok((Digest::of(&self.packed), self.packed.len() as u64))
    }
}

fn zstd_failed(error: &std::io::Error) -> LakeError {
    LakeError::internal(format!("compressing a segment: {error}"))
}

/// The checked content of a segment; `None` when its file is absent.
pub(crate) fn load(root: &Path, entry: &SegmentEntry) -> Result<Option<Vec<u8>>> {
    let path = layout::at(root, &entry.path());
    let Some(packed) = disk::read_bounded(&path, 2 * MAX_SEGMENT as u64)? else { return Ok(None) };
    unpack(&packed, entry, &path).map(Some)
}

/// Unpacks at most as many bytes as the record says, so that a changed file cannot fill memory.
pub(crate) fn unpack(packed: &[u8], entry: &SegmentEntry, path: &Path) -> Result<Vec<u8>> {
    let length = usize::try_from(entry.length).unwrap_or(usize::MAX);
    if length > MAX_SEGMENT {
        return Err(LakeError::damaged(path, "its recorded length is absurd"));
    }
    let content = Decompressor::new()
        .and_then(|mut decompressor| decompressor.decompress(packed, length))
        .map_err(|error| LakeError::damaged(path, error.to_string()))?;
    let as_recorded = match &entry.blanked {
        None => SegmentId::of(&content) == entry.id,
        Some(blanked) => Digest::of(&content) == blanked.content,
    };
    if !as_recorded || content.len() != length {
        return Err(LakeError::damaged(path, "its content is not what its id says"));
    }
    Ok(content)
}
