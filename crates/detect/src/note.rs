//! What a run left out, so that silence is never mistaken for absence.

use vigie_model::Precision;

use crate::sentence::Language;

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
            Self::HotNames { .. } => "hot_names",
        }
    }

    /// The view or layer.
    #[must_use]
    pub fn about(&self) -> &str {
        match self {
            Self::TooCoarse { view, .. } | Self::Untimed { view, .. } => view,
            Self::HotObjects { layer, .. } => layer,
            Self::HotNames { .. } => "",
        }
    }

    /// How much was left out: rows, acts or names.
    #[must_use]
    pub const fn count(&self) -> u64 {
        match self {
            Self::TooCoarse { rows, .. } | Self::Untimed { rows, .. } => *rows,
            Self::HotObjects { acts, .. } => *acts,
            Self::HotNames { names } => *names,
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
