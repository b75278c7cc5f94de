//! The command line, as clap reads it. What each command takes stands in its own file.

use std::path::PathBuf;

use anstream::ColorChoice;
use clap::{Args, Parser, Subcommand, ValueEnum};
use vigie_app::words::Language;

use crate::commands::{
    attacks, brief, case, check, config, demo, detect, detector, doctor, explain, fetch, forget,
    inbox, ingest, init, mandate, measure, network, polls, read, rumour, serve, sources, sql,
    statements, story, tip, today, verify, watch,
};

/// Keep watch over an election: check, keep the proof, brief.
///
/// Vigie reads logs and posts, finds patterns that a person should look at, and shows the
/// evidence for each. It says it only if it can show it.
#[derive(Debug, Parser)]
#[command(
    name = "vigie",
    version,
    max_term_width = 100,
    disable_help_subcommand = true,
    after_long_help = EXIT_CODES,
    after_help = "vigie COMMAND --help shows examples. Try it with invented data: vigie demo"
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) everywhere: Everywhere,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
   0  done
   1  could not; the message says why and the hint what to do
   2  wrong command line
   3  incomplete: some input was not read to its end (rejected rows alone are 0), or a detector page
      was left out because it is not whole
  10  findings at or above --fail-on
  70  a bug in Vigie

Try it with invented data: vigie demo";

/// What every command takes.
#[derive(Args, Debug)]
#[command(next_help_heading = "Everywhere")]
pub(crate) struct Everywhere {
    /// The project folder
    #[arg(
        long,
        short = 'C',
        value_name = "FOLDER",
        default_value = ".",
        global = true,
        hide_default_value = true
    )]
    pub(crate) dir: PathBuf,

    /// How results are printed (text, json, ndjson; csv for polls) [default: text]
    ///
    /// json prints one value; ndjson prints one object a line. Both hold everything, with full
    /// ids, and in stable field names.
    #[arg(
        long,
        value_enum,
        default_value_t,
        global = true,
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(crate) format: Format,

    /// The language of results (en, fr) [default: as vigie.toml says]
    #[arg(long, value_name = "LANGUAGE", value_parser = language, global = true)]
    pub(crate) lang: Option<Language>,

    /// Set a key of vigie.toml for this run
    ///
    /// For example --config engine.memory=2GB. `vigie config show` lists every key.
    #[arg(long, value_name = "KEY=VALUE", value_parser = pair, global = true, hide_short_help = true)]
    pub(crate) config: Vec<(String, String)>,

    /// No progress and no hints
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,

    /// When to colour (auto, always, never)
    #[arg(
        long,
        value_enum,
        value_name = "WHEN",
        default_value_t,
        global = true,
        hide_short_help = true,
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub(crate) color: Color,

    /// How progress is shown on standard error
    ///
    /// auto shows bars on a terminal and nothing elsewhere; json prints one event a line.
    #[arg(
        long,
        value_enum,
        default_value_t,
        global = true,
        hide_short_help = true,
        hide_default_value = true
    )]
    pub(crate) progress: Progress,

    /// What is logged on standard error
    ///
    /// A level (warn, info, debug) or parts such as `vigie_lake=debug,vigie=info`.
    #[arg(long, value_name = "FILTER", global = true, hide_short_help = true)]
    pub(crate) log: Option<String>,
}

/// How results are printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Text,
    /// One JSON value.
    Json,
    /// One JSON object a line.
    Ndjson,
    /// A table, of commands that have one.
    Csv,
}

/// When to colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Even in a pipe.
    Always,
    /// Not even on a terminal.
    Never,
}

impl Color {
    pub(crate) fn choice(self) -> ColorChoice {
        match self {
            Self::Auto => ColorChoice::Auto,
            Self::Always => ColorChoice::Always,
            Self::Never => ColorChoice::Never,
        }
    }
}

/// How progress is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub(crate) enum Progress {
    /// Bars where somebody can see them.
    #[default]
    Auto,
    /// Bars.
    Bar,
    /// JSON lines.
    Json,
    /// Nothing.
    None,
}

/// One command. Each knows its own file.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(init::Init),
    Ingest(ingest::Ingest),
    Watch(watch::Watch),
    Fetch(fetch::Fetch),
    Detect(detect::Detect),
    Today(today::Today),
    Explain(explain::Explain),
    #[command(subcommand)]
    Case(case::Case),
    #[command(subcommand)]
    Mandate(mandate::Mandate),
    #[command(subcommand)]
    Measure(measure::Measure),
    #[command(subcommand)]
    Tip(tip::Tip),
    #[command(subcommand)]
    Inbox(inbox::Inbox),
    Attacks(attacks::Attacks),
    Check(check::Check),
    Brief(brief::Brief),
    Network(network::Network),
    Statements(statements::Statements),
    Polls(polls::Polls),
    #[command(subcommand)]
    Read(read::Read),
    Story(story::Story),
    #[command(subcommand)]
    Rumour(rumour::Rumour),
    Verify(verify::Verify),
    Forget(forget::Forget),
    Sql(sql::Sql),
    Sources(sources::Sources),
    #[command(subcommand)]
    Detector(detector::Detector),
    #[command(subcommand)]
    Config(config::ConfigCommand),
    Doctor(doctor::Doctor),
    Serve(serve::Serve),
    Demo(demo::Demo),
}

pub(crate) fn language(text: &str) -> Result<Language, String> {
    Language::from_code(text).ok_or_else(|| format!("write one of {}", Language::CODES.join(", ")))
}

/// `key=value`, for `--set` and `--config`.
pub(crate) fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => {
            Ok((key.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err("write it as name=value".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_command_has_examples_in_its_long_help() {
        for command in Arguments::command().get_subcommands_mut() {
            let leaves: Vec<_> = command.get_subcommands().cloned().collect();
            let commands = if leaves.is_empty() { vec![command.clone()] } else { leaves };
            for mut command in commands {
                let help = command.render_long_help().to_string();
                assert!(help.contains("Examples:\n  vigie "), "{} shows none", command.get_name());
                assert!(
                    help.lines().all(|line| line.chars().count() <= 100),
                    "{}",
                    command.get_name()
                );
            }
        }
    }

    #[test]
    fn pairs_need_a_name() {
        assert_eq!(pair("a=b=c"), Ok(("a".to_owned(), "b=c".to_owned())));
        assert_eq!(pair(" a = "), Ok(("a".to_owned(), String::new())));
        assert!(pair("=b").is_err());
        assert!(pair("a").is_err());
    }
}
