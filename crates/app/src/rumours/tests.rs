//! Rumours of a project: codes, spread, reveals.

use std::sync::Arc;

use vigie_model::time::{Clock, FixedClock};

use super::*;
use crate::System;
use crate::ingest::{IngestRequest, Input};

const POSTS: &str = "\
id,user,text,link,at
1,zora,The candidate was seen leaving the lake clinic with two bodyguards,,2027-04-11T08:00:00Z
2,yann,RT: the candidate was seen leaving the lake clinic with bodyguards!,,2027-04-12T08:00:00Z
2,yann,RT: the candidate was seen leaving the lake clinic with bodyguards!,,2027-04-12T08:00:00Z
3,yann,what about #LacNoir now,https://x.example/lac-noir,2027-04-12T09:00:00Z
4,mona,a market day at the harbour with music and fresh fish for everybody,,2027-04-12T10:00:00Z
";

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn at(&self, time: &str) -> Project {
        let clock: Arc<dyn Clock> = Arc::new(FixedClock(Timestamp::parse(time).unwrap()));
        let system = System { clock, ..System::still(Timestamp(0)) };
        let person = [("project.person".to_owned(), "Mira".to_owned())];
        Project::open(self.folder.path(), &person, &system).unwrap()
    }
}

fn clinic() -> NewRumour {
    NewRumour {
        topic: "The lake".to_owned(),
        terms: vec!["Lac Noir".to_owned()],
        examples: vec![
            "The candidate was seen leaving the lake clinic with two bodyguards".to_owned(),
        ],
        category: RumourCategory::Health,
        sealed: None,
    }
}

fn ingest(place: &Place, project: &Project) {
    let path = place.folder.path().join("posts.csv");
    std::fs::write(&path, POSTS).unwrap();
    let map = "native_id=id,author_id=user,text=text,link=link,published_at=at,platform='forum'";
    let request = IngestRequest {
        inputs: vec![Input::File(path)],
        map: Some(map.to_owned()),
        ..IngestRequest::default()
    };
    project.ingest(&request).unwrap();
}

#[test]
fn who_tells_us_of_a_rumour_does_not_spread_it() {
    let place = Place::new();
    let project = place.at("2027-04-13T09:00:00Z");
    ingest(&place, &project);
    let tip = crate::tips::TipInput {
        text: "They say the candidate was seen leaving the lake clinic with two bodyguards"
            .to_owned(),
        from: "a neighbour".to_owned(),
        ..crate::tips::TipInput::default()
    };
    project.take_tip(&tip).unwrap();
    let row = project.rumour_add(&clinic()).unwrap();
    assert_eq!((row.matched, row.accounts), (3, 2));
}

#[test]
fn a_rumour_is_counted_by_publications_accounts_and_days() {
    let place = Place::new();
    let project = place.at("2027-04-13T09:00:00Z");
    ingest(&place, &project);
    let row = project.rumour_add(&clinic()).unwrap();
    assert_eq!((row.code.as_str(), row.sealed, row.held), ("RUM-1", true, true));
    assert_eq!((row.matched, row.accounts, row.tags), (3, 2, 2));
    assert_eq!(row.trend, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0]);
    assert_eq!(row.last_at, Timestamp::parse("2027-04-12T09:00:00Z"));
    let open = NewRumour { category: RumourCategory::Money, ..clinic() };
    let row = project.rumour_add(&open).unwrap();
    assert_eq!((row.code.as_str(), row.sealed, row.matched), ("RUM-2", false, 3));
    let journal = project.state().unwrap();
    let written = serde_json::to_string(&*journal).unwrap();
    assert!(!written.to_lowercase().contains("clinic") && !written.contains("Lac"));
}

#[test]
fn a_rumour_needs_something_to_be_known_by() {
    let place = Place::new();
    let project = place.at("2027-04-13T09:00:00Z");
    let said = |new: NewRumour| project.rumour_add(&new).unwrap_err().to_string();
    let nothing = NewRumour { terms: vec![], examples: vec![" ".to_owned()], ..clinic() };
    assert_eq!(said(nothing), "a rumour needs a term or an example");
    let short = NewRumour { terms: vec!["à-b!".to_owned()], ..clinic() };
    assert_eq!(said(short), "a term has fewer than 3 letters");
    let long = NewRumour { examples: vec!["x".repeat(20_000)], ..clinic() };
    assert!(said(long).starts_with("a rumour holds at most"));
    assert!(project.rumours().unwrap().is_empty());
}

#[test]
fn a_lone_person_waits_and_a_second_person_does_not() {
    let place = Place::new();
    place.at("2027-04-13T09:00:00Z").rumour_add(&clinic()).unwrap();
    let ask = |time: &str, second: Option<&str>| {
        place.at(time).rumour_reveal("RUM-1", "to warn the family", second)
    };
    let until = Timestamp::parse("2027-04-14T10:00:00Z").unwrap();
    let wait = RumourAnswer::Wait { code: "RUM-1".to_owned(), wait_until: until };
    assert_eq!(ask("2027-04-13T10:00:00Z", None).unwrap(), wait);
    assert_eq!(ask("2027-04-14T09:59:59Z", None).unwrap(), wait);
    let same = ask("2027-04-13T11:00:00Z", Some("mira")).unwrap_err();
    assert!(matches!(same, AppError::Rumour(RumourError::SamePerson)));
    let RumourAnswer::Shown(text) = ask("2027-04-13T11:00:00Z", Some("Jonas")).unwrap() else {
        panic!("a second person agreed");
    };
    assert_eq!(text.terms, ["Lac Noir"]);
    // That showing used up the wish: alone, one waits anew.
    assert!(matches!(ask("2027-04-14T10:00:00Z", None).unwrap(), RumourAnswer::Wait { .. }));
    assert!(matches!(ask("2027-04-15T10:00:00Z", None).unwrap(), RumourAnswer::Shown(_)));
    let told = place.at("2027-04-15T11:00:00Z").reveals_to_tell().unwrap();
    let told: Vec<_> = told.iter().map(|it| (it.code.as_str(), it.second.as_deref())).collect();
    assert_eq!(told, [("RUM-1", Some("Jonas")), ("RUM-1", None)]);
    assert!(matches!(ask("2027-04-15T10:00:00Z", Some(" ")).unwrap(), RumourAnswer::Wait { .. }));
}

#[test]
fn revealing_needs_a_reason_and_a_rumour() {
    let place = Place::new();
    let project = place.at("2027-04-13T09:00:00Z");
    project.rumour_add(&clinic()).unwrap();
    let said = |code: &str, reason: &str| {
        project.rumour_reveal(code, reason, Some("Jonas")).unwrap_err().to_string()
    };
    assert_eq!(said("RUM-1", "  "), "revealing needs a reason");
    assert_eq!(said("RUM-9", "why"), "there is no rumour of that code");
    assert_eq!(said("seen leaving the lake clinic", "why"), "there is no rumour of that code");
    let path = place.folder.path().join("cases/rumours.sealed");
    std::fs::remove_file(path).unwrap();
    assert_eq!(said("RUM-1", "why"), "the text of RUM-1 is not held here");
    assert!(!project.rumours().unwrap()[0].held);
}

#[test]
fn a_project_whose_sealed_file_does_not_open_shows_nothing() {
    let place = Place::new();
    place.at("2027-04-13T09:00:00Z").rumour_add(&clinic()).unwrap();
    std::fs::write(place.folder.path().join("keys/vigie.key"), [9; 32]).unwrap();
    let error = Project::open(place.folder.path(), &[], &System::still(Timestamp(0))).err();
    assert!(matches!(error, Some(AppError::Rumour(RumourError::Closed { .. }))));
}
