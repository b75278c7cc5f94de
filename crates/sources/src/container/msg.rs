//! Messages as Outlook saves them (`.msg`): a compound file of properties (Microsoft, \[MS-OXMSG\] and
//! \[MS-OXPROPS\]), written anew as the message that travelled.
//!
//! The header that it travelled with stands in one property; a message that never travelled has its
//! author, recipients, subject and time as properties. Attached messages and all other properties are
//! left out.

use std::fmt::Write;

use super::compound::Compound;
use crate::mail::sha256;

/// Attachments that are written.
const MOST: usize = 64;

/// The message, or `None` when the file holds none.
pub(super) fn to_message(file: &Compound) -> Option<Vec<u8>> {
    file.stream("__properties_version1.0")?;
    let mut header = text(file, "", "007D").unwrap_or_default().replace('\r', "");
    header.truncate(header.find("\n\n").map_or(header.len(), |end| end + 1));
    let mut out = if header.trim().is_empty() { own_header(file) } else { travelled(&header) };
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    if let Some(body) = text(file, "", "1000") {
        parts.push(("Content-Type: text/plain; charset=utf-8".to_owned(), body.into_bytes()));
    }
    let html = text(file, "", "1013").map(String::into_bytes);
    let html = html.or_else(|| file.stream("__substg1.0_10130102").map(<[u8]>::to_vec));
    if let Some(html) = html {
        parts.push(("Content-Type: text/html; charset=utf-8".to_owned(), html));
    }
    for folder in file.folders("__attach_version1.0_").into_iter().take(MOST) {
        let folder = format!("{folder}/");
        let Some(bytes) = file.stream(&format!("{folder}__substg1.0_37010102")) else { continue };
        let name = text(file, &folder, "3707").or_else(|| text(file, &folder, "3704"));
        let name = one_line(&name.unwrap_or_default()).replace(['"', '\\'], "_");
        let kind = format!(
            "Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=\"{name}\""
        );
        parts.push((kind, bytes.to_vec()));
    }
    // A mark that nobody can have written into a part.
    let all: Vec<u8> = parts.iter().flat_map(|(_, bytes)| bytes.iter().copied()).collect();
    let mark = sha256::hex(&all);
    out.push_str("MIME-Version: 1.0\n");
    // Writing into a string cannot fail.
    let _ = writeln!(out, "Content-Type: multipart/mixed; boundary=\"{mark}\"\n");
    for (head, bytes) in &parts {
        let _ = writeln!(out, "--{mark}\n{head}\nContent-Transfer-Encoding: base64\n");
        push_base64(&mut out, bytes);
    }
    let _ = writeln!(out, "--{mark}--");
    Some(out.into_bytes())
}

/// The header without what it said of the parts, which are written anew.
fn travelled(header: &str) -> String {
    let mut out = String::with_capacity(header.len());
    let mut is_left_out = false;
    for line in header.lines().filter(|line| !line.trim().is_empty()) {
        if !line.starts_with([' ', '\t']) {
            let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
            is_left_out = name.starts_with("content-") || name == "mime-version";
        }
        if !is_left_out {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

fn own_header(file: &Compound) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: Option<String>| {
        if let Some(value) = value.map(|value| one_line(&value)).filter(|value| !value.is_empty()) {
            let _ = writeln!(out, "{name}: {value}");
        }
    };
    let address = text(file, "", "5D01").or_else(|| text(file, "", "0C1F"));
    let name = text(file, "", "0C1A").map(|name| one_line(&name).replace(['"', '\\'], "_"));
    line(
        "From",
        address.map(|address| {
            name.map_or_else(|| address.clone(), |name| format!("\"{name}\" <{address}>"))
        }),
    );
    let folders = file.folders("__recip_version1.0_");
    let to: Vec<String> = folders
        .iter()
        .take(MOST)
        .filter_map(|folder| {
            let folder = format!("{folder}/");
            text(file, &folder, "39FE").or_else(|| text(file, &folder, "3003"))
        })
        .collect();
    line("To", Some(to.join(", ")));
    line("Subject", text(file, "", "0037"));
    line("Message-ID", text(file, "", "1035"));
    line("Date", submitted(file));
    out
}

/// `PidTagClientSubmitTime` among the properties of fixed length: 16 bytes each behind a header of 32.
fn submitted(file: &Compound) -> Option<String> {
    /// Hundreds of nanoseconds between 1601 and 1970.
    const BEFORE_1970: u64 = 116_444_736_000_000_000;
    let properties = file.stream("__properties_version1.0")?.get(32..)?;
    let (entries, _) = properties.as_chunks::<16>();
    let entry = entries.iter().find(|entry| entry[..4] == [0x40, 0, 0x39, 0])?;
    let (_, value) = entry.split_at(8);
    let ticks = u64::from_le_bytes(value.try_into().ok()?).checked_sub(BEFORE_1970)?;
    let at = jiff::Timestamp::from_second(i64::try_from(ticks / 10_000_000).ok()?).ok()?;
    Some(at.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string())
}

/// A text property: UTF-16, or bytes of an older code page, read as windows-1252.
fn text(file: &Compound, folder: &str, id: &str) -> Option<String> {
    if let Some(bytes) = file.stream(&format!("{folder}__substg1.0_{id}001F")) {
        let units: Vec<u16> =
            bytes.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit)).collect();
        return Some(String::from_utf16_lossy(&units).trim_end_matches('\0').to_owned());
    }
    let bytes = file.stream(&format!("{folder}__substg1.0_{id}001E"))?;
    Some(crate::text::cell_text(bytes.into()).trim_end_matches('\0').to_owned())
}

fn one_line(text: &str) -> String {
    text.split(char::is_control).collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// RFC 4648, section 4, in lines of 76 letters.
fn push_base64(out: &mut String, bytes: &[u8]) {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for line in bytes.chunks(57) {
        for three in line.chunks(3) {
            let all = three.iter().fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte));
            let all = all << (8 * (3 - three.len()));
            for at in 0..4 {
                let letter = LETTERS[(all >> (18 - 6 * at) & 63) as usize];
                out.push(if at <= three.len() { char::from(letter) } else { '=' });
            }
        }
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::push_base64;

    #[test]
    fn base64_is_padded() {
        let shown = |bytes: &[u8]| {
            let mut out = String::new();
            push_base64(&mut out, bytes);
            out
        };
        assert_eq!(shown(b"Man"), "TWFu\n");
        assert_eq!(shown(b"Ma"), "TWE=\n");
        assert_eq!(shown(b"M\xff"), "Tf8=\n");
        assert_eq!(shown(&[0; 58]).lines().count(), 2);
    }
}
