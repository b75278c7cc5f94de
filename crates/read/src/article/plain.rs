//! An article that was pasted or kept as text: a headline, then lines.

use hashbrown::HashSet;

use super::blocks::one_line;
use super::meta::{Basis, Dated, Told, in_text, original_in};
use super::phrases::{bare, is_caption, leads_away};
use super::{Article, MOST_BYTES, ParagraphKind, Reservation};
use crate::day::Day;

/// Reads a text. The first line is the headline when it is short and does not end like a sentence;
/// lines that begin with a dash or a dot are bullets. Fields at the top are understood: `headline:`,
/// `outlet:`, `date:`, `url:`, and their French names.
#[must_use]
pub fn from_plain(text: &str) -> Article {
    let mut article = Article::default();
    let mut cut = text.len().min(MOST_BYTES);
    while !text.is_char_boundary(cut) {
        cut -= 1;
    }
    if cut < text.len() {
        article.reserve(Reservation::Cut);
    }
    let mut paragraphs: Vec<(ParagraphKind, String)> = Vec::new();
    let mut seen = HashSet::new();
    let mut head = true;
    for line in text[..cut].lines() {
        let line = one_line(line);
        head &= paragraphs.is_empty();
        if head && let Some((field, value)) = field(&line) {
            match field {
                Field::Headline => {
                    seen.insert(bare(value));
                    article.headline = Some(value.to_owned());
                }
                Field::Outlet => article.outlet = Some(value.to_owned()),
                Field::Address => article.canonical = Some(value.to_owned()),
                Field::Date => article.date = dated(value),
            }
            continue;
        }
        if let Some(headline) = article.headline.take() {
            paragraphs.push((ParagraphKind::Headline, headline));
        }
        if line.is_empty() {
            continue;
        }
        let (bullet, rest) = bullet(&line);
        let kind = if paragraphs.is_empty() && is_headline(rest) {
            ParagraphKind::Headline
        } else if leads_away(rest) {
            if article.original.is_none() {
                article.original = original_in(rest, &[], &Told::default());
            }
            ParagraphKind::Boilerplate
        } else if bullet {
            ParagraphKind::Bullet
        } else if is_caption(rest)
            || !ended(rest) && rest.split_whitespace().count() > 6 && paragraphs.len() > 1
        {
            // A long line without an end, between paragraphs that have one, stands under a picture.
            ParagraphKind::Caption
        } else {
            ParagraphKind::Body
        };
        // A date line stands alone near the top.
        if paragraphs.len() < 4 && rest.len() < 60 && article.date.is_none() {
            article.date = in_text(rest);
        }
        if seen.insert(bare(rest)) || kind == ParagraphKind::Boilerplate {
            paragraphs.push((kind, rest.to_owned()));
        } else {
            article.left_out += 1;
        }
    }
    article.fill(paragraphs);
    article
}

/// What may stand above a text, one a line: `headline: …`.
#[derive(Clone, Copy)]
enum Field {
    Headline,
    Outlet,
    Address,
    Date,
}

fn field(line: &str) -> Option<(Field, &str)> {
    let (name, value) = line.split_once(':')?;
    let field = match name.trim().to_lowercase().as_str() {
        "headline" | "title" | "titre" => Field::Headline,
        "outlet" | "source" | "média" | "journal" => Field::Outlet,
        "url" | "address" | "adresse" | "link" | "lien" => Field::Address,
        "date" | "published" | "publié" => Field::Date,
        _ => return None,
    };
    let value = value.trim();
    (!value.is_empty()).then_some((field, value))
}

fn dated(value: &str) -> Option<Dated> {
    let day = Day::read_iso(value).map(|day| Dated { day, basis: Basis::Text, other: None });
    day.or_else(|| in_text(value))
}

fn bullet(line: &str) -> (bool, &str) {
    for sign in ["- ", "• ", "* ", "– ", "· "] {
        if let Some(rest) = line.strip_prefix(sign) {
            return (true, rest.trim());
        }
    }
    (false, line)
}

fn ended(line: &str) -> bool {
    line.ends_with(['.', '!', '?', '…', '”', '"', '»', '’', '\'', ':', ')'])
}

fn is_headline(line: &str) -> bool {
    line.len() < 250 && !line.ends_with(['.', ':'])
}
