use super::*;

fn cut(chunks: &[&[u8]]) -> Vec<String> {
    let mut items = Items::new(&["value", "items"], 0, 1);
    let mut seen = Vec::new();
    let mut each = |raw: Raw<'_>, frame: Frame| {
        let shown = raw.bytes[..raw.bytes.len().min(40)].escape_ascii();
        seen.push(format!("{}+{} #{} {frame:?} {shown}", raw.offset, raw.length, raw.line));
    };
    for chunk in chunks {
        items.feed(chunk, &mut each);
    }
    items.finish(&mut each);
    seen
}

fn objects(text: &str) -> String {
    let whole = cut_everywhere(text.as_bytes());
    let rows = whole.iter().filter_map(|line| {
        let (_, rest) = line.split_once(" #")?;
        let (_, rest) = rest.split_once(' ')?;
        (!rest.starts_with("Between")).then(|| rest.replace("\\\"", "'"))
    });
    rows.collect::<Vec<_>>().join(" | ")
}

#[test]
fn wrapped_lists_are_records_and_what_surrounds_them_is_not() {
    assert_eq!(
        objects(
            r#"{"a":{"value":[{}]},"n":"[{","value":[{"b":[{}]}, {"c":"]"}],"next":"x","items":[{"d":1}]}"#
        ),
        "Object {'b':[{}]} | Object {'c':']'} | Object {'d':1}"
    );
    assert_eq!(
        objects("[{\"value\":[{\"a\":1}]},\n{\"value\":[{\"b\":1}]}]"),
        "Object {'a':1} | Object {'b':1}"
    );
    assert_eq!(
        objects("{\n \"value\": [\n  {\n   \"value\": [1]\n  }\n ]\n}\n"),
        "Object {\\n   'value': [1]\\n  }"
    );
    assert_eq!(
        objects(r#"{"other":[{"a":1}]} {"b":2}"#),
        "Object {'other':[{'a':1}]} | Object {'b':2}"
    );
}

#[test]
fn a_record_that_breaks_off_does_not_swallow_the_next() {
    assert_eq!(objects("{\"a\":\"x\n{\"b\":1}\n"), "Broken {'a':'x\\n | Object {'b':1}");
    assert_eq!(objects("{\"a\":[1,2\n{\"b\":1}\n"), "Broken {'a':[1,2\\n | Object {'b':1}");
    assert_eq!(
        objects("[\n{\"a\":\n {\"c\":1},\n{\"b\":1}]"),
        "Broken {'a':\\n {'c':1},\\n | Object {'b':1}"
    );
    assert_eq!(objects("[{},7,\n{}"), "Object {} | Broken 7,\\n | Object {}");
    assert_eq!(objects("{\"value\":[{\"a\":1},{\"b"), "Object {'a':1} | Truncated {'b");
}

#[test]
fn nesting_without_end_costs_no_memory() {
    let deep = "[".repeat(100_000);
    assert_eq!(objects(&format!("{{\"a\":{deep}")).split(' ').next(), Some("Truncated"));
    let closed = "]".repeat(100_000);
    assert!(objects(&format!("{{\"a\":{deep}{closed}}}{{}}")).ends_with("Object {}"));
}

fn cut_everywhere(bytes: &[u8]) -> Vec<String> {
    let whole = cut(&[bytes]);
    for size in [1, 2, 3] {
        assert_eq!(cut(&bytes.chunks(size).collect::<Vec<_>>()), whole, "cut in {size}s");
    }
    whole
}

#[test]
fn objects_are_cut_from_brace_to_brace() {
    assert_eq!(
        cut_everywhere(b"[{\"a\":\"}\\\"{\"},\n {\"b\":[{}]}\n]"),
        [
            "0+1 #1 Between [",
            "1+12 #1 Object {\\\"a\\\":\\\"}\\\\\\\"{\\\"}",
            "13+3 #1 Between ,\\n ",
            "16+10 #2 Object {\\\"b\\\":[{}]}",
            "26+2 #2 Between \\n]",
        ]
    );
}

#[test]
fn a_broken_object_does_not_swallow_the_next_and_its_parts_are_no_records() {
    let text = b"[\n {\"a\": \"x\n  {\"in\": 1},\n {\"b\": 2},\n true,\n {\"c\"";
    assert_eq!(
        cut_everywhere(text),
        [
            "0+3 #1 Between [\\n ",
            "3+23 #2 Broken {\\\"a\\\": \\\"x\\n  {\\\"in\\\": 1},\\n ",
            "26+8 #4 Object {\\\"b\\\": 2}",
            "34+3 #4 Between ,\\n ",
            "37+6 #5 Broken true,\\n",
            "43+1 #6 Between  ",
            "44+4 #6 Truncated {\\\"c\\\"",
        ]
    );
}

#[test]
fn an_object_without_end_is_counted() {
    let long = [b"[{\"a\":\"".as_slice(), &vec![b'x'; MAX_RECORD], b"\"},{}]"].concat();
    let seen = cut(&[&long]);
    assert!(seen[1].starts_with("1+8388616 #1 TooLong {"), "{}", &seen[1][..40]);
    assert_eq!(seen[3], "8388618+2 #1 Object {}");
    assert_eq!(cut(&long.chunks(60_001).collect::<Vec<_>>()), seen);
}
