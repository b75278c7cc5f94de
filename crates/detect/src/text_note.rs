//! What was not compared among texts.

use crate::sentence::Language;

/// Why texts were not compared, or not with all others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum TextNote {
    /// They are made of what thousands share, and were compared as a whole with a few only.
    Crowd,
    /// There are so many that near ones were looked for by hashes.
    ByHashes,
    /// There are so many that only very near ones were looked for.
    OnlyVeryNear,
    /// There are too many for rewordings.
    Rewording,
    /// No model for translations is there.
    Translation,
}

impl TextNote {
    /// A stable word for the kind.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Crowd => "text_crowd",
            Self::ByHashes => "by_hashes",
            Self::OnlyVeryNear => "only_very_near",
            Self::Rewording | Self::Translation => "not_looked_for",
        }
    }

    /// What was not looked for, else that it is about texts.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::Crowd | Self::ByHashes | Self::OnlyVeryNear => "texts",
            Self::Rewording => "rewording",
            Self::Translation => "translation",
        }
    }

    pub(crate) fn text(self, texts: u64, language: Language) -> String {
        match (self, language) {
            (Self::Crowd, Language::English) => format!(
                "{texts} texts consist of what thousands of texts share; each was compared as a \
                 whole with a few of them only"
            ),
            (Self::Crowd, Language::French) => format!(
                "{texts} textes se composent de ce que des milliers de textes ont en commun ; \
                 chacun n’a été comparé en entier qu’à quelques-uns d’entre eux"
            ),
            (Self::ByHashes, Language::English) => format!(
                "{texts} distinct texts are too many to find every near-copy for certain: of pairs \
                 that just reach the threshold about 4 in 1,000 may be missing, of closer ones fewer"
            ),
            (Self::ByHashes, Language::French) => format!(
                "{texts} textes distincts sont trop nombreux pour trouver à coup sûr chaque \
                 quasi-copie : parmi les paires qui atteignent tout juste le seuil, environ 4 sur \
                 1 000 peuvent manquer, moins parmi les plus proches"
            ),
            (Self::OnlyVeryNear, Language::English) => format!(
                "{texts} distinct texts are many: near-copies were looked for from seven tenths of \
                 shared five-letter runs on"
            ),
            (Self::OnlyVeryNear, Language::French) => format!(
                "{texts} textes distincts, c’est beaucoup : les quasi-copies ont été cherchées à \
                 partir de sept dixièmes de suites de cinq lettres en commun"
            ),
            (Self::Rewording, Language::English) => {
                format!("rewording: not looked for, {texts} distinct texts are too many")
            }
            (Self::Rewording, Language::French) => format!(
                "reformulation : non recherchée, {texts} textes distincts sont trop nombreux"
            ),
            (Self::Translation, Language::English) => {
                "translation: not looked for, it needs a language model".to_owned()
            }
            (Self::Translation, Language::French) => {
                "traduction : non recherchée, il y faut un modèle de langue".to_owned()
            }
        }
    }
}
