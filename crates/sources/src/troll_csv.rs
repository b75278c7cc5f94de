//! The layout in which FiveThirtyEight published the posts of the Internet Research Agency.
//!
//! Times are American (`10/1/2017 19:58`), to the minute, in UTC. `harvested_date` is when somebody
//! else saw the post. The account category was given by researchers: it is a label, not a fact.

use crate::post::{Objects, Post, in_utc};
use crate::record::ClaimedTime;
use crate::sheet::{self, Format, Line, has_all, header_of};
use crate::{Description, Parser, ReadOptions, Reading, Score, Source, SourceError, Span};

/// The source.
pub(crate) struct TrollCsv;

const FORMAT: Format = Format {
    source: "troll-csv",
    version: 1,
    required: &["external_author_id", "author", "content", "publish_date"],
    optional: &[
        "alt_external_id",
        "tweet_id",
        "harvested_date",
        "language",
        "post_type",
        "retweet",
        "account_category",
        "article_url",
        "tco1_step1",
        "tco2_step1",
        "tco3_step1",
    ],
    read,
    open: &[
        "region",
        "language",
        "publish_date",
        "harvested_date",
        "post_type",
        "account_type",
        "retweet",
        "account_category",
        "new_june_2018",
    ],
};

impl Source for TrollCsv {
    fn id(&self) -> &'static str {
        FORMAT.source
    }

    fn version(&self) -> u32 {
        FORMAT.version
    }

    fn description(&self) -> Description {
        Description {
            en: "posts in the layout of FiveThirtyEight's troll archive (CSV)",
            fr: "messages dans le format de l’archive de trolls de FiveThirtyEight (CSV)",
            example: "external_author_id,author,content,language,publish_date,harvested_date,post_type,account_category,tweet_id\n906000000000000001,ADA,Salut,French,4/1/2027 8:00,4/1/2027 8:01,RETWEET,Hashtag,914500000000000001",
            personal: "accounts, texts, links, ids",
        }
    }

    fn dropped(&self) -> &'static [&'static str] {
        &[
            "counts of followers and updates",
            "the region",
            "the account type",
            "the original of a repost, which the layout does not name",
            "the address of the post itself",
        ]
    }

    fn table(&self) -> &'static str {
        "publication_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        Score(if has_all(&header_of(head), FORMAT.required) { 97 } else { 0 })
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(sheet::parser(&FORMAT, options))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        sheet::spans(&FORMAT, reading, record)
    }
}

/// `month/day/year hour:minute`, in UTC, or any of the usual spellings.
fn american(text: Option<&str>) -> ClaimedTime {
    let iso = text.and_then(|text| {
        let (date, clock) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        let mut parts = date.split('/');
        let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
        if year.len() != 4 || parts.next().is_some() {
            return None;
        }
        let (hour, rest) = clock.split_once(':').unwrap_or((clock, ""));
        let clock = if clock.is_empty() { String::new() } else { format!("T{hour:0>2}:{rest}") };
        Some(format!("{year}-{month:0>2}-{day:0>2}{clock}"))
    });
    in_utc(iso.as_deref().or(text))
}

fn read<'a>(line: &Line<'a>) -> Result<Post<'a>, &'static str> {
    // The first id column went through spreadsheets (`9.06E+17`); the second did not.
    let author_id = line.first_of(&["alt_external_id", "external_author_id"]);
    let Some(author) = line.get("author") else { return Err("no author") };
    let post_type = line.get("post_type").unwrap_or_default();
    let kind = match post_type.to_ascii_uppercase().as_str() {
        "RETWEET" => "repost",
        "QUOTE_TWEET" => "quote",
        _ if line.is_true("retweet") => "repost",
        _ => "post",
    };
    let mut links = Objects::default();
    for field in ["tco1_step1", "tco2_step1", "tco3_step1"] {
        links.add(line.get(field));
    }
    Ok(Post {
        claimed: Some(american(line.get("publish_date").as_deref())),
        observed_at: american(line.get("harvested_date").as_deref())
            .at
            .filter(|at| at.is_plausible()),
        platform: Some("x".into()),
        native_id: line.get("tweet_id"),
        kind: Some(kind.into()),
        author_id: author_id.or_else(|| Some(author.clone())),
        author_name: Some(author),
        text: line.get("content"),
        language: line.get("language"),
        links: links.text(),
        label: line.get("account_category"),
        ..Post::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn american_times_are_read_to_the_minute_in_utc() {
        let shown = |text: &str| {
            let claimed = american(Some(text));
            let at = claimed.at.map_or_else(|| "-".to_owned(), |at| at.to_string());
            format!("{at} {}", claimed.precision.word())
        };
        assert_eq!(shown("10/1/2027 9:58"), "2027-10-01T09:58:00Z min");
        assert_eq!(shown("2027-10-01 19:58"), "2027-10-01T19:58:00Z min");
        assert_eq!(shown("13/1/2027 9:58"), "- day");
    }
}
