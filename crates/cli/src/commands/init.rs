//! `vigie init`

use clap::Args;
use serde::Serialize;
use vigie_app::Project;
use vigie_app::config::{FILE_NAME, Role};
use vigie_app::gate::harmless;
use vigie_app::model::ExitCode;

use super::{Context, mandate};
use crate::failure::Failure;
use crate::output::{Cell, DIM, Page, Report, Table, Ui};
use crate::prompt;

/// Start a project: a folder with its vigie.toml, lake and key file
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie init --role newsroom
  vigie init --role campaign -C season-2027 --lang fr --timezone Europe/Paris")]
pub(crate) struct Init {
    /// Whose work it is (campaign, newsroom, agency, research)
    ///
    /// Decides defaults; it stands in vigie.toml and can be changed there.
    #[arg(long, value_parser = role)]
    role: Role,

    /// Whose midnight ends a day, as an IANA name such as Europe/Paris
    #[arg(long, value_name = "ZONE")]
    timezone: Option<String>,
}

fn role(text: &str) -> Result<Role, String> {
    Role::from_word(text).ok_or_else(|| format!("write one of {}", Role::WORDS.join(", ")))
}

impl Init {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let mut overrides = context.overrides.clone();
        if let Some(zone) = self.timezone {
            overrides.push(("timezone".to_owned(), zone));
        }
        let project = Project::init(&context.dir, self.role, &overrides, &context.system)?;
        let config = project.config();
        let shown = |path: std::path::PathBuf| harmless(&path.display().to_string());
        let dir = if context.dir.as_os_str() == "." { "".into() } else { context.dir.clone() };
        let report = Started {
            file: shown(dir.join(FILE_NAME)),
            role: self.role,
            timezone: config.timezone_name().to_owned(),
            language: config.language.code(),
            lake: shown(dir.join(&config.lake.path)),
            key_file: shown(dir.join(&config.keys.path)),
            dir_option: context.dir_option(),
        };
        context.ui.show(&report)?;
        if needs_mandate(self.role) && prompt::is_possible() {
            mandate::offer(&project, &context.ui)?;
        }
        Ok(ExitCode::Done)
    }
}

/// A project that was started.
#[derive(Serialize)]
struct Started {
    file: String,
    role: Role,
    timezone: String,
    language: &'static str,
    lake: String,
    key_file: String,
    #[serde(skip)]
    dir_option: String,
}

impl Report for Started {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        page.line(ui.say("init-created", &[("file", self.file.as_str().into())]));
        let mut table = Table::new().indent(2);
        let mut row = |label: &str, value: &str, note: Option<&str>| {
            let note = note.map(|note| Cell::styled(ui.plain(note), DIM)).unwrap_or_default();
            table.row([ui.plain(label).into(), value.into(), note]);
        };
        row("init-role", self.role.word(), None);
        row("init-timezone", &self.timezone, Some("init-timezone-note"));
        row("init-lake", &self.lake, None);
        row("init-key-file", &self.key_file, Some("init-key-file-note"));
        page.table(&table);
        page.blank();
        page.paragraph(0, &ui.plain(decides(self.role)));
        let dir = &self.dir_option;
        let ingest = format!("vigie ingest FILE{dir}");
        if needs_mandate(self.role) {
            page.hint(&[&format!("vigie mandate add NAME{dir}"), &ingest, "vigie demo"]);
        } else {
            page.hint(&[&ingest, "vigie demo"]);
        }
        page
    }
}

/// Whether something waits for a mandate.
const fn needs_mandate(role: Role) -> bool {
    matches!(role, Role::Campaign | Role::Agency)
}

/// What the role decides by default.
const fn decides(role: Role) -> &'static str {
    match role {
        Role::Campaign => "init-campaign",
        Role::Newsroom => "init-newsroom",
        Role::Agency => "init-agency",
        Role::Research => "init-research",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::testing::shown;
    use vigie_app::words::Language;

    #[test]
    fn a_new_project_says_where_its_key_is() {
        let started = Started {
            file: "season/vigie.toml".into(),
            role: Role::Newsroom,
            timezone: "UTC".into(),
            language: "en",
            lake: "season/lake".into(),
            key_file: "season/keys/vigie.key".into(),
            dir_option: " -C season".into(),
        };
        insta::assert_snapshot!(shown(&started, Language::English), @"
        Created season/vigie.toml
          role       newsroom
          time zone  UTC                    days follow it; change it in vigie.toml
          lake       season/lake
          key file   season/keys/vigie.key  back it up, but never beside the lake

        As a newsroom: names of files that sources brought leave the case folder as
        keyed hashes only.

        Next: vigie ingest FILE -C season
              vigie demo
        ");
        insta::assert_snapshot!(shown(&started, Language::French), @"
        season/vigie.toml créé
          rôle            newsroom
          fuseau horaire  UTC                    les jours le suivent ; se change dans vigie.toml
          lac             season/lake
          fichier de clé  season/keys/vigie.key  à sauvegarder, mais jamais à côté du lac

        Pour une rédaction : les noms des fichiers apportés par les sources ne sortent
        du dossier que sous forme d’empreintes à clé.

        Ensuite : vigie ingest FILE -C season
                  vigie demo
        ");
    }
}
