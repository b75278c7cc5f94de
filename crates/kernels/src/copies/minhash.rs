//! Pairs of near texts by minimum hashes, for so many texts that finding every pair for certain
//! would take too long.
//!
//! One-permutation hashing: Li, Owen, Zhang, *One permutation hashing*, 2012; empty bins borrow from
//! the next as in Shrivastava, Li, *Densifying one permutation hashing via rotation*, 2014. Each
//! text has two rounds of 64 bins. Texts that agree in the three bins of any of 42 bands are
//! compared; a pair at Jaccard measure J does so with probability 1 - (1 - J³)^42. Texts with less
//! than about a hundred grams leave bins empty and are found a little less surely.
#![expect(clippy::cast_possible_truncation, reason = "parts of hashes are taken on purpose")]

use super::probe::pair;
use super::sets::{Bits, Distinct, gram_set, grams, mix, shared};
use super::{CopyOptions, Left, Method, NearPair, NearPairs, least_overlap};
use crate::pairs::{Budget, OverBudget};

const ROUNDS: usize = 2;
const BIN_BITS: u32 = 6;
const BINS: usize = 1 << BIN_BITS;
const VALUES: usize = ROUNDS * BINS;
/// Bins of a band.
const ROWS: usize = 3;
const BANDS: usize = VALUES / ROWS;
/// Texts with one key that are compared with all others with it.
const FIRST: usize = 64;

/// One cache line: a text that may be near is looked up at random.
type SetBits = Bits<8>;

/// The keys of one text, one a band.
type Keys = [u32; BANDS];

/// What is known of a text before its set is made again.
struct Sketches {
    /// By band, then by text: one band is read at a time.
    keys: Vec<Vec<u32>>,
    bits: Vec<SetBits>,
    sizes: Vec<u32>,
}

/// See [`super::near_pairs`].
pub(super) fn near_pairs(
    texts: &Distinct,
    options: CopyOptions,
    budget: &mut dyn Budget,
) -> Result<NearPairs, OverBudget> {
    let options = CopyOptions { permille: options.permille.clamp(1, 1_000), ..options };
    let one = size_of::<Keys>() + size_of::<SetBits>() + 4 + 16;
    let bytes = texts.len().saturating_mul(one);
    budget.grow(bytes)?;
    let sketches = Sketches::of(texts);
    let mut left = Left::default();
    let mut candidates = Vec::new();
    let mut shelves = Shelves::new(texts.len());
    for band in 0..BANDS {
        shelves.put(&sketches, band);
        for run in shelves.runs() {
            if run.len() > FIRST {
                left.crowded_keys += 1;
                run.sort_unstable_by_key(|(_, text)| texts.digest(*text));
            }
            sketches.compare(run, band, options.permille, &mut candidates);
        }
        let taken = candidates.capacity() * size_of::<(u32, u32)>();
        // Asked for after the fact, band by band: a band adds little.
        budget.grow(taken)?;
        budget.shrink(taken);
    }
    candidates.sort_unstable();
    candidates.dedup();
    let pairs = verify(texts, &candidates, options.permille);
    budget.shrink(bytes);
    Ok(NearPairs { pairs, method: Method::Hashes, left })
}

impl Sketches {
    fn of(texts: &Distinct) -> Self {
        let mut all = Self {
            keys: (0..BANDS).map(|_| Vec::with_capacity(texts.len())).collect(),
            bits: Vec::with_capacity(texts.len()),
            sizes: Vec::with_capacity(texts.len()),
        };
        let (mut set, mut table) = (Vec::new(), Vec::new());
        for text in texts.iter() {
            set.clear();
            different_grams(text, &mut table, &mut set);
            for (band, key) in all.keys.iter_mut().zip(keys(&set)) {
                band.push(key);
            }
            all.bits.push(SetBits::of(&set));
            all.sizes.push(u32::try_from(set.len()).unwrap_or(u32::MAX));
        }
        all
    }

    /// Notes the pairs of a run whose sizes and bits allow that they are near.
    fn compare(
        &self,
        run: &[(u32, u32)],
        band: usize,
        permille: u32,
        candidates: &mut Vec<(u32, u32)>,
    ) {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("popcnt") {
            #[expect(unsafe_code, reason = "calling code made for processors that count bits")]
            // SAFETY: the processor was just asked whether it has POPCNT.
            unsafe {
                self.compare_counting_bits(run, band, permille, candidates);
            }
            return;
        }
        self.compare_by_bits(run, band, permille, candidates);
    }

    /// The same code, for a processor that counts bits in one step.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "popcnt")]
    fn compare_counting_bits(
        &self,
        run: &[(u32, u32)],
        band: usize,
        permille: u32,
        candidates: &mut Vec<(u32, u32)>,
    ) {
        self.compare_by_bits(run, band, permille, candidates);
    }

    #[expect(clippy::inline_always, reason = "compiled anew for processors that count bits")]
    #[inline(always)]
    fn compare_by_bits(
        &self,
        run: &[(u32, u32)],
        band: usize,
        permille: u32,
        candidates: &mut Vec<(u32, u32)>,
    ) {
        let slope = u64::from(permille);
        for (at, (_, one)) in run.iter().enumerate().take(FIRST) {
            let left = *one as usize;
            let (bits, size) = (&self.bits[left], self.sizes[left]);
            for (_, two) in run.get(at + 1..).unwrap_or_default() {
                let right = *two as usize;
                let sizes = size as usize + self.sizes[right] as usize;
                let most = bits.most_shared(sizes, &self.bits[right]);
                if (most as u64) * 1_000 < slope * (sizes - most) as u64 {
                    continue;
                }
                // Noted in an earlier band.
                if self.keys[..band].iter().any(|keys| keys[left] == keys[right]) {
                    continue;
                }
                candidates.push(((*one).min(*two), (*one).max(*two)));
            }
        }
    }
}

/// Texts sorted by their key in one band, near enough: equal keys stand together.
struct Shelves {
    /// By the upper bits of the key: where its texts begin.
    starts: Vec<u32>,
    texts: Vec<(u32, u32)>,
    bits: u32,
}

impl Shelves {
    fn new(texts: usize) -> Self {
        let bits = (texts.max(1).ilog2() + 1).clamp(4, 24);
        Self { starts: vec![0; (1 << bits) + 1], texts: vec![(0, 0); texts], bits }
    }

    fn put(&mut self, sketches: &Sketches, band: usize) {
        let shelf = |key: u32| (key >> (32 - self.bits)) as usize;
        self.starts.fill(0);
        let full = || {
            let all = (0..).zip(sketches.keys[band].iter().zip(&sketches.sizes));
            all.filter(|(_, (_, size))| **size > 0).map(|(text, (key, _))| (*key, text))
        };
        for (key, _) in full() {
            self.starts[shelf(key) + 1] += 1;
        }
        for at in 1..self.starts.len() {
            self.starts[at] += self.starts[at - 1];
        }
        self.texts.clear();
        let count = self.starts.last().copied().unwrap_or(0);
        self.texts.resize(count as usize, (0, 0));
        for (key, text) in full() {
            let next = &mut self.starts[shelf(key)];
            self.texts[*next as usize] = (key, text);
            *next += 1;
        }
    }

    /// Runs of two or more texts with one key, in the order of their numbers.
    fn runs(&mut self) -> impl Iterator<Item = &mut [(u32, u32)]> {
        let upper = 32 - self.bits;
        self.texts
            .chunk_by_mut(move |one, two| one.0 >> upper == two.0 >> upper)
            .filter(|shelf| shelf.len() > 1)
            .flat_map(|shelf| {
                shelf.sort_unstable();
                shelf.chunk_by_mut(|one, two| one.0 == two.0).filter(|run| run.len() > 1)
            })
    }
}

/// The different grams of a text in the order of their first appearance. `table` is scratch.
fn different_grams(spelled: &[u8], table: &mut Vec<u64>, out: &mut Vec<u64>) {
    // Half empty at least: a text has no more grams than bytes.
    let slots = (2 * spelled.len()).next_power_of_two().max(16);
    table.clear();
    table.resize(slots, 0);
    grams(spelled, |gram| {
        // An empty slot holds 0.
        let gram = gram.max(1);
        let mut slot = (gram >> 8) as usize & (slots - 1);
        while table[slot] != 0 {
            if table[slot] == gram {
                return;
            }
            slot = (slot + 1) & (slots - 1);
        }
        table[slot] = gram;
        out.push(gram);
    });
}

/// The keys of a set.
fn keys(set: &[u64]) -> Keys {
    let mut values = [u32::MAX; VALUES];
    let (first, second) = values.split_at_mut(BINS);
    for gram in set {
        // Both halves of a gram's hash are as good as a hash of their own.
        for (round, hash) in [(&mut *first, *gram as u32), (&mut *second, (gram >> 32) as u32)] {
            let slot = &mut round[(hash >> (32 - BIN_BITS)) as usize];
            *slot = (*slot).min(hash << BIN_BITS);
        }
    }
    densify(first);
    densify(second);
    let mut keys = [0; BANDS];
    for (band, key) in keys.iter_mut().enumerate() {
        let [one, two, three] = [0, 1, 2].map(|row| u64::from(values[band + row * BANDS]));
        let last = (three + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ band as u64;
        *key = mix((one << 32 | two) ^ last) as u32;
    }
    keys
}

/// Gives an empty bin what stands in the next full one, changed by how far that is.
fn densify(bins: &mut [u32]) {
    let Ok(full) = <[u32; BINS]>::try_from(&*bins) else { return };
    for (bin, value) in bins.iter_mut().enumerate() {
        if *value != u32::MAX {
            continue;
        }
        let next = (1..BINS).find(|far| full[(bin + far) % BINS] != u32::MAX);
        if let Some(far) = next {
            *value = full[(bin + far) % BINS].wrapping_add(far as u32);
        }
    }
}

/// Keeps the candidates that are near.
fn verify(texts: &Distinct, candidates: &[(u32, u32)], permille: u32) -> Vec<NearPair> {
    let mut found = Vec::new();
    let (mut set, mut other) = (Vec::new(), Vec::new());
    for run in candidates.chunk_by(|one, two| one.0 == two.0) {
        let Some((one, _)) = run.first() else { continue };
        set.clear();
        gram_set(texts.text(*one), &mut set);
        for (_, two) in run {
            other.clear();
            gram_set(texts.text(*two), &mut other);
            let least = least_overlap(set.len() + other.len(), permille);
            if let Some(shared) = shared(&set, &other, least) {
                found.push(pair(*one, *two, shared, set.len() + other.len() - shared));
            }
        }
    }
    found
}
