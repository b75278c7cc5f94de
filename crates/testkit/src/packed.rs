//! Packed files for tests: gzip and zstd, whole, in members, cut short, and bombs.

use std::io::Write as _;

use anyhow::{Context as _, Result};
use flate2::Compression;
use flate2::write::GzEncoder;

/// The bytes as one gzip member.
///
/// # Errors
/// When the encoder fails.
pub fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

/// The bytes as several gzip members, as rotation by appending makes them.
///
/// # Errors
/// When the encoder fails.
pub fn gzip_members(bytes: &[u8], members: usize) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    for part in bytes.chunks(bytes.len().div_ceil(members.max(1)).max(1)) {
        packed.extend(gzip(part)?);
    }
    Ok(packed)
}

/// The bytes as one zstd frame.
///
/// # Errors
/// When the encoder fails.
pub fn zstd(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 1)?;
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

/// The content of a zstd frame of at most four megabytes.
///
/// # Errors
/// When it is none, or longer.
pub fn unzstd(packed: &[u8]) -> Result<Vec<u8>> {
    Ok(zstd::bulk::decompress(packed, 4 << 20)?)
}

/// A small gzip file that unpacks to `length` bytes: lines of spaces.
///
/// # Errors
/// When the encoder fails.
pub fn gzip_bomb(length: u64) -> Result<Vec<u8>> {
    let mut line = [b' '; 4096];
    line[4095] = b'\n';
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..length / 4096 {
        encoder.write_all(&line)?;
    }
    let rest = usize::try_from(length % 4096).context("a remainder below 4096")?;
    encoder.write_all(&line[..rest])?;
    Ok(encoder.finish()?)
}

/// The first part of packed bytes: a download that broke off.
#[must_use]
pub fn cut(packed: &[u8], per_mille: usize) -> Vec<u8> {
    packed[..packed.len() * per_mille.min(1000) / 1000].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[expect(clippy::disallowed_methods, reason = "the bytes were packed two lines above")]
    fn unpacked(packed: &[u8]) -> Result<Vec<u8>, std::io::Error> {
        let mut out = Vec::new();
        flate2::read::MultiGzDecoder::new(packed).read_to_end(&mut out)?;
        Ok(out)
    }

    #[test]
    fn members_unpack_to_the_whole_and_cuts_do_not() {
        let text = b"one\ntwo\nthree\n".repeat(100);
        assert_eq!(unpacked(&gzip(&text).unwrap()).unwrap(), text);
        let members = gzip_members(&text, 5).unwrap();
        assert_eq!(members.windows(3).filter(|head| *head == [0x1F, 0x8B, 8]).count(), 5);
        assert_eq!(unpacked(&members).unwrap(), text);
        assert!(unpacked(&cut(&members, 900)).is_err());
    }

    #[test]
    fn a_bomb_is_a_thousandth_of_what_it_unpacks_to() {
        let bomb = gzip_bomb(10_000_001).unwrap();
        assert!(bomb.len() < 20_000, "{}", bomb.len());
        assert_eq!(unpacked(&bomb).unwrap().len(), 10_000_001);
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the bytes were packed one line above")]
    fn zstd_unpacks_to_the_whole() {
        let packed = zstd(b"text").unwrap();
        assert_eq!(::zstd::stream::decode_all(&packed[..]).unwrap(), b"text");
    }
}
