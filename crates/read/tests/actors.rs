//! Who is named in invented texts: data in, text out.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise, and reads the data it is given"
)]

use vigie_read::Day;
use vigie_read::actors::{Actors, Problem, WatchList};

fn list() -> WatchList {
    serde_json::from_str(
        r#"{"persons": [
            {"id": "harlow", "name": "Anne Harlow", "roles": [{"titles": ["candidate"]}]},
            {"id": "corvel", "name": "Yann Corvel", "roles": [{"titles": ["maire de Port-Levant"], "from": "2020-06-01"}]},
            {"id": "leguen", "name": "Marine Le Guen", "surname": "Le Guen", "roles": [{"titles": ["deputy"]}]},
            {"id": "blanc", "name": "Hélène Blanc", "roles": [{"titles": ["juge"]}]},
            {"id": "verrier", "name": "Alan Verrier", "roles": [
                {"titles": ["foreign minister", "ministre des affaires étrangères"], "country": "FR", "from": "2026-01-01", "until": "2027-05-01"}]},
            {"id": "older", "name": "Paul Older", "roles": [
                {"titles": ["foreign minister", "ministre des affaires étrangères"], "country": "FR", "until": "2025-12-31"}]}
          ], "organisations": [
            {"id": "vi", "name": "Valdor Info", "aliases": ["VI"], "kind": "outlet"},
            {"id": "point", "name": "Le Point du Jour", "kind": "outlet"}
          ]}"#,
    )
    .unwrap()
}

fn read(text: &str) -> String {
    let found = Actors::from(&list()).mentions(text, Day::new(2027, 3, 5));
    let lines: Vec<String> = found
        .mentions
        .iter()
        .map(|one| format!("{} {:?}: {}", one.actor, one.form, one.span.of(text)))
        .collect();
    format!("{}\n{} unlisted", lines.join("\n"), found.unlisted)
}

#[test]
fn a_surname_alone_needs_the_full_name_somewhere() {
    insta::assert_snapshot!(read(
        "Harlow’s camp is worried. Anne Harlow and Mme Le Guen met on Monday; Le Guen left early. Brigitte Harlow and Harlow Industries were absent."
    ), @r###"
    harlow Surname: Harlow
    harlow Name: Anne Harlow
    leguen TitleAndSurname: Le Guen
    leguen Surname: Le Guen
    2 unlisted
    "###);
    insta::assert_snapshot!(read("Corvel said nothing. Le Guen neither."), @r###"
    2 unlisted
    "###);
}

#[test]
fn a_surname_that_is_a_word_needs_its_name_before() {
    insta::assert_snapshot!(read(
        "Blanc sur noir, le tract circule. La juge Hélène Blanc a ouvert une enquête. Blanc n’a pas commenté, un drapeau blanc à la main."
    ), @r###"
    blanc Name: Hélène Blanc
    blanc Surname: Blanc
    0 unlisted
    "###);
}

#[test]
fn french_elision_metonyms_towns_and_demonyms_are_told_apart() {
    insta::assert_snapshot!(read(
        "L’Élysée dément. Selon l’équipe d’Anne Harlow, le Kremlin et Moscou accusent Matignon. Des diplomates russes à Moscou citent Radio France et la France."
    ), @r###"
    FR Metonym: Élysée
    harlow Name: Anne Harlow
    RU Metonym: Kremlin
    RU Metonym: Moscou
    FR Metonym: Matignon
    RU Demonym: russes
    RU Town: Moscou
    FR Name: France
    1 unlisted
    "###);
}

#[test]
fn a_role_is_whoever_held_it_on_the_day_and_of_that_country() {
    insta::assert_snapshot!(read(
        "The foreign minister warned them. The German foreign minister agreed. The former foreign minister laughed. The French foreign minister left. Le ministre des Affaires étrangères de la France a démenti."
    ), @r###"
    verrier Role: foreign minister
    DE Demonym: German
    FR Demonym: French
    verrier Role: foreign minister
    verrier Role: ministre des Affaires étrangères
    FR Name: France
    0 unlisted
    "###);
}

#[test]
fn organisations_are_found_as_they_are_written() {
    insta::assert_snapshot!(read("Valdor Info et VI publient ; vi n’est rien. Le Point du Jour répond, mais le point du jour se lève."), @r###"
    vi Name: Valdor Info
    vi Alias: VI
    point Name: Le Point du Jour
    0 unlisted
    "###);
}

#[test]
fn names_in_capitals_and_without_accents_are_the_same() {
    insta::assert_snapshot!(read("HELENE BLANC OPENS INQUIRY\nHélène Blanc opened an inquiry. VERRIER: ‘NO COMMENT’"), @r###"
    blanc Name: HELENE BLANC
    blanc Name: Hélène Blanc
    2 unlisted
    "###);
}

#[test]
fn a_list_with_two_entries_of_one_name_says_so_and_finds_neither() {
    let mut list = list();
    list.organisations[1].aliases.push("VI".to_owned());
    list.persons[0].roles.clear();
    assert_eq!(
        list.problems(),
        [Problem::SharedName("VI".to_owned()), Problem::NoRole("harlow".to_owned())]
    );
    assert!(Actors::from(&list).mentions("VI publie.", None).mentions.is_empty());
}

#[test]
fn any_text_is_answered_and_no_unlisted_name_is_kept() {
    let long = "Quelqu’un d’autre, Jean Inconnu, parle. ".repeat(4_000);
    let found = Actors::from(&list()).mentions(&long, None);
    assert!(found.mentions.is_empty());
    assert_eq!(found.unlisted, 1);
    assert!(!serde_json::to_string(&found).unwrap().contains("nconnu"));
    for text in ["", "’", "Anne", "Anne\u{202f}Harlow", "L’", "Harlow’s", "\u{0}Anne Harlow\u{0}"]
    {
        let found = Actors::from(&list()).mentions(text, None);
        assert!(found.actors().len() <= 1, "{text}");
    }
}

#[test]
fn the_press_article_names_its_actors() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/press/france-vows-to-retaliate-2017-02.txt"
    );
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: no ../shared/data");
        return;
    };
    let names = [
        "Jean-Marc Ayrault",
        "Emmanuel Macron",
        "François Fillon",
        "Benoît Hamon",
        "François Hollande",
        "Vladimir Putin",
        "Donald Trump",
        "Dmitry Peskov",
        "Benjamin Griveaux",
        "Mathieu Gallet",
        "Angela Merkel",
        "Michael Flynn",
        "Hillary Clinton",
    ];
    let persons: Vec<String> = names
        .iter()
        .map(|name| {
            format!(r#"{{"id": "{name}", "name": "{name}", "roles": [{{"titles": ["public"]}}]}}"#)
        })
        .collect();
    let list: WatchList = serde_json::from_str(&format!(
        r#"{{"persons": [{}, {{"id": "Marine Le Pen", "name": "Marine Le Pen", "surname": "Le Pen", "roles": [{{"titles": ["candidate"]}}]}}],
            "organisations": [{{"id": "RT", "name": "Russia Today", "aliases": ["RT"], "kind": "outlet"}},
            {{"id": "Sputnik", "name": "Sputnik", "kind": "outlet"}}, {{"id": "Radio France", "name": "Radio France"}},
            {{"id": "Le Point", "name": "Le Point", "kind": "outlet"}}, {{"id": "NATO", "name": "NATO"}}]}}"#,
        persons.join(",")
    ))
    .unwrap();
    let found = Actors::from(&list).mentions(&text, Day::new(2017, 2, 16));
    let mut counts = std::collections::BTreeMap::new();
    for one in &found.mentions {
        *counts.entry(format!("{} {:?}", one.actor, one.form)).or_insert(0) += 1;
    }
    for (actor, count) in &counts {
        println!("{count:3} {actor}");
    }
    println!("{} unlisted", found.unlisted);
    for name in names.iter().chain(&[
        "Marine Le Pen",
        "RT",
        "Sputnik",
        "Radio France",
        "Le Point",
        "NATO",
        "RU",
        "FR",
        "UA",
        "US",
    ]) {
        assert!(found.mentions.iter().any(|one| one.actor == *name), "{name}");
    }
}

#[test]
fn a_surname_that_is_a_country_is_its_bearer() {
    let nobody = Actors::from(&WatchList::default());
    let countries = |text: &str| {
        let found = nobody.mentions(text, None).mentions;
        found.into_iter().map(|one| one.actor).collect::<Vec<String>>()
    };
    assert_eq!(countries("Simon Hollande spoke. Hollande left. France waits."), ["FR"]);
    assert_eq!(countries("Hollande waits."), ["NL"]);
}
