//! What a page says of itself: headline, date, outlet, address, and whose article it repeats.

use serde::Serialize;
use serde_json::Value;

use super::blocks::{Page, one_line};
use super::phrases::folded;
use crate::day::Day;
use crate::polls::dates_in;

/// How a date is known, surest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// JSON-LD of the page.
    JsonLd,
    /// A `meta` element.
    Meta,
    /// A `time` element.
    Time,
    /// The address.
    Url,
    /// The lines around the headline.
    Text,
}

/// A date of publication.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Dated {
    /// The day.
    pub day: Day,
    /// How it is known.
    pub basis: Basis,
    /// Another source of the same page that is more than two days off.
    pub other: Option<(Day, Basis)>,
}

/// Where an article was published first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Original {
    /// The address.
    pub link: String,
    /// How that is known: "canonical" or "text".
    pub basis: OriginalBasis,
}

/// How an original is known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OriginalBasis {
    /// The canonical address lies at another host than the page.
    Canonical,
    /// A line says so: "first published on", "Read more: http://…".
    Text,
}

/// All of it.
#[derive(Default)]
pub(super) struct Told {
    pub(super) headline: Option<String>,
    /// Every title that the page has for itself.
    pub(super) titles: Vec<String>,
    pub(super) date: Option<Dated>,
    pub(super) outlet: Option<String>,
    pub(super) canonical: Option<String>,
    pub(super) original: Option<Original>,
    host: Option<String>,
}

/// Properties of `meta` that hold the day of publication.
const DATES: &[&str] = &[
    "article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.issued",
    "publish-date",
    "publication_date",
    "publishdate",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "og:published_time",
    "cxenseparse:recs:publishtime",
];

/// Reads what a page says of itself.
pub(super) fn read(page: &Page, address: Option<&str>) -> Told {
    let json: Vec<Value> =
        page.json_ld.iter().filter_map(|text| serde_json::from_str(text).ok()).collect();
    let mut nodes = Vec::new();
    for value in &json {
        articles(value, 0, &mut nodes);
    }
    let meta = |name: &str| {
        let found =
            page.meta.iter().find(|(property, content)| property == name && !content.is_empty());
        found.map(|(_, content)| content.as_str())
    };
    let text = |name: &str| nodes.iter().find_map(|node| node.get(name)?.as_str()).map(one_line);
    let headline = text("headline")
        .or_else(|| meta("og:title").map(one_line))
        .or_else(|| meta("twitter:title").map(one_line));
    let titles = [text("headline"), meta("og:title").map(one_line), Some(page.title.clone())];
    let found = meta("og:url").map(str::to_owned).or_else(|| address.map(str::to_owned));
    let canonical = page.canonical.clone().filter(|link| host(link).is_some());
    // Where the page lies: the address it was found at is surer than its own word.
    let here = address.or(found.as_deref()).and_then(host);
    let elsewhere = canonical.as_deref().and_then(|link| {
        let there = host(link)?;
        (here.as_ref().is_some_and(|here| *here != there))
            .then(|| Original { link: plain(link), basis: OriginalBasis::Canonical })
    });
    let outlet = nodes.iter().find_map(|node| name_of(node.get("publisher")?));
    let outlet = outlet
        .or_else(|| meta("og:site_name").map(one_line))
        .or_else(|| meta("application-name").map(one_line));
    let own_host = here.or_else(|| canonical.as_deref().and_then(host));
    Told {
        date: date(page, &nodes, [address, canonical.as_deref(), found.as_deref()]),
        titles: titles.into_iter().flatten().filter(|title| !title.is_empty()).collect(),
        headline: headline.filter(|title| !title.is_empty()),
        outlet: outlet.filter(|name| !name.is_empty() && name.len() < 200),
        canonical: canonical.or(found).map(|link| plain(&link)),
        original: elsewhere,
        host: own_host,
    }
}

/// JSON-LD nodes that are articles: of arrays, graphs and nested objects, not deeper than four.
fn articles<'a>(value: &'a Value, depth: usize, out: &mut Vec<&'a Value>) {
    if depth > 4 || out.len() > 32 {
        return;
    }
    match value {
        Value::Array(list) => list.iter().take(64).for_each(|one| articles(one, depth + 1, out)),
        Value::Object(object) => {
            let is = |kind: &Value| {
                kind.as_str().is_some_and(|kind| {
                    kind.ends_with("Article") || kind == "BlogPosting" || kind == "Report"
                })
            };
            let kind = object.get("@type");
            let ours = kind.is_some_and(|kind| {
                is(kind) || kind.as_array().is_some_and(|kinds| kinds.iter().any(is))
            });
            if ours {
                out.push(value);
            }
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(inner) = object.get(key) {
                    articles(inner, depth + 1, out);
                }
            }
        }
        _ => {}
    }
}

fn name_of(value: &Value) -> Option<String> {
    match value {
        Value::String(name) => Some(one_line(name)),
        Value::Array(list) => list.first().and_then(name_of),
        Value::Object(object) => object.get("name").and_then(Value::as_str).map(one_line),
        _ => None,
    }
}

/// The surest date; a less sure one that is more than two days off is kept beside it.
fn date(page: &Page, nodes: &[&Value], addresses: [Option<&str>; 3]) -> Option<Dated> {
    let json = nodes.iter().find_map(|node| Day::read_iso(node.get("datePublished")?.as_str()?));
    let named = |name: &&str| {
        page.meta
            .iter()
            .filter(|(property, _)| property == name)
            .find_map(|(_, text)| Day::read_iso(text).or_else(|| dates_in(text).first().copied()))
    };
    let meta = DATES.iter().find_map(named);
    let time = page.times.iter().find_map(|time| Day::read_iso(time));
    let address = addresses.into_iter().flatten().find_map(in_address);
    let all: Vec<(Day, Basis)> =
        [(json, Basis::JsonLd), (meta, Basis::Meta), (time, Basis::Time), (address, Basis::Url)]
            .into_iter()
            .filter_map(|(day, basis)| Some((day?, basis)))
            .collect();
    let (day, basis) = *all.first()?;
    // A `time` may be that of an update or of a comment: only the others contradict.
    let other = all
        .iter()
        .copied()
        .find(|(other, basis)| *basis != Basis::Time && (other.0 - day.0).abs() > 2);
    Some(Dated { day, basis, other })
}

/// `/2027/02/17/`, `/2027-02-17-…`, `-20270217.html`.
fn in_address(address: &str) -> Option<Day> {
    let path = address.split_once("://").map_or(address, |(_, rest)| rest);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> =
        path.split(|letter: char| !letter.is_ascii_alphanumeric()).take(200).collect();
    let three = parts.windows(3).find_map(|three| {
        let sizes = three[0].len() == 4 && three[1].len() <= 2 && three[2].len() <= 2;
        (sizes && three.iter().all(|part| digits(part))).then_some(())?;
        Day::new(three[0].parse().ok()?, three[1].parse().ok()?, three[2].parse().ok()?)
    });
    three.or_else(|| {
        parts.iter().filter(|part| part.len() == 8 && digits(part)).find_map(|part| {
            Day::new(part[..4].parse().ok()?, part[4..6].parse().ok()?, part[6..].parse().ok()?)
        })
    })
}

/// A date written out in a short line: "Thursday, February 18, 2027".
pub(super) fn in_text(line: &str) -> Option<Dated> {
    let day = dates_in(line).first().copied()?;
    Some(Dated { day, basis: Basis::Text, other: None })
}

/// The original that a line names: its own link, or an address written out in it.
pub(super) fn original_in(text: &str, links: &[String], told: &Told) -> Option<Original> {
    const FIRST: &[&str] = &[
        "first published",
        "originally published",
        "was first published",
        "publié initialement",
        "initialement publié",
        "a été publié",
        "republished",
    ];
    let lower = folded(text);
    let says = FIRST.iter().any(|phrase| lower.contains(phrase));
    let written = text
        .split_whitespace()
        .find(|word| word.starts_with("http://") || word.starts_with("https://"));
    // "Read more: An older story" is no original; an address written out is where the copy came from.
    let link = match written {
        Some(written) => written,
        None if says => links.first()?.as_str(),
        None => return None,
    };
    let there = host(link)?;
    (told.host.as_ref().is_none_or(|here| *here != there))
        .then(|| Original { link: plain(link), basis: OriginalBasis::Text })
}

/// The host of an absolute address, without "www." and its like.
fn host(link: &str) -> Option<String> {
    let (scheme, rest) = link.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host = rest[..end].rsplit('@').next()?.split(':').next()?.to_lowercase();
    let web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let bare = ["www.", "m.", "amp.", "mobile."].iter().find_map(|front| host.strip_prefix(front));
    let host = bare.map_or_else(|| host.clone(), str::to_owned);
    (web && host.contains('.') && !host.contains(char::is_whitespace)).then_some(host)
}

/// An address without its fragment and without the parameters that only count visits.
fn plain(link: &str) -> String {
    let link = link.split('#').next().unwrap_or(link).trim();
    let Some((path, query)) = link.split_once('?') else { return link.to_owned() };
    let counts = |part: &&str| {
        let name = part.split('=').next().unwrap_or_default();
        !(name.starts_with("utm_")
            || matches!(name, "fbclid" | "gclid" | "xtor" | "ref" | "ITO" | "ito"))
    };
    let kept: Vec<&str> = query.split('&').filter(counts).collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}
