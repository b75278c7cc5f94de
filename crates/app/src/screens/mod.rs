//! What the screens show: typed rows and pages, in the project's language and through the gate.
//!
//! The server and the command line turn them into JSON; none of them knows HTTP or the browser.

pub mod briefs;
pub mod finding;
pub mod incident;
pub mod morning;
pub mod rows;
pub mod search;
pub mod session;
pub mod triage;
pub mod verify;
