//! A line without end is passed over with bounded memory. One test, so that the peak is its own.

#![expect(clippy::disallowed_methods, reason = "a file of the kernel, small")]

#[path = "common/options.rs"]
mod options;

use options::options;
use vigie_sources::{ALL, MAX_RECORD, Raw, Reading, Reason, Record, RecordSink};

/// Bytes covered, and the rejects that are longer than a record may be.
#[derive(Default)]
struct Long {
    covered: u64,
    rejects: Vec<(Reason, u64, usize)>,
}

impl RecordSink for Long {
    fn reading(&mut self, _: &Reading) {}

    fn record(&mut self, raw: Raw<'_>, _: Record<'_>) {
        self.covered += raw.length;
    }

    fn reject(&mut self, raw: Raw<'_>, reason: Reason, _: &str) {
        self.covered += raw.length;
        if raw.length > MAX_RECORD as u64 {
            self.rejects.push((reason, raw.length, raw.bytes.len()));
        }
    }

    fn skipped(&mut self, raw: Raw<'_>) {
        self.covered += raw.length;
    }
}

/// The largest amount of memory that the process ever held, in bytes, where the kernel tells.
fn peak() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse::<usize>().ok().map(|kilobytes| kilobytes << 10)
}

#[test]
fn a_line_of_64_megabytes_is_set_aside_in_bounded_memory() {
    let chunk = vec![b'x'; 64 << 10];
    let starts: [(&str, &[u8], &[u8]); 8] = [
        ("web-access", b"", b"\n"),
        ("sshd", b"", b"\n"),
        ("co-sharing", b"object_id,account_id,content_id,timestamp_share\n", b"\n"),
        ("co-sharing", b"", b"\n"),
        ("table", b"id,user.id,name,text,date,link\n1,\"", b"\n"),
        ("table", b"{\"text\":\"a\"}\n{\"text\":\"", b"\"}\n"),
        ("table", b"[{\"text\":\"", b"\"}]"),
        ("table", b"\xff\xfe{\0\"\0", b"\n\0"),
    ];
    for (id, start, end) in starts {
        let source = ALL.iter().find(|source| source.id() == id).unwrap();
        let before = peak();
        let mut parser = source.parser(&options()).unwrap();
        let mut seen = Long::default();
        parser.feed(start, &mut seen);
        for _ in 0..1024 {
            parser.feed(&chunk, &mut seen);
        }
        parser.feed(end, &mut seen);
        parser.finish(&mut seen);
        let [(reason, length, kept)] = seen.rejects[..] else {
            panic!("{id} {}: {:?}", start.escape_ascii(), seen.rejects);
        };
        assert_eq!(reason, Reason::TooLong);
        assert!(length > 64 << 20 && kept < 10_000, "{length} {kept}");
        assert_eq!(seen.covered, (start.len() + end.len() + 1024 * chunk.len()) as u64);
        if let (Some(before), Some(after)) = (before, peak()) {
            // The carry, its copy while it grows, and for UTF-16 the undecoded bytes.
            assert!(after - before < 8 * MAX_RECORD, "{id}: {} MB", (after - before) >> 20);
        }
    }
}
