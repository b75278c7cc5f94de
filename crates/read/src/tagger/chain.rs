//! The chain of tags: which may follow which, and the best one (Viterbi).
//!
//! A state is a tag and the kind of the last span that was finished before: "a source stood here
//! already" is what tells a content before its cue from one behind it, over any number of words
//! between (a linear chain of tags alone forgets it after one word).

use super::labels::{Kind, TAGS, Tag};

/// Tags times kinds of the last finished span, none included.
pub(super) const STATES: usize = TAGS * BEFORE;
/// None, source, cue, content.
pub(super) const BEFORE: usize = 4;
/// How many kinds of place a step may happen at.
pub(super) const PLACES: usize = 8;
/// One weight for each place, state and next tag.
pub(super) const STEPS: usize = PLACES * STATES * TAGS;

/// What each tag is worth at a token, by the kind of the last finished span.
pub(super) type Worth = [[f32; TAGS]; BEFORE];

/// A step that is not allowed.
const NEVER: u8 = u8::MAX;

/// The state that `tag` leads to from each state.
const NEXT: [[u8; TAGS]; STATES] = next();

#[expect(clippy::cast_possible_truncation, reason = "28 states")]
const fn next() -> [[u8; TAGS]; STATES] {
    let mut all = [[NEVER; TAGS]; STATES];
    let mut state = 0;
    while state < STATES {
        let (tag, before) = (state / BEFORE, state % BEFORE);
        let kind = tag.div_ceil(2);
        let finished = if kind == 0 { before } else { kind };
        let mut to = 0;
        while to < TAGS {
            let opens = to % 2 == 1;
            if to == 0 || opens {
                all[state][to] = (to * BEFORE + finished) as u8;
            } else if to.div_ceil(2) == kind {
                all[state][to] = (to * BEFORE + before) as u8;
            }
            to += 1;
        }
        state += 1;
    }
    all
}

/// The state after `tag` follows `state`; an inside that follows nothing of its kind opens.
pub(super) fn step(state: usize, tag: Tag) -> usize {
    let to = NEXT[state][usize::from(tag)];
    if to == NEVER { usize::from(NEXT[state][usize::from(tag) - 1]) } else { usize::from(to) }
}

/// The tag of a state.
#[expect(clippy::cast_possible_truncation, reason = "seven tags")]
pub(super) const fn tag_of(state: usize) -> Tag {
    (state / BEFORE) as Tag
}

/// The kind of the last finished span in a state.
pub(super) const fn before(state: usize) -> usize {
    state % BEFORE
}

/// The place of a weight among [`STEPS`].
pub(super) const fn step_place(place: u8, from: usize, tag: Tag) -> usize {
    (place as usize % PLACES * STATES + from) * TAGS + tag as usize
}

/// The best states for a line; the first token follows state 0 (nothing before).
pub(super) fn best(worth: &[Worth], places: &[u8], steps: &[f32]) -> Vec<usize> {
    let mut score = [f32::NEG_INFINITY; STATES];
    score[0] = 0.0;
    let mut back: Vec<[u8; STATES]> = Vec::with_capacity(worth.len());
    for (here, place) in worth.iter().zip(places) {
        let mut new = [f32::NEG_INFINITY; STATES];
        let mut from_where = [0_u8; STATES];
        for (from, value) in score.iter().enumerate() {
            if *value == f32::NEG_INFINITY {
                continue;
            }
            for tag in 0..TAGS {
                let to = usize::from(NEXT[from][tag]);
                if to >= STATES {
                    continue;
                }
                let all = value
                    + here[before(to)][tag]
                    + steps[(usize::from(*place) % PLACES * STATES + from) * TAGS + tag];
                if all > new[to] {
                    new[to] = all;
                    from_where[to] = u8::try_from(from).unwrap_or(0);
                }
            }
        }
        back.push(from_where);
        score = new;
    }
    let mut at = 0;
    for state in 1..STATES {
        if score[state] > score[at] {
            at = state;
        }
    }
    let mut out = vec![0; worth.len()];
    for (place, from) in back.iter().enumerate().rev() {
        out[place] = at;
        at = usize::from(from[at]);
    }
    out
}

/// The states that a sequence of tags runs through.
pub(super) fn states(tags: &[Tag]) -> Vec<usize> {
    let mut state = 0;
    let follow = tags.iter().map(|tag| {
        state = step(state, *tag);
        state
    });
    follow.collect()
}

/// The kind of a tag, `None` outside.
pub(super) const fn kind_of(tag: Tag) -> Option<Kind> {
    match tag {
        1 | 2 => Some(Kind::Source),
        3 | 4 => Some(Kind::Cue),
        5 | 6 => Some(Kind::Content),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inside_follows_only_its_own_kind() {
        let worth = vec![[[0.0, 0.0, 0.0, 0.0, 9.0, 0.0, 9.0]; BEFORE]; 3];
        let steps = vec![0.0; STEPS];
        let states = best(&worth, &[0; 3], &steps);
        let tags: Vec<Tag> = states.iter().map(|state| tag_of(*state)).collect();
        assert_eq!(tags, [3, 4, 4], "a cue opens before it goes on");
    }

    #[test]
    fn a_state_remembers_what_was_finished_before() {
        let states = states(&[1, 2, 0, 3, 0, 0, 5, 6]);
        let memory: Vec<usize> = states.iter().map(|state| before(*state)).collect();
        assert_eq!(memory, [0, 0, 1, 1, 2, 2, 2, 2]);
    }
}
