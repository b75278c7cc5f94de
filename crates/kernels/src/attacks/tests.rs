//! Every page holds what it promises, and hostile lines break nothing.

use proptest::prelude::*;

use super::page::Case;
use super::*;

fn line(case: &Case) -> RequestLine<'_> {
    let target = case.target.as_bytes();
    let (path, query) = match memchr::memchr(b'?', target) {
        Some(at) => (&target[..at], &target[at + 1..]),
        None => (target, &[][..]),
    };
    RequestLine {
        method: case.method.as_bytes(),
        path,
        query,
        referer: case.referer.as_bytes(),
        agent: case.agent.as_bytes(),
        status: 200,
    }
}

#[test]
fn every_page_says_its_class_where_it_must_and_only_there() {
    let mut classifier = Classifier::new().unwrap();
    let mut shown = Vec::new();
    let mut wrong = Vec::new();
    for page in known::pages().unwrap() {
        for (case, must) in
            page.fires.iter().map(|c| (c, true)).chain(page.quiet.iter().map(|c| (c, false)))
        {
            classifier.judge(&line(case), &mut shown);
            let says = shown.iter().any(|shown| shown.class == page.class);
            // What a page must leave alone, no other page may take up either.
            if says != must || (!must && !shown.is_empty()) {
                let broken: Vec<_> = classifier.broken().collect();
                wrong.push(format!("{} {must} {case:?}: {shown:?} {broken:?}", page.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_page_says_in_both_languages_what_it_does_not_prove() {
    for (id, _, french) in PAGES {
        assert!(french.starts_with(&format!("# {id} : ")), "{id}");
        for section in ["\n## Ce que la règle voit\n", "\n## Ce qu’elle ne prouve pas\n"] {
            assert!(french.contains(section), "{id}: {section}");
        }
    }
}

#[test]
fn a_line_names_the_rule_the_field_and_how_far_it_went() {
    let mut classifier = Classifier::new().unwrap();
    let mut shown = Vec::new();
    let request = RequestLine {
        method: b"GET",
        path: b"/view",
        query: b"page=../../../../etc/passwd",
        status: 404,
        ..RequestLine::default()
    };
    classifier.judge(&request, &mut shown);
    assert_eq!(shown[0].class, Class::PathTraversal);
    assert_eq!((shown[0].stage, shown[0].field), (Stage::Probe, Field::Query));
    assert!(classifier.rule(shown[0].rule).starts_with("path-traversal/"));
    classifier.judge(&RequestLine { status: 200, ..request }, &mut shown);
    assert_eq!(shown[0].stage, Stage::AnsweredNormally);
    classifier.judge(&RequestLine { status: 400, ..RequestLine::default() }, &mut shown);
    assert_eq!(classifier.rule(shown[0].rule), "invalid-protocol/no-request");
}

#[test]
fn what_was_said_of_a_field_is_said_again() {
    let mut classifier = Classifier::new().unwrap();
    let (mut first, mut again) = (Vec::new(), Vec::new());
    let request = |query| RequestLine {
        method: b"GET",
        path: b"/",
        query,
        status: 200,
        ..RequestLine::default()
    };
    classifier.judge(&request(b"q=1%20union%20select%201,2"), &mut first);
    classifier.judge(&request(b"q=harmless"), &mut again);
    assert!(again.is_empty());
    classifier.judge(&request(b"q=1%20union%20select%201,2"), &mut again);
    assert_eq!(first, again);
    assert!(!first.is_empty());
}

#[test]
fn an_attack_wrapped_in_base64_is_seen() {
    let mut classifier = Classifier::new().unwrap();
    let mut shown = Vec::new();
    // <script>alert(7)</script>
    let query = b"q=PHNjcmlwdD5hbGVydCg3KTwvc2NyaXB0Pg%3D%3D";
    let request = RequestLine { method: b"GET", path: b"/", query, ..RequestLine::default() };
    classifier.judge(&request, &mut shown);
    assert_eq!(shown[0].class, Class::CrossSiteScripting);
}

#[test]
fn ten_megabytes_in_one_field_are_bounded() {
    let mut classifier = Classifier::new().unwrap();
    let mut shown = Vec::new();
    let mut query = b"q=%27+or+1=1--".repeat(750_000);
    query.extend_from_slice(b"../../etc/passwd");
    let request =
        RequestLine { method: b"GET", path: b"/", query: &query, ..RequestLine::default() };
    classifier.judge(&request, &mut shown);
    assert!(shown.iter().any(|shown| shown.class == Class::SqlInjection));
    assert!(shown.iter().any(|shown| shown.class == Class::PathTraversal));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_bytes_break_it_and_a_full_memory_answers_as_an_empty_one(
        pieces in prop::collection::vec(
            prop_oneof![
                "[\\x00-\\xff]{0,8}",
                "(%[0-9a-f]{2}|%u[0-9a-f]{4}|&#x[0-9a-f]{2};|\\\\u00[0-9a-f]{2}|'|\"|\\(|/\\*|\\*/|--|<|>|;|\\||\\$\\{|`|\\.\\./)",
                "(select|union|script|onload=|cat|etc/passwd|or|1=1|php://|jndi|sleep\\()",
            ],
            0..24,
        ),
    ) {
        thread_local! {
            static KEPT: std::cell::RefCell<Classifier> = std::cell::RefCell::new(Classifier::new().unwrap());
        }
        let text: String = pieces.concat();
        let bytes: Vec<u8> = text.chars().map(|letter| u8::try_from(u32::from(letter) & 0xff).unwrap()).collect();
        let request = RequestLine { method: b"GET", path: &bytes, query: &bytes, referer: &bytes, agent: &bytes, status: 200 };
        KEPT.with_borrow_mut(|classifier| {
            let (mut one, mut two) = (Vec::new(), Vec::new());
            classifier.judge(&request, &mut one);
            classifier.judge(&request, &mut two);
            assert_eq!(one, two);
        });
    }
}

/// What both ways say of a line.
fn both(quick: &mut Classifier, slow: &mut Classifier, line: &RequestLine<'_>) -> [Vec<Shown>; 2] {
    let (mut one, mut other) = (Vec::new(), Vec::new());
    quick.judge(line, &mut one);
    slow.judge(line, &mut other);
    [one, other]
}

fn quick_and_slow() -> (Classifier, Classifier) {
    let quick = Classifier::new().unwrap();
    let mut slow = Classifier::new().unwrap();
    slow.is_quick = false;
    (quick, slow)
}

/// Pieces of which fields are put together: what rules look for, cut out of the cases of all pages,
/// and plain words.
fn pieces() -> Vec<Vec<u8>> {
    let mut pieces: Vec<Vec<u8>> = [
        "", "news", "2027", "a", "x1", "index", "-", "--", "/", "//", "..", ".", ":", "~", ",",
        "=", "&", "?", "README",
    ]
    .iter()
    .map(|piece| piece.as_bytes().to_vec())
    .collect();
    for page in known::pages().unwrap() {
        for case in page.fires.iter().chain(&page.quiet) {
            for text in [&case.target, &case.referer, &case.agent] {
                let bytes = text.as_bytes();
                pieces.push(bytes.to_vec());
                pieces.extend(bytes.split(|b| !b.is_ascii_alphanumeric()).map(<[u8]>::to_vec));
                pieces.extend(bytes.split(|b| matches!(b, b'/' | b'?' | b'&')).map(<[u8]>::to_vec));
            }
        }
    }
    pieces.sort_unstable();
    pieces.dedup();
    pieces
}

#[test]
fn what_is_told_at_once_is_what_judging_says() {
    let (mut quick, mut slow) = quick_and_slow();
    let pieces = pieces();
    let mut state = 7_u64;
    let mut below = |end: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % end
    };
    let mut told = 0;
    for _ in 0..4_000 {
        let mut field = |first: &[u8]| {
            let mut text = first.to_vec();
            for _ in 0..below(4) {
                text.extend_from_slice(&pieces[below(pieces.len())]);
                if below(2) == 0 {
                    text.push(b"/&=.-_"[below(6)]);
                }
            }
            text
        };
        let (path, query, referer) = (field(b"/"), field(b"q="), field(b"https://a.example/"));
        let agent = field(b"");
        let line = RequestLine {
            method: b"GET",
            path: &path,
            query: &query,
            referer: &referer,
            agent: &agent,
            status: 200,
        };
        let [one, other] = both(&mut quick, &mut slow, &line);
        told += usize::from(other.is_empty());
        assert_eq!(one, other, "{line:?}");
    }
    assert!(told > 100, "{told} clean lines are too few to compare");
}

#[test]
fn given_lines_are_judged_alike_both_ways() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/attacks");
    let (mut quick, mut slow) = quick_and_slow();
    let mut lines = 0;
    for set in ["elastic-apache", "scanner-sessions", "csic2010", "gotestwaf", "crs"] {
        #[expect(clippy::disallowed_methods, reason = "a file of known size")]
        let Ok(text) = std::fs::read_to_string(format!("{folder}/requests.{set}.jsonl")) else {
            println!("skipped: no ../shared/data");
            return;
        };
        for row in text.lines().step_by(3) {
            let row: serde_json::Value = serde_json::from_str(row).unwrap();
            let word = |key: &str| row[key].as_str().unwrap_or_default();
            let (path, query) = word("uri").split_once('?').unwrap_or((word("uri"), ""));
            let line = RequestLine {
                method: word("method").as_bytes(),
                path: path.as_bytes(),
                query: query.as_bytes(),
                referer: word("referer").as_bytes(),
                agent: word("ua").as_bytes(),
                status: 200,
            };
            let [one, other] = both(&mut quick, &mut slow, &line);
            assert_eq!(one, other, "{set} {row}");
            lines += 1;
        }
    }
    assert!(lines > 5_000);
}

#[test]
fn a_text_that_a_pattern_matches_holds_what_the_pattern_needs() {
    let texts: Vec<Vec<u8>> = pieces().iter().map(|piece| piece.to_ascii_lowercase()).collect();
    let mut matches = 0;
    for page in known::pages().unwrap() {
        for pattern in page.patterns.iter().filter(|pattern| !pattern.on_bytes) {
            let Find::Regex(pattern) = &pattern.find else { continue };
            for (regex, hir) in rules::compiled(pattern).unwrap() {
                let need = need::of(&hir);
                let words = words::Words::of(&need.literals).unwrap();
                for text in texts.iter().filter(|text| regex.is_match(text)) {
                    let mut holds = need.literals.is_empty();
                    words.each(text, |_| holds = true);
                    let held = need::Bytes::of(text);
                    let is_first = need.first.is_none_or(|first| first.holds(text[0]));
                    assert!(
                        holds && is_first && need.bytes.iter().all(|set| set.meets(&held)),
                        "{} {hir} {need:?}",
                        text.escape_ascii()
                    );
                    matches += 1;
                }
            }
        }
    }
    assert!(matches > 1_000, "{matches}");
}
