//! English statements: builds of a clause, each on an invented sentence.

use std::fmt::Write as _;

use vigie_read::{Language, read_statements};

/// Booked statements as "act | speaker | target | cue".
fn read(text: &str) -> String {
    read_statements(text, "", Language::En).iter().filter(|one| one.is_booked()).fold(
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
fn a_light_verb_does_what_its_noun_says() {
    let text = "Senator Ruth Harlow voiced deep solidarity with the protesters. The senator issued a fresh warning to Northbank. \
        The union expressed its dismay at the delay. The mayor, Ian Lant, gave a lecture on bees.";
    insta::assert_snapshot!(read(text), @r"
    support | Ruth Harlow | protesters | voiced deep solidarity with
    warn | Ruth Harlow | Northbank | issued a fresh warning to
    criticise | union | - | expressed its dismay at
    ");
}

#[test]
fn words_of_time_stand_inside_a_verb_and_before_its_subject() {
    let text = "Mayor Ian Lant was last night accused of fraud. Two years ago Northbank accused Mayor Ian Lant of theft. \
        Senator Ruth Harlow has this week denied it.";
    insta::assert_snapshot!(read(text), @r"
    accuse | - | Ian Lant | was last night accused of
    accuse | Northbank | Ian Lant | accused
    deny | Ruth Harlow | - | has this week denied
    ");
}

#[test]
fn a_participle_that_describes_is_no_statement() {
    let text = "Two officials briefed on the inquiry said the files were gone. A survey published last week by the clinic warned of delays.";
    insta::assert_snapshot!(read(text), @r"
    allege | Two officials briefed on the inquiry | - | said
    warn | A survey published last week by the clinic | - | warned of
    ");
}

#[test]
fn a_paper_speaks_for_whoever_wrote_it() {
    let text = "It comes after an article by Norland's Beacon news agency said voters had been paid. A report by Lanternworks claimed that Mayor Ian Lant lied.";
    insta::assert_snapshot!(read(text), @r"
    state | Beacon news agency | - | said
    accuse | Lanternworks | Ian Lant | claimed
    ");
}

#[test]
fn both_of_whom_are_two_and_it_is_whom_the_sentence_named() {
    let text = "Mayor Ian Lant praised Senator Ruth Harlow and the candidate Paul Sayer, both of whom urge calm. \
        The mayor then wrote to the newspaper, accusing it of malice.";
    insta::assert_snapshot!(read(text), @r"
    support | Ian Lant | Ruth Harlow; Paul Sayer | praised
    urge | Ruth Harlow | - | urge
    urge | Paul Sayer | - | urge
    accuse | Ian Lant | newspaper | accusing
    ");
}

#[test]
fn a_refusal_is_told_from_words_that_did_not_come() {
    let text = "Mayor Ian Lant would not be drawn on the files. Asked again, he laughed and would not say. \
        Senator Ruth Harlow did not say who had them. She declined to take questions.";
    insta::assert_snapshot!(read(text), @r"
    decline_comment | Ian Lant | - | would not be drawn
    decline_comment | Ian Lant | - | would not say
    decline_comment | Ruth Harlow | - | declined to take questions
    ");
}

#[test]
fn possessors_and_objects_stand_inside_a_phrase() {
    let text = "Senator Ruth Harlow took Mayor Ian Lant to task. Paul Sayer sprang to her defence. The mayor threw his full weight behind Paul Sayer.";
    insta::assert_snapshot!(read(text), @r"
    criticise | Ruth Harlow | Ian Lant | took Mayor Ian Lant to task
    support | Paul Sayer | Ruth Harlow | sprang to her defence
    support | Ian Lant | Paul Sayer | threw his full weight behind
    ");
}

#[test]
fn what_is_said_of_an_account_rejects_it_and_of_a_person_judges() {
    let text = "Mayor Ian Lant called her account \"tittle-tattle\". Senator Ruth Harlow depicted the mayor as \"greedy\". \
        \"They looked us in the eye and lied,\" said Senator Ruth Harlow.";
    insta::assert_snapshot!(read(text), @r"
    reject | Ian Lant | - | called
    criticise | Ruth Harlow | Ian Lant | depicted
    accuse | Ruth Harlow | - | said
    ");
}

#[test]
fn people_are_told_by_their_age_and_by_who() {
    let text = "Xanthe Orpil, 58, who runs the mill, denied it. UNDER-FIRE minister Ian Lant resigned. Lant blamed \"outsiders\" for the mess.";
    insta::assert_snapshot!(read(text), @r"
    deny | Xanthe Orpil | - | denied
    accuse | Ian Lant | outsiders | blamed
    ");
}

#[test]
fn what_is_not_known_is_neither_denied_nor_blamed_on_anybody() {
    let text = "\"We do not know,\" said Senator Ruth Harlow. \"I do not know who is behind this,\" said Mayor Ian Lant. \"We have not decided yet,\" said Senator Ruth Harlow. \
        Mayor Ian Lant said he did not remember the meeting. Northbank said it had no information. \"We do not know who did it, but we had nothing to do with it,\" said Mayor Ian Lant. \
        \"I did not sign it,\" said Mayor Ian Lant. \"We will not comment,\" said Senator Ruth Harlow.";
    insta::assert_snapshot!(read(text), @r"
    state | Ruth Harlow | - | said
    state | Ian Lant | - | said
    state | Ruth Harlow | - | said
    state | Ian Lant | - | said
    state | Northbank | - | said
    deny | Ian Lant | - | said
    deny | Ian Lant | - | said
    decline_comment | Ruth Harlow | - | said
    ");
}

#[test]
fn any_of_two_kinds_is_one_target() {
    let text = "Mayor Ian Lant did not blame any group or country.";
    let all = read_statements(text, "", Language::En);
    let names: Vec<&str> =
        all.iter().flat_map(|one| &one.targets).map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["any group or country"]);
}

#[test]
fn a_poll_is_nobody_and_studies_speak_for_who_made_them() {
    let text = "According to a poll published on Monday, Harlow leads. According to an Opinionlab poll, Harlow would win. \
        According to a study by the Valley Institute, turnout will fall.";
    insta::assert_snapshot!(read(text), @r"
    state | Opinionlab | - | According to
    state | Valley Institute | - | According to
    ");
}

#[test]
fn agents_and_subjects_stand_far_from_their_verbs() {
    let text = "Senator Ruth Harlow accused Norland of lying, an allegation Norland dismissed as nonsense. \
        Mayors were urged to stand together by Senator Ruth Harlow. Mayor Paul Sayer was asked by the president to report. He told reporters it was late. \
        Anna Pell was quick to pour scorn on the claim. Paul Sayer offered, after weeks of silence, a full apology to residents. \
        \"I can't prove it,\" said Anna Pell.";
    insta::assert_snapshot!(read(text), @r"
    accuse | Ruth Harlow | Norland | accused
    reject | Norland | - | dismissed
    urge | Ruth Harlow | Mayors | were urged
    request | president | Paul Sayer | was asked by
    state | Paul Sayer | - | told
    criticise | Anna Pell | - | was quick to pour scorn on
    apologise | Paul Sayer | residents | offered, after weeks of silence, a full apology to
    state | Anna Pell | - | said
    ");
}
