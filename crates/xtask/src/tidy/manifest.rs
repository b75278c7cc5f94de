//! What a `Cargo.toml` says it depends on.

use crate::problem::Problem;
use crate::repo::File;
use crate::rust_text::line_of;

/// One dependency of a crate.
pub(super) struct Dependency {
    /// The package, whatever it is called inside the crate.
    pub(super) package: String,
    /// Whether it is for tests only.
    pub(super) dev: bool,
    pub(super) line: usize,
}

/// All dependencies: normal, build, dev, and those of single platforms.
pub(super) fn dependencies(manifest: &File) -> Result<Vec<Dependency>, Problem> {
    let table = parse(manifest)?;
    let mut found = Vec::new();
    collect(&table, manifest, &mut found);
    let platforms = table.get("target").and_then(toml::Value::as_table);
    for platform in platforms.into_iter().flatten().filter_map(|(_, value)| value.as_table()) {
        collect(platform, manifest, &mut found);
    }
    Ok(found)
}

/// The manifest as a table.
pub(super) fn parse(manifest: &File) -> Result<toml::Table, Problem> {
    manifest.text.parse().map_err(|error: toml::de::Error| {
        let line = error.span().map_or(1, |span| line_of(&manifest.text, span.start));
        Problem::at(&manifest.path, line, format!("not TOML: {}", error.message()))
    })
}

fn collect(table: &toml::Table, manifest: &File, found: &mut Vec<Dependency>) {
    for section in ["dependencies", "build-dependencies", "dev-dependencies"] {
        let Some(listed) = table.get(section).and_then(toml::Value::as_table) else { continue };
        for (name, value) in listed {
            let package = value.get("package").and_then(toml::Value::as_str).unwrap_or(name);
            let dev = section == "dev-dependencies";
            let line = line_in_section(&manifest.text, section, name);
            found.push(Dependency { package: package.to_owned(), dev, line });
        }
    }
}

fn line_in_section(text: &str, section: &str, name: &str) -> usize {
    let mut inside = false;
    for (index, line) in text.lines().enumerate() {
        if line.starts_with('[') {
            inside = line.contains(section) && (section != "dependencies" || !line.contains('-'));
            if line.trim_end_matches(']').ends_with(&format!("{section}.{name}")) {
                return index + 1;
            }
        }
        let key = line.split(['.', '=', ' ']).next().unwrap_or_default();
        if inside && key.trim_matches('"') == name {
            return index + 1;
        }
    }
    1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repo::Repo;

    #[test]
    fn every_kind_of_dependency_is_found_with_its_line() {
        let text = "[package]\nname = \"x\"\n[dependencies]\na.workspace = true\n\
                    [dev-dependencies]\nb = { package = \"real-b\", version = \"1\" }\n\
                    [target.'cfg(unix)'.dependencies]\nc = \"1\"\n";
        let repo = Repo::of(&[("crates/x/Cargo.toml", text)]);
        let found = dependencies(&repo.files[0]).unwrap();
        let shown: Vec<String> = found
            .iter()
            .map(|found| format!("{} {} {}", found.line, found.package, found.dev))
            .collect();
        assert_eq!(shown, ["4 a false", "6 real-b true", "8 c false"]);
    }

    #[test]
    fn a_broken_manifest_is_a_problem_with_a_line() {
        let repo = Repo::of(&[("crates/x/Cargo.toml", "[package]\nname =\n")]);
        let problem = dependencies(&repo.files[0]).err().unwrap();
        assert_eq!(problem.line, 2);
    }
}
