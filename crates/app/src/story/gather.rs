//! The publications of a story, read from the lake. What stays in memory of a text is bounded.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use hashbrown::HashSet;
use vigie_engine::Param;
use vigie_kernels::spread::{Appearance, width_us};
use vigie_kernels::text::near_copy::{Runs, comparable, is_near_copy};
use vigie_kernels::text::{links_in, split_objects};
use vigie_kernels::url;
use vigie_lake::RestrictedRow;
use vigie_model::schema::PUBLICATION_RECORDS;
use vigie_model::time::Timestamp;
use vigie_model::{Key, Precision, SignalId};

use super::ask::{Asked, By};
use super::judge::names_a_source;
use crate::outlets::{OutletClass, Outlets};
use crate::{AppError, Project, gate};

/// Members of a story at most; the rest is counted.
const MOST: usize = 50_000;
/// Members whose text is kept for comparing.
const TEXTS: usize = 4_000;
/// The beginning of a text that is kept, in characters.
const LONGEST: usize = 4_000;
/// Links of one publication that are looked at.
const LINKS: usize = 16;

const COLUMNS: &[&str] = &[
    "claimed_precision",
    "time_note",
    "platform",
    "publication_key",
    "kind",
    "author_key",
    "author_id",
    "title",
    "text",
    "url",
    "links",
    "repost_of_key",
    "reply_to_key",
    "label",
];
/// What tells whether a row is wanted; its address only where one is asked for.
const PROBED: [&str; 4] = ["publication_key", "kind", "label", "url"];
/// What tells whether a row is tied to a member.
const TIES: &[&str] = &["publication_key", "repost_of_key", "kind", "label"];

/// An outlet as it stood on the day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct OutletThen {
    pub(super) name: String,
    pub(super) class: OutletClass,
    pub(super) jurisdiction: String,
}

/// One publication.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) signal: SignalId,
    pub(super) at: Option<Timestamp>,
    pub(super) precision: Precision,
    pub(super) platform: String,
    pub(super) publication: Option<Key>,
    pub(super) account: Option<Key>,
    /// Its name, where it is public matter.
    pub(super) public_name: Option<String>,
    /// The outlet that published it.
    pub(super) outlet: Option<OutletThen>,
    /// Its own address, canonical.
    pub(super) address: Option<String>,
    /// Pages that it links to, canonical.
    pub(super) links: Vec<String>,
    /// The outlets among them.
    pub(super) linked: Vec<OutletThen>,
    pub(super) repost_of: Option<Key>,
    pub(super) reply_to: Option<Key>,
    /// Its words name where they have it from.
    pub(super) names_source: bool,
    /// The beginning of its text; never shown without asking whether it may be.
    pub(super) text: Option<String>,
    /// It was seen to be gone later.
    pub(super) deleted: bool,
}

impl Member {
    /// As the kernel compares it.
    pub(super) fn appearance(&self) -> Appearance {
        Appearance {
            who: self.account.map_or(0, |key| key.0),
            at: self.at.map_or(i64::MAX / 2, |at| at.0),
            width_us: width_us(self.precision),
            tie: i64::from_le_bytes(self.signal.0[..8].try_into().unwrap_or([0; 8])),
        }
    }

    /// Whether it says where it has it from: a repost, a reply, a link or a named source.
    pub(super) fn carries_credit(&self) -> bool {
        self.repost_of.is_some()
            || self.reply_to.is_some()
            || !self.links.is_empty()
            || self.names_source
    }
}

/// What was gathered.
pub(super) struct Gathered {
    /// By time, then id; one for each publication.
    pub(super) members: Vec<Member>,
    pub(super) left_out: u64,
}

impl Project {
    pub(super) fn gather(&self, asked: &Asked, outlets: &Outlets) -> Result<Gathered, AppError> {
        let mut acts = match &asked.by {
            By::Objects(objects, _) => self.acts_on(objects)?,
            By::Signals(_) | By::Words { .. } => BTreeMap::new(),
        };
        let wanted: HashSet<SignalId> = match &asked.by {
            By::Signals(signals) => signals.iter().copied().collect(),
            By::Objects(..) | By::Words { .. } => acts.keys().copied().collect(),
        };
        let address = match &asked.by {
            By::Objects(_, address) => address.as_deref(),
            By::Signals(_) | By::Words { .. } => None,
        };
        let mut found = Found::default();
        let mut deleted: HashSet<i64> = HashSet::new();
        let snapshot = self.sight()?;
        let mut take = |row: &RestrictedRow<'_>, found: &mut Found| {
            acts.remove(&row.signal);
            found.take(row, |keeps_text| self.member(row, outlets, keeps_text));
        };
        let mut is_held = |row: &RestrictedRow<'_>| {
            let is_gone = is_gone(row);
            deleted.extend(row.key("publication_key").filter(|_| is_gone).map(|key| key.0));
            !is_gone
        };
        if let By::Words { comparable, runs } = &asked.by {
            snapshot.read_restricted(PUBLICATION_RECORDS, COLUMNS, |row| {
                if is_held(row) && holds(row, comparable, runs) {
                    take(row, &mut found);
                }
            })?;
        } else {
            let is_wanted = |row: &RestrictedRow<'_>| {
                is_held(row)
                    && (wanted.contains(&row.signal)
                        || address.is_some_and(|address| stands_at(row, address)))
            };
            let probed = if address.is_some() { &PROBED[..] } else { &PROBED[..PROBED.len() - 1] };
            snapshot.read_restricted_where(
                PUBLICATION_RECORDS,
                probed,
                COLUMNS,
                is_wanted,
                |row| {
                    take(row, &mut found);
                },
            )?;
        }
        // Who reposts what carries it carries it, and so does what a carrier reposts. A finding says
        // itself what belongs to it.
        let tied = if matches!(asked.by, By::Signals(_)) { Tied::default() } else { found.tied() };
        if !tied.held.is_empty() || !tied.originals.is_empty() {
            let is_tied = |row: &RestrictedRow<'_>| !is_gone(row) && tied.has(row);
            snapshot.read_restricted_where(PUBLICATION_RECORDS, TIES, COLUMNS, is_tied, |row| {
                take(row, &mut found);
            })?;
        }
        let Found { members: mut found, mut left_out, .. } = found;
        for member in found.values_mut() {
            member.deleted = member.publication.is_some_and(|key| deleted.contains(&key.0));
        }
        // Acts of tables that hold no publications.
        for (signal, act) in acts {
            if found.len() >= MOST {
                left_out += 1;
            } else {
                found.insert((0, signal), act);
            }
        }
        let mut members: Vec<Member> = found.into_values().collect();
        members.sort_by_key(|member| (member.at.map_or(i64::MAX, |at| at.0), member.signal));
        Ok(Gathered { members, left_out })
    }

    /// Acts on objects, by signal.
    pub(super) fn acts_on(&self, objects: &[Key]) -> Result<BTreeMap<SignalId, Member>, AppError> {
        let mut acts = BTreeMap::new();
        if self.sight()?.rows_by_table().get("act_rows").copied().unwrap_or(0) == 0 {
            return Ok(acts);
        }
        let session = self.open_session()?;
        let query = "SELECT signal_id, account, at, precision FROM acts WHERE object = $object";
        for object in objects {
            let object = [("object".to_owned(), Param::Integer(object.0))];
            for batch in &session.query(query, &object)?.batches {
                let wrong = || AppError::Bug("the view of acts changed a type");
                let ids = batch.column(0).as_fixed_size_binary_opt().ok_or_else(wrong)?;
                let accounts = batch.column(1).as_primitive_opt::<Int64Type>().ok_or_else(wrong)?;
                let times = batch
                    .column(2)
                    .as_primitive_opt::<TimestampMicrosecondType>()
                    .ok_or_else(wrong)?;
                let precisions = batch.column(3).as_string_opt::<i32>();
                for row in 0..batch.num_rows() {
                    let Ok(id) = ids.value(row).try_into() else { continue };
                    let word = precisions.filter(|words| words.is_valid(row));
                    let word = word.map_or("", |words| words.value(row));
                    let member = Member {
                        signal: SignalId(id),
                        at: times.is_valid(row).then(|| Timestamp(times.value(row))),
                        precision: Precision::from_word(word).unwrap_or(Precision::Day),
                        platform: String::new(),
                        publication: None,
                        account: accounts.is_valid(row).then(|| Key(accounts.value(row))),
                        public_name: None,
                        outlet: None,
                        address: None,
                        links: Vec::new(),
                        linked: Vec::new(),
                        repost_of: None,
                        reply_to: None,
                        names_source: false,
                        text: None,
                        deleted: false,
                    };
                    acts.insert(member.signal, member);
                }
            }
        }
        Ok(acts)
    }

    fn member(&self, row: &RestrictedRow<'_>, outlets: &Outlets, keeps_text: bool) -> Member {
        let at = row.claimed_at.filter(|_| row.text("time_note") != Some("absurd"));
        let platform = row.text("platform").unwrap_or_default();
        let account_id = row.text("author_id");
        let is_public = self.names_public_accounts()
            && account_id.is_some_and(|id| self.config.watch_list.is_public(platform, id));
        let address = row.text("url").and_then(url::canonical);
        let then = |host: &str| {
            outlets.find(host, at).map(|row| OutletThen {
                name: row.shown(),
                class: row.class,
                jurisdiction: gate::harmless(&row.jurisdiction),
            })
        };
        // A post stands on a platform's address, and a platform is no outlet.
        let is_article = row.text("kind") == Some("article") || platform == "web";
        let outlet = address
            .as_deref()
            .and_then(host)
            .filter(|_| is_article || account_id.is_none())
            .and_then(&then);
        let links = links(row);
        Member {
            signal: row.signal,
            at,
            precision: row
                .text("claimed_precision")
                .and_then(Precision::from_word)
                .unwrap_or(Precision::Day),
            platform: gate::harmless(platform),
            publication: row.key("publication_key"),
            account: row.key("author_key"),
            public_name: account_id.filter(|_| is_public).map(gate::harmless),
            outlet,
            linked: links.iter().filter_map(|link| host(link)).filter_map(&then).collect(),
            address,
            links,
            repost_of: row.key("repost_of_key"),
            reply_to: row.key("reply_to_key"),
            names_source: row.text("text").is_some_and(names_a_source),
            text: keeps_text.then(|| start(row)).filter(|text| !text.is_empty()),
            deleted: false,
        }
    }
}

/// What was found so far: by publication, or by record where there is no native id.
#[derive(Default)]
struct Found {
    members: BTreeMap<(i64, SignalId), Member>,
    left_out: u64,
    texts: usize,
}

/// What members are tied to by reposting.
#[derive(Default)]
struct Tied {
    held: HashSet<i64>,
    originals: HashSet<i64>,
}

impl Found {
    fn take(&mut self, row: &RestrictedRow<'_>, member: impl FnOnce(bool) -> Member) {
        let place = match row.key("publication_key") {
            Some(key) => (key.0, SignalId([0; 16])),
            // Without a native id each record counts.
            None => (0, row.signal),
        };
        if self.members.contains_key(&place) {
            return;
        }
        if self.members.len() >= MOST {
            self.left_out += 1;
            return;
        }
        self.members.insert(place, member(self.texts < TEXTS));
        self.texts += 1;
    }

    fn tied(&self) -> Tied {
        let members = || self.members.values();
        let held: HashSet<i64> =
            members().filter_map(|one| one.publication).map(|key| key.0).collect();
        let originals = members().filter_map(|one| one.repost_of).map(|key| key.0);
        Tied { originals: originals.filter(|key| !held.contains(key)).collect(), held }
    }
}

impl Tied {
    fn has(&self, row: &RestrictedRow<'_>) -> bool {
        let is_in = |column: &str, keys: &HashSet<i64>| {
            row.key(column).is_some_and(|key| keys.contains(&key.0))
        };
        is_in("repost_of_key", &self.held) || is_in("publication_key", &self.originals)
    }
}

/// The record says no more than that a publication is gone.
fn is_gone(row: &RestrictedRow<'_>) -> bool {
    row.text("kind") == Some("deletion") || row.text("label") == Some("deleted")
}

/// Title and text, the title once where the text begins with it.
pub(super) fn whole(row: &RestrictedRow<'_>) -> String {
    let [title, text] = ["title", "text"].map(|name| row.text(name).unwrap_or_default());
    match (title, text) {
        ("", text) => text.to_owned(),
        (title, "") => title.to_owned(),
        (title, text) if text.starts_with(title) => text.to_owned(),
        (title, text) => [title, text].join("\n"),
    }
}

/// The same, cut.
fn start(row: &RestrictedRow<'_>) -> String {
    let whole = whole(row);
    match whole.char_indices().nth(LONGEST) {
        Some((end, _)) => whole[..end].to_owned(),
        None => whole,
    }
}

/// Whether a publication's own address is this one.
fn stands_at(row: &RestrictedRow<'_>, address: &str) -> bool {
    row.text("url").and_then(url::canonical).is_some_and(|own| own == address)
}

/// Whether a publication holds words, or is a near-copy of them.
fn holds(row: &RestrictedRow<'_>, words: &str, runs: &Runs) -> bool {
    if words.is_empty() {
        return false;
    }
    let text = comparable(&start(row));
    text.contains(words) || is_near_copy(runs, &Runs::of(&text))
}

fn links(row: &RestrictedRow<'_>) -> Vec<String> {
    let mut links: Vec<String> = Vec::new();
    let mapped: Vec<String> = match row.text("links") {
        Some(cell) => split_objects(cell).take(LINKS).map(Cow::into_owned).collect(),
        None => {
            links_in(row.text("text").unwrap_or_default()).take(LINKS).map(str::to_owned).collect()
        }
    };
    for link in mapped {
        if let Some(canonical) = url::canonical(&link).filter(|link| !links.contains(link)) {
            links.push(canonical);
        }
    }
    links
}

/// The host of a canonical link.
pub(super) fn host(link: &str) -> Option<&str> {
    let rest = link.split_once("://")?.1;
    let host = rest.split(['/', '?', '#']).next()?;
    Some(host.split(':').next().unwrap_or(host)).filter(|host| !host.is_empty())
}

/// Different accounts.
pub(super) fn accounts(members: &[Member]) -> u64 {
    let accounts: BTreeSet<i64> =
        members.iter().filter_map(|member| member.account).map(|key| key.0).collect();
    accounts.len() as u64
}

/// Publications by platform, most first.
pub(super) fn platforms(members: &[Member]) -> Vec<(String, u64)> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for member in members.iter().filter(|member| !member.platform.is_empty()) {
        *counts.entry(&member.platform).or_default() += 1;
    }
    let mut counts: Vec<(String, u64)> =
        counts.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    counts.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    counts
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn the_host_of_a_link() {
        assert_eq!(host("https://www.gazette.example/a?b=c"), Some("www.gazette.example"));
        assert_eq!(host("https://gazette.example:8443"), Some("gazette.example"));
        assert_eq!(host("gazette"), None);
    }
}
