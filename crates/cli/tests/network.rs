//! The compat modes through the binary: exactly the pairs, edges and weights of the two tools.

#![expect(clippy::unwrap_used, reason = "tests build texts and stop at the first surprise")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use vigie_testkit::Sealed;

const SHARES: &str = "\
object_id,account_id,content_id,timestamp_share
u1,ann,p1,1806566400
u1,bob,p2,1806566410
u2,bob,p4,1806567005
u2,ann,p3,1806567000
u3,eve,p5,1806569000
";

fn network(file: &Path, options: &[&str]) -> String {
    let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    let file = file.display().to_string();
    let arguments: Vec<&str> =
        ["network", &file, "--compat"].into_iter().chain(options.iter().copied()).collect();
    place.run(&arguments).unwrap().done().unwrap()
}

#[test]
fn pairs_edges_and_weights_of_a_small_table() {
    let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    let file = place.write("shares.csv", SHARES).unwrap();
    insta::assert_snapshot!(network(&file, &["coortweet"]), @r"
    object_id,content_id,content_id_y,time_delta,account_id,account_id_y
    u1,p1,p2,10,ann,bob
    u2,p3,p4,5,ann,bob
    ");
    insta::assert_snapshot!(network(&file, &["coortweet", "--edges"]), @r#"
    from,to,weight,avg_time_delta,n_content_id,n_content_id_y,edge_symmetry_score,object_ids,weight_threshold
    ann,bob,2,7.5,2,2,1,"u1,u2",0
    "#);
    insta::assert_snapshot!(network(&file, &["CNT", "--window", "5", "--min", "1"]), @r"
    user_1,user_2,weight
    ann,bob,1
    bob,ann,1
    ");
}

#[test]
fn a_mapped_table_is_read_by_its_first_layer_and_what_took_no_part_is_told() {
    let place = Sealed::new(env!("CARGO_BIN_EXE_vigie")).unwrap();
    let posts = "id,user,url,time\n\
        1,ann,https://gazette.example/a,2027-04-01T10:00:00Z\n\
        2,bob,https://gazette.example/a,2027-04-01T10:00:20Z\n\
        3,bob,,2027-04-01T10:00:30Z\n";
    place.write("posts.csv", posts).unwrap();
    let map = "link=url,native_id=id,author_id=user,published_at=time";
    let ran = place
        .run(&["network", "posts.csv", "--compat", "cnt", "--min", "1", "--map", map])
        .unwrap();
    assert!(ran.err().contains("1 row took no part"), "{}", ran.err());
    insta::assert_snapshot!(ran.done().unwrap(), @r"
    user_1,user_2,weight
    ann,bob,1
    bob,ann,1
    ");
    place
        .run(&["network", "posts.csv", "--compat", "cnt", "--map", map, "--out", "edges.csv"])
        .unwrap()
        .done()
        .unwrap();
    assert_eq!(place.read("edges.csv").unwrap(), b"user_1,user_2,weight\n");
}

fn data() -> Option<PathBuf> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    folder.is_dir().then(|| folder.to_owned())
}

/// The cells of a line; a quoted one may hold commas, and none holds a quote.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => cells.push(String::new()),
            _ => cells.last_mut().unwrap().push(letter),
        }
    }
    cells
}

/// The named columns of a CSV without quoted line ends.
fn columns(csv: &str, names: &[&str]) -> Vec<Vec<String>> {
    let mut lines = csv.lines();
    let heading: Vec<&str> = lines.next().unwrap().split(',').collect();
    let places: Vec<usize> =
        names.iter().map(|name| heading.iter().position(|other| other == name).unwrap()).collect();
    lines
        .map(|line| {
            let cells = cells(line);
            places.iter().map(|place| cells[*place].clone()).collect()
        })
        .collect()
}

/// `russian_tw60_mp2` or `german_url_id_tw60_mp2`: the file, its mapping, the window and the least.
fn setting(data: &Path, name: &str) -> (PathBuf, Option<String>, String, String) {
    let (rest, least) = name.rsplit_once('_').unwrap();
    let (set, window) = rest.rsplit_once('_').unwrap();
    let (window, least) = (window[2..].to_owned(), least[2..].to_owned());
    let folder = data.join("coordination");
    match set.strip_prefix("german_") {
        Some(layer) => {
            let layer = layer.strip_suffix("_id").unwrap_or(layer);
            let map = format!(
                "link={layer}_id,native_id=post_id,author_id=account_id,published_at=timestamp"
            );
            (folder.join("german_elections.csv"), Some(map), window, least)
        }
        None => (folder.join(format!("{set}_coord_tweets.csv")), None, window, least),
    }
}

#[test]
fn everything_expected_of_both_tools_comes_out_of_the_binary() {
    let Some(data) = data() else {
        println!("skipped: no ../shared/data");
        return;
    };
    let mut compared = 0;
    let files: BTreeMap<String, PathBuf> = std::fs::read_dir(data.join("expected"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "csv"))
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), path))
        .collect();
    for (name, path) in files {
        let theirs = std::fs::read_to_string(&path).unwrap();
        let (mut ours, mut theirs) = if let Some(rest) = name.strip_prefix("coortweet_") {
            let is_pairs = rest.ends_with("_pairs");
            let rest = rest.trim_end_matches("_pairs").trim_end_matches("_edges");
            let (file, map, window, least) = setting(&data, rest);
            let mut options = vec!["coortweet", "--window", &window, "--min", &least];
            options.extend(map.iter().flat_map(|map| ["--map", map.as_str()]));
            let pair_columns = [
                "object_id",
                "content_id",
                "content_id_y",
                "time_delta",
                "account_id",
                "account_id_y",
            ];
            if is_pairs {
                let ours = network(&file, &options);
                (columns(&ours, &pair_columns), columns(&theirs, &pair_columns))
            } else {
                options.push("--edges");
                let edges = [
                    "from",
                    "to",
                    "weight",
                    "n_content_id",
                    "n_content_id_y",
                    "object_ids",
                    "weight_threshold",
                ];
                let ours = network(&file, &options);
                assert_eq!(ours.lines().next(), theirs.lines().next(), "{name}");
                let both = [ours, theirs].map(|csv| {
                    let mut rows = columns(&csv, &edges);
                    for row in &mut rows {
                        // The graph is undirected: its file names the ends in no fixed order, and
                        // objects in that of its table.
                        row[..2].sort();
                        let mut objects: Vec<&str> = row[5].split(',').collect();
                        objects.sort_unstable();
                        row[5] = objects.join(",");
                    }
                    rows
                });
                let [ours, theirs] = both;
                (ours, theirs)
            }
        } else if let Some(rest) = name.strip_prefix("cnt_co_") {
            let (_, rest) = rest.split_once('_').unwrap();
            let (file, map, window, least) = setting(&data, rest);
            let mut options = vec!["cnt", "--window", &window, "--min", &least];
            options.extend(map.iter().flat_map(|map| ["--map", map.as_str()]));
            let ours = columns(&network(&file, &options), &["user_1", "user_2", "weight"]);
            let mut theirs = columns(&theirs, &["user_1", "user_2", "weight"]);
            theirs.retain(|row| row[0] != row[1]);
            (ours, theirs)
        } else {
            continue;
        };
        ours.sort();
        theirs.sort();
        assert!(theirs.len() > 15, "{name}");
        assert_eq!(ours.len(), theirs.len(), "{name}");
        assert!(ours == theirs, "{name}");
        compared += 1;
    }
    assert!(compared >= 10, "{compared} files");
}
