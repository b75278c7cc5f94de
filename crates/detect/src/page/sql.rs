//! What a step's SQL refers to, found without planning it: relations, parameters, words.
//!
//! The engine plans the step when it runs; this much is known as soon as the page is read, so
//! that a slip is reported with its line and not in the middle of a night's run.

use std::collections::BTreeSet;

use super::scan::newlines;

/// A token with its line in the block, from 0.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Token {
    /// Lower-cased unless quoted.
    Word(String),
    /// `$name`.
    Placeholder(String),
    /// Anything else of one character.
    Mark(char),
    /// A string or number.
    Literal,
}

/// A name and its line in the block, from 0.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) line: usize,
}

/// What the text of a step refers to.
#[derive(Debug, Default)]
pub(crate) struct References {
    /// Relations after FROM and JOIN that the text does not define itself.
    pub(crate) relations: Vec<Named>,
    /// `$name`s.
    pub(crate) placeholders: Vec<Named>,
    /// Every word.
    pub(crate) words: BTreeSet<String>,
    /// A `*` that stands for columns.
    pub(crate) star: bool,
    /// What must not stand in a step, with why.
    pub(crate) refused: Option<(Named, &'static str)>,
}

/// Functions whose answer is not a function of (commit, horizon, parameters).
const IMPURE: &[&str] = &[
    "now",
    "random",
    "uuid",
    "today",
    "current_date",
    "current_time",
    "current_timestamp",
    "localtime",
    "localtimestamp",
];

/// Functions with their own use of FROM: `extract(hour FROM at)`.
const FROM_INSIDE: &[&str] = &["extract", "substring", "trim", "overlay"];

/// What ends a list of relations.
const AFTER_FROM: &[&str] = &[
    "where",
    "group",
    "order",
    "having",
    "limit",
    "union",
    "except",
    "intersect",
    "window",
    "select",
    "qualify",
    "offset",
];

/// Reads one step.
pub(crate) fn references(sql: &str) -> References {
    let tokens = tokens(sql);
    let mut found = References { refused: refuse(&tokens), ..References::default() };
    let defined = definitions(&tokens);
    for (index, (token, line)) in tokens.iter().enumerate() {
        match token {
            Token::Word(word) => {
                found.words.insert(word.clone());
            }
            Token::Placeholder(name) => {
                found.placeholders.push(Named { name: name.clone(), line: *line });
            }
            Token::Mark('*') => {
                let before = index.checked_sub(1).and_then(|at| tokens.get(at));
                found.star |= match before {
                    Some((Token::Word(word), _)) => word == "select" || word == "distinct",
                    Some((Token::Mark(mark), _)) => matches!(mark, '.' | ','),
                    _ => false,
                };
            }
            Token::Mark(_) | Token::Literal => {}
        }
    }
    found.relations = relations(&tokens);
    found.relations.retain(|relation| !defined.contains(&relation.name));
    found
}

fn refuse(tokens: &[(Token, usize)]) -> Option<(Named, &'static str)> {
    match tokens.first() {
        Some((Token::Word(word), _)) if word == "select" || word == "with" => {}
        first => {
            let line = first.map_or(0, |(_, line)| *line);
            return Some((Named { name: String::new(), line }, "a step is one SELECT"));
        }
    }
    if let Some(line) = unbalanced(tokens) {
        let why = "a step stands inside a larger query, so its parentheses have to match";
        return Some((Named { name: "parenthesis".into(), line }, why));
    }
    tokens.iter().enumerate().find_map(|(index, (token, line))| match token {
        Token::Mark(';') => Some((Named { name: ";".into(), line: *line }, "a step is one SELECT")),
        Token::Word(word) if IMPURE.contains(&word.as_str()) => {
            let called = matches!(tokens.get(index + 1), Some((Token::Mark('('), _)));
            let keyword = word.starts_with("current_") || word.starts_with("local");
            (called || keyword).then(|| {
                (
                    Named { name: word.clone(), line: *line },
                    "a run is a function of commit, horizon and parameters alone",
                )
            })
        }
        _ => None,
    })
}

/// The line of a parenthesis without partner.
fn unbalanced(tokens: &[(Token, usize)]) -> Option<usize> {
    let mut open = Vec::new();
    for (token, line) in tokens {
        match token {
            Token::Mark('(') => open.push(*line),
            Token::Mark(')') if open.pop().is_none() => return Some(*line),
            _ => {}
        }
    }
    open.pop()
}

/// Names that the text defines: `name AS (`.
fn definitions(tokens: &[(Token, usize)]) -> BTreeSet<String> {
    tokens
        .windows(3)
        .filter_map(|three| match three {
            [(Token::Word(name), _), (Token::Word(keyword), _), (Token::Mark('('), _)]
                if keyword == "as" =>
            {
                Some(name.clone())
            }
            _ => None,
        })
        .collect()
}

/// One level of parentheses.
#[derive(Clone, Copy, Default)]
struct Level {
    from_is_an_argument: bool,
    in_from: bool,
}

fn relations(tokens: &[(Token, usize)]) -> Vec<Named> {
    let mut levels = vec![Level::default()];
    let mut found = Vec::new();
    for (index, (token, _)) in tokens.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|at| word_at(tokens, at));
        let mut expects = false;
        match token {
            Token::Mark('(') => levels.push(Level {
                from_is_an_argument: before.is_some_and(|word| FROM_INSIDE.contains(&word)),
                in_from: false,
            }),
            Token::Mark(')') if levels.len() > 1 => {
                levels.pop();
            }
            Token::Mark(',') => expects = levels.last().is_some_and(|level| level.in_from),
            Token::Word(word) => {
                let Some(level) = levels.last_mut() else { break };
                match word.as_str() {
                    "from" if level.from_is_an_argument || before == Some("distinct") => {}
                    "from" => {
                        level.in_from = true;
                        expects = true;
                    }
                    "join" => expects = true,
                    word if AFTER_FROM.contains(&word) => level.in_from = false,
                    _ => {}
                }
            }
            _ => {}
        }
        if expects && let Some((Token::Word(name), line)) = tokens.get(index + 1) {
            let called = matches!(tokens.get(index + 2), Some((Token::Mark('('), _)));
            if !called && name != "lateral" && name != "unnest" {
                found.push(Named { name: name.clone(), line: *line });
            }
        }
    }
    found
}

fn word_at(tokens: &[(Token, usize)], index: usize) -> Option<&str> {
    match tokens.get(index) {
        Some((Token::Word(word), _)) => Some(word),
        _ => None,
    }
}

/// Cuts the text into tokens; comments are dropped.
fn tokens(sql: &str) -> Vec<(Token, usize)> {
    let mut out = Vec::new();
    let mut rest = sql;
    let mut line = 0;
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            '-' if rest.starts_with("--") => (None, rest.find('\n').unwrap_or(rest.len())),
            '/' if rest.starts_with("/*") => {
                (None, rest.find("*/").map_or(rest.len(), |at| at + 2))
            }
            '\'' => (Some(Token::Literal), quoted(rest, '\'')),
            '"' => {
                let length = quoted(rest, '"');
                let name = rest.get(1..length.saturating_sub(1)).unwrap_or_default();
                (Some(Token::Word(name.to_owned())), length)
            }
            '$' => {
                let length = 1 + word_length(&rest[1..]);
                (Some(Token::Placeholder(rest[1..length].to_owned())), length)
            }
            digit if digit.is_ascii_digit() => (Some(Token::Literal), word_length(rest)),
            letter if letter.is_alphabetic() || letter == '_' => {
                let length = word_length(rest);
                (Some(Token::Word(rest[..length].to_ascii_lowercase())), length)
            }
            space if space.is_whitespace() => (None, space.len_utf8()),
            mark => (Some(Token::Mark(mark)), mark.len_utf8()),
        };
        let length = length.max(first.len_utf8());
        out.extend(token.map(|token| (token, line)));
        line += newlines(&rest.as_bytes()[..length]);
        rest = &rest[length..];
    }
    out
}

fn word_length(text: &str) -> usize {
    text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len())
}

/// The length of a quoted text with both quotes; a doubled quote stands for itself.
fn quoted(text: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(end) = text.get(at..).and_then(|rest| rest.find(quote)) {
        at += end + 1;
        if !text[at..].starts_with(quote) {
            return at;
        }
        at += 1;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(list: &[Named]) -> Vec<String> {
        list.iter().map(|named| format!("{}@{}", named.name, named.line)).collect()
    }

    #[test]
    fn relations_are_found_where_they_are_read() {
        let sql = "WITH tries AS (\n SELECT * FROM logins -- FROM nowhere\n)\nSELECT extract(hour FROM at), 'FROM x'\n\
                   FROM tries t, acts JOIN (SELECT 1 FROM requests) r ON a IS DISTINCT FROM b\nWHERE c = $c";
        let found = references(sql);
        assert_eq!(names(&found.relations), ["logins@1", "acts@4", "requests@4"]);
        assert_eq!(names(&found.placeholders), ["c@5"]);
        assert!(found.star && found.refused.is_none());
    }

    #[test]
    fn a_step_is_one_pure_select() {
        for sql in [
            "DROP TABLE acts",
            "SELECT 1) x, (SELECT 2",
            "SELECT (1",
            "SELECT 1; SELECT 2",
            "SELECT now()",
            "SELECT current_date",
            "",
        ] {
            assert!(references(sql).refused.is_some(), "{sql}");
        }
        assert!(references("SELECT \"now\", now FROM acts").refused.is_none());
        assert!(!references("SELECT count(*) FROM acts").star);
    }

    #[test]
    fn odd_text_is_survived() {
        for sql in ["'", "\"", "$", "/*", "--", "é'é", "$é", "(((", ")))", "''''", "\"\"\""] {
            references(sql);
        }
    }
}
