//! One lane an incident on one time axis: what was done, said, judged and answered.

use vigie_model::time::Timestamp;

use super::{Axis, Px, Tick};
use crate::caps::Caps;
use crate::model::{BriefModel, Incident, Mark, MarkKind};
use crate::words::Say;

const LEFT: Px = Px::whole(64);
const WIDTH: Px = Px::whole(640);
const ROW: i64 = 240;

/// Lanes and marks a lane; a picture with more says nothing.
const MAX_LANES: usize = 8;
const MAX_MARKS: usize = 40;

/// How far back the axis goes at most.
const LONGEST: i64 = 14 * 24 * 3_600 * 1_000_000;

/// The chart.
#[derive(Debug)]
pub(crate) struct Lanes {
    pub(crate) lanes: Vec<Lane>,
    pub(crate) ticks: Vec<Tick>,
    /// The kinds that occur, for the legend.
    pub(crate) kinds: Vec<MarkKind>,
    pub(crate) bottom: Px,
    pub(crate) height: Px,
}

/// One incident.
#[derive(Debug)]
pub(crate) struct Lane {
    pub(crate) alias: String,
    pub(crate) middle: Px,
    pub(crate) shapes: Vec<Placed>,
}

/// One mark with its words.
#[derive(Debug)]
pub(crate) struct Placed {
    pub(crate) shape: Shape,
    pub(crate) title: String,
}

/// What is drawn.
#[derive(PartialEq, Eq, Debug)]
pub(crate) enum Shape {
    /// Something that lasted.
    Bar {
        /// It was done to a machine.
        attack: bool,
        x: Px,
        y: Px,
        width: Px,
    },
    /// A statement.
    Ring { x: Px, y: Px },
    /// A judgement.
    Diamond { points: String },
    /// A response.
    Flag { points: String },
}

impl Lanes {
    /// The chart; `None` when no incident has anything with a time.
    pub(crate) fn new(model: &BriefModel, words: Say<'_>, caps: Caps) -> Option<Self> {
        let incidents: Vec<&Incident> = model
            .incidents
            .iter()
            .filter(|incident| !incident.marks.is_empty())
            .take(MAX_LANES)
            .collect();
        let marks = || incidents.iter().flat_map(|incident| &incident.marks);
        let earliest = marks().map(|mark| mark.at).min()?;
        let latest = marks().map(|mark| mark.until.unwrap_or(mark.at)).max()?;
        let to = latest.max(model.period.to);
        let from = earliest.max(Timestamp(to.0.saturating_sub(LONGEST))).min(to);
        let axis = Axis { from, to, left: LEFT, width: WIDTH };
        let mut kinds: Vec<MarkKind> = marks().map(|mark| mark.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let lanes: Vec<Lane> = incidents
            .iter()
            .zip(0_i64..)
            .map(|(incident, index)| lane(incident, Px(index * ROW + 120), axis, words, caps))
            .collect();
        let bottom = Px(lanes.last()?.middle.0 + 120);
        Some(Self { lanes, ticks: axis.ticks(words), kinds, bottom, height: Px(bottom.0 + 180) })
    }
}

impl Lanes {
    /// Where the labels of the axis stand.
    pub(crate) fn label_line(&self) -> Px {
        Px(self.bottom.0 + 140)
    }
}

impl Lane {
    /// Where the lane's name stands.
    pub(crate) fn text_line(&self) -> Px {
        Px(self.middle.0 + 40)
    }
}

fn lane(incident: &Incident, middle: Px, axis: Axis, words: Say<'_>, caps: Caps) -> Lane {
    let marks = incident.marks.iter().take(MAX_MARKS);
    let shapes = marks.map(|mark| Placed {
        shape: shape(mark, middle, axis),
        title: format!(
            "{} · {}",
            words.span(mark.at, mark.until.unwrap_or(mark.at)),
            caps.cut(&mark.label)
        ),
    });
    Lane { alias: caps.cut(&incident.alias), middle, shapes: shapes.collect() }
}

fn shape(mark: &Mark, middle: Px, axis: Axis) -> Shape {
    let x = axis.place(mark.at);
    match mark.kind {
        MarkKind::Act | MarkKind::Attack => {
            let end = axis.place(mark.until.unwrap_or(mark.at));
            // A moment is as wide as it is tall, so that it can be seen.
            let width = Px((end.0 - x.0).max(60));
            Shape::Bar { attack: mark.kind == MarkKind::Attack, x, y: Px(middle.0 - 35), width }
        }
        MarkKind::Statement => Shape::Ring { x, y: middle },
        MarkKind::Judgement => {
            Shape::Diamond { points: corners(x, middle, &[(0, -55), (55, 0), (0, 55), (-55, 0)]) }
        }
        MarkKind::Response => {
            Shape::Flag { points: corners(x, middle, &[(0, -55), (55, 45), (-55, 45)]) }
        }
    }
}

fn corners(x: Px, y: Px, offsets: &[(i64, i64)]) -> String {
    let corners: Vec<String> =
        offsets.iter().map(|(dx, dy)| format!("{},{}", Px(x.0 + dx), Px(y.0 + dy))).collect();
    corners.join(" ")
}
