//! The entries that keys of `vigie.toml` fill, and the words that several of them share.

use vigie_model::mandate::Mandate;

use super::given::{Given, Wrong};
use super::key::Place;
use super::{Affiliation, Config, KeepBytes};
use crate::outlets::Outlet;

pub(super) fn keep(word: &str) -> Option<KeepBytes> {
    match word {
        "cited" => Some(KeepBytes::Cited),
        "all" => Some(KeepBytes::All),
        _ => None,
    }
}

/// Whether the retention rule runs with the detectors.
pub(super) fn runs(word: &str) -> Option<bool> {
    match word {
        "asked" => Some(false),
        "detect" => Some(true),
        _ => None,
    }
}

/// A list of addresses and networks.
pub(super) fn networks(given: &Given) -> Result<Vec<String>, Wrong> {
    given.texts("addresses, or networks as \"192.0.2.0/24\"", is_network)
}

pub(super) fn is_account(text: &str) -> bool {
    text.split_once(':').is_some_and(|(platform, id)| !platform.is_empty() && !id.is_empty())
}

pub(super) fn with_mandate(config: &mut Config, place: &Place, set: impl FnOnce(&mut Mandate)) {
    if let Some(mandate) = config.mandate_entry(place.index) {
        set(mandate);
    }
}

pub(super) fn with_affiliation(
    config: &mut Config,
    place: &Place,
    change: impl FnOnce(&mut Affiliation),
) {
    if place.index >= config.affiliations.len() {
        config.affiliations.resize_with(place.index + 1, Affiliation::default);
    }
    if let Some(list) = config.affiliations.get_mut(place.index) {
        change(list);
    }
}

pub(super) fn with_outlet(config: &mut Config, place: &Place, set: impl FnOnce(&mut Outlet)) {
    if place.index == config.outlets.len() {
        config.outlets.push(Outlet::default());
    }
    if let Some(row) = config.outlets.get_mut(place.index) {
        set(row);
    }
}

/// An address, or a network as `192.0.2.0/24`.
fn is_network(text: &str) -> bool {
    vigie_kernels::net::Network::parse(text).is_some()
}
