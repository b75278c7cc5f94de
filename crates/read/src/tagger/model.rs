//! A model: weights by feature, and the file that holds them.
//!
//! The file: `VIGIETAG`, the version and the length of the heading (u32, little endian each), the
//! heading as JSON ([`About`]), then step weights (f32), feature hashes in rising order (u32), their
//! weights (i8, seven a feature, times `scale`), and 32 bytes of BLAKE3 over all before. A file is
//! somebody else's bytes: nothing in it is believed before its length and digest agree.

use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

use super::chain::{STEPS, Worth, best, tag_of};
use super::error::TaggerError;
use super::features::Page;
use super::labels::{Kind, Label, TAGS, Tag, runs};
use super::learn::Learnt;
use crate::statements::Statement;
use crate::{Language, Span};

/// The form of the file and the meaning of its features: models of another version are refused.
pub const MODEL_VERSION: u32 = 1;
/// Longer files are no models.
pub const MOST_MODEL_BYTES: usize = 64 << 20;
/// At most so many features are kept, the heaviest: with the rest a few MB.
const MOST_FEATURES: usize = 500_000;
/// The longest heading.
const MOST_HEADING: usize = 64 << 10;
const MARK: &[u8; 8] = b"VIGIETAG";
const DIGEST: usize = 32;

/// What a model says of itself.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// How many features it weighs.
    pub features: usize,
    /// From how many labelled documents it learnt.
    pub documents: usize,
    /// Of how many words.
    pub words: usize,
    /// BLAKE3 of the labelled documents, in hexadecimal digits.
    pub training: String,
    /// Rounds of learning.
    pub rounds: u32,
    /// The seed of the order in which lines were learnt.
    pub seed: u64,
    /// What the weights in the file are multiplied by.
    pub scale: f32,
}

/// A tagger that was trained.
#[derive(Clone, Debug)]
pub struct Model {
    about: About,
    steps: Vec<f32>,
    places: HashMap<u32, u32>,
    features: Vec<u32>,
    weights: Vec<[i8; TAGS]>,
}

impl Model {
    pub(super) fn new(mut about: About, learnt: Learnt) -> Self {
        let heaviest =
            |row: &[f32; TAGS]| row.iter().fold(0.0_f32, |most, one| most.max(one.abs()));
        let mut rows = learnt.rows;
        if rows.len() > MOST_FEATURES {
            rows.sort_by(|one, two| {
                heaviest(&two.1).total_cmp(&heaviest(&one.1)).then(one.0.cmp(&two.0))
            });
            rows.truncate(MOST_FEATURES);
        }
        let most = rows.iter().fold(0.0_f32, |most, row| most.max(heaviest(&row.1)));
        about.scale = if most > 0.0 { most / 127.0 } else { 1.0 };
        #[expect(clippy::cast_possible_truncation, reason = "rounded, and scaled to 127 at most")]
        let small = |weight: &f32| (weight / about.scale).round() as i8;
        let mut rows: Vec<(u32, [i8; TAGS])> =
            rows.iter().map(|(feature, row)| (*feature, row.each_ref().map(small))).collect();
        rows.retain(|(_, row)| row.iter().any(|weight| *weight != 0));
        rows.sort_unstable_by_key(|row| row.0);
        about.features = rows.len();
        let (features, weights) = rows.into_iter().unzip();
        Self::of(about, learnt.steps, features, weights)
    }

    fn of(about: About, steps: Vec<f32>, features: Vec<u32>, weights: Vec<[i8; TAGS]>) -> Self {
        let places = features.iter().zip(0..).map(|(feature, place)| (*feature, place)).collect();
        Self { about, steps, places, features, weights }
    }

    /// What it was made of.
    #[must_use]
    pub const fn about(&self) -> &About {
        &self.about
    }

    /// The file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let heading = serde_json::to_vec(&self.about).unwrap_or_default();
        let mut out = Vec::with_capacity(heading.len() + self.features.len() * 11 + 4 * STEPS + 64);
        out.extend_from_slice(MARK);
        out.extend_from_slice(&MODEL_VERSION.to_le_bytes());
        out.extend_from_slice(&u32::try_from(heading.len()).unwrap_or(0).to_le_bytes());
        out.extend_from_slice(&heading);
        self.steps.iter().for_each(|step| out.extend_from_slice(&step.to_le_bytes()));
        self.features.iter().for_each(|feature| out.extend_from_slice(&feature.to_le_bytes()));
        for weight in self.weights.iter().flatten() {
            out.extend_from_slice(&weight.to_le_bytes());
        }
        let digest = blake3::hash(&out);
        out.extend_from_slice(digest.as_bytes());
        out
    }

    /// Reads a file.
    ///
    /// # Errors
    /// When it is no model, of another version, cut or changed.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TaggerError> {
        let no = |why: &'static str| TaggerError::Model(why);
        if bytes.len() > MOST_MODEL_BYTES {
            return Err(no("the file is too long"));
        }
        let rest = bytes.strip_prefix(MARK).ok_or_else(|| no("the file does not begin as one"))?;
        let (version, rest) = number(rest).ok_or_else(|| no("the file is cut"))?;
        if version != MODEL_VERSION {
            return Err(no("it is of another version"));
        }
        let body = bytes.len().checked_sub(DIGEST).ok_or_else(|| no("the file is cut"))?;
        let (held, digest) = bytes.split_at(body);
        if blake3::hash(held).as_bytes()[..] != *digest {
            return Err(no("the file is cut or was changed"));
        }
        let (length, rest) = number(rest).ok_or_else(|| no("the file is cut"))?;
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let rest = rest.get(..rest.len().saturating_sub(DIGEST)).unwrap_or_default();
        if length > MOST_HEADING || length > rest.len() {
            return Err(no("its heading is too long"));
        }
        let (heading, rest) = rest.split_at(length);
        let about: About =
            serde_json::from_slice(heading).map_err(|_| no("its heading cannot be read"))?;
        if about.features > MOST_FEATURES || rest.len() != 4 * STEPS + about.features * (4 + TAGS) {
            return Err(no("its length is not what its heading says"));
        }
        let (steps, rest) = rest.split_at(4 * STEPS);
        let (features, weights) = rest.split_at(4 * about.features);
        let steps: Vec<f32> = words(steps).map(f32::from_le_bytes).collect();
        let features: Vec<u32> = words(features).map(u32::from_le_bytes).collect();
        let finite = about.scale.is_finite() && steps.iter().all(|step| step.is_finite());
        if !finite || !features.is_sorted_by(|one, two| one < two) {
            return Err(no("its weights are out of order"));
        }
        let (weights, _) = weights.as_chunks::<TAGS>();
        let weights = weights.iter().map(|row| row.map(u8::cast_signed)).collect();
        Ok(Self::of(about, steps, features, weights))
    }

    /// The spans that it finds in a text. `statements` is what the rules read in it.
    #[must_use]
    pub fn labels(&self, text: &str, language: Language, statements: &[Statement]) -> Vec<Label> {
        self.on(&Page::new(text, language, statements))
    }

    pub(super) fn on(&self, page: &Page<'_>) -> Vec<Label> {
        let mut out = Vec::new();
        for line in &page.lines {
            for (first, end, kind) in runs(&self.tags(page, *line)) {
                let Span { start, end } = page.text.span(line.0 + first, line.0 + end);
                out.push(Label { span: Span { start, end }, kind });
            }
        }
        out
    }

    fn tags(&self, page: &Page<'_>, line: (usize, usize)) -> Vec<Tag> {
        let mut worth: Vec<Worth> = Vec::with_capacity(line.1 - line.0);
        let places = page.each(line, |plain, joined| {
            let mut base = [0_i32; TAGS];
            self.sum(plain, &mut base);
            worth.push(std::array::from_fn(|before| {
                let mut all = base;
                self.sum(&joined[before], &mut all);
                #[expect(clippy::cast_precision_loss, reason = "a hundred small weights")]
                all.map(|sum| sum as f32 * self.about.scale)
            }));
        });
        best(&worth, &places, &self.steps).into_iter().map(tag_of).collect()
    }

    fn sum(&self, features: &[u32], into: &mut [i32; TAGS]) {
        let rows = features.iter().filter_map(|feature| self.places.get(feature));
        for row in rows.filter_map(|place| self.weights.get(*place as usize)) {
            into.iter_mut().zip(row).for_each(|(sum, weight)| *sum += i32::from(*weight));
        }
    }
}

fn number(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (first, rest) = bytes.split_first_chunk::<4>()?;
    Some((u32::from_le_bytes(*first), rest))
}

fn words(bytes: &[u8]) -> impl Iterator<Item = [u8; 4]> {
    bytes.as_chunks::<4>().0.iter().copied()
}

/// Names the kinds in the order of the tags, so that a file of another order is another version.
const _: () = assert!(TAGS == 1 + 2 * Kind::ALL.len());
