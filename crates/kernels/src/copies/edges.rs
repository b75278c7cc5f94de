//! Footers and headings: how much of a text's end and beginning also stands at that place of texts
//! that have nothing else to do with it.
//!
//! Runs of six words ([`super::kinds`]) do not see a footer of three. An end may be shorter, because
//! its place says what it is. It counts when ten texts that are not near each other end so, or when
//! one account ends most of its texts so, ten or more, and these say different things before it:
//! captions that are shorter than their footer are near each other by the footer alone.

use hashbrown::HashMap;

use super::sets::mix;

/// An end in so many unrelated texts is a footer.
const UNRELATED: usize = 10;
/// A footer has no more words.
const MOST_WORDS: usize = 40;
/// So many words beside a footer say something.
const SAYS: usize = 3;
/// So many texts of one account are put beside each other.
const BESIDE: usize = 24;

/// Which end of a text.
#[derive(Clone, Copy)]
enum Side {
    First,
    Last,
}

/// For each text how many of its bytes are a heading or a footer. `unit` is the group of a text or a
/// number of its own, `author` who wrote it.
pub(super) fn common_bytes<'t>(
    spelled: &impl Fn(usize) -> &'t [u8],
    unit: &[u32],
    author: &[i64],
) -> Vec<u32> {
    let mut of_author: HashMap<i64, usize> = HashMap::new();
    for author in author {
        *of_author.entry(*author).or_default() += 1;
    }
    let mut sum = vec![0_u32; unit.len()];
    for side in [Side::Last, Side::First] {
        let mut texts: Vec<Place> = (0..unit.len())
            .filter(|text| !spelled(*text).is_empty())
            .filter_map(|text| Some(Place { text: u32::try_from(text).ok()?, taken: 0, word: 0 }))
            .collect();
        let mut search = Search {
            spelled,
            unit,
            author,
            of_author: &of_author,
            side,
            found: vec![0; unit.len()],
        };
        search.descend(&mut texts, 0);
        sum.iter_mut().zip(search.found).for_each(|(sum, more)| *sum = sum.saturating_add(more));
    }
    sum
}

/// How far a text was read from one end.
#[derive(Clone, Copy)]
struct Place {
    text: u32,
    /// Bytes read.
    taken: u32,
    /// Hash of the word read last; 0 when there is none.
    word: u64,
}

struct Search<'a, T> {
    spelled: &'a T,
    unit: &'a [u32],
    author: &'a [i64],
    of_author: &'a HashMap<i64, usize>,
    side: Side,
    found: Vec<u32>,
}

impl<'t, T: Fn(usize) -> &'t [u8]> Search<'_, T> {
    /// Goes one word further into texts that are equal so far. Only runs that are long enough are
    /// followed, so there is little left after a few words.
    fn descend(&mut self, texts: &mut [Place], depth: usize) {
        if depth == MOST_WORDS {
            return;
        }
        for place in &mut *texts {
            self.step(place);
        }
        texts.sort_unstable_by_key(|place| (place.word, place.text));
        for run in texts.chunk_by_mut(|one, two| one.word == two.word) {
            if run.len() < UNRELATED || run.first().is_none_or(|place| place.word == 0) {
                continue;
            }
            if self.is_unrelated(run) || self.is_habit(run) {
                for place in &*run {
                    self.found[place.text as usize] = place.taken;
                }
            }
            self.descend(run, depth + 1);
        }
    }

    fn step(&self, place: &mut Place) {
        let rest = self.rest(place);
        let word = match self.side {
            Side::First => rest.split(|byte| *byte == b' ').next(),
            Side::Last => rest.rsplit(|byte| *byte == b' ').next(),
        };
        let word = word.unwrap_or_default();
        place.word = if rest.is_empty() { 0 } else { hash(word) | 1 };
        let taken = (word.len() + 1).min(rest.len());
        place.taken = place.taken.saturating_add(u32::try_from(taken).unwrap_or(u32::MAX));
    }

    /// What was not read yet.
    fn rest(&self, place: &Place) -> &'t [u8] {
        let text = (self.spelled)(place.text as usize);
        let taken = (place.taken as usize).min(text.len());
        match self.side {
            Side::First => &text[taken..],
            Side::Last => &text[..text.len() - taken],
        }
    }

    /// Ten texts that are not near each other.
    fn is_unrelated(&self, run: &[Place]) -> bool {
        let mut units = Vec::with_capacity(UNRELATED);
        run.iter().map(|place| self.unit[place.text as usize]).any(|unit| {
            if !units.contains(&unit) {
                units.push(unit);
            }
            units.len() == UNRELATED
        })
    }

    /// One account does so under most of its texts, whatever they say.
    fn is_habit(&self, run: &[Place]) -> bool {
        let author = |place: &Place| self.author.get(place.text as usize).copied().unwrap_or(0);
        let mut authors: Vec<i64> = run.iter().map(author).collect();
        authors.sort_unstable();
        let habit = |same: &[i64]| {
            let all = same.first().and_then(|one| self.of_author.get(one)).copied().unwrap_or(0);
            same.len() >= UNRELATED && 2 * same.len() >= all
        };
        authors.chunk_by(|one, two| one == two).filter(|same| habit(same)).any(|same| {
            let own = run.iter().filter(|place| same.contains(&author(place)));
            say_different_things(own.map(|place| self.rest(place)))
        })
    }
}

/// Whether most of these have no more than a word or two in common, taken by their hash, so that it
/// does not matter who came when.
fn say_different_things<'t>(rests: impl Iterator<Item = &'t [u8]>) -> bool {
    let mut said: Vec<Vec<u64>> = rests.map(words).filter(|words| words.len() >= SAYS).collect();
    if said.len() < UNRELATED {
        return false;
    }
    said.sort_unstable();
    // Sorted lists are alike at their beginning: what stands side by side is mixed first.
    said.sort_by_key(|words| words.iter().fold(0, |all, word| mix(all ^ word)));
    said.truncate(BESIDE);
    let pairs = said.windows(2).filter_map(|pair| Some((pair.first()?, pair.last()?)));
    let related = pairs
        .filter(|(one, two)| {
            let shared = one.iter().filter(|word| two.binary_search(word).is_ok()).count();
            4 * shared > one.len().min(two.len())
        })
        .count();
    4 * related <= said.len()
}

/// The different words with a letter, sorted. Hashtags and numbers vary under one and the same text.
fn words(rest: &[u8]) -> Vec<u64> {
    let says = |word: &&[u8]| {
        !word.starts_with(b"#")
            && word.iter().any(|byte| byte.is_ascii_alphabetic() || *byte >= 0xC3)
    };
    let mut words: Vec<u64> = rest.split(|byte| *byte == b' ').filter(says).map(hash).collect();
    words.sort_unstable();
    words.dedup();
    words
}

fn hash(word: &[u8]) -> u64 {
    word.iter().fold(word.len() as u64, |all, byte| mix(all ^ u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A word of its own for each number.
    fn word(at: usize) -> String {
        let letter = |at: usize| char::from(b'a' + u8::try_from(at % 26).unwrap_or(0));
        format!("{}{}{}q", letter(at), letter(at / 26), letter(at * 7 + 3))
    }

    fn said(at: usize, words: usize) -> String {
        (0..words).map(|more| word(at * 31 + more)).collect::<Vec<_>>().join(" ")
    }

    fn shares(texts: &[String], unit: &[u32], author: &[i64]) -> Vec<f64> {
        let common = common_bytes(&|at| texts[at].as_bytes(), unit, author);
        let share = |(text, common): (&String, u32)| f64::from(common) / text.len() as f64;
        texts.iter().zip(common).map(share).collect()
    }

    #[test]
    fn a_footer_of_three_words_under_unrelated_texts_is_common() {
        // Captions that are near each other by their footer alone, and twelve long texts.
        let text = |at: usize| {
            format!("{} ❤ [subscribe]( | [send news](", said(at, if at < 20 { 2 } else { 30 }))
        };
        let texts: Vec<String> = (0..32).map(text).collect();
        let unit: Vec<u32> = (0..32).map(|at| if at < 20 { 0 } else { at }).collect();
        let shares = shares(&texts, &unit, &(0..32).collect::<Vec<_>>());
        assert!(shares[..20].iter().all(|share| *share > 0.7), "{shares:?}");
        assert!(shares[20..].iter().all(|share| *share < 0.3), "{shares:?}");
    }

    #[test]
    fn a_heading_counts_as_a_footer_does() {
        let texts: Vec<String> = (0..12)
            .map(|at| format!("⚡ breaking | channel of the lake: {}", said(at, 3)))
            .collect();
        let shares = shares(&texts, &(0..12).collect::<Vec<_>>(), &[7; 12]);
        assert!(shares.iter().all(|share| *share > 0.6), "{shares:?}");
    }

    #[test]
    fn captions_of_one_account_are_different_texts_though_near_by_their_footer() {
        let footer = "🔴 [subscribe to the lake live]( | [send your news](";
        let texts: Vec<String> = (0..14).map(|at| format!("{} {footer}", said(at, 3))).collect();
        let one = shares(&texts, &[0; 14], &[7; 14]);
        assert!(one.iter().all(|share| *share > 0.6), "{one:?}");
        // The same by fourteen accounts is one text that everybody changes a little.
        let many = shares(&texts, &[0; 14], &(0..14).collect::<Vec<_>>());
        assert!(many.iter().all(|share| *share < 0.1), "{many:?}");
    }

    #[test]
    fn a_text_that_is_sent_out_with_tags_or_a_new_number_is_no_footer() {
        let text = "everybody comes to the bridge on sunday and brings a friend";
        let tagged =
            |at: usize| format!("{text} #{} #{} #{} {at}", word(at), word(at + 50), word(at + 99));
        let dear = |at: usize| format!("dear member {} of the council: {text}", word(at));
        for texts in [(0..30).map(tagged).collect::<Vec<_>>(), (0..30).map(dear).collect()] {
            let shares = shares(&texts, &[0; 30], &[7; 30]);
            assert!(shares.iter().all(|share| *share < 0.1), "{texts:?} {shares:?}");
        }
    }
}
