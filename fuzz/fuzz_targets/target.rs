//! What every target does: read the input whole and cut, and stop where the contract breaks.

use vigie_sources::ALL;

use crate::check::read_checked;

/// Checks one input with the source of that id.
///
/// # Panics
/// When the parser breaks its contract, which is what the fuzzer looks for.
pub(crate) fn check(id: &str, input: &[u8]) {
    let Some(source) = ALL.iter().find(|source| source.id() == id) else {
        panic!("there is no source {id}");
    };
    // Where to cut follows from the input, so that a found input breaks again.
    let sum = input.iter().fold(7_usize, |sum, byte| sum.wrapping_mul(31) + usize::from(*byte));
    let sizes = [1 + sum % 13, 1 + (sum >> 8) % 257, 1 + (sum >> 16) % 3];
    if let Err(broken) = read_checked(*source, input, &sizes) {
        panic!("{id}: {broken}");
    }
    source.probe(input);
}
