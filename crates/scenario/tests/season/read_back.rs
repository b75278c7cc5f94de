//! Reads a season back the way a stranger would: from its bytes alone.

use std::net::IpAddr;

use vigie_model::Timestamp;
use vigie_scenario::{Kind, Season, SeasonFile, Size, Subject};

pub(crate) fn season(seed: u64, size: Size) -> Season {
    Season::new(seed, size).unwrap()
}

pub(crate) fn bytes(season: &Season, file: &SeasonFile) -> Vec<u8> {
    let mut out = Vec::new();
    season
        .write::<()>(file, |piece| {
            out.extend_from_slice(piece);
            Ok(())
        })
        .unwrap();
    out
}

/// All files of one kind, in order, as lines.
pub(crate) fn lines(season: &Season, kind: Kind) -> Vec<(SeasonFile, String)> {
    let mut all = Vec::new();
    for file in season.files().into_iter().filter(|file| file.kind == kind) {
        let text = String::from_utf8(bytes(season, &file)).unwrap();
        assert!(text.ends_with('\n'), "{} ends inside a line", file.path);
        all.extend(text.lines().map(|line| (file.clone(), line.to_owned())));
    }
    all
}

/// A post, read back.
pub(crate) struct Post {
    pub(crate) account: Subject,
    pub(crate) at: i64,
    /// Link without query and fragment, and hashtags.
    pub(crate) objects: Vec<String>,
    pub(crate) domain: Option<String>,
}

pub(crate) fn posts(season: &Season) -> Vec<Post> {
    lines(season, Kind::Posts).iter().map(|(_, line)| post(line)).collect()
}

fn post(line: &str) -> Post {
    let value: serde_json::Value = serde_json::from_str(line).unwrap();
    let text = |name: &str| value[name].as_str().unwrap().to_owned();
    assert!(!text("message").is_empty() && !text("username").is_empty());
    assert!(text("message_id").bytes().all(|byte| byte.is_ascii_digit()));
    let platform = ["chirp", "plaza", "kanal"].into_iter().find(|name| *name == text("platform"));
    let account = Subject::Account { platform: platform.unwrap(), id: text("user_id") };
    let mut objects = Vec::new();
    let mut domain = None;
    if let Some(link) = value["link"].as_str() {
        let bare = link.split(['?', '#']).next().unwrap();
        domain = bare.split('/').nth(2).map(str::to_owned);
        objects.push(bare.to_owned());
    }
    for tag in value["hashtags"].as_array().unwrap() {
        objects.push(format!("#{}", tag.as_str().unwrap()));
    }
    Post { account, at: seconds(&text("timestamp")), objects, domain }
}

pub(crate) fn seconds(stamp: &str) -> i64 {
    Timestamp::parse(stamp).unwrap_or_else(|| panic!("{stamp:?} is no time")).0 / 1_000_000
}

/// A request, read back.
pub(crate) struct Request {
    pub(crate) host: &'static str,
    pub(crate) source: IpAddr,
    pub(crate) at: i64,
    pub(crate) target: String,
    pub(crate) status: u16,
}

pub(crate) fn requests(season: &Season) -> Vec<Request> {
    lines(season, Kind::Web).into_iter().map(|(file, line)| request(file.host, &line)).collect()
}

fn request(host: &'static str, line: &str) -> Request {
    let (source, rest) = line.split_once(" - - [").unwrap();
    let (stamp, rest) = rest.split_once("] \"").unwrap();
    let (request, rest) = rest.split_once("\" ").unwrap();
    let [method, target, protocol] = request.split(' ').collect::<Vec<_>>()[..] else {
        panic!("{line}")
    };
    assert!(["GET", "POST"].contains(&method) && protocol == "HTTP/1.1", "{line}");
    let (numbers, rest) = rest.split_once(" \"").unwrap();
    let (status, size) = numbers.split_once(' ').unwrap();
    size.parse::<u64>().unwrap();
    let (referer, agent) = rest.split_once("\" \"").unwrap();
    assert!(referer == "-" || referer.starts_with("https://"), "{line}");
    assert!(agent.len() > 10 && agent.ends_with('"'), "{line}");
    Request {
        host,
        source: source.parse().unwrap(),
        at: clf(stamp),
        target: target.to_owned(),
        status: status.parse().unwrap(),
    }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn month(name: &str) -> usize {
    MONTHS.iter().position(|month| *month == name).unwrap() + 1
}

/// `01/Apr/2027:11:00:00 +0100`
fn clf(stamp: &str) -> i64 {
    let [day, name, year, hour, minute, second] =
        stamp.strip_suffix(" +0100").unwrap().split(['/', ':']).collect::<Vec<_>>()[..]
    else {
        panic!("{stamp}")
    };
    let month = month(name);
    seconds(&format!("{year}-{month:02}-{day}T{hour}:{minute}:{second}+01:00"))
}

/// A line of a login log, read back.
pub(crate) struct Login {
    pub(crate) host: String,
    pub(crate) program: String,
    pub(crate) at: i64,
    pub(crate) text: String,
}

impl Login {
    /// The source address, if the line names one.
    pub(crate) fn source(&self) -> Option<IpAddr> {
        self.text.split([' ', ',']).find_map(|word| word.parse().ok())
    }

    /// The name in a refused password, and whether the line says that it exists.
    pub(crate) fn failed(&self) -> Option<(&str, bool)> {
        let rest = self.text.strip_prefix("Failed password for ")?;
        let (name, exists) = match rest.strip_prefix("invalid user ") {
            Some(name) => (name, false),
            None => (rest, true),
        };
        Some((name.split(' ').next()?, exists))
    }
}

pub(crate) fn logins(season: &Season) -> Vec<Login> {
    lines(season, Kind::Logins).into_iter().map(|(file, line)| login(file.host, &line)).collect()
}

fn login(host: &str, line: &str) -> Login {
    let (stamp, rest) = if line.starts_with("2027-") {
        let (stamp, rest) = line.split_once(' ').unwrap();
        (stamp.to_owned(), rest)
    } else {
        let (name, day, time) = (&line[..3], line[4..6].trim_start(), &line[7..15]);
        let day: u8 = day.parse().unwrap();
        (format!("2027-{:02}-{day:02}T{time}+01:00", month(name)), &line[16..])
    };
    let (machine, rest) = rest.split_once(' ').unwrap();
    assert_eq!(machine, host, "{line}");
    let (program, rest) = rest.split_once('[').unwrap();
    let (pid, text) = rest.split_once("]: ").unwrap();
    pid.parse::<u32>().unwrap();
    Login {
        host: host.to_owned(),
        program: program.to_owned(),
        at: seconds(&stamp),
        text: text.to_owned(),
    }
}

/// Whether an address lies in a range that RFC 5737 or RFC 3849 set aside for documentation.
pub(crate) fn is_documentation(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            matches!(address.octets(), [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _])
        }
        IpAddr::V6(address) => matches!(address.segments(), [0x2001, 0xDB8, ..]),
    }
}
