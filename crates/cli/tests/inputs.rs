//! What people really hold: every format through the binary, packed or not, twice; unknown files;
//! Parquet, spreadsheets and web archives.

#![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]
#![expect(clippy::disallowed_methods, reason = "fixtures are small files of ours")]

use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use vigie_testkit::{Sealed, packed, parquet_file};

fn place() -> Sealed {
    Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap()
}

fn fixture(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../sources/fixtures/");
    std::fs::read(format!("{folder}{name}")).unwrap()
}

/// The fixtures of all sources that need no mapping.
fn fixtures() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../sources/fixtures");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files
        .filter(|path| !path.file_name().unwrap().to_string_lossy().starts_with("table"))
        .collect();
    files.sort();
    files.iter().map(|path| path.display().to_string()).collect()
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// What an ingest says, as JSON.
fn ingest(place: &Sealed, arguments: &[&str]) -> serde_json::Value {
    let all = [&["ingest", "--format", "json"], arguments].concat();
    let ran = place.run(&all).unwrap();
    // Some fixtures end inside a record on purpose, which counts as not read to the end.
    assert!(matches!(ran.code(), Some(0 | 3)), "{}", ran.transcript());
    serde_json::from_str(&ran.out()).unwrap()
}

fn new(report: &serde_json::Value) -> u64 {
    let streams = report["streams"].as_array().unwrap();
    streams.iter().map(|stream| stream["new"].as_u64().unwrap()).sum()
}

fn sql(place: &Sealed, query: &str) -> String {
    place.run(&["sql", query, "--format", "ndjson"]).unwrap().done().unwrap()
}

#[test]
fn every_source_is_recognised_read_once_and_shows_no_person_by_default() {
    let place = place();
    let files = fixtures();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let report = ingest(&place, &files);
    for stream in report["streams"].as_array().unwrap() {
        let (file, source) = (stream["file"].as_str().unwrap(), stream["source"].as_str().unwrap());
        assert!(file.starts_with(source), "{file} was read as {source}");
        assert!(stream["new"].as_u64().unwrap() > 0, "{stream}");
    }
    assert_eq!(new(&ingest(&place, &files)), 0);
    let told = place.run(&["ingest", files[0]]).unwrap().done().unwrap();
    assert!(told.contains("Nothing new"), "{told}");
    for view in ["acts", "logins", "mails", "names", "publications", "rejected", "requests"] {
        let shown = sql(&place, &format!("SELECT * FROM {view}"));
        assert!(!shown.is_empty(), "{view}");
        for person in ["ada@", "leo@", "did:plc:", "ada_essai", "77001", "192.0.2."] {
            assert!(!shown.contains(person), "{view} shows {person}:\n{shown}");
        }
    }
}

#[test]
fn zipped_or_gzipped_is_the_same() {
    let place = place();
    let (stream, mail) = (fixture("jetstream.ndjson"), fixture("dmarc.xml"));
    let zip = zipped(&[("a/jetstream.ndjson", &stream), ("dmarc.xml", &mail)]);
    place.write("both.zip", zip).unwrap();
    place.write("posts.gz", packed::gzip(&stream).unwrap()).unwrap();
    place.write("report.xml", &mail).unwrap();
    assert!(new(&ingest(&place, &["both.zip"])) > 2);
    assert_eq!(new(&ingest(&place, &["posts.gz", "report.xml"])), 0);
}

#[test]
fn what_is_passed_over_is_counted_and_said_in_both_languages() {
    let place = place();
    place.write("j.ndjson", fixture("jetstream.ndjson")).unwrap();
    let report = ingest(&place, &["j.ndjson"]);
    let dropped = report["streams"][0]["dropped"].as_array().unwrap();
    assert!(!dropped.is_empty());
    for one in dropped {
        assert!(one["count"].as_u64().unwrap() > 0);
    }
    let english = place.run(&["ingest", "j.ndjson"]).unwrap().done().unwrap();
    assert!(
        english.contains("Passed over, no signals: identity and account events (1)"),
        "{english}"
    );
    let french = place.run(&["ingest", "j.ndjson", "--lang", "fr"]).unwrap().done().unwrap();
    assert!(french.contains("évènements d’identité et de compte (1)"), "{french}");
    let sources = place.run(&["sources"]).unwrap().done().unwrap();
    assert!(sources.contains("Not taken into the lake: "), "{sources}");
    assert!(sources.chars().all(|letter| !letter.is_control() || letter == '\n' || letter == '\t'));
}

#[test]
fn an_unknown_file_is_named_and_kept_with_a_note() {
    let place = place();
    place.run(&["init", "--role", "campaign"]).unwrap().done().unwrap();
    place.write("report.pdf", b"%PDF-1.7 \x00\x01\x02").unwrap();
    for _ in 0..2 {
        let ran = place.run(&["ingest", "report.pdf"]).unwrap();
        assert_eq!(ran.code(), Some(1));
        assert!(ran.err().contains("a PDF document"), "{}", ran.err());
        assert!(ran.err().contains("kept as inbox/kept/report.pdf"), "{}", ran.err());
    }
    let french = place.run(&["ingest", "report.pdf", "--lang", "fr"]).unwrap().err();
    assert!(french.contains("un document PDF") && french.contains("gardé sous"), "{french}");
    assert_eq!(place.read("inbox/kept/report.pdf").unwrap(), b"%PDF-1.7 \x00\x01\x02");
    let note = String::from_utf8(place.read("inbox/kept/report.pdf.note.txt").unwrap()).unwrap();
    assert!(note.contains("It looks like a PDF document"), "{note}");
    let kept = place.files().unwrap();
    assert_eq!(
        kept.iter().filter(|name| name.contains("report") && name.contains("kept")).count(),
        2
    );
}

#[test]
fn an_unknown_table_offers_its_mapping_and_waits_in_the_inbox() {
    let place = place();
    place.run(&["init", "--role", "campaign"]).unwrap().done().unwrap();
    let table = "Message;Compte;Datum;x\n\"Réunion\nce soir\";u1;2027-04-01T10:00:00Z;1\n\
                 Encore;u2;2027-04-01T10:01:00Z;2\n";
    place.write("export.csv", table).unwrap();
    let ran = place.run(&["ingest", "export.csv"]).unwrap();
    assert_eq!(ran.code(), Some(1));
    let offered = "--map 'text=Message,author_name=Compte,published_at=Datum'";
    assert!(ran.err().contains(offered), "{}", ran.err());
    assert!(ran.err().contains("inbox/export.csv"), "{}", ran.err());
    assert_eq!(place.read("export.csv").unwrap(), table.as_bytes(), "the original stays");
    let listed = place.run(&["inbox", "list"]).unwrap().done().unwrap();
    assert!(listed.contains("a table: say which column is what"), "{listed}");
    place.run(&["inbox", "read", "export.csv", "--guess"]).unwrap().done().unwrap();
    assert_eq!(sql(&place, "SELECT at FROM publications").lines().count(), 2);
}

const MAP: &str = "text=message,author_id=user,published_at=at,hashtag=tags,platform='telegram'";

fn posts(snappy: bool) -> Vec<u8> {
    let mut tags = ListBuilder::new(StringBuilder::new());
    tags.append_value([Some("port"), Some("halle")]);
    tags.append_null();
    let at = TimestampMicrosecondArray::from(vec![1_806_566_400_000_000, 1_806_566_460_000_000]);
    let columns: [(&str, ArrayRef); 4] = [
        ("user", Arc::new(Int64Array::from(vec![9_007_199_254_740_993, 7]))),
        ("message", Arc::new(StringArray::from(vec![Some("Réunion \"ce soir\"\n"), Some("Non")]))),
        ("at", Arc::new(at.with_timezone("UTC"))),
        ("tags", Arc::new(tags.finish())),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    parquet_file(&batch, snappy).unwrap()
}

#[test]
fn parquet_is_a_table_whatever_packs_it() {
    let place = place();
    let plain = posts(false);
    place.write("posts.parquet", &plain).unwrap();
    place.write("snappy.parquet", posts(true)).unwrap();
    place.write("in.zip", zipped(&[("posts.parquet", &plain)])).unwrap();
    assert_eq!(new(&ingest(&place, &["posts.parquet", "--map", MAP])), 2);
    let again = ingest(&place, &["snappy.parquet", "in.zip", "--map", MAP]);
    assert_eq!(new(&again), 0, "{again}");
    let posts = sql(&place, "SELECT at FROM publications ORDER BY at");
    assert!(posts.contains("2027-04-01T08:00:00Z"), "{posts}");
    let tags = sql(&place, "SELECT count(*) AS n FROM acts WHERE layer = 'hashtag'");
    assert!(tags.contains('2'), "{tags}");
    let mut broken = plain;
    broken.truncate(broken.len() / 2);
    place.write("broken.parquet", broken).unwrap();
    let ran = place.run(&["ingest", "broken.parquet", "--map", MAP]).unwrap();
    assert_eq!(ran.code(), Some(1), "{}", ran.transcript());
    place.run(&["verify"]).unwrap().done().unwrap();
}

#[test]
fn sheets_are_tables() {
    let place = place();
    let cell = |text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let row = |cells: [&str; 3]| {
        format!("<table:table-row>{}</table:table-row>", cells.map(cell).concat())
    };
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body>\
         <office:spreadsheet><table:table table:name=\"Feuille\">{}{}</table:table>\
         </office:spreadsheet></office:body></office:document-content>",
        row(["message", "user", "at"]),
        row(["Salut", "u1", "2027-04-01T10:00:00Z"]),
    );
    let manifest = "<?xml version=\"1.0\"?><manifest:manifest \
         xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>";
    let ods = zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest.as_bytes()),
        ("content.xml", content.as_bytes()),
    ]);
    place.write("posts.ods", ods).unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (line, cells) in
        [["message", "user", "at"], ["Bonsoir", "u2", "2027-04-01T11:00:00Z"]].iter().enumerate()
    {
        for (column, text) in cells.iter().enumerate() {
            let (line, column) = (u32::try_from(line).unwrap(), u16::try_from(column).unwrap());
            sheet.write_string(line, column, *text).unwrap();
        }
    }
    place.write("posts.xlsx", book.save_to_buffer().unwrap()).unwrap();
    let map = "text=message,author_id=user,published_at=at";
    assert_eq!(new(&ingest(&place, &["posts.ods", "posts.xlsx", "--map", map])), 2);
    assert_eq!(new(&ingest(&place, &["posts.xlsx", "--map", map])), 0);
}

#[test]
fn a_wacz_is_the_web_archive_inside() {
    let place = place();
    let warc = packed::gzip(&fixture("warc.warc")).unwrap();
    let wacz = zipped(&[
        ("archive/data.warc.gz", &warc),
        ("datapackage.json", b"{\"profile\":\"data-package\",\"wacz_version\":\"1.1.1\"}"),
        ("pages/pages.jsonl", b"{\"format\":\"json-pages-1.0\",\"id\":\"pages\"}\n"),
    ]);
    place.write("site.wacz", wacz).unwrap();
    place.write("site.warc", fixture("warc.warc")).unwrap();
    let report = ingest(&place, &["site.wacz"]);
    assert_eq!(report["streams"].as_array().unwrap().len(), 1, "{report}");
    assert_eq!(report["streams"][0]["source"], "warc");
    assert!(new(&report) > 0);
    assert_eq!(new(&ingest(&place, &["site.warc"])), 0);
}

#[test]
fn a_member_that_nothing_reads_is_set_aside_and_the_others_are_read() {
    let place = place();
    let (stream, mail) = (fixture("jetstream.ndjson"), fixture("dmarc.xml"));
    let members: [(&str, &[u8]); 3] =
        [("posts.ndjson", &stream), ("letter.pdf", b"%PDF-1.7 \0\x01"), ("dmarc.xml", &mail)];
    place.write("mixed.zip", zipped(&members)).unwrap();
    let ran = place.run(&["ingest", "mixed.zip", "--format", "json"]).unwrap();
    assert_eq!(ran.code(), Some(3), "{}", ran.transcript());
    let report: serde_json::Value = serde_json::from_str(&ran.out()).unwrap();
    assert!(new(&report) > 2, "{report}");
    let letter = &report["streams"][1];
    assert_eq!(letter["file"], "mixed.zip/letter.pdf");
    assert!(letter["incomplete"].as_str().unwrap().contains("a PDF document"), "{letter}");
    // Where nothing can be read, nothing was: that is refused as before.
    place
        .write("letters.zip", zipped(&[("a.pdf", b"%PDF-1.7 \0"), ("b.pdf", b"%PDF-1.7 \0\x01")]))
        .unwrap();
    let ran = place.run(&["ingest", "letters.zip"]).unwrap();
    assert_eq!(ran.code(), Some(1), "{}", ran.transcript());
}

#[test]
fn a_folder_is_its_files_and_what_none_reads_is_set_aside_by_name() {
    let place = place();
    let line = |minute: u32| {
        format!("192.0.2.7 - - [01/Apr/2027:10:{minute:02}:00 +0200] \"GET / HTTP/1.1\" 200 5\n")
    };
    place.write("logs/access.log", line(12)).unwrap();
    place.write("logs/access.log.1", line(11)).unwrap();
    place
        .write("logs/access.log.2.gz", vigie_testkit::packed::gzip(line(10).as_bytes()).unwrap())
        .unwrap();
    place.write("logs/old/picture.xz", b"\xfd7zXZ\0\0").unwrap();
    let ran = place.run(&["ingest", "logs", "--format", "json"]).unwrap();
    assert_eq!(ran.code(), Some(3), "{}", ran.transcript());
    let report: serde_json::Value = serde_json::from_str(&ran.out()).unwrap();
    let streams = report["streams"].as_array().unwrap();
    let files: Vec<&str> = streams.iter().filter_map(|stream| stream["file"].as_str()).collect();
    assert_eq!(files, ["access.log.2.gz", "access.log.1", "access.log", "picture.xz"]);
    assert_eq!(new(&report), 3, "{report}");
    assert!(streams[3]["incomplete"].as_str().unwrap().contains("xz"), "{report}");
    // What is ours is no input: the project itself may be named.
    let again = place.run(&["ingest", ".", "--format", "json"]).unwrap();
    let report: serde_json::Value = serde_json::from_str(&again.out()).unwrap();
    assert_eq!(new(&report), 0, "{}", again.transcript());
    assert!(!again.out().contains("parquet"), "{}", again.transcript());
}

/// A PNG as small as they come, with the name of its owner in it.
fn picture() -> Vec<u8> {
    let chunk = |kind: &[u8; 4], data: &[u8]| {
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        [length.as_slice(), kind, data, b"crc!"].concat()
    };
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", b"size"),
        chunk(b"tEXt", b"Author\0Mira Okafor"),
        chunk(b"IDAT", b"picture"),
        chunk(b"IEND", b""),
    ]
    .concat()
}

#[test]
fn a_screenshot_is_kept_with_the_words_beside_it_and_its_copy_names_nobody() {
    let place = place();
    place.write("shot.png", picture()).unwrap();
    let ran = place.run(&["ingest", "shot.png"]).unwrap();
    assert_eq!(ran.code(), Some(1), "{}", ran.transcript());
    assert!(ran.err().contains("--text"), "{}", ran.transcript());
    place.write("shot.png.txt", "Voir https://gazette.example/x #vote\n").unwrap();
    let report = ingest(&place, &["shot.png", "shot.png.txt", "--copies", "out"]);
    assert_eq!(report["streams"].as_array().unwrap().len(), 1, "{report}");
    assert_eq!((new(&report), new(&ingest(&place, &["shot.png"]))), (1, 0));
    let row = sql(&place, "SELECT kind, observed_at IS NOT NULL AS seen FROM publications");
    assert!(row.contains("screenshot") && row.contains("true"), "{row}");
    let copy = std::fs::read(place.folder().join("out/shot.png")).unwrap();
    let copy = String::from_utf8_lossy(&copy).into_owned();
    assert!(copy.contains("picture") && !copy.contains("Mira"), "{copy}");
    // Typed where nobody can be asked.
    place.write("other.png", [picture(), b"other".to_vec()].concat()).unwrap();
    let ran = place.run_with_input(&["ingest", "other.png", "--text"], b"What it says").unwrap();
    assert_eq!(ran.code(), Some(0), "{}", ran.transcript());
    place.run(&["verify"]).unwrap().done().unwrap();
}

#[test]
fn forgetting_removes_the_copies_in_the_inbox_too() {
    let place = place();
    place.run(&["init", "--role", "newsroom"]).unwrap().done().unwrap();
    place.write("inbox/posts.ndjson", fixture("jetstream.ndjson")).unwrap();
    place.write("inbox/tips.ndjson", fixture("tip.ndjson")).unwrap();
    place.run(&["inbox", "read", "posts.ndjson"]).unwrap().done().unwrap();
    place.run(&["inbox", "read", "tips.ndjson"]).unwrap().done().unwrap();
    let lies = |name: &str| place.folder().join("inbox/read").join(name).is_file();
    assert!(lies("posts.ndjson") && lies("tips.ndjson"));
    let forgotten = ["forget", "--person", "tip/une voisine du local", "--yes"];
    let said = place.run(&forgotten).unwrap().done().unwrap();
    assert!(said.contains("inbox/read/tips.ndjson"), "{said}");
    assert!(lies("posts.ndjson") && !lies("tips.ndjson"));
    let said = place.run(&["forget", "--mandate", "local", "--yes"]).unwrap().done().unwrap();
    assert!(said.contains("inbox/read/posts.ndjson"), "{said}");
    assert!(!lies("posts.ndjson"));
}

#[test]
fn what_logs_say_of_second_factors_is_offered_as_evidence() {
    let place = place();
    let login = |user: &str, second: &str, at: &str| {
        format!(
            "{{\"id\":\"{user}{at}\",\"createdDateTime\":\"2027-04-01T{at}:00Z\",\"userPrincipalName\":\"{user}@okafor2027.example\",\
             \"ipAddress\":\"192.0.2.7\",\"appDisplayName\":\"Mail\",\"clientAppUsed\":\"Browser\",\"status\":{{\"errorCode\":0}}{second}}}"
        )
    };
    let with = ",\"authenticationRequirement\":\"multiFactorAuthentication\"";
    let without = ",\"authenticationRequirement\":\"singleFactorAuthentication\"";
    let list = [
        login("mira", with, "08:00"),
        login("mira", with, "09:00"),
        login("yann", with, "08:00"),
        login("yann", without, "10:00"),
        login("zora", "", "11:00"),
    ];
    place.write("signins.json", format!("[{}]", list.join(","))).unwrap();
    assert_eq!(new(&ingest(&place, &["signins.json", "--source", "entra"])), 5);
    let listed = place.run(&["measure", "list", "--format", "json"]).unwrap().done().unwrap();
    let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
    let seen = &listed["second_factor"];
    assert_eq!((seen["done"].as_u64(), seen["of"].as_u64()), (Some(1), Some(2)), "{listed}");
    let said = place.run(&["measure", "list"]).unwrap().done().unwrap();
    assert!(
        said.contains("second factor on 1 of 2 accounts that signed in, until 2027-04-01 10:00"),
        "{said}"
    );
    assert_eq!(listed["measures"].as_array().map(Vec::len), Some(0));
}

#[test]
fn nothing_is_fetched_without_a_named_target_and_named_ones_are_shown() {
    let place = place();
    place.run(&["init", "--role", "newsroom"]).unwrap().done().unwrap();
    let said = place.run(&["fetch"]).unwrap().done().unwrap();
    assert!(said.contains("vigie.toml names no network target"), "{said}");
    // Port 9 of this machine: refused before anything is opened.
    let target = "[network.gazette]\nkind = \"feed\"\nurl = \"http://127.0.0.1:9/feed.xml\"\n";
    place.write("vigie.toml", target).unwrap();
    let shown = place.run(&["config", "show"]).unwrap().done().unwrap();
    assert!(shown.contains("network.gazette.url"), "{shown}");
    let ran = place.run(&["fetch", "gazette", "--for", "1s"]).unwrap();
    assert_eq!(ran.code(), Some(3), "{}", ran.transcript());
    assert!(ran.out().contains("127.0.0.1, which is no public address"), "{}", ran.transcript());
    let ran = place.run(&["fetch", "gazete"]).unwrap();
    assert_eq!(ran.code(), Some(1), "{}", ran.transcript());
}
