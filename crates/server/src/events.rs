//! `GET /api/events`: the bus as server-sent events.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::stream::{self, Stream, StreamExt};
use tokio::sync::broadcast::error::RecvError;

use crate::bus::Message;
use crate::house::House;

/// A comment is sent after so long without a message, so that both ends notice a dead connection.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Live progress, changes and messages.
#[utoipa::path(
    get,
    path = "/api/events",
    tag = "live",
    params(("Last-Event-ID" = Option<String>, Header, description = "the last id seen: what came since is sent again")),
    responses((status = 200, description = "`progress` {task, done, total?, unit, finished?}, `changed` {what, commit?, head?}, `log` {level, text}; a heartbeat every 15 s", content_type = "text/event-stream", body = String))
)]
pub(crate) async fn events(
    State(house): State<Arc<House>>,
    headers: HeaderMap,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let last_id = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let listening = house.bus.listen(last_id);
    let bus = Arc::clone(&house.bus);
    let backlog = stream::iter(listening.backlog);
    let from = Arc::clone(&house);
    let coming =
        stream::unfold((listening.coming, house.stop.clone()), move |(mut coming, mut stop)| {
            let house = Arc::clone(&from);
            async move {
                let message = tokio::select! {
                    received = coming.recv() => match received {
                        Ok(message) => message,
                        Err(RecvError::Lagged(_)) => house.bus.lost(),
                        Err(RecvError::Closed) => return None,
                    },
                    // The server ends, and open streams would keep it from doing so.
                    () = stop.wait() => return None,
                };
                Some((message, (coming, stop)))
            }
        });
    let shown =
        backlog.chain(coming).map(move |message| Ok(shown(&bus.id(message.number), message)));
    Sse::new(shown).keep_alive(KeepAlive::new().interval(HEARTBEAT))
}

fn shown(id: &str, message: Message) -> Event {
    Event::default().id(id).event(message.event).data(message.data)
}
