//! Which acts a record makes: the derived layer that coordination reads.

use std::borrow::Cow;

use vigie_kernels::{text, url};
use vigie_model::key::KeyKind;
use vigie_model::{Key, PersonKeys};
use vigie_sources::Publication;

/// An object taken as the source gave it, trimmed.
const AS_GIVEN: &str = "as-given@1";
const HASHTAG: &str = "hashtag@1";
const DOMAIN: &str = "registrable-domain@1";
const LINK: &str = url::CANONICAL_LINK;

/// At most this many objects of one layer are taken from one record: a post with a thousand links
/// is a list, not a thousand acts.
const MAX_OBJECTS: usize = 64;

/// The account's pseudonym: the account id inside its platform.
pub(crate) fn account_key(keys: &PersonKeys, platform: Option<&str>, account: &str) -> Key {
    keys.key_in(KeyKind::Account, platform.unwrap_or(""), account.as_bytes())
}

/// What an account acted on: the layer, the kernel that made the object canonical, its name.
pub(super) type Object<'a> = (&'static str, &'static str, &'a str);

/// The object of a co-sharing row: it has no platform and no layer of its own.
pub(super) const fn of_share<'a>(row: &vigie_sources::Share<'a>) -> Object<'a> {
    ("share", AS_GIVEN, row.object_id)
}

/// What a publication acts on: each distinct object of each layer.
pub(super) fn of_publication(row: &Publication<'_>, mut push: impl FnMut(Object<'_>)) {
    let mut object = |layer: &'static str, kernel: &'static str, name: &str| {
        push((layer, kernel, name));
    };
    let links = links(row);
    for link in &links {
        match url::canonical(link) {
            Some(canonical) => object("link", LINK, &canonical),
            None => object("link", AS_GIVEN, link),
        }
    }
    for domain in domains(row, &links) {
        object("domain", DOMAIN, &domain);
    }
    let tags = hashtags(row);
    for tag in &tags {
        object("hashtag", HASHTAG, tag);
    }
    // The same tags in the same order are a habit, or one template.
    if tags.len() > 1 {
        object("hashtag sequence", HASHTAG, &tags.join(" "));
    }
    for image in row.images.map(split).unwrap_or_default() {
        object("image", AS_GIVEN, &image);
    }
    if let Some(original) = present(row.repost_of) {
        object("repost", AS_GIVEN, original);
    }
    if let Some(original) = present(row.reply_to) {
        object("reply", AS_GIVEN, original);
    }
}

fn present(value: Option<&str>) -> Option<&str> {
    value.map(str::trim).filter(|text| !text.is_empty())
}

fn split(cell: &str) -> Vec<Cow<'_, str>> {
    distinct(text::split_objects(cell))
}

fn distinct<T: PartialEq>(objects: impl Iterator<Item = T>) -> Vec<T> {
    let mut kept: Vec<T> = Vec::new();
    for object in objects {
        if kept.len() == MAX_OBJECTS {
            break;
        }
        if !kept.contains(&object) {
            kept.push(object);
        }
    }
    kept
}

/// The links of the mapped column, or those that stand in the text when no column is mapped.
fn links<'a>(row: &Publication<'a>) -> Vec<Cow<'a, str>> {
    match (present(row.links), row.text) {
        (Some(cell), _) => split(cell),
        (None, Some(text)) => distinct(text::links_in(text).map(Cow::Borrowed)),
        (None, None) => Vec::new(),
    }
}

fn domains(row: &Publication<'_>, links: &[Cow<'_, str>]) -> Vec<String> {
    match present(row.domains) {
        Some(cell) => distinct(split(cell).iter().map(|domain| domain.to_ascii_lowercase())),
        None => distinct(links.iter().filter_map(|link| url::registrable_domain(link))),
    }
}

fn hashtags(row: &Publication<'_>) -> Vec<String> {
    match (present(row.hashtags), row.text) {
        (Some(cell), _) => distinct(text::split_objects(cell).map(text::hashtag)),
        (None, Some(text)) => distinct(text::hashtags_in(text).map(text::hashtag)),
        (None, None) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layers(row: &Publication<'_>) -> Vec<String> {
        let mut seen = Vec::new();
        of_publication(row, |(layer, kernel, _)| seen.push(format!("{layer} {kernel}")));
        seen
    }

    #[test]
    fn every_mapped_layer_gives_acts() {
        let row = Publication {
            links: Some("https://gazette.example/a?utm_source=x"),
            hashtags: Some("#Vote, #vote"),
            images: Some("f00d"),
            repost_of: Some("17"),
            ..Publication::default()
        };
        assert_eq!(
            layers(&row),
            [
                "link canonical-link@1",
                "domain registrable-domain@1",
                "hashtag hashtag@1",
                "image as-given@1",
                "repost as-given@1"
            ]
        );
    }

    #[test]
    fn two_hashtags_or_more_in_their_order_are_an_object_of_their_own() {
        let sequences = |text| {
            let mut seen = Vec::new();
            let row = Publication { text: Some(text), ..Publication::default() };
            of_publication(&row, |(layer, _, name)| {
                seen.extend((layer == "hashtag sequence").then(|| name.to_owned()));
            });
            seen.join(", ")
        };
        assert_eq!(sequences("#Vote now, #today! #vote"), "vote today");
        assert_eq!(sequences("#today #vote"), "today vote");
        assert_eq!(sequences("#vote, #Vote"), "");
    }

    #[test]
    fn links_and_hashtags_are_found_in_text_when_no_column_is_mapped() {
        let row = Publication {
            text: Some("Voir (https://gazette.example/a). #Vote"),
            ..Publication::default()
        };
        assert_eq!(
            layers(&row),
            ["link canonical-link@1", "domain registrable-domain@1", "hashtag hashtag@1"]
        );
        let numbered = Publication { links: Some("23678"), ..Publication::default() };
        assert_eq!(layers(&numbered), ["link as-given@1"]);
    }

    #[test]
    fn spellings_of_one_link_are_one_object() {
        let object = |link| {
            let mut object = None;
            let row = Publication { links: Some(link), ..Publication::default() };
            of_publication(&row, |(layer, _, name)| {
                object = object.take().or((layer == "link").then(|| name.to_owned()));
            });
            object
        };
        assert_eq!(
            object("https://Gazette.example/a?utm_source=x#top"),
            object("https://gazette.example/a")
        );
    }
}
