//! Appends notes to the journal that is named, and says each number once it is acknowledged, until
//! somebody kills it. For `tests/cases/kills.rs`.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a tool of one test")]

use std::io::Write;
use std::path::Path;

use vigie_cases::{Body, Draft, Journal, Store, Target};
use vigie_model::Timestamp;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (path, author) = (arguments.next().unwrap(), arguments.next().unwrap());
    let journal = Journal::open(Path::new(&path), &author.parse().unwrap()).unwrap();
    for turn in 0.. {
        let body = Body::Noted { text: format!("note {turn} {}", "x".repeat(500)) };
        let draft = Draft::new(Timestamp::from_seconds(turn), Target::House, body);
        let entry = journal.append(None, draft).unwrap();
        println!("{}", entry.seq);
        std::io::stdout().flush().unwrap();
    }
}
