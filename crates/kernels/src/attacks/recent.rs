//! Short fields that broke no rule a moment ago, in a small table: most fields come back soon.

use super::class::Field;

/// Places; all together they fit into the memory nearest but one to a processor.
const PLACES: usize = 1 << 12;
/// Longer fields are not kept.
const LONGEST: usize = 126;

#[repr(align(64))]
#[derive(Clone, Debug)]
struct Place {
    /// 0 where nothing is kept: empty fields are not.
    length: u8,
    field: u8,
    text: [u8; LONGEST],
}

/// What was clean. A text has one place, and the next that falls there drives it out.
#[derive(Debug)]
pub(super) struct Recent {
    places: Vec<Place>,
}

impl Default for Recent {
    fn default() -> Self {
        Self { places: vec![Place { length: 0, field: 0, text: [0; LONGEST] }; PLACES] }
    }
}

impl Recent {
    /// Whether a field is known to be clean.
    #[inline]
    pub(super) fn holds(&self, field: Field, text: &[u8], hash: u64) -> bool {
        let place = &self.places[place_of(hash)];
        usize::from(place.length) == text.len()
            && place.field == field as u8
            && place.text.get(..text.len()) == Some(text)
    }

    /// Keeps a clean field, if it is short; whether it is.
    pub(super) fn keep(&mut self, field: Field, text: &[u8], hash: u64) -> bool {
        let place = &mut self.places[place_of(hash)];
        let to = place.text.get_mut(..text.len());
        let (Some(to), Ok(length)) = (to, u8::try_from(text.len())) else { return false };
        to.copy_from_slice(text);
        (place.length, place.field) = (length, field as u8);
        true
    }
}

fn place_of(hash: u64) -> usize {
    usize::try_from(hash).unwrap_or(0) % PLACES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_text_of_a_place_is_known_and_only_in_its_field() {
        let mut recent = Recent::default();
        assert!(recent.keep(Field::Path, b"/a", 7));
        assert!(recent.holds(Field::Path, b"/a", 7));
        assert!(!recent.holds(Field::Query, b"/a", 7));
        assert!(!recent.holds(Field::Path, b"/ab", 7));
        assert!(!recent.holds(Field::Path, b"/b", 7));
        assert!(recent.keep(Field::Path, b"/b", 7));
        assert!(!recent.holds(Field::Path, b"/a", 7));
        assert!(!recent.keep(Field::Path, &[b'a'; 127], 7));
        assert!(recent.holds(Field::Path, b"/b", 7));
    }
}
