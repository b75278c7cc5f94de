//! Countries by every name that the press has for them, from `profiles/places/countries.txt`.

use std::sync::LazyLock;

use hashbrown::HashMap;
use serde::Serialize;

use crate::words::Word;

/// The table as it is shipped.
const TABLE: &str = include_str!("../../../profiles/places/countries.txt");

/// How a country was named.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceForm {
    /// By its name.
    Name,
    /// By the word for its people or what is theirs.
    Demonym,
    /// By its capital or seat of government: also a town.
    Metonym,
}

/// One country.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Place {
    /// ISO 3166-1 alpha-2; `EU` for the European Union, `XK` for Kosovo.
    pub code: String,
    /// Its usual English name.
    pub en: String,
    /// Its usual French name.
    pub fr: String,
}

/// The countries, and by which words each is known.
#[derive(Debug, Default)]
pub struct Places {
    places: Vec<Place>,
    /// By the first word of a form: the further words, which country, how.
    forms: HashMap<String, Vec<(Vec<String>, usize, PlaceForm)>>,
}

impl Places {
    /// The countries that are shipped.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Places> = LazyLock::new(|| Places::read(TABLE));
        &SHIPPED
    }

    /// Reads a table; lines that are not whole are left out.
    #[must_use]
    pub fn read(table: &str) -> Self {
        let mut all = Self::default();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('|').map(str::trim).collect();
            let [code, en, fr, en_people, fr_people, seats] = fields[..] else { continue };
            let first = |names: &str| names.split(',').next().unwrap_or_default().trim().to_owned();
            let place = all.places.len();
            all.places.push(Place { code: code.to_owned(), en: first(en), fr: first(fr) });
            for (names, form) in [
                (en, PlaceForm::Name),
                (fr, PlaceForm::Name),
                (en_people, PlaceForm::Demonym),
                (fr_people, PlaceForm::Demonym),
                (seats, PlaceForm::Metonym),
            ] {
                for name in names.split(',').map(str::trim).filter(|name| !name.is_empty()) {
                    all.add(name, place, form);
                }
            }
        }
        // The longest form first: "South Sudan" before "Sudan".
        for forms in all.forms.values_mut() {
            forms.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.2.cmp(&b.2)));
        }
        all
    }

    fn add(&mut self, name: &str, place: usize, form: PlaceForm) {
        let mut words = crate::words::words(name).into_iter().map(|word| word.lower);
        let Some(first) = words.next() else { return };
        self.forms.entry(first).or_default().push((words.collect(), place, form));
    }

    /// All countries in the order of the table.
    #[must_use]
    pub fn all(&self) -> &[Place] {
        &self.places
    }

    /// The country with that code.
    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<&Place> {
        self.places.iter().find(|place| place.code.eq_ignore_ascii_case(code))
    }

    /// The country named at `words[at]`, how, and in how many words. "us" and "it" in lower case are
    /// pronouns.
    pub(crate) fn at(&self, words: &[Word], at: usize) -> Option<(&Place, PlaceForm, usize)> {
        let first = words.get(at)?;
        let forms = self.forms.get(&first.lower)?;
        let found = forms.iter().find(|(rest, ..)| {
            let next = &words[at + 1..];
            next.len() >= rest.len()
                && rest.iter().zip(next).all(|(want, word)| *want == word.lower)
        });
        let (rest, place, form) = found?;
        // French writes its adjectives small; names and seats begin with a capital.
        let needs_capital = *form != PlaceForm::Demonym || first.lower.len() < 4;
        (first.capital || !needs_capital)
            .then(|| self.places.get(*place).map(|place| (place, *form, 1 + rest.len())))?
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::words;

    fn named(text: &str) -> Vec<String> {
        let words = words(text);
        let mut out = Vec::new();
        let mut at = 0;
        while at < words.len() {
            match Places::shipped().at(&words, at) {
                Some((place, form, taken)) => {
                    out.push(format!("{} {form:?}", place.code));
                    at += taken;
                }
                None => at += 1,
            }
        }
        out
    }

    #[test]
    fn a_country_is_known_by_name_people_and_seat() {
        assert_eq!(
            named("South Sudan told us that Moscow and the Quai d’Orsay met Ukrainian hackers"),
            ["SS Name", "RU Metonym", "FR Metonym", "UA Demonym"]
        );
        assert_eq!(
            named("des pirates russes, d’Ukraine et des États-Unis"),
            ["RU Demonym", "UA Name", "US Name"]
        );
    }

    #[test]
    fn every_line_of_the_table_is_read() {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(Places::shipped().all().len(), lines);
        assert!(lines > 150);
        assert_eq!(Places::shipped().by_code("ua").map(|place| place.fr.as_str()), Some("Ukraine"));
    }
}
