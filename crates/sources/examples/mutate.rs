//! Feeds mutated corpora to every parser: what `make fuzz` runs where cargo-fuzz is absent.
//!
//! `cargo run --package vigie-sources --example mutate -- [ROUNDS] [SEED]`; the same seed gives the
//! same inputs. An input that breaks a parser is printed and the run fails; put it into
//! `fuzz/corpus/<target>/`.

#![expect(clippy::print_stdout, reason = "a program of its own")]
#![expect(clippy::disallowed_methods, reason = "corpora are small files of ours")]

#[path = "../tests/common/check.rs"]
mod check;
#[path = "../tests/common/mutate.rs"]
mod mutate;
#[path = "../tests/common/options.rs"]
mod options;

use vigie_sources::ALL;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let rounds = arguments.next().map_or(Ok(100_000), |text| text.parse())?;
    let seed = arguments.next().map_or(Ok(1), |text| text.parse())?;
    for source in ALL {
        let seeds = mutate::corpus(source.id())?;
        match mutate::run(*source, &seeds, rounds, seed) {
            Ok(counts) => println!("{}: {counts:?}", source.id()),
            Err((broken, input)) => {
                println!("{}: {broken}\n{}", source.id(), input.escape_ascii());
                return Err(format!("{} breaks its contract", source.id()).into());
            }
        }
    }
    Ok(())
}
