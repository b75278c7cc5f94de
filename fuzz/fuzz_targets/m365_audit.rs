//! The parser of `m365-audit`.
#![no_main]

#[path = "../../crates/sources/tests/common/check.rs"]
mod check;
#[path = "../../crates/sources/tests/common/options.rs"]
mod options;
mod target;

libfuzzer_sys::fuzz_target!(|input: &[u8]| target::check("m365-audit", input));
