//! Login logs as sshd writes them, with the lines of other programs that share the file.

use std::io::Write as _;
use std::net::IpAddr;

use crate::calendar::{SECOND, Stamps, Style, decimal};
use crate::rng::{Rng, index, mix};
use crate::stream::{Feed, Line, Slot};
use crate::web::passer_by;

/// One line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Login {
    pub(crate) what: What,
    pub(crate) user: &'static str,
    pub(crate) source: IpAddr,
    pub(crate) port: u16,
    pub(crate) pid: u32,
}

/// What a line says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum What {
    InvalidUser,
    FailedInvalid,
    ClosedInvalid,
    FailedPassword,
    AcceptedPassword,
    AcceptedKey,
    Opened,
    Received,
    DisconnectedUser,
    SessionClosed,
    ClosedAuthenticating,
    ClosedEarly,
    NoKeyType,
    BadBanner,
    CronOpened,
    CronClosed,
}

/// Login names that exist on both machines.
#[rustfmt::skip] // A list of words reads across.
pub(crate) const STAFF: [&str; 14] = [
    "ines", "t.mareuil", "joren", "compta", "presse", "webmaster", "k.okvist", "a.vasque", "terrain",
    "deploy", "sauvegarde", "m.lindrask", "redaction", "accueil",
];

/// Names that passers-by try.
#[rustfmt::skip] // A list of words reads across.
const TRIED: [&str; 40] = [
    "admin", "test", "user", "ubuntu", "oracle", "postgres", "git", "ftp", "guest", "pi", "support",
    "mysql", "debian", "ec2-user", "hadoop", "jenkins", "tomcat", "nagios", "backup", "www",
    "centos", "deployer", "minecraft", "steam", "teamspeak", "docker", "ansible", "vagrant",
    "zabbix", "elastic", "redis", "kafka", "odoo", "server", "web", "demo", "operator", "info",
    "mail", "service",
];

/// Draws and writes the log of one machine.
pub(crate) struct Logins {
    host: &'static str,
    stamps: Stamps,
    /// One staff session in this many begins with a typing error.
    typing_error: u64,
}

impl Logins {
    /// `lines` of the whole season, both machines.
    pub(crate) fn new(host: &'static str, style: Style, lines: u64) -> Self {
        // People do not type worse because more strangers knock.
        Self { host, stamps: Stamps::new(style), typing_error: (lines / 1000).max(20) }
    }

    fn staff(&self, at: i64, rng: &mut Rng, push: &mut impl FnMut(i64, Login)) {
        let number = rng.below(crate::rng::count(STAFF.len()));
        let mut line = Login {
            what: What::AcceptedKey,
            user: STAFF[index(number)],
            source: home(number, LAPTOP),
            port: port(rng),
            pid: pid(rng),
        };
        if rng.below(self.typing_error) == 0 {
            push(at, Login { what: What::FailedPassword, ..line });
            push(at + 6 * SECOND, Login { what: What::AcceptedPassword, ..line });
            line.what = What::Opened;
            push(at + 6 * SECOND, line);
            return;
        }
        push(at, line);
        push(at, Login { what: What::Opened, ..line });
        let end = at + rng.between(5 * SECOND, 900 * SECOND);
        for what in [What::Received, What::DisconnectedUser, What::SessionClosed] {
            push(end, Login { what, ..line });
        }
    }

    /// One of the world's machines that knock everywhere: a name or none, once.
    fn passer_by(at: i64, rng: &mut Rng, push: &mut impl FnMut(i64, Login)) {
        let mut line = Login {
            what: What::ClosedEarly,
            user: rng.pick(&TRIED),
            source: passer_by(rng),
            port: port(rng),
            pid: pid(rng),
        };
        match rng.below(10) {
            0..5 => invalid_try(at, line, push),
            5..7 => {
                line.user = "root";
                existing_try(at, line, push);
            }
            7 => push(at, line),
            8 => push(at, Login { what: What::NoKeyType, ..line }),
            _ => push(at, Login { what: What::BadBanner, ..line }),
        }
    }
}

/// The lines of one try at a name that does not exist.
pub(crate) fn invalid_try(at: i64, line: Login, push: &mut impl FnMut(i64, Login)) {
    push(at, Login { what: What::InvalidUser, ..line });
    push(at + 2 * SECOND, Login { what: What::FailedInvalid, ..line });
    push(at + 3 * SECOND, Login { what: What::ClosedInvalid, ..line });
}

/// The lines of one try at a name that exists.
pub(crate) fn existing_try(at: i64, line: Login, push: &mut impl FnMut(i64, Login)) {
    push(at, Login { what: What::FailedPassword, ..line });
    push(at + SECOND, Login { what: What::ClosedAuthenticating, ..line });
}

/// The device from which people work at home.
const LAPTOP: u16 = 7;

/// The address of a device in the home of a member of staff: `2001:db8:4000::/36`.
pub(crate) fn home(number: u64, device: u16) -> IpAddr {
    let network = u16::try_from(mix(number ^ 0x686F_6D65) & 0x0FFF).unwrap_or(0);
    IpAddr::V6(std::net::Ipv6Addr::new(0x2001, 0xDB8, 0x4000 | network, 0x10, 0, 0, 0, device))
}

pub(crate) fn port(rng: &mut Rng) -> u16 {
    u16::try_from(32_768 + rng.below(28_000)).unwrap_or(40_000)
}

pub(crate) fn pid(rng: &mut Rng) -> u32 {
    u32::try_from(800 + rng.below(1_900_000)).unwrap_or(800)
}

impl Feed for Logins {
    type Event = Login;

    fn ordinary(&mut self, rng: &mut Rng, slot: Slot, out: &mut Vec<Line<Login>>) {
        let wanted = out.len() + index(slot.lines);
        while out.len() < wanted {
            let at = rng.between(slot.from, slot.until);
            let mut push = |at: i64, event| {
                if out.len() < wanted {
                    out.push(Line { at: at.min(slot.until - 1), event });
                }
            };
            match rng.below(100) {
                0..15 => self.staff(at, rng, &mut push),
                15..88 => Self::passer_by(at, rng, &mut push),
                _ => {
                    let (user, source) = ("root", IpAddr::V4([192, 0, 2, 1].into()));
                    let line =
                        Login { what: What::CronOpened, user, source, port: 0, pid: pid(rng) };
                    push(at, line);
                    push(at + SECOND, Login { what: What::CronClosed, ..line });
                }
            }
        }
    }

    fn write(&mut self, line: &Line<Login>, out: &mut Vec<u8>) {
        let login = &line.event;
        let cron = matches!(login.what, What::CronOpened | What::CronClosed);
        self.stamps.write(line.at, out);
        out.push(b' ');
        out.extend_from_slice(self.host.as_bytes());
        out.extend_from_slice(if cron { b" CRON[" } else { b" sshd[" });
        decimal(u64::from(login.pid), out);
        out.extend_from_slice(b"]: ");
        // Writing to a Vec cannot fail.
        let _ = write_text(login, out);
        out.push(b'\n');
    }
}

fn write_text(login: &Login, out: &mut Vec<u8>) -> std::io::Result<()> {
    let Login { what, user, source, port, .. } = login;
    match what {
        What::InvalidUser => write!(out, "Invalid user {user} from {source} port {port}"),
        What::FailedInvalid => {
            write!(out, "Failed password for invalid user {user} from {source} port {port} ssh2")
        }
        What::ClosedInvalid => {
            write!(out, "Connection closed by invalid user {user} {source} port {port} [preauth]")
        }
        What::FailedPassword => {
            write!(out, "Failed password for {user} from {source} port {port} ssh2")
        }
        What::AcceptedPassword => {
            write!(out, "Accepted password for {user} from {source} port {port} ssh2")
        }
        What::AcceptedKey => {
            write!(out, "Accepted publickey for {user} from {source} port {port} ssh2: ")?;
            write!(out, "ED25519 SHA256:{:016x}{:016x}", mix(user_number(user)), mix(7))
        }
        What::Opened => {
            let uid = user_number(user);
            write!(
                out,
                "pam_unix(sshd:session): session opened for user {user}(uid={uid}) by (uid=0)"
            )
        }
        What::Received => {
            write!(out, "Received disconnect from {source} port {port}:11: disconnected by user")
        }
        What::DisconnectedUser => write!(out, "Disconnected from user {user} {source} port {port}"),
        What::SessionClosed => {
            write!(out, "pam_unix(sshd:session): session closed for user {user}")
        }
        What::ClosedAuthenticating => {
            write!(
                out,
                "Connection closed by authenticating user {user} {source} port {port} [preauth]"
            )
        }
        What::ClosedEarly => write!(out, "Connection closed by {source} port {port} [preauth]"),
        What::NoKeyType => {
            write!(
                out,
                "Unable to negotiate with {source} port {port}: no matching host key type "
            )?;
            write!(out, "found. Their offer: ssh-rsa,ssh-dss [preauth]")
        }
        What::BadBanner => {
            write!(out, "banner exchange: Connection from {source} port {port}: invalid format")
        }
        What::CronOpened => {
            write!(out, "pam_unix(cron:session): session opened for user {user}(uid=0) by (uid=0)")
        }
        What::CronClosed => {
            write!(out, "pam_unix(cron:session): session closed for user {user}")
        }
    }
}

/// The number that the machine gave a user.
fn user_number(user: &str) -> u64 {
    let place = STAFF.iter().position(|name| *name == user);
    place.map_or(0, |place| 1000 + crate::rng::count(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_read_like_auth_log() {
        let at = vigie_model::Timestamp::parse("2027-04-01T10:00:00.25Z").unwrap().0;
        let line = Login {
            what: What::AcceptedKey,
            user: "ines",
            source: home(0, LAPTOP),
            port: 40_022,
            pid: 4242,
        };
        let mut gate = Logins::new("gate", Style::Rfc3339, 1000);
        let mut files = Logins::new("files", Style::Classic, 1000);
        let mut out = Vec::new();
        gate.write(&Line { at, event: line }, &mut out);
        files.write(&Line { at, event: Login { what: What::Opened, ..line } }, &mut out);
        let mut push = |at, event| files.write(&Line { at, event }, &mut out);
        invalid_try(at, Login { user: "admin", ..line }, &mut push);
        existing_try(at, Login { user: "root", ..line }, &mut push);
        push(at, Login { what: What::CronOpened, user: "root", ..line });
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r"
        2027-04-01T11:00:00.250000+01:00 gate sshd[4242]: Accepted publickey for ines from 2001:db8:4917:10::7 port 40022 ssh2: ED25519 SHA256:3c1eba8b4dccc14863cbe1e459320dd7
        Apr  1 11:00:00 files sshd[4242]: pam_unix(sshd:session): session opened for user ines(uid=1000) by (uid=0)
        Apr  1 11:00:00 files sshd[4242]: Invalid user admin from 2001:db8:4917:10::7 port 40022
        Apr  1 11:00:02 files sshd[4242]: Failed password for invalid user admin from 2001:db8:4917:10::7 port 40022 ssh2
        Apr  1 11:00:03 files sshd[4242]: Connection closed by invalid user admin 2001:db8:4917:10::7 port 40022 [preauth]
        Apr  1 11:00:00 files sshd[4242]: Failed password for root from 2001:db8:4917:10::7 port 40022 ssh2
        Apr  1 11:00:01 files sshd[4242]: Connection closed by authenticating user root 2001:db8:4917:10::7 port 40022 [preauth]
        Apr  1 11:00:00 files CRON[4242]: pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)
        ");
    }
}
