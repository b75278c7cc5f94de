//! How all inputs of these tests are read.

use vigie_sources::ReadOptions;

/// A mapping that the corpora are written for, UTC, and June 2027.
pub(crate) fn options() -> ReadOptions {
    let mapping = [
        ("native_id", "id"),
        ("author_id", "user.id"),
        ("author_name", "name"),
        ("text", "text"),
        ("published_at", "date"),
        ("link", "link"),
        ("platform", "'essai'"),
    ];
    ReadOptions {
        mapping: mapping.map(|(column, field)| (column.to_owned(), field.to_owned())).to_vec(),
        host: "h1".to_owned(),
        zone: jiff::tz::TimeZone::UTC,
        // 2027-06-01T00:00:00Z
        reference: vigie_model::Timestamp::from_seconds(1_811_808_000),
        proxies: vigie_sources::Proxies::default(),
    }
}
