use super::*;
use serde_json::json;

fn shown(place: &Place) -> String {
    let word = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".into());
    let kind = place.kind.map_or("-", NetworkKind::message);
    format!("{} | {} | {kind}", word(&place.country), word(&place.network))
}

#[test]
fn fields_are_found_however_a_vendor_writes_them() {
    for (record, wanted) in [
        (
            json!({"country": {"iso_code": "FR"}, "registered_country": {"iso_code": "US"}}),
            "FR | - | -",
        ),
        (json!({"registered_country": {"iso_code": "US"}}), "US | - | -"),
        (
            json!({"autonomous_system_number": 64_500, "autonomous_system_organization": "Example"}),
            "- | AS64500 Example | -",
        ),
        (
            json!({"asn": "AS64501", "as_name": "Test Net", "country_code": "ua", "country": "Ukraine"}),
            "UA | AS64501 Test Net | -",
        ),
        (
            json!({"country": "DE", "asn": "AS64502", "type": "hosting"}),
            "DE | AS64502 | network-kind-hosting",
        ),
        (
            json!({"traits": {"user_type": "cellular", "isp": "Phones"}}),
            "- | Phones | network-kind-mobile",
        ),
        (
            json!({"privacy": {"vpn": true, "hosting": true}, "country": "XX"}),
            "- | - | network-kind-vpn",
        ),
        (json!({"country": "Atlantis", "asn": []}), "- | - | -"),
        (json!("text"), "- | - | -"),
    ] {
        assert_eq!(shown(&fields::of_record(&record)), wanted, "{record}");
    }
}

#[test]
fn a_text_table_is_searched_and_its_date_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let four = "# Location Database Export\n# Generated: Thu, 11 Mar 2027 06:32:06 GMT\n\
                3221225984,3221226239,FR\n3325256704,3325256959,??\n3405803776,3405804031,UA\nodd\n";
    std::fs::write(folder.path().join("geoip"), four).unwrap();
    std::fs::write(folder.path().join("geoip6"), "2001:db8::,2001:db8::ffff,DE\n").unwrap();
    let (file, database) = open(&folder.path().join("geoip")).unwrap();
    assert_eq!((database.name.as_str(), database.date.as_deref()), ("geoip", Some("2027-03-11")));
    let origins = Origins { files: vec![(file, database)] };
    for (address, country) in [
        ("192.0.2.0", Some("FR")),
        ("192.0.2.255", Some("FR")),
        ("192.0.3.0", None),
        ("198.51.100.7", None),
        ("::ffff:203.0.113.1", Some("UA")),
        ("2001:db8::1", Some("DE")),
        ("2001:db8:1::", None),
    ] {
        let place = origins.place(address.parse().unwrap());
        assert_eq!(place.country.as_deref(), country, "{address}");
    }
}

#[test]
fn dates_of_tables_are_read_as_they_are_written() {
    for (line, day) in [
        ("# Last updated based on March 4 2027 data", Some("2027-03-04")),
        ("# built 2027-02-01", Some("2027-02-01")),
        ("# Generated: Thu, 10 Nov 2027 06:32", Some("2027-11-10")),
        ("# may contain errors", None),
    ] {
        assert_eq!(ranges::date(line).as_deref(), day, "{line}");
    }
}

#[test]
fn what_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.mmdb");
    for bytes in
        [&b""[..], b"hello\nworld\n", b"\xab\xcd\xefMaxMind.com", b"\xab\xcd\xefMaxMind.com\xe1Aa"]
    {
        std::fs::write(&path, bytes).unwrap();
        assert!(matches!(open(&path), Err(AppError::OriginDatabase { .. })), "{bytes:?}");
    }
}

/// Writes the smallest .mmdb: one record for one network of 96 + 24 bits, in 24-bit records.
fn database(first: [u8; 3], record: &[u8]) -> Vec<u8> {
    // A tree of one node a bit; the other side of each leads nowhere.
    let bits: Vec<bool> = std::iter::repeat_n(false, 96)
        .chain(first.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1)))
        .collect();
    let count = u32::try_from(bits.len()).unwrap();
    let mut out = Vec::new();
    for (node, bit) in (1_u32..).zip(&bits) {
        let next = if node == count { count + 16 } else { node };
        let sides = if *bit { [count, next] } else { [next, count] };
        for side in sides {
            out.extend_from_slice(&side.to_be_bytes()[1..]);
        }
    }
    out.extend_from_slice(&[0; 16]);
    out.extend_from_slice(record);
    out.extend_from_slice(fields_mark());
    let text = |text: &str| {
        let mut bytes = vec![0x40 | u8::try_from(text.len()).unwrap()];
        bytes.extend_from_slice(text.as_bytes());
        bytes
    };
    out.push(0xe0 | 9);
    for (name, value) in [
        ("binary_format_major_version", vec![0xa2, 0, 2]),
        ("binary_format_minor_version", vec![0xa2, 0, 0]),
        ("node_count", [vec![0xc4], count.to_be_bytes().to_vec()].concat()),
        ("record_size", vec![0xa2, 0, 24]),
        ("ip_version", vec![0xa2, 0, 6]),
        ("database_type", text("Test-Country")),
        ("languages", vec![0x00, 0x04]),
        ("build_epoch", [vec![0x04, 0x02], 1_803_859_200_u32.to_be_bytes().to_vec()].concat()),
        ("description", vec![0xe0]),
    ] {
        out.extend(text(name));
        out.extend(value);
    }
    out
}

fn fields_mark() -> &'static [u8] {
    b"\xab\xcd\xefMaxMind.com"
}

#[test]
fn an_mmdb_file_is_read_with_its_name_and_date() {
    // {"country": {"iso_code": "FR"}}
    let record = b"\xe1\x47country\xe1\x48iso_code\x42FR";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("country.mmdb");
    std::fs::write(&path, database([192, 0, 2], record)).unwrap();
    let (file, database) = open(&path).unwrap();
    assert_eq!(database.name, "Test-Country");
    assert_eq!(database.date.as_deref(), Some("2027-03-01"));
    let origins = Origins { files: vec![(file, database)] };
    let country = |address: &str| origins.place(address.parse().unwrap()).country;
    assert_eq!(country("192.0.2.77").as_deref(), Some("FR"));
    assert_eq!(country("192.0.3.1"), None);
    assert_eq!(country("2001:db8::1"), None);
}
