//! The trainable tagger: exact F1 of source, cue and content against the rules alone, size and speed.
//!
//! `cargo bench -p vigie-read --bench tagger` trains on the open part of `PolNeAR` (`compartment =
//! train` only) and scores the valid part; `-- FILE …` scores other labelled files too, `-- validate`
//! cross-validates on the training part first. Skipped where ../shared/data is absent.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a bench reads its files, measures time, prints, and may stop at the first surprise"
)]

use std::path::{Path, PathBuf};
use std::time::Instant;

use vigie_read::read_statements;
use vigie_read::tagger::{
    Compared, Document, Kind, Model, Training, compare, read_labelled, train,
};

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let root: PathBuf =
        [env!("CARGO_MANIFEST_DIR"), "../../../shared/data/statements/polnear"].iter().collect();
    let Some(documents) = labelled(&root.join("open.jsonl"), Some("train")) else {
        println!("skipped: no ../shared/data");
        return;
    };
    let number = |name: &str, otherwise: u32| {
        words
            .iter()
            .find_map(|word| word.strip_prefix(name)?.strip_prefix('=')?.parse().ok())
            .unwrap_or(otherwise)
    };
    let parts = if words.iter().any(|word| word == "validate") { 5 } else { 0 };
    let how = Training { parts, rounds: number("rounds", 8), ..Training::default() };
    let begin = Instant::now();
    let trained = train(&documents, how, |_, _| ()).unwrap();
    let about = trained.model.about();
    println!(
        "trained on {} documents, {} words in {:.1} s: {} features, {:.1} MB",
        about.documents,
        about.words,
        begin.elapsed().as_secs_f64(),
        about.features,
        trained.model.to_bytes().len() as f64 / 1e6
    );
    if let Some(validated) = &trained.validated {
        table("cross-validated", validated);
    }
    let dev = labelled(&root.join("open.jsonl"), Some("dev")).unwrap();
    table("compartment = dev", &compare(&trained.model, &dev));
    let valid = labelled(&root.join("cofenet_valid.jsonl"), None).unwrap();
    table("cofenet_valid", &compare(&trained.model, &valid));
    for path in words.iter().filter(|word| word.ends_with(".jsonl")) {
        table(path, &compare(&trained.model, &labelled(Path::new(path), None).unwrap()));
    }
    speed(&trained.model, &valid);
}

fn labelled(path: &Path, compartment: Option<&str>) -> Option<Vec<Document>> {
    let content = std::fs::read_to_string(path).ok()?;
    Some(read_labelled(&path.display().to_string(), &content, compartment).unwrap())
}

fn table(name: &str, compared: &Compared) {
    println!("{name}, exact: rules -> tagger");
    for kind in Kind::ALL {
        let (rules, tagger) = (compared.rules.of(kind), compared.tagger.of(kind));
        println!(
            "  {:8} F1 {:.3} -> {:.3}   P {:.3} -> {:.3}   R {:.3} -> {:.3}   ({} expected)",
            kind.name(),
            rules.f1(),
            tagger.f1(),
            rules.precision(),
            tagger.precision(),
            rules.recall(),
            tagger.recall(),
            rules.gold
        );
    }
}

fn speed(model: &Model, documents: &[Document]) {
    let sentences: usize =
        documents.iter().map(|document| document.text.matches(['.', '?', '!']).count()).sum();
    let begin = Instant::now();
    let read: Vec<_> =
        documents.iter().map(|one| read_statements(&one.text, "", one.language)).collect();
    let rules = begin.elapsed().as_secs_f64();
    let begin = Instant::now();
    let spans: usize = documents
        .iter()
        .zip(&read)
        .map(|(one, read)| model.labels(&one.text, one.language, read).len())
        .sum();
    let tagger = begin.elapsed().as_secs_f64();
    println!(
        "speed, one thread: rules {:.0} sentence ends/s, tagger {:.0}, both {:.0} ({spans} spans)",
        sentences as f64 / rules,
        sentences as f64 / tagger,
        sentences as f64 / (rules + tagger)
    );
}
