//! `vigie polls` through the binary: invented tables in each layout, an article, a day, and the real
//! tables where they are at hand.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests build tables and stop at the first surprise; a skipped one says so"
)]

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;
use vigie_testkit::Sealed;

const HEADING: &str = "candidat,parti,intentions,erreur_sup,erreur_inf,id,nom_institut,commanditaire,debut_enquete,fin_enquete,echantillon,population,rolling,media,tour,hypothese,sous_echantillon\n";

/// Two months of invented polls by three institutes: two hypotheses of a first round, and a duel.
fn season() -> String {
    let mut table = HEADING.to_owned();
    for at in 0..24_u32 {
        let (month, day) = (1 + at / 12, 2 + 2 * (at % 12));
        let institute = ["Alpha", "Opinion Way", "Cardinal"][at as usize % 3];
        let date = format!("2027-{month:02}-{day:02}");
        let mut row = |name: &str, value: f64, round: &str, hypothesis: &str| {
            writeln!(
                table,
                "{name},,{value:.1},,,p{at},{institute},\"Écho, Radio L\",{date},{date},1000,,False,True,{round},{hypothesis},"
            )
            .unwrap();
        };
        let odd = f64::from(at % 2);
        row("Élise Corvel", 26.0 + odd, "Premier tour", "avec Hameau");
        row("Yann Hameau", 14.0 - odd, "Premier tour", "avec Hameau");
        row("Reste", 60.0, "Premier tour", "avec Hameau");
        row("Élise Corvel", 30.0 + odd, "Premier tour", "sans Hameau");
        row("Reste", 70.0 - odd, "Premier tour", "sans Hameau");
        row("Élise Corvel", 55.0, "Deuxième tour", "Corvel / Brisac");
        row("Paul Brisac", 45.0, "Deuxième tour", "Corvel / Brisac");
    }
    table.push_str(
        "Élise Corvel,,abc,,,px,Alpha,,2027-02-01,2027-02-01,1000,,False,True,Premier tour,,\n",
    );
    table
}

const MIEUX: &str = "poll_id,hypothese,nom_institut,commanditaire,debut_enquete,fin_enquete,echantillon,population,rolling,media,tour,filename,candidate_id,candidat,complete_name,name,surname,parti,annonce_candidature,retrait_candidature,second_round,intentions,erreur_sup,erreur_inf\n\
    20270301_A,H1,Alpha,La Gazette,2027-03-01,2027-03-02,1000,inscrits,,True,1er Tour,n.pdf,EC,Elise Corvel,Elise Corvel,Elise,Corvel,Centre,,,,28,1,-1\n";

const POSITION: &str = r#"{"sondages": {"20270310_alpha": {"institut": "Alpha", "commanditaires": ["La Gazette"], "source": "",
    "date_debut": "2027-03-08", "date_fin": "2027-03-10", "methode": "internet", "interroges": 1000,
    "premier_tour": [{"base": "SV", "intentions_exprimees": 900, "intentions": {"Élise Corvel": 29, "Yann Hameau": 71}}]}}}"#;

const UNIFIED: &str = ",type,dateelection,date,sondage,samplesize,abstention,undecided,nbfarleft,nbleft,nbgreen,nbcenterleft,nbcenter,nbcenterright,nbright,nbsouverainistes,nbcpnt,nbfarright,nbother\n\
    1,regionales,2027-06-13,2027-06-01,Alpha,1000,,,10,20,10,,20,,20,,,20,\n\
    2,regionales,2027-06-13,2027-06-13,result,,,,11,19,10,,20,,20,,,20,\n";

const POPULARITY: &str = ",president,sondage,samplesize,method,approve_pr,disapprove_pr\n\
    2027-01-05,vernier,Alpha,1000,phone,41,50\n\
    2027-02-05,vernier,Alpha,1000,phone,39,52\n\
    2027-03-05,vernier,Cardinal,1000,phone,40,51\n";

const ARTICLE: &str = "Corvel gains\n\n12 March 2027\n\n\
    According to a Sondix poll of 1,004 people conducted on 8 and 9 March, 41 % have a favourable opinion of Élise Corvel.\n";

fn house() -> Sealed {
    let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    place.write("vigie.toml", "").unwrap();
    place.write("presidentielle2027.csv", season()).unwrap();
    place.write("mieux2027.csv", MIEUX).unwrap();
    place.write("position2027.json", POSITION).unwrap();
    place.write("unified.csv", UNIFIED).unwrap();
    place.write("popularity.csv", POPULARITY).unwrap();
    place.write("article.txt", ARTICLE).unwrap();
    place
}

fn page(place: &Sealed, arguments: &[&str]) -> String {
    place.run(&[&["polls"], arguments].concat()).unwrap().done().unwrap()
}

fn json(place: &Sealed, arguments: &[&str]) -> Value {
    serde_json::from_str(&page(place, &[arguments, &["--format", "json"]].concat())).unwrap()
}

#[test]
fn each_question_has_its_own_table_with_levels_and_their_intervals() {
    let place = house();
    let text = page(&place, &["presidentielle2027.csv", "article.txt", "--houses"]);
    for part in [
        "voting intention · first round · 2027",
        "voting intention, of two · second round · 2027",
        "favourable opinion",
        "Set aside: 1 × no figure from 0 to 100",
        "Mended: 56 × spelling of an institute",
        "OpinionWay",
        "up to 10.0 points apart",
        "a favourable opinion is no voting intention",
    ] {
        assert!(text.contains(part), "{part:?} is missing in:\n{text}");
    }
    let found = json(&place, &["presidentielle2027.csv", "article.txt"]);
    let tables = found["tables"].as_array().unwrap();
    let kinds: Vec<&str> = tables.iter().map(|one| one["question"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["intention", "duel", "favourable"]);
    // One reading a poll, the mean of its two hypotheses.
    let line = &tables[0]["lines"][0];
    assert_eq!(
        (line["candidate"].as_str(), line["polls"].as_u64()),
        (Some("Élise Corvel"), Some(24))
    );
    assert_eq!(line["last_value"], 29.0, "{line:#}");
    assert_eq!((line["last_hypotheses"].as_u64(), line["institutes"].as_u64()), (Some(2), Some(3)));
    let level = &line["level"];
    let [low, mean, high] = ["low", "mean", "high"].map(|name| level[name].as_f64().unwrap());
    assert!(low < mean && mean < high && (27.0..30.0).contains(&mean), "{level:#}");
    // One poll of an opinion has no level, and joins no race.
    assert_eq!(tables[2]["lines"][0]["level"], Value::Null);
    assert_eq!(tables[2]["lines"][0]["last_value"], 41.0);
    let one = page(&place, &["presidentielle2027.csv", "--trend", "hameau", "--by", "week"]);
    assert!(one.contains("Yann Hameau: level through time") && one.contains("2027-02-24"), "{one}");
    assert!(!one.contains("Corvel"), "{one}");
    let lines = page(&place, &["presidentielle2027.csv", "--asides"]);
    assert!(lines.contains("line 170: no figure"), "{lines}");
}

#[test]
fn every_layout_is_read_and_files_are_joined() {
    let place = house();
    let files = ["mieux2027.csv", "position2027.json", "unified.csv", "popularity.csv"];
    let found = json(&place, &files);
    let tables = found["tables"].as_array().unwrap();
    let headings: Vec<&str> = tables.iter().map(|one| one["heading"].as_str().unwrap()).collect();
    assert_eq!(
        headings,
        [
            "voting intention · first round · 2027",
            "voting intention · first round · regionales 2027-06-13",
            "popularity in office",
        ]
    );
    // "Elise" of one table is "Élise" of the other.
    assert_eq!(tables[0]["lines"][0]["polls"], 2, "{found:#}");
    assert!(tables[2]["lines"][0]["level"]["mean"].is_number(), "{found:#}");
    let records = found["records"].as_array().unwrap();
    assert_eq!(records.len(), 12);
    assert_eq!(records[0]["sponsor"], "La Gazette");
    let csv = page(&place, &["position2027.json", "--format", "csv"]);
    assert!(
        csv.contains("position2027.json,1,20270310_alpha,Alpha,La Gazette,,2027-03-08"),
        "{csv}"
    );
    assert_eq!(csv.lines().count(), 3, "{csv}");
    let rows = page(&place, &["position2027.json", "--format", "ndjson"]);
    assert_eq!(rows.matches("\"record\":\"poll\"").count(), 2, "{rows}");
    let wrong = place.run(&["today", "--format", "csv"]).unwrap();
    assert_eq!(wrong.code(), Some(2), "{}", wrong.transcript());
}

#[test]
fn a_poll_that_two_files_hold_counts_once() {
    let place = house();
    place.write("copy/presidentielle2027.csv", season()).unwrap();
    let both = ["presidentielle2027.csv", "copy/presidentielle2027.csv"];
    let found = json(&place, &both);
    assert_eq!(found["tables"][0]["lines"][0]["polls"], 24);
}

#[test]
fn a_poll_that_two_files_print_differently_counts_once() {
    let place = house();
    // Without the days from the first on, people as another base, institutes spelt otherwise, and one
    // of two commissioners.
    let other = season()
        .replace(",1000,", ",,")
        .replace("\"Écho, Radio L\"", "Radio L")
        .replace("Opinion Way", "OPINIONWAY");
    place.write("other2027.csv", other).unwrap();
    let found = json(&place, &["presidentielle2027.csv", "other2027.csv"]);
    assert_eq!(found["tables"][0]["lines"][0]["polls"], 24, "{:#}", found["tables"][0]);
    // Another commissioner asked on his own.
    place.write("third2027.csv", season().replace("\"Écho, Radio L\"", "La Gazette")).unwrap();
    let found = json(&place, &["presidentielle2027.csv", "third2027.csv"]);
    assert_eq!(found["tables"][0]["lines"][0]["polls"], 48);
}

#[test]
fn without_files_the_polls_of_the_project_are_read() {
    let place = house();
    let none = place.run(&["polls"]).unwrap();
    assert_eq!(none.code(), Some(1), "{}", none.transcript());
    assert!(none.err().contains("this project holds no polls: polls is empty"), "{}", none.err());
    place.write("polls/presidentielle2027.csv", season()).unwrap();
    place.write("polls/article.txt", ARTICLE).unwrap();
    let text = page(&place, &[]);
    assert!(text.contains("polls/presidentielle2027.csv · nsppolls · 24 polls"), "{text}");
    assert!(text.contains("polls/article.txt · an article · 1 poll figure"), "{text}");
    place.write("vigie.toml", "[press]\npolls = \"surveys\"\n").unwrap();
    place.write("surveys/mieux2027.csv", MIEUX).unwrap();
    assert!(page(&place, &[]).contains("surveys/mieux2027.csv"));
}

#[test]
fn a_day_is_answered_by_what_the_polls_can_show_and_never_with_a_cause() {
    let place = house();
    let day = ["presidentielle2027.csv", "--about", "Corvel", "--round", "first", "--event"];
    let text = page(&place, &[&day[..], &["2027-01-25"]].concat());
    assert!(text.contains("What these polls can show of 2027-01-25"), "{text}");
    assert!(text.contains("No change that can be told from ordinary movement"), "{text}");
    assert!(text.contains("No poll shows why anything moved"), "{text}");
    let few = page(&place, &[&day[..], &["2027-02-25"]].concat());
    assert!(few.contains("cannot show whether anything moved"), "{few}");
    let french = page(&place, &[&day[..], &["2027-01-25", "--lang", "fr"]].concat());
    assert!(french.contains("Aucun sondage ne montre pourquoi"), "{french}");
    assert!(!french.contains(" %") && !french.contains(" :"), "{french}");
    let alone = place.run(&["polls", "mieux2027.csv", "--event", "2027-01-25"]).unwrap();
    assert_eq!(alone.code(), Some(2), "{}", alone.transcript());
}

#[test]
fn what_is_no_table_of_polls_is_refused_with_a_hint() {
    let place = house();
    place.write("posts.csv", "date;message\n2027-04-01;a b c\n").unwrap();
    place.write("cut.json", "{\"sondages\": {\"20270310_a\": {").unwrap();
    for (arguments, message) in [
        (["polls", "posts.csv"].as_slice(), "no table of polls"),
        (&["polls", "cut.json"], "ends or breaks at line 1"),
        (&["polls", "presidentielle2027.csv", "--about", "Nobody"], "polled are Élise Corvel"),
        (&["polls", "missing.csv"], "cannot read missing.csv"),
    ] {
        let ran = place.run(arguments).unwrap();
        assert_eq!(ran.code(), Some(1), "{}", ran.transcript());
        assert!(ran.err().contains(message), "{}", ran.transcript());
    }
    // Outside text passes the gate.
    let hostile = season().replace("Yann Hameau", "Yann\u{202e}\u{1b}[31m Hameau");
    place.write("hostile2027.csv", hostile).unwrap();
    let shown = page(&place, &["hostile2027.csv"]);
    assert!(!shown.contains(['\u{202e}', '\u{1b}']), "{shown}");
}

#[test]
fn a_table_of_polls_is_offered_no_mapping_to_posts() {
    let place = house();
    for file in ["presidentielle2027.csv", "mieux2027.csv", "position2027.json", "popularity.csv"] {
        let ran = place.run(&["ingest", file]).unwrap();
        assert_eq!(ran.code(), Some(1), "{}", ran.transcript());
        let told = ran.err();
        assert!(told.contains("a table of polls") && !told.contains("--map"), "{told}");
        assert!(told.contains(&format!("vigie polls {file}")), "{told}");
        place.write(&format!("inbox/{file}"), place.read(file).unwrap()).unwrap();
    }
    let listed = place.run(&["inbox", "list"]).unwrap().done().unwrap();
    assert_eq!(listed.matches("a table of polls, not of posts").count(), 4, "{listed}");
    // Reading them puts them where the screen finds them.
    for file in ["mieux2027.csv", "popularity.csv"] {
        let read = place.run(&["inbox", "read", file]).unwrap().done().unwrap();
        assert!(read.contains("it lies in polls now"), "{read}");
    }
    assert!(page(&place, &[]).contains("polls/popularity.csv"));
}

#[test]
fn the_shared_tables_are_read_fast() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/polls");
    if !shared.exists() {
        println!("skipped: no ../shared/data");
        return;
    }
    let place = house();
    for (name, figures, table) in [
        ("nsppolls_presidentielle2022.csv", 8_000, "intention"),
        ("mieuxvoter_presidentielle2027.csv", 1_000, "intention"),
        ("presidentielles_2022.json", 2_000, "intention"),
        ("presidentielles_2017.json", 400, "intention"),
        ("tour1_complet_unitedfl.csv", 2_000, "intention"),
        ("popularite.csv", 1_000, "popularity"),
    ] {
        let path = shared.join(name);
        let began = Instant::now();
        let found = json(&place, &[path.to_str().unwrap(), "--limit", "0"]);
        let took = began.elapsed();
        assert!(found["figures"].as_u64().unwrap() > figures, "{name}: {}", found["figures"]);
        assert_eq!(found["tables"][0]["question"], table, "{name}");
        assert!(found["tables"][0]["lines"][0]["level"].is_object(), "{name}");
        // A second on a quiet machine; tests share theirs.
        assert!(took < Duration::from_secs(20), "{name}: {took:?}");
    }
}
