//! The person at the keyboard, or the system, asks the program to end.

use std::io;

/// Calls `end` once, on a thread of its own, when Ctrl-C is pressed or the system asks the process to
/// terminate. Once this has returned, neither ends the process by itself.
///
/// # Errors
/// When the system gives no thread or no way to wait for signals.
pub fn on_interrupt(end: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let asked = {
        let _inside = runtime.enter();
        asked_to_end()?
    };
    let wait = move || {
        runtime.block_on(asked);
        end();
    };
    std::thread::Builder::new().name("vigie-interrupt".to_owned()).spawn(wait).map(drop)
}

/// Both signals are taken from here on, before anybody waits.
#[cfg(unix)]
fn asked_to_end() -> io::Result<impl Future<Output = ()> + Send> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "as on systems with signals")]
fn asked_to_end() -> io::Result<impl Future<Output = ()> + Send> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
