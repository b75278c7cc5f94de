//! A sealed place to run the real binary in: own folders, own clock, no other environment.

use std::ffi::OsStr;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use tempfile::TempDir;
use wait4::Wait4 as _;

/// Fixes the clock of the binary under test (debug builds only).
pub const CLOCK_VARIABLE: &str = "VIGIE_TEST_CLOCK";
/// Arms a failpoint (builds with the feature `failpoints` only).
pub const FAILPOINT_VARIABLE: &str = "VIGIE_TEST_FAILPOINT";
/// The moment at which a sealed place stands unless a test says otherwise: a Tuesday evening,
/// after the invented season of `vigie-scenario`.
pub const NOW: &str = "2027-05-04T18:00:00Z";

/// Output of the binary beyond this length is a failure of the test.
const MOST_OUTPUT: u64 = 256 << 20;

/// Folders of its own that vanish with it.
pub struct Sealed {
    root: TempDir,
    binary: PathBuf,
    clock: String,
    variables: Vec<(String, String)>,
}

impl Sealed {
    /// Makes the folders. `binary` is `env!("CARGO_BIN_EXE_vigie")` in tests of the crate `cli`.
    ///
    /// # Errors
    /// When the folders cannot be made.
    pub fn new(binary: impl Into<PathBuf>) -> Result<Self> {
        let root = tempfile::Builder::new().prefix("vigie-test-").tempdir()?;
        for name in ["project", "home", "output", "tmp"] {
            std::fs::create_dir(root.path().join(name))?;
        }
        let binary = binary.into();
        Ok(Self { root, binary, clock: NOW.to_owned(), variables: Vec::new() })
    }

    /// The folder in which the binary runs.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.root.path().join("project")
    }

    /// The home of the invented user.
    #[must_use]
    pub fn home(&self) -> PathBuf {
        self.root.path().join("home")
    }

    /// The folder that holds everything: nothing may be written elsewhere.
    #[must_use]
    pub fn root(&self) -> &Path {
        self.root.path()
    }

    /// Moves the clock, in RFC 3339.
    pub fn set_clock(&mut self, clock: &str) {
        clock.clone_into(&mut self.clock);
    }

    /// Lets the binary use the machine's clock, to measure it.
    pub fn release_clock(&mut self) {
        self.clock.clear();
    }

    /// Sets one variable of the binary's environment, which is empty otherwise.
    pub fn set_variable(&mut self, name: &str, value: &str) {
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    /// Writes a file below the project folder, with the folders on the way.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> Result<PathBuf> {
        let path = self.folder().join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(&path, content).with_context(|| format!("writing {name}"))?;
        Ok(path)
    }

    /// Reads a file below the project folder.
    ///
    /// # Errors
    /// When it cannot be read or is absurdly long.
    pub fn read(&self, name: &str) -> Result<Vec<u8>> {
        bounded(&self.folder().join(name))
    }

    /// Every file below the project folder, by its path from there, sorted.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn files(&self) -> Result<Vec<String>> {
        let mut found = Vec::new();
        let mut open = vec![self.folder()];
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(&folder)? {
                let entry = entry?;
                if entry.file_type()?.is_dir() {
                    open.push(entry.path());
                } else {
                    let path = entry.path();
                    let name = path.strip_prefix(self.folder())?;
                    found.push(name.to_string_lossy().into_owned());
                }
            }
        }
        found.sort();
        Ok(found)
    }

    /// The binary with arguments, in the sealed place, not started yet.
    #[must_use]
    pub fn command<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Command {
        let mut command = Command::new(&self.binary);
        command
            .args(arguments)
            .current_dir(self.folder())
            .env_clear()
            .env("HOME", self.home())
            .env("TMPDIR", self.root.path().join("tmp"))
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null());
        if !self.clock.is_empty() {
            command.env(CLOCK_VARIABLE, &self.clock);
        }
        command
    }

    /// Runs the binary to its end.
    ///
    /// # Errors
    /// When it cannot be started; not when it fails.
    pub fn run<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Result<Ran> {
        Running::start(self, self.command(arguments))?.end()
    }

    /// Runs the binary with bytes on its standard input.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn run_with_input<S: AsRef<OsStr>>(&self, arguments: &[S], input: &[u8]) -> Result<Ran> {
        let path = self.root.path().join("output/stdin");
        std::fs::write(&path, input)?;
        let mut command = self.command(arguments);
        command.stdin(File::open(&path)?);
        Running::start(self, command)?.end()
    }

    /// Runs the binary with its output going to a reader that has left already.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn run_into_closed_pipe<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Result<Ran> {
        let mut prepared = Running::prepare(self, self.command(arguments))?;
        let (reader, writer) = std::io::pipe()?;
        drop(reader);
        prepared.command.stdout(writer);
        prepared.spawn()?.end()
    }

    /// Starts a command made by [`Sealed::command`] and leaves it running.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start_command(&self, command: Command) -> Result<Running> {
        Running::start(self, command)
    }

    /// Starts the binary and leaves it running.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Result<Running> {
        Running::start(self, self.command(arguments))
    }
}

/// A command whose output goes to files, so that neither side ever waits for the other.
struct Prepared {
    command: Command,
    files: [PathBuf; 2],
}

/// The binary, running.
pub struct Running {
    child: Child,
    files: [PathBuf; 2],
}

impl Running {
    fn prepare(place: &Sealed, mut command: Command) -> Result<Prepared> {
        let folder = place.root.path().join("output");
        let (out, stdout) =
            tempfile::Builder::new().prefix("stdout-").tempfile_in(&folder)?.keep()?;
        let (err, stderr) =
            tempfile::Builder::new().prefix("stderr-").tempfile_in(&folder)?.keep()?;
        command.stdout(out).stderr(err);
        Ok(Prepared { command, files: [stdout, stderr] })
    }

    fn start(place: &Sealed, command: Command) -> Result<Self> {
        Self::prepare(place, command)?.spawn()
    }

    /// Waits for the end.
    ///
    /// # Errors
    /// When the operating system loses the process or its output cannot be read.
    pub fn end(self) -> Result<Ran> {
        let ended = self.child.wait4().context("waiting for the binary")?;
        let usage = Usage {
            user: ended.rusage.utime,
            system: ended.rusage.stime,
            peak_bytes: ended.rusage.maxrss,
        };
        let [stdout, stderr] = &self.files;
        Ok(Ran { status: ended.status, usage, stdout: bounded(stdout)?, stderr: bounded(stderr)? })
    }

    /// Ends the process with SIGKILL, as a power cut would. Nothing happens when it has ended.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn kill(mut self) -> Result<Ran> {
        self.child.kill().context("killing the binary")?;
        self.end()
    }

    /// The process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Prepared {
    fn spawn(mut self) -> Result<Running> {
        let program = self.command.get_program().to_string_lossy().into_owned();
        let child = self.command.spawn().with_context(|| format!("starting {program}"))?;
        Ok(Running { child, files: self.files })
    }
}

/// What a process used, as the kernel counted it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Usage {
    /// CPU time in the program.
    pub user: Duration,
    /// CPU time in the kernel.
    pub system: Duration,
    /// The most memory held at once, in bytes. Never below what the starting process held when it
    /// forked: Linux counts that too, so a measuring process should be small.
    pub peak_bytes: u64,
}

impl Usage {
    /// CPU time in both.
    #[must_use]
    pub fn cpu(&self) -> Duration {
        self.user + self.system
    }
}

/// What a run of the binary left.
pub struct Ran {
    /// How it ended.
    pub status: ExitStatus,
    /// What it used.
    pub usage: Usage,
    /// Its standard output.
    pub stdout: Vec<u8>,
    /// Its standard error.
    pub stderr: Vec<u8>,
}

impl Ran {
    /// The exit code; `None` when a signal ended it.
    #[must_use]
    pub fn code(&self) -> Option<i32> {
        self.status.code()
    }

    /// The standard output as text; bytes that are none are shown as such.
    #[must_use]
    pub fn out(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    /// The standard error as text.
    #[must_use]
    pub fn err(&self) -> String {
        String::from_utf8_lossy(&self.stderr).into_owned()
    }

    /// Exit code and both outputs, for a snapshot.
    #[must_use]
    pub fn transcript(&self) -> String {
        let mut text = match self.code() {
            Some(code) => format!("exit {code}\n"),
            None => "ended by a signal\n".to_owned(),
        };
        for (name, part) in [("stdout", self.out()), ("stderr", self.err())] {
            if !part.is_empty() {
                text = format!("{text}-- {name}\n{part}");
            }
        }
        text
    }

    /// The standard output of a run that had to end well.
    ///
    /// # Errors
    /// When the exit code is not 0: with both outputs.
    pub fn done(self) -> Result<String> {
        ensure!(self.code() == Some(0), "the binary did not end well:\n{}", self.transcript());
        Ok(self.out())
    }
}

fn bounded(path: &Path) -> Result<Vec<u8>> {
    let file = File::open(path).with_context(|| format!("reading {}", path.display()))?;
    let mut content = Vec::new();
    #[expect(clippy::disallowed_methods, reason = "this is the bounded read")]
    file.take(MOST_OUTPUT + 1).read_to_end(&mut content)?;
    ensure!(content.len() as u64 <= MOST_OUTPUT, "{} is absurdly long", path.display());
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell() -> Sealed {
        Sealed::new("/bin/sh").unwrap()
    }

    #[test]
    fn the_environment_holds_the_sealed_variables_only() {
        let ran = shell().run(&["-c", "export -p; exit 3"]).unwrap();
        assert_eq!(ran.code(), Some(3));
        let mut names: Vec<String> = ran
            .out()
            .lines()
            .filter_map(|line| line.strip_prefix("export "))
            .map(|line| line.split('=').next().unwrap_or(line).to_owned())
            .filter(|name| !["PWD", "OLDPWD", "SHLVL", "_"].contains(&name.as_str()))
            .collect();
        names.sort();
        assert_eq!(names, ["HOME", "TMPDIR", CLOCK_VARIABLE]);
    }

    #[test]
    fn input_and_both_outputs_are_kept_apart() {
        let ran = shell().run_with_input(&["-c", "cat; echo no >&2"], b"yes\n").unwrap();
        insta::assert_snapshot!(ran.transcript(), @r"
        exit 0
        -- stdout
        yes
        -- stderr
        no
        ");
    }

    #[test]
    fn a_killed_process_has_no_exit_code() {
        let place = shell();
        let running = place.start(&["-c", "while :; do :; done"]).unwrap();
        assert_eq!(running.kill().unwrap().code(), None);
    }

    #[test]
    fn a_reader_that_left_is_noticed_by_the_writer() {
        let command = "trap '' PIPE; echo text || exit 9";
        let ran = shell().run_into_closed_pipe(&["-c", command]).unwrap();
        assert_eq!(ran.code(), Some(9));
    }

    #[test]
    fn cpu_time_is_that_of_the_child() {
        let place = shell();
        let busy = "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done";
        let busy = place.run(&["-c", busy]).unwrap().usage;
        let idle = place.run(&["-c", ":"]).unwrap().usage;
        assert!(busy.cpu() > idle.cpu(), "{busy:?} {idle:?}");
        assert!(idle.peak_bytes > 100_000 && idle.peak_bytes < 1 << 30, "{idle:?}");
    }

    #[test]
    fn files_are_listed_by_their_path_from_the_project() {
        let place = shell();
        place.write("logs/www1/access.log", b"x").unwrap();
        place.write("posts.csv", b"y").unwrap();
        assert_eq!(place.files().unwrap(), ["logs/www1/access.log", "posts.csv"]);
        assert_eq!(place.read("posts.csv").unwrap(), b"y");
    }
}
