//! Checking, publishing, looking for leaks, synthetic data.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde_json::Value;

use super::program::{Program, demo_file};
use crate::publish::house::tree;

#[test]
fn findings_are_printed_and_an_error_among_them_fails() {
    let program = Program::with_bodies();
    let good = program.run(&["check", &demo_file("mihon-1-kiso"), "--json"]);
    let findings: Value = serde_json::from_str(&good.out).unwrap();
    assert!(findings["findings"].is_array());
    assert_eq!(good.code, 0, "{good:?}");

    let text = std::fs::read_to_string(demo_file("mihon-1-kiso")).unwrap();
    let mut document: Value = serde_json::from_str(&text).unwrap();
    document["answers"]
        .as_object_mut()
        .unwrap()
        .remove("I.5.dept");
    let file = program.write("blank.json", document.to_string());
    let bad = program.run(&["check", &file, "--json"]);
    assert_eq!(bad.code, 1);
    let findings: Value = serde_json::from_str(&bad.out).unwrap();
    let first = &findings["findings"][0];
    assert_eq!(
        (&first["rule"], &first["severity"], &first["item"]),
        (&"REQ-1".into(), &"error".into(), &"I.5.dept".into())
    );
    let keys: BTreeSet<&String> = first.as_object().unwrap().keys().collect();
    assert_eq!(keys.len(), 4);

    program.ok(&["assessment", "import", &file]);
    let words = program.run(&["check", "992011/1/kiso"]);
    assert_eq!(words.code, 1);
    assert!(words.out.contains("REQ-1 I.5.dept"), "{}", words.out);
    assert!(words.out.contains("うち要修正 1件"), "{}", words.out);
    assert_eq!(program.run(&["check", "992011/9/kiso"]).code, 1);
    let broken = program.write("broken.json", "{\"format\": ");
    let broken = program.run(&["check", &broken, "--json"]);
    assert_eq!(broken.code, 1);
    assert!(broken.out.contains("IMPORT-1"), "{}", broken.out);
}

#[test]
fn publishing_ends_with_counts_seconds_and_the_verdict_of_the_gate() {
    let program = Program::with_bodies();
    let first = program.ok(&["publish"]);
    for words in ["評価書 0件", "秒", "漏えい検査: 問題はありません"] {
        assert!(first.contains(words), "{first}");
    }
    assert!(program.path("data/site/index.html").is_file());
    assert!(program.ok(&["publish"]).contains("最新です"));
    program.ok(&[
        "assessment",
        "import",
        &demo_file("kaku-2-kiso"),
        "--published",
        "2015-06-08",
    ]);
    let full = program.ok(&["publish", "--full"]);
    assert!(full.contains("評価書 1件、書いたファイル 0件"), "{full}");

    let site = tree(&program.path("data/site"));
    let elsewhere = program.ok(&["publish", "--out", "out/site"]);
    assert!(elsewhere.contains("out/site.search"), "{elsewhere}");
    assert!(tree(&program.path("out/site")) == site);
    assert!(program.path("out/site.search").is_dir());
    assert_eq!(program.run(&["publish", "--out", ".."]).code, 2);
}

#[test]
fn a_withheld_phrase_in_a_folder_is_found_by_file_and_offset_and_not_repeated() {
    let program = Program::with_bodies();
    let text = std::fs::read_to_string(demo_file("mihon-1-kiso")).unwrap();
    let mut document: Value = serde_json::from_str(&text).unwrap();
    document["answers"]["I.1.summary"] = serde_json::json!(["ここは", {"withheld": "カナリア七三五号室", "reason": "location"}, "。"]);
    let file = program.write("canary.json", document.to_string());
    program.ok(&["assessment", "import", &file]);
    let dir = "looked/at";
    program.write("looked/at/clean.txt", "何もない");
    // A draft is looked for by its name.
    let against = ["leak-check", dir, "--against", "992011/1/kiso"];
    assert!(program.ok(&against).contains("問題はありません"));
    program.write(
        "looked/at/notes/leak.csv",
        "番号,場所\n1,カナリア\n七三五号室\n",
    );
    let done = program.run(&against);
    assert_eq!(done.code, 1);
    assert!(done.out.contains("notes/leak.csv:16"), "{}", done.out);
    assert!(done.out.contains("I.1.summary"), "{}", done.out);
    assert!(!format!("{done:?}").contains("カナリア"), "{done:?}");
    // Among everything that was published it is not, yet.
    program.ok(&["leak-check", dir, "--all"]);
    program.ok(&["assessment", "import", &file, "--published", "2015-04-01"]);
    assert_eq!(program.run(&["leak-check", dir, "--all"]).code, 1);
    assert_eq!(
        program
            .run(&["leak-check", dir, "--against", "992011/1/kiso@2"])
            .code,
        1
    );
    program.ok(&["leak-check", "data/site", "--all"]);
    assert_eq!(
        program
            .run(&["leak-check", dir, "--against", "992011/7/kiso"])
            .code,
        1
    );
    program.write("looked/numbers.txt", "個人番号 123456789018");
    let done = program.run(&["leak-check", "looked", "--against", "992011/1/kiso"]);
    assert!(done.out.contains("numbers.txt"), "{}", done.out);
}

#[test]
fn synthetic_data_are_the_same_for_the_same_seed_and_come_in_as_files() {
    let program = Program::new();
    let synth = |seed: &str, out: &str| {
        program.ok(&[
            "synth",
            "--bodies",
            "3",
            "--assessments",
            "20",
            "--seed",
            seed,
            "--out",
            out,
        ]);
        tree(&program.path(out))
    };
    let (one, same, other) = (synth("1", "one"), synth("1", "same"), synth("2", "other"));
    assert!(one == same && one != other);
    assert_eq!(one.len(), 21);
    program.ok(&["body", "import", "one/bodies.csv"]);
    let files: Vec<String> = (0..20)
        .map(|number| format!("one/{number:06}.json"))
        .collect();
    let mut args = vec!["assessment", "import"];
    args.extend(files.iter().map(String::as_str));
    assert_eq!(program.ok(&args).lines().count(), 20);
    for (file, bytes) in [
        ("one/000000.json", 4_000),
        ("one/000006.json", 20_000),
        ("one/000019.json", 80_000),
    ] {
        let text = program.read(file);
        let document: Value = serde_json::from_str(&text).unwrap();
        let size = text_bytes(&document["answers"]);
        assert!(
            size > bytes * 7 / 10 && size < bytes * 16 / 10,
            "{file}: {size}"
        );
        assert!(text.contains("\"withheld\": \"合成棟"), "{file}");
    }
}

/// Bytes of text in answers.
fn text_bytes(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Array(members) => members.iter().map(text_bytes).sum(),
        Value::Object(members) => members.values().map(text_bytes).sum(),
        _ => 0,
    }
}

#[test]
fn synthetic_data_in_the_database_are_published_through_the_gate() {
    let program = Program::new();
    let out = program.ok(&[
        "synth",
        "--bodies",
        "4",
        "--assessments",
        "20",
        "--seed",
        "1",
        "--db",
    ]);
    assert!(out.contains("評価書 20件"), "{out}");
    let csv = program.read("data/site/open-data/assessments.csv");
    assert_eq!(csv.lines().count(), 21);
    program.ok(&["leak-check", "data/site", "--all"]);
    assert!(program.ok(&["publish", "--full"]).contains("評価書 20件"));
}

#[test]
fn serving_says_where_and_builds_the_site_by_itself() {
    let program = Program::new();
    let mut command = program.command();
    command
        .args(["serve", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap);
    let public = lines.find(|line| line.contains("公開サイト")).unwrap();
    let base = public.split_whitespace().last().unwrap().to_owned();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (home, notices) = runtime.block_on(async {
        let get = async |path: &str| {
            for _ in 0..600 {
                let answer = reqwest::get(format!("{base}{path}")).await.unwrap();
                if answer.status() != 503 {
                    return (answer.status().as_u16(), answer.text().await.unwrap());
                }
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            }
            panic!("{path} never came");
        };
        (get("").await, get("notices/sokanki-285/").await)
    });
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(home.0, 200);
    assert!(home.1.contains("公表中 0件"));
    assert_eq!(notices.0, 200);
}

#[test]
fn a_changed_audit_trail_is_told_by_its_number() {
    let program = Program::with_bodies();
    assert!(program.ok(&["audit", "verify"]).contains("1件"));
    let done = Program::new().run(&["audit", "verify"]);
    assert_eq!(done.code, 3, "a database that was never set up: {done:?}");
}
