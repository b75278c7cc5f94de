//! Where accounts stand in the picture of a network: computed here, so that every reader sees the
//! same picture and the screen only draws it.
//!
//! Parts that hang together are laid out one by one (springs and repulsion: Fruchterman and
//! Reingold, *Graph drawing by force-directed placement*, Software: Practice and Experience 21,
//! 1991) and set beside each other in rows. No chance takes part: equal input gives equal places.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::FindingId;

use super::{EdgeRow, Strength};

/// The most accounts of a picture; beyond, it would show a cloud and nothing else.
const ACCOUNTS: usize = 120;
/// The most lines of a picture.
const LINES: usize = 400;
/// How wide the picture is; its height follows.
const WIDE: f64 = 1_000.0;
/// Room around each part.
const MARGIN: f64 = 26.0;
const ROUNDS: u32 = 160;

/// Accounts as points, findings as lines between them.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Picture {
    /// In units of the picture.
    pub width: f64,
    /// In units of the picture.
    pub height: f64,
    /// The accounts.
    pub points: Vec<Point>,
    /// The findings, the most surprising first.
    pub lines: Vec<Line>,
    /// Findings without a line here.
    pub left_out: usize,
}

/// One account.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Point {
    /// Its pseudonym.
    pub account: String,
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
    /// How many lines it has.
    pub lines: usize,
}

/// One finding.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Line {
    /// The finding.
    pub id: FindingId,
    /// One end, as a place in the list of points.
    pub a: usize,
    /// The other.
    pub b: usize,
    /// Neither null model explains it.
    pub strong: bool,
}

/// Draws the first of these edges, as many as a picture holds.
pub(super) fn picture(edges: &[EdgeRow]) -> Picture {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut lines = Vec::new();
    for edge in edges {
        let new =
            [&edge.a, &edge.b].iter().filter(|one| !places.contains_key(one.as_str())).count();
        if lines.len() == LINES || places.len() + new > ACCOUNTS {
            continue;
        }
        let mut place = |account| {
            let next = places.len();
            *places.entry(account).or_insert(next)
        };
        let (a, b) = (place(edge.a.as_str()), place(edge.b.as_str()));
        let strong = edge.strength == Some(Strength::Strong);
        lines.push(Line { id: edge.id, a, b, strong });
    }
    let mut points: Vec<Point> =
        vec![Point { account: String::new(), x: 0.0, y: 0.0, lines: 0 }; places.len()];
    for (account, place) in places {
        account.clone_into(&mut points[place].account);
    }
    for line in &lines {
        points[line.a].lines += 1;
        points[line.b].lines += 1;
    }
    let height = set_out(&mut points, &lines);
    Picture { width: WIDE, height, left_out: edges.len() - lines.len(), points, lines }
}

/// Gives each point its place and returns the height that all of them take.
fn set_out(points: &mut [Point], lines: &[Line]) -> f64 {
    let (mut x, mut y, mut row) = (0.0, 0.0, 0.0_f64);
    for part in parts(points.len(), lines) {
        let (spots, side) = springs(&part, lines);
        if x > 0.0 && x + side > WIDE {
            (x, y, row) = (0.0, y + row, 0.0);
        }
        for (point, spot) in part.iter().zip(spots) {
            points[*point].x = tenth(x + spot.0);
            points[*point].y = tenth(y + spot.1);
        }
        x += side;
        row = row.max(side);
    }
    tenth(y + row)
}

fn tenth(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// The parts that hang together, the largest first.
fn parts(points: usize, lines: &[Line]) -> Vec<Vec<usize>> {
    let mut root: Vec<usize> = (0..points).collect();
    for line in lines {
        let (a, b) = (top(&root, line.a), top(&root, line.b));
        root[a.max(b)] = a.min(b);
    }
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for point in 0..points {
        parts.entry(top(&root, point)).or_default().push(point);
    }
    let mut parts: Vec<Vec<usize>> = parts.into_values().collect();
    parts.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    parts
}

fn top(root: &[usize], mut at: usize) -> usize {
    while root[at] != at {
        at = root[at];
    }
    at
}

/// Places of one part in a square, and the side of the square.
fn springs(part: &[usize], lines: &[Line]) -> (Vec<(f64, f64)>, f64) {
    let count = part.len() as f64;
    let inner = (70.0 * count.sqrt()).min(WIDE - 2.0 * MARGIN);
    let place: BTreeMap<usize, usize> =
        part.iter().enumerate().map(|(at, point)| (*point, at)).collect();
    let joined: Vec<(usize, usize)> = lines
        .iter()
        .filter_map(|line| Some((*place.get(&line.a)?, *place.get(&line.b)?)))
        .collect();
    let turn = std::f64::consts::TAU / count;
    let mut spots: Vec<(f64, f64)> =
        (0..part.len()).map(|at| (turn * at as f64).sin_cos()).collect();
    // In a circle of radius 1 the area is shared out: k is the length that a spring wants.
    let k = (std::f64::consts::PI / count).sqrt();
    for round in 0..ROUNDS {
        let warmth = 0.2 * (1.0 - f64::from(round) / f64::from(ROUNDS));
        step(&mut spots, &joined, k, warmth);
    }
    (fitted(spots, inner), inner + 2.0 * MARGIN)
}

fn step(spots: &mut [(f64, f64)], joined: &[(usize, usize)], k: f64, warmth: f64) {
    let mut moves = vec![(0.0, 0.0); spots.len()];
    let mut push = |a: usize, b: usize, force: &dyn Fn(f64) -> f64| {
        let (dx, dy) = (spots[a].0 - spots[b].0, spots[a].1 - spots[b].1);
        let far = dx.hypot(dy).max(1e-3);
        let by = force(far) / far;
        moves[a] = (moves[a].0 + dx * by, moves[a].1 + dy * by);
        moves[b] = (moves[b].0 - dx * by, moves[b].1 - dy * by);
    };
    for a in 0..spots.len() {
        for b in a + 1..spots.len() {
            push(a, b, &|far| k * k / far);
        }
    }
    for (a, b) in joined {
        push(*a, *b, &|far| -far * far / k);
    }
    for (spot, moved) in spots.iter_mut().zip(moves) {
        let far = moved.0.hypot(moved.1).max(1e-9);
        let by = far.min(warmth) / far;
        *spot = (spot.0 + moved.0 * by, spot.1 + moved.1 * by);
    }
}

/// The same places inside a square of that side, a margin around it.
fn fitted(spots: Vec<(f64, f64)>, inner: f64) -> Vec<(f64, f64)> {
    let low = |get: fn(&(f64, f64)) -> f64| spots.iter().map(get).fold(f64::INFINITY, f64::min);
    let high = |get: fn(&(f64, f64)) -> f64| spots.iter().map(get).fold(-f64::INFINITY, f64::max);
    let (left, top) = (low(|spot| spot.0), low(|spot| spot.1));
    let span = (high(|spot| spot.0) - left).max(high(|spot| spot.1) - top).max(1e-9);
    let scale = inner / span;
    spots.iter().map(|(x, y)| (MARGIN + (x - left) * scale, MARGIN + (y - top) * scale)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screens::rows::VerdictWord;
    use vigie_model::time::Timestamp;

    fn edge(a: &str, b: &str, id: u8) -> EdgeRow {
        EdgeRow {
            id: FindingId([id; 16]),
            short: String::new(),
            detector: String::new(),
            a: a.into(),
            b: b.into(),
            objects: None,
            window_s: None,
            layers: None,
            expected_1: None,
            p_1: None,
            q_1: None,
            season_q: None,
            expected_2: None,
            p_2: None,
            q_2: None,
            strength: Some(Strength::Strong),
            first_at: Timestamp(0),
            last_at: Timestamp(0),
            verdict: VerdictWord::Open,
        }
    }

    #[test]
    fn every_account_stands_inside_the_picture_and_apart_from_the_others() {
        let edges: Vec<EdgeRow> = [("a", "b"), ("b", "c"), ("c", "a"), ("d", "e"), ("e", "f")]
            .iter()
            .zip(1..)
            .map(|((a, b), id)| edge(a, b, id))
            .collect();
        let drawn = picture(&edges);
        assert_eq!((drawn.points.len(), drawn.lines.len(), drawn.left_out), (6, 5, 0));
        for (at, one) in drawn.points.iter().enumerate() {
            assert!((0.0..=drawn.width).contains(&one.x) && (0.0..=drawn.height).contains(&one.y));
            for other in &drawn.points[at + 1..] {
                assert!((one.x - other.x).hypot(one.y - other.y) > 20.0, "{one:?} {other:?}");
            }
        }
        assert_eq!(drawn, picture(&edges));
    }

    #[test]
    fn a_large_network_is_cut_and_the_cut_is_counted() {
        let names: Vec<String> = (0..300).map(|at| format!("A-{at:03}")).collect();
        let edges: Vec<EdgeRow> = names.windows(2).map(|two| edge(&two[0], &two[1], 1)).collect();
        let drawn = picture(&edges);
        assert_eq!(drawn.points.len(), ACCOUNTS);
        assert_eq!(drawn.lines.len() + drawn.left_out, edges.len());
    }

    #[test]
    fn nothing_found_is_an_empty_picture() {
        assert_eq!(picture(&[]), Picture { width: WIDE, ..Picture::default() });
    }
}
