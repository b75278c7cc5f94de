//! What went wrong, as it is shown: the error, its causes, what to do next, and an exit code.

use std::error::Error;
use std::io::{self, Write};
use std::path::Path;

use anstyle::{AnsiColor, Style};
use serde::Serialize;
use vigie_app::AppError;
use vigie_app::config::ConfigError;
use vigie_app::gate::harmless;
use vigie_app::model::{ErrorKind, ExitCode, Explained};
use vigie_app::words::{Arg, Language, Told, Words};

use crate::arguments::Format;

/// A command could not be carried out.
#[derive(Debug)]
pub(crate) struct Failure {
    kind: ErrorKind,
    /// The error and what caused it, outermost first.
    chain: Vec<String>,
    hint: Option<String>,
    /// The error and its hint in French, where they exist.
    french: Option<Told>,
}

impl Failure {
    /// A failure of the command line that clap cannot see.
    pub(crate) fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        let hint = Some(hint.into());
        Self { kind: ErrorKind::Usage, chain: vec![message.into()], hint, french: None }
    }

    /// The person at the keyboard said no.
    pub(crate) fn refused(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::User, chain: vec![message.into()], hint: None, french: None }
    }

    /// No project stands in the folder.
    pub(crate) fn missing_project(dir: &Path) -> Self {
        let hint = Some("start one with `vigie init`, or name its folder with --dir".to_owned());
        let (message, id) = if dir == Path::new(".") {
            ("there is no Vigie project in this folder".to_owned(), "wrong-no-project-here")
        } else {
            (format!("there is no Vigie project in {}", dir.display()), "wrong-no-project")
        };
        let failure = Self { kind: ErrorKind::User, chain: vec![message], hint, french: None };
        failure.in_french(id, &[("path", dir.display().to_string().into())])
    }

    /// A folder of ours could not be made.
    pub(crate) fn unwritable(path: &Path, error: &io::Error) -> Self {
        let message = format!("cannot make the folder {}", path.display());
        let hint = Some("choose a folder that you may write to, with --dir or --keep".to_owned());
        let chain = vec![message, error.to_string()];
        Self { kind: ErrorKind::User, chain, hint, french: None }
            .in_french("wrong-unwritable", &[("path", path.display().to_string().into())])
    }

    /// A file that was asked for could not be written.
    pub(crate) fn unwritten(path: &Path, error: &io::Error) -> Self {
        let message = format!("cannot write {}", path.display());
        let taken = error.kind() == io::ErrorKind::AlreadyExists;
        let (hint, id) = if taken {
            ("it exists already: choose another name, or move it away", "wrong-taken")
        } else {
            ("check that the folder exists, is yours to write and has space", "wrong-write")
        };
        let chain = vec![message, error.to_string()];
        Self { kind: ErrorKind::User, chain, hint: Some(hint.to_owned()), french: None }
            .in_french(id, &[("path", path.display().to_string().into())])
    }

    /// Gives it its French message.
    pub(crate) fn in_french(mut self, id: &str, args: &[(&str, Arg<'_>)]) -> Self {
        self.french = Words::new(Language::French).told(id, args);
        self
    }

    fn explained(error: &(impl Explained + 'static)) -> Self {
        Self::of(error, error.kind(), error.hint())
    }

    fn of(error: &dyn Error, kind: ErrorKind, hint: Option<String>) -> Self {
        let mut chain = vec![error.to_string()];
        let mut cause = error.source();
        while let Some(error) = cause {
            let text = error.to_string();
            // Some errors already say what caused them.
            if !chain.iter().any(|said| said.contains(&text)) {
                chain.push(text);
            }
            cause = error.source();
        }
        Self { kind, chain, hint, french: None }
    }

    /// The exit code that belongs to it.
    pub(crate) fn exit_code(&self) -> ExitCode {
        self.kind.exit_code()
    }

    /// Prints it on standard error. A reader that went away is not worth a word, and if standard
    /// error is gone too there is nobody left to tell.
    pub(crate) fn print(&self, words: &Words, format: Format) {
        if self.kind == ErrorKind::BrokenPipe {
            return;
        }
        let mut out = anstream::stderr().lock();
        let _ = match format {
            Format::Text | Format::Csv => out.write_all(self.text(words).as_bytes()),
            Format::Json | Format::Ndjson => writeln!(out, "{}", self.json()),
        };
    }

    /// Every line passes the gate: messages quote file names and arguments.
    pub(crate) fn text(&self, words: &Words) -> String {
        let mut text = String::new();
        let mut add = |style: Style, label: String, line: &str| {
            text.push_str(&format!("{style}{label}{style:#} {}\n", harmless(line)));
        };
        let french = self.french.as_ref().filter(|_| words.language() == Language::French);
        let mut lines = self.chain.iter();
        if let Some(line) = lines.next() {
            add(ERROR, words.plain("error-label"), french.map_or(line, |told| &told.message));
        }
        for line in lines {
            add(CAUSE, words.plain("cause-label"), line);
        }
        let hint = french.and_then(|told| told.hint.as_ref()).or(self.hint.as_ref());
        if let Some(hint) = hint {
            add(HINT, words.plain("hint-label"), hint);
        }
        text
    }

    fn json(&self) -> String {
        #[derive(Serialize)]
        struct Shown {
            error: String,
            causes: Vec<String>,
            hint: Option<String>,
            exit: u8,
        }
        let mut chain = self.chain.iter().map(|line| harmless(line));
        let shown = Shown {
            error: chain.next().unwrap_or_default(),
            causes: chain.collect(),
            hint: self.hint.as_deref().map(harmless),
            exit: self.exit_code() as u8,
        };
        serde_json::to_string(&shown).unwrap_or_default()
    }
}

const ERROR: Style = AnsiColor::Red.on_default().bold();
const CAUSE: Style = Style::new().bold();
const HINT: Style = AnsiColor::Cyan.on_default().bold();

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        let french = Words::new(Language::French).error(&error);
        Self { french, ..Self::explained(&error) }
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::explained(&error)
    }
}

impl From<vigie_server::ServerError> for Failure {
    fn from(error: vigie_server::ServerError) -> Self {
        use vigie_server::ServerError::Taken;
        let failure = Self::explained(&error);
        match &error {
            Taken { address } => {
                failure.in_french("wrong-port", &[("port", address.port().to_string().into())])
            }
            _ => failure,
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::of(&error, ErrorKind::BrokenPipe, None);
        }
        let hint = "is there space on the device that the output goes to?".to_owned();
        Self::of(&error, ErrorKind::User, Some(hint))
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        match error.io_error_kind() {
            Some(kind) => io::Error::from(kind).into(),
            None => Self::of(&error, ErrorKind::Bug, None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(failure: &Failure, language: Language) -> String {
        anstream::adapter::strip_str(&failure.text(&Words::new(language))).to_string()
    }

    #[derive(Debug)]
    struct Outer(io::Error);

    impl std::fmt::Display for Outer {
        fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            out.write_str("cannot read a\u{1b}[2Jb.csv")
        }
    }

    impl Error for Outer {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&self.0)
        }
    }

    impl Explained for Outer {
        fn kind(&self) -> ErrorKind {
            ErrorKind::User
        }

        fn hint(&self) -> Option<String> {
            Some("check the path".to_owned())
        }
    }

    #[test]
    fn errors_show_causes_and_hints_and_no_control_byte() {
        let failure = Failure::explained(&Outer(io::Error::other("no such file")));
        insta::assert_snapshot!(shown(&failure, Language::English), @r"
        error: cannot read a\u{1b}[2Jb.csv
        because: no such file
        hint: check the path
        ");
        insta::assert_snapshot!(shown(&failure, Language::French), @r"
        erreur : cannot read a\u{1b}[2Jb.csv
        cause : no such file
        conseil : check the path
        ");
        insta::assert_snapshot!(failure.json(), @r#"{"error":"cannot read a\\u{1b}[2Jb.csv","causes":["no such file"],"hint":"check the path","exit":1}"#);
    }

    #[test]
    fn an_error_of_daily_use_is_said_in_french() {
        let failure = Failure::missing_project(Path::new("here"));
        insta::assert_snapshot!(shown(&failure, Language::French), @"
        erreur : il n’y a pas de projet Vigie dans here
        conseil : en créer un avec vigie init, ou nommer son dossier avec --dir
        ");
        let failure = Failure::from(AppError::ReasonMissing);
        insta::assert_snapshot!(shown(&failure, Language::French), @r#"
        erreur : dévoiler demande une raison
        conseil : dire pourquoi : --reveal "raison" ; elle est consignée
        "#);
    }

    #[test]
    fn each_kind_has_its_exit_code() {
        assert_eq!(
            Failure::from(io::Error::from(io::ErrorKind::BrokenPipe)).exit_code(),
            ExitCode::Done
        );
        assert_eq!(
            Failure::from(io::Error::from(io::ErrorKind::StorageFull)).exit_code(),
            ExitCode::CouldNot
        );
        assert_eq!(Failure::usage("a", "b").exit_code(), ExitCode::Usage);
    }
}
