//! `vigie attacks`, `vigie check` and hand-over files through the binary, over invented logs.

#![expect(clippy::unwrap_used, reason = "tests build texts and stop at the first surprise")]

use serde_json::Value;
use vigie_testkit::Sealed;

const SETTINGS: &str = r#"
[attacks]
country_database = "geoip"
own_scanners = ["192.0.2.250"]
shared = ["203.0.113.200/29"]
names = ["arden"]
"#;

/// Invented ranges: 203.0.113.0/24 in one country, 198.51.100.0/24 in another, 192.0.2.0/24 nowhere.
const GEOIP: &str = "# Invented. Generated: Mon, 01 Mar 2027 00:00:00 GMT\n\
    3405803776,3405804031,UA\n3325256704,3325256959,FR\n";

/// The secret that no output may repeat: it stands in a query.
const SECRET: &str = "dorothea.vane";

fn request(day: u32, minute: u32, source: &str, target: &str, status: u16, agent: &str) -> String {
    let (hour, minute) = (minute / 60, minute % 60);
    format!(
        "{source} - - [{day:02}/Apr/2027:{hour:02}:{minute:02}:07 +0000] \"GET {target} HTTP/1.1\" \
         {status} 312 \"-\" \"{agent}\"\n"
    )
}

const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

/// Four days: visitors, our own scanner, and each day a scan from a few neighbouring addresses.
fn access_log() -> String {
    let mut lines = Vec::new();
    for day in 1..=4 {
        for minute in 0..400_u32 {
            let source = format!("198.51.100.{}", minute % 90 + 1);
            let page = format!("/programme/{}?name={SECRET}", minute % 7);
            lines.push((day, minute, request(day, minute, &source, &page, 200, BROWSER)));
        }
        for step in 0..60_u32 {
            let source = format!("203.0.113.{}", step % 4 + 1 + 199 * u32::from(step == 59));
            let target = format!("/item{step}.php?id={step}%27%20UNION%20SELECT%20{step},2,3--");
            lines.push((
                day,
                600 + step / 10,
                request(day, 600 + step / 10, &source, &target, 404, "probe/1.0"),
            ));
        }
        let ours = request(day, 700, "192.0.2.250", "/x?f=../../../../etc/passwd", 200, "-");
        lines.push((day, 700, ours));
    }
    let read = "/download?file=../../../../etc/passwd";
    lines.push((3, 650, request(3, 650, "192.0.2.77", read, 200, BROWSER)));
    lines.sort();
    lines.into_iter().map(|(_, _, line)| line).collect()
}

fn auth_log() -> String {
    let mut lines = String::new();
    for (step, name) in
        ["root", "admin", "test", "arden", "git", "oracle", "backup"].iter().enumerate()
    {
        let at = format!("2027-04-02T03:{step:02}:00+00:00 mail1 sshd[{}]:", 100 + step);
        lines += &format!("{at} Invalid user {name} from 203.0.113.9 port 4100\n");
        lines += &format!(
            "{at} Failed password for invalid user {name} from 203.0.113.9 port 4100 ssh2\n"
        );
    }
    lines
}

fn house() -> Sealed {
    house_with(SETTINGS)
}

fn house_with(settings: &str) -> Sealed {
    let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    place.write("vigie.toml", settings).unwrap();
    place.write("geoip", GEOIP).unwrap();
    place.write("access.log", access_log()).unwrap();
    place.write("auth.log", auth_log()).unwrap();
    place.run(&["ingest", "access.log", "auth.log"]).unwrap().done().unwrap();
    place
}

fn json(place: &Sealed, arguments: &[&str]) -> Value {
    let arguments: Vec<&str> = arguments.iter().copied().chain(["--format", "json"]).collect();
    let text = place.run(&arguments).unwrap().done().unwrap();
    serde_json::from_str(&text).unwrap()
}

fn four(row: &Value) -> [u64; 4] {
    ["lines", "sources", "bursts", "attacks"].map(|name| row[name].as_u64().unwrap())
}

#[test]
fn four_counts_stand_side_by_side_and_say_the_same_whatever_they_are_counted_by() {
    let place = house();
    let days = json(&place, &["attacks"]);
    let rows = days["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 4, "{days:#}");
    // Sixty lines of the scan from five addresses; one attack a day.
    assert_eq!(four(&rows[0]), [60, 5, 5, 1]);
    assert_eq!(rows[0]["key"], "2027-04-01");
    let total = four(&days["total"]);
    for by in ["target", "country", "network"] {
        let counted = json(&place, &["attacks", "--by", by]);
        assert_eq!(four(&counted["total"]), total, "{by}");
        let rows = counted["rows"].as_array().unwrap();
        for (at, name) in ["lines", "bursts"].iter().enumerate() {
            let sum: u64 = rows.iter().map(|row| row[name].as_u64().unwrap()).sum();
            assert_eq!(sum, total[at * 2], "{by} {name}");
        }
    }
    assert_eq!(days["rest"]["own_scanners"], 4);
    let since = json(&place, &["attacks", "--since", "2027-04-04"]);
    assert_eq!(since["rows"].as_array().unwrap().len(), 1);
}

#[test]
fn shares_of_all_four_counts_name_database_and_date_and_what_is_unknown() {
    let place = house();
    let found = json(&place, &["attacks", "--by", "country"]);
    let countries = found["origin"]["countries"].as_array().unwrap();
    for at in 0..4 {
        let sum: f64 = countries.iter().map(|row| row["shares"][at].as_f64().unwrap()).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{countries:?}");
    }
    assert!(countries.iter().any(|row| row["key"] == "UA"));
    assert!(countries.iter().any(|row| row["key"].is_null()), "192.0.2.77 is in no range");
    let sentence = found["origin"]["sentence"].as_str().unwrap();
    assert!(sentence.contains("geoip of 2027-03-01"), "{sentence}");
}

#[test]
fn without_a_database_everything_else_works_and_it_says_how_to_add_one() {
    let place = house_with("");
    let found = json(&place, &["attacks"]);
    assert!(found["total"]["attacks"].as_u64().unwrap() > 0);
    assert!(found["origin"]["countries"].as_array().unwrap().is_empty());
    assert!(found["origin"]["sentence"].as_str().unwrap().contains("country_database"));
    let said = json(&place, &["check", "half of the attacks come from Ukraine"]);
    assert_eq!(said["parts"][0]["checked"], "not_in_logs");
    let odd = house_with("[attacks]\ncountry_database = \"access.log\"\n");
    let refused = odd.run(&["attacks"]).unwrap();
    assert!(refused.err().contains("no database of countries"), "{}", refused.err());
}

#[test]
fn addresses_and_what_visitors_ask_for_are_in_no_output() {
    let place = house();
    place.run(&["detect"]).unwrap().done().unwrap();
    for arguments in [
        &["attacks"][..],
        &["attacks", "--by", "network", "--format", "json"],
        &["attacks", "--format", "ndjson"],
        &["attacks", "--lang", "fr"],
        &["check", "hundreds of attacks a day, half of them from Ukraine"],
        &["today", "--since", "2027-01-01"],
    ] {
        let out = place.run(arguments).unwrap().done().unwrap();
        for hidden in ["203.0.113.", "192.0.2.", "198.51.100.", SECRET] {
            assert!(!out.contains(hidden), "{arguments:?} shows {hidden}:\n{out}");
        }
    }
}

#[test]
fn a_sentence_is_answered_part_by_part_in_both_languages() {
    let place = house();
    for sentence in [
        "hundreds of attacks a day, half of them from Ukraine, which is known for its hackers",
        "des centaines d’attaques par jour, dont la moitié vient d’Ukraine, connue pour ses pirates",
    ] {
        let found = json(&place, &["check", sentence]);
        let parts = found["parts"].as_array().unwrap();
        let said: Vec<[&str; 2]> = parts
            .iter()
            .map(|part| ["part", "checked"].map(|f| part[f].as_str().unwrap()))
            .collect();
        assert_eq!(
            said,
            [
                ["count", "measured"],
                ["share", "measured"],
                ["origin", "measured"],
                ["reputation", "not_checkable"]
            ],
            "{found:#}"
        );
        // "Hundreds a day" is 200 to 999: true by none of the four here.
        assert_eq!(parts[0]["figures"]["holds"], serde_json::json!([0, 0, 0, 0]));
        assert_eq!(parts[0]["figures"]["periods"], 4);
        assert_eq!(parts[0]["show"], "vigie attacks --by day");
    }
    let mails = json(&place, &["check", "300 phishing e-mails a day"]);
    assert_eq!(mails["parts"][0]["checked"], "not_in_logs");
    let nothing = json(&place, &["check", "Hello."]);
    assert!(nothing["parts"].as_array().unwrap().is_empty());
}

#[test]
fn an_attack_that_needs_a_look_is_a_finding_for_today() {
    let place = house();
    let report = json(&place, &["detect", "joined-attack", "answered-normally"]);
    let text = report.to_string();
    assert!(text.contains("/download") && text.contains("path-traversal"), "{report:#}");
    let found = json(&place, &["attacks"]);
    let first = &found["attacks"][0];
    assert_eq!(first["outcome"], "answered_normally", "{first:#}");
    assert!(first["finding"].is_string(), "{first:#}");
    let targeted: Vec<&Value> = found["attacks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["aim"] == "targeted")
        .collect();
    assert_eq!(targeted.len(), 1, "the login name arden is the house's: {found:#}");
}

#[test]
fn a_list_to_block_needs_a_reason_leaves_shared_addresses_out_and_is_never_applied() {
    let place = house();
    let list = ["attacks", "--hand-over", "nftables", "--out", "block.nft"];
    let refused = place.run(&list).unwrap();
    assert_ne!(refused.code(), Some(0), "no reason, no list");
    assert!(place.read("block.nft").is_err());
    let with: Vec<&str> =
        list.iter().copied().chain(["--reason", "agreed with the host"]).collect();
    let told = place.run(&with).unwrap().done().unwrap();
    assert!(told.contains("Nothing was applied"), "{told}");
    assert!(told.contains("1 address that many people share"), "{told}");
    let file = String::from_utf8(place.read("block.nft").unwrap()).unwrap();
    for (address, is_in) in [
        ("203.0.113.1 ", true),
        ("203.0.113.203 ", false),
        ("192.0.2.250 ", false),
        ("198.51.100.", false),
    ] {
        assert_eq!(file.contains(address), is_in, "{address}\n{file}");
    }
    assert!(file.contains("timeout 24h") && !file.contains("chain"), "{file}");
    let again = place.run(&with).unwrap();
    assert_ne!(again.code(), Some(0), "nothing is written over");
    let journal = place.run(&["case", "journal"]).unwrap().done().unwrap();
    assert!(journal.contains("agreed with the host"), "{journal}");
}

#[test]
fn what_a_proxy_of_the_house_hands_on_is_the_source_and_nobody_else_is_believed() {
    let log: String = (0..20)
        .map(|step| {
            let target = format!("/?id={step}%27%20UNION%20SELECT%20{step},2,3--");
            let plain = |peer: &str| request(1, step, peer, &target, 404, "probe/1.0");
            let with = |peer: &str, list: &str| format!("{} \"{list}\"\n", plain(peer).trim_end());
            with("192.0.2.1", "198.51.100.66, 203.0.113.9") + &with("203.0.113.40", "198.51.100.67")
        })
        .collect();
    let listed = |settings: &str| {
        let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
        place.write("vigie.toml", settings).unwrap();
        place.write("access.log", &log).unwrap();
        place.run(&["ingest", "access.log"]).unwrap().done().unwrap();
        let list = ["attacks", "--hand-over", "plain", "--out", "list", "--reason", "agreed"];
        let ran = place.run(&list).unwrap();
        if ran.code() == Some(1) {
            assert!(ran.err().contains("there is no address to hand over"), "{}", ran.transcript());
            return "nobody".to_owned();
        }
        ran.done().unwrap();
        let list = String::from_utf8(place.read("list").unwrap()).unwrap();
        let lines = list.lines().filter(|line| !line.starts_with('#'));
        lines.filter_map(|line| line.split(' ').next()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(listed("[attacks]\nproxies = [\"192.0.2.0/28\"]\n"), "203.0.113.9 203.0.113.40");
    // A proxy itself is never on a list: whoever blocks it is off the net.
    let all = "[attacks]\nproxies = [\"192.0.2.0/28\", \"203.0.113.0/24\", \"198.51.100.64/28\"]\n";
    assert_eq!(listed(all), "nobody");
    assert_eq!(listed(""), "192.0.2.1 203.0.113.40");
}

/// Six days of one request a minute in one hour each, as nginx writes `rt=$request_time` behind the
/// combined format; answers of the last day take long.
fn timed_log() -> String {
    let line = |day: u32, minute: u32| {
        let took = if day == 6 { "2.400" } else { "0.180" };
        let line = request(day, minute, "198.51.100.7", "/programme", 200, BROWSER);
        format!("{} rt={took}\n", line.trim_end())
    };
    (1..=6).flat_map(|day| (0..60).map(move |minute| line(day, minute))).collect()
}

#[test]
fn answers_that_take_longer_than_usual_are_said_where_the_log_holds_times() {
    let place = house();
    let untold = json(&place, &["attacks"]);
    assert!(untold["health"]["latency"].as_str().unwrap().contains("$request_time"));
    let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    place.write("timed.log", &timed_log()).unwrap();
    place.run(&["ingest", "timed.log"]).unwrap().done().unwrap();
    let health = json(&place, &["attacks"])["health"].clone();
    assert_eq!((&health["standing"], &health["slow"]), (&"slow".into(), &1.into()));
    let hours = health["hours"].as_array().unwrap();
    let (first, last) = (&hours[0], &hours[hours.len() - 1]);
    assert!((170_000..200_000).contains(&first["slow_us"].as_u64().unwrap()), "{first}");
    assert!((2_200_000..2_600_000).contains(&last["slow_us"].as_u64().unwrap()), "{last}");
    assert!(first["slow_from_us"].is_null(), "no earlier day is known yet");
    let said = place.run(&["attacks"]).unwrap();
    assert!(said.out().contains("! Slow: in the hour from "), "{}", said.out());
    let sql = place.run(&["sql", "SELECT max(duration_us) AS us FROM requests"]).unwrap();
    assert!(sql.out().contains("2,400,000") || sql.out().contains("2400000"), "{}", sql.out());
}

#[test]
fn bans_of_fail2ban_are_held_against_the_attacks_and_are_none_themselves() {
    let place = house();
    let before = json(&place, &["attacks"]);
    assert!(before["bans"].is_null(), "no line of fail2ban was read");
    let ban = |second: u32, what: &str| {
        format!("2027-04-02 04:00:{second:02},123 fail2ban.actions [812]: NOTICE  [sshd] {what}\n")
    };
    let log = ban(1, "Ban 203.0.113.1") + &ban(2, "Ban 192.0.2.99") + &ban(3, "Unban 203.0.113.2");
    place.write("fail2ban.log", &log).unwrap();
    place.run(&["ingest", "fail2ban.log"]).unwrap().done().unwrap();
    let after = json(&place, &["attacks"]);
    let bans = &after["bans"];
    assert_eq!((&bans["banned"], &bans["in_attacks"]), (&2.into(), &1.into()), "{bans}");
    assert_eq!(after["total"], before["total"], "a ban is no attack");
    let banned: u64 = after["attacks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["banned"].as_u64().unwrap())
        .sum();
    assert!(banned >= 1);
    let text = place.run(&["attacks"]).unwrap();
    assert!(text.out().contains("2 addresses banned, 1 of them in attacks counted here."));
    assert!(!text.out().contains("203.0.113"), "{}", text.out());
}
