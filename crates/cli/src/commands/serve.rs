//! `vigie serve`

use std::sync::Arc;

use clap::Args;
use vigie_app::model::ExitCode;
use vigie_app::{Project, System};
use vigie_server::{Bus, Door, Options, Stop};

use super::Context;
use crate::failure::Failure;
use crate::output::{Page, Report, STRONG, Ui, styled};

/// Open the workbench in a browser
///
/// Serves the screens and their data on this machine only, until Ctrl-C. Whatever another command
/// adds meanwhile shows up by itself.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie serve
  vigie serve --open
  vigie serve --port 0              # any free port
  vigie serve -C season --lang fr")]
pub(crate) struct Serve {
    /// The port on 127.0.0.1; 0 for any that is free
    #[arg(long, value_name = "NUMBER", default_value_t = PORT)]
    port: u16,

    /// Open it in the browser
    #[arg(long)]
    open: bool,
}

/// Where the workbench is, unless asked for elsewhere.
pub(crate) const PORT: u16 = 8470;

impl Serve {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let door = Door::open(self.port)?;
        let bus = bus(context);
        let system = System { events: Arc::clone(&bus) as _, ..context.system.clone() };
        let project = Arc::new(Project::open(&context.dir, &context.overrides, &system)?);
        context.ui.show(&Opened { url: door.url() })?;
        if self.open {
            open(&door.url());
        }
        door.serve(project, bus, Options::default(), &Stop::default())?;
        Ok(ExitCode::Done)
    }
}

/// The event bus with the command line's printer behind it.
pub(super) fn bus(context: &Context) -> Arc<Bus> {
    let start = context.system.now().to_jiff().as_second();
    let start = format!("{start:x}.{:x}", std::process::id());
    Arc::new(Bus::new(Arc::clone(&context.system.events), start))
}

/// Asks the desktop to show a page. Where there is none, the address has been printed.
fn open(url: &str) {
    const OPENERS: [&str; 2] = ["xdg-open", "open"];
    for opener in OPENERS {
        let quiet = || std::process::Stdio::null();
        let started = std::process::Command::new(opener)
            .arg(url)
            .stdin(quiet())
            .stdout(quiet())
            .stderr(quiet())
            .spawn();
        if started.is_ok() {
            return;
        }
    }
}

/// Where the workbench is.
#[derive(serde::Serialize)]
pub(super) struct Opened {
    pub(super) url: String,
}

impl Report for Opened {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        page.line(styled(STRONG, &ui.say("serve-at", &[("url", self.url.as_str().into())])));
        page.line(ui.plain("serve-stop"));
        page
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::testing::shown;
    use vigie_app::words::Language;

    #[test]
    fn the_address_comes_first() {
        let opened = Opened { url: "http://127.0.0.1:8470/".to_owned() };
        insta::assert_snapshot!(shown(&opened, Language::English), @"
        Vigie is at http://127.0.0.1:8470/
        Stop with Ctrl-C.
        ");
    }
}
