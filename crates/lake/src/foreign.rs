//! Parquet files that others wrote, opened here because nobody else knows Parquet.

use std::fs::File;

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use bytes::Bytes;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::errors::ParquetError;
use parquet::file::reader::ChunkReader;

/// The batches of a file.
pub type ForeignRows = Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>>>;

/// The rows of a Parquet file, so many at a time.
///
/// # Errors
/// When it is no Parquet, or packed in a way that is not known here.
pub fn foreign_file(file: File, rows: usize) -> Result<ForeignRows, ArrowError> {
    Ok(open(file, rows)?)
}

/// The rows of a Parquet file that is at hand as bytes.
///
/// # Errors
/// As [`foreign_file`].
pub fn foreign_bytes(bytes: &[u8], rows: usize) -> Result<ForeignRows, ArrowError> {
    Ok(open(Bytes::copy_from_slice(bytes), rows)?)
}

fn open(from: impl ChunkReader + 'static, rows: usize) -> Result<ForeignRows, ParquetError> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(from)?.with_batch_size(rows);
    Ok(Box::new(builder.build()?))
}
