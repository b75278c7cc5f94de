//! The watched inbox folder: whatever somebody drops there is read as soon as it has arrived.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::MissedTickBehavior;
use vigie_app::inbox::{InboxStatus, ReadHow};
use vigie_app::model::{Event, EventSink, Level};
use vigie_app::trouble::Trouble;

use crate::house::House;
use crate::problem::Problem;

/// How often the folder is looked at.
const EVERY: Duration = Duration::from_secs(3);

/// Looks into the folder until the server ends.
pub(crate) async fn watch(house: Arc<House>) {
    let mut stop = house.stop.clone();
    let mut tick = tokio::time::interval(EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The same trouble is told once, not at every look.
    let mut told = String::new();
    loop {
        tokio::select! {
            () = stop.wait() => return,
            _ = tick.tick() => {}
        }
        let inner = Arc::clone(&house);
        let swept = tokio::task::spawn_blocking(move || sweep(&inner)).await;
        if let Ok(Err(trouble)) = swept
            && trouble != told
        {
            house.bus.emit(Event::Log { level: Level::Warn, text: trouble.clone() });
            told = trouble;
        }
    }
}

fn sweep(house: &House) -> Result<(), String> {
    let swept = house.writing(|| house.maker.inbox_sweep(&ReadHow::default()));
    match swept {
        Ok(items) => {
            let is_new = |status| matches!(status, InboxStatus::Read | InboxStatus::Kept);
            if items.iter().any(|item| is_new(item.status)) {
                house.bus.changed(&["inbox"], None, None);
            }
            Ok(())
        }
        // Somebody else writes the lake: at the next look they will have ended.
        Err(error) if error.trouble() == Trouble::Busy => Ok(()),
        Err(error) => Err(Problem::of(&error, &house.words).detail().to_owned()),
    }
}
