//! Near-copies: whether all are found, and what it costs in CPU seconds of this process.
//!
//! `cargo bench -p vigie-kernels --bench copies [-- NAME…]`; only cases whose name holds one of the
//! words run. Recall and precision are against comparing all sets with all. Cases that need
//! ../shared/data say so where it is absent. `benches/copies_rensa.py` times rensa on the same texts.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a bench reads known files, prints, and stops at the first surprise"
)]

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustix::time::{ClockId, clock_gettime};
use vigie_kernels::copies::{
    Compared, CopyOptions, Distinct, GramSets, NearPairs, RewordingOptions, groups, near_pairs,
    rewordings,
};
use vigie_kernels::pairs::Unlimited;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.iter().any(|word| word == "--list") {
        return;
    }
    let words: Vec<&String> = words.iter().filter(|word| !word.starts_with('-')).collect();
    let wanted = |name: &str| words.is_empty() || words.iter().any(|word| name.contains(*word));
    if wanted("own-rewordings") {
        own();
    }
    if wanted("d3lta") {
        d3lta();
    }
    if wanted("telegram") {
        telegram();
    }
    if wanted("generated-1m") {
        million();
    }
    if wanted("crowd") {
        crowds();
    }
    if wanted("new-posts") {
        new_posts();
    }
}

fn cpu_seconds() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

fn timed<T>(run: impl FnOnce() -> T) -> (f64, T) {
    let before = cpu_seconds();
    let result = run();
    (cpu_seconds() - before, result)
}

fn shared_text(name: &str) -> Option<String> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/text"));
    let file: PathBuf = folder.join(name);
    if !file.is_file() {
        println!("skipped: no ../shared/data/text/{name}");
        return None;
    }
    Some(std::fs::read_to_string(file).unwrap())
}

fn distinct<'t>(texts: impl IntoIterator<Item = &'t str>) -> (Distinct, Vec<u32>) {
    let mut distinct = Distinct::default();
    let numbers = distinct.add(texts);
    (distinct, numbers)
}

fn found(texts: &Distinct, permille: u32, certain: bool) -> (f64, NearPairs) {
    let default = CopyOptions { permille, ..CopyOptions::default() };
    let options = if certain { default } else { CopyOptions { certain_bytes: 0, ..default } };
    timed(|| near_pairs(texts, options, &mut Unlimited).unwrap())
}

/// Every pair by counting common grams of all with all, through lists without any filter.
fn all_with_all(texts: &Distinct, permille: u32) -> HashSet<(u32, u32)> {
    let mut sets = GramSets::default();
    texts.iter().for_each(|text| sets.push(text));
    let mut lists: HashMap<u64, Vec<u32>> = HashMap::new();
    let mut pairs = HashSet::new();
    let mut common = vec![0_u32; texts.len()];
    for text in 0..u32::try_from(texts.len()).unwrap() {
        let set = sets.set(text);
        common[..text as usize].fill(0);
        for gram in set {
            let list = lists.entry(*gram).or_default();
            for other in list.iter() {
                common[*other as usize] += 1;
            }
            list.push(text);
        }
        for other in 0..text {
            let both = common[other as usize] as usize;
            let either = set.len() + sets.set(other).len() - both;
            if both > 0 && both * 1_000 >= permille as usize * either {
                pairs.insert((other, text));
            }
        }
    }
    pairs
}

fn compare(name: &str, texts: &Distinct, permille: u32, certain: bool) {
    let (cpu, near) = found(texts, permille, certain);
    let (book_cpu, book) = timed(|| all_with_all(texts, permille));
    let mine: HashSet<(u32, u32)> = near.pairs.iter().map(|pair| (pair.one, pair.two)).collect();
    let right = mine.intersection(&book).count() as f64;
    println!(
        "{name}: J {permille} {:?}: {} pairs of {} texts, recall {:.6} precision {:.6}, {cpu:.3} CPU s \
         (all with all {book_cpu:.1}); {:?}",
        near.method,
        mine.len(),
        texts.len(),
        right / book.len().max(1) as f64,
        right / mine.len().max(1) as f64,
        near.left
    );
}

fn telegram() {
    let Some(text) = shared_text("telegram_ru_news.jsonl") else { return };
    let posts: Vec<String> = text
        .lines()
        .map(|line| {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            row["message"].as_str().unwrap_or_default().to_owned()
        })
        .collect();
    for permille in [700, 500] {
        let (cpu, ((texts, _), near)) = timed(|| {
            let texts = distinct(posts.iter().map(String::as_str));
            let near = found(&texts.0, permille, true).1;
            (texts, near)
        });
        println!(
            "telegram: J {permille} {} posts, {} distinct, {} pairs, from raw posts {cpu:.3} CPU s",
            posts.len(),
            texts.len(),
            near.pairs.len()
        );
    }
    let (texts, numbers) = distinct(posts.iter().map(String::as_str));
    let mut count = vec![0; texts.len()];
    for number in &numbers {
        count[*number as usize] += 1;
    }
    let near = found(&texts, 500, true).1;
    let (cpu, groups) = timed(|| groups(&near.pairs, &count, |text| texts.digest(text)));
    println!("telegram: {} groups, {cpu:.3} CPU s", groups.len());
    compare("telegram", &texts, 500, true);
    compare("telegram by hashes", &texts, 500, false);
}

/// One post in a hundred is new: what comparing all costs, and what comparing the new ones costs.
fn new_posts() {
    let posts = posts(60_000);
    for permille in [500, 700] {
        let options = CopyOptions { permille, ..CopyOptions::default() };
        let (before, _) = distinct(posts[..59_400].iter().map(String::as_str));
        let known = near_pairs(&before, options, &mut Unlimited).unwrap();
        let known = Compared::of(&before, options, Arc::new(known));
        let (all, _) = distinct(posts.iter().map(String::as_str));
        let (batch_cpu, batch) = timed(|| near_pairs(&all, options, &mut Unlimited).unwrap());
        let (cpu, found) = timed(|| known.near_pairs(&all, options, &mut Unlimited).unwrap());
        assert_eq!(found, batch);
        println!(
            "new-posts: J {permille} {} distinct texts, {} of them new: {cpu:.2} CPU s, all anew \
             {batch_cpu:.2}; {} pairs, row for row the same",
            all.len(),
            all.len() - before.len(),
            found.pairs.len()
        );
    }
}

/// Texts with the group that each belongs to and whether the group is of rewordings.
struct Labelled {
    texts: Vec<(String, u32)>,
    /// By group: c(opies), r(ewordings), t(ranslations).
    kinds: HashMap<u32, char>,
}

fn d3lta() {
    let Some(text) = shared_text("d3lta_synth_nodes.jsonl") else { return };
    let mut texts = Vec::new();
    let mut groups: HashMap<u64, u32> = HashMap::new();
    for line in text.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let group = u32::try_from(row["seed_group"].as_u64().unwrap()).unwrap();
        groups.insert(row["doc_id"].as_u64().unwrap(), group);
        texts.push((row["text"].as_str().unwrap().to_owned(), group));
    }
    let (distinct, _) = distinct(texts.iter().map(|text| text.0.as_str()));
    compare("d3lta", &distinct, 500, true);
    compare("d3lta", &distinct, 700, true);
    // The kind of a group is inferred as in research/coordination.md: by what most of D3lta's own
    // edges inside it are.
    let expected = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/expected");
    let edges = "d3lta_synth_edges_grapheme0.7_lang0.748_sem0.7478.csv";
    let Ok(edges) = std::fs::read_to_string(Path::new(expected).join(edges)) else {
        println!("skipped: no ../shared/data/expected/{edges}");
        return;
    };
    let mut counts: HashMap<u32, [(u32, char); 3]> = HashMap::new();
    for edge in edges.lines().skip(1) {
        let fields: Vec<&str> = edge.split(',').collect();
        let group = |at: usize| groups.get(&fields[at].parse::<u64>().unwrap()).copied();
        if let (Some(group), true) = (group(0), group(0) == group(1)) {
            let counts = counts.entry(group).or_insert([(0, 'c'), (0, 'r'), (0, 't')]);
            let kind = fields[3].chars().next().unwrap();
            counts.iter_mut().filter(|count| count.1 == kind).for_each(|count| count.0 += 1);
        }
    }
    let kinds =
        counts.iter().map(|(group, counts)| (*group, counts.iter().max().unwrap().1)).collect();
    let labelled = Labelled { texts, kinds };
    for permille in [RewordingOptions::DEFAULT_PERMILLE, 200, 225, 275] {
        relations("d3lta", &labelled, permille);
    }
}

/// The invented texts from which the threshold follows: `kind group text`, a line each.
fn own() {
    let mut labelled = Labelled { texts: Vec::new(), kinds: HashMap::new() };
    for line in include_str!("../tests/data/rewordings.txt").lines() {
        let mut parts = line.splitn(3, ' ');
        let (Some(kind), Some(group), Some(text)) = (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        let Ok(group) = group.parse() else { continue };
        labelled.kinds.insert(group, if kind == "r" { 'r' } else { 'c' });
        labelled.texts.push((text.to_owned(), group));
    }
    for permille in [150, 200, 225, 250, 275, 300] {
        relations("own", &labelled, permille);
    }
}

/// What share of the pairs in groups any relation finds, and how many pairs it finds across groups.
fn relations(name: &str, labelled: &Labelled, permille: u32) {
    let texts = &labelled.texts;
    let (distinct, numbers) = distinct(texts.iter().map(|text| text.0.as_str()));
    let (cpu, near) = timed(|| {
        let mut near: HashSet<(u32, u32)> = HashSet::new();
        let copies = found(&distinct, 500, true).1;
        near.extend(copies.pairs.iter().map(|pair| (pair.one, pair.two)));
        let options = RewordingOptions { permille, ..RewordingOptions::default() };
        let reworded = rewordings(&distinct, |_| true, options, &mut Unlimited).unwrap();
        near.extend(reworded.pairs.iter().map(|pair| (pair.one, pair.two)));
        near
    });
    let (mut all, mut right, mut wrong) = (HashMap::new(), HashMap::new(), 0_u64);
    for one in 0..texts.len() {
        for two in one + 1..texts.len() {
            let (a, b) = (numbers[one].min(numbers[two]), numbers[one].max(numbers[two]));
            let is_near = a == b || near.contains(&(a, b));
            if texts[one].1 == texts[two].1 {
                let kind = labelled.kinds[&texts[one].1];
                *all.entry(kind).or_insert(0_u64) += 1;
                *right.entry(kind).or_insert(0_u64) += u64::from(is_near);
            } else {
                wrong += u64::from(is_near);
            }
        }
    }
    let share = |kind: char| {
        let all = *all.get(&kind).unwrap_or(&0);
        *right.get(&kind).unwrap_or(&0) as f64 / all.max(1) as f64
    };
    println!(
        "{name}: cosine {permille}: copies {:.4} rewordings {:.4} translations {:.4} of the pairs in \
         groups, {wrong} false pairs; {cpu:.2} CPU s",
        share('c'),
        share('r'),
        share('t')
    );
}

/// The next number of a fixed sequence (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> usize {
        usize::try_from(self.roll() % bound).unwrap()
    }
}

/// Words of one to four syllables out of about a thousand, as many as languages use.
fn vocabulary(dice: &mut Dice, count: usize) -> Vec<String> {
    const BEGIN: &[&str] = &[
        "b", "c", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr",
        "pl", "ch", "",
    ];
    const MIDDLE: &[&str] = &["a", "e", "i", "o", "u", "ou", "ei"];
    const END: &[&str] = &["", "", "", "n", "r", "s", "t", "l"];
    let syllable = |dice: &mut Dice| {
        [BEGIN[dice.below(20)], MIDDLE[dice.below(7)], END[dice.below(8)]].concat()
    };
    (0..count)
        .map(|_| {
            let syllables = 1 + dice.below(4);
            (0..syllables).map(|_| syllable(dice)).collect()
        })
        .collect()
}

/// Half of the posts are distinct; of the distinct ones one in twenty is another with a word changed.
fn posts(count: usize) -> Vec<String> {
    let mut dice = Dice(2_027);
    let words = vocabulary(&mut dice, 20_000);
    let mut posts: Vec<String> = Vec::with_capacity(count);
    while posts.len() < count {
        let fresh = posts.len() < count / 2;
        let post = if !fresh {
            posts[dice.below(count as u64 / 2)].clone()
        } else if posts.len() > 100 && dice.below(20) == 0 {
            let old = &posts[dice.below(posts.len() as u64)];
            let mut parts: Vec<&str> = old.split(' ').collect();
            let at = dice.below(parts.len() as u64);
            parts[at] = &words[dice.below(20_000)];
            parts.join(" ")
        } else {
            let length = 80 + dice.below(160);
            let mut post = String::with_capacity(260);
            while post.len() < length {
                // A product of two draws prefers the first words.
                let word = dice.below(20_000) * dice.below(20_000) / 20_000;
                post.push_str(&words[word]);
                post.push(' ');
            }
            post
        };
        posts.push(post);
    }
    for last in (1..posts.len()).rev() {
        let other = dice.below(last as u64 + 1);
        posts.swap(last, other);
    }
    posts
}

fn million() {
    for count in [100_000, 1_000_000] {
        let posts = posts(count);
        let bytes: usize = posts.iter().map(String::len).sum();
        let (spell_cpu, (texts, numbers)) = timed(|| distinct(posts.iter().map(String::as_str)));
        for permille in [500, 700] {
            let (cpu, near) = found(&texts, permille, true);
            let mut times = vec![0; texts.len()];
            for number in &numbers {
                times[*number as usize] += 1;
            }
            let (group_cpu, groups) =
                timed(|| groups(&near.pairs, &times, |text| texts.digest(text)));
            let all = spell_cpu + cpu + group_cpu;
            println!(
                "generated-1m: {count} posts of {} bytes, {} distinct, J {permille}: {} pairs {:?}, {} \
                 groups; spell {spell_cpu:.2} + pairs {cpu:.2} + groups {group_cpu:.2} = {all:.2} CPU \
                 s, {:.3} million posts per CPU s; {:?}",
                bytes / count,
                texts.len(),
                near.pairs.len(),
                near.method,
                groups.len(),
                count as f64 / all / 1e6,
                near.left
            );
        }
    }
}

fn crowds() {
    let footer = "subscribe to the channel of the lake and send us your photos of the bridge, the \
                  whole town reads them every morning and so should you, says the desk of the lake";
    let same: Vec<String> = (0..100_000_u64)
        .map(|at| format!("{:x} {footer}", at.wrapping_mul(0x9E37_79B9_7F4A_7C15)))
        .collect();
    let equal = vec!["Everybody to the bridge on Sunday, bring a friend!".to_owned(); 10_000];
    for (name, posts) in [("100,000 with one footer", &same), ("10,000 equal", &equal)] {
        let (cpu, (texts, near)) = timed(|| {
            let texts = distinct(posts.iter().map(String::as_str)).0;
            let near = found(&texts, 500, true).1;
            (texts, near)
        });
        println!(
            "crowd: {name}: {} distinct, {} pairs, {:?}, {:?}, {cpu:.2} CPU s",
            texts.len(),
            near.pairs.len(),
            near.method,
            near.left
        );
    }
}
