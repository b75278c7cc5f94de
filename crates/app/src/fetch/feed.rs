//! Feeds: one answer, asked for with the mark of the last one.

use vigie_outbox::Ask;

use super::{Ended, FetchOutcome, Visit};
use crate::inbox::folder;
use crate::words::Words;

/// The sources that a feed may be of.
const SOURCES: [&str; 3] = ["feed", "json-feed", "sitemap"];

const ACCEPT: &str = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5";

/// How much is looked at to tell one format from another.
const HEAD: usize = 64 << 10;

pub(super) fn read(visit: &mut Visit<'_>) -> Result<(), Ended> {
    let ask = Ask {
        etag: visit.state.etag.clone(),
        last_modified: visit.state.last_modified.clone(),
        accept: Some(ACCEPT),
        most: None,
    };
    let answer = visit.client.get(visit.name, &visit.url, &ask);
    let answer = answer.map_err(|error| visit.refused(&error))?;
    visit.state.wait_until = None;
    if answer.unchanged {
        visit.report.outcome = FetchOutcome::Unchanged;
        return Ok(visit.save()?);
    }
    let head = &answer.bytes[..answer.bytes.len().min(HEAD)];
    let best = vigie_sources::best(head);
    let source = best.first().map(|(source, _)| source.id()).filter(|id| SOURCES.contains(id));
    let Some(source) = source else {
        set_aside(visit, &answer.bytes);
        return Err(visit.refuse("fetch-no-feed", "fetch-no-feed-hint"));
    };
    let input = visit.fetched(&answer.url, answer.bytes);
    visit.keep(vec![input], source)?;
    (visit.state.etag, visit.state.last_modified) = (answer.etag, answer.last_modified);
    Ok(visit.save()?)
}

/// Keeps what is no feed where files lie that nothing reads: it came, and somebody may have to see it.
fn set_aside(visit: &Visit<'_>, bytes: &[u8]) {
    let project = visit.project;
    let words = Words::new(project.config.language);
    let at = visit.now().shown_in(&project.zone());
    let why = format!("{}: {}", visit.report.url, words.plain("fetch-no-feed"));
    let note = words.say("inbox-note", &[("at", at.into()), ("why", why.into())]);
    let folder = project.inbox_folder().join("kept");
    // A disk that refuses a copy is no reason to say less.
    let _ = folder::copy(&mut &*bytes, &format!("{}.bin", visit.name), &folder, Some(&note));
}
