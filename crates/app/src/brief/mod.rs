//! The brief: a draft is written, frozen into three files and told; a told brief can be recalled.
//!
//! The order of freezing makes it whole or nothing: the model is made and rendered in memory, the
//! files are written under their final names without ever replacing one, and only then the
//! journal says that the brief was told, with the digest of its JSON (which holds the digests of
//! the two pages) and the head that stands at its foot. Files that no entry tells of are named by
//! `verify`; a draft whose brief stands in the journal is not told again, even when the process died
//! before it could be emptied.

mod checks;
mod collect;
mod draft;
mod files;
mod known;
mod words;

use std::path::Path;

use jiff::ToSpan;
use serde::Serialize;
use vigie_brief::model::NotRaised;
use vigie_cases::{Body, BriefId, CasesError, FindingRef, Head, IncidentId, Target};
use vigie_lake::failpoint::hit;
use vigie_model::time::Timestamp;

pub use checks::CheckedBriefs;
pub use draft::{Block, BlockInput, BlockKind, Draft, DraftInput};
pub use vigie_brief::CONTENT_SECURITY_POLICY;

use crate::screens::rows::stamp;
use crate::words::Language;
use crate::{AppError, Project, Refusal};

/// Named places at which a test may kill the process, in the order in which a freeze passes them.
pub const FAILPOINTS: [&str; 7] = [
    "brief.collected",
    "brief.html_written",
    "brief.md_written",
    "brief.json_written",
    "brief.before_entry",
    "brief.after_entry",
    "brief.draft_cleared",
];

/// How often another number is tried when another process takes the one that was free.
const TRIES: usize = 8;

/// What to freeze.
#[derive(Clone, Debug, Default)]
pub struct FreezeRequest {
    /// When it is to be told: `09:00` (the next one), or a moment as everywhere.
    pub told_for: Option<String>,
    /// In which language; the draft's by default, or the project's.
    pub language: Option<Language>,
    /// What it is called; the draft's title, or the day, by default.
    pub title: Option<String>,
    /// From when it covers; since the last brief by default, or since yesterday.
    pub since: Option<Timestamp>,
    /// What was looked at and not raised, with the measured reason.
    pub not_raised: Vec<NotRaised>,
}

/// A told brief.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Frozen {
    /// Its id.
    pub id: String,
    /// When it was frozen.
    #[serde(serialize_with = "stamp::utc")]
    pub at: Timestamp,
    /// Its page, relative to the project.
    pub html: String,
    /// Its Markdown.
    pub md: String,
    /// Its model.
    pub json: String,
    /// Of the JSON, as the journal keeps it.
    pub digest: String,
    /// The head at its foot.
    pub head: String,
    /// How large the page is, in bytes.
    pub bytes: u64,
    /// How many incidents it tells of.
    pub incidents: usize,
    /// How many findings it rests on.
    pub findings: usize,
    /// What the person should know before it is handed over.
    pub warnings: Vec<String>,
}

impl Project {
    /// Freezes the draft and the state of the journal, writes the files and tells the brief.
    ///
    /// # Errors
    /// When the lake or the journal cannot be read or the files cannot be written. Nothing was told
    /// then.
    pub fn freeze_brief(&self, request: &FreezeRequest) -> Result<Frozen, AppError> {
        let draft = self.kept_draft()?;
        // The language of a draft that says nothing was chosen for another brief.
        let chosen = draft.language.as_deref().filter(|_| !draft.blocks.is_empty());
        let chosen = request.language.or(chosen.and_then(Language::from_code));
        let language = chosen.unwrap_or(self.config.language);
        if language != self.config.language {
            return self.in_language(language).freeze_brief(request);
        }
        let now = self.system.now();
        let told_for = match &request.told_for {
            Some(text) => Some(self.told_moment(text, now)?),
            None => None,
        };
        let day = told_for.unwrap_or(now).to_jiff().to_zoned(self.zone()).date().to_string();
        for _ in 0..TRIES {
            let frozen = self.collect(request, told_for, &self.free_id(&day)?)?;
            // Else somebody took the number meanwhile: everything is collected anew, because they
            // may have written more than that.
            if let Some(told) = self.tell(&frozen)? {
                return Ok(told);
            }
        }
        Err(AppError::Bug("no number was free for the brief"))
    }

    /// Takes a told brief back, with a reason. The files stay as they were told; the list, the
    /// journal and the next brief say that it no longer stands.
    ///
    /// # Errors
    /// When there is no such brief, it was recalled already, or there is no reason.
    pub fn recall_brief(&self, id: &str, reason: &str) -> Result<BriefId, AppError> {
        let unknown = || Refusal::UnknownBrief { id: crate::gate::harmless(id) };
        let id: BriefId = id.trim().parse().map_err(|_| unknown())?;
        let state = self.state()?;
        let told = state.briefs.get(&id).ok_or_else(unknown)?;
        if told.recalled.is_some() {
            return Err(Refusal::BriefRecalled { id: id.to_string() }.into());
        }
        let target = Target::Brief(id.clone());
        let head = state.head_of(&target);
        let body = Body::BriefRecalled { reason: reason.trim().to_owned() };
        self.write_entry(Some(head), target, None, body)?;
        Ok(id)
    }

    /// Whether a copy of a brief can be put there.
    ///
    /// # Errors
    /// When there is a file already, or none can be made there.
    pub fn copy_is_possible(&self, to: &Path) -> Result<(), AppError> {
        let read = |source| AppError::Read { path: to.to_owned(), source };
        if to.try_exists().map_err(read)? {
            return Err(Refusal::FileExists { path: to.to_owned() }.into());
        }
        // A folder that is not there or takes no files is found by trying.
        let probe = |source| AppError::Write { path: to.to_owned(), source };
        std::fs::File::create_new(to).map_err(probe)?;
        std::fs::remove_file(to).map_err(probe)
    }

    /// Copies a told brief: Markdown to a name that ends in `.md`, JSON to `.json`, else the page.
    ///
    /// # Errors
    /// When there is a file already or it cannot be written. The brief is told all the same.
    pub fn copy_brief(&self, frozen: &Frozen, to: &Path) -> Result<(), AppError> {
        let from = match to.extension().and_then(|ending| ending.to_str()) {
            Some("md") => &frozen.md,
            Some("json") => &frozen.json,
            _ => &frozen.html,
        };
        let bytes = crate::cases::bounded_bytes(&self.root.join(from), files::MAX_FILE)?;
        if files::write_new(to, &bytes)? {
            return Ok(());
        }
        Err(Refusal::FileExists { path: to.to_owned() }.into())
    }

    /// The next number of a day for which there is neither an entry nor a file.
    fn free_id(&self, day: &str) -> Result<BriefId, AppError> {
        let mut id = self.state()?.next_brief(day).map_err(CasesError::from)?;
        while self.has_brief_file(&id)? {
            id = BriefId::new(id.day(), id.number() + 1).map_err(CasesError::from)?;
        }
        Ok(id)
    }

    /// Writes the files and the entry; `None` when the number is taken.
    fn tell(&self, collected: &collect::Collected) -> Result<Option<Frozen>, AppError> {
        let collect::Collected { id, model, .. } = collected;
        hit(FAILPOINTS[0]);
        let Some(written) = self.write_brief(id, model)? else { return Ok(None) };
        if let Err(error) = self.mark_draft(&collected.draft, id) {
            self.remove_brief(id);
            return Err(error);
        }
        hit(FAILPOINTS[4]);
        let findings: Vec<FindingRef> = model
            .findings
            .iter()
            .map(|finding| FindingRef { id: finding.id, revision: finding.revision })
            .collect();
        let incidents: Vec<IncidentId> = collected.incidents.clone();
        let body = Body::BriefTold {
            digest: written.digest,
            findings: findings.iter().copied().take(vigie_cases::MAX_REFERENCES).collect(),
            incidents,
            head: collected.head,
        };
        let told = self.write_entry(Some(Head::untouched()), Target::Brief(id.clone()), None, body);
        match told {
            Ok(_) => {}
            Err(error) => {
                // Not told, and so not to be found lying about.
                self.remove_brief(id);
                return match error {
                    AppError::Cases(CasesError::Conflict { .. }) => Ok(None),
                    error => Err(error),
                };
            }
        }
        hit(FAILPOINTS[5]);
        self.clear_brief_draft(&collected.draft)?;
        hit(FAILPOINTS[6]);
        let path = |ending: &str| format!("briefs/{id}.{ending}");
        Ok(Some(Frozen {
            id: id.to_string(),
            at: model.prepared_at,
            html: path("html"),
            md: path("md"),
            json: path("json"),
            digest: written.digest.to_string(),
            head: model.head.clone(),
            bytes: written.page_bytes,
            incidents: model.incidents.len(),
            findings: findings.len(),
            warnings: self.brief_warnings(model),
        }))
    }

    /// `09:00` is the next nine o'clock of the project's zone; everything else is a moment.
    fn told_moment(&self, text: &str, now: Timestamp) -> Result<Timestamp, AppError> {
        let Some(time) = clock(text) else { return self.moment(text) };
        let now_here = now.to_jiff().to_zoned(self.zone());
        let wrong = |_| AppError::Moment { text: text.to_owned() };
        let today = now_here.date().to_datetime(time).to_zoned(self.zone()).map_err(wrong)?;
        let next = if today < now_here {
            let tomorrow = now_here.date().checked_add(1.day()).map_err(wrong)?;
            tomorrow.to_datetime(time).to_zoned(self.zone()).map_err(wrong)?
        } else {
            today
        };
        Ok(Timestamp(next.timestamp().as_microsecond()))
    }

    /// What the person should know before the brief is handed over.
    fn brief_warnings(&self, model: &vigie_brief::BriefModel) -> Vec<String> {
        let words = crate::words::Words::new(self.config.language);
        let mut warnings = Vec::new();
        if model.unsupported() > 0 {
            let count = [("count", model.unsupported().into())];
            warnings.push(words.say("brief-unsupported-count", &count));
        }
        if model.known.is_empty() && model.incidents.is_empty() {
            warnings.push(words.plain("brief-warn-empty"));
        }
        warnings
    }
}

/// `9:00` or `09:00`.
fn clock(text: &str) -> Option<jiff::civil::Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    let digits = |part: &str| part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hour) || !digits(minute) || minute.len() != 2 {
        return None;
    }
    jiff::civil::Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::clock;

    #[test]
    fn hours_are_read_as_people_write_them() {
        assert_eq!(clock("09:00"), clock("9:00"));
        for wrong in ["25:00", "9:0", "09:00:00", "2027-04-13T09:00:00Z", "nine", ":"] {
            assert_eq!(clock(wrong), None, "{wrong}");
        }
    }
}
