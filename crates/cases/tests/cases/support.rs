//! What several files need: invented people, findings and a morning in 2027.

use vigie_cases::{
    AuthorId, Body, Draft, Entry, FindingRef, IncidentId, RumourCategory, RumourCode, Target,
};
use vigie_model::{FindingId, Revision, Timestamp, When};

pub(crate) fn author(name: &str) -> AuthorId {
    name.parse().unwrap()
}

/// Minutes after an invented morning.
pub(crate) fn at(minutes: i64) -> Timestamp {
    Timestamp(Timestamp::parse("2027-04-13T06:00:00Z").unwrap().0 + minutes * 60_000_000)
}

pub(crate) fn finding(number: u8) -> FindingId {
    FindingId([number; 16])
}

pub(crate) fn revision(number: u8) -> Revision {
    Revision([number; 8])
}

pub(crate) fn incident(number: u8) -> IncidentId {
    IncidentId::make(at(0), [number; 10])
}

pub(crate) fn opened(number: u8, findings: &[u8]) -> (Target, Body) {
    let findings =
        findings.iter().map(|id| FindingRef { id: finding(*id), revision: revision(1) }).collect();
    let body = Body::Opened { title: "Forged letter".to_owned(), when: When::Today, findings };
    (Target::Incident(incident(number)), body)
}

pub(crate) fn noted(number: u8, text: &str) -> (Target, Body) {
    (Target::Incident(incident(number)), Body::Noted { text: text.to_owned() })
}

pub(crate) fn dismissed(number: u8) -> (Target, Body) {
    (Target::Finding(finding(number)), Body::Dismissed { reason: "a fan club".to_owned() })
}

pub(crate) fn rumour(number: u32) -> (Target, Body) {
    let body = Body::RumourAdded { sealed: true, category: RumourCategory::Health };
    (Target::Rumour(RumourCode(number)), body)
}

pub(crate) fn undone(entry: &Entry) -> (Target, Body) {
    (Target::House, Body::Undone { entry: entry.id() })
}

pub(crate) fn draft(minutes: i64, (target, body): (Target, Body)) -> Draft {
    let seen = matches!(target, Target::Finding(_)).then(|| revision(1));
    Draft { at: at(minutes), target, seen, body }
}
