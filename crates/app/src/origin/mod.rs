//! Where an address is registered: the last hop, never the author.
//!
//! A database is read once, addresses are looked up inside, and only codes and names of networks
//! come out. Vendors name fields differently, so that fields are lists of paths (`fields`), never
//! structs. Without a database everything works and says how to add one.

mod fields;
mod ranges;

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use serde::Serialize;
use vigie_model::time::Timestamp;

use crate::config::Config;
use crate::{AppError, gate};
use ranges::Ranges;

/// The largest database that is read, in bytes.
const MOST: u64 = 1 << 30;

/// What a network is used for, where the database says it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NetworkKind {
    /// Rented servers.
    Hosting,
    /// A VPN or another service that hides who uses it.
    Vpn,
    /// Tor.
    Tor,
    /// Mobile telephones.
    Mobile,
    /// Homes and offices behind a provider.
    Provider,
    /// A company.
    Business,
    /// Schools and universities.
    Education,
    /// An authority.
    Government,
}

impl NetworkKind {
    /// The message that says it.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Hosting => "network-kind-hosting",
            Self::Vpn => "network-kind-vpn",
            Self::Tor => "network-kind-tor",
            Self::Mobile => "network-kind-mobile",
            Self::Provider => "network-kind-provider",
            Self::Business => "network-kind-business",
            Self::Education => "network-kind-education",
            Self::Government => "network-kind-government",
        }
    }
}

/// What is known of the place of an address.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// ISO 3166-1 alpha-2, in capitals.
    pub country: Option<String>,
    /// `AS64500 Example Hosting`.
    pub network: Option<String>,
    /// What the network is used for.
    pub kind: Option<NetworkKind>,
}

/// A database, as it is named in every sentence that rests on it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Database {
    /// What it calls itself, or its file.
    pub name: String,
    /// When it was built: `2027-03-01`; `None` where it does not say.
    pub date: Option<String>,
}

/// The databases that vigie.toml names.
pub(crate) struct Origins {
    files: Vec<(File, Database)>,
}

enum File {
    MaxMind(maxminddb::Reader<Vec<u8>>),
    Ranges(Ranges),
}

impl Origins {
    /// Reads the databases; none when none is named.
    ///
    /// # Errors
    /// When a file that is named cannot be read or is no database.
    pub(crate) fn of(root: &Path, config: &Config) -> Result<Self, AppError> {
        let named = [&config.attacks.country_database, &config.attacks.network_database];
        let mut files = Vec::new();
        for path in named.into_iter().flatten() {
            files.push(open(&root.join(path))?);
        }
        Ok(Self { files })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// What the databases call themselves.
    pub(crate) fn names(&self) -> Vec<Database> {
        self.files.iter().map(|(_, name)| name.clone()).collect()
    }

    /// Whether any of them names networks, as far as a first look tells.
    pub(crate) fn place(&self, address: IpAddr) -> Place {
        let mut place = Place::default();
        let address = address.to_canonical();
        for (file, _) in &self.files {
            let more = match file {
                File::MaxMind(reader) => fields::place(reader, address),
                File::Ranges(ranges) => {
                    Place { country: ranges.country(address), ..Place::default() }
                }
            };
            place.country = place.country.or(more.country);
            place.network = place.network.or(more.network);
            place.kind = place.kind.or(more.kind);
        }
        place
    }
}

#[expect(clippy::disallowed_methods, reason = "bounded by take")]
fn bytes(path: &Path) -> Result<Vec<u8>, AppError> {
    use std::io::Read;
    let read = |source| AppError::Read { path: path.to_owned(), source };
    let file = std::fs::File::open(path).map_err(read)?;
    let mut bytes = Vec::new();
    file.take(MOST).read_to_end(&mut bytes).map_err(read)?;
    Ok(bytes)
}

fn open(path: &Path) -> Result<(File, Database), AppError> {
    let wrong = || AppError::OriginDatabase { path: path.to_owned() };
    let held = bytes(path)?;
    if fields::is_database(&held) {
        let reader = maxminddb::Reader::from_source(held).map_err(|_| wrong())?;
        let metadata = reader.metadata();
        let name = gate::harmless(&metadata.database_type);
        let date = i64::try_from(metadata.build_epoch).ok().and_then(day_of);
        return Ok((File::MaxMind(reader), Database { name, date }));
    }
    let text = String::from_utf8_lossy(&held);
    let mut ranges = Ranges::default();
    ranges.add(&text);
    let date = ranges::date(&text);
    // Tor's table of IPv6 stands beside that of IPv4 under the same name with a 6.
    let six = beside(path);
    if let Ok(held) = bytes(&six) {
        ranges.add(&String::from_utf8_lossy(&held));
    }
    if ranges.is_empty() {
        return Err(wrong());
    }
    ranges.close();
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into());
    let name = gate::harmless(&name);
    Ok((File::Ranges(ranges), Database { name, date }))
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_os_string();
    name.push("6");
    if let Some(end) = path.extension() {
        name.push(".");
        name.push(end);
    }
    path.with_file_name(name)
}

fn day_of(seconds: i64) -> Option<String> {
    let at = Timestamp(seconds.checked_mul(1_000_000)?).to_string();
    at.get(..10).map(str::to_owned)
}

#[cfg(test)]
mod tests;
