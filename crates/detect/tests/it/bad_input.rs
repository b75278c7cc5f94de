//! Acts of which something is missing: they take no part, and change nothing for the others.

use std::sync::Arc;

use arrow_array::{
    FixedSizeBinaryArray, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use vigie_detect::{Catalogue, Outcome, RunContext};
use vigie_engine::{Relation, view};

use crate::support::{SPRING, detect, id, limits};

/// One row of `acts`, anything of which may be missing.
#[derive(Clone, Copy)]
struct Part {
    account: Option<i64>,
    object: Option<i64>,
    layer: Option<&'static str>,
    at: Option<i64>,
}

fn relation(rows: &[Part]) -> Relation {
    let schema = view("acts").unwrap().schema();
    let ids = (0..rows.len() as u64).map(|number| id(1, number));
    let micros = |part: &Part| part.at.map(|second| (SPRING + second) * 1_000_000);
    let batch = RecordBatch::try_new(
        Arc::clone(&schema),
        vec![
            Arc::new(FixedSizeBinaryArray::try_from_iter(ids).unwrap()),
            Arc::new(rows.iter().map(|part| part.account).collect::<Int64Array>()),
            Arc::new(rows.iter().map(|part| part.object).collect::<Int64Array>()),
            Arc::new(rows.iter().map(|part| part.layer).collect::<StringArray>()),
            Arc::new(
                rows.iter().map(micros).collect::<TimestampMicrosecondArray>().with_timezone("UTC"),
            ),
            Arc::new(rows.iter().map(|_| Some("s")).collect::<StringArray>()),
        ],
    );
    Relation { schema, batches: vec![batch.unwrap()] }
}

fn run(page: &str, rows: &[Part]) -> Outcome {
    let page = Catalogue::embedded().unwrap().get(page).unwrap().clone();
    let (_folder, limits) = limits(256 << 20, 2);
    detect(&page, &[], &[("acts", relation(rows))], &limits, &RunContext::default()).unwrap()
}

#[test]
fn acts_without_account_object_layer_or_time_take_no_part() {
    let part = |account: i64, object: i64, at: i64| Part {
        account: Some(account),
        object: Some(object),
        layer: Some("link"),
        at: Some(at),
    };
    // Four accounts that meet on eight links, among others that are there at any hour.
    let mut rows: Vec<Part> =
        (0..120).map(|row| part(row % 40, row * 7 % 60, row * 13_007)).collect();
    for round in 0..8 {
        rows.extend((0..4).map(|member| part(900 + member, 500 + round, round * 90_000 + member)));
    }
    let mut worse = rows.clone();
    for round in 0..200 {
        let whole = part(900 + round % 4, 500 + round % 8, round % 8 * 90_000);
        worse.push(Part { account: None, ..whole });
        worse.push(Part { object: None, ..whole });
        worse.push(Part { layer: None, ..whole });
        worse.push(Part { at: None, ..whole });
    }
    for page in ["acting-in-a-group", "acting-together", "same-object-together"] {
        let (good, bad) = (run(page, &rows), run(page, &worse));
        assert!(!good.findings.is_empty(), "{page}");
        let told = |outcome: &Outcome| {
            outcome.findings.iter().map(|one| (one.id, one.evidence_count)).collect::<Vec<_>>()
        };
        assert_eq!(told(&good), told(&bad), "{page}");
        assert!(format!("{:?}", bad.notes).contains("Untimed"), "it is said: {:?}", bad.notes);
        let nothing: Vec<Part> = worse[rows.len()..].to_vec();
        assert!(run(page, &nothing).findings.is_empty(), "{page}");
    }
}
