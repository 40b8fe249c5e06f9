//! Help, wrong usage, faults of the environment.

use super::program::Program;

const COMMANDS: [&[&str]; 18] = [
    &[],
    &["serve"],
    &["demo"],
    &["migrate"],
    &["body"],
    &["body", "import"],
    &["user"],
    &["user", "add"],
    &["assessment"],
    &["assessment", "import"],
    &["assessment", "export"],
    &["check"],
    &["publish"],
    &["leak-check"],
    &["audit"],
    &["audit", "verify"],
    &["synth"],
    &["--config", "none.toml"],
];

#[test]
fn help_is_japanese_on_every_level() {
    let program = Program::new();
    for command in COMMANDS {
        let mut args = command.to_vec();
        args.push("--help");
        let help = program.ok(&args);
        assert!(help.contains("使い方: hyokasho"), "{args:?}: {help}");
        for english in [
            "Usage",
            "Options",
            "Commands",
            "Arguments",
            "Print",
            "[OPTIONS]",
            "default",
            "possible",
        ] {
            assert!(!help.contains(english), "{args:?} has {english}: {help}");
        }
        let undescribed = help
            .lines()
            .find(|line| line.trim_start().starts_with('-') && line.is_ascii());
        assert_eq!(undescribed, None, "{args:?}");
    }
    assert!(!program.path("data").exists(), "help leaves no files");
}

#[test]
fn what_a_later_version_brings_is_not_listed() {
    let program = Program::new();
    let export = program.ok(&["assessment", "export", "--help"]);
    let help = format!("{}{export}", program.ok(&["--help"]));
    for later in ["backup", "restore", "pdf"] {
        assert!(!help.contains(later), "{later}");
    }
}

#[test]
fn a_file_that_is_no_spreadsheet_is_refused_with_its_name() {
    let program = Program::with_bodies();
    let file = program.write("book.xlsx", "PK");
    let done = program.run(&["assessment", "import", &file]);
    assert_eq!(done.code, 1);
    assert!(
        done.err.contains("book.xlsx: xlsx として読めません"),
        "{}",
        done.err
    );
}

#[test]
fn wrong_usage_ends_with_two_and_says_how_to_mend_it() {
    let program = Program::new();
    let address = Program::new().env("HYOKASHO_DATABASE_URL", "mysql://db.invalid/x");
    assert_eq!(address.run(&["migrate"]).code, 2);
    let (config, toml) = (
        "--config",
        program.write("bad.toml", "[server]\nlisetn = \"a\"\n"),
    );
    for (args, words) in [
        (vec![], "使い方"),
        (vec!["frob"], "「frob」というコマンドはありません"),
        (vec!["publish", "--frob"], "「--frob」は使えません"),
        (vec!["body", "import"], "F.csv"),
        (vec!["user", "add", "a@demo.invalid"], "--role"),
        (
            vec!["user", "add", "a@demo.invalid", "--role", "boss"],
            "editor、approver",
        ),
        (
            vec!["user", "add", "a@demo.invalid", "--role", "editor"],
            "--body",
        ),
        (
            vec![
                "user",
                "add",
                "a@demo.invalid",
                "--role",
                "editor",
                "--body",
                "992012",
            ],
            "検査数字",
        ),
        (
            vec![
                "user",
                "add",
                "a@demo.invalid",
                "--role",
                "provider",
                "--body",
                "992011",
            ],
            "団体に属しません",
        ),
        (
            vec![
                "assessment",
                "import",
                "a.json",
                "--published",
                "2015-02-30",
            ],
            "実在する日",
        ),
        (
            vec![
                "assessment",
                "export",
                "992011/1",
                "--audience",
                "public",
                "--format",
                "json",
            ],
            "団体コード/評価書番号/様式",
        ),
        (
            vec![
                "assessment",
                "export",
                "992011/1/kiso",
                "--audience",
                "boss",
                "--format",
                "json",
            ],
            "reviewer",
        ),
        (
            vec![
                "assessment",
                "export",
                "992011/1/kiso",
                "--audience",
                "public",
                "--format",
                "pdf",
            ],
            "pdf での書き出しは",
        ),
        (vec!["check", "nothing"], "団体コード/評価書番号/様式"),
        (vec!["leak-check", "."], "--against"),
        (
            vec!["leak-check", "no-such-folder", "--all"],
            "no-such-folder",
        ),
        (
            vec![
                "synth",
                "--bodies",
                "0",
                "--assessments",
                "1",
                "--seed",
                "1",
                "--out",
                "x",
            ],
            "--bodies",
        ),
        (vec!["serve", "--only", "both"], "portal 又は public"),
        (
            vec!["serve", "--with-demo", "--listen", "0.0.0.0:0"],
            "127.0.0.1",
        ),
        (vec![config, &toml, "migrate"], "server.lisetn"),
    ] {
        let done = program.run(&args);
        assert_eq!(done.code, 2, "{args:?}: {done:?}");
        assert!(done.err.contains(words), "{args:?}: {}", done.err);
        assert_eq!(done.out, "", "{args:?}");
    }
}

#[test]
fn the_demo_is_for_this_machine_alone() {
    let program = Program::new().env("HYOKASHO_SERVER_LISTEN", "0.0.0.0:8080");
    let done = program.run(&["demo"]);
    assert_eq!(done.code, 2);
    assert!(done.err.contains("127.0.0.1"), "{}", done.err);
    assert!(!program.path("data/hyokasho.db").exists());
}

#[test]
fn a_fault_of_the_environment_ends_with_three_and_names_the_place() {
    let program = Program::new().env(
        "HYOKASHO_DATABASE_URL",
        "sqlite:///proc/nowhere/hyokasho.db",
    );
    for args in [vec!["migrate"], vec!["publish"], vec!["audit", "verify"]] {
        let done = program.run(&args);
        assert_eq!(done.code, 3, "{args:?}: {done:?}");
        assert!(done.err.contains("/proc/nowhere"), "{args:?}: {}", done.err);
        assert!(done.err.contains("データベース"), "{args:?}: {}", done.err);
    }
    let done = program.run(&["body", "import", "no-such-file.csv"]);
    assert_eq!(done.code, 2);
    assert!(done.err.contains("no-such-file.csv"), "{}", done.err);
    let done = program.run(&["--config", "no-such.toml", "migrate"]);
    assert_eq!(done.code, 3);
}

#[test]
fn the_configuration_is_shown_without_its_secrets() {
    let program = Program::new()
        .env(
            "HYOKASHO_DATABASE_URL",
            "postgres://user:geheim@db.invalid/hyokasho",
        )
        .env("HYOKASHO_DEMO_PASSWORD", "geheim geheim geheim");
    let shown = program.ok(&["serve", "--print-config", "--listen", "127.0.0.1:9"]);
    assert!(shown.contains("127.0.0.1:9"), "{shown}");
    assert!(!shown.contains("geheim"), "{shown}");
}
