//! Compound files (Microsoft, \[MS-CFB\], version 3 and 4): a file system in a file. Only what is needed
//! to find streams by name; every chain is bounded by the size of the file.

use std::collections::BTreeMap;

/// Directory entries that are followed.
const MOST_ENTRIES: usize = 20_000;

/// The sector numbers from here on are marks (section 2.1).
const NOT_A_SECTOR: u32 = 0xffff_fffa;

/// The streams of a file by their path, between slashes.
pub(super) struct Compound {
    streams: BTreeMap<String, Vec<u8>>,
}

impl Compound {
    /// Reads a whole file; `None` when it is none or its tables lead nowhere.
    pub(super) fn read(file: &[u8]) -> Option<Self> {
        if !file.starts_with(&super::OLE) {
            return None;
        }
        let shift = number(file, 30, 2)?;
        if shift != 9 && shift != 12 {
            return None;
        }
        let sectors = Sectors { file, size: 1 << shift };
        let table = sectors.table()?;
        let directory = sectors.chain(number(file, 48, 4)?, &table);
        let entries: Vec<Entry> =
            directory.chunks_exact(128).take(MOST_ENTRIES).map(Entry::read).collect();
        let root = entries.first()?;
        let small = sectors.chain(root.start, &table);
        let small_table = numbers(&sectors.chain(number(file, 60, 4)?, &table));
        let least = u64::from(number(file, 56, 4)?);
        let content = |entry: &Entry| {
            let mut bytes = if entry.size < least {
                let small = Sectors { file: &small, size: 64 };
                small.small_chain(entry.start, &small_table)
            } else {
                sectors.chain(entry.start, &table)
            };
            bytes.truncate(usize::try_from(entry.size).unwrap_or(0));
            bytes
        };
        let mut streams = BTreeMap::new();
        let mut seen = vec![false; entries.len()];
        let mut open = vec![(root.child, String::new(), 0)];
        while let Some((at, folder, depth)) = open.pop() {
            let place = usize::try_from(at).unwrap_or(usize::MAX);
            let Some(entry) = entries.get(place).filter(|_| !seen[place]) else { continue };
            seen[place] = true;
            open.push((entry.left, folder.clone(), depth));
            open.push((entry.right, folder.clone(), depth));
            let path = format!("{folder}{}", entry.name);
            match entry.kind {
                1 if depth < 4 => open.push((entry.child, path + "/", depth + 1)),
                2 => drop(streams.insert(path, content(entry))),
                _ => {}
            }
        }
        Some(Self { streams })
    }

    pub(super) fn stream(&self, path: &str) -> Option<&[u8]> {
        self.streams.get(path).map(Vec::as_slice)
    }

    /// The folders at the top whose names begin like this.
    pub(super) fn folders(&self, start: &str) -> Vec<String> {
        let tops = self.streams.keys().filter_map(|path| path.split_once('/'));
        let mut found: Vec<String> =
            tops.map(|(top, _)| top.to_owned()).filter(|top| top.starts_with(start)).collect();
        found.dedup();
        found
    }
}

/// A directory entry (section 2.6.1).
struct Entry {
    name: String,
    kind: u8,
    left: u32,
    right: u32,
    child: u32,
    start: u32,
    size: u64,
}

impl Entry {
    fn read(bytes: &[u8]) -> Self {
        let length = number(bytes, 64, 2).unwrap_or(0).saturating_sub(2).min(62) as usize;
        let units: Vec<u16> = bytes[..length]
            .as_chunks::<2>()
            .0
            .iter()
            .map(|unit| u16::from_le_bytes(*unit))
            .collect();
        let word = |at| number(bytes, at, 4).unwrap_or(u32::MAX);
        Self {
            name: String::from_utf16_lossy(&units),
            kind: bytes.get(66).copied().unwrap_or(0),
            left: word(68),
            right: word(72),
            child: word(76),
            start: word(116),
            // Version 3 leaves the upper half undefined.
            size: u64::from(number(bytes, 120, 4).unwrap_or(0)),
        }
    }
}

struct Sectors<'a> {
    file: &'a [u8],
    size: usize,
}

impl Sectors<'_> {
    fn sector(&self, at: usize) -> Option<&[u8]> {
        let start = at.checked_mul(self.size)?;
        let end = start.checked_add(self.size)?.min(self.file.len());
        self.file.get(start..end).filter(|sector| !sector.is_empty())
    }

    /// The header takes the place of the first sector.
    fn numbered(&self, sector: u32) -> Option<&[u8]> {
        (sector < NOT_A_SECTOR).then_some(())?;
        self.sector(usize::try_from(sector).ok()?.checked_add(1)?)
    }

    /// The allocation table, whose own sectors the header and a chain of lists name.
    fn table(&self) -> Option<Vec<u32>> {
        let limit = self.file.len() / self.size + 1;
        let mut places = numbers(self.file.get(76..512)?);
        let mut next = number(self.file, 68, 4)?;
        for _ in 0..limit {
            let Some(list) = self.numbered(next) else { break };
            let mut list = numbers(list);
            next = list.pop()?;
            places.extend(list);
        }
        let mut table = Vec::new();
        for place in places.into_iter().filter(|place| *place < NOT_A_SECTOR).take(limit) {
            table.extend(numbers(self.numbered(place)?));
        }
        Some(table)
    }

    fn chain(&self, start: u32, table: &[u32]) -> Vec<u8> {
        self.follow(start, table, |sector| self.numbered(sector))
    }

    /// In the stream of small sectors there is no header.
    fn small_chain(&self, start: u32, table: &[u32]) -> Vec<u8> {
        self.follow(start, table, |sector| self.sector(usize::try_from(sector).ok()?))
    }

    fn follow<'a>(
        &self,
        start: u32,
        table: &[u32],
        sector: impl Fn(u32) -> Option<&'a [u8]>,
    ) -> Vec<u8> {
        let mut out = Vec::new();
        let mut at = start;
        // A chain that is longer than the file goes in circles.
        for _ in 0..=self.file.len() / self.size {
            let Some(bytes) = sector(at).filter(|_| at < NOT_A_SECTOR) else { break };
            out.extend_from_slice(bytes);
            let place = usize::try_from(at).unwrap_or(usize::MAX);
            let Some(next) = table.get(place) else { break };
            at = *next;
        }
        out
    }
}

fn number(bytes: &[u8], at: usize, width: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + width)?;
    Some(bytes.iter().rev().fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word)).collect()
}
