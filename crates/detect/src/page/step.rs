//! Steps: what a page computes, in order.

use vigie_engine::{Readers, View};

use super::scan::{Place, Section};
use super::sql::{self, Named};
use super::words::is_name;
use super::{Argument, Arguments, Parameter, Step, Work};
use crate::error::{PageError, suggestion};
use crate::operator::{OPERATORS, operator};

/// What earlier parts of the page have declared.
pub(crate) struct Known<'a> {
    pub(crate) reads: &'a [String],
    pub(crate) params: &'a [&'a Parameter],
    /// Names of earlier steps.
    pub(crate) steps: &'a [Step],
}

impl Known<'_> {
    fn relations(&self) -> Vec<&str> {
        let steps = self.steps.iter().map(|step| step.name.as_str());
        self.reads.iter().map(String::as_str).chain(steps).collect()
    }

    fn params(&self) -> Vec<&str> {
        self.params.iter().map(|param| param.name.as_str()).collect()
    }
}

const FORMS: &str = "write \"## Step NAME: sql\" or \"## Step NAME: operator NAME(argument, …)\"";

/// Reads the section when its heading begins with `Step`.
pub(crate) fn read(
    place: Place<'_>,
    section: &Section,
    known: &Known<'_>,
) -> Result<Option<Step>, PageError> {
    let Some(rest) = section.heading.strip_prefix("Step ") else { return Ok(None) };
    let Some((name, work)) = rest.split_once(':') else {
        return Err(place.error(section.line, "a step without kind", FORMS));
    };
    let name = name.trim();
    // The view `findings` is for people: no step can read it, so the last step may have its name.
    let view = vigie_engine::view(name).is_some_and(|view| view.readers != Readers::People);
    if !is_name(name) || known.relations().contains(&name) || view {
        let message = format!("{name:?} is no step name or is taken");
        let hint = "use lower-case letters, digits and _; no view and no earlier step";
        return Err(place.error(section.line, message, hint));
    }
    let work = match work.trim() {
        "sql" => read_sql(place, section, known)?,
        call => match call.strip_prefix("operator ") {
            Some(call) => read_call(place, section, call.trim(), known)?,
            None => return Err(place.error(section.line, "a step of unknown kind", FORMS)),
        },
    };
    let name = name.to_owned();
    Ok(Some(Step { name, line: section.line, doc: section.prose.clone(), work }))
}

fn read_sql(place: Place<'_>, section: &Section, known: &Known<'_>) -> Result<Work, PageError> {
    let [fence] = section.fences.as_slice() else {
        let hint = "write one ```sql block under the heading";
        return Err(place.error(section.line, "not exactly one block in an SQL step", hint));
    };
    if fence.info != "sql" {
        let message = format!("a {:?} block in an SQL step", fence.info);
        return Err(place.error(fence.line, message, "write ```sql"));
    }
    let first = fence.line + 1;
    let found = sql::references(&fence.text);
    if let Some((Named { name, line }, why)) = &found.refused {
        let message = match name.as_str() {
            "" => "not a SELECT".to_owned(),
            name => format!("{name:?} in a step"),
        };
        return Err(place.error(first + line, message, *why));
    }
    for relation in &found.relations {
        let names = known.relations();
        if !names.contains(&relation.name.as_str()) {
            let message = format!("no view or earlier step is called {:?}", relation.name);
            let hint = format!("{}; views stand in reads", suggestion(&relation.name, names));
            return Err(place.error(first + relation.line, message, hint));
        }
        let for_operators = |view: &&View| view.readers == Readers::Operators;
        if let Some(view) = vigie_engine::view(&relation.name).filter(for_operators) {
            let message = format!("the view {:?} is read by operators only", view.name);
            let hint = "give it to an operator: it holds what persons wrote";
            return Err(place.error(first + relation.line, message, hint));
        }
    }
    for placeholder in &found.placeholders {
        check_param(place, first + placeholder.line, &placeholder.name, known)?;
    }
    let mut placeholders: Vec<String> =
        found.placeholders.into_iter().map(|named| named.name).collect();
    placeholders.sort_unstable();
    placeholders.dedup();
    let columns = (!found.star).then_some(found.words);
    Ok(Work::Sql { text: tidy(&fence.text), line: first, placeholders, columns })
}

/// The text without trailing blanks, so that they never make a new revision.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

fn check_param(
    place: Place<'_>,
    line: usize,
    name: &str,
    known: &Known<'_>,
) -> Result<(), PageError> {
    if known.params().contains(&name) {
        return Ok(());
    }
    let message = format!("no parameter is called {name:?}");
    Err(place.error(line, message, suggestion(name, known.params())))
}

fn read_call(
    place: Place<'_>,
    section: &Section,
    call: &str,
    known: &Known<'_>,
) -> Result<Work, PageError> {
    let line = section.line;
    if let Some(fence) = section.fences.first() {
        let hint = "an operator's call stands whole in its heading";
        return Err(place.error(fence.line, "a block in an operator step", hint));
    }
    let parts = call.strip_suffix(')').and_then(|call| call.split_once('('));
    let Some((name, list)) = parts else {
        return Err(place.error(line, "a call without parentheses", FORMS));
    };
    let Some(operator) = operator(name.trim()) else {
        let message = format!("no operator is called {:?}", name.trim());
        let names = OPERATORS.iter().map(|operator| operator.spec().name);
        return Err(place.error(line, message, suggestion(name.trim(), names)));
    };
    let spec = operator.spec();
    let mut arguments = Arguments::default();
    for argument in list.split(',').map(str::trim).filter(|argument| !argument.is_empty()) {
        let (name, value) = argument
            .split_once('=')
            .map_or((argument, argument), |(name, value)| (name.trim(), value.trim()));
        let taken = arguments.inputs.iter().any(|(taken, _)| *taken == name)
            || arguments.integers.iter().any(|(taken, _)| *taken == name);
        if taken {
            return Err(place.error(line, format!("{name} is given twice"), FORMS));
        }
        if let Some(param) = spec.params.iter().find(|param| param.name == name) {
            arguments.integers.push((param.name, integer(place, line, value, known)?));
        } else if let Some(input) = spec.inputs.iter().find(|input| input.name == name) {
            arguments.inputs.push((input.name, relation(place, line, value, known)?));
        } else {
            let message = format!("{} takes no {name:?}", spec.name);
            let names = spec.params.iter().map(|param| param.name);
            let inputs = spec.inputs.iter().map(|input| input.name);
            return Err(place.error(line, message, suggestion(name, names.chain(inputs))));
        }
    }
    complete(place, line, spec, arguments, known)
        .map(|arguments| Work::Operator { operator, arguments })
}

fn integer(
    place: Place<'_>,
    line: usize,
    value: &str,
    known: &Known<'_>,
) -> Result<Argument, PageError> {
    if let Ok(number) = value.parse() {
        return Ok(Argument::Fixed(number));
    }
    let (value, times) = match value.split_once('*') {
        None => (value, 1),
        Some((value, times)) => match times.trim().parse() {
            Ok(times @ 1..=1_000_000_000) => (value.trim(), times),
            _ => {
                let message = format!("{:?} is no number to multiply by", times.trim());
                return Err(place.error(line, message, "write gap_min = gap_h * 60"));
            }
        },
    };
    check_param(place, line, value, known)?;
    let whole = known
        .params
        .iter()
        .any(|param| param.name == value && matches!(param.bounds, super::Bounds::Integer { .. }));
    if !whole {
        let hint = "operators take integers: declare a finer unit";
        return Err(place.error(line, format!("{value} is not an integer"), hint));
    }
    Ok(Argument::Parameter(value.to_owned(), times))
}

fn relation(
    place: Place<'_>,
    line: usize,
    value: &str,
    known: &Known<'_>,
) -> Result<String, PageError> {
    let names = known.relations();
    if names.contains(&value) {
        return Ok(value.to_owned());
    }
    let message = format!("no view or earlier step is called {value:?}");
    Err(place.error(line, message, suggestion(value, names)))
}

/// Fills what was not given.
fn complete(
    place: Place<'_>,
    line: usize,
    spec: &'static crate::operator::OperatorSpec,
    mut arguments: Arguments,
    known: &Known<'_>,
) -> Result<Arguments, PageError> {
    for param in spec.params {
        if arguments.integers.iter().any(|(name, _)| *name == param.name) {
            continue;
        }
        let Some(default) = param.default else {
            let message = format!("{} needs {}", spec.name, param.name);
            return Err(place.error(line, message, param.doc));
        };
        arguments.integers.push((param.name, Argument::Fixed(default)));
    }
    for input in spec.inputs {
        if !arguments.inputs.iter().any(|(name, _)| *name == input.name) {
            let found = relation(place, line, input.name, known)?;
            arguments.inputs.push((input.name, found));
        }
    }
    arguments.integers.sort_by_key(|(name, _)| *name);
    arguments.inputs.sort_by_key(|(name, _)| *name);
    Ok(arguments)
}
