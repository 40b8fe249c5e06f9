//! What goes wrong at the command line is told so that it can be mended.

use std::net::TcpListener;

use serde_json::json;

use super::program::Program;
use crate::publish::house::{demo, with};

#[test]
fn a_file_that_is_not_there_is_named() {
    let program = Program::new();
    for args in [
        ["body", "import", "/nope.csv"].as_slice(),
        &["check", "/nope.csv"],
        &["assessment", "import", "/nope.csv"],
    ] {
        let done = program.run(args);
        assert_eq!(done.code, 2, "{done:?}");
        assert!(
            done.err.contains("ファイル /nope.csv がありません。"),
            "{done:?}"
        );
    }
    assert!(!program.path("data/hyokasho.db").exists());
}

#[test]
fn a_command_that_only_reads_makes_no_database() {
    let program = Program::new();
    program.write("site/index.html", "<p>");
    let export = [
        "assessment",
        "export",
        "992011/1/kiso",
        "--audience",
        "public",
        "--format",
        "json",
    ];
    for args in [
        ["leak-check", "site", "--all"].as_slice(),
        &["audit", "verify"],
        &["check", "992011/1/kiso"],
        &["publish"],
        &export,
    ] {
        let done = program.run(args);
        assert_eq!(done.code, 3, "{args:?}: {done:?}");
        assert!(
            done.err.contains("がありません。hyokasho migrate"),
            "{done:?}"
        );
    }
    program.ok(&["migrate"]);
    let done = program.run(&["leak-check", "site", "--all"]);
    assert_eq!(done.code, 0);
    assert!(done.err.contains("探す文字列が1件もない"), "{done:?}");
}

#[test]
fn a_port_in_use_is_named() {
    let program = Program::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let done = program.run(&["serve", "--listen", &address]);
    assert_eq!(done.code, 3, "{done:?}");
    let words = format!("{address} はほかのプログラムが使っています。");
    assert!(done.err.contains(&words), "{done:?}");
}

#[test]
fn what_may_never_be_public_is_not_recorded_as_published() {
    let program = Program::with_bodies();
    let number = with(
        &demo("mihon-1-kiso"),
        "I.6",
        json!("本人の個人番号は123456789018である。"),
    );
    let file = program.write("number.json", number.to_string());
    let record = |day| program.run(&["assessment", "import", &file, "--published", day]);
    let done = record("2015-04-01");
    assert_eq!(done.code, 1, "{done:?}");
    assert!(
        done.err.contains("MYNO-1 I.6") && !done.err.contains("9018"),
        "{done:?}"
    );
    assert_eq!(record("1815-04-01").code, 1);
    assert!(program.ok(&["publish"]).contains("評価書 0件"));
    assert!(
        program
            .ok(&["publish"])
            .contains("漏えい検査: 問題はありません。")
    );
}

#[test]
fn rows_are_named_by_the_lines_of_the_file() {
    let program = Program::new();
    let head =
        "団体コード,都道府県名（漢字）,市区町村名（漢字）,都道府県名（カナ）,市区町村名（カナ）";
    let rows = format!("{head}\n\n\n999999,見本県,見本市,ミホンケン,ミホンシ\n");
    let file = program.write("rows.csv", rows);
    let done = program.run(&["body", "import", &file]);
    assert!(done.err.contains("4行目"), "{done:?}");
}
