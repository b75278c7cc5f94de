//! Column mappings as people write them: `text=message,author_id=user_id,platform='telegram'`.

/// Why a mapping cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// A part without `=`.
    #[error("{part:?} is not of the form column=field")]
    NoEquals {
        /// The part.
        part: String,
    },
    /// Nothing before or after the `=`.
    #[error("{part:?} lacks a name on one side of its =")]
    Empty {
        /// The part.
        part: String,
    },
    /// A quote that does not end.
    #[error("the quote in {part:?} does not end")]
    Unclosed {
        /// The part.
        part: String,
    },
}

impl vigie_model::Explained for MappingError {
    fn kind(&self) -> vigie_model::ErrorKind {
        vigie_model::ErrorKind::User
    }

    fn hint(&self) -> Option<String> {
        Some(HINT.to_owned())
    }
}

/// How a mapping is written.
pub(super) const HINT: &str = "write column=field pairs with commas between, constants in single quotes: \
     text=message,published_at=date,platform='telegram'";

/// Reads `column=field` pairs in the order given. A constant keeps its single quotes; a field
/// name with a comma in it stands in double quotes, which are dropped.
///
/// # Errors
/// When a part is not a pair or a quote does not end.
pub fn parse_mapping(text: &str) -> Result<Vec<(String, String)>, MappingError> {
    parts(text)?.into_iter().map(pair).collect()
}

/// Splits at commas outside quotes. A quote only counts where a field begins, after `=`, so that
/// an apostrophe inside a name stays a letter.
fn parts(text: &str) -> Result<Vec<&str>, MappingError> {
    let mut parts = Vec::new();
    let (mut start, mut quote, mut previous) = (0, None, ',');
    for (at, letter) in text.char_indices() {
        match quote {
            Some(open) if letter == open => quote = None,
            Some(_) => {}
            None if previous == '=' && matches!(letter, '\'' | '"') => quote = Some(letter),
            None if letter == ',' => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            None => {}
        }
        if !letter.is_whitespace() {
            previous = letter;
        }
    }
    if quote.is_some() {
        return Err(MappingError::Unclosed { part: text[start..].trim().to_owned() });
    }
    parts.push(&text[start..]);
    Ok(parts)
}

fn pair(part: &str) -> Result<(String, String), MappingError> {
    let part = part.trim();
    let Some((column, field)) = part.split_once('=') else {
        return Err(MappingError::NoEquals { part: part.to_owned() });
    };
    let (column, field) = (column.trim(), field.trim());
    let bare = field.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(field);
    if column.is_empty() || bare.is_empty() {
        return Err(MappingError::Empty { part: part.to_owned() });
    }
    Ok((column.to_owned(), bare.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match parse_mapping(text) {
            Ok(pairs) => {
                pairs.iter().map(|(c, f)| format!("{c} <- {f}")).collect::<Vec<_>>().join("\n")
            }
            Err(error) => format!("error: {error}"),
        }
    }

    #[test]
    fn pairs_constants_and_quoted_names_are_read() {
        insta::assert_snapshot!(
            read(r#"text=message, author_id = user.id ,platform='tele,gram',title="Title, raw",url=l'url"#),
            @r"
        text <- message
        author_id <- user.id
        platform <- 'tele,gram'
        title <- Title, raw
        url <- l'url
        "
        );
    }

    #[test]
    fn broken_pairs_are_named() {
        let broken = ["text", "text=", "=message", "text=message,", "platform='tele", "a==b"];
        insta::assert_snapshot!(broken.map(read).join("\n"), @r#"
        error: "text" is not of the form column=field
        error: "text=" lacks a name on one side of its =
        error: "=message" lacks a name on one side of its =
        error: "" is not of the form column=field
        error: the quote in "platform='tele" does not end
        a <- =b
        "#);
    }
}
