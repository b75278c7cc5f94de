//! The bytes of a season: the same for a seed, of the size asked for, and nobody's.
use crate::read_back::{bytes, is_documentation, logins, posts, requests, season};
use vigie_model::Timestamp;
use vigie_scenario::{END, Kind, MORNING, START, Season, Size};

/// FNV-1a (Fowler, Noll, Vo), 64 bits: enough to see that a byte changed.
fn fingerprint(season: &Season) -> String {
    let hash = |bytes: &[u8]| {
        bytes.iter().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
        })
    };
    let lines = season.files().into_iter().map(|file| {
        let bytes = bytes(season, &file);
        format!("{:016x} {:>8} {}", hash(&bytes), bytes.len(), file.path)
    });
    lines.collect::<Vec<_>>().join("\n")
}

const SMALL: Size = Size { posts: 3_000, web_lines: 4_000, login_lines: 8_000 };

#[test]
fn one_seed_decides_every_byte() {
    let first = fingerprint(&season(1, SMALL));
    insta::assert_snapshot!(first, @r"
    d130f09c0f4e06e3   930233 posts.ndjson
    6f28a223550e0797    57758 www1/access.log.4
    16c84f3593930db2    82924 www1/access.log.3
    9b2b5b13dec46e70   128920 www1/access.log.2
    cf73eaa126808667   153362 www1/access.log.1
    b8e5a55f7dc82b5f   169045 www1/access.log
    0525c250a3e615cd    28200 www2/access.log.4
    10a49a770ec40cf2    39711 www2/access.log.3
    331dee731997f638    53664 www2/access.log.2
    1b4ddac3e638ef6d    73136 www2/access.log.1
    4dcfa47d7ace045e    81834 www2/access.log
    003e91275478847d   291115 gate/auth.log.1
    e0ba569f0309ea88   373078 gate/auth.log
    b7fc9bb17db57ea5   329179 files/auth.log
    ");
    assert_eq!(first, fingerprint(&season(1, SMALL)));
    let second = fingerprint(&season(2, SMALL));
    for (one, other) in first.lines().zip(second.lines()) {
        assert_ne!(one, other);
    }
}

#[test]
fn sizes_are_exact() {
    for size in [Size::LEAST, SMALL, Size::DEMO] {
        let season = season(5, size);
        let count = |kind| u64::try_from(crate::read_back::lines(&season, kind).len()).unwrap();
        assert_eq!(count(Kind::Posts), size.posts);
        assert_eq!(count(Kind::Web), size.web_lines);
        assert_eq!(count(Kind::Logins), size.login_lines);
    }
}

#[test]
fn too_small_a_season_is_refused_with_a_hint() {
    use vigie_model::Explained;
    let asked = Size { posts: 10, ..Size::DEMO };
    let refused = Season::new(1, asked).unwrap_err();
    insta::assert_snapshot!(format!("{refused}\nhint: {}", refused.hint().unwrap()), @r"
    a season of 10 posts, 100000 web and 20000 login lines is too small
    hint: ask for at least 2000 posts, 2000 web and 6000 login lines
    ");
}

#[test]
fn every_line_has_the_shape_of_its_format_and_a_time_in_order_inside_the_season() {
    let season = season(3, Size::DEMO);
    let inside = |at: i64| (START.0 / 1_000_000..END.0 / 1_000_000).contains(&at);
    let posts = posts(&season);
    assert!(posts.is_sorted_by_key(|post| post.at) && posts.iter().all(|post| inside(post.at)));
    let requests = requests(&season);
    for host in ["www1", "www2"] {
        let times: Vec<i64> =
            requests.iter().filter(|line| line.host == host).map(|line| line.at).collect();
        assert!(times.len() > 10_000 && times.is_sorted() && times.iter().all(|at| inside(*at)));
    }
    let logins = logins(&season);
    for host in ["gate", "files"] {
        let times: Vec<i64> =
            logins.iter().filter(|line| line.host == host).map(|line| line.at).collect();
        assert!(times.len() > 5_000 && times.is_sorted() && times.iter().all(|at| inside(*at)));
    }
    let programs = |name: &str| logins.iter().filter(|line| line.program == name).count();
    assert!(programs("CRON") > 100);
    assert_eq!(programs("CRON") + programs("sshd"), logins.len());
}

/// RFC 2606 and RFC 6761.
fn is_reserved(domain: &str) -> bool {
    [".example", ".test", ".invalid"].iter().any(|end| domain.ends_with(end))
}

#[test]
fn every_address_and_domain_is_nobodys() {
    let season = season(4, SMALL);
    assert!(requests(&season).iter().all(|line| is_documentation(line.source)));
    for login in logins(&season) {
        assert!(login.source().is_none_or(is_documentation), "{}", login.text);
    }
    for post in posts(&season) {
        assert!(post.domain.as_deref().is_none_or(is_reserved), "{:?}", post.domain);
    }
    for file in season.files() {
        let text = String::from_utf8(bytes(&season, &file)).unwrap();
        for (at, _) in text.match_indices("://") {
            let domain = text[at + 3..].split(['/', '"', ')']).next().unwrap();
            assert!(is_reserved(domain), "{domain}");
        }
    }
}

#[test]
fn a_rotated_file_alone_gives_the_same_bytes_as_within_the_whole() {
    let season = season(6, SMALL);
    let files = season.files();
    let backwards: Vec<Vec<u8>> = files.iter().rev().map(|file| bytes(&season, file)).collect();
    for (file, later) in files.iter().zip(backwards.iter().rev()) {
        assert_eq!(&bytes(&season, file), later, "{}", file.path);
    }
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    insta::assert_snapshot!(paths.join("\n"), @r"
    posts.ndjson
    www1/access.log.4
    www1/access.log.3
    www1/access.log.2
    www1/access.log.1
    www1/access.log
    www2/access.log.4
    www2/access.log.3
    www2/access.log.2
    www2/access.log.1
    www2/access.log
    gate/auth.log.1
    gate/auth.log
    files/auth.log
    ");
}

#[test]
fn pieces_stay_small_and_a_refusal_ends_the_writing() {
    let season = season(7, Size::DEMO);
    let files = season.files();
    let mut pieces = 0;
    season
        .write::<()>(&files[0], |piece| {
            assert!(piece.len() < 128 << 10);
            pieces += 1;
            Ok(())
        })
        .unwrap();
    assert!(pieces > 10);
    let mut calls = 0;
    let refused = season.write(&files[0], |_| {
        calls += 1;
        Err("disk full")
    });
    assert_eq!((refused, calls), (Err("disk full"), 1));
}

#[test]
fn activity_is_heavy_tailed_and_follows_the_day() {
    let posts = posts(&season(8, Size::DEMO));
    let mut by_account = std::collections::BTreeMap::new();
    for post in &posts {
        *by_account.entry(&post.account).or_insert(0_u32) += 1;
    }
    let mut counts: Vec<u32> = by_account.into_values().collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let tenth: u32 = counts[..counts.len() / 10].iter().sum();
    assert!(tenth > 4_000, "a tenth of the accounts wrote {tenth} of 20,000 posts");
    let hour = |wanted: i64| posts.iter().filter(|post| post.at / 3600 % 24 == wanted).count();
    assert!(hour(19) > 15 * hour(3), "{} and {}", hour(19), hour(3));
}

#[test]
fn a_season_as_of_a_morning_holds_as_much_as_was_asked_and_grows_from_its_own_beginning() {
    let size = Size { posts: 4_000, web_lines: 6_000, login_lines: 8_000 };
    let season = Season::as_of(7, size, MORNING).unwrap();
    let earlier = Timestamp(MORNING.0 - 40 * 3_600_000_000);
    let before: std::collections::BTreeMap<String, Vec<u8>> = season
        .files_at(earlier)
        .iter()
        .map(|file| (file.path.clone(), bytes(&season, file)))
        .collect();
    let mut posts = 0;
    for file in season.files() {
        let whole = bytes(&season, &file);
        if let Some(begun) = before.get(&file.path) {
            assert!(whole.starts_with(begun), "{}", file.path);
        }
        if file.kind == Kind::Posts {
            posts += whole.iter().filter(|byte| **byte == b'\n').count();
            let text = String::from_utf8(whole).unwrap();
            assert!(text.matches(vigie_scenario::RUMOUR_TERMS[0]).count() > 10);
        }
    }
    assert_eq!(posts, 4_000);
    assert!(season.truth().planted.iter().all(|planted| planted.from < MORNING));
    assert!(season.truth().planted.len() >= 5 && season.truth().decoys.len() >= 3);
}
