//! Texts that say the same in other words, as far as letters show it.
//!
//! Cosine of TF-IDF vectors over character 3- to 5-grams (Salton, Buckley, *Term-weighting
//! approaches in automatic text retrieval*, 1988; the weights are those of scikit-learn: raw counts,
//! `ln((1 + n) / (1 + df)) + 1`, length 1). All pairs above a threshold, by the bound of Anastasiu,
//! Karypis, *L2AP*, 2014, section 3: the commonest grams of a text stay out of the lists until their
//! part of the vector alone could reach the threshold. It knows no meaning: two texts in two
//! languages share names and numbers only, so translations are not looked for.

use hashbrown::HashMap;

use super::sets::mix;
use super::{Distinct, LITERAL, literal_ratio};
use crate::pairs::{Budget, OverBudget};

/// What counts as a rewording, and how many texts are compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RewordingOptions {
    /// The least cosine, in thousandths. Four fifths of it are enough where the texts are alike
    /// letter by letter ([`LITERAL`]). The default is the highest, in steps of 25, that finds every
    /// pair of the invented rewordings in five languages in `tests/data/rewordings.txt`; it follows
    /// from these alone (see the bench `copies`).
    pub permille: u32,
    /// Of more distinct texts none is compared.
    pub most_texts: usize,
}

impl RewordingOptions {
    /// See [`Self::permille`].
    pub const DEFAULT_PERMILLE: u32 = 250;
}

impl Default for RewordingOptions {
    fn default() -> Self {
        Self { permille: Self::DEFAULT_PERMILLE, most_texts: 6_000 }
    }
}

/// Two texts with much vocabulary in common, `one < two`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Reworded {
    /// The text with the lower number.
    pub one: u32,
    /// The other.
    pub two: u32,
    /// The cosine, 0 to 1.
    pub cosine: f64,
}

/// The result of [`rewordings`].
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Rewordings {
    /// Sorted, each once.
    pub pairs: Vec<Reworded>,
    /// Texts that were not compared because there are too many.
    pub not_compared: usize,
}

/// All pairs of texts whose cosine reaches the threshold. `only` says which texts take part.
///
/// # Errors
/// When the budget is used up.
pub fn rewordings(
    texts: &Distinct,
    only: impl Fn(u32) -> bool,
    options: RewordingOptions,
    budget: &mut dyn Budget,
) -> Result<Rewordings, OverBudget> {
    let numbers: Vec<u32> = (0..)
        .zip(texts.iter())
        .filter(|(n, text)| only(*n) && !text.is_empty())
        .map(|p| p.0)
        .collect();
    if numbers.len() > options.most_texts {
        return Ok(Rewordings { pairs: Vec::new(), not_compared: numbers.len() });
    }
    let bytes: usize = numbers.iter().map(|number| texts.text(*number).len()).sum();
    // Three grams a character: a number and a weight, once in the vector, once in the lists.
    let taken = bytes.saturating_mul(3 * 2 * size_of::<Weighted>());
    budget.grow(taken)?;
    let enough = f64::from(options.permille.clamp(1, 1_000)) / 1_000.0;
    let least = LITERAL_PART * enough;
    let (vectors, features) = vectors(texts, &numbers);
    let mut search = Search {
        least,
        lists: vec![Vec::new(); features],
        own: vec![0.0; features],
        sums: vec![0.0; vectors.len()],
        touched: Vec::new(),
        kept_out: Vec::with_capacity(vectors.len()),
    };
    let mut pairs = Vec::new();
    for text in 0..vectors.len() {
        for (other, cosine) in search.look(text, &vectors) {
            let (one, two) = (numbers[text].min(numbers[other]), numbers[text].max(numbers[other]));
            if cosine >= enough || is_literal(texts.text(one), texts.text(two)) {
                pairs.push(Reworded { one, two, cosine });
            }
        }
        search.put(text, &vectors[text]);
    }
    budget.shrink(taken);
    pairs.sort_by_key(|pair| (pair.one, pair.two));
    Ok(Rewordings { pairs, not_compared: 0 })
}

/// The part of the threshold that is enough for texts that are alike letter by letter.
const LITERAL_PART: f64 = 0.8;

fn is_literal(one: &[u8], two: &[u8]) -> bool {
    literal_ratio(&String::from_utf8_lossy(one), &String::from_utf8_lossy(two)) > LITERAL
}

/// A gram by its number, and its weight in one text.
#[derive(Clone, Copy)]
struct Weighted {
    gram: u32,
    weight: f32,
}

#[expect(clippy::cast_possible_truncation, reason = "seven digits are enough for a weight")]
const fn weight(whole: f64) -> f32 {
    whole as f32
}

/// The vectors of the texts, commonest grams first, and how many different grams there are.
fn vectors(texts: &Distinct, numbers: &[u32]) -> (Vec<Vec<Weighted>>, usize) {
    let mut counted: Vec<Vec<(u64, u32)>> = Vec::with_capacity(numbers.len());
    let mut in_texts: HashMap<u64, u32> = HashMap::new();
    for number in numbers {
        let mut grams = grams_3_to_5(texts.text(*number));
        grams.sort_unstable();
        let counts: Vec<(u64, u32)> = grams
            .chunk_by(|one, two| one == two)
            .filter_map(|run| Some((*run.first()?, u32::try_from(run.len()).ok()?)))
            .collect();
        for (gram, _) in &counts {
            *in_texts.entry(*gram).or_insert(0) += 1;
        }
        counted.push(counts);
    }
    // Numbered from the commonest on; the hash decides between equals, and never who came first.
    let mut order: Vec<(u32, u64)> =
        counted.iter().flatten().map(|(gram, _)| (in_texts[gram], *gram)).collect();
    order.sort_unstable_by_key(|(count, gram)| (std::cmp::Reverse(*count), *gram));
    order.dedup();
    let all = numbers.len() as f64;
    let mut numbered: HashMap<u64, (u32, f64)> = HashMap::with_capacity(order.len());
    for (number, (count, gram)) in (0..).zip(&order) {
        numbered.insert(*gram, (number, ((1.0 + all) / (1.0 + f64::from(*count))).ln() + 1.0));
    }
    let vectors = counted
        .iter()
        .map(|counts| {
            let mut weights: Vec<(u32, f64)> = counts
                .iter()
                .map(|(gram, count)| {
                    let (number, rarity) = numbered[gram];
                    (number, f64::from(*count) * rarity)
                })
                .collect();
            weights.sort_unstable_by_key(|(number, _)| *number);
            let length = weights.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
            weights
                .into_iter()
                .map(|(gram, part)| Weighted { gram, weight: weight(part / length) })
                .collect()
        })
        .collect();
    (vectors, order.len())
}

/// Hashes of all runs of 3, 4 and 5 characters.
fn grams_3_to_5(spelled: &[u8]) -> Vec<u64> {
    let text = String::from_utf8_lossy(spelled);
    let letters: Vec<u64> = text.chars().map(|letter| u64::from(u32::from(letter))).collect();
    let mut grams = Vec::with_capacity(3 * letters.len());
    for length in 3..=5_usize {
        for run in letters.windows(length) {
            grams.push(run.iter().fold(length as u64, |all, letter| mix(all << 21 ^ letter)));
        }
    }
    if grams.is_empty() {
        grams.push(letters.iter().fold(0, |all, letter| mix(all << 21 ^ letter)));
    }
    grams
}

struct Search {
    least: f64,
    /// By gram: texts and weights.
    lists: Vec<Vec<(u32, f32)>>,
    /// By gram: the weight in the present text.
    own: Vec<f32>,
    /// By text: what the lists have given so far.
    sums: Vec<f64>,
    touched: Vec<u32>,
    /// By text: how many of its commonest grams are in no list, and the length of that part.
    kept_out: Vec<(usize, f64)>,
}

impl Search {
    fn look(&mut self, text: usize, vectors: &[Vec<Weighted>]) -> Vec<(usize, f64)> {
        let vector = &vectors[text];
        for weighted in vector {
            self.own[weighted.gram as usize] = weighted.weight;
            for (other, weight) in &self.lists[weighted.gram as usize] {
                let sum = &mut self.sums[*other as usize];
                if *sum == 0.0 {
                    self.touched.push(*other);
                }
                *sum += f64::from(weighted.weight) * f64::from(*weight);
            }
        }
        let mut near = Vec::new();
        for other in self.touched.drain(..) {
            let sum = std::mem::take(&mut self.sums[other as usize]);
            let (kept_out, length) = self.kept_out[other as usize];
            if sum + length < self.least {
                continue;
            }
            let rest: f64 = vectors[other as usize][..kept_out]
                .iter()
                .map(|out| f64::from(out.weight) * f64::from(self.own[out.gram as usize]))
                .sum();
            // Rounded, so that the order of adding up decides nothing.
            let cosine = ((sum + rest).min(1.0) * 1e6).round() / 1e6;
            if cosine >= self.least {
                near.push((other as usize, cosine));
            }
        }
        for weighted in vector {
            self.own[weighted.gram as usize] = 0.0;
        }
        near
    }

    fn put(&mut self, text: usize, vector: &[Weighted]) {
        let (mut kept_out, mut length) = (0, 0.0_f64);
        for weighted in vector {
            let longer = length + f64::from(weighted.weight).powi(2);
            // A little less than the threshold: weights are rounded.
            if longer.sqrt() >= self.least - 1e-4 {
                break;
            }
            (kept_out, length) = (kept_out + 1, longer);
        }
        self.kept_out.push((kept_out, length.sqrt()));
        for weighted in &vector[kept_out..] {
            let text = u32::try_from(text).unwrap_or(u32::MAX);
            self.lists[weighted.gram as usize].push((text, weighted.weight));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pairs::Unlimited;
    use proptest::prelude::*;

    fn by_the_book(texts: &Distinct, least: f64) -> Vec<(u32, u32, f64)> {
        let numbers: Vec<u32> =
            (0..).zip(texts.iter()).filter(|p| !p.1.is_empty()).map(|p| p.0).collect();
        let (vectors, _) = vectors(texts, &numbers);
        let mut found = Vec::new();
        for one in 0..vectors.len() {
            for two in one + 1..vectors.len() {
                let product: f64 = vectors[one]
                    .iter()
                    .flat_map(|a| {
                        vectors[two].iter().filter(|b| b.gram == a.gram).map(move |b| (a, b))
                    })
                    .map(|(a, b)| f64::from(a.weight) * f64::from(b.weight))
                    .sum();
                let cosine = (product.min(1.0) * 1e6).round() / 1e6;
                let (left, right) = (texts.text(numbers[one]), texts.text(numbers[two]));
                let literal = cosine >= LITERAL_PART * least && is_literal(left, right);
                if cosine >= least || literal {
                    found.push((numbers[one], numbers[two], cosine));
                }
            }
        }
        found
    }

    proptest! {
        #[test]
        fn every_pair_above_the_threshold_is_found(
            texts in proptest::collection::vec("[a-c ]{0,14}", 1..25),
            permille in 100..900_u32,
        ) {
            let mut distinct = Distinct::default();
            distinct.add(texts.iter().map(String::as_str));
            let options = RewordingOptions { permille, most_texts: 100 };
            let found = rewordings(&distinct, |_| true, options, &mut Unlimited).unwrap();
            let found: Vec<(u32, u32, f64)> =
                found.pairs.iter().map(|pair| (pair.one, pair.two, pair.cosine)).collect();
            prop_assert_eq!(found, by_the_book(&distinct, f64::from(permille) / 1000.0));
        }
    }

    #[test]
    fn too_many_texts_are_not_compared_and_it_is_said() {
        let mut distinct = Distinct::default();
        distinct.add(["one text", "two texts", "three texts", ""]);
        let options = RewordingOptions { most_texts: 2, ..RewordingOptions::default() };
        let found = rewordings(&distinct, |_| true, options, &mut Unlimited).unwrap();
        assert_eq!((found.pairs.len(), found.not_compared), (0, 3));
    }
}
