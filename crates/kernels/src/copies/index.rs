//! Texts that were compared, kept so that new ones are put against them.
//!
//! What the index says after any number of additions in any order is what [`super::near_pairs`] says
//! of all texts at once. It can be written to bytes and read again.

use super::known::{near_with, stands};
use super::probe::Fresh;
use super::sets::{Distinct, GramSets};
use super::{CopyOptions, Left, Method, NearPair, NearPairs, near_sets};
use crate::pairs::{Budget, OverBudget};

/// What the bytes begin with; changes with their layout and with the spelling.
const MAGIC: &[u8; 16] = b"vigie copies 1\0\0";
const CHECKSUM: usize = 16;

/// Distinct texts and their near pairs.
#[derive(Clone, Debug)]
pub struct CopyIndex {
    options: CopyOptions,
    texts: Distinct,
    sets: GramSets,
    found: NearPairs,
    /// Texts below are compared with each other.
    compared: u32,
}

/// Bytes that are no index.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum IndexError {
    /// Written by another version, or no index at all.
    #[error("the kept texts are of another version")]
    Version,
    /// Cut off or changed.
    #[error("the kept texts are damaged")]
    Damaged,
}

impl CopyIndex {
    /// An index without texts.
    #[must_use]
    pub fn new(options: CopyOptions) -> Self {
        Self {
            options,
            texts: Distinct::default(),
            sets: GramSets::default(),
            found: NearPairs::default(),
            compared: 0,
        }
    }

    /// Adds texts; returns for each its number among the distinct ones.
    pub fn add<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) -> Vec<u32> {
        self.texts.add(texts)
    }

    /// The distinct texts.
    #[must_use]
    pub const fn texts(&self) -> &Distinct {
        &self.texts
    }

    /// Compares what was added since the last call with everything, and returns all near pairs.
    ///
    /// # Errors
    /// When the budget is used up; the index is then as before.
    pub fn compare(&mut self, budget: &mut dyn Budget) -> Result<&NearPairs, OverBudget> {
        let count = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        if count == self.compared {
            return Ok(&self.found);
        }
        for number in u32::try_from(self.sets.len()).unwrap_or(u32::MAX)..count {
            self.sets.push(self.texts.text(number));
        }
        let bytes: usize = self.texts.iter().map(<[u8]>::len).sum();
        let found = if bytes > self.options.certain_bytes {
            super::near_pairs(&self.texts, self.options, budget)?
        } else if stands(&self.found) {
            let fresh: Vec<bool> = (0..count).map(|text| text >= self.compared).collect();
            let known = self.found.pairs.iter().copied();
            near_with(&self.texts, &self.sets, &fresh, known, self.options, budget)?
        } else {
            near_sets(&self.texts, &self.sets, Fresh::All, self.options, budget)?
        };
        self.found = found;
        self.compared = count;
        Ok(&self.found)
    }

    /// The index as bytes: 4 + its length for each text, 16 for each pair.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        let mut put = |number: u64| out.extend_from_slice(&number.to_le_bytes());
        put(u64::from(self.options.permille));
        put(u64::from(self.options.crowd));
        put(self.options.certain_bytes as u64);
        put(self.options.certain_visits);
        put(u64::from(self.compared));
        put(u64::from(self.found.method == Method::Hashes));
        let left = self.found.left;
        for number in [left.crowd_grams, left.crowd_texts, left.alone_in_crowd, left.crowded_keys] {
            put(number);
        }
        put(self.texts.len() as u64);
        put(self.found.pairs.len() as u64);
        for text in self.texts.iter() {
            // A text has less than 4 GB: it stood in one Arrow cell.
            out.extend_from_slice(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes());
            out.extend_from_slice(text);
        }
        for pair in &self.found.pairs {
            for number in [pair.one, pair.two, pair.shared, pair.either] {
                out.extend_from_slice(&number.to_le_bytes());
            }
        }
        let sum = blake3::hash(&out);
        out.extend_from_slice(&sum.as_bytes()[..CHECKSUM]);
        out
    }

    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// When the bytes are something else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, IndexError> {
        if !bytes.starts_with(MAGIC) {
            return Err(IndexError::Version);
        }
        let body = bytes.len().checked_sub(CHECKSUM).ok_or(IndexError::Damaged)?;
        let (bytes, sum) = bytes.split_at(body);
        if blake3::hash(bytes).as_bytes()[..CHECKSUM] != *sum {
            return Err(IndexError::Damaged);
        }
        Bytes(bytes.get(MAGIC.len()..).unwrap_or_default()).index().ok_or(IndexError::Damaged)
    }
}

/// What is left to read.
struct Bytes<'b>(&'b [u8]);

impl Bytes<'_> {
    fn take(&mut self, length: usize) -> Option<&[u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn long(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    fn short(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn index(mut self) -> Option<CopyIndex> {
        let options = CopyOptions {
            permille: self.long()?.try_into().ok()?,
            crowd: self.long()?.try_into().ok()?,
            certain_bytes: self.long()?.try_into().ok()?,
            certain_visits: self.long()?,
        };
        let mut index = CopyIndex::new(options);
        index.compared = self.long()?.try_into().ok()?;
        index.found.method = if self.long()? == 0 { Method::Certain } else { Method::Hashes };
        index.found.left = Left {
            crowd_grams: self.long()?,
            crowd_texts: self.long()?,
            alone_in_crowd: self.long()?,
            crowded_keys: self.long()?,
        };
        let (texts, pairs) = (self.long()?, self.long()?);
        for _ in 0..texts {
            let length = self.short()? as usize;
            let text = self.take(length)?;
            index.texts.add_spelled(text);
            index.sets.push(text);
        }
        for _ in 0..pairs {
            let (one, two) = (self.short()?, self.short()?);
            let (shared, either) = (self.short()?, self.short()?);
            index.found.pairs.push(NearPair { one, two, shared, either });
        }
        let whole = index.compared as usize <= index.texts.len() && self.0.is_empty();
        whole.then_some(index)
    }
}
