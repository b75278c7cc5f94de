//! Every key of `vigie.toml`, in one list.

use vigie_model::config::Bytes;

use super::Role;
use super::entries::{
    is_account, keep, networks, runs, with_affiliation, with_mandate, with_outlet,
};
use super::key::{Absent, Key, Unset, joined};
use super::network;
use crate::outlets::OutletClass;
use crate::words::Language;

/// Less would make even small joins spill.
const LEAST_MEMORY: Bytes = Bytes(64_000_000);

/// The list.
pub const KEYS: &[Key] = &joined::<{ HOUSE.len() + network::KEYS.len() }>(HOUSE, network::KEYS);

const HOUSE: &[Key] = &[
    Key {
        name: "timezone",
        kind: "an IANA time zone",
        absent: Absent::Default("\"UTC\""),
        example: "\"Europe/Paris\"",
        doc: "Whose midnight ends a day, in every screen, option and brief.",
        set: |config, _, given| given.zone().map(|zone| config.timezone = zone),
    },
    Key {
        name: "language",
        kind: "\"en\" or \"fr\"",
        absent: Absent::Default("\"en\""),
        example: "\"fr\"",
        doc: "The language of results.",
        set: |config, _, given| {
            given
                .one_of(Language::CODES, Language::from_code)
                .map(|language| config.language = language)
        },
    },
    Key {
        name: "project.name",
        kind: "a text",
        absent: Absent::Unset(Unset { en: "the name of the folder", fr: "le nom du dossier" }),
        example: "\"presidential-2027\"",
        doc: "What the project is called.",
        set: |config, _, given| given.text().map(|name| config.project.name = Some(name)),
    },
    Key {
        name: "project.role",
        kind: "\"campaign\", \"newsroom\", \"agency\" or \"research\"",
        absent: Absent::Unset(Unset { en: "no role", fr: "aucun rôle" }),
        example: "\"newsroom\"",
        doc: "Whose work it is; decides defaults.",
        set: |config, _, given| {
            given.one_of(Role::WORDS, Role::from_word).map(|role| config.project.role = Some(role))
        },
    },
    Key {
        name: "project.person",
        kind: "a text",
        absent: Absent::Unset(Unset {
            en: "the user of this machine",
            fr: "l’utilisateur de cette machine",
        }),
        example: "\"Mira Okafor\"",
        doc: "Who writes in the journal from this folder.",
        set: |config, _, given| given.text().map(|name| config.project.person = Some(name)),
    },
    Key {
        name: "lake.path",
        kind: "a path",
        absent: Absent::Default("\"lake\""),
        example: "\"lake\"",
        doc: "The folder of the lake.",
        set: |config, _, given| given.path().map(|path| config.lake.path = path),
    },
    Key {
        name: "lake.keep",
        kind: "\"cited\" or \"all\"",
        absent: Absent::Default("\"cited\""),
        example: "\"all\"",
        doc: "Which raw bytes stay: those that findings cite (and all publications), or everything.",
        set: |config, _, given| {
            given.one_of(&["cited", "all"], keep).map(|keep| config.lake.keep = keep)
        },
    },
    Key {
        name: "keys.path",
        kind: "a path",
        absent: Absent::Default("\"keys/vigie.key\""),
        example: "\"keys/vigie.key\"",
        doc: "The key file. Whoever holds it can test whether a known account is in the lake.",
        set: |config, _, given| given.path().map(|path| config.keys.path = path),
    },
    Key {
        name: "engine.memory",
        kind: "a size",
        absent: Absent::Unset(Unset {
            en: "a quarter of the machine's, at least 1 GB",
            fr: "le quart de celle de la machine, au moins 1 Go",
        }),
        example: "\"2GB\"",
        doc: "The memory that queries and detectors share; more work than that goes to disk.",
        set: |config, _, given| {
            given.size(LEAST_MEMORY).map(|size| config.engine.memory = Some(size))
        },
    },
    Key {
        name: "engine.partitions",
        kind: "a whole number",
        absent: Absent::Unset(Unset { en: "one per core", fr: "une par cœur" }),
        example: "2",
        doc: "How many parts a query runs in. Results never depend on it.",
        set: |config, _, given| {
            given.count(1, 256).map(|count| config.engine.partitions = Some(count))
        },
    },
    Key {
        name: "detectors.folder",
        kind: "a path",
        absent: Absent::Default("\"detectors\""),
        example: "\"detectors\"",
        doc: "Pages in this folder join the embedded ones, or replace those with the same id.",
        set: |config, _, given| given.path().map(|path| config.detectors.folder = path),
    },
    Key {
        name: "retention.visitors",
        kind: "a length of time",
        absent: Absent::Default("\"7d\""),
        example: "\"3d\"",
        doc: "After this, web lines that nothing flagged lose the end of their address and query values.",
        set: |config, _, given| given.span().map(|span| config.retention.visitors = span),
    },
    Key {
        name: "retention.runs",
        kind: "\"asked\" or \"detect\"",
        absent: Absent::Default("\"asked\""),
        example: "\"detect\"",
        doc: "When that is done: when asked for, or at the end of each run of the detectors too.",
        set: |config, _, given| {
            given.one_of(&["asked", "detect"], runs).map(|runs| config.retention.runs = runs)
        },
    },
    Key {
        name: "rumours.reveal_after",
        kind: "a length of time",
        absent: Absent::Default("\"24h\""),
        example: "\"2d\"",
        doc: "How long somebody who works alone waits before a sealed text is shown to them.",
        set: |config, _, given| given.span().map(|span| config.rumours.reveal_after = span),
    },
    super::press::POLLS,
    super::press::MODEL,
    super::press::READER_URL,
    super::press::READER_MODEL,
    super::press::READER_ELSEWHERE,
    Key {
        name: "attacks.own_scanners",
        kind: "a list of texts",
        absent: Absent::Default("[]"),
        example: "[\"192.0.2.10\"]",
        doc: "Our own scanners: counted apart, never an attack.",
        set: |config, _, given| networks(given).map(|list| config.attacks.own_scanners = list),
    },
    Key {
        name: "attacks.monitors",
        kind: "a list of texts",
        absent: Absent::Default("[]"),
        example: "[\"198.51.100.0/28\"]",
        doc: "Uptime monitors: counted apart.",
        set: |config, _, given| networks(given).map(|list| config.attacks.monitors = list),
    },
    Key {
        name: "attacks.crawlers",
        kind: "a list of texts",
        absent: Absent::Default("[]"),
        example: "[\"203.0.113.0/24\"]",
        doc: "Crawlers of search engines, once verified: counted apart, never handed over.",
        set: |config, _, given| networks(given).map(|list| config.attacks.crawlers = list),
    },
    Key {
        name: "attacks.proxies",
        kind: "a list of texts",
        absent: Absent::Default("[]"),
        example: "[\"192.0.2.1\"]",
        doc: "Proxies before your servers: what they add to X-Forwarded-For is read as the source.",
        set: |config, _, given| networks(given).map(|list| config.attacks.proxies = list),
    },
    Key {
        name: "attacks.shared",
        kind: "a list of texts",
        absent: Absent::Default("[]"),
        example: "[\"192.0.2.128/25\"]",
        doc: "Addresses that many people share (office, mobile, VPN): a list to block warns of them.",
        set: |config, _, given| networks(given).map(|list| config.attacks.shared = list),
    },
    Key {
        name: "attacks.names",
        kind: "a list of texts",
        absent: Absent::Default("[]"),
        example: "[\"okafor\"]",
        doc: "Names of the candidate and the house: whoever tries them aims at you.",
        set: |config, _, given| {
            given
                .texts("texts", |text| text.trim().chars().count() > 2)
                .map(|list| config.attacks.names = list)
        },
    },
    Key {
        name: "attacks.domains",
        kind: "a list of texts",
        absent: Absent::Default("[]"),
        example: "[\"okafor2027.example\"]",
        doc: "Domains of the house: whoever tries their names aims at you.",
        set: |config, _, given| {
            given
                .texts("texts", |text| text.trim().chars().count() > 2)
                .map(|list| config.attacks.domains = list)
        },
    },
    Key {
        name: "attacks.staff",
        kind: "a list of texts",
        absent: Absent::Default("[]"),
        example: "[\"mira.okafor\"]",
        doc: "Login names of staff: whoever tries them aims at you.",
        set: |config, _, given| {
            given
                .texts("texts", |text| text.trim().chars().count() > 2)
                .map(|list| config.attacks.staff = list)
        },
    },
    Key {
        name: "attacks.country_database",
        kind: "a path",
        absent: Absent::Unset(Unset { en: "no country is said", fr: "aucun pays n’est donné" }),
        example: "\"data/country.mmdb\"",
        doc: "Where addresses are registered: an .mmdb file, or a text table geoip with geoip6 beside it.",
        set: |config, _, given| {
            given.path().map(|path| config.attacks.country_database = Some(path))
        },
    },
    Key {
        name: "attacks.network_database",
        kind: "a path",
        absent: Absent::Unset(Unset { en: "as country_database", fr: "comme country_database" }),
        example: "\"data/asn.mmdb\"",
        doc: "Whose networks they are, where that is a file of its own.",
        set: |config, _, given| {
            given.path().map(|path| config.attacks.network_database = Some(path))
        },
    },
    Key {
        name: "mandate[].id",
        kind: "a short name",
        absent: Absent::Refused,
        example: "\"season-2027\"",
        doc: "Its name in --mandate.",
        set: |config, place, given| {
            given.text().map(|text| with_mandate(config, place, |mandate| mandate.id = text))
        },
    },
    Key {
        name: "mandate[].purpose",
        kind: "a text",
        absent: Absent::Refused,
        example: "\"watch over the presidential election\"",
        doc: "What the data is for.",
        set: |config, place, given| {
            given.text().map(|text| with_mandate(config, place, |mandate| mandate.purpose = text))
        },
    },
    Key {
        name: "mandate[].basis",
        kind: "a text",
        absent: Absent::Refused,
        example: "\"public interest, decision of 2027-01-15\"",
        doc: "The legal basis.",
        set: |config, place, given| {
            given.text().map(|text| with_mandate(config, place, |mandate| mandate.basis = text))
        },
    },
    Key {
        name: "mandate[].end",
        kind: "a day or a time",
        absent: Absent::Unset(Unset { en: "no end", fr: "sans fin" }),
        example: "2027-06-30",
        doc: "When it ends; a day counts to its end.",
        set: |config, place, given| {
            let end = given.end(&config.timezone)?;
            with_mandate(config, place, |mandate| mandate.end = Some(end));
            Ok(())
        },
    },
    Key {
        name: "watch_list.date",
        kind: "a day",
        absent: Absent::Unset(Unset { en: "not dated", fr: "non datée" }),
        example: "2027-01-15",
        doc: "When the list was drawn up.",
        set: |config, _, given| given.day().map(|day| config.watch_list.date = Some(day)),
    },
    Key {
        name: "watch_list.accounts",
        kind: "a list of texts",
        absent: Absent::Default("[]"),
        example: "[\"telegram:example_channel\"]",
        doc: "Public accounts, each as platform:account id.",
        set: |config, _, given| {
            let accounts = given.texts("accounts as \"platform:account id\"", is_account)?;
            config.watch_list.accounts = accounts;
            Ok(())
        },
    },
    Key {
        name: "outlet[].domain",
        kind: "a domain",
        absent: Absent::Refused,
        example: "\"gazette.example\"",
        doc: "The outlet's domain; what lies under it belongs to it.",
        set: |config, place, given| {
            given.text().map(|text| with_outlet(config, place, |row| row.domain = text))
        },
    },
    Key {
        name: "outlet[].name",
        kind: "a text",
        absent: Absent::Unset(Unset { en: "its domain", fr: "son domaine" }),
        example: "\"The Gazette\"",
        doc: "What the outlet is called.",
        set: |config, place, given| {
            given.text().map(|text| with_outlet(config, place, |row| row.name = Some(text)))
        },
    },
    Key {
        name: "outlet[].class",
        kind: "a class of outlet",
        absent: Absent::Refused,
        example: "\"private\"",
        doc: "state-controlled, state-funded, public-service, private, party or unknown.",
        set: |config, place, given| {
            let class = given.one_of(OutletClass::WORDS, OutletClass::from_word)?;
            with_outlet(config, place, |row| row.class = class);
            Ok(())
        },
    },
    Key {
        name: "outlet[].jurisdiction",
        kind: "a country code",
        absent: Absent::Unset(Unset { en: "not said", fr: "non dite" }),
        example: "\"FR\"",
        doc: "Whose law it stands under.",
        set: |config, place, given| {
            given.text().map(|text| with_outlet(config, place, |row| row.jurisdiction = text))
        },
    },
    Key {
        name: "outlet[].from",
        kind: "a day",
        absent: Absent::Unset(Unset { en: "always", fr: "depuis toujours" }),
        example: "2024-01-01",
        doc: "The first day on which this holds.",
        set: |config, place, given| {
            given.day().map(|day| with_outlet(config, place, |row| row.from = Some(day)))
        },
    },
    Key {
        name: "outlet[].until",
        kind: "a day",
        absent: Absent::Unset(Unset { en: "still", fr: "encore" }),
        example: "2026-12-31",
        doc: "The last day on which this holds.",
        set: |config, place, given| {
            given.day().map(|day| with_outlet(config, place, |row| row.until = Some(day)))
        },
    },
    Key {
        name: "outlet[].source",
        kind: "a text",
        absent: Absent::Refused,
        example: "\"its imprint, read on 2026-12-01\"",
        doc: "Where anybody can check it.",
        set: |config, place, given| {
            given.text().map(|text| with_outlet(config, place, |row| row.source = text))
        },
    },
    Key {
        name: "affiliations[].name",
        kind: "a text",
        absent: Absent::Refused,
        example: "\"The Gazette, newsroom\"",
        doc: "What notes call the list.",
        set: |config, place, given| {
            given.text().map(|text| with_affiliation(config, place, |list| list.name = text))
        },
    },
    Key {
        name: "affiliations[].source",
        kind: "a text",
        absent: Absent::Refused,
        example: "\"its imprint\"",
        doc: "Where anybody can check it.",
        set: |config, place, given| {
            given.text().map(|text| with_affiliation(config, place, |list| list.source = text))
        },
    },
    Key {
        name: "affiliations[].date",
        kind: "a day",
        absent: Absent::Refused,
        example: "2027-01-15",
        doc: "When the list was drawn up.",
        set: |config, place, given| {
            given.day().map(|day| with_affiliation(config, place, |list| list.date = Some(day)))
        },
    },
    Key {
        name: "affiliations[].accounts",
        kind: "a list of texts",
        absent: Absent::Unset(Unset { en: "those of the file", fr: "ceux du fichier" }),
        example: "[\"telegram:gazette_desk\", \"telegram:gazette_sport\"]",
        doc: "Its accounts, each as platform:account id. The lake never holds them.",
        set: |config, place, given| {
            let accounts = given.texts("accounts as \"platform:account id\"", is_account)?;
            with_affiliation(config, place, |list| list.accounts = accounts);
            Ok(())
        },
    },
    Key {
        name: "affiliations[].file",
        kind: "a path",
        absent: Absent::Unset(Unset { en: "no file", fr: "aucun fichier" }),
        example: "\"lists/gazette.txt\"",
        doc: "A file with more of them, one on a line; what follows # is left out.",
        set: |config, place, given| {
            given.path().map(|path| with_affiliation(config, place, |list| list.file = Some(path)))
        },
    },
    Key {
        name: "maps.*.source",
        kind: "a source",
        absent: Absent::Unset(Unset {
            en: "the source that fits best",
            fr: "la source qui convient le mieux",
        }),
        example: "\"table\"",
        doc: "Which source reads the file (vigie sources).",
        set: |config, place, given| {
            let source = given.text()?;
            config.maps.entry(place.name.clone()).or_default().source = Some(source);
            Ok(())
        },
    },
    Key {
        name: "maps.*.map",
        kind: "a column mapping",
        absent: Absent::Unset(Unset { en: "no mapping", fr: "aucune correspondance" }),
        example: "\"text=message,author_id=user_id,published_at=date,platform='telegram'\"",
        doc: "Which column comes from which field; constants in single quotes.",
        set: |config, place, given| {
            let map = given.mapping()?;
            config.maps.entry(place.name.clone()).or_default().map = Some(map);
            Ok(())
        },
    },
    Key {
        name: "maps.*.host",
        kind: "a text",
        absent: Absent::Unset(Unset { en: "as --host says", fr: "selon --host" }),
        example: "\"export-1\"",
        doc: "The host label of such files.",
        set: |config, place, given| {
            let host = given.text()?;
            config.maps.entry(place.name.clone()).or_default().host = Some(host);
            Ok(())
        },
    },
    Key {
        name: "hosts.*.timezone",
        kind: "an IANA time zone",
        absent: Absent::Unset(Unset { en: "as timezone", fr: "comme timezone" }),
        example: "\"America/Cayenne\"",
        doc: "The zone of its log lines that name none.",
        set: |config, place, given| {
            let zone = given.zone()?;
            config.hosts.entry(place.name.clone()).or_default().timezone = Some(zone);
            Ok(())
        },
    },
];
