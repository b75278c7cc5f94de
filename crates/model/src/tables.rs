//! The tables of the lake, column by column.

use crate::schema::{Access, Column, ColumnType, Layer, Table};
use Access::{Open, Restricted};
use ColumnType::{Id, Ids, Integer, Key, Revision, Text, Time};

const fn always(name: &'static str, kind: ColumnType, doc: &'static str) -> Column {
    Column { name, kind, nullable: false, access: Open, doc }
}

const fn maybe(name: &'static str, kind: ColumnType, doc: &'static str) -> Column {
    Column { name, kind, nullable: true, access: Open, doc }
}

const fn restricted(name: &'static str, kind: ColumnType, doc: &'static str) -> Column {
    Column { name, kind, nullable: true, access: Restricted, doc }
}

/// In every observation: identity, the three times, and where the bytes are.
const OBSERVED: &[Column] = &[
    always("signal_id", Id, "the S- id"),
    always("commit_seq", Integer, "the commit that added the row"),
    always("reading", Text, "source and options that the record was read with, as a short digest"),
    always("host", Text, "the machine or export that the stream came from, as the user named it"),
    maybe("claimed_at", Time, "when the record says it happened"),
    maybe("claimed_precision", Text, "us, ms, s, min, h or day"),
    maybe("observed_at", Time, "when a third party or we first saw it"),
    always("ingested_at", Time, "when we read it"),
    maybe(
        "time_note",
        Text,
        "missing or absurd when claimed_at cannot be used, zone or year when one was assumed",
    ),
    maybe("segment", Id, "the segment that holds the record's bytes"),
    always("segment_offset", Integer, "where in the segment it begins, in bytes"),
    always("length", Integer, "how long the record is, in bytes"),
];

/// Posts and articles, one row a record, by column mapping.
pub const PUBLICATION_RECORDS: &Table = &Table {
    name: "publication_records",
    layer: Layer::Observed,
    version: 1,
    time_column: "claimed_at",
    id_column: "signal_id",
    doc: "one published record as the source gave it",
    columns: &[
        OBSERVED,
        &[
            maybe("platform", Text, "bluesky, x, telegram, web, …"),
            maybe("publication_key", Key, "pseudonym of the publication (platform and native id)"),
            // Many platforms write the account into the ids of its publications.
            restricted("native_id", Text, "the id that the platform gave it"),
            maybe("kind", Text, "post, repost, quote, reply, comment, article, video, message"),
            maybe("author_key", Key, "pseudonym of the account (platform and account id)"),
            restricted("author_id", Text, "the account id as given"),
            restricted("author_name", Text, "handle or display name as given"),
            restricted("title", Text, "headline as given"),
            restricted("text", Text, "text as given"),
            restricted("url", Text, "address of the publication as given"),
            maybe("language", Text, "as given by the source"),
            restricted("links", Text, "shared addresses as given"),
            restricted("hashtags", Text, "hashtags as given"),
            restricted("domains", Text, "shared domains as given"),
            restricted("images", Text, "image hashes or ids as given"),
            maybe("repost_of_key", Key, "pseudonym of the reposted publication"),
            restricted("repost_of", Text, "native id of the reposted publication"),
            maybe("reply_to_key", Key, "pseudonym of the publication replied to"),
            restricted("reply_to", Text, "native id of the publication replied to"),
            maybe("label", Text, "a label carried by the file"),
        ],
    ],
};

/// Rows of a co-sharing table.
pub const SHARE_RECORDS: &Table = &Table {
    name: "share_records",
    layer: Layer::Observed,
    version: 1,
    time_column: "claimed_at",
    id_column: "signal_id",
    doc: "one account sharing one object once, as a co-sharing table gives it",
    columns: &[
        OBSERVED,
        &[
            maybe("account_key", Key, "pseudonym of the account"),
            restricted("account_id", Text, "the account id as given"),
            restricted("object_id", Text, "the shared object as given"),
            restricted("content_id", Text, "the id of the message that shared it"),
        ],
    ],
};

/// Lines of web access logs.
pub const REQUEST_RECORDS: &Table = &Table {
    name: "request_records",
    layer: Layer::Observed,
    version: 2,
    time_column: "claimed_at",
    id_column: "signal_id",
    doc: "one request as a web server logged it",
    columns: &[
        OBSERVED,
        &[
            maybe("vhost", Text, "the virtual host, where the log names it"),
            always("source_key", Key, "pseudonym of the source address"),
            restricted("source_address", Text, "the source address as logged"),
            restricted("remote_user", Text, "the authenticated user as logged"),
            maybe("method", Text, "GET, POST, …"),
            maybe("path", Text, "the request target up to the query"),
            restricted("query", Text, "the query without its question mark"),
            maybe("protocol", Text, "HTTP/1.1, …"),
            maybe("status", Integer, "the response status"),
            maybe("bytes", Integer, "the size of the response in bytes"),
            restricted("referer", Text, "the Referer header"),
            maybe("agent", Text, "the User-Agent header"),
            maybe("duration_us", Integer, "how long the answer took, in microseconds"),
        ],
    ],
};

/// Lines of login logs.
pub const LOGIN_RECORDS: &Table = &Table {
    name: "login_records",
    layer: Layer::Observed,
    version: 1,
    time_column: "claimed_at",
    id_column: "signal_id",
    doc: "one thing that a login service said about one attempt",
    columns: &[
        OBSERVED,
        &[
            always("service", Text, "sshd, …"),
            maybe("machine", Text, "the machine that the line names"),
            always(
                "outcome",
                Text,
                "failed, accepted, invalid_user, disconnected, preauth_closed, other",
            ),
            maybe("method", Text, "password, publickey, keyboard-interactive, …"),
            maybe("source_key", Key, "pseudonym of the source address"),
            restricted("source_address", Text, "the source address as logged"),
            maybe("user_key", Key, "pseudonym of the login name"),
            maybe(
                "user_shape",
                Text,
                "the shape of an unknown login name: its length and classes of characters",
            ),
            restricted(
                "user_name",
                Text,
                "the login name, only where the service says that it exists",
            ),
            maybe("session", Text, "process id or session id"),
        ],
    ],
};

/// Messages, rows of message traces and of DMARC reports.
pub const MAIL_RECORDS: &Table = &Table {
    name: "mail_records",
    layer: Layer::Observed,
    version: 1,
    time_column: "claimed_at",
    id_column: "signal_id",
    doc: "one message, or what a mail service said about one or several",
    columns: &[
        OBSERVED,
        &[
            always("kind", Text, "message, trace, dmarc"),
            maybe("outcome", Text, "what the service did with it: delivered, none, quarantine, …"),
            maybe("direction", Text, "inbound or outbound, where a trace says it"),
            maybe("reporter", Text, "the server or organisation that says so"),
            maybe("message_key", Key, "pseudonym of the message id"),
            restricted("message_id", Text, "the message id as given"),
            maybe("source_key", Key, "pseudonym of the address of the sending server"),
            restricted("source_address", Text, "the address of the sending server as given"),
            maybe("from_key", Key, "pseudonym of the author's mail address"),
            restricted("from_address", Text, "the author's mail address"),
            restricted("from_name", Text, "the author's name as displayed"),
            maybe("from_domain", Text, "the domain of the author's mail address"),
            restricted("return_path", Text, "the mail address of the envelope"),
            maybe("envelope_domain", Text, "the domain of the envelope"),
            restricted("reply_to", Text, "the mail address that answers go to"),
            maybe("reply_domain", Text, "the domain that answers go to"),
            maybe("recipient_key", Key, "pseudonym of the first recipient's mail address"),
            restricted("recipients", Text, "mail addresses of the recipients, between spaces"),
            restricted("subject_line", Text, "the Subject header as given"),
            maybe("spf", Text, "result as the reporter gives it: pass, fail, …"),
            maybe("dkim", Text, "result as the reporter gives it: pass, fail, …"),
            maybe("dmarc", Text, "result as the reporter gives it: pass, fail, …"),
            maybe("count", Integer, "how many messages the row stands for"),
            maybe("bytes", Integer, "the size of the message in bytes"),
            restricted("links", Text, "addresses of links, between spaces"),
            maybe("link_domains", Text, "hosts of the links, between spaces"),
            restricted("attachment_names", Text, "file names of attachments, one a line"),
            maybe("attachment_hashes", Text, "SHA-256 of the attachments, between spaces"),
            maybe("note", Text, "what is odd about the message, in the reader's words"),
        ],
    ],
};

/// Domain names that were seen in certificates, lists and zones.
pub const NAME_RECORDS: &Table = &Table {
    name: "name_records",
    layer: Layer::Observed,
    version: 1,
    time_column: "claimed_at",
    id_column: "signal_id",
    doc: "one domain name, or the names of one certificate",
    columns: &[
        OBSERVED,
        &[
            always("kind", Text, "certificate, list, zone"),
            always("name", Text, "the name, or the first of a certificate, in lower case"),
            maybe("names", Text, "all names of a certificate, between spaces"),
            maybe("issuer", Text, "who issued the certificate"),
            maybe("fingerprint", Text, "the fingerprint of the certificate as given"),
            maybe("log", Text, "the transparency log that it was seen in"),
            maybe("log_index", Integer, "its number in that log"),
            maybe("entry", Text, "precertificate, certificate, or the type of a zone record"),
            maybe("detail", Text, "what the list or zone says beside the name"),
        ],
    ],
};

/// Rows that could not be read.
pub const REJECTED: &Table = &Table {
    name: "rejected",
    layer: Layer::Observed,
    version: 1,
    time_column: "claimed_at",
    id_column: "signal_id",
    doc: "one stretch of input that could not be read, set aside",
    columns: &[
        OBSERVED,
        &[
            always("file", Text, "the name of the file"),
            always("line", Integer, "the line or record number in the file, from 1"),
            always("file_offset", Integer, "where in the decompressed file it begins, in bytes"),
            always("reason", Text, "a short word for why"),
            maybe("detail", Text, "what was expected"),
        ],
    ],
};

/// Who did what to which object when, in integer keys: the one shape that coordination reads.
pub const ACT_ROWS: &Table = &Table {
    name: "act_rows",
    layer: Layer::Derived,
    version: 1,
    time_column: "at",
    id_column: "signal_id",
    doc: "one act: an account, an object, a layer, a time (derived from publications and shares)",
    columns: &[&[
        always("signal_id", Id, "the observation that it was derived from"),
        always("commit_seq", Integer, "the commit that added the row"),
        always("account", Key, "pseudonym of the account"),
        always("object", Key, "pseudonym of the canonical object inside its layer"),
        always("layer", Text, "link, domain, hashtag, image, repost, reply, share"),
        maybe("at", Time, "the claimed time of the act"),
        maybe("precision", Text, "us, ms, s, min, h or day"),
        always("kernel", Text, "the kernel and version that made the object canonical"),
    ]],
};

/// What detectors returned, one row a revision.
pub const FINDINGS: &Table = &Table {
    name: "findings",
    layer: Layer::Computed,
    version: 1,
    time_column: "first_at",
    id_column: "row_id",
    doc: "one revision of one finding",
    columns: &[&[
        always("row_id", Id, "digest of finding and revision"),
        always("finding_id", Id, "the F- id"),
        always("revision", Revision, "the @ revision"),
        always("commit_seq", Integer, "the commit that added the row"),
        always("read_commit", Integer, "the commit that the run read"),
        maybe("horizon", Time, "the run saw only what was claimed before this time"),
        always("computed_at", Time, "when it was computed"),
        always("detector", Text, "id of the detector page"),
        always("versions", Text, "digest of the page and versions of operators and kernels"),
        always("parameters", Text, "canonical JSON"),
        always("anchor", Text, "the UTC cell of the first evidence"),
        always("subject", Text, "canonical JSON: declared subject fields in order"),
        always("urgency", Text, "now, today or note"),
        maybe("first_at", Time, "time of the first evidence"),
        maybe("last_at", Time, "time of the last evidence"),
        always("details", Text, "canonical JSON: declared values with units"),
        always("evidence", Ids, "the first signals, capped"),
        always("evidence_count", Integer, "how many signals there are"),
        always("evidence_digest", Id, "digest of the full set of signals"),
        always("sentence_en", Text, "what was seen, in English"),
        always("sentence_fr", Text, "what was seen, in French"),
        always("provisional", Text, "yes while the window that it rests on is still open, else no"),
    ]],
};

/// Every table.
pub const ALL_TABLES: &[&Table] = &[
    PUBLICATION_RECORDS,
    SHARE_RECORDS,
    REQUEST_RECORDS,
    LOGIN_RECORDS,
    MAIL_RECORDS,
    NAME_RECORDS,
    REJECTED,
    ACT_ROWS,
    FINDINGS,
];
