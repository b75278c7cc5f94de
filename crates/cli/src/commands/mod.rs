//! The commands: one file each, with its arguments, its call of `app` and its text.

pub(crate) mod attacks;
pub(crate) mod brief;
pub(crate) mod case;
pub(crate) mod check;
pub(crate) mod config;
pub(crate) mod demo;
pub(crate) mod detect;
pub(crate) mod detector;
pub(crate) mod doctor;
pub(crate) mod explain;
pub(crate) mod fetch;
mod findings;
pub(crate) mod forget;
pub(crate) mod inbox;
pub(crate) mod ingest;
pub(crate) mod init;
pub(crate) mod mandate;
pub(crate) mod measure;
pub(crate) mod network;
pub(crate) mod polls;
pub(crate) mod read;
pub(crate) mod rumour;
pub(crate) mod serve;
pub(crate) mod sources;
pub(crate) mod sql;
pub(crate) mod statements;
pub(crate) mod story;
pub(crate) mod tip;
pub(crate) mod today;
pub(crate) mod verify;
pub(crate) mod watch;

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use vigie_app::config::Config;
use vigie_app::doctor::DoctorReport;
use vigie_app::gate::harmless;
use vigie_app::model::{Event, ExitCode, Level};
use vigie_app::surroundings::Surroundings;
use vigie_app::words::Words;
use vigie_app::{Project, System};

use crate::arguments::{Arguments, Command, Everywhere, Format, Progress};
use crate::events::{self, Console};
use crate::failure::Failure;
use crate::logs;
use crate::output::Ui;

/// Runs the command and prints what went wrong, if something did.
pub(crate) fn run(arguments: Arguments) -> ExitCode {
    let Arguments { everywhere, command } = arguments;
    let format = everywhere.format;
    // Until vigie.toml has been read, the command line alone says which language.
    let early = Words::new(everywhere.lang.unwrap_or_default());
    let context = match Context::new(everywhere, &command) {
        Ok(context) => context,
        Err(failure) => {
            failure.print(&early, format);
            return failure.exit_code();
        }
    };
    match command.run(&context) {
        Ok(code) => code,
        Err(failure) => {
            failure.print(&context.ui.words, format);
            failure.exit_code()
        }
    }
}

impl Command {
    /// Whether the command works the same in any folder, whatever `vigie.toml` says there.
    fn needs_no_project(&self) -> bool {
        matches!(self, Self::Init(_) | Self::Demo(_) | Self::Read(_))
    }

    fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        match self {
            Self::Init(command) => command.run(context),
            Self::Ingest(command) => command.run(context),
            Self::Fetch(command) => command.run(context),
            Self::Detect(command) => command.run(context),
            Self::Today(command) => command.run(context),
            Self::Explain(command) => command.run(context),
            Self::Case(command) => command.run(context),
            Self::Mandate(command) => command.run(context),
            Self::Measure(command) => command.run(context),
            Self::Tip(command) => command.run(context),
            Self::Inbox(command) => command.run(context),
            Self::Attacks(command) => command.run(context),
            Self::Check(command) => command.run(context),
            Self::Brief(command) => command.run(context),
            Self::Network(command) => command.run(context),
            Self::Statements(command) => command.run(context),
            Self::Polls(command) => command.run(context),
            Self::Read(command) => command.run(context),
            Self::Story(command) => command.run(context),
            Self::Rumour(command) => command.run(context),
            Self::Verify(command) => command.run(context),
            Self::Forget(command) => command.run(context),
            Self::Sql(command) => command.run(context),
            Self::Sources(command) => command.run(context),
            Self::Detector(command) => command.run(context),
            Self::Config(command) => command.run(context),
            Self::Doctor(command) => command.run(context),
            Self::Serve(command) => command.run(context),
            Self::Watch(command) => command.run(context),
            Self::Demo(command) => command.run(context),
        }
    }
}

/// What every command is given.
pub(crate) struct Context {
    /// How results are shown.
    pub(crate) ui: Ui,
    /// The clock and the event bus.
    pub(crate) system: System,
    /// The project folder.
    pub(crate) dir: PathBuf,
    /// `--config` and its short forms.
    pub(crate) overrides: Vec<(String, String)>,
    /// What stands in the folder.
    surroundings: Surroundings,
}

impl Context {
    fn new(everywhere: Everywhere, command: &Command) -> Result<Self, Failure> {
        let Everywhere { dir, format, lang, config: mut overrides, quiet, color, progress, log } =
            everywhere;
        if format == Format::Csv && !matches!(command, Command::Polls(_)) {
            return Err(Failure::usage(
                "this command prints no CSV",
                "take --format json or ndjson; some commands write a table with --csv FILE",
            )
            .in_french("wrong-no-csv", &[]));
        }
        if let Some(language) = lang {
            overrides.push(("language".to_owned(), language.code().to_owned()));
        }
        let surroundings = if command.needs_no_project() {
            Surroundings {
                config: Config::load_with(None, "", &overrides)?,
                has_file: false,
                has_lake: false,
            }
        } else if matches!(command, Command::Verify(_)) {
            Surroundings::of_to_check(&dir, &overrides)?
        } else {
            Surroundings::of(&dir, &overrides)?
        };
        let config = &surroundings.config;
        let progress = resolve(progress, quiet);
        let console = Console::new(progress);
        let words = || Words::new(config.language);
        let system = System::real(events::printer(progress, &console, words));
        logs::start(log.as_deref(), progress == Progress::Json, &system.clock, &console)?;
        let ui = Ui::new(words(), config.timezone.clone(), format, color.choice(), quiet);
        Ok(Self { ui, system, dir, overrides, surroundings })
    }

    /// Opens the project that stands in the folder.
    pub(crate) fn project(&self) -> Result<Project, Failure> {
        let Surroundings { has_file, has_lake, .. } = self.surroundings;
        if has_file || has_lake {
            return self.project_or_new();
        }
        Err(Failure::missing_project(&self.dir))
    }

    /// As [`Context::project`], to check what is kept.
    pub(crate) fn project_to_check(&self) -> Result<Project, Failure> {
        let Surroundings { has_file, has_lake, .. } = self.surroundings;
        if has_file || has_lake {
            return Ok(Project::open_to_check(&self.dir, &self.overrides, &self.system)?);
        }
        Err(Failure::missing_project(&self.dir))
    }

    /// Opens the project; in a folder that holds none, starts a lake with the defaults.
    pub(crate) fn project_or_new(&self) -> Result<Project, Failure> {
        Ok(Project::open(&self.dir, &self.overrides, &self.system)?)
    }

    /// The configuration in force, without opening the lake.
    pub(crate) fn config(&self) -> &Config {
        &self.surroundings.config
    }

    /// Looks at the machine and the folder.
    pub(crate) fn examine(&self) -> DoctorReport {
        vigie_app::doctor::examine(&self.dir, &self.surroundings, &self.system)
    }

    /// Whether opening a project here starts a new one.
    pub(crate) fn is_new(&self) -> bool {
        !self.surroundings.has_file && !self.surroundings.has_lake
    }

    /// Says that a project was started here without being asked for.
    pub(crate) fn tell_new(&self) {
        let dir = harmless(&self.dir.display().to_string());
        let text = self.ui.say("new-without-init", &[("dir", dir.into())]);
        self.system.events.emit(Event::Log { level: Level::Warn, text });
    }

    /// The project folder as part of a command to copy: nothing when it is the present one.
    pub(crate) fn dir_option(&self) -> String {
        if self.dir.as_os_str() == "." {
            String::new()
        } else {
            format!(" -C {}", self.dir.display())
        }
    }
}

/// Bars only where somebody sees both them and the result.
fn resolve(progress: Progress, quiet: bool) -> Progress {
    let is_watched = || io::stdout().is_terminal() && io::stderr().is_terminal();
    match progress {
        Progress::Auto if !quiet && is_watched() => Progress::Bar,
        Progress::Auto => Progress::None,
        other => other,
    }
}
