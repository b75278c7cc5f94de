//! Files for other tools.
//!
//! One module a format: values in, one file as text out. What stands in a file is decided by
//! whoever calls: this crate must not know the lake, the engine, persons or pseudonym keys. Texts
//! that come from outside have passed the rendering gate before they get here; the writers see to
//! it that nothing in them breaks out of the format.

pub mod block_list;
pub mod gexf;

use vigie_model::{ErrorKind, Explained};

/// A file could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExchangeError {
    /// An edge names a node that is not there.
    #[error("edge {edge} leads to a node that is not in the graph")]
    LooseEdge {
        /// Its place in the list, from 0.
        edge: usize,
    },
    /// A node or an edge has another number of values than there are attributes.
    #[error("{what} {at} has {found} values for {declared} attributes")]
    Values {
        /// Node or edge.
        what: &'static str,
        /// Its place in the list, from 0.
        at: usize,
        /// Values that it has.
        found: usize,
        /// Attributes that are declared.
        declared: usize,
    },
    /// The XML writer failed, which it never does in memory.
    #[error("the file could not be put together")]
    Write(#[from] std::io::Error),
}

impl Explained for ExchangeError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Bug
    }

    fn hint(&self) -> Option<String> {
        None
    }
}
