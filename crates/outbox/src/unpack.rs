//! Reading an answer, packed or not, within its limit.

use std::io::{self, Read};

use crate::OutboxError;

/// How an answer is packed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Packing {
    Plain,
    Gzip,
}

/// The packing that a `Content-Encoding` names.
///
/// # Errors
/// When it is one that was not asked for.
pub(crate) fn packing(header: Option<&str>) -> Result<Packing, OutboxError> {
    match header.map(|text| text.trim().to_ascii_lowercase()).as_deref() {
        None | Some("" | "identity") => Ok(Packing::Plain),
        Some("gzip" | "x-gzip") => Ok(Packing::Gzip),
        Some(_) => Err(OutboxError::Broken("packed in a way that was not asked for".to_owned())),
    }
}

/// The whole answer, unpacked, of at most `limit` bytes; what is packed counts too.
///
/// # Errors
/// When it is longer, breaks, or takes too long.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that unpacks answers: what goes in and what comes out are both bounded"
)]
pub(crate) fn read(
    body: &mut dyn Read,
    packing: Packing,
    limit: u64,
) -> Result<Vec<u8>, OutboxError> {
    let mut packed = Bounded { inner: body, left: limit };
    match packing {
        Packing::Plain => bounded(&mut packed, limit),
        Packing::Gzip => bounded(&mut flate2::read::MultiGzDecoder::new(packed), limit),
    }
}

fn bounded(from: &mut dyn Read, limit: u64) -> Result<Vec<u8>, OutboxError> {
    let mut bytes = Vec::new();
    let mut block = [0; 16 << 10];
    loop {
        let count = match from.read(&mut block) {
            Ok(0) => return Ok(bytes),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(broken(&error, limit)),
        };
        if bytes.len() as u64 + count as u64 > limit {
            return Err(OutboxError::TooLarge { limit });
        }
        bytes.extend_from_slice(&block[..count]);
    }
}

/// Marks the error of an answer whose packed form is too long.
#[derive(Debug, thiserror::Error)]
#[error("too long")]
struct TooLong;

fn broken(error: &io::Error, limit: u64) -> OutboxError {
    if error.get_ref().and_then(|inner| inner.downcast_ref::<TooLong>()).is_some() {
        return OutboxError::TooLarge { limit };
    }
    crate::wire::io_failed(error, OutboxError::Broken)
}

/// Gives an error, not an end, where the bytes run over.
struct Bounded<'a> {
    inner: &'a mut dyn Read,
    left: u64,
}

impl Read for Bounded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.left = match self.left.checked_sub(count as u64) {
            Some(left) => left,
            None => return Err(io::Error::other(TooLong)),
        };
        Ok(count)
    }
}
