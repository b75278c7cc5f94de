//! How boilerplate begins, in both languages, and how captions say that they are some.

/// Beginnings of lines that lead away from the article. Lower case, plain apostrophes.
const LEADS_AWAY: &[&str] = &[
    "read more",
    "read also",
    "read next",
    "see also",
    "scroll down",
    "share this",
    "follow us",
    "sign up",
    "subscribe",
    "click here",
    "advertisement",
    "related:",
    "related articles",
    "related stories",
    "watch:",
    "listen:",
    "more:",
    "this article was first published",
    "this article was originally published",
    "originally published",
    "first published",
    "republished",
    "thanks for commenting",
    "post a comment",
    "no comments",
    "all rights reserved",
    "copyright",
    "©",
    "posted by",
    "filed under",
    "tags:",
    "join the conversation",
    "get our newsletter",
    "don't miss",
    "continue reading",
    "keep reading",
    "loading",
    "share on",
    "print this",
    "lire aussi",
    "à lire",
    "a lire",
    "voir aussi",
    "lire la suite",
    "lire également",
    "suivez-nous",
    "abonnez-vous",
    "inscrivez-vous",
    "publicité",
    "il vous reste",
    "la suite est réservée",
    "cet article est réservé",
    "cet article a été publié",
    "article initialement publié",
    "publié initialement",
    "partager",
    "tous droits réservés",
    "écouter :",
    "écoutez",
    "regarder :",
    "recevez",
    "s'inscrire",
    "s'abonner",
    "commentaires",
    "tags :",
    "en savoir plus",
    "pour aller plus loin",
    "sur le même sujet",
    "vous avez déjà un compte",
    "déjà abonné",
];

/// A boilerplate line is short: longer ones are text that begins with the same words.
const LONGEST: usize = 220;

/// Whether a line leads away from the article.
pub(super) fn leads_away(text: &str) -> bool {
    text.len() <= LONGEST && {
        let lower = folded(text);
        LEADS_AWAY.iter().any(|start| {
            lower.strip_prefix(start).is_some_and(|rest| {
                // "more:" and "tags:" end in a sign; words must not go on.
                !start.ends_with(char::is_alphabetic) || !rest.starts_with(char::is_alphabetic)
            })
        })
    }
}

/// Whether a line says that it stands under a picture.
pub(super) fn is_caption(text: &str) -> bool {
    let lower = folded(text);
    text.len() <= 400
        && ([
            "(pictured)",
            "(pictured ",
            "pictured:",
            "file photo",
            "photo d'illustration",
            "© photo",
            "crédit photo",
        ]
        .iter()
        .any(|sign| lower.contains(sign))
            || [
                "photo:",
                "photo :",
                "image:",
                "credit:",
                "crédit :",
                "are pictured",
                "is pictured",
            ]
            .iter()
            .any(|sign| lower.contains(sign)))
}

/// Lower case with plain apostrophes.
pub(super) fn folded(text: &str) -> String {
    text.trim()
        .chars()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            '’' | 'ʼ' => '\'',
            '\u{a0}' | '\u{202f}' => ' ',
            other => other,
        })
        .collect()
}

/// Letters and digits only: for comparing headlines.
pub(super) fn bare(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
