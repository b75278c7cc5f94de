//! French statements: builds of a clause, each on an invented sentence.

use std::fmt::Write as _;

use vigie_read::{Language, read_statements};

/// Booked statements as "act | speaker | target | cue".
fn read(text: &str) -> String {
    read_statements(text, "", Language::Fr).iter().filter(|one| one.is_booked()).fold(
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
fn what_is_not_known_is_neither_denied_nor_blamed_on_anybody() {
    let text = "« Nous ne savons pas qui est derrière », a dit le préfet Luc Mercier. « Nous n’avons pas encore décidé », a dit le préfet. « Je ne m’en souviens pas », a dit Luc Mercier. \
        Luc Mercier a dit ne pas savoir qui a piraté le site. « Nous n’avons aucune information », a dit Luc Mercier. « Je n’ai rien signé », a dit Luc Mercier. « Je ne commenterai pas », a dit Luc Mercier.";
    insta::assert_snapshot!(read(text), @r"
    state | Luc Mercier | - | a dit
    state | Luc Mercier | - | a dit
    state | Luc Mercier | - | a dit
    state | Luc Mercier | - | a dit
    state | Luc Mercier | - | a dit
    deny | Luc Mercier | - | a dit
    decline_comment | Luc Mercier | - | a dit
    ");
}

#[test]
fn silence_excuses_and_polls() {
    let text = "Le parquet refuse pour l’heure de confirmer. Les dirigeants ont présenté leurs excuses. Selon un sondage Ipsos publié mercredi, la gauche recule. \
        La porte-parole du parti, Jeanne Aubin, a critiqué le budget.  Le groupe Norvex n’a pas répondu à nos sollicitations.";
    insta::assert_snapshot!(read(text), @r"
    decline_comment | Le parquet | - | refuse pour l’heure de confirmer
    apologise | Les dirigeants | - | ont présenté leurs excuses
    state | Ipsos | - | Selon
    criticise | Jeanne Aubin | - | a critiqué
    ");
}

#[test]
fn a_poll_is_nobody_and_the_candidate_is_no_spokeswoman() {
    let text = "Selon un sondage publié lundi, la gauche recule. La porte-parole du parti, Anne Vallier, a critiqué le budget. \
        Paul Rey a félicité la candidate. Paul Denis a présenté, lundi soir, devant les caméras, ses excuses aux habitants. \
        Le secrétaire général d’En Marche, Luc Ferrand, s’en est pris lundi à deux chaînes. Anton Belov a jugé ces accusations « absurdes ». \
        Mounir Saadi, responsable de la campagne, a évoqué mille attaques. « La moitié vient du nord », a-t-il précisé. L’autorité a conseillé aux électeurs de les ignorer.";
    insta::assert_snapshot!(read(text), @r"
    criticise | Anne Vallier | - | a critiqué
    support | Paul Rey | la candidate | a félicité
    apologise | Paul Denis | habitants | a présenté, lundi soir, devant les caméras, ses excuses
    criticise | Luc Ferrand | deux chaînes | s’en est pris lundi à
    reject | Anton Belov | - | a jugé
    state | Mounir Saadi | - | a évoqué
    state | Mounir Saadi | - | a-t-il précisé
    urge | L’autorité | électeurs | a conseillé
    ");
}
