//! Too little memory ends in an error that says so, and enough is enough.

use vigie_detect::{Catalogue, RunContext, RunError};
use vigie_engine::EngineError;
use vigie_model::{ErrorKind, Explained};

use crate::support::{Act, Dice, Login, acts, detect, limits, logins};

fn many_acts(count: u64) -> Vec<Act> {
    let mut dice = Dice(3);
    (0..count)
        .map(|id| Act {
            id,
            account: dice.below(5_000),
            object: dice.below(20_000),
            layer: "link",
            at: dice.below(1_000_000),
            precision: "s",
        })
        .collect()
}

#[test]
fn too_little_memory_is_said_by_the_operator_that_asked() {
    let rows = [("acts", acts(&many_acts(100_000), 8_192))];
    let catalogue = Catalogue::embedded().unwrap();
    let page = catalogue.get("same-object-together").unwrap();
    let run = |memory| {
        let (_folder, limits) = limits(memory, 2);
        detect(page, &[], &rows, &limits, &RunContext::default())
    };
    // The rows take 6 MB of it, the operator 40 bytes an act.
    let error = run(8_000_000).unwrap_err();
    assert!(
        matches!(&error, RunError::Engine { source: EngineError::MemoryExhausted { .. }, .. }),
        "{error}"
    );
    assert_eq!(error.kind(), ErrorKind::User);
    assert!(error.to_string().starts_with("step pairs of same-object-together: "), "{error}");
    assert!(error.hint().is_some_and(|hint| hint.contains("memory")));
    run(24_000_000).unwrap();
}

#[test]
fn logins_fit_or_say_that_they_do_not() {
    let mut dice = Dice(5);
    let rows: Vec<Login> = (0..50_000)
        .map(|id| Login {
            id,
            at: dice.below(1_000_000),
            source: dice.below(2_000),
            user: dice.below(500),
            outcome: "failed",
            machine: "mail1",
            session: dice.below(30_000).to_string(),
        })
        .collect();
    let rows = [("logins", logins(&rows, 8_192))];
    let catalogue = Catalogue::embedded().unwrap();
    for page in ["login-guessing", "shared-login-list"] {
        let page = catalogue.get(page).unwrap();
        let (_folder, small) = limits(6_000_000, 2);
        let error = detect(page, &[], &rows, &small, &RunContext::default());
        if let Err(error) = error {
            assert_eq!(error.kind(), ErrorKind::User, "{error}");
        }
        let (_folder, large) = limits(256_000_000, 2);
        detect(page, &[], &rows, &large, &RunContext::default()).unwrap();
    }
}
