//! Everything that leaves the house: outgoing connections, to named targets only.
//!
//! A [`Target`] is an address that a person wrote into `vigie.toml`. [`Client`] speaks to targets and
//! to nothing else: each name is looked up once, every address that it has is looked at, and the
//! connection goes to an address that passed ([`reach`]). Redirects are followed between named
//! targets only; what comes back has a limit in bytes, in time and in requests a minute.
//!
//! This crate must not know the lake, sources, persons or the configuration file. What came back is
//! text from outside: whoever shows it, or one of our errors about it, passes it through the gate.

mod client;
mod error;
mod names;
mod pace;
pub mod reach;
pub mod second_reader;
mod socket;
mod target;
mod unpack;
mod wire;

pub use client::{Answer, Ask, Client, Outside};
pub use error::OutboxError;
pub use names::{Names, SystemNames};
pub use socket::Socket;
pub use target::{Target, address};
