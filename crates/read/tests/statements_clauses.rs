//! Builds of a clause in both languages: nouns with a doer, stages, relatives, descriptions.

use std::fmt::Write as _;

use vigie_read::{Language, read_statements};

/// Booked statements as "act | speaker | target | cue".
fn read(text: &str, language: Language) -> String {
    read_statements(text, "", language).iter().filter(|one| one.is_booked()).fold(
        String::new(),
        |mut out, one| {
            let speaker = one.speaker.as_ref().map_or("-", |speaker| speaker.name.as_str());
            let targets: Vec<&str> = one.targets.iter().map(|one| one.name.as_str()).collect();
            let targets = if targets.is_empty() { "-".to_owned() } else { targets.join("; ") };
            let _ =
                writeln!(out, "{} | {speaker} | {targets} | {}", one.act.name(), one.cue.of(text));
            out
        },
    )
}

#[test]
fn a_noun_with_a_doer_says_what_its_verb_would() {
    let english = "Mayor Ruth Harlow has come under fire from Senator Paul Sayer over the contract. \
        Mayor Ruth Harlow faces accusations from the opposition that she hid the report. \
        Ministers are facing calls from charities to scrap the scheme.";
    insta::assert_snapshot!(read(english, Language::En), @r"
    criticise | Paul Sayer | Ruth Harlow | has come under fire
    accuse | opposition | Ruth Harlow | faces accusations
    request | charities | Ministers | are facing calls
    ");
    let french = "La maire Agnès Pradel est sous le feu des critiques du sénateur Hugues Ferrier. \
        La maire Agnès Pradel fait face à des accusations de favoritisme.";
    insta::assert_snapshot!(read(french, Language::Fr), @r"
    criticise | Hugues Ferrier | Agnès Pradel | est sous le feu des critiques
    accuse | - | Agnès Pradel | fait face à des accusations
    ");
}

#[test]
fn a_call_on_the_telephone_reaches_nobody_in_public() {
    let text = "The mayor took a call from Senator Paul Sayer on Monday. The senator has the right to criticise the council.";
    insta::assert_snapshot!(read(text, Language::En), @"");
}

#[test]
fn what_was_done_on_a_stage_was_done() {
    let english = "Tobias Renn used his speech to attack the commission. Tobias Renn took to Chirpline to denounce the commission.";
    insta::assert_snapshot!(read(english, Language::En), @r"
    criticise | Tobias Renn | commission | used his speech to attack
    criticise | Tobias Renn | commission | took to Chirpline to denounce
    ");
    let french = "Tobias Renn a profité de son discours pour attaquer la commission. Hugues Ferrier a dû admettre que les chiffres étaient faux.";
    insta::assert_snapshot!(read(french, Language::Fr), @r"
    criticise | Tobias Renn | la commission | a profité de son discours pour attaquer
    confirm | Hugues Ferrier | - | a dû admettre
    ");
}

#[test]
fn a_warning_of_ones_own_deed_on_a_condition_threatens() {
    let english = "\"If the government does not back down, we will shut every port,\" warned Mick Darby. \"We will not wait,\" warned Mick Darby.";
    insta::assert_snapshot!(read(english, Language::En), @r"
    threaten | Mick Darby | - | warned
    warn | Mick Darby | - | warned
    ");
    let french = "La Norlande a prévenu qu’elle riposterait « par tous les moyens » si ses navires étaient arraisonnés. La Norlande a juré de poursuivre le chantier.";
    insta::assert_snapshot!(read(french, Language::Fr), @r"
    threaten | La Norlande | - | a prévenu
    promise | La Norlande | - | a juré
    ");
}

#[test]
fn a_relative_tells_of_what_stands_before_it() {
    let english = "Kasteva, which Tobias Renn accuses of bankrolling the campaign, summoned the envoy. \
        Prosecutors allege that Ian Lant took bribes, which he denies. \
        Fiona Sable, a lawyer who has read the contract, told the Lens it was genuine.";
    insta::assert_snapshot!(read(english, Language::En), @r"
    accuse | Tobias Renn | Kasteva | accuses
    allege | Prosecutors | Ian Lant | allege
    deny | Ian Lant | - | denies
    state | Fiona Sable | - | told
    ");
    let french = "L’adjoint Paul Denis et la sénatrice Julie Marchal se sont opposés lundi. Le maire Lucien Abadie était absent. \
        Son prédécesseur, Michel Rozès, assure au contraire la lui avoir remise en main propre.";
    insta::assert_snapshot!(read(french, Language::Fr), @r"
    claim | Michel Rozès | - | assure
    ");
}

#[test]
fn a_description_means_whoever_it_fits() {
    let english = "Police searched the offices of Ferrotec on Monday. The company denied any fraud. \
        Helena Croft pours the tea herself. \"I should have listened,\" the transport minister says.";
    insta::assert_snapshot!(read(english, Language::En), @r"
    deny | Ferrotec | - | denied
    confirm | Helena Croft | - | says
    ");
    let french = "Le groupe Ferrotec a publié un communiqué. L’entreprise dément toute fraude. \
        Mélissa Ortoli a deux enfants à l’école. Cette mère de famille dénonce « des années de rafistolage ». Le militant Tristan Rougier dément.";
    insta::assert_snapshot!(read(french, Language::Fr), @r"
    deny | Ferrotec | - | dément toute
    criticise | Mélissa Ortoli | - | dénonce
    deny | Tristan Rougier | - | dément
    ");
}

#[test]
fn blame_is_told_from_a_deed_and_from_what_is_untrue() {
    let french = "Le parquet reproche à Yves Lantier d’avoir touché des pots-de-vin. Marc Darbois reproche au maire son silence. \
        Son avocat, Me Rafe Olner, dénonce des accusations mensongères. Le ministère parle d’une « manipulation grossière ».";
    insta::assert_snapshot!(read(french, Language::Fr), @r"
    accuse | Le parquet | Yves Lantier | reproche
    criticise | Marc Darbois | maire | reproche
    reject | Rafe Olner | - | dénonce
    reject | Le ministère | - | parle
    ");
    let english = "Tobias Renn called the minister a coward. Tobias Renn lashed out at ministers, saying they had lied to the countryside. \
        Two officials said nothing. The bank said sorry to customers. Norland said all options were open.";
    insta::assert_snapshot!(read(english, Language::En), @r"
    criticise | Tobias Renn | minister | called
    criticise | Tobias Renn | ministers | lashed out at
    accuse | Tobias Renn | ministers | saying
    apologise | bank | customers | said sorry to
    state | Norland | - | said
    ");
}
