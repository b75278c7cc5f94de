//! What stands behind the date: author, words, and the notes that the app puts in their place.

use crate::post::{DELETION, EDITED, Objects, Post};
use crate::record::ClaimedTime;

/// The mark in front of words that are the app's own.
const MARK: char = '\u{200e}';

/// Names longer than this are sentences.
const LONGEST_NAME: usize = 120;

/// The author and the words; a line of the system has no author.
pub(super) fn author(rest: &str) -> Option<(&str, &str)> {
    let (name, words) = rest.split_once(':')?;
    let is_name = !name.is_empty() && name.len() <= LONGEST_NAME && !name.contains('\n');
    let words = words.strip_prefix(' ').or_else(|| words.is_empty().then_some(words))?;
    is_name.then_some((name, words))
}

/// Sentences that stand where a message was taken back, in the languages that are known.
const TAKEN_BACK: [&str; 26] = [
    "this message was deleted",
    "you deleted this message",
    "ce message a été supprimé",
    "vous avez supprimé ce message",
    "tu as supprimé ce message",
    "diese nachricht wurde gelöscht",
    "du hast diese nachricht gelöscht",
    "sie haben diese nachricht gelöscht",
    "se eliminó este mensaje",
    "este mensaje fue eliminado",
    "eliminaste este mensaje",
    "has eliminado este mensaje",
    "questo messaggio è stato eliminato",
    "hai eliminato questo messaggio",
    "mensagem apagada",
    "esta mensagem foi apagada",
    "essa mensagem foi apagada",
    "você apagou esta mensagem",
    "você apagou essa mensagem",
    "mensagem eliminada",
    "esta mensagem foi eliminada",
    "eliminou esta mensagem",
    "apagou esta mensagem",
    "dit bericht is verwijderd",
    "je hebt dit bericht verwijderd",
    "u hebt dit bericht verwijderd",
];

/// Marks behind a message that was changed.
const CHANGED: [&str; 10] = [
    "<This message was edited>",
    "<Ce message a été modifié>",
    "<Diese Nachricht wurde bearbeitet>",
    "<Se editó este mensaje.>",
    "<Este mensaje fue editado>",
    "<Questo messaggio è stato modificato>",
    "<Mensagem editada>",
    "<Esta mensagem foi editada>",
    "<Essa mensagem foi editada>",
    "<Dit bericht is bewerkt>",
];

/// Endings of pictures.
const PICTURES: [&str; 6] = ["jpg", "jpeg", "png", "webp", "gif", "heic"];

/// The last word of what the app writes where a medium was left out.
const LEFT_OUT: [&str; 32] = [
    "omitted",
    "omis",
    "omise",
    "omises",
    "absent",
    "absente",
    "retiré",
    "retirée",
    "manquant",
    "manquante",
    "weggelassen",
    "ausgeschlossen",
    "ausgelassen",
    "omitido",
    "omitida",
    "omitidos",
    "omitidas",
    "oculta",
    "oculto",
    "ocultada",
    "ocultado",
    "ocultos",
    "revelado",
    "omesso",
    "omessa",
    "omessi",
    "omesse",
    "incluso",
    "esclusa",
    "escluso",
    "weggelaten",
    "excluded",
];

/// What stands behind the name of a file, in brackets.
const BESIDE: [&str; 8] = [
    "file attached",
    "fichier joint",
    "datei angehängt",
    "archivo adjunto",
    "arquivo anexado",
    "ficheiro anexado",
    "file allegato",
    "bestand bijgevoegd",
];

/// Brackets around what the app says itself.
const OPEN: [char; 2] = ['<', '‹'];
const CLOSE: [char; 2] = ['>', '›'];

/// A message; `None` for one of the system.
pub(super) fn read(rest: &str, claimed: ClaimedTime) -> Option<Post<'_>> {
    let (name, words) = author(rest)?;
    let name = name.trim_start_matches(['~', MARK, '\u{202f}', ' ']);
    let mut post = Post {
        claimed: Some(claimed),
        platform: Some("whatsapp".into()),
        kind: Some("message".into()),
        author_id: Some(name.into()),
        author_name: Some(name.into()),
        ..Post::default()
    };
    let mut words = words.trim_end();
    for mark in CHANGED {
        if let Some(before) = words.strip_suffix(mark) {
            words = before.trim_end_matches([MARK, ' ']);
            post.label = Some(EDITED.into());
        }
    }
    let own = words.strip_prefix(MARK);
    let plain = words.trim_matches([MARK, '.', '<', '>', '‹', '›', ' ']);
    let lower = plain.to_lowercase();
    if TAKEN_BACK.contains(&lower.as_str()) {
        post.kind = Some(DELETION.into());
        post.label = Some("deleted".into());
        return Some(post);
    }
    let is_bracketed = words.trim_matches(MARK).starts_with(OPEN) && words.ends_with(CLOSE);
    let last = lower.split(' ').next_back().unwrap_or_default();
    if (own.is_some() || is_bracketed) && LEFT_OUT.contains(&last) && !words.contains('\n') {
        post.label = Some("media left out".into());
        return Some(post);
    }
    if let Some(file) = file(words) {
        let extension = file.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        if PICTURES.contains(&extension.as_str()) {
            let mut images = Objects::default();
            images.push(file);
            post.images = images.text();
        } else {
            post.label = Some("file attached".into());
        }
        // A caption stands on the lines below.
        post.text = words.split_once('\n').map(|(_, caption)| caption.into());
        return Some(post);
    }
    // On some phones the group itself speaks the sentences of the system.
    if own.is_some_and(|own| !own.contains('\n')) {
        return None;
    }
    post.text = Some(words.into());
    Some(post)
}

/// The name of a medium that lies beside the export: `<attached: 7-PHOTO.jpg>`,
/// `IMG-7.jpg (file attached)`.
fn file(words: &str) -> Option<&str> {
    let first = words.lines().next()?.trim_matches(MARK);
    if let Some(inside) = first.strip_prefix(OPEN).and_then(|rest| rest.strip_suffix(CLOSE)) {
        let (_, name) = inside.split_once(':')?;
        return Some(name.trim()).filter(|name| has_extension(name));
    }
    let (name, remark) = first.rsplit_once(" (")?;
    let remark = remark.strip_suffix(')')?.to_lowercase();
    // In words that are not known here, only what cannot be a sentence is the name of a file.
    let is_known = BESIDE.contains(&remark.as_str());
    (has_extension(name) && (is_known || !name.contains([' ', '/']))).then_some(name)
}

fn has_extension(name: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|extension| {
        (2..=5).contains(&extension.len()) && extension.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stamp;

    fn shown(rest: &str) -> String {
        let claimed = stamp::claimed(None, &jiff::tz::TimeZone::UTC);
        match read(rest, claimed) {
            None => "system".to_owned(),
            Some(post) => [&post.author_id, &post.kind, &post.text, &post.images, &post.label]
                .map(|text| text.as_deref().unwrap_or("-").to_owned())
                .join(" | "),
        }
    }

    #[test]
    fn words_of_the_app_are_told_from_words_of_people() {
        assert_eq!(shown("Ada: oui: non\nencore"), "Ada | message | oui: non\nencore | - | -");
        assert_eq!(shown("Ada: <Médias omis>"), "Ada | message | - | - | media left out");
        assert_eq!(shown("Ada: \u{200e}image absente"), "Ada | message | - | - | media left out");
        assert_eq!(shown("Ada: photo omise"), "Ada | message | photo omise | - | -");
        assert_eq!(shown("~ Ada: Ce message a été supprimé."), "Ada | deletion | - | - | deleted");
        assert_eq!(
            shown("Ada: vu \u{200e}<This message was edited>"),
            "Ada | message | vu | - | edited"
        );
        assert_eq!(
            shown("Ada: IMG-7.jpg (fichier joint)\nla halle"),
            "Ada | message | la halle | [\"IMG-7.jpg\"] | -"
        );
        assert_eq!(
            shown("Ada: \u{200e}<pièce jointe : 7-PHOTO.jpg>"),
            "Ada | message | - | [\"7-PHOTO.jpg\"] | -"
        );
        assert_eq!(shown("Ada a créé le groupe"), "system");
        assert_eq!(
            shown("Ada: mon fichier (voir plus bas)"),
            "Ada | message | mon fichier (voir plus bas) | - | -"
        );
        assert_eq!(shown("Groupe: \u{200e}Les messages sont chiffrés"), "system");
    }

    #[test]
    fn words_of_the_app_are_known_in_several_languages() {
        for words in [
            "<Medien ausgeschlossen>",
            "<Mídia oculta>",
            "‹Mídia oculta›",
            "<Ficheiro não revelado>",
            "<Multimedia omitido>",
            "<Media omessi>",
            "<Media weggelaten>",
            "\u{200e}Kontaktkarte ausgelassen",
            "\u{200e}GIF retiré",
            "\u{200e}áudio ocultado",
        ] {
            let expected = "Ada | message | - | - | media left out";
            assert_eq!(shown(&format!("Ada: {words}")), expected, "{words}");
        }
        for words in [
            "Mensagem apagada",
            "Du hast diese Nachricht gelöscht.",
            "Dit bericht is verwijderd",
            "Hai eliminato questo messaggio",
            "Eliminaste este mensaje.",
        ] {
            assert_eq!(
                shown(&format!("Ada: {words}")),
                "Ada | deletion | - | - | deleted",
                "{words}"
            );
        }
        for words in ["vu <Mensagem editada>", "vu \u{200e}<Dit bericht is bewerkt>"] {
            assert_eq!(
                shown(&format!("Ada: {words}")),
                "Ada | message | vu | - | edited",
                "{words}"
            );
        }
        for words in [
            "‹pièce jointe : 7-PHOTO.jpg>",
            "<Anhang: 7-PHOTO.jpg>",
            "7-PHOTO.jpg (arquivo anexado)",
            "7-PHOTO.jpg (Datei angehängt)",
        ] {
            let expected = "Ada | message | - | [\"7-PHOTO.jpg\"] | -";
            assert_eq!(shown(&format!("Ada: {words}")), expected, "{words}");
        }
        assert_eq!(
            shown("Ada: \u{200e}<attached: 7-Mon dossier.pdf>"),
            "Ada | message | - | - | file attached"
        );
        assert_eq!(shown("Ada: a oculta"), "Ada | message | a oculta | - | -");
    }
}
