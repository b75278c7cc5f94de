//! What both pages say, worded and cut to size: HTML and Markdown only lay it out.

mod evidence;
mod people;

use vigie_model::confidence::Confidence;
use vigie_model::finding::When;

pub(crate) use evidence::{Blind, Evidence, Line, NotRaisedLine};
pub(crate) use people::{Case, KnownLine, MeasureLine, Noted, RedLineLine, RumourLine};

use crate::caps::Caps;
use crate::model::{BriefModel, FindingRef, MeasureState, Reference};
use crate::words::{Arg, Say};

/// A list of which a part is shown.
#[derive(Debug)]
pub(crate) struct List<T> {
    pub(crate) shown: Vec<T>,
    /// How much is left out, in words.
    pub(crate) more: Option<String>,
}

impl<T> List<T> {
    pub(crate) fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }
}

/// How soon to look, in words.
#[derive(Clone, Debug)]
pub(crate) struct Soon {
    pub(crate) class: &'static str,
    pub(crate) word: String,
}

/// How sure, in words and numbers.
#[derive(Clone, Debug)]
pub(crate) struct Sure {
    pub(crate) word: String,
    /// `55–75 %`.
    pub(crate) numbers: String,
    pub(crate) low: u8,
    pub(crate) width: u8,
}

/// A reference as people follow it.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    /// What stands on the page.
    pub(crate) label: String,
    /// The whole id.
    pub(crate) full: String,
    /// The place on this page, where the page shows it.
    pub(crate) place: Option<String>,
}

/// One of the numbers at the top.
#[derive(Debug)]
pub(crate) struct Glance {
    pub(crate) class: &'static str,
    pub(crate) number: usize,
    pub(crate) text: String,
    pub(crate) place: &'static str,
}

/// The whole brief in words.
pub(crate) struct Sheet {
    pub(crate) language: &'static str,
    pub(crate) id: String,
    pub(crate) head: String,
    pub(crate) title: String,
    pub(crate) told_for: Option<String>,
    pub(crate) covers: String,
    pub(crate) prepared: String,
    pub(crate) glance: Vec<Glance>,
    pub(crate) known: List<KnownLine>,
    pub(crate) unsupported: Option<String>,
    pub(crate) incidents: List<Case>,
    pub(crate) unjudged: List<Line>,
    pub(crate) blind: List<Blind>,
    pub(crate) measures: List<MeasureLine>,
    pub(crate) red_lines: List<RedLineLine>,
    pub(crate) rumours: List<RumourLine>,
    pub(crate) not_raised: List<NotRaisedLine>,
    pub(crate) recalled: List<Noted>,
    pub(crate) reveals: List<Noted>,
    pub(crate) evidence: List<Evidence>,
    /// The words of "how sure" with their numbers.
    pub(crate) scale: Vec<Sure>,
    pub(crate) observed_by: String,
    pub(crate) verify: String,
}

/// What the pieces of a sheet are made with.
#[derive(Clone, Copy)]
pub(crate) struct Maker<'a> {
    pub(crate) model: &'a BriefModel,
    pub(crate) words: Say<'a>,
    pub(crate) caps: Caps,
    /// Findings that the evidence at the end lists, and so can be linked to.
    listed: &'a [FindingRef],
}

impl Sheet {
    pub(crate) fn new(model: &BriefModel, words: Say<'_>, caps: Caps) -> Self {
        let listed = listed(model, caps);
        let maker = Maker { model, words, caps, listed: &listed };
        let period = [("from", model.period.from), ("to", model.period.to)];
        let covers = words.say(
            "brief-covers",
            &[
                ("from", words.short(period[0].1).into()),
                ("to", words.short(period[1].1).into()),
                ("zone", maker.cut(&model.timezone).into()),
            ],
        );
        let prepared = words.say(
            "brief-prepared",
            &[
                ("name", maker.cut(&model.prepared_by).into()),
                ("at", words.short(model.prepared_at).into()),
            ],
        );
        let unsupported = model.unsupported();
        let name = [("name", Arg::from(maker.cut(&model.prepared_by)))];
        Self {
            language: if model.language == "fr" { "fr" } else { "en" },
            id: maker.cut(&model.id),
            head: maker.cut(&model.head),
            title: maker.cut(&model.title),
            told_for: model
                .told_for
                .map(|at| words.say("brief-told-for", &[("at", words.full(at).into())])),
            covers,
            prepared,
            glance: maker.glance(),
            known: maker.list(&model.known, |statement| maker.known(statement)),
            unsupported: (unsupported > 0)
                .then(|| words.count("brief-unsupported-count", unsupported)),
            incidents: maker.list(&model.incidents, |incident| maker.case(incident)),
            unjudged: maker.unjudged(),
            blind: maker.list(&model.blind_spots, |spot| maker.blind(spot)),
            measures: maker.measures(),
            red_lines: maker.list(&model.red_lines, |line| maker.red_line(line)),
            rumours: maker.list(&model.rumours, |rumour| maker.rumour(rumour)),
            not_raised: maker.list(&model.not_raised, |item| maker.not_raised(item)),
            recalled: maker.list(&model.recalled, |brief| maker.recalled(brief)),
            reveals: maker.list(&model.reveals, |reveal| maker.reveal(reveal)),
            evidence: maker.evidence(),
            scale: Confidence::ALL.into_iter().map(|word| maker.sure(word)).collect(),
            observed_by: words.say("brief-observed-by", &name),
            verify: format!("vigie verify --head {}", maker.cut(&model.head)),
        }
    }
}

/// The findings that the page speaks of, in its order: those are its evidence.
fn listed(model: &BriefModel, caps: Caps) -> Vec<FindingRef> {
    let known = model.known.iter().take(caps.rows).flat_map(|statement| &statement.refs);
    let known = known.filter_map(|reference| match reference {
        Reference::Finding(finding) => Some(*finding),
        Reference::Incident { .. } | Reference::Measure { .. } => None,
    });
    let incidents = model.incidents.iter().take(caps.rows);
    let judged = incidents.flat_map(|incident| incident.findings.iter().take(caps.per_incident));
    let unjudged = model.unjudged.iter().take(caps.per_incident);
    let mut listed: Vec<FindingRef> = Vec::new();
    for finding in known.chain(judged.copied()).chain(unjudged.copied()) {
        if listed.len() < caps.evidence
            && !listed.contains(&finding)
            && model.finding(finding).is_some()
        {
            listed.push(finding);
        }
    }
    listed
}

impl<'a> Maker<'a> {
    pub(crate) fn cut(&self, text: &str) -> String {
        self.caps.cut(text)
    }

    /// The first rows of a list, and how many are left out.
    fn list<T, U>(&self, all: &'a [T], make: impl Fn(&'a T) -> U) -> List<U> {
        self.capped(all.iter(), self.caps.rows, make)
    }

    pub(crate) fn capped<T, U>(
        &self,
        all: impl ExactSizeIterator<Item = T>,
        cap: usize,
        make: impl Fn(T) -> U,
    ) -> List<U> {
        let left = all.len().saturating_sub(cap);
        let shown = all.take(cap).map(make).collect();
        List { shown, more: (left > 0).then(|| self.words.count("brief-more", left)) }
    }

    pub(crate) fn soon(&self, when: When) -> Soon {
        let (class, id) = match when {
            When::Now => ("now", "when-now"),
            When::Today => ("today", "when-today"),
            When::Note => ("note", "when-note"),
        };
        Soon { class, word: self.words.plain(id) }
    }

    pub(crate) fn sure(&self, how_sure: Confidence) -> Sure {
        let (low, high) = how_sure.band();
        let args = [("low", Arg::from(u64::from(low))), ("high", Arg::from(u64::from(high)))];
        Sure {
            word: self.words.plain(how_sure.message()),
            numbers: self.words.say("brief-band", &args),
            low,
            width: (high - low).max(2),
        }
    }

    pub(crate) fn finding_link(&self, finding: FindingRef) -> Link {
        let place = self.listed.contains(&finding).then(|| finding.id.to_string());
        Link { label: finding.id.short(), full: finding.full(), place }
    }

    pub(crate) fn link(&self, reference: &Reference) -> Link {
        match reference {
            Reference::Finding(finding) => self.finding_link(*finding),
            Reference::Incident { id, alias } => {
                let shown = self.model.incidents.iter().take(self.caps.rows);
                let place = shown.filter(|incident| incident.id == *id).count() > 0;
                Link {
                    label: self.cut(alias),
                    full: self.cut(id),
                    place: place.then(|| self.cut(alias)),
                }
            }
            Reference::Measure { id } => {
                let id = self.cut(id);
                let place = self.shown_measures().any(|measure| self.cut(&measure.id) == id);
                Link { label: id.clone(), full: id.clone(), place: place.then_some(id) }
            }
        }
    }

    fn glance(&self) -> Vec<Glance> {
        let model = self.model;
        let open = |when| {
            model.incidents.iter().filter(|incident| incident.open && incident.when == when).count()
        };
        let overdue =
            model.measures.iter().filter(|one| one.state == MeasureState::Overdue).count();
        let unjudged = usize::try_from(model.unjudged_count).unwrap_or(usize::MAX);
        [
            ("now", open(When::Now), "brief-glance-now", "incidents"),
            ("today", open(When::Today), "brief-glance-today", "incidents"),
            ("note", open(When::Note), "brief-glance-note", "incidents"),
            ("plain", unjudged, "brief-glance-unjudged", "unjudged"),
            ("plain", model.blind_spots.len(), "brief-glance-blind", "blind"),
            ("plain", overdue, "brief-glance-overdue", "measures"),
        ]
        .into_iter()
        // What there is none of is not worth a glance; that we were nowhere blind, or are nowhere
        // late, is.
        .filter(|(_, number, id, _)| *number > 0 || id.ends_with("overdue"))
        .map(|(class, number, id, place)| Glance {
            class,
            number,
            text: self.words.count(id, number),
            place,
        })
        .collect()
    }
}
