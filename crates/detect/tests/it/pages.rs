//! The pages that the binary holds.

use std::fmt::Write as _;
use std::fs;

use vigie_detect::{Catalogue, Page, test};

use crate::support::limits;

const PAGE: &str = include_str!("../../../../detectors/coordination/same-object-together.md");

#[test]
fn every_embedded_page_is_whole() {
    let catalogue = Catalogue::embedded().unwrap();
    let ids: Vec<&str> = catalogue.pages().map(|page| page.id.as_str()).collect();
    assert!(ids.contains(&"same-object-together") && ids.contains(&"login-guessing"), "{ids:?}");
}

#[test]
fn every_case_of_every_embedded_page_holds() {
    let (_folder, limits) = limits(256 << 20, 2);
    let mut failed = String::new();
    for page in Catalogue::embedded().unwrap().pages() {
        for case in test(page, &limits).iter().filter(|case| !case.passed) {
            let difference = case.difference.as_deref().unwrap_or_default();
            let _ = writeln!(failed, "{}:{}: {}\n{difference}", case.file, case.line, case.title);
        }
    }
    assert!(failed.is_empty(), "\n{failed}");
}

#[test]
fn a_page_of_a_folder_replaces_the_one_with_its_id() {
    let page = Catalogue::embedded().unwrap().get("same-object-together").unwrap().clone();
    let text = PAGE;
    let folder = tempfile::tempdir().unwrap();
    let mine = folder.path().join("mine");
    fs::create_dir(&mine).unwrap();
    fs::write(mine.join("same-object-together.md"), text.replace("default = 60", "default = 30"))
        .unwrap();
    fs::write(folder.path().join("read.txt"), "not a page").unwrap();
    let catalogue = Catalogue::embedded().unwrap().with_folder(folder.path()).unwrap();
    let ours = catalogue.get("same-object-together").unwrap();
    assert!(ours.bind(&[]).unwrap().settings().contains(&"window_s=30".to_owned()));
    assert!(ours.french.is_none());
    // The default is a parameter's value, recorded as such: what the page computes is the same.
    assert_eq!(ours.versions(), page.versions());
}

#[test]
fn a_wrong_page_in_a_folder_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("x.md"), "# x\n").unwrap();
    let error = Catalogue::embedded().unwrap().with_folder(folder.path()).unwrap_err().to_string();
    assert!(error.ends_with("x.md:1: no front matter, or more than one block of it"), "{error}");
    fs::write(folder.path().join("x.md"), [0xFF, 0xFE]).unwrap();
    let error = Catalogue::embedded().unwrap().with_folder(folder.path()).unwrap_err().to_string();
    assert!(error.contains("not UTF-8"), "{error}");
}

#[test]
fn versions_change_with_what_computes_and_not_with_prose() {
    let text = PAGE;
    let versions = |text: &str| Page::parse(text, "p.md").unwrap().versions();
    let same = versions(text);
    assert!(same.ends_with(" acts@1 affiliations@1 windowed_pairs@1 windowed-pairs@1"), "{same}");
    for (old, new) in [
        ("Two accounts that do", "A pair of accounts that does"),
        ("acted on the same", "did something with the same"),
        ("## The same links an hour apart", "## Links an hour apart"),
        ("two acts this far apart", "acts this far apart"),
        ("AND one IS NULL\n", "AND one IS NULL   \n"),
    ] {
        assert!(text.contains(old), "{old}");
        assert_eq!(versions(&text.replace(old, new)), same, "{new}");
    }
    for (old, new) in [
        ("WHERE objects >= $min_objects", "WHERE objects > $min_objects"),
        ("windowed_pairs(window_s, min_objects, max_crowd)", "windowed_pairs(window_s, max_crowd)"),
        ("precision = \"s\"", "precision = \"min\""),
        ("anchor = \"season\"", "anchor = \"day\""),
        ("decimals = 1", "decimals = 2"),
    ] {
        assert!(text.contains(old), "{old}");
        assert_ne!(versions(&text.replace(old, new)), same, "{new}");
    }
}
