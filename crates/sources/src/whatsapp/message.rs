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
const TAKEN_BACK: [&str; 8] = [
    "this message was deleted",
    "you deleted this message",
    "ce message a été supprimé",
    "vous avez supprimé ce message",
    "diese nachricht wurde gelöscht",
    "se eliminó este mensaje",
    "questo messaggio è stato eliminato",
    "esta mensagem foi apagada",
];

/// Marks behind a message that was changed.
const CHANGED: [&str; 5] = [
    "<This message was edited>",
    "<Ce message a été modifié>",
    "<Diese Nachricht wurde bearbeitet>",
    "<Se editó este mensaje.>",
    "<Questo messaggio è stato modificato>",
];

/// Endings of pictures.
const PICTURES: [&str; 6] = ["jpg", "jpeg", "png", "webp", "gif", "heic"];

/// What the app writes where a medium was left out, without brackets.
const LEFT_OUT: [&str; 8] =
    ["omitted", "omis", "omise", "omises", "absent", "absente", "weggelassen", "omitido"];

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
    let plain = words.trim_matches([MARK, '.', '<', '>', ' ']);
    let lower = plain.to_lowercase();
    if TAKEN_BACK.contains(&lower.as_str()) {
        post.kind = Some(DELETION.into());
        post.label = Some("deleted".into());
        return Some(post);
    }
    let is_bracketed = words.trim_matches(MARK).starts_with('<') && words.ends_with('>');
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
    let first = words.lines().next()?.trim_start_matches(MARK);
    if let Some(inside) = first.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        let (_, name) = inside.split_once(':')?;
        return Some(name.trim()).filter(|name| is_file(name));
    }
    let (name, remark) = first.split_once(" (")?;
    (remark.ends_with(')') && is_file(name)).then_some(name)
}

fn is_file(name: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.len());
    matches!(extension, Some(2..=5)) && !name.contains([' ', '/'])
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
        assert_eq!(shown("Groupe: \u{200e}Les messages sont chiffrés"), "system");
    }
}
