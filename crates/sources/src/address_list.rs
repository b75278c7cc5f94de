//! A pasted list of addresses of pages, one a line, defanged or not, with or without a remark behind.
//!
//! It says that somebody holds these addresses for worth a look, and nothing of when: no time is
//! claimed. What a page says is for whoever fetches it.

use jiff::tz::TimeZone;
use vigie_kernels::url;

use crate::lines::sample;
use crate::post::{Objects, Post};
use crate::text::lossy;
use crate::text_lines::{self, Format, Line};
use crate::{
    Description, Parser, ReadOptions, Reading, Score, Source, SourceError, Span, encoding,
};

/// The source.
pub(crate) struct AddressList;

const FORMAT: Format = Format { source: "address-list", version: 1, read };

impl Source for AddressList {
    fn id(&self) -> &'static str {
        FORMAT.source
    }

    fn version(&self) -> u32 {
        FORMAT.version
    }

    fn description(&self) -> Description {
        Description {
            en: "a list of addresses of pages, one a line (https://…, also hxxps and [.])",
            fr: "une liste d’adresses de pages, une par ligne (https://…, aussi hxxps et [.])",
            example: "https://gazette.example/a\nhxxps://autre[.]example/b",
            personal: "the addresses and the remarks behind them",
        }
    }

    fn dropped(&self) -> &'static [&'static str] {
        &["lines of # comment"]
    }

    fn table(&self) -> &'static str {
        "publication_records"
    }

    /// Half of what is sure: lines of many formats begin with an address.
    fn probe(&self, head: &[u8]) -> Score {
        let head = encoding::head_text(head);
        let (mut good, mut all) = (0, 0);
        for line in sample(&head) {
            let text = lossy(line);
            if text.trim_start().starts_with('#') {
                continue;
            }
            all += 1;
            let mut words = text.split_whitespace();
            let is_address = words.next().is_some_and(|word| address(word).is_some());
            good += usize::from(is_address && words.count() == 0);
        }
        Score(u8::try_from(80 * good / all.max(1)).unwrap_or(0))
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(text_lines::parser(FORMAT, options))
    }

    fn restricted_spans(&self, _: &Reading, record: &[u8]) -> Vec<Span> {
        Span::over(record.strip_suffix(b"\n").unwrap_or(record))
    }
}

/// The address without what was done to it so that nobody follows it by mistake.
fn address(word: &str) -> Option<String> {
    let word = word.trim_matches(['<', '>', '"', '\'', ',', ';']);
    let plain =
        word.replace("[.]", ".").replace("(.)", ".").replace("[:]", ":").replace("[://]", "://");
    let (scheme, rest) = plain.split_once("://")?;
    let scheme = match scheme.to_ascii_lowercase().as_str() {
        "http" | "hxxp" | "h**p" => "http",
        "https" | "hxxps" | "h**ps" => "https",
        _ => return None,
    };
    let host = rest.split(['/', '?', '#']).next()?;
    (host.contains('.') || host.starts_with('[')).then(|| [scheme, "://", rest].concat())
}

fn read<'a>(line: &'a str, _: &TimeZone) -> Line<'a> {
    let line = line.trim();
    if line.starts_with('#') {
        return Line::Blank;
    }
    let (word, remark) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let Some(address) = address(word) else {
        return Line::Unfit("no address of a page at the start of the line");
    };
    let mut links = Objects::default();
    links.push(&address);
    Line::Post(Box::new(Post {
        platform: Some("web".into()),
        native_id: Some(address.clone().into()),
        kind: Some("article".into()),
        author_id: url::registrable_domain(&address).map(Into::into),
        text: Some(remark.trim().into()),
        url: Some(address.into()),
        links: links.text(),
        ..Post::default()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defanged_addresses_are_made_whole_and_names_alone_are_none() {
        assert_eq!(address("hxxps://a[.]example/x").as_deref(), Some("https://a.example/x"));
        assert_eq!(address("<http://[2001:db8::1]/>").as_deref(), Some("http://[2001:db8::1]/"));
        for word in
            ["a.example", "ftp://a.example", "https://localhost", "https://", "mailto:a@b.example"]
        {
            assert_eq!(address(word), None, "{word}");
        }
    }
}
