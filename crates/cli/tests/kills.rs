//! Killing the real binary at every named failpoint and at random moments: nothing that was
//! committed is lost, nothing is doubled, and the next run finishes the work.

use vigie_testkit::Sealed;
use vigie_testkit::kill::{Moments, run_to_failpoint, run_until};

const LINES: u32 = 3_000;

fn lines() -> String {
    (0..LINES)
        .map(|n| {
            format!(
                "198.51.100.{} - - [01/Apr/2027:{:02}:{:02}:{:02} +0000] \"GET /{} HTTP/1.1\" 200 1 \"-\" \"x\"\n",
                n % 250,
                n / 3600,
                n / 60 % 60,
                n % 60,
                n / 3
            )
        })
        .collect()
}

fn count(place: &Sealed) -> String {
    let query = "SELECT count(*) AS n, count(DISTINCT signal_id) AS ids FROM requests";
    place.run(&["sql", query, "--format", "ndjson"]).unwrap().done().unwrap()
}

fn whole() -> Sealed {
    let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    place.write("access.log", lines()).unwrap();
    place
}

#[test]
fn a_kill_at_any_failpoint_loses_nothing_and_doubles_nothing() {
    let reference = whole();
    reference.run(&["ingest", "access.log"]).unwrap().done().unwrap();
    let expected = count(&reference);
    for failpoint in vigie_lake::FAILPOINTS {
        let place = whole();
        let killed = run_to_failpoint(&place, &["ingest", "access.log"], failpoint).unwrap();
        assert_ne!(killed.code(), Some(0), "{failpoint} was never passed");
        place.run(&["ingest", "access.log"]).unwrap().done().unwrap();
        assert_eq!(count(&place), expected, "after a kill at {failpoint}");
        place.run(&["verify"]).unwrap().done().unwrap();
    }
}

#[test]
fn a_kill_at_a_random_moment_loses_nothing_and_doubles_nothing() {
    let reference = whole();
    let started = std::time::Instant::now();
    reference.run(&["ingest", "access.log"]).unwrap().done().unwrap();
    let took = started.elapsed();
    let expected = count(&reference);
    let mut moments = Moments::new(20_270_411, took);
    let place = whole();
    for _ in 0..12 {
        let moment = moments.next().unwrap();
        run_until(&place, &["ingest", "access.log"], moment).unwrap();
    }
    place.run(&["ingest", "access.log"]).unwrap().done().unwrap();
    assert_eq!(count(&place), expected);
    place.run(&["verify"]).unwrap().done().unwrap();
}
