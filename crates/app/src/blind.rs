//! Where we could not see: streams that went quiet, holes in them, and files that were not read to
//! their end.
//!
//! A stream is quiet when its last signal lies further back than it usually pauses; a hole is such
//! a pause inside it. "Usually" is measured on the stream itself: of the pauses between hours with
//! signals in the four weeks before, the one that 95 of 100 do not exceed, three times over, and
//! never less than `SHORTEST` hours. A stream of fewer than `LEAST` hours with signals has no usual
//! pause, so nothing is said of it. Absence of signals is shown as absence of sight, because
//! nobody can tell the two apart from inside.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::time::Timestamp;

use crate::hours::{HOUR, Kind, StreamHours};
use crate::screens::rows::stamp;
use crate::words::Words;
use crate::{AppError, Project, gate};

/// A pause of less than so many hours is never told.
const SHORTEST: i64 = 3;
/// Fewer hours with signals than this show no usual pause.
const LEAST: usize = 4;
/// The stretch on which the usual pause is measured, in hours.
const MEASURED: i64 = 28 * 24;
/// How far back holes are looked for when nobody says, in hours.
const LOOKED_BACK: i64 = 7 * 24;
/// Clocks that differ by less than so many hours are not told.
const AHEAD: i64 = 2;

/// What kind of blind spot.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Blindness {
    /// A file was not read to its end.
    Incomplete,
    /// Its records are ahead of this machine's clock, so that nothing of them is "new" or "since".
    Ahead,
    /// Nothing came since.
    Quiet,
    /// Nothing came for a while, then it went on.
    Gap,
}

/// One stretch of one stream that we did not see.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct BlindSpot {
    /// What kind.
    pub kind: Blindness,
    /// The platform, or what kind of log.
    pub source: String,
    /// The machine that the log comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The time of the stream's last signal.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "stamp::utc_or_null")]
    pub last_at: Option<Timestamp>,
    /// From when we saw nothing.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "stamp::utc_or_null")]
    pub gap_from: Option<Timestamp>,
    /// Until when.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "stamp::utc_or_null")]
    pub gap_to: Option<Timestamp>,
    /// The same in one sentence.
    pub why: String,
}

impl Project {
    /// Where we could not see in the last seven days.
    ///
    /// # Errors
    /// When the lake cannot be read.
    pub fn blind_spots(&self) -> Result<Vec<BlindSpot>, AppError> {
        self.blind_spots_since(Timestamp(self.system.now().0.saturating_sub(LOOKED_BACK * HOUR)))
    }

    /// Where we could not see since a moment: files first, then streams that are quiet now, then
    /// holes, newest first.
    ///
    /// # Errors
    /// When the lake cannot be read.
    pub fn blind_spots_since(&self, since: Timestamp) -> Result<Vec<BlindSpot>, AppError> {
        let now = self.system.now();
        let words = Words::new(self.config.language);
        let mut spots = self.files_cut_short(&words)?;
        let mut ahead: Vec<(Timestamp, String)> = Vec::new();
        for ((kind, name), stream) in self.hours()?.iter() {
            let named = Named::new(*kind, name, &words);
            if let Some(last) =
                stream.last.filter(|last| last.0.saturating_sub(now.0) > AHEAD * HOUR)
            {
                ahead.push((last, named.sentence.clone()));
            }
            for (from, to) in pauses(stream, since, now) {
                let is_quiet = to.is_none();
                let id = if is_quiet { "blind-quiet" } else { "blind-gap" };
                let end = to.unwrap_or(now);
                let zone = self.zone();
                let args = [
                    ("stream", named.sentence.as_str().into()),
                    ("hours", ((end.0 - from.0) / HOUR).into()),
                    ("from", from.shown_in(&zone).into()),
                    ("to", end.shown_in(&zone).into()),
                ];
                spots.push(BlindSpot {
                    kind: if is_quiet { Blindness::Quiet } else { Blindness::Gap },
                    source: named.source.clone(),
                    host: named.host.clone(),
                    last_at: stream.last,
                    gap_from: Some(from),
                    gap_to: to,
                    why: words.say(id, &args),
                });
            }
        }
        spots.extend(self.ahead(&ahead, now, &words));
        spots.sort_by(|a, b| {
            let key = |spot: &BlindSpot| (spot.kind, std::cmp::Reverse(spot.gap_from));
            key(a).cmp(&key(b)).then_with(|| (&a.source, &a.host).cmp(&(&b.source, &b.host)))
        });
        Ok(spots)
    }

    /// Streams whose newest records this machine's clock has not reached, told once: one of the two
    /// clocks is wrong, or the season is invented.
    fn ahead(
        &self,
        streams: &[(Timestamp, String)],
        now: Timestamp,
        words: &Words,
    ) -> Option<BlindSpot> {
        let (last, _) = streams.iter().max()?;
        let names: Vec<&str> = streams.iter().map(|(_, name)| name.as_str()).collect();
        let args = [
            ("streams", names.join(", ").into()),
            ("at", last.shown_in(&self.zone()).into()),
            ("now", now.shown_in(&self.zone()).into()),
        ];
        Some(BlindSpot {
            kind: Blindness::Ahead,
            source: words.plain("blind-clock"),
            host: None,
            last_at: Some(*last),
            gap_from: None,
            gap_to: None,
            why: words.say("blind-ahead", &args),
        })
    }

    /// Files whose newest reading stopped before their end.
    fn files_cut_short(&self, words: &Words) -> Result<Vec<BlindSpot>, AppError> {
        let mut newest: BTreeMap<(String, String), (bool, Timestamp)> = BTreeMap::new();
        for commit in self.commits()?.iter() {
            for stream in &commit.streams {
                newest.insert(
                    (stream.name.clone(), stream.host.clone()),
                    (stream.complete, commit.written_at),
                );
            }
        }
        let cut = newest.into_iter().filter(|(_, (complete, _))| !complete);
        Ok(cut
            .map(|((name, host), (_, at))| {
                let source = gate::harmless(&name);
                let why = words.say(
                    "blind-incomplete",
                    &[("file", source.as_str().into()), ("at", at.shown_in(&self.zone()).into())],
                );
                BlindSpot {
                    kind: Blindness::Incomplete,
                    source,
                    host: (!host.is_empty()).then(|| gate::harmless(&host)),
                    last_at: None,
                    gap_from: None,
                    gap_to: None,
                    why,
                }
            })
            .collect())
    }
}

/// What a stream is called.
struct Named {
    source: String,
    host: Option<String>,
    sentence: String,
}

impl Named {
    fn new(kind: Kind, name: &str, words: &Words) -> Self {
        let is_named = !name.is_empty();
        match kind {
            Kind::Publications => {
                let source = if is_named { name.to_owned() } else { words.plain("blind-platform") };
                Self { sentence: source.clone(), source, host: None }
            }
            Kind::Requests | Kind::Logins => {
                let id = if kind == Kind::Requests { "blind-requests" } else { "blind-logins" };
                let source = words.plain(id);
                let sentence = if is_named { format!("{source}, {name}") } else { source.clone() };
                Self { source, host: is_named.then(|| name.to_owned()), sentence }
            }
        }
    }
}

/// Pauses of a stream that are longer than it usually makes and reach past `since`: from the end of
/// the last hour with signals (or the last signal) to the first moment of the next such hour;
/// `None` for one that has not ended at `now`.
fn pauses(
    stream: &StreamHours,
    since: Timestamp,
    now: Timestamp,
) -> Vec<(Timestamp, Option<Timestamp>)> {
    let from = now.0.saturating_sub(MEASURED * HOUR);
    let hours: Vec<i64> = stream
        .hours
        .range(from..=now.0)
        .filter(|(_, signals)| **signals > 0)
        .map(|(hour, _)| *hour)
        .collect();
    let (Some(last_hour), Some(last)) = (hours.last(), stream.last.map(|last| last.min(now)))
    else {
        // It said nothing for four weeks: quiet, if it ever said anything.
        return stream
            .last
            .filter(|last| *last <= now)
            .map(|last| (last, None))
            .into_iter()
            .collect();
    };
    if hours.len() < LEAST {
        return Vec::new();
    }
    let longest = longest_usual(&hours);
    let mut told: Vec<(Timestamp, Option<Timestamp>)> = hours
        .windows(2)
        .filter(|pair| pair[1] - pair[0] - HOUR > longest && pair[1] > since.0)
        .map(|pair| (Timestamp(pair[0] + HOUR), Some(Timestamp(pair[1]))))
        .collect();
    if now.0 - last.0 > longest {
        told.push((last.max(Timestamp(*last_hour)), None));
    }
    told
}

/// The longest pause that is not worth a word, in microseconds.
fn longest_usual(hours: &[i64]) -> i64 {
    let mut pauses: Vec<i64> = hours.windows(2).map(|pair| pair[1] - pair[0] - HOUR).collect();
    pauses.sort_unstable();
    // The 95th of 100: nearest rank, rounded up.
    let rank = (pauses.len() * 95).div_ceil(100).saturating_sub(1);
    let usual = pauses.get(rank).copied().unwrap_or(0);
    usual.saturating_mul(3).max(SHORTEST * HOUR)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(hours: impl IntoIterator<Item = i64>) -> StreamHours {
        let hours: BTreeMap<i64, u64> = hours.into_iter().map(|hour| (hour * HOUR, 1)).collect();
        let last = hours.keys().last().map(|hour| Timestamp(hour + HOUR / 2));
        StreamHours { hours, last }
    }

    fn told(stream: &StreamHours, since: i64, now: i64) -> Vec<(i64, Option<i64>)> {
        pauses(stream, Timestamp(since * HOUR), Timestamp(now * HOUR))
            .into_iter()
            .map(|(from, to)| (from.0 / HOUR, to.map(|to| to.0 / HOUR)))
            .collect()
    }

    #[test]
    fn a_steady_stream_has_no_blind_spot() {
        assert_eq!(told(&stream(0..100), 0, 100), []);
    }

    #[test]
    fn a_hole_and_a_silence_are_told_with_their_ends() {
        let broken = stream((0..40).chain(46..90));
        assert_eq!(told(&broken, 0, 100), [(40, Some(46)), (89, None)]);
        assert_eq!(told(&broken, 50, 100), [(89, None)], "holes before the moment are left out");
    }

    #[test]
    fn a_stream_that_pauses_every_night_is_not_blind_at_night() {
        let days = (0..20).flat_map(|day| (8..20).map(move |hour| day * 24 + hour));
        assert_eq!(told(&stream(days.clone()), 0, 19 * 24 + 23), []);
        // Pauses of twelve hours are usual here: three days are not.
        assert_eq!(told(&stream(days), 0, 23 * 24).len(), 1);
    }

    #[test]
    fn a_stream_that_ended_long_ago_is_quiet_since_then() {
        assert_eq!(told(&stream(0..5), 2_000, 2_001), [(4, None)]);
        assert_eq!(told(&stream([]), 0, 10), []);
    }
}
