//! HTTP authentication without names: an answer of 401 asks for a password, and many programs are asked
//! each time before they give theirs. Who is answered at the same place, then or later, was let in.

use hashbrown::HashMap;

use super::event::{Event, What, marks};

/// Refusals by 401 of which it is not known yet whether they were the first half of being let in.
#[derive(Debug, Default)]
pub struct Challenges {
    /// By source and path, places of events.
    open: HashMap<(u64, u64), Vec<usize>>,
}

impl Challenges {
    /// A refusal at a place in the events that [`Self::settle`] will be given; `path` is its path key.
    pub fn note(&mut self, place: usize, source: u64, path: u64) {
        self.open.entry((source, path)).or_default().push(place);
    }

    /// Makes visits of those whose source was answered at the same path ([`marks::ANSWERED`]).
    pub fn settle(mut self, events: &mut [Event]) {
        if self.open.is_empty() {
            return;
        }
        let mut let_in: Vec<(usize, u64)> = Vec::new();
        for event in events.iter().filter(|event| event.marks & marks::ANSWERED != 0) {
            if let Some(places) = self.open.remove(&(event.source, event.token)) {
                let_in.extend(places.into_iter().map(|place| (place, event.token)));
            }
        }
        for (place, path) in let_in {
            if let Some(event) = events.get_mut(place) {
                (event.what, event.token) = (What::Visit, path);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use vigie_model::time::Timestamp;

    use super::*;

    fn event(source: u64, what: What, token: u64, marks: u8) -> Event {
        let (house, target, at) = (1, 1, Timestamp(0));
        let (skeleton, tool, network, row) = (0, 0, 0, 0);
        Event { source, house, at, target, what, token, skeleton, tool, network, marks, row }
    }

    #[test]
    fn who_is_answered_at_the_same_place_was_let_in() {
        let mut events = [
            event(1, What::Failed, 0, 0),
            event(1, What::Visit, 50, marks::ANSWERED),
            event(2, What::Failed, 0, 0),
            event(2, What::Visit, 60, marks::ANSWERED),
            event(3, What::Failed, 0, 0),
        ];
        let mut challenges = Challenges::default();
        for (place, source) in [(0, 1), (2, 2), (4, 3)] {
            challenges.note(place, source, 50);
        }
        challenges.settle(&mut events);
        let whats = events.map(|event| event.what);
        assert_eq!(whats, [What::Visit, What::Visit, What::Failed, What::Visit, What::Failed]);
        assert_eq!(events[0].token, 50);
    }
}
