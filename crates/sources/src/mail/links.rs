//! The web addresses in the texts of a message.

use crate::xml_pieces::resolved;

/// Links that are kept of one message.
const MOST: usize = 64;

/// The longest link that is kept, in bytes.
const LONGEST: usize = 2_048;

/// Adds the web addresses of a text or of HTML, each once.
pub(super) fn collect(text: &str, links: &mut Vec<String>) {
    let bytes = text.as_bytes();
    for at in memchr::memmem::find_iter(bytes, b"://") {
        if links.len() >= MOST {
            return;
        }
        let is_letter = |byte: &&u8| byte.is_ascii_alphabetic();
        let letters = bytes[..at].iter().rev().take(5).take_while(is_letter).count();
        let scheme = &text[at - letters..at];
        let scheme = ["https", "http"].into_iter().find(|known| {
            scheme.len() >= known.len()
                && scheme.as_bytes()[scheme.len() - known.len()..]
                    .eq_ignore_ascii_case(known.as_bytes())
        });
        let (Some(scheme), Some(rest)) = (scheme, text.get(at..)) else { continue };
        let ends = |sign: char| {
            sign.is_whitespace()
                || sign.is_control()
                || matches!(sign, '"' | '\'' | '<' | '>' | '`' | '\\')
        };
        let rest = &rest[..rest.find(ends).unwrap_or(rest.len())];
        let rest = rest.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}']);
        if rest.len() <= 3 || rest.len() > LONGEST {
            continue;
        }
        let link = format!("{scheme}{}", resolved(rest));
        if !links.contains(&link) && !host(&link).is_empty() {
            links.push(link);
        }
    }
}

/// The host of a link, in lower case, without user, port and final point.
pub(super) fn host(link: &str) -> String {
    let rest = link.split_once("://").map_or("", |(_, rest)| rest);
    let place = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let place = place.rsplit_once('@').map_or(place, |(_, host)| host);
    let host = match place.strip_prefix('[').and_then(|inside| inside.split_once(']')) {
        Some((inside, _)) => inside,
        None => place.split(':').next().unwrap_or_default(),
    };
    host.trim_end_matches('.').to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_in_text_and_html() {
        let mut links = Vec::new();
        collect(
            "Voir (https://essai.example/a?b=1). xhttp://deux.example <a href=\"HTTPS://Banque.example@192.0.2.7:8080/x?a=1&amp;b=2\">https://banque.example</a> http:// ftp://no.example http://é",
            &mut links,
        );
        collect("https://essai.example/a?b=1", &mut links);
        assert_eq!(
            links,
            [
                "https://essai.example/a?b=1",
                "http://deux.example",
                "https://Banque.example@192.0.2.7:8080/x?a=1&b=2",
                "https://banque.example",
                "http://é"
            ]
        );
        assert_eq!(host(&links[2]), "192.0.2.7");
        assert_eq!(host("http://[2001:db8::7]:80/"), "2001:db8::7");
    }
}
