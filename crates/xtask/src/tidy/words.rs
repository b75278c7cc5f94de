//! Words that say more than was observed do not reach a person: the end of DESIGN's list of words,
//! over `locales/` and detector pages only. Code may call things as its libraries do.

use crate::problem::Problem;
use crate::repo::{File, Repo};

/// Words that must not appear, in both languages, and what to say instead. Several words are a
/// phrase. All forms are written out: a list can be read, a stemmer must be believed.
const NEVER: &[(&[&str], &str)] = &[
    (
        &["success", "successes", "successful", "successfully", "succeeded", "succeeds"],
        "say what the server did: \"answered normally\", \"login accepted\"",
    ),
    (
        &["succès", "réussi", "réussie", "réussies", "réussis", "réussit"],
        "dire ce que le serveur a fait : « réponse normale », « connexion acceptée »",
    ),
    (
        &["relay", "relays", "relayed", "relaying"],
        "say \"interviewed by\" or \"republished by\"; for packets, \"hop\"",
    ),
    (
        &["relais", "relaie", "relaient", "relayé", "relayée", "relayés", "relayées", "relayer"],
        "dire « interrogé par » ou « republié par » ; pour un réseau, « maillon »",
    ),
    (&["silence", "silences", "silent", "silently"], "say \"no reply found in …, until …\""),
    (
        &["silencieux", "silencieuse", "silencieuses"],
        "dire « pas de réponse trouvée dans …, jusqu’à … »",
    ),
    (
        &["origin", "origins", "originate", "originated", "originates", "originating"],
        "say \"first seen\"",
    ),
    (&["origine", "origines", "originaire", "provenance"], "dire « vu pour la première fois »"),
    (
        &["bot", "bots", "botnet", "botnets", "troll", "trolls"],
        "say what accounts do: \"act together\"; the machine knows no persons",
    ),
    (
        &[
            "hacker",
            "hackers",
            "attacker",
            "attackers",
            "culprit",
            "culprits",
            "perpetrator",
            "perpetrators",
            "pirate",
            "pirates",
            "attaquant",
            "attaquants",
            "coupable",
            "coupables",
        ],
        "name the pattern, never a culprit",
    ),
    (
        &[
            "attributed",
            "attributable",
            "attribution",
            "attributions",
            "orchestrated",
            "orchestrates",
            "masterminded",
            "sponsored",
            "commissioned by",
            "ordered by",
            "directed by",
            "controlled by",
            "operated by",
            "on behalf of",
            "culpable",
        ],
        "the machine names nobody as author of an act: that is a dated, signed judgement",
    ),
    (
        &[
            "attribué",
            "attribuée",
            "attribués",
            "attribuées",
            "attribuable",
            "orchestré",
            "orchestrée",
            "orchestrées",
            "commandité",
            "commanditée",
            "commanditaire",
            "téléguidé",
            "téléguidée",
            "piloté par",
            "pilotée par",
            "dirigé par",
            "dirigée par",
            "pour le compte de",
        ],
        "la machine ne nomme personne comme auteur d’un acte : c’est un jugement daté et signé",
    ),
];

/// Lines that may hold such a word, with the reason. Each must still be there.
const EXCEPTIONS: &[Exception] = &[
    Exception {
        path: "locales/en/network.ftl",
        line: "This is not a list of culprits",
        reason: "whoever opens a graph without us must read that it is none",
    },
    Exception {
        path: "locales/fr/network.ftl",
        line: "Ce n’est pas une liste de coupables",
        reason: "as in English",
    },
];

/// A line of a file that may hold a word of [`NEVER`].
struct Exception {
    path: &'static str,
    /// A part of the line.
    line: &'static str,
    #[expect(dead_code, reason = "for people: an exception without a reason is no exception")]
    reason: &'static str,
}

pub(super) fn problems(repo: &Repo) -> Vec<Problem> {
    problems_but(repo, EXCEPTIONS)
}

fn problems_but(repo: &Repo, exceptions: &[Exception]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in &repo.files {
        let is_page = file.path.starts_with("detectors/") && file.has_extension("md");
        let is_locale = file.path.starts_with("locales/") && file.has_extension("ftl");
        let said = match (is_page, is_locale) {
            (true, _) => said_on_page(&file.text),
            (_, true) => said_in_messages(&file.text),
            _ => continue,
        };
        for (line, text) in said {
            let written = file.text.lines().nth(line - 1).unwrap_or_default();
            let excepted = |exception: &&Exception| {
                exception.path == file.path && written.contains(exception.line)
            };
            if exceptions.iter().any(|exception| excepted(&exception)) {
                continue;
            }
            for (word, instead) in forbidden(&text) {
                let message = format!("\"{word}\" says more than was observed: {instead}");
                problems.push(Problem::at(&file.path, line, message));
            }
        }
        outdated(file, exceptions, &mut problems);
    }
    problems
}

/// Exceptions for lines that the file no longer has.
fn outdated(file: &File, exceptions: &[Exception], problems: &mut Vec<Problem>) {
    for exception in exceptions.iter().filter(|exception| exception.path == file.path) {
        if !file.text.contains(exception.line) {
            let message = format!("the exception for {:?} is no longer needed", exception.line);
            problems.push(Problem::in_file(&file.path, message));
        }
    }
}

/// The forbidden words of a text and what to say instead.
fn forbidden(text: &str) -> Vec<(&'static str, &'static str)> {
    let words: Vec<String> = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let mut found = Vec::new();
    for (forms, instead) in NEVER {
        for form in *forms {
            let parts: Vec<&str> = form.split(' ').collect();
            if words.windows(parts.len()).any(|window| window == parts) {
                found.push((*form, *instead));
            }
        }
    }
    found
}

/// What messages say, by line: without comments, ids, attributes' names and variables.
fn said_in_messages(text: &str) -> Vec<(usize, String)> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
    lines
        .map(|(index, line)| {
            let is_id = |id: &str| {
                let id = id.trim().trim_start_matches('.');
                !id.is_empty()
                    && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
            };
            let said = match line.split_once('=') {
                Some((id, said)) if is_id(id) => said,
                _ => line,
            };
            (index + 1, without_variables(said))
        })
        .collect()
}

fn without_variables(text: &str) -> String {
    let mut parts = text.split('$');
    let mut said = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')));
        said.push_str(&part[end.unwrap_or(part.len())..]);
    }
    said
}

/// What a page says, by line: its prose without code, and the quoted texts of its settings, where
/// the sentences stand. Tables of cases and SQL are data.
fn said_on_page(text: &str) -> Vec<(usize, String)> {
    let mut said = Vec::new();
    let mut fence: Option<&str> = None;
    for (index, line) in text.lines().enumerate() {
        if let Some(info) = line.trim_start().strip_prefix("```") {
            fence = if fence.is_some() { None } else { Some(info.trim()) };
            continue;
        }
        match fence {
            None => said.push((index + 1, outside(line, '`'))),
            Some("toml") => said.push((index + 1, inside_quotes(line))),
            Some(_) => {}
        }
    }
    said
}

/// The parts of a line that stand outside a pair of marks.
fn outside(line: &str, mark: char) -> String {
    line.split(mark).step_by(2).collect::<Vec<_>>().join(" ")
}

fn inside_quotes(line: &str) -> String {
    line.split('"').skip(1).step_by(2).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::said;

    #[test]
    fn words_that_say_too_much_are_found_in_messages() {
        let en = "# origin of the word\norigin-default = default { $origin }\nlogin = A success!\n\
                  first = { $count ->\n    [one] one Bot\n   *[other] the origin of { $count }\n}\n    .hint = silence\n";
        assert_eq!(
            said(problems, &[("locales/en/a.ftl", en)]),
            "locales/en/a.ftl:3: \"success\" says more than was observed: say what the server did: \"answered normally\", \"login accepted\"\n\
             locales/en/a.ftl:5: \"bot\" says more than was observed: say what accounts do: \"act together\"; the machine knows no persons\n\
             locales/en/a.ftl:6: \"origin\" says more than was observed: say \"first seen\"\n\
             locales/en/a.ftl:8: \"silence\" says more than was observed: say \"no reply found in …, until …\""
        );
    }

    #[test]
    fn french_words_are_found_behind_apostrophes_and_in_capitals() {
        let fr =
            "a = D’ORIGINE inconnue\nb = piloté\u{202f}par un tiers\nc = la pirater n’est rien\n";
        let found = said(problems, &[("locales/fr/a.ftl", fr)]);
        let lines: Vec<&str> = found.lines().map(|line| &line[..24]).collect();
        assert_eq!(lines, ["locales/fr/a.ftl:1: \"ori", "locales/fr/a.ftl:2: \"pil"]);
    }

    #[test]
    fn pages_are_read_without_code_and_tables_but_with_their_sentences() {
        let page = "# x\nThe `origin` column. They act together.\n```toml\nreads = [\"acts\"]\n\
                    en = \"attributed to {a}\"\n```\n```sql\nSELECT origin\n```\n## Stays silent\n\
                    ```csv acts\nbot,origin\n```\n";
        assert_eq!(
            said(problems, &[("detectors/a/x.md", page)]),
            "detectors/a/x.md:5: \"attributed\" says more than was observed: the machine names nobody as author of an act: that is a dated, signed judgement\n\
             detectors/a/x.md:10: \"silent\" says more than was observed: say \"no reply found in …, until …\""
        );
    }

    #[test]
    fn code_and_documents_are_free() {
        let files = [("crates/a/src/lib.rs", "// origin, success, bot"), ("README.md", "origin")];
        assert_eq!(said(problems, &files), "");
    }

    #[test]
    fn exceptions_hold_for_their_line_and_must_be_needed() {
        let exceptions = [
            Exception {
                path: "locales/en/a.ftl",
                line: "the origin of the file",
                reason: "a file",
            },
            Exception { path: "locales/en/a.ftl", line: "gone", reason: "none" },
        ];
        let repo =
            Repo::of(&[("locales/en/a.ftl", "a = the origin of the file\nb = the origin\n")]);
        let said: Vec<String> =
            problems_but(&repo, &exceptions).iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "locales/en/a.ftl:2: \"origin\" says more than was observed: say \"first seen\"",
                "locales/en/a.ftl:1: the exception for \"gone\" is no longer needed",
            ]
        );
    }
}
