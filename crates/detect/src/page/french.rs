//! The French side of a page: title and the two prose sections, nothing that computes.

use super::scan::{Place, Section, scan};
use crate::error::PageError;

/// "What it sees".
pub(crate) const SEES: &str = "Ce que cela montre";
/// "What it does not prove".
pub(crate) const LIMITS: &str = "Ce que cela ne prouve pas";

/// What a French page holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FrenchPage {
    /// The title.
    pub title: String,
    /// "Ce que cela montre", in Markdown.
    pub sees: String,
    /// "Ce que cela ne prouve pas", in Markdown.
    pub limits: String,
}

/// Reads the French side of the page with this id.
pub(crate) fn parse(place: Place<'_>, text: &str, id: &str) -> Result<FrenchPage, PageError> {
    let page = scan(place, text)?;
    let (named, title) = page.title.split_once(':').unwrap_or((&page.title, id));
    if named.trim() != id {
        let message = format!("the title names {:?}, the English page {id:?}", named.trim());
        return Err(place.error(page.title_line, message, format!("write \"# {id}: titre\"")));
    }
    if let Some(fence) = page.head.fences.first() {
        return Err(place.error(fence.line, "a block in a French page", STANDS_ONCE));
    }
    for section in &page.sections {
        if ![SEES, LIMITS].contains(&section.heading.as_str()) {
            let message = format!("a section {:?} in a French page", section.heading);
            let hint = format!("its sections are \"## {SEES}\" and \"## {LIMITS}\"");
            return Err(place.error(section.line, message, hint));
        }
    }
    Ok(FrenchPage {
        title: title.trim().to_owned(),
        sees: prose(place, &page.sections, SEES)?,
        limits: prose(place, &page.sections, LIMITS)?,
    })
}

const STANDS_ONCE: &str = "front matter, steps and cases stand once, in the English page";

/// The text of the one section with this heading.
pub(crate) fn prose(
    place: Place<'_>,
    sections: &[Section],
    heading: &str,
) -> Result<String, PageError> {
    let mut found = sections.iter().filter(|section| section.heading == heading);
    let Some(section) = found.next() else {
        let hint = format!("add \"## {heading}\"");
        return Err(place.error(1, format!("no section {heading:?}"), hint));
    };
    if let Some(again) = found.next() {
        let message = format!("a second section {heading:?}");
        return Err(place.error(again.line, message, "write it once"));
    }
    if let Some(fence) = section.fences.first() {
        return Err(place.error(fence.line, format!("a block in {heading:?}"), STANDS_ONCE));
    }
    if section.prose.trim().len() < 20 {
        let message = format!("the section {heading:?} says nothing");
        return Err(place.error(section.line, message, "write it for who has to act on it"));
    }
    Ok(section.prose.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place<'static> = Place { file: "p.fr.md" };
    const WHOLE: &str = "# p: Deux comptes\n\n## Ce que cela montre\nDeux comptes agissent ensemble.\n\n\
                         ## Ce que cela ne prouve pas\nNi intention, ni auteur, ni entente.\n";

    #[test]
    fn a_french_page_is_title_and_two_sections() {
        let page = parse(PLACE, WHOLE, "p").unwrap();
        assert_eq!(page.title, "Deux comptes");
        assert_eq!(page.sees, "Deux comptes agissent ensemble.");
    }

    #[test]
    fn a_french_page_of_another_detector_is_refused() {
        insta::assert_snapshot!(
            parse(PLACE, WHOLE, "q").unwrap_err(),
            @r#"p.fr.md:1: the title names "p", the English page "q""#
        );
        let more = format!("{WHOLE}\n## Step findings: sql\n");
        insta::assert_snapshot!(
            parse(PLACE, &more, "p").unwrap_err(),
            @r#"p.fr.md:9: a section "Step findings: sql" in a French page"#
        );
    }
}
