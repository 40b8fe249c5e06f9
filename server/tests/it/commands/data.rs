//! Bringing in: bodies, people, assessments.

use encoding_rs::SHIFT_JIS;
use serde_json::Value;

use super::program::{Program, demo_file};

const HEAD: &str =
    "団体コード,都道府県名（漢字）,市区町村名（漢字）,都道府県名（カナ）,市区町村名（カナ）";

fn id() -> [&'static str; 3] {
    ["assessment", "export", "992011/1/kiso"]
}

fn export(program: &Program, audience: &str, format: &str) -> String {
    let [a, b, c] = id();
    program.ok(&[a, b, c, "--audience", audience, "--format", format])
}

#[test]
fn migrating_says_what_was_done_and_may_be_repeated() {
    let program = Program::new();
    assert!(program.ok(&["migrate"]).contains("更新しました"));
    assert!(program.ok(&["migrate"]).contains("最新です"));
}

#[test]
fn bodies_come_in_from_shift_jis_with_half_width_readings_and_a_second_time_unchanged() {
    let program = Program::new();
    let table = format!("{HEAD}\r\n990001,見本県,,ﾐﾎﾝｹﾝ,\r\n992011,見本県,見本市,ﾐﾎﾝｹﾝ,ﾐﾎﾝｼ\r\n");
    let (bytes, _, _) = SHIFT_JIS.encode(&table);
    let file = program.write("bodies.csv", &bytes);
    let first = program.ok(&["body", "import", &file]);
    assert!(
        first.contains("2行") && first.contains("新しい団体 2件"),
        "{first}"
    );
    let second = program.ok(&["body", "import", &file]);
    assert!(second.contains("変わらない団体 2件"), "{second}");
    let file = program.write(
        "bodies.csv",
        format!("{HEAD}\n992011,見本県,新見本市,ミホンケン,シンミホンシ\n"),
    );
    let third = program.ok(&["body", "import", &file]);
    assert!(
        third.contains("名称が変わった団体 1件") && third.contains("publish"),
        "{third}"
    );
}

#[test]
fn one_wrong_row_keeps_every_row_out() {
    let program = Program::new();
    let file = program.write(
        "bodies.csv",
        format!("{HEAD}\n990001,見本県,,ミホンケン,\n992012,見本県,見本市,ミホンケン,ミホンシ\n"),
    );
    let done = program.run(&["body", "import", &file]);
    assert_eq!(done.code, 1);
    assert!(
        done.err.contains("bodies.csv: 3行目: ") && done.err.contains("検査数字"),
        "{}",
        done.err
    );
    let user = program.run(&[
        "user",
        "add",
        "a@demo.invalid",
        "--role",
        "editor",
        "--body",
        "990001",
    ]);
    assert_eq!(user.code, 1, "no body came in: {user:?}");
}

#[test]
fn a_person_gets_a_link_for_once() {
    let program =
        Program::with_bodies().env("HYOKASHO_SERVER_BASE_URL", "https://pia.demo.invalid");
    let add = [
        "user",
        "add",
        "Person@Demo.invalid",
        "--role",
        "editor",
        "--body",
        "992011",
    ];
    let (first, second) = (program.ok(&add), program.ok(&add));
    let link = |out: &str| out.lines().last().unwrap().to_owned();
    assert!(
        link(&first).starts_with("https://pia.demo.invalid/desk/invitations/"),
        "{first}"
    );
    assert!(first.contains("person@demo.invalid"));
    assert_ne!(link(&first), link(&second));
    let done = program.run(&["user", "add", "no address", "--role", "provider"]);
    assert_eq!(done.code, 1);
    assert!(done.err.contains("メールアドレス"), "{}", done.err);
}

#[test]
fn a_document_that_came_in_goes_out_the_same() {
    let program = Program::with_bodies();
    let file = demo_file("mihon-1-kiso");
    let out = program.ok(&["assessment", "import", &file]);
    assert!(out.contains("992011/1/kiso: 新しく作りました"), "{out}");
    let exported: Value = serde_json::from_str(&export(&program, "regulator", "json")).unwrap();
    let given: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    assert_eq!(exported, given);
    let again = program.ok(&["assessment", "import", &file]);
    assert!(again.contains("改訂 1"), "nothing changed: {again}");
}

#[test]
fn of_several_files_all_come_in_or_none() {
    let program = Program::with_bodies();
    let good = demo_file("mihon-1-kiso");
    let text = std::fs::read_to_string(demo_file("mihon-2-kiso")).unwrap();
    let bad = program.write("bad.json", text.replace("\"I.5.dept\"", "\"I.5.depth\""));
    let done = program.run(&["assessment", "import", &good, &bad]);
    assert_eq!(done.code, 1);
    assert!(
        done.err.contains("bad.json: answers.I.5.depth"),
        "{}",
        done.err
    );
    let nobody = program.write("nobody.json", text.replace("992011", "011002"));
    let done = program.run(&["assessment", "import", &good, &nobody]);
    assert_eq!(done.code, 1, "{done:?}");
    assert!(done.err.contains("011002/2/kiso"), "{}", done.err);
    let binary = program.write("binary.json", b"{\"format\": \"\xff\"}");
    assert_eq!(
        program.run(&["assessment", "import", &good, &binary]).code,
        1
    );
    let [a, b, c] = id();
    let done = program.run(&[a, b, c, "--audience", "reviewer", "--format", "json"]);
    assert_eq!(done.code, 1, "the good one did not come in either");
}

#[test]
fn what_was_public_before_becomes_an_edition_with_its_pages() {
    let program = Program::with_bodies();
    let arguments = [
        "assessment",
        "import",
        &demo_file("shisaku-3-kiso"),
        &demo_file("kaku-2-kiso"),
        "--published",
        "2015-06-08",
    ];
    let out = program.ok(&arguments);
    assert!(
        out.contains("993018/3/kiso: 第1版") && out.contains("993026/2/kiso: 第1版"),
        "{out}"
    );
    assert!(out.contains("漏えい検査"), "{out}");
    let index: Value =
        serde_json::from_str(&program.read("data/site/assessments/993018/3/kiso/index.json"))
            .unwrap();
    assert_eq!(
        (&index["edition"], &index["published"]),
        (&Value::from(1), &Value::from("2015-06-08"))
    );
    let next = demo_file("shisaku-3-kiso-edition-2");
    let done = program.run(&["assessment", "import", &next, "--published", "2015-06-07"]);
    assert_eq!(done.code, 1, "before the first one: {done:?}");
    assert!(
        program
            .ok(&["assessment", "import", &next, "--published", "2015-10-05"])
            .contains("第2版")
    );
    assert!(
        program
            .ok(&["audit", "verify"])
            .contains("改変はありません")
    );
    let done = program.run(&[
        "assessment",
        "import",
        &demo_file("mihon-1-kiso"),
        "--published",
        "2999-01-01",
    ]);
    assert_eq!(done.code, 1);
    assert!(done.err.contains("未来"), "{}", done.err);
}

#[test]
fn copies_hold_what_their_readers_may_see() {
    let program = Program::with_bodies();
    let text = std::fs::read_to_string(demo_file("mihon-1-kiso")).unwrap();
    let mut document: Value = serde_json::from_str(&text).unwrap();
    document["answers"]["I.1.summary"] =
        serde_json::json!(["ここは", {"withheld": "カナリア七三五", "reason": "location"}, "。"]);
    let file = program.write("canary.json", document.to_string());
    program.ok(&["assessment", "import", &file]);
    let [a, b, c] = id();
    let done = program.run(&[a, b, c, "--audience", "public", "--format", "json"]);
    assert_eq!(done.code, 1);
    assert!(done.err.contains("公表されていません"), "{}", done.err);
    program.ok(&["assessment", "import", &file, "--published", "2015-04-01"]);
    for format in ["json", "html"] {
        assert!(!export(&program, "public", format).contains("カナリア"));
        assert!(export(&program, "reviewer", format).contains("カナリア七三五"));
    }
    let copy = export(&program, "reviewer", "html");
    let page = scraper::Html::parse_document(&copy);
    let marked =
        scraper::Selector::parse("[id='I.1.summary'] mark.withheld[data-reason=location]").unwrap();
    assert_eq!(page.select(&marked).count(), 1);
    assert!(!copy.contains("/assets/"), "the file needs no other");
    assert!(copy.contains("第三者点検用") && copy.contains("<style>"));
    let done = program.run(&[
        "assessment",
        "export",
        "992011/1/kiso@2",
        "--audience",
        "public",
        "--format",
        "json",
    ]);
    assert_eq!(done.code, 1);
}

#[test]
fn a_spreadsheet_comes_back_as_it_was_and_the_public_one_holds_no_withheld_word() {
    let program = Program::with_bodies();
    let text = std::fs::read_to_string(demo_file("mihon-1-kiso")).unwrap();
    let mut document: Value = serde_json::from_str(&text).unwrap();
    document["answers"]["I.1.summary"] =
        serde_json::json!(["ここは", {"withheld": "カナリア七三五", "reason": "location"}, "。"]);
    let file = program.write("canary.json", document.to_string());
    program.ok(&["assessment", "import", &file, "--published", "2015-04-01"]);
    let [a, b, c] = id();
    let written = |audience: &str| {
        let args = [a, b, c, "--audience", audience, "--format", "xlsx"];
        program.bytes(&args)
    };
    let full = written("reviewer");
    assert!(unpacked(&full).contains("カナリア七三五"));
    let public = written("public");
    assert!(!unpacked(&public).contains("カナリア"));
    let before = export(&program, "reviewer", "json");
    std::fs::write(program.path("full.xlsx"), &full).unwrap();
    std::fs::write(program.path("public.xlsx"), &public).unwrap();
    let path = |name: &str| program.path(name).display().to_string();
    let again = Program::with_bodies();
    again.ok(&["assessment", "import", &path("full.xlsx")]);
    assert_eq!(export(&again, "reviewer", "json"), before);
    let refused = again.run(&["assessment", "import", &path("public.xlsx")]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("公表版の写し"), "{}", refused.err);
}

/// All parts of a spreadsheet in one text.
fn unpacked(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        std::io::Read::read_to_string(&mut part, &mut text).unwrap();
    }
    text
}

#[test]
fn a_body_is_given_the_law_it_follows_and_a_second_time_nothing_happens() {
    let program = Program::with_bodies();
    let first = program.ok(&["body", "regime", "992011", "administrative"]);
    assert!(first.contains("行政機関等"), "{first}");
    let second = program.ok(&["body", "regime", "992011", "administrative"]);
    assert!(second.contains("何も変わっていません"), "{second}");
    let back = program.ok(&["body", "regime", "992011", "local"]);
    assert!(back.contains("地方公共団体等"), "{back}");
    let unknown = program.run(&["body", "regime", "131016", "local"]);
    assert_eq!(unknown.code, 1);
}
