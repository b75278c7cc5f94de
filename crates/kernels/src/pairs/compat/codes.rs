//! Texts as numbers.

use hashbrown::HashMap;

/// Gives each distinct text a number, from 0 in order of appearance.
#[derive(Clone, Debug, Default)]
pub struct Codes {
    numbers: HashMap<Box<str>, i64>,
    texts: Vec<Box<str>>,
}

impl Codes {
    /// The number of a text.
    pub fn code(&mut self, text: &str) -> i64 {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        // A vector never holds more than i64::MAX items.
        let number = i64::try_from(self.texts.len()).unwrap_or(i64::MAX);
        self.numbers.insert(text.into(), number);
        self.texts.push(text.into());
        number
    }

    /// The text of a number that was given out.
    #[must_use]
    pub fn text(&self, number: i64) -> Option<&str> {
        let place = usize::try_from(number).ok()?;
        self.texts.get(place).map(AsRef::as_ref)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_share_a_number() {
        let mut codes = Codes::default();
        let numbers = ["b", "a", "b"].map(|text| codes.code(text));
        assert_eq!(numbers, [0, 1, 0]);
        assert_eq!(codes.text(1), Some("a"));
        assert_eq!(codes.text(2), None);
        assert_eq!(codes.text(-1), None);
    }
}
