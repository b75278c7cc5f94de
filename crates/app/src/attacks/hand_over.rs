//! Lists of addresses for other tools. They hold addresses, so that a reason goes on record first, as
//! for every reveal; they are written and never applied.

use std::collections::BTreeMap;
use std::io::Write;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use hashbrown::HashSet;
use serde::Serialize;
use vigie_cases::{Body, Target};
use vigie_detect::attacks::{labels_of, shown_id};
pub use vigie_exchange::block_list::Format;
use vigie_exchange::block_list::{self, BlockList};
use vigie_kernels::attacks::address_key;
use vigie_kernels::attacks::group::is_private;
use vigie_kernels::net::Network;
use vigie_model::time::Timestamp;

use super::take::{Days, Taken, addresses};
use crate::origin::NetworkKind;
use crate::words::Words;
use crate::{AppError, Project, Refusal};

/// How long an address stays on a list unless said otherwise, and at most, in hours.
pub const HOURS: u32 = 24;
/// See [`HOURS`].
pub const MOST_HOURS: u32 = 30 * 24;

/// What to hand over.
#[derive(Clone, Debug)]
pub struct HandOverRequest {
    /// Who reads the list.
    pub format: Format,
    /// The file, which must not exist.
    pub out: PathBuf,
    /// Why, in the person's words.
    pub reason: String,
    /// Attacks by name (`K-…`); empty for all since the moment.
    pub attacks: Vec<String>,
    /// Attacks active from the day of this moment on.
    pub since: Option<Timestamp>,
    /// How long an address stays, in hours.
    pub hours: u32,
}

/// What was handed over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct HandOver {
    /// The file.
    pub file: PathBuf,
    /// The format.
    pub format: &'static str,
    /// Addresses in it.
    pub addresses: usize,
    /// Attacks that they belong to.
    pub attacks: usize,
    /// Until when they stay.
    pub until: Timestamp,
    /// What to know before anybody loads it.
    pub warnings: Vec<String>,
    /// The command that loads it.
    pub load: String,
}

/// What was chosen.
struct Chosen {
    entries: Vec<(IpAddr, String)>,
    attacks: usize,
    shared: usize,
    hidden: usize,
    unknown: usize,
    accepted: usize,
}

impl Project {
    /// Writes addresses of attacks as a list for another tool. Addresses that many people share are
    /// left out, and that is said.
    ///
    /// # Errors
    /// Without a reason, for an attack that is not known, when there is nothing to write, or
    /// when the file is there already.
    pub fn hand_over(&self, request: &HandOverRequest) -> Result<HandOver, AppError> {
        if request.reason.trim().is_empty() {
            return Err(AppError::ReasonMissing);
        }
        let chosen = self.chosen(request)?;
        if chosen.entries.is_empty() {
            return Err(Refusal::NothingToHandOver.into());
        }
        // First, so that nobody finds a reason on record for a file that never was.
        let file = create_new(&request.out)?;
        let handed = self.write_list(request, chosen, file);
        if handed.is_err() {
            let _half_a_list = std::fs::remove_file(&request.out);
        }
        handed
    }

    fn write_list(
        &self,
        request: &HandOverRequest,
        chosen: Chosen,
        file: std::fs::File,
    ) -> Result<HandOver, AppError> {
        let (word, words) = (word(request.format), Words::new(self.config.language));
        let hours = request.hours.clamp(1, MOST_HOURS);
        let now = self.system.now();
        let until = Timestamp(now.0.saturating_add(i64::from(hours) * 3_600_000_000));
        let shown_until = until.shown_in(&self.zone());
        let count = chosen.entries.len();
        let body = Body::Revealed {
            what: format!("addresses of attacks ({count}), for {word}"),
            reason: request.reason.trim().to_owned(),
        };
        self.write_entry(None, Target::House, None, body)?;
        let mut warnings = warnings(&chosen, &words);
        if request.format == Format::Fail2ban {
            warnings.push(words.plain("hand-over-jail"));
        }
        let mut remarks =
            vec![words.say("hand-over-remark", &[("until", shown_until.as_str().into())])];
        remarks.extend(warnings.iter().cloned());
        let list = BlockList { remarks, hours, entries: chosen.entries };
        fill(file, &request.out, block_list::write(&list, request.format).as_bytes())?;
        Ok(HandOver {
            load: load(request.format, &request.out),
            file: request.out.clone(),
            format: word,
            addresses: count,
            attacks: chosen.attacks,
            until,
            warnings,
        })
    }

    fn chosen(&self, request: &HandOverRequest) -> Result<Chosen, AppError> {
        let taken = self.taken()?;
        let days = Days::new(self.zone());
        let since = request.since.map_or(i64::MIN, |at| days.of(at));
        let mut why: BTreeMap<u64, String> = BTreeMap::new();
        let mut attacks = HashSet::new();
        let mut accepted = 0;
        let mut known: HashSet<&str> = HashSet::new();
        for (at, attack) in taken.report.attacks.iter().enumerate() {
            let id = shown_id(attack.id);
            let named = request.attacks.iter().find(|name| name.eq_ignore_ascii_case(&id));
            if !(request.attacks.is_empty() || named.is_some()) || days.of(attack.last_at) < since {
                continue;
            }
            known.extend(named.map(String::as_str));
            attacks.insert(at);
            accepted += usize::from(attack.accepted > 0);
            for burst in attack.bursts.iter().filter_map(|at| taken.report.bursts.get(*at as usize))
            {
                if burst.telling > 0 || attack.telling == 0 {
                    why.entry(burst.source)
                        .or_insert_with(|| format!("{} {id}", labels_of(attack)));
                }
            }
        }
        if let Some(name) = request.attacks.iter().find(|name| !known.contains(name.as_str())) {
            return Err(Refusal::UnknownAttack { id: crate::gate::harmless(name) }.into());
        }
        let sources: HashSet<u64> = why.keys().copied().collect();
        let held = addresses(&self.sight()?, &sources)?;
        // Whoever blocks a proxy of their own is off the net.
        let named = self.config.attacks.shared.iter().chain(&self.config.attacks.proxies);
        let shared: Vec<Network> = named.filter_map(|text| Network::parse(text)).collect();
        let mut chosen = Chosen {
            entries: Vec::new(),
            attacks: attacks.len(),
            shared: 0,
            hidden: 0,
            unknown: sources.len() - held.len(),
            accepted,
        };
        for (source, address) in held {
            let kind = kind_of(&taken, source);
            if is_shared(address, kind, &shared) {
                chosen.shared += 1;
                continue;
            }
            chosen.hidden += usize::from(matches!(kind, Some(NetworkKind::Vpn | NetworkKind::Tor)));
            chosen.entries.push((address, why.get(&source).cloned().unwrap_or_default()));
        }
        chosen.entries.sort();
        Ok(chosen)
    }
}

fn kind_of(taken: &Taken, source: u64) -> Option<NetworkKind> {
    taken.places.get(&source)?.kind
}

/// Whether many people, or our own, may sit behind an address.
fn is_shared(address: IpAddr, kind: Option<NetworkKind>, named: &[Network]) -> bool {
    let Some(number) = address_key(address.to_string().as_bytes()) else { return true };
    is_private(number)
        || named.iter().any(|network| network.holds(number))
        || matches!(kind, Some(NetworkKind::Mobile | NetworkKind::Education))
}

fn warnings(chosen: &Chosen, words: &Words) -> Vec<String> {
    let counted = [
        ("hand-over-shared", chosen.shared),
        ("hand-over-hidden", chosen.hidden),
        ("hand-over-unknown", chosen.unknown),
        ("hand-over-accepted", chosen.accepted),
    ];
    let counted = counted
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(id, count)| words.say(id, &[("count", count.into())]));
    counted.chain(["hand-over-crawlers", "hand-over-hop"].map(|id| words.plain(id))).collect()
}

const fn word(format: Format) -> &'static str {
    match format {
        Format::Plain => "plain",
        Format::Nftables => "nftables",
        Format::Crowdsec => "crowdsec",
        Format::Fail2ban => "fail2ban",
    }
}

/// What a person types to load the file; nothing here does.
fn load(format: Format, out: &Path) -> String {
    let file = out.display();
    match format {
        Format::Plain => String::new(),
        Format::Nftables => format!("nft --check -f {file} && nft -f {file}"),
        Format::Crowdsec => format!("cscli decisions import --format json -i {file}"),
        Format::Fail2ban => format!("fail2ban-client -i < {file}"),
    }
}

/// Writes a file that must not be there yet.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), AppError> {
    fill(create_new(path)?, path, bytes)
}

fn create_new(path: &Path) -> Result<std::fs::File, AppError> {
    std::fs::File::create_new(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::AlreadyExists => Refusal::FileExists { path: path.to_owned() }.into(),
        _ => AppError::Write { path: path.to_owned(), source },
    })
}

fn fill(mut file: std::fs::File, path: &Path, bytes: &[u8]) -> Result<(), AppError> {
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(|source| AppError::Write { path: path.to_owned(), source })
}
