//! What every handler is given.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;
use vigie_app::Project;
use vigie_app::words::{Language, Words};

use crate::ServerError;
use crate::bus::Bus;
use crate::problem::{Problem, Trouble};
use crate::serve::StopSeen;
use crate::token::Token;

/// How a server is set up.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The port that clients must name in Host and Origin.
    pub port: u16,
    /// The project is the demo's invented season.
    pub demo: bool,
    /// The token of this start; `None` for a random one, as anything but a test wants.
    pub token: Option<String>,
}

/// The project and what stands around it.
pub(crate) struct House {
    /// Answers questions. Reads run beside each other.
    pub(crate) project: Arc<Project>,
    /// Sees the newest commit always; whoever writes the lake with it holds `writing`.
    pub(crate) maker: Arc<Project>,
    pub(crate) words: Words,
    pub(crate) bus: Arc<Bus>,
    pub(crate) token: Token,
    /// What Host may say.
    pub(crate) hosts: [String; 3],
    pub(crate) demo: bool,
    pub(crate) stop: StopSeen,
    /// A run of the detectors is under way.
    pub(crate) detecting: Arc<AtomicBool>,
    writing: Arc<Mutex<()>>,
    /// The commit that answers stand on; 0 where nobody keeps one at hand.
    ready: Arc<watch::Sender<u64>>,
    is_kept: bool,
}

impl House {
    pub(crate) fn new(
        project: Arc<Project>,
        bus: Arc<Bus>,
        options: &Options,
        stop: StopSeen,
    ) -> Result<Self, ServerError> {
        let port = options.port;
        let token = match &options.token {
            Some(token) => Token::known(token),
            None => Token::random()?,
        };
        Ok(Self {
            words: Words::new(project.config().language),
            maker: Arc::clone(&project),
            project,
            bus,
            token,
            hosts: [
                format!("127.0.0.1:{port}"),
                format!("localhost:{port}"),
                format!("[::1]:{port}"),
            ],
            demo: options.demo,
            stop,
            detecting: Arc::default(),
            writing: Arc::default(),
            ready: Arc::new(watch::channel(0).0),
            is_kept: false,
        })
    }

    /// The same house, where answers stand on what the keeper has read.
    pub(crate) fn kept(self) -> Self {
        Self { project: Arc::new(self.project.at_hand()), is_kept: true, ..self }
    }

    /// Whether answers may stand on an older commit than the newest.
    pub(crate) fn is_kept(&self) -> bool {
        self.is_kept
    }

    /// Sees which commit is at hand.
    pub(crate) fn ready(&self) -> watch::Receiver<u64> {
        self.ready.subscribe()
    }

    /// Says that answers stand on this commit from now on.
    pub(crate) fn is_ready(&self, commit: u64) {
        self.ready.send_replace(commit);
        self.bus.changed(&["findings", "incidents", "signals", "rumours"], Some(commit), None);
    }

    /// The same house for a reader of another language.
    pub(crate) fn in_language(&self, language: Language) -> Self {
        Self {
            project: Arc::new(self.project.in_language(language)),
            maker: Arc::new(self.maker.in_language(language)),
            words: Words::new(language),
            bus: Arc::clone(&self.bus),
            token: self.token.clone(),
            hosts: self.hosts.clone(),
            demo: self.demo,
            stop: self.stop.clone(),
            detecting: Arc::clone(&self.detecting),
            writing: Arc::clone(&self.writing),
            ready: Arc::clone(&self.ready),
            is_kept: self.is_kept,
        }
    }

    /// Does `work` while nothing else of this server writes the lake. It waits for its turn.
    pub(crate) fn writing<T>(&self, work: impl FnOnce() -> T) -> T {
        let _turn = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        work()
    }

    /// A problem in the project's language.
    pub(crate) fn problem(&self, trouble: Trouble, which: &str) -> Problem {
        Problem::said(trouble, &self.words, which, &[])
    }
}

/// Runs `work` where blocking is allowed and waits for it.
pub(crate) async fn blocking<T: Send + 'static>(
    house: &Arc<House>,
    work: impl FnOnce(&House) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let inner = Arc::clone(house);
    match tokio::task::spawn_blocking(move || work(&inner)).await {
        Ok(result) => result,
        Err(_) => {
            tracing::error!("a request panicked");
            Err(house.problem(Trouble::Bug, "bug"))
        }
    }
}
