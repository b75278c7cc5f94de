//! CrowdTangle's exports of posts of Facebook and Instagram: old archives, still in use.
//!
//! `Post Created` ends in the name of a zone (`2027-04-01 10:00:00 CEST`). Scores of "overperforming"
//! are the tool's own arithmetic and are not read; neither are counts.

use std::borrow::Cow;

use jiff::tz::TimeZone;

use crate::post::{Objects, Post, Text};
use crate::record::ClaimedTime;
use crate::sheet::{self, Format, Line, has_all, header_of};
use crate::{Description, Parser, ReadOptions, Reading, Score, Source, SourceError, Span, stamp};

/// The source.
pub(crate) struct Crowdtangle;

const FORMAT: Format = Format {
    source: "crowdtangle",
    version: 1,
    required: &["Post Created", "Type", "URL"],
    optional: &[
        "Page Name",
        "Group Name",
        "Account",
        "User Name",
        "Facebook Id",
        "Message",
        "Title",
        "Description",
        "Image Text",
        "Link",
        "Link Text",
        "Final Link",
        "Sponsor Id",
        "Sponsor Name",
    ],
    read,
    open: &[
        "Page Category",
        "Page Admin Top Country",
        "Post Created",
        "Post Created Date",
        "Post Created Time",
        "Type",
        "Total Interactions",
        "Likes",
        "Comments",
        "Shares",
        "Overperforming Score",
    ],
};

impl Source for Crowdtangle {
    fn id(&self) -> &'static str {
        FORMAT.source
    }

    fn version(&self) -> u32 {
        FORMAT.version
    }

    fn description(&self) -> Description {
        Description {
            en: "CrowdTangle exports of Facebook and Instagram posts (CSV)",
            fr: "exports CrowdTangle de publications Facebook et Instagram (CSV)",
            example: "Page Name,User Name,Facebook Id,Post Created,Type,URL,Message,Link\nGazette d'essai,gazette,10077,2027-04-01 10:00:00 CEST,Link,https://www.facebook.com/10077/posts/5,Salut,https://gazette.example/a",
            personal: "pages and accounts, texts, links, sponsors, ids",
        }
    }

    fn dropped(&self) -> &'static [&'static str] {
        &[
            "counts and overperforming scores",
            "page categories, countries and sizes",
            "text inside images, where there is a message",
            "lengths of videos",
            "the sponsor's name",
        ]
    }

    fn table(&self) -> &'static str {
        "publication_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        let header = header_of(head);
        let named =
            ["Page Name", "Group Name", "Account"].iter().any(|name| has_all(&header, &[name]));
        Score(if named && has_all(&header, FORMAT.required) { 96 } else { 0 })
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(sheet::parser(&FORMAT, options))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        sheet::spans(&FORMAT, reading, record)
    }
}

/// Zones as the tool writes them, as the offset that the name stands for. Names that several zones
/// share are left out on purpose: the configured zone is assumed then, and said so.
const ZONES: [(&str, &str); 12] = [
    ("UTC", "Z"),
    ("GMT", "Z"),
    ("WEST", "+01:00"),
    ("CET", "+01:00"),
    ("CEST", "+02:00"),
    ("EET", "+02:00"),
    ("EEST", "+03:00"),
    ("MSK", "+03:00"),
    ("EDT", "-04:00"),
    ("EST", "-05:00"),
    ("PDT", "-07:00"),
    ("PST", "-08:00"),
];

fn created(text: Option<&str>, zone: &TimeZone) -> ClaimedTime {
    let Some((time, name)) = text.and_then(|text| text.trim().rsplit_once(' ')) else {
        return stamp::claimed(text, zone);
    };
    if !name.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
        return stamp::claimed(text, zone);
    }
    let offset = ZONES.iter().find(|(known, _)| *known == name).map_or("", |(_, offset)| *offset);
    stamp::claimed(Some(&[time, offset].concat()), zone)
}

fn read<'a>(line: &Line<'a>) -> Result<Post<'a>, &'static str> {
    let Some(url) = line.get("URL") else { return Err("no URL") };
    let platform = if url.contains("instagram.com/") { "instagram" } else { "facebook" };
    let kind = line.get("Type").unwrap_or_default();
    let is_video = kind.contains("Video") || kind.contains("Reel") || kind.contains("IGTV");
    let mut links = Objects::default();
    // Shortened and final: the latter is where it led when the tool looked.
    links.add(line.first_of(&["Final Link", "Link"]).filter(|link| *link != url));
    let name = line.first_of(&["Page Name", "Group Name", "Account"]);
    let handle = line.get("User Name");
    let text: Text<'a> = line.first_of(&["Message", "Description", "Image Text"]);
    Ok(Post {
        claimed: Some(created(line.get("Post Created").as_deref(), line.zone())),
        platform: Some(platform.into()),
        native_id: Some(Cow::Owned(native_id(&url).to_owned())),
        kind: Some(if is_video { "video".into() } else { "post".into() }),
        author_id: line.get("Facebook Id").or_else(|| handle.clone()).or_else(|| name.clone()),
        author_name: name.or(handle),
        title: line.first_of(&["Title", "Link Text"]),
        text,
        url: Some(url),
        links: links.text(),
        label: line.get("Sponsor Id").map(|_| "sponsored".into()),
        ..Post::default()
    })
}

/// The address without scheme, host and query: what all exports of the post share.
fn native_id(url: &str) -> &str {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split_once('/').map_or(path, |(_, path)| path);
    path.split_once('#').map_or(path, |(path, _)| path).trim_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TimeNote;

    #[test]
    fn the_zone_inside_the_time_is_read_and_an_unknown_one_assumed() {
        let utc = TimeZone::UTC;
        let at = |text| created(Some(text), &utc).at.unwrap().to_string();
        assert_eq!(at("2027-04-01 10:00:00 CEST"), "2027-04-01T08:00:00Z");
        assert_eq!(at("2027-04-01 10:00:00"), "2027-04-01T10:00:00Z");
        let odd = created(Some("2027-04-01 10:00:00 XYZT"), &utc);
        assert_eq!(odd.note, Some(TimeNote::ZoneAssumed));
    }
}
