//! Looks for what must not be public in everything that is.
//!
//! The canary is made of rare characters, so that any two of its neighbours tell it: a part
//! of it, a snippet or the terms of an index are found as well as the whole. Every search
//! has a counterpart that must find the beacon, a word as rare that is public: a scan that
//! cannot find anything would show nothing.

use std::fs;
use std::path::Path;

use serde_json::Value;
use walkdir::WalkDir;

use super::program::{Program, Server};

/// What is withheld.
pub const CANARY: &str = "鸞鵺帷幄龕靄蜃";
/// What is public, in the same answer.
pub const BEACON: &str = "螺鈿瑪瑙";

/// Bytes as one character each, to be searched like a text.
fn latin(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// Every two neighbouring characters.
fn pairs(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    letters
        .windows(2)
        .map(|pair| pair.iter().collect())
        .collect()
}

/// How a word may be written in a file: as it is, escaped for HTML, JSON or an address, and
/// in the other encodings of Unicode.
fn spellings(word: &str) -> Vec<String> {
    let each = |spell: &dyn Fn(u32) -> String| -> String {
        word.chars()
            .map(|letter| spell(u32::from(letter)))
            .collect()
    };
    let percent: String = word.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let wide =
        |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> { word.encode_utf16().flat_map(bytes).collect() };
    let mut found = vec![
        latin(word.as_bytes()),
        each(&|code| format!("&#{code};")),
        each(&|code| format!("&#x{code:x};")),
        each(&|code| format!("&#x{code:X};")),
        each(&|code| format!("\\u{code:04x}")),
        each(&|code| format!("\\u{code:04X}")),
        percent.to_lowercase(),
        percent,
    ];
    // Two characters of these are too few bytes to tell from chance.
    if word.chars().count() > 2 {
        found.push(latin(&wide(u16::to_le_bytes)));
        found.push(latin(&wide(u16::to_be_bytes)));
    }
    found
}

/// Something to look for, in every spelling of the whole and of its pairs.
struct Wanted(Vec<String>);

impl Wanted {
    fn new(word: &str) -> Self {
        let mut spelled = spellings(word);
        spelled.extend(pairs(word).iter().flat_map(|pair| spellings(pair)));
        Self(spelled)
    }

    fn is_in(&self, bytes: &[u8]) -> bool {
        let text = latin(bytes);
        self.0.iter().any(|spelled| text.contains(spelled))
    }
}

/// No part of the canary is in a text.
pub fn assert_absent(text: &str, place: &str) {
    assert!(
        !Wanted::new(CANARY).is_in(text.as_bytes()),
        "withheld words in {place}"
    );
}

/// What a look through a folder finds.
#[derive(Debug, Default)]
struct Finds {
    /// Files that hold, or are named by, something withheld, or hide what they hold.
    leaks: Vec<String>,
    /// Files that hold the beacon.
    shines: usize,
}

/// Looks through a folder, byte by byte.
fn look_through(folder: &Path) -> Finds {
    let (canary, beacon) = (Wanted::new(CANARY), Wanted::new(BEACON));
    let mut finds = Finds::default();
    for entry in WalkDir::new(folder).follow_links(true) {
        let entry = entry.unwrap();
        let name = entry.path().display().to_string();
        let bytes = if entry.file_type().is_file() {
            fs::read(entry.path()).unwrap()
        } else {
            Vec::new()
        };
        let is_packed = bytes.starts_with(&[0x1f, 0x8b]);
        if is_packed || canary.is_in(name.as_bytes()) || canary.is_in(&bytes) {
            finds.leaks.push(name);
        }
        finds.shines += usize::from(beacon.is_in(&bytes));
    }
    finds
}

/// Nothing withheld is in a folder, and the beacon is.
pub fn scan_folder(folder: &Path) {
    let Finds { leaks, shines } = look_through(folder);
    assert_eq!(leaks, Vec::<String>::new(), "withheld words");
    assert!(shines > 0, "no public word in {}", folder.display());
}

/// Looks through everything that the public, or whoever has a copy of what is public, can
/// get hold of, and through what the operator reads.
pub async fn scan_everything(server: &Server, assessment: &str) {
    let program = server.program();
    scan_folder(&program.site());
    scan_folder(&program.index());
    scan_addresses(server, assessment).await;
    scan_search(server).await;
    scan_exports(program, assessment);
    scan_log(server);
    check_for_leaks(program);
}

/// What the server answers at addresses for programs.
async fn scan_addresses(server: &Server, assessment: &str) {
    let page = format!("/assessments/{assessment}/");
    let addresses = [
        page.clone(),
        format!("{page}index.json"),
        format!("{page}editions/1/"),
        format!("{page}editions/1/index.json"),
        "/".to_owned(),
        "/feed.xml".to_owned(),
        "/sitemap.xml".to_owned(),
        "/open-data/assessments.csv".to_owned(),
        "/open-data/assessments.ndjson".to_owned(),
    ];
    for address in addresses {
        let (status, body) = server.get(&address).await;
        assert_eq!(status, 200, "{address}");
        assert_absent(&body, &address);
        let listed = body.contains(assessment) || body.contains(BEACON);
        assert!(
            listed || address == "/sitemap.xml",
            "{address} does not know the publication"
        );
    }
}

/// The search knows the beacon and nothing of the canary, whole or in part.
async fn scan_search(server: &Server) {
    for word in pairs(CANARY).into_iter().chain([CANARY.to_owned()]) {
        assert_eq!(
            total(&search(server, &word).await),
            0,
            "the search found withheld words"
        );
    }
    for word in pairs(BEACON)
        .into_iter()
        .chain([BEACON.to_owned(), "中間サーバー".to_owned()])
    {
        let found = search(server, &word).await;
        assert!(total(&found) > 0, "the search does not find {word}");
        assert_absent(&found.to_string(), "an answer of the search");
        let page = format!("/search?q={}", app::routes::encode(&word));
        assert_absent(&server.get(&page).await.1, "a page of the search");
    }
}

async fn search(server: &Server, words: &str) -> Value {
    let address = format!("/api/v1/search?q={}", app::routes::encode(words));
    let (status, body) = server.get(&address).await;
    assert_eq!(status, 200, "{body}");
    serde_json::from_str(&body).unwrap()
}

fn total(found: &Value) -> u64 {
    found["total"].as_u64().unwrap()
}

/// The copy for the public has none of it; that for the regulator, who must read it, has.
fn scan_exports(program: &Program, assessment: &str) {
    let export = |audience: &str| {
        program.run(&[
            "assessment",
            "export",
            assessment,
            "--audience",
            audience,
            "--format",
            "json",
        ])
    };
    let public = export("public");
    assert_absent(&public, "the public export");
    assert!(public.contains(BEACON));
    assert!(export("regulator").contains(CANARY));
}

/// What the operator reads, at the level that says most of what the program does.
fn scan_log(server: &Server) {
    let log = server.log();
    assert_absent(&log, "the log");
    assert!(!log.contains(BEACON), "what people type is in the log");
    assert!(
        !log.contains(super::program::PASSWORD),
        "a password is in the log"
    );
    for route in [
        "/desk/assessments/{code}/{number}/{form}/edit/{section}",
        "/api/v1/search",
    ] {
        assert!(log.contains(route), "the log does not tell of {route}");
    }
}

/// The program's own scan agrees, and would find it.
fn check_for_leaks(program: &Program) {
    let site = program.site();
    program.run(&["leak-check", site.to_str().unwrap(), "--all"]);
    let folder = program.path("leaked");
    fs::create_dir(&folder).unwrap();
    let (first, rest) = CANARY.split_at("鸞鵺".len());
    fs::write(
        folder.join("page.html"),
        format!("<p>{first}\n　{rest}</p>"),
    )
    .unwrap();
    let (code, said) = program.try_run(&["leak-check", folder.to_str().unwrap(), "--all"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("page.html"), "{said}");
    assert_absent(&said, "what leak-check says");
}

#[test]
fn the_scan_finds_a_part_in_every_spelling() {
    let canary = Wanted::new(CANARY);
    let html = "&#x9e1e;&#x9d7a;";
    let json = "\"\\u5E37\\u5E44\"";
    let utf16: Vec<u8> = CANARY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [
        "幄龕".as_bytes(),
        html.as_bytes(),
        json.as_bytes(),
        b"%E9%9D%84%E8%9C%83",
        &utf16,
    ] {
        assert!(canary.is_in(bytes), "{bytes:?}");
    }
    assert!(!canary.is_in("鸞と鵺の龕".as_bytes()));
    assert!(!canary.is_in(BEACON.as_bytes()));
}

#[test]
fn the_scan_of_a_folder_finds_what_was_planted() {
    let folder = tempfile::tempdir().unwrap();
    let plant = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    plant("clean.html", format!("<p>{BEACON}</p>").as_bytes());
    plant("page.html", b"<p>&#x9e1e;&#x9d7a;</p>");
    plant("龕靄", b"");
    plant("data.json.gz", &[0x1f, 0x8b, 8]);
    let finds = look_through(folder.path());
    assert_eq!((finds.leaks.len(), finds.shines), (3, 1), "{finds:?}");
}
