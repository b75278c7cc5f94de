//! Statements: the rules on invented sentences, the press test set, `PolNeAR` where it is at hand, bad input.
#![expect(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    dead_code,
    reason = "a test reads its files and may stop at the first surprise; the scorer serves the bench too"
)]

mod score;

use std::fmt::Write as _;

use proptest::prelude::*;
use score::{Count, articles, polnear, press};
use vigie_read::{Language, Statement, read_statements};

/// Booked statements as "act | speaker | target | cue".
fn read(text: &str, language: Language) -> String {
    let mut out = String::new();
    for statement in
        read_statements(text, "", language).iter().filter(|statement| statement.is_booked())
    {
        let speaker = statement.speaker.as_ref().map_or("-", |speaker| speaker.name.as_str());
        let targets: Vec<&str> =
            statement.targets.iter().map(|target| target.name.as_str()).collect();
        let targets = if targets.is_empty() { "-".to_owned() } else { targets.join("; ") };
        writeln!(
            out,
            "{} | {speaker} | {targets} | {}",
            statement.act.name(),
            statement.cue.of(text)
        )
        .unwrap();
    }
    out
}

#[test]
fn english_frames_give_act_speaker_and_target() {
    let text = "Mayor Agnes Pradel accused her opponent, Ian Lant, of fraud. He denied it. The mayor warned Lant against \"lies\". \
        Lant vowed to sue. He urged voters to stay calm. Senator Hugh Ferrier took aim at both camps. According to the Valley Tribune, nothing happened.";
    insta::assert_snapshot!(read(text, Language::En), @r"
    accuse | Agnes Pradel | Ian Lant | accused
    deny | Ian Lant | - | denied
    warn | Agnes Pradel | Ian Lant | warned
    threaten | Ian Lant | - | vowed
    urge | Ian Lant | voters | urged
    criticise | Hugh Ferrier | both camps | took aim at
    state | Valley Tribune | - | According to
    ");
}

#[test]
fn french_frames_give_act_speaker_and_target() {
    let text = "La maire Agnès Pradel accuse Yves Lantier de fraude. Ce dernier dément. « Je porterai plainte », a-t-il prévenu. \
        Selon un proche, elle aurait menti. Le sénateur Hugues Ferrier met en garde les deux camps. L’élue rejette en bloc ces rumeurs.";
    insta::assert_snapshot!(read(text, Language::Fr), @r"
    accuse | Agnès Pradel | Yves Lantier | accuse
    deny | Yves Lantier | - | dément
    warn | Yves Lantier | - | a-t-il prévenu
    allege | un proche | Agnès Pradel | Selon
    warn | Hugues Ferrier | les deux camps | met en garde
    reject | Agnès Pradel | - | rejette en bloc
    ");
}

#[test]
fn what_was_not_said_is_not_booked() {
    for (text, language) in [
        (
            "Ruth Harlow did not say where the attacks came from, nor did she point the finger at anyone.",
            Language::En,
        ),
        ("Harlow never accused Mercer. The party has not denied it.", Language::En),
        (
            "La préfète n’a pas dit d’où venaient les attaques. Elle n’a accusé personne et n’a pas démenti.",
            Language::Fr,
        ),
    ] {
        assert_eq!(read(text, language), "", "{text}");
    }
}

#[test]
fn a_passive_without_an_agent_has_no_speaker() {
    assert_eq!(
        read("Remy Castle was accused of favouritism.", Language::En),
        "accuse | - | Remy Castle | was accused of\n"
    );
    assert_eq!(
        read("Remy Castle was accused of favouritism by Nadia Brown.", Language::En),
        "accuse | Nadia Brown | Remy Castle | was accused of\n"
    );
}

#[test]
fn two_cues_for_one_statement_are_one() {
    let text = "Paul Sayer warned the council: \"We will not wait,\" said Mayor Paul Sayer.";
    assert_eq!(read(text, Language::En), "warn | Paul Sayer | council | warned\n");
}

#[test]
fn a_quotation_goes_on_over_sentences_and_signs_lie_in_the_text() {
    let text = "\"We were hit,\" Anna Cole said. \"It was bad. It went on.\"";
    let found = read_statements(text, "", Language::En);
    let content: Vec<&str> = found[0].content.iter().map(|span| span.of(text)).collect();
    assert_eq!(content, ["\"We were hit,\"", "\"It was bad. It went on.\""]);
}

#[test]
fn beliefs_and_wants_are_read_but_not_booked() {
    let text = "Anna Cole believes that the vote is safe. She wants to win.";
    let kinds: Vec<String> = read_statements(text, "", Language::En)
        .iter()
        .map(|found| format!("{:?}", found.kind))
        .collect();
    assert_eq!(kinds, ["Belief", "Want"]);
    assert_eq!(read(text, Language::En), "");
}

#[test]
fn the_build_of_what_is_said_gives_the_act_in_english() {
    let text = "Mayor Mara Voss spoke on Monday.\n\
        \"Our party takes no money from abroad,\" said Mara Voss.\n\
        \"Paul Deane hid the figures,\" said Mara Voss.\n\
        \"The commission should have acted sooner,\" said Mara Voss.\n\
        \"Publish the files now,\" said Mara Voss.\n\
        \"If they cross that line we will answer,\" said Mara Voss.\n\
        \"We have decided to suspend the campaign,\" said Mara Voss.\n\
        \"I trust Paul Deane completely,\" said Mara Voss.\n\
        \"We were not ready in January,\" said Mara Voss.";
    insta::assert_snapshot!(read(text, Language::En), @r"
    deny | Mara Voss | - | said
    accuse | Mara Voss | Paul Deane | said
    criticise | Mara Voss | commission | said
    request | Mara Voss | - | said
    threaten | Mara Voss | - | said
    announce | Mara Voss | - | said
    support | Mara Voss | Paul Deane | said
    state | Mara Voss | - | said
    ");
}

#[test]
fn the_build_of_what_is_said_gives_the_act_in_french() {
    let text = "La maire Maud Vasseur a parlé lundi.\n\
        « Notre parti ne reçoit aucun argent de l’étranger », a déclaré Maud Vasseur.\n\
        « Paul Denis a caché les chiffres », a déclaré Maud Vasseur.\n\
        « La commission aurait dû agir plus tôt », a déclaré Maud Vasseur.\n\
        « Publiez les fichiers maintenant », a déclaré Maud Vasseur.\n\
        « Je répondrai à toutes les questions », a déclaré Maud Vasseur.\n\
        « De telles pratiques sont inacceptables », a déclaré Maud Vasseur.\n\
        « Nous n’étions pas prêts en janvier », a déclaré Maud Vasseur.";
    insta::assert_snapshot!(read(text, Language::Fr), @r"
    deny | Maud Vasseur | - | a déclaré
    accuse | Maud Vasseur | Paul Denis | a déclaré
    criticise | Maud Vasseur | La commission | a déclaré
    request | Maud Vasseur | - | a déclaré
    promise | Maud Vasseur | - | a déclaré
    criticise | Maud Vasseur | - | a déclaré
    state | Maud Vasseur | - | a déclaré
    ");
}

#[test]
fn a_colon_a_view_and_a_turn_tell_without_a_word_for_saying() {
    let text = "The union leader, Mick Darby, was scathing: \"The company lied to its passengers.\" In his view, the company \"behaves like a bully\".\n\
        SHAW: We should have told you.\n\
        SHAW: That is all.";
    insta::assert_snapshot!(read(text, Language::En), @r"
    accuse | Mick Darby | company | was scathing
    criticise | Mick Darby | company | In his view
    confirm | SHAW | - | SHAW:
    state | SHAW | - | SHAW:
    ");
    let text = "La candidate Fanny Grosjean ne décolère pas : « Il doit s’expliquer. » À ses yeux, le préfet Luc Besnard a failli.\n\
        Du côté de Matignon, on se refuse à commenter l’affaire.";
    insta::assert_snapshot!(read(text, Language::Fr), @r"
    request | Fanny Grosjean | - | ne décolère pas
    criticise | Fanny Grosjean | Luc Besnard | À ses yeux
    decline_comment | Matignon | - | se refuse à commenter
    ");
}

#[test]
fn lists_inserted_words_and_posts_name_the_speaker() {
    let text = "The United States, Britain and Poland voiced support for Germany. \
        The party Dawn, often accused of being too close to Moscow, questioned the evidence. \
        Foreign minister Ada Lind and interior minister Bo Crane met on Monday. The foreign minister denied a rift.";
    insta::assert_snapshot!(read(text, Language::En), @r"
    support | United States, Britain and Poland | Germany | voiced support for
    accuse | - | Dawn | often accused of
    criticise | Dawn | - | questioned
    deny | Ada Lind | - | denied
    ");
    let text = "L’ambassadeur, Igor Pavek, a de son côté assuré que tout allait bien. « Je soutiens Cédric Mallet », écrit sur les réseaux sociaux la présidente du parti, Élodie Sarrazin. \
        Le gouvernement, par la voix de sa porte-parole Sonia Lemaire, rejette ces insinuations.";
    insta::assert_snapshot!(read(text, Language::Fr), @r"
    claim | Igor Pavek | - | a de son côté assuré
    support | Élodie Sarrazin | Cédric Mallet | écrit
    reject | Le gouvernement | - | rejette
    ");
}

#[test]
fn what_was_not_done_or_only_asked_is_not_booked() {
    for (text, language) in [
        ("Siobhan Keane stopped short of accusing him. Who leaked the tapes?", Language::En),
        ("On répète que tout va bien.", Language::Fr),
    ] {
        assert_eq!(read(text, language), "", "{text}");
    }
}

#[test]
fn french_infinitives_tell_what_was_done_and_silence_has_many_builds() {
    let text = "La maire Maud Vasseur vient d’annoncer la fermeture du pont. Elle a tenu à rassurer les riverains. \
        L’adjoint Paul Denis a rejeté ces critiques, avant d’exiger de la préfecture des excuses. Il n’a pas hésité à fustiger « l’amateurisme » du préfet. \
        Le sénateur Luc Morel n’a rien voulu dire de ses comptes. Il n’a pas précisé s’il viendrait.";
    insta::assert_snapshot!(read(text, Language::Fr), @r"
    announce | Maud Vasseur | - | vient d’annoncer
    reject | Paul Denis | - | a rejeté
    request | Paul Denis | la préfecture | avant d’exiger
    criticise | Paul Denis | préfet | n’a pas hésité à fustiger
    decline_comment | Luc Morel | - | n’a rien voulu dire
    ");
}

#[test]
fn french_descriptions_and_pronouns_mean_who_was_named() {
    let text = "« Ce budget est une mascarade », tonne Julie Marchal. La députée réclame un vote. \
        « C’est faux », a répliqué de son côté le ministre Hugo Lemaire. Celui-ci accuse Mme Marchal de mentir. L’intéressée dément.\n\
        Karim Benali, candidat du Centre, qui préside la commission, dénonce « le cynisme » de la majorité. \
        Ces chiffres, écrit-il, sont grotesques. Et d’ajouter que le vote sera repoussé.";
    insta::assert_snapshot!(read(text, Language::Fr), @r"
    criticise | Julie Marchal | - | tonne
    request | Julie Marchal | - | réclame
    deny | Hugo Lemaire | - | a répliqué
    accuse | Hugo Lemaire | Julie Marchal | accuse
    deny | Julie Marchal | - | dément
    criticise | Karim Benali | la majorité | dénonce
    reject | Karim Benali | - | écrit-il
    state | Karim Benali | - | Et d’ajouter
    ");
}

#[test]
fn french_words_raise_the_act_of_a_verb_that_tells_less() {
    let text = "La maire Maud Vasseur a parlé lundi.\n\
        « Qu’il rende l’argent ! », s’emporte Maud Vasseur.\n\
        « Aucun de nos agents n’a été payé », assure Maud Vasseur.\n\
        Maud Vasseur jure n’avoir rien signé.\n\
        Maud Vasseur a fait part de son étonnement.\n\
        « La commission n’a pas fait son travail », a déclaré Maud Vasseur.\n\
        « C’est une décision absurde », a déclaré Maud Vasseur.\n\
        « Ces accusations sont absurdes », a déclaré Maud Vasseur.\n\
        « Les résultats seront connus dimanche », a déclaré Maud Vasseur.";
    insta::assert_snapshot!(read(text, Language::Fr), @r"
    request | Maud Vasseur | - | s’emporte
    deny | Maud Vasseur | - | assure
    deny | Maud Vasseur | - | jure
    criticise | Maud Vasseur | - | a fait part de
    criticise | Maud Vasseur | La commission | a déclaré
    criticise | Maud Vasseur | - | a déclaré
    reject | Maud Vasseur | - | a déclaré
    state | Maud Vasseur | - | a déclaré
    ");
}

#[test]
fn what_french_relatives_and_replies_tell() {
    let text = "Le parti Horizon a saisi le site Ouvert, qu’il accuse de mentir. \
        La ville craint une fermeture, ce que dément la préfecture. L’équipe a riposté dès dimanche. \
        La commune déplore deux morts. Des messages circulent, selon lesquels l’eau serait contaminée.";
    insta::assert_snapshot!(read(text, Language::Fr), @r"
    accuse | Le parti Horizon | Ouvert | accuse
    express_concern | La ville | - | craint
    deny | la préfecture | - | dément
    allege | messages | - | selon
    ");
}

fn total(language: Language, half: &str) -> f64 {
    let sum = articles(language, half).iter().fold(Count::default(), |sum, article| {
        let count = press(article, language, false, &mut Vec::new());
        Count {
            hit: sum.hit + count.hit,
            gold: sum.gold + count.gold,
            found: sum.found + count.found,
        }
    });
    sum.f1()
}

/// Floors a little under what the rules reach, so that a change that costs statements is seen. The
/// bench prints the figures.
#[test]
fn the_press_test_set_is_read_as_well_as_before() {
    for (language, half, floor) in [
        (Language::En, "open", 0.86),
        (Language::Fr, "open", 0.85),
        (Language::En, "held", 0.64),
        (Language::Fr, "held", 0.62),
        (Language::En, "fresh", 0.67),
        (Language::Fr, "fresh", 0.62),
        (Language::En, "blind", 0.76),
        (Language::Fr, "blind", 0.70),
        (Language::En, "blind2", 0.52),
        (Language::Fr, "blind2", 0.43),
        (Language::En, "blind3", 0.49),
        (Language::Fr, "blind3", 0.54),
    ] {
        let f1 = total(language, half);
        assert!(f1 >= floor, "{language:?} {half}: {f1:.3} under {floor}");
    }
}

#[test]
fn polnear_is_read_above_the_goal_for_rules() {
    let path = std::path::Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/statements/polnear/cofenet_valid.jsonl"
    ));
    let Some(lines) = score::labelled(path) else {
        println!("skipped: no ../shared/data");
        return;
    };
    let counts = polnear(&lines, &mut Vec::new());
    for (kind, floor) in [("source", 0.66), ("cue", 0.63), ("content", 0.53)] {
        assert!(counts[kind].f1() >= floor, "{kind}: {}", counts[kind].show());
    }
}

fn spans_lie_inside(text: &str, headline: &str, found: &[Statement]) {
    for statement in found {
        let source = if statement.context == vigie_read::statements::Context::Headline {
            headline
        } else {
            text
        };
        for span in statement
            .content
            .iter()
            .chain([&statement.cue, &statement.sentence])
            .chain(&statement.speaker_span)
        {
            assert!(source.get(span.start..span.end).is_some(), "{span:?} of {source:?}");
        }
    }
}

#[test]
fn what_was_not_said_is_read_with_its_words_and_not_booked() {
    let silences = |text: &str, language| {
        let found = read_statements(text, "", language);
        let unsaid = found.iter().filter(|one| one.negated && !one.is_booked());
        let lines = unsaid.map(|one| {
            let speaker = one.speaker.as_ref().map_or("-", |speaker| speaker.name.as_str());
            let content = one.content.first().map_or("", |content| content.of(text));
            format!("{speaker} | {} | {content}", one.cue.of(text))
        });
        lines.collect::<Vec<String>>()
    };
    let english = "Mayor Agnes Pradel did not say who had sent it, nor did she point the finger at any rival.";
    assert_eq!(
        silences(english, Language::En),
        [
            "Agnes Pradel | did not say | who had sent it",
            "Agnes Pradel | nor did she point the finger at | any rival",
        ]
    );
    assert_eq!(
        silences("Le préfet n'a pas précisé où se trouvait l'urne.", Language::Fr),
        ["Le préfet | n'a pas précisé | où se trouvait l'urne"]
    );
    assert_eq!(read(english, Language::En), "");
}

#[test]
fn open_quotations_and_a_word_of_five_megabytes_are_read_in_bounded_work() {
    let line = "\"She said 'never, she ACCUSED « him of it and “ they denied THAT, ";
    let text = line.repeat(2_000);
    spans_lie_inside(&text, "", &read_statements(&text, "", Language::En));
    let turns: String = (0..20_000).fold(String::new(), |mut all, turn| {
        writeln!(all, "Xo{turn}: they lied to us all.").unwrap();
        all
    });
    spans_lie_inside(&turns, "", &read_statements(&turns, "", Language::En));
    let long = "a".repeat(5 << 20);
    assert!(
        read_statements(&long, "ALL CAPS SAYS NOTHING", Language::Fr)
            .iter()
            .all(|found| found.negated || !found.is_booked() || found.cue.end < 64)
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]
    #[test]
    fn any_text_is_read_without_panic(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "said", "accused", "of", "a-t-il", "dit", "« ", " »", "\"", "'", "‘", "’s", "“", "”", ",", ".", "!", ":", ";", "(", ")", "—", "\n", "\n- ",
                "Mr.", "Ruth", "Harlow", "MERCER", "she", "he", "elle", "il", "who", "qui", "was", "a", "n’a", "pas", "according", "to", "selon", "d’", "après",
                "the", "le", "la", "that", "que", "and", "et", "by", "par", "denied", "dément", "warned", "wants", "claim", "minister", "ministre", "é", "€", "\u{202f}",
                "celle", "ce", "dernier", "accusé", "against", "et", "is", "worried", "about", "on", "Monday", "aurait", "Accused", "Selon", "Pour", "ne", "se",
            ]),
            0..60,
        ),
        french in any::<bool>(),
        noise in "\\PC{0,20}",
    ) {
        let language = if french { Language::Fr } else { Language::En };
        let text = format!("{}{noise}", words.join(" "));
        spans_lie_inside(&text, &noise, &read_statements(&text, &noise, language));
        let glued = words.concat();
        spans_lie_inside(&glued, &text, &read_statements(&glued, &text, language));
    }
}
