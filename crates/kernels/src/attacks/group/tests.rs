//! What is joined, what is not, and that no line is lost.

use std::fmt::Write;

use proptest::prelude::*;

use super::super::class::{Class, Stage};
use super::*;

const MINUTE: i64 = 60_000_000;
const HOUR: i64 = 60 * MINUTE;
const START: i64 = 1_806_364_800_000_000;

fn event(source: u64, minutes: i64, what: What, token: u64) -> Event {
    Event {
        source,
        house: 1,
        at: Timestamp(START + minutes * MINUTE),
        target: 1,
        what,
        token,
        skeleton: 0,
        tool: 0,
        network: source / 100,
        marks: 0,
        row: 0,
    }
}

fn shown(source: u64, minutes: i64, token: u64) -> Event {
    event(source, minutes, What::Shown(Class::SensitiveFile, Stage::Probe), token)
}

fn report(events: &[Event]) -> AttackReport {
    let mut events = events.to_vec();
    for (row, event) in (1..).zip(&mut events) {
        event.row = row;
    }
    AttackReport::of(&events, &Params::default(), &|at| at.0.div_euclid(24 * HOUR))
}

/// One line an attack.
fn text(report: &AttackReport) -> String {
    let mut out = String::new();
    for (number, attack) in (0..).zip(&report.attacks) {
        let minutes = |at: Timestamp| (at.0 - START) / MINUTE;
        let labels: Vec<&str> = attack.labels.iter().map(|label| label.word()).collect();
        let joins: Vec<String> = report
            .joins
            .iter()
            .filter(|join| join.attack == number)
            .map(|join| format!("{}:{}", join.reason.word(), join.figure))
            .collect();
        let _ = writeln!(
            out,
            "{}-{} lines {} sources {:?} bursts {} [{}] {} {} ({})",
            minutes(attack.first_at),
            minutes(attack.last_at),
            attack.lines,
            attack.sources,
            attack.bursts.len(),
            labels.join(" "),
            attack.aim.word(),
            attack.outcome.word(),
            joins.join(" ")
        );
    }
    let Left { visitors, slips, apart } = report.left;
    let _ = write!(out, "left: {visitors} visitors, {slips} slips, {apart} apart");
    out
}

#[test]
fn a_pause_ends_a_burst_and_a_long_pause_ends_an_attack() {
    let events: Vec<Event> =
        [0, 5, 9, 30, 31, 500, 501].map(|at| shown(100, at, 7)).into_iter().collect();
    insta::assert_snapshot!(text(&report(&events)), @r"
    0-31 lines 5 sources [100] bursts 2 [] background probe (same-source:0)
    500-501 lines 2 sources [100] bursts 1 [] background probe ()
    left: 0 visitors, 0 slips, 0 apart
    ");
}

#[test]
fn neighbours_are_joined_and_strangers_are_not() {
    let events = [shown(101, 0, 1), shown(102, 60, 2), shown(500, 61, 3)];
    insta::assert_snapshot!(text(&report(&events)), @r"
    0-60 lines 2 sources [101, 102] bursts 2 [] background probe (same-network:0)
    61-61 lines 1 sources [500] bursts 1 [] background probe ()
    left: 0 visitors, 0 slips, 0 apart
    ");
}

#[test]
fn neighbours_that_share_the_guessing_are_one_attack_unless_at_home() {
    let tries = |at: i64| {
        (0..5_u64).map(move |n| event(101 + n, at + path64(n) * 5, What::Failed, 50 + n)).collect()
    };
    let alone: Vec<Event> = tries(0);
    insta::assert_snapshot!(text(&report(&alone)), @r"
    0-20 lines 5 sources [101, 102, 103, 104, 105] bursts 5 [brute-force] background attempt (same-network:0 same-network:0 same-network:0 same-network:0)
    left: 0 visitors, 0 slips, 0 apart
    ");
    let people = (0..9).map(|n| event(110, n, What::Accepted, 60));
    let with_people: Vec<Event> = alone.iter().copied().chain(people).collect();
    insta::assert_snapshot!(text(&report(&with_people)), @"left: 9 visitors, 5 slips, 0 apart");
    let two: Vec<Event> = alone.iter().copied().filter(|event| event.source < 103).collect();
    insta::assert_snapshot!(text(&report(&two)), @"left: 0 visitors, 2 slips, 0 apart");
}

#[test]
fn refusals_count_when_they_come_close_together() {
    let mails = |each: i64| -> Vec<Event> {
        (0..4).map(|n| event(100, n * each, What::MailRefused, 0)).collect()
    };
    assert_eq!(report(&mails(5)).attacks.len(), 1);
    assert_eq!(report(&mails(30)).attacks.len(), 0);
    let pages = |count: i64, marks: u8| -> Vec<Event> {
        (0..count).map(|n| Event { marks, ..event(100, n, What::Visit, 1) }).collect()
    };
    assert_eq!(report(&pages(12, marks::NO_REQUEST)).attacks.len(), 1);
    assert_eq!(report(&pages(6, marks::NO_REQUEST)).attacks.len(), 0);
    assert_eq!(report(&pages(12, 0)).attacks.len(), 0);
}

#[test]
fn forms_that_came_back_count_when_they_come_close_together() {
    let forms = |each: i64| -> Vec<Event> {
        let form = |n| Event { marks: marks::ANSWERED, ..event(100, n * each, What::Failed, 0) };
        (0..6).map(form).collect()
    };
    assert_eq!(report(&forms(1)).attacks.len(), 1);
    assert_eq!(report(&forms(8)).attacks.len(), 0);
    let refused: Vec<Event> = (0..6).map(|n| event(100, n * 8, What::Failed, 0)).collect();
    assert_eq!(report(&refused).attacks.len(), 1);
}

#[test]
fn a_tool_joins_only_what_it_does_at_the_same_time() {
    let with = |source, at, tool| Event { tool, ..shown(source, at, 1) };
    let events = [with(100, 0, 9), with(200, 5, 9), with(300, 40, 9), with(350, 41, 8)];
    insta::assert_snapshot!(text(&report(&events)), @r"
    0-5 lines 2 sources [100, 200] bursts 2 [] background probe (same-tool:0)
    40-40 lines 1 sources [300] bursts 1 [] background probe ()
    41-41 lines 1 sources [350] bursts 1 [] background probe ()
    left: 0 visitors, 0 slips, 0 apart
    ");
}

#[test]
fn what_visitors_hold_too_is_no_link_and_visitors_are_never_merged_in() {
    let mut events = Vec::new();
    for visitor in [600, 700, 800] {
        for path in 1..30 {
            events.push(Event { tool: 9, ..event(visitor, path64(path), What::Visit, path) });
        }
    }
    for source in [100, 200] {
        for path in 1..30 {
            events.push(Event { tool: 9, ..event(source, path64(path), What::Visit, path) });
        }
        events.push(Event { tool: 9, ..shown(source, 30, 77) });
    }
    insta::assert_snapshot!(text(&report(&events)), @r"
    30-30 lines 1 sources [100] bursts 1 [] background probe ()
    30-30 lines 1 sources [200] bursts 1 [] background probe ()
    left: 145 visitors, 0 slips, 0 apart
    ");
}

fn path64(path: u64) -> i64 {
    i64::try_from(path).unwrap()
}

#[test]
fn a_scanner_belongs_to_its_attack_with_the_lines_that_show_nothing() {
    let mut events = Vec::new();
    for path in 0..40_u64 {
        let what = if path % 10 == 5 {
            What::Shown(Class::SqlInjection, Stage::AnsweredNormally)
        } else {
            What::Visit
        };
        events.push(event(100, path64(path) * 3, what, 1_000 + path));
    }
    events.push(event(600, 50, What::Visit, 1));
    insta::assert_snapshot!(text(&report(&events)), @r"
    0-117 lines 40 sources [100] bursts 1 [scan] open answered_normally ()
    left: 1 visitors, 0 slips, 0 apart
    ");
}

#[test]
fn the_same_paths_in_the_same_order_are_a_link_and_in_another_order_are_not() {
    let list = |source: u64, minute: i64, paths: &[u64]| {
        paths.iter().map(move |path| shown(source, minute, *path)).collect::<Vec<_>>()
    };
    let order: Vec<u64> = (1..=12).collect();
    let back: Vec<u64> = (1..=12).rev().collect();
    // The minute is one and the same, so the order within it must come from the times.
    let spread = |mut events: Vec<Event>| {
        for (step, event) in (0..).zip(&mut events) {
            event.at.0 += step * 1_000_000;
        }
        events
    };
    let events =
        [spread(list(100, 0, &order)), spread(list(200, 90, &order)), spread(list(300, 95, &back))]
            .concat();
    insta::assert_snapshot!(text(&report(&events)), @r"
    0-90 lines 24 sources [100, 200] bursts 2 [] background probe (path-order:1000)
    95-95 lines 12 sources [300] bursts 1 [] background probe ()
    left: 0 visitors, 0 slips, 0 apart
    ");
}

#[test]
fn one_payload_from_two_networks_is_one_attack() {
    let sent = |source, at, skeleton| Event {
        skeleton,
        ..event(source, at, What::Shown(Class::KnownExploit, Stage::Attempt), source)
    };
    let events = [sent(100, 0, 5), sent(200, 200, 5), sent(300, 201, 6)];
    insta::assert_snapshot!(text(&report(&events)), @r"
    0-200 lines 2 sources [100, 200] bursts 2 [] background attempt (payloads:1000)
    201-201 lines 1 sources [300] bursts 1 [] background attempt ()
    left: 0 visitors, 0 slips, 0 apart
    ");
}

#[test]
fn one_list_of_names_at_web_and_mail_is_one_attack() {
    let mut events = Vec::new();
    for name in 0..12_u64 {
        events.push(event(100, path64(name), What::Failed, 50 + name));
        let at_mail =
            Event { target: 2, ..event(200, 100 + path64(name), What::InvalidUser, 52 + name) };
        events.push(at_mail);
    }
    events.push(Event { target: 2, ..event(200, 115, What::Accepted, 60) });
    insta::assert_snapshot!(text(&report(&events)), @r"
    0-115 lines 25 sources [100, 200] bursts 2 [spraying] open login_after_failures (user-names:714)
    left: 0 visitors, 0 slips, 0 apart
    ");
}

#[test]
fn a_person_who_mistypes_is_no_attack_and_one_name_from_many_sources_is() {
    let mut events = vec![
        event(100, 0, What::Failed, 5),
        event(100, 1, What::Failed, 5),
        event(100, 2, What::Accepted, 5),
    ];
    for source in 20..45_u64 {
        events.push(event(source * 100, path64(source), What::Failed, 6));
    }
    insta::assert_snapshot!(text(&report(&events[..3])), @"left: 0 visitors, 3 slips, 0 apart");
    let all = report(&events);
    assert_eq!((all.attacks.len(), all.attacks[0].sources.len(), all.left.slips), (1, 25, 3));
    assert_eq!(all.attacks[0].labels, [Label::BruteForce]);
    assert!(all.joins.iter().all(|join| (join.reason, join.figure) == (Reason::OneName, 25)));
}

#[test]
fn names_of_the_house_show_whom_it_is_meant_for() {
    let mut events: Vec<Event> = (0..6).map(|at| event(100, at, What::Failed, 5)).collect();
    assert_eq!(report(&events).attacks[0].aim, Aim::Background);
    events[3].marks = marks::NAMES_HOUSE;
    assert_eq!(report(&events).attacks[0].aim, Aim::Targeted);
}

#[test]
fn a_flood_is_many_lines_for_few_paths() {
    let lines: Vec<Event> = (0..2_000)
        .map(|line| Event {
            at: Timestamp(START + line * 50_000),
            ..event(100, 0, What::Visit, line.unsigned_abs() % 3)
        })
        .collect();
    let all = report(&lines);
    assert_eq!(all.attacks[0].labels, [Label::Flood]);
    assert_eq!(all.attacks[0].peak_per_minute, 1_200);
}

#[test]
fn sources_that_are_named_stand_apart() {
    let events = [shown(100, 0, 1), shown(200, 0, 2)];
    let params =
        Params { apart: [(100, Apart::OwnScanner)].into_iter().collect(), ..Params::default() };
    let all = AttackReport::of(&events, &params, &|_| 0);
    assert_eq!(
        (all.attacks.len(), all.left.apart, all.apart[&100]),
        (1, 1, (Apart::OwnScanner, 1))
    );
}

#[test]
fn days_count_what_is_active_and_what_started() {
    let day = 24 * 60;
    let events = [
        shown(100, day - 5, 1),
        shown(100, day + 2, 1),
        shown(100, day + 60, 1),
        shown(900, day + 70, 3),
    ];
    let at_second = Event { target: 2, ..shown(900, day + 80, 3) };
    let all = report(&[&events[..], &[at_second]].concat());
    let shown: Vec<_> = all
        .days
        .iter()
        .map(|d| (d.target, d.lines, d.sources, d.bursts, d.attacks_active, d.attacks_started))
        .collect();
    assert_eq!(
        shown,
        [
            (None, 1, 1, 1, 1, 1),
            (Some(1), 1, 1, 1, 1, 1),
            (None, 4, 2, 4, 2, 1),
            (Some(1), 3, 2, 3, 2, 1),
            (Some(2), 1, 1, 1, 1, 1),
        ]
    );
}

fn any_event() -> impl Strategy<Value = Event> {
    let what = prop_oneof![
        3 => Just(What::Visit),
        2 => Just(What::Shown(Class::SqlInjection, Stage::Attempt)),
        1 => Just(What::Shown(Class::ScannerTool, Stage::Probe)),
        2 => Just(What::Failed),
        2 => Just(What::InvalidUser),
        1 => Just(What::Accepted),
        1 => Just(What::Closed),
        1 => Just(What::RelayRefused),
    ];
    let keys = (0..40_u64, 0..2_u64, 0..3_u64, 0..6_u64, 0..3_u64, 0..3_u64);
    (keys, 0..3_000_i64, what, 0..8_u8).prop_map(|(keys, minutes, what, marks)| {
        let (source, house, target, token, skeleton, tool) = keys;
        Event {
            house,
            target,
            skeleton,
            tool,
            marks,
            network: source / 4,
            ..event(source, minutes, what, token)
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_line_is_lost_and_order_does_not_matter(
        mut events in proptest::collection::vec(any_event(), 0..300),
        seed in any::<u64>(),
    ) {
        for (row, event) in (0..).zip(&mut events) {
            event.row = row;
        }
        let params = Params {
            wave_sources: 4,
            least_list: 2,
            apart: [(39, Apart::Monitor)].into_iter().collect(),
            ..Params::default()
        };
        let day = |at: Timestamp| at.0.div_euclid(24 * HOUR);
        let one = AttackReport::of(&events, &params, &day);
        let lines: u64 = one.attacks.iter().map(|attack| attack.lines).sum();
        prop_assert_eq!(lines, one.bursts.iter().map(|burst| burst.lines).sum::<u64>());
        let Left { visitors, slips, apart } = one.left;
        prop_assert_eq!(lines + visitors + slips + apart, events.len() as u64);
        prop_assert_eq!(one.joins.len() + one.attacks.len(), one.bursts.len());
        for join in &one.joins {
            prop_assert_eq!(one.bursts[join.burst as usize].attack, join.attack);
            prop_assert_eq!(one.bursts[join.earlier as usize].attack, join.attack);
        }
        let whole: u64 = one.days.iter().filter(|d| d.target.is_none()).map(|d| d.lines).sum();
        prop_assert_eq!(whole, lines);

        let mut shuffled = events.clone();
        let mut state = seed;
        for at in (1..shuffled.len()).rev() {
            state = keys::mix(state.wrapping_add(1));
            shuffled.swap(at, usize::try_from(state % (at as u64 + 1)).unwrap());
        }
        let two = AttackReport::of(&shuffled, &params, &day);
        prop_assert_eq!(&one.bursts, &two.bursts);
        prop_assert_eq!(&one.attacks, &two.attacks);
        prop_assert_eq!(&one.joins, &two.joins);
        prop_assert_eq!(&one.days, &two.days);
        for (place, event) in shuffled.iter().enumerate() {
            prop_assert_eq!(two.burst_of[place], one.burst_of[usize::try_from(event.row).unwrap()]);
        }
    }
}
