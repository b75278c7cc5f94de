//! Crates that know neither files nor sockets, so that they cannot fail on either.

use crate::problem::Problem;
use crate::repo::Repo;
use crate::rust_text::{line_of, words};

const PURE: &[&str] = &["model", "kernels", "sources", "read", "brief", "exchange"];

/// Modules of `std` that reach out of the process.
const OUTSIDE: &[&str] = &["fs", "process", "env"];

/// Of `std::net` only addresses are plain values.
const SOCKETS: &[&str] = &["TcpStream", "TcpListener", "UdpSocket", "ToSocketAddrs"];

pub(super) fn problems(repo: &Repo) -> Vec<Problem> {
    let mut problems = Vec::new();
    let pure = |folder: &str| PURE.contains(&folder);
    for file in repo.rust_files().filter(|file| file.crate_folder().is_some_and(pure)) {
        let code = file.product_code();
        for at in SOCKETS.iter().flat_map(|socket| words(code, socket)) {
            let message = "a socket in a crate that does no IO";
            problems.push(Problem::at(&file.path, line_of(code, at), message));
        }
        for (at, _) in code.match_indices("std::") {
            for module in modules(&code[at + "std::".len()..]) {
                if OUTSIDE.contains(&module) {
                    let message = format!("std::{module} in a crate that does no IO");
                    problems.push(Problem::at(&file.path, line_of(code, at), message));
                }
            }
        }
    }
    problems
}

/// The modules of `std` that a path names: one, or those of a group in braces.
fn modules(path: &str) -> Vec<&str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let Some(group) = path.strip_prefix('{') else {
        return path.split(|c| !is_word(c)).next().into_iter().collect();
    };
    let mut depth = 0_usize;
    let mut modules = Vec::new();
    let mut start = 0;
    for (at, byte) in group.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => {
                modules.push(&group[start..at]);
                break;
            }
            b'}' => depth -= 1,
            b',' if depth == 0 => {
                modules.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    let first = |part: &str| part.trim_start().find(|c| !is_word(c)).unwrap_or(usize::MAX);
    modules.iter().map(|part| part.trim().get(..first(part)).unwrap_or(part.trim())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::said;

    #[test]
    fn files_and_sockets_are_found_in_every_form() {
        let text = "use std::fmt;\nuse std::fs::File;\nuse std::{io::{self, fs}, env};\n\
                    use std::net::{Ipv4Addr, TcpStream};\n#[cfg(test)]\nmod tests { use std::fs; }\n";
        let files = [
            ("crates/sources/src/a.rs", text),
            ("crates/app/src/a.rs", text),
            ("crates/sources/tests/b.rs", text),
        ];
        assert_eq!(
            said(problems, &files),
            "crates/sources/src/a.rs:4: a socket in a crate that does no IO\n\
             crates/sources/src/a.rs:2: std::fs in a crate that does no IO\n\
             crates/sources/src/a.rs:3: std::env in a crate that does no IO"
        );
    }
}
