//! Texts of any letters: polls, tables of polls, actors and pasted articles are read without a panic,
//! and every span covers something.
#![no_main]

use std::sync::LazyLock;

use vigie_read::Day;
use vigie_read::actors::{Actors, Organisation, Person, WatchList};
use vigie_read::article::from_plain;
use vigie_read::polls::{At, Background, from_text, import};

static ACTORS: LazyLock<Actors> = LazyLock::new(|| {
    let person = Person { id: "h".into(), name: "Anne Harlow".into(), ..Person::default() };
    let outlet = Organisation { id: "v".into(), name: "Valdor Info".into(), ..Organisation::default() };
    Actors::from(&WatchList { persons: vec![person], organisations: vec![outlet] })
});

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let _ = import(input);
    let text = String::from_utf8_lossy(input);
    let background = Background { published: Day::new(2027, 3, 5), ..Background::default() };
    let read = from_text(&text, &background);
    for figure in &read.figures {
        let At::Text { sentence, figure: span } = figure.at else { panic!("from a text") };
        assert!(!span.of(&text).is_empty() && !sentence.of(&text).is_empty());
        assert!((0.0..=100.0).contains(&figure.value));
    }
    for one in &ACTORS.mentions(&text, None).mentions {
        assert!(!one.span.of(&text).is_empty());
    }
    let _ = from_plain(&text);
});
