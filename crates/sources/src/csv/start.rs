//! Where a table begins: people export theirs with a title, a period or a name above the header.
//!
//! The header is the first row that is as full as the rows below it. A first row that is full itself
//! is the header, whatever follows; where no row looks like one, the first is it, as ever.

use super::{fields_of, sniff};

/// Rows that are looked at.
const ROWS: usize = 16;

/// Bytes that are looked at.
const WINDOW: usize = 64 << 10;

/// Where the header stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Start {
    /// What stands between fields.
    pub(crate) separator: u8,
    /// Bytes above the header.
    pub(crate) above: usize,
}

/// The start of a table whose first bytes these are; `None` when more have to come.
pub(crate) fn start(held: &[u8], must_decide: bool) -> Option<Start> {
    let is_whole = must_decide && held.len() <= WINDOW;
    let must = must_decide || held.len() >= WINDOW;
    let rows = rows(&held[..held.len().min(WINDOW)], is_whole);
    let Some((_, first)) = rows.first().copied() else {
        let first = match memchr::memchr(b'\n', held) {
            Some(end) if must => &held[..end],
            None if must_decide => held,
            _ => return None,
        };
        return Some(Start { separator: sniff(first), above: 0 });
    };
    let at_once = Start { separator: sniff(first), above: 0 };
    let (filled, width) = counts(first, at_once.separator);
    // Full and not a sentence with a comma in it.
    if width > 2 && filled == width {
        return Some(at_once);
    }
    if rows.len() < ROWS && !must {
        return None;
    }
    let found =
        [b',', b';', b'\t', b'|'].into_iter().filter_map(|separator| header(&rows, separator));
    // Of equal ones the separator of the first line, then the first of the list.
    let best = found.max_by_key(|(fitting, start)| {
        (*fitting, start.separator == at_once.separator, std::cmp::Reverse(start.above))
    });
    Some(best.map_or(at_once, |(_, start)| start))
}

/// The first row that is as full as those below, and how many of those have its width.
fn header(rows: &[(usize, &[u8])], separator: u8) -> Option<(usize, Start)> {
    let counted: Vec<(usize, usize)> = rows.iter().map(|(_, row)| counts(row, separator)).collect();
    let most = counted.iter().map(|(filled, _)| *filled).max().unwrap_or(0);
    let at = counted.iter().position(|(filled, _)| *filled > 1 && filled * 5 >= most * 3)?;
    let width = counted[at].1;
    let fitting = counted[at + 1..].iter().filter(|(_, other)| *other == width).count();
    // A title above one row alone may be anything.
    (at == 0 || fitting > 0).then_some((fitting, Start { separator, above: rows[at].0 }))
}

/// How many cells of a row hold anything, and how many there are.
fn counts(row: &[u8], separator: u8) -> (usize, usize) {
    let fields = fields_of(row, separator);
    let is_filled = |field: &&super::Field| !field.content(row).trim_ascii().is_empty();
    (fields.iter().filter(is_filled).count(), fields.len())
}

/// The rows at the head, with where each begins; the last one only when no more comes. A line inside
/// quotes belongs to the row that it goes on.
fn rows(held: &[u8], at_end: bool) -> Vec<(usize, &[u8])> {
    let (mut rows, mut begin, mut from, mut quotes) = (Vec::new(), 0, 0, 0);
    while rows.len() < ROWS && from < held.len() {
        let Some(end) = memchr::memchr(b'\n', &held[from..]).map(|end| from + end) else {
            if at_end {
                rows.push((begin, &held[begin..]));
            }
            return rows;
        };
        quotes += memchr::memchr_iter(b'"', &held[from..end]).count();
        from = end + 1;
        if quotes % 2 == 1 {
            continue;
        }
        let row = held[begin..end].strip_suffix(b"\r").unwrap_or(&held[begin..end]);
        if !row.trim_ascii().is_empty() {
            rows.push((begin, row));
        }
        (begin, quotes) = (from, 0);
    }
    if at_end && begin < from && rows.len() < ROWS {
        // A quote that never closed.
        rows.push((begin, &held[begin..]));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let Some(Start { separator, above }) = start(text.as_bytes(), true) else {
            return "more".to_owned();
        };
        let header = text[above..].lines().next().unwrap_or_default();
        format!("{} {header}", char::from(separator))
    }

    #[test]
    fn titles_above_the_header_are_passed() {
        for (text, expected) in [
            (
                "Export du 20/11/2027;;;\n\nDate;Auteur;Message;Lien\n1;2;3;4\n5;6;7;\n",
                "; Date;Auteur;Message;Lien",
            ),
            ("Publications, du 1er au 3\nDate;Auteur;Message\na;b;c\n", "; Date;Auteur;Message"),
            (
                "Titre\nPériode;2027;;\nDate,Nom,x;y\nDate;Auteur;Message;Lien\na;b;c;d\n",
                "; Date;Auteur;Message;Lien",
            ),
            ("\"Un titre\nsur deux lignes\",,\nid,text,date\n1,2,3\n", ", id,text,date"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn tables_without_a_title_begin_at_their_first_row() {
        for (text, separator) in [
            ("id,text\n1,a\n", ","),
            ("id;;text\n1;;a\n2;;b\n", ";"),
            ("alone\n1\n2\n", ","),
            ("a title\nid,text\n", ","),
            ("id,text,date\n", ","),
            ("id\ttext\n1\tone, two, three, four\n", "\t"),
            ("\"open\nid,text\n", ","),
        ] {
            let first = text.lines().next().unwrap();
            assert_eq!(shown(text), format!("{separator} {first}"), "{text}");
        }
    }

    #[test]
    fn a_full_first_row_decides_at_once() {
        assert!(start(b"id,text,date\n", false).is_some());
        assert_eq!(start(b"Export\nid,text\n", false), None);
        assert_eq!(start(b"id,te", false), None);
    }
}
