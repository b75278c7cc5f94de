use std::io::Write;

use super::*;

fn packed(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn shown(bytes: &[u8]) -> String {
    match unpack(bytes) {
        Err(error) => error.to_string(),
        Ok(members) => {
            let show = |member: &Member| {
                format!("{}: {}", member.name, String::from_utf8_lossy(&member.bytes))
            };
            members.iter().map(show).collect::<Vec<_>>().join("; ")
        }
    }
}

#[test]
fn archives_give_their_files_without_folders() {
    let zip = packed(&[
        ("reports/a.xml", "<feedback/>"),
        ("b.txt", "x"),
        ("__MACOSX/._b.txt", "y"),
        ("empty", ""),
    ]);
    assert!(is_container(&zip));
    assert_eq!(shown(&zip), "a.xml: <feedback/>; b.txt: x");
}

#[test]
fn sheets_become_tables() {
    let sheet = r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="2"><c r="A2" t="inlineStr"><is><t>id</t></is></c><c r="B2" t="inlineStr"><is><t>texte, "dit"</t></is></c><c r="C2"><v>17</v></c></row><row r="3"><c r="A3"><v>1.2345678901234568E17</v></c><c r="B3" t="b"><v>1</v></c><c r="C3" s="1"><v>46478.5</v></c></row></sheetData></worksheet>"#;
    let book = packed(&[
        (
            "[Content_Types].xml",
            r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#,
        ),
        (
            "_rels/.rels",
            r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Journal" sheetId="1" r:id="r1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        (
            "xl/styles.xml",
            r#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>"#,
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ]);
    assert_eq!(
        shown(&book),
        "Journal: id,\"texte, \"\"dit\"\"\",17\n1.2345678901234568e17,true,2027-04-01 12:00:00\n"
    );
    assert!(crate::ids::is_rounded("1.2345678901234568e17"));
}

#[test]
fn open_documents_are_read_too() {
    let content = r#"<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="Feuille"><table:table-row><table:table-cell office:value-type="string"><text:p>id</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="7"><text:p>7</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#;
    let book = packed(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "META-INF/manifest.xml",
            r#"<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#,
        ),
        ("content.xml", content),
    ]);
    assert_eq!(shown(&book), "Feuille: id,7\n");
}

/// A compound file of version 3: sectors of 512 bytes, small streams in a stream of their own.
#[expect(clippy::too_many_lines, reason = "writes a file format from its header to its end")]
fn compound_file(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
    const END: u32 = 0xffff_fffe;
    const NONE: u32 = 0xffff_ffff;
    let mut folders: Vec<&str> =
        streams.iter().filter_map(|(path, _)| Some(path.split_once('/')?.0)).collect();
    folders.dedup();
    let mut small = Vec::new();
    let mut small_table: Vec<u32> = Vec::new();
    let entry = |name: &str, kind: u8, right: u32, child: u32, start: u32, size: usize| {
        let mut bytes = vec![0; 128];
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes[..units.len()].copy_from_slice(&units);
        bytes[64..66].copy_from_slice(&u16::try_from(units.len() + 2).unwrap().to_le_bytes());
        bytes[66] = kind;
        for (at, value) in [(68, NONE), (72, right), (76, child), (116, start)] {
            bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
        }
        bytes[120..124].copy_from_slice(&u32::try_from(size).unwrap().to_le_bytes());
        bytes
    };
    // Neighbours are a chain to the right: first what is at the top, then each folder's.
    let mut listed: Vec<(&str, Option<usize>, u32, u32)> = Vec::new();
    let tops: Vec<usize> = (0..streams.len()).filter(|at| !streams[*at].0.contains('/')).collect();
    let count = tops.len() + folders.len();
    for (place, at) in tops.iter().enumerate() {
        let right = if place + 1 < count { u32::try_from(place + 2).unwrap() } else { NONE };
        listed.push((streams[*at].0, Some(*at), right, NONE));
    }
    let mut inner = Vec::new();
    for (place, folder) in folders.iter().enumerate() {
        let of: Vec<usize> = (0..streams.len())
            .filter(|at| streams[*at].0.starts_with(&format!("{folder}/")))
            .collect();
        let first = 1 + count + inner.len();
        for (number, at) in of.iter().enumerate() {
            let next = first + number + 1;
            let right = if number + 1 < of.len() { u32::try_from(next).unwrap() } else { NONE };
            inner.push((&streams[*at].0[folder.len() + 1..], Some(*at), right, NONE));
        }
        let right = if tops.len() + place + 1 < count {
            u32::try_from(tops.len() + place + 2).unwrap()
        } else {
            NONE
        };
        listed.push((folder, None, right, u32::try_from(first).unwrap()));
    }
    listed.extend(inner);
    let mut directory = Vec::new();
    for (name, stream, right, child) in listed {
        let Some(at) = stream else {
            directory.extend(entry(name, 1, right, child, END, 0));
            continue;
        };
        let start = u32::try_from(small_table.len()).unwrap();
        let bytes = &streams[at].1;
        for (number, chunk) in bytes.chunks(64).enumerate() {
            small.extend_from_slice(chunk);
            small.resize(small.len().next_multiple_of(64), 0);
            let is_last = (number + 1) * 64 >= bytes.len();
            let next = u32::try_from(small_table.len()).unwrap() + 1;
            small_table.push(if is_last { END } else { next });
        }
        directory.extend(entry(name, 2, right, NONE, start, bytes.len()));
    }
    let root = entry("Root Entry", 5, NONE, 1, 0, small.len());
    let directory = [root, directory].concat();
    let words =
        |table: &[u32]| table.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>();
    let pieces = [small, directory, words(&small_table)];
    let mut table = Vec::new();
    let mut starts = Vec::new();
    let mut sectors = Vec::new();
    for mut piece in pieces {
        piece.resize(piece.len().next_multiple_of(512), 0);
        starts.push(u32::try_from(table.len()).unwrap());
        let count = piece.len() / 512;
        for number in 1..=count {
            let next = u32::try_from(table.len()).unwrap() + 1;
            table.push(if number == count { END } else { next });
        }
        sectors.extend(piece);
    }
    // One sector of table is enough for 64 KiB.
    assert!(table.len() < 128);
    let place = u32::try_from(table.len()).unwrap();
    table.push(0xffff_fffd);
    table.resize(128, NONE);
    sectors.extend(words(&table));
    let mut header = vec![0; 512];
    header[..8].copy_from_slice(&OLE);
    header[30] = 9;
    header[32] = 6;
    for (at, value) in [
        (44, 1),
        (48, starts[1]),
        (56, 4096),
        (60, starts[2]),
        (64, 1),
        (68, END),
        (72, 0),
        (76, place),
    ] {
        header[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }
    header[80..].fill(0xff);
    [header, sectors].concat()
}

fn saved_message() -> Vec<u8> {
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let header = "Received: from c ([198.51.100.9]) by d; Thu, 01 Apr 2027 09:00:00 +0200\r\nFrom: Ada <ada@faussaire.example>\r\nSubject: Facture\r\nDate: Thu, 01 Apr 2027 10:00:00 +0200\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n boundary=x\r\n\r\n";
    compound_file(&[
        ("__properties_version1.0", vec![0; 32]),
        ("__substg1.0_007D001F", wide(header)),
        ("__substg1.0_1000001F", wide(&format!("{} https://faux.example/a", "Voir ".repeat(50)))),
        ("__attach_version1.0_#00000000/__substg1.0_37010102", b"%PDF".to_vec()),
        ("__attach_version1.0_#00000000/__substg1.0_3707001F", wide("facture.pdf")),
    ])
}

#[test]
fn messages_of_outlook_are_read_like_saved_messages() {
    let members = unpack(&saved_message()).unwrap();
    let message = &members[0].bytes;
    let row = crate::mail::read(message, message.len() as u64, None).unwrap();
    assert_eq!(
        format!(
            "{} | {} | {} | {:?} | {:?}",
            row.from, row.source, row.subject, row.links, row.attachment_names
        ),
        "ada@faussaire.example | 198.51.100.9 | Facture | [\"https://faux.example/a\"] | [\"facture.pdf\"]"
    );
    assert_eq!(row.attachment_hashes, [crate::mail::sha256::hex(b"%PDF")]);
}

#[test]
fn a_message_that_never_travelled_has_its_properties() {
    let mut properties = vec![0; 32];
    properties.extend([0x40, 0, 0x39, 0, 0, 0, 0, 0]);
    // 2027-04-01T08:00:00Z in hundreds of nanoseconds since 1601.
    let ticks: u64 = 116_444_736_000_000_000 + 1_806_566_400 * 10_000_000;
    properties.extend(ticks.to_le_bytes());
    let file = compound_file(&[
        ("__properties_version1.0", properties),
        ("__substg1.0_0037001E", b"R\xe9union".to_vec()),
        ("__substg1.0_5D01001E", b"ada@essai.example".to_vec()),
        ("__recip_version1.0_#00000000/__substg1.0_39FE001E", b"leo@essai.example".to_vec()),
    ]);
    let message = &unpack(&file).unwrap()[0].bytes;
    let text = String::from_utf8_lossy(message);
    assert!(
        text.starts_with("From: ada@essai.example\nTo: leo@essai.example\nSubject: Réunion\nDate: Thu, 01 Apr 2027 08:00:00 +0000\n"),
        "{text}"
    );
}

#[test]
fn damaged_compound_files_end_somewhere() {
    let file = saved_message();
    for at in 0..file.len() {
        let mut broken = file.clone();
        broken[at] ^= 0x41;
        let _ = unpack(&broken);
    }
    for end in (8..file.len()).step_by(5) {
        let _ = unpack(&file[..end]);
    }
}

#[test]
fn damaged_and_swollen_archives_are_refused() {
    let zip = packed(&[("a.xml", &"x".repeat(5_000))]);
    for end in (4..zip.len()).step_by(7) {
        assert!(unpack(&zip[..end]).is_err(), "cut at {end}");
    }
    for at in (0..zip.len()).step_by(3) {
        let mut broken = zip.clone();
        broken[at] ^= 0x55;
        // Either it is noticed, or a name changed; nothing panics.
        let _ = unpack(&broken);
    }
    let many: Vec<_> = (0..=MOST_MEMBERS).map(|at| at.to_string()).collect();
    let many: Vec<_> = many.iter().map(|name| (name.as_str(), "x")).collect();
    assert!(matches!(unpack(&packed(&many)), Err(ContainerError::TooLarge)));
    assert!(bounded(&mut Cursor::new(vec![0; 100]), 99).is_err());
}
