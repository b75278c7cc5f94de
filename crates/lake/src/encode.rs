//! From Arrow columns to Parquet column chunks, one row group at a time.
//!
//! Why not the general Arrow writer: writing is most of what an ingest costs, and this lake knows
//! more. Most columns of a log hold one value over a whole row group, the rest are ids, times,
//! pseudonyms and repeated texts. Each chunk is encoded in one go from all its rows, with the
//! cheapest encoding that fits: a dictionary while values repeat, deltas for integers, plain
//! otherwise. Only texts are compressed. The files are ordinary Parquet (format 2.4: data pages
//! V1, PLAIN, `RLE_DICTIONARY`, `DELTA_BINARY_PACKED`, ZSTD) and are read by anything.

mod chunk;
mod delta;
mod hybrid;
mod intern;
#[cfg(test)]
mod tests;
mod values;

pub(crate) use chunk::{ChunkEncoder, ColumnPlan};
