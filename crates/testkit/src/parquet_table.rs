//! Tables as other programs write them.

use anyhow::Result;
use arrow_array::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

/// A batch as a Parquet file, packed with Snappy or not at all.
///
/// # Errors
/// When it cannot be written so.
pub fn parquet_file(batch: &RecordBatch, snappy: bool) -> Result<Vec<u8>> {
    let compression = if snappy { Compression::SNAPPY } else { Compression::UNCOMPRESSED };
    let options = WriterProperties::builder().set_compression(compression).build();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(options))?;
    writer.write(batch)?;
    Ok(writer.into_inner()?)
}
