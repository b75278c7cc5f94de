//! What can go wrong in a use case, who has to act, and what they can do.

use std::io;
use std::path::PathBuf;

use vigie_model::{ErrorKind, Explained};

use crate::Refusal;
use crate::config::ConfigError;
use crate::ingest::POLLS;

/// A use case could not be carried out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AppError {
    /// A file could not be opened.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file of our own could not be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The input is a folder.
    #[error("{} is a folder", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
    },
    /// The input's first bytes cannot be decompressed.
    #[error("cannot decompress {name}")]
    Broken {
        /// The input.
        name: String,
        /// Why.
        source: io::Error,
    },
    /// An archive or spreadsheet that cannot be unpacked.
    #[error("cannot unpack {name}: {source}")]
    Container {
        /// The input.
        name: String,
        /// Why.
        source: vigie_sources::container::ContainerError,
    },
    /// A spreadsheet has no sheet of that name.
    #[error("{file} has no sheet {name:?}")]
    UnknownSheet {
        /// As written.
        name: String,
        /// The spreadsheet.
        file: String,
        /// Its sheets, through the gate.
        known: Vec<String>,
    },
    /// No source fits.
    #[error("{}", unrecognised(file, looks.as_ref()))]
    Unrecognised {
        /// The file name, through the gate.
        file: String,
        /// What it looks like.
        looks: Option<crate::ingest::Looks>,
        /// A mapping that may fit, when it looks like a table.
        map: Option<String>,
        /// Where in the project a copy is kept.
        kept: Option<String>,
    },
    /// There is no such source.
    #[error("there is no source {id:?}")]
    UnknownSource {
        /// As written.
        id: String,
    },
    /// `--map` cannot be read.
    #[error(transparent)]
    Mapping(#[from] crate::config::MappingError),
    /// There is no stored mapping of that name.
    #[error("there is no stored mapping {name:?}")]
    UnknownMap {
        /// As written.
        name: String,
        /// Those that exist.
        known: Vec<String>,
    },
    /// There is no network target of that name.
    #[error("vigie.toml names no network target {name:?}")]
    UnknownTarget {
        /// As written.
        name: String,
        /// The nearest name that exists.
        nearest: Option<String>,
    },
    /// There is no such mandate.
    #[error("there is no mandate {id:?}")]
    UnknownMandate {
        /// As written.
        id: String,
    },
    /// The mandate has ended.
    #[error("the mandate {id:?} ended on {end}")]
    MandateEnded {
        /// Its id.
        id: String,
        /// Its last day.
        end: String,
    },
    /// There is no detector of that name.
    #[error("there is no detector {name:?}")]
    UnknownDetector {
        /// As written.
        name: String,
        /// The nearest name that exists.
        nearest: Option<String>,
    },
    /// `--only` names no finding.
    #[error("{text:?} is no finding's id")]
    OnlyFinding {
        /// As written.
        text: String,
        /// The detector that was most likely meant.
        nearest: Option<String>,
    },
    /// No finding has that id.
    #[error("no finding begins with {id:?}")]
    UnknownFinding {
        /// As written.
        id: String,
    },
    /// Several findings begin with that prefix.
    #[error("{count} findings begin with {id:?}")]
    AmbiguousFinding {
        /// As written.
        id: String,
        /// How many.
        count: usize,
    },
    /// A reveal without a reason.
    #[error("revealing needs a reason")]
    ReasonMissing,
    /// A moment that cannot be read.
    #[error("{text:?} is not a moment")]
    Moment {
        /// As written.
        text: String,
    },
    /// An age that cannot be read.
    #[error("{text:?} is not an age")]
    Age {
        /// As written.
        text: String,
    },
    /// A database of origins that is none.
    #[error("{} is no database of countries or networks", path.display())]
    OriginDatabase {
        /// The file.
        path: PathBuf,
    },
    /// Somebody follows files for this project already.
    #[error("vigie watch is at work in {} already", path.display())]
    Watching {
        /// The project.
        path: PathBuf,
    },
    /// A socket for syslog is opened on this machine alone.
    #[error("{text:?} is no address of this machine alone")]
    SyslogAddress {
        /// As written, through the gate.
        text: String,
    },
    /// The socket cannot be opened.
    #[error("cannot listen on {address}")]
    SyslogListen {
        /// Where.
        address: std::net::SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// The journal cannot be read.
    #[error("cannot start journalctl")]
    Journal {
        /// Why.
        source: io::Error,
    },
    /// A person or rule that `forget` cannot make sense of.
    #[error("{text:?} names nothing that can be forgotten")]
    Forget {
        /// As written.
        text: String,
    },
    /// The reveal record was changed by something else than this program.
    #[error("the reveal record is broken at line {line}")]
    RevealRecord {
        /// The line, from 1.
        line: usize,
    },
    /// There is a project here already.
    #[error("there is a vigie.toml in {} already", path.display())]
    ProjectExists {
        /// The folder.
        path: PathBuf,
    },
    /// A brief that could not be rendered or read.
    #[error(transparent)]
    Brief(#[from] vigie_brief::BriefError),
    /// Case work that was not done.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Sealed rumours.
    #[error(transparent)]
    Rumour(#[from] crate::rumours::RumourError),
    /// The journal.
    #[error(transparent)]
    Cases(#[from] vigie_cases::CasesError),
    /// Labelled files or a tagger's model.
    #[error(transparent)]
    Tagger(#[from] vigie_read::tagger::TaggerError),
    /// `vigie.toml` is wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The source cannot work with the options.
    #[error(transparent)]
    Source(#[from] vigie_sources::SourceError),
    /// The lake.
    #[error(transparent)]
    Lake(#[from] vigie_lake::LakeError),
    /// The engine.
    #[error(transparent)]
    Engine(#[from] vigie_engine::EngineError),
    /// An embedded detector page.
    #[error(transparent)]
    Page(#[from] vigie_detect::PageError),
    /// A folder of detector pages.
    #[error(transparent)]
    Catalogue(#[from] vigie_detect::CatalogueError),
    /// A parameter of a detector.
    #[error(transparent)]
    Bind(#[from] vigie_detect::BindError),
    /// A detector's run.
    #[error(transparent)]
    Run(#[from] vigie_detect::RunError),
    /// Pairs of shares could not be computed.
    #[error(transparent)]
    Pairs(#[from] vigie_kernels::pairs::PairsError),
    /// The demo was asked for a season that has no room for what is planted.
    #[error(transparent)]
    TooSmall(#[from] vigie_scenario::TooSmall),
    /// Arrow would not build a batch that ingest laid out.
    #[error("cannot build a batch")]
    Arrow(#[from] arrow_schema::ArrowError),
    /// A value would not serialise.
    #[error("cannot write JSON")]
    Json(#[from] serde_json::Error),
    /// Our bug.
    #[error("{0}")]
    Bug(&'static str),
}

impl Explained for AppError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Config(error) => error.kind(),
            Self::Rumour(error) => error.kind(),
            Self::Cases(error) => error.kind(),
            Self::Tagger(error) => error.kind(),
            Self::Brief(error) => error.kind(),
            Self::Lake(error) => error.kind(),
            Self::Engine(error) => error.kind(),
            Self::Page(error) => error.kind(),
            Self::Catalogue(error) => error.kind(),
            Self::Bind(error) => error.kind(),
            Self::Run(error) => error.kind(),
            Self::Pairs(error) => error.kind(),
            Self::Arrow(_) | Self::Json(_) | Self::Bug(_) => ErrorKind::Bug,
            _ => ErrorKind::User,
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Config(error) => error.hint(),
            Self::Rumour(error) => error.hint(),
            Self::Refused(error) => error.hint(),
            Self::Cases(error) => error.hint(),
            Self::Tagger(error) => error.hint(),
            Self::Brief(error) => error.hint(),
            Self::Mapping(error) => error.hint(),
            Self::Unrecognised { map: Some(map), kept, .. } => {
                let read = kept.as_deref().map(kept_hint).unwrap_or_default();
                Some(format!("say which column is what; guessed: --map '{}'{read}", quoted(map)))
            }
            Self::Unrecognised { looks: Some(looks), .. } if looks.0 == "looks-picture" => {
                Some("type what it says: --text, or put it into a file beside it, named as the picture with .txt behind".to_owned())
            }
            Self::Unrecognised { looks: Some(looks), .. } if is_packed_otherwise(looks) => {
                Some(UNPACK.to_owned())
            }
            Self::Unrecognised { file, looks: Some(looks), kept, .. } if looks.0 == POLLS => {
                Some(format!("`vigie polls {}` reads it", kept.as_ref().unwrap_or(file)))
            }
            Self::Unrecognised { kept: Some(kept), .. } => {
                Some(format!("`vigie sources` shows what can be read; kept as {kept} with a note"))
            }
            Self::Write { source, .. } if source.kind() == io::ErrorKind::AlreadyExists => {
                Some(TAKEN.to_owned())
            }
            Self::Container { source, .. } => source.hint(),
            Self::UnknownSheet { known, .. } => Some(format!("its sheets: {}", known.join(", "))),
            Self::UnknownMap { known, .. } if !known.is_empty() => {
                Some(format!("stored mappings: {}", known.join(", ")))
            }
            Self::Lake(error) => error.hint(),
            Self::Engine(error) => error.hint(),
            Self::Page(error) => error.hint(),
            Self::Catalogue(error) => error.hint(),
            Self::Bind(error) => error.hint(),
            Self::Run(error) => error.hint(),
            Self::Pairs(error) => error.hint(),
            Self::Arrow(_) | Self::Json(_) | Self::Bug(_) => {
                Some("this is our mistake: please report it with the command".to_owned())
            }
            Self::Source(error) => Some(source_hint(error)),
            Self::UnknownTarget { nearest: Some(nearest), .. } => {
                Some(format!("did you mean {nearest:?}?"))
            }
            Self::OnlyFinding { nearest: Some(nearest), .. } => {
                Some(format!("--only takes a finding (F-…); for one detector: `vigie detect {nearest}`"))
            }
            Self::UnknownDetector { nearest: Some(nearest), .. } => {
                Some(format!("did you mean {nearest:?}? `vigie detector list` shows all"))
            }
            _ => Some(self.plain_hint().to_owned()),
        }
    }
}

impl AppError {
    /// Hints that hold no values.
    fn plain_hint(&self) -> &'static str {
        match self {
            Self::Read { .. } => "check the path and that you may read it",
            Self::Write { .. } => "check that the folder exists, is yours to write and has space",
            Self::Folder { .. } => "name the files in it, for example with folder/*",
            Self::Broken { .. } => "the file seems damaged or cut: copy it again from its source",
            Self::Unrecognised { .. } => {
                "for a table, say which column is what: --map text=…,author_id=…,published_at=…; \
                 `vigie sources` shows what can be read"
            }
            Self::UnknownSource { .. } => "`vigie sources` lists them",
            Self::UnknownMap { .. } => "store one in vigie.toml under [maps.NAME], or use --map",
            Self::UnknownMandate { .. } | Self::MandateEnded { .. } => {
                "`vigie mandate list` shows them, `vigie mandate add` enters one; without --mandate the \
                 local one is used"
            }
            Self::UnknownTarget { .. } => {
                "name it under [network.NAME]; `vigie config show` lists them"
            }
            Self::UnknownDetector { .. } => "`vigie detector list` shows all",
            Self::OnlyFinding { .. } => {
                "--only takes the beginning of a finding's id (F-…), and a detector stands before it by its \
                 name: `vigie detector list` shows all"
            }
            Self::UnknownFinding { .. } => "`vigie today --since 2020-01-01` lists what was found",
            Self::AmbiguousFinding { .. } => "give more digits of the id",
            Self::ReasonMissing => {
                "say why, with --reveal \"reason\" or --reason \"reason\"; it is recorded"
            }
            Self::Moment { .. } => {
                "write a date (2027-04-01), a time (2027-04-01T10:00:00Z), yesterday, or 2h"
            }
            Self::Age { .. } => "write a number with its unit: 90min, 12h, 7d, 2w",
            Self::OriginDatabase { .. } => {
                "give an .mmdb file, or a text table of ranges as tor-geoipdb has it, under [attacks] in \
                 vigie.toml"
            }
            Self::Watching { .. } => "end it first, or name all files in one command",
            Self::SyslogAddress { .. } => {
                "write 127.0.0.1:5514 or [::1]:5514, and let a log server on this machine pass on what \
                 others send"
            }
            Self::SyslogListen { .. } => "choose another port; ports below 1024 need rights",
            Self::Journal { .. } => {
                "install systemd's journalctl, or follow the files of the log: vigie watch /var/log"
            }
            Self::Forget { .. } => {
                "give a pseudonym (A-…), platform/account, an address, a day (2027-04-01) or a rule as shown in --help"
            }
            Self::RevealRecord { .. } => "keep the file as it is and find out who changed it",
            Self::ProjectExists { .. } => "edit it, or choose another folder with --dir",
            _ => "see --help",
        }
    }
}

/// What is done about a file that stands where another one is to be written.
const TAKEN: &str = "it exists already: choose another name, or move it away";

/// What is done about a file that is packed by a tool of which nothing here reads the files.
const UNPACK: &str = "unpack it first (bunzip2, unxz, 7z x, unrar x), or pack it with gzip, zstd or zip, which \
                      are read as they are";

/// Whether a file is packed in a way that nothing here unpacks.
pub(crate) fn is_packed_otherwise(looks: &crate::ingest::Looks) -> bool {
    matches!(looks.0, "looks-bzip2" | "looks-xz" | "looks-archive")
}

/// How a guessed mapping stands between single quotes on a command line.
pub(crate) fn quoted(map: &str) -> String {
    map.replace('\'', "'\\''")
}

/// What a table that waits in the inbox is read with.
fn kept_hint(kept: &str) -> String {
    let name = kept.strip_prefix("inbox/").unwrap_or(kept);
    format!("; kept as {kept}: `vigie inbox read {name:?} --guess` reads it so")
}

fn unrecognised(file: &str, looks: Option<&crate::ingest::Looks>) -> String {
    match looks {
        Some(looks) if looks.0 == POLLS => format!("{file} is {looks}"),
        Some(looks) => format!("{file} looks like no format that is known here: {looks}"),
        None => format!("{file} looks like no format that is known here"),
    }
}

fn source_hint(error: &vigie_sources::SourceError) -> String {
    use vigie_sources::SourceError;
    match error {
        SourceError::UnknownColumn { known, .. } => match known.first() {
            Some(nearest) => {
                format!("did you mean {nearest:?}? the columns are: {}", known.join(", "))
            }
            None => "`vigie sources` shows the columns".to_owned(),
        },
        SourceError::NeedsMapping { .. } => {
            "say which column is what: --map text=…,author_id=…,published_at=…".to_owned()
        }
        other => {
            other.hint().unwrap_or_else(|| "`vigie sources` shows what can be read".to_owned())
        }
    }
}
