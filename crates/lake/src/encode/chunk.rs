//! Cutting values into pages, and pages into a column chunk with its metadata.

use std::io::Write;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_buffer::{BooleanBuffer, BooleanBufferBuilder};
use bytes::Bytes;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::column::page::{CompressedPage, Page, PageWriter};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::ParquetError;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::statistics::Statistics;
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;
use vigie_model::schema::{Column, ColumnType};
use zstd::bulk::Compressor;

use super::hybrid;
use super::values::{self, Values};
use crate::error::{LakeError, Result};

/// Rows of a page, unless they are long: a multiple of eight, so that the bits of validity can
/// be cut at bytes.
const PAGE_ROWS: usize = 32 << 10;
/// Bytes of a page, about.
const PAGE_BYTES: usize = 1 << 20;
/// Texts are compressed at this level: higher ones cost more time than they save disk.
const LEVEL: i32 = 1;

/// Encodes chunks; keeps its buffers between them.
pub(crate) struct ChunkEncoder {
    compressor: Compressor<'static>,
    body: Vec<u8>,
    packed: Vec<u8>,
}

/// What is known about a column in its table.
#[derive(Clone, Copy)]
pub(crate) struct ColumnPlan {
    pub(crate) column: &'static Column,
    /// It holds the ids of the rows: random bits that never repeat.
    pub(crate) is_id: bool,
    /// Files and row groups are pruned by its smallest and largest value.
    pub(crate) is_pruned_by: bool,
}

impl ChunkEncoder {
    pub(crate) fn new() -> Result<Self> {
        let compressor = Compressor::new(LEVEL).map_err(|error| zstd_failed(&error))?;
        Ok(Self { compressor, body: Vec::new(), packed: Vec::new() })
    }

    /// Encodes the arrays of one column, which together are a row group.
    pub(crate) fn encode(
        &mut self,
        plan: ColumnPlan,
        arrays: &[&ArrayRef],
        description: ColumnDescPtr,
    ) -> Result<(Bytes, ColumnCloseResult)> {
        let rows = arrays.iter().map(Array::len).sum();
        let values = values::collect(plan.column.kind, plan.is_id, arrays)?;
        let levels = Levels::of(plan.column, arrays, rows)?;
        // Only texts are worth the time; the rest is bit-packed or random.
        let compressed = plan.column.kind == ColumnType::Text;
        let mut chunk = Chunk::new(compressed);
        if let Values::Dictionary { plain, count, .. } = &values {
            self.body.clear();
            self.body.extend_from_slice(plain);
            self.write(&mut chunk, PageKind::Dictionary, *count)?;
        }
        let kind = PageKind::Data(match values {
            Values::Dictionary { .. } => Encoding::RLE_DICTIONARY,
            Values::Deltas(_) => Encoding::DELTA_BINARY_PACKED,
            _ => Encoding::PLAIN,
        });
        let (mut row, mut value) = (0, 0);
        let step = page_rows(rows, values.size());
        while row < rows {
            let end = (row + step).min(rows);
            self.body.clear();
            let (slots, held) = levels.page(row, end, &mut self.body);
            values.page(value, value + held, &mut self.body);
            let slots = u32::try_from(slots).map_err(|_| LakeError::internal("a huge page"))?;
            self.write(&mut chunk, kind, slots)?;
            (row, value) = (end, value + held);
        }
        chunk.close(plan, arrays, description, rows)
    }

    fn write(&mut self, chunk: &mut Chunk, kind: PageKind, count: u32) -> Result<()> {
        let buf = if chunk.compressed {
            self.packed.clear();
            self.packed.reserve(zstd::zstd_safe::compress_bound(self.body.len()));
            let packed = &mut self.packed;
            self.compressor
                .compress_to_buffer(&self.body, packed)
                .map_err(|error| zstd_failed(&error))?;
            Bytes::copy_from_slice(packed)
        } else {
            Bytes::copy_from_slice(&self.body)
        };
        let page = match kind {
            PageKind::Dictionary => Page::DictionaryPage {
                buf,
                num_values: count,
                encoding: Encoding::PLAIN,
                is_sorted: false,
            },
            PageKind::Data(encoding) => Page::DataPage {
                buf,
                num_values: count,
                encoding,
                def_level_encoding: Encoding::RLE,
                rep_level_encoding: Encoding::RLE,
                statistics: None,
            },
        };
        chunk.push(kind, count, CompressedPage::new(page, self.body.len()))
    }
}

fn zstd_failed(error: &std::io::Error) -> LakeError {
    LakeError::internal(format!("compressing a page: {error}"))
}

fn page_failed(error: &ParquetError) -> LakeError {
    LakeError::internal(format!("encoding a column: {error}"))
}

/// How many rows a page gets so that it stays near its size.
fn page_rows(rows: usize, bytes: usize) -> usize {
    let each = bytes / rows.max(1) + 1;
    ((PAGE_BYTES / each) & !7).clamp(8, PAGE_ROWS)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum PageKind {
    Dictionary,
    Data(Encoding),
}

/// Which rows hold values.
enum Levels {
    /// The column cannot be null.
    None,
    /// One bit a row.
    Nullable(BooleanBuffer),
    /// A list that cannot be null: how many items each row has.
    Lists(Vec<usize>),
}

impl Levels {
    fn of(column: &Column, arrays: &[&ArrayRef], rows: usize) -> Result<Self> {
        if column.kind == ColumnType::Ids {
            if column.nullable {
                return Err(LakeError::internal("lists that may be null are not written"));
            }
            let mut lengths = Vec::with_capacity(rows);
            for list in arrays.iter().filter_map(|array| array.as_list_opt::<i32>()) {
                lengths.extend(list.offsets().lengths());
            }
            return Ok(Self::Lists(lengths));
        }
        if !column.nullable {
            return Ok(Self::None);
        }
        let mut bits = BooleanBufferBuilder::new(rows);
        for array in arrays {
            match array.nulls() {
                Some(nulls) => bits.append_buffer(nulls.inner()),
                None => bits.append_n(array.len(), true),
            }
        }
        Ok(Self::Nullable(bits.finish()))
    }

    /// Appends the levels of some rows; gives how many slots they take and how many hold a value.
    fn page(&self, from: usize, to: usize, out: &mut Vec<u8>) -> (usize, usize) {
        let rows = to - from;
        match self {
            Self::None => (rows, rows),
            Self::Nullable(bits) => {
                let page = bits.slice(from, rows);
                let held = page.count_set_bits();
                with_length(out, |out| {
                    if held == rows || held == 0 {
                        hybrid::run(u32::from(held > 0), rows, 1, out);
                    } else {
                        // Pages begin at multiples of eight rows, and so at whole bytes.
                        hybrid::packed_bits(&bits.values()[from / 8..], rows, out);
                    }
                });
                (rows, held)
            }
            Self::Lists(lengths) => {
                let lengths = &lengths[from..to];
                let (mut repetition, mut definition) = (Vec::new(), Vec::new());
                for &length in lengths {
                    repetition.push(0);
                    repetition.extend(std::iter::repeat_n(1, length.saturating_sub(1)));
                    definition.extend(std::iter::repeat_n(u32::from(length > 0), length.max(1)));
                }
                with_length(out, |out| hybrid::encode(&repetition, 1, out));
                with_length(out, |out| hybrid::encode(&definition, 1, out));
                (definition.len(), lengths.iter().sum())
            }
        }
    }
}

/// Levels are preceded by their length in bytes.
fn with_length(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    let at = out.len();
    out.extend_from_slice(&[0; 4]);
    write(out);
    let length = u32::try_from(out.len() - at - 4).unwrap_or(u32::MAX);
    out[at..at + 4].copy_from_slice(&length.to_le_bytes());
}

/// A column chunk as far as it is written.
struct Chunk {
    compressed: bool,
    out: TrackedWrite<Vec<u8>>,
    encodings: Vec<Encoding>,
    dictionary_at: Option<i64>,
    data_at: Option<i64>,
    slots: i64,
    uncompressed: i64,
}

impl Chunk {
    fn new(compressed: bool) -> Self {
        Self {
            compressed,
            out: TrackedWrite::new(Vec::new()),
            encodings: vec![Encoding::RLE],
            dictionary_at: None,
            data_at: None,
            slots: 0,
            uncompressed: 0,
        }
    }

    fn push(&mut self, kind: PageKind, count: u32, page: CompressedPage) -> Result<()> {
        let at = signed(self.out.bytes_written());
        let encoding = match kind {
            PageKind::Dictionary => {
                self.dictionary_at = Some(at);
                Encoding::PLAIN
            }
            PageKind::Data(encoding) => {
                self.data_at.get_or_insert(at);
                self.slots += i64::from(count);
                encoding
            }
        };
        if !self.encodings.contains(&encoding) {
            self.encodings.push(encoding);
        }
        let written = SerializedPageWriter::new(&mut self.out)
            .write_page(page)
            .map_err(|error| page_failed(&error))?;
        self.uncompressed += signed(written.uncompressed_size);
        Ok(())
    }

    fn close(
        mut self,
        plan: ColumnPlan,
        arrays: &[&ArrayRef],
        description: ColumnDescPtr,
        rows: usize,
    ) -> Result<(Bytes, ColumnCloseResult)> {
        let failed = |error| LakeError::internal(format!("encoding a column: {error}"));
        self.out.flush().map_err(failed)?;
        let bytes = Bytes::from(self.out.into_inner().map_err(|error| page_failed(&error))?);
        let compression = if self.compressed {
            Compression::ZSTD(ZstdLevel::try_new(LEVEL).map_err(|error| page_failed(&error))?)
        } else {
            Compression::UNCOMPRESSED
        };
        let mut metadata = ColumnChunkMetaData::builder(description)
            .set_encodings(self.encodings)
            .set_compression(compression)
            .set_num_values(self.slots)
            .set_total_compressed_size(signed(bytes.len()))
            .set_total_uncompressed_size(self.uncompressed)
            .set_data_page_offset(self.data_at.unwrap_or(0))
            .set_dictionary_page_offset(self.dictionary_at);
        if plan.is_pruned_by
            && let Some((min, max)) = values::range(arrays)
        {
            let nulls = arrays.iter().map(|array| array.null_count() as u64).sum();
            metadata = metadata.set_statistics(Statistics::int64(
                Some(min),
                Some(max),
                None,
                Some(nulls),
                false,
            ));
        }
        let close = ColumnCloseResult {
            bytes_written: bytes.len() as u64,
            rows_written: rows as u64,
            metadata: metadata.build().map_err(|error| page_failed(&error))?,
            bloom_filter: None,
            column_index: None,
            offset_index: None,
        };
        Ok((bytes, close))
    }
}

fn signed(size: usize) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}
