//! What is known of the house: its words, its people, and sources that are named as harmless.

use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use hashbrown::{HashMap, HashSet};
use vigie_kernels::attacks::group::{Apart, HouseWords};
use vigie_kernels::net::Network;

use super::Source;
use crate::error::RunError;

/// The house.
#[derive(Debug)]
pub struct House {
    words: HouseWords,
    /// Login names by pseudonym.
    users: HashSet<i64>,
    networks: Vec<(Network, Apart)>,
    /// Sources that were met and are apart.
    pub(super) apart: HashMap<u64, Apart>,
}

impl Default for House {
    fn default() -> Self {
        Self {
            words: HouseWords::new([]),
            users: HashSet::new(),
            networks: Vec::new(),
            apart: HashMap::new(),
        }
    }
}

impl House {
    pub(super) fn read(from: &Source<'_>) -> Result<Self, RunError> {
        let mut house = Self::default();
        let mut words: Vec<String> = Vec::new();
        for batch in (from.open)("house", "kind, word, \"user\"", "", &[])? {
            let batch = batch.map_err(from.failed)?;
            let kinds = batch.column(0).as_string::<i32>();
            let texts = batch.column(1).as_string::<i32>();
            let users = batch.column(2).as_primitive::<Int64Type>();
            for row in 0..batch.num_rows() {
                let word = texts.value(row);
                let apart = match kinds.value(row) {
                    "own_scanner" => Apart::OwnScanner,
                    "monitor" => Apart::Monitor,
                    "crawler" => Apart::Crawler,
                    kind => {
                        if kind != "staff" {
                            words.push(word.to_owned());
                        }
                        if users.is_valid(row) {
                            house.users.insert(users.value(row));
                        }
                        continue;
                    }
                };
                house.networks.extend(Network::parse(word).map(|network| (network, apart)));
            }
        }
        house.networks.sort_unstable();
        house.words = HouseWords::new(words.iter().map(String::as_str));
        Ok(house)
    }

    /// Whether a path names the house.
    pub(super) fn names(&self, text: &str) -> bool {
        self.words.names(text.as_bytes())
    }

    /// Whether a login name is one of the house's, or holds a word of it.
    pub(super) fn names_user(&self, user: i64, name: Option<&str>) -> bool {
        self.users.contains(&user) || name.is_some_and(|name| self.names(name))
    }

    /// Notes a source that is apart.
    pub(super) fn meet(&mut self, source: u64, address: u128) {
        if let Some((_, apart)) = self.networks.iter().find(|(network, _)| network.holds(address)) {
            self.apart.insert(source, *apart);
        }
    }
}
