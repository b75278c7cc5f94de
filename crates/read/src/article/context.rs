//! What an element says about the text in it: by its name, its role and its class.

/// Marks of the elements that a text stands in.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "marks of one element, combined as a set")]
pub(super) struct Around {
    /// Navigation, footers, tags, forms.
    pub(super) furniture: bool,
    /// Comments of readers.
    pub(super) comments: bool,
    /// Banners about cookies and consent.
    pub(super) consent: bool,
    /// Links to other articles.
    pub(super) related: bool,
    /// Share buttons, newsletters, subscriptions, advertisements.
    pub(super) promotion: bool,
    /// Who wrote it and when.
    pub(super) byline: bool,
    /// The words under a picture.
    pub(super) caption: bool,
    /// The paragraph under a headline.
    pub(super) lead: bool,
    /// A quotation set apart.
    pub(super) quote: bool,
    /// Not shown.
    pub(super) hidden: bool,
}

macro_rules! each {
    ($a:expr, $b:expr, $op:tt) => {
        Around {
            furniture: $a.furniture $op $b.furniture,
            comments: $a.comments $op $b.comments,
            consent: $a.consent $op $b.consent,
            related: $a.related $op $b.related,
            promotion: $a.promotion $op $b.promotion,
            byline: $a.byline $op $b.byline,
            caption: $a.caption $op $b.caption,
            lead: $a.lead $op $b.lead,
            quote: $a.quote $op $b.quote,
            hidden: $a.hidden $op $b.hidden,
        }
    };
}

impl Around {
    pub(super) fn or(self, other: Self) -> Self {
        each!(self, other, |)
    }

    pub(super) fn both(self, other: Self) -> Self {
        each!(self, other, &)
    }

    /// Whether it is beside the article, not of it.
    pub(super) fn is_beside(self) -> bool {
        self.furniture
            || self.comments
            || self.consent
            || self.related
            || self.promotion
            || self.byline
    }
}

const FURNITURE: &[&str] = &[
    "nav",
    "navigation",
    "navbar",
    "menu",
    "breadcrumb",
    "breadcrumbs",
    "topbar",
    "toolbar",
    "footer",
    "sidebar",
    "widget",
    "widgets",
    "tags",
    "taglist",
    "pagination",
    "skip",
    "masthead",
    "sitemap",
    "banner",
    "archive",
    "complementary",
    "contentinfo",
    "search",
    "colophon",
    "services",
    "login",
];
const COMMENTS: &[&str] =
    &["comments", "comment", "commentaires", "commentaire", "disqus", "respond", "reactions"];
const CONSENT: &[&str] = &[
    "cookie",
    "cookies",
    "consent",
    "gdpr",
    "rgpd",
    "tarteaucitron",
    "didomi",
    "onetrust",
    "privacy",
    "cmp",
];
const RELATED: &[&str] = &[
    "related",
    "recommended",
    "recommendations",
    "outbrain",
    "taboola",
    "trending",
    "popular",
    "recirc",
    "readnext",
    "seealso",
    "lireaussi",
    "similar",
    "teaser",
    "teasers",
    "mostread",
];
const PROMOTION: &[&str] = &[
    "share",
    "sharing",
    "social",
    "sharedaddy",
    "newsletter",
    "subscribe",
    "subscription",
    "signup",
    "promo",
    "promotion",
    "advert",
    "advertisement",
    "ads",
    "ad",
    "sponsor",
    "sponsored",
    "paywall",
    "donate",
    "abonnement",
];
const BYLINE: &[&str] = &[
    "byline",
    "author",
    "authors",
    "auteur",
    "signature",
    "timestamp",
    "dateline",
    "pubdate",
    "meta",
    "date",
];
const CAPTION: &[&str] =
    &["caption", "captions", "legende", "legend", "légende", "credit", "credits", "wp-caption"];
const LEAD: &[&str] = &[
    "lead",
    "lede",
    "standfirst",
    "chapo",
    "chapeau",
    "dek",
    "subtitle",
    "subheadline",
    "subheading",
    "deck",
    "intro",
    "introduction",
    "excerpt",
];
/// Words of a class that only together say something.
const PAIRS: &[(&str, &str)] = &[
    ("most", "read"),
    ("read", "more"),
    ("lire", "aussi"),
    ("a", "lire"),
    ("read", "next"),
    ("see", "also"),
    ("more", "on"),
];

/// The marks of one element.
pub(super) fn around<'a>(name: &str, attribute: impl Fn(&str) -> Option<&'a str>) -> Around {
    let mut marks = Around::default();
    match name {
        "nav" | "footer" | "form" | "select" | "button" | "menu" | "dialog" => {
            marks.furniture = true;
        }
        "figcaption" | "caption" => marks.caption = true,
        "blockquote" => marks.quote = true,
        "aside" => marks.related = true,
        "noscript" | "template" | "svg" | "math" | "object" | "audio" | "video" | "canvas"
        | "head" | "option" => {
            marks.hidden = true;
        }
        _ => {}
    }
    let hides = attribute("style").is_some_and(|style| {
        let style: String =
            style.chars().filter(|letter| !letter.is_whitespace()).take(400).collect();
        style.to_lowercase().contains("display:none")
    });
    marks.hidden |= hides || attribute("hidden").is_some();
    // The classes of the whole page speak of everything on it.
    if matches!(name, "html" | "body") {
        return marks;
    }
    for attribute in ["class", "id", "role"].into_iter().filter_map(attribute) {
        let words = parts(attribute);
        let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
        let pair = words.windows(2).any(|two| PAIRS.contains(&(two[0].as_str(), two[1].as_str())));
        marks.furniture |= has(FURNITURE);
        marks.comments |= has(COMMENTS);
        marks.consent |= has(CONSENT);
        marks.related |= has(RELATED) || pair;
        marks.promotion |= has(PROMOTION);
        marks.byline |= has(BYLINE);
        marks.caption |= has(CAPTION);
        marks.lead |= has(LEAD);
    }
    marks
}

/// `imageCaption wide_img` as image, caption, wide, img.
fn parts(class: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut small = false;
    for letter in class.chars().take(400) {
        let ends = !letter.is_alphanumeric() || (letter.is_uppercase() && small);
        if ends && !word.is_empty() {
            out.push(std::mem::take(&mut word));
        }
        small = letter.is_lowercase();
        if letter.is_alphanumeric() {
            word.extend(letter.to_lowercase());
        }
    }
    if !word.is_empty() {
        out.push(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_read_by_its_words() {
        let of = |class: &'static str| around("div", |name| (name == "class").then_some(class));
        assert!(of("imageCaption").caption);
        assert!(of("share-bar").promotion);
        assert!(of("article__chapo").lead);
        assert!(of("most-read box").related);
        assert!(!of("commentary shared-story navigator").is_beside());
    }
}
