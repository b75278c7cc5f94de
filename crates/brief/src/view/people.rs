//! What people wrote: statements, incidents, measures, red lines, rumours, recalls, reveals.

use super::evidence::condensed;
use super::{Line, Link, List, Maker, Soon, Sure};
use crate::charts::Spark;
use crate::model::{Incident, Measure, MeasureState, Recalled, RedLine, Reveal, Rumour, Statement};

/// One sentence of what is known.
#[derive(Debug)]
pub(crate) struct KnownLine {
    pub(crate) text: String,
    pub(crate) soon: Option<Soon>,
    pub(crate) sure: Option<Sure>,
    pub(crate) links: Vec<Link>,
    pub(crate) repeat: Option<String>,
    pub(crate) unsupported: bool,
}

/// An incident.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) alias: String,
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) soon: Soon,
    pub(crate) span: Option<String>,
    pub(crate) closed: bool,
    pub(crate) sure: Option<Sure>,
    pub(crate) assessment: Option<String>,
    pub(crate) signed: Option<String>,
    pub(crate) findings: List<Line>,
    /// Findings that are attached and not held here, in words.
    pub(crate) not_held: Option<String>,
    /// What its findings do not prove, each page once.
    pub(crate) limits: Vec<String>,
    pub(crate) repeat: String,
}

/// A measure.
#[derive(Debug)]
pub(crate) struct MeasureLine {
    pub(crate) id: String,
    pub(crate) asset: String,
    pub(crate) measure: String,
    pub(crate) owner: String,
    pub(crate) due: String,
    pub(crate) class: &'static str,
    pub(crate) state: String,
    /// `31 of 34`.
    pub(crate) progress: Option<String>,
    /// In per cent.
    pub(crate) share: Option<u64>,
    pub(crate) evidence: String,
}

/// A red line as one sentence.
#[derive(Debug)]
pub(crate) struct RedLineLine {
    pub(crate) id: String,
    pub(crate) condition: String,
    pub(crate) then: String,
    pub(crate) crossed: bool,
}

/// A sealed rumour.
#[derive(Debug)]
pub(crate) struct RumourLine {
    pub(crate) code: String,
    pub(crate) category: String,
    pub(crate) spread: String,
    pub(crate) last: String,
    pub(crate) decision: String,
    pub(crate) trend: Option<Spark>,
    /// The trend in words.
    pub(crate) trend_words: String,
}

/// A recall or a reveal.
#[derive(Debug)]
pub(crate) struct Noted {
    pub(crate) what: String,
    pub(crate) told: String,
}

impl<'a> Maker<'a> {
    pub(super) fn known(&self, statement: &Statement) -> KnownLine {
        KnownLine {
            text: self.cut(&statement.text),
            soon: statement.when.map(|when| self.soon(when)),
            sure: statement.how_sure.map(|how_sure| self.sure(how_sure)),
            links: statement.refs.iter().take(8).map(|one| self.link(one)).collect(),
            repeat: statement.repeat.as_deref().map(|command| self.cut(command)),
            unsupported: statement.unsupported,
        }
    }

    pub(super) fn case(&self, incident: &Incident) -> Case {
        let assessment = incident.assessment.as_ref();
        let findings = self.lines(&incident.findings, self.caps.per_incident);
        let mut limits: Vec<String> = Vec::new();
        for told in incident.findings.iter().filter_map(|one| self.model.finding(*one)) {
            let limit = self.cut(&condensed(&told.does_not_prove));
            if !limit.is_empty() && !limits.contains(&limit) && limits.len() < 3 {
                limits.push(limit);
            }
        }
        let gone =
            incident.findings.iter().filter(|one| self.model.finding(**one).is_none()).count();
        Case {
            not_held: (gone > 0).then(|| self.words.count("brief-not-held", gone)),
            alias: self.cut(&incident.alias),
            id: self.cut(&incident.id),
            title: self.cut(&incident.title),
            soon: self.soon(incident.when),
            span: incident.first_at.zip(incident.last_at).map(|(a, b)| self.words.span(a, b)),
            closed: !incident.open,
            sure: assessment.map(|one| self.sure(one.how_sure)),
            assessment: assessment.map(|one| self.cut(&one.text)),
            signed: assessment.map(|one| {
                let at = self.words.short(one.at);
                let author = self.cut(&one.author);
                self.words.say("brief-signed", &[("author", author.into()), ("at", at.into())])
            }),
            findings,
            limits,
            // Numbers differ between laptops.
            repeat: format!("vigie case show {}", self.cut(&incident.id)),
        }
    }

    /// Measures that apply, overdue ones first.
    pub(super) fn shown_measures(&self) -> impl Iterator<Item = &'a Measure> {
        let mut measures: Vec<&Measure> = self
            .model
            .measures
            .iter()
            .filter(|measure| measure.state != MeasureState::NotApplicable)
            .collect();
        // Days written as 2027-04-10 sort as texts; what has no day comes last.
        measures.sort_by_key(|one| (one.state, one.due.is_none(), one.due.as_deref()));
        measures.into_iter().take(self.caps.measures)
    }

    pub(super) fn measures(&self) -> List<MeasureLine> {
        let apply = |measure: &&Measure| measure.state != MeasureState::NotApplicable;
        let left = self.model.measures.iter().filter(apply).count();
        let left = left.saturating_sub(self.caps.measures);
        List {
            shown: self.shown_measures().map(|measure| self.measure(measure)).collect(),
            more: (left > 0).then(|| self.words.count("brief-more", left)),
        }
    }

    fn measure(&self, measure: &Measure) -> MeasureLine {
        let (class, id) = match measure.state {
            MeasureState::Overdue => ("overdue", "brief-measure-overdue"),
            MeasureState::Planned => ("planned", "brief-measure-planned"),
            MeasureState::InPlace => ("in-place", "brief-measure-in-place"),
            MeasureState::NotApplicable => ("planned", "brief-measure-not-applicable"),
        };
        let progress = measure.done.zip(measure.of).filter(|(_, of)| *of > 0);
        MeasureLine {
            id: self.cut(&measure.id),
            asset: self.cut(&measure.asset),
            measure: self.cut(&measure.measure),
            owner: if measure.owner.trim().is_empty() {
                self.words.plain("brief-nobody")
            } else {
                self.cut(&measure.owner)
            },
            due: measure
                .due
                .as_deref()
                .map_or_else(String::new, |due| self.cut(&self.words.due(due))),
            class,
            state: self.words.plain(id),
            progress: progress.map(|(done, of)| {
                self.words.say("brief-done-of", &[("done", done.into()), ("of", of.into())])
            }),
            share: progress.map(|(done, of)| {
                // Bounded by 100: the smaller of both is divided by the larger.
                u64::try_from(u128::from(done.min(of)) * 100 / u128::from(of)).unwrap_or(100)
            }),
            // What will show that it is done matters where it is late; the JSON has the rest.
            evidence: if measure.state == MeasureState::Overdue {
                self.cut(&measure.evidence)
            } else {
                String::new()
            },
        }
    }

    pub(super) fn red_line(&self, line: &RedLine) -> RedLineLine {
        let args = [
            ("who", self.cut(&line.who).into()),
            ("calls", self.cut(&line.calls).into()),
            ("minutes", u64::from(line.within_minutes).into()),
        ];
        RedLineLine {
            id: self.cut(&line.id),
            condition: self.cut(&line.condition),
            then: self.words.say("brief-then", &args),
            crossed: line.crossed,
        }
    }

    pub(super) fn rumour(&self, rumour: &Rumour) -> RumourLine {
        let spread = rumour.matched.zip(rumour.accounts).map(|(matched, accounts)| {
            let accounts = self.words.say("brief-accounts", &[("count", accounts.into())]);
            let args = [("matched", matched.into()), ("accounts", accounts.into())];
            self.words.say("brief-spread", &args)
        });
        let trend = Spark::new(&rumour.trend);
        let highest = trend.as_ref().map_or(0, |spark| spark.highest);
        let last = rumour.trend.last().copied().unwrap_or(0);
        let trend_words = [
            ("days", rumour.trend.len().into()),
            ("last", last.into()),
            ("highest", highest.into()),
        ];
        RumourLine {
            code: self.cut(&rumour.code),
            category: self.cut(&rumour.category),
            spread: spread.unwrap_or_else(|| self.words.plain("brief-not-counted")),
            last: rumour
                .last_at
                .map_or_else(|| self.words.plain("brief-never-matched"), |at| self.words.short(at)),
            decision: rumour
                .decision
                .as_deref()
                .map_or_else(|| self.words.plain("brief-undecided"), |text| self.cut(text)),
            trend_words: if trend.is_some() {
                self.words.say("brief-trend", &trend_words)
            } else {
                String::new()
            },
            trend,
        }
    }

    pub(super) fn recalled(&self, brief: &Recalled) -> Noted {
        let args =
            [("at", self.words.short(brief.at).into()), ("reason", self.cut(&brief.reason).into())];
        Noted { what: self.cut(&brief.id), told: self.words.say("brief-recalled-line", &args) }
    }

    pub(super) fn reveal(&self, reveal: &Reveal) -> Noted {
        let at = self.words.short(reveal.at);
        let reason = self.cut(&reveal.reason);
        let told = match &reveal.who {
            Some(who) => self.words.say(
                "brief-revealed-by",
                &[("at", at.into()), ("who", self.cut(who).into()), ("reason", reason.into())],
            ),
            None => {
                self.words.say("brief-revealed", &[("at", at.into()), ("reason", reason.into())])
            }
        };
        Noted { what: self.cut(&reveal.what), told }
    }
}
