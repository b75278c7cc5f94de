//! Sorted runs of counts in a file without a name. Newer runs overrule older ones.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::{ENTRY, Print, from_bytes, to_bytes, work_file};
use crate::error::{LakeError, Result};

/// So many runs become one, so that a question never has many to look at.
const MOST_RUNS: usize = 8;
/// Entries that are read together when one is looked for: a page of the file.
const BLOCK: usize = 256;
/// Entries that are read together when all are.
const STRETCH: usize = 4 << 10;

pub(super) struct Runs {
    folder: PathBuf,
    file: Option<File>,
    end: u64,
    runs: Vec<Run>,
}

struct Run {
    at: u64,
    entries: usize,
    /// The head of the first entry of each block.
    heads: Vec<u64>,
}

impl Runs {
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), file: None, end: 0, runs: Vec::new() }
    }

    /// How many entries there are, some perhaps more than once.
    pub(super) fn entries(&self) -> usize {
        self.runs.iter().map(|run| run.entries).sum()
    }

    /// Adds entries in order.
    pub(super) fn push(&mut self, entries: &[(Print, u32)]) -> Result<()> {
        let mut adding = Adding::at(self.end);
        for stretch in entries.chunks(STRETCH) {
            for entry in stretch {
                adding.add(*entry);
            }
            self.write(&mut adding)?;
        }
        self.runs.push(adding.run);
        if self.runs.len() >= MOST_RUNS { self.merge() } else { Ok(()) }
    }

    /// The newest count of a record.
    pub(super) fn find(&mut self, print: Print) -> Result<Option<u32>> {
        for run in self.runs.iter().rev() {
            let first = run.heads.partition_point(|head| *head < print.head()).saturating_sub(1);
            let last = run.heads.partition_point(|head| *head <= print.head());
            let (from, to) = (first * BLOCK, (last * BLOCK).min(run.entries));
            let entries = read(self.file.as_ref(), &self.folder, run, from..to.max(from))?;
            if let Ok(at) = entries.binary_search_by_key(&print, |(print, _)| *print) {
                return Ok(Some(entries[at].1));
            }
        }
        Ok(None)
    }

    /// Goes through the records of all runs.
    pub(super) fn each(&self, mut take: impl FnMut(Print)) -> Result<()> {
        for run in &self.runs {
            for from in (0..run.entries).step_by(STRETCH) {
                let to = (from + STRETCH).min(run.entries);
                let entries = read(self.file.as_ref(), &self.folder, run, from..to)?;
                for (print, _) in entries {
                    take(print);
                }
            }
        }
        Ok(())
    }

    /// Makes one run of all, in a new file.
    fn merge(&mut self) -> Result<()> {
        let (file, runs) = (self.file.take(), std::mem::take(&mut self.runs));
        self.end = 0;
        let mut adding = Adding::at(0);
        let mut heads = BinaryHeap::new();
        let mut readers: Vec<Reader<'_>> =
            runs.iter().map(|run| Reader { run, next: 0, held: Vec::new() }).collect();
        // Of equal records the newest comes first.
        for (age, reader) in readers.iter_mut().rev().enumerate() {
            let first = reader.next(file.as_ref(), &self.folder)?;
            heads.extend(first.map(|(print, count)| Reverse((print, age, count))));
        }
        let mut last = None;
        while let Some(Reverse((print, age, count))) = heads.pop() {
            if last != Some(print) {
                last = Some(print);
                adding.add((print, count));
                if adding.bytes.len() >= STRETCH * ENTRY {
                    self.write(&mut adding)?;
                }
            }
            let place = readers.len() - 1 - age;
            let next = readers[place].next(file.as_ref(), &self.folder)?;
            heads.extend(next.map(|(print, count)| Reverse((print, age, count))));
        }
        self.write(&mut adding)?;
        self.runs.push(adding.run);
        Ok(())
    }

    fn write(&mut self, adding: &mut Adding) -> Result<()> {
        if self.file.is_none() {
            self.file = Some(work_file(&self.folder)?);
        }
        if let Some(file) = &mut self.file {
            file.seek(SeekFrom::Start(self.end))
                .and_then(|_| file.write_all(&adding.bytes))
                .map_err(|error| LakeError::io("write a work file in", &self.folder, error))?;
        }
        self.end += adding.bytes.len() as u64;
        adding.bytes.clear();
        Ok(())
    }
}

/// A run on its way to the file.
struct Adding {
    run: Run,
    bytes: Vec<u8>,
}

impl Adding {
    fn at(at: u64) -> Self {
        Self { run: Run { at, entries: 0, heads: Vec::new() }, bytes: Vec::new() }
    }

    fn add(&mut self, entry: (Print, u32)) {
        if self.run.entries.is_multiple_of(BLOCK) {
            self.run.heads.push(entry.0.head());
        }
        self.run.entries += 1;
        self.bytes.extend_from_slice(&to_bytes(entry));
    }
}

/// Reads a run from its beginning.
struct Reader<'a> {
    run: &'a Run,
    next: usize,
    /// What is read already, last first.
    held: Vec<(Print, u32)>,
}

impl Reader<'_> {
    fn next(&mut self, file: Option<&File>, folder: &Path) -> Result<Option<(Print, u32)>> {
        if self.held.is_empty() {
            let to = (self.next + STRETCH).min(self.run.entries);
            self.held = read(file, folder, self.run, self.next..to)?;
            self.held.reverse();
            self.next = to;
        }
        Ok(self.held.pop())
    }
}

fn read(
    file: Option<&File>,
    folder: &Path,
    run: &Run,
    entries: std::ops::Range<usize>,
) -> Result<Vec<(Print, u32)>> {
    let Some(mut file) = file else { return Ok(Vec::new()) };
    let mut bytes = vec![0; entries.len() * ENTRY];
    file.seek(SeekFrom::Start(run.at + (entries.start * ENTRY) as u64))
        .and_then(|_| file.read_exact(&mut bytes))
        .map_err(|error| LakeError::io("read a work file in", folder, error))?;
    Ok(bytes.as_chunks().0.iter().map(from_bytes).collect())
}
