//! What the demo's small team does: measures and red lines, a sealed rumour, judgements, a brief.
//! Their words stand in `locales/`; everything goes the way that a person's would.

use std::path::Path;

use vigie_brief::model::NotRaised;
use vigie_model::confidence::Confidence;
use vigie_model::finding::When;
use vigie_scenario::{RUMOUR_EXAMPLES, RUMOUR_TERMS, RUMOUR_TOPIC, Subject, Truth};

use super::{Comparison, DecoyView, about};
use crate::brief::{BlockInput, BlockKind, DraftInput, FreezeRequest, Frozen};
use crate::incidents::{Change, Picked};
use crate::measures::MeasureInput;
use crate::rumours::{NewRumour, RumourCategory};
use crate::screens::rows::{Incident, MeasureWord};
use crate::words::Words;
use crate::{AppError, Project};

/// Gives the project the lists that a campaign's team would have: a newsroom's accounts, as its
/// imprint names them, and those of its own party's members who said which are theirs.
pub(super) fn give_affiliations(config: &Path, truth: &Truth) -> Result<(), AppError> {
    for (decoy, name, source) in AFFILIATIONS {
        let members = truth.decoys.iter().filter(|known| known.id == decoy);
        let accounts = members.flat_map(|known| &known.members).filter_map(|member| match member {
            Subject::Account { platform, id } => Some(format!("\"{platform}:{id}\"")),
            _ => None,
        });
        let accounts = accounts.collect::<Vec<_>>().join(", ");
        append(
            config,
            &format!(
                "\n[[affiliations]]\nname = \"{name}\"\nsource = \"{source}\"\n\
                 date = 2027-01-15\naccounts = [{accounts}]\n"
            ),
        )?;
    }
    Ok(())
}

/// The decoys that a list of accounts explains, with the list's name and source.
pub(super) const AFFILIATIONS: [(&str, &str, &str); 2] = [
    ("newsroom-scheduler", "Courrier de Solvane, newsroom", "its imprint"),
    ("activists-hour", "party members who post in the evening", "the members themselves"),
];

/// The mandate of everything that the demo reads.
pub(super) const MANDATE: &str = "demo";

const MANDATE_TEXT: &str = "
[[mandate]]
id = \"demo\"
purpose = \"to show what Vigie does, on an invented season\"
basis = \"nobody in it exists\"
end = 2027-05-31
";

/// A campaign may look at single accounts under a mandate only: the demo's has one.
pub(super) fn give_mandate(config: &Path) -> Result<(), AppError> {
    append(config, MANDATE_TEXT)
}

fn append(config: &Path, text: &str) -> Result<(), AppError> {
    use std::io::Write;
    let write = |source| AppError::Write { path: config.to_owned(), source };
    let mut file = std::fs::OpenOptions::new().append(true).open(config).map_err(write)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(write)
}

/// How far the first measures of the starting set are, in its order: owner's message, due day,
/// state, done, of. The others are in place or have some days left, like the last two here.
type Progress = (&'static str, Option<&'static str>, MeasureWord, Option<u64>, Option<u64>);
const PROGRESS: [Progress; 8] = [
    ("demo-owner-security", Some("2027-03-31"), MeasureWord::Planned, Some(31), Some(34)),
    ("demo-owner-it", Some("2027-03-15"), MeasureWord::InPlace, Some(34), Some(34)),
    ("demo-owner-security", None, MeasureWord::InPlace, None, None),
    ("demo-owner-press", Some("2027-03-20"), MeasureWord::InPlace, None, None),
    ("demo-owner-it", Some("2027-03-28"), MeasureWord::Planned, Some(2), Some(5)),
    ("demo-owner-press", Some("2027-04-06"), MeasureWord::Planned, None, None),
    ("demo-owner-it", None, MeasureWord::InPlace, None, None),
    ("demo-owner-security", Some("2027-04-08"), MeasureWord::Planned, None, None),
];

/// Before anything is read: the register, the red lines and a rumour.
pub(super) fn set_up(project: &Project) -> Result<(), AppError> {
    let words = Words::new(project.config().language);
    // A demo that is played again in its folder finds all of it there.
    if !project.measures()?.measures.is_empty() {
        return Ok(());
    }
    let set = project.starting_set(None)?;
    for (offer, progress) in
        set.measures.iter().zip(PROGRESS.iter().chain(PROGRESS[6..].iter().cycle()))
    {
        let (owner, due, state, done, of) = *progress;
        let input = MeasureInput {
            asset: offer.asset.clone(),
            measure: offer.measure.clone(),
            owner: words.plain(owner),
            due: due.map(str::to_owned),
            state,
            done,
            of,
            evidence: offer.check.clone(),
        };
        project.set_measure(Some(&offer.id), None, input)?;
    }
    let red_lines: Vec<String> = set.red_lines.iter().map(|line| line.id.clone()).collect();
    project.take_starting_set(&set, &red_lines)?;
    project.rumour_add(&NewRumour {
        topic: RUMOUR_TOPIC.to_owned(),
        terms: RUMOUR_TERMS.map(str::to_owned).to_vec(),
        examples: RUMOUR_EXAMPLES.map(str::to_owned).to_vec(),
        category: RumourCategory::PrivateLife,
        sealed: None,
    })?;
    Ok(())
}

/// The planted group that the team finds first.
const FOUND_FIRST: &str = "links-six";

/// After the first look: an incident is opened and assessed, and what a decoy raised is set aside
/// with the reason.
pub(super) fn judge(
    project: &Project,
    seen: &Comparison<'_>,
    truth: &Truth,
) -> Result<Option<Incident>, AppError> {
    let words = Words::new(project.config().language);
    if let Some(first) = project.incidents()?.first() {
        return project.incident(&first.core.id).map(Some);
    }
    for (decoy, found) in truth.decoys.iter().zip(&seen.score.decoys) {
        let Some(first) = found.findings.first() else { continue };
        let what = about(decoy.id, decoy.what, &words);
        let reason = words.say("demo-dismissed-because", &[("what", what.into())]);
        project.dismiss(&seen.findings[*first].id.to_string(), None, &reason)?;
    }
    let planted = seen.planted(truth);
    let first = planted.iter().find(|planted| planted.id == FOUND_FIRST);
    let picked: Vec<Picked> = first
        .or(planted.iter().find(|planted| !planted.findings.is_empty()))
        .map(|planted| &planted.findings)
        .into_iter()
        .flatten()
        .map(|id| Picked { id: id.clone(), revision: None })
        .collect();
    if picked.is_empty() {
        return Ok(None);
    }
    let title = words.plain("demo-incident-title");
    let incident = project.open_incident(&title, When::Today, &picked)?;
    let assess = Change::Assess {
        how_sure: Confidence::Likely,
        text: words.plain("demo-assessment"),
        when: None,
    };
    project.change_incident(&incident.core.id, None, assess)?;
    let note = Change::Note(words.plain("demo-note"));
    project.change_incident(&incident.core.id, None, note).map(Some)
}

/// What the night brought to the incident: an entry of this morning.
pub(super) fn this_morning(project: &Project, incident: Option<&Incident>) -> Result<(), AppError> {
    let Some(incident) = incident else { return Ok(()) };
    let note = Change::Note(Words::new(project.config().language).plain("demo-note-morning"));
    project.change_incident(&incident.core.id, None, note).map(|_| ())
}

/// This morning: two sentences with their evidence, frozen and told, with what was looked at and
/// not raised.
pub(super) fn tell(
    project: &Project,
    incident: Option<&Incident>,
    decoys: &[DecoyView],
) -> Result<Frozen, AppError> {
    let words = Words::new(project.config().language);
    let block = |id: &str, kind, text: Option<String>, reference: Option<String>| BlockInput {
        id: id.to_owned(),
        kind,
        text,
        reference,
    };
    let mut blocks = Vec::new();
    if let Some(incident) = incident {
        let alias = incident.core.alias.clone();
        blocks.push(block("b1", BlockKind::Text, Some(words.plain("demo-brief-incident")), None));
        blocks.push(block("b2", BlockKind::Incident, None, Some(alias)));
    }
    if let Some(overdue) = project.overdue()?.into_iter().next() {
        blocks.push(block("b3", BlockKind::Text, Some(words.plain("demo-brief-measure")), None));
        blocks.push(block("b4", BlockKind::Measure, None, Some(overdue.id)));
    }
    let draft = DraftInput { blocks, ..DraftInput::default() };
    project.keep_brief_draft(draft)?;
    let not_raised = decoys.iter().filter_map(|decoy| {
        let reason = decoy.measured.as_ref()?.told(&words);
        Some(NotRaised { what: about(decoy.id, decoy.what, &words), reason })
    });
    let request = FreezeRequest { not_raised: not_raised.collect(), ..FreezeRequest::default() };
    project.freeze_brief(&request)
}
