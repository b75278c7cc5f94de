//! What case work refuses, and what the person can do next.

use std::path::PathBuf;

use vigie_model::{ErrorKind, Explained};

/// Something was not done, and nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The author's file is not what this program wrote.
    #[error("{} does not say who writes here", path.display())]
    AuthorFile {
        /// The file.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// The entry has no effect already.
    #[error("{entry} was undone already")]
    AlreadyUndone {
        /// Which one.
        entry: String,
    },
    /// This person has written nothing that can be taken back.
    #[error("there is nothing of yours to undo")]
    NothingToUndo,
    /// No incident has that number or id.
    #[error("there is no incident {id:?}")]
    UnknownIncident {
        /// As written.
        id: String,
    },
    /// The finding never had that revision.
    #[error("no kept revision is {revision}")]
    UnknownRevision {
        /// As written.
        revision: String,
    },
    /// Words that a correction names do not stand in the article.
    #[error("the article does not hold these words: {words:?}")]
    NotInArticle {
        /// The words, through the gate.
        words: String,
    },
    /// A correction names a statement that the article has not.
    #[error("the article has no such statement")]
    NoSuchStatement,
    /// `vigie.toml` names no second reader.
    #[error("vigie.toml names no second reader")]
    NoSecondReader,
    /// The second reader stands on another machine, and nobody said that it may.
    #[error("the second reader stands on another machine: {host}")]
    SecondReaderElsewhere {
        /// Which.
        host: String,
    },
    /// A file is no table of polls in a known layout, and no article.
    #[error("{name} is no table of polls in a known layout, and no article")]
    NoPollTable {
        /// The file, through the gate.
        name: String,
    },
    /// A table of polls in JSON is cut or broken.
    #[error("the JSON of {name} ends or breaks at line {line}")]
    BrokenPollTable {
        /// The file, through the gate.
        name: String,
        /// Where.
        line: usize,
    },
    /// Nobody of that name is polled.
    #[error("no poll that was asked for is about {name:?}")]
    NoPollsOf {
        /// As written, through the gate.
        name: String,
        /// Some who are.
        known: String,
    },
    /// The project's folder of polls is not there or holds nothing.
    #[error("this project holds no polls: {folder} is empty")]
    NoPollsHeld {
        /// The folder as `vigie.toml` names it, through the gate.
        folder: String,
    },
    /// What polls show of a day is asked of one name.
    #[error("what polls can show of a day is asked of one candidate")]
    EventOfNobody,
    /// A statement that is added needs words that say so.
    #[error("which words say so is missing")]
    NoCue,
    /// No act of speech has that name.
    #[error("{text:?} is no act of a statement")]
    UnknownAct {
        /// As written.
        text: String,
        /// The names of all.
        known: String,
    },
    /// The watch list is not as it must be.
    #[error("the watch list actors.toml cannot be used: {detail}")]
    WatchList {
        /// Why.
        detail: String,
    },
    /// The finding belongs to an incident.
    #[error("the finding belongs to {incident}")]
    IsAttached {
        /// Its number.
        incident: String,
    },
    /// Nobody decided anything about the finding.
    #[error("nobody has decided anything about {id}")]
    NothingDecided {
        /// As shown.
        id: String,
    },
    /// The incident is closed.
    #[error("{incident} is closed already")]
    IsClosed {
        /// Its number.
        incident: String,
    },
    /// The incident is open.
    #[error("{incident} is open")]
    IsOpen {
        /// Its number.
        incident: String,
    },
    /// A campaign without a mandate looks at single accounts.
    #[error("a campaign may not look at single accounts without a mandate")]
    AccountLevel,
    /// An agency reads without a mandate.
    #[error("an agency reads nothing without a mandate")]
    MandateNeeded {
        /// Those that hold.
        known: Vec<String>,
    },
    /// The name cannot be that of a mandate.
    #[error("{name:?} cannot name a mandate")]
    BadMandate {
        /// As written.
        name: String,
    },
    /// There is a mandate of that name.
    #[error("there is a mandate {id:?} already")]
    MandateExists {
        /// Which one.
        id: String,
    },
    /// The last day of a mandate is past.
    #[error("a mandate that ended on {end} allows nothing")]
    MandateOver {
        /// The day.
        end: String,
    },
    /// No measure or red line has that id.
    #[error("there is no measure or red line {id:?}")]
    UnknownMeasure {
        /// As written.
        id: String,
    },
    /// The words hold no letter that an id could be made of.
    #[error("no id can be made from {text:?}")]
    NoId {
        /// As written.
        text: String,
    },
    /// The due day is no day.
    #[error("{text:?} is no day")]
    NoDay {
        /// As written.
        text: String,
    },
    /// Nobody chose a role.
    #[error("there is no starting set without a role")]
    NoRole,
    /// A file is no table.
    #[error("{name} holds no table that can be read: {why}")]
    NotATable {
        /// The file, through the gate.
        name: String,
        /// Why.
        why: &'static str,
    },
    /// A table without the columns that are needed.
    #[error("{name} has no column for {column}")]
    NoColumn {
        /// The file, through the gate.
        name: String,
        /// What is missing.
        column: &'static str,
    },
    /// The file is larger than what is read in one piece.
    #[error("{} is larger than {} MiB", path.display(), limit >> 20)]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The limit in bytes.
        limit: u64,
    },
    /// Nothing in the inbox has that name.
    #[error("there is no {id:?} in the inbox")]
    UnknownInbox {
        /// As written.
        id: String,
    },
    /// No publication of that id is held.
    #[error("no publication is {id:?}")]
    UnknownSignal {
        /// As written.
        id: String,
    },
    /// A name that cannot be a file of the inbox.
    #[error("{name:?} cannot be the name of a file")]
    BadName {
        /// Through the gate.
        name: String,
    },
    /// A tip without words.
    #[error("a tip needs words")]
    NoWords,
    /// What a tip is about is nothing that exists.
    #[error("{text:?} names nothing that a tip can be about")]
    NoSubject {
        /// As written.
        text: String,
    },
    /// No brief of that id was told.
    #[error("there is no brief {id:?}")]
    UnknownBrief {
        /// As written.
        id: String,
    },
    /// The brief was taken back before.
    #[error("{id} was recalled already")]
    BriefRecalled {
        /// Which one.
        id: String,
    },
    /// Somebody else wrote in the draft.
    #[error("the draft was changed by somebody else in the meantime")]
    DraftChanged,
    /// A draft beyond all measure.
    #[error("a draft holds at most {blocks} blocks of {bytes} bytes")]
    DraftTooLong {
        /// Blocks.
        blocks: usize,
        /// Bytes of one text.
        bytes: usize,
    },
    /// There is a file where the copy of the brief is to go.
    #[error("{} exists already", path.display())]
    FileExists {
        /// The file.
        path: PathBuf,
    },
    /// No attack of that name was found.
    #[error("there is no attack {id:?}")]
    UnknownAttack {
        /// As written.
        id: String,
    },
    /// No address of an attack may stand on a list.
    #[error("there is no address to hand over")]
    NothingToHandOver,
    /// A file that is no text.
    #[error("{name} is no article: its bytes are no text")]
    NotAnArticle {
        /// The file, through the gate.
        name: String,
    },
    /// A printed head that this journal never had.
    #[error("the journal never had the head {head}")]
    UnknownHead {
        /// As written.
        head: String,
    },
}

impl Explained for Refusal {
    fn kind(&self) -> ErrorKind {
        ErrorKind::User
    }

    #[expect(clippy::too_many_lines, reason = "one arm a refusal")]
    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::AuthorFile { .. } => {
                "put the file back from a backup, or move it away: a new chain is begun then"
            }
            Self::AlreadyUndone { .. } => "to bring it back, undo the entry that undid it",
            Self::NothingToUndo => "`vigie case undo ENTRY` undoes an entry of anybody",
            Self::UnknownIncident { .. } => "`vigie case list` shows them; I-0007 and 7 both do",
            Self::UnknownRevision { .. } => "`vigie case show F-…` lists the revisions",
            Self::NotInArticle { .. } => "copy them as they stand in the article",
            Self::NoSuchStatement => {
                "read the article again: `vigie statements FILE` numbers its statements"
            }
            Self::NoSecondReader => "say where it answers: [press] reader_url and reader_model",
            Self::SecondReaderElsewhere { .. } => {
                "articles would leave this machine; if that is meant: [press] reader_elsewhere = true"
            }
            Self::NoPollTable { .. } => {
                "known are the CSV of nsppolls and MieuxVoter, and the JSON, unified CSV and popularity \
                 CSV of pollsposition; an article is text or HTML"
            }
            Self::BrokenPollTable { .. } => "check the file there, or fetch it again",
            Self::NoPollsOf { known, .. } => return Some(format!("polled are {known}")),
            Self::NoPollsHeld { .. } => {
                "put tables of polls or saved articles there, or name files: `vigie polls FILE…`"
            }
            Self::EventOfNobody => "write a name beside the day",
            Self::NoCue => "name the words of the article that say so, such as \"denied\"",
            Self::UnknownAct { known, .. } => return Some(format!("one of {known}")),
            Self::WatchList { .. } => {
                "`vigie statements --help` shows its form; a person on it needs a role with titles"
            }
            Self::IsAttached { .. } => "`vigie case detach INCIDENT FINDING` takes it out",
            Self::NothingDecided { .. } => "`vigie case list` shows what was decided",
            Self::IsClosed { .. } => "`vigie case reopen` opens it again",
            Self::IsOpen { .. } => "`vigie case close` closes it",
            Self::AccountLevel => {
                "`vigie mandate add NAME` asks for purpose, basis and last day; everything that is \
                 not about single accounts works without"
            }
            Self::MandateNeeded { known } if !known.is_empty() => {
                return Some(format!("name one with --mandate: {}", known.join(", ")));
            }
            Self::MandateNeeded { .. } => {
                "`vigie mandate add NAME` enters one; then name it with --mandate"
            }
            Self::BadMandate { .. } => {
                "use small letters, digits and hyphens, as in season-2027; at most 60"
            }
            Self::MandateExists { .. } => {
                "`vigie mandate list` shows it; choose another name, or take that one back first: \
                 `vigie case undo ENTRY`, or in vigie.toml"
            }
            Self::MandateOver { .. } => "give the last day on which it holds, as 2027-05-31",
            Self::UnknownMeasure { .. } => "`vigie measure list` shows them",
            Self::NoId { .. } => "use some letters or digits, or give an id such as M-backups",
            Self::NoDay { .. } => "write it as 2027-04-13",
            Self::NoRole => "set project.role in vigie.toml, or give --role",
            Self::NotATable { .. } => "save it as CSV or XLSX; `vigie measure export` shows one",
            Self::NoColumn { .. } => {
                "the first row names the columns; `vigie measure export` shows them"
            }
            Self::TooLarge { .. } => "split it into smaller files",
            Self::UnknownSignal { .. } => {
                "copy the whole id from a search; what was forgotten is gone"
            }
            Self::UnknownInbox { .. } => "`vigie inbox list` shows what is there",
            Self::BadName { .. } => "give it a plain name",
            Self::NoWords => "say what you were told",
            Self::NoSubject { .. } => "name a finding (F-…) or an incident (I-0007)",
            Self::UnknownBrief { .. } => "`vigie brief list` shows them",
            Self::BriefRecalled { .. } => "`vigie brief list` shows when and why",
            Self::DraftChanged => "read the draft again and write into that one",
            Self::DraftTooLong { .. } => "a brief is a page or two: tell less of it",
            Self::FileExists { .. } => "choose another name, or move the file away",
            Self::UnknownAttack { .. } => "`vigie attacks` shows the names of the latest",
            Self::NotAnArticle { .. } => {
                "save the page as HTML or text; tables, pictures and archives are for `vigie ingest`"
            }
            Self::NothingToHandOver => {
                "no attack in that time, or only addresses that many people share"
            }
            Self::UnknownHead { .. } => {
                "compare the digits with the foot of the brief; if they are right, entries were \
                 lost or replaced: keep the file and look for a backup or a pack"
            }
        };
        Some(hint.to_owned())
    }
}
