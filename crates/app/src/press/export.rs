//! Corrected articles as annotated files: what `vigie read train` learns from and the press tests read.

use std::path::Path;

use serde::Serialize;
use vigie_read::statements::{Context, Statement};
use vigie_read::tagger::{Kind, Label, Line, write_article};

use super::corrections::digest;
use super::read::{Taken, statements};
use super::{PressRequest, Pressed};
use crate::gate::{self, harmless};
use crate::{AppError, Project};

/// What was written.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct ExportReport {
    /// The files.
    pub files: Vec<String>,
    /// Corrections in them.
    pub corrections: usize,
    /// Articles that nobody corrected: not written.
    pub uncorrected: usize,
    /// Articles that repeat a sealed rumour: not written.
    pub sealed: usize,
    /// Corrections in the journal of articles that were not given.
    pub elsewhere: usize,
}

impl Project {
    /// Writes each of the articles that somebody corrected into a folder, with all its statements.
    /// The journal holds no article, so they must be given again.
    ///
    /// # Errors
    /// When the journal cannot be read, or a file is there already or cannot be written.
    pub fn export_corrections(
        &self,
        folder: &Path,
        articles: Vec<Pressed>,
    ) -> Result<ExportReport, AppError> {
        let request = PressRequest { articles, ..PressRequest::default() };
        let read = statements(self, &request)?;
        let mut report = ExportReport::default();
        let write = |source| AppError::Write { path: folder.to_owned(), source };
        std::fs::create_dir_all(folder).map_err(write)?;
        let mut given = Vec::new();
        for ((taken, all), marks) in read.taken.iter().zip(&read.statements).zip(&read.marks) {
            let name = digest(taken);
            if marks.corrections.is_empty() || given.contains(&name) {
                report.uncorrected += usize::from(marks.corrections.is_empty());
                continue;
            }
            given.push(name);
            report.corrections += marks.corrections.len();
            let whole = format!("{}\n{}", taken.headline, taken.body);
            if gate::rumours_repeated(&whole) > 0 {
                report.sealed += 1;
                continue;
            }
            let path = folder.join(format!("{}.txt", name.short()));
            crate::attacks::hand_over::write_new(&path, annotated(taken, all).as_bytes())?;
            report.files.push(harmless(&path.display().to_string()));
        }
        let state = self.state()?;
        let made = state.log.iter().filter(|logged| {
            let corrects =
                matches!(logged.entry.body, vigie_cases::Body::StatementCorrected { .. });
            corrects && !logged.undone
        });
        report.elsewhere = made.count().saturating_sub(report.corrections);
        Ok(report)
    }
}

fn annotated(taken: &Taken, all: &[Statement]) -> String {
    let text: Vec<String> = taken.body.split('\n').map(harmless).collect();
    let text = text.join("\n");
    // Spans hold only where making the text harmless changed nothing.
    let same = text == taken.body;
    let mut booked: Vec<&Statement> = all.iter().filter(|one| one.is_booked()).collect();
    booked.sort_by_key(|one| (one.context == Context::Headline, one.cue.start));
    let lines: Vec<Line> = booked
        .into_iter()
        .map(|one| {
            let headline = one.context == Context::Headline;
            let source = if headline { &taken.headline } else { &taken.body };
            Line {
                act: one.act.name().to_owned(),
                speaker: one.speaker.as_ref().map(|speaker| harmless(&speaker.name)),
                targets: one.targets.iter().map(|target| harmless(&target.name)).collect(),
                cue: harmless(one.cue.of(source)),
                labels: if same && !headline { labels(one) } else { Vec::new() },
            }
        })
        .collect();
    let outlet = taken.article.outlet.as_deref().map(harmless).unwrap_or_default();
    let date = taken.article.date.map(|date| date.day.to_string()).unwrap_or_default();
    write_article(&harmless(&taken.headline), &outlet, &date, &text, &lines)
}

fn labels(one: &Statement) -> Vec<Label> {
    let source = one.speaker_span.map(|span| Label { span, kind: Kind::Source });
    let content = one.content.iter().map(|span| Label { span: *span, kind: Kind::Content });
    source.into_iter().chain([Label { span: one.cue, kind: Kind::Cue }]).chain(content).collect()
}
