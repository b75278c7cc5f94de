//! How a figure moved since the poll before.

use super::super::figures::{Movement, Percentage};
use super::super::{Derived, Figure};
use super::Read;

/// The change and the value before, and which of them nobody wrote.
pub(super) fn moved(
    record: &mut Figure,
    read: &Read,
    figure: &Percentage,
    from: Option<f64>,
    kept: &[Percentage],
    own: Option<usize>,
) {
    let tenth = |value: f64| (value * 10.0).round() / 10.0;
    let apart = |figure: &Percentage, movement: &Movement, own: Option<usize>| {
        let (from, to) = if movement.at < figure.at {
            (movement.at, figure.at)
        } else {
            (figure.end(), movement.at)
        };
        let named =
            read.names.iter().any(|name| name.at >= from && name.at < to && Some(name.at) != own);
        (!named).then(|| to.saturating_sub(from))
    };
    let ours = |movement: &Movement| {
        if movement.signed && movement.at < figure.at {
            return None;
        }
        let distance = apart(figure, movement, own)?;
        let nearest = kept.iter().filter_map(|other| apart(other, movement, None)).min();
        nearest.is_none_or(|nearest| distance <= nearest).then_some(distance)
    };
    let mut found: Vec<(usize, f64)> =
        read.movements.iter().filter_map(|one| Some((ours(one)?, one.points))).collect();
    found.sort_by_key(|(distance, _)| *distance);
    record.change = found.first().map(|(_, points)| *points);
    record.previous = from;
    match (record.change, record.previous) {
        (Some(change), None) => {
            let before = tenth(record.value - change);
            record.previous = (0.0..=100.0).contains(&before).then_some(before);
            record.derived = record.previous.map(|_| Derived::Previous);
        }
        (None, Some(before)) => {
            record.change = Some(tenth(record.value - before));
            record.derived = Some(Derived::Change);
        }
        _ => {}
    }
}
