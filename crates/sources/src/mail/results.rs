//! What one's own mail server found about a message: `Authentication-Results` (RFC 8601).
//!
//! Anybody can write such a header. Only the topmost one under a name of one's own server counts,
//! and only when the user named that server; its border must remove forged ones (RFC 8601, section 5).

/// Results of one server.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Results {
    pub(super) server: String,
    pub(super) spf: String,
    pub(super) dkim: String,
    pub(super) dmarc: String,
}

/// Reads one header if it is of that server.
pub(super) fn read(value: &str, server: &str) -> Option<Results> {
    let value = without_comments(value);
    let mut parts = value.split(';');
    let id = parts.next()?.split_ascii_whitespace().next()?;
    if !id.eq_ignore_ascii_case(server) {
        return None;
    }
    let mut results = Results { server: id.to_ascii_lowercase(), ..Results::default() };
    for part in parts {
        let Some((method, rest)) = part.split_once('=') else { continue };
        let method = method.trim().split('/').next().unwrap_or_default().to_ascii_lowercase();
        let word = rest.trim_start().split(|sign: char| !sign.is_ascii_alphanumeric()).next();
        let word = word.unwrap_or_default().to_ascii_lowercase();
        let place = match method.as_str() {
            "spf" => &mut results.spf,
            "dkim" => &mut results.dkim,
            "dmarc" => &mut results.dmarc,
            _ => continue,
        };
        // Of several signatures one that holds is enough.
        if place.is_empty() || word == "pass" {
            *place = word;
        }
    }
    Some(results)
}

/// Without what stands in round brackets, which may hold anything; quoted text is kept.
fn without_comments(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for sign in value.chars() {
        match sign {
            _ if escaped => escaped = false,
            '\\' if depth > 0 || quoted => escaped = true,
            '"' if depth == 0 => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            ';' if quoted => {}
            _ if depth == 0 => out.push(sign),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: &str) -> String {
        read(value, "mx.essai.example").map_or_else(
            || "-".to_owned(),
            |found| format!("{} {} {}", found.spf, found.dkim, found.dmarc),
        )
    }

    #[test]
    fn only_the_named_server_speaks() {
        let found = "spf=pass smtp.mailfrom=a@b.example; dkim=fail (spf=x; dkim=pass) header.d=b.example; dkim=pass; dmarc=fail";
        assert_eq!(shown(&format!("mx.essai.example; {found}")), "pass pass fail");
        assert_eq!(shown(&format!("MX.Essai.Example 1; {found}")), "pass pass fail");
        assert_eq!(shown(&format!("mx.faussaire.example; {found}")), "-");
        assert_eq!(shown("mx.essai.example (dmarc=pass); none"), "  ");
        assert_eq!(shown("mx.essai.example; spf=fail reason=\"x; spf=pass\""), "fail  ");
        assert_eq!(shown(""), "-");
    }
}
