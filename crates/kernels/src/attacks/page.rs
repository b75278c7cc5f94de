//! Reads rule pages: Markdown that explains, a `toml rule` block that decides, cases that test.
//!
//! ````markdown
//! # page-id: Title
//! ```toml rule
//! class = "sql-injection"
//! [words]
//! verb = ["select", "insert"]
//! [[pattern]]
//! id = "union"
//! weight = 5
//! on = ["query", "agent"]
//! find = '''union\b.{0,60}\b{verb}\b'''
//! ```
//! ## What it sees
//! ## What it does not prove
//! ## Fires
//! ```requests
//! GET /a?b=1%20union%20select%202
//! ```
//! ## Stays quiet
//! ```requests
//! GET /a?b=the+union
//! ```
//! ````
//!
//! `{word}` in a pattern stands for the list of that name, `{value}` for the beginning of a parameter's
//! value or of the field, `{end}` for its end. A case may go on with `agent: …` or `referer: …`.

use toml::{Table, Value};

use super::class::{Class, Field};

/// A page as written.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its name, as in the file name.
    pub id: String,
    /// What its patterns say.
    pub class: Class,
    /// In order.
    pub patterns: Vec<Pattern>,
    /// Requests that must be said to be of the class.
    pub fires: Vec<Case>,
    /// Requests that must not.
    pub quiet: Vec<Case>,
}

/// One thing to look for.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// `page/pattern`.
    pub id: String,
    /// How much it counts towards the threshold.
    pub weight: u8,
    /// The fields it looks at, as bits.
    pub fields: u8,
    /// Whether it looks at the bytes as decoded instead of the folded text.
    pub on_bytes: bool,
    /// The regular expression, words and marks filled in, or the name of a built-in test.
    pub find: Find,
}

/// How a pattern looks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Find {
    /// A regular expression.
    Regex(String),
    /// A test in code.
    BuiltIn(BuiltIn),
}

/// Tests that are no regular expressions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BuiltIn {
    /// libinjection's fingerprints of SQL (N. Galbreath, 2012), on values.
    SqlTokens,
    /// libinjection's states of an HTML5 tokenizer, on values.
    HtmlTokens,
    /// A letter, point or slash as overlong UTF-8.
    Overlong,
    /// An encoded NUL byte.
    Nul,
    /// An encoded control byte.
    Control,
    /// Bytes that are no UTF-8.
    NotUtf8,
    /// The line holds no request.
    NoRequest,
    /// A search engine's crawler sends a form, by method, path and agent.
    CrawlerPosts,
}

const BUILT_INS: [(&str, BuiltIn); 8] = [
    ("sql-tokens", BuiltIn::SqlTokens),
    ("html-tokens", BuiltIn::HtmlTokens),
    ("overlong", BuiltIn::Overlong),
    ("nul", BuiltIn::Nul),
    ("control", BuiltIn::Control),
    ("not-utf8", BuiltIn::NotUtf8),
    ("no-request", BuiltIn::NoRequest),
    ("crawler-posts", BuiltIn::CrawlerPosts),
];

/// A request that a page is tested with.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "the fields of a request")]
pub struct Case {
    pub method: String,
    pub target: String,
    pub referer: String,
    pub agent: String,
}

/// What is wrong with a page.
#[derive(Debug, thiserror::Error)]
#[error("{page}: {what}")]
pub struct PageError {
    /// Its name.
    pub page: String,
    /// What was expected.
    pub what: String,
}

impl Page {
    /// Reads a page of that name.
    ///
    /// # Errors
    /// When a section, a case or a key of the block is missing or not as it must be.
    pub fn read(id: &str, text: &str) -> Result<Self, PageError> {
        let said = |what: String| PageError { page: id.to_owned(), what };
        if !text.starts_with(&format!("# {id}: ")) {
            return Err(said(format!("the page does not begin with \"# {id}: \"")));
        }
        for section in ["\n## What it sees\n", "\n## What it does not prove\n"] {
            if !text.contains(section) {
                return Err(said(format!("the section {:?} is missing", section.trim())));
            }
        }
        let block =
            fenced(text, "toml rule").ok_or_else(|| said("no toml rule block".to_owned()))?;
        let table: Table =
            block.parse().map_err(|error: toml::de::Error| said(error.to_string()))?;
        let class = text_of(&table, "class").and_then(Class::of_word);
        let class = class.ok_or_else(|| said("no known class".to_owned()))?;
        let words = table.get("words").and_then(Value::as_table);
        let patterns = table.get("pattern").and_then(Value::as_array);
        let patterns = patterns.into_iter().flatten().map(|value| {
            let table = value.as_table().ok_or("a pattern is not a table".to_owned())?;
            pattern(id, table, words)
        });
        let patterns: Vec<Pattern> = patterns.collect::<Result<_, String>>().map_err(said)?;
        let (fires, quiet) = (cases(text, "Fires"), cases(text, "Stays quiet"));
        if patterns.is_empty() || fires.is_empty() || quiet.is_empty() {
            return Err(said(
                "a page has patterns, cases that fire and cases that do not".to_owned(),
            ));
        }
        Ok(Self { id: id.to_owned(), class, patterns, fires, quiet })
    }
}

fn pattern(page: &str, table: &Table, words: Option<&Table>) -> Result<Pattern, String> {
    let name = text_of(table, "id").ok_or("a pattern has no id")?;
    let weight = table.get("weight").and_then(Value::as_integer);
    let weight =
        weight.and_then(|weight| u8::try_from(weight).ok()).filter(|w| (1..=10).contains(w));
    let weight = weight.ok_or_else(|| format!("{name}: weight is not 1 to 10"))?;
    let fields = match table.get("on").and_then(Value::as_array) {
        Some(names) => names.iter().try_fold(0, |bits, name| {
            let field = name.as_str().and_then(Field::of_word);
            field.map(|field| bits | field.bit()).ok_or_else(|| format!("unknown field {name}"))
        })?,
        None => Field::Path.bit() | Field::Query.bit() | Field::Referer.bit() | Field::Agent.bit(),
    };
    let find = match (text_of(table, "find"), text_of(table, "test")) {
        (Some(regex), None) => Find::Regex(filled(regex, words)?),
        (None, Some(test)) => {
            let known = BUILT_INS.iter().find(|(word, _)| *word == test);
            Find::BuiltIn(known.ok_or_else(|| format!("{name}: unknown test"))?.1)
        }
        _ => return Err(format!("{name}: either find or test")),
    };
    let on_bytes = table.get("bytes").and_then(Value::as_bool).unwrap_or(false);
    Ok(Pattern { id: format!("{page}/{name}"), weight, fields, on_bytes, find })
}

fn text_of<'a>(table: &'a Table, key: &str) -> Option<&'a str> {
    table.get(key).and_then(Value::as_str)
}

/// Puts lists and marks in place of their names.
fn filled(regex: &str, words: Option<&Table>) -> Result<String, String> {
    let mut out = regex.replace("{value}", r"(?:^|[\x1e\x1f])").replace("{end}", r"(?:$|\x1e)");
    // Lists may name lists.
    for _ in 0..3 {
        for (name, list) in words.into_iter().flatten() {
            let list = match list {
                Value::String(words) => words.split_whitespace().collect::<Vec<_>>().join("|"),
                _ => return Err(format!("words {name}: not a text of words")),
            };
            out = out.replace(&format!("{{{name}}}"), &format!("(?:{list})"));
        }
    }
    Ok(out)
}

/// The inside of the first block of that kind.
fn fenced<'a>(text: &'a str, kind: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("\n```{kind}\n"))?;
    rest.split_once("\n```").map(|(inside, _)| inside)
}

fn cases(text: &str, heading: &str) -> Vec<Case> {
    let Some((_, section)) = text.split_once(&format!("\n## {heading}")) else {
        return Vec::new();
    };
    let section = section.split_once("\n## ").map_or(section, |(section, _)| section);
    let mut cases: Vec<Case> = Vec::new();
    for line in fenced(section, "requests").unwrap_or_default().lines() {
        if let (Some(referer), Some(case)) = (line.strip_prefix("referer: "), cases.last_mut()) {
            referer.clone_into(&mut case.referer);
        } else if let (Some(agent), Some(case)) = (line.strip_prefix("agent: "), cases.last_mut()) {
            agent.clone_into(&mut case.agent);
        } else if let Some((method, target)) = line.split_once(' ')
            && method.bytes().all(|byte| byte.is_ascii_uppercase())
        {
            let (method, target) = (method.to_owned(), target.to_owned());
            cases.push(Case { method, target, ..Case::default() });
        }
    }
    cases
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# p: t\n```toml rule\nclass = \"remote-file\"\n[words]\na = \"b c\"\n[[pattern]]\nid = \"x\"\nweight = 5\nfind = '''{value}{a}'''\n```\n## What it sees\n## What it does not prove\n## Fires\n```requests\nGET /?b\nagent: d e\n```\n## Stays quiet\n```requests\nGET /\n```\n";

    #[test]
    fn a_page_is_read_whole() {
        let page = Page::read("p", PAGE).unwrap();
        assert_eq!(page.patterns[0].id, "p/x");
        assert_eq!(page.patterns[0].find, Find::Regex(r"(?:^|[\x1e\x1f])(?:b|c)".to_owned()));
        assert_eq!((page.fires[0].target.as_str(), page.fires[0].agent.as_str()), ("/?b", "d e"));
    }

    #[test]
    fn a_page_that_lacks_something_is_refused() {
        for lost in ["# p: t\n", "## What it sees\n", "weight = 5\n", "GET /?b\n", "remote-file"] {
            assert!(Page::read("p", &PAGE.replacen(lost, "", 1)).is_err(), "{lost}");
        }
    }
}
