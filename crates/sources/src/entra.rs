//! Sign-ins of Microsoft Entra: from Microsoft Graph, the download of the admin centre (JSON, CSV)
//! and diagnostic settings, which wrap each record in `properties`.
//!
//! Fields as Microsoft's sign-in log schema reference names them, codes as its list of
//! AADSTS error codes. A code that is not about a credential (policy, consent, expiry, an interrupt)
//! is `other`: the service did not refuse a password there. Dropped: place, device, risk,
//! conditional access and application fields.

use serde_json::Value;

use crate::field_rows::{self, Format};
use crate::fields::{Fields, utc};
use crate::owned::{LoginRow, Owned, SecondFactor};
use crate::record::Outcome;
use crate::request_lines::{Unfit, bare_address};
use crate::stamps::Stamps;
use crate::{Description, Matter, Parser, ReadOptions, Reading, Score, Source, SourceError, Span};

/// The source.
pub(crate) struct Entra;

const VERSION: u32 = 1;

impl Source for Entra {
    fn id(&self) -> &'static str {
        "entra"
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn description(&self) -> Description {
        Description {
            en: "sign-ins of Microsoft Entra (Graph, download as JSON or CSV, diagnostic settings)",
            fr: "connexions de Microsoft Entra (Graph, téléchargement en JSON ou CSV, paramètres de diagnostic)",
            example: r#"{"createdDateTime":"2027-04-01T08:00:00Z","userPrincipalName":"ada@essai.example","ipAddress":"192.0.2.7","authenticationRequirement":"singleFactorAuthentication","status":{"errorCode":50126}}"#,
            personal: "source addresses, user names and ids, and every field that is not read",
        }
    }

    fn table(&self) -> &'static str {
        "login_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        field_rows::probe(&SignIns, head, 97)
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(field_rows::parser(&SignIns, options))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        field_rows::spans(&SignIns, reading, record)
    }
}

/// What an error code says of the credential and of the second factor.
pub(crate) fn of_code(code: i64) -> (Outcome, SecondFactor) {
    match code {
        0 => (Outcome::Accepted, SecondFactor::Unknown),
        // Wrong password; no password; credential check failed; locked after many tries.
        50126 | 50056 | 50064 | 50053 => (Outcome::Failed, SecondFactor::Unknown),
        // No such user in the directory or among the guests; disabled.
        50034 | 50020 | 51004 | 50057 => (Outcome::InvalidUser, SecondFactor::Unknown),
        // The password was right; a second factor is required, or to be set up.
        50072 | 50074 | 50076 | 50079 | 50158 => (Outcome::Other, SecondFactor::Asked),
        // The second factor was denied, timed out or wrong.
        500_121 => (Outcome::Failed, SecondFactor::Refused),
        _ => (Outcome::Other, SecondFactor::Unknown),
    }
}

/// Clients that send a password each time and cannot ask for a second factor.
const LEGACY: [&str; 9] = [
    "Authenticated SMTP",
    "IMAP4",
    "IMAP",
    "POP3",
    "POP",
    "Exchange ActiveSync",
    "Exchange Web Services",
    "MAPI Over HTTP",
    "Other clients",
];

struct SignIns;

const TIMES: [&str; 4] = ["createdDateTime", "properties.createdDateTime", "Date (UTC)", "Date"];
const USERS: [&str; 5] = [
    "userPrincipalName",
    "properties.userPrincipalName",
    "Username",
    "signInIdentifier",
    "User principal name",
];
const USER_IDS: [&str; 3] = ["userId", "properties.userId", "User ID"];
const CODES: [&str; 4] =
    ["status.errorCode", "properties.status.errorCode", "Sign-in error code", "resultType"];
const REQUIREMENTS: [&str; 3] = [
    "authenticationRequirement",
    "properties.authenticationRequirement",
    "Authentication requirement",
];
const CLIENTS: [&str; 3] = ["clientAppUsed", "properties.clientAppUsed", "Client app"];

impl Format for SignIns {
    fn id(&self) -> &'static str {
        Entra.id()
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn lists(&self) -> &'static [&'static str] {
        &["value", "records", "Records"]
    }

    fn shown(&self) -> &'static [(&'static str, Option<Matter>)] {
        &[
            ("createdDateTime", None),
            ("Date (UTC)", None),
            ("properties.createdDateTime", None),
            ("status.errorCode", None),
            ("properties.status.errorCode", None),
            ("Sign-in error code", None),
            ("Status", None),
            ("authenticationRequirement", None),
            ("properties.authenticationRequirement", None),
            ("Authentication requirement", None),
            ("clientAppUsed", None),
            ("Client app", None),
            ("ipAddress", Some(Matter::Address)),
            ("IP address", Some(Matter::Address)),
            ("callerIpAddress", Some(Matter::Address)),
            ("userPrincipalName", Some(Matter::Login)),
            ("Username", Some(Matter::Login)),
        ]
    }

    fn read(&self, fields: &Fields<'_>, _: &Stamps) -> Result<Owned, Unfit> {
        let code = fields.number(&CODES);
        let status = fields.text(&["Status"]).filter(|text| !text.starts_with('{'));
        let is_success = |text: &str| text.eq_ignore_ascii_case("success");
        let code = code.or_else(|| status.as_deref().is_some_and(is_success).then_some(0));
        let time = fields.text(&TIMES);
        let user = fields.owned(&USERS);
        let is_named = user.is_some() || fields.text(&USER_IDS).is_some();
        let (Some(time), true, true) = (time, is_named, code.is_some() || status.is_some()) else {
            return Err(Unfit::Format("no time, user and result of a sign-in"));
        };
        let (outcome, by_code) = code.map_or((Outcome::Other, SecondFactor::Unknown), of_code);
        let second = second_factor(fields, outcome, by_code);
        let first = first_factor(fields);
        let is_zero = |id: &str| id.bytes().all(|byte| matches!(byte, b'0' | b'-'));
        let id_known = fields.text(&USER_IDS).is_some_and(|id| !is_zero(&id));
        let source = fields.text(&[
            "ipAddress",
            "properties.ipAddress",
            "callerIpAddress",
            "IP address",
            "ipAddressFromResourceProvider",
        ]);
        Ok(Owned::Login(Box::new(LoginRow {
            claimed: utc(Some(&time)),
            service: "entra",
            machine: None,
            outcome,
            method: second.method(first.as_deref()),
            source: source.map(|text| bare_address(&text).to_owned()),
            user,
            user_known: id_known && outcome != Outcome::InvalidUser || outcome == Outcome::Accepted,
            session: fields.owned(&[
                "correlationId",
                "properties.correlationId",
                "Correlation ID",
                "id",
            ]),
        })))
    }
}

/// The steps of a sign-in, in order.
fn steps<'a>(fields: &Fields<'a>) -> &'a [Value] {
    let steps = fields
        .value("authenticationDetails")
        .or_else(|| fields.value("properties.authenticationDetails"));
    steps.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn step_text<'a>(step: &'a Value, key: &str) -> &'a str {
    step.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// How the first factor was given, in the service's words, and the client where it is one that
/// cannot ask for a second.
fn first_factor(fields: &Fields<'_>) -> Option<String> {
    let named = steps(fields).iter().map(|step| step_text(step, "authenticationMethod"));
    let first = named
        .into_iter()
        .find(|name| !name.is_empty() && !name.eq_ignore_ascii_case("previously satisfied"));
    let first = first.map(words);
    let client = fields.text(&CLIENTS);
    let legacy = client
        .as_deref()
        .and_then(|client| LEGACY.into_iter().find(|legacy| legacy.eq_ignore_ascii_case(client)));
    match (first, legacy) {
        (first, Some(legacy)) => {
            Some(format!("{} by {legacy}", first.as_deref().unwrap_or("password")))
        }
        (first, None) => first,
    }
}

/// A word of the service, made harmless: it is shown to anybody.
pub(crate) fn words(text: &str) -> String {
    let sign = |sign: char| if sign.is_ascii_alphanumeric() || sign == '-' { sign } else { ' ' };
    let text: String = text.chars().take(60).map(sign).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_lowercase()
}

fn second_factor(fields: &Fields<'_>, outcome: Outcome, by_code: SecondFactor) -> SecondFactor {
    if by_code != SecondFactor::Unknown || outcome != Outcome::Accepted {
        return by_code;
    }
    let requirement = fields.text(&REQUIREMENTS).unwrap_or_default().to_ascii_lowercase();
    if requirement.starts_with("single") {
        return SecondFactor::NotAsked;
    }
    if !requirement.starts_with("multi") {
        return SecondFactor::Unknown;
    }
    // A claim in a token says that one was used at an earlier sign-in, not at this one.
    let result = fields.text(&["Multifactor authentication result"]).unwrap_or_default();
    let steps = steps(fields);
    let is_claim = |text: &str| text.to_ascii_lowercase().contains("claim");
    let by_claim = is_claim(&result)
        || !steps.is_empty()
            && steps.iter().all(|step| {
                let method = step_text(step, "authenticationMethod");
                method.eq_ignore_ascii_case("previously satisfied")
                    || is_claim(step_text(step, "authenticationStepResultDetail"))
            });
    if by_claim { SecondFactor::UsedBefore } else { SecondFactor::Used }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(json: &str) -> String {
        let object: serde_json::Map<_, _> = serde_json::from_str(json).unwrap();
        let options = ReadOptions {
            mapping: Vec::new(),
            host: String::new(),
            zone: jiff::tz::TimeZone::UTC,
            reference: vigie_model::Timestamp(0),
            proxies: crate::Proxies::default(),
        };
        match SignIns.read(&Fields::Object(&object), &Stamps::new(&options)) {
            Ok(Owned::Login(row)) => {
                let known = if row.user_known { "known" } else { "unknown" };
                let method = row.method.as_deref().unwrap_or("-");
                format!("{} | {method} | {known}", row.outcome.word())
            }
            _ => "none".to_owned(),
        }
    }

    fn sign_in(code: i64, rest: &str) -> String {
        shown(&format!(
            r#"{{"createdDateTime":"2027-04-01T08:00:00Z","userPrincipalName":"a@b.example","userId":"1-2","ipAddress":"192.0.2.7","status":{{"errorCode":{code}}}{rest}}}"#
        ))
    }

    #[test]
    fn what_is_no_refused_credential_is_not_a_failure() {
        assert_eq!(sign_in(0, ""), "accepted | - | known");
        assert_eq!(sign_in(50126, ""), "failed | - | known");
        assert_eq!(sign_in(50034, ""), "invalid_user | - | unknown");
        assert_eq!(sign_in(50076, ""), "other | second factor asked | known");
        assert_eq!(sign_in(500_121, ""), "failed | second factor refused | known");
        assert_eq!(sign_in(53003, ""), "other | - | known");
        assert_eq!(shown(r#"{"userPrincipalName":"a@b.example"}"#), "none");
    }

    #[test]
    fn a_claim_in_a_token_is_no_second_factor_at_this_sign_in() {
        let multi = r#","authenticationRequirement":"multiFactorAuthentication""#;
        let steps = |steps: &str| format!(r#"{multi},"authenticationDetails":[{steps}]"#);
        assert_eq!(sign_in(0, multi), "accepted | second factor used | known");
        assert_eq!(
            sign_in(
                0,
                &steps(
                    r#"{"authenticationMethod":"Password"},{"authenticationMethod":"Mobile app notification","succeeded":true}"#
                )
            ),
            "accepted | password, second factor used | known"
        );
        assert_eq!(
            sign_in(
                0,
                &steps(
                    r#"{"authenticationMethod":"Previously satisfied","authenticationStepResultDetail":"MFA requirement satisfied by claim in the token"}"#
                )
            ),
            "accepted | second factor used before | known"
        );
        let single =
            r#","authenticationRequirement":"singleFactorAuthentication","clientAppUsed":"IMAP4""#;
        assert_eq!(sign_in(0, single), "accepted | password by IMAP4, no second factor | known");
    }
}
