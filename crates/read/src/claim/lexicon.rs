//! The words behind the parts of a claim. Lower case, plain apostrophes, as [`crate::words`] gives them.

use crate::number::begins;
use crate::words::Word;

use super::when::{Edge, When};
use super::{Every, Target, Unit};

pub(super) const REPUTATION: &[&[&str]] = &[
    &["known", "for"],
    &["notorious", "for"],
    &["infamous", "for"],
    &["reputed", "for"],
    &["connu", "pour"],
    &["connue", "pour"],
    &["réputé", "pour"],
    &["réputée", "pour"],
    &["tristement", "célèbre"],
];

/// Words that say who is behind it.
pub(super) const AUTHOR: &[&[&str]] = &[
    &["ordered", "by"],
    &["carried", "out", "by"],
    &["orchestrated", "by"],
    &["sponsored", "by"],
    &["directed", "by"],
    &["masterminded", "by"],
    &["on", "behalf", "of"],
    &["is", "behind"],
    &["are", "behind"],
    &["was", "behind"],
    &["were", "behind"],
    &["state-sponsored"],
    &["state-backed"],
    &["commandité", "par"],
    &["commandités", "par"],
    &["commanditée", "par"],
    &["commanditées", "par"],
    &["orchestrées", "par"],
    &["orchestrée", "par"],
    &["pilotées", "par"],
    &["menées", "par"],
    &["pour", "le", "compte", "de"],
    &["est", "derrière"],
    &["sont", "derrière"],
];

/// Those who are said to do it.
pub(super) const DOERS: &[&str] = &[
    "hackers",
    "hacker",
    "spies",
    "agents",
    "services",
    "intelligence",
    "pirates",
    "hackeurs",
    "espions",
    "cybercriminels",
    "cybercriminals",
    "trolls",
    "operatives",
];

pub(super) const ABROAD: &[&[&str]] = &[
    &["from", "abroad"],
    &["from", "overseas"],
    &["de", "l'", "étranger"],
    &["depuis", "l'", "étranger"],
];

/// Words before a country that say where something came from.
pub(super) const FROM: &[&str] =
    &["from", "in", "of", "and", "or", "de", "d'", "du", "des", "en", "depuis", "et", "ou", "via"];

/// Things whose people say where they stand: "Russian addresses", "serveurs ukrainiens".
pub(super) const THINGS: &[&str] = &[
    "addresses",
    "address",
    "ip",
    "ips",
    "servers",
    "machines",
    "computers",
    "networks",
    "attacks",
    "adresses",
    "adresse",
    "serveurs",
    "ordinateurs",
    "réseaux",
    "attaques",
    "traffic",
    "trafic",
];

pub(super) const TARGETS: &[(&[&str], Target)] = &[
    (&["serveur", "de", "messagerie"], Target::Mail),
    (&["serveur", "de", "mail"], Target::Mail),
    (&["serveur", "mail"], Target::Mail),
    (&["serveurs", "mail"], Target::Mail),
    (&["email", "server"], Target::Mail),
    (&["e-mail", "server"], Target::Mail),
    (&["mail", "servers"], Target::Mail),
    (&["mail", "server"], Target::Mail),
    (&["email", "servers"], Target::Mail),
    (&["e-mail", "servers"], Target::Mail),
    (&["serveurs", "de", "messagerie"], Target::Mail),
    (&["serveurs", "de", "mail"], Target::Mail),
    (&["messagerie"], Target::Mail),
    (&["mailboxes"], Target::Mail),
    (&["boîtes", "mail"], Target::Mail),
    (&["website"], Target::Web),
    (&["web", "site"], Target::Web),
    (&["websites"], Target::Web),
    (&["site", "internet"], Target::Web),
    (&["site", "web"], Target::Web),
    (&["web"], Target::Web),
    (&["site"], Target::Web),
    (&["sites"], Target::Web),
    (&["logins"], Target::Logins),
    (&["identifiants"], Target::Logins),
    (&["server"], Target::Servers),
    (&["serveur"], Target::Servers),
    (&["servers"], Target::Servers),
    (&["serveurs"], Target::Servers),
    (&["infrastructure"], Target::Servers),
    (&["infrastructures"], Target::Servers),
];

/// What is counted in more than one word, longest first.
const UNITS: &[(&[&str], Unit)] = &[
    (&["failed", "login", "attempts"], Unit::Logins),
    (&["failed", "login", "attempt"], Unit::Logins),
    (&["tentatives", "de", "connexion"], Unit::Logins),
    (&["tentatives", "de", "connexions"], Unit::Logins),
    (&["tentative", "de", "connexion"], Unit::Logins),
    (&["tentatives", "d'", "authentification"], Unit::Logins),
    (&["tentatives", "d'", "identification"], Unit::Logins),
    (&["échecs", "de", "connexion"], Unit::Logins),
    (&["échecs", "d'", "authentification"], Unit::Logins),
    (&["essais", "de", "mots", "de", "passe"], Unit::Logins),
    (&["essais", "de", "mot", "de", "passe"], Unit::Logins),
    (&["tentatives", "d'", "attaque"], Unit::Attempts),
    (&["tentatives", "d'", "attaques"], Unit::Attempts),
    (&["tentatives", "d'", "intrusion"], Unit::Attempts),
    (&["lignes", "d'", "attaque"], Unit::AttackLines),
    (&["lignes", "d'", "attaques"], Unit::AttackLines),
    (&["lines", "of", "attack"], Unit::AttackLines),
    (&["lines", "of", "attacks"], Unit::AttackLines),
    (&["login", "attempts"], Unit::Logins),
    (&["login", "attempt"], Unit::Logins),
    (&["login", "tries"], Unit::Logins),
    (&["log-in", "attempts"], Unit::Logins),
    (&["sign-in", "attempts"], Unit::Logins),
    (&["password", "attempts"], Unit::Logins),
    (&["password", "guesses"], Unit::Logins),
    (&["failed", "logins"], Unit::Logins),
    (&["login", "failures"], Unit::Logins),
    (&["failed", "log-ins"], Unit::Logins),
    (&["brute-force", "attempts"], Unit::Logins),
    (&["connexions", "échouées"], Unit::Logins),
    (&["connexions", "ratées"], Unit::Logins),
    (&["connexions", "refusées"], Unit::Logins),
    (&["attack", "attempts"], Unit::Attempts),
    (&["intrusion", "attempts"], Unit::Attempts),
    (&["attack", "lines"], Unit::AttackLines),
    (&["malicious", "lines"], Unit::AttackLines),
    (&["malicious", "requests"], Unit::AttackLines),
    (&["hostile", "requests"], Unit::AttackLines),
    (&["lignes", "malveillantes"], Unit::AttackLines),
    (&["requêtes", "malveillantes"], Unit::AttackLines),
    (&["requêtes", "hostiles"], Unit::AttackLines),
];

/// What is counted here, and in how many words.
pub(super) fn unit_at(words: &[Word]) -> Option<(Unit, usize)> {
    let phrase = UNITS.iter().find(|(phrase, _)| begins(words, phrase));
    phrase
        .map(|(phrase, unit)| (*unit, phrase.len()))
        .or_else(|| unit(&words.first()?.lower).map(|unit| (unit, 1)))
}

fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "attack" | "attacks" | "attaque" | "attaques" | "cyberattack" | "cyberattacks"
        | "cyber-attack" | "cyber-attacks" | "cyberattaque" | "cyberattaques" | "assaults"
        | "offensives" => Unit::Attacks,
        "attempts" | "attempt" | "tries" | "tentatives" | "tentative" | "essais" => Unit::Attempts,
        "requests" | "request" | "hits" | "visits" | "visit" | "queries" | "requêtes"
        | "requête" | "visites" | "visite" => Unit::Requests,
        "connections" | "connexions" | "line" | "lines" | "ligne" | "lignes" => Unit::Lines,
        "bursts" | "burst" | "salves" | "salve" => Unit::Bursts,
        "logins" | "log-ins" | "identifications" => Unit::Logins,
        "e-mails" | "emails" | "mails" | "courriels" => Unit::Mails,
        "address" | "addresses" | "ips" | "machines" | "computers" | "source" | "sources"
        | "adresse" | "adresses" | "ordinateurs" => Unit::Sources,
        "accounts" | "profiles" | "bots" | "comptes" | "profils" => Unit::Accounts,
        "posts" | "messages" | "articles" | "tweets" | "publications" => Unit::Publications,
        _ => return None,
    })
}

/// Words that end the reach of a number: behind them stands what somebody else did, or something
/// else that is counted ("3 servers hit by attacks").
pub(super) const ENDS_REACH: &[&str] = &[
    "and",
    "or",
    "but",
    "by",
    "on",
    "in",
    "at",
    "for",
    "to",
    "from",
    "with",
    "against",
    "than",
    "as",
    "after",
    "before",
    "who",
    "that",
    "which",
    "is",
    "are",
    "was",
    "were",
    "has",
    "have",
    "had",
    "will",
    "hit",
    "times",
    "more",
    "less",
    "fewer",
    "euros",
    "dollars",
    "people",
    "%",
    "points",
    "kinds",
    "types",
    "waves",
    "et",
    "ou",
    "mais",
    "par",
    "sur",
    "dans",
    "en",
    "pour",
    "contre",
    "avec",
    "qui",
    "que",
    "dont",
    "est",
    "sont",
    "a",
    "ont",
    "était",
    "étaient",
    "sera",
    "après",
    "avant",
    "fois",
    "plus",
    "moins",
    "personnes",
    "vagues",
    "sortes",
];

/// Words between a share and what it is a share of.
pub(super) const OF: &[&str] = &[
    "of", "the", "all", "our", "their", "its", "these", "those", "de", "des", "d'", "les", "la",
    "le", "l'", "nos", "ces", "leurs", "toutes", "tous",
];

/// Words between a number and the time it is said for: "hundreds of them a day".
pub(super) const OF_THEM: &[&[&str]] =
    &[&["of", "them"], &["of", "these"], &["d'", "entre", "elles"], &["d'", "entre", "eux"]];

/// Words that say that what was named before is counted now: "there are hundreds of them".
pub(super) const THERE_ARE: &[&[&str]] = &[
    &["there", "are"],
    &["there", "were"],
    &["there", "have", "been"],
    &["there", "had", "been"],
    &["y", "en", "a"],
    &["y", "en", "avait"],
    &["en", "a", "compté"],
    &["en", "compte"],
    &["en", "dénombre"],
    &["en", "recense"],
    &["counted"],
    &["numbered"],
];

/// Beginnings of words that say that somebody was attacked: "we are attacked 300 times a day".
pub(super) const ATTACKED: &[&str] =
    &["attack", "attaqu", "cyberatta", "cyber-atta", "hit", "targeted", "visé", "frappé"];

/// Words behind or before a share or a factor that make it a change: "50 % more attacks".
pub(super) const CHANGES: &[&str] = &[
    "more",
    "less",
    "fewer",
    "higher",
    "lower",
    "increase",
    "rise",
    "jump",
    "surge",
    "drop",
    "fall",
    "decline",
    "decrease",
    "plus",
    "moins",
    "augmentation",
    "hausse",
    "baisse",
    "recul",
    "progression",
    "bond",
    "chute",
];
pub(super) const CHANGED: &[&str] = &[
    "by",
    "rose",
    "up",
    "down",
    "fell",
    "jumped",
    "dropped",
    "increased",
    "decreased",
    "grew",
    "augmenté",
    "baissé",
    "progressé",
    "bondi",
    "reculé",
    "chuté",
    "hausse",
    "baisse",
];

pub(super) const EDGES: &[(&[&str], Edge)] = &[
    (&["since"], Edge::Since),
    (&["depuis"], Edge::Since),
    (&["until"], Edge::Until),
    (&["jusqu'", "à"], Edge::Until),
    (&["jusqu'", "au"], Edge::Until),
    (&["before"], Edge::Before),
    (&["avant"], Edge::Before),
    (&["after"], Edge::After),
    (&["après"], Edge::After),
    (&["than"], Edge::Than),
    (&["que"], Edge::Than),
    (&["compared", "to"], Edge::Than),
    (&["compared", "with"], Edge::Than),
    (&["par", "rapport", "à"], Edge::Than),
    (&["par", "rapport", "au"], Edge::Than),
];

/// Words that lead up to days.
pub(super) const LEADS: &[&str] = &[
    "on", "in", "over", "during", "within", "for", "of", "the", "this", "these", "from", "between",
    "around", "le", "la", "les", "du", "de", "des", "d'", "l'", "en", "au", "cours", "dans",
    "pendant", "durant", "ces", "cette", "ce", "entre", "vers", "mois", "journée",
];

/// Words before a month or a year that stands alone.
pub(super) const BEFORE_MONTH: &[&str] = &[
    "in", "of", "since", "during", "until", "before", "after", "en", "de", "d'", "depuis", "avant",
    "après", "fin", "début",
];

/// Days by fixed words; with `true`, parts of days.
pub(super) const FIXED: &[(&[&str], When, bool)] = &[
    (&["day", "before", "yesterday"], When::Days(-2, -2), false),
    (&["avant-hier"], When::Days(-2, -2), false),
    (&["yesterday", "morning"], When::Days(-1, -1), true),
    (&["yesterday", "afternoon"], When::Days(-1, -1), true),
    (&["yesterday", "evening"], When::Days(-1, -1), true),
    (&["yesterday"], When::Days(-1, -1), false),
    (&["hier", "matin"], When::Days(-1, -1), true),
    (&["hier", "après-midi"], When::Days(-1, -1), true),
    (&["hier", "soir"], When::Days(-1, -1), true),
    (&["hier"], When::Days(-1, -1), false),
    (&["last", "night"], When::Days(-1, 0), true),
    (&["nuit", "dernière"], When::Days(-1, 0), true),
    (&["cette", "nuit"], When::Days(-1, 0), true),
    (&["overnight"], When::Days(-1, 0), true),
    (&["this", "morning"], When::Days(0, 0), true),
    (&["this", "afternoon"], When::Days(0, 0), true),
    (&["this", "evening"], When::Days(0, 0), true),
    (&["tonight"], When::Days(0, 0), true),
    (&["ce", "matin"], When::Days(0, 0), true),
    (&["cet", "après-midi"], When::Days(0, 0), true),
    (&["ce", "soir"], When::Days(0, 0), true),
    (&["today"], When::Days(0, 0), false),
    (&["aujourd'", "hui"], When::Days(0, 0), false),
    (&["tomorrow"], When::Days(1, 1), false),
    (&["demain"], When::Days(1, 1), false),
    (&["weekend"], When::Weekend, false),
    (&["week-end", "dernier"], When::Weekend, false),
    (&["week-end"], When::Weekend, false),
    (&["last", "weekend"], When::Weekend, false),
    (&["last", "week"], When::Week(-1), false),
    (&["this", "week"], When::Week(0), false),
    (&["next", "week"], When::Week(1), false),
    (&["semaine", "dernière"], When::Week(-1), false),
    (&["semaine", "passée"], When::Week(-1), false),
    (&["semaine", "écoulée"], When::Week(-1), false),
    (&["semaine", "prochaine"], When::Week(1), false),
    (&["semaine", "en", "cours"], When::Week(0), false),
    (&["cette", "semaine"], When::Week(0), false),
    (&["last", "month"], When::Month(-1), false),
    (&["this", "month"], When::Month(0), false),
    (&["next", "month"], When::Month(1), false),
    (&["mois", "dernier"], When::Month(-1), false),
    (&["mois", "passé"], When::Month(-1), false),
    (&["mois", "prochain"], When::Month(1), false),
    (&["mois", "en", "cours"], When::Month(0), false),
    (&["ce", "mois"], When::Month(0), false),
    (&["ce", "mois-ci"], When::Month(0), false),
    (&["last", "year"], When::Year(-1), false),
    (&["this", "year"], When::Year(0), false),
    (&["année", "dernière"], When::Year(-1), false),
    (&["an", "dernier"], When::Year(-1), false),
    (&["cette", "année"], When::Year(0), false),
];

/// 0 is Monday.
pub(super) fn weekday(word: &str) -> Option<u32> {
    Some(match word {
        "monday" | "lundi" => 0,
        "tuesday" | "mardi" => 1,
        "wednesday" | "mercredi" => 2,
        "thursday" | "jeudi" => 3,
        "friday" | "vendredi" => 4,
        "saturday" | "samedi" => 5,
        "sunday" | "dimanche" => 6,
        _ => return None,
    })
}

pub(super) fn every(word: &str) -> Option<Every> {
    Some(match word {
        "minute" | "minutes" => Every::Minute,
        "hour" | "hours" | "heure" | "heures" => Every::Hour,
        "day" | "days" | "jour" | "jours" | "journée" => Every::Day,
        "week" | "weeks" | "semaine" | "semaines" => Every::Week,
        "month" | "months" | "mois" => Every::Month,
        _ => return None,
    })
}

pub(super) fn every_adverb(word: &str) -> Option<Every> {
    Some(match word {
        "hourly" => Every::Hour,
        "daily" | "quotidien" | "quotidiens" | "quotidienne" | "quotidiennes"
        | "quotidiennement" => Every::Day,
        "weekly" | "hebdomadaire" | "hebdomadaires" => Every::Week,
        "monthly" | "mensuel" | "mensuels" | "mensuelles" => Every::Month,
        _ => return None,
    })
}
