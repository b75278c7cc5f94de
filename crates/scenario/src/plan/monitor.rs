//! The uptime monitor: one address that asks for one page every minute, on the dot.

use std::net::{IpAddr, Ipv4Addr};

use vigie_model::Timestamp;

use crate::calendar::{SECOND, local};
use crate::stream::Line;
use crate::truth::{Decoy, Subject, Truth};
use crate::web::{Request, Target, UPTIME_CHECK};

/// A week at most, and less in a small season, so that it never drowns the readers.
fn minutes(web_lines: u64) -> i64 {
    i64::try_from(web_lines / 25).unwrap_or(i64::MAX).clamp(60, 7 * 24 * 60)
}

pub(super) fn plant(web_lines: u64, truth: &mut Truth) -> Vec<Line<Request>> {
    let source = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 50));
    let event = Request {
        source,
        target: Target::Health,
        status: 200,
        bytes: 2,
        from_search: false,
        agent: UPTIME_CHECK,
    };
    let start = local(35, 0, 0);
    let lines: Vec<Line<Request>> = (0..minutes(web_lines))
        .map(|minute| Line { at: start + minute * 60 * SECOND, event })
        .collect();
    truth.decoys.push(Decoy {
        id: "uptime-monitor",
        what: "one address asks for /health every minute on the dot and is answered with 200",
        resembles: Some("joined-attack"),
        members: vec![Subject::Address(source.to_string())],
        from: Timestamp(start),
        until: Timestamp(lines.last().map_or(start, |line| line.at)),
        must: None,
    });
    lines
}
