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
use super::sets::{AnyBits, Distinct, gram_set, grams, mix, shared};
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
type SetBits = AnyBits<8>;

/// The keys of one text, one a band.
type Keys = [u32; BANDS];

/// What is known of a text before its set is made.
struct Sketches {
    /// By band, then by text: one band is read at a time.
    keys: Vec<Vec<u32>>,
    bits: Vec<SetBits>,
    /// How many grams the texts have, those that stand twice counted twice: no set has more.
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
                run.sort_unstable_by_key(|packed| texts.digest(text_of(*packed)));
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
        for text in texts.iter() {
            let (keys, bits, size) = sketch(text);
            for (band, key) in all.keys.iter_mut().zip(keys) {
                band.push(key);
            }
            all.bits.push(bits);
            all.sizes.push(size);
        }
        all
    }

    /// Notes the pairs of a run whose sizes and bits allow that they are near.
    fn compare(&self, run: &[u64], band: usize, permille: u32, candidates: &mut Vec<(u32, u32)>) {
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
        run: &[u64],
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
        run: &[u64],
        band: usize,
        permille: u32,
        candidates: &mut Vec<(u32, u32)>,
    ) {
        let slope = u64::from(permille);
        for (at, one) in run.iter().enumerate().take(FIRST) {
            let one = text_of(*one);
            let left = one as usize;
            let (bits, size) = (&self.bits[left], self.sizes[left]);
            for two in run.get(at + 1..).unwrap_or_default() {
                let two = text_of(*two);
                let right = two as usize;
                let sizes = size as usize + self.sizes[right] as usize;
                let most = bits.most_shared(sizes, &self.bits[right]);
                if (most as u64) * 1_000 < slope * (sizes - most) as u64 {
                    continue;
                }
                // Noted in an earlier band.
                if self.keys[..band].iter().any(|keys| keys[left] == keys[right]) {
                    continue;
                }
                candidates.push((one.min(two), one.max(two)));
            }
        }
    }
}

/// The texts whose key in one band another text may have, too. Most keys stand once: two bits for
/// each place a key may fall on tell those apart, and stay near the processor where the keys do not.
struct Shelves {
    once: Vec<u64>,
    twice: Vec<u64>,
    /// Of a key, the upper bits that are its place.
    bits: u32,
    /// Key above, number of the text below.
    texts: Vec<u64>,
}

impl Shelves {
    fn new(texts: usize) -> Self {
        // Eight places for each text: of the keys that stand once about one in ten is taken along.
        let bits = (texts.max(1).ilog2() + 4).clamp(6, 26);
        let words = 1_usize << (bits - 6);
        Self { once: vec![0; words], twice: vec![0; words], bits, texts: Vec::new() }
    }

    fn put(&mut self, sketches: &Sketches, band: usize) {
        let upper = 32 - self.bits;
        let place = |key: u32| ((key >> upper >> 6) as usize, 1_u64 << (key >> upper & 63));
        self.once.fill(0);
        self.twice.fill(0);
        let full = || {
            let all = (0_u32..).zip(sketches.keys[band].iter().zip(&sketches.sizes));
            all.filter(|(_, (_, size))| **size > 0).map(|(text, (key, _))| (*key, text))
        };
        for (key, _) in full() {
            let (word, bit) = place(key);
            self.twice[word] |= self.once[word] & bit;
            self.once[word] |= bit;
        }
        self.texts.clear();
        let twice = &self.twice;
        let shared = full().filter(|(key, _)| {
            let (word, bit) = place(*key);
            twice[word] & bit != 0
        });
        self.texts.extend(shared.map(|(key, text)| u64::from(key) << 32 | u64::from(text)));
        self.texts.sort_unstable();
    }

    /// Runs of two or more texts with one key, in the order of their numbers.
    fn runs(&mut self) -> impl Iterator<Item = &mut [u64]> {
        let same = |one: &u64, two: &u64| one >> 32 == two >> 32;
        self.texts.chunk_by_mut(same).filter(|run| run.len() > 1)
    }
}

/// The number of the text in an entry of [`Shelves`].
fn text_of(packed: u64) -> u32 {
    packed as u32
}

/// The keys, the bits and the number of grams of a text. A gram that stands twice changes neither
/// keys nor bits, so no set is made.
fn sketch(spelled: &[u8]) -> (Keys, SetBits, u32) {
    let mut values = [u32::MAX; VALUES];
    let mut bits = SetBits::default();
    let mut size = 0_u32;
    let (first, second) = values.split_at_mut(BINS);
    grams(spelled, |gram| {
        // Both halves of a gram's hash are as good as a hash of their own.
        for (round, hash) in [(&mut *first, gram as u32), (&mut *second, (gram >> 32) as u32)] {
            let slot = &mut round[(hash >> (32 - BIN_BITS)) as usize];
            *slot = (*slot).min(hash << BIN_BITS);
        }
        bits.put(gram);
        size = size.saturating_add(1);
    });
    densify(first);
    densify(second);
    let mut keys = [0; BANDS];
    for (band, key) in keys.iter_mut().enumerate() {
        let [one, two, three] = [0, 1, 2].map(|row| u64::from(values[band + row * BANDS]));
        let last = (three + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ band as u64;
        *key = mix((one << 32 | two) ^ last) as u32;
    }
    (keys, bits, size)
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
