//! What the truth says was planted is really there, found by an independent scan of the bytes.
use std::collections::{BTreeMap, BTreeSet};

use crate::read_back::{Login, Post, logins, posts, requests, season};
use vigie_scenario::{Decoy, Season, Size, Subject};

/// Who did what when: object → (second, account), in time order.
fn by_object(posts: &[Post]) -> BTreeMap<&str, Vec<(i64, &Subject)>> {
    let mut objects: BTreeMap<&str, Vec<(i64, &Subject)>> = BTreeMap::new();
    for post in posts {
        for object in &post.objects {
            objects.entry(object).or_default().push((post.at, &post.account));
        }
    }
    objects
}

/// The naive rule: pairs of accounts with at least `least` objects that both shared within
/// `window` seconds.
fn pairs<'a>(posts: &'a [Post], window: i64, least: usize) -> BTreeSet<[&'a Subject; 2]> {
    let mut together: BTreeMap<[&'a Subject; 2], BTreeSet<&'a str>> = BTreeMap::new();
    for (object, acts) in by_object(posts) {
        for (place, (at, account)) in acts.iter().enumerate() {
            let near = acts[place + 1..].iter().take_while(|(later, _)| later - at <= window);
            for (_, other) in near.filter(|(_, other)| other != account) {
                let mut pair = [*account, *other];
                pair.sort();
                together.entry(pair).or_default().insert(object);
            }
        }
    }
    together
        .into_iter()
        .filter(|(_, objects)| objects.len() >= least)
        .map(|(pair, _)| pair)
        .collect()
}

/// Occasions on which at least two of `members` shared a thing: how many, and the longest.
fn occasions(posts: &[Post], members: &[Subject], least: usize) -> (usize, i64, i64, i64) {
    let mut found = (0, 0, i64::MAX, i64::MIN);
    for acts in by_object(posts).values() {
        let times: Vec<i64> = acts
            .iter()
            .filter(|(_, account)| members.contains(account))
            .map(|(at, _)| *at)
            .collect();
        let (Some(first), Some(last)) = (times.first(), times.last()) else { continue };
        if times.len() >= least && last - first <= 3600 {
            found =
                (found.0 + 1, found.1.max(last - first), found.2.min(*first), found.3.max(*last));
        }
    }
    found
}

#[test]
fn planted_groups_share_what_the_truth_says_within_its_window_and_spread() {
    let season = season(1, Size::DEMO);
    let posts = posts(&season);
    let mut seen = Vec::new();
    for planted in &season.truth().planted {
        if planted.detector != "same-object-together" {
            continue;
        }
        let least = planted.subjects.len() / 2 + 1;
        let (number, spread, first, last) = occasions(&posts, &planted.subjects, least);
        assert_eq!(number, usize::try_from(planted.joint_acts).unwrap(), "{}", planted.id);
        assert_eq!(spread, planted.spread, "{}", planted.id);
        assert!(planted.from.0 / 1_000_000 == first && planted.until.0 / 1_000_000 == last);
        seen.push(format!(
            "{}: {} accounts, {number} times, at most {spread} s apart",
            planted.id,
            planted.subjects.len()
        ));
    }
    insta::assert_snapshot!(seen.join("\n"), @r"
    links-six: 6 accounts, 8 times, at most 10 s apart
    links-pair: 2 accounts, 5 times, at most 15 s apart
    links-ring: 14 accounts, 12 times, at most 45 s apart
    tags-choir: 9 accounts, 6 times, at most 37 s apart
    links-late: 4 accounts, 4 times, at most 23 s apart
    links-slow: 5 accounts, 9 times, at most 534 s apart
    ");
}

/// What a window of one minute and three objects would raise, by whose members it names.
fn raised(season: &Season) -> String {
    let posts = posts(season);
    let pairs = pairs(&posts, 60, 3);
    let all = season.truth();
    let groups = all.planted.iter().map(|it| (it.id, &it.subjects));
    let decoys = all.decoys.iter().map(|it| (it.id, &it.members));
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for pair in &pairs {
        let whose = groups
            .clone()
            .chain(decoys.clone())
            .find(|(_, members)| pair.iter().all(|account| members.contains(account)));
        *counts.entry(whose.map_or("nobody", |(id, _)| id)).or_default() += 1;
    }
    counts.iter().map(|(id, number)| format!("{id} {number}")).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_minute_and_three_objects_name_planted_pairs_and_hardly_anybody_else() {
    insta::assert_snapshot!(raised(&season(1, Size::DEMO)), @r"
    links-late 6
    links-pair 1
    links-ring 91
    links-six 15
    newsroom-scheduler 10
    tags-choir 36
    ");
    insta::assert_snapshot!(raised(&season(2, Size::LEAST)), @r"
    links-late 6
    links-pair 1
    links-ring 87
    links-six 15
    newsroom-scheduler 10
    tags-choir 36
    ");
}

fn decoy<'a>(season: &'a Season, id: &str) -> &'a Decoy {
    season.truth().decoys.iter().find(|decoy| decoy.id == id).unwrap()
}

#[test]
fn activists_share_one_link_an_hour_but_never_within_a_minute() {
    let season = season(1, Size::DEMO);
    let posts = posts(&season);
    let members = &decoy(&season, "activists-hour").members;
    assert_eq!(members.len(), 30);
    let (number, spread, ..) = occasions(&posts, members, 30);
    assert_eq!(number, 5);
    assert!((2_400..3_600).contains(&spread), "{spread}");
    let calls: Vec<Vec<i64>> = by_object(&posts)
        .values()
        .map(|acts| {
            acts.iter().filter(|(_, who)| members.contains(who)).map(|(at, _)| *at).collect()
        })
        .filter(|times: &Vec<i64>| times.len() == 30)
        .collect();
    let closest = calls.iter().flat_map(|times| times.windows(2).map(|two| two[1] - two[0])).min();
    assert!(closest > Some(60), "{closest:?}");
}

#[test]
fn the_newsroom_posts_each_article_at_one_second() {
    let season = season(1, Size::DEMO);
    let posts = posts(&season);
    let newsroom = decoy(&season, "newsroom-scheduler");
    let (number, spread, ..) = occasions(&posts, &newsroom.members, 5);
    assert_eq!((number, spread), (14, 0));
    assert_eq!(newsroom.must, Some("CO-3"));
    let own = posts.iter().filter(|post| newsroom.members.contains(&post.account)).count();
    assert!(own > 5 * 14 + 50, "{own}");
}

#[test]
fn the_monitor_asks_every_minute_and_is_answered() {
    let season = season(1, Size::DEMO);
    let monitor = decoy(&season, "uptime-monitor");
    let Subject::Address(address) = &monitor.members[0] else { panic!("no address") };
    let lines: Vec<_> =
        requests(&season).into_iter().filter(|line| line.source.to_string() == *address).collect();
    assert_eq!(lines.len(), 4_000);
    assert!(lines.iter().all(|line| line.status == 200 && line.target == "/health"));
    assert!(lines.windows(2).all(|two| two[1].at - two[0].at == 60));
    assert!(lines.iter().all(|line| line.at % 60 == 0 && line.host == "www1"));
}

/// Refused passwords by source: name → times.
fn refused(logins: &[Login]) -> BTreeMap<String, BTreeMap<&str, usize>> {
    let mut sources: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    for login in logins {
        if let (Some((name, _)), Some(source)) = (login.failed(), login.source()) {
            *sources.entry(source.to_string()).or_default().entry(name).or_default() += 1;
        }
    }
    sources
}

#[test]
fn guessing_is_planted_as_the_truth_says_and_nobody_else_fails_that_often() {
    let season = season(1, Size::DEMO);
    let logins = logins(&season);
    let refused = refused(&logins);
    let mut expected = BTreeSet::new();
    let mut seen = Vec::new();
    for planted in &season.truth().planted {
        if planted.detector == "same-object-together" {
            continue;
        }
        let (mut tries, mut names, mut sources) = (0, BTreeSet::new(), 0);
        for subject in &planted.subjects {
            let Subject::Address(address) = subject else { continue };
            expected.insert(address.clone());
            sources += 1;
            tries += refused[address].values().sum::<usize>();
            names.extend(refused[address].keys().copied());
        }
        let listed: BTreeSet<&str> = planted
            .subjects
            .iter()
            .filter_map(|subject| match subject {
                Subject::Login(name) => Some(name.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(names, listed, "{}", planted.id);
        assert_eq!(tries, usize::try_from(planted.joint_acts).unwrap(), "{}", planted.id);
        seen.push(format!(
            "{}: {sources} sources, {tries} tries, {} names",
            planted.id,
            names.len()
        ));
    }
    insta::assert_snapshot!(seen.join("\n"), @r"
    guessing-one-source: 1 sources, 324 tries, 54 names
    guessing-shared-list: 16 sources, 384 tries, 24 names
    guessing-slow: 1 sources, 150 tries, 4 names
    ");
    let phone = decoy(&season, "phone-old-password");
    let Subject::Address(home) = &phone.members[0] else { panic!("no address") };
    expected.insert(home.clone());
    let most = refused
        .iter()
        .filter(|(source, _)| !expected.contains(*source))
        .map(|(_, names)| names.values().sum::<usize>())
        .max();
    assert!(most < Some(25), "{most:?}");
}

#[test]
fn the_phone_fails_regularly_at_one_existing_name_then_is_accepted() {
    let season = season(1, Size::DEMO);
    let phone = decoy(&season, "phone-old-password");
    let [Subject::Address(home), Subject::Login(owner)] = &phone.members[..] else {
        panic!("{:?}", phone.members)
    };
    let logins = logins(&season);
    let own = |login: &&Login| {
        login.source().is_some_and(|source| source.to_string() == *home)
            && (phone.from.0..=phone.until.0).contains(&(login.at * 1_000_000))
            && login.host == "files"
    };
    let failed: Vec<i64> = logins
        .iter()
        .filter(own)
        .filter(|login| login.failed() == Some((owner.as_str(), true)))
        .map(|login| login.at)
        .collect();
    assert!(failed.len() > 100, "{}", failed.len());
    let gaps = failed.windows(2).map(|two| two[1] - two[0]);
    assert!(gaps.clone().filter(|gap| (897..=903).contains(gap)).count() >= failed.len() - 2);
    let accepted = logins.iter().filter(own).rfind(|login| login.text.starts_with("Accepted"));
    assert!(accepted.unwrap().at >= *failed.last().unwrap());
    assert!(accepted.unwrap().text.starts_with("Accepted password"));
}
