//! `attacks`: lines of web, mail and login logs, joined to attacks for stated reasons.
//!
//! It reads queries, addresses and login names and gives on none of them: only keys, counts, words of
//! ours, names of targets and what tools call themselves.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use vigie_engine::Relation;
use vigie_kernels::attacks::group::{ATTACKS, Attack, AttackReport, Params, What};
use vigie_kernels::attacks::{CLASSES, REQUEST_CLASSES};
use vigie_model::SignalId;
use vigie_model::schema::ColumnType;

use super::evidence::EvidenceColumns;
use super::{Call, Input, Operator, OperatorParam, OperatorSpec, OutputColumn};
use crate::attacks::{Lines, Source};
use crate::error::RunError;

const SPEC: OperatorSpec = OperatorSpec {
    name: "attacks",
    version: 1,
    kernels: &[REQUEST_CLASSES, ATTACKS],
    doc: "Attacks: bursts of lines of one source at one target, joined by network, tool, list of \
          names, order of paths or payload. One row an attack, with its telling lines as evidence. \
          Sources that vigie.toml names as harmless take no part.",
    inputs: &[
        Input {
            name: "request_lines",
            columns: &[
                "signal_id",
                "at",
                "host",
                "vhost",
                "source",
                "address",
                "method",
                "path",
                "query",
                "status",
                "referer",
                "agent",
            ],
        },
        Input {
            name: "login_lines",
            columns: &[
                "signal_id",
                "at",
                "host",
                "machine",
                "service",
                "source",
                "address",
                "outcome",
                "method",
                "user",
                "user_name",
                "session",
            ],
        },
        Input { name: "house", columns: &["kind", "word", "user"] },
    ],
    params: &[
        OperatorParam {
            name: "web_gap_min",
            default: Some(10),
            doc: "a burst at a web site ends after a pause this long, in min",
        },
        OperatorParam {
            name: "login_gap_min",
            default: Some(60),
            doc: "a burst of logins ends after a pause this long, in min",
        },
        OperatorParam {
            name: "join_gap_h",
            default: Some(6),
            doc: "bursts further apart than this are not joined, in h",
        },
    ],
    output: &[
        column("attack", ColumnType::Text, "names the attack by its first line"),
        column("first_source", ColumnType::Key, "the source of its first line"),
        column("first_at", ColumnType::Time, "its first line"),
        column("last_at", ColumnType::Time, "its last line"),
        column("lines", ColumnType::Integer, "all its lines"),
        column("telling", ColumnType::Integer, "those that show something"),
        column("sources", ColumnType::Integer, "addresses"),
        column("networks", ColumnType::Integer, "networks of addresses (/24 or /48)"),
        column("bursts", ColumnType::Integer, "bursts"),
        column("targets", ColumnType::Integer, "targets"),
        column("target", ColumnType::Text, "the target of its first line"),
        column("labels", ColumnType::Text, "scan, flood, brute-force, …; attempts where none fits"),
        column("class", ColumnType::Text, "the class that most of its lines show; none for logins"),
        column("aim", ColumnType::Text, "targeted, background or open"),
        column(
            "outcome",
            ColumnType::Text,
            "probe, attempt, answered_normally, login_after_failures",
        ),
        column("failures", ColumnType::Integer, "refused logins"),
        column("names", ColumnType::Integer, "distinct login names tried"),
        column("accepted", ColumnType::Integer, "logins accepted after failures"),
        column("naming", ColumnType::Integer, "lines that name the house where visitors would not"),
        column("peak_per_minute", ColumnType::Integer, "most lines in one minute"),
        column("tool", ColumnType::Text, "what the tool calls itself; none where it does not"),
        column("joined_by", ColumnType::Text, "reasons of joins with how many"),
        column("evidence", ColumnType::Ids, "its telling lines, capped"),
        column("evidence_count", ColumnType::Integer, "how many there are"),
        column("evidence_digest", ColumnType::Id, "digest of all"),
    ],
};

const fn column(name: &'static str, kind: ColumnType, doc: &'static str) -> OutputColumn {
    OutputColumn { name, kind, doc }
}

/// See the spec.
#[derive(Debug)]
pub(super) struct Attacks;

impl Operator for Attacks {
    fn spec(&self) -> &'static OperatorSpec {
        &SPEC
    }

    fn run(&self, call: &mut Call<'_>) -> Result<Relation, RunError> {
        let minutes = |name| Ok::<_, RunError>(call.integer(name)?.saturating_mul(60_000_000));
        let params = Params {
            web_gap_us: minutes("web_gap_min")?,
            login_gap_us: minutes("login_gap_min")?,
            join_gap_us: minutes("join_gap_h")?.saturating_mul(60),
            ..Params::default()
        };
        let memory = call.reserve();
        let lines = Lines::read(&Source {
            open: &|view, columns, rest, params| call.stream(view, columns, rest, params),
            failed: &|error| call.failed(error),
            memory: &memory,
            since: None,
        })?;
        // Days are counted elsewhere: here they only have to be some.
        let report = lines.group(params, &|at| at.0.div_euclid(86_400_000_000));
        relation(&lines, &report)
    }
}

fn relation(lines: &Lines, report: &AttackReport) -> Result<Relation, RunError> {
    let mut evidence = EvidenceColumns::new();
    for mut signals in telling(lines, report) {
        evidence.push(&mut signals, 0)?;
    }
    let (ids, counts, digests) = evidence.finish();
    let attacks = &report.attacks;
    let text = |of: &dyn Fn(&Attack) -> String| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(attacks.iter().map(of)))
    };
    let number = |of: &dyn Fn(&Attack) -> u64| -> ArrayRef {
        let number = |attack| i64::try_from(of(attack)).unwrap_or(i64::MAX);
        Arc::new(Int64Array::from_iter_values(attacks.iter().map(number)))
    };
    let time = |of: &dyn Fn(&Attack) -> i64| -> ArrayRef {
        let times: Vec<i64> = attacks.iter().map(of).collect();
        Arc::new(TimestampMicrosecondArray::from(times).with_timezone("UTC"))
    };
    let first = |attack: &Attack| {
        let burst = attack.bursts.first().and_then(|at| report.bursts.get(*at as usize));
        burst.map_or((0, 0), |burst| (burst.source, burst.target))
    };
    let reasons = reasons(report);
    let joined = |at: usize| reasons.get(at).cloned().unwrap_or_default();
    let joined: ArrayRef = Arc::new(StringArray::from_iter_values((0..attacks.len()).map(joined)));
    let sources = Int64Array::from_iter_values(attacks.iter().map(|a| first(a).0.cast_signed()));
    let columns: Vec<ArrayRef> = vec![
        text(&|attack| shown_id(attack.id)),
        Arc::new(sources),
        time(&|attack| attack.first_at.0),
        time(&|attack| attack.last_at.0),
        number(&|attack| attack.lines),
        number(&|attack| attack.telling),
        number(&|attack| attack.sources.len() as u64),
        number(&|attack| attack.networks.len() as u64),
        number(&|attack| attack.bursts.len() as u64),
        number(&|attack| attack.targets.len() as u64),
        text(&|attack| lines.targets.get(&first(attack).1).cloned().unwrap_or_default()),
        text(&|attack| labels(attack)),
        text(&|attack| class(attack).to_owned()),
        text(&|attack| attack.aim.word().to_owned()),
        text(&|attack| attack.outcome.word().to_owned()),
        number(&|attack| attack.failures),
        number(&|attack| attack.names),
        number(&|attack| attack.accepted),
        number(&|attack| attack.naming),
        number(&|attack| attack.peak_per_minute),
        text(&|attack| lines.tools.get(&attack.tool).cloned().unwrap_or_else(|| "none".into())),
        joined,
        ids,
        Arc::new(Int64Array::from(counts)),
        digests,
    ];
    let schema = SPEC.schema();
    let batch = RecordBatch::try_new(Arc::clone(&schema), columns);
    let batch = batch.map_err(|error| RunError::bug(error.to_string()))?;
    Ok(Relation { schema, batches: vec![batch] })
}

/// How an attack is named: by half of its id, which is a hash.
#[must_use]
pub fn shown_id(id: u64) -> String {
    format!("K-{:08x}", id >> 32)
}

/// By attack: the lines that show something, or all where none does.
fn telling(lines: &Lines, report: &AttackReport) -> Vec<Vec<SignalId>> {
    let mut signals: Vec<Vec<SignalId>> = vec![Vec::new(); report.attacks.len()];
    for ((event, signal), burst) in lines.events.iter().zip(&lines.signals).zip(&report.burst_of) {
        let Some(burst) = burst.and_then(|at| report.bursts.get(at as usize)) else { continue };
        let at = burst.attack as usize;
        let (Some(attack), Some(list)) = (report.attacks.get(at), signals.get_mut(at)) else {
            continue;
        };
        let is_telling = !matches!(event.what, What::Visit | What::Closed);
        if is_telling || attack.telling == 0 {
            list.push(*signal);
        }
    }
    signals
}

/// By attack: `same-network 12, same-tool 3`.
fn reasons(report: &AttackReport) -> Vec<String> {
    let mut counts: Vec<BTreeMap<&'static str, u64>> = vec![BTreeMap::new(); report.attacks.len()];
    for join in &report.joins {
        if let Some(of) = counts.get_mut(join.attack as usize) {
            *of.entry(join.reason.word()).or_default() += 1;
        }
    }
    let words = |of: &BTreeMap<&str, u64>| {
        let words: Vec<String> = of.iter().map(|(word, n)| format!("{word} {n}")).collect();
        if words.is_empty() { "none".to_owned() } else { words.join(", ") }
    };
    counts.iter().map(words).collect()
}

/// The labels of an attack, or a word for none.
#[must_use]
pub fn labels(attack: &Attack) -> String {
    let words: Vec<&str> = attack.labels.iter().map(|label| label.word()).collect();
    if words.is_empty() { "attempts".to_owned() } else { words.join(", ") }
}

/// The class that most lines show; the first of equals.
#[must_use]
pub fn class(attack: &Attack) -> &'static str {
    let lines = CLASSES.iter().zip(attack.classes).filter(|(_, lines)| *lines > 0);
    lines.rev().max_by_key(|(_, lines)| *lines).map_or("none", |(class, _)| class.word())
}
