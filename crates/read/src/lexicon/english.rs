//! English forms by rule: -s, -ed, -ing.

use super::Form;

/// All forms of a verb; `past` and `participle` where no rule gives them.
pub(super) fn forms(
    lemma: &str,
    past: Option<&str>,
    participle: Option<&str>,
) -> Vec<(String, Form)> {
    let regular = past_form(lemma);
    let past = past.unwrap_or(&regular);
    let participle = participle.unwrap_or(past);
    vec![
        (lemma.to_owned(), Form::Base),
        (third_person(lemma), Form::Present),
        (past.to_owned(), Form::Past),
        (participle.to_owned(), Form::Participle),
        (gerund(lemma), Form::Gerund),
    ]
}

fn consonant_y(lemma: &str) -> Option<&str> {
    lemma.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']))
}

fn third_person(lemma: &str) -> String {
    if lemma == "have" {
        return "has".to_owned();
    }
    if let Some(stem) = consonant_y(lemma) {
        return format!("{stem}ies");
    }
    let hiss = ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| lemma.ends_with(end));
    format!("{lemma}{}", if hiss { "es" } else { "s" })
}

fn past_form(lemma: &str) -> String {
    if lemma.ends_with('e') {
        return format!("{lemma}d");
    }
    if let Some(stem) = consonant_y(lemma) {
        return format!("{stem}ied");
    }
    format!("{}ed", doubled(lemma))
}

fn gerund(lemma: &str) -> String {
    match lemma.strip_suffix('e') {
        Some(stem) if !stem.ends_with(['e', 'o', 'y']) => format!("{stem}ing"),
        _ => format!("{}ing", doubled(lemma)),
    }
}

/// "admit" → "admitt": a stressed last syllable with one vowel and one consonant doubles it.
fn doubled(lemma: &str) -> String {
    const STRESSED: &[&str] = &[
        "admit", "commit", "rebut", "brag", "slam", "beg", "chat", "plan", "ban", "refer", "quip",
        "pen", "dub", "snap", "yap", "snub", "permit", "regret", "rip", "tap",
    ];
    let vowel = |letter: &u8| b"aeiou".contains(letter);
    let short = match lemma.as_bytes() {
        [.., before, middle, last] => {
            lemma.bytes().filter(|letter| vowel(letter)).count() == 1
                && !vowel(before)
                && vowel(middle)
                && !vowel(last)
                && !b"wxy".contains(last)
        }
        _ => false,
    };
    match lemma.chars().last() {
        Some(last) if short || STRESSED.contains(&lemma) => format!("{lemma}{last}"),
        _ => lemma.to_owned(),
    }
}
