//! Poll figures read from invented texts and tables: data in, text out.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise, and reads the data it is given"
)]

use std::fmt::Write as _;

use vigie_read::Day;
use vigie_read::polls::{At, Background, Favourable, Intention, Question, Series, from_text};

/// One line a figure, then one line a percentage that was left.
fn read(text: &str) -> String {
    let background = Background { published: Day::new(2027, 3, 10), ..Background::default() };
    let read = from_text(text, &background);
    let mut out = String::new();
    for figure in &read.figures {
        let At::Text { figure: span, .. } = figure.at else { panic!("from a text") };
        let or = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        write!(
            out,
            "{} = {} ({:?}{}) {} / {} / {}",
            figure.candidate,
            figure.value,
            figure.question,
            figure.round.map_or(String::new(), |round| format!(" {round:?}")),
            or(&figure.institute),
            or(&figure.sponsor.clone().or(figure.publisher.clone())),
            span.of(text),
        )
        .unwrap();
        if let Some(sample) = figure.sample {
            write!(out, " n={sample}").unwrap();
        }
        if let (Some(start), Some(end)) = (figure.field_start, figure.field_end) {
            write!(out, " {start}..{end}").unwrap();
        }
        if let (Some(change), Some(before)) = (figure.change, figure.previous) {
            write!(out, " {change:+} from {before} {:?}", figure.derived).unwrap();
        }
        if figure.cautions.iter().any(|caution| caution.key().ends_with("race-from-opinion")) {
            out.push_str(" NO RACE");
        }
        out.push('\n');
    }
    for left in &read.left {
        writeln!(out, "left {:?}: {}", left.why, left.span.of(text)).unwrap();
    }
    out
}

#[test]
fn a_front_runner_of_good_opinions_leads_no_race() {
    let text = "Anne Harlow remains the front-runner in Valdoria’s race, with 41 percent of those surveyed by Ipsos giving her a favourable opinion. In France’s press, she leads.\n\
        In the poll released by the magazine Tidewater Review on Wednesday, Harlow was followed by Unity candidate Dan Mercer, with 38 percent, \
        while Rowan tumbled 18 percentage points to 25 percent, just behind Le Guen, at 26 percent.";
    insta::assert_snapshot!(read(text), @r###"
    Anne Harlow = 41 (Favourable) Ipsos / Tidewater Review / 41 percent NO RACE
    Dan Mercer = 38 (Favourable) Ipsos / Tidewater Review / 38 percent NO RACE
    Rowan = 25 (Favourable) Ipsos / Tidewater Review / 25 percent -18 from 43 Some(Previous) NO RACE
    Le Guen = 26 (Favourable) Ipsos / Tidewater Review / 26 percent NO RACE
    "###);
    let read = from_text(text, &Background::default());
    assert!(Series::<Intention>::of(&read.figures).readings().is_empty());
    assert_eq!(Series::<Favourable>::of(&read.figures).readings().len(), 4);
}

#[test]
fn english_intentions_duels_and_certainty_are_kept_apart() {
    insta::assert_snapshot!(read(
        "In a Baseline 27 poll for the Tidewater Post, 24 percent of respondents said they intended to vote for Harlow in the first round, against 22 percent for Mercer.\n\
         Turnout is expected at 70 percent. The survey of 1,204 adults was conducted between 3 and 5 March and has a margin of error of 3 percent.\n\
         In the second round, Harlow would beat Mercer by 54 percent to 46 percent. \
         Among those certain to vote, 81 percent of Mercer’s voters are sure of their choice.\n\
         The economy grew by 2 percent last year."
    ), @r###"
    Harlow = 24 (Intention First) Baseline 27 / Tidewater Post / 24 percent n=1204 2027-03-03..2027-03-05
    Mercer = 22 (Intention First) Baseline 27 / Tidewater Post / 22 percent n=1204 2027-03-03..2027-03-05
    Harlow = 54 (Duel Second) Baseline 27 / Tidewater Post / 54 percent n=1204 2027-03-03..2027-03-05
    Mercer = 46 (Duel Second) Baseline 27 / Tidewater Post / 46 percent n=1204 2027-03-03..2027-03-05
    Mercer = 81 (Certainty) Baseline 27 / Tidewater Post / 81 percent 2027-03-03..2027-03-05
    left SomethingElse: 70 percent
    left SomethingElse: 3 percent
    left NoPoll: 2 percent
    "###);
}

#[test]
fn french_intentions_opinions_and_changes_are_read() {
    insta::assert_snapshot!(read(
        "Selon un sondage Ifop-Fiducial pour La Dépêche du Ponant et Radio Littoral réalisé du 3 au 5 mars auprès de 1 503 personnes, \
         Yann Corvel est crédité de 24,5 % des intentions de vote au premier tour (+2), devant Élodie Marchetti (22 %, -1,5). \
         Avec 18 %, Le Guen recule de trois points. Chez les moins de 35 ans, M. Corvel obtient 30 %.\n\
         Au second tour, M. Corvel l’emporterait avec 54 % des voix, contre 46 % pour Mme Marchetti.\n\
         Par ailleurs, 45 % des Français ont une bonne opinion de Mme Marchetti, selon un autre sondage Elabe. \
         L’abstention atteindrait 35 %.\n\
         Le chômage a reculé à 7 %. La moitié des attaques, soit 52 %, viennent de Valdorie."
    ), @r###"
    Yann Corvel = 24.5 (Intention First) Ifop / La Dépêche du Ponant et Radio Littoral / 24,5 % n=1503 2027-03-03..2027-03-05 +2 from 22.5 Some(Previous)
    Élodie Marchetti = 22 (Intention First) Ifop / La Dépêche du Ponant et Radio Littoral / 22 % n=1503 2027-03-03..2027-03-05 +2 from 20 Some(Previous)
    Le Guen = 18 (Intention First) Ifop / La Dépêche du Ponant et Radio Littoral / 18 % n=1503 2027-03-03..2027-03-05 -3 from 21 Some(Previous)
    Yann Corvel = 54 (Duel Second) Ifop / La Dépêche du Ponant et Radio Littoral / 54 % n=1503 2027-03-03..2027-03-05
    Élodie Marchetti = 46 (Duel Second) Ifop / La Dépêche du Ponant et Radio Littoral / 46 % n=1503 2027-03-03..2027-03-05
    Élodie Marchetti = 45 (Favourable) Elabe / - / 45 %
    left Part: 30 %
    left SomethingElse: 35 %
    left SomethingElse: 7 %
    left SomethingElse: 52 %
    "###);
}

#[test]
fn percentages_that_are_no_polls_stay_out() {
    insta::assert_snapshot!(read(
        "Half of the attacks, 52 percent, come from abroad, Harlow’s spokesman said.\n\
         Harlow won 24 percent of the vote in 2022.\n\
         M. Corvel promet une hausse de 12 % du budget. Mme Marchetti a obtenu 21 % des voix en 2022.\n\
         Selon un sondage, 61 % des entreprises sont inquiètes."
    ), @r###"
    left NoPoll: 52 percent
    left NoPoll: 24 percent
    left SomethingElse: 12 %
    left NoPoll: 21 %
    left SomethingElse: 61 %
    "###);
}

#[test]
fn the_press_article_of_2017_is_favourable_opinion() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/press/france-vows-to-retaliate-2017-02.txt"
    );
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: no ../shared/data");
        return;
    };
    let read = from_text(&text, &Background::default());
    let figures: Vec<String> = read
        .figures
        .iter()
        .map(|one| {
            let institute = one.institute.as_deref().unwrap_or("-");
            let publisher = one.publisher.as_deref().unwrap_or("-");
            format!(
                "{} {} {:?} {institute} {publisher} {:?}",
                one.candidate, one.value, one.question, one.previous
            )
        })
        .collect();
    for line in &figures {
        println!("{line}");
    }
    assert_eq!(figures.len(), 4, "{figures:?} {:?}", read.left);
    assert!(figures[0].starts_with("Emmanuel Macron 39 "), "{figures:?}");
    assert!(read.figures.iter().all(|one| one.question == Question::Favourable));
    assert!(read.left.is_empty(), "{:?}", read.left);
}

#[test]
fn polls_read_from_text_in_linear_time_and_any_bytes_are_answered() {
    let long = "Selon un sondage Ifop, M. Corvel obtient 24 %. ".repeat(4_000);
    assert_eq!(from_text(&long, &Background::default()).figures.len(), 1);
    for text in [
        "%",
        "24 %",
        "… 24 % (",
        "« 24 % » d’",
        "\u{202f}%",
        "a poll a 24 percent to",
        "poll 1e9 % –%",
    ] {
        let read = from_text(text, &Background::default());
        assert!(read.figures.is_empty(), "{text}");
    }
}
