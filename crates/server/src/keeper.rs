//! Keeps what screens show at hand. After each commit the newest state is read in the background,
//! one reading at a time, and answers stand on the one before until it is done: nobody waits for a
//! commit that somebody else made.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{Instant, MissedTickBehavior};
use vigie_app::model::{Event, EventSink, Level};

use crate::house::House;
use crate::problem::Problem;

/// How often to look for commits of other processes, which send no events.
const EVERY: Duration = Duration::from_secs(3);
/// The longest pause between two readings.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// How long a client that wrote waits to see what it wrote.
const OWN_WRITE: Duration = Duration::from_secs(2);

/// Reads what is new until the server ends.
pub(crate) async fn keep(house: Arc<House>) {
    let mut stop = house.stop.clone();
    let mut tick = tokio::time::interval(EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The same trouble is told once, not at every look.
    let mut told = String::new();
    let mut quiet: Option<JoinHandle<()>> = None;
    loop {
        // Commits that come while one is read are one more reading, not one each.
        tokio::select! {
            () = stop.wait() => return,
            () = house.bus.committed() => {}
            _ = tick.tick() => {}
        }
        let began = Instant::now();
        let inner = Arc::clone(&house);
        match tokio::task::spawn_blocking(move || inner.maker.make_ready()).await {
            Ok(Ok(Some(commit))) => {
                told.clear();
                house.is_ready(commit);
            }
            Ok(Ok(None)) => {
                if quiet.as_ref().is_none_or(JoinHandle::is_finished) {
                    quiet = Some(read_in_quiet(&house));
                }
                continue;
            }
            Ok(Err(error)) => {
                let trouble = Problem::of(&error, &house.words).detail().to_owned();
                if trouble != told {
                    house.bus.emit(Event::Log { level: Level::Warn, text: trouble.clone() });
                    told = trouble;
                }
            }
            Err(_) => tracing::error!("reading the newest state panicked"),
        }
        // While files come in one after the other, at most half of the time goes into reading.
        let pause = began.elapsed().min(LONGEST_PAUSE);
        tokio::select! {
            () = stop.wait() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Nothing new came since the last look: begins to read what takes long, so that nobody waits for it
/// later. The next commit does not wait for it either. Trouble with it is told to whoever opens the
/// screen that needs it.
fn read_in_quiet(house: &Arc<House>) -> JoinHandle<()> {
    let inner = Arc::clone(house);
    tokio::task::spawn_blocking(move || {
        if let Err(error) = inner.maker.make_ready_in_quiet() {
            tracing::debug!(%error, "attacks were not read in advance");
        }
    })
}

/// Waits until what was just written is at hand, so that whoever wrote it sees it; not for long.
pub(crate) async fn settle(house: &House) {
    let mut ready = house.ready();
    let is_there = || !house.is_kept() || !house.maker.is_behind().unwrap_or(false);
    // Whether it came in time is said in the next answer.
    let _in_time = tokio::time::timeout(OWN_WRITE, ready.wait_for(|_| is_there())).await;
}
