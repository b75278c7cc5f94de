//! A picture without what cameras and programs write into it: where and when it was taken, with what,
//! by whom, a small copy of what was cut away. The picture itself is not touched.
//!
//! Sources: PNG (W3C, third edition), section 11; JPEG (ITU-T T.81), annex B; JFIF 1.02.

/// The picture with nothing in it but the picture; `None` when it is none that is known, or damaged.
#[must_use]
pub fn without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    if bytes.starts_with(PNG) { png(bytes) } else { jpeg(bytes) }
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Chunks that decide what is seen. All others go, known or not.
const SEEN: [&[u8; 4]; 10] =
    [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD"];

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = PNG.to_vec();
    let mut at = PNG.len();
    loop {
        let length = bytes.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes)?;
        let end = at.checked_add(usize::try_from(length).ok()?)?.checked_add(12)?;
        let chunk = bytes.get(at..end)?;
        let kind = &chunk[4..8];
        if SEEN.iter().any(|seen| kind == *seen) {
            out.extend_from_slice(chunk);
        }
        // What stands behind the end belongs to no picture.
        if kind == b"IEND" {
            return Some(out);
        }
        at = end;
    }
}

/// The head of a JFIF file without a small copy of the picture.
const JFIF: &[u8] = b"\xff\xe0\x00\x10JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x00\x00";

fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..2).filter(|start| *start == b"\xff\xd8")?.to_vec();
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        match marker {
            // Filling.
            0xff => {
                at += 1;
                continue;
            }
            0xd9 => {
                out.extend_from_slice(b"\xff\xd9");
                return Some(out);
            }
            // Markers that stand alone.
            0x01 | 0xd0..=0xd7 => {
                out.extend_from_slice(&bytes[at..at + 2]);
                at += 2;
                continue;
            }
            _ => {}
        }
        let length = bytes.get(at + 2..at + 4)?.try_into().ok().map(u16::from_be_bytes)?;
        let end = at + 2 + usize::from(length);
        let segment = bytes.get(at..end).filter(|_| length >= 2)?;
        match marker {
            0xe0 if segment[4..].starts_with(b"JFIF\0") => out.extend_from_slice(JFIF),
            // How Adobe's programs store colours: without it they come out wrong.
            0xee if segment[4..].starts_with(b"Adobe") => out.extend_from_slice(segment),
            0xe0..=0xef | 0xfe => {}
            _ => out.extend_from_slice(segment),
        }
        at = end;
        if marker == 0xda {
            let scan = scan(&bytes[at..])?;
            out.extend_from_slice(&bytes[at..at + scan]);
            at += scan;
        }
    }
}

/// How long the coded picture is that follows a start of scan: up to the next marker that is neither
/// a stuffed byte nor a restart.
fn scan(bytes: &[u8]) -> Option<usize> {
    let is_marker = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff);
    bytes.windows(2).position(is_marker)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        [length.as_slice(), kind, data, b"crc!"].concat()
    }

    #[test]
    fn a_png_keeps_its_picture_and_loses_the_rest() {
        let picture = [
            PNG.to_vec(),
            chunk(b"IHDR", b"size"),
            chunk(b"tEXt", b"Author\0Mira Okafor"),
            chunk(b"eXIf", b"GPS 48.85"),
            chunk(b"tRNS", b"\0"),
            chunk(b"IDAT", b"picture"),
            chunk(b"xyZz", b"private"),
            chunk(b"IEND", b""),
        ]
        .concat();
        let bare = without_metadata(&[picture.as_slice(), b"hidden behind"].concat()).unwrap();
        let kept: Vec<&[u8]> = [b"size".as_slice(), b"picture"].into();
        assert!(kept.iter().all(|part| bare.windows(part.len()).any(|window| window == *part)));
        for gone in ["Mira", "GPS", "private", "hidden"] {
            assert!(!String::from_utf8_lossy(&bare).contains(gone), "{gone}");
        }
        assert_eq!(without_metadata(&bare).unwrap(), bare);
        for cut in 0..picture.len() {
            assert_eq!(without_metadata(&picture[..cut]), None, "cut at {cut}");
        }
    }

    #[test]
    fn a_jpeg_keeps_its_picture_and_loses_the_rest() {
        let picture = [
            b"\xff\xd8".as_slice(),
            b"\xff\xe0\x00\x13JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01abc",
            b"\xff\xe1\x00\x0cExif\0\0GPS!",
            b"\xff\xfe\x00\x06Mira",
            b"\xff\xdb\x00\x04qt",
            b"\xff\xee\x00\x0eAdobe\0\x64\0\0\0\0\x01",
            b"\xff\xda\x00\x04ss",
            b"coded\xff\x00\xff\xd0more",
            b"\xff\xda\x00\x04ss",
            b"second",
            b"\xff\xd9",
        ]
        .concat();
        let bare = without_metadata(&[picture.as_slice(), b"preview"].concat()).unwrap();
        let shown = String::from_utf8_lossy(&bare);
        for kept in ["JFIF", "qt", "Adobe", "coded", "more", "second"] {
            assert!(shown.contains(kept), "{kept}");
        }
        for gone in ["Exif", "GPS", "Mira", "abc", "preview"] {
            assert!(!shown.contains(gone), "{gone}");
        }
        assert_eq!(without_metadata(&bare).unwrap(), bare);
        for cut in 0..picture.len() {
            assert_eq!(without_metadata(&picture[..cut]), None, "cut at {cut}");
        }
        assert_eq!(without_metadata(b"GIF89a"), None);
    }
}
