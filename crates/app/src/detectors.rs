//! The detectors as people see them: what each is for, its parameters, and its literate cases.
//!
//! None of this opens a lake: pages are read from the binary and the project's folder.

use std::path::Path;

use serde::Serialize;
use vigie_detect::page::{Bounds, Maturity};
use vigie_detect::{Catalogue, CatalogueError, Page};
use vigie_engine::Limits;
use vigie_model::finding::When;
use vigie_model::time::CellUnit;

use crate::config::Config;
use crate::doctor::Check;
use crate::words::Language;
use crate::{AppError, gate};

/// A detector, for people.
#[derive(Clone, Debug, Serialize)]
pub struct DetectorView {
    /// Its name.
    pub id: String,
    /// Its title in the language asked for.
    pub title: String,
    /// The group of pages that it belongs to.
    pub family: String,
    /// How far it has been tried: preview, stable.
    pub maturity: &'static str,
    /// The file, for pages of the project's folder; `None` for embedded ones.
    pub file: Option<String>,
    /// How soon to look at what it finds, unless it says otherwise.
    pub when: When,
    /// The cell of time that a finding belongs to.
    pub anchor: &'static str,
    /// The coarsest time that it can use.
    pub precision: &'static str,
    /// The views that it reads.
    pub reads: Vec<String>,
    /// DISARM and ATT&CK techniques that it may be a trace of.
    pub techniques: Vec<String>,
    /// Its parameters.
    pub params: Vec<ParamView>,
    /// What it sees, in Markdown.
    pub sees: String,
    /// What it does not prove, in Markdown.
    pub does_not_prove: String,
    /// How many literate cases it has.
    pub cases: usize,
}

/// A parameter, for people.
#[derive(Clone, Debug, Serialize)]
pub struct ParamView {
    /// Its name.
    pub name: String,
    /// Its value unless set.
    pub default: String,
    /// What it may be: `1–3600`, or its choices.
    pub allowed: String,
    /// Its unit.
    pub unit: String,
    /// What it changes.
    pub doc: String,
}

/// A page whose cases were run.
#[derive(Clone, Debug, Serialize)]
pub struct TestedPage {
    /// The detector.
    pub detector: String,
    /// Its cases in the order of the page.
    pub cases: Vec<TestedCase>,
}

/// One case.
#[derive(Clone, Debug, Serialize)]
pub struct TestedCase {
    /// Its heading.
    pub title: String,
    /// What was expected came out.
    pub passed: bool,
    /// What did not: `-` lines were expected, `+` lines came out.
    pub difference: Option<String>,
}

/// Embedded pages, replaced and joined by those in the project's folder, where there is one.
///
/// # Errors
/// When a page is not whole or the folder cannot be read.
pub fn catalogue(root: &Path, config: &Config) -> Result<Catalogue, AppError> {
    joined(root, config, Catalogue::with_folder)
}

/// As [`catalogue`], without the pages of the folder that are not whole: the catalogue names them.
///
/// # Errors
/// When the folder cannot be read.
pub(crate) fn whole_pages(root: &Path, config: &Config) -> Result<Catalogue, AppError> {
    joined(root, config, Catalogue::with_whole_pages_of)
}

fn joined(
    root: &Path,
    config: &Config,
    join: impl FnOnce(Catalogue, &Path) -> Result<Catalogue, CatalogueError>,
) -> Result<Catalogue, AppError> {
    let embedded = Catalogue::embedded()?;
    let folder = root.join(&config.detectors.folder);
    match folder.try_exists() {
        Ok(true) => Ok(join(embedded, &folder)?),
        Ok(false) => Ok(embedded),
        Err(source) => Err(AppError::Read { path: folder, source }),
    }
}

/// All detectors, by family and name.
///
/// # Errors
/// As [`catalogue`].
pub fn list(root: &Path, config: &Config) -> Result<Vec<DetectorView>, AppError> {
    let catalogue = catalogue(root, config)?;
    let own = root.join(&config.detectors.folder);
    let mut views: Vec<_> =
        catalogue.pages().map(|page| view(page, config.language, &own)).collect();
    views.sort_by(|a, b| (&a.family, &a.id).cmp(&(&b.family, &b.id)));
    Ok(views)
}

/// One detector.
///
/// # Errors
/// When there is none of that name; as [`catalogue`].
pub fn show(root: &Path, config: &Config, name: &str) -> Result<DetectorView, AppError> {
    let catalogue = catalogue(root, config)?;
    let own = root.join(&config.detectors.folder);
    Ok(view(find(&catalogue, name)?, config.language, &own))
}

/// Runs the cases of pages named by id or by file; of all when none is named.
///
/// # Errors
/// When there is no such page, or a file is not a whole page. A case that fails is no error.
pub fn test(root: &Path, config: &Config, wanted: &[String]) -> Result<Vec<TestedPage>, AppError> {
    let catalogue = catalogue(root, config)?;
    let pages: Vec<Page> = if wanted.is_empty() {
        catalogue.pages().cloned().collect()
    } else {
        wanted.iter().map(|one| named_or_read(&catalogue, one)).collect::<Result<_, _>>()?
    };
    let limits = Limits {
        memory: config.engine.pool(),
        partitions: config.engine.partitions.unwrap_or(1),
        spill: crate::project::spill(&root.join(&config.lake.path)),
    };
    Ok(pages.iter().map(|page| tested(page, &limits)).collect())
}

/// For `vigie doctor`.
pub(crate) fn check(root: &Path, config: &Config) -> Check {
    match catalogue(root, config) {
        Ok(catalogue) => Check::Detectors { pages: catalogue.pages().count(), problem: None },
        Err(error) => {
            Check::Detectors { pages: 0, problem: Some(gate::harmless(&error.to_string())) }
        }
    }
}

fn find<'c>(catalogue: &'c Catalogue, name: &str) -> Result<&'c Page, AppError> {
    catalogue.get(name).ok_or_else(|| AppError::UnknownDetector {
        name: name.to_owned(),
        nearest: crate::config::nearest(name, catalogue.pages().map(|page| page.id.as_str()))
            .map(str::to_owned),
    })
}

/// A word with a path in it or the ending of a page names a file.
fn named_or_read(catalogue: &Catalogue, wanted: &str) -> Result<Page, AppError> {
    let path = Path::new(wanted);
    let is_file = path.extension().is_some_and(|end| end == "md") || path.components().count() > 1;
    if !is_file {
        return find(catalogue, wanted).cloned();
    }
    let Some(text) = crate::project::read_bounded(path)? else {
        let source = std::io::ErrorKind::NotFound.into();
        return Err(AppError::Read { path: path.to_owned(), source });
    };
    Ok(Page::parse(&text, wanted)?)
}

fn tested(page: &Page, limits: &Limits) -> TestedPage {
    let cases = vigie_detect::test(page, limits).into_iter().map(|case| TestedCase {
        title: gate::harmless(&case.title),
        passed: case.passed,
        // Line breaks are the shape of a difference; everything else passes the gate.
        difference: case
            .difference
            .map(|text| text.lines().map(gate::harmless).collect::<Vec<_>>().join("\n")),
    });
    TestedPage { detector: page.id.clone(), cases: cases.collect() }
}

/// How far a page has been tried, in a word.
pub(crate) const fn maturity(page: &Page) -> &'static str {
    match page.maturity {
        Maturity::Preview => "preview",
        Maturity::Stable => "stable",
    }
}

fn view(page: &Page, language: Language, own: &Path) -> DetectorView {
    let french = page.french.as_ref().filter(|_| language == Language::French);
    let (title, sees, limits) = match french {
        Some(french) => (&french.title, &french.sees, &french.limits),
        None => (&page.title, &page.sees, &page.limits),
    };
    DetectorView {
        id: page.id.clone(),
        title: title.clone(),
        family: page.family.clone(),
        maturity: maturity(page),
        file: Path::new(&page.file).starts_with(own).then(|| gate::harmless(&page.file)),
        when: page.when,
        anchor: match page.anchor {
            CellUnit::Day => "day",
            CellUnit::Week => "week",
            CellUnit::Season => "season",
            CellUnit::Ever => "ever",
        },
        precision: page.precision.word(),
        reads: page.reads.clone(),
        techniques: page.disarm.iter().chain(&page.attack).cloned().collect(),
        params: page.params.iter().map(param).collect(),
        sees: sees.clone(),
        does_not_prove: limits.clone(),
        cases: page.cases.len(),
    }
}

fn param(param: &vigie_detect::page::Parameter) -> ParamView {
    let (default, allowed) = match &param.bounds {
        Bounds::Integer { default, min, max } => (default.to_string(), format!("{min}–{max}")),
        Bounds::Real { default, min, max } => (default.to_string(), format!("{min}–{max}")),
        Bounds::Choice { default, choices } => (default.clone(), choices.join(", ")),
    };
    let (name, unit, doc) = (param.name.clone(), param.unit.clone(), param.doc.clone());
    ParamView { name, default, allowed, unit, doc }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embedded_detectors_are_listed_in_both_languages_and_a_slip_is_caught() {
        let dir = tempfile::tempdir().unwrap();
        let english = Config::load(None, "").unwrap();
        let french = Config::load(None, "language = \"fr\"").unwrap();
        let (en, fr) = (list(dir.path(), &english).unwrap(), list(dir.path(), &french).unwrap());
        assert!(en.iter().any(|one| one.id == "login-guessing"));
        for (en, fr) in en.iter().zip(&fr) {
            assert_eq!(en.id, fr.id);
            assert_ne!(en.title, fr.title, "{} has a title in one language only", en.id);
            assert_eq!(en.file, None);
        }
        let error = show(dir.path(), &english, "login-gessing").unwrap_err();
        let AppError::UnknownDetector { nearest, .. } = error else { panic!("{error}") };
        assert_eq!(nearest.as_deref(), Some("login-guessing"));
    }

    #[test]
    fn cases_run_by_name_and_by_file() {
        let dir = tempfile::tempdir().unwrap();
        let config = Config::load(None, "").unwrap();
        let tested = test(dir.path(), &config, &["login-guessing".to_owned()]).unwrap();
        assert!(!tested[0].cases.is_empty());
        assert!(tested[0].cases.iter().all(|case| case.passed));
        let missing = dir.path().join("none.md").display().to_string();
        assert!(matches!(test(dir.path(), &config, &[missing]), Err(AppError::Read { .. })));
    }
}
