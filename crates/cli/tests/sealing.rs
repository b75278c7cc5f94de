//! A sealed rumour leaves in no output: whatever the command, the format, the log or the error,
//! no four words of it in a row come out, however they were written.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::format_push_string,
    reason = "tests build texts and stop at the first surprise"
)]

use vigie_testkit::Sealed;

/// Invented. Nobody in it exists.
const RUMOUR: &str =
    "Senator Ilse Marwick was treated in secret at the Corbel hospital under a borrowed name";
/// As it stands in addresses and names of files.
const SLUG: &str = "senator-ilse-marwick-was-treated-in-secret-at-the-corbel-hospital";
/// As people make hashtags of it.
const TAG: &str = "#MarwickWasTreatedInSecret";

const MAP: &str =
    "native_id=id,author_id=user,text=text,link=link,published_at=at,platform='forum'";
const FORMATS: [&str; 3] = ["text", "json", "ndjson"];

/// The letters and digits of a text with one space between words, escapes of addresses undone.
fn words(text: &str) -> Vec<String> {
    let text = text.replace("%20", " ").replace("\\n", " ");
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The first four words in a row of the rumour that an output holds, apart or run together.
fn leak(output: &str) -> Option<String> {
    let (rumour, output) = (words(RUMOUR), words(output));
    let together = output.concat();
    rumour.windows(4).map(<[String]>::concat).find(|run| together.contains(run.as_str()))
}

fn posts() -> String {
    let mut rows = String::from("id,user,text,link,at\n");
    for at in 0..4 {
        for (user, second) in [("zora-private", 5), ("yann-private", 20), ("mona-private", 40)] {
            let text = match at {
                0 => RUMOUR.to_owned(),
                1 => format!("RT: {} !!", RUMOUR.to_uppercase()),
                2 => format!("have you heard {TAG}"),
                _ => "The market at the harbour opens at nine with music".to_owned(),
            };
            rows += &format!(
                "{user}-{at},{user},{text},https://tribune.example/{at}/{SLUG},2027-04-12T1{at}:00:{second:02}Z\n"
            );
        }
    }
    rows
}

fn access_log() -> String {
    let mut log = String::new();
    for at in 0..40 {
        let path = [format!("/story/{SLUG}"), SLUG.replace('-', "%20")][at % 2].clone();
        let path = if path.starts_with('/') { path } else { format!("/search/{path}") };
        log += &format!(
            "203.0.113.9 - - [12/Apr/2027:10:00:{:02} +0000] \"GET {path} HTTP/1.1\" 404 5 \"-\" \"{RUMOUR}\"\n",
            at % 60
        );
    }
    log + &format!("203.0.113.9 - - [12/Apr/2027:99:00:00 +0000] \"GET /{SLUG} HTTP/1.1\" x y\n")
}

fn place() -> Sealed {
    let mut place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    place.set_clock("2027-04-13T06:00:00Z");
    place.write("vigie.toml", "[project]\nperson = \"Mira\"\n").unwrap();
    place.write(&format!("{SLUG}.csv"), posts()).unwrap();
    place.write(&format!("{SLUG}.log"), access_log()).unwrap();
    place.write(&format!("{SLUG}.bin"), [0, 1, 2, 3]).unwrap();
    place.run(&["ingest", &format!("{SLUG}.csv"), "--map", MAP]).unwrap().done().unwrap();
    place.run(&["ingest", &format!("{SLUG}.log")]).unwrap();
    place.run(&["detect"]).unwrap();
    let found = findings(&place);
    place.run(&["case", "open", &found[0], "--title", RUMOUR]).unwrap().done().unwrap();
    let told = place.run_with_input(&["tip", "take", "--from", RUMOUR], RUMOUR.as_bytes()).unwrap();
    told.done().unwrap();
    let measure =
        ["measure", "set", "--asset", "the press", "--measure", "a number", "--evidence", RUMOUR];
    place.run(&measure).unwrap().done().unwrap();
    place.write(&format!("inbox/{SLUG}.csv"), posts()).unwrap();
    place
}

/// The full ids of all findings.
fn findings(place: &Sealed) -> Vec<String> {
    let query = "SELECT DISTINCT finding_id FROM findings ORDER BY finding_id";
    let told = place.run(&["sql", query, "--format", "ndjson"]).unwrap().done().unwrap();
    let ids: Vec<String> =
        told.match_indices("F-").map(|(at, _)| told[at..at + 34].to_owned()).collect();
    assert!(!ids.is_empty(), "the project has findings");
    ids
}

fn seal(place: &Sealed) {
    let said = format!("topic: Marwick\nterm: Corbel hospital\nexample: {RUMOUR}\n");
    let told = place
        .run_with_input(&["rumour", "add", "--category", "health"], said.as_bytes())
        .unwrap()
        .done()
        .unwrap();
    assert!(told.starts_with("RUM-1 "), "{told}");
}

#[test]
fn what_is_written_once_it_is_sealed_goes_into_packs_as_its_code() {
    let place = place();
    seal(&place);
    place.run(&["case", "note", "1", "--text", RUMOUR]).unwrap().done().unwrap();
    let said = place.run(&["case", "pack", "all.pack"]).unwrap().done().unwrap();
    // A title that was written before stays as it is in its chain, and whoever packs it is told.
    assert!(said.contains("repeat") && said.contains("sealed rumour"), "{said}");
    let pack = String::from_utf8(place.read("all.pack").unwrap()).unwrap();
    let note = pack.lines().find(|line| line.contains("noted")).unwrap();
    assert!(note.contains("RUM-1") && !note.contains("Marwick"), "{note}");
}

/// Every command that can say something, and every error that can quote something.
fn commands(place: &Sealed) -> Vec<Vec<String>> {
    let csv = format!("{SLUG}.csv");
    let (log, bin) = (format!("{SLUG}.log"), format!("{SLUG}.bin"));
    let quoted = format!("SELECT '{RUMOUR}' AS said");
    let column = format!("SELECT \"{RUMOUR}\" FROM publications");
    let mut commands: Vec<Vec<&str>> = vec![
        vec!["ingest", &csv, "--map", MAP],
        vec!["ingest", &csv],
        vec!["ingest", &log, &bin],
        vec!["ingest", "no-such-senator-ilse-marwick-was-treated.csv"],
        vec!["ingest", &csv, "--map", "text=Senator Ilse Marwick was treated"],
        vec!["ingest", &csv, "--as", RUMOUR],
        vec!["ingest", &csv, "--mandate", RUMOUR],
        vec!["detect"],
        vec!["detect", RUMOUR],
        vec!["today"],
        vec!["today", "--since", RUMOUR],
        vec!["explain", RUMOUR],
        vec!["sql", "SELECT * FROM publications"],
        vec!["sql", "SELECT * FROM acts"],
        vec!["sql", "SELECT * FROM requests"],
        vec!["sql", "SELECT * FROM findings"],
        vec!["sql", "SELECT * FROM rejected"],
        vec!["sql", &quoted],
        vec!["sql", &column],
        vec!["case", "list"],
        vec!["case", "show", "1"],
        vec!["case", "note", "1", "--text", RUMOUR],
        vec!["case", "show", "1"],
        vec!["case", "show", RUMOUR],
        vec!["case", "examples"],
        vec!["case", "attach", "1", RUMOUR],
        vec!["tip", "list"],
        vec!["tip", "show", RUMOUR, "--reason", RUMOUR],
        vec!["measure", "export", "measures.csv"],
        vec!["measure", "set", RUMOUR, "--done", "1"],
        vec!["measure", "list"],
        vec!["inbox", "list"],
        vec!["inbox", "read", &csv],
        vec!["brief"],
        vec!["brief", "--title", RUMOUR],
        vec!["brief", "list"],
        vec!["forget", "--rule", RUMOUR, "--yes"],
        vec!["verify"],
        vec!["verify", "--head", SLUG],
        vec!["doctor"],
        vec!["config", "show"],
        vec!["config", "show", "--config", "project.person='Senator Ilse Marwick was treated'"],
        vec!["sources"],
        vec!["detector", "list"],
        vec!["detector", "show", RUMOUR],
        vec!["rumour", "list"],
        vec!["rumour", "add", "--category", RUMOUR],
        vec!["rumour", "reveal", RUMOUR, "--reason", RUMOUR],
        vec!["rumour", "reveal", "RUM-1", "--reason", RUMOUR],
    ];
    let ids = findings(place);
    for id in &ids {
        commands.push(vec!["explain", id.as_str()]);
        commands.push(vec!["explain", id.as_str(), "--reveal", "sealed matter stays sealed"]);
    }
    commands.into_iter().map(|it| it.into_iter().map(str::to_owned).collect()).collect()
}

#[test]
fn no_four_words_of_a_sealed_rumour_leave_by_any_command() {
    let place = place();
    let loud = ["sql", "SELECT * FROM requests", "--format", "json"];
    let before = place.run(&loud).unwrap().out();
    assert!(leak(&before).is_some(), "without a seal the test would see it: {before}");
    seal(&place);
    for format in FORMATS {
        for command in commands(&place) {
            let mut arguments: Vec<&str> = command.iter().map(String::as_str).collect();
            arguments.extend(["--format", format, "--log", "debug", "--progress", "json"]);
            let told = place.run(&arguments).unwrap().transcript();
            if let Some(run) = leak(&told) {
                let shown: Vec<&str> =
                    told.lines().filter(|line| leak(line).is_some()).take(3).collect();
                let command = command.join(" ");
                panic!("{run:?} left by vigie {command} --format {format}:\n{shown:#?}");
            }
        }
    }
    let after = place.run(&loud).unwrap().out();
    assert!(after.contains("‹RUM-1›"), "{after}");
}

#[test]
fn exports_hold_the_code_and_not_the_words() {
    let place = place();
    seal(&place);
    place.run(&["measure", "export", "measures.csv"]).unwrap().done().unwrap();
    let exported = String::from_utf8(place.read("measures.csv").unwrap()).unwrap();
    assert_eq!(leak(&exported), None, "{exported}");
    assert!(exported.contains("‹RUM-1›"), "{exported}");
}

#[test]
fn what_a_brief_writes_holds_the_code_and_not_the_words() {
    let place = place();
    seal(&place);
    place.run(&["brief", "--title", RUMOUR]).unwrap().done().unwrap();
    let briefs: Vec<String> =
        place.files().unwrap().into_iter().filter(|name| name.starts_with("briefs/")).collect();
    assert!(briefs.len() >= 3, "{briefs:?}");
    for name in briefs {
        let text = String::from_utf8(place.read(&name).unwrap()).unwrap();
        assert_eq!(leak(&text), None, "in {name}");
        assert!(text.contains("RUM-1"), "{name} tells of the rumour by its code");
    }
}

#[test]
fn the_journal_and_the_sealed_file_hold_no_word_of_it() {
    let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    place.write("vigie.toml", "").unwrap();
    seal(&place);
    let names = place.files().unwrap();
    assert!(names.iter().any(|name| name == "cases/rumours.sealed"), "{names:?}");
    for name in names {
        let bytes = place.read(&name).unwrap().to_ascii_lowercase();
        for word in ["marwick", "corbel", "hospital"] {
            let found = bytes.windows(word.len()).any(|part| part == word.as_bytes());
            assert!(!found, "{word} stands in {name}");
        }
    }
}

#[test]
fn a_second_person_opens_it_and_a_lone_one_waits() {
    let mut place = place();
    seal(&place);
    let ask = |place: &Sealed, more: &[&str]| {
        let arguments =
            [&["rumour", "reveal", "RUM-1", "--reason", "the family asks"], more].concat();
        place.run(&arguments).unwrap()
    };
    let waits = ask(&place, &[]);
    assert_eq!(waits.code(), Some(1), "{}", waits.transcript());
    assert!(waits.out().contains("2027-04-14") && leak(&waits.transcript()).is_none());
    let shown = ask(&place, &["--second", "Jonas"]).done().unwrap();
    assert!(shown.contains(RUMOUR), "{shown}");
    assert!(shown.contains(TAG), "{shown}");
    assert_eq!(ask(&place, &[]).code(), Some(1), "that showing was the answer to the first wish");
    place.set_clock("2027-04-14T06:00:00Z");
    assert!(ask(&place, &[]).done().unwrap().contains(RUMOUR));
    let brief = place.run(&["brief"]).unwrap();
    assert_eq!(leak(&brief.transcript()), None);
}

#[test]
fn verify_reads_the_sealed_file_and_names_what_is_wrong_with_it() {
    const FILE: &str = "cases/rumours.sealed";
    let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    place.write("vigie.toml", "").unwrap();
    seal(&place);
    place.write("briefs/B-senator-ilse-marwick-was-treated.html", "x").unwrap();
    let sound = place.run(&["verify"]).unwrap().done().unwrap();
    assert!(sound.contains("1 rumour read under its key."), "{sound}");
    let whole = place.read(FILE).unwrap();
    let problem = |wanted: &str| {
        for format in ["text", "json"] {
            let found = place.run(&["verify", "--format", format]).unwrap();
            assert_eq!(found.code(), Some(1), "{}", found.transcript());
            assert!(found.out().contains(FILE), "{}", found.transcript());
            assert!(found.out().contains(wanted), "{}", found.transcript());
            assert_eq!(leak(&found.transcript()), None, "{}", found.transcript());
        }
    };
    // Magic, nonce, text, tag: whichever byte it is.
    for at in [0, 18, 60, whole.len() - 1] {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        place.write(FILE, &changed).unwrap();
        problem("does not open with this key file");
        // Everything else refuses: what is sealed could not be kept back.
        assert_eq!(place.run(&["today"]).unwrap().code(), Some(1), "byte {at}");
    }
    place.write(FILE, &whole[..whole.len() / 2]).unwrap();
    problem("does not open with this key file");
    place.write(FILE, "vigie rumours 2\n").unwrap();
    problem("a newer version of vigie wrote it");
    std::fs::remove_file(place.folder().join(FILE)).unwrap();
    problem("the words of RUM-1 are missing");
    place.write(FILE, &whole).unwrap();
    place.run(&["verify"]).unwrap().done().unwrap();
    // A journal without the entry: a command was killed between the two.
    let other = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    other.write("vigie.toml", "").unwrap();
    other.write("keys/vigie.key", place.read("keys/vigie.key").unwrap()).unwrap();
    other.write(FILE, &whole).unwrap();
    let found = other.run(&["verify"]).unwrap().done().unwrap();
    assert!(found.contains("RUM-1 is sealed, and no entry tells of it"), "{found}");
}
