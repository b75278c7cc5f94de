//! What the logs say of "doubled since last week": the usual day of two stretches, side by side.

use vigie_read::Amount;
use vigie_read::claim::{Edge, Part as Claimed, Period, Unit};

use super::measure::{NAMES, figures};
use super::scope::{Scope, Time, beside};
use super::{Answer, Checked, Ground};

impl Ground<'_> {
    pub(super) fn change(&self, at: usize, amount: Amount, scope: &Scope) -> Answer {
        let is_time = |part: &Claimed| matches!(part, Claimed::During { .. });
        let is_change = |part: &Claimed| matches!(part, Claimed::Change { .. });
        let period = beside(self.claims, at, is_time, is_change).first().copied();
        let period = period.and_then(|at| match &self.claims.get(at)?.part {
            Claimed::During { period } => Some(*period),
            _ => None,
        });
        let Some((before, after)) = period.and_then(|period| self.stretches(&period)) else {
            return Answer::plain(Checked::Weak, self.words.plain("check-change-since"));
        };
        let usual = |time: Time| {
            let days = self.days_in(time);
            let each: Vec<_> =
                days.iter().map(|day| self.in_days(&[*day], Unit::Attacks, scope)).collect();
            (!each.is_empty()).then(|| figures(&each, None).median)
        };
        let (Some(one), Some(other)) = (usual(before), usual(after)) else {
            let asked = [("before", before.shown().into()), ("after", after.shown().into())];
            let said = self.words.say("check-change-outside", &asked);
            return Answer::plain(Checked::NotInLogs, said);
        };
        let four = |counts: [u64; 4]| {
            let shown = |at: usize| {
                format!("{} {}", self.words.number(counts[at]), self.words.plain(COUNTED[at]))
            };
            (0..4).map(shown).collect::<Vec<_>>().join(", ")
        };
        let mut said = self.words.say(
            "check-change",
            &[
                ("before", before.shown().into()),
                ("after", after.shown().into()),
                ("one", four(one).into()),
                ("other", four(other).into()),
            ],
        );
        // "50 % more" and "50 % less" are not told apart: the figures are shown and not judged.
        if !amount.is_share {
            #[expect(clippy::cast_precision_loss, reason = "counts against a factor")]
            let by: Vec<String> = (0..4)
                .filter(|at| one[*at] > 0 && amount.holds(other[*at] as f64 / one[*at] as f64))
                .map(|at| self.words.plain(NAMES[at]))
                .collect();
            let range = ("range", format!("× {}", self.range(amount)).into());
            let id = if by.is_empty() { "check-share-none" } else { "check-share-by" };
            said.push(' ');
            said.push_str(&self.words.say(id, &[range, ("by", by.join(", ").into())]));
        }
        Answer::plain(Checked::Measured, said).shown_by("day")
    }

    /// What is compared: the named days with what came after them ("since last week"), or with as
    /// many days before them ("yesterday").
    fn stretches(&self, period: &Period) -> Option<(Time, Time)> {
        let today = self.told.today?;
        let days = Period { edge: Edge::In, ..*period }.days(today)?;
        let (from, to) = (i64::from(days.0?.0), i64::from(days.1?.0));
        let time =
            |from: i64, to: i64| Time::Days { from: Some(from), to: Some(to), in_part: false };
        let today = i64::from(today.0);
        let is_since = matches!(period.edge, Edge::Since | Edge::After);
        if period.edge == Edge::Than || (is_since && to > from) {
            return Some((time(from, to), time(to + 1, today.max(to + 1))));
        }
        let to = if is_since { today.max(to) } else { to };
        let length = to.checked_sub(from)?.checked_add(1)?;
        Some((time(from.checked_sub(length)?, from - 1), time(from, to)))
    }
}

const COUNTED: [&str; 4] =
    ["check-n-lines", "check-n-sources", "check-n-bursts", "check-n-attacks"];
