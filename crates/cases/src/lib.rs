//! The journal and the state folded from it: what people judged, who, when and on which revision.
//!
//! Entries are only ever added, one chain for each author, so that two laptops can exchange what
//! they wrote. Everything else ([`State`]) follows from them. This crate must not know the lake,
//! the engine or any file but its own: it speaks of findings and signals by their ids. Start with
//! [`Journal`], [`Body`] and [`fold`].

mod body;
mod correction;
mod digest;
mod entry;
mod error;
pub mod ids;
mod journal;
mod memory;
mod pack;
mod propose;
mod rules;
mod state;
mod store;
mod verify;

pub use body::{
    Body, FindingRef, MAX_REFERENCES, MAX_TEXT, MeasureState, RedLineState, RumourCategory,
    RumourDecision,
};
pub use correction::{NamedBy, StatementReading, Stretch};
pub use digest::Digest;
pub use entry::{ChainHead, Draft, Entry, Head, Heads, Target};
pub use error::{Break, CasesError};
pub use ids::{
    Alias, AuthorId, BriefId, EntryId, IncidentId, MeasureId, NotAnId, RedLineId, RumourCode, TipId,
};
pub use journal::Journal;
pub use memory::MemoryStore;
pub use pack::{MAX_PACK, Merged, PACK_VERSION, Pack};
pub use propose::{FindingFacts, Link, Proposal, Shared, propose};
pub use state::{
    Assessment, AttachedFinding, Ended, Freshness, Incident, Judgement, Logged, Mandate, Mark,
    Measure, Note, Oddity, RedLine, Reveal, Rumour, RumourReveal, State, Tip, Told, Verdict, fold,
};
pub use store::Store;
pub use verify::{AuthorChain, JournalReport, Problem};
