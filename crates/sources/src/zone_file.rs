//! Zone files (RFC 1035, section 5): the names that a registry or one's own name server publishes.
//!
//! Records in brackets over several lines are read by their first line. Signatures and chains of
//! DNSSEC say nothing of a name and are passed over.

use crate::encoding;
use crate::lines::sample;
use crate::name_lines::{self, Line, ReadLines};
use crate::names::clean;
use crate::owned::NameRow;
use crate::text::lossy;
use crate::{Description, Parser, ReadOptions, Reading, Score, Source, SourceError, Span};

/// The source.
pub(crate) struct ZoneFile;

impl Source for ZoneFile {
    fn id(&self) -> &'static str {
        "zone-file"
    }

    fn version(&self) -> u32 {
        1
    }

    fn description(&self) -> Description {
        Description {
            en: "zone files of name servers and registries",
            fr: "fichiers de zone de serveurs de noms et de registres",
            example: "$ORIGIN example.\nessai 3600 IN NS ns1.essai.example.\n",
            personal: "texts of TXT records",
        }
    }

    fn table(&self) -> &'static str {
        "name_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        let head = encoding::head_text(head);
        let mut zone = Zone::default();
        let (mut good, mut all, mut marked) = (0, 0, 0);
        for line in sample(&head) {
            let text = lossy(line);
            all += 1;
            let is_aside = text.starts_with([';', '$', ' ', '\t', ')']);
            let is_record = matches!(zone.line(&text), Line::Name(_));
            good += usize::from(is_record || is_aside);
            // A line in a zone file names its class or stands under an origin.
            let mut words = text.split_ascii_whitespace();
            let has_class = is_record && words.any(|word| word.eq_ignore_ascii_case("IN"));
            marked += usize::from(has_class || text.starts_with("$ORIGIN"));
        }
        Score(if marked == 0 { 0 } else { u8::try_from(92 * good / all.max(1)).unwrap_or(0) })
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(name_lines::parser(self, options, Zone::default()))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        encoding::spans(&reading.options, record, |_, text| {
            let is_text =
                lossy(text).split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("TXT"));
            if is_text || std::str::from_utf8(text).is_err() {
                Span::over(text)
            } else {
                Vec::new()
            }
        })
    }
}

#[derive(Default)]
struct Zone {
    /// With its final point; empty for the root.
    origin: String,
    owner: String,
    brackets: usize,
}

/// Types whose data is kept, and whether the data is one name or address.
const KEPT: [&str; 8] = ["A", "AAAA", "NS", "CNAME", "MX", "DNAME", "SOA", "DS"];
const PASSED: [&str; 14] = [
    "RRSIG",
    "NSEC",
    "NSEC3",
    "NSEC3PARAM",
    "DNSKEY",
    "CDS",
    "CDNSKEY",
    "TXT",
    "SPF",
    "SRV",
    "CAA",
    "TLSA",
    "PTR",
    "HTTPS",
];

impl ReadLines for Zone {
    fn line(&mut self, text: &str) -> Line {
        let text = without_comment(text);
        if text.trim().is_empty() {
            return Line::Aside;
        }
        let was_inside = self.brackets > 0;
        let (opened, closed) = (text.matches('(').count(), text.matches(')').count());
        self.brackets = (self.brackets + opened).saturating_sub(closed);
        if was_inside {
            return Line::Aside;
        }
        let mut words = text.split_ascii_whitespace();
        if let Some(rest) = text.strip_prefix('$') {
            if let Some(origin) = rest.strip_prefix("ORIGIN") {
                origin.trim().trim_start_matches('.').clone_into(&mut self.origin);
            }
            return Line::Aside;
        }
        if !text.starts_with([' ', '\t']) {
            words.next().unwrap_or_default().clone_into(&mut self.owner);
        }
        self.record(words)
    }

    fn options(&self) -> String {
        format!("origin={}", self.origin.trim_end_matches('.').to_lowercase())
    }
}

impl Zone {
    fn record<'a>(&self, words: impl Iterator<Item = &'a str>) -> Line {
        let mut words = words.skip_while(|word| {
            word.bytes().all(|byte| byte.is_ascii_digit())
                || ["IN", "CH", "HS"].iter().any(|class| word.eq_ignore_ascii_case(class))
                || is_duration(word)
        });
        let kind = words.next().unwrap_or_default().to_ascii_uppercase();
        if PASSED.contains(&kind.as_str()) || kind.starts_with("TYPE") {
            return Line::Aside;
        }
        if !KEPT.contains(&kind.as_str()) {
            return Line::Unfit("no type of a zone record");
        }
        let name = self.absolute(&self.owner);
        let Some(name) = clean(&name)
            .or_else(|| is_top(&name).then(|| name.trim_end_matches('.').to_lowercase()))
        else {
            return Line::Unfit("no domain name before the type");
        };
        let data: Vec<&str> = words.take(8).filter(|word| *word != "(").collect();
        Line::Name(NameRow {
            kind: "zone",
            claimed: Some(crate::fields::utc(None)),
            names: vec![name],
            entry: Some(kind),
            detail: (!data.is_empty()).then(|| data.join(" ").to_lowercase()),
            ..NameRow::default()
        })
    }

    fn absolute(&self, owner: &str) -> String {
        match owner {
            "@" => self.origin.clone(),
            name if name.ends_with('.') || self.origin.is_empty() => name.to_owned(),
            name => format!("{name}.{}", self.origin),
        }
    }
}

/// A top-level name, which has no point inside.
fn is_top(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    (2..=63).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// `1h30m`, as name servers also write a time to live.
fn is_duration(word: &str) -> bool {
    word.as_bytes().first().is_some_and(u8::is_ascii_digit)
        && word.bytes().all(|byte| byte.is_ascii_digit() || b"smhdwSMHDW".contains(&byte))
}

/// Without what stands behind a semicolon outside quotes.
fn without_comment(text: &str) -> &str {
    let mut quoted = false;
    let end = text.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b';' && !quoted
    });
    end.map_or(text, |end| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_are_completed_and_carried_on() {
        let mut zone = Zone::default();
        let text = "$ORIGIN essai.example.\n@ 3600 IN SOA ns1 hostmaster (\n 1 ; serial\n 2 )\n  IN NS ns1\nwww 1h A 192.0.2.7\n\tAAAA 2001:db8::7\nautre.example. IN MX 10 mx\nx IN TXT \"a;b\"\nrubbish\nexample. 86400 in ns a.nic.example.";
        let lines = text.lines().map(|line| match zone.line(line) {
            Line::Name(row) => {
                format!(
                    "{} {} {}",
                    row.names[0],
                    row.entry.unwrap(),
                    row.detail.unwrap_or_default()
                )
            }
            Line::Aside => "-".to_owned(),
            Line::Unfit(_) => "?".to_owned(),
        });
        assert_eq!(
            lines.collect::<Vec<_>>(),
            [
                "-",
                "essai.example SOA ns1 hostmaster",
                "-",
                "-",
                "essai.example NS ns1",
                "www.essai.example A 192.0.2.7",
                "www.essai.example AAAA 2001:db8::7",
                "autre.example MX 10 mx",
                "-",
                "?",
                "example NS a.nic.example."
            ]
        );
    }
}
