//! All detectors: the pages that the binary holds, and those of a folder.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use vigie_model::Explained as _;

use crate::error::{CatalogueError, PageError, suggestion};
use crate::page::{MAX_PAGE, Page, Place};

/// `(path, text)` of every page under `detectors/`, by path.
const EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// How a French page's name ends.
const FRENCH: &str = ".fr.md";

/// How deep a folder of pages may nest.
const MAX_DEPTH: usize = 3;

/// Detectors by id.
#[derive(Clone, Debug)]
pub struct Catalogue {
    pages: BTreeMap<String, Page>,
    broken: Vec<PageError>,
}

/// A file of a catalogue.
struct Source {
    name: String,
    text: String,
}

impl Catalogue {
    /// The pages that the binary holds.
    ///
    /// # Errors
    /// When one is not whole or has no French side. A test of this crate keeps that from shipping.
    pub fn embedded() -> Result<Self, PageError> {
        let sources: Vec<Source> = EMBEDDED
            .iter()
            .map(|(name, text)| Source { name: (*name).to_owned(), text: (*text).to_owned() })
            .collect();
        let mut catalogue = Self { pages: BTreeMap::new(), broken: Vec::new() };
        for page in all_whole(read_all(&sources))? {
            check_embedded(&page)?;
            catalogue.pages.insert(page.id.clone(), page);
        }
        Ok(catalogue)
    }

    /// These pages and those of a folder. A page of the folder replaces the one with its id. A
    /// page without French side shows its English text in French.
    ///
    /// # Errors
    /// When the folder cannot be read or one of its pages is not whole.
    pub fn with_folder(mut self, folder: &Path) -> Result<Self, CatalogueError> {
        let mut paths = Vec::new();
        list(folder, 0, &mut paths)?;
        paths.sort();
        let sources = paths.iter().map(|path| read(path)).collect::<Result<Vec<_>, _>>()?;
        for page in all_whole(read_all(&sources))? {
            self.pages.insert(page.id.clone(), page);
        }
        Ok(self)
    }

    /// As [`Catalogue::with_folder`], but a page that is not whole is named among [`Catalogue::broken`]
    /// and the others are taken. No embedded page stands in for one that was to replace it.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn with_whole_pages_of(mut self, folder: &Path) -> Result<Self, CatalogueError> {
        let mut paths = Vec::new();
        list(folder, 0, &mut paths)?;
        paths.sort();
        let mut sources = Vec::new();
        for path in &paths {
            match read(path) {
                Ok(source) => sources.push(source),
                Err(error) => {
                    let name = path.display().to_string();
                    let place = Place { file: &name };
                    let hint = error.hint().unwrap_or_default();
                    self.broken.push(place.error(1, error.to_string(), hint));
                }
            }
        }
        let (pages, broken) = read_all(&sources);
        self.broken.extend(broken);
        for error in &self.broken {
            let stem = Path::new(&error.file).file_stem().map(|stem| stem.to_string_lossy());
            self.pages.remove(stem.as_deref().unwrap_or_default());
        }
        self.pages.extend(pages.into_iter().map(|page| (page.id.clone(), page)));
        Ok(self)
    }

    /// Pages of a folder that cannot be used, each with its file, its line and what to write instead.
    #[must_use]
    pub fn broken(&self) -> &[PageError] {
        &self.broken
    }

    /// All pages by id.
    pub fn pages(&self) -> impl Iterator<Item = &Page> {
        self.pages.values()
    }

    /// The page with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Page> {
        self.pages.get(id)
    }

    /// A hint for an id that does not exist.
    #[must_use]
    pub fn suggestion(&self, id: &str) -> String {
        suggestion(id, self.pages.keys().map(String::as_str))
    }
}

/// All pages, or the first error.
fn all_whole((pages, broken): (Vec<Page>, Vec<PageError>)) -> Result<Vec<Page>, PageError> {
    broken.into_iter().next().map_or(Ok(pages), Err)
}

/// Reads English pages and joins French ones to them; what is wrong with any of them.
fn read_all(sources: &[Source]) -> (Vec<Page>, Vec<PageError>) {
    let (mut pages, mut broken): (Vec<Page>, Vec<PageError>) = (Vec::new(), Vec::new());
    for source in sources.iter().filter(|source| !source.name.ends_with(FRENCH)) {
        match read_page(source, &pages) {
            Ok(page) => pages.push(page),
            Err(error) => broken.push(error),
        }
    }
    for source in sources.iter().filter(|source| source.name.ends_with(FRENCH)) {
        let english = format!("{}.md", source.name.trim_end_matches(FRENCH));
        if let Some(page) = pages.iter_mut().find(|page| page.file == english) {
            match page.clone().with_french(&source.text, &source.name) {
                Ok(both) => *page = both,
                Err(error) => broken.push(error),
            }
        } else if !sources.iter().any(|other| other.name == english) {
            let place = Place { file: &source.name };
            let hint = format!("write {english}");
            broken.push(place.error(1, "a French page without English page", hint));
        }
    }
    (pages, broken)
}

fn read_page(source: &Source, others: &[Page]) -> Result<Page, PageError> {
    let place = Place { file: &source.name };
    let page = Page::parse(&source.text, &source.name)?;
    let stem = Path::new(&source.name).file_stem().map(|stem| stem.to_string_lossy());
    if stem.as_deref() != Some(page.id.as_str()) {
        let message = format!("the page {:?} stands in a file of another name", page.id);
        return Err(place.error(1, message, format!("call the file {}.md", page.id)));
    }
    if others.iter().any(|other| other.id == page.id) {
        let message = format!("a second page called {:?}", page.id);
        return Err(place.error(1, message, "ids are unique"));
    }
    Ok(page)
}

/// What embedded pages must have besides being whole.
fn check_embedded(page: &Page) -> Result<(), PageError> {
    let place = Place { file: &page.file };
    let folder = Path::new(&page.file).parent().and_then(Path::file_name);
    if folder.is_none_or(|folder| folder.to_string_lossy() != page.family) {
        let message = format!("the family is {:?}, the folder another", page.family);
        return Err(place.error(1, message, "a page stands in detectors/FAMILY/ID.md"));
    }
    if page.french.is_none() {
        return Err(place.error(1, "no French page", format!("write {}.fr.md", page.id)));
    }
    if page.sentence.fr.is_none() {
        return Err(place.error(1, "no French sentence", "add fr under [sentence]"));
    }
    Ok(())
}

fn list(folder: &Path, depth: usize, pages: &mut Vec<PathBuf>) -> Result<(), CatalogueError> {
    let fail = |source: io::Error| CatalogueError::Unreadable {
        path: folder.display().to_string(),
        source,
    };
    for entry in fs::read_dir(folder).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let (path, kind) = (entry.path(), entry.file_type().map_err(fail)?);
        if kind.is_dir() && depth < MAX_DEPTH {
            list(&path, depth + 1, pages)?;
        } else if !kind.is_dir() && path.extension().is_some_and(|end| end == "md") {
            pages.push(path);
        }
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "this is the crate's bounded read")]
fn read(path: &Path) -> Result<Source, CatalogueError> {
    let name = path.display().to_string();
    let fail = |source: io::Error| CatalogueError::Unreadable { path: name.clone(), source };
    let limit = MAX_PAGE as u64;
    let mut bytes = Vec::new();
    File::open(path).map_err(fail)?.take(limit + 1).read_to_end(&mut bytes).map_err(fail)?;
    if bytes.len() as u64 > limit {
        return Err(CatalogueError::TooLarge { path: name, limit });
    }
    let text = String::from_utf8(bytes)
        .map_err(|_| fail(io::Error::new(io::ErrorKind::InvalidData, "not UTF-8")))?;
    Ok(Source { name, text })
}
