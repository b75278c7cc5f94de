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

use super::probe::{First, Fresh, Lists, Own, Probe, Seen, SetBits};
use super::rarity::Rarity;
use super::sets::{Distinct, GramSets};
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
    fresh: Fresh<'r>,
}

/// Joins the sets; pairs of two texts that are not fresh are left out.
pub(super) fn join(
    texts: &Distinct,
    sets: &GramSets,
    fresh: Fresh<'_>,
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
    let room = firsts.room(rarity.buckets(), |_| true);
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
        let (ends, own, crowded) = (Vec::new(), Vec::new(), Vec::new());
        let firsts = Vec::with_capacity(most.saturating_add(texts.len()));
        let mut all = Self { texts, firsts, ends, own, crowded, taken };
        let (mut keys, mut counts) = (Vec::new(), Vec::new());
        for &text in &all.texts {
            let set = sets.set(text);
            let size = set.len();
            counts.clear();
            // All at once: the processor waits for many of them together.
            counts.extend(set.iter().map(|gram| rarity.count(*gram)));
            keys.clear();
            keys.resize(size, 0);
            let (mut crowded, mut kept) = (0, 0);
            // Without a branch on the count, which nobody could predict: written, then kept or not.
            for (&gram, &count) in set.iter().zip(&counts) {
                keys[kept] = u64::from(count) << 48 | gram & 0xFFFF_FFFF_FFFF;
                kept += usize::from(count > 1 && count <= crowd);
                crowded += usize::from(count > crowd);
            }
            keys.truncate(kept);
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

    /// How many texts the list of each bucket takes, of those that are wanted.
    fn room(&self, buckets: usize, wanted: impl Fn(u32) -> bool) -> Vec<u32> {
        let mut room = vec![0_u32; buckets];
        for rank in (0..self.texts.len()).filter(|rank| wanted(self.texts[*rank])) {
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
        // Two texts that were compared before are not compared again: these look for fresh ones only.
        let fresh_room = match fresh {
            Fresh::All => Vec::new(),
            Fresh::These(_) => self.room(buckets, |text| fresh.is(text)),
        };
        let postings: usize = room.iter().chain(&fresh_room).map(|room| *room as usize).sum();
        let bytes = (postings + buckets + fresh_room.len() + self.texts.len()).saturating_mul(8)
            + self.texts.len().saturating_mul(2 * size_of::<SetBits>());
        budget.grow(bytes)?;
        let mut lists = Lists::with(room);
        let mut fresh_lists = Lists::with(fresh_room);
        let mut probe = Probe {
            sets,
            texts: &self.texts,
            heads: Vec::new(),
            smallest: Vec::new(),
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
            bits: vec![None; self.texts.len()],
            fresh,
            permille: options.permille,
        };
        match how {
            How::AllBits => probe.look_at_all(found),
            How::Lists => {
                for rank in 0..self.texts.len() {
                    let (firsts, indexed) = self.at(rank);
                    let is_fresh = fresh.is(self.texts[rank]);
                    probe.look(rank, firsts, if is_fresh { &mut lists } else { &mut fresh_lists });
                    probe.verify(rank, found);
                    probe.put(rank, &firsts[..indexed], &mut lists);
                    if is_fresh && matches!(fresh, Fresh::These(_)) {
                        probe.put(rank, &firsts[..indexed], &mut fresh_lists);
                    }
                }
            }
        }
        drop((probe, lists, fresh_lists));
        budget.shrink(bytes);
        Ok(())
    }
}
