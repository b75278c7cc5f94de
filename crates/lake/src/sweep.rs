//! Finding files that no committed record lists: what a crash left behind.

use std::collections::BTreeSet;
use std::path::Path;

use crate::disk;
use crate::error::Result;
use crate::layout::{
    self, COMMITS, DIRTY_FILE, FORMAT_FILE, LOCK_FILE, SEGMENTS, STAGING, TOMBSTONES,
};
use crate::record::SegmentEntry;
use crate::state::State;

/// Files in the root of every lake.
const OWN_FILES: [&str; 3] = [FORMAT_FILE, LOCK_FILE, DIRTY_FILE];

/// Deletes every file with one of our names that no record lists. Only the holder of the writer
/// lock may do this.
pub(crate) fn leftovers(root: &Path, state: &State) -> Result<()> {
    let unlisted = unlisted(root, state)?;
    let work = disk::list(&root.join(STAGING))?.into_iter().map(|name| format!("{STAGING}/{name}"));
    for name in unlisted.into_iter().filter(|name| is_ours(name)).chain(work) {
        tracing::info!(file = name, "deleting what an interrupted command left behind");
        disk::delete(&layout::at(root, &name))?;
    }
    Ok(())
}

/// Names of all files in the lake that no record lists, sorted.
pub(crate) fn unlisted(root: &Path, state: &State) -> Result<Vec<String>> {
    let listed = listed(state);
    let mut found = Vec::new();
    for folder in disk::list(root)? {
        let path = root.join(&folder);
        if !path.is_dir() {
            found.extend((!OWN_FILES.contains(&folder.as_str())).then_some(folder));
            continue;
        }
        if folder == STAGING {
            continue;
        }
        for name in disk::list(&path)? {
            if folder == COMMITS && layout::commit_seq(&name).is_some_and(|seq| seq <= state.seq) {
                continue;
            }
            let name = format!("{folder}/{name}");
            if folder == SEGMENTS && layout::at(root, &name).is_dir() {
                let inner = disk::list(&layout::at(root, &name))?;
                found.extend(inner.into_iter().map(|file| format!("{name}/{file}")));
            } else {
                found.push(name);
            }
        }
    }
    found.retain(|name| !listed.contains(name.as_str()));
    Ok(found)
}

fn listed(state: &State) -> BTreeSet<String> {
    let files = state.files.keys().cloned();
    let pending = state.pending.iter().map(|pending| pending.path.clone());
    let segments = state.segments.values().map(SegmentEntry::path);
    let tombstones = state.tombstones.iter().map(|tombstone| tombstone.path.clone());
    files.chain(pending).chain(segments).chain(tombstones).collect()
}

/// Whether an unlisted file bears a name that only we give. Foreign files are never touched.
fn is_ours(name: &str) -> bool {
    let Some((folder, file)) = name.split_once('/') else { return false };
    match folder {
        COMMITS => file.ends_with(".json.tmp"),
        TOMBSTONES => layout::commit_seq(file.trim_end_matches(".tmp")).is_some(),
        SEGMENTS => is_segment(file),
        _ => layout::is_part(file),
    }
}

fn is_segment(file: &str) -> bool {
    let Some((_, name)) = file.split_once('/') else { return false };
    let Some(stem) = name.strip_suffix(".zst") else { return false };
    let hex = stem.split_once('-').map_or(stem, |(hex, _)| hex);
    hex.len() == 32 && hex.bytes().all(|byte| byte.is_ascii_hexdigit())
}
