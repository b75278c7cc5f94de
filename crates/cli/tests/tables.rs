//! Tables as people hold them: dates in their spellings, spreadsheets of several sheets, files that were
//! cut off or are packed by other tools.

#![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]

use vigie_testkit::Sealed;

const MAP: &str = "text=message,author_id=user,published_at=date,platform='forum'";

fn place() -> Sealed {
    Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap()
}

/// The times of what an ingest of this table adds, and what it says.
fn times(rows: &str, map: &str) -> (String, String) {
    let place = place();
    place.write("vigie.toml", "timezone = \"Europe/Paris\"\n").unwrap();
    place.write("posts.csv", format!("message;user;date\n{rows}")).unwrap();
    let said = place.run(&["ingest", "posts.csv", "--map", map]).unwrap().done().unwrap();
    let query = "SELECT at FROM publications ORDER BY at";
    (place.run(&["sql", query, "--format", "ndjson"]).unwrap().done().unwrap(), said)
}

#[test]
fn one_row_decides_how_the_dates_of_a_column_are_read_and_that_is_said() {
    let (read, said) = times("a;u1;04/03/2027\nb;u2;05/03/2027 10:00\nc;u3;13/03/2027\n", MAP);
    assert_eq!(
        read,
        "{\"at\":\"2027-03-03T23:00:00Z\"}\n{\"at\":\"2027-03-05T09:00:00Z\"}\n\
         {\"at\":\"2027-03-12T23:00:00Z\"}\n"
    );
    assert!(said.contains("Dates in date: the day comes first, because line 4"), "{said}");
    let (read, said) = times("a;u1;04/03/2027\nc;u3;3/13/2027 5:00 PM\n", MAP);
    assert_eq!(read, "{\"at\":\"2027-03-13T16:00:00Z\"}\n{\"at\":\"2027-04-02T22:00:00Z\"}\n");
    assert!(said.contains("the month comes first, because line 3"), "{said}");
}

#[test]
fn a_column_that_nothing_decides_is_set_aside_until_somebody_says() {
    let rows = "a;u1;04/03/2027\nb;u2;05/03/2027\n";
    let (read, said) = times(rows, MAP);
    assert_eq!(read, "");
    assert!(said.contains("2 \u{d7} a date in which day and month cannot be told apart"), "{said}");
    assert!(said.contains("date_order='day-first'"), "{said}");
    let (read, _) = times(rows, &format!("{MAP},date_order='month-first'"));
    assert_eq!(read, "{\"at\":\"2027-04-02T22:00:00Z\"}\n{\"at\":\"2027-05-02T22:00:00Z\"}\n");
}

#[test]
fn every_sheet_is_told_and_one_can_be_chosen() {
    let place = place();
    place.write("book.xlsx", book()).unwrap();
    let said = place.run(&["ingest", "book.xlsx", "--map", MAP]).unwrap().done().unwrap();
    assert!(said.contains("book.xlsx: 2 sheets read with the same columns"), "{said}");
    let said = place.run(&["ingest", "book.xlsx", "--map", MAP, "--sheet", "More"]).unwrap();
    let said = said.done().unwrap();
    assert!(said.contains("Not read: Posts."), "{said}");
    let wrong = place.run(&["ingest", "book.xlsx", "--map", MAP, "--sheet", "more"]).unwrap();
    assert_eq!(wrong.code(), Some(1));
    assert!(wrong.err().contains("its sheets: Posts, More"), "{}", wrong.err());
    // Without a mapping nothing is read: the error speaks of the book, which waits whole.
    let unmapped = place.run(&["ingest", "book.xlsx"]).unwrap().err();
    assert!(unmapped.contains("kept as inbox/book.xlsx"), "{unmapped}");
    let read = ["inbox", "read", "book.xlsx", "--guess"];
    let read = place.run(&read).unwrap().done().unwrap();
    assert!(read.contains("book.xlsx/More"), "{read}");
}

#[test]
fn a_file_that_was_cut_off_is_said_to_be_and_ends_with_code_3() {
    let row = |text: &str| {
        format!("{{\"message\":\"{text}\",\"user\":\"u1\",\"date\":\"2027-04-01T10:00:00Z\"}}")
    };
    let (one, two) = (row("a"), row("b"));
    for (name, text, line) in [
        ("inside.json", format!("[{one},\n{two},\n{{\"message\":\"c\",\"us"), 3),
        ("between.json", format!("[{one},\n{two}"), 2),
        ("wrapped.json", format!("{{\"data\":[{one},\n{two},"), 2),
        ("lines.ndjson", format!("{one}\n{}", &two[..20]), 2),
    ] {
        let place = place();
        place.write(name, text).unwrap();
        let ran = place.run(&["ingest", name, "--map", MAP]).unwrap();
        assert_eq!(ran.code(), Some(3), "{name}: {}{}", ran.out(), ran.err());
        let told = format!("at line {line}, and seems cut off");
        assert!(ran.out().contains(&told), "{name}: {}", ran.out());
    }
    let place = place();
    place.write("whole.json", format!("{{\"data\":[{one},\n{two}],\"next\":null}}\n")).unwrap();
    assert_eq!(place.run(&["ingest", "whole.json", "--map", MAP]).unwrap().code(), Some(0));
}

#[test]
fn what_other_tools_packed_is_to_be_unpacked_whatever_the_mapping_says() {
    let place = place();
    for (name, bytes, what) in [
        ("posts.csv.bz2", b"BZh91AY&SY\x01\x02\x03".as_slice(), "bzip2"),
        ("posts.csv.xz", b"\xfd7zXZ\0\0\x04\x01", "xz"),
    ] {
        place.write(name, bytes).unwrap();
        let ran = place.run(&["ingest", name, "--map", MAP]).unwrap();
        assert_eq!(ran.code(), Some(1));
        let said = ran.err();
        assert!(said.contains(&format!("compressed with {what}")), "{said}");
        assert!(said.contains("unpack it first (bunzip2, unxz"), "{said}");
    }
}

/// Two sheets of posts.
fn book() -> Vec<u8> {
    use rust_xlsxwriter::Workbook;
    let mut book = Workbook::new();
    for (name, rows) in [
        ("Posts", [["message", "user", "date"], ["un", "u1", "2027-04-13"]]),
        ("More", [["message", "user", "date"], ["deux", "u2", "2027-04-14"]]),
    ] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        for (at, row) in (0..).zip(rows) {
            sheet.write_row(at, 0, row).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}
