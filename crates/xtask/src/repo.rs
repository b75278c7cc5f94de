//! The files of the repository as text: those that git tracks and new ones that it does not
//! ignore, so that a rule holds before the commit and not only after it.

use std::cell::OnceCell;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

use crate::rust_text;

/// Files larger than this are never read as text; `tidy` reports them.
pub(crate) const LARGEST: u64 = 1 << 20;

/// One file, with its path from the root and `/` between folders.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) bytes: u64,
    /// Empty for what is too large or not UTF-8.
    pub(crate) text: String,
    code: OnceCell<String>,
    product: OnceCell<String>,
}

impl File {
    pub(crate) fn is_rust(&self) -> bool {
        self.has_extension("rs")
    }

    pub(crate) fn has_extension(&self, extension: &str) -> bool {
        self.name().rsplit_once('.').is_some_and(|(_, last)| last == extension)
    }

    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// The folder below `crates/` that the file stands in.
    pub(crate) fn crate_folder(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split_once('/').map(|(folder, _)| folder)
    }

    /// Whether the whole file exists for tests, benches or examples only.
    pub(crate) fn is_for_tests(&self) -> bool {
        self.path
            .split('/')
            .any(|part| matches!(part, "tests" | "benches" | "examples" | "tests.rs" | "fuzz"))
    }

    /// The Rust text without comments and without what stands inside literals.
    pub(crate) fn code(&self) -> &str {
        self.code.get_or_init(|| rust_text::code(&self.text))
    }

    /// [`Self::code`] without items that exist for tests only; empty for test files.
    pub(crate) fn product_code(&self) -> &str {
        self.product.get_or_init(|| {
            if self.is_for_tests() { String::new() } else { rust_text::without_tests(self.code()) }
        })
    }
}

/// All files, sorted by path.
pub(crate) struct Repo {
    pub(crate) files: Vec<File>,
}

impl Repo {
    /// Reads the checkout that this program was built from.
    pub(crate) fn read() -> anyhow::Result<Self> {
        let root = root();
        // A checkout that belongs to somebody else (CI as root, say) is read all the same.
        let listed = Command::new("git")
            .args(["-c", "safe.directory=*"])
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(&root)
            .output()
            .context("git ls-files does not start; is git installed?")?;
        anyhow::ensure!(
            listed.status.success(),
            "git ls-files failed: {}",
            String::from_utf8_lossy(&listed.stderr).trim()
        );
        let mut files = Vec::new();
        for path in String::from_utf8_lossy(&listed.stdout).split_terminator('\0') {
            files.extend(read(&root, path)?);
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup_by(|a, b| a.path == b.path);
        Ok(Self { files })
    }

    pub(crate) fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    pub(crate) fn rust_files(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.is_rust())
    }

    pub(crate) fn manifests(&self) -> impl Iterator<Item = (&str, &File)> {
        self.files.iter().filter_map(|file| {
            let folder = file.crate_folder()?;
            (file.path == format!("crates/{folder}/Cargo.toml")).then_some((folder, file))
        })
    }

    /// A repository out of `(path, text)`, for tests.
    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(path, text)| file(path, text.len() as u64, *text)).collect();
        Self { files }
    }
}

/// The root of the checkout.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

fn file(path: &str, bytes: u64, text: impl Into<String>) -> File {
    let (code, product) = (OnceCell::new(), OnceCell::new());
    File { path: path.to_owned(), bytes, text: text.into(), code, product }
}

/// `None` for a file that the index still lists but that is gone, and for links.
fn read(root: &Path, path: &str) -> anyhow::Result<Option<File>> {
    let place = root.join(path);
    let Ok(meta) = fs::symlink_metadata(&place) else { return Ok(None) };
    if !meta.is_file() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    if meta.len() <= LARGEST {
        let opened = fs::File::open(&place).with_context(|| format!("cannot open {path}"))?;
        bounded(opened, &mut bytes).with_context(|| format!("cannot read {path}"))?;
    }
    Ok(Some(file(path, meta.len(), String::from_utf8(bytes).unwrap_or_default())))
}

#[expect(clippy::disallowed_methods, reason = "the one bounded read of xtask")]
fn bounded(from: fs::File, into: &mut Vec<u8>) -> std::io::Result<usize> {
    from.take(LARGEST).read_to_end(into)
}
