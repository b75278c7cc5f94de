//! `vigie doctor`

use clap::Args;
use vigie_app::doctor::{Check, DoctorReport, Health, KeyProblem};
use vigie_app::model::ExitCode;

use super::Context;
use crate::failure::Failure;
use crate::output::{BAD, Cell, GOOD, Page, Report, TODAY, Table, Ui, record_of};

/// Check this machine and project: disk, memory, clock, lock, key file, pages, mandates
///
/// Changes nothing. Ends with exit code 1 when something is wrong.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie doctor
  vigie doctor -C season-2027 --format json")]
pub(crate) struct Doctor {}

impl Doctor {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let report = context.examine();
        context.ui.show(&report)?;
        Ok(if report.health() == Health::Bad { ExitCode::CouldNot } else { ExitCode::Done })
    }
}

impl Report for DoctorReport {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        let mut table = Table::new().wrapping();
        for checked in &self.checks {
            let (mark, style) = match checked.health {
                Health::Good => ("health-good", GOOD),
                Health::Attention => ("health-attention", TODAY),
                Health::Bad => ("health-bad", BAD),
            };
            let (label, text) = said(&checked.seen, ui);
            table.row([Cell::styled(ui.plain(mark), style), label.into(), text.into()]);
        }
        page.table(&table);
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        self.checks.iter().map(|checked| record_of("check", checked)).collect()
    }
}

/// What is looked at, and what was seen.
fn said(check: &Check, ui: &Ui) -> (String, String) {
    let (label, text) = match check {
        Check::Config { has_file } => (
            "doctor-config",
            ui.plain(if *has_file { "doctor-config-file" } else { "doctor-config-none" }),
        ),
        Check::Disk { free } => (
            "doctor-disk",
            match free {
                Some(free) => ui.say("doctor-disk-free", &[("free", ui.words.bytes(*free).into())]),
                None => ui.plain("doctor-disk-unknown"),
            },
        ),
        Check::Memory { pool, machine } => ("doctor-memory", memory(*pool, *machine, ui)),
        Check::Clock { now, newest } => (
            "doctor-clock",
            match newest {
                Some(newest) if now < newest => {
                    let args = [("now", ui.time(*now).into()), ("newest", ui.time(*newest).into())];
                    ui.say("doctor-clock-back", &args)
                }
                _ => {
                    let zone = ui.zone.iana_name().unwrap_or("UTC");
                    ui.say(
                        "doctor-clock-now",
                        &[("now", ui.time(*now).into()), ("zone", zone.into())],
                    )
                }
            },
        ),
        Check::Lake { problem: Some(problem), .. } => ("doctor-lake", problem.clone()),
        Check::Lake { commit: None, .. } => ("doctor-lake", ui.plain("doctor-lake-none")),
        Check::Lake { commit: Some(commit), is_busy, .. } => {
            let id = match (is_busy, commit) {
                (true, _) => "doctor-lake-busy",
                (false, 0) => "doctor-lake-empty",
                (false, _) => "doctor-lake-commit",
            };
            ("doctor-lake", ui.say(id, &[("commit", commit.to_string().into())]))
        }
        Check::KeyFile { path, problem } => {
            ("doctor-key", ui.say(key_id(*problem), &[("path", path.as_str().into())]))
        }
        Check::Detectors { problem: Some(problem), .. } => ("doctor-detectors", problem.clone()),
        Check::Detectors { pages, .. } => {
            ("doctor-detectors", ui.say("doctor-detectors-whole", &[("count", (*pages).into())]))
        }
        Check::Mandates { active, ended } => ("doctor-mandates", mandates(*active, ended, ui)),
        Check::Origins { problem: Some(problem), .. } => {
            let args = [("problem", problem.as_str().into())];
            ("doctor-origins", ui.say("doctor-origins-problem", &args))
        }
        Check::Origins { names, .. } if names.is_empty() => {
            ("doctor-origins", ui.plain("doctor-origins-none"))
        }
        Check::Origins { names, .. } => ("doctor-origins", names.join(", ")),
        Check::Network { targets } if targets.is_empty() => {
            ("doctor-network", ui.plain("doctor-network-none"))
        }
        Check::Network { targets } => {
            let args = [("names", targets.join(", ").into())];
            ("doctor-network", ui.say("doctor-network-named", &args))
        }
    };
    (ui.plain(label), text)
}

fn memory(pool: u64, machine: Option<u64>, ui: &Ui) -> String {
    let pool = ui.words.bytes(pool);
    match machine {
        Some(machine) => {
            let args = [("pool", pool.into()), ("machine", ui.words.bytes(machine).into())];
            ui.say("doctor-memory-both", &args)
        }
        None => ui.say("doctor-memory-pool", &[("pool", pool.into())]),
    }
}

const fn key_id(problem: Option<KeyProblem>) -> &'static str {
    match problem {
        None => "doctor-key-good",
        Some(KeyProblem::Missing) => "doctor-key-missing",
        Some(KeyProblem::OpenToOthers) => "doctor-key-open",
        Some(KeyProblem::InsideLake) => "doctor-key-inside",
        Some(KeyProblem::Unreadable) => "doctor-key-unreadable",
    }
}

fn mandates(active: usize, ended: &[String], ui: &Ui) -> String {
    let active = ui.say("doctor-mandates-active", &[("count", active.into())]);
    if ended.is_empty() {
        return active;
    }
    let ended = ui.say("doctor-mandates-ended", &[("names", ended.join(", ").into())]);
    format!("{active} · {ended}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::testing::{at, shown};
    use vigie_app::doctor::Checked;
    use vigie_app::words::Language;

    fn report(checks: Vec<Check>) -> DoctorReport {
        let checks =
            checks.into_iter().map(|seen| Checked { health: seen.health(), seen }).collect();
        DoctorReport { checks }
    }

    #[test]
    fn a_fit_machine_and_an_unfit_one_are_told_apart() {
        let now = at("2027-04-01T10:00:00Z");
        let path = "keys/vigie.key".to_owned();
        let fit = report(vec![
            Check::Config { has_file: true },
            Check::Disk { free: Some(48_300_000_000) },
            Check::Memory { pool: 1_000_000_000, machine: Some(8_000_000_000) },
            Check::Clock { now, newest: None },
            Check::Lake { commit: Some(5), is_busy: false, problem: None },
            Check::KeyFile { path: path.clone(), problem: None },
            Check::Detectors { pages: 2, problem: None },
            Check::Mandates { active: 1, ended: Vec::new() },
            Check::Origins { names: Vec::new(), problem: None },
            Check::Network { targets: Vec::new() },
        ]);
        assert_eq!(fit.health(), Health::Good);
        insta::assert_snapshot!(shown(&fit, Language::English), @"
        ok  configuration  vigie.toml
        ok  disk           48.3 GB free
        ok  memory         1.0 GB for the engine, of 8.0 GB
        ok  clock          2027-04-01 12:00:00 (Europe/Paris)
        ok  lake           commit 5, can be written
        ok  key file       keys/vigie.key, readable by its owner alone
        ok  detectors      2 pages, all whole
        ok  mandates       1 holds
        ok  countries      no database is named: attacks.country_database
        ok  network        no target is named: nothing is asked
        ");
        insta::assert_snapshot!(shown(&fit, Language::French), @"
        ok  configuration   vigie.toml
        ok  disque          48,3 Go libres
        ok  mémoire         1,0 Go pour le moteur, sur 8,0 Go
        ok  horloge         2027-04-01 12:00:00 (Europe/Paris)
        ok  lac             commit 5, peut être écrit
        ok  fichier de clé  keys/vigie.key, lisible par son seul propriétaire
        ok  détecteurs      2 pages, toutes entières
        ok  mandats         1 en vigueur
        ok  pays            aucune base n’est nommée : attacks.country_database
        ok  réseau          aucune cible nommée : rien n’est demandé
        ");
        let unfit = report(vec![
            Check::Config { has_file: false },
            Check::Disk { free: Some(1_000_000) },
            Check::Memory { pool: 8_000_000_000, machine: Some(8_000_000_000) },
            Check::Clock { now, newest: Some(at("2027-04-02T10:00:00Z")) },
            Check::Lake { commit: Some(5), is_busy: true, problem: None },
            Check::KeyFile { path, problem: Some(KeyProblem::OpenToOthers) },
            Check::Detectors { pages: 2, problem: Some("my.md:3: no cases".into()) },
            Check::Mandates { active: 1, ended: vec!["season-2026".into()] },
            Check::Origins {
                names: Vec::new(),
                problem: Some("cannot read geo.mmdb; check the path".into()),
            },
            Check::Network { targets: vec!["gazette".into(), "log".into()] },
        ]);
        assert_eq!(unfit.health(), Health::Bad);
        insta::assert_snapshot!(shown(&unfit, Language::English), @"
        look   configuration  no vigie.toml here, the defaults hold (vigie init)
        wrong  disk           1.0 MB free
        look   memory         8.0 GB for the engine, of 8.0 GB
        wrong  clock          2027-04-01 12:00:00 is before the newest commit
                              (2027-04-02 12:00:00): was the clock set back?
        look   lake           commit 5, another process is writing
        wrong  key file       keys/vigie.key can be read by others: chmod 600
        wrong  detectors      my.md:3: no cases
        look   mandates       1 holds · ended: season-2026 (vigie forget --mandate)
        look   countries      cannot read geo.mmdb; check the path
                              (attacks.country_database and attacks.network_database in
                              vigie.toml)
        ok     network        vigie fetch asks: gazette, log
        ");
        insta::assert_snapshot!(shown(&unfit, Language::French), @"
        à voir   configuration   pas de vigie.toml ici, les valeurs par défaut
                                 s’appliquent (vigie init)
        mauvais  disque          1,0 Mo libres
        à voir   mémoire         8,0 Go pour le moteur, sur 8,0 Go
        mauvais  horloge         2027-04-01 12:00:00 précède le dernier commit
                                 (2027-04-02 12:00:00) : l’horloge a-t-elle été
                                 reculée ?
        à voir   lac             commit 5, un autre processus écrit
        mauvais  fichier de clé  keys/vigie.key peut être lu par d’autres : chmod 600
        mauvais  détecteurs      my.md:3: no cases
        à voir   mandats         1 en vigueur · échus : season-2026 (vigie forget
                                 --mandate)
        à voir   pays            cannot read geo.mmdb; check the path
                                 (attacks.country_database et attacks.network_database
                                 dans vigie.toml)
        ok       réseau          vigie fetch demande : gazette, log
        ");
    }
}
