//! Web access logs in combined format: readers, feeds, crawlers and the usual probing.

use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::calendar::{SECOND, Stamps, Style, decimal};
use crate::rng::{HeavyTail, Rng, index, mix};
use crate::stream::{Feed, Line, Slot};
use crate::words::{CANDIDATES, article_path};

/// One request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request {
    pub(crate) source: IpAddr,
    pub(crate) target: Target,
    pub(crate) status: u16,
    pub(crate) bytes: u32,
    pub(crate) from_search: bool,
    pub(crate) agent: u8,
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Target {
    Home,
    Article(u32),
    Asset(u8),
    Feed,
    Robots,
    Search(u8),
    /// The page of the form for volunteers, and the form itself.
    Volunteers {
        sent: bool,
    },
    Probe(u8),
    Health,
}

#[rustfmt::skip] // A list of words reads across.
const ASSETS: [&str; 6] = [
    "/static/app.css", "/static/app.js", "/static/logo.svg", "/static/font.woff2",
    "/static/hero.avif", "/favicon.ico",
];

#[rustfmt::skip] // A list of words reads across.
const PROBES: [&str; 10] = [
    "/wp-login.php", "/.env", "/.git/config", "/admin/", "/phpmyadmin/index.php", "/xmlrpc.php",
    "/backup.zip", "/cgi-bin/test", "/server-status", "/config.json",
];

const AGENTS: [&str; 8] = [
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 20_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/20.1 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/20.0 Safari/605.1.15",
    "feed-reader/3.2 (+https://feeds.example/)",
    "crawler/1.4 (+https://search.example/bot)",
    "uptime-check/2.1 (+https://watch.example/)",
];
const READERS: u64 = 5;
const FEED_READER: u8 = 5;
const CRAWLER: u8 = 6;
/// The agent of the monitor that a service contract asks for.
pub(crate) const UPTIME_CHECK: u8 = 7;

/// Draws and writes requests of one server.
pub(crate) struct Web {
    readers: HeavyTail,
    stamps: Stamps,
}

impl Web {
    /// `lines` of the whole season, both servers.
    pub(crate) fn new(lines: u64) -> Self {
        let readers = lines / 15 + 200;
        Self { readers: HeavyTail::new(readers, readers / 200), stamps: Stamps::new(Style::Clf) }
    }

    /// A reader opens a page; the browser fetches what belongs to it.
    fn visit(&self, at: i64, rng: &mut Rng, push: &mut impl FnMut(i64, Request)) {
        let reader = self.readers.draw(rng);
        let bits = mix(reader ^ 0x7265_6164);
        let page = Request {
            source: reader_address(bits),
            target: page(rng),
            status: if rng.chance(15) { 404 } else { 200 },
            bytes: size(rng, 9_000, 60_000),
            from_search: rng.chance(400),
            agent: u8::try_from(bits % READERS).unwrap_or(0),
        };
        push(at, page);
        // A known reader's browser has most files already.
        let fetched = if reader.is_multiple_of(3) { rng.below(3) } else { rng.below(7) };
        for asset in 0..fetched {
            let target = Target::Asset(u8::try_from(asset).unwrap_or(0));
            let later = at + rng.between(SECOND / 10, 2 * SECOND);
            let status = if rng.chance(300) { 304 } else { 200 };
            let bytes = if status == 304 { 0 } else { size(rng, 800, 120_000) };
            push(later, Request { target, status, bytes, from_search: false, ..page });
        }
    }

    fn machine(at: i64, rng: &mut Rng, push: &mut impl FnMut(i64, Request)) {
        let feed = rng.chance(600);
        let number = rng.below(if feed { 90 } else { 12 });
        let target = if feed {
            Target::Feed
        } else if rng.chance(100) {
            Target::Robots
        } else {
            page(rng)
        };
        let request = Request {
            source: reader_address(mix(number ^ 0x626F_7473)),
            target,
            status: if feed && rng.chance(700) { 304 } else { 200 },
            bytes: size(rng, 2_000, 40_000),
            from_search: false,
            agent: if feed { FEED_READER } else { CRAWLER },
        };
        push(at, request);
    }

    /// Somebody walks past every server of the world and tries the handle.
    fn probe(at: i64, rng: &mut Rng, push: &mut impl FnMut(i64, Request)) {
        let source = passer_by(rng);
        for step in 0..=rng.below(3) {
            let target = Target::Probe(u8::try_from(rng.below(10)).unwrap_or(0));
            let request = Request {
                source,
                target,
                status: if rng.chance(200) { 403 } else { 404 },
                bytes: 162,
                from_search: false,
                agent: 1,
            };
            push(at + i64::try_from(step).unwrap_or(0) * SECOND, request);
        }
    }
}

fn page(rng: &mut Rng) -> Target {
    match rng.below(20) {
        0..6 => Target::Home,
        6..17 => Target::Article(u32::try_from(rng.below(400) * rng.below(400) / 400).unwrap_or(0)),
        17..19 => Target::Search(u8::try_from(rng.below(6)).unwrap_or(0)),
        _ => Target::Volunteers { sent: rng.chance(200) },
    }
}

fn size(rng: &mut Rng, from: u64, until: u64) -> u32 {
    u32::try_from(from + rng.below(until - from)).unwrap_or(u32::MAX)
}

/// Readers: one in four behind a shared address of 198.51.100.0/24, the others in
/// `2001:db8:1000::/36`.
fn reader_address(bits: u64) -> IpAddr {
    if bits.is_multiple_of(4) {
        let last = u8::try_from(1 + (bits >> 8) % 254).unwrap_or(1);
        return IpAddr::V4(Ipv4Addr::new(198, 51, 100, last));
    }
    let word = |shift: u32| u16::try_from((bits >> shift) & 0xFFFF).unwrap_or(0);
    let third = 0x1000 | (word(2) & 0x0FFF);
    let [net, a, b, c, d] = [word(14), word(26), word(34), word(40), word(48)];
    IpAddr::V6(Ipv6Addr::new(0x2001, 0xDB8, third, net, a, b, c, d | 1))
}

/// Sources that nobody planted and that come once or twice: `2001:db8:2000::/36`.
pub(crate) fn passer_by(rng: &mut Rng) -> IpAddr {
    let bits = rng.bits();
    let word = |shift: u32| u16::try_from((bits >> shift) & 0xFFFF).unwrap_or(0);
    IpAddr::V6(Ipv6Addr::new(
        0x2001,
        0xDB8,
        0x2000 | (word(0) & 0x0FFF),
        word(16),
        0,
        0,
        0,
        word(32) | 1,
    ))
}

impl Feed for Web {
    type Event = Request;

    fn ordinary(&mut self, rng: &mut Rng, slot: Slot, out: &mut Vec<Line<Request>>) {
        let wanted = out.len() + index(slot.lines);
        while out.len() < wanted {
            let at = rng.between(slot.from, slot.until);
            let mut push = |at: i64, event| {
                if out.len() < wanted {
                    out.push(Line { at: at.min(slot.until - 1), event });
                }
            };
            match rng.below(100) {
                0..70 => self.visit(at, rng, &mut push),
                70..94 => Self::machine(at, rng, &mut push),
                _ => Self::probe(at, rng, &mut push),
            }
        }
    }

    fn write(&mut self, line: &Line<Request>, out: &mut Vec<u8>) {
        let request = &line.event;
        // Writing to a Vec cannot fail.
        let _ = write!(out, "{}", request.source);
        out.extend_from_slice(b" - - [");
        self.stamps.write(line.at, out);
        let posted = matches!(request.target, Target::Volunteers { sent: true });
        out.extend_from_slice(if posted { b"] \"POST " } else { b"] \"GET " });
        write_target(request.target, out);
        out.extend_from_slice(b" HTTP/1.1\" ");
        decimal(u64::from(request.status), out);
        out.push(b' ');
        decimal(u64::from(request.bytes), out);
        let referer: &[u8] = if request.from_search {
            b" \"https://search.example/\" \""
        } else if matches!(request.target, Target::Asset(_)) {
            b" \"https://www.solvane2027.example/\" \""
        } else {
            b" \"-\" \""
        };
        out.extend_from_slice(referer);
        out.extend_from_slice(AGENTS[usize::from(request.agent) % AGENTS.len()].as_bytes());
        out.extend_from_slice(b"\"\n");
    }
}

fn write_target(target: Target, out: &mut Vec<u8>) {
    match target {
        Target::Home => out.push(b'/'),
        Target::Article(number) => article_path(0, number, out),
        Target::Asset(number) => {
            out.extend_from_slice(ASSETS[usize::from(number) % ASSETS.len()].as_bytes());
        }
        Target::Feed => out.extend_from_slice(b"/feed.xml"),
        Target::Robots => out.extend_from_slice(b"/robots.txt"),
        Target::Search(number) => {
            out.extend_from_slice(b"/recherche?q=");
            let name = CANDIDATES[usize::from(number) % CANDIDATES.len()];
            let last = name.rsplit(' ').next().unwrap_or(name);
            out.extend_from_slice(last.as_bytes());
        }
        Target::Volunteers { .. } => out.extend_from_slice(b"/benevoles"),
        Target::Probe(number) => {
            out.extend_from_slice(PROBES[usize::from(number) % PROBES.len()].as_bytes());
        }
        Target::Health => out.extend_from_slice(b"/health"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_read_like_a_combined_log() {
        let mut web = Web::new(1000);
        let at = vigie_model::Timestamp::parse("2027-04-01T10:00:00Z").unwrap().0;
        let base = Request {
            source: "192.0.2.50".parse().unwrap(),
            target: Target::Health,
            status: 200,
            bytes: 2,
            from_search: false,
            agent: UPTIME_CHECK,
        };
        let reader = Request { source: reader_address(mix(3)), from_search: true, ..base };
        let events = [
            base,
            Request { target: Target::Article(9), bytes: 40_961, agent: 0, ..reader },
            Request { target: Target::Search(0), agent: 1, ..reader },
            Request { target: Target::Volunteers { sent: true }, status: 303, ..reader },
        ];
        let mut out = Vec::new();
        for event in events {
            web.write(&Line { at, event }, &mut out);
        }
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r#"
        192.0.2.50 - - [01/Apr/2027:11:00:00 +0100] "GET /health HTTP/1.1" 200 2 "-" "uptime-check/2.1 (+https://watch.example/)"
        2001:db8:13fb:6c06:3936:c539:b14:1d0b - - [01/Apr/2027:11:00:00 +0100] "GET /2027/ecole-dette-9 HTTP/1.1" 200 40961 "https://search.example/" "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
        2001:db8:13fb:6c06:3936:c539:b14:1d0b - - [01/Apr/2027:11:00:00 +0100] "GET /recherche?q=Tarvenne HTTP/1.1" 200 2 "https://search.example/" "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36"
        2001:db8:13fb:6c06:3936:c539:b14:1d0b - - [01/Apr/2027:11:00:00 +0100] "POST /benevoles HTTP/1.1" 303 2 "https://search.example/" "uptime-check/2.1 (+https://watch.example/)"
        "#);
    }
}
