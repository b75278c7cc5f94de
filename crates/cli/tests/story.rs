//! A story and a network through the binary, from invented posts.

#![expect(clippy::unwrap_used, reason = "tests build texts and stop at the first surprise")]

use std::fmt::Write;

use vigie_testkit::Sealed;

const MAP: &str = "native_id=id,author_id=user,published_at=time,text=words,url=page,\
                   repost_of=of,kind=kind,platform=place";

/// An article of an outlet, a post that links to it, a repost, a copy without credit, and a post
/// to the minute.
const POSTS: &str = "\
id,user,time,words,page,of,kind,place
a1,gazette,2027-04-01T10:00:00Z,The bridge at Brumont was sold in secret says a council paper seen on Monday (AFP),https://gazette.example/bridge,,article,web
p1,ann,2027-04-01T10:05:00Z,The bridge at Brumont was sold in secret says a council paper seen on Monday https://gazette.example/bridge,,,post,x
p2,bob,2027-04-01T10:06:00Z,,,p1,repost,x
p3,eve,2027-04-01T11:00:00Z,The bridge at Brumont was sold in secret says a council paper seen on Monday!,,,post,x
p4,dan,2027-04-01T12:00:00Z,The bridge at Brumont was sold in secret says a council paper seen on Monday #bridge,,gone,repost,x
";

const OUTLET: &str = "\n[[outlet]]\ndomain = \"gazette.example\"\nname = \"The Gazette\"\n\
                      class = \"public-service\"\njurisdiction = \"FR\"\nsource = \"its imprint\"\n";

fn place(role: &str) -> Sealed {
    let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    place.run(&["init", "--role", role]).unwrap().done().unwrap();
    let mut config = String::from_utf8(place.read("vigie.toml").unwrap()).unwrap();
    config.push_str(OUTLET);
    place.write("vigie.toml", config).unwrap();
    place.write("posts.csv", POSTS).unwrap();
    place.run(&["ingest", "posts.csv", "--map", MAP]).unwrap().done().unwrap();
    place
}

fn json(place: &Sealed, arguments: &[&str]) -> serde_json::Value {
    let arguments: Vec<&str> = arguments.iter().copied().chain(["--format", "json"]).collect();
    serde_json::from_str(&place.run(&arguments).unwrap().done().unwrap()).unwrap()
}

#[test]
fn a_story_is_told_from_first_seen_to_lost_credit() {
    let place = place("research");
    let words = "bridge at Brumont was sold in secret";
    let story = json(&place, &["story", words]);
    // The repost without text holds no words, and reposts what does.
    assert_eq!(story["publications"], 5);
    assert_eq!(story["first"][0]["rank"], 1);
    assert_eq!(story["first"][0]["who"]["name"], "The Gazette");
    assert_eq!(story["first"][0]["who"]["class"], "public-service");
    assert_eq!(story["first"][0]["precision"], "s");
    assert_eq!(story["edges"]["explicit"]["link"], 1);
    assert_eq!(story["edges"]["explicit"]["repost"], 1);
    assert_eq!(story["edges"]["inferred"], 1);
    assert_eq!(story["near_copies"], 3);
    assert_eq!(story["lost"]["lost"], 1);
    assert_eq!(story["path"][0]["class"], "public-service");
    assert_eq!(story["path"][1]["class"], serde_json::Value::Null);
    assert_eq!(story["path"][1]["publications"], 4);
    assert_eq!(story["path"][1]["shown"], "4 accounts");
    // The link and a repost lead to what we hold, the repost of `gone` does not.
    assert_eq!(
        (&story["coverage"]["references"], &story["coverage"]["outside"]),
        (&3.into(), &1.into())
    );
    let text = place.run(&["story", words, "--lang", "fr"]).unwrap().done().unwrap();
    assert!(
        text.contains("n’est pas là où cela a commencé") && text.contains("Traduction"),
        "{text}"
    );
    assert!(!text.contains("eve") && !text.contains("ann"), "no private name: {text}");
    // The same by its link, asked on standard input.
    let asked = place
        .run_with_input(&["story", "--format", "json"], b"https://gazette.example/bridge")
        .unwrap();
    let by_link: serde_json::Value = serde_json::from_str(&asked.done().unwrap()).unwrap();
    assert_eq!(by_link["publications"], 3, "the page, who links to it, and who reposts that");
    assert_eq!(by_link["about"]["kind"], "object");
}

/// Five copies, then one that is a day older: one finding, whose story tells them all.
#[test]
fn a_text_that_was_copied_has_one_finding_and_a_story() {
    const TEXT: &str = "The bridge over the lake will be sold to a friend of the mayor on Sunday";
    let map = "native_id=id,author_id=user,published_at=time,text=words,platform='x'";
    let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    place.run(&["init", "--role", "research"]).unwrap().done().unwrap();
    let mut found: Vec<serde_json::Value> = Vec::new();
    let files = [("late.csv", 2, 0..5), ("early.csv", 1, 5..6), ("later.csv", 3, 6..7)];
    for (file, day, copies) in files {
        let mut posts = "id,user,time,words\n".to_owned();
        for copy in copies {
            writeln!(posts, "{copy},u{copy},2027-04-0{day}T10:0{copy}:00Z,{TEXT}").unwrap();
        }
        place.write(file, posts).unwrap();
        place.run(&["ingest", file, "--map", map]).unwrap().done().unwrap();
        place.run(&["detect", "near-copies"]).unwrap().done().unwrap();
        let query = "SELECT DISTINCT finding_id FROM findings";
        found.push(json(&place, &["sql", query])["rows"].clone());
    }
    assert_eq!(found[0].as_array().unwrap().len(), 1);
    assert!(found.iter().all(|rows| *rows == found[0]), "{found:?}");
    let id = found[0][0][0].as_str().unwrap();
    let story = json(&place, &["story", id]);
    assert_eq!((&story["publications"], &story["near_copies"]), (&7.into(), &6.into()));
    let explained = place.run(&["explain", id]).unwrap().done().unwrap();
    let at = explained.find("O-").unwrap();
    let story = json(&place, &["story", &explained[at..at + 18]]);
    assert_eq!((&story["publications"], &story["accounts"]), (&7.into(), &7.into()));
}

#[test]
fn nothing_found_and_unknown_names_are_said() {
    let place = place("research");
    assert_eq!(json(&place, &["story", "a zeppelin over the harbour"])["publications"], 0);
    assert_eq!(place.run(&["story", "RUM-99"]).unwrap().code(), Some(1));
    assert_eq!(place.run(&["story", "F-ffff"]).unwrap().code(), Some(1));
    assert_eq!(json(&place, &["story", "O-ffffffffffffffff"])["publications"], 0);
}

#[test]
fn a_campaign_without_a_mandate_sees_counts_and_no_pseudonym_and_no_network() {
    let place = place("campaign");
    let story =
        place.run(&["story", "bridge at Brumont was sold in secret"]).unwrap().done().unwrap();
    assert!(story.contains("The Gazette") && !story.contains("A-"), "{story}");
    assert_eq!(place.run(&["network"]).unwrap().code(), Some(1));
}

#[test]
fn pairs_are_listed_and_drawn_with_names_that_no_other_file_has() {
    let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    place.run(&["init", "--role", "research"]).unwrap().done().unwrap();
    let mut posts = "id,user,time,link\n".to_owned();
    for link in 0..4 {
        for (second, user) in ["ann", "bob", "eve"].iter().enumerate() {
            writeln!(
                posts,
                "{user}{link},{user},2027-04-0{}T10:00:0{second}Z,https://gazette.example/{link}",
                link + 1
            )
            .unwrap();
        }
    }
    place.write("posts.csv", posts).unwrap();
    let map = "native_id=id,author_id=user,published_at=time,link=link,platform='x'";
    place.run(&["ingest", "posts.csv", "--map", map]).unwrap().done().unwrap();
    place.run(&["detect", "same-object-together"]).unwrap().done().unwrap();
    let network = json(&place, &["network"]);
    assert_eq!(network["edges"].as_array().unwrap().len(), 3);
    assert_eq!(network["edges"][0]["objects"], 4);
    assert_eq!(network["edges"][0]["p_1"], serde_json::Value::Null, "this page only counts");
    let text = place.run(&["network"]).unwrap().done().unwrap();
    assert!(text.contains("unproven") && text.contains("Could it be innocent?"), "{text}");
    let ids = |file: &str| -> Vec<String> {
        place.run(&["network", "--gexf", file]).unwrap().done().unwrap();
        let file = String::from_utf8(place.read(file).unwrap()).unwrap();
        assert!(file.contains("not a list of culprits") && !file.contains("10:00:01"), "{file}");
        file.split("<node id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next().map(str::to_owned))
            .collect()
    };
    let (one, other) = (ids("one.gexf"), ids("other.gexf"));
    assert_eq!((one.len(), other.len()), (3, 3));
    assert!(one.iter().all(|id| !other.contains(id)), "{one:?} {other:?}");
    assert_eq!(place.run(&["network", "posts.csv"]).unwrap().code(), Some(2), "a file needs rules");
}
