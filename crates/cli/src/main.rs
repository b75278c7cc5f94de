//! The binary `vigie`: arguments, printing, exit codes.
//!
//! The only crate that prints or ends the process. Everything that is done, is done by `app`,
//! which returns typed values; [`output`] shows them as text or JSON, [`events`] shows what happens
//! meanwhile, [`failure`] shows what went wrong. One file in [`commands`] is one command: its
//! arguments, its call and its text. This crate must not know the lake, the engine or a detector.

mod arguments;
mod commands;
mod events;
mod failure;
mod logs;
mod output;
mod panics;
mod prompt;
mod refused;

use std::ffi::OsString;
use std::process;

use clap::Parser;
use vigie_app::model::ExitCode;
use vigie_app::words::Language;

use crate::arguments::Arguments;
use crate::failure::Failure;

/// Batches of columns come and go by the thousand: it takes fewer pages from the system, and gives
/// them back less often, than glibc's (10 % less CPU time for reading a log).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> process::ExitCode {
    panics::install();
    let code = std::panic::catch_unwind(run).unwrap_or(ExitCode::Bug);
    process::ExitCode::from(code as u8)
}

fn run() -> ExitCode {
    let typed: Vec<OsString> = std::env::args_os().collect();
    match Arguments::try_parse_from(&typed) {
        Ok(arguments) => commands::run(arguments),
        Err(mut error) => {
            refused::hide_sentences(&mut error, &typed);
            refuse(&error, &typed)
        }
    }
}

/// Prints help, the version, or what is wrong with the command line.
fn refuse(error: &clap::Error, typed: &[OsString]) -> ExitCode {
    let code = if error.use_stderr() { ExitCode::Usage } else { ExitCode::Done };
    let is_french = code == ExitCode::Usage && refused::language(typed) == Language::French;
    if is_french && refused::print_in_french(error) {
        return code;
    }
    match error.print() {
        Ok(()) => code,
        Err(error) => Failure::from(error).exit_code(),
    }
}
