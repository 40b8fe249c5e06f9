#![allow(clippy::unwrap_used)]

use domain::AssessmentNumber;
use proptest::prelude::*;

use super::*;

/// Reads a name back: the proof that no two numbers share one.
fn part_of(name: &str) -> String {
    let mut part = String::new();
    let mut rest = name;
    while let Some(c) = rest.chars().next() {
        match ESCAPES.iter().find(|(code, _)| rest.starts_with(code)) {
            Some((code, stands_for)) => {
                part.push(*stands_for);
                rest = &rest[code.len()..];
            }
            None => {
                part.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    part
}

#[test]
fn a_number_is_its_folder_and_its_address_is_encoded() {
    for (number, folder, address) in [
        ("1", "1", "1"),
        ("第1号", "第1号", "%E7%AC%AC1%E5%8F%B7"),
        ("100%", "100%", "100%25"),
        ("a b?#&", "a b?#&", "a%20b%3F%23%26"),
        ("A/1", "A~2F1", "A~2F1"),
        (r"A\1", "A~5C1", "A~5C1"),
        (".htaccess", "~2Ehtaccess", "~2Ehtaccess"),
        ("1.2", "1.2", "1.2"),
        ("A~1", "A~1", "A~1"),
        ("A~2F1", "A~7E2F1", "A~7E2F1"),
    ] {
        let path = SitePath::page(&["assessments", "011002", number, "kiso"]);
        assert_eq!(
            path.as_str(),
            format!("assessments/011002/{folder}/kiso/index.html")
        );
        assert_eq!(
            path.address(),
            format!("/assessments/011002/{address}/kiso/")
        );
        assert_eq!(SitePath::parse(path.as_str()), Ok(path));
    }
}

#[test]
fn nothing_leaves_the_folder_and_nothing_is_hidden() {
    for text in [
        "", "/", "/a", "a/", "a//b", "..", "a/../b", "./a", ".release", "a/.b", "a\\b", "a\0",
    ] {
        assert!(SitePath::parse(text).is_err(), "{text:?}");
    }
    for request in [
        "/../etc/passwd",
        "/%2e%2e/a",
        "/a/./b",
        "//",
        "/a%00",
        "/%ff",
        "/a/%2e",
    ] {
        assert!(SitePath::of_request(request).is_err(), "{request}");
    }
    assert_eq!(
        SitePath::of_request("/.release").unwrap().as_str(),
        "~2Erelease"
    );
}

#[test]
fn requests_find_their_files() {
    for (request, path) in [
        ("/", "index.html"),
        ("/feed.xml", "feed.xml"),
        ("/bodies/011002/", "bodies/011002/index.html"),
        (
            "/assessments/011002/A%2F1/kiso/",
            "assessments/011002/A~2F1/kiso/index.html",
        ),
        (
            "/assessments/011002/A~2F1/kiso/",
            "assessments/011002/A~2F1/kiso/index.html",
        ),
        (
            "/assessments/011002/%E7%AC%AC/kiso/index.json",
            "assessments/011002/第/kiso/index.json",
        ),
    ] {
        assert_eq!(SitePath::of_request(request).unwrap().as_str(), path);
    }
}

#[test]
fn files_of_assessments_and_bodies_have_an_owner() {
    let owner = |path: &str| SitePath::parse(path).unwrap().owner().map(String::from);
    assert_eq!(
        owner("assessments/011002/1/kiso/index.html"),
        Some("011002".to_owned())
    );
    assert_eq!(owner("bodies/011002/index.html"), Some("011002".to_owned()));
    assert_eq!(
        owner("consultations/011002-1/index.html"),
        Some("011002".to_owned())
    );
    for shared in [
        "index.html",
        "feed.xml",
        "prefectures/01/index.html",
        "bodies/999999/x",
        "consultations/index.html",
        "consultations/011002/index.html",
        "assessments",
    ] {
        assert_eq!(owner(shared), None, "{shared}");
    }
}

proptest! {
    #[test]
    fn every_number_has_a_name_of_its_own(number in "[~/.\\\\%0-9A-F第 号-]{1,20}") {
        let Ok(number) = AssessmentNumber::parse(&number) else { return Ok(()) };
        let name = segment(number.as_str());
        prop_assert!(is_name(&name), "{}", name);
        prop_assert_eq!(part_of(&name), number.as_str());
    }

    #[test]
    fn an_address_leads_back_to_its_file(number in "[~/.\\\\%0-9A-Z第 号?#&+-]{1,20}") {
        let Ok(number) = AssessmentNumber::parse(&number) else { return Ok(()) };
        let path = SitePath::page(&["assessments", "011002", number.as_str(), "kiso"]);
        prop_assert_eq!(SitePath::of_request(&path.address()), Ok(path));
    }
}
