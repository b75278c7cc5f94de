//! Parameters with their values: checked against the page's bounds, then bound, never pasted.

use std::collections::BTreeMap;

use vigie_engine::Param;

use crate::error::{BindError, suggestion};
use crate::page::{Argument, Bounds, Page, Parameter};

/// The value of a parameter.
#[derive(Clone, PartialEq, Debug)]
pub enum ParamValue {
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// One of the choices.
    Choice(String),
}

/// All parameters of a page, each with a value inside its bounds.
#[derive(Clone, PartialEq, Debug)]
pub struct Bound {
    values: BTreeMap<String, ParamValue>,
}

impl Page {
    /// Gives every parameter its value: `set`, else the default.
    ///
    /// # Errors
    /// An unknown name, a value that is not of the type or lies outside the bounds.
    pub fn bind(&self, set: &[(&str, &str)]) -> Result<Bound, BindError> {
        let mut values: BTreeMap<String, ParamValue> =
            self.params.iter().map(|param| (param.name.clone(), default(param))).collect();
        for (index, (name, text)) in set.iter().enumerate() {
            let Some(param) = self.params.iter().find(|param| param.name == *name) else {
                let known = self.params.iter().map(|param| param.name.as_str());
                let message = format!("{} has no parameter {name:?}", self.id);
                return Err(BindError { message, hint: suggestion(name, known) });
            };
            if set[..index].iter().any(|(earlier, _)| earlier == name) {
                let message = format!("{name} is set twice");
                return Err(BindError { message, hint: "set each parameter once".to_owned() });
            }
            values.insert(param.name.clone(), read(param, text)?);
        }
        Ok(Bound { values })
    }
}

fn default(param: &Parameter) -> ParamValue {
    match &param.bounds {
        Bounds::Integer { default, .. } => ParamValue::Integer(*default),
        Bounds::Real { default, .. } => ParamValue::Real(*default),
        Bounds::Choice { default, .. } => ParamValue::Choice(default.clone()),
    }
}

fn read(param: &Parameter, text: &str) -> Result<ParamValue, BindError> {
    let text = text.trim();
    let (value, allowed) = match &param.bounds {
        Bounds::Integer { min, max, .. } => (
            text.parse().ok().filter(|n| (min..=max).contains(&n)).map(ParamValue::Integer),
            format!("a whole number from {min} to {max} {}", param.unit),
        ),
        Bounds::Real { min, max, .. } => (
            text.parse().ok().filter(|n| (min..=max).contains(&n)).map(ParamValue::Real),
            format!("a number from {min} to {max} {}", param.unit),
        ),
        Bounds::Choice { choices, .. } => (
            choices.iter().find(|choice| *choice == text).cloned().map(ParamValue::Choice),
            suggestion(text, choices.iter().map(String::as_str)),
        ),
    };
    value.ok_or_else(|| BindError {
        message: format!("{} cannot be {text:?}", param.name),
        hint: format!("{}: {allowed}", param.doc),
    })
}

impl Bound {
    /// The value of a parameter.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&ParamValue> {
        self.values.get(name)
    }

    /// All parameters, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &ParamValue)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Canonical JSON: sorted names, no blanks.
    #[must_use]
    pub fn canonical_json(&self) -> String {
        let map: serde_json::Map<String, serde_json::Value> = self
            .values
            .iter()
            .map(|(name, value)| {
                let value = match value {
                    ParamValue::Integer(number) => (*number).into(),
                    ParamValue::Real(number) => (*number).into(),
                    ParamValue::Choice(word) => word.as_str().into(),
                };
                (name.clone(), value)
            })
            .collect();
        serde_json::Value::Object(map).to_string()
    }

    /// The values as `--set` takes them: `name=value`.
    #[must_use]
    pub fn settings(&self) -> Vec<String> {
        let shown = |value: &ParamValue| match value {
            ParamValue::Integer(number) => number.to_string(),
            ParamValue::Real(number) => number.to_string(),
            ParamValue::Choice(word) => word.clone(),
        };
        self.values.iter().map(|(name, value)| format!("{name}={}", shown(value))).collect()
    }

    /// The named parameters, for the engine.
    pub(crate) fn for_engine(&self, names: &[String]) -> Vec<(String, Param)> {
        names
            .iter()
            .filter_map(|name| {
                let value = match self.values.get(name)? {
                    ParamValue::Integer(number) => Param::Integer(*number),
                    ParamValue::Real(number) => Param::Real(*number),
                    ParamValue::Choice(word) => Param::Text(word.clone()),
                };
                Some((name.clone(), value))
            })
            .collect()
    }

    /// The number that an operator is given.
    pub(crate) fn integer(&self, argument: &Argument) -> Option<i64> {
        match argument {
            Argument::Fixed(number) => Some(*number),
            Argument::Parameter(name, times) => match self.values.get(name) {
                Some(ParamValue::Integer(number)) => number.checked_mul(*times),
                _ => None,
            },
        }
    }
}
