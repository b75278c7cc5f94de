//! From articles to the rows of a report.

use std::collections::{BTreeMap, HashMap};

use vigie_read::actors::Actors;
use vigie_read::article::{Article, ParagraphKind, from_html, from_plain};
use vigie_read::claim::{ClaimPart, Part, claim_parts};
use vigie_read::polls::{At, Background, Figure, FromText, from_text};
use vigie_read::statements::ledger::{Drift, Entry, Ledger, Press, ledger_of};
use vigie_read::statements::{Act, Context, Statement, StatementKind};
use vigie_read::tagger::improve;
use vigie_read::{Day, Language as Reads, Span, read_statements};

use super::corrections::{self, Marks};
use super::pieces::pieces;
use super::rows::{
    AccusationRow, ActorRow, ArticleRow, DriftRow, NotSaidRow, PollRow, PressReport, ReadBy,
    StatementRow,
};
use super::{MOST_ARTICLES, PressRequest, Pressed};
use crate::attacks::check::SaidOn;
use crate::gate::{self, harmless};
use crate::measures::decode;
use crate::words::Words;
use crate::{AppError, Project, Refusal};

/// An article taken apart: the headline, and all other words in one text.
pub(super) struct Taken {
    pub(super) article: Article,
    pub(super) headline: String,
    pub(super) body: String,
    repeats: Option<usize>,
}

/// Articles with their statements, as the rules, a tagger and people read them.
pub(super) struct Read {
    pub(super) taken: Vec<Taken>,
    dates: Vec<String>,
    pub(super) statements: Vec<Vec<Statement>>,
    pub(super) marks: Vec<Marks>,
}

impl Read {
    fn press<'a>(&'a self, project: &Project, request: &'a PressRequest) -> Vec<Press<'a>> {
        let all = self.taken.iter().zip(&self.dates).zip(&request.articles);
        all.map(|((one, date), pressed)| Press {
            outlet: one.article.outlet.as_deref().unwrap_or(&pressed.name),
            date,
            // A re-post is shown and not counted: its words are read as the original's.
            headline: if one.repeats.is_some() { "" } else { &one.headline },
            text: if one.repeats.is_some() { "" } else { &one.body },
            language: language_of(one, project),
        })
        .collect()
    }
}

/// Takes articles apart and reads their statements: first by the rules, then, where there is one, by
/// the tagger, and then people's corrections have the last word.
pub(super) fn statements(project: &Project, request: &PressRequest) -> Result<Read, AppError> {
    if let Some(other) = request.articles.iter().find(|one| !is_text(&one.bytes)) {
        let name = if other.name.is_empty() { "–" } else { &other.name };
        return Err(Refusal::NotAnArticle { name: harmless(name) }.into());
    }
    let taken = take(&request.articles);
    let dates = taken.iter().map(|one| date(one).unwrap_or_default()).collect();
    let model = project.tagger(request.model.as_deref())?;
    let state = project.state()?;
    let mut read = Read { taken, dates, statements: Vec::new(), marks: Vec::new() };
    for one in &read.taken {
        let (mut all, mut marks) = (Vec::new(), Marks::default());
        if one.repeats.is_none() {
            let language = language_of(one, project);
            all = read_statements(&one.body, &one.headline, language);
            marks.by = vec![ReadBy::Rules; all.len()];
            if let Some(model) = &model {
                let tagged = improve(model, &one.body, language, &mut all).into_iter();
                marks.by =
                    tagged.map(|yes| if yes { ReadBy::Tagger } else { ReadBy::Rules }).collect();
            }
            corrections::apply(&state, one, language, &mut all, &mut marks);
        }
        read.statements.push(all);
        read.marks.push(marks);
    }
    Ok(read)
}

pub(super) fn report(project: &Project, request: &PressRequest) -> Result<PressReport, AppError> {
    let words = Words::new(project.config.language);
    let mut read = statements(project, request)?;
    let found = std::mem::take(&mut read.statements);
    let ledger = ledger_of(&read.press(project, request), found);
    let (taken, marks) = (read.taken, read.marks);
    let mut report = PressReport { outlets: ledger.outlets, ..PressReport::default() };
    let asked = Asked::of(request);
    let mut places: HashMap<Entry, usize> = HashMap::new();
    for (article, statements) in ledger.statements.iter().enumerate() {
        let mut number = 0;
        for (place, statement) in statements.iter().enumerate() {
            if !statement.is_booked() {
                let row = not_said(article, statement, &taken[article]);
                report.not_said.extend(row.filter(|row| asked.wants_unsaid(row)));
                continue;
            }
            number += 1;
            let by = marks[article].by.get(place).copied().unwrap_or_default();
            let row = StatementRow {
                number,
                read_by: by,
                ..statement_row(article, statement, &taken[article], &words)
            };
            if !asked.wants(&row) {
                report.not_asked_for += 1;
                continue;
            }
            places.insert(Entry { article, statement: place }, report.statements.len());
            report.statements.push(row);
        }
    }
    if request.check {
        let days: Vec<_> = taken.iter().map(|one| one.article.date.map(|date| date.day)).collect();
        check(project, &mut report.statements, &days)?;
    }
    report.accusations = accusations(&ledger, &places, &report, &words);
    report.drifts = drifts(&ledger, &taken, &words);
    actors(project, &taken, &mut report)?;
    polls(&taken, &words, &mut report);
    report.articles = (taken.iter().zip(&request.articles).enumerate())
        .map(|(place, (one, pressed))| article_row(place, one, pressed, &ledger, &places))
        .collect();
    for (row, marks) in report.articles.iter_mut().zip(marks) {
        row.corrections = marks.corrections;
    }
    report.caveats = caveats(&report, request, &words);
    Ok(report)
}

/// The articles as one text each, headline first.
pub(super) fn taken_of(pressed: &[Pressed]) -> Vec<String> {
    take(pressed).into_iter().map(|one| format!("{}\n{}", one.headline, one.body)).collect()
}

fn take(pressed: &[Pressed]) -> Vec<Taken> {
    let mut all: Vec<Taken> = Vec::new();
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for (place, one) in pressed.iter().take(MOST_ARTICLES).enumerate() {
        let text =
            decode(&one.bytes).unwrap_or_else(|| String::from_utf8_lossy(&one.bytes).into_owned());
        let article = if is_page(&text) { from_html(&text, None) } else { from_plain(&text) };
        let headline = article.headline.clone().unwrap_or_default();
        let mut body = String::new();
        for paragraph in article.said().filter(|one| one.kind != ParagraphKind::Headline) {
            body.push_str(&paragraph.text);
            body.push('\n');
        }
        let repeats = article.counts_as().map(str::to_owned).and_then(|address| {
            let known = first.get(&address).copied();
            first.entry(address).or_insert(place);
            known
        });
        all.push(Taken { article, headline, body, repeats });
    }
    all
}

/// Whether bytes are words at all: a text has next to no control characters, whatever its encoding.
fn is_text(bytes: &[u8]) -> bool {
    let text = decode(bytes).unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned());
    let start = text.chars().take(4_096);
    let (mut all, mut odd) = (0, 0);
    for letter in start {
        all += 1;
        let control = letter.is_control() && !matches!(letter, '\n' | '\r' | '\t' | '\u{c}');
        odd += usize::from(control || letter == char::REPLACEMENT_CHARACTER);
    }
    odd * 20 <= all
}

/// HTML, by the first sign that is no space.
fn is_page(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with('<')
}

fn language_of(one: &Taken, project: &Project) -> Reads {
    one.article.language.unwrap_or(match project.config.language {
        crate::words::Language::French => Reads::Fr,
        crate::words::Language::English => Reads::En,
    })
}

fn date(one: &Taken) -> Option<String> {
    one.article.date.map(|date| date.day.to_string())
}

/// Which statements are asked for.
struct Asked {
    about: Option<String>,
    acts: Vec<Act>,
}

impl Asked {
    fn of(request: &PressRequest) -> Self {
        let about = request.about.as_deref().map(|about| about.trim().to_lowercase());
        Self { about: about.filter(|about| !about.is_empty()), acts: request.acts.clone() }
    }

    fn wants(&self, row: &StatementRow) -> bool {
        let named = row.speaker.iter().chain(&row.targets).any(|name| self.holds(name));
        self.acts_hold(row.act) && (named || self.holds(&row.sentence))
    }

    fn wants_unsaid(&self, row: &NotSaidRow) -> bool {
        let named = row.speaker.iter().any(|name| self.holds(name));
        self.acts_hold(row.act) && (named || self.holds(&row.sentence))
    }

    fn acts_hold(&self, act: Act) -> bool {
        self.acts.is_empty() || self.acts.contains(&act)
    }

    fn holds(&self, text: &str) -> bool {
        self.about.as_ref().is_none_or(|about| text.to_lowercase().contains(about.as_str()))
    }
}

/// The words of a statement, in the headline or the body.
fn of<'a>(statement: &Statement, taken: &'a Taken, span: Span) -> &'a str {
    let text = if statement.context == Context::Headline { &taken.headline } else { &taken.body };
    text.get(span.start..span.end).unwrap_or_default()
}

fn statement_row(article: usize, one: &Statement, taken: &Taken, words: &Words) -> StatementRow {
    let content: Vec<&str> = one.content.iter().map(|span| of(one, taken, *span)).collect();
    StatementRow {
        article,
        number: 0,
        act: one.act,
        act_word: words.plain(&format!("act-{}", one.act.name().replace('_', "-"))),
        speaker: one.speaker.as_ref().map(|speaker| harmless(&speaker.name)),
        role: one.speaker.as_ref().and_then(|speaker| speaker.role.as_deref()).map(harmless),
        targets: one.targets.iter().map(|target| harmless(&target.name)).collect(),
        content: harmless(content.join(" … ").trim()),
        cue: harmless(of(one, taken, one.cue)),
        sentence: harmless(of(one, taken, one.sentence).trim()),
        quoted: one.quoted,
        modality: one.modality,
        rule: one.rule,
        certainty: one.certainty,
        read_by: ReadBy::Rules,
        headline: one.context == Context::Headline,
        cue_at: (one.cue.start as u64, one.cue.end as u64),
        checked: None,
    }
}

/// What the article says was not said: no statement, and nothing follows from it.
fn not_said(article: usize, one: &Statement, taken: &Taken) -> Option<NotSaidRow> {
    let is_new = one.negated
        && one.kind == StatementKind::Speech
        && one.duplicate_of.is_none()
        && one.speaker.is_some()
        && !one.aside;
    let content: Vec<&str> = one.content.iter().map(|span| of(one, taken, *span)).collect();
    is_new.then(|| NotSaidRow {
        article,
        act: one.act,
        speaker: one.speaker.as_ref().map(|speaker| harmless(&speaker.name)),
        cue: harmless(of(one, taken, one.cue)),
        content: harmless(content.join(" … ").trim()),
        sentence: harmless(of(one, taken, one.sentence).trim()),
    })
}

/// Checks statements that hold a count, a share, a period or an origin against the logs.
/// "Yesterday" is the day before the article.
fn check(
    project: &Project,
    rows: &mut [StatementRow],
    days: &[Option<Day>],
) -> Result<(), AppError> {
    for row in rows {
        if is_for_logs(&row.sentence) {
            let day = days.get(row.article).copied().flatten();
            let said = day.map_or(SaidOn::Unknown, SaidOn::Day);
            row.checked = Some(project.check_sentence(&row.sentence, None, said)?);
        }
    }
    Ok(())
}

/// Whether logs may hold an answer. Shares of a poll are none of theirs, and a place or a time alone
/// ("came from Germany", "each day") is a question about logs only beside something that is logged.
fn is_for_logs(sentence: &str) -> bool {
    let parts = claim_parts(sentence);
    let has = |wanted: fn(&Part) -> bool| parts.iter().any(|one: &ClaimPart| wanted(&one.part));
    let is_poll = || !from_text(sentence, &Background::default()).figures.is_empty();
    has(|part| matches!(part, Part::Count { .. }))
        || has(|part| matches!(part, Part::Share { .. })) && !is_poll()
        || has(|part| matches!(part, Part::On { .. }))
            && has(|part| {
                matches!(
                    part,
                    Part::Every { .. }
                        | Part::Within { .. }
                        | Part::During { .. }
                        | Part::Origin { .. }
                        | Part::Abroad
                )
            })
}

fn accusations(
    ledger: &Ledger,
    places: &HashMap<Entry, usize>,
    report: &PressReport,
    words: &Words,
) -> Vec<AccusationRow> {
    let all = ledger.accusations.iter().filter_map(|one| {
        let accusation = *places.get(&one.accusation)?;
        let replies: Vec<(usize, _)> = one
            .replies
            .iter()
            .filter_map(|(entry, why)| Some((*places.get(entry)?, *why)))
            .collect();
        let mut by: Vec<&str> = Vec::new();
        for (place, _) in &replies {
            let speaker = report.statements.get(*place).and_then(|row| row.speaker.as_deref());
            by.extend(speaker.filter(|name| !by.contains(name)));
        }
        let sentence = if one.replies.is_empty() {
            words.say("press-no-reply", &[("outlets", ledger.outlets.into())])
        } else {
            words.say("press-replied", &[("by", by.join(", ").into())])
        };
        Some(AccusationRow { accusation, replies, sentence })
    });
    all.collect()
}

fn drifts(ledger: &Ledger, taken: &[Taken], words: &Words) -> Vec<DriftRow> {
    let rows = ledger.drifts.iter().filter_map(|one| {
        let article = one.over.article;
        let headline = harmless(&taken.get(article)?.headline);
        let (message, what) = match &one.drift {
            Drift::NamesMore { named } => ("press-drift-names-more", named),
            Drift::DropsHedge { hedge } => ("press-drift-drops-hedge", hedge),
            Drift::SaysMore { said } => ("press-drift-says-more", said),
        };
        let arguments = [("headline", headline.into()), ("words", harmless(what).into())];
        Some(DriftRow { article, sentence: words.say(message, &arguments) })
    });
    rows.collect()
}

fn actors(project: &Project, taken: &[Taken], report: &mut PressReport) -> Result<(), AppError> {
    let actors = Actors::from(&project.watch_list()?);
    let mut rows: BTreeMap<(vigie_read::actors::ActorKind, String), usize> = BTreeMap::new();
    for one in taken {
        let text = format!("{}\n{}", one.headline, one.body);
        let found = actors.mentions(&text, one.article.date.map(|date| date.day));
        for mention in found.mentions {
            *rows.entry((mention.kind, mention.actor)).or_default() += 1;
        }
        report.unlisted_names += found.unlisted;
    }
    report.actors = rows
        .into_iter()
        .map(|((kind, id), mentions)| ActorRow { kind, id: harmless(&id), mentions })
        .collect();
    report.actors.sort_by_key(|row| std::cmp::Reverse(row.mentions));
    Ok(())
}

/// The words of one article, and the poll figures in them. Surnames of `candidates` are theirs.
pub(crate) fn poll_figures(pressed: &Pressed, candidates: Vec<String>) -> (String, FromText) {
    let Some(one) = take(std::slice::from_ref(pressed)).pop() else {
        return (String::new(), FromText::default());
    };
    let published = one.article.date.map(|date| date.day);
    let read = from_text(&one.body, &Background { published, candidates });
    (one.body, read)
}

fn polls(taken: &[Taken], words: &Words, report: &mut PressReport) {
    for (article, one) in taken.iter().enumerate().filter(|(_, one)| one.repeats.is_none()) {
        let published = one.article.date.map(|date| date.day);
        let found = from_text(&one.body, &Background { published, ..Background::default() });
        report.other_percentages += found.left.len();
        report
            .polls
            .extend(found.figures.iter().map(|figure| poll_row(article, figure, one, words)));
    }
}

fn poll_row(article: usize, figure: &Figure, one: &Taken, words: &Words) -> PollRow {
    let sentence = match figure.at {
        At::Text { sentence, .. } => one.body.get(sentence.start..sentence.end).unwrap_or_default(),
        At::Row { .. } => "",
    };
    let question = serde_json::to_value(figure.question).ok();
    let question = question.as_ref().and_then(|word| word.as_str()).unwrap_or_default();
    let shown = |text: &Option<String>| text.as_deref().map(harmless);
    PollRow {
        article,
        institute: shown(&figure.institute),
        sponsor: shown(&figure.sponsor).or_else(|| shown(&figure.publisher)),
        field: match (figure.field_start, figure.field_end) {
            (Some(from), Some(to)) if from != to => Some(format!("{from} – {to}")),
            (_, Some(day)) | (Some(day), None) => Some(day.to_string()),
            (None, None) => None,
        },
        sample: figure.sample,
        question: figure.question,
        question_word: words.plain(&format!("poll-question-{question}")),
        round: figure.round,
        candidate: harmless(&figure.candidate),
        value: figure.value,
        change: figure.change,
        derived: figure.derived,
        caution_words: figure.cautions.iter().map(|caution| words.plain(caution.key())).collect(),
        cautions: figure.cautions.clone(),
        sentence: harmless(sentence.trim()),
    }
}

fn article_row(
    place: usize,
    one: &Taken,
    pressed: &Pressed,
    ledger: &Ledger,
    places: &HashMap<Entry, usize>,
) -> ArticleRow {
    let article = &one.article;
    let shown = |text: &Option<String>| text.as_deref().map(harmless);
    ArticleRow {
        name: harmless(&pressed.name),
        headline: shown(&article.headline),
        outlet: shown(&article.outlet),
        language: article.language,
        date: date(one),
        date_basis: article.date.map(|date| date.basis),
        original: article.original.as_ref().map(|original| harmless(&original.link)),
        repeats: one.repeats,
        repeats_rumour: gate::rumours_repeated(&format!("{}\n{}", one.headline, one.body)),
        reservations: article.reservations.clone(),
        corrections: Vec::new(),
        pieces: pieces(&one.body, place, ledger, places),
    }
}

fn caveats(report: &PressReport, request: &PressRequest, words: &Words) -> Vec<String> {
    let mut caveats = vec![words.plain("press-caveat-rules")];
    if report.statements.iter().any(|row| row.read_by == ReadBy::Tagger) {
        caveats.push(words.plain("press-caveat-tagger"));
    }
    if report.articles.iter().any(|article| article.language.is_none()) {
        caveats.push(words.plain("press-caveat-language"));
    }
    if request.articles.len() > MOST_ARTICLES {
        caveats.push(words.say("press-caveat-cut", &[("most", MOST_ARTICLES.into())]));
    }
    if report.articles.iter().any(|article| article.repeats_rumour > 0) {
        caveats.push(words.plain("press-caveat-rumour"));
    }
    if !report.polls.is_empty() {
        caveats.push(words.plain("press-caveat-polls"));
    }
    caveats
}
