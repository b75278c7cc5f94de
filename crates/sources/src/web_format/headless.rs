//! Lines of IIS whose `#Fields:` line is elsewhere: at the head of a file that was cut, or left behind by
//! a collector.
//!
//! The fields that IIS logs by itself stand in one order, whatever an administrator left out of them
//! (Microsoft, *W3C Logging*): date, time, site and machine, the server's address, method, stem, query,
//! port, user, the client's address, version, agent, cookie, referer, host, status and its two
//! details, sizes and the time taken. Method, stem and client's address are told by their shape, the
//! status by the numbers that end the line. IIS writes `+` for a space, so fields are words.

use std::net::IpAddr;

use crate::request_lines::Parsed;
use crate::took;

/// The stamp of such a line: it is UTC.
pub(super) fn stamp(line: &str) -> String {
    format!("{}Z", line.get(..STAMP).unwrap_or_default())
}

/// Length of date and clock.
const STAMP: usize = "0000-00-00 00:00:00".len();

/// A line taken apart, without its time; `None` when it is none of IIS.
pub(super) fn read(line: &str) -> Option<Parsed> {
    let words: Vec<&str> = line.split(' ').collect();
    let [date, clock, ..] = words.as_slice() else { return None };
    if !is_shaped(date, "0000-00-00") || !is_shaped(clock, "00:00:00") {
        return None;
    }
    let method = (2..=5).find(|at| is_method(&words, *at))?;
    // Behind stem and query: port, user, address; the first two may be left out.
    let client = (method + 3..=method + 5)
        .find(|at| words.get(*at).is_some_and(|word| word.parse::<IpAddr>().is_ok()))?;
    let user = words.get(client - 1).filter(|_| client > method + 3).copied().unwrap_or_default();
    let tail = words.len() - words.iter().rev().take_while(|word| is_number(word)).count();
    let status: i64 = words.get(tail)?.parse().ok()?;
    let texts = words.get(client + 1..tail)?;
    if !(100..600).contains(&status) || words.len() - tail < 3 {
        return None;
    }
    let (protocol, texts) = match texts {
        [first, rest @ ..] if first.starts_with("HTTP/") => (*first, rest),
        _ => ("", texts),
    };
    let referer = texts.iter().skip(1).find(|text| text.contains("://"));
    let mut parsed = Parsed {
        referer: referer.copied().unwrap_or_default().to_owned(),
        user: user.replace('+', " "),
        method: words[method].to_owned(),
        path: words[method + 1].to_owned(),
        query: words[method + 2].trim_start_matches('?').to_owned(),
        protocol: protocol.to_owned(),
        status: Some(status),
        duration_us: words.last().and_then(|ms| took::units(ms, took::MILLISECONDS)),
        agent: texts.first().copied().unwrap_or_default().replace('+', " "),
        ..Parsed::default()
    };
    parsed.take_address(words[client]);
    Some(parsed)
}

/// A method between the server's address (or the clock) and a stem.
fn is_method(words: &[&str], at: usize) -> bool {
    let (Some(word), Some(stem)) = (words.get(at), words.get(at + 1)) else { return false };
    let is_word = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_behind = at == 2 || words[at - 1].parse::<IpAddr>().is_ok();
    is_word && is_behind && (stem.starts_with('/') || *stem == "*")
}

/// Digits where the shape has zeros, and its signs where they are.
fn is_shaped(word: &str, shape: &str) -> bool {
    word.len() == shape.len()
        && word.bytes().zip(shape.bytes()).all(|(byte, sign)| match sign {
            b'0' => byte.is_ascii_digit(),
            _ => byte == sign,
        })
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> String {
        read(line).map_or_else(
            || "-".to_owned(),
            |parsed| {
                let Parsed { address, user, method, path, query, status, agent, referer, .. } =
                    parsed;
                let status = status.unwrap_or(0);
                format!("{address} {user} {method} {path} {query} {status} {agent} {referer}")
            },
        )
    }

    #[test]
    fn the_usual_fields_are_told_by_their_shape() {
        for (line, expected) in [
            (
                "2027-04-01 08:00:00 192.0.2.1 GET /a.aspx b=c 80 - 192.0.2.7 Mozilla/5.0+(x) - 200 0 0 15",
                "192.0.2.7 - GET /a.aspx b=c 200 Mozilla/5.0 (x) ",
            ),
            (
                "2027-04-01 08:00:00 W3SVC1 WEB1 192.0.2.1 POST /a - 443 ada 2001:db8::7 HTTP/1.1 x - https://www.example/ www.example 401 1 5 100 200 3",
                "2001:db8::7 ada POST /a - 401 x https://www.example/",
            ),
            ("2027-04-01 08:00:00 192.0.2.1 GET /a - 80 - someone x - 200 0 0 1", "-"),
            ("2027-04-01 08:00:00 192.0.2.1 get a", "-"),
            ("2027-04-01 08:00:00 H=x [192.0.2.7] rejected", "-"),
        ] {
            assert_eq!(shown(line), expected, "{line}");
        }
    }
}
