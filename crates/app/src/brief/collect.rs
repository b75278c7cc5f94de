//! From the journal, the lake and the draft to the model that is frozen.

use std::collections::{BTreeMap, BTreeSet};

use vigie_brief::model::{
    Activity, Assessment, AuthorHead, BlindSpot, Finding, FindingRef, Incident, Mark, MarkKind,
    Measure, MeasureState, Period, Recalled, RedLine, Reveal, Rumour, Series,
};
use vigie_brief::{BriefModel, FORMAT};
use vigie_cases::{
    Body, BriefId, Digest, EntryId, IncidentId, Logged, RedLineState, RumourCode, State,
};
use vigie_model::time::Timestamp;

use super::FreezeRequest;
use super::draft::Kept;
use super::known::Known;
use crate::blind::Blindness;
use crate::cases::words_shown;
use crate::config::Role;
use crate::desk::HeldRow;
use crate::screens::rows::VerdictWord;
use crate::triage::Desktop;
use crate::words::{Language, Words};
use crate::{AppError, Project};

/// The pages whose findings are something done to a machine.
const ATTACKS: [&str; 2] = ["logins", "attacks"];

/// So many findings that nobody judged stand in the model; the rest is counted.
const MOST_UNJUDGED: usize = 500;

/// Charts go back at least so far, in microseconds.
const CHARTED: i64 = 48 * 3_600 * 1_000_000;

/// The model and what the journal has to know of it.
pub(super) struct Collected {
    pub(super) id: BriefId,
    pub(super) model: BriefModel,
    pub(super) incidents: Vec<IncidentId>,
    pub(super) head: Digest,
    pub(super) draft: Kept,
}

impl Project {
    pub(super) fn collect(
        &self,
        request: &FreezeRequest,
        told_for: Option<Timestamp>,
        id: &BriefId,
    ) -> Result<Collected, AppError> {
        // What another process sealed meanwhile is sealed here too.
        self.refresh_sealing()?;
        let author = self.author()?;
        let desk = self.desktop()?;
        let (now, state) = (desk.now, &desk.state);
        let last = state.briefs.values().map(|told| told.mark.at).max();
        let from = match request.since.or(last) {
            Some(from) => from,
            None => self.moment("yesterday")?,
        };
        let mut held: Vec<&vigie_cases::Incident> = state
            .incidents
            .values()
            .filter(|one| one.open || one.closed.as_ref().is_some_and(|end| end.mark.at >= from))
            .collect();
        held.sort_by(|a, b| {
            (b.open, b.when, b.changed_at, a.id).cmp(&(a.open, a.when, a.changed_at, b.id))
        });
        let draft = self.kept_draft()?;
        let open: Vec<&vigie_cases::Incident> =
            held.iter().copied().filter(|one| one.open).collect();
        let Known { statements, mut findings } = self.known(&draft, &desk, &open);
        let name = |who: &vigie_cases::AuthorId| {
            if *who == author.id { words_shown(&author.name) } else { who.to_string() }
        };
        let incidents: Vec<Incident> =
            held.iter().map(|one| self.told_incident(one, &desk, &name, &mut findings)).collect();
        let (unjudged, unjudged_count) = self.unjudged(&desk, &mut findings)?;
        let title = request.title.as_deref().or(draft.title.as_deref()).map(str::trim);
        let title = match title.filter(|title| !title.is_empty()) {
            Some(title) => words_shown(title),
            None => self.brief_title(id.day()),
        };
        let model = BriefModel {
            format: FORMAT,
            id: id.to_string(),
            language: self.config.language.code().to_owned(),
            title,
            prepared_by: words_shown(&author.name),
            prepared_at: now,
            told_for,
            timezone: zone_shown(self.zone().iana_name().unwrap_or("UTC")),
            period: Period { from, to: now },
            commit: self.sight()?.read_commit,
            head: state.digest().short(),
            heads: heads(state),
            known: statements,
            incidents,
            unjudged,
            unjudged_count,
            findings: findings.into_values().map(|row| self.told_finding(row, &desk)).collect(),
            activity: self.told_activity(from, now)?,
            blind_spots: self.told_blind_spots(from)?,
            measures: self.told_measures(state),
            red_lines: red_lines(state),
            rumours: self.told_rumours(state)?,
            not_raised: request.not_raised.clone(),
            recalled: recalled(state),
            reveals: self.told_reveals(state)?,
            files: BTreeMap::new(),
        };
        Ok(Collected {
            id: id.clone(),
            model,
            incidents: held.iter().map(|one| one.id).collect(),
            head: state.digest(),
            draft,
        })
    }

    fn told_incident<'d>(
        &self,
        held: &vigie_cases::Incident,
        desk: &'d Desktop,
        name: &dyn Fn(&vigie_cases::AuthorId) -> String,
        findings: &mut BTreeMap<FindingRef, &'d HeldRow>,
    ) -> Incident {
        let mut marks = Vec::new();
        let (mut first_at, mut last_at) = (None, None);
        let attached = held.findings.values().map(|one| {
            let told = FindingRef { id: one.id, revision: one.revision };
            if let Some(row) = self.held_at(one.id, Some(one.revision), desk) {
                findings.insert(told, row);
                let (from, to) = (row.finding.first_at, row.finding.last_at);
                first_at = Some(first_at.map_or(from, |at: Timestamp| at.min(from)));
                last_at = last_at.max(Some(to));
                marks.push(self.mark(row, desk));
            }
            told
        });
        let attached: Vec<FindingRef> = attached.collect();
        for assessment in &held.assessments {
            let label = Words::new(self.config.language).plain(assessment.how_sure.message());
            let (kind, at) = (MarkKind::Judgement, assessment.mark.at);
            marks.push(Mark { kind, at, until: None, label });
        }
        if let Some(closed) = &held.closed {
            let label = words_shown(&closed.reason);
            let (kind, at) = (MarkKind::Response, closed.mark.at);
            marks.push(Mark { kind, at, until: None, label });
        }
        marks.sort_by_key(|mark| (mark.at, mark.kind));
        Incident {
            id: held.id.to_string(),
            alias: held.alias.to_string(),
            title: words_shown(&held.title),
            when: held.when,
            open: held.open,
            assessment: held.assessment().map(|one| Assessment {
                how_sure: one.how_sure,
                text: words_shown(&one.text),
                at: one.mark.at,
                author: name(&one.mark.author),
            }),
            findings: attached,
            first_at,
            last_at,
            marks,
        }
    }

    fn mark(&self, row: &HeldRow, desk: &Desktop) -> Mark {
        let finding = &row.finding;
        let family = desk.catalogue.get(&finding.detector).map(|page| page.family.as_str());
        let is_attack = family.is_some_and(|family| ATTACKS.contains(&family));
        Mark {
            kind: if is_attack { MarkKind::Attack } else { MarkKind::Act },
            at: finding.first_at,
            until: Some(finding.last_at),
            label: format!(
                "{} · {}",
                finding.id.short(),
                self.page_title(&finding.detector, &desk.catalogue)
            ),
        }
    }

    /// Findings that nobody decided about, the most urgent first, and how many there are.
    fn unjudged<'d>(
        &self,
        desk: &'d Desktop,
        findings: &mut BTreeMap<FindingRef, &'d HeldRow>,
    ) -> Result<(Vec<FindingRef>, u64), AppError> {
        let rows = self.rows_of(desk)?;
        let open: Vec<_> = rows.0.iter().filter(|row| row.verdict == VerdictWord::Open).collect();
        let count = open.len() as u64;
        let mut refs = Vec::new();
        for row in open.into_iter().take(MOST_UNJUDGED) {
            let told = FindingRef { id: row.id, revision: row.revision };
            if let Some(held) = self.held_at(row.id, Some(row.revision), desk) {
                findings.insert(told, held);
                refs.push(told);
            }
        }
        Ok((refs, count))
    }

    fn told_finding(&self, row: &HeldRow, desk: &Desktop) -> Finding {
        let finding = &row.finding;
        let page = desk.catalogue.get(&finding.detector);
        let french = page.and_then(|page| page.french.as_ref());
        let french = french.filter(|_| self.config.language == Language::French);
        let limits = match (french, page) {
            (Some(french), _) => french.limits.clone(),
            (None, Some(page)) => page.limits.clone(),
            (None, None) => String::new(),
        };
        Finding {
            id: finding.id,
            revision: finding.revision,
            detector: finding.detector.clone(),
            title: self.page_title(&finding.detector, &desk.catalogue),
            when: finding.when,
            // A brief leaves the house: pseudonyms, whoever may see more on a screen.
            sentence: self.sentence(finding, &self.subject_shown(finding)),
            first_at: finding.first_at,
            last_at: finding.last_at,
            evidence_count: finding.evidence_count,
            provisional: finding.provisional,
            does_not_prove: limits,
            repeat: crate::explain::repeat(finding, page),
        }
    }

    fn told_activity(&self, from: Timestamp, now: Timestamp) -> Result<Option<Activity>, AppError> {
        let from = from.min(Timestamp(now.0.saturating_sub(CHARTED)));
        let counted = self.activity(from, now)?;
        let series = [
            ("publications", counted.publications),
            ("requests", counted.requests),
            ("logins", counted.logins),
        ];
        let series: Vec<Series> = series
            .into_iter()
            .filter(|(_, counts)| counts.iter().any(|count| *count > 0))
            .map(|(what, counts)| Series { what: what.to_owned(), counts })
            .collect();
        if series.is_empty() {
            return Ok(None);
        }
        let repeat = format!("vigie today --since {}", counted.from);
        Ok(Some(Activity { from: counted.from, step_s: 3_600, series, repeat }))
    }

    fn told_blind_spots(&self, since: Timestamp) -> Result<Vec<BlindSpot>, AppError> {
        let words = Words::new(self.config.language);
        let spots = self.blind_spots_since(since)?.into_iter().map(|spot| {
            // Names of files do not leave a newsroom.
            let hides = spot.kind == Blindness::Incomplete && self.role() == Some(Role::Newsroom);
            let (source, why) = if hides {
                (self.file_outside(&spot.source), words.plain("brief-not-read-whole"))
            } else {
                (spot.source, spot.why)
            };
            BlindSpot {
                source,
                host: spot.host,
                last_at: spot.last_at,
                gap_from: spot.gap_from,
                gap_to: spot.gap_to,
                why,
            }
        });
        Ok(spots.collect())
    }

    fn told_measures(&self, state: &State) -> Vec<Measure> {
        let today = self.today_date();
        let told = state.measures.values().map(|held| Measure {
            id: crate::gate::sealed(held.id.as_str()).into_owned(),
            asset: words_shown(&held.asset),
            measure: words_shown(&held.measure),
            owner: words_shown(&held.owner),
            due: held.due.clone(),
            state: match held.state {
                _ if held.is_overdue(&today) => MeasureState::Overdue,
                vigie_cases::MeasureState::Planned => MeasureState::Planned,
                vigie_cases::MeasureState::InPlace => MeasureState::InPlace,
                vigie_cases::MeasureState::NotApplicable => MeasureState::NotApplicable,
            },
            done: held.done,
            of: held.of,
            evidence: words_shown(&held.evidence),
        });
        told.collect()
    }

    /// Codes, spread and trend. The text of a rumour is not asked for.
    fn told_rumours(&self, state: &State) -> Result<Vec<Rumour>, AppError> {
        let words = Words::new(self.config.language);
        let rows = self.rumours()?.into_iter().map(|row| {
            use vigie_cases::RumourCategory as Category;
            let category = match row.category {
                Category::PrivateLife => "brief-category-private-life",
                Category::Health => "brief-category-health",
                Category::Sexuality => "brief-category-sexuality",
                Category::Family => "brief-category-family",
                Category::Money => "brief-category-money",
                Category::Conduct => "brief-category-conduct",
                Category::Other => "brief-category-other",
            };
            let code = row.code.parse::<RumourCode>().ok();
            let held = code.and_then(|code| state.rumours.get(&code));
            let decision = held.and_then(|held| held.decision.as_ref()).map(|(_, decision)| {
                use vigie_cases::RumourDecision::{AnswerDirectly, AnswerInPublic, KeepQuiet};
                words.plain(match decision {
                    KeepQuiet => "brief-decision-keep-quiet",
                    AnswerDirectly => "brief-decision-directly",
                    AnswerInPublic => "brief-decision-in-public",
                })
            });
            Rumour {
                code: row.code,
                category: words.plain(category),
                sealed: row.sealed,
                since: row.since,
                // Without its words on this machine nobody can count.
                matched: row.held.then_some(row.matched),
                accounts: row.held.then_some(row.accounts),
                trend: if row.held { row.trend } else { Vec::new() },
                last_at: row.last_at,
                decision,
            }
        });
        Ok(rows.collect())
    }

    /// What somebody looked at since the last brief: masked evidence, and rumours.
    fn told_reveals(&self, state: &State) -> Result<Vec<Reveal>, AppError> {
        let since = SinceLast::of(state);
        let evidence = state.reveals.iter().filter(|reveal| since.holds(&reveal.mark.entry));
        let mut told: Vec<Reveal> = evidence
            .map(|reveal| Reveal {
                what: reveal.target.to_string(),
                at: reveal.mark.at,
                who: Some(reveal.mark.author.to_string()),
                reason: words_shown(&reveal.reason),
            })
            .collect();
        for reveal in self.reveals_to_tell()? {
            let who = match reveal.second {
                Some(second) => format!("{}, {second}", reveal.author),
                None => reveal.author,
            };
            let (what, at, reason) = (reveal.code, reveal.at, reveal.reason);
            told.push(Reveal { what, at, who: Some(who), reason });
        }
        told.sort_by(|a, b| (a.at, &a.what).cmp(&(b.at, &b.what)));
        Ok(told)
    }
}

/// The entries that stand after the last told brief, whatever the clocks said.
struct SinceLast(BTreeSet<EntryId>);

impl SinceLast {
    fn of(state: &State) -> Self {
        let is_told = |logged: &Logged| matches!(logged.entry.body, Body::BriefTold { .. });
        let after = state.log.iter().rposition(is_told).map_or(0, |place| place + 1);
        Self(state.log[after..].iter().map(|logged| logged.entry.id()).collect())
    }

    fn holds(&self, entry: &EntryId) -> bool {
        self.0.contains(entry)
    }
}

fn heads(state: &State) -> Vec<AuthorHead> {
    let heads = state.heads.0.iter().map(|(author, head)| AuthorHead {
        author: author.to_string(),
        seq: head.seq,
        hash: head.hash.to_string(),
    });
    heads.collect()
}

fn red_lines(state: &State) -> Vec<RedLine> {
    let mut lines: Vec<&vigie_cases::RedLine> = state.red_lines.values().collect();
    lines.sort_by(|a, b| (b.state, &a.id).cmp(&(a.state, &b.id)));
    let told = lines.into_iter().map(|held| RedLine {
        id: crate::gate::sealed(held.id.as_str()).into_owned(),
        condition: words_shown(&held.if_),
        who: words_shown(&held.who),
        calls: words_shown(&held.calls),
        within_minutes: held.within_minutes,
        crossed: held.state == RedLineState::Crossed,
    });
    told.collect()
}

fn recalled(state: &State) -> Vec<Recalled> {
    let since = SinceLast::of(state);
    let told = state.briefs.values().filter_map(|told| {
        let ended = told.recalled.as_ref().filter(|ended| since.holds(&ended.mark.entry))?;
        Some(Recalled {
            id: told.id.to_string(),
            at: ended.mark.at,
            reason: words_shown(&ended.reason),
        })
    });
    told.collect()
}

/// A zone as it is read by people. Zones named after their distance count it the other way round:
/// `Etc/GMT-1` is an hour before Greenwich, `UTC+1`.
fn zone_shown(name: &str) -> String {
    let Some(distance) = name.strip_prefix("Etc/GMT") else { return name.to_owned() };
    match (distance.strip_prefix('-'), distance.strip_prefix('+')) {
        (Some(hours), _) => format!("UTC+{hours}"),
        (None, Some(hours)) => format!("UTC\u{2212}{hours}"),
        (None, None) => "UTC".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::zone_shown;

    #[test]
    fn zones_are_shown_as_people_read_them() {
        let names = ["Etc/GMT-1", "Etc/GMT+5", "Etc/GMT", "Europe/Paris"];
        assert_eq!(names.map(zone_shown), ["UTC+1", "UTC\u{2212}5", "UTC", "Europe/Paris"]);
    }
}
