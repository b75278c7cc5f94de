//! Logins: names and passwords guessed in three ways, and a phone that never learnt the new one.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use vigie_model::Timestamp;

use crate::calendar::{SECOND, local};
use crate::logins::{Login, STAFF, What, existing_try, home, invalid_try, pid, port};
use crate::rng::{Rng, count, index};
use crate::stream::Line;
use crate::truth::{Decoy, Planted, Subject, Truth};

/// The detectors that look for guessing: from one address, and with one list from many.
const GUESSING: &str = "login-guessing";
const SHARED_LIST: &str = "shared-login-list";
/// The machines, by place in the plan.
const GATE: usize = 0;
const FILES: usize = 1;

/// Names from a list that anybody can download.
#[rustfmt::skip] // A list of words reads across.
const COMMON: [&str; 40] = [
    "admin", "administrator", "test", "test1", "user", "user1", "ubuntu", "debian", "oracle",
    "postgres", "mysql", "git", "gitlab", "ftp", "ftpuser", "www-data", "nginx", "apache", "tomcat",
    "jenkins", "ansible", "docker", "vagrant", "pi", "support", "guest", "dev", "developer", "prod",
    "staging", "backup", "nagios", "zabbix", "es", "hadoop", "spark", "minio", "odoo", "wordpress",
    "drupal",
];

/// Names that somebody wrote down who knows the campaign: they do not exist, but they could.
#[rustfmt::skip] // A list of words reads across.
const LISTED: [&str; 10] = [
    "i.tarvenne", "o.brandel", "s.halvorn", "r.cassigny", "direction", "tresorier", "porte-parole",
    "l.korvald", "p.quillard", "agenda",
];

type Logs = [Vec<Line<Login>>; 2];

pub(super) fn plant(rng: &mut Rng, truth: &mut Truth) -> Logs {
    let mut logs = Logs::default();
    truth.planted.push(one_source(rng, &mut logs[GATE]));
    truth.planted.push(shared_list(rng, &mut logs));
    truth.planted.push(slow(rng, &mut logs[FILES]));
    truth.decoys.push(phone(rng, &mut logs[FILES]));
    for log in &mut logs {
        log.sort_by_key(|line| line.at);
    }
    logs
}

/// One try, with the lines that sshd writes about it.
fn try_login(
    rng: &mut Rng,
    at: i64,
    user: &'static str,
    source: IpAddr,
    log: &mut Vec<Line<Login>>,
) {
    let line = Login { what: What::InvalidUser, user, source, port: port(rng), pid: pid(rng) };
    let mut push = |at, event| log.push(Line { at, event });
    if STAFF.contains(&user) || user == "root" {
        existing_try(at, line, &mut push);
    } else {
        invalid_try(at, line, &mut push);
    }
}

fn names(users: impl IntoIterator<Item = &'static str>) -> impl Iterator<Item = Subject> {
    users.into_iter().map(|user| Subject::Login(user.to_owned()))
}

fn one_source(rng: &mut Rng, log: &mut Vec<Line<Login>>) -> Planted {
    const TRIES: u64 = 6;
    let source = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 66));
    let start = local(36, 2, 10);
    let mut at = start;
    for user in COMMON.into_iter().chain(STAFF) {
        for _ in 0..TRIES {
            try_login(rng, at, user, source, log);
            at += rng.between(12, 40) * SECOND;
        }
    }
    let users = names(COMMON.into_iter().chain(STAFF));
    Planted {
        id: "guessing-one-source",
        detector: GUESSING,
        subjects: std::iter::once(Subject::Address(source.to_string())).chain(users).collect(),
        from: Timestamp(start),
        until: Timestamp(at),
        joint_acts: TRIES * count(COMMON.len() + STAFF.len()),
        spread: (at - start) / SECOND,
        why: "one address tries fifty-four names six times each in one night",
    }
}

fn shared_list(rng: &mut Rng, logs: &mut Logs) -> Planted {
    const SOURCES: u16 = 16;
    let (start, hours) = (local(33, 21, 0), 40);
    let mut subjects: Vec<Subject> = Vec::new();
    let users: Vec<&'static str> = LISTED.into_iter().chain(STAFF).collect();
    for number in 0..SOURCES {
        let source = Ipv6Addr::new(0x2001, 0xDB8, 0x9000 + 37 * number, 1, 0, 0, 0, 1);
        let source = IpAddr::V6(source);
        let log = &mut logs[usize::from(number % 2)];
        // Each source works through the list once, in its own order, with long pauses.
        for (place, name) in rng.distinct(users.len(), count(users.len())).iter().enumerate() {
            let pause = hours * 3600 / i64::try_from(users.len()).unwrap_or(1);
            let place = i64::try_from(place).unwrap_or(0);
            let at = start + (place * pause + rng.between(0, pause)) * SECOND;
            try_login(rng, at, users[index(*name)], source, log);
        }
        subjects.push(Subject::Address(source.to_string()));
    }
    subjects.extend(names(users.iter().copied()));
    Planted {
        id: "guessing-shared-list",
        detector: SHARED_LIST,
        subjects,
        from: Timestamp(start),
        until: Timestamp(start + hours * 3600 * SECOND),
        joint_acts: u64::from(SOURCES) * count(users.len()),
        spread: hours * 3600,
        why: "sixteen addresses work through the same twenty-four names, once each, in two days: \
              each address alone is quiet",
    }
}

fn slow(rng: &mut Rng, log: &mut Vec<Line<Login>>) -> Planted {
    const TRIES: i64 = 150;
    const USERS: [&str; 4] = ["root", "ines", "compta", "presse"];
    let source = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 140));
    let start = local(24, 11, 20);
    let (mut at, mut last) = (start, start);
    for _ in 0..TRIES {
        last = at;
        let user = rng.pick(&USERS);
        try_login(rng, at, user, source, log);
        at += rng.between(40 * 60, 100 * 60) * SECOND;
    }
    Planted {
        id: "guessing-slow",
        detector: GUESSING,
        subjects: std::iter::once(Subject::Address(source.to_string()))
            .chain(names(USERS))
            .collect(),
        from: Timestamp(start),
        until: Timestamp(last),
        joint_acts: TRIES.unsigned_abs(),
        spread: (last - start) / SECOND,
        why: "one address tries four names, once in forty to a hundred minutes, for a week",
    }
}

/// The password was changed; the phone was not told, and asks again every quarter of an hour until
/// its owner notices.
fn phone(rng: &mut Rng, log: &mut Vec<Line<Login>>) -> Decoy {
    const OWNER: usize = 1;
    // Another device in the same home: nothing was ever accepted from its address before.
    let (user, source) = (STAFF[OWNER], home(count(OWNER), 0x23));
    let (start, end) = (local(36, 6, 30), local(37, 19, 40));
    let (night, morning) = (local(36, 22, 30), local(37, 6, 30));
    let mut at = start;
    while at < end {
        if !(night..morning).contains(&at) {
            let late = rng.between(0, 3) * SECOND;
            try_login(rng, at + late, user, source, log);
        }
        at += 15 * 60 * SECOND;
    }
    let line = Login { what: What::AcceptedPassword, user, source, port: port(rng), pid: pid(rng) };
    log.push(Line { at: end, event: line });
    log.push(Line { at: end, event: Login { what: What::Opened, ..line } });
    Decoy {
        id: "phone-old-password",
        what: "a member of staff's phone fails at one existing name every quarter of an hour from \
               the home address, then is accepted",
        resembles: Some(GUESSING),
        members: vec![Subject::Address(source.to_string()), Subject::Login(user.to_owned())],
        from: Timestamp(start),
        until: Timestamp(end),
        must: None,
    }
}
