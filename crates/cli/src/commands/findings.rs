//! Findings in a list: how soon, which, when, what was seen. Shared by `detect` and `today`.

use vigie_app::detect::{FindingView, State};

use crate::output::{DIM, Page, STRONG, Ui, styled};

/// The label in front of a finding is this wide in every language.
const LABEL: usize = 13;

/// Two lines a finding. Under a heading that names the detector, the name is not repeated.
pub(super) fn list(
    findings: &[FindingView],
    is_under_detector: bool,
    limit: usize,
    page: &mut Page,
    ui: &Ui,
) {
    let shown = if limit == 0 { findings.len() } else { limit.min(findings.len()) };
    for finding in &findings[..shown] {
        one(finding, is_under_detector, page, ui);
    }
    let left = findings.len() - shown;
    if left > 0 {
        page.styled(DIM, &format!("  {}", ui.say("findings-more", &[("count", left.into())])));
    }
}

fn one(finding: &FindingView, is_under_detector: bool, page: &mut Page, ui: &Ui) {
    let when = ui.when(finding.when).padded(LABEL);
    let mut facts = vec![ui.span(finding.first_at, finding.last_at)];
    if !is_under_detector {
        facts.insert(0, finding.detector.clone());
    }
    match finding.state {
        State::New => facts.push(ui.plain("state-new")),
        State::Revised => facts.push(ui.plain("state-revised")),
        State::Unchanged => {}
    }
    if finding.provisional {
        facts.push(ui.plain("state-provisional"));
    }
    let facts = styled(DIM, &facts.join(" · "));
    let revision = styled(DIM, &finding.revision.to_string());
    page.line(format!("  {when}{} {revision}  {facts}", styled(STRONG, &finding.short)));
    page.paragraph(2 + LABEL, &finding.sentence);
}
