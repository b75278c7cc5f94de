//! What a finding says, and what a page's last step must give.

use vigie_detect::{Catalogue, Page, RunContext, RunError, sentence, test};
use vigie_model::Timestamp;

use crate::refusals::WHOLE;
use crate::support::{Act, SPRING, acts, detect, limits};

fn act(id: u64, account: i64, at: i64) -> Act {
    Act { id, account, object: 1, layer: "link", at, precision: "s" }
}

fn rows() -> Vec<Act> {
    vec![
        act(1, 7, 60),
        act(2, 7, 3_600),
        act(3, 8, 0),
        act(4, -9, 10),
        act(4, -9, 10),
        act(5, -9, 20),
    ]
}

fn found(page: &str, context: &RunContext) -> Result<vigie_detect::Outcome, RunError> {
    let page = Page::parse(page, "p.md").unwrap();
    let (_folder, limits) = limits(64 << 20, 2);
    detect(&page, &[], &[("acts", acts(&rows(), 2))], &limits, context)
}

#[test]
fn a_finding_says_everything_that_the_contract_asks_for() {
    let context = RunContext { read_commit: 12, ..RunContext::default() };
    let outcome = found(WHOLE, &context).unwrap();
    assert_eq!((outcome.findings.len(), outcome.notes.len()), (2, 0));
    let finding = outcome.findings.iter().find(|f| f.subject[0].value == "-9").unwrap();
    assert_eq!(finding.subject[0].kind, "account");
    assert_eq!((finding.detector.as_str(), finding.read_commit), ("seen-twice", 12));
    assert_eq!(finding.anchor, "day:2027-04-01");
    assert_eq!(finding.first_at, Timestamp::from_seconds(SPRING + 10));
    assert_eq!(finding.last_at, Timestamp::from_seconds(SPRING + 20));
    assert_eq!(finding.parameters, "{\"least\":2}");
    assert_eq!(
        (finding.values[0].name.as_str(), finding.values[0].unit.as_str()),
        ("acts", "acts")
    );
    // Three rows, two signals: one of them stands twice.
    assert_eq!((finding.values[0].value.clone(), finding.evidence_count), (3.into(), 2));
    assert!(finding.evidence.is_sorted() && finding.evidence.len() == 2);
    assert_eq!(finding.sentence_en, "{account} was seen 3\u{a0}times.");
    assert_eq!(finding.sentence_fr, "{account} a été vu 3\u{a0}fois.");
    assert!(!finding.provisional);
    let shown =
        sentence::fill(&finding.sentence_en, &|name| (name == "account").then(|| "A-1".into()));
    assert_eq!(shown, "A-1 was seen 3\u{a0}times.");
}

#[test]
fn the_revision_changes_with_what_is_said_and_the_id_does_not() {
    let first = found(WHOLE, &RunContext::default()).unwrap().findings;
    // The horizon, the commit and the present are recorded beside a revision and make none.
    let context = RunContext {
        read_commit: 99,
        horizon: Some(Timestamp::from_seconds(SPRING + 90_000)),
        now_for_provisional: Some(Timestamp::from_seconds(SPRING)),
    };
    let again = found(WHOLE, &context).unwrap().findings;
    let told = found(&WHOLE.replace("count(*) AS acts", "count(*) + 1 AS acts"), &context).unwrap();
    for ((one, two), other) in first.iter().zip(&again).zip(&told.findings) {
        assert_eq!((one.id, one.revision), (two.id, two.revision));
        assert_eq!(one.id, other.id);
        assert_ne!(one.revision, other.revision);
    }
}

#[test]
fn a_finding_near_the_horizon_is_provisional() {
    let page = WHOLE
        .replace(
            "least = { default = 2, min = 1, max = 10, unit = \"acts\"",
            "least = { default = 2, min = 1, max = 10, unit = \"min\"",
        )
        .replace("when = \"note\"", "when = \"note\"\nwindow = \"least\"");
    let provisional = |horizon: Option<i64>, now: Option<i64>| {
        let seconds = |s| Timestamp::from_seconds(SPRING + s);
        let context = RunContext {
            read_commit: 1,
            horizon: horizon.map(seconds),
            now_for_provisional: now.map(seconds),
        };
        let findings = found(&page, &context).unwrap().findings;
        findings.iter().find(|f| f.subject[0].value == "7").unwrap().provisional
    };
    // Its last evidence is at 3600 s; the window is two minutes, its last moment included.
    assert!(provisional(Some(3_720), None));
    assert!(!provisional(Some(3_721), None));
    assert!(provisional(Some(90_000), Some(3_700)));
    assert!(!provisional(Some(90_000), Some(90_000)));
    assert!(!provisional(None, None));
}

#[test]
fn a_page_that_breaks_the_contract_is_told_so() {
    let said = |old: &str, new: &str| {
        assert!(WHOLE.contains(old), "{old}");
        let error = found(&WHOLE.replace(old, new), &RunContext::default()).unwrap_err();
        let RunError::Page(error) = error else { panic!("{error}") };
        error.to_string()
    };
    let groups = "GROUP BY account, date_trunc('day', at) HAVING count(*) >= $least";
    insta::assert_snapshot!(
        said(groups, "GROUP BY account, at HAVING count(*) <= $least"),
        @"p.md:28: two rows about one subject in day:2027-04-01"
    );
    insta::assert_snapshot!(
        said("SELECT account,", "SELECT account + 1,"),
        @r#"p.md:28: the step "findings" gives no column "account""#
    );
    insta::assert_snapshot!(
        said("count(*) AS acts,", "count(*) AS acts, 1 AS more,"),
        @r#"p.md:28: the step "findings" gives a column "more""#
    );
    insta::assert_snapshot!(
        said("array_agg(signal_id)", "array_agg(signal_id) FILTER (WHERE account = 0)"),
        @"p.md:28: a finding without evidence"
    );
    insta::assert_snapshot!(
        said("array_agg(signal_id)", "count(*)"),
        @r#"p.md:28: the column "evidence" is of type Int64"#
    );
    insta::assert_snapshot!(
        said("SELECT account,", "SELECT 'a' AS account,"),
        @r#"p.md:28: the column "account" is of type Utf8"#
    );
    insta::assert_snapshot!(
        said("count(*) AS acts,", "count(*) AS acts, 'soon' AS urgency,"),
        @r#"p.md:28: "soon" is no urgency"#
    );
}

#[test]
fn a_slip_in_a_step_is_reported_with_its_line_in_the_page() {
    let said = |old: &str, new: &str| {
        found(&WHOLE.replace(old, new), &RunContext::default()).unwrap_err().to_string()
    };
    let syntax = said("HAVING count(*) >= $least", "HAVING HAVING count(*) >= $least");
    assert!(syntax.starts_with("p.md:32: "), "{syntax}");
    let name = said("SELECT account,", "SELECT account, max(layr) AS more,");
    assert!(name.starts_with("p.md:30: ") && name.contains("layr"), "{name}");
}

#[test]
fn a_row_may_be_more_urgent_than_its_page() {
    let page = WHOLE.replace(
        "count(*) AS acts,",
        "count(*) AS acts, CASE WHEN count(*) > 2 THEN 'now' END AS urgency,",
    );
    let outcome = found(&page, &RunContext::default()).unwrap();
    let mut words: Vec<&str> = outcome.findings.iter().map(|finding| finding.when.word()).collect();
    words.sort_unstable();
    assert_eq!(words, ["note", "now"]);
}

#[test]
fn a_case_that_does_not_hold_shows_the_difference() {
    let page = WHOLE.replace("alice,2\n", "alice,3\nbob,1\n");
    let page = Page::parse(&page, "p.md").unwrap();
    let (_folder, limits) = limits(64 << 20, 1);
    let results = test(&page, &limits);
    assert_eq!(results.iter().map(|case| case.passed).collect::<Vec<_>>(), [false, true]);
    insta::assert_snapshot!(results[0].difference.as_deref().unwrap(), @r"
    p.md:41: account,acts
    - alice,3   (line 42)
    - bob,1   (line 43)
    + alice,2
    ");
}

/// A finding that a person judged must not come under another name because an older act is read.
#[test]
fn a_pair_keeps_its_id_when_an_earlier_act_is_read() {
    const WEEK: i64 = 7 * 86_400;
    let pages = Catalogue::embedded().unwrap();
    let page = pages.get("same-object-together").unwrap();
    let together = |id: u64, object: i64, at: i64| {
        let act = |id, account, at| Act { id, account, object, layer: "link", at, precision: "s" };
        [act(id, 7, at), act(id + 1, 8, at + 5)]
    };
    let ids = |times: &[i64]| {
        let rows: Vec<Act> = (1_u32..)
            .zip(times)
            .flat_map(|(object, at)| together(u64::from(object) * 10, object.into(), *at))
            .collect();
        let (_folder, limits) = limits(64 << 20, 2);
        let tables = [("acts", acts(&rows, 2))];
        let outcome = detect(page, &[], &tables, &limits, &RunContext::default()).unwrap();
        outcome.findings.iter().map(|finding| finding.id).collect::<Vec<_>>()
    };
    let named = ids(&[0, 3_600, 7_200]);
    assert_eq!(named.len(), 1);
    assert_eq!(ids(&[0, 3_600, 7_200, -WEEK]), named);
    assert_eq!(ids(&[0, 3_600, 7_200, -5 * WEEK, 9 * WEEK]), named);
}
