//! What the logs say of shares, countries and targets.

use std::collections::BTreeMap;

use vigie_kernels::attacks::group::Family;
use vigie_read::Amount;
use vigie_read::claim::{Part as Claimed, Target, Unit};

use super::measure::{NAMES, asked};
use super::scope::{Scope, beside, is_at};
use super::{Answer, Checked, Ground};
use crate::attacks::rows::country_name;
use crate::attacks::take::Part;

/// From this share of unknown addresses on, a share by country is weak.
const UNKNOWN: f64 = 0.2;

impl Ground<'_> {
    /// Shares of the four counts from some countries, 0 to 1, and that of what is unknown.
    fn shares(&self, countries: &[String], parts: &[Part]) -> Option<([f64; 4], f64)> {
        if self.taken.databases.is_empty() || parts.is_empty() {
            return None;
        }
        let origin = self.taken.origin(parts, self.words, |_| false);
        let mut shares = [0.0; 4];
        for row in &origin.countries {
            if row.key.as_ref().is_some_and(|key| countries.contains(key)) {
                for (sum, share) in shares.iter_mut().zip(row.shares) {
                    *sum += share;
                }
            }
        }
        let unknown = origin.countries.iter().find(|row| row.key.is_none());
        Some((shares, unknown.map_or(0.0, |row| row.shares[1])))
    }

    pub(super) fn share(
        &self,
        at: usize,
        amount: Amount,
        of: Option<Unit>,
        scope: &Scope,
    ) -> Answer {
        let is_share = |part: &Claimed| matches!(part, Claimed::Share { .. });
        let is_origin = |part: &Claimed| matches!(part, Claimed::Origin { .. });
        let origins: Vec<String> = beside(self.claims, at, is_origin, is_share)
            .into_iter()
            .filter_map(|at| match &self.claims.get(at)?.part {
                Claimed::Origin { country, .. } => Some(country.clone()),
                _ => None,
            })
            .collect();
        let unit = of.unwrap_or(Unit::Attacks);
        let elsewhere = match unit {
            Unit::Mails => Some("check-no-mails"),
            Unit::Accounts | Unit::Publications => Some("check-no-posts"),
            _ => None,
        };
        if let Some(id) = elsewhere {
            return Answer::plain(Checked::NotInLogs, self.words.plain(id));
        }
        if !origins.is_empty() {
            // Only sources of attacks are looked up: nobody knows where visitors come from.
            return if matches!(unit, Unit::Requests | Unit::Lines) {
                Answer::plain(Checked::NotInLogs, self.words.plain("check-no-visitors"))
            } else {
                self.from(&origins, Some((amount, unit)), scope)
            };
        }
        if self.claims.iter().any(|claim| claim.part == Claimed::Abroad) {
            return self.abroad();
        }
        if scope.narrows() {
            return self.share_at(amount, unit, scope);
        }
        Answer::plain(Checked::Weak, self.words.plain("check-share-of-what"))
    }

    /// "Two thirds of the attacks are at the mail server".
    fn share_at(&self, amount: Amount, unit: Unit, scope: &Scope) -> Answer {
        let whole = self.in_days(&self.days_in(scope.time), unit, &scope.everywhere()).four();
        let there = self.in_days(&self.days_in(scope.time), unit, scope).four();
        if whole[0] == 0 {
            return Answer::plain(Checked::NotInLogs, self.words.plain("check-no-attack-lines"));
        }
        #[expect(clippy::cast_precision_loss, reason = "counts of lines as a share")]
        let shares: [f64; 4] = std::array::from_fn(|at| there[at] as f64 / whole[at].max(1) as f64);
        let percent = |at: usize| self.percent(shares[at]);
        let mut said = self.words.say(
            "check-target-share",
            &[
                ("lines", percent(0).into()),
                ("sources", percent(1).into()),
                ("bursts", percent(2).into()),
                ("attacks", percent(3).into()),
            ],
        );
        said.push(' ');
        said.push_str(&self.share_holds(amount, unit, shares));
        Answer::plain(Checked::Measured, said).shown_by("target")
    }

    fn percent(&self, share: f64) -> String {
        self.words.decimal(&format!("{:.0}", share * 100.0))
    }

    fn share_holds(&self, amount: Amount, unit: Unit, shares: [f64; 4]) -> String {
        let by: Vec<String> = asked(unit)
            .iter()
            .filter(|at| amount.holds(shares[**at]))
            .map(|at| self.words.plain(NAMES[*at]))
            .collect();
        let range = ("range", self.range(amount).into());
        match (by.is_empty(), asked(unit).len()) {
            (false, _) => self.words.say("check-share-by", &[range, ("by", by.join(", ").into())]),
            (true, 1) => self.words.say("check-holds-not", &[range]),
            (true, _) => self.words.say("check-share-none", &[range]),
        }
    }

    pub(super) fn origin(&self, country: &String, scope: &Scope) -> Answer {
        // With a share beside it, the share is answered for all countries together.
        self.from(std::slice::from_ref(country), None, scope)
    }

    fn from(&self, countries: &[String], claim: Option<(Amount, Unit)>, scope: &Scope) -> Answer {
        if self.taken.databases.is_empty() {
            return Answer::plain(Checked::NotInLogs, self.words.plain("check-no-database"));
        }
        let mut parts = self.parts_in(scope);
        if matches!(claim, Some((_, Unit::Logins))) {
            parts.retain(|part| {
                let burst = self.taken.report.bursts.get(part.burst as usize);
                burst.is_some_and(|burst| burst.family == Family::Login)
            });
        }
        let Some((shares, unknown)) = self.shares(countries, &parts) else {
            return Answer::plain(Checked::NotInLogs, self.words.plain("check-no-attack-lines"));
        };
        let names: Vec<String> =
            countries.iter().map(|code| country_name(code, self.words)).collect();
        let mut said = self.words.say(
            "check-from",
            &[
                ("countries", names.join(", ").into()),
                ("lines", self.percent(shares[0]).into()),
                ("sources", self.percent(shares[1]).into()),
                ("bursts", self.percent(shares[2]).into()),
                ("attacks", self.percent(shares[3]).into()),
                ("databases", self.taken.databases_shown(self.words).into()),
                ("unknown", self.percent(unknown).into()),
            ],
        );
        if let Some((amount, unit)) = claim {
            if unit == Unit::Logins {
                said.push(' ');
                said.push_str(&self.words.plain("check-of-logins"));
            }
            said.push(' ');
            said.push_str(&self.share_holds(amount, unit, shares));
        }
        let checked = if unknown < UNKNOWN { Checked::Measured } else { Checked::Weak };
        Answer::plain(checked, said).shown_by("country")
    }

    /// No setting says which country is home, and none is guessed from a language or a domain.
    pub(super) fn abroad(&self) -> Answer {
        if self.taken.databases.is_empty() {
            return Answer::plain(Checked::NotInLogs, self.words.plain("check-no-database"));
        }
        let said = self.words.plain("check-abroad");
        Answer::plain(Checked::NotCheckable, said).shown_by("country")
    }

    /// The names of what a scope narrows to, most attack lines first.
    pub(super) fn names_of(&self, scope: &Scope) -> Vec<String> {
        let mut names: BTreeMap<String, u64> = BTreeMap::new();
        for row in self.taken.by_target(&self.parts_in(scope), |_| false) {
            names.insert(row.shown, row.counts.lines);
        }
        let mut names: Vec<(String, u64)> = names.into_iter().collect();
        names.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        names.into_iter().take(3).map(|(name, _)| name).collect()
    }

    pub(super) fn target(&self, target: Target, scope: &Scope) -> Answer {
        let (from, to) = scope.time.ends();
        let lines = self.taken.lines_by_day.iter();
        let there = lines.filter(|((day, family, at), _)| {
            (from..=to).contains(day) && is_at(target, self.taken, *family, *at)
        });
        let read: u64 = there.map(|(_, lines)| lines[0]).sum();
        if read == 0 {
            return Answer::plain(Checked::NotInLogs, self.words.plain("check-no-target"));
        }
        let hit = self.names_of(scope);
        let said = self.words.say(
            if hit.is_empty() { "check-target-quiet" } else { "check-target" },
            &[("read", self.words.number(read).into()), ("targets", hit.join(", ").into())],
        );
        Answer::plain(Checked::Measured, said).shown_by("target")
    }
}
