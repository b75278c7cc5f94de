//! The file: made whole, opened only when it is ours and of a version that we know.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::error::CasesError;

/// The version of the tables and of the entries in them.
const VERSION: u32 = 1;
/// "Vigj", in the header of the file.
const APPLICATION: i32 = 0x5669_676a;
/// How long one process waits for another one's append, which takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(10);

const TABLES: &str = "
CREATE TABLE entries (
    place INTEGER PRIMARY KEY,
    author TEXT NOT NULL,
    seq INTEGER NOT NULL,
    target TEXT NOT NULL,
    hash TEXT NOT NULL,
    bytes TEXT NOT NULL,
    UNIQUE (author, seq)
) STRICT;
CREATE INDEX entries_by_target ON entries (target, author, seq);
";

/// Makes an empty journal beside `path` and moves it there, so that no process ever sees a file
/// without its tables, and two that start together both find one.
pub(super) fn create_if_absent(path: &Path) -> Result<(), CasesError> {
    if is_there(path)? {
        return Ok(());
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    let failed = |doing: &'static str, path: &Path| {
        let path = path.to_owned();
        move |source| CasesError::File { doing, path, source }
    };
    fs::create_dir_all(&folder).map_err(failed("create", &folder))?;
    let draft = folder.join(format!("journal.new-{}", std::process::id()));
    remove(&draft);
    build(&draft).map_err(CasesError::database("create"))?;
    let linked = fs::hard_link(&draft, path);
    match linked {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        // Some disks know no links; there the first of two wins by a hair.
        Err(_) if !is_there(path)? => fs::rename(&draft, path).map_err(failed("create", path))?,
        Err(_) => {}
    }
    remove(&draft);
    let folder_file = fs::File::open(&folder).map_err(failed("open", &folder))?;
    folder_file.sync_all().map_err(failed("sync", &folder))
}

fn is_there(path: &Path) -> Result<bool, CasesError> {
    let path_of = || path.to_owned();
    path.try_exists().map_err(|source| CasesError::File { doing: "open", path: path_of(), source })
}

/// Left over from a start that was killed: nothing is in it.
fn remove(draft: &Path) {
    for ending in ["", "-wal", "-shm", "-journal"] {
        let mut name = draft.as_os_str().to_owned();
        name.push(ending);
        // Nearly always there is none; if it cannot go, building in its place fails and says so.
        let _ = fs::remove_file(name);
    }
}

fn build(path: &Path) -> rusqlite::Result<()> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    connection.execute_batch(&format!(
        "BEGIN IMMEDIATE; {TABLES} PRAGMA application_id = {APPLICATION}; \
         PRAGMA user_version = {VERSION}; COMMIT;"
    ))?;
    connection.close().map_err(|(_, error)| error)
}

/// Opens an existing journal for reading and writing.
pub(super) fn connect(path: &Path) -> Result<Connection, CasesError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection =
        Connection::open_with_flags(path, flags).map_err(CasesError::database("open"))?;
    connection.busy_timeout(PATIENCE).map_err(CasesError::database("open"))?;
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let not_ours = || CasesError::NotAJournal { path: path.to_owned() };
    let application =
        number("application_id").map_err(|error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => not_ours(),
            _ => CasesError::database("open")(error),
        })?;
    if application != APPLICATION {
        return Err(not_ours());
    }
    let found = number("user_version").map_err(CasesError::database("open"))?;
    let found = u32::try_from(found).unwrap_or(u32::MAX);
    if found > VERSION {
        return Err(CasesError::Newer { path: path.to_owned(), found, known: VERSION });
    }
    connection.pragma_update(None, "synchronous", "FULL").map_err(CasesError::database("open"))?;
    Ok(connection)
}
