//! Pages of any bytes: the article reader answers, and its spans lie in its text.
#![no_main]

use vigie_read::article::from_bytes;

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let article = from_bytes(input, Some("https://paper.example/2027/03/05/page"));
    for one in &article.paragraphs {
        assert_eq!(one.span.of(&article.text), one.text);
    }
});
