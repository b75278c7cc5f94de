//! Reads TOML with the line of every key, so that an error in a page can be pointed at.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::scan::{Place, newlines};
use crate::error::{PageError, suggestion};

/// A parsed TOML block of a page.
pub(crate) struct Block<'a> {
    place: Place<'a>,
    text: &'a str,
    first_line: usize,
    table: Spanned<DeTable<'a>>,
}

impl<'a> Block<'a> {
    /// `fence_line` is the line of the opening backticks.
    pub(crate) fn parse(
        place: Place<'a>,
        text: &'a str,
        fence_line: usize,
    ) -> Result<Self, PageError> {
        let first_line = fence_line + 1;
        let table = DeTable::parse(text).map_err(|error| {
            let line = error.span().map_or(first_line, |span| line_of(text, first_line, &span));
            let message = error.message().trim().replace('\n', "; ");
            place.error(line, message, "the block is TOML: one key = value a line")
        })?;
        Ok(Self { place, text, first_line, table })
    }

    /// The keys at the top.
    pub(crate) fn fields(&self) -> Fields<'_> {
        Fields {
            place: self.place,
            text: self.text,
            first_line: self.first_line,
            table: self.table.get_ref(),
            line: self.first_line,
        }
    }
}

fn line_of(text: &str, first_line: usize, span: &Range<usize>) -> usize {
    let before = text.as_bytes().get(..span.start).unwrap_or(text.as_bytes());
    first_line + newlines(before)
}

/// One table of a block.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'t> {
    place: Place<'t>,
    text: &'t str,
    first_line: usize,
    table: &'t DeTable<'t>,
    /// The line on which the table begins.
    pub(crate) line: usize,
}

/// A value and its line.
#[derive(Clone, Debug)]
pub(crate) struct At<T> {
    pub(crate) value: T,
    pub(crate) line: usize,
}

/// A number or a word, as written.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Scalar {
    Integer(i64),
    Real(f64),
    Text(String),
}

impl<'t> Fields<'t> {
    fn entry(&self, key: &str) -> Option<(usize, &'t Spanned<DeValue<'t>>)> {
        self.table
            .iter()
            .find(|(name, _)| name.get_ref().as_ref() == key)
            .map(|(name, value)| (self.line_at(&name.span()), value))
    }

    fn line_at(&self, span: &Range<usize>) -> usize {
        line_of(self.text, self.first_line, span)
    }

    fn wrong(&self, line: usize, key: &str, wanted: &str, got: &DeValue<'_>) -> PageError {
        let message = format!("{key} is {}, not {wanted}", article(got.type_str()));
        self.place.error(line, message, format!("write {key} = {wanted}"))
    }

    /// An error on the table's own line.
    pub(crate) fn missing(&self, key: &str, example: &str) -> PageError {
        self.place.error(self.line, format!("{key} is missing"), format!("add {key} = {example}"))
    }

    /// Refuses keys that are not in `known`.
    pub(crate) fn only(&self, known: &[&str]) -> Result<(), PageError> {
        let mut unknown: Vec<_> =
            self.table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())).collect();
        unknown.sort_by_key(|key| key.span().start);
        let Some(key) = unknown.first() else { return Ok(()) };
        let name = key.get_ref().as_ref();
        let message = format!("unknown key {name:?}");
        Err(self.place.error(
            self.line_at(&key.span()),
            message,
            suggestion(name, known.iter().copied()),
        ))
    }

    /// A text, if the key is there.
    pub(crate) fn text(&self, key: &str) -> Result<Option<At<String>>, PageError> {
        let Some((line, value)) = self.entry(key) else { return Ok(None) };
        match value.get_ref().as_str() {
            Some(text) => Ok(Some(At { value: text.trim().to_owned(), line })),
            None => Err(self.wrong(line, key, "\"text\"", value.get_ref())),
        }
    }

    /// A text that must be there and say something.
    pub(crate) fn required(&self, key: &str, example: &str) -> Result<At<String>, PageError> {
        let found = self.text(key)?.ok_or_else(|| self.missing(key, example))?;
        if found.value.is_empty() || found.value == "…" || found.value == "..." {
            let hint = format!("write {key} = {example}");
            return Err(self.place.error(found.line, format!("{key} says nothing"), hint));
        }
        Ok(found)
    }

    /// A list of texts; empty when the key is absent.
    pub(crate) fn texts(&self, key: &str) -> Result<At<Vec<String>>, PageError> {
        let Some((line, value)) = self.entry(key) else {
            return Ok(At { value: Vec::new(), line: self.line });
        };
        let texts: Option<Vec<String>> = value.get_ref().as_array().and_then(|items| {
            items.iter().map(|item| item.get_ref().as_str().map(|t| t.trim().to_owned())).collect()
        });
        match texts {
            Some(value) => Ok(At { value, line }),
            None => Err(self.wrong(line, key, "[\"text\", …]", value.get_ref())),
        }
    }

    /// A number or a text, if the key is there.
    pub(crate) fn scalar(&self, key: &str) -> Result<Option<At<Scalar>>, PageError> {
        let Some((line, value)) = self.entry(key) else { return Ok(None) };
        match read_scalar(value.get_ref()) {
            Some(value) => Ok(Some(At { value, line })),
            None => Err(self.wrong(line, key, "a number or a \"word\"", value.get_ref())),
        }
    }

    /// A table, if the key is there.
    pub(crate) fn table(&self, key: &str) -> Result<Option<Fields<'t>>, PageError> {
        let Some((line, value)) = self.entry(key) else { return Ok(None) };
        match value.get_ref().as_table() {
            Some(table) => Ok(Some(Fields { table, line, ..*self })),
            None => Err(self.wrong(line, key, "{ … }", value.get_ref())),
        }
    }

    /// The names of all keys with their lines, in the order of the page.
    pub(crate) fn names(&self) -> Vec<At<String>> {
        let mut keys: Vec<_> = self.table.keys().collect();
        keys.sort_by_key(|key| key.span().start);
        keys.into_iter()
            .map(|key| At {
                value: key.get_ref().as_ref().to_owned(),
                line: self.line_at(&key.span()),
            })
            .collect()
    }

    /// The page, for errors.
    pub(crate) fn place(&self) -> Place<'t> {
        self.place
    }
}

fn read_scalar(value: &DeValue<'_>) -> Option<Scalar> {
    if let Some(text) = value.as_str() {
        return Some(Scalar::Text(text.trim().to_owned()));
    }
    if let Some(number) = value.as_integer() {
        return i64::from_str_radix(number.as_str(), number.radix()).ok().map(Scalar::Integer);
    }
    let real: f64 = value.as_float()?.as_str().parse().ok()?;
    real.is_finite().then_some(Scalar::Real(real))
}

fn article(kind: &str) -> String {
    match kind.chars().next() {
        Some('a' | 'e' | 'i' | 'o' | 'u') => format!("an {kind}"),
        _ => format!("a {kind}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place<'static> = Place { file: "p.md" };

    #[test]
    fn every_error_names_its_line() {
        let text = "id = \"a\"\nreads = 3\n[params]\nx = { default = 1, mni = 2 }\n";
        let block = Block::parse(PLACE, text, 10).unwrap();
        let fields = block.fields();
        insta::assert_snapshot!(
            fields.texts("reads").unwrap_err(),
            @r#"p.md:12: reads is an integer, not ["text", …]"#
        );
        let params = fields.table("params").unwrap().unwrap();
        let x = params.table("x").unwrap().unwrap();
        let error = x.only(&["default", "min", "max"]).unwrap_err();
        insta::assert_snapshot!(error, @r#"p.md:14: unknown key "mni""#);
        assert_eq!(error.hint, "did you mean \"min\"? known: default, min, max");
        insta::assert_snapshot!(x.missing("doc", "\"…\""), @"p.md:14: doc is missing");
    }

    #[test]
    fn broken_toml_is_pointed_at() {
        let error = Block::parse(PLACE, "a = 1\nb = \n", 1).err().unwrap();
        assert_eq!(error.line, 3);
    }
}
