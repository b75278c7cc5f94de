use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fluent_bundle::FluentResource;
use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement,
};

use super::*;

/// The variables of each message.
fn messages(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let resource = FluentResource::try_new(text.to_owned())
        .unwrap_or_else(|(_, errors)| panic!("not Fluent: {errors:?}"));
    let mut out = BTreeMap::new();
    for entry in resource.entries() {
        let Entry::Message(message) = entry else { continue };
        let mut variables = BTreeSet::new();
        if let Some(pattern) = &message.value {
            pattern_variables(pattern, &mut variables);
        }
        let earlier = out.insert(message.id.name.to_owned(), variables);
        assert!(earlier.is_none(), "{} stands twice", message.id.name);
    }
    out
}

fn pattern_variables(pattern: &Pattern<&str>, out: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            expression_variables(expression, out);
        }
    }
}

fn expression_variables(expression: &Expression<&str>, out: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => inline_variables(inline, out),
        Expression::Select { selector, variants } => {
            inline_variables(selector, out);
            for variant in variants {
                pattern_variables(&variant.value, out);
            }
        }
    }
}

fn inline_variables(inline: &InlineExpression<&str>, out: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            out.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference {
            arguments: CallArguments { positional, .. }, ..
        } => {
            for argument in positional {
                inline_variables(argument, out);
            }
        }
        InlineExpression::Placeable { expression } => expression_variables(expression, out),
        _ => {}
    }
}

/// Messages whose English stands in code: how their ids begin, and a crate that may name them, in
/// full or by the rest of the id.
const FRENCH_ONLY: &[(&str, &str)] =
    &[("about-", "scenario"), ("wrong-", "app"), ("wrong-", "cli"), ("usage-", "cli")];

fn is_french_only(id: &str) -> bool {
    FRENCH_ONLY.iter().any(|(prefix, _)| id.starts_with(prefix))
}

#[test]
fn both_languages_hold_the_same_messages_with_the_same_variables() {
    for file in FILES {
        let mut french = messages(file.fr);
        french.retain(|id, _| !is_french_only(id));
        assert_eq!(messages(file.en), french, "in {}.ftl", file.name);
    }
}

#[test]
fn what_is_said_in_french_only_names_something_in_code() {
    let code: String = FRENCH_ONLY.iter().map(|(_, owner)| sources_of(owner)).collect();
    for id in FILES.iter().flat_map(|file| messages(file.fr).into_keys()) {
        if is_french_only(&id) {
            let name = id.split_once('-').map_or("", |(_, name)| name);
            // One with a nearest name is put together: `format!("{id}-near")`.
            let far = id.strip_suffix("-near").unwrap_or(&id);
            let is_named =
                [id.as_str(), name, far].iter().any(|id| code.contains(&format!("{id:?}")));
            assert!(is_named, "nothing is called {id:?}");
        }
    }
}

#[test]
fn every_file_in_locales_is_embedded() {
    let listed: BTreeSet<String> = FILES.iter().map(|file| format!("{}.ftl", file.name)).collect();
    for language in Language::CODES {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales").join(language);
        let found: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            // The workbench takes its words itself; `npm run check` looks after them.
            .filter(|name| name != "web.ftl")
            .collect();
        assert_eq!(found, listed, "in locales/{language}");
    }
}

/// The text of all Rust files below a crate's `src`, and of its templates.
#[expect(clippy::disallowed_methods, reason = "our own sources")]
fn sources_of(name: &str) -> String {
    let mut text = String::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name);
    let mut folders = vec![folder.join("src"), folder.join("templates")];
    folders.retain(|folder| folder.is_dir());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "rs" || extension == "html")
            {
                text.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    text
}

/// The string literals that directly follow `call`.
fn literals_after<'t>(text: &'t str, call: &str) -> Vec<&'t str> {
    text.split(call)
        .skip(1)
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
        .collect()
}

#[test]
fn every_id_in_code_exists_and_every_message_is_used() {
    let code: String = ["app", "brief", "cli", "model", "read", "server"].map(sources_of).concat();
    let known: BTreeSet<String> =
        FILES.iter().flat_map(|file| messages(file.en).into_keys()).collect();
    for call in ["say(", "plain(", "id("] {
        for id in literals_after(&code, call) {
            let is_id = id.contains('-') && id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
            assert!(!is_id || known.contains(id), "{call}{id:?} names no message");
        }
    }
    for id in &known {
        // Some ids are put together: `format!("problem-{which}")`, `worded("detail", …)`.
        let is_built = id.match_indices('-').any(|(at, _)| {
            code.contains(&format!("\"{}{{", &id[..=at]))
                || code.contains(&format!("worded({:?},", &id[..at]))
        });
        assert!(is_built || code.contains(&format!("{id:?}")), "nothing says {id:?}");
    }
}

#[test]
fn french_has_french_typography() {
    for file in FILES {
        for (number, line) in file.fr.lines().enumerate() {
            if line.trim_start().starts_with('#') {
                continue;
            }
            let place = format!("locales/fr/{}.ftl:{}: {line}", file.name, number + 1);
            for wrong in [" :", " ;", " !", " ?", " »", "« ", " %", "\u{a0}"] {
                assert!(!line.contains(wrong), "a narrow no-break space belongs here: {place}");
            }
            assert!(!line.contains("'"), "the French apostrophe is ’: {place}");
        }
    }
}

#[test]
fn a_missing_message_is_said_in_english_and_an_unknown_one_as_its_id() {
    let mut words = Words::new(Language::French);
    let only_english = FluentResource::try_new("only-english = still said".to_owned()).unwrap();
    words.bundles[1].add_resource(only_english).unwrap();
    let said = ["only-english", "no-such-message"].map(|id| words.plain(id));
    assert_eq!(said, ["still said", "no-such-message"]);
}

#[test]
fn numbers_and_sizes_are_written_as_the_language_writes_them() {
    let (english, french) = (Words::new(Language::English), Words::new(Language::French));
    assert_eq!(english.number(1_234_567), "1,234,567");
    assert_eq!(french.number(1_234_567), "1\u{202f}234\u{202f}567");
    assert_eq!(english.number(123), "123");
    assert_eq!(english.bytes(999), "999 B");
    assert_eq!(english.bytes(1_450_000), "1.4 MB");
    assert_eq!(french.bytes(1_450_000), "1,4\u{202f}Mo");
    assert_eq!(french.decimal("-1234.5"), "-1\u{202f}234,5");
    assert_eq!(english.decimal("1e-7"), "1e-7");
}
