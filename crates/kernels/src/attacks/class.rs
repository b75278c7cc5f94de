//! The words for what a request line shows, and how far it went.

/// What a line looks like. Groups of lines (floods, scans, guessing) have no class here: one line
/// cannot show them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Class {
    /// Words of a database query where a value belongs.
    SqlInjection,
    /// Markup or script where a value belongs.
    CrossSiteScripting,
    /// Steps out of the folder that is served, or files of the system.
    PathTraversal,
    /// An address that the server is asked to fetch.
    RemoteFile,
    /// A command of the operating system.
    CommandInjection,
    /// Source text of a programming language, or an object of its serialisation.
    CodeInjection,
    /// An expression of a template or look-up language.
    TemplateInjection,
    /// Line breaks that would begin a header, a mail command or a log line.
    HeaderInjection,
    /// A place or parameter that is asked for because of one published weakness.
    KnownExploit,
    /// A tool that names itself, or its trial requests.
    ScannerTool,
    /// A file that is not meant for visitors.
    SensitiveFile,
    /// A target elsewhere in a parameter that redirects.
    OpenRedirect,
    /// Bytes that are no request of the protocol.
    InvalidProtocol,
}

/// All classes, in the order of their codes.
pub const CLASSES: [Class; 13] = [
    Class::SqlInjection,
    Class::CrossSiteScripting,
    Class::PathTraversal,
    Class::RemoteFile,
    Class::CommandInjection,
    Class::CodeInjection,
    Class::TemplateInjection,
    Class::HeaderInjection,
    Class::KnownExploit,
    Class::ScannerTool,
    Class::SensitiveFile,
    Class::OpenRedirect,
    Class::InvalidProtocol,
];

impl Class {
    /// The word in the lake, in rule pages and in locale ids.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::SqlInjection => "sql-injection",
            Self::CrossSiteScripting => "cross-site-scripting",
            Self::PathTraversal => "path-traversal",
            Self::RemoteFile => "remote-file",
            Self::CommandInjection => "command-injection",
            Self::CodeInjection => "code-injection",
            Self::TemplateInjection => "template-injection",
            Self::HeaderInjection => "header-injection",
            Self::KnownExploit => "known-exploit",
            Self::ScannerTool => "scanner-tool",
            Self::SensitiveFile => "sensitive-file",
            Self::OpenRedirect => "open-redirect",
            Self::InvalidProtocol => "invalid-protocol",
        }
    }

    /// The class of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        CLASSES.into_iter().find(|class| class.word() == word)
    }

    /// Whether the line carries something that acts when the server is weak; the others only look
    /// around.
    #[must_use]
    pub const fn is_payload(self) -> bool {
        !matches!(self, Self::ScannerTool | Self::SensitiveFile | Self::InvalidProtocol)
    }
}

/// How far a line went, as far as a log can tell.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Stage {
    /// Nothing that acts was sent, or the server turned it away (status 4xx).
    Probe,
    /// Something that acts was sent; the status says neither refusal nor a normal answer.
    Attempt,
    /// The server answered normally (2xx) to something that acts or to a file that is not for
    /// visitors. Often the page just ignored it: somebody has to look.
    AnsweredNormally,
}

impl Stage {
    /// The word in the lake.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Probe => "probe",
            Self::Attempt => "attempt",
            Self::AnsweredNormally => "answered_normally",
        }
    }

    /// The stage of a line of that class with that status; 0 when the log has none.
    #[must_use]
    pub const fn of(class: Class, status: u16) -> Self {
        match status {
            200..=299 if class.is_payload() || matches!(class, Class::SensitiveFile) => {
                Self::AnsweredNormally
            }
            400..=499 => Self::Probe,
            _ if class.is_payload() => Self::Attempt,
            _ => Self::Probe,
        }
    }
}

/// A part of the line that is judged by itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Field {
    /// The target up to its question mark.
    Path,
    /// What stands behind the question mark.
    Query,
    /// The Referer header.
    Referer,
    /// The User-Agent header.
    Agent,
}

/// All fields.
pub const FIELDS: [Field; 4] = [Field::Path, Field::Query, Field::Referer, Field::Agent];

impl Field {
    /// The word in rule pages and in the lake.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Referer => "referer",
            Self::Agent => "agent",
        }
    }

    /// The field of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        FIELDS.into_iter().find(|field| field.word() == word)
    }

    pub(super) const fn bit(self) -> u8 {
        1 << self as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_leads_back_to_its_class() {
        for class in CLASSES {
            assert_eq!(Class::of_word(class.word()), Some(class));
        }
        for field in FIELDS {
            assert_eq!(Field::of_word(field.word()), Some(field));
        }
    }

    #[test]
    fn a_normal_answer_to_a_payload_asks_for_a_look() {
        use Class::{PathTraversal, ScannerTool, SensitiveFile};
        for (class, status, stage) in [
            (PathTraversal, 200, Stage::AnsweredNormally),
            (PathTraversal, 404, Stage::Probe),
            (PathTraversal, 302, Stage::Attempt),
            (PathTraversal, 500, Stage::Attempt),
            (PathTraversal, 0, Stage::Attempt),
            (SensitiveFile, 206, Stage::AnsweredNormally),
            (SensitiveFile, 301, Stage::Probe),
            (ScannerTool, 200, Stage::Probe),
        ] {
            assert_eq!(Stage::of(class, status), stage, "{class:?} {status}");
        }
    }
}
