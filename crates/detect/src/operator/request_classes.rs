//! `request_classes`: what each line of an access log shows, with the rule that said so.
//!
//! It reads queries and referers and gives on none of them.

use std::sync::Arc;

use arrow_array::builder::FixedSizeBinaryBuilder;
use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use vigie_engine::Relation;
use vigie_kernels::attacks::{Classifier, REQUEST_CLASSES, Shown};
use vigie_model::schema::ColumnType;

use super::evidence::ID_BYTES;
use super::{Call, Input, Operator, OperatorSpec, OutputColumn};
use crate::attacks::{Request, Source, requests};
use crate::error::RunError;

/// Rows of one batch of the result.
const BATCH: usize = 8_192;

const SPEC: OperatorSpec = OperatorSpec {
    name: "request_classes",
    version: 1,
    kernels: &[REQUEST_CLASSES],
    doc: "The classes of attack that each line of an access log shows, one row for each line and \
          class. Lines that show none are left out.",
    inputs: &[Input {
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
    }],
    params: &[],
    output: &[
        column("signal_id", ColumnType::Id, "the line"),
        column("at", ColumnType::Time, "when"),
        column("source", ColumnType::Key, "the source"),
        column("target", ColumnType::Text, "the virtual host, or the machine"),
        column("path", ColumnType::Text, "the request target up to the query"),
        column("status", ColumnType::Integer, "the status of the answer, 0 when unknown"),
        column("class", ColumnType::Text, "sql-injection, path-traversal, …"),
        column("stage", ColumnType::Text, "probe, attempt or answered_normally"),
        column("score", ColumnType::Integer, "the sum of the weights of the rules that matched"),
        column("rule", ColumnType::Text, "the rule that counted most"),
        column("field", ColumnType::Text, "where it matched: path, query, referer, agent"),
    ],
};

const fn column(name: &'static str, kind: ColumnType, doc: &'static str) -> OutputColumn {
    OutputColumn { name, kind, doc }
}

/// See the spec.
#[derive(Debug)]
pub(super) struct RequestClasses;

impl Operator for RequestClasses {
    fn spec(&self) -> &'static OperatorSpec {
        &SPEC
    }

    fn run(&self, call: &mut Call<'_>) -> Result<Relation, RunError> {
        let memory = call.reserve();
        let mut classifier =
            Classifier::new().map_err(|error| RunError::bug(format!("rules: {error}")))?;
        let (mut shown, mut rows) = (Vec::new(), Rows::default());
        let from = Source {
            open: &|view, columns, rest, params| call.stream(view, columns, rest, params),
            failed: &|error| call.failed(error),
            memory: &memory,
            since: None,
        };
        requests(&from, |request| {
            classifier.judge(&request.line, &mut shown);
            for one in &shown {
                let bytes = rows.push(request, *one, classifier.rule(one.rule))?;
                memory.grow(bytes).map_err(|error| call.failed(error))?;
            }
            Ok(())
        })?;
        rows.relation()
    }
}

#[derive(Default)]
struct Rows {
    batches: Vec<RecordBatch>,
    ids: Vec<[u8; ID_BYTES]>,
    times: Vec<i64>,
    sources: Vec<i64>,
    targets: Vec<String>,
    paths: Vec<String>,
    statuses: Vec<i64>,
    classes: Vec<&'static str>,
    stages: Vec<&'static str>,
    scores: Vec<i64>,
    rules: Vec<String>,
    fields: Vec<&'static str>,
}

impl Rows {
    /// Adds a row; gives the bytes that it takes.
    fn push(&mut self, request: &Request<'_>, shown: Shown, rule: &str) -> Result<usize, RunError> {
        self.ids.push(request.signal.0);
        self.times.push(request.at.0);
        self.sources.push(request.source);
        self.targets.push(request.target.to_owned());
        self.paths.push(request.path().to_owned());
        self.statuses.push(request.line.status.into());
        self.classes.push(shown.class.word());
        self.stages.push(shown.stage.word());
        self.scores.push(shown.score.into());
        self.rules.push(rule.to_owned());
        self.fields.push(shown.field.word());
        if self.ids.len() == BATCH {
            self.close()?;
        }
        Ok(160 + request.target.len() + request.path().len() + rule.len())
    }

    fn close(&mut self) -> Result<(), RunError> {
        let bug = |error: arrow_schema::ArrowError| RunError::bug(error.to_string());
        let mut ids = FixedSizeBinaryBuilder::new(i32::try_from(ID_BYTES).unwrap_or(i32::MAX));
        for id in std::mem::take(&mut self.ids) {
            ids.append_value(id).map_err(bug)?;
        }
        let take = std::mem::take::<Vec<i64>>;
        let words = |list: &mut Vec<&'static str>| StringArray::from(std::mem::take(list));
        let texts = |list: &mut Vec<String>| StringArray::from(std::mem::take(list));
        let columns: Vec<ArrayRef> = vec![
            Arc::new(ids.finish()),
            Arc::new(TimestampMicrosecondArray::from(take(&mut self.times)).with_timezone("UTC")),
            Arc::new(Int64Array::from(take(&mut self.sources))),
            Arc::new(texts(&mut self.targets)),
            Arc::new(texts(&mut self.paths)),
            Arc::new(Int64Array::from(take(&mut self.statuses))),
            Arc::new(words(&mut self.classes)),
            Arc::new(words(&mut self.stages)),
            Arc::new(Int64Array::from(take(&mut self.scores))),
            Arc::new(texts(&mut self.rules)),
            Arc::new(words(&mut self.fields)),
        ];
        self.batches.push(RecordBatch::try_new(SPEC.schema(), columns).map_err(bug)?);
        Ok(())
    }

    fn relation(mut self) -> Result<Relation, RunError> {
        self.close()?;
        Ok(Relation { schema: SPEC.schema(), batches: self.batches })
    }
}
