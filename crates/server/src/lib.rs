//! The workbench over HTTP: the use cases of `app` as JSON, live events, and the web files.
//!
//! Loopback only. Whoever may talk to it is decided in `guard`: the Host and Origin
//! of each request, and a token of this start for each change. Every answer is a value that `app`
//! returned; this crate must not know the lake, the engine, the journal or a detector, and shows
//! no text that has not passed the gate. Start with [`Door`].

mod api;
mod assets;
mod bus;
mod error;
mod events;
mod guard;
mod house;
mod input;
mod interrupt;
mod jobs;
mod keeper;
mod openapi;
mod pages;
mod problem;
mod router;
mod serve;
mod shapes;
mod token;
mod watch;

pub use bus::Bus;
pub use error::ServerError;
pub use house::Options;
pub use interrupt::on_interrupt;
pub use openapi::document;
pub use router::router;
pub use serve::{Door, Stop};
pub use shapes::{Mismatch, check};
