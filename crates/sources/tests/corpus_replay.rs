//! Replays every file of the fuzz corpora through the check that the fuzz targets make, on stable
//! Rust. An input that once broke a parser is kept in `fuzz/corpus/<target>/` and guarded here.

#![expect(clippy::disallowed_methods, reason = "corpora are small files of ours")]

#[path = "common/check.rs"]
mod check;
#[path = "common/options.rs"]
mod options;

use std::path::Path;

use check::read_checked;
use vigie_sources::ALL;

const CORPORA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus");

#[test]
fn every_source_has_a_target_and_seeds_that_hold() {
    for source in ALL {
        let target = source.id().replace('-', "_");
        let program = Path::new(CORPORA).join("../fuzz_targets").join(format!("{target}.rs"));
        assert!(program.is_file(), "{target} has no fuzz target");
        let files = std::fs::read_dir(Path::new(CORPORA).join(&target)).unwrap();
        let mut count = 0;
        for file in files {
            let path = file.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            for sizes in [&[1][..], &[2, 3, 5, 7], &[64, 1], &[4096]] {
                if let Err(broken) = read_checked(*source, &bytes, sizes) {
                    panic!("{}: {broken}", path.display());
                }
            }
            count += 1;
        }
        assert!(count >= 5, "{target} has {count} seeds");
    }
}
