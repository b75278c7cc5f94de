//! Groups of near texts around a medoid.
//!
//! A member is near the medoid itself, not only near another member, so a group never drifts from
//! one story to the next along a chain of small changes. A text that links two groups belongs to
//! the one whose medoid it is nearer to.

use super::NearPair;
use crate::hash::Digest128;

/// A text in a group.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Member {
    /// The text.
    pub text: u32,
    /// Its similarity to the medoid, 0 to 1.
    pub similarity: f64,
}

/// Near texts.
#[derive(Clone, PartialEq, Debug)]
pub struct Group {
    /// The text with the largest sum of similarities to those that were in no group yet, each
    /// counted as often as it was posted.
    pub medoid: u32,
    /// All texts, the medoid (similarity 1) included, by number.
    pub members: Vec<Member>,
}

/// Puts texts into groups. `posts` says how often each text was posted, `digest` names it; by name
/// is decided what nothing else decides. Texts that are near no other form a group of their own
/// where they were posted more than once. Groups are sorted by medoid.
#[must_use]
pub fn groups(pairs: &[NearPair], posts: &[u32], digest: impl Fn(u32) -> Digest128) -> Vec<Group> {
    let near = Near::of(pairs, posts.len());
    let weight = |text: u32| posts.get(text as usize).copied().unwrap_or(0);
    // In thousandths of thousandths: whole numbers add up to the same in any order.
    let mut order: Vec<(u64, u32)> = (0..)
        .zip(posts)
        .filter(|(text, posts)| **posts > 1 || !near.of_text(*text).is_empty())
        .map(|(text, posts)| {
            let others = near
                .of_text(text)
                .iter()
                .map(|(other, similarity)| u64::from(weight(*other)) * millionths(*similarity));
            (others.sum::<u64>() + u64::from(*posts) * 1_000_000, text)
        })
        .collect();
    order.sort_by(|one, two| two.0.cmp(&one.0).then_with(|| digest(one.1).cmp(&digest(two.1))));
    let place = medoids(&order, &near, posts.len());
    let mut members: Vec<(u32, Member)> = order
        .iter()
        .filter_map(|(_, text)| Some((nearest(*text, &near, &place)?, *text)))
        .map(|((medoid, similarity), text)| (medoid, Member { text, similarity }))
        .collect();
    members.sort_by_key(|(medoid, member)| (*medoid, member.text));
    members
        .chunk_by(|one, two| one.0 == two.0)
        .filter_map(|run| {
            let medoid = run.first()?.0;
            let members: Vec<Member> = run.iter().map(|(_, member)| *member).collect();
            (members.len() > 1 || weight(medoid) > 1).then_some(Group { medoid, members })
        })
        .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a similarity lies between 0 and 1"
)]
fn millionths(similarity: f64) -> u64 {
    (similarity * 1e6).round() as u64
}

/// By text: its place in the order of medoids, if it is one.
fn medoids(order: &[(u64, u32)], near: &Near, texts: usize) -> Vec<Option<u32>> {
    let mut taken = vec![false; texts];
    let mut place = vec![None; texts];
    for (rank, (_, text)) in (0..).zip(order) {
        if taken[*text as usize] {
            continue;
        }
        taken[*text as usize] = true;
        place[*text as usize] = Some(rank);
        for (other, _) in near.of_text(*text) {
            taken[*other as usize] = true;
        }
    }
    place
}

/// The medoid that a text belongs to, and how near it is.
fn nearest(text: u32, near: &Near, place: &[Option<u32>]) -> Option<(u32, f64)> {
    if place.get(text as usize).copied().flatten().is_some() {
        return Some((text, 1.0));
    }
    let mut best: Option<(f64, u32, u32)> = None;
    for (other, similarity) in near.of_text(text) {
        let Some(rank) = place.get(*other as usize).copied().flatten() else { continue };
        let better = best.is_none_or(|(most, first, _)| {
            similarity.total_cmp(&most).is_gt() || (*similarity >= most && rank < first)
        });
        if better {
            best = Some((*similarity, rank, *other));
        }
    }
    best.map(|(similarity, _, medoid)| (medoid, similarity))
}

/// The near texts of each text.
struct Near {
    starts: Vec<usize>,
    texts: Vec<(u32, f64)>,
}

impl Near {
    fn of(pairs: &[NearPair], texts: usize) -> Self {
        let inside = |pair: &&NearPair| (pair.one.max(pair.two) as usize) < texts;
        let mut both: Vec<(u32, u32, f64)> = pairs
            .iter()
            .filter(inside)
            .flat_map(|pair| {
                let similarity = pair.similarity();
                [(pair.one, pair.two, similarity), (pair.two, pair.one, similarity)]
            })
            .collect();
        both.sort_unstable_by_key(|(one, two, _)| (*one, *two));
        let mut starts = vec![0; texts + 1];
        for (one, _, _) in &both {
            starts[*one as usize + 1] += 1;
        }
        for text in 0..texts {
            starts[text + 1] += starts[text];
        }
        Self { starts, texts: both.into_iter().map(|(_, two, near)| (two, near)).collect() }
    }

    fn of_text(&self, text: u32) -> &[(u32, f64)] {
        let start = self.starts.get(text as usize).copied().unwrap_or(0);
        let end = self.starts.get(text as usize + 1).copied().unwrap_or(start);
        self.texts.get(start..end).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pair(one: u32, two: u32, shared: u32) -> NearPair {
        NearPair { one, two, shared, either: 100 }
    }

    fn digest(text: u32) -> Digest128 {
        let mut digest = [0; 16];
        digest[..4].copy_from_slice(&text.to_be_bytes());
        digest
    }

    fn shown(groups: &[Group]) -> String {
        let member = |member: &Member| format!("{}~{:.2}", member.text, member.similarity);
        let group = |group: &Group| {
            let members: Vec<String> = group.members.iter().map(member).collect();
            format!("{}: {}", group.medoid, members.join(" "))
        };
        groups.iter().map(group).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_chain_is_cut_where_texts_are_no_longer_near() {
        // 0 - 1 - 2 - 3 - 4, neighbours near, others not.
        let pairs = [pair(0, 1, 60), pair(1, 2, 60), pair(2, 3, 60), pair(3, 4, 60)];
        assert_eq!(
            shown(&groups(&pairs, &[1; 5], digest)),
            "1: 0~0.60 1~1.00 2~0.60\n3: 3~1.00 4~0.60"
        );
    }

    #[test]
    fn a_text_posted_often_is_a_group_and_one_posted_once_is_none() {
        assert_eq!(shown(&groups(&[], &[3, 1, 0, 2], digest)), "0: 0~1.00\n3: 3~1.00");
        assert_eq!(shown(&groups(&[], &[], digest)), "");
        assert_eq!(shown(&groups(&[pair(0, 9, 50)], &[1, 1], digest)), "", "no such text");
    }

    #[test]
    fn a_member_goes_to_the_medoid_that_it_is_nearer_to() {
        let pairs =
            [pair(0, 1, 90), pair(0, 2, 90), pair(0, 5, 51), pair(3, 5, 80), pair(3, 4, 70)];
        assert_eq!(
            shown(&groups(&pairs, &[5, 1, 1, 1, 1, 1], digest)),
            "0: 0~1.00 1~0.90 2~0.90\n3: 3~1.00 4~0.70 5~0.80"
        );
    }

    proptest! {
        #[test]
        fn every_member_is_near_its_medoid_and_in_one_group(
            pairs in proptest::collection::btree_map((0..12_u32, 0..12_u32), 50..100_u32, 0..30),
            posts in proptest::collection::vec(1..4_u32, 12),
        ) {
            let pairs: Vec<NearPair> = pairs
                .into_iter()
                .filter(|((one, two), _)| one < two)
                .map(|((one, two), shared)| pair(one, two, shared))
                .collect();
            let groups = groups(&pairs, &posts, digest);
            let mut seen = Vec::new();
            for group in &groups {
                for member in &group.members {
                    seen.push(member.text);
                    let edge = pairs.iter().find(|pair| {
                        (pair.one, pair.two) == (member.text.min(group.medoid), member.text.max(group.medoid))
                    });
                    let expected = if member.text == group.medoid { Some(1.0) } else { edge.map(NearPair::similarity) };
                    prop_assert_eq!(Some(member.similarity), expected);
                }
            }
            let count = seen.len();
            seen.sort_unstable();
            seen.dedup();
            prop_assert_eq!(seen.len(), count);
        }
    }
}
