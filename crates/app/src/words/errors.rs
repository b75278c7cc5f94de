//! What went wrong, in French.
//!
//! The English of an error stands in its enum (`Display` and `hint`), where its crate can test it.
//! The errors that people meet in daily use are said in French here; what is not listed, such as
//! the engine's words about a query, stays English. Each is one message in
//! `locales/fr/errors.ftl`, its hint an attribute of it.

use fluent_bundle::FluentArgs;
use vigie_engine::EngineError;
use vigie_lake::LakeError;
use vigie_sources::SourceError;
use vigie_sources::container::{self, ContainerError};

use super::{Arg, Language, Words};
use crate::AppError;
use crate::ingest::POLLS;
use crate::rumours::RumourError;

/// An error and its hint in a language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// What went wrong.
    pub message: String,
    /// What to do next.
    pub hint: Option<String>,
}

impl Words {
    /// The error in this language; `None` where its own English is all there is.
    #[must_use]
    pub fn error(&self, error: &AppError) -> Option<Told> {
        let path = |path: &std::path::Path| Arg::from(path.display().to_string());
        match error {
            AppError::Source(error) => self.source_error(error),
            AppError::Unrecognised { .. } => self.unrecognised(error),
            AppError::UnknownSource { id } => self.told("wrong-source", &[("id", id.into())]),
            AppError::UnknownMap { name, .. } => self.told("wrong-map", &[("name", name.into())]),
            AppError::UnknownMandate { id } => self.told("wrong-mandate", &[("id", id.into())]),
            AppError::MandateEnded { id, end } => {
                self.told("wrong-mandate-ended", &[("id", id.into()), ("end", end.into())])
            }
            AppError::UnknownTarget { name, nearest: None } => {
                self.told("wrong-target", &[("name", name.into())])
            }
            AppError::UnknownTarget { name, nearest: Some(nearest) } => {
                let args = [("name", name.into()), ("nearest", nearest.into())];
                self.told("wrong-target-near", &args)
            }
            AppError::UnknownDetector { name, nearest: None } => {
                self.told("wrong-detector", &[("name", name.into())])
            }
            AppError::UnknownDetector { name, nearest: Some(nearest) } => {
                let args = [("name", name.into()), ("nearest", nearest.into())];
                self.told("wrong-detector-near", &args)
            }
            AppError::OnlyFinding { text, nearest: None } => {
                self.told("wrong-only", &[("text", text.into())])
            }
            AppError::OnlyFinding { text, nearest: Some(nearest) } => {
                let args = [("text", text.into()), ("nearest", nearest.into())];
                self.told("wrong-only-near", &args)
            }
            AppError::UnknownFinding { id } => self.told("wrong-finding", &[("id", id.into())]),
            AppError::AmbiguousFinding { id, count } => {
                self.told("wrong-finding-several", &[("id", id.into()), ("count", (*count).into())])
            }
            AppError::ReasonMissing => self.told("wrong-reason", &[]),
            AppError::Moment { text } => self.told("wrong-moment", &[("text", text.into())]),
            AppError::Age { text } => self.told("wrong-age", &[("text", text.into())]),
            AppError::OriginDatabase { path: file } => {
                self.told("wrong-origin", &[("path", path(file))])
            }
            AppError::Watching { path: folder } => {
                self.told("wrong-watching", &[("path", path(folder))])
            }
            AppError::SyslogAddress { text } => {
                self.told("wrong-syslog-address", &[("text", text.into())])
            }
            AppError::SyslogListen { address, .. } => {
                self.told("wrong-syslog-listen", &[("address", address.to_string().into())])
            }
            AppError::Journal { .. } => self.told("wrong-journal", &[]),
            AppError::Forget { text } => self.told("wrong-forget", &[("text", text.into())]),
            AppError::RevealRecord { line } => {
                self.told("wrong-reveals", &[("line", (*line).into())])
            }
            AppError::ProjectExists { path: folder } => {
                self.told("wrong-project-exists", &[("path", path(folder))])
            }
            AppError::Engine(EngineError::VisitorsAndPersons { visitors, persons }) => self.told(
                "wrong-visitors-persons",
                &[("visitors", (*visitors).into()), ("persons", (*persons).into())],
            ),
            AppError::Lake(error) => self.lake_error(error),
            AppError::Rumour(error) => self.rumour_error(error),
            AppError::Refused(error) => self.refusal(error),
            AppError::Cases(error) => self.cases_error(error),
            AppError::Tagger(error) => self.tagger_error(error),
            _ => self.file_error(error),
        }
    }

    /// Of files, folders and what is packed in them.
    fn file_error(&self, error: &AppError) -> Option<Told> {
        let path = |path: &std::path::Path| Arg::from(path.display().to_string());
        match error {
            AppError::Read { path: file, .. } => self.told("wrong-read", &[("path", path(file))]),
            AppError::Write { path: file, source }
                if source.kind() == std::io::ErrorKind::AlreadyExists =>
            {
                self.told("wrong-taken", &[("path", path(file))])
            }
            AppError::Write { path: file, .. } => self.told("wrong-write", &[("path", path(file))]),
            AppError::Folder { path: folder } => {
                self.told("wrong-folder", &[("path", path(folder))])
            }
            AppError::Broken { name, .. } => self.told("wrong-broken", &[("name", name.into())]),
            AppError::Container { name, source } => {
                let id = match source {
                    ContainerError::TooLarge => "wrong-container-large",
                    _ => "wrong-container",
                };
                let args = [
                    ("name", name.into()),
                    ("packed", (container::MOST_PACKED >> 20).into()),
                    ("unpacked", (container::MOST_UNPACKED >> 20).into()),
                    ("files", container::MOST_MEMBERS.into()),
                ];
                self.told(id, &args)
            }
            AppError::UnknownSheet { name, file, known } => {
                let known = known.join(", ");
                let args = [("name", name.into()), ("file", file.into()), ("known", known.into())];
                self.told("wrong-sheet", &args)
            }
            _ => None,
        }
    }

    fn unrecognised(&self, error: &AppError) -> Option<Told> {
        let AppError::Unrecognised { file, looks, map, kept } = error else { return None };
        let looks = looks.map_or("looks-unknown", |looks| looks.0);
        let id = match (map, kept) {
            _ if matches!(looks, "looks-bzip2" | "looks-xz" | "looks-archive") => {
                "wrong-unrecognised-packed"
            }
            _ if looks == POLLS => "wrong-unrecognised-polls",
            _ if looks == "looks-picture" => "wrong-unrecognised-picture",
            (None, None) => "wrong-unrecognised",
            (None, Some(_)) => "wrong-unrecognised-kept",
            (Some(_), None) => "wrong-unmapped",
            (Some(_), Some(_)) => "wrong-unmapped-kept",
        };
        let table = kept.as_ref().unwrap_or(file);
        let kept = kept.as_deref().unwrap_or_default();
        let args = [
            ("file", file.into()),
            ("looks", self.plain(looks).into()),
            ("map", crate::error::quoted(map.as_deref().unwrap_or_default()).into()),
            ("kept", kept.into()),
            ("table", table.into()),
            ("name", kept.strip_prefix("inbox/").unwrap_or(kept).into()),
        ];
        self.told(id, &args)
    }

    fn source_error(&self, error: &SourceError) -> Option<Told> {
        match error {
            SourceError::UnknownColumn { name, known } => {
                let nearest = known.first().map_or("", String::as_str);
                let known = known.join(", ");
                let args =
                    [("name", name.into()), ("nearest", nearest.into()), ("known", known.into())];
                self.told("wrong-column", &args)
            }
            SourceError::NeedsMapping { .. } => self.told("wrong-needs-mapping", &[]),
            SourceError::Repeated { column } => {
                self.told("wrong-column-twice", &[("column", column.into())])
            }
            SourceError::DateOrder { value } => {
                self.told("wrong-date-order", &[("value", value.into())])
            }
            SourceError::NoField { column } => {
                self.told("wrong-no-field", &[("column", column.into())])
            }
            _ => None,
        }
    }

    fn lake_error(&self, error: &LakeError) -> Option<Told> {
        let path = |path: &std::path::Path| Arg::from(path.display().to_string());
        match error {
            LakeError::Busy { path: lake } => self.told("wrong-busy", &[("path", path(lake))]),
            LakeError::NotALake { path: folder, .. } => {
                self.told("wrong-not-a-lake", &[("path", path(folder))])
            }
            LakeError::NewerFormat { path: lake, .. } => {
                self.told("wrong-newer", &[("path", path(lake))])
            }
            LakeError::DiskFull { path: file } => self.told("wrong-full", &[("path", path(file))]),
            LakeError::ReadOnly { path: file } => {
                self.told("wrong-read-only", &[("path", path(file))])
            }
            LakeError::NotPermitted { path: file, .. } => {
                self.told("wrong-permission", &[("path", path(file))])
            }
            LakeError::NoSuchCommit { wanted, newest } => {
                let args =
                    [("wanted", wanted.to_string().into()), ("newest", newest.to_string().into())];
                self.told("wrong-commit", &args)
            }
            LakeError::NoSuchMandate { id, .. } => {
                self.told("wrong-nothing-under", &[("id", id.into())])
            }
            _ => None,
        }
    }

    fn rumour_error(&self, error: &RumourError) -> Option<Told> {
        let path = |path: &std::path::Path| Arg::from(path.display().to_string());
        match error {
            RumourError::Closed { path: file } => {
                self.told("wrong-rumour-closed", &[("path", path(file))])
            }
            RumourError::Newer { path: file } => {
                self.told("wrong-rumour-newer", &[("path", path(file))])
            }
            RumourError::Nothing => self.told("wrong-rumour-nothing", &[]),
            RumourError::ShortTerm { least } => {
                self.told("wrong-rumour-short", &[("least", (*least).into())])
            }
            RumourError::TooMuch { most, bytes } => {
                let args = [("most", (*most).into()), ("bytes", (*bytes).into())];
                self.told("wrong-rumour-much", &args)
            }
            RumourError::UnknownCategory => self.told("wrong-rumour-category", &[]),
            RumourError::Unknown => self.told("wrong-rumour-unknown", &[]),
            RumourError::NotHeld { code } => {
                self.told("wrong-rumour-not-held", &[("code", code.into())])
            }
            RumourError::SamePerson => self.told("wrong-rumour-same", &[]),
            RumourError::NoRandom => self.told("wrong-rumour-random", &[]),
        }
    }

    /// The message of the language itself with its hint.
    #[must_use]
    pub fn told(&self, id: &str, args: &[(&str, Arg<'_>)]) -> Option<Told> {
        if self.language == Language::English {
            return None;
        }
        let bundle = self.bundles.first()?;
        let message = bundle.get_message(id)?;
        let args: FluentArgs<'_> =
            args.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let say =
            |pattern| bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned();
        Some(Told {
            message: say(message.value()?),
            hint: message.get_attribute("hint").map(|hint| say(hint.value())),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_people_get_french_errors_with_their_hints() {
        let french = Words::new(Language::French);
        let shown = |error: AppError| {
            let told = french.error(&error).unwrap();
            format!("{} / {}", told.message, told.hint.unwrap())
        };
        let unknown = AppError::UnknownDetector { name: "x".into(), nearest: Some("y".into()) };
        let several = AppError::AmbiguousFinding { id: "F-3".into(), count: 2 };
        let said = [shown(unknown), shown(several), shown(AppError::ReasonMissing)];
        insta::assert_snapshot!(said.join("\n"), @r#"
        il n’y a pas de détecteur « x » / peut-être « y » ? vigie detector list les montre tous
        2 constats commencent par F-3 / donner plus de chiffres de l’identifiant
        dévoiler demande une raison / dire pourquoi : --reveal "raison" ; elle est consignée
        "#);
    }

    #[test]
    fn english_people_get_the_error_itself() {
        assert_eq!(Words::new(Language::English).error(&AppError::ReasonMissing), None);
    }
}
