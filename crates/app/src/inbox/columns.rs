//! What the columns of an unknown table may be: guessed by their names, then by what stands in
//! them. A guess is an offer; a person maps.

use std::collections::BTreeSet;

use serde::Serialize;
use vigie_model::time::Timestamp;
use vigie_sources::Preview;

use crate::gate;
use crate::words::Words;

/// A column of a dropped table.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ColumnView {
    /// Its name in the file, through the gate.
    pub name: String,
    /// A few values, through the gate.
    pub samples: Vec<String>,
    /// The column of the lake that it may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guess: Option<&'static str>,
}

/// What a column can be.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct TargetView {
    /// Its name in a mapping.
    pub column: &'static str,
    /// What it holds.
    pub doc: String,
}

/// A target, the message that says what it is, and names under which exports carry it.
struct Target {
    column: &'static str,
    message: &'static str,
    names: &'static [&'static str],
}

const fn target(
    column: &'static str,
    message: &'static str,
    names: &'static [&'static str],
) -> Target {
    Target { column, message, names }
}

/// In the order in which a person would look for them.
const TARGETS: [Target; 18] = [
    target(
        "text",
        "column-text",
        &["text", "message", "content", "body", "fulltext", "caption", "texte", "contenu", "tweet"],
    ),
    target(
        "author_id",
        "column-author-id",
        &["authorid", "userid", "fromid", "channelid", "accountid", "uid", "did", "senderid"],
    ),
    target(
        "author_name",
        "column-author-name",
        &[
            "authorname",
            "author",
            "user",
            "username",
            "screenname",
            "handle",
            "account",
            "channel",
            "auteur",
            "compte",
            "from",
            "sender",
        ],
    ),
    target(
        "published_at",
        "column-published-at",
        &[
            "publishedat",
            "createdat",
            "created",
            "date",
            "timestamp",
            "time",
            "datetime",
            "published",
            "postedat",
            "pubdate",
            "datepublication",
            "heure",
            "when",
            "quand",
        ],
    ),
    target(
        "observed_at",
        "column-observed-at",
        &["observedat", "collectedat", "retrievedat", "scrapedat", "indexedat", "crawledat"],
    ),
    target("platform", "column-platform", &["platform", "source", "network", "plateforme", "site"]),
    target(
        "native_id",
        "column-native-id",
        &["nativeid", "id", "postid", "messageid", "tweetid", "idstr", "statusid", "uri"],
    ),
    target("kind", "column-kind", &["kind", "type", "posttype"]),
    target("title", "column-title", &["title", "headline", "titre"]),
    target("url", "column-url", &["url", "permalink", "posturl", "adresse"]),
    target("language", "column-language", &["language", "lang", "langue"]),
    target(
        "link",
        "column-link",
        &["link", "links", "urls", "expandedurl", "sharedlink", "lien", "liens", "outlink"],
    ),
    target("hashtag", "column-hashtag", &["hashtag", "hashtags", "tags", "motsdiese"]),
    target("domain", "column-domain", &["domain", "domains", "domaine", "host"]),
    target(
        "image",
        "column-image",
        &["image", "images", "media", "mediaurl", "photo", "imagehash"],
    ),
    target(
        "repost_of",
        "column-repost-of",
        &[
            "repostof",
            "retweetid",
            "retweetedstatusid",
            "forwardedfrom",
            "sharedpost",
            "reblogofid",
        ],
    ),
    target(
        "reply_to",
        "column-reply-to",
        &["replyto", "inreplytoid", "inreplytostatusid", "replytoid", "parentid"],
    ),
    target("label", "column-label", &["label", "category", "class", "etiquette"]),
];

/// Columns of which a table of publications has at least one: an author and a date say nothing that was
/// published.
const TELLING: [&str; 6] = ["text", "title", "link", "hashtag", "url", "image"];

/// Rows of the head that are looked at.
const ROWS: usize = 40;
/// Values that are shown of a column.
const SAMPLES: usize = 3;
/// Columns that are listed.
const MOST_COLUMNS: usize = 60;
/// Letters of a value that are shown.
const SHOWN: usize = 80;

/// What a column can be, for the person who maps.
pub(super) fn targets(words: &Words) -> Vec<TargetView> {
    TARGETS
        .iter()
        .map(|target| TargetView { column: target.column, doc: words.plain(target.message) })
        .collect()
}

/// The columns of a table by the first bytes of its file, found and decoded as they will be read.
pub(super) fn of_head(head: &[u8]) -> Vec<ColumnView> {
    guessed(match vigie_sources::preview(head, ROWS + 1) {
        Preview::Rows(rows) => table(rows),
        Preview::Objects(objects) => json(&objects),
    })
}

/// The mapping that the columns of a head suggest, as typed; `None` where too little does: fewer
/// than two columns, or none that carries a text, a link or the like.
pub(crate) fn guessed_map(head: &[u8]) -> Option<String> {
    let columns = of_head(head);
    let pairs: Vec<(&str, &str)> =
        columns.iter().filter_map(|column| Some((column.guess?, column.name.as_str()))).collect();
    let is_telling = pairs.iter().any(|(column, _)| TELLING.contains(column));
    let is_table = columns.len() > 1 && is_telling && pairs.len() > 1;
    is_table.then(|| {
        pairs.iter().map(|(column, field)| super::pair(column, field)).collect::<Vec<_>>().join(",")
    })
}

/// A column with its values.
type Column = (String, Vec<String>);

fn table(rows: Vec<Vec<String>>) -> Vec<Column> {
    let mut rows = rows.into_iter();
    let heading = rows.next().unwrap_or_default();
    let mut columns: Vec<Column> =
        heading.into_iter().take(MOST_COLUMNS).map(|name| (name, Vec::new())).collect();
    for row in rows {
        for ((_, values), cell) in columns.iter_mut().zip(row) {
            values.push(cell);
        }
    }
    columns
}

/// Objects; the keys of inner ones are joined with points.
fn json(objects: &[String]) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for object in objects {
        if let Ok(value) = serde_json::from_str::<serde_json::Value>(object) {
            flatten("", &value, &mut columns);
        }
    }
    columns.truncate(MOST_COLUMNS);
    columns
}

fn flatten(path: &str, value: &serde_json::Value, columns: &mut Vec<Column>) {
    if let serde_json::Value::Object(fields) = value {
        if path.matches('.').count() > 3 {
            return;
        }
        for (name, value) in fields {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            flatten(&path, value, columns);
        }
        return;
    }
    let text = match value {
        serde_json::Value::Null => return,
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match columns.iter_mut().find(|(name, _)| name == path) {
        Some((_, values)) => values.push(text),
        None => columns.push((path.to_owned(), vec![text])),
    }
}

/// First by name, the most telling names first; then what is left by content.
fn guessed(columns: Vec<Column>) -> Vec<ColumnView> {
    let mut guesses: Vec<Option<&'static str>> = vec![None; columns.len()];
    let mut taken: BTreeSet<&'static str> = BTreeSet::new();
    let is_log = is_log(&columns);
    for target in TARGETS.iter().filter(|_| !is_log) {
        let named = target.names.iter().find_map(|wanted| {
            columns
                .iter()
                .zip(&guesses)
                .position(|((name, _), guess)| guess.is_none() && is_called(name, wanted))
        });
        if let Some(at) = named {
            guesses[at] = Some(target.column);
            taken.insert(target.column);
        }
    }
    for target in TARGETS.iter().filter(|target| INNER.contains(&target.column)) {
        let is_free = !is_log && !taken.contains(target.column);
        let inner = target.names.iter().filter(|_| is_free).find_map(|wanted| {
            columns
                .iter()
                .zip(&guesses)
                .position(|((name, _), guess)| guess.is_none() && ends_in(name, wanted))
        });
        if let Some(at) = inner {
            guesses[at] = Some(target.column);
            taken.insert(target.column);
        }
    }
    for (column, fits) in
        [("published_at", is_time as fn(&str) -> bool), ("link", is_link), ("text", is_prose)]
    {
        if is_log || taken.contains(column) {
            continue;
        }
        let found = columns.iter().zip(&guesses).position(|((_, values), guess)| {
            let mut given = values.iter().filter(|value| !value.trim().is_empty()).peekable();
            guess.is_none() && given.peek().is_some() && given.all(|value| fits(value))
        });
        if let Some(at) = found {
            guesses[at] = Some(column);
        }
    }
    if !guesses.iter().flatten().any(|column| TELLING.contains(column)) {
        // With the rest alone, posts without anything in them would be read.
        guesses.fill(None);
    }
    columns
        .into_iter()
        .zip(guesses)
        .map(|((name, values), guess)| ColumnView {
            name: gate::harmless(&name),
            samples: values
                .iter()
                .filter(|value| !value.trim().is_empty())
                .take(SAMPLES)
                .map(|value| sample(value))
                .collect(),
            guess,
        })
        .collect()
}

/// What the last name of a path of keys may tell: `post.body.text` is a text.
const INNER: [&str; 4] = ["text", "published_at", "title", "language"];

/// Whether a path ends in a name, and is not of another post or of a person.
fn ends_in(path: &str, wanted: &str) -> bool {
    const OTHERS: [&str; 10] = [
        "quot", "retweet", "repost", "reblog", "parent", "reply", "user", "author", "account",
        "place",
    ];
    let Some((before, last)) = path.rsplit_once('.') else { return false };
    let before = before.to_lowercase();
    is_called(last, wanted) && !OTHERS.iter().any(|other| before.contains(other))
}

/// Whether a column holds nothing but addresses of machines: logins or requests, whose names and
/// sentences would pass for authors and texts.
fn is_log(columns: &[Column]) -> bool {
    columns.iter().any(|(_, values)| {
        let mut given = values.iter().filter(|value| !value.trim().is_empty()).peekable();
        given.peek().is_some()
            && given.all(|value| value.trim().parse::<std::net::IpAddr>().is_ok())
    })
}

/// Whether a head is a table of logins or requests that no format knows.
pub(crate) fn looks_like_log(head: &[u8]) -> bool {
    match vigie_sources::preview(head, ROWS + 1) {
        Preview::Rows(rows) => is_log(&table(rows)),
        Preview::Objects(objects) => is_log(&json(&objects)),
    }
}

/// `user.id`, `user_id` and `User ID` are called `userid`.
fn is_called(name: &str, wanted: &str) -> bool {
    let mut letters = name.chars().filter(|letter| letter.is_alphanumeric());
    let mut wanted = wanted.chars();
    loop {
        match (letters.next(), wanted.next()) {
            (None, None) => return true,
            (Some(one), Some(other)) if one.to_lowercase().eq(other.to_lowercase()) => {}
            _ => return false,
        }
    }
}

fn sample(value: &str) -> String {
    let short: String = value.chars().take(SHOWN).collect();
    let mut shown = gate::harmless(&short);
    if short.len() < value.len() {
        shown.push('…');
    }
    shown
}

fn is_time(value: &str) -> bool {
    let value = value.trim();
    if let Ok(number) = value.parse::<i64>() {
        return [1, 1_000, 1_000_000].into_iter().any(|unit| {
            Timestamp::from_seconds(number / unit).is_plausible() && number > 631_152_000
        });
    }
    Timestamp::parse(value).is_some()
        || value.get(..10).is_some_and(|day| day.parse::<jiff::civil::Date>().is_ok())
}

fn is_link(value: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| value.trim_start_matches(['[', '"']).starts_with(scheme))
}

fn is_prose(value: &str) -> bool {
    value.split_whitespace().count() >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(head: &str) -> String {
        of_head(head.as_bytes())
            .iter()
            .map(|column| {
                format!(
                    "{} -> {} ({})",
                    column.name,
                    column.guess.unwrap_or("?"),
                    column.samples.join(" | ")
                )
            })
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn names_of_exports_are_known_in_any_spelling() {
        insta::assert_snapshot!(
            shown("Message ID;User ID;Screen-Name;Message;Date;Tags;n\n17;u4;mira;Hello to you;2027-04-01;a;3\n"),
            @r"
        Message ID -> native_id (17)
        User ID -> author_id (u4)
        Screen-Name -> author_name (mira)
        Message -> text (Hello to you)
        Date -> published_at (2027-04-01)
        Tags -> hashtag (a)
        n -> ? (3)
        "
        );
    }

    #[test]
    fn what_names_do_not_tell_contents_do() {
        insta::assert_snapshot!(
            shown("a\tb\tc\n1806566400\tone two three\thttps://gazette.example/x\n1806566401\tfour five six\t\n"),
            @r"
        a -> published_at (1806566400 | 1806566401)
        b -> text (one two three | four five six)
        c -> link (https://gazette.example/x)
        "
        );
    }

    #[test]
    fn objects_are_flattened_and_hostile_samples_are_harmless() {
        insta::assert_snapshot!(
            shown("[{\"id\":1,\"user\":{\"id\":\"u\u{202e}1\"},\"text\":\"a\\u001b[2Jb\"},\n{\"id\":2,\"cut"),
            @r###"
        id -> native_id (1)
        text -> text (a\u{1b}[2Jb)
        user.id -> author_id (u\u{202e}1)
        "###
        );
    }

    #[test]
    fn texts_deep_inside_are_found_and_those_of_other_posts_are_not() {
        insta::assert_snapshot!(
            shown(r#"{"post":{"id":"p1","created":"2027-04-01","quoted":{"text":"x y z"},"body":{"text":"Salut"}}}"#),
            @r"
        post.body.text -> text (Salut)
        post.created -> published_at (2027-04-01)
        post.id -> native_id (p1)
        post.quoted.text -> ? (x y z)
        "
        );
        insta::assert_snapshot!(
            shown(r#"{"meta":{"n":1},"records":[{"when":"2027-04-01","body":{"text":"Salut"}}]}"#),
            @r"
        body.text -> text (Salut)
        when -> published_at (2027-04-01)
        "
        );
    }

    #[test]
    fn titles_and_old_encodings_are_shown_as_they_are_read() {
        let columns =
            of_head(b"Export du 1er avril;;\n\nDate;Auteur;Message\n2027-04-01;L\xe9o;Salut\n");
        let shown: Vec<_> = columns.iter().map(|column| (&*column.name, column.guess)).collect();
        assert_eq!(
            shown,
            [
                ("Date", Some("published_at")),
                ("Auteur", Some("author_name")),
                ("Message", Some("text"))
            ]
        );
        assert_eq!(columns[1].samples, ["L\u{e9}o"]);
    }

    #[test]
    fn a_table_of_logins_is_not_taken_for_posts() {
        let head = "Date,Description,Utilisateur,Adresse IP\n2027-04-01,ada s\u{2019}est connect\u{e9}e,ada,192.0.2.7\n";
        assert_eq!(guessed_map(head.as_bytes()), None);
        assert!(looks_like_log(head.as_bytes()));
        assert_eq!(guessed_map(b"date,author\n2027-04-01,ada\n"), None);
    }

    #[test]
    fn nothing_is_no_table() {
        assert!(of_head(b"").is_empty() || of_head(b"")[0].name.is_empty());
        let _ = of_head(b"{{{{");
        let _ = of_head(&[0xff, 0xfe, 0x00]);
    }
}
