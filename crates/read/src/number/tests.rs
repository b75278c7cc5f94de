use super::*;
use crate::words::words;

fn read(text: &str) -> String {
    match number_at(&words(text), 0) {
        None => "-".to_owned(),
        Some((amount, taken)) => {
            let (above, below) =
                (if amount.above { ">" } else { "" }, if amount.below { "<" } else { "" });
            let unit = if amount.is_share { " of the whole" } else { "" };
            format!("{}{:.4}..{:.4}{}{unit}, {taken} words", above, amount.low, amount.high, below)
        }
    }
}

#[test]
fn numbers_are_read_as_said_in_both_languages() {
    let said = [
        "hundreds of attacks",
        "des centaines d’attaques",
        "une centaine",
        "tens of thousands of",
        "des dizaines de milliers",
        "half of them",
        "la moitié",
        "près de la moitié",
        "more than 300",
        "less than 28",
        "no more than 7",
        "never more than 7",
        "pas plus de 7",
        "jamais plus de 7",
        "pas moins de 7",
        "au plus 28",
        "at least 28",
        "plus de la moitié",
        "more than a third",
        "300 or more",
        "300+ attacks",
        "300-400 attacks",
        "entre cent et deux cents",
        "between one hundred and two hundred",
        "between one hundred and two thousand",
        "several hundred attacks",
        "quelques centaines d’attaques",
        "half a million",
        "un demi-million",
        "half an hour",
        "un quart d’heure",
        "three hundred and ninety",
        "Deux cent quarante",
        "cent cinquante",
        "3k attacks",
        "1.2m",
        "1,2 million d’attaques",
        "un million et demi",
        "two and a half thousand",
        "a hundred and one",
        "10 000",
        "10.000",
        "10,000",
        "quatre-vingts",
        "soixante-dix",
        "septante et un",
        "vingt-quatre-heures",
        "2 attaques sur 3",
        "une attaque sur deux",
        "two out of three login attempts",
        "2 attaques sur 3 serveurs",
        "two attacks in ten minutes",
        "300 attacks in 2027",
        "plus de 1 200 attaques",
        "1,200.5",
        "3,5 millions",
        "38 percent",
        "38 %",
        "37,5 %",
        "between 300 and 400",
        "de 300 à 400",
        "two hundred",
        "deux cents",
        "one in three",
        "un sur deux",
        "nearly all",
        "at least a dozen",
        "a day",
        "un jour",
        "cent pour cent",
    ];
    let table: Vec<String> = said.iter().map(|text| format!("{text}: {}", read(text))).collect();
    insta::assert_snapshot!(table.join("\n"), @r###"
    hundreds of attacks: 200.0000..999.0000, 1 words
    des centaines d’attaques: 200.0000..999.0000, 2 words
    une centaine: 90.0000..110.0000, 2 words
    tens of thousands of: 20000.0000..99999.0000, 3 words
    des dizaines de milliers: 20000.0000..99999.0000, 4 words
    half of them: 0.4500..0.5500 of the whole, 1 words
    la moitié: 0.4500..0.5500 of the whole, 2 words
    près de la moitié: 0.3825..0.5500 of the whole, 4 words
    more than 300: >300.0000..inf, 3 words
    less than 28: 0.0000..28.0000<, 3 words
    no more than 7: 0.0000..7.0000, 4 words
    never more than 7: 0.0000..7.0000, 4 words
    pas plus de 7: 0.0000..7.0000, 4 words
    jamais plus de 7: 0.0000..7.0000, 4 words
    pas moins de 7: 7.0000..inf, 4 words
    au plus 28: 0.0000..28.0000, 3 words
    at least 28: 28.0000..inf, 3 words
    plus de la moitié: >0.5000..1.0000 of the whole, 4 words
    more than a third: >0.3330..1.0000 of the whole, 4 words
    300 or more: 300.0000..inf, 3 words
    300+ attacks: 300.0000..inf, 1 words
    300-400 attacks: 300.0000..400.0000, 2 words
    entre cent et deux cents: 100.0000..200.0000, 5 words
    between one hundred and two hundred: 100.0000..200.0000, 6 words
    between one hundred and two thousand: 100.0000..2000.0000, 6 words
    several hundred attacks: 200.0000..999.0000, 2 words
    quelques centaines d’attaques: 200.0000..999.0000, 2 words
    half a million: 500000.0000..500000.0000, 3 words
    un demi-million: 500000.0000..500000.0000, 2 words
    half an hour: -
    un quart d’heure: -
    three hundred and ninety: 390.0000..390.0000, 4 words
    Deux cent quarante: 240.0000..240.0000, 3 words
    cent cinquante: 150.0000..150.0000, 2 words
    3k attacks: 3000.0000..3000.0000, 2 words
    1.2m: 1200000.0000..1200000.0000, 2 words
    1,2 million d’attaques: 1200000.0000..1200000.0000, 2 words
    un million et demi: 1500000.0000..1500000.0000, 4 words
    two and a half thousand: 2500.0000..2500.0000, 5 words
    a hundred and one: 101.0000..101.0000, 4 words
    10 000: 10000.0000..10000.0000, 1 words
    10.000: 10000.0000..10000.0000, 1 words
    10,000: 10000.0000..10000.0000, 1 words
    quatre-vingts: 80.0000..80.0000, 1 words
    soixante-dix: 70.0000..70.0000, 1 words
    septante et un: 71.0000..71.0000, 3 words
    vingt-quatre-heures: -
    2 attaques sur 3: 0.6167..0.7167 of the whole, 4 words
    une attaque sur deux: 0.4500..0.5500 of the whole, 4 words
    two out of three login attempts: 0.6167..0.7167 of the whole, 4 words
    2 attaques sur 3 serveurs: 2.0000..2.0000, 1 words
    two attacks in ten minutes: 2.0000..2.0000, 1 words
    300 attacks in 2027: 300.0000..300.0000, 1 words
    plus de 1 200 attaques: >1200.0000..inf, 3 words
    1,200.5: 1200.5000..1200.5000, 1 words
    3,5 millions: 3500000.0000..3500000.0000, 2 words
    38 percent: 0.3750..0.3850 of the whole, 2 words
    38 %: 0.3750..0.3850 of the whole, 2 words
    37,5 %: 0.3700..0.3800 of the whole, 2 words
    between 300 and 400: 300.0000..400.0000, 4 words
    de 300 à 400: 300.0000..400.0000, 4 words
    two hundred: 200.0000..200.0000, 2 words
    deux cents: 200.0000..200.0000, 2 words
    one in three: 0.2833..0.3833 of the whole, 3 words
    un sur deux: 0.4500..0.5500 of the whole, 3 words
    nearly all: 0.8415..1.0000 of the whole, 2 words
    at least a dozen: 12.0000..inf, 4 words
    a day: -
    un jour: -
    cent pour cent: 0.9950..1.0000 of the whole, 3 words
    "###);
}

const ENGLISH_UNITS: [&str; 20] = [
    "",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const ENGLISH_TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// British with "and", American without.
fn english(number: usize, joint: &str, dash: &str) -> String {
    let behind = |head: String, rest: usize, joint: &str| match rest {
        0 => head,
        rest => format!("{head}{joint}{}", english(rest, " ", dash)),
    };
    match number {
        0..20 => ENGLISH_UNITS[number].to_owned(),
        20..100 => match number % 10 {
            0 => ENGLISH_TENS[number / 10].to_owned(),
            unit => format!("{}{dash}{}", ENGLISH_TENS[number / 10], ENGLISH_UNITS[unit]),
        },
        100..1000 => {
            behind(format!("{} hundred", ENGLISH_UNITS[number / 100]), number % 100, joint)
        }
        1000..1_000_000 => {
            let rest = number % 1000;
            let head = format!("{} thousand", english(number / 1000, joint, dash));
            match rest {
                0 => head,
                1..100 => format!("{head}{joint}{}", english(rest, joint, dash)),
                _ => format!("{head} {}", english(rest, joint, dash)),
            }
        }
        _ => "one million".to_owned(),
    }
}

const FRENCH_UNITS: [&str; 17] = [
    "", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
    "douze", "treize", "quatorze", "quinze", "seize",
];

/// `dash` joins all (the spelling since 1990), or only what stands below a hundred.
fn french(number: usize, dash: &str, belgian: bool) -> String {
    let tens = |name: &str, unit: usize| match unit {
        0 => name.to_owned(),
        1 => format!("{name}{dash}et{dash}un"),
        unit => format!("{name}-{}", french(unit, dash, belgian)),
    };
    match number {
        0..17 => FRENCH_UNITS[number].to_owned(),
        17..20 => format!("dix-{}", FRENCH_UNITS[number - 10]),
        20..30 => tens("vingt", number - 20),
        30..40 => tens("trente", number - 30),
        40..50 => tens("quarante", number - 40),
        50..60 => tens("cinquante", number - 50),
        70..80 if belgian => tens("septante", number - 70),
        80..90 if belgian => tens("huitante", number - 80),
        90..100 if belgian => tens("nonante", number - 90),
        71 => format!("soixante{dash}et{dash}onze"),
        60..80 => tens("soixante", number - 60),
        80 => "quatre-vingts".to_owned(),
        81..100 => format!("quatre-vingt-{}", french(number - 80, dash, belgian)),
        100..200 if number == 100 => "cent".to_owned(),
        100..200 => format!("cent{dash}{}", french(number - 100, dash, belgian)),
        200..1000 => {
            let head = FRENCH_UNITS[number / 100];
            match number % 100 {
                0 => format!("{head}{dash}cents"),
                rest => format!("{head}{dash}cent{dash}{}", french(rest, dash, belgian)),
            }
        }
        1000..1_000_000 => {
            let head = match number / 1000 {
                1 => "mille".to_owned(),
                many => format!("{}{dash}mille", french(many, dash, belgian)),
            };
            match number % 1000 {
                0 => head,
                rest => format!("{head}{dash}{}", french(rest, dash, belgian)),
            }
        }
        _ => "un million".to_owned(),
    }
}

/// "Un" alone is an article.
fn value(text: &str) -> Option<usize> {
    let words = words(text);
    let (amount, taken) = number_at(&words, 0)?;
    let is_whole = taken == words.len() && amount.low.to_bits() == amount.high.to_bits();
    (0..=1_000_000)
        .contains(&(amount.low as i64))
        .then_some(amount.low as usize)
        .filter(|_| is_whole)
}

fn reads_back(number: usize) {
    for text in
        [english(number, " and ", "-"), english(number, " ", "-"), english(number, " and ", " ")]
    {
        assert_eq!(value(&text), Some(number), "{text}");
    }
    for text in [
        french(number, " ", false),
        french(number, "-", false),
        french(number, " ", true),
        french(number, "-", true),
    ] {
        assert_eq!(value(&text), Some(number).filter(|number| *number != 1), "{text}");
    }
}

#[test]
fn every_small_number_written_out_reads_back() {
    (1..3000)
        .chain((0..=1000).map(|thousands| thousands * 1000))
        .skip_while(|n| *n == 0)
        .filter(|number| *number > 0)
        .for_each(reads_back);
}

proptest::proptest! {
    #[test]
    fn every_number_up_to_a_million_written_out_reads_back(number in 1_usize..=1_000_000) {
        reads_back(number);
    }

    #[test]
    fn no_text_takes_more_words_than_it_has(text in "[a-zéà' -]{0,40}|(deux |cent |and |a |half |mille |vingt-|et ){0,9}") {
        let words = words(&text);
        for at in 0..words.len() {
            if let Some((_, taken)) = number_at(&words, at) {
                proptest::prop_assert!(taken > 0 && at + taken <= words.len());
            }
        }
    }
}
