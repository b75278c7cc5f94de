//! The ids of rows that wait in a buffer.
//!
//! A stream in time order never asks about more than the last moments of what it has appended, so
//! nothing is indexed at first: the few rows of those moments are looked at directly. The first
//! question that reaches further back builds a set, which is kept up from then on.

use arrow_array::cast::AsArray;
use arrow_array::types::TimestampMicrosecondType;
use arrow_array::{Array, FixedSizeBinaryArray, RecordBatch, TimestampMicrosecondArray};
use vigie_model::schema::Table;

use super::Stream;
use super::asked::{Asked, Window, join};
use crate::error::Result;
use crate::id_set::{LiveIds, id_at};
use crate::parquet_file::column;

/// Rows that wait in one buffer.
pub(super) struct Fresh {
    timed: bool,
    chunks: Vec<Chunk>,
    window: Option<Window>,
    /// All ids of the chunks that are not of this stream, once they were worth indexing.
    ids: Option<(Stream, LiveIds)>,
}

/// The ids and times of one appended batch.
pub(super) struct Chunk {
    pub(super) ids: FixedSizeBinaryArray,
    times: TimestampMicrosecondArray,
    pub(super) window: Option<Window>,
    stream: Stream,
}

impl Chunk {
    pub(super) fn of(
        table: &'static Table,
        timed: bool,
        batch: &RecordBatch,
        stream: Stream,
    ) -> Result<Self> {
        let ids = batch.column(column(table, table.id_column)?).as_fixed_size_binary().clone();
        let times = batch.column(column(table, table.time_column)?);
        let times = times.as_primitive::<TimestampMicrosecondType>().clone();
        let (min, max) = (times.values().iter().min(), times.values().iter().max());
        let window = min.zip(max).filter(|_| timed).map(|(min, max)| *min..=*max);
        Ok(Self { ids, times, window, stream })
    }

    /// Ids of one stream differ.
    fn is_of(&self, stream: Stream) -> bool {
        stream.is_some() && self.stream == stream
    }

    /// Its ids that claim a time in the window.
    fn ids_in(&self, window: &Window) -> LiveIds {
        let times = self.times.values().iter().enumerate();
        let inside = times.filter(|(_, at)| window.contains(at));
        inside.map(|(row, _)| id_at(&self.ids, row)).collect()
    }
}

impl Fresh {
    pub(super) fn new(timed: bool) -> Self {
        Self { timed, chunks: Vec::new(), window: None, ids: None }
    }

    /// Forgets all rows; whether they are indexed stays as it was.
    pub(super) fn clear(&mut self) {
        self.chunks.clear();
        self.window = None;
        if let Some((_, ids)) = &mut self.ids {
            ids.clear();
        }
    }

    /// The stream that all rows are of, if they are of one.
    pub(super) fn stream(&self) -> Stream {
        let first = self.chunks.first()?.stream?;
        self.chunks.iter().all(|chunk| chunk.stream == Some(first)).then_some(first)
    }

    pub(super) fn add(
        &mut self,
        table: &'static Table,
        batch: &RecordBatch,
        stream: Stream,
    ) -> Result<()> {
        let chunk = Chunk::of(table, self.timed, batch, stream)?;
        self.window = join(self.window.take(), chunk.window.clone());
        if let Some((of, ids)) = &mut self.ids
            && !chunk.is_of(*of)
        {
            ids.extend(all(&chunk));
        }
        self.chunks.push(chunk);
        Ok(())
    }

    pub(super) fn mark(&mut self, asked: &Asked<'_>, stream: Stream, known: &mut [bool]) {
        let others: Vec<&Chunk> = self.chunks.iter().filter(|chunk| !chunk.is_of(stream)).collect();
        if others.is_empty() || !asked.meets(self.window.as_ref(), true) {
            return;
        }
        if self.ids.as_ref().is_none_or(|(of, _)| *of != stream) {
            if let Some(recent) = self.recent(&others, asked) {
                return mark_recent(recent, asked, known);
            }
            self.ids = Some((stream, others.iter().flat_map(|chunk| all(chunk)).collect()));
        }
        if let Some((_, ids)) = &self.ids {
            asked.mark(self.window.as_ref(), known, |id| ids.contains(&id));
        }
    }

    /// The last chunks, if only they can be met and only by a few of the rows asked about.
    fn recent<'a, 'c>(
        &self,
        others: &'a [&'c Chunk],
        asked: &Asked<'_>,
    ) -> Option<&'a [&'c Chunk]> {
        let (ours, theirs) = self.window.as_ref().zip(asked.window())?;
        let shared = *theirs.start()..=*ours.end();
        let few = asked.is_exact() && asked.count_in(&shared) * 4 <= asked.len();
        let meets = |chunk: &&Chunk| asked.meets(chunk.window.as_ref(), true);
        let first = others.iter().position(meets)?;
        (few && others.len() - first <= 2).then_some(&others[first..])
    }
}

fn mark_recent(recent: &[&Chunk], asked: &Asked<'_>, known: &mut [bool]) {
    for chunk in recent {
        if let (Some(ours), Some(theirs)) = (&chunk.window, asked.window()) {
            let shared = *theirs.start().max(ours.start())..=*theirs.end().min(ours.end());
            let ids = chunk.ids_in(&shared);
            asked.mark(Some(&shared), known, |id| ids.contains(&id));
        }
    }
}

fn all(chunk: &Chunk) -> impl Iterator<Item = u128> {
    (0..chunk.ids.len()).map(|row| id_at(&chunk.ids, row))
}
