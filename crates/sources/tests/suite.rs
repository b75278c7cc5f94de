//! The suite that every source passes, one test a promise: reading in blocks, growing, breaking,
//! picking, declaring. A new source is tested here by having a fixture.

#![expect(clippy::unwrap_used, reason = "helpers of a test may stop at the first surprise")]
#![expect(clippy::disallowed_methods, reason = "fixtures are small files of ours")]

#[path = "common/check.rs"]
mod check;
#[path = "common/mutate.rs"]
mod mutate;
#[path = "common/options.rs"]
mod options;

use std::collections::{BTreeMap, BTreeSet};

use check::{Kind, read, read_checked};
use jiff::tz::TimeZone;
use options::options;
use vigie_model::SignalId;
use vigie_model::id::SignalScope;
use vigie_sources::{
    ALL, ClaimedTime, Notice, Raw, ReadOptions, Reading, Reason, Record, RecordSink, Source,
    TimeNote, best,
};

/// The fixtures of a source, by name.
fn fixtures_of(source: &dyn Source) -> Vec<(String, Vec<u8>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let mut found: Vec<_> = files
        .filter_map(|file| {
            let name = file.file_name().into_string().unwrap();
            let rest = name.strip_prefix(source.id())?;
            let is_own = rest.starts_with('.') || rest.starts_with("-utf16");
            is_own.then(|| (name.clone(), std::fs::read(file.path()).unwrap()))
        })
        .collect();
    found.sort();
    found
}

/// Every fixture with its source.
fn fixtures() -> impl Iterator<Item = (&'static dyn Source, String, Vec<u8>)> {
    ALL.iter().flat_map(|source| {
        fixtures_of(*source).into_iter().map(|(name, bytes)| (*source, name, bytes))
    })
}

/// What one reading of a stream says that others must agree with.
#[derive(Default)]
struct Seen {
    ids: Vec<SignalId>,
    times: Vec<(u64, ClaimedTime)>,
    dropped: Vec<&'static str>,
    scope: Option<SignalScope>,
    occurrences: BTreeMap<Vec<u8>, u32>,
    options: String,
}

impl RecordSink for Seen {
    fn reading(&mut self, reading: &Reading) {
        self.scope = Some(SignalScope::new(&reading.source, &reading.options, &reading.host));
        self.options.clone_from(&reading.options);
    }

    fn record(&mut self, raw: Raw<'_>, record: Record<'_>) {
        let occurrence = self.occurrences.entry(raw.bytes.to_vec()).or_default();
        let scope = self.scope.as_ref().unwrap();
        self.ids.push(scope.signal(scope.record(raw.bytes), *occurrence));
        *occurrence += 1;
        let claimed = match record {
            Record::Publication(row) => row.claimed,
            Record::Share(row) => row.claimed,
            Record::Request(row) => row.claimed,
            Record::Login(row) => row.claimed,
            Record::Mail(row) => row.claimed,
            // A list of names says no time.
            Record::Name(row) => row.claimed,
        };
        self.times.extend(claimed.map(|claimed| (raw.offset, claimed)));
    }

    fn reject(&mut self, _: Raw<'_>, _: Reason, _: &str) {}

    fn skipped(&mut self, _: Raw<'_>) {}

    fn notice(&mut self, notice: &Notice) {
        if let Notice::Dropped { what, count } = notice {
            assert!(*count > 0);
            self.dropped.push(what);
        }
    }
}

fn seen(source: &dyn Source, bytes: &[u8], options: &ReadOptions) -> Seen {
    let mut seen = Seen::default();
    let mut parser = source.parser(options).unwrap();
    parser.feed(bytes, &mut seen);
    parser.finish(&mut seen);
    seen
}

#[test]
fn fixtures_in_blocks_of_1_7_and_64_bytes_read_as_whole() {
    for (source, name, bytes) in fixtures() {
        for size in [1, 7, 64] {
            if let Err(broken) = read_checked(source, &bytes, &[size]) {
                panic!("{name} in blocks of {size}: {broken}");
            }
        }
    }
}

#[test]
fn the_same_bytes_twice_give_the_same_ids() {
    for (source, name, bytes) in fixtures() {
        let (one, two) = (seen(source, &bytes, &options()), seen(source, &bytes, &options()));
        assert!(!one.ids.is_empty(), "{name} holds no record");
        assert_eq!(one.ids, two.ids, "{name}");
        assert_eq!(one.ids.iter().collect::<BTreeSet<_>>().len(), one.ids.len(), "{name}");
    }
}

/// A stream that is read again when it has grown adds what is new, and no id changes.
#[test]
fn a_stream_that_grew_keeps_its_ids() {
    for (source, name, bytes) in fixtures() {
        let whole = seen(source, &bytes, &options());
        let ends = read(source, &bytes, &[usize::MAX]).found;
        let ends = ends.iter().filter(|found| found.kind == Kind::Record);
        for end in ends.map(|found| usize::try_from(found.offset + found.length).unwrap()) {
            let part = seen(source, &bytes[..end], &options());
            if part.options != whole.options {
                continue;
            }
            assert!(!part.ids.is_empty(), "{name} up to {end}");
            assert_eq!(part.ids[..], whole.ids[..part.ids.len()], "{name} up to {end}");
        }
    }
}

#[test]
fn ten_thousand_mutated_copies_are_read_or_rejected_without_loss() {
    let mut inputs = 0;
    for source in ALL {
        let mut seeds: Vec<_> = fixtures_of(*source).into_iter().map(|(_, bytes)| bytes).collect();
        let rounds = 300 * seeds.len();
        seeds.extend(mutate::corpus(source.id()).unwrap());
        match mutate::run(*source, &seeds, rounds, 20_270_402) {
            Ok(counts) => {
                inputs += counts.inputs;
                assert!(counts.records > 0 && counts.rejects > 0, "{}: {counts:?}", source.id());
            }
            Err((broken, input)) => panic!("{}: {broken}: {}", source.id(), input.escape_ascii()),
        }
    }
    assert!(inputs >= 10_000, "{inputs}");
}

#[test]
fn a_probe_picks_its_own_source_from_whole_and_cut_heads() {
    for (source, name, bytes) in fixtures() {
        // A head is cut anywhere; most of a fixture holds a record, where it holds several.
        let several = seen(source, &bytes, &options()).ids.len() > 1;
        let cut = if several { bytes.len() * 9 / 10 } else { bytes.len() };
        for head in [&bytes[..], &bytes[..cut]] {
            let ranked: Vec<_> = best(head).iter().map(|(s, score)| (s.id(), score.0)).collect();
            assert_eq!(ranked.first().map(|(id, _)| *id), Some(source.id()), "{name}: {ranked:?}");
        }
    }
    for foreign in
        [&b"\x89PNG\r\n\x1a\n\0\0"[..], b"PK\x03\x04\x14\0", b"\x1f\x8b\x08\0", b"word\n"]
    {
        let sure: Vec<_> = best(foreign).into_iter().filter(|(_, score)| score.0 >= 20).collect();
        assert!(sure.is_empty(), "{:?}", sure[0].0.id());
    }
}

#[test]
fn every_source_declares_what_is_personal_and_masks_it() {
    for (source, name, bytes) in fixtures() {
        let personal = source.description().personal;
        assert!(personal.len() > 5, "{}", source.id());
        if personal.starts_with("nothing") {
            continue;
        }
        let transcript = read(source, &bytes, &[usize::MAX]);
        let reading = &transcript.readings[0];
        for found in transcript.found.iter().filter(|found| found.kind == Kind::Record) {
            let start = usize::try_from(found.offset).unwrap();
            let spans = source.restricted_spans(reading, &bytes[start..start + found.kept]);
            // Names of hosts are public; what stands beside them in a list need not be there.
            let is_of_names = ["certstream", "domain-list", "zone-file"].contains(&source.id());
            assert!(!spans.is_empty() || is_of_names, "{name} at {start}");
        }
    }
}

#[test]
fn what_a_source_passes_over_is_among_what_it_says_it_drops() {
    for (source, name, bytes) in fixtures() {
        for what in seen(source, &bytes, &options()).dropped {
            assert!(source.dropped().contains(&what), "{name}: {what}");
        }
    }
    for id in [
        "jetstream",
        "telegram-export",
        "telegram-html",
        "zeeschuimer",
        "gdelt-gkg",
        "whatsapp",
        "warc",
    ] {
        let source = ALL.iter().find(|source| source.id() == id).unwrap();
        let names_some =
            |(_, bytes): (String, Vec<u8>)| !seen(*source, &bytes, &options()).dropped.is_empty();
        assert!(fixtures_of(*source).into_iter().any(names_some), "{id}");
    }
}

/// A time that depends on the configured zone says that the zone was assumed; one that is missing
/// says why.
#[test]
fn times_say_on_what_they_rest() {
    let far = ReadOptions { zone: TimeZone::get("Asia/Tokyo").unwrap(), ..options() };
    let mut moved = 0;
    for (source, name, bytes) in fixtures() {
        let (here, there) = (seen(source, &bytes, &options()), seen(source, &bytes, &far));
        for ((offset, here), (_, there)) in here.times.iter().zip(&there.times) {
            if here.at != there.at {
                let assumed = [TimeNote::ZoneAssumed, TimeNote::YearAssumed, TimeNote::Absurd];
                assert!(
                    here.note.is_some_and(|note| assumed.contains(&note)),
                    "{name} at {offset}"
                );
                moved += 1;
            }
            assert!(here.at.is_some() || here.note.is_some(), "{name} at {offset}");
        }
    }
    assert!(moved > 10, "{moved}");
}

/// Keeps kind, label and id of each publication.
#[derive(Default)]
struct States(Vec<(String, String, String, bool)>);

impl RecordSink for States {
    fn reading(&mut self, _: &Reading) {}

    fn record(&mut self, _: Raw<'_>, record: Record<'_>) {
        let Record::Publication(row) = record else { return };
        let owned = |text: Option<&str>| text.unwrap_or("-").to_owned();
        self.0.push((owned(row.native_id), owned(row.kind), owned(row.label), row.text.is_some()));
    }

    fn reject(&mut self, _: Raw<'_>, _: Reason, _: &str) {}

    fn skipped(&mut self, _: Raw<'_>) {}
}

#[test]
fn deletions_and_edits_are_states_of_the_publication() {
    let states = |id: &str| {
        let source = ALL.iter().find(|source| source.id() == id).unwrap();
        let mut states = States::default();
        for (_, bytes) in fixtures_of(*source) {
            let mut parser = source.parser(&options()).unwrap();
            parser.feed(&bytes, &mut states);
            parser.finish(&mut states);
        }
        states.0
    };
    let jetstream = states("jetstream");
    let of_one: Vec<_> = jetstream.iter().filter(|(id, ..)| id.ends_with("/3kaaa")).collect();
    let shown: Vec<_> =
        of_one.iter().map(|(_, kind, label, _)| format!("{kind} {label}")).collect();
    assert_eq!(shown, ["post -", "post edited", "deletion deleted"]);
    assert!(!of_one[2].3, "a deletion has no text");
    for id in
        ["mastodon", "telegram-export", "telethon", "x-api", "youtube-api", "whatsapp", "feed"]
    {
        let edited = states(id).iter().any(|(_, _, label, _)| label.contains("edited"));
        assert!(edited, "{id} maps no edit");
    }
    assert!(states("whatsapp").iter().any(|(_, kind, ..)| kind == "deletion"));
}
