//! A command line that cannot be read, said in French. clap writes its errors in English only; those
//! that people meet are said here, from what clap knows of them. Others stay as clap writes them.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use vigie_app::surroundings::Surroundings;
use vigie_app::words::{Language, Words};

use crate::arguments::Format;
use crate::failure::Failure;

/// The language of whoever typed this: as the command line says, else as `vigie.toml` does.
pub(crate) fn language(typed: &[OsString]) -> Language {
    let value = |names: &[&str]| -> Option<OsString> {
        let at = typed.iter().position(|word| names.iter().any(|name| word == name));
        let joined = || {
            let text = typed.iter().filter_map(|word| word.to_str());
            let starts = |word: &str| {
                names
                    .iter()
                    .find_map(|name| word.strip_prefix(name)?.strip_prefix('='))
                    .map(OsString::from)
            };
            text.map(starts).find(Option::is_some).flatten()
        };
        at.and_then(|at| typed.get(at + 1).cloned()).or_else(joined)
    };
    let said = value(&["--lang"]).and_then(|code| Language::from_code(code.to_str()?));
    said.unwrap_or_else(|| {
        let folder = value(&["--dir", "-C"]).map_or_else(|| PathBuf::from("."), PathBuf::from);
        let found = Surroundings::of(&folder, &[]);
        found.map_or_else(|_| Language::default(), |found| found.config.language)
    })
}

/// So many words are a sentence; the names, numbers and paths that people mistype are shorter.
const SENTENCE: usize = 4;

/// Takes sentences that were typed out of an error. The command line is refused before any key file
/// is read, so that nobody knows yet what is sealed.
pub(crate) fn hide_sentences(error: &mut clap::Error, typed: &[OsString]) {
    let is_typed = |text: &str| typed.iter().any(|word| word.to_string_lossy().contains(text));
    let words = |text: &str| {
        text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).count()
    };
    let sentences: Vec<ContextKind> = error
        .context()
        .filter(|(_, value)| {
            matches!(value, ContextValue::String(text) if words(text) >= SENTENCE && is_typed(text))
        })
        .map(|(kind, _)| kind)
        .collect();
    for kind in sentences {
        error.insert(kind, ContextValue::String("…".to_owned()));
    }
}

/// Prints the error in French; says whether it could.
pub(crate) fn print_in_french(error: &clap::Error) -> bool {
    let Some(failure) = in_french(error) else { return false };
    failure.print(&Words::new(Language::French), Format::Text);
    true
}

fn in_french(error: &clap::Error) -> Option<Failure> {
    let text = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let (argument, value) = (text(ContextKind::InvalidArg), text(ContextKind::InvalidValue));
    let (id, near) = match error.kind() {
        ErrorKind::UnknownArgument => ("usage-unknown-argument", text(ContextKind::SuggestedArg)),
        ErrorKind::InvalidSubcommand => {
            ("usage-unknown-command", text(ContextKind::SuggestedSubcommand))
        }
        ErrorKind::MissingRequiredArgument => ("usage-missing", String::new()),
        ErrorKind::ArgumentConflict => ("usage-conflict", String::new()),
        ErrorKind::InvalidValue if value.is_empty() => ("usage-no-value", String::new()),
        ErrorKind::InvalidValue => ("usage-value", text(ContextKind::ValidValue)),
        ErrorKind::ValueValidation => ("usage-value", String::new()),
        _ => return None,
    };
    let id = if near.is_empty() { id.to_owned() } else { format!("{id}-near") };
    let args = [
        ("argument", argument.into()),
        ("value", value.into()),
        ("command", text(ContextKind::InvalidSubcommand).into()),
        ("prior", text(ContextKind::PriorArg).into()),
        ("near", near.into()),
    ];
    let english = error.to_string();
    let first = english.lines().next().unwrap_or_default().trim_start_matches("error: ");
    Some(Failure::usage(first, "see --help").in_french(&id, &args))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser as _;

    fn said(typed: &[&str]) -> String {
        let error = crate::arguments::Arguments::try_parse_from(typed).unwrap_err();
        let failure = in_french(&error).map(|failure| failure.text(&Words::new(Language::French)));
        failure.map_or_else(String::new, |text| anstream::adapter::strip_str(&text).to_string())
    }

    #[test]
    fn errors_of_the_command_line_are_said_in_french() {
        let lines = [
            &["vigie", "ingest", "x", "--mpa", "a=b"][..],
            &["vigie", "ingets"],
            &["vigie", "ingest"],
            &["vigie", "today", "--format", "xml"],
            &["vigie", "sql", "SELECT 1", "--limit", "many"],
            &["vigie", "inbox", "read", "x", "--map", "a=b", "--guess"],
        ];
        insta::assert_snapshot!(lines.map(said).concat(), @"
        erreur : l’option --mpa n’existe pas ici
        conseil : voir --help
        erreur : il n’y a pas de commande « ingets »
        conseil : une commande proche : init, ingest
        erreur : il manque : <FILE>...
        conseil : voir --help
        erreur : « xml » ne convient pas à --format <FORMAT>
        conseil : l’une de ces valeurs : text, json, ndjson, csv
        erreur : « many » ne convient pas à --limit <NUMBER>
        conseil : voir --help
        erreur : --map <COLUMN=FIELD,…> ne va pas avec --guess
        conseil : ne garder que l’un des deux
        ");
    }

    #[test]
    fn sentences_that_were_typed_are_not_repeated() {
        let said = |typed: &[&str]| {
            let mut error = crate::arguments::Arguments::try_parse_from(typed).unwrap_err();
            hide_sentences(&mut error, &typed.iter().map(OsString::from).collect::<Vec<_>>());
            error.to_string().lines().next().unwrap_or_default().to_owned()
        };
        let rumour = "the senator was treated in secret";
        assert_eq!(
            said(&["vigie", "case", "note", "1", rumour]),
            "error: unexpected argument '…' found"
        );
        assert_eq!(
            said(&["vigie", "today", &format!("--format={rumour}")]),
            "error: invalid value '…' for '--format <FORMAT>'"
        );
        assert_eq!(said(&["vigie", "ingets"]), "error: unrecognized subcommand 'ingets'");
    }

    #[test]
    fn the_command_line_says_the_language() {
        let of = |typed: &[&str]| language(&typed.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(of(&["vigie", "today", "--lang", "fr"]), Language::French);
        assert_eq!(of(&["vigie", "--lang=fr", "today"]), Language::French);
        assert_eq!(of(&["vigie", "--lang"]), Language::English);
    }
}
