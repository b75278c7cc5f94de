//! What holds for every source. A new one needs a fixture `fixtures/<id>.…` and is tested here.

#![expect(clippy::unwrap_used, reason = "helpers of a test may stop at the first surprise")]
#![expect(clippy::disallowed_methods, reason = "fixtures are small files of ours")]

#[path = "common/check.rs"]
mod check;
#[path = "common/options.rs"]
mod options;
#[path = "common/shown.rs"]
mod shown;

use std::path::PathBuf;

use check::{Kind, Transcript, read, read_checked};
use options::options;
use proptest::prelude::*;
use shown::{masked, shown};
use vigie_sources::{ALL, Mail, Raw, Reading, Reason, Record, RecordSink, Score, Source, best};

fn fixtures() -> Vec<(&'static dyn Source, String, Vec<u8>)> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures"));
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let belongs = |name: &str, id: &str| {
        name.strip_prefix(id)
            .is_some_and(|rest| rest.starts_with('.') || rest.starts_with("-utf16"))
    };
    let fixture = |path: PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let source = ALL.iter().find(|source| belongs(&name, source.id())).unwrap();
        (*source, name, std::fs::read(path).unwrap())
    };
    files.into_iter().map(fixture).collect()
}

#[test]
fn every_source_has_a_fixture_and_is_recognised_by_it() {
    for source in ALL {
        let of_source: Vec<_> =
            fixtures().into_iter().filter(|(other, ..)| other.id() == source.id()).collect();
        assert!(!of_source.is_empty(), "{} has no fixture", source.id());
        for (_, name, bytes) in of_source {
            let ranked: Vec<_> = best(&bytes).iter().map(|(s, score)| (s.id(), score.0)).collect();
            assert_eq!(ranked.first().map(|(id, _)| *id), Some(source.id()), "{name}: {ranked:?}");
            assert!(ranked[0].1 >= 20, "{name}: {ranked:?}");
        }
    }
}

#[test]
fn fixtures_are_read_as_written_down() {
    for (source, name, bytes) in fixtures() {
        let transcript = read_checked(source, &bytes, &[5, 1, 17]).unwrap();
        insta::assert_snapshot!(name, shown(source, &bytes, &transcript));
    }
}

/// Takes the values of restricted columns.
#[derive(Default)]
struct Personal(Vec<(u64, Vec<String>)>);

impl RecordSink for Personal {
    fn reading(&mut self, _: &Reading) {}

    fn record(&mut self, raw: Raw<'_>, record: Record<'_>) {
        let values = match record {
            Record::Publication(row) => vec![
                row.author_id,
                row.author_name,
                row.title,
                row.text,
                row.url,
                row.links,
                row.hashtags,
                row.domains,
                row.images,
            ],
            Record::Share(row) => vec![Some(row.account_id), Some(row.object_id)],
            Record::Request(row) => {
                vec![Some(row.source_address), row.remote_user, row.query, row.referer]
            }
            Record::Login(row) => vec![row.source_address, row.user],
            Record::Mail(row) => mail_values(row),
            // Names of domains are open.
            Record::Name(_) => Vec::new(),
        };
        self.0.push((raw.offset, values.into_iter().flatten().map(str::to_owned).collect()));
    }

    fn reject(&mut self, _: Raw<'_>, _: Reason, _: &str) {}

    fn skipped(&mut self, _: Raw<'_>) {}
}

fn mail_values<'a>(row: &Mail<'a>) -> Vec<Option<&'a str>> {
    let one = [
        row.message_id,
        row.source_address,
        row.from_address,
        row.from_name,
        row.return_path,
        row.reply_to,
        row.subject_line,
    ];
    let lists = [row.recipients, row.links, row.attachment_names];
    let parts = lists.into_iter().flatten().flat_map(|list| list.split([' ', '\n'])).map(Some);
    one.into_iter().chain(parts).collect()
}

#[test]
fn masked_records_hold_no_value_of_a_restricted_column() {
    let mut count = 0;
    for (source, name, bytes) in fixtures() {
        let transcript = read(source, &bytes, &[usize::MAX]);
        let mut personal = Personal::default();
        let mut parser = source.parser(&options()).unwrap();
        parser.feed(&bytes, &mut personal);
        parser.finish(&mut personal);
        for (offset, values) in personal.0 {
            let found = transcript.found.iter().find(|found| found.offset == offset).unwrap();
            let start = usize::try_from(offset).unwrap();
            let raw = &bytes[start..start + found.kept];
            let masked = masked(source, &transcript.readings[0], raw);
            for value in values {
                assert!(!masked.contains(&value), "{name} shows {value}: {masked}");
                count += 1;
            }
        }
    }
    assert!(count > 40, "{count}");
}

#[test]
fn ids_are_unique_and_tables_exist() {
    for (at, source) in ALL.iter().enumerate() {
        assert!(ALL[..at].iter().all(|other| other.id() != source.id()));
        assert!(vigie_model::schema::Table::named(source.table()).is_some(), "{}", source.table());
        let about = source.description();
        let texts = [about.en, about.fr, about.example, about.personal];
        assert!(texts.iter().all(|text| !text.is_empty()));
    }
}

#[test]
fn examples_are_read_by_their_source() {
    for source in ALL {
        let mut options = options();
        options.mapping = vec![("text".to_owned(), "message".to_owned())];
        let mut transcript = Transcript::default();
        let mut parser = source.parser(&options).unwrap();
        parser.feed(source.description().example.as_bytes(), &mut transcript);
        parser.finish(&mut transcript);
        let kinds: Vec<_> = transcript.found.iter().map(|found| found.kind).collect();
        assert!(kinds.contains(&Kind::Record) && !kinds.contains(&Kind::Reject), "{}", source.id());
    }
}

#[test]
fn an_empty_stream_gives_nothing_and_fits_nothing() {
    for source in ALL {
        assert!(read(*source, b"", &[1]).found.is_empty());
        assert_eq!(source.probe(b""), Score(0));
    }
}

/// Pieces that matter to one format or another, and lines of the fixtures.
fn pieces() -> &'static [Vec<u8>] {
    static PIECES: std::sync::OnceLock<Vec<Vec<u8>>> = std::sync::OnceLock::new();
    PIECES.get_or_init(all_pieces)
}

fn all_pieces() -> Vec<Vec<u8>> {
    let signs = [
        "\n",
        "\r\n",
        "\r",
        "\"",
        "\"\"",
        ",",
        ";",
        "\t",
        "|",
        "{",
        "}",
        "[",
        "]",
        ":",
        "\\",
        " ",
        "\\\"",
        "\0",
        "é",
        "😀",
        "\u{feff}",
        "\u{202e}",
        "\u{1b}[2J",
        "null",
        "1e999",
        " from ",
        " port 22 ssh2",
        "[01/Apr/2027:10:00:00 +0000] \"",
        "\" 200 1",
        "<38>1 ",
        "id,text\n",
        "{\"id\":1}\n",
        "{\"text\":\"x\"}",
        "user.id",
        "0",
        "-",
        "--",
        "\\u",
        "\\ud83d",
    ];
    let bytes: [&[u8]; 4] = [b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xc3\x28"];
    let lines = fixtures().into_iter().flat_map(|(_, _, bytes)| {
        bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect::<Vec<_>>()
    });
    let signs = signs.iter().map(|sign| sign.as_bytes().to_vec());
    signs.chain(bytes.map(<[u8]>::to_vec)).chain(lines).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..Default::default() })]

    #[test]
    fn garbage_is_covered_and_cutting_changes_nothing(
        picks in proptest::collection::vec((any::<prop::sample::Index>(), 0_usize..60), 0..24),
        sizes in proptest::collection::vec(1_usize..40, 1..8),
    ) {
        let pieces = pieces();
        let mut bytes = Vec::new();
        for (pick, length) in picks {
            let piece = pick.get(pieces);
            // Half of the pieces whole, the others cut anywhere.
            bytes.extend_from_slice(&piece[..if length < 30 { piece.len() } else { piece.len().min(length - 30) }]);
        }
        for source in ALL {
            if let Err(broken) = read_checked(*source, &bytes, &sizes) {
                prop_assert!(false, "{}: {broken} in {:?}", source.id(), bytes.escape_ascii().to_string());
            }
            source.probe(&bytes);
        }
    }

    #[test]
    fn any_bytes_are_covered(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        sizes in proptest::collection::vec(1_usize..40, 1..8),
    ) {
        for source in ALL {
            if let Err(broken) = read_checked(*source, &bytes, &sizes) {
                prop_assert!(false, "{}: {broken} in {:?}", source.id(), bytes.escape_ascii().to_string());
            }
        }
    }
}
