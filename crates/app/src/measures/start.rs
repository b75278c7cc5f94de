//! Where to begin: the starting set of a role, from `profiles/measures/`. It is offered; a person
//! takes it. What stands in it are our own words after public guidance that each file names.

use serde::{Deserialize, Serialize};

use crate::AppError;
use crate::config::Role;
use crate::words::Language;

/// A text in both languages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Both {
    en: String,
    fr: String,
}

impl Both {
    fn into_words(self, language: Language) -> String {
        match language {
            Language::English => self.en,
            Language::French => self.fr,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    date: toml::value::Datetime,
    after: Vec<String>,
    measure: Vec<MeasureInFile>,
    #[serde(default)]
    red_line: Vec<RedLineInFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MeasureInFile {
    id: String,
    within_days: u16,
    asset: Both,
    measure: Both,
    why: Both,
    check: Both,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RedLineInFile {
    id: String,
    within_minutes: u32,
    r#if: Both,
    who: Both,
    calls: Both,
}

/// A measure that is offered.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Offer {
    /// The id that it would have.
    pub id: String,
    /// What is protected.
    pub asset: String,
    /// How.
    pub measure: String,
    /// Why.
    pub why: String,
    /// How anyone can check it.
    pub check: String,
    /// Days that are given for it.
    pub within_days: u16,
}

/// A red line that is offered.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct RedLineOffer {
    /// The id that it would have.
    pub id: String,
    /// What would have to happen.
    #[serde(rename = "if")]
    pub if_: String,
    /// Who acts.
    pub who: String,
    /// Whom they call.
    pub calls: String,
    /// How fast.
    pub within_minutes: u32,
}

/// What a role begins with.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct StartingSet {
    /// For whom.
    pub role: Role,
    /// When it was written.
    pub date: String,
    /// The public guidance that it follows.
    pub after: Vec<String>,
    /// Measures, most pressing first.
    pub measures: Vec<Offer>,
    /// Red lines.
    pub red_lines: Vec<RedLineOffer>,
}

const fn text(role: Role) -> &'static str {
    match role {
        Role::Campaign => include_str!("../../../../profiles/measures/campaign.toml"),
        Role::Newsroom => include_str!("../../../../profiles/measures/newsroom.toml"),
        Role::Agency => include_str!("../../../../profiles/measures/agency.toml"),
        Role::Research => include_str!("../../../../profiles/measures/research.toml"),
    }
}

/// The starting set of a role in a language.
///
/// # Errors
/// When an embedded file is broken, which a test rules out.
pub fn starting_set(role: Role, language: Language) -> Result<StartingSet, AppError> {
    let broken = |_| AppError::Bug("an embedded starting set cannot be read");
    let file: File = toml::from_str(text(role)).map_err(broken)?;
    let mut measures: Vec<Offer> = file
        .measure
        .into_iter()
        .map(|one| Offer {
            id: format!("M-{}", one.id),
            asset: one.asset.into_words(language),
            measure: one.measure.into_words(language),
            why: one.why.into_words(language),
            check: one.check.into_words(language),
            within_days: one.within_days,
        })
        .collect();
    measures.sort_by_key(|offer| offer.within_days);
    let red_lines = file.red_line.into_iter().map(|one| RedLineOffer {
        id: format!("R-{}", one.id),
        if_: one.r#if.into_words(language),
        who: one.who.into_words(language),
        calls: one.calls.into_words(language),
        within_minutes: one.within_minutes,
    });
    Ok(StartingSet {
        role,
        date: file.date.to_string(),
        after: file.after,
        measures,
        red_lines: red_lines.collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLES: [Role; 4] = [Role::Campaign, Role::Newsroom, Role::Agency, Role::Research];

    #[test]
    fn every_role_begins_with_a_whole_set_in_both_languages() {
        for role in ROLES {
            let [en, fr] = [Language::English, Language::French]
                .map(|language| starting_set(role, language).unwrap());
            assert!(en.measures.len() >= 10 && en.red_lines.len() >= 2, "{role:?}");
            assert!(!en.after.is_empty() && en.date.len() == 10, "{role:?}");
            for (one, other) in en.measures.iter().zip(&fr.measures) {
                assert_eq!(one.id, other.id);
                assert!(one.id.parse::<vigie_cases::ids::MeasureId>().is_ok(), "{}", one.id);
                for text in [&one.asset, &one.measure, &one.why, &one.check] {
                    assert!(!text.trim().is_empty(), "{}", one.id);
                }
                assert_ne!(one.measure, other.measure, "{} is not translated", one.id);
            }
            let mut ids: Vec<_> = en.measures.iter().map(|offer| &offer.id).collect();
            ids.sort();
            ids.dedup();
            assert_eq!(ids.len(), en.measures.len(), "{role:?} names one twice");
            for line in &en.red_lines {
                assert!(line.id.parse::<vigie_cases::ids::RedLineId>().is_ok(), "{}", line.id);
                assert!(line.within_minutes > 0);
            }
        }
    }

    #[test]
    fn a_campaign_begins_with_what_the_issue_names() {
        let set = starting_set(Role::Campaign, Language::English).unwrap();
        let ids: Vec<_> = set.measures.iter().map(|offer| offer.id.as_str()).collect();
        for id in [
            "M-second-factor",
            "M-password-manager",
            "M-domain-lock",
            "M-dmarc",
            "M-updates",
            "M-backups",
            "M-press-contact-card",
            "M-decoy-documents",
        ] {
            assert!(ids.contains(&id), "{id} is missing");
        }
    }

    #[test]
    fn french_sets_have_french_typography() {
        for role in ROLES {
            for line in text(role).lines().filter(|line| line.contains(".fr = ")) {
                for wrong in [" :", " ;", " !", " ?", "'"] {
                    assert!(!line.contains(wrong), "{role:?}: {line}");
                }
            }
        }
    }
}
