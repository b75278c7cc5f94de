//! Opening what the user named: plain, gzip and zstd files and standard input, read as one stream
//! of decompressed bytes with known limits.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use vigie_model::time::Timestamp;
use vigie_sources::container;

use super::parquet_rows;
use crate::AppError;

/// One thing to read.
#[derive(Clone, Debug)]
pub enum Input {
    /// A file by path.
    File(PathBuf),
    /// Standard input.
    Stdin,
    /// Bytes that a person gave us otherwise, under the name that is told for them.
    Bytes {
        /// The name.
        name: String,
        /// The bytes.
        bytes: Arc<[u8]>,
    },
    /// A picture with the words that a person typed from it.
    Picture {
        /// The picture.
        path: PathBuf,
        /// The words.
        text: String,
    },
    /// Bytes that a network reader got. They are what they are: no archive is opened.
    Fetched {
        /// Where from.
        address: String,
        /// When.
        at: Timestamp,
        /// The bytes.
        bytes: Arc<[u8]>,
    },
}

impl Input {
    /// When a network reader got it: what a source does not say was observed then.
    pub(super) fn fetched_at(&self) -> Option<Timestamp> {
        if let Self::Fetched { at, .. } = self { Some(*at) } else { None }
    }

    /// The name under which rows and messages speak of it: the file name without folders.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "-".to_owned(),
            Self::Bytes { name, .. } => name.clone(),
            Self::Fetched { address, .. } => address.clone(),
            Self::File(path) | Self::Picture { path, .. } => path.file_name().map_or_else(
                || path.display().to_string(),
                |name| name.to_string_lossy().into_owned(),
            ),
        }
    }
}

/// What an input consists of.
pub(super) struct Streams {
    pub(super) inputs: Vec<Input>,
    /// They are the sheets of a spreadsheet.
    pub(super) are_sheets: bool,
    /// The names of sheets that were not asked for.
    pub(super) left_out: Vec<String>,
}

impl Streams {
    fn itself(input: &Input) -> Self {
        Self { inputs: vec![input.clone()], are_sheets: false, left_out: Vec::new() }
    }
}

/// The streams of an input: the members of an archive, the sheets of a spreadsheet (or the one that is
/// asked for), or itself.
///
/// # Errors
/// When it cannot be opened, is an archive that cannot be unpacked within bounds, or has no such sheet.
pub(super) fn streams(input: &Input, sheet: Option<&str>) -> Result<Streams, AppError> {
    let packed: Arc<[u8]> = match input {
        Input::Bytes { bytes, .. } if container::is_container(bytes) => Arc::clone(bytes),
        Input::File(path) | Input::Picture { path, .. } => {
            let read = |source| AppError::Read { path: path.clone(), source };
            if std::fs::metadata(path).map_err(read)?.is_dir() {
                return Ok(Streams::itself(input));
            }
            let mut file = File::open(path).map_err(read)?;
            let mut bytes = Vec::new();
            file.by_ref().take(4).read_to_end_bounded(&mut bytes).map_err(read)?;
            if !container::is_container(&bytes) {
                return Ok(Streams::itself(input));
            }
            // One byte more than is unpacked, so that a larger one is noticed.
            let most = container::MOST_PACKED as u64;
            file.take(most).read_to_end_bounded(&mut bytes).map_err(read)?;
            bytes.into()
        }
        Input::Bytes { .. } | Input::Fetched { .. } | Input::Stdin => {
            return Ok(Streams::itself(input));
        }
    };
    let name = input.name();
    let members = container::unpack(&packed)
        .map_err(|source| AppError::Container { name: name.clone(), source })?;
    let mut members = web_archives(members);
    let are_sheets = members.iter().any(|member| member.is_sheet);
    let mut left_out = Vec::new();
    if let Some(sheet) = sheet.filter(|_| are_sheets) {
        let names: Vec<String> = members.iter().map(|member| member.name.clone()).collect();
        let wanted = sheet.trim();
        members.retain(|member| member.name == wanted);
        if members.is_empty() {
            let known = names.iter().map(|name| crate::gate::harmless(name)).collect();
            return Err(AppError::UnknownSheet { name: wanted.to_owned(), file: name, known });
        }
        left_out = names.into_iter().filter(|name| name != wanted).collect();
    }
    let member = |member: container::Member| Input::Bytes {
        name: format!("{name}/{}", member.name),
        bytes: member.bytes.into(),
    };
    Ok(Streams { inputs: members.into_iter().map(member).collect(), are_sheets, left_out })
}

/// Of a WACZ the web archives alone: the rest of it are indexes to them.
fn web_archives(members: Vec<container::Member>) -> Vec<container::Member> {
    let is_archive = |member: &container::Member| {
        let name = member.name.to_ascii_lowercase();
        [".warc.gz", ".warc"].iter().any(|end| name.ends_with(end))
    };
    let is_wacz = members.iter().any(|member| member.name == "datapackage.json")
        && members.iter().any(is_archive);
    members.into_iter().filter(|member| !is_wacz || is_archive(member)).collect()
}

/// Compressed input that grows by more than this factor, past [`BOMB_FLOOR`], is a bomb: text logs
/// compress 10 to 50 times, the most repetitive ones some hundred; gzip cannot do more than 1,032.
const BOMB_RATIO: u64 = 300;
const BOMB_FLOOR: u64 = 64 << 20;

/// An opened stream of decompressed bytes.
pub(super) struct Opened {
    reader: Box<dyn Read>,
    head: Vec<u8>,
    head_given: usize,
    /// Bytes on disk, when the input is a file.
    pub(super) total: Option<u64>,
    raw: Arc<Mutex<RawTally>>,
    compressed: bool,
    out: u64,
}

/// What came from disk so far.
#[derive(Default)]
struct RawTally {
    bytes: u64,
    hasher: blake3::Hasher,
}

/// How much is looked at to recognise a format.
const HEAD: usize = 64 << 10;

impl Opened {
    /// Opens an input and reads its head.
    ///
    /// # Errors
    /// When it cannot be opened, is a folder, or its head cannot be decompressed.
    pub(super) fn open(input: &Input) -> Result<Self, AppError> {
        let tally = Arc::new(Mutex::new(RawTally::default()));
        let (total, raw): (Option<u64>, Box<dyn Read>) = match input {
            Input::Stdin => (None, Box::new(io::stdin())),
            Input::Bytes { bytes, .. } | Input::Fetched { bytes, .. } => {
                (Some(bytes.len() as u64), Box::new(io::Cursor::new(Arc::clone(bytes))))
            }
            Input::File(path) | Input::Picture { path, .. } => {
                let read = |source| AppError::Read { path: path.clone(), source };
                let metadata = std::fs::metadata(path).map_err(read)?;
                if metadata.is_dir() {
                    return Err(AppError::Folder { path: path.clone() });
                }
                (Some(metadata.len()), Box::new(File::open(path).map_err(read)?))
            }
        };
        let mut counted = Counted { inner: raw, tally: Arc::clone(&tally) };
        let mut magic = Vec::with_capacity(4);
        let broken = |source| AppError::Broken { name: input.name(), source };
        counted.by_ref().take(4).read_to_end_bounded(&mut magic).map_err(broken)?;
        let compressed = is_gzip(&magic) || is_zstd(&magic);
        let reader: Box<dyn Read> = if magic == *b"PAR1" {
            // Its end says where its rows are, so they are read in any order: digested first.
            io::copy(&mut counted, &mut io::sink()).map_err(broken)?;
            parquet_rows::open(input).map_err(broken)?
        } else {
            decompressed(&magic, counted).map_err(broken)?
        };
        let mut opened =
            Self { reader, head: Vec::new(), head_given: 0, total, raw: tally, compressed, out: 0 };
        opened.fill_head().map_err(broken)?;
        Ok(opened)
    }

    fn fill_head(&mut self) -> io::Result<()> {
        let mut head = vec![0; HEAD];
        let mut filled = 0;
        while filled < HEAD {
            match self.reader.read(&mut head[filled..]) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // A stream that breaks later than its first bytes is read as far as it goes.
                Err(_) if filled > 0 => break,
                Err(error) => return Err(error),
            }
        }
        head.truncate(filled);
        self.head = head;
        Ok(())
    }

    /// The first bytes, for recognising the format. They are given again by [`Self::next`].
    pub(super) fn head(&self) -> &[u8] {
        &self.head
    }

    /// Bytes read from disk so far.
    pub(super) fn raw_read(&self) -> u64 {
        self.raw.lock().unwrap_or_else(PoisonError::into_inner).bytes
    }

    /// The digest of the bytes read from disk so far.
    pub(super) fn raw_digest(&self) -> [u8; 32] {
        *self.raw.lock().unwrap_or_else(PoisonError::into_inner).hasher.finalize().as_bytes()
    }

    /// Decompressed bytes given out so far.
    pub(super) fn bytes_out(&self) -> u64 {
        self.out
    }

    /// The next bytes into `buffer`; 0 at the end.
    ///
    /// # Errors
    /// When the input breaks: truncated compression, a bomb, a disk error.
    pub(super) fn next(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.head_given < self.head.len() {
            let count = buffer.len().min(self.head.len() - self.head_given);
            buffer[..count].copy_from_slice(&self.head[self.head_given..][..count]);
            self.head_given += count;
            self.out += count as u64;
            return Ok(count);
        }
        loop {
            match self.reader.read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
                Ok(count) => {
                    self.out += count as u64;
                    self.refuse_bomb()?;
                    return Ok(count);
                }
            }
        }
    }

    fn refuse_bomb(&self) -> io::Result<()> {
        let raw = self.raw_read().max(1);
        if self.compressed && self.out > BOMB_FLOOR && self.out / raw > BOMB_RATIO {
            return Err(io::Error::other(format!(
                "expands more than {BOMB_RATIO} times: looks like a decompression bomb"
            )));
        }
        Ok(())
    }
}

/// Whether a stream begins as a compressed one does.
pub(super) fn is_compressed(magic: &[u8]) -> bool {
    is_gzip(magic) || is_zstd(magic.get(..4).unwrap_or_default())
}

fn is_gzip(magic: &[u8]) -> bool {
    magic.starts_with(&[0x1f, 0x8b])
}

fn is_zstd(magic: &[u8]) -> bool {
    magic == [0x28, 0xb5, 0x2f, 0xfd]
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that decompresses input: output is streamed and bounded by refuse_bomb"
)]
fn decompressed(magic: &[u8], rest: Counted) -> io::Result<Box<dyn Read>> {
    let whole = io::Cursor::new(magic.to_vec()).chain(rest);
    if is_gzip(magic) {
        return Ok(Box::new(flate2::read::MultiGzDecoder::new(whole)));
    }
    if is_zstd(magic) {
        let mut decoder = zstd::stream::read::Decoder::new(whole)?;
        // 128 MiB of window: what `zstd --ultra` uses without `--long`.
        decoder.window_log_max(27)?;
        return Ok(Box::new(decoder));
    }
    Ok(Box::new(whole))
}

/// Counts and digests what is read from disk.
struct Counted {
    inner: Box<dyn Read>,
    tally: Arc<Mutex<RawTally>>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let mut tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
        tally.bytes += count as u64;
        tally.hasher.update(&buffer[..count]);
        Ok(count)
    }
}

/// `read_to_end` on a reader that a `take` has already bounded.
trait ReadBounded {
    fn read_to_end_bounded(self, into: &mut Vec<u8>) -> io::Result<usize>;
}

impl<R: Read> ReadBounded for io::Take<R> {
    #[expect(clippy::disallowed_methods, reason = "bounded by take")]
    fn read_to_end_bounded(mut self, into: &mut Vec<u8>) -> io::Result<usize> {
        self.read_to_end(into)
    }
}
