//! What keeps a percentage from being booked, and which words beside it count.

use super::super::figures::Percentage;
use super::super::lexicon::{Hit, Sign};
use super::{Read, Unread, clause_of};
use crate::day::{month, weekday};
use crate::words::Word;

/// Nouns for those who are asked, or for what they give.
const ASKED: &[&str] = &[
    "those",
    "respondents",
    "people",
    "voters",
    "vote",
    "votes",
    "electorate",
    "support",
    "opinions",
    "opinion",
    "adults",
    "citizens",
    "women",
    "men",
    "supporters",
    "sympathisers",
    "sympathizers",
    "participants",
    "ratings",
    "electors",
    "intentions",
    "électeurs",
    "électrices",
    "personnes",
    "français",
    "françaises",
    "sondés",
    "interrogés",
    "avis",
    "suffrages",
    "voix",
    "sympathisants",
    "répondants",
    "habitants",
    "concitoyens",
    "partisans",
    "jugements",
    "préférences",
    "satisfaits",
    "mécontents",
    "soutien",
    "soutiens",
    "confiance",
    "inscrits",
    "population",
    "public",
    "opposition",
    "them",
    "us",
    "eux",
    "elles",
    "ceux",
    "celles",
];

/// The nearest phrase that `means` something, those in the figure's own clause first.
pub(super) fn nearest<T>(
    read: &Read,
    figure: &Percentage,
    means: impl Fn(&Hit) -> Option<T>,
) -> Option<T> {
    let (from, to) = clause_of(read, figure);
    let best = read
        .hits
        .iter()
        .filter(|hit| !(hit.sign == Sign::Certainty && among(read, hit.at)))
        .filter_map(|hit| Some((hit, means(hit)?)))
        .min_by_key(|(hit, _)| {
            let inside = hit.at >= from && hit.at < to;
            let distance = hit.at.abs_diff(figure.at);
            (!inside, distance, usize::MAX - hit.taken)
        })?;
    Some(best.1)
}

/// "among those certain to vote" says who was asked, not what.
fn among(read: &Read, at: usize) -> bool {
    read.words[at.saturating_sub(3)..at].iter().any(|word| {
        matches!(word.lower.as_str(), "among" | "amongst" | "parmi" | "chez" | "auprès" | "les")
    }) && !read.words[at.saturating_sub(4)..at]
        .iter()
        .any(|word| matches!(word.lower.as_str(), "%" | "percent" | "cent"))
}

/// Why a figure of a sentence about a poll is not booked.
pub(super) fn refused(read: &Read, figure: &Percentage, polled: bool) -> Option<Unread> {
    let (from, to) = clause_of(read, figure);
    let inside =
        |sign: Sign| read.hits.iter().any(|hit| hit.sign == sign && hit.at >= from && hit.at < to);
    if figure.range {
        return Some(Unread::Range);
    }
    if figure.value > 100.0 {
        return Some(Unread::Impossible);
    }
    if something_else(read, figure) {
        return Some(Unread::SomethingElse);
    }
    if !polled && inside(Sign::Result) {
        return Some(Unread::Result);
    }
    let side = nearest(read, figure, |hit| match hit.sign {
        Sign::Unfavourable => Some(true),
        Sign::Favourable | Sign::Popularity | Sign::Intention | Sign::Duel => Some(false),
        _ => None,
    });
    if side == Some(true) {
        return Some(Unread::Unfavourable);
    }
    if inside(Sign::Undecided) {
        return Some(Unread::Undecided);
    }
    part(read, figure, from, to).then_some(Unread::Part)
}

/// Whether the words beside a figure say that it counts something else than people's answers.
pub(super) fn something_else(read: &Read, figure: &Percentage) -> bool {
    let (from, to) = clause_of(read, figure);
    let other: Vec<&Hit> = read.hits.iter().filter(|hit| hit.sign == Sign::NotPoll).collect();
    // What was counted stands before the figure and behind the last one, or right behind it.
    let last = read.figures.iter().filter(|one| one.end() <= figure.at).map(Percentage::end).max();
    let next = read.figures.iter().filter(|one| one.at >= figure.end()).map(|one| one.at).min();
    let own = |hit: &&&Hit| {
        let before = hit.at < figure.at && hit.at >= from.max(last.unwrap_or(0));
        let behind = hit.at >= figure.end() && hit.at < to.min(next.unwrap_or(usize::MAX));
        // "… growth to 2 percent": a name between the thing and the figure makes it the name's.
        let named = read.names.iter().any(|name| name.at > hit.at && name.at < figure.at);
        (before && !named) || (behind && hit.at <= figure.end() + 6)
    };
    if other.iter().any(|hit| own(&hit)) {
        return true;
    }
    // "Turnout, at 45 percent,": the clause begins with a preposition and the thing stands before.
    const AT: &[&str] = &["at", "à", "of", "with", "de", "soit", "or"];
    let short = figure.at <= from + 1 && from > 0 && AT.contains(&read.words[from].lower.as_str());
    let hung = |hit: &&Hit| {
        let named = read.names.iter().any(|name| name.at > hit.at && name.at < figure.at);
        hit.at < from && from - hit.at <= 6 && !named
    };
    (short && other.iter().any(hung)) || counts_things(read, figure)
}

/// "12 percent of companies": the noun behind the figure is not those who were asked.
fn counts_things(read: &Read, figure: &Percentage) -> bool {
    let behind = read.words.get(figure.end()..).unwrap_or_default();
    if !behind.first().is_some_and(|word| {
        !word.after_stop && matches!(word.lower.as_str(), "of" | "de" | "d'" | "des" | "du")
    }) {
        return false;
    }
    let phrase: Vec<_> = behind[1..].iter().take(4).take_while(|word| !word.after_stop).collect();
    let said = read.hits.iter().any(|hit| {
        let asked = matches!(
            hit.sign,
            Sign::Intention
                | Sign::Favourable
                | Sign::Popularity
                | Sign::Certainty
                | Sign::Poll
                | Sign::Undecided
        );
        asked && hit.at >= figure.end() && hit.at <= figure.end() + 4
    });
    let people = phrase.iter().any(|word| word.capital || ASKED.contains(&word.lower.as_str()));
    !said && !people && !phrase.is_empty()
}

/// "among women", "chez les 18-24 ans": a part of those asked.
fn part(read: &Read, figure: &Percentage, from: usize, to: usize) -> bool {
    const WHOLE: &[&str] = &[
        "those",
        "all",
        "registered",
        "likely",
        "voters",
        "respondents",
        "candidates",
        "decided",
        "ceux",
        "celles",
        "candidats",
        "ensemble",
        "inscrits",
        "électeurs",
        "personnes",
        "répondants",
        "certain",
        "certains",
        "tous",
        "sondés",
        "français",
    ];
    // The part may stand before: "Among women, Harlow has 30 percent."
    let last = read.figures.iter().filter(|one| one.end() <= figure.at).map(Percentage::end).max();
    let from = from.min(last.unwrap_or(0));
    (from..to).any(|at| {
        let word = &read.words[at];
        let opens = matches!(word.lower.as_str(), "among" | "amongst" | "chez" | "parmi")
            || (word.lower == "auprès" && at > figure.end());
        let rest: Vec<_> = read.words[at + 1..to.max(at + 1)].iter().take(3).collect();
        opens
            && !rest.iter().any(|word| WHOLE.contains(&word.lower.as_str()))
            // "chez Corvel" is no part of those asked.
            && !rest.first().is_some_and(|word| word.capital)
    })
}

/// "up from 22 percent", "contre 22 % en janvier": the value before of the figure before.
pub(super) fn is_previous(read: &Read, figure: &Percentage) -> bool {
    let Some(before) = figure.at.checked_sub(1).map(|at| read.words[at].lower.as_str()) else {
        return false;
    };
    let moved = |at: usize| {
        read.hits
            .iter()
            .any(|hit| matches!(hit.sign, Sign::Up | Sign::Down) && hit.at + hit.taken == at)
    };
    if before == "from" && figure.at >= 2 && moved(figure.at - 1) {
        return true;
    }
    let (_, to) = clause_of(read, figure);
    let named = read.names.iter().any(|name| name.at >= figure.end() && name.at < to);
    let dated = read.words[figure.end()..to].iter().any(earlier_word)
        || read.words[figure.end()..to]
            .windows(3)
            .any(|three| three[0].lower == "il" && three[1].lower == "y" && three[2].lower == "a");
    matches!(before, "contre" | "against" | "with" | "to" | "from") && !named && dated
}

/// "dropped from 30 percent in January to 26 percent": the first is the value before of the second.
pub(super) fn moves_on(read: &Read, figure: &Percentage, next: &Percentage) -> bool {
    let before = |at: usize| at.checked_sub(1).map_or("", |at| read.words[at].lower.as_str());
    let named = read.names.iter().any(|name| name.at >= figure.end() && name.at < next.at);
    let near = next.at - figure.end() <= 6;
    matches!(before(figure.at), "from" | "de")
        && matches!(before(next.at), "to" | "à")
        && near
        && !named
}

/// "A and B have 23 percent each": the others of the list that ends with the name of a figure.
pub(super) fn level_with(read: &Read, figure: &Percentage, name: usize) -> Vec<usize> {
    let each = |word: &Word| {
        matches!(word.lower.as_str(), "each" | "apiece" | "chacun" | "chacune" | "tied" | "égalité")
    };
    let said = read.words.iter().take(figure.end() + 3).any(each);
    let mut others = Vec::new();
    let mut at = name;
    while said && at > 0 && read.names[at].at < figure.at {
        let end = read.names[at - 1].at + read.names[at - 1].taken;
        let gap = &read.words[end.min(read.names[at].at)..read.names[at].at];
        let listed = gap.len() <= 2
            && gap.iter().all(|word| {
                matches!(
                    word.lower.as_str(),
                    "and" | "et" | "m" | "mme" | "mr" | "ms" | "with" | "avec"
                )
            });
        if !listed {
            break;
        }
        at -= 1;
        others.push(at);
    }
    others
}

/// Words that place a figure before the one at hand.
fn earlier_word(word: &Word) -> bool {
    const EARLIER: &[&str] = &[
        "ago",
        "last",
        "previous",
        "previously",
        "earlier",
        "précédent",
        "précédente",
        "dernier",
        "dernière",
        "auparavant",
        "avant",
        "plus",
        "tôt",
    ];
    EARLIER.contains(&word.lower.as_str()) || month(&word.lower).is_some() || weekday(&word.lower)
}
