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
    Élodie Marchetti = 22 (Intention First) Ifop / La Dépêche du Ponant et Radio Littoral / 22 % n=1503 2027-03-03..2027-03-05 -1.5 from 23.5 Some(Previous)
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
fn each_figure_finds_its_name_its_kind_and_its_change() {
    let said = [
        "According to the latest Alpha Polling survey for the Coast Herald, conducted on March 2-4 among 1,050 registered voters, Harlow has 27% (+1), Mercer 24% (-2) and Rowan 15%.",
        "Marchetti et Corvel sont à égalité avec 23 % chacun au premier tour, d’après un sondage Elabe pour BFMTV publié mercredi.",
        "Dan Mercer gains three points to 21 percent, while Anne Harlow loses two and stands at 25 percent in the Ipsos poll.",
        "Seuls 34 % des Français font confiance au président Paul Vernier, soit une baisse de deux points, selon le baromètre Ifop-JDD.",
        "Approval of President Vernier fell to 34 percent in March from 37 percent in February, a Gallup poll showed.",
        "Si le second tour avait lieu dimanche, Marchetti l'emporterait face à Corvel (52 % contre 48 %), selon une enquête OpinionWay.",
        "Harlow, at 26 percent, leads Mercer, at 22 percent, and Rowan, at 14 percent, in voting intentions, according to a poll by Ipsos.",
        "Support for Harlow has dropped from 30 percent in January to 26 percent, an Ifop poll for the Coast Herald shows.",
        "78 % des électeurs d’Élodie Marchetti se disent certains de leur choix, contre 64 % pour Yann Corvel, selon Ipsos.",
        "Crédité de 19 %, Hameau reste troisième derrière Corvel (24 %) et Marchetti (22 %), indique un sondage Harris Interactive réalisé les 3 et 4 mars auprès de 1.204 personnes inscrites.",
        "Harlow leads Mercer 27% to 24%, an Elabe poll shows.",
        "Dans l’hypothèse d’une candidature de Paul Vernier, Marchetti recueillerait 17 % et Corvel 20 %, selon Elabe.",
        "Mercer is viewed favourably by 44 percent of voters and unfavourably by 38 percent, according to Morning Consult.",
        "Inflation slowed to 2.1 percent in February, but a poll by Ipsos puts Harlow on 25 percent.",
        "Anne Harlow and Dan Mercer are tied on 24 percent each in an Ipsos poll of voting intentions.",
        "Corvel passe de 22 % en janvier à 25 % des intentions de vote selon Elabe. Il distance Marchetti, qui perd un point à 21 %.",
        "Un sondage BVA pour Orange et RTL, réalisé du 28 février au 2 mars, place Corvel en tête (25%), à deux points de Marchetti (23%).",
        "24 % des personnes interrogées ont l’intention de voter pour M. Corvel au premier tour, contre 22 % pour Mme Marchetti, selon un sondage Elabe.",
    ];
    let table: Vec<String> = said.iter().map(|text| format!("> {text}\n{}", read(text))).collect();
    insta::assert_snapshot!(table.join(""), @r###"
    > According to the latest Alpha Polling survey for the Coast Herald, conducted on March 2-4 among 1,050 registered voters, Harlow has 27% (+1), Mercer 24% (-2) and Rowan 15%.
    Harlow = 27 (Unstated) Alpha Polling / Coast Herald / 27% n=1050 2027-03-02..2027-03-04 +1 from 26 Some(Previous)
    Mercer = 24 (Unstated) Alpha Polling / Coast Herald / 24% n=1050 2027-03-02..2027-03-04 -2 from 26 Some(Previous)
    Rowan = 15 (Unstated) Alpha Polling / Coast Herald / 15% n=1050 2027-03-02..2027-03-04
    > Marchetti et Corvel sont à égalité avec 23 % chacun au premier tour, d’après un sondage Elabe pour BFMTV publié mercredi.
    Marchetti = 23 (Intention First) Elabe / BFMTV / 23 %
    Corvel = 23 (Intention First) Elabe / BFMTV / 23 %
    > Dan Mercer gains three points to 21 percent, while Anne Harlow loses two and stands at 25 percent in the Ipsos poll.
    Dan Mercer = 21 (Unstated) Ipsos / - / 21 percent +3 from 18 Some(Previous)
    Anne Harlow = 25 (Unstated) Ipsos / - / 25 percent
    > Seuls 34 % des Français font confiance au président Paul Vernier, soit une baisse de deux points, selon le baromètre Ifop-JDD.
    Paul Vernier = 34 (Popularity) Ifop / - / 34 % -2 from 36 Some(Previous)
    > Approval of President Vernier fell to 34 percent in March from 37 percent in February, a Gallup poll showed.
    Vernier = 34 (Popularity) Gallup / - / 34 percent -3 from 37 Some(Change)
    > Si le second tour avait lieu dimanche, Marchetti l'emporterait face à Corvel (52 % contre 48 %), selon une enquête OpinionWay.
    Marchetti = 52 (Duel Second) OpinionWay / - / 52 %
    Corvel = 48 (Duel Second) OpinionWay / - / 48 %
    > Harlow, at 26 percent, leads Mercer, at 22 percent, and Rowan, at 14 percent, in voting intentions, according to a poll by Ipsos.
    Harlow = 26 (Intention) Ipsos / - / 26 percent
    Mercer = 22 (Intention) Ipsos / - / 22 percent
    Rowan = 14 (Intention) Ipsos / - / 14 percent
    > Support for Harlow has dropped from 30 percent in January to 26 percent, an Ifop poll for the Coast Herald shows.
    Harlow = 26 (Unstated) Ifop / Coast Herald / 26 percent -4 from 30 Some(Change)
    > 78 % des électeurs d’Élodie Marchetti se disent certains de leur choix, contre 64 % pour Yann Corvel, selon Ipsos.
    Élodie Marchetti = 78 (Certainty) Ipsos / - / 78 %
    Yann Corvel = 64 (Certainty) Ipsos / - / 64 %
    > Crédité de 19 %, Hameau reste troisième derrière Corvel (24 %) et Marchetti (22 %), indique un sondage Harris Interactive réalisé les 3 et 4 mars auprès de 1.204 personnes inscrites.
    Hameau = 19 (Intention) Harris Interactive / - / 19 % n=1204 2027-03-03..2027-03-04
    Corvel = 24 (Intention) Harris Interactive / - / 24 % n=1204 2027-03-03..2027-03-04
    Marchetti = 22 (Intention) Harris Interactive / - / 22 % n=1204 2027-03-03..2027-03-04
    > Harlow leads Mercer 27% to 24%, an Elabe poll shows.
    Harlow = 27 (Unstated) Elabe / - / 27%
    Mercer = 24 (Unstated) Elabe / - / 24%
    > Dans l’hypothèse d’une candidature de Paul Vernier, Marchetti recueillerait 17 % et Corvel 20 %, selon Elabe.
    Marchetti = 17 (Intention) Elabe / - / 17 %
    Corvel = 20 (Intention) Elabe / - / 20 %
    > Mercer is viewed favourably by 44 percent of voters and unfavourably by 38 percent, according to Morning Consult.
    Mercer = 44 (Favourable) Morning Consult / - / 44 percent
    left Unfavourable: 38 percent
    > Inflation slowed to 2.1 percent in February, but a poll by Ipsos puts Harlow on 25 percent.
    Harlow = 25 (Unstated) Ipsos / - / 25 percent
    left SomethingElse: 2.1 percent
    > Anne Harlow and Dan Mercer are tied on 24 percent each in an Ipsos poll of voting intentions.
    Anne Harlow = 24 (Intention) Ipsos / - / 24 percent
    Dan Mercer = 24 (Intention) Ipsos / - / 24 percent
    > Corvel passe de 22 % en janvier à 25 % des intentions de vote selon Elabe. Il distance Marchetti, qui perd un point à 21 %.
    Corvel = 25 (Intention) Elabe / - / 25 % +3 from 22 Some(Change)
    Marchetti = 21 (Intention) Elabe / - / 21 % -1 from 22 Some(Previous)
    > Un sondage BVA pour Orange et RTL, réalisé du 28 février au 2 mars, place Corvel en tête (25%), à deux points de Marchetti (23%).
    Corvel = 25 (Unstated) BVA / Orange et RTL / 25% 2027-02-28..2027-03-02
    Marchetti = 23 (Unstated) BVA / Orange et RTL / 23% 2027-02-28..2027-03-02
    > 24 % des personnes interrogées ont l’intention de voter pour M. Corvel au premier tour, contre 22 % pour Mme Marchetti, selon un sondage Elabe.
    Corvel = 24 (Intention First) Elabe / - / 24 %
    Marchetti = 22 (Intention First) Elabe / - / 22 %
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

#[test]
fn according_to_a_poll_so_many_have_a_favourable_opinion() {
    insta::assert_snapshot!(read(
        "According to an Ipsos poll published on Monday, 41 % have a favourable opinion of Anne Harlow, against 35 % for Dan Mercer. \
         According to a Tidewater Review poll, 24 percent of voters view Harlow favourably."
    ), @r"
    Anne Harlow = 41 (Favourable) Ipsos / - / 41 %
    Dan Mercer = 35 (Favourable) Ipsos / - / 35 %
    Anne Harlow = 24 (Favourable) Tidewater Review / - / 24 percent
    ");
    insta::assert_snapshot!(read(
        "Selon un sondage Elabe publié lundi, 41 % des Français ont une opinion favorable d’Anne Harlow, contre 35 % pour Yann Corvel (+2)."
    ), @r"
    Anne Harlow = 41 (Favourable) Elabe / - / 41 %
    Yann Corvel = 35 (Favourable) Elabe / - / 35 % +2 from 33 Some(Previous)
    ");
}

#[test]
fn asking_in_a_sentence_of_its_own_changes_in_words_scores_and_offices_are_read() {
    let said = [
        "Selon un sondage Elabe, Élodie Marchetti obtient 24 % des intentions de vote au premier tour. L’institut a interrogé 1 002 personnes inscrites entre le 3 et le 5 mars 2027.",
        "An Ipsos poll puts Anne Harlow on 31% of voting intentions. The institute interviewed 1,002 people between 3 and 5 March.",
        "Police interviewed 1,002 people. An Ipsos poll puts Anne Harlow on 31% of voting intentions.",
        "In the latest Alpha Polling survey of voting intentions, Harlow has 31% (up 2) and Mercer 24% (down 1.5).",
        "Yann Corvel recueille 24 % des intentions de vote, soit deux points de plus, selon Ifop.",
        "Yann Corvel recueille 24 % des intentions de vote, soit deux points de plus que Marchetti, selon Ifop.",
        "Selon un sondage Ifop, Élodie Marchetti obtient 24 % des intentions de vote. Au second tour, face à Yann Corvel, elle l’emporterait avec 56 % contre 44 %.",
        "Selon un sondage Ifop, Élodie Marchetti battrait Yann Corvel au second tour : elle l’emporterait avec 56 % contre 44 %.",
        "Selon un sondage Ifop, Élodie Marchetti devance Yann Corvel. Au second tour, elle l’emporterait avec 56 % contre 44 %.",
        "In a run-off, Cole beats Grant 52-48, a Savanta poll shows.",
        "Cole leads Grant 52–48 in a YouGov poll of the second round.",
        "La cote de popularité du président recule de 3 points à 28 %, selon le baromètre Ifop.",
        "Le président Paul Vernier inquiète. Sa politique déplaît.\nLa cote de popularité du président recule de 3 points à 28 %, selon le baromètre Ifop.",
    ];
    let table: Vec<String> = said.iter().map(|text| format!("> {text}\n{}", read(text))).collect();
    insta::assert_snapshot!(table.join(""), @r###"
    > Selon un sondage Elabe, Élodie Marchetti obtient 24 % des intentions de vote au premier tour. L’institut a interrogé 1 002 personnes inscrites entre le 3 et le 5 mars 2027.
    Élodie Marchetti = 24 (Intention First) Elabe / - / 24 % n=1002 2027-03-03..2027-03-05
    > An Ipsos poll puts Anne Harlow on 31% of voting intentions. The institute interviewed 1,002 people between 3 and 5 March.
    Anne Harlow = 31 (Intention) Ipsos / - / 31% n=1002 2027-03-03..2027-03-05
    > Police interviewed 1,002 people. An Ipsos poll puts Anne Harlow on 31% of voting intentions.
    Anne Harlow = 31 (Intention) Ipsos / - / 31%
    > In the latest Alpha Polling survey of voting intentions, Harlow has 31% (up 2) and Mercer 24% (down 1.5).
    Harlow = 31 (Intention) Alpha Polling / - / 31% +2 from 29 Some(Previous)
    Mercer = 24 (Intention) Alpha Polling / - / 24% -1.5 from 25.5 Some(Previous)
    > Yann Corvel recueille 24 % des intentions de vote, soit deux points de plus, selon Ifop.
    Yann Corvel = 24 (Intention) Ifop / - / 24 % +2 from 22 Some(Previous)
    > Yann Corvel recueille 24 % des intentions de vote, soit deux points de plus que Marchetti, selon Ifop.
    Yann Corvel = 24 (Intention) Ifop / - / 24 %
    > Selon un sondage Ifop, Élodie Marchetti obtient 24 % des intentions de vote. Au second tour, face à Yann Corvel, elle l’emporterait avec 56 % contre 44 %.
    Élodie Marchetti = 24 (Intention) Ifop / - / 24 %
    Élodie Marchetti = 56 (Duel Second) Ifop / - / 56 %
    Yann Corvel = 44 (Duel Second) Ifop / - / 44 %
    > Selon un sondage Ifop, Élodie Marchetti battrait Yann Corvel au second tour : elle l’emporterait avec 56 % contre 44 %.
    Élodie Marchetti = 56 (Duel Second) Ifop / - / 56 %
    Yann Corvel = 44 (Duel Second) Ifop / - / 44 %
    > Selon un sondage Ifop, Élodie Marchetti devance Yann Corvel. Au second tour, elle l’emporterait avec 56 % contre 44 %.
    Élodie Marchetti = 56 (Duel Second) Ifop / - / 56 %
    Yann Corvel = 44 (Duel Second) Ifop / - / 44 %
    > In a run-off, Cole beats Grant 52-48, a Savanta poll shows.
    Cole = 52 (Duel Second) Savanta / - / 52
    Grant = 48 (Duel Second) Savanta / - / 48
    > Cole leads Grant 52–48 in a YouGov poll of the second round.
    Cole = 52 (Duel Second) YouGov / - / 52
    Grant = 48 (Duel Second) YouGov / - / 48
    > La cote de popularité du président recule de 3 points à 28 %, selon le baromètre Ifop.
    président = 28 (Popularity) Ifop / - / 28 % -3 from 31 Some(Previous)
    > Le président Paul Vernier inquiète. Sa politique déplaît.
    La cote de popularité du président recule de 3 points à 28 %, selon le baromètre Ifop.
    Paul Vernier = 28 (Popularity) Ifop / - / 28 % -3 from 31 Some(Previous)
    "###);
}
