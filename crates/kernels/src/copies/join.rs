//! Every pair of sets above a threshold, without comparing all pairs.
//!
//! The prefix filter of Chaudhuri, Ganti, Kaushik 2006 and Bayardo, Ma, Srikant, *Scaling up all
//! pairs similarity search*, 2007 with the positional filter of Xiao, Wang, Lin, Yu, *Efficient
//! similarity joins for near duplicate detection* (`PPJoin`), 2008: with all grams in one order, the
//! rarest first, two near sets have a gram in common among their first few. Grams in one text only
//! come first and are near nothing; on running text that alone clears away most texts.
#![expect(
    clippy::cast_possible_truncation,
    reason = "parts of hashes are taken on purpose, and texts are numbered with 32 bits"
)]

use super::rarity::Rarity;
use super::sets::{Bits, Distinct, GramSets, shared};
use super::{CopyOptions, Left, Method, NearPair, NearPairs, crowd, least_overlap, least_size};
use crate::pairs::{Budget, OverBudget};

/// What a join gave.
pub(super) enum Joined {
    Pairs(NearPairs),
    /// Comparing for certain would take more visits than allowed.
    TooMany,
}

/// How texts that may be near are found.
#[derive(Clone, Copy)]
enum How {
    /// Through the lists of their first grams.
    Lists,
    /// By the bits of all texts of a fitting size.
    AllBits,
}

/// What is settled before texts are compared.
struct Plan<'r> {
    how: How,
    /// By bucket: how many texts its list takes.
    room: Vec<u32>,
    rarity: &'r Rarity,
    /// A gram in more texts is crowded.
    crowd: u16,
    /// Pairs of texts numbered below are left out.
    fresh: u32,
}

/// One gram among the first of a text.
#[derive(Clone, Copy)]
struct First {
    bucket: u32,
    /// More of its hash: two grams in one bucket are rarely taken for one, and then verified away.
    tag: u16,
    /// Its place in the order of the text's grams, or less.
    place: u16,
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
struct List {
    start: u32,
    end: u32,
}

/// The bits of one set.
pub(super) type SetBits = Bits<16>;

/// Joins the sets; pairs of two texts numbered below `fresh` are left out.
pub(super) fn join(
    texts: &Distinct,
    sets: &GramSets,
    fresh: u32,
    options: CopyOptions,
    budget: &mut dyn Budget,
) -> Result<Joined, OverBudget> {
    let options = CopyOptions { permille: options.permille.clamp(1, 1_000), ..options };
    let rarity = Rarity::of(sets, budget)?;
    let rarity_bytes = rarity.buckets() * 2;
    let crowd = u16::try_from(options.crowd).unwrap_or(u16::MAX - 1).min(u16::MAX - 1);
    let firsts = Firsts::of(sets, &rarity, crowd, options, budget)?;
    let taken = firsts.taken;
    let mut found = Vec::new();
    let room = firsts.room(rarity.buckets());
    let visits = firsts.visits(&room);
    let looks = firsts.looks(sets, options.permille);
    if visits.min(looks) > options.certain_visits {
        budget.shrink(taken + rarity_bytes);
        return Ok(Joined::TooMany);
    }
    // Either way gives the same pairs; where lists are long, looking at all bits is quicker.
    let how = if looks < visits { How::AllBits } else { How::Lists };
    let plan = Plan { how, room, rarity: &rarity, crowd, fresh };
    firsts.probe(plan, sets, options, budget, &mut found)?;
    let mut left = Left { crowd_grams: firsts.crowd_grams(&rarity, crowd), ..Left::default() };
    if left.crowd_grams > 0 {
        left.crowd_texts = firsts.crowded.len() as u64;
        left.alone_in_crowd = crowd::compare(texts, sets, &firsts.crowded, options, &mut found);
    }
    drop(firsts);
    budget.shrink(taken + rarity_bytes);
    found.sort_unstable();
    found.dedup();
    Ok(Joined::Pairs(NearPairs { pairs: found, method: Method::Certain, left }))
}

/// The first grams of every text, in the order of ranks: small sets first, and the lower number
/// among equal ones.
struct Firsts {
    /// By rank: the text.
    texts: Vec<u32>,
    firsts: Vec<First>,
    /// By rank: where its first grams end in `firsts`, and how many of them are for the index.
    ends: Vec<(usize, u32)>,
    /// By rank: of a crowded text, how many grams are its own; of others all.
    own: Vec<Own>,
    /// Texts that may be near others by crowded grams alone.
    crowded: Vec<u32>,
    /// Bytes asked for.
    taken: usize,
}

impl Firsts {
    fn of(
        sets: &GramSets,
        rarity: &Rarity,
        crowd: u16,
        options: CopyOptions,
        budget: &mut dyn Budget,
    ) -> Result<Self, OverBudget> {
        let count = u32::try_from(sets.len()).unwrap_or(u32::MAX);
        let mut texts: Vec<u32> = (0..count).filter(|text| !sets.set(*text).is_empty()).collect();
        texts.sort_unstable_by_key(|text| (sets.set(*text).len(), *text));
        let permille = options.permille;
        let most = sets.total().saturating_sub(least_size(sets.total(), permille));
        let taken = most.saturating_add(4 * texts.len()).saturating_mul(size_of::<First>());
        budget.grow(taken)?;
        let (firsts, ends, own, crowded) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut all = Self { texts, firsts, ends, own, crowded, taken };
        let (mut keys, mut counts) = (Vec::new(), Vec::new());
        for &text in &all.texts {
            let set = sets.set(text);
            let size = set.len();
            keys.clear();
            counts.clear();
            // All at once: the processor waits for many of them together.
            counts.extend(set.iter().map(|gram| rarity.count(*gram)));
            let mut crowded = 0;
            for (&gram, &count) in set.iter().zip(&counts) {
                if count > crowd {
                    crowded += 1;
                } else if count > 1 {
                    keys.push(u64::from(count) << 48 | gram & 0xFFFF_FFFF_FFFF);
                }
            }
            let is_crowded = crowded >= least_size(size, permille);
            if is_crowded {
                all.crowded.push(text);
            }
            let own = if is_crowded { size - crowded } else { size };
            let own = u32::try_from(own).unwrap_or(u32::MAX);
            all.own.push(Own { is_crowded, size: own });
            let alone = size - crowded - keys.len();
            let probing = size - least_size(size, permille) + 1;
            // Among texts at least as large, fewer have to be in the index.
            let indexed = size - least_overlap(2 * size, permille) + 1 + usize::from(is_crowded);
            // Too much of it stands nowhere else.
            let near = keys.len() + crowded >= least_size(size, permille);
            let wanted = if near { probing.saturating_sub(alone).min(keys.len()) } else { 0 };
            if wanted > 0 && wanted < keys.len() {
                keys.select_nth_unstable(wanted - 1);
            }
            keys.truncate(wanted);
            keys.sort_unstable();
            for (at, key) in keys.iter().enumerate() {
                all.firsts.push(First {
                    bucket: rarity.bucket(*key),
                    tag: (key >> 32) as u16,
                    place: u16::try_from(alone + at).unwrap_or(u16::MAX),
                });
            }
            let indexed = indexed.saturating_sub(alone).min(wanted);
            all.ends.push((all.firsts.len(), u32::try_from(indexed).unwrap_or(u32::MAX)));
        }
        Ok(all)
    }

    /// The first grams of the text at a rank, and how many of them are for the index.
    fn at(&self, rank: usize) -> (&[First], usize) {
        let before = rank.checked_sub(1).and_then(|before| self.ends.get(before));
        let (end, indexed) = self.ends.get(rank).copied().unwrap_or((0, 0));
        let firsts = self.firsts.get(before.map_or(0, |end| end.0)..end).unwrap_or_default();
        (firsts, (indexed as usize).min(firsts.len()))
    }

    fn room(&self, buckets: usize) -> Vec<u32> {
        let mut room = vec![0_u32; buckets];
        for rank in 0..self.texts.len() {
            let (firsts, indexed) = self.at(rank);
            for first in &firsts[..indexed] {
                room[first.bucket as usize] += 1;
            }
        }
        room
    }

    /// About how many postings probing reads, at most.
    fn visits(&self, room: &[u32]) -> u64 {
        self.firsts.iter().map(|first| u64::from(room[first.bucket as usize])).sum::<u64>() / 2
    }

    /// How many pairs of texts have sizes that may be near.
    fn looks(&self, sets: &GramSets, permille: u32) -> u64 {
        let size = |rank: usize| sets.set(self.texts[rank]).len();
        let mut smallest = 0;
        (0..self.texts.len())
            .map(|rank| {
                let least = least_size(size(rank), permille);
                while size(smallest) < least {
                    smallest += 1;
                }
                (rank - smallest) as u64
            })
            .sum()
    }

    fn crowd_grams(&self, rarity: &Rarity, crowd: u16) -> u64 {
        rarity.more_than(crowd)
    }

    fn probe(
        &self,
        plan: Plan<'_>,
        sets: &GramSets,
        options: CopyOptions,
        budget: &mut dyn Budget,
        found: &mut Vec<NearPair>,
    ) -> Result<(), OverBudget> {
        let Plan { how, room, rarity, crowd, fresh } = plan;
        let buckets = room.len();
        let postings: usize = room.iter().map(|room| *room as usize).sum();
        let bytes = (postings + buckets + self.texts.len()).saturating_mul(8)
            + self.texts.len().saturating_mul(size_of::<SetBits>());
        budget.grow(bytes)?;
        let mut lists = Vec::with_capacity(buckets);
        let mut start = 0;
        for room in room {
            lists.push(List { start, end: start });
            start += room;
        }
        let mut probe = Probe {
            sets,
            texts: &self.texts,
            lists,
            heads: Vec::new(),
            smallest: Vec::new(),
            postings: vec![Posting { rank: 0, tag: 0, rest: 0 }; postings],
            seen: vec![Seen::default(); self.texts.len()],
            touched: Vec::new(),
            sizes: self
                .texts
                .iter()
                .map(|text| u32::try_from(sets.set(*text).len()).unwrap_or(u32::MAX))
                .collect(),
            own: &self.own,
            rarity,
            crowd,
            bits: self.texts.iter().map(|text| SetBits::of(sets.set(*text))).collect(),
            fresh,
            permille: options.permille,
        };
        match how {
            How::AllBits => probe.look_at_all(found),
            How::Lists => {
                for rank in 0..self.texts.len() {
                    let (firsts, indexed) = self.at(rank);
                    probe.look(rank, firsts);
                    probe.verify(rank, found);
                    probe.put(rank, &firsts[..indexed]);
                }
            }
        }
        drop(probe);
        budget.shrink(bytes);
        Ok(())
    }
}

/// What two crowded texts are compared by, because they share the rest with everybody.
#[derive(Clone, Copy)]
struct Own {
    is_crowded: bool,
    size: u32,
}

/// What is known of a text that the present one may be near.
#[derive(Clone, Copy, Default)]
struct Seen {
    /// Common first grams; 0 when untouched.
    common: u32,
    /// How many it takes; above all sizes once it is impossible.
    least: u32,
}

struct Probe<'s> {
    sets: &'s GramSets,
    texts: &'s [u32],
    lists: Vec<List>,
    /// Scratch: the lists that the present text looks at.
    heads: Vec<List>,
    /// Scratch: the first text of each of these; none has the highest number.
    smallest: Vec<u32>,
    postings: Vec<Posting>,
    seen: Vec<Seen>,
    touched: Vec<u32>,
    sizes: Vec<u32>,
    own: &'s [Own],
    rarity: &'s Rarity,
    crowd: u16,
    bits: Vec<SetBits>,
    fresh: u32,
    permille: u32,
}

impl Probe<'_> {
    /// Touches every smaller text that has a first gram in common and may be near.
    fn look(&mut self, rank: usize, firsts: &[First]) {
        let size = self.sizes[rank];
        let least = least_size(size as usize, self.permille);
        let own = self.own[rank];
        self.heads.clear();
        // All at once: the processor waits for many of them together.
        self.heads.extend(firsts.iter().map(|first| self.lists[first.bucket as usize]));
        self.smallest.clear();
        self.smallest.extend(self.heads.iter().map(|head| {
            let posting = self.postings.get(head.start as usize).filter(|_| head.start < head.end);
            posting.map_or(u32::MAX, |posting| posting.rank)
        }));
        for (first, smallest) in firsts.iter().zip(&self.smallest) {
            if *smallest == u32::MAX {
                continue;
            }
            let list = &mut self.lists[first.bucket as usize];
            // Sizes only grow, so a text that is too small now is so for good.
            while list.start < list.end {
                let smallest = self.postings[list.start as usize].rank;
                if self.sizes[smallest as usize] as usize >= least {
                    break;
                }
                list.start += 1;
            }
            let rest = size.saturating_sub(u32::from(first.place) + 1);
            for posting in &self.postings[list.start as usize..list.end as usize] {
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
    fn look_at_all(&mut self, found: &mut Vec<NearPair>) {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("popcnt")
            && std::arch::is_x86_feature_detected!("avx2")
        {
            #[expect(unsafe_code, reason = "calling code made for processors that count bits")]
            // SAFETY: the processor was just asked whether it has POPCNT and AVX2.
            unsafe {
                self.look_counting_bits(found);
            }
            return;
        }
        self.look_by_bits(found);
    }

    /// The same code, for a processor that counts bits in one step.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "popcnt,avx2")]
    fn look_counting_bits(&mut self, found: &mut Vec<NearPair>) {
        self.look_by_bits(found);
    }

    #[expect(clippy::inline_always, reason = "compiled anew for processors that count bits")]
    #[inline(always)]
    fn look_by_bits(&mut self, found: &mut Vec<NearPair>) {
        let mut smallest = 0;
        let slope = u64::from(self.permille);
        for rank in 0..self.texts.len() {
            let size = self.sizes[rank];
            let least = least_size(size as usize, self.permille);
            while (self.sizes[smallest] as usize) < least {
                smallest += 1;
            }
            let bits = &self.bits[rank];
            for other in smallest..rank {
                let sizes = size as usize + self.sizes[other] as usize;
                let most = bits.most_shared(sizes, &self.bits[other]);
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

    fn verify(&mut self, rank: usize, found: &mut Vec<NearPair>) {
        let text = self.texts[rank];
        let set = self.sets.set(text);
        let mut all = std::mem::take(&mut self.touched);
        for touched in all.drain(..) {
            let seen = std::mem::take(&mut self.seen[touched as usize]);
            let other = self.texts[touched as usize];
            if seen.least == u32::MAX || (text < self.fresh && other < self.fresh) {
                continue;
            }
            let others = self.sets.set(other);
            let least = least_overlap(set.len() + others.len(), self.permille);
            let both = self.own[rank].is_crowded && self.own[touched as usize].is_crowded;
            if both && self.shared_own(set, others) < seen.least as usize {
                continue;
            }
            let bits = &self.bits[rank];
            let most = bits.most_shared(set.len() + others.len(), &self.bits[touched as usize]);
            if most < least {
                continue;
            }
            if let Some(shared) = shared(set, others, least) {
                found.push(pair(text, other, shared, set.len() + others.len() - shared));
            }
        }
        self.touched = all;
    }

    /// Grams in both sets that few texts have.
    fn shared_own(&self, set: &[u64], other: &[u64]) -> usize {
        let own = |gram: &&u64| self.rarity.count(**gram) <= self.crowd;
        set.iter().filter(own).filter(|gram| other.binary_search(gram).is_ok()).count()
    }

    fn put(&mut self, rank: usize, firsts: &[First]) {
        let size = self.sizes[rank];
        for first in firsts {
            let list = &mut self.lists[first.bucket as usize];
            let posting = &mut self.postings[list.end as usize];
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
