//! The ledger over invented articles: replies, echoes, headlines, repeated rumours.
#![expect(clippy::disallowed_methods, reason = "one test reads an article that is not kept here")]

use vigie_read::Language;
use vigie_read::statements::Act;
use vigie_read::statements::ledger::{Answers, Drift, Press, ledger, repeats};

fn press<'a>(outlet: &'a str, date: &'a str, headline: &'a str, text: &'a str) -> Press<'a> {
    Press { outlet, date, headline, text, language: Language::En }
}

#[test]
fn an_accusation_is_paired_with_the_denial_of_the_accused() {
    let articles = [
        press("Herald", "2027-03-01", "", "Ruth Harlow accused Dan Mercer of inventing polls."),
        press(
            "Ledger",
            "2027-03-02",
            "",
            "Dan Mercer denied inventing anything. Mayor Paul Sayer rejected the budget.",
        ),
        press("Ledger", "2027-03-02", "", "Nadia Brown accused Paul Sayer of favouritism."),
    ];
    let ledger = ledger(&articles);
    assert_eq!(ledger.outlets, 2);
    let found: Vec<String> = ledger
        .accusations
        .iter()
        .map(|pair| {
            let who =
                ledger.statement(pair.accusation).unwrap().speaker.as_ref().unwrap().name.clone();
            let replies: Vec<String> = pair
                .replies
                .iter()
                .map(|(entry, why)| {
                    format!(
                        "{} {why:?}",
                        ledger.statement(*entry).unwrap().speaker.as_ref().unwrap().name
                    )
                })
                .collect();
            format!("{who}: {}", replies.join(", "))
        })
        .collect();
    // A rejection of something else, by the accused, is no reply.
    assert_eq!(found, ["Ruth Harlow: Dan Mercer Speaker", "Nadia Brown: "]);
    assert_eq!(ledger.accusations[0].replies[0].1, Answers::Speaker);
}

#[test]
fn without_a_reply_the_accusation_stands_alone() {
    let ledger = ledger(&[press(
        "Herald",
        "2027-03-01",
        "",
        "Ruth Harlow accused Dan Mercer of fraud. Mercer did not deny it.",
    )]);
    assert_eq!(ledger.accusations.len(), 1);
    assert!(ledger.accusations[0].replies.is_empty());
}

#[test]
fn the_later_of_two_outlets_echoes_the_earlier() {
    let said = "Prosecutor Anne Villiers announced the opening of an inquiry into leaked messages.";
    let again = "An inquiry was on its way. Anne Villiers announced an inquiry into the leaked messages, again.";
    let ledger =
        ledger(&[press("Late", "2027-03-03", "", again), press("Early", "2027-03-02", "", said)]);
    let pairs: Vec<(usize, usize)> =
        ledger.echoes.iter().map(|(echo, source)| (echo.article, source.article)).collect();
    assert_eq!(pairs, [(0, 1)]);
}

#[test]
fn a_headline_that_drops_any_other_state_is_flagged() {
    let text = "Foreign Minister Janet Delorme warned: \"We will accept no interference in our election, whether by Norway or any other state.\"";
    let drifted = ledger(&[press(
        "Herald",
        "2027-03-02",
        "Minister warns against interference by Norway in election",
        text,
    )]);
    assert!(
        drifted.drifts.iter().any(
            |found| matches!(&found.drift, Drift::DropsHedge { hedge } if hedge == "or any other")
        ),
        "{:?}",
        drifted.drifts
    );
    let faithful = ledger(&[press(
        "Herald",
        "2027-03-02",
        "Minister warns Norway or any other state against election interference",
        text,
    )]);
    assert!(!faithful.drifts.iter().any(
        |found| matches!(&found.drift, Drift::DropsHedge { hedge } if hedge == "or any other")
    ));
}

#[test]
fn a_headline_that_names_a_country_of_its_own_is_flagged() {
    let text = "Foreign Minister Janet Delorme warned that the country will accept no interference in its election.";
    let ledger = ledger(&[press(
        "Herald",
        "2027-03-02",
        "Minister warns that election interference by Norway will not be accepted",
        text,
    )]);
    let named: Vec<&Drift> = ledger.drifts.iter().map(|found| &found.drift).collect();
    assert_eq!(named, [&Drift::NamesMore { named: "Norway".to_owned() }]);
}

#[test]
fn a_domestic_scandal_weighs_as_much_as_a_foreign_accusation() {
    let ledger = ledger(&[
        press("Herald", "2027-03-02", "", "Nadia Brown accused Mayor Paul Sayer of lying."),
        press("Herald", "2027-03-02", "", "Ruth Harlow accused Norway of lying."),
    ]);
    let acts: Vec<(Act, usize)> = ledger
        .accusations
        .iter()
        .map(|pair| {
            let statement = ledger.statement(pair.accusation).unwrap();
            (statement.act, statement.targets.len())
        })
        .collect();
    assert_eq!(acts, [(Act::Accuse, 1), (Act::Accuse, 1)]);
}

#[test]
fn an_article_that_denies_a_sealed_rumour_repeats_it() {
    let text = "Brown denied that she has a SECRET account. \"A secret account? No.\"";
    let places: Vec<&str> =
        repeats(text, &["secret account", ""]).into_iter().map(|span| span.of(text)).collect();
    assert_eq!(places, ["SECRET account", "secret account"]);
    assert!(repeats("The secretary kept accounts.", &["secret account"]).is_empty());
}

/// An article of the day this program is made for, where it is at hand; nothing of it is kept here.
#[test]
fn the_february_article_books_no_unsaid_words_and_its_headline_drifts() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/press/france-vows-to-retaliate-2017-02.txt"
    );
    let Ok(whole) = std::fs::read_to_string(path) else {
        println!("skipped: no ../shared/data");
        return;
    };
    let (headline, text) = whole.split_once('\n').unwrap_or((&whole, ""));
    let ledger = ledger(&[press("-", "2017-02", headline, text)]);
    let booked = ledger.statements[0].iter().filter(|statement| statement.is_booked());
    let president: Vec<&str> = booked
        .filter(|statement| {
            statement.speaker.as_ref().is_some_and(|speaker| speaker.name.ends_with("Hollande"))
        })
        .map(|statement| statement.act.name())
        .collect();
    assert_eq!(president, ["request"]);
    assert!(ledger.drifts.iter().any(|found| matches!(found.drift, Drift::DropsHedge { .. })));
    let answered = ledger.accusations.iter().filter(|pair| !pair.replies.is_empty()).count();
    // The denial names one camp: two accusations by others stay without a reply.
    let open = ledger.accusations.len() - answered;
    assert!(answered >= 7 && open >= 2, "{answered} have a reply, {open} have none");
}

#[test]
fn whoever_speaks_for_the_accused_replies_for_them() {
    for reply in [
        "\"That is nonsense,\" said Olga Sand, a spokeswoman for Northbank.",
        "Northbank spokeswoman Olga Sand called the claim absurd. \"We did nothing of the kind,\" Sand said.",
    ] {
        let text = format!("Ruth Harlow accused Northbank of hiding money. {reply}");
        let ledger = ledger(&[press("Herald", "2027-03-01", "", &text)]);
        assert_eq!(ledger.accusations.len(), 1, "{text}");
        assert!(
            ledger.accusations[0].replies.iter().any(|(_, why)| *why == Answers::Speaker),
            "{text}"
        );
    }
}

/// Who replied to each accusation of one article.
fn replied(text: &str, language: Language) -> Vec<Vec<String>> {
    let ledger = ledger(&[Press { language, ..press("Herald", "2027-03-01", "", text) }]);
    let speaker = |entry| ledger.statement(entry).unwrap().speaker.as_ref().unwrap().name.clone();
    let names =
        |replies: &[(_, Answers)]| replies.iter().map(|(entry, _)| speaker(*entry)).collect();
    ledger.accusations.iter().map(|pair| names(&pair.replies)).collect()
}

#[test]
fn a_denial_answers_what_it_denies() {
    // Of another thing, by another's name.
    let text = "Intelligence agencies had accused Norway of hacking two servers. Senator Ruth Harlow's aides accused Norway of meddling. \
        Norway has denied the Harlow camp's allegations of meddling.";
    assert_eq!(replied(text, Language::En), [vec![], vec!["Norway".to_owned()]]);
    // The same deed in another word.
    let text = "Ruth Harlow accused Norway of interference. Two days went by. It rained. Norway denied meddling in anything.";
    assert_eq!(replied(text, Language::En), [["Norway"]]);
    // Far away, "the claims" are not these.
    let text = "Ruth Harlow accused Dan Mercer of theft. It rained. It snowed. It froze. It thawed. It rained. Dan Mercer denied the claims.";
    assert_eq!(replied(text, Language::En), [Vec::<String>::new()]);
}

#[test]
fn a_french_denial_answers_the_accusation_before_it() {
    let text = "Les services de Valbourg ont accusé la Norvège d’avoir piraté deux serveurs. Le palais royal a démenti ces accusations.";
    assert_eq!(replied(text, Language::Fr), [["Le palais royal"]]);
    let text = "La porte-parole Anne Vallier a été accusée d’avoir menti. Elle a démenti tout projet de fusion avec le groupe.";
    assert_eq!(replied(text, Language::Fr), [Vec::<String>::new()]);
}

#[test]
fn a_headline_that_accuses_over_a_warning_is_flagged() {
    let drifts = |headline: &'static str, text: &'static str, language| {
        let found = ledger(&[Press { language, ..press("Herald", "2027-03-02", headline, text) }]);
        let says = |drift: &Drift| matches!(drift, Drift::SaysMore { .. });
        found.drifts.iter().filter(|one| says(&one.drift)).count()
    };
    let warned = "Le ministre Paul Rey a averti que les serveurs étaient fragiles. Il n’a pas accusé un État étranger.";
    assert_eq!(drifts("Le ministre accuse un État étranger", warned, Language::Fr), 1);
    let accused = "Le ministre Paul Rey a accusé un État étranger d’avoir piraté les serveurs. Il a averti que ce n’était pas fini.";
    assert_eq!(drifts("Le ministre accuse un État étranger", accused, Language::Fr), 0);
    let warned = "Senator Ruth Harlow warned that servers were weak. Harlow said nobody was ready.";
    assert_eq!(drifts("Harlow accuses foreign state of hacking", warned, Language::En), 1);
}

#[test]
fn a_denial_answers_all_accusations_of_the_camp_that_it_names() {
    let text = "Mayor Ruth Harlow accused Norland of attacking her website. 'Half of the visits came from the north,' said her spokesman Tom Birch, \
        accusing the royal palace of Norland of helping her rival Dan Mercer. The police had accused Norland of copying voter lists. \
        It rained. It snowed. It froze. It thawed. It rained. Norland firmly denied the Harlow camp's allegations of meddling. \
        'We never had the intention of interfering,' said Olga Sand, a spokeswoman for Norland. Channel Nord echoed the denial.";
    let all = ["Norland", "Olga Sand", "Channel Nord"].map(str::to_owned).to_vec();
    // The police accuse of another matter, and are another accuser.
    assert_eq!(replied(text, Language::En), [all.clone(), all, vec![]]);
}

#[test]
fn a_denial_that_names_another_accuser_does_not_answer_the_same_deed() {
    let text = "Ruth Harlow accused Norland of meddling in the vote. Anna Pell accused Norland of meddling in the count. \
        Norland denied the allegations of meddling from Anna Pell.";
    assert_eq!(replied(text, Language::En), [vec![], vec!["Norland".to_owned()]]);
    let text = "La candidate Maud Vasseur accuse la Norlande d’ingérence. Le maire Paul Denis accuse la Norlande d’ingérence. \
        La Norlande a démenti les accusations d’ingérence de Paul Denis.";
    assert_eq!(replied(text, Language::Fr), [vec![], vec!["La Norlande".to_owned()]]);
}

#[test]
fn what_is_told_twice_is_answered_twice() {
    let text = "A leading candidate's aides accused two broadcasters of spreading smears about her marriage. \
        Harlow's aides accused broadcasters Channel Nord and Kanal Ost of spreading smears about the marriage of the mayor. \
        It rained. It snowed. It froze. It thawed. Channel Nord denied the Harlow camp's accusations. Kanal Ost echoed the denial.";
    let found = replied(text, Language::En);
    assert_eq!(found[1], ["Channel Nord", "Kanal Ost"]);
}

#[test]
fn an_echoed_denial_is_known_in_french_too() {
    let text = "La candidate Maud Vasseur a accusé la chaîne Canal Nord et le site Ost de mener une campagne de diffamation. \
        Canal Nord a démenti ces accusations. Le site Ost s’est joint au démenti.";
    assert_eq!(replied(text, Language::Fr), [["Canal Nord", "Ost"]]);
}

#[test]
fn a_denial_of_another_matter_is_no_answer() {
    for (text, language) in [
        (
            "Ruth Harlow accused Dan Mercer of theft. Dan Mercer denied plans for a merger.",
            Language::En,
        ),
        (
            "Ruth Harlow accused Dan Mercer of theft. Dan Mercer denied rumours of a divorce.",
            Language::En,
        ),
        (
            "Maud Vasseur accuse Paul Denis d’avoir détourné des fonds. Paul Denis a démenti les rumeurs de divorce.",
            Language::Fr,
        ),
    ] {
        assert_eq!(replied(text, language), [Vec::<String>::new()], "{text}");
    }
}
