//! What the outbox refuses, in French. Its English stands in the outbox.

use vigie_outbox::OutboxError;

use super::{Told, Words};

impl Words {
    /// The refusal and its hint in this language; `None` where its own English is all there is.
    #[must_use]
    pub fn outbox(&self, error: &OutboxError) -> Option<Told> {
        match error {
            OutboxError::Address { text, .. } => {
                self.told("wrong-net-address", &[("text", text.into())])
            }
            OutboxError::NotNamed { url } => {
                self.told("wrong-net-not-named", &[("url", url.into())])
            }
            OutboxError::Redirect { from, to, .. } => {
                self.told("wrong-net-redirect", &[("from", from.into()), ("to", to.into())])
            }
            OutboxError::NotPublic { host, address, could_allow } => {
                let id = if *could_allow { "wrong-net-private" } else { "wrong-net-never" };
                let args = [("host", host.into()), ("address", address.to_string().into())];
                self.told(id, &args)
            }
            OutboxError::NoAddress { host } => {
                self.told("wrong-net-no-address", &[("host", host.into())])
            }
            OutboxError::TooLarge { limit } => {
                self.told("wrong-net-large", &[("limit", self.bytes(*limit).into())])
            }
            OutboxError::TooSlow => self.told("wrong-net-slow", &[]),
            OutboxError::TooOften { per_minute, until } => {
                let args = [("count", (*per_minute).into()), ("until", until.to_string().into())];
                self.told("wrong-net-often", &args)
            }
            OutboxError::Status { status, .. } => {
                self.told("wrong-net-status", &[("status", status.to_string().into())])
            }
            OutboxError::Broken(what) => self.told("wrong-net-broken", &[("what", what.into())]),
            OutboxError::Connection(what) => {
                self.told("wrong-net-connection", &[("what", what.into())])
            }
            OutboxError::Trust(what) => self.told("wrong-net-trust", &[("what", what.into())]),
            _ => None,
        }
    }
}
