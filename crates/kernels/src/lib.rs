//! Pure functions: hashes, times, links, texts, chance, groups, bursts and attacks.
//!
//! Everything here is a function of its arguments. This crate must not know files, tables,
//! DataFusion, the clock or the terminal, and keeps no state between calls. Results that end up in
//! the lake carry the name and version of the kernel that made them: a kernel that starts to
//! answer differently gets the next version in [`KERNELS`].
//!
//! A new kernel is one file with its [`KernelInfo`] and one line in [`KERNELS`].

pub mod attacks;
pub mod bursts;
pub mod chance;
pub mod copies;
pub mod discoveries;
pub mod groups;
pub mod hash;
pub mod net;
pub mod pairs;
pub mod spread;
pub mod text;
pub mod time;
pub mod url;

/// What the house knows about a kernel without calling it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KernelInfo {
    /// Its name, in lower case with hyphens.
    pub name: &'static str,
    /// Raised when the same input starts to give another result.
    pub version: u32,
    /// What it does, in one sentence.
    pub doc: &'static str,
}

impl KernelInfo {
    /// How the kernel is named beside what it made: `canonical-link@1`.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}@{}", self.name, self.version)
    }
}

/// All kernels.
pub const KERNELS: &[KernelInfo] = &[
    attacks::REQUEST_CLASSES,
    attacks::group::ATTACKS,
    time::CLF_TIME,
    time::ISO_TIME,
    time::UNIX_TIME,
    time::SYSLOG_TIME,
    url::CANONICAL_LINK_KERNEL,
    url::REGISTRABLE_DOMAIN_KERNEL,
    spread::SPREAD,
    text::HASHTAG_KERNEL,
    text::NAME_SHAPE,
    text::SPLIT_OBJECTS,
    text::TEXT_OBJECTS,
    text::near_copy::NEAR_COPY,
    copies::NEAR_COPIES,
    bursts::BURSTS,
    groups::GROUPS,
    pairs::WINDOWED_PAIRS,
    chance::CHANCE,
    pairs::compat::COORTWEET,
    pairs::compat::TOOLKIT,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kernel_has_a_name_of_its_own_and_a_doc() {
        let mut names: Vec<&str> = KERNELS.iter().map(|kernel| kernel.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), KERNELS.len());
        assert!(KERNELS.iter().all(|kernel| kernel.version > 0 && kernel.doc.ends_with('.')));
    }

    #[test]
    fn names_in_the_lake_are_those_of_the_list() {
        for name in [url::CANONICAL_LINK, url::REGISTRABLE_DOMAIN, text::HASHTAG] {
            assert!(KERNELS.iter().any(|kernel| kernel.id() == name), "{name}");
        }
    }
}
