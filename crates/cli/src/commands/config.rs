//! `vigie config show`

use clap::{Args, Subcommand};
use serde::Serialize;
use vigie_app::config::{Origin, Setting};
use vigie_app::gate::harmless;
use vigie_app::model::ExitCode;

use super::Context;
use crate::failure::Failure;
use crate::output::{Cell, DIM, Page, Report, Table, Ui, record_of};

/// The configuration in force
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    Show(Show),
}

impl ConfigCommand {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        match self {
            Self::Show(show) => show.run(context),
        }
    }
}

/// Print every key with its value
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie config show
  vigie config show --origin
  vigie config show --format json")]
pub(crate) struct Show {
    /// Say where each value comes from: the default, a line of vigie.toml, the command line
    #[arg(long)]
    origin: bool,
}

impl Show {
    fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let settings = context.config().settings();
        context.ui.show(&Settings { settings, origin: self.origin })?;
        Ok(ExitCode::Done)
    }
}

#[derive(Serialize)]
struct Settings<'a> {
    settings: &'a [Setting],
    #[serde(skip)]
    origin: bool,
}

impl Report for Settings<'_> {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        let mut table = Table::new();
        for Setting { key, value, unset, origin, .. } in self.settings {
            let value = match (value, unset) {
                (Some(value), _) => Cell::from(harmless(value)),
                (None, Some(then)) => {
                    Cell::styled(format!("({})", then.say(ui.words.language())), DIM)
                }
                (None, None) => Cell::default(),
            };
            let origin = match (self.origin, origin) {
                (false, _) => Cell::default(),
                (true, Origin::Default) => Cell::styled(ui.plain("origin-default"), DIM),
                (true, Origin::File { file, line }) => format!("{}:{line}", harmless(file)).into(),
                (true, Origin::CommandLine) => ui.plain("origin-command-line").into(),
            };
            table.row([harmless(key).into(), value, origin]);
        }
        page.table(&table);
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        self.settings.iter().map(|setting| record_of("setting", setting)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::testing::shown;
    use std::path::Path;
    use vigie_app::config::Config;
    use vigie_app::words::Language;

    #[test]
    fn values_are_shown_with_their_origin() {
        let text = "timezone = \"Europe/Paris\"\n[maps.tg]\nmap = \"text=message\"\n";
        let overrides = [("engine.memory".to_owned(), "2GB".to_owned())];
        let config = Config::load_with(Some(Path::new("vigie.toml")), text, &overrides).unwrap();
        let with = |origin| Settings { settings: config.settings(), origin };
        insta::assert_snapshot!(shown(&with(true), Language::English), @r###"
        timezone                  "Europe/Paris"              vigie.toml:1
        language                  "en"                        default
        project.name              (the name of the folder)    default
        project.role              (no role)                   default
        project.person            (the user of this machine)  default
        lake.path                 "lake"                      default
        lake.keep                 "cited"                     default
        keys.path                 "keys/vigie.key"            default
        engine.memory             "2GB"                       command line
        engine.partitions         (one per core)              default
        detectors.folder          "detectors"                 default
        retention.visitors        "7d"                        default
        retention.runs            "asked"                     default
        rumours.reveal_after      "24h"                       default
        press.polls               "polls"                     default
        press.model               (the rules alone)           default
        press.reader_url          (no second reader)          default
        press.reader_model        (no second reader)          default
        press.reader_elsewhere    false                       default
        attacks.own_scanners      []                          default
        attacks.monitors          []                          default
        attacks.crawlers          []                          default
        attacks.proxies           []                          default
        attacks.shared            []                          default
        attacks.names             []                          default
        attacks.domains           []                          default
        attacks.staff             []                          default
        attacks.country_database  (no country is said)        default
        attacks.network_database  (as country_database)       default
        watch_list.date           (not dated)                 default
        watch_list.accounts       []                          default
        maps.tg.map               "text=message"              vigie.toml:3
        "###);
        insta::assert_snapshot!(shown(&with(true), Language::French).lines().take(4).collect::<Vec<_>>().join("\n"), @r###"
        timezone                  "Europe/Paris"                    vigie.toml:1
        language                  "en"                              par défaut
        project.name              (le nom du dossier)               par défaut
        project.role              (aucun rôle)                      par défaut
        "###);
        assert!(!shown(&with(false), Language::English).contains("vigie.toml"));
    }
}
