//! Logins in the unified audit log of Microsoft 365: `AuditData` objects plain, or as text inside a
//! row of the CSV export or an object of `Search-UnifiedAuditLog`.
//!
//! Fields as Microsoft's Office 365 Management Activity API schema names them. `CreationTime` has no
//! zone and is UTC by that schema. `UserLoggedIn` with an error number is an interrupt, not a login.
//! Records of other operations are passed over and counted by name. Some of them matter to whoever looks
//! for an intruder, though they are no logins: rules and forwarding of mailboxes, rights on them,
//! consents to applications. The notice says so. Dropped: agent, application and device fields.

use serde_json::{Map, Value};

use crate::entra::{of_code, words};
use crate::field_rows::{self, Format};
use crate::fields::{Fields, utc};
use crate::owned::{LoginRow, Owned};
use crate::record::Outcome;
use crate::request_lines::{Unfit, bare_address};
use crate::stamps::Stamps;
use crate::{Description, Matter, Parser, ReadOptions, Reading, Score, Source, SourceError, Span};

/// The source.
pub(crate) struct M365Audit;

const VERSION: u32 = 2;

impl Source for M365Audit {
    fn id(&self) -> &'static str {
        "m365-audit"
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn description(&self) -> Description {
        Description {
            en: "logins in the Microsoft 365 unified audit log (JSON, or CSV with AuditData)",
            fr: "connexions du journal d’audit unifié de Microsoft 365 (JSON, ou CSV avec AuditData)",
            example: r#"{"CreationTime":"2027-04-01T08:00:00","Operation":"UserLoginFailed","Workload":"AzureActiveDirectory","UserId":"ada@essai.example","ClientIP":"192.0.2.7","ErrorNumber":"50126"}"#,
            personal: "source addresses, user names, and everything else but time, operation and result",
        }
    }

    fn dropped(&self) -> &'static [&'static str] {
        DROPPED
    }

    fn table(&self) -> &'static str {
        "login_records"
    }

    fn probe(&self, head: &[u8]) -> Score {
        field_rows::probe(&Audit, head, 97)
    }

    fn parser(&self, options: &ReadOptions) -> Result<Box<dyn Parser>, SourceError> {
        Ok(field_rows::parser(&Audit, options))
    }

    fn restricted_spans(&self, reading: &Reading, record: &[u8]) -> Vec<Span> {
        field_rows::spans(&Audit, reading, record)
    }
}

struct Audit;

/// Operations that intruders use after a login, and what is told of them.
const TELLING: [(&str, &str); 15] = [
    ("New-InboxRule", RULES),
    ("Set-InboxRule", RULES),
    ("Enable-InboxRule", RULES),
    ("UpdateInboxRules", RULES),
    ("New-TransportRule", RULES),
    ("Set-TransportRule", RULES),
    ("Set-Mailbox", FORWARDING),
    ("Set-RemoteDomain", FORWARDING),
    ("Add-MailboxPermission", RIGHTS),
    ("Add-RecipientPermission", RIGHTS),
    ("UpdateFolderPermissions", RIGHTS),
    ("Consent to application.", CONSENTS),
    ("Add OAuth2PermissionGrant.", CONSENTS),
    ("Add app role assignment grant to user.", CONSENTS),
    ("MailItemsAccessed", "MailItemsAccessed: mails that were opened"),
];
const RULES: &str = "rules of mailboxes made or changed (InboxRule, TransportRule): look at them, intruders use them";
const FORWARDING: &str =
    "settings of mailboxes changed (Set-Mailbox): look at them, one of them is forwarding";
const RIGHTS: &str = "rights on mailboxes given (Permission): look at them";
const CONSENTS: &str = "consents to applications: look at them";

/// Operations that are counted by their own name.
const NAMED: [&str; 24] = [
    "FileAccessed",
    "FileDownloaded",
    "FileModified",
    "FileUploaded",
    "FileDeleted",
    "FilePreviewed",
    "FileSyncDownloadedFull",
    "SharingSet",
    "AnonymousLinkCreated",
    "AnonymousLinkUsed",
    "Send",
    "SendAs",
    "SendOnBehalf",
    "Create",
    "Update",
    "Move",
    "MoveToDeletedItems",
    "SoftDelete",
    "HardDelete",
    "Update user.",
    "Add user.",
    "Reset user password.",
    "Change user password.",
    "Add member to role.",
];
const OTHERS: &str = "other operations";

/// All of these.
const DROPPED: &[&str] = &{
    let mut all = [OTHERS; 30];
    let mut at = 0;
    while at < NAMED.len() {
        all[at] = NAMED[at];
        at += 1;
    }
    all[NAMED.len()] = RULES;
    all[NAMED.len() + 1] = FORWARDING;
    all[NAMED.len() + 2] = RIGHTS;
    all[NAMED.len() + 3] = CONSENTS;
    all[NAMED.len() + 4] = TELLING[14].1;
    all
};

impl Format for Audit {
    fn id(&self) -> &'static str {
        M365Audit.id()
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn lists(&self) -> &'static [&'static str] {
        &["value", "records"]
    }

    fn shown(&self) -> &'static [(&'static str, Option<Matter>)] {
        &[
            ("CreationTime", None),
            ("CreationDate", None),
            ("Operation", None),
            ("Operations", None),
            ("RecordType", None),
            ("Workload", None),
            ("ResultStatus", None),
            ("ErrorNumber", None),
            ("LogonError", None),
            ("ClientIP", Some(Matter::Address)),
            ("ActorIpAddress", Some(Matter::Address)),
            ("UserId", Some(Matter::Login)),
            ("UserIds", Some(Matter::Login)),
        ]
    }

    fn passed_over(&self, fields: &Fields<'_>) -> Option<&'static str> {
        let own = fields.text(&["Operation", "Operations"]);
        let inside = || {
            let object = serde_json::from_str(&fields.text(&["AuditData"])?);
            let object: Map<String, Value> = object.ok()?;
            Some(object.get("Operation")?.as_str()?.to_owned())
        };
        let operation = own.map(std::borrow::Cow::into_owned).or_else(inside)?;
        let telling = TELLING.iter().find(|(name, _)| *name == operation).map(|(_, told)| *told);
        let named = || NAMED.iter().find(|name| **name == operation).copied();
        Some(telling.or_else(named).unwrap_or(OTHERS))
    }

    fn read(&self, fields: &Fields<'_>, _: &Stamps) -> Result<Owned, Unfit> {
        let Some(inside) = fields.text(&["AuditData"]) else { return login(fields) };
        let object: Map<String, Value> = serde_json::from_str(&inside)
            .map_err(|_| Unfit::Format("AuditData is no JSON object"))?;
        login(&Fields::Object(&object))
    }
}

fn login(fields: &Fields<'_>) -> Result<Owned, Unfit> {
    let time = fields.text(&["CreationTime"]);
    let (Some(time), Some(operation)) = (time, fields.text(&["Operation"])) else {
        return Err(Unfit::Format("no CreationTime and Operation"));
    };
    if fields.text(&["Workload", "RecordType", "UserKey", "OrganizationId"]).is_none() {
        return Err(Unfit::Format("no Workload or RecordType of an audit record"));
    }
    let code = fields.number(&["ErrorNumber", "ErrorCode"]);
    let is_mailbox = &*operation == "MailboxLogin";
    let (outcome, second) = match (&*operation, code) {
        ("UserLoggedIn", None | Some(0)) | ("MailboxLogin", _) => of_code(0),
        ("UserLoggedIn", Some(code)) => of_code(code),
        // A failed login that names no code is a failure; one that names success is not known.
        ("UserLoginFailed", Some(code)) if code != 0 => of_code(code),
        ("UserLoginFailed", _) => (Outcome::Failed, of_code(0).1),
        _ => return Err(Unfit::Other),
    };
    let user = fields.owned(&["UserId", "MailboxOwnerUPN"]);
    let user = user.filter(|user| !user.eq_ignore_ascii_case("not available"));
    let key = fields.text(&["UserKey"]);
    let has_key = key.is_some_and(|key| !key.eq_ignore_ascii_case("not available"));
    let source = fields.text(&["ClientIP", "ActorIpAddress", "ClientIPAddress"]);
    let source = source.map(|text| bare_address(&text).to_owned());
    let first = if is_mailbox { Some("mailbox".to_owned()) } else { method(fields) };
    Ok(Owned::Login(Box::new(LoginRow {
        claimed: utc(Some(&time)),
        service: "microsoft-365",
        machine: None,
        outcome,
        method: second.method(first.as_deref()),
        source: source.filter(|text| !text.is_empty()),
        user_known: outcome == Outcome::Accepted || has_key && outcome != Outcome::InvalidUser,
        user,
        session: property(fields, "DeviceProperties", "SessionId")
            .or_else(|| fields.owned(&["InterSystemsId", "Id"])),
    })))
}

/// What kind of login it was, in the service's words: `OAuth2:Token` asks for no password.
fn method(fields: &Fields<'_>) -> Option<String> {
    property(fields, "ExtendedProperties", "RequestType").map(|text| words(&text))
}

/// A value in a list of `{"Name":…,"Value":…}`.
fn property(fields: &Fields<'_>, list: &str, name: &str) -> Option<String> {
    let list = fields.value(list)?.as_array()?;
    let text = |entry: &Value, key: &str| Some(entry.get(key)?.as_str()?.to_owned());
    let entry = list.iter().find(|entry| text(entry, "Name").as_deref() == Some(name))?;
    text(entry, "Value").filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(json: &str) -> String {
        let object: Map<String, Value> = serde_json::from_str(json).unwrap();
        let options = ReadOptions {
            mapping: Vec::new(),
            host: String::new(),
            zone: jiff::tz::TimeZone::UTC,
            reference: vigie_model::Timestamp(0),
            proxies: crate::Proxies::default(),
        };
        match Audit.read(&Fields::Object(&object), &Stamps::new(&options)) {
            Ok(Owned::Login(row)) => {
                let known = if row.user_known { "known" } else { "unknown" };
                format!(
                    "{} {} {} {known}",
                    row.outcome.word(),
                    row.source.as_deref().unwrap_or("-"),
                    row.user.as_deref().unwrap_or("-")
                )
            }
            Ok(_) => "?".to_owned(),
            Err(Unfit::Other) => "other".to_owned(),
            Err(_) => "none".to_owned(),
        }
    }

    #[test]
    fn operations_and_codes_decide_together() {
        let record = |operation: &str, rest: &str| {
            shown(&format!(
                r#"{{"CreationTime":"2027-04-01T08:00:00","RecordType":15,"Operation":"{operation}","UserId":"a@b.example","UserKey":"k"{rest}}}"#
            ))
        };
        assert_eq!(
            record("UserLoggedIn", r#","ClientIP":"[2001:db8::7]:443","ErrorNumber":"0""#),
            "accepted 2001:db8::7 a@b.example known"
        );
        assert_eq!(
            record("UserLoggedIn", r#","ErrorNumber":"50140""#),
            "other - a@b.example known"
        );
        assert_eq!(
            record("UserLoginFailed", r#","ClientIP":"192.0.2.7:51000""#),
            "failed 192.0.2.7 a@b.example known"
        );
        assert_eq!(
            record("UserLoginFailed", r#","ErrorNumber":"50034""#),
            "invalid_user - a@b.example unknown"
        );
        assert_eq!(record("FileAccessed", ""), "other");
        assert_eq!(shown(r#"{"CreationTime":"x","Operation":"UserLoggedIn"}"#), "none");
        assert_eq!(shown(r#"{"AuditData":"{"}"#), "none");
    }

    #[test]
    fn what_is_no_login_is_called_by_its_name() {
        let called = |json: &str| {
            let object: Map<String, Value> = serde_json::from_str(json).unwrap();
            Audit.passed_over(&Fields::Object(&object))
        };
        assert_eq!(called(r#"{"Operation":"New-InboxRule"}"#), Some(RULES));
        assert_eq!(
            called(r#"{"AuditData":"{\"Operation\":\"FileDownloaded\"}"}"#),
            Some("FileDownloaded")
        );
        assert_eq!(called(r#"{"Operation":"Something.New"}"#), Some(OTHERS));
        assert!(DROPPED.contains(&RULES) && DROPPED.contains(&"FileDownloaded"));
    }
}
