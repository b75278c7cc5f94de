//! The commented `vigie.toml` that `vigie init` writes, made from the list of keys.

use super::given::{Given, quoted};
use super::key::{Absent, Key};
use super::keys::KEYS;
use super::sections::SECTIONS;
use super::{Config, ConfigError, Overrides, Role};

/// A file in which everything that can be set stands as a comment. The role and the overrides of
/// the command line are set, so that `vigie init --lang fr` makes a French project.
///
/// # Errors
/// When an override names no known key or gives an impossible value.
pub fn template(role: Option<Role>, overrides: &Overrides) -> Result<String, ConfigError> {
    Config::load_with(None, "", overrides)?;
    let mut values: Vec<(&str, String)> = overrides
        .iter()
        .map(|(key, value)| (key.as_str(), Given::from_argument(value).shown()))
        .collect();
    if let Some(role) = role {
        values.push(("project.role", quoted(role.word())));
    }
    Ok(write(&values))
}

fn write(values: &[(&str, String)]) -> String {
    let mut out = String::from(
        "# What this project may be told. Lines that begin with # and no space are switched off:\n\
         # they show the default or an example. What holds, and where it comes from:\n\
         #     vigie config show --origin\n",
    );
    keys(&mut out, "", values);
    for (section, doc) in SECTIONS {
        let set =
            KEYS.iter().any(|key| key.section() == *section && value_of(key, values).is_some());
        out.push_str("\n# ");
        out.push_str(doc);
        out.push('\n');
        // A section without values stays off as a whole: an empty [[mandate]] would be refused.
        if !set && section.contains(['*', '[']) {
            out.push('#');
        }
        out.push_str(&header(section));
        out.push('\n');
        keys(&mut out, section, values);
    }
    out
}

fn keys(out: &mut String, section: &str, values: &[(&str, String)]) {
    for key in KEYS.iter().filter(|key| key.section() == section) {
        if section.is_empty() {
            out.push('\n');
        }
        let note = match key.absent {
            Absent::Unset(then) => format!(" Unset: {}.", then.en),
            _ => String::new(),
        };
        out.push_str(&format!("# {}{note}\n", key.doc));
        let line = match (value_of(key, values), key.absent) {
            (Some(value), _) => format!("{} = {value}\n", key.leaf()),
            (None, Absent::Default(value)) if value != "[]" => {
                format!("#{} = {value}\n", key.leaf())
            }
            (None, _) => format!("#{} = {}\n", key.leaf(), key.example),
        };
        out.push_str(&line);
    }
}

fn value_of<'v>(key: &Key, values: &'v [(&str, String)]) -> Option<&'v str> {
    values.iter().find(|(name, _)| *name == key.name).map(|(_, value)| value.as_str())
}

fn header(section: &str) -> String {
    match section.strip_suffix("[]") {
        Some(stem) => format!("[[{stem}]]"),
        None => format!("[{}]", section.replace('*', "NAME")),
    }
}
