//! Mutated corpora: the same inputs from the same seed, on any machine.

use std::path::Path;

use vigie_sources::Source;

use crate::check::{Kind, read_checked};

/// What came of a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) inputs: usize,
    pub(crate) bytes: usize,
    pub(crate) records: usize,
    pub(crate) rejects: usize,
    pub(crate) skipped: usize,
}

/// The seeds of one source.
pub(crate) fn corpus(id: &str) -> std::io::Result<Vec<Vec<u8>>> {
    let folders = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus");
    let folder = Path::new(folders).join(id.replace('-', "_"));
    let mut files = std::fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    files.sort();
    files.iter().map(std::fs::read).collect()
}

/// Mutates the seeds `rounds` times and checks what each parser must keep.
///
/// The first input that breaks it comes back, with what broke.
pub(crate) fn run(
    source: &dyn Source,
    seeds: &[Vec<u8>],
    rounds: usize,
    seed: u64,
) -> Result<Counts, (String, Vec<u8>)> {
    let mut dice = Dice(seed | 1);
    let mut counts = Counts::default();
    for _ in 0..rounds {
        let mut input = dice.one_of(seeds).clone();
        for _ in 0..=dice.below(6) {
            mutate(&mut input, seeds, &mut dice);
        }
        input.truncate(64 << 10);
        let sizes = [1 + dice.below(40), 1 + dice.below(400), 1 + dice.below(9)];
        let seen =
            read_checked(source, &input, &sizes).map_err(|broken| (broken, input.clone()))?;
        source.probe(&input);
        counts.inputs += 1;
        counts.bytes += input.len();
        for found in seen.found {
            match found.kind {
                Kind::Record => counts.records += 1,
                Kind::Reject => counts.rejects += 1,
                Kind::Skipped => counts.skipped += 1,
            }
        }
    }
    Ok(counts)
}

/// Bytes at which parsers change their mind.
const SIGNS: [&[u8]; 24] = [
    b"\n",
    b"\r\n",
    b"\"",
    b"\"\"",
    b"\\",
    b"\0",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b";",
    b"\t",
    b" ",
    b":",
    b" from ",
    b" port 1",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xc3",
    b"1e999",
    b"\\ud800",
    b"-",
    b"] \"",
];

fn mutate(input: &mut Vec<u8>, seeds: &[Vec<u8>], dice: &mut Dice) {
    let at = dice.below(input.len() + 1);
    let end = (at + 1 + dice.below(24)).min(input.len());
    match dice.below(7) {
        0 if at < input.len() => input[at] = u8::try_from(dice.below(256)).unwrap_or(0),
        1 => drop(input.splice(at..at, dice.one_of(&SIGNS).iter().copied())),
        2 if at < end => drop(input.drain(at..end)),
        3 => {
            let again = input[at.min(end)..end].to_vec();
            input.splice(at..at, again);
        }
        4 => {
            let other = dice.one_of(seeds);
            let from = dice.below(other.len() + 1);
            let to = (from + dice.below(200)).min(other.len());
            input.splice(at..at, other[from..to].iter().copied());
        }
        5 => input.truncate(at),
        _ => {
            let bit = 1_u8 << dice.below(8);
            if let Some(byte) = input.get_mut(at) {
                *byte ^= bit;
            }
        }
    }
}

/// Marsaglia's xorshift (Journal of Statistical Software 8(14), 2003), enough for dice.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 16) % (sides.max(1) as u64)).unwrap_or(0)
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}
