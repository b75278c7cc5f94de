//! From text to [`Config`]: find each value's key, then set values section by section in the order
//! of the list, so that `timezone` is known before a mandate's last day is read in it.

use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use vigie_model::mandate::Mandate;

use super::error::{At, ConfigError};
use super::given::Given;
use super::key::{Absent, Key, Place};
use super::keys::KEYS;
use super::{Config, FILE_NAME, Origin, Overrides, Setting, nearest};

/// One value that found its key.
struct Found {
    /// Its number in [`KEYS`].
    key: usize,
    place: Place,
    /// The full key, for people.
    shown: String,
    given: Given,
    at: At,
}

/// One `[[…]]` or `[….NAME]` entry, checked for what it lacks.
struct Entry {
    section: &'static str,
    shown: String,
    at: At,
    /// The last parts of the keys that it has.
    has: Vec<String>,
}

struct Walk<'a> {
    text: &'a str,
    file: String,
    found: Vec<Found>,
    entries: Vec<Entry>,
}

pub(super) fn read(
    path: Option<&Path>,
    text: &str,
    overrides: &Overrides,
) -> Result<Config, ConfigError> {
    let file = path.map_or_else(|| FILE_NAME.to_owned(), |path| path.display().to_string());
    let mut walk = Walk { text, file, found: Vec::new(), entries: Vec::new() };
    let document = DeTable::parse(text).map_err(|error| ConfigError::Syntax {
        at: walk.at(error.span().map_or(0, |span| span.start)),
        message: error.message().replace('\n', ", "),
    })?;
    let root = Here { section: "", shown: String::new(), name: String::new(), index: 0 };
    walk.table(&root, document.get_ref())?;
    walk.check_entries()?;
    for (key, value) in overrides {
        walk.found.push(from_argument(key, value)?);
    }
    resolve(walk.found)
}

/// Where in the document the walk stands.
struct Here {
    /// In the words of [`KEYS`].
    section: &'static str,
    /// In the user's words.
    shown: String,
    name: String,
    index: usize,
}

impl Here {
    fn shown_key(&self, key: &str) -> String {
        if self.shown.is_empty() { key.to_owned() } else { format!("{}.{key}", self.shown) }
    }
}

impl Walk<'_> {
    #[expect(clippy::naive_bytecount, reason = "a configuration of a page")]
    fn at(&self, offset: usize) -> At {
        let before = self.text.as_bytes().get(..offset).unwrap_or(self.text.as_bytes());
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        At::Line { file: self.file.clone(), line }
    }

    fn table(&mut self, here: &Here, table: &DeTable<'_>) -> Result<(), ConfigError> {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            self.entry(here, key.get_ref(), self.at(key.span().start), value)?;
        }
        Ok(())
    }

    fn entry(
        &mut self,
        here: &Here,
        key: &str,
        at: At,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<(), ConfigError> {
        let shown = here.shown_key(key);
        if let Some(index) = leaf(here.section, key) {
            let given = Given::from_toml(value.get_ref());
            let place = Place { name: here.name.clone(), index: here.index };
            self.found.push(Found { key: index, place, shown, given, at });
            return Ok(());
        }
        match below(here.section, key) {
            Some(Below::One(section)) => {
                let table = as_table(value.get_ref(), &at, &shown, section)?;
                // Only what people name has a name: the command line gives none to the others either.
                let name = if section.ends_with('*') { key } else { here.name.as_str() };
                let below = Here { section, shown, name: name.to_owned(), index: 0 };
                if section.ends_with('*') {
                    self.note_entry(&below, at, table);
                }
                self.table(&below, table)
            }
            Some(Below::Several(section)) => {
                for (index, item, at) in self.items(value, &at, &shown)? {
                    let shown = format!("{shown}[{index}]");
                    let below = Here { section, shown, name: String::new(), index };
                    self.note_entry(&below, at, item);
                    self.table(&below, item)?;
                }
                Ok(())
            }
            None => Err(unknown(here, key, at)),
        }
    }

    /// The tables of a `[[…]]` section, each with its line.
    fn items<'v>(
        &self,
        value: &'v Spanned<DeValue<'v>>,
        at: &At,
        shown: &str,
    ) -> Result<Vec<(usize, &'v DeTable<'v>, At)>, ConfigError> {
        let shape = |found: &'static str, at: At| ConfigError::Shape {
            at,
            key: shown.to_owned(),
            found,
            expected: "a list of entries",
            hint: format!("write the header with double brackets: [[{shown}]]"),
        };
        let DeValue::Array(items) = value.get_ref() else {
            return Err(shape(kind_of(value.get_ref()), at.clone()));
        };
        let mut tables = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let at = self.at(item.span().start);
            let DeValue::Table(table) = item.get_ref() else {
                return Err(shape("a list of values", at));
            };
            tables.push((index, table, at));
        }
        Ok(tables)
    }

    fn note_entry(&mut self, here: &Here, at: At, table: &DeTable<'_>) {
        let has = table.keys().map(|key| key.get_ref().to_string()).collect();
        self.entries.push(Entry { section: here.section, shown: here.shown.clone(), at, has });
    }

    fn check_entries(&self) -> Result<(), ConfigError> {
        for entry in &self.entries {
            let lacking = KEYS.iter().find(|key| {
                key.section() == entry.section
                    && key.absent == Absent::Refused
                    && !entry.has.iter().any(|has| has == key.leaf())
            });
            if let Some(key) = lacking {
                return Err(ConfigError::Missing {
                    at: entry.at.clone(),
                    entry: entry.shown.clone(),
                    key: key.leaf(),
                    hint: format!("add a line such as {} = {}", key.leaf(), key.example),
                });
            }
        }
        Ok(())
    }
}

/// The number of the key `name` of a section.
fn leaf(section: &str, name: &str) -> Option<usize> {
    KEYS.iter().position(|key| key.section() == section && key.leaf() == name)
}

/// What lies under a name that is not a key.
enum Below {
    One(&'static str),
    Several(&'static str),
}

fn below(section: &str, name: &str) -> Option<Below> {
    KEYS.iter().find_map(|key| {
        let full = key.section();
        let rest = match section {
            "" => full,
            _ => full.strip_prefix(section)?.strip_prefix('.')?,
        };
        let next = rest.split('.').next().unwrap_or_default();
        let here = &full[..full.len() - rest.len() + next.len()];
        match next.strip_suffix("[]") {
            Some(stem) => (stem == name).then_some(Below::Several(here)),
            None => (!next.is_empty() && (next == name || next == "*")).then_some(Below::One(here)),
        }
    })
}

fn as_table<'v>(
    value: &'v DeValue<'v>,
    at: &At,
    shown: &str,
    section: &str,
) -> Result<&'v DeTable<'v>, ConfigError> {
    if let DeValue::Table(table) = value {
        return Ok(table);
    }
    let holds_named = KEYS.iter().any(|key| key.section() == format!("{section}.*"));
    let header = if holds_named { format!("[{shown}.NAME]") } else { format!("[{shown}]") };
    Err(ConfigError::Shape {
        at: at.clone(),
        key: shown.to_owned(),
        found: kind_of(value),
        expected: "a section",
        hint: format!("write it as a header on a line of its own: {header}"),
    })
}

fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a section",
    }
}

/// The names that may stand in a section.
fn names_in(section: &str) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    for key in KEYS {
        let rest = match section {
            "" => Some(key.name),
            _ => key.name.strip_prefix(section).and_then(|rest| rest.strip_prefix('.')),
        };
        let Some(name) = rest.and_then(|rest| rest.split('.').next()) else { continue };
        let name = name.trim_end_matches("[]");
        if name != "*" && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn unknown(here: &Here, key: &str, at: At) -> ConfigError {
    ConfigError::UnknownKey { at, key: here.shown_key(key), hint: unknown_hint(here.section, key) }
}

/// The nearest name in the same section; else the same name in another; else all of them.
fn unknown_hint(section: &str, key: &str) -> String {
    let names = names_in(section);
    if let Some(name) = nearest(key, names.iter().copied()) {
        return format!("did you mean {name:?}?");
    }
    let elsewhere = KEYS.iter().find(|known| known.leaf() == key && !known.is_repeated());
    match elsewhere {
        Some(known) if known.section().is_empty() => {
            format!("{key:?} stands at the top of the file, before the first [section]")
        }
        Some(known) => format!("{key:?} belongs under [{}]", known.section()),
        None => format!("what can stand here: {}", names.join(", ")),
    }
}

/// A value from the command line.
fn from_argument(key: &str, value: &str) -> Result<Found, ConfigError> {
    let at = At::CommandLine;
    let parts: Vec<&str> = key.split('.').collect();
    let matching = KEYS.iter().position(|known| {
        let pattern: Vec<&str> = known.name.split('.').collect();
        pattern.len() == parts.len()
            && pattern
                .iter()
                .zip(&parts)
                .all(|(p, part)| (*p == "*" && !part.is_empty()) || p == part)
    });
    let Some(index) = matching else {
        let names = KEYS.iter().filter(|known| !known.name.contains('[')).map(|known| known.name);
        let hint = nearest(key, names).map_or_else(
            || "vigie config show lists every key".to_owned(),
            |name| format!("did you mean {name:?}? vigie config show lists every key"),
        );
        return Err(ConfigError::UnknownKey { at, key: key.to_owned(), hint });
    };
    let name =
        if KEYS[index].is_repeated() { parts.get(1).copied().unwrap_or_default() } else { "" };
    let place = Place { name: name.to_owned(), index: 0 };
    Ok(Found { key: index, place, shown: key.to_owned(), given: Given::from_argument(value), at })
}

/// Sets defaults, then what was found, and notes where each value comes from.
fn resolve(mut found: Vec<Found>) -> Result<Config, ConfigError> {
    let mut config = Config::blank();
    for key in KEYS.iter().filter(|key| !key.is_repeated()) {
        let setting = set_default(&mut config, key);
        config.settings.push(setting);
    }
    // Entries of one section stay together. The sort is stable: for one key, the command line
    // comes after the file.
    let section_of =
        |key: usize| KEYS.iter().position(|known| known.section() == KEYS[key].section());
    found.sort_by_cached_key(|one| {
        (section_of(one.key), one.place.index, one.place.name.clone(), one.key)
    });
    for one in found {
        set(&mut config, one)?;
    }
    finish(&mut config)?;
    Ok(config)
}

fn set_default(config: &mut Config, key: &'static Key) -> Setting {
    let (value, unset) = match key.absent {
        Absent::Default(value) => {
            let place = Place { name: String::new(), index: 0 };
            let fits = (key.set)(config, &place, &Given::from_argument(value));
            debug_assert!(fits.is_ok(), "the default of {} does not fit", key.name);
            (Some(value.to_owned()), None)
        }
        Absent::Unset(then) => (None, Some(then)),
        Absent::Refused => (None, None),
    };
    Setting { key: key.name.to_owned(), value, unset, origin: Origin::Default, doc: key.doc }
}

fn set(config: &mut Config, one: Found) -> Result<(), ConfigError> {
    let key = &KEYS[one.key];
    (key.set)(config, &one.place, &one.given).map_err(|wrong| ConfigError::Value {
        at: one.at.clone(),
        key: one.shown.clone(),
        found: cut(one.given.shown()),
        expected: wrong.expected,
        hint: wrong.hint,
    })?;
    let origin = match one.at {
        At::Line { file, line } => Origin::File { file, line },
        At::CommandLine => Origin::CommandLine,
    };
    let value = Some(one.given.shown());
    let setting = Setting { key: one.shown, value, unset: None, origin, doc: key.doc };
    match config.settings.iter_mut().find(|known| known.key == setting.key) {
        Some(known) => *known = setting,
        None => config.settings.push(setting),
    }
    Ok(())
}

/// What no single key can check.
fn finish(config: &mut Config) -> Result<(), ConfigError> {
    for (index, mandate) in config.mandates.iter().enumerate() {
        if config.mandates[..index].iter().any(|earlier| earlier.id == mandate.id) {
            return Err(twice(config, index));
        }
    }
    if config.mandate("local").is_none() {
        config.mandates.insert(0, Mandate::local());
    }
    super::network::check(config)?;
    Ok(())
}

fn twice(config: &Config, index: usize) -> ConfigError {
    let key = format!("mandate[{index}].id");
    let setting = config.settings.iter().find(|setting| setting.key == key);
    let at = match setting.map(|setting| &setting.origin) {
        Some(Origin::File { file, line }) => At::Line { file: file.clone(), line: *line },
        _ => At::CommandLine,
    };
    ConfigError::Value {
        at,
        found: setting.and_then(|setting| setting.value.clone()).unwrap_or_default(),
        key,
        expected: "a name of its own".to_owned(),
        hint: "each mandate needs another id".to_owned(),
    }
}

fn cut(text: String) -> String {
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}
