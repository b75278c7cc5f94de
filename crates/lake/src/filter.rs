//! A blocked Bloom filter: says of a hash that it was never added, or that it may have been.
//!
//! All bits of one hash lie in one block of 64 bytes, so that a question costs one access to
//! memory. With twelve bits a hash about one stranger in 250 is taken for a member.
//!
//! Source: Putze, Sanders, Singler, *Cache-, hash- and space-efficient Bloom filters* (2007),
//! section 3.

/// Bits of memory a hash.
const BITS_EACH: usize = 12;
const BLOCK_BITS: usize = 512;

/// One bit of each word is set for each hash in the block.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Block([u64; 8]);

/// Hashes that were added are always found; others rarely.
pub(crate) struct Filter {
    blocks: Vec<Block>,
}

impl Filter {
    /// With room for about so many hashes; more make it less sharp.
    pub(crate) fn with_room_for(hashes: usize) -> Self {
        let blocks = (hashes.saturating_mul(BITS_EACH) / BLOCK_BITS).max(1);
        Self { blocks: vec![Block([0; 8]); blocks] }
    }

    /// How many hashes fit into so many bytes.
    pub(crate) const fn room_in(bytes: usize) -> usize {
        bytes * 8 / BITS_EACH
    }

    /// The hash must be spread evenly over all its bits.
    pub(crate) fn add(&mut self, hash: u128) {
        let (at, bits) = self.place(hash);
        for (word, bit) in self.blocks[at].0.iter_mut().zip(bits) {
            *word |= bit;
        }
    }

    pub(crate) fn may_hold(&self, hash: u128) -> bool {
        let (at, bits) = self.place(hash);
        self.blocks[at].0.iter().zip(bits).all(|(word, bit)| word & bit != 0)
    }

    /// Where the block is, by the upper half of the hash, and which bit of each word, by six bits
    /// each of its lower half.
    #[expect(clippy::cast_possible_truncation, reason = "halves of a hash, and a block's number")]
    fn place(&self, hash: u128) -> (usize, [u64; 8]) {
        let upper = (hash >> 64) as u64;
        let at = (u128::from(upper) * self.blocks.len() as u128) >> 64;
        let lower = hash as u64;
        (at as usize, std::array::from_fn(|word| 1 << (lower >> (word * 6) & 63)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(from: u32, to: u32) -> impl Iterator<Item = u128> {
        (from..to).map(|number| {
            let digest = blake3::hash(&number.to_le_bytes());
            u128::from_le_bytes(vigie_model::hash::first(digest.as_bytes()))
        })
    }

    #[test]
    fn members_are_found_and_few_strangers() {
        let mut filter = Filter::with_room_for(20_000);
        hashes(0, 20_000).for_each(|hash| filter.add(hash));
        assert!(hashes(0, 20_000).all(|hash| filter.may_hold(hash)));
        let taken = hashes(20_000, 120_000).filter(|hash| filter.may_hold(*hash)).count();
        assert!((1..1000).contains(&taken), "{taken} of 100,000 strangers");
    }

    #[test]
    fn a_filter_without_room_still_finds_its_members() {
        let mut filter = Filter::with_room_for(0);
        hashes(0, 100).for_each(|hash| filter.add(hash));
        assert!(hashes(0, 100).all(|hash| filter.may_hold(hash)));
    }
}
