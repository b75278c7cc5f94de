//! The parser of `telegram-html`.
#![no_main]

#[path = "../../crates/sources/tests/common/check.rs"]
mod check;
#[path = "../../crates/sources/tests/common/options.rs"]
mod options;
mod target;

libfuzzer_sys::fuzz_target!(|input: &[u8]| target::check("telegram-html", input));
