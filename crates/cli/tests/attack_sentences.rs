//! `vigie check` through the binary: sentences as newspapers write them, over invented logs whose
//! every count is known.

#![expect(clippy::unwrap_used, reason = "tests build texts and stop at the first surprise")]

use serde_json::Value;
use vigie_testkit::Sealed;

const SETTINGS: &str = "[attacks]\ncountry_database = \"geoip\"\n";

/// Invented ranges: 203.0.113.0/24 in one country, 198.51.100.0/24 in another.
const GEOIP: &str = "# Invented. Generated: Mon, 01 Mar 2027 00:00:00 GMT\n\
    3405803776,3405804031,UA\n3325256704,3325256959,RU\n";

/// Five days, 26 to 30 March 2027. Each: 40 refused logins at `bastion` from one address, 10 refused
/// at the mail server from another country, and 20 lines of a scan of the site.
fn house() -> Sealed {
    let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    place.write("vigie.toml", SETTINGS).unwrap();
    place.write("geoip", GEOIP).unwrap();
    let (mut auth, mut web) = (String::new(), String::new());
    for day in 26..=30 {
        for step in 0..40 {
            auth += &format!(
                "2027-03-{day}T03:{step:02}:00+00:00 bastion sshd[{step}]: Failed password for \
                 invalid user name{step} from 203.0.113.9 port 4100 ssh2\n"
            );
        }
        for step in 0..10 {
            auth += &format!(
                "2027-03-{day}T05:{step:02}:00+00:00 mx1 postfix/smtpd[812]: warning: \
                 unknown[198.51.100.8]: SASL LOGIN authentication failed: UGFzc3dvcmQ6, \
                 sasl_username=name{step}@house.example\n"
            );
        }
        for step in 0..20 {
            web += &format!(
                "203.0.113.77 - - [{day}/Mar/2027:11:{step:02}:07 +0000] \"GET \
                 /item{step}.php?id={step}%27%20UNION%20SELECT%20{step},2,3-- HTTP/1.1\" 404 312 \
                 \"-\" \"probe/1.0\"\n"
            );
        }
    }
    place.write("auth.log", auth).unwrap();
    place.write("access.log", web).unwrap();
    place.run(&["ingest", "access.log", "auth.log"]).unwrap().done().unwrap();
    place
}

fn parts(place: &Sealed, sentence: &str) -> Vec<Value> {
    let text = place.run(&["check", sentence, "--format", "json"]).unwrap().done().unwrap();
    let found: Value = serde_json::from_str(&text).unwrap();
    found["parts"].as_array().unwrap().clone()
}

/// The part of a kind: how far it was checked, lines in the middle, by how many of the four it holds.
fn counted(place: &Sealed, sentence: &str) -> (String, u64, Vec<u64>) {
    let all = parts(place, sentence);
    let count = all.iter().find(|part| part["part"] == "count").unwrap_or(&Value::Null);
    let figures = &count["figures"];
    (
        count["checked"].as_str().unwrap_or_default().to_owned(),
        figures["median"][0].as_u64().unwrap_or(0),
        figures["holds"].as_array().into_iter().flatten().filter_map(Value::as_u64).collect(),
    )
}

#[test]
fn a_named_day_is_the_day_that_is_counted_and_stands_in_the_command() {
    let place = house();
    for sentence in [
        "more than 60 attacks on 28 March",
        "plus de 60 attaques le 28 mars 2027",
        "les attaques du 28 mars 2027 : 70",
        "70 attacks on 2027-03-28",
    ] {
        let (checked, lines, holds) = counted(&place, sentence);
        assert_eq!((checked.as_str(), lines, holds[0]), ("measured", 70, 1), "{sentence}");
        let show = parts(&place, sentence)[0]["show"].clone();
        let count = parts(&place, sentence).into_iter().find(|part| part["part"] == "count");
        let show = count.map_or(show, |count| count["show"].clone());
        assert_eq!(show, "vigie attacks --by day --since 2027-03-28 --until 2027-03-28");
    }
    let shown = place
        .run(&["attacks", "--since", "2027-03-28", "--until", "2027-03-28", "--format", "json"])
        .unwrap();
    let shown: Value = serde_json::from_str(&shown.done().unwrap()).unwrap();
    assert_eq!(shown["total"]["lines"], 70);
    let outside = parts(&place, "300 attacks on 28 February 2027");
    assert_eq!(outside[0]["checked"], "not_in_logs");
    let said = outside[0]["answer"].as_str().unwrap();
    assert!(said.contains("2027-02-28") && said.contains("2027-03-26"), "{said}");
}

#[test]
fn yesterday_counts_from_the_day_of_the_article() {
    let place = house();
    let article = "Mayor warns of attacks\n\n29 March 2027\n\n\
        Mayor Dora Vane warned that 70 attacks hit the servers yesterday.\n";
    place.write("article.txt", article).unwrap();
    place.write("undated.txt", article.replace("29 March 2027\n\n", "")).unwrap();
    let checked = |name: &str| {
        let ran = place.run(&["statements", name, "--check", "--format", "json"]).unwrap();
        let found: Value = serde_json::from_str(&ran.done().unwrap()).unwrap();
        let parts = found["statements"][0]["checked"]["parts"].as_array().unwrap().clone();
        parts.into_iter().find(|part| part["part"] == "count").unwrap()
    };
    let dated = checked("article.txt");
    assert_eq!(dated["show"], "vigie attacks --by day --since 2027-03-28 --until 2027-03-28");
    assert_eq!(dated["figures"]["most"][0], 70);
    assert_eq!(checked("undated.txt")["checked"], "not_in_logs");
}

#[test]
fn units_and_machines_narrow_what_is_counted() {
    let place = house();
    for (sentence, lines) in [
        ("50 login attempts a day", 50),
        ("50 tentatives de connexion par jour", 50),
        ("40 failed logins on the bastion a day", 40),
        ("20 web attacks a day", 20),
        ("20 attaques web par jour", 20),
        ("70 lignes d’attaque par jour", 70),
        ("10 attacks a day on the mail server", 10),
    ] {
        let (checked, median, holds) = counted(&place, sentence);
        assert_eq!((checked.as_str(), median, holds[0]), ("measured", lines, 5), "{sentence}");
    }
    let (_, _, holds) = counted(&place, "3 bursts a day");
    assert_eq!(holds[2], 5, "three sources, three targets");
}

#[test]
fn bounds_are_strict_where_words_are() {
    let place = house();
    for (sentence, days) in [
        ("more than 50 login attempts a day", 0),
        ("at least 50 login attempts a day", 5),
        ("less than 50 login attempts a day", 0),
        ("at most 50 login attempts a day", 5),
        ("jamais plus de 50 tentatives de connexion par jour", 5),
        ("jamais plus de quarante-neuf tentatives de connexion par jour", 0),
        ("cinquante tentatives de connexion par jour", 5),
    ] {
        assert_eq!(counted(&place, sentence).2[0], days, "{sentence}");
    }
}

#[test]
fn shares_are_of_what_is_named_and_abroad_has_no_answer() {
    let place = house();
    let share = |sentence: &str| {
        let all = parts(&place, sentence);
        let one = all.into_iter().find(|part| part["part"] == "share").unwrap();
        (one["checked"].as_str().unwrap().to_owned(), one["answer"].as_str().unwrap().to_owned())
    };
    let (_, said) = share("a fifth of the login attempts came from Russia");
    assert!(said.contains("20 % of lines") && said.contains("holds by lines"), "{said}");
    let (_, said) = share("two thirds of the attacks target the mail server");
    assert!(said.contains("14 % of lines") && said.contains("none"), "{said}");
    let (checked, said) = share("half of them from abroad");
    assert_eq!(checked, "not_checkable");
    assert!(said.contains("no setting"), "{said}");
}

#[test]
fn an_hour_counts_logins_too() {
    let place = house();
    let said = parts(&place, "30 attacks an hour")[0]["answer"].as_str().unwrap().to_owned();
    assert!(said.contains("held 40 lines") && said.contains("5 times"), "{said}");
}
