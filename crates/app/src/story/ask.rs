//! What a story is asked by.

use std::collections::BTreeSet;

use vigie_cases::RumourCode;
use vigie_kernels::copies::COPY_PERMILLE;
use vigie_kernels::text::near_copy::{Runs, comparable};
use vigie_kernels::{text, url};
use vigie_model::key::KeyKind;
use vigie_model::{Key, SignalId};

use super::About;
use super::carriers::permille;
use crate::rumours::RumourError;
use crate::{AppError, Project, gate};

/// A question, read.
pub(super) struct Asked {
    pub(super) about: About,
    pub(super) by: By,
    /// What matches is sealed: no text of it is compared or shown.
    pub(super) is_sealed: bool,
}

/// How members are found.
pub(super) enum By {
    /// Acts on these objects, and the publication that stands at this address.
    Objects(Vec<Key>, Option<String>),
    /// These signals.
    Signals(BTreeSet<SignalId>),
    /// Publications that hold these words or nearly copy them.
    Words { comparable: String, runs: Runs },
}

impl Project {
    pub(super) fn asked(&self, about: &str) -> Result<Asked, AppError> {
        if about.starts_with("F-") {
            return self.asked_finding(about);
        }
        if let Ok(code) = about.parse::<RumourCode>() {
            return self.asked_rumour(code);
        }
        if let Some(key) = object(about) {
            return self.asked_object(key);
        }
        let named = |layer: &str, name: &str| {
            let key = self.keys.key_in(KeyKind::Object, layer, name.as_bytes());
            by_objects("object", gate::harmless(name), vec![key])
        };
        if about.starts_with("http://") || about.starts_with("https://") {
            let canonical = url::canonical(about).unwrap_or_else(|| about.to_owned());
            let mut asked = named("link", &canonical);
            if let By::Objects(_, address) = &mut asked.by {
                *address = Some(canonical);
            }
            return Ok(asked);
        }
        if let Some(tag) = about.strip_prefix('#').filter(|tag| !tag.contains(char::is_whitespace))
        {
            return Ok(named("hashtag", &text::hashtag(tag)));
        }
        let is_name = about.contains('.') && !about.contains(char::is_whitespace);
        if let Some(domain) = url::registrable_domain(about).filter(|_| is_name) {
            return Ok(named("domain", &domain));
        }
        let comparable = comparable(about);
        let runs = Runs::of(&comparable);
        let about = About { kind: "text", shown: gate::harmless(about) };
        Ok(Asked { about, by: By::Words { comparable, runs }, is_sealed: false })
    }

    fn asked_finding(&self, id: &str) -> Result<Asked, AppError> {
        let finding = self.finding(id)?;
        if self.is_withheld(&finding, &self.desktop()?) {
            return Err(self.account_level_refused());
        }
        let shown = finding.id.short();
        let objects: Vec<Key> = finding
            .subject
            .iter()
            .filter(|field| field.kind == "object")
            .filter_map(|field| field.value.parse().ok().map(Key))
            .collect();
        if !objects.is_empty() && !self.acts_on(&objects)?.is_empty() {
            return Ok(by_objects("finding", shown, objects));
        }
        let mut signals: BTreeSet<SignalId> = finding.evidence.iter().copied().collect();
        // Only the first ids of a large finding are kept with it.
        if finding.evidence_count > signals.len() as u64 && !objects.is_empty() {
            signals.append(&mut self.carriers(&objects, permille(&finding))?);
        }
        let about = About { kind: "finding", shown };
        Ok(Asked { about, by: By::Signals(signals), is_sealed: false })
    }

    /// A text that was copied is an object that nobody acted on: its carriers are looked for.
    fn asked_object(&self, key: Key) -> Result<Asked, AppError> {
        let shown = key.shown('O');
        if self.acts_on(&[key])?.is_empty() {
            let signals = self.carriers(&[key], COPY_PERMILLE)?;
            if !signals.is_empty() {
                let about = About { kind: "object", shown };
                return Ok(Asked { about, by: By::Signals(signals), is_sealed: false });
            }
        }
        Ok(by_objects("object", shown, vec![key]))
    }

    fn asked_rumour(&self, code: RumourCode) -> Result<Asked, AppError> {
        let state = self.state()?;
        let Some(rumour) = state.rumours.get(&code) else {
            return Err(RumourError::Unknown.into());
        };
        let spreads = self.spreads()?;
        let signals = spreads.get(&code).map(|spread| spread.signals.values());
        let signals = signals.into_iter().flatten().map(|(signal, _)| *signal).collect();
        let about = About { kind: "rumour", shown: code.to_string() };
        Ok(Asked { about, by: By::Signals(signals), is_sealed: rumour.sealed })
    }
}

fn by_objects(kind: &'static str, shown: String, objects: Vec<Key>) -> Asked {
    Asked { about: About { kind, shown }, by: By::Objects(objects, None), is_sealed: false }
}

/// `O-` and sixteen digits, as findings show objects.
fn object(text: &str) -> Option<Key> {
    let digits = text.strip_prefix("O-").filter(|digits| digits.len() == 16)?;
    u64::from_str_radix(digits, 16).ok().map(|bits| Key(bits.cast_signed()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_read_as_it_is_shown() {
        for key in [Key(-5), Key(0), Key(i64::MAX)] {
            assert_eq!(object(&key.shown('O')), Some(key));
        }
        assert_eq!(object("O-12"), None);
        assert_eq!(object("O-zzzzzzzzzzzzzzzz"), None);
    }
}
