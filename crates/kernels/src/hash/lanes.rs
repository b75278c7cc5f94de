//! BLAKE3's compression function on eight inputs at once.

use std::arch::x86_64::{
    __m256i, _mm256_add_epi32, _mm256_loadu_si256, _mm256_or_si256, _mm256_permute2x128_si256,
    _mm256_set1_epi32, _mm256_setr_epi8, _mm256_shuffle_epi8, _mm256_slli_epi32, _mm256_srli_epi32,
    _mm256_storeu_si256, _mm256_unpackhi_epi32, _mm256_unpackhi_epi64, _mm256_unpacklo_epi32,
    _mm256_unpacklo_epi64, _mm256_xor_si256,
};

use super::{CHUNK, Digest128};

const LANES: usize = 8;
const BLOCK: usize = 64;

const CHUNK_START: u32 = 1;
const CHUNK_END: u32 = 1 << 1;
const ROOT: u32 = 1 << 3;
const KEYED_HASH: u32 = 1 << 4;

const IV: [u32; 4] = [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a];

/// Which word of the message each step of each round takes (table 2 and the permutation).
const SCHEDULE: [[usize; 16]; 7] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8],
    [3, 4, 10, 12, 13, 2, 7, 14, 6, 5, 9, 0, 11, 15, 8, 1],
    [10, 7, 12, 9, 14, 3, 13, 15, 4, 0, 11, 2, 5, 8, 1, 6],
    [12, 13, 9, 11, 15, 10, 14, 8, 7, 2, 5, 3, 0, 1, 6, 4],
    [9, 14, 11, 5, 8, 12, 15, 1, 13, 3, 0, 10, 2, 6, 4, 7],
    [11, 15, 5, 0, 1, 9, 8, 6, 14, 10, 2, 12, 3, 4, 7, 13],
];

/// One word of each lane.
#[repr(align(32))]
#[derive(Clone, Copy)]
struct Words([u32; LANES]);

/// What one lane is at.
#[derive(Clone, Copy)]
struct Lane<'a> {
    /// The place of its input and what is left of it.
    input: Option<(usize, &'a [u8])>,
}

/// Writes the digest of every input of at most one chunk to its place in `out`; others are left
/// as they are.
#[target_feature(enable = "avx2")]
pub(super) fn keyed_128(key: &[u8; 32], inputs: &[&[u8]], out: &mut [Digest128]) {
    let key = words_of(key);
    let mut coming = inputs.iter().copied().enumerate().filter(|(_, input)| input.len() <= CHUNK);
    let mut lanes = [Lane { input: None }; LANES];
    let mut chaining = [Words([0; LANES]); 8];
    let (mut lengths, mut flags) = (Words([0; LANES]), Words([0; LANES]));
    let mut blocks = [[0; BLOCK]; LANES];
    loop {
        let mut busy = false;
        for at in 0..LANES {
            let mut start = 0;
            if lanes[at].input.is_none()
                && let Some(next) = coming.next()
            {
                lanes[at].input = Some(next);
                start = CHUNK_START;
                for (word, key) in chaining.iter_mut().zip(key) {
                    word.0[at] = key;
                }
            }
            let Some((_, rest)) = lanes[at].input else { continue };
            busy = true;
            let is_last = rest.len() <= BLOCK;
            match rest.first_chunk::<BLOCK>() {
                Some(block) => blocks[at] = *block,
                None => {
                    blocks[at] = [0; BLOCK];
                    blocks[at][..rest.len()].copy_from_slice(rest);
                }
            }
            lengths.0[at] = if is_last { length_of(rest) } else { length_of(&blocks[at]) };
            flags.0[at] = KEYED_HASH | start | if is_last { CHUNK_END | ROOT } else { 0 };
        }
        if !busy {
            return;
        }
        compress(&mut chaining, &blocks, &lengths, &flags);
        for (at, lane) in lanes.iter_mut().enumerate() {
            lane.input = match lane.input {
                Some((place, rest)) if rest.len() <= BLOCK => {
                    for (bytes, word) in out[place].chunks_exact_mut(4).zip(&chaining) {
                        bytes.copy_from_slice(&word.0[at].to_le_bytes());
                    }
                    None
                }
                Some((place, rest)) => Some((place, &rest[BLOCK..])),
                None => None,
            };
        }
    }
}

fn length_of(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}

fn words_of(key: &[u8; 32]) -> [u32; 8] {
    let mut words = [0; 8];
    for (word, bytes) in words.iter_mut().zip(key.chunks_exact(4)) {
        *word = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
    }
    words
}

#[target_feature(enable = "avx2")]
fn load(words: &Words) -> __m256i {
    #[expect(unsafe_code, reason = "a load into a register")]
    // SAFETY: `Words` is 32 bytes that may be read; the load asks for no alignment.
    unsafe {
        _mm256_loadu_si256(std::ptr::from_ref(words).cast())
    }
}

#[target_feature(enable = "avx2")]
fn store(value: __m256i, words: &mut Words) {
    #[expect(unsafe_code, reason = "a store from a register")]
    // SAFETY: `Words` is 32 bytes that may be written; the store asks for no alignment.
    unsafe {
        _mm256_storeu_si256(std::ptr::from_mut(words).cast(), value);
    }
}

/// Half of a block: the eight words that begin at byte `from`, which is 0 or 32.
#[target_feature(enable = "avx2")]
fn half(block: &[u8; BLOCK], second: bool) -> __m256i {
    let (first, last) = block.split_at(BLOCK / 2);
    let bytes = if second { last } else { first };
    #[expect(unsafe_code, reason = "a load into a register")]
    // SAFETY: `bytes` is 32 bytes that may be read; the load asks for no alignment.
    unsafe {
        _mm256_loadu_si256(bytes.as_ptr().cast())
    }
}

/// From words by lane to lanes by word.
#[target_feature(enable = "avx2")]
#[expect(clippy::many_single_char_names, reason = "eight lanes, a to h")]
fn transposed(rows: [__m256i; 8]) -> [__m256i; 8] {
    let [a, b, c, d, e, f, g, h] = rows;
    let (ab_lo, ab_hi) = (_mm256_unpacklo_epi32(a, b), _mm256_unpackhi_epi32(a, b));
    let (cd_lo, cd_hi) = (_mm256_unpacklo_epi32(c, d), _mm256_unpackhi_epi32(c, d));
    let (ef_lo, ef_hi) = (_mm256_unpacklo_epi32(e, f), _mm256_unpackhi_epi32(e, f));
    let (gh_lo, gh_hi) = (_mm256_unpacklo_epi32(g, h), _mm256_unpackhi_epi32(g, h));
    let (w0, w1) = (_mm256_unpacklo_epi64(ab_lo, cd_lo), _mm256_unpackhi_epi64(ab_lo, cd_lo));
    let (w2, w3) = (_mm256_unpacklo_epi64(ab_hi, cd_hi), _mm256_unpackhi_epi64(ab_hi, cd_hi));
    let (x0, x1) = (_mm256_unpacklo_epi64(ef_lo, gh_lo), _mm256_unpackhi_epi64(ef_lo, gh_lo));
    let (x2, x3) = (_mm256_unpacklo_epi64(ef_hi, gh_hi), _mm256_unpackhi_epi64(ef_hi, gh_hi));
    [
        _mm256_permute2x128_si256::<0x20>(w0, x0),
        _mm256_permute2x128_si256::<0x20>(w1, x1),
        _mm256_permute2x128_si256::<0x20>(w2, x2),
        _mm256_permute2x128_si256::<0x20>(w3, x3),
        _mm256_permute2x128_si256::<0x31>(w0, x0),
        _mm256_permute2x128_si256::<0x31>(w1, x1),
        _mm256_permute2x128_si256::<0x31>(w2, x2),
        _mm256_permute2x128_si256::<0x31>(w3, x3),
    ]
}

/// Compresses one block of each lane into its chaining value. The counter of a first chunk is 0.
#[target_feature(enable = "avx2")]
#[expect(clippy::many_single_char_names, reason = "eight lanes, a to h")]
fn compress(
    chaining: &mut [Words; 8],
    blocks: &[[u8; BLOCK]; LANES],
    lengths: &Words,
    flags: &Words,
) {
    let [a, b, c, d, e, f, g, h] = blocks;
    let rows = |second| {
        transposed([
            half(a, second),
            half(b, second),
            half(c, second),
            half(d, second),
            half(e, second),
            half(f, second),
            half(g, second),
            half(h, second),
        ])
    };
    let [m0, m1, m2, m3, m4, m5, m6, m7] = rows(false);
    let [m8, m9, m10, m11, m12, m13, m14, m15] = rows(true);
    let message = [m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14, m15];
    let zero = _mm256_set1_epi32(0);
    let mut state = [zero; 16];
    for (word, chaining) in state.iter_mut().zip(chaining.iter()) {
        *word = load(chaining);
    }
    for (word, constant) in state[8..12].iter_mut().zip(IV) {
        *word = _mm256_set1_epi32(constant.cast_signed());
    }
    state[14] = load(lengths);
    state[15] = load(flags);
    for order in &SCHEDULE {
        let word = |at: usize| message[order[at]];
        mix(&mut state, [0, 4, 8, 12], word(0), word(1));
        mix(&mut state, [1, 5, 9, 13], word(2), word(3));
        mix(&mut state, [2, 6, 10, 14], word(4), word(5));
        mix(&mut state, [3, 7, 11, 15], word(6), word(7));
        mix(&mut state, [0, 5, 10, 15], word(8), word(9));
        mix(&mut state, [1, 6, 11, 12], word(10), word(11));
        mix(&mut state, [2, 7, 8, 13], word(12), word(13));
        mix(&mut state, [3, 4, 9, 14], word(14), word(15));
    }
    for (at, chaining) in chaining.iter_mut().enumerate() {
        store(_mm256_xor_si256(state[at], state[at + 8]), chaining);
    }
}

/// The quarter round.
#[inline]
#[target_feature(enable = "avx2")]
fn mix(state: &mut [__m256i; 16], [a, b, c, d]: [usize; 4], first: __m256i, second: __m256i) {
    let add = |one, other| _mm256_add_epi32(one, other);
    let xor = |one, other| _mm256_xor_si256(one, other);
    state[a] = add(add(state[a], state[b]), first);
    state[d] = turned_16(xor(state[d], state[a]));
    state[c] = add(state[c], state[d]);
    state[b] = turned::<12, 20>(xor(state[b], state[c]));
    state[a] = add(add(state[a], state[b]), second);
    state[d] = turned_8(xor(state[d], state[a]));
    state[c] = add(state[c], state[d]);
    state[b] = turned::<7, 25>(xor(state[b], state[c]));
}

/// Each word turned right; `LEFT` is 32 less `RIGHT`.
#[inline]
#[target_feature(enable = "avx2")]
fn turned<const RIGHT: i32, const LEFT: i32>(words: __m256i) -> __m256i {
    _mm256_or_si256(_mm256_srli_epi32::<RIGHT>(words), _mm256_slli_epi32::<LEFT>(words))
}

#[inline]
#[target_feature(enable = "avx2")]
#[rustfmt::skip]
fn turned_16(words: __m256i) -> __m256i {
    let order = _mm256_setr_epi8(
        2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13,
        2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13,
    );
    _mm256_shuffle_epi8(words, order)
}

#[inline]
#[target_feature(enable = "avx2")]
#[rustfmt::skip]
fn turned_8(words: __m256i) -> __m256i {
    let order = _mm256_setr_epi8(
        1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12,
        1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12,
    );
    _mm256_shuffle_epi8(words, order)
}
