//! What was computed and observed: findings, gaps, and what was not raised.

use super::{Link, List, Maker, Soon};
use crate::model::{BlindSpot, Finding, FindingRef, NotRaised};

/// A finding in a list.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) sentence: String,
    pub(crate) soon: Soon,
    pub(crate) span: String,
    pub(crate) signals: String,
    pub(crate) provisional: bool,
    pub(crate) link: Link,
}

/// A finding among the evidence at the end.
#[derive(Debug)]
pub(crate) struct Evidence {
    /// `F-…` in full, which is also its place on the page.
    pub(crate) id: String,
    pub(crate) short: String,
    pub(crate) revision: String,
    pub(crate) title: String,
    pub(crate) detector: String,
    pub(crate) span: String,
    pub(crate) signals: String,
    pub(crate) repeat: String,
}

/// A gap.
#[derive(Debug)]
pub(crate) struct Blind {
    pub(crate) source: String,
    pub(crate) gap: String,
    pub(crate) why: String,
}

/// What was not raised, and why.
#[derive(Debug)]
pub(crate) struct NotRaisedLine {
    pub(crate) what: String,
    pub(crate) reason: String,
}

/// What a page says that it does not prove, in short: the first words in bold of each point, or
/// the first paragraph. The JSON holds all of it.
pub(super) fn condensed(limits: &str) -> String {
    let points = limits.split("\n- ").map(|point| point.trim_start_matches("- "));
    let leads: Vec<String> = points
        .filter_map(|point| {
            let (lead, rest) = point.trim_start().strip_prefix("**")?.split_once("**")?;
            Some(sentence(lead, rest))
        })
        .collect();
    if !leads.is_empty() {
        return leads.join(" ");
    }
    let first = limits.trim().split("\n\n").next().unwrap_or_default();
    first.split(['\n', ' ']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Words in bold to the end of their sentence: what qualifies them must not be cut off.
fn sentence(lead: &str, rest: &str) -> String {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (lead, rest) = (plain(lead), plain(rest));
    if lead.ends_with(['.', '!', '?', '…']) {
        return lead;
    }
    let end = rest.find(". ").map_or(rest.len(), |end| end + 1);
    let gap = if rest.starts_with(|letter: char| letter.is_alphanumeric()) { " " } else { "" };
    format!("{lead}{gap}{}", &rest[..end])
}

impl Maker<'_> {
    /// The findings behind references; those that the model lacks are left out of the page.
    pub(super) fn lines(&self, refs: &[FindingRef], cap: usize) -> List<Line> {
        let told: Vec<(FindingRef, &Finding)> =
            refs.iter().filter_map(|one| Some((*one, self.model.finding(*one)?))).collect();
        self.capped(told.into_iter(), cap, |(one, finding)| Line {
            sentence: self.cut(&finding.sentence),
            soon: self.soon(finding.when),
            span: self.words.span(finding.first_at, finding.last_at),
            signals: self.signals(finding),
            provisional: finding.provisional,
            link: self.finding_link(one),
        })
    }

    /// The first findings that wait for a judgement, and how many more `vigie today` lists.
    pub(super) fn unjudged(&self) -> List<Line> {
        let mut list = self.lines(&self.model.unjudged, self.caps.per_incident);
        let left = self.model.unjudged_count.saturating_sub(list.shown.len() as u64);
        list.more =
            (left > 0).then(|| self.words.say("brief-unjudged-more", &[("count", left.into())]));
        list
    }

    fn signals(&self, finding: &Finding) -> String {
        self.words.say("brief-signals", &[("count", finding.evidence_count.into())])
    }

    pub(super) fn evidence(&self) -> List<Evidence> {
        let told: Vec<&Finding> =
            self.listed.iter().filter_map(|one| self.model.finding(*one)).collect();
        self.capped(told.into_iter(), self.caps.evidence, |finding| Evidence {
            id: finding.id.to_string(),
            short: finding.id.short(),
            revision: finding.revision.to_string(),
            title: self.cut(&finding.title),
            detector: self.cut(&finding.detector),
            span: self.words.span(finding.first_at, finding.last_at),
            signals: self.signals(finding),
            repeat: self.cut(&finding.repeat),
        })
    }

    pub(super) fn blind(&self, spot: &BlindSpot) -> Blind {
        let source = match &spot.host {
            Some(host) => format!("{} · {}", self.cut(&spot.source), self.cut(host)),
            None => self.cut(&spot.source),
        };
        let at = |at| self.words.short(at).into();
        let gap = match (spot.gap_from, spot.gap_to, spot.last_at) {
            (Some(from), Some(to), _) => self.words.span(from, to),
            (Some(from), None, _) => self.words.say("brief-gap-open", &[("from", at(from))]),
            (None, _, Some(last)) => self.words.say("brief-gap-last", &[("last", at(last))]),
            (None, ..) => self.words.plain("brief-gap-never"),
        };
        Blind { source, gap, why: self.cut(&spot.why) }
    }

    pub(super) fn not_raised(&self, item: &NotRaised) -> NotRaisedLine {
        NotRaisedLine { what: self.cut(&item.what), reason: self.cut(&item.reason) }
    }
}

#[cfg(test)]
mod tests {
    use super::condensed;

    #[test]
    fn limits_are_told_by_their_first_words() {
        let page = "- **Not that anybody\n  got in.** Failures are failures.\n- **Not why.** Ask.";
        assert_eq!(condensed(page), "Not that anybody got in. Not why.");
        assert_eq!(condensed("One\nparagraph.\n\nAnother."), "One paragraph.");
        assert_eq!(condensed(""), "");
    }
}
