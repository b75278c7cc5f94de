//! The words around numbers. Lower case, plain apostrophes, as [`crate::words`] gives them.

use super::Amount;

/// How a word before or behind a number changes it.
#[derive(Clone, Copy)]
pub(super) enum Bound {
    About,
    Almost,
    Over,
    Under,
    AtLeast,
    AtMost,
}

impl Bound {
    pub(super) fn of(self, amount: Amount) -> Amount {
        let Amount { low, high, .. } = amount;
        let ceiling = if amount.is_share { 1.0 } else { f64::INFINITY };
        // "More than half" starts at the half itself, not at what "half" alone may mean.
        let close =
            high.is_finite() && (if amount.is_share { high < 1.0 } else { high <= low * 1.5 });
        let point = close.then(|| f64::midpoint(low, high));
        let free = Amount { above: false, below: false, ..amount };
        let bounded = match self {
            Self::About => Amount { low: low * 0.9, high: high * 1.1, ..free },
            Self::Almost => Amount { low: low * 0.85, ..free },
            Self::Over => Amount { low: point.unwrap_or(low), high: ceiling, above: true, ..free },
            Self::AtLeast => Amount { low: point.unwrap_or(low), high: ceiling, ..free },
            Self::Under => Amount { low: 0.0, high: point.unwrap_or(high), below: true, ..free },
            Self::AtMost => Amount { low: 0.0, high: point.unwrap_or(high), ..free },
        };
        Amount { high: bounded.high.min(ceiling), ..bounded }
    }
}

/// Phrases that stand before a number.
pub(super) const BOUNDS: &[(&[&str], Bound)] = &[
    (&["more", "than"], Bound::Over),
    (&["less", "than"], Bound::Under),
    (&["fewer", "than"], Bound::Under),
    (&["no", "more", "than"], Bound::AtMost),
    (&["not", "more", "than"], Bound::AtMost),
    (&["never", "more", "than"], Bound::AtMost),
    (&["no", "fewer", "than"], Bound::AtLeast),
    (&["no", "less", "than"], Bound::AtLeast),
    (&["not", "less", "than"], Bound::AtLeast),
    (&["not", "fewer", "than"], Bound::AtLeast),
    (&["never", "less", "than"], Bound::AtLeast),
    (&["never", "fewer", "than"], Bound::AtLeast),
    (&["at", "least"], Bound::AtLeast),
    (&["at", "most"], Bound::AtMost),
    (&["up", "to"], Bound::AtMost),
    (&["as", "many", "as"], Bound::AtMost),
    (&["a", "maximum", "of"], Bound::AtMost),
    (&["a", "minimum", "of"], Bound::AtLeast),
    (&["upwards", "of"], Bound::Over),
    (&["in", "excess", "of"], Bound::Over),
    (&["exceed"], Bound::Over),
    (&["exceeds"], Bound::Over),
    (&["exceeded"], Bound::Over),
    (&["never", "exceed"], Bound::AtMost),
    (&["never", "exceeds"], Bound::AtMost),
    (&["never", "exceeded"], Bound::AtMost),
    (&["not", "exceed"], Bound::AtMost),
    (&["close", "to"], Bound::About),
    (&["plus", "de"], Bound::Over),
    (&["plus", "d'"], Bound::Over),
    (&["moins", "de"], Bound::Under),
    (&["moins", "d'"], Bound::Under),
    (&["pas", "plus", "de"], Bound::AtMost),
    (&["pas", "plus", "d'"], Bound::AtMost),
    (&["jamais", "plus", "de"], Bound::AtMost),
    (&["jamais", "plus", "d'"], Bound::AtMost),
    (&["pas", "moins", "de"], Bound::AtLeast),
    (&["pas", "moins", "d'"], Bound::AtLeast),
    (&["jamais", "moins", "de"], Bound::AtLeast),
    (&["jamais", "moins", "d'"], Bound::AtLeast),
    (&["au", "moins"], Bound::AtLeast),
    (&["au", "plus"], Bound::AtMost),
    (&["au", "maximum"], Bound::AtMost),
    (&["au", "minimum"], Bound::AtLeast),
    (&["un", "maximum", "de"], Bound::AtMost),
    (&["un", "minimum", "de"], Bound::AtLeast),
    (&["dépasse"], Bound::Over),
    (&["dépassent"], Bound::Over),
    (&["dépassé"], Bound::Over),
    (&["dépasse", "pas"], Bound::AtMost),
    (&["dépassent", "pas"], Bound::AtMost),
    (&["pas", "dépassé"], Bound::AtMost),
    (&["dépasse", "jamais"], Bound::AtMost),
    (&["dépassent", "jamais"], Bound::AtMost),
    (&["jamais", "dépassé"], Bound::AtMost),
    (&["jusqu'", "à"], Bound::AtMost),
    (&["près", "de"], Bound::Almost),
    (&["près", "d'"], Bound::Almost),
    (&["autour", "de"], Bound::About),
    (&["about"], Bound::About),
    (&["around"], Bound::About),
    (&["approximately"], Bound::About),
    (&["roughly"], Bound::About),
    (&["some"], Bound::About),
    (&["nearly"], Bound::Almost),
    (&["almost"], Bound::Almost),
    (&["over"], Bound::Over),
    (&["under"], Bound::Under),
    (&["environ"], Bound::About),
    (&["quelque"], Bound::About),
    (&["presque"], Bound::Almost),
];

/// Phrases that stand behind a number, or behind what it counts.
pub(super) const BEHIND: &[(&[&str], Bound)] = &[
    (&["or", "more"], Bound::AtLeast),
    (&["or", "fewer"], Bound::AtMost),
    (&["or", "less"], Bound::AtMost),
    (&["ou", "plus"], Bound::AtLeast),
    (&["ou", "moins"], Bound::AtMost),
    (&["at", "least"], Bound::AtLeast),
    (&["at", "most"], Bound::AtMost),
    (&["au", "moins"], Bound::AtLeast),
    (&["au", "plus"], Bound::AtMost),
    (&["au", "maximum"], Bound::AtMost),
    (&["au", "minimum"], Bound::AtLeast),
];

/// Shares by name: "half" and its like are read with five points either way.
pub(super) const SHARES: &[(&[&str], f64, f64)] = &[
    (&["two", "thirds"], 0.617, 0.717),
    (&["two-thirds"], 0.617, 0.717),
    (&["three", "quarters"], 0.70, 0.80),
    (&["three-quarters"], 0.70, 0.80),
    (&["a", "third"], 0.283, 0.383),
    (&["one", "third"], 0.283, 0.383),
    (&["one-third"], 0.283, 0.383),
    (&["a", "quarter"], 0.20, 0.30),
    (&["one", "quarter"], 0.20, 0.30),
    (&["one-quarter"], 0.20, 0.30),
    (&["a", "fifth"], 0.15, 0.25),
    (&["one", "fifth"], 0.15, 0.25),
    (&["half"], 0.45, 0.55),
    (&["most"], 0.5, 1.0),
    (&["the", "majority"], 0.5, 1.0),
    (&["a", "majority"], 0.5, 1.0),
    (&["all"], 0.99, 1.0),
    (&["none"], 0.0, 0.01),
    (&["deux", "tiers"], 0.617, 0.717),
    (&["trois", "quarts"], 0.70, 0.80),
    (&["un", "tiers"], 0.283, 0.383),
    (&["un", "quart"], 0.20, 0.30),
    (&["un", "cinquième"], 0.15, 0.25),
    (&["le", "tiers"], 0.283, 0.383),
    (&["le", "quart"], 0.20, 0.30),
    (&["moitié"], 0.45, 0.55),
    (&["plupart"], 0.5, 1.0),
    (&["majorité"], 0.5, 1.0),
    (&["totalité"], 0.99, 1.0),
];

/// Units said in the plural, or by a collective noun.
pub(super) const LOOSE: &[(&str, f64, f64)] = &[
    ("dozens", 24.0, 99.0),
    ("scores", 40.0, 199.0),
    ("hundreds", 200.0, 999.0),
    ("thousands", 2_000.0, 9_999.0),
    ("millions", 2e6, 9_999_999.0),
    ("billions", 2e9, 9_999_999_999.0),
    ("dizaines", 20.0, 99.0),
    ("centaines", 200.0, 999.0),
    ("milliers", 2_000.0, 9_999.0),
    ("milliards", 2e9, 9_999_999_999.0),
    ("dizaine", 9.0, 11.0),
    ("douzaine", 11.0, 13.0),
    ("quinzaine", 13.0, 17.0),
    ("vingtaine", 18.0, 22.0),
    ("trentaine", 27.0, 33.0),
    ("quarantaine", 36.0, 44.0),
    ("cinquantaine", 45.0, 55.0),
    ("soixantaine", 54.0, 66.0),
    ("centaine", 90.0, 110.0),
    ("millier", 900.0, 1_100.0),
    ("dozen", 11.0, 13.0),
];
