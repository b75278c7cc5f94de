//! Who carries a text that a detector named: an object of no act, known by the hash of its letters.

use std::collections::{BTreeMap, BTreeSet};

use vigie_kernels::copies::{COPY_PERMILLE, Distinct, GramSets, key_of, near_of};
use vigie_lake::RestrictedRow;
use vigie_model::finding::Finding;
use vigie_model::schema::PUBLICATION_RECORDS;
use vigie_model::{Key, SignalId};

use super::gather::whole;
use crate::{AppError, Project};

const COLUMNS: &[&str] = &["title", "text", "kind", "author_key", "repost_of_key"];

/// Texts that are compared at once.
const AT_ONCE: usize = 4_096;

impl Project {
    /// Publications that carry one of these texts, or a text that is near it, by the rule of the
    /// detector.
    pub(super) fn carriers(
        &self,
        keys: &[Key],
        permille: u32,
    ) -> Result<BTreeSet<SignalId>, AppError> {
        let snapshot = self.sight()?;
        let wanted: BTreeSet<i64> = keys.iter().map(|key| key.0).collect();
        let mut named: BTreeMap<i64, String> = BTreeMap::new();
        snapshot.read_restricted(PUBLICATION_RECORDS, COLUMNS, |row| {
            let Some(text) = told(row).filter(|_| named.len() < wanted.len()) else { return };
            let mut one = Distinct::default();
            one.add([text.as_str()]);
            let key = key_of(one.digest(0));
            if wanted.contains(&key) {
                named.entry(key).or_insert(text);
            }
        })?;
        let mut found = BTreeSet::new();
        if named.is_empty() {
            return Ok(found);
        }
        let named: Vec<String> = named.into_values().collect();
        let mut waiting: Vec<(SignalId, String)> = Vec::new();
        snapshot.read_restricted(PUBLICATION_RECORDS, COLUMNS, |row| {
            waiting.extend(told(row).map(|text| (row.signal, text)));
            if waiting.len() >= AT_ONCE {
                near(&named, &waiting, permille, &mut found);
                waiting.clear();
            }
        })?;
        near(&named, &waiting, permille, &mut found);
        Ok(found)
    }
}

/// The text of a publication that takes part where copies are looked for: a plain repost repeats
/// one by itself.
fn told(row: &RestrictedRow<'_>) -> Option<String> {
    let kind = row.text("kind").unwrap_or_default();
    let plain_repost = kind == "repost" || (row.key("repost_of_key").is_some() && kind != "quote");
    let takes_part = !plain_repost && row.key("author_key").is_some();
    takes_part.then(|| whole(row)).filter(|text| !text.is_empty())
}

/// Adds those whose text is one of the named ones or near it.
fn near(
    named: &[String],
    waiting: &[(SignalId, String)],
    permille: u32,
    found: &mut BTreeSet<SignalId>,
) {
    let mut texts = Distinct::default();
    let named = texts.add(named.iter().map(String::as_str));
    let numbers = texts.add(waiting.iter().map(|(_, text)| text.as_str()));
    let sets = GramSets::of(&texts);
    let mut carries: BTreeSet<u32> = named.iter().copied().collect();
    for text in named {
        for pair in near_of(&sets, text, permille) {
            carries.extend([pair.one, pair.two]);
        }
    }
    let carrying = waiting.iter().zip(numbers).filter(|(_, number)| carries.contains(number));
    found.extend(carrying.map(|((signal, _), _)| *signal));
}

/// The threshold that a finding was made with.
pub(super) fn permille(finding: &Finding) -> u32 {
    let bound: serde_json::Value = serde_json::from_str(&finding.parameters).unwrap_or_default();
    let named = bound.get("similar_permille").and_then(serde_json::Value::as_u64);
    named.and_then(|number| u32::try_from(number).ok()).unwrap_or(COPY_PERMILLE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_and_near_texts_carry_a_named_one_and_others_do_not() {
        const TEXT: &str = "The bridge at Brumont was sold in secret, says a council paper";
        let waiting: Vec<(SignalId, String)> = [
            TEXT.to_uppercase(),
            format!("{TEXT}, they say"),
            "Something else entirely happened in the harbour".to_owned(),
        ]
        .into_iter()
        .zip(1..)
        .map(|(text, id)| (SignalId([id; 16]), text))
        .collect();
        let mut found = BTreeSet::new();
        near(&[TEXT.to_owned()], &waiting, COPY_PERMILLE, &mut found);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), [SignalId([1; 16]), SignalId([2; 16])]);
    }
}
