//! Lists of addresses for tools that turn traffic away: plain text, nftables, `CrowdSec`, fail2ban.
//!
//! A list is written and never applied: no file of these does anything until a person loads it. Each
//! address carries an end, in the words of its tool where the tool has any, else in the heading.

use std::fmt::Write;
use std::net::IpAddr;

/// Who reads the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// One address a line, remarks behind `#`.
    Plain,
    /// Two sets with time-outs for `nft -f`; no rule refers to them.
    Nftables,
    /// JSON for `cscli decisions import`.
    Crowdsec,
    /// Commands for `fail2ban-client -i`, into a jail called `vigie`.
    Fail2ban,
}

/// A list to write.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct BlockList {
    /// Remarks at the head: what it is, until when, what to know. One line each.
    pub remarks: Vec<String>,
    /// How long an address stays, in hours.
    pub hours: u32,
    /// Addresses with a word for why, sorted.
    pub entries: Vec<(IpAddr, String)>,
}

/// The list as a file.
#[must_use]
pub fn write(list: &BlockList, format: Format) -> String {
    let mut out = String::new();
    match format {
        Format::Plain => {
            remarks(list, &mut out);
            for (address, why) in &list.entries {
                let _ = writeln!(out, "{address} # {}", one_line(why));
            }
        }
        Format::Nftables => nftables(list, &mut out),
        Format::Crowdsec => crowdsec(list, &mut out),
        Format::Fail2ban => {
            let _ = writeln!(out, "set vigie bantime {}", u64::from(list.hours) * 3_600);
            for (address, _) in &list.entries {
                let _ = writeln!(out, "set vigie banip {address}");
            }
        }
    }
    out
}

fn remarks(list: &BlockList, out: &mut String) {
    for remark in &list.remarks {
        let _ = writeln!(out, "# {}", one_line(remark));
    }
}

/// What stands in a remark must not begin a line of its own.
fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

fn nftables(list: &BlockList, out: &mut String) {
    remarks(list, out);
    out.push_str("table inet vigie {\n");
    for (name, kind, is_four) in [("attacks4", "ipv4_addr", true), ("attacks6", "ipv6_addr", false)]
    {
        let _ = writeln!(out, "\tset {name} {{\n\t\ttype {kind}\n\t\tflags timeout");
        let of_kind = list.entries.iter().filter(|(address, _)| address.is_ipv4() == is_four);
        let elements: Vec<String> =
            of_kind.map(|(address, _)| format!("{address} timeout {}h", list.hours)).collect();
        // An empty list of elements is an error of syntax.
        if !elements.is_empty() {
            let _ =
                writeln!(out, "\t\telements = {{\n\t\t\t{}\n\t\t}}", elements.join(",\n\t\t\t"));
        }
        out.push_str("\t}\n");
    }
    out.push_str("}\n");
}

fn crowdsec(list: &BlockList, out: &mut String) {
    let duration = format!("{}h", list.hours);
    let decisions: Vec<serde_json::Value> = list
        .entries
        .iter()
        .map(|(address, why)| {
            serde_json::json!({
                "duration": duration,
                "reason": one_line(why),
                "scope": "ip",
                "type": "ban",
                "value": address.to_string(),
            })
        })
        .collect();
    let text = serde_json::to_string_pretty(&decisions).unwrap_or_default();
    out.push_str(&text);
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> BlockList {
        BlockList {
            remarks: vec!["until 2027-04-02".into(), "odd\nset x".into()],
            hours: 24,
            entries: vec![
                ("192.0.2.7".parse().unwrap(), "scan K-1".into()),
                ("2001:db8::7".parse().unwrap(), "say \"x\"\nflush ruleset".into()),
            ],
        }
    }

    #[test]
    fn each_tool_gets_what_it_reads_and_nothing_breaks_out() {
        insta::assert_snapshot!(write(&list(), Format::Plain), @r#"
        # until 2027-04-02
        # odd set x
        192.0.2.7 # scan K-1
        2001:db8::7 # say "x" flush ruleset
        "#);
        insta::assert_snapshot!(write(&list(), Format::Nftables).replace('\t', "  "), @"
        # until 2027-04-02
        # odd set x
        table inet vigie {
          set attacks4 {
            type ipv4_addr
            flags timeout
            elements = {
              192.0.2.7 timeout 24h
            }
          }
          set attacks6 {
            type ipv6_addr
            flags timeout
            elements = {
              2001:db8::7 timeout 24h
            }
          }
        }
        ");
        insta::assert_snapshot!(write(&list(), Format::Fail2ban), @"
        set vigie bantime 86400
        set vigie banip 192.0.2.7
        set vigie banip 2001:db8::7
        ");
        let read: serde_json::Value =
            serde_json::from_str(&write(&list(), Format::Crowdsec)).unwrap();
        assert_eq!(read[0]["value"], "192.0.2.7");
        assert_eq!(read[1]["duration"], "24h");
        assert_eq!(read[1]["reason"], "say \"x\" flush ruleset");
    }

    #[test]
    fn an_empty_set_has_no_elements() {
        let empty = BlockList { hours: 1, ..BlockList::default() };
        assert!(!write(&empty, Format::Nftables).contains("elements"));
        assert_eq!(write(&empty, Format::Crowdsec), "[]\n");
    }
}
