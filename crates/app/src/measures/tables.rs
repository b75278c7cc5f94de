//! The register as a spreadsheet, out and in. Bad rows are set aside with their number and the
//! reason; good ones are kept.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_cases::{CasesError, Draft, Head, MeasureId, RedLineId, State};

use super::days;
use super::sheet::{self, MAX_BYTES, MAX_CELL, NotATable, Sheet};
use super::{MeasureInput, RedLineInput};
use crate::screens::rows::{MeasureRow, MeasureWord, RedLineRow, RedLineWord};
use crate::words::Words;
use crate::{AppError, Project, Refusal, gate};

/// A row that was set aside.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct RejectedRow {
    /// As the spreadsheet numbers it.
    pub row: usize,
    /// Why.
    pub reason: String,
}

/// What an import did.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct ImportReport {
    /// Measures and red lines that are new.
    pub added: u64,
    /// Those that say something else now.
    pub changed: u64,
    /// Those that stood so already.
    pub unchanged: u64,
    /// Rows that were set aside.
    pub rejected: Vec<RejectedRow>,
}

/// Columns of measures in the order of an export, each with the names that it goes by.
const MEASURE_COLUMNS: [(&str, &[&str]); 9] = [
    ("id", &["id", "identifiant"]),
    ("asset", &["asset", "actif", "bien", "what is protected", "ce qui est protégé"]),
    ("measure", &["measure", "mesure", "protection"]),
    ("owner", &["owner", "responsable", "who", "qui"]),
    ("due", &["due", "échéance", "echeance", "deadline", "by", "date", "délai"]),
    ("state", &["state", "état", "etat", "status", "statut"]),
    ("done", &["done", "fait", "faits", "count done"]),
    ("of", &["of", "sur", "total"]),
    ("evidence", &["evidence", "preuve", "preuves", "check", "proof"]),
];

const RED_LINE_COLUMNS: [(&str, &[&str]); 6] = [
    ("id", &["id", "identifiant"]),
    ("if", &["if", "si"]),
    ("who", &["who", "qui"]),
    ("calls", &["calls", "appelle", "call"]),
    ("within_minutes", &["within_minutes", "within minutes", "minutes", "en minutes"]),
    ("state", &["state", "état", "etat", "status", "statut"]),
];

/// Which cell of a row is which field.
struct Fields<'a> {
    places: Vec<(&'static str, Option<usize>)>,
    row: &'a [String],
    /// What the column of days tells of its order.
    order: Option<days::Order>,
}

impl Fields<'_> {
    fn get(&self, field: &str) -> &str {
        let place = self.places.iter().find(|(name, _)| *name == field).and_then(|(_, at)| *at);
        place.and_then(|at| self.row.get(at)).map_or("", |cell| cell.trim())
    }
}

fn places(
    heading: &[String],
    columns: &[(&'static str, &[&str])],
) -> Vec<(&'static str, Option<usize>)> {
    let names: Vec<String> = heading.iter().map(|cell| cell.trim().to_lowercase()).collect();
    let place = |known: &[&str]| names.iter().position(|name| known.contains(&name.as_str()));
    columns.iter().map(|(field, known)| (*field, place(known))).collect()
}

impl Project {
    /// The register as XLSX: one sheet of measures, one of red lines.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn measures_xlsx(&self) -> Result<Vec<u8>, AppError> {
        let register = self.measures()?;
        let sheets = [measure_sheet(&register.measures), red_line_sheet(&register.red_lines)];
        sheet::to_xlsx(&sheets).ok_or(AppError::Bug("the register does not fit into a spreadsheet"))
    }

    /// The measures as CSV.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn measures_csv(&self) -> Result<Vec<u8>, AppError> {
        Ok(sheet::to_csv(&measure_sheet(&self.measures()?.measures)))
    }

    /// The red lines as CSV.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn red_lines_csv(&self) -> Result<Vec<u8>, AppError> {
        Ok(sheet::to_csv(&red_line_sheet(&self.measures()?.red_lines)))
    }

    /// As [`Project::import_measures`], from a file.
    ///
    /// # Errors
    /// As there, and when the file cannot be read.
    pub fn import_measures_file(&self, path: &std::path::Path) -> Result<ImportReport, AppError> {
        let bytes = crate::cases::bounded_bytes(path, MAX_BYTES)?;
        self.import_measures(&path.display().to_string(), &bytes)
    }

    /// Reads a register from CSV or XLSX. A row with the id of a measure, or with its asset and
    /// measure, changes it; others are added; nothing is removed. All rows go into the journal
    /// together.
    ///
    /// # Errors
    /// When the file is no table, lacks the columns, or the journal cannot be written; then nothing
    /// is changed.
    pub fn import_measures(&self, name: &str, bytes: &[u8]) -> Result<ImportReport, AppError> {
        let name = gate::harmless(name);
        if bytes.len() as u64 > MAX_BYTES {
            return Err(Refusal::TooLarge { path: name.into(), limit: MAX_BYTES }.into());
        }
        let sheets = sheet::read(bytes).map_err(|why| not_a_table(&name, why))?;
        let mut held = Held::of(&*self.state()?);
        let mut report = ImportReport::default();
        let mut read = 0;
        for sheet in &sheets {
            let red_lines = places(&sheet.heading, &RED_LINE_COLUMNS);
            let measures = places(&sheet.heading, &MEASURE_COLUMNS);
            let has = |places: &[(&str, Option<usize>)], wanted: &str| {
                places.iter().any(|(name, at)| *name == wanted && at.is_some())
            };
            if has(&measures, "measure") {
                self.import_sheet(sheet, &measures, &mut held, &mut report, Self::import_measure)?;
            } else if has(&red_lines, "if") && has(&red_lines, "calls") {
                self.import_sheet(
                    sheet,
                    &red_lines,
                    &mut held,
                    &mut report,
                    Self::import_red_line,
                )?;
            } else {
                continue;
            }
            read += 1;
        }
        if read == 0 {
            return Err(Refusal::NoColumn { name, column: "measure" }.into());
        }
        self.write_entries(held.drafts)?;
        Ok(report)
    }

    fn import_sheet(
        &self,
        sheet: &Sheet,
        places: &[(&'static str, Option<usize>)],
        held: &mut Held,
        report: &mut ImportReport,
        take: fn(&Self, &Fields<'_>, &mut Held, &Words) -> Result<Taken, AppError>,
    ) -> Result<(), AppError> {
        let words = Words::new(self.config.language);
        let due = places.iter().find(|(name, _)| *name == "due").and_then(|(_, at)| *at);
        let cells = sheet.rows.iter().filter_map(|(_, row)| row.get(due?));
        let order = days::order_of(cells.map(String::as_str), self.config.language);
        for (number, row) in &sheet.rows {
            let taken = if row.iter().any(|cell| cell.len() > MAX_CELL) {
                Taken::Rejected(words.plain("measure-row-long"))
            } else {
                take(self, &Fields { places: places.to_vec(), row, order }, held, &words)?
            };
            match taken {
                Taken::Added => report.added += 1,
                Taken::Changed => report.changed += 1,
                Taken::Unchanged => report.unchanged += 1,
                Taken::Rejected(reason) => {
                    report.rejected.push(RejectedRow { row: *number, reason });
                }
            }
        }
        Ok(())
    }

    fn import_measure(
        &self,
        fields: &Fields<'_>,
        held: &mut Held,
        words: &Words,
    ) -> Result<Taken, AppError> {
        let input = match Self::measure_of(fields, words) {
            Ok(input) => input,
            Err(reason) => return Ok(Taken::Rejected(reason)),
        };
        let said = (input.asset.clone(), input.measure.clone());
        let id: MeasureId = match (fields.get("id"), held.by_words.get(&said)) {
            ("", Some(id)) => id.clone(),
            ("", None) => {
                let taken = |id: &MeasureId| held.measures.contains_key(id);
                match super::free_measure(&input.measure, taken) {
                    Some(id) => id,
                    None => return Ok(Taken::Rejected(bad(words, "measure", &input.measure))),
                }
            }
            (id, _) => match super::prefixed("M-", id).parse() {
                Ok(id) => id,
                Err(_) => return Ok(Taken::Rejected(bad(words, "id", id))),
            },
        };
        let taken = match held.measures.get(&id) {
            Some(known) if *known == input => return Ok(Taken::Unchanged),
            Some(_) => Taken::Changed,
            None => Taken::Added,
        };
        let draft = self.measure_draft(&id, input.clone())?;
        if let Err(CasesError::Draft { field, .. }) = draft.check() {
            return Ok(Taken::Rejected(bad(words, field, fields.get(field))));
        }
        held.drafts.push((None, draft));
        held.by_words.insert(said, id.clone());
        held.measures.insert(id, input);
        Ok(taken)
    }

    fn measure_of(fields: &Fields<'_>, words: &Words) -> Result<MeasureInput, String> {
        let (asset, measure) = (fields.get("asset"), fields.get("measure"));
        for (field, text) in [("asset", asset), ("measure", measure)] {
            if text.is_empty() {
                return Err(words.say("measure-row-empty", &[("field", field.into())]));
            }
        }
        let due = match fields.get("due") {
            "" => None,
            text => match days::read(text, fields.order) {
                days::Read::Day(day) => Some(day),
                days::Read::Ambiguous => {
                    let text = gate::harmless(text).into();
                    return Err(words.say("measure-row-both-ways", &[("text", text)]));
                }
                days::Read::Unfit => {
                    let text: String = text.chars().take(60).collect();
                    let text = gate::harmless(&text).into();
                    return Err(words.say("measure-row-no-day", &[("text", text)]));
                }
            },
        };
        let state = match fields.get("state") {
            "" => MeasureWord::Planned,
            text => measure_word(text).ok_or_else(|| bad(words, "state", text))?,
        };
        let (done, of) = (count(fields, "done", words)?, count(fields, "of", words)?);
        if let (Some(done), Some(of)) = (done, of)
            && done > of
        {
            let args = [("done", done.to_string().into()), ("of", of.to_string().into())];
            return Err(words.say("measure-row-more-than", &args));
        }
        Ok(MeasureInput {
            asset: asset.to_owned(),
            measure: measure.to_owned(),
            owner: fields.get("owner").to_owned(),
            due,
            state,
            done,
            of,
            evidence: fields.get("evidence").to_owned(),
        })
    }

    #[expect(clippy::unnecessary_wraps, reason = "rows of both kinds are read by one signature")]
    fn import_red_line(
        &self,
        fields: &Fields<'_>,
        held: &mut Held,
        words: &Words,
    ) -> Result<Taken, AppError> {
        let input = match red_line_of(fields, words) {
            Ok(input) => input,
            Err(reason) => return Ok(Taken::Rejected(reason)),
        };
        let known = held.red_lines.iter().find(|(_, known)| known.if_ == input.if_);
        let id: RedLineId = match (fields.get("id"), known) {
            ("", Some((id, _))) => id.clone(),
            ("", None) => match super::free_red_line(&input.if_) {
                Some(id) => id,
                None => return Ok(Taken::Rejected(bad(words, "if", &input.if_))),
            },
            (id, _) => match super::prefixed("R-", id).parse() {
                Ok(id) => id,
                Err(_) => return Ok(Taken::Rejected(bad(words, "id", id))),
            },
        };
        let taken = match held.red_lines.get(&id) {
            Some(known) if *known == input => return Ok(Taken::Unchanged),
            Some(_) => Taken::Changed,
            None => Taken::Added,
        };
        let draft = self.red_line_draft(&id, input.clone());
        if let Err(CasesError::Draft { field, .. }) = draft.check() {
            return Ok(Taken::Rejected(bad(words, field, fields.get(field))));
        }
        held.drafts.push((None, draft));
        held.red_lines.insert(id, input);
        Ok(taken)
    }
}

/// What became of one row.
enum Taken {
    Added,
    Changed,
    Unchanged,
    Rejected(String),
}

/// The register while a spreadsheet is read into it: folding the journal anew for each row would
/// make a long spreadsheet slow.
struct Held {
    measures: BTreeMap<MeasureId, MeasureInput>,
    by_words: BTreeMap<(String, String), MeasureId>,
    red_lines: BTreeMap<RedLineId, RedLineInput>,
    /// What the rows add to the journal.
    drafts: Vec<(Option<Head>, Draft)>,
}

impl Held {
    fn of(state: &State) -> Self {
        let measures: BTreeMap<_, _> =
            state.measures.iter().map(|(id, held)| (id.clone(), super::input_of(held))).collect();
        let by_words = measures
            .iter()
            .map(|(id, held)| ((held.asset.clone(), held.measure.clone()), id.clone()))
            .collect();
        let red_lines = state.red_lines.iter();
        let red_lines = red_lines.map(|(id, held)| (id.clone(), super::red_input_of(held)));
        Self { measures, by_words, red_lines: red_lines.collect(), drafts: Vec::new() }
    }
}

fn red_line_of(fields: &Fields<'_>, words: &Words) -> Result<RedLineInput, String> {
    for field in ["if", "who", "calls"] {
        if fields.get(field).is_empty() {
            return Err(words.say("measure-row-empty", &[("field", field.into())]));
        }
    }
    let minutes = fields.get("within_minutes");
    let within_minutes = minutes.parse().map_err(|_| bad(words, "within_minutes", minutes))?;
    let state = match fields.get("state") {
        "" => RedLineWord::Set,
        text => red_line_word(text).ok_or_else(|| bad(words, "state", text))?,
    };
    Ok(RedLineInput {
        if_: fields.get("if").to_owned(),
        who: fields.get("who").to_owned(),
        calls: fields.get("calls").to_owned(),
        within_minutes,
        state,
    })
}

fn bad(words: &Words, field: &str, text: &str) -> String {
    let text: String = text.chars().take(60).collect();
    words.say("measure-row-bad", &[("field", field.into()), ("text", gate::harmless(&text).into())])
}

fn count(fields: &Fields<'_>, field: &'static str, words: &Words) -> Result<Option<u64>, String> {
    match fields.get(field) {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| bad(words, field, text)),
    }
}

/// The word of a state in either language.
fn measure_word(text: &str) -> Option<MeasureWord> {
    MeasureWord::from_word(text).or_else(|| match text.trim().to_lowercase().as_str() {
        "prévu" | "prévue" | "à faire" | "todo" | "open" => Some(MeasureWord::Planned),
        "en place" | "fait" | "faite" | "done" => Some(MeasureWord::InPlace),
        "sans objet" | "n/a" => Some(MeasureWord::NotApplicable),
        _ => None,
    })
}

fn red_line_word(text: &str) -> Option<RedLineWord> {
    RedLineWord::from_word(text).or_else(|| match text.trim().to_lowercase().as_str() {
        "posée" | "fixée" => Some(RedLineWord::Set),
        "franchie" => Some(RedLineWord::Crossed),
        _ => None,
    })
}

fn not_a_table(name: &str, why: NotATable) -> Refusal {
    let why = match why {
        NotATable::Unknown => "it is neither text nor a spreadsheet",
        NotATable::Damaged => "the spreadsheet cannot be opened",
        NotATable::Empty => "it is empty",
        NotATable::TooLong => "it has more than 20,000 rows",
    };
    Refusal::NotATable { name: name.to_owned(), why }
}

/// The last net of an export: an id may be older than the sealing of what it repeats.
fn kept_back<const N: usize>(cells: [String; N]) -> Vec<String> {
    cells.iter().map(|cell| gate::sealed(cell).into_owned()).collect()
}

fn measure_sheet(rows: &[MeasureRow]) -> Sheet {
    let number = |count: Option<u64>| count.map(|count| count.to_string()).unwrap_or_default();
    let line = |row: &MeasureRow| {
        kept_back([
            row.id.clone(),
            row.asset.clone(),
            row.measure.clone(),
            row.owner.clone(),
            row.due.clone().unwrap_or_default(),
            row.state.word().to_owned(),
            number(row.done),
            number(row.of),
            row.evidence.clone(),
        ])
    };
    Sheet {
        name: "measures".to_owned(),
        heading: MEASURE_COLUMNS.iter().map(|(name, _)| (*name).to_owned()).collect(),
        rows: rows.iter().enumerate().map(|(at, row)| (at + 2, line(row))).collect(),
    }
}

fn red_line_sheet(rows: &[RedLineRow]) -> Sheet {
    let line = |row: &RedLineRow| {
        kept_back([
            row.id.clone(),
            row.if_.clone(),
            row.who.clone(),
            row.calls.clone(),
            row.within_minutes.to_string(),
            row.state.word().to_owned(),
        ])
    };
    Sheet {
        name: "red_lines".to_owned(),
        heading: RED_LINE_COLUMNS.iter().map(|(name, _)| (*name).to_owned()).collect(),
        rows: rows.iter().enumerate().map(|(at, row)| (at + 2, line(row))).collect(),
    }
}
