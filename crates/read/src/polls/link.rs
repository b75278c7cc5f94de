//! Which figure belongs to which name. Rules in the order in which they are tried; what none of
//! them decides is not booked.

use crate::words::Word;

use super::figures::Percentage;
use super::lexicon::{Hit, Sign};
use super::names::Name;

/// Words after which a name is whom the others are measured against.
const AGAINST: &[&str] =
    &["of", "devant", "derrière", "behind", "against", "contre", "over", "que", "than", "à"];
const WHERE: &[&str] = &["in", "at", "across", "within", "en", "dans", "inside", "throughout"];
const GIVE: &[&str] = &["for", "pour", "to", "à", "by"];
const TITLES: &[&str] = &[
    "m",
    "mm",
    "mme",
    "mlle",
    "mr",
    "mrs",
    "ms",
    "dr",
    "president",
    "président",
    "senator",
    "the",
    "la",
    "le",
    "candidat",
    "candidate",
    "l'",
];

/// The sentence as its figures are linked.
pub(super) struct Linked<'a> {
    pub(super) words: &'a [Word],
    pub(super) names: &'a [Name],
    pub(super) figures: &'a [Percentage],
    pub(super) hits: &'a [Hit],
    /// The figures are of a duel.
    pub(super) duel: bool,
}

impl Linked<'_> {
    /// For each figure the index of its name.
    pub(super) fn all(&self) -> Vec<Option<usize>> {
        if let Some(paired) = self.paired() {
            return paired;
        }
        let mut taken: Vec<Option<usize>> = Vec::with_capacity(self.figures.len());
        for at in 0..self.figures.len() {
            let name = self.given_to(at).or_else(|| self.led_by(at)).or_else(|| {
                let before = self.before(at);
                let used = before.is_some_and(|name| taken.contains(&Some(name)));
                if used { self.behind(at).or(before) } else { before.or_else(|| self.behind(at)) }
            });
            taken.push(name);
        }
        taken
    }

    /// "A and B have 24 and 26 percent", "A would beat B by 63 percent to 37 percent".
    fn paired(&self) -> Option<Vec<Option<usize>>> {
        let count = self.figures.len();
        let first = self.figures.first()?.at;
        let last = self.figures.last()?.at;
        let before: Vec<usize> =
            (0..self.names.len()).filter(|name| self.names[*name].at < first).collect();
        let between = self.names.iter().any(|name| name.at > first && name.at < last);
        let tight = self.figures.windows(2).all(|two| two[1].at <= two[0].end() + 2);
        let fits = count >= 2 && before.len() >= count && !between && tight;
        // Names one after the other: "A, B and C"; in a duel a verb stands between the two.
        let list = &before[before.len().checked_sub(count)?..];
        let listed = list.windows(2).all(|two| {
            let end = self.names[two[0]].at + self.names[two[0]].taken;
            self.names[two[1]].at <= end + 2
        });
        if !fits || !(listed || (self.duel && count == 2)) {
            return None;
        }
        let mut order: Vec<usize> = list.to_vec();
        let loses = self.words.iter().any(|word| {
            matches!(
                word.lower.as_str(),
                "lose" | "loses" | "perdrait" | "battu" | "battue" | "defeated" | "beaten"
            )
        });
        let rising = self.figures[0].value < self.figures[1].value;
        let wins = self.words.iter().any(|word| {
            matches!(
                word.lower.as_str(),
                "beat"
                    | "beats"
                    | "defeat"
                    | "defeats"
                    | "battrait"
                    | "l'emporterait"
                    | "emporterait"
            )
        });
        if self.duel && count == 2 && ((loses && !rising) || (wins && rising)) {
            order.reverse();
        }
        Some(order.into_iter().map(Some).collect())
    }

    fn next(&self, at: usize) -> usize {
        self.figures.get(at + 1).map_or(self.words.len(), |next| next.at)
    }

    fn after_last(&self, at: usize) -> usize {
        at.checked_sub(1).map_or(0, |last| self.figures[last].end())
    }

    /// "24 percent … vote for A", "24 % à A", "a good opinion of A".
    fn given_to(&self, at: usize) -> Option<usize> {
        let (from, to) = (self.figures[at].end(), self.next(at));
        let (index, name) =
            self.names.iter().enumerate().find(|(_, name)| name.at >= from && name.at < to)?;
        let between = self.words.get(from..=name.at)?;
        if between.iter().any(|word| word.after_stop) {
            return None;
        }
        // "24 percent to Mercer's 22 percent": the name has its own figure.
        let end = name.at + name.taken;
        let own = self.words.get(end).is_some_and(|word| word.lower == "s") && to <= end + 2;
        let before = self.words[from..name.at]
            .iter()
            .rev()
            .find(|word| !TITLES.contains(&word.lower.as_str()))
            .map_or("", |word| word.lower.as_str());
        let opinion = self.hits.iter().any(|hit| {
            let asked = matches!(
                hit.sign,
                Sign::Favourable | Sign::Popularity | Sign::Certainty | Sign::Intention
            );
            asked && hit.at >= from && hit.at < name.at
        });
        let direct = matches!(before, "of" | "de" | "d'" | "des")
            && (opinion || name.at <= from + 1 || self.voters_of(from, name.at));
        (!own && (GIVE.contains(&before) || direct)).then_some(index)
    }

    /// "% des électeurs de A", "of the voters of A".
    fn voters_of(&self, from: usize, to: usize) -> bool {
        self.words[from..to].iter().any(|word| {
            matches!(
                word.lower.as_str(),
                "électeurs" | "voters" | "sympathisants" | "supporters" | "partisans"
            )
        })
    }

    /// "With 24 percent, A …": nothing before it, the name behind the comma.
    fn led_by(&self, at: usize) -> Option<usize> {
        const LEAD: &[&str] = &[
            "with",
            "avec",
            "at",
            "à",
            "on",
            "crédité",
            "créditée",
            "credited",
            "en",
            "donné",
            "donnée",
        ];
        let figure = &self.figures[at];
        let start = self.clause(figure.at);
        let unnamed =
            !self.names.iter().any(|name| name.at >= self.after_last(at) && name.at < figure.at);
        let leads = LEAD.contains(&self.words[start].lower.as_str());
        let first =
            start == 0 || (start >= self.after_last(at) && at > 0 && self.no_name_before(start));
        if !(unnamed && leads && first) {
            return None;
        }
        self.names.iter().position(|name| name.at >= figure.end() && name.at < self.next(at))
    }

    fn no_name_before(&self, at: usize) -> bool {
        !self.names.iter().any(|name| name.at < at)
    }

    /// The nearest name before it, unless that name is only whom somebody is measured against.
    fn before(&self, at: usize) -> Option<usize> {
        let figure = &self.figures[at];
        (0..self.names.len()).rev().filter(|name| self.names[*name].at < figure.at).find(|index| {
            let name = &self.names[*index];
            let gap = figure.at.saturating_sub(name.at + name.taken);
            let against = name
                .at
                .checked_sub(1)
                .is_some_and(|before| AGAINST.contains(&self.words[before].lower.as_str()));
            // "in Valdoria's race": where, not who.
            let place = name
                .at
                .checked_sub(1)
                .is_some_and(|before| WHERE.contains(&self.words[before].lower.as_str()));
            let other = self.names[..*index].iter().any(|name| name.at < figure.at);
            !other || (!place && (!against || gap <= 2))
        })
    }

    /// The next name behind it in the same clause.
    fn behind(&self, at: usize) -> Option<usize> {
        let (from, to) = (self.figures[at].end(), self.next(at));
        let index = self.names.iter().position(|name| name.at >= from && name.at < to)?;
        let clear = !self.words[from..=self.names[index].at].iter().any(|word| word.after_stop);
        clear.then_some(index)
    }

    /// Where the clause of a word begins.
    pub(super) fn clause(&self, at: usize) -> usize {
        clause(self.words, at)
    }
}

/// Where the clause of a word begins.
pub(super) fn clause(words: &[Word], at: usize) -> usize {
    (0..=at.min(words.len().saturating_sub(1))).rev().find(|at| words[*at].after_stop).unwrap_or(0)
}

/// Where the clause of a word ends: the first word behind it.
pub(super) fn clause_end(words: &[Word], at: usize) -> usize {
    (at + 1..words.len()).find(|at| words[*at].after_stop).unwrap_or(words.len())
}
