//! Puts a page together and refuses what is not whole.

use vigie_engine::{Readers, View};
use vigie_model::schema::ColumnType;

use super::fields::At;
use super::front::{self, Front};
use super::scan::{Document, Fence, Place, scan};
use super::step::{self, Known};
use super::{Bounds, Case, EXPECTED_EXTRA, Page, Parameter, Step, Work, case, french};
use crate::error::{PageError, suggestion};
use crate::sentence::{self, Part};

const SEES: &str = "What it sees";
const LIMITS: &str = "What it does not prove";

/// Columns of the last step besides subject and values. `evidence_count` and `evidence_digest`
/// stand together or not at all (see [`crate::findings`]).
pub(crate) const CONTRACT: &[&str] = &["first_at", "last_at", "evidence"];
pub(crate) const CONTRACT_MORE: &[&str] = &["evidence_count", "evidence_digest", "urgency"];

pub(crate) fn parse(place: Place<'_>, text: &str) -> Result<Page, PageError> {
    let document = scan(place, text)?;
    let front = front::read(place, front_matter(place, &document)?)?;
    let title = title(place, &document, &front.id)?;
    check_names(place, &front)?;
    let params: Vec<&Parameter> = front.params.iter().map(|param| &param.value).collect();
    let mut steps: Vec<Step> = Vec::new();
    let mut cases = Vec::new();
    let columns = expected_columns(&front);
    for section in &document.sections {
        let known = Known { reads: &front.reads.value, params: &params, steps: &steps };
        if [SEES, LIMITS].contains(&section.heading.as_str()) {
            continue;
        }
        if let Some(step) = step::read(place, section, &known)? {
            steps.push(step);
        } else {
            let case = case::read(place, section, &front.reads.value, &columns)?;
            cases.push(case);
        }
    }
    check_last_step(place, &front, &steps, document.title_line)?;
    check_params_are_used(place, &front, &steps)?;
    check_sentence(place, &front)?;
    let sees = french::prose(place, &document.sections, SEES)?;
    let limits = french::prose(place, &document.sections, LIMITS)?;
    let page = page(place, title, (sees, limits), front, steps, cases);
    check_cases(place, &page)?;
    Ok(page)
}

fn page(
    place: Place<'_>,
    title: String,
    (sees, limits): (String, String),
    front: Front,
    steps: Vec<Step>,
    cases: Vec<Case>,
) -> Page {
    Page {
        file: place.file.to_owned(),
        id: front.id,
        title,
        family: front.family,
        maturity: front.maturity,
        clock: front.clock,
        precision: front.precision,
        reads: front.reads.value,
        subject: front.subject.value,
        disarm: front.disarm,
        attack: front.attack,
        anchor: front.anchor,
        when: front.when,
        window: front.window.map(|window| window.value),
        params: front.params.into_iter().map(|param| param.value).collect(),
        values: front.values.into_iter().map(|value| value.value).collect(),
        sentence: front.sentence.value,
        sees,
        limits,
        steps,
        cases,
        french: None,
    }
}

fn front_matter<'d>(place: Place<'_>, document: &'d Document) -> Result<&'d Fence, PageError> {
    match document.head.fences.as_slice() {
        [fence] if fence.info == "toml" => Ok(fence),
        fences => {
            let line = fences.get(1).map_or(document.title_line, |fence| fence.line);
            let hint = "write one ```toml block under the title";
            Err(place.error(line, "no front matter, or more than one block of it", hint))
        }
    }
}

/// `# id` or `# id: Title`.
fn title(place: Place<'_>, document: &Document, id: &str) -> Result<String, PageError> {
    let (named, title) = document.title.split_once(':').unwrap_or((&document.title, id));
    if named.trim() == id && !title.trim().is_empty() {
        return Ok(title.trim().to_owned());
    }
    let message = format!("the title names {:?}, the front matter {id:?}", named.trim());
    Err(place.error(document.title_line, message, format!("write \"# {id}\" or \"# {id}: Title\"")))
}

/// Names that must exist or must not collide.
fn check_names(place: Place<'_>, front: &Front) -> Result<(), PageError> {
    for view in &front.reads.value {
        let detectors = |view: &&View| view.readers != Readers::People;
        let Some(view) = vigie_engine::view(view).filter(detectors) else {
            let known = vigie_engine::views().iter().filter(detectors).map(|view| view.name);
            let message = format!("no view for detectors is called {view:?}");
            return Err(place.error(front.reads.line, message, suggestion(view, known)));
        };
        let clock = front.clock.column();
        if !view
            .columns
            .iter()
            .any(|column| column.name == clock && column.kind == ColumnType::Time)
        {
            let message = format!("the view {:?} has no column {clock:?}", view.name);
            return Err(place.error(front.reads.line, message, "write clock = \"claimed\""));
        }
    }
    let mut taken: Vec<&str> = [CONTRACT, CONTRACT_MORE, &["anchor"]].concat();
    let subject =
        front.subject.value.iter().map(|column| (column.name.as_str(), front.subject.line));
    let values = front.values.iter().map(|value| (value.value.name.as_str(), value.line));
    let params = front.params.iter().map(|param| (param.value.name.as_str(), param.line));
    for (name, line) in subject.chain(values).chain(params) {
        if taken.contains(&name) {
            let message = format!("the name {name:?} is taken");
            let hint =
                "subject, values, parameters and the columns of evidence have distinct names";
            return Err(place.error(line, message, hint));
        }
        taken.push(name);
    }
    check_window(place, front)
}

fn check_window(place: Place<'_>, front: &Front) -> Result<(), PageError> {
    let Some(window) = &front.window else { return Ok(()) };
    let param = front.params.iter().find(|param| param.value.name == window.value);
    let timed = param.is_some_and(|param| {
        matches!(param.value.bounds, Bounds::Integer { .. })
            && crate::run::unit_micros(&param.value.unit).is_some()
    });
    if timed {
        return Ok(());
    }
    let message = format!("{:?} is no integer parameter with a unit of time", window.value);
    Err(place.error(window.line, message, "units of time: s, min, h, days"))
}

fn expected_columns(front: &Front) -> Vec<&str> {
    let subject = front.subject.value.iter().map(|column| column.name.as_str());
    let values = front.values.iter().map(|value| value.value.name.as_str());
    subject.chain(values).chain(EXPECTED_EXTRA.iter().copied()).collect()
}

fn check_last_step(
    place: Place<'_>,
    front: &Front,
    steps: &[Step],
    title_line: usize,
) -> Result<(), PageError> {
    let Some(last) = steps.last().filter(|step| step.name == "findings") else {
        let line = steps.last().map_or(title_line, |step| step.line);
        let hint = "call the last step findings: \"## Step findings: sql\"";
        return Err(place.error(line, "the last step is not called \"findings\"", hint));
    };
    let has = |name: &str| match &last.work {
        Work::Sql { columns, .. } => columns.as_ref().is_none_or(|words| words.contains(name)),
        Work::Operator { operator, .. } => {
            operator.spec().output.iter().any(|column| column.name == name)
        }
    };
    let subject = front.subject.value.iter().map(|column| column.name.as_str());
    let values = front.values.iter().map(|value| value.value.name.as_str());
    for name in subject.chain(values).chain(CONTRACT.iter().copied()) {
        if !has(name) {
            let message = format!("the step \"findings\" has no column {name:?}");
            let hint = "it gives the subject, first_at, last_at, evidence and the declared values";
            return Err(place.error(last.line, message, hint));
        }
    }
    Ok(())
}

fn check_params_are_used(place: Place<'_>, front: &Front, steps: &[Step]) -> Result<(), PageError> {
    let used = |name: &str| {
        steps.iter().any(|step| match &step.work {
            Work::Sql { placeholders, .. } => placeholders.iter().any(|used| used == name),
            Work::Operator { arguments, .. } => arguments.integers.iter().any(
                |(_, argument)| matches!(argument, super::Argument::Parameter(used, _) if used == name),
            ),
        })
    };
    match front.params.iter().find(|param| !used(&param.value.name)) {
        None => Ok(()),
        Some(At { value, line }) => {
            let message = format!("no step uses the parameter {:?}", value.name);
            Err(place.error(*line, message, "use it or remove it"))
        }
    }
}

fn check_sentence(place: Place<'_>, front: &Front) -> Result<(), PageError> {
    let subject = front.subject.value.iter().map(|column| column.name.as_str());
    let values = front.values.iter().map(|value| value.value.name.as_str());
    let params = front.params.iter().map(|param| param.value.name.as_str());
    let known: Vec<&str> =
        subject.chain(values).chain(params).chain(["first_at", "last_at"]).collect();
    let line = front.sentence.line;
    let Sentences { en, fr } = Sentences::of(front);
    for (language, template) in [("en", Some(en)), ("fr", fr)] {
        let Some(template) = template else { continue };
        let parts = sentence::parse(template).map_err(|message| {
            let message = format!("sentence {language}: {message}");
            place.error(line, message, "write {name} or {name|one|many}")
        })?;
        for part in parts {
            let Part::Hole { name, .. } = part else { continue };
            if !known.contains(&name) {
                let message = format!("sentence {language}: no column or parameter {name:?}");
                return Err(place.error(line, message, suggestion(name, known.iter().copied())));
            }
        }
    }
    Ok(())
}

struct Sentences<'f> {
    en: &'f str,
    fr: Option<&'f str>,
}

impl<'f> Sentences<'f> {
    fn of(front: &'f Front) -> Self {
        Self { en: &front.sentence.value.en, fr: front.sentence.value.fr.as_deref() }
    }
}

fn check_cases(place: Place<'_>, page: &Page) -> Result<(), PageError> {
    for case in &page.cases {
        let set: Vec<(&str, &str)> =
            case.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        page.bind(&set).map_err(|error| place.error(case.line, error.message, error.hint))?;
    }
    for (fires, what) in [(true, "fires"), (false, "stays silent")] {
        if !page.cases.iter().any(|case| case.fires() == fires) {
            let message = format!("no case {what}");
            let hint = "show by example when it raises a finding and when it must not";
            return Err(place.error(1, message, hint));
        }
    }
    Ok(())
}
