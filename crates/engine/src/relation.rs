//! What goes into a session and what comes out of it, in Arrow's words only.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use datafusion::arrow::compute::cast;
use datafusion::arrow::error::ArrowError;
use datafusion::common::ScalarValue;
use datafusion::execution::SendableRecordBatchStream;
use futures::StreamExt;
use vigie_model::Timestamp;

use crate::error::EngineError;
use crate::workers::Workers;

/// Rows in memory. Text columns are always plain `Utf8`.
#[derive(Clone, Debug)]
pub struct Relation {
    /// The columns.
    pub schema: SchemaRef,
    /// The rows, in any number of batches.
    pub batches: Vec<RecordBatch>,
}

impl Relation {
    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }
}

/// A value for a `$name` in a query.
#[derive(Clone, PartialEq, Debug)]
pub enum Param {
    /// A 64-bit integer.
    Integer(i64),
    /// A 64-bit float.
    Real(f64),
    /// Text. It is a value and never becomes part of the query's text.
    Text(String),
    /// True or false.
    Flag(bool),
    /// A moment, of the type of every time column.
    Time(Timestamp),
}

impl Param {
    pub(crate) fn scalar(&self) -> ScalarValue {
        match self {
            Self::Integer(value) => ScalarValue::Int64(Some(*value)),
            Self::Real(value) => ScalarValue::Float64(Some(*value)),
            Self::Text(value) => ScalarValue::Utf8(Some(value.clone())),
            Self::Flag(value) => ScalarValue::Boolean(Some(*value)),
            Self::Time(value) => time_scalar(*value),
        }
    }
}

/// A moment as time columns hold it.
pub(crate) fn time_scalar(at: Timestamp) -> ScalarValue {
    ScalarValue::TimestampMicrosecond(Some(at.0), Some("UTC".into()))
}

/// Batches of an answer, made as they are asked for: what is not asked for is not computed, apart
/// from a few batches ahead in each partition.
pub struct RelationStream {
    batches: SendableRecordBatchStream,
    plain: Plain,
    workers: Arc<Workers>,
    limit: u64,
}

impl std::fmt::Debug for RelationStream {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("RelationStream").field("schema", self.schema()).finish_non_exhaustive()
    }
}

impl RelationStream {
    pub(crate) fn new(
        batches: SendableRecordBatchStream,
        workers: Arc<Workers>,
        limit: u64,
    ) -> Self {
        let plain = Plain::of(&batches.schema());
        Self { batches, plain, workers, limit }
    }

    /// The columns of every batch.
    #[must_use]
    pub fn schema(&self) -> &SchemaRef {
        &self.plain.schema
    }

    /// The next batch, for callers that are inside the runtime already.
    pub(crate) async fn advance(&mut self) -> Option<Result<RecordBatch, EngineError>> {
        let batch = self.batches.next().await?;
        Some(
            batch
                .map_err(|error| EngineError::from_datafusion(error, self.limit))
                .and_then(|batch| self.plain.batch(batch)),
        )
    }
}

impl Iterator for RelationStream {
    type Item = Result<RecordBatch, EngineError>;

    fn next(&mut self) -> Option<Self::Item> {
        let workers = Arc::clone(&self.workers);
        workers.wait(async { self.advance().await.transpose() }).transpose()
    }
}

/// Turns the several text types that DataFusion's functions return into the one that callers know.
struct Plain {
    schema: SchemaRef,
    changed: Vec<usize>,
}

impl Plain {
    fn of(schema: &SchemaRef) -> Self {
        let changed: Vec<usize> = (0..schema.fields().len())
            .filter(|&index| plain_type(schema.field(index).data_type()).is_some())
            .collect();
        if changed.is_empty() {
            return Self { schema: Arc::clone(schema), changed };
        }
        let fields: Vec<Field> = schema
            .fields()
            .iter()
            .map(|field| {
                let kind = plain_type(field.data_type());
                let kind = kind.unwrap_or_else(|| field.data_type().clone());
                field.as_ref().clone().with_data_type(kind)
            })
            .collect();
        Self { schema: Arc::new(Schema::new(fields)), changed }
    }

    fn batch(&self, batch: RecordBatch) -> Result<RecordBatch, EngineError> {
        if self.changed.is_empty() {
            return Ok(batch);
        }
        let bug = |error: ArrowError| EngineError::Bug(error.to_string());
        let mut columns = batch.columns().to_vec();
        for &index in &self.changed {
            columns[index] =
                cast(&columns[index], self.schema.field(index).data_type()).map_err(bug)?;
        }
        RecordBatch::try_new(Arc::clone(&self.schema), columns).map_err(bug)
    }
}

fn plain_type(kind: &DataType) -> Option<DataType> {
    match kind {
        DataType::Utf8View | DataType::LargeUtf8 => Some(DataType::Utf8),
        DataType::BinaryView | DataType::LargeBinary => Some(DataType::Binary),
        DataType::Dictionary(_, value) => {
            Some(plain_type(value).unwrap_or_else(|| value.as_ref().clone()))
        }
        _ => None,
    }
}
