//! The one event bus, as browsers see it: numbered messages, kept for a while, so that a client
//! that lost its connection can ask for what it missed.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};
use tokio::sync::{Notify, broadcast};
use vigie_app::gate::harmless;
use vigie_app::model::{Event, EventSink, Level};

/// Messages kept for those who come back.
const KEPT: usize = 512;

/// One message.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Message {
    /// From 1, without gaps.
    pub(crate) number: u64,
    /// `progress`, `changed` or `log`.
    pub(crate) event: &'static str,
    /// JSON.
    pub(crate) data: String,
}

/// What a new listener starts with.
pub(crate) struct Listening {
    /// What it missed, or what is under way.
    pub(crate) backlog: Vec<Message>,
    /// What comes.
    pub(crate) coming: broadcast::Receiver<Message>,
}

/// Takes events, keeps them for browsers, and hands them on to a printer.
pub struct Bus {
    next: Arc<dyn EventSink>,
    sender: broadcast::Sender<Message>,
    state: Mutex<State>,
    /// A commit was made that nobody has looked at yet.
    committed: Notify,
    /// Tells message numbers of this start from those of an earlier one.
    start: String,
}

#[derive(Default)]
struct State {
    number: u64,
    kept: VecDeque<Message>,
    /// Tasks under way: total, unit and how far.
    tasks: BTreeMap<String, Task>,
}

#[derive(Clone)]
struct Task {
    total: Option<u64>,
    unit: &'static str,
    done: u64,
}

impl Task {
    fn told(&self, name: &str, is_finished: bool) -> Value {
        let mut told = json!({ "task": harmless(name), "done": self.done, "unit": self.unit });
        if let (Some(total), Value::Object(fields)) = (self.total, &mut told) {
            fields.insert("total".to_owned(), total.into());
        }
        if let (true, Value::Object(fields)) = (is_finished, &mut told) {
            fields.insert("finished".to_owned(), true.into());
        }
        told
    }
}

/// The kind of a result that says what changed: `{what: […], commit?, head?}`.
pub(crate) const CHANGED: &str = "changed";

impl Bus {
    /// A bus whose events go on to `next` as well. `start` is anything that differs between two
    /// starts of the program.
    #[must_use]
    pub fn new(next: Arc<dyn EventSink>, start: impl Into<String>) -> Self {
        let (sender, _) = broadcast::channel(KEPT);
        Self {
            next,
            sender,
            state: Mutex::default(),
            committed: Notify::new(),
            start: start.into(),
        }
    }

    /// Says that something changed, so that screens ask again.
    pub fn changed(&self, what: &[&str], commit: Option<u64>, head: Option<&str>) {
        let mut body = json!({ "what": what });
        if let Value::Object(fields) = &mut body {
            fields.extend(commit.map(|commit| ("commit".to_owned(), commit.into())));
            fields.extend(head.map(|head| ("head".to_owned(), head.into())));
        }
        self.emit(Event::Result { kind: CHANGED, body });
    }

    /// Waits for a commit; one that was made since the last wait counts.
    pub(crate) async fn committed(&self) {
        self.committed.notified().await;
    }

    /// The id of a message as clients send it back.
    pub(crate) fn id(&self, number: u64) -> String {
        format!("{}-{number}", self.start)
    }

    /// A new listener. One that names the last message it saw gets what came since, if that is
    /// still held; else it is told that anything may have changed. One that names none gets what
    /// is under way.
    pub(crate) fn listen(&self, last_id: Option<&str>) -> Listening {
        let state = self.lock();
        let coming = self.sender.subscribe();
        let backlog = match last_id {
            None => state
                .tasks
                .iter()
                .map(|(name, task)| Message {
                    number: state.number,
                    event: "progress",
                    data: task.told(name, false).to_string(),
                })
                .collect(),
            Some(id) => self.missed(&state, id).unwrap_or_else(|| vec![everything(state.number)]),
        };
        Listening { backlog, coming }
    }

    /// `None` when what was missed is not held any more.
    fn missed(&self, state: &State, last_id: &str) -> Option<Vec<Message>> {
        let (start, number) = last_id.rsplit_once('-')?;
        let number: u64 = number.parse().ok()?;
        let oldest = state.kept.front().map_or(state.number + 1, |message| message.number);
        if start != self.start || number > state.number || number + 1 < oldest {
            return None;
        }
        Some(state.kept.iter().filter(|message| message.number > number).cloned().collect())
    }

    /// What a listener that was too slow is told.
    pub(crate) fn lost(&self) -> Message {
        everything(self.lock().number)
    }

    fn publish(&self, state: &mut State, event: &'static str, data: &Value) {
        state.number += 1;
        let message = Message { number: state.number, event, data: data.to_string() };
        state.kept.push_back(message.clone());
        if state.kept.len() > KEPT {
            state.kept.pop_front();
        }
        // Nobody listening is no failure.
        let _ = self.sender.send(message);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, event: &Event) {
        let mut state = self.lock();
        match event {
            Event::Started { task, total, unit } => {
                let begun = Task { total: *total, unit, done: 0 };
                let told = begun.told(task, false);
                state.tasks.insert(task.clone(), begun);
                self.publish(&mut state, "progress", &told);
            }
            Event::Advanced { task, done } => {
                let Some(held) = state.tasks.get_mut(task) else { return };
                held.done = *done;
                let told = held.told(task, false);
                self.publish(&mut state, "progress", &told);
            }
            Event::Finished { task } => {
                let Some(mut held) = state.tasks.remove(task) else { return };
                held.done = held.total.unwrap_or(held.done);
                let told = held.told(task, true);
                self.publish(&mut state, "progress", &told);
            }
            Event::Log { level: Level::Debug, .. } => {}
            Event::Log { level, text } => {
                let told = json!({ "level": level, "text": harmless(text) });
                self.publish(&mut state, "log", &told);
            }
            Event::Result { kind, body } if *kind == CHANGED => {
                self.publish(&mut state, CHANGED, body);
            }
            Event::Result { kind, body } => {
                if *kind == "commit" {
                    self.committed.notify_one();
                }
                if let Some(told) = change(kind, body) {
                    self.publish(&mut state, CHANGED, &told);
                }
            }
        }
    }
}

impl EventSink for Bus {
    fn emit(&self, event: Event) {
        self.take(&event);
        self.next.emit(event);
    }
}

/// What a commit, a journal entry or a merge means to screens.
fn change(kind: &str, body: &Value) -> Option<Value> {
    let text = |name: &str| body[name].as_str().unwrap_or_default();
    let what: &[&str] = match kind {
        "commit" if text("kind") == "detect" => &["findings", "incidents"],
        "commit" => &["signals", "rumours"],
        "merge" => &["all"],
        "entry" => match text("target").split('-').next() {
            Some("F" | "I") => &["findings", "incidents"],
            Some("M" | "R") => &["measures"],
            Some("RUM") => &["rumours"],
            Some("B") => &["briefs"],
            _ => &["all"],
        },
        _ => return None,
    };
    let mut told = json!({ "what": what });
    if let (Some(commit), Value::Object(fields)) = (body["commit"].as_u64(), &mut told) {
        fields.insert("commit".to_owned(), commit.into());
    }
    Some(told)
}

/// Anything may have changed.
fn everything(number: u64) -> Message {
    Message { number, event: CHANGED, data: json!({ "what": ["all"] }).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vigie_app::model::event::NoEvents;

    fn bus() -> Bus {
        Bus::new(Arc::new(NoEvents), "s1")
    }

    fn told(messages: &[Message]) -> Vec<String> {
        messages.iter().map(|m| format!("{} {} {}", m.number, m.event, m.data)).collect()
    }

    fn log(bus: &Bus, text: &str) {
        bus.emit(Event::Log { level: Level::Info, text: text.to_owned() });
    }

    #[test]
    fn who_comes_back_gets_what_was_missed() {
        let bus = bus();
        for text in ["a", "b", "c"] {
            log(&bus, text);
        }
        let backlog = bus.listen(Some("s1-1")).backlog;
        assert_eq!(
            told(&backlog),
            [r#"2 log {"level":"info","text":"b"}"#, r#"3 log {"level":"info","text":"c"}"#]
        );
        assert_eq!(bus.listen(Some("s1-3")).backlog, []);
    }

    #[test]
    fn who_missed_too_much_or_comes_from_another_start_asks_for_everything() {
        let bus = bus();
        for _ in 0..KEPT + 10 {
            log(&bus, "x");
        }
        for id in ["s1-1", "s0-520", "s1-9999", "nonsense", "s1-"] {
            let backlog = bus.listen(Some(id)).backlog;
            assert_eq!(told(&backlog), [r#"522 changed {"what":["all"]}"#], "{id}");
        }
    }

    #[test]
    fn a_new_listener_sees_what_is_under_way() {
        let bus = bus();
        bus.emit(Event::Started { task: "a".to_owned(), total: Some(9), unit: "bytes" });
        bus.emit(Event::Started { task: "b\u{1b}".to_owned(), total: None, unit: "files" });
        bus.emit(Event::Advanced { task: "a".to_owned(), done: 4 });
        bus.emit(Event::Finished { task: "b\u{1b}".to_owned() });
        assert_eq!(
            told(&bus.listen(None).backlog),
            [r#"4 progress {"done":4,"task":"a","total":9,"unit":"bytes"}"#]
        );
        let all = told(&bus.listen(Some("s1-0")).backlog);
        assert_eq!(
            all.last().map(String::as_str),
            Some(r#"4 progress {"done":0,"finished":true,"task":"b\\u{1b}","unit":"files"}"#)
        );
    }

    #[test]
    fn a_change_names_what_changed() {
        let bus = bus();
        bus.changed(&["findings"], Some(3), None);
        let all = told(&bus.listen(Some("s1-0")).backlog);
        assert_eq!(all, [r#"1 changed {"commit":3,"what":["findings"]}"#]);
    }
}
