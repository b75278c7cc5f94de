//! A short run of the mutation loop; `make fuzz` runs a longer one.

#![expect(clippy::disallowed_methods, reason = "corpora are small files of ours")]

#[path = "common/check.rs"]
mod check;
#[path = "common/mutate.rs"]
mod mutate;
#[path = "common/options.rs"]
mod options;

use vigie_sources::ALL;

#[test]
fn mutated_corpora_keep_what_every_parser_must() {
    for source in ALL {
        let seeds = mutate::corpus(source.id()).unwrap();
        match mutate::run(*source, &seeds, 1_000, 20_270_401) {
            Ok(counts) => {
                println!("{}: {counts:?}", source.id());
                assert!(counts.records > 0 && counts.rejects > 0, "{}: {counts:?}", source.id());
            }
            Err((broken, input)) => panic!("{}: {broken}: {}", source.id(), input.escape_ascii()),
        }
    }
}
