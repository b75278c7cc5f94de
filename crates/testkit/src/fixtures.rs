//! Small invented input files, a line at a time.

use vigie_model::Timestamp;

/// Builds a CSV of posts with the columns `platform,message_id,user_id,username,message,timestamp,
/// link,hashtags`, the fields that [`vigie_scenario::POSTS_MAPPING`] maps.
#[derive(Clone, Debug)]
pub struct Posts {
    rows: Vec<Vec<String>>,
}

/// The columns of [`Posts`].
const COLUMNS: [&str; 8] =
    ["platform", "message_id", "user_id", "username", "message", "timestamp", "link", "hashtags"];

impl Default for Posts {
    fn default() -> Self {
        Self { rows: vec![COLUMNS.map(str::to_owned).to_vec()] }
    }
}

impl Posts {
    /// No rows yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One account shares one link at a time (RFC 3339).
    #[must_use]
    pub fn share(self, user: &str, at: &str, link: &str) -> Self {
        self.post(user, at, "À lire.", link, "")
    }

    /// One post, all of it given.
    #[must_use]
    pub fn post(mut self, user: &str, at: &str, text: &str, link: &str, hashtags: &str) -> Self {
        let id = 1000 + self.rows.len();
        let cells =
            ["plaza", &id.to_string(), user, &format!("{user}_27"), text, at, link, hashtags];
        self.rows.push(cells.map(str::to_owned).to_vec());
        self
    }

    /// How many posts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len() - 1
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// As CSV.
    #[must_use]
    pub fn csv(&self) -> String {
        self.rows.iter().map(|row| csv_row(row)).collect()
    }

    /// As newline-delimited JSON.
    #[must_use]
    pub fn ndjson(&self) -> String {
        let object = |row: &Vec<String>| {
            let fields = COLUMNS.iter().zip(row).map(|(name, value)| {
                format!("{}:{}", serde_json::Value::from(*name), serde_json::Value::from(&**value))
            });
            format!("{{{}}}\n", fields.collect::<Vec<_>>().join(","))
        };
        self.rows[1..].iter().map(object).collect()
    }
}

/// One CSV row (RFC 4180), with its terminator.
#[must_use]
pub fn csv_row(cells: &[impl AsRef<str>]) -> String {
    let quoted = |cell: &str| {
        if cell.contains([',', '"', '\n', '\r', '\0']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.to_owned()
        }
    };
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell.as_ref())).collect();
    format!("{}\n", cells.join(","))
}

/// One line of an access log in combined format. `at` in RFC 3339; written in UTC.
#[must_use]
pub fn access_line(source: &str, at: &str, target: &str, status: u16) -> String {
    let stamp = stamp(at, "%d/%b/%Y:%H:%M:%S +0000");
    format!("{source} - - [{stamp}] \"GET {target} HTTP/1.1\" {status} 512 \"-\" \"reader/1.0\"\n")
}

/// One line of `auth.log` by sshd, with an RFC 3339 stamp.
#[must_use]
pub fn sshd_line(host: &str, at: &str, process: u32, text: &str) -> String {
    format!("{} {host} sshd[{process}]: {text}\n", stamp(at, "%Y-%m-%dT%H:%M:%S.000000+00:00"))
}

/// The same with the classic stamp, which has no year and no zone.
#[must_use]
pub fn sshd_line_classic(host: &str, at: &str, process: u32, text: &str) -> String {
    format!("{} {host} sshd[{process}]: {text}\n", stamp(at, "%b %e %H:%M:%S"))
}

/// A time that cannot be read is written as it is: some fixtures are about that.
fn stamp(at: &str, format: &str) -> String {
    match Timestamp::parse(at) {
        Some(time) => time.to_jiff().strftime(format).to_string(),
        None => at.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_set_of_posts_gives_both_formats() {
        let posts = Posts::new()
            .share("alice", "2027-04-01T10:00:00Z", "https://gazette.example/a")
            .post("bob", "2027-04-01T10:00:20Z", "say \"hi\",\nplease", "", "Vote");
        assert_eq!(posts.len(), 2);
        insta::assert_snapshot!(posts.csv() + &posts.ndjson(), @r#"
        platform,message_id,user_id,username,message,timestamp,link,hashtags
        plaza,1001,alice,alice_27,À lire.,2027-04-01T10:00:00Z,https://gazette.example/a,
        plaza,1002,bob,bob_27,"say ""hi"",
        please",2027-04-01T10:00:20Z,,Vote
        {"platform":"plaza","message_id":"1001","user_id":"alice","username":"alice_27","message":"À lire.","timestamp":"2027-04-01T10:00:00Z","link":"https://gazette.example/a","hashtags":""}
        {"platform":"plaza","message_id":"1002","user_id":"bob","username":"bob_27","message":"say \"hi\",\nplease","timestamp":"2027-04-01T10:00:20Z","link":"","hashtags":"Vote"}
        "#);
    }

    #[test]
    fn log_lines_are_stamped_in_their_own_ways() {
        let at = "2027-04-01T10:00:00Z";
        let lines = [
            access_line("192.0.2.7", at, "/", 200),
            sshd_line("gate", at, 12, "Failed password for root from 192.0.2.7 port 4 ssh2"),
            sshd_line_classic(
                "files",
                at,
                12,
                "Accepted password for ines from 192.0.2.7 port 4 ssh2",
            ),
            access_line("192.0.2.7", "99/Foo/2027", "/", 200),
        ];
        insta::assert_snapshot!(lines.concat(), @r#"
        192.0.2.7 - - [01/Apr/2027:10:00:00 +0000] "GET / HTTP/1.1" 200 512 "-" "reader/1.0"
        2027-04-01T10:00:00.000000+00:00 gate sshd[12]: Failed password for root from 192.0.2.7 port 4 ssh2
        Apr  1 10:00:00 files sshd[12]: Accepted password for ines from 192.0.2.7 port 4 ssh2
        192.0.2.7 - - [99/Foo/2027] "GET / HTTP/1.1" 200 512 "-" "reader/1.0"
        "#);
    }
}
