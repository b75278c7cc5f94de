//! What reading polls, pages and names costs. `cargo bench -p vigie-read --bench polls`.
//!
//! Printed are wall times of one thread. The pages and texts are those of the tests.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench stops at the first surprise and prints what it measured"
)]

use std::time::Instant;

use vigie_read::actors::{Actors, Person, WatchList};
use vigie_read::article::from_html;
use vigie_read::polls::{Background, Intention, Parameters, Series, from_text, import, trend};

const CRATE: &str = env!("CARGO_MANIFEST_DIR");

/// Milliseconds of one call, the least of a few.
fn least(turns: usize, mut call: impl FnMut() -> usize) -> (f64, usize) {
    let mut best = f64::INFINITY;
    let mut count = 0;
    for _ in 0..turns {
        let began = Instant::now();
        count = call();
        best = best.min(began.elapsed().as_secs_f64() * 1_000.0);
    }
    (best, count)
}

fn main() {
    pages();
    hostile();
    texts();
    names();
    tables();
}

fn pages() {
    let mut pages: Vec<(String, String)> = std::fs::read_dir(format!("{CRATE}/tests/pages"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "html"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    pages.sort();
    let bytes: usize = pages.iter().map(|(_, page)| page.len()).sum();
    let (took, _) =
        least(20, || pages.iter().map(|(_, page)| from_html(page, None).text.len()).sum());
    println!("pages: {} of {bytes} bytes in {took:.2} ms", pages.len());
}

fn hostile() {
    for (name, page) in [
        ("200,000 open div", format!("{}<p>Somebody said a word.", "<div>".repeat(200_000))),
        ("60,000 p", "<p>One more line of the same kind of text.".repeat(60_000)),
        ("6 MB in one p", format!("<h1>Long</h1><p>{}", "word ".repeat(1_200_000))),
        ("80,000 unclosed inline", "<ul><li><a href=x><b><i>".repeat(20_000)),
        (
            "10,000 p of 50 words",
            format!("<p>{}", "one word after the other. ".repeat(10)).repeat(10_000),
        ),
    ] {
        let (took, found) = least(1, || from_html(&page, None).paragraphs.len());
        println!("hostile page, {name}: {found} paragraphs in {took:.0} ms");
    }
}

fn texts() {
    let text = "Selon un sondage Ifop pour La Dépêche du Ponant réalisé du 3 au 5 mars, Yann Corvel est crédité de \
                24,5 % des intentions de vote au premier tour (+2), devant Élodie Marchetti (22 %). La ministre a \
                répondu mardi à la question. Le chômage a reculé à 7 %. Rien de plus n’a été dit ce jour-là.\n";
    let long = text.repeat(2_000);
    let (took, found) = least(3, || {
        let read = from_text(&long, &Background::default());
        read.figures.len() + read.left.len()
    });
    let sentences = 2_000.0 * 4.0;
    println!(
        "polls in text: {found} percentages, {:.0} sentences a second",
        sentences / took * 1_000.0
    );
}

fn names() {
    let person = |at: usize| Person {
        id: format!("p{at}"),
        name: format!("Prénom{at} Nom{at}"),
        ..Person::default()
    };
    let list = WatchList { persons: (0..1_000).map(person).collect(), organisations: Vec::new() };
    let actors = Actors::from(&list);
    let text = "Prénom7 Nom7 a démenti mardi. Selon Nom7, le Kremlin et Nom8 se trompent. Rien d’autre n’est dit ici.\n";
    let long = text.repeat(3_000);
    let (took, found) = least(3, || actors.mentions(&long, None).mentions.len());
    println!(
        "actors, 1,000 on the list: {found} mentions, {:.0} sentences a second",
        9_000.0 / took * 1_000.0
    );
}

fn tables() {
    let folder = format!("{CRATE}/../../../shared/data/polls/");
    for name in [
        "nsppolls_presidentielle2022.csv",
        "presidentielles_2022.json",
        "tour1_complet_unitedfl.csv",
    ] {
        let Ok(bytes) = std::fs::read(format!("{folder}{name}")) else {
            println!("skipped: no ../shared/data");
            return;
        };
        let (took, figures) = least(3, || import(&bytes).unwrap().figures.len());
        println!("{name}: {figures} figures in {took:.1} ms");
        if name.starts_with("tour1") {
            let series: Series<Intention> = Series::of(&import(&bytes).unwrap().figures);
            let season = series.only(|one| one.election.as_deref() == Some("president 2017-04-23"));
            let (took, days) =
                least(3, || trend(&season, "centre", &Parameters::default()).unwrap().levels.len());
            println!("trend of 151 polls, 12 walks tried: {days} days in {took:.2} ms");
        }
    }
}
