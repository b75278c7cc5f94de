//! Asking named targets.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ureq::http::{HeaderMap, Response};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body};
use url::Url;
use vigie_model::time::Clock;

use crate::names::{self, Names, SystemNames};
use crate::pace::Pace;
use crate::target::place;
use crate::unpack::{packing, read};
use crate::wire::{self, Resolver};
use crate::{OutboxError, Socket, Target};

/// What a client sees of the world.
#[derive(Clone)]
pub struct Outside {
    /// Where "now" comes from, for the rate limit and for how long a socket listens.
    pub clock: Arc<dyn Clock>,
    /// Who looks names up.
    pub names: Arc<dyn Names>,
}

impl Outside {
    /// The machine's own look-up.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, names: Arc::new(SystemNames) }
    }
}

/// How one request differs from the plainest.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// The mark of the last answer: the server may say that nothing changed.
    pub etag: Option<String>,
    /// The date of the last answer, as the server wrote it.
    pub last_modified: Option<String>,
    /// What is wanted, as in `Accept`.
    pub accept: Option<&'static str>,
    /// A tighter limit than that of the target, in bytes.
    pub most: Option<u64>,
}

/// What came back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// Where it came from in the end.
    pub url: Url,
    /// Nothing changed since the answer with the mark that was sent; `bytes` is empty.
    pub unchanged: bool,
    /// Its mark.
    pub etag: Option<String>,
    /// Its date, as the server wrote it.
    pub last_modified: Option<String>,
    /// The bytes, unpacked.
    pub bytes: Vec<u8>,
}

/// Redirects that are followed in a row.
const REDIRECTS: usize = 5;
/// The longest mark or date that is kept and sent again.
const LONGEST_MARK: usize = 1024;
/// The longest header of an answer, in bytes.
const LONGEST_HEADER: usize = 64 << 10;
/// What a target gets to read about us.
pub(crate) const USER_AGENT: &str = concat!("vigie/", env!("CARGO_PKG_VERSION"));

/// Speaks to named targets, and to nothing else.
pub struct Client {
    targets: Vec<Target>,
    outside: Outside,
    pace: Mutex<Pace>,
    agents: Mutex<BTreeMap<String, Agent>>,
}

impl Client {
    /// A client that knows these targets.
    #[must_use]
    pub fn new(targets: Vec<Target>, outside: Outside) -> Self {
        let (pace, agents) = (Mutex::default(), Mutex::default());
        Self { targets, outside, pace, agents }
    }

    /// Gets an address on the server of the target `name`. Redirects are followed while they stay on
    /// named targets; each step is checked and counted like a request of its own.
    ///
    /// # Errors
    /// When the address or a step is refused, the limits are passed, or the server does not answer
    /// with what was asked for.
    pub fn get(&self, name: &str, url: &Url, ask: &Ask) -> Result<Answer, OutboxError> {
        let mut target = self.named(name, url)?;
        let mut url = url.clone();
        for _ in 0..=REDIRECTS {
            let response = self.send(target, &url, |agent, url| {
                let mut request = agent.get(url).header("Accept-Encoding", "gzip");
                if let Some(accept) = ask.accept {
                    request = request.header("Accept", accept);
                }
                if let Some(etag) = &ask.etag {
                    request = request.header("If-None-Match", etag);
                }
                if let Some(date) = &ask.last_modified {
                    request = request.header("If-Modified-Since", date);
                }
                request.call()
            })?;
            if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
                let limit = ask.most.map_or(target.max_bytes, |most| most.min(target.max_bytes));
                return answer(url, response, limit);
            }
            let next = self.next(&url, response.headers())?;
            target = next.0;
            url = next.1;
        }
        let (from, to) = (url.to_string(), url.to_string());
        Err(OutboxError::Redirect { from, to, why: "in circles" })
    }

    /// Sends JSON to an address on the server of the target `name` and gives the answer. Nothing that
    /// is sent follows a redirect.
    ///
    /// # Errors
    /// As [`Client::get`].
    pub fn post_json(
        &self,
        name: &str,
        url: &Url,
        body: &serde_json::Value,
    ) -> Result<Answer, OutboxError> {
        let target = self.named(name, url)?;
        let text = body.to_string();
        let response = self.send(target, url, |agent, url| {
            let request = agent.post(url).header("Content-Type", "application/json");
            request.header("Accept-Encoding", "gzip").send(text.as_str())
        })?;
        answer(url.clone(), response, target.max_bytes)
    }

    /// Opens a websocket on the server of the target `name`, that listens for `listen` and takes
    /// messages of at most `longest` bytes.
    ///
    /// # Errors
    /// When the address is refused, or the server opens none.
    pub fn socket(
        &self,
        name: &str,
        url: &Url,
        listen: Duration,
        longest: usize,
    ) -> Result<Socket, OutboxError> {
        let target = self.named(name, url)?;
        self.ask(target)?;
        Socket::open(target, url, &self.outside, listen, longest)
    }

    /// The target of that name, if the address is on its server.
    fn named(&self, name: &str, url: &Url) -> Result<&Target, OutboxError> {
        let target = self.targets.iter().find(|target| target.name == name);
        target
            .filter(|target| target.covers(url))
            .ok_or_else(|| OutboxError::NotNamed { url: url.to_string() })
    }

    /// Where a redirect leads: to any named target.
    fn next(&self, from: &Url, headers: &HeaderMap) -> Result<(&Target, Url), OutboxError> {
        let to = header(headers, "location").unwrap_or_default();
        let refused = |why| {
            let to = to.chars().take(200).collect();
            OutboxError::Redirect { from: from.to_string(), to, why }
        };
        let url = from.join(&to).map_err(|_| refused("which is no address"))?;
        let url = crate::address(url.as_str()).map_err(|_| refused("which is not asked"))?;
        let target = self.targets.iter().find(|target| target.covers(&url));
        target.map(|target| (target, url)).ok_or_else(|| refused("which is not a named target"))
    }

    fn ask(&self, target: &Target) -> Result<(), OutboxError> {
        let mut pace = self.pace.lock().unwrap_or_else(PoisonError::into_inner);
        pace.ask(&target.name, target.per_minute, self.outside.clock.now())
    }

    fn send(
        &self,
        target: &Target,
        url: &Url,
        send: impl FnOnce(&Agent, &str) -> Result<Response<Body>, ureq::Error>,
    ) -> Result<Response<Body>, OutboxError> {
        self.ask(target)?;
        if target.proxy.is_some() {
            let (host, _) = place(url);
            if let Ok(bare) = host.parse() {
                names::check(&host, bare, target.allow_private)?;
            }
        }
        let agent = self.agent(target)?;
        send(&agent, url.as_str()).map_err(wire::failed)
    }

    /// The agent of a target: made once, so that connections are used again.
    fn agent(&self, target: &Target) -> Result<Agent, OutboxError> {
        let mut agents = self.agents.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(agent) = agents.get(&target.name) {
            return Ok(agent.clone());
        }
        let proxy = target.proxy.as_ref().map(|url| ureq::Proxy::new(url.as_str())).transpose();
        let mut config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(USER_AGENT)
            .proxy(proxy.map_err(wire::failed)?)
            .max_response_header_size(LONGEST_HEADER)
            .timeout_global(Some(target.timeout));
        if target.url.scheme() == "https" {
            config = config.tls_config(wire::tls_of_requests()?);
        }
        let resolver = Resolver {
            names: Arc::clone(&self.outside.names),
            allow_private: target.allow_private,
            proxy: target.proxy.as_ref().map(place),
            limit: target.timeout,
        };
        let agent = Agent::with_parts(config.build(), DefaultConnector::default(), resolver);
        agents.insert(target.name.clone(), agent.clone());
        Ok(agent)
    }
}

fn answer(url: Url, response: Response<Body>, limit: u64) -> Result<Answer, OutboxError> {
    let headers = response.headers();
    let mark = |name| header(headers, name).filter(|text| text.len() <= LONGEST_MARK);
    let (etag, last_modified) = (mark("etag"), mark("last-modified"));
    let status = response.status().as_u16();
    if status == 304 {
        return Ok(Answer { url, unchanged: true, etag, last_modified, bytes: Vec::new() });
    }
    // A part of an answer was not asked for.
    if !(200..300).contains(&status) || status == 206 {
        let retry_after = header(headers, "retry-after").and_then(|text| text.trim().parse().ok());
        return Err(OutboxError::Status { status, retry_after });
    }
    let packing = packing(header(headers, "content-encoding").as_deref())?;
    let bytes = read(&mut response.into_body().into_reader(), packing, limit)?;
    Ok(Answer { url, unchanged: false, etag, last_modified, bytes })
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(ToOwned::to_owned)
}
