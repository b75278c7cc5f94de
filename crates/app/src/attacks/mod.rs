//! What is hit, from where, does the service stand? The read model of `vigie attacks`, `vigie check`
//! and the screen *Attacks*.
//!
//! Counts always come as four, with the rule that made them. Where an address is registered is the
//! last hop and never the author; the database and its date stand in the same sentence. Addresses,
//! login names and queries do not leave this module, apart from files that somebody asked for with a
//! reason on record.

mod bans;
pub mod check;
mod count;
pub mod hand_over;
mod health;
mod house;
mod latency;
mod rows;
mod take;

use hashbrown::HashSet;
use serde::{Deserialize, Serialize};
use vigie_model::time::Timestamp;

use crate::origin::Database;
use crate::words::Words;
use crate::{AppError, Project};

pub use bans::Bans;
pub use count::Counts;
pub use health::{Health, HourRow, Standing};
pub(crate) use house::VIEW as HOUSE;
pub use rows::{AttackRow, CountryRow};
pub(crate) use take::Taken;

use take::{Days, Part, day_shown};

/// By what attacks are counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// By day of the configured zone.
    #[default]
    Day,
    /// By site, machine and service.
    Target,
    /// By country where addresses are registered.
    Country,
    /// By network (autonomous system).
    Network,
}

/// What to count.
#[derive(Clone, Copy, Debug, Default)]
pub struct AttacksRequest {
    /// By what.
    pub by: By,
    /// From the day of this moment on; `None` for all.
    pub since: Option<Timestamp>,
    /// To the day of this moment; `None` for all.
    pub until: Option<Timestamp>,
}

/// What is hit, from where, and whether the service stands.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Attacks {
    /// The commit that this stands on.
    pub commit: u64,
    /// By what `rows` are counted.
    pub by: By,
    /// The first and the last day that is counted, `2027-04-01`; null when nothing was read.
    pub from: Option<String>,
    /// See `from`.
    pub to: Option<String>,
    /// The newest day of which any line was read, counted or not; null when nothing was read.
    pub newest: Option<String>,
    /// Days with any line at all between them.
    pub days: usize,
    /// The counting rule, one sentence each.
    pub rule: Vec<String>,
    /// All of it.
    pub total: Counts,
    /// One row each, in order of time, or most lines first.
    pub rows: Vec<CountRow>,
    /// Attacks, the most pressing first.
    pub attacks: Vec<AttackRow>,
    /// Attacks that are not listed.
    pub left_out: usize,
    /// What fail2ban says it banned; null when none of its lines were read.
    pub bans: Option<Bans>,
    /// What is in no attack, of all that was ever read.
    pub rest: Rest,
    /// Where from.
    pub origin: Origin,
    /// Whether the service stands.
    pub health: Health,
    /// What a log cannot show, and what counts do not prove.
    pub caveats: Vec<String>,
}

/// The counts of one day, target, country or network.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct CountRow {
    /// What is counted; null for what no database knows.
    pub key: Option<String>,
    /// The same for people.
    pub shown: String,
    /// The counts.
    #[serde(flatten)]
    pub counts: Counts,
}

/// Lines of no attack.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Rest {
    /// Requests that show nothing and logins without failures.
    pub visitors: u64,
    /// Failed logins that are no more than slips.
    pub slips: u64,
    /// Lines of our own scanners.
    pub own_scanners: u64,
    /// Lines of uptime monitors.
    pub monitors: u64,
    /// Lines of verified crawlers.
    pub crawlers: u64,
}

/// Where addresses are registered.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Origin {
    /// The databases that were asked.
    pub databases: Vec<Database>,
    /// Database, date and what it does not say, or how to add one.
    pub sentence: String,
    /// Shares of each of the four counts by country, most lines first; what is unknown is a row.
    pub countries: Vec<CountryRow>,
    /// The same by kind of network, where the database says it.
    pub kinds: Vec<CountryRow>,
}

/// Attacks that are listed.
const LISTED: usize = 100;

impl Project {
    /// Counts, attacks, origin and health.
    ///
    /// # Errors
    /// When the lake or a database that vigie.toml names cannot be read.
    pub fn attacks(&self, request: &AttacksRequest) -> Result<Attacks, AppError> {
        let taken = self.taken()?;
        let words = Words::new(self.config.language);
        let days = Days::new(self.zone());
        let since = request.since.map_or(i64::MIN, |at| days.of(at));
        let until = request.until.map_or(i64::MAX, |at| days.of(at)).max(since);
        let asked = since..=until;
        let parts: Vec<Part> =
            taken.parts.iter().filter(|part| asked.contains(&part.day)).copied().collect();
        let start_days: Vec<i64> =
            taken.report.attacks.iter().map(|attack| days.of(attack.first_at)).collect();
        let start_day = |attack: u32| start_days.get(attack as usize).copied().unwrap_or(i64::MIN);
        let attack_of = |part: &Part| {
            taken.report.bursts.get(part.burst as usize).map_or(u32::MAX, |burst| burst.attack)
        };
        let in_window = |part: &Part, ()| asked.contains(&start_day(attack_of(part)));
        let total = taken.counted(&parts, |_| (), in_window);
        let window: Vec<i64> = taken.days_read.range(since..=until).map(|(day, _)| *day).collect();
        let starts = |attack: u32| asked.contains(&start_day(attack));
        let rows = match request.by {
            By::Day => {
                let started = |part: &Part, day| start_day(attack_of(part)) == day;
                let mut by_day = taken.counted(&parts, |part| part.day, started);
                // A quiet day is a finding too.
                for day in &window {
                    by_day.entry(*day).or_default();
                }
                let row = |(day, counts)| {
                    let shown = day_shown(day);
                    CountRow { key: Some(shown.clone()), shown, counts }
                };
                by_day.into_iter().map(row).collect()
            }
            By::Target => taken.by_target(&parts, |part| starts(attack_of(part))),
            By::Country => {
                let rows = taken.by_place(&parts, starts, |source| taken.country(source));
                rows::place_rows(rows, |code| rows::country_name(code, &words), &words)
            }
            By::Network => {
                let rows = taken.by_place(&parts, starts, |source| taken.network(source));
                rows::place_rows(rows, crate::gate::harmless, &words)
            }
        };
        let total = total.get(&()).copied().unwrap_or_default();
        let active: HashSet<u32> = parts.iter().map(attack_of).collect();
        let in_view = active.iter().filter_map(|at| taken.report.attacks.get(*at as usize));
        let (attacks, left_out) = self.attack_rows(&taken, &parts, &words)?;
        Ok(Attacks {
            commit: taken.commit,
            by: request.by,
            from: window.first().map(|day| day_shown(*day)),
            to: window.last().map(|day| day_shown(*day)),
            newest: taken.days_read.last_key_value().map(|(day, _)| day_shown(*day)),
            days: window.len(),
            rule: rule(&taken, &words),
            total,
            rows,
            attacks,
            left_out,
            bans: taken.bans(request.since.unwrap_or(Timestamp(i64::MIN)), in_view, &words),
            rest: taken.rest(),
            origin: taken.origin(&parts, &words, starts),
            health: self.health(&taken, request, &words),
            caveats: ["attacks-caveat-log", "attacks-caveat-hand", "attacks-caveat-answer"]
                .map(|id| words.plain(id))
                .to_vec(),
        })
    }
}

/// The counting rule, with the pauses in force.
fn rule(taken: &Taken, words: &Words) -> Vec<String> {
    let minutes = |us: i64| us / 60_000_000;
    let args = [
        ("web", minutes(taken.params.web_gap_us).into()),
        ("login", minutes(taken.params.login_gap_us).into()),
        ("join", (minutes(taken.params.join_gap_us) / 60).into()),
    ];
    let ids =
        ["attacks-rule-line", "attacks-rule-burst", "attacks-rule-attack", "attacks-rule-day"];
    ids.map(|id| words.say(id, &args)).to_vec()
}
