//! The shapes of answers: one text ([`TEXT`]) that the `OpenAPI` document is made from and that tests
//! hold every answer against, so that neither can drift from what is sent.
//!
//! The answers are values of `app`, which knows nothing of `OpenAPI`. A line is
//! `Name = TYPE`; types are `text`, `time`, `int`, `number`, `bool`, `any`, `"word"`, `[TYPE]`,
//! `{name: TYPE, optional?: TYPE}`, `map TYPE`, another name, and `TYPE | TYPE`. `Base & {…}` joins
//! the fields of two objects; the second wins.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use serde_json::{Map, Value, json};

/// All shapes.
const TEXT: &str = include_str!("shapes.txt");

#[derive(Clone, PartialEq, Debug)]
enum Shape {
    Text,
    Time,
    Int,
    Number,
    Bool,
    Null,
    Any,
    Word(String),
    List(Box<Shape>),
    Map(Box<Shape>),
    /// Name, optional, shape.
    Object(Vec<(String, bool, Shape)>),
    Join(Box<Shape>, Box<Shape>),
    Named(String),
    Either(Vec<Shape>),
}

type Shapes = BTreeMap<String, Shape>;

/// Where an answer differs from its shape.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mismatch(String);

impl fmt::Display for Mismatch {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

fn shapes() -> &'static Shapes {
    static SHAPES: OnceLock<Shapes> = OnceLock::new();
    // A test sees to it that the text can be read.
    SHAPES.get_or_init(|| read(TEXT).unwrap_or_default())
}

/// Holds a value against the shape of that name: every field must be declared, and every declared
/// field that is not optional must be there.
///
/// # Errors
/// The first place where they differ.
pub fn check(name: &str, value: &Value) -> Result<(), Mismatch> {
    fits(&Shape::Named(name.to_owned()), value, name)
}

fn fits(shape: &Shape, value: &Value, at: &str) -> Result<(), Mismatch> {
    let differs = |wanted: &str| {
        let found: String = value.to_string().chars().take(80).collect();
        Err(Mismatch(format!("{at} is no {wanted}: {found}")))
    };
    let must = |is: bool, wanted: &str| if is { Ok(()) } else { differs(wanted) };
    match shape {
        Shape::Text => must(value.is_string(), "text"),
        Shape::Time => must(value.as_str().is_some_and(is_time), "time"),
        Shape::Int => must(value.is_u64() || value.is_i64(), "int"),
        Shape::Number => must(value.is_number(), "number"),
        Shape::Bool => must(value.is_boolean(), "bool"),
        Shape::Null => must(value.is_null(), "null"),
        Shape::Any => Ok(()),
        Shape::Word(word) => must(value.as_str() == Some(word), word),
        Shape::List(inner) => match value.as_array() {
            Some(items) => items
                .iter()
                .enumerate()
                .try_for_each(|(place, item)| fits(inner, item, &format!("{at}[{place}]"))),
            None => differs("list"),
        },
        Shape::Map(inner) => match value.as_object() {
            Some(fields) => fields
                .iter()
                .try_for_each(|(name, item)| fits(inner, item, &format!("{at}.{name}"))),
            None => differs("map"),
        },
        Shape::Named(name) => match shapes().get(name) {
            Some(shape) => fits(shape, value, at),
            None => Err(Mismatch(format!("{at}: there is no shape {name}"))),
        },
        Shape::Either(shapes) => {
            let mut last = Ok(());
            for shape in shapes {
                last = fits(shape, value, at);
                if last.is_ok() {
                    break;
                }
            }
            last
        }
        Shape::Object(_) | Shape::Join(..) => {
            let Some(found) = value.as_object() else { return differs("object") };
            let fields = fields(shape);
            for (name, (optional, shape)) in &fields {
                match found.get(name.as_str()) {
                    Some(item) => fits(shape, item, &format!("{at}.{name}"))?,
                    None if *optional => {}
                    None => return Err(Mismatch(format!("{at}.{name} is missing"))),
                }
            }
            match found.keys().find(|name| !fields.contains_key(*name)) {
                Some(name) => Err(Mismatch(format!("{at}.{name} is not declared"))),
                None => Ok(()),
            }
        }
    }
}

fn is_time(text: &str) -> bool {
    vigie_app::model::Timestamp::parse(text).is_some()
}

/// The fields of an object, of a name that stands for one, or of two joined.
fn fields(shape: &Shape) -> BTreeMap<String, (bool, Shape)> {
    match shape {
        Shape::Object(list) => list
            .iter()
            .map(|(name, optional, shape)| (name.clone(), (*optional, shape.clone())))
            .collect(),
        Shape::Join(first, second) => {
            let mut joined = fields(first);
            joined.extend(fields(second));
            joined
        }
        Shape::Named(name) => shapes().get(name).map(fields).unwrap_or_default(),
        _ => BTreeMap::new(),
    }
}

/// The shapes as schemas of an `OpenAPI` document.
pub(crate) fn schemas() -> Map<String, Value> {
    shapes().iter().map(|(name, shape)| (name.clone(), schema(shape))).collect()
}

fn schema(shape: &Shape) -> Value {
    match shape {
        Shape::Text => json!({ "type": "string" }),
        Shape::Time => json!({ "type": "string", "format": "date-time" }),
        Shape::Int => json!({ "type": "integer" }),
        Shape::Number => json!({ "type": "number" }),
        Shape::Bool => json!({ "type": "boolean" }),
        Shape::Null => json!({ "type": "null" }),
        Shape::Any => json!({}),
        Shape::Word(word) => json!({ "const": word, "type": "string" }),
        Shape::List(inner) => json!({ "type": "array", "items": schema(inner) }),
        Shape::Map(inner) => json!({ "type": "object", "additionalProperties": schema(inner) }),
        Shape::Named(name) => json!({ "$ref": format!("#/components/schemas/{name}") }),
        Shape::Either(shapes) => {
            let words: Option<Vec<&str>> = shapes
                .iter()
                .map(|shape| if let Shape::Word(word) = shape { Some(word.as_str()) } else { None })
                .collect();
            match words {
                Some(words) => json!({ "type": "string", "enum": words }),
                None => json!({ "anyOf": shapes.iter().map(schema).collect::<Vec<_>>() }),
            }
        }
        Shape::Object(_) | Shape::Join(..) => {
            let fields = fields(shape);
            let required: Vec<&String> = fields
                .iter()
                .filter(|(_, (optional, _))| !optional)
                .map(|(name, _)| name)
                .collect();
            let properties: Map<String, Value> =
                fields.iter().map(|(name, (_, shape))| (name.clone(), schema(shape))).collect();
            json!({
                "type": "object",
                "required": required,
                "properties": properties,
                "additionalProperties": false,
            })
        }
    }
}

/// Reads the text of shapes. A shape may go on over several lines; the next begins with a name at
/// the start of a line.
fn read(text: &str) -> Result<Shapes, Mismatch> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let text: String = lines.flat_map(|line| [line, "\n"]).collect();
    let mut reader = Reader { tokens: tokens(&text)?, at: 0 };
    let mut shapes = Shapes::new();
    while let Some(token) = reader.next() {
        let Token::Name(name) = token else { return reader.unexpected("the name of a shape") };
        reader.sign('=')?;
        let shape = reader.either()?;
        if shapes.insert(name.clone(), shape).is_some() {
            return Err(Mismatch(format!("{name} stands twice")));
        }
    }
    Ok(shapes)
}

#[derive(Clone, PartialEq, Debug)]
enum Token {
    Name(String),
    Word(String),
    Sign(char),
}

fn tokens(text: &str) -> Result<Vec<Token>, Mismatch> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if first == '"' {
            let end = rest[1..].find('"').ok_or_else(|| Mismatch("an open quote".to_owned()))?;
            tokens.push(Token::Word(rest[1..=end].to_owned()));
            end + 2
        } else if first.is_ascii_alphabetic() || first == '_' {
            let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
            tokens.push(Token::Name(rest[..end].to_owned()));
            end
        } else {
            tokens.push(Token::Sign(first));
            first.len_utf8()
        };
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

struct Reader {
    tokens: Vec<Token>,
    at: usize,
}

impl Reader {
    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn is_next(&self, sign: char) -> bool {
        self.tokens.get(self.at) == Some(&Token::Sign(sign))
    }

    fn skip(&mut self, sign: char) -> bool {
        let is_there = self.is_next(sign);
        self.at += usize::from(is_there);
        is_there
    }

    fn sign(&mut self, sign: char) -> Result<(), Mismatch> {
        if self.skip(sign) { Ok(()) } else { self.unexpected(&sign.to_string()) }
    }

    fn unexpected<T>(&self, wanted: &str) -> Result<T, Mismatch> {
        let around = &self.tokens[self.at.saturating_sub(3).min(self.tokens.len())..];
        let around: Vec<_> = around.iter().take(6).collect();
        Err(Mismatch(format!("{wanted} is expected near {around:?}")))
    }

    fn either(&mut self) -> Result<Shape, Mismatch> {
        let mut shapes = vec![self.joined()?];
        while self.skip('|') {
            shapes.push(self.joined()?);
        }
        Ok(if shapes.len() == 1 { shapes.swap_remove(0) } else { Shape::Either(shapes) })
    }

    fn joined(&mut self) -> Result<Shape, Mismatch> {
        let mut shape = self.one()?;
        while self.skip('&') {
            shape = Shape::Join(Box::new(shape), Box::new(self.one()?));
        }
        Ok(shape)
    }

    fn one(&mut self) -> Result<Shape, Mismatch> {
        Ok(match self.next() {
            Some(Token::Word(word)) => Shape::Word(word),
            Some(Token::Sign('[')) => {
                let inner = self.either()?;
                self.sign(']')?;
                Shape::List(Box::new(inner))
            }
            Some(Token::Sign('{')) => self.object()?,
            Some(Token::Name(name)) => match name.as_str() {
                "text" => Shape::Text,
                "time" => Shape::Time,
                "int" => Shape::Int,
                "number" => Shape::Number,
                "bool" => Shape::Bool,
                "null" => Shape::Null,
                "any" => Shape::Any,
                "map" => Shape::Map(Box::new(self.one()?)),
                _ => Shape::Named(name),
            },
            _ => return self.unexpected("a type"),
        })
    }

    fn object(&mut self) -> Result<Shape, Mismatch> {
        let mut fields = Vec::new();
        while !self.skip('}') {
            let Some(Token::Name(name)) = self.next() else { return self.unexpected("a field") };
            let optional = self.skip('?');
            self.sign(':')?;
            fields.push((name, optional, self.either()?));
            if !self.skip(',') {
                self.sign('}')?;
                break;
            }
        }
        Ok(Shape::Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(shape: &Shape, out: &mut Vec<String>) {
        match shape {
            Shape::Named(name) => out.push(name.clone()),
            Shape::List(inner) | Shape::Map(inner) => names(inner, out),
            Shape::Either(shapes) => shapes.iter().for_each(|shape| names(shape, out)),
            Shape::Object(fields) => fields.iter().for_each(|(_, _, shape)| names(shape, out)),
            Shape::Join(first, second) => {
                names(first, out);
                names(second, out);
            }
            _ => {}
        }
    }

    #[test]
    fn the_shapes_can_be_read_and_name_only_each_other() {
        let shapes = read(TEXT).unwrap();
        let mut named = Vec::new();
        shapes.values().for_each(|shape| names(shape, &mut named));
        for name in named {
            assert!(shapes.contains_key(&name), "there is no shape {name}");
        }
    }

    #[test]
    fn values_are_held_against_their_shape() {
        let shapes = read("A = {a: int, b?: [text], c: \"x\" | null}\nB = A & {a: time}").unwrap();
        let told = |name: &str, value: Value| {
            fits(&shapes[name], &value, name).map_err(|mismatch| mismatch.0)
        };
        assert_eq!(told("A", json!({"a": 1, "b": ["t"], "c": null})), Ok(()));
        assert_eq!(told("A", json!({"a": 1, "c": "x"})), Ok(()));
        assert_eq!(told("A", json!({"a": 1})), Err("A.c is missing".to_owned()));
        assert_eq!(told("A", json!({"a": 1.5, "c": "x"})), Err("A.a is no int: 1.5".to_owned()));
        assert_eq!(
            told("A", json!({"a": 1, "c": "x", "d": 1})),
            Err("A.d is not declared".to_owned())
        );
        assert_eq!(
            told("A", json!({"a": 1, "c": "x", "b": ["", 2]})),
            Err("A.b[1] is no text: 2".to_owned())
        );
        // `&` reads names from the shipped text, so the second object is checked on its own.
        assert!(told("B", json!({"a": 5})).is_err());
    }
}
