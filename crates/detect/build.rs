//! Lists every page under `detectors/`, so that a new detector touches one page and no list.

#![expect(clippy::disallowed_methods, reason = "cargo tells build scripts where to write that way")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    // Asked at run time: one target folder may serve several checkouts.
    let crate_folder = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let folder = crate_folder.join("../../detectors");
    // Cargo looks at a folder as a whole: new, changed and removed pages all count.
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut pages = Vec::new();
    collect(&folder, &mut pages)?;
    pages.sort();
    let mut list = String::from("&[\n");
    for page in pages {
        let name = page.strip_prefix(&folder).map_err(io::Error::other)?;
        let name = Path::new("detectors").join(name);
        let name = name.to_string_lossy().replace('\\', "/");
        let _ = writeln!(list, "    ({name:?}, include_str!({:?})),", page.display().to_string());
    }
    list.push_str("]\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("pages.rs"), list)
}

fn collect(folder: &Path, pages: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, pages)?;
        } else if path.extension().is_some_and(|end| end == "md") {
            pages.push(path);
        }
    }
    Ok(())
}
