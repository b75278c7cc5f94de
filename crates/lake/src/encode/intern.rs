//! Giving equal values equal numbers, in the order of their first appearance.
//!
//! Plain open addressing. A slot holds all that a comparison needs first, because what such a
//! table costs is the memory that it touches.

use std::hash::{BuildHasher, Hash};

use hashbrown::DefaultHashBuilder;

const FIRST_SLOTS: usize = 1 << 12;

/// Numbers for values of one size.
pub(super) struct FixedInterner<T> {
    /// A value and its number plus one; 0 is free.
    slots: Vec<(T, u32)>,
    distinct: Vec<T>,
    last: Option<(T, u32)>,
    hashing: DefaultHashBuilder,
}

impl<T: Copy + Eq + Hash + Default> FixedInterner<T> {
    pub(super) fn new() -> Self {
        Self {
            slots: vec![(T::default(), 0); FIRST_SLOTS],
            distinct: Vec::new(),
            last: None,
            hashing: DefaultHashBuilder::default(),
        }
    }

    /// The distinct values, by number.
    pub(super) fn distinct(&self) -> &[T] {
        &self.distinct
    }

    pub(super) fn number(&mut self, value: T) -> u32 {
        // In most columns of a log the value before is the value again.
        if let Some((last, number)) = self.last
            && last == value
        {
            return number;
        }
        let mut at = self.place(value);
        let number = loop {
            match self.slots[at] {
                (_, 0) => break self.insert(value, at),
                (held, number) if held == value => break number - 1,
                _ => at = (at + 1) & (self.slots.len() - 1),
            }
        };
        self.last = Some((value, number));
        number
    }

    fn place(&self, value: T) -> usize {
        low(self.hashing.hash_one(value)) as usize & (self.slots.len() - 1)
    }

    fn insert(&mut self, value: T, at: usize) -> u32 {
        let number = low(self.distinct.len() as u64);
        self.distinct.push(value);
        self.slots[at] = (value, number + 1);
        if self.distinct.len() * 2 > self.slots.len() {
            let larger = vec![(T::default(), 0); self.slots.len() * 4];
            for slot in std::mem::replace(&mut self.slots, larger) {
                if slot.1 != 0 {
                    let mut at = self.place(slot.0);
                    while self.slots[at].1 != 0 {
                        at = (at + 1) & (self.slots.len() - 1);
                    }
                    self.slots[at] = slot;
                }
            }
        }
        number
    }
}

/// Numbers for texts.
pub(super) struct TextInterner {
    slots: Vec<TextSlot>,
    /// The distinct texts as PLAIN has them: length, bytes.
    plain: Vec<u8>,
    used: u32,
    hashing: DefaultHashBuilder,
}

#[derive(Clone, Copy, Default)]
struct TextSlot {
    hash: u32,
    /// The number plus one; 0 is free.
    number: u32,
    start: u32,
    length: u32,
}

/// A text on its way to its number.
#[derive(Clone, Copy, Default)]
struct Pending {
    /// It is the text before again.
    repeats: bool,
    hash: u32,
    slot: TextSlot,
}

/// Texts that are looked up together.
const TOGETHER: usize = 32;

impl TextInterner {
    pub(super) fn new() -> Self {
        Self {
            slots: vec![TextSlot::default(); FIRST_SLOTS],
            plain: Vec::new(),
            used: 0,
            hashing: DefaultHashBuilder::default(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.used as usize
    }

    /// How many bytes the distinct texts take.
    pub(super) fn size(&self) -> usize {
        self.plain.len()
    }

    pub(super) fn into_plain(self) -> Vec<u8> {
        self.plain
    }

    /// Appends the numbers of texts.
    pub(super) fn number_all<'a>(
        &mut self,
        mut texts: impl Iterator<Item = &'a [u8]>,
        numbers: &mut Vec<u32>,
    ) {
        let mut block: [&[u8]; TOGETHER] = [&[]; TOGETHER];
        loop {
            let mut filled = 0;
            for (place, text) in block.iter_mut().zip(texts.by_ref()) {
                *place = text;
                filled += 1;
            }
            self.number_block(&block[..filled], numbers);
            if filled < TOGETHER {
                return;
            }
        }
    }

    /// First everything is fetched that the comparisons will need, one text not waiting for the
    /// other: a table of many texts lies far from the processor.
    fn number_block(&mut self, texts: &[&[u8]], numbers: &mut Vec<u32>) {
        let mut pending = [Pending::default(); TOGETHER];
        let mut touched = 0;
        for (at, (text, pending)) in texts.iter().zip(&mut pending).enumerate() {
            // In most columns of a log the value before is the value again.
            pending.repeats = at > 0 && texts[at - 1] == *text;
            if !pending.repeats {
                pending.hash = low(self.hashing.hash_one(text));
                pending.slot = self.slots[pending.hash as usize & (self.slots.len() - 1)];
                touched ^= self.plain.get(pending.slot.start as usize).copied().unwrap_or(0);
            }
        }
        std::hint::black_box(touched);
        let mut last = 0;
        for (text, pending) in texts.iter().zip(&pending) {
            if !pending.repeats {
                let slot = pending.slot;
                let is = slot.number != 0 && slot.hash == pending.hash && self.text(slot) == *text;
                last = if is { slot.number - 1 } else { self.search(text, pending.hash) };
            }
            numbers.push(last);
        }
    }

    fn search(&mut self, text: &[u8], hash: u32) -> u32 {
        let mut at = hash as usize & (self.slots.len() - 1);
        loop {
            let slot = self.slots[at];
            if slot.number == 0 {
                return self.insert(text, hash, at);
            }
            if slot.hash == hash && self.text(slot) == text {
                return slot.number - 1;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    fn text(&self, slot: TextSlot) -> &[u8] {
        &self.plain[slot.start as usize..slot.start as usize + slot.length as usize]
    }

    fn insert(&mut self, text: &[u8], hash: u32, at: usize) -> u32 {
        push_text(&mut self.plain, text);
        let number = self.used;
        self.used += 1;
        self.slots[at] = TextSlot {
            hash,
            number: self.used,
            start: low((self.plain.len() - text.len()) as u64),
            length: low(text.len() as u64),
        };
        if self.used as usize * 2 > self.slots.len() {
            let larger = vec![TextSlot::default(); self.slots.len() * 4];
            let mask = larger.len() - 1;
            for slot in std::mem::replace(&mut self.slots, larger) {
                if slot.number != 0 {
                    let mut at = slot.hash as usize & mask;
                    while self.slots[at].number != 0 {
                        at = (at + 1) & mask;
                    }
                    self.slots[at] = slot;
                }
            }
        }
        number
    }
}

/// Appends a text as PLAIN has it.
pub(super) fn push_text(plain: &mut Vec<u8>, text: &[u8]) {
    plain.extend_from_slice(&low(text.len() as u64).to_le_bytes());
    plain.extend_from_slice(text);
}

#[expect(clippy::cast_possible_truncation, reason = "half a hash, or a size below 4 GiB")]
fn low(value: u64) -> u32 {
    value as u32
}
