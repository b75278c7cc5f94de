//! Hashes of the records that come next, made together because that is far cheaper than one by one.

use vigie_kernels::hash::{Digest128, keyed_128};
use vigie_model::id::SignalScope;
use vigie_sources::Raw;

/// Hashes in the order in which their records will come.
#[derive(Default)]
pub(super) struct Ahead {
    hashes: Vec<Digest128>,
    /// Where each record begins in the stream, and its length.
    places: Vec<(u64, usize)>,
    next: usize,
}

impl Ahead {
    /// Hashes the records that are announced; earlier announcements are over.
    pub(super) fn hash(&mut self, scope: &SignalScope, records: &[Raw<'_>]) {
        self.clear();
        let bytes: Vec<&[u8]> = records.iter().map(|raw| raw.bytes).collect();
        keyed_128(scope.hashing_key(), &bytes, &mut self.hashes);
        self.places.extend(records.iter().map(|raw| (raw.offset, raw.bytes.len())));
    }

    /// The hash of a record, if it was announced. Records in between that never came are passed.
    pub(super) fn take(&mut self, raw: &Raw<'_>) -> Option<Digest128> {
        loop {
            let (offset, length) = *self.places.get(self.next)?;
            if offset > raw.offset {
                return None;
            }
            self.next += 1;
            if (offset, length) == (raw.offset, raw.bytes.len()) {
                return self.hashes.get(self.next - 1).copied();
            }
        }
    }

    /// Forgets what was announced: records are named in another scope from here on.
    pub(super) fn clear(&mut self) {
        self.hashes.clear();
        self.places.clear();
        self.next = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(offset: u64, bytes: &[u8]) -> Raw<'_> {
        Raw { offset, line: 1, length: bytes.len() as u64 + 1, bytes }
    }

    #[test]
    fn hashes_announced_are_those_of_the_records_and_of_no_other() {
        let scope = SignalScope::new("web-access", "", "www1");
        let records = [raw(0, b"one"), raw(4, b"two"), raw(8, b"three"), raw(14, b"four")];
        let mut ahead = Ahead::default();
        ahead.hash(&scope, &records);
        assert_eq!(ahead.take(&records[0]), Some(scope.record(b"one")));
        // A blank line was announced and came as something else.
        assert_eq!(ahead.take(&records[2]), Some(scope.record(b"three")));
        assert_eq!(ahead.take(&raw(14, b"fo")), None, "a record of another length");
        assert_eq!(ahead.take(&records[3]), None, "asked for too late");
        ahead.hash(&scope, &records);
        ahead.clear();
        assert_eq!(ahead.take(&records[0]), None);
    }
}
