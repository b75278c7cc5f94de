//! French forms by rule: the first conjugation whole, the others from `forms.txt`.

use super::Form;

const IMPERFECT: [&str; 3] = ["ait", "aient", "ais"];
const FUTURE: [&str; 3] = ["a", "ont", "ons"];
const CONDITIONAL: [&str; 2] = ["ait", "aient"];
const AGREEMENT: [&str; 4] = ["", "e", "s", "es"];

/// All forms of a verb; `fields` are present, imperfect stem, participle, future stem.
pub(super) fn forms(lemma: &str, fields: Option<&[&str]>) -> Vec<(String, Form)> {
    let mut out = vec![(lemma.to_owned(), Form::Base)];
    let Some([present, imperfect, participle, future]) = fields else {
        first_conjugation(lemma, &mut out);
        return out;
    };
    out.extend(present.split_whitespace().map(|form| (form.to_owned(), Form::Present)));
    tail(&mut out, imperfect, participle, future);
    out
}

fn tail(out: &mut Vec<(String, Form)>, imperfect: &str, participle: &str, future: &str) {
    out.extend(IMPERFECT.iter().map(|end| (format!("{imperfect}{end}"), Form::Past)));
    out.push((format!("{imperfect}ant"), Form::Gerund));
    let agreement = AGREEMENT.iter().filter(|end| !(participle.ends_with('s') && **end == "s"));
    out.extend(agreement.map(|end| (format!("{participle}{end}"), Form::Participle)));
    out.extend(FUTURE.iter().map(|end| (format!("{future}{end}"), Form::Past)));
    out.extend(CONDITIONAL.iter().map(|end| (format!("{future}{end}"), Form::Conditional)));
}

fn first_conjugation(lemma: &str, out: &mut Vec<(String, Form)>) {
    let Some(stem) = lemma.strip_suffix("er") else { return };
    // "annonçait", "jugeait": the sound of c and g stays before a.
    let soft = match stem.chars().last() {
        Some('c') => format!("{}ç", stem.trim_end_matches('c')),
        Some('g') => format!("{stem}e"),
        _ => stem.to_owned(),
    };
    let open = opened(stem);
    out.push((format!("{open}e"), Form::Present));
    out.push((format!("{open}ent"), Form::Present));
    tail(out, &soft, &format!("{stem}é"), &format!("{stem}er"));
    // "balaie", "emploie", "appuie".
    if let Some(head) = stem.strip_suffix('y') {
        out.push((format!("{head}ie"), Form::Present));
        out.push((format!("{head}ient"), Form::Present));
        out.extend(FUTURE.iter().map(|end| (format!("{head}ier{end}"), Form::Past)));
    }
    // The simple past of novels and some dailies.
    out.push((format!("{soft}a"), Form::Past));
    out.push((format!("{stem}èrent"), Form::Past));
}

/// "révél" → "révèl": the last é opens before a silent ending.
fn opened(stem: &str) -> String {
    // "martel" → "martèl", "lev" → "lèv": one consonant behind the last e.
    let mut letters = stem.chars().rev();
    if let (Some('l' | 'n' | 'v' | 's' | 'm'), Some('e')) = (letters.next(), letters.next())
        && stem != "appel"
        && stem != "rappel"
        && !stem.ends_with("cel")
    {
        let (head, last) = stem.split_at(stem.len() - 2);
        return format!("{head}è{}", &last[1..]);
    }
    let Some(at) = stem.rfind('é') else { return stem.to_owned() };
    let behind = &stem[at + 'é'.len_utf8()..];
    let closed = matches!(behind, "r" | "l" | "t" | "d" | "g" | "gu" | "n" | "m" | "c" | "br");
    if closed { format!("{}è{behind}", &stem[..at]) } else { stem.to_owned() }
}
