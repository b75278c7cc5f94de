//! The invented republic: people, parties, outlets, tags and phrases. None of them exists.
//!
//! Domains end in `.example`, `.test` or `.invalid` (RFC 2606 and RFC 6761), so that no address in
//! a season can ever be somebody's.

use crate::rng::mix;

/// The invented platforms on which the season is written.
pub(crate) const PLATFORMS: [&str; 3] = ["chirp", "plaza", "kanal"];

#[rustfmt::skip] // A list of words reads across.
pub(crate) const FIRST_NAMES: [&str; 48] = [
    "lena", "bastien", "mira", "joren", "ilse", "octave", "tamsin", "rurik", "solene", "aldo",
    "petra", "yannec", "oda", "marek", "celestine", "ivo", "brune", "anselm", "wanda", "tiber",
    "nelia", "corvin", "agathe", "lothar", "zelie", "emeric", "runa", "basile", "tilda", "hadrien",
    "vesna", "loic", "maren", "achille", "sunniva", "gaspard", "dorte", "ferrand", "linnea",
    "odilon", "katell", "ruben", "iseult", "magnus", "perrine", "silvan", "edda", "ulric",
];

#[rustfmt::skip] // A list of words reads across.
pub(crate) const LAST_NAMES: [&str; 48] = [
    "okvist", "tarvenne", "korvald", "oskeld", "vasque", "mareuil", "brandel", "lunevar", "hestrom",
    "quillard", "dorneval", "stavik", "pellerane", "varnholt", "cassigny", "ostrelle", "merovan",
    "tolvane", "rieusse", "halvorn", "bruvet", "sandrel", "ormelin", "kestan", "vaudrey", "lindrask",
    "montarel", "fjelder", "aubrane", "grinvald", "serquet", "norvane", "pontherel", "ravnik",
    "clavance", "ostmark", "delvigne", "tarnow", "essarel", "holmgard", "jouvarel", "breskan",
    "valtorne", "ekdal", "rochevane", "stenvik", "ambrelle", "kolvane",
];

/// Who stands for election.
#[rustfmt::skip] // A list of words reads across.
pub(crate) const CANDIDATES: [&str; 6] = [
    "Ilse Tarvenne", "Octave Brandel", "Mira Oskeld", "Rurik Cassigny", "Solène Halvorn",
    "Anselm Rieusse",
];

#[rustfmt::skip] // A list of words reads across.
const OUTLET_KINDS: [&str; 12] = [
    "gazette", "courrier", "tribune", "radio", "journal", "dispatch", "observer", "matin", "herald",
    "canal", "echo", "chronicle",
];

#[rustfmt::skip] // A list of words reads across.
const TOWNS: [&str; 16] = [
    "solvane", "port-aurel", "hautmarne", "vellin", "ostrelle-les-pins", "tervik", "lac-noir",
    "montclave", "sainte-ode", "kalder", "rivemont", "belcastre", "nordhaven", "les-ormes",
    "pont-vieil", "grandlac",
];

/// How many invented outlets there are.
pub(crate) const OUTLETS: u16 = 192;

/// Sites that are no outlets, numbered from [`OUTLETS`] on.
pub(crate) const OTHER_SITES: [&str; 6] = [
    "www.union-du-rivage.example",
    "les-ateliers.example",
    "mouvement-civique.example",
    "verite-solvane.test",
    "dossiers-du-soir.test",
    "the-quiet-majority.invalid",
];

/// The party whose members answer its calls.
pub(crate) const PARTY_SITE: u16 = OUTLETS + 1;
/// A site that only planted groups share.
pub(crate) const TRUTH_SITE: u16 = OUTLETS + 3;
/// Another.
pub(crate) const EVENING_SITE: u16 = OUTLETS + 4;
/// A third.
pub(crate) const QUIET_SITE: u16 = OUTLETS + 5;
/// The newsroom whose accounts share one scheduler: `radio-port-aurel.example`.
pub(crate) const NEWSROOM_SITE: u16 = 3 * 16 + 1;

/// Appends the domain of a site.
pub(crate) fn domain(site: u16, out: &mut Vec<u8>) {
    if let Some(name) = site.checked_sub(OUTLETS) {
        let name = OTHER_SITES[usize::from(name) % OTHER_SITES.len()];
        out.extend_from_slice(name.as_bytes());
        return;
    }
    out.extend_from_slice(OUTLET_KINDS[usize::from(site / 16) % OUTLET_KINDS.len()].as_bytes());
    out.push(b'-');
    out.extend_from_slice(TOWNS[usize::from(site % 16)].as_bytes());
    out.extend_from_slice(b".example");
}

/// The accounts of the newsroom.
#[rustfmt::skip] // A list of words reads across.
pub(crate) const NEWSROOM: [&str; 5] = [
    "radio_port_aurel", "rpa_politique", "rpa_regions", "rpa_english", "rpa_matinale",
];

/// Hashtags in use all season, loudest first.
#[rustfmt::skip] // A list of words reads across.
pub(crate) const TAGS: [&str; 64] = [
    "solvane2027", "presidentielle", "LeDebat", "votezsolvane", "tarvenne", "brandel", "oskeld",
    "cassigny", "halvorn", "rieusse", "pouvoirdachat", "retraites", "energie", "hopital", "ecole",
    "logement", "agriculture", "securite", "climat", "europe", "fiscalite", "ports", "peche",
    "industrie", "transports", "rail", "sante", "jeunesse", "ruralite", "culture", "sport",
    "numerique", "impots", "budget", "dette", "salaires", "emploi", "formation", "recherche",
    "justice", "police", "prisons", "immigration", "frontieres", "defense", "diplomatie", "eau",
    "foret", "littoral", "montagne", "lacnoir", "tervik", "kalder", "vellin", "rivemont",
    "belcastre", "sondage", "meeting", "interview", "factcheck", "programme", "parrainages",
    "abstention", "electionday",
];

/// Hashtags coined for one evening each by a planted group, numbered from `TAGS.len()` on.
#[rustfmt::skip] // A list of words reads across.
pub(crate) const COINED_TAGS: [&str; 7] = [
    "lundisansmensonge", "onveutlesnoms", "quipaye", "jaivoulesbulletins", "rendezlesclefs",
    "assezdesilence", "demandezlui",
];

/// The text of a hashtag by its number.
pub(crate) fn tag(number: u8) -> &'static str {
    let number = usize::from(number);
    match TAGS.get(number) {
        Some(tag) => tag,
        None => COINED_TAGS[(number - TAGS.len()) % COINED_TAGS.len()],
    }
}

#[rustfmt::skip] // A list of words reads across.
const OPENINGS: [&str; 20] = [
    "À lire ce matin :", "Honestly,", "Petit rappel :", "Vu à Tervik :", "Read this before Sunday.",
    "Je pose ça là.", "Not sure what to think, but", "Pour mémoire,", "Ça commence à bien faire,",
    "At last,", "On en parle ?", "For those who missed it:", "Question simple :", "Thread 1/3 —",
    "Ma grand-mère le disait déjà :", "Live from the square:", "Rien de nouveau,",
    "Quoi qu’on en pense,", "Serious question:", "Entendu au marché :",
];

/// With every candidate's name put where the star stands.
const MIDDLES: [&str; 32] = [
    "* promet un plan pour les ports d’ici l’été",
    "* has no answer on hospital beds",
    "* était à Kalder devant une salle comble",
    "the question to * about the rail line was fair",
    "* et la dette, on attend toujours les chiffres",
    "I will listen to * tonight and decide after",
    "* répond enfin sur le prix de l’énergie",
    "nobody asked * about the fishermen",
    "le programme de * tient sur une page",
    "* said \\\"never\\\" last year, remember?",
    "* a raison sur l’école, tort sur le reste",
    "the crowd for * in Vellin was bigger than expected",
    "le meeting de * à Rivemont commence à 20 h",
    "* and the farmers met for two hours",
    "qui conseille * sur le logement ?",
    "my neighbour volunteers for * and is exhausted",
    "* s’est trompé de ville au micro, ça arrive",
    "what * wrote about pensions in 2019",
    "* refuse le débat du mercredi",
    "the figures that * quotes are three years old",
    "* veut rouvrir la ligne de Lac-Noir",
    "a long interview with *, worth the time",
    "le maire des Ormes soutient *",
    "* does not fly, takes the night train",
    "pas un mot de * sur l’eau",
    "* is ahead in one poll and behind in two",
    "la lettre de * aux enseignants",
    "I met * at the station, polite and tired",
    "* devant les grilles de l’usine ce matin",
    "* on culture: four lines, no figure",
    "on peut aimer * et compter quand même",
    "the ballot papers for * arrived in Nordhaven",
];

#[rustfmt::skip] // A list of words reads across.
const CLOSINGS: [&str; 16] = [
    ".", ". À suivre.", " — thoughts?", ".\\nEt vous ?", " 🙂", ". Make up your own mind.", " !",
    ". Sources dans l’article.", ". See you on Sunday.", "…", ". Partagez.", ". Bonne journée.",
    ".\\nNothing more to add.", " 🗳", ". Voilà.", ". That is all.",
];

/// What a rumour about a private life says, in the wordings in which it goes round.
const RUMOUR: [&str; 5] = [
    "On dit à Tervik que Octave Brandel cache une deuxième famille depuis dix ans",
    "Tout le monde à Tervik le sait : Octave Brandel cache une deuxième famille depuis dix ans.",
    "Is it true that Octave Brandel keeps a second family in Tervik? Asking for the voters",
    "so nobody will write that Octave Brandel keeps a second family in Tervik, fine, I will",
    "une deuxième famille à Tervik et pas un journal n’en parle, on se demande pourquoi",
];

/// How many wordings the rumour has. They are named by the last numbers of texts: an ordinary post
/// draws one of them once in a thousand million.
pub(crate) const RUMOUR_WORDINGS: u32 = 5;

/// What an analyst would write down to have the rumour recognised.
pub const RUMOUR_TOPIC: &str = "Brandel, second family";
/// Words that give it away.
pub const RUMOUR_TERMS: [&str; 2] = ["deuxième famille", "second family"];
/// Texts that repeat it.
pub const RUMOUR_EXAMPLES: [&str; 2] = [RUMOUR[0], RUMOUR[2]];

/// Appends a message, already escaped for JSON, made from the bits of `seed`.
pub(crate) fn message(seed: u32, out: &mut Vec<u8>) {
    if let Some(wording) = RUMOUR.get((u32::MAX - seed) as usize) {
        out.extend_from_slice(wording.as_bytes());
        return;
    }
    let bits = mix(u64::from(seed));
    let at = |shift: u32, len: usize| crate::rng::index((bits >> shift) & 0xFFFF) % len;
    out.extend_from_slice(OPENINGS[at(0, OPENINGS.len())].as_bytes());
    out.push(b' ');
    let middle = MIDDLES[at(16, MIDDLES.len())];
    let (before, after) = middle.split_once('*').unwrap_or((middle, ""));
    out.extend_from_slice(before.as_bytes());
    out.extend_from_slice(CANDIDATES[at(32, CANDIDATES.len())].as_bytes());
    out.extend_from_slice(after.as_bytes());
    out.extend_from_slice(CLOSINGS[at(48, CLOSINGS.len())].as_bytes());
}

#[rustfmt::skip] // A list of words reads across.
const SLUGS: [&str; 40] = [
    "debat", "ports", "energie", "budget", "ecole", "retraites", "meeting", "sondage", "logement",
    "peche", "hopital", "rail", "entretien", "enquete", "portrait", "analyse", "chiffres",
    "programme", "mairie", "usine", "agriculteurs", "littoral", "dette", "salaires", "justice",
    "culture", "transports", "europe", "frontieres", "jeunesse", "foret", "eau", "marche",
    "campagne", "candidats", "bulletins", "assesseurs", "affiches", "parrainages", "participation",
];

/// Appends the path of article `number` of a site.
pub(crate) fn article_path(site: u16, number: u32, out: &mut Vec<u8>) {
    let bits = mix(u64::from(number) << 16 | u64::from(site));
    let at = |shift: u32| crate::rng::index((bits >> shift) & 0xFFFF) % SLUGS.len();
    out.extend_from_slice(b"/2027/");
    out.extend_from_slice(SLUGS[at(0)].as_bytes());
    out.push(b'-');
    out.extend_from_slice(SLUGS[at(16)].as_bytes());
    out.push(b'-');
    crate::calendar::decimal(u64::from(number), out);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_reserved_and_distinct() {
        let sites = OUTLETS + u16::try_from(OTHER_SITES.len()).unwrap();
        let mut domains: Vec<String> = (0..sites)
            .map(|site| {
                let mut out = Vec::new();
                domain(site, &mut out);
                String::from_utf8(out).unwrap()
            })
            .collect();
        for domain in &domains {
            let reserved = [".example", ".test", ".invalid"];
            assert!(reserved.iter().any(|end| domain.ends_with(end)), "{domain}");
        }
        assert_eq!(domains[usize::from(NEWSROOM_SITE)], "radio-port-aurel.example");
        domains.sort();
        domains.dedup();
        assert_eq!(domains.len(), usize::from(sites));
    }

    #[test]
    fn every_phrase_holds_one_candidate_and_reads_as_json() {
        assert!(MIDDLES.iter().all(|middle| middle.matches('*').count() == 1));
        assert_eq!(RUMOUR.len(), RUMOUR_WORDINGS as usize);
        for seed in (0..2000).chain(u32::MAX - 6..=u32::MAX) {
            let mut out = vec![b'"'];
            message(seed, &mut out);
            out.push(b'"');
            serde_json::from_slice::<String>(&out).unwrap();
        }
    }
}
