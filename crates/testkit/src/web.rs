//! The real workbench, started as a process of its own on a free port, and plain HTTP to it.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Stdio};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::Sealed;

/// An answer beyond this length is a failure of the test.
const MOST_ANSWER: u64 = 64 << 20;

/// A running workbench.
pub struct Served {
    child: Child,
    stdout: BufReader<ChildStdout>,
    first: String,
    address: String,
    token: String,
    log: std::path::PathBuf,
}

/// What it answered.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Status line and headers.
    pub head: String,
    /// What came after them.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON; null when it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

impl Served {
    /// Starts `vigie serve` with more arguments and waits for its first line, which holds the
    /// address.
    ///
    /// # Errors
    /// When it cannot be started or says no address.
    pub fn start<S: AsRef<OsStr>>(place: &Sealed, more: &[S]) -> Result<Self> {
        let mut command = place.command(&["serve", "--port", "0"]);
        let log = place.root().join("output/serve-stderr");
        command.args(more).stdout(Stdio::piped()).stderr(std::fs::File::create(&log)?);
        let mut child = command.spawn().context("starting the workbench")?;
        let mut stdout = BufReader::new(child.stdout.take().context("no standard output")?);
        let first = first_line(&mut stdout)?;
        let address = first.split("http://").nth(1).and_then(|rest| rest.split('/').next());
        let address = address.with_context(|| format!("no address in {first:?}"))?.to_owned();
        let mut served = Self { child, stdout, first, address, token: String::new(), log };
        let page = served.get("/")?.text();
        let token = page.split("name=\"vigie-token\" content=\"").nth(1);
        let token =
            token.and_then(|rest| rest.split('"').next()).context("the page has a token")?;
        token.clone_into(&mut served.token);
        Ok(served)
    }

    /// Reads an address.
    ///
    /// # Errors
    /// When nothing is answered.
    pub fn get(&self, path: &str) -> Result<Answer> {
        self.ask("GET", path, "application/json", b"")
    }

    /// Sends JSON.
    ///
    /// # Errors
    /// When nothing is answered.
    pub fn send(&self, method: &str, path: &str, body: &Value) -> Result<Answer> {
        self.ask(method, path, "application/json", body.to_string().as_bytes())
    }

    /// Sends bytes and reads the answer to its end.
    ///
    /// # Errors
    /// When nothing is answered.
    pub fn ask(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> Result<Answer> {
        let stream = self.open(method, path, kind, body)?;
        let bytes = rest_of(stream)?;
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end.with_context(|| format!("no answer to {method} {path}"))?;
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
        Ok(Answer { status, head, body: bytes[end + 4..].to_vec() })
    }

    /// Sends a request and leaves the answer to be read later: for the stream of events.
    ///
    /// # Errors
    /// When the connection fails.
    pub fn open(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> Result<TcpStream> {
        let mut stream = TcpStream::connect(&self.address)?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nx-vigie-token: {}\r\n\
             Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
            self.address,
            self.token,
            body.len()
        )?;
        // Whoever refuses a body early may close before all of it was sent.
        let _refused = stream.write_all(body);
        Ok(stream)
    }

    /// Kills it and gives everything that it printed and logged.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn end(mut self) -> Result<(String, String)> {
        self.child.kill()?;
        self.child.wait()?;
        let mut out = std::mem::take(&mut self.first);
        out.push_str(&String::from_utf8_lossy(&rest_of(&mut self.stdout)?));
        let log = rest_of(std::fs::File::open(&self.log)?)?;
        Ok((out, String::from_utf8_lossy(&log).into_owned()))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // A test that fails must not leave it running; one that was ended is gone already.
        let _gone = self.child.kill();
        let _gone = self.child.wait();
    }
}

#[expect(clippy::disallowed_methods, reason = "bounded by take")]
fn first_line(from: &mut impl BufRead) -> Result<String> {
    let mut line = String::new();
    from.take(4_096).read_line(&mut line)?;
    Ok(line)
}

/// Everything that is left to be read, up to a bound.
///
/// # Errors
/// When it cannot be read or is absurdly long.
#[expect(clippy::disallowed_methods, reason = "bounded by take")]
pub fn rest_of(from: impl std::io::Read) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = from.take(MOST_ANSWER).read_to_end(&mut bytes);
    // A process that was killed leaves its connections torn: what came before counts.
    ensure!(read.is_ok() || !bytes.is_empty(), "nothing was answered");
    Ok(bytes)
}
