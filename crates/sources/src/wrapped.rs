//! Lines that a container's log or a journal wraps into JSON: `{"log":"…\\n","stream":"stdout",…}` of
//! Docker, `MESSAGE` of `journalctl -o json`. What is within is a line of the program itself.

use std::borrow::Cow;

use serde_json::Value;

/// The line within; the line itself where nothing is wrapped around it.
pub(crate) fn bytes(line: &[u8]) -> Cow<'_, [u8]> {
    if line.first() != Some(&b'{') {
        return Cow::Borrowed(line);
    }
    let text = std::str::from_utf8(line).ok().and_then(within);
    text.map_or(Cow::Borrowed(line), |text| Cow::Owned(text.into_bytes()))
}

/// The line within a JSON object, if there is one.
pub(crate) fn within(line: &str) -> Option<String> {
    const KEYS: [(&str, &str); 2] = [("log", "stream"), ("MESSAGE", "__REALTIME_TIMESTAMP")];
    // Looking is cheaper than reading.
    if !["\"stream\":", "\"__REALTIME_TIMESTAMP\":"].iter().any(|key| line.contains(key)) {
        return None;
    }
    let object: Value = serde_json::from_str(line).ok()?;
    let text = KEYS.iter().find_map(|(key, beside)| {
        object.get(beside)?;
        object.get(key)?.as_str()
    });
    text.map(|text| text.trim_end_matches(['\n', '\r']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrapped_line_comes_out_and_any_other_stays() {
        let shown = |line: &str| String::from_utf8(bytes(line.as_bytes()).into_owned()).unwrap();
        assert_eq!(
            shown(r#"{"log":"a \"b\"\n","stream":"stdout","time":"2027-04-01T08:00:00Z"}"#),
            "a \"b\""
        );
        assert_eq!(shown(r#"{"__REALTIME_TIMESTAMP":"1","MESSAGE":"a"}"#), "a");
        for line in ["a", "", "{", r#"{"log":"a"}"#, r#"{"log":1,"stream":"x"}"#, "{\"stream\":1}"]
        {
            assert_eq!(shown(line), line);
        }
    }
}
