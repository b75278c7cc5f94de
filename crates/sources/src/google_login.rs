//! Login events of Google Workspace: activities of the Reports API (application `login`), and the
//! CSV of the admin console's user log events.
//!
//! Fields as Google's Reports API reference (Login Audit Activity Events) names them. One activity may
//! hold several events: the first that decides the outcome is read. A passed challenge is a step of a
//! login, not a login. Dropped: further events of an activity, network and place, logouts.

use serde_json::Value;

use crate::entra::words;
use crate::field_rows::{self, Format};
use crate::fields::{Fields, plain_name, utc, zoned};
use crate::owned::{LoginRow, Owned, SecondFactor};
use crate::record::Outcome;
use crate::request_lines::{Unfit, bare_address};
use crate::stamps::Stamps;
use crate::{Description, Matter, Parser, ReadOptions, Reading, Score, Source, SourceError, Span};

/// The source.
pub(crate) struct GoogleLogin;

const VERSION: u32 = 1;

impl Source for GoogleLogin {
    fn id(&self) -> &'static str {
        "google-login"
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn description(&self) -> Description {
        Description {
            en: "login audit of Google Workspace (Reports API as JSON, admin console as CSV)",
            fr: "audit des connexions de Google Workspace (API Reports en JSON, console d’administration en CSV)",
            example: r#"{"kind":"admin#reports#activity","id":{"time":"2027-04-01T08:00:00Z","applicationName":"login"},"actor":{"email":"ada@essai.example"},"ipAddress":"192.0.2.7","events":[{"name":"login_failure","parameters":[{"name":"login_type","value":"google_password"}]}]}"#,
            personal: "source addresses, user names and ids, and every field that is not read",
        }
    }

    fn table(&self) -> &'static str {
        "login_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        field_rows::probe(&Activities, head, 97)
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(field_rows::parser(&Activities, options))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        field_rows::spans(&Activities, reading, record)
    }
}

struct Activities;

impl Format for Activities {
    fn id(&self) -> &'static str {
        GoogleLogin.id()
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn lists(&self) -> &'static [&'static str] {
        &["items"]
    }

    fn shown(&self) -> &'static [(&'static str, Option<Matter>)] {
        &[
            ("kind", None),
            ("id.time", None),
            ("id.applicationName", None),
            ("events.name", None),
            ("events.type", None),
            ("Date", None),
            ("Event", None),
            ("Event name", None),
            ("Login type", None),
            ("Challenge type", None),
            ("Is second factor", None),
            ("ipAddress", Some(Matter::Address)),
            ("IP address", Some(Matter::Address)),
            ("actor.email", Some(Matter::Login)),
            ("User", Some(Matter::Login)),
            ("Actor", Some(Matter::Login)),
        ]
    }

    fn read(&self, fields: &Fields<'_>, stamps: &Stamps) -> Result<Owned, Unfit> {
        match fields {
            Fields::Object(_) => activity(fields),
            Fields::Row(..) => row(fields, stamps),
        }
    }
}

fn activity(fields: &Fields<'_>) -> Result<Owned, Unfit> {
    let no_activity = Unfit::Format("no id.time, actor and events of an activity");
    let (Some(time), Some(events)) =
        (fields.text(&["id.time"]), fields.value("events").and_then(Value::as_array))
    else {
        return Err(no_activity);
    };
    let application = fields.text(&["id.applicationName"]);
    if application.as_deref().is_some_and(|name| name != "login") {
        return Err(Unfit::Other);
    }
    let is_ours = application.is_some()
        || fields.text(&["kind"]).is_some_and(|kind| kind.starts_with("admin#reports#"));
    if !is_ours {
        return Err(no_activity);
    }
    let judged = events.iter().filter_map(|event| judge(&Event::of(event)?));
    let judged: Vec<_> = judged.collect();
    let decided = |outcome| matches!(outcome, Outcome::Accepted | Outcome::Failed);
    let Some((outcome, second, first)) =
        judged.iter().find(|(outcome, ..)| decided(*outcome)).or_else(|| judged.first())
    else {
        return Err(Unfit::Other);
    };
    let source = fields.text(&["ipAddress", "networkInfo.ipAddress"]);
    Ok(Owned::Login(Box::new(LoginRow {
        claimed: utc(Some(&time)),
        service: "google",
        machine: None,
        outcome: *outcome,
        method: second.method(first.as_deref()),
        source: source.map(|text| bare_address(&text).to_owned()),
        user: fields.owned(&["actor.email", "actor.key"]),
        user_known: *outcome == Outcome::Accepted || fields.text(&["actor.profileId"]).is_some(),
        session: fields.owned(&["id.uniqueQualifier"]),
    })))
}

fn row(fields: &Fields<'_>, stamps: &Stamps) -> Result<Owned, Unfit> {
    let name = fields.text(&["Event", "Event name"]);
    let user = fields.owned(&["User", "Actor", "Actor email", "Affected user", "User email"]);
    let time = fields.text(&["Date", "Login time"]);
    let source = fields.text(&["IP address"]);
    let (Some(name), Some(time), true) = (name, time, user.is_some() || source.is_some()) else {
        return Err(Unfit::Format("no event, date and user of a login event"));
    };
    let is_true = |text: &str| matches!(text, "true" | "TRUE" | "True" | "Yes" | "1");
    let is_false = |text: &str| matches!(text, "false" | "FALSE" | "False" | "No" | "0");
    let second = fields.text(&["Is second factor"]);
    let event = Event {
        name: plain_name(&name),
        kind: fields.owned(&["Login type"]).map(|text| words(&text)),
        challenges: fields.owned(&["Challenge type", "Challenge method"]).into_iter().collect(),
        status: fields.owned(&["Challenge status", "Login challenge status"]).unwrap_or_default(),
        is_second: second.as_deref().and_then(|text| match text {
            text if is_true(text) => Some(true),
            text if is_false(text) => Some(false),
            _ => None,
        }),
    };
    let Some((outcome, second, first)) = judge(&event) else {
        let is_known = SKIPPED.contains(&event.name.as_str());
        return Err(if is_known { Unfit::Other } else { Unfit::Format("no login event") });
    };
    Ok(Owned::Login(Box::new(LoginRow {
        claimed: zoned(Some(&time), stamps.zone()),
        service: "google",
        machine: None,
        outcome,
        method: second.method(first.as_deref()),
        source: source.map(|text| bare_address(&text).to_owned()),
        user,
        user_known: outcome == Outcome::Accepted,
        session: None,
    })))
}

/// One event with what it says.
struct Event {
    /// As [`plain_name`] writes it.
    name: String,
    kind: Option<String>,
    challenges: Vec<String>,
    status: String,
    is_second: Option<bool>,
}

impl Event {
    fn of(event: &Value) -> Option<Self> {
        let name = plain_name(event.get("name")?.as_str()?);
        let parameters = event.get("parameters").and_then(Value::as_array);
        let parameter = |wanted: &str| {
            parameters?
                .iter()
                .find(|parameter| parameter.get("name").and_then(Value::as_str) == Some(wanted))
        };
        let text = |wanted: &str| Some(parameter(wanted)?.get("value")?.as_str()?.to_owned());
        let list = parameter("login_challenge_method").and_then(|list| {
            let list = list.get("multiValue")?.as_array()?;
            Some(list.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect::<Vec<_>>())
        });
        let challenges =
            list.unwrap_or_else(|| text("login_challenge_method").into_iter().collect());
        Some(Self {
            name,
            kind: text("login_type").map(|text| words(&text)),
            challenges,
            status: text("login_challenge_status").unwrap_or_default(),
            is_second: parameter("is_second_factor")
                .and_then(|found| found.get("boolValue")?.as_bool()),
        })
    }
}

/// Events of this log that say nothing of an attempt.
const SKIPPED: [&str; 3] = ["logout", "usersignedout", "loggedout"];

/// Challenges that are a second factor whenever they come beside a password.
const SECOND: [&str; 12] = [
    "googleauthenticator",
    "googleprompt",
    "securitykey",
    "securitykeyotp",
    "backupcode",
    "idvpreregisteredphone",
    "idvanyphone",
    "internaltwofactor",
    "offlineotp",
    "otp",
    "totp",
    "sms",
];

/// What an event says: outcome, second factor, how the first was given.
fn judge(event: &Event) -> Option<(Outcome, SecondFactor, Option<String>)> {
    let is_second = |name: &String| SECOND.contains(&plain_name(name).as_str());
    let has_second = event.is_second == Some(true) || event.challenges.iter().any(is_second);
    let passed = event.status.to_ascii_lowercase().contains("pass");
    let refused = event.status.to_ascii_lowercase().contains("fail");
    let first = event.kind.clone();
    Some(match event.name.as_str() {
        "loginsuccess" | "successfullogin" => {
            let second = match (has_second, event.is_second) {
                (true, _) => SecondFactor::Used,
                (false, Some(false)) => SecondFactor::NotAsked,
                _ => SecondFactor::Unknown,
            };
            (Outcome::Accepted, second, first)
        }
        "loginfailure" | "failedlogin" => {
            let second = if event.is_second == Some(true) {
                SecondFactor::Refused
            } else {
                SecondFactor::Unknown
            };
            (Outcome::Failed, second, first)
        }
        "loginchallenge" | "loginverification" => {
            let first = event.challenges.first().map(|name| words(name)).or(first);
            let second = match (has_second, passed, refused) {
                (true, true, _) => SecondFactor::Used,
                (true, _, true) => SecondFactor::Refused,
                (true, ..) => SecondFactor::Asked,
                _ => SecondFactor::Unknown,
            };
            (if refused { Outcome::Failed } else { Outcome::Other }, second, first)
        }
        // Warnings of the service and changes of the second factor: their names are the method.
        name if WARNINGS.contains(&name) => {
            (Outcome::Other, SecondFactor::Unknown, Some(name.to_owned()))
        }
        _ => return None,
    })
}

/// Events that the reference lists beside the attempts, as [`plain_name`] writes them.
const WARNINGS: [&str; 15] = [
    "suspiciouslogin",
    "suspiciousloginlesssecureapp",
    "suspiciousprogrammaticlogin",
    "usersignedoutduetosuspicioussessioncookie",
    "accountdisabledpasswordleak",
    "accountdisabledgeneric",
    "accountdisabledhijacked",
    "accountdisabledspamming",
    "govattackwarning",
    "riskysensitiveactionallowed",
    "riskysensitiveactionblocked",
    "2svdisable",
    "2svenroll",
    "passwordedit",
    "leakedpassword",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(events: &str) -> String {
        let json = format!(
            r#"{{"id":{{"time":"2027-04-01T08:00:00.123Z","applicationName":"login"}},"actor":{{"email":"a@b.example"}},"events":[{events}]}}"#
        );
        let object: serde_json::Map<_, _> = serde_json::from_str(&json).unwrap();
        match activity(&Fields::Object(&object)) {
            Ok(Owned::Login(row)) => {
                format!("{} | {}", row.outcome.word(), row.method.as_deref().unwrap_or("-"))
            }
            Err(Unfit::Other) => "other".to_owned(),
            _ => "none".to_owned(),
        }
    }

    #[test]
    fn second_factors_are_told_only_where_the_log_tells_them() {
        let event = |name: &str, parameters: &str| {
            shown(&format!(r#"{{"type":"login","name":"{name}","parameters":[{parameters}]}}"#))
        };
        let kind = r#"{"name":"login_type","value":"google_password"}"#;
        assert_eq!(event("login_success", kind), "accepted | google password");
        assert_eq!(
            event(
                "login_success",
                &format!(
                    r#"{kind},{{"name":"login_challenge_method","multiValue":["password","google_authenticator"]}}"#
                )
            ),
            "accepted | google password, second factor used"
        );
        assert_eq!(
            event(
                "login_success",
                &format!(r#"{kind},{{"name":"is_second_factor","boolValue":false}}"#)
            ),
            "accepted | google password, no second factor"
        );
        assert_eq!(
            event(
                "login_verification",
                r#"{"name":"is_second_factor","boolValue":true},{"name":"login_challenge_status","value":"Challenge Failed."},{"name":"login_challenge_method","value":"security_key"}"#
            ),
            "failed | security key, second factor refused"
        );
        assert_eq!(event("logout", ""), "other");
        assert_eq!(event("gov_attack_warning", ""), "other | govattackwarning");
    }

    #[test]
    fn of_several_events_the_one_that_decides_is_read() {
        assert_eq!(
            shown(r#"{"name":"login_challenge","parameters":[]},{"name":"login_success"}"#),
            "accepted | -"
        );
    }
}
