//! The words behind the parts of a claim. Lower case, plain apostrophes, as [`crate::words`] gives them.

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
    (&["site"], Target::Web),
    (&["sites"], Target::Web),
    (&["logins"], Target::Logins),
    (&["identifiants"], Target::Logins),
    (&["servers"], Target::Servers),
    (&["serveurs"], Target::Servers),
    (&["infrastructure"], Target::Servers),
    (&["infrastructures"], Target::Servers),
];

pub(super) fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "attack" | "attacks" | "attaque" | "attaques" | "cyberattacks" | "cyber-attacks"
        | "cyberattaques" | "assaults" | "offensives" => Unit::Attacks,
        "attempts" | "attempt" | "tries" | "tentatives" | "tentative" | "essais" => Unit::Attempts,
        "requests" | "hits" | "visits" | "connections" | "queries" | "requêtes" | "visites"
        | "connexions" | "probes" | "lines" | "lignes" => Unit::Lines,
        "logins" | "log-ins" | "identifications" => Unit::Logins,
        "e-mails" | "emails" | "mails" | "courriels" | "mail" => Unit::Mails,
        "addresses" | "ips" | "machines" | "computers" | "sources" | "adresses" | "ordinateurs" => {
            Unit::Sources
        }
        "accounts" | "profiles" | "bots" | "comptes" | "profils" => Unit::Accounts,
        "posts" | "messages" | "articles" | "tweets" | "publications" => Unit::Publications,
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
