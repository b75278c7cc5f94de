//! Open tables of polls, in invented rows with the defects of the real ones; and the real ones where
//! they are at hand.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test may stop at the first surprise, and reads the data it is given"
)]

use std::fmt::Write as _;

use vigie_read::Day;
use vigie_read::polls::{
    Import, Intention, Layout, Moved, Parameters, Popularity, Question, Series, Subject, import,
    moved, trend,
};

fn told(import: &Import) -> String {
    let mut out = format!("{:?}\n", import.layout);
    for one in &import.figures {
        writeln!(
            out,
            "{} {} {} = {} {:?} {:?} {} {:?} n={:?}/{:?} ±{:?} {}..{} {:?}",
            one.poll,
            one.institute.as_deref().unwrap_or("-"),
            one.candidate,
            one.value,
            one.question,
            one.round,
            one.hypothesis.as_deref().unwrap_or("-"),
            one.subject,
            one.sample.unwrap_or(0),
            one.expressed.unwrap_or(0),
            one.stated_margin.unwrap_or(0.0),
            one.field_start.map_or("?".to_owned(), |day| day.to_string()),
            one.field_end.map_or("?".to_owned(), |day| day.to_string()),
            one.cautions,
        )
        .unwrap();
    }
    for one in &import.aside {
        writeln!(out, "aside {}: {:?}", one.line, one.why).unwrap();
    }
    for (repair, count) in &import.repairs {
        writeln!(out, "mended {count}: {repair:?}").unwrap();
    }
    for key in &import.odd_dates {
        writeln!(out, "odd dates: {key}").unwrap();
    }
    out
}

#[test]
fn nsppolls_rows_are_read_with_their_two_rounds_and_error_columns() {
    let table = "\u{feff}candidat,parti,intentions,erreur_sup,erreur_inf,id,nom_institut,commanditaire,debut_enquete,fin_enquete,echantillon,population,rolling,media,tour,hypothese,sous_echantillon\n\
        Yann Corvel,Centre,60.0,62.5,57.5,a1,Opinion Way,\"Écho, Radio L\",2027-03-01,2027-03-03,1000,Inscrits,True,True,Premier tour,,800.4\n\
        Élodie Marchetti,Alliance,40.0,42.5,37.5,a1,Opinion Way,,2027-03-01,2027-03-03,1000,Inscrits,True,True,Premier tour,,2000\n\
        Élodie Marchetti,Alliance,40.0,42.5,37.5,a1,Opinion Way,,2027-03-01,2027-03-03,1000,Inscrits,True,True,Premier tour,,800\n\
        Yann Corvel,Centre,abc,,,a1,Elabe,,2027-03-01,2027-03-03,1000,,False,True,Premier tour,,\n\
        Yann Corvel,Centre,50,,,a2,Elabe,,2027-03-05,2027-03-03,1000,,False,True,Premier tour,,\n\
        Yann Corvel,Centre,50,,,a3,Elabe,,2027-03-01,2027-02-30,1000,,False,True,Premier tour,,\n\
        Yann Corvel,Centre,54,0.9,-0.9,a4,ELABE,,2027-03-01,2027-03-03,1000,,False,True,Deuxième tour,Corvel / Marchetti,\n\
        Yann Corvel,Centre,54\n";
    insta::assert_snapshot!(told(&import(table.as_bytes()).unwrap()), @r###"
    Nsppolls
    a1 OpinionWay Yann Corvel = 60 Intention Some(First) - Person n=1000/800 ±2.5 2027-03-01..2027-03-03 [Rolling]
    a1 OpinionWay Élodie Marchetti = 40 Intention Some(First) - Person n=1000/0 ±2.5 2027-03-01..2027-03-03 [Rolling]
    a4 Elabe Yann Corvel = 54 Duel Some(Second) Corvel / Marchetti Person n=1000/0 ±0.9 2027-03-01..2027-03-03 [DoesNotAddUp]
    aside 4: Repeats
    aside 5: NoFigure
    aside 6: EndsBeforeItBegins
    aside 7: NoDate
    aside 9: Broken
    mended 4: InstituteSpelling
    mended 3: ErrorColumns
    mended 1: MoreExpressedThanAsked
    "###);
}

#[test]
fn a_wrong_year_is_mended_from_the_key_and_certainty_is_its_own_kind() {
    let json = r#"{"sondages": {
        "20270305_ipsos": {"institut": "Ipsos", "commanditaires": ["Écho", "Radio L"], "source": "", "date_debut": "2031-03-04", "date_fin": "2031-03-05",
          "methode": "internet", "interroges": 1000,
          "premier_tour": [{"base": "SV", "nspp": null, "intentions_exprimees": 700, "intentions": {"Yann Corvel": 55, "Élodie Marchetti": 45.0, "Paul Rien": null},
            "certitude": {"ensemble": 70, "detail": {"Yann Corvel": 81, "Blancs/nuls": 60}}}],
          "second_tour": [{"hypothese": "Corvel vs Marchetti", "base": "I", "nspp": 9, "intentions_exprimees": null, "intentions": {"Yann Corvel": 53, "Élodie Marchetti": 47}}],
          "reports": [{}]},
        "20270103_elabe": {"institut": "Elabe", "commanditaires": [], "date_debut": "2026-12-30", "date_fin": "2026-12-31", "interroges": 900,
          "premier_tour": [{"base": "I", "intentions_exprimees": 950, "intentions": {"Yann Corvel": 30}}]},
        "20270214_elabe": {"institut": "Elabe", "commanditaires": [], "date_debut": "2027-03-10", "date_fin": "2027-03-14", "interroges": 900,
          "premier_tour": [{"base": "I", "intentions_exprimees": 850, "intentions": {"Yann Corvel": 100}}]},
        "x": 3}}"#;
    insta::assert_snapshot!(told(&import(json.as_bytes()).unwrap()), @r###"
    Pollsposition
    20270103_elabe Elabe Yann Corvel = 30 Intention Some(First) - Person n=900/0 ±0.0 2026-12-30..2026-12-31 [DoesNotAddUp]
    20270214_elabe Elabe Yann Corvel = 100 Intention Some(First) - Person n=900/850 ±0.0 2027-03-10..2027-03-14 []
    20270305_ipsos Ipsos Yann Corvel = 55 Intention Some(First) - Person n=1000/700 ±0.0 2027-03-04..2027-03-05 []
    20270305_ipsos Ipsos Élodie Marchetti = 45 Intention Some(First) - Person n=1000/700 ±0.0 2027-03-04..2027-03-05 []
    20270305_ipsos Ipsos ensemble = 70 Certainty Some(First) - All n=1000/700 ±0.0 2027-03-04..2027-03-05 []
    20270305_ipsos Ipsos Blancs/nuls = 60 Certainty Some(First) - Blank n=0/0 ±0.0 2027-03-04..2027-03-05 [SampleUnstated]
    20270305_ipsos Ipsos Yann Corvel = 81 Certainty Some(First) - Person n=0/0 ±0.0 2027-03-04..2027-03-05 [SampleUnstated]
    20270305_ipsos Ipsos Yann Corvel = 53 Duel Some(Second) Corvel vs Marchetti Person n=1000/0 ±0.0 2027-03-04..2027-03-05 []
    20270305_ipsos Ipsos Élodie Marchetti = 47 Duel Some(Second) Corvel vs Marchetti Person n=1000/0 ±0.0 2027-03-04..2027-03-05 []
    aside 3: NoFigure
    aside 3: Transfers
    aside 4: Broken
    mended 1: YearFromKey
    mended 1: MoreExpressedThanAsked
    odd dates: 20270214_elabe
    "###);
}

#[test]
fn results_and_seats_are_no_polls_and_families_are_no_candidates() {
    let table = ",type,dateelection,date,sondage,samplesize,abstention,undecided,nbfarleft,nbleft,nbgreen,nbcenterleft,nbcenter,nbcenterright,nbright,nbsouverainistes,nbcpnt,nbfarright,nbother\n\
        1,president,2027-04-11,2027-04-11,result,,30.0,,10,20,,,30,,20,,,20,\n\
        2,europeennes,2029-06-10,2029-06-10,seats,,,,2,3,,,9,,4,,,9,\n\
        3,president,2027-04-11,2027-03-01,IFOP,1000.0,,,10,20,,,30,,20,,,20,\n\
        4,president,2027-04-11,2027-03-01,IFOP,1000.0,,,10,20,,,30,,20,,,20,\n\
        5,president,2027-04-11,2027-03-01,Ifop,,,,11,19,,,30,,20,,,20,\n\
        6,president,2027-04-11,soon,Ifop,,,,11,19,,,30,,20,,,20,\n";
    insta::assert_snapshot!(told(&import(table.as_bytes()).unwrap()), @r###"
    Unified
    president-2027-04-11-2027-03-01-IFOP Ifop far left = 10 Intention Some(First) - Bloc n=1000/0 ±0.0 ?..2027-03-01 []
    president-2027-04-11-2027-03-01-IFOP Ifop left = 20 Intention Some(First) - Bloc n=1000/0 ±0.0 ?..2027-03-01 []
    president-2027-04-11-2027-03-01-IFOP Ifop centre = 30 Intention Some(First) - Bloc n=1000/0 ±0.0 ?..2027-03-01 []
    president-2027-04-11-2027-03-01-IFOP Ifop right = 20 Intention Some(First) - Bloc n=1000/0 ±0.0 ?..2027-03-01 []
    president-2027-04-11-2027-03-01-IFOP Ifop far right = 20 Intention Some(First) - Bloc n=1000/0 ±0.0 ?..2027-03-01 []
    president-2027-04-11-2027-03-01-Ifop Ifop far left = 11 Intention Some(First) - Bloc n=0/0 ±0.0 ?..2027-03-01 [SampleUnstated]
    president-2027-04-11-2027-03-01-Ifop Ifop left = 19 Intention Some(First) - Bloc n=0/0 ±0.0 ?..2027-03-01 [SampleUnstated]
    president-2027-04-11-2027-03-01-Ifop Ifop centre = 30 Intention Some(First) - Bloc n=0/0 ±0.0 ?..2027-03-01 [SampleUnstated]
    president-2027-04-11-2027-03-01-Ifop Ifop right = 20 Intention Some(First) - Bloc n=0/0 ±0.0 ?..2027-03-01 [SampleUnstated]
    president-2027-04-11-2027-03-01-Ifop Ifop far right = 20 Intention Some(First) - Bloc n=0/0 ±0.0 ?..2027-03-01 [SampleUnstated]
    aside 2: Result
    aside 3: Seats
    aside 5: Repeats
    aside 7: NoDate
    mended 1: InstituteSpelling
    "###);
}

#[test]
fn popularity_is_no_vote() {
    let table = ",president,sondage,samplesize,method,approve_pr,disapprove_pr\n\
        2027-01-05,vernier,Ifop,1000,phone,41.0,55.0\n\
        2027-01-05,vernier,Ifop,1000,phone,41.0,55.0\n\
        2027-01-06,,Ifop,1000,phone,41.0,55.0\n\
        2027-01-07,vernier,Ifop,1000,phone,141.0,55.0\n";
    let read = import(table.as_bytes()).unwrap();
    insta::assert_snapshot!(told(&read), @r###"
    Popularity
    2027-01-05-vernier-Ifop Ifop vernier = 41 Popularity None - Person n=1000/0 ±0.0 ?..2027-01-05 []
    aside 3: Repeats
    aside 4: NoCandidate
    aside 5: NoFigure
    "###);
    assert!(Series::<Intention>::of(&read.figures).readings().is_empty());
    assert_eq!(Series::<Popularity>::of(&read.figures).readings().len(), 1);
}

#[test]
fn what_is_no_table_of_polls_is_refused_with_a_hint() {
    use vigie_model::Explained;
    for bytes in [&b""[..], b"a,b\n1,2\n", b"{\"x\": 1}", b"\xff\xfe\x00", b"{\"sondages\": ["] {
        let error = import(bytes).unwrap_err();
        assert!(error.hint().is_some(), "{error}");
    }
}

/// Figures, polls and what was set aside of each table that is at hand.
#[test]
fn the_real_tables_are_read_whole() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/polls/");
    let read = |name: &str| std::fs::read(format!("{folder}{name}")).ok();
    let Some(nsppolls) = read("nsppolls_presidentielle2022.csv") else {
        println!("skipped: no ../shared/data");
        return;
    };
    let mut tables = vec![("nsppolls_presidentielle2022.csv", nsppolls)];
    for name in [
        "mieuxvoter_presidentielle2027.csv",
        "presidentielles_2017.json",
        "presidentielles_2022.json",
        "tour1_complet_unitedfl.csv",
        "popularite.csv",
    ] {
        tables.push((name, read(name).unwrap()));
    }
    for (name, bytes) in tables {
        let import = import(&bytes).unwrap();
        let mut polls: Vec<&str> = import.figures.iter().map(|one| one.poll.as_str()).collect();
        polls.sort_unstable();
        polls.dedup();
        let mut why = std::collections::BTreeMap::new();
        for aside in &import.aside {
            *why.entry(format!("{:?}", aside.why)).or_insert(0) += 1;
        }
        println!(
            "{name}: {:?} {} figures of {} polls, aside {why:?}, mended {:?}, odd {}",
            import.layout,
            import.figures.len(),
            polls.len(),
            import.repairs,
            import.odd_dates.len()
        );
        assert!(import.figures.len() > 500);
        if name == "presidentielles_2017.json" {
            let in_2017 = |day: Option<Day>| day.is_some_and(|day| day.civil().0 == 2017);
            assert!(
                import.figures.iter().all(|one| in_2017(one.field_start) && in_2017(one.field_end))
            );
        }
        if import.layout == Layout::Unified {
            assert!(import.figures.iter().all(|one| one.subject == Subject::Bloc));
            season_of_2017(&import);
        }
        assert!(import.figures.iter().all(|one| {
            (one.question == Question::Popularity) == (import.layout == Layout::Popularity)
        }));
    }
}

/// The season of the rumour: what its polls can show of one day.
fn season_of_2017(import: &Import) {
    let series: Series<Intention> = Series::of(&import.figures);
    let season = series.only(|one| one.election.as_deref() == Some("president 2017-04-23"));
    let parameters = |walk| Parameters { walk_sd: walk, excess_sd: 0.5, ..Parameters::default() };
    let fit = trend(&season, "centre", &parameters(None)).unwrap();
    println!("walk {:?}, {} polls, {:?}", fit.parameters.walk_sd, fit.used, fit.likelihood);
    let on = Day::new(2017, 2, 7).unwrap();
    for walk in [Some(0.15), Some(0.3), Some(0.5), None] {
        let answer = moved(&season, "centre", on, &parameters(walk)).unwrap();
        println!("{walk:?} {answer:?}");
        assert!(matches!(answer, Moved::NotShown(_)), "{answer:?}");
    }
}
