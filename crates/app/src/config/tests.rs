//! Data in, text out: a `vigie.toml`, and what was understood or refused.

use std::fmt::Write;
use std::path::Path;

use vigie_model::Explained;

use super::*;

/// What is not default, or the error with its hint.
fn read(text: &str) -> String {
    read_with(text, &[])
}

fn read_with(text: &str, overrides: &[(&str, &str)]) -> String {
    let overrides: Vec<_> =
        overrides.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    let config = match Config::load_with(Some(Path::new("vigie.toml")), text, &overrides) {
        Ok(config) => config,
        Err(error) => return format!("{error}\nhint: {}", error.hint().unwrap()),
    };
    let mut out = String::new();
    for setting in config.settings() {
        let origin = match &setting.origin {
            Origin::Default => continue,
            Origin::File { line, .. } => format!("line {line}"),
            Origin::CommandLine => "command line".to_owned(),
        };
        writeln!(out, "{} = {} ({origin})", setting.key, setting.value.as_deref().unwrap())
            .unwrap();
    }
    out
}

#[test]
fn every_section_is_read_and_knows_its_line() {
    insta::assert_snapshot!(read(r#"
timezone = "europe/paris"
[project]
name = "season"
role = "campaign"
[lake]
keep = "all"
[engine]
memory = "2 GiB"
partitions = 4
[[mandate]]
id = "m1"
purpose = "watch"
basis = "decision"
end = 2027-06-30
[[mandate]]
id = "m2"
purpose = "train"
basis = "consent"
[watch_list]
date = "2027-01-15"
accounts = ["telegram:example"]
[maps.tg]
map = "text=message,platform='telegram'"
source = "table"
[hosts.www1]
timezone = "America/Cayenne"
"#), @r#"
    timezone = "europe/paris" (line 2)
    project.name = "season" (line 4)
    project.role = "campaign" (line 5)
    lake.keep = "all" (line 7)
    engine.memory = "2 GiB" (line 9)
    engine.partitions = 4 (line 10)
    watch_list.date = "2027-01-15" (line 21)
    watch_list.accounts = ["telegram:example"] (line 22)
    mandate[0].id = "m1" (line 12)
    mandate[0].purpose = "watch" (line 13)
    mandate[0].basis = "decision" (line 14)
    mandate[0].end = 2027-06-30 (line 15)
    mandate[1].id = "m2" (line 17)
    mandate[1].purpose = "train" (line 18)
    mandate[1].basis = "consent" (line 19)
    maps.tg.source = "table" (line 25)
    maps.tg.map = "text=message,platform='telegram'" (line 24)
    hosts.www1.timezone = "America/Cayenne" (line 27)
    "#);
}

#[test]
fn values_arrive_typed() {
    let config = Config::load(
        None,
        r#"
timezone = "Europe/Paris"
language = "fr"
[engine]
memory = "2GiB"
[[mandate]]
id = "m1"
purpose = "watch"
basis = "decision"
end = 2027-06-30
[watch_list]
accounts = ["telegram:example"]
[maps.tg]
map = "text=message"
[hosts.www1]
timezone = "America/Cayenne"
"#,
    )
    .unwrap();
    assert_eq!(config.timezone_name(), "Europe/Paris");
    assert_eq!(config.language, Language::French);
    assert_eq!(config.engine.memory, Some(Bytes(2 << 30)));
    assert_eq!(config.engine.partitions, None);
    let ends: Vec<_> =
        config.mandates.iter().map(|m| (m.id.as_str(), m.end.map(|end| end.to_string()))).collect();
    let midnight_in_paris = Some("2027-06-30T22:00:00Z".to_owned());
    assert_eq!(ends, [("local", None), ("m1", midnight_in_paris)]);
    assert!(config.watch_list.is_public("telegram", "example"));
    assert!(!config.watch_list.is_public("telegram", "someone"));
    assert_eq!(config.maps["tg"].map.as_deref(), Some("text=message"));
    assert_eq!(config.zone_of("www1").iana_name(), Some("America/Cayenne"));
    assert_eq!(config.zone_of("elsewhere").iana_name(), Some("Europe/Paris"));
}

#[test]
fn an_empty_file_gives_the_defaults() {
    let config = Config::load(None, "").unwrap();
    let mut out = String::new();
    for Setting { key, value, unset, .. } in config.settings() {
        let shown = value.as_deref().or(unset.map(|unset| unset.en)).unwrap();
        writeln!(out, "{key}: {shown}").unwrap();
    }
    insta::assert_snapshot!(out, @r###"
    timezone: "UTC"
    language: "en"
    project.name: the name of the folder
    project.role: no role
    project.person: the user of this machine
    lake.path: "lake"
    lake.keep: "cited"
    keys.path: "keys/vigie.key"
    engine.memory: a quarter of the machine's, at least 1 GB
    engine.partitions: one per core
    detectors.folder: "detectors"
    retention.visitors: "7d"
    retention.runs: "asked"
    rumours.reveal_after: "24h"
    press.polls: "polls"
    press.model: the rules alone
    press.reader_url: no second reader
    press.reader_model: no second reader
    press.reader_elsewhere: false
    attacks.own_scanners: []
    attacks.monitors: []
    attacks.crawlers: []
    attacks.proxies: []
    attacks.shared: []
    attacks.names: []
    attacks.domains: []
    attacks.staff: []
    attacks.country_database: no country is said
    attacks.network_database: as country_database
    watch_list.date: not dated
    watch_list.accounts: []
    "###);
    assert_eq!(config.mandates, [Mandate::local()]);
}

#[test]
fn unknown_keys_are_refused_with_the_nearest_valid_one() {
    let files = [
        "timzone = \"UTC\"",
        "\n\n[engin]\nmemory = \"1GB\"",
        "[lake]\npaht = \"x\"",
        "memory = \"1GB\"",
        "[lake]\ntimezone = \"UTC\"",
        "[lake]\nzzz = 1",
        "[[mandate]]\nid = \"a\"\npurpos = \"b\"\nbasis = \"c\"",
        "[maps.tg]\nmapping = \"a=b\"",
        "\"\\u001b[31m\" = 1",
    ];
    insta::assert_snapshot!(files.map(read).join("\n\n"), @r###"
    vigie.toml:1: unknown key "timzone"
    hint: did you mean "timezone"?

    vigie.toml:3: unknown key "engin"
    hint: did you mean "engine"?

    vigie.toml:2: unknown key "lake.paht"
    hint: did you mean "path"?

    vigie.toml:1: unknown key "memory"
    hint: "memory" belongs under [engine]

    vigie.toml:2: unknown key "lake.timezone"
    hint: "timezone" stands at the top of the file, before the first [section]

    vigie.toml:2: unknown key "lake.zzz"
    hint: what can stand here: path, keep

    vigie.toml:3: unknown key "mandate[0].purpos"
    hint: did you mean "purpose"?

    vigie.toml:2: unknown key "maps.tg.mapping"
    hint: what can stand here: source, map, host

    vigie.toml:1: unknown key "\u{1b}[31m"
    hint: what can stand here: timezone, language, project, lake, keys, engine, detectors, retention, rumours, press, attacks, mandate, watch_list, outlet, affiliations, maps, hosts, network
    "###);
}

#[test]
fn wrong_values_are_refused_with_what_would_be_right() {
    let files = [
        "timezone = \"Paris\"",
        "timezone = \"Mars/Olympus\"",
        "timezone = 3",
        "language = \"french\"",
        "[lake]\nkeep = \"al\"",
        "[lake]\npath = \"\"",
        "[engine]\nmemory = \"lots\"",
        "[engine]\nmemory = \"1MB\"",
        "[engine]\npartitions = \"2\"",
        "[engine]\npartitions = 99999999999999999999",
        "[project]\nname = [\"a\", 1]",
        "[watch_list]\naccounts = [\"someone\"]",
        "[watch_list]\ndate = 2027-02-30",
        "[maps.tg]\nmap = \"text\"",
        "[[mandate]]\nid=\"a\"\npurpose=\"b\"\nbasis=\"c\"\nend=\"soon\"",
    ];
    insta::assert_snapshot!(files.map(read).join("\n\n"), @r#"
    vigie.toml:1: timezone = "Paris" is not an IANA time zone
    hint: did you mean "Europe/Paris"?

    vigie.toml:1: timezone = "Mars/Olympus" is not an IANA time zone
    hint: write a name such as "Europe/Paris" or "UTC"

    vigie.toml:1: timezone = 3 is not an IANA time zone
    hint: write its name in double quotes: "Europe/Paris"

    vigie.toml:1: language = "french" is not one of "en", "fr"
    hint: write one of "en", "fr"

    vigie.toml:2: lake.keep = "al" is not one of "cited", "all"
    hint: did you mean "all"?

    vigie.toml:2: lake.path = "" is not a path
    hint: write it in double quotes, relative to the project folder

    vigie.toml:2: engine.memory = "lots" is not a size
    hint: write a number with a unit: "512MB", "1GB", "2GiB"

    vigie.toml:2: engine.memory = "1MB" is not a size of at least 64 MB
    hint: less would send even small questions to disk

    vigie.toml:2: engine.partitions = "2" is not a whole number from 1 to 256
    hint: write the number without quotes

    vigie.toml:2: engine.partitions = 99999999999999999999 is not a whole number from 1 to 256
    hint: write the number without quotes

    vigie.toml:2: project.name = […] is not a text
    hint: put it in double quotes

    vigie.toml:2: watch_list.accounts = ["someone"] is not a list of accounts as "platform:account id"
    hint: write the texts in double quotes between square brackets: ["…", "…"]

    vigie.toml:2: invalid date, expected day between 01 and 28
    hint: a setting is key = value on a line of its own, a section [name]

    vigie.toml:2: maps.tg.map = "text" is not a column mapping: "text" is not of the form column=field
    hint: write column=field pairs with commas between, constants in single quotes: text=message,published_at=date,platform='telegram'

    vigie.toml:5: mandate[0].end = "soon" is not a day or a time with its zone
    hint: write it as 2027-05-30 or 2027-05-30T20:00:00Z; a day counts to its end
    "#);
}

#[test]
fn wrong_shapes_are_refused() {
    let files = [
        "lake = \"x\"",
        "[mandate]\nid = \"a\"",
        "mandate = [1]",
        "maps = 1",
        "[maps]\ntg = \"a=b\"",
        "[[mandate]]\nid = \"a\"\npurpose = \"b\"",
        "[[mandate]]\nid=\"a\"\npurpose=\"b\"\nbasis=\"c\"\n[[mandate]]\nid=\"a\"\npurpose=\"b\"\nbasis=\"c\"",
        "timezone = UTC",
        "timezone = \"UTC\"\ntimezone = \"UTC\"",
        "[lake\npath",
    ];
    insta::assert_snapshot!(files.map(read).join("\n\n"), @r#"
    vigie.toml:1: lake is a text, expected a section
    hint: write it as a header on a line of its own: [lake]

    vigie.toml:1: mandate is a section, expected a list of entries
    hint: write the header with double brackets: [[mandate]]

    vigie.toml:1: mandate is a list of values, expected a list of entries
    hint: write the header with double brackets: [[mandate]]

    vigie.toml:1: maps is a number, expected a section
    hint: write it as a header on a line of its own: [maps.NAME]

    vigie.toml:2: maps.tg is a text, expected a section
    hint: write it as a header on a line of its own: [maps.tg]

    vigie.toml:1: mandate[0] has no "basis"
    hint: add a line such as basis = "public interest, decision of 2027-01-15"

    vigie.toml:6: mandate[1].id = "a" is not a name of its own
    hint: each mandate needs another id

    vigie.toml:1: string values must be quoted, expected literal string
    hint: put texts in double quotes: key = "value"

    vigie.toml:2: duplicate key
    hint: keep one of the two lines

    vigie.toml:1: unclosed table, expected `]`
    hint: a setting is key = value on a line of its own, a section [name]
    "#);
}

#[test]
fn the_command_line_wins_and_needs_no_quotes() {
    let file = "timezone = \"UTC\"\n[engine]\nmemory = \"1GB\"";
    let good =
        [("timezone", "Europe/Paris"), ("engine.partitions", "2"), ("maps.tg.map", "text=a,b=c")];
    insta::assert_snapshot!(read_with(file, &good), @r#"
    timezone = "Europe/Paris" (command line)
    engine.memory = "1GB" (line 3)
    engine.partitions = 2 (command line)
    maps.tg.map = "text=a,b=c" (command line)
    "#);
    let bad =
        [("engine.memry", "1GB"), ("engine.partitions", "many"), ("mandate[0].id", "x"), ("", "")];
    let refused = bad.map(|(key, value)| {
        let error = Config::load_with(None, "", &[(key.to_owned(), value.to_owned())]).unwrap_err();
        assert_eq!(error.kind(), vigie_model::ErrorKind::Usage);
        format!("{error}\nhint: {}", error.hint().unwrap())
    });
    insta::assert_snapshot!(refused.join("\n"), @r#"
    command line: unknown key "engine.memry"
    hint: did you mean "engine.memory"? vigie config show lists every key
    command line: engine.partitions = "many" is not a whole number from 1 to 256
    hint: write the number without quotes
    command line: unknown key "mandate[0].id"
    hint: vigie config show lists every key
    command line: unknown key ""
    hint: vigie config show lists every key
    "#);
}

#[test]
fn every_key_can_be_set_by_its_own_example() {
    for key in KEYS {
        let mut config = Config::blank();
        let before = format!("{config:?}");
        let place = key::Place { name: "NAME".to_owned(), index: 0 };
        let fits = (key.set)(&mut config, &place, &given::Given::from_argument(key.example));
        assert!(fits.is_ok(), "the example of {} does not fit", key.name);
        // What the blank configuration already says cannot show.
        let same =
            ["\"lake\"", "\"detectors\"", "\"keys/vigie.key\"", "false"].contains(&key.example);
        assert!(same || format!("{config:?}") != before, "{} sets nothing", key.name);
    }
}

#[test]
fn every_section_of_a_key_is_described() {
    for key in KEYS {
        let described = SECTIONS.iter().any(|(section, _)| *section == key.section());
        assert!(described || key.section().is_empty(), "{} has no section", key.name);
    }
}

#[test]
fn the_template_says_nothing_until_a_line_is_switched_on() {
    let text = template(None, &[]).unwrap();
    assert_eq!(read(&text), "", "a fresh template sets nothing");
    let switched_on: String = text
        .lines()
        .map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line))
        .fold(String::new(), |mut all, line| {
            all.push_str(line);
            all.push('\n');
            all
        });
    let config = Config::load(None, &switched_on).unwrap();
    assert!(config.mandate("season-2027").is_some());
    assert!(config.maps.contains_key("NAME"));
}

#[test]
fn the_template_holds_the_role_and_what_the_command_line_said() {
    let overrides = [
        ("language".to_owned(), "fr".to_owned()),
        ("timezone".to_owned(), "Europe/Paris".to_owned()),
    ];
    let text = template(Some(Role::Newsroom), &overrides).unwrap();
    let set: Vec<_> =
        text.lines().filter(|line| !line.starts_with('#') && line.contains('=')).collect();
    assert_eq!(set, ["timezone = \"Europe/Paris\"", "language = \"fr\"", "role = \"newsroom\""]);
    let wrong = [("language".to_owned(), "de".to_owned())];
    assert!(template(None, &wrong).is_err());
}
