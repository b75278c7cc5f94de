//! Looking for the texts that one text may be near, and comparing it with them.
#![expect(
    clippy::cast_possible_truncation,
    reason = "texts are numbered with 32 bits, and so are their ranks"
)]

use super::rarity::Rarity;
use super::sets::{Bits, GramSets, shared};
use super::{NearPair, least_overlap, least_size};

/// Which texts were not compared with each other yet.
#[derive(Clone, Copy)]
pub(super) enum Fresh<'f> {
    /// All of them.
    All,
    /// By number; a text without an entry is fresh.
    These(&'f [bool]),
}

impl Fresh<'_> {
    pub(super) fn is(self, text: u32) -> bool {
        match self {
            Self::All => true,
            Self::These(fresh) => fresh.get(text as usize).is_none_or(|fresh| *fresh),
        }
    }
}

/// One gram among the first of a text.
#[derive(Clone, Copy)]
pub(super) struct First {
    pub(super) bucket: u32,
    /// More of its hash: two grams in one bucket are rarely taken for one, and then verified away.
    pub(super) tag: u16,
    /// Its place in the order of the text's grams, or less.
    pub(super) place: u16,
}

/// One text in the list of a bucket.
#[derive(Clone, Copy)]
struct Posting {
    rank: u32,
    tag: u16,
    /// How many grams come behind it in the order of the text's grams; 65,535 stands for more, too.
    rest: u16,
}

/// A list: its part that may still be near, inside the room that it has.
#[derive(Clone, Copy, Default)]
pub(super) struct List {
    start: u32,
    end: u32,
}

/// The bits of one set.
pub(super) type SetBits = Bits<16>;

/// The lists of all buckets, one behind the other.
#[derive(Default)]
pub(super) struct Lists {
    lists: Vec<List>,
    postings: Vec<Posting>,
}

impl Lists {
    pub(super) fn with(room: Vec<u32>) -> Self {
        let mut lists = Vec::with_capacity(room.len());
        let mut start = 0;
        for room in room {
            lists.push(List { start, end: start });
            start += room;
        }
        let postings = vec![Posting { rank: 0, tag: 0, rest: 0 }; start as usize];
        Self { lists, postings }
    }
}

/// What two crowded texts are compared by, because they share the rest with everybody.
#[derive(Clone, Copy)]
pub(super) struct Own {
    pub(super) is_crowded: bool,
    pub(super) size: u32,
}

/// What is known of a text that the present one may be near.
#[derive(Clone, Copy, Default)]
pub(super) struct Seen {
    /// Common first grams; 0 when untouched.
    common: u32,
    /// How many it takes; above all sizes once it is impossible.
    least: u32,
}

/// The texts, and what is known of the present one.
pub(super) struct Probe<'s> {
    pub(super) sets: &'s GramSets,
    pub(super) texts: &'s [u32],
    /// Scratch: the lists that the present text looks at.
    pub(super) heads: Vec<List>,
    /// Scratch: the first text of each of these; none has the highest number.
    pub(super) smallest: Vec<u32>,
    pub(super) seen: Vec<Seen>,
    pub(super) touched: Vec<u32>,
    pub(super) sizes: Vec<u32>,
    pub(super) own: &'s [Own],
    pub(super) rarity: &'s Rarity,
    pub(super) crowd: u16,
    /// By rank, where they were made already.
    pub(super) bits: Vec<Option<SetBits>>,
    pub(super) fresh: Fresh<'s>,
    pub(super) permille: u32,
}

impl Probe<'_> {
    /// Touches every smaller text that has a first gram in common and may be near.
    pub(super) fn look(&mut self, rank: usize, firsts: &[First], all: &mut Lists) {
        let size = self.sizes[rank];
        let least = least_size(size as usize, self.permille);
        let own = self.own[rank];
        self.heads.clear();
        // All at once: the processor waits for many of them together.
        self.heads.extend(firsts.iter().map(|first| all.lists[first.bucket as usize]));
        self.smallest.clear();
        self.smallest.extend(self.heads.iter().map(|head| {
            let posting = all.postings.get(head.start as usize).filter(|_| head.start < head.end);
            posting.map_or(u32::MAX, |posting| posting.rank)
        }));
        for (first, smallest) in firsts.iter().zip(&self.smallest) {
            if *smallest == u32::MAX {
                continue;
            }
            let list = &mut all.lists[first.bucket as usize];
            // Sizes only grow, so a text that is too small now is so for good.
            while list.start < list.end {
                let smallest = all.postings[list.start as usize].rank;
                if self.sizes[smallest as usize] as usize >= least {
                    break;
                }
                list.start += 1;
            }
            let rest = size.saturating_sub(u32::from(first.place) + 1);
            for posting in &all.postings[list.start as usize..list.end as usize] {
                let seen = &mut self.seen[posting.rank as usize];
                if posting.tag != first.tag || seen.least == u32::MAX {
                    continue;
                }
                // Two crowded texts are compared by what is their own.
                let both = own.is_crowded && self.own[posting.rank as usize].is_crowded;
                if seen.common == 0 {
                    let sizes = if both {
                        own.size + self.own[posting.rank as usize].size
                    } else {
                        size + self.sizes[posting.rank as usize]
                    };
                    let least = least_overlap(sizes as usize, self.permille);
                    seen.least = u32::try_from(least).unwrap_or(u32::MAX - 1);
                    self.touched.push(posting.rank);
                }
                seen.common += 1;
                let other_rest =
                    if posting.rest == u16::MAX { u32::MAX } else { posting.rest.into() };
                let rest = if both { own.size.saturating_sub(first.place.into()) } else { rest };
                if seen.common.saturating_add(rest.min(other_rest)) < seen.least {
                    seen.least = u32::MAX;
                }
            }
        }
    }

    /// Compares every text with every smaller one of a fitting size, by their bits.
    pub(super) fn look_at_all(&mut self, found: &mut Vec<NearPair>) {
        let bits: Vec<SetBits> = (0..self.texts.len()).map(|rank| self.bits_of(rank)).collect();
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("popcnt")
            && std::arch::is_x86_feature_detected!("avx2")
        {
            #[expect(unsafe_code, reason = "calling code made for processors that count bits")]
            // SAFETY: the processor was just asked whether it has POPCNT and AVX2.
            unsafe {
                self.look_counting_bits(&bits, found);
            }
            return;
        }
        self.look_by_bits(&bits, found);
    }

    /// The same code, for a processor that counts bits in one step.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "popcnt,avx2")]
    fn look_counting_bits(&mut self, bits: &[SetBits], found: &mut Vec<NearPair>) {
        self.look_by_bits(bits, found);
    }

    #[expect(clippy::inline_always, reason = "compiled anew for processors that count bits")]
    #[inline(always)]
    fn look_by_bits(&mut self, bits: &[SetBits], found: &mut Vec<NearPair>) {
        let mut smallest = 0;
        let slope = u64::from(self.permille);
        for rank in 0..self.texts.len() {
            let size = self.sizes[rank];
            let least = least_size(size as usize, self.permille);
            while (self.sizes[smallest] as usize) < least {
                smallest += 1;
            }
            let own = &bits[rank];
            let is_fresh = self.fresh.is(self.texts[rank]);
            for (other, theirs) in (smallest..rank).zip(&bits[smallest..rank]) {
                if !is_fresh && !self.fresh.is(self.texts[other]) {
                    continue;
                }
                let sizes = size as usize + self.sizes[other] as usize;
                let most = own.most_shared(sizes, theirs);
                // Jaccard with the most that may be shared, without a division.
                if most as u64 * 1_000 >= slope * (sizes - most) as u64 {
                    self.touched.push(other as u32);
                }
            }
            for touched in 0..self.touched.len() {
                let other = self.touched[touched] as usize;
                let both = self.own[rank].is_crowded && self.own[other].is_crowded;
                let sizes = if both { self.own[rank].size + self.own[other].size } else { 0 };
                let least = least_overlap(sizes as usize, self.permille);
                self.seen[other].least = u32::try_from(least).unwrap_or(u32::MAX - 1);
            }
            self.verify(rank, found);
        }
    }

    pub(super) fn verify(&mut self, rank: usize, found: &mut Vec<NearPair>) {
        let text = self.texts[rank];
        let (set, is_fresh) = (self.sets.set(text), self.fresh.is(text));
        let mut all = std::mem::take(&mut self.touched);
        for touched in all.drain(..) {
            let seen = std::mem::take(&mut self.seen[touched as usize]);
            let other = self.texts[touched as usize];
            if seen.least == u32::MAX || !(is_fresh || self.fresh.is(other)) {
                continue;
            }
            let others = self.sets.set(other);
            let least = least_overlap(set.len() + others.len(), self.permille);
            let both = self.own[rank].is_crowded && self.own[touched as usize].is_crowded;
            if both && self.shared_own(set, others) < seen.least as usize {
                continue;
            }
            let (own, theirs) = (self.bits_of(rank), self.bits_of(touched as usize));
            let most = own.most_shared(set.len() + others.len(), &theirs);
            if most < least {
                continue;
            }
            if let Some(shared) = shared(set, others, least) {
                found.push(pair(text, other, shared, set.len() + others.len() - shared));
            }
        }
        self.touched = all;
    }

    /// The bits of the text at a rank. Most texts are never asked for.
    fn bits_of(&mut self, rank: usize) -> SetBits {
        let set = self.sets.set(self.texts[rank]);
        *self.bits[rank].get_or_insert_with(|| SetBits::of(set))
    }

    /// Grams in both sets that few texts have.
    fn shared_own(&self, set: &[u64], other: &[u64]) -> usize {
        let own = |gram: &&u64| self.rarity.count(**gram) <= self.crowd;
        set.iter().filter(own).filter(|gram| other.binary_search(gram).is_ok()).count()
    }

    pub(super) fn put(&self, rank: usize, firsts: &[First], all: &mut Lists) {
        let size = self.sizes[rank];
        for first in firsts {
            let list = &mut all.lists[first.bucket as usize];
            let posting = &mut all.postings[list.end as usize];
            let rest = size.saturating_sub(u32::from(first.place) + 1);
            let rest = u16::try_from(rest).unwrap_or(u16::MAX);
            *posting = Posting { rank: rank as u32, tag: first.tag, rest };
            list.end += 1;
        }
    }
}

/// The pair in its order.
pub(super) fn pair(text: u32, other: u32, shared: usize, either: usize) -> NearPair {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    NearPair {
        one: text.min(other),
        two: text.max(other),
        shared: number(shared),
        either: number(either),
    }
}
