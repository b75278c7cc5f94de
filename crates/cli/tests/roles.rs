//! What a role decides: account-level analysis, mandates, names of files, pseudonyms. And what
//! people bring by hand: tips and the inbox.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use serde_json::Value;
use vigie_testkit::Sealed;
use vigie_testkit::fixtures::access_line;

const MAP: &str =
    "native_id=id,author_id=user,text=text,link=link,published_at=at,platform='forum'";
const MANDATE: &str = "\n[[mandate]]\nid = \"season\"\npurpose = \"protect the vote\"\n\
    basis = \"decision 12\"\nend = 2027-06-01\n";

fn posts() -> String {
    let mut rows = String::from("id,user,text,link,at\n");
    for at in 0..3 {
        for (user, second) in [("zora", 5), ("yann", 20)] {
            rows.push_str(&format!(
                "{user}-{at},{user},some words {at},https://tribune.example/s{at},2027-04-01T2{at}:00:{second:02}Z\n"
            ));
        }
    }
    rows
}

fn place(role: &str) -> Sealed {
    let mut place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    place.set_variable("USER", "Mira");
    place.run(&["init", "--role", role]).unwrap().done().unwrap();
    place.write("posts.csv", posts()).unwrap();
    place
}

fn with_mandate(place: &Sealed) {
    let mut text = String::from_utf8(place.read("vigie.toml").unwrap()).unwrap();
    text.push_str(MANDATE);
    place.write("vigie.toml", text).unwrap();
}

fn json(place: &Sealed, arguments: &[&str]) -> Value {
    let arguments = [arguments, &["--format", "json"]].concat();
    serde_json::from_str(&place.run(&arguments).unwrap().done().unwrap()).unwrap()
}

fn pairs_found(place: &Sealed) -> usize {
    let report = json(place, &["detect"]);
    let runs = report["runs"].as_array().unwrap();
    let pairs = runs.iter().find(|run| run["detector"] == "same-object-together").unwrap();
    pairs["findings"].as_array().unwrap().len()
}

#[test]
fn a_campaign_looks_at_single_accounts_under_a_mandate_only() {
    let mut place = place("campaign");
    place.run(&["ingest", "posts.csv", "--map", MAP]).unwrap().done().unwrap();
    assert_eq!(pairs_found(&place), 0);
    let told = place.run(&["detect"]).unwrap().done().unwrap();
    assert!(told.contains("a campaign looks at single accounts under a mandate only"), "{told}");
    let refused = place.run(&["detect", "same-object-together"]).unwrap();
    assert_eq!(refused.code(), Some(1), "{}", refused.transcript());
    assert!(refused.err().contains("vigie mandate add"), "{}", refused.transcript());
    let french = place.run(&["detect", "same-object-together", "--lang", "fr"]).unwrap();
    assert!(french.err().contains("vigie mandate add NOM"), "{}", french.transcript());
    let drawn = place.run(&["case", "export", "--gexf", "n.gexf"]).unwrap();
    assert_eq!(drawn.code(), Some(1), "{}", drawn.transcript());
    with_mandate(&place);
    assert_eq!(pairs_found(&place), 1);
    let listed = json(&place, &["case", "list"]);
    let id = listed["findings"]["open"][0]["id"].as_str().unwrap().to_owned();
    // The mandate ends: what was found under it is shown no more.
    place.set_clock("2027-06-03T00:00:00Z");
    assert_eq!(place.run(&["explain", &id]).unwrap().code(), Some(1));
    let listed = json(&place, &["case", "list"]);
    assert_eq!(listed["findings"]["open"].as_array().unwrap().len(), 0);
    assert_eq!(listed["findings"]["withheld"], 1);
    for arguments in [&["case", "watch", &id][..], &["case", "open", &id, "--title", "x"]] {
        assert_eq!(place.run(arguments).unwrap().code(), Some(1));
    }
}

#[test]
fn an_agency_reads_nothing_without_a_mandate() {
    let place = place("agency");
    let refused = place.run(&["ingest", "posts.csv", "--map", MAP]).unwrap();
    assert_eq!(refused.code(), Some(1), "{}", refused.transcript());
    with_mandate(&place);
    let named = place.run(&["ingest", "posts.csv", "--map", MAP]).unwrap();
    assert!(named.err().contains("--mandate: season"), "{}", named.transcript());
    let tip = place.run_with_input(&["tip", "take"], b"a van").unwrap();
    assert_eq!(tip.code(), Some(1), "{}", tip.transcript());
    let arguments = ["ingest", "posts.csv", "--map", MAP, "--mandate", "season"];
    place.run(&arguments).unwrap().done().unwrap();
}

#[test]
fn a_mandate_is_entered_by_command_listed_used_and_ends() {
    let mut place = place("campaign");
    let add = |place: &Sealed, id: &str, end: &str| {
        let words = ["--purpose", "protect the vote", "--basis", "decision 12", "--end", end];
        place.run(&[&["mandate", "add", id][..], &words].concat()).unwrap()
    };
    for (id, end, said) in [
        ("Été 2027", "2027-06-01", "cannot name a mandate"),
        ("season", "soon", "is no day"),
        ("season", "2027-05-03", "a mandate that ended on 2027-05-03 allows nothing"),
        ("local", "2027-06-01", "there is a mandate \"local\" already"),
    ] {
        let refused = add(&place, id, end);
        assert_eq!(refused.code(), Some(1), "{}", refused.transcript());
        assert!(
            refused.err().contains(said) && refused.err().contains("hint:"),
            "{}",
            refused.err()
        );
    }
    let empty =
        ["mandate", "add", "season", "--purpose", "x", "--basis", " ", "--end", "2027-06-01"];
    assert_eq!(place.run(&empty).unwrap().code(), Some(2), "the basis is missing");
    let added = add(&place, "season", "2027-06-01").done().unwrap();
    assert!(added.contains("Entered the mandate season as mira-"), "{added}");
    let again = add(&place, "season", "2027-07-01");
    assert!(again.err().contains("already") && again.err().contains("vigie case undo"));
    let arguments = ["ingest", "posts.csv", "--map", MAP, "--mandate", "season"];
    place.run(&arguments).unwrap().done().unwrap();
    assert_eq!(pairs_found(&place), 1);
    let listed = place.run(&["mandate", "list"]).unwrap().done().unwrap();
    assert!(listed.contains("protect the vote · decision 12"), "{listed}");
    let journal = place.run(&["case", "journal"]).unwrap().done().unwrap();
    assert!(journal.contains("mandate:season set: protect the vote"), "{journal}");
    // Its last day counts to the end of the day; then it allows nothing more.
    place.set_clock("2027-06-01T23:00:00Z");
    assert_eq!(json(&place, &["mandate", "list"])["mandates"][1]["holds"], true);
    place.set_clock("2027-06-02T00:30:00Z");
    let ended = place.run(&arguments).unwrap();
    assert!(ended.err().contains("ended on"), "{}", ended.transcript());
    assert_eq!(place.run(&["detect", "same-object-together"]).unwrap().code(), Some(1));
    // Taking the entry back takes the mandate back, and its name is free again.
    place.set_clock("2027-05-20T00:00:00Z");
    let entry = json(&place, &["mandate", "list"])["mandates"][1]["entry"].clone();
    place.run(&["case", "undo", entry.as_str().unwrap()]).unwrap().done().unwrap();
    assert_eq!(json(&place, &["mandate", "list"])["mandates"].as_array().unwrap().len(), 1);
    add(&place, "season", "2027-07-01").done().unwrap();
    place.run(&["verify"]).unwrap().done().unwrap();
}

#[test]
fn a_newsroom_s_file_names_leave_as_hashes_by_sql_too() {
    let name = "letter-from-Otto-Quill.log";
    let asked = |role: &str| {
        let place = place(role);
        let line = access_line("192.0.2.1", "2027-04-01T10:00:00Z", "/", 200);
        place.write(name, line + "not a log line\n").unwrap();
        place.run(&["ingest", name, "--source", "web-access"]).unwrap().done().unwrap();
        let queries = [
            "SELECT * FROM rejected",
            "SELECT upper(file) AS f FROM Rejected",
            "WITH r AS (SELECT file FROM \"rejected\") SELECT substr(file, 1, 20) FROM r",
        ];
        queries.map(|query| place.run(&["sql", query, "--format", "json"]).unwrap().done().unwrap())
    };
    for told in asked("research") {
        assert!(told.to_lowercase().contains("otto") || told.contains("letter-from"), "{told}");
    }
    for told in asked("newsroom") {
        let small = told.to_lowercase();
        assert!(!small.contains("otto") && !small.contains("letter"), "{told}");
        assert!(small.contains("file-"), "{told}");
    }
}

#[test]
fn research_shows_pseudonyms_of_public_accounts_too_and_draws_them() {
    for (role, named) in [("newsroom", true), ("research", false)] {
        let place = place(role);
        let mut text = String::from_utf8(place.read("vigie.toml").unwrap()).unwrap();
        text = text.replace("[watch_list]", "[watch_list]\naccounts = [\"forum:zora\"]");
        place.write("vigie.toml", text).unwrap();
        place.run(&["ingest", "posts.csv", "--map", MAP]).unwrap().done().unwrap();
        assert_eq!(pairs_found(&place), 1);
        let listed = json(&place, &["case", "list"]);
        let id = listed["findings"]["open"][0]["id"].as_str().unwrap().to_owned();
        let told = place.run(&["explain", &id]).unwrap().done().unwrap();
        assert_eq!(told.contains("zora"), named, "{role}: {told}");
        place.run(&["case", "export", "--gexf", "n.gexf"]).unwrap().done().unwrap();
        let graph = String::from_utf8(place.read("n.gexf").unwrap()).unwrap();
        assert_eq!(graph.matches("<node ").count(), 2, "{graph}");
        assert_eq!(graph.matches("<edge ").count(), 1, "{graph}");
        assert!(!graph.contains("zora") && !graph.contains("tribune"), "{graph}");
    }
}

#[test]
fn every_role_says_at_the_start_what_it_decides() {
    for (role, word) in [
        ("campaign", "single accounts"),
        ("newsroom", "names of files"),
        ("agency", "mandate"),
        ("research", "pseudonyms"),
    ] {
        let mut place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
        place.set_variable("USER", "Mira");
        let told = place.run(&["init", "--role", role]).unwrap().done().unwrap();
        assert!(told.contains(word), "{role}: {told}");
    }
}

#[test]
fn a_tip_is_a_signal_whose_words_stay_behind_it() {
    let place = place("newsroom");
    let words = "A van with our logo stood before the school.\nhttps://gazette.example/x\n";
    let arguments = ["tip", "take", "--from", "Ms Quill next door"];
    let told = place.run_with_input(&arguments, words.as_bytes()).unwrap().done().unwrap();
    assert!(told.contains("Taken as T-") && told.contains("S-"), "{told}");
    let listed = json(&place, &["tip", "list"]);
    let tip = listed["tips"][0]["tip"].as_str().unwrap().to_owned();
    for arguments in [
        &["tip", "list"][..],
        &["case", "journal"],
        &["sql", "SELECT * FROM publications"],
        &["sql", "SELECT * FROM acts"],
        &["today"],
    ] {
        let told = place.run(arguments).unwrap().done().unwrap();
        for private in ["a van", "A van", "Quill", "gazette"] {
            assert!(!told.contains(private), "{private} in vigie {}: {told}", arguments.join(" "));
        }
    }
    let acts = place.run(&["sql", "SELECT signal_id FROM acts", "--format", "ndjson"]).unwrap();
    assert_eq!(acts.done().unwrap().lines().count(), 0, "who tells us something acts on nothing");
    let nobody = place.run(&["tip", "show", &tip]).unwrap();
    assert_eq!(nobody.code(), Some(2), "showing needs a reason: {}", nobody.transcript());
    let shown = place.run(&["tip", "show", &tip, "--reason", "writing the story"]).unwrap();
    assert!(shown.done().unwrap().contains("A van with our logo"));
    let journal = place.run(&["case", "journal"]).unwrap().done().unwrap();
    assert!(journal.contains("writing the story"), "{journal}");
    let empty = place.run_with_input(&["tip", "take"], b"  \n").unwrap();
    assert_eq!(empty.code(), Some(2), "{}", empty.transcript());
    place.run(&["verify"]).unwrap().done().unwrap();
}

#[test]
fn the_inbox_reads_what_it_can_and_keeps_what_it_cannot() {
    let place = place("newsroom");
    let log = "192.0.2.1 - - [01/Apr/2027:10:00:00 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"x\"\n";
    place.write("inbox/access.log", log).unwrap();
    place.write("inbox/posts.csv", posts()).unwrap();
    place.write("inbox/odd.bin", [0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1]).unwrap();
    place.write("inbox/empty.csv", "").unwrap();
    let listed = json(&place, &["inbox", "list"]);
    let status = |name: &str| {
        let files = listed["files"].as_array().unwrap();
        files.iter().find(|file| file["name"] == name).unwrap()["status"].clone()
    };
    assert_eq!(status("access.log"), "ready", "{listed:#}");
    assert_eq!(status("posts.csv"), "needs_mapping");
    assert_eq!((status("odd.bin"), status("empty.csv")), ("unknown".into(), "unknown".into()));
    let swept = place.run(&["inbox", "sweep"]).unwrap();
    assert_eq!(swept.code(), Some(3), "{}", swept.transcript());
    let files = place.files().unwrap();
    for name in [
        "inbox/posts.csv",
        "inbox/read/access.log",
        "inbox/kept/odd.bin",
        "inbox/kept/odd.bin.note.txt",
        "inbox/kept/empty.csv",
    ] {
        assert!(files.iter().any(|file| file == name), "{name} is missing: {files:#?}");
    }
    let note = String::from_utf8(place.read("inbox/kept/odd.bin.note.txt").unwrap()).unwrap();
    assert!(note.contains("no format that is known here"), "{note}");
    // A mapping that fits nothing leaves the file where it is.
    let wrong = place.run(&["inbox", "read", "posts.csv", "--map", "texte=a"]).unwrap();
    assert_eq!(wrong.code(), Some(1), "{}", wrong.transcript());
    assert!(place.files().unwrap().iter().any(|file| file == "inbox/posts.csv"));
    let read = json(&place, &["inbox", "read", "posts.csv", "--guess"]);
    assert_eq!(read["files"][0]["report"]["streams"][0]["new"], 6, "{read:#}");
    assert!(place.files().unwrap().iter().any(|file| file == "inbox/read/posts.csv"));
    let told = place.run(&["inbox", "list"]).unwrap().done().unwrap();
    // What could not be read stays in sight, with its reason, and can be asked for by its name.
    assert!(told.contains("odd.bin") && told.contains("no format that is known here"), "{told}");
    assert!(!told.contains("posts.csv") && !told.contains(".note.txt"), "{told}");
    place.write("inbox/kept/late.csv", place.read("inbox/read/posts.csv").unwrap()).unwrap();
    place.write("inbox/kept/late.csv.note.txt", "not yet").unwrap();
    let again = json(&place, &["inbox", "read", "late.csv", "--guess"]);
    assert_eq!(again["files"][0]["status"], "read", "{again:#}");
    let files = place.files().unwrap();
    assert!(files.iter().any(|file| file == "inbox/read/late.csv"), "{files:#?}");
    assert!(!files.iter().any(|file| file.starts_with("inbox/kept/late.csv")), "{files:#?}");
}
