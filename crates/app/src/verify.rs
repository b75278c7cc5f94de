//! Checking that nothing that was kept has changed.

use std::path::Path;
use std::sync::Arc;

use serde::Serialize;
use vigie_cases::State;
use vigie_lake::{Fault, Lake, Problem, Verified};

use crate::config::Config;
use crate::rumours::SealedChecked;
use crate::{AppError, Project, Refusal, gate};

/// One thing that is not as it was written.
#[derive(Clone, Debug, Serialize)]
pub struct ProblemView {
    /// The file, relative to the lake.
    pub file: String,
    /// What is wrong.
    pub what: String,
}

/// What a verification saw.
#[derive(Clone, Debug, Serialize)]
pub struct VerifyReport {
    /// The newest commit; commits are numbered without gaps.
    pub commit: u64,
    /// Digest of the newest commit record: written down elsewhere, it shows that no commit was cut
    /// off or replaced. `None` in an empty lake.
    pub head: Option<String>,
    /// Parquet files read.
    pub files: u64,
    /// Segments read.
    pub segments: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Tombstones of forgotten matter that were accepted.
    pub tombstones: u64,
    /// Recorded reveals.
    pub reveals: u64,
    /// The journal; `None` where nobody ever wrote, or it cannot be opened.
    pub journal: Option<JournalChecked>,
    /// The head that somebody holds on paper, compared.
    pub printed: Option<PrintedHead>,
    /// The sealed file; `None` where nothing is sealed, or it does not open.
    pub rumours: Option<SealedChecked>,
    /// Told briefs whose files were compared.
    pub briefs: u64,
    /// Files of briefs that were frozen and never told.
    pub untold: Vec<ProblemView>,
    /// Everything that is not as it was written.
    pub problems: Vec<ProblemView>,
    /// Files that no commit lists.
    pub notes: Vec<ProblemView>,
}

impl VerifyReport {
    /// What was read of the lake alone.
    fn of_lake(verified: &Verified) -> Self {
        Self {
            commit: verified.commits,
            head: verified.head.map(|digest| digest.to_string()),
            files: verified.files,
            segments: verified.segments,
            bytes: verified.bytes,
            tombstones: verified.tombstones,
            reveals: 0,
            journal: None,
            printed: None,
            rumours: None,
            briefs: 0,
            untold: Vec::new(),
            problems: Vec::new(),
            notes: Vec::new(),
        }
    }
}

/// What is wrong with a lake that does not open: the lake alone is read. `None` when its bytes are as
/// they were written, so that something else keeps it closed.
///
/// # Errors
/// When its folder cannot be read.
pub fn closed_lake(root: &Path, config: &Config) -> Result<Option<VerifyReport>, AppError> {
    let lake = root.join(&config.lake.path);
    if !lake.is_dir() {
        return Ok(None);
    }
    let (mut problems, mut notes) = (Vec::new(), Vec::new());
    let verified = Lake::verify_at(&lake, &mut |problem| take(problem, &mut problems, &mut notes))?;
    if problems.is_empty() {
        return Ok(None);
    }
    let what = "the lake does not open: journal, rumours and briefs were not looked at".to_owned();
    problems
        .push(ProblemView { file: gate::harmless(&config.lake.path.display().to_string()), what });
    Ok(Some(VerifyReport { problems, notes, ..VerifyReport::of_lake(&verified) }))
}

/// Files that no commit lists are notes; anything else is a problem.
fn take(problem: Problem, problems: &mut Vec<ProblemView>, notes: &mut Vec<ProblemView>) {
    let view =
        ProblemView { file: gate::harmless(&problem.path), what: gate::harmless(&problem.detail) };
    if problem.fault == Fault::Unlisted {
        notes.push(view);
    } else {
        problems.push(view);
    }
}

/// What checking the journal saw.
#[derive(Clone, Debug, Serialize)]
pub struct JournalChecked {
    /// Entries read.
    pub entries: u64,
    /// Chains, one an author.
    pub authors: u64,
    /// The head, as printed on briefs.
    pub head: String,
    /// Reveals on record.
    pub reveals: u64,
    /// What is strange and yet sound: clocks set back, numbers given twice.
    pub oddities: Vec<String>,
}

/// A head from the foot of a brief.
#[derive(Clone, Debug, Serialize)]
pub struct PrintedHead {
    /// As given.
    pub head: String,
    /// The entry that was the last one then; `None` when the journal never had this head.
    pub after: Option<String>,
}

impl Project {
    /// Reads every byte of the lake, of the journal, of the sealed file and of the old record of
    /// reveals, and compares it with what the commits and chains say.
    ///
    /// # Errors
    /// When the lake cannot be read at all. Changed bytes are problems in the report.
    pub fn verify(&self) -> Result<VerifyReport, AppError> {
        self.verify_against(None)
    }

    /// As [`Project::verify`], and compares the journal with a head from the foot of a brief: 16
    /// digits, or all 64.
    ///
    /// # Errors
    /// As there. A head that the journal never had is a problem in the report.
    pub fn verify_against(&self, printed: Option<&str>) -> Result<VerifyReport, AppError> {
        let (mut problems, mut notes) = (Vec::new(), Vec::new());
        let verified = self.lake.verify(&mut |problem| take(problem, &mut problems, &mut notes))?;
        if let Err(error) = crate::reveal::all(&self.reveal_record()) {
            let AppError::RevealRecord { .. } = error else { return Err(error) };
            problems
                .push(ProblemView { file: "reveals.ndjson".to_owned(), what: error.to_string() });
        }
        let journal = self.verify_journal(&mut problems)?;
        let state = self.state_to_check()?;
        let (briefs, mut untold) = self.verify_briefs(state.as_deref(), &mut problems)?;
        let before = problems.len();
        let rumours = self.check_sealed(state.as_deref(), &mut problems)?;
        if problems.len() > before {
            // Not all that is sealed is known: names of files that people chose stay behind.
            let unnamed = notes.iter_mut().chain(&mut untold);
            for view in unnamed {
                "‹sealed›".clone_into(&mut view.file);
            }
        }
        let found = match printed {
            Some(printed) => self.compare_head(printed, &mut problems)?,
            None => None,
        };
        let reveals = match &journal {
            Some(journal) => journal.reveals,
            None => crate::reveal::all(&self.reveal_record()).map_or(0, |all| all.len() as u64),
        };
        let of_lake = VerifyReport::of_lake(&verified);
        Ok(VerifyReport {
            reveals,
            journal,
            printed: found,
            rumours,
            briefs,
            untold,
            problems,
            notes,
            ..of_lake
        })
    }

    /// Every chain from the bytes on disk. `None` where nobody ever wrote.
    fn verify_journal(
        &self,
        problems: &mut Vec<ProblemView>,
    ) -> Result<Option<JournalChecked>, AppError> {
        if !self.has_journal()? {
            return Ok(None);
        }
        let file = || "cases/journal.db".to_owned();
        let checked = match self.journal_unadopted().and_then(|journal| Ok(journal.verify()?)) {
            Ok(checked) => checked,
            // Another version, another file, a damaged database: said like any other change.
            Err(AppError::Cases(error)) => {
                problems
                    .push(ProblemView { file: file(), what: gate::harmless(&error.to_string()) });
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        if !checked.pages_sound {
            let what = "the database finds its own pages damaged".to_owned();
            problems.push(ProblemView { file: file(), what });
        }
        for problem in &checked.problems {
            let entry = gate::harmless(&problem.entry);
            let file = format!("cases/journal.db {entry}");
            problems.push(ProblemView { file, what: problem.why.word().to_owned() });
        }
        let state = self.state_to_check()?;
        Ok(Some(JournalChecked {
            entries: checked.entries,
            authors: checked.chains.len() as u64,
            head: checked.digest.short(),
            reveals: state.as_ref().map_or(0, |state| state.reveals.len() as u64),
            oddities: state.map(|state| self.oddities(&state)).unwrap_or_default(),
        }))
    }

    /// What the entries add up to; `None` for a journal that does not hold, which stands among the
    /// problems already. A sealed file that does not open keeps nobody from checking.
    fn state_to_check(&self) -> Result<Option<Arc<State>>, AppError> {
        match self.state() {
            Ok(state) => Ok(Some(state)),
            Err(AppError::Cases(_)) => Ok(None),
            Err(AppError::Rumour(_)) if self.has_journal()? => {
                Ok(self.journal_unadopted()?.state().ok())
            }
            Err(AppError::Rumour(_)) => Ok(Some(Arc::default())),
            Err(error) => Err(error),
        }
    }

    /// The files of every told brief, and files that no entry tells of.
    fn verify_briefs(
        &self,
        state: Option<&State>,
        problems: &mut Vec<ProblemView>,
    ) -> Result<(u64, Vec<ProblemView>), AppError> {
        let Some(state) = state else { return Ok((0, Vec::new())) };
        let checked = self.check_briefs(state)?;
        problems.extend(checked.problems);
        Ok((checked.briefs, checked.untold))
    }

    /// Whether the journal once had the head that somebody holds on paper, and which entry was the
    /// last then.
    fn compare_head(
        &self,
        printed: &str,
        problems: &mut Vec<ProblemView>,
    ) -> Result<Option<PrintedHead>, AppError> {
        let head = gate::harmless(printed.trim());
        let found = if self.has_journal()? {
            match self
                .journal_unadopted()
                .and_then(|journal| Ok(journal.find_head(printed.trim())?))
            {
                Ok(found) => found,
                // What is broken stands among the problems already.
                Err(AppError::Cases(_)) => None,
                Err(error) => return Err(error),
            }
        } else {
            None
        };
        if found.is_none() {
            let error = Refusal::UnknownHead { head: head.clone() };
            problems
                .push(ProblemView { file: "cases/journal.db".to_owned(), what: error.to_string() });
        }
        Ok(Some(PrintedHead { head, after: found.map(|entry| entry.to_string()) }))
    }
}
