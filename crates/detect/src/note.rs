//! What a run left out, so that silence is never mistaken for absence.

use vigie_model::Precision;

use crate::sentence::Language;
use crate::text_note::TextNote;

/// Something that a run did not judge, with how much of it.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Note {
    /// Rows whose time is coarser than the page can use.
    TooCoarse {
        /// The view.
        view: String,
        /// How many rows.
        rows: u64,
        /// What the page needs.
        needed: Precision,
    },
    /// Rows without a usable time.
    Untimed {
        /// The view.
        view: String,
        /// How many rows.
        rows: u64,
    },
    /// Objects that so many accounts share within one window that only some accounts were compared.
    HotObjects {
        /// The layer.
        layer: String,
        /// How many objects.
        objects: u64,
        /// Acts on them that were left out.
        acts: u64,
        /// Accounts that are compared on one object within one window at most.
        cap: u64,
    },
    /// Objects on which so many acts came within one window that each was compared with the closest
    /// ones before it only.
    CutCrowds {
        /// The layer.
        layer: String,
        /// How many objects.
        objects: u64,
        /// Acts on them that were not compared with all others.
        acts: u64,
        /// Acts before it that each was compared with.
        reach: u64,
    },
    /// Groups that a list of affiliated accounts explains.
    Affiliated {
        /// The layer.
        layer: String,
        /// The name of the list.
        list: String,
        /// Where anybody can check it.
        source: String,
        /// When it was drawn up.
        day: String,
        /// Accounts of the list that were taken out.
        accounts: u64,
        /// Groups of which nothing is left.
        groups: u64,
        /// Groups whose other members stand by themselves.
        parts: u64,
    },
    /// Pairs from which a group could have begun and was not looked for.
    GroupsCut {
        /// The layer.
        layer: String,
        /// How many pairs.
        pairs: u64,
    },
    /// Texts that were not compared, or not with all others.
    Texts {
        /// Why.
        why: TextNote,
        /// How many distinct texts.
        texts: u64,
    },
    /// Names on so many lists that lists were not compared for having them in common.
    HotNames {
        /// How many names.
        names: u64,
    },
}

impl Note {
    /// A stable word for the kind.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooCoarse { .. } => "too_coarse",
            Self::Untimed { .. } => "untimed",
            Self::HotObjects { .. } => "hot_objects",
            Self::CutCrowds { .. } => "cut_crowds",
            Self::HotNames { .. } => "hot_names",
            Self::Texts { why, .. } => why.code(),
            Self::Affiliated { .. } => "affiliated",
            Self::GroupsCut { .. } => "groups_cut",
        }
    }

    /// The view or layer.
    #[must_use]
    pub fn about(&self) -> &str {
        match self {
            Self::TooCoarse { view, .. } | Self::Untimed { view, .. } => view,
            Self::HotObjects { layer, .. } | Self::CutCrowds { layer, .. } => layer,
            Self::HotNames { .. } => "",
            Self::Texts { why, .. } => why.about(),
            Self::Affiliated { list, .. } => list,
            Self::GroupsCut { layer, .. } => layer,
        }
    }

    /// How much was left out: rows, acts or names.
    #[must_use]
    pub const fn count(&self) -> u64 {
        match self {
            Self::TooCoarse { rows, .. } | Self::Untimed { rows, .. } => *rows,
            Self::HotObjects { acts, .. } | Self::CutCrowds { acts, .. } => *acts,
            Self::HotNames { names } => *names,
            Self::Texts { texts, .. } => *texts,
            Self::Affiliated { accounts, .. } => *accounts,
            Self::GroupsCut { pairs, .. } => *pairs,
        }
    }

    /// The note in words.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (Self::TooCoarse { view, rows, needed }, Language::English) => {
                let needed = needed.word();
                format!("not evaluable: {rows} rows of {view} have times coarser than {needed}")
            }
            (Self::TooCoarse { view, rows, needed }, Language::French) => {
                let needed = needed.word();
                format!(
                    "non évaluable : {rows} lignes de {view} ont une heure moins fine que {needed}"
                )
            }
            (Self::Untimed { view, rows }, Language::English) => {
                format!("not evaluable: {rows} rows of {view} have no usable time")
            }
            (Self::Untimed { view, rows }, Language::French) => {
                format!("non évaluable : {rows} lignes de {view} n’ont pas d’heure utilisable")
            }
            (Self::HotObjects { layer, objects, acts, cap }, Language::English) => format!(
                "{layer}: on {objects} objects more than {cap} accounts acted within one window; \
                 {acts} acts on them were left out"
            ),
            (Self::HotObjects { layer, objects, acts, cap }, Language::French) => format!(
                "{layer} : sur {objects} objets, plus de {cap} comptes ont agi dans une même \
                 fenêtre ; {acts} actes sur ces objets ont été laissés de côté"
            ),
            (Self::CutCrowds { layer, objects, acts, reach }, Language::English) => format!(
                "{layer}: on {objects} objects {acts} acts came in a crowd; each was compared with \
                 the {reach} acts before it only"
            ),
            (Self::CutCrowds { layer, objects, acts, reach }, Language::French) => format!(
                "{layer} : sur {objects} objets, {acts} actes sont venus en foule ; chacun n’a été \
                 comparé qu’aux {reach} actes qui le précèdent"
            ),
            (Self::Affiliated { layer, list, source, day, accounts, groups, parts }, language) => {
                affiliated(layer, [list, source, day], [*accounts, *groups, *parts], language)
            }
            (Self::GroupsCut { layer, pairs }, Language::English) => format!(
                "{layer}: groups were not looked for from {pairs} pairs, because the work had \
                 reached its limit"
            ),
            (Self::GroupsCut { layer, pairs }, Language::French) => format!(
                "{layer} : aucun groupe n’a été cherché à partir de {pairs} paires, car le travail \
                 avait atteint sa limite"
            ),
            (Self::Texts { why, texts }, language) => why.text(*texts, language),
            (Self::HotNames { names }, Language::English) => format!(
                "{names} names stand on so many lists that having them in common was not enough to \
                 compare two lists"
            ),
            (Self::HotNames { names }, Language::French) => format!(
                "{names} noms figurent sur tant de listes que les avoir en commun n’a pas suffi \
                 pour comparer deux listes"
            ),
        }
    }
}

/// What a list explains. `counts` are accounts, groups that are gone, groups that stand without it.
fn affiliated(layer: &str, words: [&str; 3], counts: [u64; 3], language: Language) -> String {
    let [list, source, day] = words;
    let [accounts, groups, parts] = counts;
    match language {
        Language::English => format!(
            "{layer}: known to belong together by the list \"{list}\" ({source}, {day}): \
             {accounts} accounts taken out; {groups} groups explained, {parts} tested again without \
             them"
        ),
        Language::French => format!(
            "{layer} : réunis au grand jour selon la liste « {list} » ({source}, {day}) : \
             {accounts} comptes retirés ; {groups} groupes expliqués, {parts} examinés à nouveau \
             sans eux"
        ),
    }
}
