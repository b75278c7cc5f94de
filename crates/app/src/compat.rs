//! The network of a table of shares by the rules of two other tools, to the letter, so that
//! results can be laid side by side.
//!
//! Reads one file from beginning to end, without a lake, and gives the file's own ids. Nothing is
//! stored, and nothing is a finding: these rules flag coordination in data that has none.

mod shares;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use vigie_kernels::pairs::compat::{
    Codes, ContentPair, CoortweetOptions, DirectedEdge, coortweet, edges, toolkit,
};
use vigie_kernels::pairs::{Budget, OverBudget};
use vigie_model::time::Timestamp;

use crate::AppError;
use crate::gate::harmless;
use crate::ingest::Input;
use shares::Shares;

const SECOND: u64 = 1_000_000;

/// Whose rules.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rules {
    /// `CooRTweet` 2.1.3.
    Coortweet,
    /// The Coordination Network Toolkit 1.5.2, without its self-loops.
    Toolkit,
}

/// What to compute.
#[derive(Clone, Debug)]
pub struct CompatRequest {
    /// A co-sharing table, or with a mapping any table of posts.
    pub file: PathBuf,
    /// A column mapping as `ingest` takes it. The first mapped layer of `repost_of`, `reply_to`,
    /// `link`, `hashtag`, `domain`, `image` that a row fills gives its objects.
    pub map: Option<String>,
    /// Whose rules.
    pub rules: Rules,
    /// The window in seconds, both ends included.
    pub window_s: u64,
    /// `CooRTweet`: `min_participation`; the toolkit: the least weight of an edge.
    pub least: u32,
    /// Edges rather than pairs. The toolkit knows edges only.
    pub edges: bool,
    /// The zone of times that name none.
    pub zone: TimeZone,
    /// The moment of the run, for times that name no year.
    pub now: Timestamp,
    /// Bytes of memory for pairs.
    pub memory: u64,
}

/// The network as CSV, and what was read.
#[derive(Clone, Debug, serde::Serialize)]
pub struct CompatReport {
    /// The lines, with their heading.
    pub csv: String,
    /// Lines without the heading.
    pub lines: u64,
    /// Shares that took part.
    pub shares: u64,
    /// Rows without object, account, content or usable time.
    pub left_out: u64,
    /// Rows that could not be read.
    pub rejected: u64,
    /// Why the file was not read to its end, if it was not.
    pub incomplete: Option<String>,
}

/// Computes the network of a file.
///
/// # Errors
/// When the file cannot be opened or recognised, the mapping is wrong, or pairs need more memory
/// than was given.
pub fn network(request: &CompatRequest) -> Result<CompatReport, AppError> {
    let mut shares = Shares::default();
    let input = Input::File(request.file.clone());
    let incomplete = crate::ingest::read_records(
        &input,
        request.map.as_deref(),
        &request.zone,
        request.now,
        &mut shares,
    )?;
    let window = request.window_s.saturating_mul(SECOND);
    let mut budget = Limit { left: usize::try_from(request.memory).unwrap_or(usize::MAX) };
    let rows = shares.rows();
    let codes = &shares.codes;
    let (csv, lines) = match request.rules {
        Rules::Coortweet => {
            let options = CoortweetOptions { window, min_participation: request.least };
            let pairs = coortweet(rows, options, &mut budget)?;
            if request.edges { undirected(&pairs, codes) } else { content_pairs(pairs, codes) }
        }
        Rules::Toolkit => {
            let found = toolkit(rows, shares.trace(), window, request.least, &mut budget)?;
            directed(&found, codes)
        }
    };
    Ok(CompatReport {
        csv,
        lines,
        shares: shares.count(),
        left_out: shares.left_out,
        rejected: shares.rejected,
        incomplete,
    })
}

/// Writes the lines to a file of the user's.
///
/// # Errors
/// When it cannot be written.
pub fn write(report: &CompatReport, path: &Path) -> Result<(), AppError> {
    std::fs::write(path, &report.csv)
        .map_err(|source| AppError::Write { path: path.to_owned(), source })
}

fn content_pairs(mut pairs: Vec<ContentPair>, codes: &Codes) -> (String, u64) {
    let mut csv =
        String::from("object_id,content_id,content_id_y,time_delta,account_id,account_id_y\n");
    pairs.sort_unstable();
    for pair in &pairs {
        let delta = seconds(pair.time_delta as f64);
        for code in [pair.object, pair.content, pair.content_y] {
            push_cell(&mut csv, codes, code);
            csv.push(',');
        }
        let _written = write!(csv, "{delta},");
        push_cell(&mut csv, codes, pair.account);
        csv.push(',');
        push_cell(&mut csv, codes, pair.account_y);
        csv.push('\n');
    }
    (csv, pairs.len() as u64)
}

/// Edges with the columns of the tool's own file, in its order. It counts the contents of an edge by
/// their age and not by account, and takes its symmetry from these counts: so it is done here.
fn undirected(pairs: &[ContentPair], codes: &Codes) -> (String, u64) {
    let mut csv = String::from(
        "from,to,weight,avg_time_delta,n_content_id,n_content_id_y,edge_symmetry_score,object_ids,\
         weight_threshold\n",
    );
    let found = edges(pairs);
    let ends =
        |pair: &ContentPair| (pair.account.min(pair.account_y), pair.account.max(pair.account_y));
    let mut sorted = pairs.to_vec();
    sorted.sort_unstable_by_key(|pair| (ends(pair), pair.object));
    let twice_the_middle = twice_the_middle(found.iter().map(|edge| edge.weight).collect());
    // Both are in the order of their ends, so the pairs of an edge come with it.
    for (edge, pairs) in found.iter().zip(sorted.chunk_by(|one, other| ends(one) == ends(other))) {
        push_ends(&mut csv, codes, edge.from, edge.to);
        let older = distinct(pairs, |pair| pair.content).len();
        let newer = distinct(pairs, |pair| pair.content_y).len();
        let symmetry = older.min(newer) as f64 / older.max(newer).max(1) as f64;
        let delta = seconds(edge.avg_time_delta);
        let _written = write!(csv, "{},{delta},{older},{newer},{symmetry},", edge.weight);
        let objects = distinct(pairs, |pair| pair.object);
        let objects: Vec<&str> = objects.iter().filter_map(|code| codes.text(*code)).collect();
        push_text(&mut csv, &objects.join(","));
        let _written = writeln!(csv, ",{}", u8::from(2 * edge.weight > twice_the_middle));
    }
    (csv, found.len() as u64)
}

fn distinct(pairs: &[ContentPair], of: impl Fn(&ContentPair) -> i64) -> BTreeSet<i64> {
    pairs.iter().map(of).collect()
}

/// Twice the median, which is whole: the tool marks edges above the median of all weights.
fn twice_the_middle(mut weights: Vec<u64>) -> u64 {
    weights.sort_unstable();
    let count = weights.len();
    let at = |place: usize| weights.get(place).copied().unwrap_or(0);
    at(count.saturating_sub(1) / 2) + at(count / 2)
}

fn directed(found: &[DirectedEdge], codes: &Codes) -> (String, u64) {
    let mut csv = String::from("user_1,user_2,weight\n");
    for edge in found {
        push_ends(&mut csv, codes, edge.from, edge.to);
        let _written = writeln!(csv, "{}", edge.weight);
    }
    (csv, found.len() as u64)
}

fn push_ends(csv: &mut String, codes: &Codes, from: i64, to: i64) {
    for end in [from, to] {
        push_cell(csv, codes, end);
        csv.push(',');
    }
}

fn seconds(microseconds: f64) -> f64 {
    microseconds / SECOND as f64
}

/// An id as a cell: harmless, and no formula where a spreadsheet opens the file. A negative number
/// is an id like any other.
fn push_cell(csv: &mut String, codes: &Codes, code: i64) {
    push_text(csv, codes.text(code).unwrap_or_default());
}

fn push_text(csv: &mut String, text: &str) {
    let text = harmless(text);
    let is_formula = text.starts_with(['=', '+', '-', '@']) && text.parse::<i64>().is_err();
    let guard = if is_formula { "'" } else { "" };
    if text.contains([',', '"', '\n', '\r']) {
        let _written = write!(csv, "\"{guard}{}\"", text.replace('"', "\"\""));
    } else {
        let _written = write!(csv, "{guard}{text}");
    }
}

/// So many bytes and no more.
struct Limit {
    left: usize,
}

/// What the limit says.
#[derive(Debug, thiserror::Error)]
#[error("the memory for pairs is used up")]
struct UsedUp;

impl Budget for Limit {
    fn grow(&mut self, bytes: usize) -> Result<(), OverBudget> {
        match self.left.checked_sub(bytes) {
            Some(left) => self.left = left,
            None => return Err(OverBudget { bytes, source: Box::new(UsedUp) }),
        }
        Ok(())
    }

    fn shrink(&mut self, bytes: usize) {
        self.left = self.left.saturating_add(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_no_formulas() {
        let mut codes = Codes::default();
        let mut csv = String::new();
        for id in ["fb_12", "a,\"b\"", "=1+1", "-17", "@ada"] {
            let code = codes.code(id);
            push_cell(&mut csv, &codes, code);
            csv.push(' ');
        }
        assert_eq!(csv, "fb_12 \"a,\"\"b\"\"\" '=1+1 -17 '@ada ");
    }

    #[test]
    fn pairs_beyond_the_memory_are_refused() {
        let mut limit = Limit { left: 100 };
        assert!(limit.grow(60).is_ok());
        assert!(limit.grow(60).is_err());
        limit.shrink(60);
        assert!(limit.grow(100).is_ok());
    }
}
