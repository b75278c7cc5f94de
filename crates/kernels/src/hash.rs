//! Keyed BLAKE3 of many short texts at once.
//!
//! A record of a log is a few hundred bytes, too short for BLAKE3 to use wide registers inside one
//! input, so hashing one after the other was the dearest step of an ingest. Here eight inputs go
//! side by side, one in each lane of an AVX2 register; a lane whose input ends takes the next one.
//! The digests are those of `blake3::keyed_hash`: nothing that is named by them changes.
//!
//! Source: O'Connor, Aumasson, Neves, Wilcox-O'Hearn, *BLAKE3: one function, fast everywhere*
//! (2020), sections 2.2 (compression), 2.4 (chunks) and 2.6 (root).

#[cfg(target_arch = "x86_64")]
mod lanes;

/// The first half of a digest.
pub type Digest128 = [u8; 16];

/// A chunk of BLAKE3; longer inputs are trees of chunks and are left to the library.
#[cfg(target_arch = "x86_64")]
const CHUNK: usize = 1024;

/// Appends to `out` the first 128 bits of `blake3::keyed_hash(key, input)` for each input, in
/// order.
pub fn keyed_128(key: &[u8; 32], inputs: &[&[u8]], out: &mut Vec<Digest128>) {
    #[cfg(target_arch = "x86_64")]
    if inputs.len() > 1 && std::arch::is_x86_feature_detected!("avx2") {
        let begin = out.len();
        out.resize(begin + inputs.len(), [0; 16]);
        #[expect(unsafe_code, reason = "calling code made for AVX2")]
        // SAFETY: the processor was just asked whether it has AVX2.
        unsafe {
            lanes::keyed_128(key, inputs, &mut out[begin..]);
        }
        for (input, digest) in inputs.iter().zip(&mut out[begin..]) {
            if input.len() > CHUNK {
                *digest = one(key, input);
            }
        }
        return;
    }
    out.extend(inputs.iter().map(|input| one(key, input)));
}

fn one(key: &[u8; 32], input: &[u8]) -> Digest128 {
    let mut half = [0; 16];
    half.copy_from_slice(&blake3::keyed_hash(key, input).as_bytes()[..16]);
    half
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn expected(key: &[u8; 32], inputs: &[&[u8]]) -> Vec<Digest128> {
        inputs.iter().map(|input| one(key, input)).collect()
    }

    proptest! {
        #[test]
        fn digests_are_those_of_the_library(
            key: [u8; 32],
            inputs in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..1200), 0..40),
        ) {
            let inputs: Vec<&[u8]> = inputs.iter().map(Vec::as_slice).collect();
            let mut seen = vec![[9; 16]];
            keyed_128(&key, &inputs, &mut seen);
            prop_assert_eq!(seen[0], [9; 16]);
            prop_assert_eq!(&seen[1..], &expected(&key, &inputs)[..]);
        }
    }

    #[test]
    fn every_length_around_the_ends_of_blocks_and_chunks() {
        let bytes: Vec<u8> = (0..2100_u32).map(|at| (at * 31 % 251) as u8).collect();
        let lengths = (0..200).chain(1000..1040).chain(2040..2060);
        let inputs: Vec<&[u8]> = lengths.map(|length| &bytes[..length]).collect();
        let mut seen = Vec::new();
        keyed_128(&[7; 32], &inputs, &mut seen);
        assert_eq!(seen, expected(&[7; 32], &inputs));
    }
}
