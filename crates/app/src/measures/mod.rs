//! The register: protection measures (asset, measure, owner, due, state, evidence) and red lines
//! (if X, then A calls B within N minutes).
//!
//! Overdue is no state: it follows from the due day and today in the project's time zone.

mod days;
mod seen;
mod sheet;
mod start;
mod tables;

use serde::{Deserialize, Serialize};
use vigie_cases::{
    Body, CasesError, Draft, Head, Measure, MeasureId, MeasureState, RedLine, RedLineId,
    RedLineState, Target,
};

pub use seen::SecondFactorSeen;
pub(crate) use sheet::{Sheet, cell, decode, to_csv};
pub use start::{Offer, RedLineOffer, StartingSet, starting_set};
pub use tables::{ImportReport, RejectedRow};

use crate::cases::words_shown;
use crate::screens::rows::{MeasureRow, MeasureWord, RedLineRow, RedLineWord};
use crate::{AppError, Project, Refusal, gate};

/// What a measure is to say.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MeasureInput {
    /// What is protected.
    pub asset: String,
    /// How.
    pub measure: String,
    /// Who sees to it.
    #[serde(default)]
    pub owner: String,
    /// By when: `2027-04-13`.
    #[serde(default)]
    pub due: Option<String>,
    /// How far it is.
    pub state: MeasureWord,
    /// How many of `of` are done.
    #[serde(default)]
    pub done: Option<u64>,
    /// How many there are.
    #[serde(default)]
    pub of: Option<u64>,
    /// How anyone can check it.
    #[serde(default)]
    pub evidence: String,
}

/// What a red line is to say.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RedLineInput {
    /// What would have to happen.
    #[serde(rename = "if")]
    pub if_: String,
    /// Who acts.
    pub who: String,
    /// Whom they call.
    pub calls: String,
    /// How fast.
    pub within_minutes: u32,
    /// How it stands.
    pub state: RedLineWord,
}

/// The register and what a role offers that is not in it yet.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Register {
    /// Measures: overdue ones first, then by due day.
    pub measures: Vec<MeasureRow>,
    /// Red lines: crossed ones first.
    pub red_lines: Vec<RedLineRow>,
    /// Offered by the role and not yet taken; empty without a role.
    pub starting_set: Vec<Offer>,
    /// Red lines offered and not yet taken.
    pub starting_red_lines: Vec<RedLineOffer>,
}

/// What taking a starting set did.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Started {
    /// Measures that were taken.
    pub measures: Vec<MeasureRow>,
    /// Red lines that were taken.
    pub red_lines: Vec<RedLineRow>,
    /// Those that stood in the register already.
    pub known: usize,
}

impl Project {
    /// The register.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn measures(&self) -> Result<Register, AppError> {
        let (state, today) = (self.state()?, self.today_date());
        let mut measures: Vec<MeasureRow> =
            state.measures.values().map(|held| measure_row(held, &today)).collect();
        measures.sort_by(|a, b| {
            let key = |row: &MeasureRow| {
                let done = row.state != MeasureWord::Planned;
                (!row.overdue, done, row.due.is_none(), row.due.clone(), row.id.clone())
            };
            key(a).cmp(&key(b))
        });
        let mut red_lines: Vec<RedLineRow> = state.red_lines.values().map(red_line_row).collect();
        red_lines.sort_by(|a, b| (b.state, &a.id).cmp(&(a.state, &b.id)));
        let mut register = Register {
            measures,
            red_lines,
            starting_set: Vec::new(),
            starting_red_lines: Vec::new(),
        };
        if let Some(role) = self.role() {
            let set = starting_set(role, self.config.language)?;
            register.starting_set = set.measures;
            register
                .starting_set
                .retain(|offer| register.measures.iter().all(|row| row.id != offer.id));
            register.starting_red_lines = set.red_lines;
            register
                .starting_red_lines
                .retain(|offer| register.red_lines.iter().all(|row| row.id != offer.id));
        }
        Ok(register)
    }

    /// Measures that are planned and whose day is past.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn overdue(&self) -> Result<Vec<MeasureRow>, AppError> {
        let mut measures = self.measures()?.measures;
        measures.retain(|row| row.overdue);
        Ok(measures)
    }

    /// Sets a measure; makes it when there is none of that id. Without an id, one is made from the
    /// words of the measure.
    ///
    /// # Errors
    /// [`CasesError::Conflict`] when `expected_head` is old; when a field is wrong.
    pub fn set_measure(
        &self,
        id: Option<&str>,
        expected_head: Option<&str>,
        input: MeasureInput,
    ) -> Result<MeasureRow, AppError> {
        let id: MeasureId = match id.map(str::trim).filter(|id| !id.is_empty()) {
            Some(id) => prefixed("M-", id).parse().map_err(CasesError::from)?,
            None => {
                let state = self.state()?;
                let taken = |id: &MeasureId| state.measures.contains_key(id);
                free_measure(&input.measure, taken)
                    .ok_or_else(|| Refusal::NoId { text: gate::harmless(&input.measure) })?
            }
        };
        let draft = self.measure_draft(&id, input)?;
        self.write_entries(vec![(head(expected_head)?, draft)])?;
        let state = self.state()?;
        let held = state.measures.get(&id).ok_or(AppError::Bug("a measure was not set"))?;
        Ok(measure_row(held, &self.today_date()))
    }

    /// The entry that sets a measure.
    fn measure_draft(&self, id: &MeasureId, input: MeasureInput) -> Result<Draft, AppError> {
        let body = Body::MeasureSet {
            asset: input.asset.trim().to_owned(),
            measure: input.measure.trim().to_owned(),
            owner: input.owner.trim().to_owned(),
            due: input.due.map(|due| day(&due)).transpose()?,
            state: state_of(input.state),
            done: input.done,
            of: input.of,
            evidence: input.evidence.trim().to_owned(),
        };
        Ok(Draft::new(self.system.now(), Target::Measure(id.clone()), body))
    }

    /// One measure by its id, with or without `M-`.
    ///
    /// # Errors
    /// When there is none.
    pub fn measure(&self, id: &str) -> Result<MeasureRow, AppError> {
        let state = self.state()?;
        let unknown = || Refusal::UnknownMeasure { id: gate::harmless(id) };
        let parsed: MeasureId = prefixed("M-", id).parse().map_err(|_| unknown())?;
        let held = state.measures.get(&parsed).ok_or_else(unknown)?;
        Ok(measure_row(held, &self.today_date()))
    }

    /// One red line by its id, with or without `R-`.
    ///
    /// # Errors
    /// When there is none.
    pub fn red_line(&self, id: &str) -> Result<RedLineRow, AppError> {
        let state = self.state()?;
        let unknown = || Refusal::UnknownMeasure { id: gate::harmless(id) };
        let parsed: RedLineId = prefixed("R-", id).parse().map_err(|_| unknown())?;
        Ok(red_line_row(state.red_lines.get(&parsed).ok_or_else(unknown)?))
    }

    /// Takes a measure out of the register, with the reason.
    ///
    /// # Errors
    /// When there is none, or `expected_head` is old.
    pub fn remove_measure(
        &self,
        id: &str,
        expected_head: Option<&str>,
        reason: &str,
    ) -> Result<MeasureRow, AppError> {
        let row = self.measure(id)?;
        let target = Target::Measure(row.id.parse().map_err(CasesError::from)?);
        let body = Body::MeasureRemoved { reason: reason.trim().to_owned() };
        self.write_entry(head(expected_head)?, target, None, body)?;
        Ok(row)
    }

    /// Sets a red line; makes it when there is none of that id.
    ///
    /// # Errors
    /// As [`Project::set_measure`].
    pub fn set_red_line(
        &self,
        id: Option<&str>,
        expected_head: Option<&str>,
        input: RedLineInput,
    ) -> Result<RedLineRow, AppError> {
        let wrong = || Refusal::NoId { text: gate::harmless(&input.if_) };
        let id: RedLineId = match id.map(str::trim).filter(|id| !id.is_empty()) {
            Some(id) => prefixed("R-", id).parse().map_err(CasesError::from)?,
            None => free_red_line(&input.if_).ok_or_else(wrong)?,
        };
        let draft = self.red_line_draft(&id, input);
        self.write_entries(vec![(head(expected_head)?, draft)])?;
        self.red_line(id.as_str())
    }

    /// The entry that sets a red line.
    fn red_line_draft(&self, id: &RedLineId, input: RedLineInput) -> Draft {
        let body = Body::RedLineSet {
            if_: input.if_.trim().to_owned(),
            who: input.who.trim().to_owned(),
            calls: input.calls.trim().to_owned(),
            within_minutes: input.within_minutes,
            state: match input.state {
                RedLineWord::Set => RedLineState::Set,
                RedLineWord::Crossed => RedLineState::Crossed,
            },
        };
        Draft::new(self.system.now(), Target::RedLine(id.clone()), body)
    }

    /// Takes a red line out of the register, with the reason.
    ///
    /// # Errors
    /// When there is none, or `expected_head` is old.
    pub fn remove_red_line(
        &self,
        id: &str,
        expected_head: Option<&str>,
        reason: &str,
    ) -> Result<RedLineRow, AppError> {
        let row = self.red_line(id)?;
        let target = Target::RedLine(row.id.parse().map_err(CasesError::from)?);
        let body = Body::RedLineRemoved { reason: reason.trim().to_owned() };
        self.write_entry(head(expected_head)?, target, None, body)?;
        Ok(row)
    }

    /// The starting set of the project's role, or of another.
    ///
    /// # Errors
    /// When neither names a role.
    pub fn starting_set(&self, role: Option<crate::config::Role>) -> Result<StartingSet, AppError> {
        let role = role.or(self.role()).ok_or(Refusal::NoRole)?;
        starting_set(role, self.config.language)
    }

    /// Takes offers of a starting set into the register: those that are named, or all. Measures
    /// are planned, with nobody seeing to them yet and the days that the set gives.
    ///
    /// # Errors
    /// When a name is not offered, or the journal cannot be written.
    pub fn take_starting_set(
        &self,
        set: &StartingSet,
        only: &[String],
    ) -> Result<Started, AppError> {
        let named = |id: &str| only.iter().any(|name| name == id || id[2..] == **name);
        for name in only {
            let measures = set.measures.iter().map(|offer| &offer.id);
            let mut offered = measures.chain(set.red_lines.iter().map(|offer| &offer.id));
            if !offered.any(|id| id == name || id[2..] == **name) {
                return Err(Refusal::UnknownMeasure { id: gate::harmless(name) }.into());
            }
        }
        let state = self.state()?;
        let (mut measures, mut red_lines, mut known) = (Vec::new(), Vec::new(), 0);
        let mut drafts = Vec::new();
        for offer in set.measures.iter().filter(|offer| only.is_empty() || named(&offer.id)) {
            let id: MeasureId = offer.id.parse().map_err(CasesError::from)?;
            if state.measures.contains_key(&id) {
                known += 1;
                continue;
            }
            let input = MeasureInput {
                asset: offer.asset.clone(),
                measure: offer.measure.clone(),
                owner: String::new(),
                due: Some(self.day_in(offer.within_days)),
                state: MeasureWord::Planned,
                done: None,
                of: None,
                evidence: offer.check.clone(),
            };
            drafts.push((None, self.measure_draft(&id, input)?));
            measures.push(id);
        }
        for offer in set.red_lines.iter().filter(|offer| only.is_empty() || named(&offer.id)) {
            let id: RedLineId = offer.id.parse().map_err(CasesError::from)?;
            if state.red_lines.contains_key(&id) {
                known += 1;
                continue;
            }
            let input = RedLineInput {
                if_: offer.if_.clone(),
                who: offer.who.clone(),
                calls: offer.calls.clone(),
                within_minutes: offer.within_minutes,
                state: RedLineWord::Set,
            };
            drafts.push((None, self.red_line_draft(&id, input)));
            red_lines.push(id);
        }
        self.write_entries(drafts)?;
        let (state, today) = (self.state()?, self.today_date());
        let measures = measures.iter().filter_map(|id| state.measures.get(id));
        let red_lines = red_lines.iter().filter_map(|id| state.red_lines.get(id));
        Ok(Started {
            measures: measures.map(|held| measure_row(held, &today)).collect(),
            red_lines: red_lines.map(red_line_row).collect(),
            known,
        })
    }

    fn day_in(&self, days: u16) -> String {
        let today = self.system.now().to_jiff().to_zoned(self.zone()).date();
        let due = today.checked_add(jiff::Span::new().days(i64::from(days)));
        due.unwrap_or(today).to_string()
    }
}

/// An id from the words. What repeats a sealed rumour gives its code: an id goes everywhere.
fn free_red_line(words: &str) -> Option<RedLineId> {
    RedLineId::from_words(&gate::sealed(words))
}

/// An id from the words that no measure has yet, as [`free_red_line`]; `None` when the words hold
/// no letter.
fn free_measure(words: &str, taken: impl Fn(&MeasureId) -> bool) -> Option<MeasureId> {
    let words = gate::sealed(words);
    let plain = MeasureId::from_words(&words)?;
    if !taken(&plain) {
        return Some(plain);
    }
    let numbered = |number: u32| MeasureId::from_words(&format!("{number} {words}"));
    (2..10_000).filter_map(numbered).find(|id| !taken(id))
}

/// An id as people write it, with its letters in front.
fn prefixed(prefix: &str, id: &str) -> String {
    let id = id.trim();
    match id.get(..2) {
        Some(start) if start.eq_ignore_ascii_case(prefix) => format!("{prefix}{}", &id[2..]),
        _ => format!("{prefix}{id}"),
    }
}

pub(crate) fn head(text: Option<&str>) -> Result<Option<Head>, AppError> {
    match text.map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => Ok(Some(text.parse().map_err(CasesError::from)?)),
        None => Ok(None),
    }
}

/// A day as `2027-04-13`.
fn day(text: &str) -> Result<String, AppError> {
    let day: Result<jiff::civil::Date, _> = text.trim().parse();
    let wrong = |_| Refusal::NoDay { text: gate::harmless(text) };
    Ok(day.map_err(wrong)?.to_string())
}

const fn state_of(word: MeasureWord) -> MeasureState {
    match word {
        MeasureWord::Planned => MeasureState::Planned,
        MeasureWord::InPlace => MeasureState::InPlace,
        MeasureWord::NotApplicable => MeasureState::NotApplicable,
    }
}

const fn word_of(state: MeasureState) -> MeasureWord {
    match state {
        MeasureState::Planned => MeasureWord::Planned,
        MeasureState::InPlace => MeasureWord::InPlace,
        MeasureState::NotApplicable => MeasureWord::NotApplicable,
    }
}

const fn red_word_of(state: RedLineState) -> RedLineWord {
    match state {
        RedLineState::Set => RedLineWord::Set,
        RedLineState::Crossed => RedLineWord::Crossed,
    }
}

/// A measure as it was set.
fn input_of(held: &Measure) -> MeasureInput {
    MeasureInput {
        asset: held.asset.clone(),
        measure: held.measure.clone(),
        owner: held.owner.clone(),
        due: held.due.clone(),
        state: word_of(held.state),
        done: held.done,
        of: held.of,
        evidence: held.evidence.clone(),
    }
}

/// A red line as it was set.
fn red_input_of(held: &RedLine) -> RedLineInput {
    RedLineInput {
        if_: held.if_.clone(),
        who: held.who.clone(),
        calls: held.calls.clone(),
        within_minutes: held.within_minutes,
        state: red_word_of(held.state),
    }
}

fn measure_row(held: &Measure, today: &str) -> MeasureRow {
    MeasureRow {
        id: held.id.to_string(),
        asset: words_shown(&held.asset),
        measure: words_shown(&held.measure),
        owner: words_shown(&held.owner),
        due: held.due.clone(),
        state: word_of(held.state),
        overdue: held.is_overdue(today),
        done: held.done,
        of: held.of,
        evidence: words_shown(&held.evidence),
        head: held.head.to_string(),
    }
}

fn red_line_row(held: &RedLine) -> RedLineRow {
    RedLineRow {
        id: held.id.to_string(),
        if_: words_shown(&held.if_),
        who: words_shown(&held.who),
        calls: words_shown(&held.calls),
        within_minutes: held.within_minutes,
        state: red_word_of(held.state),
        head: held.head.to_string(),
    }
}
