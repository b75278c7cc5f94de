//! What is said of a story, from members that stand in for the lake.

use vigie_model::key::KeyKind;
use vigie_model::{Key, PersonKeys, Precision, SignalId};

use super::copies::Texts;
use super::gather::{Member, OutletThen};
use super::judge::{self, names_a_source};
use super::{curve, path};
use crate::outlets::OutletClass;
use crate::words::{Language, Words};
use vigie_model::time::Timestamp;

const TEXT: &str = "The bridge at Brumont was sold in secret, says a council paper seen on Monday";

fn member(id: u8, minute: i64, text: &str) -> Member {
    Member {
        signal: SignalId([id; 16]),
        at: Some(Timestamp(1_806_566_400_000_000 + minute * 60_000_000)),
        precision: Precision::Second,
        platform: "x".into(),
        publication: Some(Key(i64::from(id))),
        account: Some(Key(100 + i64::from(id))),
        public_name: None,
        outlet: None,
        address: None,
        links: Vec::new(),
        linked: Vec::new(),
        repost_of: None,
        reply_to: None,
        names_source: names_a_source(text),
        text: Some(text.to_owned()),
        deleted: false,
    }
}

fn outlet(mut member: Member, name: &str, class: OutletClass) -> Member {
    let jurisdiction = "FR".to_owned();
    member.outlet = Some(OutletThen { name: name.to_owned(), class, jurisdiction });
    member
}

#[test]
fn credit_that_an_earlier_one_carried_and_a_later_one_dropped_is_counted_as_lost() {
    let credited = member(1, 0, &format!("{TEXT} (AFP)"));
    let mut reposted = member(2, 5, TEXT);
    reposted.repost_of = Some(Key(1));
    let dropped = outlet(member(3, 10, TEXT), "The Gazette", OutletClass::Private);
    let private = member(4, 12, TEXT);
    let other = member(5, 20, "Something else entirely happened in the harbour of Westhaven today");
    // To the same second as the credited one: nobody can say that it came after it.
    let tied = member(6, 0, TEXT);
    let all = [&tied, &credited, &reposted, &dropped, &private, &other];
    let lost = judge::lost(&all, &Texts::of(&all), &Words::new(Language::English));
    assert_eq!((lost.credited, lost.lost), (2, 2));
    assert_eq!(lost.first_at, dropped.at);
    let by: Vec<(Option<OutletClass>, &[String])> =
        lost.by.iter().map(|row| (row.class, row.outlets.as_slice())).collect();
    let gazette = ["The Gazette".to_owned()];
    assert_eq!(by, [(Some(OutletClass::Private), &gazette[..]), (None, &[][..])]);
}

#[test]
fn a_source_is_named_by_words_and_not_by_accident() {
    for text in [
        "Selon Le Courrier, le pont est vendu",
        "The bridge is sold, according to  the Gazette",
        "Мост продан, сообщает Вестник",
        "Bridge sold (Reuters) — more soon",
    ] {
        assert!(names_a_source(text), "{text}");
    }
    for text in ["consolon", "according to ", "laut", "Bridge sold. Reuters is a company", ""] {
        assert!(!names_a_source(text), "{text}");
    }
    assert!(!names_a_source(&"ß".repeat(1_000_000)));
}

#[test]
fn a_curve_has_at_most_sixty_steps_whatever_the_span() {
    for minutes in [0, 1, 59, 60 * 24, 60 * 24 * 365, 60 * 24 * 365 * 200] {
        let (first, last) = (member(1, 0, ""), member(2, minutes, ""));
        let curve = curve(&[&first, &last]);
        assert!((1..=61).contains(&curve.counts.len()), "{minutes}: {curve:?}");
        assert_eq!(curve.counts.iter().sum::<u64>(), 2);
    }
    assert!(curve(&[]).counts.is_empty());
}

#[test]
fn accounts_are_one_count_in_a_path_and_have_no_name() {
    let mut known = member(1, 0, TEXT);
    known.public_name = Some("x:somebody".into());
    let outlet = outlet(member(2, 5, TEXT), "The Gazette", OutletClass::PublicService);
    let private = member(3, 9, TEXT);
    let rows = path(&[&known, &outlet, &private], &Words::new(Language::French));
    let shown: Vec<(&str, u64, usize)> =
        rows.iter().map(|row| (row.shown.as_str(), row.publications, row.outlets.len())).collect();
    assert_eq!(shown, [("2 comptes", 2, 0), ("service public", 1, 1)]);
}

#[test]
fn an_object_of_a_link_is_the_key_that_ingest_gives_it() {
    let keys = PersonKeys::from_secret(&[1; 32]);
    let link = vigie_kernels::url::canonical("https://Gazette.example/a?utm_source=x").unwrap();
    let asked = keys.key_in(KeyKind::Object, "link", link.as_bytes());
    assert_eq!(asked, keys.key_in(KeyKind::Object, "link", b"https://gazette.example/a"));
}
